"""Every verb in every environment: an answer or one plain message, an exit code that is documented, no traceback.

Where an environment takes nothing away that a verb needs, the answer is that of the plain environment, byte by byte.
"""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from kg.base.project import find
from kg.builder import pipeline
from kg.cli.verbs import app
from tests.cli import environments
from tests.cli.environments import ENVIRONMENTS, Environment, obeys_modes, unbound, variables
from tests.conftest import ROOT
from tests.formats.events import row, table

EVERYTHING = os.environ.get("KG_ENVIRONMENTS") == "all"
P = ("--project", "{}/project")
WORDS: dict[str, tuple[tuple[str, ...], ...]] = {  # for each verb, what is typed after it
    "add": (("{}/project/texts/wire-2031-03-03.txt", *P), ("{}/nothing", *P)),  # which is there already; and is not
    "adjudicate": (("{}/project/sources/wire-2031-03-03.yaml", "{}/read.yaml", "-o", "-"),
                   ("{}/project/sources/wire-2031-03-03.yaml", "{}/read.yaml", "-o", "{}/out.yaml")),
    "agree": (("{}/project/sources/wire-2031-03-03.yaml", "{}/read.yaml"),
              ("{}/project/sources/wire-2031-03-03.yaml", "{}/read.yaml", "--format", "json"),
              ("{}/project/sources/wire-2031-03-03.yaml", "{}/quoted.yaml")),
    "anchor": (("{}/project/sources/wire-2031-03-03.yaml", "--texts", "{}/project/texts"),
               ("{}/quoted.yaml", "--texts", "{}/project/texts")),
    "annotate": (("nobody", *P), ("--texts", "{}/nowhere", *P)),  # else it serves until it is stopped
    "between": (("kestria", "orlund", *P), ("kestria", "orlund", *P, "--format", "json")),
    "build": (P, ("--on", "spark", "--master", "nowhere", *P), ("--on", "2031", *P)),
    "brokers": (("--kind", "all", "--layer", "all", *P), ("--by", "José", *P)),
    "check": ((*P, "--texts", "{}/project/texts"), (*P, "--store"), ("{}/project/sources/wire-2031-03-03.yaml", *P)),
    "cite": (("amarant-boarding", *P), ("amarant-boarding", "--format", "bibtex", *P), ("nobody", *P)),
    "conflicts": (P, (*P, "--list"), (*P, "--format", "json")),
    "count": (("--by", "act,month", *P), ("--by", "José", *P),
              ("--by", "status", "--values", "hurt", *P, "--format", "csv")),
    "diff": (("2031-03-08", "2031-03-20", *P), ("2031-03-08", "2031-03-20", *P, "--format", "html")),
    "different": (("kestria", "selk", "--by", "José", "--on", "2031-03-30", *P),),
    "duplicates": (P, ("--kind", "Person", "--format", "json", *P)),
    "dyads": (("--by", "side", *P), ("kestria", *P, "--format", "json"), ("-o", "-", *P)),
    "explain": (("kestria", "orlund", *P), ("nobody", *P)),
    "export": (("csv", "-o", "-", *P), ("jsonl", "-o", "{}/out", *P), ("turtle", "-o", "{}/here/out", *P),
               ("graphml", "-o", "-", *P), ("neo4j", "-o", "{}/folder", *P), ("annotations", "-o", "-", *P),
               ("webannotation", "-o", "-", *P, "--texts", "{}/project/texts"), ("crate", "-o", "{}/crate.zip", *P),
               ("brat", "-o", "{}/brat", *P, "--texts", "{}/project/texts")),
    "facts": (P, (*P, "--format", "json"), ("--known-by", "2031-03-08", *P, "--fresh"), ()),
    "fragile": (P, (*P, "--list"), ("kestria", "orlund", "--kind", "Country", *P)),
    "groups": (("--anyway", *P),),
    "help": ((), ("José",), ("--all", "--format", "json", *P), ("speaker", *P)),
    "import": (("icews", "{}/events.tab", "-o", "-", *P), ("table", "{}/events.tab", "--draft", "-o", "-", *P),
               ("annotations", "{}/claims.csv", "-o", "-", *P)),
    "init": (("{}/new",), ("new-here",)),
    "mcp": (P,),
    "network": (("--kind", "all", *P), ("--kind", "all", "--directed", *P, "--format", "json")),
    "path": (("kestria", "orlund", "--kind", "Country", *P), ("kestria", "nobody", *P)),
    "profile": (("kestria", *P), ("kestria", *P, "--format", "json"), ("nobody", *P)),
    "push": (("http://127.0.0.1:9/José", *P), P),  # where nobody answers; and nowhere
    "query": (("find", "words=José", *P), ("-", *P), ("-f", "{}/query.rq", *P), ("--list", *P),
              ("SELECT ?s { ?s a kg:Fact } ORDER BY ?s", "--format", "csv", *P), ("find", "words=", *P)),
    "rank": (("degree", "--kind", "Country", *P), ("eigenvector", *P, "--format", "json"),
             ("degree", *P, "--kind", "all", "--without-each", "voice", "--beside-unconfirmed"),
             ("degree", "--kind", "all", "--layer", "all", "--null", "--draws", "20", *P),
             ("degree", "--kind", "Country", "--layer", "all", "--store", "--null", *P)),  # refused
    "same": (("kestria", "orlund", "--by", "José", "--on", "2031-03-30", "--dry-run", *P),),
    "serve": (("--host", "0.0.0.0", *P),),  # which needs a token
    "show": (("{}/project/sources/wire-2031-03-03.yaml", "--texts", "{}/project/texts"),),
    "split": (("kestria", "--by", "José", "--on", "2031-03-30", *P),),  # which nothing joins with others
    "suggest": (("post-2031-03-06", "--dry-run", *P), ("wire-2031-03-03", *P, "--format", "json"),
                ("--score", "wire-2031-03-03", *P), ("nobody", *P),
                ("wire-2031-03-03", "--model", "http://127.0.0.1:9/José", "--model-name", "José", *P)),
    "timeline": (P, ("-o", "-", *P)),
    "verify": (("{}/report.md", *P, "--texts", "{}/project/texts"), ("{}/report.md", "--format", "json", *P),
               ("{}/nothing.md", *P)),
    "view": (("-o", "{}/out.html", *P), ("-o", "-", *P, "--texts", "{}/project/texts")),
}  # fmt: skip
MODULES = ("kg.analysis", "kg.check.run", "kg.cli.new_project", "kg.formats.network_tables", "kg.graph.opening",
           "kg.report.facts", "kg.report.fragile", "kg.report.timeline", "kg.view.from_snapshot", "networkx", "numpy",
           "rapidfuzz.fuzz", "rich.table", "typer._adapters")  # fmt: skip
