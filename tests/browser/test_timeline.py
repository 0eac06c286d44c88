"""The timeline of the page: its lanes, marks and bars are those of `kg timeline`; days are chosen in two histograms."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page

import kg
from kg.charts.marks import LOOKS, colours
from kg.history.chronology import in_order, stretches
from kg.model.records import Records, Status
from kg.snapshot.sentences import Teller
from kg.view.modules import joined
from kg.view.payload import payload
from kg.view.template import own
from tests.bench import synthetic
from tests.browser.conftest import PROJECTS, Reader, Sized, World, world
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, core

ENTRY = """\
import { account } from "./account.js";
import { stretchesOf } from "./chronology.js";

globalThis.time = { account, stretchesOf };
"""


@pytest.fixture(scope="module")
def strait() -> World:
    return world(ROOT / "tests" / "projects" / "strait")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of three hundred people who met a thousand times, told in articles of sixty days."""
    return kg.build(synthetic.write(tmp_path_factory.mktemp("crowd"), 3_000)).view().html


@pytest.mark.parametrize("root", PROJECTS, ids=lambda path: path.name)
def test_the_page_and_python_know_the_same_of_how_long_things_lasted(page: Page, root: Path) -> None:
    its = world(root)
    records = its.records
    data = payload(records.claims, records.articles, Teller(records.entities, records.articles, its.ontology, {}), {})
    page.evaluate(joined("entry.js", lambda name: ENTRY if name == "entry.js" else own(name)))
    found = page.evaluate(
        """(data) => {
            data.claim = new Map(data.claims.map((claim) => [`${claim.article}/${claim.id}`, claim]));
            const facts = Object.values(time.account(data.claims, data).facts);
            const spelled = ({ first, last, known }) => [first, last, known];
            return facts.map((fact) => [fact.fact, time.stretchesOf(data, fact).map(spelled)]);
        }""",
        data,
    )
    claims = {claim.key: claim for claim in records.claims}
    expected = {
        fact.fact: [
            [s.first, s.last, s.known.value]
            for s in stretches(fact, claims, lasts=its.ontology.types[fact.type].lasts)
        ]
        for fact in its.account().facts.values()
    }  # fmt: skip
    assert dict(found) == expected


def test_each_actor_has_the_lane_of_kg_timeline(reader: Reader, strait: World) -> None:
    reader.opens(strait.html(), "form=timeline")
    marks = reader.does(
        "[...document.querySelectorAll('.lane[data-lane]')].map((lane) =>"
        " [lane.dataset.lane, lane.querySelectorAll('a').length])"
    )
    records = strait.records
    teller = Teller(records.entities, records.articles, strait.ontology, {})
    claims = {claim.key: claim for claim in records.claims}
    shown = set(reader.does("[...d.view.nodes]"))
    passing = set(reader.does("[...d.view.passing].filter((id) => d.account.facts[id].accepted)"))
    expected = {}
    for track in in_order(strait.account(), claims, strait.links, teller).tracks:
        dated = [its for its in track.appearances if its.entry.fact.fact in passing and its.entry.stretches]
        if track.actor in shown and any(its.entry.fact.fact in passing for its in track.appearances):
            expected[track.actor] = len(dated)
    assert dict(marks) == expected
    assert sum(expected.values()) > 20


def test_a_status_has_one_colour_and_one_mark_in_the_picture_and_on_the_page(reader_with: Sized, strait: World) -> None:
    for theme in ("light", "dark"):
        reader = reader_with(viewport={"width": 1440, "height": 900}, color_scheme=theme)
        reader.opens(strait.html(), "form=timeline&statuses=" + ",".join(status.value for status in Status))
        seen = reader.does(
            "Object.fromEntries([...document.querySelectorAll('.marks .sign')].map((mark) =>"
            " [[...mark.classList].find((name) => name.startsWith('line-')).slice(5), getComputedStyle(mark).color]))"
        )
        told = {
            name: "rgb({}, {}, {})".format(*(int(colour[k : k + 2], 16) for k in (1, 3, 5)))
            for name, colour in colours(theme).items()
        }
        assert len(seen) > 6
        assert seen == {name: told[name] for name in seen}
        marks = reader.does("Object.fromEntries(d.data.statuses.map(({ id, mark }) => [id, mark]))")
        assert marks == {status.value: f"{shape} {fill}" for status, (shape, fill, _) in LOOKS.items()}


def test_a_mark_opens_its_finding_by_mouse_and_by_key(reader: Reader, strait: World) -> None:
    page = reader.opens(strait.html()).page
    page.keyboard.press("d")
    assert page.url.endswith("#form=timeline")
    mark = page.locator(".lane a").nth(2)
    label = mark.get_attribute("aria-label")
    assert re.fullmatch(r".+ one-sided, 2031-.+|.+ on record, 2031-.+|.+ corroborated, 2031-.+", label or ""), label
    mark.click(force=True)
    assert reader.does("d.state.selected[0]") == "fact"
    assert page.locator(".lane a[aria-pressed='true']").first.get_attribute("aria-label")
    page.locator(".lane a[tabindex='0']").focus()
    before = reader.does("d.state.selected[1]")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert reader.does("d.state.selected[1]") != before
    page.get_by_role("button", name="By type").click()
    assert "lanes=types" in page.url
    lanes = reader.does("[...document.querySelectorAll('.lane[data-lane]')].map((lane) => lane.dataset.lane)")
    assert set(lanes) <= set(strait.ontology.types)
    reader.does("d.reset()")
    assert reader.does("[d.state.form, d.state.lanes]") == ["picture", "actors"]


