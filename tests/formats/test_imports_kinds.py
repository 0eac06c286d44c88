"""Whatever is looked up as a country is one, and whoever acts is an actor, whatever else has that alias."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.events import row, table
from tests.formats.test_imports_events import SAMPLES, Brought, project

__all__ = ["project"]
JORDAN = """\
michael-jordan: {kind: Person, name: Michael Jordan, aliases: [Jordan, JORDAN, JOR, Kenya, KEN]}
chad-smith: {kind: Person, name: Chad}
mali-mining: {kind: Organization, name: Mali Mining, aliases: [Mali]}
france-topic: {kind: Topic, name: relations with France, aliases: [France, Reuters, Xinhua News Agency]}
"""


@pytest.fixture
def entities(project: Path) -> Path:
    (project / "sources/entities.yaml").write_text(JORDAN)
    return project


def ids(its: Brought) -> set[str]:
    """All ids that claims, articles and links name."""
    roles = {id_ for claim in its.told_all for some in claim["roles"].values() for id_ in some}
    speakers = {id_ for claim in its.told_all for id_ in claim.get("speaker", ())}
    links = {id_ for entity in its.entities.values() for some in entity.get("links", {}).values() for id_ in some}
    return roles | speakers | links | {article["publisher"] for article in its.articles.values()}


OTHERS = {"michael-jordan", "chad-smith", "mali-mining", "france-topic"}


def test_a_person_is_no_country_by_an_alias(entities: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = (
        row(1, CAMEO_Code="190", Source_Name="Jordan", Source_Country="Jordan", Target_Name="Police (Mali)"),
        row(2, Source_Name="Police (Jordan)", Target_Name="Chad", City="Amman", Country="Jordan", Publisher="Reuters"),
        row(3, Source_Name="Citizen (Chad)", Target_Name="France", Country="Mali", Story_ID="8"),
        row(4, Source_Name="JOR", Target_Name="Government of Mali", Country="France", Story_ID="8"),
    )
    (tmp_path / "j.tab").write_text(table(*rows))
    its = Brought(entities, capsys, "icews", str(tmp_path / "j.tab"))
    assert its.report["mapped"] == 4
    assert not ids(its) & OTHERS
    assert its.entities["jordan"]["kind"] == "Country"
    assert its.named("Police (Jordan)")["links"] == {"institution-of": ["jordan"]}
    assert its.named("Amman, Jordan")["links"] == {"part-of": ["jordan"]}


@pytest.mark.parametrize(
    ("kind", "name"), [("icews", "icews.tab"), ("gdelt", "gdelt.csv"), ("polecat", "polecat.txt"), ("ucdp", "ucdp.csv")]
)
def test_no_format_takes_another_kind_of_thing(
    kind: str, name: str, entities: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    its = Brought(entities, capsys, kind, str(SAMPLES / name))
    assert its.report["mapped"]
    assert not ids(its) & OTHERS


def test_an_actor_of_the_project_is_still_found_by_its_alias(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = "jd: {kind: Person, name: Jane Doe, aliases: [J. Doe]}\n"
    told += "week: {kind: Person, name: Anna Week, aliases: [The Week]}\n"
    (project / "sources/entities.yaml").write_text(
        told + "hashemite-kingdom: {kind: Country, name: HKJ, aliases: [Jordan]}\n"
    )
    (tmp_path / "j.tab").write_text(table(row(1, Source_Name="J. Doe", Target_Name="Jordan", Publisher="The Week")))
    its = Brought(project, capsys, "icews", str(tmp_path / "j.tab"))
    (claim,) = its.told_all
    assert claim["roles"]["participant"] == ["hashemite-kingdom", "jd"]
    assert [article["publisher"] for article in its.articles.values()] == ["week"]  # a person may publish
