"""Lists the system calls by which a verb writes, and lets one of them fail, or be the moment of a signal: by strace."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

SIGNALS = ("KILL", "TERM", "INT")
_FULL, _ANY = ("ENOSPC", "EIO"), ("ENOSPC", "EIO", "EACCES")
# Each call by which a file, a folder or a link is made, changed or taken away, and the errors that it can have.
ERRORS = {
    **dict.fromkeys(("write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "fsync", "fdatasync"), _FULL),
    **dict.fromkeys(("sendfile", "copy_file_range"), _FULL),
    **dict.fromkeys(("openat", "mkdir", "mkdirat", "rename", "renameat", "renameat2"), _ANY),
    **dict.fromkeys(("link", "linkat", "symlink", "symlinkat"), _ANY),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat"), ("EIO", "EACCES")),
}
# The calls at which what is served, or the name of a file, changes, or is made to last.
TURNS = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink", "symlinkat", "fsync",
         "fdatasync")  # fmt: skip
RENAMES = ("rename", "renameat", "renameat2")
VERB = "kg.cli.main"
LONGEST = 60  # seconds that one verb may take under strace on a busy machine

_CALL = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<its>.*)")
_OF_HANDLE = re.compile(r"\d+<(?P<path>[^>]*)>")
_BESIDE = re.compile(r'(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, "(?P<name>[^"]*)"')
_OF_PATH = re.compile(r'"(?P<path>[^"]*)"')


@dataclass(frozen=True)
class Point:
    """A system call, found again in another run.

    It is the `number`-th of its name, in its thread: of those at `path`, below the folder that the verb works in; of
    all, where `path` is None, since it has no name that another run would give it too.
    """

    call: str
    path: str | None
    number: int
    where: str  # the path of the first run, to be shown

    def __str__(self) -> str:
        return f"{self.call} {self.number} of {self.where}"


def _environment() -> dict[str, str]:
    """Keep Python from writing files of its own."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def _traced(command: Sequence[str], log: Path, options: Sequence[str], seconds: int) -> tuple[int, str]:
    words = ["strace", "-f", "-q", "-y", "-o", str(log), *options, sys.executable, *command]
    done = subprocess.run(
        words, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=seconds, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _path(call: str, its: str) -> tuple[str, bool]:
    """Give the path that a call is about, and whether strace finds the call by it."""
    if call == "symlink":
        return _OF_PATH.findall(its)[1], False
    if "at" in call and (found := _BESIDE.match(its)):
        return (found["name"], True) if found["name"].startswith("/") else (found["folder"], True)
    found = _OF_HANDLE.match(its) or _OF_PATH.match(its)
    return (found["path"], True) if found else ("", False)


def _calls(log: Path, folder: Path) -> Iterator[tuple[str, str, str, int, int, bool]]:
    """Give each call that writes below a folder: its thread, name and path there, and its numbers in the thread."""
    at_path: Counter[tuple[str, str, str]] = Counter()
    of_all: Counter[tuple[str, str]] = Counter()
    for line in log.read_text("utf-8", "replace").splitlines():
        found = _CALL.match(line)
        if not found or found["call"] not in ERRORS:
            continue
        thread, call = found["thread"], found["call"]
        path, is_found = _path(call, found["its"])
        at_path[thread, call, path] += 1
        of_all[thread, call] += 1
        if f"{path}/".startswith(f"{folder}/") and (call != "openat" or "O_CREAT" in found["its"]):
            name = path[len(f"{folder}/") :] or "."
            yield thread, call, name, at_path[thread, call, path], of_all[thread, call], is_found


def points(words: Sequence[str], folders: tuple[Path, Path], module: str = VERB) -> list[Point]:
    """List the calls by which a verb writes, in their order.

    Parameters
    ----------
    words
        What is typed after `kg`; `{}` stands for the folder.
    folders
        Two in which it is run: what has the same name in both has it in any third.
    module
        What is run with the words.
    """
    options = ["-e", f"trace={','.join(ERRORS)}", "--seccomp-bpf"]
    runs = []
    for folder in folders:
        log = folder.with_suffix(".log")
        code, said = _traced(["-m", module, *filled(words, folder)], log, options, LONGEST)
        assert code == 0, said
        runs.append(list(_calls(log, folder)))
    lasting = {(call, name, number) for _, call, name, number, _, _ in runs[1]}
    found: dict[tuple[str, str | None, int], Point] = {}
    for _, call, name, number, of_all, is_found in runs[0]:
        by_path = is_found and (call, name, number) in lasting
        point = Point(call, name, number, name) if by_path else Point(call, None, of_all, name)
        found.setdefault((point.call, point.path, point.number), point)
    return list(found.values())


def filled(words: Sequence[str], folder: Path) -> list[str]:
    return [word.replace("{}", str(folder)) for word in words]


@dataclass(frozen=True)
class Hit:
    """A verb that met a fault: its folder, exit code (below 0: the signal that ended it), and what it said."""

    folder: Path
    code: int
    said: str
    was_hit: bool


def _rule(point: Point, fault: str) -> list[str]:
    """Give the options by which strace lets a call fail, or be the moment of a signal.

    With `--seccomp-bpf` the kernel stops a process at the calls of that name only, and all else takes as long as
    without strace; but then strace delivers no signal.
    """
    what = f"signal={fault}" if fault in SIGNALS else f"error={fault}"
    quick = [] if fault in SIGNALS else ["--seccomp-bpf"]
    return [*quick, "-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={point.number}"]


def _mark(fault: str) -> str:
    return f"SIG{fault}" if fault in SIGNALS else "(INJECTED)"


def inject_one(words: Sequence[str], point: Point, fault: str, folder: Path, module: str = VERB) -> Hit:
    """Run a verb in a folder, with a fault at a call that is found by its number alone."""
    log = folder.with_suffix(".log")
    options = _rule(point, fault)
    code, said = _traced(["-m", module, *filled(words, folder)], log, options, LONGEST)
    return Hit(folder, code, said, _mark(fault) in log.read_text("utf-8", "replace"))


def inject_many(words: Sequence[str], some: Sequence[Point], fault: str, folders: Sequence[Path]) -> list[Hit]:
    """Run a verb in each of some folders, with a fault at a call that is found by its path there.

    All points are of the same call and number.
    """
    told = folders[0].with_suffix(".json")
    log = folders[0].with_suffix(".log")
    jobs = [{"words": filled(words, folder), "output": str(folder.with_suffix(".said"))} for folder in folders]
    told.write_text(json.dumps(jobs), "utf-8")
    options = _rule(some[0], fault)
    for point, folder in zip(some, folders, strict=True):
        options += ["-P", str(folder / str(point.path))]
    code, said = _traced(["-m", "tests.faults.run_verbs", str(told)], log, options, LONGEST * len(some))
    assert code == 0, said
    traced, mark = log.read_text("utf-8", "replace"), _mark(fault)
    codes = [job["code"] for job in json.loads(told.read_text("utf-8"))]
    outputs = [folder.with_suffix(".said").read_text("utf-8") for folder in folders]
    hit = [any(str(folder) in line and (fault in SIGNALS or mark in line) for line in traced.splitlines())
           for folder in folders]  # fmt: skip
    return [Hit(*its) for its in zip(folders, codes, outputs, hit, strict=True)]
