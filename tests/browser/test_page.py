"""The page of the two articles, as a reader uses it."""

from __future__ import annotations

import re

import pytest

from kg.account.rule import ROWS
from kg.network import collapse, network
from kg.view import selection, template
from tests.browser.conftest import Reader, Sized, World

PEOPLE = {
    "asim-munir", "lloyd-austin", "antony-blinken", "thomas-west", "jalil-abbas-jilani", "asif-durrani",
    "aftab-akbar-durrani", "michael-kurilla",
}  # fmt: skip


def test_the_headline_counts_findings_by_status(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    facts = list(project.account().facts.values())
    counts = {status.value: sum(fact.status is status for fact in facts) for status in ROWS}
    labels = {status: project.ontology.statuses[status].label for status in counts}
    said = reader.text("#headline")
    assert said.startswith(f"{len(facts)} findings: ")
    named = dict(re.findall(r"(\d+) ([a-z -]+?)(?:,|$)", said.partition(": ")[2]))
    assert named == {str(count): labels[status] for status, count in counts.items() if count} or said.count(",") == (
        sum(1 for count in counts.values() if count) - 1
    )
    for status, count in counts.items():
        assert (f"{count} {labels[status]}" in said) is (count > 0)


def test_the_panel_opens_on_the_most_doubtful_finding_and_tells_its_chain_in_order(
    reader: Reader, project: World, texts: dict[str, str]
) -> None:
    reader.opens(project.html(texts=texts))
    assert reader.does("d.state.selected") == ["fact", "munir-blinken-2023-12"]
    assert reader.page.locator("#evidence .stance strong").all_inner_texts() == [
        "Asks", "Declines", "Suggests",
    ]  # fmt: skip
    said = reader.text("#evidence")
    assert "unconfirmed" in said
    assert "This finding draws no line. Only asked, declined or suggested, or only taken for granted." in said
    assert "anonymous sources of The News International, 2023-12-14" in said
    assert reader.page.locator("#evidence blockquote").first.inner_text() in texts["thenews-2023-12-14"]
    assert ("asim-munir", "antony-blinken") not in {edge[:2] for edge in reader.edges()}


def test_the_picture_stands_still_and_no_names_collide(reader: Reader, project: World) -> None:
    html = project.html()
    reader.opens(html)
    spots = reader.does("d.drawing.network.getPositions()")
    reader.page.wait_for_timeout(600)
    assert reader.does("d.drawing.network.getPositions()") == spots
    boxes = {its["id"]: its["box"] for its in reader.does("d.drawing.names.boxes")}
    assert boxes.keys() == PEOPLE, "every person's name is there"
    marks = {
        id_: (x - 8, y - 8, x + 8, y + 8)
        for id_, (x, y) in ((i, (s["x"], s["y"])) for i, s in spots.items())
        if id_ in PEOPLE
    }
    for one, (left, top, right, bottom) in boxes.items():
        for other, (left_, top_, right_, bottom_) in [*boxes.items(), *marks.items()]:
            assert one == other or not (left_ < right and right_ > left and top_ < bottom and bottom_ > top), (
                one,
                other,
            )
    assert reader.opens(html).does("d.drawing.network.getPositions()") == spots, "the same on every run"


def test_names_stay_apart_and_inside_on_a_narrow_window(reader_with: Sized, project: World) -> None:
    reader = reader_with(viewport={"width": 400, "height": 800})
    reader.opens(project.html())
    assert reader.does("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off to the side"
    inside = reader.does(
        "d.drawing.names.boxes.every(({box}) => { const a = d.drawing.network.canvasToDOM({x: box[0], y: box[1]});"
        " const b = d.drawing.network.canvasToDOM({x: box[2], y: box[3]});"
        " return a.x >= -1 && b.x <= d.drawing.frame.clientWidth + 1; })"
    )
    assert inside
    assert len(reader.does("d.drawing.names.boxes")) >= 6


def test_question_1_whom_munir_met_and_on_whose_word(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.clicks("asim-munir")
    assert reader.text("#evidence h2") == "Asim Munir"
    reader.clicks("asim-munir", "lloyd-austin")
    said = reader.text("#evidence")
    assert reader.text("#evidence h2") == "Asim Munir – Lloyd Austin"
    assert "Line · 1 finding" in said.replace("LINE · 1 FINDING", "Line · 1 finding")
    assert "one-sided, in one outlet 2023-12-13" in said
    assert "but not by all: United States." in said
    assert "Asim Munir and Lloyd Austin met" in said
    assert "Speaker United States Department of Defense" in said
    assert "Voice United States" in said
    reader.clicks("asim-munir", "thomas-west")
    said = reader.text("#evidence")
    assert "one-sided" in said
    assert "Speaker Thomas West" in said


def test_question_2_whether_he_met_blinken(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.clicks("antony-blinken")
    reader.page.locator("#evidence .card[data-fact='munir-blinken-2023-12'] h3 button").click()
    assert "This finding draws no line." in reader.text("#evidence")
    assert reader.page.locator("#evidence .claim").count() == 3
    reader.page.get_by_role("checkbox", name="Draw unconfirmed").check()
    assert ("antony-blinken", "asim-munir") in {edge[:2] for edge in reader.edges()}, "drawn on request"


def test_question_5_the_way_from_jilani_to_kurilla_and_its_claims(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.clicks("jalil-abbas-jilani")
    reader.page.get_by_role("button", name="Path from here").click()
    assert "choose the other end" in reader.text("#asked")
    reader.clicks("michael-kurilla")
    said = reader.text("#evidence")
    assert "Jalil Abbas Jilani – Thomas West – Asim Munir – Michael Kurilla · weakest: reported" in said
    steps = reader.page.locator("#evidence .step")
    assert steps.count() == 3
    for step in steps.all():
        assert step.locator(".claim, summary").count() > 0
    assert reader.does("[...d.onPath.lines].length") == 3


def test_question_8_which_claims_rest_on_anonymous_sources(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.page.get_by_text("Without a voice").click()
    reader.page.locator("#voices button", has_text="anonymous sources").click()
    its = project.account()
    anonymous = {
        key for key, reading in its.readings.items() if any(v.startswith("anonymous@") for v in reading.voices)
    }
    assert anonymous
    assert (
        set(reader.page.locator("#evidence .claim").evaluate_all("(all) => all.map((e) => e.dataset.claim)"))
        == anonymous
    )


def test_a_node_opens_its_findings_newest_first(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.clicks("asim-munir")
    shown = reader.page.locator("#evidence .card").evaluate_all("(all) => all.map((e) => e.dataset.fact)")
    facts = {
        id_: fact for id_, fact in project.account().facts.items() if any(f == "asim-munir" for _, f in fact.fillers)
    }
    assert set(shown) == set(facts)
    days = [facts[id_].when.latest or facts[id_].when.earliest or "" for id_ in shown]
    assert days == sorted(days, reverse=True)


def test_every_claim_is_shown_with_who_where_and_when(reader: Reader, project: World, texts: dict[str, str]) -> None:
    reader.opens(project.html(texts=texts))
    claims = {claim.key: claim for claim in project.records.claims}
    for fact in project.account().facts.values():
        reader.does("d.choose(['fact', argument])", fact.fact)
        for key in fact.claims:
            claim, article = claims[key], project.records.articles[claims[key].article]
            shown = " ".join(reader.page.locator(f"#evidence .claim[data-claim='{key}']").inner_text().split())
            names = [project.records.entities[id_].name for id_ in claim.speaker or (article.publisher,)]
            assert all(name in shown for name in names), key
            assert all(project.records.entities[id_].name in shown for id_ in claim.via), key
            assert article.published.text in shown, key
            for span in claim.evidence:
                assert f"{span.start}–{span.end}" in shown, key
                words = " ".join(texts[claim.article][span.start : span.end].split())
                assert words in shown, key
            assert claim.qualifier is None or claim.qualifier in shown, key
            assert claim.note is None or " ".join(claim.note.split()) in shown, key


def test_without_quotes_no_word_of_the_articles_is_in_the_page(project: World, texts: dict[str, str]) -> None:
    quoted, plain = project.html(texts=texts), project.html(texts=texts, quotes=False)
    words = next(
        texts[claim.article][span.start : span.end]
        for claim in project.records.claims
        for span in claim.evidence
        if span.end - span.start > 60 and span.kind == "text"
    )
    assert words in quoted
    assert words not in plain


def test_the_ranking_beside_the_picture_is_that_of_the_network(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    drawn = collapse(network(project.account(), project.links, project.ontology))
    expected = sorted(((degree, id_) for id_, degree in drawn.degree()), key=lambda one: (-one[0], one[1]))
    found = reader.does("d.view.ranking.map((r) => [r.score, r.id])")
    assert [tuple(one) for one in found] == expected
    assert reader.text("#ranking li:first-child").startswith("1 Thomas West")
    assert reader.page.locator("#ranking .rank").all_inner_texts()[2] == "3="


def test_the_table_shows_what_the_picture_shows_and_chooses(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.page.get_by_role("button", name="Table").click()
    rows = reader.page.locator("#rows tr")
    assert set(rows.evaluate_all("(all) => all.map((e) => e.dataset.line)")) == set(
        reader.does("[...d.view.lines.keys()]")
    )
    reader.page.get_by_role("button", name="Asim Munir – Lloyd Austin").click()
    assert reader.text("#evidence h2") == "Asim Munir – Lloyd Austin"
    assert reader.page.locator("#rows tr[aria-selected='true']").get_attribute("data-line") == "asim-munir lloyd-austin"
    reader.page.get_by_role("checkbox", name="Draw one-sided").uncheck()
    assert rows.count() == reader.does("d.view.lines.size") == 1


def test_the_legend_and_the_headline_select(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    expected = {id_ for id_, fact in project.account().facts.items() if fact.status == "one-sided"}
    for selector in ("#drawn li[data-status='one-sided'] button", "#headline button:has-text('one-sided')"):
        reader.does("d.choose(null)")
        reader.page.locator(selector).click()
        shown = reader.page.locator("#evidence .card").evaluate_all("(all) => all.map((e) => e.dataset.fact)")
        assert set(shown) == expected
    assert int(reader.text("#drawn li[data-status='one-sided'] .count")) == len(expected)
    assert reader.does("d.marked().lines.size") == 5, "and its lines are marked in the picture"


def test_a_large_page_unpacks_itself(reader: Reader, project: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = project.html()
    monkeypatch.setattr(template, "PLAIN", 1_000)
    packed = project.html()
    assert len(packed) < len(plain) * 0.65
    reader.opens(packed)
    assert reader.does("d.view.lines.size") == 6
    assert reader.does("d.state.selected") == ["fact", "munir-blinken-2023-12"]


def test_a_page_that_leaves_something_out_says_so_on_top(
    reader: Reader, project: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "NODES", 4)
    reader.opens(project.html(focus="thomas-west"))
    said = reader.text("header .notice")
    assert said.startswith("Shown are 4 of ")
    assert "those nearest to Thomas West" in said
    kinds = reader.does("d.data.nodes.map(({ id }) => d.data.entities[id].kind)")
    assert sum(kind not in ("Place", "Topic") for kind in kinds) == 4
    assert reader.does("d.view.nodes.has('thomas-west')")
