"""What docs/reconciliation.md tells people to type is answered, and its limits are those of the code."""

from __future__ import annotations

import re
import shlex
from urllib.parse import parse_qsl, urlsplit

import pytest

from kg.graph.graph import Graph
from kg.serve import reconcile_candidates, reconcile_properties, reconcile_suggest
from kg.serve.exchange import Asked
from kg.serve.reconcile import answer
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "reconciliation.md").read_text("utf-8")
LINES = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)


def asked_by(line: str) -> Asked:
    """Read a line of curl as the request that it makes."""
    program, silent, address, *form = shlex.split(line)
    assert (program, silent, form[:-1]) in (("curl", "-s", []), ("curl", "-s", ["--data-urlencode"]))
    parts = urlsplit(address)
    values = [tuple(each.split("=", 1)) for each in form[1:]] or parse_qsl(parts.query)
    origin, path = f"{parts.scheme}://{parts.netloc}", parts.path.removeprefix("/reconcile")
    return Asked(path, tuple((name, value) for name, value in values), method="POST" if form else "GET", origin=origin)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[38:70])
def test_what_is_to_be_typed_is_answered(line: str, demo: Graph) -> None:
    reply = answer(demo, asked_by(line))
    assert reply.status == 200
    assert len(reply.body) > 100


def test_the_limits_are_those_of_the_code() -> None:
    assert len(LINES) == 8
    table = PAGE.partition("| limit | |")[2]
    assert f"| {reconcile_candidates.MOST_QUERIES} (`batchSize`)" in table
    assert f"up to {reconcile_candidates.MOST} |" in table
    assert f"| {reconcile_candidates.MOST_HINTS} |" in table
    assert f"| {reconcile_properties.MOST_EXTENDED:,} |" in table
    assert f"| {reconcile_suggest.PAGE}; `cursor`" in table


def test_every_property_that_is_a_hint_is_one(demo: Graph) -> None:
    known = reconcile_properties.properties(demo.ontology)
    (line,) = re.findall(r"Type\n  (.*) as the property", PAGE)
    assert set(re.findall(r"`(\w+)`", line)) <= set(known)
