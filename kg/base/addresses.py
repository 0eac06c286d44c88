"""What an address may be written with: IRIs of http and https, as every RDF reader takes them.

Source: Internationalized Resource Identifiers (IRIs), RFC 3987, sections 2.2 (grammar) and 4.1 (no formatting
characters that change the direction of text). Stricter in two things, since some reader stops there: no blank of any
script, and a port is one that exists.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote

from kg.base.hints import named

_IN_FULL = "write the address in full, from `https://` on"
# `ucschar` of the grammar, without blanks and what turns text round.
_WIDE = "".join([
    "\u00a1-\u061b\u061d-\u167f\u1681-\u1fff\u200b-\u200d\u2010-\u2027\u2030-\u205e\u2060-\u2065\u206a-\u2fff"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U000e1000-\U000efffd",
    *(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)),
])  # fmt: skip
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_HEX = "%[0-9A-Fa-f]{2}"
_NAME = rf"(?:[A-Za-z0-9\-._~!$&'()*+,;={_WIDE}]|{_HEX})"
_CHAR = f"(?:[:@]|{_NAME})"
_HOST = re.compile(rf"(?:(?::|{_NAME})*@)?(?:\[([^%\]]*)\]|{_NAME}+)(?::([0-9]{{0,5}}))?")
_REST = re.compile(rf"(?:/|{_CHAR})*(?:\?(?:[/?{_PRIVATE}]|{_CHAR})*)?(?:#(?:[/?]|{_CHAR})*)?")
_PARTS = re.compile(r"https?://([^/?#]*)(.*)", re.DOTALL)
_MOST_PORTS = 65_535


def address_fault(text: str) -> tuple[str, str] | None:
    """Find out why a text is no address of http or https.

    Parameters
    ----------
    text
        As written.

    Returns
    -------
    tuple or None
        What is wrong, and what to write; None: it is one.

    >>> address_fault("https://example.org/a?b=c")
    >>> address_fault("https://example.org/50%/")
    ('no address: `https://example.org/50%/`', 'write `%25` for `%`')
    >>> address_fault("https://:80/")[1]
    'write the address in full, from `https://` on'
    """
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return f"http or https only: {named(text)}", _IN_FULL
    if not _is_host(parts[1]):
        return f"no address: {named(text)}", _IN_FULL
    found = _REST.match(parts[2])
    odd = parts[2][found.end() if found else 0 :][:1]
    how = f"write `{quote(odd, safe='', errors='surrogatepass')}` for {named(odd)}"
    return (f"no address: {named(text)}", how) if odd else None


def base_fault(text: str) -> tuple[str, str] | None:
    """Find out why a text cannot be what the names of a project's things start with.

    Parameters
    ----------
    text
        As written in `kg.toml`, or after `--base`.

    Returns
    -------
    tuple or None
        What is wrong, and what to write; None: it can.

    >>> base_fault("https://example.org/talks/")
    >>> base_fault("https://example.org/talks")[0]
    'no IRI that ends in / or #: `https://example.org/talks`'
    """
    if fault := address_fault(text):
        return f"no IRI: {named(text)}", fault[1]
    if not text.endswith(("/", "#")):
        return f"no IRI that ends in / or #: {named(text)}", f"write {named(text + '/')}"
    if not {".", ".."}.isdisjoint(re.split("[/?#]", text)):
        return f"no IRI that stays as it is: {named(text)}", "write it without `.` and `..`, which readers take out"
    return None


def _is_host(text: str) -> bool:
    found = _HOST.fullmatch(text)
    if found is None or int(found[2] or 0) > _MOST_PORTS:
        return False
    try:
        return found[1] is None or bool(ipaddress.IPv6Address(found[1]))
    except ValueError:
        return False
