"""A visit: what is asked, in the terms of the graph; and addresses that keep to the slice that it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import quote, urlencode

from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.hints import named
from kg.base.letters import cut
from kg.builder.manifest import name_of
from kg.graph.graph import Graph
from kg.serve.exchange import Asked
from kg.serve.pages.index import Index, index_of
from kg.serve.pages.slicing import OPTIONS, kept, refuse_unknown, sentence, sliced
from kg.snapshot.cut_words import source_name

SORTS = ("entity", "fact", "claim", "article", "voice", "document")
_OTHERS = (
    "from",
    "list",
    "q",
    "name",
    "$*",
    "query",
    "build",
    "focus",
    "steps",
    "kinds",
    "layers",
    "edges",
    "everything",
)
_LONGEST = 300  # characters of a name that a page shows
_PLAIN = "/@-._~"  # what a path shows as it is
_PLACE = re.compile("[0-9]{1,9}", re.ASCII)


class Link(Struct, frozen=True):
    """Words that lead somewhere."""

    text: str
    href: str


class Visit:
    """What is asked, in the terms of the graph.

    Parameters
    ----------
    graph
        The whole graph of a build.
    asked
        The request.

    Attributes
    ----------
    graph
        The slice that is asked for.
    kept
        The parameters by which it is.

    Raises
    ------
    UsageError, NotFoundError
        If a parameter is none, or means nothing.
    """

    def __init__(self, graph: Graph, asked: Asked) -> None:
        refuse_unknown(asked.values, _OTHERS)
        self.whole, self.asked, self.kept = graph, asked, kept(asked.values)
        self._from = _number(asked.first("from", "0"))
        self.graph = sliced(graph, self.kept)

    @property
    def title(self) -> str:
        """The project's title."""
        return cut(self.graph.project.title, _LONGEST)

    @property
    def build(self) -> str:
        """The name of the build: the beginning of the hash of its quads; empty if the graph lies in none."""
        return name_of(self.graph.manifest)

    @property
    def other_build(self) -> str:
        """The build to which the link led, if that is no longer the one that is served."""
        asked = self.asked.first("build")
        return cut(asked, _LONGEST) if asked and asked != self.build else ""

    @property
    def slice(self) -> str:
        """What the slice leaves, in one sentence; empty for the whole."""
        return sentence(self.graph)

    @cached_property
    def index(self) -> Index:
        """What belongs to what, in the slice."""
        return index_of(self.graph)

    def address(self, path: str, *values: tuple[str, str]) -> str:
        """Write an address on this server that keeps to the slice."""
        pairs = [*values, *self.kept]
        return quote(path, safe=_PLAIN) + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def here(self) -> str:
        """The address of this page, with all its parameters but that of the build."""
        others = (pair for pair in self.asked.values if pair[0] not in (*OPTIONS, "build"))
        return self.address(f"/{self.asked.path.lstrip('/')}", *others)

    @property
    def permanent(self) -> str:
        """The same with the build, so that whoever follows it later is told if another is served."""
        return f"{self.here}{'&' if '?' in self.here else '?'}build={self.build}" if self.build else self.here

    @property
    def unsliced(self) -> str:
        """The address of this page without the slice."""
        others = [pair for pair in self.asked.values if pair[0] not in (*OPTIONS, "build", "from", "list")]
        path = quote(f"/{self.asked.path.lstrip('/')}", safe=_PLAIN)
        return path + (f"?{urlencode(others)}" if others else "")

    def link(self, sort: str, id_: str, text: str = "") -> Link:
        """Lead to a thing; to one that the slice does not know, in the whole."""
        shown, path = cut(text or self.name(id_), _LONGEST), f"/{sort}/{id_}"
        if self.kept and sort != "entity" and not self.index.knows(sort, id_):
            return Link(shown, quote(path, safe=_PLAIN))
        return Link(shown, self.address(path))

    def links(self, sort: str, ids: Iterable[str]) -> list[Link]:
        """Lead to several things of a sort."""
        return [self.link(sort, id_) for id_ in ids]

    def filler(self, id_: str) -> Link:
        """Lead to what fills a role; a concept has no page."""
        if id_ in self.graph.records.entities:
            return self.link("entity", id_)
        return Link(self.name(id_), "") if id_ in self.graph.ontology.concepts else self.link("fact", id_)

    def name(self, id_: str) -> str:
        """Name an entity, a concept, a fact, an article, or the voice of an article's anonymous sources."""
        teller = self.whole.teller.brief
        if id_ in self.whole.account.facts and id_ not in teller.entities:
            account = self.graph.account.facts if id_ in self.graph.account.facts else self.whole.account.facts
            return teller.heading(account[id_])
        if id_ in teller.articles or "@" in id_:
            return source_name(id_, teller)
        return teller.name(id_)

    def place(self, list_: str, main: str) -> int:
        """Give the place in a list of the page from which it is shown; 0 unless the address says otherwise."""
        return self._from if self.asked.first("list", main) == list_ else 0


def _number(text: str) -> int:
    if not _PLACE.fullmatch(text):
        raise UsageError(f"`from` is no number: {named(text)}", "leave it out, or write how many are passed over")
    return int(text)
