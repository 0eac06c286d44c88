"""Finds one article under two ids, whose claims would be counted as those of two sources, and one id for two articles.

Nothing is merged by guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from kg.annotation.document import Document
from kg.base.errors import WARNING, Place
from kg.base.findings import Finding, KeyPath
from kg.model.records import Article

_KEEP = "keep one of the two, with the claims of both"


def one_id_for_two(article: Article, first: str, *, in_record: bool) -> Finding:
    """Say of an article that another file has one of its id already, and how it gets another.

    Parameters
    ----------
    article
        The later one.
    first
        The file with the other.
    in_record
        Whether its id stands in a record (JSON Lines), and does not come from the name of its file.
    """
    fault = f"two articles with one id: `{article.id}`, first in {first}"
    if not in_record:
        hint = "name one of the files otherwise: until then the claims of this one are refused"
        return Finding((), fault, hint, at_key=True)
    hint = "the id stands in the record, whatever the file is called: write another there, and in its claims"
    if article.coded_by is not None:
        hint = f"one table or data set, imported twice? then remove one of the files; if not, {hint}"
    return Finding((), fault, hint, at_key=True)


def check_case(documents: Iterable[Document], homes: Mapping[str, Document]) -> Iterator[tuple[Document, str, Finding]]:
    """Look among the entities that were refused for ids that differ from another one by case only.

    Parameters
    ----------
    documents
        With the ids that they refuse.
    homes
        Of each entity that could be read: the file in which it stands.

    Yields
    ------
    tuple
        The document, the id in it, and a finding that names both.
    """
    for document in documents:
        for id_ in document.refused_ids:
            twin = id_.lower()
            if id_ not in homes and twin in homes:
                fault = f"`{id_}` differs by case only from `{twin}`, at {homes[twin].place(twin, key=True)}"
                yield document, id_, Finding((), fault, "leave one of them out", at_key=True)


class _Sameness(Struct, frozen=True):
    """Something that two articles may have in common, if they are one."""

    what: str
    path: KeyPath
    key: Callable[[Article], object]


_SAME = (
    _Sameness("one text (`sha256`)", ("text", "sha256"), lambda it: it.text and it.text.sha256),
    _Sameness("one address", ("url",), lambda it: it.url and _address(it.url)),
    _Sameness("one publisher, day and title", ("title",), lambda it: _words(it.title) and _heading(it)),
)


def check_twins(articles: Iterable[Article], place: Callable[[str], Place]) -> Iterator[tuple[str, Finding]]:
    """Find articles that may be one article.

    Parameters
    ----------
    articles
        In the order in which they are told.
    place
        Gives the place of an article's head by its id.

    Yields
    ------
    tuple
        The id of the later of two articles, and a warning that names the earlier one. Passed over are an agency's
        text that both give as the agency's, who is one narrator anyway, and what a paper adds to one, in a head of its
        own without the agency.
    """
    met: list[dict[object, Article]] = [{} for _ in _SAME]
    for article in articles:
        told = False
        for same, firsts in zip(_SAME, met, strict=True):
            if not (key := same.key(article)):
                continue
            first = firsts.setdefault(key, article)
            if first is not article and not told and not _is_reprint(first, article):
                told = True
                what = f"{WARNING}`{first.id}`, at {place(first.id)}, and `{article.id}` have {same.what}"
                yield article.id, Finding(same.path, f"{what}: {_consequence(first, article)}", _hint(first, article))


def _is_reprint(one: Article, other: Article) -> bool:
    """Whether two printed what both say is one agency's, or one paper has added words of its own to an agency's."""
    if one.publisher == other.publisher:
        return (one.agency is None) != (other.agency is None)
    return one.agency is not None and one.agency == other.agency


def _consequence(one: Article, other: Article) -> str:
    if one.publisher == other.publisher:
        return "its claims count as those of two articles"
    return f"`{one.publisher}` and `{other.publisher}` count as two sources of it"


def _hint(one: Article, other: Article) -> str:
    if one.publisher == other.publisher:
        return f"if they are one article, {_KEEP}; if not, mend what they have in common"
    return f"a text that both took from an agency: say `agency:` in both heads; one article under two ids: {_KEEP}"


def _address(url: str) -> str:
    """Give what of an address says which page it is."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _heading(article: Article) -> tuple[str, str, str]:
    return article.publisher, article.published.text, _words(article.title)


def _words(title: str) -> str:
    """Give a title without what differs from one copy of it to another: capitals, blanks and punctuation."""
    return "".join(filter(str.isalnum, title.casefold()))
