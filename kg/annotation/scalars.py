"""One value as it stands in a file to what it means, or what is wrong with it.

These functions know nothing of files, so that YAML's texts and JSON's values are read alike.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn

from kg.annotation.drafts import Lost
from kg.annotation.yaml_tree import Refused, Value
from kg.base.addresses import address_fault
from kg.base.findings import Finding
from kg.base.hints import code_point, named
from kg.base.letters import JOINERS, without_needed
from kg.model import dates
from kg.model.records import Figure

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")
_NUMBER = r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?"  # so many digits that a binary number keeps all of its own
_FIGURE = re.compile(rf"(?P<low>{_NUMBER})?(?P<range>\.\.)?(?P<high>(?<=\.\.){_NUMBER})?(?: (?P<unit>\S.*))?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(  # `langtag` and `privateuse` of the grammar; a language itself has two letters or three
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+)",
    re.ASCII | re.IGNORECASE,
)
_BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # those that turn round what follows them
_NO_CHARACTER = (
    re.compile(  # halves of a pair, and code points that are none for good: no XML, and no UTF-8, holds them
        "[\ud800-\udfff\ufdd0-\ufdef"
        + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 17 << 16, 1 << 16))
        + "]"
    )
)
_UNSEEN = re.compile(  # zero-width: they make two names that look alike
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_LOOKALIKES = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "FULLWIDTH", "MATHEMATICAL")
_EMPTY_HINT = "give it a value; a field that is optional may be left out"
_SHAPE_HINTS = {"a mapping": "write pairs of `name: value`", "a list": "write `[one, another]`, or `- ` before each"}
_ID_HINT = "allowed: a-z, 0-9, -"


class FieldError(Exception):
    """A value that cannot be what its field needs: each thing that is wrong, its path counted from the value.

    Empty where a fault of the file's form has said so already.

    Parameters
    ----------
    findings
        What is wrong.
    partial
        What of the value could be read, with a stand-in in place of each part that could not be; None: nothing.
    lost
        Those parts.
    """

    def __init__(self, *findings: Finding, partial: Any = None, lost: tuple[Lost, ...] = ()) -> None:  # noqa: ANN401 - of whatever type the value is
        super().__init__(findings)
        self.findings, self.partial = findings, partial
        self.lost = lost or (*(Lost(its.path, its.at_key) for its in findings),) or (Lost(()),)


def odd(what: str, hint: str, *path: str | int) -> NoReturn:
    """Refuse a value."""
    raise FieldError(Finding(path, what, hint))


def expected(what: str, value: Value) -> NoReturn:
    """Refuse a value for its shape."""
    if isinstance(value, Refused):
        raise FieldError
    if value is None or value == "":
        odd(f"expected {what}, found nothing", _EMPTY_HINT)
    shapes = {str: "text", list: "a list", dict: "a mapping", bool: "true or false"}
    odd(f"expected {what}, found {shapes.get(value.__class__, 'a number')}", _SHAPE_HINTS.get(what, f"write {what}"))


def mapping(value: Value) -> dict[str, Value]:
    """Read a mapping, of anything."""
    if value.__class__ is not dict:
        expected("a mapping", value)
    pairs: dict[str, Value] = value
    return pairs


def sequence(value: Value) -> list[Value]:
    """Read a list, of anything."""
    if value.__class__ is not list:
        expected("a list", value)
    items: list[Value] = value
    return items


def prose(value: Value) -> str:
    """Read text of any number of lines, without what would hide or turn round a part of it."""
    if value.__class__ is not str:
        expected("text", value)
    if not value.isprintable():
        for character in value:
            if unicodedata.category(character) == "Cc" and character not in "\n\t":
                odd(f"control character {code_point(character)} in {named(value)}", "take it out")
        if found := _NO_CHARACTER.search(value):
            odd(f"{code_point(found[0])} is no character, in {named(value)}", "take it out")
        if found := _ORDERING.search(value):
            odd(f"bidirectional character {code_point(found[0])} in {named(value)}", "take it out")
    if not value.strip():
        expected("text", "")
    return str(value)


def line(value: Value) -> str:
    """Read text of one line, without spaces around it."""
    known = prose(value)
    if "\n" in known or "\t" in known:
        odd(f"more than a line: {named(known)}", "write it in one line, without tabs")
    if known != known.strip():
        odd(f"spaces around a text: {named(known)}", "take them out")
    return known


def name(value: Value) -> str:
    r"""Read a name: a line of characters all of which are seen.

    >>> name("Asim Munir")
    'Asim Munir'
    >>> name("Asim\u200bMunir")
    Traceback (most recent call last):
    ...
    kg.annotation.scalars.FieldError: (Finding(path=(), text='zero-width character U+200B in `Asim\\u200bMunir`', ...),)
    """
    known = line(value)
    if not known.isascii():
        rest = without_needed(known)
        for kind, pattern in (("bidirectional", _BIDIRECTIONAL), ("zero-width", _UNSEEN)):
            if found := pattern.search(rest):
                odd(f"{kind} character {code_point(found[0])} in {named(known)}", "take it out")
        if joiner := next((letter for letter in rest if letter in JOINERS), None):
            hint = "take it out: joiners stand between letters that would join without them, and at a virama"
            odd(f"zero-width character {code_point(joiner)} in {named(known)}", hint)
    return known


def stranger(known: str) -> str | None:
    r"""Find the first letter in a Latin name that only looks Latin, and say what it is.

    Source: Unicode Technical Standard 39, section 5.1 (mixed-script detection).

    >>> stranger("\u0410sim Munir")
    'U+0410 CYRILLIC CAPITAL LETTER A'
    """
    if known.isascii():
        return None
    named_letters = [(letter, unicodedata.name(letter, "")) for letter in known if letter.isalpha()]
    if not any(full.startswith("LATIN ") for _, full in named_letters):
        return None
    found = (f"{code_point(letter)} {full}" for letter, full in named_letters if full.startswith(_LOOKALIKES))
    return next(found, None)


def identifier(value: Value) -> str:
    """Read an id.

    >>> identifier("asim-munir")
    'asim-munir'
    """
    return _identifier(value if type(value) is str else prose(value))


@lru_cache(1 << 17)  # a million claims name a few thousand things again and again: one text is kept of each
def _identifier(value: str) -> str:
    known = prose(value)
    if not _ID.fullmatch(known):
        plain = unicodedata.normalize("NFKD", known).encode("ascii", "ignore").decode()
        likely = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        odd(f"no id: {named(known)}", f"{_ID_HINT}; for example {named(likely)}" if likely else _ID_HINT)
    return known


def term(value: Value) -> str:
    """Read the name of a term of the ontology."""
    known = prose(value)
    if not _TERM.fullmatch(known):
        odd(f"no name of a term: {named(known)}", "letters, digits, - and _, as in the ontology")
    return known


def count(value: Value) -> int:
    """Read a whole number from 0, of nine digits at most.

    >>> count("1313"), count(1313)
    (1313, 1313)
    """
    if value.__class__ not in (str, int, float) or value == "":
        expected("a number", value)
    if not _COUNT.fullmatch(str(value)):
        odd(f"no count: {named(str(value))}", "write a whole number from 0 in digits, nine at most")
    return int(value)


def figure(value: Value) -> Figure:
    """Read a figure: a decimal number or a range `low..high`, either end open, then a unit if it has one.

    >>> figure("12"), figure("20.. EUR")
    (Figure(low='12', high='12', unit=None), Figure(low='20', high=None, unit='EUR'))
    """
    known = str(value) if value.__class__ in (int, float) else line(value)
    found = _FIGURE.fullmatch(known)
    if not found or not (found["low"] or found["high"]):
        odd(
            f"no figure: {named(known)}",
            "write a number or a range, then its unit: `12`, `20..`, `3.5 EUR`",
        )
    low, high = found["low"], found["high"] if found["range"] else found["low"]
    if low and high and Decimal(low) > Decimal(high):
        odd(f"a range that ends before it begins: {named(known)}", "write the smaller number first")
    return Figure(low and _plain(low), high and _plain(high), found["unit"])


def _plain(number: str) -> str:
    """Write a decimal number in one way, so that equal figures are equal texts."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text  # `normalize` would round what has over 28 digits


