"""What the verbs on a network share: how it is drawn, and the lines that say what a list of it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def notes_of(graph: Graph, choice: Choice, cut: str, *notes: str) -> list[str]:
    """Say what a list of a network leaves out: what nobody chose, and what is not accepted; and what nobody read."""
    from kg.report.networks import not_chosen, not_in_network

    return [*filter(None, (cut, not_chosen(graph, choice), *notes, *not_in_network(graph, **choice)))]
