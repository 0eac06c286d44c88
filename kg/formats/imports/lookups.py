"""Tables of names, ours and a user's own: which entity a name stands for, of which kind, and what it belongs to.

A table is CSV in UTF-8 with a header. Its columns, all but `name` optional: `name`; `id`; `kind`; `anonymous` (`yes`: a
stand-in for many or for nobody in particular); `link` and `to` (such as `institution-of` and `india`); `side`;
`aliases`, separated by semicolons. Columns of other names are identifiers: `iso3166`, `wikidata`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from kg.base.disk import read_plain
from kg.base.errors import KgError, Place, UsageError
from kg.base.hints import meant, named
from kg.formats.imports.naming import id_of
from kg.model.records import Entity, Kind

COLUMNS = ("name", "id", "kind", "anonymous", "link", "to", "side", "aliases")
_YES, _NO = ("yes", "true", "1"), ("", "no", "false", "0")


class TableError(KgError):
    """A table of names that cannot be used, with the place of what is wrong."""

    exit_code = 1


class Entry(Struct, frozen=True):
    """A line of a table of names: the entity as far as it says."""

    entity: Entity
    link: str = ""
    to: str = ""


class Tables(Struct, frozen=True):
    """A user's own tables of names, which go before ours."""

    actors: Mapping[str, Entry] = {}
    publishers: Mapping[str, Entry] = {}


def shipped(name: str) -> dict[str, Entry]:
    """Read a table that comes with the package.

    >>> shipped("countries")["Vietnam"].entity.identifiers["iso3166"]
    'VNM'
    """
    text = (files("kg.formats.imports") / "tables" / f"{name}.csv").read_text("utf-8")
    return read(text, f"{name}.csv")


def own(path: Path | None) -> dict[str, Entry]:
    """Read a user's own table; none where no path is given."""
    if path is None:
        return {}
    try:
        return read(read_plain(path).decode("utf-8-sig"), str(path))
    except OSError as error:
        raise UsageError(f"cannot be read: `{path}`: {error.strerror or error}", "name a table of names") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{Place(str(path))}: not UTF-8", "save it as CSV in UTF-8") from error


def read(text: str, file: str) -> dict[str, Entry]:
    """Read a table of names: its entries by their names and aliases."""
    reader = csv.DictReader(text.splitlines(keepends=True))
    header = reader.fieldnames or []
    if "name" not in header:
        raise TableError(f"{Place(file)}: no column `name`", f"the columns are: {', '.join(COLUMNS)}")
    found: dict[str, Entry] = {}
    for line in reader:
        entry = _entry(
            {name: (cell or "").strip() for name, cell in line.items() if name}, Place(file, reader.line_num)
        )
        if entry is None:
            continue
        for name in (entry.entity.name, *entry.entity.aliases):
            found.setdefault(name, entry)
    return found


def _entry(cells: dict[str, str], place: Place) -> Entry | None:
    if not any(cells.values()):
        return None
    if not cells["name"]:
        raise TableError(f"{place}: no name", "give the name as the data writes it")
    kind = cells.get("kind") or Kind.GROUP.value
    if kind not in [its.value for its in Kind]:
        known = [its.value for its in Kind]
        raise TableError(f"{place}: no kind: {named(kind)}", meant(kind, known, f"kinds are: {', '.join(known)}"))
    anonymous = cells.get("anonymous", "").lower()
    if anonymous not in (*_YES, *_NO):
        raise TableError(
            f"{place}: `anonymous` is neither yes nor no: {named(anonymous)}", "write yes, or leave it empty"
        )
    entity = Entity(
        id=cells.get("id") or id_of(cells["name"]), kind=Kind(kind), name=cells["name"],
        aliases=tuple(_parts(cells.get("aliases", ""))), side=cells.get("side") or None, anonymous=anonymous in _YES,
        identifiers={name: cell for name, cell in cells.items() if cell and name not in COLUMNS},
    )  # fmt: skip
    return Entry(entity, cells.get("link", ""), cells.get("to", ""))


def _parts(cell: str) -> Iterator[str]:
    return (part for part in map(str.strip, cell.split(";")) if part)


def tables_of(actors: Path | None, publishers: Path | None) -> Tables:
    """Read the tables that a user names."""
    return Tables(own(actors), own(publishers))
