"""What a project of the model's first edition still has is told at its place, with what has replaced it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg import ontology
from kg.base.errors import KgError, OntologyError, Place, QueryError, UsageError
from kg.check.run import check_project
from kg.cli.main import run
from kg.ontology.earlier import replaced_statements, replaced_terms
from tests.conftest import ROOT

TODAY = ontology.load(ROOT / "ontology")
ENTITIES = """
ann: {kind: Person, name: Ann Arbor, links: {member-of: north}}
bo: {kind: Person, name: Bo Berg, links: {member-of: [south, river-party]}}
north: {kind: Country, name: North}
south: {kind: Country, name: South}
river-party: {kind: Organization, name: River Party}
gazette: {kind: Organization, name: The Gazette}
"""
HASH = "0" * 64
HEAD = "article: {title: A visit, publisher: gazette, published: 2024-03-05}\nclaims:\n"
PREFIXES = """@prefix dip: <https://w3id.org/dramatis/diplomacy#> .
@prefix kg: <https://w3id.org/dramatis/kg#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
CONCEPTS = """dip:rejection a skos:Concept ; skos:inScheme dip:statement-acts ; rdfs:label "rejection"@en .
dip:conversation a skos:Concept ; skos:inScheme dip:statement-acts ; rdfs:label "conversation"@en .
"""
CONVERSATION = (
    "who talked by telephone or video is a `participant` of a Conversation, a fact type; what one of them told the "
    "other there is a Message that is part of it"
)
LASTS = (
    "a visit lasts: an interval gives its bounds, no longer some time in it, and a plain day says that it was under "
    "way then"
)
OTHER = "`kg init` in an empty folder writes today's files, `kg help first-edition` tells what else has changed"


def claim(id_: str, fields: str, evidence: str = "at: [0, 9]") -> str:
    return f"  - {{id: {id_}, {fields}, stance: asserts, evidence: [{{{evidence}, sha256: {HASH}}}]}}\n"


def said(act: str) -> str:
    return claim(f"by-{act}", f"fact: f-{act}, type: Statement, roles: {{agent: ann, act: {act}}}")


def project(folder: Path, claims: str, *, turtle: str = "", replace: tuple[str, str] = ("", "")) -> Path:
    """Make a project, with an ontology of today but for what is replaced in its diplomacy, and Turtle of its own."""
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        text = path.read_text("utf-8")
        assert path.name != "diplomacy.ttl" or replace[0] in text
        (folder / "ontology").mkdir(exist_ok=True)
        (folder / "ontology" / path.name).write_text(text.replace(*replace) if replace[0] else text, "utf-8")
    if turtle:
        (folder / "ontology" / "own.ttl").write_text(PREFIXES + turtle, "utf-8")
    (folder / "sources").mkdir()
    (folder / "kg.toml").write_text('base = "https://example.org/first/"\n', "utf-8")
    (folder / "sources" / "entities.yaml").write_text(ENTITIES, "utf-8")
    (folder / "sources" / "paper.yaml").write_text(HEAD + claims, "utf-8")
    return folder


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in check_project(folder, [], None)[0]]


def test_what_the_table_calls_gone_is_gone_and_what_it_names_instead_is_there() -> None:
    declared = {triple[0].strip("<>") for triple in TODAY.named_triples()}
    names = {name.replace("kg:", TODAY.prefixes["kg"]).replace("dip:", TODAY.prefixes["dip"]) for name in (
        *(term.by_name for term in replaced_terms().values()), *(its.by_name for its in replaced_statements())
    )}  # fmt: skip
    assert names <= declared
    assert not declared & replaced_terms().keys()
    assert {term.id for term in replaced_terms().values()} == TODAY.replaced.keys()
    assert (TODAY.outdated, TODAY.outdated_names) == ((), {})


def test_an_act_that_is_gone_is_refused_with_what_has_replaced_it(tmp_path: Path) -> None:
    assert told(project(tmp_path, said("rejection") + said("conversation"))) == [
        "sources/paper.yaml:3:85: unknown concept `rejection`\n"
        "  hint: since the second edition, `refusal` has taken its place: only the name has changed",
        "sources/paper.yaml:4:91: unknown concept `conversation`\n"
        f"  hint: since the second edition, `Conversation` has taken its place: {CONVERSATION}",
    ]


def test_an_act_that_is_gone_is_no_fact_type_either(tmp_path: Path) -> None:
    claims = claim("call", "fact: call, type: conversation, roles: {participant: [ann, bo]}")
    (fault, _) = (*told(project(tmp_path, claims)), "")[:2]
    assert fault == (
        "sources/paper.yaml:3:34: unknown fact type `conversation`\n"
        f"  hint: since the second edition, `Conversation` has taken its place: {CONVERSATION}"
    )


