"""Records with a fault: what could be read of them, so that all else that is wrong with them is found as well."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kg.base.findings import Finding, KeyPath


class Lost(Struct, frozen=True):
    """A value of a record that is missing or could not be read, or with `at_key` a name that could not be."""

    path: KeyPath  # from the record
    at_key: bool = False


class Draft(Struct, frozen=True):
    """A record that is refused, with what could be read of it; what could not be read has a stand-in.

    No draft enters an account: drafts are there to be checked, and to be known by their ids.
    """

    path: KeyPath  # from the top of the file; of JSON Lines, as `Lines.place` takes it
    record: Any  # an entity, an article's head or a claim
    lost: tuple[Lost, ...] = ()

    def has(self, *path: str | int) -> bool:
        """Tell whether a value was read, with all that it stands in."""
        return not any(path[: len(its.path)] == its.path for its in self.lost)

    def hides(self, finding: Finding) -> bool:
        """Tell whether a finding is about a stand-in, and so a mere consequence of what could not be read.

        >>> from kg.model.records import Entity, Kind
        >>> draft = Draft(("x",), Entity(id="x", kind=Kind.PERSON, name=""), (Lost(("side",)),))
        >>> draft.hides(Finding(("side",), "", "")), draft.hides(Finding(("links", "part-of", 0), "", ""))
        (True, False)
        """
        around_a_name = any(its.at_key and finding.path == its.path[:-1] for its in self.lost)
        return around_a_name or not self.has(*finding.path)
