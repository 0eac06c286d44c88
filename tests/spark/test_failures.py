"""What Spark says at length is told in a line: the last cause, and what to do about it."""

from __future__ import annotations

import pytest

from kg.base.errors import StoreError
from kg.spark.failures import SparkError, hint_for, plainly, reason

JAVA = """An error occurred while calling o60.save.
: org.apache.spark.SparkException: Job aborted.
\tat org.apache.spark.sql.errors.QueryExecutionErrors$.jobAbortedError(QueryExecutionErrors.scala:638)
Caused by: org.apache.spark.SparkException: Task failed while writing rows.
\tat x
Caused by: java.io.IOException: No space left on device
\t... 10 more
"""
PYTHON = """Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times: \
org.apache.spark.api.python.PythonException: Traceback (most recent call last):
  File "worker.py", line 1, in main
    raise
ModuleNotFoundError: No module named 'kg'

\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:572)
"""
SPOKE = type("AnalysisException", (Exception,), {"__module__": "pyspark.errors.exceptions.captured"})


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        (JAVA, "No space left on device", "Spark's own files need room: set SPARK_LOCAL_DIRS to folders with some"),
        (
            PYTHON,
            "ModuleNotFoundError: No module named 'kg'",
            "every worker needs a Python with this package: set PYSPARK_PYTHON to it, as docs/spark.md says",
        ),
        (
            'Exception in thread "main" org.apache.spark.SparkException: Master must either be yarn or start with '
            "spark, k8s, or local\n\tat org.apache.spark.deploy.SparkSubmit.error(SparkSubmit.scala:1068)",
            "Master must either be yarn or start with spark, k8s, or local",
            "",
        ),
        (
            'x\n: org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "s3"\n\tat y',
            'UnsupportedFileSystemException: No FileSystem for scheme "s3"',
            "such addresses need a jar that Spark has to be given: docs/spark.md, under object stores",
        ),
        ("", "it says nothing of why", ""),
        ("x" * 1_000, "x" * 400 + "…", ""),
    ],
)
def test_a_reason_and_a_hint(text: str, line: str, hint: str) -> None:
    assert (reason(text), hint_for(text)) == (line, hint)


def test_what_spark_raises_is_told_plainly() -> None:
    with pytest.raises(SparkError) as caught, plainly("/a/log"):
        raise SPOKE("[SOME_CLASS] It is so. SQLSTATE: 42000\nand more")
    assert str(caught.value) == "Spark gave up: It is so.\n  hint: what Spark wrote of it: /a/log"
    assert caught.value.exit_code == 1


def test_what_others_raise_is_left_as_it_is() -> None:
    for error in (StoreError("not verified"), ZeroDivisionError()):
        with pytest.raises(type(error)), plainly():
            raise error
