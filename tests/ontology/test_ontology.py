"""The ontology: what its files declare, what is read of them, and what is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

from kg.base.errors import OntologyError, UsageError
from kg.model.records import Contested, Kind, Stance, Status
from kg.ontology import Concept, Ontology, Shortcut, core_folder, fill, load, slots

FILES = ("kg", "diplomacy", "acts", "shapes")
KG, DIP = "https://w3id.org/dramatis/kg#", "https://w3id.org/dramatis/diplomacy#"
SH = "http://www.w3.org/ns/shacl#"
OURS = (KG, DIP)
BUILT_IN = (str(RDF), str(RDFS), str(OWL), SH)
ACTORS = {"Person", "Organization", "Country", "Group", "Post"}
PLACES = {"Place", "Country"}
TOPICS = {"Topic"}

# Role: who fills it (kinds, `fact`, `:scheme`), how many at least, how many at most.
TABLE: dict[str, dict[str, tuple[set[str], int, int | None]]] = {
    "Meeting": {"participant": (ACTORS, 2, None), "place": (PLACES, 0, 1), "topic": (TOPICS, 0, None)},
    "Conversation": {"participant": (ACTORS, 2, None), "medium": ({":media"}, 0, 1), "topic": (TOPICS, 0, None)},
    "Message": {
        "agent": (ACTORS, 1, None),
        "recipient": (ACTORS, 1, None),
        "act": ({":statement-acts"}, 0, None),
        "medium": ({":media"}, 0, None),
        "about": (ACTORS | PLACES | TOPICS | {"fact"}, 0, None),
        "topic": (TOPICS, 0, None),
    },
    "Gathering": {
        "host": (ACTORS, 0, None),
        "participant": (ACTORS, 1, None),
        "representative": ({"Person"}, 0, None),
        "place": (PLACES, 0, 1),
        "topic": (TOPICS, 0, None),
    },
    "Visit": {"agent": (ACTORS, 1, None), "host": (ACTORS, 0, None), "place": (PLACES, 0, None)},
    "Statement": {
        "agent": (ACTORS, 1, None),
        "recipient": (ACTORS, 0, None),
        "act": ({":statement-acts"}, 1, None),
        "attitude": ({":attitudes"}, 0, 1),
        "about": (ACTORS | PLACES | TOPICS | {"fact"}, 0, None),
        "place": (PLACES, 0, None),
        "topic": (TOPICS, 0, None),
    },
    "Action": {
        "agent": (ACTORS, 0, None),
        "recipient": (ACTORS, 0, None),
        "act": ({":action-acts"}, 1, None),
        "place": (PLACES, 0, None),
        "topic": (TOPICS, 0, None),
    },
    "Tenure": {
        "holder": (ACTORS, 1, 1),
        "post": ({"Post"}, 0, 1),
        "organization": ({"Organization", "Country", "Group"}, 0, None),
    },
    "Membership": {"holder": (ACTORS, 1, None), "organization": ({"Organization", "Group"}, 1, None)},
    "Presence": {"agent": (ACTORS, 1, None), "place": (PLACES, 1, 1)},
    "Relationship": {
        "agent": (ACTORS, 1, None),
        "recipient": (ACTORS, 0, None),
        "nature": ({":natures"}, 1, 1),
        "topic": (TOPICS, 0, None),
    },
}
PARTIES = {
    "Meeting": ("participant",),
    "Conversation": ("participant",),
    "Message": ("agent", "recipient"),
    "Gathering": ("host", "participant"),
    "Visit": ("agent", "host"),
    "Statement": ("agent",),
    "Action": ("agent", "recipient"),
    "Tenure": ("holder",),
    "Membership": ("holder",),
    "Presence": ("agent",),
    "Relationship": ("agent", "recipient"),
}
# From, edge, to, layer, the role over which a tie is shared.
EDGES = {
    "Meeting": [("participant", "met", "participant", "contact", None)],
    "Conversation": [("participant", "talked-with", "participant", "contact", None)],
    "Message": [("agent", "sent-word-to", "recipient", "speech", None)],
    "Gathering": [
        ("participant", "attended-with", "participant", "contact", "participant"),
        ("representative", "attended-with", "representative", "contact", "participant"),
    ],
    "Visit": [("agent", "visited", "host", "contact", None)],
    "Statement": [
        ("agent", "spoke-of", "about", "speech", None),
        ("agent", "spoke-to", "recipient", "speech", None),
    ],
    "Action": [("agent", "acted-on", "recipient", "action", None)],
    "Tenure": [("holder", "serves", "organization", "context", None)],
    "Membership": [("holder", "belongs-to", "organization", "context", None)],
    "Presence": [("agent", "present-in", "place", "context", None)],
    "Relationship": [("agent", "related-to", "recipient", "context", None)],
}
PLOVER = """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE
    COERCE ASSAULT""".split()


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load(core_folder())


@pytest.fixture(scope="module")
def graphs() -> dict[str, rdflib.Graph]:
    return {name: rdflib.Graph().parse(core_folder() / f"{name}.ttl") for name in FILES}


@pytest.fixture(scope="module")
def union(graphs: dict[str, rdflib.Graph]) -> rdflib.Graph:
    whole = rdflib.Graph()
    for name in ("kg", "diplomacy", "acts"):
        whole += graphs[name]
    return whole


# What the files declare


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_a_header_with_title_version_licence_and_creator(name: str, graphs: dict[str, rdflib.Graph]) -> None:
    graph = graphs[name]
    header = graph.value(predicate=RDF.type, object=OWL.Ontology, any=False)
    dcterms = rdflib.DCTERMS
    assert [str(graph.value(header, its)) for its in (OWL.versionInfo, dcterms.license, dcterms.creator)] == [
        "0.1.0",
        "https://spdx.org/licenses/MIT",
        "The Dramatis contributors",
    ]
    assert str(graph.value(header, dcterms.title)).startswith("Dramatis: ")


def ours(graph: rdflib.Graph) -> list[URIRef]:
    return sorted({s for s in graph.subjects() if isinstance(s, URIRef) and str(s).startswith(OURS)})


def test_every_term_has_one_label_and_a_definition_of_one_line(union: rdflib.Graph) -> None:
    for term in ours(union):
        labels = list(union.objects(term, RDFS.label))
        concept = (term, RDF.type, SKOS.Concept) in union
        defined = list(union.objects(term, SKOS.definition if concept else RDFS.comment))
        assert [label.language for label in labels if isinstance(label, Literal)] == ["en"], term
        assert [text.language for text in defined if isinstance(text, Literal)] == ["en"], term
        assert "\n" not in str(defined[0]), term
        if concept:
            assert list(union.objects(term, SKOS.prefLabel)) == labels, term


def test_the_model_is_small(union: rdflib.Graph) -> None:
    """About 80 terms to know in the core, 17 for measures that are kept beside it.

    The words for declaring fact types are annotation properties.
    """

    def count(namespace: str, *sorts: URIRef) -> int:
        its = {s for sort in sorts for s in union.subjects(RDF.type, sort)}
        return sum(str(s).startswith(namespace) and bool(list(union.objects(s, RDFS.label))) for s in its)

    assert count(KG, OWL.Class) + count(DIP, OWL.Class) <= 35
    assert count(KG, OWL.ObjectProperty, OWL.DatatypeProperty) <= 99
    assert count(KG, OWL.AnnotationProperty) <= 30
    assert count(DIP, OWL.ObjectProperty, OWL.DatatypeProperty) == 4


def test_nothing_of_ours_is_used_without_being_declared(union: rdflib.Graph, graphs: dict[str, rdflib.Graph]) -> None:
    declared = set(ours(union))
    used = {t for graph in graphs.values() for triple in graph for t in triple if isinstance(t, URIRef)}
    used |= {t.datatype for t in union.objects() if isinstance(t, Literal) and t.datatype}
    shapes = set(graphs["shapes"].subjects(RDF.type, URIRef(f"{SH}NodeShape")))
    assert {str(t) for t in used - declared - shapes if str(t).startswith(OURS)} == set()


@pytest.mark.parametrize("name", ["kg", "diplomacy", "acts"])
def test_a_file_opens_alone(name: str, graphs: dict[str, rdflib.Graph]) -> None:
    """Protégé knows a property or class by its declaration, wherever it comes from."""
    graph = graphs[name]
    properties = {
        p for kind in ("Object", "Datatype", "Annotation") for p in graph.subjects(RDF.type, OWL[f"{kind}Property"])
    }
    classes = set(graph.subjects(RDF.type, OWL.Class))
    undeclared = {p for p in graph.predicates() if not str(p).startswith(BUILT_IN)} - properties
    undeclared |= {
        c
        for term in (RDF.type, RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith)
        for c in graph.objects(None, term)
        if not str(c).startswith(BUILT_IN)
    } - classes
    undeclared |= set(graph.objects(None, RDFS.subPropertyOf)) - properties
    assert undeclared == set()
    assert not [its for triple in graph for its in triple if isinstance(its, BNode)]
    assert not list(graph.subject_objects(OWL.imports))


def test_no_term_is_two_sorts_of_property(union: rdflib.Graph) -> None:
    """OWL 2 DL, Structural Specification, section 5.8.1."""
    sorts = [set(union.subjects(RDF.type, OWL[f"{kind}Property"])) for kind in ("Object", "Datatype", "Annotation")]
    assert not (sorts[0] & sorts[1]) | (sorts[0] & sorts[2]) | (sorts[1] & sorts[2])
    assert not set(union.subjects(RDF.type, OWL.Class)) & set(union.subjects(RDF.type, RDFS.Datatype))
    for axiom in (RDFS.domain, RDFS.range, RDFS.subPropertyOf):
        assert not set(union.subjects(axiom)) & sorts[2]


@pytest.mark.parametrize(
    ("term", "relation", "other"),
    [
        ("Actor", RDFS.subClassOf, "http://www.w3.org/ns/prov#Agent"),
        ("Actor", RDFS.subClassOf, "http://semanticweb.cs.vu.nl/2009/11/sem/Actor"),
        ("Person", RDFS.subClassOf, "http://xmlns.com/foaf/0.1/Person"),
        ("Organization", OWL.equivalentClass, "http://www.w3.org/ns/org#Organization"),
        ("Country", RDFS.subClassOf, "https://schema.org/Country"),
        ("Place", RDFS.subClassOf, "https://schema.org/Place"),
        ("Post", OWL.equivalentClass, "http://www.w3.org/ns/org#Post"),
        ("Topic", RDFS.subClassOf, str(SKOS.Concept)),
        ("Event", RDFS.subClassOf, "http://semanticweb.cs.vu.nl/2009/11/sem/Event"),
        ("participant", RDFS.subPropertyOf, "http://semanticweb.cs.vu.nl/2009/11/sem/hasActor"),
        ("place", RDFS.subPropertyOf, "http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace"),
        ("Claim", RDFS.subClassOf, "https://schema.org/Claim"),
        ("Claim", RDFS.subClassOf, "http://www.w3.org/ns/prov#Entity"),
        ("Article", RDFS.subClassOf, "https://schema.org/NewsArticle"),
        ("Evidence", RDFS.subClassOf, "http://www.w3.org/ns/oa#SpecificResource"),
        ("basis", RDFS.subPropertyOf, "http://www.w3.org/ns/prov#wasDerivedFrom"),
    ],
)
def test_the_core_is_mapped_to_other_vocabularies(term: str, relation: URIRef, other: str, union: rdflib.Graph) -> None:
    assert (URIRef(KG + term), relation, URIRef(other)) in union


def test_stances_are_mapped_to_factbank(union: rdflib.Graph) -> None:
    def of(stance: str) -> tuple[str, str, list[str]]:
        it = URIRef(KG + stance)
        tenses = sorted(map(str, union.objects(it, URIRef(KG + "tense"))))
        return str(union.value(it, URIRef(KG + "polarity"))), str(union.value(it, URIRef(KG + "certainty"))), tenses

    assert {stance.value: of(stance) for stance in Stance} == {
        "asserts": ("+", "CT", ["actual"]),
        "announces": ("+", "CT", ["future"]),
        "suggests": ("+", "PS", ["actual", "future"]),
        "asks": ("u", "U", ["actual", "future"]),
        "declines": ("u", "U", ["actual", "future"]),
        "denies": ("-", "CT", ["actual"]),
        "retracts": ("u", "U", ["actual"]),
    }


# What is read of them


def test_eleven_fact_types_are_read_as_the_table_says(ontology: Ontology) -> None:
    def takes(name: str, role: str) -> set[str]:
        rule = ontology.types[name].roles[role]
        fact, concept = ["fact"] * rule.takes_fact, [f":{rule.scheme}"] * bool(rule.scheme)
        return {*rule.kinds, *fact, *concept}

    read = {
        name: {role: (takes(name, role), rule.min, rule.max) for role, rule in its.roles.items()}
        for name, its in ontology.types.items()
    }
    assert read == TABLE
    assert {name: list(its.roles) for name, its in ontology.types.items()} == {n: list(r) for n, r in TABLE.items()}
    assert {name: its.parties for name, its in ontology.types.items()} == PARTIES
    assert {name: its.always for name, its in ontology.types.items() if its.always} == {"Action": ("agent",)}
    assert {name for name, its in ontology.types.items() if its.lasts} == {
        "Membership",
        "Presence",
        "Relationship",
        "Tenure",
        "Visit",
    }


def test_shortcuts_edges_and_layers_are_read_as_the_table_says(ontology: Ontology) -> None:
    def row(its: Shortcut) -> tuple[str, str, str, str, str | None]:
        return its.source, its.edge, its.target, its.layer, its.shared_over

    assert {name: [row(it) for it in its.shortcuts] for name, its in ontology.types.items()} == EDGES
    shared = {name: [(*row(it), it.within) for it in its.shared_edges] for name, its in ontology.types.items()}
    assert {name: its for name, its in shared.items() if its} == {
        "Tenure": [("holder", "served-with", "holder", "co-membership", None, "organization")],
        "Membership": [("holder", "belonged-with", "holder", "co-membership", None, "organization")],
    }
    symmetric = {"attended-with", "belonged-with", "met", "served-with", "talked-with"}
    assert {id for id, edge in ontology.edges.items() if edge.symmetric} == symmetric
    assert [id for id, layer in ontology.layers.items() if layer.default] == ["contact"]
    assert list(ontology.layers) == ["action", "co-membership", "contact", "context", "speech"]


def test_a_tenure_says_how_the_way_upward_goes_and_others_say_nothing(ontology: Ontology) -> None:
    tenure = ontology.types["Tenure"]
    assert (tenure.bearer, tenure.seat, tenure.upward) == ("holder", "post", ("post", "organization"))
    assert {name for name, its in ontology.types.items() if its.bearer or its.seat or its.upward} == {"Tenure"}


def test_four_types_say_who_is_where_in_person(ontology: Ontology) -> None:
    assert {name: its.where for name, its in ontology.types.items() if its.where} == {
        "Gathering": ("representative", "place"),
        "Meeting": ("participant", "place"),
        "Presence": ("agent", "place"),
        "Visit": ("agent", "place"),
    }


def test_a_type_knows_the_classes_above_it(ontology: Ontology) -> None:
    assert ontology.types["Meeting"].ancestors == (f"{DIP}Meeting", f"{KG}Event", f"{KG}Fact")
    assert ontology.types["Tenure"].ancestors == (f"{DIP}Tenure", f"{KG}Situation", f"{KG}Fact")
    assert ontology.kind_ancestors("Country") == (f"{KG}Country", f"{KG}Actor", f"{KG}Place", f"{KG}Entity")


def test_what_the_model_counts_off_is_declared_under_the_same_names(ontology: Ontology) -> None:
    assert set(ontology.kinds) == set(Kind)
    assert set(ontology.statuses) == set(Status)
    assert set(ontology.stances) == set(Stance)
    assert set(ontology.contestedness) == set(Contested)
    assert ontology.statuses["alleged"].definition == "Asserted by anonymous voices only."


def test_links_lead_upward_but_for_affiliation_and_seat(ontology: Ontology) -> None:
    assert list(ontology.links) == ["affiliated-with", "institution-of", "located-in", "member-of", "part-of"]
    assert ontology.upward_links == {"institution-of", "member-of", "part-of"}
    assert ontology.containment == "part-of"


def test_named_triples_hold_no_shape_and_no_blank_node(ontology: Ontology) -> None:
    triples = list(ontology.named_triples())
    assert not [its for triple in triples for its in triple if its.startswith("_:") or SH in its]
    assert len(set(triples)) == len(triples)
    assert (f"<{DIP}Meeting>", f"<{RDFS.label}>", '"meeting"@en') in triples
    assert [path.name for path in ontology.shapes_files] == ["shapes.ttl"]
    assert list(ontology.texts) == ["acts.ttl", "diplomacy.ttl", "shapes.ttl"]


def test_another_reader_finds_the_same_triples(ontology: Ontology, union: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(core_folder() / "shapes.ttl")
    header = set(shapes.triples((URIRef("https://w3id.org/dramatis/shapes"), None, None)))
    assert len(list(ontology.named_triples())) == len(set(union) | header)


def test_every_prefix_that_a_query_may_use_is_known(ontology: Ontology) -> None:
    wanted = set("kg dip said prov oa org sem skos schema foaf dcterms rdf rdfs owl xsd".split())
    assert wanted <= set(ontology.prefixes)
    assert ontology.prefixes["said"] == "https://w3id.org/dramatis/said#"


def test_reading_the_ontology_does_not_wait_for_rdflib() -> None:
    code = "import sys, kg.ontology as o; o.load(o.core_folder()); print({'rdflib', 'networkx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# Codes of event data


def codes(ontology: Ontology, scheme: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    notations = {id: its.notations for id, its in ontology.types.items()}
    notations |= {id: its.notations for id, its in ontology.concepts.items()}
    for term, its in notations.items():
        for kind, code in its:
            if kind == scheme:
                found.setdefault(code, []).append(term)
    return found


def test_every_code_is_given_once(ontology: Ontology) -> None:
    for scheme in ("cameo", "plover"):
        assert {code: terms for code, terms in codes(ontology, scheme).items() if len(terms) > 1} == {}


def test_every_cameo_root_and_every_plover_type_leads_somewhere(ontology: Ontology) -> None:
    assert {f"{root:02}" for root in range(1, 21)} <= set(codes(ontology, "cameo"))
    types = {code for code in codes(ontology, "plover") if "-" not in code}
    assert types == set(PLOVER)
    assert {code.split("-")[0] for code in codes(ontology, "plover")} == types  # a mode stands after its type
    assert set(codes(ontology, "ucdp")) == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("code", "term"),
    [
        ("010", "position"), ("020", "appeal"), ("023", "appeal-for-aid"), ("030", "commitment"), ("040", "Meeting"),
        ("041", "Conversation"), ("042", "Visit"), ("043", "Visit"), ("044", "Meeting"), ("045", "mediate"),
        ("051", "praise"), ("057", "sign-agreement"), ("070", "aid"), ("111", "criticism"), ("112", "accusation"),
        ("120", "refusal"), ("130", "threat"), ("163", "sanction"), ("166", "expel"), ("190", "attack"),
        ("193", "attack"), ("194", "attack"), ("032", "commitment"), ("013", "position"), ("0841", "release"),
        ("202", "kill-many"),
    ],
)  # fmt: skip
def test_codes_stand_where_cameo_defines_them(code: str, term: str, ontology: Ontology) -> None:
    assert codes(ontology, "cameo")[code] == [term]


def test_concepts_lie_in_their_schemes(ontology: Ontology) -> None:
    def inside(scheme: str) -> set[str]:
        return {id for id, concept in ontology.concepts.items() if scheme in concept.schemes}

    assert {"position", "appeal", "commitment", "praise", "criticism", "threat"} <= inside("statement-acts")
    assert {"offer", "demand", "refusal", "invitation", "summons", "request"} <= inside("statement-acts")
    assert {"aid", "agree", "attack", "expel", "sanction"} <= inside("action-acts")
    natures = {"border", "proximity", "partnership", "engagement", "alliance", "rapprochement", "threat"}
    assert natures <= inside("natures")
    assert {"telephone", "video", "letter", "diplomatic-note", "envoy"} <= inside("media")
    assert {"supportive", "neutral", "critical", "hostile"} <= inside("attitudes")
    assert ontology.concepts["threat"].schemes == ("natures", "statement-acts")
    assert all(concept.schemes for concept in ontology.concepts.values())


def test_a_broader_concept_shares_a_scheme_and_no_way_up_is_a_circle(ontology: Ontology) -> None:
    for concept in ontology.concepts.values():
        seen, above = {concept.id}, concept.broader
        while above:
            assert not seen & set(above)
            seen |= set(above)
            assert all(set(ontology.concepts[its].schemes) & set(concept.schemes) for its in above)
            above = tuple(its for one in above for its in ontology.concepts[one].broader)


def roots(concept: Concept) -> set[int]:
    return {int(code[:2]) for scheme, code in concept.notations if scheme == "cameo"}


def leaning(ontology: Ontology, tendency: str | None, scheme: str = "") -> set[str]:
    its = ontology.concepts.values()
    return {one.id for one in its if one.tendency == tendency and (not scheme or scheme in one.schemes)}


def test_tendencies_follow_cameo_but_for_four_acts_that_lean_elsewhere(ontology: Ontology) -> None:
    """CAMEO's conflict and cooperation: 01 is neither, 02 to 08 cooperation, 09 to 20 conflict (Schrodt 2012)."""

    def expected(root: int) -> str | None:
        return None if root == 1 else "cooperative" if root <= 8 else "hostile"

    coded = [its for its in ontology.concepts.values() if roots(its)]
    other = {its.id: its.tendency for its in coded if {expected(root) for root in roots(its)} != {its.tendency}}
    assert other == {
        "sympathy": "cooperative",
        "agreement": "cooperative",
        "appeal-for-reform": None,
        "appeal-to-yield": None,
    }


