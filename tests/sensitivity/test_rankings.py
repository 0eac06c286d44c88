"""How far a ranking can be trusted: without each source, in halves of the articles, and beside what is unconfirmed."""

from __future__ import annotations

import json
import warnings
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import rank
from kg.base.errors import AnalysisError, KgWarning, UsageError
from kg.cli import main as cli
from kg.cli.options import held
from kg.graph.graph import Graph
from kg.model.records import Claim
from kg.sensitivity.halves import Halves, in_halves
from kg.sensitivity.rankings import (
    EachWithdrawn,
    How,
    Ranking,
    RankRange,
    beside_unconfirmed,
    ranks_without_each,
    without_each,
)
from kg.sensitivity.sources import SOURCES
from tests.graphs import graph_of
from tests.making import article, claim
from tests.sensitivity.test_fragile import chain, relayed, withdrawn

# Who says of which meeting who was there, and when: what one claim adds, another may take back, deny or correct.
POOL = [
    claim(speaker, stance, article=article, fact=fact, roles={"participant": who}, when=when, scope=scope)
    for speaker in ("ann", "bob", "cid", "xan", "murmur", None)
    for stance in ("asserts", "announces", "denies", "retracts", "suggests")
    for article in ("herald-1", "herald-2", "gazette-1", "courier-1")
    for fact, who, when, scope in (
        ("m", ("ann", "bob"), "2023-12-11", "fact"),
        ("m", ("ann", "bob", "cid"), "2023-12-12", "fact"),
        ("m", ("cid",), None, "roles"),
        ("n", ("bob", "cid"), None, "fact"),
        ("n", ("bob", "cid", "xan"), "2023-12-13", "fact"),
        ("o", ("abe", "xan"), "2023-11-30", "fact"),
        ("p", ("xan", "yan"), None, "fact"),
    )
] + [
    claim(None, fact="t", type="Tenure", roles={"holder": ("xan",), "organization": ("b-foreign",)}, when=when,
          article=article, id_=f"xan-{article}")
    for article, when in (("herald-1", "2023-12-01"), ("gazette-2", "../2023-12-10"))
] + [
    claim(speaker, stance, type="Message", fact="q", roles={"agent": ("ann",), "recipient": ("cid", "yan")[:number]},
          article=article, id_=f"q-{speaker}-{stance}-{number}")
    for speaker in ("ann", "cid", None) for stance in ("asserts", "denies") for number in (1, 2)
    for article in ("gazette-2",)
]  # fmt: skip
worlds = st.lists(st.sampled_from(POOL), max_size=12, unique_by=lambda its: its.key)

CUTS: list[dict[str, Any]] = [
    {}, {"status": "one-sided"}, {"known_by": "2023-12-14"}, {"on": "2023-12"}, {"voice": "herald"},
    {"without": "voice:herald"},
]  # fmt: skip
Placed = list[tuple[str, str, int, float]]


def ranked(graph: Graph, measure: str, **choice: Any) -> Placed:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)  # that it has no edges, or leaves stand-ins out
        return [(its.entity, its.label, its.rank, its.score) for its in rank(graph.network(**choice), measure)]


# -- the definition: what a slice without the source has ---------------------------------------------------------


@settings(max_examples=300)
@given(
    worlds,
    st.lists(st.sampled_from([None, None, "gazette", "courier", "a-foreign"]), min_size=12, max_size=12),
    st.sampled_from(SOURCES),
    st.sampled_from(["degree", "strength", "betweenness", "harmonic", "pagerank"]),
    st.sampled_from([{}, {"kinds": "all", "layers": "all"}, {"kinds": "all", "layers": "all", "directed": True}]),
    st.sampled_from(CUTS),
)
def test_ranks_without_a_source_are_those_of_the_slice_without_it(  # noqa: PLR0913 - what varies
    claims: list[Claim], relays: list[str | None], by: str, measure: str, choice: dict[str, Any], cut: dict[str, Any]
) -> None:
    whole = graph_of(relayed(claims, relays[: len(claims)]))
    voices = {voice for its in whole.account.readings.values() for voice in its.voices}
    cut = {} if {"voice", "without"} & cut.keys() and "herald" not in voices else cut
    graph = whole.slice(**cut)
    usual = ranked(graph, measure, **choice)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)
        ranking = Ranking.of(graph, measure, **choice)
    found = {
        source: usual if ranks is None else [(its.entity, its.label, its.rank, its.score) for its in ranks]
        for source, ranks in ranks_without_each(ranking, by)
    }
    for source, without in withdrawn(whole, by).items():
        assert found.get(source, usual) == ranked(graph.slice(without=without), measure, **choice), source


