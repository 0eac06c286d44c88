"""What was changed in the files of a project, step by step, to be undone and done again byte by byte."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from msgspec import Struct

from kg.base.disk import ChangedError, WriteError, need_writable, read_plain, reason, write_whole
from kg.base.errors import KgError

MOST = 200  # steps that can be undone in one article
_SINCE = "another program has changed `{}` since, and what it wrote is kept"


class Step(Struct, frozen=True):
    """One change of one file."""

    told: str  # what was done
    path: Path
    before: bytes | None  # None: there was no such file
    after: bytes


class NothingError(KgError):
    """Nothing to undo, or to do again."""


class Steps:
    """The changes of one session, each kept under the article in which it was made."""

    def __init__(self) -> None:
        self._done: dict[str, deque[Step]] = {}
        self._undone: dict[str, deque[Step]] = {}

    def add(self, name: str, step: Step) -> None:
        """Keep a step; of more than `MOST` in one article the oldest goes."""
        self._done.setdefault(name, deque(maxlen=MOST)).append(step)
        self._undone.pop(name, None)

    def last(self, name: str) -> str:
        """Say what would be undone; empty if nothing."""
        return _told(self._done, name)

    def next(self, name: str) -> str:
        """Say what would be done again; empty if nothing."""
        return _told(self._undone, name)

    def undo(self, name: str) -> Step:
        """Give the file of the last step back what it held before.

        Raises
        ------
        NothingError
            If there is no step.
        ChangedError
            If the file is not as the step left it. Nothing is written then.
        WriteError
            If it cannot be written.
        """
        if not self._done.get(name):
            raise NothingError("nothing to undo", "a page that is opened anew, or a server that is, remembers no steps")
        step = self._done[name][-1]
        if step.before is None:
            _take_away(step.path, step.after)
        else:
            put(step.path, step.before, step.after)
        self._undone.setdefault(name, deque(maxlen=MOST)).append(self._done[name].pop())
        return step

    def redo(self, name: str) -> Step:
        """Do again what was undone last; raises as `undo`."""
        if not self._undone.get(name):
            raise NothingError("nothing to do again", "only what was undone, and nothing else done since, can be")
        step = self._undone[name][-1]
        put(step.path, step.after, step.before)
        self._done.setdefault(name, deque(maxlen=MOST)).append(self._undone[name].pop())
        return step


def put(path: Path, data: bytes, over: bytes | None) -> None:
    """Write a file whole, over what it is known to hold; None: where there is none.

    Raises
    ------
    ChangedError
        If the file holds something else. It is kept.
    WriteError
        If it cannot be written. What it held, it holds.
    """
    try:
        need_writable(path)  # who made it read-only means that it is done
        write_whole(path, data, over=over, is_source=True, is_new=over is None)
    except ChangedError as error:
        raise ChangedError(_SINCE.format(path.name), "look at what it holds now, and change that") from error


def _take_away(path: Path, after: bytes) -> None:
    try:
        if read_plain(path) != after:
            raise ChangedError(_SINCE.format(path.name), "look at what it holds now, and change that")
        path.unlink()
    except OSError as error:
        raise WriteError(f"cannot be taken away: `{path}`: {reason(error)}", "it is as it was") from error


def _told(steps: dict[str, deque[Step]], name: str) -> str:
    return steps[name][-1].told if steps.get(name) else ""