def test_whoever_belongs_to_a_country_and_a_party_is_told_of_the_other_link(tmp_path: Path) -> None:
    claims = claim("met", "fact: met, type: Meeting, roles: {participant: [ann, bo]}")
    assert told(project(tmp_path, claims)) == [
        "sources/entities.yaml:3:1: warning: `bo`: its ways upward end in `river-party` and `south`, so that it speaks "
        "for neither\n"
        "  hint: say for which it speaks: `side: river-party`; where it merely belongs is `affiliated-with`"
    ]


@pytest.mark.parametrize("type_", ["Meeting, roles: {participant: [ann, bo]}", "Tenure, roles: {holder: ann}"])
def test_a_file_photo_alone_is_refused_whatever_it_shows(tmp_path: Path, type_: str) -> None:
    fault = "a file photo alone shows nothing of `shown`"
    claims = claim("photo", f"fact: shown, type: {type_}", "kind: file-photo, at: [0, 9]")
    assert [line.split(": ", 1)[1].split("\n")[0] for line in told(project(tmp_path, claims)) if "photo" in line] == [
        fault
    ]


def test_a_projects_own_copy_of_a_term_that_is_gone_is_pointed_out_and_still_means_what_it_meant(
    tmp_path: Path,
) -> None:
    folder = project(tmp_path, said("rejection") + said("conversation"), turtle=CONCEPTS)
    assert told(folder) == [
        "ontology/own.ttl:5:1: warning: `dip:rejection` is a term of the first edition\n"
        f"  hint: since the second edition, `dip:refusal` has taken its place: only the name has changed; {OTHER}",
        "ontology/own.ttl:6:1: warning: `dip:conversation` is a term of the first edition\n"
        f"  hint: since the second edition, `dip:Conversation` has taken its place: {CONVERSATION}; {OTHER}",
        "sources/paper.yaml:3:85: warning: `rejection` is a concept of the first edition\n"
        "  hint: since the second edition, `refusal` has taken its place: only the name has changed",
        "sources/paper.yaml:4:91: warning: `conversation` is a concept of the first edition\n"
        f"  hint: since the second edition, `Conversation` has taken its place: {CONVERSATION}",
    ]
    assert run(["build", "--project", str(folder)]) == 0
    assert len(kg.open(folder).query("SELECT ?c { GRAPH ?g { ?c said:act dip:rejection } }")) == 1


def test_a_type_that_means_something_else_today_is_pointed_out_where_it_is_declared_and_where_it_is_dated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = claim("went", "fact: trip, type: Visit, roles: {agent: ann, host: bo}, when: 2024-03-01/2024-03-03")
    claims += claim("came", "fact: other, type: Visit, roles: {agent: bo, host: ann}")
    lasting, happening = "dip:Visit a owl:Class ; rdfs:subClassOf kg:Situation", "rdfs:subClassOf kg:Event"
    folder = project(tmp_path, claims, replace=(lasting, f"dip:Visit a owl:Class ; {happening}"))
    line = (ROOT / "ontology" / "diplomacy.ttl").read_text("utf-8").split(lasting)[0].count("\n") + 1
    expected = [
        f"ontology/diplomacy.ttl:{line}:41: warning: `dip:Visit rdfs:subClassOf kg:Event` is a statement of the first "
        f"edition\n  hint: since the second edition, `kg:Situation` has taken its place: {LASTS}; {OTHER}",
        "sources/paper.yaml:3:78: warning: `when: 2024-03-01/2024-03-03` will mean something else for a Visit of "
        f"today's ontology\n  hint: {LASTS}",
    ]
    assert [fault for fault in told(folder) if "`bo`" not in fault] == expected
    assert run(["build", "--project", str(folder)]) == 0
    said_too = capsys.readouterr().err
    assert all(fault in said_too for fault in expected)


@pytest.mark.parametrize(
    ("turtle", "place"),
    [
        ("dip:brush-off skos:broader dip:rejection .", Place("ontology/own.ttl", 5, 28)),
        ("dip:brush-off skos:broader <https://w3id.org/dramatis/diplomacy#rejection> .",
         Place("ontology/own.ttl", 5, 28)),
        ("# dip:rejection\ndip:brush-off\n  skos:related dip:refusal , dip:rejection .",
         Place("ontology/own.ttl", 7, 30)),
        ("@prefix d: <https://w3id.org/dramatis/diplomacy#> .\nd:hang-up skos:broader d:rejection .",
         Place("ontology/own.ttl", 6, 24)),
    ],
)  # fmt: skip
def test_turtle_that_names_what_is_gone_is_refused_at_its_place(tmp_path: Path, turtle: str, place: Place) -> None:
    folder = project(tmp_path, "", turtle=turtle)
    with pytest.raises(OntologyError) as caught:
        ontology.load(folder / "ontology")
    assert caught.value.place == place
    assert str(caught.value).endswith(
        "unknown term `dip:rejection`\n"
        "  hint: since the second edition, `dip:refusal` has taken its place: only the name has changed"
    )


