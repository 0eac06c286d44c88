"""Why an answer is empty, and what to ask instead: for slices without facts, and actors without edges or ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import structs

from kg import analysis
from kg.base.errors import NotFoundError
from kg.base.hints import counted, named
from kg.report.networks import with_ends
from kg.report.sources import no_facts_yet
from kg.snapshot import slices
from kg.snapshot.slices import Cut, Filters, Withdrawn

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.choice import Choice
    from kg.ontology import Ontology
    from kg.snapshot.snapshot import Snapshot

_ALL: dict[str, Any] = {"kinds": "all", "layers": "all"}
_NAMES = ("kinds", "edges", "layers", "acts")  # options that take names
_WIDER: tuple[dict[str, Any], ...] = (
    {},
    {"layers": "all"},
    {"kinds": "all"},
    {"stand_ins": True},
    _ALL,
    {"kinds": "all", "stand_ins": True},
    _ALL | {"stand_ins": True},
)


def no_facts(snapshot: Snapshot, *, accepted: bool = False) -> str:
    """Say why a slice has no facts, or no accepted ones, and how many there are without one of its options.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    accepted
        Whether only accepted facts were asked for.
    """
    if snapshot.account.facts:
        return f"no accepted facts: {counted(len(snapshot.account.facts), 'fact')} without `--accepted`"
    whole = snapshot.whole
    if not whole.account.facts:
        return no_facts_yet(snapshot.manifest.get("counts", {}))
    found = {name: _facts(snapshot, cut, accepted) for name, cut in _relaxed(snapshot.cut)}
    listed = [f"{counted(number, 'fact')} without {name}" for name, number in found.items() if number]
    return f"no facts in this slice: {', '.join(listed or [f'{len(whole.account.facts):,} in all'])}"


def none_at_all(snapshot: Snapshot) -> str:
    """Say why a slice has no facts; empty text if it has some, of which an answer is then silent for other reasons."""
    return "" if snapshot.account.facts else no_facts(snapshot)


def _facts(snapshot: Snapshot, cut: Cut, accepted: bool) -> int:
    whole = snapshot.whole
    _, account = slices.cut_account(whole.records, whole.ontology, whole.account, cut)
    return sum(fact.accepted or not accepted for fact in account.facts.values())


def _relaxed(cut: Cut) -> Iterator[tuple[str, Cut]]:
    """Take away the options of a cut, one at a time; each comes with its name on the command line."""
    if cut.known_by is not None:
        yield "`--known-by`", structs.replace(cut, known_by=None)
    if cut.withdrawn:
        yield "`--without`", structs.replace(cut, withdrawn=Withdrawn())
    for place, filters in enumerate(cut.filters):
        for name in filters.__struct_fields__:
            if getattr(filters, name) != getattr(Filters(), name):
                without = structs.replace(filters, **{name: getattr(Filters(), name)})
                named = "`--on` or `--between`" if name == "between" else f"`--{name.replace('_', '-')}`"
                yield named, structs.replace(cut, filters=(*cut.filters[:place], without, *cut.filters[place + 1 :]))


def no_edges(snapshot: Snapshot, network: nx.MultiDiGraph[str]) -> str:
    """Say why a network that was drawn of a snapshot has no edges; empty text if it has some."""
    empty: str = network.graph.get("empty", "")
    return no_facts(snapshot) if empty and not snapshot.account.facts else empty


def no_edges_of(snapshot: Snapshot, actor: str, choice: Choice) -> str:
    """Say where an actor has edges that is not in a network, by the options that would draw them."""
    from kg.network.absence import no_edges as why
    from kg.network.choice import choose

    if not snapshot.account.facts:
        return no_facts(snapshot)
    chosen = choose(choice, snapshot.records.entities.values(), snapshot.ontology)
    return why(snapshot.account, snapshot.ontology, choice, chosen, actor)


def need_edges_of(snapshot: Snapshot, network: nx.MultiDiGraph[str], actors: Iterable[str], choice: Choice) -> None:
    """Refuse actors that have no edge in a network, and say where they have one.

    Raises
    ------
    NotFoundError
        If one of them is not in the network.
    """
    for actor in actors:
        if actor not in network:
            raise NotFoundError(f"{named(actor)} has no edge in this network", no_edges_of(snapshot, actor, choice))


def no_way(snapshot: Snapshot, a: str, b: str, choice: Choice) -> str:
    """Say that there is no way between two actors, and by which other options there is one."""
    choice, _ = with_ends(snapshot, choice, (a, b))
    for broader, dropped in _broader(choice, snapshot.ontology):
        for wider in _WIDER:
            if wider.items() <= broader.items() and not (dropped and not wider):
                continue
            network = snapshot.network(**(broader | wider))
            network.graph.pop("left_out", None)  # of these networks only the options are told
            if a in network and b in network and analysis.path(network, a, b, 1):
                options = [f"with `{' '.join(_option(name, value) for name, value in wider.items())}`"] if wider else []
                return f"no way from {a} to {b}: there is one {' '.join([*options, *dropped])}"
    return f"no way from {a} to {b}, by no accepted edge of any sort"


def _broader(choice: Choice, ontology: Ontology) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Take away what narrows a choice: nothing, then directions, then edges and acts too; and say what was taken."""
    from kg.network.acts import tendencies

    without_directions = {name: value for name, value in choice.items() if name != "directed"}
    narrowing = ["edges", "acts", *tendencies(choice, ontology)]
    kept = {name: value for name, value in without_directions.items() if name not in narrowing}
    dropped = [f"`{_option(name)}`" for name in ("directed", *narrowing) if choice.get(name)]
    yield dict(choice), []
    if choice.get("directed"):
        yield without_directions, ["without `--directed`"]
    if dropped:
        yield kept, [f"without {' and '.join(dropped)}"]


def _option(name: str, value: Any = None) -> str:  # noqa: ANN401 - see kg.network.network
    """Write an option of a network as it is typed; those that take several names are in the singular there."""
    typed = f"--{(name.removesuffix('s') if name in _NAMES else name).replace('_', '-')}"
    return typed if value in (None, True) else f"{typed} {value}"
