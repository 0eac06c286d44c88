"""What answers show of themselves in Python and in a notebook: the first rows, and how to get the others."""

from __future__ import annotations

import copy
import json
import pickle
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from IPython.lib.pretty import pretty

from kg.analysis import rank
from kg.base.listings import Listing
from kg.graph.graph import Graph
from tests.graphs import graph_of
from tests.making import claim

MANY = [
    claim("ann", fact=f"f{n:03d}", article="herald-2", id_=f"c{n:03d}", when=f"2023-12-{1 + n % 2:02d}")
    for n in range(70)
]


class Table(HTMLParser):
    """Counts the rows of tables, and keeps what stands in cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows, self.cells, self.elements = 0, list[str](), set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.rows += tag == "tr"
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.cells.append(data)


@pytest.fixture(scope="module")
def many() -> Graph:
    return graph_of(MANY)


def answers(graph: Graph) -> dict[str, Any]:
    return {
        "facts": graph.facts(),
        "explain": graph.explain("f001"),
        "explain_between": graph.explain_between("ann", "bob"),
        "between": graph.between("ann", "bob"),
        "conflicts": graph.conflicts(),
        "rank": rank(graph.network(), "degree"),
        "timeline": graph.timeline(),
        "diff": graph.diff(known_by=("2023-12-15", "2023-12-20")),
        "fragile": graph.fragile(),
        "query": graph.query("SELECT * { ?a ?b ?c }"),
    }


def test_every_answer_is_short_as_text_and_a_table_in_a_notebook(many: Graph) -> None:
    for name, its in answers(many).items():
        assert repr(its).count("\n") <= 22, name
        assert len(repr(its)) < 6_000, name
        shown = its._repr_html_()
        assert Table(shown).rows <= 160 or name == "between", name
        assert len(shown) < 350_000, name


def test_a_list_of_facts_shows_the_first_and_how_to_get_the_others(many: Graph) -> None:
    facts = many.facts()
    head, first, *others, last = repr(facts).splitlines()
    assert head.split() == ["fact", "type", "status", "accepted", "when", "names", "voices", "claims"]
    assert first.split() == ["f001", "Meeting", "one-sided", "yes", "2023-12-02", "ann,", "bob", "aland", "1"]
    assert len(others) == 19
    assert last == (
        "the newest 20 of 70 facts are shown: it is a list, whose items have all there is (`[20:40]` gives the next)"
    )
    table = Table(facts._repr_html_())
    assert (table.rows, table.cells[-1].startswith("the newest 50 of 70 facts are shown")) == (51, True)
    assert repr(facts[20:22]) == repr(Listing(list(facts)[20:22], "facts", facts._cells))
    assert len(repr(facts[68:]).splitlines()) == 3
    assert repr(many.facts(entity="cid")) == "<no facts>"
    assert many.facts(entity="cid")._repr_html_() == "<p>no facts</p>"


def test_such_a_list_is_a_list(many: Graph) -> None:
    facts = many.facts()
    assert isinstance(facts, list)
    assert facts == list(facts)
    assert json.loads(json.dumps(facts)) == facts
    assert list(pd.DataFrame(facts)["fact"]) == [row["fact"] for row in facts]
    for twin in (copy.copy(facts), copy.deepcopy(facts), pickle.loads(pickle.dumps(facts))):
        assert (twin, repr(twin)) == (facts, repr(facts))
    assert facts[-1]["fact"] == "f068"
    assert pretty(facts) == repr(facts)  # type: ignore[no-untyped-call]  # IPython has no types here


def test_nothing_is_taken_for_markup() -> None:
    its = Listing([{"what": "<script>alert(1)</script>"}], "<things>", dict)
    assert Table(its._repr_html_()).elements == {"table", "thead", "tbody", "tr", "th", "td"}
    assert Table(Listing([], "<things>", dict)._repr_html_()).elements == {"p"}


def test_a_rank_is_a_table(many: Graph) -> None:
    ranks = rank(many.network(), "degree")
    assert repr(ranks).splitlines() == [
        "rank  entity  label  score", "1     ann     Ann    1", "1     bob     Bob    1",
    ]  # fmt: skip


def test_a_diff_and_a_timeline_write_their_first_lines(many: Graph) -> None:
    diff = repr(many.diff(known_by=("2023-12-15", "2023-12-20"))).splitlines()
    assert diff[:2] == [
        "<Diff of 2023-12-15 and 2023-12-20: 70 facts appeared, 70 edges came, 2 ranks shifted>", "70 facts appeared",
    ]  # fmt: skip
    assert diff[-1].endswith("lines are shown: `lines()` and `html()` write more, `row()` has all")
    assert repr(many.diff(known_by=("2023-12-15", "2023-12-15"))) == (
        "<Diff of 2023-12-15 and 2023-12-15: nothing has changed>"
    )
    timeline = repr(many.timeline()).splitlines()
    assert timeline[0] == "<Timeline of 70 facts in order of time, and 0 undated>"
    assert len(timeline) == 22
    assert timeline[-1].startswith("the newest 10 of 70 facts are shown: ")


def test_a_timeline_shows_its_picture_in_a_notebook_that_is_not_trusted(many: Graph) -> None:
    shown = many.timeline()._repr_html_()
    assert shown.startswith(
        '<img alt="Timeline of 70 facts in order of time, and 0 undated, known by 2023-12-20" src="data:image/svg+xml;'
    )
    assert Table(shown).rows == 51


def test_what_is_fragile_is_counted_by_source(many: Graph) -> None:
    table = Table(many.fragile()._repr_html_())
    assert table.cells[:4] == [
        "70 facts and 70 edges rest on a single voice", "voice", "facts that fall without it", "edges",
    ]  # fmt: skip
    assert table.cells[4:7] == ["aland", "70", "70"]
