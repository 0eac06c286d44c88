"""How far two annotations of one article agree: what both found, what they say of it, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from kg.desk.agreements.coefficients import Alpha, alpha, differs, masi, time, time_distance
from kg.desk.agreements.matching import Matched, common, covered, match
from kg.desk.agreements.readings import Reading
from kg.evidence.quotes import quoted
from kg.model.records import Claim, Evidence

CLAIMS = "claims"  # stands for a claim that only one has, where a field is named
EVIDENCE = "evidence"
_BETWEEN = "; "  # roles
_NARRATOR = "the article's own voice"


class Found(Struct, frozen=True):
    """How many things each annotation has, and how many both; what only one has cannot be compared."""

    things: str
    in_a: int
    in_b: int
    in_both: int

    @property
    def precision(self) -> float | None:
        """The share of B's that A has too, with A as the one that is right; None if B has none."""
        return self.in_both / self.in_b if self.in_b else None

    @property
    def recall(self) -> float | None:
        """The share of A's that B has too; None if A has none."""
        return self.in_both / self.in_a if self.in_a else None

    @property
    def f1(self) -> float | None:
        """Twice what both have by what each has, which is the same whoever is right; None if neither has any."""
        number = self.in_a + self.in_b
        return 2 * self.in_both / number if number else None


class Difference(Struct, frozen=True):
    """In what two claims differ, or that only one is there; what each says, and where in the text that is."""

    a: str  # the claim's id; empty if A has none
    b: str
    field: str
    a_says: str
    b_says: str
    at: tuple[int, int] | None


class Agreement(Struct, frozen=True):
    """Two readings of one article beside each other."""

    a: Reading
    b: Reading
    matched: Matched
    found: list[Found]
    differences: list[Difference]

    @property
    def alphas(self) -> dict[str, Alpha]:
        """Compute alpha over the matched claims for each field that is compared, and each role that either names.

        Raises
        ------
        UsageError
            If nltk is not installed; all else is told without it.
        """
        return _alphas([(self.a.claims[i], self.b.claims[j]) for i, j, _ in self.matched.pairs], self.matched)

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """The facts that both have under different names: A's and B's."""
        return sorted((ours, theirs) for theirs, ours in self.matched.facts.items() if ours != theirs)


def compare(a: Reading, b: Reading) -> Agreement:
    """Compare two readings of one article.

    Parameters
    ----------
    a, b
        As `kg.desk.agreements.readings.read_both` gives them.

    Returns
    -------
    Agreement
        Differences in the order of the text.

    Source
    ------
    Krippendorff 2004, Content Analysis, 2nd edition, chapter 11, for alpha, field by field. Hripcsak and Rothschild
    2005, doi:10.1197/jamia.M1733, for precision, recall and F1 of what one found and the other may not have.
    """
    matched = match(a.claims, b.claims)
    return Agreement(a, b, matched, _found(a, b, matched), _differences(a, b, matched))


