"""How the page names entities and in which order it tells claims: in the words and in the order of Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page

from kg.model.records import Claim, Entity
from kg.snapshot.claim_order import oldest_first
from kg.snapshot.namesakes import words_apart
from kg.snapshot.sentences import Teller
from kg.view.modules import joined
from kg.view.payload import Json, payload
from kg.view.template import own
from tests.browser.conftest import PROJECTS, World, world
from tests.making import ENTITIES, core
from tests.snapshot.test_claim_order import ARTICLES, ORDERS

ENTRY = """\
import { inOrder } from "./findings.js";
import { nameOf } from "./texts.js";

globalThis.told = (data) => {
    data.claim = new Map(data.claims.map((claim) => [claim.key = `${claim.article}/${claim.id}`, claim]));
    data.apart ??= {};
    return {
        names: Object.fromEntries(Object.keys(data.entities).map((id) => [id, nameOf(data, id)])),
        order: inOrder(data, [...data.claim.keys()].reverse()).map(({ key }) => key),
    };
};
"""


def told(page: Page, data: Json) -> Any:
    """What the page makes of a payload."""
    page.evaluate(joined("entry.js", lambda name: ENTRY if name == "entry.js" else own(name)))
    return page.evaluate("(data) => told(data)", data)


def renamed(its: World) -> dict[str, Entity]:
    """The entities of a project, of which every few have a name that others have too."""
    names = [entity.name for entity in its.records.entities.values()]
    return {
        id_: entity if number % 3 else replace(entity, name=names[number // 9])
        for number, (id_, entity) in enumerate(its.records.entities.items())
    }


@pytest.mark.parametrize("are_renamed", [False, True], ids=["as they are", "renamed"])
@pytest.mark.parametrize("root", PROJECTS, ids=lambda path: path.name)
def test_the_page_calls_everybody_what_python_calls_them(page: Page, root: Path, *, are_renamed: bool) -> None:
    its = world(root)
    entities = renamed(its) if are_renamed else its.records.entities
    links = replace(its.links, entities=entities)
    apart = words_apart(its.account(), its.records.claims, links, its.ontology)
    assert len(apart) > 5 or not are_renamed
    teller = Teller(entities, its.records.articles, its.ontology, {}, apart=apart)
    data = payload(its.records.claims, its.records.articles, teller, {})
    found = told(page, data)
    assert found["names"] == {id_: teller.name(id_) for id_ in data["entities"]}
    assert found["order"] == [claim.key for claim in oldest_first(its.records.claims, its.records.articles)]
    assert "apart" in data or not apart.keys() & data["entities"].keys()


@pytest.mark.parametrize("claims", ORDERS.values(), ids=ORDERS.keys())
def test_the_page_tells_claims_in_the_order_of_python(page: Page, claims: list[Claim]) -> None:
    data = payload(claims, ARTICLES, Teller(ENTITIES, ARTICLES, core(), {}), {})
    assert told(page, data)["order"] == [claim.key for claim in claims]
