"""One build on Spark in a process of its own: `python -m tests.bench.on_spark MASTER PROJECT OUT` prints what it took.

It runs in the environment of PySpark. Printed is a line of JSON: seconds of Spark's start and of the build, of each of
its steps, bytes shuffled and spilled, from Spark's own log of events, and bytes of N-Quads and of Parquet written.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from kg.spark.building import build
from tests.spark.server import start

FROM = time.perf_counter()


def main(master: str, project: Path, out: Path) -> None:
    events = Path(os.environ["TMPDIR"]) / "events"
    events.mkdir()
    logged = {"enabled": "true", "dir": events.as_uri(), "compress": "false", "rolling.enabled": "false"}
    options = {f"spark.eventLog.{name}": value for name, value in logged.items()}
    options["spark.sql.shuffle.partitions"] = "200"  # as of a session that does not say: the build chooses
    session = start(master, options, brief=False)
    ready = time.perf_counter()
    steps: list[tuple[str, float]] = []
    build(session, project, out=str(out), step=lambda what, *_: steps.append((what, time.perf_counter() - ready)))
    seconds = time.perf_counter() - ready
    session.stop()
    told = {"start": ready - FROM, "seconds": seconds, "steps": steps, **measured(next(events.iterdir()))}
    for name, pattern in (("nquads", "*/nquads/part-*"), ("parquet", "*/*/part-*.parquet")):
        told[name] = sum(path.stat().st_size for path in out.glob(pattern))
    print(json.dumps(told))


def measured(log: Path) -> dict[str, Any]:
    """Add up what tasks report: bytes, and the seconds of each stage's tasks."""
    found: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    names: dict[int, str] = {}
    for line in log.open():
        event = json.loads(line)
        if event["Event"] == "SparkListenerStageSubmitted":
            names[event["Stage Info"]["Stage ID"]] = _name(event["Stage Info"])
        if event["Event"] != "SparkListenerTaskEnd" or "Task Metrics" not in event:
            continue
        its = event["Task Metrics"]
        found["tasks"] += 1
        found["failed"] += event["Task Info"]["Failed"]
        found["shuffled"] += its["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        found["spilled"] += its["Disk Bytes Spilled"]
        found["collecting"] += its["JVM GC Time"]
        stages[names[event["Stage ID"]]] += its["Executor Run Time"]
    longest = [(name, milliseconds / 1000) for name, milliseconds in stages.most_common(12)]
    return {**found, "collecting": found["collecting"] / 1000, "stages": longest}


def _name(stage: dict[str, Any]) -> str:
    scopes = [json.loads(rdd["Scope"])["name"] for rdd in stage["RDD Info"] if "Scope" in rdd]
    return f"{stage['Stage ID']} {stage['Stage Name'].partition(' at ')[0]}: {', '.join(dict.fromkeys(scopes))}"[:150]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
