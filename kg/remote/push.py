"""Pushing a build to an endpoint: graph by graph, only those that have changed, each verified once it is written.

What is there is told by a record at the endpoint (`kg.remote.record`). First the graphs that belong to the project are
listed there, and the build and the checksums of what will be written are taken out, so that nobody reads half a build;
then each graph is written, read back, and told of; the build is told last. A push that has been stopped goes on where
it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from kg.base import settings
from kg.base.disk import SETTINGS
from kg.base.errors import StoreError, UsageError
from kg.base.hints import counted, named
from kg.base.project import find, located
from kg.base.settings import Elsewhere
from kg.builder.in_parts import InParts, in_parts
from kg.builder.manifest import Sealed, sealed_in
from kg.builder.releases import hold
from kg.rdf.canonical import canonical_lines, checksum
from kg.remote.endpoint import Endpoint, endpoint_of
from kg.remote.parts import Part, Step, build_of, parts_in, parts_of
from kg.remote.record import Pushed, Record, build_id, pushed_at, records_at
from kg.remote.verifying import Holding, count_of
from kg.remote.writing import DEFAULT, Writer, writer_of

_TOLD_AT_ONCE = 20  # graphs that are told of together: as many are written again after a push that was stopped


class How(Struct, frozen=True):
    """How a build is pushed.

    `again`: all graphs are written, also those that have not changed. `verify`: those are read back too, and not only
    counted. `replace`: what others have put where graphs go is written over.
    """

    again: bool = False
    verify: bool = False
    replace: bool = False


_USUAL = How()


class Done(Struct, frozen=True):
    """What a push came to."""

    graphs: int  # of the build, with that of its files
    written: int  # of these, since they had changed
    dropped: int  # that belonged to an earlier build
    statements: int  # that the endpoint holds of the build
    build: str


def push(endpoint: Endpoint, sealed: Sealed, how: How = _USUAL, step: Step = lambda *_: None) -> Done:
    """Write a build to an endpoint.

    Parameters
    ----------
    endpoint
        Where it goes.
    sealed
        The build.
    how
        What is written, and what is not.
    step
        Told how far it has come.

    Returns
    -------
    Done
        How many graphs were written, and what is there now.

    Raises
    ------
    StoreError
        If the endpoint does not answer, holds in the place of a graph what no push has written, or does not hold
        afterwards what was written.
    UsageError
        If it is not known where it is written to.
    """
    base, build = str(sealed.manifest["base"]), build_id(sealed.manifest["files"])
    return push_parts(endpoint, base, parts_of(sealed), build, how, step)


def push_parts(  # noqa: PLR0913 - what is pushed, where to, and how
    endpoint: Endpoint, base: str, parts: list[Part], build: str, how: How = _USUAL, step: Step = lambda *_: None
) -> Done:
    """Write the graphs of a build to an endpoint, as `push` does.

    Parameters
    ----------
    endpoint, how, step
        As of `push`.
    base
        Of the project.
    parts
        Its graphs, the account's first.
    build
        What the build is called in the record.
    """
    writer = writer_of(endpoint)
    records = records_at(endpoint)
    before = next((record for record in records if record.base == base), None)
    there = pushed_at(endpoint, before) if before else {}
    record = before or Record(base, account="" if _has_default_graph(endpoint, writer, base) else parts[0].name)
    work = _Work(endpoint, writer, record, step)
    changed = [part for part in parts if how.again or not work.is_there(part, there.get(part.name), how)]
    gone = sorted(there.keys() - {part.name for part in parts})
    if before and before.build == build and not changed and not gone:
        return Done(len(parts), 0, 0, _statements(there), build)
    others = [other for other in records if other.base != base and not other.account and not record.account]
    if how.replace:
        work.disown(others)
    else:
        work.need_free([part for part in changed if part.name not in there], others)
    kept = {part.name: its for part in parts if part not in changed and (its := there.get(part.name)) is not None}
    work.begin([part.name for part in parts] + gone, kept)
    kept |= work.write(changed)
    for graph in gone:
        writer.drop(graph)
    work.end(build, [part.name for part in parts], kept, drop=bool(gone))
    return Done(len(parts), len(changed), len(gone), _statements(kept), build)


def push_project(folder: Path, address: str | None = None, how: How = _USUAL, step: Step = lambda *_: None) -> Done:
    """Push the build of a project.

    Parameters
    ----------
    folder
        Of the project; or one that Spark has written a build to.
    address
        Of the endpoint; None: the one that `store` in `kg.toml` names.
    how, step
        As of `push`.

    Raises
    ------
    UsageError
        If no endpoint is named.
    """
    if (build := in_parts(folder)) is not None:
        return _push_in_parts(build, address, how, step)
    held = hold(located(folder))
    sealed = sealed_in(held.folder)
    return push(_endpoint(address, find(folder, sealed.read(SETTINGS)).store), sealed, how, step)


def _push_in_parts(build: InParts, address: str | None, how: How, step: Step) -> Done:
    endpoint = _endpoint(address, settings.read(build.folder / SETTINGS, build.read(SETTINGS)).store)
    writer_of(endpoint)  # whether it is known where to write, before all is read
    with TemporaryDirectory(prefix="kg-push-") as folder:
        parts = parts_in(build, Path(folder), step)
        return push_parts(endpoint, build.base, parts, build_of(parts), how, step)


def _endpoint(address: str | None, store: Elsewhere) -> Endpoint:
    if address is None and not store.query:
        raise UsageError("no endpoint", 'name one: `kg push https://…/sparql`, or set store = "https://…" in kg.toml')
    return endpoint_of(address, store)


class _Work:
    """The steps of a push."""

    def __init__(self, endpoint: Endpoint, writer: Writer, record: Record, step: Step) -> None:
        self._endpoint, self._writer, self._record, self._step = endpoint, writer, record, step
        self._coercions = endpoint.server.coercions

    def _place(self, graph: str) -> str:
        """Give the graph at the endpoint of one in the record: the account may lie in the default graph."""
        return DEFAULT if graph == f"{self._record.base}account" and not self._record.account else graph

    def _holding(self, graph: str) -> Holding:
        return Holding(self._endpoint, self._place(graph), self._coercions)

    def is_there(self, part: Part, pushed: Pushed | None, how: How) -> bool:
        """Tell whether a graph has not changed since it was pushed: neither here, nor, by its count, there."""
        holding = self._holding(part.name)
        if pushed is None or pushed.source != part.source or holding.count() != pushed.triples:
            return False
        return not how.verify or self._checksum_there(part) == pushed.checksum

    def _checksum_there(self, part: Part) -> str:
        """Hash what the endpoint holds of the subjects of a graph."""
        holding = self._holding(part.name)
        return checksum(its for lines in part.batches() for its in holding.read(self._expected(lines)))

    def _expected(self, lines: list[str]) -> dict[str, list[str]]:
        return canonical_lines("".join(f"{line}\n" for line in lines).encode(), self._coercions)

    def disown(self, others: list[Record]) -> None:
        """Tell of other projects whose account lies in the default graph that it is there no more."""
        for other in others:
            graphs = pushed_at(self._endpoint, other).keys() - {f"{other.base}account"}
            self._writer.replace(other.graph, [*other.lines(), *map(other.owned, sorted(graphs))])

    def need_free(self, parts: list[Part], others: list[Record]) -> None:
        """Make sure that nobody else has put anything where graphs go.

        Parameters
        ----------
        parts
            Graphs that do not belong to the project yet.
        others
            Other projects whose account lies in the default graph, if ours does: there is but one.

        Raises
        ------
        StoreError
            If somebody has.
        """
        shown = f"the endpoint `{self._endpoint.client.shown}`"
        for other in others:
            if f"{other.base}account" in pushed_at(self._endpoint, other):
                what = f"{shown} holds the account of another project in its default graph: {named(other.base)}"
                raise StoreError(what, "push to another endpoint; `--replace` writes over it")
        for part in parts:
            if found := self._holding(part.name).count():
                place = self._place(part.name)
                where = f"in {named(place)}" if place else "in its default graph"
                what = f"{shown} holds {counted(found, 'statement')} {where}"
                raise StoreError(f"{what} that no push of this project has written", "`--replace` writes over them")

    def begin(self, graphs: list[str], kept: dict[str, Pushed]) -> None:
        """Tell which graphs belong to the project, and what is in those that stay as they are."""
        lines = [*self._record.lines(), *map(self._record.owned, graphs)]
        for graph, pushed in kept.items():
            lines += self._record.pushed(graph, pushed)
        self._writer.replace(self._record.graph, lines)

    def write(self, parts: list[Part]) -> dict[str, Pushed]:
        """Write graphs, and tell of each once it is there."""
        done: dict[str, Pushed] = {}
        untold: list[str] = []
        for number, part in enumerate(parts, 1):
            done[part.name] = pushed = self._write(part)
            untold += self._record.pushed(part.name, pushed)
            if number % _TOLD_AT_ONCE == 0 or number == len(parts):
                self._writer.add(self._record.graph, untold)
                untold = []
            self._step("graphs pushed", number, len(parts))
        return done

    def _write(self, part: Part) -> Pushed:
        count = 0

        def written() -> Iterator[list[str]]:
            """Write batch by batch; the canonical statements of each subject come when they are written."""
            nonlocal count
            place = self._place(part.name)
            for number, lines in enumerate(part.batches()):
                expected = self._expected(lines)
                count += count_of(expected)
                (self._writer.add if number else self._writer.replace)(place, lines)
                yield from expected.values()

        wanted = checksum(written())
        shown = f"the endpoint `{self._endpoint.client.shown}`"
        if (there := self._holding(part.name).count()) != count:
            holds = f"{shown} holds {counted(there, 'statement')} in {named(part.name)}"
            what = f"{holds}, not the {count:,} that were written"
            raise StoreError(what, "push again; if it stays so, the server changes what it is given")
        if self._checksum_there(part) != wanted:
            what = f"{shown} does not hold in {named(part.name)} what was written, though as many statements"
            raise StoreError(what, "push again; if it stays so, the server changes what it is given")
        return Pushed(part.source, count, wanted)

    def end(self, build: str, graphs: list[str], pushed: dict[str, Pushed], *, drop: bool) -> None:
        """Tell that the build is there."""
        if drop:  # and that what belonged to an earlier one is not
            self.begin(graphs, pushed)
        self._writer.add(self._record.graph, [self._record.build_line(build)])


def _has_default_graph(endpoint: Endpoint, writer: Writer, base: str) -> bool:
    """Find out whether the default graph is a graph apart, and does not hold all that lies in named graphs."""
    if not endpoint.server.has_default_graph:
        return False
    probe = f"{base}push/probe"
    writer.replace(probe, [f"<{probe}> <{probe}> <{probe}> ."])
    try:
        return not endpoint.asks(f"ASK {{ <{probe}> <{probe}> <{probe}> }}")
    finally:
        writer.drop(probe)


def _statements(pushed: dict[str, Pushed] | dict[str, Pushed | None]) -> int:
    return sum(its.triples for its in pushed.values() if its)