# -- by hand -----------------------------------------------------------------------------------------------------


def tried(graph: Graph, by: str = "voice", measure: str = "degree") -> EachWithdrawn:
    return without_each(Ranking.of(graph, measure), by)


def test_a_rank_moves_between_what_is_left_without_each_source() -> None:
    """Of `chain`: Bob has three ties, Cid and Xan two, Ann one. No tie falls without the side of Ann or that of Bob.

    Without Yan, Bob and Xan have two ties, and Ann and Cid one. Without the gazette Bob has two, Ann and Cid one, and
    Xan none.
    """
    found = tried(chain())
    assert (found.by, found.sources, found.others) == ("voice", 4, {})
    assert found.ranges == {
        "bob": RankRange(1, 1, (), None, None),
        "cid": RankRange(2, 3, (), "yan", 3),
        "xan": RankRange(1, 2, ("gazette",), "gazette", None),
        "ann": RankRange(2, 4, (), "gazette", 2),
    }


def test_whoever_rests_on_one_source_is_out_without_it() -> None:
    assert tried(graph_of([claim("ann")])).ranges == {
        actor: RankRange(None, None, ("aland",), "aland", None) for actor in ("ann", "bob")
    }


def met(paper: str, pair: str, times: int) -> list[Claim]:
    """A paper reports in its own voice that two met so many times."""
    who = {"participant": tuple(pair.split("-"))}
    return [claim(None, article=f"{paper}-1", fact=f"{paper}-{pair}-{each}", roles=who) for each in range(times)]


def test_of_two_sources_that_move_an_actor_as_far_the_worse_is_named() -> None:
    """Cid and Xan met four times, Ann and Bob three, Abe and Yan two.

    Without the gazette the first two are left with two meetings, and Ann and Bob are first; without the herald Ann and
    Bob are left with one, and are last. Both is two ranks away.
    """
    papers = {"gazette": ("cid-xan", 2), "herald": ("ann-bob", 2)}
    claims = [its for paper, (pair, times) in papers.items() for its in met(paper, pair, times)]
    claims += [*met("courier", "cid-xan", 2), *met("courier", "ann-bob", 1), *met("courier", "abe-yan", 2)]
    found = tried(graph_of(claims), measure="strength").ranges
    assert found["ann"] == RankRange(1, 5, (), "herald", 5)
    assert found["cid"] == RankRange(1, 3, (), "gazette", 3)
    assert found["abe"] == RankRange(3, 3, ("courier",), "courier", None)


def test_withdrawing_whoever_denies_that_he_was_there_lets_him_in() -> None:
    """Two papers say that Cid met Ann and Bob; his own side denies it, and so he has no edge."""
    who = {"participant": ("ann", "bob", "cid")}
    both = [claim(None, article=paper, roles=who) for paper in ("herald-1", "gazette-1")]
    denial = claim("c-foreign", "denies", scope="roles", roles={"participant": ("cid",)}, article="courier-1")
    found = tried(graph_of([*both, denial]))
    assert found.sources == 3
    assert found.ranges == {actor: RankRange(1, 1, (), None, None) for actor in ("ann", "bob")}
    assert found.others == {"cid": ("cland",)}


def test_of_a_slice_its_own_facts_are_ranked_again() -> None:
    """By the end of the 14th only the herald has written; without it nobody is left."""
    later = claim(None, fact="n", article="gazette-2", roles={"participant": ("bob", "cid")})
    graph = graph_of([claim(None), later])
    assert tried(graph).ranges == {
        "bob": RankRange(1, 1, (), None, None),
        "ann": RankRange(1, 1, ("herald",), "herald", None),
        "cid": RankRange(1, 1, ("gazette",), "gazette", None),
    }
    assert tried(graph.slice(known_by="2023-12-14")).ranges == {
        actor: RankRange(None, None, ("herald",), "herald", None) for actor in ("ann", "bob")
    }


# -- halves of the articles --------------------------------------------------------------------------------------

THIRTY = {f"herald-{number:02d}": article(f"herald-{number:02d}") for number in range(30)}


def thirty() -> Graph:
    """Thirty articles: each says that Ann met Bob, and the first that Bob met Cid."""
    claims = [claim(None, article=id_, id_="m") for id_ in THIRTY]
    claims.append(claim(None, article="herald-00", fact="n", roles={"participant": ("bob", "cid")}, id_="n"))
    return graph_of(claims, THIRTY)


