"""Records and their account to the files of a build: nothing is held that is written already."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kg.account.compute import account
from kg.account.context import FactsToJudge
from kg.account.facts import Account
from kg.account.voices import Links
from kg.base.errors import StoreError
from kg.builder.article_files import Press, batches, by_article, segment, write_all
from kg.builder.fact_files import Accounted, write_account
from kg.builder.fingerprints import Step
from kg.builder.previous import Earlier
from kg.builder.sorted_lines import merge, patch, write_lines
from kg.model.records import Records
from kg.query.store import Making, copied
from kg.rdf import Terms, article_lines

ACCOUNT, GRAPH, STORE = "segments/account.nq", "graph.nq", "store"
MOST_CHANGED = 0.2  # of the lines: beyond, a new store is made sooner than the old one is changed


class Work(msgspec.Struct):
    """What is to be written, how things are named, and a build whose parts are taken over where they are the same.

    A work is taken apart as it is written: of a million claims there is no room for two copies.
    """

    records: Records
    terms: Terms
    before: Earlier | None = None

    @property
    def links(self) -> Links:
        """The background that the rule reads."""
        return Links.of(self.records, self.terms.ontology)


class Written(msgspec.Struct, frozen=True):
    """What was written: counts, and size and hash of the files that were taken over."""

    counts: dict[str, Any]
    taken: dict[str, Any]


def write(folder: Path, work: Work, step: Step) -> Written:
    """Write segments, their merge, the store, the records and their account.

    Parameters
    ----------
    folder
        Fresh; where they go.
    work
        What goes there.
    step
        Told how far it has come.

    Raises
    ------
    StoreError
        If the store does not hold what was written.
    """
    (folder / "segments" / "articles").mkdir(parents=True)
    (folder / "records.msgpack").write_bytes(msgspec.msgpack.encode(work.records))
    articles, claims, entities = map(len, (work.records.articles, work.records.claims, work.records.entities))
    made = _Made(folder, step)
    accounted, quads, taken = made.anew(work) if work.before is None else made.upon(work, work.before)
    shutil.rmtree(folder / "runs", ignore_errors=True)
    counts = {
        "articles": articles,
        "claims": claims,
        "facts": sum(accounted.by_status.values()),
        "voices": len({voice for reading in accounted.readings.values() for voice in reading.voices}),
        "entities": entities,
        "quads": quads,
        "refused": 0,
        "by_status": accounted.by_status,
    }
    return Written(counts, taken)


class _Made:
    """One build in the making."""

    def __init__(self, folder: Path, step: Step) -> None:
        self._folder, self._step = folder, step
        self._graph, self._store = folder / GRAPH, folder / STORE

    def anew(self, work: Work) -> tuple[Accounted, int, dict[str, Any]]:
        """Make everything: the store is loaded while segments are still being written."""
        docket, terms = FactsToJudge(work.records.claims, work.links), work.terms
        accounted = write_account(self._folder, docket, terms, self._counter("facts accounted", len(docket.claims)))
        with Making(self._store) as making:
            for run in accounted.runs:  # the segment at once would take as much memory as all claims
                making.load(run)
            of = len(work.records.articles)
            parts = list(batches(work.records))
            del docket
            work.records = Records({}, {}, ())
            counter = self._counter("articles written", of)
            runs = write_all(parts, Press(self._folder, terms, accounted.readings, making.load, counter))
            if (there := len(list((self._folder / "segments/articles").iterdir()))) != of:
                raise StoreError(f"of {of} articles {there} were written", "build again")
            quads = merge([self._folder / ACCOUNT, *runs], self._graph)
            self._step("quads loaded", 0, quads)
        return accounted, self._checked(making, quads), {}

    def upon(self, work: Work, before: Earlier) -> tuple[Accounted, int, dict[str, Any]]:
        """Make what is not the same as before, and change copies of the sorted lines and of the store accordingly."""
        its = account(work.records.claims, work.links, previous=before.before)
        self._step("facts accounted", len(its.facts), len(its.facts))
        (self._folder / "account.msgpack").write_bytes(msgspec.msgpack.encode(its))
        gone, come = before.moved(its, work.terms)
        patch(before.folder / ACCOUNT, gone, come, self._folder / ACCOUNT)
        taken = self._changed_articles(work, its, gone, come)
        patch(before.folder / GRAPH, gone, come, self._graph)
        quads = before.quads - len(gone) + len(come)
        taken += self._change_store(before, gone, come, quads)
        by_status = Counter(fact.status.value for fact in its.facts.values())
        accounted = Accounted(dict(sorted(by_status.items())), its.readings)
        return accounted, quads, {name: before.files[name] for name in taken}

    def _change_store(self, before: Earlier, gone: list[str], come: list[str], quads: int) -> list[str]:
        """Change a copy of the store, or load a new one if that is sooner done; name the tables that are shared."""
        is_much = len(gone) + len(come) > MOST_CHANGED * quads
        linked = [] if is_much else copied(before.folder / STORE, self._store)
        with Making(self._store) as making:
            if is_much:
                making.load(self._graph)
            else:
                making.change(gone, come)
        self._checked(making, quads)
        return [name for table in linked if (self._folder / (name := f"{STORE}/{table}")).exists()]

    @staticmethod
    def _checked(making: Making, quads: int) -> int:
        if making.quads != quads:
            raise StoreError(f"the store does not hold the {quads} quads that were written", "build again")
        return quads

    def _counter(self, what: str, of: int) -> Callable[[int], None]:
        done = 0

        def step(more: int) -> None:
            nonlocal done
            done += more
            self._step(what, done, of)

        return step

    def _changed_articles(self, work: Work, account: Account, gone: list[str], come: list[str]) -> list[str]:
        """Write the segments that are not as they were, and tell which lines of theirs go and come; link the others.

        Returns
        -------
        list
            The names of the files that were taken over.
        """
        before, records, taken = work.before, work.records, list[str]()
        assert before is not None
        claims, same_names = by_article(records.claims), before.names_as(records)
        for number, (id_, article) in enumerate(records.articles.items(), 1):
            its, path = claims.get(id_, []), segment(self._folder, id_)
            if same_names and before.tells_as(article, its, account):
                copied_file(segment(before.folder, id_), path)
                taken.append(path.relative_to(self._folder).as_posix())
            else:
                lines = article_lines(article, its, account.readings, work.terms)
                write_lines(path, lines)
                _differ(before.lines(id_), {f"{line}\n" for line in lines}, gone, come)
            self._step("articles written", number, len(records.articles))
        for id_ in before.records.articles.keys() - records.articles.keys():
            gone += before.lines(id_)
        return taken


def _differ(old: set[str], new: set[str], gone: list[str], come: list[str]) -> None:
    gone += old - new
    come += new - old


def copied_file(source: Path, target: Path) -> None:
    """Link a file that nobody changes any more, or copy it where links cannot be made."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
