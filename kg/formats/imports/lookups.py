"""Tables of names, ours and a user's own: which entity a name stands for, of which kind, and what it belongs to.

A table is CSV in UTF-8 with a header. Its columns, all but `name` optional: `name`; `id`; `kind`; `anonymous` (`yes`: a
stand-in for many or for nobody in particular); `link` and `to` (such as `institution-of` and `india`); `side`;
`aliases`, separated by semicolons. Columns of other names are identifiers: `iso3166`, `wikidata`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, structs

from kg.base.disk import hindrance, read_plain
from kg.base.errors import KgError, Place, UsageError
from kg.base.hints import listed, meant, named
from kg.formats.imports.naming import id_of
from kg.formats.imports.streams import RefusedRow
from kg.model.records import Entity, Kind
from kg.ontology import Coding

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
    several: tuple[str, ...] = ()  # ids of those that are called so, where it is not known which of them is meant

    def sure(self) -> Entry:
        """Give it, or refuse the row that uses it, where lines of the table give one name to several."""
        if self.several:
            raise RefusedRow(f"a name that your table gives to several ({listed(self.several)})", self.entity.name)
        return self


class Tables(Struct, frozen=True):
    """A user's own tables of names and codes, which go before ours."""

    actors: Mapping[str, Entry] = {}
    publishers: Mapping[str, Entry] = {}
    codes: Mapping[str, Coding] = {}


def plain(name: str) -> list[dict[str, str]]:
    """Read a table that comes with the package and is none of names, line by line.

    >>> plain("congress-states")[0]
    {'code': 'AK', 'name': 'Alaska'}
    """
    text = (files("kg.formats.imports") / "tables" / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def shipped(name: str) -> Mapping[str, Entry]:
    """Read a table that comes with the package.

    >>> shipped("countries")["Vietnam"].entity.identifiers["iso3166"]
    'VNM'
    """
    text = (files("kg.formats.imports") / "tables" / f"{name}.csv").read_text("utf-8")
    return MappingProxyType(read(text, f"{name}.csv"))


def coded(table: Mapping[str, Entry], scheme: str) -> dict[str, Entry]:
    """Give the entries of a table by their identifiers of a scheme.

    >>> coded(shipped("countries"), "fips")["SF"].entity.name
    'South Africa'
    """
    return {code: its for its in table.values() if (code := its.entity.identifiers.get(scheme))}


def own(path: Path | None) -> dict[str, Entry]:
    """Read a user's own table; none where no path is given."""
    return read(read_text(path), str(path)) if path else {}


def read_text(path: Path) -> str:
    """Read the text of a table."""
    if found := hindrance(path):
        raise UsageError(f"`{path}`: {found[0]}", found[1])
    try:
        return read_plain(path).decode("utf-8-sig")
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
            found[name] = shared(name, found.get(name), entry)
    return found


def shared(name: str, one: Entry | None, other: Entry) -> Entry:
    """Give the entry of a name or an alias that an earlier line may have, too: a name goes before an alias.

    >>> one, other = (Entry(Entity(id=id_, kind=Kind.PERSON, name="John Smith")) for id_ in ("js-1", "js-2"))
    >>> shared("John Smith", None, one).several, shared("John Smith", one, other).several
    ((), ('js-1', 'js-2'))
    """
    if one is None or one.entity.id == other.entity.id:
        return one or other
    if (one.entity.name == name) != (other.entity.name == name):
        return one if one.entity.name == name else other
    return structs.replace(one, several=tuple(sorted({*(one.several or (one.entity.id,)), other.entity.id})))


def _entry(cells: dict[str, str], place: Place) -> Entry | None:
    if not any(cells.values()):
        return None
    if not cells["name"]:
        raise TableError(f"{place}: no name", "give the name as the data writes it")
    kind = cells.get("kind") or Kind.GROUP.value
    if kind not in [its.value for its in Kind]:
        known = [its.value for its in Kind]
        raise TableError(f"{place}: no kind: {named(kind)}", meant(kind, known, f"kinds are: {', '.join(known)}"))
    anonymous = yes(cells.get("anonymous", ""), "anonymous", place)
    entity = Entity(
        id=cells.get("id") or id_of(cells["name"]), kind=Kind(kind), name=cells["name"],
        aliases=tuple(_parts(cells.get("aliases", ""))), side=cells.get("side") or None, anonymous=anonymous,
        identifiers={name: cell for name, cell in cells.items() if cell and name not in COLUMNS},
    )  # fmt: skip
    return Entry(entity, cells.get("link", ""), cells.get("to", ""))


def yes(cell: str, column: str, place: Place) -> bool:
    """Read a cell that says yes or no."""
    if cell.lower() not in (*_YES, *_NO):
        raise TableError(f"{place}: `{column}` is neither yes nor no: {named(cell)}", "write yes, or leave it empty")
    return cell.lower() in _YES


def _parts(cell: str) -> Iterator[str]:
    return (part for part in map(str.strip, cell.split(";")) if part)
