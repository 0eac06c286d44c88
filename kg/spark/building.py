"""The steps of a build on Spark, in order: checked, sliced, judged, written, verified, committed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.base.errors import StoreError
from kg.base.project import find
from kg.base.uris import plain
from kg.builder.fingerprints import Step
from kg.spark.accounting import Accounting, Kept
from kg.spark.checking import Sources, check_claims, sources_of
from kg.spark.damage import placed
from kg.spark.listing import need_apart
from kg.spark.release import attempt, commit, settings
from kg.spark.writing import Writing

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PLAIN, PACKED = ".jsonl", 10  # other files are compressed, about so many times
A_PARTITION = 8_000_000  # bytes of plain JSON Lines: some 25,000 claims
_UNSET = "200"  # what Spark has where nobody says otherwise
SHOWN = 20  # refusals that are given back; all of them are in the table `refused`


class Built(Struct, frozen=True):
    """What a build on Spark came to."""

    out: str  # URI of the folder, without codes
    counts: dict[str, Any]
    manifest: dict[str, Any]
    refused: list[dict[str, Any]]  # the first refusals, as the table `refused` has them


def build(  # noqa: PLR0913 - what is built, where to, in which form, and the four ways to slice it
    session: SparkSession,
    project: str | Path | None = None,
    *,
    sources: Sequence[str] = (),
    out: str | None = None,
    parts: int | None = None,
    compression: str | None = None,
    known_by: str | None = None,
    without: str | Sequence[str] = (),
    on: str | None = None,
    between: tuple[str, str] | str | None = None,
    certainly: bool = False,
    step: Step = lambda *_: None,
) -> Built:
    """Build a project on Spark: the same rule and the same quads as on one machine.

    Parameters
    ----------
    session
        A session of Spark, in whose workers this package is installed.
    project
        The project's folder; left out, the one that one is in.
    sources
        Paths or URIs of further sources: files of JSON Lines, folders of such, or a folder of what `kg export parquet`
        writes.
    out
        Path or URI of the folder that is written to; left out, `build/spark` of the project.
    parts
        How many files of N-Quads; left out, one for every 20,000 claims.
    compression
        ``gzip``: of the N-Quads.
    known_by, without, on, between, certainly
        A slice, as `Graph.slice` describes them.
    step
        Told what is being done.

    Returns
    -------
    Built
        Counts and the manifest.

    Raises
    ------
    OntologyError, UnreadError, UsageError, NotFoundError
        If the ontology, a source as a whole, or an option cannot be read.
    StoreError
        If it cannot be written, or what was written does not verify. The earlier build then stays.
    """
    of = find(Path(project or "."))
    gone = [without] if isinstance(without, str) else [*without]
    given: dict[str, Any] = {"known_by": known_by, "without": gone, "on": on, "between": between}
    options = {name: value for name, value in given.items() if value is not None and value != []}  # "" is no day
    options |= {"certainly": True} if certainly else {}
    out = out or str(of.build / "spark")
    where = plain(out)
    need_apart(out, str(of.sources), *sources)
    its_sources = sources_of(session, of, sources)
    partitions = _partitions(session, its_sources)
    with placed(its_sources), attempt(session, where) as its, settings(session, partitions):
        kept = Kept(session)
        try:
            step("claims checked", 0, 1)
            checked = check_claims(session, of, its_sources)
            kept.take(checked.kept)
            step("facts accounted", 0, 1)
            accounting = Accounting(session, checked, options, kept)
            writing = Writing(session, checked, accounting, its.folder, step)
            manifest = {"base": of.base, **writing.write(parts, compression, of.settings)}
            manifest |= {"inputs": checked.inputs, "slice": {name: options[name] for name in sorted(options)}}
            manifest |= {"day": accounting.day, "replaced": checked.background.replaced}
            _need_unchanged(its_sources, sources_of(session, of, sources))
            manifest = commit(its, manifest, lambda done: step(done, 1, 1))
            refused = [row.asDict() for row in checked.refused.limit(SHOWN).collect()]
        finally:
            kept.let_go()
    return Built(where, manifest["counts"], manifest, refused)


def _need_unchanged(before: Sources, now: Sources) -> None:
    """Refuse sources that are no longer those that were listed: Spark reads them in parts, and some of them again."""
    if before != now:
        odd = min({*before.files} ^ {*now.files}, key=lambda its: its.name)
        what = f"`{odd.name}` is no longer what it was when this began"
        raise StoreError(what, "build again; the earlier build stays")


def _partitions(session: SparkSession, sources: Sources) -> dict[str, object]:
    """Choose into how many partitions claims are sorted, unless the session says so.

    Each costs a worker a tenth of a second, whatever is in it: the 200 of a session that says nothing would take a
    minute of a small build.
    """
    name = "spark.sql.shuffle.partitions"
    if session.conf.get(name) != _UNSET:
        return {}
    packed = sum(its.size for its in sources.files if its.uri and not its.name.endswith(PLAIN)) * PACKED
    size = packed + sum(its.size for its in sources.files if its.name.endswith(PLAIN))
    return {name: max(session.sparkContext.defaultParallelism, -(-size // A_PARTITION))}
