"""Quotes become offsets and hashes in the file itself, and are found again where the text was edited."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.disk import WriteError
from kg.base.hints import named
from kg.base.letters import cut, is_between_letters
from kg.evidence import article_text, line_ends, quotes
from kg.evidence.anchoring import anchor
from kg.evidence.article_text import digest
from kg.evidence.repairing import repair
from kg.evidence.spans import Anchored
from tests.conftest import ROOT

TEXT = (
    "Ministers meet at last\n"
    "\n"
    "Ann Arbor and Bo Berg. —Agency file\n"
    "Ann Arbor and Bo Berg. —Agency file\n"
    "\n"
    "RIVERTON: Ann Arbor met Bo Berg on Monday. The visitor’s aide said “it went well”.\n"
    "\n"
    "Berg left on Tuesday. Ann Arbor stayed.\n"
)


class Desk:
    """A project of one annotation file and one text."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.texts = folder / "texts"
        self.path = folder / "sources" / "paper.yaml"
        self.texts.mkdir()
        self.path.parent.mkdir()
        self.write_text(TEXT)

    def write_text(self, text: str) -> None:
        (self.texts / "paper.txt").write_bytes(text.encode())

    def write(self, *evidence: str, text: str = "{file: paper.txt}") -> None:
        pieces = "".join(f"      - {piece}\n" for piece in evidence)
        self.path.write_text(f"article:\n  text: {text}\nclaims:\n  - id: one\n    evidence:\n{pieces}", "utf-8")

    def read(self) -> str:
        return self.path.read_bytes().decode()

    def anchor(self) -> Anchored:
        return anchor(self.path, self.texts, self.root)

    def repair(self) -> Anchored:
        return repair(self.path, self.texts, self.root).done

    def faults(self) -> list[str]:
        """Anchor, see that the file is as it was, and give the faults."""
        before = self.path.read_bytes()
        done = self.anchor()
        assert self.path.read_bytes() == before
        assert (done.spans, done.is_changed) == (0, False)
        assert [path.name for path in self.path.parent.iterdir()] == ["paper.yaml"]
        return [str(fault) for fault in done.faults]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def test_a_quote_becomes_offsets_and_hash_and_nothing_else_changes(desk: Desk) -> None:
    words, other = "met Bo Berg on Monday", "Ministers meet at last"
    desk.path.write_text(
        "# what the paper said\n"
        "article:\n"
        "    text:   {file: paper.txt}   # as of Monday\n"
        "claims:\n"
        "\n"
        "  - id: 'one'  # odd but allowed\n"
        "    evidence:\n"
        f'      - quote: "{words}"   # the clause\n'
        f"      - {{kind: headline, quote: {other} }}\n"
        "    note:   kept  \n"
        "  - evidence: [{at: [0, 9], sha256: abc}]\n"
        "    id: two",
        "utf-8",
    )

    done = desk.anchor()

    assert done == Anchored("sources/paper.yaml", 2, True, [])
    assert desk.read() == (
        "# what the paper said\n"
        "article:\n"
        f"    text:   {{file: paper.txt, sha256: {sha256(TEXT)}, characters: {len(TEXT)}}}   # as of Monday\n"
        "claims:\n"
        "\n"
        "  - id: 'one'  # odd but allowed\n"
        "    evidence:\n"
        "      - at: [117, 138]\n"
        f"        sha256: {sha256(words)}   # the clause\n"
        f"      - {{kind: headline, at: [0, 22], sha256: {sha256(other)} }}\n"
        "    note:   kept  \n"
        "  - evidence: [{at: [0, 9], sha256: abc}]\n"
        "    id: two"
    )
    assert TEXT[117:138] == words


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    desk.write("quote: met Bo Berg on Monday")
    desk.anchor()
    before = desk.read()
    assert desk.anchor() == Anchored("sources/paper.yaml", 0, False, [])
    assert desk.read() == before


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("quote: Berg left on Tuesday", "Berg left on Tuesday"),
        ("quote: 'Berg left on Tuesday'", "Berg left on Tuesday"),
        ('quote: "Berg left\n          on Tuesday"', "Berg left on Tuesday"),
        ("quote: Berg left\n          on Tuesday", "Berg left on Tuesday"),
        ("quote: >-\n          Berg left\n          on Tuesday", "Berg left on Tuesday"),
        ('quote: "on Monday. The visitor’s aide"', "on Monday. The visitor’s aide"),
        ('quote: "visitor\\u2019s"', "visitor’s"),
        ('quote: "“it went well”.\\n\\nBerg"', "“it went well”.\n\nBerg"),
        ("quote: |-\n          “it went well”.\n\n          Berg", "“it went well”.\n\nBerg"),
        ("{quote: Berg left on Tuesday}", "Berg left on Tuesday"),
        ('{"quote": "Berg left on Tuesday"}', "Berg left on Tuesday"),
    ],
)
def test_every_way_of_writing_a_quote_is_read(desk: Desk, written: str, words: str) -> None:
    desk.write(written, "at: [0, 1]")
    assert desk.anchor().faults == []
    start = TEXT.index(words)
    inside = written.startswith("{")
    pair = f"at: [{start}, {start + len(words)}]{', ' if inside else chr(10) + ' ' * 8}sha256: {sha256(words)}"
    assert (
        desk.read().split("evidence:\n")[1] == f"      - {'{' + pair + '}' if inside else pair}\n      - at: [0, 1]\n"
    )


