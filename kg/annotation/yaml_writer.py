"""Values as the YAML of an annotation file: on one line, quoted where anything else could be read from them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_PLAIN = re.compile(r"(?!_)[\w./][\w./~%+-]*(?: [\w./~%+-]+)*")
# What other readers of YAML take for no text; but `true` and `false`, which what was read of a file holds as texts.
_NO_TEXT = frozenset(("yes", "no", "on", "off", "null", "y", "n"))
_JOINERS = "\u200c\u200d"  # which stand within words of many scripts, and in emoji


def flow(value: Any) -> str:  # noqa: ANN401 - what a field holds
    """Write a value on one line: a text, a number, true or false, or a list or mapping of such.

    Source: YAML 1.2.2, sections 7.3.1 (double-quoted) and 7.4 (flow collections).

    >>> print(flow({"at": [0, 9], "quote": "They met: twice", "when": "2023-12-13~", "suggested": True}))
    {at: [0, 9], quote: "They met: twice", when: 2023-12-13~, suggested: true}
    >>> print(flow(["José Ruiz", "NO", "", "- x"]))
    [José Ruiz, "NO", "", "- x"]
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(name)}: {flow(its)}" for name, its in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT else quoted(text)


def quoted(text: str) -> str:
    r"""Write a text in double quotes, with what cannot be seen, or breaks a line, by its number.

    >>> print(quoted('the "river" \\ talks'), quoted("a\u2028b"))
    "the \"river\" \\ talks" "a\u2028b"
    """
    written = json.dumps(text, ensure_ascii=False)
    return "".join(map(_shown, written))


def mapping(fields: Mapping[str, Any], indent: str, first: str | None = None) -> list[str]:
    r"""Write a mapping, a field a line; a list of mappings takes a line each.

    >>> print(*mapping({"id": "a", "evidence": [{"at": [0, 9]}]}, "    ", "  - "), sep="\n")
      - id: a
        evidence:
          - {at: [0, 9]}
    """
    lines: list[str] = []
    for name, value in fields.items():
        head = indent if lines or first is None else first
        if isinstance(value, list) and value and all(isinstance(its, Mapping) for its in value):
            lines += [f"{head}{name}:", *(f"{indent}  - {flow(its)}" for its in value)]
        else:
            lines.append(f"{head}{name}: {flow(value)}")
    return lines


def comment(words: str) -> str:
    r"""Write words so that they stay in one comment, with nothing that cannot be seen.

    >>> print(comment("first\nsecond\u202e"))
    first second\u202e
    """
    return " ".join("".join(" " if c.isspace() else _shown(c) for c in words).split())


def _shown(c: str) -> str:
    """Write a character, or, of one that cannot be seen, its number."""
    if c.isprintable() or c in _JOINERS:
        return c
    return f"\\U{ord(c):08x}" if ord(c) > 0xFFFF else f"\\u{ord(c):04x}"
