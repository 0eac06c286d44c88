"""What is true of exports for all annotation tools: whose words they hold, where they go, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import run
from kg.formats.tools import incoming
from tests.formats.tools_project import ENTITIES, Desk, desk

TOOLS = ("brat", "inception", "label-studio")
tools = pytest.mark.parametrize("tool", TOOLS)
OURS = "it holds the articles' texts, which are their publishers': see that they do not get where they must not\n"


@pytest.fixture
def its(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return desk(tmp_path, capsys)


@tools
def test_the_texts_must_be_named(its: Desk, tool: str) -> None:
    _, err = its.typed("export", tool, "-o", its.folder / "out", code=2)
    assert err.endswith(
        "this format carries the articles' texts, which are not given\n  hint: name them: `--texts DIR`\n"
    )
    (its.folder / "empty").mkdir()
    _, err = its.typed("export", tool, "-o", its.folder / "out", "--texts", its.folder / "empty", code=2)
    assert err == "none of the articles has its text there\n  hint: `--texts DIR` names the folder of the texts\n"


@tools
def test_the_words_stay_outside_the_repository_unless_told(its: Desk, tool: str) -> None:
    texts = ("--texts", its.project / "texts")
    out = its.project / "handed"
    _, err = its.typed("export", tool, "-o", out, *texts, code=1)
    assert err.endswith(
        "`project/handed` lies inside the repository, and would hold the articles' texts\n"
        "  hint: name a folder outside, or say `--inside`\n"
    )
    assert not out.exists()
    (its.folder / ".git").mkdir()
    _, err = its.typed("export", tool, "-o", its.folder / "beside", *texts, code=1)
    assert err.startswith("`beside` lies inside the repository")
    _, err = its.typed("export", tool, "-o", out, *texts, "--inside")
    assert err == f"wrote project/handed\n{OURS}"


@tools
def test_it_is_a_folder_written_whole_and_over_itself_only(its: Desk, tool: str) -> None:
    texts = ("--texts", its.project / "texts")
    out = its.exported(tool)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert its.exported(tool) == out
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    (out / "mine.txt").write_text("mine")
    _, err = its.typed("export", tool, "-o", out, *texts, code=1)
    assert err.startswith("`out` holds other things, which would be lost: `mine.txt`\n")
    assert (out / "mine.txt").read_text() == "mine"
    _, err = its.typed("export", tool, "-o", "-", *texts, code=2)
    assert err == f"`{tool}` is a folder of files\n  hint: name the folder to write\n"


def test_what_was_annotated_in_brat_is_not_written_over(its: Desk) -> None:
    out = its.exported("brat")
    worked_on = out / "talks.ann"
    worked_on.write_text(f"{worked_on.read_text('utf-8')}T900\tPerson 0 3\tThe\n", "utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    _, err = its.typed("export", "brat", "-o", out, "--texts", its.project / "texts", code=1)
    assert err == (
        "`out/talks.ann` is kept: somebody may have gone on with it\n"
        "  hint: take it back with `kg import`, then name another folder, or take this one away\n"
    )
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_other_formats_do_not_take_the_option(its: Desk) -> None:
    _, err = its.typed("export", "csv", "-o", its.folder / "out.csv", "--inside", code=2)
    assert err.endswith(
        "`--inside` is for formats that carry the articles' texts\n  hint: use brat, inception or label-studio\n"
    )


@tools
def test_what_is_left_out_is_told(its: Desk, tool: str) -> None:
    rows = (
        "article: {title: Rows, publisher: herald, published: 2031-03-06, coded-by: herald}\n"
        "claims:\n  - {id: r, fact: row-talks, type: Meeting, roles: {participant: [ana-solberg, lea-okafor]}, "
        "stance: asserts, evidence: [{row: '1'}]}\n"
    )
    (its.project / "sources/rows.yaml").write_text(rows)
    lost = (its.project / "sources/talks.yaml").read_text("utf-8").replace("talks.txt", "lost.txt")
    (its.project / "sources/lost.yaml").write_text(lost.replace("velm-talks", "other-talks"), "utf-8")
    run(["build", "--project", str(its.project)])
    _, err = its.typed("export", tool, "-o", its.folder / "out", "--texts", its.project / "texts")
    assert err == (
        "1 claim left out: nobody read what stands behind, and no span shows it\n"
        "1 article left out, whose text is not there: lost\n"
        f"wrote out\n{OURS}"
    )


@tools
def test_a_text_that_has_changed_is_not_handed_over(its: Desk, tool: str) -> None:
    (its.project / "texts/talks.txt").write_text("Something else altogether.")
    run(["build", "--project", str(its.project)])
    _, err = its.typed("export", tool, "-o", its.folder / "out", "--texts", its.project / "texts", code=1)
    assert err == (
        "`talks.txt` is not the text that was annotated as `talks`\n"
        "  hint: put that version there, or move the evidence: `kg anchor --repair`\n"
    )


@tools
def test_a_slice_hands_over_what_it_keeps(its: Desk, tool: str) -> None:
    other = (its.project / "sources/talks.yaml").read_text("utf-8").replace("velm-talks", "late-talks")
    (its.project / "sources/late.yaml").write_text(other.replace("2031-03-05", "2031-04-05"), "utf-8")
    texts = ("--texts", its.project / "texts")
    out = its.folder / "out"
    its.typed("export", tool, "-o", out, *texts, "--known-by", "2031-03-31")
    words = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert ("velm-talks" in words, "late-talks" in words) == (True, False)


@tools
def test_nothing_is_written_over_a_file(its: Desk, tool: str) -> None:
    out = its.exported(tool)
    its.typed("import", tool, out, "-o", its.folder / "back")
    before = (its.folder / "back/talks.yaml").read_bytes()
    _, err = its.typed("import", tool, out, "-o", its.folder / "back", code=2)
    assert err == (
        "`back/talks.yaml` is kept: somebody may have gone on with it\n"
        "  hint: name another folder, or take this file away\n"
    )
    assert (its.folder / "back/talks.yaml").read_bytes() == before


@tools
def test_an_import_that_was_stopped_midway_can_be_made_again(its: Desk, tool: str) -> None:
    text = (its.project / "sources/talks.yaml").read_text("utf-8")
    (its.project / "sources/late.yaml").write_text(text.replace("velm-talks", "late-talks"), "utf-8")
    out = its.exported(tool)
    its.typed("import", tool, out, "-o", its.folder / "back")
    whole = {path.name: path.read_bytes() for path in (its.folder / "back").iterdir()}
    assert sorted(whole) == ["late.yaml", "talks.yaml"]
    (its.folder / "back/talks.yaml").unlink()
    its.typed("import", tool, out, "-o", its.folder / "back")
    assert {path.name: path.read_bytes() for path in (its.folder / "back").iterdir()} == whole
    (its.folder / "back/talks.yaml").unlink()
    (its.folder / "back/late.yaml").write_text("mine", "utf-8")
    _, err = its.typed("import", tool, out, "-o", its.folder / "back", code=2)
    assert err.startswith("`back/late.yaml` is kept: somebody may have gone on with it\n")
    assert [path.read_text("utf-8") for path in (its.folder / "back").iterdir()] == ["mine"]


@tools
def test_what_comes_back_builds_the_same_graph(its: Desk, tool: str) -> None:
    its.typed("import", tool, its.exported(tool), "-o", its.folder / "back", "--format", "json")
    explained = its.typed("explain", "velm-talks", "--format", "json")
    (its.folder / "back/talks.yaml").replace(its.project / "sources/talks.yaml")
    assert its.typed("check", "--texts", its.project / "texts")[0] == ""
    run(["build", "--project", str(its.project)])
    assert its.typed("explain", "velm-talks", "--format", "json") == explained


@tools
def test_faults_of_what_somebody_typed_there_are_told(its: Desk, tool: str) -> None:
    out = its.exported(tool)
    for path in out.iterdir():
        path.write_bytes(path.read_bytes().replace(b"lea-okafor, gazette", b"Lea Okafor, gazette"))
    said, err = its.typed("import", tool, out, "-o", its.folder / "back", code=1)
    assert said == "talks.yaml: 2 claims\n"
    hint = "  hint: allowed: a-z, 0-9, -; for example `lea-okafor`\n"
    assert err == f"wrote back/talks.yaml\nback/talks.yaml:25:11: no id: `Lea Okafor`\n{hint}"


def test_a_folder_is_named_that_can_be_one(its: Desk) -> None:
    out = its.exported("brat")
    _, err = its.typed("import", "brat", out, "-o", "-", code=2)
    assert err == "a folder is written, and stdout is none\n  hint: name a folder\n"
    _, err = its.typed("import", "brat", out, "-o", out / "talks.txt", code=2)
    assert err == "no folder can be at `out/talks.txt`: File exists\n  hint: name another\n"


def test_claims_of_one_id_are_told_apart_however_many(its: Desk) -> None:
    out = its.exported("brat")
    (out / "talks.ann").write_text(
        "".join(
            f"T{number}\tMeeting 29 32\tmet\nE{number}\tMeeting:T{number}\n"
            f"#{number}\tAnnotatorNotes E{number}\t{note}\n"
            for number, note in enumerate(
                ["id: a", "id: a", "id: a-2", "id: a", "fact: f", "id: claim-2", "fact: f"], 1
            )
        )
    )
    its.typed("import", "brat", out, "-o", its.folder / "back")
    written = (its.folder / "back/talks.yaml").read_text("utf-8")
    ids = [line.split()[-1] for line in written.splitlines() if line.startswith("  - id:")]
    assert ids == ["a", "a-2", "a-2-1", "a-3", "claim-1", "claim-2", "claim-3"]
    assert "  # called `a`, as another claim is\n  - id: a-2\n" in written


def test_more_than_a_file_may_hold_is_not_written(its: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    out = its.exported("brat")
    monkeypatch.setattr(incoming, "LIMIT", 100)
    assert its.refused("brat", out) == (
        "out/talks.ann:1:1: the 2 claims of `talks` are more than a file of annotations may hold\n"
        "  hint: annotate it in parts: a file has at most 100 bytes\n"
    )


def test_names_that_two_have_name_neither(its: Desk) -> None:
    also = "topic-velm: {kind: Topic, name: Velm}\n"
    (its.project / "sources/entities.yaml").write_text(ENTITIES + also, "utf-8")
    source = its.project / "sources/talks.yaml"
    source.write_text(source.read_text("utf-8").replace("place: velm}", "place: velm, topic: topic-velm}"), "utf-8")
    out = its.exported("brat")
    assert "roles: place=velm, topic=topic-velm |" in (out / "talks.ann").read_text("utf-8")
