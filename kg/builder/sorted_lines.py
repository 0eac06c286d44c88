"""Sorting more lines than fit into memory: sorted runs on the disk, then one merge that keeps each line once.

Source: Knuth, The Art of Computer Programming, volume 3, section 5.4 (external sorting).
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from kg.base.errors import StoreError

MOST = 500_000  # lines in memory
_BLOCK = 1 << 26  # characters of all runs together that are merged at a time


class Runs:
    """Takes lines in any order, and writes them in sorted runs.

    Parameters
    ----------
    folder
        Where the runs go; it is made.
    done
        Told of each run as soon as it is written.
    most
        How many lines are held in memory.
    """

    def __init__(self, folder: Path, done: Callable[[Path], object] = lambda _: None, most: int = MOST) -> None:
        self._folder, self._done, self._most = folder, done, most
        self._held: list[str] = []
        self._paths: list[Path] = []
        folder.mkdir(parents=True)

    def add(self, lines: Iterable[str]) -> None:
        """Take some lines, without their line ends."""
        rest = iter(lines)
        while more := list(islice(rest, self._most - len(self._held))):
            self.extend(more)

    def extend(self, lines: list[str]) -> None:
        """Take a few lines at once."""
        self._held += lines
        if len(self._held) >= self._most:
            self._spill()

    def close(self) -> list[Path]:
        """Write what is left, and name the runs."""
        if self._held:
            self._spill()
        return self._paths

    def _spill(self) -> None:
        path = self._folder / f"{len(self._paths):06d}.nq"
        write_lines(path, sorted(set(self._held)))
        self._held = []
        self._paths.append(path)
        self._done(path)


def write_lines(path: Path, lines: list[str]) -> None:
    """Write lines, a slice of them at a time, which spares a second copy of all."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for start in range(0, len(lines), 50_000):
            out.write("\n".join(lines[start : start + 50_000]) + "\n")


def merge(paths: Iterable[Path], target: Path) -> int:
    r"""Merge sorted files into one, each line once, and count the lines.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     a, b, both = (Path(folder, name) for name in ("a", "b", "both"))
    ...     _ = a.write_text("1\n3\n"), b.write_text("2\n3\n")
    ...     merge([a, b], both), both.read_text()
    (3, '1\n2\n3\n')
    """
    count, last = 0, ""
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for block in _merged(paths):
            lines = list(dict.fromkeys(block))  # a line that stands twice stands in one block, but for the bound
            if lines[0] == last:
                del lines[0]
            if lines:
                out.write("".join(lines))
                count, last = count + len(lines), lines[-1]
    return count


def _merged(paths: Iterable[Path]) -> Iterator[list[str]]:
    """Give sorted blocks: of all runs, the lines up to the least of the last lines that were read of each."""
    with ExitStack() as stack:
        paths = list(paths)
        block = max(1 << 16, _BLOCK // max(1, len(paths)))
        streams = [stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in paths]
        blocks = {number: lines for number, stream in enumerate(streams) if (lines := stream.readlines(block))}
        while blocks:
            bound = min(lines[-1] for lines in blocks.values())
            found: list[str] = []
            for number, lines in list(blocks.items()):
                end = bisect_right(lines, bound)
                found += lines[:end]
                blocks[number] = lines[end:] or streams[number].readlines(block)
                if not blocks[number]:
                    del blocks[number]
            found.sort()  # merges the sorted stretches, which is what the language's own sort is best at
            yield found


def patch(old: Path, gone: list[str], come: list[str], target: Path) -> None:
    r"""Write a sorted file anew, without some of its lines and with others; what lies between is copied as it is.

    Parameters
    ----------
    old
        It is not empty, and each of its lines stands there once.
    gone, come
        Lines with their line ends, in any order: of `gone` each stands there, of `come` none.
    target
        The new file.

    Raises
    ------
    StoreError
        If a line that is to go does not stand there.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     a, b = Path(folder, "a"), Path(folder, "b")
    ...     _ = a.write_text("1\n3\n5\n")
    ...     patch(a, ["3\n"], ["2\n", "6\n"], b), b.read_text()
    (None, '1\n2\n5\n6\n')
    """
    changes = sorted([(line.encode(), True) for line in gone] + [(line.encode(), False) for line in come])
    with (
        old.open("rb") as stream,
        target.open("wb") as out,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
        memoryview(data) as view,
    ):
        done = 0
        for line, is_gone in changes:
            start = _place(data, line, done)
            if is_gone and data[start : start + len(line)] != line:
                raise StoreError("the build is damaged: it does not hold what it should", "build again")
            out.write(view[done:start])
            done = start + len(line) if is_gone else start
            if not is_gone:
                out.write(line)
        out.write(view[done:])


def _place(data: mmap.mmap, line: bytes, low: int) -> int:
    """Find where a line stands or would stand, at or after a place where a line begins."""
    high = len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        end = data.find(b"\n", start) + 1
        if data[start:end] < line:
            low = end
        else:
            high = start
    return low
