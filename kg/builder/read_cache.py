"""Reads the sources of a project for a build; documents of files that have not changed are kept from the build before.

A kept document is found by the hash of its file and of this program, and is read anew if a byte of it is damaged.
"""

from __future__ import annotations

import hashlib
import shutil
from functools import cache as once
from pathlib import Path

import msgspec

from kg import ontology
from kg.annotation.document import Document, Lines
from kg.annotation.jsonl_reader import is_lines
from kg.annotation.reader import paths, read
from kg.annotation.source_text import SourceText
from kg.base.disk import read_plain, sha256
from kg.base.errors import StoreError
from kg.base.file_names import escaped
from kg.base.project import Project
from kg.builder.fingerprints import Step, digest_of

TRIES = 5  # how often a file is read that is being written to
LARGEST = 32_000_000  # bytes of a file whose document is kept: larger ones hold less than reading them takes


@once
def program() -> str:
    """Hash all files of this program and of the core ontology."""
    here = Path(__file__).parents[1]
    files = sorted([*here.rglob("*.py"), *ontology.core_folder().glob("*.ttl")])
    return hashlib.sha256("".join(f"{path.name} {sha256(path)}\n" for path in files).encode()).hexdigest()


class Cache:
    """Documents of files that were read before, by what stands in them and by the program that read it.

    Parameters
    ----------
    folder
        Where they are kept, each behind its own hash: what is damaged there is read anew.
    """

    def __init__(self, folder: Path) -> None:
        self._all, self._folder = folder, folder / program()[:16]
        self._used: set[str] = set()

    def get(self, file: str, digest: str, path: Path) -> Document | None:
        """Give the document of a file, if it is kept."""
        name = _name(file, digest)
        data = _undamaged(self._folder / name)
        if data is None:
            return None
        self._used.add(name)
        document = msgspec.msgpack.decode(data, type=Lines if is_lines(path) else Document)
        document.origin = str(path)
        return document

    def put(self, file: str, digest: str, document: Document) -> None:
        """Keep a document without faults; those of others may hang on more than what stands in the file."""
        if document.faults:
            return
        data = msgspec.msgpack.encode(msgspec.structs.replace(document, source=SourceText(file)))
        self._folder.mkdir(parents=True, exist_ok=True)
        self._used.add(_name(file, digest))
        path = self._folder / _name(file, digest)
        _take_away(path)  # what stands there may be a pipe, which would wait for a reader
        path.write_bytes(hashlib.sha256(data).digest() + data)

    def sweep(self) -> None:
        """Forget the documents that were not asked for."""
        for path in self._all.iterdir() if self._all.is_dir() else ():
            if path != self._folder:
                _take_away(path)
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in self._used:
                _take_away(path)

    def damaged(self) -> list[Path]:
        """List what is kept and no longer what was written."""
        return [path for path in sorted(self._all.rglob("*")) if not path.is_dir() and _undamaged(path) is None]


def _take_away(path: Path) -> None:
    """Take away a file, or whatever stands in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _name(file: str, digest: str) -> str:
    return hashlib.sha256(f"{file}\n{digest}".encode()).hexdigest()


def _undamaged(path: Path) -> bytes | None:
    """Read what is kept behind its hash; None if it is not what was written."""
    try:
        data = read_plain(path)
    except OSError:
        return None
    return data[32:] if hashlib.sha256(data[32:]).digest() == data[:32] else None


def read_all(project: Project, cache: Cache, step: Step) -> tuple[list[Document], dict[str, str]]:
    """Read every file of annotations that was not read before.

    Parameters
    ----------
    project
        Whose sources are read.
    cache
        What was read before.
    step
        Told how far it has come.

    Returns
    -------
    list
        A document for each file, by name.
    dict
        The name of each file -> the SHA-256 of the bytes that were read.

    Raises
    ------
    StoreError
        If a file changes each time that it is read.
    """
    documents: list[Document] = []
    digests: dict[str, str] = {}
    listed = paths(project.sources, project.root)
    for number, path in enumerate(listed, 1):
        file = escaped(path.relative_to(project.root).as_posix())
        document, digests[file] = _read(path, file, project.root, cache)
        documents.append(document)
        step("files read", number, len(listed))
    return documents, {file: digest for file, digest in digests.items() if digest}


def _read(path: Path, file: str, root: Path, cache: Cache) -> tuple[Document, str]:
    """Read a file, again if it was written to meanwhile: the hash is that of what was read."""
    digest = digest_of(path)
    for _ in range(TRIES):
        known = cache.get(file, digest, path) if digest else None
        if known is not None:
            return known, digest
        size = path.stat().st_size if digest else 0
        document = read(path, root)
        before, digest = digest, digest_of(path)
        if digest == before:
            if digest and size <= LARGEST:
                cache.put(file, digest, document)
            return document, digest
    raise StoreError(f"`{file}` is being written to all the time", "build when it rests")
