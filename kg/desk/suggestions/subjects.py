"""Who stands before or behind a verb of speech: the mention, the pronoun or the nameless group that is its subject.

A sentence is taken apart at commas, brackets and quotations. The subject stands in the piece that ends at the verb;
where that is empty, as behind an apposition, in the piece before the last one, or in that one itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from kg.desk.suggestions.language import Language
from kg.desk.suggestions.names import Mention
from kg.model.records import ACTORS, Entity, Kind

_BOUNDARY = re.compile(r"[,;:()\[\]–—|]")
_WORD = re.compile(r"[^\W\d_]+")
_FARTHEST = 4  # words between an inverted verb and its subject


class Subject(Struct, frozen=True):
    """Who speaks, as a sentence says it: mentions, or else a pronoun or a word for a group without a name."""

    mentions: tuple[Mention, ...] = ()
    pronoun: str | None = None
    group: str | None = None
    spokesperson: Mention | None = None  # a person who speaks for the others
    is_for: bool = False  # whether somebody speaks for whom is mentioned


class Piece(Struct, frozen=True):
    """A piece of a sentence between boundaries, in offsets of the text."""

    start: int
    end: int


class SubjectFinder:
    """Finds subjects in one sentence.

    Parameters
    ----------
    masked
        The sentence, its quotations and their marks overwritten, the first mark with `;`.
    start
        Where it stands in the text.
    mentions
        Those in it and outside its quotations, in order.
    entities
        By id.
    language
        Of the text.
    """

    def __init__(
        self, masked: str, start: int, mentions: Sequence[Mention], entities: Mapping[str, Entity], language: Language
    ) -> None:
        self._masked, self._start, self._entities, self._language = masked, start, entities, language
        self._actors = [its for its in mentions if self._is_actor(its)]
        self._able = [its for its in self._actors if not self._is_attribute(its)]

    def _is_actor(self, mention: Mention) -> bool:
        return any(self._entities[id_].kind in ACTORS for id_ in mention.entities)

    def _is_attribute(self, mention: Mention) -> bool:
        """Whether a mention only says whose something is: `Orlund's plan`, `the Orlund envoy`."""
        following = self._masked[mention.end - self._start :]
        if following.replace("’", "'").casefold().startswith(self._language.file.possessive or "\0"):
            return True
        word = _WORD.match(following.lstrip())
        language = self._language
        odd = word is None or word[0].casefold() in language.small or word[0].casefold() in language.verbs
        return not odd and following[:1] == " " and self.is_of(mention, Kind.COUNTRY, Kind.PLACE)

    def is_of(self, mention: Mention, *kinds: Kind) -> bool:
        """Whether all that a mention may mean is of one of some kinds."""
        return all(self._entities[id_].kind in kinds for id_ in mention.entities)

    def behind(self, end: int) -> Subject | None:
        """Find the subject that follows a verb: `…, said Jon Berg`.

        Parameters
        ----------
        end
            Of the verb, in the text.
        """
        last = _BOUNDARY.search(self._masked, end - self._start)
        stop = last.start() + self._start if last else self._start + len(self._masked)
        first = next((its for its in self._able if end <= its.start < stop), None)
        if first and self._may_stand_between(self._words(end, first.start)):
            return self._with_spokesperson(Piece(end, stop), (first,))
        if own := self._owner(Piece(end, stop)):
            return Subject(pronoun=own, is_for=True)
        found = self._without_name(Piece(end, stop), limit=_FARTHEST)
        return found if found and found.group and self._may_stand_between(self._words(end, stop), found.group) else None

    def _may_stand_between(self, words: str, until: str = "") -> bool:
        """Whether between a verb and a subject behind it there are only articles, titles and the like."""
        between = [word.casefold() for word in _WORD.findall(words)]
        between = between[: between.index(until)] if until else between
        file = self._language.file
        odd = self._language.small.difference(file.articles, file.determiners, file.numbers).union(file.speech.that)
        return len(between) <= _FARTHEST and odd.isdisjoint(between)

    def before(self, at: int) -> Subject | None:
        """Find the subject that stands before a verb.

        Parameters
        ----------
        at
            The verb's start, in the text.
        """
        cuts = [self._start + its.start() for its in _BOUNDARY.finditer(self._masked, 0, at - self._start)]
        edges = [self._start, *cuts, at]
        pieces = [Piece(first + (number > 0), last) for number, (first, last) in enumerate(pairwise(edges))]
        own = pieces.pop()
        if _WORD.search(self._words(own.start, own.end)):
            return self._in(own)
        inserted = pieces.pop() if pieces else None
        ahead = pieces.pop() if pieces else None
        if inserted and ahead and self._language.spokesperson.search(self._words(inserted.start, inserted.end)):
            return self._with_spokesperson(Piece(ahead.start, inserted.end), ())
        found = [self._in(piece) for piece in (ahead, inserted) if piece]
        known = [its for its in found if its and (its.mentions or its is found[0])]
        return next((its for its in known if its.mentions and self._are_persons(its)), known[0] if known else None)

    def after(self, end: int) -> Mention | None:
        """Find the first actor behind a place, within the same piece of the sentence; none behind `which`."""
        word = _WORD.search(self._masked, end - self._start)
        if word and word[0].casefold() in self._language.small.difference(
            self._language.file.determiners, self._language.file.articles
        ):
            return None
        last = _BOUNDARY.search(self._masked, end - self._start)
        stop = last.start() + self._start if last else self._start + len(self._masked)
        inside = [its for its in self._actors if end <= its.start < stop]
        for number, mention in enumerate(inside):
            if number and not self._may_stand_between(self._words(inside[number - 1].end, mention.start)):
                break
            if mention in self._able:
                return mention
        return None

    def after_or_group(self, end: int) -> Subject | None:
        """Find the first actor behind a place, else the group without a name: `according to officials`."""
        mention = self.after(end)
        last = _BOUNDARY.search(self._masked, end - self._start)
        stop = last.start() + self._start if last else self._start + len(self._masked)
        group = self._without_name(Piece(end, mention.start if mention else stop), limit=_FARTHEST)
        return group if group or not mention else Subject((mention,))

    def _are_persons(self, subject: Subject) -> bool:
        return all(self.is_of(its, Kind.PERSON) for its in subject.mentions)

    def _in(self, piece: Piece) -> Subject | None:
        inside = [its for its in self._able if piece.start <= its.start < piece.end]
        if not inside:
            return self._without_name(piece)
        last = [inside[-1]]
        for mention in reversed(inside[:-1]):
            joint = self._words(mention.end, last[0].start).strip()
            if joint not in self._language.file.speech.joins:
                break
            last.insert(0, mention)
        return self._with_spokesperson(piece, tuple(last))

    def _with_spokesperson(self, piece: Piece, found: tuple[Mention, ...]) -> Subject:
        """Let an organization speak for which somebody does: its spokesperson, named or not, is no speaker."""
        if not self._language.spokesperson.search(self._words(piece.start, piece.end)):
            return Subject(found)
        near = [its for its in self._actors if piece.start <= its.start < piece.end]
        bodies = [its for its in near if self.is_of(its, Kind.ORGANIZATION, Kind.COUNTRY, Kind.GROUP)]
        persons = [its for its in near if self.is_of(its, Kind.PERSON)]
        if not bodies:
            own = self._owner(piece)
            spokesperson = next(iter(found or persons[-1:]), None)
            if own:
                return Subject(pronoun=own, spokesperson=spokesperson, is_for=True)
            return Subject(found or tuple(persons[-1:]))
        return Subject((bodies[-1],), spokesperson=persons[-1] if persons else None, is_for=True)

    def _owner(self, piece: Piece) -> str | None:
        """Give the pronoun of whom a spokesperson speaks for: `it` of `its spokesman`."""
        found = self._language.spokesperson.search(self._words(piece.start, piece.end))
        before = _WORD.findall(self._words(piece.start, piece.start + found.start())) if found else []
        owners = (self._language.file.speech.own.get(word.casefold()) for word in reversed(before))
        return next(filter(None, owners), None)

    def _without_name(self, piece: Piece, limit: int | None = None) -> Subject | None:
        words = [word.casefold() for word in _WORD.findall(self._words(piece.start, piece.end))][:limit]
        group = next((word for word in reversed(words) if word in self._language.anonymous), None)
        pronoun = next((word for word in reversed(words) if word in self._language.file.speech.pronouns), None)
        if group is None and pronoun is None:
            return None
        return Subject(group=group) if group else Subject(pronoun=pronoun)

    def _words(self, start: int, end: int) -> str:
        return self._masked[start - self._start : end - self._start]
