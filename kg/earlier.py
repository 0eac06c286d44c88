"""The build before this one, as far as it can be built upon: by the same program, of the same ontology, and whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kg.account import Account, Before
from kg.errors import StoreError
from kg.files import sha256
from kg.manifest import manifest_of
from kg.ontology import Ontology
from kg.project import Project
from kg.reading import program
from kg.records import Article, Claim, Records
from kg.voices import Links


class Earlier:
    """What an earlier build holds, each part only given if it is, byte for byte, what was written.

    Parameters
    ----------
    folder
        The build.
    manifest
        Its manifest.
    ontology
        By which it was made.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], ontology: Ontology) -> None:
        self.folder, self._files = folder, manifest["files"]
        self.records = msgspec.msgpack.decode(self._data("records.msgpack"), type=Records)
        self.account = msgspec.msgpack.decode(self._data("account.msgpack"), type=Account)
        self.before = Before(self.records.claims, Links.of(self.records, ontology), self.account)
        self._claims = by_article(self.records)

    def _data(self, name: str) -> bytes:
        if not self.is_whole(name):
            raise StoreError(f"the build is damaged: {name}")
        return (self.folder / name).read_bytes()

    def is_whole(self, name: str) -> bool:
        """Whether a file is what was written."""
        return name in self._files and sha256(self.folder / name) == self._files[name]["sha256"]

    def store_is_whole(self) -> bool:
        """Whether all files of the store are what was written."""
        files = json.loads((self.folder / "store.json").read_text("utf-8"))["files"]
        return all(sha256(self.folder / name) == its["sha256"] for name, its in files.items())

    def segments(self) -> list[str]:
        """Name the segments."""
        return [name for name in self._files if name.startswith("segments/")]

    def names_as(self, records: Records) -> bool:
        """Whether an id means the same there as here: an entity or a fact, and who is anonymous."""
        mine, other = ({id_: e.anonymous for id_, e in its.entities.items()} for its in (self.records, records))
        return mine == other

    def tells_as(self, article: Article, claims: list[Claim], account: Account) -> bool:
        """Whether an article, its claims and how the rule took them are as they were."""
        if self.records.articles.get(article.id) != article or self._claims.get(article.id, []) != claims:
            return False
        then, now = self.account.readings, account.readings
        return all(then.get(claim.key) == now.get(claim.key) for claim in claims)


def by_article(records: Records) -> dict[str, list[Claim]]:
    """Gather claims by their articles."""
    found: dict[str, list[Claim]] = {}
    for claim in records.claims:
        found.setdefault(claim.article, []).append(claim)
    return found


def earlier(project: Project, folder: Path, inputs: Mapping[str, str], ontology: Ontology) -> Earlier | None:
    """Read an earlier build of a project, if this one can be built upon it; else None, and all is made anew."""
    try:
        manifest = manifest_of(folder)
        made_by = json.loads((folder / "store.json").read_text("utf-8")).get("program")
        apart = {name: digest for name, digest in inputs.items() if not name.startswith("sources/")}
        then = {name: digest for name, digest in manifest["inputs"].items() if not name.startswith("sources/")}
        if (made_by, manifest["base"], then) != (program(), project.base, apart):
            return None
        return Earlier(folder, manifest, ontology)
    except (StoreError, OSError, ValueError, KeyError, TypeError, msgspec.MsgspecError):
        return None
