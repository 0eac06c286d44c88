"""The rule of the account: every row, every numbered sentence, and the cases that have a name."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.account.compute import account
from kg.account.facts import Account, FactAccount
from kg.account.voices import Sides, UpwardStep
from kg.model.records import Claim, Entity, Kind
from kg.network import network
from tests.making import ENTITIES, claim, core, entity, judge, links

ONLY_ANN: dict[str, tuple[str, ...]] = {"participant": ("ann",)}
ONLY_BOB: dict[str, tuple[str, ...]] = {"participant": ("bob",)}


def seen(of: Account, fact: str = "m") -> tuple[str, str | None, bool]:
    """Status, contested and accepted of a fact."""
    its = of.facts[fact]
    return its.status.value, its.contested and its.contested.value, its.accepted


def part(of: Account, filler: str, fact: str = "m") -> tuple[str, str | None, bool]:
    """The same of a filler."""
    its = next(f for f in of.facts[fact].fillers.values() if f.filler == filler)
    return its.status.value, its.contested and its.contested.value, its.accepted


def meeting(of: Account) -> FactAccount:
    return of.facts["m"]


def accepted(told: Account, role: str) -> list[str]:
    return [filler.filler for filler in meeting(told).fillers.values() if filler.role == role and filler.accepted]


# -- 4. the rows ---------------------------------------------------------------------------------------------

ROWS: list[tuple[str, list[Claim], tuple[str, str | None, bool]]] = [
    ("retracted", [claim("ann"), claim("ann", "retracts")], ("retracted", None, False)),
    ("denied", [claim("xan", "denies")], ("denied", None, False)),
    ("denied though announced", [claim("xan", "denies"), claim("ann", "announces")], ("denied", None, False)),
    ("both sides", [claim("ann"), claim("bob")], ("on-record", None, True)),
    ("both sides by their ministries", [claim("a-foreign"), claim("b-foreign")], ("on-record", None, True)),
    ("a party and an outsider", [claim("ann"), claim("xan")], ("corroborated", None, True)),
    ("two outsiders", [claim("xan"), claim("yan")], ("corroborated", None, True)),
    ("one party", [claim("ann")], ("one-sided", None, True)),
    ("one newsroom", [claim(None)], ("reported", None, True)),
    ("one outsider", [claim("cid")], ("reported", None, True)),
    ("an outsider and a whisper", [claim("cid"), claim("whisper")], ("reported", None, True)),
    ("whispers", [claim("whisper"), claim("murmur")], ("alleged", None, False)),
    ("whispers in two papers", [claim("murmur"), claim("murmur", article="gazette-1")], ("alleged", None, False)),
    ("planned", [claim("ann", "announces", when="2023-12-21")], ("planned", None, False)),
    ("planned for a day unknown", [claim("ann", "announces")], ("planned", None, False)),
    ("lapsed", [claim("ann", "announces", when="2023-12-15")], ("lapsed", None, False)),
    ("asked", [claim(None, "asks")], ("unconfirmed", None, False)),
    ("declined", [claim("ann", "declines")], ("unconfirmed", None, False)),
    ("suggested", [claim("ann", "suggests"), claim("xan", "suggests")], ("unconfirmed", None, False)),
    ("taken for granted", [claim("ann", scope="roles", roles=ONLY_ANN)], ("unconfirmed", None, False)),
]


@pytest.mark.parametrize(("claims", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_row_of_the_rule(claims: list[Claim], expected: tuple[str, str | None, bool]) -> None:
    assert seen(judge(*claims)) == expected


def test_an_announcement_is_fulfilled_by_an_accepted_fact_that_says_so() -> None:
    plan = claim("a-foreign", "announces", fact="plan", when="2023-12-12")
    made_good = judge(plan, claim("bob", fulfils="plan"))
    assert seen(made_good, "plan") == ("fulfilled", None, False)
    assert part(made_good, "ann", "plan") == ("fulfilled", None, False)
    assert seen(judge(plan, claim("whisper", fulfils="plan")), "plan") == ("lapsed", None, False)
    assert seen(judge(plan, claim("ann", fulfils="plan"), claim("bob", "denies")), "plan")[0] == "lapsed"


def test_an_assertion_outranks_an_announcement() -> None:
    assert seen(judge(claim("ann", "announces", when="2023-12-15"), claim(None)))[0] == "reported"


def test_known_by_tells_planned_from_lapsed() -> None:
    plan = claim("ann", "announces", when="2023-12-15/2023-12-16")
    assert seen(judge(plan, known_by="2023-12-16"))[0] == "planned"
    assert seen(judge(plan, known_by="2023-12-17"))[0] == "lapsed"


def test_on_record_needs_a_party() -> None:
    nobody = claim("ann", type="Gathering", fact="g", roles={"place": ("capital",)})
    assert seen(judge(nobody), "g")[0] == "reported"


def test_a_statement_is_on_record_by_its_utterer() -> None:
    said = claim("ann", type="Statement", fact="s", roles={"agent": ("ann",), "about": ("bland",), "act": ("praise",)})
    assert seen(judge(said), "s") == ("on-record", None, True)


# -- 4. contested --------------------------------------------------------------------------------------------

CONTESTED = [
    ("by a party", [claim("ann"), claim("bob", "denies")], ("one-sided", "by-party", False)),
    ("by an outsider", [claim("ann"), claim("cid", "denies")], ("one-sided", "by-outsider", True)),
    ("by a whisper", [claim("ann"), claim("whisper", "denies")], ("one-sided", "by-outsider", True)),
    ("by both", [claim("xan"), claim("cid", "denies"), claim("bob", "denies")], ("reported", "by-party", False)),
    ("by himself on one day", [claim("ann"), claim("ann", "denies")], ("one-sided", None, True)),
    ("of a plan", [claim("ann", "announces"), claim("bob", "declines")], ("planned", None, False)),
]


@pytest.mark.parametrize(("claims", "expected"), [row[1:] for row in CONTESTED], ids=[row[0] for row in CONTESTED])
def test_contested(claims: list[Claim], expected: tuple[str, str | None, bool]) -> None:
    assert seen(judge(*claims)) == expected


# -- the cases that have a name ------------------------------------------------------------------------------


# Whose claims decide the status, and so through which outlets it came: denials only where it is denied.
OUTLETS: list[tuple[str, list[Claim], list[str]]] = [
    ("asserted, denied elsewhere", [claim("ann"), claim("bob", "denies", article="gazette-1")], ["herald"]),
    ("an outsider denies elsewhere", [claim("ann"), claim("yan", "denies", article="gazette-1")], ["herald"]),
    ("denied", [claim("xan", "denies"), claim("bob", "denies", article="gazette-1")], ["gazette", "herald"]),
    ("denied, asked about elsewhere", [claim("bob", "denies"), claim(None, "asks", article="gazette-1")], ["herald"]),
    ("planned, asked about elsewhere", [claim("ann", "announces"), claim("xan", "asks", article="gazette-1")],
     ["herald"]),
    ("asserted, announced elsewhere", [claim("ann"), claim("bob", "announces", article="gazette-1")], ["herald"]),
    ("alleged, denied elsewhere", [claim("murmur"), claim("bob", "denies", article="gazette-1")], ["herald"]),
    ("named voices outweigh a whisper elsewhere", [claim("ann"), claim("murmur", article="courier-1")], ["herald"]),
    ("asked in two papers", [claim(None, "asks"), claim(None, "asks", article="gazette-1")], ["gazette", "herald"]),
    ("asserted in two, denied in a third",
     [claim("yan"), claim("xan", article="gazette-1"), claim("bob", "denies", article="courier-1")],
     ["gazette", "herald"]),
    ("one outlet for both", [claim("ann"), claim("bob", "denies")], ["herald"]),
    ("retracted elsewhere", [claim("ann"), claim("ann", "retracts", article="gazette-2")], ["gazette"]),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "expected"), [row[1:] for row in OUTLETS], ids=[row[0] for row in OUTLETS])
def test_the_outlets_are_those_of_what_decided_the_status(claims: list[Claim], expected: list[str]) -> None:
    told = judge(*claims)
    assert list(meeting(told).outlets) == expected
    assert [list(its.outlets) for its in meeting(told).fillers.values()] == [expected, expected]
    (edge,) = network(told, links(), core(), accepted=False).edges.values()
    assert edge["outlets"] == expected


def test_an_edge_came_through_the_outlets_of_what_is_sourced_worst_in_it() -> None:
    told = judge(claim("ann"), claim("xan", article="gazette-1"))
    assert [(its.filler, its.status.value, its.outlets) for its in meeting(told).fillers.values()] == [
        ("ann", "on-record", ("herald",)),
        ("bob", "corroborated", ("gazette", "herald")),
    ]
    (edge,) = network(told, links(), core()).edges.values()
    assert (edge["status"], edge["outlets"]) == ("corroborated", ["gazette", "herald"])


def test_an_edge_with_a_denied_end_came_through_the_outlets_of_the_denial() -> None:
    told = judge(claim("ann"), claim("ann", "denies", scope="roles", roles=ONLY_BOB, article="gazette-2"))
    (edge,) = network(told, links(), core(), accepted=False).edges.values()
    assert (edge["status"], edge["outlets"]) == ("denied", ["gazette"])
    ends = network(told, links(), core(), accepted=False, mode="two-mode").edges.values()
    assert [end["outlets"] for end in ends] == [["herald"], ["gazette"]]


def test_an_edge_of_a_denied_fact_came_through_the_outlets_of_the_denial() -> None:
    told = judge(claim("ann", scope="roles"), claim("yan", "denies", article="gazette-1", roles={}))
    (edge,) = network(told, links(), core(), accepted=False).edges.values()
    assert (edge["status"], edge["outlets"]) == ("denied", ["gazette"])


def test_echo() -> None:
    """One minister in three outlets and two releases, and a cabinet colleague: one voice."""
    told = judge(
        claim("ann"),
        claim("ann", article="gazette-1", document="release-1"),
        claim("ann", article="courier-1", document="release-2"),
        claim("abe", article="gazette-2"),
    )
    assert seen(told) == ("one-sided", None, True)
    assert meeting(told).voices == ("aland",)


def test_hosts_word() -> None:
    """Nothing said by the host alone lifts a guest's commitment above one-sided."""
    roles: dict[str, tuple[str, ...]] = {"agent": ("aland", "bland", "cland"), "act": ("commitment",)}
    told = judge(
        claim("a-defence", type="Statement", roles=roles),
        claim("abe", type="Statement", roles=roles, article="gazette-1"),
        claim("a-foreign", type="Statement", roles=roles, article="courier-1"),
    )
    assert seen(told) == ("one-sided", None, True)
    assert [part(told, guest) for guest in ("bland", "cland")] == [("one-sided", None, True)] * 2
    assert part(told, "aland") == ("on-record", None, True)


