"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:  # each method imports what it works with
    from kg.report.brokers import Brokers


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""

    def brokers(self, by: str = "side", *, sort: str = "most", **choice: Any) -> Brokers:  # noqa: ANN401 - see kg.network.network
        """Count between whom actors stand, by side, country or kind; see `kg.report.brokers.brokers`."""
        from kg.report.brokers import brokers

        return brokers(self, by, sort=sort, **choice)
