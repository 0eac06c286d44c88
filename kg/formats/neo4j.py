"""The graph as CSV for `neo4j-admin database import full`: files of nodes, files of relationships, and the command.

Ids of entities and facts share one space, since both can fill a role. Items of a list are divided by U+001F, which no
name holds. A relationship always has a direction in Neo4j: a symmetric tie stands once and says so.

Source: Neo4j Operations Manual 5, Import, "CSV header format" and "Full import".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.formats.table_rows import sort_of
from kg.formats.tables import columns, rows_of
from kg.formats.ties import in_words

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

_BETWEEN = "\x1f"  # items of a list
_TYPES = {
    "text": "string", "texts": "string[]", "day": "date", "yes-no": "boolean", "number": "int", "fraction": "double",
}  # fmt: skip
_NODES = {  # table -> the label of its nodes, their space of ids, the column of the id
    "entities": ("Entity", "Thing", "id"),
    "facts": ("Fact", "Thing", "fact"),
    "claims": ("Claim", "Claim", "key"),
    "articles": ("Article", "Article", "id"),
}
_DRAWN = {  # columns that are relationships here
    "entities": ("links",), "facts": ("basis", "claims", "part_of", "fulfils"),
    "claims": ("roles", "article", "fact", "part_of", "fulfils", "speaker", "speakers", "via"),
    "articles": ("publisher", "agency", "coded_by"),
}  # fmt: skip
_HEADS = {  # relationships that say nothing but how they lead: the spaces of both ends, what else they say
    "links": ("Thing", "Thing", ()),
    "part-of": ("Thing", "Thing", ()),
    "basis": ("Thing", "Claim", ()),
    "claims-facts": ("Claim", "Thing", ()),
    "claims-articles": ("Claim", "Article", ()),
    "claims-speakers": ("Claim", "Thing", ("position:int",)),
    "claims-say": ("Claim", "Thing", ("role:string",)),
    "claims-say-concepts": ("Claim", "Concept", ("role:string",)),
    "articles-actors": ("Article", "Thing", ()),
}
_NODE_FILES = (*(f"{table}.csv" for table in _NODES), "concepts.csv")
_RELATIONSHIP_FILES = (
    "edges.csv", "fillers.csv", "fillers-concepts.csv", *(f"{name}.csv" for name in _HEADS),
)  # fmt: skip
FILES = (*_NODE_FILES, *_RELATIONSHIP_FILES, "README.txt")
_README = """Files for Neo4j 5 and newer, into a database that does not exist yet:

neo4j-admin database import full \\
{options}
    --array-delimiter=U+001F --multiline-fields=true \\
    neo4j

Symmetric ties (r.symmetric) stand once, in either direction: match them without an arrow, (a)-[r:MET]-(b), and project
them as UNDIRECTED for measures. FILLS is accepted, IS_SAID_TO_FILL is not; nodes of facts hold their status.
"""


class _Lead(NamedTuple):
    """A relationship: where it starts and ends, of which type it is, and what else it says."""

    start: str
    end: str
    type: str
    more: str | int | None = None


def to_neo4j(graph: Snapshot, folder: Path, *, everything: bool = False) -> None:
    """Write the files into a folder; `everything` as in `Graph.export`."""
    for table, (label, space, key) in _NODES.items():
        _write_nodes(graph, folder / f"{table}.csv", table, (label, space, key))
    concepts = ((its.id, "Concept", its.label, its.iri) for _, its in sorted(graph.ontology.concepts.items()))
    _write(folder / "concepts.csv", ("id:ID(Concept)", ":LABEL", "label:string", "iri:string"), concepts)
    _write_ties(graph, folder / "edges.csv", everything=everything)
    for sort, name in (("concept", "fillers-concepts.csv"), ("", "fillers.csv")):
        _write_fillers(graph, folder / name, is_concept=bool(sort))
    for name, (start, end, more) in _HEADS.items():
        leads = sorted(set(_LEADS[name](graph)), key=lambda its: tuple(map(str, its)))
        rows = ([*lead[: 3 + len(more)]] for lead in leads)
        _write(folder / f"{name}.csv", (f":START_ID({start})", f":END_ID({end})", ":TYPE", *more), rows)
    options = [f"--nodes={name}" for name in _NODE_FILES] + [f"--relationships={name}" for name in _RELATIONSHIP_FILES]
    lines = "\n".join(f"    {option} \\" for option in options)
    (folder / "README.txt").write_text(_README.format(options=lines), "utf-8", newline="\n")


def type_of(name: str) -> str:
    """Name a type of relationships as Cypher does.

    >>> type_of("attended-with"), type_of("partOf")
    ('ATTENDED_WITH', 'PART_OF')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W", "_", name).upper()


