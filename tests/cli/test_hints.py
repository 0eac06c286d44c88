"""Every option that a hint names is one that the verb has: over all verbs, in projects where they have much to hint."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from kg.cli import main as cli
from kg.cli.verbs import app
from tests.cli.test_answers import EVIDENCE
from tests.house.modules import MODULES

Capture = pytest.CaptureFixture[str]
COMMANDS: Any = typer.main.get_command(app)
KINDS = {"org": "Organization", "person": "Person", "many": "Group"}
_SPAN = re.compile(r"`(kg [^`]*)`")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_VERBS = (  # each with what it needs; {a} and {b} are two entities, {o} is a file
    "check", "build", "facts", "facts --accepted", "facts --status planned", "facts --known-by 2001-01-01",
    "facts --without paper --read --on 2031", "explain f0", "explain {a} {b}", "between {a} {b}", "conflicts",
    "conflicts --list", "network", "network --act attack", "network --hostile --directed", "network --kind all",
    "network --edge met", "network --layer speech", "rank degree", "rank in-degree",
    "rank degree --kind all --layer all", "rank degree --known-by 2001-01-01", "rank degree --directed", "path {a} {b}",
    "path {a} {b} --kind all", "path {a} {b} --act attack", "path {a} {b} --kind all --layer all", "groups",
    "groups --kind all --layer all",
    "brokers --by country", "brokers --kind all --layer all --directed",
    "timeline", "timeline {a}", "timeline --status planned", "diff 2024-01-01 2032-01-01", "fragile",
    "fragile --list", "fragile {a} {b}", "fragile --list --kind all --layer all", "fragile --by article",
    "query met entity={a}", "query edges", "query brokers", "query --list", "query disputed", "help", "help Meeting",
    "view -o {o}", "view -o {o} --focus {a}", "view -o {o} --all", "view -o {o} --status planned",
    "export csv -o {o}", "export csv -o {o} --all", "export two-mode-csv -o {o}", "export gexf -o {o}",
    "export graphml -o {o}", "export cytoscape -o {o}", "export ftm -o {o}", "export sheet -o {o}",
    "export gexf -o {o} --status planned", "export gexf -o {o} --known-by 2001-01-01", "export nanopub -o {o}",
)  # fmt: skip


def claims(number: int, stance: str = "asserts", **its: Any) -> list[dict[str, Any]]:
    """Make claims by the paper, each on a fact of its own."""
    head = {"article": "p", "stance": stance, "evidence": EVIDENCE}
    return [{"claim": head | {"id": f"c{n}", "fact": f"f{n}"} | its} for n in range(number)]


def among(kind: str, number: int = 2) -> dict[str, Any]:
    return {"type": "Meeting", "roles": {"participant": [f"{kind}-{n}" for n in range(number)]}}


def chain(number: int) -> list[dict[str, Any]]:
    """Make claims by which each person met the next."""
    return [
        {
            "claim": its["claim"]
            | {"id": f"d{n}", "fact": f"g{n}", "roles": {"participant": [f"person-{n + k}" for k in (0, 1)]}}
        }
        for n, its in enumerate(claims(number, type="Meeting"))
    ]


PROJECTS: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "organizations": claims(5, type="Action", roles={"agent": ["org-0"], "act": ["pay"], "recipient": ["org-1"]}),
    "persons elsewhere": claims(5, type="Message", roles={"agent": ["person-0"], "recipient": ["person-1"]}),
    "stand-ins": claims(5, **among("many")),
    "not accepted": claims(5, "denies", **among("person")),
    "many": [*claims(60, **among("person")), *chain(430)],
}  # fmt: skip


@pytest.fixture(params=PROJECTS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A project, and the kind of its actors."""
    folder = tmp_path_factory.mktemp("hints") / "p"
    assert cli.run(["init", str(folder), "--empty", "--base", "https://example.org/p/"]) == 0
    known = {filler for its in PROJECTS[request.param] for some in its["claim"]["roles"].values() for filler in some}
    records: list[dict[str, Any]] = [
        {"entity": {"id": id_, "kind": kind, "name": id_.title()} | ({"anonymous": True} if sort == "many" else {})}
        for sort, kind in KINDS.items()
        for id_ in sorted({*known, f"{sort}-0", f"{sort}-1"})
        if id_.startswith(sort)
    ]
    records.append({"entity": {"id": "paper", "kind": "Organization", "name": "The Paper"}})
    records.append({"article": {"id": "p", "title": "T", "publisher": "paper", "published": "2031-03-13"}})
    lines = "".join(f"{json.dumps(record)}\n" for record in [*records, *PROJECTS[request.param]])
    (folder / "sources" / "a.jsonl").write_text(lines, "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 0
    return next((sort for sort in KINDS if any(id_.startswith(sort) for id_ in known)), "org"), folder


def options(*verb: str) -> set[str]:
    """Give the options of a verb, by its name, or its name in a group of verbs."""
    command = COMMANDS
    for word in verb:
        command = command.commands[word]
    return {name for parameter in command.params for name in parameter.opts + parameter.secondary_opts} | {"--help"}


def named(words: str) -> set[str]:
    """Give the options that words name, each once, without what they stand for."""
    return set(_OPTION.findall(words))


def faults(told: str, *verb: str) -> list[str]:
    """List what is named in hints and is not there."""
    found = []
    for span in _SPAN.findall(told):
        words = span.split()[1:]
        if words[0] not in COMMANDS.commands and words[0] != "VERB":
            found.append(f"no verb: `{span}`")
        elif words[0] != "VERB":
            its = words[:2] if words[0] == "import" else words[:1]
            found += [f"`{span}`: no {option}" for option in named(span) - options(*its)]
    return found + [f"kg {' '.join(verb)}: no {option}" for option in named(_SPAN.sub("", told)) - options(*verb)]


def test_a_hint_names_options_that_the_verb_has(project: tuple[str, Path], tmp_path: Path, capsys: Capture) -> None:
    kind, folder = project
    for words in _VERBS:
        capsys.readouterr()
        line = words.format(a=f"{kind}-0", b=f"{kind}-1", o=tmp_path / "out").split()
        cli.run([*line, *([] if line[0] == "help" else ["--project", str(folder)])])
        said = capsys.readouterr()
        data = "" if line[0] in ("view", "export", "help") else said.out
        assert (words, faults(said.err + data, line[0])) == (words, [])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("1 edge (`--kind all` with `--act all`)", ["kg view: no --act"]),
        ("see `kg facts --layer all`", ["`kg facts --layer all`: no --layer"]),
        ("`kg network --layer all`, or --focus ENTITY, `--all`", []),
        ("`kg nothing`", ["no verb: `kg nothing`"]),
        ("`kg import table FILE --draft`, `kg import icews --draft`", ["`kg import icews --draft`: no --draft"]),
    ],
)
def test_what_is_not_there_is_found(told: str, expected: list[str]) -> None:
    assert sorted(faults(told, "view")) == expected


def test_every_option_in_a_message_of_ours_is_one_of_some_verb() -> None:
    every = {"--help"}

    def gather(command: Any) -> None:
        every.update(name for its in command.params for name in its.opts + its.secondary_opts)
        for its in getattr(command, "commands", {}).values():
            gather(its)

    gather(COMMANDS)
    quoted = re.compile(r"`(?:kg [^`\n]*)?(--[a-z][a-z-]*)[^`\n]*`")
    written = {path.name: {*quoted.findall(path.read_text("utf-8"))} - every for path in MODULES}
    assert {name: its for name, its in written.items() if its} == {}
