"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:  # each method imports what it works with
    from kg.report.sensitivity import RankSensitivity


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""

    def sensitivity(self, measure: str, by: str | None = "voice", **options: Any) -> RankSensitivity:  # noqa: ANN401 - see below
        """Tell how ranks move when each source is withdrawn; see `kg.report.sensitivity.sensitivity`."""
        from kg.report.sensitivity import sensitivity

        return sensitivity(self, measure, by, **options)
