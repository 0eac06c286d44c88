"""The fields of a claim as texts, one each, which is what the layers of every annotation tool can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.annotation.jsonl_writer import from_claim
from kg.base.errors import Place
from kg.base.hints import named
from kg.formats.tools.layers import ToolError
from kg.model.records import Claim

LISTS = ("speaker", "via")
FIELDS = (
    "id", "fact", "type", "label", "stance", "scope", "when", "speaker", "via", "document", "said", "mode", "part-of",
    "fulfils", "values", "qualifier", "annotator", "note", "roles",
)  # fmt: skip
NEEDED = ("fact", "type", "stance")  # besides an id, which can be made, and evidence
_PLAIN = frozenset({"label", "qualifier", "note", "annotator"})  # words of a person, whose blanks stay
_PAIR = re.compile(r"([^=;]+)=((?:[^;\\]|\\.)*)(?:; ?|$)")
_ESCAPED = re.compile(r"\\(.)")


def to_texts(claim: Claim) -> dict[str, str]:
    """Write the fields of a claim as texts, without its evidence; roles are what no link carries.

    >>> from kg.model.records import Evidence, Stance
    >>> to_texts(Claim(article="a", id="c", fact="talks", type="Meeting", stance=Stance.ASSERTS, evidence=(Evidence(),),
    ...     roles={"place": ("kyiv", "lviv")}, speaker=("ann", "bob")))
    {'id': 'c', 'fact': 'talks', 'type': 'Meeting', 'stance': 'asserts', 'speaker': 'ann, bob', 'roles': 'place=kyiv, \
place=lviv'}
    """
    its = from_claim(claim)
    found = {name: _text(name, its[name]) for name in FIELDS if name in its}
    return {name: text for name, text in found.items() if text}


def _text(name: str, value: Any) -> str:  # noqa: ANN401 - the value of any field
    if name in LISTS:
        return ", ".join(value)
    if name == "roles":
        return roles_text(value)
    if name == "values":
        return "; ".join(f"{figure}={_escaped(number)}" for figure, number in value.items())
    return str(value)


def roles_text(roles: Mapping[str, Iterable[str]]) -> str:
    """Write roles with their fillers as one text.

    >>> roles_text({"participant": ["ann", "bob"], "place": ["kyiv"]})
    'participant=ann, participant=bob, place=kyiv'
    """
    return ", ".join(f"{role}={filler}" for role, fillers in roles.items() for filler in fillers)


def from_texts(texts: Mapping[str, str], place: Place) -> dict[str, Any]:
    """Read the fields of a claim from texts, as files of annotations write them; roles among them.

    Parameters
    ----------
    texts
        Field -> text; empty ones are passed over.
    place
        Of the claim, for errors.

    Raises
    ------
    ToolError
        If a list of roles or figures is not written as one.

    >>> from_texts({"fact": "talks", "values": "deaths=3..5; cost=2 EUR", "roles": "place=kyiv"}, Place("a.ann"))
    {'fact': 'talks', 'values': {'deaths': '3..5', 'cost': '2 EUR'}, 'roles': {'place': ['kyiv']}}
    """
    found: dict[str, Any] = {}
    for name in FIELDS:
        text = texts.get(name, "")
        text = text if name in _PLAIN else text.strip()
        if text.strip():
            found[name] = _value(name, text, place)
    return found


def _value(name: str, text: str, place: Place) -> Any:  # noqa: ANN401 - the value of any field
    if name in LISTS:
        return [its.strip() for its in text.split(",") if its.strip()]
    if name == "roles":
        return _roles(text, place)
    return _figures(text, place) if name == "values" else text


def _roles(text: str, place: Place) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for pair in filter(None, (its.strip() for its in text.split(","))):
        role, sign, filler = (part.strip() for part in pair.partition("="))
        if not (role and sign and filler):
            raise ToolError(f"no role with its filler: {named(pair)}", "write `role=id, role=id`", place)
        roles.setdefault(role, []).append(filler)
    return roles


def _figures(text: str, place: Place) -> dict[str, str]:
    found, at = {}, 0
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None:
            raise ToolError(f"no figure with its name: {named(text[at:])}", "write `name=number; name=number`", place)
        found[pair[1].strip()] = _ESCAPED.sub(r"\1", pair[2]).strip()
        at = pair.end()
    return found


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;")
