"""What rests on a single source: facts, edges and paths; and question 9 (withdrawal)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kg.base.errors import NotFoundError, UsageError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim, Entity, Evidence, Kind, Records
from kg.report.fragile import SORTS, Carrier, carried, summary_left_out, summary_lines
from kg.sensitivity.rankings import Ranking, ranks_without_each
from kg.snapshot.cut_options import sources
from tests.graphs import graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, article, claim, core
from tests.snapshot.test_slices import POOL, worlds

Row = dict[str, Any]
NO_DOUBT: dict[str, object] = {"contested": None, "denied_by": [], "conflicts": []}


def fallen(graph: Graph, by: str = "voice") -> dict[str, dict[str, str | None]]:
    """Fact -> source -> what would be left of it, in words."""
    rows: list[Row] = graph.fragile(by=by).row()["facts"]
    return {row["fact"]: {source: told(left) for source, left in row["without"].items()} for row in rows}


def told(left: Row | None) -> str | None:
    if left is None:
        return None
    return str(left["status"]) + (f", contested {left['contested']}" if left["contested"] else "")


# -- facts ---------------------------------------------------------------------------------------------------


def test_a_fact_on_one_voice_falls_with_it() -> None:
    assert graph_of([claim("ann")]).fragile().row()["facts"] == [
        {"fact": "m", "status": "one-sided", "voices": ["aland"], "read": True, **NO_DOUBT, "without": {"aland": None}}
    ]


def test_a_fact_on_two_voices_falls_with_neither() -> None:
    assert fallen(graph_of([claim("ann"), claim("bob")])) == {}
    assert fallen(graph_of([claim(None), claim(None, article="gazette-1")])) == {}


def test_what_nobody_read_says_so() -> None:
    row = structs.replace(claim(None, fact="coded"), evidence=(Evidence(row="20718170"),))
    graph = graph_of([row, claim("ann")])
    found = graph.fragile(by="article")
    assert {its["fact"]: its["read"] for its in found.row()["facts"]} == {"coded": False, "m": True}
    assert found.note == "not read: 1 of 2 facts rests on rows of data sets alone; `--read` leaves them out"
    told = [its for its in found.lines(graph.account, graph.teller) if its.startswith("    ")]
    assert [its.endswith(" · not read [coded]") for its in told] == ["[coded]" in its for its in told]
    assert graph_of([claim("ann")]).fragile(by="article").note == ""


def test_two_ministries_are_one_voice_and_two_papers_of_one_house_are_another() -> None:
    assert fallen(graph_of([claim("ann"), claim("abe")])) == {"m": {"aland": None}}
    assert fallen(graph_of([claim(None), claim(None, article="herald-2")])) == {"m": {"herald": None}}


def test_a_whisper_carries_nothing_and_is_what_is_left() -> None:
    assert fallen(graph_of([claim("whisper")])) == {}
    assert fallen(graph_of([claim("xan"), claim("whisper")])) == {"m": {"xan": "alleged"}}


def test_what_is_left_is_what_the_rule_says_of_the_rest() -> None:
    hint = claim("cid", "suggests", article="courier-1")
    assert fallen(graph_of([claim("ann"), hint])) == {"m": {"aland": "unconfirmed"}}
    plan = claim("bob", "announces", when="2023-12-16")
    assert fallen(graph_of([claim("ann"), plan])) == {"m": {"aland": "lapsed"}}
    denial = claim("cid", "denies", article="courier-1")
    assert fallen(graph_of([claim("ann"), denial])) == {"m": {"aland": "denied"}}


def test_a_plan_that_another_fact_makes_good_is_left_fulfilled() -> None:
    claims = [claim("ann"), claim("bob", "announces"), claim("cid", fact="n", fulfils="m")]
    assert fallen(graph_of(claims)) == {"m": {"aland": "fulfilled"}, "n": {"cland": None}}


def test_what_is_not_accepted_has_nothing_to_lose() -> None:
    assert fallen(graph_of([claim("ann"), claim("bob", "denies")])) == {}


def test_what_an_article_narrates_on_a_source_does_not_hold_the_fact_up() -> None:
    assert fallen(graph_of([claim("ann"), claim(None)])) == {"m": {"aland": None}}
    assert fallen(graph_of([claim("ann"), claim(None), claim(None, article="gazette-1")])) == {}


def test_two_voices_in_one_article_fall_with_the_article() -> None:
    both = graph_of([claim("xan"), claim("yan")])
    assert fallen(both) == {}
    assert fallen(both, by="article") == {"m": {"herald-1": None}}
    assert fallen(both, by="outlet") == {"m": {"herald": None}}


def test_two_articles_of_one_house_fall_with_the_house() -> None:
    both = graph_of([claim("xan"), claim("yan", article="herald-2")])
    assert fallen(both, by="article") == {}
    assert fallen(both, by="outlet") == {"m": {"herald": None}}


def test_articles_of_one_publisher_fall_with_it_whoever_speaks_in_them() -> None:
    both = graph_of([claim("ann"), claim("bob", article="herald-2")])
    assert fallen(both, by="voice") == fallen(both, by="article") == {}
    assert fallen(both, by="publisher") == {"m": {"herald": None}}


def test_an_article_that_withdraws_a_denial_carries_the_fact() -> None:
    claims = [claim("ann"), claim("bob", "denies", article="gazette-1"), claim("bob", "retracts", article="gazette-2")]
    assert fallen(graph_of(claims), by="article") == {
        "m": {"gazette-2": "one-sided, contested by-party", "herald-1": "retracted"}
    }


def test_an_article_that_says_who_serves_whom_may_carry_facts_of_others() -> None:
    """Only the courier says that Xan had left Bob's side before he denied the meeting."""
    served: dict[str, tuple[str, ...]] = {"holder": ("xan",), "organization": ("b-foreign",)}
    claims = [
        claim("ann"),
        claim("xan", "denies", article="gazette-1"),
        claim(None, type="Tenure", fact="t", roles=served, when="2023-12-01", article="gazette-1"),
        claim(None, type="Tenure", fact="t", roles=served, when="../2023-12-10", article="courier-1"),
    ]
    assert fallen(graph_of(claims), by="article") == {
        "m": {"courier-1": "one-sided, contested by-party", "herald-1": "denied"}
    }


