"""Facts in order of time as rows, as lines and as a picture: what `kg timeline` prints and draws."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from msgspec import structs

from kg import charts
from kg.base.disk import write_whole
from kg.base.errors import UsageError
from kg.base.hints import LONGEST_CELL, MOST_FACTS, NEWEST, OLDEST, counted, first_rows, rows_shown
from kg.base.letters import cut
from kg.base.listings import SHOWN_AS_TEXT, first_lines, html_table
from kg.history.chronology import Chronology, Entry, in_order
from kg.report.facts import Row, fact_row, lines_below
from kg.report.ordering import known, ranked
from kg.snapshot.snapshot import Snapshot

SHOWN, _LONGEST = 50, 400  # facts below the picture in a notebook, and characters of what each is
_LARGEST = 300_000  # characters of the picture in a notebook


class Timeline(Chronology, frozen=True):
    """Facts of a snapshot in order of time; in Jupyter it draws itself."""

    snapshot: Snapshot

    def row(self, top: int | None = None, sort: str = NEWEST) -> Row:
        """Give the JSON of `kg timeline`, of all facts or the first so many; `sort` as of `lines`."""
        dated, undated = self._first(top, sort)
        return {
            "dated": [_row(self.snapshot, entry) for entry in dated],
            "undated": [_row(self.snapshot, entry) for entry in undated],
        }

    def lines(self, top: int = MOST_FACTS, sort: str = NEWEST) -> list[str]:
        """Write it for a terminal.

        Parameters
        ----------
        top
            Only the first so many facts.
        sort
            ``newest`` or ``oldest``, whichever comes first.
        """
        dated, undated = self._first(top, sort)
        lines = [line for entry in dated for line in _lines(self.snapshot, entry)]
        below = [line for entry in undated for line in _lines(self.snapshot, entry)]
        return [*lines, *([""] if lines else []), "undated", *below] if below else lines

    def _first(self, top: int | None, sort: str) -> tuple[Sequence[Entry], Sequence[Entry]]:
        """Give the first entries in an order, dated and undated ones: undated ones are the last in any."""
        known(sort, (NEWEST, OLDEST))
        dated = ranked(self.dated, lambda entry: entry.fact, sort)[:top]
        undated = ranked(self.undated, lambda entry: entry.fact, sort)
        return dated, undated if top is None else undated[: max(0, top - len(dated))]

    def left_out(self, top: int = MOST_FACTS, sort: str = NEWEST) -> str:
        """Say how many facts `lines` leaves out; empty if none."""
        number = len(self.dated) + len(self.undated)
        how = "`--format json` gives all, in Python `row()`; an entity, or days, give fewer"
        return rows_shown(min(number, top), number, "facts", sort, how)

    def draw(self, format: str = "svg", *, rows: int = 30) -> bytes:
        """Draw it: one row an actor, marks by status, bars for situations; beyond a thousand marks, counts by period.

        Parameters
        ----------
        format
            ``svg`` or ``png``.
        rows
            How many actors at most; those with the most facts are kept, and the picture says how many it leaves out.

        Raises
        ------
        UsageError
            If it is another format, or matplotlib is not installed.
        """
        return charts.picture(self, format, rows)

    def save(self, path: str | Path, *, rows: int = 30) -> Path:
        """Draw it into a file, whose name says in which format."""
        path = Path(path)
        write_whole(path, self.draw(path.suffix.removeprefix("."), rows=rows))
        return path

    def __repr__(self) -> str:
        """Count what is on it, and write the first of it."""
        head = f"<Timeline of {self.counts}>"
        few = SHOWN_AS_TEXT // 2  # each takes two lines or more
        return first_lines(head, self.lines(few), "`lines(top=N)` writes more, `row()` has all", self.left_out(few))

    @property
    def counts(self) -> str:
        """Count the facts on it."""
        return f"{counted(len(self.dated), 'fact')} in order of time, and {len(self.undated):,} undated"

    def _repr_html_(self) -> str:
        """Show the picture inside an `img`, which a notebook shows that is not trusted, and the first facts below."""
        svg = self._repr_svg_()
        alt = f"Timeline of {self.counts}, known by {self.known_by}"
        picture = charts.embedded(svg.encode(), alt) if svg else ""
        if len(picture) > _LARGEST:
            picture = '<p>No picture, since it is large: `save("timeline.svg")` draws it.</p>'
        entries = [*self.dated, *self.undated]
        rows = (
            [
                str(its.number),
                cut(its.fact.when.text or "", LONGEST_CELL),
                its.fact.status.value,
                cut(its.what, _LONGEST),
            ]
            for its in entries[:SHOWN]
        )
        left_out = first_rows(min(SHOWN, len(entries)), len(entries), "facts", "`row()` has all", "oldest")
        table = html_table(("number", "when", "status", "what"), rows)
        return f"{picture}<details><summary>{escape(self.counts)}</summary>{table}<p>{escape(left_out)}</p></details>"

    def _repr_svg_(self) -> str | None:
        try:
            return self.draw().decode()
        except UsageError:  # no matplotlib: Jupyter then shows what `repr` says
            return None


def timeline(snapshot: Snapshot, entity: str | None = None) -> Timeline:
    """Put facts in order of time, undated ones apart.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    entity
        Only facts that name it in some role.

    Returns
    -------
    Timeline
        Its `row()` is the JSON of `kg timeline`, `save(path)` draws it as SVG or PNG, and in Jupyter it draws itself.

    Raises
    ------
    NotFoundError
        If there is no such entity.
    """
    if entity is not None:
        entity = snapshot.entity(entity)
    found = in_order(
        snapshot.account,
        snapshot.claims,
        snapshot.links,
        snapshot.teller,
        conflicts=snapshot.conflicts_of_claims(),
        entity=entity,
    )
    return Timeline(**structs.asdict(found), snapshot=snapshot)


def _row(snapshot: Snapshot, entry: Entry) -> Row:
    """Give an entry as JSON: the row of `kg facts`, with the time in detail."""
    when = entry.fact.when
    return fact_row(snapshot, entry.fact) | {
        "what": entry.what,
        "lasts": entry.lasts,
        "earliest": when.earliest,
        "latest": when.latest,
        "stretches": [{"from": its.first, "to": its.last, "known": its.known.value} for its in entry.stretches],
    }


def _lines(snapshot: Snapshot, entry: Entry) -> list[str]:
    fact = entry.fact
    what = snapshot.teller.brief.heading(fact)
    below = (f"{'':<37}{line}" for line in lines_below(snapshot, fact))
    return [f"{cut(fact.when.text or '', LONGEST_CELL):<23} {fact.status.value:<13}{what}{entry.marks}", *below]
