"""Pictures: of a timeline, one row an actor, marks by status; and plain bars. The only door to matplotlib.

A picture is the same, to the byte, whenever it is drawn with the same fonts and the same matplotlib.
"""

from kg.plots.bars import bars
from kg.plots.picture import FORMATS, picture

__all__ = ["FORMATS", "bars", "picture"]
