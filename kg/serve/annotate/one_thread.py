"""One thread in which work is done piece by piece, while the event loop goes on answering."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any

from kg.base.errors import KgError

MOST = 64  # pieces of work that may wait
SECONDS = 30.0  # for which one may wait for its turn
STOPPING = 5.0  # seconds in which writing that has begun may end


class BusyError(KgError):
    """Work that is not done, since too much is waiting, or something newer has taken its place."""


class _Piece:
    """A piece of work, and what came of it."""

    def __init__(self, work: Callable[[], Any], *, writes: bool) -> None:
        self.work, self.writes = work, writes
        self.has_begun = False
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Any] = self.loop.create_future()

    def finish(self, result: Any, error: BaseException | None) -> None:  # noqa: ANN401 - what the work gives
        """Tell what came of it, in the loop's own thread."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(result)
        else:
            self.done.set_exception(error)


class OneThread:
    """A thread, and the work that waits for it."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_Piece | None] = queue.SimpleQueue()
        self._begin = threading.Lock()
        self._newest: dict[str, _Piece] = {}
        self._thread = threading.Thread(target=self._run, name="workspace", daemon=True)
        self._writing = threading.Event()
        self._count = 0
        self._thread.start()

    async def do(self, work: Callable[[], Any], *, writes: bool = False, newest: str = "") -> Any:  # noqa: ANN401
        """Do a piece of work, after all that waits already.

        Parameters
        ----------
        work
            What is to be done.
        writes
            Whether it writes: then it is not given up once it has begun.
        newest
            Where work with the same name comes before this has begun, this is dropped.

        Raises
        ------
        BusyError
            If it was dropped, or too much waits.
        """
        if self._count >= MOST:
            raise BusyError("too much is under way", "ask again in a moment")
        piece = _Piece(work, writes=writes)
        if newest:
            if (older := self._newest.get(newest)) is not None:
                self._drop(older, BusyError("something newer is asked", "take the newer answer"))
            self._newest[newest] = piece
        self._count += 1
        self._waiting.put(piece)
        try:
            await asyncio.wait([piece.done], timeout=SECONDS)
            self._drop(piece, BusyError("what was asked before takes too long", "ask again"))
            return await piece.done
        finally:
            self._drop(piece, BusyError("nobody waits for it", ""))
            with contextlib.suppress(asyncio.CancelledError, BusyError):
                piece.done.exception()  # which is looked at here, if nobody waited for it
            self._count -= 1
            if self._newest.get(newest) is piece:
                del self._newest[newest]

    def close(self) -> None:
        """End: what has not begun is not done, and writing that has begun is awaited."""
        self._waiting.put(None)
        with self._begin:  # nothing else begins
            if not self._writing.is_set():
                return
        self._thread.join(STOPPING)

    def _drop(self, piece: _Piece, why: BusyError) -> None:
        """Give a piece of work up, if it has not begun."""
        with self._begin:
            if not piece.has_begun:
                piece.has_begun = True
                piece.finish(None, why)

    def _run(self) -> None:
        while (piece := self._waiting.get()) is not None:
            with self._begin:
                if piece.has_begun:  # dropped
                    continue
                piece.has_begun = True
                if piece.writes:
                    self._writing.set()
            result, error = None, None
            try:
                result = piece.work()
            except Exception as found:
                error = found
            self._writing.clear()
            with contextlib.suppress(RuntimeError):  # the loop has ended
                piece.loop.call_soon_threadsafe(piece.finish, result, error)
