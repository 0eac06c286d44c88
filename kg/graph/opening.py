"""Opening a project: from its build to the graph that users hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.base.disk import need_texts
from kg.base.errors import StoreError, UsageError
from kg.base.project import Project, find, located
from kg.base.settings import SETTINGS
from kg.builder.manifest import manifest_of
from kg.builder.releases import Held, hold, is_built, is_stale
from kg.graph.graph import Graph
from kg.query.store import Store
from kg.snapshot.loaders import Loaders

if TYPE_CHECKING:
    from kg.account.facts import Account
    from kg.model.records import Records
    from kg.ontology import Ontology


def open(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Open a built project.

    The graph answers from this build, by the ontology and settings that it was made by, whatever is edited or built
    meanwhile.

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
    root = _folder(path)
    held = hold(located(root))
    manifest_of(held.folder)
    project = find(root, held.folder / SETTINGS)
    return Graph(project, _loaders(project, held), _texts(texts))


def _folder(path: str | Path) -> Path:
    """Take the path of a folder; an empty one is none, though `Path` takes it for the folder one is in."""
    if isinstance(path, str) and not path.strip():
        raise UsageError("the path of a folder is empty", "name a folder; `.` is the one you are in")
    return Path(path)


def _texts(texts: str | Path | None) -> Path | None:
    """Take the path of the folder of texts, which must be there if one is named."""
    folder = None if texts is None else _folder(texts)
    need_texts(folder)
    return folder


def _loaders(project: Project, held: Held) -> Loaders:
    """Load each part of a build by what reads it, imported then: a first query waits for neither.

    The loaders hold the build.
    """

    def read(name: str) -> bytes:
        try:
            return (held.folder / name).read_bytes()
        except FileNotFoundError:
            raise StoreError(f"the build that was opened is gone: `{held.folder}`", "open the project again") from None

    def load_ontology() -> Ontology:
        from kg import ontology

        return ontology.load(held.folder / "ontology")

    def load_records() -> Records:
        from kg.model.records import Records

        return msgspec.msgpack.decode(read("records.msgpack"), type=Records)

    def load_account() -> Account:
        from kg.account.facts import Account

        return msgspec.msgpack.decode(read("account.msgpack"), type=Account)

    def load_store() -> Store:
        return Store.open(held.folder / "store", project.names.prefixes())

    return Loaders(load_ontology, load_records, load_account, load_store)


def build(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Build a project, and open it."""
    from kg.builder import pipeline  # here, since who only asks does not wait for what reads and checks

    pipeline.build(find(_folder(path)), _texts(texts))
    return open(path, texts=texts)


def fresh(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Open a project; build it first if that has not been done, or if its sources have changed since."""
    project = located(_folder(path))
    return open(path, texts=texts) if is_built(project) and not is_stale(project) else build(path, texts=texts)