def _write_nodes(graph: Snapshot, path: Path, table: str, node: tuple[str, str, str]) -> None:
    label, space, key = node
    plain = [its for its in columns()[table] if its.name != key and its.name not in _DRAWN[table]]
    head = [f"{key}:ID({space})", ":LABEL"]
    head += [f"{its.name}:{'string[]' if its.parts else _TYPES[its.type]}" for its in plain]
    rows = (
        [row[key], _BETWEEN.join(_labels(label, row)), *(_cell(row[its.name]) for its in plain)]
        for row in rows_of(graph, table)
    )
    _write(path, head, rows)


def _labels(label: str, row: dict[str, Any]) -> Iterator[str]:
    yield label
    if "kind" in row:
        yield row["kind"]
    if row.get("accepted"):
        yield "Accepted"


def _write_ties(graph: Snapshot, path: Path, *, everything: bool) -> None:
    said = [its for its in columns()["edges"] if its.name not in ("source", "target")]
    head = [":START_ID(Thing)", ":END_ID(Thing)", ":TYPE", *(f"{its.name}:{_TYPES[its.type]}" for its in said)]
    rows = (
        [row["source"], row["target"], type_of(row["relation"]), *(_cell(row[its.name]) for its in said)]
        for row in rows_of(graph, "edges", everything=everything)
    )
    _write(path, head, rows)


def _write_fillers(graph: Snapshot, path: Path, *, is_concept: bool) -> None:
    said = [its for its in columns()["fillers"] if its.name not in ("filler", "fact", "sort")]
    space = "Concept" if is_concept else "Thing"
    head = [f":START_ID({space})", ":END_ID(Thing)", ":TYPE", *(f"{its.name}:{_TYPES[its.type]}" for its in said)]
    rows = (
        [row["filler"], row["fact"], "FILLS" if row["accepted"] else "IS_SAID_TO_FILL"]
        + [_cell(row[its.name]) for its in said]
        for row in rows_of(graph, "fillers")
        if (row["sort"] == "concept") is is_concept and _is_node(graph, row["sort"], row["filler"])
    )
    _write(path, head, rows)


def _links(graph: Snapshot) -> Iterator[_Lead]:
    for its in graph.records.entities.values():
        yield from (_Lead(its.id, target, type_of(link)) for link, targets in its.links.items() for target in targets)


def _between_facts(graph: Snapshot) -> Iterator[_Lead]:
    for its in graph.account.facts.values():
        yield from (_Lead(its.fact, whole, "PART_OF") for whole in its.part_of if whole in graph.account.facts)
        yield from (_Lead(its.fact, plan, "FULFILS") for plan in its.fulfils if plan in graph.account.facts)


def _basis(graph: Snapshot) -> Iterator[_Lead]:
    for its in graph.account.facts.values():
        yield from (_Lead(its.fact, key, "RESTS_ON") for key in its.basis)


def _speakers(graph: Snapshot) -> Iterator[_Lead]:
    for key, its in graph.claims.items():
        speakers = its.speaker or (graph.records.articles[its.article].narrator,)
        for type_, names in (("SAID_BY", speakers), ("VIA", its.via)):
            known = ((at, name) for at, name in enumerate(names, 1) if name in graph.records.entities)
            yield from (_Lead(key, name, type_, at) for at, name in known)


def _says(graph: Snapshot, *, concepts: bool) -> Iterator[_Lead]:
    for key, its in graph.claims.items():
        rules = graph.ontology.types[graph.account.facts[its.fact].type].roles
        for role, fillers in its.roles.items():
            for filler in fillers:
                sort = sort_of(rules[role], filler, graph.records.entities)
                if (sort == "concept") is concepts and _is_node(graph, sort, filler):
                    yield _Lead(key, filler, "SAYS", role)


def _is_node(graph: Snapshot, sort: str, filler: str) -> bool:
    """Tell whether what fills a role is a node: a fact on which no known claim speaks is none."""
    return sort != "fact" or filler in graph.account.facts


def _article_actors(graph: Snapshot) -> Iterator[_Lead]:
    for its in graph.records.articles.values():
        actors = (("PUBLISHED_BY", its.publisher), ("TEXT_OF", its.agency), ("CODED_BY", its.coded_by))
        yield from (_Lead(its.id, actor, type_) for type_, actor in actors if actor)


_LEADS = {
    "links": _links,
    "part-of": _between_facts,
    "basis": _basis,
    "claims-facts": lambda graph: (_Lead(key, its.fact, "SPEAKS_OF") for key, its in graph.claims.items()),
    "claims-articles": lambda graph: (_Lead(key, its.article, "STANDS_IN") for key, its in graph.claims.items()),
    "claims-speakers": _speakers,
    "claims-say": lambda graph: _says(graph, concepts=False),
    "claims-say-concepts": lambda graph: _says(graph, concepts=True),
    "articles-actors": _article_actors,
}


def _cell(value: object) -> str:
    """Write a value; the parts of an item of a list are divided by colons."""
    if isinstance(value, list):
        items = (":".join(map(in_words, its.values())) if isinstance(its, dict) else in_words(its) for its in value)
        return _BETWEEN.join(items)
    return in_words(value)


def _write(path: Path, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
