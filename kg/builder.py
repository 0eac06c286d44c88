"""A project folder to `build/`: made in a fresh folder, verified, and swapped in by one rename of a link.

`build/current` is a link to the build that is served; `graph.nq`, `manifest.json`, `segments` and `store` beside
it lead through it. Killed at any moment, the previous build is still there and whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from kg import ontology
from kg.account import account
from kg.check import Checked, check
from kg.earlier import earlier
from kg.errors import Fault, StoreError
from kg.inputs import Step, files_of, hashes, seen, settled
from kg.manifest import seal, verify
from kg.pauses import without_collecting
from kg.project import Project
from kg.rdf import Terms
from kg.reading import Cache, program, read_all
from kg.records import Records
from kg.served import current as current
from kg.served import is_stale as is_stale
from kg.swap import CURRENT, fresh
from kg.voices import Links
from kg.writing import Work, write

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
    OntologyError
        If the ontology cannot be read; the previous build stays.
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
        claims_in = sum(document.claims_in for document in documents)
        checked = check(documents, its, texts)
        del documents
        records = records_of(checked)
        step("claims checked", len(records.claims), claims_in)
        before = earlier(project, (project.build / CURRENT).resolve(), inputs, its)
        known = account(records.claims, Links.of(records, its), before=before.before if before else None)
        step("facts accounted", len(known.facts), len(known.facts))
        work = Work(records, known, Terms(project.names, its, records.entities), before)
        counts = write(folder, work, step)
        counts["refused"] = checked.refused
        if counts["claims"] + checked.refused != claims_in:
            raise StoreError(f"{claims_in} claims read, {counts['claims']} built, {checked.refused} refused")
        seal(folder, project.base, counts, inputs, {"program": program(), "seen": looked})
        verify(folder)
        cache.sweep()
    return Built(counts, checked.faults)