def test_days_are_typed_and_what_cannot_be_read_is_said_to_be_so(reader: Reader, strait: World) -> None:
    page = reader.opens(strait.html(), "form=timeline").page
    known = page.locator("#brushes input[type=text]").nth(0)
    first = page.locator("#brushes input[type=text]").nth(1)
    known.fill("2031-03-5")
    known.press("Enter")
    assert reader.does("d.state.knownBy") == "2031-03-05"
    known.fill("2031-02-30")
    known.press("Enter")
    said = "“2031-02-30” cannot be read as a day: write 2023-12-14, 2023-12 or 2023."
    assert reader.text("#brushes .answer") == said
    assert reader.does("d.state.knownBy") == "2031-03-05"
    assert known.input_value() == "2031-02-30"
    known.fill("2031")
    known.press("Enter")
    assert reader.does("d.state.knownBy") == "2031-12-31"
    assert reader.text("#brushes .answer") == ""
    first.fill("2031-03")
    first.press("Enter")
    assert reader.does("d.state.days[0]") == "2031-03-01"
    assert "happened from 2031-03-01" in reader.does("d.stateText()")
    page.get_by_role("button", name="All days").click()
    assert reader.does("d.state.days") is None


def test_histograms_are_brushes_by_mouse_and_by_keyboard(reader: Reader, strait: World) -> None:
    page = reader.opens(strait.html(), "form=timeline").page
    published = page.get_by_label("Day of knowledge, by period of publication")
    published.focus()
    page.keyboard.press("Home")
    assert reader.does("d.state.knownBy") == reader.does("d.data.publicationDays[0]")
    assert published.get_attribute("aria-valuetext") == f"{reader.does('d.state.knownBy')}: 1 article"
    page.keyboard.press("ArrowRight")
    assert reader.does("d.state.knownBy") == reader.does("d.data.publicationDays[1]")
    box = page.locator(".histogram svg").nth(1).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 20, steps=4)
    page.mouse.up()
    first, last = reader.does("d.state.days")
    assert (first[:4], last[:4]) == ("2031", "2031")
    assert first < last
    assert reader.does("[...d.view.passing].length") < reader.does("Object.keys(d.account.facts).length")


def test_on_a_narrow_screen_nothing_sticks_out(reader_with: Sized, project: World) -> None:
    reader = reader_with(viewport={"width": 390, "height": 800})
    reader.opens(project.html(), "form=timeline")
    assert reader.does("document.documentElement.scrollWidth") == 390
    assert reader.does("document.getElementById('timeline').scrollWidth <= 390")
    assert reader.page.locator(".lane a").count() > 10


def test_a_crowd_is_counted_by_month_and_a_number_leads_to_its_month(reader: Reader, crowd: str) -> None:
    page = reader.opens(crowd, "form=timeline").page
    assert "They are too many to be told apart, and are counted by month" in reader.text("#lanes p")
    assert re.search(r"The 30 of \d+ actors with most of them are shown", reader.text("#lanes p"))
    assert page.locator(".lane[data-lane]").count() == 30
    cell = page.locator(".lane a").first
    label = cell.get_attribute("aria-label") or ""
    told = re.fullmatch(r"Actor 0, (2009-\d\d): (\d+) findings: (.+)\. Show these days", label)
    assert told
    assert sum(int(number) for number in re.findall(r"\d+", told[3])) == int(told[2])
    cell.click()
    assert reader.does("d.state.days") == [f"{told[1]}-01", f"{told[1]}-31"]
    its = page.locator(".lane[data-lane='a0'] a")
    assert "counted by day" in reader.text("#lanes p")
    counts = [int(re.findall(r": (\d+) finding", one.get_attribute("aria-label") or "")[0]) for one in its.all()]
    assert sum(counts) == int(told[2])


def test_a_step_in_time_gives_what_is_counted_from_the_beginning_in_a_part_of_the_time(
    reader: Reader, crowd: str
) -> None:
    reader.opens(crowd, "form=picture")
    took = reader.does(
        """d.data.publicationDays.slice(20, 40).map((day) => {
            let start = performance.now();
            d.set({ knownBy: day });
            const step = performance.now() - start;
            start = performance.now();
            const whole = new d.data.recount.constructor(d.data.claims, d.data).account(day, {}, d.data.opens.day);
            const all = performance.now() - start;
            const same = JSON.stringify(d.account.facts) === JSON.stringify(whole.facts)
                && JSON.stringify(d.account.readings) === JSON.stringify(whole.readings);
            start = performance.now();
            d.data.recount.account(day, {}, d.data.opens.day);
            return [same, step, all, performance.now() - start];
        })"""
    )
    assert [same for same, *_ in took] == [True] * 20
    assert sorted(again for *_, again in took)[10] < sorted(whole for _, _, whole, _ in took)[10] / 2


