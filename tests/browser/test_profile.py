"""The card of an actor, and the table of a pair: in the page's words what Python counts."""

from __future__ import annotations

import csv
import io
import random
import re
from typing import Any

import pytest
from playwright.sync_api import Page

from kg.base.project import Project, find
from kg.graph.graph import Graph
from kg.model.records import Records
from kg.report.counted.pair_rows import COLUMNS
from kg.report.counted.pairing import Dyad
from kg.report.profiles.profile_words import MOST, sections
from kg.snapshot.sentences import timed
from kg.view.modules import joined
from kg.view.template import own
from tests.browser.conftest import Reader, World, world
from tests.browser.test_matrix import random_world
from tests.conftest import ROOT
from tests.graphs import in_memory
from tests.making import ARTICLES, ENTITIES, claim, core


def card(reader: Reader, id_: str) -> dict[str, list[str]]:
    """Choose an actor, and read the lines of its card."""
    reader.does("d.choose(['node', argument])", id_)
    rows = reader.does(
        "[...document.querySelectorAll('#evidence .profile dt')].map((e) =>"
        " [e.textContent, [...e.nextSibling.querySelectorAll('p')].map((p) => p.innerText)])"
    )
    return {name: [" ".join(line.split()) for line in lines] for name, lines in rows}


def told(graph: Graph, id_: str) -> dict[str, list[str]]:
    """The lines that Python writes, as a page words them: labels of statuses, and no commands."""
    labels = {its.id: its.label for its in graph.ontology.statuses.values()}
    status = re.compile(rf"\b({'|'.join(labels)})\b(?![-\]])")

    def worded(text: str) -> str:
        plain = re.sub(r"[;:] `.*`( shows more)?$", "", " ".join(text.split()))
        return status.sub(lambda its: labels[its[1]], plain)

    lines = {name.capitalize(): [*map(worded, texts)] for name, texts in sections(graph.profile(id_), MOST)}
    lines.pop("Also", None)  # stands above the card
    return {name: [comparable(name, text) for text in texts] for name, texts in lines.items()}


def comparable(name: str, line: str) -> str:
    """Leave out what a page words otherwise: sentences, and voices by their ids."""
    ends = {"Statements": "; the latest ", "Posts": " · ", "Holders": " · "}
    if name == "Open":
        return line if line.startswith("and ") else f"{line.partition(' ')[0]} {''.join(marked(line))}"
    return line.partition(ends[name])[0] if name in ends else line


def compared(reader: Reader, id_: str) -> dict[str, list[str]]:
    return {row: [comparable(row, line) for line in lines] for row, lines in card(reader, id_).items()}


def marked(line: str) -> list[str]:
    return re.findall(r"contested by an? \w+|claims conflict: [\w, -]+?(?= \[|$)", line)


def world_graph(project: World) -> Graph:
    return in_memory(find(ROOT), project.records, project.ontology)


@pytest.mark.parametrize("name", ["articles", "strait"])
def test_every_card_has_the_numbers_of_a_profile(reader: Reader, project: World, strait: Graph, name: str) -> None:
    graph = strait if name == "strait" else world_graph(project)
    reader.opens(graph.view().html)
    seen = 0
    for id_ in reader.does("Object.keys(d.data.entities)"):
        found = compared(reader, id_)
        assert found == told(graph, id_), id_
        seen += len(found)
    assert seen > 100


