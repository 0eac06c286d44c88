"""Whatever docs/pages.md tells people to type works as it stands, and each address that it names is there."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from kg.graph.graph import Graph
from kg.serve.pages.slicing import OPTIONS
from tests.conftest import ROOT
from tests.serve.application import served
from tests.serve.conftest import get
from tests.serve.test_pages import things

PAGE = (ROOT / "docs" / "pages.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LINES = [line[2:] for block in BLOCKS for line in block.splitlines()]


@pytest.fixture(scope="module")
def at(demo: Graph) -> Iterator[str]:
    with served(demo) as address:
        yield address


def test_no_block_is_left_out() -> None:
    assert sorted(set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE))) == ["apache", "console", "nginx"]
    assert all(line.startswith("$ curl -s ") for block in BLOCKS for line in block.splitlines())
    assert len(LINES) == 9


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_page(at: str, line: str) -> None:
    program = line.replace("http://127.0.0.1:8000", at).replace("curl -s", "curl -s --fail --noproxy '*'", 1)
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) > 300


def test_each_address_and_each_option_is_told(strait: Graph) -> None:
    told = re.findall(r"^\| `(/[^`?]*)[^`]*` \|", PAGE, re.MULTILINE)
    for address in told:
        sort = address.split("/")[1]
        there = [each for each in things(strait) if each.startswith(f"/{sort}/")]
        assert get(strait, there[0] if there else address).status == 200, address
    assert {address.split("/")[1] for address in told} >= {each.split("/")[1] for each in things(strait)}
    slices = PAGE.partition("## Slices")[2].partition("##")[0]
    assert [name for name in OPTIONS if f"`{name}" not in slices] == []
