"""Changes as rows, as words and as a page: what `kg diff` prints."""

from __future__ import annotations

import base64
import hashlib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from msgspec import Struct, structs

from kg.account.edges import Edge, bundled
from kg.account.facts import Account
from kg.account.standing import Standing
from kg.analysis import rank
from kg.base.errors import KgWarning, UsageError
from kg.base.hints import LONGEST_CELL, MOST_LISTED, MOST_ROWS, counted, first_rows, named
from kg.base.letters import cut
from kg.base.listings import first_lines, html_table
from kg.history.changes import Cause, Changes, compare, shifts
from kg.model.records import Claim
from kg.snapshot.cut_options import day_of
from kg.snapshot.sentences import Teller
from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]
_CAUSES = {
    Cause.CLAIMS: "",
    Cause.FULFILMENT: "made good by another fact",
    Cause.SIDES: "somebody speaks for another side",
    Cause.TIME: "its time has passed, and nobody said that it took place",
}
SHOWN = 50  # of each kind, in a notebook
_INDENT = 13  # columns of a status
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid}"
    "li{margin:.5rem 0}small{opacity:.8}b{font-weight:600;margin-right:.5em}"
)


class Item(Struct, frozen=True):
    """One entry of a report of changes: how something stands, what it is, and what more there is to say."""

    standing: str
    what: str
    more: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Write it for a terminal: what it is beside its standing, if that is short, else below it."""
        if len(self.standing) < _INDENT:
            return [f"  {self.standing:<{_INDENT}}{self.what}", *self._below(self.more)]
        return [f"  {self.standing}", *self._below((self.what, *self.more))]

    def _below(self, lines: Iterable[str]) -> Iterator[str]:
        return (f"  {'':<{_INDENT}}{line}" for line in lines)


class Diff(Struct, frozen=True):
    """What differs between two accounts, ready to be printed; in Jupyter it shows itself."""

    changes: Changes
    before: Account
    after: Account
    claims: Mapping[str, Claim]  # all that either account knows
    teller: Teller
    left_out: str = ""  # how many stand-ins have no rank, in a line; empty if all have one

    def row(self) -> Row:
        """Give the JSON of `kg diff`."""
        changes = self.changes
        return {
            "known_by": list(changes.known_by),
            "appeared": list(changes.appeared),
            "gone": list(changes.gone),
            "moved": [
                {"fact": its.fact, **_moved(its.before, its.after), "claims": list(its.claims), "by": its.cause.value}
                for its in changes.moved
            ],
            "fillers": [
                {"fact": its.fact, "role": its.role, "filler": its.filler}
                | _moved(its.before, its.after)
                | {"claims": list(its.claims)}
                for its in changes.fillers
            ],
            "times": [
                {"fact": its.fact, "from": its.before, "to": its.after, "claims": list(its.claims)}
                for its in changes.times
            ],
            "edges": {"came": [_edge(edge) for edge in changes.came], "went": [_edge(edge) for edge in changes.went]},
            "ranks": [
                {"entity": its.entity, "label": its.label, "measure": its.measure, "from": its.before, "to": its.after}
                for its in changes.ranks
            ],
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing has changed."""
        return next(self._sections(), None) is None

    def lines(self) -> list[str]:
        """Write it for a terminal."""
        lines: list[str] = []
        for title, items in self._sections():
            lines += ["", title] if lines else [title]
            lines += [line for item in items[:MOST_ROWS] for line in item.lines()]
            lines += filter(
                None, [first_rows(len(items[:MOST_ROWS]), len(items), "changes", "`--format json` gives all")]
            )
        return lines or ["nothing has changed"]

    def html(self) -> str:
        """Write it as one page, which runs nothing and asks no host for anything."""
        hashed = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{hashed}'"
        title = escape(f"What was learnt between {self.changes.known_by[0]} and {self.changes.known_by[1]}")
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width">\n'
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
            f"{self._body()}\n</body>\n</html>\n"
        )

    def __repr__(self) -> str:
        """Count what has changed, and write the first of it."""
        titles = ", ".join(title for title, _ in self._sections())
        head = f"<Diff of {' and '.join(self.changes.known_by)}: {titles or 'nothing has changed'}>"
        return first_lines(head, self.lines() if titles else [], "`lines()` and `html()` write more, `row()` has all")

    def _repr_html_(self) -> str:
        told = []
        for title, items in self._sections():
            rows = ([item.standing, item.what, " · ".join(item.more)] for item in items[:SHOWN])
            left = f"<p>cut at {SHOWN}: `.row()` has them all</p>" if len(items) > SHOWN else ""
            told.append(f"<h4>{escape(title)}</h4>{html_table(('stands', 'what', 'more'), rows)}{left}")
        return "\n".join(told) or "<p>nothing has changed</p>"

    def _body(self) -> str:
        told = [f"<h2>{escape(title)}</h2>\n<ul>\n{''.join(map(_li, items))}</ul>" for title, items in self._sections()]
        return "\n".join(told) or "<p>nothing has changed</p>"

    def _sections(self) -> Iterator[tuple[str, list[Item]]]:
        changes = self.changes
        sections = (
            ("fact appeared", "facts appeared", self._facts(changes.appeared, self.after)),
            ("fact is gone", "facts are gone", self._facts(changes.gone, self.before)),
            ("fact moved", "facts moved", self._moves()),
            ("part of a fact moved", "parts of facts moved", self._parts()),
            ("fact has another time", "facts have another time", self._times()),
            ("edge came", "edges came", self._edges(changes.came)),
            ("edge went", "edges went", self._edges(changes.went)),
            ("rank shifted", "ranks shifted", self._ranks()),
        )
        for one, many, items in sections:
            if found := list(items):
                yield f"{len(found):,} {one if len(found) == 1 else many}", found

    def _facts(self, facts: Iterable[str], account: Account) -> Iterator[Item]:
        for fact in facts:
            its = account.facts[fact]
            yield Item(Standing.of(its).text, self.teller.heading(its), (fact,))

    def _moves(self) -> Iterator[Item]:
        for its in self.changes.moved:
            why = [_CAUSES[its.cause]] if _CAUSES[its.cause] else []
            heading = self.teller.heading(self.after.facts[its.fact])
            yield Item(_arrow(its.before, its.after), heading, (its.fact, *why, *self._sentences(its.claims)))

    def _parts(self) -> Iterator[Item]:
        for its in self.changes.fillers:
            what = f"{cut(self.teller.ontology.roles[its.role].label, LONGEST_CELL)} {self.teller.name(its.filler)}"
            yield Item(_arrow(its.before, its.after), what, (its.fact, *self._sentences(its.claims)))

    def _times(self) -> Iterator[Item]:
        for its in self.changes.times:
            arrow = f"{its.before or 'undated'} → {its.after or 'undated'}"
            yield Item(arrow, self.teller.heading(self.after.facts[its.fact]), (its.fact, *self._sentences(its.claims)))

    def _edges(self, edges: Iterable[Edge]) -> Iterator[Item]:
        for its in bundled(edges):
            yield Item(Standing(its[0].status, its[0].contested).text, self.teller.edges(its), (its[0].fact,))

    def _ranks(self) -> Iterator[Item]:
        for its in self.changes.ranks:
            before, after = ("no edge" if rank is None else str(rank) for rank in (its.before, its.after))
            yield Item(f"{before} → {after}", f"{cut(its.label, LONGEST_CELL)}, by {its.measure}")

    def _sentences(self, claims: Iterable[str]) -> Iterator[str]:
        for number, key in enumerate(claims):
            if number == MOST_LISTED:
                yield "and more claims: `kg explain` tells all"
                return
            yield f"{self.teller.claim(self.claims[key])} [{key}]"


