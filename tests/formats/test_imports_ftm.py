"""`kg import ftm`, run in the environment that has FollowTheMoney's library: `make ftm`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.installing import to_install
from kg.cli.main import run
from tests.conftest import ROOT, missing
from tests.formats.importing import HERE, Imported, project_of, records, sample

FILE = HERE / "ftm.ijson"
ENVIRONMENT = ROOT / ".venv-ftm" / "bin"
GIVEN = ("--by", "2020-01-01", "--dataset", "Lake Files")


def in_environment(program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment that has the library."""
    if not (ENVIRONMENT / "ftm").exists():
        missing("ftm", "FollowTheMoney's library is not here: no .venv-ftm (`make ftm`)")
    command = [str(ENVIRONMENT / program), *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=600)


def bring_in(project: Path, *words: str | Path, expected: int = 0) -> Imported:
    """Run `kg import ftm` into a project."""
    out = project / "sources/imported.jsonl"
    line = ["import", "ftm", *words, "-o", out, "--project", project, "--format", "json"]
    done = in_environment("python", "-m", "kg.cli.main", *line)
    assert done.returncode == expected, done.stderr
    return records(out.read_bytes(), json.loads(done.stdout))


def named(imported: Imported, roles: dict[str, list[str]]) -> dict[str, list[str]]:
    """Roles, by the names of those who fill them."""
    return {role: [imported.entities[its]["name"] if its in imported.entities else its for its in ids]
            for role, ids in roles.items()}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_of(tmp_path_factory.mktemp("ftm") / "p", "france: {kind: Country, name: France}\n")


@pytest.fixture(scope="module")
def imported(project: Path) -> Imported:
    return bring_in(project, FILE, *GIVEN)


def test_the_report_counts_rows(imported: Imported) -> None:
    report = imported.report
    # mapped: six entities, a document, nine ties; refused: the twelve below
    assert (report["read"], report["mapped"], report["folded"]) == (28, 16, 0)
    assert report["refused"] == [
        {"line": 16, "reason": "no actor, post or place, and no tie between such: Vehicle"},
        {"line": 21, "reason": "a tie of which the ontology does not say what it is: ContractAward"},
        {"line": 22, "reason": "no actor, post or place, and no tie between such: Address"},
        {"line": 23, "reason": "a schema that FollowTheMoney does not have: `Castle`"},
        {"line": 25, "reason": "no name: `nameless`"},
        {"line": 26, "reason": "no entity of FollowTheMoney: Input data was truncated"},
        {"line": 27, "reason": "no entity of FollowTheMoney: Object missing required field `id`"},
        {"line": 17, "reason": "names an entity that is not here, or was refused: `car`"},
        {"line": 18, "reason": "names an entity that is not here, or was refused: `nowhere`"},
        {"line": 19, "reason": "an edge without asset: `own-4`"},
        {"line": 20, "reason": "two days for one: `2012 2013-01`"},
        {"line": 24, "reason": "an id that stands twice: put fragments together by `ftm aggregate`: `bob`"},
    ]
    assert report["unmatched"] == {"actors": {}, "codes": {"ContractAward": 1, "xx": 1}, "publishers": {
        "Lake Times": 1, "Register of Lakes": 1, "filings.example": 1}}  # fmt: skip
    assert report["notes"] == ["1 figure left out: not a number, or several of one name"]


@pytest.mark.parametrize(
    ("row", "kind", "roles", "more"),
    [
        ("pay-1", "Action", {"agent": ["Acme Ltd"], "recipient": ["Ann Ode"], "act": ["pay"]},
         {"when": "2011-12-29", "values": {"amount": "3500 USD", "amount-eur": "2700.5 EUR"}, "qualifier": "advice"}),
        ("occ-1", "Tenure", {"holder": ["Ann Ode"], "post": ["Minister of Lakes"]}, {"when": "2014-03/2016-05-01"}),
        ("dir-1", "Tenure", {"holder": ["Bob Ode"], "organization": ["Acme Ltd"]},
         {"when": "2013-02-01/..", "qualifier": "chair"}),
        ("fam-1", "Relationship", {"agent": ["Bob Ode"], "recipient": ["Ann Ode"], "nature": ["kinship"]},
         {"qualifier": "brother"}),
        ("unk-1", "Relationship",
         {"agent": ["Holding"], "recipient": ["Ministry of Lakes"], "nature": ["unspecified-link"]},
         {"qualifier": "named beside"}),
        ("mem-1", "Membership", {"holder": ["Ann Ode"], "organization": ["Acme Ltd"]}, {"when": "2010/2012"}),
        ("pay-2", "Action", {"agent": ["Bob Ode"], "recipient": ["Ann Ode"], "act": ["pay"]}, {}),
    ],
)  # fmt: skip
def test_what_a_tie_becomes(
    imported: Imported, row: str, kind: str, roles: dict[str, list[str]], more: dict[str, Any]
) -> None:
    claim = imported.claim(row, kind)
    assert named(imported, claim["roles"]) == roles
    assert {name: claim[name] for name in ("when", "values", "qualifier") if name in claim} == more


