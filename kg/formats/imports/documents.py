"""JSON documents: a file that is one list or object, whose elements are hashed as they stand in the file.

Such a file is read as a whole, unlike tables and JSON Lines; its elements stay bytes until they are asked for.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kg.annotation.compressed import blocks
from kg.base.errors import KgError, Place
from kg.formats.imports.streams import RefusedRow

T = TypeVar("T")
_AT_BYTE = re.compile(r" \(byte (\d+)\)$")


class DocumentError(KgError):
    """A file that is no JSON, or not of its format; nothing was written."""

    exit_code = 1


class Document:
    """A file of JSON.

    Parameters
    ----------
    path
        Where it is, plain or packed; `-` is stdin.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes = b"".join(blocks(path)).removeprefix(b"\xef\xbb\xbf")

    def read(self, shape: Any, hint: str) -> Any:  # noqa: ANN401 - a union is no type that mypy could name
        """Read the whole.

        Parameters
        ----------
        shape
            What the file holds.
        hint
            What to do if it holds something else.

        Raises
        ------
        DocumentError
            If it is no JSON, or of another shape.
        """
        try:
            return msgspec.json.decode(self._bytes, type=shape)
        except RecursionError as error:
            raise DocumentError(f"{Place(str(self._path))}: nested too deep", hint) from error
        except msgspec.ValidationError as error:
            raise DocumentError(f"{Place(str(self._path))}: not of this format: {error}", hint) from error
        except msgspec.DecodeError as error:
            found = _AT_BYTE.search(str(error))
            text = "its JSON breaks off" if found is None else f"no JSON: {_AT_BYTE.sub('', str(error))}"
            place = self._place(int(found[1]) if found else len(self._bytes))
            raise DocumentError(f"{place}: {text}", "fetch it anew") from error
        except UnicodeDecodeError as error:
            raise DocumentError(f"{self._place(error.start)}: not UTF-8", "fetch it anew") from error

    def part(self, raw: msgspec.Raw, shape: Any, hint: str) -> Any:  # noqa: ANN401 - as above
        """Read a part of it, as `read` does the whole."""
        try:
            return msgspec.json.decode(raw, type=shape)
        except msgspec.DecodeError as error:
            place = Place(str(self._path), self.line_of(raw))
            raise DocumentError(f"{place}: not of this format: {error}", hint) from error

    def wrong(self, text: str, hint: str) -> DocumentError:
        """Give the error of a document that is not of its format."""
        return DocumentError(f"{Place(str(self._path))}: not of this format: {text}", hint)

    def line_of(self, element: msgspec.Raw) -> int:
        """Give the line in which an element begins."""
        return self._bytes.count(b"\n", 0, max(self._bytes.find(bytes(element)), 0)) + 1

    def _place(self, at: int) -> Place:
        before = self._bytes[:at]
        begun = before.rpartition(b"\n")[2].decode("utf-8", "replace")
        return Place(str(self._path), before.count(b"\n") + 1, len(begun) + 1)


def element(raw: msgspec.Raw, shape: type[T]) -> T:
    """Read an element of a document; one of another shape is refused."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedRow(f"not as the format has it: {error}") from error


def sha256_of(raw: msgspec.Raw) -> str:
    """Hash the bytes of an element."""
    return hashlib.sha256(bytes(raw)).hexdigest()
