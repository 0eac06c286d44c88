"""What goes to INCEpTION, brat or Label Studio comes back as it was: every field, and spans to the code point."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from kg.formats.imports.documents import Document
from kg.formats.tools import brat, inception, label_studio
from kg.formats.tools.layers import Layered
from kg.formats.tools.outgoing import layered
from kg.model.records import Claim
from tests.formats.annotated_articles import ID, articles, claims_of
from tests.making import ENTITIES, core

Annotated = tuple[str, list[Claim]]


def _layers(annotated: Annotated) -> Layered:
    text, claims = annotated
    return layered(ID, text, claims, ENTITIES, core())


@given(articles())
def test_brat(annotated: Annotated) -> None:
    its = _layers(annotated)
    lines = brat.to_brat(its, ENTITIES)
    assert lines.splitlines() == lines.split("\n")[:-1]  # whoever reads it by lines reads the same lines
    for line in lines.splitlines():
        if line.startswith("T"):  # in one annotation brat knows no spans that overlap or stand in another order
            ends = [int(each) for part in line.split("\t")[1].split(" ", 1)[1].split(";") for each in part.split()]
            assert ends == sorted(ends)
    back = brat.from_brat(ID, lines, its.text, f"{ID}.ann", core())
    seen = {claim.texts["id"] for claim in brat.shown(its)}
    assert claims_of([back], its.text) == {claim.id: claim for claim in annotated[1] if claim.id in seen}
    assert brat.to_brat(its, ENTITIES) == lines


@given(articles())
def test_inception(annotated: Annotated) -> None:
    its = _layers(annotated)
    files = inception.files_of([its])
    back = inception.from_files(files[f"{ID}.xmi"].encode(), f"{ID}.xmi", files["TypeSystem.xml"].encode())
    assert claims_of(list(back), its.text) == {claim.id: claim for claim in annotated[1]}
    assert inception.files_of([its]) == files


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("label-studio") / "tasks.json"


@given(annotated=articles())
def test_label_studio(annotated: Annotated, exported: Path) -> None:
    its = _layers(annotated)
    exported.write_bytes(json.dumps([label_studio.to_task(its, ENTITIES, 1)]).encode())
    back = label_studio.from_label_studio(Document(exported), "tasks.json")
    assert claims_of(list(back), its.text) == {claim.id: claim for claim in annotated[1]}