def test_tendencies_follow_plover_but_for_requests(ontology: Ontology) -> None:
    """PLOVER's quad categories, of which those of the concepts that carry its sixteen types."""
    cooperative = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT".split())
    of = {
        code: its.tendency
        for its in ontology.concepts.values()
        for kind, code in its.notations
        if kind == "plover" and "-" not in code
    }
    assert of.pop("REQUEST") is None  # an appeal is one, and a demand
    assert of == {code: "cooperative" if code in cooperative else "hostile" for code in of}


def test_an_act_that_leans_neither_way_says_nothing(ontology: Ontology) -> None:
    neither = (
        "acknowledgement appeal-for-reform appeal-to-yield denial no-comment notification position request warning"
    )
    assert leaning(ontology, None, "statement-acts") == set(neither.split())
    assert leaning(ontology, None, "action-acts") == {"make-gesture", "pay"}
    natures = "association border control debt dependence engagement exposure kinship ownership precedence proximity"
    assert leaning(ontology, None, "natures") == {*natures.split(), "representation", "unspecified-link"}
    assert leaning(ontology, "cooperative", "media") | leaning(ontology, "hostile", "media") == set()
    assert leaning(ontology, "cooperative") | leaning(ontology, "hostile") | leaning(ontology, None) == set(
        ontology.concepts
    )


