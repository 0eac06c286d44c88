"""What an HTML page says of itself in its metadata: JSON-LD, `<meta>`, `<link>` and `<time>`; never its sentences.

Sources: schema.org, NewsArticle; The Open Graph protocol (ogp.me), "article"; HTML Standard (WHATWG), section 4.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from kg.annotation import scalars
from kg.desk.articles.stated import Stated, clean, day_of, first

_MOST_NODES = 10_000  # of JSON-LD
_NONE = "the page states none"
_ARTICLES = ("Article", "Report", "BlogPosting", "LiveBlogPosting")  # how the types of articles end
_DAYS = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date",
    "dcterms.issued", "dc.date.issued", "parsely-pub-date",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title")
_PUBLISHERS = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher")

Node = dict[str, Any]


def head_of(tree: Any, address: str | None) -> dict[str, Stated]:  # noqa: ANN401 - lxml carries no types
    """Read what a page says of itself.

    Parameters
    ----------
    tree
        The page, as lxml reads it.
    address
        Where it was fetched, if it was.

    Returns
    -------
    dict
        By field: title, publisher, agency, published, url, language; each found, with where, or missing.
    """
    page = _Page(tree, address)
    return {
        "title": first(page.titles(), scalars.line, _NONE),
        "publisher": first(page.publishers(), scalars.name, _NONE),
        "agency": first(page.of_articles("sourceOrganization"), scalars.name, page.no_agency()),
        "published": day_of(list(page.days()), _NONE),
        "url": first(page.addresses(), scalars.url, _NONE),
        "language": first(page.languages(), scalars.language, _NONE),
    }


class _Page:
    """The metadata of one page."""

    def __init__(self, tree: Any, address: str | None) -> None:  # noqa: ANN401 - lxml carries no types
        self._tree, self._address = tree, address
        self._metas: dict[str, list[Stated]] = {}
        for meta in tree.iter("meta"):
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if (name := meta.get(attribute)) and meta.get("content"):
                    where = f'<meta {attribute}="{clean(name)}">'
                    self._metas.setdefault(name.strip().lower(), []).append(Stated(meta.get("content"), where))
        self._nodes = list(_nodes(tree))
        self._by_id = {str(node["@id"]): node for node in reversed(self._nodes) if len(node) > 1 and "@id" in node}
        self._articles = self._own([node for node in self._nodes if _is_article(node)])

    def titles(self) -> Iterator[Stated]:
        yield from self.of_articles("headline")
        yield from self._meta(*_TITLES)
        headings = self._tree.xpath("//h1")
        if len(headings) == 1:
            yield Stated(headings[0].text_content(), "<h1>")
        yield from (Stated(each.text_content(), "<title>") for each in self._tree.xpath("//head/title"))

    def publishers(self) -> Iterator[Stated]:
        yield from self.of_articles("publisher")
        yield from self._meta(*_PUBLISHERS)

    def days(self) -> Iterator[Stated]:
        yield from self.of_articles("datePublished")
        yield from self._meta(*_DAYS)
        for each in self._tree.xpath(
            '//time[@itemprop="datePublished" and @datetime] | //time[@pubdate and @datetime]'
        ):
            yield Stated(each.get("datetime"), "<time datetime>")

    def addresses(self) -> Iterator[Stated]:
        for its in self._canonical():
            yield Stated(urljoin(self._address or "", its), '<link rel="canonical">')
        yield from self._meta("og:url")
        yield from self.of_articles("url")
        if self._address:
            yield Stated(self._address, "where it was fetched")

    def languages(self) -> Iterator[Stated]:
        for root in self._tree.xpath("/html[@lang]"):
            yield Stated(root.get("lang"), "<html lang>")
        yield from self.of_articles("inLanguage")
        yield from self._meta("content-language")
        yield from (Stated(its.value.replace("_", "-"), its.where) for its in self._meta("og:locale"))

    def no_agency(self) -> str:
        """Say why there is no agency: whoever wrote an article need not be one."""
        authors = [_name(each) for node in self._articles for each in _each(node.get("author")) if _is_body(each)]
        known = [clean(each) for each in authors if each and clean(each)]
        own = {clean(its.value).casefold() for its in self.publishers()}
        others = [each for each in known if each.casefold() not in own]
        return f"none stated; its author is {others[0]}: an agency?" if others else _NONE

    def of_articles(self, name: str) -> Iterator[Stated]:
        """Give the values that a property of the page's article has in JSON-LD."""
        for node in self._articles:
            for value in _each(node.get(name)):
                referred = value if isinstance(value, str) else self._by_id.get(str(value.get("@id")), value)
                if text := _name(referred):
                    yield Stated(text, f"JSON-LD `{name}`")

    def _meta(self, *names: str) -> Iterator[Stated]:
        for name in names:
            yield from self._metas.get(name, ())

    def _canonical(self) -> list[str]:
        links = self._tree.xpath("//link[@rel and @href]")
        return [each.get("href").strip() for each in links if "canonical" in each.get("rel").lower().split()]

    def _own(self, articles: list[Node]) -> list[Node]:
        """Keep the article that the page is; of several the one with the page's address, else none."""
        if len(articles) < 2:
            return articles
        own = {*self._canonical(), *(its.value for its in self._meta("og:url")), self._address} - {None}
        return [node for node in articles if own & {*_addresses(node)}]


def _nodes(tree: Any) -> Iterator[Node]:  # noqa: ANN401 - lxml carries no types
    """Give the nodes of the page's JSON-LD, those inside lists and graphs too."""
    waiting: list[Any] = []
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            waiting.append(json.loads(script.text_content()))
        except (ValueError, RecursionError):
            continue  # what cannot be read states nothing
    for number, node in enumerate(waiting):
        if number > _MOST_NODES:
            return
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [value for name, value in node.items() if name in ("@graph", "mainEntity")]


def _is_article(node: Node) -> bool:
    return any(isinstance(each, str) and each.endswith(_ARTICLES) for each in _each(node.get("@type")))


def _is_body(value: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(value, dict) and any(str(each).endswith("Organization") for each in _each(value.get("@type")))


def _addresses(node: Node) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        for value in _each(node.get(name)):
            yield str(value.get("@id", "")) if isinstance(value, dict) else value


def _each(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """Give the texts and nodes that a property has: one, or a list of them."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str | dict)]


def _name(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        value = value.get("name", value.get("@value"))
    return value if isinstance(value, str) else ""
