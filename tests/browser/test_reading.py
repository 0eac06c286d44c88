"""Finding, focus, paths, the address, what can be taken away, and reading without a mouse."""

from __future__ import annotations

import csv
import io
import random
import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.sync_api import Download

from kg.account.conflicts import conflicts
from kg.base.project import Project
from kg.model.records import Kind, Records
from tests.browser.conftest import Reader, World, world
from tests.browser.test_filters import python_account
from tests.conftest import ROOT
from tests.graphs import in_memory
from tests.making import ARTICLES, ENTITIES, claim, core, entity

SVG = "{http://www.w3.org/2000/svg}"


def test_search_finds_names_and_aliases_without_their_accents(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    box = page.get_by_role("combobox", name="Find")
    for typed, found in (
        ("munir", "Asim Munir"),
        ("pentagon", "United States Department of Defense"),
        ("ÁSÍM", "Asim Munir"),
    ):
        box.fill(typed)
        assert page.get_by_role("option").first.inner_text() == found
        box.press("Enter")
        assert reader.text("#evidence h2") == found
    box.fill("xyzzy")
    assert page.get_by_role("option").count() == 0


def test_search_is_worked_with_keys_alone(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    page.keyboard.press("/")
    page.keyboard.type("durrani")
    options = page.get_by_role("option")
    assert options.all_inner_texts() == ["Aftab Akbar Durrani", "Asif Durrani"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("combobox", name="Find").get_attribute("aria-activedescendant") == options.nth(
        1
    ).get_attribute("id")
    page.keyboard.press("Enter")
    assert reader.text("#evidence h2") == "Asif Durrani"
    page.get_by_role("combobox", name="Find").fill("mun")
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0


def test_focus_draws_the_surroundings_alone(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    reader.clicks("lloyd-austin")
    expected = {
        "1": {"lloyd-austin", "asim-munir"},
        "2": {"lloyd-austin", "asim-munir", "thomas-west", "michael-kurilla"},
        "3": {"lloyd-austin", "asim-munir", "thomas-west", "michael-kurilla", "jalil-abbas-jilani", "asif-durrani",
              "aftab-akbar-durrani"},
    }  # fmt: skip
    for steps, near in expected.items():
        page.locator("#evidence .moves").get_by_role("button", name=steps, exact=True).click()
        assert set(reader.does("[...d.view.inFocus]")) == near
        drawn = reader.does(
            "Object.values(d.drawing.network.body.nodes).filter(({ options }) => !options.hidden).map(({ id }) => id)"
        )
        assert set(drawn) == near
        assert set(reader.does("[...d.view.nodes]")) == near
    page.locator("#focus").get_by_role("button", name="All").click()
    assert reader.does("d.view.inFocus") is None


def test_a_path_is_found_by_names_and_follows_the_filters(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    page.get_by_text("Path between two actors").click()
    for label, name in (("Path from", "Asif Durrani"), ("Path to", "Lloyd Austin")):
        page.get_by_role("combobox", name=label).fill(name)
        page.keyboard.press("Enter")
    assert "Asif Durrani – Thomas West – Asim Munir – Lloyd Austin" in reader.text("#evidence")
    page.get_by_role("checkbox", name="Draw one-sided").uncheck()
    assert "No way leads from one to the other" in reader.text("#evidence")
    page.get_by_role("button", name="Clear").click()
    assert reader.does("d.state.path") is None


def test_the_address_reopens_the_same_view(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    reader.does(
        "d.set(argument)",
        {
            "knownBy": "2023-12-14", "without": {"voice": ["arab-news"], "outlet": [], "relay": [], "article": []},
            "statuses": ["one-sided", "unconfirmed"], "kinds": ["Person", "Country"], "layers": ["contact", "speech"],
            "types": ["Meeting", "Visit"], "days": ["2023-12-01", "2023-12-31"], "undated": False, "alone": False,
            "focus": "asim-munir", "steps": 2, "path": ["asim-munir", "thomas-west"], "form": "table",
            "selected": ["line", "asim-munir lloyd-austin"],
        },
    )  # fmt: skip
    page.get_by_role("button", name="Light or dark").click()
    reader.does("d.drawing.zoom(1.2)")
    reader.does("d.keepCamera()")
    page.wait_for_timeout(300)
    address, state, edges, shown = (
        page.url.partition("#")[2],
        reader.does("d.state"),
        reader.edges(),
        reader.text("#evidence"),
    )
    reader.opens(project.html(), address)
    again = reader.does("d.state")
    for field in ("statuses", "kinds", "layers", "types"):
        assert sorted(again.pop(field)) == sorted(state.pop(field))
    assert again == state
    assert reader.edges() == edges
    assert reader.text("#evidence") == shown


def test_what_is_no_address_is_passed_over(reader: Reader, project: World) -> None:
    html = project.html()
    home = reader.opens(html).does("d.state")
    chance = random.Random(3)
    signs = "abc=&,;%#<>\"'[]{}0123456789-…é \\"
    nonsense = ["".join(chance.choice(signs) for _ in range(chance.randint(1, 60))) for _ in range(30)]
    nonsense += [
        "known=tomorrow&days=2023-99,x&focus=nobody,9&path=a,b,c&open=fact+nothing&pins=asim-munir,NaN,2;x,1,2&camera=1,2",
        "no-voice=nobody&statuses=maybe&kinds=Robot&layers=&types=%FF&theme=pink&open=__proto__+x&focus=constructor,1",
        "open=node+__proto__&path=__proto__,toString&pins=__proto__,1,2", "camera=0,0,1e9", "%", "=&=&=",
    ]  # fmt: skip
    for address in nonsense:
        reader.opens(html, address)
        state = reader.does("d.state")
        assert state["knownBy"] == home["knownBy"]
        assert state["pins"] == {}
        assert state["camera"] is None
        assert state["focus"] is None
        assert state["without"] == home["without"]


def test_dragging_pins_a_mark_and_the_address_keeps_it(reader: Reader, project: World) -> None:
    html = project.html()
    page = reader.opens(html).page
    before = reader.does("d.drawing.at('antony-blinken')")
    x, y = reader.spot("antony-blinken")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=6)
    page.mouse.up()
    page.wait_for_timeout(400)
    after = reader.does("d.drawing.at('antony-blinken')")
    assert after != before
    reader.opens(html, page.url.partition("#")[2])
    again = reader.does("d.drawing.at('antony-blinken')")
    assert [round(value) for value in after] == again
    reader.page.get_by_role("button", name="Show everything as it was").click()
    assert reader.does("d.drawing.at('antony-blinken')") == before


def saved(reader: Reader, button: str, folder: Path) -> tuple[str, bytes]:
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("button", name=button, exact=True).click()
    download: Download = waiting.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return download.suggested_filename, path.read_bytes()


def test_the_svg_is_what_is_shown(reader: Reader, project: World, tmp_path: Path) -> None:
    reader.opens(project.html())
    name, data = saved(reader, "SVG", tmp_path)
    assert name == (
        "dramatis-two-articles-on-pakistan-s-diplomacy-known-by-2025-07-26-persons-only-contact-only-6-of-48-findings.svg"
    )
    root = ET.fromstring(data)
    assert root.tag == f"{SVG}svg"
    texts = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    for person in ("Asim Munir", "Lloyd Austin", "Thomas West", "Antony Blinken", "PAKISTAN"):
        assert person in texts
    assert len(list(root.iter(f"{SVG}polyline"))) == 6 + 2, "a line each, and the legend of two statuses"
    assert "known by 2025-07-26; persons only; contact only; 6 of 48 findings" in texts
    assert "one-sided reported" in texts
    assert not [
        element for element in root.iter() if element.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")
    ]


def test_the_png_is_not_blank(reader: Reader, project: World, tmp_path: Path) -> None:
    reader.opens(project.html())
    name, data = saved(reader, "PNG", tmp_path)
    assert name.endswith(".png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high, colours = reader.picture(data)
    assert wide > 800
    assert high > 500
    assert colours > 50


def test_the_csv_says_what_kg_facts_says(reader: Reader, project: World, tmp_path: Path) -> None:
    reader.opens(project.html()).does(
        "d.set(argument)",
        {
            "kinds": ["Person", "Organization", "Country", "Group", "Place", "Post", "Topic"],
            "layers": ["contact", "speech", "action", "context"],
            "statuses": ["on-record", "corroborated", "one-sided", "reported", "alleged", "fulfilled", "unconfirmed"],
        },
    )  # fmt: skip
    _, data = saved(reader, "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {
        (row["from"], row["to"], f"{row['fact']}/{row['relation']}", row["edge_status"]) for row in rows
    } == reader.edges()
    assert len(rows) > 50
    claims = {claim.key: claim for claim in project.records.claims}
    graph = in_memory(Project(Path(), "https://example.org/", project.title), project.records, project.ontology)
    facts = {row["fact"]: row for row in graph.facts()}
    for row in rows:
        expected = facts[row["fact"]]
        for name in ("fact", "type", "status"):
            assert row[name] == expected[name]
        assert row["label"] == (expected["label"] or "")
        assert row["when"] == (expected["when"] or "")
        assert row["accepted"] in ("true", "false")
        assert row["from"] in {id_ for ids in expected["roles"].values() for id_ in ids}
        assert set(row["claims"].split()) <= set(expected["claims"])
        assert set(row["voices"].split()) <= set(expected["voices"]) or row["status"] != row["edge_status"]
        spans = {f"{key}:{span.start}-{span.end}" for key in row["claims"].split() for span in claims[key].evidence}
        assert set(row["spans"].split()) == spans


def test_the_picture_is_read_with_keys_alone(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    assert reader.text("#evidence h2") == "Thomas West", "the best connected comes first"
    seen = {reader.text("#evidence h2")}
    for key in ("ArrowLeft", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        seen.add(reader.text("#evidence h2"))
    assert len(seen) >= 6
    reader.does("d.choose(['node', 'asim-munir'])")
    lines = set()
    for _ in range(3):
        page.keyboard.press("l")
        lines.add(reader.text("#evidence h2"))
    assert len(lines) == 3
    assert all("Asim Munir" in line for line in lines)
    page.keyboard.press("Enter")
    assert reader.does("document.activeElement.id") == "evidence"
    page.locator("#picture").focus()
    page.keyboard.press("Escape")
    assert reader.text("#evidence h2") == "Nothing is chosen"
    page.keyboard.press("t")
    assert page.locator("#table").is_visible()


def test_every_control_can_be_reached_with_tab_and_has_a_name(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    for summary in page.locator("summary").all():
        if summary.is_visible() and not summary.evaluate("(e) => e.parentElement.open"):
            summary.click()
    wanted = reader.does(
        "[...document.querySelectorAll('button, input, summary, a[href], #picture')]"
        ".filter((e) => e.checkVisibility() && !e.disabled).length"
    )
    page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => { const e = document.activeElement; e.dataset.tabbed = '1';"
                " return [e.tagName, e.id, e.textContent.slice(0, 40), e.getAttribute('aria-label')].join('|'); }"
            )
        )
    missed = reader.does(
        "[...document.querySelectorAll('button, input, summary, a[href], #picture')]"
        ".filter((e) => e.checkVisibility() && !e.disabled && !e.dataset.tabbed).map((e) => e.outerHTML.slice(0, 80))"
    )
    assert missed == []
    for box in page.locator("input:visible, button:visible").all():
        name = box.evaluate("(e) => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent")
        assert name.strip(), box.evaluate("(e) => e.outerHTML")


def test_who_works_with_keys_keeps_his_place(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    where = "document.activeElement.textContent"
    page.locator("#headline button", has_text="one-sided").focus()
    page.keyboard.press("Enter")
    assert reader.text("#evidence h2") == "One-sided"
    assert "one-sided" in reader.does(where)
    reader.does("d.choose(['node', 'asim-munir'])")
    page.locator("#evidence .moves button", has_text="2").focus()
    page.keyboard.press("Enter")
    assert reader.does(where) == "2"
    assert reader.does("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.locator("#evidence h3 button").first.focus()
    page.keyboard.press("Enter")
    assert reader.does("document.activeElement.closest('#evidence') !== null"), "not thrown back to the top of the page"


def test_conflicts_stand_side_by_side_while_both_sides_count(reader: Reader) -> None:
    strait = world(ROOT / "tests" / "projects" / "strait")
    its = strait.account()
    found = conflicts(its, {claim.key: claim for claim in strait.records.claims}, strait.links)
    names = {id_: entity.name for id_, entity in strait.records.entities.items()}
    reader.opens(strait.html())
    for conflict in found:
        for fact in conflict.facts:
            reader.does("d.choose(argument)", ["fact", fact])
            shown = reader.text("#evidence")
            assert all(f"{names.get(value, value)}: " in shown for value in conflict.values)
    sides = {key.split("/")[0] for key in found[0].claims[0]}
    reader.does("d.set({without: {voice: [], outlet: [], relay: [], article: argument}})", sorted(sides))
    reader.does("d.choose(argument)", ["fact", found[0].facts[0]])
    its = python_account(strait, {"without": {"voice": [], "outlet": [], "relay": [], "article": sorted(sides)}})
    left = conflicts(its, {claim.key: claim for claim in strait.records.claims}, strait.links)
    assert (reader.page.locator("#evidence .conflict").count() > 0) is any(
        found[0].facts[0] in c.facts for c in left if c in found
    )


def test_a_long_conflict_is_counted_by_person_and_day_and_opened_on_request(reader: Reader) -> None:
    places = {f"p{n}": entity(f"p{n}", Kind.PLACE) for n in range(9)}
    roles = {"participant": ("ann", "bob")}
    claims = tuple(
        claim("ann", fact=f"v{n}", id_=f"v{n}", when="2023-12-01", roles=roles | {"place": (f"p{n}",)})
        for n in range(9)
    )
    small = World("Small", Records(ENTITIES | places, ARTICLES, claims), core())
    reader.opens(small.html(), "open=fact+v3")
    notes = reader.page.locator("#evidence .conflict")
    assert [reader.page.locator("#evidence details.conflict").count(), notes.count()] == [2, 2]
    summaries = [notes.nth(n).locator("summary").inner_text() for n in range(2)]
    assert summaries == [
        f"Claims conflict on where someone was ({name}), 2023-12-01. 9 values, 9 claims" for name in ("Ann", "Bob")
    ]
    assert not notes.first.get_by_text("P7: Ann").is_visible()
    notes.first.locator("summary").click()
    assert notes.first.get_by_text("P7: Ann").is_visible()
    assert notes.first.locator("p span").count() == 9
