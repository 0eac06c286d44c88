"""The values of a query's parameters as users type them: NAME=VALUE."""

from __future__ import annotations

from collections.abc import Iterable

from kg.base.errors import UsageError
from kg.base.hints import empty, named


def values_of(arguments: Iterable[str]) -> dict[str, str]:
    """Read the values of parameters.

    Raises
    ------
    UsageError
        If there is no `=`, no name of a variable before it, or no value behind it.

    >>> values_of(["entity=asim-munir", "text=a = b"])
    {'entity': 'asim-munir', 'text': 'a = b'}
    """
    values = {}
    for argument in arguments:
        name, sign, value = argument.partition("=")
        if not sign or not name.isidentifier():
            raise UsageError(
                f"no parameter with its value: {named(argument)}", "write NAME=VALUE, such as entity=asim-munir"
            )
        if not value.strip():
            raise UsageError(*empty(name))
        values[name] = value
    return values
