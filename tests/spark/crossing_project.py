"""A project in which much crosses facts: a post held by two, a person in two places, parts of parts, one name twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

import kg
from kg.annotation.jsonl_writer import written
from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Evidence, Figure, Kind, Records
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, entity

DAYS = ("2023-12-01", "2023-12-02", "2023-12-03")
PLACES = ("capital", "harbour", "quay")
Roles = dict[str, tuple[str, ...]]
PEOPLE = ("ann", "abe", "bob", "cid", "xan", "yan", "ann-two", "ann-three")
MORE = (
    entity("quay", Kind.PLACE, links={"part_of": "harbour"}),
    Entity(id="ann-two", kind=Kind.PERSON, name="Ann"),
    Entity(id="ann-three", kind=Kind.PERSON, name="ÁNN", aliases=("Annie",), note="of\ntwo lines"),
    Entity(id="zoe", kind=Kind.PERSON, name="\U0001f600 Zoe", identifiers={"wikidata": "Q1"}),
)
HEADS = (
    Article(id="annals", title="Annals", publisher="herald", published=parse("0950-03-04")),
    Article(id="rows-1", publisher="gazette", published=parse("/2023-12-30"), coded_by="courier"),
    structs.replace(
        ARTICLES["courier-1"], id="courier-9", agency="herald",
        no_claims=(Evidence(start=0, end=4, sha256="0" * 64),),
    ),
)  # fmt: skip


def made(folder: Path) -> Path:
    """Write the project into a folder, and build it."""
    (folder / "sources").mkdir(parents=True)
    (folder / "kg.toml").write_text('base = "https://example.org/crossing/"\ntitle = "Crossing"\n', "utf-8")
    (folder / "ontology").mkdir()
    for its in sorted((ROOT / "ontology").glob("*.ttl")):
        (folder / "ontology" / its.name).write_bytes(its.read_bytes())
    entities = ENTITIES | {its.id: its for its in MORE}
    articles = ARTICLES | {its.id: its for its in HEADS}
    claims = tuple({its.key: its for its in _claims()}.values())
    (folder / "sources" / "all.jsonl").write_bytes(b"".join(written(Records(entities, articles, claims))))
    kg.build(folder)
    return folder


def _claims() -> Iterator[Claim]:
    yield from _meetings()
    yield from _parts()
    yield from _tenures()
    yield from _speech()


def _meetings() -> Iterator[Claim]:
    """Meetings, in which a person is in two places on one day, now and then; some are denied by a party or its like."""
    for number in range(60):
        who = PEOPLE[number % 5], PEOPLE[5 + number % 3]
        roles = {"participant": who, "place": (PLACES[number % 3],)}
        fact = f"m-{number * 7 % 100:02d}"
        its = claim(None, fact=fact, roles=roles, when=DAYS[number % 2], article=("herald-1", "courier-9")[number % 2])
        yield structs.replace(its, label=f"Talks of {number}" if number % 4 == 0 else None)
        if number % 5 == 0:
            other = {"participant": who, "place": ("quay",)}
            yield claim(who[0], fact=fact, roles=other, when=DAYS[1], article="gazette-1")
        if number % 7 == 0:
            yield claim("b-foreign", "denies", fact=fact, roles=roles, article="gazette-2")
        if number % 11 == 0:
            row = claim("murmur", fact=fact, roles=roles, article="rows-1")
            yield structs.replace(row, evidence=(Evidence(row=str(number)),), values={"hurt": Figure("3", None)})
        if number % 13 == 0:
            figures = ({"hurt": Figure(str(n), str(n))} for n in (1, 2))
            yield from (structs.replace(claim(s, fact=fact, roles=roles), values=its)
                        for s, its in zip(("xan", "cid"), figures, strict=True))  # fmt: skip


def _parts() -> Iterator[Claim]:
    """A chain of parts below a denied whole, and one below an accepted one."""
    roles: Roles = {"agent": ("ann",), "host": ("bland",)}
    yield claim("b-foreign", "denies", fact="v-0", type="Visit", roles=roles)
    yield claim(None, fact="w-0", type="Visit", roles=roles, when="2023-12-01/2023-12-03")
    for number in range(1, 5):
        for name in "vw":
            yield claim(None, fact=f"{name}-{number}", type="Visit", roles=roles, part_of=f"{name}-{number - 1}")
    yield claim("b-foreign", "denies", fact="w-2", type="Visit", roles=roles, article="herald-2")
    yield claim(None, fact="both", roles={"participant": ("ann", "bob")}, part_of="v-4")
    yield claim(None, fact="both", roles={"participant": ("ann", "bob")}, part_of="w-4", article="gazette-1")


def _tenures() -> Iterator[Claim]:
    """Terms in one post that overlap, touch and stand apart; one is taken back; and people of one name who serve."""
    terms = {
        "ann": "2020-01-01/2021-01-01",
        "abe": "2021-01-01/2022-06-01",
        "cid": "2021-06-01/2023-01-01",
        "bob": "2022-01-01/..",
        "xan": "2023-12-02",
    }
    for holder, when in terms.items():
        roles: Roles = {"holder": (holder,), "post": ("chief",)}
        yield claim(None, fact=f"t-{holder}", type="Tenure", roles=roles, when=when)
    yield claim(None, "retracts", fact="t-bob", type="Tenure", roles={"holder": ("bob",), "post": ("chief",)},
                article="herald-2")  # fmt: skip
    yield claim(None, fact="t-two", type="Tenure", roles={"holder": ("ann-two",), "organization": ("b-foreign",)})
    yield claim(None, fact="t-three", type="Tenure", roles={"holder": ("ann-three",), "post": ("general",)})
    yield claim("ann", "announces", fact="t-yan", type="Tenure", roles={"holder": ("yan",), "post": ("chief",)})


def _speech() -> Iterator[Claim]:
    """Words about facts, with and without a proper name; what both sides do alike; and words on fillers only."""
    about = {"agent": ("ann-two",), "about": ("m-00", "t-ann", "zoe"), "act": ("praise",)}
    yield claim("ann-two", fact="s-1", type="Statement", roles=about)
    yield claim("ann-two", "suggests", fact="s-2", type="Statement", roles=about | {"recipient": ("murmur",)})
    agreed = {"agent": ("cid", "ann", "bob"), "act": ("agree",)}
    yield claim(None, fact="a-1", type="Action", roles=agreed)
    yield claim(None, fact="a-2", type="Action", roles={"agent": ("xan",), "recipient": ("ann",), "act": ("agree",)})
    yield claim("whisper", fact="a-3", type="Action", roles={"agent": ("whisper",), "act": ("aid",)})
    yield claim(None, fact="old", roles={"participant": ("xan", "yan")}, when="0950-02", article="annals")
    yield claim("xan", fact="m-00", scope="roles", roles={"participant": ("cid",)}, article="courier-1")
    delegates = {
        "participant": ("aland", "bland", "cland"),
        "representative": ("ann", "bob", "cid"),
        "host": ("aland",),
    }
    yield claim(None, fact="g-1", type="Gathering", roles=delegates | {"host": ("aland",)}, when="2023-12-03")
