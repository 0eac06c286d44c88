"""Filters and "what if": whatever the reader turns, the page shows what Python's account and network give."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kg.account.compute import account
from kg.account.facts import Account, Withdrawal
from kg.account.voices import Links
from kg.network import network
from tests.browser.conftest import Reader, World

ALL_KINDS = ["Person", "Organization", "Country", "Group", "Place", "Post", "Topic"]
ALL_STATUSES = [
    "on-record", "corroborated", "one-sided", "reported", "alleged", "fulfilled", "planned", "unconfirmed", "lapsed",
    "denied", "retracted", "contested",
]  # fmt: skip
ACCEPTED = ALL_STATUSES[:4]
NOTHING: dict[str, list[str]] = {"voice": [], "outlet": [], "relay": [], "article": []}

# What is set on the page, by the fields of its state; each beside what Python is asked for.
SETTINGS: list[dict[str, Any]] = [
    {},
    {"knownBy": "2023-12-14"},
    {"layers": ["contact", "speech", "action", "context"], "kinds": ALL_KINDS},
    {"kinds": ["Person", "Country"], "layers": ["contact"]},
    {"kinds": ALL_KINDS, "layers": ["speech"]},
    {"statuses": ALL_STATUSES},
    {"statuses": ["one-sided"]},
    {"statuses": ALL_STATUSES, "kinds": ALL_KINDS, "layers": ["contact", "speech", "action", "context"]},
    {"types": ["Meeting"], "statuses": ALL_STATUSES},
    {"types": ["Visit", "Gathering"], "kinds": ALL_KINDS},
    {"days": ["2023-12-13", "2023-12-13"], "undated": False},
    {"days": ["2024-01-01", "2025-12-31"], "undated": False, "kinds": ALL_KINDS},
    {"without": NOTHING | {"voice": ["united-states"]}, "kinds": ALL_KINDS},
    {"without": NOTHING | {"voice": ["pakistan", "arab-news"]}, "statuses": ALL_STATUSES},
    {"without": NOTHING | {"outlet": ["arab-news"]}, "kinds": ALL_KINDS},
    {"without": NOTHING | {"article": ["thenews-2023-12-14"]}, "kinds": ALL_KINDS},
    {"knownBy": "2023-12-14", "without": NOTHING | {"voice": ["united-states"]},
     "statuses": ALL_STATUSES, "kinds": ALL_KINDS, "layers": ["contact", "speech", "action", "context"]},
]  # fmt: skip


def python_account(world: World, setting: dict[str, Any]) -> Account:
    without = setting.get("without", NOTHING)
    claims = [claim for claim in world.records.claims if claim.article not in without["article"]]
    links: Links = world.links
    known_by = setting.get("knownBy", max(article.day for article in world.records.articles.values()))
    gone = Withdrawal(*(frozenset(without[sort]) for sort in ("voice", "outlet", "relay")))
    return account(claims, links, known_by, gone)


def python_edges(world: World, setting: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    its = python_account(world, setting)
    drawn = network(
        its, world.links, world.ontology, accepted=False, stand_ins=True,
        kinds=setting.get("kinds", ["Person"]), layers=setting.get("layers", ["contact"]),
    )  # fmt: skip
    found = set()
    for a, b, key, edge in drawn.edges(keys=True, data=True):
        fact = its.facts[edge["fact"]]
        row = edge["status"] if edge["accepted"] or edge["status"] not in ACCEPTED else "contested"
        if row not in setting.get("statuses", ACCEPTED) or fact.type not in setting.get("types", world.ontology.types):
            continue
        if "days" in setting:
            first, last = setting["days"]
            stretches = fact.when.stretches if fact.when.text else ()
            if not any((start or "") <= last and (end or "~") >= first for start, end in stretches):
                continue
        found.add((a, b, key, edge["status"]))
    return found


@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_the_page_shows_the_edges_of_the_network(reader: Reader, project: World, number: int) -> None:
    setting = SETTINGS[number]
    reader.opens(project.html()).does("d.set(argument)", setting)
    expected = python_edges(project, setting)
    assert expected, "a setting that leaves something to compare"
    assert reader.edges() == expected
    drawn = reader.does("d.drawing.network.body.edgeIndices.filter((id) => !d.drawing.falling.has(id))")
    assert set(drawn) == {" ".join(sorted(edge[:2])) for edge in expected}, "vis-network draws these lines"


def test_every_filter_is_turned_by_hand_and_says_what_it_leaves(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    assert reader.text("#left") == "6 lines between 7 actors."
    page.get_by_role("checkbox", name="Draw one-sided").uncheck()
    assert reader.edges() == python_edges(project, {"statuses": ["on-record", "corroborated", "reported"]})
    page.get_by_role("checkbox", name="Draw unconfirmed").check()
    page.get_by_role("checkbox", name="country").check()
    assert reader.edges() == python_edges(
        project,
        {"statuses": ["on-record", "corroborated", "reported", "unconfirmed"], "kinds": ["Person", "Country"]},
    )
    page.get_by_text("Layers", exact=True).click()
    page.get_by_role("checkbox", name="speech").check()
    page.get_by_text("Types of findings").click()
    page.get_by_role("checkbox", name="visit").uncheck()
    types = [type_ for type_ in project.ontology.types if type_ != "Visit"]
    setting = {
        "statuses": ["on-record", "corroborated", "reported", "unconfirmed"], "kinds": ["Person", "Country"],
        "layers": ["contact", "speech"], "types": types,
    }  # fmt: skip
    assert reader.edges() == python_edges(project, setting)
    page.get_by_text("Days on which it happened").click()
    page.locator("#from").fill("2023-12-01")
    page.locator("#to").fill("2023-12-31")
    page.locator("#undated").uncheck()
    assert reader.edges() == python_edges(project, setting | {"days": ["2023-12-01", "2023-12-31"]})
    assert f"{reader.does('d.view.lines.size')} line" in reader.text("#left")
    page.get_by_role("button", name="Show everything as it was").click()
    assert reader.edges() == python_edges(project, {})
    assert "#" not in page.url or page.url.endswith("#")


def test_acts_and_their_tendency_are_filters_as_of_a_network(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(kinds=ALL_KINDS, layers=["contact", "speech", "action", "context"])).page
    acts = reader.does("d.data.acts.map(({ id }) => id)")
    named = {id_ for claim in project.records.claims for ids in claim.roles.values() for id_ in ids}
    assert set(acts) - {"-"} == named & project.ontology.concepts.keys()
    its = project.account()

    def by(**choice: Any) -> set[tuple[str, str, str, str]]:
        layers = ["contact", "speech", "action", "context"]
        drawn = network(its, project.links, project.ontology, stand_ins=True, kinds=ALL_KINDS, layers=layers, **choice)
        return {(a, b, key, edge["status"]) for a, b, key, edge in drawn.edges(keys=True, data=True)}

    reader.does("d.set({ statuses: d.data.statuses.map(({ id }) => id) })")
    accepted = by()
    for act in sorted(set(acts) - {"-"}):
        reader.does("d.set({ acts: [argument] })", act)
        wider = project.ontology.concepts
        below = {id_ for id_ in set(acts) - {"-"} if act in wider[id_].broader}
        expected = by(acts=[act]) - {edge for id_ in below for edge in by(acts=[id_])}
        assert expected <= reader.edges() & accepted <= by(acts=[act])
    reader.does("d.set({ acts: d.data.acts.map(({ id }) => id), tendencies: ['cooperative'] })")
    assert reader.edges() & accepted == by(cooperative=True) != set()
    assert "cooperative only" in reader.text("#state")
    assert "tendencies=cooperative" in page.url
    assert "of acts that are not chosen" in reader.text("#undrawn")
    page.get_by_text("Cooperative or hostile").click()
    page.get_by_role("checkbox", name="cooperative").uncheck()
    page.get_by_role("checkbox", name="hostile").check()
    assert reader.edges() & accepted == by(hostile=True)
    page.get_by_role("button", name="of acts that are not chosen").first.click()
    assert reader.edges() & accepted == accepted


def test_a_sentence_of_many_acts_counts_them(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    every = reader.does("d.data.acts.length")
    assert every > 12, "more than the sentence names"
    reader.does("d.set({ acts: d.data.acts.slice(0, 8).map(({ id }) => id) })")
    assert f"; 8 of {every} acts; " in reader.text("#state")
    reader.does("d.set({ acts: d.data.acts.slice(0, 2).map(({ id }) => id) })")
    assert re.search(r"; “[^”]+” and “[^”]+” only; ", reader.text("#state"))
    reader.does("d.set({ acts: d.data.acts.slice(1).map(({ id }) => id) })")
    assert re.search(r"; no “[^”]+”; ", reader.text("#state"))


def test_people_without_a_line_can_be_left_out(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    assert reader.does("d.view.nodes.has('antony-blinken')")
    page.get_by_role("checkbox", name="also those without a line").uncheck()
    assert not reader.does("d.view.nodes.has('antony-blinken')")


def test_what_if_a_voice_is_withdrawn(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    page.get_by_text("Without a voice").click()
    page.get_by_role("checkbox", name="With United States").uncheck()
    assert reader.does("d.drawing.falling.size") == 5, "lines that lose their support are seen to go"
    left = python_account(project, {"without": NOTHING | {"voice": ["united-states"]}})
    assert reader.text("#headline").startswith(f"{len(left.facts)} findings: ")
    assert reader.edges() == python_edges(project, {"without": NOTHING | {"voice": ["united-states"]}})
    assert reader.page.locator("#ranking li").count() == 2, "the ranking follows"
    assert "5 lines fall away" in reader.text("#changes")
    page.wait_for_timeout(1000)
    assert reader.does("d.drawing.falling.size") == 0
    page.get_by_role("button", name="Which").click()
    whole = project.account()
    moved = {f for f in whole.facts if f not in left.facts or left.facts[f].status != whole.facts[f].status}
    assert reader.page.locator("#evidence .changes li").count() == len(moved)
    turned = reader.page.locator("#evidence .changes li", has_text="senior US officials").inner_text()
    assert "fulfilled" in turned
    assert turned.endswith(left.facts["ispr-announced-meetings"].status)
    page.get_by_role("button", name="Undo").click()
    assert reader.edges() == python_edges(project, {})
    assert reader.text("#changes") == ""


def test_what_was_known_on_an_earlier_day(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    track = page.get_by_role("slider")
    assert track.get_attribute("max") == "1", "one step for each day of publication"
    track.focus()
    page.keyboard.press("ArrowLeft")
    assert "2023-12-14: 1 of 2 articles" in reader.text("#known-text")
    earlier = python_account(project, {"knownBy": "2023-12-14"})
    assert reader.text("#headline").startswith(f"{len(earlier.facts)} findings: ")
    assert reader.edges() == python_edges(project, {"knownBy": "2023-12-14"})
    assert not reader.does("d.view.nodes.has('michael-kurilla')"), "nobody knew of him yet"
    page.keyboard.press("ArrowRight")
    assert reader.edges() == python_edges(project, {})


def test_what_if_a_publisher_or_an_article_is_withdrawn(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    for summary, box, without in (
        ("Without an outlet", "With Arab News", NOTHING | {"outlet": ["arab-news"]}),
        (
            "Without an article",
            "With 2025-07-26",
            NOTHING | {"article": ["arabnews-2025-07-26"]},
        ),
    ):
        page.get_by_text(summary).click()
        page.get_by_role("checkbox", name=box).uncheck()
        assert reader.edges() == python_edges(project, {"without": without})
        page.get_by_role("checkbox", name=box).check()
        assert reader.edges() == python_edges(project, {})


def test_a_page_opens_on_the_day_focus_and_facts_that_it_was_asked_for(reader: Reader, project: World) -> None:
    reader.opens(project.html(known_by="2023-12-14", focus="lloyd-austin", steps=1))
    near = {"lloyd-austin", "asim-munir"}
    assert reader.edges() == {edge for edge in python_edges(project, {"knownBy": "2023-12-14"}) if {*edge[:2]} <= near}
    assert reader.text("#evidence h2") == "Lloyd Austin"
    assert set(reader.does("[...d.view.inFocus]")) == near
    meetings = {id_ for id_, fact in project.account().facts.items() if fact.type == "Meeting"}
    reader.opens(project.html(facts=meetings))
    assert set(reader.does("Object.keys(d.account.facts)")) == meetings
    found = reader.does("Object.values(d.account.facts).map((f) => [f.fact, f.status, f.voices])")
    whole = project.account().facts
    assert all(status == whole[id_].status and tuple(voices) == whole[id_].voices for id_, status, voices in found), (
        "tenures that are not shown still lead to sides"
    )


def not_drawn(reader: Reader) -> dict[str, int]:
    """Read the line that says why findings are not drawn: reasons with how many they are."""
    text = reader.text("#undrawn").removeprefix("Not drawn: ").removesuffix(".")
    parts = (part.split(" ", 1) for part in text.split(", "))
    return {reason: int(count) for count, reason in parts} if text else {}


@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_the_reasons_account_for_all_that_is_not_drawn(reader: Reader, project: World, number: int) -> None:
    reader.opens(project.html()).does("d.set(argument)", SETTINGS[number])
    drawn = reader.does("new Set(d.view.edges.map(({ fact }) => fact)).size")
    assert sum(not_drawn(reader).values()) == reader.does("Object.keys(d.account.facts).length") - drawn


def test_each_reason_shows_its_findings(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    for _ in range(20):
        reasons = not_drawn(reader)
        left = {reason: many for reason, many in reasons.items() if reason != "that join no two actors"}
        if not left:
            break
        before = reader.does("new Set(d.view.edges.map(({ fact }) => fact)).size")
        reason = max(left, key=lambda its: its == "for other reasons")
        page.locator("#undrawn button", has_text=reason).first.click()
        after = reader.does("new Set(d.view.edges.map(({ fact }) => fact)).size")
        assert after >= before + left[reason], reason
    assert list(not_drawn(reader)) == ["that join no two actors"]
    page.locator("#undrawn button").click()
    assert reader.text("#evidence h2") == "Findings that join no two actors"
    assert reader.does("document.querySelectorAll('#evidence .card').length") == sum(not_drawn(reader).values())


def test_lines_of_few_findings_can_be_left_out(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    reader.does("d.set({ kinds: d.data.kinds.map(({ id }) => id), layers: d.data.layers.map(({ id }) => id) })")
    counts = reader.does("[...d.view.lines.values()].map(({ facts }) => facts.length)")
    all_drawn = reader.does("new Set(d.view.edges.map(({ fact }) => fact)).size")
    page.locator("#least").fill("2")
    page.keyboard.press("Tab")
    assert reader.does("d.view.lines.size") == sum(count > 1 for count in counts) > 0
    assert "lines of at least 2 findings" in reader.text("#state")
    assert "least=2" in page.url
    drawn = reader.does("new Set(d.view.edges.map(({ fact }) => fact)).size")
    assert not_drawn(reader)["on lines of fewer findings"] == all_drawn - drawn
    page.locator("#undrawn button", has_text="on lines of fewer findings").click()
    assert reader.does("d.view.lines.size") == len(counts)
    page.locator("#least").fill("-3")
    page.keyboard.press("Tab")
    assert page.locator("#least").input_value() == "1"
