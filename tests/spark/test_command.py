"""`kg build --on spark`: what it prints and where, its exit codes, and a line for everything that hinders it."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cli.main import run
from tests.conftest import ROOT, copied, environment_of_spark
from tests.remote.servers import free_port
from tests.spark.typed import Told, typed

STRAIT = ROOT / "tests" / "projects" / "strait"
FAULTY = '{"claim": {"article": "wire-2031-03-03", "id": "zz", "fact": "talks", "type": "Meting"}}\n'
Capture = pytest.CaptureFixture[str]


def parts(out: Path) -> bytes:
    """Join the N-Quads of the build that a folder holds."""
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    return b"".join(path.read_bytes() for path in sorted((out / manifest["build"] / "nquads").glob("part-*.nq")))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one claim that is refused, in a folder whose name has a blank."""
    root = tmp_path_factory.mktemp("on spark")
    copied(STRAIT, root)
    (root / "sources/faulty.jsonl").write_text(FAULTY, "utf-8")
    kg.build(root)
    return root


@pytest.fixture(scope="module")
def told(project: Path, spark: Path, spark_environment: dict[str, str]) -> dict[str, Told]:
    """What came of lines that need Spark, typed in one process: Java starts once."""
    nowhere = f"spark://127.0.0.1:{free_port()}"
    kg.open(project).export("parquet", project.parent / "tables")
    for name in ("bare", "cut"):
        copied(STRAIT, project.parent / name)
        shutil.rmtree(project.parent / name / "sources")
        (project.parent / name / "sources").mkdir()
    whole = gzip.compress(kg.open(project).export("jsonl").encode(), mtime=0)
    (project.parent / "cut/sources/records.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    for name in ("more/empty.jsonl", "more/.hidden.jsonl", "more/.away/a.yaml", "odd/a.ndjson", "colon/10:00.jsonl"):
        path = project.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FAULTY if path.name.startswith(".") else "", "utf-8")
    given = ("--project", ".")
    lines: dict[str, list[str]] = {
        "built": ["build", "--on", "spark", "--master", "local[2]", "--parts", "3", "--out", "out ü",
                  "--on", "2031-03-08", "--known-by", "2031-03-20", *given],
        "no threads": ["build", "--on", "spark", "--master", "local[0]", *given],
        "nobody there": ["build", "--on", "spark", "--master", nowhere, *given],
        "no such master": ["build", "--on", "spark", "--master", "nowhere", *given],
        "no connector": ["build", "--on", "spark", "--master", "local[2]", "--out", "s3a://bucket/out", *given],
        "in a file": ["build", "--on", "spark", "--out", "kg.toml", *given],
        "in no folder": ["build", "--on", "spark", "--out", "no/where", *given],
        "into sources": ["build", "--on", "spark", "--out", "sources", *given],
        "over others": ["build", "--on", "spark", "--out", "..", *given],
        "from tables": ["build", "--on", "spark", "--master", "local[2]", "--from", "../tables", "--from", "../more",
                        "--out", "from tables", "--project", "../bare"],
        "from a time": ["build", "--on", "spark", "--master", "local[2]", "--from", "../colon", *given],
        "from others": ["build", "--on", "spark", "--master", "local[2]", "--from", "../odd", *given],
        "cut off": ["build", "--on", "spark", "--master", "local[2]", "--out", "cut", "--project", "../cut"],
        "from nothing": ["build", "--on", "spark", "--from", "nothing.jsonl", *given],
    }  # fmt: skip
    answers = typed(spark, spark_environment, list(lines.values()), project)
    return {name: Told(it.code, it.out, it.err.replace(nowhere, "NOWHERE"))
            for name, it in zip(lines, answers, strict=True)}  # fmt: skip


def without_progress(text: str) -> list[str]:
    """Leave out the lines of progress, which a slow machine has more of."""
    return [line for line in text.splitlines() if not re.match(r"[a-z ]+: [\d,]+ of [\d,]+", line)]


