"""What users type beside a query: values of its parameters (NAME=VALUE), and hosts that it may ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.base.errors import UsageError
from kg.base.hints import empty, named

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?", re.ASCII)


def hosts_of(names: Iterable[str]) -> tuple[str, ...]:
    """Read the names of hosts, each of which may have a port.

    Raises
    ------
    UsageError
        If one is no name of a host, such as an address.

    >>> hosts_of(["Example.org", "127.0.0.1:7878"])
    ('example.org', '127.0.0.1:7878')
    """
    for name in names:
        if not _HOST.fullmatch(name):
            raise UsageError(f"no host: {named(name)}", "write its name alone, such as example.org or example.org:8080")
    return tuple(name.lower() for name in names)


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
