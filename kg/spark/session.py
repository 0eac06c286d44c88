"""A session of Spark for the command line: started quietly, stopped at the end, and what hinders it told plainly.

Spark's own messages, hundreds of lines of them, go to a file that is taken away at the end; where Spark gives up, the
file is kept, and named where the message itself says too little.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.base.errors import UsageError
from kg.base.installing import need_installed, to_install
from kg.spark.failures import SparkError, hint_for, plainly, reason
from kg.spark.java import need_java

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LIBRARIES = ("pyspark", "pyarrow", "pandas")
LOG = "spark.dramatis.log"  # the setting of a session that names the file of its messages
WAIT = 120  # seconds, for a worker of a standalone cluster to take the job
_CONNECTING = 10  # seconds
_OLDEST = (4, 1)  # of pyspark
_MASTER = re.compile(r"(local|spark|k8s|yarn)(?:$|://.+|\[.+\]|-cluster\[.+\])")
_MASTERS = "local[*], spark://HOST:7077, yarn or k8s://HOST:PORT"


@contextmanager
def running(master: str | None = None) -> Iterator[SparkSession]:
    """Start a session, and stop it at the end; what Spark raises meanwhile is told in a line.

    Parameters
    ----------
    master
        As of `session`.

    Raises
    ------
    UsageError, SparkError
        As of `session`; and `SparkError` where Spark gives up what it was asked for.
    """
    logging.getLogger().addHandler(logging.NullHandler())  # py4j would tell of each call that Ctrl-C has cut short
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")  # on versions of pandas
        spark = session(master)
        log = spark.sparkContext.getConf().get(LOG, "")
        try:
            with plainly(log):
                yield spark
        except SparkError as error:
            if log and log in error.hint:
                atexit.unregister(_forget)
            raise
        except KeyboardInterrupt as stop:
            _end(stop)
            raise
        finally:
            spark.stop()


def session(master: str | None = None, *, wait: float = WAIT) -> SparkSession:
    """Start Spark, or give the session that this process has.

    What `spark-defaults.conf` and the environment (SPARK_CONF_DIR, PYSPARK_SUBMIT_ARGS, PYSPARK_PYTHON …) say is kept.
    On one machine Spark listens on 127.0.0.1 alone, has no page, and its workers are this Python with this package,
    each unless they say otherwise.

    Parameters
    ----------
    master
        Where it runs: `local[*]` (this machine with all its cores, unless Spark's settings name another),
        `local[2]`, `spark://HOST:PORT`, `yarn`, `k8s://HOST:PORT`.
    wait
        Seconds for a worker of a standalone cluster to take the job.

    Raises
    ------
    UsageError
        If there is no pyspark or no Java that is new enough, or the master is none that Spark knows.
    SparkError
        If Spark does not start, no master answers, or none of its workers takes the job.
    """
    pyspark = _need_pyspark()
    if (its := pyspark.sql.SparkSession.getActiveSession()) is not None:
        return its
    if master is not None and not _MASTER.fullmatch(master):
        raise UsageError(f"no master of Spark: `{master}`", f"it is one of {_MASTERS}")
    need_java()
    if (master or "").startswith("spark://"):
        _need_master(str(master))
    if (master or "local").startswith("local"):
        _workers_are_like_this()
    log = _log()
    context = _context(pyspark, master, log)
    its = pyspark.sql.SparkSession(context)
    if str(context.master).startswith("spark://"):
        _need_worker(its, wait)
    return its


def _need_pyspark() -> Any:  # noqa: ANN401 - a module
    need_installed("a build on Spark", *LIBRARIES)
    import pyspark
    import pyspark.sql

    if tuple(map(int, re.findall(r"\d+", pyspark.__version__)[:2])) < _OLDEST:
        raise UsageError(f"pyspark {pyspark.__version__} is too old", to_install("pyspark"))
    return pyspark


def _need_master(master: str) -> None:
    """Make sure that one of the hosts of a standalone master answers: Spark itself would try for a minute."""
    for host, port in re.findall(r"([^,/:]+):(\d+)", master):
        try:
            with socket.create_connection((host, int(port)), timeout=_CONNECTING):
                return
        except (OSError, OverflowError):
            continue
    hint = "is it running there? its page, at port 8080, shows its address: spark://HOST:PORT"
    raise SparkError(f"no master of Spark answers at `{master}`", hint)


def _workers_are_like_this() -> None:
    """Let the workers on this machine be this Python and find this package, installed or not, and listen here alone."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))


@cache
def _log() -> Path:
    """Make the file of all that Java writes: a process has one Java, whatever sessions it starts."""
    handle, name = tempfile.mkstemp(prefix="kg-spark-", suffix=".log")
    os.close(handle)
    atexit.register(_forget, name)
    return Path(name)


def _forget(name: str) -> None:
    Path(name).unlink(missing_ok=True)


def _context(pyspark: Any, master: str | None, log: Path) -> Any:  # noqa: ANN401 - of a library without types
    """Start Java, with its messages in a file, and in it a context of Spark."""
    from pyspark.java_gateway import launch_gateway

    given = pyspark.SparkConf(loadDefaults=False)
    if master:
        given.setMaster(master)
    try:
        with log.open("ab") as messages:
            its = {"stdout": messages, "stderr": messages}
            gateway = pyspark.SparkContext._gateway or launch_gateway(given, its)
        conf = pyspark.SparkConf(_jvm=gateway.jvm)  # with what Spark's own files of settings say
        if master:
            conf.setMaster(master)
        for name, value in _settings(conf.get("spark.master", "local[*]"), log).items():
            conf.setIfMissing(name, value)
        interrupted = signal.getsignal(signal.SIGINT)
        context = pyspark.SparkContext(conf=conf, gateway=gateway)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, interrupted)  # Spark's own asks Java for something amid another question
        if context._jsc.sc().isStopped():  # where no master has answered, Spark gives the context back all the same
            raise SparkError("Spark stopped again", "")
    except KeyboardInterrupt as stop:
        _end(stop)
        raise
    except Exception as error:
        if not isinstance(error, SparkError) and not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        text = str(error) if "Exception:" in str(error) else log.read_text("utf-8", "replace")
        raise SparkError(f"Spark does not start: {reason(text)}", hint_for(text)) from error
    context.setLogLevel("ERROR")
    return context


