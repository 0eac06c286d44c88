"""The options by which verbs choose a network: kinds, edges, layers, acts, directions and stand-ins."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

if TYPE_CHECKING:
    from kg.network.choice import Choice

StandIns = Annotated[bool, typer.Option("--stand-ins", help="Also anonymous entities: stand-ins for many or nobody.")]


def _choice(  # noqa: PLR0913 - each is an option of the command line
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Kinds of entities; else persons.")] = None,
    edge: Annotated[list[str] | None, typer.Option(metavar="EDGE", help="Edges, such as met.")] = None,
    layer: Annotated[list[str] | None, typer.Option(metavar="LAYER", help="Layers; else contact.")] = None,
    act: Annotated[list[str] | None, typer.Option(metavar="ACT", help="Acts, with all narrower ones.")] = None,
    cooperative: Annotated[bool, typer.Option("--cooperative", help="Only by cooperative acts.")] = False,
    hostile: Annotated[bool, typer.Option("--hostile", help="Only by hostile acts.")] = False,
    directed: Annotated[bool, typer.Option("--directed", help="Follow the direction of edges.")] = False,
    stand_ins: StandIns = False,
    gatherings: Annotated[bool, typer.Option("--gatherings", help="Measure the ties of large gatherings too.")] = False,
) -> Choice:
    """Gather the options of a network, as `kg.network.network` takes them."""
    from kg.network.choice import Choice  # here, since most verbs draw no network

    return Choice(
        kinds=kind or None,
        edges=edge or None,
        layers=layer or None,
        acts=act or None,
        cooperative=cooperative,
        hostile=hostile,
        directed=directed,
        stand_ins=stand_ins,
        gatherings=gatherings,
    )


def choosing(
    verb: Callable[..., None],
    only: Collection[str] = (),
    words: Mapping[str, str] | None = None,
    but: Collection[str] = (),
) -> Callable[..., None]:
    """Give a verb the options of a network, besides its own.

    Parameters
    ----------
    verb
        Its first parameter is the graph, its second the choice, which gathers these options.
    only
        The names of those that it takes; left out: all.
    words
        The help of some of them, where they mean something else unless they are given.
    but
        The names of those that it does not take.

    Returns
    -------
    Callable
        What `kg.cli.options.sliced` takes.
    """
    taken = [its for its in _parameters(_choice) if (not only or its.name in only) and its.name not in but]
    options = [_told(its, words or {}) for its in taken]

    @functools.wraps(verb)
    def command(graph: Any, **given: Any) -> None:  # noqa: ANN401 - whatever the verb takes
        verb(graph, choice_of(given, options), **given)

    graph, _, *own = _parameters(verb)
    command.__signature__ = inspect.Signature([graph, *_by_name([*own, *options])])  # type: ignore[attr-defined] # typeshed gives functions no such attribute
    return command


def _told(option: inspect.Parameter, words: Mapping[str, str]) -> inspect.Parameter:
    """Give an option a help of its own, if there is one."""
    if option.name not in words:
        return option
    type_, info = get_args(option.annotation)
    its = copy.copy(info)
    its.help = words[option.name]
    return option.replace(annotation=Annotated[type_, its])


def choice_of(given: dict[str, Any], options: Iterable[inspect.Parameter] | None = None) -> Choice:
    """Take the options of a network out of those that were given.

    Parameters
    ----------
    given
        By their names; those of a network are taken away.
    options
        Those of a network that the verb takes; left out, all.
    """
    taken = _parameters(_choice) if options is None else options
    return _choice(**{option.name: given.pop(option.name) for option in taken})


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Read the parameters of a function; the names of types that are not imported stay names only."""
    return [*inspect.signature(function, eval_str=True, locals={"Graph": object, "Choice": object}).parameters.values()]


def _by_name(parameters: Iterable[inspect.Parameter]) -> list[inspect.Parameter]:
    return [its.replace(kind=inspect.Parameter.KEYWORD_ONLY) for its in parameters]
