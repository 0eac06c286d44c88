"""The figures of claims in what is handed over: each as it is given, none chosen, added up or converted."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim, Figure
from tests.graphs import graph_of
from tests.making import claim

THIRTEEN, DOLLARS = (Figure("13", "13", unit) for unit in ("EUR", "USD"))
DEATHS, SHARE, MANY = Figure("9", "12"), Figure("0.10", "0.10", "%"), "12345678901234567890123456789012345.5"
EUR = Figure("1250000.5", "1250000.5", "EUR")


def gives(speaker: str | None, stance: str = "asserts", **values: Figure) -> Claim:
    return claim(speaker, stance, values=values)


def rows(graph: Graph, format: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(graph.export(format).removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([gives("ann")], ""),
        ([gives("ann", amount=EUR)], "amount 1,250,000.5 EUR"),
        ([gives("ann", amount=EUR), gives("bob", amount=EUR)], "amount 1,250,000.5 EUR"),
        ([gives("ann", amount=EUR), gives("bob", amount=THIRTEEN)], "amount 13 EUR or 1,250,000.5 EUR"),
        ([gives("ann", amount=EUR), gives("bob", amount=DOLLARS)], "amount 1,250,000.5 EUR or 13 USD"),
        ([gives("ann", deaths=DEATHS), gives("bob", deaths=Figure("20", None))], "deaths 9 to 12 or at least 20"),
        ([gives("ann", deaths=Figure(None, "1000"), share=SHARE)], "deaths at most 1,000; share 0.10 %"),
        ([gives("ann", tone=Figure("-3.50", "-3.50"))], "tone -3.50"),
        ([gives("ann", amount=EUR), gives("bob", "denies", amount=Figure("1", "1"))], "amount 1,250,000.5 EUR"),
        ([gives("ann", "announces", amount=EUR)], "amount 1,250,000.5 EUR"),
        ([gives("ann", "denies", amount=EUR)], ""),
        ([gives("ann", big=Figure(MANY, MANY))],
         "big 12,345,678,901,234,567,890,123,456,789,012,345.5"),
    ],
)  # fmt: skip
def test_a_sheet_tells_each_figure(claims: list[Claim], expected: str) -> None:
    graph = graph_of(claims)
    assert [row["figures"] for row in rows(graph, "sheet")] == [expected]
    if graph.fact("m").accepted:
        assert [row["figures"] for row in rows(graph, "csv")] == [expected]


def test_two_amounts_that_conflict_are_both_told() -> None:
    (row,) = rows(graph_of([gives("ann", amount=EUR), gives("bob", amount=THIRTEEN)]), "sheet")
    assert row["reservations"] == "claims conflict: amount"
    assert row["figures"] == "amount 13 EUR or 1,250,000.5 EUR"


def test_json_has_them_as_they_are_given() -> None:
    graph = graph_of([gives("ann", amount=EUR), gives("bob", amount=Figure("20", None, "EUR"))])
    assert [its["values"] for its in graph.facts()] == [{"amount": ["20.. EUR", "1250000.5 EUR"]}]


def test_the_command_line_has_them_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.cli.test_answers import made, met

    folder = made(tmp_path / "p", met("ann", "bob", values={"amount": "13 EUR"}))
    for verb in ("facts", "network"):
        capsys.readouterr()
        assert cli.run([verb, "--format", "json", "--project", str(folder)]) == 0
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
        assert [its["values"] for its in found] == [{"amount": ["13 EUR"]}]
