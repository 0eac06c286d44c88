"""Measures kept in a build: a graph that SPARQL joins with statuses, whole or not there, and never of another build."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.analysis import rank
from kg.base.errors import StoreError, UsageError
from kg.base.iris import Names
from kg.base.project import find, located
from kg.builder import measures, pipeline, releases
from kg.builder.manifest import manifest_of, verify
from kg.cli import main as cli
from kg.cli.table import verbs
from kg.graph.graph import Graph
from kg.rdf.measurements import Measurement, Score, measurement_lines
from kg.remote.record import build_id
from tests.conftest import ROOT
from tests.graphs import STRAIT, graph_of
from tests.making import claim

WIDE: dict[str, Any] = {"kinds": "all", "layers": "all"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("storing") / "strait"
    shutil.copytree(STRAIT, folder)
    pipeline.build(find(folder))
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A project with its build, of its own for each test."""
    return Path(shutil.copytree(built, tmp_path / "strait", symlinks=True))


def served(project: Path) -> Path:
    """The build that is served, every byte of which is as it was written."""
    folder = releases.current(located(project))
    verify(folder)
    return folder


def ids(project: Path) -> list[str]:
    return [its.id for its in measures.kept(located(project))]


def test_a_measure_is_a_graph_beside_the_statuses_of_facts(project: Path) -> None:
    before = kg.open(project)
    kept = before.store_rank("degree", **WIDE)
    assert kept.line == f"stored as `measure:{kept.measurement.id}`: 24 scores; `kg query measures` lists them"
    graph = kg.open(project)
    ranks = rank(graph.network(**WIDE), "degree")
    asked = graph.query(
        "SELECT ?who ?rank ?score { GRAPH ?g { ?g kg:measure 'degree' . ?s kg:scoreOf ?who ; kg:rank ?rank ; "
        "kg:score ?score ; prov:wasGeneratedBy ?g } } ORDER BY ?rank ?who"
    )
    assert [(who.short, place, score) for who, place, score in asked.read()] == [
        (its.entity, its.rank, its.score) for its in ranks
    ]
    name = kept.measurement.id
    rows = [row for row in graph.query("measures").short_rows() if row[2] == "ilse-marwen"]
    # By hand: her visit and post; a meeting and an accusation; a call, an invitation, a session, a demand and talks.
    counts = (("corroborated", "2"), ("on-record", "2"), ("one-sided", "5"))
    assert rows == [[name, "1", "ilse-marwen", "3.0", "2031-03-24", *each] for each in counts]
    assert list(before.query("measures")) == []  # it is of the build that it was opened from


def test_the_query_tells_one_measure_of_a_name_from_another(project: Path) -> None:
    kept = [kg.open(project).store_rank("degree", **choice).measurement.id for choice in (WIDE, {})]
    rows = kg.open(project).query("measures").short_rows()
    places = {tuple(row[:4]) for row in rows if row[2] == "ilse-marwen"}
    assert places == {(kept[0], "1", "ilse-marwen", "3.0"), (kept[1], "1", "ilse-marwen", "1.0")}


