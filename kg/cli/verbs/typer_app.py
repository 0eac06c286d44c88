"""The command line that verbs are registered on, and how they write their answers."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from kg.base.errors import UsageError


class _Command(TyperCommand):
    """A verb that takes no empty value for any option or argument: a shell gives one for a variable that is not set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's context
        given, _, _ = self.make_parser(ctx).parse_args(list(args))
        for parameter in self.get_params(ctx):
            value = given.get(parameter.name or "")
            if "" in (value if isinstance(value, list | tuple) else [value]):
                name = (
                    parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
                )
                raise UsageError(f"`{name}` is empty", "give a value (is a variable of the shell not set?)")
        return super().parse_args(ctx, args)


class _App(typer.Typer):
    """A command line whose verbs are all of one kind."""

    def command(self, *arguments: Any, **options: Any) -> Callable[..., Any]:  # noqa: ANN401 - as typer has them
        """Register a verb."""
        return super().command(*arguments, **{"cls": _Command, **options})


app = _App(
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
