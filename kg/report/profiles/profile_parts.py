"""What a profile is made of: posts, partners, acts, statements, sources and what is not settled, of one entity."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from kg.account.context import sides_known
from kg.account.facts import FactAccount
from kg.account.support import told_fillers
from kg.account.voices import Side, UpwardStep
from kg.model.records import Contested, Entity
from kg.ontology import Ontology
from kg.report.counted.dyads import Dyads
from kg.report.counted.pairing import Dyad
from kg.report.ordering import in_order, oldest_first, ranked
from kg.report.profiles.participations import DONE, TOGETHER, Participation
from kg.report.profiles.tallies import Deeds, Share, Trend, most_first
from kg.snapshot.snapshot import Snapshot

BY, TO, CONCERNING = "by", "to", "concerning"


class Post(Struct, frozen=True):
    """A fact by which somebody holds a post, serves or belongs somewhere."""

    its: Participation
    holders: tuple[str, ...]
    seats: tuple[str, ...]  # the posts and the organizations, as far as they stand no worse than the fact


class Statements(Struct, frozen=True):
    """What an entity says, or what is said to it or about it."""

    accepted: int
    not_accepted: dict[str, int]  # status, or by whom contested -> facts
    latest: FactAccount | None  # of those that are accepted, and if none is, of the others
    voices: dict[str, int]  # on whose word the accepted ones rest -> how many


class Spoken(Struct, frozen=True):
    """Of how much an entity is itself a source, whether or not it counts."""

    claims: int  # of which it is a speaker
    articles: int  # in which these are
    stances: dict[str, int]  # how many of these claims take which stance, the most first
    relayed: int  # claims that it relays
    published: int  # articles that it publishes, or whose text is its own as an agency


class Profiled(Struct, frozen=True):
    """What an account tells of one entity."""

    snapshot: Snapshot
    entity: Entity
    side: Side | None  # for whom it speaks at the end; None: a stand-in, which speaks for nobody in particular
    way: tuple[UpwardStep, ...]  # the links and posts that lead to its side
    found: tuple[Participation, ...]  # all facts that name it, in the order of their ids
    posts: tuple[Post, ...]  # that it holds, in order of time
    holders: tuple[Post, ...]  # who holds it, if it is a post, or serves or belongs to it
    pairs: Dyads  # with whom it deals, in each direction
    ways: dict[str, Deeds]  # together, done, received
    statements: dict[str, Statements]  # by it, to it, about it
    spoken: Spoken
    trend: Trend  # of what is accepted
    voices: tuple[Share, ...]  # on which it rests
    outlets: tuple[Share, ...]

    @property
    def accepted(self) -> list[Participation]:
        """The facts that are accepted, with this entity in them."""
        return [its for its in self.found if its.accepted]

    @property
    def open(self) -> list[Participation]:
        """What is not accepted, or denied by somebody, or conflicts: the least settled first, then the newest."""
        found = ranked((its for its in self.found if its.is_open), lambda its: its.fact)
        return sorted(found, key=lambda its: (its.contested is not Contested.BY_PARTY, its.accepted))

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day of what is accepted, as far as bounds are known."""
        whens = [its.fact.when for its in self.accepted]
        firsts = [day for when in whens if (day := when.earliest or when.latest)]
        lasts = [day for when in whens if (day := when.latest or when.earliest)]
        return min(firsts, default=None), max(lasts, default=None)

    @property
    def by_status(self) -> dict[str, int]:
        """How many facts stand how, as far as this entity goes: the best sourced first."""
        counts = Counter(its.status for its in self.found)
        return {its.value: counts[its] for its in sorted(counts, key=lambda its: -its.strength)}

    def partners(self, way: str) -> list[Dyad]:
        """Give the pairs that it is in: `together`, or what it has `done` to others, or `received` from them."""
        if way == TOGETHER:
            return [pair for pair in self.pairs if not pair.directed]
        id_ = self.entity.id
        return [pair for pair in self.pairs if pair.directed and (pair.source == id_) == (way == DONE)]


def side_of(snapshot: Snapshot, entity: str) -> tuple[Side | None, tuple[UpwardStep, ...]]:
    """Find for whom an entity speaks on the last day, and by which links and posts, as the rule reads them.

    A filter hides none of these, and neither does who is withdrawn: only articles that are, or that came later.
    """
    if snapshot.records.entities[entity].anonymous:
        return None, ()
    whole, day, gone = snapshot.whole, snapshot.account.known_by, snapshot.cut.withdrawn.articles
    sides = sides_known((its for its in whole.records.claims if its.article not in gone), whole.links, day)
    return sides.side(entity, day), sides.way(entity, day)


def posts_of(found: list[Participation], ontology: Ontology, *, is_holder: bool) -> list[Post]:
    """Pick the facts by which an entity holds a post or belongs somewhere, or others hold it or belong to it."""
    posts = []
    for its in found:
        held = ontology.types[its.fact.type].holds
        if held is None:
            continue
        holder, leads = held
        if (holder in its.roles) if is_holder else not its.roles.isdisjoint(leads):
            told = told_fillers(its.fact) or list(its.fact.fillers.values())
            holders = tuple(each.filler for each in told if each.role == holder)
            seats = tuple(dict.fromkeys(each.filler for role in leads for each in told if each.role == role))
            posts.append(Post(its, holders, seats))
    return sorted(posts, key=lambda post: (oldest_first(post.its.fact), post.its.fact.fact))


def said_of(found: list[Participation], ontology: Ontology, of: str) -> Statements:
    """Count what an entity says, what is said to it, or about it: facts of types that may be about a fact."""
    its = [each for each in found if of in _saying(each, ontology)]
    accepted = [each for each in its if each.accepted]
    latest = in_order(each.fact for each in accepted or its)
    others = Counter(each.reason for each in its if not each.accepted)
    voices = Counter(voice for each in accepted for voice in each.voices)
    return Statements(len(accepted), most_first(others), latest[0] if latest else None, most_first(voices))


def _saying(its: Participation, ontology: Ontology) -> set[str]:
    """Tell in which ways an entity takes part in a statement; in none, if the fact is none."""
    type_ = ontology.types[its.fact.type]
    about = {rule.role for rule in type_.roles.values() if rule.takes_fact}
    if not about:
        return set()
    by = {shortcut.source for shortcut in type_.shortcuts}
    to = {shortcut.target for shortcut in type_.shortcuts} - about
    return {of for of, roles in ((BY, by), (TO, to), (CONCERNING, about)) if not its.roles.isdisjoint(roles)}


def spoken_by(snapshot: Snapshot, entity: str) -> Spoken:
    """Count the claims that an entity makes or relays, and the articles that it publishes."""
    claims, articles = snapshot.claims.values(), snapshot.records.articles
    made = [its for its in claims if entity in (its.speaker or (articles[its.article].narrator,))]
    stances = Counter(its.stance.value for its in made)
    known = {its.article for its in claims}
    published = sum(entity in (articles[id_].publisher, articles[id_].agency) for id_ in known)
    in_articles = len({its.article for its in made})
    return Spoken(len(made), in_articles, most_first(stances), sum(entity in its.via for its in claims), published)
