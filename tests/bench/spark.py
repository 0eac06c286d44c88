"""The build on Spark beside that on one machine: `python -m tests.bench.spark [SIZE]… [--modes …] [--shapes …]`.

Sizes are claims; a mode is `here` (one machine), `local` (`local[2]`) or `cluster` (`local-cluster[2,1,1024]`: two
executors, each a process of its own with 1 GiB); a shape is `even` or `skewed`. Each run is a process of its own, which
is stopped after two hours; what took so long is not tried with more claims. Seconds of a build are without Spark's
start. Memory is looked at every second: of the driver's and of each executor's JVM what is resident, of an executor's
Python workers together the proportional set size. With `--write` the section of BENCHMARKS.md is written anew.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import many
from tests.conftest import ROOT

PYTHON = ROOT / ".venv-spark/bin/python"
SIZES = (100_000, 1_000_000, 3_000_000)
MASTERS = {"local": "local[2]", "cluster": "local-cluster[2,1,1024]"}
MODES, SHAPES = ("here", *MASTERS), (many.EVEN, many.SKEWED)
LONGEST = 7_200  # seconds
NOT_DONE: dict[str, Any] = {}
COLUMNS = (
    f"{'claims':>10}  {'shape':7}{'mode':9}{'s':>8}{'start':>7}{'driver':>8}{'JVM':>7}{'Python':>8}"
    f"{'shuffled':>11}{'spilled':>9}"
)
_JVM = {"driver": b"org.apache.spark.deploy.SparkSubmit", "executor": b"CoarseGrainedExecutorBackend"}


def measure(mode: str, project: Path, scratch: Path) -> dict[str, Any]:
    """Run one build, and look at its memory meanwhile."""
    scratch.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(scratch),
        "TMPDIR": str(scratch), "PYSPARK_PYTHON": str(PYTHON),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.works", "build from JSON Lines", str(project.parent)]
    if mode in MASTERS:
        command = [str(PYTHON), "-m", "tests.bench.on_spark", MASTERS[mode], str(project), str(scratch / "out")]
    with (scratch / "said").open("w") as said:
        running = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, text=True, cwd=ROOT, env=environment, start_new_session=True
        )
        peaks: dict[str, float] = {}
        end = time.monotonic() + LONGEST
        try:
            while running.poll() is None and time.monotonic() < end:
                look(running.pid, peaks)
                time.sleep(1)
            if running.returncode != 0:
                why = (scratch / "said").read_text("utf-8", errors="replace").strip().splitlines()[-1:]
                print(f"# {mode}: {why[0] if running.returncode and why else f'not finished in {LONGEST:,} s'}")
                return NOT_DONE
            assert running.stdout is not None
            return {**json.loads(running.stdout.read()), **peaks}
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            shutil.rmtree(scratch)


def look(session: int, peaks: dict[str, float]) -> None:
    """Note how much memory the processes of a session hold now, by what they are."""
    parents: dict[int, int] = {}
    sorts: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(stat[3]) == session:
                pid = int(entry.name)
                parents[pid] = int(stat[1])
                sorts[pid] = next((sort for sort, name in _JVM.items() if name in command), "python")
    held: dict[str, float] = {}
    for pid, sort in sorts.items():
        above = parents[pid]
        while above in parents and sorts[above] == "python":
            above = parents[above]
        if sort == "python" and (above not in parents or pid == session):
            name = "the driver's Python"
        else:
            name = f"{sort} {pid if sort != 'python' else above}"
        held[name] = held.get(name, 0) + resident(pid, proportional=sort == "python")
    for name, megabytes in held.items():
        peaks[name] = max(peaks.get(name, 0), megabytes)
    if held:
        peaks["all"] = max(peaks.get("all", 0), sum(held.values()))


def resident(pid: int, *, proportional: bool) -> float:
    """Give the megabytes that a process holds: as its share, or all that is resident."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup" if proportional else f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^(?:Pss|VmRSS):\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0


