"""Which build is served: one pool of workers for queries and one for all else, replaced when a new build is there.

A new build is noticed within a second; its workers are started beside those of the earlier one, which answer until
then, and to the end what they have begun. So no request is lost, and none is answered from two builds.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.errors import KgError
from kg.base.project import located
from kg.builder import releases
from kg.graph.opening import compare
from kg.serve.process import Room
from kg.serve.worker import Call, Setup
from kg.serve.workers import Answered, Pool

NOTICE = 0.2  # seconds between two looks for a new build
_LINGER = 0.05  # seconds between two looks whether an earlier build's workers have all answered


class Service(Struct, frozen=True):
    """What is served: the project's folder, that of texts, the rooms of queries and of all else, and rows of a query.

    `module` is the one whose `main` a worker runs.
    """

    root: Path
    module: str
    texts: Path | None = None
    queries: Room = Room()
    answers: Room = Room(seconds=60, megabytes=4_000, workers=4, patience=None)
    rows: int = 100_000


class Serving:
    """The workers of one build, which is held as long as they are there.

    Parameters
    ----------
    service
        What is served.
    held
        The build.
    """

    def __init__(self, service: Service, held: releases.Held) -> None:
        self.held, self.folder, self.name = held, held.folder.name, ""  # it is named once it is compared

        def pool(room: Room, *, for_pages: bool) -> Pool:
            texts = None if service.texts is None else str(service.texts)
            setup = Setup(str(service.root), str(held.folder), texts, 2 * room.megabytes, service.rows, for_pages)
            return Pool(service.module, setup, room)

        self.queries = pool(service.queries, for_pages=False)
        self.answers = pool(service.answers, for_pages=True)

    async def start(self) -> None:
        """Start the first workers of both pools; if that fails, none is left."""
        try:
            self.name = await asyncio.to_thread(compare, self.held.folder)
            await asyncio.gather(self.queries.start(), self.answers.start())
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End all workers."""
        await asyncio.gather(self.queries.close(), self.answers.close())

    async def retire(self) -> None:
        """End all workers, once they have answered what they were asked."""
        while not (self.queries.is_idle and self.answers.is_idle):
            await asyncio.sleep(_LINGER)
        await self.close()


class Builds:
    """The build that is served, whichever that is.

    Parameters
    ----------
    service
        What is served.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._serving: Serving | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.swaps = 0

    @property
    def serving(self) -> Serving:
        """The workers of the build that is served now."""
        assert self._serving is not None, "start first"
        return self._serving

    async def start(self) -> None:
        """Start the workers, and look for new builds from now on."""
        self._serving = await self._started()
        self._keep(self._notice())

    async def close(self) -> None:
        """End all workers."""
        for task in list(self._tasks):
            task.cancel()
        if self._serving is not None:
            await self._serving.close()

    @property
    def is_well(self) -> bool:
        """Whether there are workers for queries and for all else."""
        serving = self.serving
        return bool(serving.queries.counts["workers"] and serving.answers.counts["workers"])

    async def ask(self, call: Call, *, is_query: bool = False) -> tuple[Answered, str]:
        """Ask a worker of the build that is served; give the answer, and the name of that build."""
        serving = self.serving
        answered = await (serving.queries if is_query else serving.answers).ask(call)
        return answered, serving.name

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _started(self) -> Serving:
        serving = Serving(self._service, releases.hold(located(self._service.root)))
        await serving.start()
        return serving

    async def _notice(self) -> None:
        """Look for a new build; one whose workers do not start is told of once, and the earlier one is served."""
        folder = refused = ""
        while True:
            await asyncio.sleep(NOTICE)
            try:
                folder = releases.current(located(self._service.root)).name
                if folder in (self.serving.folder, refused):
                    continue
                before, self._serving = self.serving, await self._started()
            except (KgError, OSError) as error:
                if folder != refused:
                    sys.stderr.write(f"the build of before is served on: {error}\n")
                refused = folder
                continue
            self.swaps += 1
            self._keep(before.retire())
