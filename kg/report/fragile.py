"""What falls with a single source, as rows and as lines: what `kg fragile` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import structs, to_builtins

from kg.account.edges import bundled
from kg.account.facts import Account
from kg.account.standing import Standing
from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.report.facts import Row
from kg.report.networks import with_ends
from kg.sensitivity.withdrawals import Baseline, Sensitivity, withdraw_each
from kg.snapshot import slices
from kg.snapshot.sentences import Teller
from kg.snapshot.slices import Cut
from kg.snapshot.snapshot import Snapshot


class Fragile(Sensitivity, frozen=True):
    """What falls with a single source, ready to be printed."""

    def __repr__(self) -> str:
        """Count what falls."""
        return f"<Fragile: {self.counts}>"

    @property
    def counts(self) -> str:
        """Say how much falls with a single source."""
        return f"{counted(len(self.facts), 'fact')} and {counted(len(self.edges), 'edge')} rest on a single {self.by}"

    def row(self) -> Row:
        """Give the JSON of `kg fragile`; `without` says how each would stand, null if no claim would be left."""
        return {
            "by": self.by,
            "facts": [
                {"fact": its.fact, "status": its.status.value, "voices": list(its.voices)}
                | {"without": {source: _row(left) for source, left in its.without.items()}}
                for its in self.facts
            ],
            "edges": [
                {"source": its.edge.source, "target": its.edge.target, "relation": its.edge.relation}
                | {"fact": its.edge.fact, "status": its.edge.status.value, "without": list(its.without)}
                for its in self.edges
            ],
            "paths": [
                {"entities": list(its.way.entities), "length": its.way.length, "status": its.status}
                | {
                    "voices": its.voices,
                    "steps": [to_builtins(step) | {"facts": list(step.facts)} for step in its.way.steps],
                }
                | {"without": {source: list(left) or None for source, left in its.without.items()}}
                for its in self.paths
            ],
        }

    def lines(self, account: Account, teller: Teller) -> list[str]:
        """Write it for a terminal: first all that falls with one source, then the next; paths at the end."""
        lines, teller = [], teller.brief
        carriers = {source for fact in self.facts for source in fact.without}
        for source in sorted(carriers.union(*(tie.without for tie in self.edges))):
            facts = [its for its in self.facts if source in its.without]
            ties = [its.edge for its in self.edges if source in its.without]
            lines.append(f"without {source}: {counted(len(facts), 'fact')} and {counted(len(ties), 'edge')} would fall")
            listed = {its.fact for its in facts}  # an edge of theirs falls with its fact
            for its in facts:
                left = its.without[source].text if its.without[source].status else "no claim is left"
                lines.append(f"  {its.status.value} → {left}")
                lines.append(f"    {teller.heading(account.facts[its.fact])} [{its.fact}]")
            for alike in bundled(tie for tie in ties if tie.fact not in listed):
                lines.append(f"  {'edge' if len(alike) == 1 else 'edges'}: {teller.edges(alike)} [{alike[0].fact}]")
        for path_ in self.paths:
            lines.append(f"path: {_names_on(path_.way.entities, teller)}")
            lines.append(f"  weakest status {path_.status}, fewest voices {path_.voices}")
            for source, left_way in path_.without.items():
                lines.append(f"  without {source}: {_names_on(left_way, teller) if left_way else 'no way is left'}")
        return lines


def fragile(snapshot: Snapshot, ends: Sequence[str] = (), by: str = "voice", **choice: Any) -> Fragile:  # noqa: ANN401 - see kg.network.network
    """Find facts, edges and paths that a single source carries, and what would be left without it.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    ends
        None, or two actors: only the shortest path between them, whether it is fragile or not.
    by
        Of what sort a source is: ``voice``, ``outlet``, ``relay`` or ``article``.
    choice
        Whose paths by which edges, as in `kg.network.network`.

    Returns
    -------
    Fragile
        Its `row()` is the JSON of `kg fragile`.

    Raises
    ------
    UsageError
        If there is no such sort of source, or one end without the other.
    NotFoundError
        If there is no such actor, or it has no edge.
    """
    if len(ends) not in (0, 2):
        raise UsageError(f"fragile: {len(ends)} ends of a path", "name two actors, or none")
    choice, included = with_ends(snapshot, choice, ends)
    # Facts that a slice leaves out may say who serves whom: the rule needs them all.
    whole, cut = snapshot.whole, Cut(snapshot.cut.known_by, snapshot.cut.withdrawn)
    records, account = slices.cut_account(whole.records, whole.ontology, whole.account, cut)
    baseline = Baseline(records, account, whole.ontology, cut.withdrawn.sources)
    pair = (ends[0], ends[1]) if ends else None
    found = withdraw_each(baseline, snapshot.account, snapshot.network(**choice), by=by, ends=pair)
    return Fragile(*structs.astuple(structs.replace(found, note="\n".join(filter(None, (included, found.note))))))


def _row(left: Standing) -> Row | None:
    """Give how a fact would stand as JSON; null if no claim is left."""
    if left.status is None:
        return None
    return {"status": left.status.value, "contested": left.contested and left.contested.value}


def _names_on(way: Iterable[str], teller: Teller) -> str:
    return " – ".join(map(teller.name, way))
