"""A project folder to `build/`: made in a fresh folder, verified, and swapped in by one rename of a link.

`build/current` is a link to the build that is served; `graph.nq`, `manifest.json`, `segments` and `store` beside
it lead through it. Killed at any moment, the previous build is still there and whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec

from kg import ontology
from kg.base.errors import Fault, StoreError, UnreadError
from kg.base.gc_pause import without_collecting
from kg.base.project import Project
from kg.builder.fingerprints import Step, files_of, hashes, seen, settled
from kg.builder.manifest import Sealed, seal, verify
from kg.builder.previous import earlier
from kg.builder.read_cache import Cache, program, read_all
from kg.builder.releases import CURRENT, fresh
from kg.builder.writer import Work, write
from kg.check import Checked, check
from kg.model.records import Records
from kg.rdf import Terms

DOCUMENTS = ".documents"  # what was read of the sources, kept for the next build


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


def build(project: Project, texts: Path | None = None, step: Step = lambda *_: None) -> Built:
    """Build a project.

    Parameters
    ----------
    project
        Its folder and settings.
    texts
        A folder of the articles' texts, against which spans and hashes are then checked.
    step
        Told what is being done, and how much of it is done.

    Returns
    -------
    Built
        Counts, and every fault. Claims with a fault are refused and counted as such.

    Raises
    ------
    OntologyError, UnreadError
        If the ontology, or a file of the sources as a whole, cannot be read; the previous build stays.
    StoreError
        If the build is in use by another process, the disk is full, or what was written does not verify; the
        previous build stays.
    """
    its = ontology.load(project.ontology)
    cache = Cache(project.build / DOCUMENTS)
    with fresh(project.build) as folder, without_collecting():
        looked = settled(seen(files_of(project)), folder)
        inputs = hashes(files_of(project))
        documents = read_all(project, inputs, cache, step)
        if unread := [fault for document in documents if document.unread for fault in document.faults]:
            raise UnreadError(unread)
        claims_in = sum(document.claims_in for document in documents)
        checked = check(documents, its, texts)
        records, faults, refused = records_of(checked), checked.faults, checked.refused
        del documents, checked  # a million claims leave room for what is needed only
        step("claims checked", len(records.claims), claims_in)
        before = earlier(project, (project.build / CURRENT).resolve(), inputs, its)
        work = Work(records, Terms(project.names, its, records.entities), before)
        del records, before
        sealed = Sealed(project.base, {"refused": refused}, inputs, {"program": program(), "seen": looked})
        try:
            counts = _written(folder, work, sealed, step)
        except (StoreError, OSError):
            if work.before is None:
                raise
            work.before = None  # it was damaged where it was shared
            shutil.rmtree(folder)
            folder.mkdir()
            counts = _written(folder, work, sealed, step)
        if counts["claims"] + refused != claims_in:
            raise StoreError(f"{claims_in} claims read, {counts['claims']} built, {refused} refused")
        del work  # before anyone looks for garbage in it
        cache.sweep()
    return Built(counts, faults)


def _written(folder: Path, work: Work, its: Sealed, step: Step) -> dict[str, Any]:
    """Write a build, seal it, and make sure that every byte of it is what was written; give its counts."""
    written = write(folder, work, step)
    counts = {**written.counts, **its.counts}
    seal(folder, its._replace(counts=counts), written.taken)
    verify(folder)
    return counts
