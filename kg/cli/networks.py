"""What the verbs on a network share: how it is drawn, and the lines that say what a list of it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.base.errors import EmptyError
from kg.cli.terminal import as_json, hand_over

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


def drawn_as(graph: Graph, choice: Choice) -> Any:  # noqa: ANN401 - networkx is imported late
    """Draw the network; one without edges holds the reason, with the options of the slice if that has no facts."""
    from kg.report.emptiness import no_edges

    network = graph.network(**choice)
    if not network.number_of_edges():
        network.graph["empty"] = no_edges(graph, network)
    return network


@contextmanager
def or_none(format: str, columns: Sequence[str] = ()) -> Iterator[None]:
    """Hand over a list of nothing, or the names of a table's columns, where a network has no edges; the error says why.

    Parameters
    ----------
    format
        How the answer is written; for people it is the error alone.
    columns
        Of the answer as CSV or TSV.
    """
    from kg.report.tabular import SEPARATED, separated

    try:
        yield
    except EmptyError:
        if format == "json":
            as_json([])
        elif format in SEPARATED:
            hand_over(separated(columns, [], format))
        raise


def notes_of(graph: Graph, choice: Choice, cut: str, *notes: str) -> list[str]:
    """Say what a list of a network leaves out: what nobody chose, and what is not accepted; and what nobody read."""
    from kg.report.networks import not_chosen, not_in_network

    every = filter(None, (cut, not_chosen(graph, choice), *notes, *not_in_network(graph, **choice)))
    return [*dict.fromkeys(every)]  # what is said by those who found it is not said again
