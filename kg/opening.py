"""Opening a project: from its build to the graph that users hold."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kg import ontology
from kg.account import Account
from kg.graph import Graph
from kg.held import Parts
from kg.manifest import manifest_of
from kg.project import find
from kg.records import Records
from kg.served import current, is_stale
from kg.store import Store
from kg.swap import CURRENT


def open(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Open a built project.

    Parameters
    ----------
    path
        The project's folder.
    texts
        A folder of the articles' texts, from which evidence is then quoted.

    Returns
    -------
    Graph
        Reads what it needs when it is asked.

    Raises
    ------
    UsageError
        If the folder is no project.
    StoreError
        If it is not built, or the build is damaged.
    """
    project = find(Path(path))
    folder = current(project)
    manifest_of(folder)
    parts = Parts(
        ontology=lambda: ontology.load(project.ontology),
        records=lambda: msgspec.msgpack.decode((folder / "records.msgpack").read_bytes(), type=Records),
        account=lambda: msgspec.msgpack.decode((folder / "account.msgpack").read_bytes(), type=Account),
        store=lambda: Store.open(folder / "store", project.names.prefixes()),
    )
    return Graph(project, parts, Path(texts) if texts else None)


def build(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Build a project, and open it."""
    from kg import builder  # here, since who only asks does not wait for what reads and checks

    builder.build(find(Path(path)), Path(texts) if texts else None)
    return open(path, texts=texts)


def fresh(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Open a project; build it first if that has not been done, or if its sources have changed since."""
    project = find(Path(path))
    is_built = (project.build / CURRENT).exists()
    return open(path, texts=texts) if is_built and not is_stale(project) else build(path, texts=texts)
