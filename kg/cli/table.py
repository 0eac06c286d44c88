"""The verbs that ask a graph, as a table for HTTP, and their answers: read from the command line itself.

A verb is in it if it asks a slice of the graph (`kg.cli.options.sliced`) and answers in JSON. Options that name files
stay out: they are for the shell. A request runs the same command as the shell does, with the same words, and only the
graph is one that is open already.
"""

from __future__ import annotations

import enum
import inspect
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin

import typer
from msgspec import UNSET

from kg.base.errors import KgWarning, NotFoundError, UsageError
from kg.base.hints import unknown
from kg.cli.options import ASKS, held
from kg.cli.storing import KEEPS
from kg.cli.terminal import tell
from kg.serve.exchange import JSON, Asked, Reply, as_json, noted
from kg.serve.verbs import Parameter, Verb

if TYPE_CHECKING:
    from kg.graph.graph import Graph

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
_YES, _NO = ("true", "1", "yes", ""), ("false", "0", "no")


@cache
def verbs() -> dict[str, Verb]:
    """List the verbs that HTTP offers, by name."""
    from kg.cli.verbs import app

    found = (command.callback for command in app.registered_commands if command.callback)
    asking = [callback for callback in found if hasattr(callback, ASKS)]
    listed = [_verb(its) for its in asking if _answers_in_json(inspect.signature(its))]
    return {verb.name: verb for verb in sorted(listed, key=lambda its: its.name)}


def _answers_in_json(signature: inspect.Signature) -> bool:
    words = signature.parameters.get("words")  # of `query`, which has a route of its own
    format = signature.parameters.get("format")
    names_files = any(
        its.default is inspect.Parameter.empty and Path in get_args(its.annotation)
        for its in signature.parameters.values()
    )
    return words is None and not names_files and format is not None and isinstance(format.default, enum.Enum)


def _verb(command: Callable[..., None]) -> Verb:
    name, words = command.__name__.rstrip("_"), (inspect.getdoc(command) or "").partition("\n")[0]
    its = inspect.signature(command).parameters.values()
    return Verb(name, words, tuple(filter(None, map(_parameter, its))))


def _parameter(its: inspect.Parameter) -> Parameter | None:
    """Read an option or argument; None for those that name files, and for the format."""
    type_, *told = get_args(its.annotation)
    info = told[0] if told else None
    its_args = (type_,) if get_origin(type_) is list else get_args(type_) or (type_,)
    inner = [each for each in its_args if each is not NoneType]
    many = bool(inner) and getattr(inner[0], "__origin__", inner[0]) is list
    its_type = get_args(inner[0])[0] if many else inner[0]
    if its_type is Path or its.name in ("format", "fresh", *KEEPS):
        return None
    default = its.default if isinstance(its.default, str | int | float) else UNSET
    required = its.default is inspect.Parameter.empty
    least, most = getattr(info, "min", None), getattr(info, "max", None)
    words = getattr(info, "help", None) or getattr(info, "metavar", None) or ""
    is_argument = isinstance(info, typer.models.ArgumentInfo)
    choices = tuple(its_type) if issubclass(its_type, enum.Enum) else ()
    type_name = _TYPES.get(its_type, "string")
    typed = (getattr(info, "default", None), *(getattr(info, "param_decls", None) or ()))  # typer takes a first name so
    long = next((each for each in typed if isinstance(each, str) and each.startswith("--")), its.name)
    name = long.removeprefix("--").partition("/")[0].replace("-", "_")
    return Parameter(name, type_name, words, required, many, least, most, default, choices, is_argument)


def answer(graph: Graph, asked: Asked) -> Reply:
    """Answer `/api/VERB` by what `kg VERB --format json` prints; `/api/` lists the verbs.

    Notes of the command line, which tell what an answer leaves out, stand in the header `Kg-Notes`.
    """
    if asked.method not in ("GET", "HEAD"):
        raise UsageError(f"{asked.method} is not for questions", "use GET")
    name = asked.path.strip("/")
    if not name:
        from kg.serve.pages.api import api

        return api(graph, asked, [*verbs().values()])
    if name not in verbs():
        raise NotFoundError(*unknown("verb", name, verbs()))
    arguments = _arguments(verbs()[name], asked)
    out, notes = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with held(graph), redirect_stdout(out), redirect_stderr(notes):
        code = _run([name, "--format=json", *arguments])
    out.flush()
    written = out.buffer.getvalue()
    told = [line for line in notes.getvalue().splitlines() if line]
    if code and not written:
        return as_json({"error": told[0] if told else "nothing found", "hint": " ".join(told[1:])}, 404)
    return Reply(written, JSON, headers=noted(told))


def _arguments(verb: Verb, asked: Asked) -> list[str]:
    """Turn the parameters of a request into the words of a command line."""
    known = {its.name: its for its in verb.parameters}
    options, values = list[str](), dict[str, list[str]]()
    for written, value in asked.values:
        name = written.replace("-", "_")
        if name not in known:
            raise UsageError(*unknown("parameter", written, known))
        if not value.strip() and known[name].type != "boolean":
            raise UsageError(f"`{written}` is empty", "give it a value, or leave it out")
        values.setdefault(name, []).append(value)
    positional = []
    for name, its in known.items():
        given = values.get(name, [])
        if len(given) > 1 and not its.many:
            raise UsageError(f"`{name}` is given {len(given)} times", "give it once")
        if its.is_argument:
            if its.required and not given:
                raise UsageError(f"`{name}` is missing", f"it is: {its.words}")
            positional += given
        elif its.type == "boolean":
            options += [f"--{name.replace('_', '-')}"] if given and _is_yes(name, given[0]) else []
        else:
            options += [f"--{name.replace('_', '-')}={value}" for value in given]
    return [*options, "--", *positional]


def _is_yes(name: str, value: str) -> bool:
    if value.lower() not in (*_YES, *_NO):
        raise UsageError(f"`{name}` is neither true nor false: `{value}`", "write `true` or `false`")
    return value.lower() in _YES


def _run(words: list[str]) -> int:
    """Run a command, and give its exit code; what is wrong is raised."""
    from kg.cli.verbs import app

    with _warnings_told():
        try:
            app(words, prog_name="kg")
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
            if code == 2:
                raise UsageError(_last(sys.stderr), "see /api/openapi.json") from None
            return code
    return 0


def _last(stream: Any) -> str:  # noqa: ANN401 - what takes the place of stderr
    lines = [line for line in stream.getvalue().splitlines() if line.strip()]
    return lines[-1].removeprefix("Error: ") if lines else "asked wrongly"


@contextmanager
def _warnings_told() -> Iterator[None]:
    """Write warnings of the graph as notes."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", KgWarning)
        try:
            yield
        finally:
            tell(*(str(its.message) for its in caught if issubclass(its.category, KgWarning)))
