"""How much there is of what: facts counted by one dimension or several; what `kg count` prints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kg import charts
from kg.account.facts import FactAccount
from kg.base.disk import write_whole
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import counted, rows_shown, unknown
from kg.base.listings import SHOWN_AS_TEXT, SHOWN_IN_NOTEBOOK, first_lines, html_table
from kg.report.counted.counting import MOST, ORDERS, Count, GroupCounter, Key, count_row, flat_count, in_order, keys_of
from kg.report.counted.dimensions import dimensions
from kg.report.counted.sums import sums_words
from kg.report.emptiness import no_facts
from kg.report.facts import Row
from kg.report.ordering import known
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"


class Counts(Struct, frozen=True):
    """Facts by one dimension or several; in Jupyter they show themselves."""

    snapshot: Snapshot
    by: tuple[str, ...]
    counts: tuple[Count, ...]  # in an order
    total: Count  # of all of them together, each fact once
    order: str
    stand_ins: int  # that are in no group
    of_stand_ins: int  # facts in which these take part
    of_groups: tuple[str, ...]  # lines that say what is to be known of the groups

    def __len__(self) -> int:
        return len(self.counts)

    def __iter__(self) -> Iterator[Count]:
        return iter(self.counts)

    @property
    def overlap(self) -> bool:
        """Whether a fact is in several groups, so that these do not add up to the total."""
        return sum(its.facts + its.others for its in self.counts) > self.total.facts + self.total.others

    def row(self, top: int | None = None) -> Row:
        """Give the JSON of `kg count`: all groups, or the first so many, and the total, in which each fact is once."""
        return {"by": list(self.by), "groups": [count_row(its, self.by) for its in self.counts[:top]]} | {
            "total": count_row(self.total, ()),
            "overlap": self.overlap,
        }

    def flat(self, top: int | None = None) -> tuple[list[str], list[Row]]:
        """Give the columns of a table of groups, and its rows of plain values."""
        rows = [flat_count(its, self.by) for its in self.counts[:top]]
        first = [column for name in self.by for column in (name, f"{name}_label")]
        return [*dict.fromkeys([*first, "facts", "not_accepted", *(name for row in rows for name in row)])], rows

    def to_pandas(self) -> pd.DataFrame:
        """Give them as a data frame of pandas: a row for each group."""
        from kg.report.tabular import frame

        return frame(*self.flat())

    @property
    def head(self) -> tuple[str, ...]:
        """The names of the columns for people."""
        reports = () if self.total.reports is None else ("reports",)
        ids = (f"{self.by[0]} id",) if self.has_ids else ()
        return (*self.by, *ids, "facts", *reports, "not accepted", *(("values",) if self.total.values else ()))

    @property
    def numbers(self) -> list[int]:
        """The places of the columns for people that hold plain numbers."""
        return [place for place, name in enumerate(self.head) if name in ("facts", "reports", "not accepted")]

    @property
    def has_ids(self) -> bool:
        """Whether ids tell more than labels do; of several dimensions there is no room for them."""
        return len(self.by) == 1 and any(
            not its.is_none and its.id.casefold() != its.label.casefold()
            for count in self.counts
            for its in count.groups
        )

    def cells(self, top: int | None = None) -> list[tuple[str, ...]]:
        """Give the first groups as text, in the columns of `head`; a last row is the total."""
        rows = [self._cells(its, [group.label for group in its.groups]) for its in self.counts[:top]]
        return [*rows, self._cells(self.total, ["in all", *("" for _ in self.by[1:])])]

    def _cells(self, its: Count, labels: Sequence[str]) -> tuple[str, ...]:
        ids = (its.groups[0].id if its.groups else "",) if self.has_ids else ()
        reports = () if its.reports is None else (f"{its.reports:,}",)
        values = (sums_words(its.values),) if self.total.values else ()
        return (*labels, *ids, f"{its.facts:,}", *reports, f"{its.others:,}", *values)

    @property
    def told(self) -> str:
        """Say of how many facts it is."""
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in self.total.not_accepted.items())
        facts, others = counted(self.total.facts, "accepted fact"), f"{self.total.others:,} not accepted"
        return f"{facts}, {others}{f' ({reasons})' if reasons else ''}"

    @property
    def empty(self) -> str:
        """Say why there is nothing to count; empty if there is something."""
        return "" if self.counts else no_facts(self.snapshot)

    def notes(self, top: int | None = None) -> list[str]:
        """Say in lines what a list of the first so many groups leaves out, and how to have it."""
        shown = rows_shown(len(self.counts[:top]), len(self.counts), "groups")
        overlap = "groups overlap: a fact counts in each of its groups" if self.overlap else ""
        told = [shown, overlap, self._not_read, *self.of_groups, self._without if self.stand_ins else ""]
        return [*filter(None, told)]

    @property
    def _not_read(self) -> str:
        unread = self.total.facts - self.total.read
        what = "1 accepted fact is" if unread == 1 else f"{unread:,} accepted facts are"
        return f"not read: {what} rows of data sets alone; `--read` leaves them out" if unread else ""

    @property
    def _without(self) -> str:
        what = f"{counted(self.stand_ins, 'stand-in')} in {counted(self.of_stand_ins, 'fact')}"
        return f"left out: {what}; `--stand-ins` includes them; in Python, `stand_ins=True`"

    def draw(self, format: str = "svg") -> bytes:
        """Draw bars: the accepted facts of each group.

        Parameters
        ----------
        format
            ``svg`` or ``png``.

        Raises
        ------
        UsageError
            If it is another format, or matplotlib is not installed.
        """
        names, numbers = [its.label for its in self.counts], [its.facts for its in self.counts]
        title = f"accepted facts by {' and '.join(self.by)}"
        known_by = f"known by {self.snapshot.account.known_by}"
        return charts.bar_picture(names, numbers, title, [f"{self.told}, {known_by}", *self.notes()], format)

    def save(self, path: str | Path) -> Path:
        """Draw it into a file, whose name says in which format."""
        path = Path(path)
        write_whole(path, self.draw(path.suffix.removeprefix(".")))
        return path

    def __repr__(self) -> str:
        """Count the groups, and write the first of them."""
        few = SHOWN_AS_TEXT - 2
        rows = [self.head, *self.cells(few)] if self.counts else []
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows]
        left_out = rows_shown(min(few, len(self.counts)), len(self.counts), "groups", "", "`row()` has all")
        head = f"<Counts by {', '.join(self.by)}: {self.told}>"
        notes = "\n".join(filter(None, [left_out, *self.notes()]))
        return first_lines(head, lines or [self.empty], "`row()` has all", notes)

    def _repr_html_(self) -> str:
        """Show bars inside an `img`, which a notebook shows that is not trusted, and the first groups below."""
        if not self.counts:
            return f"<p>{escape(self.empty)}</p>"
        svg = self._repr_svg_()
        picture = charts.embedded(svg.encode(), f"Bars: facts by {' and '.join(self.by)}") if svg else ""
        notes = "".join(f"<p>{escape(note)}</p>" for note in (self.told, *self.notes(SHOWN_IN_NOTEBOOK)))
        return picture + html_table(self.head, self.cells(SHOWN_IN_NOTEBOOK)) + notes

    def _repr_svg_(self) -> str | None:
        try:
            return self.draw().decode()
        except UsageError:  # no matplotlib: Jupyter then shows the table alone
            return None


def count(  # noqa: PLR0913 - what is counted, by what, and what stands beside it
    snapshot: Snapshot,
    by: str | Iterable[str],
    *,
    reports: bool = False,
    values: str | Iterable[str] | None = None,
    stand_ins: bool = False,
    sort: str = MOST,
) -> Counts:
    """Count facts, and never reports of them: the accepted ones, with the others beside.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    by
        One dimension or several, as a list or with commas: ``type``, ``status``, ``tendency``, ``voice``, ``outlet``,
        ``publisher``, ``article``, ``speaker``, ``actor``, ``side``, ``year``, ``month``, ``day``, and the id of any
        role of the ontology. Sources are those of the claims that assert a fact; where none does, of those that
        decided its status. A fact counts in each of its groups; of several dimensions in those that occur together: two
        sources of one claim, an actor and its own side, everything else with everything. One whose possible days are
        not all in one year, month or day has a group that says in which they are.
    reports
        Also count reports: the articles in which claims assert the accepted facts, one for each fact; by sources, only
        those that are of the group.
    values
        Names of figures that are added up, or ``all``: of accepted facts, once each, as ranges where claims differ.
    stand_ins
        Also count anonymous entities, by ``actor`` and ``side``.
    sort
        ``most``: the largest groups first, and times from the first on; ``newest``: the same, but the last time first;
        ``name``: by their names. Of several dimensions the groups of the first stand together.

    Returns
    -------
    Counts
        Its `row()` is the JSON of `kg count`.

    Raises
    ------
    UsageError, NotFoundError
        If there is no such dimension, figure or order.
    """
    named = [name.strip() for name in (by.split(",") if isinstance(by, str) else by) if name.strip()]
    if not named:
        raise UsageError("no dimension to count by", "such as `type`, `status` or `month`, or several with commas")
    known(sort, ORDERS)
    wanted = _figures(snapshot, values)
    absent = _StandIns(stand_ins)
    by_each = dimensions(snapshot, named, absent.is_left_out)
    found: dict[Key, list[FactAccount]] = {}
    facts = list(snapshot.account.facts.values())
    for fact in facts:
        for key in keys_of(fact, by_each, snapshot.claims):
            found.setdefault(key, []).append(fact)
    counter = GroupCounter(snapshot, by_each, wanted, reports=reports)
    counts = [counter.of(key, its) for key, its in found.items()]
    order = tuple(in_order(counts, by_each, sort))
    left_out, of_groups = (len(absent.stand_ins), len(absent.facts)), tuple(its.note for its in by_each if its.note)
    return Counts(snapshot, tuple(named), order, counter.of((), facts), sort, *left_out, of_groups)


class _StandIns:
    """Remembers which anonymous entities are counted nowhere, and of which facts."""

    def __init__(self, wanted: bool) -> None:
        self._wanted, self.stand_ins, self.facts = wanted, set[str](), set[str]()

    def is_left_out(self, id_: str, fact: str) -> bool:
        if not self._wanted:
            self.stand_ins.add(id_)
            self.facts.add(fact)
        return not self._wanted


def _figures(snapshot: Snapshot, values: str | Iterable[str] | None) -> Collection[str]:
    """Look up the names of figures that are added up."""
    names = [values] if isinstance(values, str) else list(values or ())
    if not names:
        return ()
    measures = snapshot.ontology.report_figures
    there = sorted({name for claim in snapshot.claims.values() for name in claim.values} - measures.keys())
    for name in names:
        if name in measures:
            raise UsageError(f"`{name}` measures reports, and is not added up", "name a figure of what happened")
        if name != ALL and name not in there:
            raise NotFoundError(*unknown("figure", name, there))
    return there if ALL in names else names
