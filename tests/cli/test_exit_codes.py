"""One rule for what is unknown: a name that a project could have is not found (1), another word is wrong usage (2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import main as cli
from kg.graph.graph import Graph

NAMES = [  # of a project, in its sources, its ontology or its queries
    *(f"facts --{option} zz" for option in ("entity", "type", "article", "publisher", "speaker", "voice", "without")),
    *(f"{verb} --{option} zz" for verb in ("rank degree", "groups", "fragile") for option in ("edge", "layer")),
    "path dagny-orr mira-toll --edge zz", "path dagny-orr mira-toll --layer zz", "path zz mira-toll", "timeline zz",
    "explain zz", "between zz dagny-orr", "view --focus zz -o -", "query zz", "query mine.rq entity=zz",
    "query mine.rq edge=zz", "query mine.rq layer=zz",
]  # fmt: skip
WORDS = [  # the same in every project
    "facts --status zz", "facts --known-by zz", "facts --on zz", "facts --between zz", "facts --format zz",
    "rank zz", "diff 2031 2032 --measure zz", "fragile --by zz", "export zz -o -", "rank degree --top zz",
    *(f"{verb} --kind zz" for verb in ("rank degree", "groups", "fragile", "path dagny-orr mira-toll")),
    "diff zz 2032", "diff 2031 zz", "query mine.rq status=zz", "query mine.rq kind=zz", "query mine.rq number=zz",
    "query mine.rq date=zz", "view --steps zz -o -", "facts --zz", "zz", "build --on zz", "build --on spark --on zz",
    "build --on spark --known-by zz", "build --on spark --between zz", "build --compress zz --on spark",
    "build --on spark --parts 0",
    "brokers --by zz", "brokers --sort zz", "groups --by zz", "rank degree --sample 5", "rank betweenness --sample 1",
]  # fmt: skip


@pytest.mark.parametrize("typed", [*NAMES, *WORDS])
def test_a_name_is_not_found_and_a_word_is_wrong_usage(
    typed: str, strait: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = typed.split()
    if "mine.rq" in words:
        type_ = words[-1].split("=")[0]
        asked = f"# {type_}: {type_}\nSELECT ?x {{ ?x ?y ?{type_} }}"
        (tmp_path / "mine.rq").write_text(asked, "utf-8")
        words = ["query", "-f", str(tmp_path / "mine.rq"), words[-1]]
    code = cli.run([*words, "--project", str(strait.project.root)])
    assert code == (1 if typed in NAMES else 2)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err
