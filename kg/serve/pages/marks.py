"""The mark of each status as the outline of an SVG: the shapes, fills and rings of pictures (`kg.charts.marks`)."""

from __future__ import annotations

from kg.charts.marks import LOOKS, THEMES, colours
from kg.model.records import Contested

# Of matplotlib's letters, around 0, within 9 either way.
_OUTLINES = {
    "o": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
    "s": "M-6-6H6V6H-6z",
    "D": "M0-8L8 0L0 8L-8 0z",
    ">": "M-6-7L8 0L-6 7z",
    "^": "M-7 6L0-8L7 6z",
    "v": "M-7-6L0 8L7-6z",
    "X": "M-7-4L-4-7L0-3L4-7L7-4L3 0L7 4L4 7L0 3L-4 7L-7 4L-3 0z",
}
_LEFT = {"o": "M0-7a7 7 0 0 0 0 14z"}  # the half that is filled
MARKS = {  # status -> outline, and the part that is filled, if any
    status.value: (_OUTLINES[shape], {"full": _OUTLINES[shape], "left": _LEFT.get(shape, "")}.get(fill, ""))
    for status, (shape, fill, _) in LOOKS.items()
}
RINGS = {Contested.BY_PARTY.value: "none", Contested.BY_OUTSIDER.value: "1.5 2.5"}  # how the ring around is dashed


def style_of_statuses() -> str:
    """Write the style sheet of the statuses' colours: `kg/serve/static/statuses.css` is what comes out."""
    light, dark = (
        "".join(f"  --status-{name}: {colour};\n" for name, colour in colours(theme).items()) for theme in THEMES
    )
    classes = "".join(f".is-{name} {{ --status: var(--status-{name}); }}\n" for name in colours(THEMES[0]))
    head = "/* Written by kg.serve.pages.marks from the colours of kg.charts.marks; a test compares the two. */\n"
    theme = f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
    return f"{head}:root {{\n{light}}}\n{theme}{classes}"
