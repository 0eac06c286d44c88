"""Changes that a page makes to annotation files: what they write, what they keep, and how they are undone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from kg.base.disk import ChangedError, WriteError
from kg.base.errors import KgError
from kg.desk.annotating.changes import Changed, Changes, ConflictError
from kg.desk.annotating.steps import MOST, NothingError, put

TEXT = "Ana Solberg met Marek Dunai. Orlund denied it. Nobody else was there.\n"
MET = "Ana Solberg met Marek Dunai."
DENIED = "Orlund denied it."
FILE = """\
# Read by two people.
article:
  title: Ferry talks # as printed
  published: 2031-03-10
  text: {file: a.txt}

claims:

  # The meeting
  - id: met # sure
    fact: talks
    type: Meeting
    roles: {participant: [ana-solberg, marek-dunai]}
    # the Courier's own
    stance: asserts
    evidence:
      - {at: [0, 28], sha256: 7c} # the first sentence
    note: >-
      two
      lines

  # The denial
  - {id: denied, fact: talks, stance: denies, speaker: orlund}
"""
MET_CLAIM: dict[str, Any] = {
    "id": "met", "fact": "talks", "type": "Meeting", "roles": {"participant": ["ana-solberg", "marek-dunai"]},
    "stance": "asserts", "evidence": [{"at": [0, 28]}], "note": "two lines",
}  # fmt: skip
DENIED_CLAIM: dict[str, Any] = {"id": "denied", "fact": "talks", "stance": "denies", "speaker": ["orlund"]}


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


class Desk:
    """A folder with one article, and the changes made to it."""

    def __init__(self, folder: Path, file: str | bytes = FILE, annotator: str = "") -> None:
        self.path = folder / "sources" / "a.yaml"
        self.path.parent.mkdir(exist_ok=True)
        (folder / "texts").mkdir(exist_ok=True)
        (folder / "texts" / "a.txt").write_text(TEXT, "utf-8")
        self.path.write_bytes(file if isinstance(file, bytes) else file.encode())
        self.changes = Changes(folder, self.path.parent, folder / "texts", annotator)

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    def apply(self, **change: Any) -> Changed:
        return self.changes.apply(self.path, change)

    def replace(self, was: dict[str, Any], **fields: Any) -> Changed:
        return self.apply(replace={"was": was, "claim": {k: v for k, v in {**was, **fields}.items() if v is not None}})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went, and lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return [its for its in old if its not in new], [its for its in new if its not in old]


def test_a_claim_is_added_at_the_end_with_the_hash_of_its_words(desk: Desk) -> None:
    claim = {
        "evidence": [{"at": [29, 46], "kind": "text"}], "stance": "denies", "fact": "talks", "type": "Meeting",
        "speaker": ["orlund"], "via": ["wire"], "roles": {"participant": ["ana-solberg"], "topic": []}, "when": "",
    }  # fmt: skip
    assert desk.apply(add=claim) == Changed("claim `talks-orlund` added", desk.path, "talks-orlund")
    assert desk.text.startswith(FILE.replace("{file: a.txt}", f"{{file: a.txt, sha256: {sha(TEXT)}, characters: 70}}"))
    assert desk.text.endswith(f"""\
  - {{id: denied, fact: talks, stance: denies, speaker: orlund}}

  - id: talks-orlund
    fact: talks
    type: Meeting
    roles: {{participant: [ana-solberg]}}
    speaker: orlund
    via: [wire]
    stance: denies
    evidence: [{{at: [29, 46], sha256: {sha(DENIED)}}}]
