"""A process that measures on Spark, which the tests of this folder share."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT


@dataclasses.dataclass(frozen=True)
class Measuring:
    """Asks the process, and waits for its answer."""

    process: subprocess.Popen[str]

    def __call__(self, function: str, **asked: Any) -> list[list[Any]]:
        told = self.told(function, **asked)
        assert "error" not in told, told["error"]
        rows: list[list[Any]] = told["rows"]
        return rows

    def told(self, function: str, **asked: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"function": function, **asked}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the process that measures has ended"
        told: dict[str, Any] = json.loads(line)
        return told


@pytest.fixture(scope="session")
def measuring(spark: Path, spark_environment: Mapping[str, str]) -> Iterator[Measuring]:
    """Start the process, and end it with the tests."""
    with subprocess.Popen(
        [spark, "-m", "tests.spark.measuring"],
        cwd=ROOT, env=spark_environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield Measuring(process)
        assert process.stdin is not None
        process.stdin.close()
