"""Conflicts: asserting claims that cannot all be so. They are listed with both sides, never resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from kg.account.at_once import Different, Held, clashing
from kg.account.facts import Account, FactAccount, Filler
from kg.account.places import SomePlaces
from kg.account.superseding import Figures, Fillers, Times
from kg.account.voices import Links
from kg.model.dates import When
from kg.model.period import disputed
from kg.model.records import Claim, Figure, Kind, Scope

WHEREABOUTS, SINGLE_HOLDER = "whereabouts", "single-holder"  # kinds of conflicts
_NEVER = ("9999-12-31", "0001-01-01")


class Conflict(Struct, frozen=True, order=True):
    """Values that asserting claims give, and that cannot all be so.

    `kind` is ``when``, the functional role, ``single-holder`` or ``whereabouts``; `claims` holds the keys of
    the claims beside each value, in the order of `values`. Each value clashes with another of them, not with every one.
    """

    kind: str
    facts: tuple[str, ...]
    values: tuple[str, ...]
    claims: tuple[tuple[str, ...], ...]
    entity: str | None = None  # of whom it is, where the values do not say: the post, or the person in two places


def conflicts(account: Account, claims: Mapping[str, Claim], links: Links) -> list[Conflict]:
    """List what cannot all be so: times, functional roles or figures of a fact, holders of a post, places on one day.

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
    found = [conflict for fact in account.facts.values() for conflict in conflicts_of(fact, claims, links)]
    found += _holders(account, claims, links)
    found += _whereabouts(account, claims, links)
    return sorted(found)


def conflicts_of(fact: FactAccount, claims: Mapping[str, Claim], links: Links) -> list[Conflict]:
    """List in what the claims on one fact cannot all be so; what it says of posts and places is told beside others."""
    return [*_times(fact, claims, links), *_functional(fact, links), *_figures(fact, claims, links)]


