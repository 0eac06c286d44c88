"""Mentions by less than a name: surnames of persons, and short forms of what a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.desk.suggestions.folding import fold, folded_name
from kg.desk.suggestions.language import Language
from kg.desk.suggestions.names import Mention, Names, named, short_forms
from kg.model.records import Entity, Kind

_LAST_WORD = re.compile(r"(\w+)\W*$")
_DEEPEST = 6  # steps along links to what an entity belongs to


class Naming:
    """All by which entities may be named in texts of one language.

    Parameters
    ----------
    entities
        By id.
    language
        Of the texts.
    """

    def __init__(self, entities: Mapping[str, Entity], language: Language) -> None:
        self._entities, self._language = entities, language
        self._names = Names(named(entities, language), language)
        self._by_short: dict[str, list[str]] = {}
        for entity in entities.values():
            for short in dict.fromkeys(folded_name(form) for form in short_forms(entity, language)):
                self._by_short.setdefault(short, []).append(entity.id)
        bearers = [(short, entities[ids[0]]) for short, ids in self._by_short.items()]
        self._shorts = Names(bearers, language)

    def mentions(self, text: str) -> list[Mention]:
        """Find the mentions in a text.

        Parameters
        ----------
        text
            As it stands.

        Returns
        -------
        list
            In order of the text, none overlapping another. A surname is that of whoever of the text bears it, of all
            where several do; a short form behind `the` or `its` is that of the entity that was named last before it, or
            of the only one that belongs to somebody whom the text names.
        """
        folded = fold(text)
        found = self._names.find(text, folded)
        persons = [self._entities[id_] for its in found for id_ in its.entities]
        surnames = self._surnames(persons)
        found = _united(found, Names(surnames, self._language).find(text, folded, "surname"))
        shorts = self._shorts.find(text, folded, "short form")
        return _united(found, self._resolved(text, found, shorts))

    def _surnames(self, persons: Iterable[Entity]) -> list[tuple[str, Entity]]:
        bearers: dict[str, dict[str, Entity]] = {}
        for person in persons:
            if person.kind is Kind.PERSON:
                for name in (person.name, *person.aliases):
                    last = _LAST_WORD.search(name)
                    if last and " " in name.strip() and len(last[1]) > 1:
                        bearers.setdefault(last[1], {})[person.id] = person
        return [(name, person) for name, its in bearers.items() for person in its.values()]

    def _resolved(self, text: str, found: list[Mention], shorts: list[Mention]) -> list[Mention]:
        ends = [id_ for its in found for id_ in its.entities if len(its.entities) == 1]
        named_here = frozenset(ends).union(*map(self._above, dict.fromkeys(ends)))
        resolved = []
        latest: dict[str, tuple[int, int]] = {}
        waiting = sorted([*found, *shorts])
        for number, mention in enumerate(waiting):
            if mention.how != "short form":
                latest |= {id_: (number, mention.end) for id_ in mention.entities if len(mention.entities) == 1}
                continue
            if not self._is_definite(text, mention.start):
                continue
            bearers = self._by_short[folded_name(text[mention.start : mention.end])]
            before = [id_ for id_ in bearers if id_ in latest]
            if before:
                which = [max(before, key=lambda id_: (latest[id_], id_))]
            else:
                which = [id_ for id_ in bearers if not named_here.isdisjoint(self._above(id_))]
            if len(which) == 1:
                resolved.append(Mention(mention.start, mention.end, (which[0],), "short form"))
                latest[which[0]] = (number, mention.end)
        return resolved

    def _is_definite(self, text: str, start: int) -> bool:
        word = _LAST_WORD.search(text[max(0, start - 20) : start])
        return word is not None and word[1].casefold() in self._language.file.determiners

    def _above(self, id_: str) -> set[str]:
        """Give what an entity belongs to, along all its links."""
        above, edge = set[str](), {id_}
        for _ in range(_DEEPEST):
            edge = {
                other for its in edge if its in self._entities
                for others in self._entities[its].links.values() for other in others
            } - above  # fmt: skip
            above |= edge
        return above


def _united(found: list[Mention], more: list[Mention]) -> list[Mention]:
    """Put mentions between others, without those that overlap one of these."""
    taken = sorted(found)
    starts = 0
    kept = []
    for mention in sorted(more):
        while starts < len(taken) and taken[starts].end <= mention.start:
            starts += 1
        if starts == len(taken) or taken[starts].start >= mention.end:
            kept.append(mention)
    return sorted([*taken, *kept])
