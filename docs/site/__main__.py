"""Writes the pages of the site and the settings for mkdocs into a folder: `python -m docs.site FOLDER`."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from docs.site.notebooks import write_notebooks
from docs.site.reference import write_reference
from docs.site.terms import write_terms
from docs.site.texts import write_texts

_ROOT = Path(__file__).resolve().parents[2]
_FIRST = ("annotating.md", "shell.md", "python.md", "jupyter.md")  # of the guides; others follow by name
_PROJECT = {
    "Changes": "project/changelog.md",
    "Contributing": "project/contributing.md",
    "Benchmarks": "project/benchmarks.md",
}


def main(folder: Path) -> None:
    """Write everything anew."""
    pages = folder / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    pages.mkdir(parents=True)
    write_texts(_ROOT, pages)
    write_notebooks(_ROOT, pages)
    shutil.copyfile(_ROOT / "docs/site/site.css", pages / "site.css")
    terms, reference = write_terms(_ROOT, pages), write_reference(_ROOT, pages)
    guides = sorted(path.name for path in (_ROOT / "docs").glob("*.md") if path.name not in _FIRST)
    notebooks = sorted(path.relative_to(pages).as_posix() for path in (pages / "notebooks").glob("*.md"))
    contents = [
        {"Dramatis": "index.md"},
        {"Guides": [*_FIRST, *guides]},
        {"Notebooks": notebooks},
        {"Ontology": terms},
        {"Reference": reference},
        {"Project": [{name: place} for name, place in _PROJECT.items()]},
    ]
    settings = (_ROOT / "docs/site/mkdocs.yml").read_text("utf-8")
    added: dict[str, Any] = {"docs_dir": "pages", "site_dir": "site", "plugins": _plugins(folder), "nav": contents}
    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in added.items())
    (folder / "mkdocs.yml").write_text(settings + lines, "utf-8")


def _plugins(folder: Path) -> list[Any]:
    """Give the search, which is in the pages, and the docstrings, which are read and not imported."""
    options = {
        "docstring_style": "numpy",
        "show_source": False,
        "show_submodules": True,
        "show_root_toc_entry": False,
        "show_if_no_docstring": False,
        "filters": ["!^_"],
        "members_order": "source",
        "separate_signature": True,
        "show_signature_annotations": True,
        "heading_level": 2,
    }
    python = {"paths": [os.path.relpath(_ROOT, folder)], "options": options}
    return ["search", {"mkdocstrings": {"handlers": {"python": python}}}]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
