"""The manifest of a build: what it holds, byte by byte, and whether that is still so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.files import sha256, sync

FORMAT = 1  # of the layout of `build/`; another number is another layout
REBUILD = "rebuild it: `kg build`"


def seal(folder: Path, base: str, counts: Mapping[str, Any], inputs: Mapping[str, str]) -> None:
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
    """
    files = {path: digest for path, digest in _digests(folder) if not path.startswith("store/")}
    manifest = {"format": FORMAT, "base": base, "counts": counts, "files": files, "inputs": inputs}
    _write_json(folder / "manifest.json", manifest)
    store = {path: digest for path, digest in _digests(folder) if path.startswith("store/")}
    _write_json(folder / "store.json", {"manifest": sha256(folder / "manifest.json"), "files": store})
    for path in folder.rglob("*"):
        if path.is_file():
            sync(path)
    sync(folder)


def _write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - JSON
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def _digests(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("LOCK", "LOG"):  # the engine rewrites these two when it opens
            yield path.relative_to(folder).as_posix(), {"bytes": path.stat().st_size, "sha256": sha256(path)}


def manifest_of(folder: Path) -> dict[str, Any]:
    """Read a build's manifest, and check that every file is there in its size.

    Raises
    ------
    StoreError
        If there is no build, it is of another layout, or a file is missing or of another size.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        sealed: dict[str, Any] = json.loads((folder / "store.json").read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise StoreError(f"the build is of layout {manifest['format']}, not {FORMAT}", "run `kg build`")
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


def verify(folder: Path) -> dict[str, Any]:
    """Check every byte of a build against its manifest.

    Raises
    ------
    StoreError
        Naming the first file that is not what was written, or that nobody wrote.
    """
    manifest = manifest_of(folder)
    sealed = json.loads((folder / "store.json").read_text("utf-8"))
    expected = {**manifest["files"], **sealed["files"]}
    for name, digest in expected.items():
        if sha256(folder / name) != digest["sha256"]:
            raise StoreError(f"the build is damaged: {name}", REBUILD)
    for name, _ in _digests(folder):
        if name not in expected and name not in ("manifest.json", "store.json"):
            raise StoreError(f"the build holds what nobody wrote: {name}", REBUILD)
    return manifest
