"""Records as lines of a YAML file: written, put in beside others, and taken out with what belongs to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.annotation.yaml_places import Span
from kg.annotation.yaml_tree import Value
from kg.annotation.yaml_writer import flow
from kg.base.findings import KeyPath
from kg.evidence.yaml_edits import Edits

_ITEM = re.compile(r"(?<=[\r\n])[ ]*(-)(?=[ \t\r\n])")  # the dash of an item, first on its line
_COLON = re.compile(r"[ \t]*:")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_AFTER_BLANK = re.compile(r"(?:\A|\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)\Z")
_IN_ONE_LINE = "evidence"  # one piece of it, that is: everything else that is a list of mappings takes a line each


def as_read(value: Any) -> Value:  # noqa: ANN401 - what a field holds
    """Give a value as an annotation file reads it: every scalar as composed text.

    >>> as_read({"at": [0, 9], "suggested": True})
    {'at': ['0', '9'], 'suggested': 'true'}
    """
    if isinstance(value, Mapping):
        return {as_read(name): as_read(its) for name, its in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_read(its) for its in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return unicodedata.normalize("NFC", str(value))


def record_lines(fields: Mapping[str, Any], indent: str = "", first: str | None = None) -> list[str]:
    r"""Write a record, a field a line; several mappings in a list take a line each.

    >>> print(*record_lines({"id": "a", "evidence": [{"at": [0, 9]}, {"at": [9, 12]}]}, "  ", "- "), sep="\n")
    - id: a
      evidence:
        - {at: [0, 9]}
        - {at: [9, 12]}
    """
    lines: list[str] = []
    for name, value in fields.items():
        head = indent if lines or first is None else first
        if is_long(name, value):
            lines += [f"{head}{flow(name)}:", *(f"{indent}  - {flow(its)}" for its in value)]
        else:
            lines.append(f"{head}{flow(name)}: {flow(value)}")
    return lines


def is_long(name: str | int, value: Any) -> bool:  # noqa: ANN401 - what a field holds
    """Tell whether a field takes a line for each of the mappings in its list."""
    is_list = isinstance(value, list) and bool(value) and all(isinstance(its, Mapping) for its in value)
    return is_list and (len(value) > 1 or name != _IN_ONE_LINE)


class Lines(Edits):
    """Pairs of mappings and items of lists, in lines or in braces: found, put in, taken out."""

    @property
    def _text(self) -> str:
        return self._source.text

    def _at(self, path: KeyPath) -> Value:
        found = self.values
        for step in path:
            found = found[step]
        return found

    def _insert_behind(self, span: Span, pairs: Mapping[str, Any]) -> None:
        if span.flow:
            words = "".join(f", {flow(name)}: {flow(value)}" for name, value in pairs.items())
            self._changes.append((span.end, span.end, words))
            return
        joint, at = self._joint(span), self._end_of_line(self._end_of(span))
        self._changes.append((at, at, "".join(joint + line for line in record_lines(pairs))))

    def _insert_first(self, span: Span, pairs: Mapping[str, Any]) -> None:
        assert span.key is not None  # it is the value of a pair
        joint = self._joint(span)
        lines = [flow(name) + ": " + flow(value) for name, value in pairs.items()] if span.flow else record_lines(pairs)
        self._changes.append((span.key, span.key, "".join(line + joint for line in lines)))

    def _insert_items(self, path: KeyPath, values: Sequence[Any], *, is_apart: bool = False) -> None:
        """Write items behind the one at a path; with `is_apart` after a blank line, where that one has one too."""
        span = self._spans[path]
        if span.flow:
            self._changes.append((span.end, span.end, "".join(f", {flow(its)}" for its in values)))
            return
        dash, at = self._dash(path), self._end_of_item(path)
        lead = " " * (dash - self._line_start(dash))
        blank = [""] if is_apart and path[-1] and self._is_after_blank(self._above(dash)) else []
        for its in values:
            lines = record_lines(its, f"{lead}  ", f"{lead}- ") if is_apart else [f"{lead}- {flow(its)}"]
            self._changes.append((at, at, "".join(self._line_end() + line for line in [*blank, *lines])))

    def _insert_items_first(self, path: KeyPath, values: Sequence[Any]) -> None:
        """Write items before the one at a path, the first of its list; comments above it stay above them."""
        span = self._spans[path]
        if span.flow:
            self._changes.append((span.start, span.start, "".join(f"{flow(its)}, " for its in values)))
            return
        dash = self._dash(path)
        joint = self._line_end() + " " * (dash - self._line_start(dash))
        self._changes.append((dash, dash, "".join(f"- {flow(its)}{joint}" for its in values)))

    def _cut_pair(self, path: KeyPath, kept: Iterable[str]) -> None:
        span, kept = self._spans[path], frozenset(kept)
        assert span.key is not None  # it is the value of a pair
        if span.flow:
            names = list(self._at(path[:-1]))
            at = names.index(path[-1])
            before = next((name for name in reversed(names[:at]) if name in kept), None)
            previous = self._spans[*path[:-1], names[at - 1]].end if before is not None else span.key
            following = self._spans[*path[:-1], names[at + 1]].key if at + 1 < len(names) else None
            self._cut_inside(span, before is not None, previous, following)
            return
        self._cut_lines(span.key, self._end_of(span))

    def _cut_item(self, path: KeyPath, kept: Iterable[int | str]) -> None:
        span, kept = self._spans[path], frozenset(kept)
        number = path[-1]
        assert isinstance(number, int)  # it is an item of a list
        if span.flow:
            has_before = any(each < number for each in kept if isinstance(each, int))
            previous = self._spans[*path[:-1], number - 1].end if has_before else span.start
            following = self._spans.get((*path[:-1], number + 1))
            self._cut_inside(span, has_before, previous, following.start if following else None)
            return
        self._cut_lines(self._dash(path), self._end_of_item(path), is_apart=True)

    def _cut_inside(self, span: Span, has_before: bool, previous: int, following: int | None) -> None:
        """Take something out of braces or brackets, with a comma; a comment that stood there keeps it from going."""
        if has_before:
            self._changes.append((previous, span.end, ""))
        else:
            start = span.start if span.key is None else span.key
            self._changes.append((start, span.end if following is None else following, ""))

    def _cut_lines(self, start: int, end: int, *, is_apart: bool = False) -> None:
        """Take whole lines away, with a blank line below them where one is above; a dash before them stays."""
        first, end = self._line_start(start), self._end_of_line(end)
        if self._text[first:start].strip(" "):
            self._cuts.append((len(self._text[:start].rstrip(" ")), end))
            return
        if found := _BLANK_LINE.match(self._text, end):
            end = found.end()
        elif first:  # the file ends here
            first -= 2 if self._text[:first].endswith("\r\n") else 1
        while is_apart and self._is_after_blank(first) and (found := _BLANK_LINE.match(self._text, end)):
            end = found.end()
        self._cuts.append((first, end))

    def _add_at_the_end(self, lines: Sequence[str]) -> None:
        text, line_end = self._text, self._line_end()
        start = "" if not text or text.endswith(("\n", "\r")) else line_end
        self._changes.append((len(text), len(text), start + "".join(line + line_end for line in lines)))

    def _dash(self, path: KeyPath) -> int:
        """Find the dash of an item of a list that stands in lines."""
        number = path[-1]
        assert isinstance(number, int)  # it is an item of a list
        if number == 0:
            return self._spans[path[:-1]].start
        before = self._end_of(self._spans[*path[:-1], number - 1])
        found = _ITEM.search(self._text, before)
        return found.start(1) if found else self._spans[path].start

    def _end_of_item(self, path: KeyPath) -> int:
        """Give where the last line of an item ends, or of the comments below that are indented more than its dash."""
        dash, at = self._dash(path), self._end_of_line(self._end_of(self._spans[path]))
        return self._end_of_comments(at, dash - self._line_start(dash))

    def _above(self, at: int) -> int:
        """Give the start of the comments that stand directly above a line."""
        at = self._line_start(at)
        while at:
            above = self._line_start(at - (2 if self._text[:at].endswith("\r\n") else 1))
            if not self._text[above:at].lstrip(" ").startswith("#"):
                break
            at = above
        return at

    def _is_after_blank(self, at: int) -> bool:
        """Whether the line before the one in which something stands is blank."""
        return _AFTER_BLANK.search(self._text[max(0, (start := self._line_start(at)) - 200) : start]) is not None

    def _end_of(self, span: Span) -> int:
        """Give where a value ends; of one that is empty, where its colon does."""
        return self._colon_end(span) if span.key is not None and span.start == span.end else span.end

    def _colon_end(self, span: Span) -> int:
        assert span.key is not None  # it is the value of a pair
        key = self._key_end(span.key)
        found = _COLON.match(self._text, key)
        return found.end() if found else key
