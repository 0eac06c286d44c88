"""The file itself: template, style, scripts and payload joined into one, under a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from functools import cache
from importlib import resources
from typing import Any

from kg.base.letters import cut
from kg.charts.marks import THEMES, colours
from kg.view.modules import joined

MAIN = "start.js"  # the module that starts the page
LIBRARY = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")  # inside pyvis's wheel
_LONGEST_TITLE = 300  # characters of the heading
PLAIN = 400_000  # characters of payload up to which it stays readable in the file


def filled(title: str, payload: dict[str, Any], notice: str = "") -> str:
    """Fill the template.

    Parameters
    ----------
    title
        Heading, as plain text.
    payload
        JSON values.
    notice
        A sentence on top of the page, as plain text.

    Returns
    -------
    str
        HTML. A large payload is packed (RFC 1950, base64), and the library with it.
    """
    style, script, library = style_sheet(), _script(), _library()
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    large = len(text) > PLAIN
    parts = {
        "title": html.escape(cut(title, _LONGEST_TITLE)),
        "policy": _policy(style, library, script),
        "style": style,
        "notice": f'<p class="notice">{html.escape(notice)}</p>' if notice else "",
        "payload": _data("payload", _packed(text) if large else _escaped(text), large),
        "library": _data("library", _packed(library), large) if large else f"<script>{library}</script>",
        "script": script,
    }
    # One pass: what is filled in is never looked at again.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], own("page.html"))


@cache
def own(name: str) -> str:
    """Read one of the page's own files."""
    return resources.files("kg.view").joinpath("web", name).read_text(encoding="utf-8")


@cache
def style_sheet() -> str:
    """Read the page's style, with the colours of the statuses in each theme."""
    style = own("page.css")
    for theme in THEMES:
        its = "\n  ".join(f"--line-{name}: {colour};" for name, colour in colours(theme).items())
        style = style.replace(f"/* lines: {theme} */", its)
    return style


@cache
def _script() -> str:
    return joined(MAIN, own)


@cache
def _library() -> str:
    """Read vis-network from pyvis's wheel."""
    text = resources.files("pyvis").joinpath(*LIBRARY).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")


def _data(id_: str, text: str, packed: bool) -> str:
    """Write an element that holds data, which a browser never runs."""
    return f'<script id="{id_}" type="application/json"{" data-packed" if packed else ""}>{text}</script>'


def _escaped(text: str) -> str:
    """Write JSON so that no markup can begin in it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _policy(style: str, *scripts: str) -> str:
    """Allow the page's own style and scripts by their hashes, pictures made in the page, and nothing else.

    Source: Content Security Policy Level 3, section 2.3.1 (hash-source).
    """
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
