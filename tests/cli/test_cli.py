"""The command line: the JSON that is a contract, exit codes, and words that say what to do."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import rdflib

from kg.cli import main as cli
from tests.conftest import ROOT, copied
from tests.formats import reading

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(ROOT, tmp_path_factory.mktemp("cli"))
    assert cli.run(["build", "--project", str(folder)]) == 0
    return folder


class Shell:
    """Runs verbs in a project, as one types them."""

    def __init__(self, project: Path, capture: Capture) -> None:
        self.project, self.capture = project, capture

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self.capture.readouterr()
        assert cli.run([*arguments, "--project", str(self.project)]) == code
        self.err = (told := self.capture.readouterr()).err
        return told.out

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--format", "json"))


@pytest.fixture
def shell(project: Path, capsys: Capture) -> Shell:
    return Shell(project, capsys)


def test_build_counts(shell: Shell) -> None:
    told = shell.json("build")
    assert list(told) == ["articles", "claims", "facts", "voices", "entities", "quads", "refused", "by_status"]
    assert (told["articles"], told["refused"]) == (2, 0)
    assert sum(told["by_status"].values()) == told["facts"]


def test_check_finds_nothing(shell: Shell) -> None:
    assert shell.json("check") == []


def test_facts(shell: Shell) -> None:
    rows = shell.json("facts")
    assert all(
        list(row)
        == [
            "fact",
            "type",
            "label",
            "status",
            "accepted",
            "when",
            "roles",
            "except",
            "voices",
            "outlets",
            "part_of_not_accepted",
            "claims",
            "read",
            "values",
            "contested",
            "denied_by",
            "conflicts",
        ]
        for row in rows
    )
    (austin,) = [row for row in rows if row["fact"] == "munir-austin-2023-12"]
    assert austin["roles"]["participant"] == ["asim-munir", "lloyd-austin"]
    assert austin["except"] == [
        {
            "role": "participant",
            "filler": "lloyd-austin",
            "status": "on-record",
            "contested": None,
            "accepted": True,
            "voices": ["united-states"],
            "outlets": ["the-news-international"],
            "denied_by": [],
            "claims": ["thenews-2023-12-14/readout"],
        },
        {
            "role": "place",
            "filler": "united-states",
            "status": "reported",
            "contested": None,
            "accepted": True,
            "voices": ["the-news-international"],
            "outlets": ["the-news-international"],
            "denied_by": [],
            "claims": ["thenews-2023-12-14/austin-met"],
        },
    ]
    assert austin["when"] == "2023-12-13"


def test_facts_are_narrowed(shell: Shell) -> None:
    rows = shell.json(
        "facts", "--status", "one-sided", "--status", "unconfirmed", "--type", "Meeting", "--entity", "asim-munir"
    )
    assert [row["fact"] for row in rows] == [
        "munir-austin-2023-12", "munir-west-2023-12", "munir-blinken-2023-12", "munir-us-security-advisor-2023-12",
    ]  # fmt: skip
    assert [
        row["fact"] for row in shell.json("facts", "--accepted", "--entity", "lloyd-austin", "--type", "Meeting")
    ] == ["munir-austin-2023-12"]


def test_explain(shell: Shell) -> None:
    told = shell.json("explain", "munir-austin-2023-12")
    assert {"fact", "type", "status", "contested", "accepted", "rule", "basis", "links", "sentence", "claims"} <= set(
        told
    )
    readout = next(claim for claim in told["claims"] if claim["id"] in told["basis"])
    assert {"id", "article", "speaker", "via", "document", "stance", "said", "voices", "counts", "evidence"} <= set(
        readout
    )
    assert readout["document"] == "pentagon-readout-2023-12"
    assert readout["evidence"] == [
        {"start": 1185, "end": 1298, "kind": "text", "text": None},
        {"start": 1313, "end": 1490, "kind": "text", "text": None},
    ]
    assert {"from": "us-department-of-defense", "link": "institution-of", "to": "united-states"} in told["links"]
    both = shell.json("explain", "asim-munir", "lloyd-austin")
    assert "munir-austin-2023-12" in [row["fact"] for row in both]


def test_explain_quotes_where_there_are_texts(shell: Shell, shared: Path) -> None:
    told = shell.json("explain", "munir-austin-2023-12", "--texts", str(shared / "articles"))
    quoted = [span["text"] for claim in told["claims"] for span in claim["evidence"]]
    assert all(quoted)


def test_conflicts(shell: Shell) -> None:
    assert shell.json("conflicts") == []


def test_query_formats(shell: Shell) -> None:
    text = "SELECT ?who { entity:asim-munir kg:met ?who } ORDER BY ?who"
    bindings = shell.json("query", text)["results"]["bindings"]
    assert [row["who"]["value"].rsplit("/", 1)[-1] for row in bindings] == ["lloyd-austin", "thomas-west"]
    assert [row[0].rsplit("/", 1)[-1] for row in csv.reader(io.StringIO(shell("query", text, "--format", "csv")))] == [
        "who", "lloyd-austin", "thomas-west",
    ]  # fmt: skip
    assert shell("query", text, "--format", "tsv").splitlines()[0] == "?who"
    assert len(ET.fromstring(shell("query", text, "--format", "xml"))) == 2
    drawn = shell("query", "CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b }", "--format", "ttl")
    assert len(rdflib.Graph().parse(data=drawn, format="turtle")) == 12


def test_query_from_a_file_and_from_stdin(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ask.rq").write_text("ASK { entity:asim-munir kg:met entity:thomas-west }", "utf-8")
    assert shell("query", "-f", str(tmp_path / "ask.rq")) == "true\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { entity:asim-munir kg:met entity:antony-blinken }"))
    assert shell("query", "-") == "false\n"


def test_a_query_that_breaks_shows_where(shell: Shell) -> None:
    shell("query", "SELECT ?a\nWHERE { ?a kg:met }", code=1)
    assert shell.err.startswith("query:2:")
    assert "\n  WHERE { ?a kg:met }\n" in shell.err
    assert any(line.endswith("^") for line in shell.err.splitlines())


def test_rank_path_and_groups(shell: Shell) -> None:
    ranks = shell.json("rank", "betweenness")
    assert list(ranks[0]) == ["entity", "label", "rank", "score"]
    assert [row["entity"] for row in ranks[:2]] == ["thomas-west", "asim-munir"]
    assert {row["rank"] for row in ranks[2:]} == {3}
    assert len(shell.json("rank", "degree", "--top", "1")) == 1
    (way, *_) = shell.json("path", "jalil-abbas-jilani", "michael-kurilla", "--k", "1")
    assert (way["length"], list(way["steps"][0])[:3]) == (3, ["from", "to", "facts"])
    shell("groups", code=1)
    assert "--anyway" in shell.err
    assert list(shell.json("groups", "--anyway")[0]) == ["group", "entities"]


def test_every_table_ends_with_what_it_describes(shell: Shell) -> None:
    told = " ".join(shell("rank", "degree").split())
    assert "ranks of so few mean little not shown: 1 unconfirmed; `kg facts` reported contacts in" in told
    assert told.endswith("reported contacts in these sources: 2 articles, 2 voices")


def test_exports_are_read_back_by_others(shell: Shell, tmp_path: Path) -> None:
    for name in ("nquads", "turtle", "trig", "jsonld", "graphml", "gexf", "csv", "two-mode-csv", "bundle"):
        shell("export", name, "-o", str(tmp_path / name))
    texts = {name: (tmp_path / name).read_text("utf-8") for name in ("graphml", "gexf")}
    assert reading.graphml(texts["graphml"]).edges.keys() == reading.gexf(texts["gexf"]).edges.keys() != set()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv").read_text("utf-8"))))
    assert all(row["sentence"] and row["fact"] for row in rows)
    assert len(rdflib.Graph().parse(tmp_path / "turtle", format="turtle")) > 1000
    assert json.loads((tmp_path / "jsonld").read_text("utf-8"))


def test_an_output_that_cannot_be_written_loses_nothing(shell: Shell, tmp_path: Path) -> None:
    shell("view", "-o", str(tmp_path / "no-such-folder" / "page.html"), code=1)
    assert "no such folder" in shell.err
    (tmp_path / "page.html").mkdir()
    shell("view", "-o", str(tmp_path / "page.html"), code=1)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("explain", "munir-austin"), 1, "no such fact: `munir-austin`"),
        (
            ("explain", "asim-munr", "lloyd-austin"),
            1,
            "no such entity: `asim-munr`\n  hint: did you mean `asim-munir`?",
        ),
        (("facts", "--status", "on-recrd"), 2, "no such status: `on-recrd`\n  hint: did you mean `on-record`?"),
        (("facts", "--type", "Meating"), 1, "did you mean `Meeting`?"),
        (("facts", "--entity", "asim-munr"), 1, "no such entity: `asim-munr`\n  hint: did you mean `asim-munir`?"),
        (("rank", "degree", "--kind", "Persn"), 2, "no such kind: `Persn`\n  hint: did you mean `Person`?"),
        (("rank", "degree", "--layer", "contacts"), 1, "no such layer: `contacts`\n  hint: did you mean `contact`?"),
        (("rank", "degree", "--edge", "mett"), 1, "no such edge: `mett`\n  hint: did you mean `met`?"),
        (("fragile", "--by", "voices"), 2, "no such source: `voices`\n  hint: did you mean `voice`?"),
        (("diff", "2023-12-14", "2025-12-31", "--measure", "degre"), 2, "no such measure: `degre`"),
        (("rank", "closeness"), 2, "no such measure: `closeness`"),
        (("export", "pdf", "-o", "x"), 2, "no such format: `pdf`"),
        (("facts", "--known-by", "tomorrow"), 2, "`--known-by`: no date: `tomorrow`"),
        (("facts", "--between", "2024-01-02/2024-01-01"), 2, "`--between`: ends before it starts"),
        (("query",), 2, "no query"),
        (("facts", "--nonsense"), 2, "No such option"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(shell: Shell, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert shell(*arguments, code=code) == ""
    assert words in shell.err


def test_no_project(tmp_path: Path, capsys: Capture) -> None:
    assert cli.run(["facts", "--project", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"no project in `{tmp_path}`: `kg.toml` is missing\n")
    assert list(tmp_path.iterdir()) == []


def test_init_build_and_ask(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "mine"
    assert cli.run(["init", str(folder), "--base", "https://example.org/mine/"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "kg.toml", "ontology", "sources", "texts"]
    assert 'base = "https://example.org/mine/"' in (folder / "kg.toml").read_text("utf-8")
    assert not (folder / "ontology" / "kg.ttl").exists()
    assert cli.run(["check", "--project", str(folder), "--texts", str(folder / "texts")]) == 0
    assert cli.run(["build", "--project", str(folder)]) == 0
    capsys.readouterr()
    assert cli.run(["query", "ASK { ?a kg:met ?b }", "--project", str(folder)]) == 0
    assert capsys.readouterr().out == "true\n"
    assert cli.run(["init", str(folder)]) == 2
    assert "there is a file already" in capsys.readouterr().err


def test_a_build_without_facts_says_how_to_get_some(tmp_path: Path, capsys: Capture) -> None:
    folder = copied(ROOT, tmp_path / "empty")
    for path in (folder / "sources").glob("*-*.yaml"):
        path.unlink()
    assert cli.run(["build", "--project", str(folder)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("0 articles, 0 claims, 0 facts, 0 voices, 72 entities, ")
    assert told.out.count("\n") == 1
    assert told.err.endswith(
        "no facts yet: an article's claims stand in a file of their own, such as `sources/herald-2024-03-05.yaml`; "
        "`kg init DIR` writes an example\n"
    )


def test_a_list_without_facts_says_that_all_claims_are_suggested_or_refused(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "mine"
    assert cli.run(["init", str(folder)]) == 0
    (paper,) = (folder / "sources").glob("*-*.yaml")
    whole = paper.read_text("utf-8")
    claims = whole.count("\n  - id: ")
    paper.write_text(whole.replace("    stance: ", "    suggested: true\n    stance: "), "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 0
    assert "no facts" not in capsys.readouterr().err, "what is suggested is told of already"
    assert cli.run(["facts", "--project", str(folder)]) == 1
    waits = f"{claims} suggested claims (take `suggested: true` away if it is right)"
    assert f"no facts: {waits}" in "".join(capsys.readouterr())
    paper.write_text(whole.replace("    stance: ", "    stance: x"), "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 1
    capsys.readouterr()
    assert cli.run(["facts", "--project", str(folder)]) == 1
    assert f"no facts: {claims} refused claims (`kg check` says why)" in "".join(capsys.readouterr())


def test_a_build_tells_what_is_missing_from_it(tmp_path: Path, capsys: Capture) -> None:
    folder = copied(ROOT, tmp_path / "faulty")
    entities = folder / "sources" / "entities.yaml"
    entities.write_text(entities.read_text("utf-8") + "spare: {kind: Topic, nam: Spare}\n", "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "what is faulty is missing from this build"
    (paper, *_) = sorted((folder / "sources").glob("*-*.yaml"))
    paper.write_text(paper.read_text("utf-8").replace("stance: asserts", "stance: assert", 1), "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "1 claim refused: what it says is missing from this build"


def test_a_project_that_was_never_built_is_built_when_it_is_asked(tmp_path: Path, capsys: Capture) -> None:
    folder = copied(ROOT, tmp_path / "fresh")
    assert cli.run(["facts", "--project", str(folder), "--format", "json"]) == 0
    told = capsys.readouterr()
    assert told.err == "not built yet: building\n"
    assert len(json.loads(told.out)) > 40


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    command = f"{sys.executable} -m kg.cli.main facts --project '{project}' | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, cwd=ROOT)
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1


def test_nothing_in_a_name_reaches_the_terminal(capsys: Capture) -> None:
    from kg.cli.terminal import say

    say("\x1b[31mred\x1b[0m \u202eback\x07")
    assert capsys.readouterr().out == "red back\n"
