"""Notebooks as pages: executed, with what their cells show."""

from __future__ import annotations

import base64
import html
import os
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from docs.site.texts import linked, places

_FRAME = re.compile(r'<iframe srcdoc="([^"]*)"')
_DATA_FRAME = '<table border="1" class="dataframe">'
_IMAGES = {"image/png": "png", "image/svg+xml": "svg"}


def write_notebooks(root: Path, pages: Path) -> None:
    """Execute every notebook in a copy of the project, and write each as a page."""
    (pages / "notebooks").mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = str(root)  # of the kernels: this code, wherever another copy is installed
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("sources", "ontology", "notebooks", "tests/projects"):
            shutil.copytree(root / name, copy / name)
        shutil.copyfile(root / "kg.toml", copy / "kg.toml")
        for path in sorted((copy / "notebooks").glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # nbformat has no types here
            NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
            for cell in notebook.cells:
                if cell.cell_type == "markdown":
                    cell.source = linked(cell.source, f"notebooks/{path.name}", places(root))
            text = _Page(path.stem, pages / "notebooks").text(notebook)
            (pages / "notebooks" / f"{path.stem}.md").write_text(text.replace(f"{folder}/", ""), "utf-8")


class _Page:
    """One notebook on its way to Markdown; pictures and drawn pages become files beside it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.files = name, folder, 0

    def text(self, notebook: NotebookNode) -> str:
        """Write the cells one below the other."""
        parts = []
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                parts.append(cell.source)
            elif cell.cell_type == "code":
                parts.append(f"```python\n{cell.source}\n```")
                parts += [part for output in cell.outputs if (part := self.output(output))]
        return "\n\n".join(parts) + "\n"

    def output(self, output: NotebookNode) -> str:
        """Write what a cell shows, in the richest form that a page can show too."""
        if output.output_type == "stream":
            return _fenced(output.text)
        data = output.get("data", {})
        if _FRAME.search(data.get("text/html", "")):  # a drawn page, which has a still picture too
            return self.markup(data["text/html"])
        for kind, suffix in _IMAGES.items():
            if kind in data:
                image = base64.b64decode(data[kind]) if suffix == "png" else str(data[kind]).encode()
                return f"![]({self.file(suffix, image)})"
        if "text/html" in data:
            return self.markup(data["text/html"])
        return _fenced(data["text/plain"]) if "text/plain" in data else ""

    def markup(self, text: str) -> str:
        """Write HTML as one block; a drawn page goes into a file of its own, which a frame shows."""

        def framed(found: re.Match[str]) -> str:
            return f'<iframe src="{self.file("html", html.unescape(found[1]).encode())}"'

        text = _FRAME.sub(framed, text).replace(_DATA_FRAME, "<table>")  # which the theme has a look for
        return '<div class="output">' + re.sub(r"\n\s*", "\n", text.strip()) + "</div>"

    def file(self, suffix: str, data: bytes) -> str:
        """Write a file beside the page."""
        self.files += 1
        name = f"{self.name}-{self.files}.{suffix}"
        (self.folder / name).write_bytes(data)
        return name


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"
