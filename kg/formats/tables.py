"""The graph as six tables: entities, articles, claims, facts, fillers and edges; their columns stand in `tables.tsv`.

Records stand in them without loss. Rows are in the order of the columns that `ORDER` names, so that a reader who asks
for one fact, filler or actor can pass over the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from kg.account.support import deniers
from kg.formats.ties import actors_and_ties, country_of, side_of, was_read
from kg.model.records import Article, Claim, Entity, Evidence

if TYPE_CHECKING:
    from kg.account.facts import FactAccount, Filler
    from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]
ORDER = {
    "entities": ("id",),
    "articles": ("id",),
    "claims": ("fact", "key"),
    "facts": ("fact",),
    "fillers": ("filler", "fact", "role"),
    "edges": ("source", "target", "relation", "fact"),
}


class Column(Struct, frozen=True):
    """A column of a table."""

    table: str
    name: str
    type: str  # text, texts, day, yes-no, number, fraction, or a list of parts
    what: str

    @property
    def parts(self) -> dict[str, str]:
        """Name the parts of each item of a list, with their types; none of what is no such list."""
        if not self.type.startswith("list of "):
            return {}
        names = (part.partition(":") for part in self.type.removeprefix("list of ").split(", "))
        return {name: type_ or "text" for name, _, type_ in names}


@cache
def columns() -> dict[str, list[Column]]:
    """Read the columns of each table."""
    _, *lines = Path(__file__).with_name("tables.tsv").read_text("utf-8").splitlines()
    found: dict[str, list[Column]] = {table: [] for table in ORDER}
    for line in lines:
        column = Column(*line.split("\t"))
        found[column.table].append(column)
    return found


def rows_of(graph: Snapshot, table: str, *, everything: bool = False) -> Iterator[Row]:
    """Give the rows of a table, in order.

    Parameters
    ----------
    graph
        Whose account it is.
    table
        A name in `ORDER`.
    everything
        Among edges, also those that are not accepted.
    """
    if table == "edges":
        return _edges(graph, everything=everything)
    return _ROWS[table](graph)


def _entities(graph: Snapshot) -> Iterator[Row]:
    sides = side_of(graph, graph.records.entities)
    for id_, entity in sorted(graph.records.entities.items()):
        yield entity_row(entity) | {"speaks_for": sides.get(id_), "country": country_of(graph, sides.get(id_))}


def entity_row(its: Entity) -> Row:
    """Give the columns of an entity that hold its record."""
    return {
        "id": its.id,
        "kind": its.kind.value,
        "name": its.name,
        "aliases": [*its.aliases],
        "links": [{"link": link, "target": target} for link, targets in its.links.items() for target in targets],
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in its.identifiers.items()],
        "single_holder": its.single_holder,
        "side": its.side,
        "anonymous": its.anonymous,
        "note": its.note or None,
    }


def _articles(graph: Snapshot) -> Iterator[Row]:
    return (article_row(its) for _, its in sorted(graph.records.articles.items()))


def article_row(its: Article) -> Row:
    """Give the row of an article's head."""
    text = its.text
    return {
        **{name: getattr(its, name) or None for name in _ARTICLE},
        "published": its.published.text,
        "first_day": _day(its.published.earliest),
        "last_day": _day(its.published.latest),
        "text_file": text and text.file,
        "text_sha256": text and text.sha256,
        "text_characters": text and text.characters,
        "no_claims": [{"start": tick.start, "end": tick.end, "sha256": tick.sha256} for tick in its.no_claims],
    }


_ARTICLE = (
    "id", "title", "publisher", "agency", "coded_by", "published_basis", "url", "archived", "retrieved", "language",
    "annotator", "note",
)  # fmt: skip
_CLAIM = ("key", "article", "id", "fact", "type", "label", "document", "mode", "part_of", "fulfils", "qualifier",
          "annotator", "note")  # fmt: skip


