"""Entities and ties of FollowTheMoney, a line of JSON each, as of OpenSanctions or Aleph.

The schema is that of the library, which must be installed. What its edges stand for here is said by the ontology
(notations of `kg:ftm`), and what their properties are by `tables/ftm-fields.csv`, which counts for all schemata that
extend the one it names. A tie is a claim of the article that it names, by its address, publisher or document, coded by
the data set; where it names none, of the data set itself. Of statements, each data set's are claims of its own.

Source: https://followthemoney.tech/docs/, version 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kg.base.hints import counted
from kg.formats.ftm_schema import Schemata
from kg.formats.imports.ftm_rows import Brief, FtmRow, Join, JoinedRow
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Tables, plain, shipped
from kg.formats.imports.naming import id_of, id_with, readable, short_hash
from kg.formats.imports.offices import Named, data_set, one_line, span
from kg.formats.imports.sources import Sources
from kg.formats.imports.streams import RefusedRow, lines
from kg.model.records import Entity, Kind, Stance
from kg.ontology import Coding, Ontology

SCHEME = "ftm"
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,15})?")
_RANGE = re.compile(r"([0-9.]+) ?(?:-|–|\.\.) ?([0-9.]+)")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_CODE = 7  # of a country or a part of one, such as gb-nir
_SOURCE = ("url", "publisher", "published", "title")
_decode = msgspec.json.Decoder(FtmRow).decode
Properties = Mapping[str, list[str]]


class Ftm:
    """Reads files into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says which fact types the edges are.
    tables
        The user's own tables of names.
    by
        The day by which the files had been published.
    dataset
        The name of the data set, for rows that do not say of which they are.
    """

    def __init__(
        self, gathering: Gathering, ontology: Ontology, tables: Tables, by: str, dataset: str | None = None
    ) -> None:
        self._gathering, self._report, self._ontology = gathering, gathering.report, ontology
        self._tables, self._by, self._dataset = tables, by, dataset
        self._schemata, self._join = Schemata(), Join()
        self._named = Named(gathering, tables.actors)
        self._kinds = {its["schema"]: Kind(its["kind"]) for its in plain("ftm-kinds")}
        self._table: dict[tuple[str, str], list[dict[str, str]]] = {}
        for its in plain("ftm-fields"):
            self._table.setdefault((its["schema"], its["is"]), []).append(its)
        self._countries = {
            its.entity.identifiers["iso3166-2"].lower(): name for name, its in shipped("countries").items()
        }
        self._coders: dict[str, tuple[Entity, Sources]] = {}
        self._unclear = 0
        gathering.before_records(self._finish)

    def read(self, path: Path) -> None:
        """Read a file; claims are made when all are read, since an edge may stand before its ends."""
        for number, line in enumerate(lines(path), start=1):
            raw = line.rstrip(b"\r\n")
            if not raw.strip():
                continue
            self._report.read += 1
            try:
                row = _decode(raw)
                with self._gathering.attempt:
                    brief = self._brief(row)
                self._join.add(number, raw, row, brief, [*self._names(row)])
            except RefusedRow as refused:
                self._report.refuse(number, refused.reason, refused.value)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                self._report.refuse(number, f"no entity of FollowTheMoney: {re.sub(r' .byte .*', '', str(error))}")

    def _finish(self) -> None:
        """Take the rows of all files."""
        for joined in self._join.rows():
            try:
                with self._gathering.attempt:
                    self._take(joined)
            except RefusedRow as refused:
                self._report.refuse(joined.line, refused.reason, refused.value)
        if self._unclear:
            figures = counted(self._unclear, "figure")
            self._report.notes.append(f"{figures} left out: not a number, or several of one name")

    def _take(self, joined: JoinedRow) -> None:
        row = joined.row
        if joined.is_second:
            raise RefusedRow("an id that stands twice: put fragments together by `ftm aggregate`", row.id)
        if ends := self._schemata.edge(row.schema):
            self._take_edge(joined, ends)
            return
        if kind := self._kind(row.schema):
            self._gathering.put_entity(self._entity(row, kind, joined.named))
        self._report.mapped += 1

    def _brief(self, row: FtmRow) -> Brief:
        """Say what others must know of a row, or refuse it where there is nothing here that it could be."""
        if row.schema not in self._schemata:
            raise RefusedRow("a schema that FollowTheMoney does not have", row.schema)
        if self._schemata.edge(row.schema):
            self._coding(row.schema)
            return Brief(row.schema)
        if kind := self._kind(row.schema):
            return Brief(row.schema, self._entity(row, kind, None).id, kind.value)
        if not self._rules(row.schema, "title"):
            raise RefusedRow(f"no actor, post or place, and no tie between such: {row.schema}")
        return Brief(row.schema, source=self._source(row.schema, row.whole()))

    def _names(self, row: FtmRow) -> Iterator[str]:
        """Give the ids that a row names: the ends of an edge, its document, what an entity is linked to."""
        ends = self._schemata.edge(row.schema) or ()
        links = [its["property"] for sort in ("link", "document") for its in self._rules(row.schema, sort)]
        for name in (*ends, *links):
            if self._schemata.types(row.schema).get(name) == "entity":
                yield from row.whole().get(name, ())

    def _entity(self, row: FtmRow, kind: Kind, named: Mapping[str, Brief] | None) -> Entity:
        """Make the entity of a row; before those are known that it names, without its links."""
        values = row.whole()
        found = (one_line([its]) for name in self._schemata.names(row.schema) for its in values.get(name, ()))
        names = [*dict.fromkeys(filter(None, found))]
        if not names:
            raise RefusedRow("no name", row.id)
        identifiers = readable({SCHEME: row.id, **self._identifiers(row.schema, values)})
        return Entity(
            id=self._named.identified(names[0], identifiers) or id_with(names[0], row.id), kind=kind, name=names[0],
            aliases=tuple(names[1:]), identifiers=identifiers,
            links={} if named is None else self._links(row.schema, values, named),
        )  # fmt: skip

    def _links(self, schema: str, values: Properties, named: Mapping[str, Brief]) -> dict[str, tuple[str, ...]]:
        links: dict[str, dict[str, None]] = {}
        for rule in self._rules(schema, "link"):
            for value in values.get(rule["property"], ()):
                target = named[value].id if value in named else self._country(value)
                if target:
                    links.setdefault(rule["name"], {})[target] = None
        return {link: tuple(its) for link, its in links.items()}

    def _identifiers(self, schema: str, values: Properties) -> dict[str, str]:
        """Give what the library calls identifiers, by the words of their names; of several, all in one line."""
        schemes = {its["property"]: its["name"] for its in self._rules(schema, "identifier")}
        found, types = {}, self._schemata.types(schema)
        for name in sorted(values):
            if types.get(name) == "identifier" and values[name]:
                scheme = schemes.get(name) or _CAPITAL.sub("-", name).lower()
                found[scheme] = ", ".join(sorted(one_line([its]) for its in values[name]))
        return found

    def _country(self, code: str) -> str | None:
        if code.lower() in self._countries:
            return self._named.entity(self._countries[code.lower()])
        if len(code) <= _LONGEST_CODE:  # else it is the id of an entity that is not here
            self._gathering.attempt.later(self._report.miss, "codes", code)
        return None

    def _take_edge(self, joined: JoinedRow, ends: tuple[str, str]) -> None:
        row, whole = joined.row, joined.row.whole()
        pairs = [(one, other) for one in whole.get(ends[0], ()) for other in whole.get(ends[1], ())]
        if not pairs:
            raise RefusedRow(f"an edge without {ends[1] if whole.get(ends[0]) else ends[0]}", row.id)
        coding = self._coding(row.schema)
        claims: list[tuple[str, dict[str, Any]]] = []
        for pair in pairs:
            roles = self._roles(coding, *(self._end(joined, its) for its in pair))
            more = [] if len(pairs) == 1 else [*pair]
            fact = f"{coding.type.lower()}-{short_hash('|'.join([row.id, *more]), 16)}"
            for dataset, values in row.versions():
                if values.get(ends[0]) and values.get(ends[1]):
                    given = {"fact": fact, "type": coding.type, "roles": roles, "stance": Stance.ASSERTS}
                    fields = given | self._said(row.schema, values)
                    claims.append((self._article(row.schema, dataset, values, joined.named), fields))
        if not claims:
            raise RefusedRow("an edge whose ends no data set names together", row.id)
        for number, (article, fields) in enumerate(claims):  # only now: a row is refused as a whole
            add = self._gathering.add_further if number else self._gathering.add_claim
            add(article, row.id, joined.sha256, fields)

    def _end(self, joined: JoinedRow, id_: str) -> Brief:
        if id_ not in joined.named:
            raise RefusedRow("names an entity that is not here, or was refused", id_)
        if not joined.named[id_].id:
            raise RefusedRow(f"a tie to what is no actor, post or place: {joined.named[id_].schema}")
        return joined.named[id_]

    def _roles(self, coding: Coding, source: Brief, target: Brief) -> dict[str, tuple[str, ...]]:
        """Let the ends fill their roles; a target of a kind that its role does not take, the one role that takes it."""
        rules = self._ontology.types[coding.type].roles
        fits = [its.role for its in rules.values() if target.kind in its.kinds and its.role != coding.source]
        role = coding.target if coding.target in fits else fits[0] if len(fits) == 1 else ""
        if source.kind not in rules[coding.source].kinds or not role:
            raise RefusedRow("a tie between such as cannot have it", f"{source.id} {target.id}")
        if source.id == target.id:
            raise RefusedRow("source and target are one", source.id)
        found: dict[str, tuple[str, ...]] = {coding.source: (source.id,), role: (target.id,)}
        return found | ({coding.role: (coding.concept,)} if coding.role and coding.concept else {})

    def _said(self, schema: str, values: Properties) -> dict[str, Any]:
        """Give what else an edge says: its time, its figures, and words that are kept as they are."""
        start, end, day = (self._day(schema, sort, values) for sort in ("start", "end", "on"))
        words = [its for rule in self._rules(schema, "qualifier") for its in values.get(rule["property"], ())]
        given = {
            "when": span(start, end) or (span(day, day) or "").partition("/")[0],
            "values": self._figures(schema, values),
            "qualifier": one_line(["; ".join(dict.fromkeys(one_line([its]) for its in words))]),
        }  # fmt: skip
        return {name: its for name, its in given.items() if its}

    def _day(self, schema: str, sort: str, values: Properties) -> str | None:
        """Give a bound; of several, that which says most, if the others say the same less exactly."""
        found = sorted(
            {its[:10] for rule in self._rules(schema, sort) for its in values.get(rule["property"], ())}, key=len
        )
        if found and not all(found[-1].startswith(its) for its in found):
            raise RefusedRow("two days for one", " ".join(found))
        return found[-1] if found else None

    def _figures(self, schema: str, values: Properties) -> dict[str, str]:
        figures: dict[str, str] = {}
        for rule in self._rules(schema, "value"):
            some = {its for value in values.get(rule["property"], ()) if (its := _figure(value))}
            units = [rule["unit"][1:]] if rule["unit"].startswith("=") else values.get(rule["unit"], [])
            if len(some) == 1 and len(units) < 2:
                figures[rule["name"]] = " ".join([*some, *(one_line([its]) for its in units)])
            elif values.get(rule["property"]):
                self._gathering.attempt.later(self._note_unclear)
        return figures

    def _note_unclear(self) -> None:
        self._unclear += 1

    def _article(self, schema: str, dataset: str | None, values: Properties, named: Mapping[str, Brief]) -> str:
        """Give the article that an edge names, else that which the data set is."""
        name = dataset or self._dataset
        if not name:
            raise RefusedRow("of no data set, or of several: `--dataset NAME` says who put them together")
        if name not in self._coders:
            coder = Entity(id=id_of(name), kind=Kind.ORGANIZATION, name=one_line([name]))
            coder_id = self._gathering.add_entity(coder)
            sources = Sources(self._gathering, self._tables, coder_id, self._by)
            self._gathering.attempt.put(self._coders, name, (coder, sources))
        coder, sources = self._coders[name]
        given = self._source(schema, values)
        for rule in self._rules(schema, "document"):
            for id_ in values.get(rule["property"], ()):
                given |= {sort: its for sort, its in named[id_].source.items() if its} if id_ in named else {}
        return sources.article(*(given.get(sort, "") for sort in _SOURCE)) or data_set(self._gathering, coder, self._by)

    def _source(self, schema: str, values: Properties) -> dict[str, str]:
        """Give what a row says of its own source, the first value of each."""
        found = ((sort, rule["property"]) for sort in _SOURCE for rule in self._rules(schema, sort))
        return {sort: values[name][0] for sort, name in found if values.get(name)}

    def _rules(self, schema: str, sort: str) -> list[dict[str, str]]:
        """Give the lines of our table for a schema: of one property, that of the nearest schema."""
        key = (f"*{schema}", sort)
        if key not in self._table:
            found: dict[str, dict[str, str]] = {}
            for its in (its for name in self._schemata.line(schema) for its in self._table.get((name, sort), ())):
                found.setdefault(its["property"], its)
            self._table[key] = [*found.values()]
        return self._table[key]

    def _kind(self, schema: str) -> Kind | None:
        return next((self._kinds[name] for name in self._schemata.line(schema) if name in self._kinds), None)

    def _coding(self, schema: str) -> Coding:
        found = [
            self._ontology.codings[SCHEME, its]
            for its in self._schemata.line(schema)
            if (SCHEME, its) in self._ontology.codings
        ]
        if not found:
            self._report.miss("codes", schema)
            raise RefusedRow(f"a tie of which the ontology does not say what it is: {schema}")
        return found[0]


def _figure(text: str) -> str | None:
    """Read a number, or two of them as bounds; None if it is neither.

    >>> _figure("25.5 %"), _figure("25-50"), _figure("over half")
    ('25.5', '25..50', None)
    """
    its = text.strip().removesuffix("%").strip()
    if found := _RANGE.fullmatch(its):
        its = f"{found[1]}..{found[2]}"
        return its if all(map(_NUMBER.fullmatch, found.groups())) and float(found[1]) <= float(found[2]) else None
    return its if _NUMBER.fullmatch(its) else None
