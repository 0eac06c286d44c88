"""The still picture beside the page: it says what the page says, and JupyterLab shows it where nothing is trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kg.graph.graph import Graph
from tests.browser.conftest import Reader
from tests.browser.test_jupyter import SECONDS, TOKEN, lab
from tests.conftest import open_tab

__all__ = ["lab"]  # the fixture

CUTS: tuple[dict[str, Any], ...] = (
    {},
    {"known_by": "2031-03-24"},
    {"without": "orlund"},
    {"between": ("2031-03-01", "2031-03-20")},
    {"status": ["on-record", "one-sided", "reported"]},
)
LOOKS: tuple[dict[str, Any], ...] = (
    {},
    {"kinds": "all"},
    {"layers": "all", "kinds": ["Person", "Country"]},
    {"edges": "met"},
    {"focus": "ilse-marwen", "steps": 2},
)


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_the_caption_is_the_sentence_of_the_page(reader: Reader, strait: Graph, cut: dict[str, Any]) -> None:
    page = strait.slice(**cut).view(kinds="all") if cut else strait.view()
    assert page.still is not None
    picture = page.still()
    assert picture is not None
    assert picture.caption == reader.opens(page.html).does("d.stateText()")
    assert len(picture.lines) == reader.does("d.view.lines.size")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_caption_follows_how_a_page_opens(reader: Reader, strait: Graph, look: dict[str, Any]) -> None:
    page = strait.view(**look)
    assert page.still is not None
    picture = page.still()
    assert picture is not None
    told = reader.opens(page.html).does("d.stateText()")
    assert picture.caption.rpartition(";")[0] == told.rpartition(";")[0]
    lines = reader.does("[...d.view.lines.values()].map((line) => [line.ends, line.status, line.facts.length])")
    shown = {tuple(ends): (status, findings) for ends, status, findings in lines}
    assert {line.ends: (line.status.value, line.findings) for line in picture.lines}.items() <= shown.items()


def notebook(graph: Graph) -> str:
    """A notebook as somebody else ran it: its output is not trusted here."""
    data, more = graph.view()._repr_mimebundle_()
    output = {"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": more}
    cell = {
        "cell_type": "code", "id": "a", "execution_count": 1, "metadata": {}, "outputs": [output],
        "source": "graph.view()",
    }  # fmt: skip
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_notebook_that_is_not_trusted_shows_the_still_picture(
    browser: Browser, lab: str, tmp_path: Path, demo: Graph
) -> None:
    (tmp_path / "theirs.ipynb").write_text(notebook(demo), "utf-8")
    with open_tab(browser, lab, lab.replace("http", "ws"), viewport={"width": 1400, "height": 1000}) as tab:
        page = tab.page
        page.goto(f"{lab}/lab/tree/theirs.ipynb?token={TOKEN}", timeout=SECONDS * 1000)
        picture = page.locator(".jp-OutputArea img")
        picture.first.wait_for(timeout=SECONDS * 1000)
        assert picture.is_visible()
        assert (picture.get_attribute("alt") or "").startswith("Network: Dramatis: two articles")
        assert (picture.get_attribute("src") or "").startswith("data:image/svg+xml;base64,")
        assert picture.evaluate("(its) => its.complete && its.naturalWidth") > 300
        assert page.locator(".jp-OutputArea iframe").count() == 0