def digest(value: Value) -> str:
    """Read a SHA-256 in hexadecimal."""
    known = prose(value)
    if not _DIGEST.fullmatch(known):
        odd(f"no SHA-256: {named(known)}", "64 characters of 0-9 and a-f; `kg anchor` writes them")
    return known


def quote_of(sha256: str | None) -> Callable[[Value], str]:
    """Read words that are kept beside their hash, as they stand: they must have it, composed or decomposed."""

    def read(value: Value) -> str:
        if value.__class__ is not str or not value:
            expected("text", value)
        forms = (value, unicodedata.normalize("NFD", value))
        if sha256 not in (None, *(hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest() for form in forms)):
            odd(
                f"`quote` and `sha256` do not agree: {named(value)}",
                "leave `at` and `sha256` out, and run `kg anchor --keep`",
            )
        return str(value)

    return read


def language(value: Value) -> str:
    """Read a language tag, as RDF readers take it: one that is well-formed. Source: BCP 47 (RFC 5646), section 2.1.

    >>> language("uz-Latn-UZ")
    'uz-Latn-UZ'
    """
    known = prose(value)
    if not _LANGUAGE.fullmatch(known):
        hint = "write its code, such as `en` or `ur`; script and country come after it in that order: `uz-Latn-UZ`"
        odd(f"no language: {named(known)}", hint)
    return known


def file(value: Value) -> str:
    """Read the name of a file below some folder."""
    known = name(value)
    if "\\" in known or known.startswith("/") or not {"", ".", ".."}.isdisjoint(known.split("/")):
        odd(f"no file name: {named(known)}", "name a file inside the folder of texts, such as `a.txt`")
    return known


def url(value: Value) -> str:
    """Read an address that a page may link to.

    >>> url("https://example.org/a?b=c")
    'https://example.org/a?b=c'
    """
    known = name(value)
    if fault := address_fault(known):
        odd(*fault)
    return known


def when(value: Value) -> dates.When:
    """Read a time."""
    try:
        return dates.parse(prose(value))
    except dates.DateError as error:
        odd(error.what, error.hint)


def day(value: Value) -> str:
    """Read a time, and keep its text."""
    return when(value).text


def flag(value: Value) -> bool:
    """Read true or false.

    >>> flag("true")
    True
    """
    if value.__class__ is bool or value in ("true", "false"):
        return value in ("true", True)
    if value.__class__ is not str or value == "":
        expected("true or false", value)
    odd(f"neither true nor false: {named(value)}", "write `true`, or leave the field out")
