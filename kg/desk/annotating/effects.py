"""What a claim changes in the account, in plain sentences: the account as it is and as it would be, side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from kg.account.conflicts import WHEREABOUTS, Conflict
from kg.account.facts import FactAccount, Filler
from kg.account.rule import ROWS
from kg.account.standing import Standing
from kg.account.support import deniers, told_fillers
from kg.base.hints import counted, several
from kg.desk.annotating.times import time_words
from kg.model.records import Claim, Contested, Stance, Status
from kg.snapshot.sentences import both, voice_words
from kg.snapshot.snapshot import Snapshot

MOST = 6  # sentences that are told of one claim
_ARTICLE = re.compile(r"an? ")
Row = dict[str, Any]


class Effect(Struct, frozen=True):
    """One change of the account: a sentence, and how the fact stood and would stand."""

    fact: str
    words: str
    before: str = ""
    after: str = ""
    contested: bool = False
    why: str = ""  # the row of the rule that gives the status

    @property
    def row(self) -> Row:
        """As it goes over the wire."""
        return {
            "fact": self.fact, "words": self.words, "before": self.before, "after": self.after,
            "contested": self.contested, "why": self.why,
        }  # fmt: skip


def effects(before: Snapshot, after: Snapshot, key: str) -> list[Effect]:
    """Tell what a claim that is added, changed or taken away does to the account.

    Parameters
    ----------
    before, after
        The account as it is, and as it would be.
    key
        Of the claim.

    Returns
    -------
    list
        First what becomes of the claim's own fact, changed or not; then its fillers, other facts, and new conflicts:
        those that the claim changes. Of more than `MOST` the last says how many more there are.
    """
    found = list(_Comparison(before, after, key).effects())
    if len(found) <= MOST:
        return found
    more = counted(len(found) - MOST + 1, "more change")
    return [*found[: MOST - 1], Effect("", f"And {more} of the account.")]


class _Comparison:
    """Two accounts, and the claim in which they differ."""

    def __init__(self, before: Snapshot, after: Snapshot, key: str) -> None:
        self.before, self.after, self.key = before, after, key
        self.claim: Claim | None = after.claims.get(key)
        self.earlier: Claim | None = before.claims.get(key)

    def effects(self) -> Iterator[Effect]:
        own = [*dict.fromkeys(claim.fact for claim in (self.claim, self.earlier) if claim is not None)]
        others = [fact for fact in self._changed() if fact not in own]
        is_first = True
        for fact in own:
            yield self._of_own(fact, "This makes" if is_first else "It also makes")
            is_first = False
        for fact in own:
            yield from self._of_fillers(fact)
        for fact in others:
            yield self._of_fact(fact, "This makes" if is_first else "It also makes")
            is_first = False
        for fact in others:
            yield from self._of_fillers(fact)
        known = set(self.before.conflicts_of_claims())
        for conflict in self.after.conflicts_of_claims():
            if conflict not in known:
                yield Effect(conflict.facts[0], self._conflict(conflict), *self._stand(conflict.facts[0]))

    def _changed(self) -> list[str]:
        """List the facts that stand otherwise, or are known in one of the two accounts only."""
        then, now = self.before.account.facts, self.after.account.facts
        return [
            fact for fact in sorted({*then, *now})
            if then.get(fact) is not now.get(fact) and _outline(then.get(fact)) != _outline(now.get(fact))
        ]  # fmt: skip

    def _stand(self, fact: str) -> tuple[str, str, bool, str]:
        then, now = self.before.account.facts.get(fact), self.after.account.facts.get(fact)
        return (
            then.status.value if then else "",
            now.status.value if now else "",
            bool(now and now.contested),
            ROWS[now.status] if now else "",
        )

    def _of_own(self, fact: str, makes: str) -> Effect:
        then, now = self.before.account.facts.get(fact), self.after.account.facts.get(fact)
        if now is not None and Standing.of(then) == Standing.of(now):
            return Effect(fact, self._stays(now), *self._stand(fact))
        return self._of_fact(fact, makes)

    def _of_fact(self, fact: str, makes: str) -> Effect:
        """Tell how a fact stands that did not stand so."""
        then, now = self.before.account.facts.get(fact), self.after.account.facts.get(fact)
        if now is None:
            assert then is not None  # it stands in one of the two
            return Effect(fact, f"No claim is left on {self._name(then, self.before)}.", *self._stand(fact))
        name = self._name(now, self.after)
        reserved = self._reserved(now, then)
        if then is not None and then.status is now.status:
            stands = reserved.removeprefix("; ") or self._status(now)
            return Effect(fact, f"{makes} {name} {stands}.", *self._stand(fact))
        return Effect(fact, f"{makes} {name} {self._status(now)}{reserved}.", *self._stand(fact))

    def _reserved(self, now: FactAccount | Filler, then: FactAccount | Filler | None) -> str:
        """Say by whom something is contested, and what follows; or that it no longer is."""
        if now.contested is None:
            return "; nobody contests it any more" if then is not None and then.contested else ""
        follows = ""
        if now.contested is Contested.BY_OUTSIDER:
            is_accepted = isinstance(now, FactAccount) and now.status.can_be_accepted
            follows = ", no party to it" + (", and still accepted" if is_accepted else "")
        elif now.status.can_be_accepted:
            follows = ", and so not accepted"
        return f"; contested by {self._deniers(now)}{follows}"

    def _deniers(self, matter: FactAccount | Filler) -> str:
        voices = deniers([matter], self.after.account.readings)
        return both(voice_words(voice, self.after.teller) for voice in voices) or _someone(matter)

    def _status(self, its: FactAccount | Filler) -> str:
        """Say a status in the ontology's words; with the outlets, where a quotation may have made it look strong."""
        words = self.after.ontology.statuses[its.status.value].label
        if its.status is not Status.ON_RECORD:
            return words
        return f"{words}, in {'one outlet' if len(its.outlets) == 1 else counted(len(its.outlets), 'outlet')}"

    def _stays(self, now: FactAccount) -> str:
        name, reserved = self._name(now, self.after), self._reserved(now, None)
        why = self._why_same(now)
        return f"{name[:1].upper()}{name[1:]} stays {self._status(now)}{reserved}{f': {why}' if why else ''}."

    def _why_same(self, now: FactAccount) -> str:
        """Say why a claim changes nothing of how its fact stands."""
        if self.claim is None or self.claim.fact != now.fact:
            return "other claims still carry it" if now.asserting else ""
        reading = self.after.account.readings[self.key]
        if not reading.counts:
            return "this claim does not count, for another word of the same speaker stands in its place"
        if self.claim.stance in (Stance.SUGGESTS, Stance.ASKS, Stance.DECLINES):
            return "this claim neither asserts nor denies it"
        if self.claim.stance is not Stance.ASSERTS:
            return ""
        if not reading.voices:
            return "what the article tells in its own voice is no second voice beside whom it quotes"
        alike = [
            key for key in now.asserting
            if key != self.key and {*reading.voices} & {*self.after.account.readings[key].voices}
        ]  # fmt: skip
        if alike:
            there = [key for key in alike if self.after.claims[key].article == self.claim.article]
            return f"the same voice has said so in {'this article' if there else self._article(alike[0])}"
        return f"{counted(len(now.voices), 'voice')} assert it" if len(now.voices) > 1 else ""

    def _article(self, key: str) -> str:
        article = self.after.records.articles[self.after.claims[key].article]
        return f"{self.after.teller.name(article.publisher)} of {article.published.text}"

    def _of_fillers(self, fact: str) -> Iterator[Effect]:
        """Tell which fillers stand otherwise than before, and otherwise than their fact does; those alike in one."""
        then, now = self.before.account.facts.get(fact), self.after.account.facts.get(fact)
        alike: dict[tuple[str, str], list[str]] = {}
        for slot, filler in now.fillers.items() if now else ():
            earlier = then.fillers.get(slot) if then else None
            if now is None or not _is_told(filler, earlier, now):
                continue
            is_same = earlier is not None and earlier.status is filler.status
            reserved = self._reserved(filler, earlier)
            stands = reserved.removeprefix("; ") if is_same and reserved else f"{self._status(filler)}{reserved}"
            alike.setdefault((filler.role, stands), []).append(self.after.teller.name(filler.filler))
        for (role, stands), names in alike.items():
            what = f"{several(names)} as its {self.after.ontology.roles[role].label}"
            yield Effect(fact, f"{what} {'is' if len(names) == 1 else 'are'} now {stands}.", *self._stand(fact))

    def _name(self, fact: FactAccount, snapshot: Snapshot) -> str:
        """Name a fact by what it is or would be, without saying whether it is."""
        roles: dict[str, list[str]] = {}
        for filler in told_fillers(fact) or fact.fillers.values():
            roles.setdefault(filler.role, []).append(filler.filler)
        teller = snapshot.teller.brief
        words = teller.nominal(fact.type, roles, fact.label)
        if _ARTICLE.match(words):
            return f"the {_ARTICLE.sub('', words, count=1)}"
        return words if words.startswith("the ") else f"the {snapshot.ontology.types[fact.type].label} {words}"

    def _conflict(self, conflict: Conflict) -> str:
        snapshot, teller = self.after, self.after.teller
        values = both(map(self._value(conflict), conflict.values))
        if conflict.kind == WHEREABOUTS and conflict.entity:
            return f"Claims put {teller.name(conflict.entity)} in several places on one day: {values}."
        if conflict.entity:
            return f"Claims give {teller.name(conflict.entity)} several holders at once: {values}."
        fact = snapshot.account.facts[conflict.facts[0]]
        roles = snapshot.ontology.roles
        figure = f"figure `{conflict.kind}`"
        what = "time" if conflict.kind == "when" else roles[conflict.kind].label if conflict.kind in roles else figure
        return f"Claims conflict on the {what} of {self._name(fact, snapshot)}: {values}."

    def _value(self, conflict: Conflict) -> Callable[[str], str]:
        """Give what says a value of a conflict in words."""
        if conflict.kind == "when":
            lasts = self.after.ontology.types[self.after.account.facts[conflict.facts[0]].type].lasts
            return lambda value: time_words(value, lasts=lasts)
        return lambda value: self.after.teller.name(value) if value in self.after.records.entities else value


def _outline(fact: FactAccount | None) -> object:
    """Give what is told of a fact: how it stands, and how its fillers do."""
    if fact is None:
        return None
    return Standing.of(fact), {slot: Standing.of(filler) for slot, filler in fact.fillers.items()}


def _is_told(filler: Filler, earlier: Filler | None, fact: FactAccount) -> bool:
    """Whether something is to be told of a filler: it stands otherwise than before, and otherwise than its fact.

    Of one that was not named before only if it stands worse.
    """
    stands = filler.status, filler.contested
    if stands == (fact.status, fact.contested):
        return False
    if earlier is None:
        return filler.contested not in (None, fact.contested) or filler.status.strength < fact.status.strength
    return stands != (earlier.status, earlier.contested)


def _someone(matter: FactAccount | Filler) -> str:
    return "a party" if matter.contested is Contested.BY_PARTY else "an outsider"


def rows(found: Iterable[Effect]) -> Sequence[Row]:
    """Give effects as they go over the wire."""
    return [effect.row for effect in found]
