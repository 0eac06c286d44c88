"""Entities of FollowTheMoney, a line each, and those that they name: joined on the disk, in any order, however many."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from kg.formats.imports.sorting import SortedLines

_encode, _decode = msgspec.json.encode, msgspec.json.decode
_OWN = b"0"  # sorts a row before the references to it


class FtmRow(Struct):
    """An entity as its line gives it."""

    id: str
    schema: str
    properties: dict[str, list[str]] = {}
    statements: list[dict[str, Any]] = []
    datasets: list[str] = []

    def versions(self) -> list[tuple[str | None, dict[str, list[str]]]]:
        """Give what each data set says of it, by the statements if there are any; None: it is not said which."""
        if not self.statements:
            return [(self.datasets[0] if len(self.datasets) == 1 else None, self.properties)]
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for its in self.statements:
            if its.get("prop") != "id":
                found[str(its.get("dataset"))][str(its.get("prop"))].append(str(its.get("value")))
        return [(name, found[name]) for name in sorted(found)]

    def whole(self) -> dict[str, list[str]]:
        """Give all values, whoever says them."""
        if not self.statements:
            return self.properties
        values: dict[str, list[str]] = defaultdict(list)
        for _, some in self.versions():
            for name, its in some.items():
                values[name] += [value for value in its if value not in values[name]]
        return values


class Brief(Struct):
    """What others must know of an entity that they name."""

    schema: str
    id: str = ""  # of our entity; empty if it is none
    kind: str = ""
    source: dict[str, str] = {}  # of a document: what it says of its own publication


class JoinedRow(Struct):
    """A row with those that it names."""

    line: int
    sha256: str
    row: FtmRow
    named: dict[str, Brief] = {}  # by their ids in the data
    is_second: bool = False  # of its id


class Join:
    """Takes rows in any order, and gives each in that order with those that it names."""

    def __init__(self) -> None:
        self._by_id, self._by_row, self._count = SortedLines(), SortedLines(), 0

    def add(self, line: int, raw: bytes, row: FtmRow, brief: Brief, names: list[str]) -> None:
        """Take a row.

        Parameters
        ----------
        line, raw
            Where it stands, and its bytes.
        row
            As read.
        brief
            What others must know of it.
        names
            The ids that it names.
        """
        number = b"%012d" % self._count
        self._count += 1
        its = _encode(JoinedRow(line, hashlib.sha256(raw).hexdigest(), row))
        self._by_row.add(b"%b\t0\t%b" % (number, its))
        self._by_id.add(b"\t".join((_encode(row.id), _OWN, number, _encode(brief))))
        for name in dict.fromkeys(names):
            self._by_id.add(b"\t".join((_encode(name), b"1", number)))

    def rows(self) -> Iterator[JoinedRow]:
        """Give the rows."""
        with self._by_id, self._by_row:
            self._resolve()
            for _, same in groupby(self._by_row, key=lambda line: line[:12]):
                first, *others = (line.split(b"\t", 2) for line in same)
                joined = _decode(first[2], type=JoinedRow)
                for _, sort, its in others:
                    if sort == b"1":
                        name, brief = _decode(its, type=tuple[str, Brief])
                        joined.named[name] = brief
                    else:
                        joined.is_second = True
                yield joined

    def _resolve(self) -> None:
        """Tell each row what the entities are that it names, and whether its own id stands twice."""
        for key, same in groupby(self._by_id, key=lambda line: line.partition(b"\t")[0]):
            found: bytes | None = None
            for line in same:
                _, sort, number, *brief = line.split(b"\t")
                if sort != _OWN:
                    if found is not None:
                        self._by_row.add(b"%b\t1\t[%b,%b]" % (number, key, found))
                elif found is None:
                    found = brief[0]
                else:
                    self._by_row.add(b"%b\t2\t" % number)
