"""Where the names of entities stand in a text: the longest at each place, as it is written, and whole words only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.formats.tools.layers import Mention, Span
from kg.model.records import Entity


def mentions_of(entities: Iterable[Entity], text: str) -> list[Mention]:
    """Find where entities are named.

    Parameters
    ----------
    entities
        Few: those that the claims of one article name.
    text
        Of the article.

    Returns
    -------
    list
        Mentions in order of place, none over another. A name that two of them bear stands for neither.

    >>> from kg.model.records import Kind
    >>> velm = Entity(id="velm", kind=Kind.PLACE, name="Velm", aliases=("Old Velm",))
    >>> mentions_of([velm], "In Old Velm, Velmish is spoken.")
    [Mention(start=3, end=11, entity='velm')]
    """
    bearers: dict[str, set[str]] = {}
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            for form in ("NFC", "NFD"):
                bearers.setdefault(unicodedata.normalize(form, name), set()).add(entity.id)
    names = sorted(bearers, key=lambda name: (-len(name), name))
    if not names:
        return []
    found = []
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", text):
        whose = bearers[match[0]]
        goes_on = match.end() < len(text) and unicodedata.combining(text[match.end()])
        if len(whose) == 1 and not goes_on:
            found.append(Mention(match.start(), match.end(), *whose))
    return found


def nearest(mentions: Iterable[tuple[int, Mention]], spans: Iterable[Span]) -> int:
    """Give which of some mentions belongs to a claim: the first in its spans, else the one nearest to where they begin.

    >>> nearest([(4, Mention(0, 3, "a")), (7, Mention(40, 43, "a"))], [Span(30, 60)])
    7
    """
    spans = list(spans)

    def far(pair: tuple[int, Mention]) -> tuple[bool, int, int]:
        its = pair[1]
        is_inside = any(span.start <= its.start and its.end <= span.end for span in spans)
        return (not is_inside, its.start if is_inside else abs(its.start - spans[0].start), its.start)

    return min(mentions, key=far)[0]