def test_a_narrower_act_does_not_lean_against_the_broader_one(ontology: Ontology) -> None:
    for concept in ontology.concepts.values():
        for above in concept.broader:
            assert {concept.tendency, ontology.concepts[above].tendency} != {"cooperative", "hostile"}, concept.id


def test_symmetric_is_what_nobody_does_alone(ontology: Ontology) -> None:
    acts = (
        "agree cease-fire clash cooperate cooperate-economically cooperate-militarily exercise-jointly sign-agreement"
    )
    natures = "alliance association border conflict dispute kinship partnership proximity rivalry unspecified-link"
    assert {id for id, its in ontology.concepts.items() if its.symmetric} == {*acts.split(), *natures.split()}


def test_the_tendencies_fill_no_role_and_the_attitude_of_that_name_still_does(ontology: Ontology) -> None:
    assert "cooperative" not in ontology.concepts
    assert ontology.concepts["hostile"].iri == f"{DIP}hostile"


# Phrases


SCHEMES_OF_VERBS = {"statement-acts", "action-acts", "natures"}


def sentence(ontology: Ontology, kind: str, **words: str) -> str:
    for role, rule in ontology.types[kind].roles.items():
        if rule.scheme and role in words:
            words[role] = fill(ontology.concepts[words[role]].phrase, words)
    return fill(ontology.types[kind].phrase, words)


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("Meeting", {"participant": "A and B"}, "A and B met"),
        ("Meeting", {"participant": "A and B", "place": "Rome", "topic": "trade"}, "A and B met in Rome"),
        (
            "Gathering",
            {"host": "A", "label": "Forum", "participant": "B and C", "representative": "X and Y", "place": "Rome"},
            "B and C took part in the Forum hosted by A, with X and Y present, in Rome",
        ),
        ("Gathering", {"host": "A", "participant": "A and B"}, "A and B took part in a gathering hosted by A"),
        ("Gathering", {"label": "Forum", "participant": "B"}, "B took part in the Forum"),
        ("Gathering", {"label": "Forum", "host": "A"}, "A hosted the Forum"),
        ("Gathering", {"label": "Forum", "representative": "X"}, "the Forum took place, with X present"),
        ("Gathering", {"representative": "X"}, "a gathering took place, with X present"),
        ("Visit", {"agent": "A", "host": "B", "place": "Rome"}, "A visited B (Rome)"),
        ("Visit", {"agent": "A", "host": "B"}, "A visited B"),
        ("Visit", {"agent": "A", "place": "Rome"}, "A visited Rome"),
        ("Visit", {"agent": "A"}, "A made a visit"),
        ("Statement", {"agent": "A", "act": "praise", "about": "B"}, "A praised B"),
        (
            "Statement",
            {"agent": "A", "act": "commitment", "recipient": "B", "about": "C", "topic": "security"},
            "A made a commitment to B regarding C concerning security",
        ),
        ("Statement", {"agent": "A", "act": "appeal", "topic": "trade"}, "A made an appeal concerning trade"),
        ("Statement", {"agent": "A", "act": "threat", "recipient": "B"}, "A made a threat to B"),
        ("Statement", {"agent": "A", "about": "B"}, "A made a statement about B"),
        ("Action", {"agent": "A", "act": "aid", "recipient": "B", "place": "Rome"}, "A gave aid to B in Rome"),
        ("Action", {"agent": "A", "act": "attack", "recipient": "B"}, "A attacked B"),
        ("Action", {"agent": "A", "act": "attack-from-the-air"}, "A attacked from the air"),
        ("Action", {"agent": "A", "act": "protest", "topic": "fees"}, "A protested over fees"),
        ("Action", {"agent": "A", "recipient": "B"}, "A took action towards B"),
        (
            "Action",
            {"act": "bomb", "recipient": "B", "place": "Rome"},
            "someone set off a bomb against B in Rome",
        ),
        ("Action", {"agent": "A and B", "act": "agree", "topic": "fees"}, "A and B reached an agreement over fees"),
        ("Statement", {"agent": "A", "act": "praise", "about": "B", "place": "Rome"}, "A praised B in Rome"),
        ("Conversation", {"participant": "A and B"}, "A and B talked"),
        (
            "Conversation",
            {"participant": "A and B", "medium": "telephone", "topic": "trade"},
            "A and B talked by telephone about trade",
        ),
        ("Message", {"agent": "A", "recipient": "B"}, "A sent word to B"),
        ("Message", {"agent": "A", "recipient": "B", "act": "summons"}, "A summoned B"),
        ("Message", {"agent": "A", "recipient": "B", "act": "invitation", "medium": "letter"}, "A invited B by letter"),
        (
            "Message",
            {"agent": "A", "recipient": "B", "about": "C", "topic": "trade", "medium": "envoy"},
            "A sent word to B about C concerning trade through an envoy",
        ),
        ("Membership", {"holder": "A", "organization": "B"}, "A belonged to B"),
        ("Tenure", {"holder": "A", "post": "Minister", "organization": "B"}, "A served as Minister (B)"),
        ("Tenure", {"holder": "A", "post": "General"}, "A served as General"),
        ("Tenure", {"holder": "A", "organization": "B"}, "A served B"),
        ("Tenure", {"holder": "A"}, "A held a post"),
        ("Presence", {"agent": "A", "place": "Rome"}, "A had a presence in Rome"),
        ("Relationship", {"agent": "A", "recipient": "B", "nature": "border"}, "A shared a border with B"),
        ("Relationship", {"agent": "A", "recipient": "B", "nature": "threat"}, "A posed a threat to B"),
        ("Relationship", {"agent": "A", "recipient": "B"}, "A had relations with B"),
        (
            "Relationship",
            {"agent": "A", "recipient": "B", "nature": "dispute", "topic": "fees"},
            "A had a dispute with B concerning fees",
        ),
        ("Meeting", {"place": "Rome"}, "(unnamed) met in Rome"),
    ],
)
def test_a_fact_reads_as_a_sentence(kind: str, words: dict[str, str], expected: str, ontology: Ontology) -> None:
    assert sentence(ontology, kind, **words) == expected


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("Meeting", {"participant": "A and B", "place": "Rome"}, "a meeting of A and B in Rome"),
        (
            "Gathering",
            {"label": "Forum", "host": "A", "participant": "A and B", "representative": "X", "place": "Rome"},
            "a gathering (Forum) of A and B hosted by A with X present in Rome",
        ),
        ("Visit", {"agent": "A", "host": "B", "place": "Rome"}, "a visit by A to B (Rome)"),
        ("Visit", {"agent": "A", "place": "Rome"}, "a visit by A to Rome"),
        (
            "Statement",
            {"agent": "A", "act": "commitment", "recipient": "B", "about": "C", "topic": "security"},
            "a statement (commitment) by A to B about C concerning security",
        ),
        (
            "Action",
            {"agent": "A", "act": "aid", "recipient": "B", "place": "Rome", "topic": "floods"},
            "an action (aid) by A towards B in Rome over floods",
        ),
        ("Tenure", {"holder": "A", "post": "Minister", "organization": "B"}, "a tenure of A as Minister (B)"),
        ("Tenure", {"holder": "A", "organization": "B"}, "a tenure of A in the service of B"),
        ("Presence", {"agent": "A", "place": "Rome"}, "a presence of A in Rome"),
        ("Relationship", {"agent": "A", "recipient": "B", "nature": "border"}, "a relationship (border) of A to B"),
        (
            "Conversation",
            {"participant": "A and B", "medium": "video", "topic": "trade"},
            "a conversation (video) of A and B about trade",
        ),
        (
            "Message",
            {"agent": "A", "recipient": "B", "act": "offer", "medium": "letter", "about": "C", "topic": "trade"},
            "a message (offer, letter) from A to B about C concerning trade",
        ),
        ("Message", {"agent": "A", "act": "offer"}, "a message (offer) from A"),
        ("Message", {"agent": "A", "medium": "in person"}, "a message (in person) from A"),
        ("Membership", {"holder": "A", "organization": "B"}, "a membership of A in B"),
        ("Conversation", {}, "a conversation"),
        ("Message", {}, "a message"),
        ("Membership", {}, "a membership"),
        ("Meeting", {}, "a meeting"),
        ("Gathering", {}, "a gathering"),
        ("Visit", {}, "a visit"),
        ("Statement", {}, "a statement"),
        ("Action", {}, "an action"),
        ("Tenure", {}, "a tenure"),
        ("Presence", {}, "a presence"),
        ("Relationship", {}, "a relationship"),
    ],
)
def test_a_fact_reads_as_a_noun_phrase(kind: str, words: dict[str, str], expected: str, ontology: Ontology) -> None:
    assert fill(ontology.types[kind].nominal, words) == expected


