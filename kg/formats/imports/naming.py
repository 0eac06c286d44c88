"""Ids for what has only a name: the same name has the same id in every import, whatever else is imported."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def id_of(name: str) -> str:
    """Make an id of a name.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        Its letters without accents; if they do not tell the name from others, with a part of its hash.

    >>> id_of("Kim Jong-Un"), id_of("António Guterres"), id_of("田中")
    ('kim-jong-un', 'antonio-guterres-b0921e', '1806496b')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    letters = _NO_LETTER.sub("-", plain).strip("-")
    if _PLAIN.fullmatch(name) and len(letters) <= _LONGEST:
        return letters
    mark = short_hash(name, 6 if letters else 8)
    return f"{letters[:_LONGEST].strip('-')}-{mark}".lstrip("-")


def short_hash(text: str, length: int) -> str:
    """Give so many characters of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Find names that differ by accents, case, punctuation or the order of their words only: they may be one.

    >>> alike(["Kim Jong-Un", "Jane Doe", "KIM Jong Un"])
    [('KIM Jong Un', 'Kim Jong-Un')]
    """
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        plain = unicodedata.normalize("NFKD", name).casefold()
        letters = "".join(its if its.isalnum() else " " for its in plain if not unicodedata.combining(its))
        same[tuple(sorted(letters.split()))].append(name)
    return sorted(pair for some in same.values() for pair in pairwise(sorted(set(some))))