def test_an_edge_of_two_owners_is_two_facts(imported: Imported) -> None:
    owned = [its for its in imported.claims if its["evidence"][0]["row"] == "own-1"]
    assert sorted(named(imported, its["roles"])["agent"] for its in owned) == [["Bob Ode"], ["Holding"]]
    assert len({its["fact"] for its in owned}) == len({its["id"] for its in owned}) == 2
    assert {its["when"] for its in owned} == {"2012"}
    assert [its["values"] for its in owned] == [{"percentage": "25..50 %"}] * 2


def test_each_data_set_makes_its_own_claims(imported: Imported) -> None:
    claims = [its for its in imported.claims if its["evidence"][0]["row"] == "rep-1"]
    coded = {imported.articles[its["article"]]["coded-by"]: its for its in claims}
    assert len({its["fact"] for its in claims}) == 1
    assert {name: (its.get("when"), its.get("qualifier")) for name, its in coded.items()} == {
        imported.named("lobby-a")["id"]: ("2018-01-01/..", None),
        imported.named("lobby-b")["id"]: (None, "lobbyist"),
    }  # fmt: skip
    club = imported.articles[imported.claim("mem-1", "Membership")["article"]]
    assert imported.entities[club["coded-by"]]["name"] == "club-list"


def test_a_tie_stands_in_the_publication_that_it_names(imported: Imported) -> None:
    def article(row: str, kind: str) -> dict[str, Any]:
        its = imported.articles[imported.claim(row, kind)["article"]]
        return {name: its.get(name) for name in ("url", "title", "published")} | {
            "publisher": imported.entities[its["publisher"]]["name"]
        }

    assert article("occ-1", "Tenure") == {
        "url": "https://register.example/r.pdf", "title": "Register 2015", "published": "2015-06-01",
        "publisher": "Register of Lakes",
    }  # fmt: skip
    assert article("dir-1", "Tenure") == {
        "url": "https://www.filings.example/9", "title": None, "published": "/2020-01-01",
        "publisher": "filings.example",
    }  # fmt: skip
    assert article("unk-1", "Relationship")["publisher"] == "Lake Times"
    assert article("pay-1", "Action") == {
        "url": None, "title": None, "published": "/2020-01-01", "publisher": "Lake Files",
    }  # fmt: skip


def test_entities_have_kinds_names_identifiers_and_links(imported: Imported) -> None:
    ann, acme = imported.named("Ann Ode"), imported.named("Acme Ltd")
    assert (ann["kind"], ann["aliases"], ann["links"]) == ("Person", ["A. Ode", "Annie"], {"located-in": ["france"]})
    assert ann["identifiers"] == {"ftm": "ann", "wikidata": "Q900000001"}
    assert acme["identifiers"] == {"ftm": "acme", "lei": "529900T8BM49AURSDO55", "registration-number": "12, 77"}
    assert acme["links"] == {"located-in": ["united-kingdom"]}
    assert imported.named("Holding")["kind"] == "Group"
    assert imported.named("Ministry of Lakes")["links"] == {"institution-of": ["france"]}
    minister = imported.named("Minister of Lakes")
    assert minister["links"] == {"institution-of": ["france"], "part-of": [imported.named("Ministry of Lakes")["id"]]}
    assert "france" not in imported.entities


def test_it_builds_without_faults_and_comes_out_again(project: Path, imported: Imported, tmp_path: Path) -> None:
    assert run(["check", "--project", str(project)]) == 0
    assert run(["build", "--project", str(project)]) == 0
    written, clean = tmp_path / "out.json", tmp_path / "clean.json"
    assert run(["export", "ftm", "-o", str(written), "--project", str(project)]) == 0
    done = in_environment("ftm", "validate", "-i", written, "-o", clean)
    assert (done.returncode, done.stderr) == (0, "")
    ours, theirs = (read(path) for path in (written, clean))
    assert ours == theirs  # their reader leaves out what is not of the schema
    again = bring_in(project_of(tmp_path / "again", "france: {kind: Country, name: France}\n"), written, *GIVEN)
    assert again.report["refused"] == []
    assert sorted(its["type"] for its in again.claims) == sorted(
        its.type for its in kg.open(project).account.facts.values()
    )


def read(path: Path) -> dict[str, Any]:
    """Read entities by their ids, the values of each property in order."""
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {
        its["id"]: (its["schema"], {name: sorted(some) for name, some in its["properties"].items()}) for its in found
    }


