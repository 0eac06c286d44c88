"""What a page opens with: persons and contact where there are any, else what holds most; or what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.errors import NotFoundError, UsageError
from kg.cli.main import run
from kg.graph.graph import Graph
from kg.model.records import Kind
from tests.conftest import ROOT
from tests.formats import events
from tests.formats.importing import HERE, bring_in, project_of
from tests.view.test_view import payload_of


def opens(graph: Graph, **look: Any) -> tuple[Any, Any, Any]:
    its = payload_of(graph.view(**look).html)["opens"]
    return its.get("kinds"), its.get("layers"), its.get("relations")


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Thirty coded events: countries and a police that act on one another, and one meeting of two persons."""
    folder = tmp_path_factory.mktemp("coded")
    project = project_of(folder / "p", "ann: {kind: Person, name: Ann}\nbob: {kind: Person, name: Bob}\n")
    names = ("Kenya", "France", "Mali", "Police (Kenya)")
    pairs = [(one, other) for one in names for other in names if one != other]
    rows = [
        events.row(n, Source_Name=one, Target_Name=other, Event_Date=f"2018-06-{n + 1:02}", CAMEO_Code="190")
        for n, (one, other) in enumerate(pairs)
    ]
    rows.append(events.row(99, Source_Name="Ann", Target_Name="Bob"))
    (folder / "x.tab").write_text(events.table(*rows), "utf-8")
    assert (
        run(
            [
                "import",
                "icews",
                str(folder / "x.tab"),
                "-o",
                str(project / "sources/x.jsonl"),
                "--project",
                str(project),
            ]
        )
        == 0
    )
    return kg.build(project)


def test_where_persons_meet_the_page_opens_on_them(demo: Graph, strait: Graph) -> None:
    assert [opens(graph) for graph in (demo, strait)] == [(None, None, None)] * 2


def test_events_open_on_those_who_act(coded: Graph) -> None:
    kinds, layers, relations = opens(coded)
    assert (kinds, layers, relations) == (["Country", "Organization"], ["action"], None)
    assert coded.view().left_out == ""


def test_a_slice_opens_like_the_whole(coded: Graph) -> None:
    assert opens(coded.slice(on="2018-06-03")) == opens(coded)


def test_a_parliament_opens_on_its_seats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path / "p")
    bring_in(
        project,
        capsys,
        "popolo",
        HERE / "popolo.json",
        "--dataset",
        "A list",
        "--by",
        "2031-01-01",
        "--country",
        "Kenya",
    )
    graph = kg.build(project)
    kinds, layers, _ = opens(graph)
    assert layers == ["context"]
    assert "Person" in kinds
    assert graph.view().left_out == ""


def test_what_is_asked_for_goes_before(coded: Graph, demo: Graph, tmp_path: Path) -> None:
    assert opens(coded, kinds="Person") == (["Person"], None, None)
    assert opens(demo, layers=["speech", "context"]) == (None, ["context", "speech"], None)
    assert opens(demo, kinds="all", edges="met") == (sorted(kind.value for kind in Kind), ["contact"], ["met"])
    page = tmp_path / "x.html"
    line = [
        "view",
        "-o",
        str(page),
        "--project",
        str(ROOT),
        "--kind",
        "Country",
        "--kind",
        "Group",
        "--layer",
        "speech",
    ]
    assert run(line) == 0
    its = payload_of(page.read_text("utf-8"))["opens"]
    assert (its["kinds"], its["layers"]) == (["Country", "Group"], ["speech"])


@pytest.mark.parametrize(
    ("look", "error", "what"),
    [
        ({"kinds": "Persn"}, UsageError, "no such kind: `Persn`"),
        ({"layers": ["speach"]}, NotFoundError, "no such layer: `speach`"),
        ({"edges": "mett"}, NotFoundError, "no such edge: `mett`"),
        ({"kind": "Person"}, UsageError, "no such option of a page: `kind`"),
    ],
)
def test_what_there_is_not_is_refused(demo: Graph, look: dict[str, Any], error: type[Exception], what: str) -> None:
    with pytest.raises(error, match=f"^{what}"):
        demo.view(**look)
