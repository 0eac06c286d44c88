"""The files that a build on Spark reads: those of the project, and those at further paths and URIs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from kg.annotation.compressed import most_bytes
from kg.annotation.jsonl_reader import SUFFIXES, is_lines
from kg.annotation.reader import is_meant, paths
from kg.base.disk import hindrance
from kg.base.errors import KgError, UsageError
from kg.base.file_names import is_utf_8
from kg.base.hints import named
from kg.base.uris import is_uri, plain

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from kg.base.project import Project

YAML, LINES, ROWS = "yaml", "lines", "rows"
TABLES = ("entities", "articles", "claims")  # of a folder that `kg export parquet` wrote
NOTHING = "`--from` names a file of JSON Lines, a folder of such, or of Parquet"
_LOCAL = re.compile("^file:/+")


class SourceFile(Struct, frozen=True):
    """One file that is read."""

    name: str  # as faults name it: from the project's folder, or as whoever asked for it has named it
    uri: str  # without codes, as Spark reads it; empty for what the driver reads
    sort: str  # YAML, LINES, or ROWS: a table of `kg export parquet`
    table: str = ""  # of rows: which table
    path: str = ""  # as Spark names the file of a row
    size: int = 0
    state: tuple[int, ...] = ()  # by which one sees that it is no longer what it was

    @property
    def most(self) -> int | None:
        """How many bytes it may unpack to; None where it is not compressed."""
        return most_bytes(self.size) if self.sort == LINES and self.uri.endswith(SUFFIXES[1:]) else None


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
        Paths or URIs: a file of JSON Lines, a folder of such, or a folder of what `kg export parquet` writes.

    Raises
    ------
    KgError
        If there is nothing at one of them.
    UsageError
        If it is no address of a file, or nothing there can be read.
    """
    found = [
        (its.name, its) for its in (_own(session, path, project.root) for path in paths(project.sources, project.root))
    ]
    found += [(its.uri, its) for given in dict.fromkeys(more) for its in _Tree(session, given).files()]
    files = [its for _, its in sorted(found, key=lambda each: each[0])]  # whatever way to them was named
    real = [_real(its.path) for its in files]
    often = Counter(real)
    twice = [its.name for its, where in zip(files, real, strict=True) if often[where] > 1]
    if twice:
        raise UsageError(f"read twice: `{twice[0]}`", "name each source once")
    if odd := [its.name for its in files if re.match("file:.*/[^/]*:[^/]*$", its.uri)]:  # taken for an address
        raise UsageError(f"Spark reads no file with `:` in its name: `{odd[0]}`", "rename it")
    return Sources(tuple(files))


def _own(session: SparkSession, path: Path, root: Path) -> SourceFile:
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if not is_lines(path) or not is_utf_8(file) or hindrance(path):  # the reader says what is in the way
        size, *state = _state(path) or (0,)
        return SourceFile(file, "", YAML, path=str(path), size=size, state=tuple(state))
    its = _Tree(session, str(path.absolute()))
    return its.file(file, its.status(), LINES)


def _state(path: Path) -> tuple[int, ...]:
    """Give size, time, disk and number of a file: another in its place has another number; empty if there is none."""
    try:
        its = path.stat()
    except OSError:  # whoever reads it says why
        return ()
    return its.st_size, its.st_mtime_ns, its.st_dev, its.st_ino


def need_apart(out: str, *read: str) -> None:
    """Refuse to write into a folder that is read: the next build would read it too, or refuse it.

    Parameters
    ----------
    out
        Path or URI of what is written.
    *read
        Paths and URIs of what is read.
    """
    for given in read:
        if Path(_real(out)).is_relative_to(_real(given)):
            raise UsageError(f"the build would lie in what it reads: {named(given)}", "`--out` names another folder")


def _real(given: str) -> str:
    """Write a path or a URI so that two of one place are alike: of links on this machine, what they lead to."""
    its = _LOCAL.sub("/", plain(given))
    return its if is_uri(its) else str(Path(its).resolve())


