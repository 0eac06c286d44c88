"""One article with its claims: how each reads and stands, what is wrong with it, and what of the text has none."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kg.annotation.document import Document
from kg.annotation.yaml_tree import Value
from kg.base.disk import read_plain
from kg.base.errors import Fault
from kg.check.states import draft_of, head_of, spans_of, state_of
from kg.desk.annotating.attempts import claims_of, fault_row, split_faults
from kg.desk.annotating.claim_values import wire
from kg.desk.annotating.sources import Current, Judged, own_faults
from kg.desk.suggestions.proposals import kind_of
from kg.evidence.coverage import Pieces, Sentence, marked
from kg.model.records import Claim, EvidenceKind

Row = dict[str, Any]
_HEAD = ("title", "publisher", "published", "language", "annotator", "url")
_RIGHT_TO_LEFT = ("R", "AL")
_LETTERS = 2_000  # of a text by which its direction is told


def article_view(current: Current, name: str, with_text: bool = False) -> Row:
    """Give an article with its claims, and its text where it is asked for.

    Parameters
    ----------
    current
        The project as it stands.
    name
        Of the annotation: an article's id, or that of a reading of one.
    with_text
        Whether the text is wanted too.

    Returns
    -------
    dict
        `name`, `file`, `version`, `head`, `direction`, `text`, `problem`, `sentences`, `kinds`, `claims`, `faults`,
        `state`: what a page shows of it. `kinds` are the sentences that stand elsewhere than in the text, each with its
        kind of evidence. Each fault stands at its claim, or, if it is of none, in `faults`.

    Raises
    ------
    NotFoundError
        If there is no such article.
    """
    current.refresh()
    document = current.document(name)
    judged, values = current.judged(document.file), current.values(document)
    text, problem = current.text(document)
    own = own_faults(judged, document)
    by_claim, rest = split_faults(own, document)
    items, head = claims_of(values), head_of(document)
    pieces = current.split.pieces(head.text.file) if head and head.text else None
    ticks = [(tick.start, tick.end) for tick in head.no_claims] if head else []
    rest = sorted([*rest, *(fault for at, its in by_claim.items() if at >= len(items) for _, fault in its)])
    has_draft = draft_of(current.project.sources, name).is_file()
    row: Row = {
        "name": name, "file": document.file, "version": version(current, document), "head": _head(values, judged),
        "direction": direction(text or str(values.get("title", ""))), "problem": problem,
        "sentences": [*map(list, marked(pieces or (), spans_of(document), ticks))],
        "kinds": _kinds(pieces or (), text or "", (head and head.title) or ""),
        "claims": _claims(items, document, judged, by_claim),
        "faults": [fault_row(fault, "") for fault in rest],
        "state": state_of(document, pieces, own, has_draft=has_draft).state.value,
    }  # fmt: skip
    return row | ({"text": text or ""} if with_text else {})


def _kinds(pieces: Pieces, text: str, title: str) -> list[list[int | str]]:
    """Tell which sentences are evidence of another kind than `text`, as far as that is seen."""
    split = (Sentence(start, end, text[start:end]) for start, end, _ in pieces)
    known = ((its, kind_of(its, title)) for its in split if title)
    return [[its.start, its.end, kind.value] for its, kind in known if kind is not EvidenceKind.TEXT]


def version(current: Current, document: Document) -> str:
    """Give the SHA-256 of a file as it stands on the disk; empty if it cannot be read."""
    try:
        return hashlib.sha256(read_plain(current.project.root / document.file)).hexdigest()
    except OSError:
        return ""


def direction(text: str) -> str:
    """Tell in which direction a text runs, by which letters it has more of.

    >>> direction("They met."), direction("\u0627\u062c\u062a\u0645\u0639\u0627 (AP)"), direction("2031")
    ('ltr', 'rtl', 'ltr')
    """
    ways = Counter(unicodedata.bidirectional(letter) for letter in text[:_LETTERS] if letter.isalpha())
    return "rtl" if sum(ways[way] for way in _RIGHT_TO_LEFT) > ways["L"] else "ltr"


def _head(values: Mapping[str, Value], judged: Judged) -> Row:
    given = values.get("article")
    fields = given if isinstance(given, Mapping) else {}
    head = {field: its for field in _HEAD if isinstance(its := fields.get(field), str)}
    publisher = judged.snapshot.records.entities.get(head.get("publisher", ""))
    return {**head, "publisher_name": publisher.name if publisher else head.get("publisher", "")}


def _claims(
    items: Sequence[Value], document: Document, judged: Judged, faults: Mapping[int, Sequence[tuple[str, Fault]]]
) -> list[Row]:
    snapshot, sound, rows = judged.snapshot, _sound(document, judged), []
    for at, item in enumerate(items):
        values, claim = wire(item), sound.get(at)
        fact = snapshot.account.facts.get(claim.fact) if claim is not None else None
        rows.append({
            "claim": values, "line": document.place("claims", at).line,
            "words": snapshot.teller.claim(claim) if claim is not None else "",
            "status": fact.status.value if fact else "", "contested": bool(fact and fact.contested),
            "suggested": values.get("suggested") == "true",
            "faults": [fault_row(fault, field) for field, fault in faults.get(at, ())],
        })  # fmt: skip
    return rows


def _sound(document: Document, judged: Judged) -> dict[int, Claim]:
    """Give the claims of a file that the account knows, by their positions: of two with one id it is the first."""
    found: dict[str, tuple[int, Claim]] = {}
    for at, claim in zip(document.claim_index, document.claims, strict=True):
        if claim.key in judged.snapshot.claims:
            found.setdefault(claim.key, (at, judged.snapshot.claims[claim.key]))
    return dict(found.values())
