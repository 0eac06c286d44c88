"""Small projects with faults in `bad-projects/`, each with what the check is to say of it; and sound ones."""

from __future__ import annotations

import random
import shutil
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.annotation.reader import read_all, read_source
from kg.annotation.source_text import SourceText
from kg.base.errors import UsageError
from kg.base.hints import listed, meant
from kg.check import Checked, check
from kg.check.circles import circles, shown
from kg.check.run import check_project
from kg.cli import main as cli

ROOT = Path(__file__).parents[2]
CASES = sorted(path.parent for path in (Path(__file__).parent / "bad-projects").glob("*/expected.txt"))
ITS = ontology.load(ROOT / "ontology")

ENTITIES = """
ann: {kind: Person, name: Ann Arbor, links: {member-of: north}}
bo: {kind: Person, name: Bo Berg, links: {member-of: [south]}}
north: {kind: Country, name: North}
south: {kind: Country, name: South}
gazette: {kind: Organization, name: The Gazette}
"""
HEAD = "article: {title: Ministers meet, publisher: gazette, published: 2024-03-05}\nclaims:\n"


def claim(id_: str, fact: str, **fields: str) -> str:
    given = {"type": "Meeting", "roles": "{participant: [ann, bo]}", "stance": "asserts"} | fields
    lines = "".join(f"    {name.replace('_', '-')}: {value}\n" for name, value in given.items())
    return f"  - id: {id_}\n    fact: {fact}\n{lines}    evidence: [{{at: [0, 9], sha256: {'0' * 64}}}]\n"


def checked(papers: dict[str, str], entities: str = ENTITIES) -> Checked:
    heads = {name: HEAD.replace("meet", name[:4].ljust(4, "x")) for name in papers}  # each its own title, all as long
    sources = {"entities": entities, **{name: heads[name] + claims for name, claims in papers.items()}}
    documents = [read_source(SourceText(f"sources/{name}.yaml", text)) for name, text in sources.items()]
    return check(documents, ITS)


def told(found: Checked, claims_in: int) -> str:
    faults = "".join(f"{fault}\n" for fault in found.faults)
    return f"{faults}{len(found.claims)} of {claims_in} claims are sound\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_fault_is_named_with_its_place_and_a_hint(case: Path) -> None:
    documents = read_all(case / "sources", case)
    texts = case / "texts"
    found = check(documents, ITS, texts if texts.is_dir() else None)
    claims_in = sum(document.claims_in for document in documents)

    assert told(found, claims_in) == (case / "expected.txt").read_text("utf-8")
    assert len(found.claims) + found.refused == claims_in
    assert all(fault.hint for fault in found.faults)
    assert found.faults == sorted(found.faults)


def test_no_case_is_left_out() -> None:
    folders = [path.name for path in (Path(__file__).parent / "bad-projects").iterdir()]
    assert sorted(folders) == [case.name for case in CASES]
    assert len(CASES) == 21


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_documents_changes_nothing(case: Path) -> None:
    documents = read_all(case / "sources", case)
    first = check(documents, ITS)
    for seed in range(3):
        random.Random(seed).shuffle(documents)
        assert check(documents, ITS) == first


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_called_sound_names_nothing_unknown(case: Path) -> None:
    found = check(read_all(case / "sources", case), ITS)
    facts = {claim.fact for claim in found.claims}
    known = facts | found.entities.keys() | ITS.concepts.keys()
    for claim in found.claims:
        assert claim.article in found.articles
        assert claim.type in ITS.types
        assert {claim.part_of, claim.fulfils} - {None} <= facts
        assert {*claim.speaker, *claim.via} <= found.entities.keys()
        assert {filler for fillers in claim.roles.values() for filler in fillers} <= known
    for entity in found.entities.values():
        assert {target for targets in entity.links.values() for target in targets} <= found.entities.keys()
        assert entity.links.keys() <= ITS.links.keys()
        assert entity.side is None or entity.side in found.entities
    assert {article.publisher for article in found.articles.values()} <= found.entities.keys()


def test_a_sound_project_has_no_faults() -> None:
    found = checked({
        "paper": claim("one", "talks", part_of="tour")
        + claim("two", "tour", type="Visit", roles="{agent: ann, host: south}", said="2024-03-04")
        + claim("three", "remarks", type="Statement", roles="{agent: ann, act: praise, about: [talks, bo]}"),
        "wire": claim("one", "talks", fulfils="plan", speaker="[ann, bo]", via="gazette", scope="roles")
        + claim("two", "plan", stance="announces", when="2024-04"),
    })  # fmt: skip
    assert [str(fault) for fault in found.faults] == [
        "sources/wire.yaml:10:10: `via` names the publisher, `gazette`\n"
        "  hint: leave it out: that the publisher relays goes without saying"
    ]
    assert [claim.key for claim in found.claims] == ["paper/one", "paper/three", "paper/two", "wire/two"]
    assert list(found.entities) == ["ann", "bo", "gazette", "north", "south"]
    assert list(found.articles) == ["paper", "wire"]
    assert found.refused == 1


