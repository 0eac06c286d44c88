"""The picture as it is served: it leads on to the pages of what it shows, and shows whomever a page leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.graph.graph import Graph
from kg.model.records import Kind
from kg.view.opening import lines_of
from tests.conftest import open_tab
from tests.graphs import graph_of
from tests.making import claim
from tests.serve.conftest import get
from tests.serve.serving import Served

KNOWN = "2025-01-01"  # between the two articles of the demo


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A tab at the server of the two articles; nothing is asked of others, and no error shown."""
    with open_tab(browser, served.address, viewport={"width": 1200, "height": 800}) as tab:
        yield tab.page
        assert (tab.requests, tab.errors) == ([], [])


def drawn(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")


def chosen(page: Page, *selected: str) -> list[str]:
    """Where the panel of a thing leads to on the server."""
    page.evaluate("(its) => globalThis.dramatis.choose(its)", list(selected))
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('#evidence a')].map((a) => a.getAttribute('href')).filter((a) => a[0] === '/')"
    )
    return found


def test_what_the_panel_shows_has_links_to_its_pages(served: Served, page: Page) -> None:
    drawn(page, f"{served.address}/view?known_by={KNOWN}")
    paths = (
        "node asim-munir",
        "side pakistan",
        "fact munir-austin-2023-12",
        "article thenews-2023-12-14",
        "voice pakistan",
    )
    selected = [tuple(path.split(" ")) for path in paths]
    found = {its: chosen(page, *its) for its in selected}
    starts = (
        "/entity/asim-munir?",
        "/entity/pakistan?",
        "/fact/munir-austin-2023-12?",
        "/article/thenews-2023-12-14?",
        "/voice/pakistan?",
    )
    for its, start in zip(selected, starts, strict=True):
        assert found[its][0].startswith(start), (its, found[its])
    links = {link for its in found.values() for link in its}
    assert {urlsplit(link).path.split("/")[1] for link in links} == {"entity", "fact", "claim", "article", "voice"}
    for link in links:
        assert parse_qs(urlsplit(link).query) == {"known_by": [KNOWN]}, link
        assert served.get(link).status_code == 200, link
    chosen(page, "node", "asim-munir")
    page.get_by_role("link", name="Open its own page").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Asim Munir")
    expect(page.get_by_text("A slice:")).to_be_visible()


def test_links_are_of_the_day_and_the_sources_that_are_set_in_the_picture(served: Served, page: Page) -> None:
    drawn(page, f"{served.address}/view#known={KNOWN}&no-voice=united-states&no-outlet=arab-news")
    [link, *_] = chosen(page, "node", "asim-munir")
    assert parse_qs(urlsplit(link).query) == {
        "known_by": [KNOWN],
        "without": ["voice:united-states", "outlet:arab-news"],
    }
    assert served.get(link).status_code == 200


def test_the_header_leads_to_the_rest_of_the_server(served: Served, page: Page) -> None:
    for name in ("Overview", "Search", "Query", "API"):
        drawn(page, f"{served.address}/view?known_by={KNOWN}")
        page.get_by_role("navigation", name="Site").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("link", name="Picture", exact=True)).to_be_visible()


def test_a_page_that_is_written_to_a_file_has_no_such_links(demo: Graph, browser: Browser, tmp_path: Any) -> None:
    file = demo.view().save(tmp_path / "page.html")
    assert "data-site=" not in file.read_text(encoding="utf-8")
    with open_tab(browser) as tab:
        drawn(tab.page, file.as_uri())
        for its in (("node", "asim-munir"), ("fact", "munir-austin-2023-12"), ("article", "thenews-2023-12-14")):
            assert chosen(tab.page, *its) == []
        expect(tab.page.get_by_role("navigation")).to_have_count(0)
        expect(tab.page.get_by_text("own page")).to_have_count(0)


def joined(graph: Graph) -> dict[Kind, list[str]]:
    """Entities to whom accepted lines lead, by kind."""
    found: dict[Kind, list[str]] = {}
    for id_, its in graph.records.entities.items():
        if lines_of(id_, graph.account.facts.values(), graph.ontology, graph.records.entities):
            found.setdefault(its.kind, []).append(id_)
    return found


def test_the_picture_of_each_kind_of_entity_shows_it_with_what_is_around_it(
    served: Served, demo: Graph, page: Page
) -> None:
    kinds = joined(demo)
    assert len(kinds) >= 5
    for ids in kinds.values():
        for id_ in ids[:2]:
            page.goto(f"{served.address}/entity/{id_}")
            page.get_by_role("link", name="Picture of what is around it").click()
            page.wait_for_selector("html[data-ready]", state="attached")
            around = page.evaluate("(id) => globalThis.dramatis.view.near.get(id)?.length", id_)
            assert around, id_
            assert page.evaluate("globalThis.dramatis.drawing.scene.kind") == "ego", id_


def test_a_focus_that_nothing_joins_is_drawn_alone_and_has_no_link(served: Served, demo: Graph, page: Page) -> None:
    entities, lines = demo.records.entities, joined(demo)
    named = {its.filler for fact in demo.account.facts.values() for its in fact.fillers.values()}
    alone = [id_ for id_, its in entities.items() if id_ in named and id_ not in lines.get(its.kind, ())]
    kinds = {entities[id_].kind: id_ for id_ in alone}
    assert len(kinds) >= 3
    for id_ in kinds.values():
        assert "Picture of what is around" not in get(demo, f"/entity/{id_}").text
        drawn(page, f"{served.address}/view?focus={id_}")
        assert page.evaluate("[...globalThis.dramatis.drawing.scene.marks.keys()]") == [id_]


def test_kinds_that_are_asked_for_are_kept(demo: Graph) -> None:
    organization = joined(demo)[Kind.ORGANIZATION][0]
    assert '"kinds":["Country"]' in get(demo, f"/view?focus={organization}&kinds=Country").raw


def test_the_overview_counts_as_the_picture_does() -> None:
    graph = graph_of(
        [
            claim("ann"),
            claim("bob", "denies"),
            claim("ann", fact="n"),
            claim("ann", fact="o", roles={"participant": ("ann", "abe")}),
        ]
    )
    text = get(graph, "/").text
    assert "one-sided 1 and 1 contested by a party" in text, text


def test_shares_are_rounded_as_in_the_picture() -> None:
    speakers = ("ann", "bob", "cid", "xan", "yan", "herald", "gazette", "courier")
    graph = graph_of([claim(its, fact=its, roles={"participant": ("abe", "ann")}) for its in speakers])
    text = get(graph, "/entity/abe").text
    assert "13 %" in text.replace("\xa0", " "), text
