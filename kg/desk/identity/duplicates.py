"""Entities and facts that may be one, best first: what `kg duplicates` lists, to be read and judged by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import counted, unknown
from kg.desk.identity.alike_entities import Entities
from kg.desk.identity.alike_facts import Facts
from kg.desk.identity.blocking import Blocks
from kg.desk.identity.pairs import Found, Pair
from kg.model.records import Kind
from kg.snapshot.snapshot import Snapshot

FACTS = "fact"  # as a kind: facts of whatever type
_NAMED = 3  # keys shared by too many that are named


def duplicates(snapshot: Snapshot, kinds: Iterable[str] = (), types: Iterable[str] = ()) -> Found:
    """Find pairs of entities, and of facts, that may be one.

    Parameters
    ----------
    snapshot
        A graph, or a slice of one.
    kinds
        Kinds of entities; `fact` is all facts.
    types
        Fact types. Neither kinds nor types: everything.

    Returns
    -------
    Found
        Pairs, best first, with what speaks for each and against it; and in lines what was left out: pairs that have
        been judged, and names that too many share.

    Raises
    ------
    UsageError
        If there is no such kind.
    NotFoundError
        If there is no such fact type.
    KgError
        If a name is in another script than Latin, and anyascii is not installed.

    >>> import kg
    >>> from kg.cli.new_project import start
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = start(river := Path(folder, "river"), "https://example.org/river/")
    ...     with (river / "sources/entities.yaml").open("a") as entities:
    ...         print("j-vey: {kind: Person, name: J. Vey}", file=entities)
    ...     found = duplicates(kg.build(river))
    >>> [(pair.a, pair.b, pair.reasons) for pair in found.pairs]
    [('j-vey', 'jona-vey', ('names alike: “J. Vey” and “Jona Vey”',))]
    """
    wanted, of_types = frozenset(kinds), frozenset(types)
    known = {FACTS, *(kind.value for kind in Kind)}
    for kind in sorted(wanted - known):
        raise UsageError(*unknown("kind", kind, known))
    for type_ in sorted(of_types - snapshot.ontology.types.keys()):
        raise NotFoundError(*unknown("fact type", type_, snapshot.ontology.types))
    is_all = not wanted and not of_types
    found: list[Pair] = []
    read: list[Blocks] = []
    if is_all or wanted - {FACTS}:
        entities = Entities(snapshot, wanted - {FACTS})
        its = entities.blocks()
        found += filter(None, (entities.pair(*pair) for pair in its.pairs))
        read.append(its)
    if is_all or FACTS in wanted or of_types:
        facts = Facts(snapshot)
        its = facts.blocks()
        pairs = filter(None, (facts.pair(*pair) for pair in its.pairs))
        found += (pair for pair in pairs if is_all or FACTS in wanted or pair.kind in of_types)
        read.append(its)
    judged = _judged(snapshot)
    left = [pair for pair in found if frozenset((pair.a, pair.b)) not in judged]
    return Found(sorted(left, key=lambda pair: pair.order), _left_out(len(found) - len(left), read))


def _judged(snapshot: Snapshot) -> set[frozenset[str]]:
    """Give the pairs that somebody has said to be different; those that are the same have one id."""
    records = snapshot.records
    return {
        frozenset(map(snapshot.shown, pair))
        for judgement in records.judgements
        if judgement.counts and not judgement.same
        for pair in combinations(judgement.ids, 2)
    }


def _left_out(judged: int, read: Sequence[Blocks]) -> list[str]:
    lines = [f"left out: {counted(judged, 'pair')} judged to be different"] if judged else []
    common = [key for its in read for key in its.too_common]
    skipped = [key for its in read for key in its.not_compared]
    if common:
        lines.append(f"who shares one of these is compared only with those that share two: {_some(common)}")
    if skipped:
        lines.append(f"not compared, since too many share both of two: {_some(skipped)}")
    return lines


def _some(keys: Sequence[str]) -> str:
    more = f"; and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else ""
    return "; ".join(keys[:_NAMED]) + more
