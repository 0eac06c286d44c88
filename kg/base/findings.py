"""A fault whose place is not known yet, only the keys that lead to it; and its conversion to one that has a place."""

from __future__ import annotations

from msgspec import Struct

from kg.base.errors import WARNING, Fault, Place

KeyPath = tuple[str | int, ...]  # keys and positions from the top of a file, or of a record, to a value


class Finding(Struct, frozen=True):
    """One thing that is wrong with a record, found by code that knows the record's values and not its file.

    >>> finding = Finding(("speakr",), "unknown field `speakr`", "did you mean `speaker`?", at_key=True)
    >>> print(finding.placed(Place("a.yaml", 41, 5)))
    a.yaml:41:5: unknown field `speakr`
      hint: did you mean `speaker`?
    """

    path: KeyPath
    text: str
    hint: str
    at_key: bool = False  # whether it is the key that is wrong, not its value

    @property
    def is_warning(self) -> bool:
        """Whether it is only pointed out, and refuses nothing."""
        return self.text.startswith(WARNING)

    def placed(self, place: Place) -> Fault:
        """Turn it into a fault at a place."""
        return Fault(place, self.text, self.hint)
