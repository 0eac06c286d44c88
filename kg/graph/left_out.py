"""What the answer to a query leaves out, since it is not accepted, a stand-in, or too much to be drawn: a line each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.base.hints import counted
from kg.query import library
from kg.query.library import Query
from kg.query.result import Result

Ask = Callable[..., Result]  # a named query or a text, with the values of its parameters


def not_shown(query: Query, ask: Ask, root: Path, values: Mapping[str, Any], bound: Mapping[str, Any]) -> str:
    """Say what a query leaves out.

    Parameters
    ----------
    query
        Its head says by which other queries that is found.
    ask
        Asks these.
    root
        The project, whose named queries they may be.
    values
        Of its parameters, as they were given.
    bound
        The same, as they are bound in it.

    Returns
    -------
    str
        Lines; empty if nothing is left out.
    """
    return "\n".join(_lines(query, ask, root, values, bound))


def _lines(query: Query, ask: Ask, root: Path, values: Mapping[str, Any], bound: Mapping[str, Any]) -> Iterator[str]:
    if query.not_shown:
        others = library.chosen(query.not_shown, root).parameters
        shared = {name: value for name, value in values.items() if name in others}
        yield from filter(None, (_unaccepted(query.not_shown, ask, shared), _too_many(ask)))
    if query.left_out and not bound.get("stand_ins") and (line := _stand_ins(query.left_out, ask, bound.values())):
        yield line


def _too_many(ask: Ask) -> str:
    from kg.network.absence import too_many

    rows = ask("SELECT ?fact ?many { ?fact kg:edgesNotDrawn ?many }")
    undrawn = {row.fact.short: row.many for row in rows}
    return too_many(undrawn) if undrawn else ""


def _stand_ins(companion: str, ask: Ask, asked: Collection[Any]) -> str:
    rows = [row for row in ask(companion) if row.actor not in asked]
    edges = {(*sorted((row.actor.short, row.other.short)), row.edge.short) for row in rows}
    what = f"{counted(len({row.actor for row in rows}), 'stand-in')} with {counted(len(edges), 'edge')}"
    return f"left out: {what}; `stand_ins=true` includes them" if rows else ""


def _unaccepted(companion: str, ask: Ask, values: dict[str, Any]) -> str:
    from kg.account.unaccepted import not_shown, why
    from kg.model.records import Contested, Status

    reasons: dict[str, str] = {}
    for row in ask(companion, **values):
        contested = Contested(row.contested.short) if row.contested else None
        reasons.setdefault(row.fact.short, why(Status(row.status.short), contested))
    asked = " ".join(["query", companion, *(f"{name}={value}" for name, value in values.items())])
    where = f"explain {next(iter(reasons))}" if len(reasons) == 1 else asked
    return not_shown(reasons.values(), f"kg {where}")
