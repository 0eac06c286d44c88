"""What `--on` means where it names an engine or a day: `spark`, or a day (EDTF); and what must be there for Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.base.disk import WriteError, need_no_part_of_project
from kg.base.errors import KgError, UsageError
from kg.base.hints import meant, named
from kg.base.uris import local_path

SPARK = "spark"


def engine_and_day(words: Sequence[str] | None) -> tuple[str | None, str | None]:
    """Tell the engine that `--on` names from the day that it may name too.

    Parameters
    ----------
    words
        As they are typed: none, one or two.

    Returns
    -------
    tuple
        ``spark`` or nothing, and a day or nothing.

    Raises
    ------
    UsageError
        If two days are named.

    >>> engine_and_day(["2031-03-04", "spark"]), engine_and_day(None)
    (('spark', '2031-03-04'), (None, None))
    """
    days = [word for word in words or () if word != SPARK]
    if len(days) > 1:
        raise UsageError(f"`--on` names two days: `{days[0]}` and `{days[1]}`", "name one, or `--between A/B`")
    return SPARK if SPARK in (words or ()) else None, days[0] if days else None


def need_spark(options: Mapping[str, Any]) -> None:
    """Refuse options that only a build on Spark has, where it is not on Spark.

    Raises
    ------
    UsageError
        If one is given.
    """
    for name, value in options.items():
        if value not in (None, False, []):
            if name == "--on":
                hint = meant(value, [SPARK], "a build is of all days: ask it for one, as in `kg facts --on DAY`")
                raise UsageError(f"`--on {value}` without `--on spark`", hint)
            raise UsageError(f"`{name}` without `--on spark`", "add `--on spark`, or leave it out")


def need_days(known_by: str | None, on: str | None, between: str | None, *, certainly: bool) -> None:
    """Make sure that the days of a slice can be read, before a cluster is asked for anything.

    Raises
    ------
    UsageError
        If one cannot.
    """
    from kg.snapshot.cut_options import day_of, interval_of

    if known_by is not None:
        day_of(known_by, "`--known-by`")
    if on is not None:
        try:
            interval_of(on, "`--on`")
        except UsageError as error:
            error.hint = meant(on, [SPARK], error.hint)
            raise
    if between is not None:
        interval_of(between, "`--between`")
    if certainly and on is None and between is None:
        raise UsageError("`--certainly`: of which days?", "give a day (--on) or an interval (--between) too")


def need_out(out: str) -> None:
    """Make sure that a build can be written there, as far as can be told before there is one.

    Raises
    ------
    UsageError
        If it is no address of a file.
    WriteError
        If it is a file, is part of a project, or lies in a folder that is not there or is read-only.
    """
    from kg.base.folders import need_place_for_folder

    path = local_path(out)
    if path is None:
        return
    if not path.is_dir():
        need_place_for_folder(path, ())
        return
    need_no_part_of_project(path)
    others = sorted(its.name for its in path.iterdir())
    if others and "manifest.json" not in others and not all(name.startswith(".attempt-") for name in others):
        what = f"`{path}` holds other things than builds: `{others[0]}`"
        raise WriteError(what, "name a folder that is new, empty, or holds an earlier build on Spark")
    try:
        (path / ".attempt-").mkdir()
        (path / ".attempt-").rmdir()
    except OSError as error:
        raise WriteError(f"cannot be written: `{path}`: {error.strerror}", "name another") from error


def need_sources(uris: Sequence[str]) -> None:
    """Make sure that there is something at each path or URI of this machine's disks.

    Raises
    ------
    KgError
        If there is not.
    UsageError
        If one is no address of a file.
    """
    for uri in uris:
        path = local_path(uri)
        if path is not None and not path.exists():
            raise KgError(
                f"nothing at {named(uri)}", "`--from` names a file of JSON Lines, a folder of such, or of Parquet"
            )
