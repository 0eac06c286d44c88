"""Which of several representations is sent: what the Accept header of a request prefers.

Source: HTTP Semantics, RFC 9110 (2022), sections 12.5.1 (Accept), 12.4.2 (quality values), 5.6 (lists, quoted strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_PIECE = re.compile(r'[^,"]+|"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|,', re.DOTALL)  # a quoted string may have no end
_RANGE = re.compile(rf"[ \t]*({_TOKEN})/({_TOKEN})")
_PARAMETER = re.compile(rf"[ \t]*;[ \t]*(?:({_TOKEN})=({_TOKEN}|{_QUOTED}))?")
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
# All that is sent is UTF-8; and whoever asks for a profile of JSON-LD can read another (JSON-LD 1.1, section 6.2).
_NOT_CHOSEN_BY = ("charset", "profile")


class _Range(Struct, frozen=True):
    """A media type, or those that a header speaks of at once; the weight is what the header gives them."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float = 1.0

    def covers(self, its: _Range) -> bool:
        types, subtypes = ("*", its.type), ("*", its.subtype)
        return self.type in types and self.subtype in subtypes and self.parameters <= its.parameters

    @property
    def precision(self) -> tuple[bool, bool, int]:
        """The more precise of two ranges that cover a type decides."""
        return self.type != "*", self.subtype != "*", len(self.parameters)


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Choose what a client prefers.

    Parameters
    ----------
    accept
        The value of the Accept header, several joined by commas; empty if there is none, which takes anything.
    offered
        Media types, in the order of the server's own preference, which decides between those of equal weight.

    Returns
    -------
    str or None
        One of those that are offered, as it is written there; None if none of them is acceptable. What in the
        header is no media range is passed over.

    >>> offered = ["text/html", "text/turtle", "application/json"]
    >>> best("text/*;q=0.5, application/json", offered), best("text/turtle;q=0.8, */*;q=0.1", offered)
    ('application/json', 'text/turtle')
    >>> best("", offered), best("image/png", offered), best("text/html;q=0, text/*", offered)
    ('text/html', None, 'text/turtle')
    """
    ranges = [its for element in _elements(accept) if (its := _read(element))]
    if not ranges:
        return offered[0] if offered else None
    weighed = [(_weight(each, ranges), -place, each) for place, each in enumerate(offered)]
    weight, _, chosen = max(weighed, default=(0.0, 0, None))
    return chosen if weight > 0 else None


def _weight(offered: str, ranges: Sequence[_Range]) -> float:
    its = _read(offered)
    covering = [each for each in ranges if each.covers(its)] if its else []
    return max(covering, key=lambda each: each.precision).weight if covering else 0.0


def _elements(header: str) -> Iterator[str]:
    """Split a list at its commas, but for those within quoted strings."""
    begun: list[str] = []
    for piece in _PIECE.findall(header):
        if piece == ",":
            yield "".join(begun)
            begun = []
        else:
            begun.append(piece)
    yield "".join(begun)


def _read(text: str) -> _Range | None:
    """Read a media type or range with its parameters; None if it is none. Letters of either case are the same."""
    head = _RANGE.match(text)
    if head is None or (head[1] == "*" and head[2] != "*"):
        return None
    parameters: list[tuple[str, str]] = []
    at, weight = head.end(), ""
    while found := _PARAMETER.match(text, at):
        at, name, value = found.end(), (found[1] or "").lower(), found[2]
        if name == "q" and not weight:  # what follows it are extensions, which nobody uses
            weight = value
        elif name and not weight and name not in _NOT_CHOSEN_BY:
            parameters.append((name, _plain(value).lower()))
    if text[at:].strip(" \t") or not _WEIGHT.fullmatch(weight or "1"):
        return None
    return _Range(head[1].lower(), head[2].lower(), frozenset(parameters), float(weight or 1))


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
