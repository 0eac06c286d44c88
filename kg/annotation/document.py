"""A file of annotations, read: its sound records, and where in the file each of them stands."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field, structs

from kg.annotation import compressed, json_places, yaml_places
from kg.annotation.drafts import Draft
from kg.annotation.json_line import LONGEST
from kg.annotation.source_text import SourceText, load
from kg.annotation.yaml_places import Span
from kg.base.errors import WARNING, Fault, Place
from kg.base.findings import Finding, KeyPath
from kg.base.hints import named
from kg.model.judgements import Judgement
from kg.model.records import Article, Claim, Entity

_BY_LINE = ("claims", "judgements")  # in JSON Lines, what the path of such a record begins with
ENTITIES = "entities.yaml"
IDENTITY = "identity.yaml"


class Document(Struct):
    """One file of annotations, read: its sound records, and all that is wrong with the others."""

    file: str  # from the project folder
    entities: tuple[Entity, ...] = ()
    article: Article | None = None
    claims: tuple[Claim, ...] = ()
    drafts: tuple[Draft, ...] = ()  # the records that are refused, as far as they could be read
    refused_ids: tuple[str, ...] = ()  # keys in a file of entities under which no sound entity stands
    claim_index: tuple[int, ...] = ()  # of each claim, its position in the file's list
    judgements: tuple[Judgement, ...] = ()
    judgement_index: tuple[int, ...] = ()  # of each judgement, its position
    faults: tuple[Fault, ...] = ()
    claims_in: int = 0  # all that are in the file, sound or not, and those suggested
    suggested: int = 0  # claims that are suggestions: they are never built
    source: SourceText = field(default_factory=lambda: SourceText(""))
    origin: str | None = None  # path of the file, where the source's text was not kept
    unread: bool = False  # whether the file as a whole is of no use, and not only some of its records
    _spans: dict[KeyPath, Span] | None = None
    _paths: dict[Fault, KeyPath] = {}  # of each fault that was given its place, what it is about

    @property
    def name(self) -> str:
        """The name of the file without its ending: the id of an article, or of a reading of one.

        >>> Document("sources/thenews.ab.yaml").name
        'thenews.ab'
        """
        return self.file.rpartition("/")[2].removesuffix(".yaml")

    @property
    def reading_of(self) -> str:
        """The id of the article that the file is a reading of, as its name says; empty for any other file.

        >>> Document("sources/thenews.ab.yaml").reading_of, Document("sources/entities.yaml").reading_of
        ('thenews', '')
        """
        name = self.file.rpartition("/")[2]
        is_article = self.holds_whole_articles and name.endswith(".yaml") and name not in (ENTITIES, IDENTITY)
        return name.removesuffix(".yaml").partition(".")[0] if is_article else ""

    @property
    def reading(self) -> str:
        """Whose reading of its article the file is, by its name; empty for the article's own.

        >>> Document("sources/thenews.ab.yaml").reading, Document("sources/thenews.yaml").reading
        ('ab', '')
        """
        return self.file.rpartition("/")[2].removesuffix(".yaml").partition(".")[2] if self.reading_of else ""

    @property
    def heads(self) -> tuple[Article, ...]:
        """The sound heads of articles in the file."""
        return () if self.article is None else (self.article,)

    @property
    def holds_whole_articles(self) -> bool:
        """Whether the claims of the file are those of its own head, and of no other file's."""
        return True

    @property
    def may_hold(self) -> tuple[str, ...]:
        """What may stand in what could not be read of the file: entities, facts; nothing where all was read.

        >>> Document("sources/entities.yaml", unread=True).may_hold, Document("sources/thenews.yaml").may_hold
        (('entity',), ())
        """
        name = self.file.rpartition("/")[2]
        if not self.unread or self.drafts:
            return ()
        if name == ENTITIES:
            return ("entity",)
        is_empty = self.source.file == self.file and not self.source.text.strip()
        if is_empty or name == IDENTITY or name.endswith(".json"):
            return ()
        return ("fact",) if name.endswith(".yaml") else ("entity", "fact")

    def gives_twice(self, id_: str) -> bool:
        """Whether an entity's id stands twice in the file, so that nobody can say which of the two is meant."""
        return any(fault.fault.startswith(f"duplicate key {named(id_)}") for fault in self.faults)

    def head_path(self, article: str) -> KeyPath:
        """Give the path of an article's head, for `place`."""
        return ("article",)

    def judgement_path(self, position: int) -> KeyPath:
        """Give the path of a judgement, for `place`."""
        return (position,)

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Find where a value stands, or the nearest thing around it that has a place.

        Parameters
        ----------
        path
            Keys and positions from the top of the file, such as ``"claims", 3, "roles", "place", 0``.
        key
            Whether the place of the value's key is wanted instead.

        Returns
        -------
        Place
            Line and column.

        >>> Document("a.yaml", source=SourceText("a.yaml", "claims: [{id: a}]")).place("claims", 0, "id")
        Place(file='a.yaml', line=1, column=15)
        """
        # The text is parsed once more here, when the first place is asked for: most files have no fault, and then
        # no place is needed and none is kept.
        if self._spans is None:
            if self.origin is not None:
                self.source.text = load(Path(self.origin), Path(self.origin).parent).text
            self._spans = yaml_places.spans(self.source)
        return yaml_places.place(self.source, self._spans, path, at_key=key)

    def fault(self, finding: Finding, path: KeyPath = ()) -> Fault:
        """Give a finding its place.

        Parameters
        ----------
        finding
            What is wrong.
        path
            Of the record from which the finding's own path is counted.

        Returns
        -------
        Fault
            Placed where the value, or its key, stands.
        """
        whole = (*path, *finding.path)
        fault = finding.placed(self.place(*whole, key=finding.at_key))
        self._paths.setdefault(fault, whole)
        return fault

    def path_of(self, fault: Fault) -> KeyPath | None:
        """Give the keys and positions that lead to what a fault of this file is about; None if it is about its form.

        >>> document = Document("a.yaml", source=SourceText("a.yaml", "claims: [{id: a}]"))
        >>> document.path_of(document.fault(Finding(("fact",), "odd", ""), ("claims", 0)))
        ('claims', 0, 'fact')
        """
        return self._paths.get(fault)

    def all_faults(self, found: Iterable[tuple[KeyPath, Finding]]) -> list[Fault]:
        """Give findings their places, each counted from the path of its record."""
        return [self.fault(finding, path) for path, finding in found]


class Lines(Document):
    """A file of JSON Lines, read: a record stands in a line, and the heads of articles anywhere."""

    articles: tuple[Article, ...] = ()
    starts: dict[str, int] = {}  # of each entity by its id, and of each head by its path: the line

    @property
    def heads(self) -> tuple[Article, ...]:
        """The sound heads of articles in the file."""
        return self.articles

    @property
    def holds_whole_articles(self) -> bool:
        """Whether the claims of the file are those of its own head: here they may be those of any."""
        return False

    @property
    def may_hold(self) -> tuple[str, ...]:
        """What may stand in what could not be read of the file: any record, in a file that is cut off."""
        return ("entity", "fact") if self.unread else ()

    def head_path(self, article: str) -> KeyPath:
        """Give the path of an article's head: a word that is no id, so that an entity may be called like it."""
        return (f"article {article}",)

    def judgement_path(self, position: int) -> KeyPath:
        """Give the path of a judgement, which is as that of a claim: by its line."""
        return ("judgements", position)

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Find the line of a record.

        >>> Lines("a.jsonl", starts={"kyiv": 7}).place("kyiv", "links", "part-of", 0)
        Place(file='a.jsonl', line=7, column=1)
        """
        if len(path) > 1 and path[0] in _BY_LINE and isinstance(path[1], int):
            return Place(self.file, path[1])  # `claim_index` and `judgement_index` hold lines
        return Place(self.file, self.starts.get(str(path[0]), 1) if path else 1)

    def all_faults(self, found: Iterable[tuple[KeyPath, Finding]]) -> list[Fault]:
        """Give findings their places, with the columns, for which the file is read once more."""
        by_line: dict[int, list[tuple[KeyPath, Finding]]] = {}
        for path, finding in found:
            by_line.setdefault(self.place(*path).line, []).append((path, finding))
        faults = []
        for number, line in self._lines_of(by_line):
            for path, finding in by_line.pop(number):
                within = finding.path if path[0] not in _BY_LINE else (*path[2:], *finding.path)
                column = json_places.column(line, within, at_key=finding.at_key)
                faults.append(named_field(finding).placed(Place(self.file, number, column)))
        rest = [its for pairs in by_line.values() for its in pairs]  # in lines that cannot be found again
        return [*faults, *(self.fault(named_field(finding), path) for path, finding in rest)]

    def _lines_of(self, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
        """Read some of the file's lines again."""
        last = max(numbers, default=0)
        with contextlib.suppress(OSError):  # it was taken away, or cut off, since it was read
            for number, line in compressed.lines(Path(self.origin or ""), LONGEST):
                if number in numbers:
                    line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                    yield number, line.decode(errors="replace")
                if number >= last:
                    return


def named_field(finding: Finding) -> Finding:
    """Write before a finding which field it is about, if it does not say so: a line of JSON holds them all.

    >>> named_field(Finding(("evidence", 0, "at"), "expected a list, found text", "")).text
    '`evidence[0].at`: expected a list, found text'
    """
    names = [step for step in finding.path if isinstance(step, str)]
    text = finding.text.removeprefix(WARNING)
    if not names or re.search(rf"\b{re.escape(names[-1])}\b", text):
        return finding
    steps = "".join(f".{step}" if isinstance(step, str) else f"[{step}]" for step in finding.path)
    warning = WARNING if finding.is_warning else ""
    return structs.replace(finding, text=f"{warning}{named(steps.lstrip('.'))}: {text}")
