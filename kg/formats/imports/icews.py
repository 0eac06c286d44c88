"""Event data of ICEWS: tab-separated, a row for each event that a sentence of a story was coded as.

A story of a publisher is an article, of which nobody here has read a word. Its title is not in the data. ICEWS dates an
event by the story that tells it, so that the story was published by that day.

Source: Boschee et al., ICEWS Coded Event Data, doi:10.7910/DVN/28075.
"""

from __future__ import annotations

from pathlib import Path

from kg.formats.imports.actors import Actors, our_tables
from kg.formats.imports.background import Places, Publishers
from kg.formats.imports.events import Events, day_of, ends_of
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Tables
from kg.formats.imports.naming import id_of
from kg.formats.imports.streams import RefusedRow, Row, columns_of, plain_rows
from kg.model import dates
from kg.model.records import Article, Entity, Kind
from kg.ontology import Ontology

SCHEME = "cameo"
COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Publisher", "City", "District", "Province",
    "Country", "Latitude", "Longitude",
)  # fmt: skip
_NOTHING = ("", "NA", "NULL")
_CODER = Entity(
    id="icews", kind=Kind.ORGANIZATION, name="ICEWS", aliases=("Integrated Crisis Early Warning System",)
)  # fmt: skip


class Icews:
    """Reads rows of ICEWS into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says what the codes stand for.
    tables
        The user's own tables of names.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables) -> None:
        self._gathering, self._report = gathering, gathering.report
        self._coder = gathering.add_entity(_CODER)
        self._events = Events(ontology, SCHEME, gathering)
        self._actors = Actors(gathering, *our_tables("icews", tables.actors))
        self._publishers = Publishers(gathering, self._actors, tables.publishers)
        self._places = Places(gathering, ontology.containment)

    def read(self, path: Path) -> None:
        """Read a file."""
        rows = plain_rows(path, self._report)
        columns = columns_of(next(rows, None), COLUMNS, path)
        for row in rows:
            self._report.read += 1
            try:
                self._take(row, columns(row))
            except RefusedRow as refused:
                self._report.refuse(row.line, refused.reason, refused.value)

    def _take(self, row: Row, cells: list[str]) -> None:
        (event, day, source, source_sectors, source_country, code, intensity, target, target_sectors, target_country,
         story, publisher, *where) = ("" if cell in _NOTHING else cell for cell in cells)  # fmt: skip
        coding, when = self._events.coding(code), day_of(day)
        ends_of(source, target)
        ends = (
            self._actors.entity(source, source_country, source_sectors.split(",")),
            self._actors.entity(target, target_country, target_sectors.split(",")),
        )
        article = self._article(story, publisher, when)
        more = {"values": {f"intensity-{code}": intensity}} if intensity else {}  # a scale of codes, not of deeds
        self._events.add(article, event, row.sha256, coding, ends, when, self._place(*where), more)

    def _article(self, story: str, publisher: str, day: str) -> str:
        id_ = f"{self._coder}-{id_of(story)}" if story else f"{self._coder}-{id_of(publisher)}-{day}".replace("--", "-")
        article = Article(
            id=id_, publisher=self._publishers.entity(publisher) if publisher else self._coder, coded_by=self._coder,
            published=dates.parse(f"/{day}"), published_basis="external",
        )  # fmt: skip
        return self._gathering.add_article(article)

    def _place(self, city: str, district: str, province: str, country: str, *at: str) -> str | None:
        around = (country, self._actors.country(country) if country else None)
        names = [*dict.fromkeys(filter(None, (city, district, province)))]
        return self._places.entity(names, around, {"coordinates": ",".join(at)} if all(at) else {})
