"""The site of `make docs`: built strictly, no link into nowhere, no request to another host, notebooks with outputs."""

from __future__ import annotations

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from docs.site.terms import write_terms
from docs.site.texts import linked, places
from tests.conftest import ROOT, missing, open_tab

TOOLS = ROOT / ".venv-docs/bin/python"
MACHINE = re.compile(rf"{re.escape(str(ROOT))}|(?<![\w.])/(?:home|root|tmp|Users)/\w")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does."""
    if not TOOLS.exists():
        missing("docs", "no tools for the site: `make docs` installs them into .venv-docs")
    folder = tmp_path_factory.mktemp("site") / "docs"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    for command in (
        [sys.executable, "-m", "docs.site", str(folder)],
        [str(TOOLS), "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(folder / "mkdocs.yml")],
    ):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


class Links(HTMLParser):
    """What a page links to, and the names that can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.names: set[str] = set()
        self.asked: list[str] = []  # what a browser asks for as it shows the page
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.names |= {name for key in ("id", "name") if (name := named.get(key))}
        self.targets += [value for key in ("href", "src") if (value := named.get(key)) is not None]
        is_asked = "src" in named or tag == "link"
        self.asked += [value for key in ("href", "src") if is_asked and (value := named.get(key)) is not None]


def test_no_link_of_the_site_leads_nowhere(site: Path) -> None:
    pages = {path: Links(path.read_text("utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(pages) > 30
    dead = []
    for path, page in pages.items():
        for target in page.targets:
            where, fragment = urldefrag(urljoin(path.as_uri(), target))
            if urlsplit(where).scheme != "file":
                continue
            file = Path(unquote(urlsplit(where).path))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file() or (fragment and file in pages and unquote(fragment) not in pages[file].names):
                dead.append(f"{path.relative_to(site)}: {target}")
    assert dead == []


def test_no_path_of_this_machine_is_on_the_site(site: Path) -> None:
    made = [path for path in site.rglob("*") if path.suffix in (".html", ".json", ".xml", ".svg", ".txt", ".css")]
    assert [path.relative_to(site).as_posix() for path in made if MACHINE.search(path.read_text("utf-8"))] == []


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_no_page_asks_another_host_for_anything(site: Path, address: str, browser: Browser) -> None:
    """Looked up in each page, and seen in a browser with one page of each folder and each notebook."""
    pages = sorted(site.rglob("*.html"))
    asked = {(path.name, target) for path in pages for target in Links(path.read_text("utf-8")).asked}
    assert len(asked) > len(pages)
    assert [
        its for its in sorted(asked) if urlsplit(its[1]).scheme not in ("", "data") or its[1].startswith("//")
    ] == []
    seen = [path for path in pages if path.parent.name == "notebooks"]
    seen += {path.parent: path for path in reversed(pages)}.values()
    with open_tab(browser, address) as tab:
        for path in sorted({*seen, site / "index.html"}):
            tab.page.goto(f"{address}{path.relative_to(site).as_posix()}", wait_until="load")
            assert (path.name, tab.requests, tab.errors) == (path.name, [], [])


def test_the_search_finds_what_is_on_the_site(address: str, browser: Browser) -> None:
    with open_tab(browser, address, viewport={"width": 1280, "height": 800}) as tab:
        tab.page.goto(f"{address}index.html", wait_until="load")
        tab.page.get_by_placeholder("Search").first.click()
        tab.page.keyboard.type("blanket denial")
        tab.page.locator(".md-search-result__link", has_text="blanket denial").first.wait_for()
        assert tab.requests == []


def test_notebooks_are_shown_with_what_their_cells_show(site: Path) -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        page = (site / "notebooks" / f"{path.stem}.html").read_text("utf-8")
        assert page.count('class="output"') + page.count("language-text") > 2, path.name


def test_every_term_has_a_label_a_definition_and_an_example(tmp_path: Path) -> None:
    pages = [tmp_path / name for name in write_terms(ROOT, tmp_path)]
    entries = [entry for page in pages[:-1] for entry in re.split(r"^## ", page.read_text("utf-8"), flags=re.M)[1:]]
    assert len(entries) > 300
    wanted = (r"^\*\*[^*]+\*\*: \S", r"^- example: \S")
    assert [
        entry.splitlines()[0] for entry in entries if not all(re.search(one, entry, re.MULTILINE) for one in wanted)
    ] == []
    assert "[`kg:participant`](kg.md#kg-participant) | [`kg:Actor`](kg.md#kg-Actor) | 2 |  |" in pages[-1].read_text()


def test_a_link_to_nothing_that_is_on_the_site_is_refused() -> None:
    known = places(ROOT)
    assert linked("[shell](docs/shell.md#a)", "README.md", known) == "[shell](shell.md#a)"
    assert linked("[03](../notebooks/03-asking.ipynb)", "docs/jupyter.md", known) == "[03](notebooks/03-asking.md)"
    with pytest.raises(SystemExit, match=r"^README.md: the link to `docs/shel.md` leads to nothing"):
        linked("[shell](docs/shel.md)", "README.md", known)
