"""A row of the Parquet tables back to its record: as fields for the one reader that checks, or straight to the record.

Rows are as pyarrow's `to_pylist` gives them, with the columns of `tables.tsv`; those of the account are passed over.
What stands in a row that is no value of its column (a file may have been made elsewhere) is handed on as it is, so that
the reader says what is wrong with it.
"""

from __future__ import annotations

from typing import Any, cast

from kg.annotation.json_line import composed
from kg.annotation.yaml_tree import Value
from kg.formats.table_rows import Row
from kg.model.dates import When, parse
from kg.model.records import (
    Article,
    Claim,
    Entity,
    Evidence,
    EvidenceKind,
    Figure,
    Kind,
    Scope,
    Stance,
    Text,
)  # fmt: skip

Fields = dict[str, Value]
_ENTITY = ("id", "kind", "name", "aliases", "single_holder", "side", "anonymous", "note")
_ARTICLE = (
    "id", "title", "publisher", "agency", "coded_by", "published", "published_basis", "url", "archived", "retrieved",
    "language", "annotator", "note",
)  # fmt: skip
_CLAIM = (
    "article", "id", "fact", "type", "label", "stance", "scope", "speaker", "via", "document", "when", "said", "mode",
    "part_of", "fulfils", "qualifier", "annotator", "note",
)  # fmt: skip
_SPAN = ("sha256", "kind", "row")
_TEXT = ("file", "sha256", "characters")


def entity_fields(row: Row) -> Fields:
    """Give the fields of an entity, its id among them, as they stand in a line of JSON Lines.

    >>> entity_fields({"id": "kyiv", "kind": "Place", "links": [{"link": "part-of", "target": "ukraine"}]})
    {'id': 'kyiv', 'kind': 'Place', 'links': {'part-of': ['ukraine']}}
    """
    identifiers = _mapped(row.get("identifiers"), "scheme", "value")
    return _filled(
        {name: row.get(name) for name in _ENTITY}
        | {"links": _gathered(row.get("links"), "link", "target"), "identifiers": identifiers}
    )


def article_fields(row: Row) -> Fields:
    """Give the fields of an article's head, its id among them, as they stand in a line of JSON Lines.

    >>> article_fields({"id": "herald-1", "title": None, "published": "2023-12", "text_file": None})
    {'id': 'herald-1', 'published': '2023-12'}
    """
    text = _filled({part: row.get(f"text_{part}") for part in _TEXT})
    fields = {name: row.get(name) for name in _ARTICLE}
    return _filled(fields | {"text": text, "no_claims": _each(row.get("no_claims"), _span_fields)})


def claim_fields(row: Row) -> Fields:
    """Give the fields of a claim, its article among them, as they stand in a line of JSON Lines.

    >>> spans = [{"kind": "text", "start": 3, "end": 9, "sha256": "0" * 64, "row": None}]
    >>> claim_fields({"article": "herald-1", "id": "a", "when": None, "evidence": spans})["evidence"][0]["at"]
    [3, 9]
    """
    return _filled(
        {name: row.get(name) for name in _CLAIM}
        | {
            "roles": _gathered(row.get("roles"), "role", "filler"),
            "values": _figures(row.get("values")),
            "evidence": _each(row.get("evidence"), _span_fields),
        }
    )


def entity_of(row: Row) -> Entity:
    """Make an entity of a row that a build wrote.

    >>> entity_of({"id": "kyiv", "kind": "Place", "name": "Kyiv", "aliases": [], "links": [], "identifiers": [],
    ...            "single_holder": False, "side": None, "anonymous": False, "note": None})
    Entity(id='kyiv', kind=<Kind.PLACE: 'Place'>, name='Kyiv', ...)
    """
    return Entity(
        id=row["id"],
        kind=Kind(row["kind"]),
        name=row["name"],
        aliases=(*row["aliases"],),
        links=_in_order(row["links"], "link", "target"),
        identifiers={its["scheme"]: its["value"] for its in row["identifiers"]},
        single_holder=row["single_holder"],
        side=row["side"],
        anonymous=row["anonymous"],
        note=row["note"] or "",
    )


