"""Requests to an endpoint: one deadline, patience where it is asked for, and errors that say what the endpoint said.

An answer of 429 or 503 is asked for again, after as long as it says or else after growing pauses. No request goes to
another host than the endpoint's, whatever an answer says.

Sources: RFC 9110 (HTTP), sections 10.2.3 (Retry-After) and 15.4 (redirection); RFC 6585, section 4 (429).
"""

from __future__ import annotations

import re
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.base.errors import KgError, QueryError, StoreError, UsageError
from kg.base.hints import named
from kg.base.letters import cut
from kg.remote.credentials import HINT, LOCAL, Credentials
from kg.remote.http_library import httpx2

SECONDS = 60.0  # for a request with all its repetitions, where nobody says otherwise
PATIENCE = 6  # times that a request is sent again
_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds: the first pause, which is doubled each time
_MOST_REDIRECTIONS = 5
_LONGEST = 200  # characters of an endpoint's words
_READ = 20_000  # bytes of an error that are read for its first line
_LATER, _ELSEWHERE = (429, 503), (301, 302, 303, 307, 308)
_TAG = re.compile(r"<(?:script|style|head)\b.*?</(?:script|style|head)>|<[^>]*>", re.DOTALL | re.IGNORECASE)

Fields = Mapping[str, str | Sequence[str]]


