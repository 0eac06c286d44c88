"""The verb that writes a build to a SPARQL endpoint."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.base.errors import fault_lines
from kg.base.hints import counted
from kg.cli.options import HERE, Where
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app


@app.command()
def push(
    endpoint: Annotated[str | None, typer.Argument(metavar="[ENDPOINT]")] = None,
    project: Where = HERE,
    again: Annotated[bool, typer.Option("--again", help="Write all graphs, also those that have not changed.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Read back also what has not changed.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Write over what others put where graphs go.")] = False,
    format: As = Format.TABLE,
) -> None:
    """Write the build to a SPARQL endpoint: only what has changed since the last push, and verified there."""
    from msgspec import structs

    from kg.base.project import find, located
    from kg.builder import pipeline, releases
    from kg.builder.in_parts import in_parts
    from kg.cli.progress import progress
    from kg.remote.push import How, push_project

    with progress() as report:
        if in_parts(project) is None and (
            not releases.is_built(located(project)) or releases.is_stale(located(project))
        ):
            tell("not built as it is now: building")
            tell(*fault_lines(pipeline.build(find(project), None, report).faults))
        done = push_project(project, endpoint, How(again, verify, replace), report)
    if format is Format.JSON:
        as_json(structs.asdict(done))
        return
    dropped = f", {done.dropped} dropped" if done.dropped else ""
    there = counted(done.statements, "statement")
    say(f"{counted(done.written, 'graph')} of {done.graphs} written{dropped}: {there} at the endpoint, verified")
