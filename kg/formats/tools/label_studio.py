"""The JSON of Label Studio, both ways: a claim is a labelled region, and relations lead to further spans and fillers.

Offsets count code points: its interface converts those of JavaScript before they are kept (`charsToCodePoints` in
`web/libs/editor/src/utils/selection-tools.js`), as its SDK in Python reads them. Older versions counted UTF-16
code units: what comes back is read so where only so its words stand where it says.

Source: Label Studio's documentation, "Export annotated data", "Raw JSON format" (labelstud.io/guide/export), and
"Import pre-annotated data" (labelstud.io/guide/predictions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import UNSET, Raw, Struct, UnsetType, field

from kg.base.errors import KgError, Place
from kg.base.hints import named
from kg.evidence.offsets import Offsets, Unit
from kg.formats.imports.documents import Document
from kg.formats.tools.claim_texts import FIELDS
from kg.formats.tools.label_studio_settings import CHOICES, CLAIM, ENTITY, KIND, MENTION, MORE, TEXT
from kg.formats.tools.layers import Layered, Link, Marked, Mention, Span, ToolError, need_inside
from kg.model.records import Entity

AREAS = tuple(name for name in FIELDS if name not in (*CHOICES, "type"))
_HINT = "export the project as JSON, not as JSON-MIN or CSV, which lack what leads from region to region"


def to_task(its: Layered, entities: Mapping[str, Entity], id_: int) -> dict[str, Any]:
    """Write an article as a task, with its layers as one annotation."""
    writer = _Writer(its)
    for number, mention in enumerate(its.mentions, start=1):
        kind = entities[mention.entity].kind.value
        writer.region(f"m{number}", Span(mention.start, mention.end), MENTION, "labels", kind)
        writer.region(f"m{number}", Span(mention.start, mention.end), ENTITY, "textarea", mention.entity)
    for number, claim in enumerate(its.claims, start=1):
        writer.claim(f"c{number}", claim)
    data = {"article": its.name, TEXT: its.text}
    return {"id": id_, "data": data, "annotations": [{"id": id_, "result": [*writer.regions, *writer.relations]}]}


class _Writer:
    """Collects the regions of an annotation, and the relations between them, which stand behind all regions."""

    def __init__(self, its: Layered) -> None:
        self._text = its.text
        self.regions: list[dict[str, Any]] = []
        self.relations: list[dict[str, Any]] = []

    def claim(self, id_: str, claim: Marked) -> None:
        for number, span in enumerate(claim.spans, start=1):
            its = id_ if number == 1 else f"{id_}-{number}"
            self.region(its, span, CLAIM, "labels", claim.texts["type"])
            if span.kind != Span(0, 0).kind:
                self.region(its, span, KIND, "choices", span.kind)
            if number > 1:
                self._relation(id_, its, MORE)
        for name, value in claim.texts.items():
            if name != "type":
                kind = "choices" if name in CHOICES else "textarea"
                self.region(id_, claim.spans[0], name, kind, value)
        for link in claim.links:
            self._relation(id_, f"m{link.mention + 1}", link.role)

    def region(self, id_: str, span: Span, name: str, kind: str, value: str) -> None:
        ends = {"start": span.start, "end": span.end}
        words = {} if kind == "textarea" else {"text": self._text[span.start : span.end]}
        what = {"text" if kind == "textarea" else kind: [value]}
        region = {"id": id_, "from_name": name, "to_name": TEXT, "type": kind, "value": {**ends, **words, **what}}
        self.regions.append(region)

    def _relation(self, one: str, other: str, name: str) -> None:
        ends = {"from_id": one, "to_id": other}
        self.relations.append({"type": "relation", **ends, "direction": "right", "labels": [name]})


class _Value(Struct):
    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET
    text: str | list[str] = ""
    labels: list[str] = []
    choices: list[str] = []


class _Result(Struct):
    type: str
    id: str = ""
    from_name: str = ""
    value: _Value = field(default_factory=_Value)
    from_id: str = ""
    to_id: str = ""
    direction: str = "right"
    labels: list[str] | None = None


class _User(Struct):
    email: str = ""
    id: int = 0


class _Annotation(Struct):
    result: list[Raw] = []
    completed_by: int | _User | None = None
    was_cancelled: bool = False


class _Data(Struct):
    text: str
    article: str = ""


class _Task(Struct):
    data: _Data
    annotations: list[_Annotation]
    id: int | str = ""


def from_label_studio(document: Document, file: str) -> Iterator[Layered]:
    """Read the tasks of an export: each annotation of each task is a reading of its article.

    Parameters
    ----------
    document
        The file.
    file
        Its name, for errors.

    Raises
    ------
    DocumentError
        If it is no JSON, or not of this format.
    ToolError
        If a region does not fit its text, or a relation leads nowhere.
    """
    for raw in document.read(list[Raw], _HINT):
        task = document.part(raw, _Task, _HINT)
        place = Place(file, document.line_of(raw))
        for annotation in task.annotations:
            if annotation.was_cancelled:
                continue
            results = [document.part(its, _Result, _HINT) for its in annotation.result]
            reader = _Reader(results, task.data.text, place)
            yield Layered(
                task.data.article or f"task-{task.id}", task.data.text, reader.mentions, reader.claims(),
                _who(annotation.completed_by), place,
            )  # fmt: skip


def _who(user: int | _User | None) -> str:
    if isinstance(user, _User):
        return user.email or _who(user.id)
    return f"label-studio-user-{user}" if user else ""


def _offsets(results: list[_Result], text: str) -> Offsets:
    """Tell what offsets count: code points, unless only in UTF-16 code units words stand where they are said to."""
    ways = [Offsets(text, unit) for unit in (Unit.CODE_POINTS, Unit.UTF_16)]
    told = [
        its.value for its in results if its.type != "textarea" and isinstance(its.value.text, str) and its.value.text
    ]

    def fits(way: Offsets, value: _Value) -> bool:
        if value.start is UNSET or value.end is UNSET:
            return True
        try:
            return text[way.to_code_points(value.start) : way.to_code_points(value.end)] == value.text
        except KgError:
            return False

    return next((way for way in ways if all(fits(way, value) for value in told)), ways[0])


class _Reader:
    """Reads the results of one annotation."""

    def __init__(self, results: list[_Result], text: str, place: Place) -> None:
        self._text, self._place = text, place
        self._results = [its for its in results if its.type != "relation"]
        self._offsets = _offsets(self._results, text)
        self._relations = [its for its in results if its.type == "relation"]
        self._spans = {its.id: self._span(its) for its in self._results}
        self._said: dict[str, dict[str, str]] = {}
        for its in self._results:
            value = its.value
            found = {"textarea": value.text, "choices": value.choices}.get(its.type, value.labels)
            self._said.setdefault(its.id, {})[its.from_name] = found if isinstance(found, str) else "\n".join(found)
        marked = [id_ for id_ in self._spans if MENTION in self._said[id_]]
        self._at = {id_: number for number, id_ in enumerate(marked)}
        self.mentions = tuple(Mention(*self._spans[id_], self._said[id_].get(ENTITY, "").strip()) for id_ in marked)

    def _span(self, its: _Result) -> tuple[int, int]:
        where = f"region {named(its.id)}"
        if its.value.start is UNSET or its.value.end is UNSET:
            raise ToolError(f"{where} has no `start` and `end`", _HINT, self._place)
        try:
            start, end = (self._offsets.to_code_points(each) for each in (its.value.start, its.value.end))
        except KgError as error:
            raise ToolError(f"{where}: {error.what}", error.hint, self._place) from error
        need_inside([(start, end)], self._text, self._place)
        words = its.value.text
        if its.type != "textarea" and isinstance(words, str) and words and words != self._text[start:end]:
            raise ToolError(f"{where}: other words stand there in the text", "is it the text that was annotated?",
                            self._place)  # fmt: skip
        return start, end

    def claims(self) -> tuple[Marked, ...]:
        """Give the claims: regions labelled as such to which no other leads as to further evidence of its own."""
        more: dict[str, list[str]] = {}
        links: dict[str, list[Link]] = {}
        for its in self._relations:
            one, other = (its.to_id, its.from_id) if its.direction == "left" else (its.from_id, its.to_id)
            for id_ in (one, other):
                if id_ not in self._spans:
                    raise ToolError(f"a relation to no region: {named(id_)}", _HINT, self._place)
            for name in its.labels or ("",):
                if name == MORE:
                    more.setdefault(one, []).append(other)
                elif other in self._at:
                    links.setdefault(one, []).append(Link(name, self._at[other]))
                else:
                    raise ToolError(f"`{name}` leads to no mention: {named(other)}", "label it as one", self._place)
        further = {its for some in more.values() for its in some}
        labelled = [id_ for id_ in self._spans if CLAIM in self._said[id_]]
        claims = {id_: _reached(id_, more) for id_ in labelled if id_ not in further}
        met = {its for regions in claims.values() for its in regions}
        if circle := next((id_ for id_ in labelled if id_ not in met), ""):
            what = f"region {named(circle)} is evidence of what is evidence of it"
            raise ToolError(what, "let relations lead from a claim to its further evidence", self._place)
        return tuple(
            self._claim(regions, [link for each in regions for link in links.get(each, [])])
            for regions in claims.values()
        )

    def _need_bare(self, id_: str) -> None:
        """Make sure that what is only further evidence of a claim has no fields of its own, which nobody would see."""
        if fields := [name for name in FIELDS if name in self._said[id_]]:
            what = f"region {named(id_)} is evidence of another, and has a {named(fields[0])} of its own"
            raise ToolError(what, "turn the relation round, or say it of the other region", self._place)

    def _claim(self, regions: list[str], links: list[Link]) -> Marked:
        """Make a claim of its regions, of which the first says what it is, and of the links of all."""
        for each in regions[1:]:
            self._need_bare(each)
        said = self._said[regions[0]]
        spans = [Span(*self._spans[its], self._said[its].get(KIND, Span(0, 0).kind)) for its in regions]
        texts = {name: said[name] for name in FIELDS if name in said} | {"type": said[CLAIM]}
        return Marked(tuple(spans), texts, tuple(links), place=self._place)


def _reached(first: str, more: Mapping[str, list[str]]) -> list[str]:
    """Give a region and those to which it leads as to further evidence, also by way of others; each once, in order.

    >>> _reached("a", {"a": ["b", "d"], "b": ["c"], "c": ["a"]})
    ['a', 'b', 'c', 'd']
    """
    found: dict[str, None] = {}
    waiting = [first]
    while waiting:
        if (its := waiting.pop()) not in found:
            found[its] = None
            waiting += reversed(more.get(its, []))
    return list(found)
