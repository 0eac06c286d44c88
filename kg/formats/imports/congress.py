"""Members of the United States Congress, presidents and vice presidents, as github.com/unitedstates lists them.

Read are legislators (current or historical), executive, committee membership and committees, as JSON, in files of
their own or as one object. A term is a tenure with the bounds that the data give, which for a term that is running is
the day on which it will end. Consecutive terms for one party are one membership in it. The data do not say when they
were published, and their latest days lie ahead: whoever brings them in says by which day they had been.

Source: https://github.com/unitedstates/congress-legislators, README.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Raw, Struct, field

from kg.base.hints import counted
from kg.formats.imports.documents import Document, element, sha256_of
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Tables, plain, shipped
from kg.formats.imports.naming import id_of, id_with
from kg.formats.imports.offices import Named, Offices, data_set, one_line, span
from kg.formats.imports.streams import RefusedRow
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "congress"
URL = "https://github.com/unitedstates/congress-legislators"
_HINT = "name legislators-current.json, executive.json, committee-membership-current.json or committees-current.json"
_SECTIONS = ("legislators", "executive", "committee_membership", "committees")
_CODER = Entity(id="congress-legislators", kind=Kind.ORGANIZATION, name="congress-legislators")
_NO_PARTY = ("independent", "no party", "unknown", "")
_UPWARD = "part-of"
_CHAMBERS = {"senate": "United States Senate", "house": "United States House of Representatives"}


class _Spell(Struct):
    """A time with one party."""

    party: str = ""
    start: str = ""
    end: str = ""


class _Term(_Spell):
    type: str = ""
    state: str = ""
    district: int | None = None
    class_: int | None = field(default=None, name="class")
    how: str = ""
    party_affiliations: list[_Spell] = []


class _Role(_Spell):
    title: str = ""
    chamber: str = ""


class _Person(Struct):
    id: dict[str, Any]
    name: dict[str, Any]
    terms: list[Raw]
    leadership_roles: list[Raw] = []

    @property
    def key(self) -> str:
        """By which the data know a person."""
        return str(self.id.get("bioguide") or self.id.get("govtrack") or "")


class _Seat(Struct):
    name: str
    bioguide: str = ""
    title: str = ""


class _Committee(Struct):
    name: str
    type: str = ""
    thomas_id: str = ""
    subcommittees: list[_Committee] = []


class Congress:
    """Reads the files into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says which fact types the records are.
    tables
        The user's own tables of names.
    by
        The day by which the files had been published.
    """

    def __init__(self, gathering: Gathering, ontology: Ontology, tables: Tables, by: str) -> None:
        self._gathering, self._report = gathering, gathering.report
        self._article, self._by, self._later = data_set(gathering, _CODER, by, URL), by, 0
        self._offices = Offices(ontology, SCHEME, gathering)
        self._bodies = Named(gathering, tables.actors, shipped("congress-organizations"), shipped("congress-parties"))
        self._posts = plain("congress-terms")
        self._states = {its["code"]: its["name"] for its in plain("congress-states")}
        self._committees = {its["code"]: (its["name"], its["of"]) for its in plain("congress-committees")}
        self._persons: dict[str, _Person] = {}
        self._records: list[tuple[Document, str, str, Raw]] = []  # read when all files are: they speak of each other
        self._spells: dict[str, list[tuple[_Spell, str, str]]] = defaultdict(list)
        gathering.has_ids_of_rows = True
        gathering.before_records(self._finish)

    def read(self, path: Path) -> None:
        """Read a file as far as it must be to know who and what there is."""
        document = Document(path)
        whole: list[Raw] | dict[str, Raw] = document.read(list[Raw] | dict[str, Raw], _HINT)
        parts = [whole]
        if isinstance(whole, dict) and whole.keys() <= {*_SECTIONS}:
            parts = [
                document.part(whole[name], list[Raw] | dict[str, Raw], _HINT) for name in _SECTIONS if name in whole
            ]
        for part in parts:
            if isinstance(part, dict):
                self._read_committee_members(document, part)
            else:
                self._read_list(document, part)

    def _finish(self) -> None:
        """Take what all files say."""
        for document, code, key, raw in self._records:
            self._report.read += 1
            try:
                with self._gathering.attempt:
                    self._take(code, key, raw)
            except RefusedRow as refused:
                self._report.refuse(document.line_of(raw), refused.reason, refused.value)
        for person, spells in sorted(self._spells.items()):
            self._take_parties(person, spells)
        if self._later:
            terms = counted(self._later, "term")
            self._report.notes.append(f"{terms} begin after {self._by}, by which the data are said to be published")

    def _read_committee_members(self, document: Document, part: dict[str, Raw]) -> None:
        for code, some in part.items():
            members = document.part(some, list[Raw], _HINT)
            self._records += [(document, "committee", code, raw) for raw in members]

    def _read_list(self, document: Document, part: list[Raw]) -> None:
        for raw in part:
            if "terms" not in document.part(raw, dict[str, Raw], _HINT):
                self._add_committees(document.part(raw, _Committee, _HINT))
                continue
            try:
                its = element(raw, _Person)
            except RefusedRow as refused:  # of whom no term can be used
                self._report.read += 1
                self._report.refuse(document.line_of(raw), refused.reason, refused.value)
                continue
            if its.key not in self._persons or "official_full" in its.name:
                self._persons[its.key] = its
            self._records += [(document, "term", its.key, term) for term in its.terms]
            self._records += [(document, "leadership", its.key, role) for role in its.leadership_roles]

    def _add_committees(self, committee: _Committee, above: str = "") -> None:
        code = above + committee.thomas_id
        if code == above:
            return  # nobody can be in a committee without a code
        of = above or _CHAMBERS.get(committee.type, "United States Congress")
        self._committees[code] = (one_line([committee.name]), of)
        for its in committee.subcommittees:
            self._add_committees(its, code)

    def _take(self, code: str, key: str, raw: Raw) -> None:
        sha256 = sha256_of(raw)
        if code == "committee":
            seat = element(raw, _Seat)
            row, person = f"{key} {seat.bioguide}", self._person(seat.bioguide, seat.name)
            fields = self._offices.fields(code, person, self._committee(key), None, qualifier=one_line([seat.title]))
        elif code == "leadership":
            role = element(raw, _Role)
            row, person, chamber = _row(key, role.title, role), self._person(key), self._body(role.chamber)
            post = Entity(
                id=id_of(role.title), kind=Kind.POST, name=one_line([role.title]), links={_UPWARD: (chamber,)}
            )
            when = span(role.start, role.end)
            fields = self._offices.fields(code, person, chamber, when, self._gathering.add_entity(post))
        else:
            term = element(raw, _Term)
            if term.start > self._by:
                self._gathering.attempt.later(self._note_later)
            row, person, when = _row(key, term.type, term), self._person(key), span(term.start, term.end)
            fields = self._offices.fields(code, person, *self._seat(term, when), qualifier=one_line([term.how]))
            whole = _Spell(term.party, term.start, term.end)
            spells = [its for its in term.party_affiliations or [whole] if span(its.start, its.end)]
            self._spells[person] += [(its, row, sha256) for its in spells]
        self._gathering.add_claim(self._article, row, sha256, fields)

    def _note_later(self) -> None:
        self._later += 1

    def _take_parties(self, person: str, spells: list[tuple[_Spell, str, str]]) -> None:
        """Join times with one party that follow each other or overlap: a row of evidence for each term."""
        runs: list[list[tuple[_Spell, str, str]]] = []
        for spell in sorted(spells, key=lambda its: (its[0].party, its[0].start, its[0].end)):
            if runs and runs[-1][0][0].party == spell[0].party and _follows(_end(runs[-1]), spell[0].start):
                runs[-1].append(spell)
            else:
                runs.append([spell])
        for run in runs:
            party, when = run[0][0].party, span(run[0][0].start, _end(run))
            if party.lower() in _NO_PARTY:
                continue
            fields = self._offices.fields("party", person, self._party(party), when)
            for _, row, sha256 in run:
                self._gathering.add_further(self._article, row, sha256, fields)

    def _person(self, key: str, name: str = "") -> str:
        its = self._persons.get(key)
        identifiers = dict(_identifiers(its.id)) if its else {"bioguide": key}
        if known := self._bodies.identified(name if its is None else next(_names(its.name)), identifiers):
            return known
        if its is None:
            raise RefusedRow("a member of whom no file tells: name legislators-current.json too", f"{name} {key}")
        if not key:
            raise RefusedRow("a person without bioguide or govtrack id")
        names = dict.fromkeys(_names(its.name))
        id_ = id_with(one_line([its.name.get("first"), its.name.get("last")]), key)
        first, *others = names
        entity = Entity(id=id_, kind=Kind.PERSON, name=first, aliases=tuple(others), identifiers=identifiers)
        return self._gathering.put_entity(entity)

    def _seat(self, term: _Term, when: str | None) -> tuple[str, str | None, str]:
        """Give the organization of a term, its time, and the post."""
        rules = [its for its in self._posts if its["type"] == term.type and its["district"] in ("", str(term.district))]
        if not rules:
            raise RefusedRow("a term of no known type", term.type)
        rule = rules[0]
        if term.state and term.state not in self._states:
            self._gathering.attempt.later(self._report.miss, "codes", term.state)
        given = {"state": self._states.get(term.state, term.state), "class": term.class_, "district": term.district}
        if lacking := [name for name, its in given.items() if f"{{{name}}}" in rule["title"] and its in (None, "")]:
            raise RefusedRow(f"a term without {lacking[0]}", term.start)
        name, organization = rule["title"].format(**given), self._body(rule["body"])
        post = Entity(
            id=id_of(name), kind=Kind.POST, name=name, single_holder=bool(rule["single_holder"]),
            links={_UPWARD: (organization,)}, identifiers={"wikidata": rule["wikidata"]} if rule["wikidata"] else {},
        )  # fmt: skip
        return organization, when, self._gathering.identified(post.identifiers) or self._gathering.add_entity(post)

    def _committee(self, code: str) -> str:
        name, above = self._committees.get(code, (code, "United States Congress"))
        if code not in self._committees:
            self._gathering.attempt.later(self._report.miss, "codes", code)
        inside = self._committee(above) if above in self._committees else self._body(above)
        if above in self._committees:
            name = f"{self._committees[above][0]}: {name}"
        entity = Entity(
            id=id_with(name, code.lower()), kind=Kind.ORGANIZATION, name=name, links={_UPWARD: (inside,)},
            identifiers={"congress-committee": code},
        )  # fmt: skip
        return self._gathering.identified(entity.identifiers) or self._gathering.put_entity(entity)

    def _body(self, name: str) -> str:
        found = self._bodies.entity(_CHAMBERS.get(name, name))
        if found is None:
            raise RefusedRow("no chamber", name)
        return found

    def _party(self, name: str) -> str:
        if found := self._bodies.entity(name):
            return found
        self._report.miss("actors", name)
        return self._gathering.add_entity(
            Entity(id=id_of(f"{name} party"), kind=Kind.ORGANIZATION, name=one_line([name, "(party)"]))
        )


def _row(key: str, what: str, its: _Spell) -> str:
    """Name a row by what it is: the data give terms no ids, and may put another in between."""
    return one_line([key, what, f"{its.start}/{its.end}"])


def _end(run: list[tuple[_Spell, str, str]]) -> str:
    """Give the latest end of some times; nothing where one of them is open."""
    ends = [its.end for its, _, _ in run]
    return max(ends) if all(ends) else ""


def _follows(end: str, start: str) -> bool:
    """Tell whether what starts then goes on what ended then, or has not ended: on that day, the next, or before."""
    if not end:
        return True
    try:
        return date.fromisoformat(start) <= date.fromisoformat(end) + timedelta(days=1)
    except ValueError:
        return False


def _identifiers(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the identifiers of a person; of several in one scheme, all in one line."""
    for scheme, value in found.items():
        its = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if value and its:
            yield scheme.replace("_", "-").lower(), one_line([its])


def _names(name: dict[str, Any]) -> Iterator[str]:
    """Give the names of a person, that first by which the person is known."""
    get = name.get
    usual = one_line([get("nickname") or get("first"), get("last"), get("suffix")])
    if official := get("official_full"):
        yield one_line([official])
    yield usual
    yield one_line([get("first"), get("middle"), get("last"), get("suffix")])
