"""Terms and things that overlap, or stand twice: nothing is shortened, joined over a gap, or silently replaced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.formats.test_imports_events import Brought, project, refused

__all__ = ["project"]


def parties(project: Path, capsys: pytest.CaptureFixture[str], *terms: tuple[str, str, str]) -> list[tuple[str, str]]:
    """Import a senator's terms (start, end, party): the party and the time of each membership."""
    person = {
        "id": {"bioguide": "D000001"}, "name": {"first": "Jane", "last": "Doe"},
        "terms": [
            {"type": "rep", "start": start, "end": end, "state": "WA", "district": 1, "party": party}
            for start, end, party in terms
        ],
    }  # fmt: skip
    (project.parent / "members.json").write_text(json.dumps([person]))
    its = Brought(project, capsys, "congress", str(project.parent / "members.json"), "--by", "2026-01-01")
    names = {id_: entity["name"] for id_, entity in its.entities.items()}
    told = [claim for claim in its.told_all if claim["type"] == "Membership"]
    return sorted((claim["when"], names[claim["roles"]["organization"][0]].split()[0]) for claim in told)


D, R = "Democrat", "Republican"


@pytest.mark.parametrize(
    ("terms", "memberships"),
    [
        ([("2001-01-03", "2013-01-03", D), ("2005-01-03", "2007-01-03", D)], [("2001-01-03/2013-01-03", "Democratic")]),
        (
            [("2001-01-03", "2013-01-03", D), ("2005-01-03", "2007-01-03", D), ("2013-01-03", "2015-01-03", D)],
            [("2001-01-03/2015-01-03", "Democratic")],
        ),
        (
            [("2001-01-03", "2005-01-03", D), ("2007-01-03", "2009-01-03", D)],
            [("2001-01-03/2005-01-03", "Democratic"), ("2007-01-03/2009-01-03", "Democratic")],
        ),
        (
            [("2001-01-03", "2013-01-03", D), ("2005-01-03", "2007-01-03", R), ("2007-01-03", "2015-01-03", D)],
            [("2001-01-03/2015-01-03", "Democratic"), ("2005-01-03/2007-01-03", "Republican")],
        ),
        (
            [("2001-01-03", "2005-01-03", D), ("2005-01-03", "2007-01-03", R), ("2007-01-03", "2009-01-03", D)],
            [
                ("2001-01-03/2005-01-03", "Democratic"), ("2005-01-03/2007-01-03", "Republican"),
                ("2007-01-03/2009-01-03", "Democratic"),
            ],
        ),
        ([("2001-01-03", "", D), ("2005-01-03", "2007-01-03", D)], [("2001-01-03/..", "Democratic")]),
    ],
)  # fmt: skip
def test_a_membership_lasts_until_its_latest_term_ends(
    terms: list[tuple[str, str, str]],
    memberships: list[tuple[str, str]],
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert parties(project, capsys, *terms) == memberships
    assert parties(project, capsys, *reversed(terms)) == memberships


DOCUMENT: dict[str, Any] = {
    "persons": [{"id": "p1", "name": "Jane Doe"}, {"id": "p2", "name": "John Roe"}],
    "organizations": [{"id": "o1", "name": "The Assembly", "classification": "legislature"}],
    "posts": [{"id": "s1", "label": "Speaker", "organization_id": "o1"}],
    "areas": [{"id": "a1", "name": "Harl"}],
    "events": [{"id": "t1", "name": "Term", "start_date": "2020-01-01", "end_date": "2024-01-01"}],
    "memberships": [
        {"id": "m1", "person_id": "p1", "organization_id": "o1", "post_id": "s1", "legislative_period_id": "t1"},
        {"id": "m2", "person_id": "p2", "organization_id": "o1", "role": "member", "area_id": "a1"},
    ],
}
OTHERS = {
    "persons": {"id": "p1", "name": "Anna Other"},
    "organizations": {"id": "o1", "name": "The Other House", "classification": "legislature"},
    "posts": {"id": "s1", "label": "Clerk", "organization_id": "o1"},
    "areas": {"id": "a1", "name": "Elsewhere"},
    "events": {"id": "t1", "name": "Term", "start_date": "2021-01-01"},
}


def popolo(project: Path, capsys: pytest.CaptureFixture[str], *documents: dict[str, Any]) -> Brought:
    paths = []
    for number, document in enumerate(documents):
        paths.append(str(project.parent / f"{number}.json"))
        Path(paths[-1]).write_text(json.dumps(document))
    return Brought(project, capsys, "popolo", *paths, "--by", "2026-01-01", "--dataset", "Harl", "--country", "Kenya")


@pytest.mark.parametrize("sort", OTHERS)
def test_a_thing_that_stands_twice_with_different_content_is_refused(
    sort: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, other = popolo(project, capsys, DOCUMENT), OTHERS[sort]
    assert len(first.told_all) == 2
    found = set()
    for some in ([*DOCUMENT[sort], other], [other, *DOCUMENT[sort]]):
        its = popolo(project, capsys, DOCUMENT | {sort: some})
        reasons = {reason.partition(":")[0] for _, reason in refused(its.report)}
        assert f"one of the {sort} whose id stands twice with different content" in reasons
        assert f"names one of the {sort} whose id stands twice with different content" in reasons
        assert its.report["read"] == its.report["mapped"] + len(its.report["refused"])
        found.add(its.bytes)
    assert len(found) == 1


def test_a_thing_that_stands_twice_alike_is_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    once = popolo(project, capsys, DOCUMENT)
    assert popolo(project, capsys, DOCUMENT, {**DOCUMENT, "memberships": []}).bytes == once.bytes
