"""The worked example: a fictional crisis in fifteen articles and a data set, and its account by hand, day by day.

`golden/strait/days.md` and `facts.md` were worked out from the rule, and are written by nothing but a hand.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest

from kg import ontology
from kg.account.compute import account
from kg.account.conflicts import conflicts
from kg.account.facts import Account
from kg.account.voices import Links, Sides, tenures
from kg.annotation.reader import read_all
from kg.check import Checked, check
from kg.evidence.coverage import coverage
from kg.model.records import UNNAMED, Claim, Contested, Entity, EvidenceKind, Scope, Stance, Status
from tests.conftest import GOLDEN, ROOT

STRAIT = ROOT / "tests" / "projects" / "strait"
HAND = GOLDEN / "strait"
NOTHING = "–"
AS_ITS_FACT = "as its fact"

Row = tuple[str, ...]
Slot = tuple[str, str, str]  # a filler, its role, its fact


class Day(NamedTuple):
    """What the hand-written account says of a day: what is new in it, and all that stands then."""

    day: str
    rows: dict[str, Row]  # facts that are new or move: status, contested, accepted, voices, outlets, when
    of_fillers: dict[Slot, Row]
    facts: dict[str, Row]
    fillers: dict[Slot, Row]  # those that stand otherwise than their fact: status, contested, accepted, voices
    conflicts: set[Row]  # kind, facts, value, claims
    set_aside: set[str]  # claims that do not count


def tables(section: str) -> dict[str, list[Row]]:
    """Read the tables of a section, by the first word of their heads; without the heads."""
    found: dict[str, list[Row]] = {}
    for table in re.findall(r"(?:^\|.*\n?)+", section, re.MULTILINE):
        head, _, *rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()]
        assert {len(row) for row in rows} == {len(head)}, f"a row of another length under: {' | '.join(head)}"
        assert head[0] not in found, f"two tables of one kind in a section: {head[0]}"
        found[head[0]] = rows
    return found


@cache
def days() -> dict[str, Day]:
    """The hand-written account of each day: a day's rows upon those of the days before."""
    text = (HAND / "days.md").read_text("utf-8")
    found: dict[str, Day] = {}
    facts: dict[str, Row] = {}
    fillers: dict[Slot, Row] = {}
    set_aside: set[str] = set()
    for section in text.split("\n## ")[1:]:
        day, its = section.split("\n", 1)[0], tables(section)
        assert its.keys() <= {"fact", "filler", "conflict", "set aside"}
        rows = {row[0]: row[1:7] for row in its.get("fact", [])}
        of_fillers: dict[Slot, Row] = {(row[0], row[1], row[2]): row[3:] for row in its.get("filler", [])}
        facts = facts | rows
        fillers = {slot: row for slot, row in (fillers | of_fillers).items() if row[0] != AS_ITS_FACT}
        set_aside = set_aside | {row[0] for row in its.get("set aside", [])}
        found[day] = Day(day, rows, of_fillers, facts, fillers, set(its.get("conflict", [])), set_aside)
    return found


DAYS = list(days())
each_day = pytest.mark.parametrize("day", DAYS)


@cache
def project() -> tuple[Checked, Links]:
    its = ontology.load(STRAIT / "ontology")
    checked = check(read_all(STRAIT / "sources", STRAIT), its, STRAIT / "texts")
    return checked, Links.among(checked.entities, checked.articles, its)


def claims() -> tuple[Claim, ...]:
    return project()[0].claims


def entities() -> dict[str, Entity]:
    return project()[0].entities


@cache
def known_by(day: str) -> Account:
    return account(claims(), project()[1], day)


def words(status: Status, contested: Contested | None, accepted: bool, voices: tuple[str, ...]) -> Row:
    return status.value, contested.value if contested else NOTHING, "yes" if accepted else "no", listed(voices)


