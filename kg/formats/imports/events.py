"""Rows of coded events → claims: what a code stands for, who fills which role, and which rows are one fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import msgspec

from kg.formats.imports.gathering import Gathering, evidence, fact_id
from kg.formats.imports.streams import RefusedRow
from kg.model import dates
from kg.model.records import Kind
from kg.ontology import Coding, Ontology

_BETWEEN = '","'
_RECENT = 10_000  # sets of figures that are remembered
_DECIMALS = 15  # of a figure


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
        self._codings: dict[str, Coding | None] = {}
        self._figures: dict[tuple[tuple[str, str], ...], bytes] = {}
        self._places = {kind.id: _role_of_places(ontology, kind.id) for kind in ontology.types.values()}

    def coding(self, code: str) -> Coding:
        """Give what a code stands for: itself, or the longest code that it begins with, which is counted.

        Raises
        ------
        RefusedRow
            If there is none.
        """
        if code not in self._codings:
            found = (code[:length] for length in range(len(code), 0, -1))
            self._codings[code] = next((self._known[its] for its in found if its in self._known), None)
        coding = self._codings[code]
        if code not in self._known:
            self._gathering.report.miss("codes", code)
        if coding is None:
            raise RefusedRow("a code that stands for nothing here", code)
        return coding

    def add(  # noqa: PLR0913 - what a row says
        self,
        article: str,
        rows: Iterable[tuple[str, str]],
        coding: Coding,
        ends: tuple[str, str],
        day: str,
        place: str | None = None,
        figures: Mapping[str, str] | None = None,
        event: str = "",
        speaker: str | None = None,
    ) -> None:
        """Add what a row says.

        Parameters
        ----------
        article
            Its article's id.
        rows
            Id and hash of the row, and of others that tell the same.
        coding
            What its code stands for.
        ends
            Ids of its source and its target.
        day
            When it was, in EDTF.
        place
            Id of the place; left out where facts of the type have none.
        figures
            Its numbers.
        event
            Its id, where the data set itself says which rows are one event; left out, day, type and roles say so.
        speaker
            Id of whose word it is, if not its publisher's.
        """
        self._add(article, rows, coding, coding.fillers(*ends), day, place, figures, event, speaker)

    def add_all(  # noqa: PLR0913 - what a row says
        self,
        article: str,
        rows: Iterable[tuple[str, str]],
        coding: Coding,
        pairs: Iterable[tuple[str, str]],
        day: str,
        place: str | None = None,
        figures: Mapping[str, str] | None = None,
    ) -> None:
        """Add what a row says that names several sources or targets; `pairs` has each of them with each."""
        roles: dict[str, tuple[str, ...]] = {}
        for ends in pairs:
            for role, ids in coding.fillers(*ends).items():
                roles[role] = tuple(sorted({*roles.get(role, ()), *ids}))
        self._add(article, rows, coding, roles, day, place, figures, "", None)

    def _add(  # noqa: PLR0913 - what a row says
        self,
        article: str,
        rows: Iterable[tuple[str, str]],
        coding: Coding,
        roles: dict[str, tuple[str, ...]],
        day: str,
        place: str | None,
        figures: Mapping[str, str] | None,
        event: str,
        speaker: str | None,
    ) -> None:
        """Write it as JSON at once: ids, names of terms and days hold nothing that JSON would write otherwise."""
        kind, role = coding.type, self._places[coding.type]
        fact = fact_id(kind, day, roles, event) if event else fact_id(kind, day, roles)
        filled = [f'"{name}":["{ids[0] if len(ids) == 1 else _BETWEEN.join(ids)}"]' for name, ids in roles.items()]
        where = f',"{role}":["{place}"]' if place and role else ""
        said = f',"speaker":["{speaker}"]' if speaker else ""
        told = f'"type":"{kind}","roles":{{{",".join(filled)}{where}}},"when":"{day}"{said},"stance":"asserts"'
        self._gathering.add_encoded(
            article.encode(), fact.encode(), told.encode(), self._encoded(figures) if figures else b"",
            [evidence(*row) for row in rows],
        )  # fmt: skip

    def _encoded(self, figures: Mapping[str, str]) -> bytes:
        key = tuple(figures.items())
        if (known := self._figures.get(key)) is None:
            if len(self._figures) > _RECENT:
                self._figures.clear()
            known = self._figures[key] = msgspec.json.encode(figures)
        return known


def _role_of_places(ontology: Ontology, kind: str) -> str | None:
    """Find the role of a fact type that nothing but a place fills."""
    places = {Kind.PLACE, Kind.COUNTRY}
    roles = [rule.role for rule in ontology.types[kind].roles.values() if rule.kinds and rule.kinds <= places]
    return roles[0] if len(roles) == 1 else None


@lru_cache(maxsize=1 << 16)
def day_of(text: str) -> str:
    """Give a day as EDTF, or refuse its row."""
    try:
        when = dates.parse(text)
    except dates.DateError as error:
        raise RefusedRow("no day", text) from error
    if when.earliest is None or when.text != when.earliest:
        raise RefusedRow("no day", text)
    return when.text


def ends_of(source: str, target: str) -> None:
    """Refuse a row without a source or a target."""
    if not source or not target:
        raise RefusedRow("no target" if source else "no source")


def two(source: str, target: str) -> tuple[str, str]:
    """Give the ids of a source and a target, or refuse a row in which both are one."""
    if source == target:
        raise RefusedRow("source and target are one", source)
    return source, target


@lru_cache(maxsize=1 << 16)
def number(text: str) -> str | None:
    """Write a number as figures are written; None where the text is no number.

    >>> number("6.0"), number("-1.5E-3"), number("many")
    ('6', '-0.0015', None)
    """
    try:
        known = Decimal(text.strip())
    except InvalidOperation:
        return None
    return f"{round(known, _DECIMALS).normalize():f}" if known.is_finite() and abs(known) < 10**_DECIMALS else None


def figures_of(named: Mapping[str, str]) -> dict[str, str]:
    """Give those of some figures that are numbers."""
    return {name: its for name, text in named.items() if (its := number(text)) is not None}
