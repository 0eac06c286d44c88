"""One row of a table → its claim, its article and its entities, as a map says; or why it cannot be used.

A row is used as a whole or not at all: its entities are added once its claim is known to be sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from kg.annotation.jsonl_writer import from_article
from kg.annotation.record_fields import Findings
from kg.annotation.schema import CLAIM, HEAD, read_article, read_claim
from kg.base.findings import Finding
from kg.check.claims import check_claim
from kg.check.fillers import PLACES, Known, actor_fault
from kg.formats.imports.gathering import Gathering, fact_id
from kg.formats.imports.naming import id_within
from kg.formats.imports.streams import RefusedRow
from kg.formats.imports.tabular.fields import Cells, day, number
from kg.formats.imports.tabular.fillers import Fillers, told_apart
from kg.formats.imports.tabular.maps import ENTITIES, SEVERAL, Map
from kg.formats.imports.tabular.terms import concepts_of
from kg.model import dates
from kg.model.records import Article, Claim, Entity, Kind
from kg.ontology import FactType, Ontology, RoleRule

_RECENT = 10_000  # articles of which it is remembered that they are sound
_SCHEME = re.compile(r"^https?://(?:www\.)?")
_QUOTED, _DAYS = re.compile(r"`([^`]*)`"), re.compile(r"[0-9]{4}(?:-[0-9]{2}){1,2}")


class _Said(Struct):
    """What a row says, its entities by name: they have no ids yet."""

    row: str
    sha256: str
    kind: FactType
    words: dict[str, str]
    roles: dict[str, list[Entity]]
    concepts: dict[str, list[str]]
    actors: dict[str, list[Entity]]
    narrators: dict[str, Entity | None]
    days: dict[str, str]
    values: dict[str, str]
    fact: str

    def entities(self) -> Iterator[Entity]:
        """Give all entities that it names."""
        for some in (*self.roles.values(), *self.actors.values()):
            yield from some
        yield from filter(None, self.narrators.values())


class Claims:
    """Turns rows into claims.

    Parameters
    ----------
    gathering
        Takes them.
    ontology
        The fact types with their roles.
    map_, rules
        What fills which field; and what the ontology says of the roles that are filled.
    fillers
        Finds entities by their names.
    """

    def __init__(
        self, gathering: Gathering, ontology: Ontology, map_: Map, rules: Mapping[str, RoleRule], fillers: Fillers
    ) -> None:
        self.without_day = 0  # rows of events that are facts of their own, since their day is not known
        self.warnings: dict[str, int] = {}
        self._gathering, self._ontology, self._map, self._fillers = gathering, ontology, map_, fillers
        self._rules = rules
        self._concepts = {role: concepts_of(rule, ontology) for role, rule in rules.items() if rule.scheme}
        self._telling = {kind.id: telling(kind) for kind in ontology.types.values()}
        self._coder = fillers.of(Cells(()), map_.coded_by, "publishers")
        self._terms = {*ontology.roles, *ontology.types, *CLAIM, *HEAD}
        self._sound: set[Article] = set()  # articles of which that is known
        self._facts: dict[str, tuple[str, str]] = {}  # that the table names -> type and label

    def take(self, cells: Cells, row: str, sha256: str) -> None:
        """Take what a row says.

        Raises
        ------
        RefusedRow
            If it cannot be used.
        """
        said = self._said(cells, row, sha256)
        named = [*said.entities(), *self._coder]
        apart = told_apart(named)
        article, fields = self._article(said, apart), self._fields(said, apart)
        self._check(said, apart, article, fields)
        ids = {its.name: self._fillers.add(its) for its in named}
        if ids != apart:
            article, fields = self._article(said, ids), self._fields(said, ids)
        self._gathering.add_article(article)
        self._gathering.add_claim(article.id, row, sha256, fields)
        self.without_day += self._is_alone(said)

    def _said(self, cells: Cells, row: str, sha256: str) -> _Said:
        fields, map_ = self._map.fields, self._map
        kind = self._kind(cells.word(fields["type"]))
        some = {role: self._concepts_of(cells, role) for role in map_.roles if role in self._concepts}
        roles = {
            role: self._fillers.of_all(cells, sources)
            for role, sources in map_.roles.items()
            if role not in self._concepts
        }
        actors = {name: self._fillers.of_all(cells, map_.actors.get(name, ())) for name in SEVERAL}
        words = {name: cells.word(its) for name, its in fields.items() if name not in (*ENTITIES, "note")}
        if note := fields.get("note"):
            words["note"] = "\n".join(cells.text(note).splitlines())
        return _Said(
            row=row, sha256=sha256, kind=kind, words=words, roles=roles, concepts=some, actors=actors,
            narrators={name: self._narrator(cells, name) for name in ENTITIES},
            days={name: day(cells, fields[name]) for name in ("when", "said", "published") if name in fields},
            values={name: its for name, source in map_.values.items() if (its := number(cells, source))},
            fact=self._named_fact(cells),
        )  # fmt: skip

    def _kind(self, word: str) -> FactType:
        if word not in self._ontology.types:
            self._gathering.report.miss("codes", word)
            raise RefusedRow("no fact type" if word else "no word for its fact type", word)
        return self._ontology.types[word]

    def _concepts_of(self, cells: Cells, role: str) -> list[str]:
        known, found = self._concepts[role], []
        for source in self._map.roles[role]:
            for text in cells.parts(source):
                word = source.lookup.get(text, text)
                if word not in known:
                    self._gathering.report.miss("codes", word)
                    raise RefusedRow(f"no concept of `{role}`", word)
                found.append(known[word])
        return [*dict.fromkeys(found)]

    def _narrator(self, cells: Cells, name: str) -> Entity | None:
        source = self._map.fields.get(name)
        some = self._fillers.of(cells, source, "publishers") if source else []
        return some[0] if some else None

    def _named_fact(self, cells: Cells) -> str:
        """Give the id of the fact that the table names, if it does; what is looked up is an id as it is."""
        source = self._map.fact
        text = cells.word(source) if source else ""
        looked_up = source and text in source.lookup.values()
        return text if looked_up or not text else id_within(self._map.table, text)

    def _article(self, said: _Said, ids: Mapping[str, str]) -> Article:
        publisher, agency = (ids[its.name] if (its := said.narrators[name]) else None for name in ENTITIES)
        published, url, title = said.days.get("published", ""), said.words.get("url", ""), said.words.get("title", "")
        if not published and not self._map.by:
            raise RefusedRow("no day of publication, and the map gives no `by`")
        parts = (publisher, _SCHEME.sub("", url)) if url else (publisher, agency, published, title)
        return Article(
            id=id_within(*filter(None, (self._map.table, *parts))), title=title,
            publisher=publisher or ids[self._coder[0].name], agency=agency, coded_by=ids[self._coder[0].name],
            published=dates.parse(published or f"/{self._map.by}"), published_basis="external", url=url or None,
            language=said.words.get("language") or None,
        )  # fmt: skip

    def _fields(self, said: _Said, ids: Mapping[str, str]) -> dict[str, Any]:
        """Give the fields of the claim, as in JSON Lines."""
        roles = {role: sorted({ids[its.name] for its in some}) for role, some in said.roles.items() if some}
        roles |= {role: sorted(some) for role, some in said.concepts.items() if some}
        for concept in (its for some in said.concepts.values() for its in some):
            if (coding := self._ontology.coded.get(concept)) and coding.type == said.kind.id:
                roles = coding.in_order(roles)
        order = [role for role in said.kind.roles if role in roles]
        order += [role for role in roles if role not in order]
        actors = {name: [*dict.fromkeys(ids[its.name] for its in some)] for name, some in said.actors.items()}
        words, days = said.words, said.days
        fields = {
            "fact": self._fact(said, roles), "type": said.kind.id, "label": words.get("label"),
            "roles": {role: roles[role] for role in order}, "when": days.get("when"), **actors,
            "stance": words["stance"], "scope": words.get("scope"), "said": days.get("said"),
            "mode": words.get("mode"), "values": said.values, "qualifier": words.get("qualifier"),
            "note": words.get("note"),
        }  # fmt: skip
        return {name: its for name, its in fields.items() if its}

    def _fact(self, said: _Said, roles: Mapping[str, list[str]]) -> str:
        """Give the id of the fact: rows that agree in what tells facts apart are of one."""
        if said.fact:
            return said.fact
        same = self._map.same
        names = self._telling[said.kind.id] if same is None else same
        when = said.days.get("when") if same is None or "when" in same else None
        label = said.words.get("label") if same is None or "label" in same else None
        more = [f"label={label}"] if label else []
        if self._is_alone(said):
            more.append(f"row={said.row}")
        return fact_id(said.kind.id, when, {its: roles[its] for its in names if its in roles}, *more)

    def _is_alone(self, said: _Said) -> bool:
        """Whether it is a fact of its own: whether two events of one month, or of no day, are one is not known."""
        when = said.days.get("when")
        is_day = bool(when) and (its := dates.parse(str(when))).earliest == its.latest
        return not (said.fact or said.kind.lasts or is_day) and self._map.same is None

    def _check(self, said: _Said, ids: Mapping[str, str], article: Article, fields: dict[str, Any]) -> None:
        """Refuse a row whose claim `kg check` would refuse."""
        findings = Findings()
        if article not in self._sound:
            read_article(article.id, from_article(article), (), findings)
        evidence = {"id": "row", "evidence": [{"row": said.row, "sha256": said.sha256}]}
        claim = read_claim(article.id, {**fields, **evidence}, (), findings)
        entities = {ids[its.name]: its for its in said.entities()}
        found = findings.found
        if claim is not None:
            known = Known(entities, (), self._ontology.concepts)
            found += check_claim(claim, article, self._ontology, known, None)
        for narrator in (article.publisher, article.agency):
            if narrator in entities and (fault := actor_fault(narrator, "an article", entities)):
                found.append(Finding((), *fault))
        if len(self._sound) > _RECENT:
            self._sound.clear()
        if not found:
            self._sound.add(article)
        for its in found:
            reason, value = self._reason(its, fields["fact"])
            if not its.is_warning:
                raise RefusedRow(reason, value)
            self.warnings[reason] = self.warnings.get(reason, 0) + 1
        self._agree(claim, said)

    def _agree(self, claim: Claim | None, said: _Said) -> None:
        if said.fact and claim is not None:
            its = (claim.type, claim.label or "")
            first = self._facts.setdefault(said.fact, its)
            if first[0] != its[0] or (first[1] and its[1] and first[1] != its[1]):
                raise RefusedRow("its fact has another type or label in an earlier row", said.fact)

    def _reason(self, finding: Finding, fact: str) -> tuple[str, str]:
        """Give what is wrong in words that do not vary from row to row, and the value that is to blame."""
        text = finding.text.removeprefix(f"`{fact}`: ")
        odd = [its for its in _QUOTED.findall(text) if its not in self._terms]
        for its in odd:
            text = text.replace(f"`{its}`", "…")
        return _DAYS.sub("…", text), odd[0] if odd else ""


def telling(kind: FactType) -> tuple[str, ...]:
    """Give the roles that tell facts of a type apart: all but those of places and topics that a fact need not have."""
    passed = (PLACES, frozenset({Kind.TOPIC}))
    return tuple(
        role
        for role, rule in kind.roles.items()
        if role in (*kind.parties, *kind.always)
        or rule.min
        or not any(rule.kinds and rule.kinds <= its for its in passed)
    )
