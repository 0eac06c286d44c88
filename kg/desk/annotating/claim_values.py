"""A claim as a page has it and as its file has it: compared, told apart field by field, written, and named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kg.annotation.schema import CLAIM, EVIDENCE
from kg.annotation.yaml_tree import Value
from kg.base.errors import KgError
from kg.base.hints import meant, named
from kg.desk.articles.head import slug
from kg.evidence.article_text import digest
from kg.evidence.record_lines import as_read

Fields = Mapping[str, Any]
_NAMES = ("speaker", "via")  # fields that are lists, or a text that stands for a list of one
_DEFAULTS = {"scope": "fact", "suggested": "false"}  # what a field says that is left out
_TEXT = "text"  # the kind of evidence that says none
_LONGEST = 80  # characters of an id that is made here
_DEEPEST = 8  # levels of a value: a claim needs four
_OTHER = "send what the page knows of the claim"


def plain(value: Any, what: str, depth: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Give a value of JSON without what is null in it, if it can be written as one of YAML.

    Raises
    ------
    KgError
        If it cannot.

    >>> plain({"fact": "f", "when": None}, "claim"), plain({"fact": b"x"}, "claim")
    Traceback (most recent call last):
    kg.base.errors.KgError: `claim` holds what no annotation file can hold
      hint: send texts, numbers, lists and mappings
    """
    if depth <= _DEEPEST:
        if isinstance(value, str | int | float):
            return value
        if isinstance(value, list | tuple):
            return [plain(its, what, depth + 1) for its in value if its is not None]
        if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
            return {name: plain(its, what, depth + 1) for name, its in value.items() if its is not None}
    raise KgError(f"{named(what)} holds what no annotation file can hold", "send texts, numbers, lists and mappings")


def wire(value: Value) -> dict[str, Any]:
    """Give a claim of a file as a page has it: lists where there may be several, and numbers for places.

    >>> wire({"id": "a", "speaker": "x", "roles": {"place": "y"}, "evidence": [{"at": ["0", "9"]}]})
    {'id': 'a', 'speaker': ['x'], 'roles': {'place': ['y']}, 'evidence': [{'at': [0, 9]}]}
    """
    found = dict(value) if isinstance(value, Mapping) else {}
    for field in _NAMES:
        if field in found:
            found[field] = _list(found[field])
    if isinstance(found.get("roles"), Mapping):
        found["roles"] = {role: _list(its) for role, its in found["roles"].items()}
    if "evidence" in found:
        found["evidence"] = [_with_numbers(piece) for piece in _list(found["evidence"])]
    return found


def is_same(was: Fields, theirs: Value) -> bool:
    """Tell whether a claim of a file says what a page takes it to say.

    A text and a list of it alone are the same, so are numbers and their texts, a field left out and one that is empty
    or says what is understood without it, and blanks of any kind. A hash is compared where both have one.

    >>> is_same({"id": "a", "speaker": ["x"], "evidence": [{"at": [0, 9]}]},
    ...         {"id": "a", "speaker": "x", "evidence": [{"at": ["0", "9"], "sha256": "4f"}], "scope": "fact"})
    True
    """
    if not isinstance(theirs, Mapping):
        return False
    one, other = _canonical(was, loose=True), _canonical(theirs, loose=True)
    mine, its = one.pop("evidence", []), other.pop("evidence", [])
    return one == other and len(mine) == len(its) and all(map(_is_same_piece, mine, its))


def difference(was: Fields, claim: Fields) -> list[str]:
    """Name the fields in which two states of a claim differ, in the order of an annotation file."""
    one, other = _canonical(was), _canonical(claim)
    names = [*CLAIM, *sorted({*one, *other} - {*CLAIM})]
    return [name for name in names if one.get(name) != other.get(name)]


def need_known(names: Iterable[str]) -> None:
    """Make sure that fields are those of a claim.

    Raises
    ------
    KgError
        If one is not.
    """
    for name in names:
        if name not in CLAIM:
            raise KgError(f"unknown field {named(name)}", meant(name, CLAIM, f"fields here: `{'`, `'.join(CLAIM)}`"))


def written(claim: Fields, theirs: Value, text: str | None) -> dict[str, Any]:
    """Give the fields of a claim as they are written, in their order; empty ones are left out.

    Parameters
    ----------
    claim
        As a page has it.
    theirs
        As its file has it, or None: a piece of evidence that stays where it is keeps all that stands with it there.
    text
        The article's, of which the hash of each new piece is taken; None where no piece is new.

    Raises
    ------
    KgError
        If a piece has a place that is none of the text's.

    >>> written({"stance": "asserts", "speaker": ["x"], "via": [], "evidence": [{"at": [0, 3]}]}, None, "One.")
    {'speaker': 'x', 'stance': 'asserts', 'evidence': [{'at': [0, 3], 'sha256': '8b12...'}]}
    """
    fields: dict[str, Any] = {}
    for name in sorted(claim, key=lambda name: CLAIM.index(name) if name in CLAIM else len(CLAIM)):
        value = claim[name]
        if name == "speaker" and len(its := _list(value)) == 1:
            value = its[0]
        elif name in _NAMES:
            value = _list(value)
        elif name == "roles" and isinstance(value, Mapping):
            value = {role: its for role, fillers in value.items() if (its := _list(fillers))}
        elif name == "evidence":
            value = [_piece(its, pieces_of(theirs), text) for its in _list(value)]
        if not _is_empty(value):
            fields[name] = value
    return fields


