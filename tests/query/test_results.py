"""Results: Python values, data frames, and formats that readers of other hands take back."""

from __future__ import annotations

import copy
import csv
import datetime
import html.parser
import io
import json
import os
import pickle
import re
import signal
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.query import Result as Read

from kg import Limits
from kg.base.errors import QueryError
from kg.base.iris import XSD, Names
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.query.result import Result
from kg.query.store import Store
from kg.query.term_values import Iri, rows_of
from tests.conftest import SOON, same_under_any_hash_seed

WORDS = [
    "plain",
    'two "quotes"',
    "comma, semicolon; tab\t",
    "line\nbreak",
    "<b>&amp;",
    "ünï 🙂",
    "=1+1",
    "\\ back",
    "",
    " ",
]
EVERY = """SELECT ?thing ?words ?day ?number ?half ?share ?is ?tongue ?nothing {
  VALUES (?thing ?words ?day ?number ?half ?share ?is ?tongue) {
    (entity:asim-munir "a" "2023-12-13"^^xsd:date 3 0.5 2.5e0 true "talks"@en)
    (kg:one-sided "b" "0001-01-01"^^xsd:date -4 1.25 1e3 false "Gespräche"@de)
  }
}"""
TEXT = "str" if int(pd.__version__.partition(".")[0]) >= 3 else "object"  # of a column of texts, in pandas


@pytest.fixture(scope="module")
def every(demo: Graph) -> Result:
    return demo.query(EVERY)


@pytest.fixture(scope="module", params=[None, Limits(seconds=60)], ids=["unlimited", "limited"])
def texts(demo: Graph, request: pytest.FixtureRequest) -> Result:
    """Texts that are easily broken, with and without the way of limits, which writes them anew."""
    values = " ".join(f"({number} {json.dumps(text, ensure_ascii=False)})" for number, text in enumerate(WORDS))
    return demo.query(f"SELECT ?n ?text ?none {{ VALUES (?n ?text) {{ {values} }} }} ORDER BY ?n", request.param)


# -- Python ---------------------------------------------------------------------------------------------------


def test_rows_have_names_and_python_values(every: Result) -> None:
    first, second = every
    assert (
        first._fields
        == ("thing", "words", "day", "number", "half", "share", "is", "tongue", "nothing")[:6] + first._fields[6:]
    )
    assert first.thing == "https://w3id.org/dramatis/demo/entity/asim-munir"
    assert (first.thing.short, second.thing.short) == ("asim-munir", "one-sided")
    assert (first.day, second.day) == (datetime.date(2023, 12, 13), datetime.date(1, 1, 1))
    assert [(value, type(value)) for value in first[3:]] == [
        (3, int), (Decimal("0.5"), Decimal), (2.5, float), (True, bool), ("talks", str), (None, type(None)),
    ]  # fmt: skip


def test_a_variable_that_is_a_word_of_python_has_its_place(demo: Graph) -> None:
    ((row),) = demo.query("SELECT ?class ?who { VALUES (?class ?who) { (1 2) } }")
    assert (row._fields, tuple(row)) == (("_0", "who"), (1, 2))


def test_what_no_python_value_can_hold_stays_text(demo: Graph) -> None:
    prefix = "PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>"
    texts = {
        "-0044-03-15": "xsd:date", "2023-12-13Z": "xsd:date", "../2021": "edtf:EDTF", "half": "xsd:decimal",
        "one": "xsd:integer", "9" * 5000: "xsd:integer", "yes": "xsd:boolean", "P1D": "xsd:duration",
    }  # fmt: skip
    values = " ".join(f"'{text}'^^{datatype}" for text, datatype in texts.items())
    assert demo.query(f"{prefix} SELECT ?x {{ VALUES ?x {{ {values} }} }}").rows() == [(text,) for text in texts]


