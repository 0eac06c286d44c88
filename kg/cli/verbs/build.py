"""The verb that builds the graph: on this machine, or on Spark."""

from __future__ import annotations

import enum
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.base.errors import UsageError, fault_lines
from kg.base.hints import counted
from kg.base.uris import is_uri, local_path
from kg.cli.on_spark import engine_and_day, need_days, need_out, need_sources, need_spark
from kg.cli.options import HERE, Texts, Where
from kg.cli.storing import left_behind
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app

_COUNTS = ("articles", "claims", "facts", "voices", "entities", "quads", "refused", "by_status", "suggested")
_ON = "`spark`: build on Spark. With it, also a day: only facts that may have been on that day."


class Compression(enum.StrEnum):
    """How parts of N-Quads are compressed."""

    GZIP = "gzip"


def _spark(words: str, metavar: str) -> Any:  # noqa: ANN401 - for typer
    return typer.Option(metavar=metavar, help=f"On Spark: {words}")


@app.command()
def build(
    project: Where = HERE,
    texts: Texts = None,
    on: Annotated[list[str] | None, typer.Option(metavar="spark|DAY", help=_ON)] = None,
    master: Annotated[str | None, _spark("where it runs; else as Spark is set, or here.", "URL")] = None,
    out: Annotated[str | None, _spark("where it is written; else build/spark.", "URI")] = None,
    from_: Annotated[
        list[str] | None, typer.Option("--from", metavar="URI", help="On Spark: further sources, any number.")
    ] = None,
    parts: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="On Spark: so many files of N-Quads; else by the claims.")
    ] = None,
    compress: Annotated[Compression | None, typer.Option(help="On Spark: how N-Quads are compressed.")] = None,
    known_by: Annotated[str | None, _spark("only what was published by that day.", "DAY")] = None,
    between: Annotated[str | None, _spark("only facts that may have been in it.", "A/B")] = None,
    certainly: Annotated[bool, typer.Option("--certainly", help="With a day or A/B: certainly, not possibly.")] = False,
    without: Annotated[list[str] | None, _spark("without an article, outlet, voice or relay.", "ID")] = None,
    format: As = Format.TABLE,
) -> None:
    """Build the graph from the sources; faults refuse their claims and are reported."""
    engine, day = engine_and_day(on)
    options = {
        "--on": day, "--master": master, "--out": out, "--from": from_, "--parts": parts, "--compress": compress,
        "--known-by": known_by, "--between": between, "--certainly": certainly, "--without": without,
    }  # fmt: skip
    if engine is None:
        need_spark(options)
        is_faulty = _here(project, texts, format)
    else:
        if texts is not None:
            hint = "`kg check --texts DIR` first, where the texts are; then build without it"
            raise UsageError("`--texts` with `--on spark`: workers have no texts", hint)
        need_days(known_by, day, between, certainly=certainly)
        is_faulty = _on_spark(project, options, format)
    if is_faulty:
        raise typer.Exit(1)


def _here(project: Path, texts: Path | None, format: Format) -> bool:
    """Build on this machine; tell whether anything was refused."""
    from kg.base.project import find, located
    from kg.builder import pipeline
    from kg.builder.measures import kept
    from kg.check.run import aside_lines
    from kg.cli.progress import progress

    before = kept(located(project))
    with progress() as report:
        built = pipeline.build(find(project), texts, report)
    tell(*fault_lines(built.faults))
    is_faulty = any(not fault.is_warning for fault in built.faults)
    _tell(built.counts, [*aside_lines(built.aside), *left_behind(before)], format, is_faulty=is_faulty)
    return is_faulty


def _tell(counts: Mapping[str, Any], notes: list[str], format: Format, *, is_faulty: bool) -> None:
    """Print what a build came to."""
    from kg.check.run import suggested_lines
    from kg.report.sources import NO_FACTS, count_lines, missing_line

    if format is Format.JSON:
        as_json(dict(counts))
    else:
        say(*count_lines(counts))
    tell(*suggested_lines(counts.get("suggested", 0)), *notes)
    if not (counts["facts"] or counts.get("suggested") or is_faulty):
        tell(NO_FACTS)
    if is_faulty:
        tell(missing_line(counts))


def _on_spark(project: Path, options: Mapping[str, Any], format: Format) -> bool:
    """Build on Spark; tell whether anything was refused."""
    from kg.base.installing import need_installed
    from kg.base.project import find

    need_installed("`kg build --on spark`", "pyspark", "pyarrow", "pandas")  # before anything imports them
    its = find(project)
    where = options["--out"] or str(its.build / "spark")
    if options["--out"] is not None:
        need_out(options["--out"])
    need_sources(options["--from"] or ())
    from kg import spark
    from kg.cli.progress import progress
    from kg.report.sources import refusals
    from kg.spark.session import running

    with progress() as report, running(options["--master"]) as session:
        built = spark.build(
            session, its.root, sources=options["--from"] or (), out=options["--out"], parts=options["--parts"],
            compression=options["--compress"], known_by=options["--known-by"], without=options["--without"] or (),
            on=options["--on"], between=options["--between"], certainly=options["--certainly"], step=report,
        )  # fmt: skip
    counts = {name: built.counts[name] for name in _COUNTS if name in built.counts}
    counts = {name: value for name, value in counts.items() if value or name != "suggested"}
    tell(*refusals(built.refused, counts["refused"], f"{where}/{built.manifest['build']}/refused"))
    aside = built.counts.get("aside", 0)
    notes = [f"{counted(aside, 'claim')} of readings that are not chosen: not built"] if aside else []
    _tell(counts, notes, format, is_faulty=counts["refused"] > 0)
    path = local_path(where)
    project_ = shlex.quote(str(path) if is_uri(where) else where)
    next_ = f"`kg facts --project {project_}`" if path else "`kg rank degree --on spark`, from there"
    tell(f"wrote {where}; next: {next_}")
    return bool(counts["refused"] > 0)
