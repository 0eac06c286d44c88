"""JSON Lines to records, a record a line, as a stream: what is wrong with one line never stops the others.

A line holds `{"entity": {"id": …, …}}`, `{"article": {"id": …, …}}`, `{"claim": {"article": …, "id": …, …}}` or
`{"judgement": {"same": […], …}}`, with the fields of the YAML files. Files may be compressed with gzip or zstd.

Source: JSON Lines, jsonlines.org.
"""

from __future__ import annotations

from pathlib import Path

from kg.annotation import json_places
from kg.annotation.compressed import BLANKS, CUT_OFF, DamagedError, lines
from kg.annotation.document import Lines, named_field
from kg.annotation.drafts import Draft
from kg.annotation.json_line import LONGEST, LineError, may_hold_claim, record
from kg.annotation.judgements import read_judgement
from kg.annotation.record_fields import Fields, Findings
from kg.annotation.scalars import FieldError, identifier
from kg.annotation.schema import read_article, read_claim, read_entity
from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault, Place
from kg.base.findings import Finding, KeyPath
from kg.model.judgements import Judgement
from kg.model.records import Article, Claim, Entity

SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
MOST = 300_000  # faults of one file, then it is not read further: what is wrong is no longer a line


def is_lines(path: Path) -> bool:
    """Whether a file is JSON Lines, by its name."""
    return path.name.endswith(SUFFIXES)


def read(path: Path, root: Path) -> Lines:
    """Read a file of JSON Lines.

    Parameters
    ----------
    path
        Of the file.
    root
        The project folder, to which places are relative.

    Returns
    -------
    Lines
        Its records and faults. Nothing is raised for what stands in the file.
    """
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    reader, unread = LineReader(file), True
    try:
        for number, line in lines(path, LONGEST):
            reader.take(number, line)
            if reader.faulty > MOST:
                raise DamagedError(f"more than {MOST:,} faults", "mend the others first", number)
        unread = False
    except OSError as error:
        reader.note(*_hindered(error, reader.last))
    document = reader.document()
    document.unread, document.origin = unread, str(path)
    return document


def hindered(path: Path, file: str) -> Fault | None:
    """Read a file to its end, whatever stands in it, and tell what is in the way; nothing, where nothing is.

    Parameters
    ----------
    path, file
        Of the file, and the name that it has in the fault.
    """
    last = 0
    try:
        for number, _ in lines(path, LONGEST):
            last = number
    except OSError as error:
        line, finding = _hindered(error, last)
        return finding.placed(Place(file, line))
    return None


def _hindered(error: OSError, last: int) -> tuple[int, Finding]:
    """Say in which line a file cannot be read, after the last one that was, and why."""
    if isinstance(error, FileNotFoundError):
        return 1, Finding((), "no such file", "give the path of a file that can be read")
    if isinstance(error, DamagedError):
        return error.line, not_further(str(error), error.hint)
    return last + 1, not_further(error.strerror or str(error))


def not_further(why: str, hint: str = CUT_OFF[1]) -> Finding:
    """Say that a file cannot be read to its end."""
    return Finding((), f"cannot be read further: {why}", hint)


