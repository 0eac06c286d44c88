"""What the browser tests share: worlds of records, pages made of them, and a reader's hands on a page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kg import ontology
from kg.account.compute import account
from kg.account.facts import Account
from kg.account.voices import Links
from kg.annotation.reader import read_all
from kg.base.project import find
from kg.builder.pipeline import records_of
from kg.check import check
from kg.model.records import Records
from kg.ontology import Ontology
from kg.view import draw
from tests.conftest import ROOT, Tab, open_tab

PROJECTS = [ROOT, *sorted(path.parent for path in (ROOT / "tests" / "projects").glob("*/kg.toml"))]


@dataclasses.dataclass(frozen=True)
class World:
    """Records with their ontology and account, as `kg.view.draw` takes them."""

    title: str
    records: Records
    ontology: Ontology

    @property
    def links(self) -> Links:
        return Links.of(self.records, self.ontology)

    def account(self, **options: Any) -> Account:
        return account(self.records.claims, self.links, **options)

    def html(self, **look: Any) -> str:
        records = self.records
        known_by = look.get("known_by")
        its = self.account(known_by=known_by)
        return draw(
            records.entities, records.articles, records.claims, self.links, self.ontology, its,
            **({"title": self.title} | look),
        ).html  # fmt: skip


def world(root: Path) -> World:
    """Read a project folder."""
    project = find(root)
    its = ontology.load(project.ontology)
    checked = check(read_all(project.sources, project.root), its, None)
    assert checked.refused == 0
    return World(project.title, records_of(checked), its)


@pytest.fixture(scope="session")
def project() -> World:
    """The two articles of this repository."""
    return world(ROOT)


@pytest.fixture(scope="session")
def texts(project: World, shared: Path) -> dict[str, str]:
    """The articles' texts, for quoted words."""
    return {
        its.id: (shared / "articles" / its.text.file).read_bytes().decode()
        for its in project.records.articles.values()
        if its.text
    }


@dataclasses.dataclass(frozen=True)
class Reader:
    """A reader in front of a page."""

    tab: Tab
    folder: Path

    @property
    def page(self) -> Page:
        return self.tab.page

    def opens(self, html: str, address: str = "") -> Reader:
        """Open a page, at a state that its address names."""
        file = self.folder / f"page-{len(list(self.folder.iterdir()))}.html"  # one address, and only its `#…` changes
        file.write_bytes(html.encode())
        self.page.goto(f"{file.as_uri()}#{address}")
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self

    def does(self, script: str, argument: Any = None) -> Any:
        """Run a line of script in the page; `d` is the page's own object."""
        return self.page.evaluate(f"(argument) => {{ const d = globalThis.dramatis; return ({script}); }}", argument)

    def edges(self) -> set[tuple[str, str, str, str]]:
        """The edges that the page says it shows: from, to, fact/relation, status."""
        found = self.does("d.view.edges.map((e) => [e.from, e.to, `${e.fact}/${e.relation}`, e.status])")
        return {(source, target, key, status) for source, target, key, status in found}

    def text(self, selector: str) -> str:
        return " ".join(self.page.inner_text(selector).split())

    def spot(self, *ids: str) -> tuple[float, float]:
        """Where a mark, or the middle of a line, is on the screen."""
        x, y = self.does(
            "(() => { const p = argument.map((id) => d.drawing.at(id));"
            " const mean = (k) => p.reduce((s, q) => s + q[k], 0) / p.length; const m = { x: mean(0), y: mean(1) };"
            " const s = d.drawing.network.canvasToDOM(m); const r = d.drawing.frame.getBoundingClientRect();"
            " return [s.x + r.x, s.y + r.y]; })()",
            list(ids),
        )
        return float(x), float(y)

    def picture(self, png: bytes) -> tuple[int, int, int]:
        """Width and height of a picture, and how many colours are in it."""
        wide, high, colours = self.does(
            "createImageBitmap(new Blob([new Uint8Array(argument)], {type: 'image/png'})).then((image) => {"
            " const { width: w, height: h } = image; const pen = new OffscreenCanvas(w, h).getContext('2d');"
            " pen.drawImage(image, 0, 0); const data = pen.getImageData(0, 0, w, h).data; const seen = new Set();"
            " for (let k = 0; k < data.length; k += 4) seen.add((data[k] << 16) | (data[k + 1] << 8) | data[k + 2]);"
            " return [w, h, seen.size]; })",
            list(png),
        )
        return int(wide), int(high), int(colours)

    def clicks(self, *ids: str) -> None:
        """Click on a mark, or on the line between two."""
        self.page.mouse.click(*self.spot(*ids))
        self.page.wait_for_timeout(350)  # vis-network waits for a second click first


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """A reader at a desk; nothing may have been asked of any host, and no error shown, when he leaves."""
    with open_tab(browser, viewport={"width": 1440, "height": 900}, accept_downloads=True) as tab:
        yield Reader(tab, tmp_path)
        assert tab.requests == [], "the page asked a host for something"
        assert tab.errors == [], "the page's console shows errors"


Sized = Callable[..., Reader]


@pytest.fixture
def reader_with(browser: Browser, tmp_path: Path) -> Iterator[Sized]:
    """A reader with a window of a size, a colour scheme and so on: the options of Playwright's `new_context`."""
    closing: list[tuple[Any, Tab]] = []

    def sit_down(**options: Any) -> Reader:
        manager = open_tab(browser, **options)
        tab = manager.__enter__()
        closing.append((manager, tab))
        return Reader(tab, tmp_path)

    yield sit_down
    for manager, tab in closing:
        manager.__exit__(None, None, None)
        assert tab.requests == []
        assert tab.errors == []
