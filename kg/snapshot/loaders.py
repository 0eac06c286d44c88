"""How each part of a graph is loaded, when it is first needed: a query does not wait for what it does not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.base.iris import Names
from kg.query.store import Store

if TYPE_CHECKING:  # what is loaded late is also imported late
    from kg.account.facts import Account
    from kg.model.records import Records
    from kg.ontology import Ontology


class Loaders(Struct, frozen=True):
    """One function for each part of a graph, which loads it; and what the manifest says, if it lies in a build."""

    ontology: Callable[[], Ontology]
    records: Callable[[], Records]
    account: Callable[[], Account]
    store: Callable[[], Store]
    manifest: Mapping[str, Any] = {}


def in_memory(
    names: Names, ontology: Callable[[], Ontology], accounted: Callable[[], tuple[Records, Account]]
) -> Loaders:
    """Make the loaders of a graph that lies in no build, such as a slice: its quads come into a store of their own.

    Parameters
    ----------
    names
        The project's IRIs.
    ontology
        Gives the project's ontology.
    accounted
        Gives the records and their account; it is called once, when either is first needed.
    """
    once = cache(accounted)

    def store() -> Store:
        from kg.rdf import Terms, lines_of

        records, account = once()
        return Store.of(lines_of(records, account, Terms.of(records, names, ontology())), names.prefixes())

    return Loaders(ontology, lambda: once()[0], lambda: once()[1], store)
