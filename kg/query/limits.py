"""Limits of a query: seconds, rows, memory. What was found by then is given, and says that it is cut.

The engine has no timeout, and a query can end its process. So a query with limits is asked in a process of its own
(`kg.query.engine_process`), which opens the store of a build by its folder. The quads of a slice lie in no build: the
store has written them to a file without a name, which that process loads into memory. A fork of this process would
have them there already, but is not safe where a notebook or the engine has threads.

Here the rows are read as they come, while the clock, the memory of both processes and the keyboard are watched. The
engine's process is ended (by SIGKILL) when a limit is reached, when a key is pressed, or when nobody holds the answer
any more; it ends by itself when this process does. What holds the files of a build (`kg.builder.releases.Held`) is
held here as long as somebody waits for the answer.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import selectors
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import pyoxigraph
from msgspec import Struct

from kg.base.errors import KgError, QueryError, StoreError
from kg.query.engine_process import ALL, ENGINE, FAILED, MORE, STORE, SYNTAX

LOOK = 0.05  # seconds between two looks at the clock and the memory
_READ = 1 << 16  # bytes that are read at a time
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20
_START = "import sys; sys.path += sys.argv[1:]; from kg.query.engine_process import main; main()"


class Limits(Struct, frozen=True):
    """How much a query may take, until all that it gives is read or written; None is no limit."""

    seconds: float | None = None
    rows: int | None = None
    megabytes: int | None = None  # of this process and of the engine's together


USUAL = Limits(seconds=60, rows=1_000_000, megabytes=4_000)  # of the command line and of notebooks


class Asked(Struct, frozen=True):
    """What is asked, and of which store."""

    source: Path | int  # the folder of a store, or the number of an open file of N-Quads
    text: str
    prefixes: Mapping[str, str]
    union: bool = False

    def line(self, rows: int | None) -> bytes:
        """Write it for the engine's process."""
        source = self.source if isinstance(self.source, int) else str(self.source)
        asked = {"source": source, "text": self.text, "prefixes": dict(self.prefixes), "union": self.union}
        return json.dumps(asked | {"rows": rows}).encode() + b"\n"


def not_opened(place: str, message: str) -> StoreError:
    """Say that the engine cannot open a store, and what to do: the store may be damaged, or the system's limit low."""
    if "Corruption: " in message:  # so begins what RocksDB says of bytes that are not what it wrote
        return StoreError(f"the build is damaged: its store: {message}", "rebuild it: `kg build`")
    too_few = "file descriptors" in message or "Too many open files" in message
    hint = "allow more open files: `ulimit -n 512`" if too_few else "rebuild it: `kg build`"
    return StoreError(f"cannot open the store{place}: {message}", hint)


def not_answered(message: str) -> KgError:
    """Say that the engine cannot answer a query: by what is asked, or since the store is damaged."""
    if "Corruption: " in message:  # so begins what RocksDB says of bytes that are not what it wrote
        return not_opened("", message)
    return QueryError(f"the query cannot be answered: {message}")


class Answer:
    """What a query gives: a file to be read once, of whole lines, as they are found; see `kg.query.engine_process`.

    Attributes
    ----------
    form, variables
        What is known of the answer as a whole: select, ask or construct.
    cut
        Why there may be more, once all was read; empty if there is no more.
    """

    form: str
    variables: list[str]
    cut: str

    def read(self, size: int = -1) -> bytes:
        """Give the lines that have come, as soon as there are any; nothing at the end.

        Parameters
        ----------
        size
            Not heeded: it is there since a file's `read` has it.
        """
        raise NotImplementedError

    def read_all(self, head: bytes = b"") -> bytes:
        """Give all lines that are left, below a head; they are in memory but once."""
        gathered = io.BytesIO()
        gathered.write(head)
        gathered.writelines(iter(self.read, b""))
        return gathered.getvalue()