def test_the_order_of_rows_changes_nothing(project: Path, imported: Imported, tmp_path: Path) -> None:
    lines = [line for line in FILE.read_bytes().splitlines() if b'"own-' not in line and line.strip()]
    seen = [line for line in lines if b"Robert" not in line]
    paths = tmp_path / "one.ijson", tmp_path / "other.ijson"
    paths[0].write_bytes(b"\n".join(seen))
    paths[1].write_bytes(b"\n".join(reversed(seen)))
    one, other = (bring_in(project_of(tmp_path / path.stem), path, *GIVEN) for path in paths)
    assert one.bytes == other.bytes


def test_rows_of_no_data_set_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.ijson"
    rows = FILE.read_text().splitlines()
    path.write_text(
        "\n".join([*rows[:4], rows[13], rows[13].replace('["club-list"]', '["a", "b"]').replace("mem-1", "m2")])
    )
    imported = bring_in(project_of(tmp_path / "p"), path, "--by", "2020-01-01")
    told = "of no data set, or of several: `--dataset NAME` says who put them together"
    assert imported.report["refused"] == [{"line": 1, "reason": told}, {"line": 6, "reason": told}]
    assert [its["type"] for its in imported.claims] == ["Membership"]


def test_the_real_sample(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p")
    imported = bring_in(project, sample("ftm-donations.ijson"), *GIVEN)
    report = imported.report
    # 122 rows: 60 payments, 13 organizations, 13 companies, 8 persons; 28 addresses are nothing here
    assert (report["read"], report["mapped"], len(report["refused"])) == (122, 94, 28)
    assert len(imported.claims) == 60
    payments = [its["values"]["amount-eur"] for its in imported.claims]
    rows = [json.loads(line)["properties"] for line in sample("ftm-donations.ijson").read_text("utf-8").splitlines()]
    assert sorted(payments) == sorted(f"{its['amountEur'][0]} EUR" for its in rows if "payer" in its)
    assert imported.entities["germany"]["kind"] == "Country"
    assert run(["check", "--project", str(project)]) == 0


def test_without_the_library_it_is_said_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['followthemoney'] = None; from kg.cli.main import main; main()"
    words = ["import", "ftm", str(FILE), "-o", str(tmp_path / "x.jsonl"), *GIVEN]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (
        1,
        "FollowTheMoney's library is not installed\n"
        f"  hint: {to_install('followthemoney')}; it builds PyICU, "
        "which on Debian needs libicu-dev, pkg-config and g++\n",
    )


def test_our_tables_name_what_the_library_has() -> None:
    program = (
        "from kg.formats.ftm_schema import Schemata; from kg.formats.imports.lookups import plain\n"
        "its = Schemata()\n"
        "for rule in plain('ftm-fields'):\n"
        "    assert rule['property'] in its.types(rule['schema']), rule\n"
        "    unit = rule['unit']\n"
        "    assert not unit or unit.startswith('=') or unit in its.types(rule['schema']), rule\n"
        "for rule in plain('ftm-kinds'):\n"
        "    assert rule['schema'] in its, rule\n"
        "for rule in plain('ftm-export'):\n"
        "    assert its.edge(rule['schema']) == (rule['source'], rule['target']), rule\n"
        "    assert rule['words'] in its.types(rule['schema']), rule\n"
    )
    done = in_environment("python", "-c", program)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_edge_that_is_refused_leaves_nothing_and_entities_stay(tmp_path: Path) -> None:
    def edge(id_: str, **properties: list[str]) -> dict[str, Any]:
        its = {"director": ["p"], "organization": ["c"], "sourceUrl": [f"https://{id_}.example/1"], **properties}
        return {"id": id_, "schema": "Directorship", "properties": its, "datasets": [id_]}

    rows = [
        {"id": "p", "schema": "Person", "properties": {"name": ["Ada Corwin"]}},
        {"id": "alone", "schema": "Person", "properties": {"name": ["Nobody's Tie"], "country": ["td"]}},
        {"id": "c", "schema": "Company", "properties": {"name": ["River Company"]}},
        edge("good"), edge("lost1", startDate=["never"]), edge("lost2", director=["nobody"]),
        edge("lost3", startDate=["2019"], endDate=["2018"]), edge("lost4", director=["c"]),
    ]  # fmt: skip
    path = tmp_path / "ties.ijson"
    path.write_text("\n".join(map(json.dumps, rows)))
    its = bring_in(project_of(tmp_path / "p"), path, *GIVEN)
    assert (its.report["mapped"], len(its.report["refused"])) == (4, 4)
    assert len(its.articles) == 1
    assert b"lost" not in its.bytes
    assert {each["name"] for each in its.entities.values()} == {
        "Ada Corwin", "Nobody's Tie", "River Company", "Chad", "good", "good.example",
    }  # fmt: skip
    assert its.report["unmatched"]["publishers"] == {"good.example": 1}
