"""A project folder to `build/`: read, checked, judged, written, loaded, sealed, verified, and swapped in.

A build is made in a fresh folder and swapped in by one rename of a link: `build/current` leads to the build that is
served, and `manifest.json`, `segments` and `store` beside it lead through it. Killed at any moment, the previous
build is still there and whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from kg import ontology
from kg.base.disk import SETTINGS, sha256
from kg.base.errors import Fault, StoreError, UnreadError
from kg.base.folders import need_texts
from kg.base.gc_pause import without_collecting
from kg.base.project import Project
from kg.builder.fingerprints import Step, files_of, seen, settled
from kg.builder.manifest import seal, verify
from kg.builder.read_cache import Cache, read_all
from kg.builder.releases import fresh
from kg.builder.writer import write
from kg.check import Checked, check
from kg.check.names import check_names
from kg.model.records import Records
from kg.ontology import Ontology
from kg.rdf import Terms

DOCUMENTS = ".documents"  # what was read of the sources, kept for the next build


class Built(msgspec.Struct, frozen=True):
    """What a build came to."""

    counts: dict[str, Any]  # articles, claims, facts, voices, entities, quads, refused, by_status; suggested, if any
    faults: list[Fault]
    aside: dict[str, int] = {}  # files of readings that are not chosen -> the claims in them


def records_of(checked: Checked) -> Records:
    """Order checked records, so that the order of files leaves no trace."""
    return Records(
        dict(sorted(checked.entities.items())),
        dict(sorted(checked.articles.items())),
        tuple(sorted(checked.claims, key=lambda claim: claim.key)),
        checked.judgements,
        checked.replaced,
    )


def _keep_settings(folder: Path, project: Project, model: Ontology) -> dict[str, str]:
    """Write the settings and the ontology as they were read: what is built answers by them. Give their hashes."""
    (folder / "ontology").mkdir()
    texts = {SETTINGS: project.settings, **{f"ontology/{name}": text for name, text in model.texts.items()}}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return {name: sha256(folder / name) for name in texts}


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
    need_texts(texts)
    model = ontology.load(project.ontology)
    cache = Cache(project.build / DOCUMENTS)
    with fresh(project.build) as folder, without_collecting():
        sizes_and_times = settled(seen(files_of(project)), folder)
        inputs = _keep_settings(folder, project, model)
        documents, read = read_all(project, cache, step)
        inputs |= read
        misnamed = check_names(project, texts)
        if unread := [fault for document in documents if document.unread for fault in document.faults]:
            raise UnreadError({*unread, *misnamed})
        claims_read = sum(document.claims_in for document in documents)
        checked = check(documents, model, texts, project.readings)
        del documents  # of a million claims there is no room for two copies
        faults = sorted({*checked.faults, *misnamed})
        records, refused, suggested = records_of(checked), checked.refused, checked.suggested
        aside = checked.aside
        del checked
        step("claims checked", len(records.claims), claims_read)
        if len(records.claims) + refused + suggested + sum(aside.values()) != claims_read:
            came = f"{len(records.claims):,} to build, {refused:,} refused, {suggested:,} suggested"
            came += f", {sum(aside.values()):,} aside"
            raise StoreError(f"{claims_read:,} claims read, {came}")
        counts = write(folder, records, refused, Terms.of(records, project.names, model), step)
        counts |= {"suggested": suggested} if suggested else {}
        del records  # before the cyclic garbage collector looks through them
        seal(folder, project.base, counts, dict(sorted(inputs.items())), sizes_and_times)
        verify(folder)
        cache.sweep()
    return Built(counts, faults, aside)
