"""From files of a format to the lines of a JSON Lines file: what every import has in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from kg.annotation.compressed import DamagedError
from kg.base.disk import hindrance
from kg.base.errors import KgError, Place, UsageError
from kg.base.gc_pause import without_collecting
from kg.base.hints import unknown
from kg.base.project import Folders
from kg.formats.imports.congress import Congress
from kg.formats.imports.ftm import Ftm
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.gdelt import Gdelt
from kg.formats.imports.icews import Icews
from kg.formats.imports.known import entities_of
from kg.formats.imports.lookups import Tables
from kg.formats.imports.polecat import Polecat
from kg.formats.imports.popolo import Popolo
from kg.formats.imports.reports import Report
from kg.formats.imports.ucdp import Ucdp
from kg.ontology import Ontology

STDIN = Path("-")


class UnreadableError(KgError):
    """A file of foreign data that cannot be read, or not to its end; nothing was written."""

    exit_code = 1


class Importer(Protocol):
    """Reads files of one format into a gathering."""

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables, **options: Any) -> None: ...  # noqa: ANN401 - each has its own

    def read(self, path: Path) -> None:
        """Read a file; what cannot be used is refused row by row."""


IMPORTERS: dict[str, type[Importer]] = {
    "congress": Congress,
    "ftm": Ftm,
    "gdelt": Gdelt,
    "icews": Icews,
    "polecat": Polecat,
    "popolo": Popolo,
    "ucdp": Ucdp,
}


class Brought:
    """What an import gives: the lines of its records, and the report, which is whole when all lines were taken.

    Parameters
    ----------
    gathering
        Into which everything was read.
    """

    def __init__(self, gathering: Gathering) -> None:
        self.report: Report = gathering.report
        self._gathering = gathering

    def lines(self) -> Iterator[bytes]:
        """Give the records, a line each."""
        with self._gathering as gathering, without_collecting():
            yield from gathering.records()


def bring_in(  # noqa: PLR0913 - what an import is told
    format: str,
    files: Sequence[Path],
    ontology: Ontology,
    tables: Tables,
    project: Folders | None,
    output: Path,
    **options: Any,  # noqa: ANN401 - each has its own
) -> Brought:
    """Read files of foreign data.

    Parameters
    ----------
    format
        One of `IMPORTERS`.
    files
        Read one after the other; `-` is stdin.
    ontology
        Says what the codes of the data stand for.
    tables
        The user's own.
    project
        Whose entities are known already; None: there is no project.
    output
        The file that will be written: entities that stand only there are not known.
    options
        What only this format takes.

    Raises
    ------
    UsageError
        If there is no such format, or no such file.
    UnreadableError
        If a file cannot be read to its end, or is not of this format.
    """
    if format not in IMPORTERS:
        raise UsageError(*unknown("format", format, IMPORTERS))
    for path in files:
        if path != STDIN and (found := hindrance(path)):
            raise UsageError(f"`{path}`: {found[0]}", found[1])
    gathering = Gathering(Report(), entities_of(project, output) if project else None)
    importer = IMPORTERS[format](gathering, ontology, tables, **options)
    for path in files:
        try:
            with without_collecting():
                importer.read(path)
        except DamagedError as error:
            raise UnreadableError(
                f"{Place(str(path), error.line)}: cannot be read further: {error}", error.hint
            ) from error
        except OSError as error:
            raise UnreadableError(f"{Place(str(path))}: {error.strerror or error}", "make it readable") from error
    return Brought(gathering)
