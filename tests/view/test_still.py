"""The still picture beside a page in a notebook: what it shows, in which forms, and when it is left out."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from kg.base.errors import UsageError
from kg.base.project import Project
from kg.charts import Dot, Line, NetworkPicture, fonts, network_chart
from kg.graph.graph import Graph
from kg.model.records import Contested, Kind, Records, Status
from kg.view import Drawn
from kg.view.notebook import bundle
from kg.view.still import MOST_LINES, MOST_SIDES
from tests.conftest import same_under_any_hash_seed
from tests.graphs import graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, claim, core, entity

PICTURE = NetworkPicture(
    "Talks <1>",
    "known by 2023-12-14; 4 of 5 findings",
    {"ann": Dot("Ann", 0, 0), "bob": Dot("Bob & Co", 190, 0), "cid": Dot("Çid", 0, 118)},
    (
        Line(("ann", "bob"), Status.REPORTED, Contested.BY_PARTY, 1),
        Line(("ann", "cid"), Status.ON_RECORD, None, 3),
    ),
)
SVG = "{http://www.w3.org/2000/svg}"


def still_of(page: Drawn) -> Any:
    """The picture that a notebook shows beside a page."""
    assert page.still is not None
    return page.still()


def texts(svg: bytes) -> list[str]:
    return ["".join(its.itertext()) for its in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_picture_has_title_names_numbers_legend_and_caption() -> None:
    assert texts(PICTURE.drawn("svg")) == [
        "Talks <1>", "3", "Ann", "Bob & Co", "Çid", "on-record", "contested by a party",
        "known by 2023-12-14; 4 of 5 findings",
    ]  # fmt: skip
    assert PICTURE.told() == (
        "Network: Talks <1>. 3 marks and 2 lines; most findings: Ann and Çid (3), Ann and Bob & Co (1). "
        "known by 2023-12-14; 4 of 5 findings."
    )


def test_statuses_are_told_apart_by_pattern_and_what_is_contested_by_colour_too() -> None:
    svg = PICTURE.drawn("svg").decode()
    assert "stroke-dasharray: 5,5" in svg
    looks = {status: network_chart._look(status, None)["linestyle"] for status in Status}
    assert looks[Status.ON_RECORD] == "-"
    assert (
        len({str(looks[its]) for its in (Status.ONE_SIDED, Status.REPORTED, Status.ALLEGED, Status.UNCONFIRMED)}) == 4
    )


def test_a_picture_is_the_same_under_any_hash_seed() -> None:
    program = (
        "import sys; from tests.view.test_still import crowd; its = crowd(70, 9).view().still();"
        "sys.stdout.buffer.write(its.drawn('svg') + its.drawn('png'))"
    )
    assert b"<svg" in same_under_any_hash_seed("-c", program)


def test_persons_are_drawn_by_their_strongest_finding(strait: Graph) -> None:
    picture = still_of(strait.view())
    assert picture is not None
    network = strait.network(stand_ins=True)
    assert set(picture.dots) == set(network.nodes)
    facts: dict[tuple[str, str], set[str]] = {}
    for one, other, edge in network.edges(data=True):
        facts.setdefault((min(one, other), max(one, other)), set()).add(edge["fact"])
    assert {line.ends: line.findings for line in picture.lines} == {pair: len(its) for pair, its in facts.items()}
    for line in picture.lines:
        edges = [
            edge for pair in (line.ends, line.ends[::-1]) for edge in (network.get_edge_data(*pair) or {}).values()
        ]
        assert line.status.value in {edge["status"] for edge in edges}


def test_a_focus_leaves_out_who_is_far(demo: Graph) -> None:
    whole = still_of(demo.view())
    near = still_of(demo.view(focus="thomas-west"))
    assert whole is not None
    assert near is not None
    assert set(near.dots) < set(whole.dots)
    assert all("thomas-west" in line.ends or set(line.ends) <= set(near.dots) for line in near.lines)
    assert "within 1 step of Thomas West" in near.caption


def crowd(people: int, countries: int) -> Graph:
    """Persons of several countries, each of whom has met the next one and the third from him."""
    entities = dict(ENTITIES)
    for n in range(countries):
        entities[f"c{n}"] = entity(f"c{n}", Kind.ORGANIZATION)
    for n in range(people):
        entities[f"p{n}"] = entity(f"p{n}", Kind.PERSON, links={"member_of": f"c{n % countries}"})
    pairs = [(n, (n + step) % people) for n in range(people) for step in (1, 3)]
    claims = [
        claim(None, id_=f"c{k:03d}", fact=f"f{k:03d}", when="2023-12-01", roles={"participant": (f"p{a}", f"p{b}")})
        for k, (a, b) in enumerate(pairs)
    ]
    records = Records(dict(sorted(entities.items())), dict(sorted(ARTICLES.items())), tuple(claims))
    return in_memory(Project(Path(), "https://example.org/small/", "A crowd"), records, core())


def test_many_persons_are_drawn_by_their_sides() -> None:
    picture = still_of(crowd(70, 7).view())
    assert picture is not None
    assert [dot.name for dot in picture.dots.values()] == [f"C{n} (10)" for n in range(7)]
    assert [(line.ends, line.findings) for line in picture.lines] == [
        *sorted(((f"c{min(n, m)}", f"c{max(n, m)}"), 10) for n in range(7) for m in ((n + 1) % 7, (n + 3) % 7)),
    ]
    assert picture.caption == (
        "known by 2023-12-20; contact only; 140 of 140 findings; 70 actors by the sides for which they speak"
    )


def test_more_sides_and_lines_than_can_be_told_apart_are_counted() -> None:
    picture = still_of(crowd(400, 200).view())
    assert picture is not None
    assert len(picture.dots) <= MOST_SIDES
    assert f"{200 - len(picture.dots)} more sides left out" in picture.caption
    full = still_of(crowd(60, 60).view())
    assert full is not None
    assert (len(full.dots), len(full.lines)) == (60, MOST_LINES)
    assert "left out" not in full.caption


def test_a_notebook_gets_the_frame_and_the_picture_in_two_formats() -> None:
    data, more = bundle("<p>page</p>", PICTURE)
    frame, _, still = data["text/html"].partition("</iframe>")
    assert frame.startswith("<iframe srcdoc=")
    (alt, source) = re.findall(r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)"', still)[0]
    assert unescape(alt) == PICTURE.told() == more["image/png"]["alt"]
    assert texts(base64.b64decode(source)) == texts(PICTURE.drawn("svg"))
    png = base64.b64decode(data["image/png"])
    assert png == PICTURE.drawn("png")
    assert png.startswith(b"\x89PNG")
    assert more["image/png"]["width"] == round(int.from_bytes(png[16:20]) / network_chart.SHARP)


def test_a_picture_that_is_too_large_or_cannot_be_drawn_is_left_out_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    size = max(len(PICTURE.drawn(format)) for format in ("svg", "png"))
    data, more = bundle("x", PICTURE, size - 1)
    assert (list(data), more) == (["text/html"], {})
    assert data["text/html"].endswith(
        f"</iframe><p>No still picture: it would take {size:,} bytes, and {size - 1:,} are allowed; a slice or a focus "
        "gives a smaller one.</p>"
    )
    assert "image/png" in bundle("x", PICTURE, size)[0]

    def fails(picture: NetworkPicture, format: str) -> bytes:
        raise UsageError("a picture needs matplotlib", "pip install matplotlib")

    monkeypatch.setattr(NetworkPicture, "drawn", fails)
    data, _ = bundle("x", PICTURE)
    assert data["text/html"].endswith(
        "<p>No still picture: a picture needs matplotlib\n  hint: pip install matplotlib.</p>"
    )


def test_a_name_that_no_font_here_has_is_left_to_the_svg_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_installed", lambda: ())
    picture = structs.replace(PICTURE, dots={**PICTURE.dots, "cid": Dot("田中", 0, 118)})
    data, more = bundle("x", picture)
    assert (list(data), more) == (["text/html"], {})
    assert data["text/html"].endswith("</details><p>No picture as PNG: no font on this system has 中 田.</p>")


def test_a_page_without_lines_has_no_picture() -> None:
    page = graph_of([claim("ann", "denies")]).view()
    assert page.still is not None
    assert page.still() is None
    assert page._repr_mimebundle_() == ({"text/html": page._repr_html_()}, {})
    assert "</iframe>" in page._repr_html_()
    assert "<img" not in Drawn("x")._repr_html_()
