"""A page of many actors opens on their sides: a matrix whose cells open what joins two of them."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.graph.graph import Graph
from kg.model.records import Entity, Kind, Records
from kg.view import selection
from tests.browser.conftest import Reader, Sized, World
from tests.browser.crowds import PARTIES, happened, parliament
from tests.making import ARTICLES, ENTITIES, claim, core


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return happened(tmp_path_factory.mktemp("crowd"))


@pytest.fixture(scope="module")
def chamber(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return parliament(tmp_path_factory.mktemp("chamber"))


def counted(graph: Graph, reader: Reader) -> dict[tuple[str, str], int]:
    """Count the findings between sides, from the network and the areas of the page."""
    opens = reader.does("({ kinds: d.state.kinds, layers: d.state.layers })")
    side = dict(reader.does("d.data.nodes.map(({ id, area }) => [id, area])"))
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    network = graph.network(kinds=opens["kinds"], layers=opens["layers"], stand_ins=True)
    for one, other, edge in network.edges(data=True):
        first, second = sorted((side[one], side[other]))
        found[first, second].add(edge["fact"])
    return {pair: len(facts) for pair, facts in found.items()}


CELLS = (
    "[...document.querySelectorAll('#matrix td button')].map((cell) =>"
    " [cell.dataset.pair, Number(cell.querySelector('span').textContent), cell.getAttribute('aria-label')])"
)


def test_a_crowd_opens_on_its_sides_and_each_cell_counts_them(reader: Reader, crowd: Graph) -> None:
    reader.opens(crowd.view().html)
    assert reader.does("d.view.near.size") > 80
    assert reader.does("d.state.form") == "matrix"
    assert reader.page.locator("#matrix").is_visible()
    cells = reader.does(CELLS)
    expected = counted(crowd, reader)
    sides = reader.does("[...document.querySelectorAll('#matrix tbody th')].map((name) => name.dataset.side)")
    shown = {pair: count for pair, count in expected.items() if set(pair) <= set(sides)}
    assert {tuple(pair.split()): count for pair, count, _ in cells} == shown
    assert (len(sides), len(shown) > 50) == (40, True)
    left = f"{len(expected) - len(shown)} cells of others are left out."
    assert reader.text("#matrix p").endswith(left)
    twice = Counter(pair for pair, _, _ in cells)
    assert all(times == (1 if len(set(pair.split())) == 1 else 2) for pair, times in twice.items())
    names = reader.does("[...document.querySelectorAll('#matrix tbody th')].map((name) => name.textContent)")
    assert names == reader.does("[...document.querySelectorAll('#matrix thead th')].map((name) => name.textContent)")
    assert all(f": {count} finding" in label for _, count, label in cells)


def test_a_cell_opens_its_findings_and_a_name_leads_to_a_person(reader: Reader, crowd: Graph) -> None:
    page = reader.opens(crowd.view().html).page
    pair, count, _ = max(reader.does(CELLS), key=lambda cell: (cell[1], cell[0]))
    page.locator(f"#matrix td button[data-pair='{pair}']").first.click()
    assert reader.text("#evidence .kicker").endswith(f"{count} FINDING{'S' if count > 1 else ''}")
    assert page.locator("#evidence .card").count() == count
    assert page.url.endswith(f"open=sides+{pair.replace(' ', '+')}")
    page.locator("#matrix tbody th button").first.click()
    side = reader.text("#evidence h2")
    members = page.locator("#evidence .members li")
    assert members.count() > 0
    member = members.first.locator("button").inner_text()
    members.first.locator("button").click()
    assert reader.text("#evidence h2") == member
    assert side in reader.text("#evidence .kicker").title() or side == member


def test_the_form_is_switched_by_hand_and_by_key_and_kept_in_the_address(reader: Reader, crowd: Graph) -> None:
    html = crowd.view().html
    page = reader.opens(html).page
    page.get_by_role("button", name="Picture", exact=True).click()
    assert not page.locator("#matrix").is_visible()
    assert "form=picture" in page.url
    page.keyboard.press("m")
    assert page.locator("#matrix").is_visible()
    page.keyboard.press("t")
    assert (page.locator("#matrix").is_visible(), page.locator("#table").is_visible()) == (False, True)
    reader.opens(html, "form=picture")
    assert reader.does("d.state.form") == "picture"
    reader.opens(html, "table=yes")
    assert reader.does("d.state.form") == "table"


def test_few_actors_open_on_their_picture(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    assert reader.does("d.state.form") == "picture"
    page.get_by_role("button", name="Matrix", exact=True).click()
    assert {pair: count for pair, count, _ in reader.does(CELLS)} == {"pakistan united-states": 6}


def test_a_matrix_without_lines_says_so(reader: Reader, project: World) -> None:
    reader.opens(project.html(), "form=matrix").does("d.set({ statuses: [] })")
    assert reader.text("#matrix p") == "No line joins two actors with the filters as they are."


def test_filters_and_withdrawals_reach_the_matrix(reader: Reader, crowd: Graph, tmp_path: Path) -> None:
    reader.opens(crowd.view().html)
    before = sum(count for _, count, _ in reader.does(CELLS))
    reader.does("d.set({ days: ['2018-06-01', '2018-06-07'] })")
    after = sum(count for _, count, _ in reader.does(CELLS))
    assert 0 < after < before
    reader.does("d.reset()")
    assert sum(count for _, count, _ in reader.does(CELLS)) == before


def test_the_names_stay_in_sight_when_the_matrix_is_scrolled(reader: Reader, crowd: Graph) -> None:
    page = reader.opens(crowd.view().html).page
    page.evaluate("document.querySelector('#matrix').scrollTo(300, 300)")
    found = reader.does(
        "(() => { const box = (selector) => document.querySelector(selector).getBoundingClientRect();"
        " const corner = box('#matrix thead td');"
        " const at = (x, y) => document.elementFromPoint(x, y)?.closest('td, th');"
        " return [at(corner.x + 8, corner.y + 40) === document.querySelector('#matrix thead td'),"
        " at(corner.x + 8, corner.bottom + 40)?.dataset.side !== undefined,"
        " at(corner.right + 40, corner.y + 40)?.scope === 'col',"
        " corner.x - box('#matrix').x] })()"
    )
    assert found == [True, True, True, 0]


def test_nothing_is_drawn_over_the_summary_of_a_table(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(), "form=table").page
    caption, picture = page.locator("#caption").bounding_box(), page.locator("#picture").bounding_box()
    assert caption is not None
    assert picture is not None
    assert caption["y"] + caption["height"] <= picture["y"] + 1


def test_on_a_narrow_screen_a_cell_brings_its_findings_into_sight(reader_with: Sized, project: World) -> None:
    reader = reader_with(viewport={"width": 390, "height": 800})
    page = reader.opens(project.html(), "form=matrix").page
    page.locator("#matrix td button").first.click()
    box = page.locator("#evidence h2").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800


def test_the_legend_of_a_wide_picture_can_be_read(reader: Reader, crowd: Graph) -> None:
    reader.opens(crowd.view().html)
    width, letters = reader.does(
        "(() => { const svg = new DOMParser().parseFromString(d.svg(), 'image/svg+xml').documentElement;"
        " return [Number(svg.getAttribute('viewBox').split(' ')[2]),"
        " Number([...svg.querySelectorAll('text')].at(-1).getAttribute('font-size'))] })()"
    )
    assert letters >= 12 * (width - 40) / 1400 - 0.1


SETTINGS: list[dict[str, Any]] = [
    {},
    {"statuses": ["reported", "one-sided"]},
    {"kinds": ["Country", "Organization"]},
    {"layers": ["contact"]},
    {"relations": ["met"]},
]


def cells(reader: Reader) -> dict[str, tuple[int, str]]:
    return {pair: (count, label) for pair, count, label in reader.does(CELLS)}


def test_a_page_that_leaves_actors_out_counts_their_findings_in_its_matrix(
    reader: Reader, crowd: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reader.opens(crowd.view(everything=True).html)
    everything = []
    for setting in SETTINGS:
        whole.does("d.reset(), d.set({ form: 'matrix', ...argument })", setting)
        everything.append(cells(whole))
    whole.does("d.reset()")
    assert everything[0] != everything[3]
    monkeypatch.setattr(selection, "NODES", 12)
    page = crowd.view()
    assert page.left_out.startswith("Shown are 12 of ")
    reader.opens(page.html, "form=matrix")
    for setting, expected in zip(SETTINGS, everything, strict=True):
        reader.does("d.reset(), d.set({ form: 'matrix', ...argument })", setting)
        assert cells(reader) == expected, setting
    reader.does("d.reset(), d.set({ form: 'matrix' })")
    assert re.search(r"Counted are also findings on lines that this page leaves out, with \d+ actors\.", note(reader))
    reader.does("d.set({ days: ['2018-06-01', '2018-06-10'] })")
    assert note(reader).endswith("they are counted without their days.")
    assert sum(count for count, _ in cells(reader).values()) < sum(count for count, _ in everything[0].values())


def note(reader: Reader) -> str:
    return reader.text("#matrix p")


def test_what_is_inside_a_side_beyond_the_page_is_counted(
    reader: Reader, crowd: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "NODES", 12)
    page = reader.opens(crowd.view().html, "form=matrix").page
    out = set(reader.does("d.data.beyond.rows.map(([one, other]) => `${one} ${other}`)"))
    pair = next(pair for pair in cells(reader) if pair in out)
    page.locator(f"#matrix td button[data-pair='{pair}']").first.click()
    assert "on lines that this page leaves out: write a page with --focus" in reader.text("#evidence")
    side = reader.does("Object.entries(d.data.beyond.actors)[0]")
    reader.does("d.choose(['side', argument])", side[0])
    told = f"{side[1]} more actor{'s' if side[1] != 1 else ''} inside, whom this page leaves out."
    assert told in reader.text("#evidence")


def test_places_are_no_actors_that_a_page_has_room_for(
    reader: Reader, crowd: Graph, project: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actors = sum(its.kind.value not in ("Place", "Topic") for its in project.records.entities.values())
    monkeypatch.setattr(selection, "NODES", actors)
    reader.opens(project.html())
    assert reader.page.locator("header .notice").count() == 0
    assert reader.does("d.data.nodes.some(({ id }) => d.data.entities[id].kind === 'Place')")


def test_a_parliament_opens_on_its_parties_and_its_land(reader: Reader, chamber: Graph) -> None:
    reader.opens(chamber.view().html)
    assert reader.does("d.state.form") == "matrix"
    names = reader.does("[...document.querySelectorAll('#matrix tbody th')].map((name) => name.textContent)")
    parties = sorted(name for name in names if name in PARTIES)
    assert len(parties) > 3
    assert set(names[: len(parties) + 1]) == {"Arvenia", *parties}, "before those who stand alone"
    sides = reader.does("d.data.nodes.filter(({ id }) => id.startsWith('p')).map(({ area }) => area)")
    assert len(set(sides)) < len(sides) / 3


def texts_of(svg: str) -> list[str]:
    return [its.text or "" for its in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("form", ["matrix", "timeline"])
def test_what_stands_in_the_place_of_the_picture_is_saved(reader: Reader, chamber: Graph, form: str) -> None:
    page = reader.opens(chamber.view().html, f"form={form}").page
    inside = "matrix" if form == "matrix" else "lanes"
    page.evaluate("(id) => document.getElementById(id).scrollTo(0, 90)", inside)
    scrolled = page.evaluate("(id) => document.getElementById(id).scrollTop", inside)
    svg = reader.does("d.svg()")
    assert page.evaluate("(id) => document.getElementById(id).scrollTop", inside) == scrolled
    texts = texts_of(svg)
    names = reader.does(
        "[...document.querySelectorAll('#matrix tbody th')].map((name) => name.textContent)"
        if form == "matrix"
        else "[...document.querySelectorAll('#lanes .who button')].map((name) => name.textContent)"
    )
    assert len(names) >= 30
    told = " ".join(texts)
    assert all(name in told for name in names)
    if form == "matrix":
        counts = [str(count) for _, count, _ in reader.does(CELLS)]
        assert Counter(counts) <= Counter(texts)
    state = reader.does("d.stateText()")
    assert state in " ".join(texts[-4:])
    assert texts.count("reported") == 1, "the legend tells the bars, and nothing of lines that are not there"
    assert "→ towards whom" not in texts
    assert state in (ElementTree.fromstring(svg).findtext("{http://www.w3.org/2000/svg}title") or "")
    reader.does("d.set({ form: 'picture' })")
    assert reader.does("d.svg()") != svg


def test_no_name_in_the_matrix_is_cut_without_the_whole_at_hand(reader: Reader) -> None:
    names = (
        "Ministry of Migration and Winter Weather in Wagga", "MMMMMMMMMMMMMMMMMMMMMMMM", "WWWWWWWW WWWWWWWW WWWWWW",
        "中华人民共和国外交部新闻司发言人办公室及其所属机构", "Zoe", "Statens museum for kunst.",
    )  # fmt: skip
    bodies = {f"b{n}": Entity(id=f"b{n}", kind=Kind.ORGANIZATION, name=name) for n, name in enumerate(names)}
    met = claim(None, roles={"participant": tuple(bodies)})
    its = World("Names", Records(ENTITIES | bodies, ARTICLES, (met,)), core())
    reader.opens(its.html(kinds=["Organization"]), "form=matrix")
    for selector in ("thead th", "tbody th button"):
        titles = reader.does("[...document.querySelectorAll(`#matrix ${argument}`)].map((its) => its.title)", selector)
        assert sorted(titles) == sorted(names)
    heads = reader.does(
        "[...document.querySelectorAll('#matrix thead th span')].map((one) => [one.parentElement.title,"
        " one.textContent, one.scrollHeight > one.clientHeight + 1, getComputedStyle(one).textOverflow])"
    )
    for name, text, is_cut, end in heads:
        assert text == name or text.endswith("…")
        assert not is_cut or end == "ellipsis", text
    assert not [text for name, text, is_cut, _ in heads if is_cut and name in (names[0], *names[4:])], "usual names"


ENDS = ("ann", "abe", "bob", "cid", "xan", "yan", "a-foreign", "a-defence", "b-foreign", "c-foreign", "aland", "bland")
SORTS: list[tuple[str, tuple[str, ...], dict[str, tuple[str, ...]]]] = [
    ("Meeting", ("participant",), {}),
    ("Gathering", ("participant", "representative"), {}),
    ("Statement", ("agent", "about", "recipient"), {"act": ("welcomes",)}),
    ("Visit", ("agent", "host"), {}),
]


def random_world(chance: random.Random) -> World:
    """Findings of several lines each, some of them told or denied of some of their actors only."""
    told = []
    for n in range(24):
        type_, roles, more = chance.choice(SORTS)
        among = chance.sample(ENDS, chance.randint(3, 6))
        for k in range(chance.randint(1, 3)):
            named = sorted(chance.sample(among, chance.randint(len(roles), len(among))))
            cuts = [0, *sorted(chance.sample(range(1, len(named)), len(roles) - 1)), len(named)]
            parts = {role: tuple(named[a:b]) for role, a, b in zip(roles, cuts, cuts[1:], strict=False)}
            speaker = chance.choice([None, "bob", "ann", "xan", "b-foreign"])
            stance = "denies" if k and chance.random() < 0.4 else "asserts"
            told.append(
                claim(speaker, stance, id_=f"c{n}-{k}", fact=f"f{n}", type=type_, roles=parts | more,
                      article=chance.choice(["herald-1", "gazette-1", "courier-1"]))
            )  # fmt: skip
    return World("Random", Records(ENTITIES, ARTICLES, tuple(told)), core())


def random_filters(chance: random.Random, options: dict[str, list[str]]) -> dict[str, list[str]]:
    """Choose among the options of one filter or of two, of which some may be chosen and some not."""
    fields = chance.sample(sorted(options), chance.randint(1, 2))
    return {field: chance.sample(options[field], chance.randint(1, len(options[field]))) for field in fields}


LINES = {(one, other) for one, other in combinations(sorted(ENDS), 2) if len(one + other) % 3}  # such as a query names


@pytest.mark.parametrize(("seed", "lines"), [(0, None), (1, None), (2, LINES), (3, None)])
def test_a_random_page_that_leaves_out_much_counts_what_the_whole_counts(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, seed: int, lines: set[tuple[str, str]] | None
) -> None:
    chance = random.Random(seed)
    its = random_world(chance)
    reader.opens(its.html(everything=True, lines=lines), "form=matrix")
    options = reader.does(
        "(() => { const ids = (its) => its.map(({ id }) => id); return { relations: d.state.relations,"
        " types: d.state.types, kinds: ids(d.data.kinds), layers: ids(d.data.layers),"
        " statuses: [...ids(d.data.statuses), 'contested'] }; })()"
    )
    settings = [options, *(options | random_filters(chance, options) for _ in range(40))]
    expected = [counts_under(reader, setting) for setting in settings]
    assert sum(map(len, expected)) > 100
    for nodes, most in ((7, 6_000), (2_000, 9)):
        monkeypatch.setattr(selection, "NODES", nodes)
        monkeypatch.setattr(selection, "LINES", most)
        reader.opens(its.html(lines=lines), "form=matrix")
        assert reader.page.locator("header .notice").count() == 1
        for setting, whole in zip(settings, expected, strict=True):
            assert counts_under(reader, setting) == whole, setting


def counts_under(reader: Reader, setting: dict[str, Any]) -> dict[str, tuple[int, str]]:
    reader.does("d.reset(), d.set({ form: 'matrix', ...argument })", setting)
    return cells(reader)
