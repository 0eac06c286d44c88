"""What is wrong with a claim while it is made, by field; what it lacks; how it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.desk.annotating.attempts import attempt
from kg.desk.annotating.sources import Current
from tests.desk.trying import WIRE, copied_strait, current_of, tried, with_claim, wrong

SOUND = {
    "fact": "x", "type": "Meeting", "roles": {"participant": ["orlund", "velmark"]}, "when": "2031-03-04/2031-03-10",
    "speaker": ["orlund-foreign-ministry"], "stance": "asserts", "said": "2031-03-12",
}  # fmt: skip


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return current_of(copied_strait(tmp_path_factory.mktemp("attempts")))


def test_a_sound_claim_reads_as_explain_tells_it(current: Current) -> None:
    answer = tried(current, SOUND)
    assert (answer["faults"], answer["lacks"]) == ([], [])
    assert answer["sentence"] == (
        "Foreign Ministry of Orlund, in Northern Wire of 2031-03-24: "
        "Orlund and Velmark met between 2031-03-04 and 2031-03-10."
    )
    assert answer["times"] == {"when": "between 4 and 10 March 2031", "said": "Wednesday, 12 March 2031"}


EVIDENCE = {"sha256": "0" * 64}
FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "id": ({"id": "New"}, [("id", "no id: `New`")]),
    "fact": ({"fact": "orlund"}, [
        ("fact", "`orlund` is the id of an entity, and cannot be that of a fact as well")]),
    "type": ({"type": "Meating"}, [("type", "unknown fact type `Meating`")]),
    "a role that the type has not": ({"roles": {"participant": ["orlund", "velmark"], "holder": ["orlund"]}}, [
        ("roles.holder", "a Meeting has no role `holder`")]),
    "an unknown filler": ({"roles": {"participant": ["orlund", "velmarck"]}}, [
        ("roles.participant.1", "unknown entity `velmarck`")]),
    "a filler of another kind": ({"roles": {"participant": ["orlund", "stolm"]}}, [
        ("roles.participant.1", "`x`: `participant` takes an Actor, `stolm` is a Place")]),
    "too many": ({"roles": {"participant": ["orlund", "velmark"], "place": ["stolm", "selk"]}}, [
        ("roles.place", "`x`: `place` takes at most 1, here are 2")]),
    "a filler twice": ({"roles": {"participant": ["orlund", "velmark", "orlund"]}}, [
        ("roles.participant.2", "`orlund` stands twice")]),
    "when": ({"when": "2031-02-30"}, [("when", "no such day: `2031-02-30`")]),
    "an unknown speaker": ({"speaker": ["orlund", "nobody"]}, [("speaker.1", "unknown entity `nobody`")]),
    "via": ({"via": ["northern-wire"]}, [("via.0", "`via` names the publisher, `northern-wire`")]),
    "document": ({"document": "Joint Statement"}, [("document", "no id: `Joint Statement`")]),
    "stance": ({"stance": "assert"}, [("stance", "unknown stance `assert`")]),
    "scope": ({"scope": "role"}, [("scope", "unknown scope `role`")]),
    "said": ({"said": "2031-04-01"}, [
        ("said", "`said: 2031-04-01` is after the publication of `wire-2031-03-24`, 2031-03-24")]),
    "mode": ({"mode": "implied"}, [("mode", "an implied assertion")]),
    "part-of": ({"part-of": "nothing"}, [("part-of", "unknown fact `nothing`")]),
    "fulfils": ({"fulfils": "nothing"}, [("fulfils", "unknown fact `nothing`")]),
    "fulfils what nobody announced": ({"fulfils": "february-talks"}, [
        ("fulfils", "warning: `x` fulfils `february-talks`, which no claim announces")]),
    "values": ({"values": {"hurt": "some"}}, [("values.hurt", "no figure: `some`")]),
    "evidence reversed": ({"evidence": [{"at": [9, 3], **EVIDENCE}]}, [
        ("evidence.0.at", "evidence [9, 3] is reversed; the text has 1054 characters")]),
    "evidence of other words": ({"evidence": [{"at": [0, 10], **EVIDENCE}]}, [
        ("evidence.0.sha256", "the text has changed: the words at [0, 10] have another hash")]),
    "a quote": ({"evidence": [{"quote": "Orlund frees"}]}, [
        ("evidence.0.quote", "evidence is a quote: run `kg anchor`")]),
    "an unknown field": ({"speakr": "orlund"}, [("speakr", "unknown field `speakr`")]),
    "another type than the fact has": ({"fact": "ister-talks", "type": "Conversation"}, [
        ("type", "two types for the fact `ister-talks`: `Conversation` in claim `wire-2031-03-24/new`, `Meeting` in "
         "claim `wire-2031-03-24/talks-stated`")]),
    "an id that another claim has": ({"id": "talks-stated"}, [
        ("id", "two claims with one id: `talks-stated`, first at sources/wire-2031-03-24.yaml:12:9")]),
}  # fmt: skip

# Of two claims that differ, it is the one that comes later by article and id which the checker refuses.
AT_THE_OTHER = ["another type than the fact has"]


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_stands_at_its_field(case: str, current: Current) -> None:
    changed, expected = FAULTS[case]
    answer = tried(current, SOUND | changed)
    assert wrong(answer) == expected
    assert answer["lacks"] == []
    refuses = not any(fault["warning"] for fault in answer["faults"]) and case not in AT_THE_OTHER
    assert bool(answer["effects"]) != refuses


def test_what_is_not_given_yet_is_lacking_and_no_fault(current: Current) -> None:
    root = current.project.root
    answer = tried(current, {"evidence": []})
    assert (answer["faults"], answer["lacks"]) == ([], ["fact", "type", "stance", "evidence"])
    answer = tried(current, {"type": "Meeting", "roles": {"participant": ["orlund"]}, "stance": "asserts"})
    assert (answer["faults"], answer["lacks"]) == ([], ["fact", "roles.participant"])
    assert answer["sentence"] == ""
    answer = tried(current, {"type": "Meeting", "roles": {"place": ["stolm"]}, "scope": "roles", "stance": "denies"})
    assert (answer["faults"], answer["lacks"]) == ([], ["fact"])
    without_id = with_claim(root, SOUND).replace("  - id: new\n    fact", "  - fact")
    answer = attempt(current, f"sources/{WIRE}.yaml", without_id, "")
    assert (answer["faults"], answer["lacks"], answer["effects"]) == ([], ["id"], [])


def test_a_claim_reads_before_it_has_a_fact_or_evidence(current: Current) -> None:
    answer = tried(current, SOUND | {"fact": None, "evidence": None, "said": None})
    assert answer["lacks"] == ["fact", "evidence"]
    assert answer["sentence"].endswith("Orlund and Velmark met between 2031-03-04 and 2031-03-10.")


def test_a_time_that_cannot_be_read_says_what_the_checker_says(current: Current) -> None:
    answer = tried(current, SOUND | {"when": "13 March"})
    hint = "write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"
    assert answer["times"]["when"] == f"no date: `13 March`; {hint}"
    assert answer["faults"] == [
        {"field": "when", "what": "no date: `13 March`", "hint": hint, "warning": False, "line": 107, "column": 11}
    ]


def test_an_entity_that_would_be_made_with_a_claim_is_known_to_it(current: Current) -> None:
    claim = SOUND | {"roles": {"participant": ["orlund", "umber"]}}
    assert wrong(tried(current, claim)) == [("roles.participant.1", "unknown entity `umber`")]
    entities = (current.project.sources / "entities.yaml").read_text("utf-8")
    answer = attempt(
        current, f"sources/{WIRE}.yaml", with_claim(current.project.root, claim), "new",
        others={"sources/entities.yaml": f"{entities}\number: {{kind: Country, name: Umber}}\n"},
    )  # fmt: skip
    assert answer["faults"] == []
    assert answer["effects"][0]["words"] == "This makes the meeting of Orlund and Umber one-sided."


def test_a_file_that_is_broken_says_so_at_no_field(current: Current) -> None:
    text = with_claim(current.project.root, SOUND) + "  - id: [\n"
    answer = attempt(current, f"sources/{WIRE}.yaml", text, "new")
    assert [fault["field"] for fault in answer["faults"]] == [""]
    assert answer["effects"] == []


@pytest.mark.parametrize(
    "field", ["id", "fact", "type", "roles", "when", "stance", "scope", "evidence", "values", "said"]
)
@pytest.mark.parametrize("value", ["*a", "!x y", "&a b", "[*a]", "{a: *a}", "[[x]]", "{x: {y: z}}", "", "[]"])
def test_odd_values_are_faults_and_never_more(field: str, value: str, current: Current) -> None:
    lines = {**dict.fromkeys(("fact", "stance"), "x"), "type": "Meeting", field: value}
    body = "\n".join(f"    {its}: {lines[its]}" for its in lines)
    text = (current.project.root / f"sources/{WIRE}.yaml").read_text("utf-8") + f"  -\n{body}\n"
    if field != "id":
        text += "    id: new\n"
    answer = attempt(current, f"sources/{WIRE}.yaml", text, "" if field == "id" else "new")
    assert answer["effects"] == []
    assert answer["faults"] or answer["lacks"]
    json.dumps(answer)


def test_a_reading_that_is_not_used_is_tried_as_if_it_were(tmp_path: Path) -> None:
    root = copied_strait(tmp_path)
    path = root / f"sources/{WIRE}.yaml"
    (root / f"sources/{WIRE}.ab.yaml").write_text(path.read_text("utf-8"), "utf-8")
    current = current_of(root)
    text = with_claim(root, SOUND)
    answer = attempt(current, f"sources/{WIRE}.ab.yaml", text, "new")
    assert answer["faults"] == []
    assert answer["effects"][0]["words"] == "This makes the meeting of Orlund and Velmark one-sided."


def test_nothing_is_written(tmp_path: Path) -> None:
    root = copied_strait(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    tried(current_of(root), SOUND)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
