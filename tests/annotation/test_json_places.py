"""Faults in JSON Lines: each names its field, and the column of what is wrong in the line."""

from __future__ import annotations

import gzip
import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotation import json_places
from kg.annotation.reader import read
from kg.base.findings import KeyPath
from kg.check import check
from kg.ontology import core_folder, load
from tests.examples import examples

SHA = "0" * 64
HEAD = '{"article":{"id":"paper-1","title":"Talks","publisher":"paper","published":"2023-12-14"}}'
PAPER = '{"entity":{"id":"paper","kind":"Organization","name":"Paper"}}'
CLAIM = (
    '{"claim": {"article": "paper-1", "id": "a", "fact": "f", "type": "Meeting", "stance": "asserts", '
    '"roles": {"participant": ["paper", "ann"]}, "when": "2023-12-13", '
    f'"evidence": [{{"at": [0, 4], "sha256": "{SHA}"}}]}}}}'
)
ANN = '{"entity": {"id": "ann", "kind": "Person", "name": "Ánn", "aliases": ["Annie", "A."], "note": "n"}}'

# A line, what is written in place of a part of it, what the fault stands at, and how it begins.
ODD: dict[str, tuple[str, str, str, str, str]] = {
    "NaN": (CLAIM, '"asserts"', "NaN", "NaN", "not JSON: `NaN`"),
    "NaN in a text too": (ANN, '"n"}', '"NaN", "side": NaN}', "NaN}", "not JSON: `NaN`"),
    "Infinity": (CLAIM, "[0, 4]", "[0, Infinity]", "Infinity", "not JSON: `Infinity`"),
    "minus Infinity": (CLAIM, "[0, 4]", "[-Infinity, 4]", "-Infinity", "not JSON: `-Infinity`"),
    "key twice": (CLAIM, '"type"', '"fact"', '"fact": "Meeting"', "duplicate key `fact`"),
    "key twice, deeper": (CLAIM, f'"sha256": "{SHA}"', '"at": 1', '"at": 1', "duplicate key `at`"),
    "key twice, spelt otherwise": (ANN, '"kind"', '"\\u0069d"', '"\\u0069d"', "duplicate key `id`"),
    "record twice": (HEAD, "}}", '},"article":{}}', '"article":{}}', "duplicate key `article`"),
    "too deep": (ANN, '"n"}', '"[[", "side": ' + "[" * 31 + "]" * 31 + "}", "[" + "]" * 31, "nested too deep"),
    "too long": (CLAIM, "[0, 4]", f"[0, {'9' * 5000}]", "9" * 5000, "a number that is too long"),
    "too large": (CLAIM, "[0, 4]", "[0, -1e999]", "-1e999", "a number that is too large: `-1e999`"),
    "too large, as digits": (CLAIM, "[0, 4]", f"[0, {'9' * 400}.5]", f"{'9' * 400}.5", "a number that is too large"),
    "lone half": (ANN, '"n"', '"\\ud83d x"', "\\ud83d", "half of a pair of surrogates"),
    "other half": (ANN, '"n"', '"a\\ude00"', "\\ude00", "half of a pair of surrogates"),
    "no record": (ANN, '"entity"', '"entiti"', '"entiti"', "expected one record, found `entiti`"),
    "two records": (ANN, "}}", '}, "claim": {}}', '"claim"', "expected one record, found `entity`, `claim`"),
    "no mapping": (ANN, ANN, "  [1]", "[1]", "expected one record, found no mapping"),
    "unknown field": (CLAIM, '"when"', '"wen"', '"wen"', "unknown field `wen`"),
    "unknown field, deeper": (CLAIM, '"sha256"', '"sha265"', '"sha265"', "unknown field `sha265`"),
    "no text": (ANN, '"Ánn"', "7", "7", "`name`: expected text, found a number"),
    "no list": (CLAIM, "[0, 4]", '"0-4"', '"0-4"', "`evidence[0].at`: expected a list, found text"),
    "no mapping within": (CLAIM, '{"participant": ["paper", "ann"]}', "[1]", "[1]", "`roles`: expected a mapping"),
    "no date": (CLAIM, "2023-12-13", "2023-02-30", '"2023-02-30"', "`when`: no such day"),
    "odd date": (HEAD, "2023-12-14", "12/01/2023", '"12/01/2023"', "`published`: "),
    "no id": (CLAIM, '"ann"]', '"Ann B"]', '"Ann B"', "`roles.participant[1]`: no id"),
    "unknown word": (CLAIM, '"asserts"', '"asert"', '"asert"', "unknown stance `asert`"),
    "twice in a list": (ANN, '"A."', '"Annie"', '"Annie"], "note"', "`aliases[1]`: `Annie` stands twice"),
    "odd character": (ANN, '"Annie"', '"An\\u202enie"', '"An\\u202enie"', "`aliases[0]`: bidirectional character"),
    "composed": (ANN, "Ánn", "A\u0301n\u200bn", '"A\u0301n\u200bn"', "`name`: zero-width character U+200B"),
    "address": (HEAD, '"title"', '"url":"javascript:1","title"', '"javascript:1"', "`url`: "),
    "row": (CLAIM, '"at"', '"row": "7", "at"', '"at"', "a row has no `at`"),
}  # fmt: skip

