"""A server on 127.0.0.1, started as users start it, and ended as they end it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest

from tests.conftest import ROOT

STARTS, STOPS = 60, 20  # seconds
Result = TypeVar("Result")


@dataclass
class Served:
    """A server: where it is, how to ask it, and what it has logged."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    log: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def client(self, **options: object) -> httpx2.Client:
        return httpx2.Client(base_url=self.address, timeout=60, trust_env=False, **options)  # type: ignore[arg-type]  # httpx2's own

    def get(self, path: str, **options: object) -> httpx2.Response:
        with self.client() as client:
            return client.get(path, **options)  # type: ignore[arg-type]  # httpx2's own

    def post(self, path: str, **options: object) -> httpx2.Response:
        with self.client() as client:
            return client.post(path, **options)  # type: ignore[arg-type]  # httpx2's own

    def ask(self, query: str, **headers: str) -> httpx2.Response:
        return self.post("/sparql", data={"query": query}, headers=headers)


@dataclass
class Annotating(Served):
    """The server of the page on which claims are made, and the token that it printed."""

    token: str = ""

    def asked(self, method: str, path: str, body: object = None, **headers: str) -> httpx2.Response:
        """Ask as the page does; a body of bytes is sent as it is."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        own = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        with self.client() as client:
            return client.request(method, f"/annotate/{path}", content=sent, headers=own | headers)


@contextlib.contextmanager
def serving(folder: Path, *options: str, files: int = 0, **environment: str) -> Iterator[Served]:
    """Serve a project for as long as the block lasts; with no more than so many open files, if a number is given."""
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0", "--project", str(folder), *options]
    if files:
        command = ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash", *command]
    with _started(command, environment) as (process, line, log):
        found = re.match(r"serving (http://[^/]+)/", line)
        assert found is not None
        yield Served(process, found[1], folder, log)


@contextlib.contextmanager
def annotating(
    folder: Path,
    *options: str,
    kilobytes: int = 0,
    traced: Path | None = None,
    port: tuple[str, ...] = ("--port", "0"),
    **environment: str,
) -> Iterator[Annotating]:
    """Serve the page on which claims are made, for as long as the block lasts.

    No file that it writes may be longer than so many kilobytes, if a number is given; `traced` is where strace writes
    which files it opens and changes.
    """
    command = [sys.executable, "-m", "kg.cli.main", "annotate", *port, "--project", str(folder), *options]
    if kilobytes:
        command = ["bash", "-c", f'ulimit -f {kilobytes}; exec "$@"', "bash", *command]
    if traced:
        command = ["strace", "-D", "-f", "-y", "-e", "trace=file,ftruncate", "-o", str(traced), *command]
    with _started(command, environment) as (process, line, log):
        found = re.match(r"annotating at (http://[^/]+)/#([\w-]{40,})(?:/\S+)? \(Ctrl-C stops\)$", line)
        assert found is not None
        yield Annotating(process, found[1], folder, log, found[2])


@contextlib.contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """Start a server, and end it; give the line that says where it is, and what it logs from then on."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    log: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        log.append(line)
        if " http://" in line:
            break
    else:
        pytest.fail(f"the server has not started: {''.join(log)}")
    assert process.stdout is not None
    process.stdout.close()
    reader = threading.Thread(target=lambda: log.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        yield process, log[-1], log
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOPS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
        reader.join(STOPS)
        process.stderr.close()


def in_a_thread(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine where no other loop runs: the browser's has this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
