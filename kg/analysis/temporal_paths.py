"""Paths in time: ways from one actor to another on which each step may follow, or certainly follows, the one before.

A fact is taken to have been on one day, of those that are possible; an undated one on any day at all. So a step follows
*certainly* where all its days lie after all days of the step before; and a way is *possibly* in time where days can be
chosen of which none lies before the one of the step before: on one day, either may have been first.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import networkx as nx

from kg.analysis.numbered import warn_of_left_out
from kg.analysis.paths import Path, Step
from kg.analysis.time_search import (
    FEWEST,
    FIRST,
    LAST,
    NOT_YET,
    ORDERS,
    Contact,
    Contacts,
    Facts,
    Move,
    Search,
    Way,
    after,
    latest_before,
    latest_with,
    not_before,
)
from kg.base.errors import AnalysisError, NotFoundError, UsageError
from kg.base.hints import meant, named, unknown
from kg.model.dates import parse
from kg.network.choice import TWO_MODE


class TimedPath(Path, frozen=True):
    """A way that visits nobody twice, each of whose steps stands on one fact that may follow the one before."""

    certain: bool  # whether each step certainly follows the one before; else possibly
    days: tuple[str | None, ...]  # of the fact of each step, in EDTF; None: undated


def path_in_time(network: nx.Graph[str], a: str, b: str, k: int = 3, *, sort: str = FEWEST) -> list[TimedPath]:
    """Find paths between two actors on which steps follow each other in time.

    Parameters
    ----------
    network
        From `kg.network.network`, in one mode; steps follow its directions if it was drawn with them.
    a, b
        Ids of actors.
    k
        How many paths at most.
    sort
        ``fewest``: by the number of steps. ``earliest``: by the day of arrival, which of a way that is certainly in
        time is the last possible day of its last fact, of others the first on which it may be over.

    Returns
    -------
    list
        Those that are certainly in time, and where these are fewer than k, others that are possibly; each in the
        order that is asked for, then by the number of steps and by the ids on the way. Of several facts between two
        actors each step has the one after which most can follow. A warning says how many stand-ins the network leaves
        out.

    Raises
    ------
    NotFoundError
        If an actor has no edge in the network.
    UsageError
        If k is less than 1, or there is no such order.
    AnalysisError
        If the edges of the network have no days.

    Source
    ------
    Paths that respect time: Kempe, Kleinberg and Kumar 2002, doi:10.1006/jcss.2002.1829; Holme and Saramäki 2012,
    doi:10.1016/j.physrep.2012.03.001. The k first: Yen 1971, doi:10.1287/mnsc.17.11.712, with the partition of Lawler
    1972, doi:10.1287/mnsc.18.7.401.

    >>> net = nx.MultiDiGraph([("ann", "bob", {"fact": "m", "day": "2031-03-02"}),
    ...                        ("bob", "cid", {"fact": "n", "day": "2031-03"}),
    ...                        ("cid", "dee", {"fact": "o", "day": "2031-04-01"})])
    >>> [(its.entities, its.certain) for its in path_in_time(net, "ann", "cid")]
    [(('ann', 'bob', 'cid'), False)]
    >>> [(its.entities, its.certain) for its in path_in_time(net, "bob", "dee")], path_in_time(net, "dee", "bob")
    ([(('bob', 'cid', 'dee'), True)], [])
    """
    if k < 1:
        raise UsageError(f"{k} paths cannot be found", "ask for one or more")
    if sort not in ORDERS:
        raise UsageError(*unknown("order", sort, ORDERS))
    if not isinstance(network, nx.MultiDiGraph) or network.graph.get("mode") == TWO_MODE:
        hint = "give what `kg.network.network` returns, in one mode"
        raise AnalysisError("only edges of single facts have days on which one follows another", hint)
    for actor in (a, b):
        if actor not in network:
            otherwise = network.graph.get("left_out") or "other kinds, edges or layers may have one"
            hint = network.graph.get("empty") or meant(actor, network, otherwise)
            raise NotFoundError(f"{named(actor)} has no edge in this network", hint)
    warn_of_left_out(network)
    contacts = _contacts(network)
    certainly = Search(contacts, b, after, latest_before, sort).first(a, k)
    found = [_path(contacts, way, after, certain=True) for way in certainly]
    if len(found) < k:
        possibly = Search(contacts, b, not_before, latest_with, sort).first(a, k)
        others = [way for way in possibly if way not in certainly][: k - len(found)]
        found += [_path(contacts, way, not_before, certain=False) for way in others]
    return found


def _contacts(network: nx.MultiDiGraph[str]) -> Contacts:
    """Gather the facts that join actors, each once a pair, in whatever relations."""
    onward: Facts = {actor: {} for actor in sorted(network)}
    back: Facts = {actor: {} for actor in sorted(network)}
    met: set[tuple[str, str, str, str | None]] = set()
    for one, other, its in sorted(network.edges(data=True), key=lambda edge: (*edge[:2], str(edge[2].get("fact")))):
        if "fact" not in its:
            raise AnalysisError(f"the edge from `{one}` to `{other}` has no fact", "give what `network` returns")
        day, facts = its.get("day"), tuple(its.get("facts") or [its["fact"]])
        contact = Contact(*_days(day), facts, day, its.get("status"), len(its.get("voices", ())))
        for ends in [(one, other)] if network.graph.get("directed") else [(one, other), (other, one)]:
            if ends[0] != ends[1] and (*ends, its["fact"], day) not in met:
                met.add((*ends, its["fact"], day))
                onward[ends[0]].setdefault(ends[1], []).append(contact)
                back[ends[1]].setdefault(ends[0], []).append(contact)
    return Contacts(onward, back)


def _days(text: str | None) -> tuple[int, int]:
    """Give the first and the last possible day of a fact as numbers; of one of a set of days, of all of them.

    >>> _days("2031-03-02"), _days(None) == (FIRST, LAST), _days("[2031-03-02,2031-03-04..2031-03-05]")
    ((741503, 741503), True, (741503, 741506))
    """
    if text is None:
        return FIRST, LAST
    if text[0] in "[{":
        spans = [its.partition("..") for its in text[1:-1].split(",")]
        every = [parse(f"{one or '..'}/{other or '..'}" if dots else one) for one, dots, other in spans]
    else:
        every = [parse(text)]
    firsts, lasts = [its.earliest for its in every], [its.latest for its in every]
    return (
        min(FIRST if day is None else date.fromisoformat(day).toordinal() for day in firsts),
        max(LAST if day is None else date.fromisoformat(day).toordinal() for day in lasts),
    )


def _path(contacts: Contacts, way: Way, onward: Move, *, certain: bool) -> TimedPath:
    """Choose for each step the fact after which most can follow; of several, the one with the first id."""
    time, steps, days = NOT_YET, list[Step](), list[str | None]()
    for one, other in pairwise(way):
        over = [
            (when, its.facts, its) for its in contacts.onward[one][other] if (when := onward(time, its)) is not None
        ]
        time, _, its = min(over, key=lambda each: each[:2])
        steps.append(Step(one, other, its.facts, its.status, its.voices))
        days.append(its.day)
    return TimedPath(len(steps), way, tuple(steps), certain, tuple(days))
