"""Projects checked in one session of Spark, and what came of each: run by `test_checking`, in Spark's environment."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kg.base.errors import KgError
from kg.base.project import find
from kg.spark.checking import check_claims, sources_of
from kg.spark.session import session


def main(asked: str) -> None:
    spark = session("local[2]")
    for case in json.loads(asked):
        for name, value in case.get("set", {}).items():
            spark.conf.set(name, value)
        project = find(Path(case["project"]))
        try:
            sources = sources_of(spark, project, case.get("more", []))
            limits = {
                "heads_broadcast": case.get("heads_broadcast", 1000),
                "entities_held": case.get("entities_held", 1000),
            }
            its = check_claims(spark, project, sources, **limits)
            told: dict[str, Any] = {
                "claims": sorted((row.key, bytes(row.body).hex()) for row in its.claims.collect()),
                "refused": [[*row] for row in its.refused.collect()],
                "counts": its.counts,
                "replaced": its.background.replaced,
                "entities": sorted(its.background.entities),
                "heads": None if its.heads is None else sorted(row.id for row in its.heads.collect()),
            }
            for frame in its.kept:
                frame.unpersist()
        except KgError as error:
            told = {"error": str(error)}
        sys.stdout.write(f"{json.dumps(told)}\n")
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1])
