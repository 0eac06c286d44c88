"""The command line that verbs are registered on, and how they write their answers."""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand

from kg.base.errors import UsageError
from kg.base.file_names import is_utf_8
from kg.base.hints import MOST_FACTS, RENAMED, empty, named, rows_shown, unknown

T = TypeVar("T")


class _Command(TyperCommand):
    """A verb that takes no empty value for any option or argument: a shell gives one for a variable that is not set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's context
        options = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        for word in args:
            if word not in options and RENAMED.get(word) in options:
                raise UsageError(*unknown("option", word, options))
        given, _, _ = self.make_parser(ctx).parse_args(list(args))
        for parameter in self.get_params(ctx):
            value = given.get(parameter.name or "")
            some = value if isinstance(value, list | tuple) else [value]
            for number, each in enumerate(some):
                if isinstance(each, str) and not each.strip():
                    raise UsageError(*empty(_name(parameter, number)))
        left = super().parse_args(ctx, args)
        for parameter in self.get_params(ctx):
            if parameter.name in ctx.params:
                ctx.params[parameter.name] = _decoded(ctx.params[parameter.name], parameter)
        return left


def _name(parameter: Any, number: int = 0) -> str:  # noqa: ANN401 - typer's parameter
    """Name an option as it is typed, and an argument as the usage does: `[TEXT|NAME|-] [A=B]...` is TEXT or NAME.

    Of an argument that takes several words, `number` counts from 0 which word is meant.
    """
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    words = (parameter.metavar or parameter.name).split()
    return " or ".join(re.findall(r"[\w=]+", words[min(number, len(words) - 1)]))


def _decoded(value: Any, parameter: Any) -> Any:  # noqa: ANN401 - whatever an option holds
    """Read words as UTF-8 where Python was told to read ASCII alone (`LC_ALL=C PYTHONUTF8=0`); paths stay bytes."""
    if isinstance(value, list | tuple):
        return type(value)(_decoded(each, parameter) for each in value)
    if type(value) is not str or is_utf_8(value):
        return value
    try:
        return os.fsencode(value).decode("utf-8")
    except UnicodeError:
        raise UsageError(f"`{_name(parameter)}` is no UTF-8: {named(value)}", "give it in UTF-8") from None


class _App(typer.Typer):
    """A command line whose verbs are all of one kind."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as typer has them
        """Run a command. All are made once: a server runs many, and making them takes longer than most."""
        return commands(self)(*arguments, **options)

    def command(self, *arguments: Any, **options: Any) -> Callable[..., Any]:  # noqa: ANN401 - as typer has them
        """Register a verb."""
        return super().command(*arguments, **{"cls": _Command, **options})

    def group(self, name: str, words: str) -> _App:
        """Add a verb that has verbs of its own."""
        verbs = _App(no_args_is_help=True, rich_markup_mode=None, help=words)
        self.add_typer(verbs, name=name)
        return verbs


@cache
def commands(its: _App) -> Any:  # noqa: ANN401 - typer's own kind of command
    """Make the commands of all verbs of a command line; once in a process."""
    return typer.main.get_command(its)


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


class TableFormat(enum.StrEnum):
    """How an answer is written that is also a table for programs."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


AsTable = Annotated[TableFormat, typer.Option("--format", help="How the answer is written.")]
As = Annotated[Format, typer.Option("--format", help="How the answer is written.")]


def first(
    rows: Sequence[T], things: str, top: int | None, format: str, *, order: str = "", most: int = MOST_FACTS,
    more: str = "`--format json` gives all",
) -> tuple[Sequence[T], str]:  # fmt: skip
    """Take the first of a list: as many as are asked for, else all as JSON, and for people a sane number.

    Parameters
    ----------
    rows
        In an order, of which `order` is the name.
    things
        What they are.
    top, format
        As of the command line.
    most
        How many people see at most unasked.
    more
        How to get the others, besides `--top`.

    Returns
    -------
    tuple
        The rows to print, and a line that says what is left out; empty if nothing is.
    """
    is_read = format == Format.TABLE.value
    shown = rows[: top or (most if is_read else None)]
    return shown, rows_shown(len(shown), len(rows), things, order, more if is_read else "")
