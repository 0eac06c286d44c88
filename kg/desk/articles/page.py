"""The words of an HTML page: the article without what is around it, and what the page says of itself.

The main text is found by trafilatura (Barbaresi 2021, https://doi.org/10.18653/v1/2021.acl-demo.15). What it knows of
dates is not asked for: it would read them out of the article's sentences.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.base.installing import to_install
from kg.desk.articles.incoming import Incoming, SourceError
from kg.desk.articles.kinds import bom
from kg.desk.articles.page_head import head_of
from kg.desk.articles.stated import Words, clean

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SOUGHT = 4096  # bytes within which a page says how it is encoded
_NO_WORDS = "if a script writes it, or it is a list of others, copy its words into a text and add that: `kg add -`"


def page_words(its: Incoming) -> Words:
    """Read the main text of a page, paragraphs apart by an empty line, and what the page says of itself.

    Parameters
    ----------
    its
        What was given.

    Returns
    -------
    Words
        The text begins with the page's only heading of the first rank. Captions of the article's pictures stand at
        the end, since they can be evidence.

    Raises
    ------
    SourceError
        If there is no main text in it.
    UsageError
        If trafilatura is not installed.
    """
    try:
        import lxml.html
        import trafilatura
    except ImportError as error:
        what = f"trafilatura, which reads HTML, is not installed as a whole: {error.msg.partition(chr(10))[0]}"
        raise UsageError(what, f"{to_install('trafilatura')} lxml-html-clean") from error  # which pip 23 leaves out
    html = _decoded(its)
    tree = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    stated = head_of(tree, its.address)
    main = trafilatura.extract(html, output_format="txt", include_comments=False, with_metadata=False)
    paragraphs = [line.strip() for line in (main or "").split("\n") if line.strip()]
    if not paragraphs:
        raise SourceError(f"no article in `{its.shown}`: the page has no main text", _NO_WORDS)
    captions = _captions(tree, paragraphs)
    notes = (f"{counted(len(captions), 'caption')} at the end of the text",) if captions else ()
    return Words("\n\n".join([*_heading(tree, paragraphs), *paragraphs, *captions]) + "\n", stated, notes)


def _decoded(its: Incoming) -> str:
    """Decode a page as browsers do. Source: HTML Standard (WHATWG), section 13.2.3.2 (sniffing the encoding)."""
    declared = _DECLARED.search(its.data[:_SOUGHT])
    names = [bom(its.data), its.charset, declared[1].decode("ascii") if declared else None, "utf-8"]
    for name in names:
        try:
            encoding = codecs.lookup(name or "").name
            if encoding == "iso8859-1":
                encoding = "cp1252"  # which pages mean by that name
            return its.data.decode(encoding).removeprefix("\ufeff").replace("\0", "")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return its.data.decode("cp1252", "replace").replace("\0", "")


def _heading(tree: Any, paragraphs: list[str]) -> list[str]:  # noqa: ANN401 - lxml carries no types
    """Give the page's only heading of the first rank, if the text does not begin with it."""
    found = [clean(each.text_content()) for each in tree.iter("h1")]
    return found if len(found) == 1 and found[0] and clean(paragraphs[0]) != found[0] else []


def _captions(tree: Any, paragraphs: list[str]) -> list[str]:  # noqa: ANN401 - lxml carries no types
    """Give the captions inside the article that the main text leaves out, in order, each once."""
    inside = tree.xpath("//article//figcaption | //main//figcaption")
    known = {clean(each) for each in paragraphs}
    found = dict.fromkeys(clean(each.text_content()) for each in inside)
    return [each for each in found if each and each not in known]
