"""Files and folders that annotation tools export, to articles with their layers: what each tool's files are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.base.disk import hindrance, read_plain, reason
from kg.base.errors import Place, UsageError
from kg.formats.imports.documents import Document
from kg.formats.tools import brat, inception, label_studio
from kg.formats.tools.layers import Layered, ToolError
from kg.ontology import Ontology

Read = Callable[[Path, Ontology], Iterator[Layered]]
_MOST_BYTES = 500_000_000  # of one file


def layers_of(tool: str, paths: Sequence[Path], ontology: Ontology) -> Iterator[Layered]:
    """Read what a tool exported.

    Parameters
    ----------
    tool
        One of `READERS`.
    paths
        Files, or folders of which all files of the tool are read.
    ontology
        Whose fact types name claims.

    Raises
    ------
    UsageError
        If there is no such file, or a folder holds none.
    ToolError, DocumentError
        If one cannot be read; nothing is skipped.
    """
    read, endings = READERS[tool]
    for path in paths:
        for file in _files(path, endings):
            if found := hindrance(file):
                raise UsageError(f"`{file}`: {found[0]}", found[1])
            yield from read(file, ontology)


def _files(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """Give a file, or the files below a folder, in order."""
    if not os.path.isdir(path):  # noqa: PTH112 - this one never fails, as with a name that is too long
        if path.suffix not in endings and not hindrance(path):
            raise UsageError(f"`{path}` is none of its files", f"their names end in {' or '.join(endings)}")
        return [path]
    found = sorted(each for each in path.rglob("*") if each.suffix in endings)
    if not found:
        raise UsageError(f"no file in `{path}` that ends in {' or '.join(endings)}", "name what the tool exported")
    return found


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ToolError(f"more than {_MOST_BYTES:,} bytes", "export fewer documents at once", Place(str(path)))
        return read_plain(path)
    except OSError as error:
        raise ToolError(f"cannot be read: {reason(error)}", "make it readable", Place(str(path))) from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise ToolError(f"not UTF-8 at byte {error.start}", "brat keeps UTF-8 alone", Place(str(path))) from error


def _brat(path: Path, ontology: Ontology) -> Iterator[Layered]:
    beside = path.with_suffix(".txt")
    if not beside.is_file():
        raise ToolError(f"no `{beside.name}` beside it", "brat keeps the text there: give both files", Place(str(path)))
    yield brat.from_brat(path.stem, _text(path), _text(beside), str(path), ontology)


def _inception(path: Path, _: Ontology) -> Iterator[Layered]:
    beside = path.with_name(inception.TYPES)
    types = _bytes(beside) if path.suffix == inception.XMI and beside.is_file() else None
    yield from inception.from_files(_bytes(path), str(path), types)


def _label_studio(path: Path, _: Ontology) -> Iterator[Layered]:
    yield from label_studio.from_label_studio(Document(path), str(path))


READERS: Mapping[str, tuple[Read, tuple[str, ...]]] = {
    "brat": (_brat, (".ann",)),
    "inception": (_inception, (inception.XMI, inception.ZIP)),
    "label-studio": (_label_studio, (".json",)),
}
TITLES = {"brat": "brat", "inception": "INCEpTION", "label-studio": "Label Studio"}
