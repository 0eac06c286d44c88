"""Checks a project folder: every fault of its sources, and the sentences that no evidence touches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg import ontology
from kg.annotation.document import Document
from kg.annotation.reader import read, read_all
from kg.base.errors import WARNING, Fault, UsageError
from kg.base.folders import need_texts
from kg.base.hints import MOST_LISTED, counted
from kg.base.project import Project, find
from kg.check.names import check_names
from kg.check.project import Checked
from kg.check.readings import check_all, choose
from kg.check.states import draft_of, state_of
from kg.check.unread import folded
from kg.evidence.coverage import Coverage, Sentence, coverage

Row = dict[str, Any]


def check_project(root: Path, paths: list[Path], texts: Path | None) -> tuple[list[Fault], str]:
    """Check the sources of a project.

    Parameters
    ----------
    root
        The project's folder.
    paths
        Files or folders whose faults are wanted; none: all. A file from outside `sources/` is checked with them.
    texts
        A folder of the articles' texts.

    Returns
    -------
    tuple
        The faults by place, and a line that sums them up; a second one where claims are suggested.

    Raises
    ------
    UsageError
        If there is no project, or a path does not exist.
    """
    project = find(root)
    documents, checked = _checked(project, paths, texts)
    files = {document.file: _names(project.root / document.file) for document in documents}
    for path in paths:
        if not any(_is_below(names, path) for names in files.values()):
            raise UsageError(f"no source: `{path}`", "name a file of annotations, or a folder of the project's sources")
    faults = [
        fault
        for fault in checked.faults
        if not paths or any(_is_below(files.get(fault.place.file, ()), path) for path in paths)
    ]
    if not paths:
        faults = sorted({*folded(faults, documents), *check_names(project, texts)})
    warnings = sum(fault.is_warning for fault in faults)
    suggested = f"{checked.suggested:,} suggested"
    counts = [
        counted(len(documents), "file"),
        counted(len(checked.claims), "claim"),
        f"{checked.refused:,} refused",
        *([suggested] if checked.suggested else []),
        counted(len(faults) - warnings, "fault"),
    ]
    summary = ", ".join([*counts, counted(warnings, WARNING.rstrip(": "))] if warnings else counts)
    return faults, "\n".join([summary, *suggested_lines(checked.suggested), *aside_lines(checked.aside)])


def suggested_lines(number: int) -> list[str]:
    """Say of claims that are suggested what becomes of them; nothing where there are none.

    >>> suggested_lines(1)
    ['1 suggested claim is not built: take `suggested: true` away from what is right']
    """
    if not number:
        return []
    what = f"{counted(number, 'suggested claim')} {'is' if number == 1 else 'are'} not built"
    return [f"{what}: take `suggested: true` away from what is right"]


def aside_lines(aside: Mapping[str, int]) -> list[str]:
    """Say of the readings of articles that are not chosen what becomes of them; nothing where there are none.

    >>> aside_lines({"sources/x.ab.yaml": 3})
    ['3 claims of a reading that is not chosen are not built: `sources/x.ab.yaml`']
    """
    if not aside:
        return []
    number, shown = sum(aside.values()), ", ".join(f"`{file}`" for file in sorted(aside)[:MOST_LISTED])
    more = f" and {len(aside) - MOST_LISTED} more" if len(aside) > MOST_LISTED else ""
    which = "a reading that is" if len(aside) == 1 else f"{len(aside):,} readings that are"
    is_ = "is" if number == 1 else "are"
    return [f"{counted(number, 'claim')} of {which} not chosen {is_} not built: {shown}{more}"]


def _names(path: Path) -> tuple[Path, ...]:
    """Give a path as it is written and as it is without links."""
    try:
        return Path(os.path.normpath(path.absolute())), path.resolve()
    except (OSError, RuntimeError):
        return (path.absolute(),)  # a link that leads to itself


def _is_below(names: Iterable[Path], path: Path) -> bool:
    return any(name.is_relative_to(other) for name in names for other in _names(path))


def _checked(project: Project, paths: list[Path], texts: Path | None) -> tuple[list[Document], Checked]:
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"no such file: `{path}`", "name a file or folder of the project's sources")
    need_texts(texts)
    documents = read_all(project.sources, project.root)
    known = {name for document in documents for name in _names(project.root / document.file)}
    documents += [
        read(path, project.root) for path in sorted(paths) if not path.is_dir() and known.isdisjoint(_names(path))
    ]
    return documents, check_all(documents, ontology.load(project.ontology), texts, project.readings)


def coverage_rows(root: Path, texts: Path | None) -> list[Row]:
    """Tell for each article how far it has come, which sentences no evidence touches, and the share that some does.

    Sentences that are ticked off as holding nothing about actors are counted apart. How far an article of a file of
    JSON Lines has come nobody says: it is edited elsewhere.

    Raises
    ------
    UsageError
        If no folder of texts is given.
    """
    if texts is None:
        raise UsageError("coverage needs the articles' texts", "add `--texts DIR`")
    project = find(root)
    documents, checked = _checked(project, [], texts)
    files = {its.article.id: its for its in choose(documents, project.readings).used if its.article is not None}
    return [
        {
            "article": of.article,
            "state": _state(of, files.get(of.article), project, checked.faults),
            "sentences": len(of.touched) + len(of.untouched),
            "share": round(of.share, 4),
            "ticked": list(map(_sentence, of.ticked)),
            "untouched": list(map(_sentence, of.untouched)),
        }
        for of in coverage(checked.articles.values(), checked.claims, texts)
    ]


def _sentence(its: Sentence) -> Row:
    return {"start": its.start, "end": its.end, "text": its.words}


def _state(of: Coverage, document: Document | None, project: Project, faults: list[Fault]) -> str | None:
    if document is None:
        return None
    pieces = tuple((its.start, its.end, True) for its in sorted((*of.touched, *of.untouched, *of.ticked)))
    has_draft = draft_of(project.sources, document.name).is_file()
    return state_of(document, pieces, faults, has_draft=has_draft).state.value
