"""What a graph holds: records, account, ontology and store, each loaded when it is first needed; and its slices."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.base.errors import NotFoundError
from kg.base.hints import counted, named
from kg.base.project import Project
from kg.query.store import Store
from kg.query.term_values import Iri
from kg.snapshot.loaders import Loaders, in_memory
from kg.snapshot.missing import meant_fact, meant_thing, no_entity

if TYPE_CHECKING:  # what is read late is also imported late: a query needs none of it
    import networkx as nx
    import rdflib

    from kg.account.conflicts import Conflict
    from kg.account.facts import Account, FactAccount
    from kg.account.unaccepted import Wholes
    from kg.account.voices import Links
    from kg.model.records import Claim, Records
    from kg.ontology import Ontology
    from kg.snapshot.sentences import Teller
    from kg.snapshot.slices import Cut, OneOrMore


class Snapshot:
    """A project's records with one account of them, and the same as quads.

    Parameters
    ----------
    project
        Where the ontology lies, and how things are named.
    loaders
        How the ontology, the records, their account, and the same as quads are loaded.
    texts
        A folder of the articles' texts, from which evidence is then quoted.
    of
        Of what it is a slice, and which one; None: it is the whole.
    """

    def __init__(
        self, project: Project, loaders: Loaders, texts: Path | None = None, of: tuple[Self, Cut] | None = None
    ) -> None:
        self.project, self.texts, self._loaders, self._of = project, texts, loaders, of

    @property
    def whole(self) -> Self:
        """The graph of which this is a slice, or itself."""
        return self._of[0] if self._of else self

    @property
    def cut(self) -> Cut:
        """Which slice of the whole it is."""
        from kg.snapshot.slices import Cut

        return self._of[1] if self._of else Cut()

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the manifest of its build says, of which it may be a slice; empty if it lies in no build."""
        return self.whole._loaders.manifest

    @cached_property
    def ontology(self) -> Ontology:
        """Fact types, roles, edges and concepts."""
        return self._loaders.ontology()

    @cached_property
    def records(self) -> Records:
        """Entities, articles and claims."""
        return self._loaders.records()

    @cached_property
    def account(self) -> Account:
        """What the claims amount to."""
        return self._loaders.account()

    @cached_property
    def store(self) -> Store:
        """Records and account as quads."""
        return self._loaders.store()

    @cached_property
    def article_texts(self) -> Mapping[str, str]:
        """The text of each article that has one; none if the graph was opened without texts."""
        from kg.evidence.article_text import read_all

        return {} if self.texts is None else read_all(self.texts, self.records.articles.values())

    @cached_property
    def links(self) -> Links:
        """The entities, articles and fact types that the rule reads beside the claims."""
        from kg.account.voices import Links

        return Links.of(self.records, self.ontology)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims that the account knows, by key."""
        return {claim.key: claim for claim in self.records.claims if claim.key in self.account.readings}

    @cached_property
    def teller(self) -> Teller:
        """Tells claims and facts in words."""
        from kg.snapshot.sentences import Teller

        labels = {fact.fact: fact.label for fact in self.account.facts.values() if fact.label}
        return Teller(
            self.records.entities, self.records.articles, self.ontology, labels, self.part_words, apart=self.apart
        )

    @cached_property
    def apart(self) -> dict[str, str]:
        """The entities whose name others have too, with what tells them apart: the same in all slices of a graph."""
        from kg.snapshot.namesakes import words_apart

        its = self.whole
        if its is not self:
            return its.apart
        return words_apart(its.account, its.records.claims, its.links, its.ontology)

    @cached_property
    def _wholes(self) -> tuple[Mapping[str, Wholes], Mapping[str, FactAccount]]:
        from kg.account.unaccepted import unaccepted_wholes
        from kg.snapshot.slices import Cut, cut_account

        facts = self.account.facts
        if self.cut.filters and any(whole not in facts for fact in facts.values() for whole in fact.part_of):
            whole, cut = self.whole, Cut(self.cut.known_by, self.cut.withdrawn)
            facts = cut_account(whole.records, whole.ontology, whole.account, cut)[1].facts
        found = unaccepted_wholes(facts)
        return {fact: its for fact, its in found.items() if fact in self.account.facts}, facts

    @cached_property
    def unaccepted_wholes(self) -> dict[str, list[FactAccount]]:
        """The facts that are part of one that is not accepted, with the first of those; filters may leave these out."""
        found, facts = self._wholes
        return {fact: [facts[whole] for whole in its.least] for fact, its in found.items()}

    @cached_property
    def part_words(self) -> dict[str, str]:
        """The facts that are part of one that is not accepted, with words that say so."""
        from kg.account.unaccepted import part_words

        return {fact: part_words(its, self.ontology.types) for fact, its in self._wholes[0].items()}

    def shown(self, id_: str) -> str:
        """Give the id by which an entity or a fact is shown, of which this may be another id (`identity.yaml`)."""
        return self.records.replaced.get(id_, id_)

    def iri(self, id_: str) -> Iri:
        """Name an entity, a fact, an article or a claim by its IRI, from its short id, or another id of it.

        Raises
        ------
        NotFoundError
            If there is none of that id.
        """
        names, id_ = self.project.names, self.shown(id_)
        for there, make in (
            (self.records.entities, names.entity),
            (self.account.facts, names.fact),
            (self.records.articles, names.article),
            (self.claims, names.claim),
        ):
            if id_ in there:
                return Iri(make(id_), id_)
        hint = meant_thing(id_, {*self.records.entities, *self.account.facts}, self.records)
        raise NotFoundError(f"no such thing: {named(id_)}", hint)

    def fact(self, fact: str) -> FactAccount:
        """Look up the account of a fact.

        Raises
        ------
        NotFoundError
            If no known claim names it.
        """
        found = self.account.facts.get(fact) or self.account.facts.get(self.shown(fact))
        if found is None:
            raise NotFoundError(f"no such fact: {named(fact)}", meant_fact(fact, self.account.facts, self.records))
        return found

    def entity(self, entity: str) -> str:
        """Make sure that there is such an entity, and give the id by which it is shown.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        entity = self.shown(entity)
        if entity not in self.records.entities:
            raise no_entity(entity, self.account.facts, self.records)
        return entity

    def describes(self) -> str:
        """Say what a table of this graph describes, and on how much it rests."""
        voices = {voice for reading in self.account.readings.values() if reading.counts for voice in reading.voices}
        articles = {claim.article for claim in self.claims.values()}
        counts = f"{counted(len(articles), 'article')}, {counted(len(voices), 'voice')}"
        return f"as reported in these sources: {counts}"

    def conflicts_of_claims(self) -> list[Conflict]:
        """List asserting claims that cannot all be so, never resolved."""
        return list(self._conflicts)

    @cached_property
    def _conflicts(self) -> list[Conflict]:
        from kg.account.conflicts import conflicts

        return conflicts(self.account, self.claims, self.links)

    @cached_property
    def conflicts_by_fact(self) -> Mapping[str, list[Conflict]]:
        """The conflicts of each fact that has any."""
        from kg.account.conflicts_by_fact import ConflictsByFact

        return ConflictsByFact(self.account, self.claims, self.links)

    def network(self, **choice: Any) -> nx.MultiDiGraph[str]:  # noqa: ANN401 - see kg.network.network
        """Draw the edges of the account as a network; options as in `kg.network.network`.

        Labels of actors of one name end in what tells them apart; `kg.snapshot.networks` has what else it says.
        """
        from kg.snapshot.networks import drawn

        its = (self.account, self.links, self.ontology, lambda: self.claims, self.apart)
        return drawn(*its, choice)  # type: ignore[arg-type] # options by their names

    def sentence(self, fact: str) -> str:
        """Tell a fact by the claims that decided its status: attributed sentences, with no text at hand."""
        return self.teller.fact(self.fact(fact), self.claims)

    def sentence_of_edge(self, edge: Mapping[str, Any], *ends: str) -> str:
        """Tell an edge of `network` by its claims, and say so if its fact is part of one that is not accepted.

        Where claims name more than a dozen, the two ends are named and others counted.
        """
        return self.teller.naming(*ends).told((self.claims[key] for key in edge["claims"]), edge["fact"])

    def slice(  # noqa: PLR0913 - each a way to cut, and every verb of the command line has them
        self,
        *,
        known_by: str | None = None,
        on: str | None = None,
        between: tuple[str, str] | str | None = None,
        certainly: bool = False,
        article: OneOrMore = None,
        publisher: OneOrMore = None,
        speaker: OneOrMore = None,
        voice: OneOrMore = None,
        status: OneOrMore = None,
        type: OneOrMore = None,
        entity: OneOrMore = None,
        read: bool = False,
        without: OneOrMore = None,
    ) -> Self:
        """Cut out a part of the graph, with all its methods; SPARQL sees only that part.

        Several words of one option are "or", different options are "and". Only `known_by` and `without`
        recompute the account; by all others facts are kept as they are, or left out. Entities always stay.

        Parameters
        ----------
        known_by
            A day (EDTF): only articles published by then, and what they amount to on that day.
        on, between
            A day, or an interval (two dates, or EDTF): facts whose possible time meets it. Undated facts do not.
        certainly
            With `on` or `between`: events that certainly happened within it, situations that certainly held in it.
        article, publisher, speaker, voice
            Facts with a counting claim from there. Speakers and publishers are entities.
        status, type, entity
            Facts of a status or type, or that name an entity in some role.
        read
            Facts with a counting claim that somebody read, and that is not only the row of a data set.
        without
            Articles, outlets (with all that came through them), voices or relays, withdrawn; ``voice:x``, ``outlet:x``
            or ``relay:x`` where x is several of these.

        Returns
        -------
        Snapshot
            The slice, of the class of what was sliced, which can be sliced again.

        Raises
        ------
        UsageError
            If a date cannot be read, an interval ends before it starts, or there is no such status.
        NotFoundError
            If there is no such article, publisher, speaker, voice, type or entity.
        """
        options = {name: value for name, value in locals().items() if name != "self" and value not in (None, False)}
        from kg.snapshot import cut_options, slices

        whole = self.whole
        cut = self.cut.then(cut_options.cut_of(options, whole.records, whole.account, whole.ontology))
        recomputed = partial(slices.cut_account, whole.records, whole.ontology, whole.account, cut)
        loaders = in_memory(self.project.names, lambda: whole.ontology, recomputed)
        return self.__class__(self.project, loaders, self.texts, (whole, cut))

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
