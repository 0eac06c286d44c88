"""Slices: a part of an account by time, source, speaker, status, type or entity; and the account without a source.

Two options recompute the account: what could be known by a day, and what is left without an article, an outlet, a
voice or a relay. All others keep facts as they are, and leave out the rest. Of one option several words are "or";
different options are "and".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct, structs

from kg.account.compute import account as account_of
from kg.account.conflicts import certain
from kg.account.facts import NOTHING, Account, FactAccount, PreviousAccount, Withdrawal
from kg.account.voices import Links
from kg.model.records import UNNAMED, UNNAMED_SOURCES, Claim, Records
from kg.ontology import Ontology

OneOrMore = str | Iterable[str] | None  # the value of an option: one word, several, or none
Interval = tuple[str | None, str | None]  # first and last day; None: unbounded


class Withdrawn(Struct, frozen=True):
    """What is taken away: articles, and sources."""

    articles: frozenset[str] = frozenset()
    sources: Withdrawal = NOTHING

    def __bool__(self) -> bool:
        return bool(self.articles or self.sources)

    def also(self, other: Withdrawn) -> Withdrawn:
        """Take both away."""
        mine, its = self.sources, other.sources
        sources = Withdrawal(mine.voices | its.voices, mine.outlets | its.outlets, mine.relays | its.relays)
        return Withdrawn(self.articles | other.articles, sources)


class Filters(Struct, frozen=True, kw_only=True):
    """What is kept: facts that fit every option that is given."""

    between: Interval | None = None
    certainly: bool = False
    article: frozenset[str] = frozenset()
    publisher: frozenset[str] = frozenset()
    speaker: frozenset[str] = frozenset()
    voice: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    type: frozenset[str] = frozenset()
    entity: frozenset[str] = frozenset()
    read: bool = False


class Cut(Struct, frozen=True):
    """A slice of the whole: the day of knowledge, what is withdrawn, and filters, all of which apply."""

    known_by: str | None = None
    withdrawn: Withdrawn = Withdrawn()
    filters: tuple[Filters, ...] = ()

    def then(self, later: Cut) -> Cut:
        """Cut a slice again: the earlier of both days, both withdrawals, all filters."""
        days = [day for day in (self.known_by, later.known_by) if day]
        return Cut(min(days, default=None), self.withdrawn.also(later.withdrawn), (*self.filters, *later.filters))


def cut_account(records: Records, ontology: Ontology, whole: Account, cut: Cut) -> tuple[Records, Account]:
    """Cut records and their account.

    Parameters
    ----------
    records
        All of them.
    ontology
        Of the project.
    whole
        The account of all records; it is recomputed only where the cut asks for that.
    cut
        What is wanted.

    Returns
    -------
    tuple
        The records that the slice knows, with all entities, and its account.
    """
    left, account = _recomputed(records, ontology, whole, cut)
    if not cut.filters:
        return left, account
    claims, links = {claim.key: claim for claim in left.claims}, Links.of(left, ontology)
    tests = [fits(filters, account, claims, links) for filters in cut.filters]
    facts = {id_: fact for id_, fact in account.facts.items() if all(test(fact) for test in tests)}
    keys = {key for fact in facts.values() for key in fact.claims}
    kept = tuple(claim for claim in left.claims if claim.key in keys)
    articles = {claim.article for claim in kept}
    return (
        structs.replace(left, articles={id_: a for id_, a in left.articles.items() if id_ in articles}, claims=kept),
        Account(facts, {key: reading for key, reading in account.readings.items() if key in keys}, account.known_by),
    )


def _recomputed(records: Records, ontology: Ontology, whole: Account, cut: Cut) -> tuple[Records, Account]:
    """Apply the day of knowledge and the withdrawals of a cut, which change what the rule reads."""
    if cut.known_by is None and not cut.withdrawn:
        return records, whole
    left = _known(records, cut.known_by, cut.withdrawn.articles)
    previous = PreviousAccount(records.claims, Links.of(records, ontology), whole)
    links, gone = Links.of(left, ontology), cut.withdrawn.sources
    account = account_of(left.claims, links, cut.known_by, gone, previous=previous, day=whole.known_by)
    if gone:
        left = structs.replace(left, claims=tuple(claim for claim in left.claims if claim.key in account.readings))
    return left, account


def shown(
    records: Records, ontology: Ontology, whole: Account, cut: Cut, account: Account
) -> tuple[Records, set[str] | None]:
    """Give the records by which the page of a slice judges, of all days, and the facts that it shows; None: all.

    The page withdraws voices by itself: what they say jointly, or of who serves whom, is there to judge the rest.
    """
    gone = cut.withdrawn
    left, _ = cut_account(records, ontology, whole, Cut(withdrawn=Withdrawn(gone.articles)))
    if cut.filters:
        return left, set(account.facts)
    return left, set(cut_account(records, ontology, whole, Cut(withdrawn=gone))[1].facts) if gone.sources else None


def _known(records: Records, known_by: str | None, without: Collection[str]) -> Records:
    known = {id_: its for id_, its in records.articles.items() if known_by is None or its.day <= known_by}
    articles = {id_: its for id_, its in known.items() if id_ not in without}
    claims = tuple(claim for claim in records.claims if claim.article in articles)
    entities = records.entities
    if entities.get(UNNAMED) == UNNAMED_SOURCES and not any(UNNAMED in claim.speaker for claim in claims):
        entities = {id_: entity for id_, entity in entities.items() if id_ != UNNAMED}  # it is there when it is used
    return structs.replace(records, entities=entities, articles=articles, claims=claims)


def fits(filters: Filters, account: Account, claims: dict[str, Claim], links: Links) -> Callable[[FactAccount], bool]:
    """Make the test whether a fact fits every option that is given."""

    def has_source(fact: FactAccount) -> bool:
        """Tell whether one counting claim fits every option on sources."""
        return any(
            account.readings[key].counts
            and _fits(filters.article, (claims[key].article,))
            and _fits(filters.publisher, (links.articles[claims[key].article].publisher,))
            and _fits(filters.speaker, claims[key].speaker or (links.articles[claims[key].article].narrator,))
            and (not filters.read or claims[key].was_read)
            and _fits(filters.voice, account.readings[key].voices)
            for key in fact.claims
        )

    on_sources = bool(filters.article or filters.publisher or filters.speaker or filters.voice or filters.read)

    def fits_all(fact: FactAccount) -> bool:
        return (
            _fits(filters.status, (fact.status.value,))
            and _fits(filters.type, (fact.type,))
            and _fits(filters.entity, (filler for _, filler in fact.fillers))
            and (filters.between is None or _meets(fact, filters.between, filters.certainly, claims, links))
            and (not on_sources or has_source(fact))
        )

    return fits_all


def _fits(wanted: frozenset[str], there: Iterable[str]) -> bool:
    return not wanted or not wanted.isdisjoint(there)


def _meets(fact: FactAccount, wanted: Interval, certainly: bool, claims: dict[str, Claim], links: Links) -> bool:
    """Tell whether a fact may have been, or certainly was, in an interval; an undated fact is in none."""
    if fact.when.text is None:
        return False
    if not certainly:
        return any(_overlap(stretch, wanted) for stretch in fact.when.stretches)
    if links.types[fact.type].lasts:
        return _overlap(certain(fact, claims), wanted)
    return all(_inside(stretch, wanted) for stretch in fact.when.stretches)


def _overlap(a: Interval, b: Interval) -> bool:
    return max(a[0] or "", b[0] or "") <= min(a[1] or "~", b[1] or "~")


def _inside(inner: Interval, outer: Interval) -> bool:
    return (
        inner[0] is not None and inner[1] is not None
        and (outer[0] or "") <= inner[0] and inner[1] <= (outer[1] or "~")
    )  # fmt: skip
