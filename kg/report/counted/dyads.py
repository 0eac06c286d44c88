"""Who deals with whom, how much and how: a row for each pair of actors or of sides; what `kg dyads` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, cast

from msgspec import Struct, structs

from kg import charts
from kg.base.disk import write_whole
from kg.base.errors import UsageError
from kg.base.hints import MOST_FACTS, NEWEST, counted, rows_shown, several, unknown
from kg.base.listings import SHOWN_AS_TEXT, first_lines, html_table
from kg.model.records import ACTORS
from kg.network.absence import elsewhere, no_edges
from kg.network.acts import happening, tendencies
from kg.network.choice import ONE_MODE, Choice, choose, refuse_shared_edges
from kg.ontology import Ontology
from kg.report.chance import null_of_pairs
from kg.report.counted.pair_rows import COLUMNS, HEAD, cells, contests, flat_row, pair_row
from kg.report.counted.pairing import TENDENCIES, Dyad, pairs_of
from kg.report.counted.sums import sums_words
from kg.report.emptiness import no_facts
from kg.report.facts import Row
from kg.report.networks import with_ends
from kg.report.ordering import known
from kg.sensitivity.null_model import DRAWS, Chance, Pair
from kg.snapshot.areas import side_in
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

ACTOR, SIDE = BY = ("actor", "side")
MOST = "most"
ORDERS = (MOST, NEWEST, *TENDENCIES, "voices", "name")
SHOWN, _MOST_TOLD = 50, 3  # pairs in a notebook; acts of a pair, and figures, in a line
_WIDTHS = (8, 5, 11, 7, 10, 10, 6, 7)  # of the columns of `HEAD`
_HOW = "`--format json` gives all, in Python `row()`"


class Dyads(Struct, frozen=True):
    """The pairs of a graph, or those of one entity, in an order; in Jupyter they show themselves."""

    snapshot: Snapshot
    pairs: tuple[Dyad, ...]
    by: str
    order: str
    entity: str | None  # whose pairs they are; None: all
    within: int  # findings that join two of one side, which are in no pair
    asked: Choice  # the options of the network, as they were given
    choice: Choice  # the same, with what they mean where they were not
    left_out: tuple[str, ...]  # lines that say what else is in no pair, and who is in one without speaking for its side
    chances: Mapping[Pair, Chance] | None = None  # what random draws give pairs that have accepted findings, if asked
    drawn: str = ""  # what these draws are

    def null(self, draws: int = DRAWS, seed: int = 0) -> Dyads:
        """Put the accepted findings of each pair beside those that random draws with the same numbers of facts give it.

        Parameters
        ----------
        draws, seed
            As of `kg.report.chance.null_of_pairs`. The draws are of all actors, whoever's pairs these are.

        Raises
        ------
        UsageError, AnalysisError
            If these are pairs of sides; as by `kg.sensitivity.null_model.null_of_pairs`.
        """
        if self.by != ACTOR:
            raise UsageError("chance is of pairs of actors, and these are of sides", "leave out `--by side`")
        found = null_of_pairs(self.snapshot, draws=draws, seed=seed, **self.choice)
        drawn = (
            f"beside {draws} random draws (seed {seed}) that keep the numbers of facts: of each actor in each role, "
            "and of actors in each fact"
        )
        return structs.replace(self, chances=found, drawn=drawn)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Dyad]:
        return iter(self.pairs)

    def row(self, top: int | None = None) -> list[Row]:
        """Give the JSON of `kg dyads`: a row for each pair, or for the first so many."""
        name = self.snapshot.teller.name
        return [pair_row(pair, name, self.chances) for pair in self.pairs[:top]]

    def flat(self, top: int | None = None) -> tuple[list[str], list[Row]]:
        """Give the columns of a table of pairs, and its rows of plain values: a column for each status and figure."""
        rows = [flat_row(pair, self.snapshot.teller.name, self.chances) for pair in self.pairs[:top]]
        return [*dict.fromkeys((*COLUMNS, *sorted({name for row in rows for name in row} - {*COLUMNS})))], rows

    def to_pandas(self) -> pd.DataFrame:
        """Give them as a data frame of pandas: a row for each pair, a column for each status."""
        from kg.report.tabular import frame

        return frame(*self.flat())

    def lines(self, top: int = MOST_FACTS) -> list[str]:
        """Write them for a terminal: of the first so many, whom they join, then numbers, then what these are of."""
        if not self.pairs:
            return []
        teller = self.snapshot.teller.brief
        head = "  ".join(f"{name:>{width}}" for name, width in zip(HEAD, _WIDTHS, strict=True))
        return [head, *(line for pair in self.pairs[:top] for line in self._lines(pair, teller.name))]

    def _lines(self, pair: Dyad, name: Callable[[str], str]) -> Iterator[str]:
        yield f"{name(pair.source)} {pair.arrow} {name(pair.target)}"
        yield "  ".join(f"{cell:>{width}}" for cell, width in zip(cells(pair), _WIDTHS, strict=True)).rstrip()
        yield f"{'':10}{self._details(pair)}"

    def _details(self, pair: Dyad) -> str:
        """Say how the findings of a pair stand, and what was done in the accepted ones."""
        label = self.snapshot.teller.brief.name
        acts = [f"{label(act)} {number}" for act, number in list(pair.acts.items())[:_MOST_TOLD]]
        more = len(pair.acts) - len(acts)
        unread = pair.accepted - pair.read
        chance = (self.chances or {}).get(pair.key)
        said = (
            chance.words if chance else "",
            ", ".join(f"{number:,} {status}" for status, number in pair.by_status.items()),
            contests(pair),
            several([*acts, *([f"{more:,} more acts" if more > 1 else "1 more act"] if more else [])]),
            sums_words(pair.values, _MOST_TOLD),
            f"{'' if unread == pair.accepted else f'{unread} '}not read" if unread else "",
        )
        return " · ".join(filter(None, said))

    @property
    def counts(self) -> str:
        """Count the pairs."""
        of = "" if self.entity is None else f" of {self.entity}"
        return f"{counted(len(self.pairs), 'pair')} of {self.by}s{of}"

    @property
    def empty(self) -> str:
        """Say why there is no pair, and by which options there would be some; empty if there are any."""
        if self.pairs:
            return ""
        account, ontology = self.snapshot.account, self.snapshot.ontology
        if not account.facts:
            return no_facts(self.snapshot)
        of_any_status = self.choice | {"accepted": False}
        chosen = choose(of_any_status, self.snapshot.records.entities.values(), ontology)
        return no_edges(account, ontology, of_any_status, chosen, self.entity if self.by == ACTOR else None)

    def notes(self, top: int | None = None) -> list[str]:
        """Say in lines what a list of the first so many leaves out, and how to have it."""
        snapshot, shown = self.snapshot, len(self.pairs[:top])
        chosen = choose(self.choice, snapshot.records.entities.values(), snapshot.ontology)
        within = counted(self.within, "finding")
        return [
            *filter(None, [rows_shown(shown, len(self.pairs), "pairs", self.order, _HOW)]),
            *filter(None, [elsewhere(snapshot.account, snapshot.ontology, self.asked, chosen)]),
            *self.left_out,
            *filter(None, [self.drawn]),
            *([f"in no pair: {within} within one side; `--by {ACTOR}` has them"] if self.within else []),
        ]

    def draw(self, format: str = "svg", *, rows: int = charts.MOST_SQUARE) -> bytes:
        """Draw a matrix: sources by targets, in each cell how many findings there are, divided by status.

        Parameters
        ----------
        format
            ``svg`` or ``png``.
        rows
            How many actors or sides at most; those with most findings are kept, and the picture says what it leaves
            out.

        Raises
        ------
        UsageError
            If it is another format, or matplotlib is not installed.
        """
        known_by = f"known by {self.snapshot.account.known_by}"
        return charts.matrix(
            [charts.Tied(its.source, its.target, its.directed, its.standing) for its in self.pairs],
            self.snapshot.teller.brief.name,
            title=self.snapshot.project.title,
            caption=f"{self.counts}, {known_by}",
            format=format,
            rows=rows,
        )

    def save(self, path: str | Path, *, rows: int = charts.MOST_SQUARE) -> Path:
        """Draw it into a file, whose name says in which format."""
        path = Path(path)
        write_whole(path, self.draw(path.suffix.removeprefix("."), rows=rows))
        return path

    def __repr__(self) -> str:
        """Count the pairs, and write the first of them."""
        few = SHOWN_AS_TEXT // 3
        left_out = rows_shown(min(few, len(self.pairs)), len(self.pairs), "pairs", self.order, "`row()` has all")
        lines = self.lines(few) or [self.empty]
        notes = "\n".join(filter(None, [left_out, *self.notes()]))
        return first_lines(f"<Dyads: {self.counts}>", lines, "`lines(top=N)` writes more", notes)

    def _repr_html_(self) -> str:
        """Show the matrix inside an `img`, which a notebook shows that is not trusted, and the first pairs below."""
        if not self.pairs:
            return f"<p>{escape(self.empty)}</p>"
        svg = self._repr_svg_()
        picture = charts.embedded(svg.encode(), f"Matrix of {self.counts}") if svg else ""
        name = self.snapshot.teller.brief.name
        head = ("source", "", "target", *HEAD, "what")
        rows = (
            [name(its.source), its.arrow, name(its.target), *cells(its), self._details(its)]
            for its in self.pairs[:SHOWN]
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes(SHOWN))
        return picture + html_table(head, rows) + notes

    def _repr_svg_(self) -> str | None:
        try:
            return self.draw().decode()
        except UsageError:  # no matplotlib: Jupyter then shows the table alone
            return None


def dyads(
    snapshot: Snapshot, entity: str | None = None, *, by: str = ACTOR, sort: str = MOST, **choice: Unpack[Choice]
) -> Dyads:
    """Count what joins each two actors, or each two sides: facts, and never reports of them.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    entity
        Only its pairs; by side, those of the side with which it is counted. A stand-in that is named is counted.
    by
        ``actor``, or ``side``: each actor is counted with the side for which it speaks, as on a page.
    sort
        ``most``: those first with most accepted findings; ``newest``, ``cooperative``, ``hostile``, ``voices``,
        ``name``.
    **choice
        Which edges are counted, as in `kg.network.network`. Left out, actors of all kinds are joined, in all layers in
        which something happens: in none that holds only what lasts, such as posts.

    Returns
    -------
    Dyads
        A pair for each direction in which something was done, and one without for what is done or holds both ways.

    Raises
    ------
    UsageError, NotFoundError
        If there is no such entity, sort of pair, order or option of a network.
    """
    if by not in BY:
        raise UsageError(*unknown("sort of pair", by, BY))
    known(sort, ORDERS)
    asked, included = with_ends(snapshot, choice, [] if entity is None else [entity])
    wide, sides = _wide({**asked}, snapshot.ontology), side_in(snapshot) if by == SIDE else None
    side: Callable[[str], str] = sides or str
    chosen = choose(wide, snapshot.records.entities.values(), snapshot.ontology)
    refuse_shared_edges(chosen, "a table of pairs")
    only = None if entity is None else side(snapshot.entity(entity))
    found = pairs_of(snapshot, chosen, side, only)
    pairs = tuple(_in_order(found.pairs, sort, snapshot.teller.name))
    several = sides.told(snapshot.teller.brief.name) if sides else ""
    left_out = (*filter(None, [included]), *found.left_out, *filter(None, [several]))
    return Dyads(snapshot, pairs, by, sort, only, found.within, choice, wide, left_out)


def _wide(choice: Mapping[str, Any], ontology: Ontology) -> Choice:
    """Choose actors of all kinds, and the layers in which something happens, unless something else is asked for."""
    for name, usual in (("mode", ONE_MODE), ("accepted", True), ("directed", False), ("gatherings", False)):
        if choice.get(name, usual) != usual:
            what = "they are of facts of any status and any size, in the directions of these"
            raise UsageError(f"pairs take no `{name}`", what)
    wide: dict[str, Any] = {name: value for name, value in choice.items() if value is not None}
    wide.setdefault("kinds", sorted(kind.value for kind in ACTORS))
    if not any(wide.get(name) for name in ("layers", "edges", "acts", *tendencies(wide, ontology))):
        wide["layers"] = sorted(happening(ontology))
    return cast("Choice", wide)  # `choose` refuses what is no option


def _in_order(pairs: Iterable[Dyad], order: str, name: Callable[[str], str]) -> list[Dyad]:
    found = sorted(pairs, key=lambda its: (-its.accepted, -its.findings, its.source, its.target, its.directed))
    if order == "name":
        found.sort(key=lambda its: (name(its.source).casefold(), name(its.target).casefold()))
    elif order == NEWEST:
        found.sort(key=lambda its: its.last or "", reverse=True)
    elif order == "voices":
        found.sort(key=lambda its: -len(its.voices))
    elif order != MOST:
        found.sort(key=lambda its: -int(getattr(its, order)))
    return found
