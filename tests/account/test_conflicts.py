"""Conflicts: asserting claims that cannot all be so."""

from __future__ import annotations

import random
import time
from itertools import combinations
from typing import Any

import pytest

from kg.account import incompatible
from kg.account.compute import account
from kg.account.conflicts import Conflict, conflicts, conflicts_by_fact
from kg.account.conflicts_by_fact import ConflictsByFact
from kg.model.records import Claim, Figure, Kind
from tests.conftest import SOON
from tests.making import ENTITIES, claim, entity, judge, links


def found(*claims: Claim) -> list[Conflict]:
    """Find the conflicts of all facts, and see that those of each fact, asked for alone, are the same."""
    judged, by_key = judge(*claims), {its.key: its for its in claims}
    every = conflicts(judged, by_key, links())
    alone = ConflictsByFact(judged, by_key, links())
    assert {fact: alone[fact] for fact in reversed(judged.facts) if fact in alone} == conflicts_by_fact(every)
    assert dict(alone) == conflicts_by_fact(every)
    return every


def test_two_days_that_cannot_overlap() -> None:
    one, other = claim("ann", when="2023-12-11", id_="a"), claim("bob", when="2023-12-13", id_="b")
    assert found(one, other) == [
        Conflict("when", ("m",), ("2023-12-11", "2023-12-13"), (("herald-1/a",), ("herald-1/b",)))
    ]
    assert found(one, claim("bob", when="2023-12", id_="b")) == []


def test_a_denial_is_no_conflict() -> None:
    assert found(claim("ann", when="2023-12-11"), claim("bob", "denies", when="2023-12-13")) == []


def test_two_places_neither_inside_the_other() -> None:
    def at(place: str, id_: str) -> Claim:
        return claim("ann", roles={"participant": ("ann", "bob"), "place": (place,)}, id_=id_)

    assert found(at("capital", "a"), at("aland", "b")) == []
    assert found(at("capital", "a"), at("bland", "b")) == [
        Conflict("place", ("m",), ("bland", "capital"), (("herald-1/b",), ("herald-1/a",)))
    ]


def tenure(who: str, when: str | None) -> Claim:
    roles: dict[str, tuple[str, ...]] = {"holder": (who,), "post": ("chief",)}
    return claim(None, type="Tenure", fact=f"{who}-chief", roles=roles, when=when, id_=f"{who}-{len(when or '')}")


def test_two_holders_of_a_post_at_once() -> None:
    assert found(tenure("ann", "2023-12-14"), tenure("abe", "2022/..")) == [
        Conflict(
            "single-holder",
            ("abe-chief", "ann-chief"),
            ("abe", "ann"),
            (("herald-1/abe-7",), ("herald-1/ann-10",)),
            "chief",
        )
    ]
    assert found(tenure("ann", "2023-12-14"), tenure("abe", "2020/2022")) == []
    assert found(tenure("ann", "2023-12-14"), tenure("abe", "2023-12-13")) == []
    assert found(tenure("ann", "2023-12-14"), tenure("abe", None)) == []


def test_a_situation_attested_after_its_stated_end() -> None:
    roles: dict[str, tuple[str, ...]] = {"holder": ("ann",), "post": ("chief",)}
    ended = claim("ann", type="Tenure", fact="t", roles=roles, when="../2021-08", id_="a")
    attested = claim("bob", type="Tenure", fact="t", roles=roles, when="2023-12-14", id_="b")
    assert [(c.kind, c.values) for c in found(ended, attested)] == [("when", ("../2021-08", "2023-12-14"))]
    assert found(ended, claim("bob", type="Tenure", fact="t", roles=roles, when="2021-08-20", id_="b")) == []


def test_one_person_in_two_places_on_a_day() -> None:
    def at(fact: str, place: str) -> Claim:
        roles: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob"), "place": (place,)}
        return claim("xan", fact=fact, roles=roles, when="2023-12-13", id_=fact)

    sides = (("herald-1/m",), ("herald-1/n",))
    assert found(at("m", "capital"), at("n", "harbour")) == [
        Conflict("whereabouts", ("m", "n"), ("capital", "harbour"), sides, who) for who in ("ann", "bob")
    ]
    assert found(at("m", "capital"), at("n", "aland")) == []


