"""Pictures: of a timeline, one row an actor, marks by status; of a network or a matrix; bars. The door to matplotlib.

A picture is the same, to the byte, whenever it is drawn with the same fonts and the same matplotlib.

- `timeline_chart`: a timeline as SVG or PNG.
- `grouped_timeline`: a timeline of more facts than can be drawn one by one: counted by period.
- `layout`: the places of actors' rows, marks and bars, in pixels.
- `axis`: the place of a day: to scale, with long empty stretches cut.
- `marks`: the shape, fill and colour of each status.
- `canvas`: an empty picture with fixed settings, and its bytes.
- `fonts`: which fonts a picture needs, and where its texts may be broken.
- `ink`: drawing on it: text, marks of statuses, stretches of time.
- `legend`: what each mark that occurs in a picture means.
- `bar_chart`: a bar for each name.
- `matrix_chart`: a matrix of rows by columns, each cell divided by status.
- `seriation`: in which order its rows stand.
- `network_chart`: a network, with names, lines by status, a legend and a caption.
"""

from kg.charts.bar_chart import bar_picture, bars
from kg.charts.canvas import embedded
from kg.charts.matrix_chart import MOST_SQUARE, Tied, matrix
from kg.charts.network_chart import Dot, Line, NetworkPicture
from kg.charts.timeline_chart import FORMATS, picture

__all__ = [
    "FORMATS",
    "MOST_SQUARE",
    "Dot",
    "Line",
    "NetworkPicture",
    "Tied",
    "bar_picture",
    "bars",
    "embedded",
    "matrix",
    "picture",
]