""")


def test_only_fields_that_differ_are_written(desk: Desk) -> None:
    told = desk.replace(MET_CLAIM, stance="suggests", when="2031-03-05", speaker=["a", "b"], note=None).told
    assert told == "claim `met` changed: `when`, `speaker`, `stance`, `note`"
    gone, come = difference(FILE, desk.text)
    assert gone == ["    stance: asserts", "    note: >-", "      two", "      lines"]
    assert come == ["    when: 2031-03-05", "    speaker: [a, b]", "    stance: suggests"]
    assert desk.text.index("    when: ") < desk.text.index("    speaker: ") < desk.text.index("    # the Courier's own")


def test_a_claim_in_braces_is_changed_in_place(desk: Desk) -> None:
    desk.replace(DENIED_CLAIM, speaker=None, when="2031", via=["wire"])
    assert difference(FILE, desk.text) == (
        ["  - {id: denied, fact: talks, stance: denies, speaker: orlund}"],
        ["  - {id: denied, fact: talks, when: 2031, via: [wire], stance: denies}"],
    )


def test_a_piece_of_evidence_that_stays_keeps_its_comment_and_what_stands_with_it(desk: Desk) -> None:
    pieces = [{"at": [0, 28]}, {"at": [29, 46], "kind": "caption"}]
    desk.replace(MET_CLAIM, evidence=pieces)
    gone, come = difference(FILE, desk.text)
    assert gone == ["  text: {file: a.txt}"]
    assert come[1:] == [f"      - {{at: [29, 46], sha256: {sha(DENIED)}, kind: caption}}"]
    desk.replace(MET_CLAIM | {"evidence": pieces}, evidence=pieces[1:])
    assert "the first sentence" not in desk.text  # a comment goes with its line
    assert "  # The denial" in desk.text


@pytest.mark.parametrize(
    ("pieces", "after"),
    [
        (
            "\n      # two\n      - {at: [0, 28], sha256: 7c} # one\n      - {at: [47, 69], sha256: 8d}\n",
            "\n      # two\n      - NEW\n      - {at: [0, 28], sha256: 7c} # one\n      - {at: [47, 69], sha256: 8d}\n",
        ),
        (
            " [\n      {at: [0, 28], sha256: 7c}, # one\n      {at: [47, 69], sha256: 8d}]\n",
            " [\n      NEW, {at: [0, 28], sha256: 7c}, # one\n      {at: [47, 69], sha256: 8d}]\n",
        ),
    ],
)
def test_a_piece_of_evidence_comes_before_those_that_are_there(tmp_path: Path, pieces: str, after: str) -> None:
    desk = Desk(tmp_path, FILE[: FILE.index("claims:")] + "claims:\n  - id: a\n    evidence:" + pieces)
    old = [{"at": [0, 28]}, {"at": [47, 69]}]
    desk.replace({"id": "a", "evidence": old}, evidence=[{"at": [29, 46]}, *old])
    assert desk.text.endswith(after.replace("NEW", f"{{at: [29, 46], sha256: {sha(DENIED)}}}"))


def test_a_claim_may_change_in_all_that_it_says(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FILE[: FILE.index("claims:")] + "claims:\n  - fact: f\n  - {fact: g}\n  - {}\n")
    for was, claim in (({"fact": "f"}, {"stance": "denies"}), ({"fact": "g"}, {"note": "n"}), ({}, {"fact": "h"})):
        desk.apply(replace={"was": was, "claim": claim})
    assert desk.text.endswith('claims:\n  - {stance: denies}\n  - {note: "n"}\n  - {fact: h}\n')


def test_a_claim_goes_with_the_comments_inside_it_and_those_above_stay(desk: Desk) -> None:
    assert desk.apply(remove={"was": MET_CLAIM}).told == "claim `met` taken away"
    assert desk.text == FILE[: FILE.index("  - id: met")] + FILE[FILE.index("\n  # The denial") :]
    desk.apply(remove={"was": DENIED_CLAIM})
    assert desk.text.endswith("claims: []\n\n  # The meeting\n\n  # The denial\n")
    desk.apply(add={"id": "new", "fact": "f"})
    assert "claims:\n  - id: new\n    fact: f\n\n  # The meeting\n" in desk.text


def test_sentences_are_ticked_off_and_ticks_taken_back(desk: Desk) -> None:
    assert desk.apply(nothing=[47, 69]).told == "ticked off: nothing about actors at [47, 69]"
    ticked = desk.text
    assert f"\n  no-claims:\n    - {{at: [47, 69], sha256: {sha('Nobody else was there.')}}}\n\nclaims:" in ticked
    assert not desk.apply(nothing=[47, 69]).is_changed
    desk.apply(nothing=[0, 28])
    desk.apply(something=[0, 28])
    assert desk.text == ticked
    desk.apply(something=[47, 69])
    assert "no-claims" not in desk.text
    assert not desk.apply(something=[47, 69]).is_changed


def test_the_head_is_changed(desk: Desk) -> None:
    assert desk.apply(head={"language": "en", "published": "2031-03-11", "title": "Ferry talks"}).told == (
        "head changed: `language`, `published`"
    )
    assert difference(FILE, desk.text) == (["  published: 2031-03-10"], ["  published: 2031-03-11", "  language: en"])
    desk.apply(head={"language": ""})
    assert "language" not in desk.text
    with pytest.raises(KgError, match="unknown field `titel` of the head"):
        desk.apply(head={"titel": "x"})


@pytest.mark.parametrize(
    ("file", "after"),
    [
        (None, "lea: {kind: Person, name: Lea}\n"),
        ("", "lea: {kind: Person, name: Lea}\n"),
        ("# who there is\n", "# who there is\nlea: {kind: Person, name: Lea}\n"),
        ("ana: {kind: Person, name: Ana}", "ana: {kind: Person, name: Ana}\nlea: {kind: Person, name: Lea}\n"),
        (
            "ana:\n  kind: Person # x\n  name: Ana\n",
            "ana:\n  kind: Person # x\n  name: Ana\nlea:\n  kind: Person\n  name: Lea\n",
        ),
    ],
    ids=["absent", "empty", "comment", "no-final-newline", "lines"],
)
def test_an_entity_is_added_and_undone_with_its_article(desk: Desk, file: str | None, after: str) -> None:
    entities = desk.path.with_name("entities.yaml")
    if file is not None:
        entities.write_text(file)
    done = desk.apply(entity={"id": "lea", "kind": "Person", "name": "Lea", "aliases": [], "links": {}, "side": ""})
    assert done == Changed("entity `lea` added", entities)
    assert entities.read_text() == after
    with pytest.raises(KgError, match="there is an entity `lea` already"):
        desk.apply(entity={"id": "lea", "kind": "Person", "name": "Lea"})
    assert desk.changes.undo(desk.path).told == "undone: entity `lea` added"
    assert (entities.read_text() if entities.exists() else None) == file
    desk.changes.redo(desk.path)
    assert entities.read_text() == after


@pytest.mark.parametrize(
    ("entity", "what"),
    [
        ({"id": "Lea K", "kind": "Person", "name": "Lea"}, "entity `Lea K`: no id: `Lea K`"),
        ({"id": "lea", "kind": "Ship", "name": "Lea"}, "entity `lea`: unknown kind `Ship`"),
        ({"id": "lea", "kind": "Person"}, "entity `lea`: no `name`"),
        ({"id": "lea", "kind": "Person", "name": "Lea", "linke": {}, "x": 1}, "entity `lea`: unknown field `x`"),
    ],
)
def test_an_entity_that_no_checker_would_take_is_not_written(desk: Desk, entity: dict[str, Any], what: str) -> None:
    with pytest.raises(KgError) as caught:
        desk.apply(entity=entity)
    assert caught.value.what == what
    assert not desk.path.with_name("entities.yaml").exists()


def test_changes_are_undone_and_done_again_byte_by_byte(desk: Desk) -> None:
    states = [desk.text]
    for change in ({"add": {"fact": "f"}}, {"nothing": [0, 28]}, {"remove": {"was": MET_CLAIM}}):
        desk.changes.apply(desk.path, change)
        states.append(desk.text)
    assert desk.changes.undoes(desk.path) == "claim `met` taken away"
    for state in reversed(states[:-1]):
        desk.changes.undo(desk.path)
        assert desk.text == state
    with pytest.raises(NothingError):
        desk.changes.undo(desk.path)
    assert (desk.changes.undoes(desk.path), desk.changes.redoes(desk.path)) == ("", "claim `f` added")
    for state in states[1:]:
        desk.changes.redo(desk.path)
        assert desk.text == state
    desk.changes.undo(desk.path)
    desk.apply(head={"language": "en"})
    with pytest.raises(NothingError):
        desk.changes.redo(desk.path)


def test_a_file_that_is_read_only_is_not_written(desk: Desk) -> None:
    desk.apply(add={"fact": "f"})
    before = desk.text
    desk.path.chmod(0o444)
    with pytest.raises(WriteError, match="it is read-only"):
        desk.apply(add={"fact": "g"})
    with pytest.raises(WriteError, match="it is read-only"):
        desk.changes.undo(desk.path)
    assert desk.text == before
    desk.path.chmod(0o644)
    desk.changes.undo(desk.path)
    assert desk.text == FILE


def test_what_another_program_wrote_is_not_undone(desk: Desk) -> None:
    desk.apply(nothing=[0, 28])
    theirs = desk.text + "# theirs\n"
    desk.path.write_text(theirs)
    with pytest.raises(ChangedError) as caught:
        desk.changes.undo(desk.path)
    assert caught.value.what == "another program has changed `a.yaml` since, and what it wrote is kept"
    assert desk.text == theirs
    desk.path.write_text(theirs.removesuffix("# theirs\n"))
    desk.changes.undo(desk.path)  # it is as it was left
    assert desk.text == FILE


def test_so_many_steps_are_kept_and_no_more(desk: Desk) -> None:
    for number in range(MOST + 2):
        desk.apply(head={"note": f"n{number}"})
    for _ in range(MOST):
        desk.changes.undo(desk.path)
    assert "note: n1\n" in desk.text
    with pytest.raises(NothingError):
        desk.changes.undo(desk.path)


def test_a_change_is_made_to_the_file_as_another_program_left_it(desk: Desk) -> None:
    desk.apply(head={"language": "en"})
    desk.path.write_text(desk.text.replace("speaker: orlund", "speaker: kestria") + "  - {id: theirs, fact: other}\n")
    done = desk.replace(MET_CLAIM, stance="suggests")
    assert done.is_merged
    assert done.told == (
        "claim `met` changed: `stance`; another program had changed the file meanwhile, and what it wrote is kept"
    )
    assert all(words in desk.text for words in ("kestria", "id: theirs", "stance: suggests"))
    assert not desk.replace(MET_CLAIM | {"stance": "suggests"}, stance="denies").is_merged


def test_a_claim_that_another_program_changed_is_a_conflict(desk: Desk) -> None:
    theirs = FILE.replace("stance: denies", "stance: declines")
    desk.path.write_text(theirs)
    with pytest.raises(ConflictError) as caught:
        desk.replace(DENIED_CLAIM, when="2031")
    assert caught.value.theirs == DENIED_CLAIM | {"stance": "declines"}
    assert caught.value.yours == DENIED_CLAIM | {"when": "2031"}
    assert str(caught.value) == (
        "claim `denied` was changed by another program meanwhile: nothing was written\n"
        "  hint: keep theirs, or yours, or both"
    )
    with pytest.raises(ConflictError) as caught:
        desk.apply(remove={"was": DENIED_CLAIM})
    assert caught.value.yours is None
    with pytest.raises(ConflictError) as caught:
        desk.replace({**DENIED_CLAIM, "id": "gone"}, when="2031")
    assert caught.value.theirs is None
    assert desk.text == theirs


@pytest.mark.parametrize("times", [1, 2])
def test_a_program_that_writes_between_reading_and_writing_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    left = [times]

    def meanwhile(path: Path, data: bytes, over: bytes | None) -> None:
        if left[0]:
            left[0] -= 1
            path.write_text(path.read_text() + f"# theirs {left[0]}\n")
        put(path, data, over)

    monkeypatch.setattr("kg.desk.annotating.changes.put", meanwhile)
    if times == 1:
        done = desk.replace(DENIED_CLAIM, stance="declines")
        assert done.is_merged
        assert "stance: declines" in desk.text
        assert desk.text.endswith("# theirs 0\n")
    else:
        with pytest.raises(ChangedError):
            desk.replace(DENIED_CLAIM, stance="declines")
        assert desk.text == FILE + "# theirs 1\n# theirs 0\n"


@pytest.mark.parametrize(
    ("at", "what"),
    [
        ([60, 71], "[60, 71] is outside the text, which has 70 code points"),
        ([9, 9], "at [9, 9] stand no words"),
        ([9, 3], "at [9, 3] stand no words"),
        ([28, 29], "at [28, 29] stand no words"),
        ([-1, 3], "`at` is no pair of offsets"),
        ([1.5, 3], "`at` is no pair of offsets"),
        ("0, 3", "`at` is no pair of offsets"),
        ([True, 3], "`at` is no pair of offsets"),
        (["9" * 99, 3], "`at` is no pair of offsets"),
    ],
)
def test_evidence_that_is_no_words_of_the_text_is_refused(desk: Desk, at: Any, what: str) -> None:
    for change in ({"add": {"fact": "f", "evidence": [{"at": at}]}}, {"nothing": at}):
        with pytest.raises(KgError) as caught:
            desk.changes.apply(desk.path, change)
        assert caught.value.what == what
    assert desk.text == FILE


def test_words_that_are_no_longer_those_that_were_selected_are_refused(desk: Desk) -> None:
    (desk.path.parents[1] / "texts" / "a.txt").write_text(f"Corrected. {TEXT}", "utf-8")
    claim = {"id": "denied", "fact": "talks"}
    for change in (
        {"add": {"fact": "f", "evidence": [{"at": [29, 46], "sha256": sha(DENIED)}]}},
        {"replace": {"was": DENIED_CLAIM, "claim": claim | {"evidence": [{"at": [29, 46], "sha256": sha(DENIED)}]}}},
        {"nothing": {"at": [29, 46], "sha256": sha(DENIED)}},
    ):
        with pytest.raises(KgError, match=r"at \[29, 46\] stand other words than were selected: the text has changed"):
            desk.changes.apply(desk.path, change)
    assert desk.text == FILE
    desk.apply(add={"id": "later", "fact": "f", "evidence": [{"at": [40, 57], "sha256": sha(DENIED)}]})
    desk.apply(nothing={"at": [58, 80], "sha256": sha("Nobody else was there.")})
    assert "at: [58, 80]" in desk.text


def test_a_text_that_has_changed_takes_no_evidence(desk: Desk) -> None:
    desk.apply(nothing=[0, 28])
    (desk.path.parents[1] / "texts" / "a.txt").write_text("Another.\n" + TEXT)
    before = desk.text
    with pytest.raises(KgError, match=r"the text has changed: `a\.txt` is not the version that was annotated"):
        desk.apply(add={"fact": "f", "evidence": [{"at": [0, 8]}]})
    assert desk.text == before
    desk.replace(MET_CLAIM, stance="suggests")  # which needs no text


@pytest.mark.parametrize(
    ("file", "head", "claim"),
    [
        ("article: {title: t}\nclaims: []\n", "article: {title: t, annotator: im}", "  - id: f\n    fact: f\n"),
        ("article: {title: t, annotator: im}\n", "annotator: im}", "  - id: f\n    fact: f\n"),
        ("article: {title: t, annotator: tr}\nclaims:\n", "annotator: tr}", "    fact: f\n    annotator: im\n"),
        ("article: {title: t}\nclaims: [{id: a}]\n", "article: {title: t}\n", ", {id: f, fact: f, annotator: im}]"),
        (
            "article: {title: t}\nclaims:\n- {id: s, suggested: true}\n", "article: {title: t, annotator: im}",
            "- id: f\n  fact: f\n",
        ),
    ],
    ids=["first", "own", "another", "later", "suggested"],
)  # fmt: skip
def test_who_made_a_claim_is_written_once(tmp_path: Path, file: str, head: str, claim: str) -> None:
    desk = Desk(tmp_path, file, annotator="im")
    desk.apply(add={"fact": "f"})
    assert head in desk.text
    assert desk.text.rstrip("\n").endswith(claim.rstrip("\n"))


def test_whoever_takes_a_suggestion_over_made_the_claim(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "article: {title: t, annotator: tr}\nclaims:\n- id: s\n  suggested: true\n  fact: f\n", "im")
    desk.replace({"id": "s", "suggested": "true", "fact": "f"}, suggested=None)
    assert desk.text == "article: {title: t, annotator: tr}\nclaims:\n- id: s\n  fact: f\n  annotator: im\n"


def test_ids_are_unique_in_the_file(desk: Desk) -> None:
    assert desk.changes.preview(desk.path, {"add": {"fact": "talks", "speaker": ["orlund"]}}).claim == "talks-orlund"
    assert desk.apply(add={"id": "met", "fact": "other"}).claim == "met-2"
    assert desk.apply(add={"type": "Meeting"}).claim == "meeting"
    assert desk.apply(add={"type": "Meeting"}).claim == "meeting-2"
    assert desk.replace(DENIED_CLAIM, id="no").claim == "no"
    with pytest.raises(KgError, match="there is a claim `met` already"):
        desk.replace(DENIED_CLAIM | {"id": "no"}, id="met")
    was = {name: its for name, its in MET_CLAIM.items() if name != "id"}
    done = desk.apply(replace={"was": MET_CLAIM, "claim": was | {"when": "2031"}})
    assert done.claim == "met"


def test_a_claim_that_is_there_is_not_added_again_for_its_annotator(tmp_path: Path) -> None:
    desk = Desk(tmp_path, annotator="jf")
    claim = {"id": "new", "fact": "talks"}
    desk.apply(add=claim)
    assert "    annotator: jf\n" in desk.text
    assert not desk.apply(add=claim).is_changed  # asked again, since the answer was lost
    assert desk.text.count("- id: new") == 1


def test_a_claim_that_is_there_is_not_added_again(desk: Desk) -> None:
    done = desk.apply(add=DENIED_CLAIM)
    assert (done.told, done.is_changed, desk.text) == ("claim `denied` is in the file already", False, FILE)


def test_what_an_annotation_file_cannot_hold_is_refused(desk: Desk) -> None:
    odd: list[tuple[dict[str, Any], str]] = [
        ({"add": {"fact": b"f"}}, "`add` holds what no annotation file can hold"),
        ({"add": {"fakt": "f"}}, "unknown field `fakt`"),
        ({"add": ["f"]}, "`add` is no mapping"),
        ({"add": {"fact": "f", "evidence": ["x"]}}, "a piece of evidence is no mapping"),
        ({"add": {"fact": "f", "evidence": [{"row": "1", "wher": 2}]}}, "unknown field `wher` of evidence"),
        ({"add": {"fact": "f"}, "remove": {}}, "a change is one thing"),
        ({}, "a change is one thing"),
    ]
    for change, what in odd:
        with pytest.raises(KgError) as caught:
            desk.changes.apply(desk.path, change)
        assert caught.value.what == what
    with pytest.raises(KgError, match=r"`b\.jsonl` is not edited here"):
        desk.changes.apply(desk.path.with_name("b.jsonl"), {"add": {"fact": "f"}})
    with pytest.raises(KgError, match="is not edited here"):
        desk.changes.apply(desk.path.parent / ".." / "a.yaml", {"add": {"fact": "f"}})
    assert desk.text == FILE


@pytest.mark.parametrize(
    ("file", "where"),
    [
        ("article: {title: t}\nclaims:\n\t- id: a\n", "sources/a.yaml:3:1"),
        ("article: {title: t}\nclaims: [{id: a}] # x\n...\nmore", "sources/a.yaml:4:1"),
        ("article: {title: t}\nclaims: &a []\n", "sources/a.yaml:2:9"),
        ("article: {title: t}\nclaims: text\n", "sources/a.yaml:2:9"),
        ("article: {title: t}\nclaims: [ # why\n]\n", "sources/a.yaml:2:8"),
        ("article: {title: t}\n...\n", "sources/a.yaml:3:1"),
    ],
    ids=["tab", "two documents", "anchor", "text", "comment in brackets", "end of document"],
)
def test_what_cannot_be_changed_in_place_is_refused_at_its_place(tmp_path: Path, file: str, where: str) -> None:
    desk = Desk(tmp_path, file)
    with pytest.raises(KgError) as caught:
        desk.apply(add={"fact": "f"})
    assert str(caught.value.place) == where
    assert desk.text == file


def test_line_ends_and_marks_stay(tmp_path: Path) -> None:
    desk = Desk(tmp_path, b"\xef\xbb\xbf" + FILE.rstrip("\n").replace("\n", "\r\n").encode())
    before = desk.path.read_bytes()
    desk.apply(add={"fact": "f"})
    desk.replace(MET_CLAIM, when="2031")
    desk.apply(nothing=[0, 28])
    data = desk.path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#")
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    assert not data.endswith(b"\n")
    for _ in range(3):
        desk.changes.undo(desk.path)
    assert desk.path.read_bytes() == before


def test_a_preview_writes_nothing(desk: Desk) -> None:
    text = desk.changes.preview(desk.path, {"add": {"fact": "f"}}).text
    assert text == FILE + "\n  - id: f\n    fact: f\n"
    assert desk.text == FILE
    assert desk.changes.undoes(desk.path) == ""
