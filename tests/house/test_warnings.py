"""What the package warns of names the line of whoever asked, in whatever module it is noticed."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable

import pytest

from kg import analysis
from kg.base.errors import KgWarning
from kg.charts import canvas
from kg.graph.graph import Graph
from tests.conftest import ROOT
from tests.graphs import graph_of
from tests.house.modules import MODULES
from tests.making import claim


def drawn_with_a_sign_that_no_font_has(_: Graph) -> None:
    with canvas.settings("a picture", ["\u7530"], "png"):
        pass


ASKED: dict[str, Callable[[Graph], object]] = {
    "sensitivity": lambda graph: graph.sensitivity("degree", kinds="all"),
    "brokers": lambda graph: graph.brokers(kinds="all"),
    "rank": lambda graph: analysis.rank(graph.network(kinds="all"), "degree"),
    "groups": lambda graph: analysis.groups(graph.network(kinds="all"), anyway=True),
    "path": lambda graph: analysis.path(graph.network(kinds="all"), "ann", "bob"),
    "ties": lambda graph: graph.slice(type="Visit").export("csv"),
    "picture": drawn_with_a_sign_that_no_font_has,
}


@pytest.fixture(scope="module")
def crowd() -> Graph:
    """Ann met Bob, and Murmur, who stands for many and is left out of every measure."""
    return graph_of([claim(None), claim(None, fact="n", roles={"participant": ("ann", "murmur")}, id_="b")])


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_warning_names_the_line_that_asked(crowd: Graph, ask: Callable[[Graph], object]) -> None:
    with pytest.warns(KgWarning) as told:
        ask(crowd)
    assert {its.filename for its in told} == {__file__}


def test_who_asks_in_two_places_is_warned_in_both(crowd: Graph) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("default")
        for _ in range(2):
            crowd.brokers(kinds="all")
        crowd.brokers(kinds="all")
    assert len(told) == 2


def test_all_warnings_go_through_one_door() -> None:
    calls = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "warnings.warn"
    ]
    assert calls == ["kg/base/errors.py"]
