"""Rows of the Parquet tables back to records: each comes back equal, and what is odd is said by the reader."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.record_fields import Findings
from kg.annotation.schema import read_article, read_claim, read_entity
from kg.formats.parquet import schema_of
from kg.formats.parquet_reading import article_fields, article_of, claim_fields, claim_of, entity_fields, entity_of
from kg.formats.table_rows import Row, article_row, claim_row, entity_row
from kg.formats.tables import rows_of
from kg.graph.graph import Graph
from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Evidence, EvidenceKind, Figure, Kind, Scope, Stance, Text

HASH = "0123456789abcdef" * 4
IDS = st.sampled_from(["ann", "bob", "xan", "herald", "a-1"])
SOME = st.lists(IDS, max_size=3, unique=True).map(tuple)
WORDS = st.text("aéz\u05e9|\\;:=,#\"'{}&<> ", min_size=1, max_size=12).map(str.strip).filter(bool)
PROSE = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
NAMES = st.sampled_from(["Ann", "Général Öz", "שלום", "Kyiv (city)"])
TIMES = st.sampled_from(["2023-12", "2023-12-13~", "../2021-08", "2023-12-04/2023-12-08", "2023", "202X"]).map(parse)
DATED = st.sampled_from(["2023-12-14", "/2023-12-14", "2023-12"]).map(parse)
FIGURES = st.sampled_from(
    [Figure("3", "5"), Figure("20", None), Figure(None, "7"), Figure("2.5", "2.5", "EUR"), Figure("0", "0")]
)
PLACES = st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda its: (its[0], its[0] + its[1]))
SPANS = st.builds(
    lambda at, kind: Evidence(start=at[0], end=at[1], sha256=HASH, kind=kind), PLACES, st.sampled_from(EvidenceKind)
)
TICKS = PLACES.map(lambda at: Evidence(start=at[0], end=at[1], sha256=HASH))
ROWS = st.builds(lambda row, sha256: Evidence(row=row, sha256=sha256), WORDS, st.sampled_from(["", HASH]))
TERMS = st.sampled_from(["participant", "place", "part-of", "member-of", "x_y"])
FILLED = st.dictionaries(TERMS, st.lists(IDS, min_size=1, max_size=3, unique=True).map(tuple), max_size=3)


def maybe(its: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | its


ENTITIES = st.builds(
    Entity, id=IDS, kind=st.sampled_from(Kind), name=NAMES, aliases=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    links=FILLED, identifiers=st.dictionaries(st.sampled_from(["iso3166", "wikidata"]), WORDS, max_size=2),
    single_holder=st.booleans(), side=maybe(IDS), anonymous=st.booleans(), note=st.just("") | PROSE,
)  # fmt: skip
ARTICLES = st.builds(
    Article, id=IDS, publisher=IDS, published=DATED, title=WORDS, agency=maybe(IDS), coded_by=maybe(IDS),
    published_basis=st.sampled_from(["text", "page", "external"]), url=maybe(st.just("https://example.org/a?b=c")),
    archived=maybe(st.just("https://example.org/b")), retrieved=maybe(st.just("2024-01-02")),
    language=maybe(st.just("uz-Latn-UZ")), annotator=maybe(WORDS), note=maybe(PROSE),
    text=maybe(st.builds(
        Text, file=st.just("a/b.txt"), sha256=st.just(HASH), characters=st.just(0) | st.integers(0, 10**8))),
    no_claims=st.lists(TICKS, max_size=2).map(tuple),
)  # fmt: skip
CLAIMS = st.builds(
    Claim, article=IDS, id=IDS, fact=IDS, type=st.just("Meeting"), stance=st.sampled_from(Stance), label=maybe(NAMES),
    evidence=st.lists(SPANS | ROWS, min_size=1, max_size=3).map(tuple), roles=FILLED, when=maybe(TIMES), speaker=SOME,
    via=SOME, document=maybe(IDS), scope=st.sampled_from(Scope), said=maybe(TIMES),
    mode=maybe(st.sampled_from(["direct", "implied"])), part_of=maybe(IDS), fulfils=maybe(IDS),
    values=st.dictionaries(st.sampled_from(["deaths", "cost"]), FIGURES, max_size=2), qualifier=maybe(WORDS),
    annotator=maybe(WORDS), note=maybe(PROSE),
)  # fmt: skip


def through_a_file(table: str, row: Row) -> Row:
    """Write a row as the export does, and read it as pyarrow gives it."""
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row], schema_of(table)), file)
    (again,) = pq.read_table(file).to_pylist()
    return dict(again)


def read(reader: Any, fields: dict[str, Any], id_: str) -> Any:
    """Read fields as the reader of JSON Lines does; nothing may be wrong with them."""
    findings = Findings()
    record = reader(fields.pop(id_), fields, (), findings)
    assert [its for its in findings.found if not its.is_warning] == []
    return record


@given(ENTITIES)
def test_an_entity_comes_back(entity: Entity) -> None:
    row = through_a_file("entities", entity_row(entity))
    assert (read(read_entity, entity_fields(row), "id"), entity_of(row)) == (entity, entity)


@given(ARTICLES)
def test_an_article_comes_back(article: Article) -> None:
    row = through_a_file("articles", article_row(article))
    assert (read(read_article, article_fields(row), "id"), article_of(row)) == (article, article)


@given(CLAIMS)
def test_a_claim_comes_back(claim: Claim) -> None:
    row = through_a_file("claims", claim_row(claim))
    assert (read(read_claim, claim_fields(row), "article"), claim_of(row)) == (claim, claim)


@pytest.mark.parametrize("which", ["demo", "strait"])
def test_all_records_of_a_project_come_back(which: str, demo: Graph, strait: Graph) -> None:
    graph = {"demo": demo, "strait": strait}[which]
    rows = {table: [through_a_file(table, row) for row in rows_of(graph, table)] for table in ("entities", "articles")}
    claims = [through_a_file("claims", row) for row in rows_of(graph, "claims")]
    assert {its.id: its for its in map(entity_of, rows["entities"])} == graph.records.entities
    assert {its.id: its for its in map(article_of, rows["articles"])} == graph.records.articles
    assert {its.key: its for its in map(claim_of, claims)} == graph.claims
    assert [read(read_entity, entity_fields(row), "id") for row in rows["entities"]] == [
        *map(entity_of, rows["entities"])
    ]
    assert [read(read_article, article_fields(row), "id") for row in rows["articles"]] == [
        *map(article_of, rows["articles"])
    ]
    assert [read(read_claim, claim_fields(row), "article") for row in claims] == [*map(claim_of, claims)]


def test_a_title_that_nobody_read_may_be_missing() -> None:
    coded = Article(id="icews-1", publisher="herald", published=parse("/2023-12-14"), coded_by="icews")
    row = through_a_file("articles", article_row(coded))
    assert (read(read_article, article_fields(row), "id"), article_of(row)) == (coded, coded)


def test_letters_and_their_marks_are_composed() -> None:
    row = {"id": "ann", "kind": "Person", "name": "Ge\u0301ne\u0301ral"}
    assert read(read_entity, entity_fields(row), "id").name == "G\u00e9n\u00e9ral"


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"roles": [("participant", "ann")]}, "roles: expected a mapping, found a list"),
        ({"roles": [{"role": "participant", "filler": None}]}, "roles.participant.0: expected text, found nothing"),
        ({"roles": [{"role": "participant", "filler": "ann"}] * 2}, "roles.participant.1: `ann` stands twice"),
        ({"values": [{"name": "deaths", "low": "1", "high": "1", "unit": None}] * 2}, "values: expected a mapping, "
         "found a list"),
        ({"values": [{"name": "deaths", "low": None, "high": None, "unit": None}]}, "values.deaths: no figure: `..`"),
        ({"evidence": [{"kind": "text", "start": 3, "end": None, "sha256": HASH, "row": None}]},
         "evidence.0.at.1: expected a number, found nothing"),
        ({"evidence": [None]}, "evidence.0: expected a mapping, found nothing"),
        ({"evidence": []}, ": no `evidence`"),
        ({"stance": "says"}, "stance: unknown stance `says`"),
        ({"when": 2023}, "when: expected text, found a number"),
        ({"part_of": "A b"}, "part-of: no id: `A b`"),
    ],
)  # fmt: skip
def test_what_a_row_cannot_hold_is_said_by_the_reader(row: Row, text: str) -> None:
    sound = {"article": "herald-1", "id": "a", "fact": "m", "type": "Meeting", "stance": "asserts"}
    span = {"kind": "text", "start": 3, "end": 9, "sha256": HASH, "row": None}
    fields = claim_fields({**sound, "evidence": [span], **row})
    findings = Findings()
    assert read_claim(str(fields.pop("article")), fields, (), findings) is None
    assert [f"{'.'.join(map(str, its.path))}: {its.text}" for its in findings.found] == [text]
