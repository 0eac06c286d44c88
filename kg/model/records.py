"""The records that annotators make: entities, articles, claims and their evidence; frozen, closed types."""

from __future__ import annotations

import enum

from msgspec import Struct

from kg.model.dates import When
from kg.model.judgements import Judgement

UNNAMED = "unnamed"  # the speaker of words of hearsay that name no source at all


class Kind(enum.StrEnum):
    """What an entity is. A rank is a post; a country is a place as well."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    GROUP = "Group"
    PLACE = "Place"
    POST = "Post"
    TOPIC = "Topic"


ACTORS = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.COUNTRY, Kind.GROUP, Kind.POST})  # whoever can act or speak


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


UNNAMED_SOURCES = Entity(id=UNNAMED, kind=Kind.GROUP, name="unnamed sources", anonymous=True)


class Text(Struct, frozen=True, kw_only=True):
    """The exact version of an article's text, which itself stays outside the project."""

    file: str
    sha256: str
    characters: int


class Article(Struct, frozen=True, kw_only=True):
    """One published article, data set or table: the unit of provenance, and the name of a graph."""

    id: str
    publisher: str
    published: When
    title: str = ""  # of what nobody read, optional
    agency: str | None = None  # whose text it is, where the publisher carries an agency's
    coded_by: str | None = None  # the data set, or the maker of the table, whose rows nobody read against the article
    published_basis: str = "text"  # text | page | external
    url: str | None = None
    archived: str | None = None
    retrieved: str | None = None
    language: str | None = None
    annotator: str | None = None
    note: str | None = None
    text: Text | None = None
    no_claims: tuple[Evidence, ...] = ()  # sentences of which the annotator says that nothing in them is about actors

    @property
    def day(self) -> str:
        """The latest possible day of publication, as YYYY-MM-DD."""
        assert self.published.latest is not None  # the reader refuses a publication date without a last day
        return self.published.latest

    @property
    def is_dated(self) -> bool:
        """Whether its day of publication is known, and not only a day by which it had been published."""
        return self.published.earliest is not None

    @property
    def narrator(self) -> str:
        """Whose voice a bare statement of the article is: the agency's whose text it carries, else its publisher's."""
        return self.agency or self.publisher

    @property
    def is_coder(self) -> bool:
        """Whether its narrator is a data set that coded what others had published."""
        return self.coded_by is not None and self.coded_by == self.narrator


class Evidence(Struct, frozen=True, kw_only=True):
    """A span of an article's text, in Unicode code points from 0, the end exclusive; or a row that nobody read.

    Source: W3C Web Annotation Data Model, section 4.2.5 (Text Position Selector).
    """

    start: int = 0
    end: int = 0
    sha256: str = ""  # of the exact span; of a row, where its file is kept
    kind: EvidenceKind = EvidenceKind.TEXT
    row: str | None = None  # the id of a row of a data set or table, in the place of a span


class Figure(Struct, frozen=True, order=True):
    """A number as a claim gives it: decimal bounds, either of which may be open, and the unit if it has one.

    >>> str(Figure("12", "12")), str(Figure("20", None, "EUR"))
    ('12', '20.. EUR')
    """

    low: str | None
    high: str | None
    unit: str | None = None

    def __str__(self) -> str:
        number = self.low if self.low == self.high else f"{self.low or ''}..{self.high or ''}"
        return f"{number} {self.unit}" if self.unit else f"{number}"


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
    mode: str | None = None  # direct | indirect | presupposed | implied
    part_of: str | None = None
    fulfils: str | None = None
    values: dict[str, Figure] = {}  # name -> figure
    qualifier: str | None = None
    annotator: str | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        """The id that is unique in the project: ``article/claim``."""
        return f"{self.article}/{self.id}"

    @property
    def was_read(self) -> bool:
        """Whether somebody read its evidence, which is not so of rows that were coded."""
        return any(its.row is None for its in self.evidence)


class Records(Struct, frozen=True):
    """The sound records of a project: what a build is made of, and what a graph holds."""

    entities: dict[str, Entity]  # by id, in order, as are articles
    articles: dict[str, Article]
    claims: tuple[Claim, ...]  # in order of their keys
    judgements: tuple[Judgement, ...] = ()  # of identity, in the order in which they were read
    replaced: dict[str, str] = {}  # other ids of entities and facts -> the id by which each is shown
