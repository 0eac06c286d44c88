"""Politicians, posts and memberships in the Popolo format, as EveryPolitician and others give them.

One JSON document holds lists of persons, organizations, memberships, posts, areas and events. A membership in a body
whose members serve, such as a legislature, or in a post is a tenure; one in a party or a committee merely belongs, and
so does one on behalf of a party. Times are as exact as the data have them. A membership without a day that names a
legislative period has the bounds of that period, as EveryPolitician means it.

Source: http://www.popoloproject.com/specs/; github.com/everypolitician/everypolitician-popolo-python
(`effective_start_date`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Raw, structs

from kg.base.hints import counted, named
from kg.formats.imports.countries import Countries
from kg.formats.imports.documents import Document, element, sha256_of
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Tables, plain
from kg.formats.imports.naming import id_of, id_with, readable
from kg.formats.imports.offices import Named, Offices, data_set, one_line, span
from kg.formats.imports.popolo_records import Membership, Thing
from kg.formats.imports.sources import Sources
from kg.formats.imports.streams import RefusedRow
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "popolo"
_HINT = "name a Popolo document: one object with `persons`, `organizations` and `memberships`"
_COUNTRY = frozenset({"country", "nation", "sovereign state"})  # what areas are called that are countries
_INSIDE, _OF_STATE = "part-of", "institution-of"
_TWICE = "whose id stands twice with different content"
Links = dict[str, tuple[str, ...]]
_NO_SCHEME = re.compile(r"[^a-z0-9]+")


class Popolo:
    """Reads documents into a gathering.

    Parameters
    ----------
    gathering
        Takes what they say.
    ontology
        Says which fact types memberships are.
    tables
        The user's own tables of names.
    by
        The day by which the documents had been published.
    dataset
        The name of the data set.
    country
        Of the bodies of state in it, by name or code.
    """

    def __init__(  # noqa: PLR0913 - what an import is told
        self,
        gathering: Gathering,
        ontology: Ontology,
        tables: Tables,
        by: str,
        dataset: str,
        country: str | None = None,
    ) -> None:
        self._gathering, self._report = gathering, gathering.report
        self._data_set = Entity(id=id_of(dataset), kind=Kind.ORGANIZATION, name=one_line([dataset]))
        self._coder = gathering.add_entity(self._data_set)
        self._by = by
        self._offices, self._sources = Offices(ontology, SCHEME, gathering), Sources(gathering, tables, self._coder, by)
        self._named = Named(gathering, tables.actors)
        self._countries = Countries(gathering, self._named)
        self._country = country
        self._classes = {its["classification"]: its for its in plain("popolo-classifications")}
        self._things: dict[str, dict[str, Thing]] = {
            name: {} for name in ("persons", "organizations", "posts", "areas", "events")
        }
        self._memberships: list[tuple[Document, Membership | None, Raw]] = []
        self._stateless: set[str] = set()
        self._unclear: set[tuple[str, str]] = set()  # sort and id of things that stand twice with different content
        gathering.has_ids_of_rows = True
        gathering.before_records(self._finish)

    def read(self, path: Path) -> None:
        """Read a document; claims are made when all are read, since memberships name what stands elsewhere."""
        document = Document(path)
        whole = document.read(dict[str, Raw], _HINT)
        if not whole.keys() & {*self._things, "memberships"}:
            raise document.wrong("it has no persons, organizations or memberships", _HINT)
        for name in self._things:
            for raw in document.part(whole[name], list[Raw], _HINT) if name in whole else ():
                self._read_thing(document, name, raw)
        if "memberships" in whole:
            self._memberships += [
                (document, None, raw) for raw in document.part(whole["memberships"], list[Raw], _HINT)
            ]

    def _keep(self, document: Document, name: str, thing: Thing, raw: Raw) -> None:
        """Keep a thing by its id; another of that id with different content is refused, and so is what names either."""
        some, bare = self._things[name], structs.replace(thing, memberships=None, posts=None)
        if some.setdefault(thing.id, bare) != bare:
            self._unclear.add((name, thing.id))
            self._report.read += 1
            self._report.refuse(document.line_of(raw), f"one of the {name} {_TWICE}", thing.id)

    def _read_thing(self, document: Document, name: str, raw: Raw) -> None:
        """Read a thing, and what stands inside it: memberships of a person or a body, posts of a body."""
        try:
            thing = element(raw, Thing)
            posts = [element(its, Thing) for its in thing.posts or ()]
        except RefusedRow as refused:
            self._report.read += 1
            self._report.refuse(document.line_of(raw), refused.reason)
            return
        self._keep(document, name, thing, raw)
        for post in posts:
            post.organization_id = post.organization_id or thing.id
            self._keep(document, "posts", post, raw)
        around = {"persons": Membership(person_id=thing.id), "organizations": Membership(organization_id=thing.id)}
        self._memberships += [(document, around.get(name), its) for its in thing.memberships or ()]

    def _finish(self) -> None:
        """Take the memberships of all documents."""
        for document, around, raw in self._memberships:
            self._report.read += 1
            try:
                with self._gathering.attempt:
                    self._take(around or Membership(), raw)
            except RefusedRow as refused:
                self._report.refuse(document.line_of(raw), refused.reason, refused.value)
        if self._stateless:
            bodies = counted(len(self._stateless), "body", "bodies")
            self._report.notes.append(f"{bodies} of state without a country: `--country NAME` says whose they are")
        for name in sorted(self._countries.new):
            self._report.notes.append(f"{named(name)} is in no table of countries: a Country of this name is new here")

    def _take(self, around: Membership, raw: Raw) -> None:
        its = element(raw, Membership)
        person = self._person(its.person_id or around.person_id)
        post = self._post(its)
        body = (
            its.organization_id
            or around.organization_id
            or (self._thing("posts", its.post_id).organization_id if its.post_id else None)
        )
        if body is None and post is None:
            raise RefusedRow("a membership in nothing", its.id or "")
        organization = self._organization(body) if body else None
        when, code = self._when(its), "tenure" if post else self._code(body)
        key = its.id or ""
        row = key or one_line([its.person_id, its.organization_id, its.post_id, its.legislative_period_id, when])
        known = "" if post else one_line([its.role or its.label])
        fields = self._offices.fields(code, person, organization, when, post, known, key=when or key)
        party = None
        if its.on_behalf_of_id:
            party = self._offices.fields(
                "membership", person, self._organization(its.on_behalf_of_id), when, key=when or key
            )
        sha256 = sha256_of(raw)
        for number, (article, notes) in enumerate(self._articles(its).items()):
            add = self._gathering.add_further if number else self._gathering.add_claim
            add(article, row, sha256, fields | ({"note": notes} if notes else {}))
            if party:
                self._gathering.add_further(article, row, sha256, party)

    def _articles(self, its: Membership) -> dict[str, str]:
        """Give the articles of a membership, each with what the data note on it."""
        notes: dict[str, dict[str, None]] = {}
        alone: dict[str, None] = {}  # notes on sources that are no articles
        for each in its.sources or ():
            article, note = self._sources.article(str(each.get("url") or "")), one_line([each.get("note")])
            of_article = notes.setdefault(article, {}) if article else alone
            of_article.update({note: None} if note else {})
        if not notes:
            notes[data_set(self._gathering, self._data_set, self._by)] = {}
        next(iter(notes.values())).update(alone)
        return {article: "; ".join(some) for article, some in notes.items()}

    def _when(self, its: Membership) -> str | None:
        period = self._thing_if("events", its.legislative_period_id)
        start = its.start_date or (period.start_date if period else None)
        return span(start, its.end_date or (period.end_date if period else None))

    def _person(self, id_: str | None) -> str:
        thing = self._thing("persons", id_)
        return self._put(thing, Kind.PERSON, thing.words, {})

    def _organization(self, id_: str) -> str:
        thing = self._thing("organizations", id_)
        links: Links = {}
        if thing.parent_id:
            links = {_INSIDE: (self._organization(thing.parent_id),)}
        elif self._class(thing).get("of_state"):
            if country := self._country_around(thing.area_id) or (
                self._countries.entity(self._country) if self._country else None
            ):
                links = {_OF_STATE: (country,)}
            else:
                self._gathering.attempt.later(self._stateless.add, thing.id)
        return self._put(thing, Kind.ORGANIZATION, thing.words, links)

    def _country_around(self, area: str | None) -> str | None:
        """Give the country that an area is, or that it lies inside: one that says so, or has a country's name."""
        seen: set[str] = set()
        while area in self._things["areas"] and area not in seen:
            its = self._things["areas"][area]
            sort = one_line([its.classification or its.type])
            if sort.casefold() in _COUNTRY and its.words:
                return self._countries.entity(its.words)
            if not sort and (found := self._named.entity(its.words)):
                return found
            seen.add(area)
            area = its.parent_id
        return None

    def _post(self, its: Membership) -> str | None:
        """Give the post of a membership: the one that it names, or its role for an area."""
        if its.post_id:
            thing = self._thing("posts", its.post_id)
            body, area = thing.organization_id or its.organization_id, thing.area_id or its.area_id
            single = thing.maximum_memberships == 1
        elif its.role and its.area_id and its.organization_id and self._code(its.organization_id) == "tenure":
            body, area, single = its.organization_id, its.area_id, False
            thing = Thing(id=f"{its.role} {area} {body}", label=its.role)
        else:
            return None
        where = self._thing_if("areas", area)
        place = where.words if where else ""
        name = f"{thing.words}, {place}" if place and place not in thing.words else thing.words
        links = Links({_INSIDE: (self._organization(body),)} if body else {})
        return self._put(thing, Kind.POST, name, links, single)

    def _code(self, body: str | None) -> str:
        """Tell whether whoever is in a body serves, or merely belongs; of a sort that no table knows, belongs."""
        thing = self._thing("organizations", body)
        if found := self._class(thing):
            return found["is"]
        self._gathering.attempt.later(self._report.miss, "codes", thing.classification or "no classification")
        return "membership"

    def _class(self, thing: Thing) -> dict[str, str]:
        return self._classes.get((thing.classification or "").lower(), {})

    def _thing_if(self, name: str, id_: str | None) -> Thing | None:
        """Give a thing, if there is one of this id."""
        if id_ and (name, id_) in self._unclear:
            raise RefusedRow(f"names one of the {name} {_TWICE}", id_)
        return self._things[name].get(id_ or "")

    def _thing(self, name: str, id_: str | None) -> Thing:
        if found := self._thing_if(name, id_):
            return found
        raise RefusedRow(
            f"names one of the {name} that there is not" if id_ else f"names none of the {name}", id_ or ""
        )

    def _put(self, thing: Thing, kind: Kind, name: str, links: Links, single: bool = False) -> str:
        if not name:
            raise RefusedRow("no name", thing.id)
        identifiers = readable({self._coder: thing.id, **dict(_identifiers(thing))})
        if known := self._named.identified(name, identifiers):
            return known
        others = (one_line([its.get("name")]) for its in thing.other_names or ())
        aliases = tuple(its for its in dict.fromkeys(others) if its and its != name)
        return self._gathering.put_entity(
            Entity(
                id=id_with(name, f"{self._coder}/{thing.id}"),
                kind=kind,
                name=name,
                aliases=aliases,
                links=links,
                identifiers=identifiers,
                single_holder=single,
            )
        )


def _identifiers(thing: Thing) -> Iterator[tuple[str, str]]:
    for its in thing.identifiers or ():
        scheme = _NO_SCHEME.sub("-", str(its.get("scheme") or "").lower()).strip("-")
        if scheme and (value := one_line([its.get("identifier")])):
            yield scheme, value
