"""A crate, read without trust: its metadata, and whether each file is there as listed, and no other.

Source: RO-Crate Metadata Specification 1.1, sections "RO-Crate Structure" and "Finding the Root Data Entity".
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from kg.base.disk import read_plain, sha256
from kg.base.errors import Fault, Place
from kg.base.hints import named
from kg.formats.crate_metadata import METADATA

_LARGEST = 50_000_000  # bytes of the metadata
_PREVIEW = re.compile(r"ro-crate-preview(\.html|_files/.*)", re.DOTALL)  # which a crate may have unlisted
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ABOUT = "schema:about".partition(":")[2]  # of schema.org; no Python writes what a role of ours is called too
_SHA256 = re.compile(r"[0-9a-f]{64}").fullmatch


class Listed(Struct, frozen=True):
    """A file that a crate lists."""

    name: str
    sha256: str


class Crate(Struct, frozen=True):
    """What the metadata of a crate lists, and what is wrong with that."""

    files: tuple[Listed, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(folder: Path) -> Crate:
    """Read the metadata of a crate; nothing is fetched, and no file is opened but this one."""
    path = folder / METADATA
    try:
        if path.stat().st_size > _LARGEST:
            return _broken(f"over the limit of {_LARGEST:,} bytes", "list fewer files in it")
        whole = json.loads(read_plain(path).decode("utf-8"))
    except FileNotFoundError:
        return _broken("missing: this is no crate", "name a folder or a zip file that `kg export crate` wrote")
    except UnicodeDecodeError as error:
        return _broken(f"not UTF-8 at byte {error.start}", "write the crate anew")
    except RecursionError:
        return _broken("nested too deep", "write the crate anew")
    except ValueError as error:
        return _broken(f"not JSON: {error}", "write the crate anew")
    except OSError as error:
        return _broken(f"cannot be read: {error.strerror or error}", "make it readable")
    things = whole.get("@graph") if isinstance(whole, dict) else None
    if not isinstance(things, list):
        return _broken("no `@graph`: not the metadata of a crate", "write the crate anew")
    by_id = {its["@id"]: its for its in things if isinstance(its, dict) and isinstance(its.get("@id"), str)}
    about = by_id.get(METADATA, {}).get(_ABOUT)
    root = about.get("@id") if isinstance(about, dict) else None
    if not isinstance(root, str) or root not in by_id:
        return _broken(f"`{METADATA}` is about no root that it describes", "write the crate anew")
    return _listed(by_id, root)


def faults_of(folder: Path) -> Iterator[Fault]:
    """Compare a folder with what its metadata lists: each file there, as it was, and no other."""
    crate = read(folder)
    yield from crate.faults
    if not crate.files and crate.faults:
        return
    known = {METADATA}
    for its in crate.files:
        known.add(its.name)
        if fault := _compared(folder, its):
            yield Fault(Place(its.name), *fault)
    tops = {name.partition("/")[0] for name in known}
    told = set()
    for name in _names(folder):
        if name in known or _PREVIEW.fullmatch(name):
            continue
        top, _, below = name.partition("/")
        if below and top not in tops:  # a build that somebody made in it, for example: told as a whole
            name = f"{top}/"
        if name not in told:
            told.add(name)
            what = "not listed in the crate's metadata"
            yield Fault(Place(name), what, "take it out, or write the crate anew")


def is_whole(folder: Path) -> bool:
    """Tell whether a folder is a crate as it was written."""
    return next(faults_of(folder), None) is None


def _broken(what: str, hint: str) -> Crate:
    return Crate(faults=(Fault(Place(METADATA), what, hint),))


def _listed(by_id: dict[str, Any], root: str) -> Crate:
    """Give the files that are listed, and what is wrong with their names and hashes."""
    files, faults, parts = [], [], _ids(by_id[root].get("hasPart"))
    for id_, its in sorted(by_id.items()):
        types = its.get("@type")
        if "File" not in (types if isinstance(types, list) else [types]) or _SCHEME.match(id_):
            continue  # what lies elsewhere is nobody's here to compare
        name, digest = unquote(id_).removeprefix("./"), its.get("sha256")
        if fault := name_fault(name):
            faults.append(Fault(Place(METADATA), f"{fault}: {named(name)}", "take it out of the metadata"))
        elif not isinstance(digest, str) or not _SHA256(digest):
            faults.append(Fault(Place(METADATA), f"{named(name)} has no `sha256`", "write the crate anew"))
        else:
            files.append(Listed(name, digest))
            if id_ not in parts:
                what = f"{named(name)} is no part of the root: `hasPart` does not name it"
                faults.append(Fault(Place(METADATA), what, "write the crate anew"))
    return Crate(tuple(files), tuple(faults))


def _ids(refs: object) -> set[str]:
    each = refs if isinstance(refs, list) else [refs]
    return {its["@id"] for its in each if isinstance(its, dict) and isinstance(its.get("@id"), str)}


def name_fault(name: str) -> str:
    """Say what keeps a name from being one of a file inside a crate; empty if nothing does.

    >>> name_fault("../kg.toml"), name_fault("sources/a.yaml")
    ('a name that leads out of the crate', '')
    """
    path = PurePosixPath(name)
    if not name or "\0" in name or name.endswith("/"):
        return "no name of a file"
    if path.is_absolute() or ".." in path.parts or "\\" in name or re.match("[A-Za-z]:", name):
        return "a name that leads out of the crate"
    return ""


def _compared(folder: Path, its: Listed) -> tuple[str, str] | None:
    """Say what is wrong with a file: links are followed by nobody."""
    path, hint = folder / its.name, "get the crate anew from where it came"
    try:
        if any((folder / part).is_symlink() for part in _ways(its.name)):
            return "a link, where a file is listed", hint
        if sha256(path) != its.sha256:
            return "changed since the crate was written: its hash is another", hint
    except (FileNotFoundError, NotADirectoryError):
        return "listed in the crate's metadata, and missing", hint
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}", hint
    return None


def _ways(name: str) -> list[PurePosixPath]:
    path = PurePosixPath(name)
    return [path, *path.parents][:-1]


def _names(folder: Path) -> Iterator[str]:
    """Name all that is in a folder and is no folder itself; links too, which are not followed."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(set(folders) - set(links))
        for name in sorted([*files, *links]):
            yield Path(place, name).relative_to(folder).as_posix()
