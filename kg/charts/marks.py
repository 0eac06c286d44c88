"""The mark of each status: shape and fill alone tell statuses apart; colour only repeats it."""

from __future__ import annotations

from typing import Any

from kg.model.records import Contested, Status

INK, PALE, PAPER, RULE = "#1a1a1a", "#6b6b6b", "#ffffff", "#d9d9d9"
# Okabe and Ito's palette, which is safe for colour blindness: https://jfly.uni-koeln.de/color/
_BLUE, _GREEN, _SKY, _ORANGE, _RED = "#0072b2", "#009e73", "#56b4e9", "#b36b00", "#d55e00"

# Full: accepted. Open: not accepted. Half full: accepted on the word of some parties, and not of all.
_LOOKS: dict[Status, tuple[str, str, str]] = {  # shape, fill, colour
    Status.ON_RECORD: ("o", "full", _BLUE),
    Status.CORROBORATED: ("s", "full", _GREEN),
    Status.ONE_SIDED: ("o", "left", _BLUE),
    Status.REPORTED: ("D", "full", _SKY),
    Status.ALLEGED: ("D", "none", _ORANGE),
    Status.PLANNED: (">", "none", _BLUE),
    Status.FULFILLED: ("^", "none", _GREEN),
    Status.LAPSED: ("v", "none", PALE),
    Status.UNCONFIRMED: ("o", "none", PALE),
    Status.DENIED: ("X", "none", _RED),
    Status.RETRACTED: ("s", "none", PALE),
}
_SIZES = {"D": 8.0, "s": 9.0}
_RINGS = {Contested.BY_PARTY: "-", Contested.BY_OUTSIDER: (0, (1.2, 1.2))}
SIZE = 10.0  # points across, unless the shape has its own size


def look(status: Status) -> dict[str, Any]:
    """Give matplotlib's properties of a mark."""
    shape, fill, colour = _LOOKS[status]
    return {
        "marker": shape,
        "fillstyle": "full" if fill == "none" else fill,
        "markerfacecolor": PAPER if fill == "none" else colour,
        "markerfacecoloralt": PAPER,
        "markeredgecolor": colour,
        "markeredgewidth": 1.6,
        "markersize": _SIZES.get(shape, SIZE),
        "linestyle": "none",
    }


def fill(status: Status) -> dict[str, Any]:
    """Give matplotlib's properties of an area: full, half full as hatching, or open, as the mark of the status is."""
    _, filled, colour = _LOOKS[status]
    return {
        "facecolor": colour if filled == "full" else PAPER,
        "edgecolor": colour,
        "hatch": "/////" if filled == "left" else None,
    }


def ring(contested: Contested) -> dict[str, Any]:
    """Give matplotlib's properties of the ring around what is contested: closed if by a party, else dotted."""
    return {"facecolor": "none", "edgecolor": _RED, "linewidth": 1.3, "linestyle": _RINGS[contested]}


def colour(status: Status) -> str:
    """Give the colour of a status, for its bars."""
    return _LOOKS[status][2]
