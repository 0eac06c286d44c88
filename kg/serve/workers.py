"""The server's side of its workers: a pool of processes that answer, each ended when a limit is reached.

A worker answers one request at a time. While any is at work, the pool looks at the clock and at the memory of each
twenty times a second. One that takes longer than `Room.patience` seconds is given less of the processors, so that short
requests pass; it is replaced after its answer, since it cannot be given more again. Further workers are started when
all are at work, up to `Room.workers`; beyond them, requests wait in line.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import IO

from msgspec import Struct

from kg.base.errors import KgError
from kg.serve.process import AT_ONCE, Room, Worker
from kg.serve.worker import Call, Head, Setup

WAITING = 15.0  # seconds for which a request may wait in line
_PART = 1 << 18  # bytes of a long answer that are read at a time
LOOK = 0.05  # seconds between two looks at the clock and at the memory


class BusyError(KgError):
    """A request that found all workers at work and the line full."""


class Answered(Struct):
    """An answer: its head, and its bytes, which are to be read to their end or closed."""

    head: Head
    body: AsyncIterator[bytes]


class Pool:
    """Workers of one build.

    Parameters
    ----------
    module
        Whose `main` each process runs.
    setup
        What each holds.
    room
        What requests may take.
    ready
        How many are kept ready from the start.
    """

    def __init__(self, module: str, setup: Setup, room: Room, ready: int = 2) -> None:
        self._module, self._setup, self._room, self._ready = module, setup, room, min(ready, room.workers)
        self._free: list[Worker] = []
        self._all: set[Worker] = set()
        self._line: deque[asyncio.Future[Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None
        self._is_closed = False

    async def start(self) -> None:
        """Start the first workers."""
        self._watch = asyncio.create_task(self._look())
        await asyncio.gather(*(self._add() for _ in range(self._ready)))

    async def close(self) -> None:
        """End all workers; whoever waits is told so."""
        self._is_closed = True
        for task in (*self._starting, *filter(None, [self._watch])):
            task.cancel()
        for worker in self._all:
            worker.end("the server stops")
        for waiting in self._line:
            if not waiting.done():
                waiting.set_exception(BusyError("the server stops", "ask again later"))
        await asyncio.gather(*(worker.gone() for worker in self._all), *self._starting, return_exceptions=True)

    @property
    def is_idle(self) -> bool:
        """Whether no worker is at work, and nobody waits."""
        return len(self._free) == len(self._all) and not self._line

    @property
    def counts(self) -> dict[str, int]:
        """How many workers there are, are at work, and how many requests wait."""
        return {"workers": len(self._all), "busy": len(self._all) - len(self._free), "waiting": len(self._line)}

    async def ask(self, call: Call) -> Answered:
        """Ask a worker.

        Raises
        ------
        BusyError
            If too many wait already.
        ExceededError
            If the request took more than it may.
        """
        worker = await self._worker()
        worker.since = asyncio.get_running_loop().time()
        try:
            head = await worker.head(call)
            body = await _taken(worker, head.size)
        except BaseException:  # whoever asked has gone, too
            worker.end()
            raise
        finally:
            self._give_back(worker)
        return Answered(head, body)

    async def _worker(self) -> Worker:
        while self._free:
            worker = self._free.pop()
            if worker.is_alive:
                return worker
            self._gone(worker)
        if len(self._line) >= self._room.waiting:
            raise BusyError(f"{len(self._line):,} requests are waiting already", "ask again in a second")
        waiting: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._line.append(waiting)
        self._grow()
        try:
            async with asyncio.timeout(WAITING):
                return await waiting
        except TimeoutError:
            raise BusyError(f"no worker was free for {WAITING:g} s", "ask again later") from None
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and not waiting.exception():
                self._give_back(waiting.result())
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._line.remove(waiting)

    def _give_back(self, worker: Worker) -> None:
        worker.since = None
        if worker.is_slow or worker.is_ended or not worker.is_alive:
            worker.end()
            self._gone(worker)
            return
        while self._line:
            waiting = self._line.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._free.append(worker)

    def _gone(self, worker: Worker) -> None:
        """Count a worker out, and start one in its place where it is needed."""
        self._all.discard(worker)
        self._grow()

    def _grow(self) -> None:
        """Start a worker for each request that waits; one, if none is free; and those that are kept ready."""
        coming = len(self._all) + len(self._starting)
        wanted = max(len(self._line), not self._free, self._ready - coming + len(self._starting)) - len(self._starting)
        for _ in range(0 if self._is_closed else min(wanted, self._room.workers - coming)):
            task = asyncio.create_task(self._add_or_tell())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _add_or_tell(self) -> None:
        """Start a worker; if that fails, say so to all who wait: another would fail too."""
        try:
            await self._add()
        except (KgError, OSError) as error:
            why = error if isinstance(error, KgError) else KgError(f"no worker starts: {error}", "see the log")
            for waiting in self._line:
                if not waiting.done():
                    waiting.set_exception(why)

    async def _add(self) -> None:
        worker = await Worker.start(self._module, self._setup)
        self._all.add(worker)
        self._give_back(worker)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK)
            for worker in list(self._all):
                worker.look(loop.time(), self._room)


async def _taken(worker: Worker, size: int) -> AsyncIterator[bytes]:
    """Take an answer off its worker, which is then free however slowly the client reads: a long one into a file."""
    if size <= AT_ONCE:
        return _given([part async for part in worker.body(size)])
    with contextlib.ExitStack() as kept:
        file = kept.enter_context(tempfile.TemporaryFile())
        async for part in worker.body(size):
            file.write(part)
        file.seek(0)
        kept.pop_all()
    return _read(file)


async def _given(parts: Sequence[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def _read(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while part := file.read(_PART):
            yield part
