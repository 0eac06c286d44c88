"""An account → a network of edges, or of entities and the facts that they take part in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Unpack

import networkx as nx
from msgspec import Struct

from kg.account.edges import STRENGTH, Edge, edges, not_drawn
from kg.account.facts import Account, FactAccount, Filler, Reading
from kg.account.support import against, decided, outlets, support
from kg.account.voices import Links
from kg.base.gc_pause import without_collecting
from kg.model.records import Claim, Contested, Status
from kg.network.absence import no_edges, too_many, without_stand_ins
from kg.network.acts import is_mutual, names_any
from kg.network.choice import ONE_MODE, TWO_MODE, Choice, Chosen, choose, gathered_by
from kg.network.co_membership import Shared, shared
from kg.network.gatherings import GATHERED_BY
from kg.ontology import Ontology

Attributes = dict[str, Any]
_Tie = tuple[str, str, str, Attributes]

# Looked up for every edge, where an enum's properties are slow.
_TEXT: dict[str, str] = {status: status.value for status in Status}


@without_collecting()
def network(
    account: Account,
    links: Links,
    ontology: Ontology,
    claims: Callable[[], Mapping[str, Claim]] = dict,
    **choice: Unpack[Choice],
) -> nx.MultiDiGraph[str]:
    """Draw the edges that an account gives.

    Parameters
    ----------
    account
        From `kg.account.compute.account`.
    links
        The entities that the account names.
    ontology
        Its shortcuts say which fillers of a fact an edge joins, and in which layer.
    claims
        Gives those that the account knows, by key. They are asked for where shared edges are, whose overlap is certain
        only by the days that claims give.
    **choice
        ``kinds``: of entities; left out, persons. ``edges``: their ids; left out, all of the layers. ``layers``:
        their ids; left out, those that the ontology marks as default, or where ``edges`` or acts are given, any.
        ``acts``: ids of concepts, of which, or of a narrower one, a fact must name one. Each is one name, several, or
        ``all``. ``cooperative``, ``hostile``: if True, only facts that name a concept of that tendency; if both are, of
        either.

        ``mode``: in ``one-mode`` entities are nodes. In ``two-mode`` entities and facts are, ``bipartite`` 0 and 1,
        and an edge, with the key ``fact/role``, leads from each filler of the chosen kinds, whatever its role, to the
        fact, if facts of its type may have a chosen edge.

        ``accepted``: if False, facts and fillers of any status are drawn, and each edge says whether it is accepted.

        ``directed``: if True, measures and paths of the network follow its edges; those that hold both ways, since
        their relation or the act is symmetric, stand there in both directions. Left out, directions are not looked at.

        ``stand_ins``: True, and entities that are marked as anonymous (stand-ins for many, or for nobody in
        particular) are nodes like all others; or the ids of those that are. Left out, none is: they enter no measure
        unasked.

        ``gatherings``: if True, measures of the network read the ties of large gatherings too, which they else leave
        out, and say so; they are drawn in any case.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes, by id, have ``label`` and ``kind``; an entity without an edge is no node. Edges have the key
        ``fact/relation``, and: ``fact``, ``relation``, ``layer``; ``status``, the weakest of the fact's and both
        fillers'; ``contested``; ``day``, the fact's time in EDTF, or None; ``voices`` that assert both fillers,
        or where none does, that assert either and deny nothing of it; ``outlets`` through which what decided the status
        came; ``claims`` that assert both, or where none does, that assert either; ``share``, 1/(delegations - 1) of a
        gathering, else 1. The claims of an edge that is not accepted are those that decided so, denials among them.
        Unless directions are asked for, a symmetric edge stands once, from the smaller id to the larger. Nobody is tied
        to himself.

        Shared edges are drawn only where they or their layer are named. They stand once a pair and body: their key is
        ``body/relation``, ``fact`` is the first of ``facts``, ``within`` is the body, ``day`` says when both were
        there, ``overlap`` whether that is certain or possible, ``share`` is 1/(members at the time - 1).

        A network without edges says in its attribute ``empty`` why, and which options would give some; one without the
        edges of stand-ins, or of facts or bodies of which there would be too many, says in its attribute ``left_out``
        how many these are.

    Raises
    ------
    UsageError, NotFoundError
        If there is no such kind, mode or option, no such edge, layer or act.

    Source
    ------
    Share: Newman 2001, doi:10.1103/PhysRevE.64.016132. Two modes: Breiger 1974, doi:10.2307/2576011.
    """
    chosen = choose(choice, links.entities.values(), ontology)
    facts = [
        fact
        for fact in account.facts.values()
        if fact.type in (chosen.wanted | chosen.shared if chosen.two_mode else chosen.wanted)
        and names_any(chosen.acts, fact, ontology, accepted=chosen.accepted)
    ]
    mode = TWO_MODE if chosen.two_mode else ONE_MODE
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode=mode, describes=chosen.describes)
    drawn.graph.update({name: True for name in ("directed", "gatherings") if choice.get(name)})
    left_out: list[tuple[str, ...]] = []  # the ends of each edge that is not drawn that are stand-ins
    together = Shared([], [], [])
    if chosen.two_mode:
        ties = [tie for fact in facts for tie in _participations(fact, chosen, left_out)]
        drawn.add_nodes_from(_actors(chosen, {tie[0] for tie in ties}), bipartite=0)
        tied = {tie[1] for tie in ties}
        drawn.add_nodes_from((_fact(fact) for fact in facts if fact.fact in tied), bipartite=1)
        drawn.add_edges_from(ties)  # type: ignore[arg-type] # the stubs know of no keys
    else:
        together = shared(account, claims(), chosen) if chosen.shared else together
        _draw_all(drawn, [_found(fact, account, ontology, chosen, left_out) for fact in facts], together, chosen)
    left_out += together.of_stand_ins
    if not drawn.number_of_edges():
        drawn.graph["empty"] = "; ".join([no_edges(account, ontology, choice, chosen), *together.left_out])
    told = [without_stand_ins(len({end for ends in left_out for end in ends}), len(left_out))] if left_out else []
    if undrawn := {} if chosen.two_mode else _not_drawn(facts, ontology, chosen):
        told.append(too_many(undrawn))
    if told := [*told, *together.left_out]:
        drawn.graph["left_out"] = "; ".join(told)
    return drawn


class _Found(Struct, frozen=True, gc=False):
    """The chosen edges of a fact."""

    fact: FactAccount
    edges: Iterable[Edge]
    readings: Mapping[str, Reading]  # key of claim -> whose voices it is
    is_mutual: bool  # whether what is done in it is done by both sides alike; asked where edges have a direction


def _found(
    fact: FactAccount, account: Account, ontology: Ontology, chosen: Chosen, left_out: list[tuple[str, ...]]
) -> _Found:
    its = _chosen(fact, ontology, chosen, left_out)
    is_both_ways = chosen.directed and bool(its) and is_mutual(fact, ontology, accepted=chosen.accepted)
    return _Found(fact, its, account.readings, is_both_ways)


def _draw_all(drawn: nx.MultiDiGraph[str], found: list[_Found], together: Shared, chosen: Chosen) -> None:
    """Draw the edges of facts, and those that facts share, between the nodes that they join."""
    tied = {end for its in found for edge in its.edges for end in (edge.source, edge.target)}
    relations = {edge.relation for its in found for edge in its.edges}
    if gathering := tuple(its for its in gathered_by(chosen.wanted) if its in relations):
        drawn.graph[GATHERED_BY] = gathering
    drawn.add_nodes_from(_actors(chosen, tied.union(*(tie[:2] for tie in together.ties))))
    for its in found:
        for edge in its.edges:
            edge_attributes = attributes(its.fact, edge, its.readings, of_any_status=not chosen.accepted)
            drawn.add_edge(edge.source, edge.target, edge.key, **edge_attributes)
            if chosen.directed and (edge.symmetric or its.is_mutual):
                _mirror(drawn, edge)
    for source, target, key, its_attributes in together.ties:
        for ends in [(source, target), (target, source)] if chosen.directed else [(source, target)]:
            drawn.add_edge(*ends, key, **its_attributes)


def _not_drawn(facts: Iterable[FactAccount], ontology: Ontology, chosen: Chosen) -> dict[str, int]:
    """Count the edges of each fact that are too many to be drawn."""
    asked = (fact for fact in facts if fact.accepted or not chosen.accepted)
    return {fact.fact: many for fact in asked if (many := not_drawn(fact, ontology, chosen.wanted[fact.type]))}


def _actors(chosen: Chosen, tied: Iterable[str]) -> Iterator[tuple[str, Attributes]]:
    for actor in sorted(tied):
        entity = chosen.entities[actor]
        yield actor, {"label": entity.name, "kind": entity.kind.value}


def _text(contested: Contested | None) -> str | None:
    return None if contested is None else contested.value


def _fact(fact: FactAccount) -> tuple[str, Attributes]:
    return fact.fact, {
        "label": fact.label or fact.fact,
        "type": fact.type,
        "status": fact.status.value,
        "contested": _text(fact.contested),
        "day": fact.when.text,
    }


def _participations(fact: FactAccount, chosen: Chosen, left_out: list[tuple[str, ...]]) -> Iterator[_Tie]:
    """Give the two-mode edges, from a fact's fillers to it; those of stand-ins are noted as left out."""
    for filler in fact.fillers.values():
        if filler.filler in chosen.left_out and (filler.accepted or not chosen.accepted):
            left_out.append((filler.filler,))
        if filler.filler in chosen.entities and (filler.accepted or not chosen.accepted):
            contested = (fact.contested, filler.contested)
            attributes: Attributes = {
                "fact": fact.fact,
                "role": filler.role,
                "status": _TEXT[min(fact.status, filler.status, key=STRENGTH.__getitem__)],
                "contested": next((by.value for by in Contested if by in contested), None),
                "voices": list(filler.voices),
                "outlets": list(outlets(fact, filler)),
                "claims": list(filler.asserting) if filler.accepted else _taking_part(fact, filler),
            }
            if not chosen.accepted:
                attributes["accepted"] = filler.accepted
            yield filler.filler, fact.fact, f"{fact.fact}/{filler.role}", attributes


