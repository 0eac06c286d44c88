"""Of a row that is refused nothing is left: no article, no entity, no name that no table knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.formats.imports.icews import COLUMNS
from kg.formats.imports.polecat import COLUMNS as OF_POLECAT
from tests.formats import events
from tests.formats.importing import HERE, Imported, bring_in, project_of
from tests.formats.test_imports_ucdp import table

SAMPLES = HERE / "samples"
GIVEN = ("--by", "2020-01-01", "--dataset", "Rivers")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(tmp_path / "project")


def left_over(its: Imported) -> set[str]:
    """Articles without a claim; entities that no claim names, nor the article of one, nor an entity that is named."""
    articles = {claim["article"] for claim in its.claims}
    named = {its.articles[article].get(part) for article in articles for part in ("publisher", "coded-by")}
    for claim in its.claims:
        named.update(*claim["roles"].values(), claim.get("speaker", ()))
    waiting = list(named)
    for id_ in waiting:  # grows while it is read
        links = its.entities.get(id_ or "", {}).get("links", {})
        new = {target for targets in links.values() for target in targets} - named
        named |= new
        waiting += new
    return (its.articles.keys() - articles) | (its.entities.keys() - named)


CALLS: list[list[str | Path]] = [
    ["icews", SAMPLES / "icews.tab"], ["gdelt", SAMPLES / "gdelt.csv"],
    ["gdelt", SAMPLES / "gdelt.csv", "--mentions", SAMPLES / "gdelt-mentions.csv"], ["ucdp", SAMPLES / "ucdp.csv"],
    ["polecat", SAMPLES / "polecat.txt"], ["popolo", HERE / "popolo.json", *GIVEN],
    ["congress", *(HERE / f"congress-{its}.json" for its in ("members", "committees", "seats")), "--by", "2026-06-15"],
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]}{len(call)}")
def test_the_samples_leave_nothing_that_no_claim_names(
    call: list[str | Path], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    its = bring_in(project, capsys, *call)
    assert its.report["refused"]
    assert left_over(its) == set()


def test_rows_of_ucdp(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = '"Lost Gazette,2021-05-04,Lost";"Lost Post,2021-05-05,Lost too"'
    odd = {"source_article": paper, "source_original": "Lost Army"}
    path = table(
        project,
        {"side_b": "Known Ones"}, {"side_b": "Known Ones", "source_original": "Mopti mayor"},
        {"side_a": "Lost Ones", "side_b": "Lost Ones", **odd},
        {"side_a": "Civilians", "side_b": "Civilians", "country": "Chad", **odd},
        {"type_of_violence": "9", **odd}, {"date_start": "2021-06-01", **odd},
    )  # fmt: skip
    its = bring_in(project, capsys, "ucdp", path)
    assert (its.report["mapped"], len(its.report["refused"])) == (2, 4)
    assert left_over(its) == set()
    assert its.report["unmatched"] == {
        "actors": {"Known Ones": 2}, "codes": {"9": 1}, "publishers": {"A Daily": 2, "B News": 2},
    }  # fmt: skip
    assert b"Lost" not in its.bytes
    assert "chad" not in its.entities


def test_rows_of_icews(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "rows.tab"
    same = {"Source_Name": "Lost Ones", "Target_Name": "Lost Ones", "Publisher": "Lost Gazette", "City": "Lost Town"}
    twice = {"Source_Name": "Known Ones", "Target_Name": "Known Ones", "Story_ID": "8"}
    both = {"Source_Name": "Chad", "Target_Name": "Chad", "CAMEO_Code": "0409"}
    rows = [
        events.row(1, Source_Name="Known Ones"),
        events.row(2, **same),
        events.row(3, **twice),
        events.row(4, **both),
    ]
    for order in (rows, rows[::-1]):  # a name is first met in a row that is usable, or in one that is refused
        path.write_text(events.table(*order))
        its = bring_in(project, capsys, "icews", path)
        assert (its.report["mapped"], len(its.report["refused"])) == (1, 3)
        assert left_over(its) == set()
        assert its.report["unmatched"] == {
            "actors": {"Known Ones": 1}, "codes": {}, "publishers": {"The Valley Gazette": 1},
        }  # fmt: skip
        assert len(its.entities) == len({"known-ones", "france", "gazette", "icews", "kenya", "nairobi"})
    assert "Publisher" in COLUMNS


def test_rows_of_polecat(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = {
        "Event ID": "7_1", "Event Date": "2021-05-03", "Event Type": "CONSULT", "Actor Name": "Known Ones",
        "Recipient Name": "Chad", "Country": "Mali", "City": "Mopti", "Source": "A Daily",
        "Publication Date": "2021-05-04",
    }  # fmt: skip
    rows = [
        good,
        {**good, "Event ID": "8_1", "Source": "Lost Gazette", "Publication Date": "never", "City": "Lost Town"},
        {**good, "Event ID": "9_1", "Actor Name": "Chad; Lost Ones", "Source": "Lost Gazette"},
    ]
    lines = ["\t".join(OF_POLECAT), *("\t".join(row.get(name, "") for name in OF_POLECAT) for row in rows)]
    path = project / "rows.txt"
    path.write_text("\n".join(lines) + "\n")
    its = bring_in(project, capsys, "polecat", path)
    assert (its.report["mapped"], len(its.report["refused"])) == (1, 2)
    assert left_over(its) == set()
    assert its.report["unmatched"] == {"actors": {"Known Ones": 1}, "codes": {}, "publishers": {"A Daily": 1}}


BODY = {"id": "o", "name": "Diet", "classification": "legislature", "area_id": "a"}
AREA = {"id": "a", "name": "Chad", "classification": "country"}
LOST: list[dict[str, Any]] = [
    {"person_id": "q", "organization_id": "x", "start_date": "never"},
    {"person_id": "q", "organization_id": "o", "on_behalf_of_id": "nobody"},
    {"person_id": "q", "post_id": "m", "start_date": "2018", "end_date": "2016"},
    {"person_id": "q", "organization_id": "nobody"},
    {"person_id": "q", "organization_id": "club", "end_date": "never"},
    {"person_id": "q"},
]


@pytest.mark.parametrize("lost", LOST, ids=str)
def test_memberships_of_popolo(
    lost: dict[str, Any], project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = {**lost, "sources": [{"url": "https://lost.example/1"}]}
    good = {"person_id": "p", "organization_id": "party", "sources": [{"url": "https://good.example/1"}]}
    document = {
        "persons": [{"id": "p", "name": "Jan"}, {"id": "q", "name": "Lost Person"}],
        "organizations": [
            {"id": "party", "name": "River Party", "classification": "party"}, BODY,
            {"id": "x", "name": "Lost Body", "classification": "ministry", "parent_id": "o"},
            {"id": "club", "name": "Lost Club", "classification": "lost"},
        ],
        "posts": [{"id": "m", "label": "Lost Post", "organization_id": "x"}],
        "areas": [AREA], "memberships": [lost, good],
    }  # fmt: skip
    path = tmp_path / "x.json"
    path.write_text(json.dumps(document))
    its = bring_in(project, capsys, "popolo", path, *GIVEN)
    assert (its.report["mapped"], len(its.report["refused"])) == (1, 1)
    assert left_over(its) == set()
    assert its.report["unmatched"] == {"actors": {}, "codes": {}, "publishers": {"good.example": 1}}
    assert its.report["notes"] == []
    assert sorted(its.articles) == [claim["article"] for claim in its.claims]


def test_terms_of_congress(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def member(key: str, **term: Any) -> dict[str, Any]:
        its = {
            "type": "sen",
            "start": "2027-01-03",
            "end": "2033-01-03",
            "state": "VT",
            "class": 1,
            "party": "Democrat",
        }
        return {"id": {"bioguide": key}, "name": {"first": "Ada", "last": key}, "terms": [{**its, **term}]}

    path = tmp_path / "legislators-current.json"
    path.write_text(json.dumps([member("A000001"), member("L000001", state="XX", **{"class": None})]))
    its = bring_in(project, capsys, "congress", path, "--by", "2026-06-15")
    assert (its.report["mapped"], len(its.report["refused"])) == (1, 1)
    assert left_over(its) == set()
    assert its.report["unmatched"]["codes"] == {}
    assert its.report["notes"] == ["1 term begin after 2026-06-15, by which the data are said to be published"]
