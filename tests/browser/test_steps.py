"""What a reader did, step by step: Back and Forward, and the filters that are active as chips."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from kg.view import iframe
from tests.browser.conftest import Reader, World
from tests.conftest import open_tab


def test_back_and_forward_undo_and_redo_each_step(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    now = "({ ...d.state, statuses: [...d.state.statuses].sort() })"
    seen = [reader.does(now)]
    page.get_by_role("checkbox", name="Draw one-sided").uncheck()
    seen.append(reader.does(now))
    reader.clicks("asim-munir")
    seen.append(reader.does(now))
    page.get_by_role("button", name="Table", exact=True).click()
    seen.append(reader.does(now))
    page.get_by_role("button", name="Show everything as it was").click()
    for state in reversed(seen):
        page.go_back()
        assert reader.does(now) == state
    assert page.get_by_role("checkbox", name="Draw one-sided").is_checked()
    for state in seen[1:]:
        page.go_forward()
        assert reader.does(now) == state
    assert page.locator("#table").is_visible()


def test_the_camera_and_dragging_are_no_steps_and_are_kept_with_their_step(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    before = reader.does("history.length")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(300)
    x, y = reader.spot("thomas-west")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert reader.does("history.length") == before
    moved = reader.does("[d.state.camera, d.state.pins]")
    assert "thomas-west" in moved[1]
    reader.does("d.choose(['status', 'one-sided'])")
    assert reader.does("history.length") == before + 1
    page.get_by_role("button", name="Fit").click()
    page.go_back()
    assert reader.does("[d.state.camera, d.state.pins]") == moved
    assert reader.does("d.state.selected[0]") == "fact"


def test_quick_keystrokes_in_one_field_are_one_step(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    before = reader.does("history.length")
    page.locator("#least").focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.locator("#known-by").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.locator("#picture").focus()
    for key in ("ArrowRight", "ArrowDown", "l"):
        page.keyboard.press(key)
    assert reader.does("history.length") == before + 3
    page.go_back()
    page.go_back()
    assert reader.does("[d.state.least, d.state.knownBy === d.data.knownBy]") == [5, True]
    page.go_back()
    assert reader.does("d.state.least") == 1


def test_two_quick_clicks_are_two_steps(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    before = reader.does("history.length")
    page.get_by_role("checkbox", name="Draw one-sided").uncheck()
    page.get_by_role("checkbox", name="Draw reported").uncheck()
    assert reader.does("history.length") == before + 2
    page.go_back()
    assert not page.get_by_role("checkbox", name="Draw one-sided").is_checked()
    assert page.get_by_role("checkbox", name="Draw reported").is_checked()


def test_a_frame_without_an_address_works_as_well(browser: Browser, project: World, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!doctype html><meta charset=utf-8>{iframe(project.html(), 500)}", "utf-8")
    with open_tab(browser, viewport={"width": 1100, "height": 600}) as tab:
        tab.page.goto(outer.as_uri())
        frame = tab.page.frames[1]
        frame.wait_for_selector("html[data-ready]", state="attached")
        frame.get_by_role("checkbox", name="Draw one-sided").uncheck()
        frame.evaluate("dramatis.choose(['node', 'asim-munir'])")
        assert frame.evaluate("dramatis.view.lines.size") == 1
        frame.locator("#chips button").first.click()
        assert frame.evaluate("dramatis.view.lines.size") == 6
        assert tab.page.url == outer.as_uri()
        assert tab.errors == []


def chips(reader: Reader) -> list[str]:
    return [text.removesuffix("×").strip() for text in reader.page.locator("#chips button").all_inner_texts()]


def test_active_filters_are_chips_and_each_can_be_taken_away(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    assert chips(reader) == []
    voices = reader.does("d.data.voices.filter((id) => d.data.entities[id]).slice(0, 2)")
    without = {"voice": voices, "outlet": [], "relay": [], "article": []}
    reader.does("d.set(argument)", {"without": without, "least": 2, "knownBy": "2023-12-14"})
    reader.does("d.set(argument)", {"statuses": ["one-sided"], "focus": "asim-munir", "steps": 2, "undated": False})
    reader.does("d.set({ kinds: d.data.kinds.map(({ id }) => id) })")
    shown = chips(reader)
    names = reader.does("argument.map((id) => d.data.entities[id].name)", voices)
    assert shown[:2] == [f"without {name}" for name in names]
    assert set(shown[2:]) == {
        "known by 2023-12-14", "only what is one-sided", "all kinds of actors", "nothing undated",
        "lines of at least 2 findings", "within 2 steps of Asim Munir", "All as it was",
    }  # fmt: skip
    page.get_by_role("button", name=f"Take away: {shown[0]}").click()
    assert reader.does("d.state.without.voice") == voices[1:]
    page.get_by_role("button", name="Take away: within 2 steps of Asim Munir").click()
    assert reader.does("[d.state.focus, d.state.steps]") == [None, 1]
    page.get_by_role("button", name="Take away: lines of at least 2 findings").click()
    assert reader.does("d.state.least") == 1
    page.go_back()
    assert reader.does("d.state.least") == 2
    page.get_by_role("button", name="All as it was").click()
    assert chips(reader) == []
    assert "known by 2025-07-26; persons only; contact only" in reader.text("#state").lower()


def test_a_page_that_opens_with_a_focus_can_let_go_of_it(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(focus="thomas-west")).page
    assert chips(reader) == []
    page.locator("#focus").get_by_role("button", name="All").click()
    assert chips(reader) == ["no focus"]
    page.locator("#chips button").click()
    assert reader.does("d.state.focus") == "thomas-west"


def test_only_and_all_stand_beside_the_options_of_a_filter(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    types = page.locator("#types")
    page.get_by_text("Types of findings").click()
    types.get_by_role("button", name="only meeting", exact=True).click()
    assert reader.does("d.state.types") == ["Meeting"]
    assert types.get_by_role("checkbox", checked=True).count() == 1
    assert chips(reader) == ["meetings only"]
    types.get_by_role("button", name="all").first.click()
    assert reader.does("d.state.types.length === Object.keys(d.data.types).length")
    assert chips(reader) == []
