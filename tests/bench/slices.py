"""Print what a slice and a diff cost beside a fresh build of the same subset: `python -m tests.bench.slices [CLAIMS]`.

The project is made up: ten articles a day for three years tell of some 33,000 meetings, three claims each, nine in ten
of them within days of the event; all meetings of a day are in one place, since nobody is in two. A slice is what an
analyst waits for: the cut, its facts, its network, and one fact explained. A rebuild of the same subset is a fresh
build, from JSON Lines, of the claims that the slice knows or keeps, opened and asked the same. Trust the ratios, not
the seconds.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kg.base.project import find
from kg.builder import pipeline
from kg.graph import opening
from kg.graph.graph import Graph
from tests.bench import synthetic

FIRST, DAYS, ARTICLES_A_DAY, USUAL = date(2030, 1, 1), 1095, 10, 100_000
SOON, OLDER = 3, 0.1  # days within which an article usually tells of an event; share of claims on older events
EARLY, LATE, MONTH = "2031-06-30", "2031-12-31", "2031-06"


class Told(NamedTuple):
    """One claim, ready to be written."""

    article: int
    fact: int
    lines: str


class Row(NamedTuple):
    """One line of the table: seconds for the slice, and for a rebuild."""

    work: str
    claims: int
    here: float
    rebuilt: float


def tell(claims: int, seed: int = 1) -> Iterator[Told]:
    """Draw the claims, in order of publication."""
    draw = random.Random(seed)
    people, facts = max(20, claims // 10), claims // synthetic.CLAIMS_A_FACT + 1
    about = [synthetic.fact(number, people, draw) for number in range(facts)]
    a_day = facts / DAYS
    for number in range(claims):
        article = number * DAYS * ARTICLES_A_DAY // claims
        day = article // ARTICLES_A_DAY
        back = draw.randrange(day + 1) if draw.random() < OLDER else draw.randrange(min(day, SOON) + 1)
        fact = min(facts - 1, int((day - back + draw.random()) * a_day))
        lines, ministry, is_only_hinted = about[fact]
        on = int(fact / a_day)
        there = re.sub(r"place: p\d+", f"place: p{on % (people // 10)}", lines)
        happened = there.rpartition("when: ")[0] + f"when: {FIRST + timedelta(days=on)}"
        yield Told(article, fact, synthetic.claim(number, (happened, ministry, is_only_hinted), draw))


def published(article: int) -> str:
    return (FIRST + timedelta(days=article // ARTICLES_A_DAY)).isoformat()


def write(folder: Path, told: Iterable[Told], claims: int) -> Path:
    """Write a project of some of the claims, as JSON Lines; articles without any are left out."""
    people = synthetic.begin(folder, claims)
    with (folder / "sources/entities.jsonl").open("w") as out:
        for line in synthetic.entities(people):
            id_, _, fields = line.partition(": ")
            out.write(f'{{"entity":{synthetic.as_json(f"id: {id_}", fields[1:-1])}}}\n')
    last = None
    with (folder / "sources/told.jsonl").open("w") as out:
        for article, _, lines in told:
            name = f"a{article:06d}"
            if article != last:
                head = (f"title: Article {article}", f"publisher: n{article % 20}", f"published: {published(article)}")
                out.write(f'{{"article":{synthetic.as_json(f"id: {name}", *head)}}}\n')
                last = article
            its = synthetic.as_json(f"article: {name}", *lines.replace("  - ", "", 1).splitlines())
            out.write(f'{{"claim":{its}}}\n')
    return folder


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def asked(graph: Graph) -> None:
    """Ask what an analyst asks first."""
    graph.facts()
    graph.network()
    graph.explain(next(iter(graph.account.facts)))


def built(folder: Path) -> None:
    pipeline.build(find(folder))
    asked(opening.open(folder))


class Bench:
    """The whole, built once, and rebuilds of parts of it."""

    def __init__(self, claims: int, scratch: Path) -> None:
        self.claims, self.scratch, self.told = claims, scratch, list(tell(claims))
        self.whole = write(scratch / "whole", self.told, claims)
        pipeline.build(find(self.whole))
        self.graph = opening.open(self.whole)
        asked(self.graph)  # what a session has read once

    def slice(self, work: str, options: dict[str, Any], keeps: Callable[[Told], bool]) -> Row:
        """Cut, and rebuild the same; make sure that both have the same facts."""
        kept = [told for told in self.told if keeps(told)]
        folder = write(self.scratch / work.replace(" ", "-"), kept, self.claims)
        rebuilt = timed(lambda: built(folder))
        here = timed(lambda: asked(self.graph.slice(**options)))
        same = self.graph.slice(**options).account.facts.keys() == opening.open(folder).account.facts.keys()
        assert same, f"{work}: the slice and the rebuild have different facts"
        return Row(work, len(kept), here, rebuilt)

    def rows(self) -> Iterator[Row]:
        early = self.slice(f"known by {EARLY}", {"known_by": EARLY}, lambda its: published(its.article) <= EARLY)
        yield early
        kept = {int(fact[1:]) for fact in self.graph.slice(on=MONTH).account.facts}
        yield self.slice(f"on {MONTH}", {"on": MONTH}, lambda its: its.fact in kept)
        gone = self.told[len(self.told) // 2].article
        yield self.slice("without one article", {"without": f"a{gone:06d}"}, lambda its: its.article != gone)
        late = write(self.scratch / "late", (its for its in self.told if published(its.article) <= LATE), self.claims)
        twice = early.rebuilt + timed(lambda: built(late))
        yield Row(f"diff {EARLY} {LATE}", self.claims, timed(lambda: self.graph.diff(known_by=(EARLY, LATE))), twice)
        past = self.graph.slice(known_by=EARLY)
        asked(past)
        store = timed(lambda: past.query("ASK { ?fact kg:accepted true }"))
        yield Row(f"first query, known by {EARLY}", early.claims, store, early.rebuilt)


def main() -> None:
    """Measure, and print each line as it comes."""
    claims = int(sys.argv[1]) if sys.argv[1:] else USUAL
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(claims, Path(folder))
        facts, articles = len(bench.graph.account.facts), len(bench.graph.records.articles)
        print(f"{claims:,} claims, {facts:,} facts, {articles:,} articles")
        print(f"\n{'work':36}{'claims':>10}{'here, s':>10}{'rebuilt, s':>12}{'ratio':>8}")
        for row in bench.rows():
            ratio = row.here / row.rebuilt
            print(f"{row.work:36}{row.claims:10,}{row.here:10.2f}{row.rebuilt:12.2f}{ratio:8.2f}", flush=True)


if __name__ == "__main__":
    main()