def test_it_tells_what_a_build_on_one_machine_tells(
    told: dict[str, Told], project: Path, tmp_path: Path, capsys: Capture
) -> None:
    here = copied(STRAIT, tmp_path)
    shutil.copy(project / "sources/faulty.jsonl", here / "sources")
    assert run(["build", "--project", str(here)]) == 1
    of_one, its = capsys.readouterr(), told["built"]
    assert its.code == 1
    *refused, missing, wrote = without_progress(its.err)
    build = json.loads((project / "out ü/manifest.json").read_text("utf-8"))["build"]
    assert [*refused[:-1], missing] == of_one.err.splitlines()
    assert refused[-1] == f"… all refusals of 1 claim, with file and line: `out ü/{build}/refused` (Parquet)"
    assert wrote == "wrote out ü; next: `kg facts --project 'out ü'`"


def test_its_slice_is_that_of_every_verb(told: dict[str, Told], project: Path, tmp_path: Path) -> None:
    cut = ["--on", "2031-03-08", "--known-by", "2031-03-20", "--project", str(project)]
    assert run(["export", "nquads", "-o", str(tmp_path / "cut.nq"), *cut]) == 0
    assert parts(project / "out ü") == (tmp_path / "cut.nq").read_bytes()
    facts = kg.open(project).slice(on="2031-03-08", known_by="2031-03-20").account.facts
    assert f" {len(facts)} facts, " in told["built"].out
    manifest = json.loads((project / "out ü/manifest.json").read_text("utf-8"))
    assert len(list((project / "out ü" / manifest["build"] / "nquads").glob("part-*.nq"))) == 3


HINDERED: dict[str, tuple[int, str]] = {
    "no threads": (1, "Spark does not start: Asked to run locally with 0 threads\n"),
    "nobody there": (
        1,
        "no master of Spark answers at `NOWHERE`\n"
        "  hint: is it running there? its page, at port 8080, shows its address: spark://HOST:PORT\n",
    ),
    "no such master": (
        2,
        "no master of Spark: `nowhere`\n"
        "  hint: it is one of local[*], spark://HOST:7077, yarn or k8s://HOST:PORT\n",
    ),
    "no connector": (
        1,
        "`s3a://bucket/out`: java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found\n"
        "  hint: such addresses need a jar that Spark has to be given: docs/spark.md, under object stores\n",
    ),
    "in a file": (1, "`kg.toml` is a file, where a folder is to be written\n  hint: name a folder, new or empty\n"),
    "in no folder": (1, "no such folder: `no`\n  hint: make it, or name another\n"),
    "into sources": (1, "`sources` is part of the project: nothing is written over it\n  hint: name another file\n"),
    "from nothing": (
        1,
        "nothing at `nothing.jsonl`\n  hint: `--from` names a file of JSON Lines, a folder of such, or of Parquet\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HINDERED)
def test_what_hinders_it_is_told_in_a_line(name: str, told: dict[str, Told]) -> None:
    code, said = HINDERED[name]
    its = told[name]
    assert (its.code, its.out, its.err) == (code, "", said)


def test_tables_that_one_machine_exports_are_read(told: dict[str, Told], project: Path) -> None:
    assert told["from tables"].code == 0
    assert parts(project / "from tables").decode() == kg.open(project).export("nquads")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("from others", "not JSON Lines: `../odd/a.ndjson`\n  hint: rename it, or keep it elsewhere\n"),
        ("from a time", "Spark reads no file with `:` in its name: `../colon/10:00.jsonl`\n  hint: rename it\n"),
    ],
)
def test_a_file_that_is_meant_is_not_passed_over(name: str, said: str, told: dict[str, Told]) -> None:
    assert (told[name].code, told[name].err) == (2, said)


def test_a_file_that_is_cut_off_is_told_as_on_one_machine(
    told: dict[str, Told], project: Path, capsys: Capture
) -> None:
    its = told["cut off"]
    assert run(["build", "--project", str(project.parent / "cut")]) == 1
    said = capsys.readouterr().err
    assert re.match(
        r"sources/records\.jsonl\.gz:[0-9]+:1: cannot be read further: Compressed file ended before the "
        "end-of-stream marker was reached\n  hint: the file is damaged or cut off: write it anew\nnothing was built\n",
        said,
    )
    assert (its.code, without_progress(its.err)) == (1, said.splitlines())
    assert not (project / "cut/manifest.json").exists()


