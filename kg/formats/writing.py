"""What a foreign format is, and how an export is written: as text, to a file, or as a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.base.disk import write_whole
from kg.base.errors import UsageError
from kg.base.folders import write_folder
from kg.base.hints import meant, named
from kg.formats.tools.exports import need_outside, need_unchanged

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

_OPTIONS = {  # of `Graph.export`: as it is typed, and what it is for
    "spreadsheet": ("`--spreadsheet` is for tables that a spreadsheet program opens", "use {}"),
    "everything": ("`--all` is for networks and what holds edges", "use {}"),
    "offsets": ("`--offsets` is for annotations with spans", "use {}"),
    "published": ("`--published` is for a crate", "use {}"),
    "keep": ("`--keep` is for annotations with spans", "use {}"),
    "measures": ("`--measures` is for nquads alone", "use {}"),
    "inside": ("`--inside` is for formats that carry the articles' texts", "use {}"),
}


class Format(Struct, frozen=True):
    """A foreign format.

    Parameters
    ----------
    write
        Takes a `kg.snapshot.snapshot.Snapshot`, for a folder then its path, then options; gives text, or nothing for a
        folder.
    options
        Which of the options of `Graph.export` it takes.
    files
        Names of the files, of a format that is a folder.
    by_suffix
        Ending of a file's name -> what writes bytes for it, where that is not the text.
    carries_texts
        Whether the articles' texts are in it. It is a folder then, of which `write` gives names of files -> contents.
    worked_on
        Ending of the files of a folder which people go on with where they lie: none that was changed is written over.
    need_place
        Of a format that writes its folder or file by itself: makes sure that there is a place for it.
    """

    write: Callable[..., Any]
    options: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    by_suffix: Mapping[str, Callable[..., bytes]] = {}
    need_place: Callable[[Path], None] | None = None
    carries_texts: bool = False
    worked_on: str = ""

    def names_in(self, path: Path) -> tuple[str, ...] | None:
        """Name the files of a folder that is to be written, those that are there if nobody knows yet; None: a file."""
        if self.carries_texts and path.suffix.lower() not in self.by_suffix:
            return tuple(each.name for each in path.iterdir()) if path.is_dir() else ()
        return self.files or None


def text_of(graph: Snapshot, formats: Mapping[str, Format], format: str, options: Mapping[str, Any]) -> str:
    """Write a graph as text; see `Graph.export`."""
    its, given = _chosen(formats, format, options)
    if its.files or its.need_place or its.carries_texts:
        raise UsageError(f"{named(format)} is a folder of files", "name the folder to write")
    return its.write(graph, **given) or ""


def write(graph: Snapshot, formats: Mapping[str, Format], format: str, path: Path, options: Mapping[str, Any]) -> None:
    """Write a graph to a file or a folder, whole or not at all; see `Graph.export`."""
    its, given = _chosen(formats, format, options)
    if its.carries_texts and not given.pop("inside", False):
        need_outside(graph.project.root, path)
    if its.need_place:
        its.write(graph, path, **given)
    elif its.carries_texts and path.suffix.lower() not in its.by_suffix:
        contents: Mapping[str, str] = its.write(graph, **given)
        if its.worked_on:
            need_unchanged(path, {name: text for name, text in contents.items() if name.endswith(its.worked_on)})
        write_folder(path, contents, lambda folder: _fill(folder, contents))
    elif its.files:
        write_folder(path, its.files, lambda folder: its.write(graph, folder, **given))
    elif to_bytes := its.by_suffix.get(path.suffix.lower()):
        write_whole(path, to_bytes(graph, **given))
    else:
        write_whole(path, its.write(graph, **given) or "")


def _fill(folder: Path, contents: Mapping[str, str]) -> None:
    for name, text in contents.items():
        (folder / name).write_bytes(text.encode())


def _chosen(formats: Mapping[str, Format], format: str, options: Mapping[str, Any]) -> tuple[Format, dict[str, Any]]:
    if format not in formats:
        hint = meant(format, formats, f"there are {', '.join(formats)}")
        raise UsageError(f"no such format: {named(format)}", hint)
    given = {name: value for name, value in options.items() if value}
    for name in given:
        if name not in formats[format].options:
            what, hint = _OPTIONS[name]
            *others, last = [each for each, its in formats.items() if name in its.options]
            raise UsageError(what, hint.format(f"{', '.join(others)} or {last}" if others else last))
    return formats[format], given
