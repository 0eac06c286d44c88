"""Whether the rows on which claims rest stand in the files that they came from, as they were when they were coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.annotation.document import Document
from kg.annotation.reader import read_all
from kg.base.errors import Fault
from kg.base.findings import Finding, KeyPath
from kg.base.hints import counted, named, several
from kg.base.project import find
from kg.formats.imports.quoting import rows_with
from kg.model.records import Evidence

_NEWER = "import the file anew where it is a newer one; else give all files of its rows, `--rows FILE --rows FILE`"


def verified(root: Path, paths: Sequence[Path], files: Sequence[Path]) -> tuple[list[Fault], str]:
    """Look for the rows on which claims rest, by their hashes.

    Parameters
    ----------
    root
        The project's folder.
    paths
        Only the claims of these sources, or of those in these folders; none: all.
    files
        In which the rows are to stand, plain or packed.

    Returns
    -------
    tuple
        A fault for each row that does not stand there; one for all, if none does. And a line that counts them.

    Raises
    ------
    UsageError, KgError
        If there is no project, or a file cannot be read to its end.
    """
    project = find(root)
    documents = [its for its in read_all(project.sources, project.root) if _is_meant(project.root / its.file, paths)]
    rows = [its for document in documents for its in _rows_of(document)]
    hashed = [its for its in rows if its[2].sha256]
    found = rows_with(files, frozenset(span.sha256 for _, _, span in hashed))
    lost = [its for its in hashed if its[2].sha256 not in found]
    where = several([f"`{file}`" for file in files])
    what = f"none of {counted(len(lost), 'row')} stands in {where}" if len(lost) > 1 and not found else ""
    faults = [
        document.fault(Finding(path, what or f"row {named(str(span.row))} does not stand so in {where}", _NEWER))
        for document, path, span in (lost[:1] if what else lost)
    ]
    unknown = f", {len(rows) - len(hashed):,} without a hash" if len(rows) > len(hashed) else ""
    return faults, f"{counted(len(rows), 'row')}: {len(hashed) - len(lost):,} verified, {len(lost):,} not{unknown}"


def _rows_of(document: Document) -> Iterator[tuple[Document, KeyPath, Evidence]]:
    """Give each row that is evidence, with its path in its file."""
    for index, claim in zip(document.claim_index, document.claims, strict=True):
        for at, span in enumerate(claim.evidence):
            if span.row is not None:
                yield document, ("claims", index, "evidence", at), span


def _is_meant(file: Path, paths: Sequence[Path]) -> bool:
    return not paths or any(file.resolve().is_relative_to(path.resolve()) for path in paths)