def test_the_forms_of_a_query(demo: Graph) -> None:
    ask = demo.query("ASK { entity:asim-munir kg:met entity:lloyd-austin }")
    assert (ask.form, bool(ask), len(ask), repr(ask)) == ("ask", True, 1, "<Result: true>")
    none = demo.query("SELECT ?x { ?x kg:met kg:nobody }")
    assert (none.form, bool(none), len(none), repr(none)) == ("select", False, 0, "<Result: 0 rows of x>")
    made = demo.query("CONSTRUCT WHERE { entity:lloyd-austin kg:met ?who }")
    assert (made.form, len(made), repr(made)) == ("construct", 1, "<Result: 1 triple>")
    assert [tuple(term.short for term in triple) for triple in made] == [("lloyd-austin", "met", "asim-munir")]
    told = demo.query("DESCRIBE entity:lloyd-austin")
    assert (told.form, bool(told)) == ("construct", True)
    one = demo.query("SELECT ?x { VALUES ?x { 1 } }", Limits(rows=5))
    assert (repr(one), repr(demo.query("SELECT * { }"))) == ("<Result: 1 row of x>", "<Result: 1 row>")


def test_a_result_is_read_as_often_as_one_likes(demo: Graph) -> None:
    result = demo.query("SELECT ?who { entity:asim-munir kg:met ?who } ORDER BY ?who")
    assert result.rows() == list(result) == list(result)
    assert result.serialize("csv") == result.serialize("csv")


def test_an_iri_keeps_its_short_id_when_it_is_copied() -> None:
    iri = Iri("https://e.org/entity/asim-munir", "asim-munir")
    for again in (copy.deepcopy(iri), pickle.loads(pickle.dumps(iri))):
        assert (again, again.short) == (iri, "asim-munir")


# -- reading what the engine writes ---------------------------------------------------------------------------

SIGNS = "\t\n\r\x0b\x0c\x00\x1b\x1c\x1d\x1e\x7f\x85\u2028\u2029\ufeff\\\"'<>^@_:? .eE+-01tnu"
TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers().map(str) | st.floats().map(str) | st.decimals().map(str) | st.from_regex(r"[+-]?[0-9.eE]{1,9}")
DATATYPES = st.sampled_from("string integer int decimal double float boolean date dateTime duration byte".split())
IRIS = st.sampled_from(["a", "entity/b", "entity/\u2028é", "x%20y", "_:z", '1"2', "//"]).map(
    lambda local: ox.NamedNode(f"https://e.org/{local}".replace('"', "%22"))
)
LITERALS = (
    st.builds(ox.Literal, TEXTS)
    | st.builds(ox.Literal, TEXTS, language=st.sampled_from(["en", "de-AT"]))
    | st.builds(ox.Literal, TEXTS, language=st.just("ar"), direction=st.just(ox.BaseDirection.RTL))
    | st.builds(
        ox.Literal,
        TEXTS | NUMBERS | st.sampled_from(["true", "false", "1", "0"]) | st.dates().map(str) | st.datetimes().map(str),
        datatype=DATATYPES.map(lambda name: ox.NamedNode(XSD + name)),
    )
)
PLAIN = IRIS | LITERALS | st.sampled_from([ox.BlankNode("b"), ox.BlankNode("b.1-2")])
TERMS = PLAIN | st.builds(ox.Triple, IRIS, IRIS, PLAIN)
PYTHON = {
    **dict.fromkeys(("integer", "int", "byte"), int), "decimal": Decimal, "double": float, "float": float,
    "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
    "date": datetime.date.fromisoformat, "dateTime": datetime.datetime.fromisoformat,
}  # fmt: skip


def taken(term: Any) -> str:
    """Show the value of a term of the engine, found by its own attributes."""
    if isinstance(term, ox.Literal):
        try:
            return repr(PYTHON.get(term.datatype.value.removeprefix(XSD), str)(term.value))  # type: ignore[operator] # each value makes its own
        except (ValueError, ArithmeticError, KeyError):
            return repr(term.value)
    return repr(term.value if isinstance(term, ox.NamedNode) else term if term is None else str(term))


def shown(value: Any) -> str:
    """Show a value; what a triple is written as, which may be done in two ways, as the engine reads it."""
    if isinstance(value, str) and value.startswith("<<( "):
        solutions: Any = ox.parse_query_results(f"?x\n{value}\n", format=ox.QueryResultsFormat.TSV)
        ((term,),) = solutions
        return repr(str(term))
    return repr(value)


def unordered(rows: Iterable[list[str]]) -> list[str]:
    """Write rows in an order of their own, without the names of blank nodes, which each store gives anew."""
    return sorted(re.sub(r"_:[\w.-]+", "_:", repr(row)) for row in rows)


