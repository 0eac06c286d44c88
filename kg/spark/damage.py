"""A file that Spark cannot read to its end: named as whoever asked for it has named it, with the line where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from kg.annotation.compressed import CUT_OFF
from kg.annotation.jsonl_reader import hindered, not_further
from kg.base.errors import Fault, Place, UnreadError
from kg.base.findings import Finding
from kg.spark.failures import is_of_spark, reason
from kg.spark.listing import LINES, ROWS, SourceFile, Sources

_FILE = re.compile(r"(?:reading file|footer for file:?|[Ff]ile does not exist:?|File) ((?:[a-z][a-z0-9+.-]*:)?/[^\n]*)")
_GARBLED = re.compile("IndexOutOfBounds|NegativeArraySize|[Pp]arquet")
_ROWS = 1_000  # of a table that are read at once
_FROM_WORKERS = "every worker must find it under that path"


@contextmanager
def placed(sources: Sources) -> Iterator[None]:
    """Say which of some files it was that Spark could not read meanwhile, where and why.

    Raises
    ------
    UnreadError
        Instead of an error of Spark that is about one of them: in the words of one machine, where that can read the
        file too. At once, if there is nothing in a compressed file, which Spark takes for one without lines.
    """
    if empty := [its for its in sources.files if its.most is not None and not its.size]:
        raise UnreadError(not_further(*CUT_OFF).placed(Place(its.name)) for its in empty)
    try:
        yield
    except Exception as error:
        text = str(error)
        fault = _fault(text, sources) if is_of_spark(error) else None
        if fault is None:
            raise
        raise UnreadError([fault]) from error


def _fault(text: str, sources: Sources) -> Fault | None:
    """Say which file it was, where and why; nothing, where what Spark says is about none of them."""
    if its := _meant(text, sources):
        return _hindered(its) or _as_told(its, text)
    if _GARBLED.search(text):  # a page of Parquet that made no sense, of a file that is not named
        return next((fault for its in sources.files if its.sort == ROWS and (fault := _hindered(its))), None)
    return None


def _meant(text: str, sources: Sources) -> SourceFile | None:
    """Find the file that Spark says it cannot read."""
    for found in _FILE.findall(text):
        told = {_bare(found), _bare(unquote(found))}
        meant = [its for its in sources.files if its.uri and any(name.startswith(_bare(its.uri)) for name in told)]
        if meant:
            return max(meant, key=lambda its: len(its.uri))
    return None


def _bare(uri: str) -> str:
    """Leave the strokes out that Spark writes once, or three times."""
    return re.sub("^(file:)?/+", "/", uri)


def _path(its: SourceFile) -> Path | None:
    return Path(its.uri.removeprefix("file:")) if its.uri.startswith("file:") else None


def _hindered(its: SourceFile) -> Fault | None:
    """Read a file to its end here, where it lies on a disk of this machine, and tell what is in the way."""
    path = _path(its)
    if path is None:
        return None
    return hindered(path, its.name) if its.sort == LINES else _hindered_rows(path, its.name)


def _as_told(its: SourceFile, text: str) -> Fault:
    """Say of a file what Spark says of it."""
    path = _path(its)
    if not re.search("FileNotFound|FILE_NOT_EXIST|does not exist", text):
        return not_further(reason(text)).placed(Place(its.name))
    if path is not None and path.exists():
        return not_further("a worker of Spark has no such file", _FROM_WORKERS).placed(Place(its.name))
    return Finding((), "no such file", "was it taken away meanwhile?").placed(Place(its.name))


def _hindered_rows(path: Path, file: str) -> Fault | None:
    """Read a table to its end, and tell what is in the way, at the row up to which it can be read."""
    from pyarrow import ArrowException, parquet

    read = 0
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as its:
            for batch in its.iter_batches(_ROWS):
                read += batch.num_rows
    except FileNotFoundError:
        return Finding((), "no such file", "was it taken away meanwhile?").placed(Place(file))
    except (ArrowException, OSError) as error:
        why = "its bytes are not those that were written" if "CRC" in str(error) else " ".join(str(error).split())
        return not_further(why).placed(Place(file, read + 1))
    return None
