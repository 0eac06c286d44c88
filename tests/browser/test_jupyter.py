"""JupyterLab runs the first notebook, and the page stands in it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.conftest import ROOT, open_tab

TOKEN = "reading-room"  # of a server on this machine that lives as long as a test
SECONDS = 180
STOPS = 20  # seconds that JupyterLab may take to end its kernels


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """JupyterLab over a copy of the project; gives its address."""
    for name in ("sources", "ontology", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "kg.toml", tmp_path)
    address = f"http://127.0.0.1:{free_port()}"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={address[17:]}",
        "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={tmp_path}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(tmp_path / "settings")}
    with (tmp_path / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        wait_for(address, server, tmp_path / "log.txt")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=STOPS)
        except subprocess.TimeoutExpired:  # it waits for its kernels, which a busy machine keeps waiting
            server.kill()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text("utf-8")
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
            return
        time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {log.read_text('utf-8')}")


def frame_of(page: Page) -> Frame:
    """Wait for the frame in which the page of the graph draws itself."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for frame in page.frames[1:]:
            with contextlib.suppress(Exception):  # a frame may be gone by the time that it is asked
                if frame.evaluate("document.documentElement.dataset.ready") == "yes":
                    return frame
        page.wait_for_timeout(500)
    pytest.fail("the page never stood in the notebook: " + page.locator("body").inner_text()[:2000])


def test_jupyterlab_runs_the_first_notebook_and_shows_the_page(browser: Browser, lab: str) -> None:
    with open_tab(browser, lab, lab.replace("http", "ws"), viewport={"width": 1400, "height": 1000}) as tab:
        page = tab.page
        page.goto(f"{lab}/lab/tree/notebooks/01-first-look.ipynb?token={TOKEN}", timeout=SECONDS * 1000)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=SECONDS * 1000)
        page.get_by_text("| Idle").wait_for(timeout=SECONDS * 1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
        frame = frame_of(page)
        assert frame.evaluate("[...dramatis.view.inFocus].includes('thomas-west')")
        assert frame.evaluate("dramatis.view.lines.size") == 6
        frame.get_by_role("checkbox", name="Draw one-sided").uncheck()
        assert frame.evaluate("dramatis.view.lines.size") == 1
        assert [address for address in tab.requests if not address.startswith(lab)] == []


def test_jupyterlab_runs_the_notebook_that_asks_and_shows_table_chart_and_graph(browser: Browser, lab: str) -> None:
    with open_tab(browser, lab, lab.replace("http", "ws"), viewport={"width": 1400, "height": 1000}) as tab:
        page = tab.page
        page.goto(f"{lab}/lab/tree/notebooks/03-asking.ipynb?token={TOKEN}", timeout=SECONDS * 1000)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=SECONDS * 1000)
        page.get_by_text("| Idle").wait_for(timeout=SECONDS * 1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
        frame = frame_of(page)
        lines = frame.evaluate("[...dramatis.view.lines.keys()]")
        assert sorted(lines) == [
            "aftab-akbar-durrani thomas-west", "asif-durrani thomas-west", "asim-munir lloyd-austin",
            "asim-munir michael-kurilla", "asim-munir thomas-west", "jalil-abbas-jilani thomas-west",
        ]  # fmt: skip
        tables = page.evaluate(
            "[...document.querySelectorAll('.jp-RenderedHTMLCommon table')]"
            ".map((table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)))"
        )
        assert [[row[0], row[2]] for row in tables[0]] == [
            ["who", "when"], ["thomas-west", "2023-12-04~/2023-12-10~"], ["lloyd-austin", "2023-12-13"],
        ]  # fmt: skip
        pictures = page.evaluate("[...document.images].map((its) => [its.alt, its.naturalWidth])")
        assert [width > 100 for alt, width in pictures if "facts by voice" in alt] == [True]
        assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        completed = complete(page, "%%sparql\nSELECT ?who { entity:asim-m")
        assert completed == ["entity:asim-munir"]
        assert [address for address in tab.requests if not address.startswith(lab)] == []


def complete(page: Page, begun: str) -> list[str]:
    """Type into a new cell below the last one, and press Tab; what is offered, or what the cell then ends with."""
    page.locator(".jp-Notebook .jp-Cell").last.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(begun)
    page.keyboard.press("Tab")
    editor = page.locator(".jp-Notebook .jp-CodeCell .cm-content").last
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        offered = page.locator(".jp-Completer-item .jp-Completer-match").all_inner_texts()
        if offered:
            return offered
        written = editor.inner_text().replace("}", " ").split()[-1]  # the editor may close the bracket by itself
        if written != begun.split()[-1]:
            return [written]  # the only one is taken at once
        page.wait_for_timeout(200)
    pytest.fail("nothing was completed")
