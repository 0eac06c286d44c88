"""Claims read and checked on Spark: which are kept, and what is wrong with the others, as `kg.check.check` says.

Entities, judgements and heads of articles are checked on the driver, by the code of one machine; claims one by one in
workers, which take it that every fact exists that a claim names. What crosses claims comes after (`crosschecks`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kg import ontology
from kg.annotation.jsonl_reader import MOST
from kg.base.errors import Fault, Place, UnreadError
from kg.check.entities import Entities
from kg.check.heads import Heads
from kg.check.notes import Notes
from kg.check.readings import choose
from kg.model.records import UNNAMED, UNNAMED_SOURCES, Entity
from kg.spark.claim_rows import (
    CLAIM,
    FAULT,
    LIGHT,
    ROWS,
    Checking,
    Home,
    claim_rows,
    of_document,
    placed_claim_rows,
)
from kg.spark.crosschecks import AT, At, Crossed, Crossing
from kg.spark.frames import Job
from kg.spark.identity import Settled, Settling, shown_heads, sound_claims
from kg.spark.joined_heads import (
    HEADS,
    OF_ARTICLE,
    CheckingHeads,
    checked_heads,
    heads_in,
    heads_of,
    homes_of,
    lines_with_articles,
    places_with_articles,
)
from kg.spark.packed import ENTITIES_HELD, sent
from kg.spark.read_sources import ReadSources
from kg.spark.reading import Sources, sources_of
from kg.spark.refusals import Places
from kg.spark.refused import Refusing
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

    from kg.base.project import Project

__all__ = ["HEADS_BROADCAST", "Checked", "Sources", "check_claims", "sources_of"]

# Heads of articles that every worker holds; more are joined to their claims. A million of them come to some 550 MB in a
# process of Python.
HEADS_BROADCAST = 500_000
_MOST_COLUMNS = 100_000  # lines that are read once more, for the columns of what is wrong in them
_REFUSED_KEYS = ("file", "line", "column", "key", "fact", "what", "hint")


class Checked(Struct, frozen=True):
    """What is sound in the sources, and what is wrong with the rest.

    `claims` has a row for each sound claim: key, fact, article, type, fulfils, day of publication, body (msgpack of
    the claim, with the ids that are shown) and head (msgpack of its article, where heads are joined). `refused` has a
    row for each fault that refuses something: file, line, column, key and fact of the claim it is about, what, hint.
    """

    background: Background
    claims: DataFrame
    refused: DataFrame
    counts: dict[str, int]  # read, refused, suggested, aside, claims, articles, entities
    heads: DataFrame | None = None  # id and body, where heads are joined
    inputs: dict[str, str] = {}  # name of each file -> its size
    kept: tuple[DataFrame, ...] = ()  # to be let go when all is built


def check_claims(
    session: SparkSession,
    project: Project,
    sources: Sources,
    *,
    heads_broadcast: int = HEADS_BROADCAST,
    entities_held: int = ENTITIES_HELD,
) -> Checked:
    """Read and check all claims of some sources.

    Parameters
    ----------
    session
        Where they are read and checked.
    project
        Its ontology, and which readings are chosen.
    sources
        From `sources_of`.
    heads_broadcast
        How many heads of articles every worker holds.
    entities_held
        How many entities every worker holds as records; more are put into a file.

    Returns
    -------
    Checked
        The claims that `kg.check.check` keeps, and the faults by which it refuses the others. Warnings are left to
        `kg check`.

    Raises
    ------
    UnreadError
        If a file as a whole cannot be read.
    """
    return _Check(session, project, sources, heads_broadcast, entities_held).checked()


class _Check:
    """One check: what was read and found so far."""

    def __init__(
        self, session: SparkSession, project: Project, sources: Sources, heads_broadcast: int, entities_held: int
    ) -> None:
        self._project, self._held = project, entities_held
        self._model = ontology.load(project.ontology)
        self._notes = Notes()
        self._read = ReadSources(session, project, sources, heads_broadcast)
        self._heads: DataFrame | None = None  # where they are joined to claims
        self._heads_read: DataFrame | None = None

    def checked(self) -> Checked:
        """Take all steps, in order."""
        self._choice = choose(self._read.documents.values(), self._project.readings)
        self._used = sorted(self._choice.used, key=lambda its: its.file)
        self._places = Places(self._read.names, self._read.whole, self._read.before)
        entities = Entities(self._used, self._model, self._notes)
        if self._read.is_joined:
            self._heads = self._join_heads(entities)
        heads = Heads([] if self._heads is not None else self._used, entities, self._notes, None)
        checking = self._checking(entities, heads)
        rows = self._rows(checking)
        totals = self._totals(rows)
        checking = structs.replace(checking, is_unnamed=totals["unnamed"] == 2)
        if checking.is_unnamed:
            entities.sound.setdefault(UNNAMED, UNNAMED_SOURCES)
        claims = rows.where(f"kind = '{CLAIM}'")
        light = self._read.keep(claims.selectExpr(*(its.split()[0] for its in LIGHT.split(", "))))
        crossing = Crossing(self._read.session, claims, light, checking, self._id_place)
        crossed = crossing.crossed()
        self._read.kept += crossing.kept
        sound = claims.where("sound and not fallen")
        if crossed.refused:
            from pyspark.sql.functions import broadcast

            refused_at = self._read.session.createDataFrame(crossed.refused, "file int, block long, nth long")
            sound = sound.join(broadcast(refused_at), [*AT], "left_anti")  # few: no claim has to move for them
        settled = self._settle(sound, entities, heads)
        return self._result(rows, sound, crossed, settled, totals)

    def _settle(self, sound: DataFrame, entities: Entities, heads: Heads) -> Settled:
        """Apply judgements of identity, and note what is wrong with them."""
        settling = Settling(self._read.session, sound, self._used, entities.sound, heads.articles, self._model)
        elsewhere = {claim.fact for document in self._choice.others for claim in document.claims}
        settled = settling.settled({*entities.drafted, *elsewhere}, self._heads)
        for document, path, finding in settled.found:
            self._notes.note(document, path, finding)
        return settled

    def _result(
        self, rows: DataFrame, sound: DataFrame, crossed: Crossed, settled: Settled, totals: dict[str, int]
    ) -> Checked:
        its = settled.records
        background = Background(self._model, self._project.names, self._sent(its.entities), its.articles, its.replaced)
        heads = None
        if self._heads is not None:
            replacing = self._read.send(settled.replacing)
            heads = Job(shown_heads, ("id", "body"), "id string, body binary", replacing).over(
                self._heads.where("is_sound")
            )
        used = [fault for document in self._used for fault in document.faults]
        faults = {*used, *self._notes.faults(), *self._choice.faults, *self._model.outdated}
        counts = self._counts(totals, sound.count())
        articles = len(its.articles) if self._heads is None else self._heads.where("is_sound").count()
        return Checked(
            background,
            sound_claims(self._read.session, sound, settled.replacing),
            Refusing(self._read, self._places, self._heads_read, self._heads).refused(rows, crossed, faults),
            counts | {"articles": articles, "entities": len(its.entities)},
            heads,
            self._read.sizes(),
            tuple(self._read.kept),
        )

    def _sent(self, entities: Mapping[str, Entity], refused: Collection[str] = ()) -> Mapping[str, Entity]:
        """Give entities as workers get them."""
        return sent(entities, refused, self._held)

    def _id_place(self, at: At) -> str:
        """Write where the id of a claim stands."""
        is_whole = at[0] in self._places.whole
        return str(self._read.documents[at[0]].place("claims", at[2], "id") if is_whole else self._places.of(*at))

    def _checking(self, entities: Entities, heads: Heads) -> Checking:
        homes = {
            id_: Home(article, self._read.numbers[id(heads.homes[id_])], id_ in heads.articles)
            for id_, article in heads.all.items()
        }
        return Checking(
            self._read.names,
            self._places.whole,
            self._read.given.numbers,
            self._model,
            self._sent({UNNAMED: UNNAMED_SOURCES} | entities.named(), entities.drafted),
            frozenset(entities.drafted.keys() - self._model.concepts.keys()),
            None if self._heads is not None else homes,
            self._read.tables,
            self._heads is not None,
        )

    def _join_heads(self, entities: Entities) -> DataFrame:
        """Read and check the heads of articles where they are."""
        whole, before = self._places.whole, self._read.before
        known = self._sent(entities.sound), self._sent(entities.named(), entities.drafted)
        checking = self._read.send(CheckingHeads(self._read.names, whole, self._read.tables, before, *known))
        read = Job(heads_in, (*AT, "value"), HEADS, checking).over(self._read.first.where("kind = 'article'"))
        own = [row for document in self._used for row in heads_of(self._read.numbers[id(document)], document)]
        self._heads_read = self._read.keep(read.union(self._read.table(own, HEADS)))
        return self._read.keep(checked_heads(self._heads_read, checking))

    def _rows(self, checking: Checking) -> DataFrame:
        """Read and check the claims one by one."""
        given = checking
        if self._heads is not None:
            given = structs.replace(checking, homes=homes_of(self._heads, [its.reading_of for its in self._used]))
        own = [
            row
            for document in self._used
            if document.holds_whole_articles
            for row in of_document(self._read.numbers[id(document)], document, given)
        ]
        rows, by = self._read.table(own, ROWS), self._read.send(checking)
        if self._heads is None:
            for its in self._read.claims(claim_rows, placed_claim_rows, ROWS, by):
                rows = rows.union(its)
        else:
            for its in self._read.claims(lines_with_articles, places_with_articles, OF_ARTICLE, by):
                rows = rows.union(self._with_heads(its, by))
        return self._read.keep(rows)

    def _with_heads(self, lines: DataFrame, by: Broadcast[Checking]) -> DataFrame:
        """Check lines of claims beside the heads of their articles."""
        assert self._heads is not None  # else nothing is joined
        heads = self._heads.where("is_first").selectExpr("id article", "body head", "file home", "is_sound")
        joined = lines.join(heads, "article", "left").sortWithinPartitions(*AT)
        return Job(placed_claim_rows, (*AT, "value", "head", "home", "is_sound"), ROWS, by).over(joined)

    def _totals(self, rows: DataFrame) -> dict[str, int]:
        found = rows.selectExpr(
            "coalesce(max(unnamed), 0) unnamed", "coalesce(sum(read), 0) read", "coalesce(sum(suggested), 0) suggested"
        ).first()
        assert found is not None  # an aggregate has one row
        faulty = rows.where(f"kind = '{FAULT}'").groupBy("file").count().where(f"count > {MOST}").collect()
        if faulty:
            what, hint = f"cannot be read further: more than {MOST:,} faults", "mend the others first"
            raise UnreadError(Fault(Place(self._read.names[row.file]), what, hint) for row in faulty)
        return {name: int(value) for name, value in found.asDict().items()}

    def _counts(self, totals: dict[str, int], claims: int) -> dict[str, int]:
        """Count what became of the claims in the files: what is not kept, suggested or set aside is refused."""
        aside = sum(document.claims_in for document in self._choice.aside)
        its = [*self._choice.used, *self._choice.undecided]
        suggested = totals["suggested"] + sum(document.suggested for document in its)
        of_heads = 0
        if self._heads_read is not None:
            row = self._heads_read.selectExpr("coalesce(sum(read), 0) read").first()
            of_heads = 0 if row is None else int(row.read)
        number = totals["read"] + of_heads + sum(document.claims_in for document in self._read.documents.values())
        counts = {"read": number, "refused": number - claims - suggested - aside, "suggested": suggested}
        return counts | {"aside": aside, "claims": claims}
