"""What docs/identity.md tells people to type works as it stands, and its example of a file is sound."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from kg.annotation.reader import read_source
from kg.annotation.source_text import SourceText
from kg.cli.main import run
from tests.conftest import ROOT

PAGE = (ROOT / "docs/identity.md").read_text("utf-8")
BEFORE, *_ = WALK = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ENTITY, FILE = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for block in WALK:
        for line in block.splitlines():
            assert line.startswith("$ ")
            command, *words = shlex.split(line[2:])
            if command == "cd":
                os.chdir(words[0])
            else:
                assert run(words) == 0, line
        if block is BEFORE:
            with Path("sources/entities.yaml").open("a", encoding="utf-8") as stream:
                stream.write(ENTITY)
    told = capsys.readouterr().out
    assert "  Person: j-vey · jona-vey\n" in told
    assert "same: jona-vey, j-vey\n" in told
    assert "taken back: same: jona-vey, j-vey\n" in told
    assert run(["check"]) == 0


def test_the_example_of_the_file() -> None:
    document = read_source(SourceText("sources/identity.yaml", FILE))
    assert document.faults == ()
    assert [judgement.word for judgement in document.judgements] == ["same", "different"]
