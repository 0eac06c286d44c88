"""The three pictures, at some three hundred actors: sides, an opened side among them, and what is around one actor."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

import kg
from kg.cli.main import run
from kg.model.records import Entity, Kind, Records
from tests.browser.conftest import Reader, Sized, World
from tests.formats import events
from tests.formats.importing import project_of
from tests.making import ARTICLES, ENTITIES, claim, core, entity

PARTIES = (
    "Christian Democratic Union", "Social Democratic Party", "The Greens", "Free Democrats", "The Left",
    "Regional Alliance of the South", "Pirates", "Farmers' League",
)  # fmt: skip
COUNTRIES = (
    "Kenya", "France", "Mali", "Chad", "Peru", "Japan", "Egypt", "Ghana", "Nepal", "Poland", "Chile", "India", "Oman",
    "Iran", "United Kingdom", "United States", "South Africa", "Saudi Arabia", "New Zealand", "Costa Rica", "Cuba",
    "Laos", "Fiji", "Togo", "Niger", "Spain", "Italy", "Norway", "Jordan", "Sudan", "Brazil", "Canada", "Germany",
    "Sweden", "Turkey", "Greece", "Qatar", "Yemen", "Belgium", "Portugal", "Ireland", "Denmark", "Finland",
)  # fmt: skip
BODIES = ("Police", "Government", "Ministry", "Military", "Citizen", "Media", "Protester", "Lawyer/Attorney")


@pytest.fixture(scope="module")
def parliament() -> str:
    """Three hundred members of eight parties and five of none, who meet, mostly within their party."""
    parties = {f"party-{n}": entity(f"party-{n}", Kind.ORGANIZATION) for n in range(len(PARTIES))}
    named = {
        id_: type(its)(id=id_, kind=its.kind, name=name)
        for (id_, its), name in zip(parties.items(), PARTIES, strict=True)
    }
    people = {}
    for n in range(305):
        links = {"member_of": f"party-{min(7, int((n / 300) ** 2 * 8))}"} if n < 300 else {}
        people[f"member-{n}"] = entity(f"member-{n}", Kind.PERSON, links=links)
    said = []
    for n in range(700):
        one, other = n * 7 % 305, (n * 7 + 1 + n % 5 + (97 if n % 3 == 0 else 0)) % 305
        if n < 299:
            one, other = 0, n + 1  # the first has met everybody
        pair = (f"member-{one}", f"member-{other}")
        speaker = ("herald", pair[0], "gazette")[n % 3]
        said.append(claim(speaker if n % 3 == 1 else None, id_=f"c{n}", fact=f"f{n}", roles={"participant": pair}))
    for n in range(60):
        roles: dict[str, tuple[str, ...]] = {
            "agent": (f"member-{n * 5}",),
            "target": (f"member-{300 - n}",),
            "act": ("praise",),
        }
        said.append(claim(None, id_=f"s{n}", fact=f"s{n}", type="Statement", roles=roles))
    return World("Parliament", Records({**ENTITIES, **named, **people}, ARTICLES, tuple(said)), core()).html()


@pytest.fixture(scope="module")
def happenings(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Some nine hundred events between three hundred bodies of forty-three countries."""
    folder = tmp_path_factory.mktemp("happenings")
    project = project_of(folder / "p")
    actors = [(f"{body} ({country})", country) for country in COUNTRIES for body in BODIES]
    rows = []
    for n in range(900):
        (one, from_), (other, to) = actors[n * 7 % len(actors)], actors[(n * 7 + 5 + n % 6 * 11) % len(actors)]
        cells = {"Source_Name": one, "Source_Country": from_, "Target_Name": other, "Target_Country": to}
        day = f"2018-06-{1 + n % 28:02}"
        rows.append(events.row(n + 1, **cells, Event_Date=day, CAMEO_Code=("190", "061", "173")[n % 3], Story_ID=n))
    (folder / "x.tab").write_text(events.table(*rows), "utf-8")
    to_ = ["-o", str(project / "sources/x.jsonl"), "--project", str(project)]
    assert run(["import", "icews", str(folder / "x.tab"), *to_]) == 0
    return kg.build(project).view().html


