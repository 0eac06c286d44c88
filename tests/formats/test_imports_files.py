"""How files of tables are read: quotes, encodings, types of cells; of what cannot be read, no row is made."""

from __future__ import annotations

import bz2
import datetime
import gzip
import json
import lzma
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from kg.base.errors import KgError
from kg.formats.imports.importing import UnreadableError
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import quoted_rows
from tests.formats.test_imports_maps import MEETING
from tests.formats.test_imports_table import MAP, Imported, write

HEAD = "no,who,whom,when,source\n"
LAST = "8,Cem C,Dan D,2031-03-02,x\n"
INNER = "9,Eve E,Fay F,2031-01-01,x"  # looks like a row, and stands inside a cell


def rows_of(its: Imported) -> list[str]:
    return sorted(evidence["row"] for claim in its.claims for evidence in claim["evidence"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (f'1,Ana A,Ben B,2031-03-01,"text\nbad \x00 byte\n{INNER}\nend"\n', "2 to 5"),
        (f'1,Ana A,Ben B,2031-03-01,"bad \x00 byte\n{INNER}\nend"\n', "2 to 4"),
        (f'1,Ana A,Ben B,2031-03-01,"text\n{INNER}\nbad \x00 byte"\n', "2 to 4"),
        (f'1,Ana A,"Ben ""\x00"" B\n{INNER}\n",2031-03-01,"x\n{INNER}\n"\n', "2 to 6"),
        (f'1,Ana A,Ben B,2031-03-01,"he said "yes" and\n{INNER}\nend"\n', "2 to 4"),
        (f'1,Ana A,Ben B,2031-03-01,"one\n{INNER}\nhe said "yes" then\n{INNER}\nend"\n', "2 to 6"),
        (f'1,Ana A,Ben B,2031-03-01,"he said "yes"\x00 and\n{INNER}\nend"\n', "2 to 4"),
        (f'1,Ana A,Ben B,2031-03-01,"{"long " * 30_000}\n{INNER}\nend"\n', "2 to 4"),
        (f'1,Ana A,Ben B,2031-03-01,"{INNER}\n' + f"{'long ' * 300}\n{INNER}\n" * 100 + 'end"\n', "2 to 203"),
    ],
)
def test_no_row_is_made_of_lines_within_a_cell(row: str, lines: str, encoding: str, tmp_path: Path) -> None:
    text = HEAD + row + LAST
    if encoding == "utf-8":
        data = text.encode().replace(b"\0", b"\xff")
    else:
        data = text.replace("\0", "\ud800").encode(encoding, "surrogatepass")  # half a pair
    its = Imported(write(tmp_path, data), MAP, tmp_path, encoding=encoding)
    assert rows_of(its) == ["8"]
    assert [line for line, _ in its.refused] == [2]
    assert its.report["read"] == 2
    assert its.refused[0][1].endswith(f": `lines {lines}`")
    more = int(lines.split()[-1]) - 2
    assert any(f"in which they may stand: {more} more line" in note for note in its.notes)


ROWS = st.lists(st.lists(st.text('ab,"\n\r', max_size=6), min_size=2, max_size=3), min_size=1, max_size=6)


@given(ROWS, st.data())
def test_a_bad_byte_costs_its_row_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], data: st.DataObject
) -> None:
    bad = data.draw(st.integers(0, len(rows) - 1))
    at = data.draw(st.integers(0, len(rows[bad][0])))
    spoilt = [*rows]
    spoilt[bad] = [f"{rows[bad][0][:at]}\0{rows[bad][0][at:]}", *rows[bad][1:]]
    written = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n" for cells in spoilt]
    path = write(tmp_path_factory.mktemp("rows"), "".join(written).encode().replace(b"\0", b"\xff"))
    report = Report()
    assert [its.cells for its in quoted_rows(path, report)] == [row for row in rows if row is not rows[bad]]
    first = 1 + "".join(written[:bad]).count("\n")
    assert [its["line"] for its in report.to_json()["refused"]] == [first]


