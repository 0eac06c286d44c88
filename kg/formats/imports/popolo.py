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
from typing import Any

from msgspec import Raw, Struct, structs

from kg.base.hints import counted
from kg.formats.imports.documents import Document, element, sha256_of
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Tables, plain
from kg.formats.imports.naming import id_of, id_with
from kg.formats.imports.offices import Named, Offices, data_set, one_line, span
from kg.formats.imports.sources import Sources
from kg.formats.imports.streams import RefusedRow
from kg.model.records import Entity, Kind
from kg.ontology import Ontology

SCHEME = "popolo"
_HINT = "name a Popolo document: one object with `persons`, `organizations` and `memberships`"
_INSIDE, _OF_STATE = "part-of", "institution-of"
_TWICE = "whose id stands twice with different content"
Links = dict[str, tuple[str, ...]]
_NO_SCHEME = re.compile(r"[^a-z0-9]+")


class _Thing(Struct):
    """What persons, organizations, posts, areas and events have."""

    id: str
    name: str | None = None
    label: str | None = None
    role: str | None = None
    classification: str | None = None
    other_names: list[dict[str, Any]] | None = None
    identifiers: list[dict[str, Any]] | None = None
    parent_id: str | None = None
    organization_id: str | None = None
    area_id: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    maximum_memberships: int | None = None
    memberships: list[Raw] | None = None
    posts: list[Raw] | None = None

    @property
    def words(self) -> str:
        """By which it is known."""
        return one_line([self.label or self.name or self.role])


class _Membership(Struct):
    id: str | None = None
    label: str | None = None
    role: str | None = None
    person_id: str | None = None
    organization_id: str | None = None
    post_id: str | None = None
    on_behalf_of_id: str | None = None
    area_id: str | None = None
    legislative_period_id: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    sources: list[dict[str, Any]] | None = None


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
        self._coder = gathering.add_entity(Entity(id=id_of(dataset), kind=Kind.ORGANIZATION, name=one_line([dataset])))
        self._own = data_set(gathering, Entity(id=self._coder, kind=Kind.ORGANIZATION, name=one_line([dataset])), by)
        self._offices, self._sources = Offices(ontology, SCHEME, gathering), Sources(gathering, tables, self._coder, by)
        self._named = Named(gathering, tables.actors)
        self._country = country and (self._named.entity(country) or gathering.entity_named(country))
        self._classes = {its["classification"]: its for its in plain("popolo-classifications")}
        self._things: dict[str, dict[str, _Thing]] = {
            name: {} for name in ("persons", "organizations", "posts", "areas", "events")
        }
        self._memberships: list[tuple[Document, _Membership | None, Raw]] = []
        self._stateless: set[str] = set()
        self._unclear: set[tuple[str, str]] = set()  # sort and id of things that stand twice with different content
        gathering.has_ids_of_rows = True
        gathering.before_records(self._finish)
        if country and not self._country:
            self._report.miss("actors", country)

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

    def _keep(self, document: Document, name: str, thing: _Thing, raw: Raw) -> None:
        """Keep a thing by its id; another of that id with different content is refused, and so is what names either."""
        some, bare = self._things[name], structs.replace(thing, memberships=None, posts=None)
        if some.setdefault(thing.id, bare) != bare:
            self._unclear.add((name, thing.id))
            self._report.read += 1
            self._report.refuse(document.line_of(raw), f"one of the {name} {_TWICE}", thing.id)

    def _read_thing(self, document: Document, name: str, raw: Raw) -> None:
        """Read a thing, and what stands inside it: memberships of a person or a body, posts of a body."""
        try:
            thing = element(raw, _Thing)
            posts = [element(its, _Thing) for its in thing.posts or ()]
        except RefusedRow as refused:
            self._report.read += 1
            self._report.refuse(document.line_of(raw), refused.reason)
            return
        self._keep(document, name, thing, raw)
        for post in posts:
            post.organization_id = post.organization_id or thing.id
            self._keep(document, "posts", post, raw)
        around = {"persons": _Membership(person_id=thing.id), "organizations": _Membership(organization_id=thing.id)}
        self._memberships += [(document, around.get(name), its) for its in thing.memberships or ()]

    def _finish(self) -> None:
        """Take the memberships of all documents."""
        for document, around, raw in self._memberships:
            self._report.read += 1
            try:
                self._take(around or _Membership(), raw)
            except RefusedRow as refused:
                self._report.refuse(document.line_of(raw), refused.reason, refused.value)
        if self._stateless:
            bodies = counted(len(self._stateless), "body", "bodies")
            self._report.notes.append(f"{bodies} of state without a country: `--country NAME` says whose they are")

    def _take(self, around: _Membership, raw: Raw) -> None:
        its = element(raw, _Membership)
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
        for number, article in enumerate(self._articles(its)):
            add = self._gathering.add_further if number else self._gathering.add_claim
            add(article, row, sha256, fields)
            if party:
                self._gathering.add_further(article, row, sha256, party)

    def _articles(self, its: _Membership) -> list[str]:
        found = [
            self._sources.article(str(each.get("url") or ""), title=str(each.get("note") or ""))
            for each in its.sources or ()
        ]
        return [*dict.fromkeys(filter(None, found))] or [self._own]

    def _when(self, its: _Membership) -> str | None:
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
            area = self._thing_if("areas", thing.area_id)
            if country := (self._named.entity(area.words) if area else None) or self._country:
                links = {_OF_STATE: (country,)}
            else:
                self._stateless.add(thing.id)
        return self._put(thing, Kind.ORGANIZATION, thing.words, links)

    def _post(self, its: _Membership) -> str | None:
        """Give the post of a membership: the one that it names, or its role for an area."""
        if its.post_id:
            thing = self._thing("posts", its.post_id)
            body, area = thing.organization_id or its.organization_id, thing.area_id or its.area_id
            single = thing.maximum_memberships == 1
        elif its.role and its.area_id and its.organization_id and self._code(its.organization_id) == "tenure":
            body, area, single = its.organization_id, its.area_id, False
            thing = _Thing(id=f"{its.role} {area} {body}", label=its.role)
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
        self._report.miss("codes", thing.classification or "no classification")
        return "membership"

    def _class(self, thing: _Thing) -> dict[str, str]:
        return self._classes.get((thing.classification or "").lower(), {})

    def _thing_if(self, name: str, id_: str | None) -> _Thing | None:
        """Give a thing, if there is one of this id."""
        if id_ and (name, id_) in self._unclear:
            raise RefusedRow(f"names one of the {name} {_TWICE}", id_)
        return self._things[name].get(id_ or "")

    def _thing(self, name: str, id_: str | None) -> _Thing:
        if found := self._thing_if(name, id_):
            return found
        raise RefusedRow(
            f"names one of the {name} that there is not" if id_ else f"names none of the {name}", id_ or ""
        )

    def _put(self, thing: _Thing, kind: Kind, name: str, links: Links, single: bool = False) -> str:
        if not name:
            raise RefusedRow("no name", thing.id)
        identifiers = {self._coder: thing.id, **dict(_identifiers(thing))}
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


def _identifiers(thing: _Thing) -> Iterator[tuple[str, str]]:
    for its in thing.identifiers or ():
        scheme = _NO_SCHEME.sub("-", str(its.get("scheme") or "").lower()).strip("-")
        if scheme and (value := one_line([its.get("identifier")])):
            yield scheme, value
