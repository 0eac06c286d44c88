"""The environments in which every verb is tried: what is set, taken away or odd, before Python starts."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

# Answers: all but the help. Data: JSON, CSV and what goes to files.
ALL, ANSWERS, DATA, CODES, NONE = "all", "answers", "data", "exit codes", "none"
UNBOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")


def _nothing(folder: Path) -> None:
    pass


@dataclass(frozen=True)
class Environment:
    """What is other than usual; `{}` stands for the folder in which the verbs are tried."""

    variables: Mapping[str, str | None] = field(default_factory=dict)  # None: it is not set
    options: tuple[str, ...] = ()  # of the interpreter
    prepare: Callable[[Path], None] = _nothing  # done before; by the folder
    restore: Callable[[Path], None] = _nothing  # done afterwards
    start: Callable[[], None] | None = None  # done in the process before Python starts
    streams: frozenset[str] = frozenset()  # those that are odd, and whose content cannot be looked at
    fails: frozenset[str] = frozenset()  # verbs of which this takes something away that they need
    folder: str = "work"  # the name of the folder
    here: str = "{}/here"  # in which it is called
    obeys_modes: bool = False  # a superuser is to have no more rights than others
    same: str = ALL  # which answers are those of the plain environment, byte by byte


def _mode(name: str, mode: int) -> Callable[[Path], None]:
    return lambda folder: (folder / name).chmod(mode)


def _modes(folder: Path, *, writable: bool) -> None:
    """Make a project, its folders and files read-only, or writable again."""
    for path in (folder / "project", *(folder / "project").rglob("*")):
        if not path.is_symlink():
            path.chmod((0o755 if writable else 0o555) if path.is_dir() else (0o644 if writable else 0o444))


def _gone() -> None:
    """Go to a folder, and take it away."""
    Path("gone").mkdir()
    os.chdir("gone")
    Path("../gone").rmdir()


def _closed(number: int) -> Callable[[], None]:
    return lambda: os.close(number)


def _no_reader() -> None:
    """Let stdout be a pipe from which nobody reads any more."""
    end, start = os.pipe()
    os.close(end)
    os.dup2(start, 1)
    os.close(start)


def _full() -> None:
    handle = os.open("/dev/full", os.O_WRONLY)
    os.dup2(handle, 1)
    os.close(handle)


def _file_limit() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


CACHES = dict.fromkeys(
    ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR", "XDG_CACHE_HOME",
     "XDG_CONFIG_HOME", "XDG_DATA_HOME")
)  # fmt: skip
_XDG = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_DIRS")
_STDOUT = frozenset({"stdout"})
ENVIRONMENTS = {
    "no-home": Environment({"HOME": None, **CACHES}),
    "home-missing": Environment({"HOME": "/nowhere", **CACHES}),
    "home-unwritable": Environment({"HOME": "{}/shut", **CACHES}, obeys_modes=True),
    "here-unwritable": Environment(here="{}/shut", obeys_modes=True, fails=frozenset({"init"})),
    "here-deleted": Environment(start=_gone, same=NONE),
    "lang-c": Environment({"LANG": "C", "LC_ALL": "C"}),
    "posix": Environment({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, same=DATA),
    "ascii": Environment({"PYTHONIOENCODING": "ascii"}, same=DATA),
    "cp1252": Environment({"PYTHONIOENCODING": "cp1252"}, same=DATA),
    "utf-16": Environment({"PYTHONIOENCODING": "utf-16"}, same=DATA),
    "isolated": Environment(options=("-I",)),
    "optimized": Environment({"PYTHONOPTIMIZE": "2"}, same=ANSWERS),
    "warnings-are-errors": Environment({"PYTHONWARNINGS": "error"}),
    "hash-seed": Environment({"PYTHONHASHSEED": "random"}),
    "few-files": Environment(start=_file_limit, fails=frozenset({"query", "export", "build", "facts"})),
    "no-temporary-folder": Environment({"TMPDIR": "/nowhere"}),
    "temporary-folder-unwritable": Environment({"TMPDIR": "{}/shut"}, obeys_modes=True),
    "columns-1": Environment({"COLUMNS": "1"}, same=DATA),
    "columns-100000": Environment({"COLUMNS": "100000"}, same=DATA),
    "columns-abc": Environment({"COLUMNS": "abc"}),
    "columns-negative": Environment({"COLUMNS": "-5", "LINES": "-5"}, same=DATA),
    "term-dumb": Environment({"TERM": "dumb"}),
    "term-unset": Environment({"TERM": None}),
    "term-unknown": Environment({"TERM": "none-such"}),
    "project-read-only": Environment(
        prepare=lambda folder: _modes(folder, writable=False),
        restore=lambda folder: _modes(folder, writable=True),
        obeys_modes=True,
        same=NONE,
    ),
    "stdin-closed": Environment(start=_closed(0), streams=frozenset({"stdin"}), same=NONE),
    "stdout-closed": Environment(start=_closed(1), streams=_STDOUT),
    "stderr-closed": Environment(start=_closed(2), streams=frozenset({"stderr"})),
    "nobody-reads": Environment(start=_no_reader, streams=_STDOUT, same=CODES),
    "stdout-full": Environment(start=_full, streams=_STDOUT, same=NONE),
    "umask-777": Environment(start=lambda: (os.umask(0o777), None)[1], obeys_modes=True, same=NONE),
    "umask-0": Environment(start=lambda: (os.umask(0), None)[1]),
    "no-color": Environment({"NO_COLOR": "1"}),
    "force-color": Environment({"FORCE_COLOR": "1"}, same=DATA),
    "no-path": Environment({"PATH": None}),
    "path-empty": Environment({"PATH": ""}),
    "zone-empty": Environment({"TZ": ""}),
    "zone-odd": Environment({"TZ": ":/nowhere/at all"}),
    "xdg-files": Environment(dict.fromkeys(_XDG, "{}/file")),
    "nothing-set": Environment(dict.fromkeys(os.environ)),
    "blanks": Environment(folder="a project"),
    "quotes": Environment(folder='it\'s "so" `too` $HOME'),
    "newline": Environment(folder="two\nlines", same=NONE),
    "not-utf-8": Environment(folder="no\udcff", same=NONE),
    "letters": Environment(folder="Zoë 田"),
    "marks": Environment(folder="a%25?b#c;d&e[f]{g}"),
}


# What does not touch one another is tried together, unless everything is asked for.
TOGETHER = (
    ("no-home", "hash-seed", "columns-abc", "term-unset", "zone-odd", "no-path", "no-temporary-folder", "letters"),
    ("home-missing", "xdg-files", "no-color", "term-dumb", "zone-empty", "path-empty", "marks"),
    ("home-unwritable", "temporary-folder-unwritable", "here-unwritable", "term-unknown"),
    ("posix", "columns-1"), ("ascii", "lang-c", "columns-100000", "umask-0"), ("utf-16",),
    ("cp1252", "columns-negative", "force-color"), ("isolated", "quotes"),
    ("optimized", "warnings-are-errors", "blanks"), ("here-deleted",), ("few-files",), ("project-read-only",),
    ("stdin-closed",), ("stdout-closed",), ("stderr-closed",), ("nobody-reads",), ("stdout-full",), ("umask-777",),
    ("nothing-set",), ("newline",), ("not-utf-8",),
)  # fmt: skip


def together(names: tuple[str, ...]) -> Environment:
    """Join environments: of each field that which is not usual, of several answers the fewest."""
    some = [ENVIRONMENTS[name] for name in names]
    joined: dict[str, Any] = {}
    for its in fields(Environment):
        usual = getattr(Environment(), its.name)
        joined[its.name] = next((value for each in some if (value := getattr(each, its.name)) != usual), usual)
    joined["variables"] = {name: value for each in some for name, value in each.variables.items()}
    joined["same"] = max((each.same for each in some), key=(ALL, ANSWERS, DATA, CODES, NONE).index)
    return Environment(**joined)


@cache
def obeys_modes() -> bool:
    """Whether a process can be started that may write only to what its mode lets it write to."""
    if os.geteuid() != 0:
        return True
    if shutil.which(UNBOUND[0]) is None:
        return False
    return subprocess.run([*UNBOUND, "true"], capture_output=True, check=False).returncode == 0


def unbound() -> tuple[str, ...]:
    """Give the words before a command by which a superuser loses the right to pass over modes."""
    return UNBOUND if os.geteuid() == 0 else ()


def variables(environment: Environment, folder: Path) -> dict[str, str]:
    """Give the variables that are set."""
    usual = {"PYTHONDONTWRITEBYTECODE": "1", **os.environ}
    changed = {name: value and value.replace("{}", str(folder)) for name, value in environment.variables.items()}
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}
