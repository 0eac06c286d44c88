"""What a Popolo document says of things and of memberships, as far as an import takes it.

Source: Popolo, classes Person, Organization, Post, Area, Event and Membership (https://www.popoloproject.com/specs/).
"""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct

from kg.formats.imports.offices import one_line


class Thing(Struct):
    """What persons, organizations, posts, areas and events have."""

    id: str
    name: str | None = None
    label: str | None = None
    role: str | None = None
    classification: str | None = None
    type: Any = None  # of an area, as EveryPolitician calls its classification
    other_names: list[dict[str, Any]] | None = None
    identifiers: list[dict[str, Any]] | None = None
    parent_id: str | None = None
    organization_id: str | None = None
    area_id: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    maximum_memberships: int | None = None
    memberships: list[Raw] | None = None
    posts: list[Raw] | None = None

    @property
    def words(self) -> str:
        """By which it is known."""
        return one_line([self.label or self.name or self.role])


class Membership(Struct):
    """Who holds a post, or belongs to an organization."""

    id: str | None = None
    label: str | None = None
    role: str | None = None
    person_id: str | None = None
    organization_id: str | None = None
    post_id: str | None = None
    on_behalf_of_id: str | None = None
    area_id: str | None = None
    legislative_period_id: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    sources: list[dict[str, Any]] | None = None
