"""What may come next in a query: prefixes, classes, properties, ids, variables, words; and names of queries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from kg.base.iris import SAID, VOCABULARIES
from kg.graph.graph import Graph
from kg.query.diagnosis import WORDS
from kg.query.library import THINGS, WORDS_OF, library
from kg.query.tokens import UPDATES
from kg.snapshot.parameters import ids

_NAME = re.compile(r"(?P<prefix>[A-Za-z][\w.-]*):(?P<local>[\w./\\-]*)\Z")
_VARIABLE = re.compile(r"[?$]\w*\Z")
_WORD = re.compile(r"[A-Za-z_]\w*\Z")
_LONGEST = 200  # characters of what is completed: of a longer word nobody has typed the beginning
_ESCAPED = re.compile(r"([~.!$&'()*+,;=/?#@%])")
_MOST = 500
_OFFERED = sorted(WORDS - UPDATES - set("ALL DATA DEFAULT INTO SERVICE SILENT TO USING WITH".split()))
_USED = """SELECT DISTINCT ?term {
  { { SELECT ?s { ?s a kg:Entity } LIMIT 100 } ?s ?term ?o }
  UNION
  { { SELECT ?article { GRAPH ?article { ?article a kg:Article } } LIMIT 1 } GRAPH ?article { ?s ?term ?o } }
  UNION
  { { SELECT ?article { GRAPH ?article { ?article a kg:Article } } LIMIT 1 } GRAPH ?article { ?s a ?term } }
}"""
Completions = tuple[str, list[str]]  # what they replace, and they themselves


class Completer:
    """Suggests how a query of a graph goes on.

    Parameters
    ----------
    graph
        Whose prefixes, terms and ids are known.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def query(self, text: str, cursor: int) -> Completions:
        """Suggest how a query goes on at a place in it.

        Returns
        -------
        tuple
            The part before that place which is replaced, and by what, in order.
        """
        before = text[max(0, cursor - _LONGEST) : cursor]
        if name := _NAME.search(before):
            local = _near(_escaped(self._known(name["prefix"])), name["local"])
            return name[0], [f"{name['prefix']}:{its}" for its in local]
        if variable := _VARIABLE.search(before):
            others = set(re.findall(r"[?$]\w+", f"{text[: cursor - len(variable[0])]} {text[cursor:]}"))
            return variable[0], _near(others, variable[0])
        if word := _WORD.search(before):
            prefixes = (f"{prefix}:" for prefix in self.graph.project.names.prefixes())
            words = (its if word[0][0].isupper() else its.lower() for its in _OFFERED)
            return word[0], _near(prefixes, word[0]) + _near(words, word[0])
        return "", []

    def names_a_query(self, line: str) -> bool:
        """Tell whether a line names one of the named queries."""
        return not set(line.split()).isdisjoint(library(self.graph.project.root))

    def line(self, text: str) -> Completions:
        """Suggest how a line goes on that names a query: its name, its parameters, their values."""
        *words, last = text.split(" ")
        queries = library(self.graph.project.root)
        name, sign, value = last.partition("=")
        named = next((word for word in words if word in queries), None)
        if named is None:
            return last, _near(queries, last)
        parameters = queries[named].parameters
        if not sign:
            return name, _near((f"{its}=" for its in parameters), name)
        return value, _near(self._known(parameters.get(name, "")), value)

    def _known(self, prefix: str) -> Iterable[str]:
        """Give the ids of things, by the sort of thing; the words of the ontology; or the terms of a vocabulary."""
        graph = self.graph
        if prefix in WORDS_OF:
            return list(getattr(graph.ontology, WORDS_OF[prefix]))
        if prefix in THINGS:
            return ids(graph, prefix)
        return self.terms.get(prefix, [])

    @cached_property
    def terms(self) -> dict[str, list[str]]:
        """Collect the terms of each vocabulary: what the ontology declares, and what claims and entities use."""
        ontology = self.graph.ontology
        terms = {str(getattr(its.subject, "value", "")) for its in ontology.triples}
        terms |= {f"{SAID}{role}" for role in ontology.roles} | {str(row.term) for row in self.graph.query(_USED)}
        return {
            prefix: sorted(term.removeprefix(iri) for term in terms if term.startswith(iri) and term != iri)
            for prefix, iri in VOCABULARIES.items()
        }


def _near(known: Iterable[str], begun: str) -> list[str]:
    return sorted(its for its in known if its.startswith(begun))[:_MOST]


def _escaped(locals_: Iterable[str]) -> list[str]:
    """Write local names as SPARQL wants them in a prefixed name."""
    return [_ESCAPED.sub(r"\\\1", local) for local in locals_]
