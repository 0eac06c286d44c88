"""Loading a new store on disk from files of quads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

if TYPE_CHECKING:
    from concurrent.futures import Future

LOADERS = 2  # batches that are loaded at a time: of each, one thread reads and others sort
BATCH = 64_000_000  # bytes of files that are loaded at once: each load makes tables of its own


class StoreLoader:
    """A new store on disk: files of N-Quads are loaded in the background, many small ones at once.

    What is loaded is what this program has written: the engine need not check that IRIs are valid.

    Parameters
    ----------
    folder
        Of the store; it is made.

    Attributes
    ----------
    quads
        How many quads the store holds, once the block has ended.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.nq")
    ...     _ = path.write_text("<https://e.org/a> <https://e.org/met> <https://e.org/b> .")
    ...     with StoreLoader(Path(folder, "store")) as loader:
    ...         loader.load(path)
    >>> loader.quads
    1
    """

    def __init__(self, folder: Path) -> None:
        from concurrent.futures import ThreadPoolExecutor  # here, since who only asks needs none

        self.quads = 0
        self._inner: pyoxigraph.Store | None = pyoxigraph.Store(str(folder))
        self._pool = ThreadPoolExecutor(LOADERS)
        self._loads: list[Future[None]] = []
        self._paths: list[Path] = []
        self._bytes = 0

    def __enter__(self) -> StoreLoader:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Wait until all is loaded, then let go of the store; what went wrong while loading is raised."""
        if kind is None:
            self._start()
        self._pool.shutdown(cancel_futures=kind is not None)
        inner, self._inner = self._inner, None
        if kind is None and inner is not None:
            for load in self._loads:
                load.result()
            inner.flush()
            self.quads = len(inner)

    def load(self, path: Path) -> None:
        """Load a file, each of whose lines has its line end; the call does not wait for it."""
        self._paths.append(path)
        self._bytes += path.stat().st_size
        if self._bytes >= BATCH:
            self._start()

    def _start(self) -> None:
        if self._paths:
            self._loads.append(self._pool.submit(self._load, self._paths))
        self._paths, self._bytes = [], 0

    def _load(self, paths: list[Path]) -> None:
        assert self._inner is not None
        data = b"".join(path.read_bytes() for path in paths)
        self._inner.bulk_load(data, format=RdfFormat.N_QUADS, lenient=True)


def replace_graph(folder: Path, graph: str, path: Path) -> None:
    """Load a file into a store on disk; what its graph held before is gone.

    Parameters
    ----------
    folder
        Of the store, which nobody else has open.
    graph
        The IRI of the graph of all quads of the file.
    path
        Of a file of N-Quads that this program has written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.nq")
    ...     for what in ("met", "saw"):
    ...         _ = path.write_text(f"<https://e.org/a> <https://e.org/{what}> <https://e.org/b> <https://e.org/g> .")
    ...         replace_graph(Path(folder, "store"), "https://e.org/g", path)
    ...     [quad.predicate.value for quad in pyoxigraph.Store.read_only(str(Path(folder, "store")))]
    ['https://e.org/saw']
    """
    inner = pyoxigraph.Store(str(folder))
    inner.remove_graph(pyoxigraph.NamedNode(graph))
    inner.bulk_load(path.read_bytes(), format=RdfFormat.N_QUADS, lenient=True)
    inner.flush()
