"""JSON Lines that cannot be read: each claim in them is counted, and what is wrong has its true reason and column."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotation.test_jsonl import ARTICLE, CLAIM, ENTITY, faults, lines

BLANKS = st.text(" \t\r\v\f\x1c\x1d\x85\u00a0\u2003\u2028\ufeff\0", max_size=3)
SPELLINGS = st.lists(st.booleans(), min_size=5, max_size=5).map(
    lambda escaped: "".join(f"\\u{ord(its):04X}" if far else its for its, far in zip("claim", escaped, strict=True))
)


@st.composite
def claim_lines(draw: st.DrawFn) -> bytes:
    """Draw a line that holds one claim, readable or not."""
    line = CLAIM.replace('"claim"', f'"{draw(SPELLINGS)}"', 1)
    kinds = ["whole", "beside", "within", "cut", "twice", "latin", "utf-16", "surrogate", "upper", "misspelt", "bare"]
    kind = draw(st.sampled_from(kinds))
    if kind == "beside":
        line = line.replace("{", '{"x":1,', 1)
    elif kind == "within":
        line = f"[{line}]"
    elif kind == "cut":
        line = line[: -draw(st.integers(1, 100))]
    elif kind == "twice":
        line = line.replace("{", '{"claim":1,', 1)
    elif kind == "surrogate":
        line = line.replace("paper-1", "\\ud800")
    elif kind == "upper":
        line = line.replace("claim", "CLAIM")
    elif kind in ("misspelt", "bare"):
        line = CLAIM.replace('"claim"', '"clam"', 1) if kind == "misspelt" else CLAIM[CLAIM.index(":") + 1 : -1]
    data = (draw(BLANKS) + line + draw(BLANKS)).encode()
    if kind == "latin":
        return data.replace(b"paper", b"pap\xe9r")
    return data.decode().encode("utf-16-le") if kind == "utf-16" else data


OTHERS = st.sampled_from([ENTITY, ARTICLE, "", " \t", "{}", "[1]", '{"entity":', '{"entity":{"name":"a claim"}}'])


@given(st.lists(st.tuples(claim_lines(), st.just(1)) | st.tuples(OTHERS.map(str.encode), st.just(0)), max_size=8))
def test_claims_in_are_those_kept_and_those_refused(written: list[tuple[bytes, int]]) -> None:
    with TemporaryDirectory() as folder:
        document = lines(Path(folder), *(line for line, _ in written))
    assert document.claims_in == sum(number for _, number in written)
    faulty = {fault.place.line for fault in document.faults}
    holding = {number for number, (_, claims) in enumerate(written, 1) if claims}
    assert holding - set(document.claim_index) == holding & faulty


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        (" " * 1_000_001 + CLAIM, 1),
        (" " * 999_990 + CLAIM, 1),
        ('{"claim":"' + "x" * 1_000_001, 1),
        ('{"x":"' + "x" * 1_000_001 + '","claim":{}}', 1),
        ('{"entity":{"id":"' + "x" * 1_000_001, 0),
    ],
    ids=["blanks", "begun", "known", "hidden", "entity"],
)
def test_a_line_over_the_limit_is_never_taken_for_blank(tmp_path: Path, line: str, claims: int) -> None:
    document = lines(tmp_path, line, ENTITY)
    assert [fault.split(": ")[1].partition("\n")[0] for fault in faults(document)] == [
        "over the limit of 1,000,000 bytes a line"
    ]
    assert document.claims_in == claims


def test_a_line_as_long_as_the_limit_is_read(tmp_path: Path) -> None:
    document = lines(tmp_path, ENTITY + " " * (1_000_000 - len(ENTITY)), ENTITY.replace('"kyiv"', '"lviv"'))
    assert (len(document.entities), document.faults) == (2, ())


HALF = "half of a pair of surrogates"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Z\\ud800ed", HALF),
        (b"\\udc00", HALF),
        (b"\\uD83D\\uDE00\\ud800", HALF),
        (b"\\ud800\\ud800\\udc00", HALF),
        (b"\\ud800", HALF),
        (b"\\ud800\\u0041", HALF),
        (b"\\\\ud800 \\\\\\udfff", HALF),
        ("José \xe9 ".encode() + b"\\ud800", HALF),
        (b"Jos\xe9", "not UTF-8"),
        ("José ".encode() + b"\xe9", "not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
        (b"\xff", "not UTF-8"),
        ("José ".encode() + b"\xf0\x9f\x98", "not UTF-8"),
    ],
)
@pytest.mark.parametrize("before", [b"", b" \t"])
def test_what_is_wrong_with_characters_has_its_column(
    tmp_path: Path, before: bytes, value: bytes, expected: str
) -> None:
    start = before + b'{"entity":{"id":"k","kind":"Place","name":"'
    document = lines(tmp_path, ENTITY, start + value + b'"}}')
    (fault,) = document.faults
    assert fault.fault.startswith(expected)
    offset = fault.place.column - 1
    whole = (start + value).decode("utf-8", "surrogateescape")
    if expected is HALF:
        assert whole[offset : offset + 3] == "\\ud"
        assert offset == whole.rindex("\\ud") or "\\udc00" in whole[offset + 6 :] or whole.endswith("\\u0041")
    else:
        assert offset == next(number for number, its in enumerate(whole) if "\udc80" <= its <= "\udcff")