def test_an_entity_is_kept_without_the_link_that_is_faulty() -> None:
    entities = ENTITIES + "cy: {kind: Person, name: Cy, side: nowhere, links: {member-of: [north, nort], owns: bo}}\n"
    found = checked({"paper": claim("one", "talks", roles="{participant: [ann, cy]}")}, entities)
    assert (found.entities["cy"].links, found.entities["cy"].side) == ({"member-of": ("north",)}, None)
    assert [claim.key for claim in found.claims] == ["paper/one"]
    assert len(found.faults) == 3


def test_an_entity_that_cannot_be_read_is_told_once_and_refuses_what_names_it() -> None:
    entities = ENTITIES + "cy: {kind: Person}\n"
    found = checked({"paper": claim("one", "talks", roles="{participant: [ann, cy]}")}, entities)
    assert [str(fault) for fault in found.faults] == [
        "sources/entities.yaml:7:1: no `name`\n  hint: add `name:`; `kg help name`",
    ]
    assert found.refused == 1


def test_refusing_one_claim_refuses_in_turn_all_that_hang_on_it() -> None:
    chain = "".join(claim(f"c{number}", f"f{number}", part_of=f"f{number + 1}") for number in range(40))
    found = checked({"paper": chain + claim("last", "f40", type="Metting")})
    assert (len(found.claims), found.refused) == (0, 41)
    assert [fault.fault for fault in found.faults] == ["unknown fact type `Metting`"]


def test_a_fact_keeps_what_another_sound_claim_says_of_it() -> None:
    found = checked({
        "paper": claim("one", "talks", type="Metting") + claim("two", "dinner", part_of="talks"),
        "wire": claim("one", "talks"),
    })  # fmt: skip
    assert [claim.key for claim in found.claims] == ["paper/two", "wire/one"]


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("asim-munr", ["asim-munir", "lloyd-austin"], "did you mean `asim-munir`?"),
        ("munir", ["asim-munir", "munir-visit-2023-12"], "otherwise"),
        ("munir", ["asim-munir", "asim-munirs"], "did you mean `asim-munir`?"),
        ("north-1", ["north-2", "north-3"], "did you mean `north-2`?"),
        ("x", [], "otherwise"),
    ],
)
def test_the_nearest_name_is_proposed(name: str, known: list[str], expected: str) -> None:
    assert meant(name, known, "otherwise") == expected
    assert meant(name, reversed(known), "otherwise") == expected


def test_long_lists_are_cut() -> None:
    assert listed({f"id-{number:02}" for number in range(20)}).endswith("`id-11`, …")
    assert listed([]) == "none"


def test_without_the_steps_of_the_circles_there_is_none() -> None:
    targets = {"a": {"b", "c"}, "b": {"a", "c"}, "c": {"a"}, "d": {"a"}, "e": {"e"}, "f": {"g"}}
    found = circles(targets)
    assert found == [["a", "b", "a"], ["a", "c", "a"], ["e", "e"]]
    assert targets["a"] == {"b", "c"}


def test_ten_thousand_circles_are_found_as_fast_as_one() -> None:
    targets = {f"f{number:05}": {f"f{number:05}", f"f{number + 1:05}"} for number in range(10_000)}
    assert len(circles(targets)) == 10_000


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef"))))
def test_every_circle_is_one_and_no_step_is_told_twice(targets: dict[str, set[str]]) -> None:
    steps = [step for members in circles(targets) for step in pairwise(members)]
    assert all(target in targets[source] for source, target in steps)
    assert len(set(steps)) == len(steps)
    left = {
        source: sorted(named - {target for by, target in steps if by == source}) for source, named in targets.items()
    }
    TopologicalSorter(left).prepare()  # raises where a circle is left


def test_a_long_circle_is_shown_as_far_as_it_can_be_read() -> None:
    assert shown([*"abcdefghij", "a"]) == "`a` → `b` → `c` → `d` → `e` → `f` → … 4 more … → `a`"
    assert shown([*"abcdef", "a"]) == "`a` → `b` → `c` → `d` → `e` → `f` → `a`"


def test_claims_of_an_article_that_is_refused_are_checked_all_the_same() -> None:
    wrong = claim("a", "talks", type="Meting") + claim("b", "talks", roles="{participant: [ann, bob]}")
    for head in (HEAD.replace("gazette", "gazete"), HEAD.replace("2024-03-05", "soon")):
        sources = {"sources/entities.yaml": ENTITIES, "sources/paper.yaml": head + wrong}
        found = check([read_source(SourceText(name, text)) for name, text in sources.items()], ITS)
        told = [fault.fault for fault in found.faults]
        assert "unknown fact type `Meting`" in told
        assert "unknown entity `bob`" in told
        assert (len(found.claims), found.refused) == (0, 2)


