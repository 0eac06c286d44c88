"""Projects of which everything is long: texts of 100,000 characters, or thousands of things of each kind.

`texts` writes long texts into every field that takes one, and `things` writes 5,000 claims on one fact, and as many
articles, voices and aliases. What is shown of them is cut or bounded; what leaves them for another program is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kg.cli.new_project import start

LONG, MANY = 100_000, 5_000
_BASE = "https://example.org/long/"
_LABEL, _PATH, _TITLE = 1_000, 240, 90_000  # of an ontology's label, of an address, of a kg.toml of 100,000 bytes
_PREFIXES = """@prefix x: <https://example.org/long#> . @prefix kg: <https://w3id.org/dramatis/kg#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dip: <https://w3id.org/dramatis/diplomacy#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
_SPAN = f"{{at: [0, 5], sha256: {'a' * 64}}}"

Write = Callable[[str, int], str]  # a name to begin with, and a length -> a text


def words(name: str, length: int) -> str:
    """Give a text of many words."""
    return (f"{name.title()} " + "of many long words " * (length // 19))[:length].strip()


def word(name: str, length: int) -> str:
    """Give a text of one word, in which no line can be broken."""
    return (name.title() + "x" * length)[:length]


def texts(folder: Path, text: Write, length: int = LONG) -> Path:
    """Write a project in which every text is so long; its articles' texts are in its folder `texts`.

    Ann and Bob met, which the paper and Cid assert and Dan denies; Ann shook hands (a type of the project's own) with
    Cid, on a day on which two claims disagree; Ann held a post; Eve praised Bob.
    """
    _settings(folder, text("title", min(length, _TITLE)))
    (folder / "sources/entities.yaml").write_text(_entities(text, length))
    (folder / "ontology/long.ttl").write_text(_ontology(text, length))
    (folder / "queries").mkdir(exist_ok=True)
    asked = "SELECT ?name ?thing { ?thing a kg:Entity ; rdfs:label ?name } ORDER BY ?name"
    query = f"# {text('question', length)}\n{asked}\n"
    (folder / "queries" / f"{text('q', 200).lower().replace(' ', '-')}.rq").write_text(query)
    (folder / "queries/all.rq").write_text(query)
    quoted = text("quoted", length)
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts/a.txt").write_text(f"{quoted}.\n")
    for number in (1, 2):
        (folder / f"sources/a{number}.yaml").write_text(_article(number, text, length, quoted))
    return folder


def _settings(folder: Path, title: str) -> None:
    start(folder, _BASE)
    for path in (folder / "sources").iterdir():
        path.unlink()
    (folder / "kg.toml").write_text(f'title = "{title}"\nbase = "{_BASE}"\n')


def _entities(text: Write, length: int) -> str:
    lines = []
    people = ("ann", "bob", "cid", "dan", "eve")
    for id_ in (*people, "paper", "land", "office", "post", "town", "trade"):
        kind = {
            "paper": "Organization",
            "office": "Organization",
            "land": "Country",
            "post": "Post",
            "town": "Place",
            "trade": "Topic",
        }
        links = ", links: {member-of: office}" if id_ in ("ann", "eve") else ""
        lines.append(
            f"{id_}: {{kind: {kind.get(id_, 'Person')}, name: {text(id_, length)}, "
            f"aliases: [{text(id_ + ' too', length)}], note: {text('note', length)}, "
            f"identifiers: {{wikidata: {text('q', length)}}}{links}}}\n"
        )
    lines.append(f'"whisper": {{kind: Group, name: {text("whisper", length)}, anonymous: true}}\n')
    return "".join(lines)


def _article(number: int, text: Write, length: int, quoted: str) -> str:
    said = hashlib.sha256(quoted.encode()).hexdigest()
    span = f"evidence: [{{at: [0, {len(quoted)}], sha256: {said}}}]"
    document = text("document", 200).lower().replace(" ", "-")
    rest = f"document: {document}, qualifier: {text('qualifier', length)}, note: {text('note', length)}, {span}"
    whole = hashlib.sha256(f"{quoted}.\n".encode()).hexdigest()
    claims = [
        "fact: meeting, type: Meeting, roles: {participant: [ann, bob], place: town}, stance: asserts, "
        f"label: {text('label', length)}",
        "fact: meeting, type: Meeting, roles: {participant: [ann, bob]}, speaker: cid, via: [office], stance: asserts",
        "fact: meeting, type: Meeting, roles: {participant: [ann]}, speaker: dan, scope: roles, stance: denies",
        f"fact: shake, type: Handshake, roles: {{hand: [ann, cid]}}, stance: asserts, when: 2024-03-0{number}",
        "fact: tenure, type: Tenure, roles: {holder: ann, post: post, organization: office}, stance: asserts",
        "fact: praise, type: Statement, speaker: eve, roles: {agent: eve, about: bob, act: long-praise}, "
        "stance: asserts",
        "fact: plan, type: Meeting, roles: {participant: [dan, eve], topic: trade}, speaker: dan, stance: announces",
        "fact: rumour, type: Meeting, roles: {participant: [bob, eve]}, speaker: whisper, stance: asserts",
        f"fact: part, type: Meeting, roles: {{participant: [bob, dan]}}, stance: asserts, part-of: plan, "
        f"values: {{deaths: {number}}}",
    ]  # fmt: skip
    url = f"https://example.org/{text('address', _PATH).replace(' ', '-')}"
    head = (
        f"article:\n  title: {text('title', length)}\n  publisher: paper\n  published: 2024-03-1{number}\n"
        f"  url: {url}\n  annotator: {text('annotator', length)}\n  note: {text('note', length)}\n"
        f"  text: {{file: a.txt, sha256: {whole}, characters: {len(quoted) + 2}}}\nclaims:\n"
    )
    return head + "".join(f"  - {{id: c{at}, {claim}, {rest}}}\n" for at, claim in enumerate(claims))


def _ontology(text: Write, length: int) -> str:
    label = min(length, _LABEL)
    note = f'rdfs:comment "{text("comment", length)}"'
    return f"""{_PREFIXES}
x:Handshake a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "{text("handshake", label)}"@en ; {note} ;
    kg:phrase "{{hand}} {text("shook", label - 20)}" ; kg:party x:hand ; kg:shortcut x:shaking .
x:hand rdfs:label "{text("hand", label)}"@en ; {note} .
x:shaking a owl:NamedIndividual , kg:Shortcut ; kg:from x:hand ; kg:edge x:shook ; kg:to x:hand ; kg:layer kg:contact ;
    rdfs:label "shaking" .
x:shook a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:label "{text("shook", label)}"@en ; {note} .
x:HandshakeShape a sh:NodeShape ; sh:targetClass x:Handshake ;
    sh:property [ sh:path x:hand ; sh:class kg:Actor ; sh:minCount 2 ] .
x:long-praise a skos:Concept ; skos:inScheme dip:statement-acts ; skos:prefLabel "{text("praise", label)}"@en ;
    skos:definition "{text("definition", length)}"@en .
"""


def things(folder: Path, number: int = MANY) -> Path:
    """Write a project of one meeting of Ann and Bob with so many claims: each by a voice of its own, in an article of
    its own; Ann has as many aliases, and met every one of the voices."""
    _settings(folder, "Many things")
    voices = [f"v{at}" for at in range(number)]
    people = "".join(f"{voice}: {{kind: Person, name: Voice {voice}}}\n" for voice in voices)
    aliases = ", ".join(f"Ann of {voice}" for voice in voices)
    (folder / "sources/entities.yaml").write_text(
        f"paper: {{kind: Organization, name: Paper}}\nann: {{kind: Person, name: Ann, aliases: [{aliases}]}}\n"
        f"bob: {{kind: Person, name: Bob}}\n{people}"
    )
    lines = []
    for at, voice in enumerate(voices):
        head = f'"title": "Article {at}", "publisher": "paper", "published": "2024-03-13"'
        lines.append(f'{{"article": {{"id": "art{at}", {head}}}}}\n')
        when = f"{2000 + at % 20}-01-{1 + at % 28:02}"
        for id_, fact, roles, stance, day in (
            ("c", "f", ["ann", "bob"], "denies" if at % 10 == 9 else "asserts", f', "when": "{when}"'),
            ("m", f"m{at}", ["ann", voice], "asserts", ""),
        ):
            listed = ", ".join(f'"{name}"' for name in roles)
            lines.append(
                f'{{"claim": {{"article": "art{at}", "id": "{id_}", "fact": "{fact}", "type": "Meeting", '
                f'"roles": {{"participant": [{listed}]}}, "speaker": "{voice}", "stance": "{stance}"{day}, '
                f'"evidence": [{{"at": [0, 5], "sha256": "{"a" * 64}"}}]}}}}\n'
            )
    (folder / "sources/articles.jsonl").write_text("".join(lines))
    return folder
