"""Finding things: namesakes told apart, what the search covers, and what is hidden shown where one asks for it."""

from __future__ import annotations

import dataclasses
import re

from msgspec.structs import replace

from tests.browser.conftest import Reader, World, world
from tests.conftest import ROOT


def renamed(its: World, names: dict[str, str]) -> World:
    """Give entities other names, so that some are namesakes."""
    entities = {id_: replace(one, name=names.get(id_, one.name)) for id_, one in its.records.entities.items()}
    return dataclasses.replace(its, records=replace(its.records, entities=entities))


def options(reader: Reader, typed: str) -> list[str]:
    box = reader.page.get_by_role("combobox", name="Find")
    box.fill("")
    box.fill(typed)
    return [" ".join(text.split()) for text in reader.page.get_by_role("option").all_inner_texts()]


def takes(reader: Reader, text: str) -> None:
    """Choose the option of a text."""
    found = [" ".join(each.split()) for each in reader.page.get_by_role("option").all_inner_texts()]
    reader.page.get_by_role("option").nth(found.index(text)).click()


def test_namesakes_are_told_apart_wherever_they_are_named(reader: Reader, project: World) -> None:
    names = {
        "asif-durrani": "A. Durrani", "aftab-akbar-durrani": "A. Durrani",  # by their posts
        "lloyd-austin": "ásim munir",  # by institutions, whatever the case and the accents
        "hospitality": "Peace",  # by nothing but their ids
        "senior-us-officials": "Pakistan",  # by kind
    }  # fmt: skip
    page = reader.opens(renamed(project, names).html()).page
    apart = reader.does("d.data.apart")
    assert apart.keys() == {
        "asif-durrani", "aftab-akbar-durrani", "lloyd-austin", "asim-munir", "hospitality", "peace", "pakistan",
        "senior-us-officials",
    }  # fmt: skip
    assert apart["aftab-akbar-durrani"] == "Interior Secretary"
    assert apart["asif-durrani"].startswith("Special Representative on")
    assert (apart["asim-munir"], apart["lloyd-austin"]) == ("Pakistan Army", "US Department of Defense")
    assert (apart["peace"], apart["pakistan"]) == ("peace", "country")
    assert options(reader, "durrani") == [f"A. Durrani ({apart[id_]})" for id_ in sorted(names)[:0]] + sorted(
        f"A. Durrani ({apart[id_]})" for id_ in ("asif-durrani", "aftab-akbar-durrani")
    )
    ranked = page.locator("#ranking button").all_inner_texts()
    assert f"A. Durrani ({apart['asif-durrani']})" in ranked
    assert "A. Durrani (Interior" in reader.does("d.svg()")
    reader.does("d.choose(['node', 'aftab-akbar-durrani'])")
    assert reader.text("#evidence h2") == "A. Durrani (Interior Secretary)"


def test_a_namesake_is_never_named_alone(reader: Reader) -> None:
    strait = world(ROOT / "tests" / "projects" / "strait")
    page = reader.opens(strait.html()).page
    alone = re.compile(r"Jon Berg(?! \((?:Brandt Line|Defence Ministry of Orlund)\))")
    reader.does(
        "d.set({ kinds: d.data.kinds.map(({ id }) => id), statuses: [...d.state.statuses, 'denied', 'alleged'] })"
    )
    seen = 0
    asked = reader.does("[...d.data.only].map((id) => ['fact', id])")
    asked += [["node", "jon-berg-captain"], ["node", "jon-berg-minister"], ["voice", "orlund"]]
    for form in ("picture", "matrix", "timeline", "table"):
        reader.does("d.set({ form: argument })", form)
        text = reader.text("main")
        assert not alone.search(text), form
    for selected in asked:
        reader.does("d.choose(argument)", selected)
        text = reader.text("#evidence")
        assert not alone.search(text), selected
        seen += "Jon Berg" in text
    assert seen > 5
    reader.does("d.set({ form: 'picture', focus: 'jon-berg-minister' })")
    assert "(Defence" in reader.does("d.svg()")
    assert page.locator("main").count() == 1


