"""Which names in a query nothing in the graph has, or stand for another: such finds nothing, and no engine says so."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.base.hints import meant, named
from kg.base.iris import KG
from kg.graph.completion import Completer
from kg.graph.graph import Graph
from kg.query.library import THINGS, chosen
from kg.query.tokens import tokens
from kg.snapshot.parameters import ids

_REPLACED = ("entity", "fact", "voice")
_MOST = 10  # that are looked up and named
_OWN = KG.rpartition("/")[0]  # what the package's own vocabularies begin with
_ASK = "ASK {{ {{ {0} }} UNION {{ GRAPH ?graph {{ {0} }} }} }}"
_PLACES = "{{ <{0}> ?a ?b }} UNION {{ ?a <{0}> ?b }} UNION {{ ?a ?b <{0}> }}"


def unknown_names(graph: Graph, text: str) -> list[str]:
    """Name the terms and things of the project that stand in a query and that nothing in the graph has.

    Parameters
    ----------
    graph
        Which is asked.
    text
        The query, or the name of one.

    Returns
    -------
    list
        A sentence for each, with what was probably meant. Names of other vocabularies are passed over.
    """
    prefixes = graph.project.names.prefixes()
    unknown = [
        (prefix, local) for prefix, local in _names(chosen(text, graph.project.root).text, prefixes)
        if local not in _known(graph, prefix)
    ][:_MOST]  # fmt: skip
    return [
        f"nothing in the graph is called {named(f'{prefix}:{local}')}{_hint(graph, prefix, local)}"
        for prefix, local in unknown
        if not _is_there(graph, prefixes[prefix] + local)
    ]


def replaced_names(graph: Graph, text: str) -> list[str]:
    """Name the ids in a query that are others of what is shown by one: what is known of it stands at that one.

    Parameters
    ----------
    graph, text
        As of `unknown_names`.

    Returns
    -------
    list
        A sentence for each.
    """
    found = _names(chosen(text, graph.project.root).text, graph.project.names.prefixes())
    asked = [(prefix, id_) for prefix, id_ in found if prefix in _REPLACED]
    pairs = [(f"{prefix}:{id_}", f"{prefix}:{graph.shown(id_)}") for prefix, id_ in asked if graph.shown(id_) != id_]
    return [f"{named(other)} is shown as {named(its)}: ask for that (`identity.yaml`)" for other, its in pairs[:_MOST]]


def _names(text: str, prefixes: dict[str, str]) -> dict[tuple[str, str], None]:
    """Find the names below the project's base and in the package's own vocabularies, each once."""
    read = [token for token in tokens(text) if token.lastgroup != "comment"]
    declared = {its["prefix"]: iri[0][1:-1] for its, iri in pairwise(read) if its["prefix"] is not None and iri["iri"]}
    own = {prefix: iri for prefix, iri in prefixes.items() if prefix in THINGS or iri.startswith(_OWN)}
    found = dict[tuple[str, str], None]()
    for token in read:
        local = re.sub(r"\\(.)", r"\1", token["local"] or "")
        iri = token[0][1:-1] if token["iri"] else {**prefixes, **declared}.get(token["prefix"] or "", "") + local
        found |= dict.fromkeys((prefix, iri.removeprefix(its)) for prefix, its in own.items() if _is_in(iri, its))
    return found


def _is_in(iri: str, space: str) -> bool:
    return iri.startswith(space) and iri != space


def _known(graph: Graph, prefix: str) -> frozenset[str]:
    if prefix in THINGS:
        return frozenset(ids(graph, prefix))
    return frozenset(Completer(graph).terms.get(prefix, ()))


def _hint(graph: Graph, prefix: str, local: str) -> str:
    hint = meant(local, _known(graph, prefix)).replace("`", f"`{prefix}:", 1)
    return f": {hint}" if hint else ""


def _is_there(graph: Graph, iri: str) -> bool:
    return bool(graph.query(_ASK.format(_PLACES.format(iri))))
