"""What others annotated, by the documentation of their programs: what becomes of it, and what is left out and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from kg.base.project import find
from kg.cli.main import run
from kg.formats.imports import webannotation
from kg.formats.imports.annotated import Annotations
from kg.ontology import load
from tests.formats.annotating import TEXT, Brought, annotated, brought
from tests.formats.tools_project import NEXT

QUOTED = "Ana Solberg met Lea Okafor in Port Ansel on Monday."
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
PAGE = "https://herald.example/talks"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return annotated(tmp_path)


def quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def hypothesis(id_: str, *selectors: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An annotation as Hypothesis' API gives it (h.readthedocs.io, API 1.0)."""
    target: dict[str, Any] = {"source": PAGE}
    if selectors:
        target["selector"] = [{"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0}, *selectors]
    return {
        "id": id_, "created": "2031-03-06T09:00:00+00:00", "user": "acct:jo@hypothes.is", "uri": PAGE, "text": "",
        "tags": [], "group": "__world__", "target": [target], "document": {"title": ["Talks"]},
    } | fields  # fmt: skip


def recogito(*selectors: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An annotation as Recogito's text annotator gives it."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "5cf0", "type": "Annotation", "body": [],
        "target": [{"source": f"{PAGE}#chapter", "selector": [*selectors]}],
    } | fields  # fmt: skip


def test_an_annotation_of_hypothesis_is_suggested_with_what_it_says(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = ["meeting", "Asserts", "participant: Ana Solberg", "participant: lea-okafor", "to do"]
    rows = [hypothesis("Q3z", quote(QUOTED), position(900, 951), text="They *met*.", tags=tags)]
    found = brought(project, capsys, "webannotation", {"total": 1, "rows": rows}, "--texts", str(project / "texts"))
    assert found.words() == [QUOTED]
    claim = {name: its for name, its in found.claims[0].items() if name not in ("evidence", "id")}
    assert claim == {
        "article": "talks", "suggested": True, "type": "Meeting", "stance": "asserts",
        "roles": {"participant": ["ana-solberg", "lea-okafor"]}, "annotator": "acct:jo@hypothes.is",
        "note": "They *met*.\ntags: to do\nannotation Q3z",
    }  # fmt: skip
    assert found.report["suggested"] == 1
    capsys.readouterr()
    assert run(["check", "--project", str(project), "--texts", str(project / "texts")]) == 0
    assert "1 suggested claim is not built" in capsys.readouterr().err


def test_an_annotation_of_recogito_counts_as_browsers_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = TEXT.index("Ana Solberg", 20)
    comments = [{"type": "TextualBody", "purpose": "commenting", "value": "Who?"}]
    given = [recogito(quote("Ana Solberg"), position(second + 1, second + 12), body=comments, creator={"id": "jo"})]
    found = brought(project, capsys, "webannotation", given, "--texts", str(project / "texts"))
    assert (found.claims[0]["evidence"][0]["at"], found.words()) == ([second, second + 11], ["Ana Solberg"])
    assert (found.claims[0]["note"], found.claims[0]["annotator"]) == ("Who?\nannotation 5cf0", "jo")


LEFT_OUT = [
    (recogito(quote("Ana Solberg")), "the quote stands 2 times in the text: \"Ana Solberg\"",
     "neither what is around it nor a position tells which is meant"),
    (recogito(quote("ana solberg met lea")), "the quote is not in the text word for word: \"ana solberg met lea\"",
     'the text has A (U+0041) for a (U+0061) at the start: write "Ana Solberg met Lea"'),
    (recogito(quote("Zebras")), "the quote is not in the text: \"Zebras\"", "nothing is like it"),
    (recogito(position(3, 8)), "a position without a quote, [3, 8], and nobody says what it counts",
     "say so: `--offsets utf16` (programs in a browser) or `--offsets codepoints`"),
    (recogito(quote("")), "neither a quote nor a position", "annotate words of the text"),
    (recogito(target=PAGE), "it is about a page as a whole: there are no words in it", ""),
    (hypothesis("a"), "it is about a page as a whole: there are no words in it", ""),
    (hypothesis("a", quote(QUOTED), references=["Q3z"]), "an answer to another annotation", ""),
    (recogito(target=[{"source": "https://other.example/", "selector": quote(QUOTED)}]),
     "no article of the project is at https://other.example/",
     "say which article it is about: `--article ID`, or write the address as its `url:`"),
    (recogito(quote(QUOTED), creator="a\u202eb"), "`annotator`: bidirectional character U+202E in `a\\u202eb`", ""),
    ("text", "no annotation, which is an object of JSON", ""),
    (None, "no annotation, which is an object of JSON", ""),
]  # fmt: skip


@pytest.mark.parametrize(("given", "reason", "hint"), LEFT_OUT)
def test_what_cannot_be_placed_is_left_out_and_says_why(
    project: Path, capsys: pytest.CaptureFixture[str], given: Any, reason: str, hint: str
) -> None:
    found = brought(project, capsys, "webannotation", [given], "--texts", str(project / "texts"), expected=1)
    assert found.left_out == [(reason, hint)]
    assert found.claims == []


@pytest.mark.parametrize(
    ("selectors", "options", "start"),
    [
        ([quote("Ana\u00a0\n   Solberg", prefix="Later ")], (), 67),  # as it stood in the page
        ([quote("Ana Solberg", prefix="Later ")], (), 67),
        ([quote("Ana Solberg", suffix=" met Lea")], (), 9),
        ([quote("Ana Solberg", prefix="Nowhere"), position(10, 21)], (), 9),
        ([position(10, 21)], ("--offsets", "utf16"), 9),
        ([position(9, 20)], ("--offsets", "codepoints"), 9),
    ],
)
def test_context_and_position_decide_between_places(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    selectors: list[dict[str, Any]],
    options: tuple[str, ...],
    start: int,
) -> None:
    given = recogito(*selectors)
    found = brought(project, capsys, "webannotation", given, "--texts", str(project / "texts"), *options)
    assert found.claims[0]["evidence"][0]["at"] == [start, start + 11]


def ours(project: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Our own export of one claim on two spans."""
    rows = "article,id,fact,type,stance,role participant,quote\n"
    rows += "".join(f'talks,met,m,Meeting,asserts,ana-solberg; lea-okafor,"{words}"\n' for words in (QUOTED, HEBREW))
    brought(project, capsys, "annotations", rows.encode(), "--texts", str(project / "texts"))
    out = project.parent / "ours.jsonld"
    line = ["export", "webannotation", "-o", str(out), "--project", str(project), "--texts", str(project / "texts")]
    assert run([*line, *words]) == 0
    given: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return given


def test_words_that_somebody_chose_anew_make_it_a_suggestion(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ours(project, capsys, "--keep")
    given["first"]["items"][0]["target"][0]["selector"] = [quote("met nobody"), position(0, 3)]
    found = brought(project, capsys, "webannotation", given, "--texts", str(project / "texts"))
    assert (found.claims[0]["suggested"], found.words()) == (True, ["met nobody", HEBREW])


def test_what_somebody_added_to_a_claim_of_ours_is_not_passed_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ours(project, capsys, "--keep")
    (its,) = given["first"]["items"]
    its["target"].append({"source": PAGE, "selector": [quote("Later Ana Solberg met nobody.")]})
    its["body"].append({"type": "TextualBody", "purpose": "tagging", "value": "denies"})
    found = brought(project, capsys, "webannotation", given, "--texts", str(project / "texts"))
    assert found.words() == [QUOTED, HEBREW, "Later Ana Solberg met nobody."]
    assert found.claims[0]["suggested"] is True
    assert found.report["notes"] == [f"talks/{found.claims[0]['id']}: 1 tag on a claim of ours left behind"]


def test_offsets_in_utf_16_need_the_texts_both_ways(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ours(project, capsys, "--offsets", "utf16")
    spans = [its["selector"][0] for its in given["first"]["items"][0]["target"]]
    assert spans == [position(10, 61), position(92, 96)]
    (project / "sources/brought.jsonl").unlink()
    found = brought(project, capsys, "webannotation", given, expected=1)
    assert found.left_out == [
        ("no text to look into: `talks` needs `talks.txt`", "name the folder of texts: `--texts DIR`")
    ]
    line = ["export", "webannotation", "-o", "-", "--project", str(project), "--offsets", "utf16"]
    assert run(line) == 2
    assert capsys.readouterr().err.endswith("only the texts know UTF-16 code units\n  hint: add `--texts DIR`\n")


def test_what_was_imported_is_never_written_over(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = project / "sources/mine.jsonl"
    out.write_text('{"entity": {"id": "x", "kind": "Topic", "name": "x"}}\n')
    assert run(["import", "webannotation", str(out), "-o", str(out), "--project", str(project)]) == 2
    assert capsys.readouterr().err == (
        f"`{out}` is kept: what was suggested may have been completed there\n"
        "  hint: name another file, or take this one away\n"
    )


def test_what_is_written_is_json_lines(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = project / "sources/talks.yaml"
    assert run(["import", "webannotation", "-", "-o", str(out), "--project", str(project)]) == 2
    assert capsys.readouterr().err == (
        f"`{out}` is to be JSON Lines\n"
        "  hint: name a file that ends in `.jsonl`, or `-`: it is read beside the YAML files of the same articles\n"
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", 1),
        (b"[", 1),
        (b"\xff\xfe", 1),
        (b"[" * 100_000, 1),
        (b"[" * 600 + b"]" * 600, 1),
        (b"{}", 1),
        (b"[]", 1),
        (b'{"first": null}', 1),
    ],
)
def test_a_file_that_is_none_gets_one_message(
    project: Path, capsys: pytest.CaptureFixture[str], given: bytes, code: int
) -> None:
    (project / "odd.json").write_bytes(given)
    line = ["import", "webannotation", str(project / "odd.json"), "-o", "-", "--project", str(project)]
    assert run(line) == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_changed_text_is_not_annotated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "texts/talks.txt").write_text(TEXT.replace("Monday", "Sunday"), "utf-8")
    given = recogito(quote("Ana Solberg", prefix="Later "))
    found: Brought = brought(project, capsys, "webannotation", given, "--texts", str(project / "texts"), expected=1)
    assert found.left_out == [
        ("the text has changed: `talks.txt` is not the version that was annotated",
         "`kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too")
    ]  # fmt: skip


def test_the_report_names_each_reason_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [hypothesis(f"a{number}", quote("Zebras")) for number in range(5)] + [hypothesis("q", quote(QUOTED))]
    (project / "given.json").write_text(json.dumps(given), "utf-8")
    line = ["import", "webannotation", str(project / "given.json"), "-o", str(project / "sources/new.jsonl")]
    capsys.readouterr()
    assert run([*line, "--project", str(project), "--texts", str(project / "texts")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "6 annotations read: 0 claims, 1 suggested, 5 left out",
        'left out: a0, a1, a2 and 2 more: the quote is not in the text: "Zebras"',
        "  hint: nothing is like it",
        NEXT,
    ]


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 99), st.text(max_size=3), st.sampled_from(["id", "kg:Claim"])),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "type", "value"]), inner),
    max_leaves=4,
)


def replaced(value: Any, path: list[int], odd: Any) -> Any:
    """Put something odd somewhere into JSON: at each step the number says at which of its parts."""
    if not path or not isinstance(value, dict | list) or not value:
        return odd
    names = sorted(value) if isinstance(value, dict) else range(len(value))
    chosen = names[path[0] % len(names)]
    changed = value.copy()
    changed[chosen] = replaced(value[chosen], path[1:], odd)
    return changed


def test_nothing_in_a_file_is_too_odd(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [ours(project, capsys, "--keep"), {"rows": [hypothesis("a", quote(QUOTED), position(1, 9), tags=["x"])]}]
    ontology = load(find(project).ontology)

    @given_(st.sampled_from(given), st.lists(st.integers(0, 40), max_size=8), ODD)
    def reads(whole: Any, path: list[int], odd: Any) -> None:
        (project / "odd.json").write_text(json.dumps(replaced(whole, path, odd)), "utf-8")
        into = Annotations(find(project), ontology, project / "texts")
        webannotation.read(project / "odd.json", into, None)
        assert into.report.mapped + len(into.report.left_out) == into.report.read
        for line in into.lines():
            (kind,) = json.loads(line)
            assert kind in ("article", "claim")

    reads()
