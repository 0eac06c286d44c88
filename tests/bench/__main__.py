"""Measure the build beside every peer: `python -m tests.bench [SIZE]…`, sizes in claims.

Each measurement has a process of its own, which is stopped after five minutes (our own builds are not). Trust the
ratios of one run, not the seconds. Table and picture go to `build/bench/`, and the table to `BENCHMARKS.md`.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tests.bench import synthetic
from tests.bench.works import TAKEN
from tests.conftest import ROOT

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LONGEST = 300  # seconds that a peer may take
MOST_YAML = 100_000  # claims: YAML is for people, and nobody writes a million by hand
OURS = ("build", "open", "to networkx", "draw")


class Row(NamedTuple):
    """One measurement; without seconds the reason why there are none."""

    work: str
    claims: int
    seconds: float | None
    megabytes: float | None
    why: str = ""


def measure(name: str, claims: int, folder: Path) -> Row:
    bound = None if name.startswith(OURS) else LONGEST
    command = [sys.executable, "-m", "tests.bench.works", name, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=bound, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        return Row(name, claims, None, None, f"not finished in {LONGEST} s")
    if done.returncode:
        return Row(name, claims, None, None, (done.stderr.strip().splitlines() or ["failed"])[-1])
    told = json.loads(done.stdout)
    return Row(name, claims, told["seconds"], told["megabytes"])


def rows_of(claims: int, folder: Path) -> Iterator[Row]:
    """Measure all that is asked of one size, in an order in which each finds what it needs."""
    synthetic.write_lines(folder / "lines", claims)
    if claims <= MOST_YAML:
        synthetic.write(folder / "yaml", claims)
    for name in TAKEN:
        if "YAML" in name and claims > MOST_YAML:
            yield Row(name, claims, None, None, "not tried: nobody writes so much by hand")
        elif name == "build again, one article changed" and claims > MOST_YAML:
            yield Row(name, claims, None, None, "not tried: it begins with a build from YAML")
        else:
            yield measure(name, claims, folder)
        if name == "build from JSON Lines":
            shutil.copy(folder / "lines/build/graph.nq", folder / "ready.nq")


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


def cell(row: Row) -> str:
    return row.why if row.seconds is None else f"{row.seconds:.3g} s, {row.megabytes:,.0f} MB"


def draw(rows: list[Row], path: Path) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 6))
    for name in TAKEN:
        points = [(row.claims, row.seconds) for row in rows if row.work == name and row.seconds is not None]
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="claims", ylabel="seconds")
    axes.legend(fontsize="small")
    figure.savefig(path, bbox_inches="tight")


def main() -> None:
    """Measure, print each line as it comes, and write table and picture."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    target = ROOT / "build/bench"
    target.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=target) as folder:
            for row in rows_of(size, Path(folder)):
                rows.append(row)
                print(f"{row.claims:>9,}  {row.work:40}{cell(row)}", flush=True)
    text = table(rows)
    (target / "table.md").write_text(text + "\n", "utf-8")
    draw(rows, target / "bench.svg")
    head = f"# Benchmarks\n\nWritten by `make bench`. {machine()}.\n\nTrust the ratios, not the seconds.\n\n"
    (ROOT / "BENCHMARKS.md").write_text(f"{head}{text}\n", "utf-8")


if __name__ == "__main__":
    main()