def test_every_act_and_nature_reads_well_with_all_roles_and_with_few(ontology: Ontology) -> None:
    every = {role: role.upper() for role in ontology.roles}
    read = [its for its in ontology.concepts.values() if SCHEMES_OF_VERBS & set(its.schemes)]
    assert len(read) > 100
    for concept in read:
        for words in (every, {"recipient": "RECIPIENT"}, {"agent": "AGENT"}):
            if "natures" in concept.schemes and "recipient" not in words:
                continue
            text = fill(concept.phrase, words)
            assert re.fullmatch(r"\S+( \S+)*", text), text
            assert text[0].islower(), text
            assert "(unnamed)" not in text, concept.id
        assert concept.phrase != concept.label, concept.id


def test_every_phrase_fits_one_actor_and_several(ontology: Ontology) -> None:
    phrases = [its.phrase for its in ontology.types.values()] + [its.phrase for its in ontology.concepts.values()]
    assert [text for text in phrases if re.search(r"\b(was|were|is|are|has|does|do|its|his|between)\b", text)] == []


def test_a_role_named_by_its_preposition_is_told_by_that_preposition(ontology: Ontology) -> None:
    """Whom a statement is about is not whom it is made to, nor whom it is directed against."""
    for concept in ontology.concepts.values():
        if "statement-acts" in concept.schemes:
            about = fill(concept.phrase, {"about": "ABOUT"})
            assert not re.search(r"\b(to|against|with|by|from) ABOUT", about.replace("opposition to", "")), about


