"""Corpora of other people in brat's format that mark who said what: spans of sources, cues and contents.

Which names stand for a claim, and which for its speaker, is a table of the names that attribution corpora use: those of
PARC 3.0 (Pareti 2016, aclanthology.org/L16-1619) and of PolNeAR (Newell et al. 2018, aclanthology.org/L18-1524) call
them source, cue and content; others quotation and speaker.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.formats.tools.brat_lines import Standoff
from kg.formats.tools.layers import SPEAKER, Link, Marked, Span

_CONTENTS = frozenset("content quotation quote claim proposition".split())
_SPEAKERS = frozenset("source speaker".split())


def foreign_claims(found: Standoff, at: Mapping[str, int]) -> list[Marked]:
    """Give the contents that a corpus marks as claims, linked to the sources to which relations and events join them.

    Parameters
    ----------
    found
        The file.
    at
        Id of a span -> its position among the mentions.

    Returns
    -------
    list
        In the order of the file. A source is joined to a content directly, or by a span between them, such as a cue.
    """
    joined: dict[str, set[str]] = {}
    for its in (*found.events.values(), *found.relations.values()):
        members = {_span_of(target, found) for _, target in its.arguments}
        for member in members:
            joined.setdefault(member, set()).update(members - {member})
    claims = []
    for id_, bound in found.bound.items():
        if bound.type.casefold() in _CONTENTS:
            near = joined.get(id_, set())
            cues = {its for its in near if not _is(its, _SPEAKERS, found) and not _is(its, _CONTENTS, found)}
            around = near.union(*(joined[cue] for cue in cues))
            sources = [its for its in found.bound if its in around and _is(its, _SPEAKERS, found)]
            spans = tuple(Span(start, end) for start, end in bound.spans)
            links = tuple(Link(SPEAKER, at[its]) for its in sources)
            claims.append(Marked(spans, {}, links, is_foreign=True, place=bound.place))
    return claims


def _span_of(target: str, found: Standoff) -> str:
    """Give the span that something stands on: an event on its trigger, a relation on its first argument."""
    for _ in range(len(found.events) + len(found.relations)):
        its = found.events.get(target) or found.relations.get(target)
        if its is None:
            break
        target = its.arguments[0][1]
    return target


def _is(id_: str, types: frozenset[str], found: Standoff) -> bool:
    return id_ in found.bound and found.bound[id_].type.casefold() in types