def differing(one: Claim, other: Claim, facts: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Give the fields in which two matched claims differ, with what each says; B's facts by their names in A."""
    told = ((field, read(one, {}), read(other, facts)) for field, read in _READ.items())
    found = {field: (ours, theirs) for field, ours, theirs in told if ours != theirs}
    if "roles" in found:  # of which only those that differ are told
        ours, theirs = (its.split(_BETWEEN) for its in found["roles"])
        found["roles"] = (
            _BETWEEN.join(its for its in ours if its not in theirs),
            _BETWEEN.join(its for its in theirs if its not in ours),
        )
    return found


def _found(a: Reading, b: Reading, matched: Matched) -> list[Found]:
    spans = [{(its.start, its.end, its.row) for claim in each.claims for its in claim.evidence} for each in (a, b)]
    texts = [covered(its for claim in each.claims for its in claim.evidence) for each in (a, b)]
    sizes = [sum(end - start for start, end in its) for its in texts]
    return [
        Found("claims", len(a.claims), len(b.claims), len(matched.pairs)),
        Found("spans, the same", len(spans[0]), len(spans[1]), len(spans[0] & spans[1])),
        Found("code points", sizes[0], sizes[1], common(texts[0], texts[1])),
    ]


def _alphas(pairs: list[tuple[Claim, Claim]], matched: Matched) -> dict[str, Alpha]:
    """Compute alpha of each field that is compared, and of each role that either names."""
    names: list[tuple[str, Callable[[Claim], Any], Callable[[Any, Any], float]]] = [
        ("type", lambda claim: claim.type, differs),
        ("stance", lambda claim: claim.stance.value, differs),
        ("scope", lambda claim: claim.scope.value, differs),
        ("speaker", lambda claim: frozenset(claim.speaker or (_NARRATOR,)), masi),
        ("time", lambda claim: time(claim.when), time_distance),
    ]
    found = {name: alpha([(of(one), of(other)) for one, other in pairs], distance) for name, of, distance in names}
    for role in sorted({role for pair in pairs for claim in pair for role in claim.roles}):
        naming = [pair for pair in pairs if any(role in claim.roles for claim in pair)]
        units = [(_fillers(one, role, {}), _fillers(other, role, matched.facts)) for one, other in naming]
        found[f"role {role}"] = alpha(units, masi)
    return found


def _fillers(claim: Claim, role: str, facts: dict[str, str]) -> frozenset[str]:
    return frozenset(facts.get(filler, filler) for filler in claim.roles.get(role, ()))


def _differences(a: Reading, b: Reading, matched: Matched) -> list[Difference]:
    found = []
    for i, j, _ in matched.pairs:
        one, other = a.claims[i], b.claims[j]
        for field, (ours, theirs) in differing(one, other, matched.facts).items():
            found.append(Difference(one.id, other.id, field, ours, theirs, _place(one)))
    for number in matched.only_a(len(a.claims)):
        claim = a.claims[number]
        found.append(Difference(claim.id, "", CLAIMS, _told(claim), "", _place(claim)))
    for number in matched.only_b(len(b.claims)):
        claim = b.claims[number]
        found.append(Difference("", claim.id, CLAIMS, "", _told(claim), _place(claim)))
    fields = [*_READ, CLAIMS]
    return sorted(found, key=lambda its: (its.at or (0, 0), its.a, its.b, fields.index(its.field)))


def _place(claim: Claim) -> tuple[int, int] | None:
    return min(((its.start, its.end) for its in claim.evidence if its.row is None), default=None)


def _told(claim: Claim) -> str:
    """Sum up a claim that only one has."""
    return f"{', '.join(claim.speaker) or _NARRATOR} {claim.stance.value} {claim.fact} ({claim.type})"


def _named(ids: Iterable[str], facts: dict[str, str]) -> str:
    return ", ".join(sorted(facts.get(id_, id_) for id_ in ids))


def _one(id_: str | None, facts: dict[str, str]) -> str:
    return facts.get(id_, id_) if id_ else ""


def _roles(claim: Claim, facts: dict[str, str]) -> str:
    return _BETWEEN.join(f"{role}: {_named(fillers, facts)}" for role, fillers in sorted(claim.roles.items()))


def _piece(its: Evidence) -> str:
    place = f"row {quoted(its.row)}" if its.row is not None else f"[{its.start}, {its.end}]"
    return place if its.kind.value == "text" else f"{place} {its.kind.value}"


# Each field that is compared, and what a claim says in it, with facts by their names in the first annotation.
_READ: dict[str, Callable[[Claim, dict[str, str]], str]] = {
    "type": lambda claim, _: claim.type,
    "label": lambda claim, _: claim.label or "",
    "roles": _roles,
    "when": lambda claim, _: claim.when.text if claim.when else "",
    "values": lambda claim, _: "; ".join(f"{name}: {figure}" for name, figure in sorted(claim.values.items())),
    "speaker": lambda claim, _: ", ".join(sorted(claim.speaker)) or _NARRATOR,
    "via": lambda claim, _: ", ".join(claim.via),
    "document": lambda claim, _: claim.document or "",
    "stance": lambda claim, _: claim.stance.value,
    "scope": lambda claim, _: claim.scope.value,
    "said": lambda claim, _: claim.said.text if claim.said else "",
    "mode": lambda claim, _: claim.mode or "",
    "part-of": lambda claim, facts: _one(claim.part_of, facts),
    "fulfils": lambda claim, facts: _one(claim.fulfils, facts),
    "qualifier": lambda claim, _: claim.qualifier or "",
    EVIDENCE: lambda claim, _: ", ".join(sorted(map(_piece, claim.evidence))),
}
FIELDS = tuple(_READ)
