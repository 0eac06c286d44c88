"""The mark of each status: shape and fill alone tell statuses apart; colour only repeats it."""

from __future__ import annotations

from typing import Any

from kg.model.records import Contested, Status

INK, PALE, PAPER, RULE = "#1a1a1a", "#6b6b6b", "#ffffff", "#d9d9d9"
# On light and on dark ground. On either they stand out (3:1), to the colour-blind too: a test of the page holds that.
_BLUE, _SEA, _STEEL = ("#12476f", "#8fc4f3"), ("#35719f", "#6ea6d6"), ("#5f7480", "#9aa9b3")
_OCHRE, _GREEN = ("#96691a", "#d9ab52"), ("#4d7a54", "#86bd8e")
_RUST, _GREY = ("#b8460b", "#ff9161"), ("#77706a", "#a29a92")

# Full: accepted. Open: not accepted. Half full: accepted on the word of some parties, and not of all.
LOOKS: dict[Status, tuple[str, str, tuple[str, str]]] = {  # shape, fill, colours: of pictures and of the page
    Status.ON_RECORD: ("o", "full", _BLUE),
    Status.CORROBORATED: ("s", "full", _BLUE),
    Status.ONE_SIDED: ("o", "left", _SEA),
    Status.REPORTED: ("D", "full", _STEEL),
    Status.ALLEGED: ("D", "none", _OCHRE),
    Status.PLANNED: (">", "none", _GREEN),
    Status.FULFILLED: ("^", "none", _GREEN),
    Status.LAPSED: ("v", "none", _GREY),
    Status.UNCONFIRMED: ("o", "none", _OCHRE),
    Status.DENIED: ("X", "none", _RUST),
    Status.RETRACTED: ("s", "none", _GREY),
}
CONTESTED = _RUST  # of the ring around a mark, and of lines that a party contests
# Areas of one colour that only their marks' shapes would tell apart.
_HATCHES = {Status.CORROBORATED: "xxxxx", Status.FULFILLED: "|||||", Status.ALLEGED: "-----", Status.RETRACTED: "-----"}
THEMES = ("light", "dark")
_SIZES = {"D": 8.0, "s": 9.0}
_RINGS = {Contested.BY_PARTY: "-", Contested.BY_OUTSIDER: (0, (1.2, 1.2))}
SIZE = 10.0  # points across, unless the shape has its own size


def look(status: Status) -> dict[str, Any]:
    """Give matplotlib's properties of a mark."""
    shape, fill, (colour, _) = LOOKS[status]
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


def fill(status: Status | None) -> dict[str, Any]:
    """Give matplotlib's properties of an area: full, hatched or open, no two alike; of None, what a party contests."""
    if status is None:
        return {"facecolor": PAPER, "edgecolor": CONTESTED[0], "hatch": "...."}
    _, filled, (colour, _) = LOOKS[status]
    hatch = "/////" if filled == "left" else _HATCHES.get(status)
    return {"facecolor": colour if filled == "full" and not hatch else PAPER, "edgecolor": colour, "hatch": hatch}


def ring(contested: Contested) -> dict[str, Any]:
    """Give matplotlib's properties of the ring around what is contested: closed if by a party, else dotted."""
    return {"facecolor": "none", "edgecolor": CONTESTED[0], "linewidth": 1.3, "linestyle": _RINGS[contested]}


def colour(status: Status) -> str:
    """Give the colour of a status, for its bars."""
    return LOOKS[status][2][0]


def colours(theme: str) -> dict[str, str]:
    """Give the colour of each status, and of what is contested, in a theme of the page.

    >>> colours("dark")["contested"]
    '#ff9161'
    """
    pairs = {**{status.value: pair for status, (_, _, pair) in LOOKS.items()}, "contested": CONTESTED}
    return {name: pair[THEMES.index(theme)] for name, pair in pairs.items()}
