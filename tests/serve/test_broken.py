"""What once broke the server, or held it up, does so no more."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import threading
import time
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

import kg
from tests.conftest import ROOT, SOON, copied
from tests.serve.serving import Served, serving
from tests.serve.test_safety import RUNAWAY, connected, gauge, said, until

LONG = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a kg:Fact } LIMIT 30000"


def children(served: Served) -> list[str]:
    return Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text().split()


def request(served: Served, line: str, *headers: str, body: str = "") -> bytes:
    head = "\r\n".join([line, f"Host: 127.0.0.1:{served.port}", *headers])
    return f"{head}\r\n\r\n{body}".encode()


def test_more_idle_connections_than_open_files(demo_folder: Path) -> None:
    with serving(demo_folder, files=256) as its:
        idle = [socket.create_connection(("127.0.0.1", its.port), timeout=10) for _ in range(400)]
        time.sleep(1)
        assert its.process.poll() is None
        for each in idle:
            each.close()
        assert until(lambda: its.get("/healthz").status_code == 200)


@pytest.mark.parametrize("path", ["/mcp", "/sparql", "/reconcile"])
def test_many_that_leave_in_the_midst_of_a_body(served: Served, path: str) -> None:
    """Each costs a line of the log, and nobody waits for them."""
    before = len(served.log)
    types = ("Content-Type: application/json", "Accept: application/json, text/event-stream")
    for _ in range(50):
        with connected(served) as connection:
            connection.sendall(request(served, f"POST {path} HTTP/1.1", *types, "Content-Length: 100", body="{"))
    assert served.get("/healthz").elapsed.total_seconds() < SOON
    assert until(lambda: len(served.log) >= before + 51)
    assert all(re.fullmatch(r"[A-Z]+ \S+ \d+ \d+ ms\n", line) for line in served.log[before:]), served.log[before:]


def test_a_runaway_query_that_is_drawn(served: Served) -> None:
    start = time.monotonic()
    reply = served.post("/query/page", data={"query": RUNAWAY}, headers={"Accept": "application/json"})
    assert (reply.status_code, time.monotonic() - start < 20) == (400, True), reply.text


def test_workers_that_cannot_start(tmp_path: Path) -> None:
    """Whoever waits is told, and so is whoever asks for the server's health; it goes on when it can."""
    folder = copied(ROOT, tmp_path)
    kg.build(folder)
    with serving(folder, "--workers", "3") as its:
        shutil.move(folder / "build", folder / "gone")
        for child in children(its):
            os.kill(int(child), signal.SIGKILL)
        replies: list[int] = []
        asking = [threading.Thread(target=lambda: replies.append(its.ask("ASK {}").status_code)) for _ in range(12)]
        for each in asking:
            each.start()
        for each in asking:
            each.join(30)
        assert replies == [503] * 12
        assert its.get("/healthz").status_code == 503
        shutil.move(folder / "gone", folder / "build")
        assert until(lambda: its.ask("ASK {}").status_code == 200, 20)


def test_whoever_reads_slowly_holds_no_worker(served: Served) -> None:
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(30)
        slow.connect(("127.0.0.1", served.port))
        slow.sendall(request(served, f"GET /sparql?query={quote(LONG)} HTTP/1.1", "Accept: text/csv"))
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
        assert until(lambda: gauge(served, 'kg_workers{pool="queries",state="busy"}') == 0, 10)


def test_a_long_answer_is_whole(served: Served) -> None:
    reply = served.ask(LONG, Accept="text/csv")
    assert len(reply.content) > 1_000_000
    assert len(reply.text.splitlines()) == 30_001


def test_those_who_leave_at_once_cost_no_worker(served: Served) -> None:
    """Such as somebody who types in a search."""

    def cost() -> int:
        served.get("/search?q=munir")
        before = set(children(served))
        for _ in range(20):
            with connected(served) as connection:
                connection.sendall(request(served, "GET /search?q=munir HTTP/1.1"))
                time.sleep(0.002)
        assert served.get("/search?q=munir").status_code == 200
        return len(before - set(children(served)))

    # On a busy machine one of twenty may take longer than the moment for which its worker is kept.
    assert any(cost() == 0 for _ in range(3))