def test_what_a_phrase_needs_is_asked_for_by_the_shape(ontology: Ontology) -> None:
    for kind in ontology.types.values():
        bare = re.sub(r"\[.*\]", "", kind.phrase)
        assert {slot for slot in slots(bare) if kind.roles[slot].min == 0} == set()


@pytest.mark.parametrize(
    ("phrase", "fault"), [("{a", "stray `{`"), ("a]", "stray `]`"), ("a|b", "stray `|`"), ("[a", "`[` is not closed")]
)
def test_a_phrase_that_is_not_closed_is_refused(phrase: str, fault: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(fault)}$"):
        slots(phrase)


# Shapes, read by another reader

DATA = """
@prefix kg: <https://w3id.org/dramatis/kg#> . @prefix dip: <https://w3id.org/dramatis/diplomacy#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> .
@prefix : <https://example.org/> .
:x a kg:Person , kg:Actor , kg:Entity . :y a kg:Country , kg:Actor , kg:Place , kg:Entity .
:z a kg:Place , kg:Entity . :t a kg:Topic , kg:Entity .
"""
SELECTOR = ":s a oa:TextPositionSelector ; oa:start 0 ; oa:end 9 ."


def found_faults(said: str, graphs: dict[str, rdflib.Graph], union: rdflib.Graph) -> list[str]:
    data = rdflib.Graph().parse(data=DATA + said, format="turtle") + union
    _, results, _ = pyshacl.validate(data, shacl_graph=graphs["shapes"], inference="none")
    found = results.objects(None, URIRef(f"{SH}sourceConstraintComponent"))
    return [str(it).removeprefix(SH).removesuffix("ConstraintComponent") for it in found]


@pytest.mark.parametrize(
    ("fact", "faults"),
    [
        (":f a dip:Meeting ; kg:participant :x , :y ; kg:place :z ; kg:topic :t .", []),
        (":f a dip:Meeting ; kg:participant :x .", ["MinCount"]),
        (":f a dip:Meeting ; kg:participant :x , :t .", ["Class"]),
        (":f a dip:Meeting ; kg:participant :x , :y ; kg:place :y , :z .", ["MaxCount"]),
        (":f a dip:Statement ; kg:agent :x ; dip:act dip:praise ; kg:about :y .", []),
        (":f a dip:Statement ; kg:agent :x ; dip:act dip:praise ; kg:about :g . :g a kg:Fact .", []),
        (":f a dip:Statement ; kg:agent :x ; dip:act :x .", ["Class"]),
        (":f a dip:Statement ; kg:agent :x ; dip:act dip:praise ; kg:about dip:aid .", ["Or"]),
        (":f a dip:Tenure ; kg:holder :x ; kg:organization :y .", []),
        (":f a dip:Conversation ; kg:participant :x , :y ; dip:medium dip:video .", []),
        (":f a dip:Conversation ; kg:participant :x , :y ; dip:medium dip:video , dip:telephone .", ["MaxCount"]),
        (":f a dip:Message ; kg:agent :x ; kg:recipient :y ; dip:act dip:offer ; dip:medium dip:letter .", []),
        (":f a dip:Message ; kg:agent :x .", ["MinCount"]),
        (":f a dip:Action ; dip:act dip:bomb .", []),
        (":f a dip:Membership ; kg:holder :x ; kg:organization :y .", ["Or"]),
    ],
)
def test_the_shapes_say_the_same_to_another_reader(
    fact: str, faults: list[str], graphs: dict[str, rdflib.Graph], union: rdflib.Graph
) -> None:
    assert found_faults(fact, graphs, union) == faults


ARTICLE = ":a a kg:Article ; schema:publisher :y ; schema:datePublished '2031' ."


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("kg:row '20718170' .", []),
        ("kg:row '20718170' , '20718171' .", ["MaxCount"]),
        (f"oa:hasSelector :s ; kg:sha256 '0' ; kg:evidenceKind 'text' . {SELECTOR}", []),
        (f"oa:hasSelector :s , :r . {SELECTOR} {SELECTOR.replace(':s a', ':r a')}", ["MaxCount"]),
    ],
)
def test_evidence_is_a_span_or_a_row(
    said: str, faults: list[str], graphs: dict[str, rdflib.Graph], union: rdflib.Graph
) -> None:
    assert found_faults(f"{ARTICLE} :e a kg:Evidence ; oa:hasSource :a ; {said}", graphs, union) == faults


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("kg:agency :y ; kg:codedBy :y .", []),
        ("kg:agency :z .", ["Class"]),
        ("kg:codedBy :x , :y .", ["MaxCount"]),
    ],
)
def test_an_article_may_be_an_agencys_or_coded_by_a_data_set(
    said: str, faults: list[str], graphs: dict[str, rdflib.Graph], union: rdflib.Graph
) -> None:
    assert found_faults(ARTICLE.removesuffix(".") + f"; {said}", graphs, union) == faults


@pytest.mark.parametrize(
    ("figure", "faults"),
    [
        ("kg:name 'deaths' ; kg:low 12 ; kg:high 12 .", []),
        ("kg:name 'amount' ; kg:low 3500000 ; kg:unit 'EUR' .", []),
        ("kg:low 12 .", ["MinCount"]),
        ("kg:name 'deaths' ; kg:low 12 , 13 .", ["MaxCount"]),
    ],
)
def test_a_figure_has_a_name_and_two_bounds_at_most(
    figure: str, faults: list[str], graphs: dict[str, rdflib.Graph], union: rdflib.Graph
) -> None:
    assert found_faults(f":v a kg:Figure ; {figure}", graphs, union) == faults


