"""Offsets in code points, UTF-16 code units and bytes: by hand, and against Python's own encoders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evidence.offsets import OffsetError, Offsets, Unit

TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("e\u0301👩\u200d👩\u200d👧אב\u202e\ufeff\r\n")))
ENCODINGS = {Unit.UTF_16: ("utf-16-le", 2), Unit.BYTES: ("utf-8", 1), Unit.CODE_POINTS: ("utf-32-le", 4)}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(Unit.CODE_POINTS, [0, 1, 2, 3, 4]), (Unit.UTF_16, [0, 1, 2, 4, 5]), (Unit.BYTES, [0, 1, 3, 7, 9])],
)
def test_an_accent_of_its_own_and_an_emoji_have_their_widths(unit: Unit, expected: list[int]) -> None:
    its = Offsets("e\u0301🤝ב", unit)
    assert [its.from_code_points(position) for position in range(5)] == expected
    assert [its.to_code_points(position) for position in expected] == [0, 1, 2, 3, 4]
    assert its.length == expected[-1]


@given(TEXTS, st.sampled_from(Unit))
def test_every_position_agrees_with_the_encoder_and_leads_back(text: str, unit: Unit) -> None:
    its, (encoding, size) = Offsets(text, unit), ENCODINGS[unit]
    for position in range(len(text) + 1):
        there = its.from_code_points(position)
        assert there == len(text[:position].encode(encoding)) // size
        assert its.to_code_points(there) == position


@pytest.mark.parametrize(
    ("text", "unit", "position", "message"),
    [
        ("a🤝", Unit.UTF_16, 2, "position 2 is inside a character: 🤝 takes 1 to 3 in UTF-16 code units"),
        ("é", Unit.BYTES, 1, "position 1 is inside a character: é takes 0 to 2 in bytes of UTF-8"),
        ("abc", Unit.UTF_16, 4, "position 4 is outside the text, which has 3 UTF-16 code units"),
        ("abc", Unit.CODE_POINTS, -1, "position -1 is outside the text, which has 3 code points"),
    ],
)
def test_a_position_that_is_none_is_refused(text: str, unit: Unit, position: int, message: str) -> None:
    with pytest.raises(OffsetError) as caught:
        Offsets(text, unit).to_code_points(position)
    assert caught.value.what == message
