"""Measure the server beside its peers: `python -m tests.bench.serving [CLAIMS] [SECONDS]`.

The same queries go to the graph in this process, to `kg serve`, to PyPI's `oxigraph` server over the same store, and,
where they are installed, to Virtuoso (bulk-loaded; its default graph is all graphs together, so its rows may be more)
and to rdflib-endpoint (which reads the same N-Quads into memory and has five minutes for that); each number is the
best of several, in milliseconds. Then fifty clients ask point
queries for some time, alone and beside 200 half-open connections and a runaway query a second. Trust the ratios of one
run. Clients and servers share the machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2

from kg.base.project import find
from kg.builder import pipeline, releases
from kg.graph import opening
from kg.graph.graph import Graph
from kg.query.limits import memory
from tests.bench import synthetic
from tests.bench.queries import LONGEST, QUERIES, best
from tests.conftest import ROOT
from tests.remote.servers import INI, free_port

USUAL, SECONDS = 100_000, 60
CLIENTS, HALF_OPEN = 50, 200
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
JSON = "application/sparql-results+json"


@contextlib.contextmanager
def started(command: list[str], address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, and wait until it answers."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with contextlib.suppress(httpx2.TransportError):
                httpx2.get(address, params={"query": "ASK {}"}, headers={"Accept": JSON}, trust_env=False)
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def ours(root: Path, port: int, *options: str) -> list[str]:
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--project", str(root), "--port", str(port)]
    return [*command, "--rows", "10000000", *options]


def bare(store: Path, port: int) -> list[str]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    return [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}", "--timeout-s", "2"]


def asking(client: httpx2.Client, address: str, text: str) -> Callable[[], int]:
    def ask() -> int:
        reply = client.post(address, data={"query": text}, headers={"Accept": JSON})
        reply.raise_for_status()
        return len(reply.json()["results"]["bindings"])

    return ask


def classes(root: Path) -> Iterator[str]:
    """Each class of query, here and at each server."""
    graph = opening.open(root)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in graph.project.names.prefixes().items())
    here, there = free_port(), free_port()
    ours_at, bare_at = f"http://127.0.0.1:{here}/sparql", f"http://127.0.0.1:{there}/query"
    store = releases.current(find(root)) / "store"
    yield (
        f"{'milliseconds':22}{'rows':>9}{'embedded':>11}{'kg serve':>11}{'oxigraph':>11}{'serve/oxigraph':>16}"
        f"{'Virtuoso':>11}{'rdflib-endpoint':>17}"
    )
    with contextlib.ExitStack() as servers:
        servers.enter_context(started(ours(root, here), ours_at))
        servers.enter_context(started(bare(store, there), bare_at))
        client = servers.enter_context(httpx2.Client(trust_env=False, timeout=300))
        peers = [servers.enter_context(its) for its in (virtuoso(root, graph), rdflib_endpoint(root))]
        for name, text in QUERIES.items():

            def embedded(text: str = text) -> int:
                return len(json.loads(graph.query(text).serialize("json"))["results"]["bindings"])

            works = {"here": embedded, "ours": asking(client, ours_at, text)}
            works["bare"] = asking(client, bare_at, prefixes + text)
            rows = {work() for work in works.values()}
            assert len(rows) == 1, f"{name}: {rows}"
            its = {work: 1000 * seconds for work, seconds in best(works, 5).items()}
            ratio = its["ours"] / its["bare"]
            others = [asked_once(client, at, prefixes + text) for at in peers]
            yield (
                f"{name:22}{rows.pop():9,}{its['here']:11.2f}{its['ours']:11.2f}{its['bare']:11.2f}{ratio:16.2f}"
                f"{others[0]:>11}{others[1]:>17}"
            )
        yield from stops(client, ours_at, bare_at)


def asked_once(client: httpx2.Client, address: str, text: str) -> str:
    """Ask a peer three times, and give the fewest milliseconds; or why there are none."""
    if not address.startswith("http"):
        return address
    try:
        ask = asking(client, address, text)
        return f"{1000 * best({'its': ask}, 1)['its']:.2f}"
    except (httpx2.HTTPError, ValueError, KeyError):
        return "failed"


@contextlib.contextmanager
def virtuoso(root: Path, graph: Graph) -> Iterator[str]:
    """Load the quads of a build into Virtuoso; give its address, or why there is none."""
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not shell:
        yield "absent"
        return
    folder, port, sql = root / "virtuoso", free_port(), free_port()
    folder.mkdir()
    (folder / "v.ini").write_text(INI.format(folder=folder, port=port, sql=sql, rows=10**7), "utf-8")
    shutil.copy(root / "ready.nq", folder / "ready.nq")
    with started([program, "+foreground", "+configfile", str(folder / "v.ini")], f"http://127.0.0.1:{port}/sparql"):
        load = f"ld_dir('{folder}','*.nq','{graph.project.base}account'); rdf_loader_run(); checkpoint;"
        done = subprocess.run(
            [shell, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], capture_output=True, check=False
        )
        yield "failed" if done.returncode else f"http://127.0.0.1:{port}/sparql"


@contextlib.contextmanager
def rdflib_endpoint(root: Path) -> Iterator[str]:
    """Serve the same quads by rdflib-endpoint; give its address, or why there is none."""
    program = shutil.which("rdflib-endpoint")
    if not program:
        yield "absent"
        return
    port = free_port()
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(root / "ready.nq")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                yield f"http://127.0.0.1:{port}/"
                return
            time.sleep(0.5)
        yield f"over {LONGEST} s" if process.poll() is None else "failed"
    finally:
        process.kill()
        process.wait()


def stops(client: httpx2.Client, ours_at: str, bare_at: str) -> Iterator[str]:
    """Whether a runaway query is ended, and how soon another is answered then."""
    for name, address in (("kg serve (5 s)", ours_at), ("oxigraph (--timeout-s 2)", bare_at)):
        start = time.perf_counter()
        try:
            reply = client.post(address, data={"query": RUNAWAY}, headers={"Accept": JSON}, timeout=30)
            ended = f"{reply.status_code} after {time.perf_counter() - start:.2f} s"
        except httpx2.TimeoutException:
            ended = "still at it after 30 s"
        start = time.perf_counter()
        client.post(address, data={"query": "ASK {}"}, headers={"Accept": JSON}, timeout=30)
        yield f"a runaway query, {name}: {ended}; the next is answered in {1000 * (time.perf_counter() - start):.0f} ms"


class Load:
    """Clients that ask point queries, one after the other each."""

    def __init__(self, port: int, people: int, seconds: float) -> None:
        self._port, self._people, self._end = port, people, time.monotonic() + seconds
        self.took: list[float] = []
        self.failed = 0

    async def client(self, number: int) -> None:
        draw = random.Random(number)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while time.monotonic() < self._end:
            query = f"SELECT ?who {{ entity:a{draw.randrange(self._people)} kg:met ?who }}"
            start = time.perf_counter()
            writer.write(
                f"GET /sparql?query={urllib.parse.quote(query)} HTTP/1.1\r\n"
                f"Host: 127.0.0.1:{self._port}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            self.took.append(time.perf_counter() - start)
            self.failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    async def half_open(self) -> None:
        """Open connections that never end their headers, again where the server has closed them."""
        held: list[asyncio.StreamWriter] = []
        while time.monotonic() < self._end:
            held = [its for its in held if not its.is_closing()]
            for _ in range(HALF_OPEN - len(held)):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                writer.write(b"GET /sparql HTTP/1.1\r\nHost: ")
                held.append(writer)
                asyncio.get_running_loop().create_task(_close_when_closed(reader, writer))
            await asyncio.sleep(0.2)
        for writer in held:
            writer.close()

    async def runaways(self) -> None:
        async with httpx2.AsyncClient(trust_env=False, timeout=30) as client:
            under_way = []
            while time.monotonic() < self._end:
                asked = client.get(f"http://127.0.0.1:{self._port}/sparql", params={"query": RUNAWAY})
                under_way.append(asyncio.ensure_future(asked))
                await asyncio.sleep(1)
            await asyncio.gather(*under_way, return_exceptions=True)


async def _close_when_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await reader.read()
    writer.close()


async def load(port: int, people: int, seconds: float, process: int, *, hostile: bool) -> str:
    its = Load(port, people, seconds)
    works = [its.client(number) for number in range(CLIENTS)]
    works += [its.half_open(), its.runaways()] if hostile else []
    sizes: list[tuple[float, float]] = []

    async def watched() -> None:
        start = time.monotonic()
        while time.monotonic() < start + seconds:
            sizes.append((time.monotonic() - start, memory(process)))
            await asyncio.sleep(1)

    await asyncio.gather(watched(), *works)
    cuts = statistics.quantiles(its.took, n=100)
    later = [pair for pair in sizes if pair[0] > seconds / 4] or sizes
    slope = statistics.linear_regression(*zip(*later, strict=True)).slope * 60 if len(later) > 1 else 0.0
    what = f"beside {HALF_OPEN} half-open connections and a runaway a second" if hostile else "alone"
    rate, size = len(its.took) / seconds, sizes[-1][1]
    return (
        f"{CLIENTS} clients for {seconds:g} s, {what}: {rate:,.0f} a second, {its.failed} errors, "
        f"median {1000 * cuts[49]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms; server {size:.0f} MB, {slope:+.1f} MB a minute"
    )


def loads(root: Path, people: int, seconds: float) -> Iterator[str]:
    port = free_port()
    with started(ours(root, port), f"http://127.0.0.1:{port}/sparql") as process:
        for hostile in (False, True):
            yield asyncio.run(load(port, people, seconds, process.pid, hostile=hostile))


def main() -> None:
    """Measure, and print each line as it comes."""
    claims = int(sys.argv[1]) if sys.argv[1:] else USUAL
    seconds = float(sys.argv[2]) if sys.argv[2:] else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        synthetic.write_lines(root, claims)
        pipeline.build(find(root))
        synthetic.write_quads(root, root / "ready.nq")
        for line in classes(root):
            print(line, flush=True)
        for line in loads(root, 300, seconds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
