"""What a form of claims needs: of the ontology, and of the project as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.desk.annotating.forms import words
from kg.desk.annotating.sources import Current
from tests.desk.trying import WIRE, copied_strait, current_of, with_claim

SPYING = """
@prefix my: <https://example.org/my#> . @prefix kg: <https://w3id.org/dramatis/kg#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
my:Spying rdfs:subClassOf kg:Situation ; rdfs:label "spying"@en ; skos:definition "Somebody is watched."@en ;
    kg:phrase "{spy} watched {watched}" ; kg:party my:watched .
my:SpyingShape a sh:NodeShape ; sh:targetClass my:Spying ;
    sh:property [ sh:path my:spy ; sh:class kg:Person ; sh:minCount 1 ] ,
                [ sh:path my:watched ; sh:class kg:Place ; sh:minCount 1 ; sh:maxCount 1 ] .
my:spy a owl:ObjectProperty ; rdfs:label "spy"@en ; skos:definition "Who watches."@en .
my:watched a owl:ObjectProperty ; rdfs:label "place watched"@en ; skos:definition "What is watched."@en .
"""


@pytest.fixture
def current(tmp_path: Path) -> Current:
    return current_of(copied_strait(tmp_path))


def test_a_fact_type_of_the_projects_own_has_its_form(current: Current) -> None:
    (current.project.ontology / "my.ttl").write_text(SPYING, "utf-8")
    (own,) = [its for its in words(current)["types"] if its["id"] == "Spying"]
    roles = own.pop("roles")
    assert own == {
        "id": "Spying", "label": "spying", "meaning": "Somebody is watched.", "lasts": True,
        "phrase": "{spy} watched {watched}",
    }  # fmt: skip
    assert roles == [  # the party first
        {"role": "watched", "label": "place watched", "meaning": "What is watched.", "classes": ["Country", "Place"],
         "scheme": "", "min": 1, "max": 1, "party": True, "facts": False},
        {"role": "spy", "label": "spy", "meaning": "Who watches.", "classes": ["Person"], "scheme": "", "min": 1,
         "max": None, "party": False, "facts": False},
    ]  # fmt: skip


def test_words_of_fields_and_what_has_an_id(current: Current) -> None:
    found = words(current)
    assert [its["id"] for its in found["stances"]] == [
        "announces", "asks", "asserts", "declines", "denies", "retracts", "suggests",
    ]  # fmt: skip
    assert found["stances"][0] == {"id": "announces", "meaning": "Says that it will be so."}
    assert [its["id"] for its in found["evidence_kinds"]] == ["text", "headline", "caption", "file-photo"]
    assert ([its["id"] for its in found["modes"]], [its["id"] for its in found["scopes"]]) == (
        ["direct", "indirect", "presupposed", "implied"], ["fact", "roles"],
    )  # fmt: skip
    assert found["fields"]["said"]["example"].startswith("said: ")
    by_id = {its["id"]: its for its in found["entities"]}
    assert by_id["jon-berg-minister"]["apart"] == "Defence Ministry of Orlund"
    assert "unnamed" not in by_id
    assert {"id": "ister-talks", "type": "Meeting", "status": "on-record",
            "words": "Dagny Orr and Ilse Marwen met in Ister on 2031-03-22", "roles": {
                "participant": ["ilse-marwen", "dagny-orr"], "place": ["ister"], "topic": ["strait-pilotage"],
            }} in found["facts"]  # fmt: skip
    assert {"id": "strike", "label": "go on strike", "scheme": "action-acts"}.items() <= next(
        its for its in found["concepts"] if its["id"] == "strike"
    ).items()
    assert found["links"][0] == {"id": "affiliated-with", "label": "affiliated with", "upward": False}
    assert found["documents"] == [
        "falk-letter-2029-06-04", "joint-statement-2031-03-24", "kestria-coastguard-release-2031-03-05",
        "marwen-message-2031-03-03",
    ]  # fmt: skip


def test_facts_of_refused_claims_are_named_and_those_of_suggested_ones_are_not(current: Current) -> None:
    root = current.project.root
    path = root / f"sources/{WIRE}.yaml"
    claim = {"type": "Meeting", "roles": {"participant": ["orlund"]}, "stance": "asserts"}
    text = with_claim(root, {**claim, "fact": "begun"})
    path.write_text(text, "utf-8")
    path.write_text(with_claim(root, {**claim, "id": "s-1", "fact": "guessed", "suggested": True}), "utf-8")
    facts = {its["id"]: its for its in words(current)["facts"]}
    roles = {"participant": ["orlund"]}
    assert facts["begun"] == {"id": "begun", "type": "Meeting", "words": "", "status": "", "roles": roles}
    assert "guessed" not in facts


def test_the_version_is_another_only_where_the_words_are(current: Current) -> None:
    before = words(current)
    assert words(current) is before
    path = current.project.sources / f"{WIRE}.yaml"
    path.write_text(path.read_text("utf-8") + "# a remark\n", "utf-8")
    assert words(current) == before
    entities = current.project.sources / "entities.yaml"
    entities.write_text(entities.read_text("utf-8") + "umber: {kind: Country, name: Umber}\n", "utf-8")
    assert words(current)["version"] != before["version"]
    assert words(current) == words(current_of(current.project.root))