def test_attendee() -> None:
    """Who denies his own attendance loses his edge; the others keep theirs."""
    roles: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob", "cid")}
    told = judge(claim("xan", roles=roles), claim("cid", "denies", scope="roles", roles={"participant": ("cid",)}))
    assert seen(told) == ("reported", None, True)
    assert part(told, "cid") == ("reported", "by-party", False)
    assert accepted(told, "participant") == ["ann", "bob"]


def test_veto() -> None:
    """An outsider's denial marks but never removes."""
    told = judge(claim("ann"), claim("bob"), claim("cid", "denies"), claim("yan", "denies", article="gazette-1"))
    assert seen(told) == ("on-record", "by-outsider", True)
    assert part(told, "bob") == ("on-record", "by-outsider", True)


def test_joint_statement() -> None:
    """Two sides speak at once: on record."""
    assert seen(judge(claim(("a-foreign", "b-foreign")))) == ("on-record", None, True)


def test_narrator_beside_his_source() -> None:
    """An article that narrates and cites is one voice; a filler that only it names still counts."""
    told = judge(claim(None, roles={"participant": ("ann", "bob"), "place": ("capital",)}), claim("ann"))
    assert seen(told) == ("one-sided", None, True)
    assert meeting(told).voices == ("aland",)
    assert part(told, "capital") == ("reported", None, True)
    assert seen(judge(claim(None), claim("ann", article="gazette-1")))[0] == "corroborated"


