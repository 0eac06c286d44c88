"""Pictures: of a timeline, one row an actor, marks by status; and plain bars. The only door to matplotlib.

A picture is the same, to the byte, whenever it is drawn with the same fonts and the same matplotlib.

- `timeline_chart`: a timeline as SVG or PNG.
- `layout`: where tracks, marks and bars stand, in pixels.
- `axis`: where a day stands: to scale, with long empty stretches cut.
- `marks`: the shape, fill and colour of each status.
- `ink`: the drawing itself: text, marks, stretches.
- `legend`: the looks that occur in a picture.
- `bar_chart`: a bar for each name.
"""

from kg.charts.bar_chart import bars
from kg.charts.timeline_chart import FORMATS, picture

__all__ = ["FORMATS", "bars", "picture"]
