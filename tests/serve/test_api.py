"""The API of the verbs: the same words and JSON as the command line, whatever is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types

from kg.cli.table import verbs
from tests.conftest import ROOT
from tests.examples import examples
from tests.serve.serving import Served

ASKED: tuple[tuple[str, dict[str, Any], list[str]], ...] = (
    ("facts", {}, []),
    ("facts", {"status": ["one-sided", "on-record"]}, ["--status=one-sided", "--status=on-record"]),
    ("facts", {"accepted": "true", "known_by": "2023", "top": 3}, ["--accepted", "--known-by=2023", "--top=3"]),
    ("facts", {"accepted": "false", "without": "thenews-2023-12-14"}, ["--without", "thenews-2023-12-14"]),
    ("explain", {"fact": "munir-austin-2023-12"}, ["munir-austin-2023-12"]),
    ("explain", {"fact": "asim-munir", "other": "lloyd-austin"}, ["asim-munir", "lloyd-austin"]),
    ("between", {"a": "asim-munir", "b": "lloyd-austin"}, ["asim-munir", "lloyd-austin"]),
    ("conflicts", {}, []),
    ("network", {"kind": "all", "layer": "all"}, ["--kind", "all", "--layer", "all"]),
    ("rank", {"measure": "degree"}, ["degree"]),
    ("path", {"a": "asim-munir", "b": "lloyd-austin", "k": "2"}, ["asim-munir", "lloyd-austin", "--k", "2"]),
    ("diff", {"a": "2023-12-31", "b": "2025-12-31"}, ["2023-12-31", "2025-12-31"]),
    ("timeline", {"actor": "asim-munir"}, ["asim-munir"]),
    ("dyads", {"by": "side", "top": "3"}, ["--by", "side", "--top", "3"]),
    ("count", {"by": "act,month", "reports": "1"}, ["--by", "act,month", "--reports"]),
    ("profile", {"actor": "asim-munir", "top": 2}, ["asim-munir", "--top=2"]),
    ("fragile", {}, []),
    ("groups", {"anyway": "1"}, ["--anyway"]),
    ("brokers", {"by": "country", "kind": "all"}, ["--by", "country", "--kind", "all"]),
    ("cite", {"ids": ["munir-austin-2023-12"]}, ["munir-austin-2023-12"]),
)  # fmt: skip


def shell(served: Served, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg.cli.main", words[0], "--project", str(served.folder), *words[1:]]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


@pytest.mark.parametrize(("verb", "values", "words"), ASKED, ids=lambda its: str(its)[:40])
def test_as_the_command_line(served: Served, verb: str, values: dict[str, str], words: Sequence[str]) -> None:
    """Byte for byte what `kg VERB --format json` prints, and its notes beside it."""
    reply, typed = served.get(f"/api/{verb}", params=values), shell(served, verb, "--format", "json", *words)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json"), reply.text
    assert reply.content == typed.stdout
    assert json.loads(reply.headers.get("kg-notes", "[]")) == typed.stderr.decode().splitlines()


def test_every_verb_is_tried_above() -> None:
    assert {verb for verb, _, _ in ASKED} == set(verbs())


@pytest.mark.parametrize(
    ("verb", "values", "words", "status"),
    [
        ("facts", {"status": "one-sidd"}, ["--status", "one-sidd"], 400),
        ("explain", {"fact": "munir-austn"}, ["munir-austn"], 404),
        ("rank", {"measure": "degre"}, ["degre"], 400),
        ("facts", {"known_by": "2023-02-30"}, ["--known-by", "2023-02-30"], 400),
        ("timeline", {"actor": "nobody-here"}, ["nobody-here"], 404),
        ("path", {"a": "asim-munir", "b": "-x"}, ["asim-munir", "--", "-x"], 404),
    ],
)
def test_what_is_wrong(served: Served, verb: str, values: dict[str, str], words: list[str], status: int) -> None:
    """The words of the command line, in JSON."""
    reply, typed = served.get(f"/api/{verb}", params=values), shell(served, verb, "--format=json", *words)
    assert reply.status_code == status, reply.text
    told = reply.json()
    assert typed.returncode
    assert told["error"] in typed.stderr.decode()
    assert told["hint"] in typed.stderr.decode()


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/api/fats", "no such verb: `fats`"),
        ("/api/export", "no such verb: `export`"),
        ("/api/facts?knwon_by=2023", "no such parameter: `knwon_by`"),
        ("/api/facts?output=/tmp/x", "no such parameter: `output`"),
        ("/api/facts?project=/", "no such parameter: `project`"),
        ("/api/explain?rows=/etc/passwd&fact=x", "no such parameter: `rows`"),
        ("/api/facts?top=0", "Invalid value for '--top': "),  # the rest is typer's, and differs by its version
        ("/api/facts?top=1&top=2", "`top` is given 2 times"),
        ("/api/facts?accepted=maybe", "`accepted` is neither true nor false: `maybe`"),
        ("/api/between?a=asim-munir", "`b` is missing"),
        ("/api/facts?status=", "`status` is empty"),
    ],
)
def test_what_cannot_be_asked(served: Served, path: str, what: str) -> None:
    reply = served.get(path)
    said = reply.json()["error"]
    assert (reply.status_code, said[: len(what)]) == (404 if "verb" in what else 400, what)
    assert said == what or what.endswith(": ")


def test_openapi_describes_it(served: Served) -> None:
    described = served.get("/api/openapi.json").json()
    assert described["openapi"] == "3.1.1"
    assert set(described["paths"]) == {f"/api/{verb}" for verb in verbs()}
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])
    names = [its["name"] for its in described["paths"]["/api/conflicts"]["get"]["parameters"]]
    assert names[:3] == ["list", "top", "sort"]


def test_named_queries(served: Served) -> None:
    listed = shell(served, "query", "--list", "--format", "json")
    assert served.get("/api/queries").content == listed.stdout
    typed = shell(served, "query", "met", "entity=asim-munir", "--format", "csv")
    reply = served.get("/api/queries/met", params={"entity": "asim-munir"}, headers={"Accept": "text/csv"})
    assert reply.content.rstrip(b"\r\n") == typed.stdout.rstrip(b"\r\n")
    assert json.loads(reply.headers.get("kg-notes", "[]")) == typed.stderr.decode().splitlines()
    assert served.get("/api/queries/met").json()["error"] == "`met` asks for more"
    assert served.get("/api/queries/arround").json()["hint"] == "did you mean `around`?"


@settings(max_examples=examples(60))
@given(
    st.sampled_from(sorted(verbs())),
    st.lists(st.tuples(st.text(max_size=9) | st.sampled_from(["a", "top", "fact"]), st.text(max_size=9)), max_size=4),
)
def test_whatever_is_asked_is_answered(served: Served, verb: str, values: list[tuple[str, str]]) -> None:
    encodable = [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in values]
    reply = served.get(f"/api/{verb}", params=encodable)
    assert reply.status_code in (200, 400, 404), reply.text
    reply.json()
