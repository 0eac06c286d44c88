"""Which of many things are worth comparing: those that share a key, and not each with each.

A key that more than a few dozen things share says little of any two of them: such things are compared only if they
share a second key that common too, and what is then left out is counted.

Source: Christen 2012, A Survey of Indexing Techniques for Scalable Record Linkage and Deduplication,
doi:10.1109/TKDE.2011.127.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from msgspec import Struct

MOST_SHARING = 40  # things of one key that are compared with one another
_MOST_COMMON = 6  # common keys of one thing that are taken two by two
Key = TypeVar("Key", bound=Hashable)


class Blocks(Struct, frozen=True):
    """The pairs that are worth comparing, and the keys that too many things share, in words, the most common first."""

    pairs: list[tuple[int, int]]
    too_common: list[str]  # whoever shares one of these is compared with those that share another of them too
    not_compared: list[str]  # two such, which too many share as well


def blocks(keys: Sequence[Iterable[str]], most: int = MOST_SHARING) -> Blocks:
    """Find the pairs of things that share a key.

    Parameters
    ----------
    keys
        Of each thing, by its number.
    most
        Things of one key that are compared.

    Returns
    -------
    Blocks
        Pairs of numbers, the smaller first, in order, each once; and what was not compared.

    >>> blocks([["ann", "lee"], ["lee"], ["bob"]]).pairs
    [(0, 1)]
    >>> found = blocks([["lee", str(number)] for number in range(3)] + [["lee", "2"]], most=2)
    >>> found.pairs, found.too_common, found.not_compared
    ([(2, 3)], ['lee (4)'], [])
    >>> blocks([["ann", "lee"]] * 3, most=2)
    Blocks(pairs=[], too_common=['ann (3)', 'lee (3)'], not_compared=['ann, lee (3)'])
    """
    members: dict[str, list[int]] = defaultdict(list)
    for number, its in enumerate(keys):
        for key in dict.fromkeys(its):
            members[key].append(number)
    common = {key: its for key, its in members.items() if len(its) > most}
    closer = _two_by_two(common)
    small = [its for its in (*members.values(), *closer.values()) if 1 < len(its) <= most]
    pairs = sorted({pair for its in small for pair in combinations(its, 2)})
    many = {", ".join(pair): its for pair, its in closer.items() if len(its) > most}
    return Blocks(pairs, _told(common), _told(many))


def _told(common: Mapping[str, list[int]]) -> list[str]:
    many = sorted(common, key=lambda key: (-len(common[key]), key))
    return [f"{key} ({len(common[key]):,})" for key in many]


def _two_by_two(common: Mapping[str, list[int]]) -> dict[tuple[str, str], list[int]]:
    """Join common keys two by two: the rarest of each thing."""
    of_thing: dict[int, list[str]] = defaultdict(list)
    for key in sorted(common, key=lambda key: (len(common[key]), key)):
        for number in common[key]:
            of_thing[number].append(key)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in sorted(of_thing):
        for pair in combinations(of_thing[number][:_MOST_COMMON], 2):
            found[pair].append(number)
    return found
