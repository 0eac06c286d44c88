"""The head of an article: each field as given or as its source states it, or missing, with what to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct

from kg.annotation import scalars
from kg.annotation.scalars import FieldError
from kg.annotation.yaml_writer import quoted
from kg.base.errors import UsageError
from kg.base.hints import listed, named
from kg.desk.articles.stated import Stated, clean
from kg.model.records import Entity, Kind

GIVEN = "given"
NEEDED = ("title", "publisher", "published")
FIELDS = ("title", "publisher", "agency", "published", "url", "language")
_NAMES = ("publisher", "agency")  # whose values are entities
_READ = {
    "title": scalars.line, "publisher": scalars.name, "agency": scalars.name, "published": scalars.when,
    "url": scalars.url, "language": scalars.language,
}  # fmt: skip


class HeadField(Struct, frozen=True):
    """One field of an article's head."""

    name: str
    value: str = ""  # as the annotation file has it; empty: missing
    where: str = ""  # where it stands, or why it is missing
    called: str = ""  # of an entity: the name that the source has
    new: str = ""  # of an entity that the project does not know: how it is added to `sources/entities.yaml`

    @property
    def is_missing(self) -> bool:
        """Whether it is still to be written."""
        return not self.value


def head_fields(
    given: Mapping[str, str], stated: Mapping[str, Stated], entities: Mapping[str, Entity]
) -> list[HeadField]:
    """Decide on each field: what was given goes before what the source states.

    Parameters
    ----------
    given
        Values by field, as typed. A publisher and an agency may be given by id, name or alias.
    stated
        What the source states.
    entities
        The project's, by id.

    Returns
    -------
    list
        The fields in the order in which they are written.

    Raises
    ------
    UsageError
        If a value that was given cannot be one of its field.

    >>> head_fields({"title": "Talks"}, {"published": Stated("2031-03-10", "meta")}, {})[0]
    HeadField(name='title', value='Talks', where='given', called='', new='')
    """
    fields = []
    for name in FIELDS:
        its = stated.get(name, Stated("", "not stated"))
        if name in given:
            its = Stated(_checked(name, clean(given[name])), GIVEN)
        if name in _NAMES and its.value:
            fields.append(_entity_field(name, its, entities))
        else:
            fields.append(HeadField(name, its.value, its.where))
    return fields


def _checked(name: str, value: str) -> str:
    try:
        _READ[name](value)
        if name == "published" and scalars.when(value).latest is None:
            raise UsageError("`--published` has no last day", "give a day, such as 2026-11-27, a month or a year")
    except FieldError as error:
        raise UsageError(f"`--{name}`: {error.findings[0].text}", error.findings[0].hint) from None
    return value


def _entity_field(name: str, its: Stated, entities: Mapping[str, Entity]) -> HeadField:
    """Find the entity that has a name, an alias or, where it was given, an id; or say how one is added."""
    if its.where == GIVEN and its.value in entities:
        return HeadField(name, its.value, GIVEN, entities[its.value].name)
    found = sorted(id_ for id_, entity in entities.items() if _folded(its.value) in _called(entity))
    if len(found) == 1:
        return HeadField(name, found[0], its.where, its.value)
    if found:
        return HeadField(name, "", f"{named(its.value)} ({its.where}) is several entities: {listed(found)}", its.value)
    id_ = slug(its.value)
    if not id_ or id_ in entities:
        why = f"{named(its.value)} ({its.where}) is no entity's name yet"
        hint = f"{why}; if it is `{id_}`, add it to the aliases there" if id_ in entities else why
        return HeadField(name, "", hint, its.value)
    return HeadField(
        name, id_, its.where, its.value, f"{id_}: {{kind: {Kind.ORGANIZATION}, name: {quoted(its.value)}}}"
    )


def _called(entity: Entity) -> set[str]:
    return {_folded(each) for each in (entity.name, *entity.aliases)}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def slug(text: str, longest: int = 60) -> str:
    """Make an id of a name; empty if no letter of it can stand in one.

    >>> slug("The Harbour Courier"), slug("Ferry-Gespräche, Teil 2"), slug("航")
    ('the-harbour-courier', 'ferry-gesprache-teil-2', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0] or whole[:longest]


def missing(fields: Iterable[HeadField]) -> list[HeadField]:
    """List the fields that are needed and missing."""
    return [field for field in fields if field.is_missing and field.name in NEEDED]
