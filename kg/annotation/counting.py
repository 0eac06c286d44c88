"""How many claims stand in a file, sound or not, and wherever: none is lost without being counted."""

from __future__ import annotations

from collections.abc import Mapping

from kg.annotation.schema import CLAIM, ENTITY, HEAD, JUDGEMENT
from kg.annotation.yaml_tree import Refused, Value

_ITS_OWN = frozenset(CLAIM).difference(HEAD, ENTITY, JUDGEMENT)
_ENOUGH = 2  # fields of a claim in a mapping that is meant as one, however others are misspelt


def claims_in(value: Value) -> int:
    """Count the claims of what stands in a file, refused or not.

    Parameters
    ----------
    value
        A document of YAML, as `yaml_tree.read` gives it.

    Returns
    -------
    int
        What is listed under `claims`, or stands there under names, and all else in the document that looks like a
        claim: in a list that is called otherwise, in the head of the article, or at the top.

    >>> claims_in({"claims": [{}, "x"], "notes": ["x"]}), claims_in([{"fact": "x", "type": "y"}])
    (2, 1)
    """
    if isinstance(value, Refused):
        return sum(map(claims_in, value.values))
    if isinstance(value, list):
        return sum(map(claims_in, value))
    if not isinstance(value, dict):
        return 0
    if "claims" not in value and looks_like_claim(value):
        return 1
    return sum(_listed(its) if name == "claims" else claims_in(its) for name, its in value.items())


def looks_like_claim(value: Mapping[str, object]) -> bool:
    """Tell whether a mapping is meant as a claim, by the names of its fields.

    >>> looks_like_claim({"fact": "x", "stanse": "y", "roles": {}}), looks_like_claim({"title": "x", "text": {}})
    (True, False)
    """
    return len(_ITS_OWN.intersection(value)) >= _ENOUGH


def _listed(claims: Value) -> int:
    """Count what stands under `claims`: in a list, or else under names."""
    if isinstance(claims, Refused):
        return sum(map(_listed, claims.values))
    if isinstance(claims, dict):
        return 1 if looks_like_claim(claims) else sum(isinstance(its, dict) for its in claims.values())
    return len(claims) if isinstance(claims, list) else 0
