"""The pages in a browser: no request elsewhere, no script of the sources, axe-core clean; the editor of queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.base.project import Project
from kg.graph.graph import Graph
from tests.browser.conftest import World, project
from tests.browser.test_access import axe
from tests.browser.test_hostile import hostile
from tests.conftest import Tab, open_tab
from tests.graphs import in_memory
from tests.serve.application import served

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS: list[dict[str, Any]] = [
    {"viewport": WIDE, "color_scheme": "light"},
    {"viewport": WIDE, "color_scheme": "dark"},
    {"viewport": NARROW, "color_scheme": "light"},
]
ADDRESSES = (
    "/", "/?known_by=2031-03-10", "/entity/orlund", "/entity/ilse-marwen", "/fact/pier-charge",
    "/article/post-2031-03-08", "/claim/post-2031-03-08/pier-toll", "/?known_by=2031-03-10&build=000",
    "/voice/orlund", "/search?q=harl", "/search?q=zzzz", "/query",
    "/query?name=met", "/query?name=met&$entity=nobody", "/nonsense", "/fact/pier-charg",
)  # fmt: skip
__all__ = ["axe", "project"]  # fixtures


@pytest.fixture(scope="module")
def at(quoting: Graph) -> Iterator[str]:
    with served(quoting) as address:
        yield address


Opened = Callable[..., Tab]


@pytest.fixture
def opened(browser: Browser, at: str) -> Iterator[Opened]:
    """A tab at the server; at the end, nothing may have been asked of another host, and no error shown."""
    closing: list[tuple[Any, Tab]] = []

    def sit_down(**options: Any) -> Tab:
        manager = open_tab(browser, at, **options)
        tab = manager.__enter__()
        closing.append((manager, tab))
        return tab

    yield sit_down
    for manager, tab in closing:
        manager.__exit__(None, None, None)
        assert tab.requests == [], "a page asked another host for something"
        assert [error for error in tab.errors if "status of 40" not in error] == []


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_axe_finds_nothing(opened: Opened, at: str, axe: str, look: dict[str, Any]) -> None:
    page = opened(**look, bypass_csp=True).page
    found = {}
    for address in ADDRESSES:
        page.goto(at + address)
        page.evaluate(axe)
        told = page.evaluate(
            "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
        )
        assert len(told["passes"]) > 15, "it looked at the page"
        for fault in told["violations"]:
            found[address, fault["id"]] = [node["html"][:160] for node in fault["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[address, "scrolls sideways"] = []
    assert found == {}


def test_axe_finds_nothing_in_the_editor_while_it_works(opened: Opened, at: str, axe: str) -> None:
    page = opened(viewport=WIDE, bypass_csp=True).page
    page.goto(f"{at}/query?name=voices")
    page.evaluate(axe)

    def table() -> None:
        page.click("#run")
        page.wait_for_selector("#found table")

    def chart() -> None:
        page.get_by_role("button", name="Chart").click()

    def fault() -> None:
        page.fill("#query", "SELECT")
        page.click("#run")
        page.wait_for_selector("#fault:visible")

    def completions() -> None:
        page.fill("#query", "")
        page.locator("#query").press_sequentially("ASK { ?x kg:par")
        page.wait_for_selector("#completions li")
        page.keyboard.press("ArrowDown")

    found = {}
    for reach in (table, chart, fault, completions):
        reach()
        for its in page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]:
            found[reach.__name__, its["id"]] = [node["html"][:160] for node in its["nodes"]]
    assert found == {}


def test_a_reader_goes_from_the_overview_to_the_evidence_and_back(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/")
    page.get_by_role("searchbox", name="Search").fill("pier")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Someone set off a bomb against Port Authority of Harl").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Someone set off a bomb")
    page.locator("li.claim h3 a").first.click()
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()
    expect(page.locator("blockquote")).to_contain_text("A charge went off under the ferry pier")
    page.get_by_role("link", name="Velmark Post, 2031-03-08").click()
    expect(page.get_by_role("heading", name="Citation")).to_be_visible()
    page.get_by_role("link", name="What is left without it").click()
    expect(page.get_by_text("A slice:")).to_be_visible()
    page.get_by_role("link", name="Show the whole").click()
    expect(page.get_by_text("A slice:")).to_have_count(0)


def test_the_skip_link_comes_first(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/entity/orlund")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(
    "address", ["/view", "/view?known_by=2031-03-10&without=voice:orlund&focus=kestria&kinds=Country"]
)
def test_the_view_draws_itself_under_its_policy(opened: Opened, at: str, address: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(at + address)
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.get_by_text("As of build")).to_be_visible()
    link = page.get_by_role("link", name="Permanent link")
    assert "build=" in (link.get_attribute("href") or "")
    link.click()
    page.wait_for_selector("html[data-ready]", state="attached")


def ask(page: Page, at: str, query: str) -> None:
    page.goto(f"{at}/query")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.fill("#query", query)
    page.keyboard.press("Control+Enter")


def test_a_query_is_answered_as_a_table_with_links(opened: Opened, at: str, quoting: Graph) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "SELECT ?fact ?status { ?fact kg:status ?status } ORDER BY ?fact")
    expect(page.locator("#state")).to_have_text(f"Answered: {len(quoting.account.facts)} rows.")
    assert page.locator("#found tbody tr").count() == len(quoting.account.facts)
    page.locator("#found tbody a").first.click()
    expect(page.get_by_role("heading", name="How it stands")).to_be_visible()


def test_many_rows_are_shown_in_parts(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 450")
    page.wait_for_selector("#found tbody tr")
    assert page.locator("#found tbody tr").count() == 200
    page.get_by_role("button", name="Show 200 more of 250").click()
    page.get_by_role("button", name="Show 50 more of 50").click()
    assert page.locator("#found tbody tr").count() == 450


def test_a_count_is_drawn_as_bars(opened: Opened, at: str, quoting: Graph) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "SELECT ?status (COUNT(*) AS ?n) { ?fact kg:status ?status } GROUP BY ?status")
    page.get_by_role("button", name="Chart").click()
    statuses = {fact.status for fact in quoting.account.facts.values()}
    assert page.locator("svg.chart rect").count() == len(statuses)
    assert "on-record 10" in (page.get_by_role("img").get_attribute("aria-label") or "")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { ?x kg:met ?y }", "The graph has such a pattern."),
        ("ASK { ?x kg:met ?x }", "The graph has no such pattern."),
        ("SELECT ?x { ?x kg:met ?x }", "Nothing fits the query."),
        ("SELECT ?x { ?x kg:mett ?y }", "Nothing in the graph is called `kg:mett`: did you mean `kg:met`?"),
        ("ASK { ?x kg:met entity:ilsemarwen }", "did you mean `entity:ilse-marwen`?"),
        ("SELECT ?x { BIND (entity:ilse-marwen AS ?x) }", "Ilse Marwen"),
        ("CONSTRUCT { ?x kg:met ?y } WHERE { ?x kg:met ?y }", "kg:met"),
    ],
)
def test_other_answers(opened: Opened, at: str, query: str, told: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, query)
    expect(page.locator("#shown")).to_contain_text(told)


def test_what_is_wrong_with_a_query_is_marked(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "SELECT ?x WHERE {\n  ?x kg:met ?y .\n  FILTR(?x = ?y)\n}")
    expect(page.locator("#fault")).to_contain_text("Line 3, column 3: unknown word `FILTR`")
    expect(page.locator("#fault")).to_contain_text("did you mean `FILTER`?")
    field = "(() => { const q = document.querySelector('#query');"
    assert page.evaluate(f"{field} return q.value.slice(q.selectionStart, q.selectionEnd); }})()") == "FILTR"
    expect(page.locator("#query")).to_have_attribute("aria-invalid", "true")


def test_a_query_can_be_cancelled_and_the_waiting_is_told(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/query")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.route("**/sparql", lambda route: None)  # never answered
    page.click("#run")
    expect(page.locator("#state")).to_contain_text("Asking… 1 s")
    expect(page.locator("#run")).to_be_disabled()
    page.click("#cancel")
    expect(page.locator("#state")).to_have_text("Cancelled.")
    expect(page.locator("#run")).to_be_enabled()


def test_the_query_stands_in_the_address(opened: Opened, at: str) -> None:
    tab = opened(viewport=WIDE)
    page = tab.page
    query = "ASK { ?x kg:met ?y # & + % ü\n}"
    ask(page, at, query)
    expect(page.locator("#shown")).to_contain_text("The graph has such")
    address = page.url
    assert "#query=ASK" in address
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.input_value("#query") == query
    expect(page.locator("#state")).to_contain_text("“Ask” asks it")
    page.fill("#query", "ASK { ?x kg:met 1 }")
    lasting = page.get_by_role("link", name="Permanent link").get_attribute("href") or ""
    assert "#query=ASK%20%7B%20%3Fx%20kg%3Amet%201%20%7D" in lasting


def test_an_empty_query_is_told_in_words_for_people(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "  ")
    expect(page.locator("#fault")).to_contain_text("There is no query.")


def test_rows_can_be_taken_away_as_a_file(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, 'SELECT ?x ?y { VALUES (?x ?y) { (entity:ilse-marwen "a, \\"b\\"") } }')
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download as CSV").click()
    its = Path(downloading.value.path()).read_bytes().decode()
    assert its == 'x,y\r\nhttps://example.org/strait/entity/ilse-marwen,"a, ""b"""\r\n'


