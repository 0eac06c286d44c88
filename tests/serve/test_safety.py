"""Who may ask the server, how long, how much; what it logs; and how it stops."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

import kg
from kg.builder.manifest import name_of
from kg.serve.server import listening
from tests.conftest import ROOT, SOON
from tests.serve.serving import STOPS, Served, serving

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextlib.contextmanager
def connected(served: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as its:
        yield its


def said(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil:8000"]
)
def test_another_host_is_refused(served: Served, host: str) -> None:
    """A page that has its own name lead to 127.0.0.1 (DNS rebinding) gets nothing."""
    reply = served.get("/api/facts", headers={"Host": host})
    assert (reply.status_code, b"fact" in reply.content) == (421, False)


def test_its_own_names_are_taken(served: Served) -> None:
    for host in (f"localhost:{served.port}", f"[::1]:{served.port}", f"LOCALHOST:{served.port}"):
        assert served.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "x"])
def test_pages_of_others_may_not_ask(served: Served, origin: str) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/api/facts", "/", "/metrics"):
        reply = served.get(path, headers={"Origin": origin})
        assert (reply.status_code, "access-control-allow-origin" in reply.headers) == (403, False)


def test_its_own_pages_may_ask(served: Served) -> None:
    assert served.get("/api/facts", headers={"Origin": served.address}).status_code == 200


def test_every_answer_has_the_policy(served: Served) -> None:
    for path in ("/healthz", "/sparql", "/api/facts", "/nowhere", "/api/nowhere"):
        headers = served.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
        assert "set-cookie" not in headers
        assert "server" not in headers


def test_a_body_of_64_kb(served: Served) -> None:
    assert served.post("/sparql", data={"query": f"ASK {{}} #{'x' * 60_000}"}).status_code == 200
    assert served.post("/sparql", data={"query": f"ASK {{}} #{'x' * 64_000}"}).status_code == 413


def test_what_never_ends_is_ended(served: Served) -> None:
    """A body is answered, a head is not, also where a whole request has come before; all wait at the same time."""
    host = f"HTTP/1.1\r\nHost: localhost:{served.port}\r\n"
    sent = {
        f"POST /sparql {host}Content-Length: 50\r\n\r\nq": [b"408"],
        f"POST /mcp {host}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n": [b"408"],
        "": [],
        "GET / HTTP/1.1\r\nHost: ": [],
        f"GET /healthz {host}\r\nGET ": [b"200"],
    }
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(connected(served)) for _ in sent]
        dripping = stack.enter_context(connected(served))
        for connection, its in zip(connections, sent, strict=True):
            connection.sendall(its.encode())
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            _drip(dripping)
        for connection, (its, statuses) in zip(connections, sent.items(), strict=True):
            assert re.findall(rb"HTTP/1\.1 (\d+) ", said(connection)) == statuses, its
    assert served.get("/mcp", headers={"Accept": "text/event-stream"}).status_code == 405


def _drip(connection: socket.socket) -> None:
    """Send a head one byte after the other, for longer than any may take."""
    for _ in range(60):
        connection.sendall(b"X")
        time.sleep(0.3)


@pytest.mark.parametrize(
    "sent", [b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A" * 200_000, b"\x16\x03\x01"]
)
def test_what_is_no_request(served: Served, sent: bytes) -> None:
    with connected(served) as connection, contextlib.suppress(ConnectionError):  # closed while more comes
        connection.sendall(sent)
        assert said(connection)[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 421")
    assert served.get("/healthz").status_code == 200


def test_whoever_leaves_ends_the_query(served: Served) -> None:
    with connected(served) as connection:
        body = f"query={RUNAWAY}".encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{served.port}\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
        assert until(lambda: gauge(served, 'kg_workers{pool="queries",state="busy"}') == 1)
    soon = 4  # seconds: after 5 its limit would end it
    assert until(lambda: gauge(served, 'kg_workers{pool="queries",state="busy"}') == 0, soon)


def until(holds: object, seconds: float = SOON) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]  # a function
            return True
        time.sleep(0.05)
    return False


def gauge(served: Served, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", served.get("/metrics").text, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_metrics_and_log(served: Served) -> None:
    """A line a request, without what stands behind the question mark; counts by route and status."""
    served.get("/api/facts", params={"entity": "secret-word"})
    served.get("/fact/%0Aforged 200", params={"q": "secret-word"})
    assert until(lambda: any("forged" in line for line in served.log))
    line = re.compile(r"serving http\S+ .*\n|[A-Z]+ /\S* [1-5]\d\d \d+ ms\n")
    assert [its for its in served.log if not line.fullmatch(its)] == []
    assert "secret-word" not in "".join(served.log)
    assert gauge(served, 'kg_requests_total{route="api",status="404"}') >= 1
    assert served.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4")


def test_health(served: Served) -> None:
    assert served.get("/healthz").json() == {"build": name_of(kg.open(served.folder).manifest), "status": "ok"}


def test_too_many_waiting(demo_folder: Path) -> None:
    """Beyond the line, 429 with the time to come again; whoever is in it is answered."""
    with serving(demo_folder, "--workers", "1", "--waiting", "2", "--seconds", "2") as its:
        sockets = []
        body = f"query={RUNAWAY}".encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{its.port}\r\nConnection: close\r\n"
        head += f"Content-Length: {len(body)}\r\n"
        for _ in range(5):
            sockets.append(socket.create_connection(("127.0.0.1", its.port), timeout=30))
            sockets[-1].sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
            time.sleep(0.1)
        statuses = sorted(said(each).split()[1] for each in sockets)
        assert statuses == [b"429", b"429", b"503", b"503", b"503"]
        for each in sockets:
            each.close()
        reply = its.ask("ASK {}")
        assert reply.json()["boolean"] is True


def test_memory(demo_folder: Path) -> None:
    with serving(demo_folder, "--megabytes", "200", "--seconds", "60") as its:
        reply = its.ask("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i", Accept="application/json")
        assert (reply.status_code, reply.json()["error"]) == (
            503,
            "the request was stopped: it took more than 200 MB of memory",
        )
        assert its.ask("ASK {}").json()["boolean"] is True


@pytest.mark.parametrize("key", [signal.SIGTERM, signal.SIGINT])
def test_a_clean_stop(demo_folder: Path, key: signal.Signals) -> None:
    """What is under way is answered, and no process is left."""
    with serving(demo_folder, "--seconds", "9") as its, connected(its) as connection:
        children = Path(f"/proc/{its.process.pid}/task/{its.process.pid}/children").read_text().split()
        assert children
        query = "query=SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a kg:Fact { SELECT ?e { ?e a kg:Fact } LIMIT 12 } }"
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{its.port}\r\nContent-Length: {len(query)}\r\n"
        connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{query}".encode())
        assert until(lambda: gauge(its, 'kg_workers{pool="queries",state="busy"}') == 1)
        its.process.send_signal(key)
        answer = said(connection)
        assert answer.startswith(b"HTTP/1.1 200")
        assert its.process.wait(STOPS) == 0
        assert not [each for each in children if Path(f"/proc/{each}").exists()]


def test_the_server_killed_leaves_no_worker(demo_folder: Path) -> None:
    with serving(demo_folder) as its:
        children = Path(f"/proc/{its.process.pid}/task/{its.process.pid}/children").read_text().split()
        its.process.kill()
        its.process.wait()
        assert until(lambda: not [each for each in children if Path(f"/proc/{each}").exists()])


def test_json_of_an_error_is_for_whoever_takes_json(served: Served) -> None:
    assert json.loads(served.ask("x", Accept="application/json").text)["line"] == 1
    assert served.ask("x").text.startswith("query:1:1: ")


TOKEN = "a-token-of-the-tests"


def test_a_token(demo_folder: Path, tmp_path: Path) -> None:
    """Who has it may ask, by Bearer (RFC 6750, 2.1) or, as browsers do, Basic (RFC 7617); it stands in no log."""
    (tmp_path / "token").write_text(f"{TOKEN}\n", "utf-8")
    with serving(demo_folder, "--host", "0.0.0.0", "--token-file", str(tmp_path / "token")) as its:
        address = f"http://127.0.0.1:{its.port}"

        def status(**options: Any) -> int:
            return httpx2.get(f"{address}/healthz", trust_env=False, **options).status_code

        assert status() == 401
        assert status(headers={"Authorization": f"Bearer {TOKEN}"}) == 200
        assert status(auth=("anyone", TOKEN)) == 200
        assert status(auth=("anyone", f"{TOKEN}x")) == 401
        for wrong in ("Bearer", f"Bearer {TOKEN}x", "Basic =", f"Token {TOKEN}", TOKEN, "Basic w6Q="):
            assert status(headers={"Authorization": wrong}) == 401, wrong
        challenge = httpx2.get(address, trust_env=False).headers["www-authenticate"]
        assert challenge.startswith("Basic realm=")
        assert TOKEN not in "".join(its.log)


@pytest.mark.parametrize(
    ("options", "environment", "what"),
    [
        (["--host", "0.0.0.0"], {}, "at `0.0.0.0` others could ask: a token is needed"),
        (["--host", "0.0.0.0"], {"KG_TOKEN": "short"}, "the token is no 16 characters of ASCII"),
        (["--token-file", "/nowhere"], {}, "cannot read `/nowhere`"),
        (["--host", "256.0.0.1"], {"KG_TOKEN": TOKEN}, "cannot listen at 256.0.0.1:0"),
    ],
)
def test_no_server_without_a_token(
    demo_folder: Path, options: list[str], environment: dict[str, str], what: str
) -> None:
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0", "--project", str(demo_folder), *options]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr.partition("\n")[0][: len(what)]) == (2, what)


def test_a_port_that_is_taken(served: Served) -> None:
    command = [
        sys.executable,
        "-m",
        "kg.cli.main",
        "serve",
        "--project",
        str(served.folder),
        "--port",
        str(served.port),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr == (
        f"cannot listen at 127.0.0.1:{served.port}: Address already in use\n"
        "  hint: take another: `--port N`; 0 is any that is free\n"
    )


def test_answers_are_sent_at_once() -> None:
    """Where asyncio is not told that a socket speaks TCP, it lets the second part of an answer wait (Nagle)."""
    with listening("127.0.0.1", 0) as taken:
        assert taken.proto == socket.IPPROTO_TCP
