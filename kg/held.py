"""What a graph holds, each part read when it is first needed, and looked up by its short id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.errors import NotFoundError
from kg.hints import meant
from kg.project import Project
from kg.results import Iri
from kg.store import Store

if TYPE_CHECKING:  # what is read late is also imported late: a query needs none of it
    import rdflib

    from kg.account import Account, FactAccount
    from kg.ontology import Ontology
    from kg.records import Claim, Records
    from kg.sentences import Teller
    from kg.slices import Cut
    from kg.voices import Links


class Parts(Struct, frozen=True):
    """How to get what a graph holds, each when it is first needed: a query does not wait for the records."""

    ontology: Callable[[], Ontology]
    records: Callable[[], Records]
    account: Callable[[], Account]
    store: Callable[[], Store]


class Held:
    """A project's records with one account of them, and the same as quads.

    Parameters
    ----------
    project
        Where the ontology lies, and how things are named.
    parts
        How to get the ontology, the records, their account, and the same as quads.
    texts
        A folder of the articles' texts, from which evidence is then quoted.
    """

    def __init__(self, project: Project, parts: Parts, texts: Path | None = None) -> None:
        self.project, self.texts, self._parts = project, texts, parts

    @cached_property
    def ontology(self) -> Ontology:
        """Fact types, roles, edges and concepts."""
        return self._parts.ontology()

    @cached_property
    def records(self) -> Records:
        """Entities, articles and claims."""
        return self._parts.records()

    @cached_property
    def account(self) -> Account:
        """What the claims amount to."""
        return self._parts.account()

    @cached_property
    def store(self) -> Store:
        """The same as quads."""
        return self._parts.store()

    @cached_property
    def links(self) -> Links:
        """The background that the rule read."""
        from kg.voices import Links

        return Links.of(self.records, self.ontology)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims that the account knows, by key."""
        return {claim.key: claim for claim in self.records.claims if claim.key in self.account.readings}

    @cached_property
    def teller(self) -> Teller:
        """Tells claims and facts in words."""
        from kg.sentences import Teller

        labels = {fact.fact: fact.label for fact in self.account.facts.values() if fact.label}
        return Teller(self.records.entities, self.records.articles, self.ontology, labels)

    def iri(self, id_: str) -> Iri:
        """Name an entity, a fact, an article or a claim by its IRI, from its short id.

        Raises
        ------
        NotFoundError
            If there is none of that id.
        """
        names = self.project.names
        for there, make in (
            (self.records.entities, names.entity),
            (self.account.facts, names.fact),
            (self.records.articles, names.article),
            (self.claims, names.claim),
        ):
            if id_ in there:
                return Iri(make(id_), id_)
        raise NotFoundError(f"no such thing: `{id_}`", meant(id_, {*self.records.entities, *self.account.facts}))

    def fact(self, fact: str) -> FactAccount:
        """Look up the account of a fact.

        Raises
        ------
        NotFoundError
            If no known claim names it.
        """
        found = self.account.facts.get(fact)
        if found is None:
            raise NotFoundError(f"no such fact: `{fact}`", meant(fact, self.account.facts, "`kg facts` lists them"))
        return found

    def entity(self, entity: str) -> str:
        """Make sure that there is such an entity.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        if entity not in self.records.entities:
            hint = meant(entity, self.records.entities, "`sources/entities.yaml` lists them")
            raise NotFoundError(f"no such entity: `{entity}`", hint)
        return entity

    def describes(self) -> str:
        """Say what a table of this graph describes, and on how much it rests."""
        voices = {voice for reading in self.account.readings.values() if reading.counts for voice in reading.voices}
        articles = {claim.article for claim in self.claims.values()}
        return f"as reported in these sources: {len(articles)} articles, {len(voices)} voices"

    def _texts(self) -> Mapping[str, str]:
        if self.texts is None:
            return {}
        from kg import texts

        return {
            article.id: texts.read(self.texts, article.text.file)
            for article in self.records.articles.values()
            if article.text
        }

    def dataset(self) -> rdflib.Dataset:
        """Give the same data as an rdflib dataset, for everything that rdflib can do.

        The default graph is the account, each named graph one article's claims. It is the store itself, for reading.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.store.inner))
        for prefix, iri in self.project.names.prefixes().items():
            dataset.bind(prefix, iri)
        return dataset


def slice_of(whole: Held, cut: Cut) -> Parts:
    """Get what a slice of a graph holds: cut once, when it is first asked; its quads in a store of their own."""

    @cache
    def made() -> tuple[Records, Account]:
        from kg import slices

        return slices.cut_account(whole.records, whole.ontology, whole.account, cut)

    def its_store() -> Store:
        from kg.rdf import Terms, lines_of

        (records, account), names = made(), whole.project.names
        return Store.of(lines_of(records, account, Terms(names, whole.ontology, records.entities)), names.prefixes())

    return Parts(lambda: whole.ontology, lambda: made()[0], lambda: made()[1], its_store)
