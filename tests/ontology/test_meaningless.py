"""Ontologies that are Turtle and mean nothing here: each is refused at its place, or it works from end to end."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.base.errors import OntologyError
from kg.ontology import core_folder, load
from kg.view.from_snapshot import page_of
from tests.examples import examples
from tests.ontology.test_ontology import EXERCISE, PREFIXES, project

LIMIT = 5  # seconds
EXTRA = PREFIXES + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
EXTRA += "@prefix said: <https://w3id.org/dramatis/said#> .\n"
NESTED = "{participant}" + "[" * 400 + "a" + "]" * 400
LIST = "sh:or my:l ] .\nmy:l rdf:first [ sh:class kg:Person ] ; rdf:rest "

# What is written in place of a part of the exercise (or after it), and a word of what is said of it.
ODD = {
    "list in a circle": ("sh:class kg:Topic ] .", LIST + "my:l .", "goes in a circle"),
    "list that ends in no nil": ("sh:class kg:Topic ] .", LIST + "my:end .", "each rdf:first and each rdf:rest"),
    "list that forks": ("sh:class kg:Topic ] .", LIST + "rdf:nil , my:l .", "each rdf:first and each rdf:rest"),
    "list of a text": ("sh:class kg:Topic", 'sh:or ( "a" )', "each rdf:first"),
    "list that is empty": ("sh:class kg:Topic", "sh:or ()", "the list is empty"),
    "edge rdf:type": ("kg:edge my:trained-with", "kg:edge rdf:type", "another vocabulary"),
    "edge a": ("kg:edge my:trained-with", "kg:edge rdfs:label", "another vocabulary"),
    "edge of said": ("kg:edge my:trained-with", "kg:edge said:participant", "another vocabulary"),
    "edge that is a role": ("kg:edge my:trained-with", "kg:edge kg:participant", "a word of the core"),
    "edge that the core uses": ("kg:edge my:trained-with", "kg:edge kg:status", "a word of the core"),
    "role rdf:first": ("my:vessel", "rdf:first", "another vocabulary"),
    "role of the core that is none": ("my:vessel", "kg:status", "a word of the core"),
    "role that is the edge": ("my:vessel", "my:trained-with", "is a role, and no edge"),
    "type of another vocabulary": ("my:Exercise ", "skos:Concept ", "another vocabulary"),
    "blank type": ("", '[] rdfs:subClassOf kg:Event ; rdfs:label "x" .', "blank node"),
    "blank party": ("kg:party kg:participant", "kg:party []", "blank node"),
    "blank shortcut": ("kg:shortcut my:exercise-trained", "kg:shortcut [ a kg:Shortcut ]", "blank node"),
    "party that is a text": ("kg:party kg:participant", 'kg:party "participant"', "is a text, not a term"),
    "phrase that is a term": ('kg:phrase "{participant} trained[ with {vessel}]"', "kg:phrase my:x", "not to a value"),
    "addition": ("", "kg:Person rdfs:subClassOf my:Being .", "an addition to kg:Person"),
    "label of a core term": ("", 'kg:upward rdfs:label "up" .', "an addition to kg:upward"),
    "new term": ("", 'kg:met-often a owl:ObjectProperty ; rdfs:label "met often" .', "its namespace is the core's"),
    "statement about RDF": ("", "rdf:type rdfs:subPropertyOf my:is .", "a statement about rdf:type"),
    "counts that cross": ("sh:minCount 2", "sh:minCount 2 ; sh:maxCount 1", "is above sh:maxCount 1"),
    "negative count": ("sh:minCount 2", "sh:minCount -2", "takes one whole number"),
    "huge count": ("sh:minCount 2", f"sh:minCount {'9' * 4301}", "takes one whole number"),
    "two counts": ("sh:minCount 2", "sh:maxCount 2 , 3", "takes one whole number"),
    "count in quotes": ("sh:minCount 2", 'sh:minCount "2"', "takes one whole number"),
    "count that is a term": ("sh:minCount 2", "sh:minCount my:two", "takes one whole number"),
    "count in other digits": ("sh:minCount 2", 'sh:minCount "\u0662"', "takes one whole number"),
    "two classes at once": ("sh:class kg:Topic", "sh:class kg:Person , kg:Place", "several classes at once"),
    "classes in circles": ("", "my:Exercise rdfs:subClassOf my:B . my:B rdfs:subClassOf my:Exercise .", "in a circle"),
    "deep blank nodes": ("", "my:a my:b " + "[ my:b " * 9**5 + "1" + "]" * 9**5 + " .", "100 brackets in brackets"),
    "deep lists": ("", "my:a my:b " + "( " * 9**5 + "1" + ")" * 9**5 + " .", "100 brackets in brackets"),
    "deep triple terms": ("", "my:a my:b " + "<<( my:a my:b " * 9**5 + "1" + ")>>" * 9**5 + " .", "100 brackets in"),
    "class above itself": ("", "my:Exercise rdfs:subClassOf my:Exercise .", "in a circle"),
    "concepts in circles": ("", "my:a skos:broader my:b . my:b skos:broader my:c . my:c skos:broader my:a .", "circle"),
    "properties in circles": ("", "my:a rdfs:subPropertyOf my:b . my:b rdfs:subPropertyOf my:a .", "circle"),
    "phrase nested": ("{participant} trained", NESTED, "nested deeper than 32"),
    "phrase never closed": ("{participant} trained", "{participant}" + "[" * 900, "nested deeper than 32"),
    "phrase that crosses": ("trained[ with {vessel}]", "trained[ with {vessel]}", "stray `{`"),
    "phrase of slots": ("{participant} trained", "{participant} " * 900, "1,000 at most"),
    "two phrases": ("kg:party", 'kg:phrase "{participant} ran" ; kg:party', "gives kg:phrase twice"),
    "edge of a shortcut that comes with the package": ("", "dip:meeting-met kg:edge my:trained-with .", "twice"),
    "layer for a shortcut": ("kg:shortcut my:exercise-trained", "kg:shortcut kg:contact", "`contact` has no kg:from"),
    "two labels": ("", 'my:Exercise rdfs:label "drill"@en .', "gives rdfs:label twice in the language `en`"),
    "empty label": ('"exercise"@en', '" "@en', "is empty"),
    "long label": ('"exercise"@en', f'"{"x" * 100_000}"@en', "100,000 characters"),
    "label turned round": ('"exercise"@en', '"\u202eexercise"@en', "U+202E"),
    "label of two lines": ('"exercise"@en', '"exer\\ncise"@en', "U+000A"),
    "label with a direction": ('"exercise"@en', '"exercise"@en--ltr', "direction"),
    "label that is a number": ('"exercise"@en', "7", "is no text"),
    "tag that is none": ('"exercise"@en', '"exercise"@abcdefghijk', "not Turtle"),
    "role with a percent": ("my:vessel", "my:ves%20sel", "cannot be used in annotations"),
    "role with an escape": ("my:vessel", "my:ves\\~sel", "cannot be used in annotations"),
    "role of other letters": ("my:vessel", "my:gefäß", "cannot be used in annotations"),
    "role without a name": ("my:vessel", "<https://example.org/mine#>", "cannot be used in annotations"),
    "role __proto__": ("my:vessel", "my:__proto__", "cannot be used in annotations"),
    "role that begins with a digit": ("my:vessel", "my:2nd", "cannot be used in annotations"),
    "types that differ by case": ("my:Exercise", "my:meeting", "differ by case only"),
    "roles that differ by case": ("my:vessel", "my:Place", "differ by case only"),
    "two containments": ("", "my:in a kg:Link ; kg:containment true .", "two links are kg:containment"),
    "upward, perhaps": ("", 'my:in a kg:Link ; kg:upward "yes" .', "neither true nor false"),
    "SHACL in no shape": ("", "my:S sh:targetClass my:Exercise .", "belongs to no shape"),
    "relative without a base": ("", '<vessel> rdfs:label "x" .', "not Turtle"),
}  # fmt: skip


def written(folder: Path, own: str) -> Path:
    folder.mkdir(exist_ok=True)
    project(folder, "")
    (folder / "mine.ttl").write_text(EXTRA + own, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_meant_is_refused_at_its_place(name: str, tmp_path: Path) -> None:
    old, new, said = ODD[name]
    assert old in EXERCISE
    own = EXERCISE.replace(old, new) if old else f"{EXERCISE}{new}\n"
    if old == "my:vessel":
        own = own.replace("[ with {vessel}]", "")
    begun = time.process_time()
    with pytest.raises(OntologyError) as caught:
        load(written(tmp_path / "ontology", own))
    assert time.process_time() - begun < LIMIT
    assert said in str(caught.value)
    assert len(str(caught.value)) < 700
    place = caught.value.place
    assert place is not None
    assert place.file == "ontology/mine.ttl"
    assert place.line > 2, caught.value


def test_brackets_are_counted_where_they_nest(tmp_path: Path) -> None:
    its = " ".join(f'my:n{at} rdfs:comment "[((" ; rdfs:seeAlso <https://example.org/((> . # ((\n' for at in range(200))
    assert load(written(tmp_path / "ontology", f"{EXERCISE}{its}")).types


NAMES = """constructor toString hasOwnProperty length valueOf prototype class None select SELECT a in not
    status fact claim speaker stance kind name id from lambda self items keys filter where GROUP null true""".split()
HASH = "0" * 64


def a_project(folder: Path, role: str, type_: str, own: str) -> Path:
    """Make a project of one claim, of a type and a role of its own."""
    folder.mkdir()
    written(folder / "ontology", own)
    (folder / "sources").mkdir()
    (folder / "kg.toml").write_text('base = "https://example.org/mine/"\n', "utf-8")
    (folder / "sources" / "entities.yaml").write_text(
        "ann: {kind: Person, name: Ann}\nbob: {kind: Person, name: Bob}\n"
        "oak: {kind: Topic, name: Oak}\nelm: {kind: Topic, name: Elm}\npaper: {kind: Organization, name: Paper}\n",
        "utf-8",
    )
    claims = "".join(
        f'  - {{id: c{n}, fact: f, type: "{type_}", roles: {{participant: [ann, bob], "{role}": {it}}}, speaker: {who},'
        f" stance: asserts, evidence: [{{at: [0, 5], sha256: {HASH}}}]}}\n"
        for n, (it, who) in enumerate([("oak", "ann"), ("elm", "bob")])
    )
    head = "article: {title: A, publisher: paper, published: 2024-03-05}\nclaims:\n"
    (folder / "sources" / "art.yaml").write_text(head + claims, "utf-8")
    return folder


def works(folder: Path, role: str, type_: str) -> None:
    """Build a project, and ask it in every way."""
    graph = kg.build(folder)
    rows = graph.query(f"SELECT ?v WHERE {{ GRAPH ?g {{ ?c said:{role} ?v }} }} ORDER BY ?v")
    assert [str(row[0]).rsplit("/", 1)[-1] for row in rows] == ["elm", "oak"]
    fact = graph.account.facts["f"]
    assert {filler.filler for filler in fact.fillers.values() if filler.role == role} == {"elm", "oak"}
    assert fact.type == type_
    assert "<title>" in page_of(graph).html


@pytest.mark.parametrize("name", NAMES)
def test_a_role_and_a_type_may_be_called_like_a_word_of_another_language(name: str, tmp_path: Path) -> None:
    own = (
        EXERCISE.replace("vessel", name).replace("my:Exercise ", f"my:{name}X ").replace("my:Exercise;", f"my:{name}X;")
    )
    works(a_project(tmp_path / "p", name, f"{name}X", own), name, f"{name}X")


PARTS = [
    "my:Exercise", "my:vessel", "my:trained-with", "kg:Event", "kg:participant", "kg:party", "kg:phrase", "kg:shortcut",
    "kg:edge", "kg:layer", "kg:contact", "kg:Shortcut", "sh:NodeShape", "sh:property", "sh:path", "sh:class", "sh:or",
    "sh:minCount", "sh:maxCount", "rdfs:subClassOf", "rdfs:label", "rdf:first", "rdf:rest", "rdf:nil", "skos:broader",
    "skos:Concept", "skos:inScheme", "kg:scheme", "kg:Actor", "kg:Topic",
    "[]", "()", "_:b", "2", "-1", "true", "a", '"a"@en',
    '"{participant}"', "dip:Meeting", "kg:status", "my:exercise-trained", "my:ExerciseShape", "sh:targetClass",
    "kg:from", "kg:to",
]  # fmt: skip
TRIPLES = st.tuples(*[st.sampled_from(PARTS)] * 3).map(lambda its: f"{' '.join(its)} .\n")
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(150))


def mutated(text: str, seed: int) -> str:
    """Change a text in a few places: parts swapped, left out, doubled, replaced; letters too."""
    chance = random.Random(seed)
    words = text.split(" ")
    for _ in range(chance.randint(1, 3)):
        at, to = chance.randrange(len(words)), chance.randrange(len(words))
        match chance.randrange(5):
            case 0:
                words[at], words[to] = words[to], words[at]
            case 1:
                words[at] = ""
            case 2:
                words[at] += f" {words[at]}"
            case 3:
                words[at] = chance.choice(PARTS)
            case _:
                letter = chance.choice("[]{}|\"\\'<>;,.#@^%\u2028\ufeff\x00\r\n\u202e0")
                cut = chance.randrange(len(words[at]) + 1)
                words[at] = words[at][:cut] + letter + words[at][cut:]
    return " ".join(words)


def refused_or_read(folder: Path, own: str) -> None:
    """Load an ontology: what is refused has a place in it, and nothing else happens."""
    path = written(folder, "") / "mine.ttl"
    path.write_bytes((EXTRA + own).encode(errors="surrogatepass"))
    begun = time.process_time()
    try:
        load(folder)
    except OntologyError as error:
        place = error.place
    else:
        return
    assert place is not None
    assert place.file == "ontology/mine.ttl"
    assert time.process_time() - begun < LIMIT


@MANY
@given(its=st.lists(TRIPLES, min_size=1, max_size=4))
def test_any_triples_beside_an_ontology_are_refused_at_a_place_or_read(its: list[str], tmp_path: Path) -> None:
    refused_or_read(tmp_path / "ontology", EXERCISE + "".join(its))


@pytest.mark.parametrize(
    "role", ["my:Exercise", "my:vessel", "dip:place", "kg:place , my:vessel", "kg:Event", "kg:agent"]
)
def test_what_is_said_of_a_type_of_another_file_is_refused_where_it_stands(role: str, tmp_path: Path) -> None:
    refused_or_read(tmp_path / "ontology", f"{EXERCISE}dip:Meeting kg:party {role} .\n")
    with pytest.raises(OntologyError, match="which is no role of `Meeting`"):
        load(tmp_path / "ontology")


@pytest.mark.parametrize("name", ["shortcut", "sharedEdge"])
@pytest.mark.parametrize("value", ["kg:Event", "my:vessel", "dip:Meeting", "kg:participant"])
def test_what_is_no_shortcut_of_a_type_of_another_file_is_refused_where_it_stands(
    name: str, value: str, tmp_path: Path
) -> None:
    refused_or_read(tmp_path / "ontology", f"{EXERCISE}dip:Meeting kg:{name} {value} .\n")
    with pytest.raises(OntologyError, match="has no kg:from"):
        load(tmp_path / "ontology")


@MANY
@given(seed=st.integers(0, 10**9))
def test_any_change_of_an_ontology_is_refused_at_a_place_or_read(seed: int, tmp_path: Path) -> None:
    refused_or_read(tmp_path / "ontology", mutated(EXERCISE, seed))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25))
@given(seed=st.integers(0, 10**9))
def test_a_changed_ontology_that_is_read_works_from_end_to_end(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = a_project(tmp_path_factory.mktemp("changed") / "p", "vessel", "Exercise", mutated(EXERCISE, seed))
    try:
        load(folder / "ontology")
    except OntologyError:
        return
    graph = kg.build(folder)
    assert len(graph.records.claims) <= 2
    assert "<title>" in page_of(graph).html


@pytest.mark.parametrize("form", ["bom", "crlf", "base", "separator", "other labels"])
def test_an_odd_form_of_a_file_means_what_it_says(form: str, tmp_path: Path) -> None:
    text = PREFIXES + EXERCISE
    if form == "base":
        text = "@base <https://example.org/mine> .\n" + text.replace("my:vessel", "<#vessel>")
    if form == "separator":
        text += 'my:Exercise rdfs:comment "one\u2028two" .\n'
    if form == "other labels":
        text = text.replace('"exercise"@en', '"Übung"@de , "\u0915\u094d\u200c\u0937"@hi')
    folder = project(tmp_path, "")
    plain = text.encode() if form != "crlf" else text.replace("\n", "\r\n").encode()
    (folder / "mine.ttl").write_bytes((b"\xef\xbb\xbf" if form == "bom" else b"") + plain)
    its = load(folder).types["Exercise"]
    assert list(its.roles) == ["participant", "vessel"]
    assert its.label == ("Übung" if form == "other labels" else "exercise")


def test_a_fault_behind_a_byte_order_mark_or_after_a_base_has_its_place(tmp_path: Path) -> None:
    folder = written(tmp_path / "ontology", "")
    text = "\ufeff" + PREFIXES + EXERCISE.replace("sh:minCount 2", "sh:minCount -1")
    (folder / "mine.ttl").write_text(text, "utf-8")
    with pytest.raises(OntologyError, match=r"^takes one|sh:minCount takes one whole number") as caught:
        load(folder)
    assert str(caught.value.place) == "ontology/mine.ttl:15:64"


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path / "ontology", "")
    with (folder / "mine.ttl").open("wb") as stream:
        stream.truncate(10_000_001)
    with pytest.raises(OntologyError, match="10,000,001 bytes") as caught:
        load(folder)
    assert str(caught.value.place) == "ontology/mine.ttl:1:1"


def test_a_large_ontology_is_read_in_time(tmp_path: Path) -> None:
    """A thousand fact types beside one another, five thousand concepts, and a chain of classes too long."""
    own = (
        EXERCISE
        + "".join(f'my:T{n} rdfs:subClassOf my:Exercise ; rdfs:label "t{n}" .\n' for n in range(1_000))
        + "".join(f'my:c{n} a skos:Concept ; skos:inScheme dip:media ; rdfs:label "c{n}" .\n' for n in range(5_000))
    )
    begun = time.process_time()
    assert len(load(written(tmp_path / "ontology", own)).types) > 1_000
    assert time.process_time() - begun < LIMIT
    chain = "".join(f'my:T{n} rdfs:subClassOf my:T{n + 1} ; rdfs:label "t{n}" .\n' for n in range(20_000))
    begun = time.process_time()
    with pytest.raises(OntologyError, match="more than 100 classes above"):
        load(
            written(
                tmp_path / "ontology", EXERCISE + chain + 'my:T20000 rdfs:subClassOf my:Exercise ; rdfs:label "end" .'
            )
        )
    assert time.process_time() - begun < LIMIT


def test_what_comes_with_the_package_is_not_refused() -> None:
    assert load(core_folder()).types