@pytest.fixture(params=["parliament", "happenings"])
def page_of(request: pytest.FixtureRequest) -> str:
    html = request.getfixturevalue(request.param)
    assert isinstance(html, str)
    return html


SCENE = (
    "({ kind: d.drawing.scene.kind, marks: [...d.drawing.scene.marks.values()], names: d.drawing.names.boxes,"
    " lines: [...d.drawing.scene.lines.values()].map(({ id, facts, status, heads }) =>"
    " ({ id, facts: facts.length, status, heads })) })"
)


def meeting(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of names that lie on one another."""
    return [
        (one["id"], other["id"])
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one["box"][0] < other["box"][2] and one["box"][2] > other["box"][0]
        and one["box"][1] < other["box"][3] and one["box"][3] > other["box"][1]
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (1440, 900)])
def test_every_side_is_named_and_no_two_names_meet(reader_with: Sized, page_of: str, width: int, height: int) -> None:
    reader = reader_with(viewport={"width": width, "height": height})
    reader.opens(page_of, "form=picture")
    scene = reader.does(SCENE)
    assert scene["kind"] == "sides"
    assert {its["id"] for its in scene["names"]} == {its["id"] for its in scene["marks"]}
    assert meeting(scene["names"]) == []
    letters = 13 * reader.does("d.drawing.network.getScale() * d.drawing.names.lastUnit")
    assert letters > 9.5, "the names can be read"
    inside = reader.does(
        "d.drawing.names.boxes.every(({ box }) => { const a = d.drawing.network.canvasToDOM({ x: box[0], y: box[1] });"
        " const b = d.drawing.network.canvasToDOM({ x: box[2], y: box[3] });"
        " const { clientWidth: wide, clientHeight: high } = d.drawing.frame;"
        " return a.x >= -1 && a.y >= -1 && b.x <= wide + 1 && b.y <= high + 1; })"
    )
    assert inside
    again = reader.opens(page_of, "form=picture").does(SCENE)
    assert again["marks"] == scene["marks"], "the same on every run"


def test_lines_of_sides_count_what_the_matrix_counts(reader: Reader, page_of: str) -> None:
    reader.opens(page_of)
    cells = reader.does(
        "[...document.querySelectorAll('#matrix td button')].map((cell) =>"
        " [cell.dataset.pair, Number(cell.querySelector('span').textContent)])"
    )
    expected = {pair: count for pair, count in cells if len(set(pair.split())) == 2}
    reader.page.get_by_role("button", name="Picture", exact=True).click()
    scene = reader.does(SCENE)
    lines = {line["id"]: line["facts"] for line in scene["lines"]}
    assert lines == expected
    pair = max(lines, key=lambda id_: (lines[id_], id_))
    reader.does("d.choose(['sides', argument])", pair)
    assert reader.text("#evidence .kicker").endswith(f"{lines[pair]} FINDINGS")


def test_a_side_is_opened_in_place_and_closed_again(reader: Reader, parliament: str) -> None:
    page = reader.opens(parliament, "form=picture").page
    before = {its["id"]: its["at"] for its in reader.does(SCENE)["marks"]}
    reader.clicks("party-7")
    scene = reader.does(SCENE)
    people = {id_ for id_, side in reader.does("d.data.nodes.map(({ id, area }) => [id, area])") if side == "party-7"}
    assert {its["id"] for its in scene["marks"]} == (before.keys() - {"party-7"}) | people
    assert meeting(reader.does("(d.drawing.names.place(1, [-1e9, -1e9, 1e9, 1e9]), d.drawing.names.boxes)")) == []
    assert "opened=party-7" in page.url
    assert "by sides, with the people of Farmers' League" in reader.text("#state")
    assert reader.text("#evidence h2") == "Farmers' League"
    line = next(line for line in scene["lines"] if len(people & set(line["id"].split())) == 1)
    reader.does(
        "d.choose(argument)", ["with-side", " ".join(sorted(line["id"].split(), key=lambda id_: id_ not in people))]
    )
    assert f"{line['facts']} FINDING" in reader.text("#evidence .kicker")
    again = reader.opens(parliament, page.url.partition("#")[2]).does(SCENE)
    assert [its["id"] for its in again["marks"]] == [its["id"] for its in scene["marks"]]
    x, y = reader.does(
        "(() => { const [[x], , , [, bottom]] = d.drawing.frames[0].frame;"
        " const r = d.drawing.frame.getBoundingClientRect();"
        " const s = d.drawing.network.canvasToDOM({ x: x + 4, y: bottom - 4 }); return [s.x + r.x, s.y + r.y]; })()"
    )
    page.mouse.click(x, y)
    page.wait_for_timeout(350)
    assert {its["id"]: its["at"] for its in reader.does(SCENE)["marks"]} == before, "the ground of a side closes it"
    reader.clicks("party-6")
    page.get_by_role("button", name="Close sides").click()
    assert {its["id"]: its["at"] for its in reader.does(SCENE)["marks"]} == before
    reader.clicks("party-6")
    reader.does("d.reset()")
    assert reader.does("[d.state.opened, d.state.marks]") == [[], "sides"]


def test_one_chooses_between_people_and_sides(reader: Reader, page_of: str) -> None:
    page = reader.opens(page_of, "form=picture").page
    assert page.locator("#marks-sides").get_attribute("aria-pressed") == "true"
    assert "; by sides; " in reader.text("#state")
    page.get_by_role("button", name="People", exact=True).click()
    scene = reader.does(SCENE)
    assert (scene["kind"], len(scene["marks"])) == ("people", reader.does("d.view.nodes.size"))
    assert "marks=people" in page.url
    assert "by sides" not in reader.text("#state")
    page.get_by_role("button", name="Sides", exact=True).click()
    assert reader.does("d.drawing.scene.kind") == "sides"
    assert "marks" not in page.url.replace("bookmarks", "")


def test_somebody_who_is_searched_for_is_shown_in_his_side(reader: Reader, parliament: str) -> None:
    page = reader.opens(parliament, "form=picture").page
    page.get_by_role("combobox", name="Find").fill("member 250")
    page.keyboard.press("Enter")
    assert reader.does("d.drawing.scene.marks.has('member-250')")
    assert reader.text("#evidence h2") == "Member 250"
    assert reader.does("[...d.marked().nodes]") == ["member-250"]


@pytest.mark.parametrize("address", ["focus=member-0,1&form=picture", "focus=member-9,2&form=picture"])
def test_around_one_actor_everybody_is_named(reader: Reader, parliament: str, address: str) -> None:
    reader.opens(parliament, address)
    scene = reader.does(SCENE)
    assert scene["kind"] == "ego"
    marks = {its["id"] for its in scene["marks"]}
    assert marks == set(reader.does("[...d.view.nodes]")), "the first has met 299 others"
    names = reader.does("(d.drawing.names.place(1, [-1e9, -1e9, 1e9, 1e9]), d.drawing.names.boxes)")
    assert {its["id"] for its in names} == marks
    assert meeting(names) == []
    sides = {side for id_, side in reader.does("d.data.nodes.map(({ id, area }) => [id, area])") if id_ in marks}
    named = {its["area"] for its in reader.does("d.drawing.scene.grounds")}
    assert len(sides & named) >= 7


def test_a_focus_leaves_the_others_out_everywhere_and_says_how_many(reader: Reader, parliament: str) -> None:
    reader.opens(parliament, "form=picture")
    everybody = reader.does("d.view.nodes.size")
    page = reader.opens(parliament, "focus=member-301,1&form=picture").page
    scene = reader.does(SCENE)
    marks = {its["id"] for its in scene["marks"]}
    assert f"{everybody - len(marks)} actors outside the focus are left out." in reader.text("#partly")
    rows = list(csv.DictReader(io.StringIO(reader.does("d.csv()"))))
    assert {end for row in rows for end in (row["from"], row["to"])} <= marks
    svg = reader.does("d.svg()")
    assert "Member 300" not in svg or "member-300" in marks
    assert "within 1 step of Member 301" in svg
    reasons = reader.text("#undrawn")
    assert re.search(r"\d+ outside the focus", reasons)
    page.locator("#partly").get_by_role("button", name="Show all").click()
    assert reader.does("[d.state.focus, d.view.nodes.size]") == [None, everybody]
    assert "focus" not in reader.text("#undrawn")


def test_width_and_arrows_are_in_every_picture_and_in_what_is_saved(reader: Reader, page_of: str) -> None:
    for address in ("form=picture", "form=picture&marks=people"):
        reader.opens(page_of, address)
        most, least = reader.does(
            "(() => { const of = (line) => [line.facts.length, d.drawing.lineStyle(line, false).width];"
            " const all = [...d.drawing.scene.lines.values()].map(of).sort((a, b) => a[0] - b[0]);"
            " return [all.at(-1), all[0]] })()"
        )
        assert 0.9 <= least[1] <= most[1] <= 10
        assert (most[1] > least[1]) == (most[0] > least[0])
        shown = reader.does("d.svg()")
        widths = {float(width) for width in re.findall(r'<polyline [^>]*stroke-width="([\d.]+)"', shown)}
        assert {least[1], most[1]} <= widths
        assert (f">{most[0]} findings</text>" in shown) == (most[0] > 1)
        heads = reader.does("[...d.drawing.scene.lines.values()].reduce((sum, line) => sum + line.heads.length, 0)")
        assert (">→ towards whom</text>" in shown) == (heads > 0)
    reader.opens(page_of, "form=picture")


def test_a_directed_line_of_sides_points_at_the_side_of_whom_it_is_towards(reader: Reader, happenings: str) -> None:
    reader.opens(happenings, "form=picture")
    expected = reader.does(
        "[...new Set(d.view.edges.filter((e) => !d.data.relations[e.relation].symmetric)"
        ".map((e) => [d.drawing.scene.holder(e.from), d.drawing.scene.holder(e.to)])"
        ".filter(([a, b]) => a && b && a !== b).map((pair) => pair.join(' ')))].sort()"
    )
    lines = reader.does(SCENE)["lines"]
    found = [
        f"{next(end for end in line['id'].split() if end != head)} {head}" for line in lines for head in line["heads"]
    ]
    assert sorted(found) == expected
    assert len(found) > 40


def test_keys_go_from_side_to_side_and_open_one(reader: Reader, parliament: str) -> None:
    page = reader.opens(parliament, "form=picture").page
    page.locator("#stage").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    kind, first = reader.does("d.state.selected")
    assert kind == "side"
    assert reader.does("[...d.marked().nodes]") == [first]
    page.keyboard.press("l")
    assert reader.does("d.state.selected[0]") == "sides"
    assert reader.does("d.marked().lines.size") == 1
    reader.does("d.choose(['side', 'party-3'])")
    page.keyboard.press("o")
    assert reader.does("d.state.opened") == ["party-3"]


def test_a_mark_is_pinned_in_its_own_picture(reader: Reader, parliament: str) -> None:
    page = reader.opens(parliament, "form=picture").page
    before = reader.does("d.drawing.at('party-0')")
    x, y = reader.spot("party-0")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y + 30, steps=6)
    page.mouse.up()
    for _ in range(500):  # by looking: `wait_for_function` at times meets the page's policy
        if page.evaluate("Object.keys(dramatis.state.pins).length"):
            break
        page.wait_for_timeout(20)
    page.wait_for_timeout(400)
    after = [round(value) for value in reader.does("d.drawing.at('party-0')")]
    assert after != before
    assert reader.does("Object.keys(d.state.pins)") == ["sides/party-0"]
    reader.opens(parliament, page.url.partition("#")[2])
    assert reader.does("d.drawing.at('party-0')") == after
    reader.does("d.reset(), d.set({ form: 'picture' })")
    assert reader.does("d.drawing.at('party-0')") == before
    for bad in (
        "pins=sides/nobody,1,2",
        "pins=else/party-0,1,2",
        "pins=ego/nobody/member-1,1,2",
        "opened=nobody",
        "marks=none",
    ):
        reader.opens(parliament, f"form=picture&{bad}")
        assert reader.does("[d.state.pins, d.state.opened, d.state.marks]") == [{}, [], "sides"]


@pytest.mark.parametrize("address", ["", "&opened=party-7", "&focus=member-9,1", "&marks=people"])
def test_every_picture_is_saved_and_printed(reader: Reader, parliament: str, address: str) -> None:
    page = reader.opens(parliament, f"form=picture{address}").page
    marks = reader.does("d.drawing.scene.marks.size")
    svg = reader.does("d.svg()")
    assert svg.count("<polygon") >= marks
    for name in reader.does(
        "[...d.drawing.scene.marks.keys()].slice(0, 5).map((id) => d.data.entities[id].name.split(' ')[0])"
    ):
        assert name in svg
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper > svg").count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_sides_that_are_too_many_are_said_to_be(reader: Reader, happenings: str) -> None:
    reader.opens(happenings, "form=picture&marks=sides")
    sides = len(set(reader.does("[...d.view.nodes].map((id) => d.data.place.get(id).area)")))
    drawn = reader.does("d.drawing.scene.marks.size")
    assert drawn == min(sides, 40)
    lined = len(set(reader.does("d.view.edges.flatMap((e) => [e.from, e.to]).map((id) => d.data.place.get(id).area)")))
    of_these = f" ({lined} of them with a line)" if lined < sides else ""
    said = f"{drawn} of {sides} sides{of_these}, those with most findings, are drawn"
    assert (said in reader.text("#partly")) == (said in reader.does("d.svg()")) == (sides > 40)


def test_picture_matrix_and_card_count_the_same_sides(reader: Reader) -> None:
    lands = {f"land-{n}": entity(f"land-{n}", Kind.COUNTRY) for n in range(60)}
    bodies = {f"office-{n}": office(n) for n in (1, 2, 3)}
    met = [
        claim(None, id_=f"m{n}", fact=f"m{n}", roles={"participant": (f"land-{n}", f"land-{n + 1}")}) for n in range(45)
    ]
    spoke = [
        claim(None, id_=f"s{n}", fact=f"s{n}", type="Statement", roles={"agent": (f"land-{n}", *bodies)})
        for n in range(46, 60)
    ]
    met.append(claim(None, id_="mm", fact="mm", roles={"participant": ("office-1", "land-9")}))
    records = Records(ENTITIES | lands | bodies, ARTICLES, (*met, *spoke))
    page = reader.opens(World("Lands", records, core()).html(kinds=["Country", "Organization"]), "marks=sides").page
    assert "40 of 60 sides (46 of them with a line), those with most findings, are drawn" in reader.text("#partly")
    assert "40 of 60 sides (46 of them with a line)" in reader.does("d.svg()")
    page.get_by_role("button", name="Matrix", exact=True).click()
    assert "The 40 of 46 sides with a line, those with most findings, are shown" in reader.text("#matrix p")
    reader.does("d.choose(['side', 'land-0'])")
    assert reader.text("#evidence .kicker").lower() == "side · 4 actors, 2 with a line"
    reader.does("d.choose(['side', 'land-1'])")
    assert reader.text("#evidence .kicker").lower() == "side · 1 actor with a line"


def office(n: int) -> Entity:
    return entity(f"office-{n}", Kind.ORGANIZATION, links={"institution_of": "land-0"})


def test_whoever_is_next_to_the_focus_has_a_name_also_among_two_rings(reader: Reader, parliament: str) -> None:
    reader.opens(parliament, "form=picture&focus=member-9,2")
    next_to = reader.does(
        "[...d.account.edges].filter((e) => [e.from, e.to].includes('member-9')).flatMap((e) => [e.from, e.to])"
    )
    drawn = set(reader.does("[...d.drawing.scene.marks.keys()]"))
    named = set(reader.does("d.drawing.names.place() && d.drawing.names.boxes.map(({ id }) => id)"))
    assert drawn > set(next_to) & drawn
    assert set(next_to) & drawn <= named
