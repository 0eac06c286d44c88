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
        self.is_taken = False  # begun, or given up
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Any] = self.loop.create_future()

    def finish(self, result: Any, error: BaseException | None) -> None:  # noqa: ANN401 - what the work gives
        """Tell what came of it, in the loop's own thread; nobody may be there to hear it."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(result)
        else:
            self.done.set_exception(error)


class OneThread:
    """A thread, and the work that waits for it."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_Piece] = queue.SimpleQueue()
        self._taking = threading.Lock()  # whoever takes a piece of work: to do it, or to give it up
        self._newest: dict[str, _Piece] = {}
        self._count, self._is_closed = 0, False
        self._is_idle = threading.Event()  # unset while something is written
        self._is_idle.set()
        threading.Thread(target=self._run, name="workspace", daemon=True).start()

    async def do(self, work: Callable[[], Any], *, writes: bool = False, newest: str = "") -> Any:  # noqa: ANN401 - whatever the work gives
        """Do a piece of work, after all that waits already.

        Parameters
        ----------
        work
            What is to be done.
        writes
            Whether it writes: then the end of the server waits for it once it has begun.
        newest
            A name: where other work of that name comes before this has begun, this is given up.

        Raises
        ------
        BusyError
            If it was given up, or too much waits.
        """
        if self._count >= MOST:
            raise BusyError("too much is under way", "ask again in a moment")
        piece = _Piece(work, writes=writes)
        if newest:
            if (older := self._newest.get(newest)) is not None:
                self._give_up(older, BusyError("something newer is asked", "take the newer answer"))
            self._newest[newest] = piece
        self._count += 1
        self._waiting.put(piece)
        try:
            await asyncio.wait([piece.done], timeout=SECONDS)
            self._give_up(piece, BusyError("what was asked before takes too long", "ask again"))
            return await piece.done
        finally:
            self._take(piece)
            piece.done.cancel()  # if there is no answer yet, nobody waits for one any more
            self._count -= 1
            if self._newest.get(newest) is piece:
                del self._newest[newest]

    def close(self) -> None:
        """End: what has not begun is not done, and writing that has begun is awaited."""
        with self._taking:
            self._is_closed = True
        self._is_idle.wait(STOPPING)

    def _take(self, piece: _Piece) -> bool:
        """Take a piece of work, if nobody has."""
        with self._taking:
            was_taken, piece.is_taken = piece.is_taken, True
        return not was_taken

    def _give_up(self, piece: _Piece, why: BusyError) -> None:
        """Give a piece of work up, if it has not begun."""
        if self._take(piece):
            piece.finish(None, why)

    def _run(self) -> None:
        while True:
            piece = self._waiting.get()
            with self._taking:
                if piece.is_taken or self._is_closed:
                    continue
                piece.is_taken = True
                if piece.writes:
                    self._is_idle.clear()
            result, error = None, None
            try:
                result = piece.work()
            except Exception as found:  # whoever asked is told
                error = found
            self._is_idle.set()
            with contextlib.suppress(RuntimeError):  # the loop has ended
                piece.loop.call_soon_threadsafe(piece.finish, result, error)
