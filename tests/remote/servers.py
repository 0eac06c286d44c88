"""Real servers, started on free ports of this machine and ended again."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import missing

VIRTUOSO = shutil.which("virtuoso-t")
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
INI = """\
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/vt.db
TransactionFile = {folder}/vt.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""
ROWS = 1_000  # that Virtuoso gives at most, and says so in the head of its answer alone


@dataclasses.dataclass(frozen=True)
class Running:
    """A server that runs: its address, and where it is written to by updates."""

    name: str
    query: str
    update: str
    graphs: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}?query=ASK%20%7B%7D", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def end_of(process: subprocess.Popen[bytes]) -> None:
    """End a program: by asking it, and if it does not listen, by force."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    """Run a server until the block ends; it must answer within a minute."""
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, start_new_session=True)
    try:
        end = time.monotonic() + 60
        while not answers(address):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail((folder / "out").read_text("utf-8", "replace"))
            time.sleep(0.1)
        yield
    finally:
        end_of(process)


@contextlib.contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Running]:
    if not OXIGRAPH.exists():
        missing("servers", "no oxigraph beside this Python (pip install oxigraph)")
    root = f"http://127.0.0.1:{free_port()}"
    bind = root.removeprefix("http://")
    command = [str(OXIGRAPH), "serve", "--location", str(folder / "data"), "--bind", bind, *options]
    with running(command, folder, f"{root}/query"):
        yield Running("oxigraph", f"{root}/query", f"{root}/update", f"{root}/store")


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Running]:
    if VIRTUOSO is None:
        missing("servers", "no virtuoso-t (apt-get install virtuoso-opensource-7-bin)")
    port = free_port()
    (folder / "v.ini").write_text(INI.format(folder=folder, port=port, sql=free_port(), rows=ROWS), "utf-8")
    root = f"http://127.0.0.1:{port}"
    command = [str(VIRTUOSO), "+foreground", "+configfile", str(folder / "v.ini")]
    with running(command, folder, f"{root}/sparql"):
        yield Running("virtuoso", f"{root}/sparql", f"{root}/sparql-auth", f"{root}/sparql-graph-crud-auth")
