"""Output of the command line: data to stdout, all else to stderr, without what a terminal would take for commands.

Joiners (U+200C, U+200D) stay: they are part of how words of many scripts are written.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

_COMMANDS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def clean(text: str) -> str:
    r"""Take out what a terminal acts on instead of showing it: escape sequences, controls, changes of direction.

    >>> clean("\x1b[31mred\x1b[0m\x07")
    'red'
    """
    return _COMMANDS.sub("", text)


def say(*lines: str) -> None:
    """Write lines of data to stdout."""
    sys.stdout.write("".join(f"{_wrapped(clean(line))}\n" for line in lines))


def _wrapped(line: str) -> str:
    """Break a long line at blanks, for a terminal; further lines are indented to below its text, behind any sign."""
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    before = re.match(r" *(- |\S+ {2,})?", line)  # blanks, then a sign or a first column
    indent = " " * (before.end() if before else 0)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or line


def tell(*lines: str) -> None:
    """Write lines that are no data, such as counts and notes, to stderr."""
    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))


def as_json(value: Any) -> None:  # noqa: ANN401 - JSON
    """Write a value as JSON, two spaces a level, characters as they are."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, note: str = "", right: Iterable[int] = ()) -> None:
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
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    flush = set(right)
    for number, name in enumerate(head):
        drawn.add_column(name, justify="right" if number in flush else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(clean(cell)) for cell in row))
    console = Console(highlight=False, soft_wrap=False)
    console.print(drawn)
    if note:
        console.print(Text(clean(note)), style="dim")
