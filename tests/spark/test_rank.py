"""`kg rank` of a build in parts, read here or on Spark: the digits of `kg rank` of the build on one machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import analysis
from kg.analysis import Rank
from kg.analysis.numbered import numbered
from kg.base.errors import AnalysisError, KgWarning, StoreError
from kg.builder.in_parts import InParts
from kg.builder.in_parts import in_parts as opened
from kg.cli.main import run
from kg.formats.parquet_network import ranked, read_network
from kg.graph.graph import Graph
from kg.network.choice import Choice
from tests.conftest import ROOT, copied
from tests.graphs import summit
from tests.spark.conftest import Measuring
from tests.spark.in_parts import BUILD, in_parts

CHOICES = (
    Choice(),
    Choice(kinds="all", layers="all"),
    Choice(kinds="all", layers="all", directed=True),
    Choice(kinds="all", stand_ins=True, layers="all"),
    Choice(kinds=["Person", "Country"], layers="contact"),
    Choice(kinds="all", cooperative=True),
    Choice(edges="met"),
)  # fmt: skip


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A project with stand-ins, acts, both directions and all layers."""
    return kg.build(copied(ROOT / "tests" / "projects" / "strait", tmp_path_factory.mktemp("strait")))


@pytest.fixture(scope="module")
def out(strait: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in parts."""
    return in_parts(strait, tmp_path_factory.mktemp("parts") / "out")


@pytest.fixture(scope="module")
def build(out: Path) -> InParts:
    found = opened(out)
    assert found is not None
    return found


def network(graph: Graph, choice: Choice) -> Any:
    return graph.network(**choice)


def scores(ranks: Iterable[Rank]) -> list[tuple[int, str, float]]:
    """Leave out labels: those of a build in parts are the bare names, which others may have too."""
    return [(its.rank, its.entity, its.score) for its in ranks]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
@pytest.mark.parametrize("project", ["strait", "demo"])
def test_what_is_read_here_is_what_one_machine_draws(
    project: str, choice: Choice, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    graph: Graph = request.getfixturevalue(project)
    build = opened(in_parts(graph, tmp_path / "out"))
    assert build is not None
    drawn = network(graph, choice)
    assert drawn.number_of_edges() > 0
    measures = ["degree", "strength", "betweenness", "harmonic", "pagerank"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)  # of stand-ins that are left out
        for measure in [*measures, "in-degree" if choice.get("directed") else "eigenvector"]:
            found = ranked(build, measure, choice)
            assert scores(found.ranks) == scores(analysis.rank(drawn, measure))
            assert [its.label for its in found.ranks] == [
                graph.records.entities[its.entity].name for its in found.ranks
            ]
            assert found.about == analysis.about(drawn)
            assert found.left_out == drawn.graph.get("left_out", "")


def test_spark_leaves_out_the_ties_of_large_gatherings_too(measuring: Measuring, tmp_path: Path) -> None:
    out = str(in_parts(summit(), tmp_path / "out"))
    assert measuring("collapsed", out=out, options={}) == [["p00", "p01", 1], ["p01", "p02", 1]]
    assert len(measuring("collapsed", out=out, options={"gatherings": True})) == 435


@pytest.mark.parametrize("choice", CHOICES[:4], ids=str)
def test_what_spark_measures_is_what_one_machine_measures(
    measuring: Measuring, strait: Graph, out: Path, choice: Choice
) -> None:
    drawn = network(strait, choice)
    pairs = numbered(drawn)
    directed = choice.get("directed", False)
    ties: Any = pairs.graph.edges(data="weight")  # from the smaller number, unless they have directions
    wanted = sorted([pairs.ids[one], pairs.ids[other], weight] for one, other, weight in ties)
    assert measuring("collapsed", out=str(out), options=choice) == wanted
    for measure in ("degree", "strength", *(["in-degree", "out-degree"] if directed else [])):
        found = {
            entity: (label, score)
            for entity, label, score in measuring("rank", out=str(out), options={"measure": measure, **choice})
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", KgWarning)
            wanted_ = {its.entity: its.score for its in analysis.rank(drawn, measure)}
        assert found == {id_: (strait.records.entities[id_].name, score) for id_, score in wanted_.items()}


def test_the_verb_reads_it_here(strait: Graph, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sliced = ["pagerank", "--known-by", "2031-03-12", "--top", "3"]
    sampled = ["betweenness", "--kind", "all", "--layer", "all", "--sample", "5", "--top", "4"]
    named, nobody = ["pagerank", "--top", "4", "--sort", "name"], ["degree", "--kind", "Topic"]
    for options in (["degree"], ["core"], sampled, named, nobody, sliced):
        said = []
        for project in (out, strait.project.root):
            code = run(["rank", *options, "--project", str(project), "--format", "json"])
            said.append((code, capsys.readouterr().out))
        assert said[0] == said[1]


def test_the_verb_says_what_has_been_read(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", "degree", "--project", str(out), "--top", "2", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 2
    assert "only accepted edges of the chosen kinds and layers have been read" in told.err
    assert run(["rank", "degree", "--project", str(out), "--kind", "Topic"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "no edges among topics in the layer contact: `--kind all`, `--layer all` or `--stand-ins` may have some\n"
    )


def test_an_estimate_of_a_build_in_parts_says_so_and_spark_has_none(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["rank", "betweenness", "--kind", "all", "--layer", "all", "--sample", "5", "--project", str(out)]
    assert run([*words, "--format", "json"]) == 0
    assert "\nbetweenness: estimated from 5 actors, seed 0, by Dramatis " in capsys.readouterr().err
    assert run([*words, "--on", "spark"]) == 2
    assert capsys.readouterr().err == (
        "`--sample` with `--on spark`: no measure that Spark has is estimated\n  hint: leave it out\n"
    )


def test_the_verb_on_spark(spark: Path, spark_environment: Mapping[str, str], demo: Graph, tmp_path: Path) -> None:
    out = in_parts(demo, tmp_path / "out")
    options = ["strength", "--kind", "all", "--layer", "all"]
    options += ["--on", "spark", "--master", "local[2]", "--project", str(out), "--format", "json"]
    done = subprocess.run(
        [spark, "-m", "kg.cli.main", "rank", *options],
        cwd=ROOT, env=spark_environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    drawn = network(demo, CHOICES[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)
        wanted = analysis.rank(drawn, "strength")
    found = json.loads(done.stdout)
    assert [(its["rank"], its["entity"], its["score"]) for its in found] == scores(wanted)
    assert drawn.graph["left_out"] in done.stderr
    assert sorted(path.name for path in out.iterdir()) == [BUILD, "manifest.json"], "nothing is left beside the build"


def test_more_ties_than_one_machine_measures(strait: Graph, build: InParts) -> None:
    with pytest.raises(AnalysisError) as caught:
        read_network(build, strait.ontology, Choice(kinds="all", layers="all"), most=1)
    ties = numbered(network(strait, Choice(kinds="all", layers="all"))).graph.number_of_edges()
    assert str(caught.value) == (
        f"{ties} ties are too many to measure on one machine, which takes 1\n  hint: `--on spark` measures it there"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ["--master", "local[2]"],
            "`--master` is of `--on spark`\n  hint: add that, or leave `--master` out\n",
        ),
        (
            ["--on", "spark", "--known-by", "2024"],
            "`--known-by` with `--on spark`: what Spark has built is measured as it is\n"
            "  hint: slice the build: `kg build --on spark --help` lists by what\n",
        ),
        (["--texts", "nowhere"], "no such folder: `nowhere`\n  hint: name the folder of the articles' texts\n"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together(
    out: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rank", "degree", *options, "--project", str(out)]) == 2
    assert capsys.readouterr().err == told


MEASURES = (
    "this graph lies in no build that could keep a measure\n"
    "  hint: `kg build` makes one; what Spark has built, or an endpoint holds, keeps no measures\n"
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["rank", "degree", "--store"],
            "`--store` is not of a build in parts, of which only ties are read\n"
            "  hint: measures are kept by what `kg build` makes on one machine\n",
        ),
        (
            ["rank", "degree", "--null"],
            "`--null` is not of a build in parts, of which only ties are read\n"
            "  hint: cut a slice of it, such as `--known-by DAY`: its facts are then read\n",
        ),
        (["rank", "degree", "--store", "--known-by", "2031-03-20"], MEASURES),
        (["export", "nquads", "--measures", "-o", "-"], MEASURES),
    ],
)  # fmt: skip
def test_it_keeps_no_measures(
    strait: Graph, words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = in_parts(strait, tmp_path / "out")
    path = out / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"root": "0" * 64}), "utf-8")  # as Spark writes it
    assert run([*words, "--project", str(out)]) == 2
    assert capsys.readouterr() == ("", told)


def test_a_folder_that_is_no_build_on_spark(measuring: Measuring, strait: Graph, tmp_path: Path) -> None:
    told = "no build on Spark in `{}`\n  hint: make one: `kg build --on spark --out URI`"
    for folder in (strait.project.root, tmp_path, tmp_path / "missing"):
        assert measuring.told("rank", out=str(folder), options={"measure": "degree"})["error"] == told.format(folder)


def test_a_damaged_build_says_so(strait: Graph, tmp_path: Path) -> None:
    its = in_parts(strait, tmp_path / "out")
    found = opened(its)
    assert found is not None
    part = found.folder / "fillers" / "part-00001.parquet"
    part.rename(tmp_path / "away")
    with pytest.raises(StoreError, match="its table `fillers` has not all of its rows"):
        ranked(found, "degree", Choice(kinds="all", cooperative=True))
    part.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=r"the build is damaged: `.*part-00001\.parquet`"):
        ranked(found, "degree", Choice(kinds="all", cooperative=True))
    shutil.rmtree(found.folder / "edges")
    with pytest.raises(StoreError, match="its table `edges` is missing"):
        ranked(found, "degree", Choice())
    (its / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(StoreError, match="is no manifest of a build"):
        opened(its)
