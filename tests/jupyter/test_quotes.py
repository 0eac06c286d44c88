"""Quotation marks, blanks and empty values on the line of a magic, and below it: a value or a UsageError of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.base.errors import KgError
from kg.graph.graph import Graph
from kg.jupyter.lines import words_of
from tests.shells import Cells, cells, opened

PIECES = (
    *"'\"\\ ={}$-a\n\t`()%,;?!é’“",
    "find",
    "words=",
    "words='",
    'words="',
    "-o ",
    "--format ",
    "open ",
    "\\'",
    "\\x",
)
LINES = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@pytest.fixture
def jupyter(strait: Graph) -> Iterator[Cells]:
    with opened(strait.project.root) as shell:
        yield shell


@pytest.mark.parametrize(
    "line",
    [
        "find words='s", "find words=\"it's", "find words='it''s'", 'find words="a"b"', "find 'words=a b", '"', "'",
        "find words='a\\", "find words=\"a\\\"", "-o '", "--format \"", "find words=' -o x", "find words={\"a}",
        "find \"",
        'find words="Ann" "', "find words='a' 'b",
    ],
)  # fmt: skip
def test_a_quotation_without_an_end_is_named(jupyter: Cells, line: str) -> None:
    said = jupyter.fails(f"%sparql {line}")
    assert "Traceback" not in said
    assert "hint: " in said


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("words=it's", "it's"), ("words=O'Brien", "O'Brien"), ('words="it\'s"', "it's"),
        ("words='say \"so\"'", 'say "so"'),
        ("words='it\\'s'", "it's"), ('words="a \\" b"', 'a " b'), ("words=5'", "5'"), ('words=6"', '6"'),
        ("words=“so”", "“so”"), ("words=a'b'c", "a'b'c"), ("words=rock'n'roll", "rock'n'roll"),
    ],
)  # fmt: skip
def test_a_quotation_mark_within_a_word_is_a_letter(line: str, value: str) -> None:
    assert words_of(line) == [f"words={value}"]


@pytest.mark.parametrize(
    "cell",
    [
        "%sparql find words=", '%sparql find words=""', "%sparql find words=''", '%sparql find words=" "',
        "%sparql find words={''}", "%sparql find words={nothing}", "%%sparql find\nwords=", '%%sparql find\nwords = ""',
        "%%sparql find\nwords = ' '", "%%sparql find\nwords = {nothing}", '%kg open ""', "%kg open ' '",
        '%kg open . --texts ""', "%kg open {nothing}", '%sparql find words=a -o ""', '%sparql find words=a --format ""',
        "%sparql find words=a --format=", "%sparql find words=a -o", '%sparql ""', "%%sparql\n  \n",
    ],
)  # fmt: skip
def test_an_empty_value_is_wrong_usage(jupyter: Cells, cell: str) -> None:
    jupyter.shell.user_ns["nothing"] = ""
    said = jupyter.fails(cell)
    assert "Traceback" not in said
    assert "hint: " in said


@pytest.fixture(scope="module")
def magics(strait: Graph) -> Iterator[Any]:
    with cells() as shell:
        shell("%load_ext kg")
        shell(f'%kg open "{strait.project.root}"')
        yield shell.shell.magics_manager.registry["KgMagics"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=LINES, cell=LINES)
@example(line='find words="', cell="")
@example(line="find words=it's", cell="")
@example(line="--format", cell="'")
def test_whatever_stands_on_the_line_is_a_value_or_an_error_of_ours(magics: Any, line: str, cell: str) -> None:
    asked: list[tuple[Any, tuple[str, ...]]] = [
        (magics.sparql, (line, cell)),
        (magics.sparql, (line,)),
        (magics.kg, (line,)),
    ]
    for magic, words in asked:
        with contextlib.suppress(KgError):
            magic(*words)
