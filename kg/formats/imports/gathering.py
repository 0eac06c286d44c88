"""From rows to records: entities, articles and claims are gathered, folded, and given as lines in a fixed order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import groupby
from typing import Any

import msgspec

from kg.annotation.jsonl_writer import from_article, from_entity
from kg.formats.imports.attempts import Attempt
from kg.formats.imports.claim_ids import claim_id, told_apart
from kg.formats.imports.namesakes import Namesakes
from kg.formats.imports.naming import alike, id_of, short_hash, tidy
from kg.formats.imports.project_names import ProjectNames
from kg.formats.imports.reports import Report
from kg.formats.imports.sorting import MOST, SortedLines
from kg.model.records import Article, Entity, Kind

_encode = msgspec.json.encode
_NO_ID = re.compile(r"[^a-z0-9]+")
_TYPE = re.compile(rb'"type":"([^"]*)"')
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

    def __init__(self, report: Report, known: Mapping[str, Entity] | None = None, most: int = MOST) -> None:
        self.report = report
        self._known = known or {}
        self._names_known = ProjectNames(self._known)
        self._entities: dict[str, Entity] = {}
        self._settle: list[Callable[[], None]] = []
        self._articles: set[Article] = set()
        self.attempt = Attempt()  # to take the row that is being read
        self._lines, self._names = SortedLines(most // 4), Namesakes(most // 4)  # of entities and articles; of names
        self.has_ids_of_rows = False  # set where the data give rows their ids, of which two rows may have the same one
        self._told, self._besides = SortedLines(most), SortedLines(most // 4)  # of claims, and of further ones

    def __enter__(self) -> Gathering:
        return self

    def __exit__(self, *_: object) -> None:
        self._names.__exit__()
        for lines in (self._lines, self._told, self._besides):
            lines.__exit__()

    def entity_named(self, name: str, kinds: Collection[Kind] | None = None) -> str | None:
        """Give the id of the project's entity of this name or alias; a row with a name of several is refused.

        With `kinds`, it is one of these kinds: a person who is called as a country is not that country.
        """
        found = self._names_known.named(name, kinds)
        return found.id if found else None

    def of_project(self, text: str) -> Entity | None:
        """Give the entity that the project has under this name, alias or id."""
        return self._names_known.named(text) or self._names_known.of_id(text)

    def identified(self, identifiers: Mapping[str, str]) -> str | None:
        """Give the id of the project's entity that has one of these identifiers; None if several have."""
        return self._names_known.identified(identifiers)

    def knows(self, id_: str, kinds: Collection[Kind] | None = None) -> bool:
        """Tell whether the project has an entity of this id, and of one of some kinds."""
        return id_ in self._known and (kinds is None or self._known[id_].kind in kinds)

    def has(self, entity: Entity) -> bool:
        """Tell whether the project has just this entity."""
        return self._known.get(entity.id) == entity

    def put_entity(self, entity: Entity) -> str:
        """Take an entity that is known by its own id, whatever its name, and do not hold it in memory.

        Returns
        -------
        str
            Its id.
        """
        if entity.id not in self._known:
            line = f"0 {entity.id}\t\t".encode() + _encode({"entity": from_entity(entity)})
            self.attempt.later(self._lines.add, line)
            self.attempt.later(self._names.add, entity)
        return entity.id

    def add_entity(self, entity: Entity) -> str:
        """Take an entity, if the project has none of its name that may be of its kind.

        Of two with one id, that is kept of which more is known (`_rank`): never that which came first, since another
        order of the rows is to give the same entities.

        Returns
        -------
        str
            Its id: that of the project's entity of this name, or its own; with a part of its name's hash, if an entity
            of the project has that.
        """
        entity = msgspec.structs.replace(entity, name=tidy(entity.name))
        if known := self._names_known.like(entity):
            return known.id
        id_ = self.id_for(entity.name, entity.id)
        entity = msgspec.structs.replace(entity, id=id_)
        old = self._entities.get(id_)
        if old is None or (old != entity and _rank(entity) < _rank(old)):
            self.attempt.put(self._entities, id_, entity)
        return id_

    def id_for(self, name: str, id_: str = "") -> str:
        """Give the id that an entity of this name will have when it is added; the project has none of the name."""
        name = tidy(name)
        id_ = id_ or id_of(name)
        return f"{id_}-{short_hash(name, 6)}" if id_ in self._known else id_

    def before_records(self, settle: Callable[[], None]) -> None:
        """Have something called when all rows were read, before the first record is given: it may add entities."""
        self._settle.append(settle)

    def add_article(self, article: Article) -> str:
        """Take an article; of several with one id, the one with a day, published last, with a title is kept."""
        self.attempt.later(self._take_article, article)
        return article.id

    def _take_article(self, article: Article) -> None:
        if article not in self._articles:
            if len(self._articles) > _RECENT:
                self._articles.clear()
            self._articles.add(article)
            head = _encode({"article": {"id": article.id, **from_article(article)}}).decode()
            self.add_head(_inner(article.id), f"{int(article.is_dated)}{article.day}{int(bool(article.title))}", head)

    def add_head(self, id_: str, order: str, head: str) -> None:
        """Take an article that is JSON already; of several with one id, the last in this order is kept."""
        self.attempt.later(self._lines.add, f"1 {id_}\t{order}\t{head}".encode())

    def add_claim(  # noqa: PLR0913 - what a row says, and where it stands
        self,
        article: str,
        row: str,
        sha256: str,
        fields: Mapping[str, Any],
        figures: Mapping[str, str] | None = None,
        also: tuple[str, str] | None = None,
    ) -> None:
        """Take what a row says.

        Parameters
        ----------
        article
            The id of its article.
        row, sha256
            The id of the row, and the hash of its bytes.
        fields
            Of the claim, as in JSON Lines, `fact` among them; its id and its evidence are made here.
        figures
            Its `values`, where they do not tell one claim from another: of rows that are folded, they are `low..high`.
        also
            Id and hash of a second row that tells the same.
        """
        told = _encode({name: value for name, value in fields.items() if name != "fact"})[1:-1].decode()
        rows = "\t".join(evidence(*its) for its in ((row, sha256), also) if its)
        its = _encode(figures).decode() if figures else ""
        self.add_encoded(_inner(article), _inner(fields["fact"]), told, its, rows)

    def add_further(self, article: str, row: str, sha256: str, fields: Mapping[str, Any]) -> None:
        """Take what a row says besides, as `add_claim` does: the row is counted already, and several make one claim."""
        head, its = _encode({"article": article, **fields}), evidence(row, sha256)
        self._besides.add(f"{article} {fields['fact']}\t".encode() + head + f"\t{its}".encode())

    def add_encoded(self, article: str, fact: str, told: str, figures: str, rows: str) -> None:
        """Take what a row says, in JSON already.

        Parameters
        ----------
        article, fact
            Ids, without quotes.
        told
            The fields of the claim, without braces; not those that have parameters here.
        figures
            Its `values`, or nothing.
        rows
            By `evidence`; several are divided by tabs.
        """
        self.report.mapped += 1
        self._told.add(f'{{"claim":{{"article":"{article}","fact":"{fact}",{told}\t{figures}\t{rows}'.encode())

    def records(self) -> Iterator[bytes]:
        """Give the lines of all records: entities, articles, claims, each in the order of their ids."""
        for settle in self._settle:
            settle()
        for _, entity in sorted(self._entities.items()):
            yield _encode({"entity": from_entity(entity)}) + b"\n"
        self.report.alike = alike(its.name for its in self._entities.values() if not its.anonymous)
        self._names.tell(self.report, self._known.values())
        yield from _heads(self._lines)
        yield from told_apart(self._claims()) if self.has_ids_of_rows else self._claims()
        yield from _further(self._besides)

    def _claims(self) -> Iterator[bytes]:
        """Fold rows of one article that say the same of one fact."""
        head, figures, rows = b"", b"", b""
        same: list[tuple[bytes, bytes]] = []
        for line in self._told:
            told, its_figures, its_rows = line.split(b"\t", 2)
            if told == head:
                same.append((its_figures, its_rows))
                continue
            if head:
                yield self._claim(head, figures, rows, same) if same or b"\t" in rows else _claim(head, figures, rows)
            head, figures, rows, same = told, its_figures, its_rows, same and []
        if head:
            yield self._claim(head, figures, rows, same)

    def _claim(self, head: bytes, figures: bytes, rows: bytes, same: list[tuple[bytes, bytes]]) -> bytes:
        """Write a claim that rests on several rows."""
        if same:
            kind = _TYPE.search(head)
            self.report.fold(kind[1].decode() if kind else "", len(same))
            figures = _spanned({figures, *(its for its, _ in same)})
        each = {row for some in (rows, *(its for _, its in same)) for row in some.split(b"\t")}
        return _claim(head, figures, b",".join(sorted(each)))


