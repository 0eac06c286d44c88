"""The files of annotations that a tool's export becomes, written none over another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kg.base.disk import read_plain, write_whole
from kg.base.errors import UsageError
from kg.formats.tools.incoming import Reading

_OF_FILES = (".yaml", ".yml", ".jsonl")


def write(found: Sequence[Reading], folder: Path, texts: Path | None = None) -> None:
    """Write files of annotations into a folder, none over another; and texts that are new into the folder of texts.

    A call that was stopped when some of them were written can be made again: it writes the others.

    Raises
    ------
    UsageError
        If one is there already, with something else in it, or if all are; nothing is written then.
    WriteError
        If one cannot be written.
    """
    if folder == Path("-"):
        raise UsageError("a folder is written, and stdout is none", "name a folder")
    if folder.suffix in _OF_FILES and not folder.is_dir():
        raise UsageError(f"`{folder}` is to be a folder", "name one: it gets a file of annotations for each reading")
    files = {folder / its.file: its.text for its in found}
    there = [path for path in files if os.path.lexists(path)]
    others = [path for path in there if not _holds(path, files[path])]
    if others or (there and len(there) == len(files)):
        what = f"`{[*others, *there][0]}` is kept: somebody may have gone on with it"
        raise UsageError(what, "name another folder, or take this file away")
    new_texts = {(texts or folder) / name: text for name, text in (its.new_text for its in found if its.new_text)}
    for path, text in new_texts.items() if texts else ():
        if os.path.lexists(path) and not _holds(path, text):
            raise UsageError(f"`{path}` is kept: it is another text", "call one of the two something else")
    for path, text in {**(new_texts if texts else {}), **files}.items():
        if not os.path.lexists(path):
            _make(path, text)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and read_plain(path) == text.encode()


def _make(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"no folder can be at `{path.parent}`: {error.strerror}", "name another") from error
    write_whole(path, text, is_source=True, is_new=True)
