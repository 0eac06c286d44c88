"""Attributed sentences: what a claim says and what a fact amounts to, in words, with nothing but records at hand.

Only what is asserted, or accepted, reads as a sentence ("Ann and Bob met"); what is announced, suggested, asked about,
left open, denied or taken back reads as a noun phrase ("a meeting of Ann and Bob"), which says nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice

from msgspec import Struct, structs

from kg.account.edges import Edge
from kg.account.facts import FactAccount
from kg.account.support import told_fillers
from kg.account.voices import ANONYMOUS, is_anonymous
from kg.base.hints import MOST_LISTED, several
from kg.base.letters import cut
from kg.model.records import Article, Claim, Entity, Kind, Scope, Stance
from kg.ontology import Ontology, fill
from kg.snapshot.claim_order import oldest_first
from kg.snapshot.namesakes import with_words

# Participles, since a speaker may be one or many. To suggest a meeting alone would be to propose it.
_MANNERS = {
    Stance.ASSERTS: "{who}: {what}.",
    Stance.ANNOUNCES: "{who}, announcing {what}.",
    Stance.SUGGESTS: "{who}, suggesting the possibility of {what}.",
    Stance.ASKS: "{who}, asking about {what}.",
    Stance.DECLINES: "{who}, declining to confirm or deny {what}.",
    Stance.DENIES: "{who}, denying {what}.",
    Stance.RETRACTS: "{who}, taking back earlier words about {what}.",
}
# Of fillers of a fact that is taken for granted: what is denied of them is not the fact.
_OF_FILLERS = {**_MANNERS, Stance.ASSERTS: "{who}, naming {what}.", Stance.DENIES: "{who}, ruling out {what}."}

_SEASONS = ("spring", "summer", "autumn", "winter")
_ORDINALS = ("first", "second", "third", "fourth")
# Parts of a year by their number in EDTF, from 21 on.
_PARTS = (
    *_SEASONS,
    *(f"{where} {season}" for where in ("northern", "southern") for season in _SEASONS),
    *(f"{which} quarter" for which in _ORDINALS),
    *(f"{which} four months" for which in ("first", "middle", "last")),
    *(f"{which} half" for which in _ORDINALS[:2]),
)
_LONGEST, _UNBROKEN = 60, 40  # characters of a name in a list: of words, and of one word, which no line can break
_LONGEST_PHRASE = 400  # characters that a list shows of what a fact is
_DAY = 10  # characters of a plain day
_NAME = "\ue000"  # stands for a name that somebody gave, where only the beginning of a sentence is asked for
_DESCRIBED = (Kind.POST, Kind.TOPIC)  # kinds whose names are words that describe, such as "the Speaker of the House"
_SEAM = re.compile(r"(?<!\d)-|-(?!\d)")  # a hyphen that is not inside a date
_DETERMINED = re.compile(r"(the|an?|one|some|this|that|his|her|their|its)\b|\S.*['’]s?\s", re.IGNORECASE)


class Teller(Struct, frozen=True):
    """What it takes to tell a claim: names of entities, heads of articles, phrases of fact types."""

    entities: Mapping[str, Entity]
    articles: Mapping[str, Article]
    ontology: Ontology
    labels: Mapping[str, str]  # fact -> its proper name, where it has one
    parts: Mapping[str, str] = {}  # fact -> words that say so, where it is part of one that is not accepted
    is_brief: bool = False  # whether long names are cut, and of many only the first are named
    first: Collection[str] = ()  # entities that are named before others; of many others only some are
    apart: Mapping[str, str] = {}  # entity -> what tells it from others of its name, written behind it
    marks_names: bool = False  # whether `_NAME` stands for each name of an entity or a fact

    @property
    def brief(self) -> Teller:
        """The same for a list, in which each entry has to be short; what is opened alone is told whole."""
        return structs.replace(self, is_brief=True)

    def naming(self, *first: str) -> Teller:
        """Tell of some entities: of many others in a role only the first are named."""
        return structs.replace(self, first=first)

    def name(self, id_: str) -> str:
        """Name an entity, a concept or a fact in words.

        A fact is named in quotation marks. One without a proper name has its id there, without hyphens but in dates.
        """
        if id_ in self.entities:
            its = self.entities[id_]
            given = self._given(its.name, describes=its.anonymous or its.kind in _DESCRIBED)
            return with_words(given, self.apart.get(id_))
        if id_ in self.ontology.concepts:
            return self._short(self.ontology.concepts[id_].label)
        return f"“{self._short(self.labels.get(id_) or _SEAM.sub(' ', id_))}”"

    def _given(self, name: str, *, describes: bool = False) -> str:
        """Write a name, which stays as it is given wherever it stands, unless its words only describe somebody."""
        return _NAME if self.marks_names and not describes else self._short(name)

    def _sentence(self, text: str, tell: Callable[[Teller], str]) -> str:
        """Begin a sentence with a capital, unless it begins with a name; `tell` tells it again with names marked."""
        begun = _capital(text)
        marked = structs.replace(self, marks_names=True)
        return text if begun != text and not self.marks_names and tell(marked).startswith(_NAME) else begun

    def _short(self, text: str) -> str:
        if not self.is_brief:
            return text
        return cut(text, _LONGEST if " " in text[:_UNBROKEN] else _UNBROKEN)

    def _phrase(self, text: str) -> str:
        return cut(text, _LONGEST_PHRASE) if self.is_brief else text

    def _both(self, words: Iterable[str]) -> str:
        """Join words, in a list the first of them."""
        named = list(words)
        return several(named) if self.is_brief and len(named) > MOST_LISTED else both(named)

    def actor(self, id_: str) -> str:
        """Name whoever acts or speaks in a sentence: a post as whoever holds it, "the Foreign Minister of Turkey"."""
        name, entity = self.name(id_), self.entities.get(id_)
        is_bare_post = entity is not None and entity.kind is Kind.POST and not _DETERMINED.match(entity.name)
        return f"the {name}" if is_bare_post else name

    def claim(self, claim: Claim) -> str:
        """Tell a claim: who says so, by whose relay, in which article, with which stance, and what."""
        type_, manner = self.ontology.types[claim.type], _MANNERS[claim.stance]
        if claim.scope is Scope.ROLES:
            manner = _OF_FILLERS[claim.stance]
            what = f"{self._fillers(claim)} of the {self._short(type_.label)} {self.name(claim.fact)}"
        else:
            tell = self.content if claim.stance is Stance.ASSERTS else self.nominal
            what = tell(claim.type, claim.roles, claim.label)
        what += timed(claim.when.text if claim.when else None, lasts=type_.lasts)
        return self._sentence(manner.format(who=self._who(claim), what=what), lambda its: its.claim(claim))

    def _who(self, claim: Claim) -> str:
        article = self.articles[claim.article]
        by_then = article.published.text if article.is_dated else f"by {article.day}"
        where = f"{self.name(article.publisher)} {'of ' if article.is_dated else ''}{by_then}"
        if article.agency:
            where = f"{self.name(article.agency)}, in {where}"
        if claim.evidence and not claim.was_read:
            rows = self._rows(span.row for span in claim.evidence if span.row is not None)
            coder = self.name(article.coded_by or article.publisher)
            where += f" (coded by {coder}, {'row' if len(claim.evidence) == 1 else 'rows'} {rows}; not read)"
        if not claim.speaker or claim.speaker == (article.narrator,):
            return where
        relayed = f", via {self._both(map(self.actor, claim.via))}" if claim.via else ""
        return f"{self._both(map(self.actor, claim.speaker))}{relayed}, in {where}"

    def _named(self, fillers: Sequence[str], name: Callable[[str], str]) -> str:
        if not (self.is_brief or self.first) or len(fillers) <= MOST_LISTED:
            return both(map(name, fillers))
        first = [filler for filler in fillers if filler in self.first]
        others = (filler for filler in fillers if filler not in self.first)
        shown = [*first, *islice(others, max(0, MOST_LISTED - 2 - len(first)))]
        return both([*map(name, shown), f"{len(fillers) - len(shown):,} others"])

    def _rows(self, rows: Iterable[str]) -> str:
        """Name the rows of a table that hold a claim."""
        return several([self._short(row) for row in rows]) if self.is_brief else ", ".join(rows)

    def _fillers(self, claim: Claim) -> str:
        """Name the fillers, each with its role, as the ontology words it."""
        named = ((self.ontology.roles[role], words) for role, words in self._words(claim.type, claim.roles).items())
        return self._both(
            fill(role.phrase, {role.id: words}) if role.phrase else f"{words} as {role.label}" for role, words in named
        )

    def content(self, type_: str, roles: Mapping[str, Sequence[str]], label: str | None) -> str:
        """Say as a sentence what a fact of a type is, from the fillers of its roles.

        A concept that fills a role and has a phrase of its own is told by that phrase.
        """
        named = words = self._words(type_, roles, label)
        for role, fillers in roles.items():
            concepts = [self.ontology.concepts[f] for f in fillers if f in self.ontology.concepts]
            if concepts and len(concepts) == len(fillers):
                told = [fill(concept.phrase, {**named, role: concept.label}) for concept in concepts]
                words = {**words, role: self._both(told)}
        return self._phrase(fill(self.ontology.types[type_].phrase, words))

    def nominal(self, type_: str, roles: Mapping[str, Sequence[str]], label: str | None) -> str:
        """Say as a noun phrase what a fact of a type would be, which leaves open whether it is.

        The sentence in quotation marks stands for a noun phrase that the ontology does not declare.
        """
        template = self.ontology.types[type_].nominal
        if not template:
            return f"“{self.content(type_, roles, label)}”"
        return self._phrase(fill(template, self._words(type_, roles, label)))

    def _words(self, type_: str, roles: Mapping[str, Sequence[str]], label: str | None = None) -> dict[str, str]:
        """Name the fillers of each role; a post that somebody holds is named as such, any other as whoever acts."""
        seat = self.ontology.types[type_].seat
        words = {
            role: self._named(fillers, self.name if role == seat else self.actor)
            for role, fillers in roles.items()
            if fillers
        }
        return {**words, "label": self._given(label)} if label else words

    def fact(self, fact: FactAccount, claims: Mapping[str, Claim]) -> str:
        """Tell a fact by the claims that decided its status: one sentence for each."""
        return self.told(self.in_order(claims[key] for key in fact.basis if key in claims), fact.fact)

    def in_order(self, claims: Iterable[Claim]) -> list[Claim]:
        """Put claims in the order in which they are told, the oldest first."""
        return oldest_first(claims, self.articles)

    def told(self, claims: Iterable[Claim], fact: str) -> str:
        """Tell claims on a fact, one sentence for each, and say so if it is part of one that is not accepted."""
        part = [f"({_capital(self._phrase(self.parts[fact]))}.)"] if fact in self.parts else []
        return " ".join([*map(self.claim, claims), *part])

    def edge(self, edge: Edge) -> str:
        """Name an edge by its two ends, and say so if its fact is part of one that is not accepted."""
        part = f", {self._phrase(self.parts[edge.fact])}" if edge.fact in self.parts else ""
        label = self._short(self.ontology.edges[edge.relation].label)
        return f"{self.name(edge.source)} – {label} – {self.name(edge.target)}{part}"

    def edges(self, edges: Sequence[Edge]) -> str:
        """Name edges of one fact that differ by their ends only; many are counted."""
        if len(edges) == 1:
            return self.edge(edges[0])
        part = f", {self.parts[edges[0].fact]}" if edges[0].fact in self.parts else ""
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        return f"{len(edges):,} edges – {self.ontology.edges[edges[0].relation].label} – among {len(ends):,}{part}"

    def heading(self, fact: FactAccount) -> str:
        """Say what a fact is, or, if it is not accepted, what it would be, without saying who says so.

        Fillers that stand worse than the fact are left out. If it is part of one that is not accepted, that is said.
        """
        known: dict[str, list[str]] = {}
        for filler in told_fillers(fact):
            known.setdefault(filler.role, []).append(filler.filler)
        type_ = self.ontology.types[fact.type]
        # Where too few fillers are accepted ("Ann met"), no sentence can be made of those that are.
        told = fact.accepted and all(len(known.get(role, ())) >= rule.min for role, rule in type_.roles.items())
        what = (self.content if told else self.nominal)(fact.type, known, fact.label)
        part = f", {self._phrase(self.parts[fact.fact])}" if fact.fact in self.parts else ""
        when = timed(fact.when.text, lasts=type_.lasts, stated=fact.when.stated)
        return self._sentence(what + self._phrase(when) + part, lambda its: its.heading(fact))


def _capital(text: str) -> str:
    return text[:1].title() + text[1:]  # a letter of a script without capitals stays as it is, a Georgian one too


def voice_words(id_: str, teller: Teller) -> str:
    """Name a voice; that of one article's anonymous sources by the article."""
    if not is_anonymous(id_):
        return teller.name(id_)
    article = teller.articles.get(id_.removeprefix(ANONYMOUS))
    told = f"{teller.name(article.publisher)}, {article.published.text}" if article else id_
    return f"anonymous sources of {told}"


