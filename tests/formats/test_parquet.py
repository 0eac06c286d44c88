"""Parquet: what pyarrow and polars read, that the records are all there, and that rows can be passed over."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from msgspec import structs

import kg
from kg.annotation.compressed import DamagedError
from kg.annotation.jsonl_writer import written
from kg.base.errors import KgWarning, UsageError
from kg.base.installing import to_install
from kg.formats import parquet, tables
from kg.formats.imports.reports import Report
from kg.formats.imports.tabular.parquet import Parquet
from kg.formats.tables import ORDER, columns, rows_of
from kg.graph.graph import Graph
from kg.model.dates import parse
from kg.model.records import (
    Article,
    Claim,
    Entity,
    Evidence,
    EvidenceKind,
    Figure,
    Kind,
    Records,
    Scope,
    Stance,
    Text,
)  # fmt: skip
from tests.conftest import Golden, started
from tests.graphs import graph_of
from tests.making import claim


def exported(graph: Graph, folder: Path, **options: bool) -> dict[str, list[dict[str, Any]]]:
    graph.export("parquet", folder, **options)
    return {table: pq.read_table(folder / f"{table}.parquet").to_pylist() for table in ORDER}


def given(value: str | None) -> Any:
    return parse(value) if value else None


def records_of(read: dict[str, list[dict[str, Any]]]) -> Records:
    """Make the records again, from the columns that hold them."""
    entities, articles, claims = {}, {}, []
    for row in read["entities"]:
        links: dict[str, tuple[str, ...]] = {}
        for its in row["links"]:
            links[its["link"]] = (*links.get(its["link"], ()), its["target"])
        identifiers = {its["scheme"]: its["value"] for its in row["identifiers"]}
        plain = {name: row[name] for name in ("id", "name", "single_holder", "side", "anonymous")}
        entities[row["id"]] = Entity(
            **plain, kind=Kind(row["kind"]), aliases=(*row["aliases"],), links=links, identifiers=identifiers,
            note=row["note"] or "",
        )  # fmt: skip
    for row in read["articles"]:
        names = ("id", "publisher", "agency", "coded_by", "published_basis", "url", "archived", "retrieved",
                 "language", "annotator", "note")  # fmt: skip
        text = row["text_file"] and Text(
            file=row["text_file"], sha256=row["text_sha256"], characters=row["text_characters"]
        )
        plain = {name: row[name] for name in names}
        articles[row["id"]] = Article(
            **plain, title=row["title"] or "", published=parse(row["published"]), text=text or None
        )
    for row in read["claims"]:
        roles: dict[str, tuple[str, ...]] = {}
        for its in row["roles"]:
            roles[its["role"]] = (*roles.get(its["role"], ()), its["filler"])
        fields = ("article", "id", "fact", "type", "label", "document", "mode", "part_of", "fulfils", "qualifier",
                 "annotator", "note")  # fmt: skip
        evidence = tuple(
            Evidence(row=its["row"], sha256=its["sha256"] or "")
            if its["row"] is not None
            else Evidence(
                start=its["start"], end=its["end"], sha256=its["sha256"] or "", kind=EvidenceKind(its["kind"])
            )
            for its in row["evidence"]
        )
        values = {its["name"]: Figure(its["low"], its["high"], its["unit"]) for its in row["values"]}
        plain = {name: row[name] for name in fields}
        claims.append(
            Claim(
                **plain,
                stance=Stance(row["stance"]),
                scope=Scope(row["scope"]),
                roles=roles,
                evidence=evidence,
                when=given(row["when"]),
                said=given(row["said"]),
                speaker=(*row["speaker"],),
                via=(*row["via"],),
                values=values,
            )
        )
    return Records(entities, articles, tuple(sorted(claims, key=lambda its: its.key)))


FULL = structs.replace(
    claim(
        ("a-foreign", "b-foreign"), id_="full", when="../2023-12-13~", said="2023-12", document="readout",
        mode="indirect", part_of="v", fulfils="p", qualifier="first", annotator="AB", note="a\nnote", label="Talks",
    ),
    via=("herald", "gazette"),
    values={"deaths": Figure("12", "12"), "amount": Figure("3500000.5", None, "EUR"), "hurt": Figure(None, "20")},
    evidence=(Evidence(start=3, end=9, sha256="a" * 64, kind=EvidenceKind.CAPTION), Evidence(row="17", sha256="")),
)  # fmt: skip


@pytest.mark.parametrize("which", ["demo", "strait", "full"])
def test_the_records_are_all_there(
    which: str, demo: Graph, strait: Graph, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    graph = graph_of([FULL, claim(None)]) if which == "full" else {"demo": demo, "strait": strait}[which]
    again = records_of(exported(graph, tmp_path / "out"))
    expected = structs.replace(graph.records, entities=dict(sorted(graph.records.entities.items())))
    assert b"".join(written(again)) == b"".join(written(expected))
    assert again == expected


@pytest.mark.parametrize("table", ORDER)
def test_polars_reads_what_pyarrow_reads_and_each_column_is_of_its_type(
    strait: Graph, tmp_path: Path, table: str
) -> None:
    read = exported(strait, tmp_path / "out")[table]
    frame = pl.read_parquet(tmp_path / "out" / f"{table}.parquet")
    assert frame.to_dicts() == read
    assert frame.columns == [its.name for its in columns()[table]]
    kinds: dict[str, Any] = {
        "text": pl.String, "texts": pl.List(pl.String), "day": pl.Date, "yes-no": pl.Boolean, "number": pl.Int32,
        "fraction": pl.Float64,
    }  # fmt: skip
    for column in columns()[table]:
        parts = {name: kinds[its] for name, its in column.parts.items()}
        assert frame.schema[column.name] == (pl.List(pl.Struct(parts)) if parts else kinds[column.type])


@pytest.mark.parametrize("table", ORDER)
def test_a_row_has_the_columns_of_its_table(strait: Graph, table: str) -> None:
    for row in rows_of(strait, table, everything=True):
        assert row.keys() == {its.name for its in columns()[table]}


def test_facts_and_edges_say_how_they_stand(tmp_path: Path) -> None:
    denied = claim("b-foreign", "denies", article="gazette-1", fact="c", roles={"participant": ("abe", "bob")})
    met = claim("a-foreign", fact="c", roles={"participant": ("abe", "bob")})
    graph = graph_of([claim("a-foreign", when="2023-12-13"), met, denied])
    read = exported(graph, tmp_path / "out")
    standing = ("fact", "status", "contested", "accepted", "denied_by", "earliest", "what")
    day = datetime.date(2023, 12, 13)
    assert [tuple(row[name] for name in standing) for row in read["facts"]] == [
        ("c", "one-sided", "by-party", False, ["bland"], None, "A meeting of Abe and Bob"),
        ("m", "one-sided", None, True, [], day, "Ann and Bob met on 2023-12-13"),
    ]
    assert [(row["fact"], row["accepted"]) for row in read["edges"]] == [("m", True)]
    every = exported(graph, tmp_path / "all", everything=True)
    assert [(row["fact"], row["accepted"]) for row in every["edges"]] == [("c", False), ("m", True)]
    assert {row["sort"] for row in read["fillers"]} == {"entity"}


def test_rows_can_be_passed_over(strait: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS", 4)
    exported(strait, tmp_path / "out")
    for table, order in ORDER.items():
        file = pq.ParquetFile(tmp_path / "out" / f"{table}.parquet")
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        names = [column.name for column in columns()[table]]
        assert [names[its.column_index] for its in groups[0].sorting_columns] == list(order)
        rows = file.read(columns=list(order)).to_pylist()
        keys = [tuple(row.values()) for row in rows]
        assert (len(groups) > 1, keys) == (len(rows) > 4, sorted(keys))
        bounds = [
            (its.column(names.index(order[0])).statistics.min, its.column(names.index(order[0])).statistics.max)
            for its in groups
        ]
        assert bounds == sorted(bounds)
        assert all(last <= first for (_, last), (first, _) in itertools.pairwise(bounds))
    some = pq.read_table(tmp_path / "out" / "edges.parquet", filters=[("source", "=", "kestria")])
    assert set(some["source"].to_pylist()) == {"kestria"}


def test_the_same_graph_gives_the_same_bytes(strait: Graph, tmp_path: Path) -> None:
    hashes = []
    for name in ("one", "two"):
        strait.export("parquet", tmp_path / name)
        hashes.append({its.name: hashlib.sha256(its.read_bytes()).hexdigest() for its in (tmp_path / name).iterdir()})
    assert hashes[0] == hashes[1]
    assert sorted(hashes[0]) == [f"{table}.parquet" for table in sorted(ORDER)]


def test_a_changed_byte_is_found(strait: Graph, tmp_path: Path) -> None:
    strait.export("parquet", tmp_path / "out")
    path = tmp_path / "out/claims.parquet"
    whole, group = path.read_bytes(), pq.read_metadata(path).row_group(0)
    for number in range(group.num_columns):
        its = group.column(number)
        last = (its.dictionary_page_offset or its.data_page_offset) + its.total_compressed_size - 1
        path.write_bytes(whole[:last] + bytes([whole[last] ^ 1]) + whole[last + 1 :])
        with pytest.raises(DamagedError, match=r"^damaged: .*CRC checksum verification failed"):
            list(Parquet(path).rows(Report()))


def test_an_empty_graph_has_its_columns(tmp_path: Path) -> None:
    with pytest.warns(KgWarning, match="^no edges: there are no facts$"):
        read = exported(graph_of([]), tmp_path / "out")
    assert (read["claims"], read["edges"]) == ([], [])
    assert pl.read_parquet(tmp_path / "out" / "edges.parquet").columns[:2] == ["source", "target"]


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow is not installed") as refused:
        graph_of([claim(None)]).export("parquet", tmp_path / "out")
    assert refused.value.hint == to_install("pyarrow")
    assert list(tmp_path.iterdir()) == []


def test_a_small_project(tmp_path: Path, golden: Golden) -> None:
    graph = kg.open(started(tmp_path / "p"))
    read = exported(graph, tmp_path / "out", everything=True)
    golden("exports/small.parquet.json", json.dumps(read, indent=1, ensure_ascii=False, default=str) + "\n")
    assert tables.columns().keys() == read.keys()
