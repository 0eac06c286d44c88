"""Builds on Spark that are opened: the same graph as on one machine, as a whole or around one actor."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

import kg
from kg.base.errors import KgWarning, NotFoundError, StoreError, UsageError
from kg.base.installing import to_install
from kg.cli.main import run
from kg.formats import around
from kg.graph import opening_tables
from kg.graph.graph import Graph
from kg.ontology import core_folder
from tests.conftest import copied
from tests.graphs import STRAIT, graph_of, lines
from tests.spark.crossing_project import made
from tests.spark.laid_out import BUILD, laid_out


@pytest.fixture(scope="module", params=["crossing", "strait"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, Path]:
    """A graph of one machine, and the folder of the same as a build on Spark."""
    folder = tmp_path_factory.mktemp(request.param)
    project = made(folder / "p") if request.param == "crossing" else copied(STRAIT, folder / "p")
    graph = kg.build(project)
    return graph, laid_out(graph, folder / "out")


def told(graph: Graph, fact: str) -> dict[str, Any]:
    """All that is told of a fact."""
    its = graph.fact(fact)
    return {
        "account": its,
        "claims": [graph.claims[key] for key in its.claims],
        "heading": graph.teller.heading(its),
        "sentence": graph.sentence(fact),
        "explanation": json.dumps(graph.explain(fact), default=str),
        "text": str(graph.explain(fact)),
        "conflicts": graph.conflicts_by_fact.get(fact),
    }


def test_a_build_opens_as_the_same_graph(both: tuple[Graph, Path]) -> None:
    graph, out = both
    opened = kg.open(out)
    assert (opened.project.base, opened.project.title) == (graph.project.base, graph.project.title)
    records = structs.replace(graph.records, entities=dict(sorted(graph.records.entities.items())))
    assert structs.replace(opened.records, claims=tuple(opened.records.claims)) == records
    assert structs.replace(opened.account, readings=dict(opened.account.readings)) == graph.account
    assert lines(opened) == lines(graph)
    assert opened.facts() == graph.facts()
    assert opened.conflicts() == graph.conflicts()
    assert {fact: told(opened, fact) for fact in opened.account.facts} == {
        fact: told(graph, fact) for fact in graph.account.facts
    }
    query = "SELECT (count(*) AS ?n) { ?claim a kg:Claim }"
    assert list(opened.query(query)) == list(graph.query(query))
    assert opened.slice(known_by="2023-12-16").account == graph.slice(known_by="2023-12-16").account
    assert repr(opened) == repr(graph)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_around_an_actor_every_fact_is_told_as_in_the_whole(both: tuple[Graph, Path], steps: int) -> None:
    graph, out = both
    facts = {id_: {filler for _, filler in its.fillers} for id_, its in graph.account.facts.items()}
    ends = [(its["source"], its["target"]) for _, _, its in _edges(graph)]
    expected = {id_: told(graph, id_) for id_ in facts}
    for focus in [*graph.records.entities][steps - 1 :: (6, 12, 20)[steps - 1]]:
        near = {focus}
        for _ in range(steps - 1):
            near |= {end for pair in ends if not near.isdisjoint(pair) for end in pair}
        part = kg.open(out, focus=focus, steps=steps)
        for fact in (id_ for id_, fillers in facts.items() if not near.isdisjoint(fillers)):
            assert told(part, fact) == expected[fact], (focus, fact)
        assert {id_: graph.account.facts[id_] for id_ in part.account.facts} == part.account.facts
        assert {key: graph.claims[key] for key in part.claims} == part.claims
        assert part.entity(focus) == focus


def _edges(graph: Graph) -> list[tuple[str, str, dict[str, Any]]]:
    network = graph.network(kinds="all", layers="all", stand_ins=True)
    return [(source, target, {"source": source, "target": target}) for source, target in network.edges()]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project in which much crosses facts."""
    folder = tmp_path_factory.mktemp("out")
    return laid_out(kg.open(made(folder / "p")), folder / "out")


def test_a_part_leaves_out_what_is_elsewhere(out: Path) -> None:
    part = kg.open(out, focus="zoe")
    # Two statements name her. They name `m-00` and `t-ann` as well; the others say whom the actors of all these serve.
    serving = {"t-ann", "t-cid", "t-three", "t-two", "t-xan", "t-yan"}
    assert set(part.account.facts) == {"m-00", "s-1", "s-2"} | serving
    assert {"quay", "capital", "cland"} <= part.records.entities.keys()  # where `m-00` was, and above its actors
    assert part.apart == kg.open(out).apart


def test_a_network_is_drawn_without_any_claim(tmp_path: Path) -> None:
    graph = kg.build(copied(STRAIT, tmp_path / "p"))
    out = laid_out(graph, tmp_path / "out")
    shutil.rmtree(out / BUILD / "claims")
    drawn = kg.open(out).network(kinds="all")
    assert sorted(drawn.edges(keys=True)) == sorted(graph.network(kinds="all").edges(keys=True))


