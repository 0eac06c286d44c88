"""`kg import popolo`: persons, posts and memberships, by the public description of the format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cli.main import run
from tests.formats.importing import HERE, Imported, bring_in, project_of

FILE = HERE / "popolo.json"
GIVEN = ("--by", "2020-01-01", "--dataset", "River Politicians")
LAND = "arvenia: {kind: Country, name: Arvenia}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(tmp_path / "p", LAND)


@pytest.fixture
def imported(project: Path, capsys: pytest.CaptureFixture[str]) -> Imported:
    return bring_in(project, capsys, "popolo", FILE, *GIVEN, "--country", "Arvenia")


def written(folder: Path, **lists: list[dict[str, Any]]) -> Path:
    """A document of these lists."""
    path = folder / "x.json"
    path.write_text(json.dumps(lists, indent=1))
    return path


def roles(imported: Imported, row: str, kind: str) -> dict[str, list[str]]:
    """The roles of a claim, by the names of those who fill them."""
    found = imported.claim(row, kind)["roles"]
    return {role: [imported.entities[its]["name"] for its in ids] for role, ids in found.items()}


def test_the_report_counts_memberships(imported: Imported) -> None:
    # nine memberships, and a person without an id; a person that is not there, a day that is none, an end before its
    # start
    assert {name: imported.report[name] for name in ("read", "mapped", "folded")} == {
        "read": 10, "mapped": 6, "folded": 0,
    }  # fmt: skip
    assert imported.report["refused"] == [
        {"line": 8, "reason": "not as the format has it: Object missing required field `id`"},
        {"line": 28, "reason": "names one of the persons that there is not: `p9`"},
        {"line": 29, "reason": "no day: `2019-02-30/`"},
        {"line": 31, "reason": "ends before it begins: `2018/2016`"},
    ]
    assert imported.report["unmatched"] == {
        "actors": {}, "codes": {"club": 1}, "publishers": {"gazette.example": 1, "wire.example": 1},
    }  # fmt: skip


def test_a_post_is_held_with_the_dates_as_exact_as_they_are(imported: Imported) -> None:
    claims = [its for its in imported.claims if its["evidence"][0]["row"] == "m2"]
    assert {its["when"] for its in claims} == {"2017/2018-03"}
    assert len({its["fact"] for its in claims}) == 1
    post = imported.named("Minister of Fisheries")
    assert post["single-holder"] is True
    assert post["links"] == {"part-of": [imported.named("Ministry of Fisheries")["id"]]}
    assert claims[0]["roles"]["post"] == [post["id"]]


def test_each_source_is_an_article_of_its_host(imported: Imported) -> None:
    articles = {imported.articles[its["article"]]["url"]: imported.articles[its["article"]] for its in imported.claims
                if its["evidence"][0]["row"] == "m2"}  # fmt: skip
    assert articles.keys() == {"https://www.gazette.example/2017/1", "https://wire.example/9"}
    first = articles["https://www.gazette.example/2017/1"]
    assert imported.entities[first["publisher"]]["name"] == "gazette.example"
    assert {name: first.get(name) for name in ("title", "published", "coded-by", "note")} == {
        "title": None, "published": "/2020-01-01", "coded-by": "river-politicians", "note": None,
    }  # fmt: skip
    notes = {imported.articles[its["article"]]["url"]: its.get("note") for its in imported.claims
             if its["evidence"][0]["row"] == "m2"}  # fmt: skip
    assert notes == {"https://www.gazette.example/2017/1": "Cabinet named", "https://wire.example/9": None}


def test_a_role_for_an_area_is_a_post_and_the_period_gives_its_bounds(imported: Imported) -> None:
    row = "p1 diet t1 2015-05/2019-04-30"
    assert imported.claim(row, "Tenure")["when"] == "2015-05/2019-04-30"
    assert roles(imported, row, "Tenure") == {
        "holder": ["Ilsa Maren"], "post": ["member, Port Alder"], "organization": ["Diet of Arvenia"],
    }  # fmt: skip
    assert "single-holder" not in imported.named("member, Port Alder")


def test_on_behalf_of_is_a_membership_of_the_party(imported: Imported) -> None:
    row = "p1 diet t1 2015-05/2019-04-30"
    assert roles(imported, row, "Membership") == {"holder": ["Ilsa Maren"], "organization": ["Green List"]}
    assert imported.claim(row, "Membership")["when"] == "2015-05/2019-04-30"


def test_who_serves_and_who_merely_belongs(imported: Imported) -> None:
    serves = imported.claim("m3", "Tenure")
    assert (serves["when"], serves["qualifier"]) == ("2016-02-03/..", "member")
    assert imported.claim("m8", "Membership")["when"] == "../2014"
    assert imported.claim("m7", "Membership")["qualifier"] == "chair"
    assert "when" not in imported.claim("m4", "Membership")


def test_two_of_one_name_stay_two(imported: Imported) -> None:
    namesakes = [its for its in imported.entities.values() if its["name"] == "Jan Orel"]
    assert sorted(its["identifiers"]["river-politicians"] for its in namesakes) == ["p2", "p3"]
    assert imported.report["alike"] == [[f"Jan Orel ({its['id']})" for its in namesakes]]


def test_names_and_identifiers(imported: Imported) -> None:
    maren = imported.named("Ilsa Maren")
    assert maren["aliases"] == ["Илса Марен", "I. Maren"]
    assert maren["identifiers"] == {"river-politicians": "p1", "wikidata": "Q900000001", "national-id": "77"}


def test_bodies_of_state_speak_for_the_country(project: Path, imported: Imported) -> None:
    assert imported.named("Diet of Arvenia")["links"] == {"institution-of": ["arvenia"]}
    assert "links" not in imported.named("Green List")
    assert run(["check", "--project", str(project)]) == 0
    assert run(["build", "--project", str(project)]) == 0
    graph = kg.open(project)
    fact = graph.account.facts[imported.claim("m3", "Tenure")["fact"]]
    assert ("institution-of", "arvenia") in [(its.link, its.target) for its in fact.links]


def test_without_a_country_it_is_said_that_bodies_have_none(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = bring_in(project, capsys, "popolo", FILE, *GIVEN).report
    assert report["notes"] == ["2 bodies of state without a country: `--country NAME` says whose they are"]


def test_a_country_of_ours_is_found_by_its_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = bring_in(project, capsys, "popolo", FILE, *GIVEN, "--country", "Kenya")
    assert imported.entities["kenya"]["kind"] == "Country"
    assert imported.named("Diet of Arvenia")["links"] == {"institution-of": ["kenya"]}


def test_a_country_that_no_table_knows_is_made_where_you_name_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = bring_in(project, capsys, "popolo", FILE, *GIVEN, "--country", "Varn")
    assert imported.entities["varn"] == {"id": "varn", "kind": "Country", "name": "Varn"}
    assert imported.named("Diet of Arvenia")["links"] == {"institution-of": ["varn"]}
    assert imported.report["unmatched"]["actors"] == {}
    assert imported.report["notes"] == ["`Varn` is in no table of countries: a Country of this name is new here"]


@pytest.mark.parametrize("code", ["KEN", "KE", "Republic of Kenya"])
def test_a_country_is_known_by_its_code(code: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = bring_in(project, capsys, "popolo", FILE, *GIVEN, "--country", code)
    assert imported.named("Diet of Arvenia")["links"] == {"institution-of": ["kenya"]}
    assert imported.report["notes"] == []


AREAS: list[tuple[list[dict[str, Any]], str | None]] = [
    ([{"id": "a", "name": "Varn", "classification": "country"}], "Varn"),
    ([{"id": "a", "name": "Varn", "classification": "Country"}], "Varn"),
    ([{"id": "a", "name": "Varn", "type": "country"}], "Varn"),
    ([{"id": "a", "name": "Kenya", "classification": "country"}], "Kenya"),
    ([{"id": "a", "name": "Kenya"}], "Kenya"),
    ([{"id": "a", "name": "Arvenia", "classification": "country"}], "Arvenia"),
    ([{"id": "a", "name": "Georgia", "classification": "state"}], None),
    ([{"id": "a", "name": "Varn"}], None),
    ([{"id": "a", "name": "Alder", "classification": "city", "parent_id": "b"},
      {"id": "b", "name": "Varn", "classification": "country"}], "Varn"),
    ([{"id": "a", "name": "Alder", "parent_id": "b"}, {"id": "b", "name": "Kenya"}], "Kenya"),
    ([{"id": "a", "name": "Alder", "parent_id": "b"}, {"id": "b", "name": "Beech", "parent_id": "a"}], None),
    ([{"id": "a", "name": "Alder", "parent_id": "nowhere"}], None),
    ([{"id": "a", "classification": "country"}], None),
]  # fmt: skip


@pytest.mark.parametrize(("areas", "country"), AREAS, ids=[str(number) for number in range(len(AREAS))])
def test_the_area_of_a_body_of_state_says_whose_it_is(
    areas: list[dict[str, Any]], country: str | None, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path,
        persons=[{"id": "p", "name": "Jan"}],
        organizations=[{"id": "o", "name": "Diet", "classification": "legislature", "area_id": "a"}],
        areas=areas,
        memberships=[{"person_id": "p", "organization_id": "o"}],
    )
    its = bring_in(project, capsys, "popolo", path, *GIVEN)
    ids = its.named("Diet").get("links", {}).get("institution-of", [])
    assert ids == ([country.lower()] if country else [])
    if country and country != "Arvenia":  # which the project has
        assert (its.entities[ids[0]]["kind"], its.entities[ids[0]]["name"]) == ("Country", country)
    new = ["`Varn` is in no table of countries: a Country of this name is new here"] if country == "Varn" else []
    lacking = ["1 body of state without a country: `--country NAME` says whose they are"]
    assert its.report["notes"] == (new if country else lacking)
    both = bring_in(project, capsys, "popolo", path, *GIVEN, "--country", "Varn")
    assert both.named("Diet")["links"] == {"institution-of": [country.lower() if country else "varn"]}


def test_a_note_on_a_source_is_the_claims(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(
        tmp_path,
        persons=[{"id": "p", "name": "Jan"}],
        organizations=[{"id": "o", "name": "Diet", "classification": "legislature"}],
        memberships=[
            {"id": "m1", "person_id": "p", "organization_id": "o", "start_date": "2001",
             "sources": [{"note": "Handbook 2001"}, {"note": "p. 3\n"}]},
            {"id": "m2", "person_id": "p", "organization_id": "o", "start_date": "2005",
             "sources": [{"url": "https://a.example/", "note": "one"}, {"url": "https://a.example/", "note": "other"},
                         {"note": "alone"}]},
        ],
    )  # fmt: skip
    its = bring_in(project, capsys, "popolo", path, *GIVEN)
    assert its.claim("m1", "Tenure")["note"] == "Handbook 2001; p. 3"
    assert its.claim("m2", "Tenure")["note"] == "one; other; alone"
    assert [each.get("title") for each in its.articles.values()] == [None, None]


def test_the_order_of_files_changes_nothing(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads(FILE.read_bytes())
    paths = []
    for name, some in whole.items():
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps({name: some}))
    one = bring_in(project, capsys, "popolo", *paths, *GIVEN)
    assert bring_in(project, capsys, "popolo", *reversed(paths), *GIVEN).bytes == one.bytes


@pytest.mark.parametrize(
    ("membership", "reason"),
    [
        ({"organization_id": "o"}, "names none of the persons"),
        ({"person_id": "p"}, "a membership in nothing"),
        ({"person_id": "p", "organization_id": "x"}, "names one of the organizations that there is not: `x`"),
        ({"person_id": "p", "post_id": "x"}, "names one of the posts that there is not: `x`"),
        (
            {"person_id": "p", "organization_id": "o", "on_behalf_of_id": "x"},
            "names one of the organizations that there is not: `x`",
        ),
        ({"person_id": "p", "organization_id": "o", "start_date": "12/01/2020"}, "no day: `12/01/2020/`"),
        ({"person_id": "q", "organization_id": "o"}, "no name: `q`"),
        ({"person_id": 3}, "not as the format has it: Expected `str | null`, got `int` - at `$.person_id`"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_reason(
    project: Path, tmp_path: Path, membership: dict[str, Any], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path,
        persons=[{"id": "p", "name": "Jan"}, {"id": "q"}],
        organizations=[{"id": "o", "name": "Diet", "classification": "legislature"}],
        memberships=[membership, {"person_id": "p", "organization_id": "o", "sources": None, "role": None}],
    )
    report = bring_in(project, capsys, "popolo", path, *GIVEN).report
    assert (report["read"], report["mapped"]) == (2, 1)
    assert [its["reason"] for its in report["refused"]] == [reason]


def test_a_document_without_any_of_its_lists_is_not_of_the_format(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, people=[])
    assert run(["import", "popolo", str(path), "-o", str(tmp_path / "x.jsonl"), *GIVEN, "--project", str(project)]) == 1
    told = f"{path}:1:1: not of this format: it has no persons, organizations or memberships\n"
    assert capsys.readouterr().err.startswith(told)


def test_the_name_of_the_data_set_must_be_given(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "popolo", str(FILE), "-o", str(project / "x.jsonl"), "--by", "2020"]) == 2
    assert capsys.readouterr().err == (
        "the data do not say which data set they are\n  hint: give `--dataset NAME`, such as EveryPolitician\n"
    )


def test_all_that_must_be_given_is_told_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "popolo", str(FILE), "-o", str(project / "x.jsonl")]
    assert run(words) == 2
    assert capsys.readouterr().err == (
        "the data do not say when they were published, nor which data set they are\n"
        "  hint: give `--by DAY`, such as the day on which you fetched them, and `--dataset NAME`, "
        "such as EveryPolitician\n"
    )
    assert run([*words, "--dataset", "Rivers"]) == 2
    assert capsys.readouterr().err == (
        "the data do not say when they were published\n"
        "  hint: give `--by DAY`, such as the day on which you fetched them\n"
    )


@pytest.mark.parametrize("odd", ["a\x00b", "a\u202eb", " a ", "a\nb", "a\u200bb"])
def test_an_id_that_no_entity_can_have_is_left_out_and_the_claim_stands(
    odd: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        project.parent,
        persons=[{"id": "1", "name": "Ana Bo", "identifiers": [{"scheme": "x-y", "identifier": odd}]}],
        organizations=[{"id": odd, "name": "Parliament", "classification": "legislature"}],
        memberships=[{"person_id": "1", "organization_id": odd, "role": "member", "start_date": "2020-01-01"}],
    )
    its = bring_in(project, capsys, "popolo", path, *GIVEN, "--country", "Arvenia")
    assert its.report["mapped"] == 1
    parliament = next(each for each in its.entities.values() if each["name"] == "Parliament")
    assert "river-politicians" not in parliament.get("identifiers", {})
    assert run(["check", "--project", str(project)]) == 0
