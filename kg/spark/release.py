"""A build written beside the one that is served, verified, and committed by one object: its manifest.

Killed at any moment, the manifest names a build that is whole: the earlier one, or the new one.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from msgspec import Struct

from kg.base.errors import StoreError
from kg.builder.in_parts import AGAIN, LAYOUT, MANIFEST, manifest_in
from kg.spark.frames import arrow_schema, rows_of, together
from kg.spark.places import Place

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_ATTEMPT = ".attempt-"
_BUILD = re.compile("[0-9a-f]{12}-[0-9]+")
_ABANDONED = 86_400  # seconds after which an attempt that nobody finished is swept
_SEEN = "path string, lines long, sha256 string, first string, last string, in_order boolean"


class Seen(Struct, frozen=True):
    """A part of N-Quads as it was read back; the hash is that of its text, which may be compressed in the file."""

    lines: int
    sha256: str
    first: str = ""
    last: str = ""
    in_order: bool = True


class Attempt(Struct, frozen=True):
    """A build that is being written."""

    out: Place  # the folder that builds go to
    folder: Place  # inside it, for this one
    earlier: frozenset[str]  # the builds that lay there when it began


def manifest_at(out: Place, hint: str = AGAIN) -> dict[str, Any] | None:
    """Read the manifest of the build that is served; empty if there is none, None where it is one of something else.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    place = out / MANIFEST
    return manifest_in(place.read(), place.shown, hint) if place.exists() else {}


@contextmanager
def attempt(session: SparkSession, uri: str) -> Iterator[Attempt]:
    """Make a fresh folder inside the one that builds go to; what is not committed is taken away again."""
    out = Place(session, uri)
    out.make()
    if manifest_at(out, "name another folder, or take that file away") is None:
        raise StoreError(f"`{out.shown}` holds a `{MANIFEST}` of something else", "name another folder: `--out`")
    earlier = frozenset(its.name for its in out.inside() if _BUILD.fullmatch(its.name))
    fresh = out / f"{_ATTEMPT}{uuid.uuid4().hex}"
    fresh.make()
    try:
        yield Attempt(out, fresh, earlier)
    finally:
        if fresh.exists():
            fresh.remove()


def write_files(frame: DataFrame, place: Place, format: str, suffix: str, options: Mapping[str, str]) -> int:
    """Write a table to a folder, a file a partition, named by their numbers: `part-00000` and on, with a suffix.

    Returns
    -------
    int
        How many rows were written.
    """
    from pyspark.sql import Observation, functions

    counted = Observation()
    observed = frame.observe(counted, functions.count(functions.lit(1)).alias("rows"))
    observed.write.format(format).options(**options).save(place.uri)
    for its in place.inside():
        if its.name.startswith("part-"):
            its.rename(place / f"part-{int(its.name.split('-')[1]):05d}{suffix}")
        else:
            its.remove()
    return int(counted.get["rows"])


def read_back(session: SparkSession, folder: Place) -> dict[str, Seen]:
    """Read the parts of N-Quads again in the workers, each by one of them.

    Returns
    -------
    dict
        Path of each part inside the build -> what was read.
    """
    largest = max((its.size() for its in folder.inside()), default=1)
    # No file is cut where a partition may be as large as the largest, and the number of partitions is left free.
    options = {"spark.sql.files.maxPartitionBytes": largest + 1, "spark.sql.files.minPartitionNum": 1}
    options |= {"spark.sql.files.openCostInBytes": 0}
    with settings(session, options):
        text = session.read.text(folder.pattern, lineSep="\n")
        named = text.selectExpr("_metadata.file_name path", "cast(value as binary) line")
        found = sorted(named.mapInArrow(_looked_at, _SEEN).collect())
    return {
        f"{folder.name}/{its.path}": Seen(its.lines, its.sha256, its.first, its.last, its.in_order) for its in found
    }


@contextmanager
def settings(session: SparkSession, options: Mapping[str, object]) -> Iterator[None]:
    """Set options of a session, and afterwards what was set before."""
    before = {name: session.conf.get(name, None) for name in options}
    for name, value in options.items():
        session.conf.set(name, str(value))
    try:
        yield
    finally:
        for name, was in before.items():
            session.conf.unset(name) if was is None else session.conf.set(name, was)


def _looked_at(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    schema = arrow_schema(_SEEN)
    for path, its in together(rows_of(batches), 0):
        digest, count, in_order, first, last = hashlib.sha256(), 0, True, b"", b""
        for _, line in its:
            digest.update(line + b"\n")
            in_order = in_order and (not count or last < line)
            first, last, count = first if count else line, line, count + 1
        row = (path, count, digest.hexdigest(), first.decode(), last.decode(), in_order)
        yield pa.RecordBatch.from_pylist([dict(zip(schema.names, row, strict=True))], schema)


def verified(seen: Mapping[str, Seen], quads: int) -> None:
    """Make sure that the parts of N-Quads hold what was written, in order, each line once.

    Raises
    ------
    StoreError
        If they do not.
    """
    parts = sorted(seen.items())
    wrong = [path for path, its in parts if not its.in_order]
    wrong += [path for (_, one), (path, its) in pairwise(parts) if one.last.encode() >= its.first.encode()]
    if wrong:
        raise StoreError(f"`{wrong[0]}` is not in order", "build again; if it stays so, report it")
    if (found := sum(its.lines for _, its in parts)) != quads:
        raise StoreError(f"the parts hold {found:,} quads, not the {quads:,} that were written", "build again")


def root_of(seen: Mapping[str, Seen]) -> str:
    """Hash the hashes of all parts of N-Quads."""
    told = "".join(f"{its.sha256}  {path}\n" for path, its in sorted(seen.items()))
    return hashlib.sha256(told.encode()).hexdigest()


def commit(its: Attempt, manifest: dict[str, Any], hook: Callable[[str], object] = lambda _: None) -> dict[str, Any]:
    """Give the attempt its name, and let the manifest name it: from then on it is the build that is served."""
    before = manifest_at(its.out) or {}
    taken = {place.name for place in its.out.inside()}
    short = str(manifest["root"])[:12]
    name = next(name for number in range(1, len(taken) + 2) if (name := f"{short}-{number}") not in taken)
    its.folder.rename(its.out / name)
    hook("renamed")
    whole = {"format": LAYOUT, **manifest, "build": name}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    # Written first into its own folder: another build that ends at the same moment would write over a file beside it.
    (its.out / MANIFEST).write(text.encode(), its.out / name / MANIFEST)
    hook("committed")
    _sweep(its, {name, str(before.get("build", ""))})
    return whole


def _sweep(its: Attempt, kept: set[str]) -> None:
    """Take away builds that are neither served nor the one before, and attempts that nobody goes on with.

    What was not there when this build began stays: it may be one that another process is just about to commit.
    """
    now = time.time()
    for place in its.out.inside():
        is_old = place.name in its.earlier and place.name not in kept
        is_abandoned = place.name.startswith(_ATTEMPT) and place.seconds_since_change(now) > _ABANDONED
        if is_old or is_abandoned:
            place.remove()
