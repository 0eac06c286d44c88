"""One run tells every fault, whatever else is wrong with the same record, and none that merely follows from another."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg import ontology
from kg.annotation.reader import read
from kg.check import check
from tests.conftest import ROOT

ITS = ontology.load(ROOT / "ontology")
ENTITIES = """\
ann: {kind: Person, name: Ann Arbor, links: {member-of: north}}
bo: {kind: Person, name: Bo Berg, links: {member-of: south}}
cy: {kind: Persn, name: Cy Clay, links: {member-of: nowhere}, side: rome}
north: {kind: Country, name: North}
south: {kind: Country, name: South}
rome: {kind: Place, name: Rome}
gazette: {kind: Organization, name: The Gazette}
"""
TEXT = "Ann met Bo in Rome."
SHA = hashlib.sha256(TEXT[:7].encode()).hexdigest()
PAPER = f"""\
article:
  title: Ministers meet
  publisher: gazete
  published: 2024-02-30
  text: {{file: paper.txt, sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}, characters: {len(TEXT)}}}
claims:
  - id: one
    fact: talks
    type: Meeting
    roles: {{participant: [ann, cy, bob], place: ann}}
    when: 2023-02-30
    speaker: [anne]
    stance: asserts
    part-of: nothing-known
    evidence: [{{at: [0, 7], sha256: {SHA}}}, {{at: [9, 9], sha256: {SHA}}}, {{at: [8, 10], sha256: {SHA}}}]
  - id: one
    fact: talks
    type: Visit
    roles: {{agent: [ann], Guests: [bo], host: [BAD ID]}}
    stance: asserted
    fulfils: dinner
    mode: imagined
    evidence: [{{row: "7"}}, {{at: [8], sha256: {SHA}}}, {{at: [5, 900], sha256: {SHA}}}]
  - id: sound
    fact: dinner
    type: Meeting
    roles: {{participant: [cy, bo]}}
    stance: asserts
    part-of: talks
    evidence: [{{at: [0, 7], sha256: {SHA}}}]
