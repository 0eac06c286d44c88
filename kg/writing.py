"""Records and their account to the files of a build, article by article: nothing is held that is written already."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from kg.account import Account
from kg.earlier import Earlier, by_article
from kg.errors import StoreError
from kg.inputs import Step
from kg.rdf import Terms, account_stream, article_lines
from kg.records import Records
from kg.runs import Runs, differences, merge, write_lines
from kg.store import Making, copied

MOST_CHANGED = 0.2  # of the lines: beyond, a new store is made sooner than the old one is changed


class Work(msgspec.Struct, frozen=True):
    """What is to be written, how things are named, and a build whose parts are taken over where they are the same."""

    records: Records
    account: Account
    terms: Terms
    before: Earlier | None = None


def write(folder: Path, work: Work, step: Step) -> dict[str, Any]:
    """Write segments, their merge, the store, the records and the account.

    Parameters
    ----------
    folder
        Fresh; where they go.
    work
        What goes there.
    step
        Told how far it has come.

    Returns
    -------
    dict
        What the build holds, counted.

    Raises
    ------
    StoreError
        If the store does not hold what was written.
    """
    made, records, account = _Made(folder, work, step), work.records, work.account
    quads = made.anew() if work.before is None else made.upon(work.before)
    encode = msgspec.msgpack.Encoder().encode
    (folder / "records.msgpack").write_bytes(encode(records))
    (folder / "account.msgpack").write_bytes(encode(account))
    shutil.rmtree(folder / "runs")
    by_status = Counter(str(fact.status) for fact in account.facts.values())
    return {
        "articles": len(records.articles),
        "claims": len(records.claims),
        "facts": len(account.facts),
        "voices": len({voice for reading in account.readings.values() for voice in reading.voices}),
        "entities": len(records.entities),
        "quads": quads,
        "refused": 0,
        "by_status": dict(sorted(by_status.items())),
    }


class _Made:
    """One build in the making."""

    def __init__(self, folder: Path, work: Work, step: Step) -> None:
        self._folder, self._step = folder, step
        self._records, self._account, self._terms = work.records, work.account, work.terms
        self._before = work.before if work.before and work.before.names_as(work.records) else None
        (folder / "segments" / "articles").mkdir(parents=True)

    def anew(self) -> int:
        """Make everything: the store is loaded while segments are still being written."""
        with Making(self._folder / "store") as making:
            self._write_account()
            making.load(self._folder / "segments/account.nq")
            runs = Runs(self._folder / "runs/articles", done=making.load)
            quads = self._write_articles(runs)
            self._step("quads loaded", 0, quads)
        return self._checked(making, quads)

    def upon(self, before: Earlier) -> int:
        """Make what is not the same as before, and change a copy of the store accordingly."""
        self._write_account()
        quads = self._write_articles(Runs(self._folder / "runs/articles"))
        gone, come = differences(before.folder / "graph.nq", self._folder / "graph.nq")
        store = self._folder / "store"
        if (
            len(gone) + len(come) > MOST_CHANGED * quads
            or not before.is_whole("graph.nq")
            or not before.store_is_whole()
        ):
            with Making(store) as making:
                making.load(self._folder / "graph.nq")
            return self._checked(making, quads)
        copied(before.folder / "store", store)
        with Making(store) as making:
            making.change(gone, come)
        return self._checked(making, quads)

    @staticmethod
    def _checked(making: Making, quads: int) -> int:
        if making.quads != quads:
            raise StoreError(f"the store does not hold the {quads} quads that were written", "build again")
        return quads

    def _write_account(self) -> None:
        runs = Runs(self._folder / "runs/account")
        runs.add(account_stream(self._account, self._terms))
        merge(runs.close(), self._folder / "segments/account.nq")

    def _write_articles(self, runs: Runs) -> int:
        """Write or take over the segment of each article, and merge all segments; count the lines."""
        claims = by_article(self._records)
        for number, (id_, article) in enumerate(self._records.articles.items(), 1):
            its = claims.get(id_, [])
            name = f"segments/articles/{id_}.nq"
            path = self._folder / name
            old = self._before
            if old and old.tells_as(article, its, self._account) and old.is_whole(name):
                copied_file(old.folder / name, path)
                runs.extend(path.read_text("utf-8").removesuffix("\n").split("\n"))
            else:
                lines = article_lines(article, its, self._account.readings, self._terms)
                write_lines(path, lines)
                runs.extend(lines)
            self._step("articles written", number, len(self._records.articles))
        return merge([self._folder / "segments/account.nq", *runs.close()], self._folder / "graph.nq")


def copied_file(source: Path, target: Path) -> None:
    """Link a file that nobody changes any more, or copy it where links cannot be made."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
