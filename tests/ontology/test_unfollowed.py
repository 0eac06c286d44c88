"""Ontologies that are sound RDF and say what nothing here follows: refused at the statement; explanations are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.base.errors import OntologyError
from kg.ontology import load
from tests.ontology.test_meaningless import written
from tests.ontology.test_ontology import EXERCISE

DRILL = EXERCISE.replace("xercise", "rill").replace("my:Erill", "my:Drill").replace("my:erill", "my:drill")
DRILL = DRILL.replace('"erill"', '"drill"').replace("Erill", "Drill")
TYPE, EDGE, ROLE, CUT = "my:Exercise", "my:trained-with", "my:vessel", "my:exercise-trained"

# What is written after the exercise, and the place and the first words of what is said of it.
STATEMENTS = {
    "sameAs of a type": (f"{TYPE} owl:sameAs dip:Meeting .", "owl:sameAs of `Exercise` is not read"),
    "sameAs of a role": (f"{ROLE} owl:sameAs kg:topic .", "owl:sameAs of `vessel` is not read"),
    "sameAs elsewhere": (f"{TYPE} owl:sameAs <https://example.com/Drill> .", "owl:sameAs of `Exercise` is not read"),
    "sameAs of anything": ("my:a owl:sameAs my:b .", "owl:sameAs of `a` is not read"),
    "deprecated type": (f"{TYPE} owl:deprecated true .", "owl:deprecated of `Exercise` is not read"),
    "deprecated role": (f"{ROLE} owl:deprecated true .", "owl:deprecated of `vessel` is not read"),
    "deprecated, perhaps": (f'{EDGE} owl:deprecated "yes" .', "owl:deprecated of `trained-with` is not read"),
    "deprecated class": (f"{TYPE} a owl:DeprecatedClass .", "`Exercise` is a fact type, and cannot be a member of"),
    "equivalent types": (f"{TYPE} owl:equivalentClass dip:Meeting .", "owl:equivalentClass of `Exercise` leads to"),
    "equivalent roles": (f"{ROLE} owl:equivalentProperty kg:topic .", "owl:equivalentProperty of `vessel` leads to"),
    "role below a role": (f"{ROLE} rdfs:subPropertyOf kg:topic .", "rdfs:subPropertyOf of `vessel` leads to kg:topic"),
    "edge below an edge": (f"{EDGE} rdfs:subPropertyOf kg:met .", "rdfs:subPropertyOf of `trained-with` leads to"),
    "link below a link": (
        'my:in a kg:Link ; rdfs:label "in" ; rdfs:subPropertyOf kg:part-of .',
        "rdfs:subPropertyOf of `in` leads to kg:part-of",
    ),
    "inverse": (f"{EDGE} owl:inverseOf kg:met .", "owl:inverseOf of `trained-with` is not read"),
    "disjoint with what is above": (f"{TYPE} owl:disjointWith kg:Event .", "`Exercise` is below kg:Event, and disjoin"),
    "chain": (f"{EDGE} owl:propertyChainAxiom ( kg:met kg:met ) .", "a blank node outside a shape"),
    "complement": (f"{TYPE} owl:complementOf dip:Meeting .", "owl:complementOf of `Exercise` is not read"),
    "key": (f"{TYPE} owl:hasKey kg:place .", "owl:hasKey of `Exercise` is not read"),
    "transitive": (f"{EDGE} a owl:TransitiveProperty .", "`trained-with` is an edge, and cannot be a member of"),
    "functional role": (f"{ROLE} a owl:FunctionalProperty .", "`vessel` is a role, and cannot be a member of"),
    "symmetric role": (f"{ROLE} a owl:SymmetricProperty .", "`vessel` is a role, and cannot be a member of"),
    "role of data": (f"{ROLE} a owl:DatatypeProperty .", "`vessel` is a role, and cannot be a member of"),
    "imports": ("<https://example.org/mine> a owl:Ontology ; owl:imports <https://example.com/more> .", "owl:imports"),
    "slip in RDFS": (f'{TYPE} rdfs:lable "drill" .', "rdfs:lable of `Exercise` is not read"),
    "slip in SKOS": (f'{TYPE} skos:preflabel "drill" .', "skos:preflabel of `Exercise` is not read"),
    "slip in OWL": (f"{TYPE} a owl:Clas .", "`Exercise` is a fact type, and cannot be a member of owl:Clas"),
    "type that is an entity": (f"{TYPE} a kg:Entity .", "`Exercise` is a fact type, and cannot be a member of kg:Enti"),
    "type that is a person": (f"{TYPE} a kg:Person .", "`Exercise` is a fact type, and cannot be a member of kg:Perso"),
    "type that is a fact": (f"{TYPE} a dip:Meeting .", "`Exercise` is a fact type, and cannot be a member of `Meeting"),
    "type that is a property": (f"{TYPE} a owl:ObjectProperty .", "`Exercise` is a fact type, and cannot be"),
    "type that is a shortcut": (f"{TYPE} a kg:Shortcut .", "`Exercise` is a fact type, and no shortcut"),
    "role that is a class": (f"{ROLE} a owl:Class .", "`vessel` is a role, and cannot be a member of owl:Class"),
    "edge that is a class": (f"{EDGE} a owl:Class .", "`trained-with` is an edge, and cannot be a member of owl:Class"),
    "edge that is an actor": (f"{EDGE} a kg:Actor .", "`trained-with` is an edge, and cannot be a member of kg:Actor"),
    "shape that is a claim": ("my:ExerciseShape a kg:Claim .", "`ExerciseShape` is a shape, and cannot be"),
    "shortcut that is a shape": (f"{CUT} a sh:NodeShape ; sh:targetClass {TYPE} .", "`exercise-trained` is a shortcut"),
    "concept that is a class": ("dip:praise a owl:Class .", "`praise` is a concept, and cannot be a member of owl:Cla"),
    "an entity": ('my:ann a kg:Person ; rdfs:label "Ann" .', "`ann` cannot be a member of kg:Person"),
    "a fact": (f'my:drill a {TYPE} ; rdfs:label "a drill" .', "`drill` cannot be a member of `Exercise`"),
    "a claim": ("my:c a kg:Claim .", "`c` cannot be a member of kg:Claim"),
    "kind of ones own": ('my:Minister rdfs:subClassOf kg:Person ; rdfs:label "m" .', "`Minister` cannot be below"),
    "type that is a kind": (f"{TYPE} rdfs:subClassOf kg:Place .", "`Exercise` cannot be below kg:Place"),
    "type that is a claim": (f"{TYPE} rdfs:subClassOf kg:Claim .", "`Exercise` cannot be below kg:Claim"),
    "neither happens nor lasts": ('my:F rdfs:subClassOf kg:Fact ; rdfs:label "f" .', "`F` is below kg:Fact, and neith"),
    "role below a class": (f"{ROLE} rdfs:subClassOf kg:topic .", "rdfs:subClassOf of `vessel`, which is a role"),
    "undeclared above": (f"{TYPE} rdfs:subClassOf my:Nothing .", "`Nothing`, above `Exercise`, is declared nowhere"),
    "slip above": (f"{TYPE} rdfs:subClassOf dip:Meetin .", "`Meetin`, above `Exercise`, is declared nowhere"),
    "diamond of undeclared": (
        f"{TYPE} rdfs:subClassOf my:A , my:B . my:A rdfs:subClassOf my:C . my:B rdfs:subClassOf my:C .",
        "`A`, above `Exercise`, is declared nowhere",
    ),
    "diamond of elsewhere": (
        "@prefix o: <https://example.com/o#> .\n"
        f"{TYPE} rdfs:subClassOf o:A , o:B . o:A rdfs:subClassOf o:C . o:B rdfs:subClassOf o:C .",
        "`A`, above `Exercise`, is declared nowhere",
    ),
    "chain of undeclared": (
        "my:X rdfs:subClassOf my:Y . my:Y rdfs:subClassOf my:Z . my:Z rdfs:subClassOf my:W .",
        "`Y`, above `X`, is declared nowhere",
    ),
    "party of a role": (f"{ROLE} kg:party kg:participant .", "kg:party of `vessel`, which is a role: it is read of a"),
    "phrase of an edge": (f'{EDGE} kg:phrase "{{a}} ran" .', "kg:phrase of `trained-with`, which is an edge"),
    "phrase of nothing": ('my:vesel kg:phrase "{vesel} there" .', "kg:phrase of `vesel`, which is none here"),
    "layer of a type": (f"{TYPE} kg:layer kg:contact .", "kg:layer of `Exercise`, which is a fact type"),
    "symmetric edge by the wrong word": (f"{EDGE} kg:symmetric true .", "kg:symmetric of `trained-with`, which is an"),
    "upward role": (f"{ROLE} kg:upward true .", "kg:upward of `vessel`, which is a role: it is read of a link only"),
    "code of a role": (f'{ROLE} skos:notation "9" .', "skos:notation of `vessel`, which is a role"),
    "type with a broader one": (f"{TYPE} skos:broader dip:Meeting .", "skos:broader of `Exercise`, which is a fact ty"),
    "status of a type": (f"{TYPE} kg:status kg:reported .", "kg:status of `Exercise`: it is said of claims"),
    "domain of a role": (f"{ROLE} rdfs:domain dip:Meeting .", "rdfs:domain of `vessel` asks for `Meeting`"),
    "range of a role": (f"{ROLE} rdfs:range kg:Person .", "rdfs:range of `vessel` asks for kg:Person"),
    "range of an edge": (f"{EDGE} rdfs:range kg:Person .", "rdfs:range of `trained-with` asks for kg:Person"),
    "range that is a text": (f'{ROLE} rdfs:range "a person" .', "rdfs:range of `vessel` is a text, not a term"),
    "range of a link": ('my:in a kg:Link ; rdfs:label "in" ; rdfs:range kg:Place .', "rdfs:range of `in` asks for"),
    "broader of elsewhere": (
        'my:a a skos:Concept ; rdfs:label "a" ; skos:inScheme dip:media ; skos:broader <https://example.com/letter> .',
        "skos:broader of `a` names `letter`, which is no concept here",
    ),
    "scheme of elsewhere": (
        'my:a a skos:Concept ; rdfs:label "a" ; skos:inScheme <https://example.com/media> .',
        "skos:inScheme of `a` names `media`, which is no scheme here",
    ),
    "concept in no scheme": ('my:a a skos:Concept ; rdfs:label "a" .', "concept `a` is in no scheme"),
    "narrower": ("dip:letter skos:narrower dip:envoy .", "skos:narrower of `letter` is not read"),
    "shape of a kind": ("my:S a sh:NodeShape ; sh:targetClass kg:Person .", "shape `S` is for kg:Person, which is no"),
    "shape of elsewhere": (
        "my:S a sh:NodeShape ; sh:targetClass <https://example.com/P> .",
        "shape `S` is for `P`, which is no fact type",
    ),
    "shortcut of no type": (
        "my:s a kg:Shortcut ; kg:from kg:agent ; kg:edge my:e ; kg:to kg:agent ; kg:layer kg:contact .",
        "shortcut `s` belongs to no fact type",
    ),
    "type called like a kind": (DRILL.replace("my:Drill", "dip:Person"), "fact type `Person` is called like kg:Person"),
    "type called like a kind, nearly": (DRILL.replace("my:Drill", "my:place"), "fact type `place` is called like kg:P"),
    "type called like the core": (DRILL.replace("my:Drill", "my:Claim"), "fact type `Claim` is called like kg:Claim"),
    "type called like ours": (DRILL.replace("my:Drill", "my:Meeting"), "two fact types are called `Meeting`"),
    "type called like a role": (DRILL.replace("my:Drill", "my:host"), "a role and a fact type are both called `host`"),
    "edge called like a role": (
        DRILL.replace("kg:edge my:trained-with", "kg:edge my:recipient"),
        "a role and an edge are both called `recipient`",
    ),
    "link called like an edge": ('my:met a kg:Link ; rdfs:label "met" .', "an edge and a link are both called `met`"),
    "types labelled alike": (DRILL.replace('"drill"', '"Meeting"'), "two fact types are labelled `"),
    "roles labelled alike": (f'{ROLE} rdfs:label "host" .', "two roles are labelled `host`"),
    "edges labelled alike": (
        DRILL.replace("kg:edge my:trained-with", "kg:edge my:e") + 'my:e rdfs:label "met" .',
        "two edges are labelled `met`",
    ),
    "concepts labelled alike": (
        'my:a a skos:Concept ; rdfs:label "letter" ; skos:inScheme dip:media .',
        "two concepts of `media` are labelled `letter`",
    ),
    "layers labelled alike": ('my:near a kg:Layer ; rdfs:label "contact" .', "two layers are labelled `contact`"),
    "code of a type twice": (f'{TYPE} skos:notation "040"^^kg:cameo .', "skos:notation `040` (cameo) is given to"),
    "code of an act": (f'{TYPE} skos:notation "051"^^kg:cameo .', "skos:notation `051` (cameo) is given to"),
    "code of another scheme": (
        f'{TYPE} skos:notation "7" . {DRILL}my:Drill skos:notation "7" .',
        "skos:notation `7` (string) is given to",
    ),
}  # fmt: skip

# What is written in place of a part of the exercise.
PARTS = {
    "nobody may fill it": ("sh:class kg:Topic ]", "sh:class kg:Topic ; sh:maxCount 0 ]", "sh:maxCount 0 is a role"),
    "nobody, in more digits": ("sh:minCount 2", "sh:minCount 0 ; sh:maxCount 00", "sh:maxCount 0 is a role"),
    "layer of another namespace": ("kg:layer kg:contact", "kg:layer my:contact", "which is no layer"),
    "lost above": (
        "rdfs:subClassOf kg:Event",
        "rdfs:subClassOf my:Drill",
        "shape `ExerciseShape`|is declared nowhere|",
    ),
    "above elsewhere only": ("rdfs:subClassOf kg:Event", "rdfs:subClassOf owl:Thing", "which is none here"),
}

KEPT = {
    "annotations": f"{TYPE} rdfs:seeAlso <https://example.com/> ; rdfs:isDefinedBy <https://example.org/mine> ;\n"
    '    skos:note "n"@en ; skos:scopeNote "s" ; skos:example "e" ; skos:altLabel "drill"@en ;\n'
    '    <http://purl.org/dc/terms/created> "2024" ; <http://purl.org/dc/terms/source> <https://example.com/> .',
    "mapping": f"{TYPE} skos:exactMatch <https://example.com/Drill> ; owl:equivalentClass <https://example.com/D> ;\n"
    "    rdfs:subClassOf <https://example.com/Training> , kg:Event .",
    "mapping of properties": f"{ROLE} a owl:ObjectProperty ; rdfs:subPropertyOf <https://example.com/uses> .",
    "declared": f"{TYPE} a owl:Class . {EDGE} a owl:ObjectProperty . {CUT} a owl:NamedIndividual .",
    "domain and range that shapes say": f"{ROLE} rdfs:domain {TYPE} ; rdfs:range kg:Topic .\n"
    f"{EDGE} rdfs:domain kg:Actor .",
    "domain and range of elsewhere": f"{ROLE} rdfs:range <https://example.com/Ship> ; rdfs:domain kg:Fact .",
    "header": '<https://example.org/mine> a owl:Ontology ; owl:versionInfo "1" ;\n'
    '    owl:imports <https://w3id.org/dramatis/kg> ; <http://purl.org/dc/terms/title> "Mine" .',
    "not deprecated": f"{TYPE} owl:deprecated false .",
    "different": f"{TYPE} owl:disjointWith dip:Meeting ; owl:differentFrom dip:Meeting .",
    "code of ones own": f'{TYPE} skos:notation "1999"^^kg:cameo , "X1" .',
    "term of elsewhere": '<https://example.com/Ship> a owl:Class ; rdfs:label "ship" .',
    "same label in another scheme": 'my:a a skos:Concept ; rdfs:label "aid"@en ; skos:inScheme dip:media .',
    "second type": DRILL,
}


def refused(folder: Path, own: str) -> OntologyError:
    with pytest.raises(OntologyError) as caught:
        load(written(folder, own))
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_nothing_follows_is_refused_at_the_statement(name: str, tmp_path: Path) -> None:
    own, said = STATEMENTS[name]
    error = refused(tmp_path / "ontology", f"{EXERCISE}{own}\n")
    assert error.what.startswith(said), error
    first = (tmp_path / "ontology" / "mine.ttl").read_text("utf-8").count("\n") - own.count("\n")
    assert error.place is not None
    assert error.place.file in ("ontology/mine.ttl", "ontology/acts.ttl")
    assert error.place.line >= first - 10, error


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_nothing_follows_is_refused(name: str, tmp_path: Path) -> None:
    old, new, said = PARTS[name]
    assert old in EXERCISE
    error = refused(tmp_path / "ontology", EXERCISE.replace(old, new, 1))
    assert any(word in error.what for word in said.split("|") if word), error
    assert error.place is not None
    assert error.place.file == "ontology/mine.ttl"


@pytest.mark.parametrize("name", KEPT)
def test_what_explains_or_maps_a_term_is_kept(name: str, tmp_path: Path) -> None:
    ontology = load(written(tmp_path / "ontology", f"{EXERCISE}{KEPT[name]}\n"))
    assert list(ontology.types["Exercise"].roles) == ["participant", "vessel"]


def test_the_message_says_what_and_where_and_what_to_do(tmp_path: Path) -> None:
    error = refused(tmp_path / "ontology", f"{EXERCISE}{TYPE} owl:sameAs dip:Meeting .\n")
    assert str(error) == (
        "ontology/mine.ttl:19:24: owl:sameAs of `Exercise` is not read\n"
        "  hint: of two terms of yours keep one; to a term of another vocabulary write skos:exactMatch"
    )


def test_one_code_of_two_types_names_both(tmp_path: Path) -> None:
    error = refused(tmp_path / "ontology", f'{EXERCISE}{TYPE} skos:notation "040"^^kg:cameo .\n')
    assert str(error) == (
        "ontology/mine.ttl:19:13: skos:notation `040` (cameo) is given to `Meeting` and to `Exercise`\n"
        "  hint: a code stands for one of them: leave it out at the other"
    )
