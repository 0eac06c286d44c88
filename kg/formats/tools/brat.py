"""brat's standoff format, both ways: a claim is an event of its fact type, its spans the event's trigger.

What fills a role is an argument of the event, stance, scope and mode are attributes, and all else stands in the event's
note, as `field: text | field: text`. brat knows no spans of one annotation that overlap or hold a line break: there its
spans are the pieces between line breaks, joined where they overlap, and the note has the evidence as it is; once a
person moves the spans, theirs count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.base.errors import Place
from kg.base.hints import named
from kg.formats.tools.brat_foreign import foreign_claims
from kg.formats.tools.brat_lines import Joined, Spans, Standoff, read_lines
from kg.formats.tools.brat_settings import ATTRIBUTES, DATABASE
from kg.formats.tools.claim_texts import FIELDS
from kg.formats.tools.layers import SPEAKER, Layered, Link, Marked, Mention, Span, ToolError, need_inside
from kg.model.records import Entity
from kg.ontology import Ontology

EVIDENCE = "evidence"  # in a note
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # where Python, in which brat is written, ends lines
_PIECE = re.compile(f"[^{BREAKS}]+")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})(?: ([a-z-]+))?")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_TO_ESCAPE = re.compile(rf"[\\|\t\0{BREAKS}]")


def to_brat(its: Layered, entities: Mapping[str, Entity]) -> str:
    """Write an article's layers as the lines of a `.ann` file, whose `.txt` is the article's text.

    Claims of whose spans brat can show nothing, since they hold line breaks only, are left out: see `shown`.
    """
    lines: list[str] = []
    for number, mention in enumerate(its.mentions, start=1):
        entity = entities[mention.entity]
        lines.append(_bound(f"T{number}", entity.kind.value, ((mention.start, mention.end),), its.text))
        lines.append(f"N{number}\tReference T{number} {DATABASE}:{entity.id}\t{_escaped(entity.name)}")
    for number, claim in enumerate(shown(its), start=1):
        lines += _claim(claim, number, len(its.mentions) + number, its.text)
    return "".join(f"{line}\n" for line in lines)


def shown(its: Layered) -> list[Marked]:
    """Give the claims of which brat can show some words."""
    return [claim for claim in its.claims if _pieces(_bounds(claim.spans), its.text)]


def _claim(claim: Marked, number: int, trigger: int, text: str) -> list[str]:
    """Write a claim: its trigger, its event, its attributes and its note."""
    spans = _pieces(_bounds(claim.spans), text)
    arguments, met = "", dict[str, int]()
    for link in claim.links:
        met[link.role] = met.get(link.role, 0) + 1
        more = met[link.role] if met[link.role] > 1 else ""
        arguments += f" {link.role}{more}:T{link.mention + 1}"
    type_ = claim.texts["type"]
    lines = [_bound(f"T{trigger}", type_, spans, text), f"E{number}\t{type_}:T{trigger}{arguments}"]
    for at, (name, field) in enumerate(ATTRIBUTES.items()):
        if field in claim.texts:
            lines.append(f"A{(number - 1) * len(ATTRIBUTES) + at + 1}\t{name} E{number} {claim.texts[field]}")
    kept = [(name, claim.texts[name]) for name in FIELDS if name in claim.texts and name not in _ELSEWHERE]
    if claim.spans != _joined(spans, text):
        kept.append((EVIDENCE, ", ".join(_span_text(span) for span in claim.spans)))
    note = " | ".join(f"{name}: {_escaped(value)}" for name, value in kept)
    return [*lines, f"#{number}\tAnnotatorNotes E{number}\t{note}"] if note else lines


_ELSEWHERE = ("type", *ATTRIBUTES.values())


def _span_text(span: Span) -> str:
    return f"{span.start}-{span.end}" + (f" {span.kind}" if span.kind != Span(0, 0).kind else "")


def _bound(id_: str, type_: str, spans: Spans, text: str) -> str:
    places = ";".join(f"{start} {end}" for start, end in spans)
    return f"{id_}\t{type_} {places}\t{' '.join(text[start:end] for start, end in spans)}"


def _bounds(spans: tuple[Span, ...]) -> Spans:
    return tuple((span.start, span.end) for span in spans)


def _pieces(spans: Spans, text: str) -> Spans:
    """Cut spans at line breaks, and join those that overlap or touch; in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        for piece in _PIECE.finditer(text, start, end):
            if found and piece.start() <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], piece.end()))
            else:
                found.append((piece.start(), piece.end()))
    return tuple(found)


