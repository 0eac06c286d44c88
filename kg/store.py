"""The store: quads loaded, asked by SPARQL, and dumped. Embedded (Oxigraph), opened for reading only.

What a query may not do is refused before the engine sees it: SERVICE would go to the network, and some
ten thousand nested brackets would end the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.errors import Place, QueryError, StoreError

MOST_NESTED = 200  # far beyond what is written by hand, far below what the engine's parser survives
Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryTriples | pyoxigraph.QueryBoolean

_WHERE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_QUIET = re.compile(
    r"""'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|<[^<>"{}|^`\\\s]*>|\#[^\n]*""", re.DOTALL
)
_WORD = re.compile(r"[?$]?[\w:-]+")


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
        inner = pyoxigraph.Store(str(folder))
        inner.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
        inner.flush()
        return len(inner)

    def __len__(self) -> int:
        """Count the quads."""
        return len(self.inner)

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Give every quad, in no order."""
        return iter(self.inner.quads_for_pattern(None, None, None, None))

    def query(self, text: str, *, union: bool = False) -> Results:
        """Ask in SPARQL 1.1.

        Parameters
        ----------
        text
            A SELECT, ASK, CONSTRUCT or DESCRIBE query; the project's prefixes are known.
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
        guard(text)
        try:
            return self.inner.query(text, prefixes=self._prefixes, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise explained(text, str(error)) from None
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error


def guard(text: str) -> None:
    """Refuse what a query may not do.

    Raises
    ------
    QueryError
        If it asks another host (SERVICE), changes the store, or is nested too deep.

    >>> guard("SELECT ?s { SERVICE <https://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    kg.errors.QueryError: query:1:13: SERVICE is refused: no query leaves this machine
      hint: load the other data first
    """
    bare = _QUIET.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in _WORD.finditer(bare):
        if found[0].upper() == "SERVICE":
            raise QueryError(
                "SERVICE is refused: no query leaves this machine", "load the other data first", _place(bare, found)
            )
        if found[0].upper() in ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"):
            raise QueryError(
                f"{found[0].upper()} is refused: the store is made by `kg build` alone",
                "change the sources and build again",
                _place(bare, found),
            )
    depth = 0
    for found in re.finditer(r"[({\[]|[)}\]]", bare):
        depth += 1 if found[0] in "({[" else -1
        if depth > MOST_NESTED:
            raise QueryError(f"nested deeper than {MOST_NESTED}", "write a simpler query", _place(bare, found))


def _place(text: str, found: re.Match[str]) -> Place:
    before = text[: found.start()]
    return Place("query", before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def explained(text: str, message: str) -> QueryError:
    """Show where a query breaks: line, column, and the line itself with a caret."""
    found = _WHERE.match(message)
    if not found:
        return QueryError(f"not SPARQL: {message}")
    line, column = int(found[1]), int(found[2])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    what = found[3].replace("[_]", "a space")
    return QueryError(f"{what}\n  {shown}\n  {' ' * (column - 1)}^", "", Place("query", line, column))
