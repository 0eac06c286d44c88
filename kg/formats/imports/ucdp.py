"""The UCDP Georeferenced Event Dataset: CSV with a header, a row for each event of organized violence.

An event has several sources, each with its publisher, day and title: these are articles, of which nobody here has read
a word. Sources that are written otherwise are passed over; then the event is UCDP's own word, of the last day that its
sources name, or of the day on which the data set was published.

Source: Sundberg and Melander 2013, doi:10.1177/0022343313484347; UCDP GED Codebook, version 24.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.base.hints import counted
from kg.formats.imports.actors import Actors
from kg.formats.imports.background import Articles, Places, Publishers
from kg.formats.imports.events import Events, day_of, need_id, two
from kg.formats.imports.gathering import Gathering, evidence
from kg.formats.imports.lookups import Tables
from kg.formats.imports.naming import id_of, short_hash
from kg.formats.imports.streams import RefusedRow, Row, columns_of, quoted_rows, take_each
from kg.formats.imports.ucdp_sources import Cited, Speakers, cited, last_day
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "ucdp"
COLUMNS = (
    "id", "type_of_violence", "side_a", "side_b", "source_article", "source_original", "where_prec",
    "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "country", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip
_FIGURES = {
    "deaths-side-a": "deaths_a", "deaths-side-b": "deaths_b", "deaths-civilians": "deaths_civilians",
    "deaths-unknown": "deaths_unknown", "deaths-best": "best",
}  # fmt: skip
_EXACT = "1"  # of `date_prec`
_CODER = Entity(id="ucdp", kind=Kind.ORGANIZATION, name="UCDP", aliases=("Uppsala Conflict Data Program",))


class Ucdp:
    """Reads rows of UCDP GED into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says what the types of violence stand for.
    tables
        The user's own tables of names and codes.
    published
        The day by which the data set had been published; rows whose sources name no day are refused without it.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables, published: str | None = None) -> None:
        self._report, self._published, self._attempt = gathering.report, published, gathering.attempt
        gathering.has_ids_of_rows = True
        gathering.before_records(self._finish)
        self._coder = gathering.add_entity(_CODER)
        self._events = Events(ontology, SCHEME, gathering, tables.codes)
        self._actors = Actors(gathering, tables.actors)
        self._publishers = Publishers(gathering, self._actors, tables.publishers)
        self._speakers = Speakers(self._actors, self._publishers)
        self._articles = Articles(gathering, self._coder)
        self._places = Places(gathering, ontology.containment)
        self._not_read = self._undated = 0

    def read(self, path: Path) -> None:
        """Read a file."""
        rows = quoted_rows(path, self._report)
        columns = columns_of(next(rows, None), COLUMNS, path)
        take_each(
            rows, self._report, self._attempt,
            lambda row: self._take(row, dict(zip(COLUMNS, columns(row), strict=True))),
        )  # fmt: skip

    def _take(self, row: Row, cells: Mapping[str, str]) -> None:
        event, country = _whole(cells["id"]), cells["country"]
        need_id(event)
        shape = self._events.shape(_whole(cells["type_of_violence"])).directed  # figures tell side a from side b
        when = _when(cells)
        if not (cells["side_a"] and cells["side_b"]):
            raise RefusedRow("no two sides")
        articles = self._published_in(cells, event)
        ends = two(self._side(cells["side_a"], country), self._side(cells["side_b"], country))
        figures = self._events.figures(
            *((name, cells[column]) for name, column in _FIGURES.items()),
            spanned=("deaths", cells["low"], cells["high"]),
        )
        place, speaker = self._place(cells), self._speakers.named(cells["source_original"], country)
        for article, publisher in articles:
            self._events.add(
                article, evidence(event, row.sha256), shape, ends, when, place, figures, f"{self._coder} {event}",
                speaker if speaker != publisher else None,
            )  # fmt: skip
        self._report.mapped -= len(articles) - 1  # one row, however many its articles

    def _side(self, name: str, country: str) -> str:
        return self._actors.stand_in(name, country) or self._actors.entity(name)

    def _published_in(self, cells: Mapping[str, str], event: str) -> list[tuple[str, str]]:
        """Give the articles of an event with their publishers."""
        if sources := cited(cells["source_article"]):
            return list(dict.fromkeys(map(self._cited, sources)))
        day = last_day(cells["source_article"]) or self._published
        if day is None:
            self._undated += 1
            raise RefusedRow("its sources name no day of publication", cells["source_article"])
        self._attempt.later(self._note_not_read)
        return [(self._articles.by_then(f"event-{id_of(event)}", self._coder, day, is_id=True), self._coder)]

    def _note_not_read(self) -> None:
        self._not_read += 1

    def _cited(self, source: Cited) -> tuple[str, str]:
        publisher = self._publishers.entity(source.publisher)
        name = f"{id_of(source.publisher)}-{source.day}-{short_hash(source.title, 8)}"
        return self._articles.on(name, publisher, source.day, title=source.title), publisher

    def _place(self, cells: Mapping[str, str]) -> str | None:
        country, at = cells["country"], (cells["latitude"], cells["longitude"])
        names = dict.fromkeys(filter(None, (" ".join(cells[its].split()) for its in _WHERE)))
        names.pop(country, None)
        around = (country, self._actors.country(country) if country else None)
        precise = {"coordinates": ",".join(at)} if all(at) else {}
        return self._places.entity(tuple(names), around, {**precise, "ucdp-where-prec": _whole(cells["where_prec"])})

    def _finish(self) -> None:
        notes = self._report.notes
        if self._undated:
            notes.append(
                f"{counted(self._undated, 'row')} without a day: give that of the data set itself, `--published DAY`"
            )
        if self._not_read:
            notes.append(
                f"{counted(self._not_read, 'row')} with sources not written as publisher, day, title: UCDP's own word"
            )
        if self._speakers.several:
            notes.append(
                f"{counted(self._speakers.several, 'row')} with several original sources: none is taken as the speaker"
            )


_WHERE = ("where_coordinates", "adm_2", "adm_1")


def _whole(text: str) -> str:
    """Write a number as a whole one, which some copies of the data have as `2.0`."""
    return text.removesuffix(".0")


def _when(cells: Mapping[str, str]) -> str:
    """Give when it was: a day, or some time within days."""
    begin, end = (day_of(cells[name][:10]) for name in ("date_start", "date_end"))
    if begin > end:
        raise RefusedRow("it ends before it begins", f"{begin}/{end}")
    if begin != end:
        return f"{begin}/{end}"
    return begin if _whole(cells["date_prec"]) == _EXACT else f"{begin}~"
