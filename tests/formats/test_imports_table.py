"""Tables of any sort become claims, as a map says, and the report says what was found, mapped and refused."""

from __future__ import annotations

import csv
import datetime
import gzip
import hashlib
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from kg.annotation.compressed import zstd_module
from kg.annotation.jsonl_reader import read as read_lines
from kg.base.errors import UsageError
from kg.formats.imports.importing import UnreadableError, bring_in_table
from kg.formats.imports.tabular import maps
from kg.formats.imports.tabular.maps import MapError
from kg.formats.imports.tabular.opening import Settings
from tests.conftest import ROOT, missing, same_under_any_hash_seed
from tests.making import core

DOCS = ROOT / "docs"
MAP = """\
table: meetings
coded-by: {name: Jonas Feld, kind: Person}
by: 2031-04-30
row: {column: no}
type: Meeting
stance: asserts
when: {column: when}
roles:
  participant:
    - {column: who, kind: Person}
    - {column: whom, kind: Person, split: ";"}
publisher: {column: source, kind: Organization}
"""
HEADER = ["no", "who", "whom", "when", "source"]
ROWS = [
    ["1", "Ana Solberg", "Marek Dunai", "2031-03-03", "Ansel Courier"],
    ["2", "Ana Solberg", "Marek Dunai; Jürgen Öhm", "2031-03-05", "Café Post"],
]


def records(lines: list[bytes], sort: str) -> list[dict[str, Any]]:
    return [its[sort] for line in lines if sort in (its := json.loads(line))]


class Imported:
    """What an import gave: its lines, and its report."""

    def __init__(self, file: Path | str, map_: str, folder: Path, **settings: str) -> None:
        path = folder / "map.yaml"
        path.write_text(map_, "utf-8")
        read = maps.read(path)
        brought = bring_in_table(read, Settings(**settings), [Path(file)], core(), None, folder / "o.jsonl")
        self.lines = list(brought.lines())
        self.claims, self.articles, self.entities = (records(self.lines, its) for its in ("claim", "article", "entity"))
        self.report = brought.report.to_json()
        self.refused = [(its["line"], its["reason"]) for its in self.report["refused"]]
        self.notes: list[str] = self.report["notes"]

    @property
    def bare(self) -> list[dict[str, Any]]:
        """The claims without ids and hashes of rows."""
        return sorted(
            ({name: its for name, its in claim.items() if name not in ("evidence", "id")} for claim in self.claims),
            key=str,
        )


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([HEADER, *rows])
    return out.getvalue()


def write(folder: Path, data: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_table_of_the_readme_is_counted_as_by_hand(tmp_path: Path) -> None:
    its = Imported(DOCS / "who-met-whom.csv", (DOCS / "who-met-whom.yaml").read_text("utf-8"), tmp_path)
    assert (its.report["read"], its.report["mapped"], its.report["folded"], its.refused) == (20, 20, 0, [])
    assert len(its.claims) == 20
    assert len({claim["fact"] for claim in its.claims}) == 16  # 1 = 2, 7 = 8, 12 = 13, 18 = 19
    assert len(its.articles) == 12 + 6 + 1  # addresses; publishers and days (11 and 12 are one); the table itself
    assert Counter(entity["kind"] for entity in its.entities) == {"Person": 8, "Organization": 4, "Place": 3}
    (own,) = (claim for claim in its.claims if claim["evidence"][0]["row"] == "20")
    head = next(article for article in its.articles if article["id"] == own["article"])
    assert head == {
        "id": "meetings-2031", "publisher": "jonas-feld", "published": "/2031-04-30", "published-basis": "external",
        "coded-by": "jonas-feld",
    }  # fmt: skip
    assert all(article["coded-by"] == "jonas-feld" and "title" not in article for article in its.articles)
    assert (own["when"], own["speaker"]) == ("2031-04-10", ["iris-calloway"])


def test_what_is_written_is_sound(tmp_path: Path) -> None:
    its = Imported(DOCS / "who-met-whom.csv", (DOCS / "who-met-whom.yaml").read_text("utf-8"), tmp_path)
    path = write(tmp_path, b"".join(its.lines), "sources.jsonl")
    document = read_lines(path, tmp_path)
    assert (document.faults, len(document.claims), len(document.entities)) == ((), 20, 15)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16 (little-endian)"),
        ("utf-16-le", "UTF-16 without a byte order mark"),
        ("utf-16-be", "UTF-16 without a byte order mark"),
        ("cp1252", "Windows-1252 (`Jürgen`), since the byte FC in line 3 is no UTF-8"),
    ],
)
@pytest.mark.parametrize(
    ("delimiter", "between"),
    [(",", "`,`"), (";", "`;`"), ("\t", "a tab"), ("|", "`|`"), ("~", "`~`"), ("^", "`^`")],
    ids=["c", "s", "t", "p", "tilde", "caret"],
)
def test_encoding_delimiter_and_header_are_found_and_said(
    encoding: str, found: str, delimiter: str, between: str, tmp_path: Path
) -> None:
    plain = Imported(write(tmp_path, table(ROWS)), MAP, tmp_path)
    file = write(tmp_path, table(ROWS, delimiter).encode(encoding), "other.txt")
    its = Imported(file, MAP, tmp_path)
    assert its.bare == plain.bare
    assert its.entities == plain.entities
    assert its.notes[0] == (
        f"{file}: {found}, {between} between cells; the header is line 1: `no`, `who`, `whom`, `when`, `source`"
    )
    assert Imported(file, MAP, tmp_path, encoding=encoding, delimiter=delimiter).lines == its.lines


