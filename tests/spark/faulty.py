"""What is wrong in drawn projects: claims that are spoilt, each in one way, and faulty entities, heads and lines.

Each kind of fault is one of `kg.check` or of the readers: which of them are reached is counted in `test_projects.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Fields = dict[str, Any]
Spoiling = Callable[[Fields, Any], list[Fields]]  # a claim and its world -> what stands there instead


def _with(**fields: Any) -> Spoiling:
    """Set fields; None takes one away."""
    its = {name.replace("_", "-"): value for name, value in fields.items()}

    def spoil(claim: Fields, world: Any) -> list[Fields]:
        return [{name: value for name, value in (claim | its).items() if value is not None}]

    return spoil


def _filled(claim: Fields, *fillers: str) -> list[Fields]:
    """Put fillers into the first role of a claim."""
    role = next(iter(claim["roles"]), "topic")
    return [claim | {"roles": {**claim["roles"], role: list(fillers)}}]


def _other_type(claim: Fields, world: Any) -> list[Fields]:
    other = world.dice.one([its for its in world.its.types.values() if its.id != claim["type"]])
    fact = world._fact(other)
    return [claim | {"type": other.id, "roles": fact.roles}]


def _circle(field: str) -> Spoiling:
    """Let two or three facts lead to one another, or one to itself."""

    def spoil(claim: Fields, world: Any) -> list[Fields]:
        others = world.dice.some([fact for fact in world.facts if fact.id != claim["fact"]], 0, 2)
        ids = [claim["fact"], *(fact.id for fact in others)]
        found = [claim | {field: ids[1 % len(ids)]}]
        for number, fact in enumerate(others, 1):
            its = {"fact": fact.id, "type": fact.type.id, "roles": fact.roles, field: ids[(number + 1) % len(ids)]}
            found.append(claim | its | {"id": f"{claim['id']}-{number}"})
        return found

    return spoil


def _on_refused(claim: Fields, world: Any) -> list[Fields]:
    """Tell what rests on a fact of which the only claim is refused, and what rests on that."""
    bad = claim | {"id": f"{claim['id']}-x", "fact": "lost", "stance": "nods", "part-of": None}
    one = claim | {"fact": "rests", "part-of": "lost"}
    two = claim | {"id": f"{claim['id']}-y", "fact": "rests-too", "fulfils": "rests"}
    return [{k: v for k, v in its.items() if v is not None} for its in (bad, one, two)]


def _functional_twice(claim: Fields, world: Any) -> list[Fields]:
    rules = world.its.types[claim["type"]].roles
    role = next((role for role, rule in rules.items() if rule.max == 1), None)
    if role is None:
        return []
    kinds, concepts = rules[role].kinds, world.its.concepts
    fits = [id_ for id_, kind in world.kinds.items() if kind in kinds]
    fits += [id_ for id_, its in concepts.items() if rules[role].scheme in its.schemes]
    return [claim | {"scope": "roles", "roles": {role: fits[:2]}}]


def _too_few(claim: Fields, world: Any) -> list[Fields]:
    rules = world.its.types[claim["type"]].roles
    least = [role for role, rule in rules.items() if rule.min]
    roles = {role: its for role, its in claim["roles"].items() if role not in least}
    return [{**claim, "roles": roles, "scope": "fact"}]


def _via_publisher(claim: Fields, world: Any) -> list[Fields]:
    head = next(its for its in world.articles if its["id"] == claim["article"])
    return [claim | {"via": [head.get("agency", head["publisher"])]}]


def _wrong_evidence(claim: Fields, world: Any) -> list[Fields]:
    coded = {its["id"] for its in world.articles if "coded-by" in its}
    span = {"at": [0, 9], "sha256": "0" * 64}
    return [claim | {"evidence": [span if claim["article"] in coded else {"row": "r7"}]}]


def _past_the_end(claim: Fields, world: Any) -> list[Fields]:
    ids = [its["id"] for its in world.articles if "text" in its and "coded-by" not in its]
    span = {"at": [990, 1010], "sha256": "0" * 64}
    return [claim | {"article": id_, "evidence": [span]} for id_ in ids[:1]]


spoilt: dict[str, Spoiling] = {
    "an unknown filler": lambda claim, _: _filled(claim, "ann", "nobody-known"),
    "a filler that is a fact": lambda claim, world: _filled(claim, world.facts[0].id),
    "a filler of another kind": lambda claim, _: _filled(claim, "trade", "capital"),
    "a filler of a faulty entity": lambda claim, _: _filled(claim, "bob", "twice", "no-name"),
    "an unknown role": lambda claim, _: [claim | {"roles": {**claim["roles"], "rolle": ["ann"]}}],
    "an unknown type": _with(type="Meating"),
    "another type": _other_type,
    "two labels": lambda claim, _: [claim | {"label": "One label"}, claim | {"id": f"{claim['id']}-l", "label": "Two"}],
    "an unknown whole": _with(part_of="no-such-fact"),
    "a whole that is an entity": _with(part_of="aland"),
    "an unknown plan": _with(fulfils="no-such-plan"),
    "a circle of wholes": _circle("part-of"),
    "a circle of plans": _circle("fulfils"),
    "an id given twice": lambda claim, _: [claim, claim | {"note": "the second of one id"}],
    "an id of a sound claim": lambda claim, world: [claim | {"id": "c0", "article": world.claims[0]["article"]}],
    "a fact that is an entity": _with(fact="aland"),
    "an unknown speaker": _with(speaker="nobody-known"),
    "a speaker that cannot speak": _with(speaker=["ann", "trade"]),
    "an unknown relay": _with(via=["nobody-known"]),
    "a relay that publishes": _via_publisher,
    "an implied assertion": _with(mode="implied", stance="asserts"),
    "roles without roles": _with(scope="roles", roles={}),
    "said after publication": _with(said="2032-01-01"),
    "a file photo alone": _with(evidence=[{"at": [0, 9], "sha256": "0" * 64, "kind": "file-photo"}]),
    "a span for a row": _wrong_evidence,
    "past the end": _past_the_end,
    "too few": _too_few,
    "too many": _functional_twice,
    "no head": _with(article="nowhere"),
    "no article": _with(article=None),
    "no id": _with(id=None),
    "no fact": _with(fact=None),
    "no stance": _with(stance=None),
    "no evidence": _with(evidence=None),
    "empty evidence": _with(evidence=[]),
    "a quote": _with(evidence=[{"quote": "They met."}]),
    "a span that is reversed": _with(evidence=[{"at": [9, 0], "sha256": "0" * 64}]),
    "an odd stance": _with(stance="nods"),
    "an odd day": _with(when="2031-02-30"),
    "an odd id": _with(id="Ä b"),
    "an odd figure": _with(values={"hurt": "many"}),
    "an unknown field": _with(speakr="ann"),
    "a hidden character": _with(label="Talks\u202e"),
    "a control character": _with(note="a\x85b"),
    "a number for a text": _with(note=7),
    "a suggestion": _with(suggested=True, evidence=None),
    "on what is refused": _on_refused,
}
FAULTY_ENTITIES: tuple[tuple[Fields, ...], ...] = (
    ({"id": "no-name", "kind": "Person"},),
    ({"id": "no-kind", "kind": "Persona", "name": "No kind"},),
    ({"id": "twice", "kind": "Person", "name": "Twice"},),
    ({"id": "ann", "kind": "Place", "name": "Ann again"},),
    ({"id": "lost-link", "kind": "Person", "name": "Lost", "links": {"member-of": ["nobody-known", "a-foreign"]}},),
    ({"id": "odd-link", "kind": "Person", "name": "Odd", "links": {"knows": ["ann"]}},),
    (
        {"id": "loop-1", "kind": "Organization", "name": "Loop 1", "links": {"part-of": "loop-2"}},
        {"id": "loop-2", "kind": "Organization", "name": "Loop 2", "links": {"part-of": "loop-1"}},
    ),
    ({"id": "odd-side", "kind": "Person", "name": "Odd side", "side": "chief"},),
    ({"id": "odd-holder", "kind": "Person", "name": "Odd holder", "single-holder": True},),
)
FAULTY_HEADS: tuple[Fields, ...] = (
    {"publisher": "nobody-known"},
    {"publisher": "trade"},
    {"published": "2031-02-30"},
    {"published": "2031-01-05/..", "coded-by": None},
    {"published": "/2031-01-05", "coded-by": None},
    {"title": None, "coded-by": None},
    {"id": "art0", "title": "The second of one id"},
    {"url": "javascript:alert(1)"},
    {"agency": "twice"},
)
NO_RECORDS = (
    b'{"claim":{"article":"art0","id":"cut',
    b'{"claim":{"article":"art0","id":"a","id":"b"}}',
    b'{"claim":["art0"]}',
    b'{"claim":7}',
    b'{"claims":{"id":"a"}}',
    b'{"claim":{"note":NaN}}',
    b'{"claim":{"note":"\xff\xfe"}}',
    b'{"claim":{"note":"\\ud800"}}',
    b'{"claim":' + b"[" * 40 + b"]" * 40 + b"}",
    b'{"claim":{},"entity":{}}',
    b"[]",
    b"nothing at all",
    b'{"entity":{"id":"Upper","kind":"Person","name":"Upper"}}',
    b'{"article":{"title":"no id"}}',
    b'{"judgement":{"same":["ann"]}}',
)
