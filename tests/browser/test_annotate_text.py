"""The list of articles and the text on the page of `kg annotate`: by keys, by mouse and finger, in any script."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_access import axe
from tests.conftest import Tab, open_tab
from tests.serve.serving import Annotating, annotating
from tests.serve.test_annotate_hostile import strait

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS: list[dict[str, Any]] = [
    {"viewport": WIDE, "color_scheme": "light"},
    {"viewport": {"width": 1024, "height": 700}, "color_scheme": "dark"},
    {"viewport": NARROW, "color_scheme": "light"},
]
PLAIN = "Ilse Marwen met the envoy. Nobody else came along.\n\nThe talks went on for long. They ended in the night.\n"
ARABIC = "التقى الوزير رئيس أورلوند. وقال «لن نغلق المضيق» يوم الأربعاء.\n\nEnglish stands here too.\n"
HOSTILE = (
    "<script>window.hit = 1</script> says hello there.\n</textarea><img src=x onerror=window.hit=1> was here too.\n"
    "\u202eThis turns what follows around. This one is plain text.\n"
    "\U0001d504 cafe\u0301 👩‍👩‍👧 \U0001d54fylophone plays here. The end.\n"
)
LONG = "\n\n".join(" ".join(f"This is sentence {5 * n + k} of many here." for k in range(5)) for n in range(1000))
TEXTS = {"plain": PLAIN, "ticked": PLAIN, "changed": PLAIN, "arabic": ARABIC, "hostile": HOSTILE, "long": LONG}
__all__ = ["axe"]  # a fixture


def add(folder: Path, name: str, text: str, language: str) -> None:
    """Write an article with no claim, as `kg add` leaves it."""
    (folder / f"texts/{name}-2031-04-01.txt").write_bytes(text.encode())
    title = "<img src=x onerror=window.hit=1>" if name == "hostile" else f"Of the {name} kind"
    (folder / f"sources/{name}-2031-04-01.yaml").write_text(
        f"article:\n  title: '{title}'\n  publisher: harl-tribune\n  published: 2031-04-01\n"
        f"  language: {language}\n  text:\n    file: {name}-2031-04-01.txt\n"
        f"    characters: {len(text)}\n    sha256: {hashlib.sha256(text.encode()).hexdigest()}\nclaims: []\n"
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Annotating]:
    folder = strait(tmp_path_factory.mktemp("text"))
    for name, text in TEXTS.items():
        add(folder, name, text, "ar" if name == "arabic" else "en")
    with annotating(folder) as its:
        yield its


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, desk: Annotating) -> Iterator[Opened]:
    """A page at the list or at an article; nothing may be asked of another host, and no error be shown."""
    with contextlib.ExitStack() as closing:
        tabs: list[Tab] = []

        def sit_down(article: str = "", **look: Any) -> Page:
            tab = closing.enter_context(open_tab(browser, desk.address, **({"viewport": WIDE} | look)))
            tabs.append(tab)
            tab.page.goto(f"{desk.address}/#{desk.token}" + (f"/{article}-2031-04-01" if article else ""))
            tab.page.wait_for_selector("html[data-ready]", state="attached")
            return tab.page

        yield sit_down
        for tab in tabs:
            assert tab.requests == []
            assert [
                error for error in tab.errors if not any(its in error for its in ("ERR_FAILED", "status of 404"))
            ] == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def heard(page: Page) -> str:
    """What a screen reader is told of the selected words."""
    return str(page.locator("#text [aria-live]").text_content()).removeprefix("Selected: ")


def here(page: Page) -> str:
    return str(page.locator("#reading .is-here").text_content())


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def test_the_token_leaves_the_address_and_the_list_has_its_groups(opened: Opened, desk: Annotating) -> None:
    page = opened()
    assert page.url == f"{desk.address}/#/"
    assert page.title() == "Annotate – A crisis in the Harl Strait (fiction)"
    assert page.locator("#list h2").all_inner_texts()[:2] == ["Begun 7", "Untouched 6"]
    row = page.locator("#list li", has_text="Of the plain kind")
    assert "0 of 4 sentences, 4 open" in row.inner_text()


def test_the_list_by_keyboard(opened: Opened) -> None:
    page = opened()
    assert page.evaluate("document.activeElement.matches('#list li a')"), "the first article has the keyboard"
    page.keyboard.type("plain KIND")
    expect(page.locator("#filter-count")).to_have_text("1 of 22 articles")
    expect(page.locator("#list h2:visible")).to_have_text(["Untouched 1 of 6"])
    press(page, "ArrowDown")
    assert focused(page) == "Of the plain kind"
    press(page, "Enter")
    expect(page.locator("#text h1")).to_have_text("Of the plain kind")
    assert page.url.endswith("/#/plain-2031-04-01")
    assert page.title() == "Of the plain kind – Annotate"
    assert focused(page) == "reading"
    page.go_back()
    expect(page.locator("#list")).to_be_visible()
    assert focused(page) == "Of the plain kind", "where one was"
    page.fill("#filter", "zzz")
    expect(page.locator("#filter-count")).to_have_text("None of 22 articles fits “zzz”. Esc shows all.")
    press(page, "Escape")
    expect(page.locator("#filter-count")).to_have_text("22 articles")


def test_without_a_token_or_with_an_old_one_it_says_what_to_do(browser: Browser, desk: Annotating) -> None:
    with open_tab(browser, desk.address) as tab:
        tab.page.goto(f"{desk.address}/")
        expect(tab.page.locator("#stop h1")).to_have_text("This address lacks its token")
        tab.page.goto(f"{desk.address}/#{'x' * 43}")
        expect(tab.page.locator("#stop h1")).to_have_text("The token is another one by now")
        assert tab.page.url == f"{desk.address}/#/"


def test_an_article_that_is_not_there(opened: Opened) -> None:
    page = opened()
    page.evaluate("location.hash = '#/plain-2031-04-02'")
    expect(page.locator("#stop h1")).to_have_text("no such article: `plain-2031-04-02`")
    expect(page.locator("#stop-why")).to_contain_text("did you mean `plain-2031-04-01`?")
    page.click("#stop-back")
    expect(page.locator("#list")).to_be_visible()


def test_sentences_and_words_by_keyboard(opened: Opened) -> None:
    page = opened("plain")
    assert page.locator("#reading .block").count() == 2, "a block a paragraph"
    assert here(page) == "Ilse Marwen met the envoy."
    press(page, "ArrowDown")
    assert page.get_attribute("#reading", "aria-activedescendant") == "s1"
    assert page.locator("#s1").get_attribute("aria-posinset") == "2"
    press(page, "j", "k", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    assert heard(page) == "else came"
    assert page.evaluate("getSelection().toString()") == "else came", "which can be copied"
    press(page, "ArrowRight", "ArrowRight")
    assert (heard(page), here(page)) == ("The", "The talks went on for long.")
    press(page, "Shift+End")
    assert heard(page) == "The talks went on for long."
    press(page, "Escape")
    assert heard(page) == ""
    press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    assert heard(page) == "The talks went on for long. They ended in the night."
    press(page, "Home")
    assert here(page) == "Ilse Marwen met the envoy."


def test_a_sentence_is_ticked_off_and_back(opened: Opened, desk: Annotating) -> None:
    page = opened("ticked")
    file = desk.folder / "sources/ticked-2031-04-01.yaml"
    before = file.read_text("utf-8")
    page.evaluate("document.querySelectorAll('.s').forEach((one) => (one.stays = true))")
    expect(page.locator("#covered")).to_have_text("0 of 4 sentences have a claim, 0 ticked off, 4 open")
    press(page, "ArrowDown", "n")
    expect(page.locator("#s1")).to_have_attribute("data-mark", "nothing")
    expect(page.locator("#covered")).to_have_text("0 of 4 sentences have a claim, 1 ticked off, 3 open")
    assert "at: [27, 50]" in file.read_text("utf-8")
    assert page.evaluate("[...document.querySelectorAll('#reading .s')].every((one) => one.stays)"), "drawn once"
    press(page, "ArrowUp", "u")
    assert here(page) == "The talks went on for long.", "the one that is ticked off is left out"
    press(page, "ArrowUp", "n")
    expect(page.locator("#s1")).to_have_attribute("data-mark", "open")
    assert "[27, 50]" not in file.read_text("utf-8")
    assert before.splitlines()[:9] == file.read_text("utf-8").splitlines()[:9]


def menu(page: Page) -> list[str]:
    return [" ".join(one.split()) for one in page.locator("#menu [role=menuitem]").all_inner_texts()]


def test_the_menu_opens_at_once_and_nothing_in_it_moves(opened: Opened) -> None:
    page = opened("plain")
    waiting: list[Route] = []
    page.route("**/selection", lambda route: waiting.append(route))
    press(page, "ArrowRight", "Shift+ArrowRight", "Enter")
    first = ["Claim from these words c", "Nothing about actors here n", "Claim that Ilse Marwen makes person 1"]
    assert menu(page) == first, "before the server has answered"
    press(page, "ArrowDown", "ArrowDown")
    box = page.locator("#menu [role=menuitem]").nth(2).bounding_box()
    page.wait_for_timeout(50)
    assert [its.request.post_data_json for its in waiting] == [{"start": 0, "end": 11}]
    waiting[0].continue_()
    expect(page.locator("#menu .menu-foot")).to_have_count(0)
    assert menu(page)[:3] == first
    assert "New person “Ilse Marwen”" in "\n".join(menu(page))
    assert page.locator("#menu [role=menuitem]").nth(2).bounding_box() == box
    assert focused(page).startswith("Claim that Ilse Marwen makes")
    press(page, "Escape")
    assert focused(page) == "reading"
    expect(page.locator("#menu")).to_be_hidden()
    press(page, "Enter", "1")
    expect(page.locator(".claim-form")).to_be_visible()


def test_the_menu_says_that_the_server_is_gone(opened: Opened) -> None:
    page = opened("plain")
    page.route("**/annotate/**", lambda route: route.abort())
    press(page, "Enter")
    expect(page.locator("#menu .menu-foot")).to_have_text(
        "the server does not answer – what you type is kept; trying again"
    )
    expect(page.locator("#gone")).to_have_text("The server does not answer. What you type is kept; trying again.")
    press(page, "Escape")
    page.unroute("**/annotate/**")
    expect(page.locator("#gone")).to_be_hidden()


def test_words_are_found_and_a_span_is_taken_by_its_ends(opened: Opened) -> None:
    page = opened("plain")
    press(page, "/")
    page.keyboard.type("THE")
    expect(page.locator("#find-count")).to_have_text("1 of 4")
    press(page, "ArrowDown", "ArrowUp", "ArrowUp")
    expect(page.locator("#find-count")).to_have_text("4 of 4")
    page.fill("#find", "nobody el")
    press(page, "Enter")
    assert (heard(page), focused(page)) == ("Nobody else", "reading")
    press(page, "/")
    page.fill("#find", "for lo")
    press(page, "Shift+Enter")
    assert heard(page) == "Nobody else came along.\n\nThe talks went on for long"
    press(page, "/")
    page.fill("#find", "nowhere")
    expect(page.locator("#find-count")).to_have_text("not found")
    press(page, "Escape")
    assert focused(page) == "reading"


def test_arrows_follow_what_is_seen_in_a_text_from_right_to_left(opened: Opened) -> None:
    page = opened("arabic")
    assert page.get_attribute("#reading", "dir") == "rtl"
    press(page, "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft")
    assert heard(page) == "الوزير رئيس"
    press(page, "ArrowRight")
    assert heard(page) == "الوزير"
    press(page, "End", "ArrowRight", "ArrowRight")
    assert heard(page) == "stands", "a paragraph in English goes from left to right"
    page.evaluate("reading.dispatchEvent(new KeyboardEvent('keydown', { key: 'ع', code: 'KeyU', bubbles: true }))")
    assert here(page) == "التقى الوزير رئيس أورلوند.", "u, on a keyboard that writes Arabic"


def test_hostile_text_runs_nothing_and_offsets_are_code_points(opened: Opened) -> None:
    page = opened("hostile")
    assert page.locator("#text h1").text_content() == "<img src=x onerror=window.hit=1>"
    drawn = page.evaluate("[...document.querySelectorAll('#reading .block')].map((one) => one.textContent)")
    assert drawn == HOSTILE.splitlines(), "as it stands"
    assert page.locator("#reading :is(script, img)").count() == 0
    asked: list[Any] = []
    page.on("request", lambda its: asked.append(its.post_data_json) if its.url.endswith("/selection") else None)
    press(page, "/")
    page.fill("#find", "\U0001d54fyl")
    press(page, "Enter", "Enter")
    start = HOSTILE.index("\U0001d54f")
    expect(page.locator("#menu .menu-foot")).to_have_count(0)
    assert asked == [{"start": start, "end": start + len("\U0001d54fylophone")}]
    assert page.evaluate("window.hit") is None


def test_a_mouse_selects_whole_words(opened: Opened) -> None:
    page = opened("plain")
    edges = page.evaluate(
        "(() => { const node = document.querySelector('#s0').firstChild; const range = document.createRange();"
        " const at = (k) => { range.setStart(node, k); range.setEnd(node, k + 1);"
        " return range.getBoundingClientRect(); };"
        " const [a, b] = [at(7), at(13)]; return [a.x + 1, a.y + a.height / 2, b.x + 2, b.y + b.height / 2]; })()"
    )
    page.mouse.move(edges[0], edges[1])
    page.mouse.down()
    page.mouse.move(edges[2], edges[3], steps=3)
    page.mouse.up()
    expect(page.locator("#menu")).to_be_visible()
    assert heard(page) == "Marwen met"
    page.mouse.click(900, 800)
    expect(page.locator("#menu")).to_be_hidden()
    page.locator("#s3").click()
    assert (here(page), heard(page)) == ("They ended in the night.", "")


def test_a_finger_selects_and_the_buttons_stand_below(opened: Opened) -> None:
    page = opened("plain", viewport=NARROW, has_touch=True, is_mobile=True)
    page.locator("#s2").tap()
    assert here(page) == "The talks went on for long."
    page.evaluate(
        "(({ firstChild }) => getSelection().setBaseAndExtent(firstChild, 5, firstChild, 12))"
        "(document.querySelector('#s2'))"
    )
    expect(page.locator("#text [aria-live]")).to_have_text("Selected: talks went")
    page.get_by_role("button", name="What can it be?").tap()
    expect(page.get_by_role("menuitem", name="Claim from these words")).to_be_visible()
    page.get_by_role("menuitem", name="Claim from these words").tap()
    expect(page.locator("#work")).to_be_visible()
    expect(page.locator("#text")).to_be_hidden()
    page.get_by_role("button", name="Text", exact=True).tap()
    expect(page.locator("#text")).to_be_visible()


def test_five_thousand_sentences(opened: Opened) -> None:
    page = opened("long")
    expect(page.locator("#covered")).to_have_text("0 of 5,000 sentences have a claim, 0 ticked off, 5,000 open")
    assert page.locator("#reading .s").count() == 5000
    press(page, "End")
    assert here(page) == "This is sentence 4999 of many here."
    assert page.locator("#s4999").evaluate("(one) => one.getBoundingClientRect().bottom < innerHeight")
    press(page, "/")
    page.fill("#find", "sentence 2500 of")
    press(page, "Enter")
    assert here(page) == "This is sentence 2500 of many here."
    assert page.locator("#s2500").evaluate("(one) => one.getBoundingClientRect().top > 0")


def test_the_help_is_drawn_from_the_table_and_gives_the_keyboard_back(opened: Opened) -> None:
    page = opened("plain")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert "nothing about actors here; again: takes it back" in page.inner_text("#help")
    press(page, "Escape")
    expect(page.locator("#help")).to_be_hidden()
    assert focused(page) == "reading"
    press(page, "/")
    page.keyboard.type("?")
    expect(page.locator("#help")).to_be_hidden()


def test_the_keys_of_the_page_rest_while_the_help_is_open_wherever_the_keyboard_is(opened: Opened) -> None:
    page = opened("plain")
    press(page, "?")
    page.get_by_role("heading", name="Keys").click()
    page.evaluate("document.activeElement.blur()")
    press(page, "ArrowDown", "Escape")
    expect(page.locator("#help")).to_be_hidden()
    assert focused(page) == "reading"


def test_a_change_by_another_program_is_shown(opened: Opened, desk: Annotating) -> None:
    page = opened("changed")
    press(page, "ArrowDown", "ArrowRight", "Shift+ArrowRight")
    article = desk.folder / "sources/changed-2031-04-01.yaml"
    article.write_text(article.read_text("utf-8").replace("Of the changed kind", "Of another kind"), "utf-8")
    expect(page.locator("#told")).to_have_text("The file was changed by another program: this is how it is now.")
    assert heard(page) == "Nobody else", "what is selected stays"


def test_marks_are_drawn_where_the_browser_has_no_highlights(browser: Browser, desk: Annotating) -> None:
    with open_tab(browser, desk.address, viewport=WIDE) as tab:
        tab.page.add_init_script("delete window.Highlight")
        tab.page.goto(f"{desk.address}/#{desk.token}/plain-2031-04-01")
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        press(tab.page, "ArrowRight", "Shift+ArrowRight")
        drawn, words = (
            tab.page.locator(".marks .is-selected").bounding_box(),
            tab.page.evaluate("(({ x, width }) => [x, width])(getSelection().getRangeAt(0).getBoundingClientRect())"),
        )
        assert drawn is not None
        assert [drawn["x"], drawn["width"]] == pytest.approx(words, abs=1)
        assert tab.errors == []


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_axe_finds_nothing(opened: Opened, axe: str, look: dict[str, Any]) -> None:
    found = {}

    def judged(state: str, page: Page) -> None:
        told = page.evaluate(
            "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
        )
        assert len(told["passes"]) > 15, "it looked at the page"
        for fault in told["violations"]:
            found[state, fault["id"]] = [node["html"][:160] for node in fault["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[state, "scrolls sideways"] = []

    page = opened(**look, bypass_csp=True)
    page.evaluate(axe)
    judged("list", page)
    page.evaluate("location.hash = '#/lantern-2031-03-17'")
    expect(page.locator("#reading")).to_be_focused()
    judged("text", page)
    press(page, "ArrowRight", "Enter")
    expect(page.locator("#menu .menu-foot")).to_have_count(0)
    judged("menu", page)
    press(page, "Escape", "/")
    page.keyboard.type("the")
    judged("found", page)
    press(page, "Escape", "?")
    judged("help", page)
    press(page, "Escape")
    page.evaluate("location.hash = '#/nothing'")
    expect(page.locator("#stop")).to_be_visible()
    judged("stop", page)
    assert found == {}
