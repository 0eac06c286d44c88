"""Claims with their spans, written for other programs and read back: nothing is lost that is said to be carried."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

import kg
from kg.account.compute import account
from kg.account.voices import Links
from kg.annotation import jsonl_reader
from kg.annotation.jsonl_writer import from_article, from_claim, written
from kg.base.project import find
from kg.evidence.article_text import digest
from kg.evidence.offsets import Unit
from kg.formats.imports import annotations as sheet
from kg.formats.imports import webannotation
from kg.formats.imports.annotated import Annotations
from kg.graph.graph import Graph
from kg.model.dates import parse
from kg.model.records import Article, Claim, Evidence, EvidenceKind, Figure, Records, Scope, Stance, Text
from kg.snapshot import loaders
from tests.conftest import ROOT, copied
from tests.examples import examples
from tests.formats.importing import project_of
from tests.making import ENTITIES, core

READERS: dict[str, Callable[[Path, Annotations, Unit | None], None]] = {
    "webannotation": webannotation.read,
    "annotations": sheet.read,
}
LETTERS = "ab .'=;,\"\n🤝👩\u200d👧e\u0301ñ\u05e9\u05dc\u05d5\u05ddعربي\u0915\u094d\u0937\U0001f1f5\U0001f1f0"
WORDS = st.text(
    st.one_of(st.sampled_from(LETTERS), st.characters(codec="utf-8")),
    min_size=4, max_size=60,
)  # fmt: skip
REMARKS = [None, "=1+1", "'=1", "''@x", "+1", "'quoted'", "a; b: c", "two\nlines", 'with "quotes", twice']
DAYS = [None, *map(parse, ("2023-12-13", "2023-12-13~", "../2021-08", "2023-12-04/2023-12-08"))]
HASHES = st.sampled_from(["", digest("a row")])
FIGURES = st.dictionaries(
    st.sampled_from(["deaths", "amount"]),
    st.sampled_from([Figure("12", "12"), Figure("20", None), Figure(None, "3.5", "EUR"), Figure("1", "2", "km")]),
)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Evidence:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Evidence(start=start, end=end, sha256=digest(text[start:end]), kind=draw(st.sampled_from(EvidenceKind)))


ROWS = st.builds(Evidence, row=st.sampled_from(["17", "=17", "'+1 a"]), sha256=HASHES)
TWO = {"participant": ("bob", "ann")}
CHOICES: dict[str, list[Any]] = {
    "label": [None, "Talks"],
    "stance": [*Stance],
    "scope": [*Scope],
    "roles": [TWO, {"participant": ("ann", "bob"), "topic": ("trade",), "place": ("capital",)}],
    "when": DAYS,
    "said": DAYS,
    "speaker": [(), ("ann",), ("b-foreign", "a-foreign")],
    "via": [(), ("xan", "gazette")],
    "document": [None, "readout"],
    "mode": [None, "indirect"],
    "part_of": [None, "visit"],
    "fulfils": [None, "plan"],
    "qualifier": [text for text in REMARKS if text is None or "\n" not in text],
    "annotator": [None, "=ann"],
    "note": REMARKS,
}


@st.composite
def claims_of(draw: st.DrawFn, id_: str, text: str) -> Claim:
    where = draw(st.sampled_from(["one", "one", "two"]))
    evidence = draw(st.lists(spans(text) if where == "one" else ROWS, min_size=1, max_size=3))
    fields = {name: draw(st.sampled_from(some)) for name, some in CHOICES.items()}
    figures = draw(FIGURES)
    return Claim(article=where, id=id_, fact="m", type="Meeting", evidence=tuple(evidence), values=figures, **fields)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Records, str]:
    text = draw(WORDS)
    head = Text(file="one.txt", sha256=digest(text), characters=len(text))
    seen: dict[str, Any] = {"url": "https://herald.example/1", "note": "seen", "text": head, "title": "=A title"}
    coded: dict[str, Any] = {"coded_by": "courier", "agency": "herald"}
    articles = {
        "one": Article(id="one", publisher="herald", published=parse("2023-12-14"), **seen),
        "two": Article(id="two", publisher="gazette", published=parse("/2024-01-01"), **coded),
    }
    claims = [draw(claims_of(f"c{number}", text)) for number in range(draw(st.integers(1, 3)))]
    return Records(ENTITIES, articles, tuple(claims)), text


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of another base that has the entities, and no article."""
    folder = project_of(tmp_path_factory.mktemp("elsewhere"))
    (folder / "sources/entities.yaml").unlink()
    (folder / "sources/entities.jsonl").write_bytes(b"".join(written(Records(ENTITIES, {}, ()))))
    (folder / "texts").mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize(
    ("unit", "keep", "verified"), [("", False, False), ("utf16", True, True), ("utf16", False, True)]
)
def test_what_is_written_is_read_back(elsewhere: Path, format: str, unit: str, keep: bool, verified: bool) -> None:
    @settings(max_examples=examples(40))
    @given(worlds())
    def there_and_back(world: tuple[Records, str]) -> None:
        records, text = world
        (elsewhere / "texts/one.txt").write_bytes(text.encode())
        project = structs.replace(find(elsewhere), base="https://example.org/there/")
        accounted = (records, account(records.claims, Links.of(records, core()), None))
        graph = Graph(project, loaders.in_memory(project.names, core, lambda: accounted), elsewhere / "texts")
        if not keep and not unit:
            graph.texts = None
        given_back = elsewhere / "given"
        given_back.write_text(graph.export(format, offsets=unit, keep=keep), "utf-8")
        into = Annotations(find(elsewhere), core(), elsewhere / "texts" if verified else None)
        READERS[format](given_back, into, None)
        assert into.report.left_out == []
        (elsewhere / "back.jsonl").write_bytes(b"".join(into.lines()))
        back = jsonl_reader.read(elsewhere / "back.jsonl", elsewhere)
        assert back.faults == ()
        assert {its.key: from_claim(its) for its in back.claims} == {its.key: from_claim(its) for its in records.claims}
        used = {its.article for its in records.claims}
        assert [from_article(its) for its in back.articles] == [
            from_article(records.articles[id_]) for id_ in sorted(used)
        ]

    there_and_back()


