"""The worked patterns of the guide on annotating: their text, and the first claim of each fact type in them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from kg.annotation.record_fields import Findings
from kg.annotation.schema import read_entity
from kg.annotation.source_text import SourceText
from kg.annotation.yaml_tree import Value, read
from kg.model.records import Entity

_FILE = Path(__file__).with_name("patterns.md")
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@lru_cache
def pattern_text() -> str:
    """Give the patterns, as Markdown: words of an article, the claims made of them, and the account of these."""
    return _FILE.read_text("utf-8")


@lru_cache
def pattern_entities() -> dict[str, Entity]:
    """Give the entities that all patterns share, by their ids."""
    return {
        id_: entity
        for id_, fields in _files()[0].items()
        if (entity := read_entity(id_, fields, (), Findings())) is not None
    }


@lru_cache
def pattern_roles() -> dict[str, dict[str, tuple[str, ...]]]:
    """Give the roles of the first claim of each fact type that the patterns use: type -> role -> fillers.

    >>> all(roles for roles in pattern_roles().values())
    True
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in _files():
        for claim in file.get("claims", ()):
            roles = {role: (its,) if isinstance(its, str) else tuple(its) for role, its in claim["roles"].items()}
            found.setdefault(claim["type"], roles)
    return found


@lru_cache
def _files() -> list[Value]:
    """Read each block of YAML; the first holds the entities."""
    return [read(SourceText("patterns.md", block)).documents[0] for block in _YAML.findall(pattern_text())]
