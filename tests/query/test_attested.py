"""Named queries leave out no claim for want of a time, and say of each what its stance is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.base.project import Project
from kg.model.records import Entity, Kind, Records
from tests.graphs import graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, claim, core


def test_who_holds_a_post_is_told_without_a_day_too() -> None:
    chief = Entity(id="chief", kind=Kind.POST, name="Chief")
    roles: dict[str, tuple[str, ...]] = {"holder": ("ann",), "post": ("chief",)}
    claims = (
        claim(None, article="gazette-1", fact="ten", type="Tenure", roles=roles, when="2023-12-14"),
        claim(None, fact="ten", type="Tenure", roles=roles),
    )
    records = Records(ENTITIES | {"chief": chief}, dict(sorted(ARTICLES.items())), claims)
    graph = in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())
    assert graph.account.facts["ten"].accepted
    for rows in (graph.query("posts"), graph.query("holders", post="chief")):
        assert [(row.holder.short, row.article.short, row.when and str(row.when)) for row in rows] == [
            ("ann", "herald-1", None),
            ("ann", "gazette-1", "2023-12-14"),
        ]


def test_a_day_that_was_corrected_hides_no_holder() -> None:
    chief = Entity(id="chief", kind=Kind.POST, name="Chief")
    roles: dict[str, tuple[str, ...]] = {"holder": ("ann",), "post": ("chief",)}
    more = roles | {"organization": ("a-foreign",)}
    ten: dict[str, Any] = {"fact": "ten", "type": "Tenure", "roles": roles}
    claims = (
        claim(
            "xan", id_="a", said="2023-12-10", when="2023-12-01", **ten | {"roles": more}
        ),  # counts for `organization`
        claim("xan", id_="b", said="2023-12-12", when="../2023-11-15", article="gazette-1", **ten),
        claim("yan", id_="c", **ten),
    )
    ordered = tuple(sorted(claims, key=lambda its: its.key))
    records = Records(ENTITIES | {"chief": chief}, dict(sorted(ARTICLES.items())), ordered)
    graph = in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())
    rows = {(row.article.short, row.when and str(row.when)) for row in graph.query("posts")}
    assert rows == {("gazette-1", "../2023-11-15"), ("herald-1", None)}


def test_who_denies_a_statement_is_told_as_denying_it() -> None:
    roles = {"agent": ("ann",), "about": ("bob",), "act": ("threat",)}
    facts: dict[str, Any] = {"fact": "said", "type": "Statement", "roles": roles}
    graph = graph_of(
        [
            claim(None, **facts),
            claim("ann", "denies", article="gazette-1", **facts),
            claim("xan", article="herald-2", said="2023-12-11", **facts),
            claim("xan", "retracts", article="gazette-2", said="2023-12-15", **facts),
        ]
    )
    rows = {(row.speaker.short, row.stance.short) for row in graph.query("statements", entity="bob")}
    assert ("ann", "denies") in rows
    assert ("herald", "asserts") in rows
    assert ("xan", "asserts") not in rows  # he took it back
