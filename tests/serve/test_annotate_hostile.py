"""Who may ask the page on which claims are made, and what becomes of requests that nobody should send."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.serve.serving import Annotating, Served, annotating, serving
from tests.serve.test_safety import until

STRAIT = ROOT / "tests/projects/strait"
WIRE = "article/wire-2031-03-03"
JSON_TYPE = {"Content-Type": "application/json"}


def strait(folder: Path) -> Path:
    """A copy of the worked example, with its texts."""
    return shutil.copytree(STRAIT, folder / "strait")


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, hidden ones too."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Annotating]:
    with annotating(strait(tmp_path_factory.mktemp("annotate"))) as its:
        before = hashes(its.folder)
        yield its
        assert hashes(its.folder) == before  # nothing that is asked here may write


def refused(reply: Any) -> tuple[int, str, str]:
    told = reply.json()
    return reply.status_code, told["error"], told["hint"]


@pytest.mark.parametrize("path", ["/", "/static/annotate/main.js", "/static/annotate/annotate.css"])
def test_the_page_itself_needs_no_token_and_holds_nothing_of_the_project(page: Annotating, path: str) -> None:
    reply = page.get(path)
    assert (reply.status_code, page.token in reply.text, "Orlund" in reply.text) == (200, False, False)
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("scheme", ["", "Bearer", "Bearer wrong", "Bearer {}x", "{}", "Basic {}", "Basic", "bearer"])
@pytest.mark.parametrize("path", ["articles", "words", "versions", WIRE, f"{WIRE}/apply", "nothing", ""])
def test_all_else_needs_the_token(page: Annotating, path: str, scheme: str) -> None:
    """Also what is not there: nobody learns which articles there are."""
    given = page.asked("GET", path, Authorization=scheme.format(page.token))
    assert refused(given) == (
        401, "a token is needed", "send `Authorization: Bearer TOKEN`; open the address that the server printed"
    )  # fmt: skip
    assert given.headers["www-authenticate"] == "Bearer"  # with Basic a browser would ask, and remember


def test_a_password_that_a_browser_remembers_is_no_token(page: Annotating) -> None:
    with page.client(auth=("any", page.token)) as client:
        assert client.get("/annotate/articles").status_code == 401


@pytest.mark.parametrize("path", ["//annotate/articles", "/static/../annotate/articles", "/%61nnotate/articles",
                                  "/static/%2e%2e/annotate/articles", "/annotate", "/./annotate/articles"])  # fmt: skip
def test_no_other_way_leads_past_the_token(page: Annotating, path: str) -> None:
    with socket.create_connection(("127.0.0.1", page.port), timeout=20) as its:
        its.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: its.recv(1 << 16), b""))
    assert said[:12] in (b"HTTP/1.1 401", b"HTTP/1.1 404")
    assert b"wire-2031" not in said


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"])
def test_another_host_is_refused_with_the_token_too(page: Annotating, host: str) -> None:
    assert page.asked("GET", "articles", Host=host).status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "file://"])
def test_pages_of_others_are_refused_with_the_token_too(page: Annotating, origin: str) -> None:
    for method, path in (("GET", "articles"), ("POST", f"{WIRE}/apply"), ("OPTIONS", f"{WIRE}/apply")):
        reply = page.asked(method, path, Origin=origin)
        assert (reply.status_code, "access-control-allow-origin" in reply.headers) == (403, False)


@pytest.mark.parametrize(
    "type_",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"],
)
def test_no_form_can_write(page: Annotating, type_: str) -> None:
    reply = page.asked("POST", f"{WIRE}/apply", {"nothing": [0, 52]}, **{"Content-Type": type_})
    assert refused(reply) == (415, "no JSON is sent", "send `Content-Type: application/json`")


NAMES = [
    "..", "../kg", "%2e%2e%2fkg", "..%2f..%2fetc%2fpasswd", "%00", "wire-2031-03-03%00", "/etc/passwd",
    "%2fetc%2fpasswd", "wire-2031-03-03.yaml", "entities", "WIRE-2031-03-03", "%ff%fe", "a" * 5_000,
    "wire-2031-03-03%2f..", "", "identity", "sources%2fwire-2031-03-03", "wire-2031-03-03%20",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_looked_up_and_never_part_of_a_path(page: Annotating, name: str) -> None:
    for method, path, body in (("GET", f"article/{name}", None), ("POST", f"article/{name}/undo", {}),
                               ("PUT", f"article/{name}/draft", {"draft": {"a": 1}})):  # fmt: skip
        assert page.asked(method, path, body).status_code in (404, 405), name


def test_a_name_that_is_nearly_right(page: Annotating) -> None:
    found = page.asked("GET", "article/wire-2031-03-04")
    assert refused(found) == (404, "no such article: `wire-2031-03-04`", "did you mean `wire-2031-03-03`?")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "articles", "GET"), ("PUT", WIRE, "GET"), ("DELETE", WIRE, "GET"), ("GET", f"{WIRE}/apply", "POST"),
     ("GET", f"{WIRE}/draft", "PUT"), ("POST", f"{WIRE}/draft", "PUT"), ("PATCH", "words", "GET"),
     ("HEAD", "words", "GET"), ("OPTIONS", f"{WIRE}/undo", "POST")],
)  # fmt: skip
def test_each_address_has_one_method(page: Annotating, method: str, path: str, allowed: str) -> None:
    reply = page.asked(method, path)
    assert (reply.status_code, reply.headers["allow"]) == (405, allowed)


BODIES = [  # what is sent, and how the refusal begins
    (b"", "a change is one thing"),
    (b"{", "no JSON"),
    (b"[]", "no JSON object"),
    (b"3", "no JSON object"),
    (b"NaN", "no JSON"),
    (b'{"nothing": [0, NaN]}', "no JSON"),
    (b'{"nothing": [0, 1e400]}', ""),
    (b'{"add": "\xff"}', "no JSON"),
    (b'{"add": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ""),
    (b'{"a": ' * 200 + b"1" + b"}" * 200, "nested deeper than 32"),
    (b'{"nothing": [0, 52], "something": [0, 52]}', "a change is one thing"),
    (b'{"unheard-of": 1}', "a change is one thing"),
    (b'{"add": null}', "`add` holds what no"),
    (b'{"add": 3}', "`add` is no mapping"),
    (b'{"add": [1]}', "`add` is no mapping"),
    (b'{"add": {"evidence": 3}}', "a piece of evidence is no mapping"),
    (b'{"add": {"evidence": [{"at": [0, true]}]}}', "`at` is no pair of offsets"),
    (b'{"add": {"unheard-of": 1}}', "unknown field `unheard-of`"),
    (b'{"replace": {"was": {}}}', ""),
    (b'{"replace": 1}', ""),
    (b'{"remove": {"was": {"id": "nobody"}}}', ""),
    (b'{"nothing": [0]}', ""),
    (b'{"nothing": [52, 0]}', ""),
    (b'{"nothing": [0, 99999]}', ""),
    (b'{"nothing": [-1, 5]}', ""),
    (b'{"nothing": [0, 52.5]}', ""),
    (b'{"nothing": [0, 9007199254740993]}', ""),
    (b'{"entity": {"id": "../x", "kind": "Person", "name": "X"}}', ""),
    (b'{"entity": {"id": "x"}}', ""),
    (b'{"entity": 1}', ""),
    (b'{"head": {"text": {"file": "/etc/passwd"}}}', ""),
    (b'{"head": 1}', ""),
    (b'{"head": {"unheard-of": "x"}}', ""),
]


@pytest.mark.parametrize(("body", "said"), BODIES, ids=[body[:60].decode("latin-1") for body, _ in BODIES])
def test_odd_changes_are_refused_in_words(page: Annotating, body: bytes, said: str) -> None:
    reply = page.asked("POST", f"{WIRE}/apply", body)
    told = reply.json()
    assert reply.status_code in (400, 404, 409), told
    assert told["error"].startswith(said), told
    assert told["error"], told


QUESTIONS = [
    b"", b"[]", b'{"claim": 3}', b'{"start": 0}', b'{"start": "0", "end": 1}', b'{"start": 5, "end": 2}',
    b'{"start": true, "end": 2}', b'{"start": 1e3, "end": 2}', b'{"start": 0, "end": 1e99}', b'{"claim": {}, "odd": 1}',
    b'{"claim": {"roles": 5}}', b'{"claim": {"evidence": [5]}}', b'{"claim": {"evidence": [{"at": 5}]}}',
    b'{"claim": {"speaker": {"a": {}}}}', b'{"claim": {"id": null, "fact": null, "type": []}}',
    b'{"claim": {"values": [], "when": {}}}', b'{"claim": {}, "entity": 3}', b'{"claim": {"type": "\\ud800"}}',
    b'{"claim": {"fact": "a\\u0000b", "label": "\\u202e", "note": "\\n\\n"}}', b'{"claim": {}, "was": 3}',
    b'{"claim": {"evidence": [{"at": [5, 2]}]}}', b'{"claim": {"evidence": [{"at": [-1, 1e9]}]}}',
    b'{"claim": {"evidence": [{"at": [0, 99999999]}]}}', b'{"claim": {}, "was": {"id": "nobody"}}',
]  # fmt: skip


@pytest.mark.parametrize("verb", ["attempt", "selection"])
@pytest.mark.parametrize("body", QUESTIONS)
def test_odd_questions_are_answered_or_refused_in_words(page: Annotating, verb: str, body: bytes) -> None:
    reply = page.asked("POST", f"{WIRE}/{verb}", body)
    assert reply.status_code in (200, 400, 409), reply.text
    assert isinstance(reply.json(), dict)


def test_a_body_of_a_megabyte(page: Annotating) -> None:
    long = {"claim": {"note": "x" * 900_000}}
    assert page.asked("POST", f"{WIRE}/attempt", long).status_code == 200
    longer = page.asked("POST", f"{WIRE}/attempt", {"claim": {"note": "x" * 1_000_000}})
    assert refused(longer) == (413, "the body is longer than 1,000,000 bytes", "ask for less")


def test_a_body_that_never_ends_keeps_nobody_waiting(page: Annotating) -> None:
    """That it is refused after ten seconds is tried on `kg serve`, which reads bodies in the same way."""
    head = f"PUT /annotate/{WIRE}/draft HTTP/1.1\r\nHost: localhost:{page.port}\r\nAuthorization: Bearer "
    with socket.create_connection(("127.0.0.1", page.port), timeout=20) as its:
        its.sendall(f"{head}{page.token}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{{".encode())
        assert page.asked("GET", "versions").status_code == 200


def test_the_log_has_no_token_and_no_line_of_what_is_in_order(page: Annotating) -> None:
    assert page.asked("GET", "versions").status_code == 200
    assert page.get(f"/nowhere?token={page.token}").status_code == 401
    assert page.asked("GET", "article/nobody%0Ahere").status_code == 404
    assert until(lambda: any(line.startswith("GET /annotate/article/nobody") for line in page.log[1:]))
    assert not any(page.token in line for line in page.log[1:])
    assert not any(" 200 " in line for line in page.log[1:])


def test_what_others_may_be_let_in_to_does_not_write(tmp_path: Path) -> None:
    """`kg serve` has none of the routes, and no file is made or changed by asking it."""
    folder = strait(tmp_path)
    with serving(folder, "--texts", str(folder / "texts")) as served:
        before = hashes(folder)
        assert _asked_all(served) == {404, 405}
        assert hashes(folder) == before


def _asked_all(served: Served) -> set[int]:
    reads = ("articles", "words", "versions", WIRE)
    writes = (("POST", "apply"), ("POST", "undo"), ("PUT", "draft"), ("POST", "attempt"))
    with served.client(headers=JSON_TYPE) as client:
        codes = {client.get(f"/annotate/{path}").status_code for path in reads}
        body = json.dumps({"nothing": [0, 52]})
        return codes | {
            client.request(its, f"/annotate/{WIRE}/{verb}", content=body).status_code for its, verb in writes
        }
