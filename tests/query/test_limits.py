"""Limits: a query over time, memory or rows is stopped, gives what it found, and says that it is cut.

The engine works in a process of its own: whatever happens there, this one goes on.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg.query.limits
from kg import Limits
from kg.base.errors import QueryError, StoreError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.query.limits import EngineAnswer, memory
from kg.query.store import Store
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
    assert time.monotonic() - start < SOON
    assert result.cut == "stopped after 0.5 s: there may be more"
    assert len(result) > 10
    assert result.rows()[0].a.startswith("http")


@pytest.mark.parametrize(("most", "cut"), [(2, "stopped at 2 rows: there are more"), (3, ""), (4, "")])
def test_a_query_over_rows_is_cut_there(demo: Graph, most: int, cut: str) -> None:
    result = demo.query("SELECT ?x { VALUES ?x { 1 2 3 } }", Limits(rows=most))
    assert (result.rows(), result.cut) == ([(1,), (2,), (3,)][:most], cut)


def test_a_query_over_memory_gives_what_it_found(demo: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    used = itertools.chain([90] * 40, itertools.repeat(101))  # on a busy machine rows come after some looks
    monkeypatch.setattr(kg.query.limits, "memory", lambda *_: next(used))
    result = demo.query(EVERYTHING, Limits(seconds=60, megabytes=100))
    assert result.cut == "stopped at 100 MB of memory: there may be more"
    assert len(result) > 0


def test_the_memory_is_that_of_both_processes() -> None:
    """Of a process that has just begun: one that has freed much before gives that anew, and does not grow."""
    program = """if True:
        import os
        from kg.query.limits import memory
        before = memory("self")
        held = bytearray(50_000_000)
        print(memory("self") - before, memory("self", os.getpid()) - 2 * memory("self"))
        del held
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT, text=True)
    grown, beyond = map(float, done.stdout.split())
    assert 40 < grown < 200
    assert abs(beyond) < 1
    assert memory(2**22 + 1) == 0  # no process has that number


def test_memory_that_the_engine_takes_is_counted(demo: Graph) -> None:
    most = int(memory("self")) + 150
    with pytest.raises(QueryError, match=f"^stopped at {most} MB of memory: nothing was found by then\n"):
        demo.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c", Limits(seconds=60, megabytes=most))


def test_where_nothing_was_found_there_is_nothing_to_give(demo: Graph) -> None:
    with pytest.raises(QueryError) as caught:
        demo.query(ENDLESS, Limits(seconds=0.2))
    assert str(caught.value) == "stopped after 0.2 s: nothing was found by then\n  hint: ask for less, or allow more"


ROWS = 'import os; os.write(1, b\'{"form": "select", "variables": ["x"]}\\n1\\n2\\n\'); '
CRASHES = {
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)": "the query has ended the engine (SIGSEGV)",
    f"{ROWS} os.abort()": "the query has ended the engine (SIGABRT)",
    f"{ROWS} import sys; sys.exit(7)": "the query has ended the engine (7)",
    f"{ROWS} import sys; sys.stderr.write('the disk is gone'); sys.exit(1)": (
        "the query cannot be answered: the disk is gone"
    ),
}


