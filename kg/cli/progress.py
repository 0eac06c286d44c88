"""How far long work has come: a bar with rate and time left on a terminal, plain lines now and then otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.cli.terminal import tell

Step = Callable[[str, int, int], None]
SECONDS = 5  # between plain lines; work that is sooner done writes none


@contextmanager
def progress() -> Iterator[Step]:
    """Show on stderr what is told: what is being done, how much of it is, and of how much."""
    if sys.stderr.isatty():
        with _bars() as step:
            yield step
    else:
        yield plain(time.monotonic)


def plain(clock: Callable[[], float]) -> Step:
    """Write a line every few seconds.

    Parameters
    ----------
    clock
        Gives seconds.

    Returns
    -------
    Callable
        Takes what is being done, how much of it is, and of how much.
    """
    last = clock()
    begun: dict[str, float] = {}

    def step(what: str, done: int, of: int) -> None:
        nonlocal last
        now = clock()
        begun.setdefault(what, now)
        if now - last >= SECONDS:
            last = now
            rate = done / (now - begun[what]) if now > begun[what] else 0
            left = f", {rate:,.0f} a second, {(of - done) / rate:,.0f} s left" if rate and done < of else ""
            tell(f"{what}: {done:,} of {of:,}{left}")

    return step


@contextmanager
def _bars() -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description:17}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=of, rate="")
            task = next(task for task in shown.tasks if task.id == tasks[what])
            speed = f"{task.speed:,.0f}/s" if task.speed else ""
            shown.update(tasks[what], completed=done, total=of, rate=speed)

        yield step
