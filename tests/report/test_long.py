"""What is listed is cut and bounded, and says what it leaves out; what is opened alone, or leaves as data, is whole."""

from __future__ import annotations

import csv
import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import kg
from kg.base.errors import Fault, KgError, Place
from kg.base.project import find
from kg.builder import pipeline
from kg.cli.main import run as shell
from kg.jupyter.displays import Queries
from tests import long
from tests.formats import reading
from tests.report.test_big_facts import kg as run

LINE = 1_000  # characters: a list's line holds some names of 60, and a phrase of 400
LISTS = [
    "facts", "between ann bob", "path ann bob", "path ann cid", "rank degree", "groups --anyway", "timeline",
    "timeline ann", "conflicts", "conflicts --list", "network", "fragile", "fragile --list", "fragile ann bob",
    "query all", "query edges", "query --list", "check",
    "build", "diff 2024-03-11 2024-03-12", "facts --type Handshake", "help --all",
]  # fmt: skip
FEW = 20_000  # characters of all that a verb lists of seven facts


@pytest.fixture(scope="module", params=[long.words, long.word], ids=["words", "word"])
def texts(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    folder = long.texts(tmp_path_factory.mktemp("long") / "project", request.param)
    built = pipeline.build(find(folder), folder / "texts")
    assert built.counts["refused"] == 0
    return folder


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = long.things(tmp_path_factory.mktemp("many") / "project", 600)
    assert pipeline.build(find(folder)).counts["refused"] == 0
    return folder


@pytest.mark.parametrize("verb", LISTS)
def test_what_is_listed_is_cut(texts: Path, verb: str) -> None:
    done = run(texts, *verb.split())
    assert done.returncode == 0, done.stderr[:1000]
    said = done.stdout + done.stderr
    assert max(map(len, said.split("\n"))) <= LINE + 1
    assert len(said) < (FEW if verb != "help --all" else 10 * FEW)


@pytest.mark.parametrize(
    "verb", ["explain meeting", "facts --format json", "export csv -o -", "query all --format csv"]
)
def test_what_is_opened_or_handed_over_is_whole(texts: Path, verb: str) -> None:
    done = run(texts, *verb.split())
    longest = max(map(len, re.split(r"[\n,\"]", done.stdout)))
    assert (done.returncode, longest > long.LONG - 100) == (0, True)


VALUES = ["x" * long.LONG, "é " * (long.LONG // 2), "a`b" * 30_000]
WRONG = [
    "explain VALUE", "between ann VALUE", "path ann VALUE", "rank VALUE", "query VALUE", "query all x=VALUE",
    "help VALUE", "query met entity=VALUE", "facts --entity VALUE", "facts --type VALUE", "facts --status VALUE",
    "facts --known-by VALUE", "facts --without VALUE", "facts --without voice:VALUE", "export VALUE -o -",
    "timeline VALUE", "fragile ann VALUE", "fragile --by VALUE", "diff VALUE 2024-01-01", "rank degree --layer VALUE",
    "rank degree --kind VALUE", "rank degree --edge VALUE", "facts --article VALUE", "facts --voice VALUE",
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=["word", "words", "ticks"])
@pytest.mark.parametrize("verb", WRONG)
def test_a_message_quotes_no_more_than_the_beginning_of_a_value(things: Path, verb: str, value: str) -> None:
    said = refusal(things, verb, value)
    assert 0 < len(said) < LINE


def refusal(folder: Path, verb: str, value: str) -> str:
    """Ask what cannot be answered, by the same calls as the verbs of the command line make."""
    out = io.StringIO()
    words = [value if word == "VALUE" else word.replace("VALUE", value) for word in verb.split()]
    with redirect_stdout(out), redirect_stderr(out):
        assert shell([*words, "--project", str(folder)]) != 0
    return out.getvalue()


def test_every_error_and_fault_cuts_what_it_quotes() -> None:
    value = "y" * long.LONG
    for said in (
        str(KgError(f"odd: `{value}`", f"not `{value}`")),
        str(Fault(Place("a"), f"odd: `{value}`", f"`{value}`")),
    ):
        assert len(said) < 300
    path = "/tmp/" + "y" * 200
    assert path in str(KgError(f"cannot be written: `{path}`"))


COUNTED = {  # a verb -> what it says that it leaves out
    "facts": "the newest 50 of 601 facts are shown: `--top N` shows more, `--format json` gives all",
    "facts --sort oldest --top 7": "the oldest 7 of 601 facts are shown: `--top N` shows more",
    "timeline": "the newest 50 of 601 facts are shown",
    "timeline ann": "the newest 50 of 601 facts are shown",
    "network": "the newest 50 of 601 edges are shown: `--top N` shows more, `--format json` gives all",
    "rank degree": "the first 200 of 602 actors are shown: `--top N` shows more",
    "groups --anyway": " more",
    "path ann bob": "more claims; `kg explain f`",
    "between ann bob": " more",
    "conflicts": " more values; `kg explain f` tells all",
    "fragile": "the first 3 of 600 voices",
    "fragile --by voice": "the first 9 of 600 voices are shown: `--by SORT` tells more",
    "fragile --list": "the first 50 of 600 voices are shown: `--top N` shows more, `--format json` gives all",
    "diff 2024-03-11 2024-03-14": "the first 200 of 601 changes are shown: `--format json` gives all",
}


@pytest.mark.parametrize("verb", COUNTED)
def test_a_list_of_many_things_has_an_end_and_says_what_it_leaves_out(things: Path, verb: str) -> None:
    done = run(things, *verb.split())
    said = done.stdout + done.stderr
    assert done.returncode == 0
    assert COUNTED[verb] in re.sub(r"\s+", " ", said)
    assert said.count("\n") < 2_000
    assert max(map(len, said.split("\n"))) <= LINE


def test_rank_shows_as_many_as_are_asked_for(things: Path) -> None:
    assert run(things, "rank", "degree", "--top", "500").stdout.count("v") > 500


def test_a_notebook_shows_a_screen_of_each(texts: Path, things: Path) -> None:
    for folder, fact in ((texts, "meeting"), (things, "f")):
        graph = kg.open(folder)
        shown = [
            graph, graph.explain(fact), graph.between("ann", "bob"), graph.timeline(),
            graph.query("SELECT * { ?s ?p ?o }"), graph.query("DESCRIBE ?s { ?s a kg:Entity }"), graph.fragile(),
            graph.diff(known_by=("2024-03-11", "2024-03-14")), Queries(graph),
        ]  # fmt: skip
        for its in shown:
            assert len(repr(its)) < 10_000, type(its)
            for way, most in (("_repr_html_", 400_000), ("_repr_markdown_", 400_000), ("_repr_svg_", 5_000_000)):
                if hasattr(its, way):
                    assert len(getattr(its, way)() or "") < most, (type(its), way)


def test_exports_stay_whole_and_can_be_read_again(texts: Path) -> None:
    graph = kg.open(texts)
    names = {its.name for id_, its in graph.records.entities.items() if id_ in ("ann", "bob", "cid")}
    for format, read in (("graphml", reading.graphml), ("gexf", reading.gexf)):
        assert names <= {node["label"] for node in read(graph.export(format)).nodes.values()}, format
    csv.field_size_limit(100 * long.LONG)
    rows = list(csv.DictReader(io.StringIO(graph.export("csv"))))
    assert max(len(row["sentence"]) for row in rows) > long.LONG
