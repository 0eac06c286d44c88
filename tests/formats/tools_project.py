"""A project with one article of our own words and two claims, and what is typed to hand it over and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.evidence.article_text import digest
from tests.formats.importing import project_of

TEXT = "🤝 Talks in Velm\n\nAna Solberg met Lea Okafor\nin Velm, The Herald learned. “We met,” Ana Solberg said.\n"
NEXT = "next: complete what is suggested, take `suggested: true` away from what is right; `kg check` says what lacks"
ENTITIES = """herald: {kind: Organization, name: The Herald}
gazette: {kind: Organization, name: The Gazette}
ana-solberg: {kind: Person, name: Ana Solberg}
lea-okafor: {kind: Person, name: Lea Okafor, aliases: [Okafor]}
velm: {kind: Place, name: Velm}
"""


def at(words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand, in code points."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def _evidence(words: str, kind: str = "") -> str:
    start, end = at(words)
    return f"{{at: [{start}, {end}], sha256: {digest(words)}{f', kind: {kind}' if kind else ''}}}"


SOURCE = f"""article:
  title: Talks in Velm
  publisher: herald
  published: 2031-03-05
  text: {{file: talks.txt, sha256: {digest(TEXT)}, characters: {len(TEXT)}}}

claims:

  - id: narrated
    fact: velm-talks
    type: Meeting
    roles: {{participant: [ana-solberg, lea-okafor], place: velm}}
    stance: asserts
    evidence:
      - {_evidence("Talks in Velm", "headline")}
      - {_evidence("Ana Solberg met Lea Okafor" + chr(10) + "in Velm")}

  - id: said
    fact: velm-talks
    type: Meeting
    roles: {{participant: ana-solberg}}
    speaker: ana-solberg
    via: [lea-okafor, gazette]
    stance: asserts
    scope: roles
    mode: direct
    evidence:
      - {_evidence("“We met,” Ana Solberg said")}
    note: "Words | and more"
"""


@dataclass(frozen=True)
class Desk:
    """A project, and what is typed."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def typed(self, *words: str | Path, code: int = 0) -> tuple[str, str]:
        """Type a command in the folder of the project's folder; what stdout and stderr then have."""
        self.capsys.readouterr()
        assert run([*map(str, words), "--project", str(self.project)]) == code
        said = self.capsys.readouterr()
        return said.out.replace(f"{self.folder}/", ""), said.err.replace(f"{self.folder}/", "")

    def exported(self, tool: str, name: str = "out") -> Path:
        """Export for a tool, and give where to."""
        out = self.folder / name
        self.typed("export", tool, "-o", out, "--texts", self.project / "texts")
        return out

    def refused(self, tool: str, *given: Path, code: int = 1) -> str:
        """Import what is refused; what is said. Nothing is written."""
        out = self.folder / "refused"
        said = self.typed("import", tool, *given, "-o", out, code=code)
        assert said[0] == ""
        assert not out.exists()
        return said[1]

    def claims(self, text: str) -> str:
        """What of a file that an import wrote is about claims."""
        return text.partition("claims:")[2]


def desk(folder: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Make the project."""
    project = project_of(folder / "project", ENTITIES)
    (project / "sources/talks.yaml").write_text(SOURCE, "utf-8")
    (project / "texts").mkdir(exist_ok=True)
    (project / "texts/talks.txt").write_bytes(TEXT.encode())
    return Desk(folder, capsys)
