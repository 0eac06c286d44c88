"""The page of `kg view`, of the slice and with the look that an address asks for, under a policy of its own."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlencode

from kg.base.errors import KgError, UsageError
from kg.base.hints import named
from kg.serve.exchange import HTML, Reply
from kg.serve.pages.slicing import flag
from kg.serve.pages.visit import Visit
from kg.view import Drawn

_POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_ROOT = '<html lang="en">'
_HEAD = '<p id="sources"></p>'  # of the page, below its heading
_STEPS = re.compile("[1-3]")


def view(visit: Visit) -> Reply:
    """Answer with the page of the slice.

    Raises
    ------
    UsageError, NotFoundError
        If an option of the look means nothing.
    """
    return drawn(visit, visit.graph.view(**_look(visit)))


def drawn(visit: Visit, page: Drawn) -> Reply:
    """Answer with a page of `kg view`, which says of which build it is, where it can be had again, and leads on.

    By `data-site` its script knows that there is a server, and of which slice: it links what it shows (`site.js`). Its
    scripts and its style stand in it: the policy allows these by their hashes, as the page itself does.
    """
    found = _POLICY.search(page.html)
    if found is None:  # never: the template has it
        raise KgError("the page has no policy")
    policy = f"{html.unescape(found[1])}; frame-ancestors 'none'"
    root = f'{_ROOT[:-1]} data-site="{html.escape(urlencode(visit.kept))}">'
    text = page.html.replace(_ROOT, root, 1).replace(_HEAD, _HEAD + _notice(visit), 1)
    return Reply(text.encode(), HTML, 200, {"Content-Security-Policy": policy})


def _notice(visit: Visit) -> str:
    """Write the line that says of which build the page is, with links."""
    links = [
        (visit.address("/"), "Overview"), (visit.address("/search", ("q", "")), "Search"),
        (visit.address("/query"), "Query"), ("/api", "API"),
    ]  # fmt: skip
    if visit.asked.method == "GET":
        links.append((visit.permanent, "Permanent link"))
    if visit.kept and visit.asked.method == "GET":
        links.append((visit.unsliced, "Show the whole"))
    said = f"As of build {visit.build}." if visit.build else ""
    if visit.other_build:
        said = (
            f"The link that led here is of build {visit.other_build}; what you see is of build {visit.build or 'none'}."
        )
    told = "\u00a0· ".join(f'<a href="{html.escape(address)}">{words}</a>' for address, words in links)
    return f'\n  <nav class="small" aria-label="Site">{html.escape(said)} {told}</nav>'


def _look(visit: Visit) -> dict[str, Any]:
    """Read how the page opens: a focus and the steps around it, kinds, layers and edges, everything."""
    asked, look = visit.asked, dict[str, Any]()
    for name in ("kinds", "layers", "edges"):
        if found := [value for value in asked.all(name) if value]:
            look[name] = found
    if focus := asked.first("focus"):
        look["focus"] = focus
    if steps := asked.first("steps"):
        if not _STEPS.fullmatch(steps):
            raise UsageError(f"`steps` is none of 1, 2 and 3: {named(steps)}", "leave it out for 1")
        look["steps"] = int(steps)
    if everything := asked.first("everything"):
        look["everything"] = flag("everything", everything)
    return look
