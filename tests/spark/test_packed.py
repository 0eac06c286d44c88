"""Entities in a file are those that were given: asked for one by one, listed, and sent to another process."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.model.records import Entity, Kind
from kg.spark.packed import PackedEntities, lacking
from tests.conftest import ROOT
from tests.spark.driver import PYTHON

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


ELSEWHERE = """
from kg.model.records import Entity, Kind
from kg.spark.packed import sent
from kg.spark.session import running

few = {id_: Entity(id=id_, kind=Kind.PERSON, name=id_.upper()) for id_ in ("a", "b")}
with running("local[1]") as session:
    assert sent(session, few, held=2) is few
    its = sent(session, few, held=1)
    rows = session.sparkContext.parallelize(range(2), 2)
    by = session.sparkContext.broadcast(its)
    rows.count()
    its.path.unlink()
    print(*rows.map(lambda number: [by.value.get(id_) and by.value[id_].name for id_ in "abc"][number:]).collect())
"""


def test_workers_on_another_machine_read_the_copy_that_spark_has_brought(spark: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a#b%20"
    folder.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(tmp_path),
        "TMPDIR": str(folder), "PYSPARK_PYTHON": str(PYTHON),
    }  # fmt: skip
    done = subprocess.run([PYTHON, "-c", ELSEWHERE], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "['A', 'B', None] ['B', None]\n", done.stderr
    assert not list(folder.glob("kg-spark-*")), "taken away as the process ends"
