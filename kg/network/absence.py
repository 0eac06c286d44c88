"""Which edges a network leaves out, or why it has none, and which kinds, edges, layers or acts would give some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.account.edges import MOST_EDGES, Edge, edges, not_drawn
from kg.account.facts import Account
from kg.base.hints import counted, listed
from kg.model.records import Kind
from kg.network.acts import names_any, tendencies
from kg.network.choice import ALL, Choice, Chosen, plural
from kg.ontology import Ontology

# The options that leave nothing out.
_KIND, _LAYER, _STAND_INS = f"`--kind {ALL}`", f"`--layer {ALL}`", "`--stand-ins`"
_ON_PAGE = "; choose them on the page, under Filters"


def without_stand_ins(actors: int, edges: int) -> str:
    """Say how much a network leaves out since nobody asked for stand-ins, and how to ask.

    >>> without_stand_ins(1, 3)
    'left out: 1 stand-in with 3 edges; `--stand-ins` includes them; in Python, `stand_ins=True`'
    """
    what = f"{counted(actors, 'stand-in')} with {counted(edges, 'edge')}"
    return f"left out: {what}; {_STAND_INS} includes them; in Python, `stand_ins=True`"


def too_many(undrawn: Mapping[str, int]) -> str:
    """Say how many edges are not drawn, since a single fact has too many, and what joins its fillers instead.

    >>> too_many({"summit": 499500})
    'left out: 499,500 edges of `summit`: over 200,000 of one fact are not drawn (`kg export two-mode-csv` has it)'
    """
    many = f"{sum(undrawn.values()):,} edges of {listed(sorted(undrawn))}"
    limit = f"over {MOST_EDGES:,} of one fact are not drawn"
    return f"left out: {many}: {limit} (`kg export two-mode-csv` has it)"


def no_edges(  # noqa: PLR0913 - what is drawn, and for whom that is told
    account: Account,
    ontology: Ontology,
    choice: Choice,
    chosen: Chosen,
    actor: str | None = None,
    *,
    on_page: bool = False,
) -> str:
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
    on_page
        Whether a page is drawn: it has filters of its own in the place of options.

    Returns
    -------
    str
        One line, such as ``no edges among persons in the layer contact: 12 edges in the layer context (`--layer
        context`)``.
    """
    found = _counts(account, ontology, choice, chosen, actor)
    told = Counter[str]()
    for (where, how), number in found.items():
        told[where if on_page and how else _hinted(where, how)] += number
    crowded = [
        fact.fact
        for fact in account.facts.values()
        if not_drawn(fact, ontology) and (actor is None or any(filler == actor for _, filler in fact.fillers))
    ]
    what = f"no edges{f' of `{actor}`' if actor else ''}{_described(choice, ontology)}"
    elsewhere = [f"{counted(number, 'edge')} {where}" for where, number in sorted(told.items())]
    if crowded:
        elsewhere.append(f"those of {listed(crowded)} are not drawn, more than {MOST_EDGES:,} of one fact")
    if elsewhere:
        return f"{what}: {', '.join(elsewhere)}{_ON_PAGE if on_page and any(how for _, how in found) else ''}"
    if not account.facts:
        return f"{what}: there are no facts"
    joins = f"joins {'it to another' if actor else 'two actors'}"
    return f"{what}: none of {counted(len(account.facts), 'fact')} {joins}"


def none_read(choice: Choice, ontology: Ontology) -> str:
    """Say that a network has no edges where only those that a choice takes have been read, and what may have some.

    >>> from kg import ontology
    >>> none_read(Choice(layers="all"), ontology.load(ontology.core_folder()))
    'no edges among persons: `--kind all`, `--layer all` or `--stand-ins` may have some'
    """
    return f"no edges{_described(choice, ontology)}: {_KIND}, {_LAYER} or {_STAND_INS} may have some"


def elsewhere(account: Account, ontology: Ontology, choice: Choice, chosen: Chosen) -> str:
    """Say in a line which edges a network leaves out by what nobody chose: other kinds, other layers; or nothing.

    Parameters
    ----------
    account, ontology, choice, chosen
        As of `no_edges`.
    """
    by_layer = choice.get("layers") is None and choice.get("edges") is None and chosen.acts is None
    drawn = _drawn(chosen)
    found: Counter[str] = Counter()
    for edge, fits in _edges(account, ontology, chosen, None, accepted=True):
        ends = (edge.source, edge.target)
        among, alike = all(end in chosen.entities for end in ends), (edge.relation, edge.layer) in drawn
        is_chosen = fits and (among or choice.get("kinds") is None) and (alike or by_layer)
        if is_chosen and not (among and alike) and chosen.stand_ins.isdisjoint(ends):
            found[_hinted(*_where(edge, _Found(among, alike, fits, False), choice, chosen))] += 1
    most_first = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    listed_ = [f"{counted(number, 'edge')} {where}" for where, number in most_first]
    return f"not in this network: {', '.join(listed_)}" if listed_ else ""


