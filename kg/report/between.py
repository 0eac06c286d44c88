"""What is said of two entities together: accepted, contested, denied or unconfirmed; what `kg between` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from msgspec import Struct, structs

from kg.account.edges import STRENGTH, edges, ways_of
from kg.account.facts import FactAccount, Filler
from kg.account.support import decided, support, told_fillers
from kg.base.hints import MOST_FACTS, NEWEST, counted, rows_shown, several
from kg.model.records import Contested, Status
from kg.report.doubts import Doubts, doubts_of, mark
from kg.report.facts import Row, rests_on_rows, wholes_row
from kg.report.ordering import in_order
from kg.snapshot.sentences import Teller
from kg.snapshot.snapshot import Snapshot

# How what joins the two stands; and at the end what both take part in without that joining them.
ACCEPTED, CONTESTED, DENIED, UNCONFIRMED, SHARED = GROUPS = ("accepted", "contested", "denied", "unconfirmed", "shared")
_TITLES = {
    ACCEPTED: "accepted",
    CONTESTED: "contested by a party",
    DENIED: "denied, or taken back",
    UNCONFIRMED: "not confirmed",
    SHARED: "only shared: no edge says that one dealt with the other",
}
_INDENT = 13  # columns of a status


class Tie(Struct, frozen=True):
    """A fact that names both, and how it stands as far as these two go."""

    fact: FactAccount
    ends: tuple[Filler, Filler]
    relations: tuple[str, ...]  # ids of the edges that it draws between the two
    joins: bool  # whether one of these says that they dealt with each other

    @property
    def status(self) -> Status:
        """The weakest of the fact's status and both fillers'."""
        return min((its.status for its in (self.fact, *self.ends)), key=STRENGTH.__getitem__)

    @property
    def contested(self) -> Contested | None:
        """Who denies the fact, or one of the fillers: a party, if any of them is one."""
        return next((by for by in Contested if by in [its.contested for its in (self.fact, *self.ends)]), None)

    @property
    def group(self) -> str:
        """The group in which it is listed."""
        if not self.joins:
            return SHARED
        if self.status in (Status.DENIED, Status.RETRACTED):
            return DENIED
        if self.contested is Contested.BY_PARTY:
            return CONTESTED
        return ACCEPTED if self.status.can_be_accepted else UNCONFIRMED


class Between(Struct, frozen=True):
    """What is said of two entities together; in Jupyter it shows itself."""

    snapshot: Snapshot
    a: str
    b: str
    ties: tuple[Tie, ...]  # in an order
    order: str = NEWEST

    def row(self, top: int | None = None) -> Row:
        """Give the JSON of `kg between`: of each group all facts, or the first so many."""
        return {"a": self.a, "b": self.b} | {
            group: [self._row(tie) for tie in [tie for tie in self.ties if tie.group == group][:top]]
            for group in GROUPS
        }

    def lines(self, top: int = MOST_FACTS) -> list[str]:
        """Write it for a terminal: of each group the first so many facts."""
        teller = self.snapshot.teller.brief.naming(self.a, self.b)
        name = teller.name
        if not self.ties:
            return [f"no claim names both {name(self.a)} and {name(self.b)}"]
        lines = [f"{name(self.a)} and {name(self.b)}"]
        for title, ties in self._sections():
            lines += ["", title]
            for tie in ties[:top]:
                lines.append(f"  {tie.status.value:<{_INDENT}}{self._what(tie, teller)}")
                lines.append(f"  {'':<{_INDENT}}{self._who(tie)}")
            lines += [f"  {line}" for line in self._left_out(ties, top)]
        return lines

    @property
    def counts(self) -> str:
        """Count the facts, by how they stand."""
        found = [counted(len(ties), "fact") + f" {re.split('[:,]', title)[0]}" for title, ties in self._sections()]
        return ", ".join(found) or "no facts"

    def __repr__(self) -> str:
        """Count the facts, by how they stand."""
        return f"<Between {self.a} and {self.b}: {self.counts}>"

    def _repr_html_(self) -> str:
        if not self.ties:
            return f"<p>{escape(self.lines()[0])}</p>"
        teller = self.snapshot.teller.brief.naming(self.a, self.b)
        told = [f"<h4>{escape(self.lines()[0])}</h4>"]
        for title, ties in self._sections():
            items = (
                f"<li><b>{escape(tie.status.value)}</b> {escape(self._what(tie, teller))}"
                f"<br><small>{escape(self._who(tie))}</small></li>"
                for tie in ties[:MOST_FACTS]
            )
            left_out = "".join(f"<p>{escape(line)}</p>" for line in self._left_out(ties, MOST_FACTS))
            told.append(f"<h5>{escape(title)}</h5><ul>{''.join(items)}</ul>{left_out}")
        return "".join(told)

    def _left_out(self, ties: list[Tie], top: int) -> list[str]:
        how = "`--format json` gives all, in Python `row()`"
        return list(filter(None, [rows_shown(len(ties[:top]), len(ties), "facts", self.order, how)]))

    def _sections(self) -> Iterator[tuple[str, list[Tie]]]:
        for group, title in _TITLES.items():
            if ties := [tie for tie in self.ties if tie.group == group]:
                yield title, ties

    def _row(self, tie: Tie) -> Row:
        rests_on, doubts = support(tie.fact, *tie.ends, self.snapshot.account.readings), self._doubts(tie)
        return {
            "fact": tie.fact.fact,
            "type": tie.fact.type,
            "relations": list(tie.relations),
            "status": tie.status.value,
            "when": tie.fact.when.text,
            "what": _heading(tie, self.snapshot.teller),
            "voices": list(rests_on.voices),
            "outlets": list(rests_on.outlets),
            "claims": [*(claims := decided(tie.fact, *tie.ends))],
            "read": not rests_on_rows(self.snapshot, claims),
            "part_of_not_accepted": wholes_row(self.snapshot, tie.fact.fact),
        } | doubts

    def _what(self, tie: Tie, teller: Teller) -> str:
        return _heading(tie, teller) + mark(self._doubts(tie))

    def _doubts(self, tie: Tie) -> Doubts:
        return doubts_of(self.snapshot, tie.fact, tie.ends, tie.contested)

    def _who(self, tie: Tie) -> str:
        row, labels = self._row(tie), self.snapshot.ontology.edges
        said = (
            ("asserted by ", row["voices"]),
            ("denied by ", row["denied_by"]),
            ("", [labels[relation].label for relation in tie.relations]),
            ("", [] if row["read"] else ["not read"]),
        )
        return " · ".join([tie.fact.fact, *(f"{verb}{several(words)}" for verb, words in said if words)])


def _heading(tie: Tie, teller: Teller) -> str:
    """Say what a fact is, and name the one of the two whom its sentence leaves out, since he stands worse than it."""
    told, roles = told_fillers(tie.fact), teller.ontology.roles
    others = [its for its in dict.fromkeys(tie.ends) if its not in told]
    return "; ".join(
        [teller.heading(tie.fact), *(f"{teller.name(its.filler)} as {roles[its.role].label}" for its in others)]
    )


def between(snapshot: Snapshot, a: str, b: str, sort: str = NEWEST) -> Between:
    """Gather what is said of two entities together, accepted or not.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    a, b
        Two entities.
    sort
        newest, oldest, status, voices, claims or id; see `kg.report.ordering.in_order`.

    Returns
    -------
    Between
        Its `row()` is the JSON of `kg between`; in Jupyter it shows itself.

    Raises
    ------
    NotFoundError
        If there is no such entity.
    UsageError
        If there is no such order.
    """
    a, b = snapshot.entity(a), snapshot.entity(b)
    both = {a, b}
    named = (fact for fact in snapshot.account.facts.values() if both <= {filler for _, filler in fact.fillers})
    return Between(snapshot, a, b, tuple(_tie(snapshot, fact, a, b) for fact in in_order(named, sort)), sort)


def _tie(snapshot: Snapshot, fact: FactAccount, a: str, b: str) -> Tie:
    """Find the edges that a fact draws between two entities, and the best sourced roles of both."""
    shortcuts = ways_of(fact, snapshot.ontology)
    joining = [shortcut for shortcut in shortcuts if not shortcut.shared_over]
    of_both = structs.replace(fact, fillers={slot: its for slot, its in fact.fillers.items() if its.filler in (a, b)})
    for used, joins in ((joining, True), (shortcuts, False)):
        found = edges(of_both, snapshot.ontology, accepted=False, shortcuts=used)
        if found:
            best = max(found, key=lambda edge: (edge.accepted, STRENGTH[edge.status]))
            return Tie(fact, best.ends, tuple(dict.fromkeys(edge.relation for edge in found)), joins)
    return Tie(fact, (_best(fact, a), _best(fact, b)), (), joins=False)


def _best(fact: FactAccount, entity: str) -> Filler:
    roles = [filler for filler in fact.fillers.values() if filler.filler == entity]
    return max(roles, key=lambda filler: (filler.accepted, STRENGTH[filler.status]))
