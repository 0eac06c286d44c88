"""Whatever the pages under docs/ tell people to type works as it stands, in its order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from tests.conftest import ROOT, copied
from tests.shells import cells

PAGES = SHELL, PYTHON, JUPYTER = tuple(
    (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("shell", "python", "jupyter")
)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_no_block_of_a_page_is_left_out() -> None:
    languages = [sorted(set(re.findall(r"^```(.*)\n(?:.*\n)*?```$", page, re.MULTILINE))) for page in PAGES]
    assert languages == [["console", "sparql", "text"], ["python"], ["ipython"]]
    assert sum(len(re.findall("^```$", page, re.MULTILINE)) for page in PAGES) == sum(
        len(blocks(page, language)) for page, names in zip(PAGES, languages, strict=True) for language in names
    )
    assert not any(re.search(r"^(?: {4}|\t)\S", page, re.MULTILINE) for page in map(without_blocks, PAGES))


def without_blocks(page: str) -> str:
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project, with the query that the page on the shell writes."""
    root = copied(ROOT, tmp_path_factory.mktemp("docs"))
    (query,) = blocks(SHELL, "sparql")
    (root / "queries").mkdir()
    (root / "queries/asserted.rq").write_text(query, "utf-8")
    assert run(["build", "--project", str(root)]) == 0
    return root


@pytest.mark.parametrize("block", blocks(SHELL, "console"), ids=lambda block: block.splitlines()[-1][2:])
def test_the_page_on_the_shell(block: str, project: Path) -> None:
    lines = block.splitlines()
    assert all(line.startswith("$ ") for line in lines)
    program = 'set -euo pipefail\nkg() { "$PYTHON" -m kg.cli.main "$@"; }\n' + "\n".join(line[2:] for line in lines)
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", program], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.replace("stopped", "")) == (0, done.stderr)
    assert done.stdout


def test_the_fault_on_the_page_is_the_one_that_is_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (fault,) = blocks(SHELL, "text")
    assert run(["query", fault.splitlines()[1].strip(), "--project", str(project)]) == 1
    assert capsys.readouterr().err == fault


def test_the_page_on_python(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    known: dict[str, object] = {}
    for block in blocks(PYTHON, "python"):
        exec(compile(block, "<docs/python.md>", "exec"), known)
    assert (project / "around.html").is_file()


def test_the_page_on_jupyter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    with cells() as run_cell:
        for block in blocks(JUPYTER, "ipython"):
            run_cell(block)


def test_every_page_is_linked_and_links_to_what_is_there() -> None:
    pages = sorted((ROOT / "docs").glob("*.md"))
    for page in pages:
        links = re.findall(r"\]\((?!https?:|fact:|claim:)([^)#]+)\)", page.read_text("utf-8"))
        assert [link for link in links if not (page.parent / link).is_file()] == [], page.name
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [page.name for page in pages if f"(docs/{page.name})" not in readme] == []
