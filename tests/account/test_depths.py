"""Whatever is nested, doubled or goes in circles is told as the plain definition says, and in time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kg.account.at_once import Different, Held, clashing
from kg.account.compute import account
from kg.account.conflicts import Conflict, conflicts
from kg.account.facts import FactAccount
from kg.account.places import Places, SomePlaces
from kg.account.unaccepted import MOST_WHOLES, unaccepted_wholes
from kg.account.voices import MOST_ENDS, Sides, UpwardStep
from kg.base.components import components
from kg.model.records import Claim, Entity, Kind
from tests.conftest import SOON
from tests.making import ENTITIES, claim, entity, links

DAY = "2023-12-14"
Ways = Mapping[str, tuple[str, ...]]

NAMES = [f"n{number}" for number in range(7)]
ways = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple) for name in NAMES}
)


def acyclic(its: Ways) -> Ways:
    return {name: tuple(target for target in targets if target > name) for name, targets in its.items()}


def chain(length: int) -> Ways:
    return {f"n{at}": (f"n{at + 1}",) if at + 1 < length else () for at in range(length)}


def circle(length: int) -> Ways:
    return {f"n{at}": (f"n{(at + 1) % length}",) for at in range(length)}


def diamonds(layers: int) -> Ways:
    return {
        f"{side}{at}": (f"a{at + 1}", f"b{at + 1}") if at + 1 < layers else () for at in range(layers) for side in "ab"
    }


DEEP = {
    "a chain of a thousand": chain(1_000),
    "a thousand diamonds": diamonds(1_000),
    "a circle of a thousand": circle(1_000),
}
deep = pytest.mark.parametrize("ways", DEEP.values(), ids=DEEP.keys())


def organizations(its: Ways, kind: Kind = Kind.ORGANIZATION) -> dict[str, Entity]:
    return {id_: Entity(id=id_, kind=kind, name=id_, links={"part-of": above}) for id_, above in its.items()}


@given(ways)
def test_components_are_those_that_networkx_finds_the_furthest_first(its: Ways) -> None:
    graph = nx.DiGraph([(name, target) for name, targets in its.items() for target in targets])
    graph.add_nodes_from(NAMES)
    known: set[str] = set()
    found: list[set[str]] = []
    for start in NAMES:
        for members in components(start, its.__getitem__, known):
            beyond = {target for member in members for target in its[member]} - {*members}
            assert beyond <= known, "what it leads to is known"
            known.update(members)
            found.append({*members})
    assert sorted(map(sorted, found)) == sorted(map(sorted, nx.strongly_connected_components(graph)))


KINDS = [Kind.PERSON, Kind.ORGANIZATION, Kind.GROUP, Kind.COUNTRY, Kind.POST]


@given(
    ways,
    st.lists(st.sampled_from(KINDS), min_size=7, max_size=7),
    st.lists(st.sampled_from([None, *NAMES]), min_size=7, max_size=7),
)
def test_a_side_is_where_the_ways_upward_end(its: Ways, kinds: list[Kind], sides: list[str | None]) -> None:
    """As told of the graph of all steps, where every circle is one place."""
    entities = {
        id_: structs.replace(record, kind=kind, side=side)
        for (id_, record), kind, side in zip(organizations(its).items(), kinds, sides, strict=True)
    }
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(NAMES)
    for id_, record in entities.items():
        if record.side is None and record.kind is not Kind.COUNTRY:
            graph.add_edges_from((id_, target) for target in its[id_])
        elif record.side not in (None, id_):
            graph.add_edge(id_, record.side)
    of = {name: frozenset(circle) for circle in nx.strongly_connected_components(graph) for name in circle}
    ends: dict[frozenset[str], set[str]] = {}
    for one in [*nx.topological_sort(nx.condensation(graph))][::-1]:
        members = frozenset(nx.condensation(graph).nodes[one]["members"])
        beyond = {target for member in members for target in graph[member]} - members
        ends[members] = {end for target in beyond for end in ends[of[target]]}
        if not ends[members]:
            own = {entities[m].side or m for m in members if entities[m].side or entities[m].kind in KINDS[1:4]}
            ends[members] = {min(own)} if own else set()
    found = Sides(links(entities))
    for name in NAMES:
        assert found.side(name, DAY).ends == tuple(sorted(ends[of[name]])[:MOST_ENDS] or [name])
        way = found.way(name, DAY)
        if way:
            assert [step.source for step in way] == [name, *(step.target for step in way[:-1])]
            assert (way[-1].target,) == found.side(name, DAY).ends
            assert all(graph.has_edge(step.source, step.target) for step in way)
        else:
            assert found.side(name, DAY).ends == (name,) or len(found.side(name, DAY).ends) > 1


@deep
@pytest.mark.parametrize("by", ["links", "sides", "tenures"])
def test_all_on_deep_ways_upward_speak_in_time(ways: Ways, by: str) -> None:
    entities = {**ENTITIES, **organizations(ways if by == "links" else dict.fromkeys(ways, ()))}
    if by == "sides":
        entities |= {id_: structs.replace(entities[id_], side=above[0]) for id_, above in ways.items() if above}
    said = [claim(id_, id_=id_, fact=id_) for id_ in ways]
    if by == "tenures":
        said += [
            claim("xan", id_=f"{id_}-{up}", fact=f"{id_}-{up}", type="Tenure",
                  roles={"holder": (id_,), "organization": (up,)})
            for id_, above in ways.items() for up in above
        ]  # fmt: skip
    begun = time.perf_counter()
    its = account(said, links(entities))
    assert time.perf_counter() - begun < 4 * SOON
    voices = {its.facts[id_].voices for id_ in ways}
    between = "b0" in ways and by != "sides"
    assert len(voices) == (3 if between else 2 if "b0" in ways else 1), "the last two, and who is between them"
    assert max(len(its.facts[id_].links) for id_ in ways) < 200, "a long way is not listed whole"


def test_a_chain_of_twenty_thousand_is_followed_once() -> None:
    its = chain(20_000)
    begun = time.perf_counter()
    sides, places = Sides(links(organizations(its))), SomePlaces(Places(organizations(its, Kind.PLACE), "part-of"))
    assert {sides.voice(id_, "herald-1", DAY) for id_ in its} == {"n19999"}
    assert {len(sides.way(id_, DAY)) for id_ in its} == {*range(52)}
    for id_ in its:
        places.add(id_)
    assert {places.apart(id_) for id_ in its} == {0}
    assert time.perf_counter() - begun < SOON


def test_a_long_way_is_listed_as_far_as_it_can_be_read() -> None:
    sides = Sides(links(organizations(chain(1_000))))
    way = sides.way("n0", DAY)
    assert (len(way), way[0], way[-1]) == (
        51,
        UpwardStep("n0", "part-of", "n1"),
        UpwardStep("n50", "… 949 steps …", "n999"),
    )
    assert len(sides.way("n948", DAY)) == 51
    assert sides.way("n949", DAY)[-1].link == "part-of"


def inside(its: Ways, place: str) -> set[str]:
    """All that is around a place, itself included."""
    found = {place}
    waiting = [place]
    for one in waiting:
        new = [around for around in its.get(one, ()) if around not in found]
        found.update(new)
        waiting += new
    return found


def nested(its: Ways, one: str, other: str) -> bool:
    return one in inside(its, other) or other in inside(its, one)


@given(ways.map(acyclic), st.lists(st.sampled_from(NAMES), max_size=12), st.sampled_from(NAMES))
def test_places_are_nested_as_each_pair_of_them_is(its: Ways, given_: list[str], asked: str) -> None:
    places = Places(organizations(its, Kind.PLACE), "part-of")
    some = SomePlaces(places)
    for place in given_:
        some.add(place)
    assert some.apart(asked) == sum(not nested(its, asked, other) for other in given_)
    for one in NAMES:
        assert places.is_inside(asked, one) is (one in inside(its, asked))


@deep
def test_all_of_deep_places_are_compared_in_time(ways: Ways) -> None:
    background = links({**ENTITIES, **organizations(ways, Kind.PLACE)})
    said = [
        claim("ann", id_=place, said=f"{2000 + number}-01-01" if number < 7_000 else DAY, when=DAY, fact="m",
              roles={"participant": ("ann", "bob"), "place": (place,)})
        for number, place in enumerate(ways)
    ]  # fmt: skip
    begun = time.perf_counter()
    its = account(said, background)
    found = conflicts(its, {one.key: one for one in said}, background)
    assert time.perf_counter() - begun < 4 * SOON
    assert {one.kind for one in found} <= {"place"}


DAYS = [f"2023-12-{day:02}" for day in range(1, 8)]
stretches = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda its: (min(its), max(its)))


def held(values: Iterable[str], most: int = 12) -> st.SearchStrategy[list[Held]]:
    days = st.sampled_from(["f0", "f1", "f2", "f3"])
    one = st.builds(Held, days, st.sampled_from(list(values)), stretches, st.just((("k",),)), st.booleans())
    return st.lists(one, max_size=most)


def meet(one: Held, other: Held) -> bool:
    """Whether two stretches share more than the day on which one passes into the other."""
    a, b = one.days, other.days
    first, last = max(a[0], b[0]), min(a[1], b[1])
    if first != last:
        return first < last
    return a == b or not (a[1] == b[0] or b[1] == a[0])


def pairs(found: list[list[Held]]) -> set[frozenset[int]]:
    return {frozenset((id(one), id(other))) for bundle in found for one, other in combinations(bundle, 2)}


def as_pairs_say(its: list[Held], clash: list[tuple[Held, Held]], found: list[list[Held]]) -> None:
    assert {id(one) for bundle in found for one in bundle} == {id(one) for pair in clash for one in pair}
    assert {frozenset((id(one), id(other))) for one, other in clash} <= pairs(found), "a clash is within one bundle"
    assert len([one for bundle in found for one in bundle]) <= len(its)


@given(held(["ann", "abe", "bob"]))
def test_holders_clash_as_each_pair_of_them_does(its: list[Held]) -> None:
    clash = [
        (one, other)
        for one, other in combinations(its, 2)
        if one.value != other.value
        and meet(one, other)
        and (one.days != other.days or one.days[0] < one.days[1] or (one.is_attested and other.is_attested))
    ]
    as_pairs_say(its, clash, clashing(its, Different, of_one_fact=True))


@given(held(NAMES), ways.map(acyclic))
def test_stays_clash_as_each_pair_of_them_does(its: list[Held], around: Ways) -> None:
    days: dict[str, tuple[str, str]] = {}
    its = [structs.replace(one, days=days.setdefault(one.fact, one.days)) for one in its]  # a fact has its days
    clash = [
        (one, other)
        for one, other in combinations(its, 2)
        if one.fact != other.fact and meet(one, other) and not nested(around, one.value, other.value)
    ]
    places = Places(organizations(around, Kind.PLACE), "part-of")
    as_pairs_say(its, clash, clashing(its, lambda: SomePlaces(places), of_one_fact=False))


def told(many: int, kind: str, *, clashing: bool) -> tuple[list[Claim], dict[str, Entity]]:
    """Many holders of one post, or many stays of one person, at once or one after the other."""
    years = [f"{1000 + number}/{1001 + number}" for number in range(many)]
    if kind == "single-holder":
        said = [
            claim(None, id_=f"c{at}", fact=f"t{at}", type="Tenure", roles={"holder": (f"h{at}",), "post": ("chief",)},
                  when="1000/1002" if clashing else years[at])
            for at in range(many)
        ]  # fmt: skip
        return said, {f"h{at}": entity(f"h{at}", Kind.PERSON) for at in range(many)}
    said = [
        claim("xan", id_=f"c{at}", fact=f"f{at}", when=DAY,
              roles={"participant": ("ann", "bob"), "place": (f"p{at if clashing else 0}",)})
        for at in range(many)
    ]  # fmt: skip
    return said, {f"p{at}": entity(f"p{at}", Kind.PLACE) for at in range(many)}


@pytest.mark.parametrize("clash", [True, False])
@pytest.mark.parametrize("kind", ["single-holder", "whereabouts"])
def test_thousands_at_once_are_one_conflict_and_found_in_time(kind: str, clash: bool) -> None:
    said, more = told(5_000, kind, clashing=clash)
    background = links({**ENTITIES, **more})
    its = account(said, background)
    begun = time.perf_counter()
    found: list[Conflict] = conflicts(its, {one.key: one for one in said}, background)
    assert time.perf_counter() - begun < SOON
    people = 1 if kind == "single-holder" else 2
    assert [len(one.values) for one in found] == ([5_000] * people if clash else [])


def parts(its: Ways, denied: Iterable[str]) -> dict[str, FactAccount]:
    """The account of facts each of which is part of others."""
    said = [claim("ann", id_=f"{fact}-{at}", fact=fact, part_of=whole)
            for fact, wholes in its.items() for at, whole in enumerate(wholes or [None])]  # fmt: skip
    said += [claim("bob", "denies", id_=f"{fact}-no", fact=fact) for fact in denied]
    return account(said, links()).facts


@given(ways, st.sets(st.sampled_from(NAMES)))
def test_wholes_are_those_to_which_the_parts_lead(its: Ways, denied: set[str]) -> None:
    facts = parts(its, denied)
    found = unaccepted_wholes(facts)
    for fact in NAMES:
        expected = sorted(
            whole for around in its[fact] for whole in inside(its, around) if whole in denied and whole != fact
        )
        assert list(found[fact].least if fact in found else ()) == sorted({*expected})


@deep
def test_all_parts_of_deep_wholes_are_told_in_time(ways: Ways) -> None:
    facts = parts(ways, ways)
    begun = time.perf_counter()
    found = unaccepted_wholes(facts)
    assert time.perf_counter() - begun < SOON
    assert max(len(its.least) for its in found.values()) == MOST_WHOLES
