"""The demonstration of `make demo`: questions about the two articles, and the answers of the graph, printed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg import analysis
from kg.base.errors import KgError
from kg.base.project import find
from kg.builder import pipeline
from kg.cli.terminal import escape_what_is_lacking, say, table, tell
from kg.graph import opening
from kg.graph.graph import Graph
from kg.query import library

ACTOR, NEVER_CONFIRMED = "asim-munir", "antony-blinken"
PAGE = Path("build") / "view.html"
MET = library.OURS / "met.rq"
FILES_AND_COMMANDS = (
    f"The page:   {PAGE} (open it in a browser: every line opens its evidence)",
    f"The store:  {Path('build') / 'store'} (its quads as files: {Path('build') / 'segments'})",
    "",
    "Try next:",
    f"  .venv/bin/kg explain {ACTOR} {NEVER_CONFIRMED}",
    "  .venv/bin/kg path jalil-abbas-jilani michael-kurilla",
    "  .venv/bin/kg facts --known-by 2023-12-31 --status one-sided",
)


def tour(root: Path) -> None:
    """Build the graph from the sources, show what it answers, and write its page.

    Parameters
    ----------
    root
        This repository.
    """
    built = pipeline.build(find(root))
    tell(*(str(fault) for fault in built.faults))
    say("", *_counts(built.counts))
    graph = opening.open(root)
    say("", *_met(graph))
    say("", *_not_met(graph))
    _between(graph)
    graph.view().save(root / PAGE)
    say("", *FILES_AND_COMMANDS)


def _counts(counts: dict[str, Any]) -> list[str]:
    named = ", ".join(f"{counts[name]:,} {name}" for name in ("articles", "claims", "facts", "voices"))
    by_status = ", ".join(f"{number:,} {status}" for status, number in counts["by_status"].items())
    return [f"{named}.", f"Facts by status: {by_status}."]


def _met(graph: Graph) -> list[str]:
    """Answer a named query, and tell each fact that it finds by the claims that decided its status."""
    lines = [f"Whom did {graph.teller.name(ACTOR)} meet, and on whose word?"]
    rows = graph.query(MET.read_text("utf-8"), entity=graph.iri(ACTOR))
    for fact in map(graph.fact, dict.fromkeys(row.fact.short for row in rows)):
        lines.append(f"  {graph.teller.heading(fact)}: {fact.status.value}.")
        lines += _claims(graph, fact.basis)
    return lines


def _not_met(graph: Graph) -> list[str]:
    """Explain a meeting that is claimed and not accepted."""
    lines = [f"Did he meet {graph.teller.name(NEVER_CONFIRMED)}?"]
    for row in graph.explain_between(ACTOR, NEVER_CONFIRMED):
        lines.append(f"  No line is drawn. {row['rule'][0].upper()}{row['rule'][1:]}.")
        lines += _claims(graph, (claim["id"] for claim in row["claims"]))
    return lines


def _claims(graph: Graph, keys: Iterable[str]) -> list[str]:
    """Write claims as attributed sentences, each with its article and the offsets of its evidence."""
    lines = []
    for claim in (graph.claims[key] for key in keys):
        spans = ", ".join(f"{span.start}-{span.end}" for span in claim.evidence if span.row is None)
        lines.append(f"    {graph.teller.claim(claim)} [{claim.article}, {spans}]")
    return lines


def _between(graph: Graph) -> None:
    """Print who lies between others, by betweenness."""
    network = graph.network()
    ranks = analysis.rank(network, "betweenness")
    places = zip(analysis.ordinals(ranks), ranks, strict=True)
    rows = [(place, its.label, f"{its.score:.2f}") for place, its in places if its.score > 0]
    note = f"{analysis.note(ranks)}; {analysis.about(network)}"
    say("", "Who lies between others?")
    table(("rank", "person", "betweenness"), rows, note=note, right=(0, 2))


def main() -> int:
    """Show the tour in the folder in which it is called, and give the exit code."""
    escape_what_is_lacking()
    try:
        tour(Path())
    except KgError as error:
        tell(str(error))
        return error.exit_code
    return 0
