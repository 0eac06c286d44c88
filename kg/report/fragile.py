"""What falls with a single source, as rows and as lines: what `kg fragile` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from msgspec import Struct, structs, to_builtins

from kg.account.edges import Edge, bundled
from kg.account.facts import Account
from kg.account.standing import Standing
from kg.base.errors import UsageError
from kg.base.hints import MOST_FACTS, MOST_LISTED, NEWEST, counted, first_rows, rows_shown
from kg.base.listings import html_table
from kg.report.doubts import Doubts, denials, doubts_of, mark
from kg.report.emptiness import need_edges_of
from kg.report.facts import Row, not_read, rests_on_rows
from kg.report.networks import with_ends
from kg.report.ordering import known, ranked
from kg.sensitivity.sources import baseline_of, need_known
from kg.sensitivity.withdrawals import FragileFact, Sensitivity, fallen, withdraw_each
from kg.snapshot.sentences import Teller, both
from kg.snapshot.snapshot import Snapshot

ORDERS = ("most", "name")  # of sources
SORTS = ("voice", "outlet", "article")  # of sources, of which a summary tells unasked
_SUMMARY = 9  # lines of a summary below its first
_ALL = "`--format json` gives all"


class Fragile(Sensitivity, frozen=True):
    """What falls with a single source, ready to be printed."""

    doubts: Mapping[str, Doubts] = {}  # fact -> who contests and denies it, and in what its claims conflict
    unread: frozenset[str] = frozenset()  # facts that rest on rows of data sets alone

    def __repr__(self) -> str:
        """Count what falls."""
        return f"<Fragile: {self.counts}>"

    def _repr_html_(self) -> str:
        facts = Counter(source for its in self.facts for source in its.without)
        edges = Counter(source for its in self.edges for source in its.without)
        sources = self._sources("most")
        rows = ([its, str(facts[its]), str(edges[its])] for its in sources[:MOST_FACTS])
        shown = first_rows(min(MOST_FACTS, len(sources)), len(sources), f"{self.by}s", "`row()` has all")
        table = html_table((self.by, "facts that fall without it", "edges"), rows)
        return f"<p>{escape(self.counts)}</p>{table}" + (f"<p>{shown}</p>" if shown else "")

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
                | {"read": its.fact not in self.unread}
                | self.doubts.get(its.fact, {})
                | {"without": {source: _row(left) for source, left in its.without.items()}}
                for its in self.facts
            ],
            "edges": [
                {"source": its.edge.source, "target": its.edge.target, "relation": its.edge.relation}
                | {"fact": its.edge.fact, "status": its.edge.status.value, "without": list(its.without)}
                | self.doubts.get(its.edge.fact, {})
                | {"contested": its.edge.contested and its.edge.contested.value}
                for its in self.edges
            ],
            "paths": [
                {"entities": list(its.way.entities), "length": its.way.length, "status": its.status}
                | {
                    "voices": its.voices,
                    "steps": [
                        to_builtins(step)
                        | {"facts": list(step.facts)}
                        | {"doubts": {fact: self.doubts[fact] for fact in step.facts if fact in self.doubts}}
                        for step in its.way.steps
                    ],
                }
                | {"without": {source: list(left) or None for source, left in its.without.items()}}
                for its in self.paths
            ],
        }

    def first(self, top: int | None, sort: str = "most") -> Fragile:
        """Keep only what falls with one of the first so many sources; `sort` as of `lines`."""
        kept = set(self._sources(sort)[:top])
        facts = tuple(its for its in self.facts if not kept.isdisjoint(its.without))
        return structs.replace(
            self, facts=facts, edges=tuple(its for its in self.edges if not kept.isdisjoint(its.without))
        )

    def _sources(self, sort: str) -> list[str]:
        of_facts = Counter(source for its in self.facts for source in its.without)
        of_edges = Counter(source for its in self.edges for source in its.without)
        found = sorted(of_facts.keys() | of_edges.keys())
        if known(sort, ORDERS) == "most":
            found.sort(key=lambda source: (-of_facts[source], -of_edges[source]))
        return found

    def left_out(self, top: int | None) -> str:
        """Say how many sources `lines` leaves out; empty if none."""
        number = len(self._sources("name"))
        return rows_shown(min(number, top or number), number, f"{self.by}s")

    def lines(self, account: Account, teller: Teller, top: int | None = MOST_FACTS, sort: str = "most") -> list[str]:
        """Write it for a terminal: all that falls with one source, then with the next; paths at the end.

        Parameters
        ----------
        account, teller
            Of the graph that was asked.
        top
            Only the first so many sources.
        sort
            ``most``: those first with which most facts and edges fall; ``name``: by their ids.
        """
        lines: list[str] = []
        teller = teller.brief
        for source in self._sources(sort)[:top]:
            facts = [its for its in self.facts if source in its.without]
            edges = [its.edge for its in self.edges if source in its.without]
            lines += self._falling(source, facts, edges, account, teller)
        lines += filter(None, [self.left_out(top)])
        for path_ in self.paths:
            lines.append(f"path: {_names_on(path_.way.entities, teller)}")
            lines.append(f"  weakest status {path_.status}, fewest voices {path_.voices}")
            for fact in dict.fromkeys(fact for step in path_.way.steps for fact in step.facts):
                if doubted := self._doubted(fact):
                    lines.append(f"  {fact}: {account.facts[fact].status.value}{doubted}")
            for source, left_way in path_.without.items():
                lines.append(f"  without {source}: {_names_on(left_way, teller) if left_way else 'no way is left'}")
        return lines

    def _falling(
        self, source: str, facts: list[FragileFact], edges: list[Edge], account: Account, teller: Teller
    ) -> Iterator[str]:
        """Write what falls with a source, the newest first; an edge of a fact that falls goes without saying."""
        yield f"without {source}: {counted(len(facts), 'fact')} and {counted(len(edges), 'edge')} would fall"
        for its in ranked(facts, lambda its: account.facts[its.fact])[:MOST_LISTED]:
            left = its.without[source].text if its.without[source].status else "no claim is left"
            yield f"  {its.status.value} → {left}"
            yield f"    {teller.heading(account.facts[its.fact])}{self._doubted(its.fact)} [{its.fact}]"
        listed = {its.fact for its in facts}
        others = bundled(edge for edge in edges if edge.fact not in listed)
        for alike in ranked(others, lambda alike: account.facts[alike[0].fact])[:MOST_LISTED]:
            what = "edge" if len(alike) == 1 else "edges"
            yield f"  {what}: {teller.edges(alike)}{self._doubted(alike[0].fact)} [{alike[0].fact}]"
        for its_, things in ((facts, "facts"), (others, "edges")):
            if shown := first_rows(len(its_[:MOST_LISTED]), len(its_), things, _ALL, NEWEST):
                yield f"  {shown}"

    def _doubted(self, fact: str) -> str:
        """Say who contests and denies a fact, in what its claims conflict, and that nobody read it; empty for most."""
        its = self.doubts.get(fact)
        return (mark(its) + denials(its) if its else "") + (" · not read" if fact in self.unread else "")


class Carrier(Struct, frozen=True):
    """How much rests on one source alone."""

    source: str
    facts: int  # accepted ones that fall without it
    edges: int


class Carried(Struct, frozen=True):
    """How much rests on a single source of one sort, and on which."""

    by: str
    facts: int  # accepted ones that fall with one source or another
    edges: int
    carriers: tuple[Carrier, ...]  # those that carry most first


def carried(snapshot: Snapshot, by: str = "voice") -> Carried:
    """Tell how much rests on a single source of one sort.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    by
        Of what sort a source is: ``voice``, ``outlet``, ``relay``, ``article`` or ``publisher``.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    """
    facts, edges = fallen(baseline_of(snapshot), snapshot.account, by)
    of_facts = Counter(source for its in facts for source in its.without)
    of_edges = Counter(source for its in edges for source in its.without)
    carriers = (Carrier(source, of_facts[source], of_edges[source]) for source in of_facts.keys() | of_edges.keys())
    most_first = sorted(carriers, key=lambda its: (-its.facts, -its.edges, its.source))
    return Carried(by, len(facts), len(edges), tuple(most_first))


def summary_lines(snapshot: Snapshot, found: Sequence[Carried], top: int | None = None) -> list[str]:
    """Say in ten lines how much rests on a single source, and on which most.

    Parameters
    ----------
    snapshot
        Whose facts they are.
    found
        From `carried`, by each sort.
    top
        How many sources of each sort; left out, as many as make ten lines.
    """
    accepted = sum(fact.accepted for fact in snapshot.account.facts.values())
    each = top or _SUMMARY // max(1, len(found))
    first, *others = [(f"{its.facts:,} ({_share(its.facts, accepted)})", f"on a single {its.by}") for its in found]
    told = both([f"{first[0]} rest {first[1]}", *(" ".join(its) for its in others)])
    lines = [f"of {accepted:,} accepted {'fact' if accepted == 1 else 'facts'} {told}"]
    for its in found:
        for carrier in its.carriers[:each]:
            share, edges = _share(carrier.facts, accepted), _many(carrier.edges, "edge")
            lines.append(f"  {its.by:<9}{_many(carrier.facts, 'fact')}{share:>7}{edges}  {carrier.source}")
    return lines


def _many(number: int, thing: str) -> str:
    return f"{number:>8,} {thing + 's' * (number != 1):<5}"


def _share(part: int, whole: int) -> str:
    share = part / max(1, whole)
    return "<0.1%" if 0 < share < 0.001 else f"{share:.1%}"


def summary_left_out(found: Sequence[Carried], top: int | None = None) -> str:
    """Say which sources a summary leaves out, and how to see them; empty if it leaves out none."""
    each = top or _SUMMARY // max(1, len(found))
    many = [f"{len(its.carriers):,} {its.by}s" for its in found if len(its.carriers) > each]
    how = "`--by SORT` tells more of one sort, `--list` what falls, `--format json` all"
    return f"the first {each:,} of {both(many)} are shown: {how}" if many else ""


def fragile(snapshot: Snapshot, ends: Sequence[str] = (), by: str = "voice", **choice: Any) -> Fragile:  # noqa: ANN401 - see kg.network.network
    """Find facts, edges and paths that a single source carries, and what would be left without it.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    ends
        None, or two actors: only the shortest path between them, whether it is fragile or not.
    by
        Of what sort a source is: ``voice``, ``outlet``, ``relay``, ``article`` or ``publisher``.
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
    need_known(by)
    chosen, included = with_ends(snapshot, choice, ends)  # type: ignore[arg-type] # options by their names
    pair = (snapshot.entity(ends[0]), snapshot.entity(ends[1])) if ends else None
    network = snapshot.network(**chosen)
    need_edges_of(snapshot, network, pair or (), chosen)
    found = withdraw_each(baseline_of(snapshot), snapshot.account, network, by=by, ends=pair)
    named = [its.fact for its in found.facts] + [its.edge.fact for its in found.edges]
    named += [fact for its in found.paths for step in its.way.steps for fact in step.facts]
    accounts = snapshot.account.facts
    known = [accounts[fact] for fact in dict.fromkeys(named) if fact in accounts]
    doubts = {its.fact: doubts_of(snapshot, its) for its in known}
    unread = frozenset(its.fact for its in known if rests_on_rows(snapshot, its.basis))
    note = "\n".join(filter(None, (included, found.note, not_read(snapshot, known))))
    return structs.replace(Fragile(*structs.astuple(found)), note=note, doubts=doubts, unread=unread)


def _row(left: Standing) -> Row | None:
    """Give how a fact would stand as JSON; null if no claim is left."""
    if left.status is None:
        return None
    return {"status": left.status.value, "contested": left.contested and left.contested.value}


def _names_on(way: Iterable[str], teller: Teller) -> str:
    return " – ".join(map(teller.name, way))
