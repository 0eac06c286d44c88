"""Starts the command line: what it needs is imported while Ctrl-C ends the process with one word, and no traceback."""

from __future__ import annotations

import os
import signal
from types import FrameType

from kg.base.errors import STOPPED


def main() -> None:
    """Run the command that was typed."""
    signal.signal(signal.SIGINT, _stop)
    from kg.cli.main import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _stop(_: int, __: FrameType | None) -> None:
    os.write(2, b"stopped\n")
    os._exit(STOPPED)