_Where = tuple[str, tuple[str, ...]]  # where edges are that are not drawn, and the options that would draw them


class _Found(NamedTuple):
    """How an edge that is not drawn compares with a choice."""

    among: bool  # whether its ends are of the chosen kinds
    alike: bool  # whether it is of the chosen edges and layers
    fits: bool  # whether its fact names a chosen act
    has_stand_in: bool


def _drawn(chosen: Chosen) -> set[tuple[str, str]]:
    return {(shortcut.edge, shortcut.layer) for shortcuts in chosen.wanted.values() for shortcut in shortcuts}


def _counts(account: Account, ontology: Ontology, choice: Choice, chosen: Chosen, actor: str | None) -> Counter[_Where]:
    """Count the edges that a choice leaves out, by where they are."""
    drawn = _drawn(chosen)
    found: Counter[_Where] = Counter()
    for edge, fits in _edges(account, ontology, chosen, actor, accepted=False):
        ends = (edge.source, edge.target)
        among = all(end in chosen.entities or end in chosen.left_out for end in ends)
        alike, has_stand_in = (edge.relation, edge.layer) in drawn, not chosen.stand_ins.isdisjoint(ends)
        found[_where(edge, _Found(among, alike, fits, has_stand_in), choice, chosen)] += 1
    return found


def _edges(
    account: Account, ontology: Ontology, chosen: Chosen, actor: str | None, *, accepted: bool
) -> Iterator[tuple[Edge, bool]]:
    """Draw all edges of an account, or those of an actor; each comes with whether its fact names a chosen act."""
    for fact in account.facts.values():
        fits = names_any(chosen.acts, fact, ontology, accepted=chosen.accepted)
        for edge in edges(fact, ontology, accepted=accepted):
            if actor is None or actor in (edge.source, edge.target):
                yield edge, fits


def _where(edge: Edge, found: _Found, choice: Choice, chosen: Chosen) -> _Where:
    """Say where an edge is that the choice leaves out, and by which options it would be drawn."""
    wider = _LAYER if choice.get("edges") is None else f"{_LAYER} without `--edge`"
    if not edge.accepted and choice.get("accepted", True):
        return "not accepted (`kg facts` says why)", ()
    if found.among and found.alike and found.fits:
        return "of stand-ins", (_STAND_INS,)
    if not found.fits:
        where, how = "by other acts", [f"without {chosen.act_options}"]
        if not found.among:
            where, how = f"{where} among other kinds", [_KIND, *how]
    elif found.alike:
        where, how = "among other kinds", [_KIND]
    elif not found.among:
        where, how = "among other kinds and in other layers", [_KIND, wider]
    elif choice.get("edges") is None:
        where, how = f"in the layer {edge.layer}", [f"`--layer {edge.layer}`"]
    else:
        where, how = "of other sorts", [wider]
    if found.has_stand_in:
        where, how = f"of stand-ins {where}", [*how, _STAND_INS]
    return where, tuple(how)


def _hinted(where: str, how: Sequence[str]) -> str:
    """Say where edges are, and how they would be drawn."""
    return f"{where} ({' with '.join(how).replace(' with without ', ' without ')})" if how else where


def _described(choice: Choice, ontology: Ontology) -> str:
    """Name what was chosen: kinds, edges, layers and acts.

    Without edges, layers and acts, the ontology's default layers are meant.
    """
    kinds, named, layers = (_names(choice, name) for name in ("kinds", "edges", "layers"))
    kinds = [Kind.PERSON.value] if kinds is None else kinds
    text = "" if ALL in kinds else f" among {plural([ontology.kinds[kind].label.lower() for kind in kinds])}"
    if named is not None and ALL not in named:
        text += f" by {' or '.join(f'`{edge}`' for edge in named)}"
    acts, tending = _names(choice, "acts"), tendencies(choice, ontology)
    if acts is not None and ALL not in acts:
        text += f" by the act{'s' * (len(acts) > 1)} {' or '.join(f'`{act}`' for act in acts)}"
    if tending:
        text += f" that are {' or '.join(tending)}"
    if layers is None and named is None and acts is None and not tending:
        layers = [layer.id for layer in ontology.layers.values() if layer.default]
    if layers is not None and ALL not in layers:
        text += f" in the {'layer' if len(layers) == 1 else 'layers'} {' and '.join(layers)}"
    return text


def _names(choice: Choice, name: str) -> Collection[str] | None:
    names = choice.get(name)
    return names if names is None else sorted({names} if isinstance(names, str) else set(names))  # type: ignore[call-overload] # a name of Choice that holds names


def rest_on_rows(unread: int, edges: int) -> str:
    """Say how many edges of a network rest on rows of data sets alone, which nobody read.

    >>> rest_on_rows(1, 22)
    '1 of 22 edges rests on rows of data sets alone'
    """
    verb = "rests" if unread == 1 else "rest"
    return f"{unread:,} of {counted(edges, 'edge')} {verb} on rows of data sets alone"
