"""Files of lines as streams, plain or compressed; a file that is cut off or damaged never ends as if it were whole."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast


class DamagedError(OSError):
    """A file that cannot be read to its end."""


def lines(path: Path, longest: int) -> Iterator[tuple[int, bytes]]:
    r"""Read a file line by line.

    Parameters
    ----------
    path
        Of a file; what ends in `.gz` or `.zst` is decompressed.
    longest
        Bytes; of a longer line only so many and one more are given.

    Yields
    ------
    tuple
        The number of the line, from 1, and its bytes.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read to its end.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.jsonl.gz")
    ...     _ = path.write_bytes(gzip.compress(b"one\ntwo"))
    ...     list(lines(path, 2))
    [(1, b'one'), (2, b'two')]
    """
    opened, damage = _opened(path)
    with closing(opened) as stream:
        line = partial(stream.readline, longest + 1)
        try:
            for number, start in enumerate(iter(line, b""), 1):
                yield number, start
                rest = start
                while len(rest) > longest and not rest.endswith(b"\n"):
                    rest = line()
        except damage as error:
            raise DamagedError(str(error)) from error


def _opened(path: Path) -> tuple[BinaryIO, tuple[type[Exception], ...]]:
    """Open a file, and say what is raised later if it is cut off or damaged."""
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.open(path)), (EOFError, zlib.error, gzip.BadGzipFile)
    if path.suffix == ".zst":
        zstd = zstd_module()
        return cast("BinaryIO", zstd.open(path)), (EOFError, zstd.ZstdError)
    return path.open("rb"), ()


def zstd_module() -> ModuleType:
    """Import the standard library's `compression.zstd`, or the same for older Pythons; most projects need neither."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