class LineReader:
    """Takes the lines of one file, or some of them, and keeps what they hold.

    Parameters
    ----------
    file
        Its name, for faults.

    >>> reader = LineReader("a.jsonl")
    >>> reader.take(7, b'{"entity": {"id": "kyiv", "kind": "Place"}}')
    >>> print(reader.document().faults[0])
    a.jsonl:7:1: no `name`
      hint: add `name:`; `kg help name`
    """

    def __init__(self, file: str) -> None:
        self.last = self.faulty = 0
        self._file = file
        self._entities: list[Entity] = []
        self._articles: list[Article] = []
        self._claims: list[Claim] = []
        self._claim_index: list[int] = []
        self._judgements: dict[int, Judgement] = {}  # by line
        self._starts: dict[str, int] = {}
        self._faults: list[Fault] = []
        self._claims_in = self._suggested = 0
        self._drafts: list[Draft] = []
        self._draft_starts: dict[str, int] = {}

    def note(self, line: int, finding: Finding, column: int = 1) -> None:
        """Note what is wrong with a line."""
        self.faulty += 1
        self._faults.append(finding.placed(Place(self._file, line, column)))

    def take(self, number: int, line: bytes) -> None:
        """Read a line; a blank one is none. A claim is counted whether or not it is kept."""
        self.last = number
        line = line.removesuffix(b"\n")  # the last line of a file may lack it: what is wrong stands in the same place
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not line.strip(BLANKS) and len(line) <= LONGEST:
            return
        try:
            kind, fields = record(line)
        except LineError as error:
            self._claims_in += may_hold_claim(line)
            for finding in error.findings:
                self.note(number, finding, error.column)
            return
        if found := self.take_fields(number, kind, fields):
            text = line.decode(errors="replace")
            for finding in found:
                self.note(number, named_field(finding), json_places.column(text, finding.path, at_key=finding.at_key))

    def take_fields(self, number: int, kind: str, fields: Value) -> list[Finding]:
        """Read a record of which the fields are there already; what is wrong with it is for the caller to note."""
        self._claims_in += kind == "claim"
        findings = Findings()
        self._keep(number, kind, fields, findings)
        self._keep_drafts(number, findings)
        self._suggested += findings.suggested
        return findings.found

    def document(self) -> Lines:
        """Give what was read."""
        return Lines(
            self._file,
            entities=tuple(self._entities),
            claims=tuple(self._claims),
            claim_index=tuple(self._claim_index),
            judgements=tuple(self._judgements.values()),
            judgement_index=tuple(self._judgements),
            faults=tuple(sorted(set(self._faults))),
            claims_in=self._claims_in,
            suggested=self._suggested,
            articles=tuple(self._articles),
            starts=self._draft_starts | self._starts,
            drafts=tuple(draft for draft in self._drafts if draft.path[0] not in self._starts),
        )

    def _keep(self, number: int, kind: str, fields: Value, findings: Findings) -> None:
        """Make the record, and keep it if it is sound."""
        if not isinstance(fields, dict):
            Fields(fields, (), (), findings)  # says what it is instead of a mapping
            return
        if kind == "claim":
            claim = read_claim(_taken_id(fields, "article", findings), fields, (), findings)
            if claim is not None and not findings.errors:
                self._claims.append(claim)
                self._claim_index.append(number)
            elif claim is not None:  # its article's id could not be read
                findings.drafts.append(Draft((), claim))
            return
        if kind == "judgement":
            if judgement := read_judgement(fields, (), findings):
                self._judgements[number] = judgement
            return
        id_ = _taken_id(fields, "id", findings)
        if kind == "entity":
            entity = read_entity(id_, fields, (), findings)
            if entity is not None and self._is_new(number, id_, f"two entities with one id: `{id_}`", findings):
                self._entities.append(entity)
            return
        article = read_article(id_, fields, (), findings)
        if article is not None and self._is_new(
            number, f"article {id_}", f"two articles with one id: `{id_}`", findings
        ):
            self._articles.append(article)

    def _keep_drafts(self, number: int, findings: Findings) -> None:
        """Keep what could be read of a record that is refused, by its line or its id."""
        for draft in findings.drafts:
            path: KeyPath = ("claims", number)
            if not isinstance(draft.record, Claim):
                id_ = draft.record.id
                path = (id_,) if isinstance(draft.record, Entity) else (f"article {id_}",)
                if not id_ or path[0] in self._draft_starts:
                    continue
                self._draft_starts[str(path[0])] = number
            self._drafts.append(Draft(path, draft.record, draft.lost))

    def _is_new(self, number: int, key: str, fault: str, findings: Findings) -> bool:
        """Whether a record is sound and the first of its id in this file; if so, remember its line."""
        first = self._starts.get(key)
        if first is not None:
            findings.add((), f"{fault}, first in line {first}", "leave one of them out", at_key=True)
        elif not findings.errors:
            self._starts[key] = number
        return not findings.errors


def _taken_id(fields: dict[str, Value], name: str, findings: Findings) -> str:
    """Take an id out of a record's fields."""
    if name not in fields:
        findings.add((), f"no `{name}`", f"add `{name}`", at_key=True)
        return ""
    try:
        return identifier(fields.pop(name))
    except FieldError as error:
        findings.add_all((name,), error)
        return ""
