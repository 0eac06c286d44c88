"""EDTF texts to the days that they can mean, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.dates import DateError, hull, intersection, overlaps, parse, to_edtf

# text, first possible day, last possible day
SINGLE = """
2023-12-13   2023-12-13 2023-12-13
2024-02-29   2024-02-29 2024-02-29
2023-02      2023-02-01 2023-02-28
2024-02      2024-02-01 2024-02-29
2023         2023-01-01 2023-12-31
0001         0001-01-01 0001-12-31
9999-12-31   9999-12-31 9999-12-31
2023-12-13~  2023-12-12 2023-12-14
2023-12-13?  2023-12-12 2023-12-14
2023-12-13%  2023-12-12 2023-12-14
2023-03-01~  2023-02-28 2023-03-02
2023-12-31~  2023-12-30 2024-01-01
2023-12~     2023-11-01 2024-01-31
2023-01?     2022-12-01 2023-02-28
2023~        2022-01-01 2024-12-31
0001~        0001-01-01 0002-12-31
9999?        9998-01-01 9999-12-31
0001-01-01~  0001-01-01 0001-01-02
9999-12-31~  9999-12-30 9999-12-31
0001-01~     0001-01-01 0001-02-28
9999-12~     9999-11-01 9999-12-31
202X         2020-01-01 2029-12-31
202X~        2010-01-01 2039-12-31
20XX         2000-01-01 2099-12-31
2XXX         2000-01-01 2999-12-31
2023-XX      2023-01-01 2023-12-31
2023-XX-XX   2023-01-01 2023-12-31
2024-02-XX   2024-02-01 2024-02-29
2023-12-XX~  2023-11-30 2024-01-01
2023-21      2023-03-01 2023-05-31
2023-22~     2023-03-01 2023-11-30
2023-24      2023-12-01 2024-02-29
2023-24~     2023-09-01 2024-05-31
9999-24      9999-12-01 9999-12-31
2023-33      2023-01-01 2023-03-31
2023-41      2023-07-01 2023-12-31
"""

# text, first possible day, last possible day of the start, first possible day of the end, last possible day
INTERVALS = """
2023-12-04/2023-12-08  2023-12-04 2023-12-04 2023-12-08 2023-12-08
2021-08/2023           2021-08-01 2021-08-31 2023-01-01 2023-12-31
../2021-08             -          -          2021-08-01 2021-08-31
/2021-08               -          -          2021-08-01 2021-08-31
2022-11-29/..          2022-11-29 2022-11-29 -          -
2022/                  2022-01-01 2022-12-31 -          -
2023-12-04~/2023-12    2023-12-03 2023-12-05 2023-12-03 2023-12-31
2023-12/2023-12-05     2023-12-01 2023-12-05 2023-12-05 2023-12-05
2023-12-05/2023-12     2023-12-05 2023-12-05 2023-12-05 2023-12-31
202X/2030              2020-01-01 2029-12-31 2030-01-01 2030-12-31
2023-12-13/2023-12-13  2023-12-13 2023-12-13 2023-12-13 2023-12-13
"""

FORMS = "write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"

REFUSED = [
    ("2023-02-30", "no such day: `2023-02-30`", "2023-02 has 28 days"),
    ("2023-02-29", "no such day: `2023-02-29`", "2023-02 has 28 days"),
    ("2023-12-00", "no such day: `2023-12-00`", "2023-12 has 31 days"),
    ("2023-12-01/2023-12-32", "no such day: `2023-12-01/2023-12-32`", "2023-12 has 31 days"),
    ("2023-13", "no such month: `2023-13`", "months are 01 to 12"),
    ("2023-00-01", "no such month: `2023-00-01`", "months are 01 to 12"),
    ("2023-25-01", "no such month: `2023-25-01`", "months are 01 to 12"),
    ("2023-42", "no such month: `2023-42`", "months are 01 to 12"),
    ("2023-13-XX", "no such month: `2023-13-XX`", "months are 01 to 12"),
    ("12/01/2023", "ambiguous: `12/01/2023`", "write YYYY-MM-DD"),
    ("1/2/23", "ambiguous: `1/2/23`", "write YYYY-MM-DD"),
    ("13.12.2023", "ambiguous: `13.12.2023`", "write YYYY-MM-DD"),
    ("12-01-2023", "ambiguous: `12-01-2023`", "write YYYY-MM-DD"),
    ("2023-12-13T10:30", "more than a day: `2023-12-13T10:30`", "times are kept to the day: write 2023-12-13"),
    ("2023-12-13 10:30", "more than a day: `2023-12-13 10:30`", "times are kept to the day: write 2023-12-13"),
    ("2023-12-08/2023-12-04", "ends before it starts: `2023-12-08/2023-12-04`", "write the earlier date first"),
    ("2024/2023-12", "ends before it starts: `2024/2023-12`", "write the earlier date first"),
    ("../..", "says nothing: `../..`", "leave the field out where no time is known"),
    ("/", "says nothing: `/`", "leave the field out where no time is known"),
    ("0000", "year outside 0001 to 9999: `0000`", "years have four digits"),
    ("0XXX", "year outside 0001 to 9999: `0XXX`", "years have four digits"),
    ("-0044", "year outside 0001 to 9999: `-0044`", "years have four digits"),
    ("Y20230", "year outside 0001 to 9999: `Y20230`", "years have four digits"),
    ("12023-01-01", "year outside 0001 to 9999: `12023-01-01`", "years have four digits"),
    ("", "no date: ``", FORMS),
    ("today", "no date: `today`", FORMS),
    (" 2023", "no date: ` 2023`", FORMS),
    ("2023-1-5", "no date: `2023-1-5`", FORMS),
    ("20231213", "no date: `20231213`", FORMS),
    ("2023/12/01", "no date: `2023/12/01`", FORMS),
    ("2023-12-~13", "no date: `2023-12-~13`", FORMS),
    ("2023-1X", "no date: `2023-1X`", FORMS),
    ("[2023-12-04,2023-12-06]", "no date: `[2023-12-04,2023-12-06]`", FORMS),
    ("../2023/..", "no date: `../2023/..`", FORMS),
    ("2023-12-13\n", "no date: `2023-12-13\\n`", FORMS),
    ("\u0662\u0660\u0662\u0663", "no date: `\u0662\u0660\u0662\u0663`", FORMS),
    ("\u202e2023", "no date: `\\u202e2023`", FORMS),
    ("x" * 1000, f"no date: `{'x' * 39}…`", FORMS),
]

DAYS = st.dates().map(lambda day: day.isoformat())


@pytest.mark.parametrize("row", SINGLE.strip().splitlines(), ids=lambda row: row.split()[0])
def test_a_date_is_the_days_that_it_can_mean(row: str) -> None:
    text, earliest, latest = row.split()
    when = parse(text)
    assert (when.text, when.earliest, when.latest) == (text, earliest, latest)
    assert (when.interval, when.begins, when.ends) == (False, None, None)


@pytest.mark.parametrize("row", INTERVALS.strip().splitlines(), ids=lambda row: row.split()[0])
def test_an_interval_has_a_start_and_an_end_that_may_be_vague(row: str) -> None:
    text, *days = row.split()
    when = parse(text)
    assert [when.earliest, when.begins, when.ends, when.latest] == [None if day == "-" else day for day in days]
    assert when.interval
    assert when.text == text


@pytest.mark.parametrize(("text", "what", "hint"), REFUSED, ids=[repr(text)[:30] for text, _, _ in REFUSED])
def test_what_is_no_date_is_refused_with_what_to_write(text: str, what: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert (caught.value.what, caught.value.hint) == (what, hint)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for text in ("2023-1X", "2023-XX-3X", "2023-X2"):
        with pytest.raises(DateError):
            parse(text)
    assert capfd.readouterr() == ("", "")


def test_the_time_of_an_event_is_what_all_allow() -> None:
    whens = [parse("2023-12"), parse("2023-12-04/2023-12-08"), parse("../2023-12-06")]
    assert intersection(whens) == ("2023-12-04", "2023-12-06")
    assert intersection([parse("2023-12-04/.."), parse("2023-11/..")]) == ("2023-12-04", None)
    assert intersection([parse("2023-12-13"), parse("2023-12-14")]) is None
    assert intersection([]) == (None, None)


def test_the_time_of_a_situation_holds_all() -> None:
    assert hull([parse("2023-12-14"), parse("2025-07"), parse("2024")]) == ("2023-12-14", "2025-07-31")
    assert hull([parse("2023-12-14"), parse("../2021-08")]) == (None, "2023-12-14")
    assert hull([parse("2023-12-14"), parse("2022/..")]) == ("2022-01-01", None)
    assert hull([]) == (None, None)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2023-12-13", "2023-12-13", True),
        ("2023-12-13", "2023-12-14", False),
        ("2023-12-13~", "2023-12-14", True),
        ("2023-12-13~", "2023-12-15", False),
        ("2023-12", "2023-12-31", True),
        ("../2021-08", "2021-08-31/..", True),
        ("../2021-08", "2021-09/..", False),
    ],
)
def test_two_times_overlap_where_a_day_is_possible_under_both(a: str, b: str, expected: bool) -> None:
    assert overlaps(parse(a), parse(b)) is expected
    assert overlaps(parse(b), parse(a)) is expected


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        ("2023-12-13", "2023-12-13", "2023-12-13"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-27", "2023-02-01/2023-02-27"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2023-01-01", "2024-12-31", "2023-01-01/2024-12-31"),
        ("2023-12-04", None, "2023-12-04/.."),
        (None, "2021-08-31", "../2021-08-31"),
        (None, None, ""),
    ],
)
def test_bounds_are_written_as_the_shortest_text(earliest: str | None, latest: str | None, text: str) -> None:
    assert to_edtf(earliest, latest) == text


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_bounds_survive_being_written_and_read(days: list[str]) -> None:
    earliest, latest = days
    for bounds in ((earliest, latest), (earliest, None), (None, latest)):
        when = parse(to_edtf(*bounds))
        assert (when.earliest, when.latest) == bounds


@given(st.from_regex(r"[0-9X]{4}(-[0-9X]{2}){0,2}[~?%]?(/([0-9X]{4}(-[0-9X]{2}){0,2}[~?%]?|\.\.)?)?", fullmatch=True))
def test_whatever_looks_like_a_date_has_days_in_order_or_is_refused(text: str) -> None:
    try:
        when = parse(text)
    except DateError:
        return
    days = [day for day in (when.earliest, when.latest) if day is not None]
    assert days
    assert days == sorted(days)
    assert "0001-01-01" <= days[0] <= days[-1] <= "9999-12-31"
    assert when.begins is None or when.earliest is None or when.earliest <= when.begins
    assert when.ends is None or when.latest is None or when.ends <= when.latest
