"""The agreement of two annotations for people, as JSON and as a table for other programs."""

from __future__ import annotations

import csv
import io
from typing import Any

from kg.base.hints import counted, several
from kg.base.letters import cut
from kg.desk.agreements.agreement import Agreement, Difference
from kg.desk.agreements.readings import Reading

Row = dict[str, Any]
_LONGEST = 60  # characters of the words at a difference, for people: enough to know the place
HEAD = ("a", "b", "field", "a-says", "b-says", "start", "end", "words")


def difference_rows(agreement: Agreement, text: str | None = None) -> list[Row]:
    """Give the differences, each with the place and, where the article's text is there, the words at it."""
    return [
        {
            "a": its.a or None,
            "b": its.b or None,
            "field": its.field,
            "a-says": its.a_says,
            "b-says": its.b_says,
            "start": its.at[0] if its.at else None,
            "end": its.at[1] if its.at else None,
            "words": None if text is None or its.at is None else text[slice(*its.at)],
        }
        for its in agreement.differences
    ]


def agreement_row(agreement: Agreement, text: str | None = None) -> Row:
    """Give all of it, as `kg agree --format json` prints it."""
    return {
        "a": _reading(agreement.a),
        "b": _reading(agreement.b),
        "found": [
            {
                "things": its.things, "a": its.in_a, "b": its.in_b, "both": its.in_both,
                "precision": _rounded(its.precision), "recall": _rounded(its.recall), "f1": _rounded(its.f1),
            }
            for its in agreement.found
        ],
        "alpha": [
            {"field": name, "units": its.units, "alike": its.alike, "alpha": its.value, "undefined": its.why or None}
            for name, its in agreement.alphas.items()
        ],
        "matched": [
            {"a": agreement.a.claims[i].id, "b": agreement.b.claims[j].id, "overlap": round(share, 4)}
            for i, j, share in agreement.matched.pairs
        ],
        "facts": [{"a": ours, "b": theirs} for ours, theirs in agreement.renamed],
        "differences": difference_rows(agreement, text),
    }  # fmt: skip


def as_csv(agreement: Agreement, text: str | None = None) -> str:
    """Write the differences as a table in CSV (RFC 4180), with a head."""
    written = io.StringIO()
    writer = csv.DictWriter(written, HEAD)
    writer.writeheader()
    writer.writerows(difference_rows(agreement, text))
    return written.getvalue()


def head_lines(agreement: Agreement) -> list[str]:
    """Say which two readings are compared, and what of them is left out."""
    lines = [f"{name}  {_told(its)}" for name, its in (("A", agreement.a), ("B", agreement.b))]
    renamed = [f"{ours} = {theirs}" for ours, theirs in agreement.renamed]
    return [*lines, *([f"facts under two names (A = B): {several(renamed)}"] if renamed else [])]


def found_cells(agreement: Agreement) -> list[list[str]]:
    """Give the rows of the table of what both found."""
    return [
        [its.things, str(its.in_a), str(its.in_b), str(its.in_both), *map(_share, (its.precision, its.recall, its.f1))]
        for its in agreement.found
    ]


def alpha_cells(agreement: Agreement) -> list[list[str]]:
    """Give the rows of the table of coefficients."""
    return [[name, str(its.units), str(its.alike), str(its)] for name, its in agreement.alphas.items()]


def difference_cells(difference: Difference, text: str | None = None) -> list[str]:
    """Give a row of the table of differences."""
    ids = (difference.a or "–", difference.b or "–")
    claim = ids[0] if ids[0] == ids[1] else " / ".join(ids)
    place = f"[{difference.at[0]}, {difference.at[1]}]" if difference.at else ""
    words = (
        ""
        if text is None or difference.at is None
        else f" {cut(' '.join(text[slice(*difference.at)].split()), _LONGEST)}"
    )
    return [f"{claim} {place}{words}", difference.field, difference.a_says or "–", difference.b_says or "–"]


def _reading(its: Reading) -> Row:
    return {
        "file": its.file, "annotator": its.annotator or None, "claims": len(its.claims), "left-out": its.left_out,
    }  # fmt: skip


def _told(its: Reading) -> str:
    by = f", by {its.annotator}" if its.annotator else ""
    left = f" ({its.left_out} more suggested or with a fault: left out)" if its.left_out else ""
    return f"{its.file}{by}: {counted(len(its.claims), 'claim')}{left}"


def _share(number: float | None) -> str:
    return "–" if number is None else f"{number:.2f}"


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
