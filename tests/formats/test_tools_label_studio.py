"""Label Studio: its JSON, both ways, read by its own SDK (`make labelstudio`); and exports that fit nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kg.evidence.article_text import digest
from tests.conftest import ROOT, missing
from tests.formats.tools_project import NEXT, TEXT, Desk, at, desk

SDK = ROOT / ".venv-labelstudio/bin/python"
HINT = "  hint: export the project as JSON, not as JSON-MIN or CSV, which lack what leads from region to region\n"


@pytest.fixture
def its(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return desk(tmp_path, capsys)


def by_sdk(out: Path, *more: str | Path) -> Any:
    """Read an export by the SDK, and give what the program prints."""
    if not SDK.exists():
        missing("labelstudio", "Label Studio's SDK is not here: no .venv-labelstudio (`make labelstudio`)")
    program = ROOT / "tests/formats/outside/label_studio.py"
    command = [SDK, program, out / "config.xml", out / "tasks.json", *more]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def region(id_: str, name: str, kind: str, what: list[str], words: str) -> dict[str, Any]:
    """A result as Label Studio writes it: offsets in code points, of which the first sign of the text is one."""
    start, end = at(words)
    text = {} if kind == "textarea" else {"text": words}
    value = {"start": start, "end": end, **text, "text" if kind == "textarea" else kind: what}
    return {"id": id_, "from_name": name, "to_name": "text", "type": kind, "value": value}


def relation(one: str, other: str, name: str, direction: str = "right") -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": direction, "labels": [name]}


def task(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "data": {"article": "talks", "text": TEXT},
        "annotations": [{"id": 3, "result": [*results], **more}],
    }


CLAIM = region("x1", "claim", "labels", ["Meeting"], "Ana Solberg met Lea Okafor")
FIELDS = (
    region("x1", "fact", "textarea", ["velm-talks"], "Ana Solberg met Lea Okafor"),
    region("x1", "stance", "choices", ["asserts"], "Ana Solberg met Lea Okafor"),
)
ANA = region("y1", "mention", "labels", ["Person"], "Ana Solberg")


def given(its: Desk, what: Any) -> Path:
    path = its.folder / "export.json"
    path.write_bytes(what if isinstance(what, bytes) else json.dumps(what).encode())
    return path


def test_regions_and_relations_are_those_of_the_documentation(its: Desk) -> None:
    (found,) = json.loads((its.exported("label-studio") / "tasks.json").read_text("utf-8"))
    assert (found["id"], found["data"]) == (1, {"article": "talks", "text": TEXT})
    results = found["annotations"][0]["result"]
    assert results[2:4] == [
        region("m2", "mention", "labels", ["Person"], "Ana Solberg"),
        region("m2", "entity", "textarea", ["ana-solberg"], "Ana Solberg"),
    ]
    words = "Ana Solberg met Lea Okafor\nin Velm"
    assert [each for each in results if each.get("id", "").startswith("c1") or each.get("from_id") == "c1"] == [
        region("c1", "claim", "labels", ["Meeting"], "Talks in Velm"),
        region("c1", "kind", "choices", ["headline"], "Talks in Velm"),
        region("c1-2", "claim", "labels", ["Meeting"], words),
        region("c1", "id", "textarea", ["narrated"], "Talks in Velm"),
        region("c1", "fact", "textarea", ["velm-talks"], "Talks in Velm"),
        region("c1", "stance", "choices", ["asserts"], "Talks in Velm"),
        relation("c1", "c1-2", "evidence"),
        relation("c1", "m2", "participant"),
        relation("c1", "m3", "participant"),
        relation("c1", "m1", "place"),
    ]


def test_the_sdk_takes_interface_and_annotations(its: Desk) -> None:
    found = by_sdk(its.exported("label-studio"), "JSON_MIN", its.folder / "min")
    assert found["wrong"] == [[]]
    assert {"Labels claim", "Labels mention", "Choices stance", "TextArea fact", "TextArea entity"} <= {
        *found["controls"]
    }
    assert "Meeting" in found["labels"]
    assert found["needs"] == ["text"]
    (least,) = json.loads((its.folder / "min/result.json").read_text("utf-8"))
    assert [(each["text"], each["labels"]) for each in least["claim"]] == [
        ("Talks in Velm", ["Meeting"]),
        ("Ana Solberg met Lea Okafor\nin Velm", ["Meeting"]),
        ("“We met,” Ana Solberg said", ["Meeting"]),
    ]
    assert its.refused("label-studio", its.folder / "min/result.json").endswith(HINT)


def test_the_sdk_finds_what_is_wrong(its: Desk) -> None:
    out = its.exported("label-studio")
    text = (out / "tasks.json").read_text("utf-8")
    (out / "tasks.json").write_text(text.replace('"asserts"', '"swears"').replace('"Person"', '"Robot"'), "utf-8")
    assert len(by_sdk(out)["wrong"][0]) > 2


def test_the_sdk_writes_other_formats(its: Desk) -> None:
    out = its.exported("label-studio")
    for format_ in ("CSV", "CONLL2003"):
        by_sdk(out, format_, its.folder / format_)
        (written,) = (its.folder / format_).iterdir()
        assert "Velm" in written.read_text("utf-8")


def test_what_was_annotated_comes_back_one_reading_a_user(its: Desk) -> None:
    one = task(
        CLAIM,
        *FIELDS,
        ANA,
        relation("y1", "x1", "participant", "left"),
        completed_by={"id": 4, "email": "ann@x.example"},
    )
    two = {"id": 4, "result": [CLAIM, relation("x1", "x1", "")][:1], "completed_by": 9}
    gone = {"id": 5, "result": [ANA], "was_cancelled": True}
    one["annotations"] += [two, gone]
    told = its.typed("import", "label-studio", given(its, [one]), "-o", its.folder / "back")
    assert told[0] == (
        "talks.ann-x-example.yaml: 1 claim by ann@x.example\n"
        "talks.label-studio-user-9.yaml: 1 claim by label-studio-user-9, 1 of them suggested\n"
        f"{NEXT}\n"
    )
    words = "Ana Solberg met Lea Okafor"
    evidence = f"    evidence:\n      - {{at: [17, 43], sha256: {digest(words)}}}\n"
    assert its.claims((its.folder / "back/talks.ann-x-example.yaml").read_text("utf-8")) == (
        "\n\n  - id: claim-1\n    fact: velm-talks\n    type: Meeting\n    roles: {participant: ana-solberg}\n"
        f"    stance: asserts\n{evidence}"
    )
    assert its.claims((its.folder / "back/talks.label-studio-user-9.yaml").read_text("utf-8")) == (
        f"\n\n  - id: claim-1\n    type: Meeting\n{evidence}    suggested: true\n"
    )


def test_a_relation_without_a_name_is_asked_about(its: Desk) -> None:
    unnamed = {**relation("x1", "y1", ""), "labels": None}
    its.typed("import", "label-studio", given(its, [task(CLAIM, *FIELDS, ANA, unnamed)]), "-o", its.folder / "back")
    written = its.claims((its.folder / "back/talks.yaml").read_text("utf-8"))
    assert written.startswith("\n\n  # nobody says what the mention at [17, 28] is to this claim\n  - id: claim-1\n")
    assert written.endswith("    suggested: true\n")


def test_evidence_is_followed_from_region_to_region_and_all_links_of_it_count(its: Desk) -> None:
    second = region("x2", "claim", "labels", ["Meeting"], "“We met,”")
    third = region("x3", "claim", "labels", ["Meeting"], "in Velm")
    chain = (relation("x1", "x2", "evidence"), relation("x2", "x3", "evidence"), relation("x3", "y1", "participant"))
    its.typed(
        "import",
        "label-studio",
        given(its, [task(CLAIM, *FIELDS, second, third, ANA, *chain)]),
        "-o",
        its.folder / "back",
    )
    written = its.claims((its.folder / "back/talks.yaml").read_text("utf-8"))
    assert "    roles: {participant: ana-solberg}\n" in written
    assert [digest(words) in written for words in ("Ana Solberg met Lea Okafor", "“We met,”", "in Velm")] == [True] * 3


def test_a_region_without_its_label_is_suggested(its: Desk) -> None:
    bare = {**CLAIM, "value": {**CLAIM["value"], "labels": []}}
    its.typed("import", "label-studio", given(its, [task(bare, *FIELDS)]), "-o", its.folder / "back")
    written = its.claims((its.folder / "back/talks.yaml").read_text("utf-8"))
    assert "type:" not in written
    assert written.endswith("    suggested: true\n")


def test_an_older_version_counted_code_units(its: Desk) -> None:
    moved = [
        {**each, "value": {**each["value"], "start": each["value"]["start"] + 1, "end": each["value"]["end"] + 1}}
        for each in (CLAIM, *FIELDS, ANA)
    ]
    results = [*moved, relation("x1", "y1", "participant")]
    its.typed("import", "label-studio", given(its, [task(*results)]), "-o", its.folder / "old")
    results = [CLAIM, *FIELDS, ANA, relation("x1", "y1", "participant")]
    its.typed("import", "label-studio", given(its, [task(*results)]), "-o", its.folder / "new")
    assert (its.folder / "old/talks.yaml").read_bytes() == (its.folder / "new/talks.yaml").read_bytes()
    mixed = [moved[0], *FIELDS, ANA]
    assert its.refused("label-studio", given(its, [task(*mixed)])) == (
        "export.json:1:1: region `x1`: other words stand there in the text\n"
        "  hint: is it the text that was annotated?\n"
    )


def _with(results: list[dict[str, Any]], **value: Any) -> list[dict[str, Any]]:
    """The results, the first of them with another value."""
    return [{**results[0], "value": {**results[0]["value"], **value}}, *results[1:]]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (b"[{", "export.json:1:3: its JSON breaks off"),
        (b"{}", "export.json:1:1: not of this format: Expected `array`, got `object`"),
        ([{"id": 1}], "export.json:1:1: not of this format: Object missing required field `data`"),
        ([task(*_with([CLAIM], end=500))], "export.json:1:1: region `x1`: position 500 is outside the text, "
         "which has 101 code points"),
        ([task(*_with([CLAIM], end=17))], "export.json:1:1: a span from 17 to 17, where the text has 101 characters"),
        ([task(*_with([CLAIM], end=40))], "export.json:1:1: region `x1`: other words stand there in the text"),
        ([task({**CLAIM, "value": {"labels": ["Meeting"]}})], "export.json:1:1: region `x1` has no `start` and `end`"),
        ([task(CLAIM, relation("x1", "y9", "place"))], "export.json:1:1: a relation to no region: `y9`"),
        ([task(CLAIM, ANA, relation("y1", "x1", "place"))], "export.json:1:1: `place` leads to no mention: `x1`"),
        ([task(CLAIM, FIELDS[0], {**CLAIM, "id": "x2"}, relation("x2", "x1", "evidence"))],
         "export.json:1:1: region `x1` is evidence of another, and has a `fact` of its own"),
        ([task(CLAIM, {**CLAIM, "id": "x2"}, relation("x1", "x2", "evidence"), relation("x2", "x1", "evidence"))],
         "export.json:1:1: region `x1` is evidence of what is evidence of it"),
        ([], "nothing is annotated there"),
    ],
)  # fmt: skip
def test_what_fits_nothing_is_refused_with_its_place(its: Desk, what: Any, said: str) -> None:
    assert its.refused("label-studio", given(its, what)).partition("\n")[0] == said
