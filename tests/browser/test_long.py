"""A page of long texts, or of many things, opens in time, never scrolls sideways, and shows the rest where asked."""

from __future__ import annotations

import time

import pytest
from msgspec import structs

from kg.model.records import Kind
from tests import long
from tests.browser.conftest import Reader, Sized, World, world
from tests.browser.test_hostile import of
from tests.conftest import SOON
from tests.making import claim, entity

OPENED = [
    "", "open=fact+meeting", "open=fact+shake", "open=node+ann", "open=line+ann+bob", "open=article+a1",
    "open=outlet+paper", "open=voice+cid", "open=status+reported", "path=ann+bob&open=path",
    "form=table", "form=matrix",
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


def gathering(many: int) -> World:
    """One meeting of so many that no two of them are joined."""
    who = [f"p{number}" for number in range(many)]
    its = of(claim("herald", id_="c", fact="crowd", roles={"participant": tuple(who)}))
    people = {id_: entity(id_, Kind.PERSON) for id_ in who}
    return World(its.title, structs.replace(its.records, entities=its.records.entities | people), its.ontology)


@pytest.mark.parametrize("many", [700, 2_000])
def test_many_marks_without_a_line_go_back_to_their_places_in_time(reader: Reader, many: int) -> None:
    reader.opens(gathering(many).html())
    places = reader.does("d.data.nodes.map(({ id }) => d.drawing.at(id))")
    assert len(places) == many
    pins = ";".join(f"p{number},{number},7" for number in range(0, many, 2))
    for step in (
        "document.getElementById('reset').click()",
        f"location.hash = 'pins={pins}'",
        "location.hash = 'alone=no'",
        "document.getElementById('reset').click()",
    ):
        begun = time.perf_counter()
        reader.does(step)
        reader.does("new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 60))")
        assert time.perf_counter() - begun < SOON, step[:50]
        if "pins" in step:
            assert reader.does("[d.drawing.at('p0'), d.drawing.at('p2')]") == [[0, 7], [2, 7]]
    assert reader.does("d.data.nodes.map(({ id }) => d.drawing.at(id))") == places


def test_lines_that_are_too_many_are_told_in_the_picture(reader: Reader) -> None:
    reader.opens(gathering(700).html())
    assert reader.text("#left") == "0 lines between 0 actors."
    assert reader.text("#undrawn") == "Not drawn: 1 with more lines than can be drawn."
    assert reader.text("header .notice").startswith("Not drawn are 244,650 lines of 1 finding")


@pytest.mark.parametrize("focus", [None, "p7"])
def test_a_page_above_every_limit_is_not_blank(reader: Reader, focus: str | None) -> None:
    """Each of 2,001 persons says one thing, so that nobody is joined to anybody, and one is left out."""
    said = (
        claim(None, id_=f"c{n}", fact=f"f{n}", type="Statement", roles={"agent": (f"p{n}",), "act": ("praise",)})
        for n in range(2_001)
    )
    crowd = of(*said)
    people = {f"p{n}": entity(f"p{n}", Kind.PERSON) for n in range(2_001)}
    records = structs.replace(crowd.records, entities=crowd.records.entities | people)
    reader.opens(World(crowd.title, records, crowd.ontology).html(focus=focus))
    assert reader.text("header .notice").startswith("Shown are 2,000 of 2,001 actors and 0 of 0 lines: ")
    assert reader.text("#headline").startswith("2,000 findings")
    assert reader.text("#undrawn") == "Not drawn: 2,000 that join no two actors."
    assert reader.does("d.drawing.scene.marks.size") == reader.does("d.view.nodes.size") == (1 if focus else 2_000)
    assert focus is None or reader.does(f"d.view.nodes.has('{focus}')")
