"""A file of annotations, written as YAML: what `kg.annotation.reader` reads, laid out as a person would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.annotation.yaml_writer import flow

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
    lines += ["article:", *(f"  {name}: {flow(value)}" for name, value in head.items()), "", "claims:"]
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
            yield from (f"      - {flow(each)}" for each in value)
        else:
            yield f"  {sign}{name}: {flow(value)}"
        sign = "  "