def test_its_lines_by_hand() -> None:
    its = Measurement(
        "betweenness", "own", "0.1.0", False, 200, 7, 1, 0.25, "ab", ("known-by=2031-03-10",), ("directed",),
        "2031-03-24", (Score("ann", 1, 0.5),),
    )  # fmt: skip
    me = f"https://e.org/measure/{its.id}"
    kg_, xsd = "https://w3id.org/dramatis/kg#", "http://www.w3.org/2001/XMLSchema#"
    prov, type_ = "http://www.w3.org/ns/prov#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    said = [
        ("", type_, f"<{kg_}Measurement>"),
        ("", type_, f"<{prov}Activity>"),
        ("", "http://www.w3.org/2000/01/rdf-schema#label", '"betweenness"'),
        ("", f"{kg_}build", '"ab"'),
        ("", f"{kg_}engine", '"own"'),
        ("", f"{kg_}engineVersion", '"0.1.0"'),
        ("", f"{kg_}error", f'"0.25"^^<{xsd}double>'),
        ("", f"{kg_}exact", f'"false"^^<{xsd}boolean>'),
        ("", f"{kg_}measure", '"betweenness"'),
        ("", f"{kg_}measuredAsOf", f'"2031-03-24"^^<{xsd}date>'),
        ("", f"{kg_}networkOption", '"directed"'),
        ("", f"{kg_}sample", f'"200"^^<{xsd}integer>'),
        ("", f"{kg_}seed", f'"7"^^<{xsd}integer>'),
        ("", f"{kg_}sliceOption", '"known-by=2031-03-10"'),
        ("", f"{kg_}threads", f'"1"^^<{xsd}integer>'),
        ("/ann", type_, f"<{kg_}Score>"),
        ("/ann", f"{prov}wasGeneratedBy", f"<{me}>"),
        ("/ann", f"{kg_}rank", f'"1"^^<{xsd}integer>'),
        ("/ann", f"{kg_}score", f'"0.5"^^<{xsd}double>'),
        ("/ann", f"{kg_}scoreOf", "<https://e.org/entity/ann>"),
    ]
    lines = sorted(f"<{me}{part}> <{term}> {value} <{me}> ." for part, term, value in said)
    assert measurement_lines(its, Names("https://e.org/")) == lines


def test_another_day_replaces_it_and_other_options_are_another_measure(project: Path) -> None:
    first = kg.open(project).store_rank("degree", **WIDE)
    name = f"measures/{first.measurement.id}.nq"
    root, text = manifest_of(served(project))["root"], (served(project) / name).read_text()
    again = kg.open(project).store_rank("degree", **WIDE)
    assert (again, ids(project)) == (first, [first.measurement.id])
    assert (served(project) / name).read_text() == text  # the same bytes
    later = kg.open(project).store_rank("degree", day="2031-04-01", **WIDE)
    other = kg.open(project).slice(known_by="2031-03-12", without="voice:orlund").store_rank("degree", **WIDE)
    assert (later.iri, other.measurement.day) == (first.iri, "2031-03-12")
    assert other.measurement.slice == ("known-by=2031-03-12", "without=voice:orlund")
    assert ids(project) == sorted([first.measurement.id, other.measurement.id])
    days = kg.open(project).query("SELECT ?day { GRAPH ?g { ?g kg:measuredAsOf ?day } } ORDER BY ?day")
    assert [str(row[0]) for row in days.read()] == ["2031-03-12", "2031-04-01"]
    files = manifest_of(served(project))["files"]
    assert manifest_of(served(project))["root"] == root  # facts and claims are as they were
    assert build_id(files) == build_id({its: files[its] for its in files if not its.startswith("measures/")})