def _claim(head: bytes, figures: bytes, rows: bytes) -> bytes:
    """Write a claim, whose id is made of its first row's."""
    given = b',"values":%b' % figures if figures else b""
    return b'%b%b,"id":"%b","evidence":[%b]}}\n' % (head, given, claim_id(rows), rows)


def evidence(row: str, sha256: str) -> str:
    """Write a row as evidence, in JSON.

    >>> evidence("20718170", "")
    '{"row":"20718170"}'
    """
    if sha256 and row.isascii() and row.isalnum():
        return f'{{"row":"{row}","sha256":"{sha256}"}}'
    row = tidy(row)
    return _encode({"row": row, "sha256": sha256} if sha256 else {"row": row}).decode()


def _spanned(figures: Set[bytes]) -> bytes:
    """Span the figures of several rows: of each name, from the lowest to the highest number."""
    if len(figures) == 1:
        return next(iter(figures))
    found: dict[str, set[str]] = {}
    for some in filter(None, figures):
        for name, text in msgspec.json.decode(some).items():
            found.setdefault(name, set()).update(text.split(".."))
    ends = {name: sorted(its, key=float) for name, its in sorted(found.items())}
    return _encode({name: f"{its[0]}..{its[-1]}" if its[1:] else its[0] for name, its in ends.items()})