# A project's own terms

PREFIXES = """\
@prefix kg: <https://w3id.org/dramatis/kg#> .
@prefix dip: <https://w3id.org/dramatis/diplomacy#> .
@prefix my: <https://example.org/mine#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
EXERCISE = """\
my:Exercise rdfs:subClassOf kg:Event ; rdfs:label "exercise"@en ;
    kg:phrase "{participant} trained[ with {vessel}]" ;
    kg:party kg:participant ; kg:shortcut my:exercise-trained .
my:exercise-trained a kg:Shortcut ;
    kg:from kg:participant ; kg:edge my:trained-with ; kg:to kg:participant ; kg:layer kg:contact .
my:trained-with a owl:SymmetricProperty ; rdfs:label "trained with"@en .
my:ExerciseShape a sh:NodeShape ; sh:targetClass my:Exercise ;
    sh:property [ sh:path kg:participant ; sh:class kg:Actor ; sh:minCount 2 ] ,
                [ sh:path my:vessel ; sh:class kg:Topic ] .
"""


def project(folder: Path, own: str, *, domain: bool = True) -> Path:
    for name in ("diplomacy", "acts", "shapes") if domain else ():
        shutil.copy(core_folder() / f"{name}.ttl", folder)
    (folder / "mine.ttl").write_text(PREFIXES + own, encoding="utf-8")
    return folder


def test_a_project_says_itself_which_figures_measure_a_report(tmp_path: Path) -> None:
    own = 'my:readers a skos:Concept ; skos:inScheme kg:report-figures ; skos:prefLabel "readers"@en .'
    ontology = load(project(tmp_path, own))
    assert {"goldstein", "readers", "tone"} <= set(ontology.report_figures)
    assert "readers" not in ontology.concepts  # it fills no role
    assert set(load(project(tmp_path, own, domain=False)).report_figures) >= {"readers"}


@pytest.mark.parametrize("domain", [True, False])
def test_a_fact_type_of_ones_own_takes_a_few_lines(domain: bool, tmp_path: Path) -> None:
    ontology = load(project(tmp_path, EXERCISE, domain=domain))
    exercise = ontology.types["Exercise"]
    assert (exercise.iri, exercise.label, exercise.lasts) == ("https://example.org/mine#Exercise", "exercise", False)
    assert exercise.ancestors == ("https://example.org/mine#Exercise", f"{KG}Event", f"{KG}Fact")
    assert (exercise.phrase, exercise.nominal) == ("{participant} trained[ with {vessel}]", "")
    assert list(exercise.roles) == ["participant", "vessel"]
    assert exercise.roles["participant"].kinds == ACTORS
    assert exercise.shortcuts == (
        Shortcut(
            id="exercise-trained", source="participant", edge="trained-with", target="participant", layer="contact"
        ),
    )
    assert ontology.edges["trained-with"].symmetric
    vessel = ontology.roles["vessel"]
    assert (vessel.iri, vessel.label) == ("https://example.org/mine#vessel", "vessel")
    assert ontology.prefixes["my"] == "https://example.org/mine#"
    assert ("Meeting" in ontology.types) is domain


def test_a_narrower_fact_type_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    own = """\
my:Summit rdfs:subClassOf dip:Meeting ; rdfs:label "summit"@en .
my:SummitShape a sh:NodeShape ; sh:targetClass my:Summit ;
    sh:property [ sh:path kg:participant ; sh:class kg:Person ; sh:maxCount 5 ] ,
                [ sh:path kg:host ; sh:class kg:Actor ] .
