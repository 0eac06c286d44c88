"""Claims that a text may hold, proposed sentence by sentence, each with the reasons for what it fills in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from kg.desk.suggestions.days import FoundDay, find_days
from kg.desk.suggestions.folding import folded_name
from kg.desk.suggestions.known_facts import FactHint, KnownFacts
from kg.desk.suggestions.language import Language
from kg.desk.suggestions.names import Mention
from kg.desk.suggestions.quotations import quotations
from kg.desk.suggestions.references import Naming
from kg.desk.suggestions.spans import InOrder
from kg.desk.suggestions.speakers import Scene, Speech, find_speeches
from kg.desk.suggestions.type_words import TypeHint, TypeWords
from kg.desk.suggestions.unknown_names import UnknownName, unknown_names
from kg.evidence.article_text import digest
from kg.evidence.coverage import Sentence, is_sentence, sentences
from kg.model.records import ACTORS, UNNAMED, Article, Claim, Entity, EvidenceKind, Kind, Stance
from kg.ontology import Ontology

_FEWEST_ACTORS = 2  # in a sentence in which nobody speaks
_HEAD = re.compile(r"[^a-z–—]{3}[^–—]{0,80}?\s[-–—]\s")
LONGEST = 5_000  # code points of a sentence; what is longer is no prose
_NEAR = 12  # code points before a name, in which a word that makes it a place stands
_FARTHEST_PERSON = 5  # words between the name of a country and that of a person whom it describes
_FARTHEST = 30  # code points between a verb of speech and the day on which it was said


class Proposal(Struct, frozen=True, kw_only=True):
    """A claim that a sentence may make; what is empty could not be told."""

    start: int
    end: int
    sha256: str
    kind: EvidenceKind = EvidenceKind.TEXT
    speaker: tuple[str, ...] = ()
    speaks: str = ""  # why, and where: empty where nobody but the narrator does
    candidates: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    mode: str | None = None
    stance: str = Stance.ASSERTS.value
    type: str | None = None
    types: tuple[str, ...] = ()  # others at which words hint
    roles: dict[str, tuple[str, ...]] = {}
    fact: str | None = None
    facts: tuple[FactHint, ...] = ()
    when: str | None = None
    said: str | None = None
    days: tuple[FoundDay, ...] = ()
    mentions: tuple[Mention, ...] = ()


class Found(Struct, frozen=True):
    """All that was found in one text."""

    mentions: tuple[Mention, ...] = ()
    days: tuple[FoundDay, ...] = ()
    unknown: tuple[UnknownName, ...] = ()
    proposals: tuple[Proposal, ...] = ()


class Knowledge:
    """What a project knows beside one article: entities, facts of others, who held which post, and the ontology.

    Parameters
    ----------
    entities
        By id.
    claims
        Of all articles.
    ontology
        The project's.
    language
        Of the texts.
    """

    def __init__(
        self, entities: Mapping[str, Entity], claims: Iterable[Claim], ontology: Ontology, language: Language
    ) -> None:
        self.entities, self.ontology, self.language = dict(entities), ontology, language
        self.claims = tuple(claims)
        self.naming = Naming(self.entities, language)
        self.words = TypeWords(ontology, language)

    def holders(self, article: str) -> dict[str, frozenset[str]]:
        """Give who is said to have held each post, by claims of other articles: post -> persons."""
        found: dict[str, set[str]] = {}
        for claim in self.claims:
            kind = self.ontology.types.get(claim.type)
            if claim.article != article and claim.stance is Stance.ASSERTS and kind and kind.bearer and kind.seat:
                for post in claim.roles.get(kind.seat, ()):
                    found.setdefault(post, set()).update(claim.roles.get(kind.bearer, ()))
        return {post: frozenset(persons) for post, persons in found.items()}

    def facts(self, article: str) -> KnownFacts:
        """Give the facts of other articles."""
        return KnownFacts((claim for claim in self.claims if claim.article != article), self.entities)


def find_all(text: str, article: Article | None, id_: str, knowledge: Knowledge) -> Found:
    """Find what a text names, and propose claims.

    Parameters
    ----------
    text
        As it stands.
    article
        Its head; None where it cannot be read, so that its day is not known.
    id_
        Of the article, whose own claims are not used.
    knowledge
        What the project knows.

    Returns
    -------
    Found
        Everything in order of the text. In sentences beyond `LONGEST` mentions alone are found.
    """
    mentions = knowledge.naming.mentions(text)
    language = knowledge.language
    pieces = [piece for piece in sentences(text) if len(piece.words) <= LONGEST]
    days = find_days(pieces, day_of(article), language)
    scene = Scene(text, pieces, mentions, quotations(text), knowledge.entities, knowledge.holders(id_), language)
    maker = _Maker(scene, days, knowledge, knowledge.facts(id_), article)
    unknown = unknown_names(pieces, mentions, language) if language.is_known else []
    return Found(tuple(mentions), tuple(days), tuple(unknown), tuple(maker.proposals()))


def day_of(article: Article | None) -> date | None:
    """Give the day of publication, where it is known to the day."""
    when = article.published if article else None
    return date.fromisoformat(when.earliest) if when and when.earliest and when.earliest == when.latest else None


class _Maker:
    """Makes proposals of what was found in one text."""

    def __init__(
        self, scene: Scene, days: Sequence[FoundDay], knowledge: Knowledge, facts: KnownFacts, article: Article | None
    ) -> None:
        self._scene, self._days, self._knowledge, self._facts = scene, InOrder(days), knowledge, facts
        self._narrators = {article.publisher, article.narrator} if article else set()
        self._title = article.title if article else ""
        self._language = scene.language
        self._speeches = {its.start: its for its in find_speeches(scene)}

    def proposals(self) -> Iterable[Proposal]:
        pieces = [piece for piece in self._scene.sentences if is_sentence(piece)]
        mentions = InOrder(self._scene.mentions)
        inside = [mentions.starting(piece.start, piece.end) for piece in pieces]
        for number, piece in enumerate(pieces):
            speech = self._speeches.get(piece.start)
            told = [its for its in inside[number] if its.start >= piece.start + _head_of(piece)]
            actors = {its.entities[0] for its in told if self._is_actor(its)} - self._narrators
            if speech or len(actors) >= _FEWEST_ACTORS:
                near = [its for at in (number - 1, number + 1) if 0 <= at < len(pieces) for its in inside[at]]
                yield self._proposal(piece, speech, inside[number], near)

    def _is_actor(self, mention: Mention) -> bool:
        return len(mention.entities) == 1 and self._knowledge.entities[mention.entities[0]].kind in ACTORS

    def _proposal(
        self, piece: Sentence, speech: Speech | None, mentions: Sequence[Mention], near: Sequence[Mention]
    ) -> Proposal:
        days = self._days.starting(piece.start, piece.end)
        said = [its.when for its in days if speech and speech.verb and 0 <= its.start - speech.verb[1] < _FARTHEST][:1]
        when = [its.when for its in days if its.when not in said]
        hints = self._knowledge.words.find(piece, mentions)
        best, others = _best(hints)
        facts = self._facts.find(_ids(mentions), _ids(near), when, [hint.type for hint in hints])
        speaker = speech.speakers if speech else ()
        likely = [its for its in facts if its.is_likely]
        fact = likely[0] if len(likely) == 1 else None
        if fact and best and best.type != fact.type:
            best = next((hint for hint in hints if hint.type == fact.type), None)
        roles = self._roles(best, [its for its in mentions if its.start >= piece.start + _head_of(piece)], speaker)
        return Proposal(
            start=piece.start, end=piece.end, sha256=digest(piece.words),
            kind=kind_of(piece, self._title),
            speaker=speaker, speaks=speech.why if speech else "", candidates=speech.candidates if speech else (),
            via=speech.via if speech else (), mode=("direct" if speech.direct else "indirect") if speech else None,
            stance=self._stance(piece), type=best.type if best else None, types=others, roles=roles,
            fact=fact.fact if fact else None, facts=tuple(facts), when=when[0] if len(when) == 1 else None,
            said=said[0] if said else None, days=tuple(days), mentions=tuple(mentions),
        )  # fmt: skip

    def _roles(
        self, hint: TypeHint | None, mentions: Sequence[Mention], speaker: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        if hint is None:
            return {}
        acting = [
            its for its in mentions
            if self._narrators.isdisjoint(its.entities)
            and not self._is_title(its, mentions) and not self._is_attribute(its, mentions, hint)
        ]  # fmt: skip
        known = [id_ for id_ in speaker if id_ != UNNAMED]
        places = frozenset(
            its for its in acting if self._language.within.search(self._scene.text[: its.start][-_NEAR:])
        )
        found = self._knowledge.words.roles(hint, acting, self._knowledge.entities, known, places)
        return {role: tuple(ids) for role, ids in found.items()}

    def _is_title(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """Whether a post is named beside a person only to say who that is."""
        kinds = {its: self._knowledge.entities[its.entities[0]].kind for its in mentions}
        return kinds[mention] is Kind.POST and any(
            kinds[its] is Kind.PERSON and not self._scene.text[first.end : second.start].strip(" ,(")
            for its in mentions
            for first, second in [sorted((mention, its))]
        )

    def _is_attribute(self, mention: Mention, mentions: Sequence[Mention], hint: TypeHint) -> bool:
        """Whether a mention only says who the person behind it is: `Orlund's foreign minister Ana Solberg`."""
        person = next((its for its in mentions if its.start >= mention.end and self._is(its, Kind.PERSON)), None)
        if person is None or self._is(mention, Kind.PERSON) or mention.end <= hint.start < person.start:
            return False
        between = self._scene.text[mention.end : person.start].replace("’", "'")
        bare = between.casefold().removeprefix(self._language.file.possessive)
        words = bare.removesuffix(", ").split()
        is_possessive, last = len(bare) < len(between), words[-1] if words else ""
        ends = is_possessive or bare.endswith(", ") or last in self._language.titles
        small = self._language.small | self._language.verbs
        return ends and len(words) <= _FARTHEST_PERSON and all(its.isalpha() and its not in small for its in words)

    def _is(self, mention: Mention, kind: Kind) -> bool:
        return all(self._knowledge.entities[id_].kind is kind for id_ in mention.entities)

    def _stance(self, piece: Sentence) -> str:
        words = unicodedata.normalize("NFKC", piece.words)  # letters joined in print too: `conﬁrm`
        return next((name for pattern, name in self._language.stances if pattern.search(words)), Stance.ASSERTS.value)


def kind_of(piece: Sentence, title: str) -> EvidenceKind:
    """Tell where in an article a sentence stands, as far as that can be told: whether it is the title.

    >>> kind_of(Sentence(0, 10, "TALKS FAIL"), "Talks fail").value, kind_of(Sentence(0, 10, "They spoke"), "").value
    ('headline', 'text')
    """
    is_title = bool(folded_name(title)) and folded_name(piece.words) == folded_name(title)
    return EvidenceKind.HEADLINE if is_title else EvidenceKind.TEXT


def _head_of(piece: Sentence) -> int:
    """Give the length of what stands before a report: the place in capitals, day and agency, up to a dash."""
    found = _HEAD.match(piece.words)
    return found.end() if found else 0


def _ids(mentions: Sequence[Mention]) -> list[str]:
    return list(dict.fromkeys(its.entities[0] for its in mentions if len(its.entities) == 1))


def _best(hints: Sequence[TypeHint]) -> tuple[TypeHint | None, tuple[str, ...]]:
    """Give the hint of most words, and the other types; none is best where two types share those words."""
    types = tuple(dict.fromkeys(hint.type for hint in hints))
    first = hints[0] if hints else None
    same = {hint.type for hint in hints if first and (hint.start, hint.end) == (first.start, first.end)}
    if len(same) > 1:
        return None, types
    return first, types[1:]
