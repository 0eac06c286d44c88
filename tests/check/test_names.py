"""Names of files and folders that are not UTF-8, or too long: named, escaped, and refused, wherever they stand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import kg
from kg.base.errors import KgError, UsageError
from kg.cli import main as cli
from kg.cli.new_project import start

WHAT = "the name of this file is no UTF-8\n  hint: call it something else\n"
ODD = {
    b"queries/\xff.rq": "queries/\\udcff.rq",
    b"queries/what-\xe9.txt": "queries/what-\\udce9.txt",
    b"texts/Zo\xeb.txt": "texts/Zo\\udceb.txt",
    b"sources/\xff.txt": "sources/\\udcff.txt",
    b"sources/\xff/notes.md": "sources/\\udcff",
    b"sources/\xff/a.yaml": "sources/\\udcff",
    b"sources/deep/er/\xff": "sources/deep/er/\\udcff",
    b"ontology/notes-\xc3.md": "ontology/notes-\\udcc3.md",
    b"\xed\xa0\x80": "\\udced\\udca0\\udc80",
    b"docs/\xc0\xaf": "docs/\\udcc0\\udcaf",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names") / "p"
    start(folder, "https://example.org/p/")
    return folder


@pytest.mark.parametrize("name", ODD)
def test_a_name_that_is_no_utf_8_is_refused_wherever_it_is(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: bytes
) -> None:
    project = Path(shutil.copytree(made, tmp_path / "p"))
    (path := project / os.fsdecode(name)).parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    said = []
    for verb in ("check", "build"):
        assert cli.run([verb, "--project", str(project)]) == 1
        captured = capsys.readouterr()
        said.append(captured.out + captured.err)
    assert all(f"{ODD[name]}:1:1: {WHAT}" in each for each in said), said


def test_names_in_a_folder_of_texts_outside_and_what_is_hidden(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Path(shutil.copytree(made, tmp_path / "p"))
    (project / ".git").mkdir()
    (project / ".git" / "\udcff").touch()
    assert cli.run(["check", "--project", str(project)]) == 0
    capsys.readouterr()
    texts = Path(shutil.copytree(project / "texts", tmp_path / "t"))
    (texts / "\udcff.txt").touch()
    assert cli.run(["check", "--project", str(project), "--texts", str(texts)]) == 1
    assert f"{texts}/\\udcff.txt:1:1: {WHAT}" in capsys.readouterr().out


LONG = "n" * 300
LINES = [
    ("facts", "--project", LONG), ("check", "--project", LONG), ("check", "--store", "--project", LONG),
    ("build", "--project", LONG), ("help", "--project", LONG), ("check", LONG), ("check", f"{LONG}/a.yaml"),
    ("build", "--texts", LONG), ("check", "--texts", LONG), ("facts", "--texts", LONG), ("init", LONG),
    ("init", f"{LONG}/p"), ("init", f"p2/{LONG}/p"), ("anchor", LONG, "--texts", "texts"),
    ("anchor", "sources/river-talks-2024-03-13.yaml", "--texts", LONG), ("show", LONG), ("show", f"{LONG}.yaml"),
    ("show", "sources/river-talks-2024-03-13.yaml", "--texts", LONG), ("query", "-f", LONG),
    ("export", "csv", "-o", LONG), ("export", "csv", "-o", f"{LONG}/x"), ("view", "-o", LONG),
    ("timeline", "-o", f"{LONG}.svg"), ("facts", "--project", "a/" * 3000), ("check", "a/" * 3000),
    ("view", "-o", "a/" * 3000 + "x"), ("build", "--texts", "nowhere"), ("build", "--texts", "kg.toml"),
    ("anchor", "sources/river-talks-2024-03-13.yaml", "--texts", "nowhere"),
    ("show", "sources/river-talks-2024-03-13.yaml", "--texts", "nowhere"),
]  # fmt: skip


@pytest.mark.parametrize("words", LINES, ids=lambda words: " ".join(words).replace(LONG, "LONG")[:50])
def test_a_name_that_is_too_long_gets_a_plain_message(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:  # fmt: skip
    monkeypatch.chdir(shutil.copytree(made, tmp_path / "p"))
    before = sorted(Path().rglob("*"))
    kg.build(".")
    capsys.readouterr()
    assert cli.run(list(words)) in (1, 2)
    said = capsys.readouterr()
    assert said.out == ""
    assert "\n  hint: " in said.err
    assert "cannot go on" not in said.err
    assert ".kg-" not in said.err
    left = [path for path in sorted(Path().rglob("*")) if "build" not in path.parts and path not in before]
    assert left == ([Path("p2")] if "p2" in words[-1] else [])


@pytest.mark.parametrize("name", [LONG, "a/" * 3000, "a\0b", "\0"])
def test_python_gets_an_error_of_ours(made: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"no folder can be at|no such folder"):
        kg.open(name)
    with pytest.raises(UsageError, match=r"no folder can be at|no such folder"):
        kg.build(made, texts=name)
    with pytest.raises(KgError):
        kg.build(made).view().save(name)


def test_a_missing_folder_of_texts_is_no_fault_of_each_article(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["build", "--project", str(made), "--texts", "nowhere"]) == 2
    assert capsys.readouterr().err == "no such folder: `nowhere`\n  hint: name the folder of the articles' texts\n"
