"""Conflicts of whereabouts are counted by person and day; a place inside another is no other place."""

from __future__ import annotations

from msgspec import structs

from kg.account.whereabouts import Whereabouts, whereabouts_by_day
from kg.model.records import Claim, Entity, Kind
from tests.making import ENTITIES, claim, entity, judge, links

NESTED = {  # a house in a quarter of a city of a district of Aland; and a city elsewhere
    "district": entity("district", Kind.PLACE, links={"part_of": "aland"}),
    "city": entity("city", Kind.PLACE, links={"part_of": "district"}),
    "quarter": entity("quarter", Kind.PLACE, links={"part_of": "city"}),
    "house": entity("house", Kind.PLACE, links={"part_of": "quarter"}),
}


def at(fact: str, place: str, day: str = "2023-12-13", who: str = "ann") -> Claim:
    return claim(None, fact=fact, id_=fact, when=day, roles={"participant": (who, "a-foreign"), "place": (place,)})


def stay(fact: str, place: str, days: str) -> Claim:
    return claim(None, type="Presence", fact=fact, id_=fact, when=days, roles={"agent": ("ann",), "place": (place,)})


def found(*claims: Claim, entities: dict[str, Entity] | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    every = ENTITIES | NESTED | (entities or {})
    told = whereabouts_by_day(judge(*claims, entities=every), {its.key: its for its in claims}, links(every))
    return [(its.person, its.when, its.places) for its in told]


def test_whoever_was_in_two_places_on_a_day_is_counted_once_for_that_day() -> None:
    one = [at("a", "capital"), at("b", "harbour"), at("c", "harbour"), at("d", "cland")]
    assert found(*one) == [("ann", "2023-12-13", ("capital", "cland", "harbour"))]
    other = [at("e", "capital", "2023-12-14"), at("f", "harbour", "2023-12-14")]
    assert [(when, len(places)) for _, when, places in found(*one, *other)] == [("2023-12-13", 3), ("2023-12-14", 2)]
    assert found(at("a", "capital"), at("b", "harbour", "2023-12-14"), at("c", "harbour", who="bob")) == []


def test_a_place_inside_the_other_at_any_depth_is_no_conflict() -> None:
    for inner in ("house", "quarter", "city", "district"):
        for outer in ("aland", "district", "city"):
            assert found(at("a", inner), at("b", outer)) == []
    assert found(at("a", "house"), at("b", "quarter"), at("c", "city"), at("d", "district"), at("e", "aland")) == []


def test_what_is_around_another_place_is_not_counted_beside_it() -> None:
    there = [at("a", "house"), at("b", "city"), at("c", "aland"), at("d", "harbour"), at("e", "bland")]
    assert found(*there) == [("ann", "2023-12-13", ("harbour", "house"))]


def test_a_place_in_two_others_is_inside_both() -> None:
    border = {"bridge": structs.replace(entity("bridge", Kind.PLACE), links={"part-of": ("aland", "bland")})}
    assert found(at("a", "bridge"), at("b", "aland"), entities=border) == []
    assert found(at("a", "bridge"), at("b", "bland"), entities=border) == []
    assert found(at("a", "bridge"), at("b", "cland"), entities=border) != []


def test_a_long_stay_is_counted_on_the_days_on_which_something_clashes_with_it() -> None:
    claims = [
        stay("s", "capital", "2023-12-01/2023-12-10"),
        at("a", "harbour", "2023-12-03"),
        at("b", "cland", "2023-12-05"),
    ]
    assert found(*claims) == [
        ("ann", "2023-12-03", ("capital", "harbour")),
        ("ann", "2023-12-05", ("capital", "cland")),
    ]
    two = [stay("s", "capital", "2023-12-01/2023-12-10"), stay("t", "harbour", "2023-12-04/2023-12-12")]
    assert found(*two) == [("ann", "2023-12-04/2023-12-10", ("capital", "harbour"))]
    assert found(stay("s", "capital", "2023-12-01/2023-12-04"), stay("t", "harbour", "2023-12-04/2023-12-12")) == []


def test_two_places_of_one_fact_are_another_conflict() -> None:
    places = ("capital", "harbour")
    claims = [
        claim(None, fact="m", id_=place, when="2023-12-13", roles={"participant": ("ann", "bob"), "place": (place,)})
        for place in places
    ]
    assert found(*claims) == []


def test_facts_are_named_beside_the_places() -> None:
    every = ENTITIES | NESTED
    claims = [at("a", "capital"), at("b", "harbour")]
    told = whereabouts_by_day(judge(*claims, entities=every), {its.key: its for its in claims}, links(every))
    assert told == [Whereabouts("ann", "2023-12-13", ("capital", "harbour"), ("a", "b"))]