@pytest.mark.parametrize("bad", ["", "\x00"])
def test_quotes_that_are_never_closed_cost_their_line_and_are_told(bad: str, tmp_path: Path) -> None:
    """What is never closed is no cell: the lines after it are rows, also if one of them is not UTF-8."""
    rows = f'1,Ana A,Ben B,2031-03-01,"open\n2,Ana A,Eve{bad} E,2031-03-05,x\n'
    its = Imported(
        write(tmp_path, (HEAD + rows + LAST).encode().replace(b"\0", b"\xff")), MAP, tmp_path, encoding="utf-8"
    )
    assert rows_of(its) == (["8"] if bad else ["2", "8"])
    assert its.refused[0] == (2, "no row of a table: the quotes that open in it are never closed")
    assert its.refused[1:] == ([(3, "the row is not UTF-8")] if bad else [])


def test_a_quote_that_closes_a_cell_begun_in_another_row_costs_both(tmp_path: Path) -> None:
    rows = '1,Ana A,"Ben B,2031-03-01,x\n2,Ana A,"Eve E",2031-03-05,x\n3,Ana A,"Gil G",2031-03-06,x\n'
    its = Imported(write(tmp_path, HEAD + rows + LAST), MAP, tmp_path)
    assert rows_of(its) == ["3", "8"]
    assert its.refused == [
        (2, "no row of a table: a quote within quotes that is not doubled: `lines 2 to 3`"),
    ]


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        (f"1,Ana A,Ben B,2031-03-01,{'x' * 140_000}\n", [2]),
        (f'1,Ana A,Ben B,2031-03-01,"{"x" * 140_000}"\n', [2]),
        ('1,Ana A,Ben B,2031-03-01,"x\n' + f"{'x' * 900}\n" * 188, [*range(2, 191)]),
        (f'1,Ana A,Ben B,2031-03-01,"{"x" * 140_000}\n', [2]),
        (f"1,Ana A,Ben B,2031-03-01,x,{'x' * 140_000}\n", [2]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_cells_that_are_too_long_are_refused(cells: str, refused: list[int], encoding: str, tmp_path: Path) -> None:
    its = Imported(write(tmp_path, (HEAD + cells + LAST).encode(encoding)), MAP, tmp_path)
    assert rows_of(its) == ["8"]
    assert [line for line, _ in its.refused] == refused


def test_stray_quotes_take_no_time_that_grows_with_their_square(tmp_path: Path) -> None:
    path = write(tmp_path, "".join(f'{n},"stray,{"x" * 90}\n' for n in range(4_000)))
    report = Report()
    assert list(quoted_rows(path, report)) == []
    assert report.refused == 4_000


FILLED = MAP.replace("by: 2031-04-30", "fill: [when]\nby: 2031-04-30")
UNKNOWN = "column `when` is empty, and what stands above it is in a row that cannot be read"


@pytest.mark.parametrize(
    ("between", "refused"),
    [
        ("2,Cem C,Dan D,2031-03-02,x,extra\n", [(3, "more cells than the header has: `6`"), (4, UNKNOWN)]),
        ("2,Cem C,Dan D\n", [(3, "fewer cells than the header has: `3`"), (4, UNKNOWN)]),
        ("2,Cem C,D\0n D,2031-03-02,x\n", [(3, "the row is not UTF-8"), (4, UNKNOWN)]),
        (
            '2,Cem C,"Dan" D,2031-03-02,x\n',
            [(3, "no row of a table: a quote within quotes that is not doubled"), (4, UNKNOWN)],
        ),
        ("2,Cem C,Dan D\n5,Gil G,Hal H,2031-03-04,x\n", [(3, "fewer cells than the header has: `3`")]),
        (
            "2,Cem C,?,2031-03-04,x\n",
            [(3, "a name without a letter; if it stands for an empty cell, the map can say so: `empty:`: `?`")],
        ),
    ],
)
def test_what_stands_above_in_a_row_that_cannot_be_read_is_not_known(
    between: str, refused: list[tuple[int, str]], tmp_path: Path
) -> None:
    rows = f"1,Ana A,Ben B,2031-03-01,x\n{between}3,Eva E,Fay F,,x\n4,Eva E,Gil G,2031-03-09,x\n5,Eva E,Hal H,,x\n"
    rows = rows.replace("5,Gil G", "6,Gil G")
    its = Imported(write(tmp_path, (HEAD + rows).encode().replace(b"\0", b"\xff")), FILLED, tmp_path, encoding="utf-8")
    assert its.refused == refused
    days = {claim["evidence"][0]["row"]: claim["when"] for claim in its.claims}
    assert days.get("3", "2031-03-04") == "2031-03-04"
    assert (days["1"], days["4"], days["5"]) == ("2031-03-01", "2031-03-09", "2031-03-09")


def test_what_stands_above_an_object_that_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    rows = [
        '{"no":1,"who":"Ana A","whom":"Ben B","when":"2031-03-01","source":"x"}',
        "{no",
        '{"no":2,"who":"Ana A","whom":"Cem C"}',
    ]
    its = Imported(write(tmp_path, "\n".join(rows), "t.jsonl"), FILLED, tmp_path)
    assert its.refused == [(2, "no object of JSON"), (3, UNKNOWN)]


GAP = "column `m` is empty, and `d` is not"


@pytest.mark.parametrize(
    ("cells", "options", "expected"),
    [
        ("2031,03,05", "", "2031-03-05"),
        ("2031,3,5", "", "2031-03-05"),
        ("2031,12,5", "", "2031-12-05"),
        ("2031,3,", "", "2031-03"),
        ("2031,,", "", "2031"),
        ("2031,,12", "", GAP),
        ("2031,?,12", "", GAP),
        (",3,12", "", "column `y` is empty, and `m` is not"),
        (",,12", "", "column `y` is empty, and `d` is not"),
        (",,", "", ""),
        ("31,3,5", "", "column `y`, `m`, `d`: a day that cannot be read"),
        ("2031,3,5", ', format: "%Y-%m-%d"', "2031-03-05"),
        ("2031,,5", ', format: ["%Y-%m-%d", "%Y-%m"]', GAP),
        ("2031,March,5", ', format: "%Y-%B-%d"', "2031-03-05"),
        ("2031,13,5", "", "column `y`, `m`, `d`: a day that cannot be read"),
    ],
)
def test_a_part_of_a_day_is_never_taken_for_another(cells: str, options: str, expected: str, tmp_path: Path) -> None:
    map_ = f"{MEETING}empty: ['?']\nwhen: {{columns: [y, m, d], join: '-'{options}}}\n"
    its = Imported(write(tmp_path, f"a,b,y,m,d\nAna A,Ben B,{cells}\n"), map_, tmp_path)
    if expected[:1] in ("2", ""):
        assert [claim.get("when", "") for claim in its.claims] == [expected]
    else:
        assert its.claims == []
        assert expected in its.refused[0][1]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("5,3,2031", "2031-03-05"),
        (",3,2031", "2031-03"),
        (",,2031", "2031"),
        ("12,,2031", "column `m` is empty, and `y` is not"),
        ("5,3,", ""),
    ],
)
def test_a_day_that_stands_first_may_be_missing(cells: str, expected: str, tmp_path: Path) -> None:
    map_ = f"{MEETING}when: {{columns: [d, m, y], join: '.', format: ['%d.%m.%Y', '%m.%Y']}}\n"
    its = Imported(write(tmp_path, f"a,b,d,m,y\nAna A,Ben B,{cells}\n"), map_, tmp_path)
    assert [claim["when"] for claim in its.claims] == ([expected] if expected[:1] == "2" else [])
    assert expected[:1] == "2" or expected in its.refused[0][1]


