"""Which page an address means; what pages need beside it: the paths below the project's `base`, and endings."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from kg.base.errors import NotFoundError
from kg.base.hints import meant, named
from kg.graph.graph import Graph
from kg.serve.exchange import Asked, Reply
from kg.serve.pages.article import article
from kg.serve.pages.asking import editor, picture_of, unknown
from kg.serve.pages.asking import words as completed
from kg.serve.pages.claim import claim
from kg.serve.pages.document import document
from kg.serve.pages.entity import entity
from kg.serve.pages.fact import fact
from kg.serve.pages.home import home
from kg.serve.pages.picture import view
from kg.serve.pages.search import search
from kg.serve.pages.things import ENDINGS, Thing, represented
from kg.serve.pages.visit import Visit
from kg.serve.pages.voice import voice
from kg.serve.pages.words import words

_THINGS: dict[str, Callable[[Visit, str, str], Thing]] = {
    "entity": entity, "fact": fact, "claim": claim, "article": article, "voice": voice, "document": document,
}  # fmt: skip
_PAGES: dict[str, Callable[[Visit], Reply]] = {
    "": home, "search": search, "view": view, "words": words, "query": editor,
    "query/words.json": completed, "query/page": picture_of, "query/unknown.json": unknown,
}  # fmt: skip
_REPLACED = ("entity", "fact", "voice")  # what may have other ids, which lead to the one that is shown
_ENDING = re.compile(rf"(.+)\.({'|'.join(ENDINGS)})")


def answer(graph: Graph, asked: Asked) -> Reply:
    """Answer with a page, or with what is known of a thing in another form.

    Parameters
    ----------
    graph
        The whole graph of a build.
    asked
        The request; its path, decoded, is that of the address, with or without the path of the project's `base`.

    Returns
    -------
    Reply
        The same for the same build and request.

    Raises
    ------
    NotFoundError
        If there is no such page or thing, with what was probably meant.
    UsageError, QueryError
        If a parameter is none or means nothing; if a query cannot be answered.
    """
    visit = Visit(graph, asked)
    path = below(asked.path, graph.project.base)
    if path in _PAGES:
        return _PAGES[path](visit)
    sort, _, rest = path.partition("/")
    if sort not in _THINGS or not rest:
        known = [*_PAGES, *(f"{its}/…" for its in _THINGS)]
        raise NotFoundError(f"no such page: {named('/' + path)}", meant(path, known, "the start page, `/`, leads on"))
    ended = _ENDING.fullmatch(rest)
    rest, ending = (ended[1], ended[2]) if ended else (rest, "")
    id_, part = _split(sort, rest)
    if sort in _REPLACED and (shown := graph.shown(id_)) != id_:
        ending = f".{ending}" if ending else ""
        return Reply(b"", status=303, headers={"Location": visit.address(f"/{sort}/{shown}{part}{ending}")})
    return represented(visit, _THINGS[sort](visit, id_, part), ending)


def below(path: str, base: str) -> str:
    """Give a path as it is below the project's base, if it begins so.

    Parameters
    ----------
    path
        Of an address, decoded.
    base
        Under which the project's things are named.

    >>> below("/strait/entity/orlund", "https://example.org/strait/"), below("/entity/orlund", "https://e.org/strait/")
    ('entity/orlund', 'entity/orlund')
    """
    start = unquote(urlsplit(base).path).strip("/")
    bare = path.strip("/")
    if start and (bare == start or bare.startswith(f"{start}/")):
        inside = bare[len(start) :].strip("/")
        if inside.partition("/")[0] in {*_THINGS, *_PAGES}:
            return inside
    return bare


def _split(sort: str, rest: str) -> tuple[str, str]:
    """Tell the id of a thing from the part of it that an IRI may name: a claim's id has a slash, others have none."""
    steps = rest.split("/")
    length = 2 if sort == "claim" else 1
    part = "/".join(steps[length:])
    return "/".join(steps[:length]), f"/{part}" if part else ""
