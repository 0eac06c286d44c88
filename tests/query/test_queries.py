"""Named queries: each answered on the two articles and on the worked example; their parameters, and a project's own."""

from __future__ import annotations

import io
import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.errors import KgError, QueryError
from kg.cli import main as cli
from kg.cli.new_project import start
from kg.graph.graph import Graph
from kg.query.library import Query, chosen, faults, library, read
from kg.query.term_values import Iri
from tests.conftest import Golden, copied

Capture = pytest.CaptureFixture[str]
ASKED: dict[str, dict[str, dict[str, str]]] = {
    "demo": {
        "announced": {},
        "announced-unaccepted": {},
        "anonymous": {},
        "around": {"entity": "asim-munir"},
        "around-unaccepted": {"entity": "asim-munir"},
        "articles": {},
        "brokers": {},
        "brokers-unaccepted": {},
        "claims": {"fact": "munir-austin-2023-12"},
        "contacts-stand-ins": {},
        "disputed": {},
        "during": {"start": "2023-12-05", "end": "2023-12-13"},
        "edges": {},
        "edges-unaccepted": {},
        "find": {"words": "durrani"},
        "holders": {"post": "coas"},
        "holders-unaccepted": {"post": "coas"},
        "learnt": {"day": "2023-12-31"},
        "measures": {},
        "met": {"entity": "asim-munir"},
        "met-unaccepted": {"entity": "asim-munir"},
        "parts": {"fact": "regional-chiefs-conference-2025-07"},
        "posts": {},
        "posts-unaccepted": {},
        "shared": {},
        "single-outlet": {},
        "single-outlet-unaccepted": {},
        "single-voice": {},
        "single-voice-unaccepted": {},
        "statements": {"entity": "pakistan"},
        "statuses": {},
        "tie": {"entity": "asim-munir", "other": "michael-kurilla"},
        "tie-unaccepted": {"entity": "asim-munir", "other": "antony-blinken"},
        "vacant": {},
        "voices": {},
        "ways": {"entity": "jalil-abbas-jilani", "other": "michael-kurilla"},
    },
    "strait": {
        "announced": {},
        "announced-unaccepted": {},
        "anonymous": {},
        "around": {"entity": "kestria"},
        "around-unaccepted": {"entity": "kestria"},
        "articles": {},
        "brokers": {},
        "brokers-unaccepted": {},
        "claims": {"fact": "gull-rock-shots"},
        "contacts-stand-ins": {},
        "disputed": {},
        "during": {"start": "2031-03-01", "end": "2031-03-10"},
        "edges": {},
        "edges-unaccepted": {},
        "find": {"words": "BERG"},
        "holders": {"post": "harl-harbour-master"},
        "holders-unaccepted": {"post": "harl-harbour-master"},
        "learnt": {"day": "2031-03-15"},
        "measures": {},
        "met": {"entity": "ilse-marwen"},
        "met-unaccepted": {"entity": "dagny-orr"},
        "parts": {"fact": "council-session"},
        "posts": {},
        "posts-unaccepted": {},
        "shared": {},
        "single-outlet": {},
        "single-outlet-unaccepted": {},
        "single-voice": {},
        "single-voice-unaccepted": {},
        "statements": {"entity": "orlund"},
        "statuses": {},
        "tie": {"entity": "ilse-marwen", "other": "dagny-orr"},
        "tie-unaccepted": {"entity": "dagny-orr", "other": "jon-berg-minister"},
        "vacant": {},
        "voices": {},
        "ways": {"entity": "ilse-marwen", "other": "dagny-orr"},
    },
}
CALLS = [(project, name, values) for project, queries in ASKED.items() for name, values in queries.items()]


@pytest.fixture
def graphs(demo: Graph, strait: Graph) -> dict[str, Graph]:
    return {"demo": demo, "strait": strait}


