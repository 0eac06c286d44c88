"""Judgements of identity: each fault with its place, the records that they make, and that order leaves no trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.account.compute import account
from kg.account.facts import Account
from kg.account.voices import Links
from kg.annotation.document import Document
from kg.annotation.jsonl_reader import read as read_lines
from kg.annotation.jsonl_writer import written
from kg.annotation.reader import read_all, read_source
from kg.annotation.source_text import SourceText
from kg.check import Checked, check
from kg.model.judgements import Judgement, groups
from kg.model.records import Records
from tests.check.test_check import ENTITIES, HEAD, ITS, claim
from tests.examples import examples
from tests.graphs import STRAIT

MORE = """
anna: {kind: Person, name: Anna Arbor, aliases: [A. Arbor], links: {member-of: north}, note: Spelt so in the herald.}
herald: {kind: Organization, name: The Herald}
norland: {kind: Country, name: Norland, side: north}
dan: {kind: Person, name: Dan Dale, identifiers: {wikidata: Q1}}
daniel: {kind: Person, name: Daniel Dale, identifiers: {wikidata: Q2}}
crowd: {kind: Person, name: a passer-by, anonymous: true}
town: {kind: Place, name: Town, links: {part-of: north}}
"""
CLAIMS = (
    claim("one", "talks")
    + claim("two", "meeting", roles="{participant: [anna, bo]}", speaker="bo", label="Bay Talks")
    + claim("three", "dinner", roles="{participant: [ann, anna, bo]}", part_of="talks", label="Bay Dinner")
    + claim("four", "visit", type="Visit", roles="{agent: ann, host: south}", via="herald")
    + claim("five", "plan", stance="announces", fulfils="talks")
)
BY = "by: im, day: 2031-04-30"


def documents(identity: str) -> list[Document]:
    texts = {"entities": ENTITIES + MORE, "paper": HEAD + CLAIMS, "identity": identity}
    return [read_source(SourceText(f"sources/{name}.yaml", text)) for name, text in texts.items()]


def judged(*lines: str) -> Checked:
    return check(documents("".join(f"- {{{line}, {BY}}}\n" for line in lines)), ITS)


def told(found: Checked) -> list[str]:
    return [str(fault) for fault in found.faults if fault.place.file == "sources/identity.yaml"]


APART = "until then they are kept apart"
MEND = f"  hint: mend what differs, or take the judgement back: `kg split`; {APART}"
BACK = f"  hint: take one of the judgements back: `kg split`; {APART}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["same: [ann, north]"],
         f"1:16: `ann` is an entity, Person, `north` is an entity, Country\n  hint: these are not one; {APART}"),
        (["same: [ann, talks]"],
         f"1:16: `ann` is an entity, Person, `talks` is a fact, Meeting\n  hint: these are not one; {APART}"),
        (["same: [talks, visit]"],
         f"1:18: `talks` is a fact, Meeting, `visit` is a fact, Visit\n  hint: these are not one; {APART}"),
        (["same: [ann, paper]"], "1:16: `paper` is an article\n  hint: a judgement is of entities, or of facts"),
        (["same: [ann, unnamed]"],
         "1:16: `unnamed` is nobody in particular\n  hint: a judgement is of entities, or of facts"),
        (["same: [ann, annn]"],
         "1:16: warning: no entity or fact is called `annn`\n  hint: did you mean `ann`?"),
        (["same: [ann, x-17]"],
         "1:16: warning: no entity or fact is called `x-17`\n  hint: it then leads to `ann`"),
        (["same: [ann, anna]", "same: [anna, dan]", "different: [ann, dan]"],
         "3:21: `ann` and `dan` are different here, and one by sources/identity.yaml:1:3, "
         f"sources/identity.yaml:2:3\n{BACK}"),
        (["different: [ann, anna]", "same: [anna, ann]"],
         f"1:21: `ann` and `anna` are different here, and one by sources/identity.yaml:2:3\n{BACK}"),
        (["same: [dan, daniel]"],
         f"1:16: `identifiers.wikidata` is `Q1` of `dan` and `Q2` of `daniel`\n{MEND}"),
        (["same: [ann, crowd]"],
         f"1:16: `anonymous` is false of `ann` and true of `crowd`\n{MEND}"),
        (["same: [meeting, dinner]"],
         "1:20: a fact has one label: `Bay Talks` in claim `paper/two` and `Bay Dinner` in claim `paper/three`\n"
         + MEND),
        (["same: [ann, bo]"],
         "1:3: if they were one, claim `paper/five` could not be had: `plan`: `participant` takes at least 2, here is "
         f"1\n{MEND}"),
        (["same: [gazette, herald]"],
         "1:3: if they were one, claim `paper/four` could not be had: `via` names the publisher, `gazette`\n" + MEND),
        (["same: [talks, dinner]"], f"1:3: if they were one: circle of `part-of`: `talks` → `talks`\n{MEND}"),
        (["same: [talks, plan]"], f"1:3: if they were one: circle of `fulfils`: `talks` → `talks`\n{MEND}"),
        (["same: [ann, anna]"],
         "1:11: warning: claim `paper/three` names `ann` and another id of it, as if they were two\n"
         "  hint: read it again: are they one?"),
        (["same: [ann, x-17]", "same: [x-17, talks]"],
         f"2:17: `ann` is an entity, Person, `talks` is a fact, Meeting\n{MEND}"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_a_fault_at_the_judgement(lines: list[str], expected: str) -> None:
    found = judged(*lines)
    assert f"sources/identity.yaml:{expected}" in told(found)
    assert len(found.claims) == 5  # no claim is lost by a judgement
    refused = "warning" not in expected
    assert (found.replaced == {}) is refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: no document\n"
         "  hint: write a judgement: `- {same: [one-id, another], by: …, day: …}`, or take the file away"),
        ("same: [a, b]", "1:1: expected a list, found a mapping\n  hint: write `[one, another]`, or `- ` before each"),
        (f"- {{same: [ann], {BY}}}",
         "1:10: a judgement is of two ids or more, not of 1\n  hint: name the others too"),
        (f"- {{same: [ann, Anna], {BY}}}",
         "1:16: no id: `Anna`\n  hint: allowed: a-z, 0-9, -; for example `anna`"),
        (f"- {{{BY}}}",
         "1:3: neither `same` nor `different`\n  hint: write `same: [one-id, another]`"),
        (f"- {{same: [ann, bo], different: [ann, bo], {BY}}}",
         "1:21: both `same` and `different`\n  hint: write two judgements, one with each"),
        ("- {same: [ann, anna], by: im, day: 2031}", "1:36: no single day: `2031`\n  hint: write YYYY-MM-DD"),
        ("- {same: [ann, anna], by: im}", "1:3: no `day`\n  hint: add `day:`; `kg help day`"),
        (f"- {{same: [ann, anna], {BY}, taken-back: {{by: tr}}}}",
         "1:48: no `day`\n  hint: add `day:`; `kg help day`"),
    ],
)  # fmt: skip
def test_a_fault_of_form_has_its_place(text: str, expected: str) -> None:
    found = check(documents(text), ITS)
    assert f"sources/identity.yaml:{expected}" in told(found)
    assert found.replaced == {}


def test_entities_that_are_one_have_all_that_was_said_of_either() -> None:
    found = judged("same: [ann, anna]")
    ann = found.entities["ann"]
    assert "anna" not in found.entities
    assert (ann.name, ann.aliases, ann.links) == ("Ann Arbor", ("Anna Arbor", "A. Arbor"), {"member-of": ("north",)})
    assert ann.note == "Spelt so in the herald."
    by_id = {its.id: its for its in found.claims}
    assert by_id["two"].roles == {"participant": ("ann", "bo")}
    assert by_id["three"].roles == {"participant": ("ann", "bo")}


def test_a_judgement_that_was_taken_back_counts_no_more_and_is_kept() -> None:
    found = judged("same: [ann, anna], taken-back: {by: tr, day: 2031-05-02}")
    assert found.replaced == {}
    (judgement,) = found.judgements
    assert judgement.taken_back is not None
    assert (judgement.taken_back.by, judgement.taken_back.day) == ("tr", "2031-05-02")
    assert told(found) == []


def test_links_and_heads_lead_to_the_id_that_is_shown() -> None:
    found = judged("same: [herald, gazette]", "same: [norland, north]")  # of which the first cannot be had
    assert found.replaced == {"north": "norland"}
    assert found.entities["ann"].links == {"member-of": ("norland",)}
    assert found.entities["town"].links == {"part-of": ("norland",)}


def test_how_ids_are_spread_over_judgements_leaves_no_trace() -> None:
    spread = [
        ["same: [anna, ann, dan]"],
        ["same: [anna, ann]", "same: [ann, dan]"],
        ["same: [anna, dan]", "same: [dan, ann]"],
        ["same: [anna, ann]", "same: [dan, anna]", "same: [dan, ann]"],
    ]
    first, *others = (judged(*lines) for lines in spread)
    assert first.replaced == {"ann": "anna", "dan": "anna"}
    assert first.entities["anna"].aliases == ("A. Arbor", "Ann Arbor", "Dan Dale")
    for other in others:
        assert (other.entities, other.articles, other.claims) == (first.entities, first.articles, first.claims)
        assert other.replaced == first.replaced


def test_a_fault_in_json_lines_has_its_line_and_column(tmp_path: Path) -> None:
    kyiv = (
        '{"entity":{"id":"kyiv","kind":"Place","name":"Kyiv"}}\n{"entity":{"id":"ann","kind":"Person","name":"Ann"}}\n'
    )
    judgement = '{"judgement":{"same":["kyiv","ann"],"by":"im","day":"2031-04-30"}}\n{"judgement":{"same":["kyiv"]}}\n'
    (tmp_path / "a.jsonl").write_text(kyiv + judgement, "utf-8")
    found = check([read_lines(tmp_path / "a.jsonl", tmp_path)], ITS)
    assert [str(fault).partition("\n")[0] for fault in found.faults] == [
        "a.jsonl:3:30: `kyiv` is an entity, Place, `ann` is an entity, Person",
        "a.jsonl:4:1: no `by`",
        "a.jsonl:4:1: no `day`",
        "a.jsonl:4:22: `same`: a judgement is of two ids or more, not of 1",
    ]


def test_what_is_no_list_of_judgements_stops_a_build() -> None:
    (_, _, document) = documents("same: [ann, anna]")
    assert document.unread


IDS = st.sampled_from(["a", "b", "c", "d", "e", "f", "g"])
PAIRS = st.lists(st.tuples(IDS, IDS).filter(lambda pair: pair[0] != pair[1]), max_size=8)


def same(*ids: str) -> Judgement:
    return Judgement(ids=ids, same=True, by="im", day="2031-04-30")


@given(PAIRS, st.randoms(use_true_random=False))
def test_order_leaves_no_trace_but_which_id_comes_first(pairs: list[tuple[str, str]], random: Any) -> None:
    found = groups(same(*pair) for pair in pairs)
    mixed = [tuple(random.sample(pair, 2)) for pair in random.sample(pairs, len(pairs))]
    assert {frozenset(ids) for ids in groups(same(*pair) for pair in mixed)} == {frozenset(ids) for ids in found}
    assert {frozenset(ids) for ids in groups(same(*ids) for ids in found)} == {frozenset(ids) for ids in found}
    named = [id_ for pair in pairs for id_ in pair]
    assert [ids[0] for ids in found] == sorted((ids[0] for ids in found), key=named.index)


def records_of(its: Checked) -> Records:
    return Records(its.entities, its.articles, tuple(sorted(its.claims, key=lambda claim: claim.key)))


def account_of(its: Checked) -> Account:
    records = records_of(its)
    return account(records.claims, Links.of(records, ITS))


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A folder to write to, and the records of the strait as JSON."""
    found = check(read_all(STRAIT / "sources", STRAIT), ITS)
    return tmp_path_factory.mktemp("lines"), [json.loads(line) for line in written(records_of(found))]