def test_days_are_not_compared_with_a_publication_that_has_no_last_day() -> None:
    wrong = claim("a", "talks", type="Meting") + claim("b", "talks", when="2024-06-01", said="2024-05-01")
    sources = {"entities": ENTITIES, "paper": HEAD.replace("2024-03-05", "2024-03-05/..") + wrong}
    found = check([read_source(SourceText(f"sources/{name}.yaml", text)) for name, text in sources.items()], ITS)
    assert [fault.fault for fault in found.faults] == [
        "`published: 2024-03-05/..` has no last possible day", "unknown fact type `Meting`",
    ]  # fmt: skip
    assert (len(found.claims), found.refused) == (0, 2)


def test_a_refused_claim_is_checked_against_the_others_too() -> None:
    found = checked(
        {
            "one": claim("a", "talks", label="The talks"),
            "two": claim("b", "talks", label="Other talks", roles="{participant: [ann, bob]}", part_of="nothing-known"),
        }
    )
    told = [fault.fault.partition(":")[0] for fault in found.faults]
    assert sorted(told) == ["two labels for the fact `talks`", "unknown entity `bob`", "unknown fact `nothing-known`"]
    assert [its.id for its in found.claims] == ["a"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/"\n', "utf-8")
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/entities.yaml").write_text(ENTITIES, "utf-8")
    (tmp_path / "sources/paper.yaml").write_text(HEAD + claim("a", "talks", type="Meting"), "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "sources/notes.txt").write_text("notes", "utf-8")
    return tmp_path


@pytest.mark.parametrize("path", ["notes", "texts", "ontology"])
def test_a_folder_that_holds_no_source_is_said_to_be_none(project: Path, path: str) -> None:
    with pytest.raises(UsageError, match=f"no source: `.*{path}`"):
        check_project(project, [project / path], None)


@pytest.mark.parametrize("path", ["sources/notes.txt", "kg.toml", "ontology/kg.ttl"])
def test_a_file_that_is_no_source_is_said_to_be_none(project: Path, path: str) -> None:
    (fault,), _ = check_project(project, [project / path], None)
    assert fault.fault.startswith("not read: the name of an annotation file ends in")


def test_a_linked_source_is_read_once_by_whichever_name_it_is_asked_for(project: Path) -> None:
    archive = project / "archive"
    archive.mkdir()
    (project / "sources/paper.yaml").rename(archive / "paper.yaml")
    (project / "sources/2024").symlink_to("../archive")
    for path in ("sources", "sources/2024", "sources/2024/paper.yaml", "archive", "archive/paper.yaml", "."):
        faults, summary = check_project(project, [project / path], None)
        assert [fault.fault for fault in faults] == ["unknown fact type `Meting`"]
        assert summary == "2 files, 0 claims, 1 refused, 1 fault"


def test_coverage_tells_faults_as_well(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "--coverage", "--texts", str(project / "texts"), "--project", str(project)]
    assert cli.run(arguments) == 1
    assert "unknown fact type `Meting`" in capsys.readouterr().err
    assert cli.run([*arguments, "--format", "json"]) == 1
    assert capsys.readouterr().out == "[]\n"


WHOLE = claim("met", "talks", speaker="ann") + claim("agreed", "accord", speaker="ann", part_of="talks")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (claim("never", "talks", stance="denies", speaker="bo"), "`accord`"),
        (claim("never", "talks", stance="denies"), "`accord`"),
        (
            claim("signed", "signature", speaker="ann", part_of="accord")
            + claim("never", "talks", stance="denies", speaker="bo"),
            "`accord`, `signature`",
        ),
        (
            claim("never", "talks", stance="denies", speaker="bo")
            + claim("nor-that", "accord", stance="denies", speaker="bo"),
            "",
        ),
        (claim("not-he", "talks", stance="denies", speaker="bo", scope="roles", roles="{participant: bo}"), ""),
        (claim("nor-that", "accord", stance="denies", speaker="bo"), ""),
        (claim("whether", "talks", stance="asks", speaker="bo"), ""),
    ],
)
def test_a_denial_of_what_has_parts_is_pointed_at(said: str, parts: str) -> None:
    found = checked({"paper": WHOLE + said})
    assert len(found.claims) == (WHOLE + said).count("- id:"), "a warning refuses nothing"
    faults = [(fault.fault, fault.hint) for fault in found.faults]
    denied = f"warning: `talks` is denied here, and not what is part of it: {parts}"
    hint = "a denial that covers a part too is a claim on that part, with `mode: implied`"
    assert faults == ([(denied, hint)] if parts else [])
