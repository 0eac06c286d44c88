"""Content negotiation: which of the forms of an answer a client wants most.

Source: HTTP Semantics, RFC 9110 (2022), sections 12.4.2 (quality values), 12.5.1 (Accept).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*((?:;[^,]*)?)\s*", re.ASCII)
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.ASCII | re.IGNORECASE)
_PARTS = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
MOST = 100  # media ranges that are read


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Choose the form that a client wants most; of those that it wants alike, the first that is offered.

    Parameters
    ----------
    accept
        The header `Accept`; empty where there is none, which takes anything. Parameters other than `q` do not count.
    offered
        Media types, without parameters.

    Returns
    -------
    str or None
        One of those that are offered; None if the client wants none of them.

    >>> best("text/*;q=0.5, text/turtle, */*;q=0.1", ["text/html", "text/turtle"])
    'text/turtle'
    >>> best("image/png", ["text/html"]) is None
    True
    """
    if not accept.strip():
        return offered[0]
    ranges = list(filter(None, map(_range, _PARTS.findall(accept)[:MOST])))
    rated = [(_quality(offer.lower(), ranges), offer) for offer in offered]
    most = max((quality for quality, _ in rated), default=0.0)
    return next((offer for quality, offer in rated if quality == most), None) if most > 0 else None


def _range(part: str) -> tuple[str, str, float] | None:
    """Read one media range: type, subtype and quality; None if it is none."""
    read = _RANGE.fullmatch(part)
    if read is None:
        return None
    quality = _QUALITY.search(read[3])
    asks_for_none_we_know = quality is None and re.search(r";\s*q\s*=", read[3], re.IGNORECASE)
    return None if asks_for_none_we_know else (read[1].lower(), read[2].lower(), float(quality[1]) if quality else 1.0)


def _quality(offer: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Rate a media type by the range that names it most exactly: itself, its kind, or anything."""
    kind = offer.partition("/")[0]
    for wanted in (offer, f"{kind}/*", "*/*"):
        found = [quality for type_, subtype, quality in ranges if f"{type_}/{subtype}" == wanted]
        if found:
            return max(found)
    return 0.0
