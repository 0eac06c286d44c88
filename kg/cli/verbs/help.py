"""The verb that explains the fields of an annotation, their words, and the terms of the ontology."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import UsageError
from kg.base.hints import named
from kg.cli.options import HERE, Where
from kg.cli.terminal import as_json, say
from kg.cli.verbs.typer_app import app

if TYPE_CHECKING:
    from kg.ontology import Ontology


class HelpFormat(enum.StrEnum):
    """How help is written; Markdown is for the whole guide."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


@app.command()
def help(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]")] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything that has help.")] = False,
    format: Annotated[HelpFormat, typer.Option("--format", help="How it is written.")] = HelpFormat.TABLE,
    project: Where = HERE,
) -> None:
    """Explain a field, a stance or another word, a fact type, a role or a concept, with an example."""
    from kg.report import guide

    if every and name:
        raise UsageError(f"both {named(name)} and `--all`", "give one of them")
    if format is HelpFormat.MARKDOWN and not every:
        raise UsageError("`--format markdown` is for the whole guide", "give `--all` with it")
    ontology = _ontology(project)
    if format is HelpFormat.MARKDOWN:
        sys.stdout.write(guide.guide(ontology))
    elif not (name or every) and format is HelpFormat.TABLE:
        say(*guide.name_lines(ontology), "`kg help NAME` explains one of them; `kg VERB --help` a command")
    else:
        found = guide.topics_named(name, ontology) if name else guide.topics(ontology)
        if format is HelpFormat.JSON:
            as_json([topic._asdict() for topic in found])
        else:
            say(*(guide.all_lines(found) if every else (line for topic in found for line in guide.topic_lines(topic))))


def _ontology(project: Path) -> Ontology:
    """Read the ontology of the project; where there is none, that of the package."""
    from kg import ontology
    from kg.base.disk import SETTINGS
    from kg.base.project import find

    if project == HERE and not (project / SETTINGS).exists():
        return ontology.load(ontology.core_folder())
    return ontology.load(find(project).ontology)
