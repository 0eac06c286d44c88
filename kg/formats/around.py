"""What of a huge build is around one actor: its facts, and what these need to be told as in the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from kg.account.conflicts import SINGLE_HOLDER, WHEREABOUTS
from kg.account.facts import FactAccount, Reading
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import counted, meant, named
from kg.formats.build_folder import BuildFolder
from kg.formats.parquet_reading import article_of, claim_of, entity_of
from kg.formats.table_rows import Row
from kg.model.records import Article, Claim, Entity, Records
from kg.ontology import Ontology
from kg.snapshot.namesakes import alike_names

AROUND = 200_000  # claims at most
_account = msgspec.msgpack.Decoder(FactAccount).decode


class Around:
    """Gathers what is around one actor, until nothing is missing that it is told by.

    Parameters
    ----------
    folder
        The build.
    ontology
        Of the build.
    focus
        The id of an entity.
    steps
        1: the facts that name it; 2: also those that name whom an edge ties to it; and so on.
    """

    def __init__(self, folder: BuildFolder, ontology: Ontology, focus: str, steps: int) -> None:
        self._folder, self._ontology = folder, ontology
        self._names = {row["id"]: row["name"] for row in folder.rows("entities", ("id", "name"))}
        focus = folder.replaced.get(focus, focus)
        if focus not in self._names:
            hint = meant(focus, self._names, "the table `entities` of the build names all")
            raise NotFoundError(f"no such entity: {named(focus)}", hint)
        self.facts: dict[str, FactAccount] = {}
        self.claims: dict[str, Claim] = {}
        self.readings: dict[str, Reading] = {}
        self.articles: dict[str, Article] = {}
        self.entities: dict[str, Entity] = {}
        self._gather(focus, steps)

    def records(self) -> Records:
        """Give the records, in order."""
        entities, articles = dict(sorted(self.entities.items())), dict(sorted(self.articles.items()))
        claims = tuple(claim for _, claim in sorted(self.claims.items()))
        return Records(entities, articles, claims, replaced=self._folder.replaced)

    def _gather(self, focus: str, steps: int) -> None:
        facts = self._naming(self._near(focus, steps))
        self._need_few(facts, focus, steps)
        facts |= self._clashing_with(facts)
        entities, seen = {focus}, set[str]()
        while facts or entities:
            seen |= facts
            named_facts, named_entities = self._read_facts(facts)
            facts = named_facts | self._tenures(self._read_entities(entities | named_entities))
            if facts <= seen:
                facts |= self._tenures(self._namesakes())
            facts, entities = facts - seen, set()

    def _near(self, focus: str, steps: int) -> set[str]:
        """Name whom edges tie to an actor, over one step less than are asked for."""
        near, last = {focus}, {focus}
        for _ in range(steps - 1):
            pairs = [*self._folder.rows("edges", ("source", "target"), source=last)]
            pairs += self._folder.rows("edges_by_target", ("source", "target"), target=last)
            last = {end for row in pairs for end in (row["source"], row["target"])} - near
            near |= last
            if not last:
                break
        return near

    def _naming(self, entities: Collection[str], roles: Collection[str] = ()) -> set[str]:
        """Name the facts that name some entities, or name them in some roles."""
        narrowed = {"role": roles} if roles else {}
        return {row["fact"] for row in self._folder.rows("fillers", ("fact",), filler=entities, **narrowed)}

    def _need_few(self, facts: Collection[str], focus: str, steps: int) -> None:
        claims = self._folder.count("claims", fact=facts)
        if claims > AROUND:
            hint = "take fewer steps" if steps > 1 else "ask its tables with DuckDB or polars, or its quads in a store"
            what = f"around `{focus}` are {counted(claims, 'claim')}: more than the {AROUND:,} that are opened"
            raise UsageError(what, hint)

    def _clashing_with(self, facts: Collection[str]) -> set[str]:
        """Name the facts that clash with some others as to where a person was, or who held a post."""
        posts, people = set(), set()
        for row in self._folder.rows("facts", ("type", "conflicts", "account"), fact=facts):
            its, kinds = self._ontology.types[row["type"]], {*row["conflicts"]}
            fillers = _account(row["account"]).fillers if kinds & {SINGLE_HOLDER, WHEREABOUTS} else ()
            posts |= {filler for role, filler in fillers if SINGLE_HOLDER in kinds and role == its.seat}
            people |= {
                filler for role, filler in fillers if WHEREABOUTS in kinds and its.where and role == its.where[0]
            }
        types = self._ontology.types.values()
        held = self._naming(posts, {its.seat for its in types if its.seat}) if posts else set()
        there = self._naming(people, {its.where[0] for its in types if its.where}) if people else set()
        return held | there

    def _read_facts(self, facts: Collection[str]) -> tuple[set[str], set[str]]:
        """Read facts with their claims; give what facts and entities these name."""
        if not facts:
            return set(), set()
        named_here: set[str] = set()
        for row in self._folder.rows("facts", ("account",), fact=facts):
            its = _account(row["account"])
            self.facts[its.fact] = its
            named_here.update(its.part_of, (filler for _, filler in its.fillers))
        read = [*self._folder.rows("claims", fact=facts)]
        for row in read:
            its_claim = claim_of(row)
            self.claims[its_claim.key], self.readings[its_claim.key] = its_claim, reading_of(row)
            named_here.update(its_claim.speaker, its_claim.via, *its_claim.roles.values())
        named_here |= self._read_articles({row["article"] for row in read} - self.articles.keys())
        entities = named_here & self._names.keys()
        return {its for its in named_here - entities if its not in self._ontology.concepts}, entities

    def _read_articles(self, articles: Collection[str]) -> set[str]:
        """Read heads; give what entities these name."""
        found: set[str] = set()
        for row in self._folder.rows("articles", id=articles) if articles else ():
            its = article_of(row)
            self.articles[its.id] = its
            found |= {id_ for id_ in (its.publisher, its.agency, its.coded_by) if id_}
        return found

    def _read_entities(self, entities: Collection[str]) -> set[str]:
        """Read entities, and all above them by their links; give those that are new."""
        new: set[str] = set()
        left = {*entities} - self.entities.keys()
        while left:
            above: set[str] = set()
            for row in self._folder.rows("entities", id=left):
                its = entity_of(row)
                self.entities[its.id] = its
                above.update(_above(its))
            new |= left
            left = (above & self._names.keys()) - self.entities.keys()
        return new

    def _tenures(self, entities: Collection[str]) -> set[str]:
        """Name the facts by which some entities serve somewhere."""
        roles = {its.bearer for its in self._ontology.types.values() if its.bearer}
        return self._naming(entities, roles) if entities and roles else set()

    def _namesakes(self) -> set[str]:
        """Read those who have the name of one that is here; give those that are new."""
        groups = (ids for ids in alike_names(self._names) if not self.entities.keys().isdisjoint(ids))
        return self._read_entities({id_ for ids in groups for id_ in ids})


def _above(its: Entity) -> Iterator[str]:
    yield from (target for targets in its.links.values() for target in targets)
    yield from (its.side,) if its.side else ()


def reading_of(row: Row) -> Reading:
    """Make of a row of claims how the rule reads it."""
    return Reading((*row["voices"],), row["counts"], row["outlet"])


def readings_of(rows: Iterable[Row]) -> dict[str, Reading]:
    """Make readings of rows of claims, in the order of their keys."""
    return {row["key"]: reading_of(row) for row in sorted(rows, key=lambda its: str(its["key"]))}
