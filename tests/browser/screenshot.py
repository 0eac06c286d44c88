"""The picture in the README: `python -m tests.browser.screenshot [FILE]` takes it from the page as it is now."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import world
from tests.conftest import CHROMIUM, FLAGS, ROOT, open_tab

PICTURE = ROOT / "docs" / "view.png"
SIZE = {"width": 1440, "height": 900}


def take(browser: Browser, folder: Path) -> bytes:
    """Open the page of this repository, without the articles' words, and take its picture."""
    page = folder / "view.html"
    page.write_bytes(world(ROOT).html().encode())
    with open_tab(browser, viewport=SIZE, color_scheme="light") as tab:
        tab.page.goto(page.as_uri())
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        tab.page.wait_for_timeout(300)
        return tab.page.screenshot()


def main(target: Path) -> None:
    """Write the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        target.parent.mkdir(exist_ok=True)
        picture = take(browser, target.parent)
        browser.close()
    target.write_bytes(picture)
    (target.parent / "view.html").unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