def _end(stop: KeyboardInterrupt) -> None:
    """End the Java that this process has started, which amid its start would not notice that it has gone.

    pyspark has not handed it over yet by then, and leaves a Java behind that waits for ever: it is
    found where it is held.
    """
    for frame, _ in traceback.walk_tb(stop.__traceback__):
        held = [*frame.f_locals.values(), getattr(frame.f_locals.get("gateway"), "proc", None)]
        for process in held:
            if isinstance(process, subprocess.Popen) and getattr(process, "pid", None):
                process.terminate()


def _settings(master: str, log: Path) -> dict[str, str]:
    """Give the settings of a session, for as far as nobody has said otherwise."""
    here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}
    return {
        "spark.master": master, "spark.app.name": "kg", LOG: str(log), "spark.ui.showConsoleProgress": "false",
        **(here if master.startswith("local") else {}),
    }  # fmt: skip


def _need_worker(its: SparkSession, wait: float) -> None:
    """Wait until a worker of a standalone cluster has taken the job: else it would wait, without a word, for ever."""
    if its.conf.get("spark.dynamicAllocation.enabled", "false") == "true":
        return  # workers are asked for when there is work
    end = time.monotonic() + wait
    while its.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > end:
            where = its.sparkContext.master
            its.stop()
            hint = "start one, or wait for one that is free; each needs `spark.executor.memory` (1g) free"
            raise SparkError(f"no worker of `{where}` has taken the job in {wait:.0f} s", hint)
        time.sleep(0.2)
