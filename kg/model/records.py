"""The records that annotators make: entities, articles, claims and their evidence; frozen, closed types."""

from __future__ import annotations

import enum

from msgspec import Struct

from kg.model.dates import When


class Kind(enum.StrEnum):
    """What an entity is. A rank is a post; a country is a place as well."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    GROUP = "Group"
    PLACE = "Place"
    POST = "Post"
    TOPIC = "Topic"


class Stance(enum.StrEnum):
    """What the speaker does with the fact."""

    ASSERTS = "asserts"
    ANNOUNCES = "announces"
    SUGGESTS = "suggests"
    ASKS = "asks"
    DECLINES = "declines"
    DENIES = "denies"
    RETRACTS = "retracts"

    @property
    def supersedes(self) -> bool:
        """Whether a later claim of this stance takes the place of the same speaker's earlier ones."""
        return self in (Stance.ASSERTS, Stance.ANNOUNCES, Stance.DENIES)


class Scope(enum.StrEnum):
    """What a claim speaks of: the fact, or only the fillers that it names (the fact taken for granted)."""

    FACT = "fact"
    ROLES = "roles"


class Status(enum.StrEnum):
    """What the claims on a fact or a filler amount to, in the order in which the rule tries them."""

    RETRACTED = "retracted"
    DENIED = "denied"
    ON_RECORD = "on-record"
    CORROBORATED = "corroborated"
    ONE_SIDED = "one-sided"
    REPORTED = "reported"
    ALLEGED = "alleged"
    FULFILLED = "fulfilled"
    PLANNED = "planned"
    LAPSED = "lapsed"
    UNCONFIRMED = "unconfirmed"

    @property
    def can_be_accepted(self) -> bool:
        """Whether a fact of this status is accepted, unless a party contests it."""
        return self in (Status.ON_RECORD, Status.CORROBORATED, Status.ONE_SIDED, Status.REPORTED)

    @property
    def strength(self) -> int:
        """How well a claim of this status is sourced: a larger number is better sourced.

        >>> max(["reported", "on-record", "alleged"], key=lambda s: Status(s).strength)
        'on-record'
        """
        return _BY_STRENGTH.index(self)


_BY_STRENGTH = [
    Status.RETRACTED, Status.DENIED, Status.LAPSED, Status.UNCONFIRMED, Status.PLANNED, Status.FULFILLED,
    Status.ALLEGED, Status.REPORTED, Status.ONE_SIDED, Status.CORROBORATED, Status.ON_RECORD,
]  # fmt: skip


class Contested(enum.StrEnum):
    """Who denies what another speaker asserts."""

    BY_PARTY = "by-party"
    BY_OUTSIDER = "by-outsider"


class EvidenceKind(enum.StrEnum):
    """Where in an article a span stands."""

    TEXT = "text"
    HEADLINE = "headline"
    CAPTION = "caption"
    FILE_PHOTO = "file-photo"


class Entity(Struct, frozen=True, kw_only=True):
    """Whatever can fill a role: a person, organization, country, group, place, post or topic."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    links: dict[str, tuple[str, ...]] = {}  # link name -> entity ids, as annotated
    identifiers: dict[str, str] = {}  # scheme -> value
    single_holder: bool = False
    side: str | None = None
    anonymous: bool = False
    note: str = ""


class Text(Struct, frozen=True, kw_only=True):
    """The exact version of an article's text, which itself stays outside the project."""

    file: str
    sha256: str
    characters: int


class Article(Struct, frozen=True, kw_only=True):
    """One published article: the unit of provenance, and the name of a graph."""

    id: str
    title: str
    publisher: str
    published: When
    published_basis: str = "text"  # text | page | external
    url: str | None = None
    archived: str | None = None
    retrieved: str | None = None
    language: str | None = None
    annotator: str | None = None
    text: Text | None = None

    @property
    def day(self) -> str:
        """The latest possible day of publication, as YYYY-MM-DD."""
        assert self.published.latest is not None  # the reader refuses an open publication date
        return self.published.latest


class Evidence(Struct, frozen=True, kw_only=True):
    """A span of an article's text, in Unicode code points from 0, the end exclusive.

    Source: W3C Web Annotation Data Model, section 4.2.5 (Text Position Selector).
    """

    start: int
    end: int
    sha256: str
    kind: EvidenceKind = EvidenceKind.TEXT


class Claim(Struct, frozen=True, kw_only=True):
    """One speaker (or several jointly), in one article, taking one stance on one fact, on evidence."""

    article: str
    id: str  # unique in its article; `key` is unique in the project
    fact: str
    type: str
    stance: Stance
    evidence: tuple[Evidence, ...]
    label: str | None = None
    roles: dict[str, tuple[str, ...]] = {}
    when: When | None = None
    speaker: tuple[str, ...] = ()  # empty: the publisher, in its own voice
    via: tuple[str, ...] = ()
    document: str | None = None
    scope: Scope = Scope.FACT
    said: When | None = None  # None: the day of publication
    mode: str | None = None  # direct | indirect | presupposed
    part_of: str | None = None
    fulfils: str | None = None
    qualifier: str | None = None
    annotator: str | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        """The id that is unique in the project: ``article/claim``."""
        return f"{self.article}/{self.id}"


class Records(Struct, frozen=True):
    """The sound records of a project: what a build is made of, and what a graph holds."""

    entities: dict[str, Entity]  # by id, in order, as are articles
    articles: dict[str, Article]
    claims: tuple[Claim, ...]  # in order of their keys
