"""The files of a build as statements, so that a graph can be opened from an endpoint where there is no project.

Quads do not say all that the records hold: the order of speakers and of a role's fillers, notes on entities, where an
article's text lies. So what `kg.open` reads of a build is pushed too, byte by byte: compressed, and cut into literals.

Source: RFC 1950 (zlib), RFC 4648, section 4 (base64).
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

from kg.base.errors import StoreError
from kg.base.iris import DCTERMS, RDF
from kg.rdf.terms import literal
from kg.remote.endpoint import Endpoint
from kg.remote.record import files_graph, values

_SHA256 = "http://spdx.org/rdf/terms#checksumValue"
_FILE = re.compile(r"(?:kg\.toml|records\.msgpack|account\.msgpack|ontology/[A-Za-z0-9_][\w.-]*\.ttl)", re.ASCII)
_PART = 30_000  # bytes of a literal before they are written in base64
_AT_ONCE = 16  # parts that are asked for at a time
_MOST = 4 * 2**30  # bytes of a file


def is_pushed(name: str) -> bool:
    """Tell whether a file of a build is one of those that a graph is opened from.

    >>> is_pushed("records.msgpack"), is_pushed("segments/account/00.nq"), is_pushed("ontology/../a.ttl")
    (True, False, False)
    """
    return _FILE.fullmatch(name) is not None


def file_lines(base: str, files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Write files as N-Triples."""
    for name, data in files:
        me = f"{files_graph(base)}/{name}"
        packed = zlib.compress(data, 6)
        parts = [packed[start : start + _PART] for start in range(0, len(packed), _PART)]
        yield f"<{me}> <{DCTERMS}title> {literal(name)} ."
        yield f"<{me}> <{DCTERMS}extent> {literal(f'{len(parts)} {len(data)}')} ."
        yield f"<{me}> <{_SHA256}> {literal(hashlib.sha256(data).hexdigest())} ."
        for number, part in enumerate(parts):
            yield f"<{me}/{number}> <{RDF}value> {literal(base64.b64encode(part).decode())} ."


def files_at(endpoint: Endpoint, base: str) -> dict[str, tuple[int, int, str]]:
    """List the files that an endpoint holds: name -> number of parts, bytes, and SHA-256."""
    rows = endpoint.rows(
        f"SELECT ?name ?extent ?sum WHERE {{ GRAPH <{files_graph(base)}> "
        f"{{ ?file <{DCTERMS}title> ?name ; <{DCTERMS}extent> ?extent ; <{_SHA256}> ?sum }} }} ORDER BY ?name"
    )
    found = {}
    for name, extent, sum_ in rows:
        parts, _, size = extent.value.partition(" ")
        if not is_pushed(name.value) or not parts.isdigit() or not size.isdigit() or int(size) > _MOST:
            raise _damaged(endpoint, name.value)
        found[name.value] = (int(parts), int(size), sum_.value)
    return found


def read_file(endpoint: Endpoint, base: str, name: str, held: Mapping[str, tuple[int, int, str]]) -> bytes:
    """Read a file of a build from an endpoint.

    Raises
    ------
    StoreError
        If it is not there, or not what was pushed.
    """
    if name not in held:
        raise _damaged(endpoint, name)
    parts, size, sum_ = held[name]
    me = f"{files_graph(base)}/{name}"
    packed = []
    for start in range(0, parts, _AT_ONCE):
        wanted = [f"{me}/{number}" for number in range(start, min(start + _AT_ONCE, parts))]
        rows = endpoint.rows(
            f"SELECT ?part ?value WHERE {{ GRAPH <{files_graph(base)}> "
            f"{{ VALUES ?part {{ {values(wanted)} }} ?part <{RDF}value> ?value }} }}"
        )
        found = {part.value: value.value for part, value in rows}
        if found.keys() != set(wanted):
            raise _damaged(endpoint, name)
        packed += [found[part] for part in wanted]
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(b"".join(base64.b64decode(part, validate=True) for part in packed), size + 1)
    except (ValueError, zlib.error):
        raise _damaged(endpoint, name) from None
    if hashlib.sha256(data).hexdigest() != sum_:
        raise _damaged(endpoint, name)
    return data


def _damaged(endpoint: Endpoint, name: str) -> StoreError:
    what = f"what the endpoint `{endpoint.client.shown}` holds is damaged: {name[:100]!r}"
    return StoreError(what, "push it again: `kg push --again`")
