"""Records in binary columns, read back: one reader for each kind of them."""

from __future__ import annotations

import msgspec

from kg.account.facts import Reading
from kg.account.voices import Tenure
from kg.annotation.drafts import Lost
from kg.model.records import Article, Claim

read_claim = msgspec.msgpack.Decoder(Claim).decode
read_head = msgspec.msgpack.Decoder(Article).decode
read_reading = msgspec.msgpack.Decoder(Reading).decode
read_tenure = msgspec.msgpack.Decoder(Tenure).decode
read_lost = msgspec.msgpack.Decoder(tuple[Lost, ...]).decode