def test_halves_say_how_often_an_actor_is_among_the_first() -> None:
    """Cid is there as often as the first article is kept, of each half that is drawn: 15 of 30."""
    draw, kept = Random(7), 0
    for _ in range(20):
        kept += "herald-00" not in draw.sample(sorted(THIRTY), 15)
    assert 0 < kept < 20
    found = in_halves(Ranking.of(thirty(), "degree", how=How(seed=7)), 20)
    assert found == Halves(30, 20, 7, {"ann": 1.0, "bob": 1.0, "cid": kept / 20})
    assert in_halves(Ranking.of(thirty(), "degree", how=How(seed=9)), 20).among_first != found.among_first


def test_below_thirty_articles_no_halves_are_drawn() -> None:
    fewer = graph_of([its for its in thirty().claims.values() if its.article != "herald-00"], THIRTY)
    with pytest.raises(AnalysisError) as caught:
        in_halves(Ranking.of(fewer, "degree"))
    assert str(caught.value) == (
        "29 articles are too few to halve: below 30, halves tell of chance more than of sources\n"
        '  hint: `--without-each article` withdraws each in turn; in Python, `by="article"`'
    )


# -- beside unconfirmed edges ------------------------------------------------------------------------------------


def hoped() -> Graph:
    """Ann met Bob. That he meets Cid is planned, and that he met Xan is hinted.

    That Abe met Bob is alleged, Yan denies having met him, and that Cid met Xan is denied by all who speak of it.
    """
    return graph_of(
        [
            claim("ann"),
            claim("bob", "announces", fact="plan", roles={"participant": ("bob", "cid")}, when="2024-12"),
            claim("bob", "suggests", fact="hint", roles={"participant": ("bob", "xan")}),
            claim("murmur", fact="rumour", roles={"participant": ("abe", "bob")}),
            claim("bob", "suggests", fact="row", roles={"participant": ("bob", "yan")}),
            claim("yan", "denies", fact="row", roles={"participant": ("bob", "yan")}),
            claim("cid", "denies", fact="none", roles={"participant": ("cid", "xan")}),
        ]
    )


def test_planned_and_unconfirmed_edges_are_counted_beside_accepted_ones() -> None:
    ranks, edges = beside_unconfirmed(Ranking.of(hoped(), "degree"))
    assert edges == 2
    assert [(its.entity, its.rank, its.score) for its in ranks] == [
        ("bob", 1, 3), ("ann", 2, 1), ("cid", 2, 1), ("xan", 2, 1),
    ]  # fmt: skip


def test_edges_that_are_not_accepted_are_asked_for_by_name() -> None:
    with pytest.raises(UsageError) as caught:
        Ranking.of(hoped(), "degree", accepted=False)
    assert str(caught.value) == "sensitivity is of accepted edges\n  hint: leave `accepted` out"


# -- how it is asked and told ------------------------------------------------------------------------------------

NOTES = """\
4 of 4 scores are above zero; ranks of so few mean little
without a voice: the ranks when each of 4 voices is withdrawn in turn (out: no edge is left); this is sensitivity, and no interval of confidence
with unconfirmed: 0 planned or unconfirmed edges are counted too, none that a party denies
"""  # noqa: E501 - as it is printed
TABLE = """\
                              without
                              a voice         with
rank   actor   id    degree   moved most by   unconfirmed
─────────────────────────────────────────────────────────
   1   Bob     bob        3   1               1 (3)
  2=   Cid     cid        2   2–3             2= (2)
                              yan → 3
  2=   Xan     xan        2   1–2, out        2= (2)
                              gazette → out
   4   Ann     ann        1   2–4             4 (1)
                              gazette → 2
"""


def typed(capsys: pytest.CaptureFixture[str], graph: Graph, *words: str) -> tuple[int, str, str]:
    """Ask a graph as the command line does: the exit code, and what it prints."""
    with held(graph):
        code = cli.run(["rank", *words])
    out, err = capsys.readouterr()
    return code, "".join(f"{line.rstrip()}\n" for line in out.splitlines()), err


def test_it_is_printed_as_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    words = ("degree", "--without-each", "voice", "--beside-unconfirmed")
    about = "reported contacts in these sources: 2 articles, 4 voices\n"
    assert typed(capsys, chain(), *words) == (0, TABLE + NOTES + about, "")


