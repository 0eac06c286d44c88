"""Sentences of the rule that only an unusual mix of claims reaches: plans, open days, fillers taken back, narration."""

from __future__ import annotations

import pytest

from kg.account.compute import account
from kg.account.facts import Account, Withdrawal
from kg.model.records import Claim
from tests.making import claim, judge, links

ONLY_ANN: dict[str, tuple[str, ...]] = {"participant": ("ann",)}
ONLY_BOB: dict[str, tuple[str, ...]] = {"participant": ("bob",)}
WITH_CID: dict[str, tuple[str, ...]] = {"participant": ("ann", "cid")}
VISIT: dict[str, tuple[str, ...]] = {"agent": ("ann",), "host": ("bland",)}


def status(of: Account, filler: str | None = None) -> str:
    its = of.facts["m"]
    return (its if filler is None else next(f for f in its.fillers.values() if f.filler == filler)).status.value


# -- announced, and its time has passed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "known_by", "expected"),
    [
        ("2023-12-15", "2023-12-20", "lapsed"),
        ("2023-12-15", "2023-12-15", "planned"),
        ("2023-11/2023-12-10", "2023-12-20", "lapsed"),
        ("../2023-12-10", "2023-12-20", "lapsed"),
        ("2023-12-15/..", "2023-12-20", "planned"),  # of an event, some time since then
        (None, "2023-12-20", "planned"),
    ],
)
def test_a_plan_keeps_its_time_beside_claims_that_give_none(when: str | None, known_by: str, expected: str) -> None:
    plan = claim("ann", "announces", when=when)
    granted = claim("xan", scope="roles", roles=ONLY_BOB)
    told = judge(plan, granted, known_by=known_by)
    assert status(told) == status(told, "ann") == expected
    assert told.facts["m"].when.text == when


def test_a_planned_visit_keeps_its_last_named_day_beside_claims_that_give_none() -> None:
    plan = claim("ann", "announces", type="Visit", roles=VISIT, when="2023-12-15/..")
    granted = claim("xan", type="Visit", scope="roles", roles={"host": ("bland",)})
    assert status(judge(plan, granted, known_by="2023-12-20")) == "lapsed"
    assert status(judge(plan, granted, known_by="2023-12-15")) == "planned"


def test_a_filler_that_was_only_announced_lapses_with_its_day() -> None:
    told = judge(claim("xan"), claim("abe", "announces", roles=WITH_CID, when="2023-12-10"))
    assert (status(told), status(told, "cid")) == ("reported", "lapsed")
    assert told.facts["m"].when.text is None  # the day of a plan is no day of what was done


def test_a_time_that_an_assertion_gives_goes_before_that_of_a_plan() -> None:
    granted = claim("xan", scope="roles", roles=ONLY_BOB, when="2023-12-12")
    assert judge(claim("ann", "announces", when="2023-12-25"), granted).facts["m"].when.text == "2023-12-12"


# -- the latest possible day on which a claim was said ---------------------------------------------------------


@pytest.mark.parametrize("said", ["2023-12-16/..", "2023-12-16/", "2023-12-16/2024", "2023-12", "2023"])
def test_what_was_said_by_an_unknown_day_was_said_by_its_publication(said: str) -> None:
    told = judge(claim("ann"), claim("ann", "denies", article="herald-2", said=said))
    assert status(told) == "denied"


# -- a filler that is taken back ---------------------------------------------------------------------------------


def serves(
    where: tuple[str, ...], stance: str = "asserts", *, article: str = "gazette-1", scope: str = "fact"
) -> Claim:
    roles = {"holder": ("xan",), "organization": where} if scope == "fact" else {"organization": where}
    return claim("gazette", stance, fact="t", type="Tenure", roles=roles, article=article, scope=scope)


@pytest.mark.parametrize("stance", ["denies", "retracts"])
def test_a_tenure_leads_not_to_where_it_was_taken_back(stance: str) -> None:
    both = serves(("a-foreign", "b-foreign"))
    back = serves(("b-foreign",), stance, article="gazette-2", scope="roles")
    assert judge(claim("xan"), both).facts["m"].voices == ("anonymous@herald-1",)
    assert judge(claim("xan"), both, back).facts["m"].voices == ("aland",)
    assert judge(claim("xan"), serves(("b-foreign",)), back).facts["m"].voices == ("xan",)


# -- what an article narrates on another's word -----------------------------------------------------------------


def without(voice: str, *claims: Claim) -> Account:
    return account(claims, links(), without=Withdrawal(voices=frozenset({voice})))


def test_a_narrated_fact_does_not_fall_with_a_word_on_a_filler_only() -> None:
    of_filler = claim("cid", scope="roles", roles=ONLY_BOB)
    told = without("cland", claim(None), of_filler)
    assert (status(told), status(told, "ann"), status(told, "bob")) == ("reported", "reported", "retracted")
    taken_back = claim("cid", "retracts", scope="roles", roles=ONLY_BOB, article="herald-2")
    told = judge(claim(None), of_filler, taken_back)
    assert (status(told), status(told, "ann"), status(told, "bob")) == ("reported", "reported", "retracted")


def test_a_narrated_filler_falls_with_the_word_that_names_it() -> None:
    narrated = claim(None, scope="roles", roles=ONLY_BOB)
    other = claim("yan", article="courier-1", roles=WITH_CID)
    assert "bob" not in {f.filler for f in without("cland", narrated, claim("cid"), other).facts["m"].fillers.values()}
    kept = without("cland", claim(None, scope="roles", roles=ONLY_ANN), claim("cid", roles=WITH_CID), other)
    assert status(kept, "ann") == "reported"


@pytest.mark.parametrize("stance", ["asks", "denies", "declines", "suggests"])
def test_the_time_of_a_question_or_a_denial_is_no_time_of_a_plan(stance: str) -> None:
    other = claim("bob", stance, scope="roles", roles=ONLY_ANN, when="2023-12-10")
    assert status(judge(claim("ann", "announces"), other, known_by="2023-12-20")) == "planned"


def test_a_narration_falls_with_a_word_that_its_source_has_corrected() -> None:
    first = [claim(None, when="2023-12-11"), claim("ann", when="2023-12-11")]
    told = judge(*first, claim("ann", when="2023-12-13", article="herald-2")).facts["m"]
    assert (told.status.value, told.when.text, told.voices) == ("one-sided", "2023-12-13", ("aland",))
    again = judge(*first, claim("ann", article="herald-2")).facts["m"]
    assert (again.when.text, again.voices) == ("2023-12-11", ("aland",))


def test_a_denial_of_a_filler_stands_beside_a_later_plan_for_the_whole() -> None:
    """Of the same scope a later word supersedes; across scopes only an assertion or a denial does."""
    denial = claim("ann", "denies", scope="roles", roles=ONLY_BOB, said="2023-12-12")
    told = judge(claim("xan"), denial, claim("ann", "announces", said="2023-12-13"))
    filler = next(its for its in told.facts["m"].fillers.values() if its.filler == "bob")
    assert (filler.status.value, filler.contested and filler.contested.value) == ("reported", "by-party")
