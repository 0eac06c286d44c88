"""The store of a build at an endpoint: asked there, by the same methods as the one that lies beside the build."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.base.errors import QueryError, StoreError, UsageError, warn
from kg.query.limits import Answer, Limits
from kg.query.store import Results, Store, head_within
from kg.query.tokens import composed, guard, tokens
from kg.remote.answers import Question, RemoteAnswer
from kg.remote.client import Fields
from kg.remote.counting import gives_dataset, names_graph
from kg.remote.endpoint import Endpoint
from kg.remote.known_faults import fault_of
from kg.remote.record import Record, pushed_at, record_at, records_at

if TYPE_CHECKING:
    import pyoxigraph

MOST_LISTED = 500  # graphs that a request lists: Virtuoso says each back in the head of its answer
AGAIN = 10  # seconds after which it is looked again which build the endpoint holds
_ESCAPE = re.compile(r"\\(.)")
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')


class RemoteStore(Store):
    """A store at an endpoint, for reading.

    Parameters
    ----------
    endpoint
        Which holds the build.
    record
        What it says of it.
    prefixes
        Known to every query.
    copy
        Gives the same quads in memory, made from the records: for what wants all of them.
    """

    def __init__(
        self, endpoint: Endpoint, record: Record, prefixes: Mapping[str, str], copy: Callable[[], Store]
    ) -> None:
        super().__init__(Path(endpoint.client.shown), prefixes)  # which names it, and is no folder
        self._endpoint, self._record, self._copy = endpoint, record, copy
        self._looked = time.monotonic()

    @cached_property
    def inner(self) -> pyoxigraph.Store:
        """All quads in memory, in a store of the embedded engine."""
        return self._copy().inner

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Give every quad, in no order."""
        yield from self.inner.quads_for_pattern(None, None, None, None)

    def names(self, iri: str) -> bool:
        """Tell whether anything is said of what an IRI names."""
        if not _IRI.fullmatch(iri):
            return False
        self._look_again()
        text = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ GRAPH ?g {{ <{iri}> ?q ?r }} }} }}"
        return self._endpoint.asks(text, self._dataset_of(text))

    def query(self, text: str, *, asked: str | None = None, union: bool = False) -> Results | Answer:  # type: ignore[override]  # both are read alike
        """Ask in SPARQL 1.1; see `Store.query`. What the endpoint leaves out is told by a warning."""
        guard(text if asked is None else asked)
        return (
            self._copy().query(text, asked=asked) if self._is_for_here(text) else self._asked(None, text, asked, union)
        )

    def query_within(
        self,
        limits: Limits,
        text: str,
        *,
        asked: str | None = None,
        union: bool = False,
        hosts: Collection[str] = (),
    ) -> Answer:
        """Ask, and end the request when a limit is reached; see `Store.query_within`.

        Raises
        ------
        UsageError
            If other hosts are named: an endpoint asks whom it likes, and not whom one allows.
        """
        if hosts:
            raise UsageError("`--federate` is for the store beside the build", "this graph is asked at an endpoint")
        guard(text if asked is None else asked)
        if self._is_for_here(text):
            return self._copy().query_within(limits, text, asked=asked)
        return self._asked(limits, text, asked, union)

    def _is_for_here(self, text: str) -> bool:
        """Tell whether a query is answered here, since the endpoint would answer it wrongly; a warning says so."""
        why = fault_of(text) if self._endpoint.server.has_faults else ""
        if why:
            self._look_again()
            what = f"answered here, from the records: {self._endpoint.server.name} answers wrongly where {why}"
            warn(what)
        return bool(why)

    def _asked(self, limits: Limits | None, text: str, asked: str | None, union: bool) -> RemoteAnswer:
        if union:
            raise QueryError("an endpoint is not asked of all its graphs together", "name graphs by FROM")
        try:
            form, _ = head_within(text, self._prefixes)
        except SyntaxError as error:
            raise self._refused(text, asked, str(error)) from None
        except ValueError as error:
            raise QueryError(f"the query cannot be answered: {error}") from None
        self._look_again()
        question = Question(self._endpoint, prefixed(composed(text), self._prefixes), form, self._dataset_of(text))
        return RemoteAnswer(question, limits)

    def _dataset_of(self, text: str) -> Fields:
        """Give the graphs that a query is asked of: those that it names, or all of the project.

        Where the account is the default graph of the endpoint, nothing need be said.
        """
        account = self._record.account
        if not account or gives_dataset(text):
            return {}
        if len(self._articles) <= MOST_LISTED:
            return {"default-graph-uri": account, "named-graph-uri": self._articles}
        return {"default-graph-uri": self._account_alone(account, text)}

    def _account_alone(self, account: str, text: str) -> str:
        """Give the account's graph, where the articles' are too many to be listed, and need not be.

        Raises
        ------
        QueryError
            If they need be: the query names one, or asks all, and some are not of this project.
        """
        many = f"{len(self._articles):,} graphs of articles are more than a request can list"
        if names_graph(text) or not self._endpoint.server.finds_graphs:
            raise QueryError(f"{many}, and GRAPH needs it", "write `GRAPH ?g { … } FILTER(?g = <…>)`")
        if self._is_shared:
            raise QueryError(f"{many}, and the endpoint holds other projects too", "push to an endpoint of its own")
        return account

    @cached_property
    def _is_shared(self) -> bool:
        """Whether the endpoint holds other projects too."""
        return len(records_at(self._endpoint)) > 1

    @cached_property
    def _articles(self) -> list[str]:
        """The graphs of the articles."""
        start = f"{self._record.base}article/"
        return [graph for graph in pushed_at(self._endpoint, self._record) if graph.startswith(start)]

    def _look_again(self) -> None:
        """Make sure, now and then, that the endpoint still holds the build that was opened.

        Raises
        ------
        StoreError
            If it holds another.
        """
        now = time.monotonic()
        if now < self._looked + AGAIN:
            return
        need_build(self._endpoint, self._record.base, self._record.build)
        self._looked = now


