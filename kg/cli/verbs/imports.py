"""The verb that brings in foreign data: `kg import FORMAT FILE… -o OUT.jsonl`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.disk import SETTINGS
from kg.base.errors import UsageError
from kg.base.hints import named
from kg.cli.options import HERE, Where
from kg.cli.terminal import HandingOver, as_json, say, tell, tell_json
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.base.project import Project
    from kg.base.replacing import Stamp
    from kg.formats.imports.importing import Brought
    from kg.formats.imports.tabular.opening import Settings
    from kg.ontology import Ontology

_ONE_DAY = "give one day, such as 2026-11-27"
_IS_DAY = re.compile(r"\d{4}(-\d\d){0,2}").fullmatch
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="`-` is stdin; .gz, .zst and .zip are unpacked.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to; `-` is stdout.")]
Names = Annotated[Path | None, typer.Option(metavar="CSV", help="Your own table of names, which goes before ours.")]

CodeTable = Annotated[
    Path | None,
    typer.Option("--codes", metavar="CSV", help="Your own table: code,type,act,source,target,swapped,symmetric."),
]

imports = app.group("import", "Bring in tables, event data, lists of office-holders, and annotations.")


By = Annotated[
    str,
    typer.Option(metavar="DAY", help="The day by which the data had been published, such as that of your download."),
]

DataSet = Annotated[str, typer.Option(metavar="NAME", help="The name of the data set, which coded all this.")]


def bring_in(
    kind: str,
    files: list[Path],
    output: Path,
    project: Path,
    format: Format,
    actors: Path | None = None,
    publishers: Path | None = None,
    codes: Path | None = None,
    **options: Any,  # noqa: ANN401 - what only this kind takes
) -> None:
    """Read, write, and report on stdout; on stderr where the records themselves go to stdout."""
    from kg.formats.imports import codes as tables_of_codes
    from kg.formats.imports import importing, lookups

    was = _need_room(output)
    found, terms = _project(project)
    tables = lookups.Tables(lookups.own(actors), lookups.own(publishers), tables_of_codes.own(codes, terms))
    brought = importing.bring_in(kind, files, terms, tables, found, output, **options)
    _write_and_report(brought, output, was, format)


def _need_room(output: Path) -> Stamp | None:
    """Make sure that the output can be written, and that nothing is lost by it; give the stamp of what stands there."""
    from kg.base.disk import need_writable
    from kg.base.replacing import stamp
    from kg.formats.imports.replacing import need_imported

    was = stamp(output)
    if output != Path("-"):
        need_writable(output)
    need_imported(output)
    return was


def _project(project: Path) -> tuple[Project | None, Ontology]:
    """Find the project, if there is one here or one is named, and its ontology."""
    from kg import ontology
    from kg.base.project import find

    found = None if project == HERE and not (project / SETTINGS).exists() else find(project)
    return found, ontology.load(found.ontology if found else ontology.core_folder())


def _write_and_report(brought: Brought, output: Path, was: Stamp | None, format: Format) -> None:
    """Write, and report; where no row could be used, or somebody has changed what stands there, that stays."""
    from kg.formats.imports.importing import NothingUsableError

    nothing: NothingUsableError | None = None
    try:
        _write(brought, output, was)
    except NothingUsableError as error:
        nothing = error
    report, on_stderr = brought.report, output == Path("-")
    if format is Format.JSON:
        (tell_json if on_stderr else as_json)(report.to_json())
    else:
        (tell if on_stderr else say)(*report.lines())
    if nothing:
        raise nothing
    if not report.mapped:
        raise typer.Exit(1)


def _write(brought: Brought, output: Path, was: Stamp | None) -> None:
    from kg.base.disk import write_whole

    if output == Path("-"):
        out = HandingOver()
        for line in brought.lines():
            out.write(line)
        return
    write_whole(output, brought.usable_lines(), over=was, is_source=True, is_new=was is None)
    tell(f"wrote {output}")


def _draft(files: list[Path], settings: Settings, project: Path, output: Path) -> None:
    """Write a first map; never over another, nor among the sources, where it would be read as annotations."""
    from kg.cli.terminal import deliver
    from kg.formats.imports.importing import draft_of

    found, terms = _project(project)
    if output != Path("-"):
        if output.exists() and output.is_file():
            raise UsageError(f"there is a file already: `{output}`", "name another: a map that was edited is kept")
        if found and output.resolve().is_relative_to(found.sources.resolve()):
            raise UsageError(f"a map is no source: `{output}`", "keep it beside the table")
    deliver(draft_of(files[0], settings, terms), output, is_new=True)
    tell("next: answer what is ASKED in it, look at each GUESS, and import with `--map`")


@imports.command()
def table(
    files: Files,
    output: Output,
    map: Annotated[
        Path | None, typer.Option(metavar="YAML", help="Which column is what; `--draft` writes one.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Write a first map from the header, to be edited.")] = False,
    delimiter: Annotated[str, typer.Option(metavar="SIGN", help="What stands between cells; `tab`.")] = "",
    encoding: Annotated[str, typer.Option(metavar="NAME", help="Such as `windows-1252`.")] = "",
    sheet: Annotated[str, typer.Option(metavar="NAME", help="Of an XLSX file.")] = "",
    header: Annotated[str, typer.Option(metavar="LINE", help="Where the header stands: `3`, or `3-4`.")] = "",
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in a table (CSV, TSV, XLSX, Parquet, JSON Lines) by a map that says which column is what."""
    from kg.formats.imports import importing
    from kg.formats.imports.tabular import maps
    from kg.formats.imports.tabular.opening import Settings

    settings = Settings(delimiter=delimiter, encoding=encoding, sheet=sheet, header=header)
    if draft:
        _draft(files, settings, project, output)
        return
    if map is None:
        raise UsageError("no map", "name one, `--map MAP.yaml`, or let a first one be written: `--draft`")
    was = _need_room(output)
    found, terms = _project(project)
    brought = importing.bring_in_table(maps.read(map), settings, files, terms, found, output)
    _write_and_report(brought, output, was, format)


