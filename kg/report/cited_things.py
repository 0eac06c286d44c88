"""What the references of a report are of: fact, filler, claim or article, how it stands now, and whether it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from kg.account.facts import FactAccount, Filler
from kg.account.standing import Standing
from kg.base.errors import NotFoundError
from kg.base.hints import named
from kg.builder.manifest import name_of
from kg.model.records import Article, Claim, Contested, Status
from kg.report.citing import claim_of
from kg.report.facts import rests_on_rows
from kg.report.marks import CONTESTED, NOT_COUNTED, NOT_READ
from kg.report.references import ARTICLE, CLAIM, ELSEWHERE, ENTITY, FACT, Reference
from kg.snapshot.snapshot import Snapshot

_STATUSES = frozenset(status.value for status in Status)
_MOST_HINTS = 200  # of things that there are not: the nearest id among many takes a while


class Thing(Struct, frozen=True):
    """What a reference is of, in the slice that it names."""

    snapshot: Snapshot
    id: str  # by which it is shown
    fact: FactAccount | None = None
    matter: FactAccount | Filler | None = None  # whose status is meant: the fact, or one of its fillers
    claim: Claim | None = None
    article: Article | None = None

    @property
    def is_unread(self) -> bool:
        """Whether nobody read on what it rests."""
        if self.claim is not None and not self.claim.was_read:
            return True
        return self.matter is not None and rests_on_rows(self.snapshot, self.matter.basis)

    @property
    def counts(self) -> bool:
        """Whether it is no claim, or one that counts."""
        return self.claim is None or self.snapshot.account.readings[self.claim.key].counts

    @property
    def says(self) -> frozenset[str]:
        """The marks that are true of it."""
        if self.matter is None:
            return frozenset()
        told = {self.matter.status.value}
        told |= {CONTESTED} if self.matter.contested else set()
        told |= {NOT_READ} if self.is_unread else set()
        return frozenset(told if self.counts else told | {NOT_COUNTED})

    @property
    def needs(self) -> tuple[str, ...]:
        """The marks that a sentence must have that cites it."""
        is_plain = self.matter is not None and self.matter.status.can_be_accepted
        accepted = {self.matter.status.value} if self.matter is not None and is_plain else set()
        order = [*(status.value for status in Status), CONTESTED, NOT_READ, NOT_COUNTED]
        return tuple(sorted(self.says - accepted, key=order.index))

    @property
    def stands(self) -> str:
        """How it stands, in words."""
        words = [Standing.of(self.matter).text] if self.matter is not None else []
        words += [NOT_READ] * self.is_unread + [NOT_COUNTED] * (not self.counts)
        return ", ".join(words)


class Problem(NamedTuple):
    """What is wrong with a reference, and what to do."""

    what: str
    hint: str = ""


class Things:
    """Looks up what references are of, each once.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.build = name_of(snapshot.manifest)
        self._snapshot = snapshot
        self._slices: dict[str, Snapshot] = {}
        self._found: dict[tuple[str, str, str], Thing | Problem] = {}
        self._hints = 0

    def of(self, its: Reference) -> Thing | Problem:
        """Give what a reference is of, or that there is no such thing."""
        day = its.fields.get("known-by", "")
        key = (its.kind, its.id, day)
        if key not in self._found:
            self._found[key] = self._look_up(its, self._known_by(day))
        return self._found[key]

    def _known_by(self, day: str) -> Snapshot:
        """Cut the graph by a day of knowledge that a reference names."""
        if not day or day == self._snapshot.cut.known_by:
            return self._snapshot
        if day not in self._slices:
            self._slices[day] = self._snapshot.slice(known_by=day)
        return self._slices[day]

    def _look_up(self, its: Reference, snapshot: Snapshot) -> Thing | Problem:
        try:
            return _thing(its, snapshot)
        except NotFoundError as error:
            self._hints += 1
            if _is_in_whole(its, snapshot):
                return Problem(error.what, "it is in the whole graph, and not in this slice")
            return Problem(error.what, error.hint if self._hints <= _MOST_HINTS else "")