def need_build(endpoint: Endpoint, base: str, build: str) -> Record:
    """Make sure that an endpoint holds a certain build.

    Raises
    ------
    StoreError
        If it holds another, or none.
    """
    record = record_at(endpoint, base)
    if record.build != build:
        what = f"the endpoint `{endpoint.client.shown}` holds another build than this one"
        raise StoreError(what, "push this one: `kg push`; or open the endpoint alone: `kg.open(endpoint=…)`")
    return record


def prefixed(text: str, prefixes: Mapping[str, str]) -> str:
    r"""Declare the prefixes that a query uses and does not declare itself, before its first line.

    >>> prefixed("PREFIX b: <https://e.org/b/> ASK { a:x b:y c:z }", {"a": "https://e.org/a/", "b": "https://e.org/"})
    'PREFIX a: <https://e.org/a/> PREFIX b: <https://e.org/b/> ASK { a:x b:y c:z }'
    >>> prefixed(r"ASK { claim:a\/b ?y ?z }", {"claim": "https://e.org/"})
    'PREFIX claim: <https://e.org/> ASK { <https://e.org/a/b> ?y ?z }'
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in tokens(text):
        if token["prefix"] is not None:
            (declared if before == "PREFIX" else used).add(token["prefix"])
        if token.lastgroup != "comment":
            before = token[0].upper()
    missing = sorted((used - declared) & prefixes.keys())
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in missing) + _in_full(text, prefixes, declared)


def _in_full(text: str, prefixes: Mapping[str, str], declared: Collection[str]) -> str:
    """Write names with escapes, such as those of claims, in full: Virtuoso does not read them."""
    parts, at = [], 0
    for token in tokens(text):
        prefix = token["prefix"]
        if prefix in prefixes and prefix not in declared and "\\" in token["local"]:
            local = _ESCAPE.sub(r"\1", token["local"])
            parts += [text[at : token.start()], f"<{prefixes[prefix]}{local}>"]
            at = token.end()
    return "".join([*parts, text[at:]])
