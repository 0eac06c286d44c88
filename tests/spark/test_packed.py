"""Entities in a file are those that were given: asked for one by one, listed, and sent to another process."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.model.records import Entity, Kind
from kg.spark.packed import PackedEntities, lacking, sent
from tests.conftest import ROOT

IDS = st.sampled_from(["", "a", "A", "b-1", "Ω", "\U0001d518", "e\u0301", "\ue000", "a'b", "z" * 300])
ENTITIES = st.dictionaries(
    IDS,
    st.builds(
        Entity,
        id=IDS,
        kind=st.sampled_from(Kind),
        name=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        links=st.dictionaries(st.text("ab", max_size=2), st.lists(IDS, max_size=2).map(tuple), max_size=2),
        anonymous=st.booleans(),
    ),
)


@given(ENTITIES, st.sets(IDS))
def test_packed_entities_are_those_that_were_given(entities: dict[str, Entity], refused: set[str]) -> None:
    packed = PackedEntities(entities, refused)
    for its in (packed, pickle.loads(pickle.dumps(packed))):
        assert [*its.items()] == sorted(entities.items())
        assert (len(its), its == entities) == (len(entities), True)
        assert [id_ in its for id_ in entities] == [True] * len(entities)
        assert "nobody" not in its
        assert its.get("nobody") is None


@given(ENTITIES, IDS)
def test_one_may_be_left_out(entities: dict[str, Entity], id_: str) -> None:
    less = {other: its for other, its in entities.items() if other != id_}
    assert lacking(entities, id_) == less
    packed = PackedEntities(entities)
    for its in (
        lacking(packed, id_),
        lacking(lacking(packed, id_), id_),
        pickle.loads(pickle.dumps(lacking(packed, id_))),
    ):
        assert [*its.items()] == sorted(less.items())
        assert len(its) == len(less)


def test_what_could_not_be_read_keeps_its_stand_ins() -> None:
    draft = Entity(id="a", kind=None, name=None)  # type: ignore[arg-type]  # as a reader leaves what it could not read
    its = pickle.loads(pickle.dumps(PackedEntities({"a": draft}, {"a"})))
    assert its["a"] == draft


READING = """
import os, pickle, re, sys
from pathlib import Path

its = pickle.load(sys.stdin.buffer)
print(its["a7"].name, "b" in its, os.listdir(os.environ["SPARK_LOCAL_DIRS"].split(",")[0]))
text = Path("/proc/self/smaps_rollup").read_text()
print(int(re.search(r"^Private_Dirty:\\s+(\\d+)", text, re.M)[1]) // 1024)
"""


def test_a_worker_reads_them_from_a_disk_and_leaves_nothing_there(tmp_path: Path) -> None:
    """So what it holds does not grow with their number: here 300 MB."""
    folder = tmp_path / "a#b%20 ?"
    folder.mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SPARK_LOCAL_DIRS": f"{folder},/nowhere"}
    held = []
    for long in (1, 30_000):
        many = {f"a{number}": Entity(id=f"a{number}", kind=Kind.PERSON, name="n" * long) for number in range(10_000)}
        done = subprocess.run(
            [sys.executable, "-c", READING], input=pickle.dumps(PackedEntities(many)), env=environment,
            capture_output=True, check=True,
        )  # fmt: skip
        found, memory = done.stdout.decode().splitlines()
        assert found == f"{'n' * long} False []"
        held.append(int(memory))
    assert held[1] - held[0] < 50


def test_few_are_sent_as_they_are() -> None:
    its = {"a": Entity(id="a", kind=Kind.PERSON, name="A")}
    assert sent(its, held=1) is its
    assert isinstance(sent(its, held=0), PackedEntities)
