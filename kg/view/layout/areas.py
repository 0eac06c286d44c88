"""Where every actor stands on the page: areas side by side, people in rows inside them; the same on every run.

An area holds those who speak for one side (a country and its people). Every actor gets a place on a staggered
grid whose columns are wider than a label, so that no two labels collide at zoom 1. The distance between areas grows
with the number of ties on the path between them (stress, by stochastic gradient descent); then each actor takes the
place in its area that makes lines short and keeps them from crossing one another and from running over names.

All lengths are pixels at zoom 1; x grows to the right, y downwards. A tie is two ids and a weight: how strongly the
line between them should be short.

Source: Zheng, Pawar, Goodman 2019, Graph drawing by stochastic gradient descent, doi:10.1109/TVCG.2018.2859997.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx
from msgspec import Struct

from kg.view.layout.grid import COLUMN, ROW, Plot, clusters, settle
from kg.view.layout.untangle import Point, Tie

_GAP = 75.0  # pixels, beside a mesh of the grid, between the areas that are shown at first and the others
_ASPECT = 1.2  # width by height of the part of a screen that the picture has
_CROWD = 40  # areas of a single actor beyond which these actors are put together, neighbour with neighbour
_ANGLE, _SPACING = 2.4, 90.0  # plots start on a spiral: radians from one to the next; pixels, by the square root of k
_FEW_PLOTS, _ROUNDS, _FEWER_ROUNDS = 80, 40, 15  # rounds of the descent for fewer than so many plots, and for more
_SMALLEST_STEP = 2500.0  # square pixels: at the end, a pair that should be 50 pixels apart is still moved all the way
_PUSHES = 60  # rounds after which plots that still overlap are left as they are


class Spot(Struct, frozen=True):
    """An actor who is to be placed."""

    id: str
    area: str  # the id of whom he speaks for; his own, if for nobody
    rank: int = 0  # the sort of actor: 0 for people, who stand in the first rows; the others in rows below them

    @property
    def first(self) -> bool:
        """Whether he stands in the first rows: these are what a page shows when it opens."""
        return self.rank == 0


def positions(spots: Iterable[Spot], ties: Iterable[Tie]) -> dict[str, tuple[int, int]]:
    """Give every actor a place.

    Parameters
    ----------
    spots
        Who is to be placed; order does not matter.
    ties
        Who should stand near whom: two ids and a weight above zero. Ties of an id that is not placed are passed over.

    Returns
    -------
    dict
        Id -> x and y of the middle of its mark, in whole pixels at zoom 1, from the top left; sorted by id.

    >>> positions([Spot("a", "north"), Spot("b", "south")], [("a", "b", 1.0)])
    {'a': (0, 0), 'b': (215, 0)}
    """
    wanted = {spot.id: spot for spot in sorted(spots, key=lambda spot: spot.id)}
    # Areas without people are placed on their own, beside the others: a page does not show them when it opens.
    peopled = {spot.area for spot in wanted.values() if spot.first}
    sheets = [
        _sheet({id_: spot for id_, spot in wanted.items() if (spot.area in peopled) is has}, ties)
        for has in (True, False)
    ]
    return dict(sorted(_together(*sheets).items()))


def _sheet(wanted: Mapping[str, Spot], ties: Iterable[Tie]) -> dict[str, tuple[int, int]]:
    """Place the actors of some areas, by the ties among them."""
    bound = sorted((min(a, b), max(a, b), w) for a, b, w in ties if a != b and a in wanted and b in wanted)
    plots = _plots(wanted, bound)
    home = {member: plot.id for plot in plots for member in plot.members}
    ways: dict[tuple[str, str], float] = defaultdict(float)
    for a, b, weight in bound:
        if home[a] != home[b]:
            ways[min(home[a], home[b]), max(home[a], home[b])] += weight
    placed: list[dict[str, Point]] = []
    for group in _components({plot.id: plot for plot in plots}, ways):
        centres = _spread(group, ways)
        inside = [tie for tie in bound if home[tie[0]] in centres]
        placed.append(settle(group, centres, inside))
    return _packed(placed)


def _together(one: dict[str, tuple[int, int]], other: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Put one set of places to the right of another or below it, whichever comes nearer to the shape of a screen."""
    if not one or not other:
        return one | other
    (wide, high), (wide_, high_) = ([max(spot[k] for spot in sheet.values()) for k in (0, 1)] for sheet in (one, other))
    right, down = wide + round(COLUMN + _GAP), high + round(ROW + _GAP)
    beside, below = (right + wide_) / max(high, high_, 1), max(wide, wide_, 1) / (down + high_)
    if abs(math.log(beside / _ASPECT)) < abs(math.log(below / _ASPECT)):
        dx, dy = right, (high - high_) // 2
    else:
        dx, dy = (wide - wide_) // 2, down
    return one | {id_: (x + dx, y + dy) for id_, (x, y) in other.items()}