@given(st.lists(TERMS, max_size=6))
def test_rows_are_what_the_terms_are_one_by_one(terms: list[Any]) -> None:
    subject, store = ox.NamedNode("https://e.org/s"), ox.Store()
    store.extend([ox.Quad(subject, ox.NamedNode(f"https://e.org/{n % 3}"), term) for n, term in enumerate(terms)])
    asked = "SELECT ?s ?o ?x ?none { ?s ?p ?o OPTIONAL { ?s <https://e.org/1> ?x } }"
    expected = [list(map(taken, solution)) for solution in store.query(asked)]  # type: ignore[union-attr]
    held = Store.of(str(store).split("\n"), {})
    for ask in (store.query, held.query, partial(held.query_within, Limits(seconds=60))):
        result = Result(lambda ask=ask: ask(asked), Names("https://e.org/"))  # type: ignore[misc] # mypy cannot infer a lambda with a default
        assert unordered(list(map(shown, row)) for row in result) == unordered(expected)
        columns = result.columns(iris=True).values()
        assert [list(map(shown, row)) for row in zip(*columns, strict=True)] == [list(map(shown, r)) for r in result]


@pytest.mark.parametrize("limits", [None, Limits(seconds=60)], ids=["unlimited", "limited"])
@pytest.mark.parametrize(
    ("query", "rows", "json_"),
    [
        ("SELECT * { }", [()], [{}]),
        ("SELECT * { VALUES () { () () } }", [(), ()], [{}, {}]),
        ("SELECT ?x { FILTER(false) }", [], []),
        ("SELECT ?x { VALUES ?x { UNDEF } }", [(None,)], [{}]),
        ("SELECT ?x ?y { VALUES ?z { 1 2 } }", [(None, None)] * 2, [{}, {}]),
    ],
)
def test_rows_without_values(demo: Graph, query: str, rows: list[Any], json_: list[Any], limits: Limits | None) -> None:
    result = demo.query(query, limits)
    assert (result.rows(), len(result), list(result.columns())) == (rows, len(rows), result.variables)
    assert json.loads(result.serialize("json"))["results"]["bindings"] == json_


def test_many_rows_are_read_page_by_page(demo: Graph) -> None:
    asked = "SELECT ?a ?b ?c { ?a a kg:Fact . ?b a kg:Fact . ?c a kg:Fact } LIMIT 20000"
    solutions: Any = demo.store.query(asked)
    assert demo.query(asked).rows() == [tuple(term.value for term in solution) for solution in solutions]


def test_an_iri_cuts_its_id_by_the_longest_way(demo: Graph) -> None:
    known = {"https://w3id.org/dramatis/demo/claim/a/b": "a/b", "https://schema.org/name": "name", "urn:x": "urn:x"}
    asked = f"SELECT ?x {{ VALUES ?x {{ {' '.join(f'<{iri}>' for iri in known)} }} }}"
    assert {row.x: row.x.short for row in demo.query(asked)} == known
    assert list(demo.query(asked).to_pandas()["x"]) == list(known.values())
    assert all(isinstance(row.x, Iri) and type(row.x.short) is str for row in demo.query(asked))


LONG = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 3000000"  # for some seconds


def test_an_interrupt_ends_a_reading_and_the_next_begins_anew(demo: Graph) -> None:
    answers = iter([LONG, "SELECT ?a { VALUES ?a { 1 2 } }"])
    result = Result(lambda: demo.store.query(next(answers)), demo.project.names)
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Timer(0.3, press).start()
    with pytest.raises(KeyboardInterrupt):
        result.rows()
    assert time.monotonic() - pressed[0] < SOON
    result.variables = ["a"]
    assert result.rows() == [(1,), (2,)]


def test_what_fails_on_the_way_is_said(demo: Graph) -> None:
    def broken() -> Iterator[Any]:
        yield ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c"))
        raise OSError("the disk is gone")

    result = Result(lambda: broken(), demo.project.names)  # type: ignore[arg-type, return-value] # an iterator, in place of the engine's own
    for failing in (
        result.rows,
        lambda: result.serialize("nt"),
    ):
        with pytest.raises(QueryError) as caught:
            failing()
        assert str(caught.value) == "the query cannot be answered: the disk is gone"


# -- data frames ----------------------------------------------------------------------------------------------

