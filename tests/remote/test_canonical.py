"""Literals of all sorts at each server: what is read back is what was written, but for what its table says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.base.iris import EDTF, XSD
from kg.rdf.canonical import EXACT, Coercions, canonical_lines, checksum
from kg.rdf.terms import literal
from kg.remote.endpoint import Endpoint
from kg.remote.verifying import Holding, count_of
from kg.remote.writing import ByGraphStore, ByUpdate, Writer
from tests.examples import examples
from tests.remote.servers import Running

VIRTUOSO = Coercions(numbers_are_one=True, decimals=15)
GRAPH = "https://example.org/literals"
TYPED = [
    ("01", "integer"), ("1", "integer"), ("-5", "integer"), ("+7", "integer"), ("9223372036854775808", "integer"),
    ("123456789012345678901234567890", "integer"), ("7", "nonNegativeInteger"), ("0", "nonNegativeInteger"),
    ("12.50", "decimal"), ("12", "decimal"), ("0.10", "decimal"), ("-0.5", "decimal"), ("0", "decimal"),
    ("1.5e3", "double"), ("0.1", "double"), ("true", "boolean"), ("false", "boolean"), ("1", "boolean"),
    ("2023-12-13", "date"), ("0800-12-13", "date"), ("9999-12-31", "date"), ("-0044-03-15", "date"),
    ("2023-12-13T10:00:00+05:00", "dateTime"), ("2023-12-13T10:00:00Z", "dateTime"),
    ("https://e.org/a?b=c&d", "anyURI"), ("abc", "string"), ("", "string"),
]  # fmt: skip
TEXTS = [
    "", " ", "a", "line\nfeed", "carriage\rreturn", "tab\tulator", 'quotes " and \\', "'''", "%41 {x} <y> $1",
    "\u2028\u2029\u0085", "\U0001f600", "ے urdu اردو", "e\u0301", "\u00e9", "\x01\x0b\x1f\x7f", "\ufeffbom", "a" * 9000,
    "INSERT DATA } } #", "trailing space ",
]  # fmt: skip


def lines(longest: int = 99) -> list[str]:
    """Write statements with literals of all sorts, but for numbers of more characters."""
    written = [literal(text, f"{XSD}{name}") for text, name in TYPED if name != "integer" or len(text) <= longest]
    written += [literal(text) for text in TEXTS] + [literal(text, EDTF) for text in ("2023-12~", "../2021", "12?")]
    written += [literal("words", language=tag) for tag in ("en", "ur-PK", "zh-Hant", "en-US")]
    found = [f"<https://example.org/s/{number}> <https://example.org/p> {its} ." for number, its in enumerate(written)]
    numbers = [literal("01", f"{XSD}integer"), literal("1", f"{XSD}integer"), literal("true", f"{XSD}boolean")]
    found += [f"<https://example.org/one> <https://example.org/p> {its} ." for its in numbers]
    return [*found, "<https://example.org/ü?a=b&c#d> <https://example.org/p> <https://example.org/ä/(x)'y> ."]


@pytest.mark.parametrize("way", [ByGraphStore, ByUpdate])
def test_what_is_written_is_read_back(way: type, server: Running) -> None:
    endpoint = Endpoint(server.query, graphs=server.graphs, update=server.update)
    writer: Writer = way(endpoint)
    coercions = endpoint.server.coercions
    assert coercions == (VIRTUOSO if server.name == "virtuoso" else EXACT)
    written = lines(18 if server.name == "virtuoso" and way is ByUpdate else 99)  # in updates it reads 64 bits
    expected = canonical_lines("".join(f"{line}\n" for line in written).encode(), coercions)
    try:
        writer.replace(GRAPH, written)
        holding = Holding(endpoint, GRAPH, coercions)
        assert holding.count() == count_of(expected)
        assert checksum(holding.read(expected)) == checksum(expected.values())
        writer.add(GRAPH, ["<https://example.org/s/1> <https://example.org/p> <https://example.org/more> ."])
        assert holding.count() == count_of(expected) + 1
        assert checksum(holding.read(expected)) != checksum(expected.values())
    finally:
        writer.drop(GRAPH)
    assert Holding(endpoint, GRAPH, coercions).count() == 0


def sums(*objects: str, coercions: Coercions = EXACT) -> int:
    written = "".join(f"<s:s> <p:p> {each} .\n" for each in objects).encode()
    return count_of(canonical_lines(written, coercions))


@pytest.mark.parametrize(
    ("objects", "exactly", "in_virtuoso"),
    [
        (['"01"^^<xsd:integer>', '"1"^^<xsd:integer>'], 1, 1),
        (['"1"^^<xsd:integer>', '"1"^^<xsd:nonNegativeInteger>'], 1, 1),
        (['"1"^^<xsd:integer>', '"true"^^<xsd:boolean>'], 2, 1),
        (['"1"^^<xsd:integer>', '"1.0"^^<xsd:decimal>'], 2, 1),
        (['"1"^^<xsd:boolean>', '"true"^^<xsd:boolean>'], 1, 1),
        (['"x"@en-US', '"x"@en-us'], 1, 1),
        (['"x"', '"x"^^<xsd:string>'], 1, 1),
        (['"x"', '"x"@en', "<x:x>"], 3, 3),
        (['"1"', '"1"^^<xsd:integer>'], 2, 2),
        (['"1"^^<p:other>', '"01"^^<p:other>'], 2, 2),
        (['"no number"^^<xsd:integer>', '"1"^^<xsd:integer>'], 2, 2),
        (['"2023-12-13"^^<xsd:date>', '"2023-12-14"^^<xsd:date>'], 2, 2),
    ],
)
def test_what_a_server_cannot_tell_apart_is_one(objects: list[str], exactly: int, in_virtuoso: int) -> None:
    written = [each.replace("<xsd:", f"<{XSD}") for each in objects]
    assert sums(*written) == exactly
    assert sums(*written, coercions=VIRTUOSO) == in_virtuoso


@settings(max_examples=examples(50))
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")), unique=True))
def test_texts_stay_apart(texts: list[str]) -> None:
    assert sums(*map(literal, texts)) == len(texts)
