"""A shell of IPython for tests, as a notebook's kernel has one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


class Cells:
    """Runs cells one after the other."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.said = ""

    def __call__(self, cell: str) -> Any:
        """Run a cell that must not fail; its value."""
        result = self._run(cell)
        result.raise_error()
        return result.result

    def fails(self, cell: str) -> str:
        """Run a cell that must fail; what is then shown."""
        assert not self._run(cell).success, cell
        return self.said

    def _run(self, cell: str) -> Any:
        with capture_output() as captured:
            result = self.shell.run_cell(cell)  # type: ignore[no-untyped-call]  # IPython has no types here
        self.said = captured.stdout
        return result

    def completes(self, cell: str) -> list[str]:
        """What the shell suggests where `|` stands in a cell: the whole cell, as each suggestion would make it."""
        cursor = cell.index("|")
        text = cell.replace("|", "")
        with provisionalcompleter():
            found = list(self.shell.Completer.completions(text, cursor))
        return [text[: its.start] + its.text + text[its.end :] for its in found]


@contextlib.contextmanager
def opened(project: Path) -> Iterator[Cells]:
    """A shell in which a project is open."""
    with cells() as shell:
        shell("%load_ext kg")
        shell(f'%kg open "{project}"')
        yield shell


@contextlib.contextmanager
def cells() -> Iterator[Cells]:
    settings = Config()
    settings.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=settings)
    try:
        yield Cells(shell)
    finally:
        InteractiveShell.clear_instance()