def test_a_narration_falls_with_the_source_that_it_leans_on() -> None:
    told = judge(claim(None), claim("ann"), claim("ann", "retracts", article="gazette-2"))
    assert seen(told) == ("retracted", None, False)


def test_a_narrator_may_deny_in_his_own_voice() -> None:
    assert seen(judge(claim(None, "denies"), claim("ann"))) == ("one-sided", "by-outsider", True)


def test_two_generals() -> None:
    """A shared rank is no side."""
    ranks = [
        claim(
            None, type="Tenure", fact=f"{who}-rank", roles={"holder": (who,), "post": ("general",)}, when="2023-12-14"
        )
        for who in ("xan", "yan")
    ]
    assert meeting(judge(claim("xan"), claim("yan"), *ranks)).voices == ("xan", "yan")


def test_party_and_whisper() -> None:
    """A party and an anonymous source stay one-sided."""
    assert seen(judge(claim("ann"), claim("murmur"))) == ("one-sided", None, True)


def test_same_day() -> None:
    """Two ministries of one side that contradict each other: contested by-party."""
    assert seen(judge(claim("a-foreign"), claim("a-defence", "denies"))) == ("one-sided", "by-party", False)


# -- 1. which claims count -----------------------------------------------------------------------------------


def test_a_later_word_supersedes_the_same_speakers_earlier_one() -> None:
    told = judge(claim("ann"), claim("ann", "denies", article="herald-2"))
    assert seen(told) == ("denied", None, False)
    assert {key.split("/")[0]: reading.counts for key, reading in told.readings.items()} == {
        "herald-1": False,
        "herald-2": True,
    }


