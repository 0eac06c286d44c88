"""Runs the verb that was typed, and turns errors into messages and exit codes."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import warnings
from pathlib import Path
from typing import Any, NoReturn

from kg.base.errors import STOPPED, KgError, KgWarning
from kg.cli.terminal import escape_what_is_lacking, open_what_is_closed, tell
from kg.cli.verbs import app

SOON = 0.01  # seconds


def run(arguments: list[str]) -> int:
    """Run one command, and give its exit code: 0 fine, 1 wrong or not found, 2 called wrongly."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", KgWarning)
        warnings.showwarning = _show  # type: ignore[assignment] # `place` takes what is left of its arguments
        return _run(arguments)


def _show(message: Warning | str, category: type[Warning], *place: Any) -> None:  # noqa: ANN401 - as `warnings` has it
    """Write our own warnings as notes; others with their place in the code, as Python does."""
    tell(str(message) if issubclass(category, KgWarning) else warnings.formatwarning(message, category, *place[:2]))


def _run(arguments: list[str]) -> int:
    try:
        app(arguments, prog_name="kg")
    except KgError as error:
        tell(str(error))
        return error.exit_code
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # which typer has turned into an exit
            return _nobody_reads()
        if stop.code == STOPPED:  # by Ctrl-C, which typer has turned into an exit
            tell("stopped")
        return stop.code if isinstance(stop.code, int) else 0
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:  # such as a full disk behind stdout
        tell(f"cannot go on: {_why(error)}")
        return 1
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        tell("stopped")  # Python before 3.12 makes a RuntimeError of Ctrl-C where a class comes about
        return STOPPED
    return 0


def _why(error: OSError) -> str:
    """Say what cannot be done: a full disk has no name, and neither has a folder that is gone."""
    try:
        Path.cwd()
    except FileNotFoundError:
        gone = "the folder in which `kg` was started is no longer there"
        return f"{gone}\n  hint: go to one that is (`cd`), or name whole paths: `--project /…`"
    return f"{error.filename or 'the output cannot be written'}: {error.strerror or error}"


def _nobody_reads() -> int:
    """Write no more to stdout: whoever read it has gone, and nothing is wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _written(code: int) -> int:
    """Write what still waits to be written to stdout: where that fails, now, and not as Python ends."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        tell(f"the output cannot be written: {error.strerror or error}")
        return 1
    return code


def main() -> NoReturn:
    """Run the command that was typed."""
    sys.unraisablehook = _interrupt_again
    try:
        open_what_is_closed()
        escape_what_is_lacking()
        code = run(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done
    except KeyboardInterrupt:  # before or after the command itself
        tell("stopped")
        code = STOPPED
    sys.exit(_written(code))


def _interrupt_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Let Ctrl-C end the command soon, where it came upon code that no error can leave, such as a finalizer."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        threading.Timer(SOON, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
