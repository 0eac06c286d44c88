"""What the door takes, every later reader takes: pyoxigraph's strict parsers and rdflib, in every format we write."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable

import pyoxigraph
import pytest
import rdflib
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.annotation.scalars import FieldError, count, identifier, language, line, name, prose, url, when
from kg.annotation.yaml_tree import Value
from kg.base.addresses import address_fault, base_fault
from kg.base.iris import EDTF, XSD, Names
from kg.rdf import to_jsonld, to_trig, to_turtle
from kg.rdf.terms import day, literal

NAMES = Names("https://example.org/p/")
Term = tuple[str, str, str]  # value, datatype, language

subtags = st.one_of(
    st.sampled_from("en uz ur zh Latn Hans UZ 419 001 1996 rozaj x u a 0 i sgn yue POSIX oed nan".split()),
    st.text("abzXZ019", min_size=1, max_size=9),
)
tags = st.lists(subtags, min_size=1, max_size=6).map("-".join) | st.text("aZx9-_é\u017f", max_size=8)
letters = st.characters(exclude_categories=["Cs"]) | st.sampled_from("%[]#?/@:. \u00a0\u2028\u200c\ue000%2E")
addresses = st.builds(
    "{}{}/{}".format, st.sampled_from(["https://", "http://", "", "ftp://"]), st.text(letters, max_size=8),
    st.text(letters, max_size=12),
) | st.builds("https://example.org/{}".format, st.text(letters, max_size=20))  # fmt: skip
texts = st.text(
    st.characters() | st.sampled_from("\x85\u2028\u2029\x0b\x0c\x1c\x7f\ufeff\ufffe\t\n\r\"\\'@\u200d"), max_size=20
)


def takes(read: Callable[[Value], object], value: str) -> bool:
    try:
        read(value)
    except FieldError:
        return False
    return True


def is_tag(tag: str) -> bool:
    try:
        pyoxigraph.Literal("x", language=tag)
    except ValueError:
        return False
    return True


def is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def read_back(subject: str, term: str) -> None:
    """Write a quad in every format, and see that both libraries read it in each, strictly, as the same."""
    graph = NAMES.article("a")
    line = f"<{subject}> <https://example.org/says> {term}"
    quad = next(iter(pyoxigraph.parse(f"{line} <{graph}> .".encode(), format=RdfFormat.N_QUADS)))
    names = Names(subject.removesuffix("entity/a"))
    for format_, name_, written, quads in (
        (RdfFormat.N_QUADS, "nquads", f"{line} <{graph}> .\n", True),
        (RdfFormat.N_TRIPLES, "nt", f"{line} .\n", False),
        (RdfFormat.TRIG, "trig", to_trig([quad], names), True),
        (RdfFormat.JSON_LD, "json-ld", to_jsonld([quad], names), True),
        (RdfFormat.TURTLE, "turtle", to_turtle([quad.triple], names), False),
    ):
        expected = quad if quads else Quad(*quad.triple)
        assert list(pyoxigraph.parse(written.encode(), format=format_)) == [expected], name_
        assert by_rdflib(written, name_) == (subject, as_told(quad)), name_


def as_told(quad: Quad) -> Term | str:
    if isinstance(quad.object, pyoxigraph.Literal):
        datatype = "" if quad.object.language else quad.object.datatype.value.replace(f"{XSD}string", "")
        return quad.object.value, datatype, quad.object.language or ""
    return str(quad.object)


def by_rdflib(written: str, format_: str) -> tuple[str, Term | str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's own readers call what it deprecates
        dataset = rdflib.Dataset()
        dataset.parse(data=written.encode(), format=format_)
        ((subject, _, told, _),) = dataset.quads()
    assert isinstance(told, rdflib.Literal)
    return str(subject), (
        str(told),
        str(told.datatype or "").replace(f"{XSD}string", ""),
        (told.language or "").lower(),
    )


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)


@given(tag=tags)
def test_a_language_that_is_taken_is_one_for_every_reader(tag: str) -> None:
    if takes(language, tag):
        assert is_tag(tag)
        read_back(NAMES.entity("a"), literal("talks", language=tag))


@given(tag=tags)
def test_a_language_of_two_or_three_letters_that_readers_take_is_taken(tag: str) -> None:
    if is_tag(tag) and len(tag.split("-")[0]) in (2, 3):
        assert takes(language, tag) or tag.lower() in {"en-gb-oed", "no-bok", "no-nyn", "zh-min", "sgn-be-fr"}


@pytest.mark.parametrize(
    "tag", ["en", "EN", "uz-Latn-UZ", "zh-yue-Hant-HK", "de-1996", "en-u-co-phonebk", "en-x-a", "x-a"]
)
def test_well_formed_languages_are_taken(tag: str) -> None:
    assert language(tag) == tag


@pytest.mark.parametrize(
    "tag",
    [
        "uz-UZ-Latn",
        "en-12",
        "en-a",
        "en-x",
        "en_GB",
        "en-",
        "-en",
        "a",
        "english",
        "en-Latn-Latn",
        "\u017fv",
        "en-abcdefghi",
    ],
)
def test_what_only_looks_like_a_language_is_refused_with_a_hint(tag: str) -> None:
    with pytest.raises(FieldError, match="no language"):
        language(tag)


@given(text=addresses)
def test_an_address_that_is_taken_is_an_iri_for_every_reader(text: str) -> None:
    if address_fault(text) is None:
        assert is_iri(text)
        read_back(NAMES.entity("a"), literal(text, f"{XSD}anyURI"))


@given(text=addresses.map(lambda text: f"{text}/"))
def test_a_base_that_is_taken_names_things_for_every_reader(text: str) -> None:
    if base_fault(text) is None:
        read_back(f"{text}entity/a", '"talks"')
        pyoxigraph.Store().query(f"PREFIX entity: <{text}entity/> ASK {{ <{text}entity/a> ?p entity:a }}")


@given(rest=st.text(st.sampled_from("azé%2F/?#@:'(;=&~.-\u06cc\U0001f600\ue000[] \u00ad"), max_size=16))
def test_an_iri_that_readers_take_is_taken(rest: str) -> None:
    text = f"https://example.org/{rest}"
    assert (address_fault(text) is None) == is_iri(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("https://example.org/50%/", "`%25`"),
        ("https://example.org/a[1]/", "`%5B`"),
        ("https://example.org/a#b#c/", "`%23`"),
        ("https://example.org/my talks/", "`%20`"),
        ("https://example.org/a\u00a0b/", "`%C2%A0`"),
        ("https://example.org/a\x00/", "`%00`"),
        ("https://example.org/{id}/", "`%7B`"),
        ("https://example.org/a\u202eb/", "`%E2%80%AE`"),
        ("https:///talks/", "in full"),
        ("https://exa mple.org/", "in full"),
        ("https://[::g]/", "in full"),
        ("https://example.org:port/", "in full"),
        (f"https://example.org:{'9' * 9000}/", "in full"),
        ("example.org/", "in full"),
        ("urn:talks:", "in full"),
        ("https://example.org", "write `https://example.org/`"),
        ("https://example.org/a/../b/", "without `.`"),
    ],
)
def test_a_base_that_some_reader_refuses_is_refused_with_a_hint(text: str, what: str) -> None:
    fault = base_fault(text)
    assert fault is not None
    assert what in fault[1]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/%41/",
        "https://[::1]:8080/",
        "https://éa.org/دولت/",
        "http://a/b#",
        "https://a/b?c=d/",
        "https://a/b#c/",
    ],
)
def test_a_base_that_every_reader_takes_is_taken(text: str) -> None:
    assert base_fault(text) is None


@given(text=texts)
def test_a_text_that_is_taken_is_read_back_from_every_format(text: str) -> None:
    for read in (prose, line, name):
        if takes(read, text):
            read_back(NAMES.entity("a"), literal(text))
            read_back(NAMES.entity("a"), literal(text, language="en"))


@given(text=st.text(max_size=20))
def test_whatever_a_query_binds_is_read_back_from_turtle(text: str) -> None:
    assume(not any("\ud800" <= letter <= "\udfff" for letter in text))
    read_back(NAMES.entity("a"), literal(text))


@pytest.mark.parametrize("text", ["a\ud800", "a\ufffe", "a\uffff", "a\ufdd0", "a\U0001ffff"])
def test_what_is_no_character_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="is no character"):
        prose(text)


@given(text=st.text("0123456789-X~?%/.", max_size=12) | st.dates().map(str))
def test_a_time_that_is_taken_is_read_back(text: str) -> None:
    if not takes(when, text):
        return
    read_back(NAMES.entity("a"), literal(text, EDTF))
    found = when(text)
    for bound in (found.earliest, found.latest):
        if bound:
            read_back(NAMES.entity("a"), day(bound))
            assert rdflib.Literal(bound, datatype=rdflib.XSD.date).ill_typed is False


@given(text=st.text("0123456789٣²-+eE.", min_size=1, max_size=12))
def test_a_count_that_is_taken_is_a_number_for_every_reader(text: str) -> None:
    if takes(count, text):
        read_back(NAMES.entity("a"), literal(str(count(text)), f"{XSD}nonNegativeInteger"))


@given(text=st.text("abz019-_./é", min_size=1, max_size=12))
def test_an_id_that_is_taken_is_the_end_of_a_name(text: str) -> None:
    if takes(identifier, text):
        assert NamedNode(NAMES.entity(text)).value == f"https://example.org/p/entity/{text}"
        query = f"PREFIX entity: <{NAMES.entity('')}> SELECT ?x {{ VALUES ?x {{ entity:{text} }} }}"
        (found,) = list(pyoxigraph.Store().query(query))  # type: ignore[arg-type] # one of the kinds of results: rows
        assert found["x"].value == NAMES.entity(text)
        written = to_turtle(
            [pyoxigraph.Triple(NamedNode(NAMES.entity(text)), NamedNode(f"{XSD}a"), NamedNode(NAMES.fact(text)))], NAMES
        )
        assert f"entity:{text} " in written or NAMES.entity(text) in written
        (told,) = rdflib.Graph().parse(data=written, format="turtle")
        assert str(told[0]) == NAMES.entity(text)


@example(text="a\u200d\u0dca")
@example(text="\u09b0\u200d\u09cd")
@given(text=st.text("ab\u200c\u200d\u0639\u0644\u06cc\u0631\u0dca\u0dc1\u09b0\u09cd", max_size=8))
def test_a_joiner_is_taken_between_letters_that_need_it_and_nowhere_else(text: str) -> None:
    taken = takes(name, text)
    if taken:
        read_back(NAMES.entity("a"), literal(text))
        assert not text.startswith(("\u200c", "\u200d"))
        assert not any(f"{a}{joiner}" in text for a in "ab" for joiner in "\u200c\u200d")


@pytest.mark.parametrize(
    "word",
    [
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3", "\u0915\u094d\u200d\u0937", "\u0915\u094d\u200c\u0937",
        "\u0d28\u0d4d\u200d", "\u09b0\u200d\u09cd\u09af\u09be\u09ac",
        "\u062e\u0627\u0646\u0647\u0654\u200c\u0647\u0627",
    ],
)  # fmt: skip
def test_words_that_are_written_with_joiners_are_names(word: str) -> None:
    assert name(word) == word


@pytest.mark.parametrize(
    "word",
    ["Ann\u200cLee", "Ann\u200dLee", "\u200cAnn", "\u0646\u200c", "\u0627\u200c\u0628", "\u0646\u200c\u200c\u0647"],
)
def test_a_joiner_that_nobody_sees_is_refused(word: str) -> None:
    with pytest.raises(FieldError, match="zero-width character U\\+200"):
        name(word)


def test_an_address_may_be_written_in_any_script() -> None:
    assert url("https://fa.wikipedia.org/wiki/\u0639\u0644\u06cc\u200c\u0631\u0636\u0627") is not None


@pytest.mark.parametrize(
    "text",
    [
        "\u06f1\u06f4\u06f0\u06f2 \u0647\u200d.\u0634",  # the Persian sign for a year of the hijra
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 Trust",
        "\U0001f469\U0001f3fd\u200d\u2696\ufe0f",
        "\U0001f3f3\ufe0f\u200d\U0001f308 News",
        "\u2764\ufe0f News",
        "1\ufe0f\u20e3 News",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f FA",  # the flag of England
        "\u845b\U000e0100\u57ce\u5e02",  # a Japanese city, with the variant of its first letter
        "\u1830\u1820\u1836\u180b\u1822\u1828",  # Mongolian
    ],
)
def test_what_is_not_seen_is_taken_where_a_script_or_an_emoji_needs_it(text: str) -> None:
    assert name(text) == text
    read_back(NAMES.entity("a"), literal(text))


@pytest.mark.parametrize(
    "text",
    [
        "a\ufe0f", "1\ufe0f", "\U0001f600\ufe0f", "\u2764\ufe0f\ufe0f", "\U0001f600\u200d", "\u200d\U0001f600",
        "a\u200d\U0001f600",
        "\U0001f3f4\U000e0067", "\U000e0067\U000e007f", "a\U000e0100", "a\u180b", "\u0628\u200d\u0628",
        "\u0647\u200d\u200d",
    ],
)  # fmt: skip
def test_what_is_not_seen_is_refused_where_nothing_needs_it(text: str) -> None:
    assert not takes(name, text)
