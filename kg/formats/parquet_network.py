"""The collapsed network of a build in parts, read from its tables: only ids and counts, for measures on one machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg import ontology
from kg.analysis.numbered import Numbered, of_ties
from kg.analysis.ranks import Ranked, rank_numbered
from kg.base.errors import AnalysisError, StoreError, UsageError
from kg.base.hints import counted
from kg.base.installing import to_install
from kg.builder.in_parts import AGAIN, BY_SLICE, InParts
from kg.network import gatherings
from kg.network.absence import none_read, rest_on_rows, without_stand_ins
from kg.network.choice import Choice, Chosen, choose, gathered_by, kinds_of, refuse_shared_edges

if TYPE_CHECKING:
    from kg.ontology import Ontology

MOST_TIES = 5_000_000  # collapsed edges that one machine measures: see docs/spark.md, "Measures"
_MOST_EDGES = 50_000_000  # that are joined here, with the ids of their facts
_ON_SPARK = "`--on spark` measures it there"
_NOT_CHOSEN, _STAND_IN = -1, -2  # in the place of an actor's number
_COLUMNS = ("source", "target", "relation", "layer", "fact", "symmetric", "share", "voices", "claims", "read")
_TIE = ("one", "other", "fact", "share", "gathered")
_Arrow = Any  # pyarrow has no types


def ranked(build: InParts, measure: str, choice: Choice, **how: Any) -> Ranked:  # noqa: ANN401 - see `rank`
    """Order the actors of a build by a measure, as `kg.analysis.rank` does.

    Parameters
    ----------
    build, choice
        As of `read_network`.
    measure, how
        As of `kg.analysis.rank`, with its `sample`, `seed` and `exact`.
    """
    its_ontology = ontology.load(build.folder / "ontology")
    read = read_network(build, its_ontology, choice)
    ranks = rank_numbered(read.net, measure, **how)
    about = read.about if ranks or read.is_all_left_out else none_read(choice, its_ontology)
    return Ranked(ranks, len(ranks), about, read.left_out)


class Read(Struct, frozen=True):
    """A network as it was read."""

    net: Numbered
    about: str  # what it is of, and on how many articles and voices it rests, as `kg.analysis.about` says it
    left_out: str  # stand-ins and ties of large gatherings that nobody asked for; empty where there are none
    is_all_left_out: bool = False  # whether there are such ties, and no others


def read_network(build: InParts, its_ontology: Ontology, choice: Choice, *, most: int = MOST_TIES) -> Read:
    """Read the network that a choice draws of a build.

    Parameters
    ----------
    build
        In parts.
    its_ontology
        Of the build.
    choice
        The options of `kg.network.network`; a build in parts has accepted edges only. Ties of large gatherings are
        left out unless it asks for them.
    most
        How many ties are measured here at most.

    Returns
    -------
    Read
        The numbers of `kg.network.collapse`: each tie with how many distinct facts it stands on.

    Raises
    ------
    AnalysisError
        If there are more ties than that.
    UsageError
        If pyarrow is not installed.
    """
    chosen = choose(choice, (), its_ontology)
    refuse_shared_edges(chosen, "a build in parts", BY_SLICE)
    actors = _Actors(build, choice)
    reading = _Reading(actors, chosen, _named(build, chosen))
    parts, edges = [], 0
    for rows in _row_groups(build, "edges", _COLUMNS):
        parts.append(reading.part(rows))
        edges += parts[-1].num_rows
        if edges > _MOST_EDGES:
            raise AnalysisError(f"more than {_MOST_EDGES:,} edges are too many to join on one machine", _ON_SPARK)
    ties, gone = _arrow().concat_tables(parts), ""
    del parts
    if not choice.get("gatherings"):
        ties, gone = _without_large(ties)
    joined = ties.group_by(["one", "other"]).aggregate([("fact", "count_distinct")])
    if joined.num_rows > most:
        what = f"{joined.num_rows:,} ties are too many to measure on one machine, which takes {most:,}"
        raise AnalysisError(what, _ON_SPARK)
    net = actors.network(joined.sort_by([("one", "ascending"), ("other", "ascending")]), directed=chosen.directed)
    is_all = bool(gone) and not joined.num_rows
    about = gatherings.none_else(gone) if is_all else reading.about()
    left_out = "; ".join(filter(None, (reading.left_out(), "" if is_all else gone)))
    return Read(net, about, left_out, is_all)


def _without_large(ties: _Arrow) -> tuple[_Arrow, str]:
    """Take the ties of large gatherings away, as `kg.network.gatherings` does, and say how many these are."""
    pc = _compute()
    drawn = _pairs_by_fact(ties.filter(ties["gathered"]))
    many = drawn["fact"].filter(pc.greater(drawn["one_count"], gatherings.MOST_TIES))
    is_many = pc.and_(ties["gathered"], pc.is_in(ties["fact"], many))
    is_large = pc.or_(pc.less(ties["share"], gatherings.LEAST_SHARE), is_many)
    some = pc.unique(ties["fact"].filter(is_large))
    if not len(some):
        return ties, ""
    left = ties.filter(pc.invert(is_large))
    before, after = (_pairs_by_fact(its.filter(pc.is_in(its["fact"], some))).to_pydict() for its in (ties, left))
    kept = dict(zip(after["fact"], after["one_count"], strict=True))
    gone = [number - kept.get(fact, 0) for fact, number in zip(before["fact"], before["one_count"], strict=True)]
    return left, gatherings.left_out(sum(gone), sum(number > 0 for number in gone))


def _pairs_by_fact(ties: _Arrow) -> _Arrow:
    """Count, of each fact, the pairs that it joins, in whatever direction."""
    pc = _compute()
    ends = (pc.min_element_wise(ties["one"], ties["other"]), pc.max_element_wise(ties["one"], ties["other"]))
    pairs = _arrow().table([*ends, ties["fact"]], ["one", "other", "fact"])
    return pairs.group_by(["one", "other", "fact"]).aggregate([]).group_by("fact").aggregate([("one", "count")])


class _Actors:
    """The entities that may be joined, numbered in the order of their ids."""

    def __init__(self, build: InParts, choice: Choice) -> None:
        kinds, asked = {kind.value for kind in kinds_of(choice)}, choice.get("stand_ins", False)
        self.names: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        for rows in _row_groups(build, "entities", ("id", "kind", "name", "anonymous")):
            for id_, kind, name, anonymous in zip(*(column.to_pylist() for column in rows.columns), strict=True):
                if kind not in kinds:
                    continue
                if anonymous and not (asked if isinstance(asked, bool) else id_ in asked):
                    self.numbers[id_] = _STAND_IN
                else:
                    self.numbers[id_], self.names[id_] = len(self.names), name

    def of(self, ids: _Arrow) -> _Arrow:
        """Give the numbers of a column of ids."""
        pa = _arrow()
        encoded = ids.combine_chunks().dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        its = [self.numbers.get(id_, _NOT_CHOSEN) for id_ in encoded.dictionary.to_pylist()]
        return pa.array(its, pa.int32()).take(encoded.indices)

    def network(self, joined: _Arrow, *, directed: bool) -> Numbered:
        """Make a network of ties between numbers; who has none is not in it."""
        pa, pc = _arrow(), _compute()
        ends = pa.chunked_array([*joined["one"].chunks, *joined["other"].chunks], pa.int32())
        tied = pc.unique(ends).sort()
        among = list(self.names.items())
        one, other = (pc.index_in(joined[end], tied).to_pylist() for end in ("one", "other"))
        ids, labels = zip(*(among[number] for number in tied.to_pylist()), strict=True) if len(tied) else ((), ())
        ties = zip(one, other, joined["fact_count_distinct"].to_pylist(), strict=True)
        return of_ties([*ids], [*labels], ties, directed=directed)


class _Reading:
    """What has been read of the edges so far, besides the ties: on what they rest, and what is left out."""

    def __init__(self, actors: _Actors, chosen: Chosen, named: _Arrow | None) -> None:
        self._actors, self._chosen, self._named = actors, chosen, named
        self._alike = sorted({f"{its.edge}/{its.layer}" for each in chosen.wanted.values() for its in each})
        self._gathered_by = _arrow().array(gathered_by(chosen.wanted), _arrow().string())
        self._articles: set[str] = set()
        self._voices: set[str] = set()
        self._stand_ins: set[str] = set()
        self._of_stand_ins = self._edges = self._unread = 0

    def part(self, rows: _Arrow) -> _Arrow:
        """Take the chosen ones of some edges: the numbers of both ends, and the fact; with directions also back."""
        pa, pc = _arrow(), _compute()
        alike = pc.binary_join_element_wise(rows["relation"], rows["layer"], "/")
        rows = rows.filter(pc.is_in(alike, pa.array(self._alike, pa.string())))
        if self._named is not None:
            rows = rows.filter(pc.is_in(rows["fact"], self._named))
        one, other = self._actors.of(rows["source"]), self._actors.of(rows["target"])
        self._leave_out(rows, one, other)
        both = pc.and_(pc.greater_equal(one, 0), pc.greater_equal(other, 0))
        rows, one, other = rows.filter(both), one.filter(both), other.filter(both)
        self._note(rows)
        its = (rows["fact"], rows["share"], pc.is_in(rows["relation"], self._gathered_by))
        if not self._chosen.directed:
            ends = (pc.min_element_wise(one, other), pc.max_element_wise(one, other))
            return pa.table([*ends, *its], list(_TIE))
        onward = pa.table([one, other, *its], list(_TIE))
        back = pa.table([other, one, *its], list(_TIE)).filter(rows["symmetric"])
        return pa.concat_tables([onward, back])

    def _leave_out(self, rows: _Arrow, one: _Arrow, other: _Arrow) -> None:
        """Note the edges of stand-ins that nobody asked for."""
        pc = _compute()
        of_kinds = pc.and_(pc.not_equal(one, _NOT_CHOSEN), pc.not_equal(other, _NOT_CHOSEN))
        has_one = pc.or_(pc.equal(one, _STAND_IN), pc.equal(other, _STAND_IN))
        left_out = pc.and_(of_kinds, has_one)
        self._of_stand_ins += pc.sum(left_out).as_py() or 0
        for end, numbers in (("source", one), ("target", other)):
            its = rows[end].filter(pc.and_(left_out, pc.equal(numbers, _STAND_IN)))
            self._stand_ins.update(its.unique().to_pylist())

    def _note(self, rows: _Arrow) -> None:
        """Note the articles and the voices on which edges rest, and how many nobody read."""
        pc = _compute()
        self._edges += rows.num_rows
        self._unread += pc.sum(pc.invert(rows["read"])).as_py() or 0
        claims = pc.unique(pc.list_flatten(rows["claims"])).to_pylist()
        self._articles.update(key.partition("/")[0] for key in claims)
        self._voices.update(pc.unique(pc.list_flatten(rows["voices"])).to_pylist())

    def about(self) -> str:
        """Say what the network is of, as `kg.analysis.about` does."""
        counts = f"{counted(len(self._articles), 'article')}, {counted(len(self._voices), 'voice')}"
        unread = f"; not read: {rest_on_rows(self._unread, self._edges)}" if self._unread else ""
        return f"{self._chosen.describes} in these sources: {counts}{unread}"

    def left_out(self) -> str:
        """Say how much is left out since nobody asked for stand-ins."""
        return without_stand_ins(len(self._stand_ins), self._of_stand_ins) if self._of_stand_ins else ""


def _named(build: InParts, chosen: Chosen) -> _Arrow | None:
    """Find the facts that name a chosen act; None where any fact is taken."""
    if chosen.acts is None:
        return None
    pa, pc = _arrow(), _compute()
    acts, found = pa.array(sorted(chosen.acts), pa.string()), []
    for rows in _row_groups(build, "fillers", ("filler", "fact", "sort", "accepted")):
        is_act = pc.and_(pc.equal(rows["sort"], "concept"), rows["accepted"])
        found += rows.filter(pc.and_(is_act, pc.is_in(rows["filler"], acts)))["fact"].chunks
    return pa.chunked_array(found, pa.string()).unique()


def _row_groups(build: InParts, table: str, columns: Sequence[str]) -> Iterator[_Arrow]:
    """Read some columns of a table, a group of rows at a time; at least one, which may be empty.

    Raises
    ------
    StoreError
        If it has not as many rows as were written.
    """
    parquet, pa = _parquet(), _arrow()
    rows = 0
    for path in build.paths(table):
        try:
            with parquet.ParquetFile(path, page_checksum_verification=True) as file:
                rows += file.metadata.num_rows
                if not file.num_row_groups:
                    yield file.schema_arrow.empty_table().select(columns)
                for number in range(file.num_row_groups):
                    yield file.read_row_group(number, columns=[*columns]).select(columns)
        except (pa.ArrowException, OSError) as error:
            raise StoreError(f"the build is damaged: `{path}`: {error}", AGAIN) from error
    if build.rows(table) not in (None, rows):
        raise StoreError(f"the build is damaged: its table `{table}` has not all of its rows", AGAIN)


def _arrow() -> _Arrow:
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError("pyarrow is not installed", to_install("pyarrow")) from error
    return pyarrow


def _parquet() -> _Arrow:
    _arrow()
    from pyarrow import parquet

    return parquet


def _compute() -> _Arrow:
    import pyarrow.compute

    return pyarrow.compute
