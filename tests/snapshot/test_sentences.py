"""What people read: who says so, where, with which stance, and what. Nothing that nobody asserts reads as a fact."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kg.model.records import UNNAMED, UNNAMED_SOURCES, Claim, Stance
from kg.snapshot.sentences import Teller, timed
from tests.making import ARTICLES, ENTITIES, claim, core, judge

TELLER = Teller(ENTITIES, ARTICLES, core(), {"forum": "Harbour Forum"})

Roles = dict[str, tuple[str, ...]]

# One fact of each type, with every role that its sentences name.
FACTS: dict[str, Roles] = {
    "Meeting": {"participant": ("ann", "bob"), "place": ("capital",), "topic": ("trade",)},
    "Gathering": {
        "host": ("aland",),
        "participant": ("aland", "bland", "cland"),
        "representative": ("ann", "bob"),
        "place": ("capital",),
    },
    "Visit": {"agent": ("ann",), "host": ("bland",), "place": ("harbour",)},
    "Statement": {
        "agent": ("ann",),
        "recipient": ("cid",),
        "act": ("commitment",),
        "about": ("bland",),
        "topic": ("trade",),
    },
    "Action": {
        "agent": ("aland",),
        "recipient": ("bob", "cid"),
        "act": ("arrest",),
        "place": ("capital",),
        "topic": ("trade",),
    },
    "Tenure": {"holder": ("ann",), "post": ("chief",), "organization": ("a-defence",)},
    "Presence": {"agent": ("aland",), "place": ("harbour",)},
    "Relationship": {"agent": ("aland",), "recipient": ("bland",), "nature": ("threat",)},
}
IN = "B Foreign, in Herald of 2023-12-14"


def told(stance: str, type_: str = "Meeting", **fields: Any) -> str:
    """Tell a claim by the foreign ministry of Bland, unless said otherwise."""
    its = {"speaker": "b-foreign", "roles": FACTS[type_], **fields}
    return TELLER.claim(claim(its.pop("speaker"), stance, type=type_, **its))


# What is asserted


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("Meeting", f"{IN}: Ann and Bob met in Capital."),
        (
            "Gathering",
            f"{IN}: Aland, Bland and Cland took part in a gathering hosted by Aland, "
            "with Ann and Bob present, in Capital.",
        ),
        ("Visit", f"{IN}: Ann visited Bland (Harbour)."),
        ("Statement", f"{IN}: Ann made a commitment to Cid regarding Bland concerning Trade."),
        ("Action", f"{IN}: Aland arrested or charged Bob and Cid in Capital over Trade."),
        ("Tenure", f"{IN}: Ann served as Chief (A Defence)."),
        ("Presence", f"{IN}: Aland had a presence in Harbour."),
        ("Relationship", f"{IN}: Aland posed a threat to Bland."),
    ],
)  # fmt: skip
def test_what_is_asserted_reads_as_a_sentence(type_: str, expected: str) -> None:
    assert told("asserts", type_) == expected


# What is not


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        ("announces", f"{IN}, announcing a meeting of Ann and Bob in Capital."),
        ("suggests", f"{IN}, suggesting the possibility of a meeting of Ann and Bob in Capital."),
        ("asks", f"{IN}, asking about a meeting of Ann and Bob in Capital."),
        ("declines", f"{IN}, declining to confirm or deny a meeting of Ann and Bob in Capital."),
        ("denies", f"{IN}, denying a meeting of Ann and Bob in Capital."),
        ("retracts", f"{IN}, taking back earlier words about a meeting of Ann and Bob in Capital."),
    ],
)
def test_a_meeting_that_is_not_asserted_reads_as_a_noun_phrase(stance: str, expected: str) -> None:
    assert told(stance) == expected


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        ("announces", f"{IN}, announcing a tenure of Ann as Chief (A Defence)."),
        ("suggests", f"{IN}, suggesting the possibility of a tenure of Ann as Chief (A Defence)."),
        ("asks", f"{IN}, asking about a tenure of Ann as Chief (A Defence)."),
        ("declines", f"{IN}, declining to confirm or deny a tenure of Ann as Chief (A Defence)."),
        ("denies", f"{IN}, denying a tenure of Ann as Chief (A Defence)."),
        ("retracts", f"{IN}, taking back earlier words about a tenure of Ann as Chief (A Defence)."),
    ],
)
def test_a_tenure_that_is_not_asserted_reads_as_a_noun_phrase(stance: str, expected: str) -> None:
    assert told(stance, "Tenure") == expected


ACTION = "an action (arrest or charge) by Aland towards Bob and Cid in Capital over Trade"


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        ("announces", f"{IN}, announcing {ACTION}."),
        ("suggests", f"{IN}, suggesting the possibility of {ACTION}."),
        ("asks", f"{IN}, asking about {ACTION}."),
        ("declines", f"{IN}, declining to confirm or deny {ACTION}."),
        ("denies", f"{IN}, denying {ACTION}."),
        ("retracts", f"{IN}, taking back earlier words about {ACTION}."),
    ],
)
def test_an_action_that_is_not_asserted_reads_as_a_noun_phrase(stance: str, expected: str) -> None:
    assert told(stance, "Action") == expected


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (
            "Gathering",
            f"{IN}, denying a gathering of Aland, Bland and Cland hosted by Aland with Ann and Bob present in Capital.",
        ),
        ("Visit", f"{IN}, denying a visit by Ann to Bland (Harbour)."),
        ("Statement", f"{IN}, denying a statement (commitment) by Ann to Cid about Bland concerning Trade."),
        ("Presence", f"{IN}, denying a presence of Aland in Harbour."),
        ("Relationship", f"{IN}, denying a relationship (threat) of Aland to Bland."),
    ],
)  # fmt: skip
def test_other_types_read_as_noun_phrases_too(type_: str, expected: str) -> None:
    assert told("denies", type_) == expected


@pytest.mark.parametrize("type_", FACTS)
@pytest.mark.parametrize("stance", [stance for stance in Stance if stance is not Stance.ASSERTS])
def test_the_sentence_of_a_fact_stands_only_where_it_is_asserted(stance: Stance, type_: str) -> None:
    sentence = TELLER.content(type_, FACTS[type_], None)
    assert sentence in told("asserts", type_)
    assert sentence not in told(stance.value, type_)
    assert sentence not in told(stance.value, type_, scope="roles")


def test_without_a_noun_phrase_the_sentence_is_quoted() -> None:
    meeting = msgspec.structs.replace(core().types["Meeting"], nominal="")
    bare = msgspec.structs.replace(TELLER, ontology=msgspec.structs.replace(core(), types={"Meeting": meeting}))
    denial = claim("b-foreign", "denies", when="2023-12")
    assert bare.claim(denial) == f"{IN}, denying “Ann and Bob met” in 2023-12."
    assert bare.heading(judge(denial).facts["m"]) == "“Ann and Bob met” in 2023-12"


# What is said of fillers only


BOB = "Bob among the participants of the gathering “Harbour Forum”"


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        ("asserts", f"{IN}, naming {BOB}."),
        ("announces", f"{IN}, announcing {BOB}."),
        ("suggests", f"{IN}, suggesting the possibility of {BOB}."),
        ("asks", f"{IN}, asking about {BOB}."),
        ("declines", f"{IN}, declining to confirm or deny {BOB}."),
        ("denies", f"{IN}, ruling out {BOB}."),
        ("retracts", f"{IN}, taking back earlier words about {BOB}."),
    ],
)
def test_who_speaks_of_a_filler_takes_no_stance_on_the_fact(stance: str, expected: str) -> None:
    roles = {"participant": ("bob",)}
    assert told(stance, "Gathering", roles=roles, fact="forum", scope="roles") == expected


@pytest.mark.parametrize(
    ("type_", "roles", "expected"),
    [
        (
            "Meeting",
            {"participant": ("ann", "bob"), "topic": ("trade",)},
            f"{IN}, naming Ann and Bob among the participants and Trade among the topics of the meeting “the talks” "
            "on 2023-12-13.",
        ),
        (
            "Action",
            {"recipient": ("cid",), "act": ("arrest",)},
            f"{IN}, naming Cid at the receiving end and “arrest or charge” as the kind of the action “the talks” "
            "on 2023-12-13.",
        ),
        ("Tenure", {"post": ("chief",)}, f"{IN}, naming Chief as the post of the tenure “the talks” on 2023-12-13."),
        (
            "Statement",
            {"about": ("bland", "ann")},
            f"{IN}, naming Bland and Ann as the subject of the statement “the talks” on 2023-12-13.",
        ),
    ],
)
def test_several_fillers_are_told_with_their_roles(type_: str, roles: Roles, expected: str) -> None:
    assert told("asserts", type_, roles=roles, fact="the-talks", when="2023-12-13", scope="roles") == expected


def test_a_role_without_a_phrase_is_told_by_its_label() -> None:
    roles = core().roles | {"topic": msgspec.structs.replace(core().roles["topic"], phrase="")}
    bare = msgspec.structs.replace(TELLER, ontology=msgspec.structs.replace(core(), roles=roles))
    its = claim(None, roles={"topic": ("trade",)}, scope="roles", fact="the-talks")
    assert bare.claim(its) == "Herald of 2023-12-14, naming Trade as topic of the meeting “the talks”."


# A post that acts or speaks is named as whoever holds it


POSTS = {
    "chief": "the Chief",
    "minister": "the Foreign Minister of Turkey",
    "deputy": "the deputy minister",
    "named": "the Speaker of the House",
    "theirs": "Turkey’s Foreign Minister",
    "another": "an adviser to the President",
}


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("chief", "Chief"),
        ("minister", "Foreign Minister of Turkey"),
        ("deputy", "deputy minister"),
        ("named", "the Speaker of the House"),
        ("theirs", "Turkey’s Foreign Minister"),
        ("another", "an adviser to the President"),
    ],
)
def test_a_post_reads_well_wherever_it_acts_or_speaks(post: str, name: str) -> None:
    entity = msgspec.structs.replace(ENTITIES["general"], id=post, name=name)
    teller = msgspec.structs.replace(TELLER, entities=ENTITIES | {post: entity})
    its = POSTS[post]
    begun = f"{its[0].upper()}{its[1:]}"  # the words of a post describe whoever holds it
    where = "in Herald of 2023-12-14"
    visit: Roles = {"agent": (post,), "host": ("bland",)}
    assert teller.claim(claim(post, type="Visit", roles=visit)) == f"{begun}, {where}: {its} visited Bland."
    assert teller.claim(claim("ann", via=(post,))) == f"Ann, via {its}, {where}: Ann and Bob met."
    assert teller.claim(claim("ann", roles={"participant": ("ann", post)})) == f"Ann, {where}: Ann and {its} met."
    denial = claim("ann", "denies", scope="roles", fact="the-talks", roles={"participant": (post,)})
    assert teller.claim(denial) == f"Ann, {where}, ruling out {its} among the participants of the meeting “the talks”."
    held: Roles = {"holder": ("ann",), "post": (post,)}
    assert teller.claim(claim("ann", type="Tenure", roles=held)) == f"Ann, {where}: Ann served as {name}."


# Who speaks


@pytest.mark.parametrize(
    ("speaker", "fields", "expected"),
    [
        (None, {}, "Herald of 2023-12-14: Ann and Bob met."),
        (None, {"article": "gazette-2"}, "Gazette of 2023-12-20: Ann and Bob met."),
        ("herald", {}, "Herald of 2023-12-14: Ann and Bob met."),
        ("ann", {"via": ("a-foreign",)}, "Ann, via A Foreign, in Herald of 2023-12-14: Ann and Bob met."),
        ("ann", {"via": ("abe", "courier")}, "Ann, via Abe and Courier, in Herald of 2023-12-14: Ann and Bob met."),
        (("a-foreign", "b-foreign"), {}, "A Foreign and B Foreign, in Herald of 2023-12-14: Ann and Bob met."),
    ],
)  # fmt: skip
def test_the_speaker_the_relays_and_the_article_are_named(
    speaker: str | tuple[str, ...] | None, fields: dict[str, Any], expected: str
) -> None:
    assert told("asserts", speaker=speaker, roles={"participant": ("ann", "bob")}, **fields) == expected


def named(id_: str, name: str) -> Teller:
    its = msgspec.structs.replace(ENTITIES[id_], name=name, anonymous=False)
    return msgspec.structs.replace(TELLER, entities={**ENTITIES, id_: its})


@pytest.mark.parametrize(
    "name",
    [
        "de la Cruz", "lagospaper.example", "iPhone Ltd", "eBay", "unnamed US officials", "a", "an", "the", "ß", "ǆ",
        "\u10d0\u10dc\u10d0", "x-ray", "denying", "’t Hooft", "van der Berg " * 8,
    ],
)  # fmt: skip
def test_a_name_stays_as_it_is_given_where_a_sentence_begins(name: str) -> None:
    shown = name.strip()
    speaks, acts, prints = named("murmur", shown), named("ann", shown), named("herald", shown)
    where = "in Herald of 2023-12-14"
    assert speaks.claim(claim("murmur")) == f"{shown}, {where}: Ann and Bob met."
    assert prints.claim(claim(None)) == f"{shown} of 2023-12-14: Ann and Bob met."
    assert acts.claim(claim(None)) == f"Herald of 2023-12-14: {shown} and Bob met."
    assert acts.heading(judge(claim("bob")).facts["m"]) == f"{shown} and Bob met"
    assert acts.heading(judge(claim("bob", "announces")).facts["m"]) == f"A meeting of {shown} and Bob"
    assert (
        acts.heading(judge(claim("bob", type="Action", roles=ACTED)).facts["m"]) == f"{shown} arrested or charged Bob"
    )
    assert acts.brief.claim(claim("ann")).startswith(shown[:20])


ACTED: Roles = {"agent": ("ann",), "act": ("arrest",), "recipient": ("bob",)}


def test_words_of_our_own_begin_with_a_capital() -> None:
    unnamed = msgspec.structs.replace(TELLER, entities={**ENTITIES, UNNAMED: UNNAMED_SOURCES})
    assert unnamed.claim(claim(UNNAMED)) == "Unnamed sources, in Herald of 2023-12-14: Ann and Bob met."
    officials = msgspec.structs.replace(ENTITIES["murmur"], name="unnamed US officials")
    described = msgspec.structs.replace(TELLER, entities={**ENTITIES, "murmur": officials})
    assert described.claim(claim("murmur")) == "Unnamed US officials, in Herald of 2023-12-14: Ann and Bob met."
    theirs = named("murmur", "unnamed sources")
    assert theirs.claim(claim("murmur")) == "unnamed sources, in Herald of 2023-12-14: Ann and Bob met."
    chief = named("chief", "iChief")
    assert chief.claim(claim("chief")) == "The iChief, in Herald of 2023-12-14: Ann and Bob met."
    part = msgspec.structs.replace(TELLER, parts={"f": "part of a planned visit"})
    assert part.told([], "f") == "(Part of a planned visit.)"


def test_a_proper_name_of_a_fact_stays_as_it_is_given() -> None:
    forum = claim("aland", type="Gathering", label="eForum", roles=FACTS["Gathering"])
    label = TELLER.heading(judge(forum).facts["m"])
    assert "eForum" in label
    assert TELLER.claim(forum).startswith("Aland, in Herald")


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("forum", "“Harbour Forum”"),
        ("ann-bob-2023-12-13", "“ann bob 2023-12-13”"),
        ("bland", "Bland"),
        ("trade", "Trade"),
    ],
)
def test_a_fact_that_is_spoken_of_is_named_in_quotation_marks(about: str, expected: str) -> None:
    roles = {"agent": ("ann",), "act": ("position",), "about": (about,)}
    assert told("asserts", "Statement", roles=roles) == f"{IN}: Ann stated a position regarding {expected}."


def test_two_acts_are_both_told() -> None:
    roles = {"agent": ("ann",), "act": ("praise", "warning"), "about": ("bland",)}
    said = told("asserts", "Statement", roles=roles)
    assert said == f"{IN}: Ann praised Bland and gave a warning about Bland."
    denied = told("denies", "Statement", roles=roles)
    assert denied == f"{IN}, denying a statement (praise and warning) by Ann about Bland."


def test_a_label_names_the_gathering() -> None:
    roles = {"participant": ("aland", "bland")}
    said = told("asserts", "Gathering", roles=roles, label="Harbour Forum")
    assert said == f"{IN}: Aland and Bland took part in the Harbour Forum."
    announced = told("announces", "Gathering", roles=roles, label="Harbour Forum", when="2024-05")
    assert announced == f"{IN}, announcing a gathering (Harbour Forum) of Aland and Bland in 2024-05."


# When


@pytest.mark.parametrize(
    ("when", "event", "situation"),
    [
        ("2023-12-13", " on 2023-12-13", " on 2023-12-13"),
        ("2023-12", " in 2023-12", " in 2023-12"),
        ("2023", " in 2023", " in 2023"),
        ("2023-12-XX", " in 2023-12", " in 2023-12"),
        ("2023-XX-XX", " in 2023", " in 2023"),
        ("202X", " in the 2020s", " in the 2020s"),
        ("19XX", " in 19XX", " in 19XX"),
        ("2023-21", " in the spring of 2023", " in the spring of 2023"),
        ("2023-32", " in the southern winter of 2023", " in the southern winter of 2023"),
        ("2023-34", " in the second quarter of 2023", " in the second quarter of 2023"),
        ("2023-38", " in the middle four months of 2023", " in the middle four months of 2023"),
        ("2023-41", " in the second half of 2023", " in the second half of 2023"),
        ("2023-12-13~", " on about 2023-12-13", " on about 2023-12-13"),
        ("2023-12?", " perhaps in 2023-12", " perhaps in 2023-12"),
        ("2023%", " perhaps in about 2023", " perhaps in about 2023"),
        ("2023-12-04/2023-12-10", " between 2023-12-04 and 2023-12-10", " from 2023-12-04 to 2023-12-10"),
        ("2016~/2021-08?", " between about 2016 and perhaps 2021-08", " from about 2016 to perhaps 2021-08"),
        ("../2021-08", " by 2021-08", " until 2021-08"),
        ("/2021-08", " by 2021-08", " until 2021-08"),
        ("2022-11/..", " in or after 2022-11", " from 2022-11"),
        ("2022-11/", " in or after 2022-11", " from 2022-11"),
        ("2023-12-13/..", " on or after 2023-12-13", " from 2023-12-13"),
        ("2023-12-13?/", " perhaps on or after 2023-12-13", " from perhaps 2023-12-13"),
        ("2016~/..", " in or after about 2016", " from about 2016"),
        ("2023-22/..", " in or after the summer of 2023", " from the summer of 2023"),
        ("../2021-08-15~", " by about 2021-08-15", " until about 2021-08-15"),
        ("/202X", " by the 2020s", " until the 2020s"),
        ("2023/2023-12-20?", " between 2023 and perhaps 2023-12-20", " from 2023 to perhaps 2023-12-20"),
        ("2023-12-13/2023-12-13", " on 2023-12-13", " on 2023-12-13"),
        ("2023-12/2023-12", " in 2023-12", " in 2023-12"),
        ("[2023-12-13,2023-12-15]", " on 2023-12-13 or on 2023-12-15", " on 2023-12-13 or on 2023-12-15"),
        ("[2023-12-13,2023-12-20..2023-12-31]", " on 2023-12-13 or between 2023-12-20 and 2023-12-31", None),
        ("[..2021-08-31,2023-12-13]", " by 2021-08-31 or on 2023-12-13", None),
    ],
)
def test_a_time_is_said_as_the_type_takes_it(when: str, event: str, situation: str | None) -> None:
    """An event's interval is when it was at some time; a situation's is what it is stated to have lasted."""
    assert timed(when) == event
    if situation is not None:
        assert timed(when, lasts=True) == situation


def test_a_claim_says_its_time_and_no_other() -> None:
    assert told("announces", when="2024-05") == f"{IN}, announcing a meeting of Ann and Bob in Capital in 2024-05."
    assert told("asserts", "Presence", when="../2021-08") == f"{IN}: Aland had a presence in Harbour until 2021-08."


# Headings


def heading(*claims: Claim) -> str:
    (fact,) = judge(*claims).facts.values()
    return TELLER.heading(fact)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("a-foreign", when="2023-12-13")], "Ann and Bob met on 2023-12-13"),
        ([claim("a-foreign", "announces", when="2024-05")], "A meeting of Ann and Bob in 2024-05"),
        ([claim("murmur", "suggests")], "A meeting of Ann and Bob"),
        ([claim(None, "asks")], "A meeting of Ann and Bob"),
        ([claim("b-foreign", "declines")], "A meeting of Ann and Bob"),
        ([claim("b-foreign", "denies")], "A meeting of Ann and Bob"),
        ([claim("murmur")], "A meeting of Ann and Bob"),
        ([claim("a-foreign"), claim("b-foreign", "denies")], "A meeting of Ann and Bob"),
    ],
    ids=["asserted", "announced", "suggested", "asked", "declined", "denied", "whispered", "contested by a party"],
)
def test_the_heading_of_a_fact_is_a_sentence_only_if_it_is_accepted(claims: list[Claim], expected: str) -> None:
    assert heading(*claims) == expected


def test_a_heading_leaves_out_whose_part_is_not_accepted() -> None:
    three: Roles = {"participant": ("ann", "bob", "cid")}
    out = claim("c-foreign", "denies", scope="roles", roles={"participant": ("cid",)})
    assert heading(claim("a-foreign", roles=three), claim("b-foreign", roles=three), out) == "Ann and Bob met"


AT_CAPITAL: Roles = {"participant": ("ann", "bob"), "place": ("capital",)}
CID: Roles = {"participant": ("cid",)}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("a-foreign"), claim("b-foreign", "denies"), claim("murmur", roles=AT_CAPITAL)], ""),
        ([claim("a-foreign", "announces"), claim("murmur", "suggests", roles=AT_CAPITAL)], ""),
        ([claim("murmur"), claim("b-foreign", "suggests", roles=AT_CAPITAL)], ""),
        (
            [
                claim("b-foreign", "suggests"),
                claim("a-foreign", "denies", scope="roles", roles={"place": ("capital",)}),
            ],
            "",
        ),
        ([claim("a-foreign", roles=AT_CAPITAL), claim("b-foreign", "denies"), claim("murmur")], " in Capital"),
        ([claim("murmur", roles=AT_CAPITAL)], " in Capital"),
        ([claim("b-foreign", "denies", roles=AT_CAPITAL)], " in Capital"),
        ([claim("b-foreign", "declines", roles=AT_CAPITAL), claim(None, "asks")], " in Capital"),
        ([claim("a-foreign"), claim("b-foreign", "denies"), claim("c-foreign", roles=AT_CAPITAL)], " in Capital"),
    ],
)
def test_the_heading_of_what_is_not_accepted_has_no_detail_that_stands_worse(
    claims: list[Claim], expected: str
) -> None:
    assert heading(*claims) == f"A meeting of Ann and Bob{expected}"


def test_the_heading_of_what_is_contested_leaves_out_whose_part_a_party_denies_alone() -> None:
    three: Roles = {"participant": ("ann", "bob", "cid")}
    said = [claim("a-foreign", roles=three), claim("b-foreign", "denies")]
    assert heading(*said) == "A meeting of Ann, Bob and Cid"
    assert heading(*said, claim("c-foreign", "denies", scope="roles", roles=CID)) == "A meeting of Ann and Bob"


def test_nobody_is_said_to_have_met_alone() -> None:
    out = claim("b-foreign", "denies", scope="roles", roles={"participant": ("bob",)})
    assert heading(claim("c-foreign"), out) == "A meeting of Ann"


def test_a_fact_taken_for_granted_has_a_heading_without_an_unnamed_actor() -> None:
    part = claim(None, type="Action", roles={"recipient": ("cid",), "act": ("deport",)}, scope="roles", when="2023-12")
    assert heading(part) == "An action (expel or deport) towards Cid in 2023-12"


def test_days_for_which_a_tenure_is_attested_are_not_its_start_and_end() -> None:
    roles: Roles = {"holder": ("ann",), "post": ("chief",)}
    first = claim(None, type="Tenure", roles=roles, when="2023-12-14")
    later = claim(None, type="Tenure", roles=roles, when="2025-07-26", article="gazette-1")
    assert heading(first, later) == "Ann served as Chief between 2023-12-14 and 2025-07-26"


VISIT: Roles = {"agent": ("ann",), "host": ("bland",)}


@pytest.mark.parametrize(
    ("whens", "expected"),
    [
        (["2023-12-13/2023-12-20"], "from 2023-12-13 to 2023-12-20"),
        (["../2021-08"], "until 2021-08"),
        (["/2021-08"], "until 2021-08"),
        (["2021-08/.."], "from 2021-08"),
        (["2021-08/"], "from 2021-08"),
        (["2023-12-13"], "on 2023-12-13"),
        (["2023-12~/2024?"], "from about 2023-12 to perhaps 2024"),
        (["2023-12-13/2023-12-20", "2023-12-15"], "from 2023-12-13 to 2023-12-20"),
        (["2023-12-13/..", "2023-12-15"], "from 2023-12-13"),
        (["2023-12-13/2023-12-13"], "on 2023-12-13"),
        (["2023-12-12", "2023-12-13/2023-12-20"], "between 2023-12-12 and 2023-12-20"),
    ],
)
def test_a_situation_is_told_by_the_bounds_that_claims_state(whens: list[str], expected: str) -> None:
    """`between` is left for days for which it is only attested: these are no start and no end."""
    speakers = ("ann", "c-foreign")
    said = [
        claim(speaker, type="Visit", roles=VISIT, when=when) for speaker, when in zip(speakers, whens, strict=False)
    ]
    assert heading(*said) == f"Ann visited Bland {expected}"


def test_a_fact_is_told_by_the_claims_that_decided() -> None:
    asked, declined = claim(None, "asks", when="2023-12"), claim("b-foreign", "declines", when="2023-12")
    fact = judge(asked, declined).facts["m"]
    assert TELLER.fact(fact, {its.key: its for its in (asked, declined)}) == (
        f"{IN}, declining to confirm or deny a meeting of Ann and Bob in 2023-12. "
        "Herald of 2023-12-14, asking about a meeting of Ann and Bob in 2023-12."
    )
