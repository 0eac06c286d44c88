"""The Java in which Spark runs: found where Spark finds it, and refused in one line where it would not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.base.errors import UsageError
from kg.spark.java import need_java

INSTALL = (
    "\n  hint: install one: on Debian and Ubuntu `apt-get install openjdk-17-jre-headless`, on macOS "
    "`brew install openjdk@17`"
)


def java(folder: Path, said: str, stream: int = 2) -> Path:
    """Write a program that says what a Java says of its version."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "java"
    program.write_text(f"#!/bin/sh\ncat >&{stream} <<'END'\n{said}\nEND\n", "utf-8")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17),
        ('Picked up JAVA_TOOL_OPTIONS: -Dx="1.2"\nopenjdk version "21" 2023-09-19', 21),
        ('java version "25-ea" 2025-09-16', 25),
    ],
)
@pytest.mark.parametrize("stream", [1, 2])
def test_a_version_that_is_new_enough(said: str, version: int, stream: int, tmp_path: Path) -> None:
    program = java(tmp_path, said, stream)
    assert need_java({"PATH": str(program.parent)}) == (program, version)


def test_the_one_of_java_home_goes_before_the_one_on_the_path(tmp_path: Path) -> None:
    new, old = java(tmp_path / "new", 'version "17.0.1"'), java(tmp_path / "old", 'version "11.0.2"')
    assert need_java({"JAVA_HOME": str(tmp_path / "new"), "PATH": str(old.parent)}) == (new, 17)
    with pytest.raises(UsageError) as caught:
        need_java({"JAVA_HOME": str(tmp_path / "old"), "PATH": str(new.parent)})
    assert str(caught.value) == (
        f"Java 11 is too old for Spark, which needs 17 or newer: `{old}`{INSTALL}; and set JAVA_HOME, where there are "
        "several"
    )


def test_what_calls_itself_one_point_eight_is_eight(tmp_path: Path) -> None:
    program = java(tmp_path, 'java version "1.8.0_392"')
    with pytest.raises(UsageError, match=r"^Java 8 is too old for Spark"):
        need_java({"PATH": str(program.parent)})


def test_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        need_java({"PATH": str(tmp_path)})
    assert str(caught.value) == f"no Java, in which Spark runs: no `java` on the PATH, and no JAVA_HOME{INSTALL}"


def test_java_home_has_none(tmp_path: Path) -> None:
    program = java(tmp_path / "other", 'version "17"')
    with pytest.raises(UsageError) as caught:
        need_java({"JAVA_HOME": str(tmp_path), "PATH": str(program.parent)})
    assert str(caught.value) == (
        f"no Java, in which Spark runs: JAVA_HOME is `{tmp_path}`, which has no `bin/java`\n"
        "  hint: set JAVA_HOME to a folder with `bin/java`, or take it away where `java` is on the PATH"
    )


def test_one_that_only_says_where_java_is_to_be_had(tmp_path: Path) -> None:
    program = java(tmp_path, "The operation couldn't be completed.\nUnable to locate a Java Runtime.")
    with pytest.raises(UsageError) as caught:
        need_java({"PATH": str(program.parent)})
    assert str(caught.value) == (
        f"no Java, in which Spark runs: `{program} -version` says `The operation couldn't be completed. "
        f"Unable to locate a Java Runtime.`{INSTALL}"
    )


def test_one_that_cannot_be_started(tmp_path: Path) -> None:
    program = java(tmp_path, "")
    program.write_text("#!/nowhere/sh\n", "utf-8")
    with pytest.raises(UsageError, match=r"No such file or directory"):
        need_java({"PATH": str(program.parent)})
