"""`kg mcp` speaks the protocol alone on stdout, and answers each call from one build: the one that is served then."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

import kg
from kg.base.errors import StoreError
from kg.base.project import located
from kg.builder import releases
from kg.builder.manifest import name_of
from kg.cli.main import run
from kg.serve.assistant import Builds
from tests.conftest import ROOT, copied
from tests.serve.serving import in_a_thread

STRAIT = ROOT / "tests" / "projects" / "strait"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own, not built yet."""
    return copied(ROOT, tmp_path)


def words(project: Path, *more: str) -> list[str]:
    return ["-m", "kg.cli.main", "mcp", "--project", str(project), *more]


def message(number: int, method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def spoken(project: Path, *messages: dict[str, Any] | str) -> tuple[list[dict[str, Any]], str, int]:
    """Start `kg mcp`, say some lines, each after the answer to the last; give all its lines, its errors, its exit code.

    The server is told to end by the end of stdin, which it takes at once, whatever it has not answered yet.
    """
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    started: dict[str, Any] = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    command = [sys.executable, *words(project)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        answers = []
        for said in (message(0, "initialize", **client), started, *messages):
            line = said if isinstance(said, str) else json.dumps(said)
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()
            while isinstance(said, dict) and "id" in said:
                answers.append(json.loads(process.stdout.readline()))
                if answers[-1].get("id") == said["id"]:
                    break
        rest, errors = process.communicate()
    return [*answers, *map(json.loads, rest.splitlines())], errors.decode(), process.returncode


def tool(number: int, name: str, **arguments: Any) -> dict[str, Any]:
    return message(number, "tools/call", name=name, arguments=arguments)


def test_stdout_holds_the_protocol_alone(project: Path) -> None:
    answers, errors, code = spoken(
        project, tool(1, "find", words="munir"), tool(2, "explain", fact="nothing"), tool(3, "path", a="x", b="y")
    )
    assert code == 0
    assert "not built yet: building" in errors
    assert "Traceback" not in errors
    assert {its["jsonrpc"] for its in answers} == {"2.0"}
    by_id = {its["id"]: its["result"] for its in answers if "id" in its}
    assert by_id[0]["serverInfo"]["name"] == "dramatis"
    assert by_id[1]["structuredContent"]["entities"][0]["id"] == "asim-munir"
    assert [by_id[number]["isError"] for number in (2, 3)] == [True, True]


def test_lines_that_are_no_protocol_end_nothing(project: Path) -> None:
    answers, errors, code = spoken(project, "no JSON", "[]", "\x00", '{"jsonrpc": "2.0"}', tool(1, "facts", top=1))
    assert code == 0
    assert [its["result"]["isError"] for its in answers if its.get("id") == 1] == [False]
    assert "Traceback" not in errors


def test_the_clients_own_library_talks_to_it(tmp_path: Path) -> None:
    root = copied(STRAIT, tmp_path)
    kg.build(root)

    async def talk() -> dict[str, Any]:
        started = StdioServerParameters(command=sys.executable, args=words(root), env=ENVIRONMENT)
        async with Client(started) as client:
            found = await client.call_tool("between", {"a": "dagny-orr", "b": "ilse-marwen"})
            assert found.structured_content is not None
            guide = await client.read_resource("dramatis://guide")
            assert "stance" in getattr(guide.contents[0], "text", "")
            return dict(found.structured_content)

    answer = in_a_thread(talk())
    assert "ister-talks" in [its["fact"] for its in answer["facts"]]


def test_texts_are_quoted_where_they_are_given(tmp_path: Path) -> None:
    root = copied(STRAIT, tmp_path)
    kg.build(root, texts=STRAIT / "texts")
    answer = Builds(root, STRAIT / "texts").ask("explain", {"fact": "ister-talks"})
    assert all(told["source_words"]["quotes"] for told in answer["facts"][0]["says"])


def test_a_build_made_meanwhile_is_taken_up_by_the_next_call(project: Path) -> None:
    kg.build(project)

    async def talk() -> list[dict[str, Any]]:
        started = StdioServerParameters(command=sys.executable, args=words(project), env=ENVIRONMENT)
        async with Client(started) as client:
            before = await client.call_tool("facts", {"top": 50})
            next((project / "sources").glob("arabnews-*.yaml")).unlink()
            kg.build(project)
            after = await client.call_tool("facts", {"top": 50})
        return [dict(its.structured_content or {}) for its in (before, after)]

    before, after = in_a_thread(talk())
    assert before["build"]["id"] != after["build"]["id"]
    assert len(before["facts"]) > len(after["facts"]) > 0


def test_each_answer_is_of_one_build(project: Path) -> None:
    builds = Builds(project)
    kg.build(project)
    before = builds.ask("facts", {})
    assert builds.ask("facts", {}) == before
    article = next((project / "sources").glob("arabnews-*.yaml"))
    kept = article.read_bytes()
    article.unlink()
    kg.build(project)
    after = builds.ask("facts", {})
    assert after["build"]["id"] == name_of(kg.open(project).manifest) != before["build"]["id"]
    article.write_bytes(kept)
    shutil.rmtree(project / "build")  # a build of the same name may be another
    kg.build(project)
    assert releases.current(located(project)).name == "000001"
    assert builds.ask("facts", {}) == before


@pytest.mark.parametrize(("out", "code", "said"), [("/dev/full", 1, "No space left"), ("closed", 0, "")])
def test_a_stdout_that_cannot_be_written_ends_it_without_a_traceback(
    project: Path, out: str, code: int, said: str
) -> None:
    kg.build(project)
    read, written = os.pipe()
    os.close(read)
    with os.fdopen(written, "wb") as closed, Path("/dev/full").open("wb") as full:
        stdout = full if out == "/dev/full" else closed
        command = [sys.executable, *words(project)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE, env=ENVIRONMENT
        ) as process:
            _, said_there = process.communicate(json.dumps(message(1, "ping")).encode() + b"\n")
            errors = said_there.decode()
        assert (process.returncode, "Traceback" in errors) == (code, False)
        assert said in errors


def test_ctrl_c_ends_it(project: Path) -> None:
    kg.build(project)
    pipe = subprocess.PIPE
    command = [sys.executable, *words(project)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(message(1, "ping")).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(signal.SIGINT)
        process.wait(20)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (130, b"stopped\n")


def test_what_cannot_be_served_ends_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--project", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert (said.out, "kg init" in said.err) == ("", True)


def test_a_build_that_is_gone_is_an_error_of_the_call(project: Path) -> None:
    kg.build(project)
    builds = Builds(project)
    builds.ask("facts", {})
    shutil.rmtree(project / "build")
    with pytest.raises(StoreError, match="not built yet"):
        builds.ask("facts", {})
