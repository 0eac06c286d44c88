"""Claims proposed by a model: asked piece by piece, checked, corrected once, and kept only where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from kg.annotation.document import Document
from kg.desk.articles.stated import clean
from kg.desk.models.answer_schema import answer_schema
from kg.desk.models.instructions import LONGEST_PIECE, correction, instructions, pieces_of, prompt_hash, question
from kg.desk.models.model_checks import faults_of
from kg.desk.models.model_claims import (
    Given,
    RefusedClaim,
    answer_of,
    key_of,
    known_again,
    new_entities,
    new_ids,
    record_of,
)
from kg.desk.models.model_endpoint import Messages, Model, ModelError
from kg.model.records import Article, Claim, Entity
from kg.ontology import Ontology

_MOST_ENTITIES = 400  # that a model is told of
_MOST_FACTS = 100
_HASH = 12  # digits of the prompt's hash that an annotator's name has


class ProposedClaim(Struct, frozen=True):
    """A claim of a model that nothing speaks against, as an annotation file has it, and the new entities it names."""

    fields: Given
    new: tuple[str, ...] = ()


class Modelled(Struct, frozen=True):
    """All that came of asking a model."""

    claims: tuple[ProposedClaim, ...]
    refused: tuple[RefusedClaim, ...]
    entities: dict[str, Entity]  # new ones that claims name
    annotator: str
    requests: int


class Subject(Struct, frozen=True):
    """An article that a model is asked about, and the project around it."""

    id: str
    text: str
    article: Article | None  # None: its head lacks something
    documents: Sequence[Document]
    ontology: Ontology
    texts: Path

    @property
    def entities(self) -> dict[str, Entity]:
        """The project's entities, in order of their ids."""
        found = {entity.id: entity for document in self.documents for entity in document.entities}
        return dict(sorted(found.items()))

    @property
    def claims(self) -> list[Claim]:
        """The claims of the project."""
        return [claim for document in self.documents for claim in document.claims]


def ask_model(
    subject: Subject,
    model: Model,
    on: str,
    *,
    longest: int = LONGEST_PIECE,
    step: Callable[[str], object] = lambda _: None,
) -> Modelled:
    """Ask a model for the claims of an article.

    Parameters
    ----------
    subject
        The article.
    model
        Who is asked.
    on
        The day that is recorded, as YYYY-MM-DD.
    longest
        Code points of the article in one request.
    step
        Told what is asked now.

    Returns
    -------
    Modelled
        Claims whose quotes stand in the text and that the checker accepts, in the order of the answers; and the
        others, each with the reasons that were left after one correction.

    Raises
    ------
    ModelError
        If the model does not answer as it was asked to: then nothing of it is kept.
    """
    asking = _Asking(subject, model, on)
    pieces = pieces_of(subject.text, longest)
    for number, piece in enumerate(pieces, 1):
        step(f"asking {clean(model.name)}: part {number} of {len(pieces)}")
        asking.ask(piece, (number, len(pieces)), step)
    return asking.done()


