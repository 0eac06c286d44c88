"""Claims are told by the day they were published, the oldest first; then by article, and by where they stand in it."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from kg.model.records import Claim, Evidence, EvidenceKind
from kg.snapshot.claim_order import oldest_first
from tests.graphs import graph_of
from tests.making import article, claim

ARTICLES = {
    its.id: its
    for its in (
        article("alpha", published="2023-12-20"),
        article("beta", "gazette", "2023-12-14"),
        article("delta", "gazette", "2023-12-14"),
        article("omega", published="2023-12-01"),
        article("month", published="2023-11"),
    )
}


def at(article_: str, id_: str, *spans: tuple[int, str], rows: tuple[str, ...] = ()) -> Claim:
    """A claim that stands at some places of an article, or in rows of a table."""
    places = [Evidence(start=start, end=start + 1, kind=EvidenceKind(kind)) for start, kind in spans or [(0, "text")]]
    evidence = tuple(Evidence(row=row) for row in rows) or tuple(places)
    return replace(claim("ann", article=article_, id_=id_), evidence=evidence)


# Each list as it is to be told.
ORDERS = {
    "days before articles": [at("month", "z"), at("omega", "y"), at("beta", "b"), at("alpha", "a")],
    "articles of one day": [at("beta", "z", (900, "text")), at("delta", "a", (1, "text"))],
    "places before ids": [at("beta", "z", (5, "text")), at("beta", "m", (40, "text")), at("beta", "a", (300, "text"))],
    "ids last": [at("beta", "a", (5, "text")), at("beta", "b", (5, "text"))],
    "the first of several places": [at("beta", "z", (70, "text"), (2, "text")), at("beta", "a", (5, "text"))],
    "the text before its headline": [
        at("beta", "z", (30, "text"), (0, "headline")), at("beta", "a", (50, "text")),
    ],
    "a headline alone": [at("beta", "z", (0, "headline")), at("beta", "a", (50, "text"))],
    "a photo of the archive last in its article": [
        at("beta", "z", (90, "text")), at("beta", "a", (3, "file-photo")), at("delta", "b", (1, "text")),
    ],
    "rows by their number": [
        at("beta", "z", rows=("2",)), at("beta", "b", rows=("10", "9")), at("beta", "a", rows=("11",)),
    ],
    "rows of other names": [
        at("beta", "a", rows=("x9",)), at("beta", "b", rows=("x10",)), at("beta", "c", rows=("1",)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("told", ORDERS.values(), ids=ORDERS.keys())
def test_claims_are_told_in_order(told: list[Claim]) -> None:
    for mixed in itertools.permutations(told):
        assert [its.id for its in oldest_first(mixed, ARTICLES)] == [its.id for its in told]


def test_explain_lists_claims_and_what_decided_by_day() -> None:
    said = [
        at("omega", "w", (5, "text")), at("beta", "z", (5, "text")), at("beta", "a", (9, "text")), at("alpha", "a"),
    ]  # fmt: skip
    graph = graph_of(said, ARTICLES)
    keys = [its.key for its in said]
    its = graph.explain("m")
    assert [row["id"] for row in its["claims"]] == keys
    assert its["basis"] == [key for key in keys if key in its["basis"]]
    days = [
        its["sentence"].find(f"of {article_.published.text}")
        for article_ in map(ARTICLES.get, ("omega", "alpha"))
        if article_
    ]
    assert -1 < days[0] < days[1]
    assert graph.sentence("m") == its["sentence"]
    assert [row["id"] for row in graph.explain_between("ann", "bob")[0]["claims"]] == keys


def test_diff_lists_claims_by_day() -> None:
    old = claim("ann", "suggests", article="omega", id_="old")
    said = [
        replace(at("beta", "z", (5, "text")), speaker=("bob",)), at("beta", "a", (9, "text")),
        replace(at("alpha", "a"), speaker=("bob",)),
    ]  # fmt: skip
    graph = graph_of([old, *said], ARTICLES)
    diff = graph.diff(known_by=("2023-12-01", "2023-12-31"))
    (moved,) = diff.row()["moved"]
    assert moved["claims"] == [its.key for its in said]
    shown = [line.rpartition("[")[2] for line in diff.lines() if line.endswith("]")]
    assert [key.rstrip("]") for key in shown if key.rstrip("]") in moved["claims"]][:3] == moved["claims"]
    times = diff.row()["times"]
    assert all(row["claims"] == sorted(row["claims"], key=moved["claims"].index) for row in times)
