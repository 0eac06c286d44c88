"""The repository's own texts as pages: each file has its place on the site, and every link leads there."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

LINK = re.compile(r"(!?\[[^\]]*\]\()(?!https?:|fact:|claim:|#)([^)#\s]+)((?:#[^)\s]*)?\))")
_SHOWN = (".md", ".png", ".csv", ".yaml")
_PAGES = {
    "README.md": "index.md",
    "BENCHMARKS.md": "project/benchmarks.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CITATION.cff": "project/citation.cff.txt",
    "docs/ferry-talks.html": "ferry-talks.html.txt",  # an example of a page, and none of the site's
    "LICENSE": "project/license.txt",
    "LICENSE-ANNOTATIONS": "project/license-annotations.txt",
}


def places(root: Path) -> dict[str, str]:
    """Give where each file stands on the site: path in the repository -> path among the pages."""
    guides = {f"docs/{path.name}": path.name for path in sorted((root / "docs").iterdir()) if path.suffix in _SHOWN}
    notebooks = {f"notebooks/{path.name}": f"notebooks/{path.stem}.md" for path in (root / "notebooks").glob("*.ipynb")}
    return {**_PAGES, **guides, **dict(sorted(notebooks.items()))}


def linked(text: str, source: str, known: dict[str, str]) -> str:
    """Turn the links of a text to files of the repository into links between pages.

    Raises
    ------
    SystemExit
        If a link leads to nothing that is on the site.
    """

    def turned(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[2]))
        if target not in known:
            raise SystemExit(f"{source}: the link to `{found[2]}` leads to nothing that is on the site")
        return found[1] + posixpath.relpath(known[target], posixpath.dirname(known[source]) or ".") + found[3]

    return LINK.sub(turned, text)


def write_texts(root: Path, pages: Path) -> None:
    """Write every text that is not a notebook."""
    known = places(root)
    for source, place in known.items():
        if source.endswith(".ipynb"):
            continue
        (pages / place).parent.mkdir(parents=True, exist_ok=True)
        if place.endswith(".md"):
            (pages / place).write_text(linked((root / source).read_text("utf-8"), source, known), "utf-8")
        else:
            shutil.copyfile(root / source, pages / place)
