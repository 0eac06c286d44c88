"""What was asked over HTTP, and what is answered: plain records, which go from the server to a worker and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from msgspec import Struct

from kg.base.errors import KgError, NotFoundError, StoreError, TooManyRowsError, UsageError

HTML = "text/html; charset=utf-8"
JSON = "application/json"
_STATUSES = {NotFoundError: 404, TooManyRowsError: 503, StoreError: 500}  # of what is wrong; else 400
_LONGEST_NOTE, _LONGEST_NOTES = 500, 4_000  # characters
PLAIN = "text/plain; charset=utf-8"
TURTLE = "text/turtle; charset=utf-8"
JSON_LD = "application/ld+json"


class Asked(Struct, frozen=True):
    """A request: its path without the part that chose who answers, and what it says.

    `values` are the pairs of the query string or of a form, in their order; `accept` is the header of that name;
    `origin` is the address of the server (`http://127.0.0.1:8000`).
    """

    path: str
    values: tuple[tuple[str, str], ...] = ()
    accept: str = "*/*"
    body: bytes = b""
    media_type: str = ""
    method: str = "GET"
    origin: str = ""

    def first(self, name: str, otherwise: str = "") -> str:
        """Give the first value of a name.

        >>> Asked("facts", values=(("q", "meeting"), ("q", "call"))).first("q")
        'meeting'
        """
        return next((value for key, value in self.values if key == name), otherwise)

    def all(self, name: str) -> list[str]:
        """Give all values of a name, in their order."""
        return [value for key, value in self.values if key == name]


class Reply(Struct, frozen=True):
    """An answer: status, what its bytes are, and further headers."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = {}


def fields_of(written: str) -> list[tuple[str, str]]:
    """Read the fields of a form, or of the part of an address behind the question mark.

    Raises
    ------
    UsageError
        If what is encoded is no UTF-8.

    >>> fields_of("a=1&b=%C3%A9")
    [('a', '1'), ('b', 'é')]
    """
    try:
        return parse_qsl(written, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise UsageError(f"what is encoded is no UTF-8, at byte {error.start} of a value", "encode UTF-8") from None


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:  # noqa: ANN401 - JSON
    r"""Answer in JSON, as the command line writes it.

    >>> as_json({"a": 1}).body
    b'{\n  "a": 1\n}\n'
    """
    written = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return Reply(written.encode(), JSON, status, headers)


def noted(notes: Sequence[str]) -> dict[str, str]:
    """Give the header that says what an answer leaves out: notes as JSON in ASCII, no longer than a header may be.

    >>> noted(["2 facts are not shown"]), noted([])
    ({'Kg-Notes': '["2 facts are not shown"]'}, {})
    """
    kept = [its[:_LONGEST_NOTE] for its in notes if its]
    while len(written := json.dumps(kept)) > _LONGEST_NOTES:
        kept = [*kept[:-2], "…"]
    return {"Kg-Notes": written} if kept else {}


def refusal(asked: Asked, error: KgError, status: int = 0) -> Reply:
    r"""Answer with what is wrong and what to do: in JSON to whoever takes JSON, else as text.

    >>> refusal(Asked("fact/x"), KgError("no such fact: `x`", "did you mean `y`?"), 404).body
    b'no such fact: `x`\n  hint: did you mean `y`?\n'
    """
    status = status or next((its for kind, its in _STATUSES.items() if isinstance(error, kind)), 400)
    if "json" not in asked.accept:
        return Reply(f"{error}\n".encode("utf-8", "backslashreplace"), PLAIN, status, {"Vary": "Accept"})
    told: dict[str, Any] = {"error": error.what, "hint": error.hint}
    if error.place:
        told |= {"line": error.place.line, "column": error.place.column}
    return as_json(told, status, Vary="Accept")
