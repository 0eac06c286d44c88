"""Measure everything beside every peer: `python -m tests.bench [SIZE]…`, sizes in claims.

Each measurement has a process of its own, which is stopped after five minutes (our own builds are not); up to 10,000
claims the best of three is kept. Trust the ratios of one run, not the seconds. Pages, slices, queries and imports have
benches of their own, which follow. Table and picture go to `build/bench/`, and all of it to `BENCHMARKS.md`.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tests.bench import synthetic
from tests.bench.works import TAKEN
from tests.conftest import ROOT

NONE = math.inf  # seconds of what was not measured
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LONGEST = 300  # seconds that a peer may take
MOST_YAML = 100_000  # claims: YAML is for people, and nobody writes a million by hand
REPEATED = 10_000  # claims up to which each is measured three times
OURS = ("build", "open", "to networkx", "draw")
LOADED, BUILT, YAML = "pyoxigraph: bulk_load to disk", "build from JSON Lines", "build from YAML"
# Benches of their own.
BESIDE = (
    "pages", "slices", "queries", "imports", "serving", "suggesting", "duplicates", "annotating", "dyads",
    "measures", "sensitivity", "spark", "graphx",
)  # fmt: skip
GOALS = (  # what, of which work, to which, and what it should be
    ("JSON Lines to a built project, to bulk_load", BUILT, LOADED, "at most 1.8"),
    ("YAML to a built project, to bulk_load", YAML, LOADED, "at most 2.5"),
    ("rdflib's parse, to the same build", "rdflib: parse into memory", BUILT, "at least 5"),
    ("to networkx, to add_edges_from", "to networkx", "networkx: add_edges_from ready tuples", "at most 2.5"),
)


class Row(NamedTuple):
    """One measurement; without a peer's seconds the reason why there are none."""

    work: str
    claims: int
    seconds: float
    megabytes: float
    why: str = ""


def measure(name: str, claims: int, folder: Path) -> Row:
    bound = None if name.startswith(OURS) else LONGEST
    command = [sys.executable, "-m", "tests.bench.works", name, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=bound, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        return Row(name, claims, NONE, NONE, f"not finished in {LONGEST} s")
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["failed"])[-1]
        return Row(name, claims, NONE, NONE, why.partition(str(ROOT))[0].strip())
    told = json.loads(done.stdout)
    return Row(name, claims, told["seconds"], told["megabytes"])


def rows_of(claims: int, folder: Path, too_slow: Collection[str]) -> Iterator[Row]:
    """Measure all that is asked of one size, in an order in which each finds what it needs."""
    synthetic.write_lines(folder / "lines", claims)
    if claims <= MOST_YAML:
        synthetic.write(folder / "yaml", claims)
    for name in TAKEN:
        if name in too_slow:
            yield Row(name, claims, NONE, NONE, "not tried: fewer claims took too long")
        elif "YAML" in name and claims > MOST_YAML:
            yield Row(name, claims, NONE, NONE, "not tried: nobody writes so much by hand")
        elif name == "build again, one article changed" and claims > MOST_YAML:
            yield Row(name, claims, NONE, NONE, "not tried: it begins with a build from YAML")
        else:
            rows = [measure(name, claims, folder) for _ in range(3 if claims <= REPEATED else 1)]
            yield min(rows, key=lambda row: row.seconds)
        if name == "build from JSON Lines":
            synthetic.write_quads(folder / "lines", folder / "ready.nq")


def machine() -> str:
    names = ("pyoxigraph", "rdflib", "networkx", "pyvis", "msgspec", "PyYAML")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}; " + ", ".join(f"{name} {version(name)}" for name in names)
    )