"""
    ontology = load(project(tmp_path, own))
    summit, meeting = ontology.types["Summit"], ontology.types["Meeting"]
    assert (summit.phrase, summit.nominal) == (meeting.phrase, meeting.nominal)
    assert (summit.parties, summit.shortcuts) == (meeting.parties, meeting.shortcuts)
    assert set(summit.roles) == {"participant", "host", "place", "topic"}
    rule = summit.roles["participant"]
    assert (rule.kinds, rule.min, rule.max) == (frozenset({"Person"}), 2, 5)
    assert summit.ancestors[:2] == ("https://example.org/mine#Summit", f"{DIP}Meeting")


def test_a_class_that_only_joins_fact_types_is_none_itself(tmp_path: Path) -> None:
    own = EXERCISE.replace("kg:Event", "my:Drill", 1) + 'my:Drill rdfs:subClassOf kg:Event ; rdfs:label "drill"@en .'
    ontology = load(project(tmp_path, own))
    assert "Drill" not in ontology.types
    assert "https://example.org/mine#Drill" in ontology.types["Exercise"].ancestors


def test_a_copy_of_the_core_in_the_project_folds_into_it(tmp_path: Path, ontology: Ontology) -> None:
    for path in core_folder().glob("*.ttl"):
        shutil.copy(path, tmp_path)
    again = load(tmp_path)
    assert (again.types, again.concepts, again.links) == (ontology.types, ontology.concepts, ontology.links)
    assert list(again.named_triples()) == list(ontology.named_triples())


def test_no_folder_is_a_misuse_and_not_a_fault_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path / "none")
    hint = "a project has a folder of Turtle files, `ontology/`"
    assert str(caught.value) == f"no ontology: `{tmp_path / 'none'}` is no folder\n  hint: {hint}"


READ = (
    "read are: sh:NodeShape, sh:targetClass, sh:property, sh:path, sh:class, sh:or (of sh:class), sh:minCount, "
    "sh:maxCount, sh:name, sh:description, sh:message, sh:severity, kg:scheme"
)
ROLES = "its roles are: participant, vessel"
TENDENCIES = "tendencies are: kg:cooperative, kg:hostile"
FAULTS = {
    "syntax": (("kg:Event ;", "kg:Event ;; ["), "8:41: not Turtle: [ is not a valid predicate", "mend the syntax"),
    "unknown term": (("kg:party", "kg:partys"), "10:5: unknown term `kg:partys`", "did you mean `kg:party`?"),
    "unknown edge": (("my:trained-with ;", "kg:mett ;"), "12:38: unknown term `kg:mett`", "did you mean `kg:met`?"),
    "no phrase": (
        ('    kg:phrase "{participant} trained[ with {vessel}]" ;\n', ""),
        "8:1: fact type `Exercise` has no kg:phrase",
        'add the sentence that it reads as: kg:phrase "{participant} …"',
    ),
    "phrase of no role": (
        ("{vessel}", "{vesel}"),
        "9:5: phrase of `Exercise` names `{vesel}`, which is no role",
        "did you mean `vessel`?",
    ),
    "phrase not closed": (
        ("{vessel}]", "{vessel}"),
        "9:5: phrase of `Exercise`: `[` is not closed",
        "{role}, [left out without filler] and [one|other] are understood",
    ),
    "nominal of no role": (
        ("kg:party kg", 'kg:nominal "training of {vesel}" ; kg:party kg'),
        "10:5: nominal of `Exercise` names `{vesel}`, which is no role",
        "did you mean `vessel`?",
    ),
    "nominal not closed": (
        ("kg:party kg", 'kg:nominal "training[ of {vessel}" ; kg:party kg'),
        "10:5: nominal of `Exercise`: `[` is not closed",
        "{role}, [left out without filler] and [one|other] are understood",
    ),
    "party is no role": (
        ("kg:party kg:participant", "kg:party kg:host"),
        "10:14: kg:party of `Exercise` names `host`, which is no role of `Exercise`",
        ROLES,
    ),
    "always is no role": (
        ("kg:party kg:participant", "kg:always kg:host ; kg:party kg:participant"),
        "10:15: kg:always of `Exercise` names `host`, which is no role of `Exercise`",
        ROLES,
    ),
    "tendency that is another scheme's": (
        (
            "my:trained-with a",
            "my:nod a skos:Concept ; skos:inScheme dip:natures ; kg:tendency dip:hostile .\nmy:far a",
        ),
        "13:65: kg:tendency of `nod` names `hostile`, which is no tendency of the model",
        TENDENCIES,
    ),
    "tendency that is a text": (
        ("my:trained-with a", 'my:nod a skos:Concept ; skos:inScheme dip:natures ; kg:tendency "hostile" .\nmy:far a'),
        "13:53: kg:tendency of `nod` names `hostile`, which is no tendency of the model",
        TENDENCIES,
    ),
    "tendency that nothing declares": (
        ("my:trained-with a", "my:nod a skos:Concept ; skos:inScheme dip:natures ; kg:tendency kg:hostil .\nmy:far a"),
        "13:65: unknown term `kg:hostil`",
        "did you mean `kg:hostile`?",
    ),
    "two tendencies": (
        (
            "my:trained-with a",
            "my:nod a skos:Concept ; skos:inScheme dip:natures ; kg:tendency kg:hostile , kg:cooperative .\nmy:far a",
        ),
        "13:78: `nod` gives kg:tendency twice",
        "keep one",
    ),
    "shortcut from no role": (
        ("kg:from kg:participant", "kg:from kg:agent"),
        "12:13: kg:from of `exercise-trained` names `agent`, which is no role of `Exercise`",
        ROLES,
    ),
    "shortcut shared over no role": (
        ("kg:layer kg:contact", "kg:layer kg:contact ; kg:sharedOver kg:host"),
        "12:115: kg:sharedOver of `exercise-trained` names `host`, which is no role of `Exercise`",
        ROLES,
    ),
    "shortcut within a role": (
        ("kg:layer kg:contact", "kg:layer kg:contact ; kg:within my:vessel"),
        "12:101: kg:within of `exercise-trained` is of shared edges, and `Exercise` has it as a kg:shortcut",
        "write kg:sharedEdge of the fact type, or take kg:within out",
    ),
    "shortcut without edge": (
        ("kg:edge my:trained-with ; ", ""),
        "11:1: shortcut `exercise-trained` has no kg:edge",
        "a shortcut has one kg:from, kg:edge, kg:to and kg:layer",
    ),
    "shortcut with two edges": (
        ("kg:edge my:trained-with", "kg:edge my:trained-with , kg:met"),
        "12:56: shortcut `exercise-trained` gives kg:edge twice",
        "a shortcut has one kg:from, kg:edge, kg:to and kg:layer",
    ),
    "shortcut nowhere": (
        ("kg:shortcut my:exercise-trained", "kg:shortcut my:exercise-lost"),
        "10:43: shortcut `exercise-lost` has no kg:from",
        "a shortcut has one kg:from, kg:edge, kg:to and kg:layer",
    ),
    "layer that is none": (
        ("kg:layer kg:contact", "kg:layer kg:met"),
        "12:88: kg:layer of `exercise-trained` names `met`, which is no layer",
        "layers are: action, co-membership, contact, context, speech",
    ),
    "no shape": (
        ("sh:targetClass my:Exercise", "sh:targetClass dip:Meeting"),
        "8:1: fact type `Exercise` has no shape",
        "add a sh:NodeShape with `sh:targetClass` Exercise and a sh:property for each role",
    ),
    "shape of no class": (
        ("my:trained-with a", "my:NoShape a sh:NodeShape ; sh:targetClass my:Exercize .\nmy:trained-with a"),
        "13:44: no class `Exercize` for this shape",
        "did you mean `Exercise`?",
    ),
    "shape without class": (
        ("sh:targetClass my:Exercise ;", ""),
        "14:1: shape `ExerciseShape` has no sh:targetClass",
        "say which fact type it is for, with sh:targetClass",
    ),
    "misplaced": (
        ("sh:targetClass my:Exercise ;", "sh:targetClass my:Exercise ; sh:class kg:Actor ;"),
        "14:64: `ExerciseShape`: sh:class is read inside sh:property only",
        "write sh:property [ sh:path … ; sh:class … ]",
    ),
    "not read": (("sh:minCount 2", "sh:minInclusive 2"), "15:64: sh:minInclusive is not read", READ),
    "or of something else": (
        ("sh:class kg:Topic", "sh:or ( [ sh:minCount 1 ] )"),
        "16:39: `vessel` of `ExerciseShape`: sh:or takes a list of [ sh:class … ] only",
        READ,
    ),
    "path of two steps": (
        ("sh:path my:vessel", "sh:path ( my:vessel kg:place )"),
        "15:19: a property of `ExerciseShape` has no sh:path that is one role",
        "name one role",
    ),
    "count of a word": (
        ("sh:minCount 2", 'sh:minCount "two"'),
        "15:64: `participant` of `ExerciseShape`: sh:minCount takes one whole number",
        "write `sh:minCount 1`",
    ),
    "class that is none": (
        ("sh:class kg:Topic", "sh:class my:Boat"),
        "16:48: `vessel` of `ExerciseShape`: sh:class `Boat` is nothing that can fill a role",
        "a kind of entity, kg:Actor, kg:Entity, kg:Fact or skos:Concept can",
    ),
    "concept without scheme": (
        ("sh:class kg:Topic", "sh:class skos:Concept"),
        "16:27: `vessel` of `ExerciseShape`: sh:class skos:Concept and kg:scheme go together",
        "give both: the scheme says which concepts may fill the role",
    ),
    "scheme that is none": (
        ("sh:class kg:Topic", "sh:class skos:Concept ; kg:scheme dip:nature"),
        "16:73: no concept scheme `nature`",
        "did you mean `natures`?",
    ),
    "role with a taken name": (
        ("my:vessel", "my:label"),
        "16:27: the role name `label` is taken by what every claim says",
        "call it something else",
    ),
    "one role name twice in a type": (
        ("my:vessel", "my:participant"),
        "16:27: the role name `participant` is given twice",
        "call it something else",
    ),
    "one role name in two types": (
        ("vessel", "place"),
        f"16:27: two roles are called `place`: <{KG}place> and <https://example.org/mine#place>",
        "call one of them something else",
    ),
    "one type name twice": (
        ("Exercise", "Visit"),
        f"8:1: two fact types are called `Visit`: <{DIP}Visit> and <https://example.org/mine#Visit>",
        "call one of them something else",
    ),
    "one edge name twice": (
        ("my:trained-with", "my:met"),
        f"13:1: two edges are called `met`: <{KG}met> and <https://example.org/mine#met>",
        "call one of them something else",
    ),
    "happens and lasts": (
        ("kg:Event", "kg:Event , kg:Situation"),
        "8:1: fact type `Exercise` both happens and lasts",
        "choose one",
    ),
    "two bearers": (
        ("kg:party", "kg:bearer kg:participant , my:vessel ; kg:party"),
        "10:32: `Exercise` gives kg:bearer twice",
        "keep one",
    ),
    "concept's phrase of no role": (
        ("my:trained-with a", 'my:nod a skos:Concept ; skos:inScheme dip:natures ; kg:phrase "to {host}" .\nmy:far a'),
        "13:53: phrase of `nod` names `{host}`, which is no role",
        "roles are: agent, nature, recipient, topic",
    ),
    "role's phrase of another role": (
        ("my:trained-with a", 'my:vessel kg:phrase "{ship} among the vessels" .\nmy:far a'),
        "13:11: phrase of `vessel` names `{ship}`, which is no role",
        "roles are: vessel",
    ),
    "role's phrase without its fillers": (
        ("my:trained-with a", 'my:vessel kg:phrase "among the vessels" .\nmy:far a'),
        "13:11: phrase of `vessel` does not name its fillers, or more than them",
        "write {vessel} where they stand, and no other slot",
    ),
    "role's phrase that does not close": (
        ("my:trained-with a", 'my:vessel kg:phrase "{vessel} [among the vessels" .\nmy:far a'),
        "13:11: phrase of `vessel`: `[` is not closed",
        "{role}, [left out without filler] and [one|other] are understood",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_where_it_stands(name: str, tmp_path: Path) -> None:
    (old, new), said, hint = FAULTS[name]
    assert old in EXERCISE
    folder = tmp_path / "ontology"
    folder.mkdir()
    with pytest.raises(OntologyError) as caught:
        load(project(folder, EXERCISE.replace(old, new)))
    assert str(caught.value) == f"ontology/mine.ttl:{said}\n  hint: {hint}"


# -- shared edges --------------------------------------------------------------------------------------------------

CREW = """\
my:Service rdfs:subClassOf kg:Situation ; rdfs:label "service"@en ; kg:phrase "{sailor} served on {ship}" ;
    kg:sharedEdge my:service-sailed-with .