def _rank(entity: Entity) -> tuple[int, int, int, bytes]:
    """Sort by how much is known of an entity, the most first: a group is what nobody knows more of."""
    return entity.kind is Kind.GROUP, -len(entity.links), -len(entity.identifiers), _encode(from_entity(entity))


def _heads(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give each entity once, and each article: of several, the last in order (with a day, published last, titled)."""
    last: list[bytes] = []
    for line in lines:
        parts = line.split(b"\t", 2)
        if last and last[0] != parts[0]:
            yield last[2] + b"\n"
        last = parts
    if last:
        yield last[2] + b"\n"


def _further(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give each further claim with all its rows; its id has a mark of its fact, since its first row has a claim too."""
    for (fact, head), same in groupby((line.split(b"\t") for line in lines), key=lambda parts: parts[:2]):
        rows = sorted({its[2] for its in same})
        id_ = b"%b-%b" % (claim_id(rows[0]), short_hash(fact.decode(), 6).encode())
        yield b'{"claim":%b,"id":"%b","evidence":[%b]}}\n' % (head[:-1], id_, b",".join(rows))


def _inner(text: str) -> str:
    """Write a text in JSON, without its quotes."""
    return _encode(text)[1:-1].decode()


def fact_id(kind: str, day: str | None, roles: Mapping[str, Iterable[str]], *more: str) -> str:
    """Make the id of a fact of what tells it from others: its type, its day, and who fills its roles.

    >>> fact_id("Meeting", "2018-06-01", {"participant": ["chad", "mali"]})
    'meeting-2018-06-01-a001f49b108db8a7'
    """
    told = "|".join([f"{role}={'+'.join(roles[role])}" for role in sorted(roles)])
    parts = "|".join((kind, day or "", *more, told)) if told else "|".join((kind, day or "", *more))
    return _began(kind, day) + hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=1 << 16)
def _began(kind: str, day: str | None) -> str:
    """Give how the ids of facts of a type and a day begin."""
    words = "-".join(filter(None, (kind, (day or "").replace("/", "-to-").strip("-")))).lower()
    return f"{_NO_ID.sub('-', words).strip('-')}-"
