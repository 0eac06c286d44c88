"""How far long work has come: a bar with rate and time left on a terminal, plain lines now and then otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.cli.terminal import tell

Report = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is
SECONDS = 5  # between plain lines; work that takes less writes none


@contextmanager
def progress() -> Iterator[Report]:
    """Show the progress of long work on stderr.

    Yields
    ------
    Callable
        To be called with what is being done, how much of it is done, and how much there is.
    """
    if sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        yield plain(time.monotonic)


def plain(clock: Callable[[], float]) -> Report:
    """Write a line every few seconds.

    Parameters
    ----------
    clock
        Gives seconds.

    Returns
    -------
    Callable
        As `progress` yields it.
    """
    last = clock()
    begun: dict[str, float] = {}

    def report(what: str, done: int, of: int) -> None:
        nonlocal last
        now = clock()
        begun.setdefault(what, now)
        if now - last >= SECONDS:
            last = now
            rate = done / (now - begun[what]) if now > begun[what] else 0
            left = f", {rate:,.0f} a second, {(of - done) / rate:,.0f} s left" if rate and done < of else ""
            tell(f"{what}: {done:,} of {of:,}{left}")

    return report


@contextmanager
def _bars() -> Iterator[Report]:
    """Show a bar for each sort of work, with its rate and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description:17}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=of, rate="")
            task = next(task for task in shown.tasks if task.id == tasks[what])
            speed = f"{task.speed:,.0f}/s" if task.speed else ""
            shown.update(tasks[what], completed=done, total=of, rate=speed)

        yield report
