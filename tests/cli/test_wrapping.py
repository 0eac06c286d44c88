"""Lines that a terminal breaks: what follows stands below the text of the first, behind its columns."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.terminal import STATUS_WIDTH, say
from kg.model.records import Status

DATES = ["", "2021-08", "../2021-08", "2023-12-04~/2023-12-10~", "[2023-12-13,2023-12-15]", "2023-12-04?/2023-12-10%,x"]
TEXT = "Aftab Akbar Durrani and Thomas West met between about 2023-12-04 and about 2023-12-10, as reported by all"


@given(
    st.sampled_from(list(Status)),
    st.sampled_from(DATES),
    st.sampled_from(["", "  ", "    "]),
    st.sampled_from([60, 80, 100]),
)
def test_what_follows_stands_below_the_text(status: Status, date: str, blanks: str, width: int) -> None:
    before = f"{blanks}{f'{date:<23} ' if date else ''}{status.value:<{STATUS_WIDTH}}"
    lines = printed(before + TEXT, width)
    assert lines[0].startswith(before)
    assert len(lines) > 1
    assert [len(line) - len(line.lstrip()) for line in lines[1:]] == [len(before)] * (len(lines) - 1)
    assert " ".join([lines[0][len(before) :], *(line.strip() for line in lines[1:])]) == TEXT


@pytest.mark.parametrize("before", ["", "  ", "    - ", "  on          "])
def test_other_lines_are_indented_to_below_their_text(before: str) -> None:
    for line in printed(before + TEXT, 60)[1:]:
        assert len(line) - len(line.lstrip()) == len(before)


def printed(line: str, width: int) -> list[str]:
    """What a terminal of some width is given."""
    with pytest.MonkeyPatch.context() as patched:
        written: list[str] = []
        patched.setenv("COLUMNS", str(width))
        patched.setattr(sys.stdout, "isatty", lambda: True)
        patched.setattr(sys.stdout, "write", written.append)
        say(line)
    return "".join(written).rstrip("\n").split("\n")
