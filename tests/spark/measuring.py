"""Runs in the Python that has Spark: one session, which measures what it is asked for, a request a line of JSON.

A request names a function of `kg.spark.measures`, with `options`: `pairs` are the rows of its table of ties, in as many
partitions as `parts` says; without them it is asked of the build at `out`. The answer is its rows, or what went wrong.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from kg.base.errors import KgError
from kg.spark import measures
from kg.spark.session import running

TIES = "source string, target string, facts long"


def answer(session: Any, asked: dict[str, Any]) -> Any:
    """Call the function, and give its rows, in order."""
    function, options = getattr(measures, asked["function"]), asked.get("options", {})
    if "pairs" in asked:
        ties = session.createDataFrame([tuple(tie) for tie in asked["pairs"]], TIES).repartition(asked.get("parts", 2))
        found = function(ties, **options)
    else:
        found = function(session, asked["out"], **options)
    return sorted(map(list, found.collect()))


def main() -> None:
    """Answer until there are no more requests."""
    with running("local[2]") as session:
        session.conf.set("spark.sql.shuffle.partitions", "2")  # an iteration of GraphX takes as many tasks each step
        for line in sys.stdin:
            try:
                told = {"rows": answer(session, json.loads(line))}
            except KgError as error:
                told = {"error": str(error)}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
