"""Times that words name, resolved against a day of publication by hand: Wednesday, 5 March 2031."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.desk.suggestions.days import find_days
from kg.desk.suggestions.language import load
from kg.evidence.coverage import sentences
from kg.model.dates import parse

WEDNESDAY = date(2031, 3, 5)
ENGLISH = load("en")


def days(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    return [(text[its.start : its.end], its.when) for its in find_days(sentences(text), published, ENGLISH)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days in full
        ("They met on July 26, 2030.", "2030-07-26"),
        ("They met on 26 July 2030.", "2030-07-26"),
        ("They met on the 26th of July 2030.", "2030-07-26"),
        ("They met on Friday, 26 July 2030.", "2030-07-26"),
        ("They met on 2030-07-26.", "2030-07-26"),
        ("They met in July 2030.", "2030-07"),
        ("They met in 2030.", "2030"),
        ("They met in the summer of 2030.", "2030-22"),
        # a year that is near
        ("They met on 26 July.", "2030-07-26"),
        ("They met on March 4.", "2031-03-04"),
        ("They will meet on 15 April.", "2031-04-15"),
        ("They will meet from 14 to 16 April.", "2031-04-14/2031-04-16"),
        ("They met between 3 and 5 January 2031.", "2031-01-03/2031-01-05"),
        ("They met in February.", "2031-02"),
        ("They met in December.", "2030-12"),
        ("They will meet in December.", "2031-12"),
        ("They met in the last week of February.", "2031-02-22/2031-02-28"),
        # weekdays: the latest that is not after publication, unless the sentence looks ahead
        ("They met on Wednesday.", "2031-03-05"),
        ("They met on Thursday.", "2031-02-27"),
        ("They met last Wednesday.", "2031-02-26"),
        ("They will meet on Friday.", "2031-03-07"),
        ("They will meet on Wednesday.", "2031-03-05"),
        ("They will meet next Wednesday.", "2031-03-12"),
        ("They announced that they would meet on Friday.", "2031-03-07"),
        ("Silence on Monday.", "2031-03-03~"),
        # counted from the day of publication
        ("They met yesterday.", "2031-03-04"),
        ("They met the day before yesterday.", "2031-03-03"),
        ("They met this morning.", "2031-03-05"),
        ("They meet tomorrow.", "2031-03-06"),
        ("They met last week.", "2031-02-24/2031-03-02"),
        ("They met earlier this week.", "2031-03-03/2031-03-05"),
        ("They meet this week.", "2031-03-03/2031-03-09"),
        ("They met last month.", "2031-02"),
        ("They met earlier this month.", "2031-03-01/2031-03-05"),
        ("They meet this month.", "2031-03"),
        ("They met last year.", "2030"),
        ("They met earlier this year.", "2031-01-01/2031-03-05"),
        ("They met two days ago.", "2031-03-03"),
        ("They met a week ago.", "2031-02-24~/2031-03-02~"),
        ("They met three months ago.", "2030-12~"),
        ("They met two years ago.", "2029~"),
    ],
)
def test_what_words_mean(text: str, expected: str) -> None:
    assert [when for _, when in days(text)] == [expected]
    parse(expected)


@pytest.mark.parametrize(
    "text",
    [
        "They may march in May’s name.",
        "Dr. March told Mr. May.",
        "They met on 31 February 2031.",
        "They paid 2030 crowns.",
        "Sundays are long.",
        "HARL, 5 March 2031 (Northern Wire) – They met.",  # the article's own day
        "",
    ],
)
def test_what_means_no_time(text: str) -> None:
    assert days(text) == []


def test_without_a_day_of_publication_only_what_is_said_in_full_is_resolved() -> None:
    text = "They met yesterday, on Monday, on 4 March, in May, on 4 March 2031 and in 2029."
    assert days(text, None) == [("on 4 March 2031", "2031-03-04"), ("in 2029", "2029")]


@given(st.lists(st.sampled_from(
    ["on", "Monday", "last", "week", "ago", "2031", "3", "March", "the", "in", "from", "to", "16", "will", "met", ","]
), max_size=12), st.dates(date(2, 1, 1), date(9990, 1, 1)))  # fmt: skip
def test_whatever_is_found_is_a_time_and_no_two_overlap(words: list[str], published: date) -> None:
    found = find_days(sentences(" ".join(words)), published, ENGLISH)
    assert all(parse(its.when).text == its.when for its in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
