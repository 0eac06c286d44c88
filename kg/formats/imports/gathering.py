"""From rows to records: entities, articles and claims are gathered, folded, and given as lines in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from kg.annotation.jsonl_writer import from_article, from_entity
from kg.annotation.scalars import figure
from kg.formats.imports.naming import alike, id_of, short_hash
from kg.formats.imports.reports import Report
from kg.formats.imports.sorting import SortedLines
from kg.model.records import Article, Entity, Figure

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
        self._articles: set[tuple[str, str]] = set()
        self._lines = SortedLines(most) if most else SortedLines()

    def __enter__(self) -> Gathering:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.__exit__()

    def entity_named(self, name: str) -> str | None:
        """Give the id of the entity of this name, if the project has one or one was added."""
        return self._by_name.get(name)

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
        """Take an article; of two with one id, that which was published later is kept."""
        key = (article.id, article.published.text)
        if key not in self._articles:
            if len(self._articles) > _RECENT:
                self._articles.clear()
            self._articles.add(key)
            head = _encode({"article": {"id": article.id, **from_article(article)}})
            self._lines.add(f"1 {article.id}\t{article.day}\t".encode() + head)
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
            Of the claim, as in JSON Lines, `fact` among them; its id and its evidence are made here. Rows that differ
            in `values` only, numbers as text, are one claim: with the values of all, and a range where they differ.
        """
        self.report.mapped += 1
        head = _encode({"article": article, **{name: its for name, its in fields.items() if name != "values"}})
        its = _encode({"row": row, "sha256": sha256} if sha256 else {"row": row})
        values = _encode(fields["values"]) if fields.get("values") else b""
        self._lines.add(b"\t".join((f"2 {article} {fields['fact']}".encode(), head, its, values)))

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
        for (_, head), same in groupby((line.split(b"\t") for line in lines), key=itemgetter(0, 1)):
            rows, values = zip(*((row, its) for _, _, row, its in same), strict=True)
            self.report.folded += len(rows) - 1
            evidence = b",".join(dict.fromkeys(rows))
            figures = _united(values)
            more = b',"values":' + figures if figures else b""
            yield b'{"claim":%b,"id":"%b","evidence":[%b]%b}}\n' % (head[:-1], _claim_id(rows[0]), evidence, more)


def _heads(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give each article once: as it was published last, where it was given several times."""
    for _, same in groupby(lines, key=lambda line: line.partition(b"\t")[0]):
        *_, last = same
        yield last.rpartition(b"\t")[2] + b"\n"


def _united(values: Iterable[bytes]) -> bytes:
    """Unite the values of rows; where they differ, the range that holds all.

    >>> _united([b'{"deaths":"12"}', b'{"deaths":"9","hurt":"3"}'])
    b'{"deaths":"9..12","hurt":"3"}'
    """
    some = [its for its in dict.fromkeys(values) if its]
    if len(some) < 2:
        return some[0] if some else b""
    found: dict[str, Figure] = {}
    for its in some:
        for name, text in msgspec.json.decode(its).items():
            given = figure(text)
            before = found.setdefault(name, given)
            if before.unit != given.unit:
                name, before = f"{name}-{id_of(given.unit or 'number')}", given
            found[name] = Figure(_bound(min, before.low, given.low), _bound(max, before.high, given.high), given.unit)
    return _encode({name: str(its) for name, its in found.items()})


def _bound(choose: Callable[..., str], *bounds: str | None) -> str | None:
    """Give the least or the greatest of two bounds; an open one stays open."""
    return None if None in bounds else choose(bounds, key=Decimal)


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
