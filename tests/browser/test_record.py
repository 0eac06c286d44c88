"""What leaves the page says what it shows: pictures, tables, file names and paper, each by itself."""

from __future__ import annotations

import csv
import io
import re
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.graph.graph import Graph
from tests.browser.conftest import Reader, World
from tests.browser.test_reading import SVG, saved

STATES: list[tuple[dict[str, Any], str]] = [
    ({}, "known by 2025-07-26; persons only; contact only; 6 of 48 findings"),
    (
        {"knownBy": "2023-12-14", "without": {"voice": ["pakistan"], "outlet": [], "relay": [], "article": []}},
        "known by 2023-12-14; without Pakistan; persons only; contact only; 5 of 29 findings",
    ),
    (
        {"statuses": ["one-sided", "unconfirmed"], "days": ["2023-12-01", "2023-12-31"], "undated": False},
        "known by 2025-07-26; only what is one-sided or unconfirmed; persons only; contact only; "
        "happened from 2023-12-01 to 2023-12-31, nothing undated; 5 of 48 findings",
    ),
    (
        {"types": ["Meeting"], "focus": "asim-munir", "steps": 2, "layers": ["contact", "speech", "context", "action"]},
        "known by 2025-07-26; persons only; meetings only; within 2 steps of Asim Munir; 5 of 48 findings",
    ),
]


def png_text(data: bytes) -> str:
    """Read the text of a PNG, checking the chunk's sum."""
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"iTXt":
            keyword, rest = body.split(b"\0", 1)
            assert (keyword, rest[:4]) == (b"Description", b"\0\0\0\0")
            return rest[4:].decode()
        at += 12 + length
    return ""


@pytest.mark.parametrize(("change", "state"), STATES, ids=range(len(STATES)))
def test_all_that_leaves_the_page_says_the_same(
    reader: Reader, project: World, tmp_path: Path, change: dict[str, Any], state: str
) -> None:
    reader.opens(project.html()).does("d.set(argument)", change)
    assert reader.text("#state") == f"{state[0].upper()}{state[1:]}."
    told = f"{project.title}: {state}"
    name, svg = saved(reader, "SVG", tmp_path)
    root = ET.fromstring(svg)
    assert [root.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == [told, told]
    texts = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert told in texts
    words = re.sub("[^a-z0-9]+", "-", state.lower())
    assert name.startswith(f"dramatis-two-articles-on-pakistan-s-diplomacy-{words[:90]}")
    _, png = saved(reader, "PNG", tmp_path)
    assert png_text(png) == told
    _, data = saved(reader, "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {row["shown"] for row in rows} == {told}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"status": ["on-record", "corroborated"]}, "only what is corroborated or on record"),
        ({"on": "2031-03-04"}, "on 2031-03-04"),
        ({"between": ("2031-03-01", "2031-03-10"), "certainly": True}, "certainly from 2031-03-01 to 2031-03-10"),
        ({"article": "lantern-2031-03-17"}, "of the article"),
        ({"without": "wire-2031-03-03"}, "without the article"),
        ({"without": "orlund"}, "without Orlund"),
        ({"known_by": "2031-03-18"}, "known by 2031-03-18"),
        ({"read": True}, "only what somebody read"),
        ({"type": "Meeting", "entity": "orlund"}, "naming Orlund; only of the type meeting"),
    ],
)
def test_a_page_of_a_slice_says_what_it_leaves(
    reader: Reader, strait: Graph, options: dict[str, Any], words: str
) -> None:
    reader.opens(strait.slice(**options).view().html)
    assert words in reader.does("d.stateText()")


def test_the_page_on_paper_is_laid_out(reader: Reader, project: World, tmp_path: Path) -> None:
    page = reader.opens(project.html()).page
    path = tmp_path / "page.pdf"
    page.pdf(path=path, format="A4")
    if subprocess.run(["which", "pdftotext"], capture_output=True, check=False).returncode == 0:
        told = " ".join(
            subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split()
        )
        assert "Known by 2025-07-26; persons only; contact only; 6 of 48 findings." in told
        assert "6 findings drawn, newest first" in told
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#paper > svg").is_visible()
    assert page.locator("#paper .card").count() == 6
    assert not page.locator("main").is_visible()
    assert page.locator("#paper .chain li").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("#paper").inner_html() == ""
