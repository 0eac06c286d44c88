"""Who may ask: the address that a request names, the page that it comes from, and the token where one is needed.

Sources: RFC 9110, sections 7.2 (Host) and 11.6 (Authorization); the Fetch standard of the WHATWG (Origin); RFC 6750,
section 2.1 (Bearer); RFC 7617 (Basic); Content Security Policy Level 3, W3C.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {  # of every answer, unless it has its own
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with `no-referrer`, a form of our own would come from `Origin: null`
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
FROM_PROGRAMS = "/reconcile"  # below which pages of other programs on this machine may ask, as OpenRefine's do


class Door(Struct, frozen=True):
    """Who may ask: the port, further hosts by which the server may be called, and the token, if one is needed.

    `free` is what needs no token: paths, and below which (`/static/`) all is free. With `by_script` the token is taken
    from a script of ours alone: a browser that remembers a password sends it by itself, whoever's page makes it ask.
    """

    port: int
    hosts: tuple[str, ...] = ()
    token: str = ""
    free: tuple[str, ...] = ()
    by_script: bool = False

    def refused(self, path: str, headers: Mapping[str, str]) -> tuple[int, str, str] | None:
        """Tell why a request is refused: status, what is wrong, what to do; None if it is not.

        >>> Door(8000).refused("/", {"Host": "evil.example:8000"})[0]
        421
        >>> Door(8000).refused("/", {"Host": "localhost:8000"}) is None
        True
        """
        host = headers.get("Host", "")
        if host.lower() not in self.addresses:
            return 421, f"this server is not `{host[:100]}`", "call it by its own address, or name it with --allow-host"
        origin = headers.get("Origin")
        if origin is not None and not self.is_ours(origin) and not self.is_program(path, origin):
            return 403, f"asked by a page of `{origin[:100]}`", "open a page of this server itself"
        mode, site = headers.get("Sec-Fetch-Mode", ""), headers.get("Sec-Fetch-Site", "")
        if site == "cross-site" and mode != "navigate" and not path.startswith(FROM_PROGRAMS):
            return 403, "asked for inside a page of another site", "open a page of this server itself"
        if self.token and not self._is_free(path) and not self._has_token(headers.get("Authorization", "")):
            hint = "open the address that the server printed" if self.by_script else "a browser: the token as password"
            return 401, "a token is needed", f"send `Authorization: Bearer TOKEN`; {hint}"
        return None

    @property
    def challenge(self) -> str:
        """Name the ways in which a token is taken (`WWW-Authenticate`)."""
        return "Bearer" if self.by_script else 'Basic realm="Dramatis", charset="UTF-8", Bearer'

    @property
    def addresses(self) -> set[str]:
        """Give what `Host` may hold: hosts of one's own also as they are, for a proxy that listens elsewhere."""
        ported = {f"{host}:{self.port}".lower() for host in (*LOOPBACK, *self.hosts)}
        return ported | {host.lower() for host in self.hosts} | (set(LOOPBACK) if self.port == 80 else set())

    def is_ours(self, origin: str) -> bool:
        """Tell whether a page of this server asks."""
        scheme, _, address = origin.lower().partition("://")
        return scheme in ("http", "https") and address in self.addresses

    def is_program(self, path: str, origin: str) -> bool:
        """Tell whether the page of another program on this machine asks for what such programs may."""
        if not (path == FROM_PROGRAMS or path.startswith(f"{FROM_PROGRAMS}/")):
            return False
        try:
            its = urlsplit(origin)
            return (
                its.scheme in ("http", "https")
                and its.port is not None
                and its.hostname in ("127.0.0.1", "localhost", "::1")
            )
        except ValueError:
            return False

    def _is_free(self, path: str) -> bool:
        return any(path == its or (its != "/" and its.endswith("/") and path.startswith(its)) for its in self.free)

    def _has_token(self, given: str) -> bool:
        scheme, _, token = given.partition(" ")
        if scheme.lower() == "basic" and not self.by_script:
            try:
                token = base64.b64decode(token.strip(), validate=True).decode().partition(":")[2]
            except ValueError:
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(token.strip().encode(), self.token.encode())


def decoded(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Read headers; of one that is given several times, all values, set apart by commas.

    >>> decoded([(b"accept", b"text/html"), (b"accept", b"text/turtle")])
    {'Accept': 'text/html, text/turtle'}
    """
    found: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").title(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
