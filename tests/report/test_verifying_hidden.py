"""What could hide from `kg verify`: odd ways to write references, footnotes of footnotes, labels, quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.base.project import Project
from kg.graph.graph import Graph
from kg.model.records import Records
from tests.graphs import STRAIT, in_memory
from tests.making import ARTICLES, ENTITIES, claim, core
from tests.report.test_verifying import LACKS, SMALL, found

NO = LACKS.format("no", "denied")
BASE = "https://example.org/small/"
RADIO = "([does not count](claim:radio-2031-03-04/boarding-owned))"


@pytest.fixture(scope="module")
def its(strait: Graph) -> Graph:
    """The worked example, with its texts."""
    return kg.open(strait.project.root, texts=STRAIT / "texts")


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        # Only who is called by the text leaves the marks to who calls.
        ("So.[^1]\n\n[^1]: See.[^2]\n\n[^2]: [x](fact:no)", [f"5:7 unmarked: {NO}"]),
        ("So.\n\n[^1]: [x](fact:no)[^1]", [f"3:7 unmarked: {NO}"]),
        ("So.[^1]\n\n[^1]: See.[^2]\n\n[^2]: [denied](fact:no)", []),
    ],
)
def test_a_footnote_of_a_footnote_has_marks_of_its_own(report: str, expected: list[str]) -> None:
    assert found(SMALL, report) == expected


@pytest.mark.parametrize(
    "address",
    [
        "Fact:no", "https://EXAMPLE.org/small/fact/no", "HTTPS://example.org:443/small/fact/no",
        "//example.org/small/fact/no", "http://example.org:80/small/fact/no",
    ],
)  # fmt: skip
def test_addresses_may_be_written_otherwise(address: str) -> None:
    assert found(SMALL, f"So [it]({address}).") == [f"1:4 unmarked: {NO}"]
    assert found(SMALL, f"So [it]({address.replace('small', 'Small')}).") == (
        [] if "small" in address else [f"1:4 unmarked: {NO}"]  # paths differ by case
    )


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("So fact:no, they say.", [f"1:4 unmarked: {NO}"]),
        ("So (claim:herald-1/p9).", ["1:5 unknown: no such claim: `herald-1/p9`"]),
        ("A fact: no. Its urn:fact:no, a/fact:no and artefact:no are none.", []),
        ("So HTTPS://Example.org/small/fact/no", [f"1:4 unmarked: {NO}"]),
        # What leads elsewhere may be labelled by an address.
        (f"So [{BASE}fact/no](https://a.example/).", [f"1:5 unmarked: {NO}"]),
        # What begins with a rule is no head.
        ("---\nIt [x](fact:no).\n\n---\n\nText.", [f"2:4 unmarked: {NO}"]),
        ("---\n# Title\n\n- [x](fact:no)\n\n---\n", [f"4:3 unmarked: {NO}"]),
        ("---\n# By hand\ntitle: '[x](fact:no)'\nby:\n- ann\n  # too\n\nday: 1\n...\n[x](fact:no)",
         [f"10:1 unmarked: {NO}"]),
        # What HTML holds is told.
        ("<div>\n[x](fact:no)\n</div>", ["1:1 html: a reference in HTML is not read"]),
        ('So <a href="fact:no">it</a>.', ["1:4 html: a reference in HTML is not read"]),
        ("<!-- so\nand --> [x](fact:no)", ["1:1 html: a reference in HTML is not read"]),
    ],
)  # fmt: skip
def test_whatever_may_be_read_as_a_reference_is_read_or_told(report: str, expected: list[str]) -> None:
    assert found(SMALL, report) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("[on-record](fact:plain#status=corroborated)", "`plain` was cited as on-record: it is corroborated"),
        ("[contested](fact:plain)", "`plain` was cited as contested: it is corroborated"),
        ("[contested by an outsider](fact:m)",
         "`m` was cited as contested by an outsider: it is one-sided, contested by a party"),
        ("[one-sided, contested by an outsider](fact:m#status=one-sided&contested=by-party)",
         "`m` was cited as one-sided, contested by an outsider: it is one-sided, contested by a party"),
        ("[contested by a party](fact:m)", None),
        ("[so](fact:plain#contested=by-party)",
         "`plain` was cited as contested by a party: it is corroborated"),
        ("[so](fact:plain#read=no)", "`plain` was cited as not read: it is corroborated"),
    ],
)  # fmt: skip
def test_each_mark_of_a_label_and_each_field_is_compared(reference: str, expected: str | None) -> None:
    assert found(SMALL, f"Met ({reference}).") == ([f"1:6 moved: {expected}"] if expected else [])


def test_who_contests_is_compared_in_brackets_too() -> None:
    assert found(SMALL, "Met [contested by a party] ([so](fact:m)).") == []
    assert found(SMALL, "Met [contested by an outsider] ([so](fact:m)).") == [
        "1:5 mark: `[contested by an outsider]`: nothing that the sentence cites is"
    ]


def test_what_has_been_taken_back_since_is_told_with_its_day(its: Graph) -> None:
    cited = "Laid ([{}](fact:strait-mines#status=reported&known-by=2031-03-08))."
    assert found(its, cited.format("reported")) == [
        "1:7 unmarked: cites `strait-mines` without saying that this was known by 2031-03-08: it is retracted now"
    ]
    assert found(its, cited.format("reported, known by 2031-03-08")) == []
    assert found(its, cited.format("so").replace("Laid", "Laid [as known by 2031-03-08]")) == []
    assert found(its.slice(known_by="2031-03-08"), cited.format("so")) == []


def test_an_id_that_has_changed_is_understood_among_many_that_are_wrong() -> None:
    project = Project(Path(), BASE, "Small")
    graph = in_memory(project, Records(ENTITIES, ARTICLES, (claim("ann", id_="c"),), (), {"old": "m"}), core())
    report = "".join(f"<fact:x{number}>\n" for number in range(250)) + "\n[so](fact:old)"
    assert found(graph, report)[-1] == "252:1 renamed: `old` is called `m` now"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("“[W]arm and fed […] in order”", "loose-quotation"),
        ("“kept on board [there], warm”", "loose-quotation"),
        ("“arm and fed […] in order”", "quotation"),  # the text has “warm”
        ("“not […] one warning shot”", "quotation"),
        ("“a sin[…] shot”", "quotation"),
        ("“eaten by sharks", "unclosed-quotation"),
        ("“eaten by sharks“", "unclosed-quotation"),
        ('It says: "eaten by sharks', "unclosed-quotation"),
    ],
)
def test_quoted_words_are_whole_and_closed(its: Graph, words: str, expected: str) -> None:
    assert [row["kind"] for row in its.verify(f"{words} {RADIO}.").row()] == [expected]


def test_a_quotation_ends_with_its_cell(its: Graph) -> None:
    report = f"| who | what |\n|---|---|\n| the “radio | “eaten by sharks” {RADIO} |"
    assert found(its, report) == [
        "3:7 unclosed-quotation: the quotation mark “ is never closed: what stands behind it is not compared",
        '3:16 quotation: the quotation stands in no cited text: "eaten by sharks"',
    ]
