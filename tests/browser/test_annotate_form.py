"""Claims made by keyboard alone, on the page of `kg annotate`; and that nothing typed is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from playwright.sync_api import Browser, Route, expect

from tests.browser.annotating import Hands, at_the_desk, claims_of, strait, without
from tests.browser.test_access import axe
from tests.browser.test_hostile import STRINGS
from tests.conftest import ROOT, SOON, copied, open_tab
from tests.serve.serving import annotating

__all__ = ["axe"]  # a fixture

NEWS = "thenews-2023-12-14"
TRIBUNE = "tribune-2031-03-12"
LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    {"viewport": {"width": 390, "height": 1300}, "color_scheme": "light"},  # the foot of the form covers no target
]
LANTERN = "lantern-2031-03-17"
GOAL = 40  # key presses a claim may take beside what is typed


def readout(hands: Hands, text: str) -> None:
    """A meeting, of which one party speaks."""
    hands.select(text, 1185, 1298)
    hands.press("c")
    hands.type("munir-aus", "Enter")
    hands.press("Control+Space", "Enter", "Enter")  # who takes part, as said before; no place
    hands.type("regional", "Enter")
    hands.type("defence coop", "Enter", "Enter")
    hands.type("pentagon", "Enter", "Enter", "Enter")  # relayed by nobody
    hands.press("a", "Enter")
    hands.type("2023-12-13/2023-12-14", "Enter")
    hands.add("doc", "pentagon-readout-2023-12")
    hands.add("mode", "", "d")
    hands.add("part", "munir-us-vis")
    hands.add("ful", "ispr-ann")
    hands.add(
        "note",
        "The day is the newspaper's, not the Pentagon's; the readout came out on it or the next. "
        "Whom it means is said before.",
    )
    hands.add("id", "readout")
    hands.press("Control+e")
    hands.select(text, 1313, 1490)
    hands.press("e", "Control+e")
    hands.saved()


def declined(hands: Hands, text: str) -> None:
    """A spokesperson would neither confirm nor deny: three pieces of evidence, and no note."""
    hands.select(text, 511, 549)
    hands.press("c", "Shift+Tab", "k", "Enter")  # a piece of the headlines
    hands.type("munir-blin", "Enter")
    hands.press("Control+Space", "Enter", "Enter", "Enter")
    hands.type("us-department-of-state", "Enter", "Enter", "Enter")
    hands.press("c", "Enter", "Enter")
    hands.add("mode", "", "i")
    hands.add("part", "munir-us-vis")
    hands.add("id", "blinken-declined")
    hands.press("Control+e")
    for start, end in ((861, 962), (965, 1052)):
        hands.select(text, start, end)
        hands.press("e")
    hands.press("c")
    hands.saved()


def quoted(hands: Hands, text: str) -> None:
    """A quotation: a new fact, whose type is chosen."""
    hands.select(text, 965, 1182)
    hands.press("c")
    hands.type("us-state-department-engagement-with-pakistan", "Enter")
    hands.type("relationship", "Enter")
    hands.type("us-department-of-state", "Enter", "Enter")
    hands.type("pakistan-government", "Enter", "Enter")
    hands.type("engagement", "Enter", "Enter")  # one nature, and no topic
    hands.type("us-department-of-state", "Enter", "Enter", "Enter")
    hands.press("a", "Enter", "Enter")
    hands.add("mode", "", "d")
    hands.add("qual", "a wide range of interlocutors")
    hands.add("note", "The answer given in place of one about the meeting; it tells of a habit, and names nobody.")
    hands.add("id", "interlocutors")
    hands.saved()


def met(hands: Hands, text: str) -> None:
    """A meeting, of which a party speaks for the first time; her place is another one than was said before."""
    hands.select(text, 299, 496)
    hands.press("c")
    hands.type("february", "Enter")
    hands.type("marwen", "Enter")
    hands.type("orr", "Enter", "Enter")
    hands.type("ister", "Enter", "Enter")
    hands.type("ilse", "Enter", "Enter", "Enter")
    hands.press("a")
    hands.type("2031-02-22/2031-02-28", "Enter")
    hands.type("2031-03-16", "Enter")
    hands.add("mode", "", "i")
    hands.add("id", "february-owned")
    hands.saved()


def denied(hands: Hands, text: str) -> None:
    """Words of a minister who takes a session for granted, and denies that he was there."""
    hands.select(text, 0, 23)
    hands.press("c")  # the title: that it is a headline is seen from it
    hands.type("council-session", "Enter", "Enter", "Enter")
    hands.type("jon-berg-minister", "Enter", "Enter", "Enter", "Enter")
    hands.type("jon-berg-minister", "Enter", "Enter", "Enter")
    hands.press("d", "Enter", "Enter")
    hands.add("scope", "", "r")
    hands.add("mode", "", "d")
    hands.add("id", "berg-was-away")
    hands.press("Control+e")
    hands.select(text, 62, 297)
    hands.press("e", "c")
    hands.saved()


def pledged(hands: Hands, text: str) -> None:
    """A statement: its act and its topic are concepts and entities of the project."""
    hands.select(text, 497, 563)
    hands.press("c")
    hands.type("stolm-pledge", "Enter")
    hands.type("kestria", "Enter", "Enter", "Enter")
    hands.type("commitment", "Enter", "Enter", "Enter", "Enter", "Enter")
    hands.type("strait-pilotage", "Enter", "Enter")
    hands.type("kestria-foreign-ministry", "Enter", "Enter", "Enter")
    hands.press("a", "Enter")
    hands.type("2031-03-16", "Enter")
    hands.add("mode", "", "i")
    hands.add("id", "pledge-owned")
    hands.saved()


def test_the_worked_example_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    """A meeting, a denial in the words of who denies, and a statement are as they were."""
    folder = strait(tmp_path)
    text = (folder / "texts" / f"{LANTERN}.txt").read_bytes().decode()
    committed = claims_of(folder, LANTERN)
    without(folder, LANTERN, "february-owned", "berg-was-away", "pledge-owned")
    counted = {}
    with at_the_desk(browser, folder, LANTERN) as hands:
        for id_, make in (("february-owned", met), ("berg-was-away", denied), ("pledge-owned", pledged)):
            hands.presses = hands.characters = 0
            make(hands, text)
            counted[id_] = hands.presses, hands.characters
    made = claims_of(folder, LANTERN)
    assert {id_: structs.asdict(its) for id_, its in made.items()} == {
        id_: structs.asdict(its) for id_, its in committed.items()
    }
    assert {id_: presses for id_, (presses, _) in counted.items() if presses >= GOAL} == {}, counted


def test_the_first_article_by_keyboard_alone(browser: Browser, shared: Path, tmp_path: Path) -> None:
    """A meeting, a question that is declined and a quotation, taken out and made again, are as they were."""
    committed = claims_of(ROOT, NEWS)
    texts = shared / "articles"
    text = (texts / f"{NEWS}.txt").read_bytes().decode()
    folder = copied(ROOT, tmp_path / "p")
    without(folder, NEWS, "readout", "blinken-declined", "interlocutors")
    counted = {}
    with at_the_desk(browser, folder, NEWS, "--texts", str(texts)) as hands:
        for id_, make in (("readout", readout), ("blinken-declined", declined), ("interlocutors", quoted)):
            hands.presses = hands.characters = 0
            make(hands, text)
            counted[id_] = hands.presses, hands.characters
    made = claims_of(folder, NEWS)
    for id_ in counted:
        assert structs.asdict(made[id_]) == structs.asdict(committed[id_])
    assert made.keys() == committed.keys()
    assert {id_: presses for id_, (presses, _) in counted.items() if presses >= GOAL} == {}, counted


def begun(hands: Hands) -> None:
    """Begin a claim on a fact that nobody has told yet, of which the stance is missing."""
    hands.press("c")
    hands.type("toll-meets-berg", "Enter")
    hands.type("meeting", "Enter")
    hands.type("mira toll", "Enter")
    hands.type("jon-berg-captain", "Enter")


def chips(hands: Hands, field: str) -> list[str]:
    return [its.removesuffix(" ×") for its in hands.page.locator(f"#field-{field}-chips li").all_inner_texts()]


def test_what_would_come_of_a_claim_is_told_while_one_fills_it(browser: Browser, tmp_path: Path) -> None:
    with at_the_desk(browser, strait(tmp_path), TRIBUNE) as hands:
        page = hands.page
        begun(hands)
        standing = page.locator(".standing")
        expect(standing).to_contain_text("Still needed: stance.")
        hands.press("Enter", "Enter", "Enter", "Enter", "a")
        expect(standing.locator(".sentence")).to_have_text(
            "Harl Tribune of 2031-03-12: Mira Toll and Jon Berg (Brandt Line) met."
        )
        expect(standing.locator(".effects")).to_have_text(
            "This makes the meeting of Jon Berg (Brandt Line) and Mira Toll reported."
        )
        expect(page.locator(".aloud")).to_have_text(
            "This makes the meeting of Jon Berg (Brandt Line) and Mira Toll reported."
        )
        assert hands.field == "when"
        hands.type("2031-13")
        when = page.locator("#field-when")
        expect(when).to_have_attribute("aria-invalid", "true")
        told = page.locator(f"#{(when.get_attribute('aria-describedby') or '').split()[-1]}")
        expect(told).to_contain_text("`2031-13`")
        hands.press("Backspace")
        hands.type("2")
        expect(page.locator("#field-when-amounts")).to_have_text("December 2031")
        expect(when).not_to_have_attribute("aria-invalid", "true")


def test_what_check_would_refuse_is_saved_only_when_asked_twice(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    file = folder / "sources" / f"{TRIBUNE}.yaml"
    before = file.read_bytes()
    with at_the_desk(browser, folder, TRIBUNE) as hands:
        begun(hands)
        hands.press("Control+Enter")
        told = hands.page.locator("#told")
        expect(told).to_have_text(
            "Save it all the same? `kg check` will refuse it: it lacks stance. Ctrl+Enter again saves it."
        )
        assert hands.field == "stance"
        assert file.read_bytes() == before
        hands.press("Shift+Tab")
        hands.type("nobody of this name")
        hands.press("Control+Enter")
        expect(told).to_contain_text("“nobody of this name” is not chosen yet")
        assert file.read_bytes() == before
        hands.press("Control+a", "Backspace", "Control+Enter")
        expect(told).to_contain_text("it lacks stance")
        hands.saved()
        assert file.read_bytes().startswith(before)
        assert "fact: toll-meets-berg" in file.read_text("utf-8")
        assert "stance" not in file.read_text("utf-8").rpartition("- id:")[2]


SLOWLY = """() => {
    const { fetch } = globalThis;
    const waits = { selection: 900, attempt: 1500 };
    globalThis.fetch = async (path, ...others) => {
        await new Promise((done) => setTimeout(done, waits[String(path).split("/").at(-1)] ?? 0));
        return fetch(path, ...others);
    };
}"""


def test_a_slow_answer_lets_nothing_be_saved_unasked(browser: Browser, tmp_path: Path) -> None:
    """What is asked anew in between takes nothing away from the question that saving waits for."""
    folder = strait(tmp_path)
    before = (folder / f"sources/{TRIBUNE}.yaml").read_bytes()
    with at_the_desk(browser, folder, TRIBUNE) as hands:
        hands.page.evaluate(SLOWLY)
        begun(hands)
        hands.press("Control+Enter")
        expect(hands.page.locator("#told")).to_contain_text("it lacks stance", timeout=SOON * 1000)
        assert (folder / f"sources/{TRIBUNE}.yaml").read_bytes() == before


def test_the_title_is_a_headline_at_once_and_no_late_answer_changes_what_k_does(
    browser: Browser, tmp_path: Path
) -> None:
    with at_the_desk(browser, strait(tmp_path), LANTERN) as hands:
        page = hands.page
        waiting: list[Route] = []
        page.route("**/selection", lambda route: waiting.append(route))
        page.keyboard.press("c")  # the first sentence is the title
        piece = page.locator(".claim-form .evidence button.words")
        expect(piece).to_contain_text("headline")
        hands.press("Shift+Tab", "k")
        expect(piece).to_contain_text("caption")
        with page.expect_response("**/selection"):
            waiting[0].continue_()
        hands.press("k", "k")
        expect(piece).to_have_text("“I was mending my roof” text")
        hands.press("k")
        expect(piece).to_contain_text("headline")


def test_nothing_typed_is_lost(browser: Browser, tmp_path: Path) -> None:
    """A page that is loaded anew, a claim that is left, a server that is gone: all is there again."""
    with at_the_desk(browser, strait(tmp_path), TRIBUNE, errors=("Failed to load resource",)) as hands:
        page = hands.page
        begun(hands)
        hands.type("half a na")
        page.reload()
        expect(page.locator("#told")).to_have_text("A claim that you had begun is here again; Tab leads to it.")
        assert chips(hands, "roles-participant") == ["Mira Toll", "Jon Berg"]
        assert page.input_value("#field-roles-participant") == "half a na"
        hands.press("Control+e", "Control+d")
        expect(page.get_by_role("dialog")).to_contain_text("Leave this claim?")
        hands.press("Escape")
        expect(page.locator(".claim-form")).to_be_visible()
        hands.press("Control+d", "Enter")
        expect(page.locator(".claim-form")).to_be_hidden()
        expect(page.locator("#told")).to_have_text("The claim is left. Ctrl+Z brings it back.")
        hands.press("Control+z")
        expect(page.locator(".claim-form")).to_be_visible()
        assert page.input_value("#field-roles-participant") == "half a na"
        hands.press("Escape")
        expect(page.locator(".claim-form")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == "reading"


def test_what_is_typed_after_the_server_was_killed_is_there_again_once_it_is_started(
    browser: Browser, tmp_path: Path
) -> None:
    folder = strait(tmp_path)
    with annotating(folder) as first, open_tab(browser, first.address) as tab:
        hands = Hands(tab.page, folder)
        tab.page.goto(f"{first.address}/#{first.token}/{TRIBUNE}")
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        begun(hands)
        first.process.kill()
        first.process.wait()
        hands.type("half a na")
        port = first.address.rpartition(":")[2]
        with annotating(folder, "--port", port) as again:
            tab.page.goto("about:blank")
            tab.page.goto(f"{again.address}/#{again.token}/{TRIBUNE}")
            expect(tab.page.locator("#told")).to_have_text("A claim that you had begun is here again; Tab leads to it.")
            assert chips(hands, "roles-participant") == ["Mira Toll", "Jon Berg"]
            assert tab.page.input_value("#field-roles-participant") == "half a na"


def test_another_project_at_the_same_address_is_shown_nothing_of_the_first(browser: Browser, tmp_path: Path) -> None:
    one, other = strait(tmp_path / "one"), strait(tmp_path / "other")
    with annotating(one) as first, open_tab(browser, first.address) as tab:
        tab.page.goto(f"{first.address}/#{first.token}/{TRIBUNE}")
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        begun(Hands(tab.page, one))
        first.process.kill()
        first.process.wait()
        with annotating(other, "--port", first.address.rpartition(":")[2]) as second:
            tab.page.goto("about:blank")
            tab.page.goto(f"{second.address}/#{second.token}/{TRIBUNE}")
            tab.page.wait_for_selector("html[data-ready]", state="attached")
            expect(tab.page.locator("#claims")).to_contain_text("claims")
            expect(tab.page.locator(".claim-form")).to_be_hidden()


def test_saving_is_tried_again_where_the_server_does_not_answer(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    with at_the_desk(browser, folder, TRIBUNE, errors=("Failed to load resource",)) as hands:
        begun(hands)
        hands.press("Enter", "Enter", "Enter", "Enter", "a")
        hands.page.context.set_offline(True)
        hands.press("Control+Enter")
        expect(hands.page.locator("#told")).to_contain_text("What you have filled in is kept")
        hands.page.context.set_offline(False)
        expect(hands.page.locator(".claim-form")).to_be_hidden(timeout=SOON * 1000)
        assert "toll-meets-berg-asserts" in claims_of(folder, TRIBUNE)


def test_a_claim_whose_answer_was_lost_is_written_once(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    with at_the_desk(browser, folder, TRIBUNE, "--annotator", "jf", errors=("Failed to load resource",)) as hands:
        begun(hands)
        hands.press("Enter", "Enter", "Enter", "Enter", "a")
        before = len(claims_of(folder, TRIBUNE))

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        hands.page.route("**/apply", lose, times=1)
        hands.press("Control+Enter")
        expect(hands.page.locator("#told")).to_contain_text("What you have filled in is kept")
        expect(hands.page.locator(".claim-form")).to_be_hidden(timeout=SOON * 1000)
        assert len(claims_of(folder, TRIBUNE)) == before + 1


def test_words_of_a_text_that_has_changed_are_never_taken_for_those_that_were_selected(
    browser: Browser, tmp_path: Path
) -> None:
    folder = strait(tmp_path)
    with at_the_desk(browser, folder, TRIBUNE, errors=("Failed to load resource",)) as hands:
        begun(hands)
        hands.press("Enter", "Enter", "Enter", "Enter", "a")
        text, file = folder / f"texts/{TRIBUNE}.txt", folder / f"sources/{TRIBUNE}.yaml"
        text.write_text(f"Corrected. {text.read_text('utf-8')}", "utf-8")
        file.write_text(re.sub(", sha256: [0-9a-f]{64}, characters: [0-9]+}", "}", file.read_text("utf-8"), count=1))
        before = file.read_bytes()
        expect(hands.page.locator("#told")).to_contain_text("changed by another program", timeout=SOON * 1000)
        hands.press("Control+Enter", "Control+Enter")
        expect(hands.page.locator("#told")).to_contain_text("stand other words than were selected")
        expect(hands.page.locator(".claim-form")).to_be_visible()
        assert file.read_bytes() == before


def test_a_name_that_nobody_has_is_made_in_place(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    with at_the_desk(browser, folder, TRIBUNE) as hands:
        page = hands.page
        hands.press("c")
        hands.type("nord-meets-toll", "Enter")
        hands.type("meeting", "Enter")
        hands.type("Öla Nörd")
        page.get_by_role("option", name="new person “Öla Nörd”").wait_for()
        expect(page.locator("#field-roles-participant-list [aria-selected=true]")).to_have_count(0)  # none unasked
        hands.press("Enter")
        expect(page.get_by_text("↓ goes to what it can be, and Enter takes it.").first).to_be_visible()
        hands.press("ArrowDown", "ArrowDown")
        expect(page.locator("#field-roles-participant-1")).to_have_attribute("aria-selected", "true")
        hands.press("Enter")
        assert (page.input_value("#entity-id"), page.input_value("#entity-kind")) == ("ola-nord", "Person")
        hands.type("kestr", "ArrowDown", "ArrowDown", "Enter")
        expect(page.locator("#field-roles-participant-chips")).to_contain_text("Öla Nörd")
        assert hands.field == "roles.participant"
        entities = (folder / "sources/entities.yaml").read_text("utf-8")
        assert "ola-nord: {kind: Person, name: Öla Nörd, links: {member-of: kestria}}" in entities
        hands.type("Öla Nörd")  # is known from now on
        expect(page.locator("#field-roles-participant-list")).to_contain_text("new person “Öla Nörd”")


def test_chips_go_by_keys(browser: Browser, tmp_path: Path) -> None:
    with at_the_desk(browser, strait(tmp_path), TRIBUNE) as hands:
        begun(hands)
        hands.type("ilse", "Enter")
        assert chips(hands, "roles-participant") == ["Mira Toll", "Jon Berg", "Ilse Marwen"]
        hands.press("ArrowLeft", "ArrowLeft", "Delete")
        assert chips(hands, "roles-participant") == ["Mira Toll", "Ilse Marwen"]
        hands.press("ArrowRight", "Backspace")
        assert chips(hands, "roles-participant") == ["Mira Toll"]
        hands.type("harl")  # a place is no party of a meeting, and comes last with its reason
        expect(hands.page.locator("#field-roles-participant-list li.unfit").first).to_contain_text("does not fit here")
        hands.press("Escape")
        assert hands.page.get_by_role("listbox").count() == 0 or hands.field == "roles.participant"


def test_a_name_that_is_chosen_already_makes_no_second_entity(browser: Browser, tmp_path: Path) -> None:
    with at_the_desk(browser, strait(tmp_path), TRIBUNE) as hands:
        begun(hands)
        hands.type("mira toll")
        expect(hands.page.locator("#field-roles-participant-list li").first).to_contain_text("chosen already")
        hands.press("Enter")
        assert chips(hands, "roles-participant") == ["Mira Toll", "Jon Berg"]
        expect(hands.page.locator("#field-roles-participant")).to_have_value("")


def test_the_list_of_claims_by_keys(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    file = folder / "sources" / f"{TRIBUNE}.yaml"
    before = file.read_bytes()
    with at_the_desk(browser, folder, TRIBUNE) as hands:
        page = hands.page
        page.focus("button.claim[tabindex='0']")
        hands.press("End", "Enter")
        expect(page.locator("#form-title")).to_have_text("Claim toll-in-party")
        assert hands.field == "fact"
        hands.press("Control+Enter")
        expect(page.locator(".claim-form")).to_be_hidden()
        assert file.read_bytes() == before, "nothing was changed"
        page.focus("button.claim[tabindex='0']")
        hands.press("Home", "Delete")
        expect(page.locator("#told")).to_have_text("Claim pier-toll-corrected is taken away. Ctrl+Z brings it back.")
        assert "pier-toll-corrected" not in claims_of(folder, TRIBUNE)
        hands.press("Control+z")
        expect(page.locator("#claims-title")).to_have_text("Claims (6 claims)")
        assert file.read_bytes() == before


def test_a_suggestion_is_taken_over_without_its_mark(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    file = folder / "sources" / f"{TRIBUNE}.yaml"
    marked = file.read_text("utf-8").replace("  - id: toll-in-party\n", "  - id: toll-in-party\n    suggested: true\n")
    file.write_text(marked, "utf-8")
    with at_the_desk(browser, folder, TRIBUNE) as hands:
        hands.page.focus("button.claim[tabindex='0']")
        hands.press("End", "Tab", "Enter")
        expect(hands.page.locator("#form-title")).to_have_text("Claim toll-in-party")
        hands.saved()
        assert file.read_text("utf-8") == marked.replace("    suggested: true\n", "")


def test_two_versions_of_a_claim_are_shown_and_nothing_is_lost(browser: Browser, tmp_path: Path) -> None:
    folder = strait(tmp_path)
    file = folder / "sources" / f"{TRIBUNE}.yaml"
    with at_the_desk(browser, folder, TRIBUNE, errors=("Failed to load resource",)) as hands:
        page = hands.page
        page.focus("button.claim[tabindex='0']")
        hands.press("End", "Enter")
        hands.type("", *["Enter"] * 7)
        page.focus("#field-when")
        hands.press("Control+a")
        hands.type("2031-03-11")
        text = file.read_text("utf-8")
        file.write_text(
            text.replace(
                "organization: harbour-party}\n    when: 2031-03-12", "organization: harbour-party}\n    when: 2031-03"
            ),
            "utf-8",
        )
        expect(page.locator(".notice")).to_contain_text("Another program has changed this claim.", timeout=SOON * 1000)
        hands.press("Control+Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog.locator("tr.differs")).to_have_text(["when2031-032031-03-11differs"])
        hands.press("Escape")
        expect(dialog).to_be_hidden()
        assert page.input_value("#field-when") == "2031-03-11"
        hands.press("Control+Enter")
        expect(dialog).to_be_visible()
        hands.press("Tab", "Enter")  # write mine over it
        expect(page.locator(".claim-form")).to_be_hidden()
        assert file.read_text("utf-8") == text.replace(
            "harbour-party}\n    when: 2031-03-12", "harbour-party}\n    when: 2031-03-11"
        )


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, axe: str, look: dict[str, Any]) -> None:
    found = {}
    with at_the_desk(browser, strait(tmp_path), TRIBUNE, bypass_csp=True, **look) as hands:
        page = hands.page

        def looked(at: str, *, covered: bool = False) -> None:
            """Ask axe; of targets that a list in front, or the foot, covers in part it would see the rest alone."""
            rules = {"target-size": {"enabled": not covered}}
            told = page.evaluate("rules => axe.run(document, { resultTypes: ['violations'], rules })", rules)
            assert len(told["passes"]) > 15, "it looked at the page"
            for fault in told["violations"]:
                found[at, fault["id"]] = [node["html"][:160] for node in fault["nodes"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[at, "scrolls sideways"] = []

        page.evaluate(axe)
        begun(hands)
        looked("a form")
        hands.type("tol")
        looked("what is offered", covered=True)
        hands.press("ArrowDown", "ArrowDown", "Enter")
        looked("a new entity", covered=True)
        hands.press("Escape", "Control+a", "Backspace", "Control+d")
        looked("a question")
        hands.press("Enter")
        page.focus("summary")
        hands.press("Enter")
        looked("the head and the list")
    assert found == {}


def test_a_claim_is_seen_at_once(browser: Browser, tmp_path: Path) -> None:
    """On a small screen all usual fields are in sight; what would come of the claim stays there while one goes on."""
    with at_the_desk(browser, strait(tmp_path), TRIBUNE, viewport={"width": 1280, "height": 800}) as hands:
        page = hands.page
        begun(hands)
        page.focus("#field-stance-announces")
        seen = "its => { const box = its.getBoundingClientRect(); return box.top >= 0 && box.bottom <= FOOT; }"
        foot = page.locator(".foot")
        within = seen.replace("FOOT", "document.querySelector('.foot').getBoundingClientRect().top")
        for field in ("evidence", "fact", "type", "roles.participant", "speaker", "via", "stance", "when"):
            assert page.locator(f"[data-field='{field}']").evaluate(within), field
        heights = page.locator(".choice").evaluate_all("all => all.map((its) => its.getBoundingClientRect().height)")
        assert len(heights) == 7
        assert max(heights) < 45, "a line each, or two"
        hands.press("a")
        hands.type("2031-02", "Enter", "Enter")
        for name in ("note", "qualifier", "label", "mode", "scope"):
            hands.type(name, "Enter")
            expect(foot.locator(".sentence")).to_be_in_viewport(ratio=1)
            assert page.evaluate("document.activeElement.closest('.field') !== null")
            assert page.locator(":focus").evaluate(within), "the foot hides no field that is in hand"
            page.focus("#field-more")


def test_the_list_opens_where_there_is_room(browser: Browser, tmp_path: Path) -> None:
    with at_the_desk(browser, strait(tmp_path), TRIBUNE, viewport={"width": 1280, "height": 800}) as hands:
        page = hands.page
        begun(hands)
        page.focus("#field-more")
        hands.press("ArrowDown")
        popup = page.locator("[data-field='more'] .popup")
        expect(popup).to_be_in_viewport(ratio=1)
        expect(popup.get_by_role("option").last).to_have_count(1)


def test_a_hostile_name_is_text(browser: Browser, tmp_path: Path) -> None:
    """Names of entities, and what is typed, run nothing, wherever the form and the list show them."""
    folder = strait(tmp_path)
    entities = folder / "sources" / "entities.yaml"
    text = entities.read_text("utf-8")
    evil = [words for words in STRINGS if '"' not in words and "\\" not in words][:12]
    rows = "".join(f'evil-{number}: {{kind: Person, name: "{words}"}}\n' for number, words in enumerate(evil))
    entities.write_text(f"{text.rstrip()}\n{rows}", "utf-8")
    with at_the_desk(browser, folder, TRIBUNE) as hands:
        hands.press("c")
        hands.type("<img src=x onerror=pwned=1>", "Enter")
        hands.type("meeting", "Enter")
        for number in range(len(evil)):
            hands.type(f"evil-{number}", "Enter")
        assert chips(hands, "roles-participant") == evil
        hands.type("<script>globalThis.pwned = 1</script>")
        hands.press("ArrowUp", "Enter")
        assert hands.page.evaluate("globalThis.pwned") is None
        assert hands.page.locator("#work script, #work img, #work iframe").count() == 0
