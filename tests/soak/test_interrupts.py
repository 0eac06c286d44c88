"""Ctrl-C at any moment of a verb that writes: the old or the new stands whole, and the verb can be typed again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.injecting import Hit, filled
from tests.faults.verbs import VERBS, faults_of, sources

INTERRUPTS = int(os.environ.get("KG_INTERRUPTS", "8"))
SEED = os.environ.get("KG_SEED", "1")
SOONEST = 1  # second, within which a verb that was interrupted ends; on a busy machine, five of them
READY = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from kg.builder import pipeline; from kg.cli.main import main\n"
    "print('ready', flush=True); main()"
)


def interrupted(words: list[str], seconds: float | None) -> tuple[int, str, float]:
    """Type a verb, and press Ctrl-C so many seconds after Python is ready; its exit code, what it said, how long."""
    command = [sys.executable, "-c", READY, *words]
    running = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    start = time.perf_counter()
    if seconds is not None:
        time.sleep(seconds)
        running.send_signal(signal.SIGINT)
    pressed = time.perf_counter()
    said, _ = running.communicate(timeout=60)
    return running.returncode, said, time.perf_counter() - (start if seconds is None else pressed)


FEW = ("build-first", "build-again", "export", "anchor")
NAMES = tuple(VERBS) if INTERRUPTS > 8 else FEW  # the long search tries all that write
EACH = max(2, -(-INTERRUPTS // len(NAMES)))  # rounded up: as many as were asked for, or more


@pytest.mark.parametrize("name", NAMES)
def test_interrupted_at_any_moment_the_old_or_the_new_stands_whole(name: str, tmp_path: Path) -> None:
    verb, folder = VERBS[name], tmp_path.resolve()
    verb.prepare(folder / "old")
    shutil.copytree(folder / "old", folder / "new", symlinks=True)
    code, said, lasts = interrupted(filled(verb.words, folder / "new"), None)
    assert code == 0, said
    old, new = verb.state(folder / "old"), verb.state(folder / "new")
    mine = "" if name == "init" else sources(folder / "old")
    draw, wrong, slowest, stopped = random.Random(f"{SEED} {name}"), [], 0.0, 0
    for number in range(EACH):
        its = folder / f"run-{number}"
        shutil.copytree(folder / "old", its, symlinks=True)
        after = draw.uniform(0, lasts)
        code, said, took = interrupted(filled(verb.words, its), after)
        stopped, slowest = stopped + (code == 130), max(slowest, took)
        wrong += [
            f"after {after:.3f} s: {what}" for what in faults_of(verb, Hit(its, code, said, True), old, new, mine)
        ]
        shutil.rmtree(its)
    print(f"{name}: {EACH} interrupts, {stopped} stopped, slowest end {slowest:.2f} s")
    assert not wrong, "\n".join(wrong)
    assert slowest < 5 * SOONEST