@given(
    st.lists(st.sampled_from(POOL), max_size=12, unique_by=lambda its: its.key), st.sampled_from(["voice", "article"])
)
def test_what_falls_is_what_without_leaves_out(claims: list[Claim], by: str) -> None:
    """The same as withdrawing each source from the whole, which looks at everything again."""
    graph = graph_of(claims)
    accepted = {fact.fact for fact in graph.account.facts.values() if fact.accepted}
    voices = {voice for its in graph.account.readings.values() for voice in its.voices}
    sources = voices if by == "voice" else {claim.article for claim in claims}
    expected: dict[str, dict[str, str | None]] = {}
    for source in sorted(sources):
        left = graph.slice(without=f"{by}:{source}").account.facts
        for fact in sorted(accepted):
            if fact not in left or not left[fact].accepted:
                contested = left[fact].contested if fact in left else None
                stands = left[fact].status.value if fact in left else None
                expected.setdefault(fact, {})[source] = stands and stands + (
                    f", contested {contested}" if contested else ""
                )
    assert fallen(graph, by) == expected


# -- edges and paths -----------------------------------------------------------------------------------------


def test_an_edge_falls_with_whoever_alone_names_one_of_its_ends() -> None:
    """Both houses report the meeting; that Cid was there, only one of them says."""
    claims = [claim(None), claim(None, article="gazette-1", roles={"participant": ("ann", "bob", "cid")})]
    row = graph_of(claims).fragile().row()
    assert row["facts"] == []
    assert [(edge["source"], edge["target"], edge["without"]) for edge in row["edges"]] == [
        ("ann", "cid", ["gazette"]),
        ("bob", "cid", ["gazette"]),
    ]


