"""A claim may count for its fact and no more for one filler, or the reverse: the named queries go by the part."""

from __future__ import annotations

import pytest

from kg.graph.graph import Graph
from kg.model.records import Claim
from tests.graphs import graph_of
from tests.making import claim

Roles = dict[str, tuple[str, ...]]
TRIO: Roles = {"participant": ("ann", "bob", "cid")}
CID: Roles = {"participant": ("cid",)}
ALL = claim("xan", roles=TRIO, said="2023-12-10", id_="all")
OTHER = claim(None, article="gazette-1", scope="roles", roles=CID, id_="cid")
WHOLE = claim(None, article="courier-1", roles=TRIO, id_="whole")
TAKEN_BACK: dict[str, list[Claim]] = {
    "denied later": [ALL, OTHER, claim("xan", "denies", scope="roles", roles=CID, said="2023-12-12", id_="not")],
    "retracted": [ALL, OTHER, claim("xan", "retracts", scope="roles", roles=CID, said="2023-12-12", id_="back")],
    "another names both": [
        *(ALL, WHOLE),
        claim("xan", "denies", scope="roles", roles=CID, said="2023-12-12", id_="not"),
    ],
    "denied on the same day": [
        ALL,
        OTHER,
        claim("xan", "denies", scope="roles", roles=CID, said="2023-12-10", id_="n"),
    ],
    "nothing": [ALL, OTHER],
}


def drawn(graph: Graph) -> dict[tuple[str, str], set[str]]:
    """The claims that each edge of the network names."""
    edges = graph.network(kinds="all", layers="all", stand_ins=True).edges(data=True)
    return {(one, other): {*edge["claims"]} for one, other, edge in edges}


@pytest.mark.parametrize("claims", TAKEN_BACK.values(), ids=list(TAKEN_BACK))
def test_an_edge_rests_on_the_same_claims_as_in_the_network(claims: list[Claim]) -> None:
    graph = graph_of(claims)
    expected = drawn(graph)
    found: dict[tuple[str, str], set[str]] = {}
    for row in graph.query("edges"):
        found.setdefault((row.a.short, row.b.short), set()).add(row.claim.short)
    assert {pair: found[pair] for pair in expected} == expected
    for (one, other), its in expected.items():
        for ends in ((one, other), (other, one)):
            rows = graph.query("tie", entity=ends[0], other=ends[1])
            assert {row.claim.short for row in rows} == its, ends


def test_whom_somebody_met_rests_on_who_still_says_so() -> None:
    graph = graph_of(TAKEN_BACK["another names both"])
    assert {row.claim.short for row in graph.query("met", entity="ann") if row.who.short == "cid"} == {
        "courier-1/whole"
    }
    assert {row.claim.short for row in graph.query("met", entity="ann") if row.who.short == "bob"} == {
        "courier-1/whole",
        "herald-1/all",
    }


@pytest.mark.parametrize(("name", "values"), [("posts", {}), ("holders", {"post": "chief"})])
def test_a_day_that_was_corrected_is_attested_no_more(name: str, values: dict[str, str]) -> None:
    """The earlier claim still counts for the institution, which the correction does not name."""
    one: Roles = {"holder": ("ann",), "post": ("chief",)}
    both: Roles = one | {"organization": ("a-defence",)}
    graph = graph_of(
        [
            claim("xan", fact="t", type="Tenure", roles=both, when="2020", said="2023-12-01", id_="first"),
            claim("xan", fact="t", type="Tenure", roles=one, when="2022/2023", said="2023-12-03", id_="second"),
        ]
    )
    fact = graph.account.facts["t"]
    assert fact.asserting == ("herald-1/second",)
    assert fact.fillers["organization", "a-defence"].asserting == ("herald-1/first",)
    assert {str(row.when) for row in graph.query(name, **values)} == {"2022/2023"}


def test_the_graph_says_for_what_a_claim_counts_no_more() -> None:
    graph = graph_of(TAKEN_BACK["denied later"])
    rows = graph.query("SELECT ?filler ?claim { ?part kg:filler ?filler ; kg:superseded ?claim }")
    assert [tuple(row) for row in rows.short_rows()] == [("cid", "herald-1/all")]
    assert not graph_of(TAKEN_BACK["nothing"]).query("ASK { ?what kg:superseded ?claim }")
