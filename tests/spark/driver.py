"""A session of Spark in a process of its own, which tests ask for builds."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, missing

PYTHON = ROOT / ".venv-spark/bin/python"
STILL_RUNS = 120  # seconds in which a build of some dozen claims is done, whatever else this machine does


class Driver:
    """A running session.

    Parameters
    ----------
    folder
        All that it writes beside what it is asked for.
    master, options
        Of the session.
    """

    def __init__(self, folder: Path, master: str = "local[2]", **options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder),
            "TMPDIR": str(folder), "PYSPARK_PYTHON": str(PYTHON), "PYTHONHASHSEED": "0",
        }  # fmt: skip
        command = [str(PYTHON), "-m", "tests.spark.server", master]
        command += [f"spark.{name.replace('_', '.')}={value}" for name, value in options.items()]
        self._said = (folder / "stderr.txt").open("wb")
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said,
            start_new_session=True, text=True,
        )  # fmt: skip
        self.answer()

    def answer(self) -> dict[str, Any]:
        """Wait for an answer; empty where there is none any more."""
        return next((its for its in self._replies() if "step" not in its), {})

    def step(self, what: str) -> None:
        """Wait until a build that was asked to tell its steps has come to one of them."""
        assert any(its.get("step") == what for its in self._replies()), self.said()

    def _replies(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            yield json.loads(line)

    def ask(self, project: Path, out: Path, **more: Any) -> None:
        """Ask for a build, and do not wait."""
        assert self.process.stdin is not None
        request = {"project": str(project), "out": str(out), **more}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()

    def build(self, project: Path, out: Path, **more: Any) -> dict[str, Any]:
        """Build a project, and give the answer."""
        self.ask(project, out, **more)
        its = self.answer()
        assert its, self.said()
        return its

    def said(self) -> str:
        """What it has printed beside its answers."""
        return (self.folder / "stderr.txt").read_text("utf-8", errors="replace")[-4000:]

    def kill(self) -> None:
        """Kill the driver and all that it has started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()

    def close(self) -> None:
        """Let it end, and see that it does."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(STILL_RUNS)
        finally:
            self.kill()

    def _close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self._said):
            with contextlib.suppress(BrokenPipeError):
                if stream is not None:
                    stream.close()


@contextlib.contextmanager
def running(folder: Path, master: str = "local[2]", **options: str) -> Iterator[Driver]:
    """Give a running session, and end it afterwards."""
    need_spark()
    driver = Driver(folder, master, **options)
    try:
        yield driver
    finally:
        driver.close()


def need_spark() -> None:
    """Skip the test, with the reason, where there is no PySpark."""
    if not PYTHON.exists():
        missing("spark", f"no PySpark: {PYTHON.relative_to(ROOT)} is not there (make spark)")


def written(out: Path) -> str:
    """Join the parts of N-Quads of a build."""
    import gzip

    folder = out / json.loads((out / "manifest.json").read_text("utf-8"))["build"] / "nquads"
    parts = [path.read_bytes() for path in sorted(folder.glob("part-*"))]
    return b"".join(gzip.decompress(part) if part[:2] == b"\x1f\x8b" else part for part in parts).decode()
