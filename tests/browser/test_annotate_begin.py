"""The first claim in a project that has nothing yet: everything it names is made on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from kg.cli.main import run
from tests.browser.annotating import at_the_desk

TEXT = "Ministers met at Velm.\n\nThe minister of Orlund, Ana Solberg, talked to Marek Dunai on Monday.\n"


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Begin a project with one text and nothing else."""
    text = tmp_path / "velm.txt"
    text.write_text(TEXT, "utf-8")
    assert run(["init", str(tmp_path / "new"), "--empty", "--base", "https://example.org/new/"]) == 0
    assert run(["add", str(text), "--project", str(tmp_path / "new")]) == 0
    return tmp_path / "new"


def test_the_head_is_filled_in_with_a_publisher_that_is_made_in_place(browser: Browser, begun: Path) -> None:
    with at_the_desk(browser, begun, "velm") as hands:
        page = hands.page
        page.locator("#head-title").focus()
        hands.type("Talks at Velm", "Tab")
        hands.type("Harbour Courier")
        made = page.get_by_role("option", name="new organization “Harbour Courier”")
        expect(made).to_be_visible()
        made.click()
        hands.press("Enter")  # without a side: it speaks for itself
        expect(page.locator("#head-publisher")).to_have_value("harbour-courier")
        expect(page.locator("#head-published")).to_be_focused()
        expect(page.locator("#head-title")).to_have_value("Talks at Velm")  # not saved yet, and not lost
        hands.type("2031-03-05", "Control+Enter")
        expect(page.locator(".head-form summary")).to_have_text("About the article")
    head = yaml.safe_load((begun / "sources/velm.yaml").read_text("utf-8"))["article"]
    assert {field: str(head[field]) for field in ("title", "publisher", "published")} == {
        "title": "Talks at Velm", "publisher": "harbour-courier", "published": "2031-03-05",
    }  # fmt: skip
    entities = yaml.safe_load((begun / "sources/entities.yaml").read_text("utf-8"))
    assert entities == {"harbour-courier": {"kind": "Organization", "name": "Harbour Courier"}}


def test_a_side_that_is_not_there_is_made_with_whoever_speaks_for_it(browser: Browser, begun: Path) -> None:
    with at_the_desk(browser, begun, "velm") as hands:
        page = hands.page
        hands.press("ArrowDown", "c")
        hands.type("Talks at Velm, March", "Enter")  # words become an id
        hands.type("conversation", "Enter")
        hands.type("Ana Solberg")
        page.get_by_role("option", name="new person “Ana Solberg”").click()
        expect(page.get_by_text("Enter makes it, Escape leaves it.")).to_be_in_viewport()
        hands.type("Orlund")
        page.get_by_role("option", name="new country “Orlund”").click()
        expect(page.locator("#entity-side-new-side")).to_be_focused()
        for field in ("entity-side-new-name", "entity-side-new-side"):  # a form inside a form has room for its fields
            box = page.locator(f"#{field}").bounding_box()
            assert box is not None
            assert box["width"] > 100
        hands.press("Enter")  # a country that speaks for itself
        expect(page.locator("#entity-side-list")).to_contain_text("member of Orlund")  # it is made
        expect(page.locator("#entity-side-list [aria-selected=true]")).to_have_count(0)  # no link is taken unasked
        hands.press("ArrowDown", "ArrowDown", "Enter")
        expect(page.locator(".new-entity")).to_have_count(0)
        expect(page.locator("[data-field='roles.participant'] .chips")).to_have_text("Ana Solberg ×")
        expect(page.locator("[data-field=fact] .chips")).to_have_text("talks-at-velm-march ×")
    entities = yaml.safe_load((begun / "sources/entities.yaml").read_text("utf-8"))
    assert entities["orlund"] == {"kind": "Country", "name": "Orlund"}
    assert entities["ana-solberg"]["links"] == {"member-of": "orlund"}


def test_what_is_typed_of_the_head_is_saved_when_one_goes_on(browser: Browser, begun: Path) -> None:
    with at_the_desk(browser, begun, "velm") as hands:
        hands.page.locator("#head-title").focus()
        hands.type("Talks at Velm", "Escape")
        expect(hands.page.locator("#told")).to_have_text("head changed: `title`")
    head = yaml.safe_load((begun / "sources/velm.yaml").read_text("utf-8"))["article"]
    assert head["title"] == "Talks at Velm"


def test_tab_goes_on_past_a_list_that_is_too_long_for_its_room(browser: Browser, begun: Path) -> None:
    with at_the_desk(browser, begun, "velm") as hands:
        page = hands.page
        hands.press("ArrowDown", "c")
        hands.type("Talks at Velm", "Enter")
        page.locator("#field-type").focus()
        hands.press("ArrowDown")
        expect(page.locator("#field-type-list")).to_be_visible()
        assert page.locator("#field-type-list").evaluate("list => list.scrollHeight > list.clientHeight")
        hands.press("Tab")
        expect(page.locator("#field-speaker")).to_be_focused()


def test_a_source_that_nobody_names_is_made_as_anonymous(browser: Browser, begun: Path) -> None:
    with at_the_desk(browser, begun, "velm") as hands:
        page = hands.page
        hands.press("ArrowDown", "c")
        hands.type("Talks at Velm, March", "Enter")
        hands.type("conversation", "Enter")
        hands.type("officials at the port")
        page.get_by_role("option", name="new group “officials at the port”").click()
        page.locator("#entity-anonymous").focus()
        hands.press("Space", "Enter")
        expect(page.locator(".new-entity")).to_have_count(0)
    entities = (begun / "sources/entities.yaml").read_text("utf-8")
    assert "officials-at-the-port: {kind: Group, name: officials at the port, anonymous: true}" in entities
