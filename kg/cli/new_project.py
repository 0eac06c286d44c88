"""A new project from the starter that comes with the package."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from kg import ontology
from kg.base.addresses import base_fault
from kg.base.disk import SETTINGS, WriteError, sync, write_whole
from kg.base.errors import UsageError
from kg.base.leftovers import folder_in, sweep
from kg.base.project import need_utf_8
from kg.base.settings import EXAMPLE_BASE

STARTER = Path(__file__).parent / "starter"
_SOURCES = "sources"
_EXAMPLE = (_SOURCES, "texts")
_IGNORED = Path(".gitignore")
CORE = "kg.ttl"  # comes with the package, and is not copied


def start(folder: Path, base: str | None = None, *, empty: bool = False) -> list[Path]:
    """Make a project, whole or not at all: settings, the domain's ontology to edit, and a small example.

    Parameters
    ----------
    folder
        Made if it is missing. It may hold other things, and what an earlier call left that was stopped midway.
    base
        The IRI under which the project's things are named.
    empty
        Whether to leave out the example: nothing is then in its sources.

    Returns
    -------
    list
        The files written, in order.

    Raises
    ------
    UsageError
        If something else stands in the place of a file, or the folder has a name, or the base is one, that later
        readers would refuse. Nothing is written.
    WriteError
        If the folder cannot be written; then it can be tried again.
    """
    base = unicodedata.normalize("NFC", EXAMPLE_BASE if base is None else base)
    if fault := base_fault(base):
        raise UsageError(*fault)
    try:
        files = _files(_title(folder), base)
        if empty:
            files = {name: data for name, data in files.items() if name.parts[0] not in _EXAMPLE}
            files[_IGNORED] = files[_IGNORED].replace(
                b"# /texts/", b"/texts/"
            )  # those to come are not the starter's own
        if os.path.lexists(folder):
            _complete(folder, files)
        else:
            _make(folder, files)
    except OSError as error:
        what = f"cannot be written: `{folder}`: {error.strerror or error}"
        raise WriteError(what, "`kg init` can be run again, once that is mended") from error
    return sorted(folder / name for name in files)


def _title(folder: Path) -> str:
    need_utf_8(folder)
    return folder.resolve().name


def _files(title: str, base: str) -> dict[Path, bytes]:
    """Give what is written, by the names in the project; the settings last, which make the folder a project."""
    files = {_dotted(path.relative_to(STARTER)): path.read_bytes() for path in STARTER.rglob("*") if path.is_file()}
    for path in ontology.core_folder().glob("*.ttl"):
        if path.name != CORE:
            files[Path("ontology", path.name)] = path.read_bytes()
    filled = {"title": _toml_text(title), "base": _toml_text(base)}
    text = files.pop(Path(SETTINGS)).decode()
    text = re.sub(r'"\{(\w+)\}"', lambda found: filled[found[1]], text)  # each filled in once
    return {**dict(sorted(files.items())), Path(SETTINGS): text.encode()}


def _make(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Make a folder that is not there yet: beside its place, and moved there once it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder.parent.resolve())
    with folder_in(folder.parent) as beside:
        fresh = beside / "project"
        fresh.mkdir()
        _write(fresh, files)
        fresh.rename(folder)
        sync(folder.parent)


def _complete(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write into a folder that is there what it lacks."""
    if not folder.is_dir():
        raise UsageError(f"no folder: `{folder}`", "name a folder that is empty, or not there yet")
    missing = {name: data for name, data in files.items() if not _is_there(folder, name, data)}
    if not missing:
        raise UsageError(f"there is a project already: `{folder}`", "name an empty folder; nothing was written")
    _write(folder, missing)


def _is_there(folder: Path, name: Path, data: bytes) -> bool:
    """Tell whether a file is there as it would be written; one that was stopped midway holds the start of that."""
    for path in (folder / name.parent, folder / name):
        is_right = path.is_file() if path == folder / name else path.is_dir()
        if os.path.lexists(path) and not is_right:
            raise UsageError(f"something else is there already: `{path}`", "name an empty folder; nothing was written")
    path = folder / name
    found = path.read_bytes() if path.exists() else b""
    if not data.startswith(found):
        raise UsageError(f"there is a file already: `{path}`", "name an empty folder; nothing was written")
    return found == data


def _write(folder: Path, files: Mapping[Path, bytes]) -> None:
    (folder / _SOURCES).mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        path = folder / name
        write_whole(path, data, over=path.read_bytes() if path.exists() else None)
    sync(folder)


def _dotted(target: Path) -> Path:
    """Give `gitignore` its dot: the starter keeps it without, since packaging tools leave hidden files out."""
    return target.with_name(".gitignore") if target.name == "gitignore" else target


def _toml_text(text: str) -> str:
    r"""Write a text as TOML does, in quotes. Source: TOML 1.0, "String": what a basic string must escape.

    >>> print(_toml_text('the "river"\ntalks'))
    "the \"river\"\u000Atalks"
    """
    escaped = re.sub(r'[\x00-\x1f\x7f"\\]', lambda c: f"\\{c[0]}" if c[0] in '"\\' else f"\\u{ord(c[0]):04X}", text)
    return f'"{escaped}"'
