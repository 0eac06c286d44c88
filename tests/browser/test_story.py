"""A reader clicks through: who deals with whom, what one did, what changed; and hands on what tells its filters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kg
from kg.graph.graph import Graph
from tests.browser.conftest import Reader
from tests.browser.crowds import happened, parliament
from tests.conftest import ROOT, copied

SVG = "{http://www.w3.org/2000/svg}"


def strait(folder: Path) -> Graph:
    (folder / "p").mkdir()
    return kg.build(copied(ROOT / "tests/projects/strait", folder / "p"))


MADE: dict[str, Callable[[Path], Graph]] = {"events": happened, "parliament": parliament, "strait": strait}


@pytest.fixture(scope="module", params=MADE)
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return MADE[request.param](tmp_path_factory.mktemp(request.param))


def saved(reader: Reader, button: str) -> str:
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_text("utf-8-sig")


def test_a_reader_clicks_through_and_hands_on_what_was_filtered(reader: Reader, graph: Graph) -> None:
    page = reader.opens(graph.view().html).page
    page.get_by_role("button", name="Matrix", exact=True).click()
    cell, count = max(
        reader.does("[...document.querySelectorAll('#matrix td button')].map((b) => [b.dataset.pair, +b.innerText])"),
        key=lambda its: (its[1], its[0]),
    )
    page.locator(f"#matrix td button[data-pair='{cell}']").first.click()
    assert f"{count} FINDING" in reader.text("#evidence .kicker")

    who = reader.does("d.view.ranking[0].id")
    near = set(reader.does("d.view.near.get(argument)", who))
    page.locator("#search").fill(reader.does("d.data.entities[argument].name", who))
    page.keyboard.press("Enter")
    assert reader.text("#evidence h2").startswith(reader.does("d.data.entities[argument].name", who)[:20])
    page.locator("#evidence .moves", has_text="Focus").get_by_role("button", name="1", exact=True).click()
    assert reader.does("d.state.form") == "picture", "no matrix has one actor in its middle"
    assert set(reader.does("[...d.drawing.scene.marks.keys()]")) == {who, *near}
    assert "outside the focus" in reader.text("#partly") or len(near) + 1 == reader.does("d.data.nodes.length")

    days = sorted({article.day for article in graph.records.articles.values()})
    page.locator("#compare input").fill(days[len(days) // 2])
    page.keyboard.press("Enter")
    assert "Compared" in reader.text("#evidence .kicker").title()
    state = reader.does("d.stateText()")
    assert f"against {days[len(days) // 2]}" in state
    assert f"within 1 step of {reader.does('d.data.entities[argument].name', who)}" in state

    drawing = ElementTree.fromstring(saved(reader, "SVG"))
    assert (drawing.findtext(f"{SVG}title") or "").endswith(state)
    rows = list(csv.DictReader(io.StringIO(saved(reader, "CSV"))))
    assert {row["shown"].split(": ", 1)[1] for row in rows} <= {state}
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert reader.text("#paper .state") == f"{state[0].upper()}{state[1:]}."
    assert page.locator("#paper > svg").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.go_back()
    page.get_by_role("button", name="Show everything as it was").click()
    assert reader.does("d.state.focus") is None
