"""The page for everyone: what axe-core finds, keys and announcements, targets, wheel and swipe, forced colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import kg
from tests.bench import synthetic
from tests.browser.conftest import Reader, Sized, World, world
from tests.conftest import ROOT, missing

AXE = ROOT / ".cache" / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TWO = "d.view.ranking[0].id, d.view.ranking.at(-1).id"
STATES = {
    "opening": "0",
    "picture": "d.set({ form: 'picture' })",
    "matrix": "d.set({ form: 'matrix' })",
    "table": "d.set({ form: 'table' })",
    "fact": "d.choose(['fact', Object.keys(d.account.facts).sort()[0]])",
    "person": "d.choose(['node', d.view.ranking[0].id])",
    "focus": "d.set({ form: 'picture', focus: d.view.ranking[0].id })",
    "filters open": "document.querySelectorAll('details').forEach((one) => (one.open = true))",
    "voice withdrawn": "d.set({ without: { ...d.state.without, voice: [d.data.voices[0]] } })",
    "path": f"d.set({{ path: [{TWO}], selected: ['path', ''] }})",
    "searching": "(document.querySelector('#search').value = 'a',"
    " document.querySelector('#search').dispatchEvent(new Event('input')))",
}


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        missing("node", "no axe-core: `make test` installs it, where there are npm and a network")
    return AXE.read_text("utf-8")


@pytest.fixture(scope="session")
def pages(project: World, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Give the page of the two articles, of the strait, or of some three hundred people."""
    made: dict[str, str] = {}

    def page_of(name: str) -> str:
        if name not in made and name == "crowd":
            folder = tmp_path_factory.mktemp("people")
            made[name] = kg.build(synthetic.write(folder, 3_000)).view().html
        elif name not in made:
            made[name] = (project if name == "articles" else world(ROOT / "tests/projects/strait")).html()
        return made[name]

    return page_of


@pytest.mark.parametrize(
    ("name", "look"),
    [
        *((name, {"viewport": WIDE, "color_scheme": scheme}) for name in ("articles", "strait")
          for scheme in ("light", "dark")),
        *((name, {"viewport": NARROW, "color_scheme": "light"}) for name in ("articles", "strait", "crowd")),
    ],
)  # fmt: skip
def test_axe_finds_nothing(
    reader_with: Sized, axe: str, pages: Callable[[str], str], name: str, look: dict[str, Any]
) -> None:
    reader = reader_with(**look)
    reader.opens(pages(name)).page.evaluate(axe)
    found = {}
    for state, script in STATES.items():
        reader.does("d.reset()")
        reader.does(f"void ({script})")
        told = reader.page.evaluate(
            "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
        )
        assert len(told["passes"]) > 30, "it looked at the page"
        for fault in told["violations"]:
            found[state, fault["id"]] = [node["html"][:120] for node in fault["nodes"]]
    assert found == {}


