"""What a row changes, until it is known whether the row is usable: of a row that is refused, nothing stays."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Counted(Protocol):
    """Something of which is counted in how many rows it stands."""

    rows: int


class Attempt:
    """Taking one row, as a block of `with`: what it changed is taken back if the block raises.

    Only what goes through the methods here is taken back. Outside such a block they do at once what they say.

    >>> attempt, table = Attempt(), {"mali": 1}
    >>> try:
    ...     with attempt:
    ...         attempt.put(table, "chad", 2)
    ...         attempt.later(print, "not printed")
    ...         raise ValueError
    ... except ValueError:
    ...     table
    {'mali': 1}
    """

    def __init__(self) -> None:
        self._is_on = False
        self._changes: list[tuple[dict[Any, Any], Any, Any]] = []
        self._later: list[tuple[Callable[..., object], tuple[object, ...]]] = []
        self._counted: list[Counted] = []

    def __enter__(self) -> None:
        self._is_on = True

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._is_on = False
        if kind is None:
            for do, arguments in self._later:
                do(*arguments)
        else:
            self._take_back()
        if self._changes:
            self._changes.clear()
        if self._later:
            self._later.clear()
        self._counted.clear()

    def _take_back(self) -> None:
        for table, key, old in reversed(self._changes):
            if old is None:
                table.pop(key, None)
            else:
                table[key] = old
        for its in self._counted:
            its.rows -= 1

    def put(self, table: dict[Key, Value], key: Key, value: Value) -> None:
        """Put a value under a key; it is taken back if the row is refused."""
        if self._is_on:
            self._changes.append((table, key, table.get(key)))
        table[key] = value

    def count(self, its: Counted) -> None:
        """Count a row; it is not counted if it is refused."""
        its.rows += 1
        if self._is_on:
            self._counted.append(its)

    def later(self, do: Callable[..., object], *arguments: object) -> None:
        """Do something when the row is known to be usable."""
        if self._is_on:
            self._later.append((do, arguments))
        else:
            do(*arguments)
