"""Projects drawn at random, small and full of what is rare: what a build on Spark must make as a build here does.

Fact types, roles, concepts and links are taken from the ontology that is drawn, by what it declares of them.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from kg import ontology
from kg.annotation.jsonl_writer import from_entity
from kg.model.records import Kind
from kg.ontology import FactType, Ontology, RoleRule
from tests.conftest import ROOT
from tests.making import ENTITIES, entity
from tests.spark.faulty import FAULTY_ENTITIES, FAULTY_HEADS, NO_RECORDS, spoilt
from tests.spark.layout import laid_out

Fields = dict[str, Any]
T = TypeVar("T")

ONTOLOGIES = {"diplomacy": tuple(sorted((ROOT / "ontology").glob("*.ttl"))),
              "duty": (Path(__file__).with_name("duty.ttl"),)}  # fmt: skip
SPAN = {"at": [0, 9], "sha256": hashlib.sha256(b"some span").hexdigest()}
PAPERS = ("herald", "gazette", "courier")
SIDES = {
    "aland": ("aland", "a-foreign", "a-defence", "ann", "abe"),
    "bland": ("bland", "b-foreign", "bob"),
    "cland": ("cland", "c-foreign", "cid"),
}
STANCES = ("asserts",) * 9 + ("announces",) * 2 + ("denies",) * 2 + ("suggests", "asks", "declines", "retracts")
WHENS = (
    "2031-01-03", "2031-01-03", "2031-01-04", "2031-01", "2031-01-03~", "2031-01-10/2031-01-12", "../2031-01-02",
    "2030", "2031-02-20", "2031-01-20/2031-01-20", "2031-01-04?",
)  # fmt: skip
SAID = ("2031-01-01", "2031-01-02", "2031-01-04", "../2031-01-04", "2030-12")
TEXTS = ("", '“Zoë” said: \\ "talks"', "a\u2028b c\U0001f600", "tab and\nline", "e\u0301 composed or not")
MORE = (
    entity("xan-two", Kind.PERSON, links={"member_of": "b-defence"}),
    entity("b-defence", Kind.ORGANIZATION, links={"institution_of": "bland"}),
    entity("torn", Kind.PERSON, links={"member_of": "a-foreign", "part_of": "c-foreign"}),
    entity("sided", Kind.PERSON, links={"member_of": "a-foreign", "part_of": "c-foreign"}, side="cland"),
    entity("wire", Kind.ORGANIZATION),
    entity("rows", Kind.ORGANIZATION),
    entity("square", Kind.PLACE, links={"part_of": "capital"}),
    entity("zoe", Kind.PERSON, aliases=("Zoë “Z” O’Hara", "\u7530\u4e2d"), note="a note:\nwith a line, a \\ and a \"",
           identifiers={"wikidata": "Q1"}),
)  # fmt: skip


class Drawn(NamedTuple):
    """A project that was drawn, and how it is to be built."""

    records: tuple[tuple[str, Fields], ...]
    raw: tuple[bytes, ...]  # lines that are no records
    judgements: tuple[Fields, ...]
    seed: int  # of how the records are laid out in files
    ontology: str
    partitions: int
    known_by: str
    without: str
    day: str

    def __repr__(self) -> str:
        return f"Drawn({len(self.records)} records, {self.seed}, {', '.join(map(str, self[4:]))})"

    def files(self, mark: str = "") -> dict[str, bytes]:
        """Give the files below the project's folder, with a mark at each id of its own."""
        ids = {fields.get("fact") if kind == "claim" else fields.get("id") for kind, fields in self.records}
        records = [(kind, _marked(fields, ids, mark)) for kind, fields in self.records] if mark else self.records
        judgements = [_marked(its, ids, mark) for its in self.judgements] if mark else self.judgements
        return laid_out(records, self.raw, judgements, random.Random(self.seed))

    def write(self, folder: Path) -> Path:
        """Write the project anew into a folder."""
        return write_together([self], folder)


