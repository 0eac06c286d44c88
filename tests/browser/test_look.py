"""How the page looks: legible in light and dark, lines told apart without colour, at home in a window of any size."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kg.model.records import Kind, Records
from kg.view import iframe
from kg.view.template import style_sheet
from tests.browser.conftest import Reader, Sized, World, world
from tests.browser.screenshot import PICTURES
from tests.conftest import ROOT, open_tab
from tests.making import ARTICLES, ENTITIES, claim, core, entity

THEMES = ("light", "dark")
STATUSES = (
    "on-record", "corroborated", "one-sided", "reported", "alleged", "fulfilled", "planned", "unconfirmed", "lapsed",
    "denied", "retracted", "contested",
)  # fmt: skip


def palette(theme: str) -> dict[str, str]:
    """The colours of a theme, from the style sheet."""
    block = {"light": r":root \{(.*?)\n\}", "dark": r':root\[data-theme="dark"\] \{(.*?)\n\}'}[theme]
    found = re.search(block, style_sheet(), re.S)
    assert found
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", found[1]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen_by(colour: str, matrix: tuple[float, ...]) -> str:
    """A colour as the colour-blind see it (Machado, Oliveira, Fernandes 2009, doi:10.1109/TVCG.2009.113)."""
    rgb = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    mixed = [sum(weight * part for weight, part in zip(matrix[k : k + 3], rgb, strict=True)) for k in (0, 3, 6)]
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in mixed)


BLIND = {
    "protanopia": (0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
    "deuteranopia": (0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    "tritanopia": (1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900),
}


@pytest.mark.parametrize("theme", THEMES)
def test_names_and_lines_in_the_picture_stand_out(theme: str) -> None:
    its = palette(theme)
    for ground in ("paper", "panel", *(f"area-{k}" for k in range(1, 7))):
        assert contrast(its["text"], its[ground]) >= 4.5, ground
        assert contrast(its["quiet"], its[ground]) >= 4.5, ground
    for k in range(1, 7):
        assert contrast(its[f"name-{k}"], its["paper"]) >= 4.5
        for status in STATUSES:
            assert contrast(its[f"line-{status}"], its[f"area-{k}"]) >= 3, (status, k)
        assert contrast(its[f"mark-{k}"], its[f"area-{k}"]) >= 3, k
    for status, (sight, matrix) in itertools.product(STATUSES, BLIND.items()):
        assert contrast(seen_by(its[f"line-{status}"], matrix), seen_by(its["paper"], matrix)) >= 3, (status, sight)


@pytest.mark.parametrize("theme", THEMES)
def test_both_ways_to_a_theme_lead_to_the_same_colours(theme: str) -> None:
    dark = palette("dark")
    by_system = re.search(
        r'prefers-color-scheme: dark\) \{\s+:root:not\(\[data-theme="light"\]\) \{(.*?)\n  \}', style_sheet(), re.S
    )
    assert by_system
    assert dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", by_system[1])) == dark
    assert palette(theme).keys() == dark.keys()


CONTRASTS = """[...document.querySelectorAll('body *')].flatMap((element) => {
  if (!element.checkVisibility() || element.closest('svg, canvas')) return [];
  if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) return [];
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  let ground = element;
  while (rgb(getComputedStyle(ground).backgroundColor)[3] === 0 && ground.parentElement) ground = ground.parentElement;
  const style = getComputedStyle(element);
  return [[rgb(style.color).slice(0, 3), rgb(getComputedStyle(ground).backgroundColor).slice(0, 3),
           parseFloat(style.fontSize), element.tagName + '.' + element.className, element.textContent.slice(0, 30)]];
})"""


@pytest.mark.parametrize("theme", THEMES)
def test_all_text_on_the_page_meets_aa(reader_with: Sized, project: World, theme: str) -> None:
    reader = reader_with(viewport={"width": 1440, "height": 900}, color_scheme=theme)
    reader.opens(project.html())
    reader.does("document.querySelectorAll('details').forEach((e) => (e.open = true))")
    shown = 0
    for selected in (
        ["fact", "munir-blinken-2023-12"],
        ["node", "asim-munir"],
        ["status", "one-sided"],
        ["changes", ""],
    ):
        reader.does("d.set(argument)", {"table": True, "focus": "asim-munir"})
        reader.does("d.choose(argument)", selected)
        for colour, ground, size, where, text in reader.does(CONTRASTS):
            one, other = ("#" + "".join(f"{round(part):02x}" for part in rgb) for rgb in (colour, ground))
            shown += 1
            assert contrast(one, other) >= (3 if size >= 24 else 4.5), (where, text, one, other)
    assert shown > 200


def test_lines_are_told_apart_without_colour(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    lines = reader.page.evaluate(
        "[...document.querySelectorAll('.legend li')].map((item) => { const line = item.querySelector('svg line');"
        " return [item.dataset.status, line.getAttribute('stroke-width'), line.getAttribute('stroke-dasharray'),"
        " item.querySelector('svg text')?.textContent ?? '']; })"
    )
    assert {status for status, *_ in lines} == set(STATUSES)
    assert len({tuple(look) for _, *look in lines}) == len(STATUSES)
    drawn = reader.does(
        "[...d.view.lines.values()].map((line) => [line.status, d.drawing.lineStyle(line, false).dashes])"
    )
    for status, dashes in drawn:
        legend = next(look for name, *look in lines if name == status)
        assert ",".join(map(str, dashes or [])) == legend[1].replace(" ", ","), "the picture keeps to its legend"


def test_kinds_are_told_apart_by_shape(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    shapes = reader.does("d.data.shapes")
    assert len(set(shapes.values())) == len(shapes) == 7
    assert reader.does("d.data.nodes.every((n) => n.shape === d.data.shapes[d.data.entities[n.id].kind])")


@pytest.mark.parametrize(
    ("width", "height", "theme"),
    [(1440, 900, "light"), (1440, 900, "dark"), (1920, 1080, "light"), (1024, 700, "dark"), (390, 844, "light")],
)
def test_it_fits_every_window(reader_with: Sized, project: World, width: int, height: int, theme: str) -> None:
    reader = reader_with(viewport={"width": width, "height": height}, color_scheme=theme)
    reader.opens(project.html())
    assert reader.does("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off to the side"
    inside = reader.does(
        "[...d.view.nodes].every((id) => {"
        " const [x, y] = d.drawing.at(id); const s = d.drawing.network.canvasToDOM({x, y});"
        " return s.x > 0 && s.y > 30 && s.x < d.drawing.frame.clientWidth && s.y < d.drawing.frame.clientHeight; })"
    )
    assert inside, "all of the picture is there at first sight"
    assert reader.picture(reader.page.locator("#picture").screenshot())[2] > 40


def test_the_theme_follows_the_reader(reader_with: Sized, project: World) -> None:
    reader = reader_with(color_scheme="light", viewport={"width": 1280, "height": 800})
    page = reader.opens(project.html()).page
    paper = "getComputedStyle(document.body).backgroundColor"
    light = reader.does(paper)
    page.get_by_role("button", name="Light or dark").click()
    dark = reader.does(paper)
    assert light != dark
    assert reader.does("d.drawing.ink.paper") == palette("dark")["paper"], "the picture follows too"
    page.get_by_role("button", name="Light or dark").click()
    assert reader.does(paper) == light
    page.emulate_media(color_scheme="dark")
    assert "theme=light" in page.url
    assert reader.does(paper) == light, "what was chosen stays"


def test_several_frames_stand_on_one_notebook_page(browser: Browser, project: World, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    frames = iframe(project.html(), 500) + iframe(project.html(focus="thomas-west"), 400)
    outer.write_text(
        f"<!doctype html><meta charset=utf-8><style>p {{ color: rgb(1, 2, 3) }}</style><p id=own>own</p>{frames}",
        "utf-8",
    )
    with open_tab(browser, viewport={"width": 1100, "height": 1000}) as tab:
        tab.page.goto(outer.as_uri())
        for frame, (before, after) in zip(tab.page.frames[1:], ((6, 1), (4, 0)), strict=True):
            frame.wait_for_selector("html[data-ready]", state="attached")
            assert frame.evaluate("dramatis.view.lines.size") == before
            frame.get_by_role("checkbox", name="Draw one-sided").uncheck()
            assert frame.evaluate("dramatis.view.lines.size") == after
            assert (
                frame.evaluate("(() => { try { return parent.document.title; } catch { return 'kept out'; } })()")
                == "kept out"
            )
        assert len(tab.page.frames) == 3
        assert tab.page.evaluate("getComputedStyle(document.getElementById('own')).color") == "rgb(1, 2, 3)"
        assert tab.requests == []
        assert tab.errors == []


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_in_the_readme_are_taken_by_their_script(
    browser: Browser, tmp_path: Path, reader: Reader, project: World, name: str
) -> None:
    wide, high, colours = reader.opens(project.html()).picture(PICTURES[name](browser, tmp_path))
    assert (wide, high) == (1440, 900)
    assert colours > 300
    kept = ROOT / "docs" / name
    assert reader.picture(kept.read_bytes())[:2] == (wide, high)
    assert f"](docs/{name})" in (ROOT / "README.md").read_text("utf-8")


STRANGERS = """(() => {
    const inside = (frame, { x, y }) => {
        const [xs, ys] = [0, 1].map((k) => frame.map((point) => point[k]));
        return x > Math.min(...xs) && x < Math.max(...xs) && y > Math.min(...ys) && y < Math.max(...ys);
    };
    const all = { kinds: d.data.kinds.map(({ id }) => id), layers: d.data.layers.map(({ id }) => id), form: 'picture' };
    d.set(all);
    const strange = (node) => d.drawing.frames.some(({ area, frame }) => area !== node.area && inside(frame, node));
    return d.data.nodes.filter(strange).map(({ id }) => id);
})()"""


@pytest.mark.parametrize("name", ["articles", "strait"])
def test_nobody_stands_on_the_ground_of_a_side_that_is_not_his(reader: Reader, project: World, name: str) -> None:
    its = project if name == "articles" else world(ROOT / "tests/projects/strait")
    assert reader.opens(its.html()).does(STRANGERS) == []
    assert reader.does("d.drawing.frames.length") > 1


@pytest.mark.parametrize("width", [320, 350, 390, 420, 460, 1200])
@pytest.mark.parametrize(
    "opened", ["", "open=node+ilse-marwen", "open=fact+pier-charge", "form=timeline&known=2031-03-10"]
)
def test_no_line_begins_with_a_comma(reader_with: Sized, width: int, opened: str) -> None:
    strait = world(ROOT / "tests" / "projects" / "strait")
    reader = reader_with(viewport={"width": width, "height": 844})
    reader.opens(strait.html(), opened)
    begun = reader.does(
        """(() => {
            const found = [], range = document.createRange();
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = walk.nextNode(); text; text = walk.nextNode()) {
                const before = text.previousSibling;
                if (!/^[,.;:)]/.test(text.data) || !before?.getClientRects?.().length) continue;
                range.setStart(text, 0);
                range.setEnd(text, 1);
                const rects = [...before.getClientRects()];
                const box = range.getBoundingClientRect();
                const words = text.parentElement.textContent;
                if (box.width && box.top > rects[rects.length - 1].bottom - 4) found.push(words);
                if (box.right > innerWidth) found.push(`out of the window: ${words}`);
            }
            return found;
        })()"""
    )
    assert begun == []


def test_nobody_has_a_caption_of_another_side_than_that_with_which_he_stands(reader: Reader) -> None:
    others = (
        entity("mayor", Kind.POST, links={"institution_of": "bland"}),
        entity("zed", Kind.PERSON, side="bland", links={"member_of": "a-foreign"}),
    )
    entities = ENTITIES | {its.id: its for its in others}
    organization: dict[str, tuple[str, ...]] = {"holder": ("xan",), "organization": ("a-foreign",)}
    post: dict[str, tuple[str, ...]] = {"holder": ("xan",), "post": ("mayor",)}
    claims = (
        claim(None, fact="before", type="Tenure", roles=organization, when="2020-01-01/2022-01-01"),
        claim(None, fact="now", type="Tenure", roles=post, when="2023-01-01/.."),
        claim(None, roles={"participant": ("ann", "bob", "xan", "zed")}),
        claim(None, fact="later", roles={"participant": ("ann", "bob")}, article="herald-2"),
    )
    reader.opens(World("Captions", Records(entities, ARTICLES, claims), core()).html())
    expected = {
        "ann": ("aland", "A Foreign"),
        "bob": ("bland", "B Foreign"),
        "xan": ("bland", "Mayor"),
        "zed": ("bland", None),
    }
    for address in ("", "known=2023-12-14", "known=2023-12-20&against=2023-12-14"):
        reader.page.goto(f"{reader.page.url.partition('#')[0]}#{address}")
        reader.page.wait_for_timeout(100)
        found = reader.does("[...d.view.nodes].map((id) => [id, d.data.place.get(id).area, d.tags.get(id) ?? null])")
        assert {id_: (area, tag) for id_, area, tag in found} == expected, address


def test_the_number_on_a_line_is_as_legible_as_names_where_the_picture_is_small(reader: Reader) -> None:
    reader.opens(world(ROOT / "tests" / "projects" / "strait").html())
    assert reader.does("d.drawing.network.getScale()") < 0.6
    sizes = dict(reader.does("[...new DOMParser().parseFromString(d.svg(), 'image/svg+xml').querySelectorAll('text')]"
                             ".map((e) => [e.textContent, Number(e.getAttribute('font-size'))])"))  # fmt: skip
    assert sizes["4 !"] > 0.8 * sizes["Dagny Orr"]


@pytest.mark.parametrize("form", ["matrix", "timeline", "table"])
def test_no_button_lies_over_what_stands_in_the_place_of_the_picture(
    reader_with: Sized, project: World, form: str
) -> None:
    for wide in (390, 800):
        reader = reader_with(viewport={"width": wide, "height": 844}).opens(project.html(), f"form={form}")
        box, tools = (reader.page.locator(name).bounding_box() for name in (f"#{form}", "#tools"))
        assert box
        assert tools
        assert box["y"] + box["height"] <= tools["y"] + 1
        assert box["height"] > 100


def test_a_speaker_between_two_sides_is_said_to_be_so(reader: Reader) -> None:
    serves = claim(None, fact="t", type="Tenure", roles={"holder": ("ann",), "organization": ("c-foreign",)})
    claims = (serves, claim("b-foreign"), claim("ann", "denies", id_="never"))
    reader.opens(World("x", Records(ENTITIES, ARTICLES, claims), core()).html(), "open=fact m")
    told = reader.text("[data-claim='herald-1/never']")
    assert "Voice anonymous sources of Herald, 2023-12-14 (Ann stands between Aland and Cland)" in told
    assert reader.text("#evidence").count("stands between") == 1
