"""The graphs of a build, each with its statements in batches: of a build on one machine, or of one in parts.

The parts of the latter hold the lines of all graphs in order of their subjects. They are read once, and the lines of
articles put together in temporary files; those of the account, which is one graph, are read from the parts as they go.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from kg.base.disk import sha256
from kg.builder.in_parts import InParts
from kg.builder.manifest import Sealed
from kg.rdf.canonical import without_graph
from kg.remote.files import file_lines, is_pushed
from kg.remote.record import files_graph

Batches = Iterator[list[str]]
Step = Callable[[str, int, int], object]
_LINES = 20_000  # of a batch, and those that its last subject has beyond
_BYTES = 50_000_000  # of a temporary file, which is read whole once
_MOST_FILES = 200  # that are open at once


class Part(Struct, frozen=True):
    """One graph of a build: its name in the record, the hash of what it is made from, and its statements.

    `batches` gives them as N-Triples, all of a subject in one batch.
    """

    name: str
    source: str
    batches: Callable[[], Batches]


def parts_of(sealed: Sealed) -> list[Part]:
    """List the graphs of a build: the account's first, then one for each article, then that of the files."""
    files, base = sealed.manifest["files"], str(sealed.manifest["base"])
    shards = sorted(name for name in files if name.startswith("segments/account/"))
    articles = sorted(name for name in files if name.startswith("segments/articles/"))
    others = sorted(filter(is_pushed, files))

    def account() -> Batches:
        yield [line for name in shards for line in _lines(sealed, name)]

    def article(name: str, graph: str) -> Callable[[], Batches]:
        return lambda: iter([list(without_graph(_lines(sealed, name), graph))])

    def whole() -> Batches:
        yield list(file_lines(base, ((name, sealed.read(name)) for name in others)))

    parts = [Part(f"{base}account", _hash(sealed, shards), account)]
    for name in articles:
        graph = f"{base}article/{Path(name).stem}"
        parts.append(Part(graph, files[name]["sha256"], article(name, graph)))
    return [*parts, Part(files_graph(base), _hash(sealed, others), whole)]


def parts_in(build: InParts, folder: Path, step: Step = lambda *_: None) -> list[Part]:
    """List the graphs of a build in parts, as `parts_of` does.

    Parameters
    ----------
    build
        Whose files are on this machine.
    folder
        An empty one for the lines of articles, which take about as much room as the N-Quads; it must stay until all is
        pushed.
    step
        Told how far it has come.

    Raises
    ------
    StoreError
        If a part is not what was written.
    """
    names, others = build.quads(), [name for name in build.small() if is_pushed(name)]
    for name in names:
        build.need_same(name)
    size = sum((build.folder / name).stat().st_size for name in names)
    files = [folder / f"{number:03}.nq" for number in range(min(_MOST_FILES, size // _BYTES + 1))]
    account = hashlib.sha256()
    with ExitStack() as opened:
        streams = [opened.enter_context(path.open("wb")) for path in files]
        for number, name in enumerate(names, 1):
            for line in _raw_lines(build.folder / name):
                if graph := graph_of(line):
                    streams[zlib.crc32(graph) % len(streams)].write(line)
                else:
                    account.update(line)
            step("parts read", number, len(names))

    def default_graph() -> Iterator[bytes]:
        return (line for name in names for line in _raw_lines(build.folder / name) if not graph_of(line))

    def whole() -> Batches:
        yield list(file_lines(build.base, ((name, build.read(name)) for name in others)))

    articles = sorted((part for path in files for part in _articles(path)), key=lambda part: part.name)
    return [
        Part(f"{build.base}account", account.hexdigest(), lambda: batched(default_graph())),
        *articles,
        Part(files_graph(build.base), _hash_of({name: sha256(build.folder / name) for name in others}), whole),
    ]


def build_of(parts: Iterable[Part]) -> str:
    """Name a build by what its graphs are made from, however its files are cut."""
    return hashlib.sha256("".join(f"{part.source}  {part.name}\n" for part in parts).encode()).hexdigest()


def graph_of(line: bytes) -> bytes:
    r"""Give the graph that a line of N-Quads names, in its brackets; nothing of a line of the default graph.

    Source
    ------
    RDF 1.1 N-Quads, W3C Recommendation 2014, section 4: no IRI holds a blank or a quotation mark.

    >>> graph_of(b"<s> <p> <o> <g> .\n"), graph_of(b'<s> <p> "a <b> ."@en .\n'), graph_of(b'<s> <p> "\\"" <g> .\n')
    (b'<g>', b'', b'<g>')
    """
    value = line.split(b" ", 2)[2]
    if value.startswith(b'"'):
        value = value[value.rindex(b'"') :]
    terms = value.split()
    return terms[1] if len(terms) == 3 else b""


def batched(lines: Iterable[bytes], end: bytes = b" .") -> Batches:
    r"""Put lines, all of a subject together, into batches of whole subjects, as N-Triples without what ends the lines.

    >>> list(batched([b"<a> <p> <o> <g> .\n", b"<b> <p> <o> <g> .\n"], b" <g> ."))
    [['<a> <p> <o> .', '<b> <p> <o> .']]
    """
    batch: list[str] = []
    last = b""
    for line in lines:
        subject = line[: line.index(b" ")]
        if len(batch) >= _LINES and subject != last:
            yield batch
            batch = []
        last = subject
        batch.append(line.removesuffix(b"\n").removesuffix(end).decode() + " .")
    if batch:
        yield batch


def _articles(path: Path) -> list[Part]:
    """Put the lines of each graph of a temporary file together in it, in the order in which they stand."""
    found: dict[bytes, list[bytes]] = {}
    with path.open("rb") as file:
        for line in file:
            found.setdefault(graph_of(line), []).append(line)
    parts = []
    with path.open("wb") as file:
        for graph, lines in sorted(found.items()):
            start, data = file.tell(), b"".join(lines)
            file.write(data)
            parts.append(_article(path, graph, start, data))
    return parts


def _article(path: Path, graph: bytes, start: int, data: bytes) -> Part:
    size, end = len(data), b" %b ." % graph

    def batches() -> Batches:
        with path.open("rb") as file:
            file.seek(start)
            yield from batched(_within(file, size), end)

    return Part(graph[1:-1].decode(), hashlib.sha256(data).hexdigest(), batches)


def _within(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Give the lines of the next so many bytes."""
    while size > 0:
        line = file.readline()
        size -= len(line)
        yield line


def _raw_lines(path: Path) -> Iterator[bytes]:
    """Read a part of N-Quads, packed or not, line by line: they end in a line feed only."""
    with path.open("rb") as file:
        packed = path.suffix == ".gz"
        yield from io.BufferedReader(gzip.GzipFile(fileobj=file)) if packed else file


def _lines(sealed: Sealed, name: str) -> Iterator[str]:
    return iter(sealed.read(name).decode().removesuffix("\n").split("\n"))


def _hash(sealed: Sealed, names: list[str]) -> str:
    return _hash_of({name: sealed.manifest["files"][name]["sha256"] for name in names})


def _hash_of(files: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(f"{sum_}  {name}\n" for name, sum_ in files.items()).encode()).hexdigest()
