"""Who holds a post, serves or belongs: records of office-holders to claims, by what the ontology says they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from kg.base.errors import KgError
from kg.base.hints import named
from kg.formats.imports.gathering import Gathering, fact_id
from kg.formats.imports.lookups import Entry, shipped
from kg.formats.imports.naming import tidy
from kg.formats.imports.project_names import FITTING
from kg.formats.imports.streams import RefusedRow
from kg.model import dates
from kg.model.records import Article, Entity, Stance
from kg.ontology import Coding, Ontology


class NoCodingError(KgError):
    """An ontology that does not say what the records of a format are."""

    exit_code = 1

    def __init__(self, scheme: str, code: str) -> None:
        super().__init__(
            f"the ontology does not say what {named(code)} of {scheme} is",
            f'give a fact type `skos:notation "{code}"^^kg:{scheme}`, as the ontology that comes with kg does',
        )


class Offices:
    """Turns records of office-holders into claims.

    Parameters
    ----------
    ontology
        Its codings say which fact type a record is.
    scheme
        Of the codes of records.
    gathering
        Takes the claims.
    """

    def __init__(self, ontology: Ontology, scheme: str, gathering: Gathering) -> None:
        self._ontology, self._scheme, self._gathering = ontology, scheme, gathering

    def fields(  # noqa: PLR0913 - what a record says
        self,
        code: str,
        person: str,
        organization: str | None,
        when: str | None,
        post: str | None = None,
        qualifier: str = "",
        key: str | None = None,
    ) -> dict[str, Any]:
        """Give the fields of the claim that a record makes.

        Parameters
        ----------
        code
            What the record is, such as `term`.
        person, organization, post
            Ids; whoever only belongs has no post.
        when
            From when to when, in EDTF.
        qualifier
            In the words of the data.
        key
            What tells the fact from others of the same person, organization and post; left out: its start.
        """
        coding = self.coding(code)
        seat = self._ontology.types[coding.type].seat
        roles = {coding.source: (person,)}
        roles |= {seat: (post,)} if seat and post else {}
        roles |= {coding.target: (organization,)} if organization else {}
        start = (when or "").partition("/")[0] if key is None else key
        given = {
            "fact": fact_id(coding.type, start if start != ".." else "", roles), "type": coding.type, "roles": roles,
            "when": when, "stance": Stance.ASSERTS, "qualifier": qualifier,
        }  # fmt: skip
        return {name: its for name, its in given.items() if its}

    def coding(self, code: str) -> Coding:
        """Give what a record is.

        Raises
        ------
        NoCodingError
            If the ontology does not say.
        """
        if (self._scheme, code) not in self._ontology.codings:
            raise NoCodingError(self._scheme, code)
        return self._ontology.codings[self._scheme, code]


class Named:
    """Entities of a table of ours, each given with all that it belongs to.

    Parameters
    ----------
    gathering
        Takes the entities.
    tables
        By names, the first first, which is the user's own; the countries come last.
    """

    def __init__(self, gathering: Gathering, *tables: Mapping[str, Entry]) -> None:
        self._gathering, self._tables = gathering, (*tables, shipped("countries"))
        self._found: dict[str, str] = {}
        self._own = {pair: its for its in tables[0].values() for pair in its.entity.identifiers.items()}
        self._ids = {its.entity.id: its for table in reversed(self._tables) for its in table.values()}

    def entity(self, name: str) -> str | None:
        """Give the id of the entity of a name; None if no table has it."""
        if name not in self._found:
            found = next((table[name] for table in self._tables if name in table), None)
            if found is None:
                return None
            self._gathering.attempt.put(self._found, name, self._add(found))
        return self._found[name]

    def identified(self, name: str, identifiers: Mapping[str, str]) -> str | None:
        """Give the id of the entity that the project has by one of these identifiers, or the user's table by one.

        A line of that table that has no identifiers stands for whoever bears its name.
        """
        if known := self._gathering.identified(identifiers):
            return known
        entry = next((self._own[pair] for pair in identifiers.items() if pair in self._own), None)
        if entry is None and (named := self._tables[0].get(name)) and not named.entity.identifiers:
            entry = named
        return self._add(entry) if entry else None

    def _add(self, entry: Entry) -> str:
        is_own = (
            self._tables[0].get(entry.entity.name) is entry
        )  # what the user names by its id is meant, whatever it is
        kinds = None if is_own else FITTING[entry.entity.kind]
        if self._gathering.knows(entry.sure().entity.id, kinds):
            return entry.entity.id
        links = {entry.link: (self._id_of(entry.to),)} if entry.link and entry.to else {}
        if known := self._gathering.identified(entry.entity.identifiers):
            return known
        return self._gathering.add_entity(msgspec.structs.replace(entry.entity, links=links))

    def _id_of(self, id_: str) -> str:
        return self._add(self._ids[id_]) if id_ in self._ids else id_


def data_set(gathering: Gathering, coder: Entity, by: str, url: str | None = None) -> str:
    """Take the article that a data set is: published by itself, by a day that its reader gives.

    Parameters
    ----------
    gathering
        Takes it.
    coder
        The data set as an entity.
    by
        The day by which it had been published.
    url
        Where it is published.

    Returns
    -------
    str
        The article's id.
    """
    id_ = gathering.add_entity(coder)
    article = Article(
        id=f"{id_}-data", publisher=id_, coded_by=id_, published=dates.parse(f"/{by}"), published_basis="external",
        url=url,
    )  # fmt: skip
    return gathering.add_article(article)


def span(start: str | None, end: str | None) -> str | None:
    """Give bounds as EDTF: what is not said stays open; None if nothing is.

    >>> span("2001-01-03", "2007-01-03"), span("2015-01", None), span(None, "2009"), span(None, None)
    ('2001-01-03/2007-01-03', '2015-01/..', '../2009', None)
    """
    if not start and not end:
        return None
    try:
        whens = [dates.parse(its) for its in (start, end) if its]
    except dates.DateError as error:
        raise RefusedRow("no day", f"{start or ''}/{end or ''}") from error
    if len(whens) == 2 and (whens[0].earliest or "") > (whens[1].latest or "9999"):
        raise RefusedRow("ends before it begins", f"{start}/{end}")
    return f"{start or '..'}/{end or '..'}"


def one_line(words: Sequence[object]) -> str:
    r"""Join words of the data, those that there are, with single spaces between.

    >>> one_line(["Jane", None, "Doe\n"])
    'Jane Doe'
    """
    return tidy(" ".join(str(word) for word in words if word))