def edited(folder: Path, before: bytes, after: bytes) -> Path:
    """Write a sheet as other programs do than the one by which it was made."""
    with zipfile.ZipFile(folder / "made.xlsx") as made, zipfile.ZipFile(folder / "t.xlsx", "w") as file:
        for name in made.namelist():
            data = made.read(name)
            if name.endswith("sheet1.xml"):
                assert data.count(before) == 1
                data = data.replace(before, after)
            file.writestr(name, data)
    return folder / "t.xlsx"


def stored(folder: Path, names: list[str], columns: list[Any]) -> Path:
    parquet.write_table(
        pa.table([pa.array(its) if isinstance(its, list) else its for its in columns], names), folder / "t.parquet"
    )
    return folder / "t.parquet"


def test_columns_of_one_name_are_told_apart_in_parquet_as_in_csv(tmp_path: Path) -> None:
    map_ = MEETING.replace("column: b", "column: a (3)")
    names, row = ["a", "a", "a (2)"], ["Ana A", "Ben B", "Cem C"]
    said = "columns of one name are told apart by a number: `a (3)`"
    for file in (
        stored(tmp_path, names, [[its] for its in row]),
        write(tmp_path, f"{','.join(names)}\n{','.join(row)}\n"),
    ):
        its = Imported(file, map_, tmp_path)
        assert [claim["roles"]["participant"] for claim in its.claims] == [["ana-a", "ben-b"]]
        assert any(note.endswith(said) for note in its.notes)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"a":"Ana A","b":"Ben B","a":"Zed Z"}', "a name that stands twice in one object: `a`"),
        ('{"a":"Ana A","b":"Ben B","a":"Ana A"}', "a name that stands twice in one object: `a`"),
        ('{"a":"Ana A","b":"Ben B","c":{"x":1,"x":2}}', "a name that stands twice in one object: `x`"),
        ('{"a":"Ana A","b":"Ben B","c":[{"x":1,"x":2}]}', "a name that stands twice in one object: `x`"),
        ('{"a":"Ana A","\\u0061":"Zed Z","b":"Ben B"}', "a name that stands twice in one object: `a`"),
        ('{"a":"Ana A","b":"Ben B","s.n":"x","s":{"n":"y"}}', "two values of one column: `s.n`"),
        ('{"a":"Ana A","b":"Ben B","s":{"n.m":"x","n":{"m":"y"}}}', "two values of one column: `s.n.m`"),
    ],
)
def test_an_object_with_two_values_of_one_name_is_refused(row: str, reason: str, tmp_path: Path) -> None:
    good = '{"a":"Eva E","b":"Fay F","n":' + "1" * 30 + "}"
    its = Imported(write(tmp_path, f"{row}\n{good}\n", "t.jsonl"), MEETING, tmp_path)
    assert its.refused == [(1, reason)]
    assert len(its.claims) == 1


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([{"name": "Ana A"}], "a list of objects"),
        ([["Ana A"]], "a list of lists"),
        (True, "a boolean"),
        ([True, False], "a boolean"),
    ],
)
def test_what_is_no_name_becomes_none(value: Any, what: str, tmp_path: Path) -> None:
    files = [
        write(tmp_path, json.dumps({"a": value, "b": "Ben B"}), "t.jsonl"),
        stored(tmp_path, ["a", "b"], [[value], ["Ben B"]]),
    ]
    for file in files:
        its = Imported(file, MEETING, tmp_path)
        assert its.refused[0][1].startswith(f"column `a`: {what} is no name: ")
        assert its.entities == []
    looked_up = MEETING.replace("column: a,", "column: a, lookup: {'true': Ana A},")
    assert bool(Imported(files[0], looked_up, tmp_path).claims) == (value is True)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({"name": "Ana A"}, "an object"),
        (b"Ana A", "binary data"),
        (datetime.timedelta(days=3), "a duration"),
        (datetime.time(12, 30), "a time of day"),
    ],
)
def test_what_only_parquet_has_is_no_name_and_no_figure(value: Any, what: str, tmp_path: Path) -> None:
    file = stored(tmp_path, ["a", "b", "c"], [[value], ["Ben B"], ["Ana A"]])
    assert what in Imported(file, MEETING, tmp_path).refused[0][1]
    map_ = MEETING.replace("column: a,", "column: c,") + "values: {n: {column: a}}\n"
    assert f"column `a`: {what} is no figure" in Imported(file, map_, tmp_path).refused[0][1]


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (pa.array([9_999_999, 22_340], pa.date32()), "a time that is not within the years 1 to 9999"),
        (pa.array([-9_999_999, 22_340], pa.date32()), "a time that is not within the years 1 to 9999"),
        (pa.array([2**55, 22_340 * 86_400_000], pa.timestamp("ms")), "a time that is not within the years 1 to 9999"),
        (pa.array([2**55, 22_340 * 86_400_000], pa.timestamp("ms", "UTC")), "a time that is not within the years"),
        (pa.array([10**15, 22_340 * 86_400_000], pa.date64()), "a time that is not within the years 1 to 9999"),
        (pa.array([[9_999_999], [22_340]], pa.list_(pa.date32())), "a time that is not within the years 1 to 9999"),
        (pa.array([9_999_999, 22_340], pa.date32()).dictionary_encode(), "a time that is not within the years 1"),
        (pa.array([-(2**55), 22_340 * 86_400_000], pa.timestamp("ms", "Europe/Oslo")), "a time that is not within"),
    ],
)
def test_a_day_that_no_calendar_has_costs_its_row(days: Any, reason: str, tmp_path: Path) -> None:
    file = stored(tmp_path, ["a", "b", "c"], [["Ana A", "Eva E"], ["Ben B", "Fay F"], days])
    its = Imported(file, f"{MEETING}when: {{column: c}}\n", tmp_path)
    assert [claim["when"] for claim in its.claims] == ["2031-03-02"]
    assert [line for line, _ in its.refused] == [1]
    assert its.refused[0][1].startswith(f"column `c`: {reason}")
    assert len(Imported(file, MEETING, tmp_path).claims) == 2  # where nobody asks for the day


