"""What facts of one code look like in JSON: made once, so that a row puts in its ids and its day only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from kg.formats.imports.gathering import fact_id
from kg.ontology import Coding

_ANY, _OTHER = "0source", "1target"  # no ids, so that they are found again
_DAY_LENGTH = len("2018-06-01")


class Shape:
    """Writes facts of a code as JSON. Ids, names of terms and days hold nothing that JSON would write otherwise.

    Parameters
    ----------
    coding
        What the code stands for.
    place
        The role of the place, if facts of the type have one.

    >>> shape = Shape(Coding("Meeting", "participant", "participant", symmetric=True), "place")
    >>> fact, told = shape.write(("mali", "chad"), "2018-06-01", "bamako")
    >>> fact == fact_id("Meeting", "2018-06-01", {"participant": ["chad", "mali"]})
    True
    >>> told
    '"type":"Meeting","roles":{"participant":["chad","mali"],"place":["bamako"]},"when":"2018-06-01","stance":"asserts"'
    """

    def __init__(self, coding: Coding, place: str | None) -> None:
        self.coding, self.place = coding, place
        self._swaps = coding.swapped
        self._sorts = not coding.swapped and (coding.symmetric or coding.source == coding.target)
        self._as_written = msgspec.structs.replace(coding, swapped=False, symmetric=coding.source == coding.target)
        roles = self._as_written.fillers(_ANY, _OTHER)
        in_id = "|".join(f"{role}={'+'.join(roles[role])}" for role in sorted(roles))
        self._is_turned = in_id.index(_ANY) > in_id.index(_OTHER)
        self._in_id = in_id.replace("%", "%%").replace(_ANY, "%s").replace(_OTHER, "%s")
        self._kind, self._began = coding.type, f"{coding.type.lower()}-"
        told = ",".join(f'"{role}":["{_BETWEEN.join(ids)}"]' for role, ids in roles.items())
        self._told = f'"type":"{coding.type}","roles":{{{told}'.replace("%", "%%")
        self._told = self._told.replace(_ANY, "%s").replace(_OTHER, "%s")

    @cached_property
    def directed(self) -> Shape:
        """The same, where it is known which of the two did it: its source and target never change places."""
        return Shape(msgspec.structs.replace(self.coding, symmetric=False), self.place)

    def write(
        self,
        ends: tuple[str, str],
        day: str,
        place: str | None = None,
        event: str = "",
        speaker: str | None = None,
    ) -> tuple[str, str]:
        """Give the id of a fact, as `fact_id` does, and the fields of a claim on it, without its article and evidence.

        Parameters
        ----------
        ends, day, place, event, speaker
            As for `Events.add`.
        """
        if self._swaps or (self._sorts and ends[1] < ends[0]):
            ends = ends[::-1]
        if event or len(day) != _DAY_LENGTH:
            roles = self._as_written.fillers(*ends)
            fact = fact_id(self._kind, day, roles, event) if event else fact_id(self._kind, day, roles)
        else:
            parts = f"{self._kind}|{day}|{self._in_id % (ends[::-1] if self._is_turned else ends)}"
            fact = f"{self._began}{day}-{hashlib.sha256(parts.encode()).hexdigest()[:16]}"
        where = f',"{self.place}":["{place}"]' if place and self.place else ""
        said = f',"speaker":["{speaker}"]' if speaker else ""
        return fact, f'{self._told % ends}{where}}},"when":"{day}"{said},"stance":"asserts"'

    def told_of(self, roles: Mapping[str, Iterable[str]], day: str, place: str | None) -> str:
        """Write the fields of a claim whose roles have several fillers."""
        all_roles = {**roles, **({self.place: (place,)} if place and self.place else {})}
        told = ",".join(f'"{role}":["{_BETWEEN.join(ids)}"]' for role, ids in all_roles.items())
        return f'"type":"{self._kind}","roles":{{{told}}},"when":"{day}","stance":"asserts"'


_BETWEEN = '","'