def told(graph: Graph, name: str, values: dict[str, str]) -> str:
    """An answer as text: the question, the call, and a line for each row."""
    result = graph.query(name, **values)
    call = " ".join(["kg query", name, *(f"{key}={value}" for key, value in values.items())])
    rows = [[term.short for term in triple] for triple in result] if result.form == "construct" else result.short_rows()
    lines = [
        f"# {chosen(name, graph.project.root).question}",
        f"$ {call}",
        " | ".join(result.variables or ["subject", "predicate", "object"]),
    ]
    return "".join(f"{line}\n" for line in [*lines, *(" | ".join(row) for row in rows)])


@pytest.mark.parametrize(("project", "name", "values"), CALLS, ids=[f"{project}-{name}" for project, name, _ in CALLS])
def test_a_named_query_has_its_answer(
    graphs: dict[str, Graph], golden: Golden, project: str, name: str, values: dict[str, str]
) -> None:
    golden(f"queries/{project}/{name}.txt", told(graphs[project], name, values))


@pytest.mark.parametrize("project", ASKED)
def test_no_named_query_is_left_out(graphs: dict[str, Graph], project: str) -> None:
    assert list(library(graphs[project].project.root)) == list(ASKED[project])


@pytest.mark.parametrize(("project", "name", "values"), CALLS[: len(ASKED["demo"])], ids=list(ASKED["demo"]))
def test_the_shell_gives_what_python_gives(
    graphs: dict[str, Graph], capsys: Capture, project: str, name: str, values: dict[str, str]
) -> None:
    graph, format = graphs[project], "nt" if name == "around" else "csv"
    pairs = [f"{key}={value}" for key, value in values.items()]
    assert cli.run(["query", name, *pairs, "--format", format, "--project", str(graph.project.root)]) == 0
    assert capsys.readouterr().out.splitlines() == graph.query(name, **values).serialize(format).splitlines()


def test_each_query_says_what_it_answers_and_asks_for() -> None:
    for name, query in library(Path("nowhere")).items():
        assert query.question.endswith("?"), name
        assert query.question[0].isupper(), name
        assert all(f"?{parameter}" in query.question for parameter in query.parameters), name


