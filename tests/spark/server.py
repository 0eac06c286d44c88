"""A session of Spark that builds what it is asked for: requests as lines of JSON on stdin, an answer a line on stdout.

It runs in the environment of PySpark, which has no pytest: `python -m tests.spark.server [MASTER] [KEY=VALUE]…`. A
request is `{"project": FOLDER, "out": FOLDER, "partitions": 1, "options": {…}}`, and may have `"set": {…}`, settings of
Spark for that build, `"die": STEP`, at which the driver is killed with all that it started, `"tell": true`, to be told
of each step, `"heads_broadcast": 0`, more articles than which are joined, and `"entities_held": 0`, more entities than
which are packed. An answer has the build's counts and refusals, or what its error says.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from kg.base.errors import KgError
from kg.spark import building
from kg.spark.checking import check_claims
from kg.spark.release import settings

if TYPE_CHECKING:  # the tests look into every module, also where Spark is not
    from pyspark.sql import SparkSession

Answer = dict[str, Any]
# Of a build of some dozen claims most is Java getting ready for millions: without that it takes half the time.
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
PLAIN = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}


def start(master: str, options: dict[str, str], *, brief: bool = True) -> SparkSession:
    """Start a session that listens on this machine only, keeps to a folder of its own, and shows nothing."""
    folder = os.environ["TMPDIR"]
    known = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder} {BRIEF if brief else ''}",
        "spark.executor.extraJavaOptions": f"-Djava.io.tmpdir={folder} {BRIEF if brief else ''}",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.sql.shuffle.partitions": "4",
        **(PLAIN if brief else {}),
    } | options
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("trial")
    for name, value in known.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def answer(session: SparkSession, request: dict[str, Any], replies: TextIO) -> Answer:
    """Build what is asked for."""
    number = request.get("partitions", 4)
    its = {"spark.sql.shuffle.partitions": number, **request.get("set", {})}
    steps: list[tuple[str, float]] = []
    before = time.perf_counter()

    def step(what: str, done: int = 0, of: int = 0) -> None:
        steps.append((what, round(time.perf_counter() - before, 3)))
        if request.get("tell"):
            print(json.dumps({"step": what}), file=replies)
        if what == request.get("die"):
            os.killpg(os.getpgid(0), signal.SIGKILL)

    checks = {name: request[name] for name in ("heads_broadcast", "entities_held") if name in request}
    setattr(building, "check_claims", partial(check_claims, **checks))  # noqa: B010 - what no caller of it can set
    try:
        with settings(session, its):
            built = building.build(
                session, request["project"], out=request["out"], parts=number, step=step, **request.get("options", {})
            )
            refused = refusals(session, f"{request['out']}/{built.manifest['build']}/refused")
    except KgError as error:
        return {"error": str(error)}
    seconds = time.perf_counter() - before
    return {"counts": built.counts, "refused": refused, "steps": steps, "seconds": seconds}


def refusals(session: SparkSession, folder: str) -> list[Any]:
    """Read the table of what is refused: file, line and what, in order."""
    rows = session.read.parquet(folder).select("file", "line", "what", "key").collect()
    return sorted([row.file, row.line, row.what, row.key] for row in rows)


def main() -> None:
    """Answer each line until there are no more."""
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever else prints goes to stderr
    master, *options = sys.argv[1:] or ["local[2]"]
    session = start(master, dict(option.split("=", 1) for option in options))
    print(json.dumps({"ready": os.getpid()}), file=replies)
    for line in sys.stdin:
        print(json.dumps(answer(session, json.loads(line), replies)), file=replies)
    session.stop()


if __name__ == "__main__":
    main()
