"""Whatever docs/server.md tells people to type works as it stands."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.conftest import ROOT
from tests.serve.serving import Served

PAGE = (ROOT / "docs" / "server.md").read_text("utf-8")
LINES = re.findall(r"^\$ (curl .*)$", PAGE, re.MULTILINE)


def test_all_lines_are_tried() -> None:
    assert len(re.findall(r"^\$ ", PAGE, re.MULTILINE)) == len(LINES) + 1, "all but `kg serve` itself"
    assert len(LINES) >= 10


@pytest.mark.parametrize("line", LINES)
def test_the_page_on_the_server(served: Served, line: str) -> None:
    typed = line.replace("http://127.0.0.1:8000", served.address).replace("curl -s", "curl -sS --fail --noproxy '*'")
    done = subprocess.run(["bash", "-c", typed], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
