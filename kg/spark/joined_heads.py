"""Heads of articles that are too many for every worker to hold: read and checked where they are, joined to claims.

Of several with one id the first by file and line is taken, and of those that could be read before those that could not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from kg.annotation import json_places
from kg.annotation.document import Document, named_field
from kg.annotation.drafts import Draft
from kg.annotation.json_line import LineError, record
from kg.annotation.jsonl_reader import LineReader
from kg.base.findings import Finding
from kg.check.background import check_article, check_head
from kg.check.notes import told_of
from kg.check.twins import one_id_for_two
from kg.model.records import Article, Entity
from kg.spark.bodies import read_head, read_lost
from kg.spark.claim_rows import Home, Told
from kg.spark.frames import Job, Row, encode, pack, unpack
from kg.spark.reading import placed

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame

AT = ("file", "block", "nth")
HEADS = (
    "file int, block long, nth long, id string, is_draft boolean, body binary, lost binary, found binary, "
    "value binary, read long"
)
CHECKED = "file int, block long, nth long, id string, is_first boolean, is_sound boolean, body binary, found binary"
OF_ARTICLE = "file int, block long, nth long, value binary, article string"
_found = msgspec.msgpack.Decoder(list[Told]).decode
_NUMBERS = ("number", "first_file", "in_block", "in_place", "in_number")
_COLUMNS = (*AT, "id", "is_draft", "body", "lost", "found", "value", *_NUMBERS)


class CheckingHeads(Struct, frozen=True):
    """What heads are checked by."""

    names: tuple[str, ...]
    whole: frozenset[int]
    tables: frozenset[int]
    before: dict[tuple[int, int], int]
    sound: Mapping[str, Entity]
    entities: Mapping[str, Entity]  # with those that are refused


class _Name(Struct, frozen=True):
    """Of a line of a claim, in which article it stands."""

    article: Any = None


class _Line(Struct, frozen=True):
    claim: _Name = _Name()


_line = msgspec.json.Decoder(_Line).decode


def heads_in(rows: Iterator[Row], checking: CheckingHeads) -> Iterator[Row]:
    """Read heads, each by itself: rows are file, block, place and line."""
    for file, block, place, value in rows:
        reader = LineReader(checking.names[file])
        reader.take(place, value)
        its = reader.document()
        is_row = file in checking.tables
        found = [
            Told(Finding((), fault.fault, fault.hint), 1 if is_row else fault.place.column)
            for fault in its.faults
            if not fault.is_warning
        ]
        told = encode(found) if found else None
        draft = next((draft for draft in its.drafts if isinstance(draft.record, Article)), None)
        head: Article | None = its.articles[0] if its.articles else draft.record if draft else None
        id_, body = (head.id, pack(head, is_draft=draft is not None)) if head is not None else (None, None)
        lost = None if draft is None else encode(draft.lost)
        yield file, block, place, id_, draft is not None, body, lost, told, value, its.claims_in


def heads_of(file: int, document: Document) -> Iterator[Row]:
    """Give the heads of a file that was read as a whole: the same rows."""
    for head in document.heads:
        yield file, 0, 0, head.id, False, encode(head), None, None, None, 0
    for draft in document.drafts:
        if isinstance(draft.record, Article):
            yield (
                file,
                0,
                0,
                draft.record.id,
                True,
                pack(draft.record, is_draft=True),
                encode(draft.lost),
                None,
                None,
                0,
            )


def heads_checked(rows: Iterator[Row], checking: CheckingHeads) -> Iterator[Row]:
    """Check heads, and say of which another one has the id."""
    for file, block, place, id_, is_draft, body, lost, read, value, *numbers in rows:
        head = unpack(body, read_head)
        draft = None if lost is None else Draft((), head, read_lost(lost))
        found = _findings(head, file, draft, numbers, checking)
        told = [*_found(read)] if read is not None else []
        for finding in found:
            if not finding.is_warning:
                told.append(_told(finding, value if file not in checking.tables else None, file in checking.whole))
        is_first = numbers[0] == 1
        is_sound = is_first and not is_draft and not [*check_article(head, checking.sound)]
        yield file, block, place, id_, is_first, is_sound, body, encode(told) if told else None


def _findings(
    head: Article, file: int, draft: Draft | None, numbers: list[int], checking: CheckingHeads
) -> Iterable[Finding]:
    number, first_file, in_block, in_place, in_number = numbers
    if number == 1:
        return told_of(check_head(head, checking.entities), draft)
    if draft is not None:
        return []
    if in_number > 1:
        line = in_place + checking.before.get((file, in_block), 0)
        fault = f"two articles with one id: `{head.id}`, first in line {line}"
        return [Finding((), fault, "leave one of them out", at_key=True)]
    return [one_id_for_two(head, checking.names[first_file], in_record=file not in checking.whole)]


def _told(finding: Finding, line: bytes | None, is_whole: bool) -> Told:
    if is_whole:
        return Told(finding)
    if line is None:
        return Told(named_field(finding), 1)
    column = json_places.column(line.decode(errors="replace"), finding.path, at_key=finding.at_key)
    return Told(named_field(finding), column)


def checked_heads(read: DataFrame, sent: Broadcast[CheckingHeads]) -> DataFrame:
    """Choose one head of each id, and check it; the others are told of."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    every = Window.partitionBy("id").orderBy("is_draft", *AT)
    own = Window.partitionBy("id", "file").orderBy("is_draft", *AT)
    numbered = read.where("id is not null and id != ''").select(
        "*",
        f.row_number().over(every).alias("number"),
        f.first("file").over(every).alias("first_file"),
        f.first("block").over(own).alias("in_block"),
        f.first("nth").over(own).alias("in_place"),
        f.row_number().over(own).alias("in_number"),
    )
    return Job(heads_checked, _COLUMNS, CHECKED, sent).over(numbered)


def lines_with_articles(rows: Iterator[Row], checking: Any) -> Iterator[Row]:  # noqa: ANN401 - `claim_rows.Checking`
    """Say of each line of a claim in which article it stands, if that can be read: rows are path, block, line."""
    return places_with_articles(placed(rows, checking.numbers), checking)


def places_with_articles(rows: Iterator[Row], _: Any) -> Iterator[Row]:  # noqa: ANN401 - nothing of it is read
    """Do the same with lines of which the places are known."""
    return ((file, block, place, value, _article(value)) for file, block, place, value in rows if value is not None)


def _article(value: bytes) -> str | None:
    try:
        its = _line(value).claim.article
        return its if isinstance(its, str) else None
    except msgspec.MsgspecError:
        pass
    try:
        kind, fields = record(value)
    except LineError:
        return None
    its = fields.get("article") if kind == "claim" and isinstance(fields, dict) else None
    return its if isinstance(its, str) else None


def homes_of(heads: DataFrame, ids: Iterable[str]) -> dict[str, Home]:
    """Give the heads of a few articles."""
    wanted = heads.sparkSession.createDataFrame([(id_,) for id_ in sorted(ids)], "id string")
    rows = heads.where("is_first").join(wanted, "id").select("id", "file", "is_sound", "body").collect()
    return {row.id: Home(unpack(bytes(row.body), read_head), row.file, row.is_sound) for row in rows}