def chain() -> Graph:
    """Ann – Bob on two voices, Bob – Cid on one, and a longer way round from Bob to Cid by Xan on another."""
    return graph_of(
        [
            claim("ann"),
            claim("bob"),
            claim("yan", fact="n", roles={"participant": ("bob", "cid")}),
            claim(None, fact="o", roles={"participant": ("bob", "xan")}, article="gazette-1"),
            claim(None, fact="p", roles={"participant": ("xan", "cid")}, article="gazette-1"),
        ]
    )


def test_a_path_prints_its_weakest_status_and_fewest_voices_and_the_way_that_is_left() -> None:
    (path,) = chain().fragile("ann", "cid").row()["paths"]
    assert path["entities"] == ["ann", "bob", "cid"]
    assert (path["length"], path["status"], path["voices"]) == (2, "reported", 1)
    assert path["steps"] == [
        {"from": "ann", "to": "bob", "facts": ["m"], "status": "on-record", "voices": 2, "doubts": {"m": NO_DOUBT}},
        {"from": "bob", "to": "cid", "facts": ["n"], "status": "reported", "voices": 1, "doubts": {"n": NO_DOUBT}},
    ]
    assert path["without"] == {"yan": ["ann", "bob", "xan", "cid"]}


def test_of_a_pair_only_what_lies_on_its_way_is_told() -> None:
    row = chain().fragile("ann", "cid").row()
    assert [fact["fact"] for fact in row["facts"]] == ["n"]
    assert [edge["fact"] for edge in row["edges"]] == ["n"]


def test_unasked_every_pair_that_would_lose_its_path_is_listed() -> None:
    paths = {tuple(path["entities"]): path["without"] for path in chain().fragile().row()["paths"]}
    assert paths == {
        ("ann", "bob", "cid"): {"yan": ["ann", "bob", "xan", "cid"]},
        ("ann", "bob", "xan"): {"gazette": None},
    }


def test_a_path_that_no_single_voice_carries_is_told_when_it_is_asked_for() -> None:
    (path,) = graph_of([claim("ann"), claim("bob")]).fragile("ann", "bob").row()["paths"]
    assert (path["entities"], path["voices"], path["without"]) == (["ann", "bob"], 2, {})


def test_many_actors_have_too_many_paths_to_list() -> None:
    people = {f"p{n:02d}": Entity(id=f"p{n:02d}", kind=Kind.PERSON, name=f"P {n}") for n in range(31)}
    claims = tuple(
        claim(None, fact=f"f{n:02d}", roles={"participant": (f"p{n:02d}", f"p{n + 1:02d}")}, id_=f"c{n:02d}")
        for n in range(30)
    )
    graph = in_memory(
        graph_of([]).project, Records(ENTITIES | people, {"herald-1": article("herald-1")}, claims), core()
    )
    found = graph.fragile()
    assert (len(found.facts), found.paths, found.note) == (30, (), "paths among 31 actors are not listed: name two")
    (path,) = graph.fragile("p00", "p30").paths
    assert (path.way.length, path.without) == (30, {"herald": ()})


# -- how it is asked and told ----------------------------------------------------------------------------------


def test_it_is_told_in_words() -> None:
    graph = chain()
    lines = graph.fragile("ann", "cid").lines(graph.account, graph.teller)
    assert lines == [
        "without yan: 1 fact and 1 edge would fall",
        "  reported → no claim is left",
        "    Bob and Cid met [n]",
        "path: Ann – Bob – Cid",
        "  weakest status reported, fewest voices 1",
        "  without yan: Ann – Bob – Xan – Cid",
    ]


def test_of_a_slice_it_tells_what_the_slice_keeps_by_the_rule_of_the_whole() -> None:
    """A slice by type leaves out the tenure by which Xan is one voice with Bob; the rule does not forget it."""
    serves: dict[str, tuple[str, ...]] = {"holder": ("xan",), "organization": ("b-foreign",)}
    claims = [
        claim("bob", article="gazette-1"),
        claim("xan", article="gazette-2"),
        claim("yan", type="Tenure", fact="t", roles=serves, article="courier-1"),
    ]
    assert fallen(graph_of(claims).slice(type="Meeting")) == {"m": {"bland": None}}
    assert fallen(graph_of(claims).slice(known_by="2023-12-14")) == {"m": {"bland": None}, "t": {"yan": None}}
    assert fallen(graph_of([claim("ann"), claim("bob")]).slice(without="bland")) == {"m": {"aland": None}}


