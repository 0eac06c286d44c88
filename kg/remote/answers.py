"""What an endpoint answers to a query, read as it comes, within limits; and whether it has left something out."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from msgspec import Struct

from kg.base.errors import KgError, QueryError, StoreError, warn
from kg.query.engine_process import line_of, named_alike
from kg.query.limits import Answer, Limits
from kg.query.result_formats import read_json, read_triples
from kg.remote.client import Deadline, Fields
from kg.remote.counting import count_of, solutions_of
from kg.remote.endpoint import JSON, TRIPLES, Endpoint, broken
from kg.remote.servers import Server, server_of

LONGEST = Limits(seconds=600)  # where nobody sets limits
_PART = 1 << 16  # bytes of lines that are given at a time
_TRUE = '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_FALSE = '"0"^^<http://www.w3.org/2001/XMLSchema#boolean>'


class Question(Struct, frozen=True):
    """A query as an endpoint is asked it: its text, its form, and the graphs it is asked of where it names none."""

    endpoint: Endpoint
    text: str
    form: str
    dataset: Fields = {}


class _Body:
    """An answer as a file; what went wrong while it was read is kept, since the parser makes another error of it."""

    def __init__(self, parts: Iterator[bytes], megabytes: int | None) -> None:
        self._parts, self._rest, self._left = parts, b"", None if megabytes is None else megabytes * 2**20
        self.failed: KgError | None = None
        self.is_too_large = False

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; nothing at the end."""
        if not self._rest:
            try:
                self._rest = next(self._parts, b"")
            except KgError as error:
                self.failed = error
                raise
            if self._left is not None:
                self._left -= len(self._rest)
                self.is_too_large = self._left < 0
        given, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return given

    def whole_lines(self) -> bytes:
        """Give all whole lines, or those that came before there were too many."""
        parts = []
        while not self.is_too_large and (part := self.read()):
            parts.append(part)
        whole = b"".join(parts)
        return whole[: whole.rfind(b"\n") + 1] if self.is_too_large else whole


class RemoteAnswer(Answer):
    """What an endpoint gives, in the lines that the embedded engine gives.

    Parameters
    ----------
    question
        What it is asked.
    limits
        How much it may take; None: as much as is usual of an endpoint, and a warning tells where the answer is cut.

    Raises
    ------
    StoreError, QueryError
        If the endpoint does not answer, or not in a format that was asked for.
    """

    def __init__(self, question: Question, limits: Limits | None) -> None:
        self._stack = ExitStack()
        weakref.finalize(self, self._stack.close)
        self._reading = _Reading(question, limits, self._stack)
        self._lines = self._reading.lines()
        self._first = next(self._lines, "")  # so that what cannot be read fails here
        self.form, self.variables, self.cut = question.form, self._reading.variables, self._reading.cut

    def read(self, size: int = -1) -> bytes:
        """Give the lines that have come; nothing at the end."""
        gathered, length = [self._first], len(self._first)
        self._first = ""
        for line in self._lines:
            gathered.append(line)
            length += len(line)
            if length >= _PART:
                break
        else:
            self._stack.close()
        self.cut = self._reading.cut
        return "".join(gathered).encode()


