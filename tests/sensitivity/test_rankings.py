"""How far a ranking can be trusted: without each source, in halves of the articles, and beside what is unconfirmed."""

from __future__ import annotations

import json
import warnings
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.analysis import rank
from kg.annotation.reader import read_all
from kg.base.errors import AnalysisError, KgWarning, UsageError
from kg.base.project import find
from kg.check import check
from kg.cli import main as cli
from kg.cli.options import held
from kg.graph.graph import Graph
from kg.model.records import Claim, Kind, Records
from kg.sensitivity.halves import Halves, Parts, in_halves
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
from tests.conftest import ROOT
from tests.examples import examples
from tests.graphs import STRAIT, graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, article, claim, core, entity
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
    claim(None, fact=f"t-{who}", type="Tenure", roles={"holder": (who,), "organization": ("c-foreign",)}, when=when,
          article=article, id_=f"{who}-{article}")
    for who, article, when in (
        ("yan", "herald-1", "2023-12-01"), ("yan", "gazette-1", "2023-11-01/2023-12-20"),
        ("abe", "herald-2", "2023-12-01/2023-12-10"), ("cid", "courier-1", "../2023-12-05"), ("cid", "gazette-2", None),
    )
] + [
    claim(speaker, stance, type="Message", fact="q", roles={"agent": ("ann",), "recipient": ("cid", "yan")[:number]},
          article=article, id_=f"q-{speaker}-{stance}-{number}")
    for speaker in ("ann", "cid", None) for stance in ("asserts", "denies") for number in (1, 2)
    for article in ("gazette-2",)
]  # fmt: skip
worlds = st.lists(st.sampled_from(POOL), max_size=12, unique_by=lambda its: its.key)

CHOICES: list[dict[str, Any]] = [
    {}, {"kinds": "all", "layers": "all"}, {"kinds": "all", "layers": "all", "directed": True},
    {"edges": ["met", "served-with"]},
]  # fmt: skip
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


@settings(max_examples=examples(300))
@given(
    worlds,
    st.lists(st.sampled_from([None, None, "gazette", "courier", "a-foreign"]), min_size=12, max_size=12),
    st.sampled_from(SOURCES),
    st.sampled_from(["degree", "strength", "betweenness", "harmonic", "pagerank"]),
    st.sampled_from(CHOICES),
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


@settings(max_examples=examples(150))
@given(
    worlds,
    st.lists(st.sets(st.sampled_from(sorted(ARTICLES)), max_size=3), min_size=1, max_size=3),
    st.sampled_from(CHOICES),
    st.sampled_from(CUTS),
)
def test_ranks_by_a_part_of_the_articles_are_those_of_the_slice(
    claims: list[Claim], parts: list[set[str]], choice: dict[str, Any], cut: dict[str, Any]
) -> None:
    """Part after part, of which the later ones find much that is judged already."""
    whole = graph_of(claims)
    voices = {voice for its in whole.account.readings.values() for voice in its.voices}
    graph = whole.slice(**({} if {"voice", "without"} & cut.keys() and "herald" not in voices else cut))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)
        judged = Parts(Ranking.of(graph, "strength", **choice))
    for gone in parts:
        found = [(its.entity, its.label, its.rank, its.score) for its in judged.ranks_without(gone)]
        assert found == ranked(graph.slice(without=[f"article:{id_}" for id_ in gone]), "strength", **choice)


SERVES = claim(None, type="Tenure", fact="t", roles={"holder": ("xan",), "organization": ("b-foreign",)},
               when="2023-12-01", article="herald-2", id_="serves")  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "cut", "parts"),
    [
        (  # Xan's denial is a party's by the tenure alone: without its article, Cid's word is accepted
            [claim("ann"), claim("cid", article="courier-1"), claim("xan", "denies", article="gazette-1"), SERVES],
            {},
            [set(), {"herald-2"}, {"courier-2"}, {"gazette-1"}],
        ),
        (  # what the herald says is withdrawn already
            [
                *(
                    claim(None, fact="n", roles={"participant": ("bob", "cid")}, article=paper)
                    for paper in ("herald-1", "gazette-1")
                ),
                claim("ann", article="courier-1"),
            ],
            {"without": "voice:herald"},
            [{"gazette-1"}, {"courier-1"}],
        ),
    ],
)
def test_what_is_remembered_of_a_fact_is_not_taken_for_what_it_is_without_others(
    claims: list[Claim], cut: dict[str, Any], parts: list[set[str]]
) -> None:
    graph = graph_of(claims).slice(**cut)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)  # the first has no edge while all articles are there
        judged = Parts(Ranking.of(graph, "degree"))
    found = [[its.entity for its in judged.ranks_without(gone)] for gone in parts]
    if cut:
        assert found == [["ann", "bob"], ["bob", "cid"]]
    else:
        assert found == [[], ["ann", "bob"], [], ["ann", "bob"]]


