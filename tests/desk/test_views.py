"""One article as a page shows it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.desk.annotating.sources import Current
from kg.desk.annotating.views import article_view
from tests.desk.trying import WIRE, copied_strait, current_of, with_claim


@pytest.fixture
def current(tmp_path: Path) -> Current:
    return current_of(copied_strait(tmp_path))


def test_a_sound_article(current: Current) -> None:
    found = article_view(current, WIRE, with_text=True)
    path = current.project.sources / f"{WIRE}.yaml"
    assert (found["name"], found["file"], found["version"]) == (
        WIRE, f"sources/{WIRE}.yaml", hashlib.sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip
    assert found["head"] == {
        "title": "Orlund frees the crew of the Amarant", "publisher": "northern-wire", "published": "2031-03-24",
        "language": "en", "publisher_name": "Northern Wire",
    }  # fmt: skip
    assert (found["direction"], found["problem"], found["state"], found["faults"]) == ("ltr", "", "checked", [])
    assert found["text"].startswith("Orlund frees the crew")
    assert found["sentences"][:2] == [[0, 36, "claim"], [38, 245, "claim"]]
    assert found["kinds"] == [[0, 36, "headline"]]
    first = found["claims"][0]
    assert first["claim"] == {
        "id": "talks-stated", "fact": "ister-talks", "type": "Meeting",
        "roles": {"participant": ["ilse-marwen", "dagny-orr"], "place": ["ister"], "topic": ["strait-pilotage"]},
        "when": "2031-03-22", "speaker": ["kestria-foreign-ministry", "orlund-foreign-ministry"],
        "document": "joint-statement-2031-03-24", "stance": "asserts", "mode": "indirect",
        "evidence": [{"at": [76, 245], "sha256": "68d314fe63a2ded31b5cc93974cf18807b2f3ebef5dc24326a30205ca3415cc3"}],
    }  # fmt: skip
    assert {key: its for key, its in first.items() if key != "claim"} == {
        "line": 12, "status": "on-record", "contested": False, "suggested": False, "faults": [],
        "words": "Foreign Ministry of Kestria and Foreign Ministry of Orlund, in Northern Wire of 2031-03-24: "
        "Ilse Marwen and Dagny Orr met in Ister on 2031-03-22.",
    }  # fmt: skip
    assert "text" not in article_view(current, WIRE)


def test_faults_stand_at_their_claims_and_the_rest_apart(current: Current) -> None:
    root = current.project.root
    claim = {"fact": "x", "type": "Meeting", "roles": {"participant": ["orlund", "velmarck"]}, "stance": "asserts"}
    text = with_claim(root, claim).replace("language: en", "language: en\n  titel: x")
    (root / f"sources/{WIRE}.yaml").write_text(text, "utf-8")
    found = article_view(current, WIRE)
    assert [[fault["field"] for fault in its["faults"]] for its in found["claims"][-2:]] == [
        [], ["roles.participant.1"],
    ]  # fmt: skip
    assert [(fault["field"], fault["what"], fault["line"]) for fault in found["faults"]] == [
        ("", "a faulty head refuses all claims of its article: 10", 1), ("", "unknown field `titel`", 7),
    ]  # fmt: skip
    assert (found["claims"][0]["words"], found["claims"][0]["status"], found["state"]) == ("", "", "complete")


def test_of_two_claims_with_one_id_the_first_is_told(current: Current) -> None:
    root = current.project.root
    claim = {"id": "talks-stated", "fact": "x", "type": "Meeting", "roles": {"participant": ["orlund", "velmark"]}}
    (root / f"sources/{WIRE}.yaml").write_text(with_claim(root, {**claim, "stance": "asserts"}), "utf-8")
    first, *_, last = article_view(current, WIRE)["claims"]
    assert first["words"].endswith("met in Ister on 2031-03-22.")
    assert (last["words"], [fault["field"] for fault in last["faults"]]) == ("", ["id"])


def test_what_is_suggested_is_marked_and_counts_for_nothing(current: Current) -> None:
    root = current.project.root
    (root / f"sources/{WIRE}.yaml").write_text(with_claim(root, {"stance": "asserts", "suggested": True}), "utf-8")
    last = article_view(current, WIRE)["claims"][-1]
    assert (last["suggested"], last["words"], last["faults"]) == (True, "", [])


def test_an_article_without_a_title_has_no_headline(current: Current) -> None:
    path = current.project.sources / f"{WIRE}.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("  title:")), "utf-8")
    assert article_view(current, WIRE)["kinds"] == []


def test_a_text_that_is_not_there_says_what_to_do(current: Current) -> None:
    (current.project.root / f"texts/{WIRE}.txt").unlink()
    found = article_view(current, WIRE, with_text=True)
    assert (found["text"], found["sentences"], found["kinds"]) == ("", [], [])
    assert found["problem"].startswith(f"no such text: `{WIRE}.txt`: ")
    assert Current(current.project, None).text(current.document(WIRE)) == (
        None, "there is no folder of texts: name it with `--texts DIR`",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- a\n", "article: [\n", "claims: {}\n", "article: x\nclaims: y\n"]
)
def test_a_broken_file_is_shown_with_what_is_wrong(text: str, current: Current) -> None:
    (current.project.sources / f"{WIRE}.yaml").write_text(text, "utf-8")
    found = article_view(current, WIRE)
    assert all(its["claim"] == {} and its["words"] == "" for its in found["claims"])
    assert found["faults"]
    json.dumps(found)


def test_a_text_from_right_to_left(current: Current) -> None:
    path = current.project.root / f"texts/{WIRE}.txt"
    path.write_text("التقى الوزيران في الميناء يوم الاثنين، قالت الوزارة (AP).", "utf-8")
    assert article_view(current, WIRE)["direction"] == "rtl"
