"""Claims that are begun on a page, kept in `sources/.drafts/NAME.json` until they are saved or given up.

Nothing reads that folder but the page: it is hidden, so that reading, checking, building and exporting pass it over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.base.disk import WriteError, read_plain, reason, write_whole
from kg.base.errors import KgError
from kg.base.hints import named
from kg.check.states import draft_of

MOST = 1_000_000  # bytes of one draft
_ASIDE = ".damaged"
_MOST_ASIDE = 100


def read(sources: Path, name: str) -> dict[str, Any] | None:
    """Give the draft of an article.

    Parameters
    ----------
    sources
        The project's folder of annotation files.
    name
        Of the annotation.

    Returns
    -------
    dict or None
        As it was kept; None if there is none, or what is there is no draft: `told` says so, and `keep` moves it aside.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     keep(Path(folder), "a-visit", {"claim": {"fact": "talks"}})
    ...     print(read(Path(folder), "a-visit"), read(Path(folder), "another"))
    {'claim': {'fact': 'talks'}} None
    """
    return _read(_path(sources, name))[0]


def told(sources: Path, name: str) -> str:
    """Say what is odd about the draft of an article; empty if nothing."""
    path = _path(sources, name)
    problem = _read(path)[1]
    where = f"{sources.name}/{path.relative_to(sources).as_posix()}"
    return f"`{where}` is no draft that can be read ({problem}): it is kept as it is" if problem else ""


def keep(sources: Path, name: str, draft: Mapping[str, Any] | None) -> None:
    """Keep a draft, whole; None takes it away.

    What is there and is no draft is moved aside first, to a name with `.damaged` in it.

    Raises
    ------
    KgError
        If it is no mapping, cannot be written as JSON, or is longer than a million bytes.
    WriteError
        If it cannot be written; what was kept before still is.
    """
    path = _path(sources, name)
    data = b"" if draft is None else _written(draft)
    try:
        if _read(path)[1]:
            _move_aside(path)
        if draft is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise WriteError(f"the draft cannot be kept: {reason(error)}", "what was kept before still is") from error
    write_whole(path, data, is_source=True)


def _path(sources: Path, name: str) -> Path:
    if not name or name.startswith(".") or "/" in name or "\0" in name or "\\" in name:
        raise KgError(f"no name of an annotation: {named(name)}", "name the file without `.yaml`")
    return draft_of(sources, name)


def _written(draft: object) -> bytes:
    if not isinstance(draft, Mapping):
        raise KgError("the draft is no mapping", "send an object of JSON, or null")
    try:
        data = json.dumps(draft, ensure_ascii=True, sort_keys=True, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise KgError("the draft cannot be written as JSON", "send texts, numbers, lists and mappings") from None
    if len(data) > MOST:
        raise KgError(f"the draft has more than {MOST:,} bytes", "save the claim in parts")
    return data + b"\n"


def _read(path: Path) -> tuple[dict[str, Any] | None, str]:
    """Give a draft, or what is wrong with it."""
    try:
        if path.is_file() and path.stat().st_size > MOST:
            return None, f"more than {MOST:,} bytes"
        found = json.loads(read_plain(path))
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, reason(error)
    except (ValueError, RecursionError):
        return None, "no JSON"
    return (found, "") if isinstance(found, dict) else (None, "no mapping")


def _move_aside(path: Path) -> None:
    for number in range(1, _MOST_ASIDE):
        aside = path.with_name(f"{path.stem}{_ASIDE}-{number}.json")
        if not aside.exists() and not aside.is_symlink():
            path.rename(aside)
            return
    raise OSError(f"there are {_MOST_ASIDE} damaged drafts of it already")
