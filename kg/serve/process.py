"""The server's side of one worker: its process is started, asked, looked at, and ended at a limit."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
from msgspec import Struct

from kg.base.errors import KgError
from kg.serve.worker import LENGTH, Call, Head, Setup, frame

AT_ONCE = 1 << 20  # bytes up to which an answer is read whole, so that its worker need not wait for the client
_NICE = 15  # of 19
_PART = 1 << 18  # bytes of an answer that are read at a time
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import main; main()"


class Room(Struct, frozen=True):
    """How much requests may take: seconds and megabytes of each, workers, and how many may wait in line.

    After `patience` seconds a request is given less of the processors; None is never.
    """

    seconds: float = 5.0
    megabytes: int = 1_024
    workers: int = 8
    waiting: int = 64
    patience: float | None = 0.3


class ExceededError(KgError):
    """A request that was ended since it took more than it may."""


class Worker:
    """A process that is ready to answer.

    Parameters
    ----------
    process
        It has said that it is ready.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.since: float | None = None  # when its request began
        self.is_slow = False
        self.is_ended, self.reason = False, ""  # whether, and why, it was ended

    @classmethod
    async def start(cls, module: str, setup: Setup) -> Worker:
        """Start the process of a module's `main`, and wait until it is ready."""
        paths = json.dumps([str(Path(path).resolve()) for path in sys.path])
        command = [sys.executable, "-I", "-c", _START.format(module), paths]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, limit=AT_ONCE, process_group=0
        )
        worker = cls(process)
        try:
            await worker._send(frame(setup))
            assert process.stdout is not None
            await process.stdout.readexactly(LENGTH)
        except (asyncio.IncompleteReadError, OSError) as error:
            worker.end()
            raise KgError("a worker cannot open the build", "its message stands above; try `kg build`") from error
        except BaseException:
            worker.end()
            raise
        return worker

    async def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        await self._process.stdin.drain()

    async def head(self, call: Call) -> Head:
        """Ask, and wait for the head of the answer."""
        out = self._process.stdout
        assert out is not None
        try:
            await self._send(frame(call))
            size = int.from_bytes(await out.readexactly(LENGTH), "little")
            return msgspec.msgpack.decode(await out.readexactly(size), type=Head)
        except (asyncio.IncompleteReadError, OSError):
            raise await self._ended() from None

    async def body(self, size: int) -> AsyncIterator[bytes]:
        """Give the bytes of the answer, part by part."""
        assert self._process.stdout is not None
        while size:
            part = await self._process.stdout.read(min(size, _PART))
            if not part:
                raise await self._ended()
            size -= len(part)
            yield part

    async def _ended(self) -> KgError:
        """Say why the process is no more."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), 1)
        reason = self.reason or "it has ended the process that answered: too deeply nested, or too much memory"
        return ExceededError(f"the request was stopped: {reason}", "ask for less, or in several requests")

    async def gone(self) -> None:
        """Wait until the process is no more."""
        await self._process.wait()

    @property
    def is_alive(self) -> bool:
        """Whether the process is still there."""
        return self._process.returncode is None

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid

    def end(self, reason: str = "") -> None:
        """End the process at once."""
        self.is_ended, self.reason = True, self.reason or reason
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def look(self, now: float, room: Room) -> None:
        """End the process if its request takes too much; give it less of the processors if it takes long."""
        if self.since is None or not self.is_alive:
            return
        if now - self.since > room.seconds:
            self.end(f"it took more than {room.seconds:g} s")
        elif own_memory(self.number) > room.megabytes:
            self.end(f"it took more than {room.megabytes:,} MB of memory")
        elif room.patience is not None and now - self.since > room.patience and not self.is_slow:
            self.is_slow = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.number, _NICE)


def own_memory(process: int) -> float:
    """Measure the memory of a process that it shares with no file, in megabytes; none if it is no more."""
    try:
        _, resident, shared, *_ = map(int, Path(f"/proc/{process}/statm").read_text().split())
    except (OSError, ValueError):
        return 0.0
    return (resident - shared) * _PAGE_MB
