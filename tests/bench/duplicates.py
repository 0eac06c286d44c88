"""Print what it costs to find what may be one among many names: `python -m tests.bench.duplicates [ENTITIES]`.

The names are made up of syllables: given names and family names are drawn as they are in the world, few of them very
common (Zipf), a fifth begins with one title, and every fiftieth is another spelling of the one before.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from itertools import product
from pathlib import Path

from kg.base.project import Project
from kg.desk.identity.duplicates import duplicates
from kg.model.records import Entity, Kind, Records
from tests.graphs import in_memory
from tests.making import core

USUAL = 100_000
_STARTS, _ENDS = "b d f g h j k l m n p r s t v z sh ch kh".split(), "a e i o u ai an ar".split()


def names(number: int, seed: int = 7) -> list[str]:
    """Draw so many names."""
    draw = random.Random(seed)
    syllables = ["".join(pair) for pair in product(_STARTS, _ENDS)]

    def words(count: int) -> list[str]:
        found = ["".join(draw.choices(syllables, k=draw.randint(2, 3))).title() for _ in range(count)]
        return draw.choices(found, [1 / (rank + 1) ** 0.8 for rank in range(count)], k=number)

    made: list[str] = []
    for place, (given, family) in enumerate(zip(words(2_000), words(20_000), strict=True)):
        name = made[-1].replace("a", "e", 1) if place % 50 == 1 else f"{given} {family}"
        made.append(f"General {name}" if place % 5 == 0 else name)
    return made


def main(number: int) -> None:
    """Find them, and print the figures."""
    entities = {
        f"e{place:06}": Entity(id=f"e{place:06}", kind=Kind.PERSON, name=name)
        for place, name in enumerate(names(number))
    }
    records = Records(entities, {}, ())
    graph = in_memory(Project(Path(), "https://example.org/", "Names"), records, core(), "2031-01-01")
    start = time.perf_counter()
    found = duplicates(graph)
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{number:,} names: {len(found.pairs):,} pairs in {seconds:.1f} s, {megabytes} MB at most")
    print(*found.left_out, sep="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL)