def row(size: int, shape: str, mode: str, its: dict[str, Any]) -> str:
    """Write what a run took: of executors and their workers the largest."""
    if not its:
        return f"{size:>10,}  {shape:7}{mode:9}not finished, or not tried: see above"
    if mode == "here":
        return f"{size:>10,}  {shape:7}{mode:9}{its['seconds']:>8.1f}{'':>7}{its['all']:>8,.0f}"
    jvm = max((held for name, held in its.items() if name.startswith("executor ")), default=0.0)
    python = max((held for name, held in its.items() if name.startswith("python ")), default=0.0)
    driver = max((held for name, held in its.items() if name.startswith("driver ")), default=0.0)
    shuffled, spilled = its["shuffled"] / 1e6, its["spilled"] / 1e6
    return (
        f"{size:>10,}  {shape:7}{mode:9}{its['seconds']:>8.1f}{its['start']:>7.1f}{driver:>8,.0f}{jvm:>7,.0f}"
        f"{python:>8,.0f}{shuffled:>8,.0f} MB{spilled:>6,.0f} MB"
    )


def goals(found: dict[tuple[int, str, str], dict[str, Any]]) -> list[str]:
    """Say how the runs compare: with one machine, from size to size, and skewed with even."""
    lines = []
    for (size, shape, mode), its in found.items():
        if not its or mode == "here":
            continue
        if here := found.get((size, shape, "here")):
            lines.append(f"{size:,} {shape}, {mode}: {its['seconds'] / here['seconds']:.2f} of one machine's seconds")
        if shape == many.SKEWED and (even := found.get((size, many.EVEN, mode))):
            lines.append(f"{size:,}, {mode}: skewed {its['seconds'] / even['seconds']:.2f} of even")
        for other, of, where in found:
            if (of, where) == (shape, mode) and other < size and (less := found[other, of, where]):
                slope = math.log(its["seconds"] / less["seconds"]) / math.log(size / other)
                lines.append(f"{shape}, {mode}: slope {slope:.2f} from {other:,} to {size:,}")
        shuffled, quads, tables = (f"{its[name] / size:,.0f}" for name in ("shuffled", "nquads", "parquet"))
        lines.append(
            f"{size:,} {shape}, {mode}: a claim {shuffled} bytes shuffled, {quads} of N-Quads, {tables} of Parquet"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--modes", nargs="+", default=MODES, choices=MODES)
    parser.add_argument("--shapes", nargs="+", default=SHAPES, choices=SHAPES)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--detail", action="store_true", help="steps and stages of each run too")
    its = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what runs is ended too
    if not PYTHON.exists():
        print("no PySpark: `make spark`")
        return
    lines = [f"memory in MB at the peak; {MASTERS['cluster']}: the larger of its executors", "", COLUMNS]
    print(*lines, sep="\n", flush=True)
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    target = ROOT / "build/bench"
    target.mkdir(parents=True, exist_ok=True)
    for shape in its.shapes:
        for size in sorted(its.sizes):
            with tempfile.TemporaryDirectory(dir=target) as folder:
                project = many.write(Path(folder) / "lines", size, shape)
                for mode in its.modes:
                    less = [run for (_, of, where), run in found.items() if (of, where) == (shape, mode)]
                    run = measure(mode, project, Path(folder) / "scratch") if all(less) else NOT_DONE
                    shutil.rmtree(project / "build", ignore_errors=True)
                    found[size, shape, mode] = run
                    lines.append(row(size, shape, mode, run))
                    print(lines[-1], flush=True)
                    if its.detail and run:
                        told = [*run.get("steps", ()), *run.get("stages", ())]
                        print(*(f"    {seconds:8.1f}  {what}" for what, seconds in told), sep="\n", flush=True)
    lines += ["", *goals(found)]
    print("", *goals(found), sep="\n")
    if its.write:
        write(lines)


def write(lines: list[str]) -> None:
    """Put the section into BENCHMARKS.md, in the place of the one that stands there."""
    path = ROOT / "BENCHMARKS.md"
    title = "## Spark: `python -m tests.bench.spark`"
    section = "\n".join([title, "", "```", *lines, "```"])
    before, found, after = path.read_text("utf-8").partition(title)
    rest = after[after.index("\n## ") :] if found and "\n## " in after else "\n"
    path.write_text(f"{before.rstrip()}\n\n{section}\n{rest if rest.strip() else ''}", "utf-8")


if __name__ == "__main__":
    main()
