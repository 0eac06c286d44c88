"""The page in a notebook: a frame that is used, and a still picture for where no frame is shown.

A notebook that is not trusted, GitHub, and hosts that run no scripts take the frame out. What is left there is the
picture, as SVG inside an `img` (JupyterLab shows no plain SVG of a notebook that is not trusted) and as PNG.
"""

from __future__ import annotations

import base64
import html as markup
import struct
import warnings
from typing import Any

from kg.base.errors import KgWarning, UsageError
from kg.charts import embedded
from kg.charts.network_chart import SHARP, NetworkPicture

LARGEST = 750_000  # bytes of a still picture, as SVG or as PNG: a notebook holds them beside the page, and keeps them
Bundle = dict[str, Any]  # MIME type -> what a notebook shows, or what it is to know of that


def iframe(html: str, height: int = 640) -> str:
    """Wrap a page for a notebook: a frame of its own, which shares neither style nor scripts with the notebook.

    An article that is opened from the frame is a page like any other: it is no part of the sandbox.

    Parameters
    ----------
    html
        From `draw`.
    height
        In pixels.

    Returns
    -------
    str
        An `iframe` element.

    Source
    ------
    HTML Living Standard, section 4.8.5 (srcdoc, sandbox).

    >>> iframe("<p>A & B</p>", 100)[:40]
    '<iframe srcdoc="&lt;p&gt;A &amp; B&lt;/p'
    """
    allowed = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
    return (
        f'<iframe srcdoc="{markup.escape(html)}" sandbox="{allowed}" '
        f'style="width: 100%; height: {int(height)}px; border: 0" title="Dramatis"></iframe>'
    )


def bundle(html: str, picture: NetworkPicture | None, largest: int = LARGEST) -> tuple[Bundle, Bundle]:
    """Give a page and its still picture in all forms that a notebook may show.

    Parameters
    ----------
    html
        The page.
    picture
        What it opens with; None: nothing is drawn.
    largest
        Bytes up to which the picture is there; a line says so where it is larger, or cannot be drawn.

    Returns
    -------
    tuple
        ``text/html``, and with a picture that fonts of this system can write ``image/png``; then, of the latter, its
        alternative text and its size.
    """
    shown = iframe(html)
    if picture is None:
        return {"text/html": shown}, {}
    try:
        svg = picture.drawn("svg")
        png, lacking = _png(picture)
    except UsageError as error:  # no matplotlib
        return {"text/html": f"{shown}<p>No still picture: {markup.escape(str(error))}.</p>"}, {}
    if (size := max(len(svg), len(png))) > largest:
        why = f"it would take {size:,} bytes, and {largest:,} are allowed; a slice or a focus gives a smaller one"
        return {"text/html": f"{shown}<p>No still picture: {why}.</p>"}, {}
    alt = picture.told()
    still = f"<details open><summary>Still picture</summary>{embedded(svg, alt)}</details>"
    if lacking:  # the SVG uses fonts of whoever looks at it
        return {"text/html": f"{shown}{still}<p>No picture as PNG: {markup.escape(lacking)}.</p>"}, {}
    width, height = (round(dots / SHARP) for dots in struct.unpack(">II", png[16:24]))
    return (
        {"text/html": shown + still, "image/png": base64.b64encode(png).decode()},
        {"image/png": {"alt": alt, "width": width, "height": height}},
    )


def _png(picture: NetworkPicture) -> tuple[bytes, str]:
    """Draw a picture as PNG; and say which characters no font has, empty if there are none."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", KgWarning)
        png = picture.drawn("png")
    lacking = [str(its.message) for its in told if issubclass(its.category, KgWarning)]
    return png, lacking[0].partition(":")[0] if lacking else ""
