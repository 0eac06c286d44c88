"""Who says what a sentence tells: by verbs of speech and quotation marks, after the rules of the annotation guide.

A spokesperson speaks for the organization. Words of hearsay without a source are those of unnamed sources. A pronoun is
whoever spoke last, or what the sentence before spoke of. A sentence without any of this is the narrator's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kg.desk.suggestions.language import Language
from kg.desk.suggestions.names import Mention
from kg.desk.suggestions.quotations import Quotation
from kg.desk.suggestions.spans import Apart, InOrder
from kg.desk.suggestions.subjects import Subject, SubjectFinder
from kg.evidence.coverage import Sentence
from kg.model.records import UNNAMED, Entity, Kind

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_END = 4  # words behind a verb of speech that closes its sentence
_FEWEST_QUOTED = 3  # words in quotation marks that make a sentence a quotation


class Speech(Struct, frozen=True):
    """What somebody says in one sentence."""

    start: int
    end: int
    speakers: tuple[str, ...]  # empty: somebody who cannot be told
    candidates: tuple[str, ...] = ()  # who it may be, where that is open
    via: tuple[str, ...] = ()
    direct: bool = False
    verb: tuple[int, int] | None = None  # where the verb stands
    why: str = ""


class Scene(Struct, frozen=True):
    """What is known of a text before its speakers are looked for."""

    text: str
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    quotations: Sequence[Quotation]
    entities: Mapping[str, Entity]
    holders: Mapping[str, frozenset[str]]  # of each post, persons who are known to have held it
    language: Language


def find_speeches(scene: Scene) -> list[Speech]:
    """Find who speaks in the sentences of a text.

    Parameters
    ----------
    scene
        The text, and what was found in it.

    Returns
    -------
    list
        In order of the text, one a sentence at most; sentences of the narrator's own are left out. Whom nothing is
        known of has no id: what he says is never the narrator's.
    """
    return _Listener(scene).speeches()


class _Listener:
    """Goes through a text, and remembers who spoke last and what was spoken of."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._language = scene, scene.language
        self._persons = {id_ for its in scene.mentions for id_ in its.entities if self._kind(id_) is Kind.PERSON}
        # Who was spoken of or spoke, the latest last, and whether somebody without an entity spoke for it; no id stands
        # for a speaker whom no entity is known for: a pronoun behind it tells nobody.
        self._salient: list[tuple[str, bool]] = []
        self._is_unknown = self._is_for = False  # of the sentence that is looked at
        self._mentions, self._quoted = InOrder(scene.mentions), InOrder(scene.quotations).outermost()
        self._going_on = Apart((its.start, its.end + 1) for its in scene.quotations if its.goes_on)

    def _kind(self, id_: str) -> Kind:
        return self._scene.entities[id_].kind

    def speeches(self) -> list[Speech]:
        found: list[Speech] = []
        for sentence in self._scene.sentences:
            self._is_unknown = self._is_for = False
            speech = self._of(sentence, found[-1] if found else None)
            outside = [its for its in self._inside(sentence) if not self._is_quoted(its.start)]
            self._salient += [(_only(its.entities), False) for its in reversed(outside[:2])]
            if speech:
                found.append(speech)
                self._salient += [(id_, self._is_for) for id_ in speech.speakers or ("",) if id_ != UNNAMED]
        return found

    def _inside(self, sentence: Sentence) -> list[Mention]:
        return self._mentions.starting(sentence.start, sentence.end)

    def _is_quoted(self, at: int) -> bool:
        return self._quoted.around(at)

    def _of(self, sentence: Sentence, last: Speech | None) -> Speech | None:
        touching = self._quoted.touching(sentence.start, sentence.end)
        quoted = [(max(start, sentence.start), min(end, sentence.end)) for start, end in touching]
        masked = _masked(sentence, quoted)
        mentions = [its for its in self._inside(sentence) if not self._is_quoted(its.start)]
        finder = SubjectFinder(masked, sentence.start, mentions, self._scene.entities, self._language)
        is_direct = sum(len(_WORD.findall(self._scene.text[start:end])) for start, end in quoted) >= _FEWEST_QUOTED
        relays = self._relays(masked, sentence, finder)
        for verb in self._verbs(masked, bool(quoted)):
            span = (sentence.start + verb.start(), sentence.start + verb.end())
            subject = self._subject(verb, masked, span, finder)
            if subject:
                self._is_for = subject.is_for and subject.spokesperson is None
                return self._spoken(sentence, subject, relays, is_direct, span)
            self._is_unknown = True
        for found in self._language.according.finditer(masked):
            subject = finder.after_or_group(sentence.start + found.end())
            if subject:
                return self._spoken(sentence, subject, relays, is_direct, None)
            self._is_unknown = True
        if self._language.hearsay.search(masked):
            return Speech(sentence.start, sentence.end, (UNNAMED,), why="hearsay")
        if last and quoted and self._goes_on(sentence, last, is_direct):
            return Speech(
                sentence.start, sentence.end, last.speakers, last.candidates, direct=True, why="the quotation goes on"
            )
        if self._is_unknown:
            why = "somebody whom no entity is known for"
            return Speech(sentence.start, sentence.end, (), direct=is_direct, why=why)
        return None

    def _verbs(self, masked: str, has_quotation: bool) -> list[re.Match[str]]:
        """Give the verbs of speech of a sentence; weak ones where a quotation or `that` makes them reports."""
        words = list(_WORD.finditer(masked))
        passive = {its.end() for its in self._language.passive.finditer(masked)}
        found = []
        for number, word in enumerate(words):
            name = word[0].casefold()
            following = words[number + 1][0].casefold() if number + 1 < len(words) else ""
            if (
                name in self._language.verbs
                and word.end() not in passive
                and (name not in self._language.weak or has_quotation or following in self._language.file.speech.that)
            ):
                found.append(word)
        acts = [its for pattern in self._language.acts for its in pattern.finditer(masked)]
        return sorted([*found, *acts], key=lambda its: (not _closes(its, masked, self._language), its.start()))

    def _subject(
        self, verb: re.Match[str], masked: str, span: tuple[int, int], finder: SubjectFinder
    ) -> Subject | None:
        before = masked[: verb.start()].rstrip()
        if verb[0].casefold() in self._language.inverted and before[-1:] in (",", ";", ""):
            inverted = finder.behind(span[1])
            if inverted and (inverted.mentions or inverted.group or inverted.is_for):
                return inverted
        return finder.before(span[0])

    def _relays(self, masked: str, sentence: Sentence, finder: SubjectFinder) -> tuple[str, ...]:
        found = (finder.after(sentence.start + its.end()) for its in self._language.released.finditer(masked))
        return tuple(dict.fromkeys(its.entities[0] for its in found if its and len(its.entities) == 1))

    def _spoken(
        self,
        sentence: Sentence,
        subject: Subject,
        relays: tuple[str, ...],
        is_direct: bool,
        verb: tuple[int, int] | None,
    ) -> Speech:
        speakers, candidates, why = self._who(subject, sentence)
        via = [id_ for id_ in relays if id_ not in speakers]
        if subject.spokesperson and len(subject.spokesperson.entities) == 1:
            via.insert(0, subject.spokesperson.entities[0])
        return Speech(sentence.start, sentence.end, speakers, candidates, tuple(via), is_direct, verb, why)

    def _who(self, subject: Subject, sentence: Sentence) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Tell who speaks: ids, else who it may be, and why."""
        if subject.mentions:
            resolved = [self._meant(its, sentence) for its in subject.mentions]
            open_ = tuple(id_ for its in resolved if len(its) > 1 for id_ in its)
            why = "somebody speaks for it" if subject.is_for else "named beside a verb of speech"
            return ((), open_, "several bear that name") if open_ else (tuple(its[0] for its in resolved), (), why)
        if subject.group:
            bearers = [
                its.id for its in self._scene.entities.values()
                if its.anonymous and subject.group in re.split(r"\W+", its.name.casefold())
            ]  # fmt: skip
            if len(bearers) == 1:
                return (bearers[0],), (), "a group without names"
            return (UNNAMED,), tuple(sorted(bearers)), "a group without names"
        kinds = self._language.file.speech.pronouns.get(subject.pronoun or "", [])
        fitting = (
            id_ for id_, is_for in reversed(self._salient) if not id_ or is_for or self._kind(id_).value in kinds
        )
        latest = next(fitting, "")
        why = "whoever was named last" if latest else "nobody known"
        return ((latest,) if latest else ()), (), f"`{subject.pronoun}`: {why}"

    def _meant(self, mention: Mention, sentence: Sentence) -> tuple[str, ...]:
        """Tell who is meant: of a post its holder, if the text names one; of namesakes the one whose post is there."""
        ids = mention.entities
        if len(ids) > 1:
            posts = [id_ for its in self._inside(sentence) for id_ in its.entities if self._kind(id_) is Kind.POST]
            held = {id_ for post in posts for id_ in self._scene.holders.get(post, ()) if id_ in ids}
            return tuple(held) if len(held) == 1 else ids
        if self._kind(ids[0]) is Kind.POST:
            here = sorted(self._persons & self._scene.holders.get(ids[0], frozenset()))
            return (here[0],) if len(here) == 1 else ids
        return ids

    def _goes_on(self, sentence: Sentence, last: Speech, is_direct: bool) -> bool:
        """Whether a quotation without a verb is of whoever was quoted just before."""
        between = self._scene.text[last.end : sentence.start]
        if not between.strip() and "\n" not in between:
            return is_direct
        return not between.strip() and self._going_on.around(last.end - 1)


def _only(ids: tuple[str, ...]) -> str:
    """Give the one that is meant; no id where it may be several."""
    return ids[0] if len(ids) == 1 else ""


def _closes(verb: re.Match[str], masked: str, language: Language) -> bool:
    """Whether a report closes its sentence, so that all before it is what is said: `…, the ministry said on Monday`."""
    before, after = masked[: verb.start()], masked[verb.end() :]
    if "," not in before or "," in after or ";" in after or verb[0].casefold() in language.weak:
        return False
    subject = [word.casefold() for word in _WORD.findall(before.rpartition(",")[2])]
    return bool(subject) and len(_WORD.findall(after)) <= _LONGEST_END and not {*subject} & {*language.file.speech.that}


def _masked(sentence: Sentence, quoted: Sequence[tuple[int, int]]) -> str:
    """Overwrite the quotations of a sentence, so that no word of them is taken for the narrator's."""
    letters = list(sentence.words)
    for start, end in quoted:
        first, last = start - sentence.start, end - sentence.start
        letters[first:last] = ";" + " " * (last - first - 1)
    return "".join(letters)
