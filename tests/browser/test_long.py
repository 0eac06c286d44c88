"""A page of long texts, or of many things, opens in time, never scrolls sideways, and shows the rest where asked."""

from __future__ import annotations

import time

import pytest

from tests import long
from tests.browser.conftest import Reader, Sized, World, world
from tests.browser.test_hostile import of
from tests.conftest import SOON
from tests.making import claim

OPENED = [
    "", "open=fact+meeting", "open=fact+shake", "open=node+ann", "open=line+ann+bob", "open=article+a1",
    "open=outlet+paper", "open=voice+cid", "open=status+reported", "path=ann+bob&open=path", "table=1",
]  # fmt: skip
SIDEWAYS = (
    "[document.documentElement, ...document.querySelectorAll('#evidence, #controls, #tip, header')]"
    ".filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.id || e.tagName)"
)


@pytest.fixture(scope="module", params=[long.words, long.word], ids=["words", "word"])
def texts(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> World:
    return world(long.texts(tmp_path_factory.mktemp("long") / "project", request.param))


@pytest.mark.parametrize("width", [390, 1200])
def test_no_page_scrolls_sideways(texts: World, reader_with: Sized, width: int) -> None:
    reader = reader_with(viewport={"width": width, "height": 800})
    html = texts.html(texts=dict.fromkeys(texts.records.articles, "q" * long.LONG))
    for address in OPENED:
        begun = time.perf_counter()
        reader.opens(html, address)
        assert time.perf_counter() - begun < SOON, address
        assert reader.does(SIDEWAYS) == [], address
    reader.page.emulate_media(media="print")
    assert reader.does(SIDEWAYS) == []


def test_a_long_text_is_shown_whole_where_one_asks_for_it(texts: World, reader: Reader) -> None:
    reader.opens(texts.html(), "open=fact+shake")
    note = reader.page.locator("#evidence .claim dd").filter(has_text="Note").first
    assert len(note.inner_text()) < 700
    note.get_by_role("button").click()
    assert len(note.inner_text()) > long.LONG - 100


def test_what_is_offered_is_cut(texts: World, reader: Reader) -> None:
    reader.opens(texts.html())
    reader.page.get_by_role("combobox", name="Find").fill("ann")
    assert 0 < len(reader.page.get_by_role("option").first.inner_text()) < 130
    svg = reader.does("d.svg()")
    assert len(svg) < 20_000
    assert len(reader.page.title()) <= 300


def test_many_sources_are_offered_a_piece_at_a_time(reader: Reader) -> None:
    voices = ["ann", "abe", "bob", "cid", "xan", "yan", "aland", "bland"]
    many = [claim(voices[number % 8], id_=f"c{number}", fact=f"m{number}") for number in range(300)]
    reader.opens(of(*many).html(), "open=outlet+herald")
    assert reader.page.locator("#evidence .card").count() == 100
    reader.page.click("text=… 200 more, show")
    assert reader.page.locator("#evidence .card").count() == 200
