"""Judgements of identity, made and taken back in `sources/identity.yaml`: checked first, and told what they change.

Whatever is asked is tried on the sources as they are before a byte is written: a judgement that would be a fault is
refused, and one that changes how something stands says so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kg import ontology
from kg.annotation.document import Document
from kg.annotation.judgements import read_judgement
from kg.annotation.reader import IDENTITY, read_all, read_source
from kg.annotation.record_fields import Findings
from kg.annotation.source_text import SourceText
from kg.annotation.yaml_tree import Value
from kg.annotation.yaml_writer import flow
from kg.base.disk import ChangedError, write_whole
from kg.base.errors import Fault, KgError, NotFoundError, UsageError
from kg.base.hints import counted, listed, named
from kg.base.project import find
from kg.check import Checked, check
from kg.check.readings import choose
from kg.check.uniting import ids_of
from kg.desk.identity.effects import Effects, Judged, effects
from kg.evidence.yaml_edits import Edits
from kg.model.judgements import Judgement, TakenBack, groups
from kg.model.records import Records
from kg.snapshot.missing import meant_thing

_HEAD = "# Which ids name one thing, and which do not. `kg same`, `kg different` and `kg split` write here.\n"
Pairs = dict[str, tuple[str, Value]]  # field -> its value as it is written, and as it is read


class Judging:
    """The sources of a project, and a change of its judgements that is not written yet.

    Parameters
    ----------
    root
        The project's folder.

    Raises
    ------
    UsageError
        If it is no project.

    >>> from kg.cli.new_project import start
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = start(river := Path(folder, "river"), "https://example.org/river/")
    ...     judging = Judging(river)
    ...     judging.judge(Judgement(ids=("ilsa-maren", "jona-vey"), same=False, by="im", day="2031-04-30"))
    ...     bool(judging.effects), judging.write(), Judging(river).told
    (False, None, [])
    """

    def __init__(self, root: Path) -> None:
        self._project = find(root)
        self._path = self._project.sources / IDENTITY
        self._documents = read_all(self._project.sources, self._project.root)
        self._file = self._path.relative_to(self._project.root).as_posix()
        self._changed: SourceText | None = None
        self._edits: Edits | None = None
        self.told: list[str] = []  # what is to be decided, in words

    def judge(self, judgement: Judgement) -> None:
        """Decide that ids name one thing, or different ones.

        Raises
        ------
        UsageError
            If who, the day or the note is not what such a field holds.
        NotFoundError
            If an id is none of an entity or a fact.
        KgError
            If it has been decided so already, or `identity.yaml` cannot be read.
        """
        fields = _fields(judgement)
        _refuse({name: value for name, (_, value) in fields.items()})
        for id_ in judgement.ids:
            self._need(id_)
        for document, position, known in self._located():
            if known.counts and known.same == judgement.same and set(judgement.ids) <= set(known.ids):
                place = document.place(*document.judgement_path(position))
                raise KgError(f"it has been decided so already, at {place}", "nothing is written")
        if os.path.lexists(self._path):
            edits = self._open()
            edits.append_record(fields)
            self._changed = self._as_changed(edits)
        else:
            lines = "\n  ".join(f"{name}: {words}" for name, (words, _) in fields.items())
            self._changed = SourceText(self._file, f"{_HEAD}- {lines}\n")
        self.told = [f"{judgement.word}: {', '.join(judgement.ids)}"]

    def split(self, ids: Sequence[str], back: TakenBack) -> None:
        """Take back the judgements on an id by which it is one with others, or those that name two ids together.

        Raises
        ------
        UsageError
            If who, the day or the note is not what such a field holds.
        NotFoundError
            If there is none; where two ids are one by way of others, it names the judgements.
        KgError
            If one does not stand in `identity.yaml`, or that file cannot be read.
        """
        taken_back = _taken_back(back)
        _refuse({"same": ["a", "b"], "by": back.by, "day": back.day, "taken-back": taken_back[1]})
        edits = self._open() if os.path.lexists(self._path) else None  # what cannot be read holds no answer
        found = [its for its in self._located() if its[2].counts and set(ids) <= set(its[2].ids)]
        found = [its for its in found if len(ids) > 1 or its[2].same]
        if not found:
            raise NotFoundError(*self._no_judgement(ids))
        for document, position, _ in found:
            if document.file != self._file:
                place = document.place(*document.judgement_path(position))
                raise KgError(
                    f"the judgement at {place} is in another file", f"take it out there: here is `{IDENTITY}`"
                )
        edits = edits or self._open()
        for _, position, judgement in found:
            last = next(reversed(edits.values[position]))
            edits.add((position, last), {"taken-back": taken_back})
            self.told.append(f"taken back: {judgement.word}: {', '.join(judgement.ids)}")
        self._changed = self._as_changed(edits)

    @cached_property
    def effects(self) -> Effects:
        """What would stand otherwise.

        Raises
        ------
        KgError
            If the change would be a fault: with what is wrong.
        """
        for fault in self._new_faults:
            if not fault.is_warning:
                raise KgError(fault.fault, "nothing is written")
        return effects(*(Judged.of(_records(its), self._ontology) for its in (self._before, self._after)))

    @property
    def warnings(self) -> list[str]:
        """What `kg check` would then point out, such as who would belong to two sides; in lines."""
        return [f"{fault.fault}\n  hint: {fault.hint}" for fault in self._new_faults if fault.is_warning]

    @cached_property
    def _new_faults(self) -> list[Fault]:
        known = {(fault.place.file, fault.fault) for fault in self._before.faults}
        return [fault for fault in self._after.faults if (fault.place.file, fault.fault) not in known]

    @property
    def naming(self) -> str:
        """How many claims name ids that would no longer be shown, or would be again, in words; empty if none does."""
        ids = self._before.replaced.keys() ^ self._after.replaced.keys()
        used = choose(self._documents, self._project.readings).used if ids else []
        claims = [its for document in used for its in document.claims]
        count = sum(not ids.isdisjoint(ids_of(claim, self._ontology)) for claim in claims)
        return (
            f"{counted(count, 'claim')} {'names' if count == 1 else 'name'} {' or '.join(sorted(ids))}" if count else ""
        )

    def write(self) -> None:
        """Write `identity.yaml`, whole or not at all.

        Raises
        ------
        WriteError
            If it cannot be written, or somebody else has changed it meanwhile; it is as it was.
        """
        if self._edits is not None:
            if not self._edits.write():
                fault = self._edits.faults[0]
                raise KgError(fault.fault, fault.hint, fault.place)
        elif os.path.lexists(self._path):
            raise ChangedError("changed meanwhile: nothing written", "do it again, with the file as it is now")
        elif self._changed is not None:
            write_whole(self._path, self._changed.text, is_source=True, is_new=True)

    @cached_property
    def _ontology(self) -> ontology.Ontology:
        return ontology.load(self._project.ontology)

    @cached_property
    def _before(self) -> Checked:
        return check(self._documents, self._ontology, readings=self._project.readings)

    @cached_property
    def _after(self) -> Checked:
        assert self._changed is not None  # asked once something is to be decided
        others = [its for its in self._documents if its.file != self._file]
        return check([*others, read_source(self._changed)], self._ontology, readings=self._project.readings)

    def _open(self) -> Edits:
        self._edits = Edits(self._path, self._project.root)
        document = next((its for its in self._documents if its.file == self._file), None)
        faults = self._edits.faults or (document.faults if document else ())
        if faults or not isinstance(self._edits.values, list):
            fault = next(iter(faults))
            raise KgError(fault.fault, f"mend it first: {fault.hint}", fault.place)
        return self._edits

    @staticmethod
    def _as_changed(edits: Edits) -> SourceText:
        if (changed := edits.changed()) is None:
            fault = edits.faults[0]
            raise KgError(fault.fault, "begin each judgement with `- ` on a line of its own", fault.place)
        return changed

    def _located(self) -> list[tuple[Document, int, Judgement]]:
        return [
            (document, position, judgement)
            for document in self._documents
            for position, judgement in zip(document.judgement_index, document.judgements, strict=True)
        ]

    def _need(self, id_: str) -> None:
        """Make sure that an id is one of an entity or a fact, or another id of one."""
        its = self._before
        known = {*its.entities, *its.replaced, *(claim.fact for claim in its.claims)}
        if id_ not in known:
            others = choose(self._documents, self._project.readings).others
            naming = [its.file for its in others if any(claim.fact == id_ for claim in its.claims)]
            if naming:
                hint = f"a reading that is not chosen names it: {listed(naming)}"
                raise NotFoundError(f"no such entity or fact: {named(id_)}", hint)
            raise NotFoundError(f"no such entity or fact: {named(id_)}", meant_thing(id_, known, _records(its)))

    def _no_judgement(self, ids: Sequence[str]) -> tuple[str, str]:
        for id_ in ids:
            self._need(id_)
        joined = [its for its in groups(its[2] for its in self._located()) if set(ids) <= set(its)]
        if len(ids) > 1 and joined:
            by = [
                its[2].ids for its in self._located() if its[2].counts and its[2].same and {*its[2].ids} & {*joined[0]}
            ]
            ways = "; ".join(", ".join(pair) for pair in by)
            return (
                f"no judgement names both {' and '.join(map(named, ids))}",
                f"they are one by these, take one back: {ways}",
            )
        what = f"no judgement joins {named(ids[0])} with others" if len(ids) == 1 else "no judgement names both"
        return what, f"`{IDENTITY}` holds what has been decided"


def _refuse(fields: dict[str, Value]) -> None:
    """Refuse what a reader of the file would, before anything is looked up."""
    findings = Findings()
    read_judgement(fields, (), findings)
    for finding in findings.found:
        raise UsageError(finding.text, finding.hint)


def _records(checked: Checked) -> Records:
    return Records(checked.entities, checked.articles, checked.claims, checked.judgements, checked.replaced)


def _fields(its: Judgement) -> Pairs:
    fields: Pairs = {its.word: (f"[{', '.join(its.ids)}]", list(its.ids)), "by": (flow(its.by), its.by)}
    fields["day"] = (its.day, its.day)
    return fields | ({"note": (flow(its.note), its.note)} if its.note else {})


def _taken_back(back: TakenBack) -> tuple[str, Value]:
    fields: Mapping[str, str] = {"by": back.by, "day": back.day} | ({"note": back.note} if back.note else {})
    words = ", ".join(f"{name}: {value if name == 'day' else flow(value)}" for name, value in fields.items())
    return f"{{{words}}}", dict(fields)
