"""The manifest of a build: what it holds, byte by byte, and whether that is still so."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.base.disk import read_plain, sha256, sync
from kg.base.errors import StoreError

if TYPE_CHECKING:
    from concurrent.futures import Executor

FORMAT = 4  # of the layout of `build/`; another number is another layout
MANIFEST, STORE_MANIFEST = "manifest.json", "store.json"
REBUILD = "rebuild it: `kg build`"
UNSEALED = ("LOCK", "LOG")  # the engine rewrites these two when it opens a store
THREADS = 4
SMALL = 64_000_000  # bytes of a store that is hashed whenever it is opened, in a tenth of a second
_NO_FILE = (errno.EINVAL, errno.ENXIO, errno.ELOOP, errno.ENOTDIR)  # what stands there is not what a build writes


def seal(
    folder: Path, base: str, counts: Mapping[str, Any], inputs: Mapping[str, str], sizes_and_times: Mapping[str, Any]
) -> None:
    """Write the manifest of all that is the same for the same input, and that of the store's own files.

    Parameters
    ----------
    folder
        A build, written but for its manifest; all of it is synced to the disk.
    base
        The IRI under which the project's things are named.
    counts
        What the build came to.
    inputs
        File of the project -> its SHA-256.
    sizes_and_times
        File of the project -> its size and time, which may differ between builds of the same input: they are written
        beside the hashes of the store, whose bytes may differ as well.
    """
    with _threads() as pool:  # to wait for the disk costs no time of the processors that hash
        synced = [pool.submit(sync, path) for path in folder.rglob("*")]
        digests = dict(_digests(folder))
        for one in synced:
            one.result()
    files = {path: digest for path, digest in digests.items() if not path.startswith("store/")}
    manifest = {"format": FORMAT, "base": base, "counts": counts, "files": files, "inputs": inputs}
    _write_json(folder / MANIFEST, {**manifest, "root": root_hash(files)})
    store = {path: {**digest, "time": _time(folder / path)} for path, digest in digests.items() if path not in files}
    sealed = {"manifest": sha256(folder / MANIFEST), "files": store, "seen": sizes_and_times}
    _write_json(folder / STORE_MANIFEST, {**sealed, "sealed": _digest(sealed)})
    for path in (folder / MANIFEST, folder / STORE_MANIFEST, folder):
        sync(path)


def root_hash(files: Mapping[str, Mapping[str, Any]]) -> str:
    """Hash the hashes of all files of quads: builds with the same root hash hold the same quads.

    In a build, `sha256sum segments/*/*.nq | sha256sum` gives the same (in the locale C).

    >>> root_hash({"segments/account/00.nq": {"sha256": "ab"}, "records.msgpack": {"sha256": "cd"}})[:8]
    '6f977b8e'
    """
    lines = [f"{files[name]['sha256']}  {name}\n" for name in sorted(files) if name.startswith("segments/")]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def name_of(manifest: Mapping[str, Any]) -> str:
    """Name a build by the beginning of its root hash; empty for what lies in no build.

    >>> name_of({"root": "6f977b8e" * 8}), name_of({})
    ('6f977b8e6f97', '')
    """
    return str(manifest.get("root", ""))[:12]


def _write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - JSON
    path.write_text(_text(value), "utf-8")


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _digest(sealed: Mapping[str, Any]) -> str:
    """Hash what `store.json` says, all but this hash itself: no other file holds its hash."""
    told = {name: value for name, value in sealed.items() if name != "sealed"}
    return hashlib.sha256(_text(told).encode()).hexdigest()


def _digests(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the name, size and hash of every file."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in UNSEALED]
    with _threads() as pool:  # hashing lets other threads run
        for path, digest in zip(paths, pool.map(sha256, paths), strict=True):
            yield path.relative_to(folder).as_posix(), {"bytes": path.stat().st_size, "sha256": digest}


def _time(path: Path) -> int:
    return path.stat().st_mtime_ns


def _threads() -> Executor:
    from concurrent.futures import ThreadPoolExecutor  # here, since who only opens a build needs none

    return ThreadPoolExecutor(THREADS)


class Sealed(Struct, frozen=True):
    """A build whose manifest was read and is as it was written.

    Parameters
    ----------
    folder
        Of the build.
    manifest
        What `manifest.json` says.
    files
        Name of each file that was written -> its size and SHA-256, the store's own files too.
    seen
        Size and time of each input as the build found them.
    """

    folder: Path
    manifest: dict[str, Any]
    files: dict[str, dict[str, Any]]
    seen: dict[str, list[int]]

    def read(self, name: str) -> bytes:
        """Read a file of the build, and compare the bytes with the manifest.

        Raises
        ------
        StoreError
            If it is not what was written, is gone, or cannot be read.
        """
        if name not in self.files:
            raise StoreError(f"the build holds what nobody wrote: {name}", REBUILD)
        with _reading(self.folder):
            data = read_plain(self.folder / name)
        if hashlib.sha256(data).hexdigest() != self.files[name]["sha256"]:
            raise StoreError(f"the build is damaged: {name}", REBUILD)
        return data

    def compare_store(self) -> None:
        """Compare the store's own files with the manifest, before the engine reads them.

        The engine finds by its checksums that a block is damaged; but a query that sorts or groups then goes on for
        ever (pyoxigraph 0.5). A large store is hashed only if the time of a file is not that of its writing: `verify`
        hashes all of any store.

        Raises
        ------
        StoreError
            If a file is not what was written, is gone, or cannot be read.
        """
        its = {name: digest for name, digest in self.files.items() if name.startswith("store/")}
        is_small = sum(digest["bytes"] for digest in its.values()) <= SMALL
        with _reading(self.folder), _threads() as pool:
            doubtful = [name for name in its if is_small or its[name].get("time") != _time(self.folder / name)]
            for name, found in zip(doubtful, pool.map(sha256, [self.folder / name for name in doubtful]), strict=True):
                if found != its[name]["sha256"]:
                    raise StoreError(f"the build is damaged: {name}", REBUILD)


def sealed_in(folder: Path) -> Sealed:
    """Read a build's manifest, and check that every file is there in its size.

    Raises
    ------
    StoreError
        If there is no build, it is of another layout, or a file is missing, of another size, or no plain file.
    """
    with _reading(folder):
        raw, its_seal = read_plain(folder / MANIFEST), read_plain(folder / STORE_MANIFEST)
        try:
            manifest, sealed = json.loads(raw), json.loads(its_seal)
            if manifest["format"] != FORMAT:
                raise StoreError(f"the build is of layout {manifest['format']}, not {FORMAT}", "run `kg build`")
            if sealed.get("sealed") != _digest(sealed) or its_seal != _text(sealed).encode():
                raise StoreError("the build is damaged: store.json", REBUILD)
            if hashlib.sha256(raw).hexdigest() != sealed["manifest"]:
                raise StoreError("the build is damaged: manifest.json", REBUILD)
            files = {**manifest["files"], **sealed["files"]}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise StoreError("the build is damaged: its manifest cannot be read", REBUILD) from None
        for name, digest in files.items():
            its = (folder / name).stat()
            if not S_ISREG(its.st_mode) or its.st_size != digest["bytes"]:
                raise StoreError(f"the build is damaged: {name}", REBUILD)
        for path in (folder / "store" / name for name in UNSEALED):
            if path.exists() and not path.is_file():  # the engine would wait at a pipe
                raise StoreError(f"the build is damaged: store/{path.name}", REBUILD)
    return Sealed(folder, manifest, files, sealed.get("seen", {}))


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Say of a file of a build that cannot be read what that means, and what to do."""
    try:
        yield
    except FileNotFoundError as error:
        if not folder.is_dir():
            raise StoreError(f"the build that was opened is gone: `{folder}`", "open the project again") from None
        raise StoreError(f"the build is damaged: {Path(error.filename).name} is missing", REBUILD) from None
    except OSError as error:
        why = error.strerror or error
        if error.errno in _NO_FILE:
            raise StoreError(f"the build is damaged: {Path(error.filename).name}: {why}", REBUILD) from None
        hint = "make it readable, or move `build/` away and run `kg build`"
        raise StoreError(f"the build cannot be read: `{error.filename}`: {why}", hint) from error


def manifest_of(folder: Path) -> dict[str, Any]:
    """Read a build's manifest, as `sealed_in` does."""
    return sealed_in(folder).manifest


def verify(folder: Path) -> None:
    """Check every byte of a build against its manifest.

    Raises
    ------
    StoreError
        Naming the first file that is not what was written, or that nobody wrote.
    """
    sealed = sealed_in(folder)
    with _reading(folder):
        found = dict(_digests(folder))
    for name, digest in sealed.files.items():
        if name not in found or found[name]["sha256"] != digest["sha256"]:
            raise StoreError(f"the build is damaged: {name}", REBUILD)
    odd = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not (path.is_file() or path.is_dir()))
    for name in (*found, *odd):
        if name not in sealed.files and name not in (MANIFEST, STORE_MANIFEST):
            raise StoreError(f"the build holds what nobody wrote: {name}", REBUILD)
    if root_hash(sealed.manifest["files"]) != sealed.manifest["root"]:
        raise StoreError("the build is damaged: the root hash of its quads", REBUILD)
