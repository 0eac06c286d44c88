"""Conflicts: asserting claims that cannot all be so. They are listed with both sides, never resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from msgspec import Struct

from kg.account import incompatible
from kg.account.facts import Account, FactAccount, Filler
from kg.account.superseding import Figures, Fillers, Times
from kg.account.voices import Links
from kg.model.dates import When
from kg.model.records import Claim, Figure, Kind, Scope


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
        found += _figures(fact, claims)
    found += _holders(account, claims, links)
    found += _whereabouts(account, claims, links)
    return sorted(found)


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


def _figures(fact: FactAccount, claims: Mapping[str, Claim]) -> Iterator[Conflict]:
    """Find figures of one name and one unit that do not overlap."""
    given: dict[str, dict[Figure, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key in _asserting(fact, claims):
        for name, figure in claims[key].values.items():
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
        fillers = Fillers()
        for filler in given:
            fillers.add(filler, links)
        clashing = {filler for filler in given if fillers.exclude(filler, links)}
        if clashing:
            values = tuple(sorted(clashing))
            yield Conflict(role, (fact.fact,), values, tuple(given[value] for value in values))


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
    """Whether two situations are known to have held at once; where one ends and the other begins is a handover."""
    a, b = certain(one, claims), certain(other, claims)
    if a != b or a[0] < a[1]:
        return _meet(a, b)
    return a[0] == a[1] and all(_is_attested(fact, a[0], claims) for fact in (one, other))


def _is_attested(fact: FactAccount, day: str, claims: Mapping[str, Claim]) -> bool:
    """Whether a claim gives this plain day, and not only as a start or an end."""
    whens = (claims[key].when for key in _asserting(fact, claims))
    return any(when and not when.interval and when.earliest == when.latest == day for when in whens)


def _meet(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two stretches of days share more than the day on which one passes into the other.

    >>> _meet(("1793-03-04", "1797-03-04"), ("1797-03-04", "1801-03-04"))
    False
    >>> _meet(("2024-05-01", "2024-05-01"), ("2024-05-01", "2024-05-01"))
    True
    """
    first, last = max(a[0], b[0]), min(a[1], b[1])
    if first != last:
        return first < last
    return a == b or not (a[1] == b[0] or b[1] == a[0])


def certain(fact: FactAccount, claims: Mapping[str, Claim]) -> tuple[str, str]:
    """Give the first and the last day on which a situation certainly held; reversed if there is none.

    A single day attests that day; a stated start or end is certain from its last, or until its first, possible day.
    """
    first, last = "9999-12-31", "0001-01-01"
    for key in _asserting(fact, claims):
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


class _Stay(Struct, frozen=True):
    """That a person was certainly in a place, by one fact."""

    fact: str
    place: str
    days: tuple[str, str]
    says: tuple[str, ...]  # keys of the claims that put the person, or the fact, there


def _whereabouts(account: Account, claims: Mapping[str, Claim], links: Links) -> Iterator[Conflict]:
    """Find one person certainly in two places on one day, neither inside the other; touching stays are travel."""
    stays: dict[str, list[_Stay]] = defaultdict(list)
    for fact in account.facts.values():
        its = links.types[fact.type]
        days = _certain_days(fact, claims, lasts=its.lasts) if its.where else None
        if its.where is None or days is None:
            continue
        for who, place in product(*(_asserted(fact, role) for role in its.where)):
            if links.entities[who.filler].kind is Kind.PERSON:
                says = tuple(sorted({*who.asserting, *place.asserting}))
                stays[who.filler].append(_Stay(fact.fact, place.filler, days, says))
    for person, its_stays in sorted(stays.items()):
        ordered = sorted(its_stays, key=lambda stay: (stay.days, stay.fact, stay.place))
        for number, one in enumerate(ordered):
            for other in ordered[number + 1 :]:
                if other.days[0] > one.days[1]:
                    break  # later stays begin later still
                if (
                    one.fact != other.fact
                    and _meet(one.days, other.days)
                    and incompatible.places(one.place, other.place, links)
                ):
                    a, b = sorted((one, other), key=lambda stay: stay.fact)
                    yield Conflict("whereabouts", (a.fact, b.fact), (a.place, b.place), (a.says, b.says), person)


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
