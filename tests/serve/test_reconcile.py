"""`/reconcile` speaks the Reconciliation Service API 0.2; sections are those of the Community Group's report of 2023.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from msgspec import Struct, field

from kg.account.compute import account
from kg.account.voices import Links
from kg.base.errors import NotFoundError, UsageError
from kg.base.project import Project
from kg.graph.graph import Graph
from kg.model.records import Entity, Kind, Records
from kg.serve.exchange import Asked, Reply
from kg.serve.reconcile import answer
from kg.snapshot import loaders
from tests.making import ARTICLES, ENTITIES, core, entity

ORIGIN = "http://127.0.0.1:8000"


class Type(Struct, forbid_unknown_fields=True):
    """Section 2.2: an id and a name, and the types directly above it."""

    id: str
    name: str
    description: str | None = None
    broader: list[Type] = []


class Place(Struct, forbid_unknown_fields=True):
    """Section 6.1: an address in two parts."""

    service_url: str
    service_path: str


class Template(Struct, forbid_unknown_fields=True):
    """Section 2.1: a text in which `{{id}}` stands for an encoded id."""

    url: str


class Frame(Struct, forbid_unknown_fields=True):
    """Section 5.1: all three are mandatory."""

    url: str
    width: int
    height: int


class Extend(Struct, forbid_unknown_fields=True):
    """Section 7.1."""

    propose_properties: Place
    property_settings: list[dict[str, Any]]


class Manifest(Struct, forbid_unknown_fields=True, rename="camel"):
    """Section 3.1; the first four are mandatory."""

    versions: list[str]
    name: str
    identifier_space: str
    schema_space: str
    default_types: list[Type]
    view: Template
    preview: Frame
    suggest: dict[str, Place]
    extend: Extend
    batch_size: int


class Feature(Struct, forbid_unknown_fields=True):
    """Section 4.2: a number or a truth value."""

    id: str
    value: bool | int | float


class Candidate(Struct, forbid_unknown_fields=True):
    """Section 4.2."""

    id: str
    name: str
    description: str
    type: list[Type]
    score: int | float
    match: bool
    features: list[Feature]


class Result(Struct, forbid_unknown_fields=True):
    """Section 4.2."""

    result: list[Candidate]


class Suggestion(Struct, forbid_unknown_fields=True):
    """Section 6.3."""

    id: str
    name: str
    description: str | None = None
    notable: list[Type] = []


class Suggestions(Struct, forbid_unknown_fields=True):
    """Section 6.3."""

    result: list[Suggestion]


class Text(Struct, forbid_unknown_fields=True):
    """A value of data extension, by appendix A."""

    text: str = field(name="str")


class Number(Struct, forbid_unknown_fields=True):
    """A value of data extension, by appendix A."""

    number: int = field(name="int")


def ask(graph: Graph, path: str = "", *, method: str = "GET", **values: str) -> Reply:
    return answer(graph, Asked(path, tuple(values.items()), method=method, origin=ORIGIN))


def read(reply: Reply) -> Any:
    assert (reply.status, reply.media_type) == (200, "application/json")
    return json.loads(reply.body)


def results(graph: Graph, **queries: Any) -> dict[str, list[Candidate]]:
    batch = msgspec.json.decode(ask(graph, queries=json.dumps(queries)).body, type=dict[str, Result])
    return {key: its.result for key, its in batch.items()}


def candidates(graph: Graph, query: str, **more: Any) -> list[Candidate]:
    return results(graph, q=dict(query=query, **more))["q"]


def matched(graph: Graph, query: str, **more: Any) -> list[str]:
    return [its.id for its in candidates(graph, query, **more) if its.match]


def world(*more: Entity) -> Graph:
    """Give the small world with some more entities, and no claims."""
    records = Records({its.id: its for its in (*ENTITIES.values(), *more)}, dict(sorted(ARTICLES.items())), ())
    its = core()
    accounted = (records, account((), Links.of(records, its)))
    project = Project(Path(), "https://example.org/small/", "A small world")
    return Graph(project, loaders.in_memory(project.names, lambda: its, lambda: accounted))


def person(id_: str, name: str, *aliases: str, **more: Any) -> Entity:
    return Entity(id=id_, kind=Kind.PERSON, name=name, aliases=aliases, **more)


def test_the_manifest_is_given_where_nothing_is_asked(demo: Graph) -> None:
    """Section 3.1: GET without parameters; `versions` holds this one, both spaces are addresses."""
    found = msgspec.json.decode(ask(demo).body, type=Manifest)
    assert found.versions == ["0.2"]
    assert found.identifier_space == demo.project.names.entity("")
    assert found.schema_space.startswith("https://")
    assert found.batch_size == 100
    assert {its.id for its in found.default_types} == {its.kind.value for its in demo.records.entities.values()}


def test_what_the_manifest_names_is_there(demo: Graph) -> None:
    """Sections 2.1, 5.1, 6.1 and 7.1: an id put into a template, two parts of an address put together."""
    found = msgspec.json.decode(ask(demo).body, type=Manifest)
    assert found.view.url.replace("{{id}}", "asim-munir") == f"{ORIGIN}/entity/asim-munir"
    assert "{{id}}" in found.preview.url
    places = [found.extend.propose_properties, *found.suggest.values()]
    for url in [its.service_url + its.service_path for its in places] + [found.preview.url.partition("?")[0]]:
        assert url.startswith(f"{ORIGIN}/reconcile/")
        asked = {"id": "asim-munir"} if "preview" in url else {}
        assert ask(demo, url.removeprefix(f"{ORIGIN}/reconcile"), **asked).status == 200


def test_types_are_kinds_with_those_above_them(demo: Graph) -> None:
    """Section 2.2: `broader` is of direct broader types; a country is a place as well."""
    types = {its.id: its for its in msgspec.json.decode(ask(demo).body, type=Manifest).default_types}
    assert [its.id for its in types["Country"].broader] == ["Place"]
    assert types["Person"].broader == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch_is_answered_by_its_keys(demo: Graph, method: str) -> None:
    """Section 4.3: a form element `queries` by POST, and the same in the query string of GET."""
    batch = {"q0": {"query": "Asim Munir"}, "a b": {"query": "nobody of that name"}}
    found = msgspec.json.decode(ask(demo, method=method, queries=json.dumps(batch)).body, type=dict[str, Result])
    assert list(found) == ["q0", "a b"]
    assert (found["q0"].result[0].id, found["a b"].result) == ("asim-munir", [])
    assert read(ask(demo, method=method, queries="{}")) == {}


def test_each_query_is_answered_independently_of_the_others(demo: Graph) -> None:
    """Section 4.4: of the same batch, or of previous ones."""
    alone = candidates(demo, "munir")
    assert results(demo, a={"query": "pakistan"}, q={"query": "munir"}, z={"query": "munir"})["q"] == alone


def test_candidates_come_by_decreasing_score_and_are_no_more_than_asked_for(demo: Graph) -> None:
    """Sections 4.1 and 4.2."""
    scores = [its.score for its in candidates(demo, "Pakistan", limit=100)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 2
    assert [its.score for its in candidates(demo, "Pakistan", limit=2)] == scores[:2]


def test_every_name_and_every_id_finds_its_entity(demo: Graph) -> None:
    """Section 4.4: unless it is hidden by many namesakes; by its id with a high score."""
    for id_, its in demo.records.entities.items():
        for name in (its.name, *its.aliases, id_):
            assert any((it.id, it.score) == (id_, 100) for it in candidates(demo, name, limit=5)), name


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("Munir, Asim", 100), ("ASIM  MUNIR", 100), ("Asím Munír", 100), ("asim-munir", 100), ("Asim Munnir", 90),
        ("Munir", 80), ("General Syed Asim Munir, NI(M)", 80),
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_typed(demo: Graph, typed: str, best: int) -> None:
    found = candidates(demo, typed)[0]
    assert found.id == "asim-munir"
    assert best <= found.score <= 100


@pytest.mark.parametrize("typed", ["…", "田中", "\u0000", "x" * 60_000, "a " * 20_000, "\u202eMunir", "%s{{id}}", "  "])
def test_any_text_may_be_a_name(demo: Graph, typed: str) -> None:
    """Section 4.1: a non-empty string."""
    assert not any(its.match for its in candidates(demo, typed))


def test_a_match_is_one_that_nobody_else_can_be(demo: Graph) -> None:
    """Section 4.2: `match` says whether a candidate is good enough to be chosen; of the others none is."""
    for typed in ("Asim Munir", "asim munir", "Syed Asim Munir", "Pakistan", "US"):
        assert len(matched(demo, typed)) == 1, typed
    for typed in ("Munir", "Munir, Asim", "Asim Munnir", "the Pakistan", "General"):
        assert matched(demo, typed) in ([], ["rank-general"]), typed


@pytest.mark.parametrize(
    "others",
    [
        [person("jon-2", "Jon Smith")],
        [person("jon-2", "J. Smith", "jon  SMITH")],
        [person("jon-2", "Jón Smith")],
        [person("jon-2", "Smith, Jon")],
        [person("jon-2", "Jon Smith Junior")],
        [person("jon-smith", "Somebody Else")],
        [Entity(id="js", kind=Kind.ORGANIZATION, name="Jon Smith")],
    ],
    ids=lambda others: f"{others[0].id}: {others[0].name}",
)
def test_whoever_may_be_another_is_never_matched_unasked(others: list[Entity]) -> None:
    first = person("jon-1", "Jon Smith", side="aland")
    assert matched(world(first), "Jon Smith") == ["jon-1"]
    found = candidates(world(first, *others), "Jon Smith")
    assert {its.id for its in found} >= {"jon-1", others[0].id}
    assert not any(its.match for its in found)


def test_two_people_of_one_name_are_not_told_apart_by_hints_alone() -> None:
    graph = world(person("jon-1", "Jon Smith", side="aland"), person("jon-2", "Jon Smith", side="bland"))
    found = candidates(graph, "Jon Smith", type="Person", properties=[{"pid": "side", "v": "Bland"}])
    assert [(its.id, its.match) for its in found] == [("jon-2", False), ("jon-1", False)]
    assert found[0].score > found[1].score


def test_a_captain_and_a_minister_of_one_name_are_left_to_people(strait: Graph) -> None:
    found = candidates(strait, "Jon Berg", type="Person")
    assert {its.id for its in found[:2]} == {"jon-berg-captain", "jon-berg-minister"}
    assert not any(its.match for its in found)
    assert found[0].description != found[1].description
    for hint in (its.description.partition("side: ")[2] for its in found[:2]):
        asked = [{"pid": "side", "v": hint}]
        assert not any(its.match for its in candidates(strait, "Jon Berg", type="Person", properties=asked))


def test_stand_ins_are_never_matched() -> None:
    assert matched(world(), "Whisper") == []
    assert candidates(world(), "Whisper")[0].id == "whisper"


def test_a_hint_that_is_not_met_leaves_no_match(demo: Graph) -> None:
    """Section 4.1: `properties` may filter, or lower the score; here they lower it."""
    right, wrong = ([{"pid": "side", "v": side}] for side in ("Pakistan", "Uzbekistan"))
    assert matched(demo, "Asim Munir", properties=right) == ["asim-munir"]
    assert matched(demo, "Asim Munir", properties=wrong) == []
    scores = [candidates(demo, "Asim Munir", properties=its)[0].score for its in (right, wrong)]
    assert scores == [100, 70]


@pytest.mark.parametrize(
    ("pid", "value"),
    [
        ("kind", "Person"), ("kind", "person"), ("side", "pakistan"), ("side", {"id": "pakistan", "name": "x"}),
        ("posts", "Chief of Army Staff"), ("posts", ["no such post", "COAS"]), ("posts", "field  marshal"),
        ("roles", "participant"), ("aliases", "Syed Asim Munir"), ("last-day", "2025-07-26"), ("facts", 13),
    ],
)  # fmt: skip
def test_hints_are_met_by_names_ids_and_entities(demo: Graph, pid: str, value: Any) -> None:
    """Sections 2.4 and 4.1: a value is a text, a number, a truth value or an entity; of several one is to fit."""
    met = candidates(demo, "Asim Munir", properties=[{"pid": pid, "v": value}])[0]
    assert (met.id, met.score, met.match) == ("asim-munir", 100, True)


def test_properties_alone_find_whom_they_fit_and_match_nobody(demo: Graph) -> None:
    """Section 4.1: at least one of `query` and `properties`."""
    found = results(demo, q={"properties": [{"pid": "posts", "v": "Field Marshal"}]})["q"]
    assert [(its.id, its.match) for its in found] == [("asim-munir", False)]


def test_types_narrow_the_candidates_or_lower_their_scores(demo: Graph) -> None:
    """Section 4.1: a type or an array of types; `type_strict` is any, should or all."""

    def found(**more: Any) -> set[str]:
        return {type_.id for its in candidates(demo, "Pakistan", limit=100, **more) for type_ in its.type}

    assert {"Country", "Organization"} <= found()
    assert found(type="Country") == found(type=["Country"]) == found(type="Place") == {"Country"}
    assert found(type=["Country", "Organization"]) == {"Country", "Organization"}
    assert found(type=["Country", "Place"], type_strict="all") == {"Country"}
    assert found(type=["Country", "Organization"], type_strict="all") == set()
    softly = {its.id: its for its in candidates(demo, "Pakistan", type="Organization", type_strict="should")}
    assert (softly["pakistan"].score, softly["pakistan"].match) == (80, False)


def test_features_say_of_what_a_score_is_made(demo: Graph) -> None:
    """Section 4.2: each id is unique among the features of a candidate."""
    asked = {"type": "Person", "properties": [{"pid": "side", "v": "Pakistan"}, {"pid": "posts", "v": "Dentist"}]}
    found = candidates(demo, "Asim Munir", **asked)[0]
    assert {its.id: its.value for its in found.features} == {"facts": 13, "name": 100, "type": True, "properties": 0.5}
    assert found.score == 0.7 * 100 + 0.3 * 50


BAD = [
    "", "no JSON", "[]", "3", "null", '{"q": []}', '{"q": {}}', '{"q": {"limit": 1}}', '{"q": {"query": ""}}',
    '{"q": {"query": 3}}', '{"q": {"properties": []}}', '{"q": {"query": "a", "props": []}}',
    '{"q": {"query": "a", "limit": 0}}', '{"q": {"query": "a", "limit": -1}}', '{"q": {"query": "a", "limit": "x"}}',
    '{"q": {"query": "a", "limit": 1e999}}', '{"q": {"query": "a", "type_strict": "none"}}',
    '{"q": {"query": "a", "type": 3}}', '{"q": {"query": "a", "properties": [{"pid": "side"}]}}',
    '{"q": {"query": "a", "properties": [{"pid": "side", "v": {"name": "x"}}]}}',
    '{"q": {"query": "a", "properties": [{"pid": "side", "v": null}]}}', "[" * 50_000, '{"q": ' * 50_000,
    '{"q": {"query": "\ud800"}}', json.dumps({"q": {"query": "a", "properties": [{"pid": "side", "v": "x"}] * 21}}),
]  # fmt: skip


@pytest.mark.parametrize("batch", BAD, ids=lambda batch: ascii(batch[:40]))
def test_a_batch_that_is_none_is_refused_with_a_reason(demo: Graph, batch: str) -> None:
    """Section 3.4 and appendix A: errors of the caller; what the schema of query batches refuses."""
    with pytest.raises(UsageError, match="queries") as caught:
        ask(demo, queries=batch)
    assert caught.value.hint


@pytest.mark.parametrize(
    "query",
    [{"query": "a", "type": "Persn"}, {"query": "a", "properties": [{"pid": "sied", "v": "x"}]}],
    ids=["type", "property"],
)
def test_a_type_or_property_that_there_is_not_is_named(demo: Graph, query: dict[str, Any]) -> None:
    with pytest.raises(NotFoundError) as caught:
        ask(demo, queries=json.dumps({"q": query}))
    assert caught.value.hint in ("did you mean `Person`?", "did you mean `side`?")


def test_a_batch_that_is_too_large_is_refused(demo: Graph) -> None:
    """Section 3.1: 413 for more queries than `batchSize`."""
    batch = {f"q{number}": {"query": "x"} for number in range(101)}
    refused = ask(demo, queries=json.dumps(batch))
    assert refused.status == 413
    assert "batchSize" in json.loads(refused.body)["error"]
    del batch["q0"]
    assert len(read(ask(demo, queries=json.dumps(batch)))) == 100


def test_any_origin_may_read_every_answer(demo: Graph) -> None:
    """Section 3.3: CORS for all endpoints in a uniform way; JSONP is left to services, and not offered here."""
    paths: dict[str, dict[str, str]] = {
        "": {}, "suggest/entity": {"prefix": "a"}, "suggest/type": {}, "suggest/property": {}, "properties": {},
        "preview": {"id": "asim-munir"},
    }  # fmt: skip
    batches = [ask(demo, queries=json.dumps({f"q{n}": {"query": "x"} for n in range(size)})) for size in (1, 101)]
    replies = [*(ask(demo, path, **values) for path, values in paths.items()), *batches, ask(demo, method="OPTIONS")]
    assert {its.headers["Access-Control-Allow-Origin"] for its in replies} == {"*"}
    with pytest.raises(UsageError, match="JSONP"):
        ask(demo, callback="alert(1)//")


def test_entities_are_suggested_by_how_they_begin(demo: Graph) -> None:
    """Sections 6.2 to 6.4: a name, or an id, as prefix gives its entity."""
    for id_, its in demo.records.entities.items():
        for prefix in (its.name, id_, its.name[:5]):
            pages = [ask(demo, "suggest/entity", prefix=prefix, cursor=str(at)) for at in (0, 20)]
            found = [each for page in pages for each in msgspec.json.decode(page.body, type=Suggestions).result]
            assert id_ in [each.id for each in found], prefix
    first = msgspec.json.decode(ask(demo, "suggest/entity", prefix="asim munir").body, type=Suggestions).result[0]
    assert (first.id, [its.id for its in first.notable]) == ("asim-munir", ["Person"])


def test_a_cursor_passes_over_suggestions(demo: Graph) -> None:
    """Section 6.2: an optional integer."""
    ids, cursor = [], 0
    while page := read(ask(demo, "suggest/entity", prefix="", cursor=str(cursor)))["result"]:
        ids += [its["id"] for its in page]
        cursor += len(page)
    assert sorted(ids) == sorted(demo.records.entities)
    for wrong in ("-1", "x", "1.5", "²"):
        with pytest.raises(UsageError, match="cursor"):
            ask(demo, "suggest/entity", prefix="a", cursor=wrong)
    assert read(ask(demo, "suggest/entity", prefix="a", cursor="9" * 400))["result"] == []


@pytest.mark.parametrize(
    ("what", "prefix", "expected"),
    [
        ("type", "per", ["Person"]), ("type", "P", ["Person", "Place", "Post"]), ("type", "zz", []),
        ("property", "si", ["side"]), ("property", "facts-den", ["facts-denied"]), ("property", "other", ["aliases"]),
    ],
)  # fmt: skip
def test_types_and_properties_are_suggested(demo: Graph, what: str, prefix: str, expected: list[str]) -> None:
    """Section 6.3."""
    reply = ask(demo, f"suggest/{what}", prefix=prefix)
    model: type[Any] = Suggestions if what == "property" else dict[str, list[Type]]
    msgspec.json.decode(reply.body, type=model)
    assert [its["id"] for its in read(reply)["result"] if "sided" not in its["id"]] == expected


def test_a_preview_is_a_small_page_without_a_script(demo: Graph) -> None:
    """Section 5: an HTML document that summarises the entity."""
    reply = ask(demo, "preview", id="asim-munir")
    page = reply.body.decode()
    assert reply.media_type.startswith("text/html")
    assert all(word in page for word in ("Asim Munir", "Chief of Army Staff", "Pakistan", "reported"))
    assert "<script" not in page
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    with pytest.raises(NotFoundError, match="no such entity"):
        ask(demo, "preview", id="nobody")


def test_names_are_text_on_a_preview_and_not_markup() -> None:
    hostile = "<script>alert(1)</script>"
    page = ask(world(person("x", hostile, f"'\"{hostile}")), "preview", id="x").body.decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_properties_are_proposed_for_a_type(demo: Graph) -> None:
    """Section 7.2: `type` in the answer, and `limit` if it was given."""
    found = read(ask(demo, "properties", type="Person"))
    assert found["type"] == "Person"
    assert {"kind", "side", "posts", "aliases", "first-day", "last-day"} <= {its["id"] for its in found["properties"]}
    few = read(ask(demo, "properties", type="Person", limit="2"))
    assert (few["limit"], few["properties"]) == (2, found["properties"][:2])
    for wrong in ("0", "-3", "x", "1e3"):
        with pytest.raises(UsageError, match="limit"):
            ask(demo, "properties", type="Person", limit=wrong)
    with pytest.raises(NotFoundError):
        ask(demo, "properties", type="Persons")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_values_are_fetched_of_entities(demo: Graph, method: str) -> None:
    """Sections 7.3 and 7.4: a row for each id, in it each property; no values of what is no entity."""
    pids = ["kind", "side", "posts", "facts", "facts-reported", "first-day", "last-day"]
    query = {"ids": ["asim-munir", "peace", "nobody"], "properties": [{"id": pid, "settings": {}} for pid in pids]}
    found = read(ask(demo, method=method, extend=json.dumps(query)))
    assert [its["id"] for its in found["meta"]] == pids
    assert found["meta"][2]["type"]["id"] == "Post"
    assert found["rows"]["asim-munir"] == {
        "kind": [{"str": "Person"}],
        "side": [{"id": "pakistan", "name": "Pakistan"}],
        "posts": [
            {"id": "rank-field-marshal", "name": "Field Marshal"},
            {"id": "coas", "name": "Chief of Army Staff"},
            {"id": "rank-general", "name": "General"},
        ],
        "facts": [{"int": 13}],
        "facts-reported": [{"int": 5}],
        "first-day": [{"str": "2023-12-03"}],
        "last-day": [{"str": "2025-07-26"}],
    }
    assert found["rows"]["peace"]["side"] == []
    assert found["rows"]["nobody"] == {pid: [] for pid in pids}


@pytest.mark.parametrize(
    "query",
    ["", "{}", "[]", '{"ids": "a", "properties": []}', '{"ids": ["a"]}', '{"ids": [1], "properties": []}',
     '{"ids": ["a"], "properties": ["side"]}', json.dumps({"ids": ["a"] * 1001, "properties": []})],
    ids=lambda query: query[:40],
)  # fmt: skip
def test_an_extension_that_is_none_is_refused(demo: Graph, query: str) -> None:
    with pytest.raises(UsageError):
        ask(demo, extend=query)


def test_other_requests_are_refused(demo: Graph) -> None:
    for path in ("suggest", "suggest/x", "preview/x", "../api", "%2e"):
        with pytest.raises(NotFoundError, match="nothing at"):
            ask(demo, path)
    with pytest.raises(UsageError):
        ask(demo, method="POST")
    with pytest.raises(UsageError):
        ask(demo, quries="{}")


def test_the_same_request_gives_the_same_bytes(demo: Graph) -> None:
    batch = json.dumps({"q": {"query": "Pakistan", "limit": 50}})
    assert ask(demo, queries=batch) == ask(demo, queries=batch)


def test_an_id_is_written_into_the_view_as_it_is_encoded(demo: Graph) -> None:
    """Section 2.1: clients encode the id, and the result is an address."""
    view = msgspec.json.decode(ask(demo).body, type=Manifest).view.url
    ids = demo.records.entities
    assert all(view.replace("{{id}}", quote(id_, safe="")).startswith(f"{ORIGIN}/entity/") for id_ in ids)


def test_a_description_tells_a_person_from_a_namesake() -> None:
    graph = world(person("jon-1", "Jon Smith", side="aland"), person("jon-2", "Jon Smith", side="bland"))
    told = {its.id: its.description for its in candidates(graph, "Jon Smith")}
    assert told == {"jon-1": "person; side: Aland", "jon-2": "person; side: Bland"}


def test_an_entity_of_the_small_world_has_what_is_said_of_it() -> None:
    graph = world(entity("den", Kind.PERSON))
    wanted = [{"id": its} for its in ("side", "facts", "first-day")]
    found = read(ask(graph, extend=json.dumps({"ids": ["den"], "properties": wanted})))
    assert found["rows"]["den"] == {"side": [], "facts": [{"int": 0}], "first-day": []}
