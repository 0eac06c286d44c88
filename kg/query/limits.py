"""Limits of a query: seconds, rows, memory. What was found by then is given, and says that it is cut.

The engine has no timeout, but lets go of the interpreter while it works. So a query with limits runs in a thread of
its own, while the caller's thread watches the clock, the memory and the keyboard. A query that is stopped ends at its
next row; one that is busy inside the engine goes on there until it is done, or the process ends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.errors import QueryError

LOOK = 0.05  # seconds between two measurements of the memory
_PAGE_MB = 4096 / 2**20
_STATM = Path("/proc/self/statm")


class Limits(Struct, frozen=True):
    """How much a query may take; None is no limit."""

    seconds: float | None = None
    rows: int | None = None
    megabytes: int | None = None  # of the whole process


USUAL = Limits(seconds=60, rows=1_000_000, megabytes=4_000)  # of the command line and of notebooks


class LimitedResult(Struct):
    """What a query gave within its limits."""

    head: Any  # what is known of the rows as a whole
    rows: list[Any]
    cut: str = ""  # why there may be more; empty if there is no more


Ask = Callable[[], tuple[Any, Iterable[Any]]]


class _QueryThread(threading.Thread):
    """A query at work; whoever watches it may tell it to stop."""

    def __init__(self, ask: Ask, rows: int | None) -> None:
        super().__init__(name="kg-query", daemon=True)
        self._ask, self._most = ask, rows
        self.head: Any = None
        self.rows: list[Any] = []
        self.failed: BaseException | None = None
        self.is_over = threading.Event()
        self.is_full = self.is_stopped = False

    def run(self) -> None:
        """Ask, and read row by row until told to stop; the engine's own result never leaves this thread."""
        try:
            self.head, rows = self._ask()
            for row in rows:
                self.is_full = len(self.rows) == self._most
                if self.is_stopped or self.is_full:
                    break
                self.rows.append(row)
        except BaseException as error:  # raised again by whoever waits
            self.failed = error.with_traceback(
                None
            )  # a traceback holds the engine's result, which may not leave this thread
        finally:
            rows = ()  # so that the engine's result is dropped in this thread
            self.is_over.set()


def ask_within(ask: Ask, limits: Limits) -> LimitedResult:
    """Ask within limits.

    Parameters
    ----------
    ask
        Asks the engine: gives what is known of the rows as a whole, not None, and the rows.
    limits
        How much it may take.

    Returns
    -------
    LimitedResult
        The rows, and why there may be more.

    Raises
    ------
    QueryError
        If a limit was reached before there was anything to give.

    >>> ask_within(lambda: ("letters", "abc"), Limits(rows=2))
    LimitedResult(head='letters', rows=['a', 'b'], cut='stopped at 2 rows: there are more')
    """
    work = _QueryThread(ask, limits.rows)
    work.start()
    try:
        cut = _watch(work, limits)
    finally:
        work.is_stopped = True  # also when a key was pressed
    if work.failed is not None and not cut:
        raise work.failed
    if cut and work.head is None:
        raise QueryError(f"{cut}: nothing was found by then", "ask for less, or allow more")
    if cut:
        return LimitedResult(work.head, work.rows[:], f"{cut}: there may be more")
    return LimitedResult(work.head, work.rows, f"stopped at {limits.rows} rows: there are more" if work.is_full else "")


def _watch(work: _QueryThread, limits: Limits) -> str:
    """Wait until the work is over or has to be stopped; say why it was stopped."""
    end = None if limits.seconds is None else time.monotonic() + limits.seconds
    while not work.is_over.wait(LOOK if end is None else max(min(LOOK, end - time.monotonic()), 0)):
        if end is not None and time.monotonic() >= end:
            return f"stopped after {limits.seconds:g} s"
        if limits.megabytes is not None and memory() > limits.megabytes:
            return f"stopped at {limits.megabytes} MB of memory"
    return ""


def memory() -> float:
    """Measure how much memory the process has, in megabytes; at its most, where the system tells no more."""
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE_MB
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def is_busy() -> bool:
    """Tell whether a query that was stopped is still at work inside the engine."""
    return any(isinstance(thread, _QueryThread) and thread.is_alive() for thread in threading.enumerate())
