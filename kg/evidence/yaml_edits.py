"""A YAML file changed only at the values that change: comments, order and everything else stay as they are."""

from __future__ import annotations

import copy
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.annotation import source_text, yaml_places, yaml_tree
from kg.annotation.yaml_places import Span, comment_places, comments, head_comment
from kg.annotation.yaml_tree import Value
from kg.base.disk import ChangedError, write_whole
from kg.base.errors import Fault, Place
from kg.base.findings import KeyPath

_BOM = "\ufeff"
_KEY = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\w-]+""", re.DOTALL)
_COLON = re.compile(r"[ \t]*:")
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_COMMENT_LINE = re.compile(r"(?:\r\n|\n|\r)([ ]*)#[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\n|\r")
_DASH = re.compile(r"(?:\A|(?<=[\r\n]))([ ]*)-([ ]+)\Z")  # before the first item of a list
_ODD = "something here or below is written in too unusual a way to be changed in place"


class Edits:
    """The values of one YAML file, where they stand, and the changes to be made.

    Parameters
    ----------
    path
        The file.
    root
        The project folder, to which the names of files in faults are relative.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self._path, self._is_there = path, os.path.lexists(path)
        self._source = source_text.load(path, root)
        tree = yaml_tree.read(self._source)
        self.faults: list[Fault] = [*self._source.faults, *tree.faults]
        self.values: Value = tree.documents[0] if tree.documents and not self.faults else {}
        self._wanted: Value = copy.deepcopy(self.values)
        self._spans = yaml_places.spans(self._source)
        self._changes: list[tuple[int, int, str]] = []
        self._cuts: list[tuple[int, int]] = []  # that go with the comments in them
        self._comments: list[str] = []  # that are to come in

    @property
    def file(self) -> str:
        """The file as faults name it."""
        return self._source.file

    @property
    def whole_text(self) -> str:
        """The file's text as it was read."""
        return self._source.text

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def is_there(self) -> bool:
        """Whether there was such a file when it was read, or anything else of its name."""
        return self._is_there

    @property
    def before(self) -> bytes:
        """What the file held when it was read."""
        return ((_BOM if self._source.marked else "") + self._source.text).encode()

    def fault(self, path: KeyPath, what: str, hint: str) -> None:
        """Note a fault at a value, or at what is nearest around it."""
        self.faults.append(Fault(yaml_places.place(self._source, self._spans, path), what, hint))

    def text(self, path: KeyPath) -> str:
        """Give the text of a scalar as it stands, not normalised."""
        return self._spans[path].text or ""

    def set(self, path: KeyPath, value: str, read: str | None = None) -> None:
        """Write another scalar in the place of the one that stands there; `read` is how it is read, if otherwise."""
        self._inside(path[:-1])[path[-1]] = value if read is None else read
        self._put_scalar(self._spans[path], value)

    def _put_scalar(self, span: Span, value: str) -> None:
        if span.start == span.end and span.key is not None:  # nothing stands there yet
            key = self._key_end(span.key)
            colon = _COLON.match(self._source.text, key)
            self._changes.append((colon.end(), colon.end(), f" {value}") if colon else (key, key, f": {value}"))
        else:
            self._put(span, value)

    def add(self, path: KeyPath, fields: Mapping[str, tuple[str, Value]]) -> None:
        """Write pairs after the pair at a path: beside it inside braces, else on lines of their own.

        Each has its value as it is written, and as it is read.
        """
        span = self._spans[path]
        self._inside(path[:-1]).update({name: value for name, (_, value) in fields.items()})
        end = span.end
        if not span.flow and (comment := _COMMENT.match(self._source.text, end)):
            end = comment.end()  # which speaks of the pair that is there
        joint = self._joint(span)
        self._changes.append((end, end, "".join(f"{joint}{name}: {words}" for name, (words, _) in fields.items())))

    def replace(self, path: KeyPath, names: Iterable[str], fields: Mapping[str, tuple[str, Value]]) -> None:
        """Write pairs in the place of some pairs of a mapping; comments between a key and its value stay there.

        Parameters
        ----------
        path
            Of the mapping.
        names
            Its keys that go: one, or as many as there are fields.
        fields
            Names of the pairs that come, with the value as it is written, and as it is read.
        """
        piece = self._inside(path)
        old = sorted((self._spans[*path, name] for name in names), key=lambda span: span.start)
        for name in names:
            del piece[name]
        piece.update({name: value for name, (_, value) in fields.items()})
        pairs = list(fields.items())
        for number, span in enumerate(old):
            assert span.key is not None  # it is the value of a pair
            name, (words, _) = pairs[number]
            more = pairs[number + 1 :] if number == len(old) - 1 else []
            joint = self._joint(span)
            self._changes.append((span.key, self._key_end(span.key), name))
            self._put(span, words, "".join(f"{joint}{name}: {words}" for name, (words, _) in more))

    def append(self, path: KeyPath, lines: Sequence[str], items: list[Value]) -> None:
        """Write items at the end of a list that stands on lines of its own, with comments of theirs.

        Parameters
        ----------
        path
            Of the list: a key at the top of the file. It may be empty (`[]`, or nothing).
        lines
            As they are to be written, each item from its `- ` on; they are indented as those that are there.
        items
            What they are read as.

        Comments below that are indented more than a dash stay above: they would else be those of the last new item.
        Where the list is not there, or stands in brackets and holds something, this is noted as a fault.
        """
        text, span, there = self._source.text, self._spans.get(path), get_list(self.values, path)
        if span is None or (there and text[span.start] == "["):
            what = f"no `{path[-1]}`" if span is None else "a list in brackets is not added to"
            self.fault(path, what, f"write `{path[-1]}:`, and each item on a line of its own, behind `- `")
            return
        self._comments += comments(source_text.SourceText("", "\n".join(lines)))
        indent, at = 2, self._end_of_line(span.end)
        if there:
            last = self._spans[*path, len(there) - 1]
            dash = text.rfind("-", 0, last.start + 1)
            indent, at = dash - self._line_start(dash), self._end_of_line(last.end)
        elif span.start < span.end:
            start = len(text[: span.start].rstrip(" \t"))
            self._changes.append((start, span.end, ""))
        at, line_end = self._end_of_comments(at, indent), self._line_end()
        block = "".join(line_end + f"{' ' * indent}{line}".rstrip(" ") for line in lines)
        self._changes.append((at, at, block))
        self._inside(path[:-1])[path[-1]] = [*there, *items]

    def append_record(self, fields: Mapping[str, tuple[str, Value]]) -> None:
        """Write a mapping as one more item of the list that the file is, a pair a line, as its items are indented.

        Each field has its value as it is written, and as it is read.
        """
        is_empty = not self._wanted
        self._wanted.append({name: value for name, (_, value) in fields.items()})
        text = self._source.text
        line_end = next((its for its in ("\r\n", "\n", "\r") if its in text), "\n")
        first = self._spans[(0,)].start if (0,) in self._spans else 0
        before = _DASH.search(text, 0, first)
        indent, gap = (before[1], before[2]) if before else ("", " ")
        joint = f"{line_end}{indent} {' ' * len(gap)}"
        start = "" if not text or text.endswith(("\n", "\r")) else line_end
        lines = joint.join(f"{name}: {words}" for name, (words, _) in fields.items())
        if is_empty and () in self._spans:  # the brackets of an empty list, in whose place the item comes
            span = self._spans[()]
            self._changes.append((span.start, span.end, f"-{gap}{lines}"))
            return
        self._changes.append((len(text), len(text), f"{start}{indent}-{gap}{lines}{line_end}"))

    def changed(self) -> source_text.SourceText | None:
        """Give the text as it would be written; None, with a fault, where it would not read as what is wanted."""
        text = self._source.text
        changes = [*self._changes, *((start, end, "") for start, end in _joined(self._cuts))]
        in_order = sorted(enumerate(changes), key=lambda its: (its[1][0], its[1][1], its[0]))
        for _, (start, end, words) in reversed(in_order):  # of those at one place the first comes first
            text = text[:start] + words + text[end:]
        changed = source_text.SourceText(self.file, text)
        fresh = yaml_tree.read(changed)
        if fresh.faults or fresh.documents != [self._wanted] or not self._keeps_comments(changed):
            offset = min((start for start, _, _ in changes), default=0)
            self.faults.append(Fault(self._source.place(offset), _ODD, "write each field on a line of its own"))
            return None
        return changed

    def _keeps_comments(self, changed: source_text.SourceText) -> bool:
        """Tell whether a changed text has the comments that are to stay, in order, and besides only added ones."""
        found, kept = comments(changed), self._to_keep()
        rest = iter(found)
        return all(comment in rest for comment in kept) and not Counter(found) - Counter(kept) - Counter(self._comments)

    def _to_keep(self) -> list[str]:
        """Give the comments of the file, without those that go with what they stand in."""
        places = comment_places(self._source)
        return [words for at, words in places if not any(start <= at < end for start, end in self._cuts)]

    def after(self) -> bytes | None:
        """Give what the file is to hold; None, with a fault, where it would not read as what is wanted."""
        if not self._changes and not self._cuts:
            return self.before
        changed = self.changed()
        return None if changed is None else ((_BOM if self._source.marked else "") + changed.text).encode()

    def write(self) -> bool:
        """Put the changed text in the place of the file, whole or not at all.

        Returns
        -------
        bool
            Whether the file was changed: it is not where nothing was to be changed, and not, with a fault,
            where the changed text would not read as what is wanted or would lack a comment, or where somebody
            else has changed the file since it was read.

        Raises
        ------
        WriteError
            If the file cannot be written.
        """
        after = self.after()
        if after is None or after == self.before:
            return False
        try:
            write_whole(self._path, after, over=self.before)
        except ChangedError as error:
            self.faults.append(Fault(Place(self.file), error.what, error.hint))
            return False
        return True

    def _put(self, span: Span, words: str, more: str = "") -> None:
        """Write a value in the place of another, and pairs after it; the comment beside a block scalar's sign stays."""
        text = self._source.text
        blank = " " if text[span.start - 1] == ":" else ""  # JSON needs none after the colon
        self._changes.append((span.start, span.end, f"{blank}{words}{head_comment(text, span.start)}{more}"))

    def _key_end(self, start: int) -> int:
        found = _KEY.match(self._source.text, start)
        return found.end() if found else start  # such a text is then not what is wanted, and not written

    def _inside(self, path: KeyPath) -> Value:
        found = self._wanted
        for step in path:
            found = found[step]
        return found

    def _joint(self, span: Span) -> str:
        """Give what stands between the pair at a place and one that follows it."""
        if span.flow:
            return ", "
        assert span.key is not None  # it is the value of a pair
        return self._line_end() + " " * (span.key - self._line_start(span.key))

    def _line_end(self) -> str:
        return next((its for its in ("\r\n", "\n", "\r") if its in self._source.text), "\n")

    def _line_start(self, at: int) -> int:
        text = self._source.text
        return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1

    def _end_of_line(self, at: int) -> int:
        found = _LINE_END.search(self._source.text, at)
        return found.start() if found else len(self._source.text)

    def _end_of_comments(self, at: int, indent: int) -> int:
        """Give where the comments end that stand directly below a line, and are indented more than so far."""
        while (found := _COMMENT_LINE.match(self._source.text, at)) and len(found[1]) > indent:
            at = found.end()
        return at


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def get_list(values: Value, path: KeyPath) -> list[Value]:
    """Give the list at a path; empty where there is none.

    >>> get_list({"claims": ["a"]}, ("claims",)), get_list({"claims": ""}, ("claims",))
    (['a'], [])
    """
    for step in path:
        values = values.get(step) if isinstance(values, dict) else None
    return values if isinstance(values, list) else []
