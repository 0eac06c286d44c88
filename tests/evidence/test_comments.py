"""Files with comments at every place where YAML allows one: anchoring loses none, and changes nothing but evidence."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotation import source_text, yaml_tree
from kg.base.errors import Fault, Place
from kg.evidence.anchoring import anchor
from kg.evidence.repairing import repair
from kg.evidence.spans import Anchored
from tests.examples import examples

TEXT = (
    "Ministers meet at last\n\nAnn Arbor and Bo Berg.\nAnn Arbor and Bo Berg.\n\n"
    "Ann Arbor met Bo Berg on Monday. Berg left on Tuesday. Cy Dor stayed # until noon.\n"
)
ONCE = ("Ministers meet at last", "met Bo Berg on Monday", "Berg left on Tuesday", "stayed # until noon")
TWICE = "Ann Arbor and Bo Berg"
FIELDS = ("at", "sha256", "quote", "nth")


class Writer:
    """Writes a file piece by piece. Texts of quotes are kept apart: all else must still be there, in order."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments = 0
        self.pieces: list[tuple[str, bool]] = []  # what is written, and whether anchoring may change it

    def __call__(self, text: str, *, free: bool = False) -> None:
        self.pieces.append((text, free))

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        self.comments += 1
        return (
            f"#{self.one_of('', ' ', '# ')}c{self.comments} {self.one_of('', 'why: this', '{quote: x}', '“a”', '- a')}"
        )

    def end(self) -> None:
        """End a line, maybe after a comment, and maybe with lines of comments below."""
        self(self.one_of("", " ", "  ") + (f" {self.comment()}" if self.one_of(True, False) else "") + "\n")
        for _ in range(self.one_of(0, 0, 1, 2)):
            self(self.one_of("", " ", " " * 7) + (self.comment() if self.one_of(True, True, False) else "") + "\n")

    def inside(self, after: str = "") -> None:
        """Leave a blank inside braces or after a key, maybe with a comment and the end of the line."""
        if self.one_of(True, False):
            self(f"{after} {self.comment()}\n{' ' * 14}{self.one_of('', '   ')}")
        else:
            self(after + " ")

    def quote(self, words: str, indent: int) -> None:
        style = self.one_of("plain", "'", '"', "folded", "below", "|", ">")
        if "#" in words and style in ("plain", "below"):
            style = "'"
        lead = " " * (indent + self.one_of(1, 3))
        if style in ("|", ">"):
            sign = f"{style}-"
            self(sign, free=True)
            self(f" {self.comment()}" if self.one_of(True, False) else "")
            self(f"\n{lead}{words}", free=True)
            self("\n")
            self(f"{' ' * self.one_of(0, indent)}{self.comment()}\n" if self.one_of(True, False) else "")
            return
        if style == "below":
            self(f"{self.comment()}\n{lead}{self.comment()}\n{lead}")
        written = {"plain": words, "below": words, "'": f"'{words}'", '"': f'"{words}"'}
        first, last = words.rsplit(" ", 1)
        self(written.get(style, f'"{first}\n{lead}{last}"'), free=True)
        self.end()

    def evidence(self, indent: int) -> None:
        words = self.one_of(*ONCE, TWICE)
        fields = [("quote", words)] + ([("nth", "2")] if words == TWICE else [])
        fields += [("note", "none")] if self.one_of(True, False) else []
        fields = self.draw(st.permutations(fields))
        if self.one_of(True, False):
            self.flow(fields)
            return
        for number, (name, value) in enumerate(fields):
            self(" " * indent if number else "")
            self(self.one_of(name, name, f'"{name}"', f"'{name}'"), free=name in FIELDS)
            self(self.one_of(":", ": ", " : ").rstrip() + " ")
            if name == "quote":
                self.quote(value, indent)
            else:
                self(value, free=name == "nth")
                self.end()

    def flow(self, fields: list[tuple[str, str]]) -> None:
        self("{")
        for number, (name, value) in enumerate(fields):
            self.inside("," if number else "")
            self(name, free=name in FIELDS)
            self.inside(":")
            self(f"'{value}'" if "#" in value else self.one_of(value, f'"{value}"'), free=name in FIELDS)
        self.inside()
        self("}")
        self.end()

    def head(self) -> None:
        self("article:")
        self.end()
        lead = " " * self.one_of(1, 2, 5)
        self(f"{lead}text:")
        if self.one_of(True, False):
            self(" {")
            self.inside()
            self("file: a.txt")
            self.inside()
            self("}")
        else:
            self.end()
            self(f"{lead}   file:")
            self.inside()
            self("a.txt")
        self.end()

    def file(self) -> str:
        self(f"{self.comment()}\n" if self.one_of(True, False) else "")
        self.head()
        self("claims:")
        self.end()
        step = self.one_of(0, 1, 4)
        for number in range(self.one_of(1, 2)):
            self(f"{' ' * step}- id: c{number}")
            self.end()
            self(f"{' ' * (step + 2)}evidence:")
            self.end()
            inner = step + 2 + self.one_of(0, 1, 3)
            for _ in range(self.one_of(1, 3)):
                gap = self.one_of(1, 1, 4)
                self(f"{' ' * inner}-{' ' * gap}")
                self.evidence(inner + 1 + gap)
        self(self.comment() if self.one_of(True, False) else "")
        return "".join(text for text, _ in self.pieces)