def test_offsets_count_code_points_of_the_text_as_it_stands(desk: Desk) -> None:
    text = "\ufeff\U0001f600\U0001f680 dansk.\r\nE\u0301mile met Zoë.\r\n"
    desk.write_text(text)
    desk.write("quote: Émile met Zoë")
    assert desk.anchor().faults == []
    assert "at: [12, 26]" in desk.read()
    assert sha256("E\u0301mile met Zoë") in desk.read()
    assert f"sha256: {sha256(text)}, characters: {len(text)}" in desk.read()


def test_byte_order_mark_and_line_ends_of_the_file_stay(desk: Desk) -> None:
    desk.path.write_bytes(
        b"\xef\xbb\xbfarticle:\r\n  text:\r\n    file: paper.txt\r\nclaims:\r\n"
        b"  - evidence:\r\n      - quote: left on Tuesday\r\n"
    )
    assert desk.anchor().faults == []
    assert desk.path.read_bytes().decode() == (
        "\ufeffarticle:\r\n  text:\r\n    file: paper.txt\r\n"
        f"    sha256: {sha256(TEXT)}\r\n    characters: {len(TEXT)}\r\nclaims:\r\n"
        f"  - evidence:\r\n      - at: [186, 201]\r\n        sha256: {sha256('left on Tuesday')}\r\n"
    )


def test_what_is_missing_of_the_text_is_filled_in(desk: Desk) -> None:
    desk.write(text=f"{{characters: {len(TEXT)}, file: paper.txt, sha256: }}")
    assert desk.anchor().faults == []
    assert f"  text: {{characters: {len(TEXT)}, file: paper.txt, sha256: {sha256(TEXT)} }}\n" in desk.read()


