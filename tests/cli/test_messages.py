"""Messages that a newcomer meets: commands that can be copied, paths and options named as they were typed."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

import kg
from kg.base.disk import WriteError
from kg.cli import main as cli
from kg.cli.verbs import app
from kg.graph.graph import Graph
from kg.report.timeline import Timeline
from kg.view import Drawn

Capture = pytest.CaptureFixture[str]
NAMES = ["Vallée d Été", "O'Brien", "a;b", "$HOME", "*", "a&b", 'the "river"', "plain"]


def said(capsys: Capture, *words: str, code: int = 2) -> str:
    capsys.readouterr()
    assert cli.run([*words]) == code
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.mark.parametrize("name", NAMES)
def test_the_next_step_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    line = said(capsys, "init", name, code=0).splitlines()[-1]
    assert shlex.split(line.removeprefix("next: ")) == ["kg", "build", "--project", name]


@pytest.mark.parametrize("name", NAMES)
def test_the_project_above_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, name: str
) -> None:
    root = tmp_path / name
    assert cli.run(["init", str(root)]) == 0
    (deep := root / "sources" / "deep").mkdir()
    for folder, above in ((root / "sources", ".."), (root / "texts", ".."), (deep, "../..")):
        monkeypatch.chdir(folder)
        hint = f"there is one in `{above}`: go there, or `--project {above}`"
        for words in (["facts"], ["check"], ["build"], ["view", "-o", "x.html"]):
            assert said(capsys, *words) == f"no project in `.`: `kg.toml` is missing\n  hint: {hint}\n"
    monkeypatch.chdir(tmp_path)
    for path in (Path(name, "sources"), deep):
        above = str(root if path.is_absolute() else name)
        hint = f"hint: there is one in `{above}`: go there, or `--project {shlex.quote(above)}`\n"
        assert said(capsys, "facts", "--project", str(path)).endswith(hint)
    assert said(capsys, "facts").endswith("hint: `kg init DIR` makes a project\n")


def writers() -> list[str]:
    """Name every verb that takes `-o`."""
    verbs: Any = typer.main.get_command(app)
    return sorted(name for name, verb in verbs.commands.items() if any("-o" in its.opts for its in verb.params))


# What a verb needs besides `-o`.
WORDS = {"adjudicate": ["a.yaml", "b.yaml"], "count": ["--by", "type"], "export": ["jsonl"]}
ANYWHERE = ("adjudicate",)  # verbs on files that need lie in no project


@pytest.mark.parametrize("verb", writers())
def test_output_that_cannot_be_written_is_refused_before_any_work(
    strait: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, verb: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "file").write_text("kept", "utf-8")
    (kept := tmp_path / "kept.svg").write_text("kept", "utf-8")
    kept.chmod(0o444)
    (tmp_path / "link.svg").symlink_to("none/v.svg")
    (tmp_path / "folder.svg").symlink_to("out")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr("kg.cli.options.opened", lambda *_, **__: pytest.fail("work is done"))
    long = "x" * 300
    for output, message in (
        ("../nodir/v.svg", "no such folder: `../nodir`\n  hint: make it, or name another\n"),
        ("../nodir/deep/v.svg", "no such folder: `../nodir/deep`\n  hint: make it, or name another\n"),
        ("../out", "`../out` is a folder\n  hint: name a file in it\n"),
        (".", "`.` is a folder\n  hint: name a file in it\n"),
        ("../folder.svg", "`../folder.svg` is a folder\n  hint: name a file in it\n"),
        ("../file/v.svg", "`../file` is a file, where a folder is expected\n  hint: make it, or name another\n"),
        ("../link.svg", f"no such folder: `{tmp_path / 'none'}`\n  hint: make it, or name another\n"),
        (
            "../kept.svg",
            "cannot be written: `../kept.svg`: it is read-only\n  hint: what stood there is as it was\n",
        ),
        (f"{long}.svg", "File name too long\n"),
    ):
        project = () if verb in ANYWHERE else ("--project", str(strait.project.root))
        told = said(capsys, verb, *WORDS.get(verb, []), "-o", output, *project, code=1)
        assert message.split("\n")[0] in told
        assert "hint: " in told
        if output[0] != "x":
            assert told == message
    assert list((tmp_path / "here").iterdir()) == []


def test_a_folder_is_no_file_and_a_file_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert cli.run(["init", str(tmp_path / "p")]) == 0
    monkeypatch.chdir(tmp_path / "p")
    (Path("sources") / "more").mkdir()
    Path("sources", "x y").mkdir()
    Path("sources", "x y", "a.yaml").write_text("a", "utf-8")
    folder = "is a folder, where a file is expected\n  hint: "
    for asked, hint in (
        ("sources", "name its files: sources/*.yaml"),
        ("sources/more", "name a file in it"),
        ("sources/x y", "name its files: 'sources/x y'/*.yaml"),
    ):
        assert said(capsys, "anchor", asked, "--texts", "texts") == f"`{asked}` {folder}{hint}\n"
        assert said(capsys, "anchor", asked, "--texts", "texts", "--repair") == f"`{asked}` {folder}{hint}\n"
        assert said(capsys, "show", asked) == f"`{asked}` {folder}name a file in it\n"
    for words, path in (
        (["check", "--texts", "kg.toml"], "kg.toml"),
        (["build", "--texts", "kg.toml"], "kg.toml"),
        (["facts", "--texts", "kg.toml"], "kg.toml"),
        (["facts", "--project", "kg.toml"], "kg.toml"),
        (["build", "--project", "/dev/null"], "/dev/null"),
    ):
        assert said(capsys, *words).startswith(f"`{path}` is a file, where a folder is expected\n  hint: name ")


@pytest.mark.parametrize("name", ["Dagny Orr", "dagny orr", "DAGNY  ORR", "Dagny-Orr"])
def test_an_entity_that_is_called_by_its_name_is_meant(
    strait: Graph, tmp_path: Path, capsys: Capture, name: str
) -> None:
    at = ("--project", str(strait.project.root))
    expected = f"no such entity: `{name}`\n  hint: did you mean `dagny-orr`?\n"
    for words in (
        ["explain", name, "x"], ["between", name, "x"], ["view", "--focus", name, "-o", str(tmp_path / "v.html")],
        ["facts", "--entity", name], ["facts", "--speaker", name], ["timeline", name],
    ):  # fmt: skip
        assert said(capsys, *words, *at, code=1) == expected
    hint = "`dagny-orr` is an entity: `kg explain A B` explains what names two, `kg facts --entity dagny-orr` lists all"
    for fact in (name, "dagny-orr"):
        assert said(capsys, "explain", fact, *at, code=1) == f"no such fact: `{fact}`\n  hint: {hint}\n"


def test_a_voice_that_is_called_by_its_name_is_meant(strait: Graph, capsys: Capture) -> None:
    name = strait.teller.name("velmark")
    for option in ("--voice", "--without"):
        told = said(capsys, "facts", option, name, "--project", str(strait.project.root), code=1)
        assert told.endswith(f"`{name}`\n  hint: did you mean `velmark`?\n")


def test_a_fact_is_no_entity(strait: Graph, capsys: Capture) -> None:
    fact = min(strait.account.facts)
    told = said(capsys, "explain", fact, "dagny-orr", "--project", str(strait.project.root), code=1)
    assert told == f"no such entity: `{fact}`\n  hint: it is a fact: `kg explain {fact}`\n"


def test_many_entities_are_not_listed(strait: Graph, capsys: Capture) -> None:
    at = ("--project", str(strait.project.root))
    for words in (["facts", "--entity", "zzzzz"], ["explain", "zzzzz", "x"], ["facts", "--speaker", "zzzzz"]):
        told = said(capsys, *words, *at, code=1)
        assert told == "no such entity: `zzzzz`\n  hint: the files in `sources/` list them\n"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["query", ""], "TEXT or NAME"), (["query", "met", ""], "PARAMETER=VALUE"), (["explain", ""], "FACT or A"),
        (["explain", "a", ""], "B"), (["anchor", "a", ""], "FILE"), (["check", ""], "PATH"), (["show", ""], "FILE"),
        (["init", ""], "DIR"), (["timeline", ""], "ENTITY"), (["between", "a", ""], "B"),
    ],
)  # fmt: skip
def test_an_empty_argument_is_named_plainly(capsys: Capture, words: list[str], name: str) -> None:
    assert said(capsys, *words).startswith(f"`{name}` is empty\n")


@pytest.mark.parametrize(
    ("option", "value", "what"),
    [
        ("--on", "2031-02-30", "no such day: `2031-02-30`"), ("--known-by", "tomorrow", "no date: `tomorrow`"),
        ("--known-by", "2031-01-01/..", "no last day in `2031-01-01/..`"), ("--between", "x/y", "no date: `x/y`"),
        ("--between", "2031-02-01/2031-01-01", "ends before it starts: `2031-02-01/2031-01-01`"),
        ("--without", "publisher:x", "no such sort of source: `publisher:`"),
        ("--without", "x", "no such article, outlet, voice or relay: `x`"),
    ],
)  # fmt: skip
def test_an_option_is_named_as_it_is_typed(strait: Graph, capsys: Capture, option: str, value: str, what: str) -> None:
    code = 1 if value == "x" else 2
    told = said(capsys, "facts", option, value, "--project", str(strait.project.root), code=code)
    assert told.startswith(f"`{option}`: {what}\n")
    name = option.removeprefix("--").replace("-", "_")
    with pytest.raises(Exception, match=f"^`{name}`: ") as caught:
        strait.slice(**{name: value})  # type: ignore[arg-type] # these options take a text
    assert str(caught.value).startswith(f"`{name}`: {what}\n")


def test_certainly_alone_is_named_as_it_is_typed(strait: Graph, capsys: Capture) -> None:
    told = said(capsys, "facts", "--certainly", "--project", str(strait.project.root))
    assert told.startswith("`--certainly`: of which days?\n")


@pytest.mark.parametrize("make", [Graph.view, Graph.timeline])
def test_a_folder_that_is_not_there_is_told_where_a_page_or_picture_is_saved(
    make: Callable[[Graph], Drawn | Timeline], tmp_path: Path
) -> None:
    assert cli.run(["init", str(tmp_path / "p")]) == 0
    assert cli.run(["build", "--project", str(tmp_path / "p")]) == 0
    graph = kg.open(tmp_path / "p")
    (tmp_path / "file").touch()
    for where, message in {
        "nodir/x.svg": "no such folder: `{}/nodir`\n  hint: make it, or name another",
        "file/x.svg": "`{}/file` is a file, where a folder is expected\n  hint: make it, or name another",
    }.items():
        with pytest.raises(WriteError) as caught:
            make(graph).save(tmp_path / where)
        assert str(caught.value) == message.format(tmp_path)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ("x 2024", "`A`: no date: `x`\n  hint: write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"),
        ("2024 y", "`B`: no date: `y`\n  hint: write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"),
        ("2024-02-30 2024", "`A`: no such day: `2024-02-30`\n  hint: 2024-02 has 29 days"),
        ("2023 2024-01/..", "`B`: no last day in `2024-01/..`\n  hint: write a day: YYYY-MM-DD"),
        ("2024 2023", "`2023` is before `2024`\n  hint: give the earlier day first"),
    ],
)
def test_a_bad_day_of_a_diff_is_told_by_its_argument(days: str, message: str, tmp_path: Path, capsys: Capture) -> None:
    assert cli.run(["init", str(tmp_path / "p")]) == 0
    assert cli.run(["build", "--project", str(tmp_path / "p")]) == 0
    assert said(capsys, "diff", *days.split(), "--project", str(tmp_path / "p")) == f"{message}\n"


@pytest.mark.parametrize("verb", ["check", "build", "facts"])
def test_the_folder_that_one_is_in_may_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, verb: str
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert said(capsys, verb, code=1) == (
        "cannot go on: the folder in which `kg` was started is no longer there\n"
        "  hint: go to one that is (`cd`), or name whole paths: `--project /…`\n"
    )
