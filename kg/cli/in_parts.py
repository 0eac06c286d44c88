"""Verbs asked of a build in parts, as Spark writes it: on this machine where that suffices, else on Spark."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import UsageError
from kg.cli.choosing import choice_of
from kg.cli.on_spark import SPARK
from kg.cli.options import SLICE

if TYPE_CHECKING:
    from kg.analysis.ranks import Ranked
    from kg.builder.in_parts import InParts
    from kg.network.choice import Choice

    Asked = InParts | tuple[str, str | None]  # a build that is read here, or its URI and the master of Spark


_WHOLE = ("without_each", "halves", "beside_unconfirmed")  # options of `kg rank` that ask the whole account
_SLICED = "slice the build: `kg build --on spark --help` lists by what"
_OPENED = "leave `--on spark` out, and the build is opened as a whole"
ONLY_READ = "only accepted edges of the chosen kinds and layers have been read"
_ON = "Only facts that may have been on that day; or `spark`: measured there, of a build that Spark has made."
_MASTER = "With --on spark: where it runs, as Spark names it; else on this machine."


def or_in_parts(verb_in_parts: Callable[..., None]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let another function answer where the project is a build in parts, unless a slice of it is asked for.

    Parameters
    ----------
    verb_in_parts
        Takes the build, the choice of a network, and the verb's own options. The build is an `InParts`; or, with
        `--on spark`, its URI and the master.
    """

    def made(verb: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(verb)
        def command(**options: Any) -> None:  # noqa: ANN401 - whatever the verb takes
            master = options.pop("master")
            build = _asked_of(options, master)
            if build is None:
                verb(**options)
                return
            for name in ("project", "texts", "fresh", *(its.name for its in SLICE)):
                del options[name]
            verb_in_parts(build, choice_of(options), **options)

        signature = _with_master(inspect.signature(verb))
        command.__signature__ = signature  # type: ignore[attr-defined] # typeshed gives functions no such attribute
        command.__annotations__ = {its.name: its.annotation for its in signature.parameters.values()}
        return command

    return made


def ranked(asked: Asked, measure: str, choice: Choice, most: int | None, **how: Any) -> Ranked:  # noqa: ANN401 - below
    """Order the actors of a build by a measure: here, or on Spark, which then gives so many of the first.

    Parameters
    ----------
    asked, measure, choice, most
        As of `kg.spark.ranking.ranked`.
    how
        `sample`, `seed` and `exact`, as of `kg.analysis.rank`; Spark takes no sample.
    """
    if isinstance(asked, tuple):
        if how.get("sample") is not None:
            raise UsageError("`--sample` with `--on spark`: no measure that Spark has is estimated", "leave it out")
        from kg.base.installing import need_installed

        need_installed("`kg rank --on spark`", "pyspark", "pyarrow")  # before anything imports them
        from kg.spark.ranking import ranked as ranked_on_spark
        from kg.spark.session import running

        uri, master = asked
        with running(master) as session:
            return ranked_on_spark(session, uri, measure, choice, most)
    from kg.formats.parquet_network import ranked as ranked_here

    return ranked_here(asked, measure, choice, **how)


def _asked_of(options: dict[str, Any], master: str | None) -> Asked | None:
    """Tell which build in parts is asked, and where; None: none is."""
    from kg.builder.in_parts import in_parts

    project, on = options["project"], options["on"]
    if on != SPARK and master is not None:
        raise UsageError("`--master` is of `--on spark`", "add that, or leave `--master` out")
    names = ["texts", "fresh", *(its.name for its in SLICE if its.name != "on"), *_WHOLE]
    given = [f"`--{name.replace('_', '-')}`" for name in names if options.get(name)]
    if on == SPARK:
        if given:
            what = f"{given[0]} with `--on spark`: what Spark has built is measured as it is"
            raise UsageError(what, _OPENED if any(options.get(name) for name in _WHOLE) else _SLICED)
        return _uri(project), master
    return None if given or on else in_parts(project)


def _uri(project: Path) -> str:
    """Give an address back its two strokes, of which a path keeps one.

    >>> _uri(Path("hdfs://host/out")), _uri(Path("out")), _uri(Path("file:///data/out"))
    ('hdfs://host/out', 'out', 'file:/data/out')
    """
    return re.sub(r"^(?!file:)([a-z][a-z0-9+.-]+):/(?!/)", r"\1://", str(project))


def _with_master(signature: inspect.Signature) -> inspect.Signature:
    """Add `--master` to the options of a verb, and say of `--on` what else it may name."""
    on = Annotated[str | None, typer.Option("--on", metavar="DAY|spark", help=_ON)]
    master = inspect.Parameter(
        "master",
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, typer.Option("--master", metavar="URL", help=_MASTER)],
    )
    options = [its.replace(annotation=on) if its.name == "on" else its for its in signature.parameters.values()]
    return signature.replace(parameters=[*options, master])
