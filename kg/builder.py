"""A project folder to `build/`: made in a fresh folder, verified, and swapped in by one rename of a link.

`build/current` is a link to the build that is served; `graph.nq`, `manifest.json`, `segments` and `store` beside
it lead through it. Killed at any moment, the previous build is still there and whole.
"""

from __future__ import annotations

import heapq
from pathlib import Path
from typing import Any

import msgspec

from kg import ontology
from kg.account import Account, account
from kg.annotations import read_all
from kg.check import Checked, check
from kg.errors import Fault, StoreError
from kg.files import sha256
from kg.manifest import manifest_of, seal, verify
from kg.ontology import Ontology
from kg.project import SETTINGS, Project
from kg.rdf import Terms, segments_of
from kg.records import Records
from kg.store import Store
from kg.swap import CURRENT, fresh
from kg.voices import Links


class Built(msgspec.Struct, frozen=True):
    """What a build came to."""

    counts: dict[str, Any]  # articles, claims, facts, voices, entities, quads, refused, by_status
    faults: list[Fault]


def records_of(checked: Checked) -> Records:
    """Order checked records, so that the order of files leaves no trace."""
    return Records(
        dict(sorted(checked.entities.items())),
        dict(sorted(checked.articles.items())),
        tuple(sorted(checked.claims, key=lambda claim: claim.key)),
    )


def build(project: Project, texts: Path | None = None) -> Built:
    """Build a project.

    Parameters
    ----------
    project
        Its folder and settings.
    texts
        A folder of the articles' texts, against which spans and hashes are then checked.

    Returns
    -------
    Built
        Counts, and every fault. Claims with a fault are refused and counted as such.

    Raises
    ------
    OntologyError
        If the ontology cannot be read; the previous build stays.
    StoreError
        If the build is in use by another process, the disk is full, or what was written does not verify; the
        previous build stays.
    """
    its = ontology.load(project.ontology)
    documents = read_all(project.sources, project.root)
    checked = check(documents, its, texts)
    records = records_of(checked)
    its_account = account(records.claims, Links.of(records, its))
    with fresh(project.build) as folder:
        counts = _write(folder, project, its, records, its_account)
        counts["refused"] = checked.refused
        claims_in = sum(document.claims_in for document in documents)
        if counts["claims"] + checked.refused != claims_in:
            raise StoreError(f"{claims_in} claims read, {counts['claims']} built, {checked.refused} refused")
        seal(folder, project.base, counts, _inputs(project))
        verify(folder)
    return Built(counts, checked.faults)


def _write(folder: Path, project: Project, its: Ontology, records: Records, its_account: Account) -> dict[str, Any]:
    """Write segments, their merge, the records and the store; and count."""
    terms = Terms(project.names, its, records.entities)
    segments = folder / "segments"
    (segments / "articles").mkdir(parents=True)
    for name, lines in segments_of(records, its_account, terms):
        (segments / f"{name}.nq").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    quads = _merge(segments, folder / "graph.nq")
    encode = msgspec.msgpack.Encoder().encode
    (folder / "records.msgpack").write_bytes(encode(records))
    (folder / "account.msgpack").write_bytes(encode(its_account))
    if Store.make(folder / "store", folder / "graph.nq") != quads:
        raise StoreError(f"the store does not hold the {quads} quads that were written", "build again")
    by_status: dict[str, int] = {}
    for fact in its_account.facts.values():
        by_status[fact.status] = by_status.get(fact.status, 0) + 1
    return {
        "articles": len(records.articles),
        "claims": len(records.claims),
        "facts": len(its_account.facts),
        "voices": len({voice for reading in its_account.readings.values() for voice in reading.voices}),
        "entities": len(records.entities),
        "quads": quads,
        "refused": 0,
        "by_status": dict(sorted(by_status.items())),
    }


def _merge(segments: Path, merged: Path) -> int:
    """Merge sorted segments into one sorted file, each line once, and count the lines."""
    streams = [path.open(encoding="utf-8", newline="\n") for path in sorted(segments.rglob("*.nq"))]
    count, last = 0, ""
    try:
        with merged.open("w", encoding="utf-8", newline="\n") as out:
            for line in heapq.merge(*streams):
                if line != last:
                    out.write(line)
                    count, last = count + 1, line
    finally:
        for stream in streams:
            stream.close()
    return count


def current(project: Project) -> Path:
    """Find the build that is served.

    Raises
    ------
    StoreError
        If there is none yet.
    """
    folder = (project.build / CURRENT).resolve()
    if not folder.is_dir():
        raise StoreError(f"`{project.root}` is not built yet", "run `kg build`")
    return folder


def is_stale(project: Project) -> bool:
    """Tell whether a source or a term of the ontology is no longer what the build was made of."""
    return bool(manifest_of(current(project))["inputs"] != _inputs(project))


def _inputs(project: Project) -> dict[str, str]:
    """Hash the files that a build is made of; what is hidden is not read."""
    files = (*project.sources.rglob("*"), *project.ontology.glob("*.ttl"), project.root / SETTINGS)
    named = {path.relative_to(project.root).as_posix(): path for path in files if path.is_file()}
    return {name: sha256(named[name]) for name in sorted(named) if not named[name].name.startswith(".")}