def test_an_ambiguous_quote_is_named_with_its_contexts(desk: Desk) -> None:
    desk.write("quote: Ann Arbor and Bo Berg")
    assert desk.faults() == [
        'sources/paper.yaml:6:16: the quote stands 2 times in the text: "Ann Arbor and Bo Berg"\n'
        "  hint: lengthen it until it stands once, or write which one is meant; "
        '`nth: 1` at [24, 45] "Ministers meet at last\\n\\n▸…◂. —Agency file\\nAnn Arbor"; '
        '`nth: 2` at [60, 81] "d Bo Berg. —Agency file\\n▸…◂. —Agency file\\n\\nRIVERTON"'
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("quote: Ann Arbor and Bo Berg\n        nth: 2", "at: [60, 81]\n        sha256: {}"),
        (
            "nth: 2  # the second\n        quote: Ann Arbor and Bo Berg",
            "at: [60, 81]  # the second\n        sha256: {}",
        ),
        ("{quote: Ann Arbor and Bo Berg, kind: caption, nth: 1}", "{{at: [24, 45], kind: caption, sha256: {}}}"),
    ],
)
def test_nth_says_which_is_meant(desk: Desk, written: str, expected: str) -> None:
    desk.write(written)
    assert desk.anchor().faults == []
    assert f"      - {expected.format(sha256('Ann Arbor and Bo Berg'))}\n" in desk.read()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "quote: visitor's aide",
            '6:16: the quote is not in the text word for word: "visitor\'s aide"\n'
            '  hint: the text has ’ (U+2019) for \' (U+0027) after "visitor": write "visitor’s aide"',
        ),
        (
            "quote: 'it went well”. Berg left'",
            '6:16: the quote is not in the text word for word: "it went well”. Berg left"\n'
            '  hint: the text breaks the line after "it went well”.": write "it went well”.\\n\\nBerg left"',
        ),
        (
            "quote: ann arbor stayed",
            '6:16: the quote is not in the text word for word: "ann arbor stayed"\n'
            '  hint: the text has A (U+0041) for a (U+0061) at the start: write "Ann Arbor stayed"',
        ),
        (
            "quote: Ann Arbor  stayed",
            '6:16: the quote is not in the text word for word: "Ann Arbor  stayed"\n'
            '  hint: the text has s (U+0073) for U+0020 after "Ann Arbor ": write "Ann Arbor stayed"',
        ),
        (
            "quote: Arbor met Mr Berg on Monday",
            '6:16: the quote is not in the text: "Arbor met Mr Berg on Monday"\n'
            '  hint: nearest, at [111, 138]: "Arbor met Bo Berg on Monday"',
        ),
        (
            "quote: nothing of the kind was ever printed",
            '6:16: the quote is not in the text: "nothing of the kind was ever printed"\n  hint: nothing is like it',
        ),
        (
            "quote:",
            "6:15: the quote is empty\n  hint: write the words as they stand in the text",
        ),
        (
            "{quote: Berg left, nth: 2}",
            "6:33: `nth` is none of 1 to 1: so often does the quote stand in the text\n"
            "  hint: count from 1, in the order of the text",
        ),
        (
            "{quote: Berg left, at: [3, 4]}",
            "6:17: evidence has both `quote` and `at` or `sha256`\n  hint: keep one of the two",
        ),
    ],
)
def test_a_quote_that_is_not_found_is_explained(desk: Desk, written: str, expected: str) -> None:
    desk.write(written)
    assert desk.faults() == [f"sources/paper.yaml:{expected}"]


def test_every_fault_is_named_and_the_good_quotes_wait(desk: Desk) -> None:
    desk.write("quote: Berg left on Tuesday", "quote: Bo Berg left", "quote: Berg")
    assert [fault.partition("\n")[0] for fault in desk.faults()] == [
        'sources/paper.yaml:7:16: the quote is not in the text: "Bo Berg left"',
        'sources/paper.yaml:8:16: the quote stands 4 times in the text: "Berg"',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{file: other.txt}",
            "2:16: no such text: `other.txt`\n  hint: put it into `texts/`, or correct `file`",
        ),
        (
            "{file: ../paper.txt}",
            "2:16: text outside the folder of texts: `../paper.txt`\n  hint: name a file inside the folder of texts",
        ),
        ("{}", "2:9: the article names no text\n  hint: write `text: {file: …}`"),
        (
            "{file: paper.txt, sha256: 00}",
            "2:35: the text has changed: `paper.txt` is not the version that was annotated\n"
            "  hint: `kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too",
        ),
    ],
)
def test_a_text_that_cannot_be_used_is_named(desk: Desk, text: str, expected: str) -> None:
    desk.write("quote: Berg left on Tuesday", text=text)
    assert desk.faults() == [f"sources/paper.yaml:{expected}"]


@pytest.mark.parametrize(
    "words",
    [
        'article: {publisher: table, coded-by: table}\nclaims: [{id: r1, evidence: [{row: "1"}]}]\n',
        "article: {publisher: table, coded-by: table}\nclaims: []\n",
        "ann: {kind: Person, name: Ann Arbor}\n",
        "article: {title: Still to annotate}\n",
    ],
)
def test_a_file_without_words_to_look_for_needs_no_text(desk: Desk, words: str) -> None:
    """`kg anchor sources/*.yaml` meets entities and tables too."""
    desk.path.write_text(words, "utf-8")
    assert desk.anchor() == desk.repair() == Anchored("sources/paper.yaml", 0, False, [])
    assert desk.read() == words


def test_a_table_with_a_quote_among_its_rows_needs_a_text(desk: Desk) -> None:
    desk.path.write_text(
        'article: {coded-by: table}\nclaims: [{id: r1, evidence: [{row: "1"}, {quote: Berg}]}]\n', "utf-8"
    )
    assert desk.faults() == ["sources/paper.yaml:1:10: the article names no text\n  hint: write `text: {file: …}`"]


def test_a_text_that_is_not_utf_8_is_named(desk: Desk) -> None:
    (desk.texts / "paper.txt").write_bytes(b"caf\xe9")
    desk.write("quote: caf")
    assert desk.faults() == [
        "sources/paper.yaml:2:16: text not UTF-8 at byte 3: `paper.txt`\n  hint: save the text as UTF-8"
    ]


