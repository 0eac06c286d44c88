"""From rows to records: entities, articles and claims are gathered, folded, and given as lines in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec

from kg.annotation.jsonl_writer import from_article, from_entity
from kg.formats.imports.naming import alike, id_of, short_hash
from kg.formats.imports.reports import Report
from kg.formats.imports.sorting import SortedLines
from kg.model.records import Article, Entity

_encode = msgspec.json.encode
_NO_ID = re.compile(r"[^a-z0-9]+")
_RECENT = 100_000  # articles of which it is remembered that they were given


class Gathering:
    """Takes what the rows of a data set say, in any order, and gives the records that they amount to.

    Rows of one article that say the same of one fact are one claim, with a row of evidence each.

    Parameters
    ----------
    report
        Counts how many rows were mapped, and how many of them folded.
    known
        Entities that the project has already, by id: they are not given again.
    most
        Bytes that are held in memory while sorting.
    """

    def __init__(self, report: Report, known: Mapping[str, Entity] | None = None, most: int | None = None) -> None:
        self.report = report
        self._known = known or {}
        self._entities: dict[str, Entity] = {}
        self._by_name: dict[str, str] = {}
        for entity in self._known.values():
            for name in (entity.name, *entity.aliases):
                self._by_name.setdefault(name, entity.id)
        self._articles: set[Article] = set()
        self._lines = SortedLines(most) if most else SortedLines()

    def __enter__(self) -> Gathering:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.__exit__()

    def entity_named(self, name: str) -> str | None:
        """Give the id of the entity of this name, if the project has one or one was added."""
        return self._by_name.get(name)

    def of_project(self, text: str) -> Entity | None:
        """Give the entity that the project has under this name, alias or id."""
        return self._known.get(self._by_name.get(text, text)) or self._known.get(text)

    def has(self, id_: str) -> bool:
        """Tell whether the project has an entity of this id, or one was added."""
        return id_ in self._known or id_ in self._entities

    def add_entity(self, entity: Entity) -> str:
        """Take an entity, if there is none of its name yet.

        Returns
        -------
        str
            Its id: that of the entity of this name, or its own; with a part of its name's hash, if another entity
            has that.
        """
        if id_ := self._by_name.get(entity.name):
            return id_
        id_ = entity.id or id_of(entity.name)
        if self.has(id_):
            id_ = f"{id_}-{short_hash(entity.name, 6)}"
        self._by_name[entity.name] = id_
        self._entities[id_] = msgspec.structs.replace(entity, id=id_)
        return id_

    def add_article(self, article: Article) -> str:
        """Take an article; of several with one id, the one with a day, published last, with a title is kept."""
        if article not in self._articles:
            if len(self._articles) > _RECENT:
                self._articles.clear()
            self._articles.add(article)
            head = _encode({"article": {"id": article.id, **from_article(article)}})
            its = f"{int(article.is_dated)}{article.day}{int(bool(article.title))}"
            self._lines.add(f"1 {article.id}\t{its}\t".encode() + head)
        return article.id

    def add_claim(self, article: str, row: str, sha256: str, fields: Mapping[str, Any]) -> None:
        """Take what a row says.

        Parameters
        ----------
        article
            The id of its article.
        row, sha256
            The id of the row, and the hash of its bytes.
        fields
            Of the claim, as in JSON Lines, `fact` among them; its id and its evidence are made here.
        """
        self.report.mapped += 1
        head = _encode({"article": article, **fields})
        its = _encode({"row": row, "sha256": sha256} if sha256 else {"row": row})
        self._lines.add(b"\t".join((f"2 {article} {fields['fact']}".encode(), head, its)))

    def records(self) -> Iterator[bytes]:
        """Give the lines of all records: entities, articles, claims, each in the order of their ids."""
        for _, entity in sorted(self._entities.items()):
            yield _encode({"entity": from_entity(entity)}) + b"\n"
        self.report.alike = alike(its.name for its in self._entities.values() if not its.anonymous)
        for sort, lines in groupby(self._lines, key=lambda line: line[:1]):
            give = _heads if sort == b"1" else self._claims
            yield from give(lines)

    def _claims(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Fold rows of one article that say the same of one fact."""
        for head, same in groupby(lines, key=lambda line: line.rpartition(b"\t")[0]):
            rows = [line.rpartition(b"\t")[2] for line in same]
            self.report.folded += len(rows) - 1
            evidence = b",".join(dict.fromkeys(rows))
            fields = head.rpartition(b"\t")[2][:-1]
            yield b'{"claim":%b,"id":"%b","evidence":[%b]}}\n' % (fields, _claim_id(rows[0]), evidence)


def _heads(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give each article once: of several, the last in order (with a day, published last, with a title)."""
    for _, same in groupby(lines, key=lambda line: line.partition(b"\t")[0]):
        *_, last = same
        yield last.rpartition(b"\t")[2] + b"\n"


def _claim_id(evidence: bytes) -> bytes:
    """Make a claim's id of its first row's."""
    row = str(msgspec.json.decode(evidence)["row"])
    plain = _NO_ID.sub("-", row.lower()).strip("-")
    return f"row-{plain}".encode() if plain == row else f"row-{plain[:40]}-{short_hash(row, 8)}".encode()


def fact_id(kind: str, day: str | None, roles: Mapping[str, Iterable[str]], *more: str) -> str:
    """Make the id of a fact of what tells it from others: its type, its day, and who fills its roles.

    >>> fact_id("Meeting", "2018-06-01", {"participant": ["chad", "mali"]})
    'meeting-2018-06-01-a001f49b108db8a7'
    """
    parts = [kind, day or "", *more, *(f"{role}={'+'.join(ids)}" for role, ids in sorted(roles.items()))]
    words = "-".join(filter(None, (kind, (day or "").replace("/", "-to-").strip("-")))).lower()
    return f"{_NO_ID.sub('-', words).strip('-')}-{short_hash('|'.join(parts), 16)}"
