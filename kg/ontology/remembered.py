"""Keeps what was made of an ontology's files, for as long as the process runs.

Whoever opens several builds of a project, as a notebook or a server does, else checks the same statements again for
each: that takes most of the time of what a small one is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import structs

from kg.ontology.terms import Ontology
from kg.ontology.turtle import TurtleFile

MOST = 8  # ontologies that are kept
Key = tuple[tuple[str, ...], ...]

_kept: dict[Key, tuple[Ontology, list[Path]]] = {}  # the one that was asked for last comes last


def remembered(files: Sequence[TurtleFile], shipped: Path, made: Callable[[], Ontology]) -> Ontology:
    """Give the ontology that was made of the same files, wherever they lay; else make it.

    Parameters
    ----------
    files
        As they have just been read: what is kept is found by all of their text, never by when they changed.
    shipped
        The folder of the ontology that comes with the package, with whose files the others are compared.
    made
        Makes it of the files. Where it raises, nothing is kept: a fault is found again each time.
    """
    paths = [file.path for file in files]
    key = _key(files, shipped)
    found = _kept.get(key) or (made(), paths)
    _kept.pop(key, found)
    _kept[key] = found
    ontology, its_paths = found
    for oldest in [*_kept][:-MOST]:
        _kept.pop(oldest, None)
    now = dict(zip(its_paths, paths, strict=True))
    return structs.replace(ontology, shapes_files=tuple(now[path] for path in ontology.shapes_files))


def _key(files: Sequence[TurtleFile], shipped: Path) -> Key:
    """Put together all on which an ontology depends: names, texts, and the state of the files that are shipped."""
    stats = [(path.name, path.stat()) for path in sorted(shipped.glob("*.ttl"))]
    return (
        *((file.name, file.path.name, file.text) for file in files),
        *((name, str(its.st_mtime_ns), str(its.st_size)) for name, its in stats),
    )
