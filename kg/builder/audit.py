"""Checks every byte of a project's build, and of what is kept of its sources."""

from __future__ import annotations

from pathlib import Path

from kg.base.errors import StoreError
from kg.base.project import find
from kg.builder.manifest import verify
from kg.builder.pipeline import DOCUMENTS
from kg.builder.read_cache import Cache
from kg.builder.releases import current


def check_store(root: Path) -> None:
    """Check every byte of a project's build.

    Raises
    ------
    StoreError
        Naming the first file that is not what was written.
    """
    project = find(root)
    verify(current(project))
    for path in Cache(project.build / DOCUMENTS).damaged():
        raise StoreError(f"what is kept of the sources is damaged: {path.name}", "build again: it is read anew")
