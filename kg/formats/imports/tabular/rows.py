"""The rows of a table, read as a map says.

A row's id is what stands in the column that the map names, else the start of its hash: so that rows that come in
between change no other row's claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from msgspec import structs

from kg.base.findings import Finding
from kg.base.hints import counted, meant, named, several
from kg.formats.imports import naming
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import shared
from kg.formats.imports.streams import RefusedRow, Row
from kg.formats.imports.tabular.cells import is_garbled, tidy
from kg.formats.imports.tabular.claims import Claims
from kg.formats.imports.tabular.fields import Cells
from kg.formats.imports.tabular.fillers import Fillers
from kg.formats.imports.tabular.maps import ENTITIES, Map, MapError
from kg.formats.imports.tabular.opening import Opened, Settings, opened
from kg.formats.imports.tabular.terms import compared
from kg.ontology import Ontology

_LENGTH = 16  # characters of a hash that are a row's id
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ENTITY = "describe it, `{name: …, kind: …}`, or name one of the project's, of a table of names, or a column"


class Table:
    """Reads a table into a gathering.

    Parameters
    ----------
    gathering
        Takes what its rows say.
    ontology
        The fact types with their roles.
    map_
        Which column fills which field.
    settings
        What the user says of the file, beside what the map says of it.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, map_: Map, settings: Settings) -> None:
        self._map, self._report, self._ontology = map_, gathering.report, ontology
        given = {name: its for name, its in structs.asdict(settings).items() if its}
        self._settings = structs.replace(map_.settings, **given)
        rules = compared(map_, ontology)
        names = dict(map_.names)
        entities = [*map_.actors.values(), *(its for role, its in map_.roles.items() if not rules[role].scheme)]
        self._entities = [its for some in entities for its in some]
        self._entities += [map_.coded_by, *(map_.fields[its] for its in ENTITIES if its in map_.fields)]
        for source in self._entities:
            for entry in source.table.values():
                names[entry.entity.name] = shared(entry.entity.name, names.get(entry.entity.name), entry)
        self._fillers = Fillers(gathering, names)
        self._refuse_unknown()
        self._claims = Claims(gathering, ontology, map_, rules, self._fillers)
        self._seen: set[int] = set()  # ids of rows
        self._garbled: set[str] = set()  # names

    def read(self, path: Path) -> None:
        """Read a file."""
        with opened(path, self._settings, [name for name, _ in self._map.columns()], self._report) as table:
            self._report.notes += [table.found, *(f"{path}: {note}" for note in table.notes)]
            self._need_columns(table, path)
            cells = Cells(table.columns, self._map.nothing, self._map.fill)
            names = {name for source in self._entities for name in source.columns}
            for row in self._rows(table, path, cells):
                self._report.read += 1
                try:
                    cells.of(_fitted(row, table, cells))
                    self._skip(cells)
                    self._claims.take(cells, self._id(cells, row), row.sha256)
                    self._garbled |= {text for name in names if is_garbled(text := tidy(cells.get(name)))}
                except RefusedRow as why:
                    self._report.refuse(row.line, why.reason, why.value)

    def end(self) -> None:
        """Say what else should be known, once all files are read."""
        notes, claims = self._report.notes, self._claims
        notes += self._fillers.notes()
        if self._garbled:
            told = several([named(its) for its in sorted(self._garbled)])
            notes.append(f"names that look like UTF-8 that was read as Windows-1252: {told}")
        notes += claims.notes()
        source = self._map.fields.get("type")
        notes += claims.facts.notes(self._ontology.types[source.constant] if source and source.constant else None)

    def _rows(self, table: Opened, path: Path, cells: Cells) -> Iterator[Row]:
        """Give the rows in which anything stands."""
        blank = 0
        for row in table.rows:
            if row.follows_refused:
                cells.pass_over()
            if any(row.cells) and any(its.strip() for its in row.cells):
                yield row
            else:
                blank += 1
        if blank:
            self._report.notes.append(f"{path}: {counted(blank, 'row')} in which nothing stands")

    def _skip(self, cells: Cells) -> None:
        for name, texts in self._map.skip.items():
            if (its := tidy(cells.get(name))) in texts:
                raise RefusedRow("left out, as the map says", its)

    def _id(self, cells: Cells, row: Row) -> str:
        source = self._map.fields.get("row")
        if source is None:
            return row.sha256[:_LENGTH]
        if not (found := naming.tidy(cells.word(source))):  # a cell may hold nothing but what nobody sees
            raise RefusedRow("no id of the row")
        mark = int.from_bytes(sha256(found.encode("utf-8", "surrogatepass")).digest()[:8])
        if mark in self._seen:
            raise RefusedRow("the id of an earlier row", found)
        self._seen.add(mark)
        return found

    def _need_columns(self, table: Opened, path: Path) -> None:
        """Refuse a map that names columns that the table does not have; say which it does not use."""
        known, used = table.columns, {name for name, _ in self._map.columns()}
        those = f"the columns are {several([named(its) for its in known])}"
        findings = [
            Finding(where, f"no column {named(name)} in `{path}`", meant(name, known, those))
            for name, where in self._map.columns()
            if name not in known
        ]
        if len(used) > 1 and not used & {*known}:  # the file was read otherwise than is meant, or is another one
            what, hint = f"{findings[0].text}, nor any other that the map names", f"{those}; {table.settled}"
            findings = [Finding(findings[0].path, what, hint if table.settled else those)]
        if findings:
            raise MapError(self._map.faults(list(dict.fromkeys(findings))))
        if left := [named(its) for its in known if its not in used]:
            self._report.notes.append(f"{path}: the map does not use {several(left)}")

    def _refuse_unknown(self) -> None:
        """Refuse a map that names an entity that there is not, before any row is read."""
        findings = []
        for source in self._entities:
            given = {source.path: source.constant} if source.constant else {}
            given |= {(*source.path, "lookup", text): word for text, word in source.lookup.items()}
            for path, word in given.items():
                is_name = source.kind is not None and not _ID.fullmatch(word)  # a new one, of the column's kind
                if not is_name and (fault := self._fillers.fault_of(word)):
                    findings.append(Finding(path, f"{fault}: {named(word)}", _ENTITY))
        if findings:
            raise MapError(self._map.faults(findings))


def _fitted(row: Row, table: Opened, cells: Cells) -> list[str]:
    """Give as many cells as there are columns."""
    width, its = len(table.columns), row.cells
    if len(its) < width and table.pads:
        return [*its, *[""] * (width - len(its))]
    if len(its) < width or any(text.strip() for text in its[width:]):
        cells.pass_over()
        what = "fewer" if len(its) < width else "more"
        raise RefusedRow(f"{what} cells than the header has", str(len(its)))
    return its
