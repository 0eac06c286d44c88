"""What the library followthemoney says of its schemata; only this module imports it, when it is asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.base.errors import KgError
from kg.base.installing import to_install

# The data model is a file of the library; the library itself is an extra, since it brings ICU and 300 MB.


class NoLibraryError(KgError):
    """The library followthemoney is not installed."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__(
            "FollowTheMoney's library is not installed",
            f"{to_install('followthemoney')}; it builds PyICU, which on Debian needs libicu-dev, pkg-config and g++",
        )


class Schemata:
    """The schemata of FollowTheMoney by their names.

    Raises
    ------
    NoLibraryError
        If the library is not installed.
    """

    def __init__(self) -> None:
        try:
            from followthemoney import model
        except ImportError as error:
            raise NoLibraryError from error
        self._model: Any = model
        self.line = cache(self._line)
        self.edge = cache(self._edge)
        self.types = cache(self._types)
        self.names = cache(self._names)

    def __contains__(self, name: object) -> bool:
        return self._model.get(name) is not None

    def _line(self, name: str) -> tuple[str, ...]:
        """Give a schema and all that it extends, the nearest first."""
        found = [self._model.get(name)]
        for schema in found:  # grows while it is read
            found += [its for its in sorted(schema.extends, key=lambda its: str(its.name)) if its not in found]
        return tuple(str(schema.name) for schema in found)

    def _edge(self, name: str) -> tuple[str, str] | None:
        """Give the properties that are the ends of an edge, source first; None of a schema that is no edge."""
        schema = self._model.get(name)
        return (str(schema.edge_source), str(schema.edge_target)) if schema.edge else None

    def _types(self, name: str) -> dict[str, str]:
        """Give the type of each property that is stored, such as `identifier`, in the order of their names."""
        properties = self._model.get(name).properties
        return {its: str(properties[its].type.name) for its in sorted(properties) if not properties[its].stub}

    def _names(self, name: str) -> tuple[str, ...]:
        """Give the properties that hold names, that first by which an entity is known."""
        types = self.types(name)
        return tuple(its for its in self._model.get(name).caption if types.get(its) == "name")
