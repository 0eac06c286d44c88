"""Print what a page costs here and in pyvis, in the same browser: `python -m tests.bench.pages [NODES]…`.

People, and three times as many pairs of them that have met, drawn by a seed. Here each meeting is a claim with its
span, and the page holds all of it; pyvis is given names and pairs alone, and its own physics. Seconds to write begin
with a graph that has been read, and end with the file on the disk. A picture is still when nothing in it has changed
for a quarter of a second, and between two looks; it is looked at for five minutes at most. A filter is redrawn when
the browser has painted what is left: the median of twelve changes.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from kg.base.project import find
from kg.builder import pipeline
from kg.graph import opening
from tests.bench import synthetic
from tests.conftest import CHROMIUM, FLAGS, open_tab

SIZES, EDGES_A_NODE = (100, 1_000, 2_000), 3
LONGEST, PAUSE = 300, 0.25  # seconds

# What is on the screen, as one number; 0 while it is blank.
PRINT = """() => {
    const canvas = document.querySelector("canvas");
    if (!canvas?.width) return 0;
    const data = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    let sum = 0, blank = true;
    for (const dot of data) { sum = (Math.imul(sum, 31) + dot) | 0; blank = blank && dot === data[0]; }
    return blank ? 0 : sum || 1;
}"""
FILTERS = """async () => {
    const page = globalThis.dramatis, took = [];
    const steps = [{ statuses: ["reported"] }, { days: ["2009-03-01", "2009-03-14"] }, { focus: "a0", steps: 2 }];
    for (const change of [...steps, ...steps]) {
        const before = Object.fromEntries(Object.keys(change).map((field) => [field, page.state[field]]));
        for (const its of [change, before]) {
            const start = performance.now();
            page.set(its);
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            took.push(performance.now() - start);
        }
    }
    return took;
}"""

Pairs = list[tuple[int, int]]


class Row(NamedTuple):
    """What one page costs; None: not within the time, or there is no such thing."""

    who: str
    nodes: int
    bytes: int
    write: float
    still: float | None
    filter: float | None


def pairs_of(nodes: int) -> Pairs:
    """Draw who has met whom: each pair once."""
    draw, found = random.Random(nodes), dict[tuple[int, int], None]()
    while len(found) < EDGES_A_NODE * nodes:
        a, b = sorted(draw.sample(range(nodes), 2))
        found[a, b] = None
    return list(found)


def told(number: int, a: int, b: int) -> str:
    """Claim that two have met; of every third meeting one of them says so himself."""
    speaker = f"speaker: a{a}, " if number % 3 == 0 else ""
    what = f"fact: f{number}, type: Meeting, roles: {{participant: [a{a}, a{b}]}}, when: 2009-03-{number % 28 + 1:02d}"
    span = f"[{{at: [{number * 100}, {number * 100 + 80}], sha256: {synthetic.HASH}}}]"
    return f"  - {{id: c{number}, {what}, {speaker}stance: asserts, evidence: {span}}}"


def write_ours(folder: Path, nodes: int, pairs: Pairs) -> tuple[Path, float]:
    """Build a project of these meetings, and write its page."""
    synthetic.begin(folder, 0)
    people = ["", *(f"a{number}: {{kind: Person, name: Actor {number}}}" for number in range(nodes))]
    (folder / "sources/entities.yaml").write_text("n0: {kind: Organization, name: Newspaper}" + "\n".join(people))
    claims = [told(number, *pair) for number, pair in enumerate(pairs)]
    (folder / "sources/a0.yaml").write_text("\n".join([*synthetic.head(0), *claims]) + "\n")
    assert pipeline.build(find(folder)).counts["refused"] == 0
    graph = opening.open(folder)
    assert len(graph.account.facts) == len(pairs)
    start = time.perf_counter()
    page = graph.view().save(folder / "page.html")
    return page, time.perf_counter() - start


def write_pyvis(folder: Path, nodes: int, pairs: Pairs) -> tuple[Path, float]:
    """Write the same people and pairs as pyvis does."""
    from pyvis.network import Network

    start = time.perf_counter()
    network = Network(cdn_resources="in_line")
    network.add_nodes([f"a{number}" for number in range(nodes)], label=[f"Actor {number}" for number in range(nodes)])
    for a, b in pairs:
        network.add_edge(f"a{a}", f"a{b}")
    page = folder / "pyvis.html"
    page.write_text(network.generate_html(), "utf-8")
    return page, time.perf_counter() - start


WRITERS: dict[str, Callable[[Path, int, Pairs], tuple[Path, float]]] = {"here": write_ours, "pyvis": write_pyvis}


def seconds_to_still(page: Page, file: Path) -> float | None:
    """Open a file, and wait until its picture no longer changes."""
    page.set_default_timeout(LONGEST * 1000)
    start = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    seen, since = 0, 0.0
    while (now := time.perf_counter() - start) < LONGEST:
        shown = page.evaluate(PRINT)
        if shown and shown == seen and now - since >= PAUSE:
            return since
        if shown != seen:
            seen, since = shown, time.perf_counter() - start
        page.wait_for_timeout(max(50, now * 50))  # a look takes time from the page: the longer it takes, the fewer
    return None


def rows(browser: Browser, nodes: int, scratch: Path) -> Iterator[Row]:
    pairs = pairs_of(nodes)
    for who, write in WRITERS.items():
        folder = scratch / f"{who}-{nodes}"
        folder.mkdir()
        file, took = write(folder, nodes, pairs)
        with open_tab(browser, viewport={"width": 1280, "height": 800}) as tab:
            still = seconds_to_still(tab.page, file)
            filtered = statistics.median(tab.page.evaluate(FILTERS)) / 1000 if who == "here" else None
        yield Row(who, nodes, file.stat().st_size, took, still, filtered)


def cell(seconds: float | None, otherwise: str) -> str:
    return otherwise if seconds is None else f"{seconds:.2f}"


def main() -> None:
    """Measure, and print each line as it comes."""
    print(f"{'nodes':>6}{'edges':>7}  {'page':8}{'bytes':>10}{'write, s':>10}{'still, s':>10}{'filter, s':>11}")
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for nodes in sizes:
            for row in rows(browser, nodes, Path(scratch)):
                found.append(row)
                still, filtered = cell(row.still, f"over {LONGEST}"), cell(row.filter, "none")
                size = f"{nodes:6,}{nodes * EDGES_A_NODE:7,}  {row.who:8}{row.bytes:10,}"
                print(f"{size}{row.write:10.2f}{still:>10}{filtered:>11}", flush=True)
        browser.close()
    for here, there in zip(found[::2], found[1::2], strict=True):
        print(f"{here.nodes:,} nodes: {here.bytes / there.bytes:.2f} of pyvis's bytes")
    for less, more in pairwise(row for row in found if row.who == "here"):
        edges, times = more.nodes / less.nodes, more.write / less.write
        print(f"{more.nodes:,} nodes: {edges:.0f} times the edges of {less.nodes:,}, {times:.1f} times the time")


if __name__ == "__main__":
    main()
