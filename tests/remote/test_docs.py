"""What docs/stores.md tells people to type works as it stands, with a server that runs where it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.remote.servers import KNOWN
from tests.conftest import ROOT, copied
from tests.house.test_docs import blocks
from tests.remote.servers import oxigraph

PAGE = (ROOT / "docs" / "stores.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:7878/query"


def test_the_page_on_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "server").mkdir()
    project = copied(ROOT, tmp_path / "project")
    monkeypatch.chdir(project)
    with oxigraph(tmp_path / "server") as server:
        for block in blocks(PAGE, "console"):
            lines = [line.removeprefix("$ ").replace(ADDRESS, server.query) for line in block.splitlines()]
            program = 'set -euo pipefail\nkg() { "$PYTHON" -m kg.cli.main "$@"; }\n' + "\n".join(lines)
            environment = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
            done = subprocess.run(["bash", "-c", program], env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert done.stdout
        for block in blocks(PAGE, "python"):
            exec(compile(block.replace(ADDRESS, server.query), "<docs/stores.md>", "exec"), {})
    assert (project / "munir.html").is_file()


def test_the_page_names_the_addresses_that_are_known() -> None:
    for server in KNOWN:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {server.name} | `/"))
        assert row.split(" | ")[1:] == [f"`{server.query}`", f"`{server.graphs}`", f"`{server.update}` |"]
