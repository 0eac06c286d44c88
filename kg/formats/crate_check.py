"""Checks a crate: each file as its metadata lists it, the project in it sound, its account that of its sources.

A zip file may come from anybody: nothing in it is written outside a fresh folder, and it is bounded before it is read.
"""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from kg.base.disk import SETTINGS, hindrance, read_plain
from kg.base.errors import WARNING, Fault, KgError, Place, UsageError
from kg.base.hints import counted, named
from kg.base.project import find
from kg.formats.crate_metadata import METADATA
from kg.formats.crate_reading import faults_of, name_fault, read

MOST_FILES = 100_000
MOST_BYTES = 4_000_000_000  # unpacked
MOST_RATIO = 200  # unpacked to packed; text packs to a tenth or so
_SMALL = 50_000_000  # bytes, unpacked, which no ratio makes a danger
_BLOCK = 1 << 20


class _BadZipError(Exception):
    """A zip file that is not unpacked: why."""


def is_crate(path: Path) -> bool:
    """Tell whether a path is meant as a crate: a zip file, or a folder with a crate's metadata."""
    return path.suffix.lower() == ".zip" or os.path.isfile(path / METADATA)  # noqa: PTH113 - never fails


def check_crate(path: Path) -> tuple[list[Fault], str]:
    """Check a crate.

    Parameters
    ----------
    path
        Of a folder or a zip file.

    Returns
    -------
    tuple
        The faults by place, and a line that sums them up.

    Raises
    ------
    UsageError
        If there is no such file.
    """
    if os.path.isdir(path):  # noqa: PTH112 - never fails
        return _checked(path, path)
    if found := hindrance(path):
        raise UsageError(f"`{path}`: {found[0]}", found[1])
    with tempfile.TemporaryDirectory(prefix="kg-crate-") as fresh:
        try:
            _unpack(path, Path(fresh))
        except _BadZipError as error:
            fault = Fault(Place(str(path)), f"not unpacked: {error}", "get the crate anew from where it came")
            return [fault], f"{path}: not unpacked, 1 fault"
        return _checked(Path(fresh), path)


def _checked(folder: Path, path: Path) -> tuple[list[Fault], str]:
    faults, told = list(faults_of(folder)), ""
    summary = f"{path}: {counted(len(read(folder).files), 'file')} listed, {counted(len(faults), 'fault')}"
    if not faults and (folder / SETTINGS).is_file():  # what was changed is not read any further
        faults, told = _project(folder)
    return sorted(faults), f"{summary}; the project in it: {told}" if told else summary


def _project(folder: Path) -> tuple[list[Fault], str]:
    """Check the project in a crate, and whether its account is what its sources amount to."""
    from kg.check.run import check_project

    try:
        faults, told = check_project(folder, [], None)
    except KgError as error:
        return [Fault(error.place or Place(SETTINGS), error.what, error.hint)], "cannot be read"
    if (folder / "account.nq").is_file() and _account(folder) != read_plain(folder / "account.nq"):
        what = f"{WARNING}not the account that this version makes of the sources"
        hint = f"`{METADATA}` says by which version it was made; `kg build` makes it anew"
        faults.append(Fault(Place("account.nq"), what, hint))
    return faults, told


def _account(folder: Path) -> bytes:
    """Work out what the sources of a crate amount to, as `kg export nquads` writes it."""
    from kg import ontology
    from kg.account.compute import account
    from kg.account.voices import Links
    from kg.annotation.reader import read_all
    from kg.builder.pipeline import records_of
    from kg.check import check
    from kg.rdf import Terms, lines_of

    project = find(folder)
    its = ontology.load(project.ontology)
    records = records_of(check(read_all(project.sources, project.root), its, readings=project.readings))
    found = account(records.claims, Links.of(records, its), None)
    lines = sorted(lines_of(records, found, Terms.of(records, project.names, its)))
    return "".join(f"{line}\n" for line in lines).encode()


def _unpack(path: Path, folder: Path) -> None:
    """Unpack a zip file into a fresh folder, if nothing in it leads out of there and it is of a sane size."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _need_sane(entries, path.stat().st_size)
            for its in entries:
                if not its.is_dir():
                    _write(archive, its, folder / its.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise _BadZipError(f"no zip file that can be read: {error}") from error
    except (OSError, ValueError) as error:
        raise _BadZipError(f"{getattr(error, 'strerror', None) or error}") from error


def _need_sane(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MOST_FILES:
        raise _BadZipError(f"it holds {len(entries):,} files, over the limit of {MOST_FILES:,}")
    total = sum(its.file_size for its in entries)
    if total > MOST_BYTES or (total > _SMALL and total > MOST_RATIO * packed):
        raise _BadZipError(f"unpacked it would take {total:,} bytes, from {packed:,}")
    names: set[str] = set()
    files = {its.filename for its in entries if not its.is_dir()}
    for its in entries:
        name = its.filename.removesuffix("/")
        kind = stat.S_IFMT(its.external_attr >> 16)
        if fault := name_fault(name) or ("a name that stands twice" if name in names else ""):
            raise _BadZipError(f"{fault}: {named(name)}")
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _BadZipError(f"neither a file nor a folder: {named(name)}")
        names.add(name)
    if inside := next(
        (its for its in sorted(names) if any(str(above) in files for above in PurePosixPath(its).parents)), ""
    ):
        raise _BadZipError(f"a name inside a file: {named(inside)}")


def _write(archive: zipfile.ZipFile, its: zipfile.ZipInfo, path: Path) -> None:
    """Write one file, and no more of it than it says: what says less than it holds is a bomb."""
    path.parent.mkdir(parents=True, exist_ok=True)
    left = its.file_size
    with archive.open(its) as packed, path.open("xb") as out:
        while block := packed.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                raise _BadZipError(f"a file larger than it says: {named(its.filename)}")
            out.write(block)
