"""A change that a page asks for, made to the values of an annotation file as it is now; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.annotation.document import ENTITIES
from kg.annotation.record_fields import Findings
from kg.annotation.scalars import FieldError, identifier
from kg.annotation.schema import CLAIM, ENTITY, HEAD, read_entity
from kg.annotation.source_text import LIMIT
from kg.annotation.yaml_tree import Value
from kg.base.errors import KgError
from kg.base.hints import listed, meant, named
from kg.desk.annotating import claim_values as values
from kg.evidence import article_text, line_ends
from kg.evidence import spans as places
from kg.evidence.record_edits import RecordEdits
from kg.evidence.record_lines import as_read
from kg.evidence.yaml_edits import get_list

CLAIMS = ("claims",)
ARTICLE = ("article",)
_TEXT = "text"
_ELSEWHERE = "name an annotation file of the project: `sources/NAME.yaml`"


class ConflictError(KgError):
    """A claim that is no longer what the page takes it to be; nothing was written.

    Parameters
    ----------
    theirs
        The claim as the file has it, as it goes over the wire; None: it is gone.
    yours
        The claim as the page wants it; None: taken away.
    what, hint
        As for `KgError`.
    """

    def __init__(self, theirs: dict[str, Any] | None, yours: dict[str, Any] | None, what: str, hint: str) -> None:
        super().__init__(what, hint)
        self.theirs, self.yours = theirs, yours


class Made(Struct):
    """A change, not yet written."""

    edits: RecordEdits
    told: str
    claim: str = ""

    def contents(self) -> tuple[bytes | None, bytes]:
        """Give what the file holds, None if there is none, and what it is to hold.

        Raises
        ------
        KgError
            If that would not read as what is wanted, or would be too long.
        """
        after = None if self.edits.faults else self.edits.after()
        _need_sound(self.edits)
        assert after is not None  # else there is a fault
        if len(after) > LIMIT:
            raise KgError(f"`{self.edits.file}` would be over the limit of {LIMIT:,} bytes", "split the file")
        return self.edits.before if self.edits.is_there else None, after


class Making:
    """Makes changes of one project; what it is given is as for `changes.Changes`."""

    def __init__(self, root: Path, sources: Path, texts: Path | None, annotator: str) -> None:
        self._root, self._sources, self._texts, self._annotator = root, sources, texts, annotator
        self._kinds: dict[str, Callable[[Path, Any], Made]] = {
            "add": self._add, "replace": self._replace, "remove": self._remove, "nothing": self._nothing,
            "something": self._something, "entity": self._entity, "head": self._head,
        }  # fmt: skip

    def made(self, path: Path, change: Mapping[str, Any]) -> Made:
        """Make one change, in memory; raises what `changes.Changes.apply` does before it writes."""
        if path.suffix != ".yaml" or not path.absolute().is_relative_to(self._sources.absolute()) or ".." in path.parts:
            raise KgError(f"`{path.name}` is not edited here", _ELSEWHERE)
        asked = [name for name in self._kinds if name in change]
        if len(asked) != 1:
            raise KgError("a change is one thing", f"send one of {listed(self._kinds)}")
        return self._kinds[asked[0]](path, values.plain(change[asked[0]], asked[0]))

    def _opened(self, path: Path) -> RecordEdits:
        edits = RecordEdits(path, self._root)
        _need_sound(edits)
        if not isinstance(edits.values, dict) or not isinstance(edits.values.get("article"), dict):
            raise KgError(f"`{edits.file}` has no `article:`", "write its head first; `kg add` does")
        return edits

    def _add(self, path: Path, claim: Any) -> Made:  # noqa: ANN401 - JSON
        edits, yours = self._opened(path), _mapping(claim, "add")
        values.need_known(yours)
        claims = get_list(edits.values, CLAIMS)
        taken = {str(its.get("id")) for its in claims if isinstance(its, dict)}
        by = () if yours.get("annotator") else ("annotator",)  # which was written with it, if it is here already
        there = [{k: v for k, v in its.items() if k not in by} for its in claims if isinstance(its, dict)]
        if yours.get("id") and any(values.is_same(yours, its) for its in there):
            return Made(edits, f"claim {named(str(yours['id']))} is in the file already", str(yours["id"]))
        id_ = values.id_for(yours, taken)
        fields = values.written({**yours, "id": id_}, None, self._text(edits, yours, None))
        if not values.is_suggested(fields):
            fields |= self._by(edits, fields, claims)
        edits.insert(CLAIMS, _ordered(fields))
        return Made(edits, f"claim {named(id_)} added", id_)

    def _replace(self, path: Path, asked: Any) -> Made:  # noqa: ANN401 - JSON
        edits, both = self._opened(path), _mapping(asked, "replace")
        was, yours = _mapping(both.get("was"), "was"), _mapping(both.get("claim"), "claim")
        yours = {"id": was["id"], **yours} if was.get("id") else yours
        number, theirs = self._found(edits, was, yours)
        names = values.difference(was, yours)
        values.need_known(name for name in names if name in yours)
        claims = get_list(edits.values, CLAIMS)
        ids = [its.get("id") for at, its in enumerate(claims) if isinstance(its, dict) and at != number]
        id_ = str(yours.get("id") or values.id_for(yours, set(map(str, ids))))
        if "id" in names and id_ in ids:
            raise KgError(f"there is a claim {named(id_)} already", "give it another id")
        changed = {name: yours[name] for name in names if name in yours}
        text = self._text(edits, changed, theirs)
        fields = {**dict.fromkeys(names), **values.written(changed, theirs, text)}
        if values.is_suggested(was) and not values.is_suggested(yours) and not yours.get("annotator"):
            others = [its for at, its in enumerate(claims) if at != number]
            fields |= self._by(edits, yours, others)
        edits.change((*CLAIMS, number), fields, CLAIM)
        told = "changed: " + _fields(names) if names else "is as it was"
        return Made(edits, f"claim {named(id_)} {told}", id_)

    def _remove(self, path: Path, asked: Any) -> Made:  # noqa: ANN401 - JSON
        edits, was = self._opened(path), _mapping(_mapping(asked, "remove").get("was"), "was")
        number, _ = self._found(edits, was, None)
        edits.remove((*CLAIMS, number))
        id_ = str(was.get("id", ""))
        return Made(edits, f"claim {named(id_)} taken away", id_)

    def _nothing(self, path: Path, at: Any) -> Made:  # noqa: ANN401 - JSON
        edits = self._opened(path)
        text = self._own_text(edits)
        place, sha256 = (at.get("at"), at.get("sha256")) if isinstance(at, dict) else (at, None)
        tick, ticks = values.hashed(place, text, sha256), _ticks(edits.values)
        told = f"ticked off: nothing about actors at {tick['at']}"
        if any(its.get("at") == as_read(tick["at"]) for its in ticks if isinstance(its, dict)):
            return Made(edits, told)
        edits.change(ARTICLE, {places.NO_CLAIMS: [*ticks, tick]}, HEAD)
        return Made(edits, told)

    def _something(self, path: Path, at: Any) -> Made:  # noqa: ANN401 - JSON
        edits = self._opened(path)
        ticks = _ticks(edits.values)
        kept = [its for its in ticks if not (isinstance(its, dict) and its.get("at") == as_read(at))]
        told = f"no longer ticked off: {at}"
        if len(kept) < len(ticks):
            edits.change(ARTICLE, {places.NO_CLAIMS: kept or None}, HEAD)
        return Made(edits, told)

    def _entity(self, path: Path, entity: Any) -> Made:  # noqa: ANN401 - JSON
        fields = _mapping(entity, "entity")
        id_ = str(fields.pop("id", ""))
        edits = RecordEdits(self._sources / ENTITIES, self._root)
        if edits.is_there:
            _need_sound(edits)
        edits.faults.clear()
        if isinstance(edits.values, dict) and id_ in edits.values:
            raise KgError(f"there is an entity {named(id_)} already", "use it, or give the new one another id")
        fields = {name: its for name, its in fields.items() if its not in ("", [], {}, False)}
        _need_entity(id_, fields)
        edits.add_top(id_, _ordered(fields, ENTITY))
        return Made(edits, f"entity {named(id_)} added")

    def _head(self, path: Path, asked: Any) -> Made:  # noqa: ANN401 - JSON
        edits, fields = self._opened(path), _mapping(asked, "head")
        known = [name for name in HEAD if name not in (_TEXT, places.NO_CLAIMS)]
        for name in fields:
            if name not in known:
                raise KgError(f"unknown field {named(name)} of the head", meant(name, known, f"one of {listed(known)}"))
        head = edits.values["article"]
        changed = {name: its or None for name, its in fields.items() if as_read(its) != head.get(name, "")}
        edits.change(ARTICLE, changed, HEAD)
        return Made(edits, "head changed: " + _fields(changed) if changed else "the head is as it was")

    def _found(self, edits: RecordEdits, was: dict[str, Any], yours: dict[str, Any] | None) -> tuple[int, Value]:
        """Find the claim that a change is about, if it is still as the page takes it to be."""
        claims = list(enumerate(get_list(edits.values, CLAIMS)))
        own = [(at, its) for at, its in claims if isinstance(its, dict) and its.get("id", "") == was.get("id", "")]
        for at, its in own:
            if values.is_same(was, its):
                return at, its
        id_ = named(str(was.get("id", "")))
        if own:
            what = f"claim {id_} was changed by another program meanwhile: nothing was written"
            raise ConflictError(values.wire(own[0][1]), yours, what, "keep theirs, or yours, or both")
        what = f"claim {id_} is no longer in the file: nothing was written"
        raise ConflictError(None, yours, what, "leave it, or add yours anew")

    def _by(self, edits: RecordEdits, claim: Mapping[str, Any], others: list[Value]) -> dict[str, str]:
        """Say who makes a claim: in the head, if it is the file's first, else in the claim if the head does not."""
        own = edits.values["article"].get("annotator", "")
        if not self._annotator or claim.get("annotator") or own == self._annotator:
            return {}
        if not own and all(map(values.is_suggested, others)):
            edits.change(ARTICLE, {"annotator": self._annotator}, HEAD)
            return {}
        return {"annotator": self._annotator}

    def _text(self, edits: RecordEdits, claim: Mapping[str, Any], theirs: Value) -> str | None:
        """Read the article's text where a claim needs it, and write its hash into the head."""
        return self._own_text(edits) if values.needs_text(claim, theirs) else None

    def _own_text(self, edits: RecordEdits) -> str:
        head = places.get(edits.values["article"], _TEXT)
        if not isinstance(places.get(head, "file"), str):
            raise KgError(f"`{edits.file}` names no text", "write `text: {file: …}` into its head")
        if self._texts is None:
            raise KgError("there is no folder of texts", "start it with `--texts DIR`")
        text = article_text.read(self._texts, head["file"])
        if places.annotated(edits, text) is not None:
            raise KgError(line_ends.CHANGED.format(head["file"]), line_ends.REPAIR)
        places.pin(edits, text, repairs=False)
        _need_sound(edits)
        return text


def _need_sound(edits: RecordEdits) -> None:
    if edits.faults:
        first = min(edits.faults)
        raise KgError(first.fault, first.hint, first.place)


def _need_entity(id_: str, fields: Mapping[str, Any]) -> None:
    findings = Findings()
    try:
        identifier(id_)
    except FieldError as error:
        findings.add_all(("id",), error)
    read_entity(id_, as_read(fields), (), findings)
    for its in findings.found:
        if not its.is_warning:
            raise KgError(f"entity {named(id_)}: {its.text}", its.hint)


def _ticks(head: Value) -> list[Value]:
    return get_list(head, (*ARTICLE, places.NO_CLAIMS))


def _mapping(value: Any, what: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        raise KgError(f"{named(what)} is no mapping", "send an object of JSON")
    return dict(value)


def _fields(names: Iterable[str]) -> str:
    return ", ".join(map(named, names))


def _ordered(fields: Mapping[str, Any], order: tuple[str, ...] = CLAIM) -> dict[str, Any]:
    return {name: fields[name] for name in sorted(fields, key=order.index)}