QUERY = "# José\nSELECT ?name { ?who rdfs:label ?name FILTER(CONTAINS(?name, 'José')) } ORDER BY ?name\n"
QUOTED = "article: {outlet: wire, published: 2031-03-03, title: José, text: {file: wire-2031-03-03.txt}}\nclaims: []\n"
REPORT = "José says that “田” fired ([shots](fact:gull-rock-shots)), and came ([on-record](fact:amarant-boarding)).\n"
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from tests.faults.run_verbs import main; "
    "main(Path(sys.argv[2]), *sys.argv[3:])"
)
LONGEST = 120  # seconds that all verbs may take in one environment on a busy machine


def verbs() -> dict[str, Any]:
    commands: Any = typer.main.get_command(app)
    return dict(commands.commands)


def test_every_verb_is_tried() -> None:
    assert sorted(WORDS) == sorted(verbs())


@dataclass(frozen=True)
class Run:
    """What came of a verb; the folder in which it was typed is written `{}`."""

    words: tuple[str, ...]
    code: int
    out: bytes
    said: bytes


def lines() -> list[tuple[str, ...]]:
    """What is typed, the verbs that write last."""
    typed = [(verb, *words) for verb, some in WORDS.items() for words in some] + [(verb, "--help") for verb in WORDS]
    writing = ("build", "init", "anchor", "different")
    return [("--help",), *sorted(typed, key=lambda words: words[0] in writing)]


