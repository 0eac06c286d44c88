"""What the tests of the server share: graphs, and a way to ask for a page without a server."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from msgspec import structs

import kg
from kg.graph.graph import Graph
from kg.serve.exchange import Asked, Reply
from kg.serve.pages import asking
from tests.conftest import ROOT, copied
from tests.serve.application import replied
from tests.serve.serving import Served, serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process of the tests be larger than a worker of the server may: its memory is counted with a query's."""
    monkeypatch.setattr(asking, "LIMITS", structs.replace(asking.LIMITS, megabytes=16_000))


class _Page(HTMLParser):
    """The links of a page, its names, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.links += [its for key in ("href", "src", "action", "formaction") if (its := named.get(key)) is not None]
        self.names += [its for key in ("id",) if (its := named.get(key)) is not None]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def links(text: str) -> list[str]:
    """Give where a page leads to, and what it loads."""
    return _Page(text).links


@dataclasses.dataclass(frozen=True)
class Got:
    """An answer, read."""

    reply: Reply

    @property
    def status(self) -> int:
        return self.reply.status

    @property
    def type(self) -> str:
        return self.reply.media_type.partition(";")[0]

    @property
    def raw(self) -> str:
        return self.reply.body.decode()

    @property
    def page(self) -> _Page:
        return _Page(self.raw)

    @property
    def text(self) -> str:
        """The words of a page, with single blanks."""
        inside = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", self.raw)
        bare = re.sub(r"</?(?:a|bdi|code|span|strong|svg|path|circle)\b[^>]*>", "", inside)
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", bare)).split())

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


def get(graph: Graph, address: str, accept: str = BROWSER, method: str = "GET", **values: str) -> Got:
    """Ask for an address as the server does."""
    parts = urlsplit(address)
    pairs = (*parse_qsl(parts.query, keep_blank_values=True), *values.items())
    return Got(replied(graph, Asked(unquote(parts.path), tuple(pairs), accept, method=method)))


@pytest.fixture(scope="session")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The worked example with the texts of its articles, which are made up and may be quoted."""
    root = ROOT / "tests" / "projects" / "strait"
    return kg.build(copied(root, tmp_path_factory.mktemp("quoting")), texts=Path(root / "texts"))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(ROOT, tmp_path_factory.mktemp("served"))
    kg.build(folder)
    return folder


@pytest.fixture(scope="session")
def served(demo_folder: Path) -> Iterator[Served]:
    """The two articles, served."""
    with serving(demo_folder) as its:
        yield its