def _plots(wanted: Mapping[str, Spot], ties: list[Tie]) -> list[Plot]:
    """Give each area a plot; many areas of a single actor share plots, in groups of neighbours."""
    areas: dict[str, list[Spot]] = defaultdict(list)
    for spot in wanted.values():
        areas[spot.area].append(spot)
    crowd = {area for area, members in areas.items() if len(members) == 1}
    if len(crowd) > _CROWD:
        areas[""] = [spot for area in sorted(crowd) for spot in areas.pop(area)]
    plots = []
    for area, members in sorted(areas.items()):
        peopled = any(spot.first for spot in members)
        first = [spot.id for spot in members if spot.first or not peopled]
        behind = [
            spot.id for spot in sorted(members, key=lambda spot: (spot.rank, spot.id)) if not spot.first and peopled
        ]
        parts = clusters(first, ties) if area == "" else [first]
        for number, part in enumerate(parts):
            plots.append(Plot(f"{area}\n{number}", tuple(part), tuple(behind) if number == 0 else ()))
    return plots


def _components(plots: dict[str, Plot], ways: Mapping[tuple[str, str], float]) -> list[list[Plot]]:
    """Find the plots that ties connect, directly or through others; the component with most members first."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(plots)
    network.add_edges_from(ways)
    groups = [[plots[id_] for id_ in sorted(component)] for component in nx.connected_components(network)]
    return sorted(groups, key=lambda group: (-sum(len(plot.members) for plot in group), group[0].id))


def _spread(group: list[Plot], ways: Mapping[tuple[str, str], float]) -> dict[str, Point]:
    """Place the middles of a component's plots so that the distances between them come near to `_lengths`."""
    if len(group) == 1:
        return {group[0].id: (0.0, 0.0)}
    lengths = _lengths(group, ways)
    order = random.Random(len(group))
    spots = {
        plot.id: (
            math.cos(k * _ANGLE) * _SPACING * math.sqrt(k + 1),
            math.sin(k * _ANGLE) * _SPACING * math.sqrt(k + 1),
        )
        for k, plot in enumerate(group)
    }
    pairs = sorted(lengths)
    widest = max(lengths.values())
    rounds = _ROUNDS if len(group) < _FEW_PLOTS else _FEWER_ROUNDS
    for turn in range(rounds):
        step = widest**2 * math.exp(-turn * math.log(widest**2 / _SMALLEST_STEP) / rounds)
        order.shuffle(pairs)
        for a, b in pairs:
            _pull(spots, a, b, lengths[a, b], step)
    return _apart({plot.id: plot for plot in group}, _laid_flat(spots))


