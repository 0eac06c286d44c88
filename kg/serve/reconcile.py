"""Whatever lies below `/reconcile`: clients such as OpenRefine match the names of a table to the entities of a graph.

Source: Reconciliation Service API 0.2, W3C Community Group Report 2023. JSONP, which it leaves to services (section
3.3), is refused: it would run what other hosts send in the pages of a client.
"""

from __future__ import annotations

from msgspec import structs

from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import counted, listed, named
from kg.base.iris import KG
from kg.graph.graph import Graph
from kg.serve.dossiers import dossiers
from kg.serve.exchange import Asked, Reply, as_json
from kg.serve.reconcile_candidates import MOST_QUERIES, queries_of, result
from kg.serve.reconcile_preview import HEIGHT, WIDTH, preview
from kg.serve.reconcile_properties import Json, extension, proposal
from kg.serve.reconcile_suggest import suggest_entities, suggest_properties, suggest_types, type_row

PREFIX = "/reconcile"
TOO_LARGE = 413
_EVERY_ORIGIN = {"Access-Control-Allow-Origin": "*"}  # section 3.3


def answer(graph: Graph, asked: Asked) -> Reply:
    """Answer a request of the reconciliation service.

    Parameters
    ----------
    graph
        Whose entities are matched.
    asked
        Its path is what comes after `/reconcile`.

    Returns
    -------
    Reply
        JSON, or a small page of HTML for a preview; any origin may read it.

    Raises
    ------
    UsageError, NotFoundError
        If the request is none of the service, or names what there is not.
    """
    if asked.method == "OPTIONS":
        return Reply(b"", status=204, headers={**_EVERY_ORIGIN, "Access-Control-Allow-Methods": "GET, POST"})
    if asked.first("callback"):
        raise UsageError("`callback` (JSONP) is not offered", "leave it out: see section 3.3, CORS")
    reply = _answer(graph, asked)
    return structs.replace(reply, headers={**reply.headers, **_EVERY_ORIGIN})


def _answer(graph: Graph, asked: Asked) -> Reply:
    known, ontology, path = dossiers(graph), graph.ontology, asked.path.strip("/")
    if path == "":
        return _service(graph, asked)
    if path == "preview":
        return preview(graph, graph.entity(asked.first("id")))
    if path == "properties":
        return as_json(proposal(known, ontology, asked))
    if path == "suggest/entity":
        return as_json(suggest_entities(known, ontology, asked))
    if path == "suggest/type":
        return as_json(suggest_types(ontology, asked))
    if path == "suggest/property":
        return as_json(suggest_properties(ontology, asked))
    there = ["preview", "properties", "suggest/entity", "suggest/property", "suggest/type"]
    raise NotFoundError(f"nothing at {named(f'{PREFIX}/{path}')}", f"there are {listed(there)}")


def _service(graph: Graph, asked: Asked) -> Reply:
    """Answer at the endpoint itself: the manifest, a batch of queries, or the values of properties."""
    known = dossiers(graph)
    names = {name for name, _ in asked.values}
    if "queries" in names:
        queries = queries_of(asked.first("queries"))
        if len(queries) > MOST_QUERIES:
            what = f"{counted(len(queries), 'query', 'queries')} are more than {MOST_QUERIES}, the `batchSize`"
            return as_json({"error": what, "hint": "send them in several batches"}, TOO_LARGE)
        return as_json({key: {"result": result(query, known, graph.ontology)} for key, query in queries.items()})
    if "extend" in names:
        return as_json(extension(known, graph.ontology, asked.first("extend")))
    if names or asked.method == "POST":
        raise UsageError("neither `queries` nor `extend` is given", "without either, GET gives the manifest")
    return as_json(manifest(graph, asked.origin))


def manifest(graph: Graph, origin: str) -> Json:
    """Describe the service, as section 3.1 has it.

    Parameters
    ----------
    graph
        Whose entities are matched.
    origin
        The address of the server.
    """
    here = f"{origin}{PREFIX}"
    kinds = dossiers(graph).kinds()
    return {
        "versions": ["0.2"],
        "name": f"{graph.project.title} (Dramatis)",
        "identifierSpace": graph.project.names.entity(""),
        "schemaSpace": f"{KG}Entity",
        "defaultTypes": [type_row(kind.value, graph.ontology) for kind in kinds],
        "view": {"url": f"{origin}/entity/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            name: {"service_url": here, "service_path": f"/suggest/{name}"} for name in ("entity", "property", "type")
        },
        "extend": {"propose_properties": {"service_url": here, "service_path": "/properties"}, "property_settings": []},
        "batchSize": MOST_QUERIES,
    }
