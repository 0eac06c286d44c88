"""What a graph answers about pairs, counts and single actors, and how far its measures can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:  # each method imports what it works with
    from kg.report.brokers import Brokers
    from kg.report.chance import Null, NullOfGroups
    from kg.report.citations.citing import Citations
    from kg.report.citations.verified import Verified
    from kg.report.counted.counts import Counts
    from kg.report.counted.dyads import Dyads
    from kg.report.profiles.profile import Profile
    from kg.report.sensitivity import RankSensitivity
    from kg.report.storing import Stored


class Asking(Snapshot):
    """The questions that analysts ask first; see `kg.graph.graph.Graph`."""

    def brokers(self, by: str = "side", *, sort: str = "most", **choice: Any) -> Brokers:  # noqa: ANN401 - see kg.network.network
        """Count between whom actors stand, by side, country or kind; see `kg.report.brokers.brokers`."""
        from kg.report.brokers import brokers

        return brokers(self, by, sort=sort, **choice)

    def dyads(self, entity: str | None = None, *, by: str = "actor", sort: str = "most", **choice: Any) -> Dyads:  # noqa: ANN401 - see kg.network.network
        """Count what joins each two actors or sides, by status, act and source; see `kg.report.counted.dyads.dyads`."""
        from kg.report.counted.dyads import dyads

        return dyads(self, entity, by=by, sort=sort, **choice)

    def sensitivity(self, measure: str, by: str | None = "voice", **options: Any) -> RankSensitivity:  # noqa: ANN401 - see kg.report.sensitivity
        """Tell how ranks move when each source is withdrawn; see `kg.report.sensitivity.sensitivity`."""
        from kg.report.sensitivity import sensitivity

        return sensitivity(self, measure, by, **options)

    def null(self, measure: str, draws: int = 200, seed: int = 0, **choice: Any) -> Null:  # noqa: ANN401 - see kg.network.network
        """Rank actors beside random draws with the same numbers of facts; see `kg.report.chance.null`."""
        from kg.report.chance import null

        return null(self, measure, draws=draws, seed=seed, **choice)

    def null_of_groups(self, draws: int = 200, seed: int = 0, **choice: Any) -> NullOfGroups:  # noqa: ANN401 - see kg.network.network
        """Tell how well actors divide into groups beside random draws; see `kg.report.chance.null_of_groups`."""
        from kg.report.chance import null_of_groups

        return null_of_groups(self, draws=draws, seed=seed, **choice)

    def store_rank(
        self,
        measure: str,
        *,
        day: str | None = None,
        sample: int | None = None,
        seed: int = 0,
        exact: bool = False,
        **choice: Any,  # noqa: ANN401 - see kg.network.network
    ) -> Stored:
        """Keep a measure of all actors in the build, for SPARQL; see `kg.report.storing.store`."""
        from kg.analysis.ranks import rank
        from kg.report.storing import store

        return store(self, rank(self.network(**choice), measure, sample=sample, seed=seed, exact=exact), choice, day)

    def count(self, by: str | Iterable[str], **options: Any) -> Counts:  # noqa: ANN401 - see kg.report.counted.counts.count
        """Count facts by type, source, time, actor or role: "actor,month"; see `kg.report.counted.counts.count`."""
        from kg.report.counted.counts import count

        return count(self, by, **options)

    def profile(self, entity: str, **choice: Any) -> Profile:  # noqa: ANN401 - see kg.network.network
        """Tell on one screen who an entity is: posts, partners, sources; see `kg.report.profiles.profile.profile`."""
        from kg.report.profiles.profile import profile

        return profile(self, entity, **choice)

    def cite(self, ids: str | Iterable[str], format: str = "md") -> Citations:
        """Cite facts and claims by attributed sentences, with references; see `kg.report.citations.citing.cite`."""
        from kg.report.citations.citing import cite

        return cite(self, ids, format)

    def verify(self, report: str | bytes | Path, file: str = "report") -> Verified:
        """Compare a report, or the file of one, with the graph; see `kg.report.citations.verifying.verify`."""
        from kg.report.citations.verifying import verify

        return verify(self, report, file)