def needs_text(claim: Fields, theirs: Value) -> bool:
    """Tell whether a claim has a piece of evidence with a place that it did not have in its file."""
    places = [_place(its) for its in pieces_of(theirs) if "sha256" in its]
    pieces = (its for its in _list(claim.get("evidence")) if isinstance(its, Mapping))
    return any("at" in its and _place(its) not in places for its in pieces)


def hashed(at: Any, text: str, meant_words: Any = None) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Give a place in a text with the hash of its words.

    Parameters
    ----------
    at
        Start and end, in code points.
    text
        The article's, as it is now.
    meant_words
        The hash of the words that were selected, if it is known: the text may be another one by now.

    Raises
    ------
    KgError
        If it is no place in the text, holds nothing but blanks, or other words than were selected.

    >>> hashed([0, 9], "Lost.")
    Traceback (most recent call last):
    kg.base.errors.KgError: [0, 9] is outside the text, which has 5 code points
      hint: select the words again
    """
    again = "select the words again"
    match at:
        case [start, end] if str(start).isdecimal() and str(end).isdecimal() and len(f"{start}{end}") < len(again):
            start, end = int(start), int(end)
        case _:
            raise KgError("`at` is no pair of offsets", again)
    if end > len(text):
        raise KgError(f"[{start}, {end}] is outside the text, which has {len(text):,} code points", again)
    if not text[start:end].strip():
        raise KgError(f"at [{start}, {end}] stand no words", again)
    sha256 = digest(text[start:end])
    if meant_words not in (None, "", sha256):
        what = f"at [{start}, {end}] stand other words than were selected: the text has changed"
        raise KgError(what, "load the page again, take this away, and select the words again")
    return {"at": [start, end], "sha256": sha256}


def id_for(claim: Fields, taken: Collection[str]) -> str:
    """Give the id of a new claim: its own, else one of its fact and speaker; with a number where that is taken.

    >>> id_for({"fact": "talks", "speaker": ["arvenia"]}, {"talks-arvenia"}), id_for({}, ())
    ('talks-arvenia-2', 'claim')
    """
    own = claim.get("id")
    speaker = next(iter(_list(claim.get("speaker"))), "")
    made = slug(f"{claim.get('fact') or claim.get('type') or 'claim'} {speaker}", _LONGEST)
    base = str(own) if own else made or "claim"
    id_, number = base, 1
    while id_ in taken:
        number += 1
        id_ = f"{base}-{number}"
    return id_


def is_suggested(claim: Value) -> bool:
    """Tell whether a claim is a suggestion that nobody has looked at."""
    return isinstance(claim, Mapping) and as_read(claim.get("suggested", "")) == "true"


def pieces_of(claim: Value) -> list[dict[str, Any]]:
    """Give the pieces of a claim's evidence that are mappings."""
    pieces = claim.get("evidence") if isinstance(claim, Mapping) else None
    return [dict(its) for its in _list(pieces) if isinstance(its, Mapping)]


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]


def _is_empty(value: Any) -> bool:  # noqa: ANN401 - JSON
    return value is None or value is False or (not isinstance(value, int | float) and not value)


def _with_numbers(piece: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(piece, Mapping) and isinstance(at := piece.get("at"), list):
        return {**piece, "at": [int(its) if isinstance(its, str) and its.isdecimal() else its for its in at]}
    return piece


def _place(piece: Fields) -> Value:
    return as_read(piece.get("at", ""))


def _piece(piece: Any, theirs: list[dict[str, Any]], text: str | None) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(piece, Mapping):
        raise KgError("a piece of evidence is no mapping", "send its place: `{at: [START, END]}`")
    for name in piece:
        if name not in EVIDENCE and not any(name in its for its in theirs):
            raise KgError(f"unknown field {named(name)} of evidence", meant(name, EVIDENCE, _OTHER))
    kind = piece.get("kind")
    if "at" not in piece:
        return {name: its for name, its in piece.items() if not _is_empty(its)}
    old = next((its for its in theirs if "sha256" in its and _place(its) == _place(piece)), None)
    if old is not None:
        fresh = {name: its for name, its in old.items() if name != "kind" or kind in (its, None)}
        return fresh | ({"kind": kind} if kind and kind != fresh.get("kind", _TEXT) else {})
    assert text is not None  # it is read where a piece is new
    return hashed(piece["at"], text, piece.get("sha256")) | ({"kind": kind} if kind and kind != _TEXT else {})


def _canonical(claim: Value, *, loose: bool = False) -> dict[str, Any]:
    """Give a claim in the one form in which two that say the same are alike."""
    its: dict[str, Any] = as_read({name: value for name, value in claim.items() if value is not None})
    for name in _NAMES:
        its[name] = _list(its.get(name))
    if isinstance(its.get("roles"), dict):
        its["roles"] = {role: filler for role, value in its["roles"].items() if (filler := _list(value))}
    pieces = [piece for piece in _list(its.get("evidence")) if isinstance(piece, dict)]
    its["evidence"] = [{k: v for k, v in piece.items() if (k, v) != ("kind", _TEXT)} for piece in pieces]
    if loose:
        its = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in its.items()}
    return {name: value for name, value in its.items() if value and value != _DEFAULTS.get(name)}


def _is_same_piece(one: Fields, other: Fields) -> bool:
    names = {"kind", "row", "at"} if "at" in one and "at" in other else {*one, *other} - {"sha256"}
    hashes = {its["sha256"] for its in (one, other) if its.get("sha256")}
    return all(one.get(name) == other.get(name) for name in names) and len(hashes) < 2