class _Tree:
    """What lies at a path or a URI."""

    def __init__(self, session: SparkSession, given: str) -> None:
        from py4j.protocol import Py4JJavaError

        self._jvm: Any = session._jvm
        self._given, uri = given, plain(given)
        try:
            self._path = self._jvm.org.apache.hadoop.fs.Path(uri)
            self._system = self._path.getFileSystem(session._jsc.hadoopConfiguration())
            self._is_there = bool(self._system.exists(self._path))
        except Py4JJavaError as error:
            what = str(error.java_exception.getMessage())
            raise UsageError(f"cannot be read: {named(given)}: {what}", "is the URI right?") from None
        if not self._is_there:
            raise KgError(f"nothing at {named(given)}", NOTHING)

    def status(self) -> Any:  # noqa: ANN401 - an object of the JVM
        """Give what the file system knows of it."""
        return self._system.getFileStatus(self._path)

    def file(self, name: str, status: Any, sort: str, table: str = "") -> SourceFile:  # noqa: ANN401 - of the JVM
        """Describe one file."""
        path = self._jvm.org.apache.hadoop.fs.Path(str(self._system.makeQualified(status.getPath())))
        # A path that was made of `file:///a` keeps its slashes, and Spark makes its own of the text, which has one.
        as_spark_names_it = str(self._jvm.org.apache.hadoop.fs.Path(str(path)).toUri().toString())
        here = _LOCAL.sub("/", str(path))
        state = _state(Path(here)) if here.startswith("/") else (int(status.getModificationTime()),)
        return SourceFile(name, str(path), sort, table, as_spark_names_it, int(status.getLen()), state)

    def files(self) -> list[SourceFile]:
        """List the files that are meant by the URI."""
        if not self.status().isDirectory():
            if not str(self._path.getName()).endswith(SUFFIXES):
                raise UsageError(f"not JSON Lines: {named(self._given)}", f"its name ends in `{'`, `'.join(SUFFIXES)}`")
            return [self.file(self._given, self.status(), LINES)]
        if self._system.exists(self._below("claims.parquet")):
            return [its for table in TABLES for its in self._table(table)]
        found = [its for its in self._walk(self._path) if self._is_meant(its.getPath())]
        if not found:
            raise UsageError(f"no JSON Lines in {named(self._given)}", f"files end in `{'`, `'.join(SUFFIXES)}`")
        files = [self.file(self._name(its), its, LINES) for its in found]
        if odd := sorted(its.name for its in files if not its.name.endswith(SUFFIXES)):
            raise UsageError(f"not JSON Lines: `{odd[0]}`", "rename it, or keep it elsewhere")
        return files

    def _is_meant(self, path: Any) -> bool:  # noqa: ANN401 - an object of the JVM
        """Tell whether a file is called like annotations, and lies in no hidden folder: as `sources/` is read."""
        return is_meant(str(path.getName())) and "/." not in self._below_it(path)

    def _below_it(self, path: Any) -> str:  # noqa: ANN401 - an object of the JVM
        """Give the way to a file from here, with a stroke before it."""
        return str(path.toUri().getPath()).removeprefix(str(self._path.toUri().getPath()).rstrip("/"))

    def _name(self, status: Any) -> str:  # noqa: ANN401 - an object of the JVM
        """Name a file as this folder was named."""
        below = self._below_it(status.getPath())
        return self._given.rstrip("/") + (quote(below) if is_uri(self._given) else below)

    def _below(self, name: str) -> Any:  # noqa: ANN401 - an object of the JVM
        return self._jvm.org.apache.hadoop.fs.Path(self._path, name)

    def _table(self, table: str) -> list[SourceFile]:
        path = self._below(f"{table}.parquet")
        if not self._system.exists(path):
            raise UsageError(f"no `{table}.parquet` in {named(self._given)}", "`kg export parquet` writes all three")
        return [
            self.file(self._name(its), its, ROWS, table)
            for its in self._walk(path)
            if its.getPath().getName().endswith(".parquet") and not its.getPath().getName().startswith(("_", "."))
        ]

    def _walk(self, path: Any) -> Iterator[Any]:  # noqa: ANN401 - objects of the JVM
        found = self._system.listFiles(path, True)
        while found.hasNext():
            yield found.next()
