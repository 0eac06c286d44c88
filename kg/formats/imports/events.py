"""Rows of coded events → claims: what a code stands for, who fills which role, and which rows are one fact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

import msgspec

from kg.base.hints import counted
from kg.base.hints import named as quoted
from kg.formats.imports.gathering import Gathering, fact_id
from kg.formats.imports.naming import tidy
from kg.formats.imports.shapes import Shape
from kg.formats.imports.streams import RefusedRow
from kg.model import dates
from kg.model.records import Kind
from kg.ontology import Coding, Ontology

_RANGE = ".."
_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)
_DECIMALS = 15  # of a figure
_EXACTLY = Context(prec=2 * _DECIMALS + 1)
_NO_FIGURE = frozenset({"", "NA", "NULL", "Unknown", "None", "nan", "NaN"})  # how data write that there is none


class Events:
    """Turns coded events into claims.

    Parameters
    ----------
    ontology
        Its codings say what each code stands for.
    scheme
        Of the codes, such as `cameo`.
    gathering
        Takes the claims.
    codes
        The user's own, which go before the ontology's.
    """

    def __init__(
        self, ontology: Ontology, scheme: str, gathering: Gathering, codes: Mapping[str, Coding] | None = None
    ) -> None:
        known = {code: coding for (of, code), coding in ontology.codings.items() if of == scheme}
        self._known, self._gathering = {**known, **(codes or {})}, gathering
        self._ontology, self._shapes = ontology, dict[str, Shape]()
        self._fallen: dict[str, Shape] = {}  # of codes that fall to a shorter one
        self._lost: Counter[tuple[str, str]] = Counter()  # figures that are no numbers
        gathering.before_records(self._tell_lost)

    def figures(self, *named: tuple[str, str], spanned: tuple[str, str, str] | None = None) -> str:
        """Write the figures of a row in JSON; what is no number is left out, and counted.

        Parameters
        ----------
        named
            Names and cells.
        spanned
            A name, and the cells of the lowest and the highest number.
        """
        found, lost = figures_of(*named, spanned=spanned)
        if lost:
            self._gathering.attempt.later(self._lost.update, lost)
        return found

    def _tell_lost(self) -> None:
        if self._lost:
            (name, text), _ = min(self._lost.items(), key=lambda its: (-its[1], its[0]))
            which = counted(self._lost.total(), "figure is no number and", "figures are no numbers and")
            self._gathering.report.notes.append(f"{which} left out, such as {name} {quoted(text)}")

    def shape(self, code: str) -> Shape:
        """Give what a code stands for: itself, or the longest code that it begins with, which is counted.

        Raises
        ------
        RefusedRow
            If there is none.
        """
        if (shape := self._shapes.get(code)) is not None:
            return shape
        coding = next((self._known[its] for its in _beginnings(code) if its in self._known), None)
        if coding is None:
            self._gathering.report.miss("codes", code)
            raise RefusedRow("a code that stands for nothing here", code)
        if code not in self._known:
            self._gathering.attempt.later(self._gathering.report.miss, "codes", code)
        if (shape := self._fallen.get(code)) is None:
            shape = Shape(coding, _role_of_places(self._ontology, coding.type))
            (self._shapes if code in self._known else self._fallen)[code] = shape
        return shape

    def add(  # noqa: PLR0913 - what a row says
        self,
        article: str,
        row: str,
        shape: Shape,
        ends: tuple[str, str],
        day: str,
        place: str | None = None,
        figures: str = "",
        event: str = "",
        speaker: str | None = None,
    ) -> None:
        """Add what a row says.

        Parameters
        ----------
        article
            Its article's id.
        row
            Its id and hash as `evidence` writes them; several are divided by tabs.
        shape
            What its code stands for.
        ends
            Ids of its source and its target.
        day
            When it was, in EDTF.
        place
            Id of the place; left out where facts of the type have none.
        figures
            Its numbers, from `figures`.
        event
            Its id, where the data set itself says which rows are one event; left out, day, type and roles say so.
        speaker
            Id of whose word it is, if not its publisher's.
        """
        fact, told = shape.write(ends, day, place, event, speaker)
        self._gathering.add_encoded(article, fact, told, figures, row)

    def add_all(  # noqa: PLR0913 - what a row says
        self,
        article: str,
        row: str,
        shape: Shape,
        pairs: Iterable[tuple[str, str]],
        day: str,
        place: str | None = None,
        figures: str = "",
    ) -> None:
        """Add what a row says that names several sources or targets; `pairs` has each of them with each."""
        roles: dict[str, tuple[str, ...]] = {}
        for ends in pairs:
            for role, ids in shape.coding.fillers(*ends).items():
                roles[role] = tuple(sorted({*roles.get(role, ()), *ids}))
        fact = fact_id(shape.coding.type, day, roles)
        self._gathering.add_encoded(article, fact, shape.told_of(roles, day, place), figures, row)


def _beginnings(code: str) -> Iterator[str]:
    """Give a code, and what it begins with, the longest first."""
    return (code[:length] for length in range(len(code), 0, -1))


def _role_of_places(ontology: Ontology, kind: str) -> str | None:
    """Find the role of a fact type that nothing but a place fills."""
    places = {Kind.PLACE, Kind.COUNTRY}
    roles = [rule.role for rule in ontology.types[kind].roles.values() if rule.kinds and rule.kinds <= places]
    return roles[0] if len(roles) == 1 else None


@lru_cache(maxsize=1 << 16)
def day_of(text: str) -> str:
    """Give a day as EDTF, without a time of day behind it, or refuse its row.

    >>> day_of("2018-06-01"), day_of("2018-06-01 00:00:00")
    ('2018-06-01', '2018-06-01')
    """
    timed = _TIMED.fullmatch(text)
    try:
        when = dates.parse(timed[1] if timed else text)
    except dates.DateError as error:
        raise RefusedRow("no day", text) from error
    if when.earliest is None or when.text != when.earliest:
        raise RefusedRow("no day", text)
    return when.text


def need_id(text: str) -> None:
    """Refuse a row without an id, by which its evidence is found again."""
    if not tidy(text):
        raise RefusedRow("no id of the event")


def ends_of(source: str, target: str) -> None:
    """Refuse a row without a source or a target."""
    if not source or not target:
        raise RefusedRow("no target" if source else "no source")


def two(source: str, target: str) -> tuple[str, str]:
    """Give the ids of a source and a target, or refuse a row in which both are one."""
    if source == target:
        raise RefusedRow("source and target are one", source)
    return source, target


def number(text: str) -> str | None:
    """Write a number as figures are written; None where the text is no number.

    >>> number("6.0"), number("-1.5E-3"), number("-0"), number("many"), number("1e999")
    ('6', '-0.0015', '0', None, None)
    """
    try:
        known = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not known.is_finite() or abs(known) >= 10**_DECIMALS or "_" in text:
        return None
    rounded = known.quantize(Decimal(1).scaleb(-_DECIMALS), context=_EXACTLY)
    return f"{rounded.normalize(_EXACTLY):f}" if rounded else "0"


def span(low: str, high: str) -> str:
    """Write two numbers as a range; one where they are equal, nothing where one of them is no number.

    >>> span("1.0", "3"), span("2", "2.0"), span("", "2")
    ('1..3', '2', '')
    """
    known = [its for its in map(number, (low, high)) if its is not None]
    if len(known) < len((low, high)):
        return ""
    least, most = sorted(known, key=Decimal)
    return least if least == most else f"{least}{_RANGE}{most}"


@lru_cache(maxsize=1 << 16)
def figures_of(
    *named: tuple[str, str], spanned: tuple[str, str, str] | None = None
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Write those of some figures that are numbers, in JSON, or nothing where none is; and give those that are none.

    >>> figures_of(("tone", "-1.50"), ("sources", "many"), ("intensity", "NA"), spanned=("deaths", "2", "3.0"))
    ('{"tone":"-1.5","deaths":"2..3"}', (('sources', 'many'),))
    """
    written = {pair: number(pair[1]) for pair in named}
    if spanned:
        name, *ends = spanned
        written[name, "" if ends == ["", ""] else _RANGE.join(ends)] = span(*ends) or None
    known = {name: its for (name, _), its in written.items() if its is not None}
    lost = tuple(pair for pair, its in written.items() if its is None and pair[1] not in _NO_FIGURE)
    return (msgspec.json.encode(known).decode() if known else ""), lost