def test_the_card_leads_on(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    card(reader, "asim-munir")
    reader.page.locator("#evidence .profile").get_by_role("button", name="Thomas West").click()
    assert reader.text("#evidence h2") == "Thomas West"
    reader.does("d.choose(['node', 'asim-munir'])")
    reader.page.locator("#evidence .profile").get_by_role("button", name="Arab News").first.click()
    assert reader.text("#evidence .kicker").startswith("VOICE")
    reader.does("d.choose(['node', 'asim-munir'])")
    reader.page.locator("#evidence .profile").get_by_role("button", name="Chief of Army Staff").click()
    assert reader.text("#evidence .kicker").startswith("TENURE")


def test_the_card_follows_the_day_and_what_is_withdrawn(reader: Reader, strait: Graph) -> None:
    reader.opens(strait.view().html)
    for settings, cut in (
        ("{ without: { ...d.state.without, voice: ['kestria'] } }", strait.slice(without="voice:kestria")),
        ("{ knownBy: '2031-03-14' }", strait.slice(known_by="2031-03-14")),
    ):
        reader.does(f"d.reset(), d.set({settings})")
        for id_ in ("dagny-orr", "ilse-marwen", "orlund-navy"):
            assert compared(reader, id_) == told(cut, id_), (id_, settings)


def test_cards_and_tables_of_random_claims(reader: Reader) -> None:
    """Of several lines each, some of them told or denied of some of their actors only."""
    its = random_world(random.Random(1))
    ordered = tuple(sorted(its.records.claims, key=lambda claim: claim.key))
    project = Project(ROOT, "https://example.org/random/", "Random")
    graph = in_memory(project, Records(ENTITIES, ARTICLES, ordered), its.ontology)
    reader.opens(graph.view().html)
    for id_ in reader.does("Object.keys(d.data.entities)"):
        assert compared(reader, id_) == told(graph, id_), id_
    compare_tables(reader, graph, "actor")


def pair_of(dyad: Dyad) -> str:
    return " ".join(sorted((dyad.source, dyad.target)))


def tables(reader: Reader, kind: str, pair: str) -> dict[str, list[str]]:
    """Choose a pair, and read its table: the name of a row, and what stands in each direction."""
    reader.does("d.choose(argument)", [kind, pair])
    rows = reader.does(
        "[...document.querySelectorAll('#evidence .dyads tbody tr')].map((row) =>"
        " [row.dataset.row, [...row.querySelectorAll('td')].map((cell) => cell.textContent)])"
    )
    return dict(rows)


def row_words(graph: Graph, pairs: list[Dyad]) -> dict[str, list[str]]:
    """What a table of these directions says, from Python's numbers; rows of nothing are left out."""
    label = {its.id: its.label for its in graph.ontology.statuses.values()}
    name = graph.teller.name
    rows = {
        "findings": [str(its.findings) for its in pairs],
        "by status": [", ".join(f"{n} {label[status]}" for status, n in its.by_status.items()) for its in pairs],
        "accepted": [str(its.accepted) for its in pairs],
        "contested by a party": [str(its.contested) for its in pairs],
        "contested by an outsider": [str(its.contested_by_outsider) for its in pairs],
        "acts": [", ".join(f"{name(act)} {n}" for act, n in its.acts.items()) for its in pairs],
        "cooperative": [str(its.cooperative) for its in pairs],
        "hostile": [str(its.hostile) for its in pairs],
        "first day": [its.first or "" for its in pairs],
        "last day": [its.last or "" for its in pairs],
        "voices": [str(len(its.voices)) for its in pairs],
        "outlets": [str(len(its.outlets)) for its in pairs],
        "not read": [str(its.accepted - its.read) for its in pairs],
    }
    kept = ("findings", "accepted")
    return {row: cells for row, cells in rows.items() if row in kept or any(cell not in ("", "0") for cell in cells)}


def counted(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the names of sources, behind how many there are."""
    sources = ("voices", "outlets")
    return rows | {row: [cell.partition(":")[0] for cell in rows[row]] for row in sources if row in rows}


@pytest.mark.parametrize("by", ["actor", "side"])
def test_the_table_of_a_pair_has_the_numbers_of_its_dyads(reader: Reader, strait: Graph, by: str) -> None:
    reader.opens(strait.view().html)
    assert compare_tables(reader, strait, by) > (3 if by == "side" else 12)


def compare_tables(reader: Reader, graph: Graph, by: str) -> int:
    by_pair: dict[str, list[Dyad]] = {}
    for dyad in graph.dyads(by=by):
        by_pair.setdefault(pair_of(dyad), []).append(dyad)
    for pair, found in by_pair.items():
        assert counted(tables(reader, "line" if by == "actor" else "sides", pair)) == row_words(graph, found), pair
    return len(by_pair)


def test_the_table_of_two_ministers(reader: Reader, strait: Graph) -> None:
    """By hand: a meeting in February, talks in March, a call and a gathering; and an invitation."""
    reader.opens(strait.view().html)
    assert tables(reader, "line", "dagny-orr ilse-marwen") == {
        "findings": ["4", "1"],
        "by status": ["1 on record, 3 one-sided", "1 one-sided"],
        "accepted": ["4", "1"],
        "acts": ["", "invitation 1"],
        "cooperative": ["0", "1"],
        "first day": ["2031-02-22", "2031-03-18"],
        "last day": ["2031-03-22", "2031-03-18"],
        "voices": [
            "5: Kestria; Orlund; Velmark; anonymous sources of Velmark Post, 2031-03-06; anonymous sources of Northern"
            " Wire, 2031-03-03",
            "1: Kestria",
        ],
        "outlets": ["3: Northern Wire; The Lantern; Velmark Post", "1: The Lantern"],
    }
    heads = "[...document.querySelectorAll('#evidence .dyads thead th')].map((head) => head.textContent)"
    assert reader.does(heads) == ["Dagny Orr – Ilse Marwen", "Ilse Marwen → Dagny Orr"]


EVERYTHING = (
    "d.set({ kinds: d.data.kinds.filter(({ actor }) => actor).map(({ id }) => id),"
    " layers: d.data.layers.filter(({ happens }) => happens).map(({ id }) => id),"
    " statuses: [...d.data.statuses.map(({ id }) => id), 'contested'] })"
)


def test_pairs_are_saved_with_the_columns_of_dyads(reader: Reader, strait: Graph) -> None:
    reader.opens(strait.view().html)
    reader.does(EVERYTHING)
    with reader.page.expect_download() as waiting:
        reader.page.locator("#save-pairs").click()
    text = waiting.value.path().read_bytes().decode("utf-8-sig")
    assert waiting.value.suggested_filename.endswith("-pairs.csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == [*COLUMNS, "shown"]
    expected = [{name: cell(row.get(name)) for name in COLUMNS} for row in strait.dyads().flat()[1]]
    assert [{name: row[name] for name in COLUMNS} for row in rows] == expected
    assert len(expected) > 12
    assert {row["shown"] for row in rows} == {
        reader.does("d.pairsCsv().trim().split('\\r\\n')[1].split(',\"').at(-1)").strip('"')
    }


def cell(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("lasts", [True, False])
def test_a_time_is_said_as_in_a_sentence(page: Page, lasts: bool, stated: bool) -> None:
    days = ["2023", "2023-12", "2023-12-13", "202X", "2023-XX", "2023-22", "2023-29", "2023-33", "2023-38", "2023-41"]
    dates = [*days, "2023~", "2023-12-13?", "2023-12%", "2023-21~", ""]
    texts = [
        *dates,
        *(f"{one}/{other}" for one in (*dates, "..") for other in (*dates, "..")),
        "[2023-12-13,2023-12-15]", "[2023-12-13..2023-12-15,2024-01-01]", "[..2023-12-13,2024-01-01..]",
    ]  # fmt: skip
    entry = 'import { timedWords } from "./timed.js";\nglobalThis.words = timedWords;\n'
    page.evaluate(joined("entry.js", lambda name: entry if name == "entry.js" else own(name)))
    said = page.evaluate(
        "([texts, lasts, stated]) => texts.map((text) => words({ text, stated }, lasts))", [texts, lasts, stated]
    )
    assert dict(zip(texts, said, strict=True)) == {text: timed(text, lasts=lasts, stated=stated) for text in texts}


def test_the_days_of_a_post_are_those_that_are_said_of_it(reader: Reader) -> None:
    days = [
        ("ann", "2021-05-01/2023-03-02"),
        ("bob", "2022/.."),
        ("cid", "../2023-03"),
        ("abe", None),
        ("xan", "2023~"),
    ]
    seat: dict[str, tuple[str, ...]] = {"organization": ("a-foreign",)}
    served = [
        claim(None, id_=who, fact=f"t{who}", type="Tenure", roles=seat | {"holder": (who,)}, when=day)
        for who, day in days
    ]
    reader.opens(World("Posts", Records(ENTITIES, ARTICLES, tuple(served)), core()).html())
    said = {who: [line.partition(" · ")[0] for line in card(reader, who)["Posts"]] for who, _ in days}
    assert said == {
        "ann": ["reported A Foreign from 2021-05-01 to 2023-03-02"],
        "bob": ["reported A Foreign from 2022"],
        "cid": ["reported A Foreign until 2023-03"],
        "abe": ["reported A Foreign, undated"],
        "xan": ["reported A Foreign in about 2023"],
    }
    holders = card(reader, "a-foreign")["Holders"]
    assert [line.partition(" · ")[0] for line in holders] == [
        "reported Ann from 2021-05-01 to 2023-03-02",
        "reported Xan in about 2023",
        "reported Bob from 2022",
        "and 2 more",
    ]


GRAPHS: list[tuple[str, dict[str, Any]]] = [
    ("2028-01-01 2031-01", {"Trend": ["2028 █··█ 2031: a bar a year, at most 1, in 2028"]}),
    ("1900 2031", {"Trend": ["1900s █············█ 2030s: a bar a decade, at most 1, in 1900s"]}),
    ("0001-01-01 9999-12-31", {"Trend": ["0 █········█ 9: a bar a millennium, at most 1, in 0"]}),
]


@pytest.mark.parametrize(("days", "expected"), GRAPHS)
def test_a_trend_over_long_times(reader: Reader, days: str, expected: dict[str, list[str]]) -> None:
    claims = tuple(claim(None, fact=f"f{n}", id_=f"c{n}", when=day) for n, day in enumerate(days.split()))
    its = World("Long", Records(ENTITIES, ARTICLES, claims), core())
    reader.opens(its.html())
    graph = in_memory(Project(ROOT, "https://example.org/long/", "Long"), its.records, its.ontology)
    assert card(reader, "ann")["Trend"] == expected["Trend"] == dict(sections(graph.profile("ann"), MOST))["trend"]


def test_posts_are_named_by_those_whom_claims_carry_as_far_as_the_finding(reader: Reader) -> None:
    """One who has been replaced by the same speaker, and one who is only to come, hold nothing that is alleged."""
    claims = tuple(
        claim(who, stance, fact="t", type="Tenure", article=of, scope=scope, when=day,
              roles={"holder": (holder,), "organization": (at,)})
        for who, stance, of, scope, day, holder, at in (
            ("bob", "asserts", "courier-1", "fact", None, "cid", "b-foreign"),
            ("bob", "asserts", "gazette-2", "fact", "1950", "xan", "a-defence"),
            ("abe", "announces", "herald-2", "roles", "2024-06", "abe", "a-foreign"),
        )
    )  # fmt: skip
    its = World("Posts", Records(ENTITIES, ARTICLES, tuple(sorted(claims, key=lambda one: one.key))), core())
    reader.opens(its.html())
    graph = in_memory(Project(ROOT, "https://example.org/posts/", "Posts"), its.records, its.ontology)
    for id_ in ("abe", "cid", "xan", "a-foreign", "a-defence", "b-foreign"):
        assert compared(reader, id_) == told(graph, id_), id_


def test_sides_are_told_as_of_the_day_and_what_is_drawn_otherwise_is_said(reader: Reader) -> None:
    reader.opens(world(ROOT / "tests" / "projects" / "strait").html(), "form=matrix")
    reader.does("d.set({ kinds: d.data.kinds.map(({ id }) => id), layers: d.data.layers.map(({ id }) => id) })")
    at_end = card(reader, "nils-aker")["Side"]
    assert "By what is known" not in reader.text("#matrix p")
    reader.does("d.set({ knownBy: '2031-03-10' })")
    assert "Kestria" in card(reader, "nils-aker")["Side"][0] not in at_end
    said = (
        "By what is known by 2031-03-10, Nils Aker, Pauli Rask stood on other sides, or on none:"
        " here each stays with the side of 2031-03-24."
    )
    assert said in reader.text("#matrix p")
    reader.does("d.choose(['sides', 'kestria orlund'])")
    assert said in reader.text("#evidence")
    reader.does("d.set({ knownBy: d.data.knownBy })")
    assert card(reader, "nils-aker")["Side"] == at_end
    assert "By what is known" not in reader.text("#matrix p")