def _thing(its: Reference, snapshot: Snapshot) -> Thing:
    if its.kind == ELSEWHERE:
        base = snapshot.project.base
        raise NotFoundError(f"a reference to another project: {named(its.id)}", f"those of this one begin with {base}")
    if its.kind == CLAIM:
        claim = claim_of(snapshot, its.id)
        fact = snapshot.account.facts[claim.fact]
        return Thing(snapshot, claim.key, fact, fact, claim)
    if its.kind == FACT:
        id_, *filler = its.id.split("/")
        fact = snapshot.fact(id_)
        return Thing(snapshot, fact.fact, fact, _matter(snapshot, fact, filler))
    if its.kind == ARTICLE:
        return Thing(snapshot, its.id, article=_article(snapshot, its.id))
    return Thing(snapshot, snapshot.entity(its.id))


def _matter(snapshot: Snapshot, fact: FactAccount, filler: list[str]) -> FactAccount | Filler:
    """Give a fact, or one of its fillers, whose address ends in role and filler."""
    if not filler:
        return fact
    slot = tuple(filler[:1] + [snapshot.shown(id_) for id_ in filler[1:]])
    for known, its in fact.fillers.items():
        if known == slot:
            return its
    there = ", ".join(f"`{fact.fact}/{role}/{its}`" for role, its in [*fact.fillers][:12])
    raise NotFoundError(f"no such filler of `{fact.fact}`: {named('/'.join(filler))}", f"there are {there or 'none'}")


def _article(snapshot: Snapshot, id_: str) -> Article:
    from kg.base.hints import meant

    found = snapshot.records.articles.get(id_)
    if found is None:
        hint = meant(id_, snapshot.records.articles, "the files in `sources/` are named after them")
        raise NotFoundError(f"no such article: {named(id_)}", hint)
    return found


def _is_in_whole(its: Reference, snapshot: Snapshot) -> bool:
    whole = snapshot.whole
    if whole is snapshot:
        return False
    known: Mapping[str, object] = {
        FACT: whole.account.facts, CLAIM: whole.claims, ARTICLE: whole.records.articles, ENTITY: whole.records.entities,
    }.get(its.kind, {})  # fmt: skip
    return its.id.partition("/")[0] in known or its.id in known


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
    if not said or said | silent == thing.says:
        return None
    known = f", known by {its.fields['known-by']}" if "known-by" in its.fields else ""
    build = f" in build {its.fields['build']}" if "build" in its.fields else ""
    was = _words(said, its.fields.get("contested"))
    what = f"`{thing.id}` was cited as {was}{build}{known}: it is {thing.stands}"
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
    order = [*(status.value for status in Status), CONTESTED, NOT_READ, NOT_COUNTED]
    told = sorted(said, key=order.index)
    by = {Contested.BY_PARTY: " by a party", Contested.BY_OUTSIDER: " by an outsider"}
    return ", ".join(
        f"{word}{by.get(Contested(contested), '') if word == CONTESTED and contested else ''}" for word in told
    )


def span_problem(its: Reference, thing: Thing, text: str | None) -> Problem | None:
    """Tell whether a span or row of an article that a reference names is evidence of a claim still.

    Parameters
    ----------
    its, thing
        The reference, and the article.
    text
        Of the article, if it is at hand: what is no evidence is then compared by its hash.
    """
    span, sha256, row = its.span, its.fields.get("sha256", ""), its.fields.get("row")
    if thing.article is None or (span is None and row is None):
        return None
    evidence = [
        each for claim in thing.snapshot.claims.values() if claim.article == thing.id for each in claim.evidence
    ]
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
    from kg.evidence.article_text import digest

    known = thing.article.text.characters if thing.article and thing.article.text else None
    if span[0] >= span[1] or (known is not None and span[1] > known):
        return Problem(f"{where}: there are none such", f"the text has {known} characters" if known is not None else "")
    if text is not None and sha256 and not digest(text[slice(*span)]).startswith(sha256):
        return Problem(f"{where} have another hash", "correct the positions, or the hash")
    if text is None and sha256:
        return Problem(f"no claim rests on {where}", "`--texts DIR` compares them with the text")
    return None
