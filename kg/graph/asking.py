"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:  # each method imports what it works with
    from kg.report.dyads import Dyads
    from kg.report.profile import Profile


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""

    def dyads(self, entity: str | None = None, *, by: str = "actor", sort: str = "most", **choice: Any) -> Dyads:  # noqa: ANN401 - see kg.network.network
        """Count what joins each two actors or sides, by status, act and source; see `kg.report.dyads.dyads`."""
        from kg.report.dyads import dyads

        return dyads(self, entity, by=by, sort=sort, **choice)

    def profile(self, entity: str, **choice: Any) -> Profile:  # noqa: ANN401 - see kg.network.network
        """Tell on one screen who an entity is: posts, partners, acts, sources; see `kg.report.profile.profile`."""
        from kg.report.profile import profile

        return profile(self, entity, **choice)
