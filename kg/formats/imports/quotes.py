"""Over how many lines a row of a table goes whose quotes are not as they should be."""

from __future__ import annotations

import re
from collections.abc import Callable

_RUN = re.compile('"+')
MOST = 1 << 22  # characters in which it is looked for the end of a cell; no table has such cells


class Extents:
    """Finds the lines of a broken row: those that may be within one of its cells, so that no row is made of them.

    A quote opens a cell that begins with it. What closes it is a quote before a delimiter or the end of a line; any
    other is part of the cell, also if it should have been doubled. What is never closed is no cell.

    Parameters
    ----------
    delimiter
        What stands between cells.
    """

    def __init__(self, delimiter: str) -> None:
        self._after = (delimiter, "\r", "\n", "")  # a quote that closes a cell; the last is the end of the file
        self._open = (0, 0)  # lines, the end exclusive, none of which closes a cell that is open before it

    def last(self, first: int, line: Callable[[int], str | None]) -> tuple[int, bool]:
        """Find the last line of a row.

        Parameters
        ----------
        first
            The number of the line in which it begins.
        line
            Gives the text of the n-th line of the row from 0, None after the last line of the file.

        Returns
        -------
        tuple
            The number of the last line that may be within it, and whether all cells that open in it are closed there.
        """
        last, number, since, length, is_open = first, first, first, 0, False
        while length < MOST and (text := line(number - first)) is not None:
            if is_open and self._open[0] <= number < self._open[1]:
                return last, False
            at = self._closed(text, 0) if is_open else 0
            if at >= 0:
                last, since, is_open = number, number + 1, self._opens(text, at)
                if not is_open:
                    return last, True
            number, length = number + 1, length + len(text)
        self._open = (since, number)
        return last, False

    def _opens(self, text: str, at: int) -> bool:
        """Tell whether a cell is open at the end of a line, from the start of a cell or the end of one."""
        while at < len(text):
            if text[at] == '"' and (at := self._closed(text, at + 1)) < 0:
                return True
            at = min((its for sign in self._after[:3] if (its := text.find(sign, at)) >= 0), default=len(text)) + 1
        return False

    def _closed(self, text: str, at: int) -> int:
        """Find the end of a quoted cell that is open; -1 if it is not in this line."""
        for run in _RUN.finditer(text, at):
            if len(run[0]) % 2 and text[run.end() : run.end() + 1] in self._after:
                return run.end()
        return -1