def test_what_a_withdrawn_source_says_of_who_serves_whom_is_still_read() -> None:
    """By the herald Xan speaks for Bob's side, when he denies the meeting; withdrawn, it takes none of that back."""
    claims = [
        claim("ann"),
        claim("cid", article="courier-1"),
        claim("xan", "denies", article="gazette-1", said="2023-12-05"),
        claim("yan", fact="n", article="courier-1"),
        claim(None, type="Tenure", fact="t", roles={"holder": ("xan",), "organization": ("b-foreign",)},
              when="2023-12-01"),
    ]  # fmt: skip
    past = graph_of(claims).slice(without="voice:herald")
    left = past.slice(without="voice:cland").account.facts
    assert (left["m"].status, left["m"].contested, left["m"].accepted) == ("one-sided", "by-party", False)
    ranks = dict(ranks_without_each(Ranking.of(past, "degree")))
    assert ranks["cland"] is None  # m is contested with or without Cid's word, and has no edge
    met = dict(ranks_without_each(Ranking.of(past, "degree"), "article"))["herald-1"]
    assert met is not None  # without the article Xan is an outsider, and m is accepted by Cid's word
    assert [its.entity for its in met] == ["ann", "bob"]


def test_bad_values() -> None:
    graph = graph_of([claim("ann")])
    with pytest.raises(UsageError) as caught:
        graph.fragile(by="paper")
    assert (
        str(caught.value)
        == "no such source: `paper`\n  hint: there are `article`, `outlet`, `publisher`, `relay`, `voice`"
    )
    with pytest.raises(UsageError, match="no such source: `paper`"):
        graph.fragile("ann", "xan", by="paper")  # of whom one has no edge
    with pytest.raises(UsageError) as caught:
        graph.fragile("ann")
    assert str(caught.value) == "fragile: 1 ends of a path\n  hint: name two actors, or none"
    with pytest.raises(NotFoundError) as missing:
        graph.fragile("ann", "bobb")
    assert str(missing.value) == "no such entity: `bobb`\n  hint: did you mean `bob`?"
    with pytest.raises(NotFoundError) as alone:
        graph.fragile("ann", "xan")
    assert str(alone.value) == (
        "`xan` has no edge in this network\n"
        "  hint: no edges of `xan` among persons in the layer contact: none of 1 fact joins it to another"
    )


# -- question 9: which facts rest on a single voice, and which would be lost without one article or voice? -------

# Accepted, and carried by the voice of the United States alone.
UNITED_STATES = {
    "munir-austin-2023-12", "munir-west-2023-12", "pakistan-fight-against-terrorism", "ttp-threat-to-pakistan",
    "us-important-partner-2023-12", "us-pakistan-partnership", "us-partnership-commitment-2023-12",
    "us-state-department-engagement-with-pakistan", "west-aftab-durrani-2023-12", "west-asif-durrani-2023-12",
    "west-jilani-2023-12", "west-on-repatriation-2023-12", "west-pakistani-officials-2023-12", "west-resolve-2023-12",
    "west-second-resolve-2023-12",
}  # fmt: skip
# Accepted, and told by both articles: all others fall with their article.
IN_BOTH = {"munir-coas"}
ACCEPTED = "SELECT ?fact { ?fact kg:accepted true }"


def test_question_9_in_python(demo: Graph) -> None:
    carried = {fact for fact, without in fallen(demo).items() if "united-states" in without}
    assert carried == UNITED_STATES
    assert fallen(demo)["munir-austin-2023-12"] == {"united-states": "unconfirmed"}
    accepted = {row["fact"] for row in demo.facts(accepted=True)}
    assert accepted - fallen(demo).keys() == IN_BOTH
    assert accepted - fallen(demo, "article").keys() == IN_BOTH
    assert fallen(demo, "article")["munir-austin-2023-12"] == {"thenews-2023-12-14": None}
    (path,) = demo.fragile("jalil-abbas-jilani", "michael-kurilla").paths
    assert path.way.entities == ("jalil-abbas-jilani", "thomas-west", "asim-munir", "michael-kurilla")
    assert (path.status, path.voices, path.without) == ("reported", 1, {"arab-news": (), "united-states": ()})


