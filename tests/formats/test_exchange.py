"""The page on exchange: every format has its table, what is typed works, and what is said of columns is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.formats import FORMATS
from kg.formats.tables import ORDER, columns
from tests.conftest import ROOT, copied
from tests.formats import reading
from tests.graphs import graph_of
from tests.making import claim

PAGE = (ROOT / "docs/exchange.md").read_text("utf-8")
OUT = PAGE[PAGE.index("\n## Out\n") :]


def section(name: str) -> str:
    found = re.search(rf"^### {re.escape(name)}\n(.*?)(?=^### |\Z)", OUT, re.MULTILINE | re.DOTALL)
    assert found, f"docs/exchange.md says nothing of {name}"
    return found[1]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_has_both_directions() -> None:
    assert re.findall("^## (.*)$", PAGE, re.MULTILINE) == ["In", "Out"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_carries_and_what_it_loses(name: str) -> None:
    assert re.findall(r"^\| (carries|loses|read by) \| \S", section(name), re.MULTILINE) == [
        "carries", "loses", "read by"
    ]  # fmt: skip


def test_no_format_is_told_that_there_is_not() -> None:
    assert sorted({*re.findall("^### (.*)$", OUT, re.MULTILINE)} - {"Networks"}) == sorted(FORMATS)


@pytest.mark.parametrize("table", ORDER)
def test_every_column_is_told(table: str) -> None:
    told = section("parquet").partition(f"#### {table}\n")[2].partition("####")[0]
    assert f"In the order of {', '.join(f'`{name}`' for name in ORDER[table])}.\n" in told
    assert re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", told, re.MULTILINE) == [
        (its.name, its.type, its.what) for its in columns()[table]
    ]


@pytest.mark.parametrize("block", blocks("console"))
def test_what_is_typed_works(block: str, tmp_path: Path) -> None:
    root = copied(ROOT, tmp_path)
    assert run(["build", "--project", str(root)]) == 0
    assert all(line.startswith("$ ") for line in block.splitlines())
    program = 'set -euo pipefail\nkg() { "$PYTHON" -m kg.cli.main "$@"; }\n'
    program += "\n".join(line[2:] for line in block.splitlines())
    environment = {**os.environ, "PYTHON": sys.executable}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    done = subprocess.run(
        ["bash", "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "edges.parquet" in done.stdout) == (0, "parquet" in block), done.stderr


def test_igraph_measures_right_by_what_is_told(tmp_path: Path) -> None:
    three = [
        claim(None, fact=f"m-{one}-{other}", roles={"participant": (one, other)})
        for one, other in (("ann", "bob"), ("ann", "cid"), ("bob", "cid"))
    ]
    visit = claim(None, type="Visit", fact="v", roles={"agent": ("xan",), "host": ("bland",)})
    (tmp_path / "network.graphml").write_text(graph_of([*three, visit]).export("graphml"), "utf-8")
    (code,) = blocks("text")
    (tmp_path / "told.py").write_text(f"import igraph\n{code}", "utf-8")
    found = reading.outside("pagerank.py", tmp_path / "network.graphml", tmp_path / "told.py")
    assert found["directed"]
    assert found["scores"]["ann"] == pytest.approx(found["scores"]["bob"])
    assert found["scores"]["ann"] == pytest.approx(found["scores"]["cid"])
