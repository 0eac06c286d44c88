"""Words of a sentence that hint at a fact type, and whom its roles may name: the ontology's own labels and phrases.

Compared are stems, so that `met` of a phrase fits `meeting` in a text. No domain is known here: a fact type of a
project's own is found by its label and its phrase, and by `skos:altLabel` and `skos:hiddenLabel` where it has some.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from kg.desk.suggestions.language import Language
from kg.desk.suggestions.names import Mention
from kg.evidence.coverage import Sentence
from kg.model.records import Entity
from kg.ontology import Ontology, slots

_WORD = re.compile(r"[^\W\d_]+")
_BEHIND = re.compile(r"\s+([^\W\d_]+)")
_INNERMOST = re.compile(r"\[[^\[\]]*\]")
_PARTS = re.compile(r"[\[\]|]|\{\w+\}")  # of a phrase: what stands between them is words
_OTHER_LABELS = tuple(f"<http://www.w3.org/2004/02/skos/core#{name}>" for name in ("altLabel", "hiddenLabel"))
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


class TypeHint(Struct, frozen=True):
    """Words that hint at a fact type, maybe at one with a concept in a role."""

    start: int
    end: int
    type: str
    role: str | None = None
    concept: str | None = None


class TypeWords:
    """The words of an ontology, ready to be found.

    Parameters
    ----------
    ontology
        Fact types and concepts.
    language
        Of the texts.
    """

    def __init__(self, ontology: Ontology, language: Language) -> None:
        self._ontology, self._language = ontology, language
        self._by_first: dict[str, list[tuple[tuple[str, ...], TypeHint]]] = {}
        labels = _other_labels(ontology)
        for id_, kind in ontology.types.items():
            for words in (kind.label, *labels.get(kind.iri, ()), *_pieces(kind.phrase), *_pieces(kind.nominal)):
                self._add(words, TypeHint(0, 0, id_))
        for id_, concept in ontology.concepts.items():
            for hint in self._of_concept(id_):
                for words in (concept.label, *labels.get(concept.iri, ()), *_pieces(_outer(concept.phrase))):
                    self._add(words, hint)

    def _of_concept(self, id_: str) -> Iterator[TypeHint]:
        """Give the fact type whose role a concept fills: the one that it is coded as, else each."""
        coded = self._ontology.coded.get(id_)
        for type_, kind in self._ontology.types.items():
            for role, rule in kind.roles.items():
                if rule.scheme in self._ontology.concepts[id_].schemes and (coded is None or coded.type == type_):
                    yield TypeHint(0, 0, type_, role, id_)

    def _add(self, words: str, hint: TypeHint) -> None:
        plain = _WORD.findall(words.casefold())
        if any(word not in self._language.small for word in plain):
            stems = tuple(map(self._language.stem, plain))
            known = self._by_first.setdefault(stems[0], [])
            if (stems, hint) not in known:
                known.append((stems, hint))

    def find(self, sentence: Sentence, mentions: Sequence[Mention]) -> list[TypeHint]:
        """Find the hints of a sentence.

        Parameters
        ----------
        sentence
            Where to look.
        mentions
            Whose words hint at nothing; nor do those of a title, such as `defence minister`.

        Returns
        -------
        list
            The one of most words first, then in order of the text; names with concepts before others.
        """
        words = [
            its for its in _WORD.finditer(sentence.words)
            if not any(m.start <= sentence.start + its.start() < m.end for m in mentions)
            and not self._is_of_title(its, sentence.words)
        ]  # fmt: skip
        stems = [self._language.stem(its[0]) for its in words]
        found = []
        for at, stem in enumerate(stems):
            for wanted, hint in self._by_first.get(stem, ()):
                last = at + len(wanted) - 1
                if tuple(stems[at : last + 1]) == wanted:
                    span = (sentence.start + words[at].start(), sentence.start + words[last].end())
                    found.append((-len(wanted), span, hint.concept is None, hint))
        ordered = sorted(found, key=lambda its: (*its[:3], its[3].type, its[3].concept or ""))
        return [TypeHint(*span, hint.type, hint.role, hint.concept) for _, span, _, hint in ordered]

    def _is_of_title(self, word: re.Match[str], words: str) -> bool:
        """Whether a word is part of the title behind it: `defence minister`, not `met Minister`."""
        title = _BEHIND.match(words, word.end())
        return (
            title is not None and title[1].casefold() in self._language.titles
            and word[0][:1].isupper() == title[1][:1].isupper() and not self._language.is_past(word[0].casefold())
        )  # fmt: skip

    def roles(
        self,
        hint: TypeHint,
        mentions: Sequence[Mention],
        entities: dict[str, Entity],
        speakers: Sequence[str],
        places: Container[Mention] = (),
    ) -> dict[str, list[str]]:
        """Guess who fills the roles of a fact: by the order of its phrase, and by kinds.

        Parameters
        ----------
        hint
            The words that hint at its type.
        mentions
            Of the sentence, those that may be meant.
        entities
            By id.
        speakers
            Who speaks in the sentence: taken for a role only where nobody else is there.
        places
            Those of the mentions that say where something is: `in Orlund`. They are none of several that do something.

        Returns
        -------
        dict
            Role -> ids; what no mention fits is left out.
        """
        kind = self._ontology.types[hint.type]
        concept = self._ontology.concepts.get(hint.concept or "")
        order = list(dict.fromkeys([*slots(kind.phrase), *(slots(concept.phrase) if concept else ())]))
        order = [role for role in order if role in kind.roles and kind.roles[role].kinds]
        found: dict[str, list[str]] = {hint.role: [hint.concept]} if hint.role and hint.concept else {}
        free = [its for its in mentions if len(its.entities) == 1]
        unsure = [its for its in mentions if len(its.entities) > 1]
        for number, role in enumerate(order):
            rule = kind.roles[role]
            fitting = [its for its in free if entities[its.entities[0]].kind in rule.kinds]
            fitting = [its for its in fitting if rule.min < 2 or its not in places]
            ids = list(dict.fromkeys(its.entities[0] for its in fitting))
            if rule.min > 1 and any(entities[its.entities[0]].kind in rule.kinds for its in unsure):
                taken = []  # somebody of these takes part: the others alone would be another fact
            elif rule.min > 1:
                others = [id_ for id_ in ids if id_ not in speakers]
                taken = others if len(others) >= rule.min else ids if len(ids) >= rule.min else []
            elif number == 0:
                before = [its.entities[0] for its in fitting if its.end <= hint.start]
                others = [id_ for id_ in before if id_ not in speakers]
                taken = (others or before)[:1]  # the subject of a sentence stands first
            else:
                behind = [its.entities[0] for its in fitting if its.start >= hint.end]
                taken = [id_ for id_ in behind if id_ not in speakers][:1]
            if taken:
                found[role] = taken
                free = [its for its in free if its.entities[0] not in taken]
        return found


def _outer(phrase: str) -> str:
    """Give what a phrase says in any case: in brackets stands what stands for somebody who is not named, as `people`.

    >>> _outer("took [{recipient}|people][ in [{place}|a place]] away")
    'took | away'
    """
    before = ""
    while before != phrase:
        before, phrase = phrase, _INNERMOST.sub("|", phrase)
    return re.sub(r"\|[ |]*\|", "|", phrase).strip("|")


def _pieces(phrase: str) -> Iterator[str]:
    """Give the words of a phrase between its slots; what only follows a comma is a circumstance."""
    return (piece for piece in _PARTS.split(phrase) if not piece.lstrip().startswith(","))


def _other_labels(ontology: Ontology) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for subject, predicate, words in ontology.named_triples():
        if predicate in _OTHER_LABELS and (label := _LITERAL.match(words)):
            found.setdefault(subject.strip("<>"), []).append(label[1])
    return {iri: sorted(labels) for iri, labels in found.items()}
