"""Values as the YAML of an annotation file: short ones on one line, quoted where they would be read otherwise."""

from __future__ import annotations

import json
import re

from kg.annotation.yaml_tree import Value

_PLAIN = re.compile(r"[A-Za-z0-9/.][A-Za-z0-9/.~%+-]*(?: [A-Za-z0-9/.~%+-]+)*")


def flow(value: Value) -> str:
    """Write a value on one line.

    >>> print(flow({"at": ["0", "9"], "quote": "They met: twice", "when": "2023-12-13~"}))
    {at: [0, 9], quote: "They met: twice", when: 2023-12-13~}
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(its)}" for key, its in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return value if _PLAIN.fullmatch(value) else _quoted(value)


def mapping(fields: dict[str, Value], indent: str, first: str | None = None) -> list[str]:
    r"""Write a mapping, a field a line; a list of mappings takes a line each.

    >>> print(*mapping({"id": "a", "evidence": [{"at": ["0", "9"]}]}, "    ", "  - "), sep="\n")
      - id: a
        evidence:
          - {at: [0, 9]}
    """
    lines: list[str] = []
    for name, value in fields.items():
        head = indent if lines or first is None else first
        if isinstance(value, list) and value and all(isinstance(its, dict) for its in value):
            lines += [f"{head}{name}:", *(f"{indent}  - {flow(its)}" for its in value)]
        else:
            lines.append(f"{head}{name}: {flow(value)}")
    return lines


def comment(words: str) -> str:
    r"""Write words so that they stand in a comment, on one line, with nothing that cannot be seen.

    >>> print(comment("first\nsecond"))
    first second
    """
    shown = (c if c.isprintable() else " " if c.isspace() else f"\\u{ord(c):04x}" for c in words)
    return " ".join("".join(shown).split())


def _quoted(value: str) -> str:
    """Write text in double quotes, with what cannot be seen, or breaks a line, by its number."""
    written = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(c) for c in written)


def _escape(c: str) -> str:
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