def test_what_its_speaker_has_corrected_conflicts_with_nothing() -> None:
    """The correction takes back the figure or the day, and not the place, which it does not name."""
    people, there = {"participant": ("ann", "bob")}, {"participant": ("ann", "bob"), "place": ("capital",)}

    def told(said: str, id_: str, **rest: Any) -> Claim:
        return claim("bob", said=said, id_=id_, **rest)

    assert (
        found(
            told("2023-12-11", "a", roles=there, values={"hurt": Figure("9", "9")}),
            told("2023-12-12", "b", roles=people, values={"hurt": Figure("7", "7")}),
        )
        == []
    )
    assert (
        found(
            told("2023-12-11", "a", roles=there, when="2023-12-10"),
            told("2023-12-12", "b", roles=people, when="2023-12-09"),
        )
        == []
    )
    same_day = (
        told("2023-12-11", "a", roles=there, values={"hurt": Figure("9", "9")}),
        told("2023-12-11", "b", values={"hurt": Figure("7", "7")}),
    )
    assert [(its.kind, its.values) for its in found(*same_day)] == [("hurt", ("7", "9"))]
    other = claim("ann", "asserts", id_="c", values={"hurt": Figure("5", "5")})
    assert [
        its.values for its in found(told("2023-12-11", "a", roles=there, values={"hurt": Figure("9", "9")}), other)
    ] == [("5", "9")]


def test_a_day_on_which_a_term_is_stated_to_end_is_a_handover() -> None:
    assert found(tenure("ann", "2023-12-14"), tenure("abe", "../2023-12-14")) == []
    assert found(tenure("ann", "2023-12-14"), tenure("abe", "2020/2023-12-14")) == []
    assert found(tenure("ann", "2023-12-14/.."), tenure("abe", "../2023-12-14")) == []
    assert found(tenure("ann", "2023-12-14"), tenure("abe", "2023-12-14/..")) == []
    assert [its.kind for its in found(tenure("ann", "2023-12-14"), tenure("abe", "2023-12-14"))] == ["single-holder"]
    assert [its.kind for its in found(tenure("ann", "2023-12-14"), tenure("abe", "../2023-12-15"))] == []
    assert [its.kind for its in found(tenure("ann", "2023-12"), tenure("abe", "../2023-12"))] == []
    assert [its.kind for its in found(tenure("ann", "2022/.."), tenure("abe", "../2023-12-14"))] == ["single-holder"]


@pytest.mark.parametrize("name", ["articles", "confidence", "goldstein", "intensity", "mentions", "sources", "tone"])
def test_what_measures_the_report_and_not_what_happened_is_no_conflict(name: str) -> None:
    def told(number: str, article: str, name: str) -> Claim:
        return claim(None, article=article, id_=number, values={name: Figure(number, number), "hurt": Figure("3", "3")})

    assert found(told("20", "herald-1", name), told("90", "gazette-1", name)) == []
    killed = found(told("20", "herald-1", "killed"), told("90", "gazette-1", "killed"))
    assert [its.kind for its in killed] == ["killed"]


def test_five_thousand_figures_and_fillers_of_one_fact_are_compared_in_time() -> None:
    """Each against what the others sum up to, not each against each."""
    many = [
        claim(
            "ann",
            id_=f"c{number}",
            article="herald-1",
            roles={"participant": ("ann", "bob"), "place": (f"place-{number}",)},
            values={"deaths": Figure(str(number), str(number))},
        )
        for number in range(5_000)
    ]
    places = {f"place-{number}": entity(f"place-{number}", Kind.PLACE) for number in range(5_000)}
    background = links(entities=ENTITIES | places)
    its = account(many, background)
    begun = time.perf_counter()
    found = conflicts(its, {one.key: one for one in many}, background)
    assert time.perf_counter() - begun < SOON
    assert [(one.kind, len(one.values)) for one in found] == [("deaths", 5_000), ("place", 5_000)]


def test_figures_and_places_clash_as_each_pair_of_them_says() -> None:
    """Random ones, held to the comparison of each with each."""
    chance = random.Random(12)
    for _ in range(200):
        given = {}
        for number in range(chance.randint(1, 6)):
            low, high = sorted(chance.choices(range(6), k=2))
            unit = chance.choice([None, None, "EUR"])
            figure = chance.choice(
                [Figure(str(low), str(high), unit), Figure(str(low), None, unit), Figure(None, str(high), unit)]
            )
            place = chance.choice(["capital", "aland", "harbour", "bland", "cland"])
            roles = {"participant": ("ann", "bob"), "place": (place,)}
            given[f"herald-1/c{number}"] = claim("ann", id_=f"c{number}", roles=roles, values={"deaths": figure})
        figures = {one.values["deaths"] for one in given.values()}
        places = {one.roles["place"][0] for one in given.values()}
        expected = {
            "deaths": {str(its) for a, b in combinations(figures, 2) if incompatible.figures(a, b) for its in (a, b)},
            "place": {its for a, b in combinations(places, 2) if incompatible.places(a, b, links()) for its in (a, b)},
        }
        clashing = {one.kind: set(one.values) for one in found(*given.values())}
        assert clashing == {kind: values for kind, values in expected.items() if values}
