"""A map: which column of a table fills which field, read from YAML, each fault at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct, structs

from kg.annotation import yaml_places, yaml_tree
from kg.annotation.record_fields import Fields, Findings, choice, many, table
from kg.annotation.scalars import FieldError, expected, identifier, line, mapping, odd, prose, when
from kg.annotation.schema import read_entity
from kg.annotation.source_text import SourceText, load
from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault, KgError, fault_lines
from kg.base.findings import Finding, KeyPath
from kg.base.hints import named
from kg.formats.imports import lookups
from kg.formats.imports.lookups import Entry
from kg.formats.imports.naming import id_of
from kg.formats.imports.tabular.fields import Source
from kg.formats.imports.tabular.opening import Settings
from kg.model.records import Entity, Kind

FILE = ("delimiter", "encoding", "sheet", "header")
_COLUMNS = ("column", "columns", "join")
SORTS = {  # of a field -> what may be said of the columns that fill it
    "text": _COLUMNS,
    "word": (*_COLUMNS, "lookup", "split"),
    "entity": (*_COLUMNS, "kind", "split", "lookup", "site"),
    "day": (*_COLUMNS, "format", "lookup", "from", "to"),
    "figure": (*_COLUMNS, "decimal", "unit"),
}
WORDS, ENTITIES = ("type", "stance", "scope", "mode"), ("publisher", "agency")
DAYS, TEXTS = ("when", "said", "published"), ("row", "url", "title", "language", "label", "qualifier", "note")
SEVERAL = ("speaker", "via")
FIELDS = (
    "table", "coded-by", "by", "names", "file", "empty", "fill", "skip", "fact", *WORDS, "roles", *DAYS, *SEVERAL,
    "values", *TEXTS, *ENTITIES,
)  # fmt: skip
_kind = choice("kind", {str(kind): kind for kind in Kind})
_texts = many(line, or_one=True)
_DIRECTIVES = re.compile(r"%(.?)")
_TIMES = {*"HIpMSfaAzZ%"}  # of a format: what is read, and says nothing of the day
_MAKER = "say who made the table: `coded-by: {name: …, kind: Person}`, or the id of an entity of the project"
_FORMAT = "write `%d` for the day, `%m` for the month (`%B`: its name), `%Y` for the year: `%d.%m.%Y`"
_BY = "write the day by which all that stands in the table had been published: `by: 2031-06-30`"


class MapError(KgError):
    """A map that cannot be used: every fault, at its place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(fault_lines(faults)), "mend the map; nothing was written")


class Map(Struct, frozen=True, kw_only=True):
    """What a map says, read and not yet compared with an ontology."""

    text: SourceText
    table: str  # the id of the table: articles are named after it
    coded_by: Source
    by: str = ""
    names: Mapping[str, Entry] = {}
    settings: Settings = Settings()
    nothing: frozenset[str] = frozenset()
    fill: tuple[str, ...] = ()  # columns whose empty cells have what stands above
    skip: Mapping[str, tuple[str, ...]] = {}
    fact: Source | None = None
    same: tuple[str, ...] | None = None  # what is the same in rows that tell of one fact
    fields: Mapping[str, Source] = {}
    actors: Mapping[str, tuple[Source, ...]] = {}  # speakers and relays
    roles: Mapping[str, tuple[Source, ...]] = {}
    values: Mapping[str, Source] = {}

    @property
    def names_articles(self) -> bool:
        """Whether rows may name what told them, so that not all stand in the table alone."""
        return any(name in self.fields for name in (*ENTITIES, "url", "title"))

    def sources(self) -> Iterator[Source]:
        """Give all sources that name columns."""
        more = chain(*self.actors.values(), *self.roles.values(), self.values.values(), self.fields.values())
        for its in (*more, *filter(None, [self.fact])):
            yield from its.inner()

    def columns(self) -> Iterator[tuple[str, KeyPath]]:
        """Give each name of a column with the path of what names it."""
        for its in self.sources():
            yield from ((name, its.path) for name in its.columns)
        yield from ((name, ("skip", name)) for name in self.skip)
        yield from ((name, ("fill",)) for name in self.fill)

    def faults(self, found: Sequence[Finding]) -> list[Fault]:
        """Give findings their places in the map."""
        spans = yaml_places.spans(self.text)
        return [its.placed(yaml_places.place(self.text, spans, its.path, at_key=its.at_key)) for its in found]


