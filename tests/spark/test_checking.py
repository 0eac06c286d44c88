"""Claims checked on Spark: those that `kg.check` keeps are kept, and refused is the rest, for the same reasons."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from kg import ontology
from kg.annotation.compressed import zstd_module
from kg.annotation.reader import read_all
from kg.base.project import find
from kg.check import check
from tests.conftest import ROOT, copied
from tests.graphs import STRAIT

BAD = ROOT / "tests/check/bad-projects"
SPLIT = {"spark.sql.files.maxPartitionBytes": "9000"}  # so that files are split
WHOLE = {"spark.sql.files.maxPartitionBytes": "128m"}
BROKEN = [
    b"", b"  \t\r", b"not json", b'{"claim": {"article": "odd"}', b'{"claim": [1]}', b'{"claim": {}, "entity": {}}',
    b'{"cl\\u0061im": {"article": "herald-odd", "id": "spelt", "fact": "f-odd"}}', b'{"entity": {"id": "x y"}}',
    b'{"claim": {"article": "herald-odd", "id": "caf\xe9"}}', b'{"claim": {"article": 7, "suggested": "true"}}',
    b'{"claim": {"article": "herald-odd", "suggested": "true"}}', b'{"entity": {"id": "claim"',
    b'{"clam": {"article": "herald-odd", "id": "misspelt", "fact": "f-odd"}}',
    b'{"article": "herald-odd", "id": "bare", "fact": "f-odd", "type": "Meeting", "stance": "asserts"}',
]  # fmt: skip
LONG = b'{"claim": "' + b"x" * 1_000_001 + b'"}'


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return {name: renamed(item, names) for name, item in value.items()} if isinstance(value, dict) else value


def text_only() -> type[yaml.SafeLoader]:
    """Make a loader for which every scalar is a text, as for ours."""
    return type("Texts", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})


def lines_of(case: Path, entities: str) -> list[dict[str, Any]]:
    """Write a project of YAML as records of JSON Lines, with articles and facts of its own."""
    if (case / "sources/entities.yaml").read_text("utf-8") != entities:
        return []
    found = []
    for path in sorted((case / "sources").rglob("*.yaml")):
        if path.name == "entities.yaml":
            continue
        its = yaml.load(path.read_text("utf-8"), text_only())
        facts = {claim["fact"]: f"{claim['fact']}-{case.name}" for claim in its["claims"] if "fact" in claim}
        article = f"{path.stem}-{case.name}"
        found.append({"article": {"id": article, **its["article"]}})
        found += [{"claim": {"article": article, **renamed(claim, facts)}} for claim in its["claims"]]
    return found


def written(folder: Path) -> Path:
    """Make a project of all bad ones that have the same entities, in files of every sort."""
    copied(STRAIT, folder)
    shutil.rmtree(folder / "sources")
    shutil.rmtree(folder / "ontology")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    (folder / "sources").mkdir()
    entities = (BAD / "circles/sources/entities.yaml").read_text("utf-8")
    (folder / "sources/entities.yaml").write_text(entities, "utf-8")
    records = [its for case in sorted(BAD.iterdir()) for its in lines_of(case, entities)]
    lines = [json.dumps(its, ensure_ascii=False).encode() for its in records]
    assert len(lines) > 60
    parts = [lines[number::5] for number in range(5)]
    again = [line for line in lines if b'"claim"' in line][::9]  # given a second and a third time
    (folder / "sources/a.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\n".join(parts[0]) + b"\n")
    (folder / "sources/b.jsonl").write_bytes(b"\r\n\r\n".join([*BROKEN, *parts[1]]))
    (folder / "sources/f.jsonl.gz").write_bytes(gzip.compress(LONG, mtime=0))
    (folder / "sources/c.jsonl.gz").write_bytes(gzip.compress(b"\n".join([*parts[2], *again]), mtime=0))
    (folder / "sources/d.jsonl.zst").write_bytes(zstd_module().compress(b"\n".join([*parts[3], *again])))
    (folder / "sources/e [1]* {x}.jsonl").write_bytes(b"\n".join(reversed(parts[4])))
    return folder


def judged(folder: Path) -> Path:
    """Make a project in which ids name one thing: two entities, two facts; and some that cannot be one."""
    copied(STRAIT, folder)
    documents = read_all(folder / "sources", folder)
    types: dict[str, str] = {}
    labels = {claim.fact for document in documents for claim in document.claims if claim.label}
    wholes = {
        its for document in documents for claim in document.claims for its in (claim.part_of, claim.fulfils) if its
    }
    for document in documents:
        types |= {claim.fact: claim.type for claim in document.claims}
    by_type: dict[str, list[str]] = {}
    for fact, type_ in sorted(types.items()):
        if fact not in labels | wholes:
            by_type.setdefault(type_, []).append(fact)
    alike = next(its for _, its in sorted(by_type.items()) if len(its) > 1)
    parts = next((claim.fact, claim.part_of) for its in documents for claim in its.claims if claim.part_of)
    kinds: dict[str, list[str]] = {}
    for document in documents:
        for entity in document.entities:
            if not entity.links and not entity.identifiers:
                kinds.setdefault(f"{entity.kind} {entity.anonymous}", []).append(entity.id)
    persons = next(its for _, its in sorted(kinds.items()) if len(its) > 1)
    said = [(alike[:2], True), (persons[:2], True), (parts, True), (alike[:1] + persons[:1], True)]
    text = "".join(
        f"- {{{'same' if same else 'different'}: [{', '.join(ids)}], by: im, day: 2031-04-30}}\n" for ids, same in said
    )
    (folder / "sources/identity.yaml").write_text(text, "utf-8")
    return folder


def expected(folder: Path) -> dict[str, Any]:
    """Check on one machine."""
    project = find(folder)
    its = check(read_all(project.sources, project.root), ontology.load(project.ontology), None, project.readings)
    encode = msgspec.msgpack.Encoder().encode
    read = len(its.claims) + its.refused + its.suggested + sum(its.aside.values())
    return {
        "claims": sorted([claim.key, encode(claim).hex()] for claim in its.claims),
        "refused": {
            (each.place.file, each.place.line, each.place.column, each.fault, each.hint)
            for each in its.faults
            if not each.is_warning
        },
        "counts": {
            "read": read, "refused": its.refused, "suggested": its.suggested, "aside": sum(its.aside.values()),
            "claims": len(its.claims), "articles": len(its.articles), "entities": len(its.entities),
        },
        "replaced": its.replaced,
        "entities": sorted(its.entities),
    }  # fmt: skip


@pytest.fixture(scope="module")
def checked(
    spark: Path, spark_environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Check all projects in one session; give what is expected and what came."""
    folder = tmp_path_factory.mktemp("checking")
    faulty, identity = written(folder / "faulty"), judged(folder / "judged")
    cases: dict[str, dict[str, Any]] = {
        "faults, whole": {"project": str(faulty), "set": WHOLE},
        "faults, split": {"project": str(faulty), "set": SPLIT},
        "faults, heads joined": {"project": str(faulty), "set": SPLIT, "heads_broadcast": 0},
        "faults, entities packed": {"project": str(faulty), "set": SPLIT, "entities_held": 0},
        "judgements": {"project": str(identity), "set": WHOLE},
        "judgements, heads joined": {"project": str(identity), "set": WHOLE, "heads_broadcast": 0},
    }
    command = [str(spark), "-m", "tests.spark.checking_cases", json.dumps([*cases.values()])]
    ran = subprocess.run(command, env=spark_environment, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stderr
    came = [json.loads(line) for line in ran.stdout.splitlines()]
    return {name: (expected(Path(case["project"])), its) for (name, case), its in zip(cases.items(), came, strict=True)}


CASES = (
    "faults, whole", "faults, split", "faults, heads joined", "faults, entities packed", "judgements",
    "judgements, heads joined",
)  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_same_claims_are_kept(name: str, checked: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
    known, came = checked[name]
    assert came["claims"] == known["claims"]
    assert came["counts"] == known["counts"]
    assert (came["replaced"], came["entities"]) == (known["replaced"], known["entities"])


@pytest.mark.parametrize("name", CASES)
def test_the_others_are_refused_for_the_same_reasons(
    name: str, checked: dict[str, tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    known, came = checked[name]
    rows = [tuple(row) for row in came["refused"]]
    assert {(*row[:3], *row[5:]) for row in rows} == known["refused"]
    assert [(*row[:3], row[5]) for row in rows] == sorted((*row[:3], row[5]) for row in rows)


def test_all_sorts_of_faults_are_there(checked: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
    known, came = checked["faults, split"]
    told = " ".join(row[3] for row in known["refused"])
    for word in (
        "two claims with one id",
        "circle of",
        "two types",
        "two labels",
        "unknown fact",
        "not UTF-8",
        "over the limit",
    ):
        assert word in told
    assert known["replaced"] == {}
    assert checked["judgements"][0]["replaced"] != {}
    assert came["heads"] is None
    assert checked["faults, heads joined"][1]["heads"]
