"""Rows that are given twice, or share an id or a story, make the same in any order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

import kg
from kg.cli.main import run
from tests.formats.events import row, table
from tests.formats.test_imports_events import MENTIONS, SAMPLES, Brought, project, refused

__all__ = ["project"]


@pytest.mark.parametrize("options", [(), MENTIONS], ids=["alone", "mentions"])
def test_events_of_gdelt_given_twice_are_given_once(
    options: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = SAMPLES / "gdelt.csv"
    once = Brought(project, capsys, "gdelt", str(path), *options)
    statuses = {fact.fact: fact.status for fact in kg.build(project).account.facts.values()}
    twice = Brought(project, capsys, "gdelt", str(path), str(path), *options)
    assert twice.bytes == once.bytes
    assert {fact.fact: fact.status for fact in kg.build(project).account.facts.values()} == statuses
    report = twice.report
    assert report["read"] == report["mapped"] + len(report["refused"])
    lines = path.read_text("utf-8").splitlines(keepends=True)
    parts = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for part, its in zip(parts, (lines[3:] + lines[:2], [*reversed(lines)]), strict=True):
        part.write_text("".join(its), "utf-8")
    assert Brought(project, capsys, "gdelt", *map(str, parts), *options).bytes == once.bytes


def test_of_two_rows_of_one_event_of_gdelt_one_counts(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, *others = (SAMPLES / "gdelt.csv").read_text("utf-8").splitlines()
    other = first.replace("20210503", "20210504")
    found = set()
    for number, lines in enumerate([[first, other, *others], [*others, other, first]]):
        (tmp_path / f"{number}.csv").write_text("\n".join(lines) + "\n", "utf-8")
        its = Brought(project, capsys, "gdelt", str(tmp_path / f"{number}.csv"))
        assert "another row of an event that is told already: `501`" in {reason for _, reason in refused(its.report)}
        found.add(its.bytes)
        assert run(["check", "--project", str(project)]) == 0
    assert len(found) == 1


def test_a_story_of_two_publishers_is_two_articles(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = (row(1, Publisher="Reuters"), row(2, Publisher="The Inland Post"), row(3, Publisher="NA", CAMEO_Code="042"))
    found = set()
    for number, its in enumerate(permutations(rows)):
        (tmp_path / f"{number}.tab").write_text(table(*its))
        brought = Brought(project, capsys, "icews", str(tmp_path / f"{number}.tab"))
        found.add(brought.bytes)
    assert len(found) == 1
    publishers = {claim["id"]: brought.articles[claim["article"]]["publisher"] for claim in brought.told_all}
    assert publishers == {"row-1": "reuters", "row-2": "the-inland-post", "row-3": "icews"}


def test_a_story_of_two_publishers_of_polecat_is_two_articles(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    head, first, second, *_ = (SAMPLES / "polecat.txt").read_text("utf-8").splitlines()
    (tmp_path / "p.txt").write_text("\n".join([head, first, second.replace("A Daily", "B News")]) + "\n")
    its = Brought(project, capsys, "polecat", str(tmp_path / "p.txt"))
    assert sorted(article["publisher"] for article in its.articles.values()) == ["a-daily", "b-news"]


def test_a_story_of_two_days_was_published_by_the_later(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = (row(1, Event_Date="2018-06-01"), row(2, Event_Date="2018-06-04"))
    for its in permutations(rows):
        (tmp_path / "d.tab").write_text(table(*its))
        brought = Brought(project, capsys, "icews", str(tmp_path / "d.tab"))
        assert [article["published"] for article in brought.articles.values()] == ["/2018-06-04"]
        assert {claim["when"] for claim in brought.told_all} == {"2018-06-01", "2018-06-04"}


def test_rows_that_share_an_id_are_claims_of_their_own(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = (
        row(1),
        row(1, CAMEO_Code="190"),
        row(1, CAMEO_Code="042", Intensity="12..5"),
        row(0, CAMEO_Code="036", Event_ID=""),
    )
    found = set()
    for its in permutations(rows):
        (tmp_path / "r.tab").write_text(table(*its))
        brought = Brought(project, capsys, "icews", str(tmp_path / "r.tab"))
        found.add(brought.bytes)
    assert len(found) == 1
    assert len(brought.claims) == brought.report["mapped"] == 3
    assert [its["reason"] for its in brought.report["refused"]] == ["no id of the event"]
    assert run(["check", "--project", str(project)]) == 0


@pytest.mark.parametrize("text", ["12..5", "many..", "1e999", "..", "1_000", "x", "1..2"])
def test_a_figure_that_is_no_number_is_left_out_and_counted(
    text: str, project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "f.tab").write_text(table(row(1, Intensity=text), row(2, CAMEO_Code="190", Intensity="NA")))
    its = Brought(project, capsys, "icews", str(tmp_path / "f.tab"))
    assert all("values" not in claim for claim in its.told_all)
    assert its.report["notes"] == [f"1 figure is no number and left out, such as intensity `{text}`"]
    assert run(["check", "--project", str(project)]) == 0
