"""An empty picture to draw on, and its bytes: the same whatever settings of matplotlib a user has.

Lengths are pixels; y grows downwards.
"""

from __future__ import annotations

import base64
import html
import io
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.base.errors import UsageError, warn
from kg.base.installing import to_install
from kg.charts import fonts
from kg.charts.marks import PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS = 100  # pixels an inch, of an SVG; a PNG has twice as many
_SETTINGS: Any = {
    "font.family": [fonts.OURS], "svg.hashsalt": "dramatis", "svg.fonttype": "none", "text.parse_math": False,
}  # fmt: skip
_SIZE = re.compile(rb'width="([0-9.]+)pt" height="[0-9.]+pt"')
_METADATA: Any = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


@contextmanager
def settings(what: str, texts: Iterable[str], format: str = "svg") -> Iterator[None]:
    """Draw with matplotlib's defaults and our settings; afterwards, the user's own hold again.

    Parameters
    ----------
    what
        The picture, as an error names it: "a chart".
    texts
        What is written on it: in a PNG, characters that our own font lacks are drawn by fonts of the system. An SVG is
        the same on every system, and names fonts for whoever looks at it.
    format
        ``svg`` or ``png``.

    Raises
    ------
    UsageError
        If matplotlib is not installed.

    Warns
    -----
    KgWarning
        Afterwards, if no font of the system has some character of a PNG.
    """
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)  # else it tells where it keeps its caches, if the home folder cannot be written
    try:
        import matplotlib as mpl
        import matplotlib.font_manager
    except ImportError as error:
        raise UsageError(f"{what} needs matplotlib", to_install("matplotlib")) from error
    finally:
        logger.setLevel(level)
    with mpl.rc_context(), warnings.catch_warnings():
        for ours in ("Glyph", "Matplotlib currently does not support"):  # what is lacking is said below, and once
            warnings.filterwarnings("ignore", ours, UserWarning)
        mpl.rcdefaults()
        names, lacking = fonts.family(texts) if format == "png" else ([fonts.OURS], "")
        mpl.rcParams.update(_SETTINGS | {"font.family": names})
        yield
    if lacking:
        warn(lacking)


def empty(width: float, height: float, margin: float = 0.0) -> tuple[Figure, Axes]:
    """Make an empty picture, its margins included; the point (0, 0) lies one margin right of and below the corner."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / DOTS, height / DOTS), dpi=DOTS, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-margin, width - margin), ylim=(height - margin, -margin))
    axes.axis("off")
    return figure, axes


def written(figure: Figure, format: str, sharp: float = 2.0) -> bytes:
    """Give a picture as the bytes of a file, without the day on which it is written; a PNG has `sharp` dots a pixel."""
    file = io.BytesIO()
    dots = sharp * DOTS if format == "png" else DOTS
    figure.savefig(file, format=format, dpi=dots, metadata=_METADATA[format])
    return file.getvalue() if format == "png" else fonts.in_svg(file.getvalue())


def fitting(svg: bytes) -> bytes:
    """Let a picture shrink to the width of the page or the notebook's cell in which it is shown."""
    return _SIZE.sub(rb'width="\1pt" style="max-width: 100%; height: auto"', svg, count=1)


def embedded(svg: bytes, alt: str) -> str:
    """Put a picture into HTML with its alternative text: notebooks that are not trusted show no SVG by itself.

    >>> embedded(b"<svg/>", "Two & three")
    '<img alt="Two &amp; three" src="data:image/svg+xml;base64,PHN2Zy8+" style="max-width: 100%">'
    """
    svg = fonts.for_browsers(svg)
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    return f'<img alt="{html.escape(alt)}" src="{source}" style="max-width: 100%">'
