"""Judgements of identity on the records of a project: which are sound, and the records as they make them.

A judgement with a fault counts for nothing, and neither does any that joins ids with it: what cannot be had together
is kept apart, as a wrong edge is worse than one that is drawn twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct, structs

from kg.annotation.document import Document, Lines
from kg.base.errors import WARNING
from kg.base.findings import Finding, KeyPath
from kg.base.hints import meant, named
from kg.check.background import check_circles
from kg.check.claims import check_claim
from kg.check.facts import check_references
from kg.check.fillers import Known
from kg.check.uniting import Replaced, article_with, claim_with, differences, entity_with, ids_of, united
from kg.model.judgements import Judgement, groups
from kg.model.records import UNNAMED, Claim, Entity, Records
from kg.ontology import Ontology

_APART = "until then they are kept apart"
_UNDO = f"mend what differs, or take the judgement back: `kg split`; {_APART}"
_MOST = 3  # places of judgements that a fault names
_Found = list[tuple[Document, KeyPath, Finding]]


class _Located(Struct, frozen=True):
    """A judgement with the document, and the position in it, from which it was read."""

    judgement: Judgement
    document: Document
    position: int

    def path(self, id_: str = "") -> KeyPath:
        """Say where it stands in its document, or an id in it."""
        start, ids = self.document.judgement_path(self.position), self.judgement.ids
        return (*start, self.judgement.word, ids.index(id_)) if id_ in ids else start

    def place(self) -> str:
        """Write its place."""
        return str(self.document.place(*self.path()))


def settle(
    documents: Iterable[Document],
    records: Records,
    unsound: Collection[str],
    ontology: Ontology,
    others: Collection[str] = (),
) -> tuple[Records, _Found]:
    """Apply the judgements of some documents to records.

    Parameters
    ----------
    documents
        In order of their names: of several ids that are one, that is shown which is named first and is there.
    records
        Sound entities, articles and claims, as they are written.
    unsound
        Ids of entities and facts that are written somewhere, and refused.
    ontology
        Of the project.
    others
        Facts of which there are sound claims that are not among these records: it is enough to give those that name
        an id which a judgement would replace.

    Returns
    -------
    Records
        With one id for each thing, in entities, heads and claims.
    list
        What is wrong with judgements, each with its document and its path there.
    """
    located = [
        _Located(judgement, document, position)
        for document in documents
        for position, judgement in zip(document.judgement_index, document.judgements, strict=True)
    ]
    return _Settling(located, records, (unsound, others), ontology).settled() if located else (records, [])


class _Settling:
    """The judgements of a project while it is found out which can be had."""

    def __init__(
        self,
        located: Sequence[_Located],
        records: Records,
        elsewhere: tuple[Collection[str], Collection[str]],
        ontology: Ontology,
    ) -> None:
        self._records, self._ontology = records, ontology
        self._unsound, self._others = elsewhere
        self._types: dict[str, str] = {}
        self._labels: dict[str, Claim] = {}
        for claim in records.claims:
            self._types.setdefault(claim.fact, claim.type)
            if claim.label is not None:
                self._labels.setdefault(claim.fact, claim)
        self._found: _Found = []
        self._told: set[tuple[str, KeyPath]] = set()  # where a fault of a whole group has been noted
        self._sound: list[_Located] = []
        self._keep([its for its in located if not its.judgement.counts or self._is_sound(its)])

    def _keep(self, sound: list[_Located]) -> None:
        """Go on with these judgements."""
        self._sound = sound
        self._groups = groups(its.judgement for its in sound)
        self._group_of = {id_: ids for ids in self._groups for id_ in ids}
        self._naming: dict[str, list[_Located]] = {}
        for its in sound:
            for id_ in its.judgement.ids if self._joins(its) else ():
                self._naming.setdefault(id_, []).append(its)

    def settled(self) -> tuple[Records, _Found]:
        while True:  # each time round something is kept apart, so that it ends
            replaced = self._replaced()
            refused = {*self._contradicted(), *self._differing()} or self._broken(replaced)
            if not refused:
                break
            self._keep([its for its in self._sound if not self._joins(its) or refused.isdisjoint(its.judgement.ids)])
        for id_, key in _naming_both(self._records.claims, replaced).items():
            what = f"{WARNING}claim `{key}` names `{id_}` and another id of it, as if they were two"
            self._note(self._joining(id_)[-1], id_, what, "read it again: are they one?")
        records = self._with(replaced)
        judgements = tuple(its.judgement for its in self._sound)
        return structs.replace(records, judgements=judgements, replaced=replaced), self._found

    @staticmethod
    def _joins(its: _Located) -> bool:
        return its.judgement.same and its.judgement.counts

    def _is_there(self, id_: str) -> bool:
        return id_ in self._records.entities or id_ in self._types

    def _shown(self, ids: Iterable[str]) -> str | None:
        return next(filter(self._is_there, ids), None)

    def _replaced(self) -> dict[str, str]:
        """Say which id stands for which: the first that is named and there, for all others of its group."""
        found: dict[str, str] = {}
        for ids in self._groups:
            if (shown := self._shown(ids)) is not None:
                found |= {id_: shown for id_ in ids if id_ != shown}
        return dict(sorted(found.items()))

    def _note(self, its: _Located, id_: str, what: str, hint: str) -> None:
        self._found.append((its.document, its.path(id_), Finding((), what, hint)))

    def _is_sound(self, its: _Located) -> bool:
        """Check one judgement by itself: that it is about things that are there, and of one sort."""
        judgement = its.judgement
        there = [id_ for id_ in judgement.ids if self._is_there(id_)]
        for id_ in judgement.ids:
            if id_ not in there and not self._note_unknown(its, id_, there):
                return False
        if not judgement.same or not there:
            return True
        first, *others = there
        for other in others:
            if (one := self._what(first)) != (two := self._what(other)):
                self._note(its, other, f"`{first}` is {one}, `{other}` is {two}", f"these are not one; {_APART}")
                return False
        return True

    def _note_unknown(self, its: _Located, id_: str, there: Sequence[str]) -> bool:
        """Say of an id that nothing is called so; whether the judgement can be had all the same."""
        if id_ == UNNAMED or id_ in self._records.articles:
            what = "an article" if id_ in self._records.articles else "nobody in particular"
            self._note(its, id_, f"`{id_}` is {what}", "a judgement is of entities, or of facts")
            return False
        if id_ not in self._unsound and not isinstance(its.document, Lines):  # a program wrote what it knew
            shown = there[0] if its.judgement.same and there else ""
            otherwise = f"it then leads to `{shown}`" if shown else "correct it, or take the judgement out"
            hint = meant(id_, {*self._records.entities, *self._types}, otherwise)
            self._note(its, id_, f"{WARNING}no entity or fact is called {named(id_)}", hint)
        return True

    def _what(self, id_: str) -> str:
        entity = self._records.entities.get(id_)
        what, word = ("a fact", self._types.get(id_, "")) if entity is None else ("an entity", entity.kind.value)
        return f"{what}, {word}"

    def _joining(self, *ids: str) -> list[_Located]:
        """List the judgements that join some ids, directly if any does, else by way of others."""
        direct = [its for its in self._naming[ids[0]] if set(ids) <= set(its.judgement.ids)]
        return direct or [
            its
            for its in self._sound
            if self._joins(its) and not set(self._group_of[ids[0]]).isdisjoint(its.judgement.ids)
        ]

    def _contradicted(self) -> Iterator[str]:
        """Note where ids that are one are said to be different, at both places; and give them, kept apart then."""
        group = self._group_of
        for its in self._sound:
            if its.judgement.same or not its.judgement.counts:
                continue
            for one, other in combinations([id_ for id_ in its.judgement.ids if id_ in group], 2):
                if group[one] is group[other]:
                    places = [each.place() for each in self._joining(one, other)]
                    more = " and others" if len(places) > _MOST else ""
                    what = f"`{one}` and `{other}` are different here, and one by {', '.join(places[:_MOST])}{more}"
                    self._note(its, other, what, f"take one of the judgements back: `kg split`; {_APART}")
                    yield from group[one]

    def _differing(self) -> Iterator[str]:
        """Note what gives the ids of a group different single values, at the judgement; and give them."""
        for ids in self._groups:
            for one, other, what in self._differences(ids):
                self._note(self._joining(one, other)[-1], other, what, _UNDO)
                yield from ids

    def _differences(self, ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        there = [id_ for id_ in ids if self._is_there(id_)]
        whats = {self._what(id_) for id_ in there}
        if len(whats) > 1:  # joined by an id that nothing is called
            other = next(id_ for id_ in there if self._what(id_) != self._what(there[0]))
            yield there[0], other, f"`{there[0]}` is {self._what(there[0])}, `{other}` is {self._what(other)}"
            return
        replaced = dict.fromkeys(ids, self._shown(ids) or "")
        members = [entity_with(its, replaced) for id_ in there if (its := self._records.entities.get(id_))]
        for first, second, what in differences(members):
            yield first.id, second.id, what
        labelled = [self._labels[id_] for id_ in there if id_ in self._labels]
        for claim in labelled[1:]:
            if claim.label != labelled[0].label:
                labels = " and ".join(f"{named(str(its.label))} in claim `{its.key}`" for its in (labelled[0], claim))
                yield labelled[0].fact, claim.fact, f"a fact has one label: {labels}"

    def _with(self, replaced: Replaced) -> Records:
        """Give the records with one id for each thing."""
        its = self._records
        others: dict[str, list[str]] = {}
        for other, shown in replaced.items():
            others.setdefault(shown, []).append(other)
        entities: dict[str, Entity] = {}
        for id_, entity in its.entities.items():
            if id_ not in replaced:
                members = [entity, *(its.entities[other] for other in others.get(id_, ()) if other in its.entities)]
                entities[id_] = united([entity_with(member, replaced) for member in members])
        articles = {id_: article_with(article, replaced) for id_, article in its.articles.items()}
        return Records(entities, articles, tuple(claim_with(claim, replaced, self._ontology) for claim in its.claims))

    def _broken(self, replaced: Replaced) -> set[str]:
        """Find what records could not be had with these ids; note it, and give the ids that are then kept apart."""
        if not replaced:
            return set()
        records, found = self._with(replaced), set[str]()
        facts = {replaced.get(fact, fact) for fact in (*self._types, *self._others)}
        known = Known(records.entities, facts, self._ontology.concepts)
        for id_, what in (*self._circles(records, known), *self._self_links(records)):
            found |= self._keep_apart(id_, what)
        for claim, before in zip(records.claims, self._records.claims, strict=True):
            article = records.articles[claim.article]
            if claim is before and article is self._records.articles[claim.article]:
                continue
            for finding in check_claim(claim, article, self._ontology, known, None):
                if not finding.is_warning:
                    what = f"if they were one, claim `{claim.key}` could not be had: {finding.text}"
                    head = (article.publisher, article.agency, article.coded_by)
                    for id_ in sorted({*ids_of(claim, self._ontology), *filter(None, head)} & {*replaced.values()}):
                        found |= self._keep_apart(id_, what)
        return found

    def _circles(self, records: Records, known: Known) -> Iterator[tuple[str, str]]:
        for id_, findings in check_circles(records.entities, self._ontology.upward_links).items():
            yield from ((id_, f"if they were one: {finding.text}") for finding in findings[:1])
        for number, finding in check_references(records.claims, known):
            if not finding.is_warning:
                yield records.claims[number].fact, f"if they were one: {finding.text}"

    @staticmethod
    def _self_links(records: Records) -> Iterator[tuple[str, str]]:
        for id_, entity in records.entities.items():
            for link, targets in entity.links.items():
                if id_ in targets:
                    yield id_, f"if they were one: `{link}` would lead from `{id_}` to itself"

    def _keep_apart(self, shown: str, what: str) -> set[str]:
        """Note a fault at the judgements of a group, once, and give its ids; nothing if the id is in no group."""
        ids = self._group_of.get(shown)
        if ids is None:
            return set()
        its = self._naming[shown][-1]
        if (told := (its.document.file, its.path())) not in self._told:
            self._told.add(told)
            self._note(its, "", what, _UNDO)
        return set(ids)


def _naming_both(claims: Iterable[Claim], replaced: Replaced) -> dict[str, str]:
    """Find claims that name, as fillers of their roles, two ids that are one: whoever annotated them saw two.

    Returns
    -------
    dict
        The id that is shown -> the key of the first such claim.
    """
    found: dict[str, str] = {}
    for claim in claims if replaced else ():
        fillers = dict.fromkeys(id_ for its in claim.roles.values() for id_ in its)
        shown = [replaced.get(id_, id_) for id_ in fillers]
        for id_ in dict.fromkeys(each for each in shown if shown.count(each) > 1):
            found.setdefault(id_, claim.key)
    return found