class _Asking:
    """One article's questions and answers: what was kept so far, and what was refused."""

    def __init__(self, subject: Subject, model: Model, on: str) -> None:
        self._subject, self._model = subject, model
        self._entities = subject.entities
        self._shown = _shown(self._entities, subject.text)
        self._schema = answer_schema(subject.ontology, [entity.id for entity in self._shown])
        self._told = instructions(subject.ontology)
        digest = prompt_hash(self._told, answer_schema(subject.ontology, []))[:_HASH]
        self._annotator = f"{clean(model.name)}, prompt {digest}, {on}"
        self._facts = _facts(subject.claims)
        self._taken = {claim.fact for claim in subject.claims}
        self._new: dict[str, Entity] = {}
        self._kept: dict[str, ProposedClaim] = {}
        self._refused: list[RefusedClaim] = []

    def ask(self, piece: str, number: tuple[int, int], step: Callable[[str], object]) -> None:
        """Ask about a piece, and once more about the claims that were refused."""
        asked = question(self._subject.article, self._shown, self._facts, piece, number)
        messages = [{"role": "system", "content": self._told}, {"role": "user", "content": asked}]
        content = self._model.ask(messages, self._schema)
        refused = self._take(content)
        if refused:
            step(f"{len(refused):,} refused: asking for corrections")
            again = correction((its.given, its.reasons) for its in refused)
            messages += [{"role": "assistant", "content": content}, {"role": "user", "content": again}]
            self._refused += self._corrected(messages, refused, step)

    def _corrected(
        self, messages: Messages, refused: list[RefusedClaim], step: Callable[[str], object]
    ) -> list[RefusedClaim]:
        """Ask for corrections, once; give what is refused in the end, those claims too that did not come back."""
        try:
            content = self._model.ask(messages, self._schema)
            left = self._take(content)
        except ModelError as error:  # what was right at first stays
            step(f"no corrections: {error.what}")
            return refused
        back = {_topic(given) for given in answer_of(content).claims}
        return [*left, *(its for its in refused if _topic(its.given) not in back)]

    def _take(self, content: str) -> list[RefusedClaim]:
        """Keep the claims of an answer with which nothing is wrong, and give the others."""
        answer = answer_of(content)
        self._new |= new_entities(answer, self._entities, self._taken)
        own = {*self._new, *known_again(answer, self._entities)}
        sound: list[tuple[Given, Given]] = []
        refused: list[RefusedClaim] = []
        for given in answer.claims:
            fields, reasons = record_of(given, self._subject.text, self._entities, own)
            if reasons:
                refused.append(RefusedClaim(given, tuple(reasons)))
            else:
                sound.append((given, fields))
        for (given, fields), faults in zip(sound, self._faults([its for _, its in sound]), strict=True):
            if faults:
                refused.append(RefusedClaim(given, tuple(faults)))
            else:
                self._keep(given, fields)
        return refused

    def _faults(self, fresh: list[Given]) -> list[list[str]]:
        """Check claims beside those of the project, and those that were kept before."""
        every = [*(its.fields for its in self._kept.values()), *fresh]
        named = [{"article": self._subject.id, "id": f"asked-{at:06}", **its} for at, its in enumerate(every)]
        subject = self._subject
        found = faults_of(named, self._new.values(), subject.documents, subject.ontology, subject.texts)
        return found[len(self._kept) :]

    def _keep(self, given: Given, fields: Given) -> None:
        if fields["fact"] not in self._taken:
            self._taken.add(fields["fact"])
            self._facts.append({name: fields[name] for name in ("fact", "type", "roles") if name in fields})
        self._kept.setdefault(key_of(fields), ProposedClaim(fields, self._unknown(given)))

    def _unknown(self, given: Given) -> tuple[str, ...]:
        return tuple(id_ for id_ in new_ids(given) if id_ in self._new)

    def done(self) -> Modelled:
        """Give what was kept, with the entities that it names."""
        names = {id_ for its in self._kept.values() for id_ in its.new}
        entities = {id_: entity for id_, entity in sorted(self._new.items()) if id_ in names}
        return Modelled(
            tuple(self._kept.values()), tuple(self._refused), entities, self._annotator, self._model.requests
        )


def _topic(given: Given) -> str:
    """Tell by what a corrected claim is known to be the one that was refused."""
    return repr([given.get(name) for name in ("fact", "type", "stance")])


def _shown(entities: Mapping[str, Entity], text: str) -> list[Entity]:
    """Choose the entities that a model is told of: all, or those of which the text has a name, if they are too many."""
    if len(entities) <= _MOST_ENTITIES:
        return list(entities.values())
    folded = text.casefold()
    named = (its for its in entities.values() if any(name.casefold() in folded for name in (its.name, *its.aliases)))
    return list(named)[:_MOST_ENTITIES]


def _facts(claims: Sequence[Claim]) -> list[Given]:
    """Tell of the facts that claims are about, in the order of the files; too many are cut."""
    facts: dict[str, Given] = {}
    for claim in claims:
        its = facts.setdefault(claim.fact, {"fact": claim.fact, "type": claim.type, "roles": {}})
        for role, ids in claim.roles.items():
            its["roles"][role] = list(dict.fromkeys([*its["roles"].get(role, ()), *ids]))
    return list(facts.values())[:_MOST_FACTS]
