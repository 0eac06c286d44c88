"""A measure into the build, for SPARQL: what `kg rank MEASURE --store` keeps, with how it was computed and of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from kg.analysis.ranks import Ranks
from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.builder import measures
from kg.model.dates import DateError, parse
from kg.rdf.measurements import Measurement, Score, measurement_lines
from kg.snapshot.slices import Cut, Filters
from kg.snapshot.snapshot import Snapshot


class Stored(Struct, frozen=True):
    """A measure that the build now has as a graph, of its own IRI."""

    measurement: Measurement
    iri: str

    def __repr__(self) -> str:
        return f"<Stored: {self.line}>"

    @property
    def line(self) -> str:
        """Say in a line what was kept, and how it is asked."""
        many = counted(len(self.measurement.scores), "score")
        return f"stored as `measure:{self.measurement.id}`: {many}; `kg query measures` lists them"


def store(graph: Snapshot, ranks: Ranks, choice: Mapping[str, Any], day: str | None = None) -> Stored:
    """Keep a measure in the build that is served, as a graph of its own; a measure of the same sort is replaced.

    Parameters
    ----------
    graph
        That was measured: a build, or a slice of one.
    ranks
        From `kg.analysis.rank`: all of them.
    choice
        The options of the network, as `kg.network.network` takes them.
    day
        As of which day it is said to hold; left out, the day of knowledge of the account, never today.

    Returns
    -------
    Stored
        What was kept. A graph that is open still answers from the build without it.

    Raises
    ------
    UsageError
        If the graph lies in no build on this machine, has no actors, or the day is none.
    StoreError
        As by `kg.builder.measures.keep`; what was served still is.
    """
    root = measures.root_of(graph.manifest)
    if graph.project.store.query:
        raise UsageError("this project is asked at an endpoint, which keeps no measures", "ask its own build")
    if not ranks:
        raise UsageError("there is no score to keep", "choose a network with edges")
    method, names = ranks.method, graph.project.names
    its = Measurement(
        method.measure,
        method.engine,
        method.version,
        method.exact,
        method.sample,
        method.seed,
        method.threads,
        method.error,
        build=root,
        slice=tuple(slice_options(graph.cut)),
        network=tuple(network_options(choice)),
        day=_day(graph.account.known_by) if day is None else given_day(day),
        scores=tuple(Score(each.entity, each.rank, each.score) for each in ranks),
    )
    kept = Stored(its, names.measure(its.id))
    measures.keep(graph.project, root, its.id, kept.iri, measurement_lines(its, names))
    return kept


def given_day(text: str) -> str:
    """Take a day that was given, as of which a measure is said to hold.

    Raises
    ------
    UsageError
        If it is none.
    """
    if not _is_day(text):
        raise UsageError(f"no day: `{text}`", "write it as YYYY-MM-DD")
    return text


def slice_options(cut: Cut) -> Iterator[str]:
    """Write a slice as its options, in order: the same slice, the same words.

    >>> list(slice_options(Cut("2031-03-10", filters=(Filters(status=frozenset({"reported"}), read=True),))))
    ['known-by=2031-03-10', 'read', 'status=reported']
    """
    if cut.known_by:
        yield f"known-by={cut.known_by}"
    for sort, ids in (("article", cut.withdrawn.articles), *_sources(cut)):
        yield from (f"without={sort}:{id_}" for id_ in sorted(ids))
    found = {word for one in cut.filters for word in _kept_by(one)}
    yield from sorted(found)


def _sources(cut: Cut) -> Iterator[tuple[str, Iterable[str]]]:
    gone = cut.withdrawn.sources
    yield from (("voice", gone.voices), ("outlet", gone.outlets), ("relay", gone.relays))


def _kept_by(its: Filters) -> Iterator[str]:
    if its.between:
        first, last = (day or ".." for day in its.between)
        yield f"{'certainly-' if its.certainly else ''}between={first}/{last}"
    if its.read:
        yield "read"
    for name in ("article", "publisher", "speaker", "voice", "status", "type", "entity"):
        if ids := getattr(its, name):
            yield f"{name}={','.join(sorted(ids))}"


def network_options(choice: Mapping[str, Any]) -> Iterator[str]:
    """Write the options of a network that are given, in order.

    >>> list(network_options({"layers": ["speech", "contact"], "kinds": "all", "directed": True, "acts": None}))
    ['directed', 'kinds=all', 'layers=contact,speech']
    """
    for name, value in sorted(choice.items()):
        if value is True:
            yield name
        elif value:
            yield f"{name}={value if isinstance(value, str) else ','.join(sorted(value))}"
        elif name == "accepted":
            yield "accepted=false"


def _day(text: str) -> str:
    """Take a day of knowledge, if it is one."""
    return text if _is_day(text) else ""


def _is_day(text: str) -> bool:
    try:
        when = parse(text)
    except DateError:
        return False
    return when.earliest == when.latest == text