class Deadline:
    """A moment by which all must be over."""

    def __init__(self, seconds: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self._clock = seconds, clock
        self._end = None if seconds is None else clock() + seconds

    def left(self) -> float | None:
        """Count the seconds that are left; None: as many as one likes."""
        return None if self._end is None else max(0.0, self._end - self._clock())

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return self.left() == 0.0


class Client:
    """Speaks to one endpoint.

    Parameters
    ----------
    address
        Of the endpoint: no request goes to another host, or port, or to http instead of https.
    credentials
        Shown to it where it asks.
    sleep
        Waits so many seconds.
    """

    def __init__(
        self, address: str, credentials: Credentials, *, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self.address, self._credentials, self._sleep = address, credentials, sleep
        self.shown = "{}://{}{}".format(*urlsplit(address)[:3])  # a key may stand behind the question mark
        self._http = httpx2.Client(
            auth=credentials.login() if credentials else None,
            headers={"User-Agent": "dramatis"},
            trust_env=urlsplit(address).hostname not in LOCAL,  # proxies are for what lies elsewhere
            follow_redirects=False,
        )
        weakref.finalize(self, self._http.close)

    def __repr__(self) -> str:
        return f"<Client of {self.shown}>"

    @contextmanager
    def opened(  # noqa: PLR0913 - the parts of a request
        self,
        method: str,
        address: str,
        *,
        deadline: Deadline,
        fields: Fields | None = None,
        accept: str = "*/*",
        body: tuple[str, bytes] | None = None,
    ) -> Iterator[httpx2.Response]:
        """Send a request, and give the answer while it is read.

        Parameters
        ----------
        method, address
            What is asked, and where; redirections are followed within the endpoint.
        deadline
            By which the answer must have begun; whoever reads on watches the same.
        fields
            Of a form, or of the address where the method is not POST.
        accept
            The one format that is wanted.
        body
            Its media type and bytes, where no form is sent.

        Raises
        ------
        StoreError
            If there is no endpoint, it does not answer in time, it refuses, or it sends elsewhere.
        QueryError
            If it refuses what was asked as wrong (400).
        """
        content: dict[str, Any] = {"params": fields} if fields and method != "POST" else {}
        if body:
            content = {"params": fields, "content": body[1]}
        elif fields and method == "POST":
            content = {"data": fields}
        headers = {"Accept": accept} | ({"Content-Type": body[0]} if body else {})
        with self._said(deadline):
            response = self._patiently(method, address, deadline, headers=headers, **content)
        try:
            yield response
        finally:
            response.close()

    def fetched(self, method: str, address: str, **request: Any) -> bytes:  # noqa: ANN401 - see `opened`
        """Send a request as by `opened`, and read the whole answer within the deadline."""
        with self.opened(method, address, **request) as response:
            return b"".join(self.parts(response, request["deadline"]))

    def parts(self, response: httpx2.Response, deadline: Deadline) -> Iterator[bytes]:
        """Read an answer as it comes.

        Raises
        ------
        StoreError
            If it breaks off, or takes longer than there is time.
        """
        with self._said(deadline):
            for part in response.iter_bytes():
                if deadline.is_over:
                    raise self._too_late(deadline)
                yield part

    def refused(self, response: httpx2.Response) -> KgError:
        """Say what the endpoint has answered, by its first line, and what can be done."""
        status = response.status_code
        said = self._first_line(response)
        what = f"the endpoint `{self.shown}` answers {status}{f': {said}' if said else ''}"
        if status in (401, 403):
            is_known = "what it was shown is not enough" if self._credentials else HINT
            return StoreError(what, is_known)
        if status in (400, 422):
            return QueryError(what)
        if status in _LATER:
            return StoreError(what, "ask again later")
        return StoreError(what, "see whether it is the address of a SPARQL endpoint" if status in (404, 405) else "")

    def _patiently(self, method: str, address: str, deadline: Deadline, **content: Any) -> httpx2.Response:  # noqa: ANN401 - httpx2's
        """Send a request until it is answered otherwise than by "later"."""
        redirections = 0
        for number in range(PATIENCE + _MOST_REDIRECTIONS + 1):
            self._need_own(address)
            request = self._http.build_request(
                method,
                address,
                timeout=httpx2.Timeout(deadline.left() or None if deadline.seconds else None),
                **content,
            )
            if deadline.is_over:
                raise self._too_late(deadline)
            response = self._http.send(request, stream=True)
            status = response.status_code
            if status in _ELSEWHERE and "location" in response.headers and redirections < _MOST_REDIRECTIONS:
                redirections += 1
                method, address, content = _redirected(method, address, response, content)
            elif status in _LATER and number - redirections < PATIENCE:
                self._wait(response, number - redirections, deadline)
            elif response.is_success:
                return response
            else:
                raise self._refused(response)
            response.close()
        raise StoreError(f"the endpoint `{self.shown}` sends round in a circle", "ask its keeper")

    def _refused(self, response: httpx2.Response) -> KgError:
        try:
            return self.refused(response)
        finally:
            response.close()

    def _wait(self, response: httpx2.Response, number: int, deadline: Deadline) -> None:
        """Wait as long as an answer says, or twice as long as last time; give up where there is no time for that."""
        told = _seconds(response.headers.get("Retry-After", ""))
        pause = min(_PAUSE * 2**number, _LONGEST_PAUSE) if told is None else told
        left = deadline.left()
        if left is not None and pause >= left:
            refused = self._refused(response)
            refused.hint = f"it asks to wait {pause:g} s, and there are {left:.0f} s left: ask again later"
            raise refused
        self._sleep(pause)

    def _need_own(self, address: str) -> None:
        """Make sure that an address is the endpoint's own."""
        if _origin(address) != _origin(self.address):
            where = named("{}://{}".format(*urlsplit(address)[:2]))
            what = f"the endpoint `{self.shown}` sends to {where}, where nothing was asked"
            raise StoreError(what, "if you trust that address, set it as the endpoint's")

    def _first_line(self, response: httpx2.Response) -> str:
        """Give the first line of what an endpoint says, without markup, controls, and what it was shown in secret."""
        read = b""
        try:
            for part in response.iter_bytes():
                read += part
                if len(read) > _READ:
                    break
        except httpx2.HTTPError:
            pass  # what has come by then may say it
        text = read[:_READ].decode("utf-8", "replace")
        if "html" in response.headers.get("Content-Type", "") or text.lstrip()[:1] == "<":
            text = unescape(_TAG.sub("\n", text))
        lines = ("".join(c if c.isprintable() else " " for c in line).strip() for line in text.split("\n"))
        return self._credentials.hidden(cut(next(filter(None, lines), ""), _LONGEST))

    def not_that(self, response: httpx2.Response, wanted: str) -> StoreError:
        """Say that an answer is not of the format that was asked for."""
        kind = response.headers.get("Content-Type", "nothing that it names").partition(";")[0]
        said = self._first_line(response)
        what = f"the endpoint `{self.shown}` answers in {named(kind)}, not in `{wanted}`: {said}"
        return StoreError(what, "see whether it is the address of a SPARQL endpoint")

    def _too_late(self, deadline: Deadline) -> StoreError:
        what = f"the endpoint `{self.shown}` has not answered in {deadline.seconds:g} s"
        return StoreError(what, "ask for less, or allow more time")

    @contextmanager
    def _said(self, deadline: Deadline) -> Iterator[None]:
        """Say of what fails between here and the endpoint what that was."""
        try:
            yield
        except httpx2.TimeoutException:
            raise self._too_late(deadline) from None
        except httpx2.ConnectError as error:
            what = f"there is no endpoint at `{self.shown}`: {self._credentials.hidden(str(error))}"
            raise StoreError(what, "see whether it runs, and whether that is its address") from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            what = f"the answer of the endpoint `{self.shown}` breaks off: {self._credentials.hidden(str(error))}"
            raise StoreError(what, "ask again") from None


def need_address(address: str, what: str = "the endpoint") -> None:
    """Make sure that an address can be an endpoint's, and holds no password.

    Raises
    ------
    UsageError
        If it is not, without showing what it holds.
    """
    from kg.base.addresses import address_fault

    if "@" in urlsplit(address).netloc:
        raise UsageError(f"the address of {what} holds a user or a password", f"take it out; {HINT}")
    if fault := address_fault(address):
        raise UsageError(f"{what}: {fault[0]}", fault[1])


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or usual


def _redirected(
    method: str, address: str, response: httpx2.Response, content: dict[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """Give the next request of a redirection; 303 asks to read there what there is."""
    there = urljoin(address, response.headers["location"])
    if response.status_code == 303:
        return "GET", there, {"headers": {"Accept": content["headers"]["Accept"]}}
    return method, there, {name: value for name, value in content.items() if name != "params" or "?" not in there}


def _seconds(told: str) -> float | None:
    """Read a `Retry-After`: seconds, or a moment.

    >>> _seconds("3"), _seconds("soon")
    (3.0, None)
    """
    if told.strip().isdigit():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
