"""Spoiled files of each format: read, or refused with a place; no traceback, and no hang."""

from __future__ import annotations

import faulthandler
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from tests.soak.formats import FORMATS
from tests.soak.mutator import mutated

MUTANTS = int(os.environ.get("KG_MUTANTS", "150"))
SEED = os.environ.get("KG_SEED", "1")
LONGEST = 5  # seconds of the processor that a file may take: others may keep it busy, as they do in the long search
KEPT = Path(os.environ["KG_KEPT"]) if "KG_KEPT" in os.environ else None  # where files that failed are kept


class HangError(BaseException):
    """Raised in the middle of what hangs; no `except Exception` there may catch it."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """End what takes too long; and the process with it, where the engine does not come back to Python, or waits."""

    def stop(_: int, __: FrameType | None) -> None:
        raise HangError(f"over {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    faulthandler.dump_traceback_later(12 * seconds, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("name", FORMATS)
def test_a_spoiled_file_is_read_or_refused_with_its_place(name: str, tmp_path: Path) -> None:
    its = FORMATS[name]
    path, wrong, slowest = tmp_path / its.name, [], (0.0, "")
    samples = its.samples()
    for number in range(MUTANTS):
        seed = f"{SEED} {name} {number}"
        path.write_bytes(mutated(seed, samples, its.tokens))
        start = time.process_time()
        try:
            with bounded(LONGEST):
                its.read(path)
        except (Exception, HangError) as error:
            wrong.append(f"{seed}: {type(error).__name__}: {str(error)[:200]}")
            if KEPT:
                KEPT.mkdir(parents=True, exist_ok=True)
                (KEPT / seed.replace(" ", "-")).write_bytes(path.read_bytes())
        slowest = max(slowest, (time.process_time() - start, seed))
    print(f"{name}: {MUTANTS} files, {len(wrong)} wrong, slowest {slowest[0]:.2f} s ({slowest[1]})")
    assert not wrong, "\n".join(wrong)


def test_the_same_seed_spoils_in_the_same_way() -> None:
    its = FORMATS["yaml"]
    once, again = (mutated("1", its.samples(), its.tokens) for _ in range(2))
    assert once == again
    assert len({mutated(str(seed), its.samples(), its.tokens) for seed in range(50)}) > 40
