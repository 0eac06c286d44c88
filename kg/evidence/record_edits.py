"""Records of a YAML file changed in place: fields of a mapping, items of a list, pairs at the top of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.annotation.yaml_tree import Value
from kg.annotation.yaml_writer import flow
from kg.base.findings import KeyPath
from kg.evidence.record_lines import Lines, as_read, is_long, record_lines
from kg.evidence.yaml_edits import get_list


class RecordEdits(Lines):
    """The records of one YAML file, where they stand, and the changes to be made.

    What is written is only what differs. A comment on the lines of what goes, goes with it; all others stay.
    Paths are those of the file as it was read, whatever was changed since.
    """

    def change(self, path: KeyPath, fields: Mapping[str, Any], order: Sequence[str]) -> None:
        """Give some fields of a mapping other values.

        Parameters
        ----------
        path
            Of the mapping.
        fields
            Name to value; None takes the field away.
        order
            All names that there are: a new field comes behind the nearest of those before it.
        """
        record = self._inside(path)
        self._change_pairs(path, fields, order)
        for name, value in fields.items():
            if value is not None:
                record[name] = as_read(value)
            elif name in record:
                del record[name]

    def insert(self, path: KeyPath, fields: Mapping[str, Any]) -> None:
        """Write a record at the end of a list.

        The list may be in lines of any indentation, in brackets, empty (`[]`, or nothing), or, at the top of the file,
        not there. Comments below its last item that are indented more than its dash stay with that item.

        Parameters
        ----------
        path
            Of the list: a key at the top of the file.
        fields
            Of the record.
        """
        there, span = get_list(self.values, path), self._spans.get(path)
        name = str(path[-1])
        if span is None:
            self._add_at_the_end([f"{name}:", *record_lines(fields, "    ", "  - ")])
            self._wanted[name] = [as_read(fields)]
        elif not there and self._at(path) not in ("", []):
            self.fault(
                path, f"`{name}` is no list", f"write `{name}:`, and each item on a line of its own, behind `- `"
            )
        elif not there:
            self.append(path, record_lines(fields, "  ", "- "), [as_read(fields)])
        else:
            self._insert_items((*path, len(there) - 1), [fields], is_apart=True)
            self._inside(path).append(as_read(fields))

    def remove(self, path: KeyPath) -> None:
        """Take an item out of a list, with the comments inside it; those above it stay.

        Parameters
        ----------
        path
            Of the item. One item of a list goes at a time; where it is the last one, `[]` stays.
        """
        if len(get_list(self.values, path[:-1])) == 1 and self._text[self._spans[path[:-1]].start] != "[":
            self._cut_item(path, frozenset())
            colon = self._colon_end(self._spans[path[:-1]])
            self._changes.append((colon, colon, " []"))
        else:
            kept = set(range(len(get_list(self.values, path[:-1])))) - {path[-1]}
            self._cut_item(path, kept)
        del self._inside(path[:-1])[path[-1]]

    def add_top(self, name: str, fields: Mapping[str, Any]) -> None:
        """Write a record under a name of its own, as the last pair of the mapping that the file is.

        It is written in one line, unless the one before it takes several. The file may be empty.
        """
        if self.values in ("", [], {}) or not isinstance(self.values, dict):
            if self.values not in ("", {}):
                self.fault((), "expected a mapping", "write pairs of `name: value`")
                return
            if (top := self._spans.get(())) and top.end > top.start:  # braces with nothing in them
                self._changes.append((top.start, top.end, ""))
            self._wanted = {}
            self._add_at_the_end([f"{flow(name)}: {flow(fields)}"])
        else:
            last = self._spans[(next(reversed(self.values)),)]
            if last.flow:
                self._changes.append((last.end, last.end, f", {flow(name)}: {flow(fields)}"))
            elif self._text[last.start : last.start + 1] == "{":
                self._add_at_the_end([f"{flow(name)}: {flow(fields)}"])
            else:
                assert last.key is not None  # it is the value of a pair
                blank = [""] if self._is_after_blank(last.key) else []
                self._add_at_the_end([*blank, f"{flow(name)}:", *record_lines(fields, "  ")])
        self._wanted[name] = as_read(fields)

    def _change_pairs(self, path: KeyPath, fields: Mapping[str, Any], order: Sequence[str]) -> None:
        old = self._at(path)
        kept = [name for name in old if fields.get(name, "") is not None]
        if not kept and any(value is not None for value in fields.values()):  # nothing beside which they could stand
            self._rewrite(path, {name: value for name, value in fields.items() if value is not None})
            return
        for name, value in fields.items():
            if name in old and value is None:
                self._cut_pair((*path, name), kept)
            elif name in old:
                self._alter((*path, name), value)
        fresh = {name: value for name, value in fields.items() if name not in old and value is not None}
        self._insert_pairs(path, kept, fresh, order)

    def _alter(self, path: KeyPath, value: Any) -> None:  # noqa: ANN401 - what a field holds
        """Write a value in the place of another, and of lists and mappings only what differs."""
        old, new = self._at(path), as_read(value)
        if old == new:
            return
        if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
            fields = {**dict.fromkeys(old), **value}
            self._change_pairs(path, fields, tuple(value))
        elif isinstance(old, list) and isinstance(new, list) and old and new and not self._is_plain_flow(path):
            self._alter_items(path, old, new, value)
        else:
            self._rewrite(path, value)

    def _is_plain_flow(self, path: KeyPath) -> bool:
        """Whether a list stands in brackets, without a comment."""
        span = self._spans[path]
        return self._text[span.start] == "[" and "#" not in self._text[span.start : span.end]

    def _alter_items(self, path: KeyPath, old: list[Value], new: list[Value], values: Sequence[Any]) -> None:
        """Change what differs between two lists: what begins and what ends them alike stays."""
        first = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        most = min(len(old), len(new)) - first
        pairs = zip(reversed(old), reversed(new), strict=False)
        last = min(most, next((at for at, (a, b) in enumerate(pairs) if a != b), most))
        going, coming = range(first, len(old) - last), values[first : len(new) - last]
        both = min(len(going), len(coming))
        for number, its in zip(going, coming, strict=False):
            self._alter((*path, number), its)
        kept = set(range(len(old))) - set(going[both:])
        for number in going[both:]:
            self._cut_item((*path, number), kept)
        more = coming[both:]
        if more and not first + both:
            self._insert_items_first((*path, 0), more)
        elif more:
            self._insert_items((*path, first + both - 1), more)

    def _rewrite(self, path: KeyPath, value: Any) -> None:  # noqa: ANN401 - what a field holds
        span = self._spans[path]
        long = not span.flow and span.key is not None and is_long(path[-1], value)
        lead = self._joint(span) if long else ""
        words = "".join(f"{lead}  - {flow(its)}" for its in value) if long else flow(value)
        if span.key is not None and (long or (span.text is None and self._text[span.start] not in "[{")):
            start = self._colon_end(span)
            self._changes.append((start, max(start, span.end), words if long else f" {words}"))
        elif span.text is None:
            self._put(span, words)
        else:
            self._put_scalar(span, words)

    def _insert_pairs(self, path: KeyPath, kept: Iterable[str], fresh: Mapping[str, Any], order: Sequence[str]) -> None:
        """Write new pairs, each behind the nearest of those that come before it."""
        rank = {name: number for number, name in enumerate(order)}
        known = sorted((name for name in kept if name in rank), key=rank.__getitem__)
        behind: dict[str, dict[str, Any]] = {}
        for name in sorted(fresh, key=lambda name: rank.get(name, len(rank))):
            before = [other for other in known if rank[other] < rank.get(name, len(rank))]
            behind.setdefault(before[-1] if before else "", {})[name] = fresh[name]
        for before_it, pairs in behind.items():
            if before_it:
                self._insert_behind(self._spans[*path, before_it], pairs)
            else:
                self._insert_first(self._spans[*path, next(iter(kept))], pairs)
