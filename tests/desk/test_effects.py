"""What a claim would do to the account: each case of the rule that somebody meets while making claims, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.desk.annotating.attempts import attempt
from kg.desk.annotating.sources import Current
from tests.desk.trying import WIRE, copied_strait, current_of, told, tried, with_claim, wrong
from tests.examples import examples

MEETING = {"fact": "ister-talks", "type": "Meeting", "roles": {"participant": ["ilse-marwen", "dagny-orr"]}}
STRIKE = {"fact": "ferry-strike", "type": "Action", "roles": {"agent": ["harl-ferrymen"], "act": ["strike"]}}
SESSION = {"fact": "council-session", "type": "Gathering", "roles": {"participant": ["kestria"]}}
SESSION_NAME = (
    "gathering (Stolm Session) of Kestria and Orlund hosted by Velmark with Dagny Orr and Ilse Marwen present in Stolm"
)
CHECKED_BY = {"agent": ["narrows-council"], "recipient": ["brandt-line"], "act": ["investigate"]}
CASES = {
    "a party denies what both sides said": (
        MEETING | {"speaker": "orlund-foreign-ministry", "stance": "denies"},
        ["This makes the meeting of Dagny Orr and Ilse Marwen in Ister contested by Orlund, and so not accepted."],
    ),
    "an outsider denies it": (
        MEETING | {"speaker": "brandt-line", "stance": "denies"},
        ["This makes the meeting of Dagny Orr and Ilse Marwen in Ister contested by Brandt Line, no party to it, and "
         "still accepted."],
    ),
    "somebody declines to say": (
        SESSION | {"speaker": "orlund-foreign-ministry", "stance": "declines"},
        [f"The {SESSION_NAME} stays one-sided: this claim neither asserts nor denies it."],
    ),
    "nobody but the asker": (
        {"fact": "berg-talks", "type": "Meeting", "roles": {"participant": ["velmark", "orlund"]}, "stance": "asks"},
        ["This makes the meeting of Orlund and Velmark unconfirmed."],
    ),
    "one side of two": (
        {"fact": "x", "type": "Meeting", "roles": {"participant": ["velmark", "orlund"]}, "stance": "asserts",
         "speaker": "velmark-foreign-ministry"},
        ["This makes the meeting of Orlund and Velmark one-sided."],
    ),
    "an anonymous source": (
        {"fact": "x", "type": "Meeting", "roles": {"participant": ["velmark", "orlund"]}, "stance": "asserts",
         "speaker": "unnamed"},
        ["This makes the meeting of Orlund and Velmark alleged."],
    ),
    "a second voice": (
        STRIKE | {"speaker": "harl-tribune", "stance": "asserts"},
        ["This makes the action (go on strike) by the ferrymen of Harl corroborated."],
    ),
    "another day than the first voice gave": (
        STRIKE | {"speaker": "harl-tribune", "stance": "asserts", "when": "2031-03-09"},
        ["This makes the action (go on strike) by the ferrymen of Harl corroborated.",
         "Claims conflict on the time of the action (go on strike) by the ferrymen of Harl: "
         "Saturday, 8 March 2031 and Sunday, 9 March 2031."],
    ),
    "its only party": (
        STRIKE | {"speaker": "harl-ferrymen", "stance": "asserts"},
        ["This makes the action (go on strike) by the ferrymen of Harl on record, in one outlet."],
    ),
    "what was announced came true": (
        {"fact": "x", "type": "Action", "roles": CHECKED_BY, "when": "2031-03-13", "speaker": "brandt-line",
         "stance": "asserts", "fulfils": "inspection-plan"},
        ["This makes the action (investigate) by Narrows Council towards Brandt Line one-sided.",
         "It also makes the action (investigate) by Narrows Council towards Brandt Line fulfilled."],
    ),
    "an announcement": (
        {"fact": "x", "type": "Action", "roles": CHECKED_BY, "when": "2031-05-01", "speaker": "narrows-council",
         "stance": "announces"},
        ["This makes the action (investigate) by Narrows Council towards Brandt Line planned."],
    ),
    "a post by which somebody else's word changes sides": (
        {"fact": "x", "type": "Tenure", "when": "2031-03-20", "stance": "asserts",
         "roles": {"holder": ["jon-berg-captain"], "organization": ["velmark-foreign-ministry"]}},
        ["This makes the tenure of Jon Berg (Foreign Ministry of Velmark) in the service of Foreign Ministry of "
         "Velmark reported.",
         "It also makes the action (release persons or property) by Coastguard of Orlund towards the crew of the "
         "Amarant in Selk corroborated."],
    ),
    "only the place is denied": (
        {"fact": "council-session", "type": "Gathering", "roles": {"place": ["stolm"]}, "scope": "roles",
         "speaker": "velmark", "stance": "denies"},
        [f"The {SESSION_NAME.removesuffix(' in Stolm')} stays one-sided.",
         "Stolm as its place is now contested by Velmark, and so not accepted."],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return current_of(copied_strait(tmp_path_factory.mktemp("effects")))


@pytest.mark.parametrize("case", CASES)
def test_what_a_claim_changes_is_told_in_sentences(case: str, current: Current) -> None:
    claim, expected = CASES[case]
    answer = tried(current, claim)
    assert [fault for fault in answer["faults"] if not fault["warning"]] == []
    assert told(answer) == expected


def test_who_has_two_sides_by_a_claim_is_said_beside_it(current: Current) -> None:
    answer = tried(current, CASES["a post by which somebody else's word changes sides"][0])
    (fault,) = wrong(answer)
    assert fault[0] == ""
    assert fault[1].startswith(
        "warning: `jon-berg-captain`: its ways upward end in `brandt-line` and `velmark`, so that"
    )


def test_a_retraction_is_told_with_how_the_fact_stood(current: Current) -> None:
    claim = STRIKE | {"stance": "retracts", "speaker": "northern-wire"}
    found = tried(current, claim)["effects"]
    assert found == [
        {
            "fact": "ferry-strike",
            "words": "This makes the action (go on strike) by the ferrymen of Harl retracted.",
            "before": "reported",
            "after": "retracted",
            "contested": False,
            "why": "claims there were, and none counts any more",
        }
    ]


def test_the_same_voice_in_another_paper_adds_nothing(current: Current) -> None:
    claim = STRIKE | {"stance": "asserts", "speaker": "northern-wire", "when": "2031-03-08"}
    assert told(tried(current, claim, "radio-2031-03-14")) == [
        "The action (go on strike) by the ferrymen of Harl stays reported: the same voice has said so in Velmark Post "
        "of 2031-03-08."
    ]


def test_a_claim_that_is_taken_away_leaves_what_was_before(current: Current) -> None:
    path = current.project.sources / "wire-2031-03-11.yaml"
    text = path.read_text("utf-8")
    start = text.index("  - id: inspection-announced")
    answer = attempt(current, f"sources/{path.name}", text[:start], "inspection-announced")
    assert told(answer) == [
        "No claim is left on the action (investigate) by Narrows Council towards Brandt Line."
    ]  # fmt: skip
    assert (answer["faults"], answer["lacks"], answer["sentence"]) == ([], [], "")


def test_of_many_changes_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    """A post leads many persons' words to another side; each of them has said something of its own."""
    root = copied_strait(tmp_path)
    lines = []
    for number in range(9):
        lines += with_claim(
            root, {"id": f"c{number}", "fact": f"f{number}", "type": "Meeting", "stance": "asserts",
                   "speaker": "jon-berg-captain", "roles": {"participant": ["jon-berg-captain", "velmark"]}}
        ).splitlines()[-8:]  # fmt: skip
    path = root / f"sources/{WIRE}.yaml"
    path.write_text(path.read_text("utf-8") + "\n" + "\n".join(lines) + "\n", "utf-8")
    claim = {
        "fact": "x", "type": "Tenure", "when": "2031-03-24", "stance": "asserts",
        "roles": {"holder": ["jon-berg-captain"], "organization": ["velmark-foreign-ministry"]},
    }  # fmt: skip
    found = tried(current_of(root), claim)["effects"]
    assert len(found) == 6
    assert found[-1] == {
        "fact": "", "words": "And 6 more changes of the account.", "before": "", "after": "", "contested": False,
        "why": "",
    }  # fmt: skip


