"""The build before this one, as far as it can be built upon: by the same program, of the same ontology, and whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kg.account.facts import Account, FactAccount, PreviousAccount
from kg.account.voices import Links
from kg.base.errors import StoreError
from kg.base.project import Project
from kg.builder.article_files import by_article, segment
from kg.builder.manifest import REBUILD, manifest_of, verify
from kg.builder.read_cache import program
from kg.model.records import Article, Claim, Records
from kg.ontology import Ontology
from kg.rdf import Terms, background_stream, fact_stream

LINKED = "segments/articles/"  # files that the next build may link, beside the tables of the store


class Earlier:
    """What an earlier build holds, of which whatever is read has been verified byte by byte.

    Files that the next build shares are verified with it.

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
        self.folder, self.quads = folder, manifest["counts"]["quads"]
        self.files = _files_of(folder)
        self.records = msgspec.msgpack.decode((folder / "records.msgpack").read_bytes(), type=Records)
        self.account = msgspec.msgpack.decode((folder / "account.msgpack").read_bytes(), type=Account)
        self.before = PreviousAccount(self.records.claims, Links.of(self.records, ontology), self.account)
        self._claims = by_article(self.records.claims)
        self._ontology = ontology

    def lines(self, article: str) -> set[str]:
        """Read the lines of an article's segment; none, if there is no such segment.

        Raises
        ------
        StoreError
            If it is not what was written.
        """
        path = segment(self.folder, article)
        name = path.relative_to(self.folder).as_posix()
        if name not in self.files:
            return set()
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.files[name]["sha256"]:
            raise StoreError(f"the build is damaged: {name}", REBUILD)
        return {f"{line}\n" for line in data.decode().split("\n") if line}

    def moved(self, account: Account, terms: Terms) -> tuple[list[str], list[str]]:
        """Tell which lines of the account go, and which come.

        Parameters
        ----------
        account
            As it is now; facts that are the same are the same objects.
        terms
            By which it is written.
        """
        mine = Terms(terms.names, self._ontology, self.records.entities)
        then, now = self.account.facts, account.facts
        same_names = self.records.entities == terms.entities
        stay = {id_ for id_, fact in now.items() if same_names and then.get(id_) is fact}
        old = set(background_stream(_voices(self.account), mine)).union(*_streams(then, stay, mine))
        new = set(background_stream(_voices(account), terms)).union(*_streams(now, stay, terms))
        gone, come = old - new, new - old
        # Two facts may draw the same edge, if two of their fillers are the same: what a fact that stays says stays.
        ends = {filler for facts in (then, now) for id_ in facts.keys() - stay for _, filler in facts[id_].fillers}
        for id_ in stay:
            if sum(filler in ends for _, filler in now[id_].fillers) > 1:
                its = set(fact_stream(now[id_], terms))
                gone -= its
                come -= its
        return [f"{line}\n" for line in gone], [f"{line}\n" for line in come]

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


def _voices(account: Account) -> set[str]:
    return {voice for reading in account.readings.values() for voice in reading.voices}


def _streams(facts: Mapping[str, FactAccount], stay: Container[str], terms: Terms) -> list[Iterator[str]]:
    """Give the lines of the facts that do not stay as they are."""
    return [fact_stream(fact, terms) for id_, fact in facts.items() if id_ not in stay]


def _files_of(folder: Path) -> dict[str, Any]:
    """Give size and hash of every file, the store's too."""
    told = [json.loads((folder / name).read_text("utf-8"))["files"] for name in ("manifest.json", "store.json")]
    return {**told[0], **told[1]}


def earlier(project: Project, folder: Path, inputs: Mapping[str, str], ontology: Ontology) -> Earlier | None:
    """Read an earlier build of a project, if this one can be built upon it; else None, and all is made anew."""
    try:
        manifest = manifest_of(folder)
        made_by = json.loads((folder / "store.json").read_text("utf-8")).get("program")
        apart = {name: digest for name, digest in inputs.items() if not name.startswith("sources/")}
        then = {name: digest for name, digest in manifest["inputs"].items() if not name.startswith("sources/")}
        if (made_by, manifest["base"], then) != (program(), project.base, apart):
            return None
        later = [name for name in _files_of(folder) if name.startswith(LINKED) or name.endswith(".sst")]
        return Earlier(folder, verify(folder, frozenset(later)), ontology)
    except (StoreError, OSError, ValueError, KeyError, TypeError, msgspec.MsgspecError):
        return None