def test_a_broken_annotation_file_is_left_alone(desk: Desk) -> None:
    desk.path.write_text("article: {text: {file: paper.txt}}\nclaims: [{id: a, id: b}]\n")
    assert desk.faults() == [
        "sources/paper.yaml:2:18: duplicate key `id`, first at line 2\n  hint: keep one of the two"
    ]


def test_a_file_that_cannot_be_written_stays_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("quote: Berg left on Tuesday")
    before = desk.read()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError) as caught:
        desk.anchor()
    what = f"cannot be written: `{desk.path}`: No space left on device"
    assert str(caught.value) == f"{what}\n  hint: what stood there is as it was"
    assert desk.read() == before
    assert [path.name for path in desk.path.parent.iterdir()] == ["paper.yaml"]


def test_the_permissions_of_the_file_stay(desk: Desk) -> None:
    desk.write("quote: Berg left on Tuesday")
    desk.path.chmod(0o640)
    desk.anchor()
    assert desk.path.stat().st_mode & 0o777 == 0o640


def anchored(desk: Desk, *words: str) -> None:
    desk.write(*(f"{{quote: {word}}}" for word in words))
    assert desk.anchor().faults == []


def test_spans_are_found_again_in_an_edited_text(desk: Desk) -> None:
    anchored(desk, "met Bo Berg on Monday", "Berg left on Tuesday", "Ministers meet")
    edited = TEXT.replace("RIVERTON: ", "RIVERTON, Monday (late) — ")
    desk.write_text(edited)

    done = desk.repair()

    assert done == Anchored("sources/paper.yaml", 2, True, [])
    assert desk.read() == (
        f"article:\n  text: {{file: paper.txt, sha256: {sha256(edited)}, characters: {len(edited)}}}\n"
        "claims:\n  - id: one\n    evidence:\n"
        f"      - {{at: [133, 154], sha256: {sha256('met Bo Berg on Monday')}}}\n"
        f"      - {{at: [197, 217], sha256: {sha256('Berg left on Tuesday')}}}\n"
        f"      - {{at: [0, 14], sha256: {sha256('Ministers meet')}}}\n"
    )
    assert edited[133:154] == "met Bo Berg on Monday"
    assert edited[197:217] == "Berg left on Tuesday"


def test_words_that_are_gone_are_named_and_left(desk: Desk) -> None:
    anchored(desk, "met Bo Berg on Monday", "Berg left on Tuesday")
    desk.write_text(TEXT.replace("left on Tuesday", "left on Wednesday").replace("Ministers", "The ministers"))

    done = desk.repair()

    assert (done.spans, done.is_changed) == (1, True)
    assert [str(fault) for fault in done.faults] == [
        "sources/paper.yaml:7:14: no longer in the text: the words that stood at [181, 201]\n"
        "  hint: write as `quote:` what the text says now, or take the evidence out"
    ]
    assert f"      - {{at: [121, 142], sha256: {sha256('met Bo Berg on Monday')}}}\n" in desk.read()
    assert f"      - {{at: [181, 201], sha256: {sha256('Berg left on Tuesday')}}}\n" in desk.read()


def test_of_the_same_words_those_are_taken_that_moved_with_their_surroundings(desk: Desk) -> None:
    desk.write("{quote: Ann Arbor, nth: 2}", "{quote: RIVERTON}", "{quote: Ann Arbor, nth: 1}")
    assert desk.anchor().faults == []
    assert "[60, 69]" in desk.read()
    desk.write_text(f"Updated on the same evening, with voices\n\n{TEXT}")  # 42 more, where the two are 36 apart
    assert desk.repair().faults == []
    assert [line.split("], ")[0] for line in desk.read().splitlines()[-3:]] == [
        "      - {at: [102, 111", "      - {at: [139, 147", "      - {at: [66, 75",
    ]  # fmt: skip


def test_a_text_that_holds_none_of_the_evidence_is_not_taken_for_the_article(desk: Desk) -> None:
    anchored(desk, "met Bo Berg on Monday")
    before = desk.read()
    desk.write_text("Something else altogether.\n")
    assert [str(fault) for fault in desk.repair().faults] == [
        "sources/paper.yaml:2:16: none of the evidence stands in this text\n  hint: name the text of this article"
    ]
    assert desk.read() == before


