"""The graph that users hold: it asks, measures, draws and explains one account of one project's claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.base.letters import cut
from kg.graph.asking import Asking
from kg.graph.left_out import not_shown
from kg.query import library
from kg.query.binding import bind
from kg.query.earlier_terms import earlier_terms, refuse_earlier_terms
from kg.query.limits import Limits
from kg.query.result import Result
from kg.snapshot.parameters import bindings

if TYPE_CHECKING:  # a query needs none of it: each method imports what it works with
    from kg.account.conflicts import Conflict
    from kg.base.listings import Listing
    from kg.formats.imports.quoting import Paths
    from kg.report.between import Between
    from kg.report.diff import Diff
    from kg.report.explanations import Explanation
    from kg.report.facts import Row
    from kg.report.fragile import Fragile
    from kg.report.timeline import Timeline
    from kg.snapshot.slices import OneOrMore
    from kg.view import Drawn


class Graph(Asking):
    """One account of a project's claims, and all that can be asked of it.

    Parameters
    ----------
    project, loaders, texts, of
        As of a `Snapshot`.
    """

    def __repr__(self) -> str:
        """Count what the graph holds."""
        articles, facts = counted(len(self.records.articles), "article"), counted(len(self.account.facts), "fact")
        return f"<Graph of {cut(self.project.title, 60)}: {articles}, {facts}>"

    def query(self, text: str, limits: Limits | None = None, /, **values: Any) -> Result:  # noqa: ANN401 - any values
        """Ask in SPARQL.

        Parameters
        ----------
        text
            A query, in which all prefixes are known; or the name of one of those that `kg query --list` lists.
        limits
            How much it may take (`kg.Limits`) until all of it is read; the query then runs in a process of its own.
            Without, it takes as much as it wants, in this one.
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
            With line and column, if it cannot be parsed, or a term of it is gone since an earlier edition.
        UsageError, NotFoundError
            If a value is missing or cannot be bound; if there is no such named query, or nothing of a given id.
        """
        result = self.stream(text, limits, **values)
        return result.read() if limits else result

    def stream(self, text: str, limits: Limits | None = None, hosts: tuple[str, ...] = (), /, **values: Any) -> Result:  # noqa: ANN401 - any values
        """Ask in SPARQL, as by `query`, of which nothing is read yet: for an answer that is written as it is found.

        Parameters
        ----------
        text, limits, values
            As of `query`. The time runs until all is read, or written by `Result.write`.
        hosts
            That SERVICE may ask, within limits: for the command line.
        """
        query = library.chosen(text, self.project.root)
        if found := earlier_terms(query.text, self.project.names.prefixes()):
            refuse_earlier_terms(query.text, found, self.ontology.replaced)
        bound = bind(query.text, bindings(query, values, self)) if values or query.parameters else query.text
        names = self.project.names
        if limits is None:
            return Result(lambda: self.store.query(bound, asked=query.text), names)
        return Result(lambda: self.store.query_within(limits, bound, asked=query.text, hosts=hosts), names)

    def not_shown(self, text: str, limits: Limits | None = None, /, **values: Any) -> str:  # noqa: ANN401 - any values
        """Say, in a line each, what a query leaves out since it is not accepted or a stand-in; empty if nothing.

        Parameters
        ----------
        text, limits, values
            As of `query`. Queries of one's own say in their heads by which queries this is found (`# not-shown: NAME`,
            `# left-out: NAME`).
        """
        query = library.chosen(text, self.project.root)
        bound = bindings(query, values, self)

        def ask(companion: str, /, **given: Any) -> Result:  # noqa: ANN401 - any values
            return self.query(companion, limits, **given)

        return not_shown(query, ask, self.project.root, values, bound)

    def facts(  # noqa: PLR0913 - ways to narrow a list, its order and its length
        self,
        *,
        status: OneOrMore = None,
        type: OneOrMore = None,
        entity: OneOrMore = None,
        accepted: bool = False,
        sort: str = "newest",
        top: int | None = None,
    ) -> Listing[Row]:
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
        sort
            newest, oldest, status, voices, claims or id; see `kg.report.ordering.in_order`.
        top
            Only the first so many; left out, all.

        Returns
        -------
        list
            A row for each fact, as `kg facts --format json` prints it; as text and in a notebook it shows the first.

        Raises
        ------
        UsageError
            If there is no such status or order.
        NotFoundError
            If there is no such type or entity.
        """
        from kg.report.facts import fact_row, listed, select
        from kg.report.ordering import in_order

        found = select(self, status=status, type=type, entity=entity, accepted=accepted)
        return listed((fact_row(self, fact) for fact in in_order(found, sort)[:top]), sort)

    def explain(self, fact: str, other: object = None, *, rows: Paths = ()) -> Explanation:
        """Explain a fact: its status with the rule's row, and every claim with its speaker, voice and evidence.

        Parameters
        ----------
        fact
            An id.
        other
            In the first edition, a second entity; see `explain_between`.
        rows
            Files of the rows that claims were coded from: those that are found there by their hashes are quoted.

        Returns
        -------
        dict
            As `kg explain FACT --format json` prints it; in Jupyter it shows itself as a table of claims.

        Raises
        ------
        NotFoundError
            If no known claim names it.
        UsageError
            If two entities are given.
        """
        from kg.formats.imports.quoting import rows_under
        from kg.report.explanations import explanation

        if other is not None:
            hint = f'of two entities: `graph.explain_between("{fact}", "{other}")`'
            raise UsageError("`explain` takes one fact since the second edition", hint)
        account = self.fact(fact)
        return explanation(self, account, rows_under([account], self.claims, rows))

    def between(self, a: str, b: str, *, sort: str = "newest") -> Between:
        """Tell what is said of two entities together, accepted or not, and by whom; see `kg.report.between.between`."""
        from kg.report.between import between

        return between(self, a, b, sort)

    def explain_between(self, a: str, b: str, *, rows: Paths = ()) -> Listing[Explanation]:
        """Explain every fact that names both of two entities, in whatever roles.

        Returns
        -------
        list
            As `kg explain A B --format json` prints it: a row a fact, the newest first.

        Raises
        ------
        NotFoundError
            If there is no such entity.
        """
        from kg.formats.imports.quoting import rows_under
        from kg.report.explanations import explained, explanation
        from kg.report.ordering import in_order

        both = {self.entity(a), self.entity(b)}
        naming = [fact for fact in self.account.facts.values() if both <= {filler for _, filler in fact.fillers}]
        found = rows_under(naming, self.claims, rows)
        return explained(explanation(self, fact, found) for fact in in_order(naming))

    def conflicts(self, *, sort: str = "newest") -> Listing[Conflict]:
        """List asserting claims that cannot all be so, and parts of facts that are denied or taken back.

        Returns
        -------
        list
            What `kg conflicts` prints, in its order: `kind`, `facts`, `values`, and beside each value its `claims`.
        """
        from kg.report.conflicts import conflicts

        return conflicts(self, sort)

    def view(self, *, focus: str | None = None, **look: Any) -> Drawn:  # noqa: ANN401 - see `page_of`
        """Draw the graph as a page, which draws itself in Jupyter; `.save(path)` writes it.

        Parameters
        ----------
        focus
            An entity on whom the page opens.
        look
            How else it opens: `kg.view.from_snapshot.page_of` says it.

        Raises
        ------
        NotFoundError
            If there is no such entity.
        """
        from kg.view.from_snapshot import page_of

        focus = None if focus is None else self.entity(focus)
        return page_of(self, texts=self.article_texts, focus=focus, **look)

    def draw(self, result: Result) -> Drawn:
        """Draw the edges that a query found (a CONSTRUCT, or ?a ?edge ?b) as a page; see `kg.view.from_query`."""
        from kg.view.from_query import page_of_result

        return page_of_result(self, result)

    def diff(
        self, *days: object, known_by: tuple[str, str] | None = None, measure: str = "degree", stand_ins: bool = False
    ) -> Diff:
        """Tell what was learnt between two days, given by name; see `kg.report.diff.diff`."""
        from kg.report.diff import diff, given_by_name

        return diff(self, given_by_name(days, known_by), measure, stand_ins=stand_ins)

    def timeline(self, entity: str | None = None) -> Timeline:
        """Put facts in order of time, or those that name an entity; see `kg.report.timeline.timeline`."""
        from kg.report.timeline import timeline

        return timeline(self, entity)

    def fragile(self, *ends: str, by: str = "voice", **choice: Any) -> Fragile:  # noqa: ANN401 - see kg.network.network
        """Find what a single source carries, or on the path between two actors; see `kg.report.fragile.fragile`."""
        from kg.report.fragile import fragile

        return fragile(self, ends, by, **choice)

    @overload
    def export(self, format: str, path: None = None, **options: Any) -> str: ...  # noqa: ANN401 - see below

    @overload
    def export(self, format: str, path: str | Path, **options: Any) -> None: ...  # noqa: ANN401 - see below

    def export(self, format: str, path: str | Path | None = None, **options: Any) -> str | None:
        """Write the graph in a foreign format; docs/exchange.md says what each carries and loses.

        Parameters
        ----------
        format
            A name in `kg.formats.FORMATS`.
        path
            Of the file, or of the folder where the format is one (neo4j, parquet, crate), written whole or not at all.
            A sheet is written as XLSX where the name ends so, a crate as a zip file. Left out, the text is given back.
        options
            spreadsheet: in csv and two-mode-csv, a byte order mark before the first row, by which a spreadsheet knows
            UTF-8. everything: in networks, and where edges are held, also those that are not accepted, each marked so.
            offsets: in webannotation and annotations, what positions count (`codepoints`, or `utf16` as browsers do).
            keep: in these two, the words of the evidence too, from the texts that the graph was opened with. inside:
            for annotation tools, texts may be written there. published: a crate's day. measures: in nquads, kept ones.

        Returns
        -------
        str or None
            The text; nothing where a path is given.

        Raises
        ------
        UsageError
            If there is no such format, it does not take an option, or is a folder and no path is given.
        WriteError
            If it cannot be written; what stood there is as it was.
        """
        from kg.formats import FORMATS
        from kg.formats.writing import text_of, write

        if format in FORMATS and "page" in FORMATS[format].options:
            options = {**options, "page": lambda: self.view(quotes=False).html}
        if path is None:
            return text_of(self, FORMATS, format, options)
        write(self, FORMATS, format, Path(path), options)
        return None
