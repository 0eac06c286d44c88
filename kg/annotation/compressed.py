"""Files of lines as streams, plain or compressed; a file that is cut off or damaged never ends as if it were whole."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 1 << 18


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
    with closing(_opened(path)) as stream:
        line = partial(stream.readline, longest + 1)
        try:
            for number, start in enumerate(iter(line, b""), 1):
                yield number, start
                rest = start
                while len(rest) > longest and not rest.endswith(b"\n"):
                    rest = line()
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DamagedError(str(error)) from error


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.open(path))
    if path.suffix == ".zst":
        return cast("BinaryIO", io.BufferedReader(_Zstandard(path), _BLOCK))
    return path.open("rb")


class _Zstandard(io.RawIOBase):
    """Decompresses frame by frame: the library's own reader takes a file that is cut off for a whole one."""

    def __init__(self, path: Path) -> None:
        import zstandard  # here, since most projects have no such file

        self._fresh = zstandard.ZstdDecompressor().decompressobj
        self._error = zstandard.ZstdError
        self._file = path.open("rb")
        self._frame = self._fresh()
        self._begun, self._ready = False, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._ready:
            block = (self._frame.unused_data if self._frame.eof else b"") or self._file.read(_BLOCK)
            if not block:
                if self._begun and not self._frame.eof:
                    raise EOFError("the compressed file ends too early")
                return 0
            if self._frame.eof:
                self._frame = self._fresh()
            self._begun = True
            try:
                self._ready = self._frame.decompress(block)
            except self._error as error:
                raise DamagedError(str(error)) from error
        taken = self._ready[: len(view)]
        view[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._file.close()
        super().close()
