"""Facts of other articles that a sentence may be about, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from kg.base.hints import listed
from kg.model.dates import When, hull, overlaps, parse, to_edtf
from kg.model.records import ACTORS, Claim, Entity

MOST = 3  # facts that are named for one sentence
_FEWEST_SHARED = 2  # entities of a fact that are named near a sentence


class KnownFact(Struct, frozen=True):
    """A fact that claims are about: its type, everyone and everything that fills its roles, and its time."""

    id: str
    type: str
    entities: frozenset[str]
    when: When | None


class FactHint(Struct, frozen=True):
    """A fact that a sentence may be about."""

    fact: str
    type: str
    why: str
    is_likely: bool  # whether words of its type stand there too, or its very day


class KnownFacts:
    """Facts, to be found by who is in them.

    Parameters
    ----------
    claims
        Of all articles but the one that is looked at.
    entities
        By id.
    """

    def __init__(self, claims: Iterable[Claim], entities: Mapping[str, Entity]) -> None:
        by_fact: dict[str, list[Claim]] = {}
        for claim in claims:
            by_fact.setdefault(claim.fact, []).append(claim)
        self._facts = {id_: _fact(id_, its, entities) for id_, its in sorted(by_fact.items())}
        self._by_entity: dict[str, list[str]] = {}
        self._actors = frozenset(id_ for id_, its in entities.items() if its.kind in ACTORS)
        for fact in self._facts.values():
            for id_ in sorted(fact.entities):
                self._by_entity.setdefault(id_, []).append(fact.id)

    def find(
        self, here: Sequence[str], near: Sequence[str], days: Sequence[str], types: Sequence[str]
    ) -> list[FactHint]:
        """Find facts that a sentence may be about.

        Parameters
        ----------
        here
            Entities that the sentence names.
        near
            Those that the sentences beside it name.
        days
            Times that it names, as EDTF.
        types
            Fact types at which its words hint.

        Returns
        -------
        list
            The likeliest first, no more than a few. Each shares two entities with the sentence and its neighbours, of
            which the sentence names one; one of them acts; and its time, if it has one, is none that the sentence's
            times exclude. Either words of its type stand there, or the times agree, or the sentence names all of them.
        """
        around = {*here, *near}
        found = []
        for id_ in dict.fromkeys(fact for its in here for fact in self._by_entity.get(its, ())):
            fact = self._facts[id_]
            shared = sorted(fact.entities & around)
            if len(shared) < min(_FEWEST_SHARED, len(fact.entities)) or self._actors.isdisjoint(shared):
                continue
            agree = [day for day in days if fact.when and overlaps(parse(day), fact.when)]
            if days and fact.when and not agree:
                continue
            has_words = fact.type in types
            if not (has_words or agree or (len(shared) > 1 and fact.entities.issubset(here))):
                continue
            reasons = [f"names {listed(shared)}", *([f"a word of {fact.type}"] if has_words else [])]
            reasons += [f"the time: {agree[0]}"] if agree else []
            score = len(shared) + 2 * has_words + 2 * bool(agree)
            found.append((-score, id_, FactHint(id_, fact.type, "; ".join(reasons), has_words and len(shared) > 1)))
        return [hint for _, _, hint in sorted(found, key=lambda its: its[:2])[:MOST]]


def _fact(id_: str, claims: Sequence[Claim], entities: Mapping[str, Entity]) -> KnownFact:
    fillers = frozenset(its for claim in claims for ids in claim.roles.values() for its in ids if its in entities)
    whens = [claim.when for claim in claims if claim.when]
    bounds = to_edtf(*hull(whens)) if whens else ""
    return KnownFact(id_, claims[0].type, fillers, parse(bounds) if bounds else None)
