"""A fact or edge that is contested, denied or given differently says so wherever it is listed, in words and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main as cli
from tests.cli.test_answers import made, met

Capture = pytest.CaptureFixture[str]
PAID: dict[str, Any] = {"type": "Action", "roles": {"agent": ["ann"], "act": ["pay"], "recipient": ["bob"]}}
CONTESTED = "contested by an outsider"
CONFLICT = "claims conflict: amount"
LISTS = (
    ("facts",), ("timeline",), ("timeline", "ann"), ("explain", "f0"), ("explain", "ann", "bob"),
    ("between", "ann", "bob"), ("network", "--layer", "all"), ("path", "ann", "bob", "--layer", "all"),
    ("path", "bob", "ann", "--layer", "all"), ("path", "ann", "bob", "--layer", "all", "--directed"),
    ("fragile", "--list", "--layer", "all", "--by", "article"),
    ("fragile", "ann", "bob", "--layer", "all", "--by", "article"),
)  # fmt: skip


def project(folder: Path, *claims: dict[str, Any]) -> Path:
    return made(folder, *({"fact": "f0", **claim} for claim in claims))


@pytest.fixture(scope="module")
def contested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A payment that Cid and Dee assert, with different amounts, and that the newspaper denies."""
    given = ({"speaker": who, "values": {"amount": amount}} for who, amount in (("cid", "5 EUR"), ("dee", "7 EUR")))
    return project(tmp_path_factory.mktemp("d") / "p", *(PAID | its for its in given), PAID | {"stance": "denies"})


def told(capsys: Capture, folder: Path, *words: str) -> str:
    capsys.readouterr()
    assert cli.run([*words, "--project", str(folder)]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_it_is_said_in_words(contested: Path, words: tuple[str, ...], capsys: Capture) -> None:
    printed = told(capsys, contested, *words)
    assert CONTESTED in printed
    assert CONFLICT in printed or "claims conflict, amount" in printed
    assert "denied by paper" in printed
    assert " !" not in printed


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_it_is_said_in_json(contested: Path, words: tuple[str, ...], capsys: Capture) -> None:
    found: list[Any] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            found.extend([value] if "denied_by" in value and "conflicts" in value else [])
            value = list(value.values())
        for each in value if isinstance(value, list) else ():
            walk(each)

    walk(json.loads(told(capsys, contested, *words, "--format", "json")))
    assert found
    for its in found:
        assert (its["contested"], its["denied_by"]) == ("by-outsider", ["paper"])
        assert its["conflicts"] == ["amount"] or its["conflicts"][0]["kind"] == "amount"


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_nothing_is_said_of_what_nobody_doubts(tmp_path: Path, words: tuple[str, ...], capsys: Capture) -> None:
    plain = project(tmp_path / "p", PAID | {"speaker": "cid"}, PAID | {"speaker": "dee"})
    printed = told(capsys, plain, *words)
    assert not any(word in printed for word in ("contested", "conflict", "denied"))


def test_only_the_facts_of_a_step_that_are_contested_say_so(tmp_path: Path, capsys: Capture) -> None:
    claims = [met("ann", "bob"), met("ann", "bob", speaker="cid"), met("ann", "bob", speaker="dee", stance="denies")]
    folder = made(tmp_path / "p", *({"fact": fact, **its} for fact, its in zip(("g", "h", "h"), claims, strict=True)))
    lines = told(capsys, folder, "path", "ann", "bob").splitlines()
    assert [line.strip() for line in lines if "contested" in line] == [
        "reported, contested by an outsider · denied by dee"
    ]
    assert lines[lines.index("      reported, contested by an outsider · denied by dee") - 1].startswith("    Çid, in ")


def test_a_filler_that_is_contested_marks_its_edge_and_no_other(tmp_path: Path, capsys: Capture) -> None:
    asserts, denies = met("ann", "bob", "cid"), met("cid", stance="denies", scope="roles", speaker="dee")
    folder = project(tmp_path / "p", asserts, denies)
    rows = json.loads(told(capsys, folder, "network", "--format", "json"))
    marks = {(its["source"], its["target"]): (its["contested"], its["denied_by"]) for its in rows}
    assert marks == {
        ("ann", "bob"): (None, []), ("ann", "cid"): ("by-outsider", ["dee"]), ("bob", "cid"): ("by-outsider", ["dee"]),
    }  # fmt: skip


def test_edges_that_came_say_by_whom_they_are_contested(contested: Path, capsys: Capture) -> None:
    printed = told(capsys, contested, "diff", "2001-01-01", "2031-01-01")
    assert CONTESTED in printed
    rows = json.loads(told(capsys, contested, "diff", "2001-01-01", "2031-01-01", "--format", "json"))
    assert [its["contested"] for its in rows["edges"]["came"]] == ["by-outsider"]
