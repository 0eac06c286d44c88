"""What may be one: names in any script, namesakes, facts; what is left out is said, and nothing is compared n²."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.errors import KgError, NotFoundError, UsageError
from kg.base.project import Project
from kg.cli import main as cli
from kg.desk.identity import name_forms
from kg.desk.identity.blocking import blocks
from kg.desk.identity.duplicates import duplicates
from kg.desk.identity.pairs import Pair
from kg.graph.graph import Graph
from kg.model.judgements import Judgement
from kg.model.records import Claim, Entity, Kind, Records
from tests.graphs import in_memory
from tests.making import ARTICLES, ENTITIES, claim, core


def graph_of(
    entities: Iterable[Entity] = (), claims: Iterable[Claim] = (), judgements: tuple[Judgement, ...] = ()
) -> Graph:
    known = ENTITIES | {its.id: its for its in entities}
    ordered = tuple(sorted(claims, key=lambda claim: claim.key))
    records = Records(dict(sorted(known.items())), dict(sorted(ARTICLES.items())), ordered, judgements)
    return in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())


def person(id_: str, name: str, **fields: Any) -> Entity:
    return Entity(id=id_, kind=Kind.PERSON, name=name, **fields)


def only(graph: Graph, kind: str = "Person") -> list[Pair]:
    return duplicates(graph, [kind]).pairs


@pytest.mark.parametrize(
    ("one", "other", "scores", "reason"),  # what words weigh hangs on how many others have them
    [
        ("Jona Vey", "VEY, Jona", [90], "one name: “Jona Vey” and “VEY, Jona”"),
        ("Jona Vey", "General Jona Vey", range(60, 75), "names alike: “Jona Vey” and “General Jona Vey”"),
        ("Tomas Durrani", "Tomas Durani", range(81, 90), "names alike: “Tomas Durrani” and “Tomas Durani”"),
        ("Asim Munir", "عاصم منير", [80], "the same consonants: “Asim Munir” and “عاصم منير”"),
        ("Benjamin Netanyahu", "נתניהו", [53], "the same consonants: “Benjamin Netanyahu” and “נתניהו”"),
        ("Volodymyr Zelenskiy", "Володимир Зеленський", [80],
         "the same consonants: “Volodymyr Zelenskiy” and “Володимир Зеленський”"),
        ("Mohammed Khan", "Muhammad Khan", [80], "the same consonants: “Mohammed Khan” and “Muhammad Khan”"),
    ],
)  # fmt: skip
def test_names_that_may_be_one_are_found_with_the_reason(
    one: str, other: str, scores: Sequence[int], reason: str
) -> None:
    (found,) = only(graph_of([person("p-one", one), person("p-two", other)]))
    assert (found.a, found.b, found.kind, found.sort) == ("p-one", "p-two", "Person", "entity")
    assert found.reasons == (reason,)
    assert found.score in scores


def test_an_abbreviation_is_found_by_its_initials() -> None:
    bodies = [
        Entity(id="union", kind=Kind.ORGANIZATION, name="Union of the River States"),
        Entity(id="urs", kind=Kind.ORGANIZATION, name="URS"),
    ]
    (found,) = only(graph_of(bodies), "Organization")
    assert (found.score, found.reasons) == (70, ("initials of the other: “Union of the River States” and “URS”",))


def test_namesakes_of_the_two_articles_are_nowhere_near_certain(demo: Graph) -> None:
    pairs = duplicates(demo, ["Person"]).pairs
    assert {pair.score for pair in pairs if "aftab-akbar-durrani" in (pair.a, pair.b)} == set()
    namesakes = [person("p-asif", "Asif Durrani"), person("p-aftab", "Aftab Durrani")]
    assert only(graph_of([*namesakes, *(person(f"x-{number}", f"Xan {number}") for number in range(9))])) == []


def test_other_kinds_and_stand_ins_apart() -> None:
    others = [person("p-one", "Vey"), Entity(id="p-two", kind=Kind.PLACE, name="Vey")]
    assert duplicates(graph_of(others)).pairs == []
    stand_in = [person("p-one", "a passer-by"), person("p-two", "a passer-by", anonymous=True)]
    assert only(graph_of(stand_in)) == []


def test_identifiers_speak_for_and_against() -> None:
    one, other = person("p-one", "Jona Vey", identifiers={"wikidata": "Q1"}), person("p-two", "J. Wei")
    (found,) = only(graph_of([one, person("p-two", "Jan Wei", identifiers={"wikidata": "Q1"})]))
    assert (found.score, found.reasons) == (95, ("one identifier: wikidata Q1",))
    assert only(graph_of([one, other])) == []
    namesake = person("p-two", "Jona Vey", identifiers={"wikidata": "Q2"})
    assert only(graph_of([one, namesake])) == []  # what is 90 by the name is 18 then


def test_sides_facts_and_claims_speak_for_and_against() -> None:
    ann, anne = ENTITIES["ann"], person("anne", "Ann", links={"member-of": ("b-foreign",)})
    (found,) = only(graph_of([ann, anne]))
    assert (found.score, found.against) == (62, ("sides differ: aland; bland",))
    anne = person("anne", "Ann", links={"member-of": ("a-defence",)})
    (found,) = only(graph_of([anne]))
    assert (found.score, found.reasons) == (94, ("one name: “Ann”", "one side: aland"))
    told = [claim(None), claim("b-foreign", roles={"participant": ("anne", "bob")})]
    (found,) = only(graph_of([anne], told))
    assert found.reasons[2] == "claims on one fact name now one, now the other: m"
    both = [claim(None, roles={"participant": ("ann", "anne", "bob")})]
    assert only(graph_of([anne], both)) == []  # who annotated it saw two


def different(*ids: str) -> Judgement:
    return Judgement(ids=ids, same=False, by="im", day="2031-04-30")


def test_what_has_been_judged_is_left_out_and_counted() -> None:
    two = [person("p-one", "Jona Vey"), person("p-two", "Jona Vey")]
    found = duplicates(graph_of(two, judgements=(different("p-two", "p-one"),)), ["Person"])
    assert (found.pairs, found.left_out) == ([], ["left out: 1 pair judged to be different"])


def meeting(fact: str, article: str, *who: str, when: str | None = None, **fields: Any) -> Claim:
    place = fields.pop("place", None)
    roles = {"participant": who} | ({"place": (place,)} if place else {})
    return claim(None, article=article, id_=fact, fact=fact, roles=roles, when=when, **fields)


def facts_of(*claims: Claim) -> list[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    found = duplicates(graph_of(claims=claims), ["fact"]).pairs
    return [(pair.score, pair.reasons, pair.against) for pair in found]


def test_facts_that_may_be_one() -> None:
    one = meeting("m-one", "herald-1", "ann", "bob", when="2023-12-12", place="capital")
    two = meeting("m-two", "gazette-1", "ann", "bob", when="2023-12-12", place="capital")
    assert facts_of(one, two) == [(100, ("both with ann, bob", "both on 2023-12-12", "one place: capital"), ())]
    two = meeting("m-two", "gazette-1", "ann", "bob", "cid", when="2023-12")
    assert facts_of(one, two) == [
        (62, ("both with ann, bob", "their times overlap: 2023-12-12; 2023-12"), ("only one with cid",))
    ]
    two = meeting("m-two", "gazette-1", "ann", "bob", when="2023-12-12", place="harbour")
    assert facts_of(one, two) == [(85, ("both with ann, bob", "both on 2023-12-12"),
                                   ("another place: capital; harbour",))]  # fmt: skip
    assert facts_of(one, meeting("m-two", "gazette-1", "ann", "bob", when="2023-12-24")) == []  # another day
    assert facts_of(one, meeting("m-two", "herald-1", "ann", "bob", when="2023-12-12")) == []  # told as two
    part = meeting("m-two", "gazette-1", "ann", "bob", when="2023-12-12", part_of="m-one")
    assert facts_of(one, part) == []
    (plan,) = facts_of(one, claim(None, "announces", article="gazette-1", id_="x", fact="m-two", when="2023-12-12"))
    assert plan[2] == ("one is only announced: does the other fulfil it?",)


def test_facts_of_some_types_and_entities_of_some_kinds() -> None:
    graph = graph_of(
        [person("p-one", "Jona Vey"), person("p-two", "Jona Vey")],
        [meeting("m-one", "herald-1", "ann", "bob"), meeting("m-two", "gazette-1", "ann", "bob")],
    )
    assert [pair.sort for pair in duplicates(graph).pairs] == ["entity", "fact"]
    assert [pair.sort for pair in duplicates(graph, types=["Meeting"]).pairs] == ["fact"]
    assert [pair.sort for pair in duplicates(graph, ["Person"], ["Visit"]).pairs] == ["entity"]
    with pytest.raises(UsageError, match="no such kind: `Persn`"):
        duplicates(graph, ["Persn"])
    with pytest.raises(NotFoundError, match="no such fact type: `Meting`"):
        duplicates(graph, types=["Meting"])


KEYS = st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=6), max_size=30)


@given(KEYS, st.integers(2, 5))
def test_whoever_shares_a_rare_key_is_compared_and_nobody_twice(keys: list[set[str]], most: int) -> None:
    found = blocks([sorted(its) for its in keys], most)
    counts = {key: sum(key in its for its in keys) for its in keys for key in its}
    rare = {key for key, count in counts.items() if count <= most}
    together = {
        pair for pair in combinations(sorted({key for its in keys for key in its} - rare), 2)
        if sum({*pair} <= its for its in keys) <= most
    }  # fmt: skip
    wanted = [
        (one, other) for one, other in combinations(range(len(keys)), 2)
        if keys[one] & keys[other] & rare or any({*pair} <= keys[one] & keys[other] for pair in together)
    ]  # fmt: skip
    assert set(found.pairs) <= set(wanted)
    assert {pair for pair in wanted if keys[pair[0]] & keys[pair[1]] & rare} <= set(found.pairs)
    assert found.pairs == sorted(set(found.pairs))


def test_very_common_names_are_capped_and_said() -> None:
    crowd = [person(f"p-{number:03}", f"General Lee{'' if number % 50 else ' Rooke'}") for number in range(300)]
    found = duplicates(graph_of(crowd), ["Person"])
    alike = combinations([f"p-{number:03}" for number in range(0, 300, 50)], 2)
    assert [(pair.a, pair.b) for pair in found.pairs] == list(alike)
    assert found.left_out == [
        "who shares one of these is compared only with those that share two: Person general (300); "
        "Person lee (300); Person general lee (294); and 2 more",
        "not compared, since too many share both of two: Person general, Person lee (300); "
        "Person general lee, Person general (294); Person general lee, Person gl (initials) (294); and 7 more",
    ]


def test_as_json_and_csv_for_programs(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(strait.project.root)
    capsys.readouterr()
    assert cli.run(["duplicates", "--kind", "Person", "--format", "json", "--project", root]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["a"], row["b"]) for row in rows] == [("jon-berg-captain", "jon-berg-minister")]
    assert cli.run(["duplicates", "--kind", "Person", "--format", "csv", "--project", root]) == 0
    assert [row["reasons"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == [
        "; ".join(rows[0]["reasons"])
    ]
    assert cli.run(["duplicates", "--kind", "Person", "--project", root]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[:2] == [f"{rows[0]['score']:>3}  Person: jon-berg-captain · jon-berg-minister",
                                         "     Jon Berg"]  # fmt: skip
    assert told.err == (
        "1 pair that may be one\nread each, then: kg same jon-berg-captain jon-berg-minister, or kg different …\n"
    )


def test_without_anyascii_other_scripts_are_refused_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    name_forms.form_of.cache_clear()
    monkeypatch.setitem(sys.modules, "anyascii", None)
    with pytest.raises(KgError, match="names in other scripts are compared with anyascii") as caught:
        only(graph_of([person("p-one", "عاصم")]))
    assert "anyascii" in caught.value.hint
    assert only(graph_of([person("p-one", "José Vey"), person("p-two", "Jose Vey")]))[0].score == 90
