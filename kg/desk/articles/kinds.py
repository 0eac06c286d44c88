"""What kind of thing bytes are: an HTML page, a PDF or a text; told by what they begin with, not by a name.

Source: MIME Sniffing (WHATWG), section 7.1 (identifying a resource with an unknown MIME type).
"""

from __future__ import annotations

import codecs
import enum
import re

from kg.desk.articles.incoming import Incoming, SourceError

_HEAD = 1024  # bytes within which a PDF has to say that it is one
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TAG = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article|h1|div|p)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS = (
    (b"PK\x03\x04", "a packed file, as Word and others write them", "save it as PDF, as HTML or as plain text"),
    (b"\xd0\xcf\x11\xe0", "a document of an older Word", "save it as PDF, as HTML or as plain text"),
    (b"{\\rtf", "rich text (RTF)", "save it as PDF, as HTML or as plain text"),
    (b"\x1f\x8b", "a packed file (gzip)", "unpack it"),
    (b"\x89PNG", "a picture", "recognise its words first, or type them"),
    (b"\xff\xd8\xff", "a picture", "recognise its words first, or type them"),
)
_HINT = "if it is a text, save it as UTF-8; `--as text`, `--as html` or `--as pdf` says what it is"


class Kind(enum.StrEnum):
    """How the words of an article come."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"


def kind_of(its: Incoming) -> Kind:
    """Tell what kind of thing was given.

    Raises
    ------
    SourceError
        If it is none of the kinds whose words can be read.

    >>> str(kind_of(Incoming(b"<!DOCTYPE html><p>They met.", "a"))), str(kind_of(Incoming(b"They met.", "a.html")))
    ('html', 'text')
    """
    data = its.data
    if b"%PDF-" in data[:_HEAD]:
        return Kind.PDF
    for start, what, hint in _OTHERS:
        if data.startswith(start):
            raise SourceError(f"`{its.shown}` is {what}", hint)
    encoding = bom(data)
    if encoding == "utf-16":
        head = data[: 4 * _HEAD].decode(encoding, "replace").encode()
    else:
        head = data.removeprefix(codecs.BOM_UTF8)
        if b"\0" in head[:_HEAD]:
            raise SourceError(f"`{its.shown}` is no text, HTML or PDF: it has bytes of 0", _HINT)
    if its.media_type in ("text/html", "application/xhtml+xml") or _TAG.match(head):
        return Kind.HTML
    if its.media_type and its.media_type != "text/plain" and not its.media_type.startswith("application/octet"):
        what = f"`{its.shown}` is `{its.media_type}`, as its server says, and neither text, HTML nor PDF"
        raise SourceError(what, _HINT)
    return Kind.TEXT


def bom(data: bytes) -> str | None:
    """Tell the encoding that bytes begin by naming.

    >>> bom(b"abc") is None, bom(codecs.BOM_UTF8 + b"abc")
    (True, 'utf-8')
    """
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
