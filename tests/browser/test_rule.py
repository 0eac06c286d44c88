"""The rule exists twice, in Python and in the page: here both are held equal."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page

from kg.account.compute import account
from kg.account.facts import Account
from kg.base.errors import SideError
from kg.model.records import Claim
from kg.network import network
from kg.snapshot.sentences import Teller
from kg.view.modules import joined
from kg.view.payload import payload
from kg.view.template import own
from tests.browser.conftest import World
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, core, links

VECTORS = Path(__file__).parents[1] / "vectors" / "account.json"
CASES = 10_000
ENTRY = """\
import { account } from "./account.js";
import { edgesOf } from "./edges.js";
import { SideError } from "./voices.js";

globalThis.rule = { account, SideError, edgesOf };
"""


@pytest.fixture
def rule(page: Page) -> Page:
    """A page that knows the rule, and nothing else."""
    page.evaluate(joined("entry.js", lambda name: ENTRY if name == "entry.js" else own(name)))
    return page


def test_the_page_passes_every_vector(rule: Page) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    found = rule.evaluate(
        """({links, claims, cases}) => cases.map(({claims: keys, known_by}) => {
            const its = rule.account(keys.map((key) => claims[key]), links, known_by).facts;
            return Object.fromEntries(Object.values(its).map((fact) => [fact.fact, {
                status: fact.status, contested: fact.contested, accepted: fact.accepted, voices: fact.voices,
                fillers: Object.fromEntries(Object.values(fact.fillers).map(
                    (f) => [`${f.role}/${f.filler}`, [f.status, f.contested, f.accepted]])),
            }]));
        })""",
        vectors,
    )
    assert len(found) == len(vectors["cases"]) > 900
    for case, facts in zip(vectors["cases"], found, strict=True):
        assert {fact: facts[fact] for fact in case["facts"]} == case["facts"], case["name"]


def told(rule: Page, claims: list[Claim]) -> None:
    """Tell the page claims, by key in `data.claim`."""
    rule.evaluate(
        """(data) => {
            globalThis.data = data;
            data.claim = new Map(data.claims.map((claim) => [`${claim.article}/${claim.id}`, claim]));
        }""",
        payload(claims, ARTICLES, Teller(ENTITIES, ARTICLES, core(), {}), {}),
    )


def spelled(its: Account) -> Any:
    """An account as the page gives it."""
    facts = {}
    for fact in its.facts.values():
        made = msgspec.to_builtins(msgspec.structs.replace(fact, fillers={}, links=()))
        made["fillers"] = {f"{role}\n{filler}": msgspec.to_builtins(of) for (role, filler), of in fact.fillers.items()}
        made.pop("links")
        facts[fact.fact] = made
    made = {"facts": facts, "readings": its.readings, "known_by": its.known_by}
    return msgspec.json.decode(msgspec.json.encode(made))


def pool(chance: random.Random) -> list[Claim]:
    """Claims of every stance and scope on five facts, some of them tenures, by speakers of every sort."""
    parts: dict[str, dict[str, Any]] = {
        "m": {"type": "Meeting", "names": ("participant", ("ann", "abe", "bob", "cid", "xan", "a-foreign", "whisper"))},
        "n": {"type": "Gathering", "names": ("participant", ("aland", "bland", "cland"))},
        "s": {"type": "Statement", "names": ("agent", ("ann", "bob", "aland"))},
        "t": {"type": "Tenure", "names": ("holder", ("xan", "yan"))},
        "p": {"type": "Presence", "names": ("agent", ("ann", "bland", "xan"))},
    }
    whens = [None, "2023-12-13", "2023-12", "2023-12-12/2023-12-14", "../2023-11", "2023-12-15/..", "2023", "2024-02~"]
    speakers = [None, "ann", "abe", "bob", "cid", "xan", "yan", "a-defence", "b-foreign", "whisper", "murmur", "herald",
                "gazette", ("ann", "bob"), ("a-foreign", "xan"), "general"]  # fmt: skip
    stances = ["asserts"] * 5 + ["announces", "suggests", "asks", "declines", "denies", "denies", "retracts"]
    found = []
    for number in range(900):
        fact = chance.choice(["m"] * 4 + list(parts))
        role, names = parts[fact]["names"]
        roles = {role: tuple(chance.sample(names, chance.randint(1, 2)))}
        if fact == "t":
            roles["organization"] = (chance.choice(["a-foreign", "b-foreign", "herald"]),)
            roles["post"] = (chance.choice(["general", "chief"]),)
        elif fact == "s" and chance.random() < 0.7:
            roles["about"] = (chance.choice(["bland", "cid", "trade"]),)
        elif chance.random() < 0.4:
            roles["place"] = (chance.choice(["capital", "harbour"]),)
        if fact == "n" and chance.random() < 0.8:
            roles |= {"host": ("aland",), "representative": tuple(chance.sample(["ann", "bob", "cid"], 2))}
        found.append(
            claim(
                chance.choice(speakers),
                chance.choice(stances),
                article=chance.choice(list(ARTICLES)),
                id_=f"c{number}",
                fact=fact,
                type=parts[fact]["type"],
                roles=roles,
                scope=chance.choice(["fact", "fact", "fact", "roles"]),
                when=chance.choice(whens),
                said=chance.choice([None, None, "2023-12-10", "2023-12-14", "2023-12", "../2023-12-12"]),
                fulfils=chance.choice([None, None, None, "m", "n"]) if fact != "t" else None,
                part_of=chance.choice([None, None, "n"]) if fact == "m" else None,
                label=chance.choice([None, None, "the talks", "Änderung"]) if fact == "n" else None,
            )
        )
    return found


def tried(
    chance: random.Random, claims: list[Claim], count: int
) -> Iterable[tuple[list[Claim], str | None, list[str]]]:
    by_fact = {fact: [c for c in claims if c.fact == fact] for fact in "mnstp"}
    voices = ["aland", "bland", "xan", "herald", "gazette", "anonymous@gazette-1", "anonymous@courier-1"]
    for _ in range(count):
        facts = chance.sample("mnstp", chance.randint(1, 3))
        chosen = [c for fact in facts for c in chance.sample(by_fact[fact], chance.randint(1, 6))]
        known_by = chance.choice([None, None, "2023-12-14", "2023-12-20", "2024-06-01"])
        yield chosen, known_by, chance.sample(voices, chance.choice([0, 0, 1, 2]))


def python_says(claims: list[Claim], known_by: str | None, without: list[str]) -> Any:
    try:
        return spelled(account(claims, links(), known_by, frozenset(without)))
    except SideError:
        return "two ends"


def test_the_page_and_python_agree_on_ten_thousand_random_cases(rule: Page) -> None:
    chance = random.Random(20231214)
    claims = pool(chance)
    told(rule, claims)
    seen: set[str] = set()
    refused = 0
    cases = list(tried(chance, claims, CASES))
    for start in range(0, CASES, 500):
        some = cases[start : start + 500]
        asked = [[[c.key for c in chosen], known_by, without] for chosen, known_by, without in some]
        found = rule.evaluate(
            """(asked) => asked.map(([keys, day, without]) => {
                try { return rule.account(keys.map((key) => data.claim.get(key)), data, day, without); }
                catch (error) { if (error instanceof rule.SideError) return "two ends"; throw error; }
            })""",
            asked,
        )
        for (chosen, known_by, without), page_says in zip(some, found, strict=True):
            expected = python_says(chosen, known_by, without)
            assert page_says == expected, ([c.key for c in chosen], known_by, without)
            refused += isinstance(expected, str)
            if not isinstance(expected, str):
                seen |= {fact["status"] for fact in expected["facts"].values()}
    assert len(seen) == 11, "every status is among the cases"
    assert 0 < refused < CASES / 2


def test_the_page_draws_the_edges_of_the_network(rule: Page) -> None:
    chance = random.Random(7)
    claims = pool(chance)
    told(rule, claims)
    compared = 0
    for chosen, known_by, without in tried(chance, claims, 600):
        try:
            its = account(chosen, links(), known_by, frozenset(without))
        except SideError:
            continue
        found = rule.evaluate(
            """([keys, day, without]) => {
                const its = rule.account(keys.map((key) => data.claim.get(key)), data, day, without);
                return rule.edgesOf(data, its);
            }""",
            [[c.key for c in chosen], known_by, without],
        )
        for accepted in (True, False):
            drawn = network(its, links(), core(), kinds="all", layers="all", accepted=accepted)
            expected = {
                (a, b, key): {name: its[name] for name in ("status", "contested", "layer", "day", "voices", "claims")}
                for a, b, key, its in drawn.edges(keys=True, data=True)
            }
            page_says = {
                (e["from"], e["to"], f"{e['fact']}/{e['relation']}"): {
                    name: e[name] for name in next(iter(expected.values()), e) if name in e
                }
                for e in found
                if e["accepted"] or not accepted
            }
            assert page_says.keys() == expected.keys()
            assert all(page_says[key] == expected[key] for key in expected), (known_by, without)
            compared += len(expected)
    assert compared > 1_000


def projects() -> list[Path]:
    return [ROOT, *sorted(path.parent for path in (ROOT / "tests" / "projects").glob("*/kg.toml"))]


@pytest.mark.parametrize("root", projects(), ids=lambda path: path.name)
def test_the_page_and_python_agree_on_every_project_and_day(rule: Page, root: Path) -> None:
    from tests.browser.conftest import world

    its: World = world(root)
    records = its.records
    data = payload(records.claims, records.articles, Teller(records.entities, records.articles, its.ontology, {}), {})
    days = sorted({article.day for article in records.articles.values()})
    voices = sorted({voice for reading in its.account().readings.values() for voice in reading.voices})
    for day in [None, *days]:
        for without in [[], *([voice] for voice in voices)]:
            page_says = rule.evaluate(
                "([data, day, without]) => rule.account(data.claims, data, day, without)", [data, day, without]
            )
            assert page_says == spelled(its.account(known_by=day, without=frozenset(without))), (day, without)
