"""The graph that users hold: it asks, measures, draws and explains one account of one project's claims."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import named
from kg.binding import bind
from kg.errors import UsageError
from kg.held import Held, Parts, slice_of
from kg.hints import meant
from kg.limits import Limits
from kg.project import Project
from kg.results import Result

if TYPE_CHECKING:  # a query needs none of it: each method imports what it works with
    import networkx as nx

    from kg.account import FactAccount
    from kg.conflicts import Conflict
    from kg.fragile import Fragile
    from kg.learnt import Diff
    from kg.reports import Row
    from kg.slices import Cut, Words
    from kg.timeline import Timeline
    from kg.view import Drawn


class Graph(Held):
    """One account of a project's claims, and all that can be asked of it.

    Parameters
    ----------
    project, parts, texts
        What it holds.
    of
        Of what it is a slice, and which; None: it is the whole.
    """

    def __init__(
        self, project: Project, parts: Parts, texts: Path | None = None, of: tuple[Graph, Cut] | None = None
    ) -> None:
        super().__init__(project, parts, texts)
        self._of = of

    @property
    def whole(self) -> Graph:
        """The graph of which this is a slice, or itself."""
        return self._of[0] if self._of else self

    @property
    def cut(self) -> Cut:
        """Which slice of the whole it is."""
        from kg.slices import Cut

        return self._of[1] if self._of else Cut()

    def __repr__(self) -> str:
        """Count what the graph holds."""
        return (
            f"<Graph of {self.project.title}: {len(self.records.articles)} articles, {len(self.account.facts)} facts>"
        )

    def query(self, text: str, limits: Limits | None = None, /, **values: Any) -> Result:  # noqa: ANN401 - any values
        """Ask in SPARQL.

        Parameters
        ----------
        text
            A query, in which all prefixes are known; or the name of one of those that `kg query --list` lists.
        limits
            How much it may take (`kg.Limits`): without, as much as it wants.
        values
            Variable -> value, which stays a value whatever it holds. Parameters that the query declares take ids,
            words and days; bind other things by `graph.iri("asim-munir")`.

        Returns
        -------
        Result
            Rows of Python values.

        Raises
        ------
        QueryError
            With line and column, if it cannot be parsed.
        UsageError, NotFoundError
            If a value is missing or cannot be bound; if there is no such named query, or nothing of a given id.
        """
        query = named.chosen(text, self.project.root)
        bound = bind(query.text, named.bindings(query, values, self)) if values or query.parameters else query.text
        return Result(lambda: self.store.query(bound, asked=query.text), self.project.names, limits)

    def facts(
        self, *, status: Words = None, type: Words = None, entity: Words = None, accepted: bool = False
    ) -> list[Row]:
        """List facts, all of them unless narrowed; several words of one option are "or", options are "and".

        Parameters
        ----------
        status
            Statuses of facts.
        type
            Fact types.
        entity
            Entities that a claim names in some role of the fact.
        accepted
            Only what is accepted.

        Returns
        -------
        list
            A row for each fact, as `kg facts --format json` prints it, in order of the facts' ids.

        Raises
        ------
        UsageError
            If there is no such status.
        NotFoundError
            If there is no such type or entity.
        """
        from kg import reports

        narrowed = self.slice(status=status, type=type, entity=entity) if status or type or entity else self
        return [
            reports.fact_row(fact, self._conflicting.get(id_, ()))
            for id_, fact in narrowed.account.facts.items()
            if fact.accepted or not accepted
        ]

    def explain(self, fact: str, other: str | None = None) -> Any:  # noqa: ANN401 - a row, or a list of rows
        """Explain a fact; or, given two entities, every fact that names both.

        Returns
        -------
        dict or list
            As `kg explain --format json` prints it.

        Raises
        ------
        NotFoundError
            If there is no such fact or entity.
        """
        from kg import reports

        texts = self._texts()

        def told(its: FactAccount) -> Row:
            conflicts = self._conflicting.get(its.fact, ())
            return reports.explanation(its, self.account, self.claims, self.teller, texts, conflicts)

        if other is None:
            return told(self.fact(fact))
        both = {self.entity(fact), self.entity(other)}
        return [told(its) for its in self.account.facts.values() if both <= {filler for _, filler in its.fillers}]

    def conflicts(self) -> list[Conflict]:
        """List asserting claims that cannot all be so, never resolved."""
        from kg.conflicts import conflicts

        return conflicts(self.account, self.claims, self.links)

    @cached_property
    def _conflicting(self) -> dict[str, list[Conflict]]:
        from kg import reports

        return reports.conflicts_by_fact(self.conflicts())

    def slice(  # noqa: PLR0913 - each a way to cut, and every verb of the command line has them
        self,
        *,
        known_by: str | None = None,
        on: str | None = None,
        between: tuple[str, str] | str | None = None,
        certainly: bool = False,
        article: Words = None,
        publisher: Words = None,
        speaker: Words = None,
        voice: Words = None,
        status: Words = None,
        type: Words = None,
        entity: Words = None,
        without: Words = None,
    ) -> Graph:
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
        without
            Articles, publishers (with all their articles) or voices, withdrawn; `voice:x` where x is both.

        Returns
        -------
        Graph
            The slice, which can be sliced again.

        Raises
        ------
        UsageError
            If a date cannot be read, an interval ends before it starts, or there is no such status.
        NotFoundError
            If there is no such article, publisher, speaker, voice, type or entity.
        """
        options = {name: value for name, value in locals().items() if name != "self" and value}
        from kg import slices

        whole = self.whole
        cut = self.cut.then(slices.cut_of(options, whole.records, whole.account, whole.ontology))
        return Graph(self.project, slice_of(whole, cut), self.texts, (whole, cut))

    def network(self, **choice: Any) -> nx.MultiDiGraph[str]:  # noqa: ANN401 - see kg.network.network
        """Draw the edges of the account as a network; options as in `kg.network.network`."""
        from kg.network import network

        return network(self.account, self.links, self.ontology, **choice)

    def sentence(self, fact: str) -> str:
        """Tell a fact by the claims that decided its status: attributed sentences, with no text at hand."""
        return self.teller.fact(self.fact(fact), self.claims)

    def view(
        self, *, focus: str | None = None, steps: int | None = None, everything: bool = False, quotes: bool = True
    ) -> Drawn:
        """Draw the graph as a page: it draws itself in Jupyter, and `.save(path)` writes it.

        Parameters
        ----------
        focus
            An entity on whom the page opens.
        steps
            How far around the focus: 1, 2 or 3.
        everything
            All actors, however many, and not only the most central.
        quotes
            Whether the quoted words go into the page, where the graph was opened with texts.

        Raises
        ------
        NotFoundError
            If there is no such entity.
        """
        focus = focus and self.entity(focus)
        return self._page(texts=self._texts(), quotes=quotes, focus=focus, steps=steps, everything=everything)

    def draw(self, result: Result) -> Drawn:
        """Draw the edges that a query found (a CONSTRUCT, or ?a ?edge ?b) as a page; see `kg.pictures.look_of`."""
        from kg.pictures import look_of, with_notice

        look, notice = look_of(self, result)
        return with_notice(self._page(**look), notice)

    def _page(self, **look: Any) -> Drawn:  # noqa: ANN401 - see kg.view.draw
        """Draw a page, which judges by claims of all days and voices as the slice does."""
        from kg import slices
        from kg.view import draw
        from kg.voices import Links

        whole, title, gone = self.whole, self.project.title, self.cut.withdrawn.voices
        records, facts = slices.shown(whole.records, whole.ontology, whole.account, self.cut, self.account)
        links = Links.of(records, self.ontology)
        look = {"title": title, "facts": facts, "withdrawn": gone, **look}
        entities, articles, claims = records.entities, records.articles, records.claims
        return draw(entities, articles, claims, links, self.ontology, self.account, **look)

    def diff(self, *, known_by: tuple[str, str], measure: str = "degree") -> Diff:
        """Tell what was learnt between two days; see `kg.over_time.diff`."""
        from kg import over_time

        return over_time.diff(self, known_by, measure)

    def timeline(self, entity: str | None = None) -> Timeline:
        """Put facts in order of time, or those that name an entity; see `kg.over_time.timeline`."""
        from kg import over_time

        return over_time.timeline(self, entity)

    def fragile(self, *ends: str, by: str = "voice", **choice: Any) -> Fragile:  # noqa: ANN401 - see kg.network.network
        """Find what a single source carries, or on the path between two actors; see `kg.over_time.fragile`."""
        from kg import over_time

        return over_time.fragile(self, ends, by, **choice)

    def export(self, format: str) -> str:
        """Write the graph in a foreign format.

        Parameters
        ----------
        format
            A name in `kg.formats.FORMATS`.

        Raises
        ------
        UsageError
            If there is no such format.
        """
        from kg.formats import FORMATS

        if format not in FORMATS:
            raise UsageError(f"no such format: `{format}`", meant(format, FORMATS, f"there are {', '.join(FORMATS)}"))
        return FORMATS[format](self)
