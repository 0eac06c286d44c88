"""Why a network has no edges, and which other choice of kinds, edges and layers would have some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from kg.account.edges import MOST_EDGES, Edge, edges, not_drawn
from kg.account.facts import Account
from kg.base.hints import counted, listed
from kg.model.records import Kind
from kg.network.choice import ALL, Choice, Chosen, plural
from kg.ontology import Ontology

# The options that leave nothing out.
_KIND, _LAYER, _ANONYMOUS = f"`--kind {ALL}`", f"`--layer {ALL}`", "`--anonymous`"


def without_anonymous(actors: int, edges: int) -> str:
    """Say how much a network leaves out since nobody asked for anonymous actors, and how to ask.

    >>> without_anonymous(1, 3)
    'left out: 1 anonymous actor with 3 edges; `--anonymous` includes them; in Python, `anonymous=True`'
    """
    what = f"{counted(actors, 'anonymous actor')} with {counted(edges, 'edge')}"
    return f"left out: {what}; {_ANONYMOUS} includes them; in Python, `anonymous=True`"


def too_many(undrawn: Mapping[str, int]) -> str:
    """Say how many edges are not drawn, since a single fact has too many, and what joins its fillers instead.

    >>> too_many({"summit": 499500})
    'left out: 499,500 edges of `summit`: over 200,000 of one fact are not drawn (`kg export two-mode-csv` has it)'
    """
    many = f"{sum(undrawn.values()):,} edges of {listed(sorted(undrawn))}"
    limit = f"over {MOST_EDGES:,} of one fact are not drawn"
    return f"left out: {many}: {limit} (`kg export two-mode-csv` has it)"


def no_edges(account: Account, ontology: Ontology, choice: Choice, chosen: Chosen, actor: str | None = None) -> str:
    """Say why a choice draws no edge, or none of an actor, and by which options there would be some.

    Parameters
    ----------
    account, ontology
        Of the network.
    choice
        As the user gave it.
    chosen
        The same, with its names looked up.
    actor
        An entity; left out, edges of all entities are looked for.

    Returns
    -------
    str
        One line, such as ``no edges among persons in the layer contact: 12 edges in the layer context (`--layer
        context`)``.
    """
    drawn = {(shortcut.edge, shortcut.layer) for shortcuts in chosen.wanted.values() for shortcut in shortcuts}
    found: Counter[str] = Counter()
    for edge in _edges(account, ontology, actor):
        ends = (edge.source, edge.target)
        among = all(end in chosen.entities or end in chosen.left_out for end in ends)
        alike, anonymous = (edge.relation, edge.layer) in drawn, not chosen.anonymous.isdisjoint(ends)
        found[_where(edge, (among, alike, anonymous), choice)] += 1
    crowded = [
        fact.fact
        for fact in account.facts.values()
        if not_drawn(fact, ontology) and (actor is None or any(filler == actor for _, filler in fact.fillers))
    ]
    what = f"no edges{f' of `{actor}`' if actor else ''}{_described(choice, ontology)}"
    elsewhere = [f"{counted(number, 'edge')} {where}" for where, number in sorted(found.items())]
    if crowded:
        elsewhere.append(f"those of {listed(crowded)} are not drawn, more than {MOST_EDGES:,} of one fact")
    if elsewhere:
        return f"{what}: {', '.join(elsewhere)}"
    if not account.facts:
        return f"{what}: there are no facts"
    joins = f"joins {'it to another' if actor else 'two actors'}"
    return f"{what}: none of {counted(len(account.facts), 'fact')} {joins}"


def _edges(account: Account, ontology: Ontology, actor: str | None) -> Iterator[Edge]:
    """Draw all edges of an account, accepted or not, or those of an actor."""
    for fact in account.facts.values():
        for edge in edges(fact, ontology, accepted=False):
            if actor is None or actor in (edge.source, edge.target):
                yield edge


def _where(edge: Edge, found: tuple[bool, bool, bool], choice: Choice) -> str:
    """Say where an edge is that the choice leaves out.

    It was found to be among the chosen kinds or not, of the chosen sorts or not, and to have an anonymous end or not.
    """
    among, alike, anonymous = found
    wider = _LAYER if choice.get("edges") is None else f"{_LAYER} without `--edge`"
    if not edge.accepted and choice.get("accepted", True):
        return "not accepted (`kg facts` says why)"
    if among and alike:
        return f"of anonymous actors ({_ANONYMOUS})"
    if alike:
        where, how = "among other kinds", [_KIND]
    elif not among:
        where, how = "among other kinds and in other layers", [_KIND, wider]
    elif choice.get("edges") is None:
        where, how = f"in the layer {edge.layer}", [f"`--layer {edge.layer}`"]
    else:
        where, how = "of other sorts", [wider]
    if anonymous:
        where, how = f"of anonymous actors {where}", [*how, _ANONYMOUS]
    return f"{where} ({' with '.join(how)})"


def _described(choice: Choice, ontology: Ontology) -> str:
    """Name what was chosen: kinds, edges and layers.

    Without edges and layers, the ontology's default layers are meant.
    """
    kinds, named, layers = (_names(choice, name) for name in ("kinds", "edges", "layers"))
    kinds = [Kind.PERSON.value] if kinds is None else kinds
    text = "" if ALL in kinds else f" among {plural([ontology.kinds[kind].label.lower() for kind in kinds])}"
    if named is not None and ALL not in named:
        text += f" by {' or '.join(f'`{edge}`' for edge in named)}"
    if layers is None and named is None:
        layers = [layer.id for layer in ontology.layers.values() if layer.default]
    if layers is not None and ALL not in layers:
        text += f" in the {'layer' if len(layers) == 1 else 'layers'} {' and '.join(layers)}"
    return text


def _names(choice: Choice, name: str) -> Collection[str] | None:
    names = choice.get(name)
    return names if names is None else sorted({names} if isinstance(names, str) else set(names))  # type: ignore[call-overload] # a name of Choice that holds names
