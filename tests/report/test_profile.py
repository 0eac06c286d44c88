"""Who somebody is: every number by hand on the crisis in the strait, and what a profile says where there is little."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.base.errors import NotFoundError, UsageError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.report.profiles.profile import Profile
from kg.report.profiles.tallies import MOST_PERIODS
from tests.examples import examples
from tests.graphs import graph_of
from tests.making import ENTITIES, claim

ORR = """\
Dagny Orr (dagny-orr), person
side        Orlund, by Foreign Minister of Orlund [orr-minister], Foreign Ministry of Orlund [part-of], Orlund [institution-of]
findings    8 accepted (3 on-record, 4 one-sided, 1 reported), 2031-02-22 to 2031-03-23; not accepted: 1 planned, 1 unconfirmed
trend       2031-02 ▂█ 2031-03: a bar a month, at most 7, in 2031-03
posts       on-record    Foreign Minister of Orlund (Foreign Ministry of Orlund) between 2031-03-03 and 2031-03-14 · northern-wire, orlund
together    4 accepted (meeting 2, conversation 1, gathering 1); not accepted: 1 unconfirmed
            with Ilse Marwen 4: 1 on-record, 3 one-sided; 2031-02-22 to 2031-03-22; 5 voices, 3 outlets
            with Jon Berg (Brandt Line) 0: 1 unconfirmed
            with Jon Berg (Defence Ministry of Orlund) 0: 1 denied
done        2 accepted (visit 2); not accepted: 1 planned
received    1 accepted (invitation 1); 1 cooperative
            from Ilse Marwen 1: 1 one-sided; 2031-03-18; 1 voice, 1 outlet