def renamed(value: Any, old: str, new: str) -> Any:
    """Replace an id in a record, and what then stands twice in a list, by nothing but the text."""
    if isinstance(value, list):
        items = [renamed(item, old, new) for item in value]
        return [item for number, item in enumerate(items) if item not in items[:number]]
    if isinstance(value, dict):
        kept = ("id", "article", "type", "document", "kind", "name", "aliases", "note", "label", "title")
        return {name: item if name in kept else renamed(item, old, new) for name, item in value.items()}
    return new if value == old else value


def substituted(records: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    """Write the records as if whoever annotated them had known one id alone; two entities are joined by hand."""
    found = [{sort: renamed(fields, old, new)} for record in records for sort, fields in record.items()]
    entities = {record["entity"]["id"]: record["entity"] for record in found if "entity" in record}
    if old in entities:
        kept, gone = entities[new], entities[old]
        links = kept.setdefault("links", {})
        for link, targets in gone.get("links", {}).items():
            links[link] = [*links.get(link, []), *(each for each in targets if each not in links.get(link, []))]
        kept.setdefault("identifiers", {}).update(gone.get("identifiers", {}))
        for field in ("side", "single-holder"):
            if field in gone:
                kept.setdefault(field, gone[field])
    return [record for record in found if record.get("entity", {}).get("id") != old]


def read_back(folder: Path, records: list[dict[str, Any]]) -> Checked:
    path = folder / "all.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return check([read_lines(path, folder)], ITS)


@settings(max_examples=examples(30))
@given(st.data())
def test_the_account_is_that_of_the_sources_with_one_id_in_the_text(
    strait: tuple[Path, list[dict[str, Any]]], data: st.DataObject
) -> None:
    folder, records = strait
    kinds: dict[str, list[str]] = {}
    for record in records:
        for sort, its in record.items():
            if sort == "entity":
                kinds.setdefault(its["kind"], []).append(its["id"])
            elif sort == "claim" and its["fact"] not in kinds.setdefault(its["type"], []):
                kinds[its["type"]].append(its["fact"])
    ids = data.draw(st.sampled_from([its for its in kinds.values() if len(its) > 1]))
    new, old = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
    judgement = {"judgement": {"same": [new, old], "by": "im", "day": "2031-04-30"}}
    merged = read_back(folder, [*records, judgement])
    assume(merged.replaced == {old: new})
    by_hand = read_back(folder, substituted(records, old, new))
    assert merged.claims == by_hand.claims
    assert merged.articles == by_hand.articles
    assert account_of(merged) == account_of(by_hand)
    turned = read_back(folder, [{"judgement": {**judgement["judgement"], "same": [old, new]}}, *records])
    assert turned.replaced == {new: old}
    assert len(account_of(turned).facts) == len(account_of(merged).facts)
