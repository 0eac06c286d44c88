"""Stand-ins for many or for nobody in particular, which are marked as anonymous: they enter no measure unasked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from kg import analysis
from kg.base.errors import KgWarning, NotFoundError, UsageError
from kg.cli import main as cli
from kg.formats.network_tables import to_csv
from kg.graph import opening
from kg.graph.graph import Graph
from kg.model.records import Claim, Kind, Records
from kg.network import network
from kg.snapshot import loaders
from tests.graphs import graph_of
from tests.making import ENTITIES, claim, core, entity, judge, links

CROWD = {"crowd": entity("crowd", Kind.PERSON, anonymous=True), "throng": entity("throng", Kind.PERSON, anonymous=True)}
ALL = ENTITIES | CROWD
LEFT_OUT = "left out: 1 stand-in with 2 edges; `--stand-ins` includes them; in Python, `stand_ins=True`"
TRIO = ("ann", "crowd"), ("crowd", "bob"), ("bob", "cid")


def meetings(*pairs: tuple[str, ...]) -> list[Claim]:
    return [claim(None, fact="-".join(pair), id_="-".join(pair), roles={"participant": pair}) for pair in pairs]


def drawn(claims: Iterable[Claim], **choice: Any) -> Any:
    return network(judge(*claims, entities=ALL), links(ALL), core(), **choice)


def names(of: Any) -> list[str]:
    return sorted(of)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({}, ["bob", "cid"]),
        ({"stand_ins": False}, ["bob", "cid"]),
        ({"stand_ins": True}, ["ann", "bob", "cid", "crowd"]),
        ({"stand_ins": ["crowd"]}, ["ann", "bob", "cid", "crowd"]),
        ({"stand_ins": ["throng"]}, ["bob", "cid"]),
    ],
)
def test_anonymous_actors_are_in_a_network_only_if_asked_for(asked: dict[str, Any], there: list[str]) -> None:
    net = drawn(meetings(*TRIO), **asked)
    assert names(net) == there
    assert net.graph.get("left_out") == (None if "crowd" in there else LEFT_OUT)


def test_what_is_left_out_is_counted_among_the_chosen_kinds_and_edges_only() -> None:
    claims = [*meetings(*TRIO, ("ann", "murmur"), ("crowd", "throng"))]
    assert "2 stand-ins with 3 edges" in drawn(claims).graph["left_out"]
    assert "3 stand-ins with 4 edges" in drawn(claims, kinds="all").graph["left_out"]
    assert "left_out" not in drawn(claims, edges="visited").graph
    assert "left_out" not in drawn(meetings(("ann", "bob"))).graph


def test_in_two_modes_they_are_left_out_too() -> None:
    net = drawn(meetings(*TRIO), mode="two-mode")
    assert [node for node, mode in net.nodes(data="bipartite") if mode == 0] == ["ann", "bob", "cid"]
    assert net.graph["left_out"] == LEFT_OUT
    assert "crowd" in drawn(meetings(*TRIO), mode="two-mode", stand_ins=True)


def test_what_is_not_accepted_is_counted_only_where_it_is_drawn() -> None:
    claims = [
        *meetings(("bob", "cid")),
        claim("c-foreign", "denies", fact="x", roles={"participant": ("ann", "crowd")}),
    ]
    assert "left_out" not in drawn(claims).graph
    assert "1 stand-in with 1 edge;" in drawn(claims, accepted=False).graph["left_out"]


@pytest.mark.parametrize(
    ("claims", "choice", "words"),
    [
        (meetings(("ann", "crowd")), {}, "1 edge of stand-ins (`--stand-ins`)"),
        (
            meetings(("ann", "murmur")),
            {},
            "1 edge of stand-ins among other kinds (`--kind all` with `--stand-ins`)",
        ),
        (
            [claim(None, type="Visit", roles={"agent": ("crowd",), "host": ("ann",)})],
            {"edges": "met"},
            "1 edge of stand-ins of other sorts (`--layer all` without `--edge` with `--stand-ins`)",
        ),
        (meetings(("ann", "aland")), {}, "1 edge among other kinds (`--kind all`)"),
    ],
)
def test_a_network_that_is_empty_for_want_of_them_says_so(claims: list[Claim], choice: Any, words: str) -> None:
    assert drawn(claims, **choice).graph["empty"].endswith(words)


def test_every_measure_warns_once_and_none_does_where_all_are_in() -> None:
    net = drawn(meetings(*TRIO))
    for measured in (
        lambda: analysis.rank(net, "degree"),
        lambda: analysis.path(net, "bob", "cid"),
        lambda: analysis.groups(net, anyway=True),
    ):
        with pytest.warns(KgWarning) as told:
            measured()
        assert [str(its.message) for its in told] == [LEFT_OUT]
    whole = drawn(meetings(*TRIO), stand_ins=True)
    assert [its.entity for its in analysis.rank(whole, "degree")] == ["bob", "crowd", "ann", "cid"]
    assert analysis.path(whole, "ann", "cid")[0].entities == ("ann", "crowd", "bob", "cid")


def test_who_is_left_out_is_named_with_what_includes_it() -> None:
    with pytest.raises(NotFoundError, match="`crowd` has no edge in this network") as caught:
        analysis.path(drawn(meetings(*TRIO)), "crowd", "bob")
    assert caught.value.hint == LEFT_OUT


def test_a_torn_entity_stays_in_measures() -> None:
    """Whose ways up end at two sides counts as an anonymous speaker, and as an actor like any other."""
    torn = structs.replace(ALL["ann"], links={"member-of": ("a-foreign", "b-foreign")})
    background = ALL | {"ann": torn}
    claims = [*meetings(("ann", "cid")), claim("ann", fact="y", roles={"participant": ("ann", "bob")})]
    net = network(judge(*claims, entities=background), links(background), core())
    assert names(net) == ["ann", "cid"]
    assert "left_out" not in net.graph


# -- by the verbs, in Python and in files ------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Ann met a crowd, which met Bob, who met Cid."""
    assert cli.run(["init", str(tmp_path / "p"), "--base", "https://example.org/p/"]) == 0
    folder = tmp_path / "p"
    for path in folder.glob("sources/*"):
        path.unlink()
    persons = "".join(f"{id_}: {{kind: Person, name: {id_.title()}}}\n" for id_ in ("ann", "bob", "cid"))
    crowd = "crowd: {kind: Person, name: A crowd, anonymous: true}\nherald: {kind: Organization, name: The Herald}\n"
    (folder / "sources/entities.yaml").write_text(persons + crowd)
    claims = "".join(
        f"  - {{id: c{number}, fact: m{number}, type: Meeting, stance: asserts, "
        f"roles: {{participant: [{', '.join(pair)}]}}, "
        f'evidence: [{{at: [0, 1], sha256: "{"0" * 64}"}}]}}\n'
        for number, pair in enumerate(TRIO)
    )
    head = "article: {title: T, publisher: herald, published: 2031-03-01, language: en, text: {file: t.txt, "
    (folder / "sources/a.yaml").write_text(f'{head}sha256: "{"0" * 64}", characters: 9}}}}\nclaims:\n{claims}')
    assert cli.run(["build", "--project", str(folder)]) == 0
    return folder