def test_arrow_keys_announce_who_is_marked(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    picture = page.get_by_role("application", name="Picture of who is joined to whom")
    assert "Arrow keys go from mark to mark" in str(
        picture.evaluate("(e) => e.getAttribute('aria-describedby').split(' ')"
                         ".map((id) => document.getElementById(id).textContent).join(' ')")
    )  # fmt: skip
    picture.focus()
    page.keyboard.press("ArrowRight")
    said = page.locator("#announced")
    assert said.get_attribute("role") == "status"
    assert said.inner_text().startswith("Thomas West, person. 4 lines to ")
    page.keyboard.press("l")
    assert " – " in said.inner_text()
    assert said.inner_text().endswith(", one-sided, 1 finding.")
    page.keyboard.press("Escape")
    assert said.inner_text() == "Nothing is marked."


def test_the_table_the_matrix_and_the_caption_are_outside_the_picture(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(), "form=table").page
    inside = page.locator("[role=application] :is(table, button, #caption, #table, #matrix)")
    assert inside.count() == 0
    assert page.locator("#table table").is_visible()


def test_escape_returns_from_the_evidence(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    at = "document.activeElement.id || document.activeElement.dataset.pair"
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert reader.does(at) == "evidence"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert reader.does(at) == "picture"
    reader.does("d.set({ form: 'matrix' })")
    page.locator("#matrix td button").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    assert reader.does(at) == "evidence"
    page.keyboard.press("Escape")
    assert reader.does(at) == "pakistan united-states"


def test_skip_links_come_first_and_leave_the_address_alone(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(), "least=2").page
    before = page.url
    for number, target in enumerate(("search", "picture", "evidence"), 1):
        page.evaluate("document.activeElement.blur()")
        page.reload()
        page.wait_for_selector("html[data-ready]", state="attached")
        for _ in range(number):
            page.keyboard.press("Tab")
        link = page.locator(".skips button").nth(number - 1)
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24, "seen while it has the keyboard"
        page.keyboard.press("Enter")
        assert reader.does("document.activeElement.id") == target
    assert page.url == before
    assert reader.does("d.state.least") == 2


# Whatever can be clicked, but for what stands in a line of text (WCAG 2.2, success criterion 2.5.8, "inline").
SMALL = """[...document.querySelectorAll('button, a[href], summary, input, [role=option]')].flatMap((one) => {
  const target = (one.matches('input') && one.closest('label')) || one;
  const { width, height } = target.getBoundingClientRect();
  if (!one.checkVisibility() || width <= 1) return [];
  const line = one.closest('p, h1, h2, caption, label, #headline');
  const inText = line && line !== target && line.textContent.trim() !== one.textContent.trim() && !one.matches('input');
  return inText || (width >= 23.9 && height >= 23.9) ? [] : [[Math.round(width), Math.round(height), one.outerHTML.slice(0, 90)]];
})"""  # noqa: E501 - a line of JavaScript


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_targets_are_of_24_pixels(reader_with: Sized, pages: Callable[[str], str], size: dict[str, int]) -> None:
    reader = reader_with(viewport=size)
    for name in ("articles", "strait", "crowd"):
        reader.opens(pages(name))
        reader.does("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        for state, script in STATES.items():
            reader.does("d.reset()")
            reader.does(f"void ({script})")
            assert reader.does(SMALL) == [], (name, state)


def scrolled(reader: Reader) -> float:
    return float(reader.does("document.scrollingElement.scrollTop"))


def over(reader: Reader) -> tuple[float, float]:
    """Move the mouse to the middle of what is seen of the picture."""
    x, high, low = reader.does(
        "(() => { const { left, right, top, bottom } = d.drawing.frame.getBoundingClientRect();"
        " return [(left + right) / 2, Math.max(top, 0), Math.min(bottom, innerHeight)]; })()"
    )
    reader.page.mouse.move(x, (high + low) / 2)
    return float(x), float(high + low) / 2


@pytest.mark.parametrize("size", [NARROW, {"width": 720, "height": 450}, {"width": 960, "height": 540}])
def test_the_wheel_scrolls_a_page_that_is_narrow_or_enlarged(
    reader_with: Sized, project: World, size: dict[str, int]
) -> None:
    reader = reader_with(viewport=size)
    page = reader.opens(project.html()).page
    page.locator("#picture").scroll_into_view_if_needed()
    over(reader)
    before, scale = scrolled(reader), reader.does("d.drawing.network.getScale()")
    page.mouse.wheel(0, 150)
    page.wait_for_timeout(300)
    assert scrolled(reader) > before
    assert reader.does("d.drawing.network.getScale()") == scale
    over(reader)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -150)
    page.wait_for_timeout(300)
    page.keyboard.up("Control")
    assert reader.does("d.drawing.network.getScale()") > scale
    assert page.locator("#wheel").is_visible()


def test_the_wheel_zooms_where_the_page_does_not_scroll(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    scale = reader.does("d.drawing.network.getScale()")
    page.mouse.move(700, 500)
    page.mouse.wheel(0, -150)
    page.wait_for_timeout(300)
    assert reader.does("d.drawing.network.getScale()") > scale
    assert not page.locator("#wheel").is_visible()


def test_a_swipe_over_the_picture_scrolls_a_narrow_page(reader_with: Sized, project: World) -> None:
    reader = reader_with(viewport=NARROW, has_touch=True, is_mobile=True)
    page = reader.opens(project.html()).page
    page.locator("#picture").scroll_into_view_if_needed()
    (x, y), before = over(reader), scrolled(reader)
    session = page.context.new_cdp_session(page)
    for step in range(11):
        finger = {"type": "touchMove" if step else "touchStart", "touchPoints": [{"x": x, "y": y - 15 * step}]}
        session.send("Input.dispatchTouchEvent", finger)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    assert scrolled(reader) >= before + 80


def test_on_a_narrow_screen_search_and_filters_come_before_the_evidence(reader_with: Sized, project: World) -> None:
    reader = reader_with(viewport=NARROW)
    page = reader.opens(project.html()).page
    tops = [reader.does(f"document.querySelector('{one}').getBoundingClientRect().top")
            for one in ("#search", "#settings summary", "#picture", "#evidence")]  # fmt: skip
    assert tops == sorted(tops)
    assert tops[2] < 844, "the picture begins on the first screen"
    assert not page.locator("#drawn").is_visible()
    page.get_by_text("Legend, “what if” and filters").click()
    assert page.locator("#drawn").is_visible()


def test_forced_colours_reach_the_picture(reader_with: Sized, project: World) -> None:
    reader = reader_with(viewport=WIDE, forced_colors="active")
    reader.opens(project.html())
    system = (
        "(() => { const one = document.body.appendChild(document.createElement('i'));"
        " one.style.color = argument; const its = getComputedStyle(one).color; one.remove(); return its; })()"
    )
    ink = reader.does("d.drawing.ink")
    assert ink["paper"] == reader.does(system, "Canvas")
    assert {ink[name] for name in ("text", "quiet", "one-sided", "denied")} == {reader.does(system, "CanvasText")}
    assert ink["paper"] != ink["text"]
    assert reader.picture(reader.page.locator("#picture").screenshot())[2] > 10
    dashes = reader.does("[...d.view.lines.values()].map((line) => d.drawing.lineStyle(line, false).dashes)")
    assert any(dashes), "patterns still tell lines apart"


FOCUSED = "document.activeElement.id || document.activeElement.tagName"


def test_what_is_found_has_the_keyboard(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page

    def searched(words: str) -> str:
        page.locator("#search").fill(words)
        page.keyboard.press("Enter")
        return str(reader.does(FOCUSED))

    assert searched("Asim Munir") == "picture"
    assert reader.does("d.state.selected") == ["node", "asim-munir"]
    assert page.locator("#announced").inner_text().startswith("Asim Munir, person. ")
    page.keyboard.press("l")
    assert "asim-munir" in reader.does("d.state.selected[1]").split(" "), "the keys lead on from there"
    reader.does("d.set({ kinds: ['Country'] })")
    assert searched("Asim Munir") == "H2", "who has no mark"
    assert reader.text("#evidence h2") == "Asim Munir"
    for form in ("matrix", "timeline", "table"):
        reader.does("d.reset(), d.set({ form: argument })", form)
        assert searched("Asim Munir") == "H2"
        page.keyboard.press("Escape")
        assert reader.does(FOCUSED) != "BODY"
    reader.does("d.reset()")
    page.locator("#search").fill("meeting")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert reader.does("[d.state.selected[0] !== 'node', document.activeElement.tagName]") == [True, "H2"]


@pytest.mark.parametrize("start", ["#picture", "#show-picture", "#search", None])
def test_the_keyboard_is_in_the_form_that_a_key_shows(reader: Reader, project: World, start: str | None) -> None:
    page = reader.opens(project.html(), "against=2023-12-14").page
    forms = {"m": "matrix", "d": "timeline", "t": "stage"}
    for first, second in (("m", "m"), ("d", "d"), ("t", "t"), ("m", "d"), ("d", "m"), ("t", "m"), ("m", "t")):
        reader.does("d.set({ form: 'picture' })")
        if start == "#search":
            page.locator("#ranking button").first.focus()
        elif start:
            page.locator(start).focus()
        else:
            page.evaluate("document.activeElement.blur()")
        for key in (first, second):
            page.keyboard.press(key)
            inside = "stage" if reader.does("d.state.form") == "table" else reader.does("d.state.form")
            page.wait_for_timeout(30)  # a hidden element loses the keyboard when the page is drawn next
            if start == "#search":
                assert reader.does("document.activeElement.closest('#ranking') !== null"), "outside, it stays"
            else:
                assert reader.does(FOCUSED) == inside
                assert inside in {*forms.values(), "picture"}
    reader.does("d.set({ form: 'matrix' })")
    page.locator("#matrix td button").first.focus()
    page.keyboard.press("m")
    assert reader.does(FOCUSED) == "picture"