def write_together(every: Sequence[Drawn], folder: Path) -> Path:
    """Write several projects of one ontology as one, each with ids of its own in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "ontology").mkdir(parents=True)
    for path in ONTOLOGIES[every[0].ontology]:
        shutil.copy(path, folder / "ontology")
    own, readings = "", []
    for number, drawn in enumerate(every):
        for name, data in drawn.files(f"-w{number}" if number else "").items():
            if name == "kg.toml":
                own, _, its = data.decode().partition("readings = {")
                readings += [its.strip().removesuffix("}")] if its else []
                continue
            path = folder / (name.replace("sources/", f"sources/w{number}/") if number else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    chosen = f"readings = {{{', '.join(readings)}}}\n" if readings else ""
    (folder / "kg.toml").write_text(own + chosen, "utf-8")
    return folder


def _marked(value: Any, ids: Container[Any], mark: str) -> Any:
    """Put a mark at each id in the fields of a record."""
    if isinstance(value, dict):
        return {name: _marked(its, ids, mark) for name, its in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(its, ids, mark) for its in value]
    return f"{value}{mark}" if isinstance(value, str) and value in ids else value


class Fact(NamedTuple):
    """What the claims on a fact have in common."""

    id: str
    type: FactType
    roles: dict[str, list[str]]
    when: str | None = None
    part_of: str | None = None
    fulfils: str | None = None
    stances: Sequence[str] = STANCES


@cache
def ontology_of(name: str) -> Ontology:
    """Load one of the ontologies."""
    with tempfile.TemporaryDirectory() as folder:
        for path in ONTOLOGIES[name]:
            shutil.copy(path, folder)
        return ontology.load(Path(folder))


@cache
def _numbers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


class Dice:
    """Draws, so that all that is drawn can be made smaller: the first of what there is, or less of it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, least: int, most: int) -> int:
        return self._draw(_numbers(least, most))

    def one(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """Draw some of them, each once."""
        left, found = list(options), []
        for _ in range(min(self.number(least, most), len(left))):
            found.append(left.pop(self.number(0, len(left) - 1)))
        return found

    def chance(self, of: int) -> bool:
        """Whether what happens once in so many times happens."""
        return self.number(1, of) == of


@st.composite
def projects(draw: st.DrawFn) -> Drawn:
    """Draw a project."""
    dice = Dice(draw)
    name = dice.one(("diplomacy", "diplomacy", "duty"))
    world = _World(dice, ontology_of(name))
    seed = dice.number(0, 10**6)
    rng = random.Random(seed)  # for what is not to be made smaller bit by bit
    return Drawn(
        tuple(world.records(rng)),
        tuple(rng.sample(NO_RECORDS, rng.randrange(4))),
        tuple(world.judgements()),
        seed,
        name,
        dice.number(1, 7),
        dice.one(("2031-01-04", "2031-01-08", "2031-01-15")),
        dice.one(("outlet:herald", "voice:aland", "article:art1", "outlet:wire", "relay:courier", "herald")),
        dice.one(("2031-01-03", "2031-01", "2031-02")),
    )


class _World:
    """Everything in one project, drawn in order: entities, articles, facts, the claims on them, and what is faulty."""

    def __init__(self, dice: Dice, its: Ontology) -> None:
        self.dice, self.its = dice, its
        self.entities = [from_entity(one) for one in (*ENTITIES.values(), *MORE)]
        for fields in self.entities:
            fields["id"], fields["kind"] = str(fields["id"]), str(fields["kind"])
        self.kinds = {fields["id"]: fields["kind"] for fields in self.entities}
        self.articles = [self._article(number) for number in range(dice.number(3, 6))]
        self.facts: list[Fact] = []
        self.claims: list[Fields] = []
        self._tell()

    def records(self, rng: random.Random) -> Iterator[tuple[str, Fields]]:
        """Give all records, sound and faulty."""
        dice, told = self.dice, list(self.claims)
        entities, heads = list(self.entities), list(self.articles)
        for faulty in FAULTY_ENTITIES:
            if not rng.randrange(10):
                entities += [{**fields} for fields in faulty]
        for wrong in FAULTY_HEADS:
            if not rng.randrange(6):
                head = {**dice.one(self.articles), "title": f"Faulty {len(heads)}", "id": f"bad{len(heads)}", **wrong}
                heads.append({name: value for name, value in head.items() if value is not None})
                its = dice.some(told, 1, 2)
                self.claims += [{**claim, "article": head["id"], "id": f"h{n}"} for n, claim in enumerate(its)]
        for number, kind in enumerate(rng.sample(sorted(spoilt), rng.randrange(10))):
            self.claims += spoilt[kind]({**dice.one(told), "id": f"bad-{number}"}, self)
        for kind, its in (("entity", entities), ("article", heads), ("claim", self.claims)):
            yield from ((kind, fields) for fields in its)

    def judgements(self) -> list[Fields]:
        """Judge who is who, now and then what cannot be had."""
        dice = self.dice
        pairs: list[Fields] = [{"same": ["xan", "xan-two"]}] if dice.chance(2) else []
        twins = [(one.id, two.id) for one in self.facts for two in self.facts if two.id == f"{one.id}-too"]
        pairs += [{"same": list(twin)} for twin in twins if dice.chance(2)]
        odd = (
            {"different": ["xan", "xan-two"]}, {"same": ["ann", "aland"]}, {"same": ["ann", "f0"]},
            {"same": ["abe", "nobody-known"]}, {"same": ["cid", "xan-two"]}, {"different": ["bob", "ann"]},
            {"same": ["a-foreign", "a-defence"], "taken-back": {"by": "zz", "day": "2031-03-01"}},
            {"same": ["capital", "harbour"]}, {"same": ["ann", "xan"]},
        )  # fmt: skip
        pairs += [{**its} for its in odd if dice.chance(12)]
        return [{**its, "by": "ii", "day": f"2031-02-{1 + number:02}"} for number, its in enumerate(pairs)]

    def _article(self, number: int) -> Fields:
        dice = self.dice
        publisher = dice.one(PAPERS)
        head: Fields = {"id": f"art{number}", "title": f"Article {number} {dice.one(TEXTS[:2])}".strip(),
                        "publisher": publisher, "published": f"2031-01-{dice.number(3, 20):02}"}  # fmt: skip
        if dice.chance(4):
            head["agency"] = "wire"
        if dice.chance(4):
            head |= {"publisher": dice.one(("rows", publisher)), "coded-by": "rows"}
            head |= {"published": dice.one(("/2031-01-18", head["published"]))}
        elif dice.chance(3):
            head["text"] = {"file": f"art{number}.txt", "sha256": "0" * 64, "characters": 1000}
            head["no-claims"] = [{"at": [500, 600], "sha256": "1" * 64}]
        elif dice.chance(4):
            head |= {"published": "2031-01", "published-basis": "external", "note": dice.one(TEXTS[1:4])}
        if dice.chance(4):
            head |= {"url": f"https://example.org/{number}?a=ü", "language": "en-gb", "annotator": "im"}
        return head

    def _tell(self) -> None:
        """Draw facts, and the claims on each."""
        dice = self.dice
        scenes: list[Callable[[], list[Fact]]] = [
            self._tenure, self._holders, self._two_places, self._plan, self._whole, self._twins
        ]  # fmt: skip
        for scene in dice.some(scenes, 1, 4):
            self.facts += scene()
        for _ in range(dice.number(3, 7)):
            self.facts.append(self._fact(dice.one([*self.its.types.values()])))
        for fact in self.facts:
            for _ in range(dice.number(1, 6)):
                self.claims.append(self._claim(fact))

    def _id(self) -> str:
        return f"f{len(self.facts)}-{self.dice.one('abcdef')}"

    def _fact(self, kind: FactType, roles: Fields | None = None, **fields: Any) -> Fact:
        dice = self.dice
        drawn = {role: self._fillers(rule) for role, rule in kind.roles.items()} | (roles or {})
        if "when" not in fields:
            fields["when"] = dice.one(WHENS) if dice.chance(2) else None
        others = [fact.id for fact in self.facts]
        if others and dice.chance(6):
            fields.setdefault("part_of", dice.one(others))
        return Fact(self._id(), kind, {role: its for role, its in drawn.items() if its}, **fields)

    def _fillers(self, rule: RoleRule) -> list[str]:
        dice = self.dice
        options = [id_ for id_, kind in self.kinds.items() if kind in rule.kinds]
        options += [id_ for id_, concept in self.its.concepts.items() if rule.scheme in concept.schemes]
        if rule.takes_fact and (not options or dice.chance(2)):
            options = [fact.id for fact in self.facts] or ["f0-a"]
        return dice.some(options, rule.min, min(rule.max or 2, max(2, rule.min)))

    def _tenure(self) -> list[Fact]:
        """Give a tenure of somebody without links, and facts of which he is a party, and may speak."""
        kind = next(its for its in self.its.types.values() if its.bearer)
        roles: Fields = {role: [] for role in kind.upward} | {kind.upward[-1]: ["b-foreign"]}
        serves = self._fact(kind, {**roles, str(kind.bearer): ["yan"]}, when=self.dice.one((None, *WHENS)),
                            stances=("asserts",) * 5 + ("denies",))  # fmt: skip
        other = next(its for its in self.its.types.values() if its.parties and its.where)
        meets = self._fact(other, {other.parties[0]: ["yan", "ann"]})._replace(id=f"{serves.id}-met")
        return [serves, meets]

    def _holders(self) -> list[Fact]:
        """Give two holders of one post at one time."""
        kind = next(its for its in self.its.types.values() if its.seat)
        found = [
            self._fact(kind, {str(kind.bearer): [who], str(kind.seat): ["chief"]}, when=when, stances=("asserts",))
            for who, when in (("abe", "2030-01-01/2031-06-30"), (self.dice.one(("bob", "abe")), "2031-01/2031-12"))
        ]
        return [fact._replace(id=f"{fact.id}-{number}") for number, fact in enumerate(found)]

    def _two_places(self) -> list[Fact]:
        """Give somebody who was in two places on one day."""
        found = []
        for place in ("capital", "harbour"):
            kind = self.dice.one([its for its in self.its.types.values() if its.where])
            assert kind.where is not None
            who = ["ann", "bob"] if "Person" in kind.roles[kind.where[0]].kinds else []
            where = {kind.where[0]: who, kind.where[1]: [place]}
            found.append(self._fact(kind, where, when="2031-01-03", stances=("asserts", "asserts", "suggests")))
        return [fact._replace(id=f"{fact.id}-{number}") for number, fact in enumerate(found)]

    def _plan(self) -> list[Fact]:
        """Give what was announced, and what may make it good."""
        kind = self.dice.one([its for its in self.its.types.values() if its.parties])
        plan = self._fact(
            kind, when=self.dice.one(("2031-01-04", "2031-03-01", None)), stances=("announces",) * 4 + STANCES
        )
        made = self._fact(kind, plan.roles, fulfils=plan.id, stances=("asserts",) * 4 + STANCES)
        return [plan, made._replace(id=f"{plan.id}-made")]

    def _whole(self) -> list[Fact]:
        """Give something that is denied or contested, its part, and a part of that."""
        kinds = [*self.its.types.values()]
        whole = self._fact(self.dice.one(kinds), stances=("asserts", "denies", "denies"))
        part = self._fact(self.dice.one(kinds), part_of=whole.id)._replace(id=f"{whole.id}-part")
        deeper = self._fact(self.dice.one(kinds), part_of=part.id)._replace(id=f"{whole.id}-deep")
        return [whole, part, deeper]

    def _twins(self) -> list[Fact]:
        """Give one fact under two ids."""
        one = self._fact(self.dice.one([*self.its.types.values()]))
        return [one, one._replace(id=f"{one.id}-too")]

    def _claim(self, fact: Fact) -> Fields:
        dice = self.dice
        head = dice.one(self.articles)
        claim: Fields = {"article": head["id"], "id": f"c{len(self.claims)}", "fact": fact.id, "type": fact.type.id,
                         "stance": dice.one(fact.stances), "roles": self._told_roles(fact)}  # fmt: skip
        if dice.chance(8):
            claim |= {"scope": "roles", "roles": dict(dice.some(sorted(fact.roles.items()), 1, 2))}
        speaker = self._speaker(fact)
        if speaker:
            claim["speaker"] = speaker[0] if len(speaker) == 1 and dice.chance(2) else speaker
        relays = [
            its for its in ("courier", "wire", "abe", "herald") if its not in (head["publisher"], head.get("agency"))
        ]
        if dice.chance(5):
            claim["via"] = dice.some(relays, 1, 2)
        when = fact.when if not dice.chance(5) else dice.one(WHENS)
        if when and not dice.chance(4):
            claim["when"] = when
        if dice.chance(5):
            claim["said"] = dice.one(SAID)
        for name, value in (("part-of", fact.part_of), ("fulfils", fact.fulfils)):
            if value and not dice.chance(5):
                claim[name] = value
        claim["evidence"] = self._evidence(head)
        self._embellish(claim)
        return claim

    def _told_roles(self, fact: Fact) -> dict[str, list[str]]:
        """Give the roles as one claim tells them: as all do, or with a filler more, fewer or other."""
        roles = {role: list(its) for role, its in fact.roles.items()}
        if self.dice.chance(3):
            role = self.dice.one([*fact.type.roles])
            roles[role] = self._fillers(fact.type.roles[role])
        return {role: its for role, its in roles.items() if its}

    def _speaker(self, fact: Fact) -> list[str]:
        dice = self.dice
        parties = [who for role in fact.type.parties for who in fact.roles.get(role, ())]
        own = [who for its in SIDES.values() if not {*its}.isdisjoint(parties) for who in its]
        match dice.number(0, 9):
            case 0 | 1:
                return []
            case 2 | 3 | 4 | 5:
                return [dice.one(parties or own or ["aland"])] if dice.chance(2) else [dice.one(own or ["bland"])]
            case 6:
                return dice.some([*(own or ["aland"]), "c-foreign", "yan"], 2, 3)
            case 7:
                return [dice.one(("unnamed", "whisper", "murmur"))]
            case 8:
                return [dice.one(("torn", "sided", "xan", "yan", "xan-two"))]
            case _:
                return [dice.one(("cid", "gazette", "chief", "cland"))]

    def _evidence(self, head: Fields) -> list[Fields]:
        dice = self.dice
        if "coded-by" in head:
            return [{"row": f"r{dice.number(0, 99)}"} | ({"sha256": "3" * 64} if dice.chance(2) else {})]
        spans = [{**SPAN, "at": [start, start + 9]} for start in dice.some(range(0, 300, 10), 1, 2)]
        if dice.chance(6):
            spans[0]["kind"] = dice.one(("headline", "caption"))
        return spans

    def _embellish(self, claim: Fields) -> None:
        """Add what is seldom there."""
        dice = self.dice
        if dice.chance(8):
            claim["values"] = {"hurt": dice.one(("12", "20..", "..3", "1.5 EUR"))}
            claim["values"] |= dict.fromkeys(list(self.its.report_figures)[:1], "3")
        for name, value in (("qualifier", "first “official”"), ("note", dice.one(TEXTS)), ("annotator", "im"),
                            ("document", "readout-1"), ("mode", "direct"), ("label", None)):  # fmt: skip
            if value and dice.chance(8):
                claim[name] = value
        if dice.chance(12):
            claim["label"] = f"The {claim['fact']}"
        if claim["stance"] == "denies" and dice.chance(3):
            claim["mode"] = "implied"
        if dice.chance(20):
            claim["suggested"] = True
