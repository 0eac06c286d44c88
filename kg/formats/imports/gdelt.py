"""Event data of GDELT: tab-separated without a header, a row for each event, and another table of who mentioned it.

A mention is an article, of which nobody here has read a word, at its address; its publisher is its host. GDELT says
when it found the article, so that it was published by then. Without a table of mentions, the one address that stands in
an event's row is its article.

Source: The GDELT Event Database, Data Format Codebook V1.03 (2013) and V2.0 (2015).
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.base.addresses import address_fault
from kg.base.hints import counted
from kg.formats.imports.actors import Actors
from kg.formats.imports.background import Articles, Places, Publishers
from kg.formats.imports.cameo_actors import CameoActors
from kg.formats.imports.events import Events, day_of, ends_of, need_id, two
from kg.formats.imports.gathering import Gathering, evidence
from kg.formats.imports.lookups import Tables, coded, shipped
from kg.formats.imports.naming import id_of, short_hash
from kg.formats.imports.sorting import SortedLines
from kg.formats.imports.streams import RefusedRow, Row, plain_rows
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "cameo"
WIDTHS = {57: 49, 58: 49, 61: 51}  # columns of a row -> where those of the place of the event begin
_FIGURES = {"goldstein": 30, "mentions": 31, "sources": 32, "articles": 33, "tone": 34}
_MENTION = {"confidence": 11, "tone": 13}
_OF_MENTION = 14  # columns, and two more in newer files
_CODER = Entity(
    id="gdelt", kind=Kind.ORGANIZATION, name="GDELT", aliases=("Global Database of Events, Language, and Tone",)
)  # fmt: skip


class _Source(NamedTuple):
    """An article that tells an event."""

    article: str
    figures: dict[str, str]
    row: str = ""  # of the mention


class Gdelt:
    """Reads rows of GDELT into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says what the codes stand for.
    tables
        The user's own tables of names and codes.
    mentions
        A file of mentions.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables, mentions: Path | None = None) -> None:
        self._report, self._attempt, self._beside = gathering.report, gathering.attempt, 0
        self._lines = SortedLines()
        gathering.before_records(self._finish)
        self._coder = gathering.add_entity(_CODER)
        self._events = Events(ontology, SCHEME, gathering, tables.codes)
        self._names = Actors(gathering, tables.actors)
        self._actors = CameoActors(gathering, self._names)
        self._publishers = Publishers(gathering, self._names, tables.publishers)
        self._articles = Articles(gathering, self._coder)
        self._places = Places(gathering, ontology.containment)
        self._fips = coded(shipped("countries"), "fips")
        if mentions:
            self._keep("1", mentions)

    def read(self, path: Path) -> None:
        """Read a file of events."""
        self._keep("0", path)

    def _keep(self, sort: str, path: Path) -> None:
        """Keep the rows of events, or of mentions, by the ids of their events."""
        for row in plain_rows(path, self._report):
            self._report.read += 1
            self._lines.add(f"{row.cells[0]}\t{sort}\t".encode() + row.raw + f"\t{row.line}".encode())

    def _finish(self) -> None:
        """Join events and mentions, of which now all are there."""
        with self._lines as lines:
            rows = (_kept(line) for line in lines)
            for _, same in groupby(rows, key=lambda its: its[0]):
                self._join([(sort, row) for _, sort, row in same])
        if self._beside:
            self._report.notes.append(
                f"{counted(self._beside, 'event')} beside the main one of a sentence (IsRootEvent 0)"
            )

    def _join(self, rows: list[tuple[str, Row]]) -> None:
        """Take the rows of one event: its own, of which the first counts that can be used, and its mentions."""
        events, mentions = ([row for its, row in rows if its == sort] for sort in "01")
        reason = "a mention of an event that is not in these files"
        told, kind = b"", ""
        for row in events:
            if row.raw == told:  # given twice
                self._report.mapped += 1
                self._report.fold(kind, 1)
                continue
            try:
                if told:
                    raise RefusedRow("another row of an event that is told already", row.cells[0])
                with self._attempt:
                    kind = self._take(row, mentions)
                told, mentions, reason = row.raw, [], ""
            except RefusedRow as refused:
                self._report.refuse(row.line, refused.reason, refused.value)
                reason = "a mention of an event that is refused"  # if none of its rows is taken
        for row in mentions:
            self._report.refuse(row.line, reason, row.cells[0])

    def _take(self, row: Row, mentions: list[Row]) -> str:
        """Take the row of an event, with its mentions; give the type of its fact."""
        if (place_at := WIDTHS.get(len(row.cells))) is None:
            raise RefusedRow(f"not of {', '.join(map(str, WIDTHS))} columns", str(len(row.cells)))
        cells = row.cells
        need_id(cells[0])
        shape, when = self._events.shape(cells[26]), _day(cells[1])
        one, other = cells[5:15], cells[15:25]
        ends_of(one[0] or one[1], other[0] or other[1])
        ends = two(self._actors.entity(*one[:4]), self._actors.entity(*other[:4]))
        own = None if mentions else self._own_source(cells, when)
        place = self._place(cells[place_at:], len(cells) == max(WIDTHS))
        its = evidence(cells[0], row.sha256)
        sources, lost = list[_Source](), list[tuple[Row, RefusedRow]]()
        for mention in mentions:
            try:
                sources.append(self._mention(mention))
            except RefusedRow as refused:
                lost.append((mention, refused))
        for source in sources or [own or self._own_source(cells, when)]:
            figures = {name: cells[at] for name, at in _FIGURES.items()} | source.figures
            rows = f"{source.row}\t{its}" if source.row else its
            self._events.add(source.article, rows, shape, ends, when, place, self._events.figures(*figures.items()))
        if sources:
            self._report.mapped += 1  # the row of the event, told by those of its mentions
            self._report.fold(shape.coding.type, 1)
        for mention, why in lost:
            self._report.refuse(mention.line, why.reason, why.value)
        self._beside += cells[25] == "0"
        return shape.coding.type

    def _own_source(self, cells: list[str], day: str) -> _Source:
        """Give the article that stands in the row of an event, else GDELT's own of that day."""
        added = _day(cells[-1 if len(cells) == min(WIDTHS) else -2])
        url = "" if len(cells) == min(WIDTHS) else cells[-1]
        return _Source(self._article(url, "", added) if url else self._articles.by_then(day, self._coder, added), {})

    def _mention(self, row: Row) -> _Source:
        """Give the article of a mention, or refuse it."""
        cells = row.cells
        if len(cells) < _OF_MENTION:
            raise RefusedRow("no row of a table of mentions", str(len(cells)))
        article = self._article(cells[5], cells[4], _day(cells[2]))
        figures = {name: cells[at] for name, at in _MENTION.items()}
        id_ = f"{cells[0]} {cells[6]} {cells[5]}"  # one article may mention an event in several sentences
        return _Source(article, figures, evidence(id_, row.sha256))

    def _article(self, address: str, publisher: str, day: str) -> str:
        publisher = publisher or _host(address)
        by = self._publishers.entity(publisher) if publisher else self._coder
        name = f"{id_of(publisher)}-{short_hash(address, 12)}" if publisher else short_hash(address, 12)
        return self._articles.by_then(name, by, day, "" if address_fault(address) else address, is_id=True)

    def _place(self, cells: list[str], has_district: bool) -> str | None:
        sort, name, code, _, *more = cells
        lat, lon = more[1:3] if has_district else more[:2]
        if not name:
            return None
        *names, country = name.split(", ")
        entry = self._fips.get(code)
        if sort == "1" and entry:
            return self._names.add(entry)
        around = (country, self._names.add(entry) if entry else self._names.country(country))
        precise = {"coordinates": f"{lat},{lon}"} if lat and lon else {}
        return self._places.entity(tuple(names), around, {**precise, "gdelt-geo-type": sort})


def _kept(line: bytes) -> tuple[str, str, Row]:
    """Read a line that was kept, back to the row that it was."""
    event, sort, rest = line.split(b"\t", 2)
    raw, _, number = rest.rpartition(b"\t")
    return event.decode(), sort.decode(), Row(int(number), raw.decode().removeprefix("\ufeff").split("\t"), raw)


def _host(address: str) -> str:
    """Give the host of an address, or nothing."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _day(text: str) -> str:
    """Read a day that is written as digits only, before a time of day or not."""
    return day_of(f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text.isdigit() else text)
