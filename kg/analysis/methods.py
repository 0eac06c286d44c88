"""How a measure was computed: by which engine, of which version, exactly or from a sample, by which seed and threads.

A result that says so can be computed again, and told apart from another one that differs in its last digits only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from importlib import metadata
from typing import TypeVar

from msgspec import Struct

from kg.base.hints import counted
from kg.base.installing import DISTRIBUTION
from kg.base.listings import Cells, Listing

T = TypeVar("T")
NETWORKX, NETWORKIT, SCIPY, OWN, SPARK = "networkx", "networkit", "scipy", "own", "spark"
_NAMES = {NETWORKX: "networkx", NETWORKIT: "NetworKit", SCIPY: "SciPy", OWN: "Dramatis", SPARK: "Spark"}
_PACKAGES = {OWN: DISTRIBUTION, SPARK: "pyspark"}


class Method(Struct, frozen=True):
    """How a result was computed."""

    measure: str  # by its name in `MEASURES`, or what was computed: communities, components, …
    engine: str  # networkx, networkit, scipy, spark, or own: code of this package
    version: str  # of the engine; empty where it is not known
    exact: bool = True  # whether it is what the definition gives, and no estimate
    sample: int | None = None  # how many actors an estimate was computed from
    seed: int | None = None  # of whatever was chosen at random; None where nothing was
    threads: int = 1  # how many threads computed it
    error: float | None = None  # of an estimate: with a probability of 95 %, no score is farther from the exact one
    standard_error: float | None = None  # of an estimate: the largest of any score, by the spread within the sample

    @classmethod
    def of(cls, measure: str, engine: str, **more: object) -> Method:
        """Say which engine computed a measure, with its version as it is installed.

        >>> Method.of("degree", "networkx").exact
        True
        """
        return cls(measure, engine, _version(engine), **more)  # type: ignore[arg-type] # the fields above

    def note(self) -> str:
        """Write it as one line below a table; nothing where any engine would give the same digits as this one.

        >>> Method("degree", "networkx", "3.6.1").note()
        ''
        """
        return "" if self.exact and self.engine != NETWORKIT else self.line()

    def line(self) -> str:
        """Write it as one line.

        >>> Method("betweenness", "networkit", "11.2.1").line()
        'betweenness: exact, by NetworKit 11.2.1 on 1 thread'
        >>> Method("communities", "networkx", "3.6.1", exact=False, seed=7).line()
        'communities: by networkx 3.6.1, seed 7; another seed may divide otherwise'
        >>> line = Method("betweenness", "own", "0.1.0", False, 200, 7, error=0.17, standard_error=0.0012).line()
        >>> line.partition(": with")[0]
        'betweenness: estimated from 200 actors, seed 7, by Dramatis 0.1.0'
        """
        by = " ".join(filter(None, [_NAMES.get(self.engine, self.engine), self.version]))
        by += f" on {counted(self.threads, 'thread')}" if self.engine == NETWORKIT else ""
        if self.exact:
            return f"{self.measure}: exact, by {by}"
        if self.sample is None:
            return f"{self.measure}: by {by}, seed {self.seed}; another seed may divide otherwise"
        how = f"estimated from {counted(self.sample, 'actor')}, seed {self.seed}, by {by}"
        sure = f"with a probability of 95 % no score is off by more than {self.error:.2g}"
        spread = f"the largest standard error is {self.standard_error:.2g}"
        return f"{self.measure}: {how}: {sure}; {spread}; `--exact` follows all paths"


class Computed(Listing[T]):
    """A list of results that says how they were computed, where that matters.

    Parameters
    ----------
    items, things, cells, order
        As of a `Listing`.
    method
        How they were computed.
    """

    def __init__(
        self, items: Iterable[T], things: str, cells: Callable[[T], Cells], order: str, *, method: Method
    ) -> None:
        super().__init__(items, things, cells, order)
        self.method = method

    def __repr__(self) -> str:
        """Write the first items, and how they were computed where that matters."""
        return "\n".join([super().__repr__(), *filter(None, [self.method.note()])])

    def _repr_html_(self) -> str:
        note = self.method.note()
        return super()._repr_html_() + (f"<p>{escape(note)}</p>" if note else "")


@cache
def _version(engine: str) -> str:
    try:
        return metadata.version(_PACKAGES.get(engine, engine))
    except metadata.PackageNotFoundError:
        return ""
