"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:  # each method imports what it works with
    from kg.report.citing import Citations
    from kg.report.verified import Verified


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""

    def cite(self, ids: str | Iterable[str], format: str = "md") -> Citations:
        """Cite facts and claims by attributed sentences, with references; see `kg.report.citing.cite`."""
        from kg.report.citing import cite

        return cite(self, ids, format)

    def verify(self, report: str | bytes | Path, file: str = "report") -> Verified:
        """Compare a report, or the file of one, with the graph; see `kg.report.verifying.verify`."""
        from kg.report.verifying import verify

        return verify(self, report, file)
