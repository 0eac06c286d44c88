"""The settings of a project: `kg.toml`, read with the place of whatever is wrong in it. Source: TOML 1.0."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.addresses import address_fault, base_fault
from kg.base.disk import SETTINGS, hindrance
from kg.base.errors import Place, UsageError
from kg.base.hints import meant, named

EXAMPLE_BASE = "https://example.org/my-project/"
LIMIT = 100_000  # bytes
STORE, STORE_UPDATE, STORE_GRAPHS = "store", "store-update", "store-graphs"
_STORES = (STORE, STORE_UPDATE, STORE_GRAPHS)
READINGS = "readings"
_KNOWN = ("title", "base", *_STORES, READINGS)
_CAN_BE_SET = "`title`, `base`, `store`, `store-update`, `store-graphs` and `readings` are what can be set"
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HINT = "see https://toml.io for the format"
_LINES = re.compile("\r\n|\n")
MOST_STEPS = 100  # of one key: the parser's time grows with their square
_STEP = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?)"""  # an unclosed one ends its line
_STEPS = re.compile(rf"{_STEP}(?P<further>(?:[ \t]*+\.[ \t]*+{_STEP})*+)|\#[^\n]*+")
_EACH = re.compile(_STEP)
_LONG = re.compile(r"[0-9_]{1000,}")


class Elsewhere(Struct, frozen=True):
    """A store at an endpoint: where it is asked, and written to by SPARQL Update or by the Graph Store Protocol.

    What is not set is empty.
    """

    query: str = ""
    update: str = ""
    graphs: str = ""


class Readings(Struct, frozen=True):
    """Which of several annotations of an article is its reading: article -> name, and where the settings say so."""

    chosen: dict[str, str] = {}
    place: Place = Place(SETTINGS)


class Settings(Struct, frozen=True):
    """What the settings say; `title` is None where they say nothing of it, `text` is the file as it stands."""

    base: str
    title: str | None
    text: str
    store: Elsewhere = Elsewhere()
    readings: Readings = Readings()


def read(path: Path, held: bytes | None = None) -> Settings:
    """Read settings.

    Parameters
    ----------
    path
        Of the file, which faults call `kg.toml` wherever it lies.
    held
        What the file holds, if it has been read already.

    Raises
    ------
    UsageError
        If it cannot be read, is not TOML, or says something that cannot be set.
    """
    text = _text(path, held)
    values = _parsed(text.removeprefix("\ufeff"))
    for key in values:
        if key not in _KNOWN:
            hint = meant(key, _KNOWN, f"leave it out: {_CAN_BE_SET}")
            raise UsageError(f"unknown setting {named(key)}", hint, _place(text, key))
    title = values.get("title")
    if not isinstance(title, str | None):
        raise UsageError("`title` is no text", 'write title = "…"', _place(text, "title"))
    return Settings(_base(text, values.get("base")), title, text, _store(text, values), _readings(text, values))


def _readings(text: str, values: dict[str, Any]) -> Readings:
    """Take out which annotation of an article is its reading."""
    chosen, place = values.get(READINGS, {}), _place(text, READINGS)
    if not isinstance(chosen, dict) or not all(isinstance(name, str) for name in chosen.values()):
        hint = 'write readings = {ARTICLE = "NAME"} for `sources/ARTICLE.NAME.yaml`'
        raise UsageError(f"`{READINGS}` gives no name for each article", hint, place)
    return Readings(dict(sorted(chosen.items())), place)


def _store(text: str, values: dict[str, Any]) -> Elsewhere:
    """Take the addresses of a store elsewhere out of the settings, which hold no password: others read them."""
    for key in _STORES:
        value = values.get(key, "")
        if not isinstance(value, str):
            raise UsageError(f"`{key}` is no text", f'write {key} = "https://…"', _place(text, key))
        if "@" in value.partition("://")[2].partition("/")[0]:
            hint = "take it out: docs/stores.md says where credentials are kept"
            raise UsageError(f"`{key}` holds a user or a password", hint, _place(text, key))
        if key in values and (fault := address_fault(value)):
            raise UsageError(f"`{key}`: {fault[0]}", fault[1], _place(text, key))
    if len(set(values) & set(_STORES)) > 0 and STORE not in values:
        first = next(key for key in _STORES if key in values)
        raise UsageError(
            f"`{first}` without `store`", 'write where it is asked: store = "https://…"', _place(text, first)
        )
    return Elsewhere(*(values.get(key, "") for key in _STORES))


def _text(path: Path, held: bytes | None) -> str:
    """Read the file as it stands, line ends and byte order mark too, so that its hash can be told from it."""
    try:
        data = _data(path) if held is None else held
        if len(data) > LIMIT:
            raise UsageError(f"over the limit of {LIMIT:,} bytes", "keep a title and a base in it", Place(SETTINGS))
        return data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", "make it readable", Place(SETTINGS)) from error
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = _at(before.removeprefix("\ufeff"), len(before.removeprefix("\ufeff")))
        raise UsageError(f"not UTF-8 at byte {error.start}", "save it as UTF-8", place) from error


def _data(path: Path) -> bytes:
    if found := hindrance(path):
        raise UsageError(*found, Place(SETTINGS))
    with path.open("rb") as stream:
        return stream.read(LIMIT + 1)


def _parsed(text: str) -> dict[str, Any]:
    for key in _STEPS.finditer(text):
        if (key["further"] or "").count(".") >= MOST_STEPS <= len(_EACH.findall(key["further"])):
            what = f"a key of more than {MOST_STEPS} steps"
            raise UsageError(what, f"take it out: {_CAN_BE_SET}", _at(text, key.start()))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found and found[1] else _end(text)
        what = str(error)[: found.start()] if found else str(error)
        raise UsageError(f"not TOML: {what}", _HINT, Place(SETTINGS, line, column)) from error
    except RecursionError as error:
        deepest = max(_lines(text), key=lambda line: sum(line.count(mark) for mark in "[{."))
        raise UsageError("nested too deep", "take it out", _at(text, text.find(deepest))) from error
    except ValueError as error:  # a number with more digits than Python reads
        long = _LONG.search(text)
        raise UsageError("a number that is too long", "take it out", _at(text, long.start() if long else 0)) from error


def _base(text: str, value: object) -> str:
    """Take the base out of the settings, its letters composed, as queries and what is typed have them."""
    if not isinstance(value, str):
        what = f"`base` is {'missing' if value is None else 'no text'}"
        raise UsageError(what, f'write an address of your own: base = "{EXAMPLE_BASE}"', _place(text, "base"))
    base = unicodedata.normalize("NFC", value)
    if fault := base_fault(base):
        raise UsageError(f"`base` is {fault[0]}", fault[1], _place(text, "base"))
    return base


def _place(text: str, key: str) -> Place:
    """Find where a key stands; the start of the file if it cannot be told."""
    written = text.removeprefix("\ufeff")
    found = re.search(rf"""^[ \t]*(?:\[+[ \t]*)?(["']?{re.escape(key)}["']?)[ \t]*[.=\]]""", written, re.MULTILINE)
    return _at(written, found.start(1) if found else 0)


def _at(text: str, offset: int) -> Place:
    before = _lines(text[: max(offset, 0)])
    return Place(SETTINGS, len(before), len(before[-1]) + 1)


def _end(text: str) -> tuple[int, int]:
    lines = _lines(text.rstrip("\r\n"))
    return len(lines), len(lines[-1]) + 1


def _lines(text: str) -> list[str]:
    return _LINES.split(text)
