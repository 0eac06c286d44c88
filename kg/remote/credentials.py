"""Who one is at an endpoint: from the environment or a keyring, and sent to that endpoint alone.

`KG_STORE_USER` with `KG_STORE_PASSWORD`, or `KG_STORE_TOKEN` (bearer); if `KG_STORE_HOST` is set, they are for that
host alone (with its port, if the address has one). Else a keyring is asked, if one is installed, for the service
`dramatis:HOST`; there the user `bearer` has a token for a password. A password goes out only when it is asked for, by
Basic or Digest as the endpoint wants it.

Sources: RFC 7617 (Basic), RFC 7616 (Digest), RFC 6750 (bearer).
"""

from __future__ import annotations

import base64
import os
from collections.abc import Generator
from urllib.parse import urlsplit

from kg.base.errors import UsageError
from kg.remote.http_library import httpx2

USER, PASSWORD, TOKEN, HOST = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN", "KG_STORE_HOST"
SERVICE, BEARER = "dramatis:", "bearer"  # in a keyring: the service of a host, and the user whose password is a token
LOCAL = ("127.0.0.1", "::1", "localhost")
HINT = f"set {USER} and {PASSWORD}, or {TOKEN}, or put them into a keyring: docs/stores.md"


class Credentials:
    """A user and a password, a token, or nothing; no way of printing it shows what it holds.

    >>> Credentials("somebody", "secret")
    <Credentials>
    """

    __slots__ = ("_password", "_token", "_user")

    def __init__(self, user: str = "", password: str = "", token: str = "") -> None:
        self._user, self._password, self._token = user, password, token

    def __repr__(self) -> str:
        return "<Credentials>"

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self._user or self._token)

    def __reduce__(self) -> str:
        """Refuse to be pickled."""
        raise TypeError("credentials are not written anywhere")

    def hidden(self, text: str) -> str:
        """Take out of a text whatever an endpoint may have said back of them."""
        pair = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        for secret in sorted({self._password, self._token, pair} - {""}, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def login(self) -> Login:
        """Give what shows them to an endpoint."""
        return Login(self._user, self._password, self._token)


class Login(httpx2.Auth):
    """Shows credentials: a token with every request, a password once it is asked for, and from then on."""

    def __init__(self, user: str, password: str, token: str) -> None:
        self._user, self._password, self._token = user, password, token
        self._way: httpx2.Auth | None = None

    def __repr__(self) -> str:
        return "<Login>"

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send a request, and again with a password where that is asked for."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        if self._way is not None:
            yield from self._way.auth_flow(request)
            return
        response = yield request
        if response.status_code == 401 and self._user:
            way = self._asked(response)
            if way is not None:
                self._way = way
                yield from way.auth_flow(request)

    def _asked(self, response: httpx2.Response) -> httpx2.Auth | None:
        """Choose how a password is shown: by Digest if that is offered."""
        offered = [line.split(" ", 1)[0].lower() for line in response.headers.get_list("WWW-Authenticate")]
        if "digest" in offered:
            return httpx2.DigestAuth(self._user, self._password)
        if "basic" in offered:
            need_cover(str(response.request.url))
            return httpx2.BasicAuth(self._user, self._password)
        return None


def need_cover(address: str) -> None:
    """Make sure that nobody on the way reads what is sent as it is.

    Raises
    ------
    UsageError
        If the address is neither of https nor of this machine.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        what = f"credentials are not sent to `{parts.hostname}` by http, where others could read them"
        raise UsageError(what, "use an address of https")


def credentials_for(address: str) -> Credentials:
    """Find the credentials for an endpoint.

    Raises
    ------
    UsageError
        If a token would go where others could read it.
    """
    host = urlsplit(address).netloc.lower()
    told = os.environ.get
    if told(HOST, host).lower() in (host, urlsplit(address).hostname):
        if token := told(TOKEN, ""):
            need_cover(address)
            return Credentials(token=token)
        if user := told(USER, ""):
            return Credentials(user, told(PASSWORD, ""))
    return _in_keyring(host, address)


def _in_keyring(host: str, address: str) -> Credentials:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return Credentials()
    try:
        found = keyring.get_credential(SERVICE + host, None)
    except KeyringError:  # locked, or there is none on this machine
        return Credentials()
    if found is None:
        return Credentials()
    if found.username == BEARER:
        need_cover(address)
        return Credentials(token=found.password)
    return Credentials(found.username, found.password)
