"""Entities of one name: what tells them apart, and that it stands behind the name wherever that is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import kg
from kg.analysis import rank
from kg.base.project import Project
from kg.graph.graph import Graph
from kg.model.records import Claim, Entity, Kind, Records
from tests.conftest import copied
from tests.graphs import STRAIT, in_memory
from tests.making import ARTICLES, ENTITIES, claim, core, entity

SERVES: dict[str, Any] = {"fact": "t", "type": "Tenure", "roles": {"holder": ("xan",), "organization": ("a-defence",)}}
MET = [
    claim("ann", roles={"participant": ("xan", "yan")}),
    claim("ann", fact="n", roles={"participant": ("yan", "ann")}),
]


def graph_of(names: dict[str, str], claims: Iterable[Claim] = (), *more: Entity) -> Graph:
    """The small world, in which some have other names."""
    entities = ENTITIES | {its.id: its for its in more}
    entities = {id_: replace(its, name=names.get(id_, its.name)) for id_, its in sorted(entities.items())}
    ordered = tuple(sorted(claims, key=lambda its: its.key))
    records = Records(entities, dict(sorted(ARTICLES.items())), ordered)
    return in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, {}),
        ({"ann": "Jo Lee", "abe": "Jo Lee"}, {"ann": "A Foreign", "abe": "A Defence"}),  # by what they belong to
        ({"ann": "Jo Lee", "abe": "jo  LEE"}, {"ann": "A Foreign", "abe": "A Defence"}),
        ({"ann": "Jó Łee", "abe": "Jo\u00a0Lee\u200b"}, {"ann": "A Foreign", "abe": "A Defence"}),
        ({"xan": "Jo Lee", "yan": "Jo Lee"}, {"xan": "xan", "yan": "yan"}),  # nothing but ids
        ({"ann": "Jo Lee", "yan": "Jo Lee"}, {"ann": "ann", "yan": "yan"}),  # nothing is known of one of them
        ({"ann": "Jo Lee", "aland": "Jo Lee"}, {"ann": "person", "aland": "country"}),  # by kind
        (
            {"ann": "Jo Lee", "abe": "Jo Lee", "bob": "Jo Lee"},
            {"ann": "A Foreign", "abe": "A Defence", "bob": "B Foreign"},
        ),
        ({"a-foreign": "Office", "b-foreign": "Office"}, {"a-foreign": "Aland", "b-foreign": "Bland"}),  # by side
        ({"capital": "Port", "harbour": "Port"}, {"capital": "Aland", "harbour": "Bland"}),
        ({"whisper": "Murmur"}, {"whisper": "whisper", "murmur": "murmur"}),
    ],
)  # fmt: skip
def test_those_of_one_name_are_told_apart_in_one_way(names: dict[str, str], expected: dict[str, str]) -> None:
    assert graph_of(names).apart == expected


def test_posts_are_told_by_what_is_accepted_and_by_the_newest() -> None:
    names = {"xan": "Jo Lee", "ann": "Jo Lee"}
    denied = claim("xan", "denies", **SERVES)
    serving = claim("ann", **SERVES, when="2023-12-01")
    assert graph_of(names, [serving]).apart == {"ann": "A Foreign", "xan": "A Defence"}
    assert graph_of(names, [denied]).apart == {"ann": "ann", "xan": "xan"}
    later = claim(
        "ann", fact="u", type="Tenure", roles={"holder": ("xan",), "organization": ("gazette",)}, when="2023-12-02"
    )
    assert graph_of(names, [serving, later]).apart["xan"] == "Gazette"
    post = claim("ann", type="Tenure", roles={"holder": ("xan",), "post": ("chief",)})
    assert graph_of(names, [post]).apart == {"ann": "A Foreign", "xan": "Chief"}


def test_a_side_that_all_of_one_name_share_does_not_tell_them_apart() -> None:
    chamber = entity("chamber", Kind.ORGANIZATION)
    parties = [entity(f"party-{letter}", Kind.ORGANIZATION) for letter in "ab"]
    members = [
        replace(entity(f"member-{its.id}", Kind.PERSON), name="Jo Lee", links={"member-of": ("chamber", its.id)})
        for its in parties
    ]
    assert graph_of({}, (), chamber, *parties, *members).apart == {
        "member-party-a": "Party A", "member-party-b": "Party B"
    }  # fmt: skip


def test_what_is_the_same_but_for_capitals_or_when_cut_tells_nobody_apart() -> None:
    long = "Committee for the Supervision of Harbours, Fairways and Lights"
    offices = [replace(entity(f"office-{n}", Kind.ORGANIZATION), name=f"{long} {n}") for n in "12"]
    members = [
        replace(entity(f"member-{n}", Kind.PERSON), name="Jo Lee", links={"member-of": (f"office-{n}",)}) for n in "12"
    ]
    assert graph_of({}, (), *offices, *members).apart == {"member-1": "member-1", "member-2": "member-2"}
    assert graph_of({"a-foreign": "Office", "a-defence": "OFFICE", "ann": "Jo Lee", "abe": "Jo Lee"}).apart == {
        "a-foreign": "a-foreign", "a-defence": "a-defence", "ann": "ann", "abe": "abe",
    }  # fmt: skip


def test_slices_call_everybody_what_the_whole_calls_them() -> None:
    graph = graph_of({"xan": "Jo Lee", "ann": "Jo Lee"}, [claim("ann", article="herald-2", **SERVES), *MET])
    assert graph.apart == {"ann": "A Foreign", "xan": "A Defence"}
    assert graph.slice(known_by="2023-12-15").teller.name("xan") == "Jo Lee (A Defence)"
    assert graph.slice(entity="yan").slice(without="herald-2").apart == graph.apart


def test_a_long_name_is_cut_in_a_list_and_never_what_tells_it_apart() -> None:
    name = "Johannes Maria Alexander " * 8
    graph = graph_of({"ann": name, "abe": name})
    assert graph.teller.name("ann") == f"{name} (A Foreign)"
    assert graph.teller.brief.name("ann").endswith("… (A Foreign)")
    assert len(graph.teller.brief.name("ann")) < 80


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = copied(STRAIT, tmp_path_factory.mktemp("strait"))
    kg.build(folder)
    return kg.open(folder)


MINISTER, CAPTAIN = "Jon Berg (Defence Ministry of Orlund)", "Jon Berg (Brandt Line)"


def bare(text: str) -> int:
    """How often the name stands alone."""
    return text.replace(MINISTER, "").replace(CAPTAIN, "").count("Jon Berg")


def test_every_answer_tells_them_apart(strait: Graph) -> None:
    assert strait.apart == {"jon-berg-captain": "Brandt Line", "jon-berg-minister": "Defence Ministry of Orlund"}
    told = {
        "sentences": " ".join(strait.sentence(fact) for fact in strait.account.facts),
        "explain": " ".join(
            each["sentence"] for fact in strait.account.facts for each in strait.explain(fact)["claims"]
        ),
        "diff": " ".join(strait.diff(known_by=("2031-03-01", "2031-03-24")).lines()),
        "diff as a page": strait.diff(known_by=("2031-03-01", "2031-03-24")).html(),
        "timeline": " ".join(strait.timeline().lines(500)),
        "timeline of one": strait.timeline("jon-berg-captain").title,
        "between": " ".join(strait.between("jon-berg-captain", "jon-berg-minister").lines()),
        "rank": " ".join(its.label for its in rank(strait.network(kinds="all", layers="all"), "degree")),
        "chart": strait.timeline().draw().decode(),
        "view": strait.view(everything=True, kinds="all", layers="all").html.partition('"claims":')[2],
    }  # fmt: skip
    for where, text in told.items():
        assert MINISTER in text or CAPTAIN in text, where
        if where not in ("view",):
            assert bare(text) == 0, where
    still = strait.view(kinds="all", layers="all").still
    assert still is not None
    picture = still()
    assert picture is not None
    assert {dot.whole for dot in picture.dots.values() if dot.name == "Jon Berg"} == {MINISTER, CAPTAIN}
    assert "(Brandt Line)" in picture.drawn("svg").decode()
