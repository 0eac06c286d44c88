"""Lines that are broken to fit a width, and those that are not."""

from __future__ import annotations

import pytest

from kg.evidence.coverage import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a PDF: a headline, a line of its own, prose
            "Ost confirms one\nround\nEvening Post\nShe rejected claims that the\nVarn fleet had moved. A\nman left.",
            [
                "Ost confirms one\nround", "Evening Post", "She rejected claims that the\nVarn fleet had moved.",
                "A\nman left.",
            ],
        ),
        ("They met\r\nfor two hours in the\r\nharbour.", ["They met", "for two hours in the\r\nharbour."]),
        ("She left for Port\nAnsel on Monday", ["She left for Port", "Ansel on Monday"]),  # a list, for all we know
        ("Both sides met:\nthe fleet and\nthe crew", ["Both sides met:", "the fleet and\nthe crew"]),
        ("all of them met\n- in the north\n- in the south", ["all of them met", "in the north", "in the south"]),
        ("One of the lines ends here\n\nand another begins", ["One of the lines ends here", "and another begins"]),
        ("One of the lines ends here\n \nand another begins", ["One of the lines ends here", "and another begins"]),
        (f"A line of {'many ' * 30}words\nand another", [f"A line of {'many ' * 30}words", "and another"]),
        ("Print\nshare\nThey met.", ["Print", "share", "They met."]),
    ],
)  # fmt: skip
def test_where_lines_go_on(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [its.words for its in found] == expected
    assert all(text[its.start : its.end] == its.words for its in found)
