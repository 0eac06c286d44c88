"""The account written while it is judged, fact by fact: the account of a million claims is never held as a whole.

`account.msgpack` is what `kg.open` reads. The account's lines of N-Quads go to a fixed number of files ("shards"),
chosen by a line's subject: whatever is said of one thing stands in one file, and no line stands in two.

Source: MessagePack specification, msgpack.org (map format family).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zlib import crc32

import msgspec

from kg.account.compute import FactToJudge, judge_fact
from kg.account.context import FactsToJudge
from kg.account.facts import FactAccount, Reading
from kg.account.voices import Links
from kg.model.records import Records
from kg.rdf import Terms, background_stream, fact_stream

ACCOUNT = "account.msgpack"
SHARDS = 64  # at a million claims each is about 16 MB; another number is another layout, see `manifest.FORMAT`
MOST_HELD = 200_000  # lines in memory before they are appended to their files


class JudgedFacts(msgspec.Struct, frozen=True):
    """What stays in memory of the account: how many facts have which status, and how each claim was taken, by key."""

    by_status: dict[str, int]
    readings: dict[str, Reading]


def write_account(
    folder: Path, records: Records, terms: Terms, progress: Callable[[int, int], object]
) -> tuple[JudgedFacts, dict[Path, int]]:
    """Judge all facts and write their account, with the entities, the voices and the ontology's named terms.

    Parameters
    ----------
    folder
        Of the new build.
    records
        Entities, articles and claims.
    terms
        Names, ontology and entities.
    progress
        Told how many facts have been judged, and of how many.

    Returns
    -------
    tuple
        What stays in memory; and for each file of lines how many it has.
    """
    facts = FactsToJudge(records.claims, Links.of(records, terms.ontology))
    fulfilled = facts.fulfilled()
    by_status: Counter[str] = Counter()
    readings: dict[str, Reading] = {}
    alike: dict[Reading, Reading] = {}  # there are few different ones: each is held once
    shards = Shards(folder / "segments" / "account")

    def accounts() -> Iterator[FactAccount]:
        for number, (fact, claims) in enumerate(facts.claims.items(), 1):
            if found := judge_fact(facts.context, FactToJudge(claims, fact in fulfilled)):
                account, how_taken = found
                by_status[account.status.value] += 1
                readings.update((key, alike.setdefault(its, its)) for key, its in how_taken.items())
                shards.add(fact_stream(account, claims, terms))
                yield account
            progress(number, len(facts.claims))

    _write_msgpack(folder / ACCOUNT, accounts(), readings, facts.context.day)
    shards.add(background_stream({voice for its in alike for voice in its.voices}, terms))
    return JudgedFacts(dict(sorted(by_status.items())), readings), shards.close()


def _write_msgpack(path: Path, facts: Iterable[FactAccount], readings: dict[str, Reading], known_by: str) -> None:
    """Write an `Account`, whose readings are complete only when all its facts have been taken."""
    encode = msgspec.msgpack.Encoder().encode
    with path.open("wb") as out:
        out.write(b"\x83" + encode("facts"))  # a map of three pairs
        start, count = out.tell(), 0
        out.write(_map_of(0))  # its length is not known yet
        for fact in facts:
            out.write(encode(fact.fact) + encode(fact))
            count += 1
        out.write(encode("readings") + encode(dict(sorted(readings.items()))))
        out.write(encode("known_by") + encode(known_by))
        out.seek(start)
        out.write(_map_of(count))


def _map_of(pairs: int) -> bytes:
    """Begin a map of so many pairs, by as many bytes whatever the number."""
    return b"\xdf" + pairs.to_bytes(4, "big")


class Shards:
    r"""Lines in any order, shared out to files by their subject, each file sorted in the end.

    Parameters
    ----------
    folder
        Where the files go; it is made.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     shards = Shards(Path(folder, "account"))
    ...     shards.add(["<b> <met> <a> .", "<b> <met> <a> .", "<b> <is> <x> ."])
    ...     [(path.name, count, path.read_text()) for path, count in shards.close().items()]
    [('28.nq', 2, '<b> <is> <x> .\n<b> <met> <a> .\n')]
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._paths = [folder / f"{number:02x}.nq" for number in range(SHARDS)]
        self._lines: list[set[str]] = [set() for _ in range(SHARDS)]
        self._held = 0

    def add(self, lines: Iterable[str]) -> None:
        """Take lines, without their line ends; a line may come more than once."""
        for line in lines:
            self._lines[crc32(line.partition(" ")[0].encode()) % SHARDS].add(line)
            self._held += 1
        if self._held >= MOST_HELD:
            self._append()

    def _append(self) -> None:
        for path, lines in zip(self._paths, self._lines, strict=True):
            if lines:
                with path.open("a", encoding="utf-8", newline="\n") as out:
                    out.write("\n".join(lines) + "\n")
                lines.clear()
        self._held = 0

    def close(self) -> dict[Path, int]:
        """Sort each file, one at a time, and count its lines; a file for which there are none is not written."""
        self._append()
        return {path: self._sort(path) for path in self._paths if path.exists()}

    @staticmethod
    def _sort(path: Path) -> int:
        lines = set(path.read_text("utf-8").removesuffix("\n").split("\n"))
        write_lines(path, sorted(lines))
        return len(lines)


def write_lines(path: Path, lines: list[str]) -> None:
    """Write lines, each with its line end."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
