"""What was found in a report: each finding at its line and column, as lines, rows and tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.base.errors import Place
from kg.base.hints import MOST_ROWS, counted, first_rows
from kg.base.listings import Cells, Listing, html_table
from kg.report.citations.finding_kinds import Kind
from kg.report.facts import Row

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("file", "line", "column", "kind", "level", "what", "hint")


class Finding(Struct, frozen=True, order=True):
    """One thing to be mended in a report, or only to be known.

    >>> print(Finding(Place("a.md", 3, 9), Kind.UNKNOWN, "no such fact: `tlaks`", "did you mean `talks`?"))
    a.md:3:9: no such fact: `tlaks`
      hint: did you mean `talks`?
    """

    place: Place
    kind: Kind
    what: str
    hint: str = ""

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong by it."""
        return self.kind.is_note

    def __str__(self) -> str:
        note = "note: " if self.is_note else ""
        return f"{self.place}: {note}{self.what}" + (f"\n  hint: {self.hint}" if self.hint else "")

    def row(self) -> Row:
        """Give it as JSON."""
        place = {"file": self.place.file, "line": self.place.line, "column": self.place.column}
        return place | {
            "kind": self.kind.value,
            "level": "note" if self.is_note else "fault",
            "what": self.what,
            "hint": self.hint,
        }


class Verified(Struct, frozen=True):
    """What was found in a report."""

    file: str
    findings: Listing[Finding]  # in the order of the text
    references: int
    sentences: int  # that cite something
    compared: int  # quotations that were compared with a text
    not_compared: int  # and those that were not
    remarks: tuple[str, ...] = ()

    @property
    def faults(self) -> list[Finding]:
        """What is to be mended."""
        return [its for its in self.findings if not its.is_note]

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to be mended."""
        return not self.faults

    def __repr__(self) -> str:
        """Count what was found."""
        return f"<Verified {self.file}: {self.counts}>"

    @property
    def counts(self) -> str:
        """Say how much was looked at and found."""
        notes = len(self.findings) - len(self.faults)
        looked = f"{counted(self.references, 'reference')} in {counted(self.sentences, 'sentence')}"
        quoted = f"{counted(self.compared, 'quotation')} compared, {self.not_compared:,} not"
        return f"{counted(len(self.faults), 'fault')} and {counted(notes, 'note')}; {looked}, {quoted}"

    def lines(self, top: int | None = MOST_ROWS) -> list[str]:
        """Write what is to be mended, and what is only to be known, in the order of the text."""
        return [str(its) for its in self.findings[:top]]

    def left_out(self, top: int | None = MOST_ROWS) -> str:
        """Say how many findings `lines` leaves out; empty if none."""
        shown = len(self.findings[:top])
        return first_rows(shown, len(self.findings), "findings", "`--top N` shows more, `--format json` gives all")

    def row(self) -> list[Row]:
        """Give the JSON of `kg verify`."""
        return [its.row() for its in self.findings]

    def to_pandas(self) -> pd.DataFrame:
        """Give the findings as a data frame."""
        from kg.query.dataframes import to_pandas

        rows = self.row()
        return to_pandas({name: [row[name] for row in rows] for name in COLUMNS})

    def _repr_html_(self) -> str:
        rows = ([str(value) for value in cells(its).values()] for its in self.findings[:MOST_ROWS])
        table = html_table(("where", "kind", "what", "hint"), rows) if self.findings else ""
        below = "".join(f"<p>{escape(line)}</p>" for line in (self.left_out(), *self.remarks) if line)
        return f"<p>{escape(self.counts)}</p>{table}{below}"


def cells(its: Finding) -> Cells:
    """Give a finding as the cells of a table."""
    where = f"{its.place.line}:{its.place.column}"
    return {
        "where": where,
        "kind": f"{its.kind} (note)" if its.is_note else its.kind,
        "what": its.what,
        "hint": its.hint,
    }