@pytest.mark.parametrize("name", ["t.jsonl", "t.json", "t"])
def test_json_that_is_no_json_lines_says_what_makes_it_so(name: str, tmp_path: Path) -> None:
    objects = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    whole = Imported(write(tmp_path, "\n".join(map(json.dumps, objects)), "whole.jsonl"), MAP, tmp_path)
    told = {
        json.dumps(objects): "an array of JSON, and no JSON Lines",
        json.dumps(objects, indent=1): "an array of JSON, and no JSON Lines",
        f"[\n{json.dumps(objects[0])},\n{json.dumps(objects[1])}\n]": "an array of JSON, and no JSON Lines",
        json.dumps(objects[0], indent=1): "JSON, but no object in a line of its own",
    }
    for text, expected in told.items():
        with pytest.raises(UnreadableError, match=expected) as caught:
            Imported(write(tmp_path, text, name), MAP, tmp_path)
        assert str(caught.value.hint).startswith("write an object a line: `jq -c ")
    file = write(tmp_path, "\ufeff\n" + "\n".join(map(json.dumps, objects)), name)
    assert Imported(file, MAP, tmp_path).bare == whole.bare


@pytest.mark.parametrize("name", ["T.CSV.GZ", "T.CSV.ZIP", "T.CSV.ZST"])
def test_what_is_packed_may_be_called_so_in_capitals(name: str, tmp_path: Path) -> None:
    file, text = tmp_path / name, table(ROWS).encode()
    if name.endswith("ZIP"):
        with zipfile.ZipFile(file, "w") as made:
            made.writestr("T.CSV", text)
    else:
        file.write_bytes(gzip.compress(text) if name.endswith("GZ") else zstd_module().compress(text))
    assert Imported(file, MAP, tmp_path).lines == Imported(write(tmp_path, text), MAP, tmp_path).lines


@pytest.mark.parametrize("sign", ["¦", "§", ":", "#", "~"])
def test_a_sign_that_is_seldom_between_cells_is_found_by_the_columns_of_the_map(sign: str, tmp_path: Path) -> None:
    some = [[its.replace("; ", " and ") for its in row] for row in ROWS]
    some[0][1] = "Ana, a minister; of Orlund"  # signs that are more usual, where they stand in a cell
    its = Imported(write(tmp_path, table(some, sign)), MAP, tmp_path)
    assert its.bare == Imported(write(tmp_path, table(some)), MAP, tmp_path).bare
    assert f"UTF-8, `{sign}` between cells; the header is line 1" in its.notes[0]


def test_a_table_that_has_no_column_of_the_map_is_told_in_a_word(tmp_path: Path) -> None:
    file = write(tmp_path, table(ROWS[:1], "x"))
    with pytest.raises(MapError) as told:
        Imported(file, MAP, tmp_path)
    assert str(told.value) == (
        f"{tmp_path}/map.yaml:10:7: no column `who` in `{file}`, nor any other that the map names\n"
        "  hint: the columns are `noxwhoxwhomxwhenxsource`; `--delimiter` says what stands between cells, and "
        "`--header` which line names them\n"
        "  hint: mend the map; nothing was written"
    )


