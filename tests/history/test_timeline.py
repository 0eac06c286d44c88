"""Facts in order of time, what is known of how long situations lasted, and the picture of it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

import kg
from kg.base.errors import KgWarning, NotFoundError, UsageError
from kg.charts import canvas, fonts, timeline_chart
from kg.charts.axis import axis
from kg.charts.layout import pack
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim, Status
from kg.report.timeline import Timeline
from tests.conftest import copied, same_under_any_hash_seed
from tests.graphs import STRAIT, graph_of
from tests.making import claim

HOLDER: dict[str, tuple[str, ...]] = {"holder": ("abe",), "post": ("chief",)}


def order(timeline: Timeline) -> tuple[list[str], list[str]]:
    return [its.fact.fact for its in timeline.dated], [its.fact.fact for its in timeline.undated]


def tenure(*whens: str | None) -> list[tuple[str | None, str | None, str]]:
    """Stretches of one tenure, that several papers state or attest."""
    papers = ("herald-1", "gazette-1", "courier-1")
    claims = [
        claim(None, type="Tenure", fact="t", roles=HOLDER, when=when, article=paper, id_="t")
        for when, paper in zip(whens, papers, strict=False)
    ]
    row = graph_of(claims).timeline().row()
    (its,) = row["dated"] + row["undated"]
    return [(stretch["from"], stretch["to"], stretch["known"]) for stretch in its["stretches"]]


# -- order -----------------------------------------------------------------------------------------------------


def test_facts_stand_in_order_of_time_and_undated_ones_apart() -> None:
    days = {
        "a": "2023-12-11",
        "b": "2023-12",
        "c": None,
        "d": "../2021-08",
        "e": "2023-12-04/2023-12-08",
        "f": "2023-12-11",
    }
    graph = graph_of([claim("ann", fact=fact, when=when) for fact, when in reversed(days.items())])
    assert order(graph.timeline()) == (["d", "b", "e", "a", "f"], ["c"])


def test_a_timeline_of_an_entity_has_the_facts_that_name_it_in_any_role() -> None:
    graph = graph_of(
        [
            claim("ann", fact="m", when="2023-12-11"),
            claim("ann", fact="n", roles={"participant": ("ann", "cid"), "place": ("capital",)}, when="2023-12-01"),
            claim("bob", fact="o", roles={"participant": ("bob", "cid")}),
        ]
    )
    assert order(graph.timeline("ann")) == (["n", "m"], [])
    assert order(graph.timeline("bob")) == (["m"], ["o"])
    assert order(graph.timeline("capital")) == (["n"], [])
    with pytest.raises(NotFoundError, match=r"^no such entity: `annn`\n  hint: did you mean `ann`\?$"):
        graph.timeline("annn")


def test_a_row_is_that_of_facts_with_the_time_in_detail() -> None:
    graph = graph_of([claim("ann", when="2023-12-04/2023-12-08"), claim("bob", "denies", article="herald-2")])
    (row,) = graph.timeline().row()["dated"]
    (fact,) = graph.facts()
    assert {key: row[key] for key in fact} == fact
    assert {key: its for key, its in row.items() if key not in fact} == {
        "what": graph.teller.heading(graph.fact("m")),
        "lasts": False,
        "earliest": "2023-12-04",
        "latest": "2023-12-08",
        "stretches": [{"from": "2023-12-04", "to": "2023-12-08", "known": "possible"}],
    }


def test_it_is_told_in_words() -> None:
    graph = graph_of(
        [
            claim("ann", when="2023-12-11"),
            claim("xan", when="2023-12-12", article="gazette-1"),
            claim("murmur", fact="n", roles={"participant": ("bob", "cid")}),
        ]
    )
    assert graph.timeline().lines() == [
        "[2023-12-11,2023-12-12] corroborated Ann and Bob met on 2023-12-11 or on 2023-12-12, claims conflict: when",
        "                                     m · aland, xan · in 2 outlets",
        "",
        "undated",
        "                        alleged      A meeting of Bob and Cid",
        "                                     n · anonymous@herald-1 · in 1 outlet",
    ]
    assert graph_of([]).timeline().lines() == []


# -- what is known of how long a situation lasted --------------------------------------------------------------

LASTED: list[tuple[list[str | None], list[tuple[str | None, str | None, str]]]] = [
    # One day attests that day, and nothing before or after it.
    (
        ["2023-12-14"],
        [(None, "2023-12-14", "unknown"), ("2023-12-14", "2023-12-14", "attested"), ("2023-12-14", None, "unknown")],
    ),
    # Two days attest what lies between.
    (
        ["2023-12-01", "2023-12-14"],
        [(None, "2023-12-01", "unknown"), ("2023-12-01", "2023-12-14", "attested"), ("2023-12-14", None, "unknown")],
    ),
    # A stated start and end, to the day.
    (["2020-05-01/2023-12-01"], [("2020-05-01", "2023-12-01", "attested")]),
    # Stated to the month: it began some time in the one, and ended some time in the other.
    (
        ["2020-05/2023-11"],
        [
            ("2020-05-01", "2020-05-31", "bounded"),
            ("2020-05-31", "2023-11-01", "attested"),
            ("2023-11-01", "2023-11-30", "bounded"),
        ],
    ),
    # Ended in August 2021; since when is unknown.
    (
        ["../2021-08"],
        [
            (None, "2021-08-01", "unknown"),
            ("2021-08-01", "2021-08-01", "attested"),
            ("2021-08-01", "2021-08-31", "bounded"),
        ],
    ),
    # Began in 2022 and goes on, or until when is unknown.
    (["2022-03-01/.."], [("2022-03-01", None, "attested")]),
    (["2022-03-01/"], [("2022-03-01", "2022-03-01", "attested"), ("2022-03-01", None, "unknown")]),
    # A stated start, and attested later.
    (
        ["2022-03/", "2023-12-14"],
        [
            ("2022-03-01", "2022-03-31", "bounded"),
            ("2022-03-31", "2023-12-14", "attested"),
            ("2023-12-14", None, "unknown"),
        ],
    ),
    # Some time in a month, which attests no day.
    (
        ["2023-12"],
        [(None, "2023-12-01", "unknown"), ("2023-12-01", "2023-12-31", "bounded"), ("2023-12-31", None, "unknown")],
    ),
    ([None], []),
]  # fmt: skip


@pytest.mark.parametrize(("whens", "expected"), LASTED, ids=[", ".join(map(str, whens)) for whens, _ in LASTED])
def test_attested_bounded_and_unknown_stretches(
    whens: list[str | None], expected: list[tuple[str | None, str | None, str]]
) -> None:
    assert tenure(*whens) == expected


def test_a_situation_that_nobody_asserts_has_the_bounds_that_are_spoken_of() -> None:
    graph = graph_of([claim("bob", "denies", type="Tenure", roles=HOLDER, when="2023-12-01/2023-12-10")])
    (row,) = graph.timeline().row()["dated"]
    assert (row["status"], row["stretches"]) == (
        "denied",
        [
            {"from": None, "to": "2023-12-01", "known": "unknown"},
            {"from": "2023-12-01", "to": "2023-12-10", "known": "bounded"},
            {"from": "2023-12-10", "to": None, "known": "unknown"},
        ],
    )


def test_an_event_has_each_stretch_in_which_it_may_have_been() -> None:
    graph = graph_of([claim("ann", when="2023-12-05"), claim("xan", when="2023-12-11/2023-12-12")])
    (row,) = graph.timeline().row()["dated"]
    assert [(its["from"], its["to"], its["known"]) for its in row["stretches"]] == [
        ("2023-12-05", "2023-12-05", "possible"),
        ("2023-12-11", "2023-12-12", "possible"),
    ]
    assert row["conflicts"] == ["when"]


# -- who has a row on the picture ------------------------------------------------------------------------------


def test_a_row_is_an_actor_that_is_a_party_or_a_person_who_is_named() -> None:
    graph = graph_of(
        [
            claim(
                "ann",
                roles={"participant": ("ann", "bland"), "place": ("capital",), "topic": ("trade",)},
                when="2023-12-11",
            ),
            claim(None, fact="t", type="Tenure", roles=HOLDER, when="2023-12-14"),
        ]
    )
    tracks = {track.actor: [part.entry.fact.fact for part in track.appearances] for track in graph.timeline().tracks}
    assert tracks == {"ann": ["m"], "abe": ["t"], "bland": ["m"]}
    assert list(tracks) == ["ann", "abe", "bland"]
    focused = graph.timeline("chief")
    assert [(track.actor, len(track.appearances)) for track in focused.tracks] == [("chief", 1), ("abe", 1)]


def test_who_denies_a_part_is_marked_so_in_his_own_row_alone() -> None:
    three: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob", "cid")}
    only_bob: dict[str, tuple[str, ...]] = {"participant": ("bob",)}
    graph = graph_of([claim("ann", roles=three), claim("bob", "denies", scope="roles", roles=only_bob)])
    parts = {track.actor: track.appearances[0] for track in graph.timeline().tracks}
    assert {actor: (part.accepted, part.contested) for actor, part in parts.items()} == {
        "ann": (True, None),
        "bob": (False, "by-party"),
        "cid": (True, None),
    }


# -- the picture -----------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = copied(STRAIT, tmp_path_factory.mktemp("strait"))
    kg.build(folder)
    return kg.open(folder)


def texts(svg: bytes) -> list[str]:
    return ["".join(its.itertext()) for its in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_picture_has_a_row_for_each_actor_a_legend_of_what_occurs_and_a_key(strait: Graph) -> None:
    timeline = strait.timeline()
    written = texts(timeline.draw())
    for track in timeline.tracks:
        assert track.label in written
    assert {"Jon Berg (Brandt Line)", "Jon Berg (Defence Ministry of Orlund)"} <= set(written)
    assert {status.value for status in Status} <= set(written)  # all eleven occur
    for look in (
        "contested by a party: not accepted", "contested by an outsider", "situation, attested throughout",
        "begun, ended or held some time in it", "since when, or until when, unknown", "event, some time in it",
        "claims conflict", "undated", "known by 2031-03-24",
    ):  # fmt: skip
        assert look in written
    assert "on-record: Dagny Orr and Ilse Marwen met in Ister on 2031-03-22" in written


def test_the_legend_explains_no_look_that_does_not_occur() -> None:
    written = texts(graph_of([claim("ann", when="2023-12-11")]).timeline().draw())
    assert "one-sided" in written
    assert not {"on-record", "contested by a party: not accepted", "situation, attested throughout", "undated"} & set(
        written
    )


def test_the_same_timeline_is_the_same_picture_whatever_the_users_settings(strait: Graph) -> None:
    first = {format: strait.timeline().draw(format) for format in ("svg", "png")}
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.hashsalt": None, "axes.facecolor": "red"}):
        again = {format: strait.timeline().draw(format) for format in ("svg", "png")}
        assert mpl.rcParams["font.size"] == 30
    assert again == first
    assert first["png"].startswith(b"\x89PNG\r\n")
    assert b"tEXt" not in first["png"]  # neither a program nor a day
    assert re.findall(rb"<dc:date>|Matplotlib v|20[0-9]{2}-[0-9]{2}-[0-9]{2}T", first["svg"]) == []


def test_nothing_about_time_depends_on_the_hash_seed(strait: Graph) -> None:
    program = (
        "import hashlib, sys, kg\n"
        "graph = kg.open(sys.argv[1])\n"
        "timeline, diff = graph.timeline(), graph.diff(known_by=('2031-03-05', '2031-03-24'))\n"
        "print(hashlib.sha256(timeline.draw() + timeline.draw('png')).hexdigest(), timeline.row())\n"
        "print(diff.html(), [graph.fragile(by=by).row() for by in ('voice', 'outlet', 'relay', 'article')])\n"
        "print(graph.slice(without='kestria', known_by='2031-03-18').facts())"
    )
    assert same_under_any_hash_seed("-c", program, strait.project.root)


def test_a_label_is_text_and_never_a_formula_or_markup() -> None:
    hostile = "$\\frac{1}{ <script>alert(1)</script> $ & _x^2"
    svg = graph_of([claim("ann", type="Gathering", label=hostile, when="2023-12-11")]).timeline().draw()
    assert any(hostile in line for line in texts(svg))
    assert not list(ET.fromstring(svg).iter(f"{SVG}script"))


def test_a_name_that_our_font_cannot_write_is_left_to_the_readers() -> None:
    svg = graph_of([claim("ann", type="Gathering", label="海峡会談", when="2023-12-11")]).timeline().draw()
    assert any("海峡会談" in line for line in texts(svg))


def test_a_character_that_no_font_has_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_installed", lambda: ("DejaVu Serif",))
    with pytest.warns(KgWarning) as told, canvas.settings("a picture", ["Talks", "\u7530\u4e2d", "\u7530"], "png"):
        pass
    assert [str(its.message).split(":")[0] for its in told] == ["no font on this system has \u4e2d \u7530"]
    with canvas.settings("a picture", ["\u7530"], "svg"):
        pass
    svg = graph_of([claim(None, when="2023-12-13")]).timeline().draw("svg")
    assert b"'DejaVu Sans', 'Noto Sans', 'Noto Sans CJK SC'" in svg


def test_actors_with_the_fewest_facts_are_left_out_and_counted(strait: Graph) -> None:
    timeline = strait.timeline()
    written = texts(timeline.draw(rows=3))
    kept = [track.label for track in timeline.tracks if track.label in written]
    most = sorted((len(track.appearances) for track in timeline.tracks), reverse=True)[:3]
    assert sorted((len(t.appearances) for t in timeline.tracks if t.label in kept), reverse=True) == most
    assert f"left out: {len(timeline.tracks) - 3} more actors with no more facts" in written


@pytest.mark.parametrize(
    "claims", [[], [claim("ann")], [claim("ann", when="2023-12-11")], [claim("ann", when="../2020")]]
)
def test_little_can_be_drawn_too(claims: list[Claim]) -> None:
    assert ET.fromstring(graph_of(claims).timeline().draw()).tag == f"{SVG}svg"


def test_it_draws_itself_in_jupyter_and_saves_what_the_name_says(tmp_path: Path) -> None:
    timeline = graph_of([claim("ann", when="2023-12-11")]).timeline()
    assert timeline._repr_svg_() == timeline.draw().decode()
    assert timeline.save(tmp_path / "its.svg").read_bytes() == timeline.draw("svg")
    assert timeline.save(tmp_path / "its.png").read_bytes() == timeline.draw("png")
    with pytest.raises(UsageError, match=r"^no such picture: `gif`\n  hint: there are svg and png$"):
        timeline.save(tmp_path / "its.gif")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["its.png", "its.svg"]


def test_too_many_facts_are_counted_by_month_and_the_picture_says_so() -> None:
    months = ("2023-10-05", "2023-11-05", "2023-12-11")
    many = [claim("ann", fact=f"f{n:04d}", when=months[n % 3], id_=f"c{n:04d}") for n in range(501)]
    undated = claim("murmur", fact="u", roles={"participant": ("bob", "cid")})
    timeline = graph_of([*many, undated]).timeline()
    written = texts(timeline.draw())
    assert written == [
        "Oct", "Nov", "Dec", "2023", "Ann", "Bob", "Cid", "167", "167", "167", "167", "167", "167", "1", "1",
        "one-sided", "alleged", "undated",
        "known by 2023-12-20; 1,004 marks are too many to be told apart, and",
        "are grouped by month: a bar counts the facts of an actor by the", "first day on which each may have been",
        "502 facts: `kg timeline` lists them",
    ]  # fmt: skip
    assert timeline.draw() == timeline.draw()
    assert timeline.draw("png").startswith(b"\x89PNG")
    assert timeline._repr_svg_() == timeline.draw().decode()
    assert repr(timeline).startswith("<Timeline of 501 facts in order of time, and 1 undated>\n")
    assert "502 facts, too many to be listed here: `kg timeline` lists them" in texts(timeline.draw(rows=1))


def test_marks_that_would_make_a_picture_some_screens_high_are_counted_by_day() -> None:
    days = ("2023-12-11", "2023-12-12")
    many = [claim("ann", fact=f"f{n:03d}", when=days[n % 2], id_=f"c{n:03d}") for n in range(401)]
    written = texts(graph_of(many).timeline().draw())
    assert written == [
        "11", "12", "Dec 2023", "Ann", "Bob", "201", "200", "201", "200", "one-sided",
        "known by 2023-12-20; 802 marks are too many to be told apart, and",
        "are grouped by day: a bar counts the facts of an actor by the first", "day on which each may have been",
        "401 facts: `kg timeline` lists them",
    ]  # fmt: skip


PERIODS = {
    ("2023-11-26", "2023-12-31"): "day",
    ("2023-11-25", "2023-12-31"): "month",
    ("2021-03-01", "2023-12-31"): "month",
    ("2015-03-01", "2023-12-31"): "quarter",
    ("1990-03-01", "2023-12-31"): "year",
    ("1890-03-01", "2023-12-31"): "five years",
    ("1700-03-01", "2023-12-31"): "decade",
    ("0201-03-01", "2023-12-31"): "century",
}


@pytest.mark.parametrize("ends", PERIODS, ids=map("-".join, PERIODS))
def test_the_longer_the_time_the_longer_the_periods(ends: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline_chart, "MOST_MARKS", 2)
    claims = [claim("ann", fact=f"f{n}", when=day, id_=f"c{n}") for n, day in enumerate(ends)]
    written = " ".join(texts(graph_of(claims).timeline().draw()))
    assert f"grouped by {PERIODS[ends]}:" in written


def boxes(svg: bytes) -> list[tuple[str, float, float, float, float]]:
    """Give the box of every line of text: left, top, right, bottom."""
    found = []
    for its in ET.fromstring(svg).iter(f"{SVG}text"):
        text = "".join(its.itertext())
        style = its.get("style", "")
        size = float(re.search(r"([0-9.]+)px", style)[1])  # type: ignore[index] # a match that must be there
        weight = "bold" if "bold" in style else "normal"
        place = re.search(r"translate\(([-0-9.]+) ([-0-9.]+)\)", its.get("transform", ""))
        x, y = (float(its.get("x", 0)), float(its.get("y", 0))) if place is None else (float(place[1]), float(place[2]))
        extents = TextPath(
            (0, 0), text, size=size, prop=FontProperties(family="DejaVu Sans", weight=weight)
        ).get_extents()
        left = (
            x
            - {"middle": 0.5, "end": 1.0}.get((re.search(r"text-anchor: (\w+)", style) or ["", ""])[1], 0.0)
            * extents.width
        )
        found.append((text, left, y - extents.height, left + extents.width, y))
    return found


@pytest.mark.parametrize("entity", [None, "orlund", "ilse-marwen"])
def test_no_two_lines_of_text_meet(strait: Graph, entity: str | None) -> None:
    met = [
        (a[0], b[0])
        for a, b in combinations(boxes(strait.timeline(entity).draw()), 2)
        if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]
    assert met == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 80)), max_size=40))
def test_packed_extents_never_overlap_in_a_lane(sizes: list[tuple[int, int]]) -> None:
    extents = [(float(start), float(start + size)) for start, size in sizes]
    lanes = pack(extents)
    for (a, lane), (b, other) in combinations(zip(extents, lanes, strict=True), 2):
        assert lane != other or a[1] <= b[0] or b[1] <= a[0]


@given(st.lists(st.dates(), min_size=1, max_size=30))
def test_days_keep_their_order_on_the_axis_and_ticks_their_distance(days: list[Any]) -> None:
    its = axis([day.isoformat() for day in days], 0, 760)
    places = [its.x(day.isoformat()) for day in sorted(set(days))]
    assert all(a < b for a, b in pairwise(places))
    assert 0 <= places[0] <= places[-1] <= 760 + 1e-6
    ticks = [tick.x for tick in its.ticks()]
    assert all(b - a >= 58 for a, b in pairwise(ticks))


# -- the command line ------------------------------------------------------------------------------------------


def test_the_command_line_says_and_draws_the_same(
    strait: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--project", str(strait.project.root)]
    assert cli.run(["timeline", "orlund", "--format", "json", *where]) == 0
    assert json.loads(capsys.readouterr().out) == strait.timeline("orlund").row()
    assert cli.run(["timeline", *where]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == strait.timeline().lines()
    assert told.err.startswith("33 facts in order of time, 4 undated, as reported in these sources: ")
    picture = tmp_path / "strait.svg"
    assert cli.run(["timeline", "--known-by", "2031-03-10", "-o", str(picture), "--rows", "8", *where]) == 0
    assert picture.read_bytes() == strait.slice(known_by="2031-03-10").timeline().draw(rows=8)
    assert capsys.readouterr() == ("", f"wrote {picture}\n")
    assert cli.run(["timeline", "orlund", "-o", str(picture), "--format", "json", *where]) == 0
    assert json.loads(capsys.readouterr().out) == strait.timeline("orlund").row()
    assert cli.run(["timeline", "orlunt", *where]) == 1
    assert capsys.readouterr().err == "no such entity: `orlunt`\n  hint: did you mean `orlund`?\n"
