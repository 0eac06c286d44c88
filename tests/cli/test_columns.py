"""At 80 columns: ids are neither broken nor cut, and what is printed fits as far as a single id does."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import main as cli
from kg.cli.terminal import clean, table
from tests.examples import examples

Capture = pytest.CaptureFixture[str]
WIDTH = 80
LONG = "a-very-long-name-of-somebody-who-has-many-names-5eaa3b"
EVIDENCE = [{"at": [0, 1], "sha256": "0" * 64}]
WHO = {n: f"{LONG}-{n}" for n in range(4)}
ARTICLE = "the-morning-courier-of-the-whole-country-and-beyond-2031-03-05-page-one"
FACT = "meeting-of-everybody-with-everybody-else-in-the-old-hall-of-the-harbour-2031"
VERBS = (
    "facts", "timeline", f"explain {FACT}-0", "between {a} {b}", "conflicts", "conflicts --list", "network",
    "rank degree", "rank betweenness", "path {a} {b}", "groups --anyway", "fragile", "fragile --list",
    "fragile {a} {b}", "fragile --by article", "diff 2001-01-01 2032-01-01",
    "brokers", "groups --by components",
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody has a long id; two of them met, as others deny, in two places on one day."""
    folder = tmp_path_factory.mktemp("columns") / "p"
    assert cli.run(["init", str(folder), "--empty", "--base", "https://example.org/p/"]) == 0
    records: list[dict[str, Any]] = [
        {"entity": {"id": its, "kind": "Person", "name": f"Somebody {n}"}} for n, its in WHO.items()
    ]
    records += [{"entity": {"id": f"place-{n}", "kind": "Place", "name": f"Place {n}"}} for n in range(2)]
    records.append({"entity": {"id": "courier", "kind": "Organization", "name": "The Courier"}})
    records.append({"article": {"id": ARTICLE, "title": "T", "publisher": "courier", "published": "2031-03-13"}})
    for n in range(4):
        claim = {"article": ARTICLE, "id": f"c{n}", "fact": f"{FACT}-{n % 3}", "type": "Meeting", "evidence": EVIDENCE}
        roles = {"participant": [WHO[n % 3], WHO[3]], "place": [f"place-{n % 2}"]}
        stance = {"stance": "asserts", "when": "2031-03-05"} if n < 3 else {"stance": "denies", "speaker": WHO[2]}
        records.append({"claim": claim | stance | {"roles": roles}})
    (folder / "sources" / "a.jsonl").write_text("".join(f"{json.dumps(its)}\n" for its in records), "utf-8")
    assert cli.run(["build", "--project", str(folder)]) == 0
    return folder


def printed(project: Path, verb: str, capsys: Capture) -> str:
    """Give what a verb prints on a terminal."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", str(WIDTH))
        patched.setattr(sys.stdout, "isatty", lambda: True)
        cli.run([*verb.split(), "--project", str(project)])
        return clean(capsys.readouterr().out)


def too_wide(text: str) -> list[str]:
    """List lines that are wider than the terminal, though a blank in their text lets them be broken."""
    wide = [line for line in text.splitlines() if len(line) > WIDTH]
    return [line for line in wide if len(line.split()) > 1 and max(map(len, line.split())) < WIDTH - 20]


@pytest.mark.parametrize("verb", VERBS)
def test_ids_are_whole_and_lines_fit(project: Path, verb: str, capsys: Capture) -> None:
    told = printed(project, verb.format(a=WHO[0], b=WHO[3]), capsys)
    assert too_wide(told) == []
    known = {*WHO.values(), ARTICLE, *(f"{FACT}-{n}" for n in range(3))}
    for begin in (LONG[:14], ARTICLE[:14], FACT[:14]):
        assert {*re.findall(rf"(?<![\w-]){begin}[\w-]*", told)} <= known
    assert not re.search(r"-\w*…", told)
    assert told


def test_all_ids_of_a_rank_are_there(project: Path, capsys: Capture) -> None:
    assert set(WHO.values()) <= set(printed(project, "rank degree", capsys).split())


def test_where_no_table_has_room_no_cell_is_lost(project: Path, capsys: Capture) -> None:
    assert printed(project, "conflicts", capsys).splitlines()[:6] == [
        "day                    2031-03-05",
        "in two places at once  Somebody 3",
        f"id                     {WHO[3]}",
        "places                 2",
        "facts                  3",
        "",
    ]


IDS = st.lists(st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,9}", fullmatch=True), min_size=1, max_size=5)
NAMES = st.text(alphabet="abcdefgh ij", min_size=1, max_size=60)


@settings(max_examples=examples(60))
@given(IDS, st.data())
def test_a_table_never_breaks_an_id(ids: list[str], data: st.DataObject) -> None:
    rows = [(str(at), data.draw(NAMES), id_, "0.1234") for at, id_ in enumerate(ids)]
    with pytest.MonkeyPatch.context() as patched:
        written: list[str] = []
        patched.setenv("COLUMNS", str(WIDTH))
        patched.setattr(sys.stdout, "write", written.append)
        table(("rank", "actor", "id", "betweenness"), rows, right=(0, 3), ids=2)
    told = "".join(written)
    assert set(ids) <= set(told.split())
    assert max(map(len, told.splitlines())) <= max(WIDTH, max(map(len, ids)) + len("betweenness  "))
