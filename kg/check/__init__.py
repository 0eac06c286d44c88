"""What a file's schema cannot say: ids, types, roles, fillers, times, evidence, and what the claims must agree on.

- `run`: a project folder checked: its faults, and the sentences that no evidence touches.
- `project`: all documents together: what is sound, what is refused, and every fault.
- `background`: entities with their links, and the heads of articles.
- `sides`: sides that end in two places.
- `claims`: what one claim must keep to by itself.
- `fillers`: whether a claim fits its fact type.
- `facts`: what the claims on one fact must agree on.
- `spans`: whether a text is the version that was annotated.
- `circles`: circles among things that name one another.
"""

from kg.check.project import Checked, check

__all__ = ["Checked", "check"]
