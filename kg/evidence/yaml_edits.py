"""A YAML file changed only at the values that change: comments, order and everything else stay as they are."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from pathlib import Path

from kg.annotation import source_text, yaml_places, yaml_tree
from kg.annotation.yaml_places import Span
from kg.annotation.yaml_tree import Value
from kg.base.disk import write_whole
from kg.base.errors import Fault
from kg.base.findings import KeyPath

_BOM = "\ufeff"
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
        self._path = path
        self._source = source_text.load(path, root)
        tree = yaml_tree.read(self._source)
        self.faults: list[Fault] = [*self._source.faults, *tree.faults]
        self.values: Value = tree.documents[0] if tree.documents and not self.faults else {}
        self._wanted: Value = copy.deepcopy(self.values)
        self._spans = yaml_places.spans(self._source)
        self._changes: list[tuple[int, int, str]] = []

    @property
    def file(self) -> str:
        """The file as faults name it."""
        return self._source.file

    def fault(self, path: KeyPath, what: str, hint: str) -> None:
        """Note a fault at a value, or at what is nearest around it."""
        self.faults.append(Fault(yaml_places.place(self._source, self._spans, path), what, hint))

    def text(self, path: KeyPath) -> str:
        """Give the text of a scalar as it stands, not normalised."""
        return self._spans[path].text or ""

    def written(self, path: KeyPath) -> str:
        """Give a value as it is written in the file, quotes and all."""
        span = self._spans[path]
        return self._source.text[span.start : span.end]

    def set(self, path: KeyPath, value: str) -> None:
        """Write another scalar in the place of the one that stands there."""
        span = self._spans[path]
        self._inside(path[:-1])[path[-1]] = value
        if span.start == span.end and span.key is not None:  # nothing stands there yet
            self._changes.append((span.key, span.end, f"{path[-1]}: {value}"))
        else:
            self._changes.append((span.start, span.end, value))

    def add(self, path: KeyPath, fields: dict[str, str]) -> None:
        """Write pairs after the pair at a path: beside it inside braces, else on lines of their own."""
        span = self._spans[path]
        self._inside(path[:-1]).update(fields)
        joint = self._joint(span)
        words = "".join(f"{joint}{name}: {value}" for name, value in fields.items())
        self._changes.append((span.end, span.end, words))

    def replace(self, path: KeyPath, names: Iterable[str], fields: dict[str, tuple[str, Value]]) -> None:
        """Write pairs in the place of some pairs of a mapping.

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
        pairs = [f"{name}: {words}" for name, (words, _) in fields.items()]
        if len(old) == 1:
            pairs = [self._joint(old[0]).join(pairs)]
        for span, words in zip(old, pairs, strict=True):
            assert span.key is not None  # it is the value of a pair
            self._changes.append((span.key, span.end, words))

    def write(self) -> bool:
        """Put the changed text in the place of the file, whole or not at all.

        Returns
        -------
        bool
            Whether the file was changed: it is not where nothing was to be changed, and not, with a fault,
            where the changed text would not read as what is wanted.

        Raises
        ------
        WriteError
            If the file cannot be written.
        """
        if not self._changes:
            return False
        text = self._source.text
        for start, end, words in sorted(self._changes, reverse=True):
            text = text[:start] + words + text[end:]
        fresh = yaml_tree.read(source_text.SourceText(self.file, text))
        if fresh.faults or fresh.documents != [self._wanted]:
            offset = min(start for start, _, _ in self._changes)
            self.faults.append(Fault(self._source.place(offset), _ODD, "write each field on a line of its own"))
            return False
        write_whole(self._path.resolve(), (_BOM if self._source.marked else "") + text)
        return True

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
        text = self._source.text
        begin = max(text.rfind("\n", 0, span.key), text.rfind("\r", 0, span.key)) + 1
        return ("\r\n" if "\r\n" in text else "\n") + " " * (span.key - begin)