def test_a_gathering_that_is_no_longer_large_without_a_source_is_measured() -> None:
    """Eleven delegations by the gazette, ten by the herald: eleven are too many, and ten are not."""
    countries = {its.id: its for its in (entity(f"land-{number:02d}", Kind.COUNTRY) for number in range(11))}
    claims = [
        claim(None, type="Gathering", fact="summit", roles={"participant": tuple(countries)[:number]}, article=paper)
        for number, paper in ((10, "herald-1"), (11, "gazette-1"))
    ]
    claims.append(claim(None, fact="talks", roles={"participant": ("land-00", "land-01")}, article="courier-1"))
    records = Records(ENTITIES | countries, ARTICLES, tuple(sorted(claims, key=lambda its: its.key)))
    graph = in_memory(graph_of([]).project, records, core())
    with pytest.warns(KgWarning, match="^left out: 55 ties of 1 gathering of more than 10"):
        found = without_each(Ranking.of(graph, "degree", kinds="Country"), "outlet")
    assert found.ranges["land-00"] == RankRange(1, 1, ("courier",), "courier", None)
    assert found.others == {f"land-{number:02d}": ("gazette",) for number in range(2, 10)}


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
    who: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob", "cid")}
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


def test_an_edge_that_two_facts_share_falls_with_the_day_of_one() -> None:
    """Abe served until the 10th by the herald, and Yan from the 5th by the gazette; the courier knows no day.

    Without either paper no day is stated on which both were there; both are still said to have served.
    """
    served: dict[str, dict[str, tuple[str, ...]]] = {
        who: {"holder": (who,), "organization": ("c-foreign",)} for who in ("abe", "yan")
    }
    claims = [
        claim(None, type="Tenure", fact=who, roles=roles, article="courier-1", id_=who) for who, roles in served.items()
    ]
    claims += [
        claim(None, type="Tenure", fact="abe", roles=served["abe"], article="herald-1", when="2023-12-01/2023-12-10"),
        claim(None, type="Tenure", fact="yan", roles=served["yan"], article="gazette-1", when="2023-12-05/2023-12-20"),
    ]
    found = without_each(Ranking.of(graph_of(claims), "degree", edges="served-with"), "outlet").ranges
    assert found == {who: RankRange(1, 1, ("gazette", "herald"), "gazette", None) for who in ("abe", "yan")}


# -- the worked example ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strait() -> Graph:
    its = ontology.load(STRAIT / "ontology")
    checked = check(read_all(STRAIT / "sources", STRAIT), its)
    return in_memory(find(STRAIT), Records(checked.entities, checked.articles, tuple(checked.claims)), its)


def test_the_worked_example_by_hand(strait: Graph) -> None:
    """Ilse Marwen's seven facts and Dagny Orr's six, five of them shared, each with the articles that tell it.

    Only wire-2031-03-03 tells of Marwen's demand; it tells, as others do, of her post, of Orr's, and of the talks
    of February. Both secretaries of the Narrows Council are told of by lantern-2031-03-17 alone.
    """
    of = strait.sensitivity("strength", "article", kinds="all", layers="all", unconfirmed=True)
    scores = {its.entity: its.score for its in of.ranking.ranks}
    assert (scores["ilse-marwen"], scores["dagny-orr"], scores["narrows-council"]) == (7, 6, 2)
    assert of.each is not None
    assert of.each.ranges["ilse-marwen"] == RankRange(1, 1, (), None, None)
    assert of.each.ranges["dagny-orr"] == RankRange(1, 2, (), "wire-2031-03-03", 1)
    assert of.each.ranges["narrows-council"].out == ("lantern-2031-03-17",)
    shared = ("ister-talks", "orr-marwen-call", "ister-invitation", "council-session", "february-talks")
    left = strait.slice(without="wire-2031-03-03").account.facts
    assert all(left[fact].accepted for fact in (*shared, "marwen-minister", "orr-minister"))
    assert "marwen-demand" not in left


def test_the_page_on_measures_shows_what_is_printed(
    strait: Graph, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = (ROOT / "docs" / "measures.md").read_text("utf-8")
    command, *table = page.partition("$ kg rank strength ")[2].partition("```")[0].splitlines()
    printed = typed(capsys, strait, "strength", *command.split())[1].splitlines()
    first, last = table[: table.index("…")], table[table.index("…") + 1 :]
    assert printed[: len(first)] == first
    assert last == printed[(start := printed.index(last[0])) : start + len(last)]


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

FEW = "4 of 4 scores are above zero; ranks of so few mean little\n"
NOTES = """\
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
    assert typed(capsys, chain(), *words) == (0, TABLE + FEW + NOTES + about, "")


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


def test_it_is_said_that_rankings_are_estimated() -> None:
    """From three of four actors; those who are drawn are the same for each ranking."""
    its = chain().sensitivity("betweenness", sample=3, unconfirmed=True)
    assert its.each is not None
    assert its.each.sample == 3
    (note, _) = its.notes()
    assert note.endswith("no interval of confidence; each ranking is estimated from the same 3 actors")
    assert its.unconfirmed is not None
    assert [*its.unconfirmed[0]] == [*its.ranking.ranks]


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
    (row,) = frame[frame["entity"] == "xan"][["best", "worst", "out", "mover"]].to_dict("records")
    assert row == {"best": 1, "worst": 2, "out": 1, "mover": "gazette"}


def test_of_nobody_nothing_is_shown() -> None:
    with pytest.warns(KgWarning, match="^no edges among persons in the layer speech"):
        its = chain().sensitivity("degree", layers="speech")
    assert (repr(its), its._repr_html_(), its.row()) == (
        "<degree of 0 actors, without each of 4 voices>", "<p>no actors</p>", []
    )  # fmt: skip


def test_who_is_there_only_without_a_source_or_unconfirmed_is_named() -> None:
    who: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob", "cid")}
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
