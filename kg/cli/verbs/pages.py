"""Verbs that hand the graph over: a page to look at, a file for another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.choosing import choosing
from kg.cli.options import sliced
from kg.cli.terminal import deliver, tell
from kg.cli.verbs.typer_app import app

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


@app.command()
@sliced
def export(
    graph: Graph,
    format: Annotated[str, typer.Argument(metavar="FORMAT")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="What to write; - for stdout.")],
    spreadsheet: Annotated[bool, typer.Option("--spreadsheet", help="In csv: begin with a byte order mark.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="In networks: also ties that are not accepted.")] = False,
    offsets: Annotated[
        str, typer.Option(metavar="UNIT", help="In annotations: codepoints, or utf16 as browsers count.")
    ] = "",
    published: Annotated[str, typer.Option(metavar="DAY", help="Of a crate: the day of its publication.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="In annotations: the words too. May you keep them?")] = False,
    measures: Annotated[bool, typer.Option("--measures", help="In nquads: stored measures too.")] = False,
    inside: Annotated[
        bool, typer.Option("--inside", help="Write the articles' texts, which some formats carry, inside the project.")
    ] = False,
) -> None:
    """Write the graph for other programs: docs/exchange.md says what each format carries.

    As jsonl, nquads, turtle, trig, jsonld, bundle, nanopub or ftm; as a network in graphml, gexf, cytoscape, csv or
    two-mode-csv; as a sheet (csv, or xlsx by the name of FILE); as a folder of parquet, or of csv for neo4j; with the
    spans of each claim as webannotation, or as annotations (csv); the whole project as a crate, a folder or FILE.zip.
    For annotation tools, with the articles' texts: a folder for brat, label-studio or inception, whose project is
    written where FILE ends in .zip.
    """
    from kg.formats import FORMATS
    from kg.formats.tools.exports import WORDS

    options: dict[str, Any] = {
        "spreadsheet": spreadsheet,
        "everything": everything,
        "offsets": offsets,
        "keep": keep,
        "published": published,
        "measures": measures,
        "inside": inside,
    }
    if output == Path("-"):
        deliver(graph.export(format, **options), output)
    else:
        graph.export(format, output, **options)
        tell(f"wrote {output}", *([WORDS] if FORMATS[format].carries_texts else []))


@app.command()
@sliced
@partial(choosing, only=("kind", "edge", "layer"))
def view(
    graph: Graph,
    choice: Choice,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write; - for stdout.")],
    focus: Annotated[str | None, typer.Option(metavar="ID", help="Open on this entity.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, max=3, help="How far around the focus.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Draw all actors, however many.")] = False,
    quotes: Annotated[bool, typer.Option("--quotes/--no-quotes", help="Quote the texts, if given.")] = True,
) -> None:
    """Write the graph as one page that works offline: every line on it opens its evidence."""
    drawn = graph.view(
        focus=focus, steps=steps, everything=everything, quotes=quotes,
        kinds=choice["kinds"], layers=choice["layers"], edges=choice["edges"],
    )  # fmt: skip
    if drawn.left_out:
        tell(drawn.left_out)
    deliver(drawn.html, output)