@st.composite
def files(draw: Any) -> tuple[str, list[str]]:
    """Write a file, and give what of it must still be there."""
    writer = Writer(draw)
    text = writer.file()
    line_end, mark = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff"]))
    kept = [piece.replace("\n", line_end) for piece, free in writer.pieces if not free]
    return mark + text.replace("\n", line_end), kept


def values(data: bytes) -> Any:
    tree = yaml_tree.read(source_text.decode(data, "a.yaml"))
    assert not tree.faults, tree.faults
    return tree.documents[0]


def apart(document: Any) -> Any:
    """Give the values without those that anchoring writes."""
    head = {name: value for name, value in document["article"]["text"].items() if name == "file"}
    claims = [
        {**claim, "evidence": [{k: v for k, v in its.items() if k not in FIELDS} for its in claim["evidence"]]}
        for claim in document["claims"]
    ]
    return head, claims


def assert_whole(before: bytes, after: bytes, kept: list[str]) -> None:
    comments = [re.findall(r"#[# ]*c\d+ [^\r\n]*", data.decode()) for data in (before, after)]
    assert comments[0] == comments[1]
    assert apart(values(before)) == apart(values(after))
    assert before.startswith(b"\xef\xbb\xbf") == after.startswith(b"\xef\xbb\xbf")
    assert (b"\r" in before, after.count(b"\n") == after.count(b"\r\n")) == (b"\r" in after, b"\r" in after)
    at, text = 0, after.decode()
    for piece in kept:
        found = text.find(piece, at)
        assert found >= 0, f"gone: {piece!r}"
        at = found + len(piece)


def run(folder: Path, data: bytes, text: str, *, keep: bool = False, mend: bool = False) -> tuple[Anchored, bytes]:
    path = folder / "a.yaml"
    path.write_bytes(data)
    (folder / "a.txt").write_bytes(text.encode())
    done = repair(path, folder, folder).done if mend else anchor(path, folder, folder, keep=keep)
    return done, path.read_bytes()


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=files(), keep=st.booleans())
def test_no_comment_is_lost_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, list[str]], keep: bool
) -> None:
    folder = tmp_path_factory.getbasetemp()
    before, kept = made[0].encode(), made[1]
    done, after = run(folder, before, TEXT, keep=keep)
    assert done.faults == []
    assert_whole(before, after, kept)
    for claim in values(after)["claims"]:
        assert all(("quote" in its) == keep and "sha256" in its for its in claim["evidence"])
    mended, last = run(folder, after, f"Before it.\n{TEXT}", mend=True)
    assert mended.faults == []
    assert mended.is_changed
    assert_whole(after, last, kept)


def test_a_comment_beside_the_sign_of_a_block_stays(tmp_path: Path) -> None:
    before = b"article: {text: {file: a.txt}}\nclaims:\n  - evidence:\n      - quote: |- # why\n          Cy Dor\n"
    done, after = run(tmp_path, before, "Cy Dor stayed.\n")
    assert done.faults == []
    assert b"      - at: [0, 6] # why\n        sha256: " in after


@pytest.mark.parametrize("verb", ["anchor", "keep", "repair"])
@pytest.mark.parametrize("edit", ["append", "replace", "remove", "folder"])
def test_a_file_that_somebody_saves_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, edit: str
) -> None:
    path = tmp_path / "a.yaml"
    before = b"article: {text: {file: a.txt}}\nclaims: [{evidence: [{quote: Cy Dor}]}]\n"
    if verb == "repair":
        before = run(tmp_path, before, "Cy Dor stayed.\n")[1]
    saved = {"append": before + b"# mine", "replace": before.replace(b"{text", b"{ text"), "remove": None}.get(edit)
    sync = os.fsync

    def meanwhile(handle: int) -> None:
        sync(handle)
        path.unlink()
        if edit == "folder":
            path.mkdir()
        elif saved is not None:
            path.write_bytes(saved)

    monkeypatch.setattr(os, "fsync", meanwhile)
    path.write_bytes(before)
    (tmp_path / "a.txt").write_bytes(b"So: Cy Dor stayed.\n")
    if verb == "repair":
        done = repair(path, tmp_path, tmp_path).done
    else:
        done = anchor(path, tmp_path, tmp_path, keep=verb == "keep")
    hint = "do it again, with the file as it is now"
    assert done == Anchored("a.yaml", 0, False, [Fault(Place("a.yaml"), "changed meanwhile: nothing written", hint)])
    if edit == "folder":
        assert path.is_dir()
    else:
        assert (path.read_bytes() if path.exists() else None) == saved
    assert {its.name for its in tmp_path.iterdir()} <= {"a.yaml", "a.txt"}
