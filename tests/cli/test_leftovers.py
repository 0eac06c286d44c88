"""What a killed process leaves behind is swept by the next that writes there, and nothing else ever is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.base import leftovers
from kg.base.disk import write_whole
from kg.cli.main import run
from kg.cli.new_project import start

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/p/"
KILLED = "import os, signal; os.{call} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL); "
HELD = (
    "import os, sys; its = os.fsync; os.fsync = lambda handle: (print(flush=True), sys.stdin.readline(), its(handle)); "
)
WRITE = "from pathlib import Path; from kg.base.disk import write_whole; write_whole(Path('out'), 'new')"
INIT = f"from kg.cli.main import run; run(['init', 'p', '--base', '{BASE}'])"


def _dead(code: str, call: str, folder: Path) -> list[str]:
    """Run code that is killed at a call of `os`; what it leaves."""
    done = subprocess.run([sys.executable, "-c", KILLED.format(call=call) + code], cwd=folder, env=_env(), check=False)
    assert done.returncode == -signal.SIGKILL
    return _left(folder)


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".kg-"))


@pytest.mark.parametrize("call", ["fsync", "fdopen", "chmod", "replace"])
def test_the_next_writer_sweeps_what_a_killed_one_has_left(call: str, tmp_path: Path) -> None:
    assert len(_dead(WRITE, call, tmp_path)) == 1
    write_whole(tmp_path / "other", "text")
    assert _left(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_project_that_was_begun_is_swept_by_the_next(tmp_path: Path) -> None:
    assert len(_dead(INIT, "fsync", tmp_path)) == 1
    start(tmp_path / "q", BASE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["q"]


@pytest.mark.parametrize("verb", [("export", "nquads", "-o"), ("export", "neo4j", "-o"), ("view", "-o")])
def test_each_verb_with_an_output_sweeps(verb: tuple[str, ...], tmp_path: Path) -> None:
    start(tmp_path / "p", BASE)
    out = tmp_path / "out"
    out.mkdir()
    _dead(WRITE, "fsync", out)
    assert run([*verb, str(out / "made"), "--project", str(tmp_path / "p")]) == 0
    assert [path.name for path in out.iterdir()] == ["made"]


def test_what_a_living_process_writes_stays(tmp_path: Path) -> None:
    command, pipe = [sys.executable, "-c", HELD + WRITE], subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=_env(), stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()  # it has written, and waits before it syncs
        write_whole(tmp_path / "mine", "text")
        assert len(_left(tmp_path)) == 1
        other.stdin.write(b"\n" * 9)
        other.stdin.close()
        assert other.wait(60) == 0
    assert (tmp_path / "out").read_text("utf-8") == "new"
    assert _left(tmp_path) == []


def test_what_may_be_somebody_elses_stays(tmp_path: Path) -> None:
    ours = leftovers.fresh_in(tmp_path).name
    others = [".kg-0123456789abcdef", f".kg-00000000-{'0' * 16}", f"{ours}.txt", ours[1:], f"{ours[:-1]}g", ".kg-notes"]
    for name in others:
        (tmp_path / name).write_text("mine", "utf-8")
    (tmp_path / "kept").write_text("mine", "utf-8")
    leftovers.fresh_in(tmp_path).symlink_to(tmp_path / "kept")
    os.mkfifo(leftovers.fresh_in(tmp_path))
    before = sorted(path.name for path in tmp_path.iterdir())
    write_whole(tmp_path / "zz", "text")
    assert sorted(path.name for path in tmp_path.iterdir()) == [*before, "zz"]
    assert (tmp_path / "kept").read_text("utf-8") == "mine"


def test_writers_and_sweepers_do_not_hinder_each_other(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from kg.base.disk import write_whole; from kg.base import leftovers\n"
        "for n in range(150): leftovers.sweep.cache_clear(); write_whole(Path(f'{W}-{n}'), 'text')\n"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", f"W = {number}\n{code}"], cwd=tmp_path, env=_env())
        for number in range(3)
    ]
    assert [other.wait(100) for other in others] == [0, 0, 0]
    assert len(list(tmp_path.iterdir())) == 450
