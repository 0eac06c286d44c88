"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:  # each method imports what it works with
    from kg.report.brokers import Brokers
    from kg.report.counts import Counts
    from kg.report.dyads import Dyads
    from kg.report.profile import Profile


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""

    def brokers(self, by: str = "side", *, sort: str = "most", **choice: Any) -> Brokers:  # noqa: ANN401 - see kg.network.network
        """Count between whom actors stand, by side, country or kind; see `kg.report.brokers.brokers`."""
        from kg.report.brokers import brokers

        return brokers(self, by, sort=sort, **choice)

    def dyads(self, entity: str | None = None, *, by: str = "actor", sort: str = "most", **choice: Any) -> Dyads:  # noqa: ANN401 - see kg.network.network
        """Count what joins each two actors or sides, by status, act and source; see `kg.report.dyads.dyads`."""
        from kg.report.dyads import dyads

        return dyads(self, entity, by=by, sort=sort, **choice)

    def count(self, by: str | Iterable[str], **options: Any) -> Counts:  # noqa: ANN401 - see kg.report.counts.count
        """Count facts by type, status, source, time, actor, side or role: "actor,month"; `kg.report.counts.count`."""
        from kg.report.counts import count

        return count(self, by, **options)

    def profile(self, entity: str, **choice: Any) -> Profile:  # noqa: ANN401 - see kg.network.network
        """Tell on one screen who an entity is: posts, partners, acts, sources; see `kg.report.profile.profile`."""
        from kg.report.profile import profile

        return profile(self, entity, **choice)
