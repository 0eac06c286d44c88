"""Tables as text: their encoding, what stands between their cells, and their rows."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import structs

from kg.annotation.compressed import DamagedError, blocks
from kg.base.errors import UsageError
from kg.base.hints import named
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row, quoted_rows, rows_within
from kg.formats.imports.tabular.cells import tidy

DELIMITERS = {",": "`,`", ";": "`;`", "\t": "a tab", "|": "`|`"}
_SELDOM = "~^¦§:#!*+/\\\x01\x1e\x1f"  # between cells
_LEAST = 0.7  # of the rows: what parts so many into equally many cells parts cells
_SAMPLE = 1 << 20  # bytes in which the encoding is looked for
_LINES = 200  # in which it is looked for what stands between cells
_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SEQUENCE = re.compile(  # a character of UTF-8 that is not ASCII. Source: RFC 3629, section 4
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_BEFORE, _FROM = re.compile(rb"[A-Za-z'\x80-\xff-]*\Z"), re.compile(rb"[A-Za-z'\x80-\xff-]*")  # parts of a word
_AROUND = 30  # bytes
_DOUBT = "the row may be Windows-1252 or UTF-8; `--encoding` says which"
_MARKS = {
    codecs.BOM_UTF8: ("utf-8", "UTF-8 with a byte order mark"),
    codecs.BOM_UTF32_LE: ("utf-32-le", "UTF-32 (little-endian)"),  # begins as UTF-16 does
    codecs.BOM_UTF32_BE: ("utf-32-be", "UTF-32 (big-endian)"),
    codecs.BOM_UTF16_LE: ("utf-16-le", "UTF-16 (little-endian)"),
    codecs.BOM_UTF16_BE: ("utf-16-be", "UTF-16 (big-endian)"),
}


def delimiter_of(text: str) -> str:
    """Read what a user says that stands between cells: a character, or `tab`."""
    found = _WORDS.get(text.lower(), text)
    if len(found) != 1 or found in '"\r\n':
        raise UsageError(f"no delimiter: {named(text)}", "write one character, such as `;`, or `tab`")
    return found


def encoding_of(text: str) -> str:
    """Read the name of an encoding.

    >>> encoding_of("Windows-1252"), encoding_of("latin1")
    ('cp1252', 'iso8859-1')
    """
    try:
        known = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
        name = known.get(its := codecs.lookup(text).name, its)
        if name.startswith(("utf-16", "utf-32")) or "\n;,".encode(name) == b"\n;,":
            return name
    except (LookupError, UnicodeError):
        pass
    hint = "such are `utf-8`, `windows-1252`, `utf-16`, and others that Python knows and in which ASCII is ASCII"
    raise UsageError(f"no encoding of tables: {named(text)}", hint)


def sample_of(path: Path) -> bytes:
    """Give the start of a file, unpacked."""
    taken = b""
    for block in blocks(path):
        taken += block
        if len(taken) >= _SAMPLE:
            break
    return taken


def found_encoding(sample: bytes) -> tuple[str, str]:
    r"""Find the encoding of the start of a file, and say how it was found.

    A file is UTF-8 if most of what is not ASCII is: lines that are not are odd ones. Else it is Windows-1252.

    >>> found_encoding("a;b\nZürich;1".encode("cp1252"))
    ('cp1252', 'Windows-1252 (`Zürich`), since the byte FC in line 2 is no UTF-8')
    """
    for mark, found in _MARKS.items():
        if sample.startswith(mark):
            return found
    if wide := _wide(sample):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        line = sample.count(b"\n", 0, error.start) + 1
        where = f"the byte {sample[error.start]:02X} in line {line}"
        if 2 * sum(len(its) for its in _SEQUENCE.findall(sample)) > len(_HIGH.findall(sample)):
            return "utf-8", f"UTF-8, but not {where}"
        return "cp1252", f"Windows-1252 ({named(_word_at(sample, error.start))}), since {where} is no UTF-8"
    return "utf-8", "UTF-8"


def _word_at(sample: bytes, at: int) -> str:
    """Give the word around a byte, read as Windows-1252: who sees that it is none names another encoding."""
    found = (_BEFORE.search(sample, max(0, at - _AROUND), at), _FROM.match(sample, at, at + _AROUND))
    return b"".join(its[0] for its in found if its).decode("cp1252", "replace")


def _wide(sample: bytes) -> tuple[str, str] | None:
    """Recognize UTF-16 and UTF-32 without a mark: every other byte of most Latin letters is zero, or three of four."""
    if len(sample) > 3 and sample.count(0) > 0.6 * len(sample):
        is_little = sample[3::4].count(0) > sample[::4].count(0)
        return ("utf-32-le" if is_little else "utf-32-be"), "UTF-32 without a byte order mark"
    half = len(sample) // 2
    if half and sample.count(0) > 0.3 * half:
        is_little = sample[1::2].count(0) > sample[::2].count(0)
        return ("utf-16-le" if is_little else "utf-16-be"), "UTF-16 without a byte order mark"
    return None


def found_delimiter(sample: bytes, encoding: str, wanted: Collection[str]) -> tuple[str, str]:
    r"""Find what stands between the cells of a table, and say so.

    Parameters
    ----------
    sample
        The start of the file.
    encoding
        In which it is.
    wanted
        Names of columns: what parts most of these is meant; else what parts most lines into equally many cells.

    >>> found_delimiter(b"who;whom\nA, of B;C\n", "utf-8", ())
    (';', '`;` between cells')
    """
    text = sample.decode(encoding, "replace").removeprefix("\ufeff")
    if "\n" not in text and "\r" in text:
        raise DamagedError("its lines end in carriage returns alone", "save it with the line ends of today")
    some = [f"{line}\n".encode("utf-8", "replace") for line in text.split("\n")[:_LINES]]
    scores = {its: _score(some, its, wanted) for its in DELIMITERS}
    best = max(DELIMITERS, key=lambda its: scores[its])
    if seldom := _seldom(some, wanted, scores[best]):
        return seldom, f"{named(seldom)} between cells"
    if not scores[best][1]:
        return ",", "one column, no `,`, `;`, tab or `|` between cells"
    return best, f"{DELIMITERS[best]} between cells"


def _seldom(lines: list[bytes], wanted: Collection[str], best: tuple[int, float]) -> str:
    """Find a sign that seldom stands between cells; empty if there is none that parts the table better.

    With names of columns, it parts more of them than any usual sign, and more than one; else it parts most rows into
    equally many cells, three at least, and the usual ones do not part most of them.
    """
    there = b"".join(lines).decode()
    scores = {its: _score(lines, its, wanted) for its in _SELDOM if its in there}
    if wanted:
        found = [its for its, (known, _) in scores.items() if known > max(best[0], 1)]
    else:
        found = [its for its, (_, even) in scores.items() if best[1] < _LEAST * 2**0.5 and even >= _LEAST * 3**0.5]
    return max(found, key=lambda its: scores[its], default="")


def _score(lines: list[bytes], delimiter: str, wanted: Collection[str]) -> tuple[int, float]:
    """Tell how many of the wanted names stand in one row, and how alike the widths of rows are."""
    some = (row.cells for row in rows_within(lines, Report(), delimiter, "utf-8"))
    rows = [row for row in some if any(its.strip() for its in row)]
    known = max((len({tidy(its) for its in row} & {*wanted}) for row in rows), default=0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return known, max((many * width**0.5 for width, many in widths.items()), default=0) / max(1, len(rows))


class Text:
    """A table as text.

    Parameters
    ----------
    path
        Of the file.
    encoding, delimiter
        As a user says; empty: they are found.
    wanted
        Names of columns that a map asks for.
    """

    def __init__(self, path: Path, encoding: str, delimiter: str, wanted: Collection[str]) -> None:
        self._path, sample = path, sample_of(path)
        self._encoding, words = found_encoding(sample)
        self._is_guess = not encoding and self._encoding == "cp1252"
        if encoding:
            self._encoding, words = encoding_of(encoding), f"{encoding}, as you say"
        self._delimiter, between = found_delimiter(sample, self._encoding, wanted)
        if delimiter:
            self._delimiter, between = delimiter_of(delimiter), f"{named(delimiter)} between cells, as you say"
        self.found = f"{words}, {between}"

    def rows(self, report: Report) -> Iterator[Row]:
        """Give all rows, the header among them."""
        rows = quoted_rows(self._path, report, self._delimiter, self._encoding)
        return _without_doubt(rows, report) if self._is_guess else rows


def _without_doubt(rows: Iterator[Row], report: Report) -> Iterator[Row]:
    """Refuse rows that are UTF-8 as well as the encoding that was found."""
    refused = False
    for row in rows:
        if row.raw.isascii() or not _is_utf_8(row.raw):
            yield structs.replace(row, follows_refused=True) if refused else row
            refused = False
        else:
            report.read, refused = report.read + 1, True
            report.refuse(row.line, _DOUBT)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
