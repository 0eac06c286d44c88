"""Jupyter: the magics, what they show and where they put it, and completion."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import rdflib

from kg.graph.completion import Completer
from kg.graph.graph import Graph
from kg.query import limits
from kg.query.limits import Limits
from kg.query.result import Result
from tests.conftest import SOON, copied, same_under_any_hash_seed
from tests.shells import Cells, cells, opened


@pytest.fixture
def jupyter(demo: Graph) -> Iterator[Cells]:
    """A shell in which the two articles are open."""
    with opened(demo.project.root) as shell:
        yield shell


def test_open_puts_the_graph_into_a_variable(jupyter: Cells) -> None:
    assert repr(jupyter("graph")) == "<Graph of Dramatis: two articles on Pakistan's diplomacy: 2 articles, 48 facts>"
    assert "met" in repr(jupyter("%kg queries"))
    assert jupyter("%kg queries")._repr_html_().count("<tr>") == 37


def test_open_builds_what_is_not_built_or_has_changed(demo: Graph, tmp_path: Path) -> None:
    root = copied(demo.project.root, tmp_path)
    with cells() as jupyter:
        jupyter("%load_ext kg")
        assert len(jupyter(f"%kg open {root}").account.facts) == 48
        (root / "sources/arabnews-2025-07-26.yaml").unlink()
        assert len(jupyter(f"%kg open {root}").account.facts) == 30


def test_a_cell_is_a_query(jupyter: Cells) -> None:
    result = jupyter("%%sparql\nSELECT ?who { entity:asim-munir kg:met ?who }\nORDER BY ?who")
    assert [row.who.short for row in result] == ["lloyd-austin", "thomas-west"]
    assert "<td" in result._repr_html_()


def test_an_answer_goes_into_a_variable(jupyter: Cells) -> None:
    assert jupyter("%%sparql -o met\nSELECT ?who { entity:asim-munir kg:met ?who } ORDER BY ?who") is None
    frame = jupyter("met")
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["who"]) == ["lloyd-austin", "thomas-west"]
    jupyter("%%sparql -o triples\nCONSTRUCT WHERE { ?a kg:met ?b }")
    triples = jupyter("triples")
    assert (isinstance(triples, rdflib.Graph), len(triples)) == (True, 12)
    jupyter("%%sparql --out is_so\nASK { entity:asim-munir kg:met entity:antony-blinken }")
    assert jupyter("is_so") is False
    assert jupyter("%%sparql -o met --format table\nSELECT ?who { entity:asim-munir kg:met ?who }") is not None


def test_named_queries_with_parameters(jupyter: Cells) -> None:
    on_the_line = jupyter("%sparql met entity=asim-munir").rows()
    assert jupyter("%%sparql met\nentity = asim-munir\n").rows() == on_the_line
    jupyter("someone = 'asim-munir'")
    assert jupyter("%sparql met entity={someone}").rows() == on_the_line
    below = jupyter("%%sparql who=asim-munir\n# who: entity\nSELECT ?x { ?who kg:met ?x }")
    assert len(below) == 2


VALUES = {
    "%sparql find words=O'Brien": "O'Brien",
    '%sparql find words="O\'Brien and \\"Bob\\""': 'O\'Brien and "Bob"',
    "%sparql find words='Ann Lee'": "Ann Lee",
    "%sparql find words={'Ann'} ": "Ann",
    "%sparql find words={name}": 'D\'Alema "x" {y}',
    "%%sparql find\nwords = {name}": 'D\'Alema "x" {y}',
    "%%sparql find\nwords = Ann O'Brien": "Ann O'Brien",
    '%%sparql find\nwords="Ann Lee"': "Ann Lee",
    "%sparql find words={{x}}": "{x}",
}


@pytest.mark.parametrize("cell", VALUES)
def test_a_value_stays_whole(jupyter: Cells, monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    asked = []
    query = Graph.query

    def remembered(graph: Graph, text: str, limits: Limits | None = None, /, **values: str) -> Result:
        asked.append(values)
        return query(graph, text, limits, **values)

    monkeypatch.setattr(Graph, "query", remembered)
    jupyter("name = 'D\\'Alema \"x\" {y}'")
    assert len(jupyter(cell)) == 0
    assert asked == [{"words": VALUES[cell]}]


def test_a_graph_stays_open_when_the_extension_is_loaded_again(jupyter: Cells) -> None:
    jupyter("%reload_ext kg")
    assert len(jupyter("%sparql met entity=asim-munir")) == 2


def test_another_graph_is_asked_by_its_name(jupyter: Cells) -> None:
    jupyter("past = graph.slice(known_by='2023-12-31')")
    counted = "%%sparql {} -o n\nSELECT (COUNT(?f) AS ?n) {{ ?f a kg:Fact }}"
    jupyter(counted.format("past"))
    assert list(jupyter("n")["n"]) == [30]
    jupyter(counted.format(""))
    assert list(jupyter("n")["n"]) == [48]
    assert next(row.facts for row in jupyter("%sparql past statuses")) == 13


def test_json_is_shown_to_be_unfolded(jupyter: Cells) -> None:
    shown = jupyter("%sparql statuses --format json")
    assert shown._repr_json_()["head"]["vars"] == ["status", "facts", "accepted"]
    assert json.loads(repr(shown)) == shown._repr_json_()


def test_a_chart_has_a_bar_for_each_row(jupyter: Cells) -> None:
    svg = jupyter("%sparql statuses --format chart")._repr_svg_()
    texts = [its.text for its in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [
        "facts by status", "reported", "26", "one-sided", "10", "on-record", "8", "unconfirmed", "2",
        "corroborated", "1", "fulfilled", "1",
    ]  # fmt: skip
    counted = jupyter("%%sparql --format chart\nSELECT ?stance { GRAPH ?g { ?c kg:stance ?stance } } ORDER BY ?stance")
    texts = [its.text for its in ET.fromstring(counted._repr_svg_()).iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "rows by stance"
    assert texts[1:5] == ["announces", "2", "asks", "1"]
    long = jupyter(
        f"%%sparql --format chart\nSELECT ?n ?m {{ VALUES (?n ?m) {{ {' '.join(f'({n} {n})' for n in range(45))} }} }}"
    )
    assert "left out: 5 more rows" in long._repr_svg_()
    assert "nothing to name the bars by" in jupyter.fails("%%sparql --format chart\nSELECT ?n { VALUES ?n { 1 2 } }")


def test_a_chart_is_the_same_under_any_hash_seed() -> None:
    program = "from kg.charts import bars; print(bars(['a', 'b & <c>'], [1, -2.5], 'n by x'))"
    assert b"b &amp; &lt;c&gt;" in same_under_any_hash_seed("-c", program)


def test_a_graph_is_the_page_with_these_lines(jupyter: Cells) -> None:
    page = jupyter("%sparql around entity=asim-munir --format graph")
    assert page._repr_html_().startswith('<iframe srcdoc="')
    assert repr(page).startswith("<page of ")
    two = jupyter(
        "%%sparql --format graph\n"
        "CONSTRUCT { ?a kg:met ?b . ?b kg:unknown ?a } WHERE { ?a kg:met ?b FILTER(?b = entity:lloyd-austin) }"
    )
    assert two._repr_html_().startswith("<p>1 of 2 lines is no edge of the account, and is left out.</p>")
    assert "no ?a ?edge ?b: the result has who" in jupyter.fails(
        "%%sparql --format graph\nSELECT ?who { entity:asim-munir kg:met ?who }"
    )
    assert "the result names no edge of the account" in jupyter.fails("%%sparql --format graph\nASK {}")


FAULTS = {
    "%%sparql\nSELECT ?who { entity:asim-munir kg:met ?who ": (
        "query:1:13: `{` is never closed\n"
        "  SELECT ?who { entity:asim-munir kg:met ?who\n"
        "              ^\n"
        "  hint: write `}` where it ends"
    ),
    "%sparql mett": "no such query: `mett`\n  hint: did you mean `met`?",
    "%sparql met": "`met` asks for more\n  hint: give entity=ENTITY",
    "%kg opn .": (
        "no such use: `%kg opn .`\n  hint: %kg open PATH [--texts DIR], or %kg queries; a PATH with blanks stands in "
        '"…"'
    ),
    "%sparql --nope": (
        "unrecognized arguments: --nope\n  hint: %%sparql [-o VARIABLE] [--format table|graph|json|chart] with a query "
        "below, or %sparql NAME PARAMETER=VALUE"
    ),
    "%sparql": (
        "one query, please\n  hint: %%sparql [-o VARIABLE] [--format table|graph|json|chart] with a query below, or "
        "%sparql NAME PARAMETER=VALUE"
    ),
    "%%sparql met\nentity": (
        "no parameter with its value: `entity`\n  hint: write NAME=VALUE, such as entity=asim-munir"
    ),
    "graph.query('SELECT')": None,
    "%sparql find words='Brien": (
        "no end of the quotation that begins at `'Brien`\n  hint: put a value with blanks or quotation marks into "
        '"…" or \'…\': words="Ann O\'Brien"'
    ),
    "%sparql find words={nobody}": (
        "cannot fill in `words={nobody}`: NameError: name 'nobody' is not defined\n  hint: name a variable of the "
        "notebook, or write {{ and }} for braces themselves"
    ).replace("`words={nobody}`", "`{nobody}`"),
    "%%sparql find\nwords = {": None,
    "%kg open ../O'Brien": None,
}


@pytest.mark.parametrize("cell", FAULTS)
def test_a_fault_is_shown_without_a_traceback(jupyter: Cells, cell: str) -> None:
    said = jupyter.fails(cell)
    assert "Traceback" not in said
    assert FAULTS[cell] in (None, said.strip())


def test_a_crash_of_the_engine_leaves_the_notebook_as_it_was(jupyter: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(limits, "_START", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
        said = jupyter.fails("%%sparql\nASK { }")
    assert said == "the query has ended the engine (SIGSEGV)\n  hint: ask for less, or in several queries\n"
    assert bool(jupyter("%%sparql\nASK { }"))


@pytest.mark.parametrize("line", ["", "-o found"])
def test_an_interrupt_ends_a_cell_within_a_second(jupyter: Cells, line: str) -> None:
    some = "{ SELECT * { ?a ?b ?c } LIMIT 800 } { SELECT * { ?d ?e ?f } LIMIT 800 }"
    slow = f"SELECT (COUNT(*) AS ?n) {{ {some} FILTER(?a != ?d) }}"  # for some seconds, and no row before
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Timer(0.5, press).start()
    assert jupyter.fails(f"%%sparql {line}\n{slow}") == "stopped\n"
    assert time.monotonic() - pressed[0] < SOON


def test_nothing_is_asked_before_a_graph_is_open() -> None:
    with cells() as jupyter:
        jupyter("%load_ext kg")
        assert jupyter.fails("%%sparql\nASK {}") == "no graph is open\n  hint: %kg open PATH\n"


# -- completion -----------------------------------------------------------------------------------------------

COMPLETED = {
    "%%sparql\nSELECT ?w { entity:asi| }": ["entity:asif-durrani", "entity:asim-munir"],
    "%%sparql\nSELECT ?w { fact:munir-ge| }": ["fact:munir-general"],
    "%%sparql\nSELECT ?w {\n  ?w kg:me| }\nLIMIT 1": ["kg:measure", "kg:measuredAsOf", "kg:member-of", "kg:met"],
    "%%sparql\nSELECT ?w { ?w a dip:M| }": ["dip:Meeting", "dip:Membership", "dip:Message"],
    "%%sparql\nSELECT ?w { ?w said:part| }": ["said:partOf", "said:participant"],
    "%%sparql\nSELECT ?w { ?w schema:date| }": ["schema:datePublished"],
    "%%sparql\nSELECT ?w { claim:thenews-2023-12-14\\/read| }": ["claim:thenews-2023-12-14\\/readout"],
    "%%sparql\nSELECT ?whoever { ?w| }": ["?whoever"],
    "%%sparql\nSELECT ?w { enti| }": ["entity:"],
    "%%sparql\nSELECT ?w { ?w ?p ?o } GROUP_| ": ["GROUP_CONCAT"],
    "%%sparql\nselect ?w { ?w ?p ?o } gro| ": ["group", "group_concat"],
    "%sparql me|": ["measures", "met", "met-unaccepted"],
    "%sparql met ent|": ["entity="],
    "%sparql met entity=thomas|": ["thomas-west"],
    "%%sparql met\nentity=thomas|": ["thomas-west"],
    "%sparql during st|": ["start="],
}


@pytest.mark.parametrize("cell", COMPLETED)
def test_completion(jupyter: Cells, cell: str) -> None:
    before, _, after = cell.partition("|")
    begun = before.split()[-1].rpartition("=")[2]
    expected = [before.removesuffix(begun) + its + after for its in COMPLETED[cell]]
    assert jupyter.completes(cell) == expected


@pytest.mark.parametrize("long", ["w" * 100_000, "entity:" + "a." * 50_000, "?" + "w" * 100_000])
def test_what_is_completed_may_be_long(demo: Graph, long: str) -> None:
    """Of the completer itself: IPython takes minutes of its own over such a cell."""
    text, begun = f"SELECT ?x {{ {long}", time.perf_counter()
    assert Completer(demo).query(text, len(text))[1] == []
    assert time.perf_counter() - begun < SOON


def test_python_is_completed_as_ever(jupyter: Cells) -> None:
    assert "graph.query" in jupyter.completes("graph.que|")