@pytest.mark.parametrize(
    "verb",
    [["facts", "--known-by", "2023-12-20"], ["explain", "m-00"], ["conflicts"],
     ["path", "ann", "bob"],     ["query", "SELECT (count(*) AS ?n) { ?c a kg:Claim }"],
     ["export", "sheet", "-o", "-"]],
    ids=lambda verb: verb[0],
)  # fmt: skip
def test_verbs_read_it(verb: list[str], out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for project in (out, out.parent / "p"):
        assert run([*verb, "--project", str(project)]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] != ""


def test_a_build_on_spark_is_not_built_by_the_way(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "--fresh", "--project", str(out)]) == 2
    assert capsys.readouterr().err == (
        f"`{out}` is a build on Spark, which `--fresh` does not build\n  hint: `kg build --on spark`\n"
    )


def test_a_crate_is_not_made_of_it(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "crate", "-o", str(tmp_path / "crate.zip"), "--project", str(out)]) == 2
    assert capsys.readouterr().err == (
        "a crate is of a project with its sources, and a build on Spark has none beside it\n"
        "  hint: `kg export crate --project DIR`, of the project that it was built of\n"
    )


def test_a_folder_that_is_named_by_its_uri_opens(out: Path) -> None:
    assert kg.open(out.as_uri()).account.facts.keys() == kg.open(out).account.facts.keys()


def test_the_day_of_the_account_is_that_of_the_manifest(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "out")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    for more, day in (({"day": "2024-01-31"}, "2024-01-31"), ({"slice": {"known_by": "2023-12-20"}}, "2023-12-20")):
        (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest | more), "utf-8")
        assert kg.open(tmp_path / "out").account.known_by == day


def test_another_id_names_the_same_thing(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "out")
    manifest = json.loads((out / "manifest.json").read_text("utf-8")) | {"replaced": {"zo": "zoe"}}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    opened, part = kg.open(tmp_path / "out"), kg.open(tmp_path / "out", focus="zo")
    assert (opened.entity("zo"), part.entity("zo")) == ("zoe", "zoe")
    assert part.account == kg.open(out, focus="zoe").account


def test_a_build_without_claims_opens(tmp_path: Path) -> None:
    with pytest.warns(KgWarning, match=r"^no edges: there are no facts$"):
        out = laid_out(graph_of([]), tmp_path / "out", ontology=core_folder())
    assert kg.open(out).facts() == []
    assert kg.open(out, focus="ann", steps=3).account.facts == {}


def test_what_cannot_be_opened_is_said(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_tables, "MOST", 100)
    monkeypatch.setattr(around, "AROUND", 20)
    refused: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({}, StoreError, f"`{out}` holds 127 claims: more than the 100 that are opened as a whole\n"
         '  hint: open what is around an actor: `kg.open(OUT, focus="ID", steps=1)`; or ask its tables with DuckDB'),
        ({"focus": "ann"}, UsageError, "around `ann` are 48 claims: more than the 20 that are opened\n"
         "  hint: ask its tables with DuckDB or polars, or its quads in a store"),
        ({"focus": "zoe", "steps": 2}, UsageError, "around `zoe` are 36 claims: more than the 20 that are opened\n"
         "  hint: take fewer steps"),
        ({"focus": "anna"}, NotFoundError, "no such entity: `anna`\n  hint: did you mean `ann`?"),
        ({"focus": "ann", "steps": 0}, UsageError, "steps are a number from 1\n"
         '  hint: for example `kg.open(OUT, focus="ann", steps=2)`'),
        ({"steps": 2}, UsageError, "steps lead away from an actor, and none is named\n"
         '  hint: for example `kg.open(OUT, focus="ann", steps=2)`'),
        ({"endpoint": "https://example.org/sparql"}, UsageError, "a build on Spark is opened without an endpoint\n"
         "  hint: leave out `endpoint`, or the folder"),
    ]  # fmt: skip
    for options, kind, message in refused:
        with pytest.raises(kind) as caught:
            kg.open(out, **options)
        assert str(caught.value) == message


def test_a_build_that_is_damaged_is_said(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "out")
    (broken := tmp_path / "out" / BUILD / "facts" / "part-00000.parquet").write_bytes(b"x")
    with pytest.raises(StoreError, match=r"cannot be read: .*Parquet") as caught:
        kg.open(tmp_path / "out").account  # noqa: B018 - it is read when it is asked
    assert caught.value.hint == "is it there, and may it be read?"
    assert broken.is_file()
    shutil.rmtree(tmp_path / "out" / BUILD)
    with pytest.raises(StoreError, match=r"holds no such build, or not all of it\n"):
        kg.open(tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_text(
        '{"format": "spark 2", "build": "x", "base": "", "files": {}}', "utf-8"
    )
    with pytest.raises(StoreError, match=r"manifest.json` is of the layout `spark 2`, not `spark 1`"):
        kg.open(tmp_path / "out")


def test_only_a_build_on_spark_is_opened_in_part(tmp_path: Path) -> None:
    project = copied(STRAIT, tmp_path / "p")
    with pytest.raises(UsageError, match=r"is no build on Spark, of which alone a part is opened\n"):
        kg.open(project, focus="kestria")


def test_without_pyarrow_it_says_what_to_install(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pyarrow is not installed") as refused:
        kg.open(out)
    assert refused.value.hint == to_install("pyarrow")