def test_rows_of_the_query_before_are_marked_while_another_waits(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "SELECT ?x { ?x kg:met ?y }")
    expect(page.locator("#found table")).to_be_visible()
    expect(page.locator("#earlier")).to_be_hidden()
    page.route("**/sparql", lambda route: None)  # never answered
    page.click("#run")
    expect(page.locator("#earlier")).to_be_visible()


def test_words_are_completed_by_keyboard(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/query")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.fill("#query", "")
    field = page.locator("#query")
    for typed, keys, became in (
        ("SELECT ?fact WHERE { ?fact kg:partici", ("ArrowDown", "Enter"), "SELECT ?fact WHERE { ?fact kg:participant"),
        (" entity:marw", ("ArrowDown", "Tab"), " entity:ilse-marwen"),
        (" kg:partici", ("Tab",), " kg:participant"),
        (" . ?fa", ("Control+Space", "Enter"), " . ?fact"),
        (" kg:sta", ("Escape",), " kg:sta"),
    ):
        before = page.input_value("#query")
        field.press_sequentially(typed)
        page.wait_for_selector("#completions li")
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(100)
        expect(page.locator("#completions")).to_be_hidden()
        assert page.input_value("#query") == before + became


def test_completions_are_offered_where_the_cursor_is(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/query")
    page.wait_for_selector("html[data-ready]", state="attached")
    places = []

    def place(selector: str) -> tuple[float, float]:
        its = page.locator(selector).bounding_box()
        assert its is not None
        return its["x"], its["y"]

    for before in ("", "\n\n\n"):
        page.fill("#query", before)
        page.locator("#query").press_sequentially("ASK { ?a kg:partici")
        page.wait_for_selector("#completions li")
        places.append(place("#completions"))
        page.keyboard.press("Escape")
    assert places[1][1] > places[0][1] + 40
    assert places[0][0] > place("#query")[0] + 50


def test_a_result_becomes_a_picture(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/query")
    page.fill("#query", "CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b }")
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="As a picture").click()
    picture = opening.value
    picture.wait_for_selector("html[data-ready]", state="attached")
    assert "As of build" in picture.inner_text("header")


def test_the_editor_works_without_script(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE, java_script_enabled=False).page
    page.goto(f"{at}/query?name=voices")
    with page.expect_response(re.compile("/sparql")) as answered:
        page.click("#run")
    assert answered.value.status == 200
    assert answered.value.request.method == "GET"


@pytest.fixture(scope="module")
def bad(project: World) -> Graph:
    """A project in which every text is hostile, its title and its base too."""
    its = hostile(project)
    title = "<script>globalThis.pwned = 1</script> \u202e\u05e2\u05d1\u05e8\u05d9\u05ea & \" '"
    return in_memory(Project(Path(), "https://example.org/<x>/", title), its.records, its.ontology)


def test_whatever_stands_in_the_sources_is_text(browser: Browser, bad: Graph) -> None:
    entities, facts = list(bad.records.entities), list(bad.account.facts)
    addresses = [
        "/", "/search?q=", "/search?q=<script>pwned=1</script>", '/search?q="><img src=x onerror=pwned=1>', "/query",
        *(f"/entity/{id_}" for id_ in entities[:40]), *(f"/fact/{id_}" for id_ in facts[:25]),
        *(f"/article/{id_}" for id_ in bad.records.articles), *(f"/claim/{key}" for key in list(bad.claims)[:20]),
        "/fact/<script>pwned=1</script>", "/?status=<script>pwned=1</script>", "/?<script>=1", "/view",
    ]  # fmt: skip
    with served(bad) as at, open_tab(browser, at, viewport=NARROW) as tab:
        tab.page.on("dialog", lambda dialog: tab.errors.append(dialog.message))
        for address in addresses:
            tab.page.goto(at + address)
            state = tab.page.evaluate(
                "[typeof globalThis.pwned,"
                " document.querySelectorAll('main :is(script, img, iframe, object, base)').length,"
                " [...document.links].filter((a) => !['http:', 'https:'].includes(a.protocol)).length,"
                " document.documentElement.scrollWidth > innerWidth]"
            )
            assert state[:3] == ["undefined", 0, 0], address
            assert not state[3] or address == "/view", address
        assert tab.requests == []
        assert [error for error in tab.errors if "status of 40" not in error] == []


def test_on_paper_there_are_no_buttons(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    page.goto(f"{at}/fact/pier-charge")
    page.emulate_media(media="print")
    assert page.locator("header.site form").is_hidden()
    assert page.locator("nav").first.is_hidden()
    assert page.get_by_text("As of build").is_visible()
    assert len(page.pdf()) > 10_000


def test_on_paper_the_query_stands_above_its_rows(opened: Opened, at: str) -> None:
    page = opened(viewport=WIDE).page
    ask(page, at, "SELECT ?status (COUNT(*) AS ?n) { ?fact kg:status ?status } GROUP BY ?status")
    expect(page.locator("#found table")).to_be_visible()
    expect(page.locator("#printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#printed")).to_contain_text("COUNT(*)")
    expect(page.locator("#printed")).to_be_visible()
    for hidden in ("#query", "#run", "#named"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#found table")).to_be_visible()