def test_a_folder_that_holds_other_things_is_left_alone(told: dict[str, Told]) -> None:
    assert told["over others"].code == 1
    assert "holds other things than builds" in told["over others"].err


def test_nothing_of_sparks_own_is_left_behind(told: dict[str, Told], spark_environment: dict[str, str]) -> None:
    assert told["built"].out
    assert [path.name for path in Path(spark_environment["TMPDIR"]).glob("kg-spark-*")] == []


def javas(folder: Path) -> list[str]:
    """Name the processes whose commands name a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(folder) in (words := path.read_bytes().decode(errors="replace")):
                found.append(words[:200])
    return found


@pytest.mark.parametrize("moment", ["Java starts", "Spark starts"])
def test_ctrl_c_leaves_no_java_behind(moment: str, project: Path, spark: Path, tmp_path: Path) -> None:
    environment = environment_of_spark(tmp_path)
    words = ["build", "--on", "spark", "--master", "local[1]", "--out", str(tmp_path / "out"), "--project", "."]
    process = subprocess.Popen(
        [spark, "-m", "kg.cli.main", *words], env=environment, cwd=project, stderr=subprocess.PIPE, text=True
    )
    temporary, end = Path(environment["TMPDIR"]), time.monotonic() + 120
    while not list(temporary.glob("kg-spark-*" if moment == "Java starts" else "*/pyspark-*")):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "stopped\n")
    while javas(tmp_path):
        assert time.monotonic() < end, javas(tmp_path)
        time.sleep(0.1)
    assert list(temporary.glob("kg-spark-*")) == []


ASKED: list[tuple[str, int, str]] = [
    ("--on 2031", 2, "`--on 2031` without `--on spark`\n  hint: a build is of all days: ask it for one, as in "
     "`kg facts --on DAY`\n"),
    ("--on saprk", 2, "`--on saprk` without `--on spark`\n  hint: did you mean `spark`?\n"),
    ("--on spark --on sprak", 2, "`--on`: no date: `sprak`\n  hint: did you mean `spark`?\n"),
    ("--on spark --on 2031 --on 2032", 2, "`--on` names two days: `2031` and `2032`\n"
     "  hint: name one, or `--between A/B`\n"),
    ("--master local", 2, "`--master` without `--on spark`\n  hint: add `--on spark`, or leave it out\n"),
    ("--without x", 2, "`--without` without `--on spark`\n  hint: add `--on spark`, or leave it out\n"),
    ("--certainly", 2, "`--certainly` without `--on spark`\n  hint: add `--on spark`, or leave it out\n"),
    ("--on spark --certainly", 2, "`--certainly`: of which days?\n"
     "  hint: give a day (--on) or an interval (--between) too\n"),
    ("--on spark --texts x", 2, "`--texts` with `--on spark`: workers have no texts\n"
     "  hint: `kg check --texts DIR` first, where the texts are; then build without it\n"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "said"), ASKED)
def test_what_is_called_wrongly(words: str, code: int, said: str, project: Path, capsys: Capture) -> None:
    assert run(["build", *words.split(), "--project", str(project)]) == code
    assert capsys.readouterr() == ("", said)


def test_a_library_that_is_not_here(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden: Any = None  # what Python takes for a module that is not there
    monkeypatch.setitem(sys.modules, "pyspark", hidden)
    monkeypatch.setattr("kg.base.installing.find_spec", lambda name: None if name == "pyspark" else name)
    monkeypatch.setattr("kg.base.installing.to_install", lambda name: f"pip install '{name}>=4'")
    assert run(["build", "--on", "spark", "--project", str(project)]) == 2
    assert capsys.readouterr().err == (
        "`kg build --on spark` needs pyspark, not installed here\n  hint: pip install 'pyspark>=4'\n"
    )
