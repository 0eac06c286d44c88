"""Claims read and checked one by one in workers: a row each, with light columns for what crosses claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

import msgspec
from msgspec import Struct, structs

from kg.annotation import json_places
from kg.annotation.document import Document, named_field
from kg.annotation.json_line import other_kind
from kg.annotation.jsonl_reader import LineReader
from kg.base.findings import Finding
from kg.check.claims import check_claim
from kg.check.fillers import Known
from kg.check.located import LocatedClaim, fallen_with, key_of, located, without_head
from kg.check.notes import told_of
from kg.model.records import UNNAMED, Article, Claim, Entity
from kg.ontology import Ontology
from kg.spark.bodies import read_head
from kg.spark.frames import Row, encode, pack, unpack
from kg.spark.reading import placed

LIGHT = (
    "file int, block long, nth long, key string, own string, article string, fact string, type string, label string, "
    "refs array<string>, part_of string, fulfils string, day string, names_fact boolean, "
    "unnamed int, sound boolean, fallen boolean, lost binary"
)
CLAIM, FAULT, COUNT = "claim", "fault", "count"  # kinds of rows
ROWS = f"kind string, {LIGHT}, body binary, found binary, head binary, read long, suggested long"
AT_ONCE = 2_000  # lines that one reader takes
_WIDTH = len(ROWS.split(", "))


class Told(Struct, frozen=True):
    """A finding about a claim, with the column in which it stands; 0 where that is still to be looked for."""

    finding: Finding
    column: int = 0


found_in = msgspec.msgpack.Decoder(list[Told]).decode


class Home(Struct, frozen=True):
    """The head of an article, as claims are checked against it."""

    article: Article  # as far as it could be read
    file: int
    is_sound: bool


class Checking(Struct, frozen=True):
    """What claims are read and checked by.

    Parameters
    ----------
    names
        Of all files.
    whole
        The numbers of those that hold whole articles (YAML).
    numbers
        Of each file of lines, by the path by which Spark names it.
    entities
        Those that claims may name, sound or not, and who is not named.
    refused
        Ids of those that refuse what names them.
    homes
        The heads of articles, by id; None where each row brings its own (`is_joined`).
    tables
        The numbers of files that are tables: their rows have no columns to be told.
    """

    names: tuple[str, ...]
    whole: frozenset[int]
    numbers: dict[str, int]
    ontology: Ontology
    entities: Mapping[str, Entity]
    refused: frozenset[str]
    homes: dict[str, Home] | None
    tables: frozenset[int] = frozenset()
    is_joined: bool = False
    is_unnamed: bool = True  # whether any claim is of a speaker who is not named

    def home(self, article: str, file: int) -> Home | None:
        """Give the head of an article, where claims in a file stand under it."""
        home = (self.homes or {}).get(article)
        return home if home is not None and (home.file == file or file not in self.whole) else None

    def known(self, facts: Collection[str]) -> Known:
        """Give what claims may name."""
        return Known(self.entities, facts, self.ontology.concepts)


class Facts(Collection[str]):
    """Facts while nobody knows which there are: all but those that are missing; it keeps which it was asked for."""

    def __init__(self, missing: Collection[str] = ()) -> None:
        self.missing, self.asked = missing, set[str]()

    def __contains__(self, fact: object) -> bool:
        self.asked.add(str(fact))
        return fact not in self.missing

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def claim_rows(rows: Iterator[Row], checking: Checking) -> Iterator[Row]:
    """Read and check the lines of claims: a row for each claim, and for each line with a fault that is about none.

    Rows are path, block and value, in their order.
    """
    return placed_claim_rows(placed(rows, checking.numbers), checking)


def placed_claim_rows(rows: Iterator[Row], checking: Checking) -> Iterator[Row]:
    """Do the same with lines of which the places are known: rows are file, block, place, value.

    Where heads are joined, there follow the head of the claim's article, its file, and whether it is sound.
    """
    for (file, block), its in groupby(rows, key=lambda row: row[:2]):
        while some := [*islice(its, AT_ONCE)]:
            lines = {row[2]: row[3] for row in some if row[3] is not None and other_kind(row[3]) is None}
            homes = {}
            for head, home, is_sound in (row[4:] for row in some if len(row) > 4 and row[4] is not None):
                article = unpack(head, read_head)
                homes[article.id] = Home(article, home, is_sound)
            joined = checking if checking.homes is not None else structs.replace(checking, homes=homes)
            yield from _of_lines(file, block, lines, joined)


def _of_lines(file: int, block: int, lines: Mapping[int, bytes], checking: Checking) -> Iterator[Row]:
    reader = LineReader(checking.names[file])
    for place, value in lines.items():
        reader.take(place, value)
    document = reader.document()
    read: dict[int, list[Told]] = {}
    for fault in document.faults:
        if not fault.is_warning:
            column = 1 if file in checking.tables else fault.place.column
            told = Told(Finding((), fault.fault, fault.hint), column)
            read.setdefault(fault.place.line, []).append(told)
    checker = _Checker(file, block, document, checking)
    for item in located([document]):
        yield checker.row(item, lines)
        if item.position in read:
            found = encode(read.pop(item.position))
            yield _row(FAULT, file, block, item.position, own=item.claim.key, fact=item.claim.fact, found=found)
    for place, its in read.items():
        yield _row(FAULT, file, block, place, found=encode(its))
    yield _row(COUNT, file, block, 0, read=document.claims_in, suggested=document.suggested)


def of_document(file: int, document: Document, checking: Checking) -> Iterator[Row]:
    """Check the claims of a file that was read as a whole: the same rows."""
    checker = _Checker(file, 0, document, checking)
    return (checker.row(item, {}) for item in located([document]))


class _Checker:
    """Checks the claims of one file, or of a block of it."""

    def __init__(self, file: int, block: int, document: Document, checking: Checking) -> None:
        self._file, self._block, self._document, self._checking = file, block, document, checking
        self._is_row = file in checking.tables

    def row(self, item: LocatedClaim, lines: Mapping[int, bytes]) -> Row:
        """Check a claim, and give its row."""
        its, claim = self._checking, item.claim
        home, facts = its.home(claim.article, self._file), Facts()
        found = without_head(claim) if home is None and self._file not in its.whole else []
        found += told_of(
            check_claim(claim, home.article if home else None, its.ontology, its.known(facts), None), item.draft
        )
        found = [finding for finding in found if not finding.is_warning]
        refs = facts.asked | ({claim.part_of, claim.fulfils} - {None})
        sound = item.draft is None and not found and home is not None
        line = lines.get(item.position) if found else None
        told = [self._told(finding, line) for finding in found]
        return _row(
            CLAIM, self._file, self._block, item.position,
            key=key_of(item, is_homed=home is not None), own=claim.key, article=claim.article, fact=claim.fact,
            type=claim.type, label=claim.label, refs=sorted(refs), part_of=claim.part_of, fulfils=claim.fulfils,
            day=home.article.day if home is not None and home.is_sound else None,
            names_fact=item.names_fact, unnamed=_unnamed(claim), sound=sound,
            fallen=home is None or not home.is_sound or bool(fallen_with(claim, home.article, its.refused)),
            head=pack(home.article, is_draft=not home.is_sound) if its.is_joined and home is not None else None,
            body=pack(claim, is_draft=item.draft is not None),
            lost=None if item.draft is None else encode(item.draft.lost),
            found=encode(told) if told else None,
        )  # fmt: skip

    def _told(self, finding: Finding, line: bytes | None) -> Told:
        if line is None:
            return Told(finding)
        if self._is_row:
            return Told(named_field(finding), 1)
        text = line.decode(errors="replace")
        return Told(named_field(finding), json_places.column(text, finding.path, at_key=finding.at_key))


def _unnamed(claim: Claim) -> int:
    """Tell where a claim names who is not named: 2 as its speaker, 1 elsewhere, 0 nowhere."""
    if UNNAMED in claim.speaker:
        return 2
    return int(UNNAMED in claim.via or any(UNNAMED in fillers for fillers in claim.roles.values()))


_COLUMNS = {text.split()[0]: number for number, text in enumerate(ROWS.split(", "))}


def _row(kind: str, file: int, block: int, place: int, **fields: Any) -> Row:  # noqa: ANN401 - of any column
    row: list[Any] = [None] * _WIDTH
    row[:4] = kind, file, block, place
    for name, value in fields.items():
        row[_COLUMNS[name]] = value
    return tuple(row)


FOUND = "file int, block long, nth long, own string, fact string, found binary"
