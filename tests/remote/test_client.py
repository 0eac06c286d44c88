"""What an endpoint may answer, and what then happens: patience, deadlines, errors, and where credentials go."""

from __future__ import annotations

import base64
import copy
import pickle
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.credentials import Credential, SimpleCredential

from kg.base.errors import KgError, QueryError, StoreError, UsageError
from kg.remote import client
from kg.remote.credentials import Credentials, credentials_for, need_cover
from kg.remote.endpoint import Endpoint
from tests.remote.scripted import JSON, Reply, Request, Scripted, rows, scripted

ASK = "SELECT ?x { ?x ?y ?z }"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSE", 0.01)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN", "KG_STORE_HOST"):
        monkeypatch.delenv(name, raising=False)


def in_turn(*replies: Reply) -> Callable[[Request], Reply]:
    """Answer by each in its turn, and by the last for ever."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def asked(server: Scripted, seconds: float = 10) -> list[str]:
    return [row[0].value for row in Endpoint(server.address, seconds=seconds).rows(ASK)]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("later", ["", "0", "soon", "past", "0.0"])
def test_who_is_asked_to_wait_asks_again(status: int, later: str) -> None:
    past = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    head = {"Retry-After": past if later == "past" else later} if later else {}
    busy = Reply(status, b"busy", head)
    with scripted(in_turn(busy, busy, rows("a"))) as server:
        assert asked(server) == ["a"]
        assert len(server.asked) == 3


def test_the_pause_that_is_asked_for_is_kept() -> None:
    with scripted(in_turn(Reply(503, b"", {"Retry-After": "1"}), rows("a"))) as server:
        start = time.monotonic()
        assert asked(server) == ["a"]
        assert time.monotonic() - start >= 1


def test_a_pause_longer_than_there_is_time_is_not_waited_for() -> None:
    with scripted(in_turn(Reply(429, b"come back tomorrow", {"Retry-After": "86400"}))) as server:
        start = time.monotonic()
        with pytest.raises(StoreError, match="answers 429: come back tomorrow") as caught:
            asked(server)
        assert time.monotonic() - start < 5
        assert "it asks to wait 86400 s" in caught.value.hint


def test_patience_has_an_end() -> None:
    with scripted(in_turn(Reply(503, b"down for repair\nsince noon"))) as server:
        with pytest.raises(StoreError, match="answers 503: down for repair\n"):
            asked(server)
        assert len(server.asked) == 1 + client.PATIENCE


@pytest.mark.parametrize("pause", [1.0, 0.2])
def test_an_answer_takes_no_longer_than_there_is_time(pause: float) -> None:
    slow = Reply(200, [b" "] * 40, {"Content-Type": JSON}, pause=pause)
    with scripted(in_turn(slow)) as server:
        start = time.monotonic()
        with pytest.raises(StoreError, match=r"has not answered in 0.5 s"):
            asked(server, 0.5)
        assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (
            Reply(400, b"Virtuoso 37000 Error SP030: syntax error\n\nSPARQL query:\nSELECT"),
            "answers 400: Virtuoso 37000 Error SP030: syntax error",
        ),
        (
            Reply(500, b"<html><head><title>x</title></head><body><h1>Out of &lt;memory&gt;</h1></body>"),
            "answers 500: Out of <memory>",
        ),
        (Reply(404, b""), "answers 404"),
        (
            Reply(200, b"<html><body><p>Please log in</p>", {"Content-Type": "text/html"}),
            f"answers in `text/html`, not in `{JSON}`: Please log in",
        ),
        (Reply(200, b"hello", {"Content-Type": JSON}), "cannot be read"),
        (Reply(200, b"", {"Content-Type": JSON}), "cannot be read"),
        (
            Reply(200, b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"ty', {"Content-Type": JSON}),
            "cannot be read",
        ),
        (Reply(200, b'{"head":{"vars":["x"]},', {"Content-Type": JSON}, missing=900), "breaks off"),
        (Reply(200, b"\x1f\x8bno gzip", {"Content-Type": JSON, "Content-Encoding": "gzip"}), "breaks off"),
        (Reply(418, b"\x1b[31mred\x07 \xff\xfe" + b"x" * 999), "answers 418: [31mred"),
    ],
    ids=lambda its: its if isinstance(its, str) else str(its.status),
)
def test_what_cannot_be_used_is_told_by_its_first_line(reply: Reply, message: str) -> None:
    with scripted(in_turn(reply)) as server, pytest.raises(KgError) as caught:
        asked(server)
    assert message in caught.value.what
    assert isinstance(caught.value, QueryError if reply.status == 400 else StoreError)
    assert len(caught.value.what) < 500
    assert caught.value.what.isprintable()


def test_where_there_is_no_endpoint() -> None:
    with scripted(in_turn(rows())) as server:
        address = server.address
    with pytest.raises(StoreError, match="there is no endpoint at"):
        Endpoint(address).rows(ASK)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_request_goes_to_another_host(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "secret-token")
    with scripted(in_turn(rows("a"))) as other:
        with (
            scripted(in_turn(Reply(status, b"", {"Location": other.address}))) as server,
            pytest.raises(StoreError, match=r"sends to `http://127.0.0.1:.*`, where nothing was asked"),
        ):
            asked(server)
        assert other.asked == []


def test_a_redirection_within_the_endpoint_is_followed() -> None:
    def answer(request: Request) -> Reply:
        return rows("a") if request.path == "/there" else Reply(307, b"", {"Location": "/there"})

    with scripted(answer) as server:
        assert asked(server) == ["a"]
        assert [(request.method, request.path) for request in server.asked] == [("POST", "/sparql"), ("POST", "/there")]
    with scripted(in_turn(Reply(302, b"", {"Location": "/sparql"}))) as server, pytest.raises(StoreError):
        asked(server)


def test_one_format_is_asked_for_by_a_form() -> None:
    with scripted(in_turn(rows("a"))) as server:
        asked(server)
    (request,) = server.asked
    assert (request.method, request.headers["Accept"]) == ("POST", JSON)
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.query == ASK


def wants(scheme: str) -> Callable[[Request], Reply]:
    def answer(request: Request) -> Reply:
        shown = request.credentials.lower().startswith(scheme.split(" ")[0].lower())
        return rows("a") if shown else Reply(401, b"who are you?", {"WWW-Authenticate": scheme})

    return answer


BASIC, DIGEST = 'Basic realm="x"', 'Digest realm="x", nonce="abc", qop="auth", algorithm="MD5", opaque="o"'


def test_a_password_is_shown_by_basic_when_it_is_asked_for() -> None:
    with scripted(wants(BASIC)) as server:
        endpoint = Endpoint(server.address)
        endpoint.rows(ASK)
        endpoint.rows(ASK)
    basic = "Basic " + base64.b64encode(b"dba:dba").decode()
    assert [request.credentials for request in server.asked] == ["", basic, basic]


def test_a_password_is_shown_by_digest_when_it_is_asked_for() -> None:
    with scripted(wants(DIGEST)) as server:
        endpoint = Endpoint(server.address)
        endpoint.rows(ASK)
    last = server.asked[-1].credentials
    assert last.startswith('Digest username="dba", realm="x", nonce="abc"')
    assert "Basic" not in "".join(request.credentials for request in server.asked)


@pytest.mark.usefixtures("nobody")
def test_a_token_is_shown_with_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "secret-token")
    with scripted(in_turn(rows("a"))) as server:
        asked(server)
    assert [request.credentials for request in server.asked] == ["Bearer secret-token"]


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1:1", "127.0.0.2"])
def test_credentials_of_another_host_stay_here(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "secret-token")
    monkeypatch.setenv("KG_STORE_HOST", host)
    with scripted(in_turn(rows("a"))) as server:
        asked(server)
        assert server.asked[-1].credentials == ""
        monkeypatch.setenv("KG_STORE_HOST", server.address.split("/")[2])
        asked(server)
        assert server.asked[-1].credentials == "Bearer secret-token"


@pytest.mark.usefixtures("nobody")
def test_what_a_keyring_holds_is_shown() -> None:
    class Ring(KeyringBackend):
        priority = 1

        def get_credential(self, service: str, username: str | None) -> Credential | None:
            return SimpleCredential("somebody", "secret-word") if service == f"dramatis:{host}" else None

        def get_password(self, service: str, username: str) -> str | None:
            return None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    try:
        with scripted(wants(BASIC)) as server:
            host = server.address.split("/")[2]
            keyring.set_keyring(Ring())  # type: ignore[no-untyped-call]  # keyring's own
            assert asked(server) == ["a"]
    finally:
        keyring.set_keyring(before)
    assert base64.b64decode(server.asked[-1].credentials.split()[1]) == b"somebody:secret-word"


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("name", ["KG_STORE_PASSWORD", "KG_STORE_TOKEN"])
@pytest.mark.parametrize("status", [401, 403, 500, 400])
def test_no_error_shows_what_is_secret(name: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "somebody")
    monkeypatch.setenv(name, "secret-word")

    def echo(request: Request) -> Reply:
        if not request.credentials:
            return Reply(401, b"", {"WWW-Authenticate": BASIC})
        said = f"secret-word is not enough, {request.credentials}"
        return Reply(status, said.encode(), {"WWW-Authenticate": BASIC})

    with scripted(echo) as server:
        endpoint = Endpoint(server.address)
        with pytest.raises(KgError) as caught:
            endpoint.rows(ASK)
    shown = f"{caught.value} {caught.value!r} {endpoint!r} {endpoint.client!r} {vars(caught.value)}"
    assert "secret-word" not in shown
    assert base64.b64encode(b"somebody:secret-word").decode() not in shown
    assert caught.value.__cause__ is None


def test_credentials_do_not_show_themselves() -> None:
    its = Credentials("somebody", "secret-word", "secret-token")
    for text in (repr(its), str(its), f"{its}", repr([its]), repr(its.login()), repr(vars(its.login()).keys())):
        assert "secret" not in text
    for write in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError):
            write(its)


@pytest.mark.usefixtures("nobody")
def test_nothing_secret_goes_by_http_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    need_cover("https://example.org/sparql")
    need_cover("http://localhost:8890/sparql")
    with pytest.raises(UsageError, match=r"credentials are not sent to `example\.org` by http"):
        need_cover("http://example.org/sparql")
    monkeypatch.setenv("KG_STORE_TOKEN", "secret-token")
    with pytest.raises(UsageError):
        credentials_for("http://example.org/sparql")


@pytest.mark.parametrize(
    "address",
    ["http://me:word@127.0.0.1/sparql", "https://word@example.org/", "ftp://example.org/", "127.0.0.1:80", ""],
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Endpoint(address)
    assert "word" not in str(caught.value).replace("a password", "").replace("KG_STORE_PASSWORD", "")


def test_the_other_addresses_are_of_the_same_host() -> None:
    with pytest.raises(UsageError, match="another host"):
        Endpoint("http://127.0.0.1:80/sparql", update="http://127.0.0.1:81/update")


def test_a_key_in_the_address_is_not_shown() -> None:
    with scripted(in_turn(Reply(500, b"no"))) as server, pytest.raises(StoreError) as caught:
        Endpoint(f"{server.address}?key=secret-key").rows(ASK)
    assert "secret-key" not in str(caught.value)