def test_what_goes_on_does_so_up_to_the_day_of_knowledge(reader: Reader) -> None:
    seats = [
        ("ann", "a-foreign", "2023-11-01/.."),
        ("bob", "b-foreign", "2023-12-05"),
        ("cid", "c-foreign", "2023-11/.."),
    ]
    serves = [
        claim(
            None,
            id_=f"t{who}",
            fact=f"t{who}",
            type="Tenure",
            roles={"holder": (who,), "organization": (body,)},
            when=day,
        )
        for who, body, day in seats
    ]
    soon = claim("ann", "announces", id_="soon", fact="soon", article="herald-2", when="2024-06-05")
    its = World("Posts", Records(ENTITIES, ARTICLES, (*serves, soon)), core())
    reader.opens(its.html(), "form=timeline&statuses=on-record,corroborated,one-sided,reported,planned")
    for day in ("2023-12-20", "2023-12-14"):
        reader.does("d.set({ knownBy: argument })", day)
        now = reader.does("Number(document.querySelector('#lanes line.known').getAttribute('x1'))")
        ends = reader.does(
            "Object.fromEntries(['ann', 'bob', 'cid'].map((id) => [id, [...document.querySelectorAll("
            "`[data-lane=${id}] a[aria-label*=served] :is(.bar, .dots, polygon.sign.open)`)]"
            ".map((one) => { const { x, width } = one.getBBox(); return [one.tagName, x + width]; })]))"
        )
        assert all(right <= now + 0.1 for shapes in ends.values() for _, right in shapes), ends
        tips = {id_: [right for name, right in shapes if name == "polygon"] for id_, shapes in ends.items()}
        assert {id_: len(its) for id_, its in tips.items()} == {"ann": 1, "bob": 0, "cid": 1}
        assert abs(tips["ann"][0] - now) < 0.1 > abs(tips["cid"][0] - now)
    assert "going on at the day of knowledge" in reader.text("#lanes .marks")


@pytest.mark.parametrize("width", [320, 390, 620, 790, 1000, 1200, 1440])
@pytest.mark.parametrize("root", PROJECTS, ids=lambda path: path.name)
def test_the_timeline_is_as_wide_as_its_place(reader_with: Sized, root: Path, width: int) -> None:
    reader = reader_with(viewport={"width": width, "height": 800})
    reader.opens(world(root).html(), "form=timeline")
    for wide in (width, width + 90, width):
        reader.page.set_viewport_size({"width": wide, "height": 800})
        reader.page.wait_for_timeout(150)
        cut = reader.does(
            "(() => { const line = document.getElementById('timeline'); const { right } = line.getBoundingClientRect();"
            " return [line.scrollWidth - line.clientWidth, ...[...line.querySelectorAll('.lane svg')]"
            ".map((svg) => svg.getBoundingClientRect().right - right)].filter((its) => its > 0); })()"
        )
        assert cut == [], wide


def test_what_is_below_in_the_timeline_is_told_by_a_shade(reader_with: Sized, strait: World) -> None:
    reader = reader_with(viewport={"width": 1200, "height": 800}, color_scheme="light")
    reader.opens(strait.html(), "form=timeline")

    def shade() -> list[int]:
        """The colour of the ground just above the lower edge, at the left."""
        box = reader.page.locator("#timeline").bounding_box()
        assert box is not None
        clip: FloatRect = {"x": box["x"] + 4, "y": box["y"] + box["height"] - 3, "width": 2, "height": 2}
        png = list(reader.page.screenshot(clip=clip))
        found: list[int] = reader.does(
            "createImageBitmap(new Blob([new Uint8Array(argument)], {type: 'image/png'})).then((image) => {"
            " const pen = new OffscreenCanvas(2, 2).getContext('2d'); pen.drawImage(image, 0, 0);"
            " return [...pen.getImageData(0, 0, 1, 1).data]; })",
            png,
        )
        return found

    above = shade()
    reader.does("(document.getElementById('timeline').scrollTop = 1e6)")
    assert sum(shade()[:3]) > sum(above[:3]) + 20


def test_the_days_of_findings_are_counted_as_of_the_day_of_knowledge(reader: Reader, strait: World) -> None:
    reader.opens(strait.html(), "form=timeline")
    days = reader.does("d.data.publicationDays")
    for day in (days[0], days[len(days) // 2], days[-1], days[3]):
        reader.does("d.set({ knownBy: argument })", day)
        whens = [its.when for its in strait.account(known_by=day).facts.values() if its.when.text is not None]
        happened = Counter((when.earliest or when.latest or "")[:7] for when in whens)
        bins = reader.does("d.brushes.days.bins.map(({ period, count }) => [period, count])")
        assert {period: count for period, count in bins if count} == happened
        drawn = reader.page.locator(".histogram svg").nth(1).locator("rect:not([height='0'])")
        assert drawn.count() == len(happened) < len(bins) + (day == days[-1])