def test_what_the_user_says_goes_before_what_is_found(tmp_path: Path) -> None:
    file = write(tmp_path, table(ROWS).encode("cp1252"))
    its = Imported(file, MAP, tmp_path, encoding="iso-8859-2")
    assert "iso-8859-2, as you say" in its.notes[0]
    with pytest.raises(UsageError, match="no encoding of tables: `utf-99`"):
        Imported(file, MAP, tmp_path, encoding="utf-99")
    with pytest.raises(UsageError, match="no delimiter: `;;`"):
        Imported(file, MAP, tmp_path, delimiter=";;")
    with pytest.raises(UsageError, match="`--sheet` is not for a text file"):
        Imported(file, MAP, tmp_path, sheet="x")
    utf_8 = Imported(write(tmp_path, table(ROWS).encode("cp1252")), MAP, tmp_path, encoding="utf-8")
    assert utf_8.refused == [(3, "the row is not UTF-8")]
    assert (utf_8.report["read"], utf_8.report["mapped"]) == (2, 1)


def sheet(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def typed() -> list[list[Any]]:
    return [[int(no), who, whom, datetime.date.fromisoformat(when), source] for no, who, whom, when, source in ROWS]


def test_files_of_all_sorts_give_the_same_claims(tmp_path: Path) -> None:
    plain = Imported(write(tmp_path, table(ROWS)), MAP, tmp_path)
    by_column = dict(zip(HEADER, map(list, zip(*typed(), strict=True)), strict=True))
    parquet.write_table(pyarrow.table(by_column), tmp_path / "t.parquet")
    objects = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    files = [
        sheet(tmp_path / "t.xlsx", [HEADER, *typed()]),
        tmp_path / "t.parquet",
        write(tmp_path, "\n".join(json.dumps(its) for its in objects), "t.jsonl"),
        write(tmp_path, gzip.compress(table(ROWS).encode()), "t.csv.gz"),
        write(tmp_path, gzip.compress((tmp_path / "t.xlsx").read_bytes()), "t.xlsx.gz"),
    ]
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("t.csv", table(ROWS))
    for file in [*files, tmp_path / "t.zip"]:
        its = Imported(file, MAP, tmp_path)
        assert its.bare == plain.bare, file
        assert its.entities == plain.entities


def test_a_row_is_hashed_by_its_bytes_or_by_its_cells(tmp_path: Path) -> None:
    def hashes(file: Path) -> list[str]:
        return [claim["evidence"][0]["sha256"] for claim in Imported(file, MAP, tmp_path).claims]

    text = table(ROWS).replace("Café Post", '"Café\r\nPost"')
    rows = [line.encode() for line in text.split("\r\n", 2)[1:]]
    expected = [hashlib.sha256(its.removesuffix(b"\r\n")).hexdigest() for its in rows]
    assert hashes(write(tmp_path, text)) == expected
    cells = (
        '["1","Ana Solberg","Marek Dunai","2031-03-03","Ansel Courier"]',
        '["2","Ana Solberg","Marek Dunai; Jürgen Öhm","2031-03-05","Café Post"]',
    )
    as_json = [hashlib.sha256(its.encode()).hexdigest() for its in cells]
    assert hashes(sheet(tmp_path / "t.xlsx", [HEADER, *typed()])) == as_json
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    assert hashes(write(tmp_path, "\n".join(lines), "t.jsonl")) == [
        hashlib.sha256(its.encode()).hexdigest() for its in lines
    ]


@pytest.mark.parametrize("map_", [MAP, MAP.replace("row: {column: no}\n", "")], ids=["id", "no id"])
def test_a_newer_table_changes_only_what_changed(map_: str, tmp_path: Path) -> None:
    many = [[str(n), f"Anna {n % 7}", f"Berta {n % 5}", f"2031-03-{n:02}", f"Post {n % 3}"] for n in range(1, 29)]
    before = Imported(write(tmp_path, table(many)), map_, tmp_path)
    added = ["99", "Carla New", "Anna 1", "2031-03-30", "Post 1"]
    changed = [*many[20][:3], "2031-03-31", many[20][4]]
    after = Imported(write(tmp_path, table([*many[:3], added, *many[3:20], changed, *many[21:]])), map_, tmp_path)
    gone, come = Counter(before.lines) - Counter(after.lines), Counter(after.lines) - Counter(before.lines)
    assert [its["when"] for its in records(list(gone), "claim")] == ["2031-03-21"]
    assert sorted(its["when"] for its in records(list(come), "claim")) == ["2031-03-30", "2031-03-31"]
    assert (len(gone), len(come)) == (1, 3)  # and Carla New
    assert records(list(come), "entity") == [{"id": "carla-new", "kind": "Person", "name": "Carla New"}]


def test_the_order_of_rows_makes_no_difference(tmp_path: Path) -> None:
    rows = [
        ["1", "Ana", "Ben", "2031-03-03", "Post"],
        ["2", "Ben", "Ana", "2031-03-03", "Post"],  # the same of the same article: folded into it
        ["3", "Ana", "Ben", "2031-03-03", "Wire"],
    ]
    one, other = (Imported(write(tmp_path, table(its)), MAP, tmp_path) for its in (rows, rows[::-1]))
    assert one.lines == other.lines
    assert (one.report["mapped"], one.report["folded"], len(one.claims)) == (3, 1, 2)
    assert [len(claim["evidence"]) for claim in one.claims] == [2, 1]
    assert len({claim["fact"] for claim in one.claims}) == 1


def test_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    command = ["import", "table", str(DOCS / "who-met-whom.csv"), "--map", str(DOCS / "who-met-whom.yaml"), "-o", "-"]
    assert same_under_any_hash_seed("-m", "kg.cli.main", *command)


CELLS = st.text(alphabet='ab;," \n', max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["2031-03-03", "2031-03", "", "x"]), CELLS), max_size=8))
def test_each_row_is_mapped_or_refused_and_stands_in_one_claim(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    written = [[f"r{number}", *row] for number, row in enumerate(rows)]
    its = Imported(write(folder, table(written)), MAP, folder)
    assert its.report["read"] == len(rows) == its.report["mapped"] + len(its.refused)
    named = [evidence["row"] for claim in its.claims for evidence in claim["evidence"]]
    assert len(named) == len(set(named)) == its.report["mapped"]
    assert its.report["folded"] == len(named) - len(its.claims)
    path = write(folder, b"".join(its.lines), "s.jsonl")
    assert read_lines(path, folder).faults == ()


@given(st.lists(st.text(alphabet='a,"\r\n', max_size=12), max_size=6))
def test_whatever_the_bytes_no_row_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    text = "no,who,whom,when,source\n" + "\n".join([*lines, "9,Ana,Ben,2031-03-03,Post"])
    its = Imported(write(folder, text), MAP, folder)
    assert its.report["read"] == its.report["mapped"] + len(its.refused)
    assert [claim["evidence"][0]["row"] for claim in its.claims][-1:] == ["9"]  # quotes that are not closed end there


UCDP = """\
table: ucdp-by-hand
coded-by: {name: UCDP, kind: Organization}
by: 2025-01-01
type: Action
stance: asserts
row: {column: id}
roles:
  agent: {column: side_a, kind: Group}
  recipient: {column: side_b, kind: Group}
  act: attack
  place: {columns: [where_coordinates, country], join: ", ", kind: Place}
when: {from: {column: date_start}, to: {column: date_end}}
publisher: {column: source_office, kind: Organization}
values: {deaths: {column: best}}
"""


def test_a_table_as_others_publish_it_is_counted_as_by_hand(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "ucdp-ged-mexico-100.csv"
    if not file.is_file():
        missing("shared", "no event data: no ../shared/data")
    its = Imported(file, UCDP, tmp_path)
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert (its.report["read"], its.report["mapped"], its.refused, len(its.claims)) == (100, 100, [], 100)
    publishers = {" ".join(row["source_office"].split()) for row in rows}
    assert len(its.articles) == len(publishers)  # of no publisher: the table itself
    assert sum(float(claim["values"]["deaths"]) for claim in its.claims) == sum(float(row["best"]) for row in rows)
    days = sum(row["date_start"] != row["date_end"] for row in rows)
    assert its.notes[-1] == f"{days} rows are facts of their own, since on which day it was is not known"
    names = {" ".join(row[side].split()) for row in rows for side in ("side_a", "side_b")}
    assert {entity["name"] for entity in its.entities if entity["kind"] == "Group"} == names
