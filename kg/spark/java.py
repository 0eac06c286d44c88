"""The Java in which Spark will run: found as Spark finds it, and known to be new enough before anything is started."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from kg.base.errors import UsageError

OLDEST = 17  # of which Spark 4 says that it needs it: spark.apache.org/docs/latest, "Downloading"
_SOON = 60  # seconds; a machine that is very busy takes some for Java's start
_INSTALL = (
    "install one: on Debian and Ubuntu `apt-get install openjdk-17-jre-headless`, on macOS `brew install openjdk@17`"
)
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


def need_java(environment: Mapping[str, str] | None = None) -> tuple[Path, int]:
    """Find the Java that Spark will start, and make sure that it is new enough.

    Parameters
    ----------
    environment
        `JAVA_HOME` and `PATH` of it are read; that of this process, unless given.

    Returns
    -------
    tuple
        The program, and its version: 17 for 17.0.15, and 8 for what calls itself 1.8.

    Raises
    ------
    UsageError
        If there is none, if it does not say its version, or if it is older than 17.

    >>> need_java({"PATH": ""})
    Traceback (most recent call last):
    kg.base.errors.UsageError: no Java, in which Spark runs: no `java` on the PATH, and no JAVA_HOME
      hint: install one: on Debian and Ubuntu `apt-get install openjdk-17-jre-headless`, on macOS ...
    """
    its = os.environ if environment is None else environment
    program = _found(its)
    said = _said(program)
    found = _VERSION.search(said)
    if found is None:
        words = " ".join(said.split()) or "nothing"
        raise UsageError(f"no Java, in which Spark runs: `{program} -version` says `{words}`", _INSTALL)
    version = int(found[1])
    if version < OLDEST:
        hint = f"{_INSTALL}; and set JAVA_HOME, where there are several"
        raise UsageError(f"Java {version} is too old for Spark, which needs {OLDEST} or newer: `{program}`", hint)
    return program, version


def _found(its: Mapping[str, str]) -> Path:
    """Name the program that Spark's own script starts: that of JAVA_HOME if it is set, else the first on the PATH."""
    if home := its.get("JAVA_HOME"):
        program = Path(home) / "bin" / "java"
        if not os.access(program, os.X_OK):
            hint = "set JAVA_HOME to a folder with `bin/java`, or take it away where `java` is on the PATH"
            raise UsageError(f"no Java, in which Spark runs: JAVA_HOME is `{home}`, which has no `bin/java`", hint)
        return program
    found = shutil.which("java", path=its.get("PATH", ""))
    if found is None:
        raise UsageError("no Java, in which Spark runs: no `java` on the PATH, and no JAVA_HOME", _INSTALL)
    return Path(found)


def _said(program: Path) -> str:
    """Ask a Java for its version; what it says is told on either stream, and by some not at all."""
    try:
        done = subprocess.run(
            [program, "-version"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False, timeout=_SOON,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stdout.decode("utf-8", "replace")