class _Reading:
    """An answer while it is read. It does not hold its lines, which hold it and what the parser has made.

    For that must be freed by the thread that made it, as soon as nobody holds the answer: in a circle of objects it
    would wait for the garbage collector, which any thread may run.
    """

    def __init__(self, question: Question, limits: Limits | None, stack: ExitStack) -> None:
        self._question, self._limits, self._warns = question, limits or LONGEST, limits is None
        self.variables: list[str] = []
        self.cut = ""
        self._deadline = Deadline(self._limits.seconds)
        accept = TRIPLES if question.form == "construct" else JSON
        opened = question.endpoint.opened(question.text, accept, self._deadline, question.dataset)
        self._response = stack.enter_context(opened)
        self._server: Server = server_of(self._response.headers.get("Server", ""))
        self._body = _Body(question.endpoint.client.parts(self._response, self._deadline), self._limits.megabytes)

    def lines(self) -> Iterator[str]:
        """Give the lines of the answer, as they come."""
        return {"select": self._select, "ask": self._ask, "construct": self._construct}[self._question.form]()

    def _select(self) -> Iterator[str]:
        number = -1
        solutions: Any = None
        try:
            solutions = read_json(self._body)
            self.variables = [variable.value for variable in solutions.variables]
            for number, row in enumerate(solutions):
                if number == self._limits.rows:
                    self.cut = f"stopped at {number:,} rows: there are more"
                    return
                if self._body.is_too_large:
                    self.cut = f"stopped at {self._limits.megabytes} MB of the answer: there are more"
                    return
                yield _named_booleans(line_of(row))
        except (SyntaxError, ValueError, OSError, AttributeError, StoreError) as error:
            if not (number >= 0 and self._deadline.is_over):
                raise self._failed(error) from None
            self.cut = f"stopped after {self._deadline.seconds:g} s: there may be more"
            return
        finally:
            del solutions  # a traceback would hold it
        self._noticed(left_out(self._question, self._server, number + 1, self._tells()))

    def _ask(self) -> Iterator[str]:
        try:
            found: Any = read_json(self._body)
            yield "true\n" if (any(found) if hasattr(found, "variables") else found) else "false\n"  # Virtuoso: a row
        except (SyntaxError, ValueError, OSError, StoreError) as error:
            raise self._failed(error) from None

    def _construct(self) -> Iterator[str]:
        try:
            written = self._body.whole_lines()
            triples = named_alike(dict.fromkeys(read_triples(written)))
        except (SyntaxError, ValueError, OSError, StoreError) as error:
            raise self._failed(error) from None
        if self._body.is_too_large:
            self.cut = f"stopped at {self._limits.megabytes} MB of the answer: there are more"
        else:
            self._noticed(left_out_of_graph(self._question, self._server))
        for number, triple in enumerate(triples):
            if number == self._limits.rows:
                self.cut = f"stopped at {number:,} rows: there are more"
                return
            yield f"{triple} .\n"

    def _failed(self, error: Exception) -> KgError:
        if self._body.failed is not None:
            return self._body.failed
        return error if isinstance(error, KgError) else broken(self._question.endpoint.client, str(error))

    def _tells(self) -> bool:
        return any(name in self._response.headers for name in self._server.says_cut)

    def _noticed(self, cut: str) -> None:
        self.cut = cut
        if cut and self._warns:
            warn(f"the result is cut: {cut}")


def left_out(question: Question, server: Server, rows: int, tells: bool) -> str:
    """Find out whether a server has left rows out, though its answer looks whole.

    Parameters
    ----------
    question
        What it was asked.
    server
        What is known of it, by the head of its answer.
    rows
        How many it gave.
    tells
        Whether the head of its answer says that there may be more.

    Returns
    -------
    str
        What is left out, or why that cannot be told; empty if nothing is.
    """
    if server.never_cuts or (server.says_cut and not tells):
        return ""
    counting, there = count_of(question.text), None
    try:
        there = question.endpoint.count(counting, question.dataset) if counting else None
    except (QueryError, StoreError) as error:
        why = error.what
    else:
        why = "it cannot be counted"
    if there is None:
        return f"the endpoint gave {rows:,} rows, and whether there are more cannot be told: {why}"
    return f"the endpoint gave {rows:,} of {there:,} rows" if there > rows else ""


def left_out_of_graph(question: Question, server: Server) -> str:
    """Find out whether a server has left out triples of a CONSTRUCT, of which no server tells: by its solutions."""
    asked = solutions_of(question.text)
    if server.never_cuts or not asked:
        return ""
    endpoint, deadline = question.endpoint, Deadline(question.endpoint.seconds)
    try:
        with endpoint.opened(asked, JSON, deadline, question.dataset) as response:
            told = [response.headers[name] for name in server.says_cut if name in response.headers]
            if server.says_cut:
                rows = next((int(its) for its in told if its.isdigit()), 0)
            else:
                found: Any = read_json(_Body(endpoint.client.parts(response, deadline), None))
                rows = sum(1 for _ in found)
    except (QueryError, StoreError, SyntaxError, ValueError, OSError) as error:
        return f"whether there are more triples cannot be told: {error}"
    selected = Question(endpoint, asked, "select", question.dataset)
    return left_out(selected, server, rows, bool(told)).replace("gave", "made its triples of")


def _named_booleans(line: str) -> str:
    """Write truth values in one way: some servers write 1 and 0."""
    if _TRUE in line or _FALSE in line:
        terms = line[:-1].split("\t")
        line = "\t".join({_TRUE: "true", _FALSE: "false"}.get(term, term) for term in terms) + "\n"
    return line
