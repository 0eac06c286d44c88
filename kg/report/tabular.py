"""Rows of plain values as comma- or tab-separated text, and as a data frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.query.dataframes import to_pandas
from kg.query.result_formats import guarded

if TYPE_CHECKING:
    import pandas as pd

Flat = Mapping[str, Any]  # name of a column -> text, number, truth or None
SEPARATED = ("csv", "tsv")


def separated(columns: Sequence[str], rows: Sequence[Flat], format: str) -> str:
    r"""Write rows as CSV or TSV, with a line of names above; no text can act as a formula of a spreadsheet.

    Parameters
    ----------
    columns
        Their names, in order.
    rows
        What a row lacks is empty.
    format
        One of `SEPARATED`.

    Source
    ------
    RFC 4180 (CSV); IANA, text/tab-separated-values (a cell holds no tab and no line break: blanks take their places).

    >>> separated(["who", "facts"], [{"who": "=1+1", "facts": -1}, {"who": "a, b"}], "csv")
    'who,facts\r\n\'=1+1,-1\r\n"a, b",\r\n'
    >>> separated(["who"], [{"who": "a\tb"}], "tsv")
    'who\na b\n'
    """
    cells = [list(columns), *([_cell(row.get(name)) for name in columns] for row in rows)]
    if format == "tsv":
        return "".join(
            "\t".join(" ".join(cell.splitlines()).replace("\t", " ") for cell in row) + "\n" for row in cells
        )
    csv.writer(out := io.StringIO(), lineterminator="\r\n").writerows(cells)
    return out.getvalue()


def _in_a_line(cell: str) -> str:
    return " ".join(cell.splitlines()).replace("\t", " ")


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return guarded(value) if isinstance(value, str) else str(value)


def frame(columns: Sequence[str], rows: Sequence[Flat]) -> pd.DataFrame:
    """Give rows as a data frame of pandas: what a row lacks is missing.

    Raises
    ------
    UsageError
        If pandas is not installed.
    """
    return to_pandas({name: [row.get(name) for row in rows] for name in columns})
