"""Who speaks: verbs of speech, quotation marks, pronouns, spokespersons, hearsay; and who does not."""

from __future__ import annotations

import pytest

from kg.desk.suggestions.language import load
from kg.desk.suggestions.quotations import quotations
from kg.desk.suggestions.references import Naming
from kg.desk.suggestions.speakers import Scene, find_speeches
from kg.evidence.coverage import sentences
from kg.model.records import Entity, Kind

ENGLISH = load("en")
ENTITIES = {
    its.id: its
    for its in (
        Entity(id="varn", kind=Kind.COUNTRY, name="Varn"),
        Entity(id="ost", kind=Kind.COUNTRY, name="Ost"),
        Entity(id="navy", kind=Kind.ORGANIZATION, name="Navy of Varn", links={"part-of": ("varn",)}),
        Entity(id="ministry", kind=Kind.ORGANIZATION, name="Foreign Ministry of Ost", links={"part-of": ("ost",)}),
        Entity(id="minister", kind=Kind.POST, name="Foreign Minister of Ost"),
        Entity(id="lea", kind=Kind.PERSON, name="Lea Okafor"),
        Entity(id="ben", kind=Kind.PERSON, name="Ben Falk"),
        Entity(id="wire", kind=Kind.ORGANIZATION, name="Northern Wire"),
        Entity(id="harbour", kind=Kind.PLACE, name="Port Ansel"),
        Entity(id="whispers", kind=Kind.GROUP, name="two diplomats without names", anonymous=True),
    )
}
HOLDERS = {"minister": frozenset({"lea"})}