@imports.command()
def icews(
    files: Files,
    output: Output,
    actors: Names = None,
    publishers: Names = None,
    codes: CodeTable = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in coded events of ICEWS (tab-separated, with its header)."""
    bring_in("icews", files, output, project, format, actors=actors, publishers=publishers, codes=codes)


@imports.command()
def gdelt(
    files: Files,
    output: Output,
    mentions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Who mentioned them: each mention becomes a claim.")
    ] = None,
    actors: Names = None,
    publishers: Names = None,
    codes: CodeTable = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in coded events of GDELT, version 1 or 2 (tab-separated, without a header)."""
    tables = {"actors": actors, "publishers": publishers, "codes": codes}
    bring_in("gdelt", files, output, project, format, **tables, mentions=mentions)


@imports.command()
def ucdp(
    files: Files,
    output: Output,
    published: Annotated[
        str | None, typer.Option(metavar="DAY", help="When the data set was published, for rows that name no day.")
    ] = None,
    actors: Names = None,
    publishers: Names = None,
    codes: CodeTable = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in events of organized violence of UCDP GED (CSV, with its header)."""
    tables = {"actors": actors, "publishers": publishers, "codes": codes}
    bring_in(
        "ucdp", files, output, project, format, **tables, published=published and _day(published, option="--published")
    )


@imports.command()
def polecat(
    files: Files,
    output: Output,
    actors: Names = None,
    publishers: Names = None,
    codes: CodeTable = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in coded events of POLECAT (tab-separated, with its header)."""
    bring_in("polecat", files, output, project, format, actors=actors, publishers=publishers, codes=codes)


@imports.command()
def congress(
    files: Files,
    output: Output,
    by: By = "",
    actors: Names = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in members of the US Congress, presidents and committees (JSON of github.com/unitedstates)."""
    bring_in("congress", files, output, project, format, actors=actors, by=_day(by))


@imports.command()
def popolo(
    files: Files,
    output: Output,
    by: By = "",
    dataset: DataSet = "",
    country: Annotated[str | None, typer.Option(metavar="NAME", help="Whose bodies of state these are.")] = None,
    actors: Names = None,
    publishers: Names = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in politicians, posts and memberships in the Popolo format, such as those of EveryPolitician."""
    tables = {"actors": actors, "publishers": publishers}
    day = _day(by, dataset)
    bring_in("popolo", files, output, project, format, **tables, by=day, dataset=dataset, country=country)


@imports.command()
def ftm(
    files: Files,
    output: Output,
    by: By = "",
    dataset: DataSet = "",
    actors: Names = None,
    publishers: Names = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in entities and ties of FollowTheMoney, a line of JSON each (needs the extra `ftm`)."""
    tables = {"actors": actors, "publishers": publishers}
    bring_in("ftm", files, output, project, format, **tables, by=_day(by), dataset=dataset or None)


def _day(by: str, dataset: str | None = None, option: str = "--by") -> str:
    """Read the day by which data had been published, which must be given: the data do not say, and no clock knows.

    A month or a year may be given too: then it is their last day. The name of the data set must be given as well, where
    it is not None; all that lacks is told at once.
    """
    from kg.model import dates

    needed = (
        (by, "when they were published", "`--by DAY`, such as the day on which you fetched them"),
        (dataset, "which data set they are", "`--dataset NAME`, such as EveryPolitician"),
    )
    if lacking := [(what, how) for its, what, how in needed if its == ""]:
        what, options = (words for words in zip(*lacking, strict=True))
        raise UsageError(f"the data do not say {', nor '.join(what)}", f"give {', and '.join(options)}")
    try:
        when = dates.parse(by)
    except dates.DateError as error:
        raise UsageError(f"`{option}` is no day: {named(by)}", _ONE_DAY) from error
    if not _IS_DAY(when.text):
        raise UsageError(f"`{option}` is no day: {named(by)}", _ONE_DAY)
    return when.text
