"""What was asked over HTTP, and what is answered: plain records, which go from the server to a worker and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

HTML = "text/html; charset=utf-8"
JSON = "application/json"
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


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:  # noqa: ANN401 - JSON
    r"""Answer in JSON, as the command line writes it.

    >>> as_json({"a": 1}).body
    b'{\n  "a": 1\n}\n'
    """
    written = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return Reply(written.encode(), JSON, status, headers)
