"""Lists are in an order that a person would choose, the newest first, and say what they leave out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg import analysis
from kg.base.errors import UsageError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim
from kg.report.networks import path_lines, plain
from kg.report.ordering import ORDERS
from tests.graphs import graph_of
from tests.making import claim

# Ids as a program would make them, which say nothing.
DAYS = {
    "f93": "2023-12-01", "f01": "2023-12-12", "f57": None, "f22": "2023-12-12", "f30": "../2023-12-05", "f99": "2023",
}  # fmt: skip


def world() -> Graph:
    claims = [claim(None, fact=fact, id_=fact, when=when) for fact, when in DAYS.items()]
    claims.append(claim(None, fact="f22", id_="again", article="gazette-1", when="2023-12-12"))
    return graph_of(claims)


@pytest.mark.parametrize(
    ("order", "facts"),
    [
        ("newest", "f22 f01 f30 f93 f99 f57"),
        ("oldest", "f99 f93 f30 f22 f01 f57"),
        ("status", "f22 f01 f30 f93 f99 f57"),
        ("voices", "f22 f01 f30 f93 f99 f57"),
        ("claims", "f22 f01 f30 f93 f99 f57"),
        ("id", "f01 f22 f30 f57 f93 f99"),
    ],
)
def test_facts_stand_in_the_order_that_is_asked_for(order: str, facts: str) -> None:
    rows = world().facts(sort=order)
    assert " ".join(row["fact"] for row in rows) == facts
    assert [row["fact"] for row in world().facts(sort=order, top=2)] == facts.split()[:2]


def test_the_newest_are_first_unasked_and_other_orders_are_refused() -> None:
    graph = world()
    assert graph.facts() == graph.facts(sort="newest")
    assert [tie.fact.fact for tie in graph.between("ann", "bob").ties] == [row["fact"] for row in graph.facts()]
    assert [row["fact"] for row in graph.explain_between("ann", "bob")] == [row["fact"] for row in graph.facts()]
    with pytest.raises(UsageError, match="no such order: `new`"):
        graph.facts(sort="new")
    assert "newest" in ORDERS


def test_what_happened_on_one_day_is_ordered_by_sources_and_actors_never_by_ids() -> None:
    def met(fact: str, *who: str, in_: str = "herald-1") -> Claim:
        roles = {"participant": who}
        return claim(None, fact=fact, id_=f"{fact}-{in_}", when="2023-12-12", roles=roles, article=in_)

    twice = [met("m", "ann", "cid"), met("m", "ann", "cid", in_="gazette-1")]
    claims = [met("z", "ann", "bob"), met("a", "bob", "cid"), *twice]
    assert [row["fact"] for row in graph_of(claims).facts()] == ["m", "z", "a"]


# -- by the verbs ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty meetings of Ann with Bob, on sixty days, by a newspaper a day; on three of them she is elsewhere too."""
    folder = tmp_path_factory.mktemp("orders") / "p"
    assert cli.run(["init", str(folder), "--base", "https://example.org/p/"]) == 0
    for path in folder.glob("sources/*"):
        path.unlink()
    lines: list[dict[str, Any]] = [
        *({"entity": {"id": id_, "kind": "Person", "name": id_.title()}} for id_ in ("ann", "bob", "cid")),
        *({"entity": {"id": id_, "kind": "Place", "name": id_.title()}} for id_ in ("north", "south")),
        {"entity": {"id": "desk", "kind": "Organization", "name": "Desk"}},
        *({"entity": {"id": f"paper{n:02}", "kind": "Organization", "name": f"Paper {n}"}} for n in range(60)),
    ]
    for n in range(60):
        day = f"2024-{1 + n // 28:02}-{1 + n % 28:02}"
        head = {"id": f"a{n:02}", "publisher": f"paper{n:02}", "published": f"/{day}", "language": "en"}
        lines.append({"article": head | {"coded-by": "desk"}})
        for place, other in (("north", "bob"), ("south", "cid")) if n < 3 else (("north", "bob"),):
            fact = f"x{(n * 37) % 60:02}{place}"
            roles = {"participant": ["ann", other], "place": [place]}
            its = {"article": f"a{n:02}", "id": place, "fact": fact, "type": "Meeting", "stance": "asserts"}
            lines.append({"claim": its | {"when": day} | {"roles": roles, "evidence": [{"row": str(n)}]}})
    (folder / "sources/rows.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert cli.run(["build", "--project", str(folder)]) == 0
    return folder


Capture = pytest.CaptureFixture[str]


def ran(capsys: Capture, project: Path, *words: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert cli.run([*words, "--project", str(project)]) == code
    out, err = capsys.readouterr()
    return out, err


@pytest.mark.parametrize(
    ("verb", "things"),
    [
        ("facts", "of 63 facts are"),
        ("timeline", "of 63 facts are"),
        ("between ann bob", "of 60 facts are"),
        ("network", "of 63 edges are"),
        ("conflicts --list", "of 3 conflicts are"),
    ],
)
def test_a_list_begins_with_the_newest_and_is_as_long_as_is_asked(
    capsys: Capture, project: Path, verb: str, things: str
) -> None:
    for order in ("newest", "oldest"):
        out, err = ran(capsys, project, *verb.split(), "--top", "2", "--sort", order)
        days = re.findall(r"(?<!by )2024-\d\d-\d\d", out)
        assert f"the {order} 2 {things} shown: `--top N` shows more" in re.sub(r"\s+", " ", out + err)
        assert days == sorted(days, reverse=order == "newest")
        if verb != "conflicts --list":
            assert days[0] == ("2024-03-04" if order == "newest" else "2024-01-01")
    out, err = ran(capsys, project, *verb.split(), "--format", "json", "--top", "2")
    assert json.loads(out)
    _, err = ran(capsys, project, *verb.split(), "--sort", "shuffled", code=2)
    assert "no such order: `shuffled`" in err


def test_ranks_and_groups_have_orders_of_their_own(capsys: Capture, project: Path) -> None:
    out, _ = ran(capsys, project, "rank", "degree", "--sort", "name", "--format", "json")
    assert [row["entity"] for row in json.loads(out)] == ["ann", "bob", "cid"]
    out, err = ran(capsys, project, "rank", "degree", "--top", "1")
    assert "the first 1 of 3 actors is shown: `--top N` shows more" in re.sub(r"\s+", " ", out + err)
    assert "no such order" in ran(capsys, project, "rank", "degree", "--sort", "newest", code=2)[1]
    out, _ = ran(capsys, project, "groups", "--anyway", "--sort", "name", "--top", "1")
    assert "Ann" in out


def test_conflicts_of_whereabouts_are_counted_by_person_and_day_and_listed_on_request(
    capsys: Capture, project: Path
) -> None:
    out, err = ran(capsys, project, "conflicts")
    rows = [line.split() for line in out.splitlines() if line.startswith("2024")]
    assert rows == [[f"2024-01-0{day}", "Ann", "ann", "2", "2"] for day in (3, 2, 1)]
    assert "`--list` tells who says so" in out
    assert "3 conflicts of claims, 0 parts of facts denied" in err
    assert "not read: 6 of 6 facts rest on rows of data sets alone; `--read` leaves them out\n" in err
    assert "not read: " in ran(capsys, project, "fragile")[1]
    out, _ = ran(capsys, project, "conflicts", "--list")
    assert out.count("whereabouts of Ann: ") == 3
    assert "Paper 2 by 2024-01-03 (coded by Desk, row 2; not read): Ann and Bob met in North on 2024-01-03." in out


def test_a_path_tells_the_best_three_facts_of_a_step_and_counts_the_others(capsys: Capture, project: Path) -> None:
    out, _ = ran(capsys, project, "path", "bob", "cid")
    lines = out.splitlines()
    assert lines[:2] == ["2 steps: Bob – Ann – Cid", "  Bob – Ann: 60 facts, the weakest reported, 1 voice"]
    assert [line[-11:] for line in lines[2:5]] == ["2024-03-04.", "2024-03-03.", "2024-03-02."]
    assert lines[5] == "    and 57 more facts; `kg between bob ann`"
    assert lines[6] == "  Ann – Cid: 3 facts, the weakest reported, 1 voice"
    assert len(lines) <= 15


def test_a_step_of_an_earlier_path_and_a_sentence_are_told_once() -> None:
    claims = [
        claim(None, fact="m", id_="one"),
        claim(None, fact="m", id_="two"),
        claim(None, fact="n", id_="n", roles={"participant": ("bob", "cid")}),
        claim(None, fact="o", id_="o", roles={"participant": ("bob", "xan")}),
        claim(None, fact="p", id_="p", roles={"participant": ("xan", "cid")}),
    ]
    graph = graph_of(claims)
    network, told = graph.network(), set[tuple[str, str]]()
    first, second = (path_lines(its, graph, network, told) for its in analysis.path(network, "ann", "cid"))
    assert first[1:3] == ["  Ann – Bob: reported, 1 voice", "    Herald of 2023-12-14: Ann and Bob met."]
    assert second[1] == "  Ann – Bob: as above"


def test_scores_are_plain_numbers_of_one_width_after_the_point() -> None:
    assert plain([1e6, 12345.0, 0.0]) == ["1000000", "12345", "0"]
    assert plain([1e-5, 3e-6, 0.0]) == ["0.00001000", "0.00000300", "0.00000000"]
    assert plain([0.5, 1e-9]) == ["0.5000", "<0.0001"]
    assert plain([1234.5, 1.25]) == ["1234.50", "1.25"]
    for scores in ([1e-12], [1e12, 0.1], [123456789.123]):
        assert not any("e" in text for text in plain(scores))