def _claims(graph: Snapshot) -> Iterator[Row]:
    for claim in sorted(graph.claims.values(), key=lambda its: (its.fact, its.key)):
        reading = graph.account.readings[claim.key]
        yield claim_row(claim) | {
            "speakers": [*(claim.speaker or (graph.records.articles[claim.article].narrator,))],
            "voices": [*reading.voices],
            "outlet": reading.outlet,
            "counts": reading.counts,
            "sentence": graph.teller.claim(claim),
        }


def claim_row(its: Claim) -> Row:
    """Give the columns of a claim that hold its record."""
    return {
        **{name: getattr(its, name) or None for name in _CLAIM},
        "stance": its.stance.value,
        "scope": its.scope.value,
        "roles": [{"role": role, "filler": filler} for role, fillers in its.roles.items() for filler in fillers],
        "speaker": [*its.speaker],
        "via": [*its.via],
        "when": its.when and its.when.text,
        "earliest": _day(its.when.earliest if its.when else None),
        "latest": _day(its.when.latest if its.when else None),
        "said": its.said and its.said.text,
        "values": [{"name": name, **to_builtins(figure)} for name, figure in its.values.items()],
        "evidence": [_span(span) for span in its.evidence],
        "read": its.was_read,
    }


def _span(its: Evidence) -> Row:
    if its.row is not None:
        return {"kind": None, "start": None, "end": None, "sha256": its.sha256 or None, "row": its.row}
    return {"kind": its.kind.value, "start": its.start, "end": its.end, "sha256": its.sha256 or None, "row": None}


def _facts(graph: Snapshot) -> Iterator[Row]:
    for id_, its in sorted(graph.account.facts.items()):
        yield _standing(graph, its) | {
            "fact": id_,
            "type": its.type,
            "label": its.label,
            "what": graph.teller.heading(its),
            "when": its.when.text,
            "earliest": _day(its.when.earliest),
            "latest": _day(its.when.latest),
            "claims": [*its.claims],
            "part_of": [*its.part_of],
            "fulfils": [*its.fulfils],
            "conflicts": sorted({conflict.kind for conflict in graph.conflicts_by_fact.get(id_, ())}),
            "read": was_read(graph, its.basis),
        }


def _fillers(graph: Snapshot) -> Iterator[Row]:
    facts = graph.account.facts.values()
    every = [(its.filler, fact.fact, its.role, its) for fact in facts for its in fact.fillers.values()]
    for filler, fact, role, its in sorted(every, key=lambda each: each[:3]):
        names = {"filler": filler, "fact": fact, "role": role, "sort": sort_of(graph, fact, role, filler)}
        yield names | _standing(graph, its)


def sort_of(graph: Snapshot, fact: str, role: str, filler: str) -> str:
    """Tell whether what fills a role of a fact is an entity, a concept or a fact."""
    if graph.ontology.types[graph.account.facts[fact].type].roles[role].scheme is not None:
        return "concept"
    return "entity" if filler in graph.records.entities else "fact"


def _standing(graph: Snapshot, its: FactAccount | Filler) -> Row:
    return {
        "status": its.status.value,
        "contested": its.contested and its.contested.value,
        "accepted": its.accepted,
        "voices": [*its.voices],
        "outlets": [*its.outlets],
        "denied_by": [*deniers([its], graph.account.readings)],
        "basis": [*its.basis],
        "asserting": [*its.asserting],
    }


def _edges(graph: Snapshot, *, everything: bool) -> Iterator[Row]:
    ties = actors_and_ties(graph, everything=everything)[1]
    for tie in sorted(ties, key=lambda its: (its.source, its.target, its.relation, its.fact)):
        row = {column.name: getattr(tie, column.name) for column in columns()["edges"]}
        yield row | {"earliest": _day(tie.earliest), "latest": _day(tie.latest)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_ROWS = {"entities": _entities, "articles": _articles, "claims": _claims, "facts": _facts, "fillers": _fillers}
