"""The slice that an address asks for: the options of `Graph.slice` as parameters, and the slice in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.base.errors import UsageError
from kg.base.hints import meant, named
from kg.graph.graph import Graph
from kg.snapshot.cut_words import words_of
from kg.view.state_words import without_words

Pairs = tuple[tuple[str, str], ...]  # parameters of an address, in their order
SINGLE = ("known_by", "on", "between")
SEVERAL = ("article", "publisher", "speaker", "voice", "status", "type", "entity", "without")
FLAGS = ("certainly", "read")
OPTIONS = (*SINGLE, *SEVERAL, *FLAGS)
_KEPT = 8  # slices of a graph that a worker remembers


def kept(values: Iterable[tuple[str, str]]) -> Pairs:
    """Take the parameters of a slice from those of an address; empty ones, such as a form sends, say nothing.

    >>> kept([("q", "talks"), ("known_by", "2031-03-04"), ("on", "")])
    (('known_by', '2031-03-04'),)
    """
    return tuple((name, value) for name, value in values if name in OPTIONS and value.strip())


def sliced(graph: Graph, pairs: Pairs) -> Graph:
    """Cut the slice that an address asks for; the last few are remembered.

    Raises
    ------
    UsageError, NotFoundError
        As by `Graph.slice`; or if an option that takes one value has several.
    """
    if not pairs:
        return graph
    found: dict[Pairs, Graph] = vars(graph).setdefault("_slices_of_pages", {})  # they go when the graph does
    if pairs not in found:
        while len(found) >= _KEPT:
            del found[next(iter(found))]
        found[pairs] = graph.slice(**_options(pairs))
    return found[pairs]


def _options(pairs: Pairs) -> Mapping[str, Any]:
    options: dict[str, Any] = {}
    for name, value in pairs:
        if name in SEVERAL:
            options.setdefault(name, []).append(value)
        elif name in options:
            raise UsageError(f"`{name}` is given twice", "give one")
        else:
            options[name] = flag(name, value) if name in FLAGS else value
    return options


def flag(name: str, value: str) -> bool:
    """Read a parameter that is true or false.

    Raises
    ------
    UsageError
        If it is neither.

    >>> flag("read", "true"), flag("read", "0")
    (True, False)
    """
    if value not in ("true", "false", "1", "0"):
        raise UsageError(f"`{name}` is neither true nor false: {named(value)}", f"write {name}=true, or leave it out")
    return value in ("true", "1")


def sentence(graph: Graph) -> str:
    """Say in one sentence what a slice leaves; empty for the whole.

    Parameters
    ----------
    graph
        The whole, or a slice.
    """
    cut, teller = graph.cut, graph.whole.teller
    words = [
        *([f"known by {cut.known_by}"] if cut.known_by else []),
        *words_of(cut.filters, cut.withdrawn, teller),
        *without_words(cut.withdrawn, teller),
    ]
    return f"{'; '.join(words)}." if words else ""


def refuse_unknown(values: Iterable[tuple[str, str]], others: Iterable[str]) -> None:
    """Refuse a parameter that no page has: whoever misspells an option would take the whole for the slice.

    Parameters
    ----------
    values
        Of an address.
    others
        Names that pages have beside the options of a slice; one that ends in `*` stands for all that begin so.

    Raises
    ------
    UsageError
        If there is one.
    """
    known = {*OPTIONS, *others}
    begun = tuple(name[:-1] for name in known if name.endswith("*"))
    for name, _ in values:
        if name not in known and not name.startswith(begun):
            raise UsageError(f"no such parameter: {named(name)}", meant(name, known, "leave it out"))
