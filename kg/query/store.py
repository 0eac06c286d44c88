"""The store: quads loaded, asked by SPARQL, and dumped. Embedded (Oxigraph), opened for reading only."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, Any

import pyoxigraph

from kg.base.errors import KgError, QueryError, StoreError
from kg.query.engine_process import head_of, store_of
from kg.query.limits import Answer, Asked, EngineAnswer, Limits, not_answered, not_opened
from kg.query.tokens import composed, guard

Dataset = tuple[Sequence[str], Sequence[str]]  # graphs of the default graph, and named graphs: their IRIs
Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryTriples | pyoxigraph.QueryBoolean


def graph_named(iri: str) -> pyoxigraph.NamedNode:
    """Take the IRI of a graph.

    Raises
    ------
    QueryError
        If it is none.
    """
    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise QueryError(
            f"no IRI of a graph: `{iri}`: {error}", "write it out, as in `https://example.org/g`"
        ) from None


def head_within(text: str, prefixes: Mapping[str, str]) -> tuple[str, list[str]]:
    """Parse a query that will be asked elsewhere: give its form, and the variables of a SELECT.

    Raises
    ------
    SyntaxError
        If it cannot be parsed.
    ValueError
        If no engine could answer it.
    """
    return head_of(pyoxigraph.Store().query(composed(text), prefixes=dict(prefixes)))


class Store:
    """A store of quads, for reading.

    Parameters
    ----------
    source
        The folder of a store, or an open file of N-Quads.
    prefixes
        Known to every query.

    >>> store = Store.of(["<https://e.org/a> <https://e.org/met> <https://e.org/b> ."], {"e": "https://e.org/"})
    >>> [row["who"].value for row in store.query("SELECT ?who { e:a e:met ?who }")]
    ['https://e.org/b']
    """

    def __init__(self, source: Path | IO[bytes], prefixes: Mapping[str, str]) -> None:
        self._source, self._prefixes = source, dict(prefixes)
        if not isinstance(source, Path):
            weakref.finalize(self, source.close)

    @classmethod
    def of(cls, lines: Iterable[str], prefixes: Mapping[str, str]) -> Store:
        """Write lines of N-Quads to a file without a name, from which the engine loads them into memory.

        Raises
        ------
        StoreError
            If there is no room for them.
        """
        import tempfile  # here, since the store of a build needs none

        try:
            file = tempfile.TemporaryFile()  # noqa: SIM115 - it stays open as long as the store is there
            file.writelines(chain.from_iterable((line.encode(), b"\n") for line in lines))
            file.flush()
        except OSError as error:
            hint = "make room in the folder for temporary files"
            raise StoreError(f"cannot write the quads of the slice: {error.strerror or error}", hint) from error
        return cls(file, prefixes)

    @classmethod
    def open(cls, folder: Path, prefixes: Mapping[str, str]) -> Store:
        """Name a store on disk for reading; others may read it at the same time.

        Raises
        ------
        StoreError
            If there is none; once it is asked, if it cannot be opened.
        """
        if not (folder / "CURRENT").is_file():
            raise StoreError(f"no store at `{folder}`", "run `kg build`")
        return cls(folder, prefixes)

    @cached_property
    def inner(self) -> pyoxigraph.Store:
        """The engine's own store, in this process."""
        try:
            return store_of(self._origin if isinstance(self._origin, int) else str(self._origin))
        except (OSError, RuntimeError) as error:  # the engine has both for what is damaged
            raise not_opened(f" at `{self._origin}`", str(error)) from error

    @contextmanager
    def _read(self) -> Iterator[None]:
        """Say so if the engine comes upon what is damaged."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise not_opened(f" at `{self._origin}`", str(error)) from error

    @property
    def _origin(self) -> Path | int:
        """The folder of the store, or the number of the open file."""
        return self._source if isinstance(self._source, Path) else self._source.fileno()

    def __len__(self) -> int:
        """Count the quads."""
        inner = self.inner
        with self._read():
            return len(inner)

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Give every quad, in no order."""
        inner = self.inner
        with self._read():
            yield from inner.quads_for_pattern(None, None, None, None)

    def names(self, iri: str) -> bool:
        """Tell whether anything is said of what an IRI names."""
        try:
            subject = pyoxigraph.NamedNode(iri)
        except ValueError:  # no IRI at all
            return False
        inner = self.inner
        with self._read():
            return next(inner.quads_for_pattern(subject, None, None, None), None) is not None

    def about(self, iri: str) -> list[pyoxigraph.Quad]:
        """Give the quads about what an IRI names: those of it and of its parts, and those that lead to it.

        Its parts are what it leads to and whose IRIs begin with its own, such as a claim's evidence.

        >>> line = "<https://e.org/a> <https://e.org/met> <https://e.org/b> ."
        >>> len(Store.of([line], {}).about("https://e.org/b")), Store.of([line], {}).about("no IRI")
        (1, [])
        """
        try:
            waiting = [pyoxigraph.NamedNode(iri)]
        except ValueError:  # no IRI at all
            return []
        inner, seen = self.inner, {waiting[0]}
        with self._read():
            found = set(inner.quads_for_pattern(None, None, waiting[0], None))
            for subject in waiting:  # grows while it is read
                its = list(inner.quads_for_pattern(subject, None, None, None))
                found.update(its)
                named = {each.object for each in its if isinstance(each.object, pyoxigraph.NamedNode)} - seen
                parts = [node for node in named if node.value.startswith(f"{iri}/")]
                seen.update(parts)
                waiting += parts
        return list(found)

    def query(
        self, text: str, *, asked: str | None = None, union: bool = False, dataset: Dataset | None = None
    ) -> Results:
        """Ask in SPARQL 1.1.

        Parameters
        ----------
        text
            A SELECT, ASK, CONSTRUCT or DESCRIBE query; the project's prefixes are known.
        asked
            The same as its author wrote it, if values have been bound since: faults are shown there.
        union
            Whether the default graph is the union of all graphs.
        dataset
            The IRIs of the graphs that make the default graph together, and of the named graphs, instead of those that
            the query itself names (SPARQL 1.1 Protocol, section 2.1.4).

        Returns
        -------
        pyoxigraph.QuerySolutions, pyoxigraph.QueryBoolean or pyoxigraph.QueryTriples
            As the query's form has it.

        Raises
        ------
        QueryError
            With line and column, and the line itself, if the query cannot be parsed; or if it may not be asked.

        Source
        ------
        SPARQL 1.1 Query Language, W3C Recommendation 2013.
        """
        guard(text if asked is None else asked)
        default: Any = None if dataset is None else list(map(graph_named, dataset[0]))
        named: Any = None if dataset is None else list(map(graph_named, dataset[1]))
        try:
            return self.inner.query(
                composed(text), prefixes=self._prefixes, use_default_graph_as_union=union,
                default_graph=default, named_graphs=named,
            )  # fmt: skip
        except SyntaxError as error:
            raise self._refused(text, asked, str(error)) from None
        except (ValueError, OSError, RuntimeError) as error:
            raise self._placed(not_answered(str(error)), text, asked) from error

    def query_within(
        self,
        limits: Limits,
        text: str,
        *,
        asked: str | None = None,
        union: bool = False,
        hosts: Collection[str] = (),
    ) -> Answer:
        """Ask in a process of its own, which is ended when a limit is reached, or by Ctrl-C.

        Parameters
        ----------
        limits
            How much the query may take.
        text, asked, union
            As of `query`.
        hosts
            That SERVICE may ask: the engine then does, from that process.

        Raises
        ------
        QueryError
            As by `query`; or if a limit was reached before there was anything to give.
        """
        guard(text if asked is None else asked, hosts)
        try:
            return EngineAnswer(Asked(self._origin, composed(text), self._prefixes, union), limits)
        except SyntaxError as error:
            raise self._refused(text, asked, str(error)) from None
        except QueryError as error:
            raise self._placed(error, text, asked) from error

    def _placed(self, error: KgError, text: str, asked: str | None) -> KgError:
        """Give the place of what cannot be answered, if it can be told."""
        from kg.query.diagnosis import unsupported

        return unsupported(text if asked is None else asked, str(error), self._prefixes) or error

    def _refused(self, text: str, asked: str | None, message: str) -> QueryError:
        """Say why a query cannot be parsed: by the fault of its author, or by that of a bound value."""
        from kg.query.diagnosis import explained

        if asked is None:
            return explained(text, message, self._prefixes)
        try:
            pyoxigraph.Store().query(composed(asked), prefixes=self._prefixes)
        except SyntaxError as error:
            return explained(asked, str(error), self._prefixes)
        return QueryError("a bound value cannot stand where its variable stands", "where only an IRI can, bind an IRI")
