"""Sentences, what is none, and which of them evidence touches."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evidence.coverage import Coverage, Sentence, cover, coverage, is_sentence, sentences
from kg.model import dates
from kg.model.records import Article, Claim, Evidence, Stance, Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met. They talked.", ["They met.", "They talked."]),
        ("Gen. Khan and Dr. Roe met Lt. Col. Lee.", ["Gen. Khan and Dr. Roe met Lt. Col. Lee."]),
        ("The U.S. Embassy said so.", ["The U.S. Embassy said so."]),
        ("He left the U.S. They stayed.", ["He left the U.S.", "They stayed."]),
        ("It rose at 5 p.m. Friday. It fell.", ["It rose at 5 p.m. Friday.", "It fell."]),
        ("Michael E. Roe spoke. J. R. Lee did not.", ["Michael E. Roe spoke.", "J. R. Lee did not."]),
        ("It cost $3.5 million. No. 5 won.", ["It cost $3.5 million.", "No. 5 won."]),
        ("On Dec. 14 he flew. 30 others drove.", ["On Dec. 14 he flew.", "30 others drove."]),
        ("“It went well.” She smiled.", ["“It went well.”", "She smiled."]),
        ("“Is it over?” he asked. “Yes!” she said.", ["“Is it over?” he asked.", "“Yes!” she said."]),
        ("He called it “rare”. ‘Not so,’ they said.", ["He called it “rare”.", "‘Not so,’ they said."]),
        ("They stood there (third left). (Agency)", ["They stood there (third left).", "(Agency)"]),
        ("Two men in a room. —Agency file", ["Two men in a room.", "—Agency file"]),
        ("Really?! Yes… Perhaps.", ["Really?!", "Yes…", "Perhaps."]),
        ("See kg.example.org for more.", ["See kg.example.org for more."]),
        ("No point here\n\nA deck\nA paragraph.", ["No point here", "A deck", "A paragraph."]),
        ("  • First point.\n  - Second point\n3. Third one.", ["First point.", "Second point", "Third one."]),
        ("\ufeffOne.\r\nTwo.\u2028Three.", ["One.", "Two.", "Three."]),
        ("", []),
        (" \n\t\n", []),
    ],
)  # fmt: skip
def test_a_text_is_split_into_its_sentences(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [piece.words for piece in found] == expected
    assert [text[piece.start : piece.end] for piece in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By |", False),
        ("Short Url", False),
        ("(ISPR)", False),
        ("—ISPR/AFP file", False),
        ("By Ann O’Hara-Lee", True),
        ("They met there.", True),
        ("No deal yet", True),
    ],
)
def test_fewer_than_three_words_are_no_sentence(text: str, expected: bool) -> None:
    (piece,) = sentences(text)
    assert is_sentence(piece) is expected


def test_what_is_touched_and_what_is_not() -> None:
    text = "Two ministers met.\nBy |\nThey talked all day. Nobody said why.\n"
    found = cover("paper", text, [(4, 17), (20, 21)])
    assert [piece.words for piece in found.touched] == ["Two ministers met."]
    assert [piece.words for piece in found.untouched] == ["They talked all day.", "Nobody said why."]
    assert [piece.words for piece in found.apart] == ["By |"]
    assert found.share == 1 / 3


@pytest.mark.parametrize(
    ("span", "touched"),
    [((0, 1), 1), ((8, 10), 0), ((9, 11), 1), ((7, 11), 2), ((0, 18), 2), ((18, 40), 0)],
)
def test_a_sentence_is_touched_from_its_first_to_its_last_character(span: tuple[int, int], touched: int) -> None:
    text = "A b c d.  E f g h."  # [0, 8) and [10, 18)
    assert len(cover("paper", text, [span]).touched) == touched


def test_a_text_of_no_sentences_is_covered() -> None:
    assert cover("paper", "By |\n", []).share == 1.0


def article(id: str, file: str | None) -> Article:
    text = Text(file=file, sha256="", characters=0) if file else None
    return Article(id=id, title="", publisher="paper", published=dates.parse("2023-12-14"), text=text)


def test_each_article_with_a_text_is_covered_by_its_own_claims(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met there. They left there.")
    (tmp_path / "b.txt").write_text("Nothing happened here.")
    evidence = (Evidence(start=0, end=5, sha256=""),)
    claim = Claim(article="a", id="1", fact="f", type="Meeting", stance=Stance.ASSERTS, evidence=evidence)
    articles = [article("b", "b.txt"), article("a", "a.txt"), article("c", None), article("d", "missing.txt")]
    found = coverage(articles, [claim], tmp_path)
    assert [(one.article, one.share) for one in found] == [("a", 0.5), ("b", 0.0)]
    assert isinstance(found[0], Coverage)


@given(st.text(alphabet="aB .?!”\n•—1", max_size=60))
def test_pieces_do_not_overlap_and_leave_out_only_spaces_and_bullets(text: str) -> None:
    found = sentences(text)
    left = list(text)
    end = 0
    for piece in found:
        assert end <= piece.start < piece.end
        assert text[piece.start : piece.end] == piece.words == piece.words.strip()
        left[piece.start : piece.end] = " " * len(piece.words)
        end = piece.end
    assert set(left) <= set(" \n•—1.")  # `1.` at the start of a line is a bullet


def test_the_articles_split_as_a_reader_would_split_them(shared: Path) -> None:
    counts = {}
    for path in sorted((shared / "articles").glob("*.txt")):
        found = sentences(path.read_bytes().decode())
        counts[path.stem] = (sum(map(is_sentence, found)), [piece.words for piece in found if not is_sentence(piece)])
    assert counts == {
        "arabnews-2025-07-26": (16, ["(ISPR)", "Short Url"]),
        "thenews-2023-12-14": (19, ["By |", "—ISPR/AFP file", "—ISPR/AFP file"]),
    }


SCRIPTS = [row.split("\t") for row in (Path(__file__).parent / "scripts.tsv").read_text("utf-8").split("\n") if row]


def test_no_script_is_left_out() -> None:
    assert len(SCRIPTS) == 26


@pytest.mark.parametrize(("number", "text"), SCRIPTS)
def test_sentences_end_as_their_script_has_it(number: str, text: str) -> None:
    expected = int(number)
    pieces = sentences(text)
    assert len([piece for piece in pieces if is_sentence(piece)]) == len(pieces) == expected
    first = pieces[0]
    assert cover("a", text, [(first.start, first.end)]).share == pytest.approx(1 / expected)


@pytest.mark.parametrize(
    "bullet", ["•", "\u2043", "➤", "✓", "(1) ", "b) ", "१. ", "\uff11\uff0e", "①", "※", "・", "\u200f• ", "\u061c- "]
)
def test_a_bullet_is_no_part_of_what_it_stands_before(bullet: str) -> None:
    (piece,) = sentences(f"{bullet}会談した。They met him there")[:1]
    assert piece.words == "会談した。"


def test_a_byline_is_no_sentence_in_any_script() -> None:
    for words in ("记者 张三", "अमर उजाला", "رپورٹ: علی", "ภาพ"):
        assert not is_sentence(Sentence(0, len(words), words)), words


def test_a_line_of_any_length_is_split_in_one_sweep() -> None:
    line = "Mr. Berg of the U.S. Navy met Ann Arbor at 5 p.m. on Friday. "
    assert [piece.start for piece in sentences(line * 3000)] == [len(line) * number for number in range(3000)]
