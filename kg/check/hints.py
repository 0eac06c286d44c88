"""Findings that have no place yet, and what to do about them."""

from __future__ import annotations

from msgspec import Struct

NO_ENTITY = "add it to sources/entities.yaml, or mend its entry there"


class Finding(Struct, frozen=True):
    """A fault whose place is still a path inside its claim, article or entity."""

    path: tuple[str | int, ...]
    fault: str
    hint: str
    at_key: bool = False  # whether it is the key that is wrong, not its value
