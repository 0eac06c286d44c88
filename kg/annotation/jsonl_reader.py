"""JSON Lines to records, a record a line, as a stream: what is wrong with one line never stops the others.

A line holds `{"entity": {"id": …, …}}`, `{"article": {"id": …, …}}` or `{"claim": {"article": …, "id": …, …}}`, with
the fields of the YAML files. Files may be compressed with gzip or zstd.

Source: JSON Lines, jsonlines.org; The JavaScript Object Notation (JSON) Data Interchange Format, RFC 8259, section 4
(names in an object should be unique: here they must be).
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import msgspec

from kg.annotation.compressed import lines
from kg.annotation.document import Lines
from kg.annotation.drafts import Draft
from kg.annotation.record_fields import Fields, Findings
from kg.annotation.scalars import FieldError, identifier
from kg.annotation.schema import read_article, read_claim, read_entity
from kg.annotation.yaml_events import DEEPEST
from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault, Place
from kg.base.findings import Finding, KeyPath
from kg.base.hints import named
from kg.model.records import Article, Claim, Entity

SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
LONGEST = 1_000_000  # bytes of one line
_CLAIM = re.compile(rb'\s*\{\s*"claim"')
_SHAPE = 'write `{"entity": {…}}`, `{"article": {…}}` or `{"claim": {…}}`'
_DEEPER = re.compile(rb"[\[{]")
_decode, _encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode


class _LineError(FieldError):
    """A line that is no record at all: what is wrong, and in which column, where that is known."""

    def __init__(self, text: str, hint: str, column: int = 1) -> None:
        super().__init__(Finding((), text, hint))
        self.column = column


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
    reader, unread = _Reader(file), True
    try:
        for number, line in lines(path, LONGEST):
            reader.take(number, line)
        unread = False
    except FileNotFoundError:
        reader.note(1, Finding((), "no such file", "give the path of a file that can be read"))
    except OSError as error:
        text = f"cannot be read further: {error.strerror or error}"
        reader.note(reader.last + 1, Finding((), text, "the file is damaged or cut off: write it anew"))
    document = reader.document()
    document.unread = unread
    return document


class _Reader:
    """Takes the lines of one file, and keeps what they hold.

    Parameters
    ----------
    file
        Its name, for faults.
    """

    def __init__(self, file: str) -> None:
        self.last = 0
        self._file = file
        self._entities: list[Entity] = []
        self._articles: list[Article] = []
        self._claims: list[Claim] = []
        self._claim_index: list[int] = []
        self._starts: dict[str, int] = {}
        self._faults: list[Fault] = []
        self._claims_in = 0
        self._drafts: list[Draft] = []
        self._draft_starts: dict[str, int] = {}

    def note(self, line: int, finding: Finding, column: int = 1) -> None:
        """Note what is wrong with a line."""
        self._faults.append(finding.placed(Place(self._file, line, column)))

    def take(self, number: int, line: bytes) -> None:
        """Read a line; a blank one is none."""
        self.last = number
        line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not line:
            return
        findings = Findings()
        self._claims_in += _CLAIM.match(line) is not None
        try:
            self._keep(number, *_record(line), findings)
            self._keep_drafts(number, findings)
        except _LineError as error:
            for finding in error.findings:
                self.note(number, finding, error.column)
        for finding in findings.found:
            self.note(number, finding)

    def document(self) -> Lines:
        """Give what was read."""
        return Lines(
            self._file,
            entities=tuple(self._entities),
            claims=tuple(self._claims),
            claim_index=tuple(self._claim_index),
            faults=tuple(sorted(set(self._faults))),
            claims_in=self._claims_in,
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
            findings.add((), f"{fault}, first in line {first}", "leave one of them out")
        elif not findings.errors:
            self._starts[key] = number
        return not findings.errors


def _taken_id(fields: dict[str, Value], name: str, findings: Findings) -> str:
    """Take an id out of a record's fields."""
    if name not in fields:
        findings.add((), f"no `{name}`", f"add `{name}`")
        return ""
    try:
        return identifier(fields.pop(name))
    except FieldError as error:
        findings.add_all((name,), error)
        return ""


def _record(line: bytes) -> tuple[str, Value]:
    """Parse a line to the kind of its record and the record's fields."""
    value = _parsed(line)
    if not isinstance(value, dict) or len(value) != 1 or not value.keys() <= {"entity", "article", "claim"}:
        found = ", ".join(map(named, value)) if isinstance(value, dict) else "no mapping"
        raise _LineError(f"expected one record, found {found or 'nothing'}", _SHAPE)
    ((kind, fields),) = value.items()
    return kind, fields if line.isascii() and b"\\u" not in line else _composed(fields)


def _parsed(line: bytes) -> Value:
    if len(line) > LONGEST:
        raise _LineError(f"over the limit of {LONGEST:,} bytes a line", "a record stands in one line: shorten it")
    if len(_DEEPER.findall(line)) > DEEPEST and _depth(line) > DEEPEST:
        raise _LineError("nested too deep", f"{DEEPEST} levels are allowed")
    try:
        value = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _explain(line, str(error))
    if _encode(value) != line:  # most lines are written compactly, and then equality proves that no name stands twice
        _explain(line)
    return value


def _depth(line: bytes) -> int:
    """Count how deep brackets are nested, those inside texts aside."""
    depth = deepest = 0
    for mark in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', line):
        depth += (mark in b"[{") - (mark in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _explain(line: bytes, otherwise: str = "") -> None:
    """Parse once more, slowly, and raise what is wrong with the line, if anything is.

    Raises
    ------
    _LineError
        With the column, where the parser tells it.
    """
    try:
        json.loads(line.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _LineError(f"not UTF-8 at byte {error.start} of the line", "save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        hint = "look at quotes, commas and braces: a record stands in one line"
        raise _LineError(f"not JSON: {error.msg}", hint, error.colno) from None
    except ValueError:  # a number with more digits than Python reads
        raise _LineError("a number that is too long", "nine digits at most") from None
    if otherwise:
        raise _LineError(f"not JSON: {otherwise}", "a record stands in one line")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _LineError(f"duplicate key {named(twice)}", "keep one of the two")
    return fields


def _no_constant(word: str) -> None:
    raise _LineError(f"not JSON: `{word}`", "leave the field out, or write a number")


def _composed(value: Value) -> Value:
    """Compose letters and their marks (NFC), as is done for YAML."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", name): _composed(item) for name, item in value.items()}
    return value
