"""Somebody who annotates by keyboard alone, in a browser, at the server that `kg annotate` starts."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from kg.annotation.reader import read_all
from kg.model.records import Claim
from tests.conftest import ROOT, open_tab
from tests.serve.serving import annotating

WIDE = {"width": 1280, "height": 900}


@dataclasses.dataclass
class Hands:
    """Two hands on a keyboard: what they press is counted, and what they type apart from it."""

    page: Page
    folder: Path
    presses: int = 0
    characters: int = 0

    def press(self, *keys: str) -> None:
        """Press keys, one after another; one with Ctrl or Shift held is one press."""
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str, *keys: str) -> None:
        """Type a text, and press what ends it."""
        self.page.keyboard.type(text)
        self.characters += len(text)
        self.press(*keys)

    def select(self, text: str, start: int, end: int) -> None:
        """Select a span by finding: its first words as far as they are the only ones, then, up to them, its last."""
        folded = " ".join(text.split())
        first, last = text[start:end], text[start:end]
        for place in range(start + 3, end):
            if folded.lower().count(" ".join(text[start:place].split()).lower()) == 1:
                first = text[start:place]
                break
        for place in range(end - 3, start, -1):
            if folded.lower().count(" ".join(text[place:end].split()).lower()) == 1:
                last = text[place:end]
                break
        self.press("/")
        self.type(" ".join(first.split()), "Enter")
        if len(first) < end - start:
            self.press("/")
            self.type(" ".join(last.split()), "Shift+Enter")

    def add(self, field: str, text: str, key: str = "Enter") -> None:
        """Ask for a field by its name, and fill it."""
        self.type(field, "Enter")
        self.type(text, key)

    @property
    def field(self) -> str:
        """The field that the keyboard is in."""
        return str(self.page.evaluate("document.activeElement.closest('[data-field]')?.dataset.field ?? ''"))

    @property
    def told(self) -> str:
        return self.page.inner_text("#told")

    def saved(self) -> None:
        """Save the open claim, and wait until it is."""
        self.press("Control+Enter")
        expect(self.page.locator(".claim-form")).to_be_hidden()
        expect(self.page.locator("#told")).to_contain_text("Ctrl+Z takes it back")


@contextlib.contextmanager
def at_the_desk(
    browser: Browser, folder: Path, article: str, *options: str, errors: tuple[str, ...] = (), **look: Any
) -> Iterator[Hands]:
    """Sit down before an article; nothing may be asked of another host, and no error be shown but those named."""
    with annotating(folder, *options) as its, open_tab(browser, its.address, **({"viewport": WIDE} | look)) as tab:
        tab.page.goto(f"{its.address}/#{its.token}/{article}")
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        yield Hands(tab.page, folder)
        assert tab.requests == [], "the page asked a host for something"
        assert [error for error in tab.errors if not any(its in error for its in errors)] == []


def strait(folder: Path) -> Path:
    """Copy the worked example with its texts."""
    return Path(shutil.copytree(ROOT / "tests/projects/strait", folder / "strait"))


def claims_of(folder: Path, article: str) -> dict[str, Claim]:
    """Give the sound claims of an article, by id."""
    documents = read_all(folder / "sources", folder)
    (document,) = [its for its in documents if its.file == f"sources/{article}.yaml"]
    return {claim.id: claim for claim in document.claims}


def without(folder: Path, article: str, *ids: str) -> None:
    """Take claims out of a file, with all their lines."""
    file = folder / "sources" / f"{article}.yaml"
    parts = file.read_text("utf-8").split("\n  - id: ")
    kept = [part for part in parts if part.partition("\n")[0] not in ids]
    assert len(kept) == len(parts) - len(ids)
    file.write_text("\n  - id: ".join(kept), "utf-8")
