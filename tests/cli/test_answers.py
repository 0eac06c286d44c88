"""Answers on any terminal and in any program: encodings, spreadsheets, directions, and why there is nothing."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg import analysis
from kg.base.errors import KgWarning
from kg.cli import main as cli
from kg.graph.graph import Graph
from tests.conftest import ROOT
from tests.formats import reading

Capture = pytest.CaptureFixture[str]
NAMES = {"ann": "Åsa Ñandú", "bob": "国際𠮷田", "cid": "Çid", "dee": "Dee", "eve": "=Eve", "aland": "Aland"}
EVIDENCE = [{"at": [0, 1], "sha256": "0" * 64}]


def made(folder: Path, *claims: dict[str, Any], publisher: str = "The Paper") -> Path:
    """Make a project of claims, of people, a country and a newspaper."""
    assert cli.run(["init", str(folder), "--base", "https://example.org/p/"]) == 0
    for file in [*folder.glob("sources/*"), *folder.glob("texts/*")]:
        file.unlink()
    kinds = {"aland": "Country"}
    records: list[dict[str, Any]] = [
        {"entity": {"id": id_, "kind": kinds.get(id_, "Person"), "name": name}} for id_, name in NAMES.items()
    ]
    records.append({"entity": {"id": "paper", "kind": "Organization", "name": publisher}})
    records.append({"entity": {"id": "hall", "kind": "Place", "name": "Hall"}})
    records.append({"article": {"id": "p", "title": "T", "publisher": "paper", "published": "2024-03-13"}})
    for number, its in enumerate(claims):
        claim = {"article": "p", "id": f"c{number}", "fact": f"f{number}", "stance": "asserts", "evidence": EVIDENCE}
        records.append({"claim": claim | its})
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "sources" / "a.jsonl").write_text(lines, "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 0
    return folder


def met(*who: str, **fields: Any) -> dict[str, Any]:
    return {"type": "Meeting", "roles": {"participant": list(who)}} | fields


def visited(who: str, host: str) -> dict[str, Any]:
    return {"type": "Visit", "roles": {"agent": [who], "host": [host]}}


def present(who: str) -> dict[str, Any]:
    return {"type": "Presence", "roles": {"agent": [who], "place": ["hall"]}}


# -- the direction of edges ----------------------------------------------------------------------------------


MIXED = (met("ann", "bob"), met("ann", "dee"), met("bob", "dee"), met("ann", "bob"), met("dee", "eve"))


@pytest.mark.parametrize("claims", [MIXED[:3], MIXED, (*MIXED, visited("ann", "dee"), visited("eve", "aland"))])
def test_another_program_ranks_as_we_do(tmp_path: Path, claims: tuple[dict[str, Any], ...]) -> None:
    graph = kg.open(made(tmp_path / "p", *claims))
    ours = {its.entity: its.score for its in analysis.rank(graph.network(edges="met"), "pagerank")}
    for read in (reading.graphml(graph.export("graphml")), reading.gexf(graph.export("gexf"))):
        directed = [(its.source, its.target) for its in read.edges.values() if its.directed]
        assert sorted(directed) == sorted((its["roles"]["agent"][0], its["roles"]["host"][0]) for its in claims[5:])
        assert all(its.directed == (its.said["relation"] != "met") for its in read.edges.values())
        multi = dataclasses.replace(
            read, edges={id_: its for id_, its in read.edges.items() if not its.directed}
        ).both_ways()
        multi.remove_nodes_from([node for node in list(multi) if not multi.degree(node)])
        assert nx.pagerank(multi, tol=1e-12) == pytest.approx(ours, abs=1e-6)
    rows = list(csv.DictReader(io.StringIO(graph.export("csv"))))
    assert {(row["relation"], row["type"]) for row in rows} <= {("met", "Undirected"), ("visited", "Directed")}
    without_direction = [(row["source"], row["target"]) for row in rows if row["type"] == "Undirected"]
    drawn: nx.MultiGraph[str] = nx.MultiGraph(without_direction)
    assert nx.pagerank(drawn, tol=1e-12) == pytest.approx(ours, abs=1e-6)


# -- spreadsheets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["@the_paper", "=1+1", "+1", "-x", "\uff1d1+1", "\uff20x", "Plain"])
def test_csv_for_spreadsheets_acts_as_no_formula(tmp_path: Path, capfdbinary: Any, name: str) -> None:
    project = made(tmp_path / "p", met("ann", "dee"), publisher=name)
    guard = "" if name == "Plain" else "'"
    for format in ("csv", "two-mode-csv"):
        out = tmp_path / format
        assert cli.run(["export", format, "--spreadsheet", "-o", str(out), "--project", str(project)]) == 0
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
        assert rows
        assert all(
            not cell.startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")) for row in rows for cell in row.values()
        )
        if format == "csv":
            assert [row["sentence"] for row in rows] == [f"{guard}{name} of 2024-03-13: Åsa Ñandú and Dee met."]
    plain = kg.open(project).export("csv")
    assert not plain.startswith("\ufeff")
    assert f"{guard}{name} of" in plain


def test_only_csv_is_for_spreadsheets(tmp_path: Path, capsys: Capture) -> None:
    project = made(tmp_path / "p", met("ann", "dee"))
    capsys.readouterr()
    assert cli.run(["export", "gexf", "--spreadsheet", "-o", "-", "--project", str(project)]) == 2
    what, hint = (
        "`--spreadsheet` is for tables that a spreadsheet program opens",
        "use annotations, csv or two-mode-csv",
    )
    assert capsys.readouterr().err == f"{what}\n  hint: {hint}\n"


# -- terminals without Unicode -------------------------------------------------------------------------------


VERBS = (
    "--help", "facts", "facts --help", "explain f0", "explain ann bob", "conflicts", "network", "rank degree",
    "path ann bob", "groups --anyway", "timeline", "fragile", "fragile --list", "diff 2024-01-01 2024-12-31", "check",
    "check --coverage",
    "query met entity=ann", "query --list", "build", "facts --format json", "explain nobody",
)  # fmt: skip


def ran(project: Path, verb: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "kg.cli.main", *verb.split()]
    command += [] if "--help" in verb else ["--project", str(project)]
    return subprocess.run(command, capture_output=True, check=False, env=environment)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("foreign") / "p", met("ann", "bob", when="2024-03-12"), met("bob", "cid"))


@pytest.mark.parametrize("verb", VERBS)
def test_a_terminal_gets_what_it_can_show(foreign: Path, verb: str) -> None:
    for encoding in ("ascii", "cp1252", "latin-1"):
        done = ran(foreign, verb, encoding)
        assert b"Traceback" not in done.stderr, done.stderr
        assert b"Error" not in done.stderr
        written = done.stdout.decode("utf-8" if "json" in verb else encoding)
        if verb in ("facts", "rank degree", "timeline", "explain f0"):
            assert "\\u56fd\\u969b\\U00020bb7\\u7530" in written
            assert ("\\xc5sa" if encoding == "ascii" else "Åsa") in written


@pytest.mark.parametrize(
    "verb", ["export csv -o -", "export graphml -o -", "facts --format json", "query met entity=ann --format json"]
)
def test_data_for_files_stay_utf_8(foreign: Path, verb: str) -> None:
    expected = ran(foreign, verb, "utf-8")
    for encoding in ("ascii", "cp1252", "utf-16"):
        assert ran(foreign, verb, encoding).stdout == expected.stdout
    if "query" not in verb:
        assert "国際𠮷田".encode() in expected.stdout or b"bob" in expected.stdout


# -- nothing, and why ----------------------------------------------------------------------------------------


def told(capsys: Capture, project: Path, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.run([*arguments, "--project", str(project)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def parliament(tmp_path_factory: pytest.TempPathFactory) -> Path:
    claims = (present("ann"), present("dee"), visited("ann", "aland"), met("bob", "cid", stance="suggests"))
    return made(tmp_path_factory.mktemp("parliament") / "p", *claims)


WHY = (
    "no edges among persons in the layer contact: 1 edge among other kinds (`--kind all`), "
    "2 edges among other kinds and in other layers (`--kind all` with `--layer all`), "
    "1 edge not accepted (`kg facts` says why)\n"
)
ON_PAGE = (
    "no edges among persons in the layer contact: 1 edge among other kinds, "
    "2 edges among other kinds and in other layers, 1 edge not accepted (`kg facts` says why); "
    "choose them on the page, under Filters"
)


def test_a_rank_of_nobody_says_where_the_edges_are(capsys: Capture, parliament: Path) -> None:
    assert told(capsys, parliament, "rank", "degree") == (1, "", WHY)
    assert told(capsys, parliament, "rank", "degree", "--format", "json") == (1, "[]\n", WHY)
    assert told(capsys, parliament, "groups", "--anyway") == (1, "", f"nobody to group\n  hint: {WHY}")
    code, out, err = told(capsys, parliament, "rank", "degree", "--kind", "all", "--layer", "all")
    assert (code, err) == (0, "")
    assert "Hall" in out
    assert told(capsys, parliament, "path", "ann", "dee")[2] == (
        "`ann` has no edge in this network\n"
        "  hint: no edges of `ann` among persons in the layer contact: 1 edge among other kinds (`--kind all`), "
        "1 edge among other kinds and in other layers (`--kind all` with `--layer all`)\n"
    )


NONE = "no facts in this slice: 4 facts without `--known-by`\n"
NOBODY = "`ann` has no edge in this network\n  hint: "
BROKERS = (
    "entity,label,side,total,coordinator,gatekeeper,representative,itinerant,liaison,expected_coordinator,"
    "expected_gatekeeper,expected_representative,expected_itinerant,expected_liaison\r\n"
)
CHANCE = "entity,label,rank,score,mean,sd,z,less,same,more,reached\r\n"
EMPTY: tuple[tuple[str, int, Any, str], ...] = (
    ("network", 1, [], NONE),
    ("groups", 1, [], f"nobody to group\n  hint: {NONE}"),
    ("rank degree", 1, [], NONE),
    ("rank degree --null", 1, [], f"no facts to draw at random\n  hint: {NONE}"),
    ("brokers", 1, [], f"nobody can stand between others\n  hint: {NONE}"),
    ("dyads", 1, [], NONE),
    ("facts", 1, [], NONE),
    ("timeline", 1, {"dated": [], "undated": []}, NONE),
    ("path ann bob", 1, [], NOBODY + NONE),
    ("explain ann bob", 0, [], f"no claim names both ann and bob\n{NONE}"),
    ("conflicts", 0, [], "0 conflicts of claims, 0 parts of facts denied, as reported in these sources: 0 articles, "
     f"0 voices\n{NONE}"),
    ("fragile", 0, {"by": "voice", "facts": [], "edges": [], "paths": []}, "0 facts and 0 edges rest on a "
     f"single voice, as reported in these sources: 0 articles, 0 voices\n{NONE}"),
    ("fragile ann bob", 1, {"by": "voice", "facts": [], "edges": [], "paths": []}, NOBODY + NONE),
    ("between ann bob", 0, {"a": "ann", "b": "bob", "accepted": [], "contested": [], "denied": [], "unconfirmed": [],
                            "shared": []}, f"no claim names both Åsa Ñandú and 国際𠮷田\n{NONE}"),
)  # fmt: skip


@pytest.mark.parametrize("case", EMPTY, ids=[each[0] for each in EMPTY])
def test_nothing_is_an_empty_document_and_says_why(
    capsys: Capture, parliament: Path, case: tuple[str, int, Any, str]
) -> None:
    verb, *expected = case
    code, out, err = told(capsys, parliament, *verb.split(), "--known-by", "2020-01-01", "--format", "json")
    assert [code, json.loads(out), err] == expected


def test_a_table_of_nothing_has_the_names_of_its_columns(capsys: Capture, parliament: Path) -> None:
    for verb, head in ("brokers", BROKERS), ("rank degree --null", CHANCE):
        assert told(capsys, parliament, *verb.split(), "--format", "csv")[:2] == (1, head)
        tabs = head.replace(",", "\t").replace("\r", "")
        assert told(capsys, parliament, *verb.split(), "--format", "tsv")[:2] == (1, tabs)
    code, out, err = told(capsys, parliament, "diff", "2024-01-01", "2024-01-02", "--format", "json")
    assert (code, json.loads(out)["appeared"], err) == (0, [], "nothing has changed\n")


def test_edges_of_another_sort_and_layer_are_named(capsys: Capture, tmp_path: Path) -> None:
    statement = {"type": "Statement", "roles": {"agent": ["ann"], "about": ["dee"], "act": ["praise"]}}
    project = made(tmp_path / "p", statement, met("bob", "cid"))
    assert told(capsys, project, "rank", "degree", "--edge", "visited")[2] == (
        "no edges among persons by `visited`: 2 edges of other sorts (`--layer all` without `--edge`)\n"
    )
    assert told(capsys, project, "path", "ann", "dee")[2].endswith(
        "no edges of `ann` among persons in the layer contact: 1 edge in the layer speech (`--layer speech`)\n"
    )
    assert told(capsys, project, "path", "ann", "bob", "--layer", "all") == (
        1, "", "no way from ann to bob, by no accepted edge of any sort\n",
    )  # fmt: skip


def test_a_way_that_leads_through_other_kinds_is_named(capsys: Capture, tmp_path: Path) -> None:
    project = made(
        tmp_path / "p", met("ann", "bob"), met("dee", "eve"), visited("bob", "aland"), visited("dee", "aland")
    )
    assert told(capsys, project, "path", "ann", "eve") == (
        1, "", "no way from ann to eve: there is one with `--kind all`\n",
    )  # fmt: skip
    code, out, err = told(capsys, project, "fragile", "ann", "eve", "--format", "json")
    assert (code, json.loads(out)["paths"], err.splitlines()[-1]) == (
        1, [], "no way from ann to eve: there is one with `--kind all`",
    )  # fmt: skip
    code, out, _ = told(capsys, project, "path", "ann", "bob")
    assert (code, out.splitlines()[0]) == (0, "1 step: Åsa Ñandú – 国際𠮷田")


def test_an_empty_slice_says_without_which_option_it_is_not(capsys: Capture, parliament: Path) -> None:
    slice_ = ("--status", "denied", "--entity", "ann")
    why = "no facts in this slice: 2 facts without `--status`\n"
    for verb in (("facts",), ("timeline",), ("rank", "degree")):
        assert told(capsys, parliament, *verb, *slice_) == (1, "", why)
    assert (
        told(capsys, parliament, "facts", "--known-by", "2020")[2]
        == "no facts in this slice: 4 facts without `--known-by`\n"
    )
    assert told(capsys, parliament, "facts", "--status", "unconfirmed", "--accepted")[2] == (
        "no accepted facts: 1 fact without `--accepted`\nnot shown: 1 unconfirmed; `kg facts`\n"
    )
    assert told(capsys, parliament, "timeline", "eve")[2] == "no facts that name eve: 4 facts without it\n"
    assert told(capsys, parliament, "facts", "--status", "unconfirmed")[2].startswith("1 fact, as reported in ")


def test_a_file_of_nothing_is_written_with_a_note(capsys: Capture, parliament: Path, tmp_path: Path) -> None:
    for format in ("csv", "gexf", "graphml"):
        code, _, err = told(
            capsys, parliament, "export", format, "-o", str(tmp_path / format), "--status", "unconfirmed"
        )
        assert (code, err.splitlines()[0]) == (0, "no edges: 1 edge not accepted (`kg facts` says why)")
    page = str(tmp_path / "v.html")
    code, _, err = told(capsys, parliament, "view", "-o", page, "--kind", "Person", "--layer", "contact")
    assert (code, err) == (0, f"{ON_PAGE}\nwrote {page}\n")
    assert told(capsys, parliament, "view", "-o", page)[2] == f"wrote {page}\n"


def test_python_is_told_as_well(parliament: Path) -> None:
    graph: Graph = kg.open(parliament)
    assert graph.network().graph["empty"] == analysis.about(graph.network()) == WHY.strip()
    with pytest.warns(KgWarning, match="^no edges among persons in the layer contact: 1 edge among other kinds"):
        assert analysis.rank(graph.network(), "degree") == []
    assert graph.view(kinds="Person", layers="contact").left_out == ON_PAGE
    assert graph.view().left_out == ""