def diff(snapshot: Snapshot, known_by: Sequence[str], measure: str = "degree", *, stand_ins: bool = False) -> Diff:
    """Tell what was learnt between two days of knowledge.

    Parameters
    ----------
    snapshot
        The whole, or a slice: then of what it keeps.
    known_by
        Two days (EDTF), the earlier first.
    measure
        By which the ranks of persons are compared; a name in `kg.analysis.MEASURES`.
    stand_ins
        Whether stand-ins, persons that are marked as anonymous, are ranked too.

    Returns
    -------
    Diff
        Facts that appeared, statuses that moved and the claims that moved them, edges that came and went, ranks that
        shifted. Its `row()` is the JSON of `kg diff`; in Jupyter it shows itself.

    Raises
    ------
    UsageError
        If these are not two days, or the second is before the first; or if there is no such measure.
    """
    days = [day_of(day, "`known_by`") for day in known_by]
    if len(days) != 2:
        raise UsageError(f"`known_by`: {counted(len(days), 'day')}", "give two, the earlier first")
    if days[0] > days[1]:
        raise UsageError(f"{named(known_by[1])} is before {named(known_by[0])}", "give the earlier day first")
    before, after = (snapshot.slice(known_by=day) for day in days)
    claims = before.claims | after.claims
    changes = compare(before.account, after.account, claims, snapshot.ontology)
    with warnings.catch_warnings(action="ignore", category=KgWarning):  # on an early day there may be nobody to rank
        networks = [its.network(stand_ins=stand_ins) for its in (before, after)]
        was, now = (rank(network, measure) for network in networks)
    ranks = shifts(was, now, measure)
    left_out = next((text for its in reversed(networks) if (text := its.graph.get("left_out"))), "")
    articles = {**before.records.articles, **after.records.articles}
    labels = {**before.teller.labels, **after.teller.labels}
    gone = {fact: words for fact, words in before.part_words.items() if fact not in after.account.facts}
    parts = gone | after.part_words
    teller = Teller(after.records.entities, articles, snapshot.ontology, labels, parts, apart=snapshot.apart).brief
    changes = structs.replace(_in_order(changes, claims, teller), ranks=ranks)
    return Diff(changes, before.account, after.account, claims, teller, left_out)