# The same, of what only a check of the whole project finds.
CHECKED: dict[str, tuple[str, str, str, str, str]] = {
    "unknown type": (CLAIM, '"Meeting"', '"Meting"', '"Meting"', "unknown fact type `Meting`"),
    "unknown role": (CLAIM, '"participant"', '"partcipant"', '"partcipant"', "unknown role `partcipant`"),
    "unknown filler": (CLAIM, '"ann"]', '"anm"]', '"anm"', "`roles.participant[1]`: unknown entity `anm`"),
    "too few": (CLAIM, ', "ann"', "", '["paper"]', "`f`: `participant` takes at least 2"),
    "unknown speaker": (CLAIM, '"when"', '"speaker": ["ann", "anm"], "when"', '"anm"', "`speaker[1]`: unknown"),
    "unknown link": (ANN, '"note"', '"links": {"part-off": "paper"}, "note"', '"part-off"', "unknown link"),
    "unknown entity": (ANN, '"note"', '"links": {"member-of": "papr"}, "note"', '"papr"', ""),
    "unknown publisher": (HEAD, '"paper",', '"papr",', '"papr"', ""),
    "no head": (CLAIM, '"paper-1"', '"paper-2"', '"paper-2"', "no sound head for the article `paper-2`"),
    "part of nothing": (CLAIM, '"when"', '"part-of": "g", "when"', '"g"', ""),
    }  # fmt: skip


def changed(case: tuple[str, str, str, str, str]) -> tuple[str, list[str]]:
    """Give a changed line, and all lines of its file."""
    line, old, new, _, _ = case
    assert line.count(old) >= 1
    bad = line.replace(old, new, 1)
    return bad, [PAPER, "", *(bad if its == line else its for its in (ANN, HEAD, CLAIM))]


@pytest.mark.parametrize("name", ODD)
def test_a_fault_stands_at_what_is_wrong_and_names_its_field(name: str, tmp_path: Path) -> None:
    bad, lines = changed(ODD[name])
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    document = read(tmp_path / "a.jsonl", tmp_path)
    at, said = ODD[name][3:]
    wanted = (lines.index(bad) + 1, bad.rindex(at) + 1)
    found = [((fault.place.line, fault.place.column), fault.fault) for fault in document.faults]
    assert [fault for place, fault in found if place == wanted and fault.startswith(said)], (wanted, found)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", CHECKED)
def test_what_a_check_finds_stands_at_its_field_too(name: str, packed: bool, tmp_path: Path) -> None:
    bad, lines = changed(CHECKED[name])
    data = "\ufeff" + "\n".join(lines)
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(data.encode()) if packed else data.encode())
    found = check([read(path, tmp_path)], load(core_folder())).faults
    at, said = CHECKED[name][3:]
    wanted = (lines.index(bad) + 1, bad.rindex(at) + 1)
    places = [((fault.place.line, fault.place.column), fault.fault) for fault in found]
    assert [fault for place, fault in places if place == wanted and fault.startswith(said)], (wanted, places)


def test_a_file_that_is_gone_when_places_are_looked_for_still_gives_the_lines(tmp_path: Path) -> None:
    _, lines = changed(CHECKED["unknown type"])
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    document = read(tmp_path / "a.jsonl", tmp_path)
    (tmp_path / "a.jsonl").unlink()
    assert [str(fault).splitlines()[0] for fault in check([document], load(core_folder())).faults] == [
        "a.jsonl:5:1: unknown fact type `Meting`"
    ]


VALUES = st.recursive(
    st.text('ab{}[],:"\\é\u0301') | st.integers() | st.booleans() | st.none(),
    lambda its: st.lists(its, max_size=3) | st.dictionaries(st.text('ab{[,:"\\é'), its, max_size=3),
    max_leaves=12,
)


def every(value: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    pairs = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    return [(path, value), *(found for step, item in pairs for found in every(item, (*path, step)))]


@settings(max_examples=examples(300))
@given(value=st.dictionaries(st.text("ab"), VALUES, max_size=4), ascii_=st.booleans(), tight=st.booleans())
def test_every_value_of_any_line_is_found_where_it_stands(value: dict[str, Any], ascii_: bool, tight: bool) -> None:
    line = json.dumps({"claim": value}, ensure_ascii=ascii_, separators=(",", ":") if tight else (" , ", " : "))
    parse = json.JSONDecoder().raw_decode
    for path, item in every(value):
        assert parse(line, json_places.column(line, path) - 1)[0] == item
        if path and isinstance(path[-1], str):
            assert parse(line, json_places.column(line, path, at_key=True) - 1)[0] == path[-1]


def test_columns_of_many_faults_take_little_time(tmp_path: Path) -> None:
    noise = random.Random(3)
    bad = [CLAIM.replace('"a"', f'"a{n}"').replace("Meeting", f"M{noise.randrange(10**9)}") for n in range(20_000)]
    lines = [PAPER, ANN, HEAD, *bad]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    document, ontology = read(tmp_path / "a.jsonl", tmp_path), load(core_folder())
    begun = time.perf_counter()
    found = check([document], ontology).faults
    assert time.perf_counter() - begun < 15
    assert len({fault.place.line for fault in found}) == 20_000
    assert all(lines[it.place.line - 1].startswith('"M', it.place.column - 1) for it in found)