def test_repair_of_what_fits_changes_nothing(desk: Desk) -> None:
    anchored(desk, "met Bo Berg on Monday")
    before = desk.read()
    assert desk.repair() == Anchored("sources/paper.yaml", 0, False, [])
    assert desk.read() == before


words = st.text(alphabet="ab é\u0301’\n", max_size=12)


@given(before=words, quote=words.filter(bool), after=words)
def test_a_quote_is_found_where_it_stands(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    found = quotes.places(text, quote)
    start, end = len(before), len(before) + len(quote)
    assert ((start, end) in found) == (is_between_letters(text, start) and is_between_letters(text, end))
    assert all(normalize("NFC", text[start:end]) == normalize("NFC", quote) for start, end in found)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("Jose", "José"), ("Pen", "Peñ"), ("Pena", "Peña"), ("👩", "👩🏽\u200d⚖️"), ("⚖️", "👩🏽\u200d⚖️"), ("🇵", "🇵🇰"),
        ("Nguye", "Nguyễ"), ("한ᄀ", "한국"), ("क", "कि"), ("\u0301", ""), ("1", "1️⃣"),
    ],
)  # fmt: skip
def test_a_quote_that_cuts_a_letter_is_refused_alike_in_both_forms(
    form: Literal["NFC", "NFD"], quote: str, whole: str
) -> None:
    text = normalize(form, "José Peña 👩🏽\u200d⚖️ 🇵🇰 Nguyễn 한국 कि 1️⃣.")
    assert quotes.places(text, quote) == []
    if whole and normalize(form, whole) in text:
        assert len(quotes.places(text, whole)) == 1
        if quote in whole:
            assert f"write {quotes.quoted(whole)}" in quotes.missing(text, quote)[1]


@pytest.mark.parametrize("quote", ["José", "Peña", "👩🏽\u200d⚖️", "🇵🇰", "Nguyễn", "한국", "कि"])
def test_whole_letters_are_found_in_both_forms(quote: str) -> None:
    for form in ("NFC", "NFD"):
        text = normalize(form, f"Minister {quote} met.")
        (place,) = quotes.places(text, quote)
        assert normalize("NFC", text[slice(*place)]) == quote


def test_a_quote_in_both_forms_stands_twice() -> None:
    assert quotes.places("José, Jose\u0301", "José") == [(0, 4), (6, 11)]


def test_a_text_whose_file_name_is_decomposed_is_found(desk: Desk) -> None:
    folder = desk.texts / normalize("NFD", "Märzartikel")
    folder.mkdir()
    (folder / normalize("NFD", "río.txt")).write_text("José met Ann Lee.", "utf-8")
    desk.write("quote: met Ann Lee", text="{file: Märzartikel/río.txt}")
    assert desk.anchor().faults == []
    assert "at: [5, 16]" in desk.read()
    (folder / "río.txt").write_text("Ann Lee.", "utf-8")  # the name as it is written comes first
    assert article_text.read(desk.texts, "Märzartikel/río.txt") == "Ann Lee."


@given(text=st.text(alphabet="ab c", max_size=20), start=st.integers(0, 20), length=st.integers(1, 20))
def test_words_are_found_by_length_and_hash(text: str, start: int, length: int) -> None:
    wanted = text[start : start + length]
    if len(wanted) == length:
        assert quotes.moved(text, length, digest(wanted), start) == start
        everywhere = [at for at in range(len(text)) if text[at : at + length] == wanted]
        nearest = min(everywhere, key=lambda at: (abs(at - 0), at))
        assert quotes.moved(text, length, digest(wanted), 0) == nearest
    assert quotes.moved(text, length, digest("absent"), start) is None


def test_what_cannot_be_changed_in_place_is_left_alone(desk: Desk) -> None:
    desk.write("? quote\n        : Berg left on Tuesday")
    assert desk.faults() == [
        "sources/paper.yaml:2:25: something here or below is written in too unusual a way to be changed in place\n"
        "  hint: write each field on a line of its own"
    ]


