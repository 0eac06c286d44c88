"""The rule exists twice, in Python and in the page: here both are held equal."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs
from playwright.sync_api import Page

from kg.account.compute import account
from kg.account.facts import Account, Withdrawal
from kg.account.voices import Links
from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Figure, Kind
from kg.network import network
from kg.snapshot.sentences import Teller
from kg.view.modules import joined
from kg.view.payload import payload
from kg.view.template import own
from tests.browser.conftest import World
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, article, claim, core, entity, links

VECTORS = Path(__file__).parents[1] / "vectors" / "account.json"
CASES = 10_000
ENTRY = """\
import { account } from "./account.js";
import { edgesOf } from "./edges.js";

globalThis.rule = { account, edgesOf };
"""


# What the page answers, as one text: Playwright else hands over each value by itself, which takes most of the time.
# What JSON has no word for is not left out in silence: `undefined` stays a value, as it is for Playwright, and what is
# no number is refused.
ENTRY += """
globalThis.inJson = (its) => JSON.stringify(its, (_name, value) => {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`no number: ${value}`);
  return value === undefined ? null : value;
});
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
                outlets: fact.outlets,
                fillers: Object.fromEntries(Object.values(fact.fillers).map(
                    (f) => [`${f.role}/${f.filler}`, [f.status, f.contested, f.accepted]])),
            }]));
        })""",
        vectors,
    )
    assert len(found) == len(vectors["cases"]) > 900
    for case, facts in zip(vectors["cases"], found, strict=True):
        for fact, expected in case["facts"].items():
            assert {name: facts[fact][name] for name in expected} == expected, case["name"]


def _linked(id_: str, kind: Kind, side: str | None = None, **links: tuple[str, ...]) -> Entity:
    return structs.replace(
        entity(id_, kind, side=side), links={name.replace("_", "-"): ids for name, ids in links.items()}
    )


# Beside those of `tests.making`: who stands between two sides, links that go in a circle, agencies and coders.
MORE = (
    _linked("two", Kind.PERSON, member_of=("aland", "bland")),
    _linked("sided", Kind.PERSON, side="aland", member_of=("aland", "bland")),
    _linked("own-post", Kind.PERSON, side="chief", member_of=("bland",)),
    _linked("ring-a", Kind.ORGANIZATION, part_of=("ring-b", "cland")),
    _linked("ring-b", Kind.ORGANIZATION, part_of=("ring-a",)),
    _linked("loop-a", Kind.GROUP, part_of=("loop-b", "loop-c")),
    _linked("loop-b", Kind.ORGANIZATION, part_of=("loop-a",)),
    _linked("loop-c", Kind.ORGANIZATION, part_of=("loop-b", "loop-a")),
    _linked("wire", Kind.ORGANIZATION),
    _linked("coder", Kind.ORGANIZATION),
    _linked("square", Kind.PLACE, part_of=("capital",)),
)
HEADS = (
    article("wire-1", "wire", "2023-12-15"),
    structs.replace(article("courier-w", "courier", "2023-12-16"), agency="wire"),
    structs.replace(article("gazette-w", "gazette", "2023-12-16"), agency="wire"),
    structs.replace(article("rows-h", "herald"), coded_by="coder", published=parse("/2024-03-01")),
    structs.replace(article("rows-c", "coder"), coded_by="coder", published=parse("/2024-03-01")),
    structs.replace(article("rows-d", "coder", "2023-12-15"), coded_by="coder"),
)
PEOPLE: dict[str, Entity] = ENTITIES | {its.id: its for its in MORE}
PRESS: dict[str, Article] = ARTICLES | {its.id: its for its in HEADS}
BACKGROUND: Links = links(PEOPLE, PRESS)


def told(rule: Page, claims: list[Claim]) -> None:
    """Tell the page claims, by key in `data.claim`."""
    rule.evaluate(
        """(data) => {
            globalThis.data = data;
            data.claim = new Map(data.claims.map((claim) => [`${claim.article}/${claim.id}`, claim]));
        }""",
        payload(claims, PRESS, Teller(PEOPLE, PRESS, core(), {}), {}),
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


# Of each fact: its type, and for its roles who may fill them, how many at most, and how often.
PARTS: dict[str, tuple[str, dict[str, tuple[tuple[str, ...], int, float]]]] = {
    "m": ("Meeting", {
        "participant": (("ann", "abe", "bob", "cid", "xan", "a-foreign", "whisper", "two", "sided", "ring-a"), 3, 1),
        "place": (("capital", "harbour", "square", "aland"), 1, 0.5),
    }),
    "n": ("Gathering", {
        "participant": (("aland", "bland", "cland"), 2, 1), "host": (("aland",), 1, 0.8),
        "representative": (("ann", "bob", "cid"), 2, 0.8),
    }),
    "s": ("Statement", {"agent": (("ann", "bob", "aland"), 1, 1), "about": (("bland", "cid", "trade"), 1, 0.7)}),
    "t": ("Tenure", {
        "holder": (("xan", "yan", "ann"), 1, 0.9), "post": (("general", "chief"), 1, 1),
        "organization": (("a-foreign", "b-foreign", "herald", "loop-a"), 1, 1),
    }),
    "a": ("Action", {
        "agent": (("aland", "bob", "murmur"), 2, 0.5), "recipient": (("bland", "cid", "xan"), 2, 0.8),
        "place": (("capital", "harbour"), 1, 0.5),
    }),
    "v": ("Visit", {"agent": (("ann", "bob"), 1, 1), "host": (("cland", "b-foreign"), 1, 0.6)}),
}  # fmt: skip
SPEAKERS: list[str | tuple[str, ...] | None] = [
    None, None, None, "ann", "abe", "bob", "cid", "xan", "yan", "a-defence", "b-foreign", "whisper", "murmur", "herald",
    "gazette", "wire", "unnamed", "two", "sided", "own-post", "ring-b", "loop-a", "loop-b", "general", ("ann", "bob"),
    ("a-foreign", "xan"), ("herald", "ann"),
]  # fmt: skip
STANCES = ["asserts"] * 6 + ["announces", "announces", "suggests", "asks", "declines", "denies", "denies", "retracts"]
RELAYS = ["herald", "a-foreign", "ann", "wire", "murmur"]
WHENS = [None, None, "2023-12-13", "2023-12", "2023-12-12/2023-12-14", "../2023-11", "2023-12-15/..", "2023",
         "2024-02~", "/2023-12-10", "1986", "2024-01/2024-03"]  # fmt: skip
SAID = [None, None, None, "2023-12-09", "2023-12-10", "2023-12-14", "2023-12", "../2023-12-12", "2023-12-11/.."]


def pool(chance: random.Random) -> list[Claim]:
    """Claims of every stance and scope on six facts, some of them tenures, by speakers of every sort."""
    found = []
    for number in range(1_200):
        fact = chance.choice(["m"] * 4 + list(PARTS))
        type_, parts = PARTS[fact]
        roles = {
            role: tuple(chance.sample(names, chance.randint(1, most)))
            for role, (names, most, often) in parts.items()
            if chance.random() < often
        }
        found.append(
            claim(
                chance.choice(SPEAKERS),
                chance.choice(STANCES),
                article=chance.choice(list(PRESS)),
                id_=f"c{number}",
                fact=fact,
                type=type_,
                roles=roles,
                scope=chance.choice(["fact", "fact", "fact", "roles"]) if roles else "fact",
                when=chance.choice(WHENS),
                said=chance.choice(SAID),
                via=tuple(chance.sample(RELAYS, chance.choice([0, 0, 0, 1, 2]))),
                values=_figures(chance),
                fulfils=chance.choice([None, None, None, "m", "n"]) if fact != "t" else None,
                part_of=chance.choice([None, None, "n"]) if fact == "m" else None,
                label=chance.choice([None, None, "the talks", "Änderung"]) if fact == "n" else None,
            )
        )
    return found


def _figures(chance: random.Random) -> dict[str, Figure]:
    number = chance.choice(["12", "12.5", "20", "-4", "12345678901234567890", "12345678901234567891"])
    figure = chance.choice([Figure(number, number), Figure(number, None, "EUR"), Figure(None, number)])
    return chance.choice([{}, {"deaths": figure}, {"hurt": figure}])


Case = tuple[list[Claim], str | None, dict[str, list[str]]]  # claims, the day of knowledge, and what is withdrawn


def tried(chance: random.Random, claims: list[Claim], count: int) -> Iterable[Case]:
    by_fact = {fact: [c for c in claims if c.fact == fact] for fact in PARTS}
    sources = {
        "voices": ["aland", "bland", "xan", "herald", "gazette", "wire", "coder", "anonymous@gazette-1"],
        "outlets": ["herald", "gazette", "wire", "a-foreign", "coder"],
        "relays": ["herald", "wire", "ann", "murmur"],
    }
    for _ in range(count):
        facts = chance.sample(list(PARTS), chance.randint(1, 3))
        most = chance.choice([4, 8, 14])
        chosen = [c for fact in facts for c in chance.sample(by_fact[fact], chance.randint(1, most))]
        known_by = chance.choice([None, None, None, "2023-12-14", "2023-12-15", "2023-12-20", "2024-06-01"])
        without = {sort: chance.sample(ids, chance.choice([0, 0, 0, 1, 2])) for sort, ids in sources.items()}
        yield chosen, known_by, without


def python_account(claims: list[Claim], known_by: str | None, without: dict[str, list[str]]) -> Account:
    gone = Withdrawal(**{sort: frozenset(ids) for sort, ids in without.items()})
    return account(claims, BACKGROUND, known_by, gone)


def test_the_page_and_python_agree_on_ten_thousand_random_cases(rule: Page) -> None:
    chance = random.Random(20231214)
    claims = pool(chance)
    told(rule, claims)
    seen: set[str] = set()
    cases = list(tried(chance, claims, CASES))
    for start in range(0, CASES, 500):
        some = cases[start : start + 500]
        asked = [[[c.key for c in chosen], known_by, without] for chosen, known_by, without in some]
        found = rule.evaluate(
            """(asked) => inJson(asked.map(([keys, day, without]) => {
                return rule.account(keys.map((key) => data.claim.get(key)), data, day, without);
            }))""",
            asked,
        )
        for (chosen, known_by, without), page_says in zip(some, msgspec.json.decode(found), strict=True):
            expected = spelled(python_account(chosen, known_by, without))
            assert page_says == expected, ([c.key for c in chosen], known_by, without)
            seen |= {fact["status"] for fact in expected["facts"].values()}
    assert len(seen) == 11, "every status is among the cases"


_COMPARED = ("status", "contested", "layer", "day", "voices", "outlets", "claims")


def test_the_page_draws_the_edges_of_the_network(rule: Page) -> None:
    chance = random.Random(7)
    claims = pool(chance)
    told(rule, claims)
    compared = 0
    for chosen, known_by, without in tried(chance, claims, 600):
        its = python_account(chosen, known_by, without)
        found = rule.evaluate(
            """([keys, day, without]) => {
                const its = rule.account(keys.map((key) => data.claim.get(key)), data, day, without);
                return inJson(rule.edgesOf(data, its));
            }""",
            [[c.key for c in chosen], known_by, without],
        )
        edges = msgspec.json.decode(found)
        for accepted in (True, False):
            drawn = network(its, BACKGROUND, core(), kinds="all", layers="all", accepted=accepted, stand_ins=True)
            expected = {
                (a, b, key): {name: its[name] for name in _COMPARED}
                for a, b, key, its in drawn.edges(keys=True, data=True)
            }
            page_says = {
                (e["from"], e["to"], f"{e['fact']}/{e['relation']}"): {
                    name: e[name] for name in next(iter(expected.values()), e) if name in e
                }
                for e in edges
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
    rule.evaluate("(data) => { globalThis.data = data; }", data)
    days = sorted({article.day for article in records.articles.values()})
    voices = sorted({voice for reading in its.account().readings.values() for voice in reading.voices})
    for day in [None, *days]:
        for without in [[], *([voice] for voice in voices)]:
            page_says = rule.evaluate(
                "([day, voices]) => inJson(rule.account(data.claims, data, day, { voices }))", [day, without]
            )
            gone = Withdrawal(frozenset(without))
            assert msgspec.json.decode(page_says) == spelled(its.account(known_by=day, without=gone)), (day, without)
