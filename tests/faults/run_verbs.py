"""Runs verbs of the command line one after the other, each in a process of its own that need not import anything.

Started under strace, which follows each of these processes and counts the system calls of each by itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path


def main(told: Path) -> None:
    """Run what a JSON file lists: `words` of a verb, the file that its `output` goes to; put its `code` beside them."""
    from kg.builder import pipeline  # noqa: F401 - imported once, for all verbs
    from kg.cli.main import main as kg

    signal.signal(signal.SIGINT, signal.default_int_handler)
    jobs = json.loads(told.read_text("utf-8"))
    for job in jobs:
        if (child := os.fork()) == 0:
            output = os.open(job["output"], os.O_WRONLY | os.O_CREAT, 0o644)
            os.dup2(output, 1)
            os.dup2(output, 2)
            sys.argv = ["kg", *job["words"]]
            kg()  # never comes back
        job["code"] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told.write_text(json.dumps(jobs), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
