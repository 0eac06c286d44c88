"""Terms of RDF as Python values, read from how the engine writes them.

To read what the engine has written is quicker than to take its terms one by one: a term that has been read once is
found again by its text, and no object of the engine stands between.

Source: SPARQL 1.1 Query Results CSV and TSV Formats, W3C Recommendation 2013, section 4; RDF 1.1 N-Triples, 2014.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from kg.base.iris import XSD, Names

TEXT = f"{XSD}string"
_NUMBERS: dict[Callable[[str], Any], str] = {
    int: "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte",
    float: "double float",
    Decimal: "decimal",
}
_PYTHON: dict[str, Callable[[str], Any]] = {
    **{f"{XSD}{name}": convert for convert, names in _NUMBERS.items() for name in names.split()},
    f"{XSD}date": date.fromisoformat,
    f"{XSD}dateTime": datetime.fromisoformat,
    f"{XSD}boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}
_PAGE = 1_000_000  # bytes
_SMALL, _MOST = 100_000, 200_000  # bytes of a result whose terms are kept for others; and terms that are kept
_PLAIN: dict[str, Any] = {"": None, "true": True, "false": False}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


class Iri(str):
    """An IRI, with the short id by which people name the thing.

    >>> Iri("https://e.org/entity/asim-munir", "asim-munir").short
    'asim-munir'
    """

    __slots__ = ("_short",)
    _short: str

    def __new__(cls, iri: str, short: str) -> Iri:
        """Make one."""
        made = super().__new__(cls, iri)
        made._short = short
        return made

    @property
    def short(self) -> str:
        """The id by which people name the thing."""
        return self._short

    def __reduce__(self) -> tuple[type[Iri], tuple[str, str]]:
        """Keep both when it is pickled or copied."""
        return Iri, (str(self), self.short)


def _cut(start: re.Pattern[str]) -> Callable[[str], str]:
    """Cut ids out of IRIs."""
    match = start.match

    def cut(iri: str) -> str:
        before = match(iri)
        return iri[before.end() :] if before else str(iri)

    return cut


@lru_cache(64)
def _iri(start: re.Pattern[str]) -> Callable[[str], Iri]:
    """Make IRIs whose short ids are cut out only when `short` is read: results hold many IRIs, of which few are shown.

    The class takes `__new__` from `str`, which is written in C, so that an IRI costs what a plain string costs.
    """
    members = {"__slots__": (), "__module__": __name__, "__new__": str.__new__, "short": property(_cut(start))}
    made: Callable[[str], Iri] = type("Iri", (Iri,), members)
    return made


class Values(dict[str, Any]):
    """Python values of terms, by how they are written: None of what is unbound, an `Iri`, a number, a date, else text.

    Parameters
    ----------
    names
        Shortens IRIs.
    ids
        Whether to give the short id alone instead of an `Iri`.

    >>> values = Values(Names("https://e.org/"))
    >>> values[f'"2023-12-13"^^<{XSD}date>'], values["<https://e.org/entity/a>"].short, values["3"], values[""]
    (datetime.date(2023, 12, 13), 'a', 3, None)
    """

    def __init__(self, names: Names, *, ids: bool = False) -> None:
        super().__init__(_PLAIN)
        self._iri: Callable[[str], str] = _cut(names.start()) if ids else _iri(names.start())

    def __missing__(self, term: str) -> Any:  # noqa: ANN401 - Python values of any kind
        """Read a term, and remember it."""
        first = term[0]
        if first == "<" and term[1] != "<":
            value: Any = self._iri(term[1:-1])
        else:
            value = _literal(term) if first == '"' else _bare(term)
        self[term] = value
        return value

    def rows(self, written: bytes, width: int) -> Iterable[tuple[Any, ...]]:
        """Give the rows of what is written in tsv: below the head a line for each, with so many terms between tabs.

        In a few sweeps: a step of Python for each row would cost as much as the engine does.
        """
        if not width:
            return repeat((), written.count(b"\n") - 1)
        return chain.from_iterable(map(self._rows, _pages(written), repeat(width)))

    def _rows(self, page: str, width: int) -> Iterable[tuple[Any, ...]]:
        values = map(self.__getitem__, page[:-1].replace("\n", "\t").split("\t"))
        return zip(*[values] * width, strict=True)


def rows_of(written: bytes, width: int, names: Names, *, ids: bool = False) -> Iterable[tuple[Any, ...]]:
    r"""Give the rows of a result; terms of small ones are read once for all of them, since the same things come again.

    Parameters
    ----------
    written, width
        As of `Values.rows`.
    names, ids
        As of `Values`.

    >>> list(rows_of(b'?a\t?b\n3\t"x"\n', 2, Names("https://e.org/")))
    [(3, 'x')]
    """
    if len(written) > _SMALL:
        return Values(names, ids=ids).rows(written, width)
    shared = _shared(names, ids)
    if len(shared) > _MOST:
        shared.clear()
        shared.update(_PLAIN)
    return shared.rows(written, width)


@lru_cache(16)
def _shared(names: Names, ids: bool) -> Values:
    return Values(names, ids=ids)


def _pages(written: bytes) -> Iterator[str]:
    """Give many whole lines at a time, so that not all terms are in memory as texts at once."""
    start = written.find(b"\n") + 1
    while start < len(written):
        end = written.find(b"\n", start + _PAGE) + 1 or len(written)
        yield written[start:end].decode()
        start = end


def _literal(term: str) -> Any:  # noqa: ANN401 - Python values of any kind
    text, _, after = term[1:].rpartition('"')
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return _converted(text, _PYTHON.get(after[3:-1], str) if after.startswith("^^") else str)


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])


def _bare(term: str) -> Any:  # noqa: ANN401 - a number; or a blank node or triple, which is shown as it is written
    if term[0] in "_<":
        return term
    return _converted(term, float if "e" in term.lower() else Decimal if "." in term else int)


def _converted(text: str, convert: Callable[[str], Any]) -> Any:  # noqa: ANN401 - Python values of any kind
    try:
        return convert(text)
    except (ValueError, ArithmeticError, LookupError):  # such as a day before the year 1: as text it still says it
        return text
