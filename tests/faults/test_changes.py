"""A signal, a full disk or an error at each system call by which a change is written: the old or the new is whole."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.faults.injecting import ERRORS, RENAMES, SIGNALS, Point, inject_one, points
from tests.faults.test_faults import ALL, SEED, may_trace

MODULE = "tests.faults.run_change"
NAMINGS = (*RENAMES, "link", "linkat")  # the calls by which what is written gets its name
FILES = {
    "claim": ("sources/a.yaml", b"# mine\narticle: {title: t}\nclaims:\n  - id: a # sure\n    fact: f\n"),
    "entity": ("sources/entities.yaml", None),
    "draft": ("sources/.drafts/a.json", b'{"claim": {"fact": "old"}}\n'),
}


def prepared(folder: Path, what: str) -> Path:
    """Make a folder with an article, and the file that is to be written, if it is there before."""
    (folder / "sources" / ".drafts").mkdir(parents=True)
    (folder / "sources" / "a.yaml").write_bytes(FILES["claim"][1] or b"")
    name, data = FILES[what]
    if data is not None:
        (folder / name).write_bytes(data)
    return folder


def held(folder: Path, what: str) -> bytes | None:
    path = folder / FILES[what][0]
    return path.read_bytes() if path.exists() else None


def chosen(what: str, point: Point) -> list[str]:
    """Give the faults of a call; unless all are asked for, one, but each signal where a file gets its name."""
    kinds = (*SIGNALS, *ERRORS[point.call])
    if ALL or point.call in NAMINGS:
        return list(kinds)
    return [random.Random(f"{SEED} {what} {point}").choice(kinds)]


@pytest.mark.parametrize("what", FILES)
def test_a_change_is_made_or_not(tmp_path: Path, what: str) -> None:
    if not may_trace():
        missing("strace", "no strace that may trace a process, which injects faults (apt-get install strace)")
    folder = tmp_path.resolve()
    old = held(prepared(folder / "old", what), what)
    runs = (prepared(folder / "run-0", what), prepared(folder / "run-1", what))
    found = points([what, "{}"], runs, MODULE)
    new = held(runs[0], what)
    assert new not in (old, None)
    assert any(point.call in NAMINGS for point in found)
    for number, (point, fault) in enumerate((its, fault) for its in found for fault in chosen(what, its)):
        hit = inject_one([what, "{}"], point, fault, prepared(folder / f"try-{number}", what), MODULE)
        now = held(hit.folder, what)
        assert now in (old, new), f"{fault} at {point}: {now!r}"
        assert hit.code != 0 or now == new, f"{fault} at {point}: nothing was written, and it says so by no word"
        assert "Traceback" not in hit.said or fault == "INT", f"{fault} at {point}: {hit.said}"
        shutil.rmtree(hit.folder)
