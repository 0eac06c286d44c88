"""`kg export ftm`: what becomes of entities and facts, and that FollowTheMoney's own tools read it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.cli.new_project import start
from tests.formats.importing import project_of
from tests.formats.test_imports_ftm import in_environment, read

ENTITIES = """
land: {kind: Country, name: Landia, identifiers: {iso3166: FRA}}
ministry: {kind: Organization, name: Ministry of Lakes, links: {institution-of: land}}
minister: {kind: Post, name: Minister of Lakes, links: {part-of: ministry}}
acme:
  {kind: Organization, name: Acme, aliases: [ACME Ltd], links: {located-in: land},
   identifiers: {lei: 529900T8BM49AURSDO55}}
club: {kind: Organization, name: Lake Club}
crowd: {kind: Group, name: Lake dwellers}
ann: {kind: Person, name: Ann Ode, identifiers: {wikidata: Q900000001, handle: annie}}
bob: {kind: Person, name: Bob Ode}
town: {kind: Place, name: Laketown, links: {part-of: land}}
water: {kind: Topic, name: water}
paper: {kind: Organization, name: The Lake Paper}
lobby: {kind: Organization, name: Lobby}
"""
ARTICLE = {
    "id": "news", "title": "News", "publisher": "paper", "published": "2020-01-02", "url": "https://paper.example/1",
}  # fmt: skip
CLAIMS: list[dict[str, Any]] = [
    {"fact": "post", "type": "Tenure", "roles": {"holder": ["ann"], "post": ["minister"], "organization": ["ministry"]},
     "when": "2014-03/2016-05-01", "qualifier": "acting"},
    {"fact": "job", "type": "Tenure", "roles": {"holder": ["bob"], "organization": ["acme"]}, "when": "2013~/.."},
    {"fact": "rank", "type": "Tenure", "roles": {"holder": ["acme"], "organization": ["land"]}},
    {"fact": "member", "type": "Membership", "roles": {"holder": ["ann", "bob"], "organization": ["club"]},
     "when": "2015"},
    {"fact": "kin", "type": "Relationship", "roles": {"agent": ["ann"], "recipient": ["bob"], "nature": ["kinship"]},
     "qualifier": "sister"},
    {"fact": "own", "type": "Relationship", "roles": {"agent": ["bob"], "recipient": ["acme"], "nature": ["ownership"]},
     "values": {"percentage": "25 %", "shares": "10..20"}},
    {"fact": "owe", "type": "Relationship", "roles": {"agent": ["acme"], "recipient": ["land"], "nature": ["debt"]},
     "values": {"amount": "9.5 USD"}},
    {"fact": "rival", "type": "Relationship", "roles": {"agent": ["acme"], "recipient": ["lobby"],
     "nature": ["rivalry"]}},
    {"fact": "paid", "type": "Action", "roles": {"agent": ["acme"], "recipient": ["ann"], "act": ["pay"]},
     "when": "2019-12-30", "values": {"amount-eur": "100 EUR", "amount": "110 USD", "deaths": "0"}},
    {"fact": "aided", "type": "Action", "roles": {"agent": ["land"], "recipient": ["crowd"], "act": ["aid"],
     "place": ["town"]}},
    {"fact": "there", "type": "Presence", "roles": {"agent": ["land"], "place": ["town"]}},
    {"fact": "spoke", "type": "Statement", "roles": {"agent": ["ann"], "act": ["praise"], "about": ["bob"],
     "topic": ["water"]}},
    {"fact": "denied", "type": "Meeting", "roles": {"participant": ["ann", "bob"]}, "stance": "denies"},
]  # fmt: skip


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    project = project_of(folder / "p", ENTITIES)
    rows: list[dict[str, Any]] = [{"article": ARTICLE}]
    for number, claim in enumerate(CLAIMS):
        evidence = [{"at": [number, number + 1], "sha256": "a" * 64}]
        rows.append(
            {"claim": {"article": "news", "id": f"c{number}", "stance": "asserts", "evidence": evidence, **claim}}
        )
    (project / "sources/news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run(["build", "--project", str(project)]) == 0
    assert run(["export", "ftm", "-o", str(folder / "out.json"), "--project", str(project)]) == 0
    return folder / "out.json"


def tie(exported: Path, id_: str) -> tuple[str, dict[str, list[str]]]:
    """A tie without its source, which is the same for all."""
    schema, properties = read(exported)[id_]
    assert properties.pop("publisher") == ["The Lake Paper"]
    assert properties.pop("sourceUrl") == ["https://paper.example/1"]
    (claim,) = properties.pop("recordId")
    assert claim.startswith("news/c")
    return schema, properties


@pytest.mark.parametrize(
    ("fact", "schema", "properties"),
    [
        ("post", "Occupancy", {"holder": ["ann"], "post": ["minister"], "startDate": ["2014-03"],
                               "endDate": ["2016-05-01"], "status": ["acting"]}),
        ("job", "Employment", {"employee": ["bob"], "employer": ["acme"]}),  # about 2013 is no date there
        ("rank", "UnknownLink", {"subject": ["acme"], "object": ["land"], "role": ["serves"]}),
        ("member-1", "Membership", {"member": ["ann"], "organization": ["club"], "date": ["2015"]}),
        ("member-2", "Membership", {"member": ["bob"], "organization": ["club"], "date": ["2015"]}),
        ("kin", "Family", {"person": ["ann"], "relative": ["bob"], "relationship": ["sister"]}),
        ("own", "Ownership", {"owner": ["bob"], "asset": ["acme"], "percentage": ["25"]}),
        ("owe", "Debt", {"debtor": ["acme"], "creditor": ["land"], "amount": ["9.5"], "currency": ["USD"]}),
        ("rival", "UnknownLink", {"subject": ["acme"], "object": ["lobby"], "role": ["related to: rivalry"]}),
        ("paid", "Payment", {"payer": ["acme"], "beneficiary": ["ann"], "date": ["2019-12-30"], "amountEur": ["100"],
                             "amount": ["110"], "currency": ["USD"]}),
        ("aided", "UnknownLink", {"subject": ["land"], "object": ["crowd"], "role": ["acted on: aid"]}),
        ("there", "UnknownLink", {"subject": ["land"], "object": ["town"], "role": ["present in"]}),
        ("spoke", "UnknownLink", {"subject": ["ann"], "object": ["bob"], "role": ["spoke of: praise"]}),
    ],
)  # fmt: skip
def test_what_a_fact_becomes(exported: Path, fact: str, schema: str, properties: dict[str, list[str]]) -> None:
    assert tie(exported, fact) == (schema, properties)


def test_what_is_not_accepted_is_left_out(exported: Path) -> None:
    ties = [its for its in read(exported).values() if "recordId" in its[1]]
    assert len(ties) == len(CLAIMS) - 1 + 1  # the denied meeting is not there, one membership is two


def test_what_an_entity_becomes(exported: Path) -> None:
    entities = {id_: its for id_, its in read(exported).items() if "recordId" not in its[1]}
    assert {id_: schema for id_, (schema, _) in entities.items()} == {
        "land": "PublicBody", "ministry": "PublicBody", "minister": "Position", "acme": "Company",
        "club": "Organization",
        "crowd": "LegalEntity", "ann": "Person", "bob": "Person", "town": "Address", "lobby": "Organization",
    }  # fmt: skip
    assert entities["acme"][1] == {
        "name": ["Acme"], "alias": ["ACME Ltd"], "country": ["fr"], "leiCode": ["529900T8BM49AURSDO55"],
    }  # fmt: skip
    assert entities["ann"][1] == {"name": ["Ann Ode"], "wikidataId": ["Q900000001"]}
    assert entities["minister"][1] == {"name": ["Minister of Lakes"], "country": ["fr"], "organization": ["ministry"]}
    assert entities["town"][1] == {"full": ["Laketown"], "country": ["fr"]}


def test_their_own_tools_read_all_of_it(exported: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean.json"
    done = in_environment("ftm", "validate", "-i", exported, "-o", clean)
    assert (done.returncode, done.stderr) == (0, "")
    assert read(clean) == read(exported)
    program = (
        "import sys; from pathlib import Path; from followthemoney import model\n"
        "from followthemoney.cli.util import path_entities; from followthemoney.proxy import EntityProxy\n"
        "its = {each.id: each for each in path_entities(Path(sys.argv[1]), EntityProxy)}\n"
        "for each in its.values():\n"
        "    for prop, value in each.itervalues():\n"
        "        if prop.type.name == 'entity':\n"
        "            assert its[value].schema.is_a(prop.range), (each.id, prop.name, value)\n"
        "print(len(its))\n"
    )
    done = in_environment("python", "-c", program, exported)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, str(len(read(exported))), "")


def test_the_example_of_a_new_project(tmp_path: Path) -> None:
    start(tmp_path / "p", "https://example.org/p/")
    out = tmp_path / "out.json"
    assert run(["build", "--project", str(tmp_path / "p")]) == 0
    assert run(["export", "ftm", "-o", str(out), "--project", str(tmp_path / "p")]) == 0
    assert Counter(schema for schema, _ in read(out).values()) == {
        "Person": 3, "PublicBody": 2, "Position": 2, "Occupancy": 2, "UnknownLink": 1,
    }  # fmt: skip
    assert read(out)["maren-reke-2024-03"][1]["role"] == ["met"]
