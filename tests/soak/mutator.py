"""Spoils files at random: what a slip of the hand, of a program or of a disk may make of them, and what malice may."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

ODD = [
    text.encode() for text in (
        "\ufeff", "\u200b", "\u202e", "\u2028", "\x00", "\x07", "\x85", "\xa0", "e\u0301", "\u0430", "\U0001f600",
        "\U000e0001", "\r", "\r\n", "\t", "\\", "\\u0000", "\\uD800", "\\U00110000", "'", '"', "`", "%", "%00", "${x}",
    )
] + [b"\xff", b"\xfe\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x28\xa1"]  # fmt: skip
LONG = [b"9" * 30, b"9" * 5_000, b"-" + b"0" * 400 + b"1", b"1e999999", b"1e-999999", b"0x" + b"f" * 300,
        b"0." + b"3" * 900, b"a" * 20_000, b"NaN", b"-Infinity", b"99999-99-99",
        b"0000-00-00", b"2023-02-30"]  # fmt: skip
PAIRS = [(b"[", b"]"), (b"{", b"}"), (b"(", b")"), (b"<", b">"), (b'"', b'"'), (b"[ ", b" ]"), (b"{a: ", b"}"),
         (b'{"a":', b"}"), (b"[[", b"]]"), (b"( 1 ", b" )"), (b"!(", b")"), (b"- ", b"")]  # fmt: skip

Change = Callable[[random.Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]


def _span(draw: random.Random, data: bytes) -> tuple[int, int]:
    start = draw.randint(0, len(data))
    return start, min(len(data), start + draw.choice((0, 1, 2, 5, 20, 200)))


def _flip(draw: random.Random, data: bytes, *_: object) -> bytes:
    changed = bytearray(data or b" ")
    for _times in range(draw.choice((1, 1, 2, 8))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _swap(draw: random.Random, data: bytes, *_: object) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _drop(draw: random.Random, data: bytes, *_: object) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at = draw.randrange(len(lines))
    return b"".join(lines[:at] + lines[at + draw.choice((1, 1, 3)) :])


def _double(draw: random.Random, data: bytes, *_: object) -> bytes:
    start, end = _span(draw, data)
    return data[:end] + data[start:end] * draw.choice((1, 2, 50)) + data[end:]


def _cut(draw: random.Random, data: bytes, *_: object) -> bytes:
    return data[: draw.randint(0, len(data))]


def _remove(draw: random.Random, data: bytes, *_: object) -> bytes:
    start, end = _span(draw, data)
    return data[:start] + data[end:]


def _splice(draw: random.Random, data: bytes, samples: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    other = draw.choice(samples)
    return data[: draw.randint(0, len(data))] + other[draw.randint(0, len(other)) :]


def _insert(draw: random.Random, data: bytes, _: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _span(draw, data)
    piece = draw.choice(draw.choice((tokens, tokens, tokens, ODD, LONG)))
    return data[:start] + piece + data[draw.choice((start, end)) :]


def _nest(draw: random.Random, data: bytes, *_: object) -> bytes:
    start, end = _span(draw, data)
    before, after = draw.choice(PAIRS)
    deep = draw.choice((1, 3, 40, 2_000))
    closed = draw.choice((deep, deep, deep, 0, deep - 1))
    return data[:start] + before * deep + data[start:end] + after * closed + data[end:]


def _value(draw: random.Random, data: bytes, _: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Put something else in the place of what follows a colon or an equals sign."""
    lines = data.splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if b": " in line or b"= " in line]
    if not places:
        return data
    at = draw.choice(places)
    sign = b": " if b": " in lines[at] else b"= "
    lines[at] = lines[at].partition(sign)[0] + sign + draw.choice((*tokens, *ODD, *LONG)) + b"\n"
    return b"".join(lines)


CHANGES: Sequence[Change] = (
    _flip, _swap, _drop, _double, _cut, _remove, _splice, _insert, _insert, _insert, _nest, _value, _value,
)  # fmt: skip


def mutated(seed: str, samples: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Spoil one of some samples, in one to four ways.

    Parameters
    ----------
    seed
        The same one gives the same bytes.
    samples
        Files of the format, good and bad.
    tokens
        Pieces of its syntax and words that mean something in it.
    """
    draw = random.Random(seed)
    data = draw.choice(samples)
    for _ in range(draw.choice((1, 1, 2, 4))):
        data = draw.choice(CHANGES)(draw, data, samples, tokens)
    return data[:2_000_000]
