"""The guide on annotating leaves nothing out, its examples are sound, its patterns come to what they promise."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import kg
from kg import ontology
from kg.account.standing import contested_by
from kg.annotation import schema
from kg.annotation.field_guide import FIELDS, STANCE_EXAMPLES, WORDS
from kg.annotation.judgements import read_judgement
from kg.annotation.reader import read_source
from kg.annotation.record_fields import Findings
from kg.annotation.source_text import SourceText
from kg.cli.main import run
from kg.report import guide
from kg.report.patterns import pattern_roles, pattern_text
from tests.conftest import ROOT

READ = {
    "entity": schema.ENTITY, "article": schema.HEAD, "text": schema.TEXT, "claim": schema.CLAIM,
    "evidence": schema.EVIDENCE, "judgement": schema.JUDGEMENT,
}  # fmt: skip
CORE = ontology.load(ROOT / "ontology")
CLAIM = {
    "id": "a",
    "fact": "f",
    "type": "Meeting",
    "stance": "asserts",
    "evidence": [{"at": ["0", "9"], "sha256": "0" * 64}],
}


def test_the_guide_tells_which_figures_measure_the_report() -> None:
    (topic,) = guide.topics_named("tone", CORE)
    assert topic.sort == "figure of a report"
    assert guide.topics_named("figure of a report", CORE)[0].name == "articles"
    assert "| `tone` |" in guide.guide(CORE).split("### Figures of a report")[1]


def test_the_words_of_the_account_have_help() -> None:
    assert [(its.name, its.sort) for its in guide.topics_named("by-party", CORE)] == [("by-party", "contested")]
    assert {"basis", "outlet", "voice", "accepted"} <= {
        its.name for its in guide.topics_named("term of the model", CORE)
    }
    (outlet,) = guide.topics_named("outlet", CORE)
    assert outlet.meaning.startswith("A door through which a claim")


@pytest.mark.parametrize("sort", READ)
def test_every_field_that_is_read_has_an_entry(sort: str) -> None:
    assert [name for name in READ[sort] if name not in FIELDS[sort]] == []


def later(fields: set[tuple[str, str]]) -> list[str]:
    """Name fields of the guide that the schema does not read yet."""
    return sorted(f"{name} of {sort}" for sort, name in fields if sort in READ and name not in READ[sort])


def test_every_entry_is_of_a_field_that_is_read() -> None:
    assert later({(sort, name) for sort, fields in FIELDS.items() for name in fields}) == []


@pytest.mark.parametrize(("sort", "name"), [(sort, name) for sort, fields in FIELDS.items() for name in fields])
def test_the_example_of_a_field_is_read_as_it_stands(sort: str, name: str) -> None:
    (topic,) = [
        its
        for its in guide.topics_named(name, CORE)
        if its.sort
        == f"field of {'an ' if sort[0] in 'ae' and sort != 'evidence' else '' if sort == 'evidence' else 'a '}{sort}"
    ]
    value = yaml.load(topic.example, yaml.BaseLoader)
    assert list(value) == [name]
    assert faults(sort, value) == []


def faults(sort: str, given: dict[str, Any]) -> list[str]:
    """Read a record that has this field, and else only what it needs."""
    found = Findings()
    if sort == "entity":
        schema.read_entity("e", {"kind": "Post", "name": "E", **given}, (), found)
    elif sort in ("article", "text"):
        whole = {"file": "a.txt", "sha256": "0" * 64, "characters": "9"}
        text = {**whole, **(given if sort == "text" else given.get("text", {}))}
        head = {"title": "A", "publisher": "p", "published": "2031-03-10", **(given if sort == "article" else {})}
        schema.read_article("a", {**head, "text": text}, (), found)
    elif sort == "judgement":
        same = {} if "different" in given else {"same": ["a", "b"]}
        read_judgement({**same, "by": "im", "day": "2031-04-30", **given}, (), found)
    else:
        piece = {"at": ["0", "9"], "sha256": "0" * 64}
        claim = {**CLAIM, **({} if "evidence" in given else given)} if sort == "claim" else CLAIM
        pieces = {} if sort == "claim" else {} if given.keys() & {"quote", "nth", "row"} else given
        schema.read_claim("a", {**claim, "evidence": [{**piece, **pieces}]}, (), found)
    return [finding.text for finding in found.found]


@pytest.mark.parametrize("sort", ["entity", "article", "text", "claim"])
def test_what_is_needed_is_what_a_record_is_refused_for_without(sort: str) -> None:
    found = Findings()
    if sort == "entity":
        schema.read_entity("e", {}, (), found)
    elif sort == "claim":
        schema.read_claim("a", {}, (), found)
    else:
        schema.read_article("a", {"text": {}}, (), found)
    missing = {
        finding.text.split("`")[1]
        for finding in found.found
        if finding.text.startswith("no `") and (finding.path == ("text",)) == (sort == "text")
    }
    assert {name for name, entry in FIELDS[sort].items() if entry.needed} == missing


def words_that_are_read(sort: str, field: str) -> set[str]:
    """Provoke the hint that lists the words of a field."""
    found, wrong = Findings(), "zzzzzzzzzz"
    if sort == "claim":
        schema.read_claim("a", {**CLAIM, field: wrong}, (), found)
    elif sort == "evidence":
        schema.read_claim("a", {**CLAIM, "evidence": [{"at": ["0", "9"], "sha256": "0" * 64, field: wrong}]}, (), found)
    else:
        head = {"title": "A", "publisher": "p", "published": "2031-03-10"}
        schema.read_article("a", {**head, field: wrong}, (), found)
    (hint,) = [finding.hint for finding in found.found]
    return set(re.findall(r"`([\w-]+)`", hint.partition("one of ")[2].partition(";")[0]))


@pytest.mark.parametrize(("sort", "field"), WORDS)
def test_every_word_of_a_field_has_an_entry(sort: str, field: str) -> None:
    read = words_that_are_read(sort, field)
    assert read
    assert read == set(WORDS[sort, field])


def test_every_stance_and_every_fact_type_has_an_example() -> None:
    assert set(STANCE_EXAMPLES) == set(CORE.stances)
    assert set(pattern_roles()) == set(CORE.types)
    assert [its for its in guide.topics(CORE) if its.sort in ("fact type", "stance") and not its.example] == []


def test_everything_has_a_line_of_its_own() -> None:
    for topic in guide.topics(CORE):
        assert topic.meaning, topic
        assert "\n" not in topic.meaning + topic.example + "".join(topic.details), topic


def test_the_page_is_what_the_generator_writes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "--all", "--format", "markdown", "--project", str(ROOT)]) == 0
    written = capsys.readouterr().out
    assert written == (ROOT / "docs/annotating.md").read_text("utf-8"), (
        "kg help --all --format markdown > docs/annotating.md"
    )


@pytest.mark.parametrize("name", ["Meeting", "meeting"])
def test_help_on_a_fact_type(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", name, "--project", str(ROOT)]) == 0
    assert capsys.readouterr().out == (
        "Meeting (fact type): Two or more actors come together on equal terms, in person.\n"
        "  example: type: Meeting, roles: {participant: [ilsa-maren, tomas-reke], place: port-alder}\n"
        "  reads: Ilsa Maren and Tomas Reke met in Port Alder.\n"
        "  participant: Actor, at least 2, party\n"
        "  place: Place, at most 1\n"
        "  topic: Topic\n"
    )


def test_help_on_a_name_of_two_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "kind"]) == 0
    assert capsys.readouterr().out == (
        "kind (field of an entity): What it is; a rank is a post, and a country is a place too.\n"
        "  example: kind: Person\n"
        "  needed\n"
        "  one of: Country, Group, Organization, Person, Place, Post, Topic\n"
        "kind (field of evidence): Where in the article the span stands.\n"
        "  example: kind: caption\n"
        "  one of: text, headline, caption, file-photo\n"
    )


@pytest.mark.parametrize(
    ("sort", "first", "others"),
    [
        ("status", "alleged (status): ", {"on-record", "unconfirmed"}),
        ("Link", "affiliated-with (link): ", {"member-of", "located-in"}),
        ("fact type", "Action (fact type): ", {"Meeting", "Visit"}),
        ("kind of entity", "Country (kind of entity): ", {"Person", "Topic"}),
        ("natures", "alliance (concept of natures): ", {"border", "rivalry"}),
        ("stance", "stance (field of a claim): ", {"asserts", "declines"}),
    ],
)
def test_help_on_a_sort_that_the_list_of_names_begins_with(
    sort: str, first: str, others: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["help", sort]) == 0
    told = capsys.readouterr().out
    assert told.startswith(first)
    assert others <= {line.partition(" (")[0] for line in told.splitlines()}


def test_help_on_nothing_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "speakr"]) == 1
    assert capsys.readouterr().err == "no such field, word or term: `speakr`\n  hint: did you mean `speaker`?\n"


def test_help_outside_a_project_is_on_the_ontology_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["help", "Conversation"]) == 0
    assert capsys.readouterr().out.startswith("Conversation (fact type): ")
    assert run(["help", "claim", "--project", "nowhere"]) == 2


def test_help_on_the_fact_types_of_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "own")]) == 0
    with (tmp_path / "own/ontology/diplomacy.ttl").open("a", encoding="utf-8") as file:
        file.write(
            '\ndip:Feast a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "feast"@en ;\n'
            '    rdfs:comment "People eat."@en ; kg:phrase "{participant} feasted" ; kg:party kg:participant .\n'
            "dip:FeastShape a <http://www.w3.org/ns/shacl#NodeShape> ;\n"
            "    <http://www.w3.org/ns/shacl#targetClass> dip:Feast ;\n"
            "    <http://www.w3.org/ns/shacl#property> [ <http://www.w3.org/ns/shacl#path> kg:participant ;\n"
            "        <http://www.w3.org/ns/shacl#class> kg:Person ; <http://www.w3.org/ns/shacl#minCount> 1 ] .\n"
        )
    capsys.readouterr()
    assert run(["help", "Feast", "--project", str(tmp_path / "own")]) == 0
    assert capsys.readouterr().out == "Feast (fact type): People eat.\n  participant: Person, at least 1, party\n"


def test_a_hint_names_help_that_there_is() -> None:
    expected = [*(ROOT / "tests/annotation/bad").rglob("*.txt"), *(ROOT / "tests/check").rglob("expected.txt")]
    found = {
        name
        for path in expected
        for name in re.findall(r"`kg help ([\w-]+)`", path.read_bytes().decode("utf-8", "replace"))
    }
    assert {"stance", "type", "Meeting"} <= found
    for name in found - {"NAME"}:
        assert guide.topics_named(name, CORE)


class Pattern(NamedTuple):
    """A section of the patterns: files with the words that they annotate, and what they come to."""

    title: str
    files: dict[str, str]
    texts: dict[str, str]
    promised: list[str]


HEAD, *SECTIONS = re.split(r"^### ", pattern_text(), flags=re.MULTILINE)
ENTITIES, COURIER = re.findall(r"^```yaml\n(.*?)^```$", HEAD, re.MULTILINE | re.DOTALL)


def pattern(section: str) -> Pattern:
    title, _, body = section.partition("\n")
    files, texts, promised, words = {}, {}, [], ""
    for quoted, language, block in re.findall(
        r"((?:^> [^\n]*\n)+)|^```(\w+)\n(.*?)^```$", body, re.MULTILINE | re.DOTALL
    ):
        if quoted:
            words = " ".join(line.removeprefix("> ") for line in quoted.splitlines())
        elif language == "yaml":
            name = found[1] if (found := re.match(r"# (\w+)\.yaml\n", block)) else "courier"
            files[name], texts[name] = block if found else COURIER + block, words
        else:
            promised += block.splitlines()
    assert files, title
    assert promised, title
    assert all(texts.values()) or "row:" in body, title
    return Pattern(title, files, texts, promised)


PATTERNS = [pattern(section) for section in SECTIONS]


def unread(files: dict[str, str]) -> list[str]:
    """Name what a pattern uses that the schema does not read yet."""
    found: set[str] = set()
    for text in files.values():
        file = yaml.load(text, yaml.BaseLoader)
        found |= set(later({("article", name) for name in file["article"]}))
        for claim in file["claims"]:
            found |= set(later({("claim", name) for name in claim}))
            found |= set(later({("evidence", name) for piece in claim["evidence"] for name in piece}))
            mode = claim.get("mode")
            found |= {f"mode: {mode}"} if mode and mode not in words_that_are_read("claim", "mode") else set()
    return sorted(found)


def written(each: Pattern, folder: Path) -> Path:
    """Write a project that holds a pattern."""
    for name in ("sources", "texts"):
        (folder / name).mkdir()
    (folder / "ontology").symlink_to(ROOT / "ontology")
    (folder / "kg.toml").write_text('base = "https://example.org/patterns/"\n', "utf-8")
    (folder / "sources/entities.yaml").write_text(ENTITIES, "utf-8")
    for name, text in each.files.items():
        (folder / "sources" / f"{name}.yaml").write_text(text, "utf-8")
        (folder / "texts" / f"{name}.txt").write_text(each.texts[name], "utf-8")
    return folder


def row_line(row: dict[str, Any], promised: str) -> str:
    """Write a fact as the patterns do, with as much as is promised of it."""
    parts = [f"{row['fact']}: {row['status']}" + (f", {contested_by(row['contested'])}" if row["contested"] else "")]
    parts += [f"voices {', '.join(row['voices'])}"] if row["voices"] else []
    parts += [f"outlets {', '.join(row['outlets'])}"] if "outlets " in promised else []
    parts += [f"when {row['when']}"] if row["when"] else []
    return "; ".join(parts)


@pytest.mark.parametrize("each", PATTERNS, ids=lambda each: each.title)
def test_a_pattern_comes_to_what_it_promises(
    each: Pattern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert unread(each.files) == []
    monkeypatch.chdir(written(each, tmp_path))
    quoted = [f"sources/{name}.yaml" for name, text in each.files.items() if "quote:" in text]
    assert run(["anchor", *quoted, "--texts", "texts"] if quoted else ["help"]) == 0, capsys.readouterr().err
    capsys.readouterr()
    code = run(["check", *(["--texts", "texts"] if quoted else [])])  # rows have no text to compare with
    faults = capsys.readouterr().out
    assert (code, faults) == (0, "")
    rows = kg.build(".").facts()
    assert len(rows) == len(each.promised)
    promised = {line.partition(":")[0]: line for line in each.promised}
    assert [row_line(row, promised[row["fact"]]) for row in rows] == [promised[row["fact"]] for row in rows]


def test_the_entities_of_the_patterns_are_sound_and_all_of_them_are_used() -> None:
    document = read_source(SourceText("entities.yaml", ENTITIES))
    assert list(document.faults) == []
    used = {word for each in PATTERNS for text in each.files.values() for word in re.findall(r"[a-z][a-z-]+", text)}
    linked = {target for its in document.entities for targets in its.links.values() for target in targets}
    assert [its.id for its in document.entities if its.id not in used | linked] == []
