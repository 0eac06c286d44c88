"""Chains, diamonds and circles in the sources and in the ontology: read, or refused with their place, in time."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from kg.check.run import check_project
from tests.conftest import ROOT, SOON

Ways = dict[str, list[str]]
SPAN = {"at": [0, 1], "sha256": hashlib.sha256(b"x").hexdigest()}
HEAD = """@prefix kg: <https://w3id.org/dramatis/kg#> . @prefix x: <https://example.org/o#> .
@prefix dip: <https://w3id.org/dramatis/diplomacy#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def chain(length: int) -> Ways:
    return {f"n{at}": [f"n{at + 1}"] if at + 1 < length else [] for at in range(length)}


def diamonds(layers: int) -> Ways:
    return {
        f"{side}{at}": [f"a{at + 1}", f"b{at + 1}"] if at + 1 < layers else [] for at in range(layers) for side in "ab"
    }


def circle(length: int) -> Ways:
    return {f"n{at}": [f"n{(at + 1) % length}"] for at in range(length)}


SHAPES = {"chain": chain(1_000), "diamonds": diamonds(1_000), "circle": circle(1_000)}


def claim(number: int, fact: str, **fields: Any) -> dict[str, Any]:
    its = {
        "id": f"c{number}", "article": "paper-1", "fact": fact, "type": "Meeting", "speaker": ["ann"],
        "roles": {"participant": ["ann", "bob"]}, "stance": "asserts", "evidence": [SPAN],
    }  # fmt: skip
    return its | {name: value for name, value in fields.items() if value is not None}


def sources(ways: Ways, what: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The entities and the claims of a project in which links, sides, tenures or facts go these ways."""
    entities: dict[str, Any] = {"ann": {"kind": "Person"}, "bob": {"kind": "Person"}, "paper": {"kind": "Organization"}}
    steps: list[tuple[str, str | None]] = [(id_, target) for id_, above in ways.items() for target in above]
    steps += [(id_, None) for id_, above in ways.items() if not above]
    if what in ("part-of", "fulfils"):
        said = [claim(number, id_, **{what: target}) for number, (id_, target) in enumerate(steps)]
        return entities, said + [claim(len(steps) + at, id_, stance="denies") for at, id_ in enumerate(ways)]
    said = [claim(number, f"f-{id_}", speaker=[id_]) for number, id_ in enumerate(ways)]
    for id_, targets in ways.items():
        entities[id_] = {"kind": "Place" if what == "places" else "Organization"}
        if what in ("links", "places") and targets:
            entities[id_]["links"] = {"part-of": targets}
        if what == "sides" and targets:
            entities[id_]["side"] = targets[0]
    if what == "places":
        roles = [{"participant": ["ann", "bob"], "place": [id_]} for id_ in ways]
        said = [claim(at, f"f{at}", roles=its) for at, its in enumerate(roles)]
    if what == "tenures":
        said += [
            claim(len(ways) + at, f"t{at}", type="Tenure", roles={"holder": [id_], "organization": [target]})
            for at, (id_, target) in enumerate(steps) if target
        ]  # fmt: skip
    return entities, said


def project(root: Path, ways: Ways, what: str) -> Path:
    for folder in ("sources", "ontology"):
        (root / folder).mkdir()
    (root / "kg.toml").write_text('base = "https://example.org/x/"\ntitle = "X"\n')
    for path in (ROOT / "ontology").glob("*.ttl"):
        (root / "ontology" / path.name).write_text(path.read_text("utf-8"), "utf-8")
    text = {"file": "x.txt", "sha256": SPAN["sha256"], "characters": 1}
    head = {"id": "paper-1", "title": "T", "publisher": "paper", "published": "2023-12-14", "text": text}
    entities, claims = sources(ways, what)
    lines = [{"entity": {"id": id_, "name": id_} | its} for id_, its in entities.items()]
    lines += [{"article": head}, *({"claim": its} for its in claims)]
    (root / "sources" / "all.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return root


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", ["links", "places", "sides", "tenures", "part-of", "fulfils"])
def test_what_goes_deep_in_the_sources_is_checked_in_time(tmp_path: Path, shape: str, what: str) -> None:
    root = project(tmp_path, SHAPES[shape], what)
    begun = time.perf_counter()
    faults, summary = check_project(root, [], None)
    assert time.perf_counter() - begun < 3 * SOON, summary
    wrong = [fault for fault in faults if not fault.is_warning]
    if shape == "circle" and what not in ("sides", "tenures"):
        assert len(wrong) == 1_000
        assert all("circle of" in fault.fault and "… 994 more …" in fault.fault for fault in wrong)
        assert all(fault.place.line and fault.place.column for fault in wrong)
    else:
        assert wrong == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", ["skos:broader", "rdfs:subPropertyOf", "rdfs:subClassOf"])
def test_what_goes_deep_in_an_ontology_is_read_or_refused_at_its_place(tmp_path: Path, shape: str, what: str) -> None:
    root = project(tmp_path, {"solo": []}, "links")
    kinds = {"skos:broader": "skos:Concept ; skos:inScheme dip:action-acts", "rdfs:subPropertyOf": "owl:ObjectProperty"}
    terms = [
        " ; ".join(
            [f'x:{id_} a {kinds.get(what, "owl:Class")} ; rdfs:label "{id_}"@en', *(f"{what} x:{its}" for its in above)]
        )
        + " ."
        for id_, above in SHAPES[shape].items()
    ]
    (root / "ontology" / "deep.ttl").write_text(HEAD + "\n".join(terms))
    begun = time.perf_counter()
    try:
        faults, _ = check_project(root, [], None)
    except Exception as error:
        told = str(error)
    else:
        told = "; ".join(fault.fault for fault in faults if not fault.is_warning)
    assert time.perf_counter() - begun < 3 * SOON
    if shape == "circle":
        assert "ontology/deep.ttl:" in told
        assert "goes in a circle" in told
    elif what != "rdfs:subClassOf":
        assert told == ""


def test_what_rests_on_a_refused_claim_falls_with_it_however_far_it_is(tmp_path: Path) -> None:
    root = project(tmp_path, chain(3_000), "part-of")
    lines = (root / "sources/all.jsonl").read_text().splitlines()
    told = [line for line in lines if '"denies"' not in line]
    bad = [line.replace('"ann", "bob"', '"ann", "nobody"') if '"fact": "n2999"' in line else line for line in told]
    (root / "sources/all.jsonl").write_text("\n".join(bad))
    begun = time.perf_counter()
    _, summary = check_project(root, [], None)
    assert time.perf_counter() - begun < 3 * SOON
    assert summary == "1 file, 0 claims, 3,000 refused, 1 fault"
