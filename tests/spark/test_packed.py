"""Entities that are packed are those that were given: asked for one by one, listed, and sent to another process."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from kg.model.records import Entity, Kind
from kg.spark.packed import PackedEntities, lacking, sent

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
    packed = sent(entities, refused, held=-1)
    assert isinstance(packed, PackedEntities)
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
    packed = sent(entities, held=-1)
    for its in (
        lacking(packed, id_),
        lacking(lacking(packed, id_), id_),
        pickle.loads(pickle.dumps(lacking(packed, id_))),
    ):
        assert [*its.items()] == sorted(less.items())
        assert len(its) == len(less)


def test_what_could_not_be_read_keeps_its_stand_ins() -> None:
    draft = Entity(id="a", kind=None, name=None)  # type: ignore[arg-type]  # as a reader leaves what it could not read
    its = pickle.loads(pickle.dumps(sent({"a": draft}, {"a"}, held=0)))
    assert its["a"] == draft


def test_few_are_sent_as_they_are() -> None:
    its = {"a": Entity(id="a", kind=Kind.PERSON, name="A")}
    assert sent(its, held=1) is its