def listed(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or NOTHING


# -- the account of each day, as it stands in days.md ---------------------------------------------------------


def test_every_claim_is_sound_and_every_span_is_in_its_text() -> None:
    checked = project()[0]
    assert [str(fault) for fault in checked.faults] == []
    assert (len(checked.articles), len(checked.claims), checked.refused) == (16, 84, 0)


@each_day
def test_the_facts_of_a_day(day: str) -> None:
    told = {
        fact.fact: (
            *words(fact.status, fact.contested, fact.accepted, fact.voices),
            listed(fact.outlets),
            fact.when.text or NOTHING,
        )
        for fact in known_by(day).facts.values()
    }
    assert told == days()[day].facts


@each_day
def test_the_fillers_of_a_day_that_stand_otherwise_than_their_fact(day: str) -> None:
    told = {
        (filler.filler, filler.role, fact.fact): words(filler.status, filler.contested, filler.accepted, filler.voices)
        for fact in known_by(day).facts.values()
        for filler in fact.fillers.values()
        if (filler.status, filler.contested) != (fact.status, fact.contested)
    }
    assert told == days()[day].fillers


@each_day
def test_a_filler_that_stands_as_its_fact_is_accepted_as_its_fact(day: str) -> None:
    for fact in known_by(day).facts.values():
        for filler in fact.fillers.values():
            if (filler.status, filler.contested) == (fact.status, fact.contested):
                assert filler.accepted == fact.accepted, (fact.fact, filler.role, filler.filler)


@each_day
def test_the_conflicts_of_a_day(day: str) -> None:
    known = {claim.key: claim for claim in claims() if project()[0].articles[claim.article].day <= day}
    told = {
        (conflict.kind, listed(conflict.facts), value, listed(its))
        for conflict in conflicts(known_by(day), known, project()[1])
        for value, its in zip(conflict.values, conflict.claims, strict=True)
    }
    assert told == days()[day].conflicts


@each_day
def test_the_claims_that_do_not_count_on_a_day(day: str) -> None:
    assert {key for key, its in known_by(day).readings.items() if not its.counts} == days()[day].set_aside


def test_each_fact_goes_the_way_that_is_written_down() -> None:
    ways: dict[str, list[str]] = {}
    last: dict[str, str] = {}
    for day in DAYS:
        for fact in known_by(day).facts.values():
            status = fact.status.value + (f" ({fact.contested.value})" if fact.contested else "")
            if last.get(fact.fact) != status:
                ways.setdefault(fact.fact, []).append(f"{day[5:]} {status}")
                last[fact.fact] = status
    rows = tables((HAND / "facts.md").read_text("utf-8"))["fact"]
    assert [(fact, ", ".join(way)) for fact, way in sorted(ways.items())] == rows


def test_what_is_written_by_hand_leaves_no_day_out_and_says_nothing_twice() -> None:
    assert sorted({article.day for article in project()[0].articles.values()} | {"2031-04-16", "2031-04-17"}) == DAYS
    for before, day in pairwise(DAYS):
        idle = {fact for fact, row in days()[day].rows.items() if days()[before].facts.get(fact) == row}
        idle |= {slot[0] for slot, row in days()[day].of_fillers.items() if days()[before].fillers.get(slot) == row}
        assert idle == set(), f"stands in {day} as it stood before"


@pytest.mark.parametrize(("day", "status"), [("2031-03-13", "planned"), ("2031-03-14", "lapsed")])
def test_a_plan_lapses_when_its_day_has_gone_by_and_nothing_else_happens(day: str, status: str) -> None:
    assert known_by(day).facts["inspection-plan"].status == status


# -- what the articles show between them --------------------------------------------------------------


def test_every_stance_scope_mode_and_kind_of_evidence_occurs() -> None:
    assert {claim.stance for claim in claims()} == set(Stance)
    assert {claim.scope for claim in claims()} == set(Scope)
    assert {claim.mode for claim in claims()} == {"direct", "indirect", "presupposed", "implied", None}
    assert {span.kind for claim in claims() for span in claim.evidence} == set(EvidenceKind)
    assert [claim.key for claim in claims() if any(span.row for span in claim.evidence)] == [
        "strait-events-2031-03-24/boarding-coded",
        "strait-events-2031-03-24/obstruction-coded",
    ]


def test_every_status_and_every_contest_occurs_and_every_status_on_the_last_day_of_publication() -> None:
    facts = [fact for day in DAYS for fact in known_by(day).facts.values()]
    fillers = [filler for fact in facts for filler in fact.fillers.values()]
    assert {fact.contested for fact in facts} == {filler.contested for filler in fillers} == {*Contested, None}
    assert {fact.status for fact in known_by("2031-03-24").facts.values()} == set(Status)


def test_every_conflict_occurs_and_one_of_each_kind_of_a_fact() -> None:
    assert {row[0] for day in days().values() for row in day.conflicts} == {
        "hurt",
        "place",
        "single-holder",
        "when",
        "whereabouts",
    }


def test_one_release_in_two_papers_is_one_voice() -> None:
    """Echo: two outlets relay one statement."""
    relayed = [
        claim for claim in claims() if claim.fact == "strait-mines" and claim.speaker and claim.stance == "asserts"
    ]
    assert {claim.article for claim in relayed} == {"tribune-2031-03-05", "post-2031-03-06"}
    assert len({claim.document for claim in relayed}) == 1
    assert known_by("2031-03-06").facts["strait-mines"].voices == ("kestria",)


def test_two_men_of_one_name_speak_for_two_sides() -> None:
    bergs = [id_ for id_, its in entities().items() if its.name == "Jon Berg"]
    assert bergs == ["jon-berg-captain", "jon-berg-minister"]
    voices = [
        known_by("2031-03-24").readings[claim.key].voices for who in bergs for claim in claims() if who in claim.speaker
    ]
    assert voices == [("brandt-line",), ("orlund",)]


def test_one_woman_is_spelt_in_three_ways() -> None:
    its = entities()["ilse-marwen"]
    texts = {path.stem: path.read_text("utf-8") for path in (STRAIT / "texts").glob("*.txt")}
    named = [sorted(stem for stem, text in texts.items() if name in text) for name in (its.name, *its.aliases)]
    assert named == [["wire-2031-03-03", "wire-2031-03-24"], ["post-2031-03-15"], ["lantern-2031-03-17"]]


def test_the_end_of_a_tenure_changes_whose_voice_an_old_claim_is() -> None:
    told = [known_by(day).readings["tribune-2031-03-10/shots-seen"].voices for day in ("2031-03-17", "2031-03-18")]
    assert told == [("kestria",), ("nils-aker",)]


def test_a_letter_is_known_by_its_publication_and_said_on_its_date() -> None:
    letter = next(claim for claim in claims() if claim.key == "lantern-2031-03-20/radar-letter")
    assert letter.said is not None
    assert letter.said.latest == "2029-06-04"
    assert letter.key not in known_by("2031-03-19").readings
    hint = "tribune-2031-03-05/radar-hinted"  # of the same woman, when she served nobody
    voices = [known_by("2031-03-20").readings[key].voices for key in (letter.key, hint)]
    assert voices == [("orlund",), ("runa-falk",)]


def test_a_joint_statement_is_two_voices() -> None:
    joint = [claim for claim in claims() if len(claim.speaker) > 1]
    assert {claim.article for claim in joint} == {"wire-2031-03-24"}
    assert known_by("2031-03-24").readings[joint[-1].key].voices == ("kestria", "orlund")


def test_one_agency_s_text_in_two_papers_is_one_narrator_and_one_outlet() -> None:
    agency = [article for article in project()[0].articles.values() if article.agency]
    assert {article.id for article in agency} == {"post-2031-03-08", "tribune-2031-03-08"}
    strike = known_by("2031-03-08").facts["ferry-strike"]
    assert {key.partition("/")[0] for key in strike.basis} == {article.id for article in agency}
    assert strike.voices == strike.outlets == ("northern-wire",)


def test_a_relay_of_another_side_is_an_outlet_and_one_of_the_speaker_s_own_is_none() -> None:
    readings = known_by("2031-03-06").readings
    assert readings["post-2031-03-06/mines-relayed"].outlet == "northern-wire"  # a paper that had it from an agency
    assert readings["wire-2031-03-03/demand"].outlet == "northern-wire"  # the agency itself, by way of her ministry


def test_a_corrected_figure_is_set_aside_and_another_speaker_s_is_a_conflict() -> None:
    told = {
        day: [row[2] for row in sorted(days()[day].conflicts) if row[0] == "hurt"]
        for day in ("2031-03-08", "2031-03-12")
    }
    assert told == {"2031-03-08": ["4", "9"], "2031-03-12": ["6", "9"]}


def test_a_handover_on_one_day_is_no_conflict() -> None:
    facts = known_by("2031-03-17").facts
    assert [facts[id_].when.text for id_ in ("lind-secretary", "rask-secretary")] == ["../2031-03-15", "2031-03-15/.."]
    assert entities()["council-secretary"].single_holder
    assert not any("rask-secretary" in row[1] for day in days().values() for row in day.conflicts)


def test_a_member_of_a_party_does_not_speak_for_it() -> None:
    joined = next(claim for claim in claims() if claim.type == "Membership")
    assert joined.roles == {"holder": ("mira-toll",), "organization": ("harbour-party",)}
    sides = Sides(project()[1], tenures((c for c in claims() if c.stance is Stance.ASSERTS), project()[1].types))
    assert sides.side("mira-toll", "2031-03-12").end == "kestria"


def test_what_is_denied_without_being_named_is_marked_as_implied() -> None:
    (implied,) = [claim for claim in claims() if claim.mode == "implied"]
    assert (implied.fact, implied.stance) == ("ransom", Stance.DENIES)
    assert known_by("2031-03-20").facts["ransom"].contested is Contested.BY_PARTY


def test_hearsay_without_a_source_is_anonymous_and_names_nobody_else_s_deed() -> None:
    (hearsay,) = [claim for claim in claims() if claim.speaker == (UNNAMED,)]
    navy = known_by("2031-03-12").facts["pier-charge"].fillers["agent", "orlund-navy"]
    assert navy.asserting == (hearsay.key,)
    assert (navy.status, navy.contested, navy.accepted) == (Status.ALLEGED, Contested.BY_PARTY, False)


def test_a_row_of_a_data_set_is_a_voice_only_where_nobody_else_asserts() -> None:
    coded = project()[0].articles["strait-events-2031-03-24"]
    assert (coded.title, coded.coded_by, coded.is_dated) == ("", "strait-events", False)
    facts = known_by("2031-03-24").facts
    assert "strait-events-2031-03-24/boarding-coded" in facts["amarant-boarding"].asserting
    assert "strait-events" not in facts["amarant-boarding"].voices
    assert facts["navy-obstruction"].voices == ("strait-events",)


@pytest.mark.parametrize(("day", "status"), [("2031-04-16", "planned"), ("2031-04-17", "lapsed")])
def test_a_planned_visit_has_passed_when_its_last_day_has(day: str, status: str) -> None:
    assert known_by(day).facts["orr-in-harl"].status == status


def test_the_articles_are_short_and_their_evidence_touches_most_sentences() -> None:
    texts = [article.text.file for article in project()[0].articles.values() if article.text]
    assert sorted(texts) == sorted(path.name for path in (STRAIT / "texts").iterdir())
    for text in texts:
        assert 100 <= len((STRAIT / "texts" / text).read_text("utf-8").split()) <= 200, text
    shares = [its.share for its in coverage(project()[0].articles.values(), claims(), STRAIT / "texts")]
    assert min(shares) >= 0.8