my:service-sailed-with a kg:Shortcut ; kg:from my:sailor ; kg:edge my:sailed-with ; kg:to my:sailor ;
    kg:within my:ship ; kg:layer my:crews .
my:crews a kg:Layer ; rdfs:label "crews"@en .
my:sailed-with a owl:SymmetricProperty ; rdfs:label "sailed with"@en .
my:ServiceShape a sh:NodeShape ; sh:targetClass my:Service ;
    sh:property [ sh:path my:sailor ; sh:class kg:Person ; sh:minCount 1 ] , [ sh:path my:ship ; sh:class kg:Group ] .
"""
SHARED_FAULTS = {
    "of what does not last": (
        ("kg:Situation", "kg:Event"),
        "9:5: `Service` has a kg:sharedEdge and does not last",
        "only what lasts has stretches that overlap: a fact type below kg:Situation",
    ),
    "to another role": (
        ("kg:to my:sailor", "kg:to my:ship"),
        "10:85: shared edge `service-sailed-with` leads from `sailor` to another role, `ship`",
        "those who share something fill one role: name it twice",
    ),
    "with a share of its own": (
        ("kg:layer my:crews", "kg:layer my:crews ; kg:sharedOver my:sailor"),
        "11:45: shared edge `service-sailed-with` has kg:sharedOver, which is not read of it",
        "its share follows from how many were there at the time",
    ),
    "within nothing": (
        ("kg:within my:ship ; ", ""),
        "10:1: shortcut `service-sailed-with` has no kg:within",
        "a shared edge says by kg:within what two facts have in common",
    ),
    "within two": (
        ("kg:within my:ship", "kg:within my:ship , my:sailor"),
        "11:25: shortcut `service-sailed-with` gives kg:within twice",
        "a shared edge says by kg:within what two facts have in common",
    ),
    "within no role": (
        ("kg:within my:ship", "kg:within kg:place"),
        "11:15: kg:within of `service-sailed-with` names `place`, which is no role of `Service`",
        "its roles are: sailor, ship",
    ),
    "within its own role": (
        ("kg:within my:ship", "kg:within my:sailor"),
        "11:5: shared edge `service-sailed-with` is within the role that it joins, `sailor`",
        "name the role whose filler two facts have in common",
    ),
    "in a layer that is read unasked": (
        ("kg:layer my:crews", "kg:layer kg:contact"),
        "11:25: shared edge `service-sailed-with` lies in `contact`, which is read unasked",
        "it is drawn only where it is asked for: declare a kg:Layer of its own",
    ),
    "in a layer of others": (
        ("kg:layer my:crews", "kg:layer kg:context"),
        "11:25: shared edge `service-sailed-with` has the layer `context` of the shortcut `membership-belongs-to`, "
        "which joins within one fact",
        "declare a layer of its own",
    ),
    "that others draw": (
        ("kg:edge my:sailed-with", "kg:edge kg:met"),
        "10:60: shared edge `service-sailed-with` has the edge `met` of the shortcut `meeting-met`, which joins within "
        "one fact",
        "declare an edge of its own",
    ),
    "with a direction": (
        ("my:sailed-with a owl:SymmetricProperty", "my:sailed-with a owl:ObjectProperty"),
        "10:60: shared edge `service-sailed-with` draws `sailed-with`, which is not symmetric",
        "it holds from both sides: write `a owl:SymmetricProperty` after the edge",
    ),
    "of no fact type": (
        ("    kg:sharedEdge my:service-sailed-with .", "    kg:party my:sailor ."),
        "10:1: shortcut `service-sailed-with` belongs to no fact type, and draws nothing",
        "write `kg:shortcut` of the fact type that `service-sailed-with` belongs to",
    ),
    "a text": (
        ("kg:within my:ship", 'kg:within "ship"'),
        "11:5: kg:within of `service-sailed-with` is a text, not a term",
        "write the term without quotes, with its prefix",
    ),
    "said of a layer": (
        ("my:crews a kg:Layer ;", "my:crews a kg:Layer ; kg:sharedEdge my:service-sailed-with ;"),
        "12:37: kg:sharedEdge of `crews`, which is a layer: it is read of a fact type only",
        "take it out, or state it of the term that is meant",
    ),
}


def test_a_shared_edge_of_ones_own_takes_two_lines(tmp_path: Path) -> None:
    (its,) = load(project(tmp_path, CREW)).types["Service"].shared_edges
    assert (its.source, its.edge, its.target, its.layer, its.within) == (
        "sailor",
        "sailed-with",
        "sailor",
        "crews",
        "ship",
    )


@pytest.mark.parametrize("name", SHARED_FAULTS)
def test_a_fault_of_a_shared_edge_is_named_where_it_stands(name: str, tmp_path: Path) -> None:
    (old, new), said, hint = SHARED_FAULTS[name]
    assert old in CREW
    folder = tmp_path / "ontology"
    folder.mkdir()
    with pytest.raises(OntologyError) as caught:
        load(project(folder, CREW.replace(old, new)))
    assert str(caught.value) == f"ontology/mine.ttl:{said}\n  hint: {hint}"


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    folder.mkdir()
    (folder / "mine.ttl").write_bytes("# Besançon".encode("latin-1"))
    with pytest.raises(OntologyError) as caught:
        load(folder)
    assert str(caught.value) == "ontology/mine.ttl:1:1: not UTF-8 at byte 7\n  hint: save it as UTF-8"


def test_a_term_is_found_past_comments_and_texts(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    folder.mkdir()
    own = '# sh:minInclusive in a comment\n<urn:a> rdfs:label "sh:minInclusive" .\n' + EXERCISE
    with pytest.raises(OntologyError) as caught:
        load(project(folder, own.replace("sh:minCount 2", "sh:minInclusive 2")))
    assert str(caught.value) == f"ontology/mine.ttl:17:64: sh:minInclusive is not read\n  hint: {READ}"


@pytest.mark.parametrize("is_link", [False, True])
@pytest.mark.parametrize("deep", ["x.ttl", "old/x.ttl"])
def test_a_folder_of_turtle_below_the_ontology_is_named_and_not_left_out(
    is_link: bool, deep: str, tmp_path: Path
) -> None:
    folder = shutil.copytree(core_folder(), tmp_path / "ontology")
    more = tmp_path / "elsewhere" if is_link else folder / "more"
    (more / deep).parent.mkdir(parents=True)
    (more / deep).write_text("")
    if is_link:
        (folder / "more").symlink_to(more)
    with pytest.raises(OntologyError) as caught:
        load(folder)
    assert str(caught.value) == (
        "`ontology/more` is a folder with Turtle files, which are not read\n"
        "  hint: put them, or links to them, into `ontology/` itself, or keep them elsewhere"
    )


def test_folders_without_turtle_and_links_back_are_passed_over(tmp_path: Path) -> None:
    folder = shutil.copytree(core_folder(), tmp_path / "ontology")
    (folder / "notes").mkdir()
    (folder / ".old").mkdir()
    (folder / ".old/x.ttl").write_text("no Turtle")
    (folder / "loop").symlink_to(".")
    (folder / "also.ttl").symlink_to("acts.ttl")
    assert load(folder).types == load(core_folder()).types
