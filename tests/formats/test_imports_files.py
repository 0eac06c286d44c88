"""How files of tables are read: quotes, encodings, types of cells; of what cannot be read, no row is made."""

from __future__ import annotations

from pathlib import Path

import pytest

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
