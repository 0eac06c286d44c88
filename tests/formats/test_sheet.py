"""The sheet: a line a fact, as somebody who works in a spreadsheet reads it; CSV and XLSX."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec import structs

import kg
from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.cli import main as cli
from kg.formats import sheet
from kg.graph.graph import Graph
from kg.model.records import Evidence
from tests.conftest import Golden, started
from tests.graphs import graph_of
from tests.making import ARTICLES, claim

Row = dict[str, str]


def rows(graph: Graph) -> list[Row]:
    text = graph.export("sheet")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def cells(path: Path) -> list[list[Any]]:
    return [[*row] for row in openpyxl.load_workbook(path)["facts"].iter_rows(values_only=True)]


CONTESTED = [
    claim("a-foreign", id_="met", when="2023-12-13"),
    claim("b-foreign", "denies", article="gazette-1", id_="not-met"),
]


def test_a_line_says_who_what_and_on_whose_word() -> None:
    (row,) = rows(graph_of(CONTESTED))
    assert row == {
        "actors": "Ann; Bob",
        "what happened": "A meeting of Ann and Bob on 2023-12-13",
        "status": "one-sided",
        "contested": "by-party",
        "accepted": "no",
        "who says": "Aland",
        "who denies": "Bland",
        "figures": "",
        "day": "2023-12-13",
        "first day": "2023-12-13",
        "last day": "2023-12-13",
        "publishers": "Gazette; Herald",
        "published": "2023-12-14; 2023-12-14",
        "titles": "gazette-1; herald-1",
        "addresses": "",
        "quotations": "",
        "told by": "B Foreign, in Gazette of 2023-12-14, denying a meeting of Ann and Bob."
        " A Foreign, in Herald of 2023-12-14: Ann and Bob met on 2023-12-13.",
        "outlets": "Herald",
        "read": "yes",
        "reservations": "",
        "type": "meeting",
        "fact": "m",
    }


def test_where_nobody_asserts_it_says_who_does_what() -> None:
    asked = [claim(None, "asks"), claim("a-foreign", "declines"), claim("whisper", "suggests")]
    (row,) = rows(graph_of(asked))
    assert row["who says"] == "Aland (declines); Herald (asks); anonymous sources of Herald, 2023-12-14 (suggests)"
    assert (row["status"], row["who denies"], row["accepted"]) == ("unconfirmed", "", "no")
    (denied,) = rows(graph_of([claim("b-foreign", "denies")]))
    assert (denied["who says"], denied["who denies"], denied["status"]) == ("", "Bland", "denied")


def test_what_stands_otherwise_than_its_fact_is_said() -> None:
    third = [
        claim("a-foreign", roles={"participant": ("ann", "bob", "cid")}, when="2023-12-13"),
        claim("c-foreign", "denies", article="gazette-1", scope="roles", roles={"participant": ("cid",)}),
        claim("b-foreign", article="gazette-2", when="2023-12-15"),
    ]
    (row,) = rows(graph_of(third))
    assert (row["actors"], row["accepted"]) == ("Ann; Bob", "yes")
    told = "participant Cid: one-sided, contested by a party, denied by Cland"
    assert row["reservations"] == f"claims conflict: when; {told}"


def test_who_is_said_to_take_part_in_less_than_the_fact_is_no_actor_of_it() -> None:
    told = [
        claim("a-foreign"),
        claim("b-foreign", "denies", article="gazette-1"),
        claim("whisper", scope="roles", roles={"participant": ("cid",)}),
        claim("c-foreign", "denies", scope="roles", roles={"participant": ("cid",)}),
    ]
    (row,) = rows(graph_of(told))
    assert (row["actors"], row["contested"], row["accepted"]) == ("Ann; Bob", "by-party", "no")
    assert row["reservations"] == "participant Cid: alleged, contested by a party, denied by Cland"


def test_the_newest_stands_first_and_what_has_no_day_last() -> None:
    days = {"old": "2001", "none": None, "new": "2023-12-13", "mid": "2023-12-12", "ever": "../2022"}
    found = rows(graph_of([claim(None, fact=fact, when=when) for fact, when in days.items()]))
    assert [row["fact"] for row in found] == ["new", "mid", "ever", "old", "none"]


def test_rows_that_nobody_read_say_so() -> None:
    (row,) = rows(graph_of([structs.replace(claim(None), evidence=(Evidence(row="17"),))]))
    assert (row["read"], "not read" in row["told by"]) == ("no", True)


def test_addresses_stand_in_the_order_of_the_publishers() -> None:
    articles = ARTICLES | {"gazette-2": structs.replace(ARTICLES["gazette-2"], url="https://example.org/a;b")}
    claims = [claim(None), claim(None, article="gazette-2"), claim(None, article="courier-1")]
    (row,) = rows(graph_of(claims, articles))
    assert (row["publishers"], row["addresses"]) == ("Courier; Herald; Gazette", "; ; https://example.org/a;b")


def test_words_are_quoted_where_the_texts_are_at_hand(tmp_path: Path) -> None:
    folder = started(tmp_path / "p")
    assert not any(row["quotations"] for row in rows(kg.open(folder)))
    quoted = {row["fact"]: row["quotations"] for row in rows(kg.open(folder, texts=folder / "texts"))}
    assert quoted["maren-reke-2024-03"].endswith(
        "” “Lestmark's foreign ministry confirmed the talks in a note of its own”"
    )
    assert all(quoted.values())


@pytest.mark.parametrize("name", ["=1+1", "@x", "+1", "-1", "\uff1d1", "\t=1", "#N/A", "_x0041_", "a\x07b", "Zoë 田"])
def test_no_cell_acts_as_a_formula(tmp_path: Path, name: str) -> None:
    graph = graph_of([claim(None)])
    herald = structs.replace(graph.records.entities["herald"], name=name)
    graph.__dict__["records"] = structs.replace(graph.records, entities={**graph.records.entities, "herald": herald})
    plain = " ".join(name.replace("\x07", "").split())
    expected = f"'{plain}" if plain[0] in "=@+-\uff1d" else plain
    (row,) = rows(graph)
    assert (row["who says"], row["publishers"]) == (expected, expected)
    graph.export("sheet", tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")["facts"]
    cell = book.cell(2, 1 + [*sheet.COLUMNS].index("publishers"))
    assert (cell.value, cell.data_type) == (expected, "s")


def test_xlsx_holds_what_csv_holds_and_days_as_days(tmp_path: Path, strait: Graph) -> None:
    strait.export("sheet", tmp_path / "s.XLSX")
    head, *found = cells(tmp_path / "s.XLSX")
    assert head == [*sheet.COLUMNS]
    plain = [
        ["" if c is None else c.strftime("%Y-%m-%d") if isinstance(c, datetime.datetime) else c for c in row]
        for row in found
    ]
    assert plain == [[*row.values()] for row in rows(strait)]
    days = [row[head.index("first day")] for row in found]
    assert any(isinstance(its, datetime.datetime) for its in days)


def test_a_day_that_no_spreadsheet_knows_is_text_and_a_long_text_is_cut(tmp_path: Path) -> None:
    graph = graph_of([claim(None, when="1805-12-02", label="x" * 40_000)])
    graph.export("sheet", tmp_path / "s.xlsx")
    head, row = cells(tmp_path / "s.xlsx")
    assert row[head.index("first day")] == "1805-12-02"
    assert max(len(cell) for cell in row if isinstance(cell, str)) <= 32_767


def test_the_same_graph_gives_the_same_bytes_whenever_it_is_written(
    tmp_path: Path, strait: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    strait.export("sheet", tmp_path / "one.xlsx")

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Later:
            return cls(2077, 1, 2, 3, 4, 5, tzinfo=tz)

    monkeypatch.setattr(datetime, "datetime", Later)
    strait.export("sheet", tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.xlsx") as packed:
        assert {its.date_time for its in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026" not in packed.read("docProps/core.xml")


def test_without_openpyxl_csv_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    graph = graph_of([claim(None)])
    with pytest.raises(UsageError, match="openpyxl is not installed") as refused:
        graph.export("sheet", tmp_path / "s.xlsx")
    assert refused.value.hint == f"{to_install('openpyxl')}, or write csv"
    graph.export("sheet", tmp_path / "s.csv")
    assert [its.name for its in tmp_path.iterdir()] == ["s.csv"]


def test_more_facts_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "_MOST_ROWS", 2)
    with pytest.raises(UsageError, match="2 facts are more than an XLSX sheet holds"):
        graph_of([claim(None), claim(None, fact="n")]).export("sheet", tmp_path / "s.xlsx")


def test_the_shell_writes_each_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = str(started(tmp_path / "p"))
    for name in ("s.csv", "s.xlsx"):
        assert cli.run(["export", "sheet", "-o", str(tmp_path / name), "--project", project]) == 0
        assert capsys.readouterr().err.endswith(f"wrote {tmp_path / name}\n")
    assert (tmp_path / "s.csv").read_bytes().startswith(b"\xef\xbb\xbfactors,")
    assert (tmp_path / "s.xlsx").read_bytes().startswith(b"PK")


def test_a_small_project(tmp_path: Path, golden: Golden) -> None:
    graph = kg.open(started(tmp_path / "p"))
    golden("exports/small.sheet.csv", graph.export("sheet"))
    graph.export("sheet", tmp_path / "s.xlsx")
    text = json.dumps(cells(tmp_path / "s.xlsx"), indent=1, ensure_ascii=False, default=str)
    golden("exports/small.sheet.xlsx.json", text + "\n")
