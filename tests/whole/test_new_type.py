"""A fact type that a user adds in Turtle alone flows to check, SPARQL, network and page."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.cli import main as cli
from tests.conftest import ROOT, copied

TURTLE = """
@prefix my: <https://example.org/my#> .
@prefix kg: <https://w3id.org/dramatis/kg#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

my:Duel a owl:Class ; rdfs:subClassOf kg:Event ;
    rdfs:label "duel"@en ; rdfs:comment "Two persons fight by agreed rules."@en ;
    kg:phrase "{duellist} fought a duel[ in {place}][ before {witness}]" ;
    kg:party my:duellist ; kg:shortcut my:duel-fought .
my:duellist a owl:ObjectProperty ; rdfs:label "duellist"@en ; rdfs:comment "Who fights."@en .
my:witness a owl:ObjectProperty ; rdfs:label "witness"@en ; rdfs:comment "Who looks on."@en .
my:fought a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:label "fought"@en ; rdfs:comment "Met in a duel."@en .
my:duel-fought a kg:Shortcut ; rdfs:label "from duel to fought"@en ; rdfs:comment "Duellists fought."@en ;
    kg:from my:duellist ; kg:edge my:fought ; kg:to my:duellist ; kg:layer kg:contact .
my:DuelShape a sh:NodeShape ; sh:targetClass my:Duel ;
    sh:property [ sh:path my:duellist ; sh:class kg:Person ; sh:minCount 2 ] ,
                [ sh:path my:witness ; sh:class kg:Person ] ,
                [ sh:path kg:place ; sh:class kg:Place ; sh:maxCount 1 ] .
"""
ENTITIES = """
ann: {kind: Person, name: Ann Arbor}
bob: {kind: Person, name: Bob Birch}
field: {kind: Place, name: the field}
herald: {kind: Organization, name: The Herald}
"""
ARTICLE = """
article: {title: A duel at dawn, publisher: herald, published: 1832-05-30}
claims:
  - id: dawn
    fact: duel
    type: Duel
    roles: {duellist: [ann, bob], place: field}
    when: 1832-05-30
    stance: asserts
    evidence: [{at: [0, 4], sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = copied(ROOT, tmp_path / "duels")
    for path in (folder / "sources").iterdir():
        path.unlink()
    (folder / "ontology" / "duels.ttl").write_text(TURTLE, "utf-8")
    (folder / "sources" / "entities.yaml").write_text(ENTITIES, "utf-8")
    (folder / "sources" / "herald-1832-05-30.yaml").write_text(ARTICLE, "utf-8")
    return folder


def test_a_new_fact_type_is_asked_measured_drawn_and_told(project: Path) -> None:
    graph = kg.build(project)
    told = graph.query(
        """PREFIX my: <https://example.org/my#>
        SELECT ?who { ?duel a my:Duel ; my:duellist ?who . ?who my:fought ?other } ORDER BY ?who"""
    )
    assert [row.who.short for row in told] == ["ann", "bob"]
    assert [edge[:2] for edge in graph.network().edges] == [("ann", "bob")]
    assert (
        graph.sentence("duel")
        == "The Herald of 1832-05-30: Ann Arbor and Bob Birch fought a duel in the field on 1832-05-30."
    )
    page = graph.view().html
    assert "fought" in page
    assert "A duel" in page or "duel" in page


def test_a_new_fact_type_is_checked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "sources" / "herald-1832-05-30.yaml"
    path.write_text(ARTICLE.replace("[ann, bob], place: field", "[ann, herald], witnes: bob"), "utf-8")
    assert cli.run(["check", "--project", str(project)]) == 1
    told = capsys.readouterr().out
    assert "`duel`: `duellist` takes a Person, `herald` is an Organization" in told
    assert "unknown role `witnes`" in told
    assert "did you mean `witness`?" in told
