"""The long search for rare failures, piece by piece: it goes on where it was stopped, and ends with a table.

`python -m tests.soak.journal [WORKERS] [SORT]` does what is left, or what is left of one sort (`faults`); what failed
before is tried again. A line of `.cache/soak.jsonl` stands for each piece that is done. Take the file away to begin
anew: with other random examples, since the seed is drawn when the journal is begun.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.test_faults import parts
from tests.soak.formats import FORMATS

JOURNAL = ROOT / ".cache/soak.jsonl"
LONGEST = 6 * 3600  # seconds that a piece may take
SHARED_OUT = {"tests/spark/test_same_bytes.py": 10}  # whose examples take so long that they are several pieces
FIGURES = re.compile(
    r"^\.*(?P<what>[a-z-]+(?: \d+)?): (?P<told>\d+ (?:faults|files|interrupts|kills|flips).*)$", re.MULTILINE
)


@dataclass(frozen=True)
class Piece:
    """A piece: its name, what pytest is told, and what stands in the environment."""

    name: str
    tests: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def pieces(seed: str) -> Iterator[Piece]:
    """List all pieces, the shorter ones first."""
    yield Piece("swaps of a build", ("tests/serve/test_swaps.py",), {"KG_SWAPS": "1000"})
    for number in range(10):
        kills = {"KG_KILLS": "100", "KG_FLIPS": "50", "KG_SEED": f"{seed}-{number}"}
        yield Piece(f"kills and flips {number}", ("tests/whole/test_kill.py",), kills)
        interrupts = {"KG_INTERRUPTS": "100", "KG_SEED": f"{seed}-{number}"}
        yield Piece(f"interrupts {number}", ("tests/soak/test_interrupts.py",), interrupts)
    for name in FORMATS:
        for number in range(10):
            test = f"tests/soak/test_mutated.py::test_a_spoiled_file_is_read_or_refused_with_its_place[{name}]"
            kept = {"KG_KEPT": str(ROOT / ".cache/soak"), "KG_SEED": f"{seed}-{number}", "KG_MUTANTS": "10000"}
            yield Piece(f"spoiled {name} {number}", (test,), kept)
    for name, count in parts(everything=True).items():
        for number in range(count):
            test = f"tests/faults/test_faults.py::test_the_old_or_the_new_stands_whole[{name}-{number}]"
            yield Piece(f"faults {name} {number}", (test,), {"KG_FAULTS": "all"})
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if "hypothesis" in path.read_text("utf-8"):
            name = path.relative_to(ROOT).as_posix()
            for number in range(SHARED_OUT.get(name, 1)):
                its = f"examples {name}" + (f" {number}" if name in SHARED_OUT else "")
                yield Piece(its, (name,), {"KG_HYPOTHESIS": "soak"})


def begun() -> tuple[str, dict[str, dict[str, Any]]]:
    """Read the journal: its seed, and what is done; a line that was cut off when it was stopped is passed over."""
    JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    if not JOURNAL.exists():
        JOURNAL.write_text(json.dumps({"seed": secrets.token_hex(4)}) + "\n", "utf-8")
    told = []
    for line in JOURNAL.read_text("utf-8").splitlines():
        try:
            told.append(json.loads(line))
        except ValueError:
            continue
    return told[0]["seed"], {its["piece"]: its for its in told[1:]}


def run(piece: Piece) -> dict[str, Any]:
    """Run a piece, and tell what came of it."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", *piece.tests]
    environment = {**os.environ, **piece.environment}
    start = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        code, said = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        code, said = -1, f"over {LONGEST} s"
    if code == pytest.ExitCode.INTERRUPTED and "! KeyboardInterrupt !" in said:
        raise KeyboardInterrupt  # stopped, and neither done nor failed: the next call does it
    found = {its["what"]: its["told"] for its in FIGURES.finditer(said)}
    summary = next(
        (line for line in reversed(said.splitlines()) if re.search(r"\d+ (passed|failed|skipped)", line)), ""
    )
    seconds = round(time.monotonic() - start, 1)
    told = {"piece": piece.name, "code": code, "seconds": seconds, "figures": found, "pytest": summary}
    if code:
        path = JOURNAL.parent / "soak" / f"{re.sub(r'[^a-z0-9]+', '-', piece.name)}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, "utf-8")
        told["said"] = path.relative_to(ROOT).as_posix()
    return told | {"environment": piece.environment}


def table(done: dict[str, dict[str, Any]]) -> str:
    """Sum up the journal: for each sort of piece, how many, what they came to, and the hours."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, its in done.items():
        rows.setdefault(re.sub(r" \d+$|(?<=^examples) .*", "", name), []).append(its)
    lines = [f"{'piece':24} {'done':>5} {'failed':>6} {'tried':>8} {'hours':>6}"]
    for sort, some in rows.items():
        tried = sum(int(told.split()[0]) for its in some for told in its["figures"].values())
        failed, hours = sum(its["code"] != 0 for its in some), sum(its["seconds"] for its in some) / 3600
        lines.append(f"{sort:24} {len(some):5} {failed:6} {tried or '':>8} {hours:6.2f}")
    lines += [f"failed: {its['piece']}: {its['said']}" for its in done.values() if its["code"]]
    total = sum(its["seconds"] for its in done.values()) / 3600
    return "\n".join([*lines, f"{total:.2f} hours of one processor"])


def main(workers: int = 2, sort: str = "") -> int:
    """Do what is left, or of it what is of a sort; Ctrl-C stops it, and the next call goes on."""
    seed, done = begun()
    held = {name for name, its in done.items() if its["code"] == 0}
    left = [piece for piece in pieces(seed) if piece.name not in held and piece.name.startswith(sort)]
    print(f"{JOURNAL.relative_to(ROOT)}: seed {seed}, {len(held)} pieces held, {len(left)} left", flush=True)
    lock = Lock()

    def do(piece: Piece) -> None:
        its = run(piece)
        with lock, JOURNAL.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(its) + "\n")
            done[piece.name] = its
            figures = "; ".join(f"{what}: {told}" for what, told in its["figures"].items())
            print(f"{piece.name}: {'FAILED' if its['code'] else 'held'}, {its['seconds']} s; {figures}", flush=True)

    pool = ThreadPoolExecutor(workers)
    try:
        list(pool.map(do, left))
    except KeyboardInterrupt:
        print("stopped; `make soak` goes on from here")
        return 130
    finally:
        pool.shutdown(cancel_futures=True)
        print(table(done))
    return int(any(its["code"] for its in done.values()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2, "".join(sys.argv[2:3])))
