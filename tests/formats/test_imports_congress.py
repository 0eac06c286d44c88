"""`kg import congress`: what each record becomes, what is refused, and what the whole amounts to."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

import kg
from kg.cli.main import run
from tests.formats.importing import HERE, Imported, bring_in, project_of, sample

FILES = [HERE / f"congress-{name}.json" for name in ("members", "committees", "seats")]
BY = ("--by", "2026-06-15")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(tmp_path / "p")


@pytest.fixture
def imported(project: Path, capsys: pytest.CaptureFixture[str]) -> Imported:
    return bring_in(project, capsys, "congress", *FILES, *BY)


def test_the_report_counts_terms_roles_and_seats(imported: Imported) -> None:
    # 4 + 5 terms, 1 leadership role, 3 seats; three terms and a seat are of no use
    assert {name: imported.report[name] for name in ("read", "mapped", "folded")} == {
        "read": 13,
        "mapped": 9,
        "folded": 0,
    }
    assert imported.report["refused"] == [
        {"line": 22, "reason": "no day: `2013-13-03/2015-01-03`"},
        {"line": 23, "reason": "a term of no known type: `gov`"},
        {"line": 24, "reason": "a term without class: `2013-01-03`"},
        {
            "line": 4,
            "reason": "a member of whom no file tells: name legislators-current.json too: `Nobody Here X000099`",
        },
    ]
    assert imported.report["unmatched"] == {"actors": {"Whig": 1}, "codes": {}, "publishers": {}}


def test_a_term_is_a_tenure_with_the_bounds_of_the_data(imported: Imported) -> None:
    claim = imported.claim("X000001 sen 2001-01-03/2007-01-03", "Tenure")
    assert claim["when"] == "2001-01-03/2007-01-03"
    assert claim["roles"] == {
        "holder": ["ada-corwin-x000001"],
        "post": [imported.named("United States Senator for Vermont, class 1")["id"]],
        "organization": ["united-states-senate"],
    }
    assert "speaker" not in claim
    assert claim["stance"] == "asserts"


def test_evidence_is_the_row_with_the_hash_of_its_bytes(imported: Imported) -> None:
    whole = FILES[0].read_bytes()
    begins = whole.index(b'{"type": "rep", "start": "1999')
    row = whole[begins : whole.index(b"}", begins) + 1]
    claim = imported.claim("X000001 rep 1999-01-06/2001-01-03", "Tenure")
    assert claim["evidence"] == [
        {"row": "X000001 rep 1999-01-06/2001-01-03", "sha256": hashlib.sha256(row).hexdigest()}
    ]


def test_posts_are_held_by_one_where_they_are(imported: Imported) -> None:
    posts = {
        its["name"]: its.get("single-holder", False) for its in imported.entities.values() if its["kind"] == "Post"
    }
    assert posts == {
        "United States Representative for Vermont, at large": False,  # several were elected so in earlier times
        "United States Senator for Vermont, class 1": True,
        "United States Representative for Washington, district 7": True,
        "Senate Minority Whip": False,
    }


def test_consecutive_terms_for_one_party_are_one_membership_with_a_row_each(imported: Imported) -> None:
    found = [
        (its["when"], len(its["evidence"]), its["roles"]["organization"])
        for its in imported.claims
        if its["type"] == "Membership" and its["roles"]["holder"] == ["ada-corwin-x000001"] and "when" in its
    ]
    # the affiliations within the third term count, and an independent belongs to no party
    assert sorted(found) == [
        ("1999-01-06/2009-05-01", 3, ["democratic-party-united-states"]),
        ("2019-01-03/2031-01-03", 1, ["democratic-party-united-states"]),
    ]


def test_a_running_role_has_no_end(imported: Imported) -> None:
    claim = imported.claim("X000001 Senate Minority Whip 2021-01-20/", "Tenure")
    assert claim["when"] == "2021-01-20/.."


def test_a_seat_is_a_membership_with_its_title(imported: Imported) -> None:
    chair, seat = (imported.claim(row, "Membership") for row in ("SSLK X000001", "SSLK01 X000002"))
    assert (chair["qualifier"], chair.get("when")) == ("Chairman", None)
    assert "qualifier" not in seat
    small = imported.entities[seat["roles"]["organization"][0]]
    assert small["name"] == "Senate Committee on Lakes: Small Lakes"
    assert small["links"] == {"part-of": [imported.named("Senate Committee on Lakes")["id"]]}


def test_how_a_term_came_to_be_is_a_qualifier(imported: Imported) -> None:
    assert imported.claim("X000002 sen 2019-02-01/2021-01-03", "Tenure")["qualifier"] == "appointment"


def test_persons_have_identifiers_and_names(imported: Imported) -> None:
    assert imported.entities["ada-corwin-x000001"] == {
        "id": "ada-corwin-x000001",
        "kind": "Person",
        "name": "Ada B. Corwin",
        "aliases": ["Ada Corwin"],
        "identifiers": {
            "bioguide": "X000001",
            "govtrack": "900001",
            "icpsr": "90001",
            "wikidata": "Q900000001",
            "fec": "S1AA00001, H1AA00001",
        },
    }
    assert imported.entities["ned-ode-x000002"]["name"] == "Eddie Ode Jr."
    assert imported.entities["ned-ode-x000002"]["aliases"] == ["Ned Ode Jr."]


def test_the_data_set_is_the_article_published_by_then(imported: Imported) -> None:
    assert imported.articles == {
        "congress-legislators-data": {
            "id": "congress-legislators-data",
            "publisher": "congress-legislators",
            "published": "/2026-06-15",
            "published-basis": "external",
            "url": "https://github.com/unitedstates/congress-legislators",
            "coded-by": "congress-legislators",
        }
    }


def test_one_object_of_all_files_gives_the_same_bytes(
    project: Path, imported: Imported, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = b'{"committee_membership":%b,"committees":%b,"legislators":%b,"executive":[]}' % (
        FILES[2].read_bytes(), FILES[1].read_bytes(), FILES[0].read_bytes(),
    )  # fmt: skip
    (tmp_path / "whole.json").write_bytes(whole)
    assert bring_in(project, capsys, "congress", tmp_path / "whole.json", *BY).bytes == imported.bytes
    assert bring_in(project, capsys, "congress", *reversed(FILES), *BY).bytes == imported.bytes


def test_who_the_project_has_already_is_named_as_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = (
        "ada: {kind: Person, name: Ada Corwin, identifiers: {bioguide: X000001}}\n"
        "usa: {kind: Country, name: United States}\n"
    )
    imported = bring_in(project_of(tmp_path / "q", known), capsys, "congress", *FILES, *BY)
    assert imported.claim("X000001 sen 2001-01-03/2007-01-03", "Tenure")["roles"]["holder"] == ["ada"]
    assert imported.entities["united-states-congress"]["links"] == {"institution-of": ["usa"]}
    assert not {"ada-corwin-x000001", "united-states"} & imported.entities.keys()


def test_a_namesake_without_an_identifier_is_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = "ada: {kind: Person, name: Ada B. Corwin}\n"
    imported = bring_in(project_of(tmp_path / "q", known), capsys, "congress", *FILES, *BY)
    assert imported.claim("X000001 sen 2001-01-03/2007-01-03", "Tenure")["roles"]["holder"] == ["ada-corwin-x000001"]
    assert imported.report["alike"] == [["Ada B. Corwin (ada)", "Ada B. Corwin (ada-corwin-x000001)"]]


@pytest.mark.parametrize("line", ["Ada Corwin,ada,X000001", "Ada B. Corwin,ada,"])
def test_a_table_of_ones_own_says_who_somebody_is(
    tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project, table = project_of(tmp_path / "q", "ada: {kind: Person, name: A. Corwin}\n"), tmp_path / "names.csv"
    table.write_text(f"name,id,bioguide\n{line}\n")
    imported = bring_in(project, capsys, "congress", *FILES, *BY, "--actors", table)
    assert imported.claim("X000001 sen 2001-01-03/2007-01-03", "Tenure")["roles"]["holder"] == ["ada"]
    assert "ada" not in imported.entities


def test_a_senator_is_of_one_side_with_the_united_states_and_a_party_is_no_side(
    project: Path, imported: Imported
) -> None:
    assert run(["check", "--project", str(project)]) == 0
    assert run(["build", "--project", str(project)]) == 0
    graph = kg.open(project)
    statuses = Counter((its.type, its.status.value) for its in graph.account.facts.values())
    assert statuses == {("Tenure", "reported"): 7, ("Membership", "reported"): 6}
    fact = graph.account.facts[imported.claim("X000001 sen 2007-01-04/2013-01-03", "Tenure")["fact"]]
    assert fact.voices == ("congress-legislators",)
    assert [(its.source, its.target) for its in fact.links] == [
        ("ada-corwin-x000001", "united-states-senate"),
        ("united-states-congress", "united-states"),
        ("united-states-senate", "united-states-congress"),
    ]
    # two at once in a post with a single holder
    assert len(graph.conflicts()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            [],
            "the data do not say when they were published\n"
            "  hint: give `--by DAY`, such as the day on which you fetched them",
        ),
        (
            ["--by", "yesterday"],
            "`--by` is no day: `yesterday`\n  hint: give one day, such as 2026-11-27\n",
        ),
    ],
)  # fmt: skip
def test_the_day_of_publication_must_be_given(
    project: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", "congress", str(FILES[0]), "-o", str(project / "x.jsonl"), *words]) == 2
    assert capsys.readouterr().err.startswith(told)


def test_terms_that_begin_after_the_day_are_pointed_out(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = bring_in(project, capsys, "congress", *FILES, "--by", "2018-01-01")
    assert imported.report["notes"] == ["2 terms begin after 2018-01-01, by which the data are said to be published"]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("[1, 2]", ":1:1: not of this format"),
        ('{"a": 1}', ":1:1: not of this format"),
        ('[{"id": {}, "name": {},\n "terms": [}]', ":2:12: no JSON: JSON is malformed: invalid character"),
        ('[{"id"', ":1:7: its JSON breaks off"),
        ("", ":1:1: its JSON breaks off"),
        ('[{"name": 3}]', ":1:1: not of this format"),
    ],
)
def test_what_is_not_of_the_format_is_told_with_its_place(
    project: Path, tmp_path: Path, written: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_text(written)
    out = project / "sources/imported.jsonl"
    assert run(["import", "congress", str(path), "-o", str(out), *BY, "--project", str(project)]) == 1
    assert f"{path}{place}" in capsys.readouterr().err
    assert not out.exists()


def test_a_person_who_is_not_as_the_format_has_it_costs_no_other(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = bring_in(project, capsys, "congress", *FILES, *BY)
    people = json.loads(FILES[0].read_bytes())
    nameless = {name: its for name, its in people[0].items() if name != "name"}
    path = tmp_path / "members.json"
    path.write_text(json.dumps([nameless, *people], indent=1))
    its = bring_in(project, capsys, "congress", path, *FILES[1:], *BY)
    told = {"line": 2, "reason": "not as the format has it: Object missing required field `name`"}
    assert its.report["refused"][0] == told
    assert [one["reason"] for one in its.report["refused"][1:]] == [one["reason"] for one in whole.report["refused"]]
    assert (its.report["read"], its.report["mapped"]) == (whole.report["read"] + 1, whole.report["mapped"])


def test_the_real_sample(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sample("congress-12.json")
    whole = json.loads(path.read_bytes())
    people = whole["legislators"] + whole["executive"]
    imported = bring_in(project, capsys, "congress", path, "--by", "2026-11-28")
    # 81 terms of legislators, 10 of presidents and vice presidents, 35 leadership roles, 188 seats in committees
    assert imported.report["read"] == imported.report["mapped"] == 81 + 10 + 35 + 188
    assert imported.report["refused"] == []
    assert sum(its["kind"] == "Person" for its in imported.entities.values()) == len(people) == 18
    kinds = Counter(its["type"] for its in imported.claims)
    assert kinds["Tenure"] == 126
    assert run(["check", "--project", str(project)]) == 0
    assert run(["build", "--project", str(project)]) == 0
    assert kg.open(project).conflicts() == []
