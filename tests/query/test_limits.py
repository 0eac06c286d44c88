"""Limits: a query over time, memory or rows is stopped, gives what it found, and says that it is cut."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg.query.limits
from kg import Limits
from kg.base.errors import QueryError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.query.limits import ask_within, is_busy
from tests.conftest import ROOT, SOON

EVERYTHING = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"  # hundreds of billions of rows, one after the other
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?h != ?e) }"  # and no row before
CONSTRUCT = "CONSTRUCT { ?a kg:x ?d } WHERE { ?a ?b ?c . ?d ?e ?f }"


def test_without_limits_nothing_is_cut(demo: Graph) -> None:
    result = demo.query("SELECT ?f { ?f a kg:Fact }", Limits())
    assert (len(result), result.cut) == (48, "")
    assert demo.query("ASK { ?f a kg:Fact }", Limits(seconds=60, rows=1)).cut == ""


def test_a_query_over_time_gives_what_it_found(demo: Graph) -> None:
    start = time.monotonic()
    result = demo.query(EVERYTHING, Limits(seconds=0.5))
    assert time.monotonic() - start < 3
    assert result.cut == "stopped after 0.5 s: there may be more"
    assert len(result) > 10
    assert result.rows()[0].a.startswith("http")


@pytest.mark.parametrize(("most", "cut"), [(2, "stopped at 2 rows: there are more"), (3, ""), (4, "")])
def test_a_query_over_rows_is_cut_there(demo: Graph, most: int, cut: str) -> None:
    result = demo.query("SELECT ?x { VALUES ?x { 1 2 3 } }", Limits(rows=most))
    assert (result.rows(), result.cut) == ([(1,), (2,), (3,)][:most], cut)


def test_a_query_over_memory_gives_what_it_found(demo: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    used = itertools.chain([90, 95], itertools.repeat(101))
    monkeypatch.setattr(kg.query.limits, "memory", lambda: next(used))
    result = demo.query(EVERYTHING, Limits(seconds=60, megabytes=100))
    assert result.cut == "stopped at 100 MB of memory: there may be more"
    assert len(result) > 0


def test_the_memory_is_that_of_the_process() -> None:
    before = kg.query.limits.memory()
    held = bytearray(50_000_000)
    assert 40 < kg.query.limits.memory() - before < 200
    assert len(held) == 50_000_000


def test_where_nothing_was_found_there_is_nothing_to_give() -> None:
    with pytest.raises(QueryError) as caught:
        ask_within(lambda: time.sleep(2), Limits(seconds=0.2))  # type: ignore[arg-type, return-value]
    assert str(caught.value) == "stopped after 0.2 s: nothing was found by then\n  hint: ask for less, or allow more"
    assert is_busy()
    time.sleep(2)
    assert not is_busy()


def test_what_the_engine_refuses_is_refused_as_ever(demo: Graph) -> None:
    with pytest.raises(QueryError, match=r"^query:1:16: unknown prefix `foo:`\n"):
        demo.query("SELECT ?x { ?x foo:bar ?y }", Limits(seconds=10))
    with pytest.raises(QueryError, match=r"^the query cannot be answered: The custom function <http://e.org/f> is not"):
        demo.query("SELECT (<http://e.org/f>() AS ?x) { }", Limits(seconds=10))


def test_each_format_that_can_says_that_it_is_cut(demo: Graph) -> None:
    rows = demo.query("SELECT ?x { VALUES ?x { 1 2 3 } }", Limits(rows=2))
    cut = "stopped at 2 rows: there are more"
    told = json.loads(rows.serialize("json"))
    assert (told["cut"], len(told["results"]["bindings"])) == (cut, 2)
    assert f"<!-- {cut} -->" in rows.serialize("xml")
    assert rows.serialize("csv").splitlines() == ["x", "1", "2"]
    assert rows.serialize("tsv").splitlines() == ["?x", "1", "2"]
    assert f"<p>{cut}</p>" in rows._repr_html_()
    assert repr(rows) == f"<Result: 2 rows of x; {cut}>"
    triples = demo.query(CONSTRUCT, Limits(rows=2))
    for format in ("ttl", "nt", "trig"):
        assert triples.serialize(format).startswith(f"# {cut}\n")


def project_of(graph: Graph) -> str:
    return str(graph.project.root)


def test_the_command_line_says_so_and_fails(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "SELECT ?x { VALUES ?x { 1 2 3 } }", "--rows", "2", "--project", project_of(demo)]
    assert cli.run(asked) == 1
    told = capsys.readouterr()
    assert told.out.split()[-4:] == ["1", "2", "2", "rows"]
    assert told.err == "the result is cut: stopped at 2 rows: there are more\n"
    assert cli.run([*asked[:2], "--rows", "0", *asked[4:]]) == 0


def started(graph: Graph, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg.cli.main", "query", *arguments, "--project", project_of(graph)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def is_at_work(process: subprocess.Popen[str]) -> bool:
    """Tell whether the engine has begun: then the process has a second thread."""
    return len(list(Path(f"/proc/{process.pid}/task").iterdir())) > 1


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells how many threads a process has")
@pytest.mark.parametrize("query", [ENDLESS, EVERYTHING], ids=["busy inside the engine", "between rows"])
def test_ctrl_c_ends_a_long_query_within_a_second(demo: Graph, query: str) -> None:
    process = started(demo, query)
    end = time.monotonic() + 60
    while not is_at_work(process):
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    out, err = process.communicate(timeout=60)
    took = time.monotonic() - asked
    assert (process.returncode, out, err) == (130, "", "stopped\n")
    assert took < SOON


def test_a_query_that_is_busy_inside_the_engine_is_stopped_in_time(demo: Graph) -> None:
    out, err = (process := started(demo, ENDLESS, "--seconds", "0.5")).communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == "stopped after 0.5 s: nothing was found by then\n  hint: ask for less, or allow more\n"
