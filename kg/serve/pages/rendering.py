"""Templates to replies: Jinja, which escapes whatever comes from sources; no script and no style stands in a page."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.serve.exchange import HTML, Reply
from kg.serve.pages.marks import MARKS, RINGS

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.serve.pages.visit import Visit


_DATE = re.compile(r"\b(\d{4}-\d{2}(?:-\d{2})?)\b")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # here, since no other verb draws a page

    environment = Environment(
        loader=PackageLoader("kg.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"MARKS": MARKS, "RINGS": RINGS}
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["dates"] = _with_dates
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _with_dates(text: str) -> list[str]:
    """Divide a text at its dates, whose hyphens a browser takes for places to break it: each second piece is a date."""
    return _DATE.split(text)


def rendered(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows
    """Fill a template.

    Parameters
    ----------
    template
        Its name, without the ending.
    values
        What it shows: plain text, which is escaped.
    """
    return _environment().get_template(f"{template}.html").render(**values)


def page(visit: Visit, template: str, status: int = 200, /, **values: Any) -> Reply:  # noqa: ANN401 - what it shows
    """Answer with a page of the site.

    Parameters
    ----------
    visit
        Who asks, for the head and the foot.
    template, values
        As of `rendered`.
    status
        Of HTTP.
    """
    return Reply(rendered(template, visit=visit, **values).encode(), HTML, status)
