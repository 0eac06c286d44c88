"""Event data of POLECAT: tab-separated with a header, a row for each event that a story was coded as, in PLOVER.

A story is an article, of which nobody here has read a word; its title is not in the data, its day of publication is.

Source: Halterman et al. 2023, PLOVER and POLECAT, doi:10.31235/osf.io/rm5dw; the data set's codebook,
doi:10.7910/DVN/AJGVIT. Written to the columns that these name, without rows at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.formats.imports.actors import Actors
from kg.formats.imports.background import Articles, Places, Publishers
from kg.formats.imports.cameo_actors import CameoActors
from kg.formats.imports.events import Events, day_of, ends_of, need_id, two
from kg.formats.imports.gathering import Gathering, evidence
from kg.formats.imports.lookups import Tables
from kg.formats.imports.streams import Row, columns_of, plain_rows, take_each
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "plover"
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Contexts", "Actor Name", "Actor Country",
    "Primary Actor Sector", "Actor Name Raw", "Recipient Name", "Recipient Country", "Primary Recipient Sector",
    "Recipient Name Raw", "City", "District", "Province", "Country", "Latitude", "Longitude", "Source",
    "Publication Date",
)  # fmt: skip
_NOTHING = ("", "None", "NA", "nan")
_SEVERAL = ";"  # between names of several in one cell
_CODER = Entity(
    id="polecat", kind=Kind.ORGANIZATION, name="POLECAT",
    aliases=("POLitical Event Classification, Attributes, and Types",),
)  # fmt: skip


class Polecat:
    """Reads rows of POLECAT into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says what the types and modes stand for.
    tables
        The user's own tables of names and codes.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables) -> None:
        self._gathering, self._report = gathering, gathering.report
        gathering.has_ids_of_rows = True
        self._coder = gathering.add_entity(_CODER)
        self._events = Events(ontology, SCHEME, gathering, tables.codes)
        self._actors = Actors(gathering, tables.actors, "polecat")
        self._sectors = CameoActors(gathering, self._actors)
        self._publishers = Publishers(gathering, self._actors, tables.publishers)
        self._articles = Articles(gathering, self._coder)
        self._places = Places(gathering, ontology.containment)

    def read(self, path: Path) -> None:
        """Read a file."""
        rows = plain_rows(path, self._report)
        columns = columns_of(next(rows, None), COLUMNS, path)
        take_each(
            rows, self._report, self._gathering.attempt,
            lambda row: self._take(row, dict(zip(COLUMNS, columns(row), strict=True))),
        )  # fmt: skip

    def _take(self, row: Row, cells: dict[str, str]) -> None:
        cells = {name: "" if cell in _NOTHING else cell for name, cell in cells.items()}
        need_id(cells["Event ID"])
        type_, mode = cells["Event Type"], cells["Event Mode"]
        code = type_ if not mode else mode if mode.startswith(f"{type_}-") else f"{type_}-{mode}"
        shape, when = self._events.shape(code), day_of(cells["Event Date"][:10])
        sources, targets = (self._ids(cells, which) for which in ("Actor", "Recipient"))
        ends_of(*("".join(ids) for ids in (sources, targets)))
        pairs = [two(source, target) for source in sources for target in targets]
        if len(pairs) > 1:
            shape = shape.directed
        article = self._article(cells, when)
        figures, its = self._events.figures(("intensity", cells["Intensity"])), evidence(cells["Event ID"], row.sha256)
        self._events.add_all(article, its, shape, pairs, when, self._place(cells), figures)

    def _ids(self, cells: Mapping[str, str], which: str) -> list[str]:
        """Give the ids of the actors, or the recipients, of a row."""
        names = cells[f"{which} Name"] or cells[f"{which} Name Raw"]
        country, sector = cells[f"{which} Country"], cells[f"Primary {which} Sector"]
        parts = [part.strip() for part in names.split(_SEVERAL) if part.strip()]
        if not parts and sector:
            return [self._sectors.entity(sector, "", country, "")]
        where = "" if len(parts) > 1 else country  # whose the sector and the country are is not said
        return list(dict.fromkeys(self._actors.entity(part, where, "" if len(parts) > 1 else sector) for part in parts))

    def _article(self, cells: Mapping[str, str], when: str) -> str:
        story = cells["Event ID"].partition("_")[0] or cells["Event ID"]
        by = self._publishers.entity(cells["Source"]) if cells["Source"] else self._coder
        published = cells["Publication Date"][:10]
        return self._articles.on(self._articles.story_id(story, by), by, day_of(published) if published else f"/{when}")

    def _place(self, cells: Mapping[str, str]) -> str | None:
        names = tuple(dict.fromkeys(filter(None, (cells["City"], cells["District"], cells["Province"]))))
        around = (cells["Country"], self._actors.country(cells["Country"]) if cells["Country"] else None)
        at = (cells["Latitude"], cells["Longitude"])
        return self._places.entity(names, around, {"coordinates": ",".join(at)} if all(at) else {})
