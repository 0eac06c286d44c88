"""Intervals of a situation that cannot all be meant are listed, and nothing is said of the days between them."""

from __future__ import annotations

import pytest

from kg.graph.graph import Graph
from kg.history.chronology import Known
from kg.model.records import Claim
from kg.snapshot.sentences import timed
from tests.graphs import graph_of
from tests.making import claim


def stay(days: str, article: str, fact: str = "visit", who: str = "ann") -> Claim:
    roles: dict[str, tuple[str, ...]] = {"agent": (who,), "place": ("capital",)}
    return claim(None, article=article, type="Presence", fact=fact, when=days, roles=roles)


@pytest.fixture
def graph() -> Graph:
    """Two outlets state days of one stay that do not meet, and a third attests a day outside both."""
    return graph_of(
        [
            stay("2024-01-01/2024-01-05", "herald-1"),
            stay("2024-02-10/2024-02-12", "gazette-1"),
            stay("2024-03-01", "courier-1"),
        ]
    )


def test_they_are_listed_with_what_is_attested_outside_them(graph: Graph) -> None:
    when = graph.account.facts["visit"].when
    assert when.text == "[2024-01-01..2024-01-05,2024-02-10..2024-02-12,2024-03-01]"
    assert (when.earliest, when.latest, when.stated) == ("2024-01-01", "2024-03-01", False)
    assert timed(when.text, lasts=True, stated=when.stated) == (
        " between 2024-01-01 and 2024-01-05 or between 2024-02-10 and 2024-02-12 or on 2024-03-01"
    )


@pytest.mark.parametrize(("day", "possibly"), [("2024-01-03", True), ("2024-01-20", False), ("2024-02-11", True)])
def test_on_no_day_of_theirs_is_it_certain_and_between_them_not_possible(
    graph: Graph, day: str, possibly: bool
) -> None:
    assert bool(graph.slice(on=day).account.facts) is possibly
    assert not graph.slice(on=day, certainly=True).account.facts
    assert graph.slice(on="2024-03-01", certainly=True).account.facts


def test_a_timeline_has_a_gap_between_them(graph: Graph) -> None:
    (entry,) = graph.timeline().dated
    assert [(its.first, its.last, its.known) for its in entry.stretches] == [
        ("2024-01-01", "2024-01-05", Known.BOUNDED),
        ("2024-02-10", "2024-02-12", Known.BOUNDED),
        ("2024-03-01", "2024-03-01", Known.BOUNDED),
    ]


def test_intervals_that_share_a_day_are_one() -> None:
    graph = graph_of([stay("2024-01-01/2024-01-05", "herald-1"), stay("2024-01-05/2024-01-09", "gazette-1")])
    assert graph.account.facts["visit"].when.text == "2024-01-01/2024-01-09"
    assert graph.slice(on="2024-01-03", certainly=True).account.facts


def test_nobody_clashes_with_whom_no_source_puts_there_at_the_same_time() -> None:
    def elsewhere(days: str) -> Claim:
        roles: dict[str, tuple[str, ...]] = {"agent": ("ann",), "place": ("harbour",)}
        return claim(None, article="herald-2", type="Presence", fact="other", when=days, roles=roles)

    both = [stay("2024-01-01/2024-01-05", "herald-1"), stay("2024-02-10/2024-02-12", "gazette-1")]
    kinds = {its.kind for its in graph_of([*both, elsewhere("2024-01-15/2024-01-20")]).conflicts()}
    assert kinds == {"when"}


def test_one_that_is_open_is_drawn() -> None:
    graph = graph_of([stay("2023-01-01/2023-01-05", "herald-1"), stay("2023-11-10/..", "gazette-1")])
    (entry,) = graph.timeline().dated
    assert [(its.first, its.last) for its in entry.stretches] == [("2023-01-01", "2023-01-05"), ("2023-11-10", None)]
    assert b"<svg" in graph.timeline().draw()
