"""What is shown where there is no page: what is wrong, and what to do."""

from __future__ import annotations

import re

from kg.base.errors import KgError
from kg.serve.exchange import HTML, Reply
from kg.serve.pages.rendering import rendered

_QUOTED = re.compile("`([^`]*)`")
_LEADS = re.compile(r"/(?:[A-Za-z0-9._~@/?=&%+-]*)", re.ASCII)
_TITLES = {404: "Not found", 400: "Not understood", 503: "Stopped"}


def failed(error: KgError, status: int, title: str = "") -> Reply:
    """Say what is wrong, as a page; `kg.serve.refusals` tells who gets one.

    Parameters
    ----------
    error
        What is wrong, with a hint.
    status
        Of HTTP.
    title
        Of the project, if it is known.
    """
    text = rendered(
        "failure", heading=_TITLES.get(status, "No answer"), what=error.what, hint=list(_pieces(error.hint)),
        place=error.place, title=title,
    )  # fmt: skip
    return Reply(text.encode(), HTML, status, {"Vary": "Accept"})


def _pieces(hint: str) -> list[tuple[str, str]]:
    """Split a hint into plain words, commands and addresses of this server.

    >>> _pieces("did you mean `/fact/a`?")
    [('words', 'did you mean '), ('address', '/fact/a'), ('words', '?')]
    """
    found = []
    for place, piece in enumerate(_QUOTED.split(hint)):
        leads = _LEADS.fullmatch(piece) and not piece.startswith("//")
        found.append(("words" if place % 2 == 0 else "address" if leads else "code", piece))
    return [(sort, piece) for sort, piece in found if piece]