def _joined(spans: Spans, text: str) -> tuple[Span, ...]:
    """Make one span of pieces between which line breaks stand alone."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip(BREAKS):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(Span(start, end) for start, end in found)


def _escaped(text: str) -> str:
    r"""Write a text on one line, and without the sign between fields.

    >>> _escaped("a|b\nc")
    'a\\|b\\u000ac'
    """
    return _TO_ESCAPE.sub(lambda its: f"\\{its[0]}" if its[0] in "\\|" else f"\\u{ord(its[0]):04x}", text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda its: chr(int(its[1], 16)) if its[1] else its[2], text)


def from_brat(name: str, lines: str, text: str, file: str, ontology: Ontology) -> Layered:
    """Read an article's layers from the lines of its `.ann` file.

    Parameters
    ----------
    name
        Of the file, without its ending.
    lines
        What it holds.
    text
        What the `.txt` file beside it holds.
    file
        Its name, for errors.
    ontology
        Whose fact types are events of ours; what a corpus of others marks is read by `brat_foreign`.

    Raises
    ------
    ToolError
        At a line that is none of the format, or does not fit the text.
    """
    found = read_lines(lines, file)
    for bound in found.bound.values():
        need_inside(bound.spans, text, bound.place)
        words = [text[start:end] for start, end in bound.spans]
        if bound.words and bound.words not in (" ".join(words), "".join(words)):  # joined without blanks before 1.3
            raise ToolError("other words stand there in the text", "is it the text that was annotated?", bound.place)
    ours = {id_: its for id_, its in found.events.items() if its.type in ontology.types}
    triggers = {its.arguments[0][1] for its in ours.values()}
    ids = [id_ for id_ in found.bound if id_ not in triggers]
    mentions = tuple(_mention(id_, found) for id_ in ids)
    at = {id_: number for number, id_ in enumerate(ids)}
    claims = [_read_claim(id_, its, found, at, text, ontology) for id_, its in ours.items()]
    return Layered(name, text, mentions, (*claims, *foreign_claims(found, at)), place=Place(file))


def _mention(id_: str, found: Standoff) -> Mention:
    spans = found.bound[id_].spans
    base, norm = found.norms.get(id_, ("", ""))
    return Mention(spans[0][0], spans[-1][1], norm if base == DATABASE else "")


def _read_claim(  # noqa: PLR0913 - what a claim is made of
    id_: str, event: Joined, found: Standoff, at: Mapping[str, int], text: str, ontology: Ontology
) -> Marked:
    trigger = found.bound[event.arguments[0][1]]
    texts = _note(found.notes.get(id_, ""), event.place)
    noted = texts.pop(EVIDENCE, "")
    for name, value in found.attributes.get(id_, {}).items():
        texts[ATTRIBUTES.get(name, name.lower())] = value
    texts["type"] = event.type
    links = []
    roles = {SPEAKER, *ontology.types[event.type].roles}
    for name, target in event.arguments[1:]:
        if target not in at:
            raise ToolError(f"`{name}` is no mention: {named(target)}", "let it be a span of a kind", event.place)
        links.append(Link(name if name in roles else name.rstrip("0123456789"), at[target]))
    spans = _noted_spans(noted, event.place) if noted else ()
    if _pieces(_bounds(spans), text) != trigger.spans:
        spans = _joined(tuple(sorted(trigger.spans)), text)
    return Marked(spans, texts, tuple(links), place=event.place)


def _note(words: str, place: Place) -> dict[str, str]:
    """Read a note: fields, and what somebody wrote beside them, which is the claim's note."""
    found: dict[str, str] = {}
    for part in re.split(r" ?(?<!\\)\| ?", words):
        name, sign, value = part.partition(": ")
        if sign and name.strip() in (*FIELDS, EVIDENCE):
            found[name.strip()] = _unescaped(value)
        elif part.strip():
            found["note"] = f"{found['note']} {part.strip()}" if "note" in found else part.strip()
    return found


def _noted_spans(words: str, place: Place) -> tuple[Span, ...]:
    spans = [_SPAN.fullmatch(part.strip()) for part in words.split(",")]
    if not all(spans):
        raise ToolError(f"no evidence: {named(words)}", "it is written `0-40 headline, 80-310`, or left out", place)
    return tuple(Span(int(its[1]), int(its[2]), its[3] or Span(0, 0).kind) for its in spans if its)
