"""A second process of this program, to which a part of a long work is handed through pipes.

It is a fresh process, not a copy of this one: what runs here may have threads, or be a script without a guard.
"""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, TypeVar

_LENGTH = 8  # bytes that say how many follow
T = TypeVar("T")
R = TypeVar("R")

Work = Callable[[bytes], bytes]


class Beside:
    """A second process, which ends with the block, or with this process.

    Parameters
    ----------
    module, function
        Of this package; in the other process it is given `told`, and gives what answers each question.
    told
        What it has to know first; it can be pickled.

    >>> with Beside("tests.test_beside", "repeating", 2) as other:  # doctest: +SKIP
    ...     other.ask(b"ab")
    b'abab'
    """

    def __init__(self, module: str, function: str, told: Any) -> None:  # noqa: ANN401 - whatever it needs
        here = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.builder.workers", module, function],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths},
        )  # fmt: skip
        _send(self._input, pickle.dumps(told))

    @property
    def _input(self) -> BinaryIO:
        assert self._process.stdin
        return self._process.stdin  # type: ignore[return-value]  # a binary pipe

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Let the other process end; if something went wrong here, do not wait for what it is at."""
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def ask(self, question: bytes) -> bytes:
        """Hand something over, and wait for the answer.

        Raises
        ------
        OSError
            If the other process has ended.
        """
        assert self._process.stdout
        _send(self._input, question)
        answer = _taken(self._process.stdout)  # type: ignore[arg-type]  # a binary pipe
        if answer is None:
            raise OSError("a process that helped has ended too early")
        return answer


def shared(
    parts: list[T], done: Callable[[R], object], here: Callable[[T], R], there: Callable[[T], R] | None = None
) -> None:
    """Do each part of a work either here or, by a thread that waits for another process, there.

    Parameters
    ----------
    parts
        Whoever is done with one takes the next, so that none waits for the other; the list is emptied meanwhile.
    done
        Told what became of each part, of one at a time.
    here, there
        Do a part.
    """
    one_at_a_time = Lock()

    def take(work: Callable[[T], R]) -> None:
        while parts:
            try:
                part = parts.pop()
            except IndexError:  # the other has just taken the last one
                return
            found = work(part)
            with one_at_a_time:
                done(found)

    if there is None:
        take(here)
        return
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(take, there)
        other.add_done_callback(lambda its: parts.clear() if its.exception() else None)
        try:
            take(here)
        finally:
            parts.clear()
        other.result()


def processors() -> int:
    """Count the processors that this process may use; where no second one can be started, one."""
    if not sys.executable:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _send(stream: BinaryIO, data: bytes) -> None:
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def _taken(stream: BinaryIO) -> bytes | None:
    head = stream.read(_LENGTH)
    return stream.read(int.from_bytes(head, "big")) if len(head) == _LENGTH else None


def _serve(module: str, function: str) -> None:
    """Answer what is asked, until nothing more comes."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    told = _taken(questions)
    if told is None:
        return
    work: Work = getattr(importlib.import_module(module), function)(pickle.loads(told))  # from ourselves
    while (question := _taken(questions)) is not None:
        _send(answers, work(question))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the process that asks
    with suppress(BrokenPipeError):  # it has been killed
        _serve(sys.argv[1], sys.argv[2])