def test_another_speaker_of_the_same_side_supersedes_nothing() -> None:
    assert seen(judge(claim("ann"), claim("abe", "denies", article="herald-2"))) == ("one-sided", "by-party", False)


@pytest.mark.parametrize("stance", ["asks", "declines", "suggests"])
def test_soft_stances_supersede_nothing(stance: str) -> None:
    assert seen(judge(claim("ann"), claim("ann", stance, article="herald-2")))[0] == "one-sided"


def test_a_later_word_supersedes_soft_ones_too() -> None:
    told = judge(claim("ann", "suggests"), claim("ann", "denies", article="herald-2"))
    assert not told.readings[claim("ann", "suggests").key].counts


def test_said_decides_and_not_publication() -> None:
    late = claim("ann", "denies", article="herald-2", said="2023-12-01")
    assert seen(judge(claim("ann", said="2023-12-10"), late)) == ("one-sided", None, True)


def test_said_is_never_after_publication() -> None:
    told = judge(claim("ann", "denies", said="2023-12-14/2024"), claim("ann", article="herald-2"))
    assert seen(told)[0] == "one-sided"


def test_the_latest_possible_day_of_said_is_compared() -> None:
    month = claim("ann", "denies", said="2023-12", article="herald-2")  # at the latest the day of publication
    assert seen(judge(month, claim("ann", said="2023-12-14"))) == ("denied", None, False)


def test_claims_of_one_day_stand_together() -> None:
    assert seen(judge(claim("ann"), claim("ann", "denies"), claim("xan"))) == ("corroborated", "by-party", False)


def test_roles_supersede_only_the_same_fillers() -> None:
    base = claim("xan")
    told = judge(
        base,
        claim("yan", "denies", scope="roles", roles={"participant": ("ann", "bob")}),
        claim("yan", scope="roles", roles=ONLY_ANN, article="herald-2"),
    )
    assert part(told, "ann") == ("corroborated", None, True)
    assert part(told, "bob") == ("reported", "by-outsider", True)


def test_who_takes_back_one_name_of_a_list_takes_back_that_name() -> None:
    told = judge(claim("ann"), claim("ann", "denies", scope="roles", roles=ONLY_BOB, article="herald-2"))
    assert seen(told) == ("one-sided", None, True)
    assert part(told, "bob") == ("denied", None, False)
    assert part(told, "ann")[2]


def test_a_retraction_removes_what_its_speaker_said_that_day_and_before() -> None:
    gone = judge(claim("ann"), claim("ann", "retracts"), claim("xan"))
    assert seen(gone) == ("reported", None, True)
    later = judge(claim("ann", "retracts"), claim("ann", article="herald-2"))
    assert seen(later)[0] == "one-sided"


def test_a_retraction_of_fillers_leaves_the_fact() -> None:
    told = judge(claim("ann"), claim("ann", "retracts", scope="roles", roles=ONLY_BOB))
    assert seen(told) == ("one-sided", None, True)
    assert part(told, "bob") == ("retracted", None, False)


def test_anonymous_speakers_are_one_speaker_only_within_an_article() -> None:
    told = judge(claim("murmur"), claim("murmur", "denies", article="herald-2"))
    assert seen(told) == ("alleged", "by-outsider", False)
    within = judge(claim("murmur", said="2023-12-10"), claim("murmur", "denies"))
    assert seen(within) == ("denied", None, False)


def test_known_by_leaves_out_what_was_published_later() -> None:
    both = (claim("ann"), claim("bob", article="herald-2"))
    assert seen(judge(*both, known_by="2023-12-19"))[0] == "one-sided"
    assert seen(judge(*both, known_by="2023-12-20"))[0] == "on-record"
    assert judge(*both).known_by == "2023-12-20"