statements  to it: 1 accepted (on the word of Kestria 1); the latest one-sided: Ilse Marwen invited Dagny Orr by telephone on 2031-03-18 [ister-invitation]
source      speaker of 1 claim in 1 article (1 declines)
voices      of 8 findings 50% rest on Kestria, 38% on Orlund, 25% on Northern Wire, 13% on anonymous sources of Velmark Post, 2031-03-06 and 2 more; 5 on one voice only
outlets     of 8 findings 38% rest on The Lantern, 25% on Northern Wire, 25% on Orlund Radio, 13% on Velmark Post; 8 on one outlet only
open        planned      A visit by Dagny Orr to Harl from 2031-04-14 to 2031-04-16 [orr-in-harl]
            unconfirmed  A meeting of Dagny Orr and Jon Berg (Brandt Line) [orr-meets-master]
            on-record    Dagny Orr visited Selk on 2031-03-14, claims conflict: whereabouts [orr-in-selk]
            and 2 more; `kg facts --entity dagny-orr`"""  # noqa: E501 - lines as they are printed


def test_a_person_on_one_screen(strait: Graph) -> None:
    assert strait.profile("dagny-orr").lines() == ORR.split("\n")
    shown = repr(strait.profile("dagny-orr")).split("\n")
    assert shown == ["<Profile of dagny-orr: 8 accepted findings of 10>", *ORR.split("\n")]


def test_the_numbers_of_a_navy_that_is_accused(strait: Graph) -> None:
    """Shots that it fired, of two named voices, one of them no party's, denied by an outsider; a bomb that nobody knows
    who laid, laid to it by an anonymous source and denied by its own state; mines that were withdrawn; a row that
    nobody read; and a man who served it until the end of 2030."""
    row = strait.profile("orlund-navy").row()
    told = {name: row[name] for name in ("findings", "by_status", "accepted", "contested", "contested_by_outsider")}
    assert told == {
        "findings": 5,
        "by_status": {"corroborated": 2, "reported": 1, "alleged": 1, "retracted": 1},
        "accepted": 3,
        "contested": 1,
        "contested_by_outsider": 1,
    }
    assert (row["done"]["accepted"], row["done"]["acts"]) == (1, {"show-force": 1})
    assert (row["done"]["hostile"], row["done"]["not_accepted"]) == (1, {"contested by a party": 1, "retracted": 1})
    assert (row["received"]["accepted"], row["received"]["hostile"]) == (1, 1)
    assert row["read"] == 2
    assert [(its["fact"], its["holders"], its["status"]) for its in row["holders"]] == [
        ("falk-navy", ["runa-falk"], "corroborated")
    ]
    assert [its["fact"] for its in row["open"]] == ["pier-charge", "strait-mines", "gull-rock-shots"]
    assert {its["id"]: (its["findings"], its["alone"]) for its in row["voices"]} == {
        "kestria": (1, 0), "nils-aker": (1, 0), "harl-tribune": (1, 0), "the-lantern": (1, 0), "strait-events": (1, 1),
    }  # fmt: skip
    assert row["side"]["ends"] == ["orlund"]


def test_posts_in_order_of_time_with_what_is_known_of_their_days(strait: Graph) -> None:
    told = strait.profile("mira-toll").row()["posts"]
    assert [(its["fact"], its["seats"], its["when"], its["stated"]) for its in told] == [
        ("toll-harbour-master", ["harl-harbour-master", "harl-port-authority"], "2031-03-08/..", True),
        ("toll-harbour-party", ["harbour-party"], "2031-03-12", False),
    ]
    assert told[0]["stretches"] == [{"from": "2031-03-08", "to": None, "known": "attested"}]
    lines = strait.profile("harl-harbour-master").lines()
    assert [line for line in lines if "Nils Aker" in line or "Mira Toll" in line] == [
        "holders     reported     Nils Aker until 2031-03-07 · harl-tribune",
        "            on-record    Mira Toll from 2031-03-08 · harl-tribune, kestria",
    ]


def test_whoever_only_speaks_is_a_source(strait: Graph) -> None:
    assert strait.profile("northern-wire").lines() == [
        "Northern Wire (northern-wire), organization",
        "side        its own; what its people and organs do is counted with these: `kg dyads northern-wire --by side`",
        "findings    none: no fact names it",
        "source      speaker of 9 claims in 4 articles (9 asserts); relay of 1 claim; publisher of 5 articles",
    ]
    assert strait.profile("unnamed-dockers").lines() == [
        "two dockers who gave no names (unnamed-dockers), group, a stand-in for many or for nobody in particular",
        "side        none: who is anonymous speaks for no side",
        "findings    none: no fact names it",
        "source      speaker of 1 claim in 1 article (1 asserts)",
    ]


def test_a_stand_in_has_its_partners_since_it_is_named_and_is_none_unasked() -> None:
    graph = graph_of([claim(None, roles={"participant": ("ann", "murmur")})])
    assert [its.target for its in graph.profile("murmur").pairs] == ["murmur"]
    its = graph.profile("ann")
    assert (len(its.pairs), its.row()["together"]["accepted"]) == (0, 1)
    left_out = "left out: 1 stand-in with 1 edge; `--stand-ins` includes them; in Python, `stand_ins=True`"
    assert its.row()["left_out"] == [left_out]
    assert len(graph.profile("ann", stand_ins=True).pairs) == 1


def test_a_slice_counts_what_it_holds_and_keeps_the_side(strait: Graph) -> None:
    early = strait.slice(known_by="2031-03-10").profile("dagny-orr")
    assert (len(early.found), len(early.accepted)) == (2, 1)
    met = strait.slice(status="on-record").profile("dagny-orr").row()
    assert (met["findings"], met["side"]["ends"]) == (3, ["orlund"])
    without = strait.slice(type="Meeting").profile("dagny-orr").row()
    assert without["side"]["way"][0] == {"from": "dagny-orr", "link": "orr-minister", "to": "orlund-foreign-minister"}


def test_what_is_empty_says_where_there_is_some(strait: Graph) -> None:
    lines = strait.slice(known_by="2031-03-01").profile("dagny-orr").lines()
    assert lines == [
        "Dagny Orr (dagny-orr), person",
        "side        none known: no link or post leads to one",
        "findings    none in this slice, 10 in all",
    ]


def test_names_never_become_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = ENTITIES["ann"].__class__(
        id="ann", kind=ENTITIES["ann"].kind, name="<img src=x onerror=alert(1)>&", aliases=("<b>",)
    )
    monkeypatch.setitem(ENTITIES, "ann", evil)
    card = graph_of([claim(None)]).profile("ann")._repr_html_()
    assert "<img" not in card
    assert "<b>" not in card
    assert "&lt;img src=x onerror=alert(1)&gt;&amp; (ann), person" in card


def test_a_card_has_the_lines_of_a_screen(strait: Graph) -> None:
    card = strait.profile("dagny-orr")._repr_html_()
    assert "<script" not in card
    assert card.count("<tr>") == 12
    assert "5 on one voice only" in card
    assert "<b>planned</b> A visit by Dagny Orr to Harl" in card


def test_what_there_is_not() -> None:
    graph = graph_of([claim(None)])
    with pytest.raises(NotFoundError, match="no such entity: `an`"):
        graph.profile("an")
    with pytest.raises(UsageError, match="no such option of a network: `kinde`"):
        graph.profile("ann", kinde="all")


def on(*days: str) -> Graph:
    return graph_of(claim(None, fact=f"f{n}", id_=f"c{n}", when=day or None) for n, day in enumerate(days))


@pytest.mark.parametrize(
    ("days", "unit", "counts", "wider", "undated"),
    [
        (("2031-01-05", "2031-03", "2031-03-09", ""), "month", {"2031-01": 1, "2031-02": 0, "2031-03": 2}, 0, 1),
        (("2030-12-31/2031-01-01", "2031"), "year", {"2031": 1}, 1, 0),
        (("2030-12-31/2031-01-01", "2031-05"), "month", {"2031-05": 1}, 1, 0),
        (("2028-01-01", "2031-01"), "year", {"2028": 1, "2029": 0, "2030": 0, "2031": 1}, 0, 0),
        (("1900", "2031"), "decade", {str(n): int(n in (190, 203)) for n in range(190, 204)}, 0, 0),
        (("0001-01-01", "9999-12-31"), "millennium", {str(n): int(n in (0, 9)) for n in range(10)}, 0, 0),
        (("1999/2002",), "millennium", {}, 1, 0),
        (("",), "month", {}, 0, 1),
    ],
)
def test_a_trend(days: tuple[str, ...], unit: str, counts: dict[str, int], wider: int, undated: int) -> None:
    found = on(*days).profile("ann").trend
    assert (found.unit, found.counts, found.wider, found.undated) == (unit, counts, wider, undated)


@given(st.lists(st.dates().map(str), min_size=1, max_size=6))
@settings(max_examples=examples(25), deadline=None)
def test_a_trend_counts_every_day_in_a_line(days: list[str]) -> None:
    found = on(*days).profile("ann").trend
    assert sum(found.counts.values()) == len(days)
    assert len(found.counts) <= MOST_PERIODS
    assert found.wider == found.undated == 0


def test_partners_are_those_whom_the_network_joins(strait: Graph) -> None:
    """Counted from the edges of a directed network: what holds both ways stands there in both directions."""
    layers, kinds = ["contact", "speech", "action"], ["Person", "Organization", "Country", "Group", "Post"]
    drawn = strait.network(kinds=kinds, layers=layers, directed=True)
    expected: dict[str, dict[str, dict[str, set[str]]]] = {}
    for source, target, key, edge in drawn.edges(keys=True, data=True):
        ways = ("together",) if drawn.has_edge(target, source, key) else ("done", "received")
        for way, id_, other in zip(ways, (source, target), (target, source), strict=False):
            expected.setdefault(id_, {}).setdefault(way, {}).setdefault(other, set()).add(edge["fact"])
    seen = 0
    for id_ in strait.records.entities:
        its: Profile = strait.profile(id_)
        for way in ("together", "done", "received"):
            partners = {pair.target if pair.source == id_ else pair.source: pair.accepted for pair in its.partners(way)}
            wanted = {other: len(facts) for other, facts in expected.get(id_, {}).get(way, {}).items()}
            assert {other: many for other, many in partners.items() if many} == wanted, (id_, way)
            seen += len(wanted)
        assert len(its.found) == sum(its.by_status.values())
    assert seen > 12


def test_the_shell(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    project = ("--project", str(strait.project.root))
    assert cli.run(["profile", "dagny-orr", *project]) == 0
    out, err = capsys.readouterr()
    assert out == ORR + "\n"
    assert err.endswith("10 findings, as reported in these sources: 16 articles, 17 voices\n")
    assert cli.run(["profile", "dagny-orr", "--format", "json", "--top", "1", *project]) == 0
    row: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (len(row["partners"]["together"]), len(row["open"]), row["findings"]) == (1, 1, 10)
    assert cli.run(["profile", "dagny-or", *project]) == 1
    assert "did you mean `dagny-orr`?" in capsys.readouterr().err


def test_a_side_is_that_by_which_the_rule_judges() -> None:
    """Who names a holder of a fact says not that there is one; nor does who has said otherwise since."""
    served: dict[str, Any] = {"type": "Tenure", "roles": {"holder": ("xan",), "organization": ("b-foreign",)}}
    told = {
        "Bland, by B Foreign [t], Bland [institution-of]": [claim("ann", fact="t", **served)],
        "none known: no link or post leads to one": [
            claim("ann", fact="t", scope="roles", **served),
            claim("ann", fact="u", **served),
            claim("ann", "denies", fact="u", article="herald-2", **served),
        ],
    }
    for side, claims in told.items():
        graph = graph_of([*claims, claim("xan", id_="m", article="herald-2")])
        assert f"side        {side}" in graph.profile("xan").lines()
        assert graph.dyads("xan", by="side").entity == ("bland" if "Bland" in side else "xan")
        kept = graph.slice(without="voice:aland").profile("xan")  # who is withdrawn still says whose voice one is
        assert f"side        {side}" in kept.lines()
