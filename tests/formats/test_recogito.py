"""Our annotations through the adapter of Recogito's text annotator, the library itself, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cli.main import run
from kg.formats.imports import webannotation
from kg.formats.imports.annotated import Annotations
from kg.graph.graph import Graph
from tests.conftest import ROOT, copied, missing
from tests.formats.annotating import annotated, brought
from tests.web.test_web import TOOLS, node

ADAPTER = TOOLS / "@recogito/text-annotator/dist/text-annotator.es.js"
MISSING = "Missing selector types: TextPositionSelector and TextQuoteSelector"
TEXTS = ROOT / "tests/projects/strait/texts"


def through(annotations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parse and serialize annotations by the adapter."""
    if not ADAPTER.is_file():
        missing("node", "no @recogito/text-annotator: `make test` installs it, where there are npm and a network")
    done = node("tests/web/recogito.js", ADAPTER, text=json.dumps(annotations))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return kg.build(copied(ROOT / "tests/projects/strait", tmp_path_factory.mktemp("strait")), texts=TEXTS)


def carried(target: dict[str, Any]) -> dict[str, Any]:
    """What the adapter keeps of a target: all but what is around a quote, and the hash of the text."""
    kept = {name: its for name, its in target.items() if name in ("id", "source", "scope")}
    around = ("prefix", "suffix")
    return kept | {"selector": [{k: v for k, v in its.items() if k not in around} for its in target["selector"]]}


def items(graph: Graph, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(graph.export("webannotation", **options))["first"]["items"]
    return found


def test_what_the_adapter_keeps_is_all_that_a_claim_needs(strait: Graph, tmp_path: Path) -> None:
    given = items(strait, keep=True, offsets="utf16")
    pairs = [*zip(given, through(given), strict=True)]
    rows = [now["error"] for was, now in pairs if was["target"][0]["selector"] == []]
    assert (len(rows), {its.partition(" for ")[0] for its in rows}) == (2, {MISSING})
    back = [(was, now["annotation"]) for was, now in pairs if was["target"][0]["selector"]]
    for was, now in back:
        assert {name: now[name] for name in ("id", "type", "motivation", "body")} == {
            name: was[name] for name in ("id", "type", "motivation", "body")
        }
        assert [carried(its) for its in now["target"]] == [carried(its) for its in was["target"]]
    (tmp_path / "back.json").write_text(json.dumps([now for _, now in back]), "utf-8")
    into = Annotations(strait.project, strait.ontology, TEXTS)
    webannotation.read(tmp_path / "back.json", into, None)
    assert {name: its for name, its in into.report.to_json().items() if its} == {"read": 82, "known": 82}


def test_positions_behind_an_emoji_are_those_of_a_browser(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = annotated(tmp_path)
    rows = "article,id,fact,type,stance,role participant,quote\n"
    rows += "talks,met,m,Meeting,asserts,ana-solberg; lea-okafor,Ana Solberg met Lea Okafor\n"
    brought(project, capsys, "annotations", rows.encode(), "--texts", str(project / "texts"))
    out = tmp_path / "out.jsonld"
    line = ["export", "webannotation", "-o", str(out), "--project", str(project), "--texts", str(project / "texts")]
    assert run([*line, "--keep", "--offsets", "utf16"]) == 0
    (its,) = through(json.loads(out.read_text("utf-8"))["first"]["items"])
    exact, place = its["annotation"]["target"][0]["selector"]
    text = (project / "texts/talks.txt").read_text("utf-8").encode("utf-16-le")
    assert exact["exact"] == "Ana Solberg met Lea Okafor"
    assert text[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == exact["exact"]


def test_the_adapter_reads_no_annotation_without_a_quote(strait: Graph) -> None:
    (found,) = through(items(strait, offsets="utf16")[:1])
    assert found["error"].partition(" for ")[0] == MISSING
