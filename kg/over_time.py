"""What a graph says of time and of sources: what was learnt, in what order, and what rests on whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import structs

from kg import slices
from kg.analysis import rank
from kg.changes import compare, shifts
from kg.errors import UsageError
from kg.fragile import Fragile, Ground
from kg.fragile import fragile as fragile_in
from kg.learnt import Diff
from kg.sentences import Teller
from kg.slices import Cut
from kg.timeline import Timeline
from kg.timeline import timeline as timeline_of

if TYPE_CHECKING:
    from kg.graph import Graph


def diff(graph: Graph, known_by: Sequence[str], measure: str = "degree") -> Diff:
    """Tell what was learnt between two days of knowledge.

    Parameters
    ----------
    graph
        The whole, or a slice: then of what it keeps.
    known_by
        Two days (EDTF), the earlier first.
    measure
        By which the ranks of persons are compared; a name in `kg.analysis.MEASURES`.

    Returns
    -------
    Diff
        Facts that appeared, statuses that moved and the claims that moved them, edges that came and went, ranks that
        shifted. Its `row()` is the JSON of `kg diff`; in Jupyter it shows itself.

    Raises
    ------
    UsageError
        If these are not two days, or the second is before the first; or if there is no such measure.
    """
    days = [slices.day_of(day, "diff") for day in known_by]
    if len(days) != 2:
        raise UsageError(f"diff: {len(days)} days", "give two, the earlier first")
    if days[0] > days[1]:
        raise UsageError(f"diff: `{known_by[1]}` is before `{known_by[0]}`", "give the earlier day first")
    before, after = (graph.slice(known_by=day) for day in days)
    claims = before.claims | after.claims
    changes = compare(before.account, after.account, claims, graph.ontology)
    ranks = shifts(rank(before.network(), measure), rank(after.network(), measure), measure)
    articles = {**before.records.articles, **after.records.articles}
    labels = {**before.teller.labels, **after.teller.labels}
    teller = Teller(after.records.entities, articles, graph.ontology, labels)
    return Diff(structs.replace(changes, ranks=ranks), before.account, after.account, claims, teller)


def timeline(graph: Graph, entity: str | None = None) -> Timeline:
    """Put facts in order of time, undated ones apart.

    Parameters
    ----------
    graph
        The whole, or a slice.
    entity
        Only facts that name it in some role.

    Returns
    -------
    Timeline
        Its `row()` is the JSON of `kg timeline`, `save(path)` draws it as SVG or PNG, and in Jupyter it draws itself.

    Raises
    ------
    NotFoundError
        If there is no such entity.
    """
    if entity is not None:
        graph.entity(entity)
    return timeline_of(
        graph.account, graph.claims, graph.links, graph.teller, conflicts=graph.conflicts(), entity=entity
    )


def fragile(graph: Graph, ends: Sequence[str] = (), by: str = "voice", **choice: Any) -> Fragile:  # noqa: ANN401 - see kg.network.network
    """Find facts, edges and paths that a single source carries, and what would be left without it.

    Parameters
    ----------
    graph
        The whole, or a slice.
    ends
        None, or two actors: only the shortest path between them, whether it is fragile or not.
    by
        Of what sort a source is: ``voice``, ``publisher`` or ``article``.
    choice
        Whose paths by which edges, as in `kg.network.network`.

    Returns
    -------
    Fragile
        Its `row()` is the JSON of `kg fragile`.

    Raises
    ------
    UsageError
        If there is no such sort of source, or one end without the other.
    NotFoundError
        If there is no such actor, or it has no edge.
    """
    if len(ends) not in (0, 2):
        raise UsageError(f"fragile: {len(ends)} ends of a path", "name two actors, or none")
    for end in ends:
        graph.entity(end)
    # Facts that a slice leaves out may say who serves whom: the rule needs them all.
    whole, cut = graph.whole, Cut(graph.cut.known_by, graph.cut.withdrawn)
    records, account = slices.cut_account(whole.records, whole.ontology, whole.account, cut)
    ground = Ground(records, account, whole.ontology, cut.withdrawn.voices)
    return fragile_in(ground, graph.account, graph.network(**choice), by=by, ends=(ends[0], ends[1]) if ends else None)
