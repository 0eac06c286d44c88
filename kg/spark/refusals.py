"""Refusals as rows of a table: what is wrong, at its file, line and column."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kg.annotation import json_places
from kg.annotation.document import named_field
from kg.base.errors import Fault, Place
from kg.base.findings import Finding
from kg.spark.claim_rows import found_in
from kg.spark.frames import Row
from kg.spark.reading import placed

REFUSED = "file string, line long, column int, key string, fact string, what string, hint string"
RAW = "file int, block long, nth long, value binary"


class Places(Struct, frozen=True):
    """Where claims stand."""

    names: tuple[str, ...]  # of all files
    whole: frozenset[int]  # those that the driver reads as a whole
    before: dict[tuple[int, int], int]  # what is added to a place in a block, so that it is a line

    def of(self, file: int, block: int, place: int, column: int = 1) -> Place:
        """Give the place of a line."""
        return Place(self.names[file], place + self.before.get((file, block), 0), column)


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
    """Give findings their places: rows are file, block, place, own, fact, found."""
    for file, block, place, own, fact, found in rows:
        for told in found_in(found):
            fault = told.finding.placed(places.of(file, block, place, told.column))
            yield refusal(fault, own, fact)


def refusal(fault: Fault, own: str | None = None, fact: str | None = None) -> Row:
    """Give a fault as a row, with the claim and the fact that it is about."""
    its = fault.place
    return its.file, its.line, its.column, own, fact, fault.fault, fault.hint


def in_line(finding: Finding, place: Place, line: bytes | None) -> Fault:
    """Give a finding the place of the value that it is about, in a line of JSON Lines."""
    column = 1
    if line is not None:
        column = json_places.column(line.decode(errors="replace"), finding.path, at_key=finding.at_key)
    return named_field(finding).placed(Place(place.file, place.line, column))