def test_a_zone_that_is_not_known_is_named(tmp_path: Path) -> None:
    days = pa.array([22_340 * 86_400_000, None], pa.timestamp("ms", "Mars/Olympus"))
    file = stored(tmp_path, ["a", "b", "c"], [["Ana A", "Eva E"], ["Ben B", "Fay F"], days])
    its = Imported(file, f"{MEETING}when: {{column: c}}\n", tmp_path)
    assert its.refused == [(1, "column `c`: a time in a zone that is not known, `Mars/Olympus`: `1930176000000`")]
    assert len(its.claims) == 1


def test_times_to_the_nanosecond_are_days(tmp_path: Path) -> None:
    days = pa.array([22_340 * 86_400 * 10**9 + 1], pa.timestamp("ns"))
    its = Imported(
        stored(tmp_path, ["a", "b", "c"], [["Ana A"], ["Ben B"], days]), f"{MEETING}when: {{column: c}}\n", tmp_path
    )
    assert [claim["when"] for claim in its.claims] == ["2031-03-02"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1 / 3, "0.3333333333333333"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1.1, "1.1"),
        (1e-7 / 3, "0.000000033333333333333334"),
        (-2 / 3e6, "-0.0000006666666666666667"),
        (1e22, "10000000000000000000000"),
    ],
)
def test_binary_numbers_keep_the_digits_that_tell_them_apart(value: float, expected: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b", "n"], ["Ana A", "Ben B", 0.125]):
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    files = [
        edited(tmp_path, b"0.125", repr(value).encode()),
        write(tmp_path, json.dumps({"a": "Ana A", "b": "Ben B", "n": value}), "t.jsonl"),
        stored(tmp_path, ["a", "b", "n"], [["Ana A"], ["Ben B"], [value]]),
    ]
    for file in files:
        its = Imported(file, f"{MEETING}values: {{n: {{column: n}}}}\n", tmp_path)
        assert [claim["values"]["n"] for claim in its.claims] == [expected]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (pa.float32(), 1.1, "1.1"),
        (pa.float32(), 16777216.0, "16777216"),
        (pa.float32(), 1 / 3, "0.33333334"),
        (pa.float32(), 3.4028234663852886e38, None),
        (pa.float16(), np.float16(1.1), "1.1"),
        (pa.list_(pa.float32(), 1), [1.1], "1.1"),
        (pa.dictionary(pa.int8(), pa.float32()), 1.1, "1.1"),
        (pa.float32(), float("nan"), ""),
    ],
)
def test_narrow_numbers_have_no_digits_of_wide_ones(
    kind: Any, value: Any, expected: str | None, tmp_path: Path
) -> None:
    numbers = pa.array([value], kind)
    file = stored(tmp_path, ["a", "b", "n"], [["Ana A"], ["Ben B"], numbers])
    its = Imported(file, f"{MEETING}values: {{n: {{column: n}}}}\n", tmp_path)
    assert [claim.get("values", {}).get("n", "") for claim in its.claims] == ([] if expected is None else [expected])