def test_names_that_one_alone_has_stay_as_they_are(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    assert reader.does("d.data.apart") == {}


def test_the_search_covers_topics_posts_concepts_and_findings(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    assert options(reader, "regional sec")[0] == "regional security topic"
    assert any(text.endswith(" post") for text in options(reader, "secretary"))
    assert options(reader, "rapproch")[0] == "rapprochement concept"
    takes(reader, "rapprochement concept")
    assert reader.text("#evidence .kicker") == "CONCEPT"
    assert reader.page.locator("#evidence .card").count() > 0
    assert "open=concept+rapprochement" in reader.page.url
    found = options(reader, "meeting blinken munir")
    assert found == ["Antony Blinken – Asim Munir meeting"]
    takes(reader, found[0])
    assert reader.does("d.state.selected") == ["fact", "munir-blinken-2023-12"]


def test_an_actor_that_a_filter_hides_is_shown_where_one_asks_for_it(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(), "statuses=one-sided&alone=no").page
    options(reader, "pentagon")
    page.keyboard.press("Enter")
    assert "Not in the picture with the filters as they are." in reader.text("#evidence")
    page.get_by_role("button", name="Show it").click()
    assert reader.does("d.view.nodes.has('us-department-of-defense') || d.view.nodes.has(d.state.selected[1])")
    assert reader.text("#told") == "Changed to show it: also organizations; also actors without a line."
    assert page.get_by_role("button", name="Show it").count() == 0
    page.go_back()
    assert reader.does("d.state.kinds") == ["Person"]
    assert reader.text("#told") == ""


def test_a_finding_that_filters_hide_is_shown_and_what_was_changed_is_said(reader: Reader, project: World) -> None:
    page = reader.opens(project.html(), "types=Visit&least=3&known=2023-12-14&focus=thomas-west,1").page
    shown = 0
    for fact in reader.does("[...d.data.only].sort()"):
        reader.does("d.reset()")
        reader.does(
            "d.set({ types: ['Visit'], least: 3, knownBy: '2023-12-14', focus: 'thomas-west', undated: false })"
        )
        reader.does("d.choose(['fact', argument])", fact)
        button = page.locator("#evidence").get_by_role("button", name="Show it")
        joins = reader.does("d.opening.edges.some(({ fact, from, to }) => fact === argument)", fact)
        assert button.count() == (1 if joins else 0), fact
        if joins:
            button.click()
            assert reader.does("d.view.edges.some(({ fact }) => fact === argument)", fact), fact
            assert reader.text("#told").startswith("Changed to show it: "), fact
            shown += 1
    assert shown > 20


def test_a_path_through_what_is_hidden_is_said_and_offered(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    reader.does("d.set({ path: ['afghanistan', 'asim-munir'], selected: ['path', ''] })")
    said = reader.text("#evidence")
    assert "No way leads from one to the other along the lines that are shown." in said
    assert "One leads through what is not chosen; it needs: also countries; also context. " in said
    page.get_by_role("button", name="Widen the filters").click()
    assert reader.text("#evidence .kicker").startswith("PATH · ")
    assert reader.text("#told") == "Changed to show it: also countries; also context."
    reader.does("d.set({ path: ['asim-munir', 'peace'], selected: ['path', ''], statuses: [] })")
    assert "One leads" not in reader.text("#evidence")
    assert page.get_by_role("button", name="Widen the filters").count() == 0


def test_kinds_of_actors_that_are_not_chosen_are_counted_and_named(reader: Reader, project: World) -> None:
    page = reader.opens(project.html()).page
    counts = dict(
        reader.does(
            "[...document.querySelectorAll('#kinds [data-count]')].map((e) => [e.dataset.count, +e.textContent])"
        )
    )
    for kind in ("Post", "Group", "Organization"):
        assert counts[kind] == reader.does(
            "d.data.nodes.filter(({ id }) => d.data.entities[id].kind === argument && Object.values(d.account.facts)"
            ".some((fact) => Object.values(fact.fillers).some(({ filler }) => filler === id))).length", kind
        )  # fmt: skip
        assert counts[kind] > 0
    note = reader.text("#kinds-note")
    assert note.startswith("Not in the picture: ")
    assert f"{counts['Group']} groups" in note
    assert f"{counts['Post']} posts" in note
    page.locator("#kinds-note button", has_text="groups").click()
    assert "Group" in reader.does("d.state.kinds")
    assert "groups" not in reader.text("#kinds-note")
