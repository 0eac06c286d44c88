"""Verbs on sources: begin a project, check it, anchor quotes."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import UsageError, fault_lines
from kg.base.hints import counted
from kg.cli.options import HERE, Texts, Where
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.base.errors import Fault
    from kg.evidence.repairing import Repaired


def _report(faults: Sequence[Fault]) -> bool:
    """Write faults to stderr; tell whether any is more than a warning."""
    tell(*fault_lines(faults))
    return any(not fault.is_warning for fault in faults)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    base: Annotated[str | None, typer.Option(metavar="IRI", help="What the names of your things start with.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without the example.")] = False,
) -> None:
    """Make a new project: settings, an ontology to edit, and a small example."""
    from kg.cli.new_project import start

    tell(*(f"wrote {path}" for path in start(folder, base, empty=empty)))
    name = shlex.quote(str(folder))
    draft = "kg import table FILE --draft -o MAP.yaml"
    what = f"kg add FILE --project {name}, or {draft} --project {name}" if empty else f"kg build --project {name}"
    tell(f"next: {what}")


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...")] = None,
    project: Where = HERE,
    texts: Texts = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="How far each article has come, and the sentences without a claim.")
    ] = False,
    rows: Annotated[
        list[Path] | None, typer.Option("--rows", metavar="FILE", help="Verify coded rows in their file.")
    ] = None,
    store: Annotated[bool, typer.Option("--store", help="Check every byte of the build instead.")] = False,
    format: As = Format.TABLE,
) -> None:
    """Report every fault of every source file, or only of those named; or of a crate: a folder or FILE.zip."""
    if store:
        from kg.builder.audit import check_store

        check_store(project)
        tell("every byte of the build is what was written")
        return
    from kg.check.run import check_project, coverage_rows
    from kg.formats.crate_check import check_crate, is_crate
    from kg.report.sources import coverage_lines, fault_row

    if paths and len(paths) == 1 and is_crate(paths[0]):
        faults, summary = check_crate(paths[0])
    else:
        faults, summary = check_project(project, paths or [], texts)
    if rows:
        from kg.formats.imports.verifying import verified

        lost, counts = verified(project, paths or [], rows)
        faults, summary = sorted({*faults, *lost}), f"{summary}\n{counts}"
    if coverage:
        covered = coverage_rows(project, texts)
        as_json(covered) if format is Format.JSON else say(*coverage_lines(covered))
        tell(*fault_lines(faults), summary)
    elif format is Format.JSON:
        as_json([fault_row(fault) for fault in faults])
    else:
        say(*fault_lines(faults))
        tell(summary)
    if any(not fault.is_warning for fault in faults):
        raise typer.Exit(1)


@app.command()
def anchor(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    texts: Annotated[Path, typer.Option("--texts", metavar="DIR", help="The folder of the articles' texts.")],
    repair: Annotated[bool, typer.Option("--repair", help="Find spans again in a text that has changed.")] = False,
    old: Annotated[
        Path | None, typer.Option(metavar="OLD", help="With --repair: the text as it was, or a folder of such.")
    ] = None,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="CLAIM", help="Write what --repair proposes for this claim.")
    ] = None,
    accept_from: Annotated[
        float | None, typer.Option(metavar="SCORE", min=0, max=100, help="Write changed words that score so much.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Leave each `quote:` beside them: may you keep it?")] = False,
    format: As = Format.TABLE,
) -> None:
    """Turn each `quote:` into offsets and a hash, in place; or find spans again in a text that was edited."""
    from kg.base.disk import need_no_folder
    from kg.evidence import anchoring, repairing

    for file in files:  # all of them, before one is edited
        its = f"name its files: {shlex.quote(str(file))}/*.yaml"
        holds_some = os.path.isdir(file) and any(file.glob("*.yaml"))  # noqa: PTH112 - never fails
        need_no_folder(file, its if holds_some else "name a file in it")
    _need_repair(files, old, accept, accept_from, is_repair=repair)
    accepted, rows, faulty = repairing.Accepted(tuple(accept or ()), accept_from), [], False
    for file in files:
        if repair:
            found = repairing.repair(file, texts, Path(), old=old, accepted=accepted)
            done = found.done
            rows += _repaired(found, format)
        else:
            done = anchoring.anchor(file, texts, Path(), keep=keep)
        faulty = _report(done.faults) or faulty
        tell(f"{file}: {counted(done.spans, 'span')} {'repaired' if repair else 'anchored'}")
    if format is Format.JSON:
        as_json(rows)
    if faulty:
        raise typer.Exit(1)


def _need_repair(
    files: Sequence[Path], old: Path | None, accept: list[str] | None, least: float | None, *, is_repair: bool
) -> None:
    """Refuse options of `--repair` without it, and those that name one thing of one file, with several."""
    given = {"--old": old, "--accept": accept, "--accept-from": least}
    for name, value in given.items():
        if value is not None and not is_repair:
            raise UsageError(f"`{name}` without `--repair`", "add `--repair`, or leave it out")
    if old is not None and not old.exists():
        raise UsageError(f"no such file or folder: `{old}`", "`--old` names the text as it was, or a folder with it")
    if len(files) > 1 and accept:
        raise UsageError("`--accept` with several files", "name the file of the claim alone")
    if len(files) > 1 and old is not None and not old.is_dir():
        raise UsageError("one old text for several files", "name a folder of old texts, called as the articles say")


def _repaired(found: Repaired, format: Format) -> list[dict[str, Any]]:
    """Print what became of the spans of a file; give the rows, which are printed once for all files."""
    from kg.report.repairs import counts_line, repair_lines, repair_rows

    if format is Format.TABLE:
        say(*repair_lines(found))
    if found.spans:
        tell(counts_line(found.spans))
    accepted = dict.fromkeys(its.claim for its in found.spans if its.is_accepted and its.was != its.now)
    if accepted:
        which = ", ".join(accepted)
        tell(f"next: read {which} again: one other word, a day or a `not`, and a claim says what its words do not")
    return repair_rows(found)


@app.command()
def show(file: Annotated[Path, typer.Argument(metavar="FILE")], texts: Texts = None, format: As = Format.TABLE) -> None:
    """Print an annotation file with the words of its evidence beside it, to proofread."""
    from kg.evidence.proofreading import proof
    from kg.report.sources import proof_lines, proof_rows

    found = proof(file, texts, Path())
    if format is Format.JSON:
        as_json(proof_rows(found))
    else:
        say(*proof_lines(found))
