"""The page as a file: what is in it, what is not, and where things stand; browsers are asked in `tests/browser`."""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import json
import math
import random
import re
import zlib
from html.parser import HTMLParser
from typing import Any

import pytest

from kg.account.compute import account
from kg.model.records import Claim, Entity, Kind
from kg.view import Drawn, draw, iframe
from kg.view import selection as limits
from kg.view.layout.areas import Spot, positions
from kg.view.layout.grid import clusters
from kg.view.template import LIBRARY, filled, own
from tests.conftest import ROOT, same_under_any_hash_seed
from tests.making import ARTICLES, ENTITIES, claim, core, entity, links

CLAIMS = (
    claim("ann", id_="ann", when="2023-12-13"),
    claim("bob", id_="bob", article="gazette-1"),
    claim(None, "asks", id_="asks", fact="n", roles={"participant": ("abe", "cid")}, article="gazette-1"),
    claim(
        "ann", id_="said", fact="s", type="Statement", roles={"agent": ("ann",), "about": ("bob",), "act": ("praise",)}
    ),
)


def drawn(claims: tuple[Claim, ...] = CLAIMS, **look: Any) -> Drawn:
    its = links()
    return draw(ENTITIES, ARTICLES, claims, its, core(), account(claims, its), **({"title": "Two capitals"} | look))


