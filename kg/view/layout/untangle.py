"""Exchanges of places that make a picture easier to read: lines become short, and cross neither lines nor names.

All lengths are pixels at zoom 1.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict

Point = tuple[float, float]  # x to the right, y downwards
Tie = tuple[str, str, float]  # the line between two ids, and its weight: whatever it costs is multiplied by that

_EFFORT = 600_000  # comparisons of a line with a line or a name, after which the best that was found is taken
_STARTS = 12  # arrangements to start from
_ROUNDS = 8  # over all areas, from one start
_CROSSING, _COVERING = 5.0, 6.0  # cost of two lines that cross, of a line over a name; 100 pixels of a line cost 1
_GAIN = 1e-6  # what an exchange must save at least: less may be rounding, and would go back and forth for ever
_FAR = 2000.0  # pixels from the middle of the picture that cost 1
_SIDE, _ABOVE, _BELOW = 60.0, 22.0, 44.0  # pixels around the middle of a mark that the mark and its name take up


class Exchange:
    """Tries exchanges of two places of an area, and keeps those that lower the cost of the picture.

    Parameters
    ----------
    members
        Area -> the actors in it.
    places
        Area -> its places, at least as many as actors.
    spots
        Actor -> its place at first.
    ties
        The lines.
    """

    def __init__(
        self, members: dict[str, list[str]], places: dict[str, list[Point]], spots: dict[str, Point], ties: list[Tie]
    ) -> None:
        self.members, self.places, self.spots, self.ties = members, places, spots, ties
        self.left = _EFFORT
        self.of: dict[str, list[Tie]] = defaultdict(list)
        for tie in ties:
            self.of[tie[0]].append(tie)
            self.of[tie[1]].append(tie)

    def best(self) -> dict[str, Point]:
        """Start from several arrangements, all but the first by chance with a fixed seed; give the cheapest result."""
        found = []
        chance = random.Random(len(self.spots))
        for start in range(_STARTS):
            if start:
                for area, members in self.members.items():
                    self.spots |= dict(zip(members, chance.sample(self.places[area], len(members)), strict=True))
            self._run()
            found.append((sum(self._cost((member,)) for member in self.spots), dict(self.spots)))
            if self.left <= 0:
                break
        return min(found, key=lambda one: one[0])[1]

    def _run(self) -> None:
        """Go over all areas until no exchange helps, `_ROUNDS` times at most."""
        for _ in range(_ROUNDS):
            better = [self._improved(area) for area in self.members]
            if True not in better or self.left <= 0:
                return

    def _improved(self, area: str) -> bool:
        """Try every place for every actor of an area; tell whether any exchange lowered the cost."""
        better = False
        for member in self.members[area]:
            for place in self.places[area]:
                here = self.spots[member]
                if place == here or self.left <= 0:
                    continue
                other = next((m for m in self.members[area] if self.spots[m] == place), None)
                moved = (member,) if other is None else (member, other)
                before = self._cost(moved)
                self._set(member, place, other, here)
                if self._cost(moved) < before - _GAIN:
                    better = True
                else:
                    self._set(member, here, other, place)
        return better

    def _set(self, member: str, place: Point, other: str | None, place_of_other: Point) -> None:
        self.spots[member] = place
        if other is not None:
            self.spots[other] = place_of_other

    def _cost(self, moved: tuple[str, ...]) -> float:
        """Add up the cost of the lines of these actors, and of other lines that run over them."""
        touched = {(a, b): weight for member in moved for a, b, weight in self.of[member]}
        self.left -= (len(touched) + 1) * (len(self.ties) + len(self.spots))
        cost = sum(self._cost_of_line(a, b, weight) for (a, b), weight in touched.items())
        for member in moved:
            at = self.spots[member]
            cost += math.hypot(*at) / _FAR  # so that actors stand near the middle where nothing else decides
            for a, b, weight in self.ties:
                if member not in (a, b) and (a, b) not in touched and runs_over(at, self.spots[a], self.spots[b]):
                    cost += weight * _COVERING
        return cost

    def _cost_of_line(self, a: str, b: str, weight: float) -> float:
        p, q = self.spots[a], self.spots[b]
        cost = math.dist(p, q) / 100
        for c, d, its in self.ties:
            if c != a and c != b and d != a and d != b and _cross(p, q, self.spots[c], self.spots[d]):
                cost += its * _CROSSING
        for other, at in self.spots.items():
            if other != a and other != b and runs_over(at, p, q):
                cost += _COVERING
        return cost * weight


def _cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    """Tell whether the line from p to q crosses that from r to s."""
    return _turn(p, q, r) != _turn(p, q, s) and _turn(r, s, p) != _turn(r, s, q)


def _turn(p: Point, q: Point, r: Point) -> bool:
    """Tell on which side of the line from p to q r lies."""
    return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])


def runs_over(place: Point, p: Point, q: Point) -> bool:
    """Tell whether a line between two places runs over the mark at a third, or over the name below it.

    Source
    ------
    Liang and Barsky 1984, doi:10.1145/357332.357333.

    >>> runs_over((100, 0), (0, 0), (200, 0)), runs_over((100, 80), (0, 0), (200, 0))
    (True, False)
    """
    left, top, right, bottom = place[0] - _SIDE, place[1] - _ABOVE, place[0] + _SIDE, place[1] + _BELOW
    (ax, ay), (bx, by) = p, q
    if (
        (ax < left and bx < left)
        or (ax > right and bx > right)
        or (ay < top and by < top)
        or (ay > bottom and by > bottom)
    ):
        return False
    start, end = 0.0, 1.0
    for step, room in ((ax - bx, ax - left), (bx - ax, right - ax), (ay - by, ay - top), (by - ay, bottom - ay)):
        if step < 0:
            start = max(start, room / step)
        elif step > 0:
            end = min(end, room / step)
        elif room < 0:
            return False
    return start < end
