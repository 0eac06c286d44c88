"""Whether what a report cites stands otherwise than its references say: a status that changed, a span that moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.account.standing import contested_by
from kg.base.hints import named
from kg.evidence.article_text import digest
from kg.model.records import Evidence, Status
from kg.report.citations.cited_things import Problem, Thing
from kg.report.citations.marks import CONTESTED, NOT_COUNTED, NOT_READ, contester, general
from kg.report.citations.references import Reference

_ORDER = (*(status.value for status in Status), CONTESTED, NOT_READ, NOT_COUNTED)
_OF_ALL = frozenset(_ORDER) - {NOT_READ, NOT_COUNTED}  # what a label says of a fact and not of one claim on it


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
        Of its label: a status, and that it is contested, are compared; None where that is other words.
    """
    if thing.matter is None:
        return None
    fields, label = frozenset(_fields_say(its.fields)), frozenset(map(general, marks or ())) & _OF_ALL
    by, by_label = its.fields.get("contested"), contester(marks or ())
    is_so = fields == thing.says if "status" in its.fields else fields <= thing.says
    if not is_so or not _is_by(by, thing):
        said = fields
    elif not label <= thing.says or not _is_by(by_label, thing):
        said, by = label, by_label
    else:
        return None
    known = f", known by {its.fields['known-by']}" if "known-by" in its.fields else ""
    build = f" in build {its.fields['build']}" if "build" in its.fields else ""
    was = _words(said, by)
    what = f"`{thing.name}` was cited as {was}{build}{known}: it is {thing.stands}"
    fact = thing.fact.fact if thing.fact else thing.id
    return Problem(what, f"`kg explain {fact}` says why; `kg cite {thing.id}` writes the reference anew")


def _is_by(by: str | None, thing: Thing) -> bool:
    """Whether a thing is contested by whom a reference names, if it names anybody."""
    return not by or (thing.matter is not None and thing.matter.contested == by)


def _fields_say(fields: Mapping[str, str]) -> Iterator[str]:
    if "status" in fields:
        yield fields["status"]
    if "contested" in fields:
        yield CONTESTED
    if "read" in fields:
        yield NOT_READ
    if "counts" in fields:
        yield NOT_COUNTED


def _words(said: frozenset[str], contested: str | None) -> str:
    told = {CONTESTED: contested_by(contested)} if contested else {}
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
