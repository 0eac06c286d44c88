"""Terms of RDF as Python values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.names import XSD, Names

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
    f"{XSD}boolean": "true".__eq__,
}


class Iri(str):
    """An IRI, with the short id by which people name the thing.

    >>> Iri("https://e.org/entity/asim-munir", "asim-munir").short
    'asim-munir'
    """

    __slots__ = ("short",)
    short: str

    def __new__(cls, iri: str, short: str) -> Iri:
        """Make one."""
        made = super().__new__(cls, iri)
        made.short = short
        return made

    def __reduce__(self) -> tuple[type[Iri], tuple[str, str]]:
        """Keep both when it is pickled or copied."""
        return Iri, (str(self), self.short)


class Values:
    """Makes Python values of terms, and remembers the IRIs that it has shortened.

    >>> Values(Names("https://e.org/")).of(Literal("2023-12-13", datatype=NamedNode(f"{XSD}date")))
    datetime.date(2023, 12, 13)
    """

    def __init__(self, names: Names) -> None:
        self._start = names.start().match
        self._iris: dict[str, Iri] = {}

    def of(self, term: Any) -> Any:  # noqa: ANN401 - a term of the engine, a Python value
        """Give the value of a term: None of what is unbound, an `Iri`, a number, a date, else text."""
        kind = type(term)
        if kind is NamedNode:
            iri = term.value
            made = self._iris.get(iri)
            if made is None:
                start = self._start(iri)
                made = self._iris[iri] = Iri(iri, iri[start.end() :] if start else iri)
            return made
        if kind is not Literal:
            return None if term is None else str(term)
        text, datatype = term.value, term.datatype.value
        convert = None if datatype == TEXT else _PYTHON.get(datatype)
        if convert is None:
            return text
        try:
            return convert(text)
        except ValueError:  # such as a day before the year 1: as text it still says what it says
            return text
