"""Random changes to commented annotation files: no comment, no other claim is lost, and undo gives the bytes back."""

from __future__ import annotations

import contextlib
import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotation import source_text, yaml_tree
from kg.base.errors import KgError
from kg.desk.annotating.changes import Changes
from kg.desk.annotating.claim_values import wire
from tests.examples import examples

TEXT = "Ana Solberg met Marek Dunai. Orlund denied it. Nobody else was there.\n"
UNUSUAL = "something here or below is written in too unusual a way to be changed in place"
SPANS = ([0, 28], [29, 46], [47, 69])
NOTES = (
    "one word",
    "with: a colon",
    "# no comment",
    "two\nlines",
    "“é” and '\"'",
    "- item",
    "no",
    "2031",
    "\\",
    "e\u0301",
)
_COMMENT = re.compile(r"#c\d+-\w+")
SLOW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


class Writer:
    """Writes one file, with a comment wherever one may stand; each names the claim that it is in, or `out`."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.comments = draw, 0

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def comment(self, owner: str) -> str:
        self.comments += 1
        return f"#c{self.comments}-{owner}"

    def end(self, owner: str) -> str:
        return (f" {self.comment(owner)}" if self.one_of(True, False, False) else "") + "\n"

    def above(self, indent: str, owner: str) -> str:
        lines = [self.one_of("", indent + self.comment(owner)) + "\n" for _ in range(self.one_of(0, 0, 0, 1, 2))]
        return "".join(lines)

    def scalar(self, words: str, indent: str) -> str:
        quoted = '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        if self.one_of(True, False) or not words[0].isalpha() or words[-1].isspace():
            return quoted
        lead = f"\n{indent}    "
        return f"|-{lead}" + words.replace("\n", lead)

    def fields(self, owner: str, indent: str) -> list[str]:
        stance = self.one_of("asserts", "'denies'", '"suggests"')
        fields = [f"fact: {self.one_of('f', 'g')}", f"stance: {stance}"]
        if self.one_of(True, False):
            fields.append("roles: {agent: [x, y], place: z}")
        if self.one_of(True, False):
            fields.append(self.one_of("speaker: x", "speaker: [x]", "via: [x, y]", "when:", "when: 2031"))
        if self.one_of(True, False):
            fields.append(f"note: {self.scalar(self.one_of(*NOTES), indent)}")
        return fields

    def claim(self, owner: str, indent: str) -> str:
        if self.one_of(True, False, False, False):
            return f"{indent}- {{id: {owner}, fact: f, evidence: [{{at: [0, 28]}}]}}{self.end(owner)}"
        lead = f"{indent}  "
        text = f"{indent}- id: {owner}{self.end(owner)}"
        for field in self.fields(owner, indent):
            is_block = "|-" in field
            text += self.above(lead, owner) + lead + field + ("\n" if is_block else self.end(owner))
        if self.one_of(True, False):
            text += f"{lead}evidence:{self.end(owner)}"
            dash = lead + self.one_of("", "  ")
            for at in SPANS[: self.one_of(1, 2, 3)]:
                text += self.above(dash, owner) + f"{dash}- {{at: {at}, quote: '{at[0]}'}}{self.end(owner)}"
        return text

    def file(self) -> str:
        text = self.above("", "out") + f"article:{self.end('out')}  title: t{self.end('out')}"
        text += self.above("  ", "out") + f"  text: {{file: a.txt}}{self.end('out')}" + self.above("", "out")
        number, indent = self.one_of(0, 1, 2, 3), self.one_of("", "  ", "    ")
        if not number:
            return text + str(self.one_of("", f"claims: []{self.end('out')}", f"claims:{self.end('out')}"))
        text += f"claims:{self.end('out')}"
        for each in range(number):
            text += self.above(indent, "out") + self.claim(f"k{each}", indent)
        text += self.above("", "out")
        return str(self.one_of(text, text.rstrip("\n")))


@st.composite
def files(draw: Any) -> bytes:
    text = Writer(draw).file()
    line_end, mark = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff"]))
    return str(mark + text.replace("\n", line_end)).encode()


def claims_of(data: bytes) -> list[dict[str, Any]]:
    tree = yaml_tree.read(source_text.decode(data, "a.yaml"))
    assert not tree.faults
    found = tree.documents[0].get("claims", [])
    return [wire(its) for its in found] if isinstance(found, list) else []


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "stance": st.sampled_from(["asserts", "denies"]),
        "when": st.sampled_from(["2031", "", "2031-03-05"]),
        "speaker": st.lists(st.sampled_from(["x", "y", "z"]), max_size=2, unique=True),
        "roles": st.dictionaries(st.sampled_from(["agent", "place", "topic"]), st.just(["x"]), max_size=3),
        "note": st.sampled_from([*NOTES, ""]),
        "evidence": st.lists(st.sampled_from(SPANS), max_size=3).map(lambda its: [{"at": at} for at in its]),
        "values": st.just({"deaths": 12}),
    },
)


def drawn(data: st.DataObject, claims: list[dict[str, Any]]) -> dict[str, Any]:
    kind = data.draw(
        st.sampled_from(["add", "nothing", "something", "head", *(["replace", "remove"] * 2 * bool(claims))])
    )
    if kind in ("nothing", "something"):
        return {kind: data.draw(st.sampled_from(SPANS))}
    if kind == "head":
        return {kind: {data.draw(st.sampled_from(["language", "note"])): data.draw(st.sampled_from(["en", ""]))}}
    if kind == "add":
        return {kind: {"fact": "new", **data.draw(FIELDS)}}
    was = data.draw(st.sampled_from(claims))
    if kind == "remove":
        return {kind: {"was": was}}
    gone = data.draw(st.sampled_from(["", "fact", "note", "roles", "evidence"]))
    claim = {name: its for name, its in {**was, **data.draw(FIELDS)}.items() if name != gone}
    return {kind: {"was": was, "claim": claim}}


def assert_kept(before: bytes, after: bytes, change: dict[str, Any]) -> None:
    """Look that comments and claims which a change is not about are all there, in their order."""
    (kind, its), old, new = next(iter(change.items())), claims_of(before), claims_of(after)
    own = its["was"]["id"] if kind in ("replace", "remove") else ""
    comments = [
        [c for c in _COMMENT.findall(text.decode()) if not (own and c.endswith(f"-{own}"))] for text in (before, after)
    ]
    assert comments[0] == comments[1]
    at = [each["id"] for each in old].index(own) if own else len(old)
    if kind == "remove":
        assert new == old[:at] + old[at + 1 :]
    elif kind in ("replace", "add"):
        assert new[:at] + new[at + 1 :] == old[:at] + old[at + 1 :]
        wanted = {name: value for name, value in (its["claim"] if own else its).items() if value}
        for name, value in wanted.items():
            if name == "evidence":
                assert [piece["at"] for piece in new[at][name]] == [piece["at"] for piece in value]
            elif name != "roles":
                assert str(new[at][name]).replace("é", "e\u0301") == str(
                    {k: str(v) for k, v in value.items()} if isinstance(value, dict) else value
                ).replace("é", "e\u0301")
            else:
                assert new[at].get(name, {}) == value
        assert {name for name, value in new[at].items() if value} == {"id", *wanted}
    else:
        assert new == old
    assert (b"\r\n" in before) == (b"\r\n" in after) or b"\n" not in before
    assert before[:3] == after[:3] or not before.startswith(b"\xef")


@settings(SLOW, max_examples=examples(100))
@given(made=files(), data=st.data())
def test_no_comment_and_no_other_claim_is_lost(tmp_path_factory: Any, made: bytes, data: st.DataObject) -> None:
    folder: Path = tmp_path_factory.getbasetemp()
    path = folder / "sequence.yaml"
    (folder / "a.txt").write_text(TEXT, "utf-8")
    path.write_bytes(made)
    changes, states = Changes(folder, folder, folder, ""), [made]
    for _ in range(data.draw(st.integers(1, 6))):
        change = drawn(data, claims_of(states[-1]))
        asked = copy.deepcopy(change)
        refused: KgError | None = None
        try:
            done = changes.apply(path, change)
        except KgError as error:
            refused = error
        if refused is not None:  # written in too unusual a way
            assert (refused.what, refused.place is not None) == (UNUSUAL, True)
            assert path.read_bytes() == states[-1]
            continue
        assert change == asked  # what the caller gave is as it was
        assert done.is_changed == (path.read_bytes() != states[-1])
        assert_kept(states[-1], path.read_bytes(), change)
        if done.is_changed:
            states.append(path.read_bytes())
    for state in reversed(states[:-1]):
        changes.undo(path)
        assert path.read_bytes() == state
    for state in states[1:]:
        changes.redo(path)
        assert path.read_bytes() == state


def changed(folder: Path, made: bytes, change: dict[str, Any]) -> bytes:
    """Give what a file is after a change; what it was, where it is refused."""
    path = folder / "sequence.yaml"
    (folder / "a.txt").write_text(TEXT, "utf-8")
    path.write_bytes(made)
    with contextlib.suppress(KgError):
        Changes(folder, folder, folder, "").apply(path, change)
    return path.read_bytes()


@settings(SLOW, max_examples=examples(50))
@given(made=files(), data=st.data())
def test_how_lines_end_makes_no_difference(tmp_path_factory: Any, made: bytes, data: st.DataObject) -> None:
    folder, short = tmp_path_factory.getbasetemp(), made.replace(b"\r\n", b"\n")
    change = drawn(data, claims_of(short))
    after = changed(folder, short, copy.deepcopy(change))
    assert changed(folder, short.replace(b"\n", b"\r\n"), change) == after.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lead", ["    ", "\n    ", "  ", "\n", "   "])
def test_a_comment_below_an_empty_list_is_none_of_its_first_claim(tmp_path: Path, line_end: str, lead: str) -> None:
    text = f"article: {{title: t, text: {{file: a.txt}}}}\nclaims: [] # one\n{lead}# two\n{lead}# three\n"
    made = text.replace("\n", line_end).encode()
    after = changed(tmp_path, made, {"add": {"fact": "new"}})
    (claim,) = claims_of(after)
    assert changed(tmp_path, after, {"remove": {"was": claim}}) == made
