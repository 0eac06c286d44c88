r"""Output of the command line: data to stdout, all else to stderr, without what a terminal would take for commands.

A terminal whose encoding lacks a character gets its escape (`\u7530`); data for files and programs are UTF-8 always.

Joiners (U+200C, U+200D) stay: they are part of how words of many scripts are written.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, TextIO

STATUS_WIDTH = 13  # of the column of a list in which a status stands
_GAP, _NAME = 3, 20  # columns between two columns of a table, and those that a name needs at least
_COMMANDS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def clean(text: str) -> str:
    r"""Take out what a terminal acts on instead of showing it: escape sequences, controls, changes of direction.

    >>> clean("\x1b[31mred\x1b[0m\x07")
    'red'
    """
    return _COMMANDS.sub("", text)


def open_what_is_closed() -> None:
    """Put in the place of a stream that is closed (`>&-`) one that holds nothing: reading or writing it then works.

    What is lowest in number is opened first: otherwise the next file that is opened would be taken for the stream.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - open to the end


def escape_what_is_lacking() -> None:
    """Let stdout and stderr write, from now on, the escape of a character that their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def shown(text: str, stream: TextIO | None = None) -> str:
    r"""Clean a text for a stream (stdout unless given), with the escape of each character that its encoding lacks.

    >>> shown("T\u0101 \U00020bb7", io.TextIOWrapper(io.BytesIO(), "ascii"))
    'T\\u0101 \\U00020bb7'
    """
    encoding = (stream or sys.stdout).encoding or "utf-8"
    return clean(text).encode(encoding, "backslashreplace").decode(encoding)


def say(*lines: str) -> None:
    """Write lines to stdout for people."""
    parts = (part for line in lines for part in line.split("\n"))
    sys.stdout.write("".join(f"{_wrapped(shown(part))}\n" for part in parts))


def hand_over(text: str) -> None:
    """Write data to stdout: to a terminal what it can show, to a file or a program all characters, in UTF-8."""
    HandingOver().write(text.encode("utf-8", "backslashreplace"))


class HandingOver:
    """Write data to stdout part by part, as `hand_over` does all at once; the parts are UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._last = b"\n"

    def write(self, part: bytes) -> None:
        """Write a part."""
        self._last = part[-1:] or self._last
        if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.flush()
            sys.stdout.buffer.write(part)
            return
        text = self._decoder.decode(part)
        sys.stdout.write(shown(text) if sys.stdout.isatty() else text)

    def end_line(self) -> None:
        """End the last line, if that has not been done."""
        if self._last != b"\n":
            self.write(b"\n")


def deliver(written: str | bytes, output: Path, *, is_new: bool = False) -> None:
    """Write what a verb made to the file that `-o` names, and say so; `-` is stdout.

    If it is to be new, it is never written over a file.
    """
    from kg.base.disk import write_whole  # here, since most verbs write nothing

    if output != Path("-"):
        write_whole(output, written, is_new=is_new)
        tell(f"wrote {output}")
    elif isinstance(written, str):
        hand_over(written)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(written)


def _wrapped(line: str) -> str:
    """Break a long line at blanks, for a terminal; further lines are indented to below its text, behind any sign."""
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    before = _columns().match(line)
    indent = " " * (before.end() if before else 0)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or line


@cache
def _columns() -> re.Pattern[str]:
    """Give what stands before the text of a line: blanks, and a sign, or a status with a time before it, or a word."""
    from kg.model.records import Status  # here, since most output is no list on a terminal

    statuses = "|".join(re.escape(f"{status.value:<{STATUS_WIDTH}}") for status in Status)
    return re.compile(rf" *(?:- |(?:\S+ +)?(?:{statuses})|\S+ {{2,}})?")


def tell(*lines: str) -> None:
    """Write lines that are no data, such as counts and notes, to stderr."""
    try:
        sys.stderr.write("".join(f"{shown(line, sys.stderr)}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # a full disk, or nobody reads: the exit code still says how it went
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def as_json(value: Any) -> None:  # noqa: ANN401 - JSON
    """Write a value as JSON, two spaces a level, characters as they are; escaped as JSON does, for a poor terminal."""
    written = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    poor = sys.stdout.isatty() and shown(written) != clean(written)
    hand_over(json.dumps(value, indent=2) + "\n" if poor else written)


def tell_json(value: Any) -> None:  # noqa: ANN401 - JSON
    """Write a value as JSON to stderr, where stdout carries other data; escaped as JSON does, for a poor stream."""
    written = json.dumps(value, indent=2, ensure_ascii=False)
    tell(written if shown(written, sys.stderr) == written else json.dumps(value, indent=2))


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    note: str = "",
    right: Iterable[int] = (),
    ids: int | None = None,
) -> None:
    """Print a table; long cells are wrapped, never cut.

    Parameters
    ----------
    head
        Names of the columns.
    rows
        Cells as text.
    note
        A line below, which says what the table describes.
    right
        Columns that are set flush right: numbers.
    ids
        The column that holds ids, which are never broken: where they leave no room for what stands before them, they
        stand below it; where no table has room for them, rows stand one below the other.
    """
    cells, flush = [[shown(cell) for cell in row] for row in (head, *rows)], set(right)
    width, least = _width(), 0
    if ids is not None:
        from rich.cells import cell_len

        lines = ([line for cell in column for line in cell.split("\n")] for column in zip(*cells, strict=True))
        widths = [max(map(cell_len, its)) for its in lines]
        least = widths[ids]
        others = sum(each + _GAP for at, each in enumerate(widths) if at not in (ids - 1, ids))
        if others + least > width:
            below_each_other(cells[0], cells[1:])
            cells = []
        elif others + least + _GAP + min(_NAME, widths[ids - 1]) > width:
            cells = [[*row[: ids - 1], f"{row[ids - 1]}\n{row[ids]}", *row[ids + 1 :]] for row in cells]
            flush, ids = {at - (at > ids) for at in flush}, ids - 1
    if cells:
        _draw(cells, flush, ids, least)
    if note:
        remark(note)


def _width() -> int:
    """Give how wide the terminal is, or whatever takes the place of one."""
    from rich.console import Console

    return Console().width


def _draw(cells: Sequence[Sequence[str]], flush: Collection[int], ids: int | None, least: int) -> None:
    """Draw a table, the first row as its head; the column that holds ids is at least so wide."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for number, name in enumerate(cells[0]):
        justify: Literal["left", "right"] = "right" if number in flush else "left"
        drawn.add_column(name, justify=justify, overflow="fold", min_width=least if number == ids else None)
    for row in cells[1:]:
        drawn.add_row(*map(Text, row))
    Console(highlight=False, soft_wrap=False).print(drawn)


def below_each_other(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows one below the other, each cell on a line behind the name of its column, where no table has room."""
    head = [name.replace("\n", " ") for name in head]
    flush = max(map(len, head))
    for row in rows:
        told = ((name, cell.replace("\n", f"\n{'':{flush}}  ")) for name, cell in zip(head, row, strict=True) if cell)
        say(*(f"{name:{flush}}  {cell}" for name, cell in told), "")


def remark(note: str) -> None:
    """Print a line below a table, which says what it describes."""
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False, soft_wrap=False).print(Text(shown(note), overflow="ignore"), style="dim", crop=False)