def speakers(text: str) -> list[tuple[str, ...]]:
    naming = Naming(ENTITIES, ENGLISH)
    scene = Scene(text, sentences(text), naming.mentions(text), quotations(text), ENTITIES, HOLDERS, ENGLISH)
    return [its.speakers for its in find_speeches(scene)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lea Okafor said that Ben Falk had left.", ("lea",)),
        ("Ben Falk had left, Lea Okafor said.", ("lea",)),
        ("Ben Falk had left, said Lea Okafor.", ("lea",)),
        ("“Ben Falk has left,” said the minister Lea Okafor.", ("lea",)),
        ("Lea Okafor, who once met Ben Falk in Port Ansel, said that he had left.", ("lea",)),
        ("The Foreign Minister of Ost, Lea Okafor, told Ben Falk to go.", ("lea",)),
        ("Lea Okafor is back. The foreign minister of Ost denied that she had left.", ("lea",)),
        (
            "The foreign minister of Ost denied that anybody had left.",
            ("minister",),
        ),  # who it is, the text does not say
        ("Varn’s navy, a spokesman for Ost said, had left.", ("ost",)),
        (
            "A spokesperson for the Foreign Ministry of Ost, without naming anybody, stated that it was over.",
            ("ministry",),
        ),
        ("Ben Falk, a spokesman for Varn’s navy, said that it was over.", ("navy",)),
        ("Lea Okafor and Ben Falk announced a treaty.", ("lea", "ben")),
        ("According to Lea Okafor, it is over.", ("lea",)),
        ("It was reportedly Varn’s navy.", ("unnamed",)),
        ("Two diplomats said that Lea Okafor had left.", ("whispers",)),
        ("Witnesses said that Lea Okafor had left.", ("unnamed",)),
        ("Lea Okafor’s plan, “the only one there is”, stated nothing.", ()),
        ("The Varn envoy said it was over.", ()),  # an envoy is not a country
        ("Lea Okafor met Ben Falk.", None),
        ("“It is a lie, all of it,” Ben Falk said, adding that Varn had never told Ost.", ("ben",)),
        ("Varn’s navy would neither confirm nor deny it.", ("navy",)),
        ("Varn’s navy withdrew its statement on Monday.", ("navy",)),
        ("Varn’s navy withdrew its ships on Monday.", None),
        ("It was a report, according to which Varn’s navy had left.", ()),
        ("According to the Ost paper Northern Wire, it is over.", ("wire",)),
        ("According to the Ost paper, Northern Wire was wrong.", ()),
        ("According to officials of Ost, it is over.", ("unnamed",)),
        ("Varn’s navy left. “It is over,” its spokesman Ben Falk said.", ("navy",)),
        ("Varn’s navy left. “It is over,” said its spokesman, Ben Falk.", ("navy",)),
        ("Varn’s navy left. “It is over,” its spokesman Ben Falk, who was there, said on Monday.", ("navy",)),
        ("“It is over,” the spokesman Ben Falk said.", ("ben",)),
        ("Ben Falk, whose ship it is, said that it was late.", ("ben",)),
        ("Ben Falk promised that all would be well, Varn’s navy said on Monday.", ("navy",)),
        ("Varn’s navy said that Ben Falk, who is no sailor, promised much.", ("navy",)),
        ("“Lea Okafor said so,” it read.", None),
        ("Varn maintained a base in Port Ansel.", None),
        ("Nobody said a word.", ()),
        ("Lea Okafor was said to have met Ben Falk.", ("unnamed",)),
        ("Varn’s navy is reported to have left.", ("unnamed",)),
        ("Lea Okafor was told that Ben Falk had left.", None),  # by whom, it does not say
        ("Lea Okafor had been asked whether Ben Falk had left.", None),
        ("Lea Okafor was saying that Ben Falk had left.", ("lea",)),
        ("Lea Okafor was accused of it by Ben Falk.", None),
        ("Lea Okafor was warned of storms, Ben Falk said.", ("ben",)),
    ],
)
def test_who_speaks(text: str, expected: tuple[str, ...] | None) -> None:
    assert speakers(text)[-1:] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lea Okafor said so. She added that it was late.", [("lea",), ("lea",)]),
        ("Varn’s navy is shorter. Its ships were at home, it said.", [("navy",)]),
        ("“It is over,” Lea Okafor said. “It is all over.”", [("lea",), ("lea",)]),
        ("Lea Okafor left. A spokesman for Ost, Tim Hale, said so. He said no more.", [("ost",), ("ost",)]),
        ("Lea Okafor left. Her brother Tim said so. He said no more.", [(), ()]),  # he is none whom we know
        ("“It is over,” Lea Okafor said. It rained on Port Ansel.", [("lea",)]),
        ("Lea Okafor said: “It is over.\n\n“It is over and done with.”", [("lea",), ("lea",)]),
    ],
)
def test_who_goes_on(text: str, expected: list[tuple[str, ...]]) -> None:
    assert speakers(text) == expected


def test_who_relays_stands_in_via() -> None:
    first = "According to Lea Okafor, as carried by Northern Wire, so be it."
    text = f"{first} Ben Falk, a spokesman for Varn’s navy, said no."
    naming = Naming(ENTITIES, ENGLISH)
    scene = Scene(text, sentences(text), naming.mentions(text), quotations(text), ENTITIES, HOLDERS, ENGLISH)
    assert [(its.speakers, its.via) for its in find_speeches(scene)] == [(("lea",), ("wire",)), (("navy",), ("ben",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a "b c" d', ['"b c"']),
        ("a “b ‘c’ d” e", ["“b ‘c’ d”", "‘c’"]),
        ("a «b “c” d» e", ["«b “c” d»", "“c”"]),
        ("a „b c“ d, a »b c« d, a ”b c” d", ["„b c“", "»b c«", "”b c”"]),
        ("「北京」と", ["「北京」"]),
        ("It’s the ’90s, isn't it? The dogs’ tails.", []),
        ("a 'b c' d", ["'b c'"]),
        ("a 'it's late' d", ["'it's late'"]),
        ("a “b never closed", []),
        ("“One goes on\n\n“and ends.”", ["“One goes on", "“and ends.”"]),
        ("“One does not\n\nand ends.", []),
        ('"', []),
        ("", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[its.start : its.end] for its in quotations(text)] == expected
