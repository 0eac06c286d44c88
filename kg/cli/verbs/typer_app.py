"""The command line that verbs are registered on, and how they write their answers."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="A knowledge graph of actors and relationships from news: every edge says who said so.",
)


class Format(enum.StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"


As = Annotated[Format, typer.Option("--format", help="How the answer is written.")]
