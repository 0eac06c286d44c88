"""Where the words of an annotation stand in a text of ours: by the quote, by what is around it, by a position."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from kg.base.letters import is_between_letters
from kg.evidence import quotes
from kg.evidence.article_text import digest
from kg.evidence.offsets import OffsetError, Offsets, Unit


class UnplacedError(Exception):
    """Words that cannot be placed: why, and what may help."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


class Target(Struct, frozen=True):
    """What an annotation says of one span: any of these may be missing.

    `start` and `end` count in `unit`; None as unit: nobody says what they count.
    """

    exact: str = ""
    before: str = ""
    after: str = ""
    start: int | None = None
    end: int | None = None
    unit: Unit | None = None
    sha256: str = ""  # of the words, where the annotation came from here
    kind: str = ""  # of the evidence, where it is none of the running text


def place(text: str, target: Target) -> tuple[int, int]:
    """Find the one span that is meant, in code points.

    Where the hash of the words is known, a position at which they stand is enough. Otherwise the quote decides, blanks
    and line ends aside; where it stands more than once, what is around it; and last a position, if the quote stands
    there. A position alone is enough only where somebody has said what it counts.

    Raises
    ------
    UnplacedError
        If it cannot be told.

    >>> place("He met her. Then he met her sister.", Target("met her", after=" sister"))
    (20, 27)
    >>> place("He met her. Then he met her sister.", Target("met her", start=3, end=10, unit=Unit.UTF_16))
    (3, 10)
    """
    at = _position(text, target)
    if at and target.sha256 and digest(text[at[0] : at[1]]) == target.sha256:
        return at
    if not target.exact:
        if at and not target.sha256:
            return at
        raise UnplacedError(*_nothing_to_go_by(target))
    found = quotes.places(text, target.exact) or _but_for_blanks(text, target.exact)
    if not found:
        raise UnplacedError(*quotes.missing(text, target.exact))
    if len(found) > 1:
        found = [its for its in found if _is_around(text, its, target)] or found
    if len(found) > 1 and at in found:
        return at
    if len(found) > 1:
        what = f"the quote stands {len(found)} times in the text: {quotes.shortened(target.exact)}"
        raise UnplacedError(what, "neither what is around it nor a position tells which is meant")
    return found[0]


def _but_for_blanks(text: str, exact: str) -> list[tuple[int, int]]:
    """Find where the same words stand with other blanks or line ends between them, as pages and their texts differ."""
    words = exact.split()
    pattern = r"\s+".join(map(re.escape, words))
    found = (its.span() for its in re.finditer(pattern, text)) if words else ()
    return [span for span in found if all(is_between_letters(text, at) for at in span)]


def _is_around(text: str, span: tuple[int, int], target: Target) -> bool:
    """Whether a quote has the words around it that the annotation says; none say nothing."""
    return text[: span[0]].endswith(target.before) and text[span[1] :].startswith(target.after)


@lru_cache(2)
def _offsets(text: str, unit: Unit) -> Offsets:
    """Count a text once for all the annotations of it, which come one after the other."""
    return Offsets(text, unit)


def _position(text: str, target: Target) -> tuple[int, int] | None:
    """Give a position in code points; None if there is none, or the text has no such."""
    if target.start is None or target.end is None or target.unit is None or target.start >= target.end:
        return None
    offsets = _offsets(text, target.unit)
    try:
        return offsets.to_code_points(target.start), offsets.to_code_points(target.end)
    except OffsetError:
        return None


def _nothing_to_go_by(target: Target) -> tuple[str, str]:
    if target.sha256:
        return "the words do not stand at their position, and it has no quote to look for", "export it with `--keep`"
    if target.start is None or target.end is None:
        return "neither a quote nor a position", "annotate words of the text"
    if target.unit is None:
        what = f"a position without a quote, [{target.start}, {target.end}], and nobody says what it counts"
        return what, "say so: `--offsets utf16` (programs in a browser) or `--offsets codepoints`"
    return f"the text has no such position: [{target.start}, {target.end}]", "is it the text that was annotated?"
