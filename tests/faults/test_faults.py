"""A signal, a full disk or an error at each system call by which a verb writes: the old or the new stands whole."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from kg.cli.verbs import app
from tests.conftest import missing
from tests.faults.injecting import ERRORS, RENAMES, SIGNALS, TURNS, Hit, Point, inject_many, inject_one, points
from tests.faults.verbs import ELSEWHERE, READING, VERBS, Verb, faults_of, sources

ALL = os.environ.get("KG_FAULTS") == "all"
SEED = os.environ.get("KG_FAULTS_SEED", "1")


def parts(*, everything: bool) -> dict[str, int]:
    """In how many pieces the faults of each verb are tried, so that they can be shared out."""
    small = {**dict.fromkeys(VERBS, 1), "build-first": 4, "build-again": 8}
    return {**dict.fromkeys(VERBS, 2), "build-first": 12, "build-again": 16, "store": 12} if everything else small


PARTS = parts(everything=ALL)
_SYNCS = ("fsync", "fdatasync")
ALIKE = {  # of verbs that write as another does: the calls that each of their files meets
    **dict.fromkeys(("build-first", "different", "folder", "import", "suggest"), _SYNCS),
    "store": (*_SYNCS, "link", "unlink"),
}
SHARE = {"store": 0.02}  # of the calls that are no turns; a tenth, where nothing stands here
TOGETHER = 12  # how many runs share one start of Python

# A project that is begun is not yet whole or not at all.
CASES = [pytest.param(name, part, id=f"{name}-{part}") for name in VERBS for part in range(PARTS[name])]


@cache
def listed(name: str, base: Path) -> tuple[list[Point], Path]:
    """The calls by which a verb writes, and a folder that is prepared for it; once in a process."""
    verb, folder = VERBS[name], base.resolve() / f"faults-{name}"
    verb.prepare(folder / "as-it-was")
    for number in range(2):
        shutil.copytree(folder / "as-it-was", folder / f"run-{number}", symlinks=True)
    return points(verb.words, (folder / "run-0", folder / "run-1")), folder


def chosen(some: Sequence[Point], name: str) -> Iterator[tuple[Point, str]]:
    """Each call with each fault; unless all are asked for, one fault for each turn, and for a tenth of the others.

    After the last rename all is done but for the old, which is taken away: of those calls a tenth is enough. A first
    build differs from a later one only in what it finds: there a tenth of the calls that make bytes last is enough; so
    it is where others write as one that is tried throughout.
    """
    last = max((number for number, point in enumerate(some) if point.call in RENAMES), default=len(some))
    for number, point in enumerate(some):
        kinds = (*SIGNALS, *ERRORS[point.call])
        if ALL:
            yield from ((point, kind) for kind in kinds)
            continue
        draw = random.Random(f"{SEED} {name} {point.call} {point.path} {point.number}")
        is_turn = point.call in TURNS and number <= last and point.call not in ALIKE.get(name, ())
        if is_turn or draw.random() < SHARE.get(name, 0.1):
            yield point, draw.choice(kinds)


def runs(name: str, part: int, found: list[Point], folder: Path, place: Path) -> Iterator[tuple[Point, str, Hit]]:
    verb = VERBS[name]
    together: dict[tuple[str, int, str], list[Point]] = defaultdict(list)
    alone = []
    for point, fault in chosen(found, name):
        if point.path is None:
            alone.append((point, fault))
        else:
            together[point.call, point.number, fault].append(point)
    batches = [(its[at : at + TOGETHER], fault) for (_, _, fault), its in sorted(together.items())
               for at in range(0, len(its), TOGETHER)]  # fmt: skip
    mine = [([point], fault) for point, fault in alone] + batches
    for number, (its, fault) in enumerate(mine):
        if number % PARTS[name] == part:
            yield from _hits(verb, its, fault, [_copy(folder, place / f"{number}-{each}") for each in range(len(its))])


def _copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder / "as-it-was", to, symlinks=True)
    return to


def _hits(verb: Verb, some: list[Point], fault: str, folders: list[Path]) -> Iterator[tuple[Point, str, Hit]]:
    if some[0].path is None:
        yield some[0], fault, inject_one(verb.words, some[0], fault, folders[0])
        return
    for point, hit in zip(some, inject_many(verb.words, some, fault, folders), strict=True):
        yield point, fault, hit


@cache
def may_trace() -> bool:
    """Whether strace is here, and the system lets it follow processes."""
    command = ["strace", "-f", "-o", os.devnull, "true"]
    return (
        shutil.which("strace") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


def test_every_verb_is_tried_or_says_why_not() -> None:
    commands: Any = typer.main.get_command(app)
    tried = {verb.words[0] for verb in VERBS.values()}
    assert sorted({*tried, *ELSEWHERE, *READING}) == sorted(commands.commands)
    assert not tried & {*ELSEWHERE, *READING}


@pytest.mark.parametrize(("name", "part"), CASES)
def test_the_old_or_the_new_stands_whole(
    name: str, part: int, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if not may_trace():
        missing("strace", "no strace that may trace a process, which injects faults (apt-get install strace)")
    verb = VERBS[name]
    found, folder = listed(name, tmp_path_factory.getbasetemp())
    old, new = verb.state(folder / "as-it-was"), verb.state(folder / "run-0")
    mine = "" if name == "init" else sources(folder / "as-it-was")
    wrong, tried, missed = [], 0, []
    for point, fault, hit in runs(name, part, found, folder, tmp_path.resolve()):
        tried += 1
        if not hit.was_hit:
            missed.append(str(point))
        wrong += [f"{fault} at {point}: {what}" for what in faults_of(verb, hit, old, new, mine)]
        shutil.rmtree(hit.folder, ignore_errors=True)
    assert not wrong, "\n".join(wrong)
    assert len(missed) <= tried // 10, f"not hit: {missed}"
    print(f"{name} {part}: {tried} faults, {len(missed)} not hit")
