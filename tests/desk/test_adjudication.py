"""A third annotation of two: agreed claims taken over, the rest marked, nothing built that nobody decided."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import kg
from kg.annotation.reader import read
from kg.base.installing import to_install
from kg.base.project import find
from kg.builder import pipeline
from kg.cli.main import run
from kg.desk.agreements.adjudication import adjudicate, taking
from kg.desk.agreements.agreement import compare
from kg.desk.agreements.readings import read_both
from tests.conftest import ROOT
from tests.desk.test_agreement import Desk, claim

STRAIT = ROOT / "tests/projects/strait"
NAME = "wire-2031-03-03"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def strait(tmp_path: Path) -> Path:
    """A project with two readings of an article: the second says otherwise in two claims, and lacks one."""
    root = tmp_path / "strait"
    shutil.copytree(STRAIT, root)
    own = root / f"sources/{NAME}.yaml"
    text = own.read_text("utf-8").replace("  language: en\n", "  language: en\n  annotator: tr\n")
    own.unlink()
    (root / f"sources/{NAME}.ab.yaml").write_text(text, "utf-8")
    start, end = text.index("  - id: accusation"), text.index("  - id: boarding-declined")
    other = text.replace("annotator: tr", "annotator: cd").replace("place: gull-rock", "place: harl-strait")
    other = other[:start] + other[end:]
    other = other.replace("stance: declines", "stance: denies", 1).replace("fact: marwen-demand", "fact: her-demand")
    (root / f"sources/{NAME}.cd.yaml").write_text(other, "utf-8")
    return root


def decided(root: Path, *words: str) -> int:
    files = [str(root / f"sources/{NAME}.{name}.yaml") for name in ("ab", "cd")]
    return run(["adjudicate", *files, "-o", str(root / f"sources/{NAME}.yaml"), *words])


@pytest.mark.parametrize(
    ("was", "spoilt", "number"),
    [("\nclaims:", "\nclaim:", "8 claims"), ("stance: declines", "stance: declin", "1 claim")],
)
def test_claims_with_a_fault_are_told(
    strait: Path, capsys: pytest.CaptureFixture[str], was: str, spoilt: str, number: str
) -> None:
    path = strait / f"sources/{NAME}.ab.yaml"
    path.write_text(path.read_text("utf-8").replace(was, spoilt, 1), "utf-8")
    assert decided(strait) == 0
    assert f"{number} of `{path}` suggested or with a fault: left out; see `kg check`\n" in capsys.readouterr().err


def test_the_third_file_is_one_that_check_accepts(strait: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decided(strait) == 0
    path = strait / f"sources/{NAME}.yaml"
    assert capsys.readouterr().err == (
        f"5 claims agreed, 2 to decide between two versions, 1 of one annotator alone to decide on\nwrote {path}\n"
        "next: take `suggested: true` away from what is right; delete the rest; then `kg check`\n"
    )
    built = pipeline.build(find(strait))
    assert built.faults == []
    assert built.counts["suggested"] == 5
    claims = [key for key in kg.open(strait).claims if key.startswith(f"{NAME}/")]
    assert len(claims) == 5
    assert run(["check", "--project", str(strait)]) == 0


def test_a_third_file_that_no_build_takes_says_so(strait: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(strait / f"sources/{NAME}.{name}.yaml") for name in ("ab", "cd")]
    assert run(["adjudicate", *files, "-o", str(strait / f"sources/{NAME}.both.yaml"), "--take", "A"]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"not built while it is called so: name it `{NAME}.yaml`, or choose it in kg.toml: "
        f'`readings = {{{NAME} = "both"}}`'
    )


WRITTEN = """\
# Adjudicated from x.ab.yaml (A) and x.cd.yaml (B).
article:
  title: A visit
  publisher: the-paper
  published: 2023-12-14
  annotator: "ab, cd"

claims:

  - id: both
    fact: talks
    type: Talks
    stance: asserts
    evidence:
      - {at: [0, 10], sha256: HASH}

  # To decide: keep one of the next two claims without its `suggested: true`, and delete the other.
  # B (cd) calls it claim their-own and fact trip.
  # roles: A (ab) says place: rome | B (cd) says nothing
  # stance: A (ab) says asserts | B (cd) says denies
  - id: differs
    fact: visit
    type: Talks
    roles: {place: rome}
    stance: asserts
    evidence:
      - {at: [100, 110], sha256: HASH}
    annotator: ab
    suggested: true

  # As B (cd):
  - id: their-own
    fact: visit
    type: Talks
    stance: denies
    evidence:
      - {at: [100, 110], sha256: HASH}
    annotator: cd
    suggested: true

  # Waits for what is decided on visit: then take its mark away too.
  - id: part
    fact: lunch
    type: Talks
    stance: asserts
    part-of: visit
    evidence:
      - {at: [200, 210], sha256: HASH}
    suggested: true

  # To decide: only B (cd) has this claim: take its `suggested: true` away, or delete it.
  - id: both-2
    fact: dinner
    type: Talks
    stance: asserts
    evidence:
      - {at: [300, 310], sha256: HASH}
    annotator: cd
    suggested: true
