"""Texts as they are: every byte is kept."""

from __future__ import annotations

from kg.desk.articles.incoming import Incoming, SourceError
from kg.desk.articles.kinds import bom
from kg.desk.articles.stated import Words


def text_words(its: Incoming) -> Words:
    r"""Take a text as it is.

    Raises
    ------
    SourceError
        If it is not UTF-8, or holds bytes of 0.

    >>> text_words(Incoming(b"One.\r\nTwo.", "a.txt")).text
    'One.\r\nTwo.'
    """
    try:
        text = its.data.decode("utf-8")
    except UnicodeDecodeError as error:
        its_own = "UTF-16" if bom(its.data) == "utf-16" else "another encoding"
        hint = f"save it as UTF-8: `iconv -f {'UTF-16' if its_own == 'UTF-16' else 'WINDOWS-1252'} -t UTF-8`"
        raise SourceError(f"`{its.shown}` is in {its_own}: not UTF-8 at byte {error.start}", hint) from error
    if "\0" in text:
        raise SourceError(f"`{its.shown}` has bytes of 0, which are no text", "save it as plain text")
    return Words(text)