@pytest.mark.parametrize("kind", [pa.float16(), pa.float32(), pa.float64(), pa.list_(pa.float64(), 1)])
def test_an_infinite_number_is_no_figure_and_no_empty_cell(kind: Any, tmp_path: Path) -> None:
    number = np.float16("-inf") if kind == pa.float16() else -np.inf
    numbers = pa.array([[number] if pa.types.is_fixed_size_list(kind) else number], kind)
    file = stored(tmp_path, ["a", "b", "n"], [["Ana A"], ["Ben B"], numbers])
    its = Imported(file, f"{MEETING}values: {{n: {{column: n}}}}\n", tmp_path)
    assert (its.claims, its.refused) == ([], [(1, "column `n`: an infinite number is no figure: `-inf`")])


PARTS = ("[Content_Types].xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml")


@pytest.mark.parametrize("part", [*PARTS, "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "spoil", [lambda its: its[:-30], lambda its: its[:60], lambda its: its.replace(b"<", b"<<", 3)]
)
def test_an_xlsx_of_spoiled_xml_is_refused(part: str, spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["Ana A", "Ben B"]):
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    with zipfile.ZipFile(tmp_path / "made.xlsx") as made, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as file:
        for name in made.namelist():
            file.writestr(name, spoil(made.read(name)) if name == part else made.read(name))
    with pytest.raises(UnreadableError, match="XLSX") as caught:
        Imported(tmp_path / "t.xlsx", MEETING, tmp_path)
    assert caught.value.hint


@pytest.mark.parametrize("last", [3, 255, 256, 257, 512, 5000])
def test_rows_far_below_the_others_stand_in_their_lines(last: int, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", "b"])
    sheet.cell(last, 1).value, sheet.cell(last, 2).value = "Ana A", "Ben B"
    sheet.cell(last + 1, 1).value = "x"
    book.save(tmp_path / "t.xlsx")
    its = Imported(tmp_path / "t.xlsx", MEETING, tmp_path)
    assert [claim["roles"]["participant"] for claim in its.claims] == [["ana-a", "ben-b"]]
    assert [line for line, _ in its.refused] == [last + 1]
    blank = f"{last - 2:,} row{'s' if last > 3 else ''} in which nothing stands"
    assert f"{tmp_path / 't.xlsx'}: {blank}" in its.notes


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b", "when"], ["Ana A", "Ben B", "=1"], ["Ana A", "Cem C", "=2"]):
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    edited(tmp_path, b'<c r="C2"', b'<c r="C2" t="str"')
    its = Imported(tmp_path / "t.xlsx", f"{MEETING}when: {{column: when}}\n", tmp_path)
    assert ["when" in claim for claim in its.claims] == [False]
    assert its.refused == [(3, "a formula without a value: `when`")]
    assert any("1 formula without a value" in note for note in its.notes)


JOSE = "1,José A,Ben B,2031-03-01,x\n2,Zoë C,Dan D,2031-03-02,Café\n"
ODD = "3,Jürgen E,Fay F,2031-03-03,x\n"


def names_of(its: Imported) -> set[str]:
    return {entity["name"] for entity in its.entities} - {"Jonas Feld", "Ben B", "Dan D", "Fay F", "x", "xüöä", "Café"}


def test_a_line_in_another_encoding_is_refused_and_spoils_no_other(tmp_path: Path) -> None:
    file = write(tmp_path, (HEAD + JOSE).encode() + ODD.encode("cp1252") + LAST.encode())
    its = Imported(file, MAP, tmp_path)
    assert names_of(its) == {"José A", "Zoë C", "Cem C"}
    assert its.refused == [(4, "the row is not UTF-8")]
    assert its.notes[0].startswith(f"{file}: UTF-8, but not the byte FC in line 4, `,` between cells")


@pytest.mark.parametrize("many", [1, 20_000])
def test_lines_of_utf_8_in_windows_1252_are_refused(many: int, tmp_path: Path) -> None:
    """Which of the two they are is not known; who knows says so."""
    odd = "".join(f"n{number},Jürgen É… E,Fay F,2031-03-03,xüöä\n" for number in range(5))
    late = "".join(f"m{number},Ana A,Ben B,2031-03-04,x\n" for number in range(many))
    file = write(tmp_path, (HEAD + odd + late).encode("cp1252") + JOSE.encode() + LAST.encode())
    its = Imported(file, MAP, tmp_path)
    assert names_of(its) == {"Jürgen É… E", "Cem C", "Ana A"}
    assert [line for line, _ in its.refused] == [many + 7, many + 8]
    assert its.refused[0][1] == "the row may be Windows-1252 or UTF-8; `--encoding` says which"
    said = Imported(file, MAP, tmp_path, encoding="cp1252")
    assert (len(said.refused), "JosÃ© A" in names_of(said)) == (0, True)
    told = next(
        note for note in said.notes if note.startswith("names that look like UTF-8 that was read as Windows-1252: ")
    )
    assert "`JosÃ© A`" in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("JosÃ© A", True), ("Å\x81ukasz", True), ("Müller Ã–zil", True), ("Æther Øst", False), ("O’Brien É", False),
        ("Ã", False), ("Ana “A”", False), ("Oâ€™Brien", True),
    ],
)  # fmt: skip
def test_names_that_were_read_in_a_wrong_encoding_are_told(name: str, told: bool, tmp_path: Path) -> None:
    row = {"no": 1, "who": name, "whom": "Ben B", "when": "2031-03-01", "source": "x"}
    its = Imported(write(tmp_path, json.dumps(row), "t.jsonl"), MAP, tmp_path)
    assert any("look like UTF-8" in note for note in its.notes) is (told and not its.refused)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_read(encoding: str, tmp_path: Path) -> None:
    text = (HEAD + JOSE + LAST).replace("Zoë C", '"Zoë\n""C"')
    file = write(tmp_path, text.encode(encoding))
    its = Imported(file, MAP, tmp_path)
    assert (names_of(its), its.refused) == ({"José A", 'Zoë "C', "Cem C"}, [])
    mark = "UTF-32 without a byte order mark" if encoding[6:] else "UTF-32 (little-endian)"
    assert its.notes[0].startswith(f"{file}: {mark}, `,` between cells")
    assert Imported(file, MAP, tmp_path, encoding=encoding).lines == its.lines
    with pytest.raises(UnreadableError, match="within a character of UTF-32"):
        Imported(write(tmp_path, file.read_bytes()[:-2]), MAP, tmp_path, encoding=encoding)


