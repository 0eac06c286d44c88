"""Whether a row's claim and article are sound, as `kg check` would say: refused if not; what is odd is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from kg.annotation.jsonl_writer import from_article
from kg.annotation.record_fields import Findings
from kg.annotation.schema import CLAIM, HEAD, read_article, read_claim
from kg.base.findings import Finding
from kg.base.hints import counted
from kg.check.claims import check_claim
from kg.check.fillers import Known, actor_fault
from kg.formats.imports.streams import RefusedRow
from kg.model.records import Article, Entity
from kg.ontology import Ontology

_RECENT = 10_000  # articles of which it is remembered that they are sound
_QUOTED, _DAYS = re.compile(r"`([^`]*)`"), re.compile(r"[0-9]{4}(?:-[0-9]{2}){1,2}")


class _Warned(Struct):
    """A warning in words that do not vary from row to row: how many rows have it, and what it says of the first."""

    row: str
    text: str
    rows: int = 0


class Checks:
    """Checks the claims of rows, and counts what they are warned of.

    Parameters
    ----------
    ontology
        The fact types with their roles.
    """

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._terms = {*ontology.roles, *ontology.types, *CLAIM, *HEAD}
        self._sound: set[Article] = set()
        self._warned: dict[str, _Warned] = {}

    def notes(self) -> Iterator[str]:
        """Say what rows were warned of: in full of one row, and of several what it is of the first."""
        for its in self._warned.values():
            if its.rows == 1:
                yield f"row `{its.row}`: {its.text}"
            else:
                yield f"{counted(its.rows, 'row')}, the first of them row `{its.row}`: {its.text}"

    def need_sound(self, row: str, article: Article, fields: Mapping[str, Any], entities: Mapping[str, Entity]) -> None:
        """Refuse a row whose claim `kg check` would refuse.

        Parameters
        ----------
        row
            Its id.
        article, fields
            Its article, and its claim as in JSON Lines.
        entities
            All that it names, by their ids.
        """
        findings = Findings()
        if article not in self._sound:
            read_article(article.id, from_article(article), (), findings)
        evidence = {"id": "row", "evidence": [{"row": row}]}
        claim = read_claim(article.id, {**fields, **evidence}, (), findings)
        found = findings.found
        if claim is not None:
            known = Known(entities, (), self._ontology.concepts)
            found += check_claim(claim, article, self._ontology, known, None)
        for narrator in (article.publisher, article.agency):
            if narrator and narrator in entities and (fault := actor_fault(narrator, "an article", entities)):
                found.append(Finding((), *fault))
        if len(self._sound) > _RECENT:
            self._sound.clear()
        if not found:
            self._sound.add(article)
        for its in found:
            self._take(its, fields["fact"], row)

    def _take(self, finding: Finding, fact: str, row: str) -> None:
        text = finding.text.removeprefix("warning: ").removeprefix(f"`{fact}`: ")
        reason, value = self._alike(text)
        if not finding.is_warning:
            raise RefusedRow(reason, value)
        self._warned.setdefault(reason, _Warned(row, text)).rows += 1

    def _alike(self, text: str) -> tuple[str, str]:
        """Give what is wrong in words that do not vary from row to row, and the value that is to blame."""
        odd = [its for its in _QUOTED.findall(text) if its not in self._terms]
        for its in odd:
            text = text.replace(f"`{its}`", "…")
        return _DAYS.sub("…", text), odd[0] if odd else ""