def test_question_9_in_sparql(demo: Graph) -> None:
    def accepted(graph: Graph) -> set[str]:
        return {row.fact.short for row in graph.query(ACCEPTED)}

    assert accepted(demo) - accepted(demo.slice(without="united-states")) == UNITED_STATES
    left = accepted(demo.slice(without="thenews-2023-12-14")) | accepted(demo.slice(without="arabnews-2025-07-26"))
    both = accepted(demo.slice(without="thenews-2023-12-14")) & accepted(demo.slice(without="arabnews-2025-07-26"))
    assert (left, both) == (accepted(demo), IN_BOTH)
    single = """SELECT ?fact { ?fact kg:accepted true ; kg:assertedBy ?voice }
        GROUP BY ?fact HAVING (COUNT(DISTINCT ?voice) = 1)"""
    assert {row.fact.short for row in demo.query(single)} == accepted(demo) - IN_BOTH


def test_question_9_on_the_command_line(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*arguments: str) -> Any:
        assert cli.run([*arguments, "--format", "json", "--project", str(demo.project.root)]) == 0
        return json.loads(capsys.readouterr().out)

    rows = asked("fragile")["facts"]
    assert {row["fact"] for row in rows if "united-states" in row["without"]} == UNITED_STATES
    accepted = {row["fact"] for row in asked("facts", "--accepted")}
    left = {row["fact"] for row in asked("facts", "--accepted", "--without", "united-states")}
    assert accepted - left == UNITED_STATES
    by_article = {row["fact"] for row in asked("fragile", "--by", "article")["facts"]}
    assert accepted - by_article == IN_BOTH
    assert cli.run(["fragile", "jalil-abbas-jilani", "michael-kurilla", "--project", str(demo.project.root)]) == 0
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "path: Jalil Abbas Jilani – Thomas West – Asim Munir – Michael Kurilla",
        "  weakest status reported, fewest voices 1",
        "  without arab-news: no way is left",
        "  without united-states: no way is left",
    ]


# -- the summary ---------------------------------------------------------------------------------------------


def three() -> Graph:
    """Two facts of the herald's, in one article, and one of the gazette's; one more that both report."""
    claims = [
        *(claim(None, fact=fact, id_=fact) for fact in ("a", "b", "both")),
        *(claim(None, fact=fact, id_=fact, article="gazette-1") for fact in ("c", "both")),
    ]
    return graph_of(claims)


def test_a_summary_says_in_ten_lines_how_much_each_source_carries() -> None:
    found = [carried(three(), by) for by in SORTS]
    assert [(its.by, its.facts, its.edges) for its in found] == [("voice", 3, 3), ("outlet", 3, 3), ("article", 3, 3)]
    assert found[0].carriers == (Carrier("herald", 2, 2), Carrier("gazette", 1, 1))
    assert summary_lines(three(), found) == [
        "of 4 accepted facts 3 (75.0%) rest on a single voice, 3 (75.0%) on a single outlet and 3 (75.0%) on a single "
        "article",
        "  voice           2 facts  50.0%       2 edges  herald",
        "  voice           1 fact   25.0%       1 edge   gazette",
        "  outlet          2 facts  50.0%       2 edges  herald",
        "  outlet          1 fact   25.0%       1 edge   gazette",
        "  article         2 facts  50.0%       2 edges  herald-1",
        "  article         1 fact   25.0%       1 edge   gazette-1",
    ]
    assert summary_left_out(found) == ""
    assert summary_lines(graph_of([]), [carried(graph_of([]))]) == [
        "of 0 accepted facts 0 (0.0%) rest on a single voice"
    ]


