"""The options that every verb shares: the project, the texts, and the slice of the graph that is meant."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.disk import need_writable
from kg.base.errors import KgError, UsageError
from kg.base.folders import need_place_for_folder, need_texts
from kg.cli.terminal import tell

if TYPE_CHECKING:
    from kg.graph.graph import Graph

Where = Annotated[Path, typer.Option("--project", metavar="DIR", help="The project's folder.")]
Texts = Annotated[Path | None, typer.Option("--texts", metavar="DIR", help="The folder of the articles' texts.")]
Top = Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="Only the first so many.")]
Sort = Annotated[
    str, typer.Option("--sort", metavar="ORDER", help="newest, oldest, status, voices, claims or id.")
]  # of facts
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Of what is drawn at random.")]
HERE = Path()
ASKS = "asks_a_graph"  # the attribute of a command that `sliced` has made
_HELD: ContextVar[Graph | None] = ContextVar("held", default=None)


def _option(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:  # noqa: ANN401 - for typer
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _day(words: str, metavar: str = "DAY") -> Any:  # noqa: ANN401 - an annotation
    return Annotated[str | None, typer.Option(metavar=metavar, help=words)]


def _ids(words: str) -> Any:  # noqa: ANN401 - an annotation
    return Annotated[list[str] | None, typer.Option(metavar="ID", help=words)]


_CERTAINLY = Annotated[bool, typer.Option("--certainly", help="With --on, --between: certainly, not possibly.")]
_READ = Annotated[bool, typer.Option("--read", help="Only facts with a counting claim that somebody read.")]
SLICE = (  # what `Graph.slice` takes, under its names
    _option("known_by", _day("Only what was published by that day.")),
    _option("on", _day("Only facts that may have been on that day.")),
    _option("between", _day("Only facts that may have been in it.", "A/B")),
    _option("certainly", _CERTAINLY, default=False),
    _option("article", _ids("Only facts with a counting claim of this article.")),
    _option("publisher", _ids("Only facts with a counting claim of this publisher.")),
    _option("speaker", _ids("Only facts with a counting claim of this speaker.")),
    _option("voice", _ids("Only facts with a counting claim of this voice.")),
    _option("status", _ids("Only facts of this status.")),
    _option("type", _ids("Only facts of this type.")),
    _option("entity", _ids("Only facts that name this entity.")),
    _option("read", _READ, default=False),
    _option("without", _ids("Take away an article, an outlet, a voice or a relay, and recompute.")),
)
_FRESH = Annotated[bool, typer.Option("--fresh", help="Build first, if anything has changed since the build.")]
SHARED = (_option("project", Where, HERE), _option("texts", Texts), _option("fresh", _FRESH, default=False), *SLICE)


@contextmanager
def held(graph: Graph) -> Iterator[None]:
    """Let verbs ask a graph that is open, whichever project they are called for."""
    token = _HELD.set(graph)
    try:
        yield
    finally:
        _HELD.reset(token)


def opened(project: Path, texts: Path | None = None, *, fresh: bool = False) -> Graph:
    """Open a project's build; make it if there is none yet, and say so if anything has changed since, or build anew."""
    if (graph := _HELD.get()) is not None:
        return graph
    from kg.base.project import find, located
    from kg.builder import releases
    from kg.graph import opening

    need_texts(texts)
    if opening.holds_tables(project):
        if fresh:
            raise UsageError(
                f"`{project}` is a build on Spark, which `--fresh` does not build", "`kg build --on spark`"
            )
        return opening.open(project, texts=texts)
    found = located(project)
    is_built = releases.is_built(found)
    is_stale = is_built and releases.is_stale(found)
    if not is_built or (fresh and is_stale):
        tell("changed since the build: building" if is_built else "not built yet: building")
        from kg.base.errors import fault_lines
        from kg.builder import pipeline

        tell(*fault_lines(pipeline.build(find(project), texts).faults))
    elif is_stale:
        tell("sources, ontology or settings have changed since the build: `kg build` or `--fresh` takes that in")
    return opening.open(project, texts=texts)


def _slice(graph: Graph, given: dict[str, Any]) -> Graph:
    """Slice a graph; a message that begins with an option's name in Python begins with that of the command line."""
    try:
        return graph.slice(**given)
    except KgError as error:
        for name in given:
            if error.what.startswith(f"`{name}`: "):
                error.what = f"`--{name.replace('_', '-')}`{error.what.removeprefix(f'`{name}`')}"
                break
        raise


def _need_place(output: Path, format: object) -> None:
    """Make sure that the file or, in a format that is one, the folder can be written, before any work."""
    from kg.formats import FORMATS

    its = FORMATS.get(format) if isinstance(format, str) else None
    if its and its.need_place:
        its.need_place(output)
    elif its and (names := its.names_in(output)) is not None:
        need_place_for_folder(output, names)
    else:
        need_writable(output)


def sliced(verb: Callable[..., None]) -> Callable[..., None]:
    """Make a verb into a command: with the options of a project, its texts and a slice, besides its own.

    Parameters
    ----------
    verb
        Its first parameter is the graph, which the shared options name; the others are its own options.

    Returns
    -------
    Callable
        What `typer` takes for a command: it opens the graph, and hands the verb its slice.
    """

    @functools.wraps(verb)
    def command(**options: Any) -> None:  # noqa: ANN401 - whatever the verb takes
        if (output := options.get("output")) not in (None, Path("-")):
            _need_place(output, options.get("format"))
        graph = opened(options.pop("project"), options.pop("texts"), fresh=options.pop("fresh"))
        given = {option.name: value for option in SLICE if (value := options.pop(option.name))}
        verb(_slice(graph, given) if given else graph, **options)

    # Typer reads a command's options from its signature and annotations; those of a verb name `Graph` as text only.
    _, *own = inspect.signature(verb, eval_str=True, locals={"Graph": object}).parameters.values()
    options = [option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in own] + list(SHARED)
    command.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined] # typeshed gives functions no such attribute
    setattr(command, ASKS, True)
    command.__annotations__ = {option.name: option.annotation for option in options}
    return command
