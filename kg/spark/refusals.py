"""Refusals as rows of a table: what is wrong, at its file, line and column."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kg.annotation import json_places
from kg.annotation.document import named_field
from kg.base.errors import Place
from kg.spark.claim_rows import found_in
from kg.spark.frames import Row
from kg.spark.reading import placed

REFUSED = "file string, line long, column int, key string, fact string, what string, hint string"
RAW = "file int, block long, place long, value binary"


class Places(Struct, frozen=True):
    """Where claims stand."""

    names: tuple[str, ...]  # of all files
    whole: frozenset[int]  # those that the driver reads as a whole
    before: dict[tuple[int, int], int]  # what is added to a place in a block, so that it is a line
    ids: dict[tuple[int, int], str] = {}  # where the ids of some claims in such files stand

    def of(self, file: int, block: int, place: int, column: int = 1) -> Place:
        """Give the place of a line."""
        return Place(self.names[file], place + self.before.get((file, block), 0), column)

    def of_id(self, file: int, block: int, place: int) -> str:
        """Write where the id of a claim stands."""
        return self.ids.get((file, place)) or str(self.of(file, block, place))


class Wanted(Struct, frozen=True):
    """Lines that are read once more, for the columns of what is wrong in them."""

    numbers: dict[str, int]
    places: dict[tuple[int, int], frozenset[int]]


def wanted_lines(rows: Iterator[Row], wanted: Wanted) -> Iterator[Row]:
    """Give the lines that are wanted."""
    none = frozenset[int]()
    for file, block, place, value in placed(rows, wanted.numbers):
        if value is not None and place in wanted.places.get((file, block), none):
            yield file, block, place, value


def refusals(rows: Iterator[Row], places: Places) -> Iterator[Row]:
    """Give findings their places: rows are file, block, place, own, fact, found, and the line where it is at hand."""
    for file, block, place, own, fact, found, value in rows:
        for told in found_in(found):
            finding, column = told.finding, told.column
            if not column:
                text = None if value is None else value.decode(errors="replace")
                within = finding.path
                column = 1 if text is None else json_places.column(text, within, at_key=finding.at_key)
                finding = named_field(finding)
            if not finding.is_warning:
                fault = finding.placed(places.of(file, block, place, column))
                where = fault.place
                yield where.file, where.line, where.column, own, fact, fault.fault, fault.hint
