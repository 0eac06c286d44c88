"""The README's pictures: `python -m tests.browser.screenshot [FOLDER]` takes them from the pages as they are now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.annotating import at_the_desk, strait, without
from tests.browser.conftest import world
from tests.conftest import CHROMIUM, FLAGS, ROOT, open_tab

SIZE = {"width": 1440, "height": 900}
ARTICLE, CLAIM = "tribune-2031-03-12", "pier-not-ours"


def take(browser: Browser, folder: Path) -> bytes:
    """Open the page of this repository, without the articles' words, and take its picture."""
    page = folder / "view.html"
    page.write_bytes(world(ROOT).html().encode())
    with open_tab(browser, viewport=SIZE, color_scheme="light") as tab:
        tab.page.goto(page.as_uri())
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        tab.page.wait_for_timeout(300)
        return tab.page.screenshot()


def take_desk(browser: Browser, folder: Path) -> bytes:
    """Open an article of the worked example, make a denial of it again up to its day, and take the page's picture."""
    root = strait(folder)
    without(root, ARTICLE, CLAIM)
    with at_the_desk(browser, root, ARTICLE, viewport=SIZE, color_scheme="light") as hands:
        hands.press("ArrowDown", "ArrowDown", "ArrowDown", "c")
        hands.type("pier-charge", "Enter")
        hands.page.focus("#field-roles-agent")
        hands.type("navy of orlund", "Enter")
        hands.page.focus("#field-speaker")
        hands.type("navy of orlund", "Enter", "Enter", "Enter")
        hands.press("d")
        hands.page.focus("#field-more")
        hands.add("scope", "", "r")
        hands.page.locator(".effects li").first.wait_for()
        hands.page.wait_for_timeout(500)
        hands.page.evaluate("document.getElementById('work').scrollTop = 0")
        return hands.page.screenshot()


PICTURES = {"view.png": take, "annotate.png": take_desk}


def main(target: Path) -> None:
    """Write the pictures into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, taken in PICTURES.items():
            (target / name).write_bytes(taken(browser, Path(folder)))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
