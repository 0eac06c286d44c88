"""Lines in order, however many: sorted in memory, or in parts on the disk that are merged."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

MOST = 1 << 26  # bytes of lines that are held in memory at once


class SortedLines:
    r"""Takes lines in any order, and gives them in the order of their bytes.

    Parameters
    ----------
    most
        Bytes of lines that are held in memory; beyond, parts go to temporary files that nobody else sees.

    >>> with SortedLines(most=8) as lines:
    ...     for line in (b"c", b"a", b"b"):
    ...         lines.add(line)
    ...     list(lines)
    [b'a', b'b', b'c']
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._held, self._lines = most, 0, list[bytes]()
        self._parts: list[IO[bytes]] = []
        self._open = ExitStack()

    def __enter__(self) -> SortedLines:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, line: bytes) -> None:
        """Take a line, which holds no line end."""
        self._lines.append(line)
        self._held += len(line) + 50  # what Python needs for an object beside its bytes
        if self._held > self._most:
            self._put_down()

    def __iter__(self) -> Iterator[bytes]:
        """Give all lines in order."""
        if not self._parts:
            self._lines.sort()
            yield from self._lines
            return
        self._put_down()
        for part in self._parts:
            part.seek(0)
        for line in heapq.merge(*self._parts):
            yield line[:-1]

    def _put_down(self) -> None:
        self._lines.sort()
        part = self._open.enter_context(TemporaryFile())  # noqa: SIM115 - closed with the others
        part.writelines((b"\n".join(self._lines), b"\n" if self._lines else b""))
        self._parts.append(part)
        self._lines, self._held = [], 0
