"""Two accounts in one picture: what appeared, moved and fell between two days, or with and without a source."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kg.analysis import rank
from kg.history.changes import Cause, Changes, compare, shifts
from kg.model.records import Records
from kg.network import network
from kg.snapshot.sentences import Teller
from kg.view.modules import joined
from kg.view.payload import payload
from kg.view.template import own
from tests.browser.conftest import PROJECTS, Reader, World, world
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, core

ENTRY = """\
import { Recount } from "./account.js";
import { Causes } from "./causes.js";
import { partMoves } from "./changed.js";

globalThis.diff = { Recount, Causes, partMoves };
"""
WIDE = "kinds=Person,Organization,Country,Group"
WHY = {
    Cause.CLAIMS: "",
    Cause.FULFILMENT: "made good by another fact",
    Cause.SIDES: "somebody speaks for another side",
    Cause.TIME: "its time has passed, and nobody said that it took place",
}


@pytest.fixture(scope="module")
def strait() -> World:
    return world(ROOT / "tests" / "projects" / "strait")


@pytest.mark.parametrize("root", PROJECTS, ids=lambda path: path.name)
def test_the_page_names_the_claims_that_kg_diff_names(page: Page, root: Path) -> None:
    its = world(root)
    records = its.records
    data = payload(records.claims, records.articles, Teller(records.entities, records.articles, its.ontology, {}), {})
    days = sorted({article.day for article in records.articles.values()})
    page.evaluate(joined("entry.js", lambda name: ENTRY if name == "entry.js" else own(name)))
    found = page.evaluate(
        """([data, days]) => {
            data.claim = new Map(data.claims.map((claim) => [`${claim.article}/${claim.id}`, claim]));
            const at = (day) => {
                const its = new diff.Recount(data.claims, data).account(day, {});
                return { ...its, all: its.facts };
            };
            const accounts = days.map(at);
            return accounts.flatMap((was, one) => accounts.slice(one + 1).map((is) => {
                const causes = new diff.Causes(data, was, is);
                const both = Object.keys(was.facts).filter((id) => is.facts[id]);
                return [both.map((id) => [id, causes.of(was.facts[id], is.facts[id])]), diff.partMoves(data, was, is)];
            }));
        }""",
        [data, days],
    )
    accounts = [its.account(known_by=day) for day in days]
    claims = {claim.key: claim for claim in records.claims}
    moves = 0
    for (was, now), (causes, parts) in zip(combinations(accounts, 2), found, strict=True):
        told, changes = dict(causes), compare(was, now, claims, its.ontology)
        assert parts == parts_of(changes), (was.known_by, now.known_by)
        for move in changes.moved:
            assert told[move.fact] == {"why": WHY[move.cause], "claims": list(move.claims)}, (
                was.known_by,
                now.known_by,
            )
            moves += 1
    assert moves > 20 or root == ROOT


def parts_of(changes: Changes) -> list[dict[str, Any]]:
    return [
        {"fact": its.fact, "role": its.role, "filler": its.filler, "was": its.before.text, "is": its.after.text,
         "claims": list(its.claims)} for its in changes.fillers
    ]  # fmt: skip


def test_the_panel_tells_the_changed_parts_that_kg_diff_tells(reader: Reader, strait: World) -> None:
    days = ("2031-03-04", "2031-03-24")
    was, now = (strait.account(known_by=day) for day in days)
    changes = compare(was, now, {claim.key: claim for claim in strait.records.claims}, strait.ontology)
    page = reader.opens(strait.html(), f"{WIDE}&known={days[1]}&against={days[0]}&open=compared+").page
    assert f"{len(changes.fillers)} parts of facts moved" in reader.text("#evidence")
    items = page.locator("#evidence li[data-part]")
    told = [" ".join(text.split()) for text in items.all_inner_texts()]
    assert len(told) == len(changes.fillers) > 3
    for its, words in zip(changes.fillers, told, strict=True):
        assert words.startswith(f"{its.before.text} → {its.after.text} {strait.ontology.roles[its.role].label} ")
        assert all(f"[{key}]" in words for key in its.claims)
    assert [one.split() for one in items.evaluate_all("(its) => its.map((one) => one.dataset.part)")] == [
        [its.fact, its.role, its.filler] for its in changes.fillers
    ]
    items.first.locator("button").click()
    assert reader.does("d.state.selected") == ["fact", changes.fillers[0].fact]


def test_the_panel_tells_the_ranks_that_moved_most(reader: Reader, project: World) -> None:
    days = ("2023-12-14", "2025-07-26")
    kinds = WIDE.removeprefix("kinds=").split(",")
    accounts = [project.account(known_by=day) for day in days]
    ranks = [rank(network(its, project.links, project.ontology, kinds=kinds), "degree") for its in accounts]
    expected = {its.entity: its for its in shifts(ranks[0], ranks[1], "degree")}
    page = reader.opens(project.html(), f"{WIDE}&known={days[1]}&against={days[0]}&open=compared+").page
    items = page.locator("#evidence li[data-rank]")
    told = dict(items.evaluate_all("(its) => its.map((one) => [one.dataset.rank, one.firstChild.textContent])"))
    assert len(told) == 10 < len(expected)
    assert f"{len(expected)} ranks shifted" in reader.text("#evidence")
    assert f"the 10 that moved most, and {len(expected) - 10} more" in reader.text("#evidence")
    for id_, words in told.items():
        assert words == f"{expected[id_].before or 'no line'} → {expected[id_].after or 'no line'}"
    last = [len(its) + 1 for its in ranks]
    ways = {id_: abs((its.before or last[0]) - (its.after or last[1])) for id_, its in expected.items()}
    assert [ways[id_] for id_ in told] == sorted(ways.values(), reverse=True)[:10]
    reader.does("d.set({ focus: d.view.ranking[0].id, selected: ['compared', ''] })")
    assert items.count() == 10, "both days are compared as wholes, whoever is in focus"
    reader.does("d.set({ focus: null, statuses: [] })")
    assert items.count() == 0
    assert "ranks shifted" not in reader.text("#evidence")


def test_two_days_are_compared_in_one_picture(reader: Reader, strait: World) -> None:
    html = strait.html()
    page = reader.opens(html, WIDE).page
    lines = "Object.fromEntries([...d.view.lines.values()].map((line) => [line.id, line.status]))"
    after = reader.does(lines)
    reader.does("d.set({ knownBy: '2031-03-10' })")
    before = reader.does(lines)
    reader.does("d.set({ knownBy: d.data.knownBy })")
    field = page.get_by_label("Compare with known by")
    field.fill("2031-03-10")
    field.press("Enter")
    drawn = reader.does("Object.fromEntries([...d.drawing.shown.lines.values()].map((line) => [line.id, line.status]))")
    assert {id_ for id_, turn in drawn.items() if turn == "appeared"} == after.keys() - before.keys() != set()
    assert {id_ for id_, turn in drawn.items() if turn == "fallen"} == before.keys() - after.keys()
    assert {id_ for id_, turn in drawn.items() if turn == "moved"} >= {
        id_ for id_ in before.keys() & after.keys() if before[id_] != after[id_]
    }
    many = len(after.keys() - before.keys())
    assert f"{many} lines appeared" in reader.text("#changes")
    assert reader.does("d.stateText()").startswith("known by 2031-03-24 against 2031-03-10; ")
    assert "against=2031-03-10" in page.url
    assert "appeared" in reader.does("d.svg()")
    reader.opens(html, f"{WIDE}&against=2031-03-10&open=compared+")
    assert reader.does("d.state.against") == "2031-03-10"
    was, now = strait.account(known_by="2031-03-10"), strait.account()
    changes = compare(was, now, {claim.key: claim for claim in strait.records.claims}, strait.ontology)
    text = reader.text("#evidence")
    assert f"{len(changes.appeared)} facts appeared" in text
    assert f"{len(changes.moved)} facts moved" in text
    assert all(f"[{key}]" in text for move in changes.moved for key in move.claims)
    reader.does("d.reset()")
    assert reader.does("[d.state.against, d.drawing.shown === d.view]") == [None, True]
    reader.opens(html, "against=2031-02-30")
    assert reader.does("d.state.against") is None


def test_what_has_vanished_can_still_be_opened(reader: Reader, strait: World) -> None:
    page = reader.opens(strait.html(), f"{WIDE}&known=2031-03-10&against=2031-03-24&open=compared+").page
    assert "facts are gone" in reader.text("#evidence")
    gone = page.locator("#evidence .changes li[data-fact]").first
    fact = gone.get_attribute("data-fact")
    gone.locator("button").click()
    assert reader.does("d.account.facts[argument]", fact) is None
    assert reader.text("#evidence .gone") == "As it was known by 2031-03-24."
    assert page.locator("#evidence .chain li").count() > 0
    line = reader.does("[...d.drawing.shown.lines.values()].find((line) => line.status === 'fallen').id")
    reader.does("d.choose(['line', argument])", line)
    assert page.locator("#evidence .card").count() > 0
    assert reader.text("#evidence .gone") == "As it was known by 2031-03-24."


@pytest.fixture
def contested() -> World:
    """Ann met Bob, says the Herald, which Bob's own side denies; Abe met Bob, says Bob's side alone."""
    ann = claim(None, "asserts", id_="a", fact="m", roles={"participant": ("ann", "bob")})
    no = claim("b-foreign", "denies", id_="b", fact="m", roles={"participant": ("ann", "bob")})
    abe = claim("b-foreign", "asserts", id_="c", fact="n", roles={"participant": ("abe", "bob")})
    cid = claim("ann", "asserts", id_="d", fact="o", roles={"participant": ("ann", "cid")})
    return World("Contested", Records(ENTITIES, ARTICLES, (ann, no, abe, cid)), core())


def test_with_and_without_a_voice_lines_are_lost_and_gained(reader: Reader, contested: World) -> None:
    page = reader.opens(contested.html()).page
    assert reader.does("[...d.view.lines.keys()].sort()") == ["abe bob", "ann cid"]
    assert not page.get_by_role("button", name="Compare with all sources").is_visible()
    reader.does("d.set({ without: { ...d.state.without, voice: ['bland'] } })")
    assert reader.does("[...d.view.lines.keys()].sort()") == ["ann bob", "ann cid"]
    assert reader.text("#changes").startswith("What if: 2 findings change, 1 line falls away, 1 line comes.")
    page.get_by_role("button", name="Compare with all sources").click()
    turns = reader.does("[...d.drawing.shown.lines.values()].map(({ id, status }) => [id, status])")
    assert dict(turns) == {"ann bob": "appeared", "ann cid": "same", "abe bob": "fallen"}
    told = "Compared: 1 line appeared 0 lines moved 1 line fell away 1 line as before"
    assert reader.text("#changes").replace("+ ", "").replace("Δ ", "").replace("× ", "").startswith(told)
    state = "known by 2023-12-20 against what is known with all sources; without Bland; "
    assert reader.does("d.stateText()").startswith(state.replace("2023-12-20", reader.does("d.state.knownBy")))
    gone = page.locator("#evidence li[data-fact='n'] button")
    gone.click()
    assert reader.text("#evidence .gone") == "With all sources: it rests on what is taken away."
    page.get_by_role("button", name="Stop comparing").click()
    assert reader.does("d.state.against") is None
    assert reader.text("#changes").startswith("What if: 2 findings change")


def test_each_turn_has_a_colour_and_a_pattern_of_its_own(reader: Reader, strait: World) -> None:
    reader.opens(strait.html(), f"{WIDE}&against=2031-03-10")
    looks = reader.does("['appeared', 'moved', 'fallen', 'same'].map((turn) => d.drawing.rowStyle(turn))")
    assert len({its["colour"] for its in looks}) == 4
    assert len({(its["width"], tuple(its["dashes"])) for its in looks}) == 4
    assert all(its["colour"].startswith("#") for its in looks)
