"""Checks claims together: one type and one label a fact, and references between facts, without circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from kg.base.errors import WARNING
from kg.base.findings import Finding
from kg.base.hints import listed, meant, named
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
    found: list[Numbered] = []
    for number, claim in enumerate(claims):
        for field, target in (("part-of", claim.part_of), ("fulfils", claim.fulfils)):
            if target is not None and target not in known.facts:
                found.append((number, _missing(field, target, known)))
    found += _circles(claims, "part-of", lambda claim: claim.part_of)
    found += _circles(claims, "fulfils", lambda claim: claim.fulfils)
    return found


def resting_on_nothing(claims: Sequence[Claim], ontology: Ontology, known: Known) -> set[int]:
    """Find claims that name a fact on which every claim is refused: they are refused with these, by no fault of theirs.

    Parameters
    ----------
    claims
        The claims that are sound so far. To refuse one may leave another naming nothing: ask again until
        nothing is found.
    ontology
        Says which roles take facts.
    known
        Its `facts` are those that any claim speaks of, sound or not.

    Returns
    -------
    set
        Their positions.
    """
    refused = frozenset(known.facts) - {claim.fact for claim in claims}
    found = set()
    for number, claim in enumerate(claims if refused else ()):
        rules = ontology.types[claim.type].roles
        named = {filler for role, fillers in claim.roles.items() if rules[role].takes_fact for filler in fillers}
        if not refused.isdisjoint({claim.part_of, claim.fulfils} | (named - known.entities.keys())):
            found.add(number)
    return found


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
    for number, claim in enumerate(claims):
        if claim.stance is not Stance.DENIES or claim.scope is not Scope.FACT:
            continue
        left = sorted(
            part for part in _all_parts(claim.fact, parts) - {claim.fact} if _speaker(claim) not in spoken[part]
        )
        if left:
            fault = f"{WARNING}`{claim.fact}` is denied here, and not what is part of it: {listed(left)}"
            hint = "a denial that covers a part too is a claim on that part, with `mode: implied`"
            yield number, Finding(("stance",), fault, hint)


def _speaker(claim: Claim) -> tuple[str, ...]:
    return claim.speaker or (claim.article,)  # in its own voice, an article speaks


def _all_parts(whole: str, parts: Mapping[str, set[str]]) -> set[str]:
    """Collect the parts of a fact, and their parts; there are no circles among sound claims."""
    found: set[str] = set()
    waiting = [whole]
    while waiting:
        new = parts.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


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
