"""Reports compared with a graph: what is found, at which line and column, and what is never found."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

import kg
from kg.base.errors import KgError
from kg.base.project import Project
from kg.cli.main import run
from kg.graph.graph import Graph
from kg.model.records import Evidence, Records
from tests.conftest import ROOT
from tests.examples import examples
from tests.graphs import STRAIT, graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, claim, core

PAGE = (ROOT / "docs/reports.md").read_text("utf-8")
X = "2d711642b726b044"  # what the hash of an `x` begins with
MET = "https://example.org/small/fact/m"

# One fact each, by how it stands.
SMALL = graph_of([
    claim("a-foreign", id_="spoke"),  # m: one-sided, contested by a party
    claim("b-foreign", "denies", article="gazette-1", id_="never"),
    claim("a-foreign", fact="plain", id_="p1"),  # one-sided, of two ministries of one side
    claim("a-defence", fact="plain", article="gazette-1", id_="p2"),
    claim("c-foreign", fact="plain", article="courier-1", id_="p3"),
    claim("b-foreign", "denies", fact="no", id_="n1"),
    claim(None, "asks", fact="open", id_="o1"),
    structs.replace(claim(None, fact="rows", id_="r1"), evidence=(Evidence(row="7"),)),
    claim("ann", fact="back", id_="b1"),
    claim("ann", "denies", fact="back", article="herald-2", id_="b2"),
])  # fmt: skip


@pytest.fixture(scope="module")
def its(strait: Graph) -> Graph:
    """The worked example, with its texts."""
    return kg.open(strait.project.root, texts=STRAIT / "texts")


def found(graph: Graph, text: str) -> list[str]:
    """Give place, kind and what of all that is found in a report."""
    return [f"{row['line']}:{row['column']} {row['kind']}: {row['what']}" for row in graph.verify(text).row()]


def test_the_example_of_the_page(
    its: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report, told = (
        re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]
        for language in ("markdown", "text")
    )
    monkeypatch.chdir(tmp_path)
    Path("report.md").write_text(report, "utf-8")
    assert run(["verify", "report.md", "--project", str(its.project.root), "--texts", str(STRAIT / "texts")]) == 1
    assert capsys.readouterr().out == told


@pytest.mark.parametrize("line", re.findall(r"^\$ kg (.*)$", PAGE, re.MULTILINE))
def test_what_the_page_tells_to_type(
    line: str, its: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").symlink_to(STRAIT / "texts")
    Path("report.md").write_text("Orr is minister ([so](fact:orr-minister)).\n", "utf-8")
    first, _, then = line.partition(" | kg ")
    assert run([*first.partition(" > ")[0].split(), "--project", str(its.project.root)]) == 0
    told = capsys.readouterr().out
    if then:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(told.encode())))
        assert run([*then.split(), "--project", str(its.project.root)]) == 0
        assert capsys.readouterr().err.startswith("stdin: 0 faults and 0 notes; ")


# -- references ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("Ann met Bob ([so](fact:plain)).", []),
        ("Ann met Bob ([so](fact:plian)).", ["1:14 unknown: no such fact: `plian`"]),
        ("See <fact:ann>.", ["1:5 unknown: no such fact: `ann`"]),
        ("See [so](claim:herald-1/p9).", ["1:5 unknown: no such claim: `herald-1/p9`"]),
        ("See [it](article:herald-9), [her](entity:anne).",
         ["1:5 unknown: no such article: `herald-9`", "1:29 unknown: no such entity: `anne`"]),
        ("See https://example.org/small/fact/plian.", ["1:5 unknown: no such fact: `plian`"]),
        ("See http://example.org/small/fact/plian, too.", ["1:5 unknown: no such fact: `plian`"]),
        ("See [so](https://example.org/smal/fact/plain#status=denied).",
         ["1:5 unknown: a reference to another project: `https://example.org/smal/fact/plain`"]),
        ("See [so](https://example.org/smal/fact/plain), [a](https://a.example/#build=1) and [b](b.md).", []),
        ("See [so][r].\n\n[r]: fact:plian 'title'", ["1:5 unknown: no such fact: `plian`"]),
        ("See [so](fact:plain#status=onesided&build=x&what=y&read=no&read=no).",
         ["1:5 malformed: the reference cannot be read: `build=x`: six digits or more of a root hash",
          "1:5 malformed: the reference cannot be read: `read=no`: given twice",
          "1:5 malformed: the reference cannot be read: `status=onesided`: no such status",
          "1:5 malformed: the reference cannot be read: "
          "`what=y`: a fact has only status, contested, read, known-by, build",
          "1:5 moved: `plain` was cited as not read: it is corroborated"]),
        ("See [so](fact:plain#claims).", []),
        ("See [her](fact:plain/participant/ann) and [him](fact:plain/participant/cid).",
         ["1:43 unknown: no such filler of `plain`: `participant/cid`"]),
    ],
)  # fmt: skip
def test_a_reference_leads_to_something(report: str, expected: list[str]) -> None:
    assert found(SMALL, report) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("fact:plain#status=corroborated", None),
        ("fact:plain#status=corroborated&build=0123456789ab", None),  # this graph lies in no build
        ("fact:plain#status=one-sided", "`plain` was cited as one-sided: it is corroborated"),
        ("fact:plain#status=corroborated&contested=by-outsider",
         "`plain` was cited as corroborated, contested by an outsider: it is corroborated"),
        ("fact:plain#status=corroborated&read=no", "`plain` was cited as corroborated, not read: it is corroborated"),
        ("fact:plain#status=denied&build=0123456789ab",
         "`plain` was cited as denied in build 0123456789ab: it is corroborated"),
        ("fact:plain#status=corroborated&known-by=2023-12-14", None),
        ("claim:herald-1/p1#status=corroborated&counts=no",
         "`herald-1/p1` was cited as corroborated, does not count: it is corroborated"),
    ],
)  # fmt: skip
def test_what_stands_otherwise_has_moved(address: str, expected: str | None) -> None:
    assert found(SMALL, f"Ann met Bob ([so]({address})).") == ([f"1:14 moved: {expected}"] if expected else [])


def test_who_contests_is_compared_too() -> None:
    by_party, by_outsider = (
        f"Met ([contested](fact:m#status=one-sided&contested={by}))." for by in ("by-party", "by-outsider")
    )
    assert found(SMALL, by_party) == []
    assert found(SMALL, by_outsider) == [
        "1:6 moved: `m` was cited as one-sided, contested by an outsider: it is one-sided, contested by a party"
    ]
    assert found(SMALL, "Met ([contested](fact:m#status=one-sided)).") == [
        "1:6 moved: `m` was cited as one-sided: it is one-sided, contested by a party"
    ]


def test_a_day_that_there_is_not_is_told_where_it_stands() -> None:
    assert found(SMALL, "Met ([so](fact:plain#known-by=2023-02-30)).") == [
        "1:6 malformed: the reference cannot be read: `known-by=2023-02-30`: no such day"
    ]
    assert found(SMALL, f"[Here](article:herald-1#char=0,{'9' * 5000}).")[0].startswith("1:1 malformed: the reference")


def test_a_status_in_a_label_is_compared_too() -> None:
    assert found(SMALL, "Ann met Bob ([one-sided](fact:plain)).") == [
        "1:14 moved: `plain` was cited as one-sided: it is corroborated"
    ]
    assert found(SMALL, "Ann met Bob ([Corroborated](fact:plain)).") == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"article:herald-1#char=0,1&sha256={X}", None),
        ("article:herald-1#row=7", None),
        ("article:herald-1", None),
        ("article:herald-1#row=8", "no claim rests on row `8` of `herald-1`"),
        (f"article:herald-1#char=4,5&sha256={X}", "characters 4–5 of `herald-1` stand at 0–1 now"),
        ("article:herald-1#char=0,1&sha256=0123456789ab",
         "characters 0–1 of `herald-1` have another hash now: the text has changed"),
        ("article:herald-1#char=4,5&sha256=0123456789ab", "no claim rests on characters 4–5 of `herald-1`"),
        ("article:herald-1#char=5,4", "characters 5–4 of `herald-1`: there are none such"),
    ],
)  # fmt: skip
def test_a_span_is_evidence_still(address: str, expected: str | None) -> None:
    assert found(SMALL, f"[Here]({address}).") == ([f"1:1 span: {expected}"] if expected else [])


def test_a_span_that_is_no_evidence_is_compared_with_the_text(its: Graph) -> None:
    words = "article:wire-2031-03-24#char=0,6&sha256="  # “Orlund”
    assert found(its, f"[Here]({words}3d13d0f4).") == [
        "1:1 span: characters 0–6 of `wire-2031-03-24` have another hash"
    ]
    assert found(its, "[Here](article:wire-2031-03-24#char=0,99999).") == [
        "1:1 span: characters 0–99999 of `wire-2031-03-24`: there are none such"
    ]


def test_an_older_build_is_told_once(its: Graph) -> None:
    build = str(its.manifest["root"])
    old = "fact:orr-minister#status=on-record&build=0123456789ab"
    report = (
        f"Orr is ([so](fact:orr-minister#status=on-record&build={build[:12]})). She is ([so]({old})). So ([so]({old}))."
    )
    told = (
        "older-build: 2 references of build 0123456789ab: what they cite has the status that it had; "
        "roles, times and figures are not compared"
    )
    assert found(its, report) == [f"1:{report.index(old) - 4} {told}"]
    assert its.verify(report).is_clean


def test_what_was_known_by_a_day_is_judged_by_that_day(its: Graph) -> None:
    early = its.slice(known_by="2031-03-04")
    text = str(early.cite("amarant-boarding"))
    assert "([corroborated, known by 2031-03-04](" in text
    assert "#status=corroborated&known-by=2031-03-04&build=" in text
    assert found(its, text) == []
    moved = "Boarded ([so](fact:amarant-boarding#status=on-record&known-by=2031-03-03))."
    assert found(its, moved) == [
        "1:10 moved: `amarant-boarding` was cited as on-record, known by 2031-03-03: it is reported",
    ]
    assert found(early, "Fired ([so](fact:pier-charge)).") == ["1:8 unknown: no such fact: `pier-charge`"]
    assert early.verify("Fired ([so](fact:pier-charge)).").faults[0].hint == (
        "it is in the whole graph, and not in this slice"
    )


def test_an_id_that_has_changed_is_understood() -> None:
    claims = (claim("a-foreign", id_="c"),)
    graph = in_memory(
        Project(Path(), "https://example.org/small/", "Small"),
        Records(ENTITIES, ARTICLES, claims, (), {"old": "m"}),
        core(),
    )
    assert found(graph, "Ann met Bob ([so](fact:old#status=one-sided)).") == ["1:14 renamed: `old` is called `m` now"]


# -- marks -----------------------------------------------------------------------------------------------------

LACKS = "cites `{}` without saying that it is {}"


@pytest.mark.parametrize(
    ("fact", "mark", "lacks"),
    [
        ("m", "contested", "cites `m` without saying that it is contested"),
        ("no", "denied", "cites `no` without saying that it is denied"),
        ("open", "unconfirmed", "cites `open` without saying that it is unconfirmed"),
        ("rows", "not read", "cites `rows` without saying that nobody read it"),
    ],
)
def test_what_is_not_accepted_is_cited_with_a_mark(fact: str, mark: str, lacks: str) -> None:
    unmarked = [f"1:14 unmarked: {lacks}"]
    assert found(SMALL, f"Ann met Bob ([so](fact:{fact})).") == unmarked
    assert found(SMALL, f"Ann met Bob, {mark} ([so](fact:{fact})).") == [f"1:{16 + len(mark)} unmarked: {lacks}"]
    for marked in (
        f"Ann met Bob ([{mark}](fact:{fact})).",
        f"Ann met Bob [{mark}] ([so](fact:{fact})).",
        f"Ann met Bob ([so](fact:{fact}) [{mark.title()}]).",
        f"[Ann met Bob]{{.{mark.replace(' ', '-')} #id}} ([so](fact:{fact})).",
        f"Ann met Bob ([so](fact:{fact}), [{mark}, {mark}]).",
        f"Ann met Bob.[^1] [Else][e]\n\n[^1]: [So](fact:{fact}).\n\n[e]: e.md".replace("Bob.", f"Bob [{mark}]."),
        f"Ann met Bob. ([{mark}](fact:{fact})) And so on.",
    ):
        assert found(SMALL, marked) == [], marked


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        # One sentence's mark is not another's; a mark behind a stop and a blank begins the next.
        ("One [denied] ([x](fact:no)). Two ([y](fact:no)).", ["1:35 unmarked: " + LACKS.format("no", "denied")]),
        ("One ([x](fact:no)). [Denied] Two ([y](fact:no)).", ["1:6 unmarked: " + LACKS.format("no", "denied")]),
        ("One ([x](fact:no)).[denied] Two ([y](fact:no)).", ["1:34 unmarked: " + LACKS.format("no", "denied")]),
        ("One ([x](fact:no)). [denied]", []),
        # What a footnote cites is cited by the sentence that calls it, where it is called.
        ("One.[^1] Two.[^2]\n\n[^1]: <fact:plain>\n[^2]: It is [denied]: <fact:no>",
         ["1:14 unmarked: " + LACKS.format("no", "denied")]),
        ("他说。[^1] 好。\n\n[^1]: <fact:no>", ["1:4 unmarked: " + LACKS.format("no", "denied")]),
        # A row is one sentence.
        ("| what | how |\n|---|---|\n| met | [denied](fact:no) |\n| met | [x](fact:no) |",
         ["4:9 unmarked: " + LACKS.format("no", "denied")]),
        # Both are lacking; each fact is told once.
        ("So ([x](fact:rows), [y](fact:no), [z](fact:no)).",
         ["1:5 unmarked: cites `rows` without saying that nobody read it",
          "1:21 unmarked: " + LACKS.format("no", "denied")]),
        ("She said so ([x](claim:herald-1/b1) [denied]).",
         ["1:14 unmarked: cites `herald-1/b1` without saying that the claim does not count"]),
        # What fits nothing is noted.
        ("One [denied, contested] ([x](fact:no)).", ["1:5 mark: `[contested]`: nothing that the sentence cites is"]),
        ("It was [denied] by nobody. [Sic] and [reported].", []),
    ],
)  # fmt: skip
def test_marks_belong_to_their_sentence(report: str, expected: list[str]) -> None:
    assert found(SMALL, report) == expected


# -- voices ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("Two say so ([a](claim:herald-1/p1), [c](claim:courier-1/p3)).", []),
        ("Two say so ([a](claim:herald-1/p1), [b](claim:gazette-1/p2)).",
         ["1:37 voices: 2 claims on `plain` are of 1 voice: `aland`"]),
        ("Two say so ([a](claim:herald-1/p1), [b](claim:gazette-1/p2) [one voice]).", []),
        ("Three ([a](claim:herald-1/p1), [b](claim:gazette-1/p2), [c](claim:courier-1/p3)).",
         ["1:57 voices: 3 claims on `plain` are of 2 voices: `aland, cland`"]),
        ("Three ([a](claim:herald-1/p1), [b](claim:gazette-1/p2), [c](claim:courier-1/p3), [2 voices]).", []),
        ("Three ([3 voices](fact:plain)).",
         ["1:8 voices: 3 voices stated, and 2 voices behind what is cited: aland, cland"]),
        ("Two ([2 voices](fact:plain)).", []),
        ("Says so ([a](claim:herald-1/p1), [again](claim:herald-1/p1), [all](fact:plain)).", []),
        ("So ([a](claim:herald-1/p1)). So ([b](claim:gazette-1/p2)).", []),
    ],
)  # fmt: skip
def test_one_side_is_one_voice(report: str, expected: list[str]) -> None:
    assert found(SMALL, report) == expected


# -- quotations ------------------------------------------------------------------------------------------------

SOUP = "([so](claim:wire-2031-03-24/release-confirmed))"  # “All nineteen of us, and the cat,” … with soup.


@pytest.mark.parametrize(
    "report",
    [
        f"“All nineteen of us, and the cat,” he said {SOUP}.",
        f"He counts \"All nineteen of us\" and 'the cat' {SOUP}.",
        f"Il dit «\u00a0All nineteen of us\u00a0», »and the cat« und „with soup“ {SOUP}.",
        f"「All nineteen of us」と言った{SOUP}。",
        f"They were let go “on *Sunday* at\nnoon, with soup.” {SOUP}",
        f"“All nineteen […] the cat”, “All … [and] the cat” {SOUP}.",
        f"> All nineteen of us, and the cat,\n> — Jon Berg {SOUP}",
        f"> “All nineteen of us, and the cat,” -- Jon Berg {SOUP}",
        f"He counts {SOUP}:\n\n> All nineteen of us\n>\n> with soup",
        f"“The cat ([so](fact:amarant-release)) is free”, it is said. He: “the cat,” {SOUP}".replace(
            "“The cat ([so](fact:amarant-release)) is free”, it is said. ", ""
        ),
        f"The title is “Orlund frees the crew of the Amarant” {SOUP}.",
        "It was said of “pier charge” ([so](fact:velmark-offer)).",  # so the account calls a fact
        "“Nothing is cited here”, `“code” ([so](fact:amarant-release))`.",
        "5'10\" or 12\" ([so](fact:amarant-release)), the ministers' and the '90s.",
    ],
)
def test_what_stands_in_a_cited_text_is_found(its: Graph, report: str) -> None:
    assert [each for each in found(its, report) if "loose" not in each] == []


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (f"“All ninety of us” {SOUP}.", '1:1 quotation: the quotation stands in no cited text: "All ninety of us"'),
        (f"- x\n  - é “all nineteen of us” {SOUP}",
         '2:7 quotation: the quotation stands in no cited text: "all nineteen of us"'),
        (f"> He is free.\n> — Berg {SOUP}", '1:3 quotation: the quotation stands in no cited text: "He is free."'),
        (f"| a | b |\n|---|---|\n| x \\| y “no” | {SOUP} |",
         '3:10 quotation: the quotation stands in no cited text: "no"'),
        (f"“the crew\u00a0of the ‘Amarant’” {SOUP}",
         '1:1 quotation: the quotation stands in no cited text: "the crew\\u00a0of the ‘Amarant’"'),
        (f"“All nineteen  of us” {SOUP}",
         '1:1 loose-quotation: the quotation stands in `wire-2031-03-24` but for white space or quotation marks: '
         '"All nineteen  of us"'),
        (f"“nineteen … with soup” {SOUP}",
         '1:1 loose-quotation: the quotation stands in `wire-2031-03-24` but for omissions: "nineteen … with soup"'),
        (f"“by the early boat” {SOUP}",
         '1:1 outside-evidence: the quotation stands in `wire-2031-03-24`, but not in the evidence of what is cited: '
         '"by the early boat"'),
        ("“anything” ([not read](fact:navy-obstruction))",
         '1:1 not-compared: not compared with the text of any article: "anything"'),
    ],
)  # fmt: skip
def test_what_stands_nowhere_is_told(its: Graph, report: str, expected: str) -> None:
    assert found(its, report) == [expected]


def test_the_nearest_passage_is_named(its: Graph) -> None:
    (finding,) = its.verify(f"“All ninety of us” {SOUP}.").faults
    assert finding.hint == 'nearest, in `wire-2031-03-24` at [345, 364]: "“All nineteen of us"'


def test_without_texts_that_is_said_once(strait: Graph) -> None:
    verified = strait.verify(f"“All ninety of us”, “the cat” {SOUP}.")
    assert verified.is_clean
    assert verified.remarks == (
        "quotations were not compared: `--texts DIR` (`texts=` in Python) names the folder of the articles’ texts",
    )
    assert verified.counts == "0 faults and 0 notes; 1 reference in 1 sentence, 0 quotations compared, 2 not"


# -- what is text, and where -----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_exact(end: str) -> None:
    report = (
        "---\ntitle: '[x](fact:nothing)'\n---\n\n# *A* [x](fact:n1)\n\n1.  \U0001f91d and\n    - *b* `c` [x](fact:n2)\n"
        "\t> q\n\t> [x](fact:n3)\n\n&amp; \\[ [**x**](fact:n4)\n=====\n\n| a |\n|--|\n| `x` \\| [x](fact:n5) |\n\n"
        "[^n]: z\n\n    \tcode [x](fact:no)\n\n    [x](fact:n6)[^n]\n\n```\n[x](fact:no)\n```\n"
        "<!-- [x](fact:no) -->\n\n"
        "<div>\n[x](fact:no)\n</div>\n\n\\[x](fact:no) <!-- [x](fact:no) --> `[x](fact:no)` [x](fact:n7)\n"
    )
    for marked in ("", "\ufeff"):
        whole = SMALL.verify(marked + report.replace("\n", end))
        placed = {its.what.split("`")[1]: (its.place.line, its.place.column) for its in whole.faults}
        lines = report.split("\n")
        assert placed == {
            f"n{number}": next(
                (row, max(line.find(f"[x](fact:n{number})"), line.find(f"[**x**](fact:n{number})")) + 1)
                for row, line in enumerate(lines, 1)
                if f"fact:n{number})" in line
            )
            for number in (1, 2, 3, 4, 6, 7)
        } | {"n5": (17, lines[16].find("[x]") + 1)}


def test_what_is_not_read_is_told() -> None:
    deep = "> " * 50 + "[x](fact:no)"
    assert found(SMALL, deep) == ["1:1 nested: blocks nested too deep to be read"]
    assert found(SMALL, f'So <a href="{MET}">it is</a>.') == ["1:4 html: a reference in HTML is not read"]
    assert found(SMALL, "So.[^1]\n\n[^2]: <fact:plain>") == [
        "1:4 footnote: no such footnote: `[^1]`",
        "3:1 footnote: the footnote `[^2]` is called nowhere: its references belong to no sentence",
    ]
    assert SMALL.verify("So.").remarks == (
        "no reference in it: those of this project begin with https://example.org/small/",
    )


def test_a_file_that_is_no_utf_8_is_told_at_its_place(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_bytes(b"One.\r\nJos\xe9 met.")
    with pytest.raises(KgError) as caught:
        SMALL.verify(report)
    assert str(caught.value) == f"{report}:2:4: not UTF-8 at byte 9\n  hint: save the file as UTF-8"
    with pytest.raises(KgError, match="no such file"):
        SMALL.verify(tmp_path / "nothing.md")


PIECES = st.lists(
    st.sampled_from([
        "Ann met Bob. ", "[x](fact:plain)", "([denied](fact:no))", "[contested]", "[^1]", "[^1]: ", "“said", "”", '"',
        "'", "\n", "\n\n", "> ", "- ", "    ", "\t", "| a | b |\n|---|---|\n| ", " | ", "`", "```\n", "<!--", "-->",
        "<b>", "*", "\\", "&amp;", "# ", "[a]: fact:no\n", "[a]", "{.denied}", "https://example.org/small/fact/m",
        "<fact:nope>", "。", "\U0001f91d", "é", "---\n", "===\n", "(", ")", "[", "](", "!", "\r", "\0",
    ]),
    max_size=30,
).map("".join)  # fmt: skip


@given(PIECES)
@example("[x](fact:nope)\0\r[x](fact:nope)")
@example("\\<fact:nope>")
@example("\\fact:nope")
@example("a\\https://example.org/small/fact/nope")
@settings(max_examples=examples(150))
def test_whatever_is_written_is_read_and_placed(report: str) -> None:
    lines = re.split(r"\r\n?|\n", report)
    for finding in SMALL.verify(report).findings:
        line = lines[finding.place.line - 1]
        assert 1 <= finding.place.column <= len(line) + 1
        if finding.kind == "unknown":
            assert line[finding.place.column - 1 :].startswith(("[", "<", "http", "fact:"))


@given(PIECES)
@settings(max_examples=examples(50))
def test_what_stands_before_moves_places_and_nothing_else(report: str) -> None:
    def told(text: str, lines: int) -> list[tuple[int, int, str]]:
        findings = SMALL.verify(text).findings
        return [(its.place.line - lines, its.place.column, its.what) for its in findings]

    if not report.startswith("---"):
        assert told("Nothing is cited.\n\n***\n\n" + report, 4) == told(report, 0)


# -- the shell, and how it shows itself ---------------------------------------------------------------------------


def test_the_shell_says_it_by_its_exit_code(its: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.md"
    options = ["--project", str(its.project.root)]
    report.write_text("Orr is minister ([so](fact:orr-minister)).\n", "utf-8")
    assert run(["verify", str(report), *options]) == 0
    assert capsys.readouterr() == (
        "", f"{report}: 0 faults and 0 notes; 1 reference in 1 sentence, 0 quotations compared, 0 not\n"
    )  # fmt: skip
    report.write_text("Orr is minister ([so](fact:orr-ministr)).\n", "utf-8")
    assert run(["verify", str(report), *options, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "file": str(report),
            "line": 1,
            "column": 18,
            "kind": "unknown",
            "level": "fault",
            "what": "no such fact: `orr-ministr`",
            "hint": "did you mean `orr-minister`?",
        }
    ]
    assert run(["verify", str(tmp_path / "nothing.md"), *options]) == 1
    assert run(["verify", *options]) == 2


def test_a_report_shows_itself(its: Graph) -> None:
    verified = its.verify("Orr <b> ([so](fact:orr-ministr)), fired [denied] ([x](fact:orr-minister)).")
    assert repr(verified) == (
        "<Verified report: 1 fault and 1 note; 2 references in 1 sentence, 0 quotations compared, 0 not>"
    )
    assert "<td>1:10</td><td>unknown</td><td>no such fact: `orr-ministr`</td>" in verified._repr_html_()
    assert [*verified.to_pandas().columns] == ["file", "line", "column", "kind", "level", "what", "hint"]
    assert repr(verified.findings).splitlines()[0].split() == ["where", "kind", "what", "hint"]
    assert its.verify("").counts == "0 faults and 0 notes; 0 references in 0 sentences, 0 quotations compared, 0 not"


def test_a_filler_is_judged_by_itself() -> None:
    graph = graph_of([
        claim("a-foreign", id_="c"),
        claim("bob", "denies", article="gazette-1", scope="roles", roles={"participant": ("bob",)}),
    ])  # fmt: skip
    assert found(graph, "Bob was there ([so](fact:m/participant/bob#status=one-sided)).") == [
        "1:16 moved: `m/participant/bob` was cited as one-sided: it is one-sided, contested by a party",
        "1:16 unmarked: cites `m/participant/bob` without saying that it is contested",
    ]
    assert found(graph, "Ann was there ([so](fact:m/participant/ann#status=on-record)).") == []


def test_who_is_named_only_is_no_source() -> None:
    assert found(SMALL, "“Ann” ([her](entity:ann)) and “Bob” ([him](fact:nobody)).") == [
        "1:38 unknown: no such fact: `nobody`"
    ]


def test_words_of_the_account_are_no_quotation_but_in_its_own_marks(its: Graph) -> None:
    fact = "([so](fact:velmark-offer))"  # the ministry “made an offer to Kestria regarding “pier charge” by letter”
    assert found(its, f"It wrote of the “pier charge” {fact}.") == []
    assert found(its, f"It “made an offer” {fact}.") == [
        '1:4 quotation: the quotation stands in no cited text: "made an offer"'
    ]
    told = str(its.cite("tribune-2031-03-12/offer-made")).split("\n\n")
    assert found(its, f"> {told[0]}\n\n{told[1]}") == []