QUERIES = {
    "SELECT ?c { GRAPH ?g { ?c said:act dip:rejection } }": "query:1:36",
    "SELECT ?c {\n  GRAPH ?g { ?c said:act dip:conversation }\n}": "query:2:26",
    "PREFIX d: <https://w3id.org/dramatis/diplomacy#>\nASK { GRAPH ?g { ?c ?p d:rejection } }": "query:2:24",
    "ASK { <https://w3id.org/dramatis/diplomacy#rejection> ?p ?o }": "query:1:7",
    "SELECT ?c { VALUES ?act { dip:refusal dip:rejection } ?c said:act ?act }": "query:1:39",
}


@pytest.mark.parametrize(("query", "place"), QUERIES.items())
def test_a_query_that_names_what_is_gone_is_refused_at_its_place(demo: kg.Graph, query: str, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        demo.query(query)
    assert re.match(rf"{place}: unknown term `dip:(rejection|conversation)`", str(caught.value))
    assert "has taken its place" in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c { ?c rdfs:label 'dip:rejection' }",
        "SELECT ?rejection { ?rejection a kg:Fact } # dip:rejection",
        "ASK { entity:rejection a kg:Person }",
        "PREFIX dip: <https://example.org/> ASK { ?c ?p dip:rejection }",
    ],
)
def test_a_text_a_comment_a_variable_and_somebody_elses_term_are_not_refused(demo: kg.Graph, query: str) -> None:
    assert demo.query(query) is not None


def test_a_parameter_that_is_gone_is_told_what_has_replaced_it(tmp_path: Path) -> None:
    folder = project(tmp_path, said("refusal"))
    (folder / "queries").mkdir()
    query = "# Who did ?act?\n# act: concept\nSELECT ?c { GRAPH ?g { ?c said:act ?act } }"
    (folder / "queries" / "who-did.rq").write_text(query, "utf-8")
    assert run(["build", "--project", str(folder)]) == 0
    with pytest.raises(KgError) as caught:
        kg.open(folder).query("who-did", act="rejection")
    assert str(caught.value) == (
        "no such concept: `rejection`\n"
        "  hint: since the second edition, `refusal` has taken its place: only the name has changed"
    )


def test_the_named_query_that_is_gone_names_the_verb(demo: kg.Graph) -> None:
    with pytest.raises(KgError) as caught:
        demo.query("between", entity="asim-munir", other="antony-blinken")
    assert str(caught.value) == (
        "no such query: `between`\n"
        "  hint: `kg between A B` and `graph.between(a, b)` answer it, and more, since the second edition"
    )


def test_a_publisher_to_be_withdrawn_is_an_outlet(demo: kg.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    expected = (
        "`without`: no such sort of source: `publisher:`\n"
        "  hint: since the second edition, `outlet:arab-news` has taken its place: all that came through it, wherever "
        "it was published; `article:…` withdraws an article"
    )
    with pytest.raises(UsageError) as caught:
        demo.slice(without="publisher:arab-news")
    assert str(caught.value) == expected
    assert run(["facts", "--project", str(demo.project.root), "--without", "publisher:arab-news"]) == 2
    assert capsys.readouterr().err == f"{expected}\n".replace("`without`", "`--without`")


def test_explaining_two_entities_has_a_method_of_its_own(demo: kg.Graph) -> None:
    for given, named in ((("lloyd-austin",), {}), ((), {"other": "lloyd-austin"})):
        with pytest.raises(UsageError) as caught:
            demo.explain("asim-munir", *given, **named)
        assert str(caught.value) == (
            "`explain` takes one fact since the second edition\n"
            '  hint: of two entities: `graph.explain_between("asim-munir", "lloyd-austin")`'
        )


def test_the_guide_lists_what_is_gone_and_what_means_something_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "first-edition"]) == 0
    out = capsys.readouterr().out
    for name in ("dip:rejection", "dip:conversation", "`Visit`", "`member-of`", "`via`", "`said`", "publisher:NAME",
                 "kg query between", "graph.explain(a, b)", "file-photo"):  # fmt: skip
        assert name in out
    assert run(["help", "rejection"]) == 0
    assert capsys.readouterr().out == (
        "rejection (term of the first edition): since the second edition, `refusal` has taken its place: only the name "
        "has changed.\n"
    )
    assert "## From the first edition" in (ROOT / "docs" / "annotating.md").read_text("utf-8")
