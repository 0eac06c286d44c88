"""One row of a table → its claim, its article and its entities, as a map says; or why it cannot be used.

A row is used as a whole or not at all: its entities are added once its claim is known to be sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.base.hints import named, several
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.naming import id_within
from kg.formats.imports.streams import RefusedRow
from kg.formats.imports.tabular.checking import Checks
from kg.formats.imports.tabular.facts import Facts
from kg.formats.imports.tabular.fields import Cells, day, host, number
from kg.formats.imports.tabular.fillers import Fillers, Key, key_of, told_apart
from kg.formats.imports.tabular.maps import ENTITIES, SEVERAL, Map
from kg.formats.imports.tabular.said import Said
from kg.formats.imports.tabular.terms import concepts_of
from kg.model import dates
from kg.model.records import Article, Entity
from kg.ontology import FactType, Ontology, RoleRule

_RECENT = 100_000  # articles whose days and titles are remembered
_SCHEME = re.compile(r"^https?://(?:www\.)?")


class Claims:
    """Turns rows into claims.

    Parameters
    ----------
    gathering
        Takes them.
    ontology
        The fact types with their roles.
    map_, rules
        What fills which field; and what the ontology says of the roles that are filled.
    fillers
        Finds entities by their names.
    """

    def __init__(
        self, gathering: Gathering, ontology: Ontology, map_: Map, rules: Mapping[str, RoleRule], fillers: Fillers
    ) -> None:
        self.without_day = 0  # rows of events that are facts of their own, since their day is not known
        self._gathering, self._ontology, self._map, self._fillers = gathering, ontology, map_, fillers
        self._rules = rules
        self._concepts = {role: concepts_of(rule, ontology) for role, rule in rules.items() if rule.scheme}
        self.facts = Facts(map_, ontology)
        self._coder = fillers.of(Cells(()), map_.coded_by, "publishers")
        self.checks = Checks(ontology)
        self._heads: dict[str, tuple[str, str]] = {}  # articles -> day and title, lately
        self._told: set[str] = set()  # articles of which rows say different ones
        self._first = ""  # address of such
        self._named: dict[str, tuple[str, str]] = {}  # facts that the table names -> type and label

    def take(self, cells: Cells, row: str, sha256: str) -> None:
        """Take what a row says.

        Raises
        ------
        RefusedRow
            If it cannot be used.
        """
        said = self._said(cells, row, sha256)
        those = [*said.entities(), *self._coder]
        apart = told_apart(those)
        article, fields = self._article(said, apart), self._fields(said, apart)
        self.checks.need_sound(said.row, article, fields, {apart[key_of(its)]: its for its in said.known()})
        self._need_agreement(said)
        ids = {key_of(its): self._fillers.add(its) for its in those}
        if ids != apart:
            article, fields = self._article(said, ids), self._fields(said, ids)
        self._gathering.add_article(article)
        self._count_heads(article)
        self._gathering.add_claim(article.id, row, sha256, fields)
        self.facts.count(said, article.id, fields)

    def notes(self) -> Iterator[str]:
        """Say what should be known of all rows together."""
        if self._told:
            what = "address has" if len(self._told) == 1 else "addresses have"
            first = f"the first is {named(self._first)}: the latest day, with its title, is taken"
            yield f"{len(self._told):,} {what} several days of publication, or titles; {first}"
        yield from self.checks.notes()

    def _count_heads(self, article: Article) -> None:
        """Count addresses of which rows say different days, or titles."""
        if not article.url or not (article.is_dated or article.title):
            return
        if len(self._heads) > _RECENT:
            self._heads.clear()
        its = (article.published.text if article.is_dated else "", article.title or "")
        before = self._heads.setdefault(article.id, its)
        if any(one and other and one != other for one, other in zip(before, its, strict=True)):
            self._first = self._first or article.url
            self._told.add(article.id)

    def _said(self, cells: Cells, row: str, sha256: str) -> Said:
        fields, map_ = self._map.fields, self._map
        kind = self._kind(cells.word(fields["type"]))
        some = {role: self._concepts_of(cells, role) for role in map_.roles if role in self._concepts}
        roles = {
            role: self._fillers.of_all(cells, sources)
            for role, sources in map_.roles.items()
            if role not in self._concepts
        }
        actors = {name: self._fillers.of_all(cells, map_.actors.get(name, ())) for name in SEVERAL}
        words = {name: cells.word(its) for name, its in fields.items() if name not in (*ENTITIES, "note")}
        if note := fields.get("note"):
            words["note"] = "\n".join(cells.text(note).splitlines())
        return Said(
            row=row, sha256=sha256, kind=kind, words=words, roles=roles, concepts=some, actors=actors,
            narrators=self._narrators(cells, words.get("url", "")),
            days={name: day(cells, fields[name]) for name in ("when", "said", "published") if name in fields},
            values={name: its for name, source in map_.values.items() if (its := number(cells, source))},
            fact=self._named_fact(cells),
        )  # fmt: skip

    def _kind(self, word: str) -> FactType:
        if word not in self._ontology.types:
            self._gathering.report.miss("codes", word)
            raise RefusedRow("no fact type" if word else "no word for its fact type", word)
        return self._ontology.types[word]

    def _concepts_of(self, cells: Cells, role: str) -> list[str]:
        known, found = self._concepts[role], []
        for source in self._map.roles[role]:
            for text in cells.parts(source):
                word = source.lookup.get(text, text)
                if word not in known:
                    self._gathering.report.miss("codes", word)
                    raise RefusedRow(f"no concept of `{role}`", word)
                found.append(known[word])
        return [*dict.fromkeys(found)]

    def _narrators(self, cells: Cells, url: str) -> dict[str, Entity | None]:
        """Give publisher and agency; of an address without a publisher, its host is the publisher."""
        found: dict[str, Entity | None] = {}
        for name in ENTITIES:
            source = self._map.fields.get(name)
            some = self._fillers.of(cells, source, "publishers") if source else []
            if some[1:]:
                raise RefusedRow(
                    f"several in `{name}`, of which an article has one", several([its.name for its in some])
                )
            found[name] = some[0] if some else None
        if url and found["publisher"] is None:
            found["publisher"] = self._fillers.site(host(url))
        return found

    def _named_fact(self, cells: Cells) -> str:
        """Give the id of the fact that the table names, if it does; what is looked up is an id as it is."""
        source = self._map.fact
        text = cells.word(source) if source else ""
        looked_up = source and text in source.lookup.values()
        if looked_up or not text:
            return text
        # A table's id may hold a hyphen as well: `t` with `a-1`, and `t-a` with `1`. A blank makes it add a hash.
        return id_within(self._map.table, f"{text} " if "-" in text else text)

    def _article(self, said: Said, ids: Mapping[Key, str]) -> Article:
        publisher, agency = (ids[key_of(its)] if (its := said.narrators[name]) else None for name in ENTITIES)
        published, url, title = said.days.get("published", ""), said.words.get("url", ""), said.words.get("title", "")
        if not published and not self._map.by:
            raise RefusedRow("no day of publication, and the map gives no `by`")
        parts = [publisher or "", *([_SCHEME.sub("", url)] if url else [published, title, agency or ""])]
        while parts and not parts[-1]:
            parts.pop()
        return Article(
            id=id_within(self._map.table, *parts), title=title,
            publisher=publisher or ids[key_of(self._coder[0])], agency=agency, coded_by=ids[key_of(self._coder[0])],
            published=dates.parse(published or f"/{self._map.by}"), published_basis="external", url=url or None,
            language=said.words.get("language") or None,
        )  # fmt: skip

    def _fields(self, said: Said, ids: Mapping[Key, str]) -> dict[str, Any]:
        """Give the fields of the claim, as in JSON Lines."""
        roles = {role: sorted({ids[key_of(its)] for its in some}) for role, some in said.roles.items() if some}
        roles |= {role: sorted(some) for role, some in said.concepts.items() if some}
        for concept in (its for some in said.concepts.values() for its in some):
            if (coding := self._ontology.coded.get(concept)) and coding.type == said.kind.id:
                roles = coding.in_order(roles)
        order = [role for role in said.kind.roles if role in roles]
        order += [role for role in roles if role not in order]
        actors = {name: [*dict.fromkeys(ids[key_of(its)] for its in some)] for name, some in said.actors.items()}
        words, days = said.words, said.days
        fields = {
            "fact": self.facts.id_for(said, roles), "type": said.kind.id, "label": words.get("label"),
            "roles": {role: roles[role] for role in order}, "when": days.get("when"), **actors,
            "stance": words["stance"], "scope": words.get("scope"), "said": days.get("said"),
            "mode": words.get("mode"), "values": said.values, "qualifier": words.get("qualifier"),
            "note": words.get("note"),
        }  # fmt: skip
        return {name: its for name, its in fields.items() if its}

    def _need_agreement(self, said: Said) -> None:
        """Refuse a row that says another type or label of a fact that the table names."""
        if not said.fact:
            return
        its = (said.kind.id, said.words.get("label", ""))
        first = self._named.setdefault(said.fact, its)
        if first[0] != its[0] or (first[1] and its[1] and first[1] != its[1]):
            raise RefusedRow("its fact has another type or label in an earlier row", said.fact)
