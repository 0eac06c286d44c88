"""A small page that shows an entity inside the page of a client: what is known of it, and who says so.

Source: Reconciliation Service API 0.2, W3C Community Group Report 2023, section 5 (preview service).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.account.standing import Standing
from kg.graph.graph import Graph
from kg.report.facts import rests_on_rows
from kg.report.ordering import in_order
from kg.serve.dossiers import dossiers
from kg.serve.exchange import Reply

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH, HEIGHT = 460, 320  # pixels
_MOST = 3  # facts that are told
_FRAMED = "default-src 'none'; frame-ancestors *"  # a client shows it in a frame; nothing in it runs or is loaded


def preview(graph: Graph, entity: str) -> Reply:
    """Show an entity: kind, posts and side, other names, facts by status, and the best sourced of these.

    Parameters
    ----------
    graph
        Whose entity it is.
    entity
        Its id.
    """
    known = dossiers(graph)
    teller = graph.teller.brief.naming(entity)
    facts = in_order(known.facts.get(entity, ()), "status")
    told = [
        {
            "status": Standing.of(fact).text,
            "sentence": teller.fact(fact, graph.claims),
            "is_unread": rests_on_rows(graph, fact.basis),
        }
        for fact in facts[:_MOST]
    ]
    page = _template().render(
        entity=known.entities[entity],
        description=known.description(entity),
        statuses=known.statuses(entity),
        facts=told,
        others=len(facts) - len(told),
        title=graph.project.title,
    )
    return Reply(page.encode(), headers={"Content-Security-Policy": _FRAMED})


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(loader=PackageLoader("kg.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return found.get_template("preview.html")