@cache
def _original(base: Path) -> Path:
    """A project that is built, with names beyond ASCII, beside folders and files that environments are about."""
    folder = base / "environments"
    shutil.copytree(ROOT / "tests/projects/strait", folder / "project", symlinks=False)
    with (folder / "project/sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("jose: {kind: Person, name: José 田}\n")
    pipeline.build(find(folder / "project"))
    (folder / "here").mkdir()
    (folder / "shut").mkdir()
    (folder / "file").write_text("a file", "utf-8")
    (folder / "query.rq").write_text(QUERY, "utf-8")
    (folder / "quoted.yaml").write_text(QUOTED, "utf-8")
    (folder / "report.md").write_text(REPORT, "utf-8")
    (folder / "claims.csv").write_text("article,id,note\nnobody,a,José\n", "utf-8")
    shutil.copy(folder / "project/sources/wire-2031-03-03.yaml", folder / "read.yaml")
    (folder / "events.tab").write_text(table(row(1, City="José 田")), "utf-8")
    return folder


def tried(environment: Environment, base: Path, place: Path, typed: list[tuple[str, ...]]) -> list[Run]:
    """Type some lines in a folder of their own, in one environment."""
    folder = place / environment.folder
    shutil.copytree(_original(base), folder, symlinks=True)
    told = place / "told.json"
    jobs = []
    for number, words in enumerate(typed):
        job: dict[str, Any] = {"words": [word.replace("{}", str(folder)) for word in words]}
        names = {
            "stdin": str(folder / "query.rq"),
            "stdout": f"{place}/{number}.out",
            "stderr": f"{place}/{number}.err",
        }
        jobs.append(job | {name: path for name, path in names.items() if name not in environment.streams})
    told.write_text(json.dumps(jobs), "ascii")
    (folder / "shut").chmod(0o555)
    environment.prepare(folder)
    command = [*(unbound() if environment.obeys_modes else ()), sys.executable, *environment.options, "-c", START]
    try:
        done = subprocess.run(
            [*command, str(ROOT), str(told), *MODULES], cwd=environment.here.replace("{}", str(folder)),
            env=variables(environment, folder), preexec_fn=environment.start, stderr=subprocess.PIPE, timeout=LONGEST,
            check=False,
        )  # fmt: skip
    finally:
        environment.restore(folder)
    assert done.returncode == 0, done.stderr.decode()
    codes = [job["code"] for job in json.loads(told.read_text("ascii"))]
    return [Run(words, code, _read(place, f"{number}.out", folder), _read(place, f"{number}.err", folder))
            for number, (words, code) in enumerate(zip(typed, codes, strict=True))]  # fmt: skip


def _read(place: Path, name: str, folder: Path) -> bytes:
    path = place / name
    if not path.exists():
        return b""
    quoted = shlex.quote(f"{folder}/new")  # what `kg init` says can be typed next
    data = path.read_bytes().replace(os.fsencode(quoted), os.fsencode(f"{folder}/new"))
    for written in (
        os.fsencode(folder),
        json.dumps(str(folder))[1:-1].encode(),
        str(folder).encode(errors="backslashreplace"),
    ):
        data = data.replace(written, b"{}")
    return data


def faults_of(run: Run, plain: Run, environment: Environment) -> list[str]:
    """List what is wrong with a run, beside the plain one."""
    shown, found = run.out + run.said, []
    if run.code not in (0, 1, 2):
        found.append(f"exit code {run.code}")
    if any(mark in shown for mark in (b"Traceback", b"panicked", b"Exception ignored")) or b"Warning: " in run.said:
        found.append("a traceback or a warning of Python's")
    if run.code and not shown and not environment.streams:
        found.append("no message")
    for name in _looked_at(run.words, environment):
        its, usual = getattr(run, name), getattr(plain, name)
        found += [_difference(name, its, usual)] if its != usual else []
    return [f"kg {' '.join(run.words)}: {what}: …{run.said.decode(errors='replace')[-200:]}" for what in found]


def _looked_at(words: tuple[str, ...], environment: Environment) -> list[str]:
    """Name what is to be as in the plain environment."""
    if words[0] in environment.fails or environment.same == environments.NONE:
        return []
    if environment.same == environments.CODES:
        return ["code"]
    is_help = "--help" in words
    if environment.same == environments.DATA:
        is_data = words[0] in ("export", "view") or bool({"json", "csv", "html"} & set(words))
        return ["code", "out"] if is_data and not is_help else ["code"]
    shown = [name for name, stream in (("out", "stdout"), ("said", "stderr")) if stream not in environment.streams]
    return ["code"] if is_help and environment.same == environments.ANSWERS else ["code", *shown]


def _difference(name: str, its: Any, plain: Any) -> str:
    if isinstance(its, int):
        return f"exit code {its} and not {plain}"
    at = next((at for at, pair in enumerate(zip(its, plain, strict=False)) if pair[0] != pair[1]), -1)
    return f"another {name}: {its[max(at - 20, 0) : at + 80]!r} and not {plain[max(at - 20, 0) : at + 80]!r}"


def drawn(name: str) -> list[tuple[str, ...]]:
    """Choose what is typed in an environment: one line of each verb and some help, if not everything is asked for."""
    if EVERYTHING:
        return lines()
    draw = random.Random(name)
    chosen = {(verb, *draw.choice(some)) for verb, some in WORDS.items()} | {(draw.choice(list(WORDS)), "--help")}
    return [words for words in lines() if words in chosen]


@cache
def _plain(base: Path) -> dict[tuple[str, ...], Run]:
    (base / "plain").mkdir()
    return {run.words: run for run in tried(Environment(), base, base / "plain", lines())}


MADE = {  # by the lines above
    "brat", "crate.zip", "folder", "here", "new", "out", "out.html", "out.yaml", "project/build",
    "project/sources/identity.yaml", "quoted.yaml",
}  # fmt: skip


def test_no_verb_writes_what_it_was_not_asked_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    _plain(base)
    before, after = (_held(folder) for folder in (_original(base), base / "plain" / Environment().folder))
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {next((made for made in MADE if f"{name}/".startswith(f"{made}/")), name) for name in changed} == MADE


def _held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CASES = tuple((name,) for name in ENVIRONMENTS) if EVERYTHING else environments.TOGETHER


def test_no_environment_is_left_out() -> None:
    assert sorted(name for names in environments.TOGETHER for name in names) == sorted(ENVIRONMENTS)


@pytest.mark.parametrize("names", CASES, ids=" ".join)
def test_no_environment_gives_a_traceback(
    names: tuple[str, ...], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = environments.together(names)
    if environment.obeys_modes and not obeys_modes():
        pytest.skip("a superuser here cannot give up the right to pass over modes (no setpriv, or it is not allowed)")
    base = tmp_path_factory.getbasetemp()
    plain, wrong = _plain(base), []
    for run in tried(environment, base, tmp_path, drawn(" ".join(names))):
        wrong += faults_of(run, plain[run.words], environment)
    assert not wrong, "\n".join(wrong)