def test_it_is_printed_as_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("degree", "--without-each", "voice", "--beside-unconfirmed", "--top", "3", "--format")
    shown = "the first 3 of 4 actors are shown: `--top N` shows more\n"
    code, out, err = typed(capsys, chain(), *words, "json")
    assert (code, err) == (0, shown + NOTES)
    assert json.loads(out)[1:] == [
        {
            "entity": "cid", "label": "Cid", "rank": 2, "score": 2,
            "without_each": {"by": "voice", "best": 2, "worst": 3, "out": [], "mover": "yan", "moved_to": 3},
            "with_unconfirmed": {"rank": 2, "score": 2},
        },
        {
            "entity": "xan", "label": "Xan", "rank": 2, "score": 2,
            "without_each": {
                "by": "voice", "best": 1, "worst": 2, "out": ["gazette"], "mover": "gazette", "moved_to": None
            },
            "with_unconfirmed": {"rank": 2, "score": 2},
        },
    ]  # fmt: skip
    assert typed(capsys, chain(), *words, "csv")[1].splitlines() == [
        "entity,label,rank,score,best,worst,out,mover,moved_to,rank_with_unconfirmed,score_with_unconfirmed",
        "bob,Bob,1,3,1,1,0,,,1,3",
        "cid,Cid,2,2,2,3,0,yan,3,2,2",
        "xan,Xan,2,2,1,2,1,gazette,,2,2",
    ]
    assert typed(capsys, chain(), "degree", "--top", "1", "--format", "csv")[1] == (
        "entity,label,rank,score\nbob,Bob,1,3\n"
    )


def test_halves_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, thirty(), "degree", "--halves", "--draws", "4", "--seed", "7")
    rows = [line.split() for line in out.splitlines()]
    assert code == 0
    assert [row[-1] for row in rows if row[1:2] in (["Ann"], ["Bob"])] == ["100%", "100%"]
    assert "in top 10: in how many of 4 halves of 30 articles, drawn by the seed 7" in out
    (_, row) = typed(capsys, thirty(), "degree", "--halves", "--draws", "4", "--format", "json", "--top", "1")[:2]
    assert json.loads(row) == [{"entity": "bob", "label": "Bob", "rank": 1, "score": 2, "among_first": 1.0}]


def test_in_python_it_is_a_table_and_a_data_frame() -> None:
    its = chain().sensitivity("degree")
    assert repr(its).splitlines()[:3] == [
        "<degree of 4 actors, without each of 4 voices>",
        "rank  actor  id   degree  without a voice  moved most by",
        "1     Bob    bob  3       1",
    ]
    assert "<td>gazette → out</td>" in its._repr_html_()
    frame = its.to_pandas()
    assert [*frame.columns] == ["entity", "label", "rank", "score", "best", "worst", "out", "mover", "moved_to"]
    assert frame.set_index("entity").loc["xan", ["best", "worst", "out", "mover"]].tolist() == [1, 2, 1, "gazette"]


def test_who_is_there_only_without_a_source_or_unconfirmed_is_named() -> None:
    who = {"participant": ("ann", "bob", "cid")}
    denial = claim("c-foreign", "denies", scope="roles", roles={"participant": ("cid",)}, article="courier-1")
    graph = graph_of([claim(None, roles=who), claim(None, article="gazette-1", roles=who), denial])
    assert "in the network only without a voice: Cid (cland)" in graph.sensitivity("degree").notes()
    notes = hoped().sensitivity("degree", None, unconfirmed=True).notes()
    assert notes[-1] == "in the network only with unconfirmed edges (rank): Cid (2), Xan (2)"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("--draws", "3"),
            "`--draws` is of `--halves` and `--null`\n  hint: add one of them, or leave `--draws` out\n",
        ),
        (
            ("--null", "--halves"),
            "`--null` with `--without-each`, `--halves` or `--beside-unconfirmed`\n  hint: ask one by one\n",
        ),
        (
            ("--without-each", "vioce"),
            "no such source: `vioce`\n  hint: did you mean `voice`?\n",
        ),
        (
            ("--without-each", "voice", "--on", "spark"),
            "`--without-each` with `--on spark`: what Spark has built is measured as it is\n"
            "  hint: leave `--on spark` out, and the build is opened as a whole\n",
        ),
    ],
)
def test_what_cannot_be_asked(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], expected: str) -> None:
    assert typed(capsys, chain(), "degree", *words) == (2, "", expected)


def test_an_empty_network_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    expected = "no edges among persons in the layer speech: 4 edges in the layer contact (`--layer contact`)\n"
    for words in (("--without-each", "voice"), ("--beside-unconfirmed",)):
        assert typed(capsys, chain(), "degree", "--layer", "speech", *words) == (1, "", expected)
