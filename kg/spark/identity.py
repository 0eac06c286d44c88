"""Judgements of identity: settled on the driver, with the claims that they would change and what else they hang on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from kg.annotation.document import Document
from kg.annotation.schema import NO_DAY
from kg.base.errors import StoreError
from kg.check.facts import named_facts
from kg.check.fillers import Known
from kg.check.identity import settle
from kg.check.uniting import article_with, claim_with, ids_of
from kg.model.judgements import groups
from kg.model.records import Article, Claim, Entity, Records, Stance
from kg.ontology import Ontology
from kg.spark.bodies import read_claim, read_head
from kg.spark.frames import Job, Row, encode

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MOST_JUDGED = 200_000  # claims that name an id which is replaced: those the driver settles by
_TOUCHED = "own string, body binary, head binary"
_SOUND = "key string, fact string, article string, type string, fulfils string, day string, body binary, head binary"


class Replacing(Struct, frozen=True):
    """Which ids are replaced, in what."""

    ontology: Ontology
    ids: frozenset[str]
    articles: frozenset[str]  # whose heads name such an id
    replaced: dict[str, str] = {}


def touched(rows: Iterator[Row], its: Replacing) -> Iterator[Row]:
    """Give the claims that name, or of which the head names, an id that may be replaced."""
    for own, article, body, head in rows:
        claim = read_claim(body)
        heads = its.articles if head is None else {article} if _names(read_head(head), its.ids) else ()
        if article in heads or not its.ids.isdisjoint(ids_of(claim, its.ontology)):
            yield own, body, head


def shown(rows: Iterator[Row], its: Replacing) -> Iterator[Row]:
    """Give sound claims with one id for each thing."""
    for own, day, body, head in rows:
        claim = claim_with(read_claim(body), its.replaced, its.ontology)
        article = None if head is None else encode(article_with(read_head(head), its.replaced))
        yield own, claim.fact, claim.article, claim.type, claim.fulfils, day, encode(claim), article


def shown_heads(rows: Iterator[Row], its: Replacing) -> Iterator[Row]:
    """Give heads with one id for each thing."""
    return ((id_, encode(article_with(read_head(body), its.replaced))) for id_, body in rows)


def _names(article: Article, ids: frozenset[str]) -> bool:
    return not ids.isdisjoint(id_ for id_ in (article.publisher, article.agency, article.coded_by) if id_)


def sound_claims(session: SparkSession, rows: DataFrame, replacing: Replacing) -> DataFrame:
    """Give sound claims as they are judged: with the ids that are shown."""
    if not replacing.replaced:
        return rows.selectExpr("own key", "fact", "article", "type", "fulfils", "day", "body", "head")
    sent = session.sparkContext.broadcast(replacing)
    return Job(shown, ("own", "day", "body", "head"), _SOUND, sent).over(rows)


class Settled(Struct, frozen=True):
    """What judgements make of entities and heads, and what is wrong with them."""

    records: Records
    found: list[Any]
    replacing: Replacing


class Settling:
    """The judgements of a project, and the sound claims.

    Parameters
    ----------
    session
        Where the claims are.
    rows
        Sound claims with their bodies.
    documents
        Those that hold judgements.
    entities, articles
        Sound ones; of articles, as far as the driver has them.
    ontology
        Of the project.
    """

    def __init__(  # noqa: PLR0913 - what `settle` takes, and where the claims are
        self,
        session: SparkSession,
        rows: DataFrame,
        documents: Sequence[Document],
        entities: Mapping[str, Entity],
        articles: Mapping[str, Article],
        ontology: Ontology,
    ) -> None:
        self._session, self._rows, self._documents = session, rows, documents
        self._entities, self._articles, self._ontology = dict(entities), dict(articles), ontology
        self._added = set[str]()
        self._judged = [its for document in documents for its in document.judgements]

    def settled(self, unsound: set[str], heads: DataFrame | None) -> Settled:
        """Settle them; heads, where they are joined to claims, say which ids are those of articles."""
        replacing = Replacing(self._ontology, frozenset(), frozenset())
        if not self._judged:
            return Settled(Records(self._entities, self._articles, ()), [], replacing)
        if heads is not None:
            ids = self._session.createDataFrame([(id_,) for its in self._judged for id_ in its.ids], "id string")
            for row in heads.where("is_sound").join(ids, "id", "left_semi").select("body").collect():
                self._add(read_head(bytes(row.body)))
        firsts = self._firsts()
        there = self._entities.keys() | {claim.fact for claim in firsts}
        shown = {next((id_ for id_ in ids if id_ in there), "") for ids in groups(self._judged)}
        others = {id_ for ids in groups(self._judged) for id_ in ids} - shown
        heads = frozenset(id_ for id_, its in self._articles.items() if _names(its, frozenset(others)))
        replacing = structs.replace(replacing, ids=frozenset(others), articles=heads)
        claims, rests = self._touched(replacing)
        stubs = [its for its in (*firsts, *self._on_ways()) if its.fact not in others]
        stubs = [its for its in stubs if others.isdisjoint(ids_of(its, self._ontology))]
        records = Records(self._entities, self._articles, tuple(sorted((*claims, *stubs), key=lambda its: its.key)))
        given = self._articles.keys() - self._added
        settled, found = settle(self._documents, records, unsound, self._ontology, rests)
        articles = {id_: its for id_, its in settled.articles.items() if id_ in given}
        settled = structs.replace(settled, articles=articles, claims=())
        return Settled(settled, found, structs.replace(replacing, replaced=settled.replaced))

    def _touched(self, replacing: Replacing) -> tuple[list[Claim], set[str]]:
        sent = self._session.sparkContext.broadcast(replacing)
        found = Job(touched, ("own", "article", "body", "head"), _TOUCHED, sent).over(self._rows)
        found = found.persist()
        if found.count() > MOST_JUDGED:
            what = f"more than {MOST_JUDGED:,} claims name an id that is judged to be another one"
            raise StoreError(what, "write the id that is shown in the sources, and take the judgement back")
        rows = found.collect()
        found.unpersist()
        for row in rows:
            if row.head is not None:
                head = read_head(bytes(row.head))
                self._add(head)
        claims, known = (
            [read_claim(bytes(row.body)) for row in rows],
            Known(self._entities, (), self._ontology.concepts),
        )
        return claims, {fact for claim in claims for fact in named_facts(claim, self._ontology, known)}

    def _firsts(self) -> list[Claim]:
        """Give stubs of the first claim, and of the first with a label, on each fact that is judged."""
        ids = sorted({id_ for its in self._judged for id_ in its.ids})
        named = self._session.createDataFrame([(id_,) for id_ in ids], "fact string")
        first = self._rows.join(named, "fact").groupBy("fact", "type", "label").agg(_expr("min(own) own"))
        return [its for row in first.collect() for its in self._stubs(row.own, row.fact, row.type, label=row.label)]

    def _on_ways(self) -> list[Claim]:
        """Give stubs of the claims by which facts lead to facts, but for those that lead no further."""
        found: list[Claim] = []
        for field in ("part_of", "fulfils"):
            links = self._rows.where(f"{field} is not null").groupBy("fact", "type", field).agg(_expr("min(own) own"))
            for row in links.collect():
                found += self._stubs(row.own, row.fact, row.type, **{field: row[field]})
        return found

    def _add(self, head: Article) -> None:
        """Take a head that is joined to its claims, for as long as it is settled."""
        if head.id not in self._articles or (head.id in self._added and head.publisher):
            self._articles[head.id] = head
            self._added.add(head.id)

    def _stubs(self, own: str, fact: str, type_: str, **fields: Any) -> Iterable[Claim]:  # noqa: ANN401 - of any field
        article, _, id_ = own.rpartition("/")
        self._add(Article(id=article, publisher="", published=NO_DAY))  # nothing hangs on it: the stub is not changed
        yield Claim(article=article, id=id_, fact=fact, type=type_, stance=Stance.ASSERTS, evidence=(), **fields)


def _expr(text: str) -> Any:  # noqa: ANN401 - a column of Spark
    from pyspark.sql import functions as f

    return f.expr(text)
