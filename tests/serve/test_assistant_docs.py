"""What docs/assistants.md says is so: its settings start the server, its Python runs, its tables are the code's."""

from __future__ import annotations

import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

from kg.graph.graph import Graph
from kg.serve import assistant_answers, assistant_facts, assistant_parts, assistant_query
from kg.serve.assistant_tools import TOOLS, parameters
from tests.conftest import ROOT
from tests.serve.serving import in_a_thread

PAGE = (ROOT / "docs" / "assistants.md").read_text("utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def command(tmp_path: Path, demo: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `kg` on the path, and go to the project."""
    program = tmp_path / "kg"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m kg.cli.main "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.chdir(demo.project.root)


@pytest.mark.usefixtures("command")
def test_the_settings_start_it() -> None:
    (settings,) = json.loads(block("json"))["mcpServers"].values()

    async def listed() -> list[str]:
        async with Client(StdioServerParameters(**settings)) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    assert in_a_thread(listed()) == list(TOOLS)


@pytest.mark.usefixtures("command")
def test_the_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    program = compile(block("python"), "<docs/assistants.md>", "exec")
    with ThreadPoolExecutor(1) as pool:  # it runs a loop of its own
        pool.submit(exec, program, {}).result()
    assert "declining to confirm or deny" in capsys.readouterr().out


def test_the_table_of_tools_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", PAGE, re.MULTILINE)
    assert {name: re.findall(r"`(\w+)`", taken) for name, taken in rows} == {
        name: [*parameters(name)] for name in TOOLS
    }


def test_the_limits_are_those_of_the_code() -> None:
    its = assistant_query.LIMITS
    assert f"up to {assistant_parts.MOST} |" in PAGE
    assert f"| {assistant_facts.CLAIMS_SHOWN}, of each stance" in PAGE
    assert f"up to {assistant_answers.MOST_PATHS} |" in PAGE
    assert f"up to {assistant_query.MOST_ROWS}; " in PAGE
    assert f"{its.seconds} s, {its.rows:,} rows or {its.megabytes:,} MB" in PAGE
