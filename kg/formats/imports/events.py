"""Rows of coded events → claims: what a code stands for, who fills which role, and which rows are one fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.formats.imports.gathering import Gathering, fact_id
from kg.formats.imports.streams import RefusedRow
from kg.model import dates
from kg.model.records import Kind, Stance
from kg.ontology import Coding, Ontology


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
    """

    def __init__(self, ontology: Ontology, scheme: str, gathering: Gathering) -> None:
        self._scheme, self._gathering, self._ontology = scheme, gathering, ontology
        self._codings: dict[str, Coding | None] = {}
        self._places = {kind.id: _role_of_places(ontology, kind.id) for kind in ontology.types.values()}

    def coding(self, code: str) -> Coding:
        """Give what a code stands for: itself, or the longest code that it begins with, which is counted.

        Raises
        ------
        RefusedRow
            If there is none.
        """
        if code not in self._codings:
            known = self._ontology.codings
            found = ((self._scheme, code[:length]) for length in range(len(code), 0, -1))
            self._codings[code] = next((known[its] for its in found if its in known), None)
        coding = self._codings[code]
        if coding is None or (self._scheme, code) not in self._ontology.codings:
            self._gathering.report.miss("codes", code)
        if coding is None:
            raise RefusedRow("a code that stands for nothing here", code)
        return coding

    def add(  # noqa: PLR0913 - what a row says
        self,
        article: str,
        row: str,
        sha256: str,
        coding: Coding,
        ends: tuple[str, str],
        day: str | None,
        place: str | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Add what a row says.

        Parameters
        ----------
        article, row, sha256
            As for `Gathering.add_claim`.
        coding
            What its code stands for.
        ends
            Ids of its source and its target.
        day
            When it was, in EDTF.
        place
            Id of the place; left out where facts of the type have none.
        more
            Further fields of the claim, such as `values`.
        """
        roles = coding.fillers(*ends)
        fact = fact_id(coding.type, day, roles)
        if place and (role := self._places[coding.type]):
            roles = {**roles, role: (place,)}
        fields = {"fact": fact, "type": coding.type, "roles": roles, "when": day, "stance": Stance.ASSERTS}
        given = {name: its for name, its in fields.items() if its}
        self._gathering.add_claim(article, row, sha256, {**given, **(more or {})})


def _role_of_places(ontology: Ontology, kind: str) -> str | None:
    """Find the role of a fact type that nothing but a place fills."""
    places = {Kind.PLACE, Kind.COUNTRY}
    roles = [rule.role for rule in ontology.types[kind].roles.values() if rule.kinds and rule.kinds <= places]
    return roles[0] if len(roles) == 1 else None


def day_of(text: str) -> str:
    """Give a day as EDTF, or refuse its row."""
    try:
        return dates.parse(text).text
    except dates.DateError as error:
        raise RefusedRow("no day", text) from error


def ends_of(source: str, target: str) -> None:
    """Refuse a row without a source or a target, or in which both are one."""
    if not source or not target:
        raise RefusedRow("no target" if source else "no source")
    if source == target:
        raise RefusedRow("source and target are one", source)
