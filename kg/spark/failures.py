"""What Spark says where it cannot go on: one line of its many, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kg.base.errors import KgError

_LONGEST = 400  # characters of a reason
_PYTHON = "Traceback (most recent call last):"
_CAUSE = re.compile(r"^(?:Caused by|Exception in thread \"[^\"]*\"|)[: ]*((?:[\w$]+\.)+[\w$]*(?:Exception|Error)\b.*)")
_PACKAGES = re.compile(r"^(?:[\w$]+\.)+(?=[\w$]+(?::|$))")
_SAYS_NOTHING = ("SparkException: ", "IOException: ", "RuntimeException: ", "ExecutionException: ", "StoreError: ")
_HINTS = (  # the first that fits
    (
        r"No module named|ModuleNotFoundError",
        "every worker needs a Python with this package: set PYSPARK_PYTHON to it, as docs/spark.md says",
    ),
    (r"PYTHON_VERSION_MISMATCH", "this Python and that of the workers differ: set PYSPARK_PYTHON to one like this"),
    (r"No space left on device|Disk quota", "Spark's own files need room: set SPARK_LOCAL_DIRS to folders with some"),
    (
        r"OutOfMemory|heap space|memory limits|code 137|OOM",
        "give it more memory (`spark.executor.memory`, `spark.driver.memory`), or make more and smaller parts: --parts",
    ),
    (r"Permission denied|AccessControl|Mkdirs failed|[Rr]ead-only", "name a place that every worker may write: --out"),
    (
        r"No FileSystem for scheme|ClassNotFoundException|FileSystem not found",
        "such addresses need a jar that Spark has to be given: docs/spark.md, under object stores",
    ),
    (r"UnknownHost|Connection refused|timed out|unresponsive", "is it running there, and reachable from here?"),
)
_UNREAD = re.compile(r"Encountered error while reading file (.+?)\.\s+SQLSTATE")


class SparkError(KgError):
    """Spark cannot start, or gives up what it was asked for."""


def reason(text: str) -> str:
    r"""Find in what Spark says why it gives up: of a chain of causes the last, of a Python traceback its last line.

    Parameters
    ----------
    text
        Of an error, or of a log, any number of lines.

    Returns
    -------
    str
        One line, without the packages of Java's names.

    >>> reason("x\n: org.apache.spark.SparkException: Asked to run locally with 0 threads\n\tat a.b(C.scala:1)")
    'Asked to run locally with 0 threads'
    >>> reason("Job aborted\nCaused by: java.io.IOException: a\n\tat x\nCaused by: java.net.ConnectException: refused")
    'ConnectException: refused'
    >>> reason('Traceback (most recent call last):\n  File "a.py"\nModuleNotFoundError: No module kg\n\n\tat x')
    'ModuleNotFoundError: No module kg'
    >>> reason("[PATH_NOT_FOUND] Path does not exist: file:/x. SQLSTATE: 42K03")
    'Path does not exist: file:/x.'
    """
    lines = text.splitlines()
    if _PYTHON in text:
        after = text[text.rindex(_PYTHON) :].splitlines()[1:]
        found = [line for line in after if line[:1].strip()]
    else:
        matches = [match[1] for line in lines if (match := _CAUSE.match(line))]
        found = matches[-1:] or [line for line in lines if line.strip()]
    line = _PACKAGES.sub("", found[0].strip()) if found else "it says nothing of why"
    for name in _SAYS_NOTHING:
        line = line.removeprefix(name)
    line = re.sub(r"^\[[A-Z_.]+\] ", "", re.sub(r" SQLSTATE: \w+$", "", line))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def hint_for(text: str) -> str:
    """Say what to do about what Spark says; nothing, where nothing is known.

    >>> hint_for("[PYTHON_VERSION_MISMATCH] Python in worker has different version")
    'this Python and that of the workers differ: set PYSPARK_PYTHON to one like this'
    """
    return next((hint for words, hint in _HINTS if re.search(words, text)), "")


def is_of_spark(error: BaseException) -> bool:
    """Tell whether an error is one of pyspark, or of py4j, through which it speaks to Java."""
    return type(error).__module__.startswith(("pyspark", "py4j"))


@contextmanager
def plainly(log: str = "") -> Iterator[None]:
    """Turn what Spark raises meanwhile into a message of one line with a hint; all else is left as it is.

    Parameters
    ----------
    log
        The file in which Spark writes what it does, named where nothing better is known.

    Raises
    ------
    SparkError
        Instead of an error of pyspark or of py4j, through which it speaks to Java.
    """
    try:
        yield
    except Exception as error:
        if not is_of_spark(error):
            raise
        text = str(error)
        if found := _UNREAD.search(text):
            hint = "the file is damaged or cut off: write it anew"
            raise SparkError(f"`{found[1]}` cannot be read: {reason(text)}", hint) from error
        hint = hint_for(text) or (f"what Spark wrote of it: {log}" if log else "")
        raise SparkError(f"Spark gave up: {reason(text)}", hint) from error
