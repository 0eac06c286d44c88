"""Changes that a page makes to annotation files: merged with those of others, written whole, undone byte by byte."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.annotation.document import ENTITIES
from kg.base.disk import ChangedError
from kg.desk.annotating.making import ConflictError as ConflictError
from kg.desk.annotating.making import Making
from kg.desk.annotating.steps import Step, Steps, put

_BY_OTHERS = "; another program had changed the file meanwhile, and what it wrote is kept"


class Changed(Struct, frozen=True):
    """What a change has done."""

    told: str  # in words
    path: Path  # the file that was written
    claim: str = ""  # the id of the claim that it was about
    is_changed: bool = True  # else the file said so already
    is_merged: bool = False  # whether another program had changed the file since the page last saw it


class Preview(Struct, frozen=True):
    """What a change would come to: the text that the file would have, and the id of the claim, if it is about one."""

    text: str
    claim: str


class Changes:
    r"""Changes to the annotation files of one project, with what undoing them needs; one thread at a time.

    A change is a mapping with one of the names in `apply`, and maybe `version`, the SHA-256 of the file as the page has
    it. It is made to the file as it is now: only the values that it concerns are written, and read again before.

    Parameters
    ----------
    root
        The project's folder.
    sources
        Its folder of annotation files.
    texts
        The folder of the articles' texts; None: there is none, and no evidence can be added.
    annotator
        Who makes the claims; empty: nothing is said of that.

    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> root = Path(folder.name)
    >>> path = root / "a.yaml"
    >>> _ = path.write_text("article: {title: A visit} # mine\nclaims:\n  - id: a # sure\n    fact: f\n")
    >>> changes = Changes(root, root, None, "")
    >>> was = {"id": "a", "fact": "f"}
    >>> changes.apply(path, {"replace": {"was": was, "claim": was | {"when": "2031-03-05"}}}).told
    'claim `a` changed: `when`'
    >>> print(path.read_text(), end="")
    article: {title: A visit} # mine
    claims:
      - id: a # sure
        fact: f
        when: 2031-03-05
    >>> changes.undo(path).told
    'undone: claim `a` changed: `when`'
    >>> folder.cleanup()
    """

    def __init__(self, root: Path, sources: Path, texts: Path | None, annotator: str) -> None:
        self._making = Making(root, sources, texts, annotator)
        self._steps = Steps()
        self._versions: dict[Path, str] = {}  # of each file as it was last written here

    def apply(self, path: Path, change: Mapping[str, Any]) -> Changed:
        """Make a change, and write it.

        Parameters
        ----------
        path
            Of the annotation file in which it is made; an entity is written beside it, and undone with what is
            done in it.
        change
            `add`, `replace`, `remove`, `nothing`, `something`, `entity` or `head`, each with what it needs.

        Returns
        -------
        Changed
            What was done.

        Raises
        ------
        ConflictError
            If the claim that the change is about is no longer as the page takes it to be.
        ChangedError
            If another program writes the file again and again, just then.
        WriteError
            If the file cannot be written.
        KgError
            If the change cannot be made, or not in place. In each case the file is as it was.
        """
        for is_again in (False, True):
            made = self._making.made(path, change)
            before, after = made.contents()
            target = made.edits.path
            if before == after:
                return Changed(made.told, target, made.claim, is_changed=False)
            try:
                put(target, after, before)
            except ChangedError:
                if is_again:
                    raise
                continue
            break
        is_merged = is_again or self._is_by_others(target, before, change.get("version"))
        self._versions[target] = _version(after)
        self._steps.add(path.name, Step(made.told, target, before, after))
        return Changed(made.told + (_BY_OTHERS if is_merged else ""), target, made.claim, is_merged=is_merged)

    def preview(self, path: Path, change: Mapping[str, Any]) -> Preview:
        """Give what a change would come to; nothing is written. Raises as `apply`."""
        made = self._making.made(path, change)
        return Preview(made.contents()[1].decode().removeprefix("\ufeff"), made.claim)

    def undo(self, path: Path) -> Changed:
        """Undo the last change made in an article.

        Raises
        ------
        NothingError
            If there is none.
        ChangedError
            If another program has written the file since; what it wrote is kept.
        WriteError
            If the file cannot be written; it is as it was.
        """
        step = self._steps.undo(path.name)
        if step.before is not None:
            self._versions[step.path] = _version(step.before)
        return Changed(f"undone: {step.told}", step.path)

    def redo(self, path: Path) -> Changed:
        """Do again what was undone last in an article; raises as `undo`."""
        step = self._steps.redo(path.name)
        self._versions[step.path] = _version(step.after)
        return Changed(f"done again: {step.told}", step.path)

    def undoes(self, path: Path) -> str:
        """Say what would be undone in an article; empty if nothing."""
        return self._steps.last(path.name)

    def redoes(self, path: Path) -> str:
        """Say what would be done again in an article; empty if nothing."""
        return self._steps.next(path.name)

    def _is_by_others(self, path: Path, before: bytes | None, seen: object) -> bool:
        known = seen if isinstance(seen, str) and seen and path.name != ENTITIES else self._versions.get(path)
        return known is not None and before is not None and known != _version(before)


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
