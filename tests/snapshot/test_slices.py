"""Slices: every option, every pair that could interact, and what must hold of all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import ontology
from kg.annotation.reader import read_all
from kg.base.errors import NotFoundError, UsageError
from kg.base.project import find
from kg.check import check
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim, Records, Status
from tests.conftest import copied
from tests.examples import examples
from tests.graphs import STRAIT, graph_of, in_memory, lines, statuses
from tests.making import ARTICLES, ENTITIES, claim, core
from tests.whole.test_strait import DAYS, days

Options = dict[str, Any]

# Six facts in five articles, three of 14 December, two of 20 December. What each slice leaves is worked out by hand.
WORLD = [
    claim("ann", fact="meet", roles={"participant": ("ann", "bob"), "place": ("capital",)}, when="2023-12-11",
          id_="meet"),
    claim("xan", "announces", fact="trip", type="Visit", roles={"agent": ("xan",), "place": ("harbour",)},
          when="2023-12-18", id_="trip"),
    claim(None, fact="post", type="Tenure", roles={"holder": ("abe",), "post": ("chief",)}, when="2023-12-14",
          id_="post"),
    claim(None, fact="talks", roles={"participant": ("ann", "cid")}, when="2023-12", article="gazette-1", id_="talks"),
    claim("murmur", fact="rumour", roles={"participant": ("bob", "cid")}, article="courier-1", id_="rumour"),
    claim(None, fact="call", type="Visit", roles={"agent": ("bob",), "host": ("cland",)}, when="2023-12-05/2023-12-08",
          article="courier-1", id_="call"),
    claim("b-foreign", "denies", fact="call", type="Visit", roles={"agent": ("bob",), "host": ("cland",)},
          article="herald-2", id_="call"),
    claim("cid", fact="talks", roles={"participant": ("ann", "cid")}, when="2023-12-12/2023-12-13", article="herald-2",
          id_="talks"),
    claim("b-foreign", fact="meet", roles={"participant": ("ann", "bob")}, when="2023-12-11", article="gazette-2",
          id_="meet"),
    claim(None, fact="post", type="Tenure", roles={"holder": ("abe",), "post": ("chief",)}, when="2023-12-19",
          article="gazette-2", id_="post"),
]  # fmt: skip
WHOLE = {
    "call": "reported!", "meet": "on-record", "post": "corroborated", "rumour": "alleged", "talks": "corroborated",
    "trip": "lapsed",
}  # fmt: skip
EARLY = {
    "call": "reported", "meet": "one-sided", "post": "reported", "rumour": "alleged", "talks": "reported",
    "trip": "planned",
}  # fmt: skip
FIRST, LAST = "2023-12-14", "2023-12-20"


def only(*facts: str) -> dict[str, str]:
    """Some facts, standing as in the whole."""
    return {fact: WHOLE[fact] for fact in sorted(facts)}


def then(*facts: str) -> dict[str, str]:
    """Some facts, standing as on the first day."""
    return {fact: EARLY[fact] for fact in sorted(facts)}


# -- each option ---------------------------------------------------------------------------------------------

ONE_BY_ONE: list[tuple[Options, dict[str, str]]] = [
    ({}, WHOLE),
    ({"known_by": LAST}, WHOLE),
    ({"known_by": FIRST}, EARLY),
    ({"known_by": "2023-12-18"}, EARLY),  # its day is not over
    ({"known_by": "2023-12-19"}, EARLY | {"trip": "lapsed"}),  # nobody said a word; its day is over
    ({"known_by": "2023-12"}, WHOLE),  # the latest possible day
    ({"known_by": "2023-12-13"}, {}),
    ({"on": "2023-12-11"}, only("meet")),
    ({"on": "2023-12-12"}, only("talks")),
    ({"on": "2023-12-16"}, only("post")),  # between two attestations
    ({"on": "2023-12-20"}, {}),  # after the last
    ({"on": "2023"}, only("call", "meet", "post", "talks", "trip")),  # what is undated is in none
    ({"between": "2023-12-05/2023-12-11"}, only("call", "meet")),
    ({"between": ("2023-12-06", "2023-12-12")}, only("call", "meet", "talks")),
    ({"between": "../2023-12-05"}, only("call")),
    ({"between": "2023-12-19/.."}, only("post")),
    ({"article": "herald-1"}, only("meet", "post", "trip")),
    ({"article": "herald-2"}, only("call", "talks")),  # a denial counts
    ({"article": ["herald-1", "herald-2"]}, only("call", "meet", "post", "talks", "trip")),
    ({"publisher": "herald"}, only("call", "meet", "post", "talks", "trip")),
    ({"publisher": "courier"}, only("call", "rumour")),
    ({"speaker": "ann"}, only("meet")),
    ({"speaker": "b-foreign"}, only("call", "meet")),
    ({"speaker": "gazette"}, only("post", "talks")),  # a publisher in its own voice
    ({"speaker": ["ann", "cid"]}, only("meet", "talks")),
    ({"voice": "aland"}, only("meet")),
    ({"voice": "bland"}, only("call", "meet")),
    ({"voice": "anonymous@courier-1"}, only("rumour")),
    ({"status": "on-record"}, only("meet")),
    ({"status": ["alleged", "lapsed"]}, only("rumour", "trip")),
    ({"status": "planned"}, {}),
    ({"type": "Visit"}, only("call", "trip")),
    ({"type": ["Tenure", "Visit"]}, only("call", "post", "trip")),
    ({"entity": "ann"}, only("meet", "talks")),
    ({"entity": "harbour"}, only("trip")),
    ({"entity": ["abe", "harbour"]}, only("post", "trip")),
    ({"entity": "trade"}, {}),
    ({"without": "herald-1"}, {**only("call", "rumour", "talks"), "meet": "one-sided", "post": "reported"}),
    ({"without": "outlet:gazette"}, {**WHOLE, "meet": "one-sided", "post": "reported", "talks": "one-sided"}),
    ({"without": "voice:gazette"}, {**WHOLE, "post": "reported", "talks": "one-sided"}),
    ({"without": "article:gazette-2"}, {**WHOLE, "meet": "one-sided", "post": "reported"}),
    ({"without": "bland"}, {**WHOLE, "call": "reported", "meet": "one-sided"}),
    ({"without": "anonymous@courier-1"}, only("call", "meet", "post", "talks", "trip")),
    ({"without": ["outlet:courier", "herald-1"]},
     {**only("talks"), "call": "denied", "meet": "one-sided", "post": "reported"}),
]  # fmt: skip

# -- pairs that could interact -------------------------------------------------------------------------------

PAIRS: list[tuple[Options, dict[str, str]]] = [
    # What is known decides what the others look at: statuses, times, voices.
    ({"known_by": FIRST, "on": "2023-12-11"}, then("meet", "talks")),  # of the talks only the month was known
    ({"known_by": FIRST, "on": "2023-12-16"}, then("talks")),  # the second attestation was not
    ({"known_by": FIRST, "between": "2023-12-17/2023-12-31"}, then("talks", "trip")),
    ({"known_by": FIRST, "article": "gazette-2"}, {}),
    ({"known_by": FIRST, "article": "herald-1"}, then("meet", "post", "trip")),
    ({"known_by": FIRST, "publisher": "gazette"}, then("talks")),
    ({"known_by": FIRST, "speaker": "b-foreign"}, {}),
    ({"known_by": FIRST, "voice": "bland"}, {}),
    ({"known_by": FIRST, "voice": "gazette"}, then("talks")),
    ({"known_by": FIRST, "status": "one-sided"}, then("meet")),
    ({"known_by": FIRST, "status": "on-record"}, {}),
    ({"known_by": "2023-12-19", "status": "lapsed"}, only("trip")),
    ({"known_by": FIRST, "type": "Visit"}, then("call", "trip")),
    ({"known_by": FIRST, "entity": "ann"}, then("meet", "talks")),
    ({"known_by": FIRST, "without": "herald-1"}, then("call", "rumour", "talks")),
    ({"known_by": FIRST, "without": "bland"}, EARLY),  # had not spoken yet
    ({"known_by": FIRST, "without": "gazette-2"}, EARLY),  # was not published yet
    # So does what is withdrawn.
    ({"without": "herald-2", "on": "2023-12-11"}, {**only("meet"), "talks": "reported"}),
    ({"without": "gazette-2", "on": "2023-12-16"}, {}),
    ({"without": "gazette-2", "between": "2023-12-14/2023-12-16"}, {"post": "reported"}),
    ({"without": "gazette-2", "article": "herald-1"}, {"meet": "one-sided", "post": "reported", "trip": "lapsed"}),
    ({"without": "gazette-2", "article": "gazette-2"}, {}),
    ({"without": "herald-1", "publisher": "herald"}, only("call", "talks")),
    ({"without": "bland", "speaker": "b-foreign"}, {}),
    ({"without": "voice:gazette", "voice": "gazette"}, {}),
    ({"without": "bland", "voice": "aland"}, {"meet": "one-sided"}),
    ({"without": "outlet:gazette", "status": "one-sided"}, {"meet": "one-sided", "talks": "one-sided"}),
    ({"without": "bland", "status": "reported"}, {"call": "reported"}),
    ({"without": "courier-1", "type": "Visit"}, {"call": "denied", "trip": "lapsed"}),
    ({"without": "courier-1", "entity": "cid"}, only("talks")),
    # Certainty of days and of intervals, also by what is known.
    ({"certainly": True, "on": "2023-12-11"}, only("meet")),
    ({"certainly": True, "on": "2023-12-12"}, {}),
    ({"certainly": True, "on": "2023-12-16"}, only("post")),
    ({"certainly": True, "between": "2023-12-06/2023-12-12"}, only("call", "meet")),
    ({"certainly": True, "between": "2023-12-05/2023-12-13"}, only("call", "meet", "talks")),
    ({"certainly": True, "on": "2023-12-14", "known_by": FIRST}, then("post")),
    ({"certainly": True, "on": "2023-12-16", "known_by": FIRST}, {}),
    ({"certainly": True, "on": "2023-12-12", "without": "herald-2"}, {}),
    # Both a day and an interval: each is met, not both by one day.
    ({"on": "2023-12-11", "between": "2023-12-12/2023-12-31"}, {}),
    ({"on": "2023-12-12", "between": "2023-12-13/2023-12-31"}, only("talks")),
    ({"on": "2023-12-11", "between": "2023-12-12/2023-12-31", "known_by": FIRST}, then("talks")),
    # Sources together: one counting claim fits all of them.
    ({"article": "herald-1", "publisher": "gazette"}, {}),
    ({"article": "herald-1", "speaker": "ann"}, only("meet")),
    ({"article": "herald-1", "speaker": "b-foreign"}, {}),  # both speak of the meeting, in two articles
    ({"article": "gazette-2", "voice": "bland"}, only("meet")),
    ({"article": "herald-1", "voice": "bland"}, {}),
    ({"publisher": "gazette", "speaker": "b-foreign"}, only("meet")),
    ({"publisher": "gazette", "voice": "bland"}, only("meet")),
    ({"publisher": "herald", "voice": "herald"}, only("post")),
    ({"speaker": "b-foreign", "voice": "bland"}, only("call", "meet")),
    ({"speaker": "ann", "voice": "bland"}, {}),
    # What a fact is, beside who says so and when.
    ({"status": "corroborated", "type": "Tenure"}, only("post")),
    ({"status": ["corroborated", "on-record"], "entity": "ann"}, only("meet", "talks")),
    ({"type": "Meeting", "entity": "cid"}, only("rumour", "talks")),
    ({"type": "Meeting", "voice": "bland"}, only("meet")),
    ({"status": "reported", "article": "courier-1"}, only("call")),
    ({"entity": "ann", "publisher": "gazette"}, only("meet", "talks")),
    ({"entity": "cid", "speaker": "murmur"}, only("rumour")),
    ({"on": "2023-12", "type": "Visit"}, only("call", "trip")),
    ({"on": "2023-12", "status": "alleged"}, {}),
    ({"between": "2023-12-01/2023-12-12", "entity": "bob"}, only("call", "meet")),
    ({"on": "2023-12-11", "article": "herald-1"}, only("meet")),
    ({"on": "2023-12-16", "publisher": "courier"}, {}),
    ({"between": "2023-12-01/2023-12-11", "speaker": "b-foreign"}, only("call", "meet")),
    ({"on": "2023-12-06", "voice": "courier"}, only("call")),
]


def named(options: Options) -> str:
    return " ".join(f"{name}={value}" for name, value in options.items()) or "nothing"


@pytest.mark.parametrize(
    ("options", "expected"), ONE_BY_ONE + PAIRS, ids=lambda it: named(it) if it is not None else ""
)
def test_what_a_slice_leaves(options: Options, expected: dict[str, str]) -> None:
    assert statuses(graph_of(WORLD).slice(**options)) == expected


def test_every_pair_of_options_is_tried_that_could_interact() -> None:
    """`known_by`, `without` and `certainly` with everything they could change; the sources with each other."""
    tried = {frozenset(options) for options, _ in PAIRS}
    pairs = {frozenset(pair) for its in tried for pair in ((a, b) for a in its for b in its if a != b)}
    others = {"on", "between", "article", "publisher", "speaker", "voice", "status", "type", "entity"}
    wanted = {frozenset({one, other}) for one in ("known_by", "without") for other in others}
    wanted |= {frozenset({"certainly", other}) for other in ("on", "between", "known_by", "without")}
    sources = ("article", "publisher", "speaker", "voice")
    wanted |= {frozenset({one, other}) for one in sources for other in sources if one != other}
    wanted |= {frozenset({"known_by", "without"}), frozenset({"on", "between"}), frozenset({"status", "type"})}
    assert wanted - pairs == set()


@pytest.mark.parametrize(("options", "expected"), PAIRS, ids=lambda it: named(it) if it is not None else "")
def test_slices_of_slices_commute(options: Options, expected: dict[str, str]) -> None:
    """But for options on sources, which one claim must fit if they are given at once."""
    stretch: Options = {name: options[name] for name in ("on", "between", "certainly") if name in options}
    sources: Options = {name: options[name] for name in ("article", "publisher", "speaker", "voice") if name in options}
    rest: list[Options] = [{name: value} for name, value in options.items() if name not in {*stretch, *sources}]
    orders = [[stretch, sources, *rest], [*reversed(rest), sources, stretch]]
    for parts in orders:
        graph = graph_of(WORLD)
        for part in parts:
            graph = graph.slice(**part)
        assert statuses(graph) == expected


def test_a_slice_by_two_sources_in_turn_keeps_facts_that_either_speaks_of() -> None:
    assert statuses(graph_of(WORLD).slice(article="herald-1").slice(speaker="b-foreign")) == only("meet")


def test_the_earlier_of_two_days_of_knowledge_holds() -> None:
    graph = graph_of(WORLD)
    assert statuses(graph.slice(known_by=FIRST).slice(known_by=LAST)) == EARLY
    assert graph.slice(known_by=LAST).slice(known_by=FIRST).account == graph.slice(known_by=FIRST).account


def test_a_fact_of_which_no_claim_counts_is_in_no_slice_by_source() -> None:
    graph = graph_of([claim("ann"), claim("ann", "retracts", article="herald-2")])
    assert statuses(graph) == {"m": "retracted"}
    assert statuses(graph.slice(article=["herald-1", "herald-2"])) == {}
    assert statuses(graph.slice(status="retracted")) == {"m": "retracted"}


def test_what_an_article_narrates_on_the_word_of_a_withdrawn_voice_falls_with_it() -> None:
    graph = graph_of([claim("ann"), claim(None), claim(None, article="gazette-1")])
    assert statuses(graph) == {"m": "corroborated"}
    assert statuses(graph.slice(without="aland")) == {"m": "reported"}
    assert graph.slice(without="aland").fact("m").voices == ("gazette",)


def test_a_conflict_of_days_meets_both_and_is_certain_of_neither() -> None:
    graph = graph_of([claim("ann", when="2023-12-05"), claim("xan", when="2023-12-11")])
    assert graph.fact("m").when.text == "[2023-12-05,2023-12-11]"
    found = {day: bool(statuses(graph.slice(on=day))) for day in ("2023-12-05", "2023-12-08", "2023-12-11")}
    assert found == {"2023-12-05": True, "2023-12-08": False, "2023-12-11": True}
    assert statuses(graph.slice(on="2023-12-05", certainly=True)) == {}
    assert statuses(graph.slice(between="2023-12-05/2023-12-11", certainly=True)) == {"m": "corroborated"}


# -- a slice has every method of a graph ---------------------------------------------------------------------


def test_a_slice_answers_everything_and_sees_only_itself() -> None:
    past = graph_of(WORLD).slice(known_by=FIRST)
    assert not past.query("ASK { fact:meet kg:status kg:on-record }")
    assert past.query("ASK { fact:meet kg:status kg:one-sided }")
    assert len(past.query("SELECT ?c { GRAPH <https://example.org/small/article/gazette-2> { ?c a kg:Claim } }")) == 0
    assert sorted(past.network().edges(keys=True)) == [("ann", "bob", "meet/met"), ("ann", "cid", "talks/met")]
    assert [its.entity for its in kg.analysis.rank(past.network(), "degree")] == ["ann", "bob", "cid"]
    assert kg.analysis.path(past.network(), "bob", "cid")[0].entities == ("bob", "ann", "cid")
    assert [claim["id"] for claim in past.explain("meet")["claims"]] == ["herald-1/meet"]
    assert [its["fact"] for its in past.explain_between("ann", "bob")] == ["meet"]
    assert past.conflicts() == []
    assert past.sentence("meet").startswith("Ann, in Herald of 2023-12-14: ")
    assert "talks:met" in past.export("graphml")
    assert "gazette-2" not in past.export("nquads")
    assert "gazette-1" in past.export("nquads")


def test_a_slice_by_type_keeps_entities_and_forgets_claims_on_other_facts() -> None:
    visits = graph_of(WORLD).slice(type="Visit")
    assert visits.records.entities == ENTITIES
    assert sorted(visits.claims) == ["courier-1/call", "herald-1/trip", "herald-2/call"]
    assert sorted(visits.records.articles) == ["courier-1", "herald-1", "herald-2"]
    assert {row.fact.short for row in visits.query("SELECT ?fact { ?fact a kg:Fact }")} == {"call", "trip"}
    with pytest.raises(NotFoundError, match=r"^no such fact: `meet`"):
        visits.fact("meet")


# -- what must hold of every world ---------------------------------------------------------------------------

POOL = [
    claim(speaker, stance, article=article, fact=fact, when=when, scope=scope, fulfils=None)
    for speaker in ("ann", "bob", "xan", "whisper", None)
    for stance in ("asserts", "announces", "denies", "retracts", "suggests")
    for article in ("herald-1", "herald-2", "gazette-1", "gazette-2")
    for fact, when, scope in (("m", "2023-12-15", "fact"), ("n", None, "fact"), ("m", "2023-12-16", "roles"))
] + [
    claim(None, fact="o", type="Tenure", roles={"holder": ("xan",), "organization": ("b-foreign",)}, when=when,
          article=article, id_=f"xan-{article}")
    for article, when in (("herald-1", "2023-12-01"), ("gazette-2", "../2023-12-10"))
] + [
    claim("ann", fact="n", article="gazette-2", fulfils="m", id_="fulfils")
]  # fmt: skip
worlds = st.lists(st.sampled_from(POOL), max_size=12, unique_by=lambda its: its.key)


@given(worlds)
def test_slicing_by_everything_is_the_whole(claims: list[Claim]) -> None:
    graph = graph_of(claims)
    everything: list[Options] = [
        {"known_by": LAST},
        {"status": [status.value for status in Status]},
        {"type": list(core().types)},
        {"entity": list(ENTITIES)},
    ]
    for options in everything:
        assert graph.slice(**options).account == graph.account, named(options)
    counting = {graph.claims[key].fact for key, its in graph.account.readings.items() if its.counts}
    voices = {voice for its in graph.account.readings.values() for voice in its.voices}
    sources: list[Options] = [
        {"article": list(ARTICLES)},
        {"publisher": ["herald", "gazette", "courier"]},
        {"speaker": list(ENTITIES)},
        {"voice": sorted(voices)},
    ]
    for options in sources:
        assert set(graph.slice(**options).account.facts) == counting, named(options)


@given(worlds, st.sampled_from(["2023-12-13", FIRST, LAST]))
def test_a_slice_by_a_day_equals_a_graph_of_the_articles_of_that_day(claims: list[Claim], day: str) -> None:
    published = {id_: its for id_, its in ARTICLES.items() if its.day <= day}
    past = graph_of(claims).slice(known_by=day)
    known = tuple(sorted((its for its in claims if its.article in published), key=lambda its: its.key))
    apart = in_memory(past.project, Records(ENTITIES, dict(sorted(published.items())), known), core(), day)
    assert past.account == apart.account
    assert past.records == apart.records
    assert lines(past) == lines(apart)


@given(worlds, st.randoms(use_true_random=False))
def test_no_order_of_claims_changes_any_answer(claims: list[Claim], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    articles = dict(random.sample(list(ARTICLES.items()), len(ARTICLES)))
    one, other = graph_of(claims), answering(shuffled, articles)
    for ask in ANSWERS:
        assert ask(one) == ask(other)


def answering(claims: list[Claim], articles: dict[str, Any]) -> Graph:
    """A graph whose records are in no order."""
    return in_memory(graph_of([]).project, Records(ENTITIES, articles, tuple(claims)), core())


ANSWERS: list[Callable[[Graph], Any]] = [
    lambda graph: graph.facts(),
    lambda graph: [graph.explain(fact) for fact in graph.account.facts],
    lambda graph: graph.conflicts(),
    lambda graph: graph.diff(known_by=(FIRST, LAST)).row(),
    lambda graph: graph.timeline().row(),
    lambda graph: [graph.fragile(by=by).row() for by in ("voice", "outlet", "relay", "article")],
    lambda graph: statuses(graph.slice(known_by=FIRST)),
    lines,
]


# -- the worked example --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(STRAIT, tmp_path_factory.mktemp("strait"))
    kg.build(folder)
    return folder


@pytest.fixture(scope="module")
def strait(folder: Path) -> Graph:
    return kg.open(folder)


@pytest.mark.parametrize("day", DAYS)
def test_each_day_is_known_as_it_is_written_down(strait: Graph, day: str) -> None:
    past = strait.slice(known_by=day)
    expected = {fact: row[0] + ("!" if row[1] == "by-party" else "") for fact, row in days()[day].facts.items()}
    assert statuses(past) == expected
    asked = past.query("SELECT ?fact (STRAFTER(STR(?its), '#') AS ?status) { ?fact kg:status ?its }")
    assert {row.fact.short: row.status for row in asked} == {fact: row[0] for fact, row in days()[day].facts.items()}


@pytest.mark.parametrize("day", DAYS[:-2])  # on the last two nothing is published
def test_a_slice_by_a_day_equals_a_build_of_the_files_of_that_day(strait: Graph, day: str, tmp_path: Path) -> None:
    then = copied(STRAIT, tmp_path)
    for path in (then / "sources").glob("*-20*.yaml"):
        if path.stem[-10:] > day:
            path.unlink()
    built, past = kg.build(then), strait.slice(known_by=day)
    assert past.account == built.account
    assert past.records == built.records
    assert past.claims == built.claims
    assert "".join(f"{line}\n" for line in lines(past)) == built.export("nquads")


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(10))
def test_no_order_of_files_changes_any_answer(random: Any) -> None:
    its = ontology.load(STRAIT / "ontology")
    documents = read_all(STRAIT / "sources", STRAIT)
    asked = []
    for order in (documents, random.sample(documents, len(documents))):
        checked = check(order, its)
        graph = in_memory(find(STRAIT), Records(checked.entities, checked.articles, tuple(checked.claims)), its)
        asked.append([ask(graph) for ask in (*ANSWERS, diff_of_a_week)])
    assert asked[0] == asked[1]


def diff_of_a_week(graph: Graph) -> Any:
    return graph.diff(known_by=("2031-03-10", "2031-03-17")).row()


# -- bad values of options -----------------------------------------------------------------------------------

FORMS = "write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"
STATUSES = ", ".join(f"`{status}`" for status in sorted(Status))
BAD: list[tuple[str, Options, str]] = [
    ("--known-by tomorrow", {"known_by": "tomorrow"}, f"`known_by`: no date: `tomorrow`\n  hint: {FORMS}"),
    ("--known-by 2023-12-01/..", {"known_by": "2023-12-01/.."},
     "`known_by`: no last day in `2023-12-01/..`\n  hint: write a day: YYYY-MM-DD"),
    ("--known-by 2023-02-30", {"known_by": "2023-02-30"},
     "`known_by`: no such day: `2023-02-30`\n  hint: 2023-02 has 28 days"),
    ("--on 12/01/2023", {"on": "12/01/2023"}, "`on`: ambiguous: `12/01/2023`\n  hint: write YYYY-MM-DD"),
    ("--between 2023-12-31/2023-12-01", {"between": ("2023-12-31", "2023-12-01")},
     "`between`: ends before it starts: `2023-12-31/2023-12-01`\n  hint: write the earlier date first"),
    ("--certainly", {"certainly": True},
     "`certainly`: of which days?\n  hint: give a day (on) or an interval (between) too"),
    ("--status true", {"status": "true"}, f"no such status: `true`\n  hint: there are {STATUSES}"),
    ("--status confirmed", {"status": "confirmed"},
     "no such status: `confirmed`\n  hint: did you mean `unconfirmed`?"),
    ("--status reportd", {"status": "reportd"}, "no such status: `reportd`\n  hint: did you mean `reported`?"),
    ("--type Metting", {"type": "Metting"}, "no such fact type: `Metting`\n  hint: did you mean `Meeting`?"),
    ("--entity dagny-or", {"entity": "dagny-or"}, "no such entity: `dagny-or`\n  hint: did you mean `dagny-orr`?"),
    ("--speaker dagny", {"speaker": "dagny"}, "no such entity: `dagny`\n  hint: did you mean `dagny-orr`?"),
    ("--article wire-2031-03-1", {"article": "wire-2031-03-1"},
     "no such article: `wire-2031-03-1`\n  hint: did you mean `wire-2031-03-11`?"),
    ("--publisher the-lantrn", {"publisher": "the-lantrn"},
     "no such publisher: `the-lantrn`\n  hint: did you mean `the-lantern`?"),
    ("--voice velmrk", {"voice": "velmrk"}, "no such voice: `velmrk`\n  hint: did you mean `velmark`?"),
    ("--without the-lantrn", {"without": "the-lantrn"},
     "`without`: no such article, outlet, voice or relay: `the-lantrn`\n  hint: did you mean `the-lantern`?"),
    ("--without voice:the-lantrn", {"without": "voice:the-lantrn"},
     "`without`: no such voice: `voice:the-lantrn`\n  hint: did you mean `the-lantern`?"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "options", "message"), BAD, ids=[typed for typed, *_ in BAD])
def test_a_bad_value_is_refused_by_name(
    strait: Graph, typed: str, options: Options, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises((UsageError, NotFoundError)) as caught:
        strait.slice(**options)
    assert str(caught.value) == message
    assert cli.run(["facts", *typed.split(), "--project", str(strait.project.root)]) == caught.value.exit_code
    told = capsys.readouterr()
    option = re.sub("^`(?=[a-z_]+`: )", "`--", message).replace("known_by", "known-by")
    assert (told.out, told.err) == ("", f"{option}\n")


LISTED = {"known-by", "on", "between", "certainly", "status"}  # what is read without looking into the sources


@pytest.mark.parametrize(("typed", "options", "message"), BAD, ids=[typed for typed, *_ in BAD])
def test_a_date_or_status_is_wrong_usage_and_any_other_name_is_not_found(
    strait: Graph, typed: str, options: Options, message: str
) -> None:
    with pytest.raises((UsageError, NotFoundError)) as caught:
        strait.slice(**options)
    option = typed.split()[0].removeprefix("--")
    assert caught.value.exit_code == (2 if option in LISTED else 1)


def test_a_wrong_status_is_told_before_a_name_that_is_not_found(strait: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        strait.slice(article="nowhere", status="nonsense")
    assert str(caught.value) == f"no such status: `nonsense`\n  hint: there are {STATUSES}"


# -- the command line ----------------------------------------------------------------------------------------


def test_the_command_line_has_the_same_words(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    typed = (
        "--known-by 2031-03-18 --without outlet:northern-wire --status on-record --status corroborated --type Tenure "
        "--entity mira-toll"
    )
    assert cli.run(["facts", *typed.split(), "--project", str(strait.project.root), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    sliced = strait.slice(
        known_by="2031-03-18", without="outlet:northern-wire", status=["on-record", "corroborated"], type="Tenure",
        entity="mira-toll",
    )  # fmt: skip
    assert told == sliced.facts()
    assert [row["fact"] for row in told] == ["toll-harbour-master"]


VERBS = "facts explain between conflicts query export view network rank path groups diff timeline fragile".split()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_that_asks_has_every_option(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([verb, "--help"]) == 0
    told = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert told >= {
        "--known-by", "--on", "--between", "--certainly", "--article", "--publisher", "--speaker", "--voice",
        "--status", "--type", "--entity", "--read", "--without",
    }  # fmt: skip
