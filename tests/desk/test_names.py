"""Mentions of known entities: whole words, longest first, however they are written; and names that nobody has yet."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.desk.suggestions.folding import fold, folded_name
from kg.desk.suggestions.language import load
from kg.desk.suggestions.references import Naming
from kg.desk.suggestions.unknown_names import unknown_names
from kg.evidence.coverage import sentences
from kg.model.records import Entity, Kind

ENGLISH, OTHER = load("en"), load("und")


def entity(id_: str, kind: Kind, name: str, *aliases: str, **links: str) -> Entity:
    pairs: dict[str, tuple[str, ...]] = {link.replace("_", "-"): (value,) for link, value in links.items()}
    return Entity(id=id_, kind=kind, name=name, aliases=aliases, links=pairs)


ENTITIES = {
    its.id: its
    for its in (
        entity("varn", Kind.COUNTRY, "Varn"),
        entity("us", Kind.COUNTRY, "United States", "US"),
        entity("navy", Kind.ORGANIZATION, "Navy of Varn", part_of="varn"),
        entity("ministry", Kind.ORGANIZATION, "Foreign Ministry of Varn", part_of="varn"),
        entity("rock", Kind.PLACE, "the Rock"),
        entity("post", Kind.POST, "Chief of the Navy", "army chief"),
        entity("strasse", Kind.PLACE, "Gro\u00dfe Stra\u00dfe"),
        entity("istanbul", Kind.PLACE, "\u0130stanbul"),
        entity("jose", Kind.PERSON, "Jos\u00e9 Mar\u00eda Niel"),
        entity("neill", Kind.PERSON, "Ann Neill"),
        entity("pierre", Kind.PLACE, "Pierre"),
        entity("beijing", Kind.PLACE, "\u5317\u4eac"),
        entity("bangkok", Kind.PLACE, "\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e"),
        entity("cairo", Kind.PLACE, "\u0627\u0644\u0642\u0627\u0647\u0631\u0629"),
        entity("berg-one", Kind.PERSON, "Jon Berg"),
        entity("berg-two", Kind.PERSON, "Jon Berg"),
    )
}  # fmt: skip
NAMING = Naming(ENTITIES, ENGLISH)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[its.start : its.end], " ".join(its.entities)) for its in NAMING.mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Varn’s navy left Varn.", [("Varn’s navy", "navy"), ("Varn", "varn")]),
        ("Varn's  Foreign\nMinistry", [("Varn's  Foreign\nMinistry", "ministry")]),
        ("The Navy of\n\nVarn", [("Navy", "navy"), ("Varn", "varn")]),  # a paragraph ends there
        ("VARN, 3 May", [("VARN", "varn")]),
        ("varnish, Varnish, Varnland", []),
        ("Tell us; the US will.", [("US", "us")]),
        ("LET US GO HOME\nThe US went.", [("US", "us")]),
        ("A rock, the rock, the Rock", [("the Rock", "rock")]),
        ("the army chief and the chief of the navy", [("army chief", "post"), ("chief of the navy", "post")]),
        ("in GROSSE STRASSE, große Straße.", [("GROSSE STRASSE", "strasse"), ("große Straße", "strasse")]),
        ("İstanbul; I\u0307stanbul", [("İstanbul", "istanbul"), ("I\u0307stanbul", "istanbul")]),
        (unicodedata.normalize("NFD", "José María Niel"), [(unicodedata.normalize("NFD", "José María Niel"), "jose")]),
        ("Jose Maria Niel", []),
        ("O’Neill and Ann Neill; Neill spoke.", [("Ann Neill", "neill"), ("Neill", "neill")]),
        ("l’Varn, Varn-based", [("Varn", "varn"), ("Varn", "varn")]),
        ("我在北京工作", [("北京", "beijing")]),
        ("ไปกรุงเทพวันนี้", [("กรุงเทพ", "bangkok")]),
        ("في القاهرة، والقاهرة", [("القاهرة", "cairo")]),
        ("Jon Berg met Berg.", [("Jon Berg", "berg-one berg-two"), ("Berg", "berg-one berg-two")]),  # either
        ("", []),
    ],
)
def test_names_are_found_as_whole_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_short_form_is_of_what_was_named_last_or_belongs_to_what_is_named() -> None:
    text = "Varn sent ships. The navy is old. Its foreign ministry is new. A navy is a navy."
    assert [(text[its.start : its.end], its.entities, its.how) for its in NAMING.mentions(text)] == [
        ("Varn", ("varn",), "name"),
        ("navy", ("navy",), "short form"),
        ("foreign ministry", ("ministry",), "short form"),
    ]
    assert found("The navy is old.") == []


def test_without_a_file_of_the_language_names_are_found_as_they_are_written() -> None:
    naming = Naming(ENTITIES, OTHER)
    assert [its.entities for its in naming.mentions("Varn's navy and the Navy of Varn; Neill")] == [
        ("varn",),
        ("navy",),
    ]


@given(st.text(max_size=30), st.sampled_from(sorted(ENTITIES)), st.text(max_size=30))
def test_whatever_stands_around_a_name_its_span_is_that_name(before: str, id_: str, after: str) -> None:
    name = ENTITIES[id_].name
    text = f"{before}\n\n{name}\n\n{after}"
    mentions = NAMING.mentions(text)
    start = len(before) + 2
    bearers = {its.id for its in ENTITIES.values() if its.name == name}
    assert any((its.start, its.end, set(its.entities)) == (start, start + len(name), bearers) for its in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(st.text(max_size=40))
@example("0\f\x80")
@example("\f")
def test_every_unit_of_a_folded_text_comes_from_a_place_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    again = folded.text.replace("\n", "\n\n")  # as a break between paragraphs is written
    assert fold(again).text == folded.text or not text.isascii()
    assert folded_name(text) == " ".join(folded.text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday Boats left. President Kofi Annan of Ghana saw Port Louis on Monday.",
         ["Boats", "Kofi Annan of Ghana", "Port Louis"]),
        ("Boats left. “Boats,” she said.", []),
        ("Ministers Meet In Small Town Today", []),
        ("MINISTERS MEET IN VARN", []),
        ("The Varn Session ended; Ann Neill’s Ministry knew.", ["Varn Session", "Ministry"]),
        ("VARN, 3 May – Armed men came.", []),
        ("He went to Port Louis, Port Louis.", ["Port Louis"]),
        ("It was French President Ann Neill of the University of Varn.", ["University of Varn"]),
        ("they met in march in the rain", []),
        ("\u5317\u4eac", []),
    ],
)  # fmt: skip
def test_names_that_nobody_has(text: str, expected: list[str]) -> None:
    names = unknown_names(sentences(text), NAMING.mentions(text), ENGLISH)
    assert [its.name for its in names] == expected
    assert all(" ".join(text[start:end].split()) == its.name for its in names for start, end in its.places)