@pytest.mark.parametrize("name", ["thenews-2023-12-14", "arabnews-2025-07-26"])
def test_the_real_sources_come_out_of_their_own_quotes(tmp_path: Path, shared: Path, name: str) -> None:
    source = (ROOT / "sources" / f"{name}.yaml").read_bytes().decode()
    text = (shared / "articles" / f"{name}.txt").read_bytes().decode()
    path = tmp_path / "paper.yaml"

    def quote(found: re.Match[str]) -> str:
        start, end = int(found[1]), int(found[2])
        nth = quotes.places(text, text[start:end]).index((start, end)) + 1
        return f"quote: {json.dumps(text[start:end])}, nth: {nth}"

    pattern = re.compile(r"at: \[([0-9]+), ([0-9]+)\], sha256: [0-9a-f]{64}")
    assert len(pattern.findall(source)) > 20
    path.write_bytes(pattern.sub(quote, source).encode())
    done = anchor(path, shared / "articles", tmp_path)

    assert done.faults == []
    assert done.spans == len(pattern.findall(source))
    assert path.read_bytes().decode() == source


@pytest.mark.parametrize(
    "letter", ["e\u0301", "\U0001f1f5\U0001f1f0", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u1112\u1161\u11ab"]
)
def test_what_is_cut_in_a_message_is_cut_between_letters(letter: str) -> None:
    for before in range(len(letter) + 1):
        text = "a" * before + letter * 60
        shown = cut(text, 60)
        assert len(shown) <= 60
        assert text.startswith(shown[:-1])
        assert is_between_letters(text, len(shown) - 1)
    assert cut(letter, len(letter)) == letter
    assert named("a" * 70) == f"`{'a' * 59}…`"


def test_what_surrounds_an_ambiguous_quote_is_cut_between_letters() -> None:
    flag = "\U0001f1f5\U0001f1f0"
    text = f"x met her {flag * 15}yz met her."
    _, hint = quotes.ambiguous(text, "met her", quotes.places(text, "met her"))
    assert f'x ▸…◂ {flag * 12}"' in hint
    assert f"{flag * 11}yz ▸…◂" in hint
    assert flag * 12 + "yz" not in hint


@given(
    st.lists(st.sampled_from(["Ann met Bo.", "", "He left on Tuesday", "é𝄞", "They met"]), min_size=2, max_size=9),
    st.permutations(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_where_line_ends_alone_have_changed_each_span_is_moved_with_its_words(
    lines: list[str], ends: list[str], data: st.DataObject
) -> None:
    before, after = (end.join(lines) for end in ends[:2])
    if before == after or not before.strip():
        return
    pairs = st.tuples(st.integers(0, len(before)), st.integers(0, len(before)))
    spans = [sorted(span) for span in data.draw(st.lists(pairs, min_size=1, max_size=6))]
    outside = [(a, b) for a, b in spans if a < b and "\r\n" not in (before[a - 1 : a + 1], before[b - 1 : b + 1])]
    assert line_ends.as_annotated(after, digest(before)) == before
    assert line_ends.as_annotated(before, digest(before)) is None
    for a, b in outside:
        moved = after[line_ends.moved(a, before, after) : line_ends.moved(b, before, after)]
        assert moved == before[a:b].replace(ends[0], ends[1])


@pytest.mark.parametrize("mixed", [False, True])
def test_changed_line_ends_are_told_once_and_mended(desk: Desk, mixed: bool) -> None:
    words = ("Ministers meet", "met Bo Berg on Monday", "Berg left on Tuesday")
    desk.write(
        *(f"{{quote: {word}}}" for word in words), '{quote: "said “it went well”.\\n\\nBerg left"}',
        text=f"{{file: paper.txt, sha256: {sha256(TEXT)}, characters: {len(TEXT)}}}",
    )  # fmt: skip
    desk.anchor()
    edited = TEXT.replace("\n", "\r\n", 3 if mixed else -1)
    desk.write_text(edited)
    assert desk.faults() == [
        "sources/paper.yaml:2:35: only the line ends of the text have changed: `paper.txt` has the words that were "
        "annotated\n  hint: `kg anchor --repair` moves the evidence to where they now stand"
    ]
    assert desk.repair().faults == []
    assert sha256(edited) in desk.read()
    found = [tuple(map(int, span)) for span in re.findall(r"at: \[(\d+), (\d+)\], sha256", desk.read())]
    hashes = re.findall(r"sha256: (\w+)}\n", desk.read())[-4:]
    assert [edited[a:b] for a, b in found[:3]] == list(words)
    assert "".join(edited[slice(*found[3])].split("\r")) == "said “it went well”.\n\nBerg left"
    assert [sha256(edited[a:b]) for a, b in found] == hashes
    assert desk.anchor() == Anchored("sources/paper.yaml", 0, False, [])
