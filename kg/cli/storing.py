"""Measures that are kept in the build: `kg rank MEASURE --store`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import UsageError
from kg.base.hints import several
from kg.cli.terminal import tell

if TYPE_CHECKING:
    from kg.analysis.ranks import Ranks
    from kg.builder.measures import Kept
    from kg.graph.graph import Graph
    from kg.network.choice import Choice

KEEPS = ("store", "day")  # options by which a verb writes into the build: not for HTTP
KEPT = "measures are kept by what `kg build` makes on one machine"
Store = Annotated[bool, typer.Option("--store", help="Keep the scores in the build, for SPARQL.")]
Day = Annotated[
    str | None, typer.Option("--day", metavar="DAY", help="With --store: as of that day; else of the account's.")
]


def need_store(graph: Graph, *, store: bool, day: str | None, alone: bool) -> None:
    """Refuse a day that is none, or of nothing; and to store what tries a ranking, or where no build keeps it."""
    if day is not None and not store:
        raise UsageError("`--day` is of `--store`", "add that, or leave `--day` out")
    if store and not alone:
        hint = "leave out `--store`, or what tries the ranking"
        raise UsageError("`--store` keeps scores, and not how far they can be trusted", hint)
    if day is not None:
        from kg.report.storing import given_day

        given_day(day)
    if store:
        from kg.builder.measures import root_of

        root_of(graph.manifest)


def store_ranks(graph: Graph, ranks: Ranks, choice: Choice, day: str | None) -> None:
    """Keep a measure in the build, and say so; scores of all actors, however many are shown."""
    from kg.report.storing import store

    tell(store(graph, ranks, choice, day).line)


def left_behind(before: list[Kept]) -> list[str]:
    """Say which measures a new build no longer has; nothing where there were none.

    >>> from kg.builder.measures import Kept
    >>> left_behind([Kept("degree-94dec1d20411", ("kinds=all",))])
    ['left behind, since facts may differ by now: degree (kinds=all); `kg rank MEASURE --store` keeps a measure again']
    """
    told = [its.measure + (f" ({', '.join(its.options)})" if its.options else "") for its in before]
    again = "`kg rank MEASURE --store` keeps a measure again"
    return [f"left behind, since facts may differ by now: {several(told)}; {again}"] if told else []
