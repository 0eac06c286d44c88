"""The rule's truth table, enumerated: the vectors that this and any second implementation must pass.

`tests/vectors/account.json` holds `links` (entities, articles, parties of types), `claims` by name, and
`cases`: the names of a case's claims, the day of knowledge, and the account that the rule gives.
`python -m pytest tests/whole/test_vectors.py --update-golden` writes it again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kg.account.compute import account
from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Figure, Kind
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, core, entity, links

VECTORS = ROOT / "tests" / "vectors" / "account.json"
TYPES = ("Meeting", "Gathering", "Statement", "Tenure", "Visit", "Action")
ONLY_BOB: dict[str, tuple[str, ...]] = {"participant": ("bob",)}

# What may be said of the meeting `m` of Ann (of Aland) and Bob (of Bland), one choice from each line.
SAID: dict[str, dict[str, list[Claim]]] = {
    "Ann's side": {"silent": [], "asserts": [claim("ann", id_="ann")]},
    "Bob's side": {"silent": [], "asserts": [claim("b-foreign", id_="bob")]},
    "outsiders": {
        "none": [],
        "one": [claim("xan", id_="xan")],
        "two": [claim("xan", id_="xan"), claim("cid", id_="cid")],
    },
    "whispers": {"none": [], "one": [claim("murmur", article="courier-1", id_="murmur")]},
    "denial": {
        "none": [],
        "by a party": [claim("a-defence", "denies", id_="no-aland")],
        "by an outsider": [claim("yan", "denies", id_="no-yan")],
        "by a whisper": [claim("whisper", "denies", article="gazette-1", id_="no-whisper")],
    },
    "announced": {
        "not": [],
        "for later": [claim("abe", "announces", when="2023-12-21", id_="later")],
        "for no day": [claim("abe", "announces", id_="some-day")],
        "for a day that passed": [claim("abe", "announces", when="2023-12-15", id_="passed")],
        "and made good": [
            claim("abe", "announces", when="2023-12-15", id_="passed"),
            claim("xan", fact="n", fulfils="m", id_="made-good"),
        ],
    },
    "asked": {"not": [], "by the paper": [claim(None, "asks", article="gazette-1", id_="asks")]},
}


def _of(number: str, name: str = "tone") -> dict[str, Figure]:
    return {name: Figure(number, number)}


def expected(told: dict[str, str]) -> dict[str, Any]:
    """The table of the rule, row by row, in terms of what was said: written without a look at the code."""
    ann, bob = (told[side] == "asserts" for side in ("Ann's side", "Bob's side"))
    outsiders = ["none", "one", "two"].index(told["outsiders"])
    whispers, denial = told["whispers"] == "one", told["denial"]
    asserted = ann or bob or outsiders > 0 or whispers
    fact = _row((ann and bob, ann or bob), outsiders + ann + bob, outsiders, asserted, told)
    contested = None
    if asserted and denial != "none":
        contested = "by-party" if denial == "by a party" and (ann or bob or outsiders or whispers) else "by-outsider"
    accepted = fact in ("on-record", "corroborated", "one-sided", "reported") and contested != "by-party"
    fillers = {}
    for name, own in (("ann", ann), ("bob", bob)):
        status = _row((own, ann or bob), outsiders + ann + bob, outsiders, asserted, told)
        good = status in ("on-record", "corroborated", "one-sided", "reported")
        fillers[f"participant/{name}"] = [status, contested, accepted and good and contested != "by-party"]
    voices = [
        v for v, said in (("aland", ann), ("bland", bob), ("xan", outsiders > 0), ("cland", outsiders > 1)) if said
    ]
    voices += ["anonymous@courier-1"] if whispers else []
    return {
        "status": fact,
        "contested": contested,
        "accepted": accepted,
        "voices": sorted(voices),
        "fillers": fillers,
        "outlets": [_outlet(fact, denial)],
    }


def _outlet(status: str, denial: str) -> str:
    """Name the paper that printed what decided the status, by the articles of `SAID`."""
    if status == "denied":
        return "gazette" if denial == "by a whisper" else "herald"
    return {"alleged": "courier", "unconfirmed": "gazette"}.get(status, "herald")


def _row(by: tuple[bool, bool], named: int, outsiders: int, asserted: bool, told: dict[str, str]) -> str:
    by_all, by_a_party = by
    denied = told["denial"] != "none"
    rows = [
        (denied and not asserted, "denied"),
        (by_all, "on-record"),
        (named >= 2 and outsiders >= 1, "corroborated"),
        (by_a_party, "one-sided"),
        (named == 1, "reported"),
        (asserted, "alleged"),
        (told["announced"] == "and made good", "fulfilled"),
        (told["announced"] in ("for later", "for no day"), "planned"),
        (told["announced"] == "for a day that passed", "lapsed"),
        (True, "unconfirmed"),
    ]
    return next(status for fits, status in rows if fits)


# Beside the small world: an agency with two customers, a data set, and somebody between two sides.
PEOPLE = {
    **ENTITIES,
    "wire": entity("wire", Kind.ORGANIZATION),
    "tribune": entity("tribune", Kind.ORGANIZATION),
    "dataset": entity("dataset", Kind.ORGANIZATION),
    "torn": Entity(id="torn", kind=Kind.PERSON, name="Torn", links={"member-of": ("a-foreign", "b-foreign")}),
    "clubber": Entity(id="clubber", kind=Kind.PERSON, name="Clubber", links={"affiliated-with": ("a-foreign",)}),
}
PAPERS = {
    **ARTICLES,
    "herald-w": Article(id="herald-w", title="w", publisher="herald", agency="wire", published=parse("2023-12-14")),
    "tribune-w": Article(id="tribune-w", title="w", publisher="tribune", agency="wire", published=parse("2023-12-14")),
    "rows": Article(id="rows", publisher="dataset", coded_by="dataset", published=parse("/2026-11-27")),
    "rows-2": Article(id="rows-2", publisher="gazette", coded_by="dataset", published=parse("/2026-11-27")),
}
AT_CAPITAL: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob"), "place": ("capital",)}
AT_HARBOUR: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob"), "place": ("harbour",)}
ATTACKED: dict[str, tuple[str, ...]] = {"recipient": ("bob",), "act": ("attack",)}
VISIT: dict[str, tuple[str, ...]] = {"agent": ("ann",), "host": ("bland",)}
BOTH = {"participant/ann": "on-record", "participant/bob": "one-sided"}
SERVES = {"holder/xan": "reported", "organization/a-foreign": "reported"}

# Superseded, retracted, narrated, joint: what the table above cannot say, each with its account by hand.
BY_HAND: list[tuple[str, list[Claim], str | None, dict[str, Any]]] = [
    (
        "all that was claimed is taken back",
        [claim("ann", id_="ann"), claim("ann", "retracts", id_="takes-back")],
        None,
        {"m": ("retracted", None, False, [], {"participant/ann": "retracted", "participant/bob": "retracted"})},
    ),
    (
        "a later denial supersedes the speaker's assertion",
        [claim("ann", id_="ann"), claim("ann", "denies", article="herald-2", id_="no-more")],
        None,
        {"m": ("denied", None, False, [], {"participant/ann": "denied", "participant/bob": "denied"})},
    ),
    (
        "the later denial is not known yet",
        [claim("ann", id_="ann"), claim("ann", "denies", article="herald-2", id_="no-more")],
        "2023-12-19",
        {"m": ("one-sided", None, True, ["aland"], {"participant/ann": "on-record", "participant/bob": "one-sided"})},
    ),
    (
        "a narrator beside his source",
        [claim(None, id_="narrates"), claim("ann", id_="ann")],
        None,
        {"m": ("one-sided", None, True, ["aland"], {"participant/ann": "on-record", "participant/bob": "one-sided"})},
    ),
    (
        "a narration falls with its source",
        [claim(None, id_="narrates"), claim("ann", id_="ann"), claim("ann", "retracts", id_="takes-back")],
        None,
        {"m": ("retracted", None, False, [], {"participant/ann": "retracted", "participant/bob": "retracted"})},
    ),
    (
        "a joint statement",
        [claim(("a-foreign", "b-foreign"), id_="joint")],
        None,
        {
            "m": (
                "on-record",
                None,
                True,
                ["aland", "bland"],
                {"participant/ann": "on-record", "participant/bob": "on-record"},
            )
        },
    ),
    (
        "one name of a list is taken back",
        [
            claim("ann", id_="ann"),
            claim("ann", "denies", scope="roles", roles=ONLY_BOB, article="herald-2", id_="not-bob"),
        ],
        None,
        {"m": ("one-sided", None, True, ["aland"], {"participant/ann": "on-record", "participant/bob": "denied"})},
    ),
    (
        "only taken for granted",
        [claim("xan", scope="roles", roles=ONLY_BOB, id_="granted")],
        None,
        {"m": ("unconfirmed", None, False, [], {"participant/bob": "reported"})},
    ),
    (
        "a tenure leads upward until it is stated to have ended",
        [
            claim("xan", id_="xan"),
            claim(
                "gazette",
                type="Tenure",
                fact="t",
                article="gazette-1",
                id_="serves",
                when="2023-12-14",
                roles={"holder": ("xan",), "organization": ("a-foreign",)},
            ),
        ],
        None,
        {
            "m": ("one-sided", None, True, ["aland"], {"participant/ann": "on-record", "participant/bob": "one-sided"}),
            "t": (
                "reported",
                None,
                True,
                ["gazette"],
                {"holder/xan": "reported", "organization/a-foreign": "reported"},
            ),
        },
    ),
    (
        "a tenure that had ended leads nowhere",
        [
            claim("xan", id_="xan"),
            claim(
                "gazette",
                type="Tenure",
                fact="t",
                article="gazette-1",
                id_="served",
                when="../2022",
                roles={"holder": ("xan",), "organization": ("a-foreign",)},
            ),
        ],
        None,
        {
            "m": ("reported", None, True, ["xan"], {"participant/ann": "reported", "participant/bob": "reported"}),
            "t": (
                "reported",
                None,
                True,
                ["gazette"],
                {"holder/xan": "reported", "organization/a-foreign": "reported"},
            ),
        },
    ),
]

# The second edition of the model.
BY_HAND += [
    (
        "who repeats himself with fewer words takes nothing back",
        [claim("ann", roles=AT_CAPITAL, id_="more"), claim("ann", article="herald-2", id_="fewer")],
        None,
        {"m": ("one-sided", None, True, ["aland"], BOTH | {"place/capital": "one-sided"})},
    ),
    (
        "a place corrected",
        [claim("ann", roles=AT_CAPITAL, id_="first"), claim("ann", roles=AT_HARBOUR, article="herald-2", id_="second")],
        None,
        {
            "m": (
                "one-sided",
                None,
                True,
                ["aland"],
                BOTH | {"place/capital": "retracted", "place/harbour": "one-sided"},
            )
        },
    ),
    (
        "two places on one day stand beside each other",
        [claim("ann", roles=AT_CAPITAL, id_="here"), claim("ann", roles=AT_HARBOUR, article="gazette-1", id_="there")],
        None,
        {
            "m": (
                "one-sided",
                None,
                True,
                ["aland"],
                BOTH | {"place/capital": "one-sided", "place/harbour": "one-sided"},
            )
        },
    ),
    (
        "a visit under way that is then announced to last longer",
        [
            claim("ann", type="Visit", fact="v", roles=VISIT, when="2023-12-14", id_="is-there"),
            claim(
                "ann",
                "announces",
                type="Visit",
                fact="v",
                roles=VISIT,
                when="../2023-12-24",
                article="herald-2",
                id_="stays",
            ),
        ],
        None,
        {"v": ("one-sided", None, True, ["aland"], {"agent/ann": "on-record", "host/bland": "one-sided"})},
    ),
    (
        "a planned visit has passed when its last named day has",
        [claim("ann", "announces", type="Visit", fact="v", roles=VISIT, when="2023-12-15/..", id_="plans")],
        "2023-12-20",
        {"v": ("lapsed", None, False, [], {"agent/ann": "lapsed", "host/bland": "lapsed"})},
    ),
    (
        "an attack without an agent",
        [
            claim(
                "b-foreign", type="Action", fact="x", roles={"recipient": ("bob",), "act": ("attack",)}, id_="attacked"
            )
        ],
        None,
        {"x": ("one-sided", None, True, ["bland"], {"act/attack": "one-sided", "recipient/bob": "on-record"})},
    ),
    (
        "a minister of 1986 in an article of 2023",
        [
            claim("a-foreign", roles={"participant": ("xan", "bob")}, when="1986-05", id_="met"),
            claim(
                "gazette",
                type="Tenure",
                fact="t",
                article="gazette-1",
                id_="served",
                when="1985/1987",
                roles={"holder": ("xan",), "organization": ("a-foreign",)},
            ),
        ],
        None,
        {
            "m": ("one-sided", None, True, ["aland"], {"participant/bob": "one-sided", "participant/xan": "on-record"}),
            "t": (
                "reported",
                None,
                True,
                ["gazette"],
                {"holder/xan": "reported", "organization/a-foreign": "reported"},
            ),
        },
    ),
    (
        "rows without a day supersede nothing, and their coder is a voice where nobody else asserts",
        [
            claim(None, roles=AT_CAPITAL, article="rows", id_="row-1"),
            claim(None, roles=AT_HARBOUR, article="rows", id_="row-2"),
        ],
        None,
        {
            "m": (
                "reported",
                None,
                True,
                ["dataset"],
                {
                    "participant/ann": "reported",
                    "participant/bob": "reported",
                    "place/capital": "reported",
                    "place/harbour": "reported",
                },
            )
        },
    ),
    (
        "a coder is never a second voice",
        [claim(None, article="rows", id_="row"), claim("ann", id_="ann")],
        None,
        {"m": ("one-sided", None, True, ["aland"], BOTH)},
    ),
    (
        "of a row whose publisher is known, the voice is the publisher's",
        [claim(None, article="rows", id_="row"), claim(None, article="rows-2", id_="other-row")],
        None,
        {"m": ("reported", None, True, ["gazette"], {"participant/ann": "reported", "participant/bob": "reported"})},
    ),
    (
        "one agency's text in two papers is one narrator",
        [claim(None, article="herald-w", id_="one"), claim(None, article="tribune-w", id_="other")],
        None,
        {"m": ("reported", None, True, ["wire"], {"participant/ann": "reported", "participant/bob": "reported"})},
    ),
    (
        "whose ways end in two places counts as an anonymous speaker does",
        [claim("torn", id_="torn")],
        None,
        {
            "m": (
                "alleged",
                None,
                False,
                ["anonymous@herald-1"],
                {"participant/ann": "alleged", "participant/bob": "alleged"},
            )
        },
    ),
    (
        "an affiliation leads nowhere",
        [claim("clubber", id_="clubber")],
        None,
        {"m": ("reported", None, True, ["clubber"], {"participant/ann": "reported", "participant/bob": "reported"})},
    ),
]
OUTLETS: dict[str, dict[str, list[str]]] = {  # of the facts of some cases by hand, by the case's name
    "one agency's text in two papers is one narrator": {"m": ["wire"]},
    "two agencies with one relay": {"m": ["wire"]},
    "asserted in one outlet and denied in another": {"m": ["herald"]},
    "on record by both parties in one outlet, and told by a paper in another": {"m": ["herald"]},
    "denied in two outlets, after an announcement in a third": {"m": ["courier", "gazette"]},
    "a joint statement": {"m": ["herald"]},
    "who repeats himself with fewer words takes nothing back": {"m": ["herald"]},
}
BY_HAND += [
    (
        "two agencies with one relay",
        [
            claim("xan", via=("wire",), article="gazette-1", id_="one"),
            claim("yan", via=("wire",), article="courier-1", id_="other"),
        ],
        None,
        {
            "m": (
                "corroborated", None, True, ["xan", "yan"],
                {"participant/ann": "corroborated", "participant/bob": "corroborated"},
            )
        },
    ),
]  # fmt: skip

BY_HAND += [
    (
        "asserted in one outlet and denied in another",
        [claim("ann", id_="ann"), claim("bob", "denies", article="gazette-1", id_="not-me")],
        None,
        {"m": ("one-sided", "by-party", False, ["aland"], BOTH)},
    ),
    (
        "on record by both parties in one outlet, and told by a paper in another",
        [claim("ann", id_="ann"), claim("bob", id_="bob"), claim(None, article="gazette-1", id_="told")],
        None,
        {
            "m": (
                "on-record", None, True, ["aland", "bland", "gazette"],
                {"participant/ann": "on-record", "participant/bob": "on-record"},
            )
        },
    ),
    (
        "denied in two outlets, after an announcement in a third",
        [
            claim("xan", "announces", id_="will"),
            claim("ann", "denies", article="gazette-1", id_="no"),
            claim("bob", "denies", article="courier-1", id_="never"),
        ],
        None,
        {"m": ("denied", None, False, [], {"participant/ann": "denied", "participant/bob": "denied"})},
    ),
    (
        "a plan keeps its day beside a claim on a filler that gives none",
        [
            claim("ann", "announces", when="2023-12-15", id_="plan-of-a-day"),
            claim("xan", scope="roles", roles=ONLY_BOB, id_="granted-without-a-day"),
        ],
        None,
        {"m": ("lapsed", None, False, [], {"participant/ann": "lapsed", "participant/bob": "reported"})},
    ),
    (
        "a denial said some day before its publication",
        [claim("ann", id_="ann"), claim("ann", "denies", article="herald-2", said="2023-12-16/..", id_="no-since")],
        None,
        {"m": ("denied", None, False, [], {"participant/ann": "denied", "participant/bob": "denied"})},
    ),
    (
        "a tenure leads not to an organization that its speaker took back",
        [
            claim("xan", id_="xan"),
            claim(
                "gazette",
                type="Tenure",
                fact="t",
                article="gazette-1",
                id_="serves-both",
                roles={"holder": ("xan",), "organization": ("a-foreign", "b-foreign")},
            ),
            claim(
                "gazette",
                "denies",
                type="Tenure",
                fact="t",
                article="gazette-2",
                scope="roles",
                id_="not-bland",
                roles={"organization": ("b-foreign",)},
            ),
        ],
        None,
        {
            "m": ("one-sided", None, True, ["aland"], BOTH),
            "t": ("reported", None, True, ["gazette"], SERVES | {"organization/b-foreign": "denied"}),
        },
    ),
    (
        "a figure of the report that differs later corrects nothing, and the day stands",
        [
            claim(None, "announces", article="gazette-1", when="2023-12-15", values=_of("1"), id_="in-one-tone"),
            claim(None, "announces", article="gazette-2", values=_of("5"), id_="in-another-tone"),
        ],
        None,
        {"m": ("lapsed", None, False, [], {"participant/ann": "lapsed", "participant/bob": "lapsed"})},
    ),
    (
        "a later figure of what happens corrects the earlier claim, and its day goes",
        [
            claim(None, "announces", article="gazette-1", when="2023-12-15", values=_of("1", "ships"), id_="one-ship"),
            claim(None, "announces", article="gazette-2", values=_of("5", "ships"), id_="five-ships"),
        ],
        None,
        {"m": ("planned", None, False, [], {"participant/ann": "planned", "participant/bob": "planned"})},
    ),
]  # fmt: skip

Case = tuple[str, list[Claim], str | None, dict[str, Any]]


def cases() -> Iterator[Case]:
    """Every combination of what may be said, and the cases by hand."""
    for combination in itertools.product(*(choices.items() for choices in SAID.values())):
        told = {line: choice for line, (choice, _) in zip(SAID, combination, strict=True)}
        claims = [its for _, said in combination for its in said]
        if not any(its.fact == "m" for its in claims):
            continue
        name = "; ".join(f"{line}: {choice}" for line, choice in told.items())
        yield name, claims, "2023-12-20", {"m": expected(told)}
    for name, claims, known_by, facts in BY_HAND:
        outlets = {fact: {"outlets": its} for fact, its in OUTLETS.get(name, {}).items()}
        yield name, claims, known_by, {fact: _spelled_out(*its) | outlets.get(fact, {}) for fact, its in facts.items()}


def _spelled_out(
    status: str, contested: str | None, accepted: bool, voices: list[str], fillers: dict[str, str]
) -> dict[str, Any]:
    good = ("on-record", "corroborated", "one-sided", "reported")
    return {
        "status": status,
        "contested": contested,
        "accepted": accepted,
        "voices": voices,
        "fillers": {filler: [its, contested, accepted and its in good] for filler, its in fillers.items()},
    }


CASES = list(cases())


def test_the_account_is_what_the_table_says() -> None:
    for name, claims, known_by, facts in CASES:
        of = account(claims, links(PEOPLE, PAPERS), known_by)
        found = {
            fact: {
                "status": its.status.value,
                "contested": its.contested and its.contested.value,
                "accepted": its.accepted,
                "voices": list(its.voices),
                "fillers": {
                    f"{f.role}/{f.filler}": [f.status.value, f.contested and f.contested.value, f.accepted]
                    for f in its.fillers.values()
                },
            }
            | ({"outlets": list(its.outlets)} if "outlets" in facts[fact] else {})
            for fact, its in of.facts.items()
            if fact in facts
        }
        assert found == facts, name


def test_the_table_reaches_every_status() -> None:
    reached = {its["status"] for *_, facts in CASES for its in facts.values()}
    assert sorted(reached) == sorted(
        ["retracted", "denied", "on-record", "corroborated", "one-sided", "reported", "alleged", "fulfilled",
         "planned", "lapsed", "unconfirmed"]
    )  # fmt: skip


def _without_defaults(record: Any) -> dict[str, Any]:
    made = msgspec.to_builtins(record)
    return {
        name: value
        for name, value in made.items()
        if value not in (None, "", [], {}, False) and name not in ("evidence", "no_claims")
    }


def test_the_vectors_are_the_table(request: pytest.FixtureRequest) -> None:
    its = core()
    vectors: dict[str, Any] = {
        "links": {
            "entities": {id_: _without_defaults(e) for id_, e in sorted(PEOPLE.items())},
            "articles": {
                id_: _without_defaults(a) | {"day": a.day} | ({} if a.is_dated else {"undated": True})
                for id_, a in sorted(PAPERS.items())
            },
            "types": {
                name: {
                    "lasts": its.types[name].lasts,
                    "parties": list(its.types[name].parties),
                    "bearer": its.types[name].bearer,
                    "upward": list(its.types[name].upward),
                    "always": list(its.types[name].always),
                    "functional": [role for role, rule in its.types[name].roles.items() if rule.max == 1],
                }
                for name in TYPES
            },
            "upward": sorted(its.upward_links),
            "containment": its.containment,
            "report_figures": sorted(its.report_figures),
        },
        "claims": {one.key: _without_defaults(one) for _, claims, *_ in CASES for one in claims},
        "cases": [
            {"name": name, "claims": [one.key for one in claims], "known_by": known_by, "facts": facts}
            for name, claims, known_by, facts in CASES
        ],
    }
    head = {key: vectors[key] for key in ("links", "claims")}
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in vectors["cases"])  # a line a case, to be read
    text = json.dumps(head, indent=1, ensure_ascii=False)[:-2] + ',\n "cases": [\n' + lines + "\n]}\n"
    if request.config.getoption("--update-golden"):
        VECTORS.write_text(text, "utf-8")
    assert VECTORS.read_text("utf-8") == text
    assert json.loads(text) == json.loads(json.dumps(vectors))
