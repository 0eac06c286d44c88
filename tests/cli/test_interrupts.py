"""Ctrl-C where no error can go on: in a finalizer, before the command, or after it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

IN_A_FINALIZER = """
class Held:
    def __del__(self):
        raise KeyboardInterrupt
def run(_):
    held = Held()
    del held
    try:
        time.sleep(20)
    except KeyboardInterrupt:
        main.tell("stopped")
        return main.STOPPED
    return 0
"""
BEFORE = """
def run(_):
    raise KeyboardInterrupt
"""
AFTER = """
def run(_):
    print("done")
    return 0
flushed = main._written
def _written(code):
    signal.raise_signal(signal.SIGINT)
    return flushed(code)
main._written = _written
"""
ELSEWHERE = """
class Held:
    def __del__(self):
        raise ValueError("a fault of our own")
def run(_):
    held = Held()
    del held
    return 0
"""


def typed(what: str) -> tuple[int, str, str]:
    code = f"import signal, time\nfrom kg.cli import main\n{what}\nmain.run = run\nmain.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


WHERE_A_CLASS_COMES_ABOUT = """
def pressed(*arguments, **options):
    class Its:
        class Field:
            def __set_name__(self, owner, name):
                raise KeyboardInterrupt
        field = Field()
main.app = pressed
run = main.run
"""
OTHER_ERRORS = """
def pressed(*arguments, **options):
    raise RuntimeError("a fault of our own")
main.app = pressed
run = main.run
"""


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (IN_A_FINALIZER, (130, "", "stopped\n")),
        (BEFORE, (130, "", "stopped\n")),
        (AFTER, (0, "done\n", "")),
        (WHERE_A_CLASS_COMES_ABOUT, (130, "", "stopped\n")),
    ],
)
def test_ctrl_c_ends_a_command_wherever_it_comes(what: str, expected: tuple[int, str, str]) -> None:
    assert typed(what) == expected


@pytest.mark.parametrize(("what", "expected"), [(ELSEWHERE, 0), (OTHER_ERRORS, 1)])
def test_other_faults_are_told_as_ever(what: str, expected: int) -> None:
    code, _, said = typed(what)
    assert (code, "a fault of our own" in said) == (expected, True)


WHILE_IMPORTING = """
import signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "kg.cli.main":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder())
from kg.cli.entry import main
main()
"""


def test_ctrl_c_while_the_program_is_being_loaded_ends_it_with_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WHILE_IMPORTING], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")
