"""Which claims of two annotations are about the same words and the same fact.

Two claims overlap by the code points that the evidence of both covers, as a share of those that either covers; rows
that nobody read count as one each. Two annotators may name one fact differently, so facts are matched first, one to
one: those of one name, then those whose claims overlap most. Then claims of matched facts are matched, one to one,
those that overlap most first. Of two that overlap alike, those of one type, stance and speaker come first, then those
that stand first in the text and the file: the same input gives the same pairs, whatever the order of the files' names.

Sources: Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x, for the share; Artstein and Poesio 2008,
doi:10.1162/coli.07-034-R2, on coders who do not mark the same units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from kg.model.records import Claim, Evidence

_A = TypeVar("_A")
_B = TypeVar("_B")


class Matched(Struct, frozen=True):
    """Pairs of claims of two annotations, by their numbers in A and B, with the overlap; and the facts of both."""

    pairs: tuple[tuple[int, int, float], ...]  # in the order of A's
    facts: dict[str, str]  # B's name -> A's, of all that are matched

    def only_a(self, number: int) -> list[int]:
        """Give the claims of A, by number, that no claim of B is matched with."""
        return sorted(set(range(number)) - {a for a, _, _ in self.pairs})

    def only_b(self, number: int) -> list[int]:
        """Give the claims of B, by number, that no claim of A is matched with."""
        return sorted(set(range(number)) - {b for _, b, _ in self.pairs})


class _Ground(Struct, frozen=True):
    """What the evidence of a claim covers: stretches of the text, between the first and the last place, and rows."""

    spans: list[tuple[int, int]]
    rows: frozenset[str]
    first: int
    last: int
    size: int

    @classmethod
    def of(cls, claim: Claim) -> _Ground:
        """Sum up the evidence of a claim."""
        spans, rows = covered(claim.evidence), frozenset(its.row for its in claim.evidence if its.row)
        size = sum(end - start for start, end in spans) + len(rows)
        return cls(spans, rows, spans[0][0] if spans else 0, spans[-1][1] if spans else 0, size)

    def shared(self, other: _Ground) -> float:
        """Give the share of what either covers that both do."""
        both = len(self.rows & other.rows)
        if self.first < other.last and other.first < self.last:
            both += common(self.spans, other.spans)
        return both / (self.size + other.size - both) if both else 0.0


def match(a: Sequence[Claim], b: Sequence[Claim]) -> Matched:
    """Match the claims of two annotations of one article.

    Parameters
    ----------
    a, b
        The claims of each, in the order of their files.

    Returns
    -------
    Matched
        No claim and no fact is in two pairs; claims without a common code point or row are in none.
    """
    mine, others = [_Ground.of(claim) for claim in a], [_Ground.of(claim) for claim in b]
    near = [(i, j, share) for i, one in enumerate(mine) for j, its in enumerate(others) if (share := one.shared(its))]
    facts = _facts(a, b, near)
    candidates = [(i, j, share) for i, j, share in near if facts.get(b[j].fact) == a[i].fact]
    candidates.sort(key=lambda its: (-its[2], _unlike(a[its[0]], b[its[1]]), its[0], its[1]))
    shares = {(i, j): share for i, j, share in candidates}
    pairs = sorted((i, j, shares[i, j]) for i, j in _one_to_one((i, j) for i, j, _ in candidates))
    return Matched(tuple(pairs), facts)


def overlap(one: Claim, other: Claim) -> float:
    """Give the share of what the evidence of either claim covers that the evidence of both does.

    >>> from kg.model.records import Stance
    >>> def claim(*spans):
    ...     evidence = tuple(Evidence(start=start, end=end) for start, end in spans)
    ...     return Claim(article="x", id="c", fact="f", type="T", stance=Stance.ASSERTS, evidence=evidence)
    >>> overlap(claim((0, 10)), claim((5, 15))), overlap(claim((0, 10)), claim((10, 20)))
    (0.3333333333333333, 0.0)
    """
    return _Ground.of(one).shared(_Ground.of(other))


def covered(evidence: Iterable[Evidence]) -> list[tuple[int, int]]:
    """Give the stretches of text that evidence covers, in order, none touching another.

    >>> covered([Evidence(start=5, end=9), Evidence(start=0, end=6)])
    [(0, 9)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted((its.start, its.end) for its in evidence if its.row is None):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> int:
    """Count the code points that two lists of stretches share.

    >>> common([(0, 9)], [(5, 7), (8, 20)])
    3
    """
    return sum(max(0, min(end, last) - max(start, first)) for start, end in one for first, last in other)


def _facts(a: Sequence[Claim], b: Sequence[Claim], near: Iterable[tuple[int, int, float]]) -> dict[str, str]:
    """Match facts one to one: those of one name that overlap, then those that overlap most."""
    shares: dict[tuple[str, str], float] = defaultdict(float)
    unlike: dict[tuple[str, str], tuple[int, ...]] = {}
    for i, j, share in near:
        pair = a[i].fact, b[j].fact
        shares[pair] += share
        unlike[pair] = min(_unlike(a[i], b[j]), unlike.get(pair, (9,)))
    ranked = sorted(shares, key=lambda pair: (pair[0] != pair[1], -round(shares[pair], 9), unlike[pair], pair))
    return {theirs: ours for ours, theirs in _one_to_one(ranked)}


def _one_to_one(ranked: Iterable[tuple[_A, _B]]) -> list[tuple[_A, _B]]:
    """Take pairs in their order, but for those of which one is taken already."""
    found: list[tuple[_A, _B]] = []
    left: set[_A] = set()
    right: set[_B] = set()
    for one, other in ranked:
        if one not in left and other not in right:
            found.append((one, other))
            left.add(one)
            right.add(other)
    return found


def _unlike(one: Claim, other: Claim) -> tuple[int, ...]:
    """Count in what two claims differ, what matters most first."""
    fillers = ({(role, filler) for role, its in claim.roles.items() for filler in its} for claim in (one, other))
    shared = len(set.intersection(*fillers))
    differs = (one.type != other.type, one.stance != other.stance, one.speaker != other.speaker)
    return (*map(int, differs), -shared)
