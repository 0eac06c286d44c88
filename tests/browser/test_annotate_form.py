"""Claims made by keyboard alone, on the page of `kg annotate`; and that nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs
from playwright.sync_api import Browser

from tests.browser.annotating import Hands, at_the_desk, claims_of, strait, without
from tests.conftest import ROOT, copied

NEWS = "thenews-2023-12-14"
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
    hands.add("note", "The day is the newspaper's, not the Pentagon's; the readout came out on it or the next. Whom it means is said before.")
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
    hands.press("c", "Shift+Tab", "k", "Enter")
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