def archive(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_what_is_no_text_is_not_read_as_text(tmp_path: Path) -> None:
    text = (HEAD + LAST).encode()
    for data, expected in (
        (gzip.compress(text), "gzip data, though its name does not end in `.gz`"),
        (bz2.compress(text), "bzip2 data"),
        (lzma.compress(text), "xz data"),
        (
            archive(tmp_path / "a", **{"t.csv": "a,b\n"}).read_bytes(),
            "a zip archive, though its name does not end in `.zip`",
        ),
        (archive(tmp_path / "a", **{"mimetype": "x", "content.xml": "x"}).read_bytes(), "an OpenDocument file"),
        (b"%PDF-1.7\n", "a PDF"),
    ):
        with pytest.raises(UnreadableError, match=expected) as caught:
            Imported(write(tmp_path, data), MAP, tmp_path)
        assert caught.value.hint
    with pytest.raises(UnreadableError, match="gzip data"):
        Imported(write(tmp_path, gzip.compress(gzip.compress(text)), "t.csv.gz"), MAP, tmp_path)
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["Ana A", "Ben B"]):
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    assert len(Imported(write(tmp_path, (tmp_path / "made.xlsx").read_bytes()), MEETING, tmp_path).claims) == 1


@pytest.mark.parametrize(
    "hidden",
    [
        ".DS_Store",
        "__MACOSX/._t.csv",
        "in/.DS_Store",
        "in/__MACOSX/._t.csv",
        ".git/x.csv",
        "Thumbs.db",
        "in/desktop.ini",
    ],
)
def test_hidden_files_of_an_archive_are_passed_over(hidden: str, tmp_path: Path) -> None:
    file = archive(tmp_path / "t.zip", **{hidden: "x", "in/t.csv": HEAD + LAST})
    assert rows_of(Imported(file, MAP, tmp_path)) == ["8"]
    file = archive(tmp_path / "t.zip", **{hidden: "x", "in/t.csv": HEAD, "./u.csv": HEAD})
    with pytest.raises(UnreadableError, match="an archive of 2 files"):
        Imported(file, MAP, tmp_path)


def test_parquet_that_is_damaged_is_told_as_damaged(tmp_path: Path) -> None:
    path = stored(tmp_path, ["a", "b"], [["Ana A"] * 50, ["Ben B"] * 50])
    whole, draw, told = path.read_bytes(), random.Random(1), []
    for _ in range(30):
        at = draw.randrange(4, len(whole) - 40)
        path.write_bytes(whole[:at] + draw.randbytes(30) + whole[at + 30 :])
        try:
            Imported(path, MEETING, tmp_path)
        except KgError as error:
            told.append(str(error))
    assert [its for its in told if "make it readable" in its or "\n\n" in its] == []
    assert [its for its in told if "cannot be read further" in its]