""".replace("HASH", "0" * 64)


def differing(desk: Desk) -> None:
    lunch = claim("part", 200, fact="lunch", more=", part-of: {}")
    desk.write(
        claim("both", 0) + claim("differs", 100, more=", roles: {place: rome}", fact="visit")
        + lunch.replace("{}", "visit"),
        claim("first", 0).replace("first", "both") + claim("their-own", 100, "denies", fact="trip")
        + lunch.replace("{}", "trip") + claim("both2", 300, fact="dinner").replace("both2", "both"),
    )  # fmt: skip


def test_the_third_file_word_for_word(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    differing(desk)
    text = desk.b.read_text("utf-8")
    assert text.count("id: both,") == 2
    desk.b.write_text(text.replace("id: both,", "id: both-of-b,", 1), "utf-8")  # as ids are unique in a file
    assert run(["adjudicate", "x.ab.yaml", "x.cd.yaml", "-o", "x.yaml"]) == 0
    written = WRITTEN.replace("  - id: both\n", "  # B (cd) calls it claim both-of-b.\n  - id: both\n")
    assert (desk.folder / "x.yaml").read_text("utf-8") == written
    assert read(desk.folder / "x.yaml", desk.folder).faults == ()


@pytest.mark.parametrize(
    ("words", "stances", "summary"),
    [
        (("A",), ["both asserts", "differs asserts", "part asserts"], "2 claims agreed, 1 taken as said, 1 left out"),
        (
            ("B",), ["both asserts", "differs denies", "part asserts", "dinner asserts"],
            "2 claims agreed, 1 taken as said",
        ),
        (
            ("A", "stance=B"), ["both asserts", "differs denies", "part asserts"],
            "2 claims agreed, 1 taken as said, 1 left out",
        ),
        (
            ("stance=B",), ["both asserts"],
            "2 claims agreed, 1 to decide between two versions, 1 of one annotator alone to decide on",
        ),
    ],
)  # fmt: skip
def test_what_is_taken_is_decided(desk: Desk, words: tuple[str, ...], stances: list[str], summary: str) -> None:
    differing(desk)
    desk.b.write_text(desk.b.read_text("utf-8").replace("id: both, fact: dinner", "id: dinner, fact: dinner"), "utf-8")
    found = adjudicate(compare(*read_both(desk.a, desk.b)), taking(words))
    path = desk.folder / "x.yaml"
    path.write_text(found.text, "utf-8")
    document = read(path, desk.folder)
    assert document.faults == ()
    assert [f"{its.id} {its.stance.value}" for its in document.claims] == stances
    assert found.summary == summary
    assert {its.fact for its in document.claims} <= {"talks", "visit", "lunch", "dinner"}


def test_nothing_is_written_over_without_being_asked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    differing(desk)
    desk.b.write_text(desk.b.read_text("utf-8").replace("id: both, fact: dinner", "id: dinner, fact: dinner"), "utf-8")
    before = desk.a.read_bytes()
    assert desk.run("adjudicate", "-o", str(desk.a)) == 2
    assert capsys.readouterr().err == (
        f"there is a file already: `{desk.a}`\n  hint: name another, or write over it: `--replace`\n"
    )
    assert desk.a.read_bytes() == before
    assert desk.run("adjudicate", "-o", str(desk.folder / "y.yaml")) == 0
    assert capsys.readouterr().err.splitlines()[0] == (
        "`y.yaml` is an annotation of `y` by its name; of `x` is `x.yaml`"
    )
    assert desk.run("adjudicate", "-o", str(desk.folder / "y.yaml"), "--replace") == 0
    assert desk.run("adjudicate", "-o", "-") == 0
    assert capsys.readouterr().out == (desk.folder / "y.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("C", "`--take C`: neither A nor B\n  hint: write `--take A`, or `--take stance=B`\n"),
        ("stanse=A", "no such field: `stanse`\n  hint: did you mean `stance`?\n"),
        ("stance=", "`--take stance=`: neither A nor B\n  hint: write `--take A`, or `--take stance=B`\n"),
    ],
)
def test_what_can_be_taken(desk: Desk, word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    differing(desk)
    assert desk.run("adjudicate", "-o", "-", "--take", word) == 2
    assert capsys.readouterr().err == said


def test_odd_words_are_written_so_that_they_are_read_again(desk: Desk) -> None:
    note = 'a: b # c \\u2028 “x” 🏴 \\\\ \\" [y] {z}, 12:30, no'
    desk.write(
        claim("a", 0, more=f', note: "{note}", qualifier: "~"'), claim("a", 0, more=f', note: "{note}", qualifier: "~"')
    )
    path = desk.folder / "x.yaml"
    assert desk.run("adjudicate", "-o", str(path)) == 0
    (mine,), (theirs,) = read(desk.a, desk.folder).claims, read(path, desk.folder).claims
    assert (theirs.note, theirs.qualifier) == (mine.note, mine.qualifier)


def test_a_third_file_needs_no_nltk_and_agreement_says_how_it_is_installed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write(claim("a", 0) + claim("b", 90), claim("a", 0) + claim("b", 90, "denies"))
    for name in ("nltk", "nltk.metrics", "nltk.metrics.agreement"):
        monkeypatch.setitem(sys.modules, name, None)
    assert desk.run("adjudicate", "-o", "-") == 0
    assert desk.run("agree", "--format", "csv") == 0
    capsys.readouterr()
    assert desk.run("agree") == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"nltk is not installed\n  hint: {to_install('nltk')}\n")


def test_what_only_an_unnamed_annotator_says_is_not_said_to_be_the_other_s(strait: Path) -> None:
    own = strait / f"sources/{NAME}.ab.yaml"
    text = own.read_text("utf-8").replace("  annotator: tr\n", "")
    own.unlink()
    (first := strait / f"sources/{NAME}.yaml").write_text(text, "utf-8")
    second = strait / f"sources/{NAME}.cd.yaml"
    third = strait / "third.yaml"
    assert run(["adjudicate", str(first), str(second), "-o", str(third), "--take", "A"]) == 0
    document = read(third, strait)
    assert document.article is not None
    assert document.article.annotator is None
    named = {claim.id: claim.annotator for claim in document.claims}
    assert (named["accusation"], named["boarding-declined"]) == (None, "cd")


def test_what_judgements_call_one_is_no_difference(strait: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (strait / f"sources/{NAME}.{name}.yaml" for name in ("ab", "cd"))
    text = first.read_text("utf-8")
    second.write_text(
        text.replace("ilse-marwen", "i-marwen").replace("fact: marwen-demand", "fact: her-demand"), "utf-8"
    )
    with (strait / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("i-marwen: {kind: Person, name: I. Marwen}\n")
    (strait / "kg.toml").write_text(f'{(strait / "kg.toml").read_text("utf-8")}readings = {{{NAME} = "ab"}}\n', "utf-8")
    assert run(["agree", str(first), str(second)]) == 0
    assert "i-marwen" in capsys.readouterr().out
    judged = "- {same: [ilse-marwen, i-marwen], by: im, day: 2031-05-01}\n"
    (strait / "sources/identity.yaml").write_text(judged, "utf-8")
    assert run(["agree", str(first), str(second)]) == 0
    assert capsys.readouterr().err == "they differ in nothing\n"
    assert decided(strait) == 0
    third = read(strait / f"sources/{NAME}.yaml", strait)
    assert (third.suggested, len(third.claims)) == (0, 8)
    assert "i-marwen" not in (strait / f"sources/{NAME}.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["kg.toml", "ontology/strait.ttl", "texts/wire-2031-03-03.txt", "notes.docx", "n.yaml"]
)
def test_what_is_no_annotation_is_never_written_over(
    strait: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = strait / name
    path.parent.mkdir(exist_ok=True)
    if not path.is_file():
        path.write_text("a: note of my own\n", "utf-8")
    before = path.read_bytes()
    files = [str(strait / f"sources/{NAME}.{reading}.yaml") for reading in ("ab", "cd")]
    assert run(["adjudicate", *files, "-o", str(path), "--replace"]) == 2
    assert capsys.readouterr().err == (
        f"`{path}` is no annotation of an article: nothing is written over it\n"
        "  hint: name another file, or take this one away\n"
    )
    assert path.read_bytes() == before
    path.write_bytes(b"")
    assert run(["adjudicate", *files, "-o", str(path), "--replace"]) == 0, "what is empty costs nothing"


def test_neither_of_the_two_is_written_over(strait: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = [strait / f"sources/{NAME}.{reading}.yaml" for reading in ("ab", "cd")]
    (strait / "link.yaml").symlink_to(one)
    before = one.read_bytes(), other.read_bytes()
    for path in (one, other, strait / "link.yaml"):
        assert run(["adjudicate", str(one), str(other), "-o", str(path), "--replace"]) == 2
        assert f"`{path}` is one of the two annotations: it stays as it is" in capsys.readouterr().err
    assert (one.read_bytes(), other.read_bytes()) == before


@pytest.mark.parametrize("name", ["entities", "wire-2031-03-11"])
def test_what_is_of_something_else_is_never_written_over(
    strait: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = strait / f"sources/{name}.yaml"
    before = path.read_bytes()
    files = [str(strait / f"sources/{NAME}.{reading}.yaml") for reading in ("ab", "cd")]
    assert run(["adjudicate", *files, "-o", str(path), "--replace"]) == 2
    assert capsys.readouterr().err == (
        f"`{name}.yaml` is an annotation of `{name}` by its name; of `{NAME}` is `{NAME}.yaml`\n"
        "  hint: name another file: what stands there is of something else, and stays\n"
    )
    assert path.read_bytes() == before
