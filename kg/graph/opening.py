"""Opening a project: from its build to the graph that users hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.base.project import Project, find
from kg.builder.manifest import manifest_of
from kg.builder.releases import CURRENT, current, is_stale
from kg.graph.graph import Graph
from kg.query.store import Store
from kg.snapshot.loaders import Loaders

if TYPE_CHECKING:
    from kg.account.facts import Account
    from kg.model.records import Records
    from kg.ontology import Ontology


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
    return Graph(project, _loaders(project, folder), Path(texts) if texts else None)


def _loaders(project: Project, folder: Path) -> Loaders:
    """Load each part of a build by what reads it, imported then: a first query waits for neither."""

    def load_ontology() -> Ontology:
        from kg import ontology

        return ontology.load(project.ontology)

    def load_records() -> Records:
        from kg.model.records import Records

        return msgspec.msgpack.decode((folder / "records.msgpack").read_bytes(), type=Records)

    def load_account() -> Account:
        from kg.account.facts import Account

        return msgspec.msgpack.decode((folder / "account.msgpack").read_bytes(), type=Account)

    return Loaders(
        load_ontology, load_records, load_account, lambda: Store.open(folder / "store", project.names.prefixes())
    )


def build(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Build a project, and open it."""
    from kg.builder import pipeline  # here, since who only asks does not wait for what reads and checks

    pipeline.build(find(Path(path)), Path(texts) if texts else None)
    return open(path, texts=texts)


def fresh(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Open a project; build it first if that has not been done, or if its sources have changed since."""
    project = find(Path(path))
    is_built = (project.build / CURRENT).exists()
    return open(path, texts=texts) if is_built and not is_stale(project) else build(path, texts=texts)
