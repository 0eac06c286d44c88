"""A thing at its own address, as a page, Turtle, JSON-LD or JSON: as the client prefers, or the ending says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from kg import rdf
from kg.base.errors import NotFoundError
from kg.base.hints import named
from kg.serve.exchange import HTML, JSON, JSON_LD, TURTLE, Reply, as_json
from kg.serve.negotiation import best
from kg.serve.pages.rendering import page
from kg.serve.pages.visit import Visit
from kg.snapshot.missing import meant_thing
from kg.snapshot.parameters import ids

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.graph.graph import Graph

ENDINGS = {"html": HTML, "ttl": TURTLE, "jsonld": JSON_LD, "json": JSON}


class Thing(Struct, frozen=True):
    """What has an address."""

    sort: str
    id: str
    iri: str
    values: Callable[[], dict[str, Any]]  # what its page shows
    row: Callable[[], Any]  # the same as JSON
    part: str = ""  # of it: what follows its id in an IRI, such as `/evidence/1`


def represented(visit: Visit, thing: Thing, ending: str) -> Reply:
    """Give a thing in the form that is asked for.

    Parameters
    ----------
    visit
        Who asks.
    thing
        What for.
    ending
        `ttl`, `jsonld`, `json` or `html`, if the address ends so; empty: the Accept header chooses.
    """
    if thing.part and not visit.whole.store.names(f"{thing.iri}{thing.part}"):
        raise _no_part(thing)
    media_type = ENDINGS[ending] if ending else best(visit.asked.accept, list(ENDINGS.values()))
    if media_type is None:
        forms = ", ".join(its.partition(";")[0] for its in ENDINGS.values())
        told = f"not to be had in such a form; there are {forms}\n"
        return Reply(told.encode(), "text/plain; charset=utf-8", 406, _heads(visit, thing))
    reply = _reply(visit, thing, media_type)
    return Reply(reply.body, media_type, reply.status, {**_heads(visit, thing), **reply.headers})


def _reply(visit: Visit, thing: Thing, media_type: str) -> Reply:
    if media_type in (TURTLE, JSON_LD):
        return Reply(_rdf(visit, thing, media_type).encode())
    if media_type == JSON:
        return as_json(thing.row())
    if thing.part:  # a part stands on the page of the whole
        whole = visit.address(f"/{thing.sort}/{thing.id}")
        return Reply(b"", status=303, headers={"Location": f"{whole}#{quote(anchor(thing.part))}"})
    return page(visit, thing.sort, thing=thing, **thing.values())


def anchor(part: str) -> str:
    """Name the place of a part on the page of the whole.

    >>> anchor("/evidence/1"), anchor("/evidence/1/selector")
    ('evidence-1', 'evidence-1')
    """
    return "-".join(part.strip("/").split("/")[:2])


def _rdf(visit: Visit, thing: Thing, media_type: str) -> str:
    """Write what the store holds about a thing; in JSON-LD, claims stand in the graph of their article."""
    names = visit.graph.project.names
    quads = quads_about(visit.graph, f"{thing.iri}{thing.part}")
    if not quads:
        raise _no_part(thing)  # or none in the slice
    if media_type == JSON_LD:
        return rdf.to_jsonld(quads, names)
    return rdf.to_turtle((each.triple for each in quads), names)


def _no_part(thing: Thing) -> NotFoundError:
    hint = f"it would be a part of `/{thing.sort}/{thing.id}`"
    return NotFoundError(f"no such {thing.sort}: {named(thing.id + thing.part)}", hint)


def quads_about(graph: Graph, iri: str) -> list[Quad]:
    """Give the quads about what an IRI names, as `Store.about` does.

    Those of a slice are picked from its lines: to load a large slice into a store for one thing takes four times as
    long, and a gigabyte.
    """
    if graph is graph.whole:
        return graph.store.about(iri)
    its, parts = f"<{iri}>", f"<{iri}/"
    terms = rdf.Terms.of(graph.records, graph.project.names, graph.ontology)
    found = []
    for line in rdf.lines_of(graph.records, graph.account, terms):
        subject, _, object_, _ = line.split(" ", 3)
        if its in (subject, object_) or subject.startswith(parts):
            found.append(line)
    return rdf.quads(found)


def _heads(visit: Visit, thing: Thing) -> dict[str, str]:
    """Say what the form depends on, which others there are, and of what this is a description."""
    path = f"/{thing.sort}/{thing.id}{thing.part}"
    links = [
        f'<{visit.address(f"{path}.{ending}")}>; rel="alternate"; type="{its.partition(";")[0]}"'
        for ending, its in ENDINGS.items()
    ]
    iri = quote(f"{thing.iri}{thing.part}", safe=":/?#[]@!$&'()*+,;=%-._~")
    return {"Vary": "Accept", "Link": ", ".join([*links, f'<{iri}>; rel="describes"'])}


def missing(visit: Visit, sort: str, id_: str) -> NotFoundError:
    """Say that there is no such thing, and what was probably meant."""
    name = visit.graph.project.names.short(id_)
    for other in ("entity", "fact", "article", "claim", "voice"):
        if other != sort and name in ids(visit.graph, other):
            return NotFoundError(f"no such {sort}: {named(id_)}", f"of another sort there is `/{other}/{name}`")
    if visit.kept and name in ids(visit.whole, sort):
        return NotFoundError(
            f"no such {sort} in this slice: {named(id_)}", f"without the slice there is `/{sort}/{name}`"
        )
    hint = meant_thing(name, ids(visit.graph, sort), visit.graph.records)
    if not hint.startswith("did you mean"):
        return NotFoundError(f"no such {sort}: {named(id_)}", f"look for it: `/search?q={quote(name)}`")
    return NotFoundError(f"no such {sort}: {named(id_)}", re.sub("`([^`]+)`", rf"`/{sort}/\1`", hint))
