"""A file of annotations, written as YAML: what `kg.annotation.reader` reads, laid out as a person would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/~+ -]*[A-Za-z0-9._/~+-])?")  # what means itself, in any YAML
REMARKS = "#"  # of a claim's fields: lines that become comments before it


def yaml_of(head: Mapping[str, Any], claims: Iterable[Mapping[str, Any]], remark: str = "") -> str:
    r"""Write the head of an article and its claims.

    Parameters
    ----------
    head, claims
        Fields as in a file: texts, numbers, true, lists and mappings of such.
    remark
        A line that stands first, as a comment.

    >>> print(yaml_of({"title": "A: b"}, [{"id": "c", "roles": {"place": ["kyiv"]}, "evidence": [{"at": [0, 4]}]}]))
    article:
      title: "A: b"
    <BLANKLINE>
    claims:
    <BLANKLINE>
      - id: c
        roles: {place: [kyiv]}
        evidence:
          - {at: [0, 4]}
    <BLANKLINE>
    """
    lines = [f"# {remark}", ""] if remark else []
    lines += ["article:", *(f"  {name}: {_value(value)}" for name, value in head.items()), "", "claims:"]
    listed = [list(_claim(claim)) for claim in claims]
    if not listed:
        lines[-1] += " []"
    for its in listed:
        lines += ["", *its]
    return "".join(f"{line}\n" for line in lines)


def _claim(claim: Mapping[str, Any]) -> Iterator[str]:
    for remark in claim.get(REMARKS, ()):
        yield f"  # {remark}"
    sign = "- "
    for name, value in claim.items():
        if name == REMARKS:
            continue
        if name == "evidence":
            yield f"  {sign}{name}:"
            yield from (f"      - {_value(each)}" for each in value)
        else:
            yield f"  {sign}{name}: {_value(value)}"
        sign = "  "


def _value(value: Any) -> str:  # noqa: ANN401 - what a field holds
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(name)}: {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if value is True:
        return "true"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """Write a text in double quotes, with the escapes of YAML for whatever is not seen."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(its if its.isprintable() else _escape(ord(its)) for its in written)


def _escape(code: int) -> str:
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
