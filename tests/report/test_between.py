"""What is said of two together, on which claims an edge rests, and what a list of accepted facts leaves out."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from msgspec import structs

from kg import analysis
from kg.base.errors import NotFoundError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim, Evidence, Text
from kg.report.networks import not_in_network, not_on_path, path_lines, path_row
from tests.graphs import graph_of
from tests.making import ARTICLES, claim

BOTH = ("ann", "bob")


def meeting(speaker: str | None, stance: str = "asserts", **fields: Any) -> Claim:
    return claim(speaker, stance, **fields)


def gathering(speaker: str | None, *, stance: str = "asserts", **fields: Any) -> Claim:
    return claim(speaker, stance, type="Gathering", fact="g", **fields)


# They attended one conference; that they spoke, one side says and the other denies.
CONFERENCE = (
    gathering("a-foreign", roles={"host": ("aland",), "participant": ("aland", "bland")}, id_="hosted"),
    gathering(None, article="gazette-1", scope="roles", roles={"representative": BOTH}, id_="pictured"),
)
TALK = (meeting("a-foreign", id_="spoke"), meeting("b-foreign", "denies", article="gazette-1", id_="never"))


def groups(graph: Graph) -> dict[str, list[str]]:
    row = graph.between(*BOTH).row()
    return {group: [its["fact"] for its in row[group]] for group in row if row[group] and group not in ("a", "b")}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([meeting("a-foreign")], {"accepted": ["m"]}),
        ([meeting("a-foreign"), meeting("c-foreign", "denies", article="gazette-1")], {"accepted": ["m"]}),
        (TALK, {"contested": ["m"]}),
        ([meeting("whisper"), meeting("b-foreign", "denies", article="gazette-1")], {"contested": ["m"]}),
        (
            [meeting(None), meeting("bob", "denies", scope="roles", roles={"participant": ("bob",)})],
            {"contested": ["m"]},
        ),
        ([meeting("b-foreign", "denies")], {"denied": ["m"]}),
        ([meeting(None, "asks"), meeting("b-foreign", "denies", article="gazette-1")], {"denied": ["m"]}),
        ([meeting("a-foreign"), meeting("a-foreign", "retracts", article="herald-2")], {"denied": ["m"]}),
        ([meeting(None, "asks"), meeting("b-foreign", "declines")], {"unconfirmed": ["m"]}),
        ([meeting("whisper")], {"unconfirmed": ["m"]}),
        ([meeting("a-foreign", "announces", when="2024")], {"unconfirmed": ["m"]}),
        (CONFERENCE, {"shared": ["g"]}),
        ((*CONFERENCE, *TALK), {"contested": ["m"], "shared": ["g"]}),
        ([claim("xan", type="Statement", fact="s", roles={"agent": ("xan",), "about": BOTH})], {"shared": ["s"]}),
        ([claim("ann", type="Statement", fact="s", roles={"agent": ("ann",), "about": ("bob",)})], {"accepted": ["s"]}),
        ([meeting("a-foreign", roles={"participant": ("ann", "cid")})], {}),
    ],
)
def test_each_fact_that_names_both_stands_where_it_belongs(claims: list[Claim], expected: dict[str, list[str]]) -> None:
    assert groups(graph_of(claims)) == expected


def test_one_screen_says_who_asserts_and_who_denies() -> None:
    found = graph_of([*CONFERENCE, *TALK]).between("bob", "ann")
    assert found.lines() == [
        "Bob and Ann",
        "",
        "contested by a party",
        "  one-sided    A meeting of Ann and Bob, contested by a party",
        "               m · asserted by aland · denied by bland · met",
        "",
        "only shared: no edge says that one dealt with the other",
        "  reported     Aland and Bland took part in a gathering hosted by Aland, with Ann and Bob present",
        "               g · asserted by gazette · attended with",
    ]
    assert found.counts == "1 fact contested by a party, 1 fact only shared"
    (row,) = found.row()["contested"]
    assert row["claims"] == ["gazette-1/never", "herald-1/spoke"]
    assert "<b>one-sided</b> A meeting of Ann and Bob" in found._repr_html_()


def test_who_denies_that_one_took_part_is_not_named_for_the_two_and_he_is() -> None:
    only = {"participant": ("cid",)}
    told = [
        meeting("a-foreign"),
        meeting("b-foreign", "denies", article="gazette-1"),
        meeting("whisper", scope="roles", roles=only, article="gazette-2"),
        meeting("a-foreign", "denies", scope="roles", roles=only),
    ]
    its = graph_of(told).between("ann", "cid")
    (row,) = its.row()["contested"]
    assert (row["status"], row["voices"], row["denied_by"]) == ("alleged", ["anonymous@gazette-2"], ["aland", "bland"])
    assert row["what"] == "A meeting of Ann and Bob; Cid as participant"
    assert "; Cid as participant, contested by a party" in its.lines()[3]


def test_of_two_whom_nobody_names_together_that_is_said() -> None:
    graph = graph_of([meeting("a-foreign")])
    assert graph.between("ann", "cid").lines() == ["no claim names both Ann and Cid"]
    assert graph.between("ann", "cid")._repr_html_() == "<p>no claim names both Ann and Cid</p>"
    with pytest.raises(NotFoundError, match=r"^no such entity: `annn`\n  hint: did you mean `ann`\?$"):
        graph.between("annn", "bob")


# -- on what an edge rests -----------------------------------------------------------------------------------


def test_a_path_is_proved_by_sentences_that_name_both_ends_of_each_step() -> None:
    graph = graph_of([*CONFERENCE, *TALK])
    network = graph.network()
    (way,) = analysis.path(network, *BOTH)
    assert path_lines(way, graph, network) == [
        "1 step: Ann – Bob",
        "  Ann – Bob: reported, 1 voice",
        "    Gazette of 2023-12-14, naming Ann and Bob among the representatives of the gathering “g”.",
    ]
    (step,) = path_row(way, graph, network)["steps"]
    assert step["edges"] == [
        {
            "fact": "g",
            "relation": "attended-with",
            "status": "reported",
            "contested": None,
            "voices": ["gazette"],
            "outlets": ["gazette"],
            "claims": ["gazette-1/pictured"],
            "denied_by": [],
            "conflicts": [],
        }
    ]
    assert not_on_path(graph, [way], *BOTH) == "not shown: 1 contested by a party; `kg explain ann bob`"


def test_where_no_sentence_names_both_that_is_said_beside_those_that_name_one() -> None:
    one = meeting(None, roles={"participant": ("ann", "xan")}, id_="one")
    other = meeting(None, roles={"participant": ("bob", "yan")}, article="gazette-1", id_="other")
    graph = graph_of([one, other])
    network = graph.network()
    assert path_lines(analysis.path(network, *BOTH, k=1)[0], graph, network)[2] == (
        "    (no claim names both) Gazette of 2023-12-14: Bob and Yan met. Herald of 2023-12-14: Ann and Xan met."
    )


def test_an_exported_edge_has_the_sentences_of_the_edge() -> None:
    graph = graph_of(CONFERENCE)
    rows = {(row["source"], row["target"]): row for row in csv.DictReader(io.StringIO(graph.export("csv")))}
    assert rows["ann", "bob"]["claims"] == "gazette-1/pictured"
    assert rows["ann", "bob"]["sentence"].startswith("Gazette of 2023-12-14, naming Ann and Bob ")
    assert rows["aland", "bland"]["sentence"].startswith("A Foreign, in Herald of 2023-12-14: Aland and Bland ")


def asked(graph: Graph, name: str, columns: str, **values: str) -> list[tuple[Any, ...]]:
    rows = graph.query(name, **values)
    return [tuple(getattr(getattr(row, its), "short", getattr(row, its)) for its in columns.split()) for row in rows]


def test_queries_too_give_the_claims_that_name_both() -> None:
    graph = graph_of(CONFERENCE)
    ends = {"entity": "ann", "other": "bob"}
    assert asked(graph, "tie", "edge status claim voice", **ends) == [
        ("attended-with", "reported", "gazette-1/pictured", "gazette")
    ]
    edges = asked(graph, "edges", "a b status claim")
    assert ("ann", "bob", "reported", "gazette-1/pictured") in edges
    assert ("aland", "bland", "one-sided", "herald-1/hosted") in edges
    assert len(edges) == 4


def test_queries_give_each_ends_claims_where_none_names_both_and_the_weakest_status() -> None:
    graph = graph_of(
        [
            meeting(None, roles={"participant": ("ann", "xan")}, id_="one"),
            meeting(None, roles={"participant": ("ann", "xan")}, article="courier-1", id_="again"),
            meeting(None, roles={"participant": ("bob", "yan")}, article="gazette-1", id_="other"),
        ]
    )
    assert asked(graph, "met", "who status claim", entity="ann") == [
        ("bob", "reported", "courier-1/again"),
        ("bob", "reported", "gazette-1/other"),
        ("bob", "reported", "herald-1/one"),
        ("xan", "corroborated", "courier-1/again"),
        ("xan", "corroborated", "herald-1/one"),
        ("yan", "reported", "courier-1/again"),
        ("yan", "reported", "gazette-1/other"),
        ("yan", "reported", "herald-1/one"),
    ]


# -- what is left out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "line"),
    [
        (TALK, "not shown: 1 contested by a party; `kg explain m`"),
        ([meeting("b-foreign", "denies")], "not shown: 1 denied; `kg explain m`"),
        (
            [*TALK, meeting("ann", "announces", fact="n", when="2024")],
            "not shown: 1 contested by a party, 1 planned; `kg query met-unaccepted entity=ann`",
        ),
        (
            [meeting(None), meeting("bob", "denies", scope="roles", roles={"participant": ("bob",)})],
            "not shown: 1 contested by a party; `kg explain m`",
        ),
        ([meeting("a-foreign")], ""),
        (CONFERENCE, ""),
    ],
)
def test_who_asks_for_meetings_is_told_of_those_that_are_not_accepted(claims: list[Claim], line: str) -> None:
    assert graph_of(claims).not_shown("met", entity="ann") == line


def test_other_lists_of_what_is_accepted_say_so_too() -> None:
    tenure: dict[str, Any] = {"type": "Tenure", "fact": "t", "roles": {"holder": ("ann",), "post": ("chief",)}}
    graph = graph_of([*TALK, claim(None, **tenure), claim("ann", "denies", article="gazette-1", **tenure)])
    ends = {"entity": "ann", "other": "bob"}
    contested = "not shown: 1 contested by a party; `kg explain {}`"
    assert graph.not_shown("tie", **ends) == contested.format("m")
    assert graph.not_shown("ways", **ends) == contested.format("m")
    assert graph.not_shown("around", entity="bob") == contested.format("m")
    assert graph.not_shown("edges") == contested.format("m")
    assert graph.not_shown("posts") == contested.format("t")
    assert graph.not_shown("holders", post="chief") == contested.format("t")
    assert graph.not_shown("statuses") == ""
    assert graph.not_shown("SELECT ?who { ?who kg:met ?other }") == ""
    assert not_in_network(graph) == ["not shown: 1 contested by a party; `kg facts`"]


def test_what_measures_a_network_says_how_much_of_it_nobody_read() -> None:
    """Of articles whose rows were coded, and of one that was read as well, from which one claim has a span."""
    coded = structs.replace(ARTICLES["gazette-1"], coded_by="courier")
    text = Text(file="g.txt", sha256="0" * 64, characters=9)
    both = structs.replace(ARTICLES["gazette-2"], coded_by="courier", text=text)
    articles = ARTICLES | {coded.id: coded, both.id: both}
    row = (Evidence(row="1", sha256="0" * 64),)
    found = [
        claim(None, article="gazette-1", fact="rows", roles={"participant": ("ann", "cid")}),
        claim(None, article="gazette-2", fact="more", roles={"participant": ("bob", "cid")}),
    ]
    rows = [structs.replace(its, evidence=row) for its in found]
    rows.append(claim(None, article="gazette-2", fact="spans", roles={"participant": ("ann", "abe")}))
    read = claim(None, fact="read", roles={"participant": ("ann", "bob")})
    graph = graph_of([*rows, read], articles)
    line = "not read: 2 of 4 edges rest on rows of data sets alone; `--read` leaves them out"
    assert not_in_network(graph) == not_in_network(graph, directed=True) == [line]
    assert not_in_network(graph.slice(read=True)) == []
    line = "not read: 1 of 1 edge rests on rows of data sets alone; `--read` leaves them out"
    assert not_in_network(graph_of(rows[:1], articles)) == [line]
    assert not_in_network(graph_of([read], articles)) == []


def test_the_shell_says_what_is_not_shown(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str) -> tuple[str, str]:
        capsys.readouterr()
        assert cli.run([*arguments, "--project", str(strait.project.root)]) in (0, 1)
        done = capsys.readouterr()
        return done.out, done.err

    _, err = told("query", "met", "entity=dagny-orr")
    assert err.endswith("not shown: 1 unconfirmed; `kg explain orr-meets-master`\n")
    _, err = told("path", "dagny-orr", "jon-berg-captain")
    assert err.startswith(
        "not shown: 1 unconfirmed; `kg explain dagny-orr jon-berg-captain`\n`jon-berg-captain` has no"
    )
    out, _ = told("rank", "degree")
    assert "not shown: 1 denied, 1 unconfirmed; `kg facts`" in " ".join(out.split())
    _, err = told("facts", "--accepted", "--type", "Meeting")
    assert err.splitlines()[-1] == "not shown: 1 unconfirmed; `kg facts`"
    out, err = told("between", "dagny-orr", "jon-berg-minister")
    assert "council-session · denied by orlund, velmark · attended with" in out  # of whom Velmark named one only
    assert err.startswith("1 fact only shared, as reported in these sources: ")
