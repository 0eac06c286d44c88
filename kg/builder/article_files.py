"""The segments of articles, and all their lines in sorted runs; of much, another process writes a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.account.facts import Reading
from kg.builder.sorted_lines import Runs, write_lines
from kg.builder.workers import Beside, Work, processors, shared
from kg.model.records import Article, Claim, Records
from kg.rdf import Terms, article_lines

MANY = 20_000  # claims from which on a second process is worth its start
_BATCH = 1_000  # claims, about, that are handed over at a time

Told = list[tuple[Article, list[Claim]]]  # articles, each with its claims


class Batch(msgspec.Struct, frozen=True):
    """Some articles with their claims, and how the rule took these."""

    articles: Told
    readings: dict[str, Reading]


class Segments:
    """Writes articles, each to a file of its own, and their lines to runs.

    Parameters
    ----------
    folder
        Of the build.
    terms
        Names, ontology and entities.
    runs
        Take the lines.
    """

    def __init__(self, folder: Path, terms: Terms, runs: Runs) -> None:
        self._folder, self._terms, self._runs = folder, terms, runs

    def write(self, batch: Batch) -> None:
        """Write some articles."""
        for article, claims in batch.articles:
            lines = article_lines(article, claims, batch.readings, self._terms)
            write_lines(segment(self._folder, article.id), lines)
            self._runs.extend(lines)


def segment(folder: Path, article: str) -> Path:
    """Name the file of an article's segment."""
    return folder / "segments" / "articles" / f"{article}.nq"


def by_article(claims: tuple[Claim, ...]) -> dict[str, list[Claim]]:
    """Gather claims by their articles."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.article, []).append(claim)
    return found


def batches(records: Records) -> Iterator[Told]:
    """Put articles together until there is enough to be handed over at once."""
    claims = by_article(records.claims)
    articles: Told = []
    held = 0
    for id_, article in records.articles.items():
        its = claims.pop(id_, [])
        articles.append((article, its))
        held += len(its) + 1
        if held >= _BATCH:
            yield articles
            articles, held = [], 0
    if articles:
        yield articles


class Press(NamedTuple):
    """What writing takes beside what is written: where, names, how claims were taken, and whom to tell of it."""

    folder: Path
    terms: Terms
    readings: dict[str, Reading]
    done: Callable[[Path], object]  # told of each sorted run of lines as soon as it is written
    step: Callable[[int], object]  # told how many articles have been written since

    def batch(self, articles: Told) -> Batch:
        """Add how the rule took the claims of some articles."""
        return Batch(articles, {claim.key: self.readings[claim.key] for _, claims in articles for claim in claims})


class Printed(NamedTuple):
    """What came of some articles: the runs that are ready since, and how many articles."""

    runs: list[Path]
    articles: int


def write_all(parts: list[Told], press: Press) -> list[Path]:
    """Write all articles.

    Parameters
    ----------
    parts
        What is to be written; it is emptied, so that nothing is held that is written already.
    press
        What that takes.

    Returns
    -------
    list
        The runs.
    """
    found: list[Path] = []

    def keep(written: Printed) -> None:
        found.extend(written.runs)
        for path in written.runs:
            press.done(path)
        press.step(written.articles)

    ready: list[Path] = []
    runs = Runs(press.folder / "runs" / "here", done=ready.append)
    segments = Segments(press.folder, press.terms, runs)

    def here(part: Told) -> Printed:
        segments.write(press.batch(part))
        its, ready[:] = list(ready), []
        return Printed(its, len(part))

    if processors() > 1 and len(press.readings) >= MANY:
        with Beside("kg.builder.article_files", "serving", (press.folder, press.terms)) as other:
            encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(list[str]).decode

            def there(part: Told) -> Printed:
                asked = encode(press.batch(part)) if part else b""
                return Printed(list(map(Path, decode(other.ask(asked)))), len(part))

            shared(parts, keep, here, there)
            keep(there([]))
    else:
        shared(parts, keep, here)
    runs.close()
    keep(Printed(ready, 0))
    return found


def serving(told: tuple[Path, Terms]) -> Work:
    """Write what is handed over from another process; an empty part is the end of it."""
    folder, terms = told
    found: list[str] = []
    runs = Runs(folder / "runs" / "there", done=lambda path: found.append(str(path)))
    segments = Segments(folder, terms, runs)
    encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Batch).decode

    def work(part: bytes) -> bytes:
        if part:
            segments.write(decode(part))
        else:
            runs.close()
        answer = encode(found)
        found.clear()
        return answer

    return work
