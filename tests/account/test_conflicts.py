"""Conflicts: asserting claims that cannot all be so."""

from __future__ import annotations

from typing import Any

from kg.account.conflicts import Conflict, conflicts
from kg.model.records import Claim, Figure
from tests.making import claim, judge, links


def found(*claims: Claim) -> list[Conflict]:
    return conflicts(judge(*claims), {its.key: its for its in claims}, links())


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