def test_the_list_of_queries(demo: Graph, capsys: Capture) -> None:
    assert cli.run(["query", "--list", "--project", str(demo.project.root)]) == 0
    shown = capsys.readouterr().out
    assert (
        "\nmet entity=ENTITY\n"
        "    Whom did ?entity meet, when, how well is that sourced, and on whose word, "
        "in claims that name both if any does?\n" in shown
    )
    assert cli.run(["query", "--list", "--format", "json", "--project", str(demo.project.root)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(ASKED["demo"])
    (during,) = [row for row in rows if row["name"] == "during"]
    assert during == {
        "name": "during",
        "question": "Which facts may have been on some day between ?start and ?end, undated ones left aside?",
        "parameters": {"start": "date", "end": "date"},
    }


# -- parameters -----------------------------------------------------------------------------------------------

WRONG: dict[tuple[str, ...], tuple[int, str]] = {
    ("met",): (2, "`met` asks for more\n  hint: give entity=ENTITY\n"),
    ("tie", "entity=asim-munir"): (2, "`tie` asks for more\n  hint: give other=ENTITY\n"),
    ("met", "entity=asim-munr"): (1, "no such entity: `asim-munr`\n  hint: did you mean `asim-munir`?\n"),
    ("met", "entity=munir-austin-2023-12"): (
        1,
        "no such entity: `munir-austin-2023-12`\n  hint: the files in `sources/` list them\n",
    ),
    ("claims", "fact=munir-austin"): (1, "no such fact: `munir-austin`\n"),
    ("met", "entity=asim-munir", "day=2023-12-31"): (
        2,
        "`met` has no parameter `day`\n  hint: it takes `entity`\n",
    ),
    ("learnt", "day=2023-02-30"): (2, "day: no such day: `2023-02-30`\n  hint: 2023-02 has 28 days\n"),
    ("learnt", "day=2023"): (2, "day: no single day: `2023`\n  hint: write YYYY-MM-DD\n"),
    ("learnt", "day"): (2, "no parameter with its value: `day`\n  hint: write NAME=VALUE, such as entity=asim-munir\n"),
    ("mett",): (1, "no such query: `mett`\n  hint: did you mean `met`?\n"),
    (): (
        2,
        'no query\n  hint: kg query "SELECT …", kg query NAME, kg query -f FILE, kg query - for stdin; '
        "kg query --list\n",
    ),
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_call_says_what_to_do(demo: Graph, capsys: Capture, words: tuple[str, ...]) -> None:
    code, said = WRONG[words]
    assert cli.run(["query", *words, "--project", str(demo.project.root)]) == code
    err = capsys.readouterr().err
    assert err == said or (words == ("claims", "fact=munir-austin") and err.startswith(said))


FAULT = "SELECT ?x\r\nWHERE { ?x foo:bar ?y }\r\n"
SHOWN = (
    ":2:12: unknown prefix `foo:`\n"
    "  WHERE { ?x foo:bar ?y }\n"
    "             ^\n"
    "  hint: known are article, claim, dcterms, dip, document, entity, fact, foaf, kg, measure, oa, org, owl, prov, "
    "rdf, rdfs, said, schema, sem, skos, voice, xsd; or declare it: PREFIX foo: <…>\n"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_a_fault_is_shown_where_it_stands_in_text_file_and_stdin(
    demo: Graph, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    (file := tmp_path / "asked.rq").write_bytes((mark + FAULT).encode())
    monkeypatch.setattr("sys.stdin", io.StringIO(mark + FAULT))
    said = []
    for words in ([FAULT], ["-f", str(file)], ["-"]):
        assert cli.run(["query", *words, "--project", str(demo.project.root)]) == 1
        said.append(capsys.readouterr().err)
    assert said == [f"query{SHOWN}", f"{file}{SHOWN}", f"query{SHOWN}"]


def test_a_file_with_a_byte_order_mark_is_asked(demo: Graph, tmp_path: Path, capsys: Capture) -> None:
    (file := tmp_path / "asked.rq").write_text("# Who?\n# who: entity\nASK { ?who kg:met ?x }", "utf-8-sig")
    assert cli.run(["query", "-f", str(file), "who=asim-munir", "--project", str(demo.project.root)]) == 0
    assert capsys.readouterr().out == "true\n"


def test_what_cannot_be_read_is_named(
    demo: Graph, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (latin := tmp_path / "latin.rq").write_bytes("# Für wen?\nASK {}".encode("latin-1"))
    monkeypatch.setattr("sys.stdin", io.StringIO("# F\udcfcr wen?\nASK {}"))
    said = []
    for words in (["-f", str(tmp_path / "none.rq")], ["-f", str(latin)], ["-"]):
        assert cli.run(["query", *words, "--project", str(demo.project.root)]) == 2
        said.append(capsys.readouterr().err)
    assert said == [
        f"cannot read `{tmp_path}/none.rq`: No such file or directory\n  hint: name a file that can be read\n",
        f"cannot read `{latin}`: it is no UTF-8\n  hint: save it as UTF-8\n",
        "cannot read stdin: it is no UTF-8\n  hint: give it UTF-8\n",
    ]


TYPES: dict[str, tuple[Any, Any]] = {
    "entity": ("asim-munir", "https://w3id.org/dramatis/demo/entity/asim-munir"),
    "fact": ("munir-coas", "https://w3id.org/dramatis/demo/fact/munir-coas"),
    "article": ("arabnews-2025-07-26", "https://w3id.org/dramatis/demo/article/arabnews-2025-07-26"),
    "claim": ("thenews-2023-12-14/readout", "https://w3id.org/dramatis/demo/claim/thenews-2023-12-14/readout"),
    "voice": ("anonymous@thenews-2023-12-14", "https://w3id.org/dramatis/demo/voice/anonymous@thenews-2023-12-14"),
    "document": ("pentagon-readout-2023-12", "https://w3id.org/dramatis/demo/document/pentagon-readout-2023-12"),
    "status": ("one-sided", "https://w3id.org/dramatis/kg#one-sided"),
    "stance": ("asserts", "https://w3id.org/dramatis/kg#asserts"),
    "type": ("Meeting", "https://w3id.org/dramatis/diplomacy#Meeting"),
    "role": ("participant", "https://w3id.org/dramatis/kg#participant"),
    "edge": ("met", "https://w3id.org/dramatis/kg#met"),
    "layer": ("contact", "https://w3id.org/dramatis/kg#contact"),
    "kind": ("Person", "https://w3id.org/dramatis/kg#Person"),
    "concept": ("praise", "https://w3id.org/dramatis/diplomacy#praise"),
    "text": ("2023-12-31", "2023-12-31"),
    "number": ("3", 3),
}


@pytest.mark.parametrize("type_", TYPES)
def test_a_parameter_is_of_its_type(demo: Graph, type_: str) -> None:
    word, value = TYPES[type_]
    asked = f"# Which is it: ?it?\n# it: {type_}\nSELECT ?it {{ }}"
    assert demo.query(asked, it=word).rows() == [(value,)]
    if type_ not in ("text", "number"):
        assert demo.query(asked, it=demo.query(asked, it=word).rows()[0].it).rows() == [(value,)]
        with pytest.raises(
            KgError,
            match=rf"^no such {type_}: `nothing-of-the-kind`\n  hint: (there are `|the files in `sources/` list)",
        ):
            demo.query(asked, it="nothing-of-the-kind")


def test_a_thing_may_be_given_by_its_iri(demo: Graph) -> None:
    whole = "https://w3id.org/dramatis/demo/entity/asim-munir"
    assert len(demo.query("met", entity=whole)) == len(demo.query("met", entity="asim-munir")) == 2


NO_NUMBERS = [
    " 2", "2 ", "1_0", "--3", "+-3", "+", ".", "0x10", "1e3", "inf", "-inf", "NaN", "²", "٣", "\uff12", "1,5",
    "1.2.3", "9223372036854775808", "-99999999999999999999", "9" * 5000, "0.1234567890123456789", "5" * 22 + ".5",
]  # fmt: skip


@pytest.mark.parametrize("word", NO_NUMBERS, ids=[repr(word)[:20] for word in NO_NUMBERS])
def test_what_cannot_be_compared_is_no_number(demo: Graph, capsys: Capture, tmp_path: Path, word: str) -> None:
    (tmp_path / "x.rq").write_text("# n: number\nSELECT ?x { VALUES ?x { 1 2 3 } FILTER(?x > ?n) }", "utf-8")
    asked = ["query", "-f", str(tmp_path / "x.rq"), f"n={word}", "--project", str(demo.project.root)]
    assert cli.run(asked) == 2
    assert capsys.readouterr().err.startswith("n: no number: `")


@pytest.mark.parametrize(("word", "kept"), [("+2", 1), ("-9223372036854775808", 3), ("002.", 1), (".5", 3)])
def test_what_can_be_compared_is_a_number(demo: Graph, word: str, kept: int) -> None:
    assert len(demo.query("# n: number\nSELECT ?x { VALUES ?x { 1 2 3 } FILTER(?x > ?n) }", n=word)) == kept


def test_decomposed_words_find_composed_names(demo: Graph) -> None:
    asked = "SELECT ?x {{ VALUES ?x {{ 'José' }} FILTER(?x = {}) }}"
    assert len(demo.query(asked.format("?it"), it="Jose\u0301")) == 1
    assert len(demo.query("# it: text\n" + asked.format("?it"), it="Jose\u0301")) == 1
    assert len(demo.query(asked.format("'Jose\u0301'"))) == 1
    assert len(demo.query(asked.format(r"'Jos\u0065\u0301'"))) == 0, "an escape of ASCII stays one"
    assert len(demo.query(asked.format(r"'Jose\u0301'"))) == 1
    assert len(demo.query(asked.format(r"'Jose\\u0301'"))) == 0, "an escaped backslash begins no escape"


@pytest.mark.parametrize(
    "asked",
    [
        "ASK {{ <https://example.org/{}/entity/ilsa-maren> kg:met ?who }}",
        "PREFIX e: <https://example.org/{}/entity/> ASK {{ e:ilsa-maren kg:met ?who }}",
        "BASE <https://example.org/{}/entity/> ASK {{ <ilsa-maren> kg:met ?who }}",
    ],
)
@pytest.mark.parametrize("letter", ["\u00e9", "e\u0301", r"e\u0301", r"\u00e9"])
def test_a_base_is_found_however_its_letters_are_composed(tmp_path: Path, asked: str, letter: str) -> None:
    start(tmp_path, "https://example.org/e\u0301/")
    graph = kg.build(tmp_path)
    assert graph.query(asked.format(letter))
    assert graph.query("ASK { ?it kg:met ?who }", it=Iri("https://example.org/e\u0301/entity/ilsa-maren", "x"))


def test_the_ontology_is_composed_like_all_else(tmp_path: Path) -> None:
    start(tmp_path)
    path = tmp_path / "ontology/acts.ttl"
    path.write_text(
        unicodedata.normalize("NFD", f'{path.read_text("utf-8")}\ndip:aid skos:altLabel "José"@es .\n'), "utf-8"
    )
    graph = kg.build(tmp_path)
    assert graph.query("ASK { ?act skos:altLabel 'José'@es }")


def test_no_number_is_none(demo: Graph) -> None:
    with pytest.raises(KgError, match=r"^it: no number: `three`\n  hint: write digits, such as 3 or 0.5$"):
        demo.query("# it: number\nSELECT ?it { }", it="three")
    assert [str(row.it) for row in demo.query("# it: number\nSELECT ?it { }", it="-0.50")] == ["-0.5"]


def test_a_slice_answers_from_what_it_knows(demo: Graph) -> None:
    assert demo.slice(without="united-states").query("met", entity="asim-munir").rows() == []
    with pytest.raises(KgError, match=r"^no such fact: `regional-chiefs-conference-2025-07`"):
        demo.slice(known_by="2023-12-31").query("parts", fact="regional-chiefs-conference-2025-07")


# -- a project's own ------------------------------------------------------------------------------------------


@pytest.fixture
def own(demo: Graph, tmp_path: Path) -> Path:
    """A built project with queries of its own."""
    root = copied(demo.project.root, tmp_path / "own")
    shutil.copytree(demo.project.root / "build", root / "build", symlinks=True)
    (root / "queries").mkdir()
    (root / "queries/met.rq").write_text("# Whom did anyone meet?\nSELECT ?who { ?a kg:met ?who }\n", "utf-8")
    (root / "queries/seen-by-2.rq").write_text("# Was ?who seen?\n# who: entity\nASK { ?x kg:met ?who }\n", "utf-8")
    return root


def test_a_project_has_queries_of_its_own(own: Path, capsys: Capture) -> None:
    assert list(library(own)) == sorted([*ASKED["demo"], "seen-by-2"])
    assert cli.run(["query", "seen-by-2", "who=lloyd-austin", "--project", str(own)]) == 0
    assert cli.run(["query", "met", "--format", "csv", "--project", str(own)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:2] == ["true", "who"]
    assert out.count("/entity/") == 12


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "two words.rq",
            "ASK {}",
            "`queries/two words.rq` cannot be asked by its name\n  hint: name it in a-z, 0-9 and single hyphens",
        ),
        (
            "x.rq",
            "# Who?\n# who: persn\nSELECT ?who {}",
            "queries/x.rq:2:8: `who` has no such type: `persn`\n  hint: there are entity, fact, ",
        ),
        (
            "x.rq",
            "# Who?\n# who: entty\nSELECT ?who {}",
            "queries/x.rq:2:8: `who` has no such type: `entty`\n  hint: did you mean `entity`?",
        ),
        (
            "x.rq",
            "# Who?\n#\n# whom: entity\nSELECT ?who {}",
            "queries/x.rq:3:3: the query has no variable `?whom`\n  hint: did you mean `who`?",
        ),
        (
            "x.rq",
            "# whom: entity\nASK {}",
            "queries/x.rq:1:3: the query has no variable `?whom`\n  hint: the query has no variables",
        ),
    ],
)
def test_a_faulty_query_of_a_project_is_named(own: Path, name: str, text: str, said: str) -> None:
    (own / "queries" / name).write_text(text, "utf-8")
    (fault,) = faults(own)
    assert str(fault).startswith(said)
    assert "seen-by-2" in library(own)
    assert Path(name).stem not in library(own)


def test_a_faulty_query_costs_no_other_and_is_told_of_where_all_are_listed(own: Path, capsys: Capture) -> None:
    (own / "queries/met.rq").write_text("# who: persn\nSELECT ?who {}", "utf-8")
    assert cli.run(["query", "seen-by-2", "who=lloyd-austin", "--project", str(own)]) == 0
    assert capsys.readouterr().out == "true\n"
    assert cli.run(["query", "met", "--project", str(own)]) == 1, "the package's own is not asked in its stead"
    assert "queries/met.rq:1:8: `who` has no such type: `persn`" in capsys.readouterr().err
    assert cli.run(["query", "--list", "--project", str(own)]) == 1
    listed = capsys.readouterr()
    assert "seen-by-2" in listed.out
    assert listed.err.startswith("queries/met.rq:1:8: `who` has no such type: `persn`\n  hint: ")


def test_a_query_in_another_encoding_is_named(own: Path) -> None:
    (own / "queries/x.rq").write_bytes("# Für wen?\nASK {}".encode("latin-1"))
    with pytest.raises(QueryError, match=r"^cannot read `queries/x.rq`: .*\n  hint: save it as UTF-8$"):
        chosen("x", own)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            lambda path: path.symlink_to("nowhere.rq"),
            "a link that leads to no file\n  hint: mend the link, or take it away",
        ),
        (lambda path: path.symlink_to("x.rq"), "a link that leads to no file\n  hint: mend the link, or take it away"),
        (Path.mkdir, "a folder, where a file is expected\n  hint: call it something else, or keep it elsewhere"),
        (
            lambda path: path.symlink_to(".."),
            "a link that leads back to a folder around it\n  hint: take the link away",
        ),
        (os.mkfifo, "neither a file nor a folder\n  hint: put a file in its place"),
    ],
)
def test_what_is_called_like_a_query_and_is_no_file_is_named(
    own: Path, made: Callable[[Path], None], said: str
) -> None:
    made(own / "queries/x.rq")
    (fault,) = faults(own)
    assert str(fault).startswith(f"cannot read `queries/x.rq`: {said}")


def test_a_linked_folder_of_queries_is_read_and_one_that_leads_nowhere_named(own: Path) -> None:
    (own / "queries").rename(own.parent / "shared-queries")
    (own / "queries").symlink_to("../shared-queries")
    assert "seen-by-2" in library(own)
    (own / "queries").unlink()
    (own / "queries").symlink_to("../gone")
    with pytest.raises(QueryError, match=r"^`queries` is no folder, or a link that leads to none\n  hint: put"):
        library(own)


def test_the_head_of_a_query_is_read_and_nothing_below_it() -> None:
    head = "\n#\n# Who, and when?\n# author: somebody\n# who : entity\n#day: date\n\n"
    text = f"{head}SELECT ?who $day ?x ?y {{ }} # x: text\n# y: text\n"
    assert read(text) == Query(text, "", "Who, and when?", {"who": "entity", "day": "date"})
    assert read("SELECT ?x { } # x: text").parameters == {}
    assert read("").question == ""
