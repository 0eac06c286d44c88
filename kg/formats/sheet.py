"""A sheet for whoever works in a spreadsheet: a line a fact, newest first, in names and words; CSV or XLSX.

Every fact has its line, accepted or not: the columns `status` and `accepted` say how it stands. Of several articles,
publishers, days of publication, titles and addresses stand in the same order, divided by `; `.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kg.account.figures import all_words, figures
from kg.account.standing import Standing
from kg.account.support import deniers, told_fillers
from kg.account.voices import ANONYMOUS, is_anonymous
from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.base.letters import cut
from kg.formats.network_tables import csv_text
from kg.formats.ties import in_words, was_read
from kg.model.records import Article, Claim, Kind, Stance
from kg.query.result_formats import guarded
from kg.snapshot.sentences import both

if TYPE_CHECKING:
    from kg.account.facts import FactAccount
    from kg.snapshot.snapshot import Snapshot

COLUMNS = {  # with their widths in characters
    "actors": 40, "what happened": 70, "status": 14, "contested": 12, "accepted": 10, "who says": 30,
    "who denies": 20, "figures": 30, "day": 24, "first day": 12, "last day": 12, "publishers": 26, "published": 14,
    "titles": 40, "addresses": 40, "quotations": 60, "told by": 70, "outlets": 26, "read": 8, "reservations": 40,
    "type": 14, "fact": 36,
}  # fmt: skip
_DAYS = ("first day", "last day")
_ACTING = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.COUNTRY, Kind.GROUP, Kind.POST})
_MOST_ROWS, _LONGEST, _FIRST_YEAR = 1_048_576, 32_767, 1900  # of an XLSX sheet: rows, letters of a cell, years of days
_THEN = (1980, 1, 1, 0, 0, 0)  # the first time that an entry of a zip file can have
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def to_sheet(graph: Snapshot) -> str:
    """Write the sheet as CSV, after the byte order mark by which a spreadsheet knows UTF-8."""
    return csv_text([*COLUMNS], rows(graph), spreadsheet=True)


def to_xlsx(graph: Snapshot) -> bytes:
    """Write the sheet as XLSX: the same bytes for the same graph, so no time of writing.

    Raises
    ------
    UsageError
        If openpyxl is not installed, or there are more facts than such a sheet holds.
    """
    try:
        import openpyxl
        from openpyxl.cell import WriteOnlyCell
    except ImportError as error:
        raise UsageError("openpyxl is not installed", f"{to_install('openpyxl')}, or write csv") from error
    if len(graph.account.facts) >= _MOST_ROWS:
        what = f"{len(graph.account.facts):,} facts are more than an XLSX sheet holds"
        raise UsageError(what, "write csv, or fewer of them: `--type`, `--between` and other options")
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator, book.properties.created = "kg", datetime(*_THEN)
    sheet = book.create_sheet("facts")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = width
    sheet.auto_filter.ref = f"A1:{openpyxl.utils.get_column_letter(len(COLUMNS))}{len(graph.account.facts) + 1}"
    sheet.append([*COLUMNS])
    for row in rows(graph):
        cells = []
        for name in COLUMNS:
            value = _value(name, row[name])
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"  # or a text such as #N/A would be an error
            cells.append(cell)
        sheet.append(cells)
    book.save(written := io.BytesIO())
    return _without_times(written)


def _value(name: str, text: str) -> str | date | None:
    if name in _DAYS and text and int(text[:4]) >= _FIRST_YEAR:
        return date.fromisoformat(text)
    return cut(guarded(text), _LONGEST) or None


def _without_times(written: io.BytesIO) -> bytes:
    """Pack a workbook anew without the times that it was made at."""
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(packed := io.BytesIO(), "w") as fixed:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            fixed.writestr(zipfile.ZipInfo(name, _THEN), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def rows(graph: Snapshot) -> Iterator[dict[str, str]]:
    """Give a row for each fact, the newest first, those without a day last."""
    facts = sorted(graph.account.facts.values(), key=lambda its: its.fact)
    for fact in sorted(facts, key=lambda its: its.when.latest or its.when.earliest or "", reverse=True):
        yield {name: " ".join(in_words(value).split()) for name, value in _row(graph, fact).items()}


def _row(graph: Snapshot, fact: FactAccount) -> dict[str, Any]:
    claims = [graph.claims[key] for key in fact.basis or fact.claims]
    articles = sorted({its.article: graph.records.articles[its.article] for its in claims}.items(), key=_by_day)
    found = [article for _, article in articles]
    return {
        "actors": _actors(graph, fact),
        "what happened": graph.teller.heading(fact),
        "status": fact.status.value,
        "contested": fact.contested and fact.contested.value,
        "accepted": "yes" if fact.accepted else "no",
        "who says": "; ".join(_who_says(graph, fact, claims)),
        "who denies": "; ".join(_voice(graph, voice) for voice in deniers([fact], graph.account.readings)),
        "figures": all_words(figures(fact, graph.claims)),
        "day": fact.when.text,
        "first day": fact.when.earliest,
        "last day": fact.when.latest,
        "publishers": "; ".join(graph.teller.name(its.publisher) for its in found),
        "published": "; ".join(its.published.text for its in found),
        "titles": "; ".join(its.title for its in found) if any(its.title for its in found) else "",
        "addresses": "; ".join(its.url or "" for its in found) if any(its.url for its in found) else "",
        "quotations": " ".join(_quotations(graph, claims)),
        "told by": graph.teller.told(claims, fact.fact),
        "outlets": "; ".join(graph.teller.name(outlet) for outlet in fact.outlets),
        "read": "yes" if was_read(graph.claims, (its.key for its in claims)) else "no",
        "reservations": "; ".join(_reservations(graph, fact)),
        "type": graph.ontology.types[fact.type].label,
        "fact": fact.fact,
    }


def _by_day(article: tuple[str, Article]) -> tuple[str, str]:
    return article[1].day, article[0]


def _actors(graph: Snapshot, fact: FactAccount) -> str:
    """Name who takes part and stands no worse than the fact, parties first: actors, in roles that are for actors."""
    kind, entities = graph.ontology.types[fact.type], graph.records.entities
    acting = [role for role, rule in kind.roles.items() if rule.kinds & {Kind.PERSON, Kind.ORGANIZATION}]
    ordered = sorted(acting, key=lambda role: role not in kind.parties)
    names = {
        graph.teller.name(filler.filler): None
        for role in ordered
        for filler in told_fillers(fact)
        if filler.role == role
        if filler.filler in entities and entities[filler.filler].kind in _ACTING
    }
    return "; ".join(names)


def _who_says(graph: Snapshot, fact: FactAccount, claims: list[Claim]) -> list[str]:
    """Name the voices that assert a fact; where none does, those that speak of it, each with what it does."""
    if fact.voices:
        return [_voice(graph, voice) for voice in fact.voices]
    said = {
        f"{_voice(graph, voice)} ({claim.stance.value})": None
        for claim in claims
        if claim.stance is not Stance.DENIES
        for voice in graph.account.readings[claim.key].voices
    }
    return [*said]


def _voice(graph: Snapshot, voice: str) -> str:
    if not is_anonymous(voice):
        return graph.teller.name(voice)
    article = graph.records.articles[voice.removeprefix(ANONYMOUS)]
    return f"anonymous sources of {graph.teller.name(article.publisher)}, {article.published.text}"


def _quotations(graph: Snapshot, claims: list[Claim]) -> Iterator[str]:
    """Quote the spans on which claims rest, each once, where the graph was opened with the articles' texts."""
    spans = {(its.article, span.start, span.end): None for its in claims for span in its.evidence if span.row is None}
    texts = graph.article_texts
    yield from (f"“{texts[article][start:end]}”" for article, start, end in spans if article in texts)


def _reservations(graph: Snapshot, fact: FactAccount) -> Iterator[str]:
    if kinds := sorted({conflict.kind for conflict in graph.conflicts_by_fact.get(fact.fact, ())}):
        yield f"claims conflict: {', '.join(kinds)}"
    told = {(filler.role, filler.filler) for filler in told_fillers(fact)}
    for filler in fact.fillers.values():
        if filler.contested != fact.contested or (filler.role, filler.filler) not in told:
            role, name = graph.ontology.roles[filler.role].label, graph.teller.name(filler.filler)
            denying = [_voice(graph, voice) for voice in deniers([filler], graph.account.readings)]
            yield f"{role} {name}: {Standing.of(filler).text}" + (f", denied by {both(denying)}" if denying else "")
    if fact.fact in graph.part_words:
        yield graph.part_words[fact.fact]
