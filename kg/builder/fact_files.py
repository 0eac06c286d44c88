"""The account of many facts, judged and written piece by piece: of a million claims it is never held as a whole.

Each fact is judged by itself, so another process can judge a part of them.

Source: MessagePack specification, msgpack.org (map format family).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from kg.account.compute import FactToJudge, judge_fact
from kg.account.context import FactsToJudge, RuleContext
from kg.account.facts import FactAccount, Reading
from kg.account.voices import Links, Tenure
from kg.builder.sorted_lines import Runs, merge
from kg.builder.workers import Beside, Work, processors, shared
from kg.rdf import Terms, background_stream, fact_stream

MANY = 5_000  # facts from which on a second process is worth its start
PIECE = 500  # facts that are handed over at a time

Told = tuple[Path, Links, list[Tenure], str, Terms]


class Piece(msgspec.Struct, frozen=True):
    """Some facts that are to be judged, and which piece of the whole they are."""

    number: int
    jobs: list[FactToJudge]


class Found(msgspec.Struct, frozen=True):
    """What became of a piece: facts by status, how the claims were taken, and the runs of lines that are ready."""

    by_status: dict[str, int]
    readings: dict[str, Reading]
    runs: list[str]


class Accounted(msgspec.Struct, frozen=True):
    """What stays in memory of the account: facts by status, and how each claim was taken, by key and in order."""

    by_status: dict[str, int]
    readings: dict[str, Reading]
    runs: tuple[Path, ...] = ()  # its lines, some of them more than once


class Accountant:
    """Judges facts, and writes the account of each: one file a piece, and lines to runs."""

    def __init__(self, folder: Path, chamber: RuleContext, terms: Terms, name: str) -> None:
        self._folder, self._chamber, self._terms = folder, chamber, terms
        self._ready: list[str] = []
        self._runs = Runs(folder / "runs" / f"account-{name}", done=lambda path: self._ready.append(str(path)))
        self._encode = msgspec.msgpack.Encoder().encode

    def take(self, piece: Piece) -> Found:
        """Judge and write a piece; one without facts is the end of it."""
        by_status: Counter[str] = Counter()
        readings: dict[str, Reading] = {}
        with piece_of(self._folder, piece.number).open("wb") as out:
            for job in piece.jobs:
                if found := judge_fact(self._chamber, job):
                    self._write(found[0], out.write)
                    by_status[found[0].status.value] += 1
                    readings |= found[1]
        if not piece.jobs:
            self._runs.close()
        ready, self._ready[:] = list(self._ready), []
        return Found(dict(by_status), readings, ready)

    def _write(self, fact: FactAccount, write: Callable[[bytes], object]) -> None:
        write(self._encode(fact.fact))
        write(self._encode(fact))
        self._runs.extend(list(fact_stream(fact, self._terms)))


def piece_of(folder: Path, number: int) -> Path:
    """Name the file of a piece."""
    return folder / "runs" / f"piece-{number:06d}"


def write_account(folder: Path, docket: FactsToJudge, terms: Terms, step: Callable[[int], object]) -> Accounted:
    """Judge all facts, and write their account: `account.msgpack`, and the segment of lines.

    Parameters
    ----------
    folder
        Of the build.
    docket
        The facts.
    terms
        Names, ontology and entities.
    step
        Told how many facts have been judged since.
    """
    (folder / "runs").mkdir()
    fulfilled, chamber = docket.fulfilled(), docket.context
    jobs = [FactToJudge(its, fact in fulfilled) for fact, its in docket.claims.items()]
    pieces = [Piece(start, jobs[start : start + PIECE]) for start in range(0, len(jobs), PIECE)]
    numbers, end = [piece.number for piece in pieces], Piece(len(jobs), [])
    by_status: Counter[str] = Counter()
    readings: dict[str, Reading] = {}
    runs: list[Path] = []
    alike: dict[Reading, Reading] = {}  # of which there are few, held once

    def keep(found: Found) -> None:
        by_status.update(found.by_status)
        readings.update((key, alike.setdefault(its, its)) for key, its in found.readings.items())
        runs.extend(map(Path, found.runs))
        step(sum(found.by_status.values()))

    mine = Accountant(folder, chamber, terms, "here")
    if processors() > 1 and len(jobs) >= MANY:
        told: Told = (folder, chamber.links, chamber.tenures, chamber.known_by, terms)
        with Beside("kg.builder.fact_files", "serving", told) as other:
            encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Found).decode
            shared(pieces, keep, mine.take, lambda its: decode(other.ask(encode(its))))
            keep(decode(other.ask(encode(end))))
    else:
        shared(pieces, keep, mine.take)
    keep(mine.take(end))
    voices = {voice for its in alike for voice in its.voices}
    background = Runs(folder / "runs" / "background")
    background.add(background_stream(voices, terms))
    runs += background.close()
    merge(runs, folder / "segments" / "account.nq")
    accounted = Accounted(dict(sorted(by_status.items())), dict(sorted(readings.items())), tuple(runs))
    _join(folder, numbers, accounted, chamber.known_by)
    return accounted


def _join(folder: Path, numbers: list[int], its: Accounted, known_by: str) -> None:
    """Write the account as if it had been encoded as a whole."""
    encode = msgspec.msgpack.Encoder().encode
    with (folder / "account.msgpack").open("wb") as out:
        out.write(_map_of(3) + encode("facts") + _map_of(sum(its.by_status.values())))
        for number in numbers:
            out.write(piece_of(folder, number).read_bytes())
        out.write(encode("readings") + encode(its.readings) + encode("known_by") + encode(known_by))


def _map_of(size: int) -> bytes:
    r"""Begin a map of so many pairs.

    >>> _map_of(3), _map_of(40_000), _map_of(70_000)
    (b'\x83', b'\xde\x9c@', b'\xdf\x00\x01\x11p')
    """
    if size < 1 << 4:
        return bytes([0x80 | size])
    return b"\xde" + size.to_bytes(2, "big") if size < 1 << 16 else b"\xdf" + size.to_bytes(4, "big")


def serving(told: Told) -> Work:
    """Judge and write what is handed over from another process."""
    folder, links, tenures, known_by, terms = told
    accountant = Accountant(folder, RuleContext(links, tenures, known_by), terms, "there")
    encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Piece).decode
    return lambda piece: encode(accountant.take(decode(piece)))
