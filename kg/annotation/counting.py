"""How many claims stand in a file of YAML, sound or not: none is lost without being counted."""

from __future__ import annotations

from kg.annotation.yaml_tree import Refused, Value


def claims_in(value: Value) -> int:
    """Count the claims of what stands in a file, refused or not.

    Parameters
    ----------
    value
        A document of YAML, as `yaml_tree.read` gives it.

    Returns
    -------
    int
        What is listed under `claims`. Where there is no such field, all that looks like a claim: in a list that is
        called otherwise, or stands in the head of the article.

    >>> claims_in({"claims": [{}, "x"]}), claims_in({"claim": [{"fact": "x"}]}), claims_in({"notes": ["x"]})
    (2, 1, 0)
    """
    if isinstance(value, Refused):
        return sum(map(claims_in, value.values))
    if not isinstance(value, dict):
        return 0
    if "claims" in value:
        return _length(value["claims"])
    head = value.get("article")  # under which claims come to stand that are indented too far
    return sum(map(_meant_as_claims, [*value.values(), *(head.values() if isinstance(head, dict) else ())]))


def _length(claims: Value) -> int:
    if isinstance(claims, Refused):
        return sum(map(_length, claims.values))
    return len(claims) if isinstance(claims, list) else 0


def _meant_as_claims(value: Value) -> int:
    if isinstance(value, Refused):
        return sum(map(_meant_as_claims, value.values))
    items = value if isinstance(value, list) else []
    return sum(isinstance(item, dict) and ("fact" in item or "evidence" in item) for item in items)
