"""The drawn projects hold everything that a build on Spark could get wrong: each kind of it, within 200 projects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from kg.account.compute import account
from kg.account.conflicts import conflicts
from kg.account.facts import Account, FactAccount
from kg.account.unaccepted import unaccepted_wholes
from kg.account.voices import Links
from kg.annotation.reader import read_all
from kg.base.project import find
from kg.builder.pipeline import records_of
from kg.check import Checked, check
from kg.model.records import Claim, Contested, Records, Scope, Stance, Status
from tests.spark.faulty import spoilt
from tests.spark.projects import Drawn, ontology_of, projects

FAULTS = (  # of claims, by `kg.check` and by the readers; `_` stands for what differs
    "_ is after the publication of _", "_ is the id of an entity, and cannot be that of a fact as well",
    "_ names the publisher, _", "_ takes a fact, _ is an entity", "_ without roles says nothing",
    "_ takes an Actor, _ is a", "_ takes at least _", "_ takes at most _", "a file photo alone shows nothing of _",
    "a span in what nobody read", "a row in an article that somebody read", "an implied assertion",
    "unknown entity _", "unknown entity or fact _", "unknown fact _", "unknown fact type _", "unknown role _",
    "unknown field _", "unknown stance _", "two types for the fact _", "two labels for the fact _",
    "two claims with one id: _", "no sound head for the article _", "a claim without evidence", "circle of _: _ → _",
    "circle of _: _ → _ → _ → _", "evidence [_ _] ends past the text's _ characters", "evidence [_ _] is reversed",
    "evidence is a quote", "no such day: _", "no figure: _", "bidirectional character", "control character",
    "expected text, found a number", "duplicate key _", "nested too deep",
    "not JSON: _", "not UTF-_", "half of a pair of surrogates", "expected one record, found _", "no _",
    # of entities, heads, judgements and readings
    "two entities with one id: _", "two articles with one id: _", "unknown link _", "circle of links",
    "_ is for a Post", "_ takes no Post", "unknown kind _", "_ has no last possible day", "_ has no first possible day",
    "http or https only", "a faulty head refuses all claims of its article", "none is chosen",
    "_ and _ are different here, and one by", "_ is an entity, Person, _ is an entity, Country",
    "its ways upward end in _ and _", "claim _ names _ and another id of it",
)  # fmt: skip
SHAPES = (
    "joint", "its own voice", "relayed", "figures", "a row", "said earlier", "a tenure decides a voice", "superseded",
    "a filler that stands otherwise than its fact", "a filler contested alone", "part of what is not accepted",
    "conflict: when", "conflict: single-holder", "conflict: whereabouts", "conflict: another", "one thing of two ids",
    "one fact of two ids", "a reading that is not chosen", "a suggestion", "an agency", "by then", "anonymous",
)  # fmt: skip
FILES = (".yaml", ".ab.yaml", ".jsonl", ".jsonl.gz", ".jsonl.zst", "identity.yaml", "entities.yaml")


def test_every_kind_occurs(tmp_path: Path) -> None:
    """Draw until each has: what a seed draws depends on the modules that are loaded, so that a round may lack some."""
    seen: Counter[str] = Counter()
    for number in range(10):
        counted(number, seen, tmp_path / "p")
        if not (missing := unseen(seen)):
            break
    assert missing == []
    assert len(spoilt) == len({*spoilt.values()}), "no kind is given twice"


def counted(number: int, seen: Counter[str], folder: Path) -> None:
    """Count what occurs in some more projects."""

    @seed(number)
    @settings(max_examples=200, phases=[Phase.generate], database=None, derandomize=False,
              suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
    @given(projects())
    def count(drawn: Drawn) -> None:
        seen.update(set(_seen(drawn, drawn.write(folder))))

    count()


def unseen(seen: Counter[str]) -> list[str]:
    """List what should occur, and did not."""
    words = [*map(str, Stance), *map(str, Status), *map(str, Contested), *map(str, Scope)]
    wanted = [*words, *SHAPES, *FILES, *(f"{n} partitions" for n in range(1, 8))]
    faults = [what.removeprefix("fault: ") for what in seen if what.startswith("fault: ")]
    return [what for what in wanted if what not in seen] + [
        what for what in FAULTS if not any(what in fault for fault in faults)
    ]


def _seen(drawn: Drawn, folder: Path) -> Iterator[str]:
    yield f"{drawn.partitions} partitions"
    yield from (ending for name in drawn.files() for ending in FILES if name.endswith(ending))
    project, its = find(folder), ontology_of(drawn.ontology)
    checked = check(read_all(project.sources, folder), its, None, project.readings)
    records = records_of(checked)
    links = Links.of(records, its)
    its_account = account(records.claims, links)
    for fault in checked.faults:
        yield f"fault: {re.sub(r'`[^`]*`|[0-9][0-9,]*|“.*?”', '_', fault.fault)}"
    for claim in records.claims:
        yield from _of_claim(claim)
    for fact in its_account.facts.values():
        yield from _of_fact(fact, its_account)
    yield from _of_project(checked, records, its_account, links)


def _of_claim(claim: Claim) -> Iterator[str]:
    yield from (str(claim.stance), str(claim.scope))
    shapes = {
        "joint": len(claim.speaker) > 1, "its own voice": not claim.speaker, "relayed": claim.via,
        "figures": claim.values, "a row": not claim.was_read, "said earlier": claim.said,
    }  # fmt: skip
    yield from (shape for shape, is_so in shapes.items() if is_so)


def _of_fact(fact: FactAccount, its: Account) -> Iterator[str]:
    yield str(fact.status)
    if fact.contested:
        yield str(fact.contested)
    if any(step.link in its.facts for step in fact.links):
        yield "a tenure decides a voice"
    for filler in fact.fillers.values():
        if filler.status is not fact.status:
            yield "a filler that stands otherwise than its fact"
        if filler.contested and not fact.contested:
            yield "a filler contested alone"
    if any(voice.startswith("anonymous@") for voice in fact.voices):
        yield "anonymous"


def _of_project(checked: Checked, records: Records, its: Account, links: Links) -> Iterator[str]:
    for conflict in conflicts(its, {claim.key: claim for claim in records.claims}, links):
        known = f"conflict: {conflict.kind}"
        yield known if known in SHAPES else "conflict: another"
    heads = records.articles.values()
    shapes = {
        "superseded": any(not reading.counts for reading in its.readings.values()),
        "part of what is not accepted": any(wholes.least for wholes in unaccepted_wholes(its.facts).values()),
        "one thing of two ids": checked.replaced,
        "one fact of two ids": {*checked.replaced.values()} & its.facts.keys(),
        "a reading that is not chosen": checked.aside,
        "a suggestion": checked.suggested,
        "an agency": any(head.agency for head in heads),
        "by then": not all(head.is_dated for head in heads),
    }
    yield from (shape for shape, is_so in shapes.items() if is_so)
