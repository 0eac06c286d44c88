"""The store: quads loaded, asked by SPARQL, and dumped. Embedded (Oxigraph), opened for reading only."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.base.errors import QueryError, StoreError
from kg.query.tokens import guard

if TYPE_CHECKING:
    from concurrent.futures import Future

LOADERS = 2  # files that are loaded at a time: of each, one thread reads and others sort

Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryTriples | pyoxigraph.QueryBoolean


class Store:
    """A store of quads, for reading.

    Parameters
    ----------
    inner
        The engine's own store.
    prefixes
        Known to every query.

    >>> store = Store.of(["<https://e.org/a> <https://e.org/met> <https://e.org/b> ."], {"e": "https://e.org/"})
    >>> [row["who"].value for row in store.query("SELECT ?who { e:a e:met ?who }")]
    ['https://e.org/b']
    """

    def __init__(self, inner: pyoxigraph.Store, prefixes: Mapping[str, str]) -> None:
        self.inner, self._prefixes = inner, dict(prefixes)

    @classmethod
    def of(cls, lines: Iterable[str], prefixes: Mapping[str, str]) -> Store:
        """Load lines of N-Quads into memory."""
        inner = pyoxigraph.Store()
        inner.bulk_load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)
        return cls(inner, prefixes)

    @classmethod
    def open(cls, folder: Path, prefixes: Mapping[str, str]) -> Store:
        """Open a store on disk for reading; others may read it at the same time.

        Raises
        ------
        StoreError
            If there is none, or it cannot be opened.
        """
        if not (folder / "CURRENT").is_file():
            raise StoreError(f"no store at `{folder}`", "run `kg build`")
        try:
            return cls(pyoxigraph.Store.read_only(str(folder)), prefixes)
        except OSError as error:
            raise StoreError(f"cannot open the store at `{folder}`: {error}", "rebuild it: `kg build`") from error

    @staticmethod
    def make(folder: Path, quads: Path) -> int:
        """Make a store on disk from a file of N-Quads, and count what it then holds."""
        with Making(folder) as making:
            making.load(quads)
        return making.quads

    def __len__(self) -> int:
        """Count the quads."""
        return len(self.inner)

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Give every quad, in no order."""
        return iter(self.inner.quads_for_pattern(None, None, None, None))

    def names(self, iri: str) -> bool:
        """Tell whether anything is said of what an IRI names."""
        try:
            subject = pyoxigraph.NamedNode(iri)
        except ValueError:  # no IRI at all
            return False
        return next(self.inner.quads_for_pattern(subject, None, None, None), None) is not None

    def query(self, text: str, *, asked: str | None = None, union: bool = False) -> Results:
        """Ask in SPARQL 1.1.

        Parameters
        ----------
        text
            A SELECT, ASK, CONSTRUCT or DESCRIBE query; the project's prefixes are known.
        asked
            The same as its author wrote it, if values have been bound since: faults are shown there.
        union
            Whether the default graph is the union of all graphs.

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
        try:
            return self.inner.query(text, prefixes=self._prefixes, use_default_graph_as_union=union)
        except SyntaxError as error:
            if asked is None:
                from kg.query.diagnosis import explained

                raise explained(text, str(error), self._prefixes) from None
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error
        Store(pyoxigraph.Store(), self._prefixes).query(asked)  # if the fault is its author's
        raise QueryError("a bound value cannot stand where its variable stands", "where only an IRI can, bind an IRI")


class Making:
    """A store on disk that is being made: files are loaded in the background, a few at a time.

    What is loaded is what this program has written: the engine need not look whether IRIs are IRIs.

    Parameters
    ----------
    folder
        Of the store; one that is there already is added to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.quads = folder, 0
        from concurrent.futures import ThreadPoolExecutor

        self._pool = ThreadPoolExecutor(LOADERS)
        self._loads: list[Future[None]] = []
        self._inner: pyoxigraph.Store | None = None

    def __enter__(self) -> Making:
        self._inner = pyoxigraph.Store(str(self._folder))
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Wait for what is being loaded, then let go of the store; what went wrong while loading is raised."""
        self._pool.shutdown(cancel_futures=kind is not None)
        inner, self._inner = self._inner, None
        if kind is None and inner is not None:
            for load in self._loads:
                load.result()
            inner.flush()
            self.quads = len(inner)

    def load(self, quads: Path) -> None:
        """Load a file of N-Quads; the call does not wait for it."""
        assert self._inner is not None
        work = partial(self._inner.bulk_load, path=str(quads), format=RdfFormat.N_QUADS, lenient=True)
        self._loads.append(self._pool.submit(work))

    def change(self, gone: Iterable[str], come: Iterable[str]) -> None:
        """Take some lines out and put others in."""
        assert self._inner is not None
        for quad in pyoxigraph.parse("".join(gone).encode(), format=RdfFormat.N_QUADS):
            self._inner.remove(quad)
        self._inner.extend(pyoxigraph.parse("".join(come).encode(), format=RdfFormat.N_QUADS))


def copied(store: Path, folder: Path) -> list[str]:
    """Copy a store that nobody writes to: its tables, which are never changed, by links that cost nothing.

    Returns
    -------
    list
        The names of the tables that are the same files now.

    Source: RocksDB wiki, "Checkpoints": tables are linked, and all other files copied.
    """
    folder.mkdir(parents=True)
    linked = []
    for path in sorted(store.iterdir()):
        if path.name in ("LOCK", "LOG"):
            continue
        if path.suffix == ".sst":
            try:
                (folder / path.name).hardlink_to(path)
                linked.append(path.name)
                continue
            except OSError:
                pass  # another file system, or one without links: then it is copied
        shutil.copy2(path, folder)
    return linked
