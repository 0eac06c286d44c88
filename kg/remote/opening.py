"""Opening a graph at an endpoint: with the build beside it, or from what was pushed alone."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import msgspec

from kg.base.disk import SETTINGS
from kg.base.errors import StoreError
from kg.base.project import Project, find
from kg.builder.manifest import Sealed
from kg.query.store import Store
from kg.remote.endpoint import Endpoint, endpoint_of
from kg.remote.files import files_at, read_file
from kg.remote.record import Record, build_id, record_at
from kg.remote.store import RemoteStore, need_build
from kg.snapshot.loaders import Loaders, in_memory

if TYPE_CHECKING:
    from kg.account.facts import Account
    from kg.model.records import Records
    from kg.ontology import Ontology


def asked_at(address: str | None, project: Project, loaders: Loaders, sealed: Sealed) -> Loaders:
    """Let the quads of a build be asked at an endpoint, which must hold the same build.

    Parameters
    ----------
    address
        Of the endpoint; None: that of the settings.
    project, loaders, sealed
        The build, from which all else is read.

    Returns
    -------
    Loaders
        Whatever is first loaded by them raises a `StoreError` if the endpoint does not answer, or holds another build.
    """
    endpoint = endpoint_of(address, project.store)
    build = build_id(sealed.manifest["files"])

    @cache
    def confirmed() -> Record:
        return need_build(endpoint, project.base, build)

    def records() -> Records:
        confirmed()
        return loaders.records()

    def account() -> Account:
        confirmed()
        return loaders.account()

    return _with_store(endpoint, confirmed, project, loaders.ontology, records, account)


def opened(address: str, base: str | None = None) -> tuple[Project, Loaders]:
    """Open what was pushed of a project, where there is nothing of it on this machine.

    Settings and ontology are read at once, into a folder that is taken away with the last who uses it; records and
    account when they are needed.

    Parameters
    ----------
    address
        Of the endpoint.
    base
        Of the project, where the endpoint holds several.
    """
    endpoint = Endpoint(address)
    record = record_at(endpoint, base)
    held = files_at(endpoint, record.base)

    def read(name: str) -> bytes:
        if held and name not in held:
            raise _made_by_spark(endpoint)
        return read_file(endpoint, record.base, name, held)

    folder = Path(mkdtemp(prefix="kg-"))
    try:
        for name in ("sources", "ontology"):
            (folder / name).mkdir()
        for name in held:
            if name == SETTINGS or name.startswith("ontology/"):
                (folder / name).write_bytes(read(name))
        project = find(folder)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise

    def ontology() -> Ontology:
        from kg import ontology

        return ontology.load(folder / "ontology")

    weakref.finalize(ontology, rmtree, folder, ignore_errors=True)

    def records() -> Records:
        from kg.model.records import Records

        return msgspec.msgpack.decode(read("records.msgpack"), type=Records)

    def account() -> Account:
        from kg.account.facts import Account

        return msgspec.msgpack.decode(read("account.msgpack"), type=Account)

    return project, _with_store(endpoint, lambda: record, project, ontology, records, account)


def _made_by_spark(endpoint: Endpoint) -> StoreError:
    """Say of an endpoint that it has no records: only a build on one machine has them whole, in a file."""
    what = f"the endpoint `{endpoint.client.shown}` holds a build that Spark has made, without its records"
    return StoreError(what, "in SPARQL all of it can be asked there; the rest is asked of the build's own folder")


def _with_store(  # noqa: PLR0913 - the parts of a graph
    endpoint: Endpoint,
    record: Callable[[], Record],
    project: Project,
    ontology: Callable[[], Ontology],
    records: Callable[[], Records],
    account: Callable[[], Account],
) -> Loaders:
    """Let quads be asked at an endpoint; who wants all of them gets those that the records make."""
    copy = cache(in_memory(project.names, ontology, lambda: (records(), account())).store)

    def store() -> Store:
        return RemoteStore(endpoint, record(), project.names.prefixes(), copy)

    return Loaders(ontology, records, account, store)
