"""A tour of the two articles, printed: `make demo`."""

from __future__ import annotations

from pathlib import Path

from kg import analysis
from kg.base.errors import KgError
from kg.base.project import find
from kg.builder import pipeline
from kg.cli.terminal import say, table, tell
from kg.graph import opening
from kg.graph.graph import Graph
from kg.model.records import Claim
from kg.query import library

ACTOR, NEVER_CONFIRMED = "asim-munir", "antony-blinken"
PAGE = Path("build") / "view.html"
MET = library.OURS / "met.rq"


def tour(root: Path) -> None:
    """Build a copy of the graph from the sources, and show what it answers.

    Parameters
    ----------
    root
        This repository.
    """
    built = pipeline.build(find(root))
    tell(*(str(fault) for fault in built.faults))
    counts = built.counts
    named = ", ".join(f"{counts[name]} {name}" for name in ("articles", "claims", "facts", "voices"))
    by_status = ", ".join(f"{number} {status}" for status, number in counts["by_status"].items())
    whole = opening.open(root)
    say("", f"{named}.", f"Facts by status: {by_status}.")
    _met(whole)
    _not_met(whole)
    _between(whole)
    whole.view().save(root / PAGE)
    say(
        "",
        f"The page:   {PAGE} (open it in a browser: every line opens its evidence)",
        f"The store:  {Path('build') / 'store'} (its quads as files: {Path('build') / 'segments'})",
        "",
        "Try next:",
        f"  .venv/bin/kg explain {ACTOR} {NEVER_CONFIRMED}",
        "  .venv/bin/kg path jalil-abbas-jilani michael-kurilla",
        "  .venv/bin/kg facts --known-by 2023-12-31 --status one-sided",
    )


def _met(whole: Graph) -> None:
    say("", f"Whom did {whole.teller.name(ACTOR)} meet, and on whose word?")
    rows = whole.query(MET.read_text("utf-8"), entity=whole.iri(ACTOR))
    for fact in dict.fromkeys(row.fact.short for row in rows):
        its = whole.fact(fact)
        say(f"  {whole.teller.heading(its)}: {its.status.value}.")
        say(*(_told(whole, whole.claims[key]) for key in its.basis))


def _not_met(whole: Graph) -> None:
    say("", f"Did he meet {whole.teller.name(NEVER_CONFIRMED)}?")
    for row in whole.explain(ACTOR, NEVER_CONFIRMED):
        say(f"  No line is drawn. {row['rule'][0].upper()}{row['rule'][1:]}.")
        say(*(_told(whole, whole.claims[claim["id"]]) for claim in row["claims"]))


def _told(whole: Graph, claim: Claim) -> str:
    spans = ", ".join(f"{span.start}-{span.end}" for span in claim.evidence)
    return f"    {whole.teller.claim(claim)} [{claim.article}, {spans}]"


def _between(whole: Graph) -> None:
    network = whole.network()
    ranks = analysis.rank(network, "betweenness")
    say("", "Who lies between others?")
    rows = [
        (place, its.label, f"{its.score:.2f}")
        for place, its in zip(analysis.ordinals(ranks), ranks, strict=True)
        if its.score > 0
    ]
    table(
        ("rank", "person", "betweenness"), rows, note=f"{analysis.note(ranks)}; {analysis.about(network)}", right=(0, 2)
    )


def main() -> int:
    """Show the tour of the repository in which it is called."""
    try:
        tour(Path())
    except KgError as error:
        tell(str(error))
        return error.exit_code
    return 0