def _times(fact: FactAccount, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    told: dict[str, list[str]] = defaultdict(list)
    whens: dict[str, When] = {}
    for key in _asserting(fact, claims):
        when = claims[key].when
        if when:
            told[when.text].append(key)
            whens[when.text] = when
    times = Times(lasts=links.types[fact.type].lasts)
    for when in whens.values():
        times.add(when)
    texts = sorted(whens, key=lambda text: (whens[text].earliest or "", whens[text].latest or "~", text))
    values = tuple(text for text in texts if times.exclude(whens[text]))
    if values:
        yield Conflict("when", (fact.fact,), values, tuple(tuple(told[text]) for text in values))


def _asserting(fact: FactAccount, claims: Mapping[str, Claim]) -> list[str]:
    """List the claims that assert the fact, or fillers only; not one corrected on the fact, though a filler stands."""
    of_fillers = {key for filler in fact.fillers.values() for key in filler.asserting}
    return sorted({*fact.asserting, *(key for key in of_fillers if claims[key].scope is Scope.ROLES)})


def _figures(fact: FactAccount, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    """Find figures of one name and one unit that do not overlap; not such as measure the report."""
    given: dict[str, dict[Figure, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key in _asserting(fact, claims):
        for name, figure in claims[key].values.items():
            if name not in links.report_figures:
                given[name][figure].append(key)
    for name, its in sorted(given.items()):
        ordered = sorted(its, key=str)
        of_unit: dict[str | None, Figures] = defaultdict(Figures)
        for figure in ordered:
            of_unit[figure.unit].add(figure)
        clashing = {figure for figure in ordered if of_unit[figure.unit].exclude(figure)}
        if clashing:
            told = [figure for figure in ordered if figure in clashing]
            yield Conflict(name, (fact.fact,), tuple(map(str, told)), tuple(tuple(its[figure]) for figure in told))


def _functional(fact: FactAccount, links: Links) -> Iterator[Conflict]:
    for role, rule in sorted(links.types[fact.type].roles.items()):
        if rule.max != 1:
            continue
        given = {f.filler: f.asserting for f in fact.fillers.values() if f.role == role and f.asserting}
        fillers = Fillers(links)
        for filler in given:
            fillers.add(filler)
        values = tuple(sorted(filler for filler in given if fillers.exclude(filler)))
        if values:
            yield Conflict(role, (fact.fact,), values, tuple(given[value] for value in values))


def _holders(account: Account, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    held = gathered(each for fact in account.facts.values() for each in holders_of(fact, claims, links))
    for post, its_holders in held:
        yield from clashing_holders(post, its_holders)


def gathered(held: Iterable[tuple[str, Held]]) -> list[tuple[str, list[Held]]]:
    """Put together what is of one post, or of one person, in the order of these."""
    found: dict[str, list[Held]] = defaultdict(list)
    for entity, its in held:
        found[entity].append(its)
    return sorted(found.items())


def holders_of(fact: FactAccount, claims: Mapping[str, Claim], links: Links) -> Iterator[tuple[str, Held]]:
    """Give by one fact who certainly held which post of a single holder, with the post.

    Parameters
    ----------
    fact, links
        As of `conflicts`.
    claims
        Those on the fact, by key; others may be among them.
    """
    its = links.types[fact.type]
    posts = _asserted(fact, its.seat) if its.seat and its.bearer else []
    posts = [post for post in posts if links.entities[post.filler].single_holder]
    days = certain(fact, claims) if posts else _NEVER
    if its.bearer is None or days[0] > days[1]:
        return
    is_attested = days[0] < days[1] or _is_attested(fact, days[0], claims)
    for seat, holder in product(posts, _asserted(fact, its.bearer)):
        yield seat.filler, Held(fact.fact, holder.filler, days, (holder.asserting,), is_attested)


def clashing_holders(post: str, held: Sequence[Held]) -> Iterator[Conflict]:
    """Find two holders of one post at once; where one term ends and the other begins is a handover.

    Parameters
    ----------
    post
        The id of the post.
    held
        All that facts say of who held it, from `holders_of`, in any order.
    """
    for bundle in clashing(held, Different, of_one_fact=True):
        yield _bundled(SINGLE_HOLDER, bundle, post)


def _bundled(kind: str, bundle: list[Held], entity: str) -> Conflict:
    """Give as one conflict what clashes, with the claims beside each value."""
    says: dict[str, set[str]] = {}
    for held in bundle:
        says.setdefault(held.value, set()).update(*held.says)
    facts = tuple(dict.fromkeys(held.fact for held in bundle))
    return Conflict(kind, facts, tuple(says), tuple(tuple(sorted(keys)) for keys in says.values()), entity)


def _asserted(fact: FactAccount, role: str) -> list[Filler]:
    return [filler for filler in fact.fillers.values() if filler.role == role and filler.asserting]


def _is_attested(fact: FactAccount, day: str, claims: Mapping[str, Claim]) -> bool:
    """Whether a claim gives this plain day, and not only as a start or an end."""
    whens = (claims[key].when for key in _asserting(fact, claims))
    return any(when and not when.interval and when.earliest == when.latest == day for when in whens)


def certain(fact: FactAccount, claims: Mapping[str, Claim]) -> tuple[str, str]:
    """Give the first and the last day on which a situation certainly held; reversed if there is none.

    A single day attests that day; a stated start or end is certain from its last, or until its first, possible day.
    Where claims state intervals of which no day is in all, none of these is.
    """
    first, last = _NEVER
    whens = [when for key in _asserting(fact, claims) if (when := claims[key].when)]
    is_disputed = disputed(whens)
    for when in whens:
        if when.interval and is_disputed:
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


def _whereabouts(account: Account, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    for person, stays in gathered(each for fact in account.facts.values() for each in stays_of(fact, claims, links)):
        yield from whereabouts_of(person, stays, links)


def whereabouts_of(person: str, stays: Sequence[Held], links: Links) -> Iterator[Conflict]:
    """Find where one person was in two places at once, from all of its stays."""
    for bundle in clashing_stays_of(stays, links):
        yield _bundled(WHEREABOUTS, bundle, person)


def clashing_stays(account: Account, claims: Mapping[str, Claim], links: Links) -> Iterator[tuple[str, list[Held]]]:
    """Find one person certainly in two places on one day, neither inside the other; touching stays are travel.

    Parameters
    ----------
    account, claims, links
        As of `conflicts`.

    Yields
    ------
    tuple
        A person, and stays of which each clashes with another of them; what is in two bundles was not at once.
    """
    for person, stays in gathered(each for fact in account.facts.values() for each in stays_of(fact, claims, links)):
        for bundle in clashing_stays_of(stays, links):
            yield person, bundle


def stays_of(fact: FactAccount, claims: Mapping[str, Claim], links: Links) -> Iterator[tuple[str, Held]]:
    """Give by one fact which person certainly was where, with the person.

    Parameters
    ----------
    fact, links
        As of `conflicts`.
    claims
        Those on the fact, by key; others may be among them, and of an event none are needed.
    """
    its = links.types[fact.type]
    days = _certain_days(fact, claims, lasts=its.lasts) if its.where else None
    if its.where is None or days is None:
        return
    for who, place in product(*(_asserted(fact, role) for role in its.where)):
        if links.entities[who.filler].kind is Kind.PERSON:
            yield who.filler, Held(fact.fact, place.filler, days, (who.asserting, place.asserting))


def clashing_stays_of(stays: Sequence[Held], links: Links) -> list[list[Held]]:
    """Find one person's stays at once in two places, neither inside the other, in bundles, from all of its stays."""
    return clashing(stays, lambda: SomePlaces(links.places), of_one_fact=False)


def _certain_days(fact: FactAccount, claims: Mapping[str, Claim], *, lasts: bool) -> tuple[str, str] | None:
    """Give the days on which a fact certainly was: of an event one day, of a situation all between attestations."""
    if not lasts:
        day = fact.when.earliest
        return (day, day) if day is not None and day == fact.when.latest else None
    first, last = certain(fact, claims)
    return (first, last) if first <= last else None


def conflicts_by_fact(conflicts: Iterable[Conflict]) -> dict[str, list[Conflict]]:
    """Sort conflicts by the facts that they are about."""
    found: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        for fact in conflict.facts:
            found.setdefault(fact, []).append(conflict)
    return found
