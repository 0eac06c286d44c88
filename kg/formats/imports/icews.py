"""Event data of ICEWS: tab-separated, a row for each event that a sentence of a story was coded as.

A story of a publisher is an article, of which nobody here has read a word. Its title is not in the data. ICEWS dates an
event by the story that tells it, so that the story was published by that day.

Source: Boschee et al., ICEWS Coded Event Data, doi:10.7910/DVN/28075.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.formats.imports.actors import Actors
from kg.formats.imports.background import Articles, Places, Publishers
from kg.formats.imports.events import Events, day_of, need_id, two
from kg.formats.imports.gathering import Gathering, evidence
from kg.formats.imports.lookups import Tables
from kg.formats.imports.streams import RefusedRow, columns_of, plain_rows, take_each
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "cameo"
COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Publisher", "City", "District", "Province",
    "Country", "Latitude", "Longitude",
)  # fmt: skip
_PLACE = 12  # where the columns of the place begin
_NOTHING = frozenset({"", "NA", "NULL", "Unknown"})
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
        The user's own tables of names and codes.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables) -> None:
        self._gathering, self._report = gathering, gathering.report
        gathering.has_ids_of_rows = True
        self._coder = gathering.add_entity(_CODER)
        self._events = Events(ontology, SCHEME, gathering, tables.codes)
        self._actors = Actors(gathering, tables.actors, "icews")
        self._publishers = Publishers(gathering, self._actors, tables.publishers)
        self._articles = Articles(gathering, self._coder)
        self._places = Places(gathering, ontology.containment)
        self._found: dict[tuple[str, ...], str | None] = {}  # places by their cells

    def read(self, path: Path) -> None:
        """Read a file."""
        rows = plain_rows(path, self._report)
        columns = columns_of(next(rows, None), COLUMNS, path)
        take_each(rows, self._report, self._gathering.attempt, lambda row: self._take(columns(row), row.raw))

    def _take(self, cells: tuple[str, ...], raw: bytes) -> None:
        (event, day, source, source_sectors, source_country, code, intensity, target, target_sectors, target_country,
         story, publisher) = cells[:_PLACE]  # fmt: skip
        need_id("" if event in _NOTHING else event)
        shape, when, where = self._events.shape(code), day_of(day), cells[_PLACE:]
        if source in _NOTHING or target in _NOTHING:
            raise RefusedRow("no target" if target in _NOTHING else "no source")
        ends = two(
            self._actors.entity(source, source_country, source_sectors),
            self._actors.entity(target, target_country, target_sectors),
        )
        if (place := self._found.get(where, "")) == "":
            place = self._place(*("" if cell in _NOTHING else cell for cell in where))
            self._gathering.attempt.put(self._found, where, place)
        by = self._coder if publisher in _NOTHING else self._publishers.entity(publisher)
        article = (
            self._articles.by_then(f"{by}-{when}", by, when)
            if story in _NOTHING
            else self._articles.of_story(story, by, when)
        )
        figures = self._events.figures(("intensity", intensity))
        fact, told = shape.write(ends, when, place)
        its = evidence(event, hashlib.sha256(raw).hexdigest())
        self._gathering.add_encoded(article, fact, told, figures, its)

    def _place(self, city: str, district: str, province: str, country: str, *at: str) -> str | None:
        names = tuple(dict.fromkeys(filter(None, (city, district, province))))
        around = (country, self._actors.country(country) if country else None)
        return self._places.entity(names, around, {"coordinates": ",".join(at)} if all(at) else {})