class Reading(HTMLParser):
    """Reads a page as a browser does: its elements, and what stands in scripts, styles and data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            tag, attributes = self.tags[-1]
            self.raw.append((tag, attributes, data))


def payload_of(text: str) -> Any:
    found = next((attributes, data) for tag, attributes, data in Reading(text).raw if attributes.get("id") == "payload")
    packed = "data-packed" in found[0]
    return json.loads(zlib.decompress(base64.b64decode(found[1])) if packed else found[1])


def test_the_page_is_one_file_that_asks_for_nothing() -> None:
    for tag, attributes in Reading(drawn().html).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "a"), tag
        assert not {"src", "href", "srcset", "action", "style"} & attributes.keys(), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)


def test_the_policy_names_each_script_and_style_by_its_hash_and_nothing_else() -> None:
    read = Reading(drawn().html)
    policy = next(a["content"] for tag, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    hashed = {
        kind: [
            f"'sha256-{base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()}'"
            for tag, attributes, data in read.raw
            if tag == kind and "type" not in attributes
        ]
        for kind in ("script", "style")
    }
    assert rules == {
        "default-src": "'none'", "script-src": " ".join(hashed["script"]), "style-src": " ".join(hashed["style"]),
        "img-src": "data: blob:", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert len(hashed["script"]) == 2
    assert len(hashed["style"]) == 1


def test_the_library_is_that_of_the_pyvis_wheel() -> None:
    from importlib import resources

    library = resources.files("pyvis").joinpath(*LIBRARY).read_text("utf-8")
    scripts = [
        data for tag, attributes, data in Reading(drawn().html).raw if tag == "script" and "type" not in attributes
    ]
    assert library == scripts[0]
    assert "</script" not in library


def test_nothing_in_a_payload_can_end_its_element() -> None:
    text = filled("<b>&", {"text": "</script><script>alert(1)</script><!-- \u2028 {{title}} {{script}}"}, notice="<i>")
    read = Reading(text)
    assert [tag for tag, _ in read.tags].count("script") == 3
    assert payload_of(text) == {"text": "</script><script>alert(1)</script><!-- \u2028 {{title}} {{script}}"}
    assert f"<title>{html.escape('<b>&')}</title>" in text
    assert "&lt;i&gt;" in text


def test_a_large_payload_is_packed_with_the_library_and_is_the_same() -> None:
    values = {"text": ["x" * 100 + str(k) for k in range(5_000)]}
    text = filled("Large", values)
    assert payload_of(text) == values
    assert len(text) < 570_000  # of which 340,000 are the page's own script, which is not packed
    policy = next(a["content"] for _, a in Reading(text).tags if a.get("http-equiv"))
    library = next(d for _, a, d in Reading(text).raw if a.get("id") == "library")
    unpacked = zlib.decompress(base64.b64decode(library))
    assert policy is not None
    assert base64.b64encode(hashlib.sha256(unpacked).digest()).decode() in policy


def test_the_payload_holds_the_claims_with_their_sentences() -> None:
    its = payload_of(drawn().html)
    assert [claim["id"] for claim in its["claims"]] == ["asks", "bob", "ann", "said"], "by key"
    assert its["claims"][2] == {
        "article": "herald-1", "id": "ann", "fact": "m", "type": "Meeting", "stance": "asserts",
        "roles": {"participant": ["ann", "bob"]}, "speaker": ["ann"],
        "when": {"text": "2023-12-13", "earliest": "2023-12-13", "latest": "2023-12-13"},
        "sentence": "Ann, in Herald of 2023-12-14: Ann and Bob met on 2023-12-13.", "evidence": [{"at": [0, 1]}],
    }  # fmt: skip
    assert [edge for edge in its["edges"] if edge["from"] == "ann"] == [{"from": "ann", "to": "bob"}], "one line a pair"
    assert {"from": "abe", "to": "cid"} in its["edges"], "of what is only asked, too: it is drawn on request"
    assert its["areas"] == ["aland", "bland", "cland"]
    ann = next(node for node in its["nodes"] if node["id"] == "ann")
    assert {**ann, "x": 0, "y": 0} == {"id": "ann", "label": "Ann", "shape": "dot", "x": 0, "y": 0, "area": "aland"}


def test_words_are_quoted_only_where_wanted() -> None:
    texts = {"herald-1": "Quoted words", "gazette-1": "Other words"}
    assert payload_of(drawn(texts=texts).html)["claims"][2]["evidence"] == [{"at": [0, 1], "text": "Q"}]
    assert "text" not in payload_of(drawn(texts=texts, quotes=False).html)["claims"][2]["evidence"][0]


def test_links_lead_to_http_only() -> None:
    from msgspec import structs

    its = links()
    for address, expected in (
        ("https://example.org/a", "https://example.org/a"), ("http://example.org/", "http://example.org/"),
        ("javascript:alert(1)", None), ("JAVASCRIPT:alert(1)", None), ("data:text/html,x", None),
        ("//example.org", None),
    ):  # fmt: skip
        articles = ARTICLES | {"herald-1": structs.replace(ARTICLES["herald-1"], url=address)}
        page = draw(ENTITIES, articles, CLAIMS, its, core(), account(CLAIMS, its), title="Links")
        assert payload_of(page.html)["articles"]["herald-1"].get("url") == expected


def test_the_same_input_gives_the_same_bytes_in_any_order() -> None:
    first = drawn().html
    chance = random.Random(5)
    for _ in range(5):
        assert drawn(tuple(chance.sample(CLAIMS, len(CLAIMS)))).html == first


def test_no_hash_seed_changes_a_byte() -> None:
    script = (
        "import hashlib; from tests.view.test_view import drawn; "
        "print(hashlib.sha256(drawn().html.encode()).hexdigest())"
    )
    assert len(same_under_any_hash_seed("-c", script)) == 65


def test_too_much_is_cut_to_the_most_central_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    people = ("ann", "abe", "bob", "cid", "xan", "yan")
    meetings = [("ann", other) for other in people[1:]] + [("xan", "yan"), ("bob", "cid")]
    claims = tuple(
        claim("ann", id_=f"c{k}", fact=f"f{k}", roles={"participant": pair}) for k, pair in enumerate(meetings)
    )
    assert drawn(claims).left_out == ""
    monkeypatch.setattr(limits, "NODES", 3)
    monkeypatch.setattr(limits, "LINES", 2)
    cut = drawn(claims)
    assert cut.left_out == (
        "Shown are 3 of 6 actors and 2 of 7 lines: the best connected, with 2 of 7 findings. "
        "To see others, write the page with --focus ENTITY; to see all, slowly, with --all."
    )
    assert html.escape(cut.left_out) in cut.html
    its = payload_of(cut.html)
    assert [node["id"] for node in its["nodes"]] == ["ann", "bob", "cid"]
    assert len(its["edges"]) == 2
    around = drawn(claims, focus="yan")
    assert around.left_out.startswith("Shown are 3 of 6 actors and 2 of 7 lines: those nearest to Yan,")
    assert [node["id"] for node in payload_of(around.html)["nodes"]] == ["ann", "xan", "yan"]
    assert drawn(claims, everything=True).left_out == ""
    assert len(payload_of(drawn(claims, everything=True).html)["nodes"]) == 6


def test_what_is_left_out_keeps_what_the_rule_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    tenure = claim(
        "gazette", article="gazette-1", id_="serves", fact="t", type="Tenure", when="2023-12-14",
        roles={"holder": ("xan",), "organization": ("a-foreign",)},
    )  # fmt: skip
    good = claim("xan", id_="good", fact="g", fulfils="m", roles={"participant": ("yan", "cid")})
    monkeypatch.setattr(limits, "LINES", 1)
    kept = {one["id"] for one in payload_of(drawn((*CLAIMS, tenure, good), focus="ann").html)["claims"]}
    assert {"serves", "good", "ann", "bob"} <= kept
    assert "asks" not in kept


def test_a_notebook_frame_holds_the_page_and_shares_nothing() -> None:
    text = drawn().html
    (tag, attributes), *others = Reading(iframe(text, 300)).tags
    assert (tag, others) == ("iframe", [])
    assert attributes["srcdoc"] == text
    assert attributes["sandbox"] == ("allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox")
    assert attributes["style"] == "width: 100%; height: 300px; border: 0"


# -- places -----------------------------------------------------------------------------------------------------


def crowd(people: int, areas: int, ties: int, seed: int = 1) -> tuple[list[Spot], list[tuple[str, str, float]]]:
    chance = random.Random(seed)
    spots = [Spot(f"p{k}", f"area-{chance.randrange(areas)}" if areas else f"p{k}", k % 4 and 0) for k in range(people)]
    spots += [Spot(f"o{k}", f"area-{chance.randrange(areas + 3)}", 2) for k in range(people // 4)]
    ids = [spot.id for spot in spots]
    return spots, [(chance.choice(ids), chance.choice(ids), 1.0) for _ in range(ties)]


@pytest.mark.parametrize(
    ("people", "areas", "ties"), [(1, 1, 0), (2, 1, 1), (8, 2, 9), (40, 6, 80), (120, 0, 200), (300, 12, 700)]
)
def test_nobody_stands_on_anothers_name(people: int, areas: int, ties: int) -> None:
    spots, tied = crowd(people, areas, ties)
    places = positions(spots, tied)
    assert places.keys() == {spot.id for spot in spots}
    for (one, (x, y)), (other, (x2, y2)) in itertools.combinations(places.items(), 2):
        assert abs(x - x2) >= 150 or abs(y - y2) >= 60, (one, other)


def test_areas_do_not_overlap() -> None:
    spots, tied = crowd(60, 7, 150)
    places = positions(spots, tied)
    boxes = {}
    for area in {spot.area for spot in spots}:
        members = [places[spot.id] for spot in spots if spot.area == area]
        boxes[area] = [f(member[k] for member in members) for f in (min, max) for k in (0, 1)]
    for (one, (left, top, right, bottom)), (other, (left_, top_, right_, bottom_)) in itertools.combinations(
        boxes.items(), 2
    ):
        assert right < left_ or right_ < left or bottom < top_ or bottom_ < top, (one, other)


def test_components_stand_side_by_side() -> None:
    spots = [Spot(f"p{k}", f"p{k}") for k in range(12)]
    ties = [(f"p{k}", f"p{k + 1}", 1.0) for k in range(0, 12, 2)]
    places = positions(spots, ties)
    for k in range(0, 12, 2):
        assert math.dist(places[f"p{k}"], places[f"p{k + 1}"]) <= 260, "those who met stand near each other"
    boxes = [sorted((places[f"p{k}"], places[f"p{k + 1}"])) for k in range(0, 12, 2)]
    assert len({tuple(box[0]) for box in boxes}) == 6


def test_places_depend_on_neither_order_nor_chance() -> None:
    spots, ties = crowd(50, 5, 90)
    first = positions(spots, ties)
    chance = random.Random(2)
    for _ in range(3):
        chance.shuffle(spots)
        chance.shuffle(ties)
        assert positions(spots, ties) == first
    assert positions([], []) == {}


def test_clusters_hold_everyone_once() -> None:
    chance = random.Random(9)
    members = [f"p{k}" for k in range(500)]
    parts = clusters(members, [(chance.choice(members), chance.choice(members), 1.0) for _ in range(900)])
    assert sorted(itertools.chain(*parts)) == sorted(members)
    assert max(map(len, parts)) <= 24
    assert min(map(len, parts)) >= 1


def test_every_script_is_plain_and_loads_nothing() -> None:
    for path in (ROOT / "kg" / "view" / "web").glob("*.js"):
        text = own(path.name)
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "import(",
            "fetch(",
        ):
            assert forbidden not in text, (path.name, forbidden)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), path.name


# -- more than is drawn, and nobody joined ---------------------------------------------------------------------


def stated(who: str, fact: str, id_: str) -> Claim:
    roles: dict[str, tuple[str, ...]] = {"agent": (who,), "act": ("praise",)}
    return claim(None, id_=id_, fact=fact, type="Statement", roles=roles)


@pytest.mark.parametrize("focus", [None, "bob", "herald"])
def test_actors_without_a_line_are_cut_and_known(monkeypatch: pytest.MonkeyPatch, focus: str | None) -> None:
    monkeypatch.setattr(limits, "NODES", 3)
    people = ("ann", "abe", "bob", "cid")
    cut = drawn(tuple(stated(who, f"f-{who}", f"c-{who}") for who in people), focus=focus)
    assert cut.left_out.startswith("Shown are 3 of 4 actors and 0 of 0 lines: ")
    assert ", with 3 of 4 findings." in cut.left_out
    its = payload_of(cut.html)
    shown = {node["id"] for node in its["nodes"]}
    assert shown <= its["entities"].keys()
    assert {claim["roles"]["agent"][0] for claim in its["claims"]} == shown
    assert its["only"] == sorted(f"f-{who}" for who in shown)


def test_a_finding_that_names_more_than_can_be_joined_is_on_a_page_that_shows_some_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "NODES", 3)
    monkeypatch.setattr(limits, "MOST_EDGES", 9)
    monkeypatch.setattr("kg.view.payload.MOST_EDGES", 5)
    crowd = claim("ann", id_="c", fact="crowd", roles={"participant": ("ann", "abe", "bob", "cid")})
    cut = drawn((crowd, *(stated(who, f"f-{who}", f"c-{who}") for who in ("ann", "bob"))))
    assert payload_of(cut.html)["only"] == ["crowd", "f-ann", "f-bob"]


def test_an_actor_whose_findings_are_all_left_out_is_still_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINES", 1)
    crowd = claim(None, fact="all", id_="all", roles={"participant": ("abe", "bob", "cid")})
    its = payload_of(drawn((crowd, stated("xan", "alone", "alone"))).html)
    assert len(its["edges"]) == 1
    assert {node["id"] for node in its["nodes"]} <= its["entities"].keys()


def gathering(many: int, fact: str = "crowd") -> tuple[dict[str, Entity], Claim]:
    """A meeting of so many."""
    who = tuple(f"p{number}" for number in range(many))
    return {id_: entity(id_, Kind.PERSON) for id_ in who}, claim("ann", id_=fact, fact=fact, roles={"participant": who})


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((), ""),
        ((700,), "Not drawn are 244,650 lines of 1 finding: of one finding, no more than 200,000 are."),
        ((700, 40), "Not drawn are 244,650 lines of 1 finding: of one finding, no more than 200,000 are."),
        ((700, 700), "Not drawn are 489,300 lines of 2 findings: of one finding, no more than 200,000 are."),
    ],
)
def test_lines_that_are_too_many_of_one_finding_are_told_on_top(sizes: tuple[int, ...], said: str) -> None:
    crowds = [gathering(many, f"crowd-{number}") for number, many in enumerate(sizes)]
    its = links(ENTITIES | {id_: one for people, _ in crowds for id_, one in people.items()})
    claims = (*CLAIMS, *(one for _, one in crowds))
    page = draw(its.entities, ARTICLES, claims, its, core(), account(claims, its), title="Crowds")
    assert page.left_out == said
    notices = [attributes for _, attributes in Reading(page.html).tags if attributes.get("class") == "notice"]
    assert len(notices) == bool(said)
    assert said in page.html


def test_a_page_that_is_cut_says_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NODES", 600)
    people, crowd = gathering(700)
    its = links(ENTITIES | people)
    said = draw(its.entities, ARTICLES, (crowd,), its, core(), account((crowd,), its), title="Crowd").left_out
    assert said.startswith("Shown are 600 of 700 actors")
    assert said.endswith(" Not drawn are 244,650 lines of 1 finding: of one finding, no more than 200,000 are.")
