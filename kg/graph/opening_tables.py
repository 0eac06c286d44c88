"""Opening a build on Spark, from its tables: as a whole, or what is around one actor."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, TypeVar, cast, overload

import msgspec
from msgspec import structs

from kg.base.disk import SETTINGS
from kg.base.errors import StoreError, UsageError
from kg.base.hints import counted
from kg.base.project import Project, find
from kg.formats.build_folder import BuildFolder
from kg.snapshot.loaders import Loaders, in_memory

if TYPE_CHECKING:
    from kg.account.facts import Account, Reading
    from kg.model.records import Claim, Records
    from kg.ontology import Ontology

MOST = 1_000_000  # claims of a build that is opened as a whole: with all that is asked of them some 3 GB
K = TypeVar("K")
V = TypeVar("V")


def opened(out: str | Path, focus: str | None = None, steps: int = 1) -> tuple[Project, Loaders]:
    """Open a build on Spark.

    Its settings and its ontology are read at once, into a folder that is taken away with the last who uses it; facts,
    claims and the rest when they are needed: a network needs no claim.

    Parameters
    ----------
    out
        The folder that `kg build --on spark --out` wrote, by its path or its URI.
    focus
        The id of an entity: only what is around it is opened.
    steps
        How far around: 1, the facts that name it; 2, also those that name whom an edge ties to it; and so on.

    Raises
    ------
    StoreError
        If there is no such build, or it has more claims than are opened as a whole.
    UsageError
        If steps are no number from 1, or are given without a focus.
    """
    if steps < 1 or (steps > 1 and focus is None):
        what = "steps are a number from 1" if steps < 1 else "steps lead away from an actor, and none is named"
        raise UsageError(what, 'for example `kg.open(OUT, focus="ann", steps=2)`')
    folder = BuildFolder(out)
    if focus is None:
        _need_few(folder)
    project, ontology = _settings(folder)
    parts = _Whole(folder, ontology) if focus is None else _Part(folder, ontology, focus, steps)
    store = in_memory(project.names, ontology, lambda: (parts.records, parts.account)).store
    return project, Loaders(ontology, lambda: parts.records, lambda: parts.account, store, folder.manifest)


def _need_few(folder: BuildFolder) -> None:
    claims = int(folder.manifest["counts"]["claims"])
    if claims > MOST:
        what = f"`{folder.name}` holds {counted(claims, 'claim')}: more than the {MOST:,} that are opened as a whole"
        hint = 'open what is around an actor: `kg.open(OUT, focus="ID", steps=1)`; or ask its tables with DuckDB'
        raise StoreError(what, hint)


def _settings(folder: BuildFolder) -> tuple[Project, Callable[[], Ontology]]:
    """Read settings and ontology, into a folder that is there for as long as the ontology's loader."""
    kept = Path(mkdtemp(prefix="kg-"))
    try:
        for name in ("sources", "ontology"):
            (kept / name).mkdir()
        for name in (SETTINGS, *folder.names("ontology")):
            (kept / name).write_bytes(folder.read(name))
        project = find(kept)
    except BaseException:
        rmtree(kept, ignore_errors=True)
        raise
    if project.title == kept.name:  # it says none
        project = structs.replace(project, title=folder.name.rstrip("/").rpartition("/")[2])

    def ontology() -> Ontology:
        from kg import ontology

        return ontology.load(kept / "ontology")

    weakref.finalize(ontology, rmtree, kept, ignore_errors=True)
    return project, ontology


def _day_of(folder: BuildFolder, records: Records, ontology: Ontology) -> str:
    """Give the day of the account: that of the manifest, else the one that the rule takes."""
    from kg.account.context import latest_day
    from kg.account.voices import Links

    cut = folder.manifest.get("slice", {}).get("known_by")
    return str(folder.manifest.get("day") or cut or latest_day(Links.of(records, ontology)))


class _Whole:
    """The records and the account of a build; claims and how they are read come when somebody looks at one."""

    def __init__(self, folder: BuildFolder, ontology: Callable[[], Ontology]) -> None:
        self._folder, self._ontology = folder, ontology

    @cached_property
    def records(self) -> Records:
        """Entities, articles and claims."""
        from kg.formats.parquet_reading import article_of, entity_of
        from kg.model.records import Records

        entities = {row["id"]: entity_of(row) for row in self._folder.rows("entities")}
        articles = {row["id"]: article_of(row) for row in self._folder.rows("articles")}
        claims = cast("tuple[Claim, ...]", LateSequence(self._claims))
        return Records(entities, articles, claims, replaced=self._folder.replaced)

    @cached_property
    def account(self) -> Account:
        """What the claims amount to."""
        from kg.account.facts import Account, FactAccount

        read = msgspec.msgpack.Decoder(FactAccount).decode
        facts = {its.fact: its for its in (read(row["account"]) for row in self._folder.rows("facts", ("account",)))}
        readings = cast("dict[str, Reading]", LateMapping(self._readings))
        return Account(facts, readings, _day_of(self._folder, self.records, self._ontology()))

    def _claims(self) -> tuple[Claim, ...]:
        from kg.formats.parquet_reading import claim_of

        return tuple(sorted(map(claim_of, self._folder.rows("claims")), key=lambda its: its.key))

    def _readings(self) -> dict[str, Reading]:
        from kg.formats.around import readings_of

        return readings_of(self._folder.rows("claims", ("key", "voices", "counts", "outlet")))


class _Part:
    """What is around one actor."""

    def __init__(self, folder: BuildFolder, ontology: Callable[[], Ontology], focus: str, steps: int) -> None:
        from kg.formats.around import Around

        self._folder, self._ontology = folder, cache(ontology)
        self._around = Around(folder, self._ontology(), focus, steps)

    @cached_property
    def records(self) -> Records:
        """Entities, articles and claims."""
        return self._around.records()

    @cached_property
    def account(self) -> Account:
        """What the claims amount to in the whole."""
        from kg.account.facts import Account

        its = self._around
        day = _day_of(self._folder, self.records, self._ontology())
        return Account(dict(sorted(its.facts.items())), dict(sorted(its.readings.items())), day)


class LateSequence(Sequence[V]):
    """A sequence that is made when somebody first looks into it.

    >>> LateSequence(lambda: (1, 2))[0]
    1
    """

    def __init__(self, make: Callable[[], Sequence[V]]) -> None:
        self._make = cache(make)

    @overload
    def __getitem__(self, at: int) -> V: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[V]: ...
    def __getitem__(self, at: int | slice) -> V | Sequence[V]:
        return self._make()[at]

    def __len__(self) -> int:
        return len(self._make())

    def __iter__(self) -> Iterator[V]:
        return iter(self._make())


class LateMapping(Mapping[K, V]):
    """A mapping that is made when somebody first looks into it.

    >>> LateMapping(lambda: {"a": 1})["a"]
    1
    """

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        self._make = cache(make)

    def __getitem__(self, key: K) -> V:
        return self._make()[key]

    def __len__(self) -> int:
        return len(self._make())

    def __iter__(self) -> Iterator[K]:
        return iter(self._make())