COLUMNS = {
    "thing": ["asim-munir", "one-sided"],
    "words": ["a", "b"],
    "day": [datetime.date(2023, 12, 13), datetime.date(1, 1, 1)],
    "number": [3, -4],
    "half": [0.5, 1.25],
    "share": [2.5, 1000.0],
    "is": [True, False],
    "tongue": ["talks", "Gespräche"],
}


def test_to_pandas(every: Result) -> None:
    frame = every.to_pandas()
    assert {name: list(frame[name]) for name in COLUMNS} == COLUMNS
    assert frame["nothing"].isna().all()
    assert [str(frame[name].dtype) for name in ("number", "half", "share", "is", "words")] == [
        "int64", "float64", "float64", "bool", TEXT,
    ]  # fmt: skip
    assert list(frame.columns) == every.variables


def test_to_polars(every: Result) -> None:
    frame = every.to_polars()
    assert {name: frame[name].to_list() for name in COLUMNS} == COLUMNS
    assert [frame.schema[name] for name in ("day", "number", "half", "is", "thing")] == [
        pl.Date, pl.Int64, pl.Float64, pl.Boolean, pl.String,
    ]  # fmt: skip
    assert frame["nothing"].null_count() == 2


def test_to_arrow(every: Result) -> None:
    table = every.to_arrow()
    assert {name: table[name].to_pylist() for name in COLUMNS} == COLUMNS
    assert [table.schema.field(name).type for name in ("day", "number", "half", "is", "thing")] == [
        pa.date32(), pa.int64(), pa.float64(), pa.bool_(), pa.string(),
    ]  # fmt: skip


def test_frames_hold_iris_where_they_are_asked_for(demo: Graph) -> None:
    result = demo.query("SELECT ?who { entity:lloyd-austin kg:met ?who }")
    iri = "https://w3id.org/dramatis/demo/entity/asim-munir"
    assert list(result.to_pandas(iris=True)["who"]) == [iri]
    assert result.to_polars(iris=True)["who"].to_list() == [iri]
    assert result.to_arrow(iris=True)["who"].to_pylist() == [iri]


@pytest.mark.parametrize(
    ("values", "kind", "column"),
    [
        ("1 UNDEF", "Int64", [1, None]),
        ("true UNDEF", "boolean", [True, None]),
        ("1 0.5", "float64", [1.0, 0.5]),
        ("1 'one'", TEXT, ["1", "one"]),
        ("99999999999999999 1", "int64", [99999999999999999, 1]),
        ("'2023-12-13'^^xsd:date UNDEF", "object", [datetime.date(2023, 12, 13), None]),
        ("UNDEF UNDEF", TEXT, [None, None]),
    ],
)
def test_a_column_is_of_the_narrowest_kind_that_holds_it(
    demo: Graph, values: str, kind: str, column: list[Any]
) -> None:
    found = demo.query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}").to_pandas()["x"]
    assert str(found.dtype) == kind
    assert [None if pd.isna(value) else value for value in found] == column


def test_an_empty_result_keeps_its_columns(demo: Graph) -> None:
    none = demo.query("SELECT ?a ?b { ?a kg:met kg:nobody , ?b }")
    assert list(none.to_pandas().columns) == none.to_polars().columns == none.to_arrow().column_names == ["a", "b"]


def test_only_rows_have_columns(demo: Graph) -> None:
    with pytest.raises(QueryError, match=r"^the query gives a graph, and no rows\n  hint: ask with SELECT$"):
        demo.query("CONSTRUCT WHERE { ?a kg:met ?b }").to_pandas()


# -- formats, and their readers -------------------------------------------------------------------------------


def read_back(written: str, format: str) -> list[Any]:
    """Rows as rdflib reads them."""
    return list(Read.parse(io.BytesIO(written.encode()), format=format))


def test_json_is_read_by_rdflib(texts: Result) -> None:
    rows = read_back(texts.serialize("json"), "json")
    assert [(int(row["n"]), str(row["text"]), row["none"]) for row in rows] == [
        (number, text, None) for number, text in enumerate(WORDS)
    ]


def test_xml_is_read_by_rdflib_and_by_etree(texts: Result) -> None:
    written = texts.serialize("xml")
    assert [str(row["text"]) for row in read_back(written, "xml")] == WORDS
    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    literals = ET.fromstring(written).iterfind("s:results/s:result/s:binding[@name='text']/s:literal", space)
    assert [literal.text or "" for literal in literals] == WORDS


