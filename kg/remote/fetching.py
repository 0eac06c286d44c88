"""A page that somebody names, fetched once: within a time and a size, and with what it was redirected to.

Nothing is sent along that says who asks. An address may lead anywhere, into a private network too, since whoever types
it could go there by a browser as well; where it ended is always told.

Source: RFC 9110 (HTTP), section 15.4 (redirection).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from kg.base.errors import KgError, UsageError
from kg.base.hints import named
from kg.remote.client import Deadline, need_address
from kg.remote.credentials import LOCAL
from kg.remote.http_library import httpx2

SECONDS = 30.0
MOST_BYTES = 50_000_000
MOST_REDIRECTIONS = 5
_ELSEWHERE = (301, 302, 303, 307, 308)
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain;q=0.9, */*;q=0.1"
_BY_HAND = "save it by a browser, and add the file"


class FetchError(KgError):
    """A page that cannot be fetched."""


class Fetched(Struct, frozen=True):
    """What was found at an address."""

    data: bytes
    address: str  # where it ended
    content_type: str
    redirections: tuple[str, ...] = ()  # the addresses passed on the way


def fetched(address: str, *, seconds: float = SECONDS, most: int = MOST_BYTES) -> Fetched:
    """Fetch what stands at an address of http or https.

    Parameters
    ----------
    address
        Without a user or a password.
    seconds
        For all of it, redirections too.
    most
        Bytes.

    Returns
    -------
    Fetched
        What came, with the address where it ended.

    Raises
    ------
    UsageError
        If it is no such address, or httpx2 is not installed.
    FetchError
        If nobody answers, or not in time, or with more than so much, or by a refusal.

    >>> fetched("file:///etc/passwd")
    Traceback (most recent call last):
    kg.base.errors.UsageError: the page: http or https only: `file:///etc/passwd`
      hint: write the address in full, from `https://` on
    """
    _need(address, "the page")
    deadline, passed = Deadline(seconds), list[str]()
    client = httpx2.Client(
        headers={"User-Agent": "dramatis", "Accept": _ACCEPT},
        trust_env=urlsplit(address).hostname not in LOCAL,
        follow_redirects=False,
    )
    with client, _said(address, deadline):
        while True:
            with client.stream("GET", address, timeout=deadline.left() or 0.001) as response:
                if response.status_code in _ELSEWHERE and "location" in response.headers:
                    passed.append(address)
                    address = _next(address, response.headers["location"], passed)
                    continue
                if not response.is_success:
                    what = f"{named(address)} answers {response.status_code} {response.reason_phrase}".rstrip()
                    raise FetchError(what, f"see whether it opens in a browser; {_BY_HAND}")
                data = _read(response, address, deadline, most)
                return Fetched(data, address, response.headers.get("Content-Type", ""), tuple(passed))


def _need(address: str, what: str) -> None:
    if "@" in urlsplit(address).netloc:
        raise UsageError(f"the address of {what} holds a user or a password", "take it out: a page is fetched without")
    need_address(address, what)


def _next(address: str, location: str, passed: list[str]) -> str:
    """Give the address that a redirection leads to."""
    there = urljoin(address, location)
    if len(passed) > MOST_REDIRECTIONS:
        raise FetchError(f"more than {MOST_REDIRECTIONS} redirections, at last to {named(there)}", _BY_HAND)
    try:
        _need(there, f"where {named(address)} leads to")
    except UsageError as error:
        raise FetchError(error.what, _BY_HAND) from None
    return there


def _read(response: httpx2.Response, address: str, deadline: Deadline, most: int) -> bytes:
    """Read an answer as it comes, as long as there is time and room."""
    parts, length = list[bytes](), 0
    for part in response.iter_bytes():
        parts.append(part)
        length += len(part)
        if length > most:
            raise FetchError(f"more than {most:,} bytes at {named(address)}", "add the article alone, from a file")
        if deadline.is_over:
            raise _too_late(address, deadline)
    return b"".join(parts)


def _too_late(address: str, deadline: Deadline) -> FetchError:
    return FetchError(f"{named(address)} has not answered in {deadline.seconds:g} s", f"try again, or {_BY_HAND}")


@contextmanager
def _said(address: str, deadline: Deadline) -> Iterator[None]:
    """Say of what fails on the way what that was."""
    try:
        yield
    except httpx2.TimeoutException:
        raise _too_late(address, deadline) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{named(address)} cannot be fetched: {error}", "see whether it opens in a browser") from None
