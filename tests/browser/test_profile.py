"""The card of an actor, beside what Python's account says of it."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Page

from kg.model.records import Records
from kg.snapshot.sentences import timed
from kg.view.modules import joined
from kg.view.template import own
from tests.browser.conftest import Reader, World, world
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, core

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
        "Posts": "Chief of Army Staff, Pakistan Army between 2023-12-14 and 2025-07-26"
        " General on 2023-12-14 Field Marshal on 2025-07-26",
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


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("lasts", [True, False])
def test_a_time_is_said_as_in_a_sentence(page: Page, lasts: bool, stated: bool) -> None:
    days = ["2023", "2023-12", "2023-12-13", "202X", "2023-XX", "2023-22", "2023-29", "2023-33", "2023-38", "2023-41"]
    dates = [*days, "2023~", "2023-12-13?", "2023-12%", "2023-21~", ""]
    texts = [
        *dates,
        *(f"{one}/{other}" for one in (*dates, "..") for other in (*dates, "..")),
        "[2023-12-13,2023-12-15]", "[2023-12-13..2023-12-15,2024-01-01]", "[..2023-12-13,2024-01-01..]",
    ]  # fmt: skip
    entry = 'import { timedWords } from "./timed.js";\nglobalThis.words = timedWords;\n'
    page.evaluate(joined("entry.js", lambda name: entry if name == "entry.js" else own(name)))
    told = page.evaluate(
        "([texts, lasts, stated]) => texts.map((text) => words({ text, stated }, lasts))", [texts, lasts, stated]
    )
    assert dict(zip(texts, told, strict=True)) == {text: timed(text, lasts=lasts, stated=stated) for text in texts}


def test_the_days_of_a_post_are_those_that_are_said_of_it(reader: Reader) -> None:
    days = [
        ("ann", "2021-05-01/2023-03-02"),
        ("bob", "2022/.."),
        ("cid", "../2023-03"),
        ("abe", None),
        ("xan", "2023~"),
    ]
    seat: dict[str, tuple[str, ...]] = {"organization": ("a-foreign",)}
    served = [
        claim(None, id_=who, fact=f"t{who}", type="Tenure", roles=seat | {"holder": (who,)}, when=day)
        for who, day in days
    ]
    reader.opens(World("Posts", Records(ENTITIES, ARTICLES, tuple(served)), core()).html())
    said = {who: card(reader, who)["Posts"] for who, _ in days}
    assert said == {
        "ann": "A Foreign from 2021-05-01 to 2023-03-02",
        "bob": "A Foreign from 2022",
        "cid": "A Foreign until 2023-03",
        "abe": "A Foreign undated",
        "xan": "A Foreign in about 2023",
    }
