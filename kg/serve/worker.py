"""A worker: a process that holds one build, answers one request at a time, and can be ended at any moment.

The server (`kg.serve.workers`) starts it and speaks with it through pipes, in frames: the length of what follows in
eight bytes, then MessagePack. To the worker: once a `Setup`, then one `Call` after the other. From it: an empty frame
when it is ready, then for each call a `Head`, and the bytes of the answer, whose number the head tells. The pipe from
the server is read by a thread of its own, so that the worker ends with the server even in the midst of an answer.
"""

from __future__ import annotations

import _thread
import os
import queue
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec
from msgspec import Struct

from kg.base.errors import KgError
from kg.serve.exchange import Asked, Reply
from kg.serve.refusals import refused

if TYPE_CHECKING:
    from kg.graph.graph import Graph

Route = Callable[["Graph", Asked], Reply]
LENGTH = 8  # bytes in which the length of a frame stands
_READ = 1 << 16  # bytes that are read at a time


class Setup(Struct, frozen=True):
    """What a worker holds: the project's folder, the folder of one of its builds, that of texts; and what it may take.

    `megabytes` is twice what a request may take: the server ends a worker long before, and this one only if the
    memory grows faster than the server looks.
    """

    root: str
    build: str
    texts: str | None = None
    megabytes: int = 0
    rows: int = 100_000
    for_pages: bool = False  # whether what pages need is worked out before the worker is ready


class Call(Struct, frozen=True):
    """A request, and the name of the route that answers it."""

    route: str
    asked: Asked


class Head(Struct, frozen=True):
    """An answer but for its bytes, of which `size` follow."""

    status: int
    media_type: str
    headers: Mapping[str, str]
    size: int


def frame(value: object) -> bytes:
    r"""Write a record as a frame.

    >>> frame(Head(200, "a/b", {}, 1))[:9]
    b'(\x00\x00\x00\x00\x00\x00\x00\x84'
    """
    payload = msgspec.msgpack.encode(value)
    return len(payload).to_bytes(LENGTH, "little") + payload


def read_frame(handle: int) -> bytes:
    """Read the next frame from a pipe; the process ends where there is none, since the server is no more."""
    return _exactly(handle, int.from_bytes(_exactly(handle, LENGTH), "little"))


def _exactly(handle: int, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(handle, min(_READ, size - len(parts)))
        if not part:
            os._exit(0)
        parts += part
    return bytes(parts)


def _write(handle: int, *parts: bytes) -> None:
    for part in parts:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(handle, rest) :]


def _answered(graph: Graph, routes: Mapping[str, Route], call: Call) -> Reply:
    """Answer a call; what goes wrong is an answer too."""
    try:
        return routes[call.route](graph, call.asked)
    except KgError as error:
        return refused(call.asked, error, title=graph.project.title)
    except MemoryError:
        os._exit(1)  # nothing more can be done in this process
    except Exception:  # a fault of ours: the client is told that there was one, the log what it was
        traceback.print_exc()
        return refused(call.asked, KgError("an error of the server, which its log tells"), 500)


def _listen(calls: queue.SimpleQueue[Call]) -> None:
    decoder = msgspec.msgpack.Decoder(Call)
    while True:
        calls.put(decoder.decode(read_frame(0)))


def _opened(setup: Setup) -> Graph:
    from kg.graph.opening import open_release

    if setup.megabytes:
        most = setup.megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    texts = Path(setup.texts) if setup.texts else None
    graph = open_release(Path(setup.root), Path(setup.build), texts, is_compared=True)
    if setup.for_pages:
        from kg.serve.pages.index import ready  # here, since who answers queries is ready sooner without

        ready(graph)
    _ = graph.store.inner
    return graph


def main(routes_of: Callable[[Setup], Mapping[str, Route]]) -> NoReturn:
    """Open the build, say so, and answer until the server closes the pipe.

    Parameters
    ----------
    routes_of
        Gives what answers the calls, by its name.
    """
    out = os.dup(1)
    os.dup2(2, 1)  # whatever prints goes to the log, and not between the frames
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - open to the end
    setup = msgspec.msgpack.decode(read_frame(0), type=Setup)
    graph, routes = _opened(setup), routes_of(setup)
    calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
    _thread.start_new_thread(_listen, (calls,))
    _write(out, bytes(LENGTH))
    while True:
        reply = _answered(graph, routes, calls.get())
        head = Head(reply.status, reply.media_type, reply.headers, len(reply.body))
        _write(out, frame(head), reply.body)
        del reply
