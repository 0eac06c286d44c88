"""What selected words of an article can be."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.errors import UsageError
from kg.base.letters import is_between_letters
from kg.desk.annotating.selections import selection, widened
from kg.desk.annotating.sources import Current
from tests.desk.trying import WIRE, copied_strait, current_of


@pytest.fixture
def current(tmp_path: Path) -> Current:
    return current_of(copied_strait(tmp_path))


def selected(current: Current, words: str) -> dict[str, Any]:
    text = (current.project.root / f"texts/{WIRE}.txt").read_text("utf-8")
    start = text.index(words)
    return selection(current, WIRE, start, start + len(words))


def test_a_name_is_an_entity(current: Current) -> None:
    found = selected(current, " Ilse Marwen ")
    assert (found["words"], found["end"] - found["start"]) == ("Ilse Marwen", 11)
    assert found["entities"] == [
        {"id": "ilse-marwen", "name": "Ilse Marwen", "kind": "Person", "why": "name: Ilse Marwen"}
    ]
    assert found["new_entity"] == {"id": "", "name": ""}


def test_a_surname_is_whoever_of_the_text_bears_it(current: Current) -> None:
    assert [its["id"] for its in selected(current, "Orr had come")["entities"]] == ["dagny-orr"]


def test_a_name_of_two_gives_both(current: Current) -> None:
    found = selected(current, "Jon Berg, ")["entities"]
    assert [(its["id"], its["why"]) for its in found] == [
        ("jon-berg-captain", "name: Jon Berg, which several have"),
        ("jon-berg-minister", "name: Jon Berg, which several have"),
    ]


def test_a_weekday_is_the_day_before_publication(current: Current) -> None:
    found = selected(current, "Sunday")
    assert found["days"] == [{"when": "2031-03-23", "words": "Sunday, 23 March 2031"}]
    assert found["new_entity"] == {"id": "", "name": ""}


def test_a_sentence_has_a_speaker_a_type_and_facts_that_it_may_mean(current: Current) -> None:
    found = selected(current, "Ilse Marwen and Dagny Orr met")
    assert found["speech"] == {
        "verb": "said", "speakers": ["kestria", "orlund"], "via": [], "why": "named beside a verb of speech",
    }  # fmt: skip
    assert found["types"] == ["Meeting"]
    assert found["facts"][0] == {
        "id": "ister-talks", "type": "Meeting", "words": "Dagny Orr and Ilse Marwen met in Ister on 2031-03-22",
        "why": "names `dagny-orr`, `ilse-marwen`, `ister`, `strait-pilotage`; a word of Meeting",
    }  # fmt: skip
    assert found["notes"] == []


def test_an_article_whose_title_is_wrong_can_be_selected_from(tmp_path: Path) -> None:
    root = copied_strait(tmp_path)
    file = root / f"sources/{WIRE}.yaml"
    (title,) = [line for line in file.read_text("utf-8").splitlines() if line.startswith("  title:")]
    file.write_text(file.read_text("utf-8").replace(title, '  title: " blanks around "'), "utf-8")
    assert selected(current_of(root), "On Sunday")["words"] == "On Sunday"


def test_a_name_that_nobody_has_may_be_a_new_entity(current: Current) -> None:
    assert selected(current, "All nineteen of us")["new_entity"] == {
        "id": "all-nineteen-of-us", "name": "All nineteen of us",
    }  # fmt: skip


def test_without_the_library_that_finds_names_days_are_found_and_it_is_said(
    current: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ahocorasick", None)
    found = selected(current, "On Sunday")
    assert (found["words"], found["entities"], found["types"], found["facts"]) == ("On Sunday", [], [], [])
    assert found["days"] == [{"when": "2031-03-23", "words": "Sunday, 23 March 2031"}]
    (note,) = found["notes"]
    assert note.startswith("names are not looked for: suggestions need `pyahocorasick`: ")


def test_without_a_text_there_is_nothing_to_select(current: Current) -> None:
    (current.project.root / f"texts/{WIRE}.txt").unlink()
    with pytest.raises(UsageError) as caught:
        selection(current, WIRE, 0, 5)
    assert str(caught.value).startswith("there is no text to select from\n  hint: ")


@given(text=st.text(max_size=12), start=st.integers(-3, 15), end=st.integers(-3, 15))
def test_a_selection_cuts_no_letter_and_loses_no_word(text: str, start: int, end: int) -> None:
    first, last = widened(text, min(start, end), max(start, end))
    assert 0 <= first <= last <= len(text)
    assert text[first:last] == text[first:last].strip()
    assert set(range(max(min(start, end), 0), min(max(start, end), len(text)))) <= {
        at for at in range(len(text)) if first <= at < last or text[at].isspace() or _is_beside(text, at, first, last)
    }


def _is_beside(text: str, at: int, first: int, last: int) -> bool:
    """Whether a place belongs to a letter that begins with a blank, such as a blank with an accent."""
    while at > 0 and not is_between_letters(text, at):
        at -= 1
    return text[at].isspace() and not first <= at < last
