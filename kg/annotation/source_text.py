"""A source file as text: bounded in size, UTF-8, with the line and column of every offset."""

from __future__ import annotations

import bisect
import codecs
import contextlib
import itertools
import re
from pathlib import Path

from msgspec import Struct

from kg.base.disk import hindrance
from kg.base.errors import Fault, Place
from kg.base.file_names import escaped, is_utf_8
from kg.base.hints import code_point

LIMIT = 10_000_000  # bytes
NOT_UTF_8 = ("the name of this file is no UTF-8", "call it something else")
_LINE_END = re.compile(r"\r\n|\n|\r")
# What YAML cannot hold as it stands, and the line ends that editors do not count.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
MOST = 100  # faults of the file's form that are listed before reading is given up


class SourceText(Struct):
    """One file as it stands, without its byte order mark.

    `text` is read further even where `faults` say that it is not what it should be, so that nothing in it is
    dropped uncounted; `sound` says whether any of it may be used.
    """

    file: str
    text: str = ""
    faults: list[Fault] = []
    is_utf_8: bool = True
    marked: bool = False  # whether the file starts with a byte order mark
    _starts: list[int] = []  # offset of each line, found when it is first needed

    @property
    def sound(self) -> bool:
        """Whether the file is UTF-8 text without control characters, and within the limit."""
        return not self.faults

    def place(self, offset: int) -> Place:
        r"""Line and column, from 1, of an offset in `text`, in code points.

        >>> str(SourceText("a.yaml", "one: 1\r\ntwo: 2").place(13))
        'a.yaml:2:6'
        """
        starts = self._line_starts()
        line = bisect.bisect_right(starts, offset)
        return Place(self.file, line, offset - starts[line - 1] + 1)

    def offset(self, line: int) -> int:
        """Offset of the start of a line."""
        return self._line_starts()[line - 1]

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        return self._starts


def load(path: Path, root: Path, limit: int = LIMIT) -> SourceText:
    """Read a file, no more than `limit` bytes of it.

    Parameters
    ----------
    path
        Of the file.
    root
        The project folder, to which the names of files in faults are relative.
    limit
        Bytes; a larger file is not read at all.

    Returns
    -------
    SourceText
        The text, with a fault where it cannot be read, is too large, not UTF-8, or holds control characters.
    """
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if not is_utf_8(file):
        return SourceText(escaped(file), faults=[Fault(Place(escaped(file)), *NOT_UTF_8)])
    if found := hindrance(path):
        return SourceText(file, faults=[Fault(Place(file), *found)])
    try:
        size = path.stat().st_size
        if size > limit:
            return SourceText(file, faults=[_too_large(file, limit)])
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        return SourceText(file, faults=[Fault(Place(file), f"cannot be read: {error.strerror}", "make it readable")])
    return decode(data, file) if len(data) <= limit else SourceText(file, faults=[_too_large(file, limit)])


def decode(data: bytes, file: str) -> SourceText:
    r"""Turn bytes into a source.

    >>> print(decode(b"name: Jos\xe9", "a.yaml").faults[0])
    a.yaml:1:10: not UTF-8 at byte 9
      hint: save the file as UTF-8
    >>> decode(b"\xef\xbb\xbfname: x", "a.yaml").text
    'name: x'
    """
    broken = _first_odd_byte(data)
    text = data.decode("utf-8") if broken is None else _guessed(data)
    source = SourceText(file, text.removeprefix("\ufeff"), [], broken is None, text.startswith("\ufeff"))
    if broken is not None:
        sound = SourceText(file, data[:broken].decode("utf-8").removeprefix("\ufeff"))
        place = sound.place(len(sound.text))
        source.faults.append(Fault(place, f"not UTF-8 at byte {broken}", "save the file as UTF-8"))
    odd = itertools.islice(_CONTROL.finditer(source.text), MOST)
    for found in odd if source.is_utf_8 else ():
        place = source.place(found.start())
        source.faults.append(Fault(place, f"control character {code_point(found[0])}", "take it out"))
    if source.faults:
        source.text = _CONTROL.sub("?", source.text)  # so that the rest can be read, and its claims counted
    return source


def _guessed(data: bytes) -> str:
    """Read bytes that are no UTF-8 in the way in which they were probably meant, to count what is refused with them."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    unmarked = {0: "utf-16-be", 1: "utf-16-le"}.get(data[:2].find(b"\0"))
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode(marked or unmarked or "utf-8")
    return data.decode("utf-8", errors="replace")


def _first_odd_byte(data: bytes) -> int | None:
    """Offset of the first byte that is not UTF-8 text. A NUL is none: it is what UTF-16 puts between Latin letters."""
    nul = data.find(b"\0")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start if nul < 0 else min(error.start, nul)
    return nul if nul >= 0 else None


def _too_large(file: str, limit: int) -> Fault:
    return Fault(Place(file), f"over the limit of {limit:,} bytes", "split the file")
