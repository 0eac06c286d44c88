"""Conflicts: asserting claims that cannot all be so. They are listed with both sides, never resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from msgspec import Struct

from kg.account.facts import Account, FactAccount, Filler
from kg.account.voices import Links
from kg.model.dates import When, overlaps
from kg.model.records import Claim, Kind


class Conflict(Struct, frozen=True, order=True):
    """Values that asserting claims give, and that cannot all be so.

    `kind` is ``when``, the functional role, ``single-holder`` or ``whereabouts``; `claims` holds the keys of
    the claims beside each value, in the order of `values`.
    """

    kind: str
    facts: tuple[str, ...]
    values: tuple[str, ...]
    claims: tuple[tuple[str, ...], ...]
    entity: str | None = None  # of whom it is, where the values do not say: the post, or the person in two places


def conflicts(account: Account, claims: Mapping[str, Claim], links: Links) -> list[Conflict]:
    """List what cannot all be so: times and functional roles of a fact, two holders of a post, two places at once.

    Parameters
    ----------
    account
        The account of the claims.
    claims
        Key -> claim; those that the account knows.
    links
        Entities and fact types.

    Returns
    -------
    list
        In order; empty where nothing conflicts.
    """
    found: list[Conflict] = []
    for fact in account.facts.values():
        found += _times(fact, claims, links)
        found += _functional(fact, links)
    found += _holders(account, claims, links)
    found += _whereabouts(account, links)
    return sorted(found)


def _times(fact: FactAccount, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    told: dict[str, list[str]] = defaultdict(list)
    whens: dict[str, When] = {}
    for key in _asserting(fact):
        when = claims[key].when
        if when:
            told[when.text].append(key)
            whens[when.text] = when
    clash = _cannot_both_hold if links.types[fact.type].lasts else _cannot_meet
    texts = sorted(whens, key=lambda text: (whens[text].earliest or "", whens[text].latest or "~", text))
    clashing = {text for a, b in combinations(texts, 2) if clash(whens[a], whens[b]) for text in (a, b)}
    if clashing:
        values = tuple(text for text in texts if text in clashing)
        yield Conflict("when", (fact.fact,), values, tuple(tuple(told[text]) for text in values))


def _asserting(fact: FactAccount) -> list[str]:
    return sorted({*fact.asserting, *(key for filler in fact.fillers.values() for key in filler.asserting)})


def _cannot_meet(a: When, b: When) -> bool:
    return not overlaps(a, b)


def _cannot_both_hold(a: When, b: When) -> bool:
    """Whether two statements on one situation clash: attested, or begun, after it is stated to have ended."""
    return any(bounds.interval and _outside(other, bounds) for bounds, other in ((a, b), (b, a)))


def _outside(other: When, bounds: When) -> bool:
    ended = bounds.latest is not None and other.earliest is not None and other.earliest > bounds.latest
    not_begun = bounds.earliest is not None and other.latest is not None and other.latest < bounds.earliest
    return ended or not_begun


def _functional(fact: FactAccount, links: Links) -> Iterator[Conflict]:
    for role, rule in sorted(links.types[fact.type].roles.items()):
        if rule.max != 1:
            continue
        given = {f.filler: f.asserting for f in fact.fillers.values() if f.role == role and f.asserting}
        clashing = {
            value for a, b in combinations(sorted(given), 2) if not _one_inside_other(a, b, links) for value in (a, b)
        }
        if clashing:
            values = tuple(sorted(clashing))
            yield Conflict(role, (fact.fact,), values, tuple(given[value] for value in values))


def _one_inside_other(a: str, b: str, links: Links) -> bool:
    return a in _around(b, links) or b in _around(a, links)


def _around(entity: str, links: Links) -> set[str]:
    """Everything that an entity lies inside, itself included."""
    around: set[str] = set()
    waiting = [entity]
    while waiting:
        inner = waiting.pop()
        if inner not in around:
            around.add(inner)
            record = links.entities.get(inner)
            waiting += record.links.get(links.containment, ()) if record else ()
    return around


def _holders(account: Account, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    held: dict[str, list[tuple[str, FactAccount, tuple[str, ...]]]] = defaultdict(list)
    for fact in account.facts.values():
        its = links.types[fact.type]
        if its.seat and its.bearer:
            posts = [post for post in _asserted(fact, its.seat) if links.entities[post.filler].single_holder]
            for seat, holder in product(posts, _asserted(fact, its.bearer)):
                held[seat.filler].append((holder.filler, fact, holder.asserting))
    for post in sorted(held):
        for (one, a, says_one), (other, b, says_other) in combinations(held[post], 2):
            if one != other and _at_once(a, b, claims):
                yield Conflict("single-holder", (a.fact, b.fact), (one, other), (says_one, says_other), post)


def _asserted(fact: FactAccount, role: str) -> list[Filler]:
    return [filler for filler in fact.fillers.values() if filler.role == role and filler.asserting]


def _at_once(one: FactAccount, other: FactAccount, claims: Mapping[str, Claim]) -> bool:
    """Whether two situations are known to have held on one day: from attestations and stated bounds."""
    (a_first, a_last), (b_first, b_last) = (certain(fact, claims) for fact in (one, other))
    return max(a_first, b_first) <= min(a_last, b_last)


def certain(fact: FactAccount, claims: Mapping[str, Claim]) -> tuple[str, str]:
    """Give the first and the last day on which a situation certainly held; reversed if there is none.

    A single day attests that day; a stated start or end is certain from its last, or until its first, possible day.
    """
    first, last = "9999-12-31", "0001-01-01"
    for key in _asserting(fact):
        when = claims[key].when
        if when is None:
            continue
        if not when.interval and when.earliest == when.latest and when.earliest:
            first, last = min(first, when.earliest), max(last, when.earliest)
        elif when.interval:
            if when.begins:
                first = min(first, when.begins)
                last = max(last, when.begins)
            if when.ends:
                first, last = min(first, when.ends), max(last, when.ends)
            elif when.text.endswith("/.."):
                last = "9999-12-31"
    return first, last


def _whereabouts(account: Account, links: Links) -> Iterator[Conflict]:
    """Find one person in two places on one day, neither inside the other."""
    seen: dict[tuple[str, str], list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for fact in account.facts.values():
        its, day = links.types[fact.type], fact.when.earliest
        if its.where is None or day is None or day != fact.when.latest:
            continue
        for who, place in product(*(_asserted(fact, role) for role in its.where)):
            if links.entities[who.filler].kind is Kind.PERSON:
                says = tuple(sorted({*who.asserting, *place.asserting}))
                seen[who.filler, day].append((fact.fact, place.filler, says))
    around = {place: _around(place, links) for visits in seen.values() for _, place, _ in visits}
    for (who_is, _), visits in sorted(seen.items()):
        for (one, a, says_one), (other, b, says_other) in combinations(visits, 2):
            if one != other and a not in around[b] and b not in around[a]:
                yield Conflict("whereabouts", (one, other), (a, b), (says_one, says_other), who_is)


def conflicts_by_fact(conflicts: Iterable[Conflict]) -> dict[str, list[Conflict]]:
    """Sort conflicts by the facts that they are about."""
    found: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        for fact in conflict.facts:
            found.setdefault(fact, []).append(conflict)
    return found
