"""The files that a build on Spark reads, and their lines with the places where these stand.

A file may be split: then a worker knows the number of a line in its block only. Blocks are counted in the first pass,
which takes out the lines that hold no claims; the lines before each block are added where a place is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, structs

from kg.annotation.document import Lines as Lines_
from kg.annotation.json_line import CLAIM_LINE, LONGEST, OTHER_LINE, other_kind
from kg.annotation.jsonl_reader import SUFFIXES, is_lines
from kg.annotation.reader import is_meant, paths
from kg.base.disk import hindrance
from kg.base.errors import StoreError, UsageError
from kg.base.file_names import is_utf_8
from kg.base.hints import named
from kg.spark.frames import Job, Row

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

    from kg.base.project import Project

YAML, LINES, ROWS = "yaml", "lines", "rows"
_KINDS = {"entities": "entity", "articles": "article", "claims": "claim"}
TABLES = tuple(_KINDS)  # of a folder that `kg export parquet` wrote
_MARK = b"\xef\xbb\xbf"
_BLOCK = "block"
FIRST = "kind string, file int, block long, nth long, value binary"
_NO_BLANK = r"[^ \t\r\n]"
_LOCAL = re.compile("^file:/+")
_GLOB = re.compile(r"([*?\[\]{}\\])")


class SourceFile(Struct, frozen=True):
    """One file that is read."""

    name: str  # as faults name it: from the project's folder, or the URI
    uri: str  # as Spark reads it; empty for what the driver reads
    sort: str  # YAML, LINES, or ROWS: a table of `kg export parquet`
    table: str = ""  # of rows: which table
    path: str = ""  # as Spark names the file of a row
    size: int = 0


class Sources(Struct, frozen=True):
    """All files that are read, in the order of their names."""

    files: tuple[SourceFile, ...]

    def numbers(self, sort: str) -> dict[str, int]:
        """Give the number of each file of one sort, by each path by which Spark may name it.

        A local file is `file:///folder/name`, and `file:/folder/name` where Spark has looked what a name may stand for.
        """
        numbered = [(its.path, number) for number, its in enumerate(self.files) if its.sort == sort]
        return dict(numbered) | {_LOCAL.sub("file:/", path): number for path, number in numbered}


def sources_of(session: SparkSession, project: Project, more: Sequence[str] = ()) -> Sources:
    """List the files of a project, and those at further URIs.

    Parameters
    ----------
    session
        By whose settings file systems are reached.
    project
        Its own `sources/` are read as on one machine.
    more
        URIs: a file of JSON Lines, a folder of such, or a folder of what `kg export parquet` writes.

    Raises
    ------
    UsageError
        If there is nothing at a URI, or nothing that can be read.
    """
    files = [_own(session, path, project.root) for path in paths(project.sources, project.root)]
    for uri in dict.fromkeys(more):
        files += _Tree(session, uri).files()
    twice = [its.name for its in files if its.path and sum(its.path == other.path for other in files) > 1]
    if twice:
        raise UsageError(f"read twice: `{twice[0]}`", "name each source once")
    if odd := [its.name for its in files if re.match("file:.*/[^/]*:[^/]*$", its.uri)]:  # taken for an address
        raise UsageError(f"Spark reads no file with `:` in its name: `{odd[0]}`", "rename it")
    return Sources(tuple(sorted(files, key=lambda its: its.name)))


def _own(session: SparkSession, path: Path, root: Path) -> SourceFile:
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if not is_lines(path) or not is_utf_8(file) or hindrance(path):  # the reader says what is in the way
        return SourceFile(file, "", YAML, path=str(path))
    its = _Tree(session, path.absolute().as_uri())
    return its.file(file, its.status(), LINES)


class _Tree:
    """What lies at a URI."""

    def __init__(self, session: SparkSession, uri: str) -> None:
        from py4j.protocol import Py4JJavaError

        self._jvm: Any = session._jvm
        self._uri = uri if re.match(r"[a-zA-Z][\w+.-]*:", uri) else Path(uri).absolute().as_uri()
        try:
            self._path = self._jvm.org.apache.hadoop.fs.Path(self._jvm.java.net.URI(self._uri))
            self._system = self._path.getFileSystem(session._jsc.hadoopConfiguration())
            self._is_there = bool(self._system.exists(self._path))
        except Py4JJavaError as error:
            what = str(error.java_exception.getMessage())
            raise UsageError(f"cannot be read: {named(uri)}: {what}", "is the URI right?") from None
        if not self._is_there:
            raise UsageError(f"nothing at {named(uri)}", "name a file of JSON Lines, or a folder of such or of Parquet")

    def status(self) -> Any:  # noqa: ANN401 - an object of the JVM
        """Give what the file system knows of it."""
        return self._system.getFileStatus(self._path)

    def file(self, name: str, status: Any, sort: str, table: str = "") -> SourceFile:  # noqa: ANN401 - of the JVM
        """Describe one file."""
        path = self._jvm.org.apache.hadoop.fs.Path(str(self._system.makeQualified(status.getPath())))
        # A path that was made of `file:///a` keeps its slashes, and Spark makes its own of the text, which has one.
        as_spark_names_it = str(self._jvm.org.apache.hadoop.fs.Path(str(path)).toUri().toString())
        return SourceFile(name or str(path), str(path), sort, table, as_spark_names_it, int(status.getLen()))

    def files(self) -> list[SourceFile]:
        """List the files that are meant by the URI."""
        if not self.status().isDirectory():
            if not self._uri.endswith(SUFFIXES):
                raise UsageError(f"not JSON Lines: {named(self._uri)}", f"its name ends in `{'`, `'.join(SUFFIXES)}`")
            return [self.file("", self.status(), LINES)]
        if self._system.exists(self._below("claims.parquet")):
            return [its for table in TABLES for its in self._table(table)]
        found = [its for its in self._walk(self._path) if self._is_meant(its.getPath())]
        if not found:
            raise UsageError(f"no JSON Lines in {named(self._uri)}", f"files end in `{'`, `'.join(SUFFIXES)}`")
        files = [self.file("", its, LINES) for its in found]
        if odd := sorted(its.name for its in files if not its.name.endswith(SUFFIXES)):
            raise UsageError(f"not JSON Lines: `{odd[0]}`", "rename it, or keep it elsewhere")
        return files

    def _is_meant(self, path: Any) -> bool:  # noqa: ANN401 - an object of the JVM
        """Tell whether a file is called like annotations, and lies in no hidden folder: as `sources/` is read."""
        below = str(path.toUri().getPath()).removeprefix(str(self._path.toUri().getPath()))
        return is_meant(str(path.getName())) and "/." not in below

    def _below(self, name: str) -> Any:  # noqa: ANN401 - an object of the JVM
        return self._jvm.org.apache.hadoop.fs.Path(self._path, name)

    def _table(self, table: str) -> list[SourceFile]:
        path = self._below(f"{table}.parquet")
        if not self._system.exists(path):
            raise UsageError(f"no `{table}.parquet` in {named(self._uri)}", "`kg export parquet` writes all three")
        return [
            self.file("", its, ROWS, table)
            for its in self._walk(path)
            if its.getPath().getName().endswith(".parquet") and not its.getPath().getName().startswith(("_", "."))
        ]

    def _walk(self, path: Any) -> Iterator[Any]:  # noqa: ANN401 - objects of the JVM
        found = self._system.listFiles(path, True)
        while found.hasNext():
            yield found.next()


class First(Struct, frozen=True):
    """What the first pass reads beside its lines: the numbers of files, and of tables which they are."""

    numbers: dict[str, int]
    tables: dict[int, str]
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

        uris = [_GLOB.sub(r"\\\1", its.uri) for its in self.files]
        read = self.session.read.option("ignoreCorruptFiles", "false").option("ignoreMissingFiles", "false")
        frame = read.text(uris, lineSep="\n")
        if len(frame.inputFiles()) != len(self.files):
            odd = next((its.name for its in self.files if its.uri.rpartition("/")[2].startswith("_")), "")
            raise StoreError(f"Spark does not read all files: `{odd}`", "no name may begin with `_`")
        start = f.substring(f.col("value").cast("binary"), 1, LONGEST + 1)  # longer lines are refused unread
        return frame.select(
            f.col("_metadata.file_path").alias("path"),
            f.col("_metadata.file_block_start").alias("block"),
            f.when(~f.col("value").rlike(left_out) & f.col("value").rlike(_NO_BLANK), start).alias("value"),
        )

    def first(self, sent: Broadcast[Any]) -> DataFrame:
        """Give all lines that hold records other than claims, and how many lines each block has."""
        return Job(first_pass, ("path", "block", "value"), FIRST, sent).over(self._raw(CLAIM_LINE))

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

        frame = self.session.read.parquet(*(_GLOB.sub(r"\\\1", its.uri) for its in self.files))
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


def first_pass(rows: Iterator[Row], first: First) -> Iterator[Row]:
    """Take out the lines of other records than claims, and count all of each block."""
    for (file, block), its in groupby(placed(rows, first.numbers), key=lambda row: row[:2]):
        place = 0
        for _, _, place, value in its:
            if value is not None and (kind := other_kind(value)) is not None:
                yield kind, file, block, place, value
        yield _BLOCK, file, block, place, None


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
