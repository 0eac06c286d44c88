"""Print what pairs and counts cost beside a group-by of polars: `python -m tests.bench.dyads [CLAIMS]`.

The project is that of `tests.bench.synthetic`: meetings of three, three claims each. A graph is opened, with its
account, claims and ontology loaded, before any time runs. The pairs are those of `kg.report.counted.dyads.dyads`,
from the account to all pairs in their order. The peer is given ready tuples, one for each fact and pair, with all
that a pair counts (ends, status, whether it is accepted and contested, act and tendency, first and last day, voices,
outlets, whether it was read): its time holds making a frame of them, grouping into the same columns, and the same
order. That it comes to the same is checked. Best of three; trust the ratio, not the seconds. Nothing needs polars:
without it the peer is skipped.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.account.edges import edges
from kg.account.support import support
from kg.base.project import find
from kg.builder import pipeline
from kg.graph import opening
from kg.graph.graph import Graph
from kg.model.records import Status
from kg.report.counted.dyads import Dyads, dyads
from tests.bench import synthetic
from tests.conftest import ROOT

USUAL, TIMES, AIM = 100_000, 3, 2.0
COLUMNS = (
    "source", "target", "directed", "fact", "status", "accepted", "contested", "act", "tendency", "first", "last",
    "voices", "outlets", "read",
)  # fmt: skip
Tuple = tuple[Any, ...]


def ready(graph: Graph) -> Iterator[Tuple]:
    """Give the tuples of the peer: a meeting joins its pairs once, without direction, and names no act."""
    claims = graph.claims
    for fact in graph.account.facts.values():
        days = (fact.when.earliest, fact.when.latest)
        for edge in edges(fact, graph.ontology, accepted=False):
            told = support(fact, *edge.ends, graph.account.readings)
            read = any(claims[key].was_read for key in told.claims)
            stands = (edge.status.value, edge.accepted, edge.contested and edge.contested.value)
            sources = ([*told.voices], [*told.outlets])
            yield (edge.source, edge.target, False, fact.fact, *stands, None, None, *days, *sources, read)


def grouped(rows: list[Tuple]) -> Any:
    """Group tuples by polars into the columns of pairs."""
    import polars as pl

    is_taken = pl.col("accepted")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS) | _types(pl), orient="row")
    found = frame.group_by("source", "target", "directed").agg(
        pl.col("fact").n_unique().alias("findings"),
        *((pl.col("status") == its.value).sum().alias(its.value) for its in Status),
        is_taken.sum(),
        (pl.col("contested") == "by-party").sum().alias("contested"),
        (pl.col("contested") == "by-outsider").sum().alias("contested_by_outsider"),
        pl.col("act").filter(is_taken).drop_nulls().value_counts().alias("acts"),
        ((pl.col("tendency") == "cooperative") & is_taken).sum().alias("cooperative"),
        ((pl.col("tendency") == "hostile") & is_taken).sum().alias("hostile"),
        pl.col("first").filter(is_taken).min(),
        pl.col("last").filter(is_taken).max(),
        pl.col("voices").filter(is_taken).explode().unique().sort(),
        pl.col("outlets").filter(is_taken).explode().unique().sort(),
        (pl.col("read") & is_taken).sum(),
    )
    return found.sort("accepted", "findings", "source", "target", descending=[True, True, False, False])


def _types(pl: Any) -> dict[str, Any]:
    texts = ("source", "target", "fact", "status", "contested", "act", "tendency", "first", "last")
    truths = ("directed", "accepted", "read")
    lists = dict.fromkeys(("voices", "outlets"), pl.List(pl.String))
    return dict.fromkeys(texts, pl.String) | dict.fromkeys(truths, pl.Boolean) | lists


def same(pairs: Dyads, frame: Any) -> bool:
    """Tell whether both came to the same."""
    names = ("source", "target", "findings", "accepted", "first", "last", "voices", "outlets", "read")
    told = [[getattr(pair, name) for name in names] for pair in pairs]
    found = [list(row) for row in frame.select(*names).iter_rows()]
    return told == [[tuple(its) if isinstance(its, list) else its for its in row] for row in found]


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the least seconds of some runs, and what came of the last."""
    least, result = float("inf"), None
    for _ in range(TIMES):
        start = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - start)
    return least, result


def main() -> None:
    """Measure, and print a line for each work."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    target = ROOT / "build/bench"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as name:
        folder = synthetic.write_lines(Path(name) / "lines", claims)
        pipeline.build(find(folder))
        graph = opening.open(folder)
        assert all((graph.account.facts, graph.claims, graph.teller, graph.ontology))
        seconds, pairs = best(lambda: dyads(graph))
        joined = sum(its.findings for its in pairs)
        print(f"{claims:,} claims, {len(graph.account.facts):,} facts, {joined:,} findings of {len(pairs):,} pairs")
        print(f"{'pairs, from the account':44}{seconds:8.3f} s", flush=True)
        by_side, of_sides = best(lambda: dyads(graph, by="side"))
        print(f"{f'pairs of sides ({len(of_sides):,})':44}{by_side:8.3f} s", flush=True)
        print(f"{'facts by month and type':44}{best(lambda: graph.count('month,type'))[0]:8.3f} s", flush=True)
        print(f"{'facts by actor, with reports':44}{best(lambda: graph.count('actor', reports=True))[0]:8.3f} s")
        rows = list(ready(graph))
        try:
            peer, frame = best(lambda: grouped(rows))
        except ImportError:
            print("polars: group-by of ready tuples             skipped: polars is not installed")
            return
        print(f"{'polars: group-by of ready tuples':44}{peer:8.3f} s; the same: {same(pairs, frame)}")
        print(f"pairs to polars: {seconds / peer:.2f} (aim: at most {AIM})")


if __name__ == "__main__":
    main()
