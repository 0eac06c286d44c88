"""The people whom the bench of pages draws, and three pages of them: ours, pyvis's, and one of sigma.js.

People, and three times as many pairs of them that have met, drawn by a seed: a few have met very many, most few. Each
person belongs to one of some countries. Here each meeting is a claim with its span, in one of sixty articles; pyvis and
sigma.js are given names and pairs alone, pyvis with its own physics, sigma.js with places at random, and it has only
to draw. npm installs sigma.js into `.cache/bench-web` when it is first needed.
"""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from kg.base.project import find
from kg.builder import pipeline
from kg.graph import opening
from tests.bench import synthetic
from tests.conftest import CACHE

LINES_A_PERSON, ARTICLES, TAIL = 3, 60, 3.0
SIGMA = ("sigma@3.0.3", "graphology@0.26.0")

Pairs = list[tuple[int, int]]


def pairs_of(people: int) -> Pairs:
    """Draw who has met whom, each pair once; those with low numbers have met most."""
    draw, found = random.Random(people), dict[tuple[int, int], None]()
    while len(found) < LINES_A_PERSON * people:
        a, b = sorted(int(people * draw.random() ** TAIL) for _ in range(2))
        if a != b:
            found[a, b] = None
    return list(found)


def told(number: int, a: int, b: int) -> str:
    """Claim that two have met; of every third meeting one of them says so himself."""
    speaker = f"speaker: a{a}, " if number % 3 == 0 else ""
    what = f"fact: f{number}, type: Meeting, roles: {{participant: [a{a}, a{b}]}}, when: 2009-03-{number % 28 + 1:02d}"
    span = f"[{{at: [{number * 100}, {number * 100 + 80}], sha256: {synthetic.HASH}}}]"
    return f"  - {{id: c{number}, {what}, {speaker}stance: asserts, evidence: {span}}}"


def write_ours(folder: Path, people: int, pairs: Pairs) -> tuple[Path, float]:
    """Build a project of these meetings, and write its page; the seconds are those of the page."""
    synthetic.begin(folder, 0)
    countries = max(5, round(math.sqrt(people)))
    lines = ["n0: {kind: Organization, name: Newspaper}"]
    lines += (f"k{number}: {{kind: Country, name: Country {number}}}" for number in range(countries))
    lines += (
        f"a{number}: {{kind: Person, name: Actor {number}, links: {{member_of: k{number % countries}}}}}"
        for number in range(people)
    )
    (folder / "sources/entities.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    for article in range(ARTICLES):
        day = f"2010-{article // 28 + 1:02d}-{article % 28 + 1:02d}"
        head = ["article:", f"  title: Article {article}", "  publisher: n0", f"  published: {day}", "claims:"]
        claims = [told(number, *pairs[number]) for number in range(article, len(pairs), ARTICLES)]
        (folder / f"sources/a{article:02d}.yaml").write_text("\n".join([*head, *claims]) + "\n", "utf-8")
    assert pipeline.build(find(folder)).counts["refused"] == 0
    graph = opening.open(folder)
    assert len(graph.account.facts) == len(pairs)
    start = time.perf_counter()
    page = graph.view().save(folder / "page.html")
    return page, time.perf_counter() - start


def write_pyvis(folder: Path, people: int, pairs: Pairs) -> tuple[Path, float]:
    """Write the same people and pairs as pyvis does."""
    from pyvis.network import Network

    start = time.perf_counter()
    network = Network(cdn_resources="in_line")
    network.add_nodes([f"a{number}" for number in range(people)], label=[f"Actor {number}" for number in range(people)])
    for a, b in pairs:
        network.add_edge(f"a{a}", f"a{b}")
    page = folder / "pyvis.html"
    page.write_text(network.generate_html(), "utf-8")
    return page, time.perf_counter() - start


def write_sigma(folder: Path, people: int, pairs: Pairs) -> tuple[Path, float]:
    """Write them as a plain page of sigma.js."""
    library, graphology = _sigma()
    start, draw = time.perf_counter(), random.Random(people)
    places = ((draw.gauss(0, 1), draw.gauss(0, 1)) for _ in range(people))
    nodes = [
        {"key": f"a{number}", "attributes": {"label": f"Actor {number}", "x": x, "y": y, "size": 3}}
        for number, (x, y) in enumerate(places)
    ]
    edges = [{"source": f"a{a}", "target": f"a{b}"} for a, b in pairs]
    network = json.dumps({"attributes": {}, "options": {}, "nodes": nodes, "edges": edges})
    page = folder / "sigma.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="c" style="height:100vh"></div>'
        f"<script>{graphology}</script><script>{library}</script><script>"
        f"const network = new graphology.Graph(); network.import({network});"
        'globalThis.drawn = new Sigma(network, document.getElementById("c"));</script>',
        "utf-8",
    )
    return page, time.perf_counter() - start


def _sigma() -> tuple[str, str]:
    """Give sigma.js and graphology, which npm installs for this bench alone.

    Raises
    ------
    FileNotFoundError
        If they are not there, and npm is not, or cannot reach its registry.
    """
    folder = CACHE / "bench-web"
    files = [
        folder / "node_modules" / name for name in ("sigma/dist/sigma.min.js", "graphology/dist/graphology.umd.min.js")
    ]
    if not all(file.exists() for file in files) and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", *SIGMA]
        subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    library, graphology = (file.read_text("utf-8") for file in files)
    return library, graphology


WRITERS: dict[str, Callable[[Path, int, Pairs], tuple[Path, float]]] = {
    "here": write_ours, "pyvis": write_pyvis, "sigma.js": write_sigma,
}  # fmt: skip
