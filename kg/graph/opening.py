"""Opening a project: from its build to the graph that users hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.base.disk import SETTINGS
from kg.base.errors import UsageError
from kg.base.folders import need_texts
from kg.base.project import Project, find, located
from kg.base.uris import is_uri
from kg.builder.manifest import MANIFEST, Sealed, name_of, sealed_in
from kg.builder.releases import Held, hold, is_built, is_stale
from kg.graph.graph import Graph
from kg.query.store import Store
from kg.snapshot.loaders import Loaders

if TYPE_CHECKING:
    from kg.account.facts import Account
    from kg.model.records import Records
    from kg.ontology import Ontology


def open(  # noqa: PLR0913 - where it lies, what is beside it, and which part
    path: str | Path | None = None,
    *,
    texts: str | Path | None = None,
    endpoint: str | None = None,
    base: str | None = None,
    focus: str | None = None,
    steps: int = 1,
) -> Graph:
    """Open a built project, what was pushed of one to a SPARQL endpoint, or a build on Spark.

    The graph answers from this build, by the ontology and settings that it was made by, whatever is edited or built
    meanwhile.

    Parameters
    ----------
    path
        The project's folder; left out, the one that one is in, or none if an endpoint is given. Or the folder, by its
        path or URI, that `kg build --on spark --out` wrote: its facts and claims are read when they are needed.
    texts
        A folder of the articles' texts, from which evidence is then quoted.
    endpoint
        The address of an endpoint that is asked in SPARQL instead of the build's own store; it must hold the same build
        (`kg push`). Left out, the one that `store` in the build's `kg.toml` names, if any.
    base
        Of which project, where there is no folder and the endpoint holds several.
    focus, steps
        Of a build on Spark: only what is around one actor, by its id, as far as so many steps lead. Every fact that
        names it is there as in the whole; of others so much as these are told by. One step: the facts that name the
        actor; two: also those that name whom an edge ties to it; and so on.

    Returns
    -------
    Graph
        Reads what it needs when it is asked.

    Raises
    ------
    UsageError
        If the folder is no project.
    StoreError
        If it is not built, or the build is damaged; when first something is read, if the endpoint does not answer, or
        holds another build.
    """
    if path is None and endpoint is not None:
        from kg.remote.opening import opened

        return Graph(*opened(endpoint, base), _texts(texts))
    if path is not None and holds_tables(path):
        return _of_tables(path, texts, endpoint, focus, steps)
    root = _folder("." if path is None else path)
    if focus is not None or steps != 1:
        what = f"`{root}` is no build on Spark, of which alone a part is opened"
        raise UsageError(what, "leave out `focus` and `steps`, and cut a slice: `graph.slice(entity=…)`")
    project, loaders, sealed = _parts(root, hold(located(root)))
    if endpoint is not None or project.store.query:
        from kg.remote.opening import asked_at

        loaders = asked_at(endpoint, project, loaders, sealed)
    return Graph(project, loaders, _texts(texts))


def holds_tables(path: str | Path) -> bool:
    """Whether a folder holds builds on Spark; one that is named by a URI is taken for such."""
    if is_uri(path):
        return True
    try:
        manifest = json.loads((Path(path) / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and str(manifest.get("format", "")).startswith("spark")


def _of_tables(out: str | Path, texts: str | Path | None, endpoint: str | None, focus: str | None, steps: int) -> Graph:
    if endpoint is not None:
        raise UsageError("a build on Spark is opened without an endpoint", "leave out `endpoint`, or the folder")
    from kg.graph.opening_tables import opened

    return Graph(*opened(out, focus, steps), _texts(texts))


def open_release(path: Path, folder: Path, texts: Path | None = None, *, is_compared: bool = False) -> Graph:
    """Open one build of a project, whichever is served meanwhile: see `open`.

    Parameters
    ----------
    path, texts
        As of `open`.
    folder
        Of the build; somebody else holds it already (`kg.builder.releases.hold`).
    is_compared
        Whether somebody has compared its store with the manifest: it is not done once more.
    """
    project, loaders, _ = _parts(path, Held(folder), is_compared=is_compared)
    return Graph(project, loaders, _texts(texts))


def compare(folder: Path) -> str:
    """Compare the store of a build with its manifest, for those who then open it; give the name of the build.

    Raises
    ------
    StoreError
        If it is not what was written.
    """
    sealed = sealed_in(folder)
    sealed.compare_store()
    return name_of(sealed.manifest)


def _parts(root: Path, held: Held, *, is_compared: bool = False) -> tuple[Project, Loaders, Sealed]:
    """Read what a graph is made of from a build that is held."""
    sealed = sealed_in(held.folder)
    project = find(root, sealed.read(SETTINGS))
    return project, _loaders(project, held, sealed, is_compared=is_compared), sealed


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


def _loaders(project: Project, held: Held, sealed: Sealed, *, is_compared: bool = False) -> Loaders:
    """Load each part of a build by what reads it, imported then: a first query waits for neither.

    The loaders hold the build. What is read is compared with the manifest then; of a large store, what may
    have changed.
    """

    def load_ontology() -> Ontology:
        from kg import ontology

        names = [name for name in sealed.files if name.startswith("ontology/")]
        kept = {held.folder / name: sealed.read(name) for name in names}  # so that none is missing
        return ontology.load(held.folder / "ontology", lambda path: kept.get(path) or read(path))

    def read(path: Path) -> bytes:
        return sealed.read(path.relative_to(held.folder).as_posix())

    def load_records() -> Records:
        from kg.model.records import Records

        return msgspec.msgpack.decode(sealed.read("records.msgpack"), type=Records)

    def load_account() -> Account:
        from kg.account.facts import Account

        return msgspec.msgpack.decode(sealed.read("account.msgpack"), type=Account)

    def load_store() -> Store:
        if not is_compared:
            sealed.compare_store()
        return Store.open(held.folder / "store", project.names.prefixes())

    return Loaders(load_ontology, load_records, load_account, load_store, sealed.manifest)


def build(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Build a project, and open it."""
    from kg.builder import pipeline  # here, since who only asks does not wait for what reads and checks

    pipeline.build(find(_folder(path)), _texts(texts))
    return open(path, texts=texts)


def fresh(path: str | Path = ".", *, texts: str | Path | None = None) -> Graph:
    """Open a project; build it first if that has not been done, or if its sources have changed since."""
    project = located(_folder(path))
    return open(path, texts=texts) if is_built(project) and not is_stale(project) else build(path, texts=texts)
