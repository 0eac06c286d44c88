"""Entries of `identity.yaml` to judgements: which ids name one thing, and which do not."""

from __future__ import annotations

from kg.annotation.record_fields import Fields, Findings, many
from kg.annotation.scalars import identifier, line, odd, prose, when
from kg.annotation.schema import JUDGEMENT, TAKEN_BACK
from kg.annotation.yaml_tree import Value
from kg.base.findings import KeyPath
from kg.base.hints import named
from kg.model.judgements import Judgement, TakenBack

_WORDS = ("same", "different")
_ids = many(identifier)


def read_judgement(value: Value, path: KeyPath, findings: Findings) -> Judgement | None:
    """Read a judgement.

    Parameters
    ----------
    value
        Its fields, as they stand in the file.
    path
        Where they stand.
    findings
        Where to note what is wrong.

    Returns
    -------
    Judgement | None
        None if anything is wrong with it.

    >>> value = {"same": ["kyiv", "kiev"], "by": "im", "day": "2031-04-30"}
    >>> read_judgement(value, (0,), Findings()).ids
    ('kyiv', 'kiev')
    """
    fields = Fields(value, path, JUDGEMENT, findings)
    there = [word for word in _WORDS if fields.has(word)]
    known = {word: fields.take(word, _two_or_more, ()) for word in there}
    if len(there) == 2:
        fields.fault("both `same` and `different`", "write two judgements, one with each", "different", at_key=True)
    elif not there and fields.sound:
        fields.fault("neither `same` nor `different`", "write `same: [one-id, another]`", at_key=True)
    by, day = fields.need("by", line), fields.need("day", _day)
    note = fields.take("note", prose, "")
    taken_back = _read_taken_back(fields.within("taken-back", TAKEN_BACK))
    if not fields.sound:
        return None
    return Judgement(ids=known[there[0]], same=there == ["same"], by=by, day=day, note=note, taken_back=taken_back)


def _read_taken_back(fields: Fields | None) -> TakenBack | None:
    if fields is None:
        return None
    by, day, note = fields.need("by", line), fields.need("day", _day), fields.take("note", prose, "")
    return TakenBack(by=by, day=day, note=note) if fields.sound else None


def _two_or_more(value: Value) -> tuple[str, ...]:
    ids = _ids(value)
    if len(ids) < 2:
        odd(f"a judgement is of two ids or more, not of {len(ids)}", "name the others too")
    return ids


def _day(value: Value) -> str:
    known = when(value)
    if known.earliest is None or known.earliest != known.latest:
        odd(f"no single day: {named(known.text)}", "write YYYY-MM-DD")
    return known.text
