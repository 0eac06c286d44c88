"""Whatever rows of events come in: each is mapped or refused, and an event that is told from either end is one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.formats.imports import importing, lookups
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.icews import COLUMNS
from kg.formats.imports.reports import Report
from kg.ontology import Ontology
from tests.conftest import ROOT
from tests.examples import examples

NAMES = (
    "Kenya", "Mali", "Jane Doe", "jane doe", "JANE DOE", "Police (Mali)", "Citizen (Kenya)", "Green Front", "NA", "",
)  # fmt: skip
SECTORS = ("NA", "Government", "Elite,Government", "Parties", "Dissident,Government")
CODES = ("040", "042", "043", "057", "111", "190", "0241", "x", "")
MIRRORED = {"040": "040", "042": "043", "043": "042", "057": "057"}

rows = st.fixed_dictionaries({
    "Event ID": st.integers(1, 40).map(str),
    "Event Date": st.sampled_from(("2021-05-03", "2021-05-04", "2021-13-01", "")),
    "Source Name": st.sampled_from(NAMES), "Source Sectors": st.sampled_from(SECTORS),
    "Source Country": st.sampled_from(("Kenya", "Mali", "NA", "Nowhere")),
    "CAMEO Code": st.sampled_from(CODES), "Intensity": st.sampled_from(("1.0", "-2.5", "NA")),
    "Target Name": st.sampled_from(NAMES), "Target Sectors": st.sampled_from(SECTORS),
    "Target Country": st.sampled_from(("Kenya", "Mali", "NA")), "Story ID": st.sampled_from(("1", "2", "NA")),
    "Publisher": st.sampled_from(("A Daily", "Xinhua News Agency", "NA", "Kenya")),
    "City": st.sampled_from(("Nairobi", "NA")), "District": st.just("NA"), "Province": st.just("NA"),
    "Country": st.sampled_from(("Kenya", "NA")), "Latitude": st.just("1"), "Longitude": st.sampled_from(("2", "NA")),
})  # fmt: skip


@cache
def terms() -> Ontology:
    return ontology.load(ROOT / "ontology")


def brought(table: list[dict[str, str]], folder: Path, most: int | None = None) -> tuple[bytes, Report]:
    path = folder / "rows.tab"
    lines = [COLUMNS, *(tuple(row[name] for name in COLUMNS) for row in table)]
    path.write_text("".join("\t".join(line) + "\n" for line in lines))
    gathering = Gathering(Report(), most=most) if most else Gathering(Report())
    importing.IMPORTERS["icews"](gathering, terms(), lookups.Tables()).read(path)
    with gathering:
        return b"".join(gathering.records()), gathering.report


def claims(found: bytes) -> list[dict[str, Any]]:
    return [json.loads(line)["claim"] for line in found.splitlines() if line.startswith(b'{"claim"')]


@settings(deadline=None, max_examples=examples(60))
@given(table=st.lists(rows, max_size=12), order=st.randoms(use_true_random=False))
def test_rows_are_mapped_or_refused_and_their_order_says_nothing(
    table: list[dict[str, str]], order: Any, tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    found, report = brought(table, folder)
    assert report.read == len(table) == report.mapped + report.refused
    assert len(claims(found)) == report.mapped - report.folded
    shuffled = list(table)
    order.shuffle(shuffled)
    assert brought(shuffled, folder)[0] == found
    assert brought(shuffled, folder, most=200)[0] == found  # sorted in parts on the disk


@settings(deadline=None, max_examples=examples(60))
@given(row=rows.filter(lambda row: row["CAMEO Code"] in MIRRORED))
def test_an_event_told_from_either_end_is_one_claim(row: dict[str, str], tmp_path_factory: Any) -> None:
    ends = ("Name", "Sectors", "Country")
    mirrored = {
        **row, **{f"Source {end}": row[f"Target {end}"] for end in ends},
        **{f"Target {end}": row[f"Source {end}"] for end in ends},
        "CAMEO Code": MIRRORED[row["CAMEO Code"]], "Event ID": "99", "Intensity": "3.0",
    }  # fmt: skip
    found, report = brought([row, mirrored], tmp_path_factory.mktemp("rows"))
    assert len(claims(found)) == report.folded == report.mapped / 2


@settings(deadline=None, max_examples=examples(40))
@given(row=rows.filter(lambda row: row["CAMEO Code"] in ("111", "190")))
def test_what_one_does_to_another_is_not_what_the_other_does(row: dict[str, str], tmp_path_factory: Any) -> None:
    turned = {**row, "Source Name": row["Target Name"], "Target Name": row["Source Name"], "Event ID": "99"}
    found, report = brought([row, turned], tmp_path_factory.mktemp("rows"))
    assert len({claim["fact"] for claim in claims(found)}) == report.mapped
