"""The account as entities of FollowTheMoney, a line of JSON each: actors and posts, and accepted facts as ties.

Which schema a fact becomes stands in `imports/tables/ftm-export.csv`; every other edge of the network is a link whose
role says what it is. A tie has the sources of the claims that assert it, and no voice, stance or status, for which
FollowTheMoney has no words: what is not accepted is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING

import msgspec

from kg.formats.imports.lookups import plain, shipped
from kg.model.records import Entity, Kind

if TYPE_CHECKING:
    from kg.account.facts import FactAccount
    from kg.model.records import Claim
    from kg.snapshot.snapshot import Snapshot

_SCHEMATA = {
    Kind.PERSON: "Person", Kind.ORGANIZATION: "Organization", Kind.COUNTRY: "PublicBody", Kind.GROUP: "LegalEntity",
    Kind.POST: "Position", Kind.PLACE: "Address",
}  # fmt: skip
_OF_STATE = "PublicBody"  # an organization from which links lead upward to a country
_LINK = {
    "schema": "UnknownLink", "source": "subject", "target": "object", "words": "role", "figures": "", "target_as": ""
}  # fmt: skip
_LEGAL = (Kind.PERSON, Kind.ORGANIZATION, Kind.COUNTRY, Kind.GROUP)
_HAVE = {("LegalEntity", its) for its in _LEGAL} | {("Thing", its) for its in Kind}
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
Properties = dict[str, list[str]]


def to_ftm(graph: Snapshot) -> str:
    """Write entities and ties, each in the order of ids."""
    writer = _Writer(graph)
    ties = sorted(writer.ties(), key=lambda its: str(its["id"]))
    return "".join(msgspec.json.encode(its).decode() + "\n" for its in (*writer.entities(), *ties))


class _Writer:
    """Turns facts into ties, and remembers which entities they need."""

    def __init__(self, graph: Snapshot) -> None:
        self._graph, self._records, self._ontology = graph, graph.records, graph.ontology
        self._rules = plain("ftm-export")
        self._fields = plain("ftm-fields")
        self._codes = {
            code: its.entity.identifiers["iso3166-2"].lower()
            for its in shipped("countries").values()
            for code in its.entity.identifiers.values()
        }
        self._ends: set[str] = set()
        self._as: dict[str, str] = {}
        self._more: dict[str, Properties] = defaultdict(lambda: defaultdict(list))

    def ties(self) -> Iterator[dict[str, object]]:
        """Give the ties of accepted facts."""
        drawn: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        network = self._graph.network(kinds="all", layers="all", stand_ins=True)
        for source, target, its in network.edges(data=True):
            drawn[its["fact"]].append((source, target, its["relation"]))
        for fact in self._graph.account.facts.values():
            if fact.accepted:
                some = [*self._by_rule(fact)] or [*self._links(fact, drawn[fact.fact])]
                for number, its in enumerate(some, start=1):
                    yield {"id": fact.fact if len(some) == 1 else f"{fact.fact}-{number}", **its}

    def entities(self) -> Iterator[dict[str, object]]:
        """Give the entities that ties name; asked for after them."""
        for id_ in sorted(self._ends):
            entity = self._records.entities[id_]
            yield {"id": id_, "properties": self._properties(entity), "schema": self._schema(entity)}

    def _by_rule(self, fact: FactAccount) -> Iterator[dict[str, object]]:
        fillers: dict[str, list[str]] = defaultdict(list)
        for its in fact.fillers.values():
            if its.accepted:
                fillers[its.role].append(its.filler)
        filled = {id_ for some in fillers.values() for id_ in some}
        for rule in self._rules:
            if rule["type"] != fact.type or (rule["concept"] and rule["concept"] not in filled):
                continue
            sources, targets = fillers[rule["source_role"]], fillers[rule["target_role"]]
            if (
                sources
                and self._are(sources, rule["source_kinds"])
                and targets
                and self._are(targets, rule["target_kinds"])
            ):
                for ends in product(sources, targets):
                    for id_ in fillers[rule["also_role"]]:
                        self._add(ends[1], rule["also"], id_)
                    yield self._tie(fact, rule, ends)
                return

    def _links(self, fact: FactAccount, edges: Iterable[tuple[str, str, str]]) -> Iterator[dict[str, object]]:
        """Give the edges of a fact for which there is no schema of its own."""
        concepts = [
            its.filler for its in fact.fillers.values() if its.accepted and its.filler in self._ontology.concepts
        ]
        what = ", ".join(self._ontology.concepts[its].label for its in concepts)
        for source, target, relation in sorted(edges):
            if self._are([source, target], " ".join(_SCHEMATA)):
                label = self._ontology.edges[relation].label
                yield self._tie(fact, _LINK, (source, target), f"{label}: {what}" if what else label)

    def _are(self, ids: Iterable[str], kinds: str) -> bool:
        return all(self._records.entities[id_].kind in kinds.split() for id_ in ids)

    def _add(self, entity: str, name: str, value: str) -> None:
        self._ends.add(value)
        if value not in self._more[entity][name]:
            self._more[entity][name].append(value)

    def _tie(
        self, fact: FactAccount, rule: Mapping[str, str], ends: tuple[str, str], words: str = ""
    ) -> dict[str, object]:
        """Write a tie, with what the claims say that assert the fact."""
        self._ends |= {*ends}
        if rule["target_as"]:
            self._as[ends[1]] = rule["target_as"]
        properties: dict[str, set[str]] = defaultdict(set)
        properties[rule["source"]], properties[rule["target"]] = {ends[0]}, {ends[1]}
        properties[rule["words"]] |= {words}
        for claim in (self._graph.claims[key] for key in fact.asserting):
            article = self._records.articles[claim.article]
            properties["publisher"].add(self._records.entities[article.publisher].name)
            properties["recordId"].add(claim.key)
            properties["sourceUrl"].add(article.url or "")
            properties[rule["words"]].add(claim.qualifier or "")
            for name, its in (*_days(claim), *self._figures(claim, rule["figures"])):
                properties[name].add(its)
        given = {name: some for name, its in sorted(properties.items()) if (some := sorted(its - {""}))}
        return {"properties": given, "schema": rule["schema"]}

    def _figures(self, claim: Claim, schema: str) -> Iterator[tuple[str, str]]:
        """Give the figures of a claim for which the schema has a property, if each is one number of the right unit."""
        for rule in self._fields:
            figure = claim.values.get(rule["name"]) if (rule["schema"], rule["is"]) == (schema, "value") else None
            if figure is None or figure.low is None or figure.low != figure.high:
                continue
            if not rule["unit"] or rule["unit"] == f"={figure.unit}":
                yield rule["property"], figure.low
            elif not rule["unit"].startswith("="):
                yield rule["property"], figure.low
                yield rule["unit"], figure.unit or ""

    def _schema(self, entity: Entity) -> str:
        if entity.id in self._as:
            return self._as[entity.id]
        if entity.kind is Kind.ORGANIZATION and self._countries(entity, self._ontology.upward_links):
            return _OF_STATE
        return _SCHEMATA[entity.kind]

    def _properties(self, entity: Entity) -> dict[str, list[str]]:
        found = {("full" if entity.kind is Kind.PLACE else "name"): [entity.name], **self._more[entity.id]}
        if entity.aliases and entity.kind is not Kind.PLACE:
            found["alias"] = [*entity.aliases]
        if codes := [code for its in self._countries(entity, {*self._ontology.links}) if (code := self._code(its))]:
            found["country"] = sorted({*codes})
        for rule in self._fields:
            if (
                rule["is"] == "identifier"
                and rule["name"] in entity.identifiers
                and (rule["schema"], entity.kind) in _HAVE
            ):
                found[rule["property"]] = [entity.identifiers[rule["name"]]]
        return {name: found[name] for name in sorted(found)}

    def _countries(self, entity: Entity, links: Iterable[str]) -> list[Entity]:
        """Give the countries to which links lead from an entity, itself among them; only upward beyond the first."""
        found, seen, wanted = [], {entity.id}, set(links)
        waiting = [(entity, wanted)]
        for its, ways in waiting:  # grows while it is read
            if its.kind is Kind.COUNTRY:
                found.append(its)
                continue
            for target in (id_ for link in sorted(ways & its.links.keys()) for id_ in its.links[link]):
                if target not in seen and target in self._records.entities:
                    seen.add(target)
                    waiting.append((self._records.entities[target], set(self._ontology.upward_links)))
        return found

    def _code(self, country: Entity) -> str | None:
        return next((self._codes[its] for its in country.identifiers.values() if its in self._codes), None)


def _days(claim: Claim) -> Iterator[tuple[str, str]]:
    """Give the days of a claim that are exact, or a month or a year."""
    if claim.when:
        names = ("startDate", "endDate") if claim.when.interval else ("date",)
        days = zip(names, claim.when.text.split("/"), strict=True)
        yield from ((name, day) for name, day in days if _DAY.fullmatch(day))
