"""Options that would change nothing are refused, with what they are of, and nothing is printed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.base.errors import UsageError
from kg.cli import main as cli
from kg.graph.graph import Graph

REFUSED = {
    "dyads --rows 5": "`--rows` is of a picture\n"
    "  hint: add `-o FILE.svg`, or leave `--rows` out; `--top` is of the list\n",
    "dyads --top 5 -o pairs.svg": "`--top` is of a list, and only a picture is asked for\n"
    "  hint: leave it out, or add `--format json`\n",
    "count --by type --top 5 -o bars.svg": "`--top` is of a list, and only a picture is asked for\n"
    "  hint: leave it out, or add `--format json`\n",
    "dyads --edge met --edge served-with": "a table of pairs has no edges that two facts share: `served-with`\n"
    "  hint: `kg network` lists them, and `kg rank`, `kg path` and `kg groups` follow them\n",
    "rank degree --store --day 2031-13-99": "no day: `2031-13-99`\n  hint: write it as YYYY-MM-DD\n",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_would_be_ignored_is_refused(
    strait: Graph, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run([*words.split(), "--project", str(strait.project.root)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", REFUSED[words])
    assert not list(tmp_path.iterdir())


def test_pairs_have_no_large_gatherings_left_out(strait: Graph) -> None:
    with pytest.raises(UsageError, match="pairs take no `gatherings`"):
        strait.dyads(gatherings=True)
    for verb in ("dyads", "profile dagny-orr"):
        assert cli.run([*verb.split(), "--gatherings", "--project", str(strait.project.root)]) == 2


def test_dimensions_may_be_given_one_by_one(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    project = ["--format", "csv", "--project", str(strait.project.root)]
    assert cli.run(["count", "--by", "type", "--by", "month,status", *project]) == 0
    one_by_one = capsys.readouterr().out
    assert cli.run(["count", "--by", "type,month,status", *project]) == 0
    assert capsys.readouterr().out == one_by_one
