"""What was probably meant by an id that there is not: what carries that name, what is nearest, or where ids stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.base.errors import NotFoundError
from kg.base.hints import MOST_LISTED, listed, meant, named
from kg.base.letters import plain

if TYPE_CHECKING:
    from kg.model.records import Records


def meant_thing(name: str, known: Collection[str], records: Records) -> str:
    """Ask whether an entity was meant that is called so, or else the nearest id.

    Parameters
    ----------
    name
        As it was given.
    known
        The ids that could be meant.
    records
        With the names and aliases of entities.

    Returns
    -------
    str
        A hint. Where nothing is near, it lists the ids if they are few, and otherwise says where they stand.
    """
    called = _called(name, set(known), records)
    if called:
        return f"did you mean {' or '.join(f'`{id_}`' for id_ in called[:MOST_LISTED])}?"
    are_many = len(known) > MOST_LISTED
    return meant(name, known, "the files in `sources/` list them" if are_many else f"there are {listed(known)}")


def meant_fact(name: str, facts: Collection[str], records: Records) -> str:
    """Say that an entity is no fact, or ask whether the nearest fact was meant.

    Parameters
    ----------
    name
        As it was given.
    facts
        The ids of all facts.
    records
        With the ids, names and aliases of entities.

    Returns
    -------
    str
        A hint.
    """
    called = [name] if name in records.entities else _called(name, set(records.entities), records)
    if called:
        one = called[0]
        return f"`{one}` is an entity: `kg explain A B` explains what names two, `kg facts --entity {one}` lists all"
    return meant(name, facts, "`kg facts` lists them")


def _called(name: str, known: set[str], records: Records) -> list[str]:
    """List those known entities whose id, name or alias is this, whatever its case, blanks and hyphens."""
    asked = plain(name)
    entities = (records.entities[id_] for id_ in sorted(known & records.entities.keys()))
    return [its.id for its in entities if any(plain(each) == asked for each in (its.id, its.name, *its.aliases))]


def no_entity(id_: str, facts: Collection[str], records: Records) -> NotFoundError:
    """Say that there is no such entity, and what it is instead, or what was probably meant."""
    hint = f"it is a fact: `kg explain {id_}`" if id_ in facts else meant_thing(id_, records.entities, records)
    return NotFoundError(f"no such entity: {named(id_)}", hint)
