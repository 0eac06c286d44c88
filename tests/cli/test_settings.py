"""Whatever stands in `kg.toml`, or in its place: it is read, or refused with its place."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.base.errors import UsageError
from kg.base.project import find
from kg.cli.new_project import start

GOOD = 'title = "T"\nbase = "https://example.org/a/"\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("settings") / "p"
    start(folder)
    return folder


def refused(project: Path, data: bytes) -> str:
    (project / "kg.toml").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        find(project)
    assert caught.value.hint
    return str(caught.value).partition("\n")[0]


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("x = " + "[" * 3000 + "]" * 3000, "3:1: nested too deep"),
        ("x = " + "{a=" * 3000 + "1" + "}" * 3000, "3:1: nested too deep"),
        (f"n = {'9' * 4301}", "3:5: a number that is too long"),
        ("a = [\n" + "[" * 3000, "4:1: nested too deep"),
        ("titel = 3", "3:1: unknown setting `titel`"),
        ("  [bas.e]\n", "3:4: unknown setting `bas`"),
        ("[[x]]\n", "3:3: unknown setting `x`"),
        ('"\\u202e" = 1', "1:1: unknown setting `\\u202e`"),
        ("base = 'https://example.org/b/'", "3:32: not TOML: Cannot overwrite a value"),
        ("x = ", "3:5: not TOML: Invalid value"),
        ("x = '''\n\n", "3:8: not TOML: Expected"),
        ("d = 2023-02-30", "3:5: not TOML: Invalid date"),
        ("[base]", "3:6: not TOML: Cannot overwrite"),
        ("# \x01", "3:3: not TOML: Found invalid character '\\x01'"),
        (".".join("a" * 49_000) + "=1", "3:1: a key of more than 100 steps"),
        ("[" + ".".join("a" * 49_000) + "]", "3:2: a key of more than 100 steps"),
        ("[[" + " . ".join("a" * 20_000) + "]]", "3:3: a key of more than 100 steps"),
        ("x = {" + ".".join(["'b'"] * 20_000) + "=1}", "3:6: a key of more than 100 steps"),
        ("\n".join([".".join(['"c"'] * 101) + f"{number} = 1" for number in range(99)]), "3:1: a key of more than"),
        ("x = 1\n  " + "\t.\t".join(["d-1"] * 101) + " = 1", "4:3: a key of more than 100 steps"),
        ("\n".join("[" + ".".join("e" * 100) + f".x{number}]" for number in range(400)), "3:2: a key of more than"),
        ("[" + ".".join("e" * 100) + "]", "3:2: unknown setting `e`"),
        ("x" * 100_000, "1:1: over the limit of 100,000 bytes"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_place(project: Path, added: str, expected: str) -> None:
    assert refused(project, (GOOD + added).encode()).startswith(f"kg.toml:{expected}")


def test_a_wrong_type_has_its_place(project: Path) -> None:
    assert (
        refused(project, b'base = "https://example.org/a/"\r\n\r\ntitle = 3\r\n') == "kg.toml:3:1: `title` is no text"
    )
    assert refused(project, b'title = "T"\n[base]\nx = 1') == "kg.toml:2:2: `base` is no text"
    assert refused(project, b'\xef\xbb\xbftitle = ["T"]') == "kg.toml:1:1: `title` is no text"
    assert refused(project, b'title = "\xc3\xa4 \xff"') == "kg.toml:1:12: not UTF-8 at byte 12"
    assert refused(project, "titel = 'x'".encode("utf-16")).startswith("kg.toml:1:1: not UTF-8 at byte 0")


def test_a_setting_that_is_nearly_known_is_guessed(project: Path) -> None:
    (project / "kg.toml").write_text(f"{GOOD}titel = 'x'\n", "utf-8")
    with pytest.raises(UsageError, match=r"kg.toml:3:1: unknown setting `titel`\n  hint: did you mean `title`\?"):
        find(project)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_any_line_ends_are_fine(tmp_path: Path, mark: str, line_end: str) -> None:
    start(tmp_path / "p")
    (tmp_path / "p" / "kg.toml").write_bytes((mark + GOOD.replace("\n", line_end)).encode())
    kg.build(tmp_path / "p")
    from kg.base.project import located
    from kg.builder.releases import is_stale

    assert not is_stale(located(tmp_path / "p"))
    assert kg.open(tmp_path / "p").project.title == "T"


@pytest.mark.parametrize("title", ["\\u0000", "a\\u202Eb", "\\u001b[31m", "\\n\\t", "", "\\uFFFF", "</script>"])
def test_any_title_is_written_and_read(tmp_path: Path, title: str) -> None:
    start(tmp_path / "p")
    (tmp_path / "p" / "kg.toml").write_text(GOOD.replace('"T"', f'"{title}"'), "utf-8")
    graph = kg.build(tmp_path / "p")
    assert graph.view().html
    for format in ("turtle", "trig", "jsonld", "jsonl", "graphml", "csv", "bundle"):
        assert graph.export(format)


@pytest.mark.parametrize("made", ["pipe", "folder", "nowhere", "circle", "missing"])
def test_what_stands_in_its_place_is_named(tmp_path: Path, made: str) -> None:
    start(tmp_path / "p")
    path = tmp_path / "p" / "kg.toml"
    path.unlink()
    if made == "pipe":
        os.mkfifo(path)
    elif made == "folder":
        path.mkdir()
    elif made != "missing":
        path.symlink_to("kg.toml" if made == "circle" else "nowhere")
    with pytest.raises(UsageError, match=r"kg\.toml:1:1: |kg.toml` is missing"):
        find(tmp_path / "p")


NOISE = [
    "[",
    "]",
    "{",
    "}",
    "=",
    '"',
    "'",
    '"""',
    "\n",
    "\r",
    "#",
    ".",
    "\\",
    "\0",
    "\ufeff",
    "9" * 5000,
    "[" * 2000,
    "é",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.sampled_from(NOISE)), min_size=1, max_size=6),
    odd=st.binary(max_size=2),
)
def test_mutated_settings_are_read_or_refused_with_their_place(
    project: Path, edits: list[tuple[int, int, str]], odd: bytes
) -> None:
    text = GOOD
    for at, length, put in edits:
        text = text[:at] + put + text[at + length :]
    (project / "kg.toml").write_bytes(text.encode() + odd)
    said = ""
    try:
        find(project)
    except UsageError as error:
        said = str(error)
    assert not said or re.match(r"kg\.toml:\d+:\d+: ", said), said
