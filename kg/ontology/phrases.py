"""Phrases: templates that make a sentence of what fills the roles of a fact.

`{role}` stands for the fillers of a role. `[text]` is left out where a role in it has no filler. `[one|two]` is the
first of them that has all its fillers. Brackets may stand inside brackets, to a depth of 32.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

UNNAMED = "(unnamed)"
_DEEPEST = 32
_TOKEN = re.compile(r"\{([A-Za-z0-9_-]+)\}|([\[\]|])|([^\[\]|{}]+)|(.)", re.DOTALL)

Choice = list["Sequence"]
Sequence = list["str | tuple[str] | Choice"]  # text, a slot, or a bracket with its alternatives


def slots(phrase: str) -> tuple[str, ...]:
    """Give the roles that a phrase names, each once, in order.

    Raises
    ------
    ValueError
        If a bracket or a brace is not closed, or brackets are nested too deep.

    >>> slots("{cook} made {dish}[ for {guest}]")
    ('cook', 'dish', 'guest')
    """
    return tuple(dict.fromkeys(_slots(_parse(phrase))))


def fill(phrase: str, words: Mapping[str, str]) -> str:
    """Make the sentence.

    Parameters
    ----------
    phrase
        The template.
    words
        Role -> its fillers as they read, joined already; a role without fillers is left out.

    Returns
    -------
    str
        A slot outside brackets that has no filler reads as "(unnamed)".

    >>> template = "{cook} [made {dish}[ for {guest}]|cooked for {guest}|cooked]"
    >>> fill(template, {"cook": "Ann", "dish": "soup", "guest": "Bo and Cy"})
    'Ann made soup for Bo and Cy'
    >>> fill(template, {"cook": "Ann", "guest": "Bo"})
    'Ann cooked for Bo'
    >>> fill(template, {})
    '(unnamed) cooked'
    """
    return _fill(_parse(phrase), words, UNNAMED) or ""


def _parse(phrase: str) -> Sequence:
    stack: list[Choice] = [[[]]]
    for slot, mark, text, stray in _TOKEN.findall(phrase):
        if stray or (mark in ("]", "|") and len(stack) == 1):
            raise ValueError(f"stray `{stray or mark}`")
        if mark == "[":
            if len(stack) > _DEEPEST:
                raise ValueError(f"brackets are nested deeper than {_DEEPEST}")
            stack.append([[]])
        elif mark == "|":
            stack[-1].append([])
        elif mark == "]":
            done = stack.pop()
            stack[-1][-1].append(done)
        else:
            stack[-1][-1].append((slot,) if slot else text)
    if len(stack) > 1:
        raise ValueError("`[` is not closed")
    return stack[0][0]


def _slots(sequence: Sequence) -> list[str]:
    found: list[str] = []
    for part in sequence:
        if isinstance(part, tuple):
            found.append(part[0])
        elif isinstance(part, list):
            found.extend(slot for option in part for slot in _slots(option))
    return found


def _fill(sequence: Sequence, words: Mapping[str, str], unnamed: str | None) -> str | None:
    """Fill one sequence; nothing if a slot of its own has no words and no stand-in."""
    out = ""
    for part in sequence:
        if isinstance(part, str):
            out += part
        elif isinstance(part, tuple):
            word = words.get(part[0]) or unnamed
            if word is None:
                return None
            out += word
        else:
            out += next((text for option in part if (text := _fill(option, words, None)) is not None), "")
    return out
