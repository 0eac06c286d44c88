"""Whose word a row of UCDP was at first: a name, or a word of our tables for a body of the state or for nobody."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.formats.imports.lookups import plain, shipped
from tests.formats.importing import Imported, bring_in, project_of

SOURCES = '"A Daily,2021-05-04,Fighting at the river";"B News,2021-05-05,Nine dead"'
ROW = {
    "type_of_violence": "1", "side_a": "Government of Mali", "side_b": "River Front", "source_article": SOURCES,
    "where_prec": "1", "where_coordinates": "Mopti town", "adm_1": "Mopti region", "adm_2": "", "latitude": "14.48",
    "longitude": "-4.18", "country": "Mali", "date_prec": "1", "date_start": "2021-05-03", "date_end": "2021-05-03",
    "deaths_a": "2", "deaths_b": "7", "deaths_civilians": "0", "deaths_unknown": "0", "best": "9", "high": "12",
    "low": "8",
}  # fmt: skip
NAMES = {
    "Burma National Revolutionary Army (BNRA)": "Organization", "Myaung Revolution Army (MRA)": "Organization",
    "Student Armed Force (SAF)": "Organization", "Network for Rights and Documentation (NRD)": "Group",
    "Kachin News": "Organization", "Karen Media": "Organization", "Arakan Army": "Organization",
    "Army of God": "Organization", "Global Witness": "Group", "Sunday Leader": "Group", "Mopti Police": "Organization",
    "Special Operation Force": "Organization", "KNU": "Group", "SSA-S": "Group",
}  # fmt: skip
OF_STATE = {
    "army": "Army (Mali)", "Army": "Army (Mali)", "the army": "Army (Mali)", "Mali army": "Army (Mali)",
    "Army of Mali": "Army (Mali)", "military": "Military (Mali)", "police": "Police (Mali)",
    "Police spokesman": "Police (Mali)", "Army Spokesperson": "Army (Mali)", "government": "Government (Mali)",
    "Government spokeswoman": "Government (Mali)", "Interior Ministry": "Interior Ministry (Mali)",
    "Ministry of Defence": "Defence Ministry (Mali)", "security forces": "Security Forces (Mali)",
    "Malian army": "Army (Mali)", "Mali's police": "Police (Mali)",
    "malian Ministry of Defense": "Defence Ministry (Mali)",
}  # fmt: skip
UNNAMED = (
    "officials", "Officials", "a resident", "Local Residents", "Officials in Bamako", "Karen leaders", "soldiers",
    "survivors of the attack", "thai military sources", "Security Officials", "witness reports", "News", "Spokesman",
    "Military Sources", "Police Officers", "rebel spokesman", "Mexican authorities", "thai border police",
    "a resistance member",
)  # fmt: skip


def table(folder: Path, *rows: dict[str, str]) -> Path:
    """A file of rows; what they do not say is that of `ROW`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", *ROW, "source_original"])
    writer.writeheader()
    writer.writerows({"source_original": "", **ROW, "id": str(number), **row} for number, row in enumerate(rows, 1))
    path = folder / "ged.csv"
    path.write_text(out.getvalue(), "utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(tmp_path / "project")


def brought(project: Path, capsys: pytest.CaptureFixture[str], *rows: dict[str, str]) -> Imported:
    return bring_in(project, capsys, "ucdp", table(project, *rows))


def speaker(its: Imported, row: str) -> dict[str, Any]:
    (id_,) = {name for claim in its.claims if claim["evidence"][0]["row"] == row for name in claim["speaker"]}
    return its.entities[id_]


def test_who_is_named_and_who_is_not(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [*NAMES, *OF_STATE, *UNNAMED]
    its = brought(project, capsys, *({"source_original": text} for text in words))
    found = {text: speaker(its, str(number)) for number, text in enumerate(words, 1)}
    named = {text: (found[text]["name"], found[text]["kind"], found[text].get("anonymous", False)) for text in NAMES}
    assert named == {text: (text, kind, False) for text, kind in NAMES.items()}
    of_state = {text: (found[text]["name"], found[text].get("links"), "anonymous" in found[text]) for text in OF_STATE}
    assert of_state == {text: (name, {"institution-of": ["mali"]}, False) for text, name in OF_STATE.items()}
    assert {text: (found[text]["kind"], found[text].get("anonymous")) for text in UNNAMED} == dict.fromkeys(
        UNNAMED, ("Group", True)
    )


def test_a_body_of_the_state_of_another_country_speaks_for_that(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = ("Thai army", "Army of Thailand", "thai police spokesman")
    its = brought(project, capsys, *({"source_original": text} for text in texts))
    assert [speaker(its, str(number))["links"] for number in (1, 2, 3)] == [{"institution-of": ["thailand"]}] * 3


def test_our_tables_of_words_and_nationalities_agree_with_the_others() -> None:
    adjectives = [word for its in plain("nationalities") for word in its["adjectives"].split("; ")]
    assert len(adjectives) == len(set(adjectives))
    assert [its["country"] for its in plain("nationalities") if its["country"] not in shipped("countries")] == []
    generic = [name.casefold() for name in shipped("generic")]
    assert len(generic) == len(set(generic))


def test_an_army_speaks_for_the_side_of_its_country(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = brought(project, capsys, {"source_original": "army"})
    assert run(["build", "--project", str(project)]) == 0
    capsys.readouterr()
    assert run(["explain", its.claims[0]["fact"], "--project", str(project)]) == 0
    assert "one-sided" in capsys.readouterr().out


def test_a_body_of_state_without_a_country_that_is_known_is_nobody_in_particular(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    its = brought(project, capsys, {"source_original": "army", "country": "Freedonia"}, {"source_original": "KNU"})
    assert speaker(its, "1") == {"id": speaker(its, "1")["id"], "kind": "Group", "name": "army (Freedonia)",
                                 "anonymous": True}  # fmt: skip
