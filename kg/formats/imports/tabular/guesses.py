"""What a column may hold, by its name and its first cells: guesses for a first map, that a person looks at."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from kg.formats.imports.tabular.cells import NOTHING, Number, tidy
from kg.model import dates
from kg.model.records import Kind
from kg.ontology import FactType, Ontology

FORMATS = (  # in which the day stands first, and those in which the month does
    (
        "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%m/%Y",
        "%B %Y", "%b %Y",
    ),
    ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%m/%Y"),
)  # fmt: skip
_TIMES = ("when", "from", "to", "published", "said")  # fields
_MOST = 0.6  # of the first cells that are not empty: a column is what so many of them say
_SPLITS = (";", "|", " / ")
_ADDRESS, _NUMBER = re.compile(r"https?://\S+"), re.compile(r"-?[0-9][0-9.,' \u00a0]*")
_COMMA = re.compile(r"-?[0-9.]*[0-9],[0-9]{1,2}|-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_WORDS = re.compile(r"[^\W\d_]+")


class Guess(Struct, frozen=True):
    """What a column may hold."""

    field: str = ""  # empty: no idea
    kind: str = ""
    formats: tuple[str, ...] = ()  # of days that are not as in ISO 8601
    others: tuple[str, ...] = ()  # the same, if the month may stand first as well
    split: str = ""
    decimal: str = ""
    nothing: tuple[str, ...] = ()  # what stands for an empty cell


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """Read the table of names of columns: which field is meant, and of which kind its entities are."""
    text = (files("kg.formats.imports") / "tables" / "columns.csv").read_text("utf-8")
    return {its["word"]: (its["field"], its["kind"]) for its in csv.DictReader(text.splitlines())}


def guess(name: str, cells: Sequence[str]) -> Guess:
    """Guess what a column holds.

    >>> its = guess("Datum", ["3.4.2031", "14.4.31", "?"])
    >>> its.field, its.formats, its.nothing
    ('when', ('%d.%m.%Y', '%d.%m.%y'), ('?',))
    >>> guess("Quote from", ["Lea Okafor", "Henrik Vass"]).field, guess("from", ["3.4.2031"]).field
    ('', 'from')
    """
    texts = [text for its in cells if (text := tidy(its)) and not text.startswith("\0")]
    nothing = tuple(its for its in NOTHING if its in texts)
    some = [its for its in texts if its not in nothing]
    field, kind = _by_name(name)
    if _are_most(some, lambda its: bool(_ADDRESS.fullmatch(its))):
        return Guess("url", nothing=nothing)
    if field == "url" or (field == "row" and len({*some}) < len(cells)):
        return Guess()  # an address that no page may link to, or a number that is not each row's own
    if field in _TIMES and some and not any(char.isdigit() for its in some for char in its):
        field, kind = "", ""  # such as `Quote from`
    days = [*map(_formats, FORMATS, (some, some))]
    if field in _TIMES or (not field and some and _are_days(some, days)):
        first, *others = [its for its in days if its] or [()]
        return Guess(field or "when", formats=first, others=(*others, ())[0], nothing=nothing)
    if not field and _are_most(some, lambda its: bool(_NUMBER.fullmatch(its))):
        decimal = "," if any(_COMMA.fullmatch(its) for its in some if not isinstance(its, Number)) else ""
        return Guess("values", decimal=decimal, nothing=nothing)
    split = next((sign for sign in _SPLITS if field in ("role", "speaker") and any(sign in its for its in some)), "")
    return Guess(field, kind, split=split, nothing=nothing if field else ())


def _are_most(texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(fits, texts)) >= _MOST * len(texts)


def _by_name(name: str) -> tuple[str, str]:
    """Look up the name of a column, or its last words: `meeting place`."""
    parts = re.sub(r" \([0-9]+\)$", "", name).lower().replace("_", " ").rstrip(":.").split()
    endings = (" ".join(parts[at:]) for at in range(len(parts)))
    return next((words()[its] for its in endings if its in words()), ("", ""))


def _are_days(cells: Sequence[str], formats: Sequence[tuple[str, ...]]) -> bool:
    known = {form for some in formats for form in some}
    return _are_most(
        cells,
        lambda its: (
            (bool(re.match(r"[0-9]{4}-[0-9]{2}", its)) and _is_iso(its)) or any(_fits(its, form) for form in known)
        ),
    )


def _formats(formats: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    """Give those formats by which most cells that are not as in ISO 8601 can be read, and none that is not needed."""
    odd = [its for its in cells if not _is_iso(its)]
    found = tuple(form for form in formats if any(_fits(its, form) for its in odd))
    all_ = {form for some in FORMATS for form in some}
    days = [its for its in odd if any(_fits(its, form) for form in all_)]
    fit = [its for its in days if any(_fits(its, form) for form in found)]
    return found if days and len(fit) == len(days) and len(days) >= _MOST * len(odd) else ()


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
