"""Withdraw each of 100 voices in turn, and time that beside a ranking: `python -m tests.bench.sensitivity [CLAIMS]`.

A hundred newspapers report, in their own voices, meetings of three persons each; who meets whom is drawn evenly, so
that the network is as wide as so many claims make it. Each time is that of the whole command, from its start to its
last line, the best of three: both begin with opening the project, which a session does once.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.base.project import find
from kg.builder import pipeline
from tests.bench import synthetic
from tests.conftest import ROOT

USUAL, VOICES, PERSONS, DENIED, REPEATED = 10_000, 100, 1_000, 0.05, 3
MEASURES = ("degree", "strength", "betweenness", "harmonic", "pagerank", "eigenvector")
GOAL = 20


def write(folder: Path, claims: int, seed: int = 1) -> Path:
    """Write a project of that many claims as JSON Lines; each article has ten."""
    synthetic.begin(folder, claims)
    draw = random.Random(seed)
    facts = [fact(number, draw) for number in range(claims // synthetic.CLAIMS_A_FACT + 1)]
    people = [f'"id":"a{number}","kind":"Person","name":"Actor {number}"' for number in range(PERSONS)]
    people += [f'"id":"n{number}","kind":"Organization","name":"Newspaper {number}"' for number in range(VOICES)]
    lines = [f'{{"entity":{{{its}}}}}' for its in people]
    for number in range(claims):
        article = number // 10
        if number % 10 == 0:
            its = f'"id":"a{article}","title":"Article {article}","publisher":"n{article % VOICES}"'
            lines.append(f'{{"article":{{{its},"published":"2031-{article % 12 + 1:02d}-01"}}}}')
        stance = "denies" if draw.random() < DENIED else "asserts"
        span = f'"evidence":[{{"at":[{number % 10 * 100},{number % 10 * 100 + 80}],"sha256":"{synthetic.HASH}"}}]'
        its = f'"article":"a{article}","id":"c{number}",{draw.choice(facts)},"stance":"{stance}",{span}'
        lines.append(f'{{"claim":{{{its}}}}}')
    (folder / "sources/told.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def fact(number: int, draw: random.Random) -> str:
    who = ",".join(f'"a{actor}"' for actor in draw.sample(range(PERSONS), 3))
    return f'"fact":"f{number}","type":"Meeting","roles":{{"participant":[{who}]}}'


def timed(project: Path, *words: str) -> float:
    """Give the seconds of a command, the best of several."""
    command = [sys.executable, "-m", "kg.cli.main", "rank", *words, "--project", str(project)]
    return min(run(command) for _ in range(REPEATED))


def run(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def rows(project: Path) -> Iterator[tuple[str, float, float]]:
    for measure in MEASURES:
        yield measure, timed(project, measure), timed(project, measure, "--without-each", "voice")
    yield "degree, each article", timed(project, "degree"), timed(project, "degree", "--without-each", "article")
    yield "degree, 100 halves", timed(project, "degree"), timed(project, "degree", "--halves")


def main() -> None:
    """Measure, and print each line as it comes."""
    claims = int(sys.argv[1]) if sys.argv[1:] else USUAL
    with tempfile.TemporaryDirectory() as scratch:
        project = write(Path(scratch) / "project", claims)
        pipeline.build(find(project))
        print(f"{claims:,} claims, {VOICES} voices, {claims // 10:,} articles; goal: at most {GOAL} times `kg rank`")
        print(f"\n{'measure':24}{'kg rank, s':>12}{'without each, s':>18}{'ratio':>8}")
        for what, plain, tried in rows(project):
            print(f"{what:24}{plain:12.2f}{tried:18.2f}{tried / plain:8.1f}", flush=True)


if __name__ == "__main__":
    main()