class EngineAnswer(Answer):
    """What the embedded engine gives within limits, from a process of its own.

    Parameters
    ----------
    asked
        The query.
    limits
        How much it may take.

    Raises
    ------
    SyntaxError
        If the engine cannot parse the query.
    QueryError
        If it cannot be answered, or if a limit was reached before there was anything to give.
    StoreError
        If the store cannot be opened.
    """

    def __init__(self, asked: Asked, limits: Limits) -> None:
        self._limits = limits
        self._end = None if limits.seconds is None else time.monotonic() + limits.seconds
        self._looked = 0.0
        self._rest = b""  # of a line that has not come whole
        self._is_over = False
        self.cut = ""
        self._process = _started(asked.source)
        self._finish = weakref.finalize(self, _ended, self._process)
        try:
            self._send(asked.line(limits.rows))
            self.form, self.variables = self._head()
        except BaseException:  # a key that was pressed, too
            self.close()
            raise

    def read(self, size: int = -1) -> bytes:
        """Give the lines that have come, as soon as there are any; nothing at the end."""
        try:
            while not self._is_over:
                part = self._rest + self._next()
                end = part.rfind(b"\n") + 1
                self._rest = part[end:]
                if end:
                    return part[:end]
        except BaseException:  # a key that was pressed, too
            self.close()
            raise
        return b""

    def close(self) -> None:
        """End the engine's process, if it is still there."""
        self._is_over = True
        self._finish()

    def _send(self, line: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it is gone already: what comes from it will tell
            while line:
                line = line[self._process.stdin.write(line) :]

    def _head(self) -> tuple[str, list[str]]:
        """Wait for the first line."""
        part = b""
        while b"\n" not in part and not self._is_over:
            part += self._next()
        line, _, self._rest = part.partition(b"\n")
        if not line:
            raise QueryError(f"{self.cut.partition(':')[0]}: nothing was found by then", "ask for less, or allow more")
        head: dict[str, Any] = json.loads(line)
        if "wrong" not in head:
            return head["form"], head["variables"]
        raise {
            SYNTAX: SyntaxError(head["message"]),
            ENGINE: not_answered(head["message"]),
            STORE: not_opened("", head["message"]),
        }[head["wrong"]]

    def _next(self) -> bytes:
        """Wait for what comes next; nothing comes any more when it is over."""
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not selector.select(LOOK):
                self._watch()
        self._watch()
        part = os.read(self._process.stdout.fileno(), _READ)
        if not part:
            self._is_over = True
            self._say_how_it_ended()
        return part

    def _watch(self) -> None:
        """End the engine's process if a limit is reached; what it has given by then can still be read."""
        now = time.monotonic()
        if self.cut or now < self._looked + LOOK:
            return
        self._looked = now
        if self._end is not None and now >= self._end:
            self.cut = f"stopped after {self._limits.seconds:g} s: there may be more"
        elif self._limits.megabytes is not None and memory("self", self._process.pid) > self._limits.megabytes:
            self.cut = f"stopped at {self._limits.megabytes} MB of memory: there may be more"
        if self.cut:
            self._process.kill()

    def _say_how_it_ended(self) -> None:
        """Take from the exit code whether there is more, and what went wrong."""
        code = self._process.wait()
        if self.cut:
            return
        if code == MORE:
            self.cut = f"stopped at {self._limits.rows:,} rows: there are more"
        elif code == FAILED:
            assert self._process.stderr is not None
            raise not_answered(self._process.stderr.read().decode(errors="replace"))
        elif code != ALL:
            name = signal.Signals(-code).name if code < 0 else str(code)
            raise QueryError(f"the query has ended the engine ({name})", "ask for less, or in several queries")


def _started(source: Path | int) -> subprocess.Popen[bytes]:
    """Start the engine's process, apart from the keyboard; it finds the same engine, and reads no other settings."""
    folders = [str(Path(__file__).resolve().parents[2]), str(Path(pyoxigraph.__file__).resolve().parents[1])]
    command = [sys.executable, "-I", "-S", "-c", _START, *folders]
    pipe, files = subprocess.PIPE, (source,) if isinstance(source, int) else ()
    try:
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, pass_fds=files, process_group=0
        )
    except OSError as error:
        raise QueryError(f"the engine cannot be started: {error.strerror or error}", "end other programs") from error


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, and close what it was spoken to by."""
    process.kill()
    process.wait()
    streams: tuple[IO[bytes] | None, ...] = (process.stdin, process.stdout, process.stderr)
    for stream in streams:
        if stream is not None:
            stream.close()


def memory(*processes: str | int) -> float:
    """Measure how much memory some processes have together, in megabytes; one that is no more has none.

    Parameters
    ----------
    processes
        By their numbers; ``self`` is this one.
    """
    return sum(map(_memory, processes))


def _memory(process: str | int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE_MB
    except (OSError, IndexError):
        if Path("/proc/self/statm").exists():
            return 0.0
    number = str(os.getpid() if process == "self" else process)  # on systems that have no such files
    told = subprocess.run(["ps", "-o", "rss=", "-p", number], capture_output=True, check=False).stdout
    return int(told or 0) / 1024