# -- 2. whose voice ------------------------------------------------------------------------------------------


def test_a_side_is_the_country_at_the_end_of_the_way() -> None:
    told = judge(claim("ann"))
    assert told.readings[claim("ann").key].voices == ("aland",)
    assert UpwardStep("a-foreign", "institution-of", "aland") in meeting(told).links


def test_a_side_is_else_the_last_organization_or_the_speaker() -> None:
    entities = {**ENTITIES, "desk": entity("desk", Kind.ORGANIZATION, links={"part_of": "herald"})}
    told = judge(claim("desk"), claim("xan", article="gazette-1"), entities=entities)
    assert meeting(told).voices == ("herald", "xan")


def serving(who: str, where: str, when: str | None = None, stance: str = "asserts") -> Claim:
    roles: dict[str, tuple[str, ...]] = {"holder": (who,), "organization": (where,)}
    return claim("gazette", stance, fact=f"{who}-{where}", type="Tenure", roles=roles, when=when, article="gazette-1")


@pytest.mark.parametrize(
    ("when", "voice"),
    [
        (None, "aland"),
        ("2020-01-01", "aland"),  # a single day attests, and states no end
        ("2020/2022", "xan"),  # ended before the claim was said
        ("../2023-12-14", "aland"),
        ("../2023-12-13", "xan"),
        ("2023-12-14/..", "aland"),
        ("2024/..", "xan"),  # begins after it
    ],
)
def test_an_asserted_tenure_leads_upward_while_it_is_not_stated_to_be_over(when: str | None, voice: str) -> None:
    assert meeting(judge(claim("xan"), serving("xan", "a-foreign", when))).voices == (voice,)


def test_a_tenure_that_nobody_asserts_leads_nowhere() -> None:
    assert meeting(judge(claim("xan"), serving("xan", "a-foreign", stance="suggests"))).voices == ("xan",)


def test_a_post_is_passed_through() -> None:
    roles: dict[str, tuple[str, ...]] = {"holder": ("xan",), "post": ("chief",)}
    told = judge(claim("xan"), claim(None, fact="t", type="Tenure", roles=roles))
    assert meeting(told).voices == ("aland",)
    assert UpwardStep("xan", "t", "chief") in meeting(told).links


def test_who_stands_between_two_sides_speaks_for_neither_until_it_says_for_which() -> None:
    both: dict[str, tuple[str, ...]] = {"member-of": ("a-foreign", "b-foreign")}
    torn = {**ENTITIES, "zoe": Entity(id="zoe", kind=Kind.PERSON, name="Zoe", links=both)}
    assert meeting(judge(claim("zoe"), entities=torn)).voices == ("anonymous@herald-1",)
    torn["zoe"] = Entity(id="zoe", kind=Kind.PERSON, name="Zoe", links=both, side="bland")
    assert meeting(judge(claim("zoe"), entities=torn)).voices == ("bland",)


def test_the_way_upward_is_linear_in_the_links_that_there_are() -> None:
    layers: dict[str, Entity] = {"top": Entity(id="top", kind=Kind.COUNTRY, name="Top")}
    above: tuple[str, ...] = ("top",)
    for layer in range(1_000):
        pair = (f"left-{layer}", f"right-{layer}")
        layers |= {id_: Entity(id=id_, kind=Kind.ORGANIZATION, name=id_, links={"part-of": above}) for id_ in pair}
        above = pair
    layers["ann"] = Entity(id="ann", kind=Kind.PERSON, name="Ann", links={"member-of": above})
    sides = Sides(links(ENTITIES | layers))
    assert (sides.side("ann", "2023-12-14").end, sides.side("ann", "2023-12-14").steps) == ("top", 1_001)
    way = sides.way("ann", "2023-12-14")
    assert (len(way), way[-1].link, way[-1].target) == (51, "… 951 steps …", "top")


def test_an_anonymous_speaker_has_no_side_links_or_not() -> None:
    told = judge(claim("whisper"), claim("murmur"))
    assert meeting(told).voices == ("anonymous@herald-1",)


# -- 4. fillers ----------------------------------------------------------------------------------------------


