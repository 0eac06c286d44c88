"""Who stands between whom, by side, country or kind: what `kg brokers` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.analysis import Broker, BrokerRoles, Method, about, brokerage
from kg.analysis.brokering import ROLES
from kg.analysis.numbered import FEW
from kg.base.errors import UsageError
from kg.base.hints import LONGEST_CELL, MOST_FACTS, counted, first_rows, unknown
from kg.base.letters import cut
from kg.base.listings import first_lines, html_table
from kg.model.records import Kind
from kg.report.emptiness import no_edges
from kg.report.facts import Row
from kg.report.networks import not_read
from kg.report.ordering import known
from kg.report.tabular import frame
from kg.snapshot.areas import side_in
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

SIDE, COUNTRY, KIND = BY = ("side", "country", "kind")
ORDERS = ("most", "name", *ROLES)
HEAD = ("all", "coord.", "gate.", "repr.", "itin.", "liaison")  # of the counts of `Brokers.cells`
_DIGITS = 4  # of what is expected, as a number
ROLES_TOLD = (
    "coordinator A–A–A, gatekeeper B–A–A, representative A–A–B, itinerant B–A–B, liaison B–A–C: groups of the three, "
    "the broker in the middle; below each count, what groups of the same sizes would give if dealt out at random"
)


class Brokers(Struct, frozen=True):
    """Those who stand between others, in an order; in Jupyter they show themselves as a table."""

    brokers: tuple[Broker, ...]
    by: str
    order: str
    groups: Mapping[str, str]  # the names of the groups, by id
    method: Method
    about: str  # what the network is of, as `kg.analysis.about` says it
    left_out: tuple[str, ...]  # lines that say who is not there, and how little the counts mean where there are few

    def __len__(self) -> int:
        return len(self.brokers)

    def row(self, top: int | None = None) -> list[Row]:
        """Give the JSON of `kg brokers`: a row for each, or for the first so many."""
        return [
            {"entity": its.entity, "label": its.label, self.by: its.group, "total": its.total}
            | {role: int(getattr(its.counts, role)) for role in ROLES}
            | {"expected": _rounded(its.expected)}
            for its in self.brokers[:top]
        ]

    def cells(self, top: int | None = None, between: str = "\n") -> list[tuple[str, ...]]:
        """Give name with group, id and counts of each as text; below or behind each count stands what is expected."""
        return [
            (
                self._name(its),
                its.entity,
                f"{its.total:,}",
                *(f"{getattr(its.counts, role):,.0f}{between}{getattr(its.expected, role):,.1f}" for role in ROLES),
            )
            for its in self.brokers[:top]
        ]

    def _name(self, its: Broker) -> str:
        group = "" if its.group == its.entity else f" ({self.groups.get(its.group, its.group)})"
        return cut(its.label, LONGEST_CELL // 2) + cut(group, LONGEST_CELL // 2)

    def flat(self, top: int | None = None) -> tuple[list[str], list[Row]]:
        """Give the names of columns, and a row of plain values for each broker, or for the first so many."""
        rows = [
            {name: value for name, value in row.items() if name != "expected"}
            | {f"expected_{role}": row["expected"][role] for role in ROLES}
            for row in self.row(top)
        ]
        return columns(self.by), rows

    def to_pandas(self) -> pd.DataFrame:
        """Give a data frame: a row for each, and a column for each count and for what is expected of it."""
        return frame(*self.flat())

    def __repr__(self) -> str:
        """Count them, and write the first."""
        lines = [f"{self._name(its)}: {its.total:,}, {_counts(its)}" for its in self.brokers]
        head = f"<Brokers by {self.by}: {counted(len(self), 'actor')}>"
        return first_lines(head, lines, "`row()` gives all", "\n".join(self.left_out))

    def _repr_html_(self) -> str:
        table = html_table(("actor", "id", "all", *ROLES), self.cells(MOST_FACTS, " | ")) if self.brokers else ""
        shown = first_rows(min(MOST_FACTS, len(self)), len(self), "actors", "`row()` has all", self.order)
        lines = [*filter(None, [shown, *self.left_out]), *([ROLES_TOLD] if self.brokers else [])]
        return table + "".join(f"<p>{escape(line)}</p>" for line in lines)


def columns(by: str) -> list[str]:
    """Name the columns of a table for programs."""
    return ["entity", "label", by, "total", *ROLES, *(f"expected_{role}" for role in ROLES)]


def brokers(
    snapshot: Snapshot,
    by: str = SIDE,
    *,
    sort: str = "most",
    **choice: Any,  # noqa: ANN401 - see kg.network.network
) -> Brokers:
    """Count between whom actors stand, by the groups of all three.

    Parameters
    ----------
    snapshot
        Whose network it is.
    by
        ``side``: the one with which each actor is counted, as on a page, which is its own where none is known;
        ``country``: the same, where that is a country, others being left out; or ``kind``.
    sort
        ``most``, in all roles; ``name``; or a role.
    **choice
        The options of the network, as in `kg.network.network`. Without directions, each two count both ways.

    Returns
    -------
    Brokers
        Those who stand between two others at all. Source: Gould and Fernandez 1989, doi:10.2307/270949; see
        `kg.analysis.brokerage`.

    Raises
    ------
    UsageError
        If there is no such grouping or order.
    AnalysisError
        If the network has no edges (`EmptyError`).
    """
    if by not in BY:
        raise UsageError(*unknown("way to group brokers", by, BY))
    order = known(sort, ORDERS)
    network = snapshot.network(**choice)
    if not network.number_of_edges():
        network.graph["empty"] = no_edges(snapshot, network)
    groups, several = _groups(snapshot, network, by)
    found = brokerage(network, groups)
    its = _in_order([broker for broker in found if broker.total], order)
    names = {group: snapshot.teller.name(group) for group in sorted({*groups.values()})} if by != KIND else {}
    told = (*_told(len(found), its, found.ungrouped, by), *filter(None, [several, not_read(network)]))
    return Brokers(tuple(its), by, order, names, found.method, about(network, not_read=False), told)


def _groups(snapshot: Snapshot, actors: Iterable[str], by: str) -> tuple[dict[str, str], str]:
    """Give the group of each actor that has one, stand-ins having no side; and say who is between several."""
    entities, actors = snapshot.records.entities, sorted(actors)
    if by == KIND:
        return {actor: entities[actor].kind.value for actor in actors}, ""
    named = [actor for actor in actors if not entities[actor].anonymous]
    side = side_in(snapshot)
    sides = {actor: side(actor) for actor in named}
    if by != SIDE:
        sides = {actor: its for actor, its in sides.items() if entities[its].kind is Kind.COUNTRY}
    return sides, side.told(snapshot.teller.brief.name)


def _in_order(found: list[Broker], order: str) -> list[Broker]:
    if order == "name":
        return sorted(found, key=lambda its: (its.label.casefold(), its.entity))
    return found if order == "most" else sorted(found, key=lambda its: -getattr(its.counts, order))


def _told(grouped: int, found: list[Broker], ungrouped: tuple[str, ...], by: str) -> Iterable[str]:
    """Say who is not there, and where there are few, how little the counts mean."""
    if ungrouped:
        other = "; `--by side` has whoever speaks for itself" if by == COUNTRY else ""
        are = "is" if len(ungrouped) == 1 else "are"
        yield f"{counted(len(ungrouped), 'actor')} {are} of no {by}, and left out with all ties{other}"
    if idle := grouped - len(found):
        yield f"{counted(idle, 'actor')} {'stands' if idle == 1 else 'stand'} between nobody"
    if 0 < grouped < FEW:
        yield f"{counted(grouped, 'actor')} in all; roles among so few mean little"


def _rounded(roles: BrokerRoles) -> Row:
    return {role: round(getattr(roles, role), _DIGITS) for role in ROLES}


def _counts(its: Broker) -> str:
    return ", ".join(f"{getattr(its.counts, role):,.0f} {role}" for role in ROLES)
