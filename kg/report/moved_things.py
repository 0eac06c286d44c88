"""Whether what a report cites stands otherwise than its references say: a status that changed, a span that moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.base.hints import named
from kg.evidence.article_text import digest
from kg.model.records import Contested, Evidence, Status
from kg.report.cited_things import Problem, Thing
from kg.report.marks import CONTESTED, NOT_COUNTED, NOT_READ
from kg.report.references import Reference

_STATUSES = frozenset(status.value for status in Status)
_ORDER = (*(status.value for status in Status), CONTESTED, NOT_READ, NOT_COUNTED)
_BY = {Contested.BY_PARTY: "by a party", Contested.BY_OUTSIDER: "by an outsider"}


def moved(its: Reference, thing: Thing, marks: tuple[str, ...] | None) -> Problem | None:
    """Tell whether a thing stands otherwise than its reference says, or the marks of its label.

    Parameters
    ----------
    its
        The reference. Where it gives a status, what it does not say is said too: that nobody contests it, that it was
        read and that it counts.
    thing
        Of which it is.
    marks
        Of its label; None where that is other words.
    """
    if thing.matter is None:
        return None
    said = frozenset(_fields_say(its.fields)) or _label_says(marks or ())
    silent = frozenset() if "status" in its.fields else thing.says - said - _STATUSES
    by = its.fields.get("contested")
    is_by_others = bool(by and thing.matter.contested and by != thing.matter.contested.value)
    if not said or (said | silent == thing.says and not is_by_others):
        return None
    known = f", known by {its.fields['known-by']}" if "known-by" in its.fields else ""
    build = f" in build {its.fields['build']}" if "build" in its.fields else ""
    was = _words(said, by)
    what = f"`{thing.name}` was cited as {was}{build}{known}: it is {thing.stands}"
    fact = thing.fact.fact if thing.fact else thing.id
    return Problem(what, f"`kg explain {fact}` says why; `kg cite {thing.id}` writes the reference anew")


def _fields_say(fields: Mapping[str, str]) -> Iterator[str]:
    if "status" not in fields:
        return
    yield fields["status"]
    if "contested" in fields:
        yield CONTESTED
    if "read" in fields:
        yield NOT_READ
    if "counts" in fields:
        yield NOT_COUNTED


def _label_says(marks: tuple[str, ...]) -> frozenset[str]:
    """Give what the marks of a label say, if they give a status; what they leave out is not said."""
    said = frozenset(marks) & {*_STATUSES, CONTESTED, NOT_READ, NOT_COUNTED}
    return said if said & _STATUSES else frozenset()


def _words(said: frozenset[str], contested: str | None) -> str:
    told = {CONTESTED: f"{CONTESTED} {_BY[Contested(contested)]}"} if contested else {}
    return ", ".join(told.get(word, word) for word in sorted(said, key=_ORDER.index))


def span_problem(its: Reference, thing: Thing, evidence: Sequence[Evidence], text: str | None) -> Problem | None:
    """Tell whether a span or row of an article that a reference names is evidence of a claim still.

    Parameters
    ----------
    its, thing
        The reference, and the article.
    evidence
        Of all claims of the article.
    text
        Of the article, if it is at hand: what is no evidence is then compared by its hash.
    """
    span, sha256, row = its.span, its.fields.get("sha256", ""), its.fields.get("row")
    if thing.article is None or (span is None and row is None):
        return None
    if row is not None:
        known = any(each.row == row for each in evidence)
        return None if known else Problem(f"no claim rests on row {named(row)} of `{thing.id}`", "name another row")
    where = f"characters {span[0]}–{span[1]} of `{thing.id}`" if span else ""
    at = [each for each in evidence if each.row is None and (each.start, each.end) == span]
    if any(each.sha256.startswith(sha256) for each in at):
        return None
    if at:
        return Problem(f"{where} have another hash now: the text has changed", "`kg cite` gives those of the claims")
    same = sorted((each.start, each.end) for each in evidence if sha256 and each.sha256.startswith(sha256))
    if same:
        now = f"{same[0][0]},{same[0][1]}"
        return Problem(f"{where} stand at {same[0][0]}–{same[0][1]} now", f"write `char={now}`")
    return _other_span(where, span or (0, 0), sha256, thing, text)


def _other_span(where: str, span: tuple[int, int], sha256: str, thing: Thing, text: str | None) -> Problem | None:
    """Judge a span on which no claim rests, by the text itself."""
    known = thing.article.text.characters if thing.article and thing.article.text else None
    if span[0] >= span[1] or (known is not None and span[1] > known):
        return Problem(f"{where}: there are none such", f"the text has {known} characters" if known is not None else "")
    if text is not None and sha256 and not digest(text[slice(*span)]).startswith(sha256):
        return Problem(f"{where} have another hash", "correct the positions, or the hash")
    if text is None and sha256:
        return Problem(f"no claim rests on {where}", "`--texts DIR` compares them with the text")
    return None
