"""Rows of coded events for tests, of invented stories: tab-separated, in the columns of ICEWS."""

from __future__ import annotations

from typing import Any

from kg.formats.imports.icews import COLUMNS

HEADER = (*COLUMNS[:5], "Event Text", *COLUMNS[5:11], "Sentence Number", *COLUMNS[11:])
DEFAULTS = {
    "Event Date": "2018-06-01", "Source Name": "Kenya", "Source Country": "Kenya", "CAMEO Code": "040",
    "Intensity": "1", "Target Name": "France", "Target Country": "France", "Story ID": "7", "Sentence Number": "1",
    "Publisher": "The Valley Gazette", "City": "Nairobi", "Country": "Kenya", "Latitude": "-1.28", "Longitude": "36.8",
}  # fmt: skip


def row(number: int, **cells: Any) -> str:
    """A row: what is not given is a meeting of Kenya and France."""
    its = {**DEFAULTS, "Event ID": str(number), **{name.replace("_", " "): str(cell) for name, cell in cells.items()}}
    return "\t".join(its.get(name, "NA") for name in HEADER)


def table(*rows: str) -> str:
    return "\n".join(["\t".join(HEADER), *rows]) + "\n"
