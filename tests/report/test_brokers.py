"""`kg brokers`: who stands between whom, by side, country and kind, as printed, as rows and in Python."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from kg import analysis
from kg.base.errors import AnalysisError, UsageError
from kg.cli.main import run
from kg.cli.options import held
from kg.graph.graph import Graph
from tests.graphs import graph_of
from tests.making import claim

ALL = ("--kind", "all", "--layer", "all")
Capture = pytest.CaptureFixture[str]


def ran(capsys: Capture, graph: Graph, *words: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    with held(graph):
        assert run(["brokers", *words]) == code
    its = capsys.readouterr()
    return its.out, its.err


def test_a_table_fits_eighty_columns_and_says_what_it_counts(
    strait: Graph, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The navy acted on fishermen, a coastguard and a person, of three sides, in this order of their ids."""
    monkeypatch.setenv("COLUMNS", "80")
    out, err = ran(capsys, strait, "--kind", "all", "--edge", "acted-on")
    assert [line.rstrip() for line in out.splitlines()] == [
        "actor",
        "id                        all   coord.   gate.   repr.   itin.   liaison",
        "─" * 72,
        "Navy of Orlund (Orlund)     2        0       0       0       0         2",
        "orlund-navy                        0.0     0.2     0.2     0.2       1.4",
        "coordinator A–A–A, gatekeeper B–A–A, representative A–A–B, itinerant B–A–B,",
        "liaison B–A–C: groups of the three, the broker in the middle; below each count,",
        "what groups of the same sizes would give if dealt out at random",
        "without directions each two count both ways; `--directed` follows them",
        "4 actors stand between nobody",
        "5 actors in all; roles among so few mean little",
        "not read: 1 of 4 edges rests on rows of data sets alone; `--read` leaves them",
        "out",
        "not shown: 2 contested by a party, 1 denied, 1 lapsed, 1 planned; `kg facts`",
        "reported actions in these sources: 7 articles, 5 voices",
    ]
    assert err == ""
    told = strait.brokers(kinds="all", edges="acted-on").left_out
    assert told[-1] == "not read: 1 of 4 edges rests on rows of data sets alone; `--read` leaves them out"
    assert analysis.about(strait.network(kinds="all", edges="acted-on")) == (
        "reported actions in these sources: 7 articles, 5 voices; "
        "not read: 1 of 4 edges rests on rows of data sets alone"
    )


def test_rows_by_hand(strait: Graph, capsys: Capture) -> None:
    """Ilse Marwen of Kestria is tied to its ministry, to Orlund and to Dagny Orr of Orlund, who are not tied.

    Of 24 actors, seven are of one side, six of another, three, two, and six of a side each: of 12,144 ordered triples,
    336 are of one side, and 1,424 have their first and last, say, of one.
    """
    out, err = ran(capsys, strait, *ALL, "--format", "json", "--top", "1")
    assert json.loads(out) == [
        {"entity": "ilse-marwen", "label": "Ilse Marwen", "side": "kestria", "total": 6}
        | {"coordinator": 0, "gatekeeper": 2, "representative": 2, "itinerant": 2, "liaison": 0}
        | {
            "expected": {
                "coordinator": round(6 * 336 / 12144, 4),
                "gatekeeper": round(6 * 1424 / 12144, 4),
                "representative": round(6 * 1424 / 12144, 4),
                "itinerant": round(6 * 1424 / 12144, 4),
                "liaison": round(6 * (12144 - 336 - 3 * 1424) / 12144, 4),
            }
        }
    ]
    assert err.splitlines()[:3] == [
        "the first 1 of 8 actors is shown: `--top N` shows more",
        "16 actors stand between nobody",
        "24 actors in all; roles among so few mean little",
    ]


def test_orders_and_groups(strait: Graph, capsys: Capture) -> None:
    by_liaison = strait.brokers(kinds="all", layers="all", sort="liaison")
    assert [its.entity for its in by_liaison.brokers][:3] == ["orlund-navy", "kestria", "ilse-marwen"]
    by_name = strait.brokers("country", kinds="all", layers="all", sort="name")
    assert [its.entity for its in by_name.brokers] == ["dagny-orr", "ilse-marwen", "kestria", "orlund"]
    assert by_name.left_out[0] == (
        "10 actors are of no country, and left out with all ties; `--by side` has whoever speaks for itself"
    )
    assert {its.group for its in strait.brokers("kind", kinds="all", layers="all").brokers} == {
        "Country",
        "Organization",
        "Person",
    }
    out, _ = ran(capsys, strait, *ALL, "--format", "csv", "--sort", "name")
    assert out.splitlines()[0] == (
        "entity,label,side,total,coordinator,gatekeeper,representative,itinerant,liaison,expected_coordinator,"
        "expected_gatekeeper,expected_representative,expected_itinerant,expected_liaison"
    )
    assert out.splitlines()[1] == "dagny-orr,Dagny Orr,orlund,2,0,1,1,0,0,0.0553,0.2345,0.2345,0.2345,1.2411"


def test_in_python_it_is_a_table(strait: Graph) -> None:
    found = strait.brokers(kinds="all", layers="all")
    assert repr(found).splitlines() == [
        "<Brokers by side: 8 actors>",
        "Ilse Marwen (Kestria): 6, 0 coordinator, 2 gatekeeper, 2 representative, 2 itinerant, 0 liaison",
        "Navy of Orlund (Orlund): 6, 0 coordinator, 0 gatekeeper, 0 representative, 0 itinerant, 6 liaison",
        *repr(found).splitlines()[3:9],
        "16 actors stand between nobody",
        "24 actors in all; roles among so few mean little",
        "not read: 1 of 22 edges rests on rows of data sets alone; `--read` leaves them out",
    ]
    frame = found.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert (frame["entity"][0], frame["gatekeeper"][0]) == ("ilse-marwen", 2)
    assert "<td>2 | 0.7</td>" in found._repr_html_()
    assert (found.method.measure, found.method.engine) == ("brokerage", "own")


def test_who_is_asked_wrongly_or_finds_nobody_is_told(strait: Graph, capsys: Capture) -> None:
    assert ran(capsys, strait, "--by", "party", code=2)[1] == (
        "no such way to group brokers: `party`\n  hint: there are `country`, `kind`, `side`\n"
    )
    out, err = ran(capsys, strait, code=1)
    assert (out, err.splitlines()[1]) == ("", "2 actors stand between nobody")
    assert ran(capsys, strait, "--format", "json", code=1)[0] == "[]\n"
    with pytest.raises(UsageError, match=r"^no such order: `loudest`"):
        strait.brokers(sort="loudest")
    with pytest.raises(AnalysisError, match=r"^nobody can stand between others\n  hint: no edges among places"):
        strait.brokers(kinds="Place")


def test_a_stand_in_has_no_side_and_is_asked_for() -> None:
    """Ann met Murmur, who stands for many, and Murmur met Bob."""
    small = graph_of(
        [
            claim(None, roles={"participant": ("ann", "murmur")}, id_="a"),
            claim(None, fact="n", roles={"participant": ("bob", "murmur")}, id_="b"),
        ]
    )
    with pytest.raises(AnalysisError, match="stand-in"):
        small.brokers(kinds="all")
    found = small.brokers(kinds="all", stand_ins=True)
    assert (len(found), found.left_out[0]) == (0, "1 actor is of no side, and left out with all ties")
    (broker,) = small.brokers("kind", kinds="all", stand_ins=True).brokers
    assert (broker.entity, broker.counts.itinerant) == ("murmur", 2)
