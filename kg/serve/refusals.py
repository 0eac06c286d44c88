"""What is wrong, told as the client reads it: browsers get a page, programs JSON or text."""

from __future__ import annotations

from kg.base.errors import KgError
from kg.serve.exchange import HTML, JSON, Asked, Reply, refusal
from kg.serve.negotiation import best


def refused(asked: Asked, error: KgError, status: int = 0, title: str = "") -> Reply:
    """Answer with what is wrong and what to do.

    Parameters
    ----------
    asked
        The request.
    error
        What is wrong.
    status
        Of HTTP; left out, that of the kind of error.
    title
        Of the project, if it is known.

    >>> refused(Asked("", accept="text/html"), KgError("no"), 404).media_type
    'text/html; charset=utf-8'
    """
    plain = refusal(asked, error, status)
    if "text/html" not in asked.accept or best(asked.accept, (HTML, JSON)) == JSON:
        return plain
    from kg.serve.pages.failure import failed  # here, since most requests are in order

    return failed(error, plain.status, title)
