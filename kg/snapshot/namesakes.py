"""Entities of one name, told apart by what they are: their kind, their post or organization, their side, else their id.

The words are written behind the name, in brackets, wherever a name is shown. The page is given them and makes none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.account.context import sides_known
from kg.account.facts import Account, FactAccount
from kg.account.voices import Links, Sides
from kg.base.letters import cut
from kg.model.records import Claim, Entity, Kind
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

_LONGEST, _LONGEST_PART = 44, 28  # characters of what is written behind a name, and of the one post or side in it
_LONGEST_LABEL, _SHORTEST_NAME = 60, 12  # characters of a name where there is little room, with what is behind it
_COMPARED = 1_000  # characters of a name
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "\u2019": "'"}
)


def words_apart(account: Account, claims: Iterable[Claim], links: Links, ontology: Ontology) -> dict[str, str]:
    """Say what tells entities apart whose names are alike but for capitals, accents and blanks.

    Parameters
    ----------
    account
        Of the whole project: has the posts that people are attested in.
    claims
        Of which those that count say who holds which post, and thereby speaks for which side.
    links
        All entities, and what leads from each to what it belongs to.
    ontology
        Names the kinds of entities.

    Returns
    -------
    dict
        Id -> words, of the entities alone that share a name. Those of one name are told apart in one way: the first
        that gives each of them words of its own.
    """
    groups = alike(links.entities)
    if not groups:
        return {}
    wanted = {id_ for ids in groups for id_ in ids}
    served = [its for fact in account.facts.values() if (its := served_by(fact, links, wanted))]
    return told_apart(groups, served, sides_known(claims, links, account.known_by), links, ontology, account.known_by)


def told_apart(  # noqa: PLR0913 - what `words_apart` gathers of an account
    groups: Sequence[Sequence[str]],
    served: Iterable[Served],
    sides: Sides,
    links: Links,
    ontology: Ontology,
    day: str,
) -> dict[str, str]:
    """Say what tells entities apart, from what facts say of them.

    Parameters
    ----------
    groups
        Ids of entities whose names are alike, from `alike`.
    served
        Where accepted facts name them as serving, from `served_by`, in any order.
    sides
        For whom each entity speaks on each day.
    links, ontology
        As of `words_apart`.
    day
        Of the account.
    """
    entities = links.entities
    tags = _tags(served, links, {id_ for ids in groups for id_ in ids})
    found: dict[str, str] = {}
    for ids in groups:
        ends = {id_: _sides_of(id_, sides, day, entities) for id_ in ids}
        shared = set.intersection(*map(set, ends.values()))
        side = {id_: ", ".join(name for name in ends[id_] if name not in shared) for id_ in ids}
        kind = {id_: ontology.kinds[entities[id_].kind.value].label for id_ in ids}
        both = {id_: ", ".join(filter(None, (tags.get(id_), side[id_]))) for id_ in ids}
        found |= _first_that_differs(ids, (kind, tags, side, both))
    return dict(sorted(found.items()))


def with_words(name: str, words: str | None, most: int | None = None) -> str:
    """Write behind a name what tells it from others; a name too long for its place is cut, and never the words.

    >>> with_words("Ann", None), with_words("Ann", "Navy"), with_words("Ann of the Harbour", "Navy", 21)
    ('Ann', 'Ann (Navy)', 'Ann of the Ha… (Navy)')
    """
    if not words:
        return name if most is None else cut(name, most)
    room = None if most is None else max(_SHORTEST_NAME, most - len(words) - len(" ()"))
    return f"{name if room is None else cut(name, room)} ({words})"


def label(name: str, words: str | None) -> str:
    """Write a name as the label of something: whole where nobody else has it, else as short as pictures need it.

    >>> label("Ann", None), label("Ann", "Navy")
    ('Ann', 'Ann (Navy)')
    """
    return with_words(name, words, _LONGEST_LABEL if words else None)


def labelled(network: nx.MultiDiGraph[str], apart: Mapping[str, str]) -> nx.MultiDiGraph[str]:
    """Write what tells actors of one name apart behind their labels in a network."""
    for id_, its in network.nodes(data=True):
        if id_ in apart and "kind" in its:  # and not a fact of this id
            its["label"] = with_words(its["label"], apart[id_])
    return network


def alike(entities: Mapping[str, Entity]) -> list[list[str]]:
    """Give the ids of entities whose names are alike, each group in order."""
    return alike_names({id_: entity.name for id_, entity in entities.items()})


def alike_names(names: Mapping[str, str]) -> list[list[str]]:
    """Give the ids of entities whose names are alike, from the name of each.

    >>> alike_names({"b": "Ann", "a": "ÁNN", "c": "Bob"})
    [['a', 'b']]
    """
    found: dict[str, list[str]] = defaultdict(list)
    for id_, name in names.items():
        found[_folded(name[:_COMPARED])].append(id_)
    return [sorted(ids) for ids in found.values() if len(ids) > 1]


def _folded(name: str) -> str:
    r"""Write a name without what readers overlook: capitals, accents, doubled blanks, and what is not seen at all.

    >>> _folded("  Ásim\u00a0MUNIR "), _folded("O’Łódź\u200b")
    ('asim munir', "o'lodz")
    """
    if not name.isascii():
        letters = unicodedata.normalize("NFKD", name)
        name = "".join(its for its in letters if unicodedata.category(its) not in ("Mn", "Me", "Cf"))
    return " ".join(name.casefold().translate(_LETTERS).split())


def _first_that_differs(ids: Sequence[str], ways: Iterable[Mapping[str, str]]) -> dict[str, str]:
    for way in ways:
        words = {id_: cut(way.get(id_, ""), _LONGEST) for id_ in ids}
        if all(words.values()) and len(set(map(_folded, words.values()))) == len(ids):
            return words
    return {id_: id_ for id_ in ids}


def _sides_of(id_: str, sides: Sides, day: str, entities: Mapping[str, Entity]) -> list[str]:
    """Name the sides for which an entity speaks, other than itself; one between two may stand with several."""
    return [_short(entities[end]) for end in sides.side(id_, day).ends if end != id_ and end in entities]


def _tags(served: Iterable[Served], links: Links, wanted: set[str]) -> dict[str, str]:
    """Name what some entities are attested in, as what is accepted has it: an organization, else a post."""
    best: dict[str, tuple[int, Entity]] = {}
    for id_, target in (*_newest_first(served), *_linked(links, wanted)):
        entity = links.entities.get(target)
        weight = _weight(entity, links) if entity else 0
        if entity and weight > (best[id_][0] if id_ in best else 0):
            best[id_] = weight, entity
    return {id_: _short(entity) for id_, (_, entity) in best.items()}


def _weight(entity: Entity, links: Links) -> int:
    if entity.kind is Kind.POST:
        return 2 if entity.links.keys() & {*links.upward, links.containment} else 1
    return 3 if entity.kind is Kind.ORGANIZATION else 0


class Served(Struct, frozen=True):
    """Whom an accepted fact names as serving somewhere, and where."""

    fact: str
    day: str  # the last on which it may have been, else the first, else none
    pairs: tuple[tuple[str, str], ...]


def served_by(fact: FactAccount, links: Links, wanted: Collection[str]) -> Served | None:
    """Read from one accepted fact where some entities are named as serving; None if it says nothing of that."""
    type_ = links.types[fact.type]
    if not fact.accepted or not type_.bearer:
        return None
    accepted = [filler for filler in fact.fillers.values() if filler.accepted]
    targets = [filler.filler for filler in accepted if filler.role in type_.upward]
    bearers = [its.filler for its in accepted if its.role == type_.bearer and its.filler in wanted]
    pairs = tuple((bearer, target) for bearer in bearers for target in targets)
    return Served(fact.fact, fact.when.latest or fact.when.earliest or "", pairs) if pairs else None


def _newest_first(served: Iterable[Served]) -> Iterator[tuple[str, str]]:
    by_fact = sorted(served, key=lambda its: its.fact)
    for its in sorted(by_fact, key=lambda its: its.day, reverse=True):
        yield from its.pairs


def _linked(links: Links, wanted: set[str]) -> Iterator[tuple[str, str]]:
    for id_ in sorted(wanted):
        entity = links.entities[id_]
        if entity.kind is Kind.PERSON:
            for name in sorted(entity.links.keys() & links.upward):
                yield from ((id_, target) for target in entity.links[name])


def _short(entity: Entity) -> str:
    """Give the longest name or alias that is short enough, else the beginning of the name."""
    fitting = [name for name in (entity.name, *entity.aliases) if len(name) <= _LONGEST_PART]
    if fitting:
        return max(fitting, key=len)
    return re.sub(r"\s+\S*$", "", cut(entity.name, _LONGEST_PART + 1)[:-1]) + "…"
