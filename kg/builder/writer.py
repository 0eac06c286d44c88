"""Checked records to the files of a build: the account is judged, quads are written, and the store is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from kg.base.errors import StoreError
from kg.builder.account_files import write_account, write_lines
from kg.builder.fingerprints import Step
from kg.model.records import Records
from kg.query.loading import StoreLoader
from kg.rdf import Terms, lines_by_article

RECORDS, STORE = "records.msgpack", "store"


def write(folder: Path, records: Records, refused: int, terms: Terms, step: Step) -> dict[str, Any]:
    """Write the records, their account, all quads, and the store, which is loaded while quads are being written.

    Parameters
    ----------
    folder
        Fresh; where the files go.
    records
        Entities, articles and claims.
    refused
        How many claims were refused, which is counted beside the others.
    terms
        Names, ontology and entities.
    step
        Told how far it has come.

    Returns
    -------
    dict
        Counts: articles, claims, facts, voices, entities, quads, refused, by_status.

    Raises
    ------
    StoreError
        If the store does not hold what was written.
    """
    (folder / RECORDS).write_bytes(msgspec.msgpack.encode(records))
    judged, shards = write_account(folder, records, terms, lambda done, of: step("facts accounted", done, of))
    quads = sum(shards.values())
    with StoreLoader(folder / STORE) as loader:
        for path in shards:
            loader.load(path)
        articles = folder / "segments" / "articles"
        articles.mkdir()
        for number, (id_, lines) in enumerate(lines_by_article(records, judged.readings, terms), 1):
            path = articles / f"{id_}.nq"
            write_lines(path, lines)
            loader.load(path)
            quads += len(lines)
            step("articles written", number, len(records.articles))
        step("quads loaded", 0, quads)
    if loader.quads != quads:
        raise StoreError(f"the store holds {loader.quads} quads, not the {quads} that were written", "build again")
    return {
        "articles": len(records.articles),
        "claims": len(records.claims),
        "facts": sum(judged.by_status.values()),
        "voices": len({voice for reading in judged.readings.values() for voice in reading.voices}),
        "entities": len(records.entities),
        "quads": quads,
        "refused": refused,
        "by_status": judged.by_status,
    }