class _Fields(Fields):
    explained = "docs/exchange.md explains them"


def read(path: Path) -> Map:
    """Read a map.

    Raises
    ------
    MapError
        If anything in it cannot be read.
    """
    text = load(path, Path())
    tree = yaml_tree.read(text)
    faults = [*text.faults, *tree.faults]
    if faults or not tree.documents:
        raise MapError(faults or [Fault(text.place(0), "no map", "`kg import table FILE --draft` writes a first one")])
    findings = Findings()
    found = _Reader(path.parent, findings).map(text, tree.documents[0])
    if findings.errors:  # warnings are told of where the entity comes to stand, by `kg check`
        raise MapError(found.faults(findings.found))
    return found


class _Reader:
    """Reads the parts of a map; paths of tables of names are relative to its folder."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder, self._findings = folder, findings

    def map(self, text: SourceText, value: Value) -> Map:
        fields = _Fields(value, (), FIELDS, self._findings)
        file = fields.within("file", FILE)
        settings = Settings(**{name: file.take(name, _character, "") for name in FILE}) if file else Settings()
        fact, same = self._fact(fields)
        for name in ("type", "stance", "roles"):
            fields.need(name, lambda its: its, f"add `{name}:`; docs/exchange.md explains it")
        roles = fields.take("roles", table(identifier_of_role, lambda its: its), {})
        figures = fields.take("values", table(identifier, lambda its: its), {})
        singles = {name: sort for sort, names in _SINGLE.items() for name in names}
        return Map(
            text=text, table=fields.need("table", identifier, "name the table by an id of a word or two: `table: …`"),
            coded_by=self._maker(fields), by=fields.take("by", _day, ""), settings=settings,
            names=fields.take("names", self._tables, {}), nothing=frozenset(fields.take("empty", _texts, ())),
            fill=fields.take("fill", _texts, ()), skip=fields.take("skip", table(prose, _texts), {}),
            fact=fact, same=same,
            fields={name: its for name, sort in singles.items() if (its := self._one(fields, name, sort))},
            actors={name: self._some(fields, name) for name in SEVERAL if fields.has(name)},
            roles={name: self._all(its, ("roles", name)) for name, its in roles.items()},
            values={name: self.source(its, ("values", name), "figure") for name, its in figures.items()},
        )  # fmt: skip

    def _fact(self, fields: Fields) -> tuple[Source | None, tuple[str, ...] | None]:
        value = fields.take("fact", lambda its: its, None)
        if isinstance(value, dict) and "same" in value:
            its = _Fields(value, ("fact",), ("same",), self._findings)
            return None, its.take("same", _texts, ())
        return (None if value is None else self.source(value, ("fact",), "word")), None

    def _maker(self, fields: Fields) -> Source:
        value = fields.need("coded-by", lambda its: its, _MAKER)
        its = self.source(value, ("coded-by",), "entity") if value else Source()
        if fields.has("coded-by") and (its.columns or not value):
            fields.fault("no maker of the table", _MAKER, "coded-by")
        return its

    def _one(self, fields: Fields, name: str, sort: str) -> Source | None:
        value = fields.take(name, lambda its: its, None)
        return None if value is None else self.source(value, (name,), sort)

    def _some(self, fields: Fields, name: str) -> tuple[Source, ...]:
        return self._all(fields.take(name, lambda its: its, None), (name,))

    def _all(self, value: Value, path: KeyPath) -> tuple[Source, ...]:
        """Read what may be one source or a list of them; whether they give entities or concepts is not known yet."""
        if isinstance(value, list):
            return tuple(self.source(its, (*path, at), "entity") for at, its in enumerate(value))
        return (self.source(value, path, "entity"),)

    def source(self, value: Value, path: KeyPath, sort: str) -> Source:
        """Read where a field has its value from."""
        if isinstance(value, dict) and sort == "entity" and "name" in value:
            return Source(path=path, entity=self._entity(value, path))
        if not isinstance(value, dict):
            return Source(path=path, constant=self._take(value, path, line))
        fields = _Fields(value, path, SORTS[sort], self._findings)
        bounds = self._bounds(fields, path) if sort == "day" else None
        names = fields.take("columns", _texts, ()) or fields.take("column", lambda its: (line(its),), ())
        if fields.sound and not names and not bounds:
            fields.fault(
                "no column", "name one, `column: …`, or several, `columns: […]`; or write a text that is fixed"
            )
        unit, unit_from = self._unit(fields, path)
        lookup, entries = fields.take("lookup", partial(self._lookup, path, sort), ({}, {}))
        return Source(
            path=path, columns=names, join=fields.take("join", _character, " "), bounds=bounds,
            split=fields.take("split", _character, None), lookup=lookup, table=entries,
            kind=fields.take("kind", _kind, None), site=fields.take("site", _flag, False),
            formats=fields.take("format", _formats, ()), decimal=fields.take("decimal", _sign, ""),
            unit=unit, unit_from=unit_from,
        )  # fmt: skip

    def _bounds(self, fields: Fields, path: KeyPath) -> tuple[Source | None, Source | None] | None:
        if not (fields.has("from") or fields.has("to")):
            return None
        start, end = (
            self.source(fields.take(name, lambda its: its, ""), (*path, name), "day") if fields.has(name) else None
            for name in ("from", "to")
        )
        return start, end

    def _unit(self, fields: Fields, path: KeyPath) -> tuple[str, Source | None]:
        """Read the unit of figures: a word, or the column in which each row has its own."""
        its = fields.take("unit", lambda its: its, "")
        if isinstance(its, dict):
            return "", self.source(its, (*path, "unit"), "word")
        return (self._take(its, (*path, "unit"), line) if its else ""), None

    def _take(self, value: Value, path: KeyPath, read: Callable[[Value], str]) -> str:
        try:
            return read(value)
        except FieldError as error:
            self._findings.add_all(path, error)
            return ""

    def _entity(self, value: dict[str, Value], path: KeyPath) -> Entity | None:
        its = dict(value)
        given = its.pop("id", None)
        id_ = self._take(given, (*path, "id"), identifier) if given is not None else ""
        entity = read_entity(id_, its, path, self._findings)
        return entity and structs.replace(entity, id=id_ or id_of(entity.name))

    def _lookup(self, path: KeyPath, sort: str, value: Value) -> tuple[dict[str, str], Mapping[str, Entry]]:
        """Read what cells stand for: pairs, or for entities the name of a table too."""
        if isinstance(value, str) and sort == "entity":
            return {}, self._tables(value)
        words: dict[str, str] = {}
        entries: dict[str, Entry] = {}
        for text, its in mapping(value).items():
            where = (*path, "lookup", text)
            if isinstance(its, dict) and sort == "entity":
                entity = self._entity(its, where)
                entries |= {text: Entry(entity)} if entity else {}
            else:
                words[text] = self._take(its, where, line)
        return words, entries

    def _tables(self, value: Value) -> Mapping[str, Entry]:
        """Read tables of names; what stands in several is taken from the first."""
        found: dict[str, Entry] = {}
        for name in _texts(value):
            for text, entry in lookups.own(self._folder / name).items():
                found.setdefault(text, entry)
        return found


_SINGLE = {"word": WORDS, "entity": ENTITIES, "day": DAYS, "text": TEXTS}


def identifier_of_role(value: Value) -> str:
    """Read the name of a role; whether there is such a role, the ontology says."""
    return line(value)


def _day(value: Value) -> str:
    if not isinstance(value, str) or not value:
        odd("no day yet", _BY)
    its = when(value)
    if its.interval or its.latest is None:
        odd(f"no day: `{its.text}`", _BY)
    return its.text


def _format(value: Value) -> str:
    """Read how days are written: with a year, and with a month where there is a day of one."""
    form = line(value)
    found = {*_DIRECTIVES.findall(form)}
    if odd_ones := sorted(found - _TIMES - {*"dmbByYj"}):
        odd(f"`%{odd_ones[0]}` in {named(form)}", _FORMAT)
    if not found & {"y", "Y"} or ("d" in found and not found & {"m", "b", "B"}):
        odd(f"no format of days: {named(form)}", _FORMAT)
    return form


_formats = many(_format, or_one=True)


def _character(value: Value) -> str:
    if not isinstance(value, str) or not value:
        expected("text", value)
    return str(value)


def _sign(value: Value) -> str:
    if value not in (",", "."):
        odd("neither `.` nor `,`", 'write what stands before decimals: `decimal: ","`')
    return str(value)


def _flag(value: Value) -> bool:
    if value != "true":
        odd("not `true`", "write `site: true`, or leave it out")
    return True
