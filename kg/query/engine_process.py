"""The engine in a process of its own, which can be ended: it answers one query, and then it is over.

`kg.query.limits` starts it and reads from it. Both speak through pipes, in lines:

- to it: one line of JSON, what is asked; the pipe stays open as long as somebody waits for the answer;
- from it: one line of JSON, what is known of the answer as a whole; then each row in tsv, each triple in N-Triples, or
  the answer of an ASK. Lines go out some hundredths of a second after they were found. If the triples hold blank
  nodes, all of them follow once more between two empty lines, with blank nodes named the same way on every run;
- from it, by its exit code: that this is all, that there is more, or that the engine failed, which stderr then tells.

Only the engine is imported here, so that the process is ready in a few hundredths of a second.
"""

from __future__ import annotations

import _thread
import json
import os
import sys
import time
from collections.abc import Iterable
from typing import Any, NoReturn

import pyoxigraph
from pyoxigraph import BlankNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Triple

ALL, FAILED, MORE = 0, 1, 3  # exit codes
SYNTAX, ENGINE, STORE = "syntax", "engine", "store"  # what is wrong, if the first line says so
TURN = 0.04  # seconds between two deliveries of what was found
_BLOCK = 1_000_000  # bytes of N-Quads that are read at a time


class _Quads:
    """A file of N-Quads, read by position: other processes that have the same file open do not move this one."""

    def __init__(self, handle: int) -> None:
        self._handle, self._at = handle, 0

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; none at the end."""
        part = os.pread(self._handle, _BLOCK if size < 0 else size, self._at)
        self._at += len(part)
        return part


def store_of(source: str | int) -> pyoxigraph.Store:
    """Open the store of a folder, or load the N-Quads of an open file, given by its number, into memory."""
    if isinstance(source, str):
        return pyoxigraph.Store.read_only(source)
    store = pyoxigraph.Store()
    store.bulk_load(_Quads(source), format=RdfFormat.N_QUADS, lenient=True)  # type: ignore[arg-type]  # it reads
    return store


def head_of(raw: Any) -> tuple[str, list[str]]:  # noqa: ANN401 - one of three unrelated types of the engine
    """Tell the form of a query by its result, and the variables of a SELECT."""
    if isinstance(raw, QuerySolutions):
        return "select", [variable.value for variable in raw.variables]
    return ("ask" if isinstance(raw, QueryBoolean) else "construct"), []


def line_of(solution: Iterable[Any]) -> str:
    r"""Write a row, or a triple, in tsv: a line break ends it, and no term holds one, nor a tab.

    >>> line_of([pyoxigraph.Literal("a\tb"), None])
    '"a\\tb"\t\n'
    """
    terms = (f"<<( {term} )>>" if type(term) is Triple else "" if term is None else str(term) for term in solution)
    return "\t".join(terms) + "\n"


def named_alike(triples: Iterable[Triple]) -> list[Triple]:
    """Name the blank nodes of triples in the same way on every run."""
    given = list(triples)
    if not any(type(term) is BlankNode for triple in given for term in triple):
        return given
    dataset = pyoxigraph.Dataset(Quad(*triple) for triple in given)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


class _Delivery:
    """Writes to stdout in large parts, and what has gathered every few hundredths of a second."""

    def __init__(self) -> None:
        self._out = os.fdopen(1, "wb", buffering=1 << 16)
        _thread.start_new_thread(self._often, ())

    def _often(self) -> None:
        while True:
            time.sleep(TURN)
            self.flush()

    def flush(self) -> None:
        """Write what has gathered; whoever does not read any more has ended the query."""
        try:
            self._out.flush()
        except (OSError, ValueError):
            os._exit(FAILED)

    def line(self, text: str) -> None:
        """Take a line, whose end it has."""
        self._out.write(text.encode("utf-8", "surrogatepass"))

    def head(self, **known: Any) -> None:  # noqa: ANN401 - JSON
        """Write what is known of the answer as a whole, at once."""
        self.line(json.dumps(known) + "\n")
        self.flush()


def _answer(request: dict[str, Any], delivery: _Delivery) -> int:
    """Ask, and deliver what is found; give the exit code."""
    try:
        store = store_of(request["source"])
    except (OSError, RuntimeError) as error:
        delivery.head(wrong=STORE, message=str(error))
        return ALL
    try:
        raw: Any = store.query(
            request["text"], prefixes=request["prefixes"], use_default_graph_as_union=request["union"]
        )
    except SyntaxError as error:
        delivery.head(wrong=SYNTAX, message=str(error))
        return ALL
    except (ValueError, OSError, RuntimeError) as error:
        delivery.head(wrong=ENGINE, message=str(error))
        return ALL
    form, variables = head_of(raw)
    delivery.head(form=form, variables=variables)
    if form == "ask":
        delivery.line("true\n" if raw else "false\n")
        return ALL
    return _rows(raw, delivery, request["rows"], are_triples=form == "construct")


def _rows(raw: Iterable[Any], delivery: _Delivery, most: int | None, *, are_triples: bool) -> int:
    """Deliver rows or triples, no more than there may be."""
    triples: list[Triple] = []
    for number, row in enumerate(raw):
        if number == most:
            break
        if are_triples:
            triples.append(row)
            delivery.line(f"{row} .\n")
        else:
            delivery.line(line_of(row))
    else:
        most = None
    if any(type(term) is BlankNode for triple in triples for term in triple):
        delivery.flush()
        delivery.line("".join(["\n", *(f"{triple} .\n" for triple in named_alike(triples)), "\n"]))
    return ALL if most is None else MORE


def _end_with_the_asker() -> None:
    """Wait until whoever asks has closed the pipe or is no more, however it ended."""
    while os.read(0, 1):
        pass
    os._exit(FAILED)


def _request() -> dict[str, Any]:
    """Read the line that says what is asked, and leave the pipe open."""
    parts: list[bytes] = []
    while not parts or not parts[-1].endswith(b"\n"):
        part = os.read(0, 1 << 16)
        if not part:
            os._exit(FAILED)
        parts.append(part)
    asked: dict[str, Any] = json.loads(b"".join(parts))
    return asked


def main() -> NoReturn:
    """Answer one query; the process then ends at once, without closing what the system closes anyway."""
    request = _request()
    _thread.start_new_thread(_end_with_the_asker, ())
    delivery = _Delivery()
    try:
        code = _answer(request, delivery)
    except BaseException as error:
        sys.stderr.write(str(error))
        sys.stderr.flush()
        code = FAILED
    delivery.flush()
    os._exit(code)
