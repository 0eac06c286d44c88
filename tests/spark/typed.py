"""Run by the Python that has Spark: types lines of `kg` one after the other, and tells what each wrote to which stream.

The streams are those of the process, so that what Java writes to them is seen too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple


class Told(NamedTuple):
    """What came of a line: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


def typed(python: Path, environment: dict[str, str], lines: Sequence[Sequence[str | Path]], cwd: Path) -> list[Told]:
    """Type lines in one process, which starts Java once; its own streams must stay empty."""
    words = json.dumps([[str(word) for word in line] for line in lines])
    done = subprocess.run(
        [python, "-m", "tests.spark.typed"], input=words, env=environment, cwd=cwd, capture_output=True, text=True,
        timeout=900, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return [Told(*each) for each in json.loads(done.stdout)]


def _caught(words: list[str]) -> list[Any]:
    """Run a line with the streams of this process led to files meanwhile."""
    from kg.cli.main import run

    sys.stdout.flush()
    kept = [os.dup(number) for number in (1, 2)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            for number, file in enumerate((out, err), 1):
                os.dup2(file.fileno(), number)
            code = run(words)
            sys.stdout.flush()
        finally:
            for number, was in enumerate(kept, 1):
                os.dup2(was, number)
                os.close(was)
        return [code, *map(_read, (out, err))]


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    told = [_caught(words) for words in json.loads(sys.stdin.read())]
    sys.stdout.write(json.dumps(told))
