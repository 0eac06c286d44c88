"""How files of tables are read: quotes, encodings, types of cells; of what cannot be read, no row is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.formats.imports.reports import Report
from kg.formats.imports.streams import quoted_rows
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
