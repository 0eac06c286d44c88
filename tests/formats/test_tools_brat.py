"""brat: the lines that its manual describes, both ways; corpora of others; and lines that fit nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.evidence.article_text import digest
from tests.formats.tools_project import NEXT, TEXT, Desk, at, desk

ANN = """\
T1\tPlace 11 15\tVelm
N1\tReference T1 kg:velm\tVelm
T2\tPerson 17 28\tAna Solberg
N2\tReference T2 kg:ana-solberg\tAna Solberg
T3\tPerson 33 43\tLea Okafor
N3\tReference T3 kg:lea-okafor\tLea Okafor
T4\tPlace 47 51\tVelm
N4\tReference T4 kg:velm\tVelm
T5\tPerson 83 94\tAna Solberg
N5\tReference T5 kg:ana-solberg\tAna Solberg
T6\tMeeting 2 15;17 43;44 51\tTalks in Velm Ana Solberg met Lea Okafor in Velm
E1\tMeeting:T6 participant:T2 participant2:T3 place:T1
A1\tStance E1 asserts
#1\tAnnotatorNotes E1\tid: narrated | fact: velm-talks | evidence: 2-15 headline, 17-51
T7\tMeeting 73 99\t“We met,” Ana Solberg said
E2\tMeeting:T7 participant:T5 speaker:T5
A4\tStance E2 asserts
A5\tScope E2 roles
A6\tMode E2 direct
#2\tAnnotatorNotes E2\tid: said | fact: velm-talks | via: lea-okafor, gazette | note: Words \\| and more
"""


@pytest.fixture
def its(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return desk(tmp_path, capsys)


def given(its: Desk, lines: str, name: str = "talks", text: str = TEXT) -> Path:
    """Files as brat keeps them."""
    (its.folder / f"{name}.txt").write_bytes(text.encode())
    (its.folder / f"{name}.ann").write_bytes(lines.encode())
    return its.folder / f"{name}.ann"


def test_an_article_becomes_the_lines_of_the_manual(its: Desk) -> None:
    out = its.exported("brat")
    assert sorted(path.name for path in out.iterdir()) == [
        "annotation.conf", "talks.ann", "talks.txt", "tools.conf", "visual.conf"
    ]  # fmt: skip
    assert (out / "talks.txt").read_bytes() == TEXT.encode()
    assert (out / "talks.ann").read_text("utf-8") == ANN


def test_it_comes_back_as_the_file_that_a_person_would_write(its: Desk) -> None:
    told = its.typed("import", "brat", its.exported("brat"), "-o", its.folder / "back")
    assert told == ("talks.yaml: 2 claims\n", "wrote back/talks.yaml\n")
    written = (its.folder / "back/talks.yaml").read_text("utf-8")
    source = (its.project / "sources/talks.yaml").read_text("utf-8")
    # a title with blanks needs no quotes; fields stand in the order of the guide
    assert written.removeprefix("# Taken from brat.\n\n") == source.replace('"Words | and more"', '"Words | and more"')


def test_the_settings_are_of_the_ontology(its: Desk) -> None:
    out = its.exported("brat")
    lines = (out / "annotation.conf").read_text("utf-8").splitlines()
    sections = [line for line in lines if line.startswith("[")]
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]
    actors = "Country|Group|Organization|Person|Post"
    meeting = f"Meeting\tparticipant*:{actors}, place*:Country|Place, topic*:Topic, speaker*:{actors}"
    assert meeting in lines
    assert "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>" in lines
    assert "Scope\tArg:<EVENT>, Value:fact|roles" in lines
    base = "https://example.org/imports/"
    assert (out / "tools.conf").read_text("utf-8") == (
        f"[normalization]\nkg\tDB:kg, <URL>:{base}, <URLBASE>:{base}entity/%s\n"
    )
    assert "Meeting | meeting\n" in (out / "visual.conf").read_text("utf-8")


def test_spans_that_somebody_moved_count(its: Desk) -> None:
    moved = ANN.replace("T6\tMeeting 2 15;17 43;44 51\t", "T6\tMeeting 17 43;44 51\t").replace(
        "Talks in Velm Ana", "Ana"
    )
    its.typed("import", "brat", given(its, moved), "-o", its.folder / "back")
    written = (its.folder / "back/talks.yaml").read_text("utf-8")
    start, end = at("Ana Solberg met Lea Okafor\nin Velm")
    assert f"    evidence:\n      - {{at: [{start}, {end}], sha256: {digest(TEXT[start:end])}}}\n" in written
    assert "headline" not in written


def test_what_a_newcomer_annotates_is_suggested_until_it_is_complete(its: Desk) -> None:
    lines = (
        "T1\tPerson 17 28\tAna Solberg\nT2\tPerson 73 79\t“We me\nT3\tMeeting 29 43\tmet Lea Okafor\n"
        "E1\tMeeting:T3 participant:T1 participant2:T2\n#1\tAnnotatorNotes E1\tare these two?\n"
    )
    out, err = its.typed("import", "brat", given(its, lines), "-o", its.folder / "back", "--annotator", "T. R.")
    assert out == (f"talks.t-r.yaml: 1 claim by T. R., 1 of them suggested\n{NEXT}\n")
    assert err == "wrote back/talks.t-r.yaml\n"
    written = (its.folder / "back/talks.t-r.yaml").read_text("utf-8")
    assert "  annotator: T. R.\n" in written
    assert its.claims(written) == (
        "\n\n  # participant: nobody says who is meant at [73, 79]\n"
        "  - id: claim-1\n    type: Meeting\n    roles: {participant: ana-solberg}\n"
        f"    evidence:\n      - {{at: [29, 43], sha256: {digest(TEXT[29:43])}}}\n"
        '    note: "are these two?"\n    suggested: true\n'
    )


@pytest.mark.parametrize(
    "joining",
    [
        "R1\tAttribution Arg1:T2 Arg2:T1\n",
        "E1\tCue:T3 Source:T1 Content:T2\n",
        "R1\tHasSource Arg1:T3 Arg2:T1\nR2\tHasContent Arg1:T3 Arg2:T2\n",
    ],
    ids=["relation", "event", "by-the-cue"],
)
def test_a_corpus_of_others_gives_suggestions(its: Desk, joining: str) -> None:
    lines = "T1\tSource 83 94\tAna Solberg\nT2\tContent 74 81\tWe met,\nT3\tCue 95 99\tsaid\n" + joining
    its.typed("import", "brat", given(its, lines), "-o", its.folder / "back")
    assert its.claims((its.folder / "back/talks.yaml").read_text("utf-8")) == (
        "\n\n  - id: claim-1\n    speaker: ana-solberg\n"
        f"    evidence:\n      - {{at: [74, 81], sha256: {digest('We met,')}}}\n    suggested: true\n"
    )


def test_an_article_that_the_project_lacks_needs_to_be_told_of(its: Desk) -> None:
    text = "Lea Okafor: “No.”\n"
    file = given(its, "T1\tSource 0 10\tLea Okafor\nT2\tQuote 13 16\tNo.\nR1\tSays Arg1:T1 Arg2:T2\n", "WSJ_01", text)
    assert its.refused("brat", file) == (
        "WSJ_01.ann:1:1: the project has no article `WSJ_01`, nor one with this text\n"
        "  hint: add it first, or say `--publisher ID --published DAY` of those that it lacks\n"
    )
    told = ("--publisher", "herald", "--published", "2031-03", "--texts", its.project / "texts")
    its.typed("import", "brat", file, "-o", its.folder / "back", *told)
    assert (its.project / "texts/wsj-01.txt").read_text("utf-8") == text
    assert (its.folder / "back/wsj-01.yaml").read_text("utf-8") == (
        "# Taken from brat.\n\narticle:\n  title: WSJ_01\n  publisher: herald\n  published: 2031-03\n"
        "  published-basis: external\n"
        f"  text: {{file: wsj-01.txt, sha256: {digest(text)}, characters: 18}}\n\nclaims:\n\n"
        "  - id: claim-1\n    speaker: lea-okafor\n    evidence:\n"
        f"      - {{at: [13, 16], sha256: {digest('No.')}}}\n    suggested: true\n"
    )


def test_a_folder_is_not_called_as_a_file_is(its: Desk) -> None:
    file = given(its, "T1\tPerson 17 28\tAna Solberg\n")
    assert its.typed("import", "brat", file, "-o", its.folder / "back.yaml", code=2)[1] == (
        "`back.yaml` is to be a folder\n  hint: name one: it gets a file of annotations for each reading\n"
    )
    assert not (its.folder / "back.yaml").exists()


def test_two_texts_of_one_name_are_two_articles_and_neither_is_lost(its: Desk) -> None:
    corpus = its.folder / "corpus"
    for name, words in (("one", "No one.\n"), ("two", "Not two.\n")):
        (corpus / name).mkdir(parents=True)
        (corpus / name / "doc.ann").write_text("T1\tQuote 0 2\tNo\n")
        (corpus / name / "doc.txt").write_text(words)
    told = ("--publisher", "herald", "--published", "2031-03", "--texts", its.project / "texts")
    out = its.folder / "back"
    said = its.typed("import", "brat", corpus, "-o", out, *told, code=1)[1]
    assert said == (
        "corpus/two/doc.ann:1:1: `doc` is another text than the `doc` at corpus/one/doc.ann:1:1\n"
        "  hint: call one of the two files something else: an article has one text\n"
    )
    assert not out.exists()
    assert not (its.project / "texts/doc.txt").exists()
    file = given(its, "T1\tQuote 0 2\tNo\n", "Talks", "No one.\n")  # the project has `talks`
    assert its.typed("import", "brat", file, "-o", out, *told, code=1)[1] == (
        "Talks.ann:1:1: the project has another text as `talks`\n"
        "  hint: call the file something else: an article has one text\n"
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("T1\tPerson 17 28\tAna Solberg\nhello\n", "2:1: no line of brat's format: `hello`"),
        ("T1 Person 17 28 Ana\n", "1:1: no line of brat's format: `T1 Person 17 28 Ana`"),
        ("T1\tPerson 17 280\tAna\n", "1:1: a span from 17 to 280, where the text has 101 characters"),
        ("T1\tPerson 28 17\tAna\n", "1:1: a span from 28 to 17, where the text has 101 characters"),
        ("T1\tPerson 17-28\tAna\n", "1:1: no offsets: `Person 17-28`"),
        ("T1\tPerson 17 x\tAna\n", "1:1: no offsets: `Person 17 x`"),
        ("T1\tPerson 18 29\tAna Solberg\n", "1:1: other words stand there in the text"),
        ("T1\tPerson 17 28\tAna Solberg\nT1\tPlace 47 51\tVelm\n", "2:1: the id `T1` stands twice, first in line 1"),
        (
            "T1\tMeeting 29 32\tmet\nE1\tMeeting:T1\n#1\tAnnotatorNotes E1\tid: a | fact: ta",
            "3:1: it breaks off in a note",
        ),
        ("E1\tMeeting:T9\n", "1:1: no annotation `T9`"),
        ("E1\tMeeting\n", "1:1: no annotation of brat: `E1` `Meeting`"),
        ("T1\tMeeting 29 32\tmet\nE1\tMeeting:T1\nE2\tMeeting:E1\n", "3:1: an event whose trigger is no span"),
        (
            "T1\tMeeting 29 32\tmet\nE1\tMeeting:T1\nT2\tMeeting 29 32\tmet\nE2\tMeeting:T2 topic:E1\n",
            "4:1: `topic` is no mention: `E1`",
        ),
        (
            "T1\tMeeting 29 32\tmet\nE1\tMeeting:T1\n#1\tAnnotatorNotes E1\troles: act\n",
            "2:1: no role with its filler: `act`",
        ),
        (
            "T1\tMeeting 29 32\tmet\nE1\tMeeting:T1\n#1\tAnnotatorNotes E1\tvalues: 12\n",
            "2:1: no figure with its name: `12`",
        ),
        (
            "T1\tMeeting 29 32\tmet\nE1\tMeeting:T1\n#1\tAnnotatorNotes E1\tevidence: here\n",
            "2:1: no evidence: `here`",
        ),
        ("X1\tfoo bar\n", "1:1: no annotation of brat: `X1` `foo bar`"),
    ],
)
def test_lines_that_fit_nothing_are_refused_with_their_place(its: Desk, lines: str, said: str) -> None:
    assert its.refused("brat", given(its, lines)).partition("\n")[0] == f"talks.ann:{said}"


def test_another_text_is_refused_and_other_line_ends_are_moved(its: Desk) -> None:
    edited = given(its, "T1\tPerson 17 28\tAna Solberg\n", text=TEXT.replace("learned", "heard"))
    assert its.refused("brat", edited) == (
        "talks.ann:1:1: the text of `talks` is not the one that the project annotates: `talks.txt`\n"
        "  hint: was it edited in between? annotate the version that the project has\n"
    )
    ends = given(its, "T1\tMeeting 31 34\tmet\nE1\tMeeting:T1\n", text=TEXT.replace("\n", "\r\n"))
    its.typed("import", "brat", ends, "-o", its.folder / "back")
    assert f"{{at: [29, 32], sha256: {digest('met')}}}" in (its.folder / "back/talks.yaml").read_text("utf-8")


def test_files_are_refused_that_are_none_of_brat(its: Desk) -> None:
    lone = its.folder / "lone.ann"
    lone.write_text("")
    assert its.refused("brat", lone) == (
        "lone.ann:1:1: no `lone.txt` beside it\n  hint: brat keeps the text there: give both files\n"
    )
    latin = given(its, "")
    latin.write_bytes(b"T1\tPerson 0 1\t\xe9\n")
    assert its.refused("brat", latin).startswith("talks.ann:1:1: not UTF-8 at byte 14\n")
    (its.folder / "empty").mkdir()
    assert its.refused("brat", its.folder / "empty", code=2).startswith("no file in `empty` that ends in .ann\n")
    assert its.refused("brat", its.folder / "nowhere", code=2).startswith("`nowhere`: no such file\n")
    assert its.refused("brat", its.project / "kg.toml", code=2).startswith("`project/kg.toml` is none of its files\n")


def test_what_somebody_annotated_stands_beside_the_article_s_own_as_a_reading(its: Desk) -> None:
    out, texts = its.exported("brat"), its.project / "texts"
    its.typed("import", "brat", out, "-o", its.project / "sources", "--annotator", "T. R.")
    assert its.typed("check", "--texts", texts) == (
        "",
        "3 files, 2 claims, 0 refused, 0 faults\n"
        "2 claims of a reading that is not chosen are not built: `sources/talks.t-r.yaml`\n",
    )
