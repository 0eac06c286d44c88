"""Annotation files: what is read from good ones, and the faults of bad ones, each where it stands."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation import yaml_events
from kg.annotation.document import Document
from kg.annotation.reader import read, read_all, read_source
from kg.annotation.source_text import SourceText, decode
from kg.base.errors import Place, UsageError
from kg.model.dates import When
from tests.conftest import ROOT

BAD, GOOD = Path(__file__).parent / "bad", Path(__file__).parent / "good"
BAD_CASES, GOOD_CASES = sorted(BAD.rglob("*.yaml")), sorted(GOOD.rglob("*.yaml"))
HASH = "0" * 64
HEAD = "article: {title: A visit, publisher: the-paper, published: 2023-12-14}\n"
CLAIM = f"{{id: sound, fact: talks, type: Talks, stance: asserts, evidence: [{{at: [0, 9], sha256: {HASH}}}]}}"
PATIENCE = 1.0  # seconds in which a file that means harm is answered; they take hundredths


def told(document: Document) -> str:
    ids = [entity.id for entity in document.entities] + [claim.id for claim in document.claims]
    kept = ", ".join(ids) or "nothing"
    faults = "".join(f"{fault}\n" for fault in document.faults)
    return f"{faults}kept: {kept}; claims in the file: {document.claims_in}\n"


def plain(value: Any) -> Any:
    """Give a record as JSON has it, without what is as by default, and times as their texts."""
    if isinstance(value, When):
        return value.text
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(value)
        pairs = ((field.name, field.default, getattr(value, field.name)) for field in fields)
        return {name: plain(held) for name, default, held in pairs if held not in (default, {}, ())}
    if isinstance(value, dict):
        return {name: plain(held) for name, held in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def written(folder: Path, data: str | bytes, name: str = "paper.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def faults(data: str | bytes, name: str = "paper.yaml") -> list[str]:
    return [
        str(fault) for fault in read_source(decode(data if isinstance(data, bytes) else data.encode(), name)).faults
    ]


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.relative_to(BAD).with_suffix("").as_posix())
def test_every_fault_is_reported_where_it_stands(case: Path) -> None:
    assert told(read(case, BAD)) == case.with_suffix(".txt").read_text("utf-8")


def test_a_file_of_which_nothing_is_of_use_says_so() -> None:
    unread = {case.relative_to(BAD).with_suffix("").as_posix() for case in BAD_CASES if read(case, BAD).unread}
    assert unread == {
        "colon-in-text", "comments-only", "dashes-only", "empty", "entities/empty/entities", "entities/list/entities",
        "list-at-top", "odd-start", "tab", "tab-after-a-dash", "text-at-top", "unclosed-bracket", "unclosed-quote",
    }  # fmt: skip
    assert not any(read(case, GOOD).unread for case in GOOD_CASES)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("latin.yaml", b"article: {title: Jos\xe9}"),
        ("bell.yaml", b"article: {title: a\x07b}"),
        ("large.yaml", b"#" * 101),
        ("paper.yml", HEAD.encode()),
    ],
)
def test_a_file_that_is_no_text_or_too_large_or_misnamed_is_not_read(tmp_path: Path, name: str, data: bytes) -> None:
    assert read(written(tmp_path, data, name), tmp_path, limit=100).unread


def test_a_file_that_is_not_there_is_not_read(tmp_path: Path) -> None:
    assert read(tmp_path / "gone.yaml", tmp_path).unread
    assert read(tmp_path / "gone.jsonl", tmp_path).unread


def test_a_faulty_claim_leaves_the_file_read() -> None:
    document = read_source(SourceText("paper.yaml", f"{HEAD}claims: [{CLAIM}, {{id: other}}]"))
    assert [claim.id for claim in document.claims] == ["sound"]
    assert (len(document.faults), document.unread) == (4, False)


@pytest.mark.parametrize("case", GOOD_CASES, ids=lambda case: case.relative_to(GOOD).with_suffix("").as_posix())
def test_what_is_sound_is_read_as_it_is(case: Path) -> None:
    document = read(case, GOOD)
    assert document.faults == ()
    found = {name: plain(getattr(document, name)) for name in ("article", "claims", "entities")}
    assert found == json.loads(case.with_suffix(".json").read_text("utf-8"))
    assert document.claims_in == len(document.claims)


def test_no_case_is_left_out() -> None:
    assert len(BAD_CASES) == len(list(BAD.rglob("*.txt"))) > 40
    assert len(GOOD_CASES) == len(list(GOOD.rglob("*.json"))) > 4


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"title: Jos\xe9", "paper.yaml:1:11: not UTF-8 at byte 10"),
        ("\u00e9: \u00e9\n".encode() + b"title: Jos\xe9", "paper.yaml:2:11: not UTF-8 at byte 17"),
        ("title: x".encode("utf-16"), "paper.yaml:1:1: not UTF-8 at byte 0"),
        ("title: x".encode("utf-16-be"), "paper.yaml:1:1: not UTF-8 at byte 0"),
        ("title: x".encode("utf-16-le"), "paper.yaml:1:2: not UTF-8 at byte 1"),
        (b"\xef\xbb\xbftitle: \xff", "paper.yaml:1:8: not UTF-8 at byte 10"),
    ],
    ids=["latin-1", "after-other-letters", "utf-16", "utf-16-be", "utf-16-le", "after-a-mark"],
)
def test_another_encoding_is_named_by_its_first_odd_byte(data: bytes, expected: str) -> None:
    assert faults(data) == [f"{expected}\n  hint: save the file as UTF-8; until then all of it is refused: 0 claims"]


def test_a_file_in_another_encoding_is_counted_and_not_used() -> None:
    document = read_source(decode(f"{HEAD}claims:  # caf\u00e9\n- {CLAIM}\n".encode("latin-1"), "paper.yaml"))
    assert told(document) == (
        "paper.yaml:2:15: not UTF-8 at byte 85\n"
        "  hint: save the file as UTF-8; until then all of it is refused: 1 claim\n"
        "kept: nothing; claims in the file: 1\n"
    )
    assert document.article is None


@pytest.mark.parametrize(
    ("character", "point"), [("\x07", "0007"), ("\x85", "0085"), ("\u2028", "2028"), ("\x1b", "001B"), ("\x7f", "007F")]
)
def test_a_control_character_is_named_by_its_code_point(character: str, point: str) -> None:
    document = read_source(decode(f"# one\r\n# a{character}b\n{HEAD}claims: [{CLAIM}]\n".encode(), "paper.yaml"))
    assert told(document) == (
        f"paper.yaml:2:4: control character U+{point}\n  hint: take it out\nkept: nothing; claims in the file: 1\n"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\u00e9", "e\u0301"),
        lambda text: "\ufeff" + text.replace("\n", "\r\n").replace("\u00e9", "e\u0301"),
    ],
    ids=["byte-order-mark", "crlf", "cr", "decomposed", "all"],
)
def test_ways_of_writing_the_same_text_make_no_difference(change: Callable[[str], str]) -> None:
    entities = (
        "jose:\n  kind: Person\n  name: Jos\u00e9\n  aliases: [Pep\u00e9]\nodd:\n  kind: Person\n  nam\u00e9: x\n"
    )
    one, other = (read_source(decode(text.encode(), "entities.yaml")) for text in (entities, change(entities)))
    assert other.entities == one.entities
    assert other.entities[0].name == "Jos\u00e9"
    assert [str(fault) for fault in other.faults] == [
        "entities.yaml:5:1: no `name`\n  hint: add `name:`; `kg help name`",
        "entities.yaml:7:3: unknown field `nam\u00e9`\n  hint: did you mean `name`?",
    ]


def test_columns_count_code_points_of_the_file_as_it_stands() -> None:
    found = faults('a: {kind: Person, note: "\U0001f600e\u0301", nam: A}\n', "entities.yaml")
    assert "entities.yaml:1:32: unknown field `nam`\n  hint: did you mean `name`?" in found


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "claims: []\n")
    size = path.stat().st_size
    assert read(path, tmp_path, size).faults == ()
    assert told(read(path, tmp_path, size - 1)) == (
        f"paper.yaml:1:1: over the limit of {size - 1} bytes\n  hint: split the file\n"
        "kept: nothing; claims in the file: 0\n"
    )


def test_the_limit_is_ten_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "paper.yaml"
    with path.open("wb") as stream:
        stream.truncate(10_000_001)
    assert [str(fault) for fault in read(path, tmp_path).faults] == [
        "paper.yaml:1:1: over the limit of 10,000,000 bytes\n  hint: split the file"
    ]


BOMBS = {
    "laughs": "a: &a [x]\n"
    + "".join(f"{n}: &{n} [{f'*{p}, ' * 9}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)),
    "aliases": "a: &a [x]\nb: [" + "*a, " * 2_000_000 + "]\n",
    "merges": "a: &a {b: c}\n" + "".join(f"k{n}: {{<<: *a}}\n" for n in range(200_000)),
    "brackets": "claims: " + "[" * 100_000,
    "brackets-closed": "claims: " + "[" * 100_000 + "]" * 100_000,
    "braces": "claims: " + "{a: " * 100_000,
    "dashes": "- " * 100_000 + "x",
    "question-marks": "? " * 100_000 + "x",
    "steps": "".join(" " * n + "a:\n" for n in range(3_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_answered_at_once(bomb: str) -> None:
    start = time.process_time()
    found = faults(BOMBS[bomb])
    assert time.process_time() - start < PATIENCE
    assert any("not allowed" in fault or "nested too deep" in fault for fault in found)
    assert len(found) < 250


def test_nesting_is_bounded_at_32() -> None:
    def note(depth: int) -> str:
        return f"{HEAD}claims: [{CLAIM.replace('fact:', 'note: ' + '[' * depth + ']' * depth + ', fact:')}]\n"

    shape = "paper.yaml:2:28: expected text, found a list\n  hint: write text"
    assert faults(note(29)) == [shape]
    assert faults(note(30)) == [
        shape,
        "paper.yaml:2:57: nested too deep: more than 32 levels\n  hint: take out what is nested here",
    ]


def test_faults_of_form_are_listed_to_the_hundredth() -> None:
    found = faults("a:\n" + "- *a\n" * 1_000)
    assert len(found) == 101
    assert found[0] == "paper.yaml:2:3: alias `*a` not allowed\n  hint: write the value out here"
    assert found[-1] == (
        "paper.yaml:102:3: more than 100 faults of form: the rest is not read\n  hint: mend the others first"
    )


def test_a_place_is_found_by_its_path() -> None:
    text = f"# first\n{HEAD}claims:\n- {CLAIM}\n- id: b\n  roles:\n    place:\n    - kyiv\n"
    document = read_source(SourceText("paper.yaml", text))
    assert document.place("claims", 1, "roles", "place", 0) == Place("paper.yaml", 8, 7)
    assert document.place("claims", 1, "roles", "place") == Place("paper.yaml", 8, 5)
    assert document.place("claims", 1, "roles", "place", key=True) == Place("paper.yaml", 7, 5)
    assert document.place("claims", 1, "roles", "topic", 3) == Place("paper.yaml", 7, 5)
    assert document.place("claims", 1, "speaker", key=True) == Place("paper.yaml", 5, 3)
    assert document.place("article", "publisher") == Place("paper.yaml", 2, 38)
    assert document.place() == Place("paper.yaml", 2, 1)
    assert Document("gone.yaml", source=SourceText("gone.yaml")).place("claims", 0) == Place("gone.yaml", 1, 1)


def test_each_record_knows_its_position_in_the_file() -> None:
    document = read_source(SourceText("paper.yaml", f"{HEAD}claims: [{{}}, {CLAIM}, {CLAIM.replace('sound', 'b')}]\n"))
    assert [claim.id for claim in document.claims] == ["sound", "b"]
    assert document.claim_index == (1, 2)
    entities = read_source(SourceText("entities.yaml", "a: {}\nb: {kind: Place, name: B}\n"))
    assert [entity.id for entity in entities.entities] == ["b"]
    assert entities.refused_ids == ("a",)


@pytest.mark.parametrize(
    "claims",
    [
        "claim:\n- {}\n- {}\n",
        "Claims: [{}, {}]\n",
        "facts:\n- {}\nnotes: [see page 2]\nclaim: [{}]\n",
        "  claims:\n  - {}\n  - {}\n",
        "claims: [{}]\nmore-claims: [{}]\n",
        "claims: []\nclaim: [{}, {}]\n",
        "claims: {{}}\nclaim: [{}, {}]\n",
        "claims:\n  one: {}\n  two: {}\n",
        "claims:\n- {}\narticle:\n- {}\n",
        "claims:\n- {}\nfact: odd\nstance: asserts\n",
    ],
)
def test_claims_are_counted_wherever_they_stand(claims: str) -> None:
    head = HEAD.replace("article: {", "article:\n  ").replace(", ", "\n  ").replace("}", "")
    misspelt = CLAIM.replace("sound", "b").replace("fact:", "fcat:").replace("evidence:", "evidnce:")
    document = read_source(SourceText("paper.yaml", head + claims.format(CLAIM, misspelt)))
    assert document.claims_in == (1 if "fact: odd" in claims else 2)
    assert document.faults


@pytest.mark.parametrize("text", ["- {}\n- {}\n", "articles:\n- {{article: {{title: x}}, claims: [{}, {}]}}\n"])
def test_claims_of_a_file_that_is_none_are_counted(text: str) -> None:
    document = read_source(SourceText("paper.yaml", text.format(CLAIM, CLAIM)))
    assert (document.claims_in, document.unread or not document.claims) == (2, True)


def test_all_files_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yaml", "entities.yaml", "a/entities.yaml"):
        written(tmp_path, "", f"sources/{name}")
    for name in (".hidden.yaml", "notes.txt", ".git/a.yaml", "folder/notes.md"):
        written(tmp_path, "not: read", f"sources/{name}")
    found = [document.file for document in read_all(tmp_path / "sources", tmp_path)]
    assert found == ["sources/a/entities.yaml", "sources/a/z.yaml", "sources/b.yaml", "sources/entities.yaml"]


def test_a_file_whose_name_is_nearly_right_is_not_passed_over(tmp_path: Path) -> None:
    for name in ("a.yml", "b.YAML", "c.json", "d.ndjson"):
        written(tmp_path, HEAD, f"sources/{name}")
    assert [str(fault) for document in read_all(tmp_path / "sources", tmp_path) for fault in document.faults] == [
        f"sources/{name}:1:1: not read: the name of an annotation file ends in `.yaml` or `.jsonl`"
        "\n  hint: rename the file, or keep it elsewhere"
        for name in ("a.yml", "b.YAML", "c.json", "d.ndjson")
    ]


def test_a_folder_or_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_all(tmp_path / "sources", tmp_path)
    assert (
        str(caught.value)
        == "no such folder: `sources`\n  hint: a project has its annotations there; `kg init` makes one"
    )
    assert [str(fault) for fault in read(tmp_path / "gone.yaml", tmp_path).faults] == [
        "gone.yaml:1:1: no such file\n  hint: give the path of a file that can be read"
    ]
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    assert [document.faults[0].fault for document in read_all(tmp_path, tmp_path)] == ["a link that leads to no file"]


def test_without_libyaml_the_same_is_read() -> None:
    program = (
        "import sys, yaml\n"
        "if hasattr(yaml, 'CSafeLoader'): del yaml.CSafeLoader\n"
        "from pathlib import Path\n"
        "from kg.annotation import yaml_events\n"
        "from kg.annotation.reader import read\n"
        "from tests.annotation.test_annotations import told\n"
        "assert yaml_events.LOADER is yaml.SafeLoader\n"
        "folder = Path(sys.argv[1])\n"
        "print(*(told(read(path, folder)) for path in sorted(folder.rglob('*.yaml'))), sep='')\n"
    )
    for folder, cases in ((BAD, BAD_CASES), (GOOD, GOOD_CASES)):
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        expected = "".join(told(read(case, folder)) for case in cases) + "\n"
        # The two parsers word the faults of syntax differently, and place them a line apart.
        assert without_syntax(done.stdout) == without_syntax(expected)


def without_syntax(text: str) -> list[str]:
    lines = text.splitlines()
    is_syntax = [": not YAML: " in line for line in lines]
    return [
        line for line, odd, after in zip(lines, is_syntax, [False, *is_syntax], strict=False) if not odd and not after
    ]


def test_the_fast_loader_is_used_where_it_is() -> None:
    assert yaml.__with_libyaml__
    assert yaml_events.LOADER is yaml.CSafeLoader


SCRAPS = st.sampled_from([
    "article:", "claims:", "- ", "id: a", "evidence: ", "{", "}", "[", "]", ", ", ": ", "\n", "\n  ", "\n    ", "\t",
    "&a ", "*a", "!t ", "<<: ", "? ", '"', "'", "|\n", ">", "#", "---\n", "...\n", "%YAML 1.1\n", "\u00e9", "e\u0301",
    "\ufeff", "\x00", "\r\n", "at: [0, 9]", "2023-12-14", "kind: Person", "quote: x", "\u202e", "\\u0007", "-", "~",
])  # fmt: skip


@given(st.lists(SCRAPS, max_size=30).map("".join), st.sampled_from(["paper.yaml", "entities.yaml"]))
def test_whatever_stands_in_a_file_it_is_told_and_nothing_is_raised(text: str, name: str) -> None:
    document = read_source(decode(text.encode(), name))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(fault.hint and 1 <= fault.place.line <= lines and fault.place.column >= 1 for fault in document.faults)
    assert list(document.faults) == sorted(set(document.faults))
    assert document.claims_in >= len(document.claims) == len(document.claim_index)
    assert document.faults or document.article or document.entities or name == "entities.yaml"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_file(data: bytes) -> None:
    assert read_source(decode(data, "paper.yaml")).faults


@pytest.mark.parametrize("ending", ["gz", "xz", "bz2", "zst", "GZ", "zip", "lz4", "tar.gz", "gz.xz"])
@pytest.mark.parametrize("name", ["more.yaml", "more.yml", "more.JSON", "more.jsonl", "more.ndjson", "entities.yaml"])
def test_a_packed_file_is_read_or_refused_by_name(tmp_path: Path, name: str, ending: str) -> None:
    written(tmp_path, HEAD, f"sources/{name}.{ending}")
    (document,) = read_all(tmp_path / "sources", tmp_path)
    assert document.unread
    assert document.file == f"sources/{name}.{ending}"
    if f"{name}.{ending}" not in {"more.jsonl.gz", "more.jsonl.zst"}:
        assert str(document.faults[0]).endswith(
            "not read: the name of an annotation file ends in `.yaml` or `.jsonl`"
            "\n  hint: unpack it: only JSON Lines may be packed, as `.jsonl.gz` or `.jsonl.zst`"
        )
