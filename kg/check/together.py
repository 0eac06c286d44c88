"""Claims together: which of those that are sound by themselves are kept, and what else is wrong with the others.

Nothing here asks where a claim was read, so that a build in parts can ask it of the few claims that it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from kg.annotation.drafts import Draft
from kg.base.findings import Finding, KeyPath
from kg.check.facts import Numbered, check_agreement, check_references, resting_on_nothing
from kg.check.fillers import Known
from kg.check.notes import told_of
from kg.model.records import Claim
from kg.ontology import Ontology


class Item(Protocol):
    """A claim, and of a refused one what could not be read of it."""

    @property
    def claim(self) -> Claim:
        """The claim."""

    @property
    def draft(self) -> Draft | None:
        """What it lacks."""


I = TypeVar("I", bound=Item)  # noqa: E741 - one kind of item


def kept(
    items: Sequence[I], ontology: Ontology, known: Known, spoken: Collection[str]
) -> tuple[list[I], list[tuple[I, Finding]]]:
    """Leave out claims that others refuse.

    Parameters
    ----------
    items
        Claims that are sound by themselves, in the order of their keys.
    ontology
        Of the project.
    known
        What claims may name; its `facts` are those that any claim speaks of, sound or not.
    spoken
        The same facts, or of these those of which all sound claims are among the items.

    Returns
    -------
    list
        Those that are kept.
    list
        Those that are refused for a fault, with it; what rests on a fact of which every claim is refused has none.
    """
    noted: list[tuple[I, Finding]] = []
    left = _refuse(items, list(check_agreement([item.claim for item in items], ontology)), noted)
    left = _refuse(left, check_references([item.claim for item in left], known), noted)
    on = Known(known.entities, spoken, known.concepts)
    resting = resting_on_nothing([item.claim for item in left], ontology, on)
    return [item for number, item in enumerate(left) if number not in resting], noted


def also_wrong(
    sound: Sequence[I], refused: Sequence[I], ontology: Ontology, known: Known
) -> tuple[list[tuple[I, Finding]], set[tuple[int, KeyPath]]]:
    """Find what else is wrong with refused claims, so that mending one fault brings no other to light.

    Parameters
    ----------
    sound, refused
        Claims, in the order of their keys.
    ontology, known
        As for `kept`.

    Returns
    -------
    list
        Refused claims with what is wrong with them.
    set
        What is wrong with any, by the position of the claim, those that are kept first, and the path in it.
    """
    items = [*sound, *refused]
    claims = [item.claim for item in items]
    faults = [*check_agreement(claims, ontology), *check_references(claims, known)]
    noted = [(items[number], its) for number, its in faults if number >= len(sound)]
    return [(item, its) for item, its in noted if told_of([its], item.draft)], {(at, its.path) for at, its in faults}


def _refuse(items: Sequence[I], found: Sequence[Numbered], noted: list[tuple[I, Finding]]) -> list[I]:
    noted += [(items[number], finding) for number, finding in found]
    refused = {number for number, finding in found if not finding.is_warning}
    return [item for number, item in enumerate(items) if number not in refused]