"""


def told(folder: Path, files: dict[str, str]) -> list[str]:
    """The faults of files below a folder, with the text of the paper beside them."""
    (folder / "paper.txt").write_text(TEXT, "utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    found = check([read(folder / name, folder) for name in files], ITS, folder)
    claims_in = sum(text.count("fact: ") + text.count('{"claim"') for text in files.values())
    assert (len(found.claims), found.refused) == (0, claims_in)
    assert found.faults == sorted(set(found.faults))
    return [f"{fault.place.line}:{fault.place.column} {fault.fault}" for fault in found.faults]


def test_faults_of_all_stages_come_in_one_run(tmp_path: Path) -> None:
    assert told(tmp_path, {"entities.yaml": ENTITIES, "paper.yaml": PAPER}) == [
        "3:12 unknown kind `Persn`",
        "3:53 unknown entity `nowhere`",
        "3:69 `cy`: `side` takes no Place, `rome` is one",
        "1:1 a faulty head refuses all claims of its article: 3",
        "3:14 unknown entity `gazete`",
        "4:14 no such day: `2024-02-30`",
        *(f"{lines + 6}:{column} {fault}" for lines, column, fault in OF_CLAIMS),
    ]


OF_CLAIMS = [  # line and column below `claims:`
    (4, 36, "unknown entity `bob`"),
    (4, 49, "`talks`: `place` takes a Place, `ann` is a Person"),
    (5, 11, "no such day: `2023-02-30`"),
    (6, 15, "unknown entity `anne`"),
    (8, 14, "unknown fact `nothing-known`"),
    (9, 109, "evidence [9, 9] is empty; the text has 19 characters"),
    (9, 214, "the text has changed: the words at [8, 10] have another hash"),
    (10, 9, "two claims with one id: `one`, first at paper.yaml:7:9"),
    (12, 11, "two types for the fact `talks`: `Meeting` in claim `paper/one`, `Visit` in claim `paper/one`"),
    (13, 27, "unknown role `Guests`"),
    (13, 48, "no id: `BAD ID`"),
    (14, 13, "unknown stance `asserted`"),
    (15, 14, "warning: `talks` fulfils `dinner`, which no claim announces"),
    (16, 11, "unknown mode `imagined`"),
    (17, 22, "a row in an article that somebody read"),
    (17, 33, "expected two numbers, found 1"),
    (17, 118, "evidence [5, 900] ends past the text's 19 characters"),
]


def test_a_control_character_hides_no_other_fault(tmp_path: Path) -> None:
    found = told(tmp_path, {"entities.yaml": ENTITIES, "paper.yaml": PAPER + "    note: a\x07b\n"})
    assert "31:12 control character U+0007" in found
    assert len([fault for fault in found if not fault.startswith("31:")]) == 6 + len(OF_CLAIMS)


def line(sort: str, **fields: object) -> str:
    return json.dumps({sort: {name.replace("_", "-"): value for name, value in fields.items()}}) + "\n"


def test_faults_of_all_stages_come_in_one_run_of_json_lines(tmp_path: Path) -> None:
    head = {"id": "paper", "title": "T", "publisher": "gazete", "published": "2024-13"}
    its = {"article": "paper", "type": "Meeting", "stance": "asserts", "evidence": [{"at": [3, 3], "sha256": SHA}]}
    lines = [
        line("entity", id="gazette", kind="Organization", name="The Gazette"),
        line("entity", id="ann", kind="Person", nam="Ann", links={"member-of": "nowhere"}),
        line("entity", id="bo", kind="Person", name="Bo", side=["x"], links={"membr-of": "ann"}),
        line("article", **head),
        line("claim", id="a", fact="talks", roles={"participant": ["ann", "bo"], "place": ["bo"]}, when="x", **its),
        line("claim", id="b", fact="talks", roles={"participant": ["ann"]}, said="2024-02-30", **its),
    ]
    (tmp_path / "a.jsonl").write_text("".join(lines), "utf-8")
    found = check([read(tmp_path / "a.jsonl", tmp_path)], ITS)
    assert (len(found.claims), found.refused, list(found.entities)) == (0, 2, ["gazette"])
    assert sorted(f"{fault.place.line} {fault.fault}" for fault in found.faults) == sorted([
        "2 no `name`",
        "2 `links.member-of[0]`: unknown entity `nowhere`",
        "2 unknown field `nam`",
        "3 `side`: expected text, found a list",
        "3 unknown link `membr-of`",
        "4 `published`: no such month: `2024-13`",
        "4 `publisher`: unknown entity `gazete`",
        "5 `talks`: `place` takes a Place, `bo` is a Person",
        "5 `evidence[0].at`: evidence [3, 3] is empty",
        "5 `when`: no date: `x`",
        "6 `talks`: `participant` takes at least 2, here is 1",
        "6 `evidence[0].at`: evidence [3, 3] is empty",
        "6 `said`: no such day: `2024-02-30`",
    ])  # fmt: skip


HEAD = "article: {title: T, publisher: gazette, published: 2024-03-05}\nclaims:\n"
SOUND = """\
ann: {kind: Person, name: Ann Arbor}
bo: {kind: Person, name: Bo Berg}
gazette: {kind: Organization, name: The Gazette}
"""
SPAN = f"    evidence: [{{at: [0, 7], sha256: {SHA}}}]\n"


def of(tmp_path: Path, claims: str, entities: str = SOUND, head: str = HEAD) -> list[str]:
    for name, text in (("entities.yaml", entities), ("paper.yaml", head + claims)):
        (tmp_path / name).write_text(text, "utf-8")
    found = check([read(tmp_path / name, tmp_path) for name in ("entities.yaml", "paper.yaml")], ITS)
    return [fault.fault for fault in found.faults]


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ("type: Meeting\n    roles: {participants: [ann, bo]}", ["unknown role `participants`"]),
        ("type: Meeting\n    role: {participant: [ann, bo]}", ["unknown field `role`"]),
        ("type: Meeting\n    roles: [ann, bo]", ["expected a mapping, found a list"]),
        ("type: Meeting\n    roles: {participant: {a: ann}}", ["expected a list, found a mapping"]),
        ("type: Meeting\n    roles: {participant: [Ann, bo]}", ["no id: `Ann`"]),
        ("type: Meeting\n    roles: [ann]\n    scope: roles", ["expected a mapping, found a list"]),
        ("type: Meeting\n    roles: {participant: ann}\n    scope: role", ["unknown scope `role`"]),
        ("type: Metting\n    roles: {participant: [ann, bo]}", ["unknown fact type `Metting`"]),
        ("type: Meeting\n    roles: {participant: [ann, bo]}\n    speaker: [Ann]", ["no id: `Ann`"]),
        ("roles: {participant: [ann, bo]}", ["no `type`"]),
    ],
)
def test_nothing_is_told_that_only_follows_from_another_fault(tmp_path: Path, fields: str, faults: list[str]) -> None:
    first = f"  - id: a\n    fact: talks\n    stance: asserts\n    {fields}\n" + SPAN
    other = "  - id: b\n    fact: lunch\n    type: Meeting\n    roles: {participant: [ann, bo]}\n"
    other += "    stance: asserts\n    part-of: talks\n" + SPAN
    assert of(tmp_path, first + other) == faults


MEETING = "  - {id: a, fact: talks, type: Meeting, stance: asserts, roles: {participant: [ann, bo]}, evidence: "
MEETING += f"[{{at: [0, 7], sha256: {SHA}}}]}}\n"


@pytest.mark.parametrize(
    ("entity", "fault"),
    [
        ("bo: {kind: Persn, name: Bo}", "unknown kind `Persn`"),
        ("bo: {kind: Person}", "no `name`"),
        ("bo: Person", "expected a mapping, found text"),
        ("bo: {kind: Person, name: Bo, anonymous: perhaps}", "neither true nor false: `perhaps`"),
        ("bo: {kind: Person, name: Bo, links: {member-of: BAD}}", "no id: `BAD`"),
    ],
)
def test_an_entity_with_a_fault_is_known_to_those_that_name_it(tmp_path: Path, entity: str, fault: str) -> None:
    others = "ann: {kind: Person, name: Ann, links: {member-of: bo}, side: bo}\n"
    others += "gazette: {kind: Organization, name: The Gazette}\n"
    assert of(tmp_path, MEETING, others + entity) == [fault]


@pytest.mark.parametrize("field", ["url: gopher", "language: 12345", "retrieved: 2024-02-30", "text: {file: ../x}"])
def test_a_head_with_a_fault_hides_none_of_its_claims(tmp_path: Path, field: str) -> None:
    head = HEAD.replace("}", f", {field}}}", 1) if "text" not in field else HEAD.replace("}\n", f", {field}}}\n", 1)
    found = of(tmp_path, MEETING.replace("bo]", "bob]").replace("[0, 7]", "[7, 7]"), head=head)
    assert {"unknown entity `bob`", "evidence [7, 7] is empty"} <= set(found)
    assert not [fault for fault in found if "published" in fault or "row" in fault]


TABLE = "article: {coded-by: gazette, publisher: gazette, published: /2024-03-05%s}\nclaims:\n"
WITH_TEXT = f", text: {{file: paper.txt, sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}, characters: {len(TEXT)}}}"
FORGED = "a span in what nobody read: `paper` is coded by `gazette` and names no text"
AT = f"at: [0, 7], sha256: {SHA}"


@pytest.mark.parametrize(
    ("head", "evidence", "faults"),
    [
        (HEAD, 'row: "7"', ["a row in an article that somebody read"]),
        (HEAD, f"{AT}}}, {{row: '7'", ["a row in an article that somebody read"]),
        (TABLE % "", AT, [FORGED]),
        (TABLE % "", f"{AT}, quote: Ann met", [FORGED]),
        (TABLE % "", f"row: '7'}}, {{{AT}", [FORGED]),
        (TABLE % "", "quote: Ann met", ["evidence is a quote: run `kg anchor`"]),
        (TABLE % "", f"row: '7', {AT}", ["a row has no `at`"]),
        (TABLE % "", 'row: "7"', []),
        (TABLE % "", f'row: "7", sha256: {SHA}', []),
        (TABLE % WITH_TEXT, AT, []),
        (TABLE % WITH_TEXT, f"{AT}}}, {{row: '7'", []),
        (TABLE % ", text: {file: ../x}", AT, ["a faulty head refuses all claims of its article: 1"]),
        (TABLE.replace("coded-by: gazette", "coded-by: BAD") % "", 'row: "7"', ["no id: `BAD`"]),
    ],
)
def test_rows_and_spans(tmp_path: Path, head: str, evidence: str, faults: list[str]) -> None:
    claims = MEETING[: MEETING.index("[{at")] + f"[{{{evidence}}}]}}\n"
    found = of(tmp_path, claims, head=head)
    assert set(faults) <= set(found)
    assert [fault for fault in found if "span in" in fault or "row" in fault] == [
        fault for fault in faults if "span in" in fault or "row" in fault
    ]
    if not faults:
        assert found == []
