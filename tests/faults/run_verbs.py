"""Runs verbs of the command line one after the other, each in a process of its own that need not import anything.

Started under strace, which follows each of these processes and counts the system calls of each by itself; or in an
environment in which something is missing or odd.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any


def main(told: Path, *modules: str) -> None:
    """Run what a JSON file lists, and put the exit `code` of each verb beside its words.

    Parameters
    ----------
    told
        A list of verbs, each with its `words` and where its streams lead: `stdin`, `stdout`, `stderr`, or `output` for
        both of the latter. A stream of which nothing is said stays as it is.
    modules
        What is imported once, for all verbs.
    """
    for name in ("kg.builder.pipeline", *modules):
        with contextlib.suppress(ImportError):  # other versions of a library may lack a part of it
            importlib.import_module(name)
    from kg.cli.main import main as kg
    from kg.cli.verbs.typer_app import app, commands

    commands(app)
    gc.freeze()  # what is imported need not be looked through in each process

    signal.signal(signal.SIGINT, signal.default_int_handler)
    jobs = json.loads(told.read_text("ascii"))
    for job in jobs:
        if (child := os.fork()) == 0:
            _redirect(job)
            sys.argv = ["kg", *(os.fsdecode(word.encode("utf-8", "surrogateescape")) for word in job["words"])]
            kg()  # never comes back
        job["code"] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told.write_text(json.dumps(jobs), "ascii")


def _redirect(job: dict[str, Any]) -> None:
    """Let the streams of this process lead where they are to lead; one that is closed may stay so."""
    output = job.get("output")
    for number, path in enumerate((job.get("stdin"), job.get("stdout", output), job.get("stderr", output))):
        if path is None:
            continue
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | (os.O_APPEND if output else 0)
        handle = os.open(path, flags, 0o644)  # the lowest number that is free
        if handle != number:
            os.dup2(handle, number)
            os.close(handle)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