@pytest.mark.parametrize("step", ["write_lines", "replace_graph", "seal", "verify"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whatever_goes_wrong_what_was_served_still_is(
    project: Path, step: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, before = kg.open(project), served(project)

    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(measures, step, fail)
    with pytest.raises((StoreError, KeyboardInterrupt)):
        graph.store_rank("degree", **WIDE)
    monkeypatch.undo()
    assert (served(project), ids(project)) == (before, [])
    assert [path.name for path in before.parent.iterdir()] == [before.name]
    assert len(kg.open(project).query("measures").read()) == 0


def test_killed_on_its_way_it_leaves_what_was_and_is_done_again(project: Path) -> None:
    before = served(project)
    code = (
        "import os, signal, sys, kg; from kg.builder import measures; "
        "measures.seal = lambda *_: os.kill(os.getpid(), signal.SIGKILL); "
        "kg.open(sys.argv[1]).store_rank('degree', kinds='all', layers='all')"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code, project], check=False, cwd=ROOT)
    assert done.returncode == -9
    assert (served(project), ids(project)) == (before, [])
    kept = kg.open(project).store_rank("degree", **WIDE)
    assert ids(project) == [kept.measurement.id]


def test_the_build_that_was_measured_is_not_touched(project: Path) -> None:
    """Its files are shared with the one that keeps the measure, and none of them is written."""
    held, before = kg.open(project), served(project)
    bytes_ = {
        path: path.read_bytes() for path in before.rglob("*") if path.is_file() and path.name not in ("LOCK", "LOG")
    }
    held.store_rank("degree", **WIDE)
    assert {path: path.read_bytes() for path in bytes_} == bytes_
    verify(before)
    shared = [path for path in served(project).rglob("*.sst") if path.stat().st_nlink > 1]
    assert shared


def test_a_build_made_meanwhile_is_not_given_what_is_not_its_own(project: Path) -> None:
    graph = kg.open(project)
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("somebody-new: {kind: Person, name: Somebody New}\n")
    pipeline.build(find(project))
    with pytest.raises(StoreError) as error:
        graph.store_rank("degree", **WIDE)
    assert (error.value.what, error.value.hint) == ("another build is served by now than was measured", "measure again")
    assert ids(project) == []


def test_from_the_shell_until_a_new_build(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--project", str(project))
    assert cli.run(["rank", "degree", "--kind", "all", "--layer", "all", "--store", "--top", "1", *at]) == 0
    (id_,) = ids(project)
    assert capsys.readouterr().err.endswith(f"stored as `measure:{id_}`: 24 scores; `kg query measures` lists them\n")
    assert cli.run(["check", "--store", *at]) == 0
    capsys.readouterr()
    for words, many in (((), 0), (("--measures",), 132)):
        assert cli.run(["export", "nquads", "-o", "-", *words, *at]) == 0
        assert capsys.readouterr().out.count(f"/measure/{id_}> .\n") == many
    for format in ("trig", "jsonld"):
        assert cli.run(["export", format, "-o", "-", *at]) == 0
        assert id_ not in capsys.readouterr().out
    assert cli.run(["build", *at]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == (
        "left behind, since facts may differ by now: degree (kinds=all, layers=all); `kg rank MEASURE --store` keeps a "
        "measure again"
    )
    assert ids(project) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--day", "2031-04-01"), "`--day` is of `--store`\n  hint: add that, or leave `--day` out\n"),
        (
            ("--store", "--null"),
            "`--store` keeps scores, and not how far they can be trusted\n"
            "  hint: leave out `--store`, or what tries the ranking\n",
        ),
        (("--store", "--day", "2031-4"), "no day: `2031-4`\n  hint: write it as YYYY-MM-DD\n"),
        (("--store", "--day", "2031-04"), "no day: `2031-04`\n  hint: write it as YYYY-MM-DD\n"),
    ],
)
def test_what_is_asked_wrongly(
    built: Path, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["rank", "degree", "--kind", "all", "--layer", "all", *words, "--project", str(built)]) == 2
    assert capsys.readouterr().err.endswith(told)
    assert ids(built) == []


def test_what_keeps_no_measures_says_so(built: Path) -> None:
    graph: Graph = graph_of([claim("ann")])
    with pytest.raises(UsageError) as error:
        graph.store_rank("degree")
    assert error.value.what == "this graph lies in no build that could keep a measure"
    with pytest.raises(UsageError) as error:
        kg.open(built).slice(known_by="2031-03-12").export("nquads", measures=True)
    assert (error.value.what, error.value.hint) == (
        "`--measures` is of the whole build, and this is a slice",
        "leave out one of them",
    )


def test_nobody_writes_into_a_build_over_http() -> None:
    names = {parameter.name for parameter in verbs()["rank"].parameters}
    assert {"measure", "null", "top"} <= names
    assert names.isdisjoint({"store", "day"})