def test_accepted_fillers_are_united_over_the_asserting_claims() -> None:
    told = judge(claim("ann"), claim("bob", roles={"participant": ("ann", "bob"), "topic": ("trade",)}))
    assert accepted(told, "topic") == ["trade"]
    assert part(told, "trade") == ("one-sided", None, True)


def test_a_filler_that_is_only_asked_about_is_unconfirmed() -> None:
    asked = claim(None, "asks", scope="roles", roles={"participant": ("cid",)})
    told = judge(claim("ann"), claim("bob"), asked)
    assert seen(told) == ("on-record", None, True)
    assert part(told, "cid") == ("unconfirmed", None, False)


def test_a_filler_is_accepted_only_with_its_fact() -> None:
    told = judge(claim("whisper"), claim("xan", scope="roles", roles=ONLY_ANN))
    assert seen(told)[0] == "alleged"
    assert part(told, "ann") == ("reported", None, False)


def test_a_named_party_that_does_not_assert_keeps_the_fact_one_sided() -> None:
    also_cid = claim("xan", scope="roles", roles={"participant": ("cid",)}, article="gazette-1")
    assert seen(judge(claim("ann"), claim("bob"), also_cid))[0] == "one-sided"


# -- 4. time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whens", "text"),
    [
        ([None, "2023-12-13"], "2023-12-13"),
        (["2023-12", "2023-12-10/2023-12-13"], "2023-12-10/2023-12-13"),
        (["2023-12-13", "2023-12-11"], "[2023-12-11,2023-12-13]"),
        ([None, None], None),
    ],
)
def test_an_event_happened_when_all_agree(whens: list[str | None], text: str | None) -> None:
    told = judge(*(claim(who, when=when) for who, when in zip(("ann", "bob"), whens, strict=True)))
    assert meeting(told).when.text == text


def test_a_situation_held_between_its_attestations() -> None:
    told = judge(serving("xan", "a-foreign", "2023-12-13"), serving("xan", "a-foreign", "2021-01"))
    assert told.facts["xan-a-foreign"].when.text == "2021-01-01/2023-12-13"


# -- invariants ----------------------------------------------------------------------------------------------

POOL = [
    claim(speaker, stance, article=article, scope=scope, roles=roles, when=when)
    for (speaker, stance), (article, when), (scope, roles) in itertools.product(
        itertools.product(
            ["ann", "abe", "bob", "cid", "xan", "murmur", None],
            ["asserts", "announces", "suggests", "denies", "retracts"],
        ),
        [("herald-1", "2023-12-12"), ("gazette-2", None)],
        [("fact", None), ("roles", ONLY_BOB)],
    )
]


def plain(of: Account) -> dict[str, Any]:
    return {
        fact.fact: (fact.status, fact.contested, fact.accepted, fact.voices, fact.when, [
            (f.role, f.filler, f.status, f.contested, f.accepted, f.voices) for f in fact.fillers.values()
        ])
        for fact in of.facts.values()
    }  # fmt: skip


@given(st.lists(st.sampled_from(POOL), max_size=9, unique_by=lambda its: its.key), st.randoms(use_true_random=False))
def test_no_order_of_claims_changes_an_account(claims: list[Claim], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert account(shuffled, links()) == account(claims, links())


@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=9, unique_by=lambda its: its.key), st.data())
def test_a_duplicate_claim_changes_nothing(claims: list[Claim], data: st.DataObject) -> None:
    twice = data.draw(st.sampled_from(claims))
    again = type(twice)(**{name: getattr(twice, name) for name in twice.__struct_fields__} | {"id": "again"})
    assert plain(account([*claims, again], links())) == plain(account(claims, links()))
    assert account([*claims, twice], links()) == account(claims, links())


@given(st.lists(st.sampled_from(POOL), max_size=9, unique_by=lambda its: its.key))
def test_a_denial_never_makes_a_fact_accepted(claims: list[Claim]) -> None:
    before = account(claims, links()).facts.get("m")
    after = account([*claims, claim("yan", "denies", article="courier-1")], links()).facts["m"]
    assert after.accepted == (before is not None and before.accepted)


@given(st.lists(st.sampled_from(POOL), max_size=9, unique_by=lambda its: its.key))
def test_a_denial_adds_no_outlet_to_what_is_asserted(claims: list[Claim]) -> None:
    before = account(claims, links()).facts.get("m")
    after = account([*claims, claim("yan", "denies", article="courier-1")], links()).facts["m"]
    if before is not None and before.voices:
        assert (after.voices, after.outlets) == (before.voices, before.outlets)