CLAIMS = st.fixed_dictionaries(
    {
        "base": st.sampled_from([MEETING, STRIKE, SESSION, CASES["what was announced came true"][0]]),
        "stance": st.sampled_from(["asserts", "announces", "suggests", "declines", "denies", "retracts"]),
        "speaker": st.sampled_from(
            ["orlund-foreign-ministry", "kestria", "unnamed", "harl-tribune", "brandt-line", "nobody-known"]
        ),
        "when": st.sampled_from([None, "2031-03-08", "2031-03-22", "2031-05-01"]),
    }
)


@settings(max_examples=examples(15, soak=1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=CLAIMS)
def test_effects_are_those_of_the_file_when_it_is_written_and_built(drawn: dict[str, Any], tmp_path: Path) -> None:
    root = tmp_path / "strait"
    if not root.is_dir():
        copied_strait(tmp_path)
    claim = {**drawn["base"], **{field: drawn[field] for field in ("stance", "speaker", "when")}}
    current = current_of(root)
    found = tried(current, claim)["effects"]
    path = root / f"sources/{WIRE}.yaml"
    earlier = path.read_text("utf-8")
    before = standing(root)
    try:
        path.write_text(with_claim(root, claim), "utf-8")
        after = standing(root)
    finally:
        path.write_text(earlier, "utf-8")
    if claim["speaker"] == "nobody-known":
        assert found == []
        assert after == before
        return
    changed = {fact for fact in {*before, *after} if before.get(fact) != after.get(fact)}
    assert {effect["fact"] for effect in found} == changed | {claim["fact"]}
    for effect in found:
        assert effect["before"] == before.get(effect["fact"], ("", None))[0]
        assert (effect["after"], effect["contested"]) == (
            after.get(effect["fact"], ("", None))[0], after.get(effect["fact"], ("", None))[1] is not None,
        )  # fmt: skip


def standing(root: Path) -> dict[str, tuple[str, str | None]]:
    """Build the project, and give how its facts stand."""
    graph = kg.build(root)
    return {id_: (its.status.value, its.contested) for id_, its in graph.account.facts.items()}