@pytest.mark.parametrize("format", READERS)
def test_a_whole_project_is_known_to_itself(format: str, tmp_path: Path) -> None:
    project = copied(ROOT / "tests/projects/strait", tmp_path)
    texts = ROOT / "tests/projects/strait/texts"
    graph = kg.build(project, texts=texts)
    (tmp_path / "given").write_text(graph.export(format, offsets="utf16", keep=True), "utf-8")
    into = Annotations(find(project), graph.ontology, texts)
    READERS[format](tmp_path / "given", into, None)
    counts = {name: value for name, value in into.report.to_json().items() if value}
    assert counts == {"read": 84, "known": 84}


@pytest.mark.parametrize("format", READERS)
def test_a_project_of_readings_and_judgements_is_known_to_itself(format: str, tmp_path: Path) -> None:
    root = copied(ROOT / "tests/projects/strait", tmp_path / "strait")
    own = root / "sources/wire-2031-03-24.yaml"
    text = own.read_text("utf-8")
    other = text.replace("fact: ister-talks", "fact: ister-parley").replace("dagny-orr", "d-orr")
    own.with_suffix(".cd.yaml").write_text(other, "utf-8")
    with (root / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("d-orr: {kind: Person, name: D. Orr}\n")
    (root / "sources/identity.yaml").write_text("- {same: [dagny-orr, d-orr], by: im, day: 2031-05-01}\n", "utf-8")
    with (root / "kg.toml").open("a", encoding="utf-8") as stream:
        stream.write('readings = {wire-2031-03-24 = "cd"}\n')
    graph = kg.build(root)
    graph.export(format, tmp_path / "out")
    taken = Annotations.of(find(root), None, "")
    READERS[format](tmp_path / "out", taken, None)
    assert (taken.report.known, taken.report.left_out) == (len(graph.claims), [])


def test_the_context_gives_our_terms_the_meaning_that_the_store_has(demo: Graph) -> None:
    """What the annotations say in RDF, the Recommendation's own terms aside, is what the store holds of claims."""
    given = json.loads(demo.export("webannotation"))
    theirs = {"id": "@id", "type": "@type"}
    page = {"@context": [theirs, given["@context"][1]], "@graph": [its["body"][0] for its in given["first"]["items"]]}
    triples = pyoxigraph.parse(json.dumps(page).encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    found = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in triples}
    kg_, said = "https://w3id.org/dramatis/kg#", "https://w3id.org/dramatis/said#"
    terms = [f"{kg_}{name}" for name in ("article", "fact", "stance", "said", "document", "evidence", "sha256", "mode")]
    terms += [f"{said}{name}" for name in ("when", "partOf", "fulfils", "label", *demo.ontology.roles)]
    for term in terms:
        rows = demo.query(f"SELECT ?s ?o {{ GRAPH ?g {{ ?s <{term}> ?o }} }}").to_pandas()
        names = demo.project.names
        held = {(str(s), str(o)) for s, o in zip(rows["s"], rows["o"], strict=True)}
        assert {(names.short(s), names.short(o)) for s, p, o in found if p == term} == held, term
    assert len(found) > 1_000