def _chosen(fact: FactAccount, ontology: Ontology, chosen: Chosen, left_out: list[tuple[str, ...]]) -> Iterable[Edge]:
    """Give the chosen edges of a fact; the ends of those that stand-ins have are noted as left out."""
    entities, stand_ins = chosen.entities, chosen.left_out
    drawn = edges(fact, ontology, accepted=chosen.accepted, shortcuts=chosen.wanted[fact.type])
    if stand_ins:
        for edge in drawn:
            ends = (edge.source, edge.target)
            if not stand_ins.isdisjoint(ends) and all(end in entities or end in stand_ins for end in ends):
                left_out.append(tuple(end for end in ends if end in stand_ins))
    return [edge for edge in drawn if edge.source in entities and edge.target in entities]


def attributes(
    fact: FactAccount, edge: Edge, readings: Mapping[str, Reading], *, of_any_status: bool = False
) -> Attributes:
    """Give what an edge says of its fact in a network.

    Parameters
    ----------
    fact
        The account of its fact.
    edge
        One of its edges.
    readings
        Key of claim -> whose voices it is, of the claims on the fact.
    of_any_status
        Whether it says if it is accepted, as it does where others stand beside it that are not.
    """
    rests_on, contested = support(fact, *edge.ends, readings), edge.contested
    its: Attributes = {
        "fact": edge.fact,
        "relation": edge.relation,
        "layer": edge.layer,
        "status": _TEXT[edge.status],
        "contested": contested and contested.value,
        "day": fact.when.text,
        "voices": [*rests_on.voices],
        "outlets": [*rests_on.outlets],
        "claims": [*rests_on.claims],
        "share": edge.share,
    }
    if of_any_status:
        its["accepted"] = edge.accepted
        if not its["accepted"]:
            its["claims"] = [*decided(fact, *edge.ends)]
    return its


def _mirror(drawn: nx.MultiDiGraph[str], edge: Edge) -> None:
    """Let an edge stand in the other direction too, unless the fact has that edge of its own."""
    if not drawn.has_edge(edge.target, edge.source, edge.key):
        drawn.add_edge(edge.target, edge.source, edge.key, **drawn.edges[edge.source, edge.target, edge.key])


def _taking_part(fact: FactAccount, filler: Filler) -> list[str]:
    """Name the claims by which a filler is not accepted."""
    return sorted({*filler.asserting, *against(fact), *against(filler)} or {*filler.basis})