def given_by_name(others: Sequence[object], known_by: Sequence[str] | None) -> Sequence[str]:
    """Give the two days, and refuse what was given without saying that it is days of knowledge.

    Raises
    ------
    UsageError
        If anything else was given, no day, or one word in the place of two.
    """
    words = [str(day) for its in others for day in (its if isinstance(its, list | tuple) else [its])]
    if others or known_by is None or isinstance(known_by, str):
        one, other = words if len(words) == 2 else ("A", "B")
        hint = f'two days of knowledge, the earlier first: `diff(known_by=("{one}", "{other}"))`'
        raise UsageError("`diff` takes its days by name", hint)
    return known_by


def _in_order(changes: Changes, claims: Mapping[str, Claim], teller: Teller) -> Changes:
    """Put the claims by which something moved in the order in which they are told."""
    moved, fillers, times = (
        tuple(structs.replace(its, claims=_keys(its.claims, claims, teller)) for its in moves)
        for moves in (changes.moved, changes.fillers, changes.times)
    )
    return structs.replace(changes, moved=moved, fillers=fillers, times=times)


def _keys(keys: Iterable[str], claims: Mapping[str, Claim], teller: Teller) -> tuple[str, ...]:
    return tuple(claim.key for claim in teller.in_order(claims[key] for key in keys))


def _moved(before: Standing, after: Standing) -> Row:
    """Give a move as JSON: `from` and `to` are statuses."""
    return {
        "from": before.status and before.status.value,
        "to": after.status and after.status.value,
        "contested": {
            "from": before.contested and before.contested.value,
            "to": after.contested and after.contested.value,
        },
        "accepted": {"from": before.accepted, "to": after.accepted},
    }


def _edge(edge: Edge) -> Row:
    return {
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation,
        "fact": edge.fact,
        "status": edge.status.value,
        "contested": edge.contested and edge.contested.value,
    }


def _arrow(before: Standing, after: Standing) -> str:
    return f"{before.text} → {after.text}"


def _li(item: Item) -> str:
    more = "".join(f"<br><small>{escape(line)}</small>" for line in item.more)
    return f"<li><b>{escape(item.standing)}</b> {escape(item.what)}{more}</li>\n"