@pytest.mark.parametrize("program", CRASHES)
def test_a_crash_of_the_engine_is_a_message(demo: Graph, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(kg.query.limits, "_START", program)
    for ask in (
        lambda: demo.query("SELECT * { }", Limits()),
        lambda: demo.stream("SELECT * { }", Limits()).write("json", io.BytesIO()),
    ):
        with pytest.raises(QueryError) as caught:
            ask()
        assert str(caught.value).split("\n")[0] == CRASHES[program]


def test_what_the_engine_refuses_is_refused_as_ever(demo: Graph) -> None:
    with pytest.raises(QueryError, match=r"^query:1:16: unknown prefix `foo:`\n"):
        demo.query("SELECT ?x { ?x foo:bar ?y }", Limits(seconds=10))
    with pytest.raises(QueryError, match=r"^query:1:9: there is no function `<http://e.org/f>`\n"):
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


def started(graph: Graph, *arguments: str, to: int = subprocess.PIPE) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg.cli.main", "query", *arguments, "--project", project_of(graph)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=to, stderr=subprocess.PIPE, text=True, env=environment)


def at_work(process: subprocess.Popen[str]) -> list[str]:
    """Number the processes in which the engine works."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return children.read_text().split()


def begun(process: subprocess.Popen[str]) -> list[str]:
    """Wait until the engine is at work."""
    end = time.monotonic() + 60
    while not at_work(process):
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(0.5)
    return at_work(process)


only_linux = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="only Linux tells which processes a process has started"
)


@only_linux
@pytest.mark.parametrize(
    ("query", "format"),  # no table between rows: it ends by itself, after the rows that it shows
    [(ENDLESS, "table"), (ENDLESS, "json"), (EVERYTHING, "json"), (EVERYTHING, "csv")],
    ids=["inside the engine-table", "inside the engine-json", "between rows-json", "between rows-csv"],
)
def test_ctrl_c_ends_a_long_query_within_a_second(demo: Graph, query: str, format: str) -> None:
    process = started(demo, query, "--format", format, to=subprocess.PIPE if query == ENDLESS else subprocess.DEVNULL)
    begun(process)
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    out, err = process.communicate(timeout=60)
    took = time.monotonic() - asked
    assert (process.returncode, out or "", err) == (130, "", "stopped\n")
    assert took < SOON


@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_a_query_ends_when_nobody_reads_any_more(demo: Graph, format: str) -> None:
    process = started(demo, EVERYTHING, "--format", format)
    assert process.stdout is not None
    assert process.stdout.read(1) != ""
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=SOON)
    assert (process.returncode in (0, 1), err) == (True, "")  # 1 where it was writing just then


@only_linux
@pytest.mark.parametrize("ended", [signal.SIGKILL, signal.SIGTERM])
def test_the_engine_ends_with_whoever_asks(demo: Graph, ended: signal.Signals) -> None:
    process = started(demo, ENDLESS)
    (engine,) = begun(process)
    process.send_signal(ended)
    process.communicate(timeout=60)
    end = time.monotonic() + SOON
    while (stat := Path("/proc", engine, "stat")).exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_answer_that_nobody_holds_is_ended(demo: Graph) -> None:
    answer = demo.store.query_within(Limits(), EVERYTHING)
    assert isinstance(answer, EngineAnswer)
    assert answer.read() != b""
    process = answer._process
    del answer
    assert process.returncode == -signal.SIGKILL


def test_a_query_that_is_busy_inside_the_engine_is_stopped_in_time(demo: Graph) -> None:
    out, err = (process := started(demo, ENDLESS, "--seconds", "0.5")).communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == "stopped after 0.5 s: nothing was found by then\n  hint: ask for less, or allow more\n"


# -- output ---------------------------------------------------------------------------------------------------

HARD = """SELECT ?n ?text ?none {
  VALUES (?n ?text) { (1 "a,b") (2 "<b>&amp;\\"") (3 "line\\nbreak\\r") (4 "tab\\t\\\\") (5 "") } }"""


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_what_is_written_as_it_comes_is_what_is_written_of_the_whole(demo: Graph, format: str) -> None:
    for query, most in [*((HARD, most) for most in (1, 2, 4, 5, 6)), ("SELECT ?x ?y { FILTER(false) }", 1)]:
        whole = demo.query(query, limits := Limits(rows=most))
        for spreadsheet in {False, format == "csv"}:
            streamed = demo.stream(query, limits)
            streamed.write(format, out := io.BytesIO(), spreadsheet=spreadsheet)
            assert out.getvalue().decode() == whole.serialize(format, spreadsheet=spreadsheet)
            assert streamed.cut == whole.cut
            assert len(streamed) == len(whole)  # asked again
        if not whole.cut:
            assert whole.serialize(format) == demo.query(query).serialize(format)


class Slow(io.BytesIO):
    """A file that takes its time, as a network or a pager may."""

    def write(self, part: object) -> int:
        time.sleep(0.02)
        return super().write(part)  # type: ignore[arg-type] # bytes, or a buffer of them


def test_time_runs_until_all_is_written(demo: Graph) -> None:
    for format in ("json", "xml", "csv", "tsv"):
        start = time.monotonic()
        demo.stream(EVERYTHING, Limits(seconds=1)).write(format, out := Slow())
        assert time.monotonic() - start < 1 + SOON
        assert len(out.getvalue()) > 1000
        if format == "json":
            assert json.loads(out.getvalue())["cut"] == "stopped after 1 s: there may be more"


def test_what_is_written_as_it_comes_is_not_kept(demo: Graph) -> None:
    before = memory("self")
    demo.stream(EVERYTHING, Limits(seconds=60, rows=150_000)).write("json", written := Counted())
    assert written.count > 30_000_000
    assert memory("self") - before < 25


class Counted:
    """Counts what is written, and forgets it."""

    count = 0

    def write(self, part: bytes) -> None:
        self.count += len(part)


def test_a_file_that_cannot_be_written_is_not_the_engine(demo: Graph) -> None:
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb", buffering=0) as full:
        demo.stream(EVERYTHING, Limits(seconds=60)).write("json", full)


def test_blank_nodes_that_look_alike_do_not_take_for_ever(demo: Graph) -> None:
    """To tell a dozen of them apart takes hours: then they keep the names that they have."""
    names = [f"_:b{number}" for number in range(12)]
    triples = " . ".join(f"{a} kg:x {b}" for a, b in itertools.permutations(names, 2))
    result = demo.query(f"CONSTRUCT {{ {triples} }} WHERE {{ }}", Limits(seconds=1.5))
    assert (len(result), result.cut) == (12 * 11, "stopped after 1.5 s: there may be more")
    assert result.serialize("ttl").startswith("# stopped after 1.5 s: there may be more\n")


def test_of_many_rows_a_table_shows_the_first_thousand(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "SELECT ?x { VALUES ?x { %s } }", "--project", project_of(demo)]
    for count in (0, 1, 999, 1000, 1001, 2500):
        values = " ".join(map(str, range(10_000, 10_000 + count)))
        assert cli.run([asked[0], asked[1] % values, *asked[2:]]) == 0
        out = capsys.readouterr().out
        assert re.findall("1[0-9]{4}", out) == values.split()[:1000]
        told = "the first 1,000 rows are shown, and there are more: `--format csv` gives all"
        assert " ".join(out.split()).endswith(told if count > 1000 else f" {count:,} row{'s' if count != 1 else ''}")
        assert out.count("─\n") == 1


# -- slices ---------------------------------------------------------------------------------------------------


def test_a_slice_is_asked_in_a_process_of_its_own_too(demo: Graph) -> None:
    past, counting = demo.slice(known_by="2023-12-31"), "SELECT (COUNT(?f) AS ?n) { ?f a kg:Fact }"
    assert past.query(counting, Limits(seconds=60)).rows() == past.query(counting).rows() == [(30,)]
    with pytest.raises(QueryError, match=r"^stopped after 0\.5 s"):
        past.query(ENDLESS, Limits(seconds=0.5))
    both = [past.store.query_within(Limits(), "SELECT ?a ?b ?c { ?a ?b ?c }") for _ in range(2)]
    one, other = (sorted(answer.read_all().splitlines()) for answer in both)
    assert one == other != []


def test_no_room_for_a_slice_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - the store closes it
    monkeypatch.setattr("tempfile.TemporaryFile", lambda: full)
    with full, pytest.raises(StoreError) as caught:
        Store.of(["<a:a> <a:b> <a:c> ."], {})
    assert str(caught.value) == (
        "cannot write the quads of the slice: No space left on device\n"
        "  hint: make room in the folder for temporary files"
    )
