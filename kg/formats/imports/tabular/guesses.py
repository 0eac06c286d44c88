"""What a column may hold, by its name and its first cells: guesses for a first map, that a person looks at."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from kg.formats.imports.tabular.cells import Number, tidy
from kg.model import dates
from kg.model.records import Kind
from kg.ontology import FactType, Ontology

FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y",
    "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y",
)  # fmt: skip
_ADDRESS, _NUMBER = re.compile(r"https?://\S+"), re.compile(r"-?[0-9][0-9.,' \u00a0]*")
_COMMA = re.compile(r"-?[0-9.]*[0-9],[0-9]{1,2}|-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_WORDS = re.compile(r"[^\W\d_]+")


class Guess(Struct, frozen=True):
    """What a column may hold."""

    field: str = ""  # empty: no idea
    kind: str = ""
    formats: tuple[str, ...] = ()  # of days that are not as in ISO 8601: those that fit all first cells
    split: str = ""
    decimal: str = ""


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """Read the table of names of columns: which field is meant, and of which kind its entities are."""
    text = (files("kg.formats.imports") / "tables" / "columns.csv").read_text("utf-8")
    return {its["word"]: (its["field"], its["kind"]) for its in csv.DictReader(text.splitlines())}


def guess(name: str, cells: Sequence[str]) -> Guess:
    """Guess what a column holds.

    >>> guess("Datum", ["3.4.2031", "14.4.2031"])
    Guess(field='when', kind='', formats=('%d.%m.%Y',), split='', decimal='')
    """
    some = [text for its in cells if (text := tidy(its)) and not text.startswith("\0")]
    field, kind = _by_name(name)
    if some and all(_ADDRESS.fullmatch(its) for its in some):
        return Guess("url")
    if field == "url":
        return Guess()  # a name of another sort of address, which no page may link to
    if field == "row" and (len({*some}) < len(cells) or not some):
        return Guess()
    if field in ("when", "from", "to", "published", "said") or (not field and some and _are_days(some)):
        return Guess(field or "when", formats=_formats(some))
    if not field and some and all(isinstance(its, Number) or _NUMBER.fullmatch(its) for its in some):
        return Guess("values", decimal="," if any(_COMMA.fullmatch(its) for its in some) else "")
    split = next((sign for sign in (";", "|") if field in ("role", "speaker") and any(sign in its for its in some)), "")
    return Guess(field, kind, split=split)


def _by_name(name: str) -> tuple[str, str]:
    """Look up the name of a column, or its last words: `meeting place`."""
    parts = re.sub(r" \([0-9]+\)$", "", name).lower().rstrip(":").split()
    endings = (" ".join(parts[at:]) for at in range(len(parts)))
    return next((words()[its] for its in endings if its in words()), ("", ""))


def _are_days(cells: Sequence[str]) -> bool:
    return all(re.match(r"[0-9]{4}-[0-9]{2}", its) and _is_iso(its) for its in cells) or bool(_formats(cells))


def _formats(cells: Sequence[str]) -> tuple[str, ...]:
    odd = [its for its in cells if not _is_iso(its)]
    return tuple(form for form in FORMATS if odd and all(_fits(its, form) for its in odd))


def _is_iso(text: str) -> bool:
    try:
        dates.parse(re.sub(r"[T ][0-9]{2}:[0-9]{2}.*", "", text))
    except dates.DateError:
        return False
    return True


def _fits(text: str, form: str) -> bool:
    try:
        datetime.datetime.strptime(text, form)
    except ValueError:
        return False
    return True


def guessed_type(ontology: Ontology, texts: Sequence[str]) -> FactType | None:
    """Guess the fact type: the one whose name, or the name of whose edges, comes up in some texts; None if not one.

    >>> from kg.ontology import core_folder, load
    >>> guessed_type(load(core_folder()), ["who-met-whom"]).label
    'meeting'
    """
    there = {its.lower() for text in texts for its in _WORDS.findall(text)}
    found = []
    for kind in ontology.types.values():
        names = {kind.id.lower(), f"{kind.id.lower()}s", *(its.edge.lower() for its in kind.shortcuts)}
        found += [kind] if names & there else []
    return found[0] if len(found) == 1 else None


def role_for(kind: FactType, of: str, taken: Sequence[str]) -> str:
    """Give a role that entities of a kind can fill: of the parties the first that is free, else the narrowest."""
    fitting = [role for role, rule in kind.roles.items() if of in rule.kinds]
    parties = [role for role in fitting if role in kind.parties and of not in (Kind.PLACE, Kind.TOPIC)]
    if of in (Kind.PERSON, Kind.COUNTRY, Kind.ORGANIZATION) and parties:
        return next((role for role in parties if role not in taken), parties[-1])
    narrow = sorted((len(kind.roles[role].kinds), at) for at, role in enumerate(fitting))
    return fitting[narrow[0][1]] if narrow else ""
