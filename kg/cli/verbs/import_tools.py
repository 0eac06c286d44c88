"""Verbs that bring in what people annotated in INCEpTION, brat or Label Studio: `kg import TOOL FILE… -o DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import HERE, Texts, Where
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.imports import imports
from kg.cli.verbs.typer_app import As, Format

Given = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or folders of them.")]
Folder = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of the files of annotations.")]
Who = Annotated[str, typer.Option(metavar="NAME", help="Who annotated, where the files do not say.")]
Publisher = Annotated[str, typer.Option(metavar="ID", help="Of articles that the project lacks.")]
Published = Annotated[str, typer.Option(metavar="DAY", help="Of articles that the project lacks.")]


@imports.command()
def inception(
    files: Given,
    output: Folder,
    annotator: Who = "",
    publisher: Publisher = "",
    published: Published = "",
    texts: Texts = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in what was annotated in INCEpTION: XMI, or the ZIP of a document or a project (extra `inception`)."""
    _bring_in("inception", files, output, annotator, publisher, published, texts, project, format)


@imports.command()
def brat(
    files: Given,
    output: Folder,
    annotator: Who = "",
    publisher: Publisher = "",
    published: Published = "",
    texts: Texts = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in what was annotated in brat (.ann, the .txt beside it); of others' corpora, what marks who said what."""
    _bring_in("brat", files, output, annotator, publisher, published, texts, project, format)


@imports.command("label-studio")
def label_studio(
    files: Given,
    output: Folder,
    annotator: Who = "",
    publisher: Publisher = "",
    published: Published = "",
    texts: Texts = None,
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in what was annotated in Label Studio, exported as JSON."""
    _bring_in("label-studio", files, output, annotator, publisher, published, texts, project, format)


def _bring_in(
    tool: str,
    files: list[Path],
    output: Path,
    annotator: str,
    publisher: str,
    published: str,
    texts: Path | None,
    project: Path,
    format: Format,
) -> None:
    """Read all, then write a file for each reading; nothing is written where anything cannot be read."""
    from kg import ontology
    from kg.base.errors import fault_lines
    from kg.base.folders import need_texts
    from kg.base.project import find
    from kg.formats.tools import incoming, incoming_files
    from kg.formats.tools.files import TITLES, layers_of

    need_texts(texts)
    found = find(project)
    terms = ontology.load(found.ontology)
    known = incoming.Known.of(found, terms, {"publisher": publisher, "published": published})
    readings = incoming.readings(layers_of(tool, files, terms), known, TITLES[tool], annotator)
    incoming_files.write(readings, output, texts)
    if format is Format.JSON:
        as_json(incoming.report_rows(readings))
    else:
        say(*incoming.report_lines(readings))
    tell(f"wrote {len(readings):,} of them to {output}" if len(readings) > 1 else f"wrote {output / readings[0].file}")
    tell(*fault_lines(incoming.faults_in(readings, output)))
    if any(each.faults for each in readings):
        raise typer.Exit(1)
