"""Annotations as a sheet: a row a piece of evidence, with all fields of its claim and of the article's head; CSV.

What stands in it can be read back (`kg import annotations`), so that claims can be looked through, corrected and added
in a spreadsheet. Lists of ids are joined by `; `, and each role has a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.annotation.jsonl_writer import from_article, from_claim
from kg.annotation.schema import CLAIM, HEAD, TEXT
from kg.formats.network_tables import csv_text
from kg.formats.spans import Span, Spans, unit_of
from kg.query.result_formats import guarded

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

ROLE, OF_ARTICLE, OF_TEXT = "role ", "article ", "text "  # how the names of columns begin
JOINT = "; "
_NOT_CELLS = ("evidence", "roles", "suggested")
FIELDS = tuple(field for field in CLAIM if field not in _NOT_CELLS)
HEADS = tuple(field for field in HEAD if field not in ("text", "no-claims"))  # what fits into a cell
EVIDENCE = ("start", "end", "offsets", "sha256", "kind", "row")
LISTS = ("speaker", "via")


def columns(roles: Sequence[str], *, keep: bool = False) -> list[str]:
    """Name the columns, in order.

    >>> columns(["place"])[:6], columns([], keep=True)[-1]
    (['article', 'id', 'fact', 'type', 'label', 'role place'], 'text characters')
    """
    at = FIELDS.index("when")
    claim = [*FIELDS[:at], *(f"{ROLE}{role}" for role in roles), *FIELDS[at:]]
    heads = [f"{OF_ARTICLE}{field}" for field in HEADS] + [f"{OF_TEXT}{field}" for field in TEXT]
    return ["article", *claim, *EVIDENCE, *(["quote"] if keep else []), *heads]


def to_annotations(graph: Snapshot, *, offsets: str = "", keep: bool = False, spreadsheet: bool = False) -> str:
    """Write a row for each piece of evidence, in the order of the claims' keys.

    Parameters
    ----------
    graph
        Opened with texts where `keep`, or offsets other than code points, are wanted.
    offsets
        What positions count: `codepoints`, which nothing means, `utf16` or `bytes`.
    keep
        Whether the words stand in it.
    spreadsheet
        Whether a byte order mark goes first, by which a spreadsheet knows UTF-8.

    Raises
    ------
    UsageError
        If texts are needed and missing, or are not those that were annotated.
    """
    spans = Spans(graph, unit_of(offsets), keep=keep)
    names = columns(sorted(graph.ontology.roles), keep=keep)
    return csv_text(names, _rows(graph, spans), spreadsheet=spreadsheet)


def _rows(graph: Snapshot, spans: Spans) -> Iterator[dict[str, str]]:
    for _, claim in sorted(graph.claims.items()):
        article = graph.records.articles[claim.article]
        fields, head = from_claim(claim), from_article(article)
        row = {"article": claim.article} | {name: _cell(fields.get(name)) for name in FIELDS}
        row |= {f"{ROLE}{role}": _cell(fillers) for role, fillers in claim.roles.items()}
        row |= {f"{OF_ARTICLE}{name}": _cell(head.get(name)) for name in HEADS}
        row |= {f"{OF_TEXT}{name}": _cell(its) for name, its in (head.get("text") or {}).items()}
        for span in spans.of(claim):
            yield {name: _unmistaken(cell) for name, cell in (row | _evidence(span, spans)).items()}


def _evidence(span: Span, spans: Spans) -> dict[str, str]:
    its = span.its
    if its.row is not None:
        return {"row": its.row, "sha256": its.sha256}
    place = {"start": f"{span.start}", "end": f"{span.end}", "offsets": spans.unit.value}
    return place | {"sha256": its.sha256, "kind": its.kind.value, "quote": span.words or ""}


def _cell(value: Any) -> str:  # noqa: ANN401 - a field's
    if isinstance(value, dict):
        return JOINT.join(f"{name}: {its}" for name, its in value.items())
    if isinstance(value, list | tuple):
        return JOINT.join(value)
    return "" if value is None else str(value)


def _unmistaken(cell: str) -> str:
    """Write one more apostrophe before a text of which reading back would take its own for a guard."""
    return f"'{cell}" if cell.startswith("'") and is_guarded(cell) else cell


def is_guarded(cell: str) -> bool:
    """Tell whether the first apostrophe of a cell stands there only to keep it from being a formula.

    >>> is_guarded("'=1+1"), is_guarded("''=1+1"), is_guarded("'quoted'")
    (True, True, False)
    """
    bare = cell.lstrip("'")
    return bare != cell and guarded(bare) != bare