def article_of(row: Row) -> Article:
    """Make an article's head of a row that a build wrote."""
    names = (its for its in _ARTICLE if its not in ("title", "published"))
    text = None
    if row["text_file"] is not None:
        text = Text(**{part: row[f"text_{part}"] for part in _TEXT})
    return Article(
        **{name: row[name] for name in names},
        title=row["title"] or "",
        published=parse(row["published"]),
        text=text,
        no_claims=tuple(_tick_of(its) for its in row["no_claims"]),
    )


def claim_of(row: Row) -> Claim:
    """Make a claim of a row that a build wrote."""
    return Claim(
        article=row["article"],
        id=row["id"],
        fact=row["fact"],
        type=row["type"],
        label=row["label"],
        stance=Stance(row["stance"]),
        scope=Scope(row["scope"]),
        roles=_in_order(row["roles"], "role", "filler"),
        speaker=(*row["speaker"],),
        via=(*row["via"],),
        document=row["document"],
        when=_when_of(row["when"]),
        said=_when_of(row["said"]),
        mode=row["mode"],
        part_of=row["part_of"],
        fulfils=row["fulfils"],
        values={its["name"]: Figure(its["low"], its["high"], its["unit"]) for its in row["values"]},
        evidence=tuple(_evidence_of(its) for its in row["evidence"]),
        qualifier=row["qualifier"],
        annotator=row["annotator"],
        note=row["note"],
    )


def _filled(fields: dict[str, Any]) -> Fields:
    """Leave out what is empty, write names as files do, and compose letters and their marks as all readers do.

    A 0 is not empty, though Python has it equal to False: a text may have no characters.
    """
    there = {name: its for name, its in fields.items() if its is not False and its not in (None, "", [], {})}
    kept = {name.replace("_", "-"): its for name, its in there.items()}
    return cast("Fields", composed(cast("Value", kept)))


def _is_parts(value: Any, *names: str) -> bool:  # noqa: ANN401 - whatever stands in a row
    """Whether a value is a list of these parts, the first of each a name."""
    if not isinstance(value, list):
        return False
    return all(isinstance(its, dict) and {*names} <= its.keys() and isinstance(its[names[0]], str) for its in value)


def _gathered(value: Any, name: str, part: str) -> Any:  # noqa: ANN401 - whatever stands in a row
    """Gather the parts of each name, both in their order."""
    if not _is_parts(value, name, part):
        return value
    found: dict[str, list[Any]] = {}
    for its in value:
        found.setdefault(its[name], []).append(its[part])
    return found


def _mapped(value: Any, name: str, part: str) -> Any:  # noqa: ANN401 - whatever stands in a row
    if not _is_parts(value, name, part) or len({its[name] for its in value}) < len(value):
        return value  # a name that stands twice: no mapping, and the reader says so
    return {its[name]: its[part] for its in value}


def _figures(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a row
    if not _is_parts(value, "name", "low", "high", "unit") or len({its["name"] for its in value}) < len(value):
        return value
    return {its["name"]: _figure(its) for its in value}


def _figure(its: Row) -> str:
    number = ".." if its["low"] is None and its["high"] is None else str(Figure(its["low"], its["high"]))
    return number if its["unit"] is None else f"{number} {its['unit']}"


def _each(value: Any, fields: Any) -> Any:  # noqa: ANN401 - whatever stands in a row
    return [fields(its) if isinstance(its, dict) else its for its in value] if isinstance(value, list) else value


def _span_fields(its: Row) -> Fields:
    """Give the fields of a piece of evidence: of text is what says nothing else, as files leave it out."""
    at = None if its.get("start") is None and its.get("end") is None else [its.get("start"), its.get("end")]
    fields = {name: its.get(name) for name in _SPAN if its.get(name) != EvidenceKind.TEXT}
    return _filled({"at": at} | fields)


def _in_order(pairs: list[Row], name: str, part: str) -> dict[str, tuple[str, ...]]:
    return {its: tuple(parts) for its, parts in _gathered(pairs, name, part).items()}


def _when_of(text: str | None) -> When | None:
    return parse(text) if text is not None else None


def _evidence_of(its: Row) -> Evidence:
    if its["row"] is not None:
        return Evidence(row=its["row"], sha256=its["sha256"] or "")
    kind = EvidenceKind(its["kind"])
    return Evidence(start=its["start"], end=its["end"], sha256=its["sha256"] or "", kind=kind)


def _tick_of(its: Row) -> Evidence:
    return Evidence(start=its["start"], end=its["end"], sha256=its["sha256"])
