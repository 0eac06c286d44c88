"""The options that every verb shares: the project, the texts, and the slice of the graph that is meant."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import UsageError
from kg.cli.terminal import tell

if TYPE_CHECKING:
    from kg.graph.graph import Graph

Where = Annotated[Path, typer.Option("--project", metavar="DIR", help="The project's folder.")]
Texts = Annotated[Path | None, typer.Option("--texts", metavar="DIR", help="The folder of the articles' texts.")]
HERE = Path()


def _many(words: str) -> Any:  # noqa: ANN401 - an annotation
    return Annotated[list[str] | None, typer.Option(metavar="ID", help=words)]


SLICE: dict[str, Any] = {
    "known_by": Annotated[str | None, typer.Option(metavar="DAY", help="Only what was published by that day.")],
    "on": Annotated[str | None, typer.Option(metavar="DAY", help="Only facts that may have been on that day.")],
    "between": Annotated[str | None, typer.Option(metavar="A/B", help="Only facts that may have been in it.")],
    "certainly": Annotated[bool, typer.Option("--certainly", help="With --on, --between: certainly, not possibly.")],
    "article": _many("Only facts with a counting claim of this article."),
    "publisher": _many("… of this publisher."),
    "speaker": _many("… of this speaker."),
    "voice": _many("… of this voice."),
    "status": _many("Only facts of this status."),
    "type": _many("Only facts of this type."),
    "entity": _many("Only facts that name this entity."),
    "without": _many("Take away an article, a publisher or a voice, and recompute."),
}


def opened(project: Path, texts: Path | None = None) -> Graph:
    """Open a project's build; make it if there is none yet, and say so if the sources have changed since."""
    from kg.base.project import find
    from kg.builder import releases
    from kg.graph import opening

    if texts is not None and not texts.is_dir():
        raise UsageError(f"no such folder: `{texts}`", "name the folder of the articles' texts")
    found = find(project)
    if not (found.build / releases.CURRENT).exists():
        tell("not built yet: building")
        from kg.builder import pipeline

        tell(*(str(fault) for fault in pipeline.build(found, texts).faults))
    elif releases.is_stale(found):
        tell("the sources have changed since the build: `kg build` takes that in")
    return opening.open(project, texts=texts)


def sliced(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the project, the texts and every option of a slice; it is handed the graph that they name.

    Parameters
    ----------
    verb
        Its first parameter is the graph; the others are its own options.

    Returns
    -------
    Callable
        What `typer` turns into a command.
    """
    own = list(inspect.signature(verb, eval_str=True, locals={"Graph": object}).parameters.values())[1:]
    shared: dict[str, tuple[Any, Any]] = {"project": (Where, HERE), "texts": (Texts, None)}
    shared |= {name: (its, False if name == "certainly" else None) for name, its in SLICE.items()}
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter(name, keyword, default=default, annotation=its) for name, (its, default) in shared.items()
    ]

    @functools.wraps(verb)
    def command(*positional: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the verb takes
        graph = opened(options.pop("project"), options.pop("texts"))
        cut = {name: value for name in SLICE if (value := options.pop(name))}
        verb(graph.slice(**cut) if cut else graph, *positional, **options)

    parameters = [parameter.replace(kind=keyword) for parameter in own] + added
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command
