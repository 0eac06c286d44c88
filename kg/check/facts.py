"""Checks claims together: one type and one label a fact, and references between facts, without circles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from kg.account.edges import MOST_EDGES, is_mutual, joins, ways
from kg.base.components import components
from kg.base.errors import WARNING
from kg.base.findings import Finding
from kg.base.hints import MOST_LISTED, listed, meant, named
from kg.check.circles import circles, shown
from kg.check.fillers import Known
from kg.model.records import Claim, Scope, Stance
from kg.ontology import Ontology

Numbered = tuple[int, Finding]  # the position of the claim in the sequence, and what is wrong with it


def check_agreement(claims: Sequence[Claim], ontology: Ontology) -> Iterator[Numbered]:
    """Find claims that give their fact another type or another label than an earlier claim does.

    Parameters
    ----------
    claims
        Claims, sound or not.
    ontology
        Its fact types: what is none differs from nothing.

    Yields
    ------
    tuple
        The later of two claims that differ, and a finding that names both.
    """
    types: dict[str, Claim] = {}
    labels: dict[str, Claim] = {}
    for number, claim in enumerate(claims):
        first = types.setdefault(claim.fact, claim) if claim.type in ontology.types else claim
        if first.type != claim.type:
            values = f"`{first.type}` in claim `{first.key}`, `{claim.type}` in claim `{claim.key}`"
            hint = "a fact has one type: correct one of the claims, or give it a fact of its own"
            yield number, Finding(("type",), f"two types for the fact `{claim.fact}`: {values}", hint)
        if claim.label is None:
            continue
        first = labels.setdefault(claim.fact, claim)
        if first.label != claim.label:
            one, other = named(str(first.label)), named(str(claim.label))
            values = f"{one} in claim `{first.key}`, {other} in claim `{claim.key}`"
            hint = "a fact has one label: correct one of them, or leave it out"
            yield number, Finding(("label",), f"two labels for the fact `{claim.fact}`: {values}", hint)


def check_references(claims: Sequence[Claim], known: Known) -> list[Numbered]:
    """Find claims that name as a whole, or as a plan, what is no fact, or that close a circle.

    Parameters
    ----------
    claims
        Claims, sound or not.
    known
        Its `facts` are those that any claim speaks of, sound or not.

    Returns
    -------
    list
        The claims with their findings; every claim that is part of a circle.
    """
    missing = [(number, finding) for number, claim in enumerate(claims) for finding in missing_facts(claim, known)]
    return [*missing, *check_circles(claims)]


def missing_facts(claim: Claim, known: Known) -> Iterator[Finding]:
    """Find what one claim names as a whole, or as a plan, that is no fact; parameters as of `check_references`."""
    for field, target in (("part-of", claim.part_of), ("fulfils", claim.fulfils)):
        if target is not None and target not in known.facts:
            yield _missing(field, target, known)


def check_circles(claims: Sequence[Claim]) -> list[Numbered]:
    """Find circles that claims close, of facts that are parts of facts, or that make facts good."""
    return [
        *_circles(claims, "part-of", lambda claim: claim.part_of),
        *_circles(claims, "fulfils", lambda claim: claim.fulfils),
    ]


def resting_on_nothing(claims: Sequence[Claim], ontology: Ontology, known: Known) -> set[int]:
    """Find claims that name a fact on which every claim is refused: they are refused with these, by no fault of theirs.

    Parameters
    ----------
    claims
        The claims that are sound so far.
    ontology
        Says which roles take facts.
    known
        Its `facts` are those that any claim speaks of, sound or not.

    Returns
    -------
    set
        Their positions, and those of claims that name what only such claims speak of.
    """
    refused = [*(frozenset(known.facts) - {claim.fact for claim in claims})]
    if not refused:
        return set()
    naming: dict[str, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        for fact in named_facts(claim, ontology, known):
            naming[fact].append(number)
    left = Counter(claim.fact for claim in claims)
    found: set[int] = set()
    for fact in refused:  # grows while it is read
        for number in naming[fact]:
            if number not in found:
                found.add(number)
                left[claims[number].fact] -= 1
                if not left[claims[number].fact]:
                    refused.append(claims[number].fact)
    return found


def named_facts(claim: Claim, ontology: Ontology, known: Known) -> set[str]:
    """Give the facts that a sound claim rests on: as fillers of its roles, as its whole, and as the plan it fulfils."""
    rules = ontology.types[claim.type].roles
    named = {filler for role, fillers in claim.roles.items() if rules[role].takes_fact for filler in fillers}
    return (named - known.entities.keys()) | {fact for fact in (claim.part_of, claim.fulfils) if fact is not None}


def check_announced(claims: Sequence[Claim]) -> Iterator[Numbered]:
    """Point out what fulfils a fact that nobody announced."""
    announced = {claim.fact for claim in claims if claim.stance in (Stance.ANNOUNCES, None)}  # None: cannot be read
    for number, claim in enumerate(claims):
        if claim.fulfils is not None and claim.fulfils not in announced:
            fault = f"{WARNING}`{claim.fact}` fulfils `{claim.fulfils}`, which no claim announces"
            yield number, Finding(("fulfils",), fault, "what belongs to another fact says `part-of`")


def check_denied_parts(claims: Sequence[Claim]) -> Iterator[Numbered]:
    """Point out where a fact is denied that has parts, and who denies it says nothing of these."""
    parts: dict[str, set[str]] = defaultdict(set)
    spoken: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for claim in claims:
        spoken[claim.fact].add(_speaker(claim))
        if claim.part_of is not None:
            parts[claim.part_of].add(claim.fact)
    missing: dict[tuple[str, ...], _Unspoken] = {}
    for number, claim in enumerate(claims):
        if claim.stance is not Stance.DENIES or claim.scope is not Scope.FACT or claim.fact not in parts:
            continue
        speaker = _speaker(claim)
        left = missing.setdefault(speaker, _Unspoken(speaker, parts, spoken)).below(claim.fact)
        if left:
            fault = f"{WARNING}`{claim.fact}` is denied here, and not what is part of it: {listed(left)}"
            hint = "a denial that covers a part too is a claim on that part, with `mode: implied`"
            yield number, Finding(("stance",), fault, hint)


def check_crowds(claims: Sequence[Claim], ontology: Ontology) -> Iterator[Numbered]:
    """Point out a fact that would have more edges than are drawn of one, at the last claim that adds to it."""
    fillers: dict[tuple[str, str], set[str]] = defaultdict(set)
    last: dict[str, int] = {}
    for number, claim in enumerate(claims):
        for role, its in claim.roles.items() if claim.type in ontology.types else ():
            fillers[claim.fact, role].update(its)
            last[claim.fact] = number
    for fact, number in last.items():
        type_ = ontology.types[claims[number].type]
        counts = {role: len(fillers[fact, role]) for role in type_.roles if (fact, role) in fillers}
        told = ((role, filler) for role in counts for filler in fillers[fact, role])
        used = ways(type_, counts, is_mutual=is_mutual(type_, told, ontology))
        for many in (joins(shortcut, ontology, counts) for shortcut in used):
            if many > MOST_EDGES:
                fault = f"{WARNING}{named(fact)} would have {many:,} edges, and more than {MOST_EDGES:,} are not drawn"
                yield number, Finding(("roles",), fault, "name delegations or a Group, or draw it in two modes")


class _Unspoken:
    """The parts of facts, and parts of parts, of which one speaker says nothing: of many the first by id."""

    def __init__(
        self, speaker: tuple[str, ...], parts: Mapping[str, set[str]], spoken: Mapping[str, set[tuple[str, ...]]]
    ) -> None:
        self._speaker, self._parts, self._spoken = speaker, parts, spoken
        self._known: dict[str, list[str]] = {}

    def below(self, whole: str) -> list[str]:
        """List those of a fact, as many as a message names and one more; each is worked out from its parts."""
        for members in components(whole, self._parts_of, self._known):
            parts = {part for member in members for part in self._parts_of(member)}
            found = {part for part in parts if self._speaker not in self._spoken.get(part, ())}
            found.update(*(self._known[part] for part in parts if part in self._known))
            self._known.update(dict.fromkeys(members, sorted(found)[: MOST_LISTED + 2]))
        return [part for part in self._known[whole] if part != whole][: MOST_LISTED + 1]

    def _parts_of(self, whole: str) -> Iterable[str]:
        return self._parts.get(whole, ())


def _speaker(claim: Claim) -> tuple[str, ...]:
    return claim.speaker or (claim.article,)  # in its own voice, an article speaks


def _missing(field: str, target: str, known: Known) -> Finding:
    if target in known.entities:
        kind = f": {kind}" if (kind := known.entities[target].kind) else ""
        fault = f"`{field}` takes a fact, `{target}` is an entity{kind}"
        return Finding((field,), fault, "name a fact of another claim")
    hint = meant(target, known.facts, "a fact is what a claim names in `fact`")
    return Finding((field,), f"unknown fact `{target}`", hint)


def _circles(claims: Sequence[Claim], field: str, target: Callable[[Claim], str | None]) -> list[Numbered]:
    """Find each circle that the claims close by this field: a finding for each claim that is part of it."""
    links: dict[tuple[str, str], list[int]] = {}
    for number, claim in enumerate(claims):
        other = target(claim)
        if other is not None:
            links.setdefault((claim.fact, other), []).append(number)
    targets: dict[str, set[str]] = {}
    for source, other in links:
        targets.setdefault(source, set()).add(other)
    found: list[Numbered] = []
    for members in circles(targets):
        hint = "no fact is its own part" if field == "part-of" else "no fact makes itself good"
        finding = Finding((field,), f"circle of `{field}`: {shown(members)}", f"{hint}: take one of the steps out")
        found += [(number, finding) for link in pairwise(members) for number in links[link]]
    return found
