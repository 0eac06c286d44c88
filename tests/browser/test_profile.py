"""The card of an actor, beside what Python's account says of it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.browser.conftest import Reader, World, world
from tests.conftest import ROOT

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "11", "12", "13")


def card(reader: Reader, id_: str) -> dict[str, str]:
    """Choose an actor, and read the rows of its card."""
    reader.does("d.choose(['node', argument])", id_)
    rows = reader.does(
        "[...document.querySelectorAll('#evidence .profile dt')].map((e) => [e.textContent, e.nextSibling.innerText])"
    )
    return {name: " ".join(text.split()) for name, text in rows}


def test_the_card_of_a_person(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    assert card(reader, "asim-munir") == {
        "Days": "2023-12-03 to 2025-07-26",
        "Together": "3 findings (met 2, attended with 1) with Lloyd Austin 1, Michael Kurilla 1, Thomas West 1",
        "Out": "2 findings (spoke to 1, visited 1) to United States 2, Kazakhstan 1, Kyrgyzstan 1 and 2 more",
        "Posts": "Chief of Army Staff, Pakistan Army 2023-12-14/2025-07-26 General 2023-12-14 Field Marshal 2025-07-26",
        "Sources": "four voices: The News International 47 %, Arab News 27 %, Pakistan 13 %, United States 13 %;"
        " 16 claims in two outlets",
        "Contested": "nothing",
    }
    reader.page.locator("#evidence .profile").get_by_role("button", name="Thomas West").click()
    assert reader.text("#evidence h2") == "Thomas West"
    reader.does("d.choose(['node', 'asim-munir'])")
    reader.page.locator("#evidence .profile").get_by_role("button", name="Arab News").click()
    assert reader.text("#evidence .kicker").startswith("VOICE")


@pytest.mark.parametrize("name", ["articles", "strait"])
def test_every_card_is_what_the_account_says(reader: Reader, project: World, name: str) -> None:
    its = project if name == "articles" else world(ROOT / "tests" / "projects" / "strait")
    reader.opens(its.html())
    told = its.account()
    seen = 0
    for id_ in its.records.entities:
        parts = [
            (fact, filler)
            for fact in told.facts.values()
            for filler in fact.fillers.values()
            if filler.filler == id_
        ]  # fmt: skip
        rows = card(reader, id_)
        if not parts:
            assert rows == {}, id_
            continue
        voices: Counter[str] = Counter()
        for key in {key for _, filler in parts for key in filler.asserting}:
            voices.update(told.readings[key].voices)
        number = NUMBERS[len(voices)]
        start = f"{number} voice{'s' if len(voices) > 1 else ''}: " if voices else "nobody asserts it"
        assert rows["Sources"].startswith(start), (id_, rows["Sources"])
        contested = {fact.fact for fact, filler in parts if fact.contested or filler.contested}
        assert contested == set() or rows["Contested"] != "nothing", id_
        accepted = [fact.when for fact, filler in parts if fact.accepted and filler.accepted]
        first = min((when.earliest or when.latest or "~" for when in accepted), default="~")
        assert rows["Days"].startswith(first if first != "~" else ("undated" if accepted else "nothing")), id_
        seen += 1
    assert seen > 20


def test_the_card_follows_what_is_withdrawn(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.does("d.set({ without: { ...d.state.without, voice: ['pakistan', 'united-states'] } })")
    assert card(reader, "asim-munir")["Sources"].startswith("two voices: ")