Capture = pytest.CaptureFixture[str]


def ran(capsys: Capture, project: Path, *words: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert cli.run([*words, "--project", str(project)]) == code
    out, err = capsys.readouterr()
    return out, err


@pytest.mark.parametrize(
    "words",
    [
        ("rank", "degree"),
        ("path", "bob", "cid"),
        ("groups", "--anyway"),
        ("network",),
        ("fragile", "--list"),
        ("fragile", "bob", "cid"),
        ("diff", "2031-02-01", "2031-04-01"),
    ],
)
@pytest.mark.parametrize("format", ["table", "json"])
def test_each_verb_that_measures_says_so_once_and_has_the_option(
    capsys: Capture, project: Path, words: tuple[str, ...], format: str
) -> None:
    out, err = ran(capsys, project, *words, "--format", format)
    assert (out + err).count(LEFT_OUT) == err.count(LEFT_OUT) == 1
    out, err = ran(capsys, project, *words, "--format", format, "--stand-ins")
    assert "left out" not in out + err


def test_ranks_are_of_those_who_are_named(capsys: Capture, project: Path) -> None:
    out, _ = ran(capsys, project, "rank", "degree", "--format", "json")
    assert [(row["entity"], row["score"]) for row in json.loads(out)] == [("bob", 1.0), ("cid", 1.0)]
    out, _ = ran(capsys, project, "rank", "degree", "--format", "json", "--stand-ins")
    assert [row["entity"] for row in json.loads(out)] == ["bob", "crowd", "ann", "cid"]


def test_an_end_of_a_path_that_is_named_has_been_asked_for(capsys: Capture, project: Path) -> None:
    for ends in (("ann", "crowd"), ("crowd", "ann")):
        out, err = ran(capsys, project, "path", *ends)
        assert out.startswith("1 step: ")
        assert "`crowd` is a stand-in: included, since named" in err
        assert "left out" not in out + err
    out, err = ran(capsys, project, "fragile", "crowd", "cid")
    assert "path: A crowd – Bob – Cid" in out
    assert "`crowd` is a stand-in: included, since named" in err


def test_a_way_through_the_anonymous_is_named(capsys: Capture, project: Path) -> None:
    _, err = ran(capsys, project, "path", "ann", "cid", code=1)
    assert "no edges of `ann` among persons in the layer contact: 1 edge of stand-ins (`--stand-ins`)" in err
    out, _ = ran(capsys, project, "path", "ann", "cid", "--stand-ins")
    assert out.startswith("3 steps: Ann – A crowd – Bob – Cid")


def test_files_and_rdf_stay_whole(project: Path) -> None:
    graph = opening.open(project)
    assert to_csv(graph).count("crowd,") == 2
    assert "crowd" in graph.export("graphml")
    assert "crowd" in graph.export("two-mode-csv")
    assert [row.who.short for row in graph.query("SELECT ?who { ?who kg:anonymousEntity true }")] == ["crowd"]


# -- the named queries that measure --------------------------------------------------------------------------

ASKING = (("crowd", "ann"), ("crowd", "bob"), ("bob", "cid"), ("cid", "xan"))
QUERY_LEFT_OUT = "left out: 1 stand-in with 2 edges; `stand_ins=true` includes them"


@pytest.fixture
def small() -> Graph:
    """The small world with a crowd and a throng in it."""
    its, claims = graph_of([]), meetings(*ASKING)
    accounted = (Records(ALL, its.records.articles, tuple(claims)), judge(*claims, entities=ALL))
    return Graph(its.project, loaders.in_memory(its.project.names, core, lambda: accounted))


def test_who_lies_between_is_asked_of_those_who_are_named(small: Graph) -> None:
    assert [row.person.short for row in small.query("brokers")] == ["cid"]
    assert [row.person.short for row in small.query("brokers", stand_ins=True)] == ["bob", "cid", "crowd"]
    assert [row.person.short for row in small.query("brokers", stand_ins="true")] == ["bob", "cid", "crowd"]
    assert small.not_shown("brokers") == small.not_shown("brokers", stand_ins="false") == QUERY_LEFT_OUT
    assert small.not_shown("brokers", stand_ins="true") == ""
    with pytest.raises(UsageError, match="stand_ins: neither true nor false: `yes`"):
        small.query("brokers", stand_ins="yes")


@pytest.mark.parametrize(
    ("ends", "asked", "steps"),
    [
        (("ann", "cid"), False, []),
        (("ann", "cid"), True, [3]),
        (("ann", "bob"), False, []),
        (("ann", "bob"), True, [2]),
        (("ann", "crowd"), False, [1]),
        (("crowd", "cid"), False, [2]),
        (("xan", "bob"), False, [2]),
    ],
)
def test_ways_lead_past_those_who_are_named_or_asked_for(
    small: Graph, ends: tuple[str, str], asked: bool, steps: list[int]
) -> None:
    rows = small.query("ways", entity=ends[0], other=ends[1], stand_ins=asked)
    assert [row.steps for row in rows] == steps
    told = small.not_shown("ways", entity=ends[0], other=ends[1], stand_ins=asked)
    assert told == ("" if asked or "crowd" in ends else QUERY_LEFT_OUT)
