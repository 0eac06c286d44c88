"""What crosses claims: found on light columns, and told by the functions that tell it on one machine.

Each step looks at the few claims that it concerns. Where nothing is wrong, a pass over the keys of claims and a few
over their facts are all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kg.annotation.drafts import Draft, Lost
from kg.annotation.schema import UNKNOWN
from kg.base.errors import StoreError
from kg.base.findings import Finding
from kg.check.facts import check_agreement, check_circles
from kg.check.located import given_twice
from kg.check.notes import told_of
from kg.model.records import Claim, Stance
from kg.spark.claim_rows import AGAIN, FOUND, Checking, Told, checked_again
from kg.spark.frames import Job, Row, encode
from kg.spark.refusals import Places

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

AT = ("file", "block", "place")
ORDER = "struct(key, again, file, block, place)"  # in which the claims of a project are checked together
MOST_LINKS = 2_000_000  # between facts that may be on circles: the driver looks at these
_lost = msgspec.msgpack.Decoder(tuple[Lost, ...]).decode
_DIFFERING = (*AT, "own", "fact", "type", "label", "lost", "first_type", "first_label")
_ON_CIRCLE = (*AT, "own", "fact", "lost", "finding")


def again(rows: Iterator[Row], places: Places) -> Iterator[Row]:
    """Say of claims that others have their ids, and where these stand."""
    for file, block, place, own, fact, *first in rows:
        finding = given_twice(own.rpartition("/")[2], places.of_id(*first))
        yield file, block, place, own, fact, encode([Told(finding)])


def differing(rows: Iterator[Row], checking: Checking) -> Iterator[Row]:
    """Say of claims that they give their facts another type or label than the first does."""
    for file, block, place, own, fact, type_, label, lost, first_type, first_label in rows:
        firsts = [_stub(first_type[0], fact, type_=first_type[1])] if first_type else []
        firsts += [_stub(first_label[0], fact, label=first_label[1])] if first_label else []
        claims = [*firsts, _stub(own, fact, type_ or UNKNOWN, label)]
        found = [its for number, its in check_agreement(claims, checking.ontology) if number == len(firsts)]
        yield file, block, place, own, fact, _told(found, lost)


def on_circle(rows: Iterator[Row], _: Checking) -> Iterator[Row]:
    """Say of claims that they are part of a circle."""
    for file, block, place, own, fact, lost, finding in rows:
        yield file, block, place, own, fact, _told([msgspec.msgpack.decode(finding, type=Finding)], lost)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers))) or "-1"


def _stub(own: str, fact: str, type_: str = UNKNOWN, label: str | None = None) -> Claim:
    """Give a claim of which nothing is known but what it is checked for together with others."""
    article, _, id_ = own.rpartition("/")
    return Claim(article=article, id=id_, fact=fact, type=type_, label=label, stance=Stance.ASSERTS, evidence=())


def _told(found: Sequence[Finding], lost: bytes | None) -> bytes:
    draft = None if lost is None else Draft((), None, _lost(lost))
    return encode([Told(its) for its in told_of(found, draft)])


class Crossing:
    """The steps, in their order.

    Parameters
    ----------
    session
        Where they run.
    rows
        Of claims, with their bodies (`claim_rows.ROWS`).
    light
        The same without bodies.
    sent
        What claims are checked by.
    places, id_place
        Where claims stand; of those in files that the driver has read, where their ids do.
    """

    def __init__(  # noqa: PLR0913 - what all steps read
        self,
        session: SparkSession,
        rows: DataFrame,
        light: DataFrame,
        sent: Broadcast[Checking],
        places: Places,
        id_place: Callable[[int, int], str],
    ) -> None:
        self._session, self._rows, self._sent = session, rows, sent
        self._places, self._id_place = places, id_place
        self._light = light.selectExpr("*", "false again", "true parts_fit")
        self.kept: list[DataFrame] = []
        self.found: list[DataFrame] = []  # FOUND
        self.rechecked: DataFrame | None = None  # whose own findings are replaced by others

    def steps(self) -> DataFrame:
        """Take all steps; give the light columns of all claims, of which the sound ones are kept."""
        self._give_again()
        self._check_again()
        self._light = self._light.withColumn("sound", self._expr("sound and not fallen"))
        self._refuse(self._disagreeing(self._sound, self._sound))
        circle = self._on_circles(self._sound, self._sound)
        self._light = self._light.withColumn("sound", self._expr("sound and parts_fit"))
        self._refuse(circle)
        self._rest()
        self._note_of_all()
        return self._light

    @property
    def _sound(self) -> DataFrame:
        return self._light.where("sound")

    @staticmethod
    def _expr(text: str) -> Any:  # noqa: ANN401 - a column of Spark
        from pyspark.sql import functions as f

        return f.expr(text)

    def keep(self, frame: DataFrame) -> DataFrame:
        """Keep a table while the steps run."""
        from pyspark import StorageLevel

        self.kept.append(frame.persist(StorageLevel.DISK_ONLY))
        return self.kept[-1]

    def _mark(self, places: DataFrame, **columns: str) -> None:
        """Change columns of some claims, by their places; `marked` holds for these."""
        marked = self._light.join(places.selectExpr(*AT, "true marked").distinct(), [*AT], "left")
        for name, text in columns.items():
            marked = marked.withColumn(name, self._expr(f"if(marked, {text}, {name})"))
        self._light = self.keep(marked.drop("marked"))

    def _refuse(self, found: DataFrame | None) -> None:
        """Refuse claims for what was found."""
        if found is not None:
            self.found.append(found)
            self._mark(found, sound="false")

    def _give_again(self) -> None:
        """Find claims with the id of an earlier one."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        many = self.keep(self._light.groupBy(f.xxhash64("key").alias("hash")).count().where("count > 1"))
        if many.isEmpty():
            return
        alike = self._light.withColumn("hash", f.xxhash64("key")).join(many, "hash", "left_semi")
        window = Window.partitionBy("key").orderBy(*AT)
        firsts = [f.first(name).over(window).alias(f"first_{name}") for name in AT]
        numbered = alike.select(*AT, "own", "fact", f.row_number().over(window).alias("number"), *firsts)
        columns = (*AT, "own", "fact", *(f"first_{name}" for name in AT))
        found = self.keep(numbered.where("number > 1"))
        if not found.isEmpty():
            in_whole = found.where(f"first_file in ({_listed(self._places.whole)})")
            firsts = in_whole.select("first_file", "first_place").distinct().collect()
            ids = {(row.first_file, row.first_place): self._id_place(row.first_file, row.first_place) for row in firsts}
            sent = self._session.sparkContext.broadcast(msgspec.structs.replace(self._places, ids=ids))
            self.found.append(self.keep(Job(again, columns, FOUND, sent).over(found)))
            self._mark(found, sound="false", key="own", again="true")

    def _check_again(self) -> None:
        """Check claims again that name what is missing."""
        facts = self._light.where("names_fact").selectExpr("fact ref").distinct()
        named = self._light.selectExpr("explode(refs) ref").distinct()
        missing = self.keep(named.join(facts, "ref", "left_anti"))
        unnamed = [] if self._sent.value.is_unnamed else [self._light.where("unnamed > 0").selectExpr(*AT, "'' ref")]
        if missing.isEmpty() and not unnamed:
            return
        naming = self._light.selectExpr(*AT, "explode(refs) ref").join(missing, "ref").select(*AT, "ref")
        for its in unnamed:
            naming = naming.union(its)
        lacking = self.keep(naming.groupBy(*AT).agg(self._expr("collect_set(ref) lacking")))
        rows = self._rows.select(*AT, "body", "lost", "names_fact", "head").join(lacking, [*AT])
        columns = (*AT, "body", "lost", "names_fact", "lacking", "head")
        checked = self.keep(Job(checked_again, columns, AGAIN, self._sent).over(rows))
        self.rechecked = checked.select(*AT)
        self.found.append(checked.drop("fits", "parts_fit"))
        self._mark(checked.where("not fits"), sound="false")
        self._mark(checked.where("not parts_fit"), parts_fit="false")

    def _disagreeing(self, among: DataFrame, told: DataFrame) -> DataFrame | None:
        """Find claims of another type, or with another label, than the first one on their fact."""
        types = ", ".join(f"'{name}'" for name in sorted(self._sent.value.ontology.types)) or "''"
        first = "not sound, key, again, file, block, place, own"
        of = among.where("names_fact").selectExpr("*", f"type in ({types}) is_type").groupBy("fact")
        firsts = of.agg(
            self._expr(f"min(if(is_type, struct({first}, type as value), null)) first_type"),
            self._expr(f"min(if(label is not null, struct({first}, label as value), null)) first_label"),
            self._expr("min(if(is_type, type, null)) < max(if(is_type, type, null)) types"),
            self._expr("min(label) < max(label) labels"),
        )
        odd = self.keep(firsts.where("types or labels").drop("types", "labels"))
        if odd.isEmpty():
            return None
        differ = f"(type in ({types}) and type != first_type.value) or label != first_label.value"
        rows = told.join(odd, "fact").where(differ)
        pairs = [f"array({name}.own, {name}.value) {name}" for name in ("first_type", "first_label")]
        rows = rows.selectExpr(*_DIFFERING[:-2], *pairs)
        return self.keep(Job(differing, _DIFFERING, FOUND, self._sent).over(rows))

    def _on_circles(self, among: DataFrame, told: DataFrame) -> DataFrame | None:
        """Find claims that close a circle of facts."""
        found = None
        for field in ("part_of", "fulfils"):
            rows = self._links_on_circles(among, field)
            if rows:
                links = self._session.createDataFrame(rows, f"fact string, {field} string, finding binary")
                its = Job(on_circle, _ON_CIRCLE, FOUND, self._sent).over(told.join(links, ["fact", field]))
                found = its if found is None else found.union(its)
        return None if found is None else self.keep(found)

    def _links_on_circles(self, among: DataFrame, field: str) -> list[tuple[str, str, bytearray]]:
        links = self.keep(among.where(f"{field} is not null").selectExpr("fact", f"{field} target").distinct())
        number, before = links.count(), 0
        while number and number != before:  # what leads to no further link is on no circle
            before = number
            links = self.keep(links.join(links.selectExpr("fact target").distinct(), "target", "left_semi"))
            number = links.count()
        if number > MOST_LINKS:
            raise StoreError(
                f"{number:,} links of `{field.replace('_', '-')}` may be on circles", "no more than 2,000,000 can be"
            )
        pairs = sorted((row.fact, row.target) for row in links.select("fact", "target").collect())
        claims = [msgspec.structs.replace(_stub("", fact), **{field: target}) for fact, target in pairs]
        found = {pairs[number]: finding for number, finding in check_circles(claims)}
        return [(fact, target, bytearray(encode(its))) for (fact, target), its in sorted(found.items())]

    def _rest(self) -> None:
        """Refuse claims that rest on facts of which no claim is sound."""
        while True:
            resting = self._sound.selectExpr(*AT, "explode(rests) ref")
            facts = self._sound.selectExpr("fact ref").distinct()
            bare = self.keep(resting.select("ref").distinct().join(facts, "ref", "left_anti"))
            if bare.isEmpty():
                return
            self._mark(self.keep(resting.join(bare, "ref").select(*AT)), sound="false")

    def _note_of_all(self) -> None:
        """Find what else is wrong with refused claims, so that mending one fault brings no other to light."""
        refused = self.keep(self._light.where("names_fact and not sound"))
        if refused.isEmpty():
            return
        facts = refused.select("fact").distinct()
        among = self._light.join(facts, "fact", "left_semi")
        found = self._disagreeing(among, refused), self._on_circles(self._light.where("names_fact"), refused)
        self.found += [its for its in found if its is not None]
