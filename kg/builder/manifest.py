"""The manifest of a build: what it holds, byte by byte, and whether that is still so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.base.disk import sha256, sync
from kg.base.errors import StoreError

if TYPE_CHECKING:
    from concurrent.futures import Executor

FORMAT = 2  # of the layout of `build/`; another number is another layout
REBUILD = "rebuild it: `kg build`"
UNSEALED = ("LOCK", "LOG")  # the engine rewrites these two when it opens a store
THREADS = 4


class Sealed(NamedTuple):
    """What a manifest says beside the hashes of the files."""

    base: str  # the IRI under which the project's things are named
    counts: Mapping[str, Any]  # what the build came to
    inputs: Mapping[str, str]  # file of the project -> its SHA-256
    beside: Mapping[str, Any]  # what may differ between builds of the same input: it goes beside those of the store


def seal(folder: Path, its: Sealed, known: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Write the manifest of all that is the same for the same input, and that of the store's own files.

    Parameters
    ----------
    folder
        A build, written but for its manifest; all of it is synced to the disk.
    its
        What else the manifest says.
    known
        Size and hash of files that were taken over from a build that was sealed.
    """
    shared = known or {}  # and on the disk already
    written = [path for path in folder.rglob("*") if path.relative_to(folder).as_posix() not in shared]
    with _threads() as pool:  # to wait for the disk costs no time of the processors that hash
        synced = [pool.submit(sync, path) for path in written]
        digests = {**shared, **dict(_digests(folder, shared))}
        for one in synced:
            one.result()
    files = {path: digest for path, digest in digests.items() if not path.startswith("store/")}
    manifest = {"format": FORMAT, "base": its.base, "counts": its.counts, "files": files, "inputs": its.inputs}
    _write_json(folder / "manifest.json", manifest)
    store = {path: digest for path, digest in digests.items() if path.startswith("store/")}
    sealed = {"manifest": sha256(folder / "manifest.json"), "files": store, **its.beside}
    _write_json(folder / "store.json", {**sealed, "sealed": _digest(sealed)})
    for path in (folder / "manifest.json", folder / "store.json", folder):
        sync(path)


def looked_at(folder: Path) -> dict[str, list[int]]:
    """Tell the size and time of each input as the build found them."""
    told: dict[str, list[int]] = json.loads((folder / "store.json").read_text("utf-8")).get("seen", {})
    return told


def _write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - JSON
    path.write_text(_text(value), "utf-8")


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _digest(sealed: Mapping[str, Any]) -> str:
    """Hash what a file says, all but this hash: nothing else vouches for it."""
    told = {name: value for name, value in sealed.items() if name != "sealed"}
    return hashlib.sha256(_text(told).encode()).hexdigest()


def _digests(folder: Path, known: Container[str] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Hash every file but those that are known."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in UNSEALED]
    paths = [path for path in files if path.relative_to(folder).as_posix() not in known]
    with _threads() as pool:  # hashing lets other threads run
        for path, digest in zip(paths, pool.map(sha256, paths), strict=True):
            yield path.relative_to(folder).as_posix(), {"bytes": path.stat().st_size, "sha256": digest}


def _threads() -> Executor:
    from concurrent.futures import ThreadPoolExecutor  # here, since who only opens a build needs none

    return ThreadPoolExecutor(THREADS)


def manifest_of(folder: Path) -> dict[str, Any]:
    """Read a build's manifest, and check that every file is there in its size.

    Raises
    ------
    StoreError
        If there is no build, it is of another layout, or a file is missing or of another size.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        text = (folder / "store.json").read_text("utf-8")
        sealed: dict[str, Any] = json.loads(text)
        if manifest["format"] != FORMAT:
            raise StoreError(f"the build is of layout {manifest['format']}, not {FORMAT}", "run `kg build`")
        if sealed.get("sealed") != _digest(sealed) or text != _text(sealed):
            raise StoreError("the build is damaged: store.json", REBUILD)
        if sha256(folder / "manifest.json") != sealed["manifest"]:
            raise StoreError("the build is damaged: manifest.json", REBUILD)
        for name, digest in {**manifest["files"], **sealed["files"]}.items():
            if (folder / name).stat().st_size != digest["bytes"]:
                raise StoreError(f"the build is damaged: {name}", REBUILD)
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        raise StoreError(f"the build is damaged: {missing} is missing", REBUILD) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError("the build is damaged: its manifest cannot be read", REBUILD) from None
    return manifest


def verify(folder: Path, linked: Container[str] = ()) -> dict[str, Any]:
    """Check every byte of a build against its manifest.

    Parameters
    ----------
    folder
        The build.
    linked
        Files that another build shares, which is verified as a whole: they are not looked at here.

    Raises
    ------
    StoreError
        Naming the first file that is not what was written, or that nobody wrote.
    """
    manifest = manifest_of(folder)
    sealed = json.loads((folder / "store.json").read_text("utf-8"))
    files = {**manifest["files"], **sealed["files"]}
    expected = {name: digest for name, digest in files.items() if name not in linked}
    found = dict(_digests(folder, linked))
    for name, digest in expected.items():
        if name not in found or found[name]["sha256"] != digest["sha256"]:
            raise StoreError(f"the build is damaged: {name}", REBUILD)
    for name in found:
        if name not in expected and name not in ("manifest.json", "store.json"):
            raise StoreError(f"the build holds what nobody wrote: {name}", REBUILD)
    return manifest
