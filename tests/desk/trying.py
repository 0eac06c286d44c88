"""A copy of the strait's project in which claims are tried, for the tests of the page on which claims are made."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.annotation.yaml_writer import mapping
from kg.base.project import find
from kg.desk.annotating.attempts import attempt
from kg.desk.annotating.sources import Current
from kg.evidence.article_text import digest
from tests.conftest import ROOT

STRAIT = ROOT / "tests/projects/strait"
WIRE = "wire-2031-03-24"  # the latest article
Claim = dict[str, Any]


def copied_strait(folder: Path) -> Path:
    """Copy the project, with its texts."""
    return Path(shutil.copytree(STRAIT, folder / "strait"))


def current_of(root: Path) -> Current:
    """Read it."""
    return Current(find(root), root / "texts")


def with_claim(root: Path, claim: Mapping[str, Any], article: str = WIRE) -> str:
    """Give the text of an annotation file with one more claim, which rests on the first words of its article."""
    text = (root / f"texts/{article}.txt").read_text("utf-8")
    whole = {"id": "new", **claim}
    whole.setdefault("evidence", [{"at": [0, 10], "sha256": digest(text[:10])}])
    lines = mapping({field: its for field, its in whole.items() if its is not None}, "    ", "  - ")
    return (root / f"sources/{article}.yaml").read_text("utf-8") + "\n" + "\n".join(lines) + "\n"


def tried(current: Current, claim: Mapping[str, Any], article: str = WIRE) -> dict[str, Any]:
    """Try one more claim."""
    text = with_claim(current.project.root, claim, article)
    return attempt(current, f"sources/{article}.yaml", text, claim.get("id", "new"))


def told(answer: Mapping[str, Any]) -> list[str]:
    """Give the sentences that say what a claim changes."""
    return [effect["words"] for effect in answer["effects"]]


def wrong(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what is wrong with a claim, by field."""
    return [(fault["field"], fault["what"]) for fault in answer["faults"]]
