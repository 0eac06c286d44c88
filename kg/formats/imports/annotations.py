"""A sheet of annotations to claims: what `kg export annotations` wrote, as somebody may have changed it, or a new one.

Rows of one claim stand anywhere, and say the same of it. Where a row has a quote and no position, the quote is looked
for; where it has neither hash nor quote, its position is taken.

Source: Common Format and MIME Type for Comma-Separated Values, RFC 4180.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from kg.annotation.compressed import blocks
from kg.annotation.schema import TEXT
from kg.base.errors import Place
from kg.base.hints import listed, named
from kg.evidence.offsets import Unit
from kg.formats.annotations import EVIDENCE, FIELDS, HEADS, JOINT, LISTS, OF_ARTICLE, OF_TEXT, ROLE, is_guarded
from kg.formats.imports.annotated import Annotations, Fields
from kg.formats.imports.documents import DocumentError
from kg.formats.imports.placing import Target
from kg.formats.imports.streams import WrongFormatError

_DELIMITERS = ",;\t"  # the second where decimals have a comma
_NEEDED = ("article", "id")
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
Cells = dict[str, str]


class _Claim(Struct):
    """The rows of one claim so far: where the first stands, what it says, and the evidence of all."""

    line: int
    fields: Cells
    evidence: list[Cells]
    differs: list[str] = field(default_factory=list)


def read(path: Path, into: Annotations, offsets: Unit | None) -> None:
    """Read a sheet of annotations.

    Parameters
    ----------
    path
        Of CSV in UTF-8, with a header, plain or packed; `-` is stdin.
    into
        Takes what it holds.
    offsets
        What positions count where the column `offsets` is empty; None: code points.

    Raises
    ------
    WrongFormatError
        If it has no column for the article or the claim.
    DocumentError
        If it is no CSV, or not UTF-8.
    """
    roles = {f"{ROLE}{role}" for role in into.ontology.roles}
    heads = {*(f"{OF_ARTICLE}{name}" for name in HEADS), *(f"{OF_TEXT}{name}" for name in TEXT)}
    of_claim = {*FIELDS, *roles, "suggested"} - {"id"}
    known = {*_NEEDED, *of_claim, *EVIDENCE, "quote", *heads}
    claims: dict[tuple[str, str], _Claim] = {}
    others: set[str] = set()
    for line, row in _rows(path):
        others |= {name for name in row if name not in known}
        key = (row["article"] or into.only, row["id"])
        said = {name: row.get(name, "") for name in sorted(of_claim)}
        into.offer_head(key[0], _head(row))
        if (its := claims.get(key)) is None:
            claims[key] = _Claim(line, said, [row])
            continue
        its.evidence.append(row)
        its.differs += [f"line {line}: {named(name)}" for name in said if said[name] != its.fields[name]]
    for (article, id_), its in claims.items():
        into.report.read += 1
        where = f"line {its.line}, {article}/{id_}"
        if its.differs:
            into.leave_out(where, f"its rows differ in {its.differs[0]}", "let all rows of a claim say the same")
            continue
        if unknown := _unknown(its):
            into.leave_out(where, *unknown)
            continue
        into.take(where, article, {"id": id_, **_fields(its.fields)}, [_target(row, offsets) for row in its.evidence])
    if others:
        into.report.notes.append(f"columns that are not read: {listed(others)}")


def _rows(path: Path) -> Iterator[tuple[int, Cells]]:
    """Give the rows below the header, each with its line and its cells by their columns."""
    try:
        text = b"".join(blocks(path)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"{Place(str(path))}: not UTF-8 at byte {error.start}"
        raise DocumentError(what, "save the table as CSV in UTF-8") from error
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if header is None:
                header = [name.strip() for name in cells]
                if twice := [name for name in header if name and header.count(name) > 1]:
                    raise DocumentError(f"{Place(str(path))}: two columns {named(twice[0])}", "leave one of them out")
                if missing := [name for name in _NEEDED if name not in header]:
                    raise WrongFormatError(path, missing)
                continue
            if any(cells):
                yield line, dict(zip(header, map(_bare, cells), strict=False)) | dict.fromkeys(header[len(cells) :], "")
    except csv.Error as error:
        raise DocumentError(f"{Place(str(path), start)}: no CSV: {error}", "mend that row") from error
    if header is None:
        raise WrongFormatError(path, _NEEDED)


def _bare(cell: str) -> str:
    """Take the apostrophe away that keeps a cell from being a formula."""
    return cell[1:] if is_guarded(cell) else cell


def _unknown(its: _Claim) -> tuple[str, str] | None:
    """Say which word of a claim nobody knows, on which it hangs where it stands or whether it is built."""
    units = [unit.value for unit in Unit]
    if odd := next((cell for row in its.evidence if (cell := row.get("offsets", "")) not in ("", *units)), ""):
        return f"`offsets`: unknown unit {named(odd)}", f"write {', '.join(units[:-1])} or {units[-1]}"
    if (cell := its.fields["suggested"]).casefold() not in ("", *_YES, *_NO):
        return f"`suggested`: neither yes nor no: {named(cell)}", "write yes, or leave it empty"
    return None


def _fields(cells: Cells) -> Fields:
    """Give the fields of a claim that a row fills, as they stand in a file, with line ends as they were."""
    filled = {name: cell.replace("\r\n", "\n") for name, cell in cells.items() if cell}
    found: Fields = {name: cell for name, cell in filled.items() if not name.startswith(ROLE)}
    found |= {name: _list(found[name]) for name in LISTS if name in found}
    if "values" in found:
        pairs = (pair.partition(": ") for pair in _list(found["values"]))
        found["values"] = {name: figure for name, _, figure in pairs}
    if "suggested" in found:
        found["suggested"] = found["suggested"].casefold() in _YES
    if roles := {name.removeprefix(ROLE): _list(cell) for name, cell in filled.items() if name.startswith(ROLE)}:
        found["roles"] = roles
    return found


def _head(row: Cells) -> Fields:
    head: Fields = {name: cell for name in HEADS if (cell := row.get(f"{OF_ARTICLE}{name}", ""))}
    if text := {name: cell for name in TEXT if (cell := row.get(f"{OF_TEXT}{name}", ""))}:
        head["text"] = text
    return head


def _target(row: Cells, offsets: Unit | None) -> Target | Fields:
    sha256 = row.get("sha256", "")
    if its := row.get("row"):
        return {"row": its, **({"sha256": sha256} if sha256 else {})}
    unit = next((unit for unit in Unit if unit.value == row.get("offsets")), offsets or Unit.CODE_POINTS)
    kind = row.get("kind", "")
    start, end = (int(cell) if (cell := row.get(name, "")).isdecimal() else None for name in ("start", "end"))
    quote = row.get("quote", "")
    return Target(quote, "", "", start, end, unit, sha256, "" if kind == "text" else kind)


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(JOINT.strip()) if part.strip()]