def test_a_fact_that_falls_with_each_of_two_sources_is_one_fact() -> None:
    """Ann's word came by the gazette: without either, nothing is left of it."""
    graph = graph_of([claim("ann", via=("gazette",))])
    for by in ("voice", "outlet", "relay", "article"):
        assert carried(graph, by).facts == 1
    lost = graph_of([claim("ann", "asserts"), claim("bob", "denies", article="gazette-1"),
                     claim("bob", "retracts", article="gazette-2")])  # fmt: skip
    its = carried(lost, "article")
    assert (its.facts, [carrier.source for carrier in its.carriers]) == (1, ["gazette-2", "herald-1"])


def test_a_summary_agrees_with_the_list(demo: Graph) -> None:
    for by in ("voice", "outlet", "relay", "article"):
        its, listed = carried(demo, by), demo.fragile(by=by)
        assert (its.facts, its.edges) == (len(listed.facts), len(listed.edges))
        for carrier in its.carriers:
            assert carrier.facts == sum(carrier.source in fact.without for fact in listed.facts)


def test_the_list_is_given_on_request_the_source_that_carries_most_first(
    capsys: pytest.CaptureFixture[str], demo: Graph
) -> None:
    def told(*words: str) -> str:
        capsys.readouterr()
        assert cli.run(["fragile", *words, "--project", str(demo.project.root)]) == 0
        return capsys.readouterr().out

    assert len(told().splitlines()) <= 10
    assert "without " not in told()
    for words in (("--list",), ("--top", "2"), ("--top", "2", "--by", "voice")):
        sources = [line.split(":")[0] for line in told(*words).splitlines() if line.startswith("without ")]
        counts = [len(facts) for facts in by_source(demo, sources)]
        assert counts == sorted(counts, reverse=True)
    assert len(sources) == 2
    by_name = [line for line in told("--list", "--sort", "name").splitlines() if line.startswith("without ")]
    assert by_name == sorted(by_name)
    rows = json.loads(told("--top", "1", "--format", "json"))["facts"]
    assert {next(iter(row["without"])) for row in rows if len(row["without"]) == 1} == {sources[0].split()[1]}


def by_source(graph: Graph, sources: list[str]) -> list[list[str]]:
    facts = graph.fragile().facts
    return [[its.fact for its in facts if source.split()[1] in its.without] for source in sources]


# -- what falls with a source is what a slice without it leaves ------------------------------------------------


def relayed(claims: list[Claim], relays: list[str | None]) -> list[Claim]:
    """Let some of these claims come by a relay."""
    return [
        structs.replace(its, via=(relay,)) if relay and relay != ARTICLES[its.article].publisher else its
        for its, relay in zip(claims, relays, strict=True)
    ]


def withdrawn(graph: Graph, by: str) -> dict[str, list[str]]:
    """Name each source of a sort, with what a slice without it withdraws."""
    if by != "publisher":
        return {id_: [f"{by}:{id_}"] for id_ in sources(graph.records, graph.account)[by]}
    found: dict[str, list[str]] = {}
    for id_, its in graph.records.articles.items():
        found.setdefault(its.publisher, []).append(f"article:{id_}")
    return found


@given(
    worlds,
    st.lists(st.sampled_from([None, None, "gazette", "courier", "a-foreign"]), min_size=12, max_size=12),
    st.sampled_from(["voice", "outlet", "relay", "article", "publisher"]),
)
def test_fragile_and_without_agree(claims: list[Claim], relays: list[str | None], by: str) -> None:
    """A publisher is withdrawn with all its articles."""
    graph = graph_of(relayed(claims, relays[: len(claims)]))
    carried = fallen(graph, by)
    accepted = {its.fact for its in graph.account.facts.values() if its.accepted}
    for source, without in withdrawn(graph, by).items():
        left = graph.slice(without=without).account.facts
        gone = {fact for fact in accepted if fact not in left or not left[fact].accepted}
        assert {fact for fact, its in carried.items() if source in its} == gone, source
        for fact in gone:
            its = left.get(fact)
            words = its and its.status.value + (f", contested {its.contested.value}" if its.contested else "")
            assert carried[fact][source] == words
