"""What falls with a single source, as rows and as lines: what `kg fragile` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import structs, to_builtins

from kg.account.edges import Edge, bundled
from kg.account.facts import Account
from kg.account.standing import Standing
from kg.base.errors import UsageError
from kg.base.hints import MOST_ROWS, counted, first_rows
from kg.report.facts import Row
from kg.report.networks import with_ends
from kg.sensitivity.withdrawals import Baseline, FragileFact, Sensitivity, withdraw_each
from kg.snapshot import slices
from kg.snapshot.sentences import Teller
from kg.snapshot.slices import Cut
from kg.snapshot.snapshot import Snapshot

_ALL = "`--format json` gives all"


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
        lines: list[str] = []
        teller = teller.brief
        facts: dict[str, list[FragileFact]] = {}
        edges: dict[str, list[Edge]] = {}
        for fact in self.facts:
            for source in fact.without:
                facts.setdefault(source, []).append(fact)
        for tie in self.edges:
            for source in tie.without:
                edges.setdefault(source, []).append(tie.edge)
        sources = sorted(facts.keys() | edges.keys())
        for source in sources[:MOST_ROWS]:
            lines += _falling(source, facts.get(source, []), edges.get(source, []), account, teller)
        lines += filter(None, [first_rows(MOST_ROWS, len(sources), f"{self.by}s", _ALL)])
        for path_ in self.paths:
            lines.append(f"path: {_names_on(path_.way.entities, teller)}")
            lines.append(f"  weakest status {path_.status}, fewest voices {path_.voices}")
            for source, left_way in path_.without.items():
                lines.append(f"  without {source}: {_names_on(left_way, teller) if left_way else 'no way is left'}")
        return lines


def _falling(
    source: str, facts: list[FragileFact], edges: list[Edge], account: Account, teller: Teller
) -> Iterator[str]:
    """Write what falls with a source; an edge of a fact that falls goes without saying."""
    yield f"without {source}: {counted(len(facts), 'fact')} and {counted(len(edges), 'edge')} would fall"
    for its in facts[:MOST_ROWS]:
        left = its.without[source].text if its.without[source].status else "no claim is left"
        yield f"  {its.status.value} → {left}"
        yield f"    {teller.heading(account.facts[its.fact])} [{its.fact}]"
    listed = {its.fact for its in facts}
    others = bundled(edge for edge in edges if edge.fact not in listed)
    for alike in others[:MOST_ROWS]:
        yield f"  {'edge' if len(alike) == 1 else 'edges'}: {teller.edges(alike)} [{alike[0].fact}]"
    for shown in (first_rows(MOST_ROWS, len(its), what, _ALL) for its, what in ((facts, "facts"), (others, "edges"))):
        if shown:
            yield f"  {shown}"


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