def table(rows: list[Row]) -> str:
    """Write a table: a line for each work, a column for each size."""
    sizes = sorted({row.claims for row in rows})
    found = {(row.work, row.claims): row for row in rows}
    lines = ["| work | " + " | ".join(f"{size:,} claims" for size in sizes) + " |", "|---|" + "---:|" * len(sizes)]
    for name in TAKEN:
        cells = [cell(found[name, size]) if (name, size) in found else "" for size in sizes]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ratios(rows: list[Row]) -> str:
    """Write what was aimed at: a line for each goal, a column for each size."""
    sizes = sorted({row.claims for row in rows})
    found = {(row.work, row.claims): row for row in rows if row.seconds < NONE}
    lines = ["| goal | aim | " + " | ".join(f"{size:,}" for size in sizes) + " |", "|---|---|" + "---:|" * len(sizes)]
    for what, work, other, aim in GOALS:
        lines.append(f"| {what} | {aim} | " + " | ".join(ratio(found, size, work, other) for size in sizes) + " |")
    held = [(found.get((BUILT, size)), found.get(("rdflib: parse into memory", size))) for size in sizes]
    cells = [f"{mine.megabytes / its.megabytes:.2f}" if mine and its else "" for mine, its in held]
    lines.append("| memory of the build, to rdflib's | a quarter | " + " | ".join(cells) + " |")
    slopes = [slope(found.get((BUILT, 10_000)), found.get((BUILT, size))) for size in sizes]
    return "\n".join(
        [*lines, "| slope of the build's seconds from 10,000 | at most 1.1 | " + " | ".join(slopes) + " |"]
    )


def ratio(found: dict[tuple[str, int], Row], size: int, work: str, other: str) -> str:
    mine, its = found.get((work, size)), found.get((other, size))
    return f"{mine.seconds / its.seconds:.2f}" if mine and its else ""


def slope(less: Row | None, more: Row | None) -> str:
    """Slope of the line between two points of the log-log picture."""
    if less is None or more is None or more.claims <= less.claims:
        return ""
    return f"{math.log(more.seconds / less.seconds) / math.log(more.claims / less.claims):.2f}"


def beside(name: str) -> Iterator[str]:
    """Run another bench, and pass on its lines as they come."""
    command = [sys.executable, "-m", f"tests.bench.{name}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdout is not None
        yield from running.stdout


def cell(row: Row) -> str:
    return row.why if row.seconds == NONE else f"{row.seconds:.3g} s, {row.megabytes:,.0f} MB"


def draw(rows: list[Row], path: Path) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 6))
    for name in TAKEN:
        points = [(row.claims, row.seconds) for row in rows if row.work == name and row.seconds < NONE]
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="claims", ylabel="seconds")
    axes.legend(fontsize="small")
    figure.savefig(path, bbox_inches="tight")


def main() -> None:
    """Measure, print each line as it comes, and write table and picture; what is there is kept at every step."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    target = ROOT / "build/bench"
    target.mkdir(parents=True, exist_ok=True)
    head = f"# Benchmarks\n\nWritten by `make bench`. {machine()}.\n\nTrust the ratios, not the seconds.\n\n"
    rows: list[Row] = []
    text = ""
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=target) as folder:
            for row in rows_of(size, Path(folder), {row.work for row in rows if row.why.startswith("not finished")}):
                rows.append(row)
                print(f"{row.claims:>9,}  {row.work:40}{cell(row)}", flush=True)
        text = f"{head}{table(rows)}\n\n{ratios(rows)}\n"
        (ROOT / "BENCHMARKS.md").write_text(text, "utf-8")
    print(f"\n{text}", flush=True)
    (target / "table.md").write_text(text, "utf-8")
    draw(rows, target / "bench.svg")
    for name in BESIDE:
        its = list(map(shown, beside(name)))
        text += f"\n## {name.capitalize()}: `python -m tests.bench.{name}`\n\n```\n{''.join(its)}```\n"
        (ROOT / "BENCHMARKS.md").write_text(text, "utf-8")


def shown(line: str) -> str:
    print(line, end="", flush=True)
    return line


if __name__ == "__main__":
    main()
