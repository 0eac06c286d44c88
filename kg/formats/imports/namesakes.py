"""Entities of one name that have different ids, however many: they may be one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise

from kg.formats.imports.naming import words_of
from kg.formats.imports.reports import Report
from kg.formats.imports.sorting import SortedLines
from kg.model.records import Entity

_MOST = 10_000  # pairs that are listed


class Namesakes:
    """Takes entities, and finds those whose names are alike another's, or one's that the project has.

    Parameters
    ----------
    most
        Bytes that are held in memory while sorting.
    """

    def __init__(self, most: int) -> None:
        self._lines = SortedLines(most)

    def __exit__(self, *_: object) -> None:
        self._lines.__exit__()

    def add(self, entity: Entity) -> None:
        """Take an entity."""
        self._lines.add(_line(entity))

    def tell(self, report: Report, known: Iterable[Entity]) -> None:
        """Report the pairs; not those of entities that the project has already."""
        theirs = {_line(its) for its in known}
        for line in theirs:
            self._lines.add(line)
        count = 0
        for _, same in groupby(self._lines, key=lambda line: line.partition(b"\t")[0]):
            for pair in pairwise(key for key, _ in groupby(same)):
                if not theirs.issuperset(pair):
                    count += 1
                    if count <= _MOST:
                        one, other = (line.partition(b"\t")[2].decode() for line in pair)
                        report.alike.append((one, other))
        if count > _MOST:
            report.notes.append(f"{count - _MOST:,} more pairs of names that may be one are not listed")


def _line(entity: Entity) -> bytes:
    return f"{words_of(entity.name)}\t{entity.name} ({entity.id})".encode()
