"""From files of a format to the lines of a JSON Lines file: what every import has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from kg.annotation.compressed import CUT_OFF, DamagedError
from kg.base.disk import hindrance
from kg.base.errors import KgError, Place, UsageError
from kg.base.gc_pause import without_collecting
from kg.base.hints import named, unknown
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
from kg.formats.imports.replacing import STDIN, Standing
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import RefusedRow
from kg.formats.imports.tabular.drafting import draft
from kg.formats.imports.tabular.maps import Map
from kg.formats.imports.tabular.opening import Settings
from kg.formats.imports.tabular.rows import Table
from kg.formats.imports.ucdp import Ucdp
from kg.ontology import Ontology


class UnreadableError(KgError):
    """A file of foreign data that cannot be read, or not to its end; nothing was written."""

    exit_code = 1


class NothingUsableError(KgError):
    """Of all rows none could be used."""

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
    before
        What stands at the output so far, where it is a file.
    """

    def __init__(self, gathering: Gathering, before: Standing | None = None) -> None:
        self.report: Report = gathering.report
        self._gathering, self._before = gathering, before

    def lines(self) -> Iterator[bytes]:
        """Give the records, a line each."""
        with self._gathering as gathering, without_collecting():
            yield from gathering.records()

    def usable_lines(self) -> Iterator[bytes]:
        """Give the records, and fail at their end if no row could be used: a file is then not replaced by nothing.

        Raises
        ------
        NothingUsableError
            If no row could be used.
        UsageError
            If what stands at the output came from another data set.
        """
        for line in self.lines():
            if self._before:
                self._before.take(line)
            yield line
        if not self.report.mapped:
            raise NothingUsableError("nothing was written: no row could be used", "the report says why")
        if self._before:
            self.report.notes += self._before.gone()


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
    beside = [its for its in options.values() if isinstance(its, Path)]
    need_files([*files, *beside])

    def make(gathering: Gathering) -> Importer:
        if not beside:
            return IMPORTERS[format](gathering, ontology, tables, **options)
        with reading(beside[0]):
            return IMPORTERS[format](gathering, ontology, tables, **options)

    return _brought(make, files, project, output)


def bring_in_table(  # noqa: PLR0913 - what an import is told
    map_: Map, settings: Settings, files: Sequence[Path], ontology: Ontology, project: Folders | None, output: Path
) -> Brought:
    """Read tables as a map says.

    Parameters
    ----------
    map_
        Which column fills which field.
    settings
        What is said of the files beside.
    files, ontology, project, output
        As for `bring_in`.

    Raises
    ------
    MapError
        If the map does not fit the ontology, or a file.
    UsageError, UnreadableError
        As for `bring_in`.
    """
    need_files(files)
    return _brought(lambda gathering: Table(gathering, ontology, map_, settings), files, project, output)


def _brought(
    make: Callable[[Gathering], Importer], files: Sequence[Path], project: Folders | None, output: Path
) -> Brought:
    """Read files, one after the other, into a gathering."""
    gathering = Gathering(Report(), entities_of(project, output) if project else None)
    try:
        importer = make(gathering)
    except RefusedRow as refused:  # of an option: which entity of the project it names
        raise UsageError(f"{refused.reason}: {named(refused.value)}", "name it by its id") from refused
    for path in files:
        with reading(path), without_collecting():
            importer.read(path)
    if isinstance(importer, Table):
        importer.end()
    return Brought(gathering, Standing(output) if output.is_file() else None)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say of what keeps a file from being read which file it is, and up to which line it was read.

    Raises
    ------
    UnreadableError
        If anything does.
    """
    try:
        yield
    except DamagedError as error:
        what = f"{Place(str(path), error.line)}: cannot be read further: {error}"
        raise UnreadableError(what, error.hint) from error
    except OSError as error:
        if error.errno is None:  # of a library, which read it so far and no further
            what = f"{Place(str(path))}: cannot be read further: {' '.join(str(error).split())}"
            raise UnreadableError(what, CUT_OFF[1]) from error
        raise UnreadableError(f"{Place(str(path))}: {error.strerror or error}", "make it readable") from error


def draft_of(path: Path, settings: Settings, ontology: Ontology) -> str:
    """Write a first map of a table.

    Raises
    ------
    UsageError, UnreadableError
        As for `bring_in`.
    """
    need_files([path])
    with reading(path):
        return draft(path, settings, ontology)


def need_files(files: Sequence[Path]) -> None:
    """Make sure that files can be read, and stdin is named once only.

    Raises
    ------
    UsageError
        If not.
    """
    if list(files).count(STDIN) > 1:
        raise UsageError("stdin is named twice: `-`", "it can be read once: join the data before, or give files")
    for path in files:
        if path != STDIN and (found := hindrance(path)):
            raise UsageError(f"`{path}`: {found[0]}", found[1])
