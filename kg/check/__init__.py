"""Checks what the schema of a single file cannot: ids, types, roles, fillers, times, evidence, agreement of claims.

- `run`: checks a project folder: its faults, and the sentences that no evidence touches.
- `project`: checks all documents together: what is sound, what is refused, and every fault.
- `readings`: chooses which of several annotations of an article is used.
- `states`: tells how far the annotation of an article has come.
- `names`: finds names of files that are not UTF-8.
- `entities`: all entities of a project, sound or refused.
- `heads`: all heads of articles, sound or refused.
- `notes`: what is wrong, noted until its places are looked for.
- `background`: checks entities with their links, and the heads of articles.
- `sides`: finds speakers and parties who belong to two sides.
- `claims`: checks one claim by itself.
- `fillers`: checks a claim against its fact type.
- `facts`: checks claims together: one type and one label a fact, and references between facts.
- `crossed`: points out acts and actors that a fact joins, though no claim does.
- `together`: which claims are kept by what the others say, and what else is wrong with those that are not.
- `spans`: checks evidence against the article's text.
- `identity`: applies judgements of identity, and finds those that cannot be had.
- `uniting`: records with one id in the place of several.
- `twins`: finds one article under two ids.
- `located`: claims with their files and keys, and how many fall with refused entities.
- `unread`: counts names that are not found at a file that could not be read.
- `circles`: finds circles among things that name one another.
"""

from kg.check.project import Checked
from kg.check.readings import check

__all__ = ["Checked", "check"]