def _lengths(group: list[Plot], ways: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Give the distance, in pixels, that any two plots of a component should have.

    Along the path with the fewest steps between them, each step is as long as its two plots are wide.
    """
    radius = {plot.id: plot.radius for plot in group}
    network: nx.Graph[str] = nx.Graph(sorted(pair for pair in ways if pair[0] in radius))
    found: dict[tuple[str, str], float] = {}
    for start in radius:
        length = {start: 0.0}
        for near, far in nx.bfs_edges(network, start):
            length[far] = length[near] + radius[near] + radius[far]
        found |= {(start, end): length[end] for end in radius if start < end}
    return found


def _pull(spots: dict[str, Point], a: str, b: str, length: float, step: float) -> None:
    """Move two plots towards their right distance, each by half of what is missing, or less in later rounds.

    The share of that move is step / length², both in square pixels, and 1 at most.
    """
    (ax, ay), (bx, by) = spots[a], spots[b]
    dx, dy = ax - bx, ay - by
    distance = math.hypot(dx, dy) or 1.0
    move = min(1.0, step / length**2) * (distance - length) / 2 / distance
    spots[a] = (ax - move * dx, ay - move * dy)
    spots[b] = (bx + move * dx, by + move * dy)


def _laid_flat(spots: dict[str, Point]) -> dict[str, Point]:
    """Turn a component so that its long side lies across the screen, the plot with the first id to the left.

    The long side is the first principal axis of the plots' middles.
    """
    cx = sum(x for x, _ in spots.values()) / len(spots)
    cy = sum(y for _, y in spots.values()) / len(spots)
    xx = sum((x - cx) ** 2 for x, _ in spots.values())
    yy = sum((y - cy) ** 2 for _, y in spots.values())
    xy = sum((x - cx) * (y - cy) for x, y in spots.values())
    turn = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(turn), math.sin(turn)
    turned = {id_: ((x - cx) * cos - (y - cy) * sin, (x - cx) * sin + (y - cy) * cos) for id_, (x, y) in spots.items()}
    flip = -1.0 if turned[min(turned)][0] > 0 else 1.0
    return {id_: (x * flip, y) for id_, (x, y) in turned.items()}


def _apart(plots: dict[str, Plot], spots: dict[str, Point]) -> dict[str, Point]:
    """Push plots that overlap apart, along the axis in which they overlap least."""
    names = sorted(plots)
    half = {id_: plot.half for id_, plot in plots.items()}
    lower = {id_: plot.lower for id_, plot in plots.items()}
    for _ in range(_PUSHES):
        moved = False
        for k, a in enumerate(names):
            for b in names[k + 1 :]:
                (ax, ay), (bx, by) = spots[a], spots[b]
                over_x = half[a][0] + half[b][0] - abs(ax - bx)
                up = by + lower[b] >= ay + lower[a]
                over_y = half[a][1] + half[b][1] - abs(ay + lower[a] - by - lower[b])
                if over_x <= 1 or over_y <= 1:
                    continue
                moved = True
                if over_x < over_y:
                    way = over_x / 2 if ax <= bx else -over_x / 2
                    spots[a], spots[b] = (ax - way, ay), (bx + way, by)
                else:
                    way = over_y / 2 if up else -over_y / 2
                    spots[a], spots[b] = (ax, ay - way), (bx, by + way)
        if not moved:
            break
    return spots


def _packed(placed: list[dict[str, Point]]) -> dict[str, tuple[int, int]]:
    """Put components side by side in rows, as words stand in lines; round to whole pixels."""
    boxes = []
    for spots in placed:
        left, top = min(x for x, _ in spots.values()), min(y for _, y in spots.values())
        right, bottom = max(x for x, _ in spots.values()), max(y for _, y in spots.values())
        boxes.append((spots, left, top, right - left + COLUMN * 1.4, bottom - top + ROW * 1.6))
    room = sum(width * height for *_, width, height in boxes)
    line = max(max((width for *_, width, _ in boxes), default=0.0), math.sqrt(room * _ASPECT))
    found: dict[str, tuple[int, int]] = {}
    x = y = tallest = 0.0
    for spots, left, top, width, height in boxes:
        if x and x + width > line:
            x, y, tallest = 0.0, y + tallest, 0.0
        found |= {id_: (round(px - left + x), round(py - top + y)) for id_, (px, py) in spots.items()}
        x, tallest = x + width, max(tallest, height)
    return dict(sorted(found.items()))