def test_csv_is_read_by_the_csv_module_rdflib_and_pandas(texts: Result) -> None:
    written = texts.serialize("csv")
    words = [f"'{text}" if text.startswith("=") else text for text in WORDS]
    rows = [[str(number), text, ""] for number, text in enumerate(words)]
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["n", "text", "none"], *rows]
    assert list(pd.read_csv(io.StringIO(written), keep_default_na=False)["text"]) == words
    assert [str(row["text"] or "") for row in read_back(written, "csv")] == words


def test_tsv_is_read_by_rdflib_and_polars(texts: Result) -> None:
    written = texts.serialize("tsv")
    assert [str(row["text"]) for row in read_back(written, "tsv")] == WORDS
    frame = pl.read_csv(written.encode(), separator="\t", quote_char=None)
    assert (frame.columns, frame.height) == (["?n", "?text", "?none"], len(WORDS))


def test_an_answer_is_read_by_rdflib(demo: Graph) -> None:
    for limits in (None, Limits(seconds=60)):
        for who, answer in (("lloyd-austin", True), ("antony-blinken", False)):
            result = demo.query(f"ASK {{ entity:asim-munir kg:met entity:{who} }}", limits)
            for format in ("json", "xml"):
                read = Read.parse(io.BytesIO(result.serialize(format).encode()), format=format)
                assert (read.type, read.askAnswer) == ("ASK", answer)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # it warns of what it does itself
@pytest.mark.parametrize(("format", "name"), [("ttl", "turtle"), ("nt", "nt"), ("trig", "trig")])
def test_graphs_are_read_by_rdflib(demo: Graph, format: str, name: str) -> None:
    asked = "CONSTRUCT { ?a kg:met ?b . ?a kg:note ?text } WHERE { ?a kg:met ?b VALUES ?text { 'a \"b\"' 'c\\nd' } }"
    for limits in (None, Limits(seconds=60)):
        result = demo.query(asked, limits)
        read = rdflib.Dataset()
        read.parse(data=result.serialize(format), format=name)
        assert {triple[:3] for triple in read.quads()} == set(result.graph())
        assert len(read) == len(result.graph()) == 12 + 2 * 7
    assert ("kg", rdflib.URIRef("https://w3id.org/dramatis/kg#")) in list(result.graph().namespaces())


def test_blank_nodes_are_named_the_same_way_on_every_run(demo: Graph) -> None:
    program = (
        "import kg, sys; result = kg.open(sys.argv[1]).query("
        "'CONSTRUCT { ?a kg:x [ kg:y ?b ] } WHERE { ?a kg:met ?b }'); print(result.serialize('ttl'), result.rows())"
    )
    written = same_under_any_hash_seed("-c", program, demo.project.root).decode()
    assert written.count("kg:y entity:") == 12


@pytest.mark.parametrize(
    ("query", "format", "said"),
    [
        ("ASK {}", "csv", "the query gives true or false, which `csv` cannot hold\n  hint: use json or xml"),
        ("SELECT * {}", "ttl", "the query gives rows, which `ttl` cannot hold\n  hint: use json, xml, csv or tsv"),
        (
            "CONSTRUCT WHERE { ?a kg:met ?b }",
            "json",
            "the query gives a graph, which `json` cannot hold\n  hint: use ttl, nt, trig, jsonld or rdfxml",
        ),
    ],
)
def test_a_format_that_cannot_hold_a_result_is_refused(demo: Graph, query: str, format: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        demo.query(query).serialize(format)
    assert str(caught.value) == said


FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '= HYPERLINK("http://e.org")', "a=1", "-4", ""]


def test_a_spreadsheet_calculates_nothing(demo: Graph) -> None:
    values = " ".join(f"({json.dumps(text, ensure_ascii=False)} -4 <http://e.org/>)" for text in FORMULAS)
    asked = f"SELECT ?text ?number ?iri {{ VALUES (?text ?number ?iri) {{ {values} }} }}"
    for limits in (None, Limits(seconds=60)):
        written = demo.query(asked, limits).serialize("csv", spreadsheet=True)
        rows = list(csv.reader(io.StringIO(written, newline="")))[1:]
        assert [row[0] for row in rows] == [f"'{text}" for text in FORMULAS[:7]] + ["a=1", "'-4", ""]
        assert {tuple(row[1:]) for row in rows} == {("-4", "http://e.org/")}
        assert written == "\ufeff" + demo.query(asked, limits).serialize("csv")
        assert "\n=1+1\t" in demo.query(asked).serialize("tsv").replace('"', "")


