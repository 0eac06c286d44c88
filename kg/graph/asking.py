"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from kg.snapshot.snapshot import Snapshot


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""
