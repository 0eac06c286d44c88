"""The lines of the files that a build on Spark reads, with the places where these stand.

A file may be split: then a worker knows the number of a line in its block only. Blocks are counted in the first pass,
which takes out the lines that hold no claims; the lines before each block are added where a place is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, structs

from kg.annotation.document import Lines as Lines_
from kg.annotation.json_line import CLAIM_LINE, LONGEST, OTHER_LINE, other_kind
from kg.base.errors import StoreError
from kg.spark.frames import Job, Row
from kg.spark.listing import SourceFile
from kg.spark.listing import Sources as Sources
from kg.spark.listing import sources_of as sources_of
from kg.spark.places import VERIFIED, only

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame

_KINDS = {"entities": "entity", "articles": "article", "claims": "claim"}
_MARK = b"\xef\xbb\xbf"
_BLOCK, SWOLLEN = "block", "swollen"
FIRST = "kind string, file int, block long, nth long, value binary"
_NO_BLANK = r"[^ \t\r\n]"


class First(Struct, frozen=True):
    """What the first pass reads beside its lines: the numbers of files, and by these of tables which they are."""

    numbers: dict[str, int]
    tables: dict[int, str]
    most: dict[int, int] = {}  # how many bytes a compressed file may unpack to
    columns: tuple[str, ...] = ()


class Lines(Struct, frozen=True):
    """How the lines of files are read.

    Parameters
    ----------
    session
        That reads.
    files
        Those of JSON Lines.
    """

    session: Any
    files: tuple[SourceFile, ...]

    def _raw(self, left_out: str) -> DataFrame:
        """Give all lines in their order, as bytes; null in the place of those that are left out, by how they start."""
        from pyspark.sql import functions as f

        uris = [only(its.uri) for its in self.files]
        read = self.session.read.option("ignoreCorruptFiles", "false").option("ignoreMissingFiles", "false")
        frame = read.text(uris, lineSep="\n")
        if len(frame.inputFiles()) != len(self.files):
            odd = next((its.name for its in self.files if its.uri.rpartition("/")[2].startswith("_")), "")
            raise StoreError(f"Spark does not read all files: `{odd}`", "no name may begin with `_`")
        start = f.substring(f.col("value").cast("binary"), 1, LONGEST + 1)  # longer lines are refused unread
        return frame.select(
            f.col("_metadata.file_path").alias("path"),
            f.col("_metadata.file_block_start").alias("block"),
            f.octet_length("value").alias("size"),
            f.when(~f.col("value").rlike(left_out) & f.col("value").rlike(_NO_BLANK), start).alias("value"),
        )

    def first(self, sent: Broadcast[Any]) -> DataFrame:
        """Give all lines that hold records other than claims, and how many lines each block has."""
        return Job(first_pass, ("path", "block", "value", "size"), FIRST, sent).over(self._raw(CLAIM_LINE))

    def claims(self) -> DataFrame:
        """Give all lines, null in the place of those that hold other records; columns path, block and value."""
        return self._raw(OTHER_LINE)


class Tables(Struct, frozen=True):
    """How the tables of `kg export parquet` are read: each row as the line that it would be in JSON Lines."""

    session: Any
    files: tuple[SourceFile, ...]  # of one table

    def lines(self, first: First) -> DataFrame:
        """Give file, block, place and value of each row, as lines have them."""
        from pyspark.sql import functions as f

        frame = self.session.read.options(**VERIFIED).parquet(*(only(its.uri) for its in self.files))
        read = frame.select(f.col("_metadata.file_path"), f.col("_metadata.row_index"), *map(f.col, frame.columns))
        sent = self.session.sparkContext.broadcast(structs.replace(first, columns=tuple(frame.columns)))
        return Job(as_lines, tuple(read.columns), FIRST, sent).over(read)


def as_lines(rows: Iterator[Row], first: First) -> Iterator[Row]:
    """Write rows of a table as lines: kind, file, block, place and value."""
    from kg.formats.parquet_reading import article_fields, claim_fields, entity_fields

    fields = {"entities": entity_fields, "articles": article_fields, "claims": claim_fields}
    for path, number, *values in rows:
        file = first.numbers[path]
        table = first.tables[file]
        kind = _KINDS[table]
        its = fields[table](dict(zip(first.columns, values, strict=True)))
        yield kind, file, 0, number + 1, msgspec.json.encode({kind: its})


def placed(rows: Iterable[Row], numbers: Mapping[str, int]) -> Iterator[tuple[int, int, int, bytes | None]]:
    """Give lines with their file, block, and place in it.

    Places count from 1; in a later block from 2, so that 1 is the first line of a file, as everywhere. A mark of the
    order of bytes at its start is taken away.
    """
    last: tuple[str, int] = ("", -1)
    file = place = 0
    for path, block, value in rows:
        if (path, block) != last:
            last, file, place = (path, block), numbers[path], 0 if block == 0 else 1
        place += 1
        if place == 1 and value is not None:
            value = value.removeprefix(_MARK)
        yield file, block, place, value


class _Unpacked:
    """Rows of path, block, value and size, up to the first line by which a compressed file has unpacked to too much."""

    def __init__(self, rows: Iterable[Row], first: First) -> None:
        self._rows, self._first = rows, first
        self.swollen: int | None = None  # the file

    def __iter__(self) -> Iterator[Row]:
        last, left = "", None
        for path, block, value, size in self._rows:
            if path != last:
                last, left = path, self._first.most.get(self._first.numbers[path])
            if left is not None:
                if size > left:
                    self.swollen = self._first.numbers[path]
                    return
                left -= size + 1
            yield path, block, value


def first_pass(rows: Iterator[Row], first: First) -> Iterator[Row]:
    """Take out the lines of other records than claims, and count all of each block.

    Where a file unpacks to too much, nothing after it is read: nothing is built of it.
    """
    unpacked = _Unpacked(rows, first)
    file, place = -1, 0
    for (file, block), its in groupby(placed(unpacked, first.numbers), key=lambda row: row[:2]):
        place = 0
        for _, _, place, value in its:
            if value is not None and (kind := other_kind(value)) is not None:
                yield kind, file, block, place, value
        yield _BLOCK, file, block, place, None
    if (swollen := unpacked.swollen) is not None:
        yield SWOLLEN, swollen, 0, place + 1 if swollen == file else 1, None


def lines_before(first: DataFrame) -> dict[tuple[int, int], int]:
    """Give what is added to a place in a block of a file, so that it is the number of a line of that file."""
    counted = first.where(f"kind = '{_BLOCK}'").select("file", "block", "nth").collect()
    before: dict[tuple[int, int], int] = {}
    lines, last = 0, -1
    for file, block, place in sorted(map(tuple, counted)):
        lines = 0 if file != last else lines
        start = 0 if block == 0 else 1
        before[file, block] = lines - start
        lines, last = lines + place - start, file
    return before


class LinesApart(Lines_):
    """A file of JSON Lines of which the driver has read the lines that hold no claims."""

    fetch: Any = None

    def _lines_of(self, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
        """Ask for some of the lines again."""
        for number, line in self.fetch(numbers):
            yield number, line.decode(errors="replace")


def apart(document: Lines_, fetch: Callable[[Collection[int]], Iterable[tuple[int, bytes]]] | None) -> LinesApart:
    """Give a document whose lines are asked for where they are; None: rows of a table have no columns."""
    fields = {name: getattr(document, name) for name in document.__struct_fields__}
    return LinesApart(**fields, fetch=fetch or (lambda _: ()))


def lines_again(
    first: DataFrame, before: Mapping[tuple[int, int], int], file: int, numbers: Collection[int]
) -> Iterator[tuple[int, bytes]]:
    """Give some lines of a file, by their numbers, that the first pass has taken out."""
    blocks = sorted((lines, block) for (its, block), lines in before.items() if its == file) or [(0, 0)]
    at = []
    for number in sorted(numbers):
        lines, block = max(its for its in blocks if its[0] + (its[1] > 0) < number)
        at.append((file, block, number - lines))
    wanted = first.sparkSession.createDataFrame(at, "file int, block long, nth long") if at else first.limit(0)
    for row in first.join(wanted, ["file", "block", "nth"]).where(f"kind != '{_BLOCK}'").collect():
        yield row.nth + before.get((file, row.block), 0), bytes(row.value)