def both(words: Iterable[str]) -> str:
    """Join words as one writes them.

    >>> both(["Asim Munir"]), both(["a", "b"]), both(["a", "b", "c"])
    ('Asim Munir', 'a and b', 'a, b and c')
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def timed(when: str | None, *, lasts: bool = False, stated: bool = True) -> str:
    """Say a time after a phrase, from its EDTF text.

    Parameters
    ----------
    when
        EDTF, as the account or a claim gives it.
    lasts
        Whether it is a situation, whose interval gives bounds; an event's gives days between which it happened.
    stated
        Whether a claim states these bounds; the account may have made them of days for which a situation is attested.

    >>> timed("2023-12-13"), timed("2023-12"), timed("2023-22"), timed("[2023-12-13,2023-12-15]"), timed(None)
    (' on 2023-12-13', ' in 2023-12', ' in the summer of 2023', ' on 2023-12-13 or on 2023-12-15', '')
    >>> timed("2023-12-04/2023-12-08"), timed("../2021-08")
    (' between 2023-12-04 and 2023-12-08', ' by 2021-08')
    >>> timed("2016~/2021-08", lasts=True), timed("../2021-08", lasts=True)
    (' from about 2016 to 2021-08', ' until 2021-08')
    """
    if not when:
        return ""
    if when.startswith("["):
        spans = [span.replace("..", "/") for span in when.strip("[]").split(",")]
        return " or".join(timed(span, lasts=lasts, stated=False) for span in spans)
    first, slash, last = when.partition("/")
    if not slash or first == last:
        return f" {_date(first, 'on ', 'in ')}" if first.strip(".") else ""
    start, end = ("" if side in ("", "..") else _date(side) for side in (first, last))
    if not start:
        return f" {'until' if lasts else 'by'} {end}" if end else ""
    if not end:
        return f" from {start}" if lasts else f" {_date(first, 'on or after ', 'in or after ')}"
    return f" from {start} to {end}" if lasts and stated else f" between {start} and {end}"


def _date(text: str, before_day: str = "", before_other: str = "") -> str:
    """Say a date, after a preposition that a day takes, or another that a month, a year or any longer time takes."""
    bare = text.rstrip("~?%")
    doubt, plain = text[len(bare) :], re.sub("(-XX)+$", "", bare)
    if found := re.fullmatch("([0-9]{4})-(2[1-9]|3[0-9]|4[01])", plain):
        said = f"the {_PARTS[int(found[2]) - 21]} of {found[1]}"
    else:
        said = f"the {plain[:3]}0s" if re.fullmatch("[0-9]{3}X", plain) else plain
    before = before_day if len(plain) == _DAY else before_other
    return f"{'perhaps ' * (doubt in ('?', '%'))}{before}{'about ' * (doubt in ('~', '%'))}{said}"