def test_the_dataset_in_the_address_of_a_form(served: Served) -> None:
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    reply = served.post("/sparql?default-graph-uri=http://none.example/", data=count)
    assert reply.json()["results"]["bindings"][0]["n"]["value"] == "0"
    assert served.post("/sparql?using-graph-uri=a:b", data={**count, "using-graph-uri": "a:b"}).status_code == 403


@pytest.mark.parametrize(
    "line",
    [
        "GET /sparql?query=SELECT+(%22%E9%22+AS+%3Fx)+%7B%7D HTTP/1.1",
        "GET /entity/%E9 HTTP/1.1",
        "GET /search?q=%FF HTTP/1.1",
        "GET /api/facts?entity=%C3%28 HTTP/1.1",
    ],
)
def test_what_is_no_utf_8(served: Served, line: str) -> None:
    with connected(served) as connection:
        connection.sendall(request(served, line, "Connection: close"))
        assert said(connection).startswith(b"HTTP/1.1 400")


def test_a_form_that_is_no_utf_8(served: Served) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/sparql", "/query/page", "/reconcile"):
        assert served.post(path, content=b"query=%E9&queries=%E9", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "path", ["/healthz/", "/metrics/", "/static", "/static/", "/static/../x", "/sparql/x?query=ASK%7B%7D"]
)
def test_paths_that_are_none(served: Served, path: str) -> None:
    with connected(served) as connection:
        connection.sendall(request(served, f"GET {path} HTTP/1.1", "Connection: close"))
        assert said(connection)[:12] in (b"HTTP/1.1 404", b"HTTP/1.1 307"), path


@pytest.mark.parametrize(
    "path", ["/healthz", "/metrics", "/api/openapi.json", "/", "/fact/x", "/api/facts", "/mcp", "/reconcile"]
)
@pytest.mark.parametrize("method", ["DELETE", "PUT", "FOO"])
def test_other_methods(served: Served, path: str, method: str) -> None:
    with served.client() as client:
        reply = client.request(method, path)
    assert reply.status_code == 405
    assert "allow" in reply.headers


def test_the_absolute_form_of_an_address(served: Served) -> None:
    with connected(served) as connection:
        connection.sendall(request(served, f"GET {served.address}/healthz HTTP/1.1", "Connection: close"))
        assert said(connection).startswith(b"HTTP/1.1 200")


def test_what_a_page_elsewhere_shows_inside_itself(served: Served) -> None:
    """An image or script of another site asks for nothing here; a link may lead here."""
    for mode, status in (("no-cors", 403), ("cors", 403), ("navigate", 200)):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
        assert served.get("/sparql?query=ASK%7B%7D", headers=headers).status_code == status


@pytest.mark.parametrize("origin", ["http://127.0.0.1:{}.evil", "x://localhost:{}", "http://localhost:{}.evil"])
def test_origins_that_look_like_ours(served: Served, origin: str) -> None:
    for path in ("/", "/reconcile"):
        assert served.get(path, headers={"Origin": origin.format(served.port)}).status_code == 403


def test_a_stop_while_somebody_waits(demo_folder: Path) -> None:
    """Whoever has not been answered ten seconds later is told so."""
    with serving(demo_folder, "--seconds", "60") as its, connected(its) as connection:
        connection.sendall(request(its, f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1"))
        assert until(lambda: gauge(its, 'kg_workers{pool="queries",state="busy"}') == 1)
        its.process.send_signal(signal.SIGTERM)
        assert said(connection).startswith(b"HTTP/1.1 503")
        assert its.process.wait(20) == 0
    assert not [line for line in its.log if "Traceback" in line]


def test_the_least_memory(demo_folder: Path) -> None:
    with serving(demo_folder, "--megabytes", "200") as its:
        assert its.ask("ASK {}").json()["boolean"] is True
        assert httpx2.get(f"{its.address}/", trust_env=False, timeout=30).status_code == 200
