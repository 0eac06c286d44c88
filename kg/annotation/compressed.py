"""Files of lines as streams, plain or compressed; a file that is cut off or damaged never ends as if it were whole."""

from __future__ import annotations

import gzip
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import cast

BLANKS = b" \t\r\n"
MOST_TIMES = (
    200  # a file that unpacks to more times its size is no data; claims pack to a tenth, alike ones to a hundredth
)
_LEAST = 10_000_000  # bytes that any file may unpack to
SWOLLEN = f"unpacks to more than {MOST_TIMES} times its size", "if all of it is meant, keep it uncompressed"
CUT_OFF = (
    "Compressed file ended before the end-of-stream marker was reached",
    "the file is damaged or cut off: write it anew",
)
_BESIDE = ("__MACOSX", "Thumbs.db", "desktop.ini")  # what systems put beside the files of people
_BLOCK = 1 << 18
_NO_BLANK = re.compile(rb"[^ \t\r\n]")


class DamagedError(OSError):
    """A file that cannot be read to its end: what is wrong, what to do, and the line up to which it was read."""

    def __init__(self, text: str, hint: str, line: int = 1) -> None:
        super().__init__(text)
        self.hint, self.line = hint, line


def lines(path: Path, longest: int) -> Iterator[tuple[int, bytes]]:
    r"""Read a file line by line; blank lines are counted and passed over, many at a time.

    Parameters
    ----------
    path
        Of a file; what ends in `.gz` or `.zst` is decompressed.
    longest
        Bytes; of a longer line so many of its start are given, and one more.

    Yields
    ------
    tuple
        The number of the line, from 1, and its bytes.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read to its end; also if it is compressed and unpacks to far more
        than its size.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.jsonl.gz")
    ...     _ = path.write_bytes(gzip.compress(b"one\n\n\ntwo"))
    ...     list(lines(path, 2))
    [(1, b'one'), (4, b'two')]
    """
    opened, damage = _opened(path)
    with closing(opened) as stream:
        most = most_bytes(path.stat().st_size) if damage else None
        yield from _numbered(_blocks(stream, damage, most), longest)


def blocks(path: Path) -> Iterator[bytes]:
    """Read a file, or stdin where the path is `-`, block by block.

    Parameters
    ----------
    path
        What ends in `.gz` or `.zst` is decompressed; of a `.zip` its one file is read.

    Yields
    ------
    bytes
        Blocks as they come.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read to its end; also if it is compressed and unpacks to far more
        than its size, or is a `.zip` with several files.
    """
    if path == Path("-"):
        yield from _blocks(cast("BufferedIOBase", sys.stdin.buffer), (), None)
        return
    opened, damage = _opened(path)
    with closing(opened) as stream:
        most = most_bytes(path.stat().st_size) if damage else None
        yield from _blocks(stream, damage, most)


def most_bytes(size: int) -> int:
    """Give how many bytes a compressed file of a size may unpack to."""
    return max(_LEAST, MOST_TIMES * size)


def _blocks(stream: BufferedIOBase, damage: tuple[type[Exception], ...], most: int | None) -> Iterator[bytes]:
    """Read a stream in parts, no more than so many bytes in all."""
    unpacked = 0
    try:
        while block := stream.read1(_BLOCK):
            unpacked += len(block)
            if most is not None and unpacked > most:
                yield block[: most - unpacked]  # so the line that is told is that of the first byte too many
                raise DamagedError(*SWOLLEN)
            yield block
    except damage as error:
        raise DamagedError(str(error), CUT_OFF[1]) from error


def _numbered(blocks: Iterable[bytes], longest: int) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not blank, with their numbers."""
    number, begun = 1, b""  # the line that the end of a block cuts, and its start
    try:
        for block in blocks:
            text, at = begun + block, 0
            end = text.rfind(b"\n") + 1
            while found := _NO_BLANK.search(text, at, end):
                start = text.rfind(b"\n", at, found.start()) + 1 or at
                number += text.count(b"\n", at, start)
                at = text.find(b"\n", found.start()) + 1
                yield number, text[start : min(at, start + longest + 1)]
                number += 1
            number += text.count(b"\n", at, end)
            begun = text[end:]
            if len(begun) > longest:  # what follows is not kept, but for whether anything does
                begun = begun[:longest] + (begun[longest:].strip(BLANKS)[:1] or b" ")
    except DamagedError as error:
        error.line = number
        raise
    if begun.strip(BLANKS):
        yield number, begun


def _opened(path: Path) -> tuple[BufferedIOBase, tuple[type[Exception], ...]]:
    """Open a file, and say what is raised later if it is cut off or damaged."""
    suffix = path.suffix.lower()  # `.CSV.ZIP`, as some systems write it
    if suffix in (".gz", ".zst") and path.is_file() and not path.stat().st_size:
        raise DamagedError(*CUT_OFF)  # gzip of Python takes it for one without lines
    if suffix == ".gz":
        return cast("BufferedIOBase", gzip.open(path)), (EOFError, zlib.error, gzip.BadGzipFile)
    if suffix == ".zst":
        zstd = zstd_module()
        return cast("BufferedIOBase", zstd.open(path)), (EOFError, zstd.ZstdError)
    if suffix == ".zip":
        return _only_file(path), (EOFError, zlib.error, zipfile.BadZipFile)
    return path.open("rb"), ()


def _only_file(path: Path) -> BufferedIOBase:
    """Open the one file that an archive holds."""
    try:
        archive = zipfile.ZipFile(path)
        files = [its for its in archive.infolist() if not its.is_dir() and not _is_hidden(its.filename)]
        if len(files) != 1:
            raise DamagedError(f"an archive of {len(files):,} files", "unpack it, and name the file that is meant")
        return cast("BufferedIOBase", archive.open(files[0]))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # RuntimeError: it is encrypted
        raise DamagedError(str(error), "the file is damaged, cut off or encrypted: write it anew") from error


def _is_hidden(name: str) -> bool:
    """Tell whether a file of an archive is one that systems add by themselves."""
    parts = PurePosixPath(name).parts
    return any(its.startswith(".") or its in _BESIDE for its in parts)


def zstd_module() -> ModuleType:
    """Import the standard library's `compression.zstd`, or the same for older Pythons; most projects need neither."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