def test_what_calls_itself_a_number_is_a_formula_all_the_same(demo: Graph) -> None:
    typed = {
        "=1+1": "xsd:integer", "-1+1": "xsd:date", "@A1": "kg:anything", "-0044-03-15": "xsd:date", "+1.5e3": "kg:own",
        "-7": "xsd:integer", "-0.5": "xsd:decimal",
    }  # fmt: skip
    values = " ".join(f"'{text}'^^{datatype}" for text, datatype in typed.items())
    written = demo.query(f"SELECT ?x {{ VALUES ?x {{ {values} '-7'@en }} }}").serialize("csv", spreadsheet=True)
    assert written[0] == "\ufeff", "a byte order mark"
    rows = written[1:].split("\r\n")
    assert rows == ["x", "'=1+1", "'-1+1", "'@A1", "'-0044-03-15", "+1.5e3", "-7", "-0.5", "-7", ""]


def test_the_command_line_guards_csv_and_nothing_else(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "SELECT ('=1+1' AS ?x) { }", "--spreadsheet", "--project", str(demo.project.root)]
    assert cli.run([*asked, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["\ufeffx", "'=1+1"]
    assert cli.run([word for word in asked if word != "--spreadsheet"] + ["--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["x", "'=1+1"]
    assert cli.run(asked) == 2
    assert capsys.readouterr().err == "`--spreadsheet` is for csv alone\n  hint: give `--format csv` with it\n"


def test_a_table_sets_numbers_flush_right(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    asked = "SELECT ?who ?n ?is { VALUES (?who ?n ?is) { (entity:asim-munir 10 true) (kg:met 9 UNDEF) } }"
    assert cli.run(["query", asked, "--project", str(demo.project.root)]) == 0
    told = capsys.readouterr()
    assert [line.rstrip() for line in told.out.splitlines()] == [
        "who           n   is",
        "──────────────────────",
        "asim-munir   10   true",
        "met           9",
        "2 rows",
    ]
    assert cli.run(["query", "SELECT ?n { VALUES ?n { 1 } }", "--project", str(demo.project.root)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 row"


# -- where people look ----------------------------------------------------------------------------------------


class Cells(html.parser.HTMLParser):
    """Reads a table back, and every tag in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.cells.append(data)


def test_a_notebook_shows_short_ids_and_says_where_it_cuts(demo: Graph) -> None:
    shown = demo.query("SELECT ?who { entity:lloyd-austin kg:met ?who }")._repr_html_()
    assert '<td title="https://w3id.org/dramatis/demo/entity/asim-munir">asim-munir</td>' in shown
    many = demo.query(f"SELECT ?n {{ VALUES ?n {{ {' '.join(map(str, range(60)))} }} }}")._repr_html_()
    assert many.count("<tr>") == 51
    assert many.endswith("<p>cut at 50 of 60 rows</p>")
    assert demo.query("SELECT ?x { FILTER(false) }")._repr_html_().endswith("<tbody></tbody></table><p>no rows</p>")
    values = " ".join(map(str, range(60)))
    triples = demo.query(f"CONSTRUCT {{ kg:x kg:note ?n }} WHERE {{ VALUES ?n {{ {values} }} }}")._repr_html_()
    assert triples.count(",") == 49
    assert triples.endswith("</pre><p>cut at 50 of 60 triples</p>")
    assert demo.query("CONSTRUCT WHERE { kg:x kg:y ?z }")._repr_html_() == "<pre>\n</pre><p>no triples</p>"


def test_a_notebook_runs_nothing_of_a_result(demo: Graph) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    table = Cells(demo.query("SELECT ?what { }", what=hostile)._repr_html_())
    assert (table.tags, table.cells) == ({"table", "thead", "tbody", "tr", "th", "td"}, ["what", hostile])
    triples = Cells(demo.query("CONSTRUCT { kg:x kg:note ?what } WHERE { }", what=hostile)._repr_html_())
    assert triples.tags == {"pre"}
    assert demo.query("ASK { }")._repr_html_() == "<pre>true</pre>"


class Terminal(io.StringIO):
    """What stands where a terminal would."""

    def isatty(self) -> bool:
        return True


OBEYED = ("\x9b31m", "\x9d0;", "\x90q", "\x84", "\u202e", "\x1b[31m", "\x07", "\x1b]0;")  # the last three: not in XML


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "xml"])
def test_a_terminal_gets_nothing_that_it_would_obey(demo: Graph, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    (file := demo.project.root / "hostile.rq").write_text("# What?\n# words: text\nSELECT ?words { }\n", "utf-8")
    signs = OBEYED[:-3] if format == "xml" else OBEYED
    asked = ["query", "-f", str(file), f"words={'text '.join(signs)}", "--format", format]
    monkeypatch.setattr("sys.stdout", terminal := Terminal())
    assert cli.run([*asked, "--project", str(demo.project.root)]) == 0
    told = terminal.getvalue()
    assert [sign for sign in OBEYED if sign in told] == []
    told = re.sub(r"\x1b\[\d*m", "", told)  # what the table itself is drawn with
    assert [sign for sign in told if sign not in "\n┃─" and not sign.isprintable()] == []
    assert told.count("text") == len(signs) - 1


def test_xml_holds_no_control_characters_and_says_so(demo: Graph) -> None:
    for limits in (None, Limits(seconds=60)):
        with pytest.raises(QueryError) as caught:
            demo.query("SELECT ?what { }", limits, what="a\x1bb").serialize("xml")
        assert str(caught.value) == (
            "a text holds a control character, which `xml` cannot hold\n  hint: use json, csv or tsv"
        )
        assert read_back(demo.query("SELECT ?what { }", limits, what="a\x85\tb").serialize("xml"), "xml") == [
            (rdflib.Literal("a\x85\tb"),)
        ]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r", "\r\n", "\n", "\\u2028"])
def test_a_row_in_tsv_is_one_line_for_every_reader(demo: Graph, sign: str) -> None:
    written = demo.query("SELECT ?what ?more { }", what=f"a{sign}b", more=sign).serialize("tsv")
    assert len(written.splitlines()) == 2
    again: Any = ox.parse_query_results(written.encode(), format=ox.QueryResultsFormat.TSV)
    assert [[term.value for term in row] for row in again] == [[f"a{sign}b", sign]]


@pytest.mark.parametrize("sign", ["\r", "\r\n", "\n", "\x85", "\u2028", "\u2029", "&#13;"])
def test_a_line_end_in_xml_is_read_back_as_it_is(demo: Graph, sign: str) -> None:
    written = demo.query("SELECT ?what { }", what=f"a{sign}b").serialize("xml")
    assert read_back(written, "xml") == [(rdflib.Literal(f"a{sign}b"),)]


def test_a_file_gets_every_character_as_it_is(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    (file := demo.project.root / "hostile.rq").write_text("# What?\n# words: text\nSELECT ?words { }\n", "utf-8")
    asked = ["query", "-f", str(file), f"words={'text '.join(OBEYED)}", "--project", str(demo.project.root)]
    assert cli.run([*asked, "--format", "csv"]) == 0
    assert [sign for sign in OBEYED if sign in capsys.readouterr().out] != []
    assert cli.run([*asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["results"]["bindings"][0]["words"]["value"] == "text ".join(OBEYED)


def test_terms_that_are_kept_for_other_results_are_those_of_one_base() -> None:
    """What was read for one result is what another has, and short ids are those of each project's own base."""
    ours, theirs = Names("https://a.example/"), Names("https://b.example/")
    written = b"?x\n<https://a.example/entity/x>\n<https://b.example/entity/x>\n_:b0\n1\n"
    for _ in range(3):
        for names, short in (
            (ours, ["x", "https://b.example/entity/x"]),
            (theirs, ["https://a.example/entity/x", "x"]),
        ):
            rows = [row[0] for row in rows_of(written, 1, names)]
            assert [iri.short for iri in rows[:2]] == short
            assert rows[2:] == ["_:b0", 1]
            assert [row[0] for row in rows_of(written, 1, names, ids=True)] == [*short, "_:b0", 1]
