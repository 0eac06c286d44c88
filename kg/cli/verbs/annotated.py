"""The verbs that bring in annotations of a project's articles: `kg import webannotation | annotations FILE… -o OUT`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import HERE, Texts, Where
from kg.cli.terminal import HandingOver, as_json, say, tell, tell_json
from kg.cli.verbs.imports import Files, Output, imports
from kg.cli.verbs.typer_app import As, Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.evidence.offsets import Unit
    from kg.formats.imports.annotated import Annotations

OffsetUnit = Annotated[
    str, typer.Option("--offsets", metavar="UNIT", help="What positions count: codepoints, or utf16 as browsers do.")
]
OfArticle = Annotated[str, typer.Option("--article", metavar="ID", help="The article that all of them are about.")]


@imports.command()
def webannotation(
    files: Files,
    output: Output,
    texts: Texts = None,
    article: OfArticle = "",
    offsets: OffsetUnit = "",
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in Web Annotations: our own export, and what Hypothesis, Recogito and others write, as suggestions."""
    from kg.formats.imports import webannotation as reading

    _bring_in_annotations(reading.read, files, output, texts, article, offsets, project, format)


@imports.command("annotations")
def sheet_of_annotations(
    files: Files,
    output: Output,
    texts: Texts = None,
    article: OfArticle = "",
    offsets: OffsetUnit = "",
    project: Where = HERE,
    format: As = Format.TABLE,
) -> None:
    """Bring in a sheet of annotations (CSV), as `kg export annotations` writes it: claims that somebody read."""
    from kg.formats.imports import annotations as reading

    _bring_in_annotations(reading.read, files, output, texts, article, offsets, project, format)


def _bring_in_annotations(
    read: Callable[[Path, Annotations, Unit | None], None],
    files: list[Path],
    output: Path,
    texts: Path | None,
    article: str,
    offsets: str,
    project: Path,
    format: Format,
) -> None:
    """Read annotations of the project's articles; write nothing where none can be used, and never over a file."""
    from kg.base.folders import need_texts
    from kg.base.project import find
    from kg.formats.imports.annotated import Annotations, need_new
    from kg.formats.imports.importing import need_files, reading
    from kg.formats.spans import unit_of

    need_new(output)
    need_files(files)
    need_texts(texts)
    into = Annotations.of(find(project), texts, article)
    for path in files:
        with reading(path):
            read(path, into, unit_of(offsets) if offsets else None)
    lines, on_stderr = list(into.lines()), output == Path("-")
    if lines and on_stderr:
        HandingOver().write(b"".join(lines))
    elif lines:
        from kg.base.disk import write_whole

        over = b"" if output.is_file() else None  # what somebody writes there meanwhile is kept
        write_whole(output, lines, over=over, is_source=True, is_new=over is None)
    if format is Format.JSON:
        (tell_json if on_stderr else as_json)(into.report.to_json())
    else:
        (tell if on_stderr else say)(*into.report.lines())
    if not on_stderr:
        tell(f"wrote {output}" if lines else "nothing was written")
    if not into.report.mapped:
        raise typer.Exit(1)
