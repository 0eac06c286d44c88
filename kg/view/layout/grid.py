"""Places inside an area: a staggered grid, and who takes which place in it. All lengths are pixels at zoom 1."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from kg.view.layout.untangle import Exchange, Point, Tie

COLUMN, ROW = 190.0, 118.0  # pixels between columns, wider than a name; between rows, a mark with two lines below it
_FINE = 80  # actors in a component up to which exchanges of places are tried
_FEW = 5  # actors up to which all stand in one column
_MANY = 10_000  # ties from which on actors are moved towards their neighbours once, and not three times
_TURNS = 5  # rounds in which actors may go over to another cluster


class Plot(Struct, frozen=True):
    """The places of an area, or of a part of one: rows of some actors, and below them rows of others."""

    id: str
    first: tuple[str, ...]  # ids of the actors in the first rows: people, or where there are none, all
    behind: tuple[str, ...] = ()  # ids of the others

    @property
    def members(self) -> tuple[str, ...]:
        """Everyone in it."""
        return self.first + self.behind

    @property
    def columns(self) -> int:
        """Number of columns: one for a few actors, so that lines run across; else the plot is higher than wide."""
        count = max(len(self.first), len(self.behind) / 3)
        return 1 if count <= _FEW else max(2, math.ceil(math.sqrt(count * ROW / COLUMN * 0.75)))

    @property
    def rows(self) -> int:
        """Number of the first rows; a few places in them stay free, so that there is something to choose."""
        count = len(self.first)
        return max(1, math.ceil((count + (1 if self.columns > 1 else 0)) / self.columns))

    @property
    def width(self) -> float:
        """Pixels from the middle of the first column to that of the last, with the shift of rows, and half a column."""
        return (self.columns - 1) * COLUMN + (COLUMN / 2 if self.rows > 1 else 0) + COLUMN * 0.5

    @property
    def half(self) -> Point:
        """Pixels that other plots may not overlap: to either side of its middle, and up and down from `lower`."""
        behind = (self._across - 1) * COLUMN * 0.9 + COLUMN if self.behind else 0.0
        return max(self.width / 2 + 60, behind / 2 + 10), self.height / 2 + 45

    @property
    def lower(self) -> float:
        """Pixels by which the middle of all its rows lies below that of the first rows, which is the plot's middle."""
        return math.ceil(len(self.behind) / self._across) * ROW / 2 if self.first else 0.0

    @property
    def height(self) -> float:
        """Pixels from the first row to the last, and half a row."""
        return (self.rows - 1 + math.ceil(len(self.behind) / self._across)) * ROW + ROW * 0.5

    @property
    def radius(self) -> float:
        """Its part, in pixels, of the distance to a tied plot: lines into many need room, those to one actor less."""
        return self.width / 2 + (85.0 if len(self.first) > 1 else 55.0)

    @property
    def _across(self) -> int:
        """Number of columns of the rows below: at least two, if there are two actors for them."""
        return max(self.columns, 2 if len(self.behind) > 1 else 1)

    def places(self) -> list[Point]:
        """Give the places of the first rows, from the plot's middle; every second row is shifted by half a column."""
        shift = COLUMN / 4 if self.rows > 1 else 0.0
        return [
            (
                (column - (self.columns - 1) / 2) * COLUMN + (shift if row % 2 else -shift),
                (row - (self.rows - 1) / 2) * ROW,
            )
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def places_behind(self) -> list[Point]:
        """Give the places of the rows below, from the plot's middle; one for each actor."""
        shift = COLUMN / 4 if self.rows > 1 else 0.0
        across = self._across
        return [
            (
                (k % across - (across - 1) / 2) * COLUMN * 0.9 + (shift if row % 2 else -shift) / 2,
                (row - (self.rows - 1) / 2) * ROW,
            )
            for k in range(len(self.behind))
            for row in [(self.rows if self.first else 0) + k // across]
        ]


def clusters(members: list[str], ties: Iterable[Tie], limit: int = 24) -> list[list[str]]:
    """Divide many actors into groups of neighbours, none larger than `limit`; in each, the best connected first.

    Everyone starts in a group of his own, and goes where most of the weight of his ties is and there is room (label
    propagation).

    Source
    ------
    Raghavan, Albert and Kumara 2007, doi:10.1103/PhysRevE.76.036106.

    >>> clusters(["a", "b", "c", "d"], [("a", "b", 1.0), ("c", "d", 1.0)], limit=2)
    [['a', 'b'], ['c', 'd']]
    """
    inside = set(members)
    near: dict[str, dict[str, float]] = {member: {} for member in members}
    for a, b, weight in ties:
        if a in inside and b in inside:
            near[a][b] = near[a].get(b, 0.0) + weight
            near[b][a] = near[b].get(a, 0.0) + weight
    part = {member: member for member in members}
    size = dict.fromkeys(members, 1)
    order = sorted(members, key=lambda member: (-sum(near[member].values()), member))
    for _ in range(_TURNS):
        for member in order:
            pull: dict[str, float] = defaultdict(float)
            for other, weight in near[member].items():
                pull[part[other]] += weight
            room = [p for p in pull if p == part[member] or size[p] < limit]
            best = max(room, key=lambda p: (pull[p], p == part[member], p), default=part[member])
            size[part[member]] -= 1
            part[member] = best
            size[best] += 1
    parts: dict[str, list[str]] = defaultdict(list)
    for member in order:
        parts[part[member]].append(member)
    return _filled(sorted(parts.values(), key=lambda names: (-len(names), names[0])), limit)


def _filled(parts: list[list[str]], limit: int) -> list[list[str]]:
    """Put the groups of up to a quarter of the limit together, one after the other, so that nobody stands alone."""
    large = [part for part in parts if len(part) > limit // 4]
    small = [member for part in parts if len(part) <= limit // 4 for member in part]
    return large + [small[k : k + limit] for k in range(0, len(small), limit)]


def settle(plots: list[Plot], centres: dict[str, Point], ties: list[Tie]) -> dict[str, Point]:
    """Choose a place for every actor of plots whose middles are known.

    Parameters
    ----------
    plots
        The plots of one component.
    centres
        Middle of each plot.
    ties
        Those between the actors of these plots.

    Returns
    -------
    dict
        Actor -> place, in the same pixels as the middles.
    """
    spots: dict[str, Point] = {}
    free: dict[str, list[Point]] = {}
    for plot in plots:
        cx, cy = centres[plot.id]
        places = [(cx + x, cy + y) for x, y in plot.places()] if plot.first else []
        spots |= dict(zip(plot.first, places, strict=False))
        free[plot.id] = places
    # The rows below are filled last, and their ties shape nothing: a page does not show them when it opens.
    front = [tie for tie in ties if tie[0] in spots and tie[1] in spots]
    for _ in range(3 if len(front) < _MANY else 1):
        for plot in plots:
            _move_to_neighbours(plot, free[plot.id], spots, front)
    if len(spots) <= _FINE:
        spots = Exchange({plot.id: list(plot.first) for plot in plots}, free, spots, front).best()
    for plot in plots:
        cx, cy = centres[plot.id]
        spots |= {id_: (cx + x, cy + y) for id_, (x, y) in zip(plot.behind, plot.places_behind(), strict=True)}
    return spots


def _move_to_neighbours(plot: Plot, places: list[Point], spots: dict[str, Point], ties: list[Tie]) -> None:
    """Let each actor, best connected first, take the free place nearest to the weighted middle of its neighbours."""
    pull: dict[str, list[tuple[float, Point]]] = defaultdict(list)
    mine = set(plot.first)
    for a, b, weight in ties:
        if a in mine:
            pull[a].append((weight, spots[b]))
        if b in mine:
            pull[b].append((weight, spots[a]))
    left = list(places)
    for member in sorted(plot.first, key=lambda m: (-sum(w for w, _ in pull[m]), m)):
        total = sum(weight for weight, _ in pull[member])
        at = spots[member]
        if total:
            at = (sum(w * x for w, (x, _) in pull[member]) / total, sum(w * y for w, (_, y) in pull[member]) / total)
        best = min(left, key=lambda place: (math.dist(place, at), place))
        left.remove(best)
        spots[member] = best
