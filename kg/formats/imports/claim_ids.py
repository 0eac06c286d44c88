"""Ids of claims, made of the ids of the rows that they rest on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

import msgspec

from kg.formats.imports.naming import short_hash

_ID = re.compile(rb',"id":"([^"]*)","evidence":\[')
_NO_ID = re.compile(r"[^a-z0-9]+")


def claim_id(rows: bytes) -> bytes:
    """Make a claim's id of the first of its rows."""
    id_ = rows[8 : rows.index(b'"', 8)]  # after `{"row":"`
    if id_.isdigit():
        return b"row-" + id_
    its = str(msgspec.json.decode(b"[%b]" % rows)[0]["row"])
    plain = _NO_ID.sub("-", its.lower()).strip("-")
    return f"row-{plain}".encode() if plain == its else f"row-{plain[:40]}-{short_hash(its, 8)}".encode()


def told_apart(claims: Iterable[bytes]) -> Iterator[bytes]:
    """Give claims, of which no two of one article have one id: to further ones, a part of the claim's hash is added."""
    article, known = b"", set[bytes]()
    for claim in claims:
        its = claim[: claim.index(b',"fact":')]
        if its != article:
            article, known = its, set()
        id_ = _ID.search(claim)
        assert id_ is not None
        if id_[1] in known:
            mark = hashlib.sha256(claim).hexdigest()[:8].encode()
            claim = b"%b-%b%b" % (claim[: id_.end(1)], mark, claim[id_.end(1) :])
        known.add(id_[1])
        yield claim
