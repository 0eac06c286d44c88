"""Who deals with whom: every pair of the crisis in the strait by hand, and what a pair is a count of."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from kg.account.edges import edges
from kg.account.support import support
from kg.base.errors import NotFoundError, UsageError
from kg.charts.seriation import in_series
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.dates import parse
from kg.model.records import Article, Claim, Evidence, Figure
from kg.network.acts import is_mutual
from tests.conftest import ROOT
from tests.examples import examples
from tests.graphs import graph_of
from tests.making import ARTICLES, claim
from tests.view.test_view import payload_of

# Source, target, findings by status; those that a party contests are marked `!`, and those of an outsider `?`.
ACTORS = """
dagny-orr – ilse-marwen: 1 on-record 3 one-sided
orlund-coastguard → amarant-crew: 2 on-record
kestria – orlund: 1 one-sided 1 fulfilled 1 planned
gull-rock-fishermen → orlund-navy: 1 reported
ilse-marwen → dagny-orr: 1 one-sided
ilse-marwen → orlund: 1 one-sided
orlund-navy → kestria-coastguard: 1 corroborated ?
velmark-foreign-ministry → kestria: 1 on-record
brandt-line → kestria: 1 denied
brandt-line → orlund-coastguard: 1 alleged !
dagny-orr – jon-berg-captain: 1 unconfirmed
dagny-orr – jon-berg-minister: 1 denied
ilse-marwen – jon-berg-minister: 1 denied
narrows-council → brandt-line: 1 lapsed
orlund-navy → harl-port-authority: 1 alleged !
"""
# Ministers and ministries with their countries, the crew with its owners. The session at which both the ministers and
# the countries were counts once. That the minister of Orlund met its deputy minister is within one side.
SIDES = """
kestria – orlund: 1 on-record 3 one-sided 1 fulfilled 1 planned
kestria → orlund: 2 one-sided
orlund → brandt-line: 2 on-record
orlund → kestria: 1 corroborated 1 alleged ! ?
gull-rock-fishermen → orlund: 1 reported
velmark → kestria: 1 on-record
brandt-line → kestria: 1 denied
brandt-line – orlund: 1 unconfirmed
brandt-line → orlund: 1 alleged !
narrows-council → brandt-line: 1 lapsed
"""

# Both ministers speak for their countries by their tenures, which are no meetings.
MEETINGS = """
kestria – orlund: 1 on-record 1 one-sided
brandt-line – orlund: 1 unconfirmed
"""


def told(graph: Graph, *entity: str, **options: Any) -> str:
    lines = []
    for its in graph.dyads(*entity, **options):
        by = " ".join(f"{number} {status}" for status, number in its.by_status.items())
        marks = " !" * its.contested + " ?" * its.contested_by_outsider
        lines.append(f"{its.source} {its.arrow} {its.target}: {by}{marks}")
    return "\n" + "\n".join(lines) + "\n"


def test_a_filter_hides_nothing_of_who_serves_whom(strait: Graph) -> None:
    meetings = strait.slice(type="Meeting")
    assert told(meetings, by="side") == MEETINGS
    assert told(meetings.slice(known_by="2031-03-30"), by="side") == MEETINGS
    counts = meetings.count("side")
    assert {its.groups[0].id: its.facts for its in counts} == {"orlund": 2, "kestria": 2, "brandt-line": 0}
    areas = {node["id"]: node.get("area") for node in payload_of(meetings.view(everything=True).html)["nodes"]}
    assert (areas["dagny-orr"], areas["ilse-marwen"]) == ("orlund", "kestria")


def test_the_pairs_of_the_strait(strait: Graph) -> None:
    assert told(strait) == ACTORS
    assert told(strait, by="side") == SIDES
    assert strait.dyads().within == 0
    assert strait.dyads(by="side").notes() == [
        "not in this network: 10 edges in the layer context (`--layer context`), "
        "1 edge among other kinds (`--kind all`)",
        "in no pair: 1 finding within one side; `--by actor` has them",
    ]


def test_all_that_is_counted_of_a_pair(strait: Graph) -> None:
    """The ministers met in February, sat in one session, spoke by telephone, and met at Ister on 22 March."""
    first, second = strait.dyads().row(2)
    assert first == {
        "source": "dagny-orr",
        "source_label": "Dagny Orr",
        "target": "ilse-marwen",
        "target_label": "Ilse Marwen",
        "directed": False,
        "findings": 4,
        "by_status": {"on-record": 1, "one-sided": 3},
        "accepted": 4,
        "contested": 0,
        "contested_by_outsider": 0,
        "acts": {},
        "cooperative": 0,
        "hostile": 0,
        "first": "2031-02-22",
        "last": "2031-03-22",
        "voices": ["anonymous@post-2031-03-06", "anonymous@wire-2031-03-03", "kestria", "orlund", "velmark"],
        "outlets": ["northern-wire", "the-lantern", "velmark-post"],
        "values": {},
        "read": 4,
    }
    assert {name: second[name] for name in ("acts", "cooperative", "hostile", "first", "last", "voices")} == {
        "acts": {"arrest": 1, "release": 1},
        "cooperative": 1,
        "hostile": 1,
        "first": "2031-03-02",
        "last": "2031-03-23",
        "voices": ["brandt-line", "kestria", "orlund"],
    }
    of_a_data_set = next(its for its in strait.dyads() if its.source == "gull-rock-fishermen")
    assert (of_a_data_set.accepted, of_a_data_set.read, of_a_data_set.voices) == (1, 0, ("strait-events",))


def test_the_pairs_of_one_entity_and_of_its_side(strait: Graph) -> None:
    assert told(strait, "kestria") == (
        "\nkestria – orlund: 1 one-sided 1 fulfilled 1 planned"
        "\nvelmark-foreign-ministry → kestria: 1 on-record"
        "\nbrandt-line → kestria: 1 denied\n"
    )
    of_a_man = told(strait, "jon-berg-captain", by="side")  # of the ship of the Brandt Line
    assert of_a_man == "\n" + "\n".join(line for line in SIDES.splitlines() if "brandt-line" in line) + "\n"
    assert strait.dyads("jon-berg-captain", by="side").counts == "5 pairs of sides of brandt-line"


def test_options_of_a_network_choose_what_is_counted(strait: Graph) -> None:
    assert told(strait, hostile=True) == (
        "\ngull-rock-fishermen → orlund-navy: 1 reported"
        "\nilse-marwen → orlund: 1 one-sided"
        "\norlund-coastguard → amarant-crew: 1 on-record"
        "\norlund-navy → kestria-coastguard: 1 corroborated ?"
        "\nnarrows-council → brandt-line: 1 lapsed"
        "\norlund-navy → harl-port-authority: 1 alleged !\n"
    )
    assert told(strait, kinds="Country") == "\nkestria – orlund: 1 one-sided 1 fulfilled 1 planned\n"
    early = strait.slice(known_by="2031-03-05")
    assert told(early, kinds="Organization") == "\norlund-navy → kestria-coastguard: 1 one-sided !\n"
    assert len(strait.dyads(layers="context")) == 10


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("most", "dagny-orr"), ("newest", "orlund-coastguard"), ("cooperative", "orlund-coastguard"),
        ("hostile", "orlund-coastguard"), ("voices", "dagny-orr"), ("name", "brandt-line"),
    ],
)  # fmt: skip
def test_orders(strait: Graph, sort: str, first: str) -> None:
    assert next(iter(strait.dyads(sort=sort))).source == first


def done(fact: str, agent: str, recipient: str, act: str, **more: Any) -> Claim:
    roles: dict[str, tuple[str, ...]] = {"agent": (agent,), "recipient": (recipient,), "act": (act,)}
    return claim(
        more.pop("speaker", None), more.pop("stance", "asserts"), fact=fact, type="Action", roles=roles, **more
    )


def test_what_is_done_both_ways_has_no_direction_and_what_is_done_to_another_has() -> None:
    graph = graph_of(
        [
            done("accord", "bland", "aland", "sign-agreement"),
            done("raid", "bland", "aland", "attack"),
            done("return", "aland", "bland", "attack"),
            claim(None, fact="talks", roles={"participant": ("aland", "bland")}),
        ]
    )
    assert told(graph) == ("\naland – bland: 2 reported\naland → bland: 1 reported\nbland → aland: 1 reported\n")
    assert [(its.acts, its.cooperative, its.hostile) for its in graph.dyads()] == [
        ({"sign-agreement": 1}, 1, 0), ({"attack": 1}, 0, 1), ({"attack": 1}, 0, 1),
    ]  # fmt: skip


def test_a_fact_that_is_accepted_joins_nobody_who_is_not() -> None:
    """That they met is accepted; that Bob was there his own side denies."""
    graph = graph_of(
        [
            claim(None, when="2023-12-05", roles={"participant": ("ann", "bob", "cid")}),
            claim("bob", "denies", scope="roles", roles={"participant": ("bob",)}),
        ]
    )
    assert told(graph) == "\nann – cid: 1 reported\nann – bob: 1 reported !\nbob – cid: 1 reported !\n"
    with_cid, with_bob, _ = graph.dyads()
    assert (with_cid.accepted, with_cid.first, with_cid.voices) == (1, "2023-12-05", ("herald",))
    assert (with_bob.accepted, with_bob.first, with_bob.voices, with_bob.read) == (0, None, (), 0)


@pytest.mark.parametrize(
    ("whens", "days"),
    [
        ((None,), (None, None)),
        (("2023-12", "2023-11-30"), ("2023-11-30", "2023-12-31")),
        (("../2023-12-05",), ("2023-12-05", "2023-12-05")),
        (("2023-12-05/..", "2023-12-01"), ("2023-12-01", "2023-12-05")),
    ],
)
def test_first_and_last_day_as_far_as_bounds_are_known(
    whens: tuple[str | None, ...], days: tuple[str | None, str | None]
) -> None:
    (its,) = graph_of(claim(None, fact=f"f{n}", id_=f"c{n}", when=when) for n, when in enumerate(whens)).dyads()
    assert (its.first, its.last) == days


def test_figures_are_added_up_once_a_fact_as_ranges_and_by_unit() -> None:
    def hurt(fact: str, low: str | None, high: str | None, unit: str | None = None, **more: Any) -> Claim:
        figures = {"hurt": Figure(low, high, unit), "tone": Figure("-3", "-3")}
        return done(fact, "bland", "aland", "attack", values=figures, id_=f"{fact}-{low}-{high}", **more)

    claims = [hurt("raid", "4", "4"), hurt("raid", "9", "9", article="gazette-1"), hurt("siege", "0.5", "2")]
    (its,) = graph_of(claims).dyads().row()
    assert its["values"] == {"hurt": {"": {"low": "4.5", "high": "11", "facts": 2}}}
    (its,) = graph_of([*claims, hurt("storm", "20", None), hurt("fire", "1", "1", "t")]).dyads().row()
    assert its["values"] == {
        "hurt": {"": {"low": "24.5", "high": None, "facts": 3}, "t": {"low": "1", "high": "1", "facts": 1}}
    }
    denied = hurt("raid", "4", "4", stance="denies", speaker="b-foreign")
    assert graph_of([denied]).dyads().row()[0]["values"] == {}


def test_rows_of_a_data_set_are_counted_as_not_read() -> None:
    articles = {**ARTICLES, "rows": Article(id="rows", publisher="courier", published=parse("2023-12-14"))}
    coded = (Evidence(start=0, end=1, sha256="0" * 64, row="1"),)
    claims = [done("raid", "bland", "aland", "attack"), done("siege", "bland", "aland", "attack", article="rows")]
    claims[1] = structs.replace(claims[1], evidence=coded)
    found = graph_of(claims, articles).dyads()
    assert [(its.accepted, its.read) for its in found] == [(2, 1)]
    assert found.lines()[-1] == "          2 reported · attack 2 · 1 not read"


def test_stand_ins_are_in_no_pair_unasked() -> None:
    graph = graph_of([claim(None, roles={"participant": ("ann", "bob", "murmur")})])
    assert told(graph) == "\nann – bob: 1 reported\n"
    note = "left out: 1 stand-in with 2 edges; `--stand-ins` includes them; in Python, `stand_ins=True`"
    assert graph.dyads().left_out == (note,)
    assert graph.dyads("aland").left_out == ()
    assert len(graph.dyads(stand_ins=True)) == 3
    named = graph.dyads("murmur")
    assert told(graph, "murmur") == "\nann – murmur: 1 reported\nbob – murmur: 1 reported\n"
    assert named.left_out == ("`murmur` is a stand-in: included, since named",)


def test_why_there_is_no_pair(strait: Graph) -> None:
    assert graph_of([]).dyads().empty == (
        "no facts yet: an article's claims stand in a file of their own, such as `sources/herald-2024-03-05.yaml`; "
        "`kg init DIR` writes an example"
    )
    assert strait.dyads("nils-aker").empty == (
        "no edges of `nils-aker` among countries, groups, organizations, persons and posts in the layers action and "
        "contact and speech: 1 edge in the layer context (`--layer context`)"
    )
    with pytest.raises(NotFoundError, match="no such entity: `nil-aker`"):
        strait.dyads("nil-aker")
    with pytest.raises(UsageError, match="no such sort of pair: `sides`"):
        strait.dyads(by="sides")
    with pytest.raises(UsageError, match="no such order: `best`"):
        strait.dyads(sort="best")
    with pytest.raises(UsageError, match="pairs take no `directed`"):
        strait.dyads(directed=True)


def test_a_data_frame_and_how_pairs_show_themselves(strait: Graph) -> None:
    frame = strait.dyads(by="side").to_pandas()
    assert frame.shape == (10, 28)
    fourth = frame.iloc[3].to_dict()
    assert [fourth[name] for name in ("source", "target", "corroborated", "alleged", "contested", "acts")] == [
        "orlund", "kestria", 1, 1, 1, "show-force 1",
    ]  # fmt: skip
    shown = strait.dyads(by="side")
    assert repr(shown).splitlines()[:3] == [
        "<Dyads: 10 pairs of sides>",
        "accepted  other  cooperative  hostile       first        last  voices  outlets",
        "Kestria – Orlund",
    ]
    assert repr(shown).splitlines()[20:] == [
        "the first 6 of 10 pairs are shown: `--top N` shows more, `row()` has all",
        *shown.notes(),
    ]
    html = shown._repr_html_()
    assert html.startswith('<img alt="Matrix of 10 pairs of sides" src="data:image/svg+xml;base64,')
    assert html.count("<tr>") == 11


def test_the_matrix_is_the_same_each_time_and_says_what_it_leaves_out(strait: Graph, tmp_path: Path) -> None:
    found = strait.dyads()
    assert found.draw() == found.draw()
    assert len(found.draw()) < 80_000
    small = found.draw(rows=2).decode()
    assert "left out: 13 more rows with no more findings, and 13 pairs" in small
    assert small.count(">Dagny Orr") == small.count(">Ilse Marwen") == 1
    assert found.save(tmp_path / "pairs.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="no such picture: `gif`"):
        found.save(tmp_path / "pairs.gif")
    assert graph_of([]).dyads().draw().startswith(b"<?xml")


def test_rows_stand_near_to_those_with_whom_they_are_joined() -> None:
    """Two triangles with one edge between them, whose names alternate."""
    ties = [("a", "c"), ("c", "e"), ("a", "e"), ("b", "d"), ("d", "f"), ("b", "f"), ("e", "b")]
    order = in_series("abcdef", [(*tie, 5) for tie in ties])
    assert {*order[:3]} in ({*"ace"}, {*"bdf"})


def test_the_page_of_first_questions_shows_what_is_printed(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "questions.md").read_text("utf-8")
    words = ["dyads", "--by", "side", "--top", "4"]
    assert cli.run([*words, "--project", str(strait.project.root)]) == 0
    out, err = capsys.readouterr()
    assert f"$ kg {' '.join(words)}\n{out}" in page
    assert err.splitlines()[0] == (
        "the first 4 of 10 pairs are shown: `--top N` shows more, `--format json` gives all, in Python `row()`"
    )
    assert err.splitlines()[-1] == "10 pairs of sides, as reported in these sources: 16 articles, 17 voices"


def test_the_shell(strait: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = ("--project", str(strait.project.root))
    assert cli.run(["dyads", "velmark", "--by", "side", "--format", "json", *project]) == 0
    assert json.loads(capsys.readouterr().out) == strait.dyads("velmark", by="side").row()
    assert cli.run(["dyads", "velmark", "--by", "side", "--format", "tsv", *project]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True)).items() >= {
        "source": "velmark", "target_label": "Kestria", "directed": "true", "on-record": "1", "acts": "offer 1",
    }.items()  # fmt: skip
    assert cli.run(["dyads", "nils-aker", "--format", "json", *project]) == 1
    assert capsys.readouterr().out == "[]\n"
    assert cli.run(["dyads", "-o", str(tmp_path / "pairs.svg"), "--rows", "3", *project]) == 0
    said = capsys.readouterr()
    assert (said.out, "are shown" in said.err) == ("", False)
    assert (tmp_path / "pairs.svg").read_bytes() == strait.dyads().draw(rows=3)
    assert cli.run(["dyads", "-o", "-", "--format", "csv", *project]) == 2
    assert capsys.readouterr().err == (
        "a picture and a table cannot both go to stdout\n  hint: name a file: `-o FILE.svg`\n"
    )


ENDS = ("ann", "abe", "bob", "aland", "b-foreign", "murmur")
SPEAKERS = (None, "a-foreign", "b-foreign", "murmur", "cid")
pairs_of_ends = st.lists(st.sampled_from(ENDS), min_size=2, max_size=4, unique=True).map(tuple)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Claims on a few facts of three types, which name few actors in many ways."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        fact = draw(st.sampled_from(("talk", "deed", "word")))
        ends = draw(pairs_of_ends)
        acts = {"deed": ("attack", "sign-agreement"), "word": ("offer", "demand")}
        roles: dict[str, tuple[str, ...]] = {"participant": ends}
        if fact != "talk":
            roles = {"agent": ends[:1], "recipient": ends[1:], "act": (draw(st.sampled_from(acts[fact])),)}
        type_ = {"talk": "Meeting", "deed": "Action", "word": "Message"}[fact]
        stance = draw(st.sampled_from(("asserts", "asserts", "denies", "asks")))
        article = draw(st.sampled_from(sorted(ARTICLES)))
        found.append(
            claim(draw(st.sampled_from(SPEAKERS)), stance, fact=fact, type=type_, roles=roles, article=article,
                  id_=f"c{number}", when=draw(st.sampled_from((None, "2023-12-01", "2023")))),
        )  # fmt: skip
    return found


@given(claims(), st.sampled_from(("actor", "side")), st.booleans())
@settings(max_examples=examples(60), deadline=None)
def test_pairs_are_the_edges_gathered(some: list[Claim], by: str, stand_ins: bool) -> None:
    """Edge by edge, and fact by fact: a plain account of what a pair is."""
    graph = graph_of(some)
    sides = {"ann": "aland", "abe": "aland", "bob": "bland", "b-foreign": "bland"} if by == "side" else {}
    joined: dict[tuple[str, str, bool], dict[str, list[Any]]] = {}
    for fact in graph.account.facts.values():
        mutual = is_mutual(fact, graph.ontology, accepted=fact.accepted)
        for edge in edges(fact, graph.ontology, accepted=False):
            if "murmur" in (edge.source, edge.target) and not stand_ins:
                continue
            ends = [sides.get(end, end) for end in (edge.source, edge.target)]
            directed = not (edge.symmetric or mutual)
            if ends[0] != ends[1]:
                source, target = ends if directed else sorted(ends)
                joined.setdefault((source, target, directed), {}).setdefault(fact.fact, []).append((fact, edge))
    found = graph.dyads(by=by, stand_ins=stand_ins)
    assert {(its.source, its.target, its.directed) for its in found} == joined.keys()
    for its in found:
        facts = joined[its.source, its.target, its.directed]
        accepted = {id_: [(fact, edge) for fact, edge in its if edge.accepted] for id_, its in facts.items()}
        best = [
            max((edge.accepted, edge.status.strength, edge.status.value) for _, edge in each) for each in facts.values()
        ]
        assert its.findings == len(facts) == sum(its.by_status.values()) == sum(its.standing.values())
        assert its.by_status == dict(Counter(status for _, _, status in best))
        assert its.accepted == sum(map(bool, accepted.values()))
        readings = graph.account.readings
        ties = [(fact, *edge.ends) for all_ in accepted.values() for fact, edge in all_]
        every = [support(fact, one, other, readings) for fact, one, other in ties]
        assert its.voices == tuple(sorted({voice for each in every for voice in each.voices}))
        assert its.outlets == tuple(sorted({outlet for each in every for outlet in each.outlets}))
        assert its.read == its.accepted
        assert its.cooperative + its.hostile <= its.accepted + sum(its.acts.values())


def test_who_speaks_for_none_of_several_sides_is_said_to_be_counted_with_one() -> None:
    """Xan serves two bodies, and no `side` says for which he speaks."""
    claims = [
        claim(None, fact="one", type="Tenure", roles={"holder": ("xan",), "organization": ("a-defence",)}),
        claim(None, fact="other", type="Tenure", roles={"holder": ("xan",), "organization": ("b-foreign",)}),
        claim(None, fact="bob", roles={"participant": ("bob", "xan")}),
        claim(None, fact="cid", roles={"participant": ("cid", "xan")}),
    ]
    graph = graph_of(claims)
    line = "between sides, and counted with one of them: Xan with Aland; `side:` says for which an actor speaks"
    assert [its for its in graph.dyads(by="side").notes() if its.startswith("between")] == [line]
    assert [its for its in graph.count("type,side").notes() if its.startswith("between")] == [line]
    assert line in graph.brokers().left_out
    assert line in graph.brokers("country").left_out
    settled = graph_of(claims[1:]).dyads(by="side").notes()
    for told in (graph.dyads().notes(), graph.count("actor").notes(), graph.brokers("kind").left_out, settled):
        assert not any(its.startswith("between") for its in told)
