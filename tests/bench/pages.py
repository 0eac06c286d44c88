"""Print what a page costs here, in pyvis and in sigma.js, in one browser: `python -m tests.bench.pages [PERSONS]…`.

The people are those of `tests/bench/networks.py`. Seconds to write begin with a graph that has been read, and end with
the file on the disk. A picture is still when two looks at the screen, a quarter of a second apart or more, are the
same; it is looked at for two minutes at most, and a page that moves for longer is stopped. Frames: while the picture is
dragged and zoomed by a mouse, the time from one to the next that 95 of 100 do not exceed (a screen shows one each 16.7
ms; there is no graphics card, on which sigma.js counts). A page that opens on something else is first asked for its
picture. A filter by status and a step of "known by" are done when the browser has painted what is left: the median of
twelve changes, in milliseconds. Crossings and names are those of what the page opens on.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as Stopped

from tests.bench.networks import LINES_A_PERSON, WRITERS, Pairs, pairs_of
from tests.conftest import CHROMIUM, FLAGS, open_tab

SIZES = (300, 1_000, 2_000, 5_000, 20_000)
LONGEST, PAUSE = 120, 0.25  # seconds
WIDE, HIGH = 1280, 800
SLOWEST = 95  # of 100 frames
GOAL = 33  # ms of a frame, at 2,000 persons

IS_READY = {
    "here": 'document.documentElement.dataset.ready === "yes"',
    "pyvis": 'document.querySelector("canvas") !== null',
    "sigma.js": "globalThis.drawn !== undefined",
}
CHANGES = """async (changes) => {
    const page = globalThis.dramatis, took = [];
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    for (const change of changes) {
        const before = page.view, start = performance.now();
        page.set(change);
        for (let k = 0; page.view === before && k < 600; k += 1) await painted();
        await painted();
        took.push(performance.now() - start);
    }
    return took;
}"""
WATCH = """() => {
    const times = (globalThis.frameTimes = []);
    const next = (now) => { times.push(now); globalThis.watched = requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""
SEEN = """() => {
    cancelAnimationFrame(globalThis.watched);
    return globalThis.frameTimes.slice(1).map((time, k) => time - globalThis.frameTimes[k]);
}"""
# What a page opens on: lines between marks that are drawn, and how many marks have a name.
OPENING = """() => {
    const { state, drawing } = globalThis.dramatis;
    const body = drawing.network?.body;
    if (state.form !== "picture" || !body) {
        const names = [...document.querySelectorAll(`#${state.form} tbody th`)];
        const named = names.filter((name) => name.textContent).length;
        return { form: state.form, lines: [], marks: names.length, named };
    }
    const shown = Object.values(body.nodes).filter((node) => !node.options.hidden && Number.isFinite(node.x));
    const place = new Map(shown.map((node) => [node.id, [node.x, node.y]]));
    const lines = Object.values(body.edges)
        .filter((edge) => !edge.options.hidden && place.has(edge.fromId) && place.has(edge.toId))
        .map((edge) => [...place.get(edge.fromId), ...place.get(edge.toId)]);
    return { form: state.form, lines, marks: shown.length, named: drawing.names.boxes.length };
}"""


class Row(NamedTuple):
    """What one page costs; None: not within the time, or there is no such thing."""

    who: str
    persons: int
    bytes: int
    write: float
    still: float | None = None
    frame: float | None = None  # ms, as are the next two
    filter: float | None = None
    known_by: float | None = None
    opening: dict[str, Any] | None = None


def look(page: Page) -> str:
    return hashlib.sha256(page.screenshot()).hexdigest()


def seconds_to_still(page: Page, file: Path, is_ready: str) -> float | None:
    """Open a file, and wait until what it shows no longer changes."""
    page.set_default_timeout(LONGEST * 1000)
    start = time.perf_counter()
    try:
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        while not page.evaluate(is_ready):  # `wait_for_function` at times meets the page's own policy, which forbids it
            if time.perf_counter() - start > LONGEST:
                return None
            page.wait_for_timeout(20)
        seen, since = look(page), time.perf_counter() - start
        while time.perf_counter() - start < LONGEST:
            page.wait_for_timeout(
                max(PAUSE, (time.perf_counter() - start) / 20) * 1000
            )  # a look takes time from the page
            if (now := look(page)) == seen:
                return since
            seen, since = now, time.perf_counter() - start
    except Stopped:
        return None
    return None


def frame_time(page: Page) -> float:
    """Drag the picture to and fro, and zoom in and out, as fast as a hand does; ms of a frame."""
    x, y = WIDE / 2, HIGH / 2
    page.evaluate(WATCH)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + 4 * (step if step < 30 else 60 - step), y + 2 * (step % 30))
        page.wait_for_timeout(16)
    page.mouse.up()
    for step in range(40):
        page.mouse.wheel(0, -60 if step < 20 else 60)
        page.wait_for_timeout(16)
    times = sorted(page.evaluate(SEEN))
    return float(times[min(len(times) - 1, len(times) * SLOWEST // 100)])


def changes(page: Page) -> tuple[float, float]:
    """Take statuses away and give them back, and step through days of knowledge; ms of each change."""
    every, days = page.evaluate(
        "() => [globalThis.dramatis.state.statuses, globalThis.dramatis.data.publicationDays.slice(-7)]"
    )
    by_status = page.evaluate(CHANGES, [{"statuses": ["reported"]}, {"statuses": every}] * 6)
    steps = [*days[-2::-1], *days[1:]]
    known = page.evaluate(CHANGES, [{"knownBy": day} for day in steps[:12]])
    return statistics.median(by_status), statistics.median(known)


def measured(page: Page, who: str, file: Path, row: Row) -> Row:
    """Measure one page; whatever is not done in time stays out."""
    row = row._replace(still=seconds_to_still(page, file, IS_READY[who]))
    if row.still is None:
        return row
    try:
        if who == "here":
            row = row._replace(opening=page.evaluate(OPENING))
            page.evaluate('globalThis.dramatis.set({ form: "picture" })')
            page.wait_for_timeout(1000)
        row = row._replace(frame=frame_time(page))
        if who == "here":
            by_status, known_by = changes(page)
            row = row._replace(filter=by_status, known_by=known_by)
    except Stopped:
        pass
    return row


def rows(browser: Browser, persons: int, scratch: Path) -> Iterator[Row | str]:
    """Measure each page of so many people, or say why one could not be written."""
    pairs: Pairs = pairs_of(persons)
    for who, write in WRITERS.items():
        folder = scratch / f"{who}-{persons}"
        folder.mkdir()
        try:
            file, took = write(folder, persons, pairs)
        except FileNotFoundError:
            yield f"{persons:7,}  {who:9}not there: npm installs it from its registry"
            continue
        with open_tab(browser, viewport={"width": WIDE, "height": HIGH}) as tab:
            yield measured(tab.page, who, file, Row(who, persons, file.stat().st_size, took))


def crossings(lines: list[list[float]]) -> int:
    """Count the pairs of lines that cross, not at their ends.

    >>> crossings([[0, 0, 2, 2], [0, 2, 2, 0], [0, 0, 0, 2]])
    1
    """
    import numpy as np

    if len(lines) < 2:
        return 0
    x1, y1, x2, y2 = np.array(lines, dtype=float).T
    found = 0
    for k in range(len(lines) - 1):
        a, b, c, d = x1[k + 1 :], y1[k + 1 :], x2[k + 1 :], y2[k + 1 :]
        one = (x2[k] - x1[k]) * (b - y1[k]) - (y2[k] - y1[k]) * (a - x1[k])
        two = (x2[k] - x1[k]) * (d - y1[k]) - (y2[k] - y1[k]) * (c - x1[k])
        three = (c - a) * (y1[k] - b) - (d - b) * (x1[k] - a)
        four = (c - a) * (y2[k] - b) - (d - b) * (x2[k] - a)
        found += int(((one * two < 0) & (three * four < 0)).sum())
    return found


def cell(number: float | None, otherwise: str, digits: int = 0) -> str:
    return otherwise if number is None else f"{number:,.{digits}f}"


def line(row: Row) -> str:
    none = "none" if row.who != "here" or row.still is None else "stopped"
    stopped = "stopped" if row.still is None else cell(row.still, "", 2)
    return (
        f"{row.persons:7,}{row.persons * LINES_A_PERSON:7,}  {row.who:8}{row.bytes / 1e6:7.2f}{row.write:9.2f}"
        f"{stopped:>9}{cell(row.frame, 'none' if row.still is None else 'stopped'):>10}"
        f"{cell(row.filter, none):>8}{cell(row.known_by, none):>10}"
    )


def opened(row: Row) -> str:
    its = row.opening or {"form": "nothing", "lines": [], "marks": 0, "named": 0}
    share = f"{100 * its['named'] / its['marks']:.0f}%" if its["marks"] else "none"
    return (
        f"{row.persons:7,}  {its['form']:9}{len(its['lines']):7,}{crossings(its['lines']):11,}"
        f"{its['marks']:8,}{its['named']:8,}{share:>8}"
    )


def main() -> None:
    """Measure, and print each line as it comes."""
    print(f"{'persons':>7}{'lines':>7}  {'page':8}{'MB':>7}{'write, s':>9}{'still, s':>9}", end="")
    print(f"{'frame, ms':>10}{'filter':>8}{'known by':>10}")
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        for persons in sizes:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            for row in rows(browser, persons, Path(scratch)):
                found += [row] if isinstance(row, Row) else []
                print(line(row) if isinstance(row, Row) else row, flush=True)
            browser.close()
    ours = [row for row in found if row.who == "here"]
    print(f"stopped: not done in {LONGEST} s. Goal: a frame of {GOAL} ms at 2,000 persons.")
    print(f"\n{'persons':>7}  {'opens on':9}{'lines':>7}{'crossings':>11}{'marks':>8}{'named':>8}{'share':>8}")
    for row in ours:
        print(opened(row))
    for here, there in ((a, b) for a in ours for b in found if (b.who, b.persons) == ("pyvis", a.persons)):
        print(f"{here.persons:,} persons: {here.bytes / there.bytes:.2f} of pyvis's bytes")


if __name__ == "__main__":
    main()
