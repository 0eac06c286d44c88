"""A server on 127.0.0.1, started as users start it, and ended as they end it."""

from __future__ import annotations

import asyncio
import contextlib
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


@contextlib.contextmanager
def serving(folder: Path, *options: str, files: int = 0, **environment: str) -> Iterator[Served]:
    """Serve a project for as long as the block lasts; with no more than so many open files, if a number is given."""
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0", "--project", str(folder), *options]
    if files:
        command = ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash", *command]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    log: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        log.append(line)
        if found := re.match(r"serving (http://[^/]+)/", line):
            break
    else:
        pytest.fail(f"the server has not started: {''.join(log)}")
    assert process.stdout is not None
    process.stdout.close()
    reader = threading.Thread(target=lambda: log.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        yield Served(process, found[1], folder, log)
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
