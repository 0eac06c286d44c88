"""A small server that answers as a test wants, and writes down what it was asked."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

JSON = "application/sparql-results+json"


@dataclasses.dataclass
class Request:
    """What was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return parse_qs(self.body.decode()).get("query", [""])[0]

    @property
    def credentials(self) -> str:
        return self.headers.get("Authorization", "")


@dataclasses.dataclass
class Reply:
    """What is answered; parts may come with pauses between, or break off before what `Content-Length` says."""

    status: int = 200
    body: bytes | list[bytes] = b""
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    pause: float = 0
    missing: int = 0


@dataclasses.dataclass
class Scripted:
    """A running server."""

    address: str
    asked: list[Request]
    answer: Callable[[Request], Reply]


def rows(*values: str, **headers: str) -> Reply:
    """Answer in rows of one variable, `x`."""
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    found = {"head": {"vars": ["x"]}, "results": {"bindings": bindings}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(200, json.dumps(found).encode(), {"Content-Type": JSON, **named})


def number(count: int) -> Reply:
    """Answer in one number."""
    its = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": str(count)}
    found = {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": its}]}}
    return Reply(200, json.dumps(found).encode(), {"Content-Type": JSON})


@contextlib.contextmanager
def scripted(answer: Callable[[Request], Reply]) -> Iterator[Scripted]:
    """Run such a server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Request(self.command, self.path, dict(self.headers), body)
            its.asked.append(asked)
            reply = its.answer(asked)
            parts = reply.body if isinstance(reply.body, list) else [reply.body]
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(sum(map(len, parts)) + reply.missing))
            self.send_header("Connection", "close")
            self.end_headers()
            with contextlib.suppress(OSError):
                for part in parts:
                    self.wfile.write(part)
                    self.wfile.flush()
                    time.sleep(reply.pause)
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names of `http.server`

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    its = Scripted(f"http://127.0.0.1:{server.server_port}/sparql", [], answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield its
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
