"""Quotations in a report: where they stand, and whether a text has their words, exactly or nearly so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from kg.base.letters import is_between_letters
from kg.evidence import quotes

# What opens a quotation -> what may close it. Languages differ: “…”, „…“, „…”, ”…”, «…», »…«, »…», 「…」.
_PAIRS = {
    "“": "”", "„": "“”", "\u201f": "”", "”": "”", "«": "»", "»": "«»", "‘": "’", "\u201a": "‘’", "\u201b": "’",
    "\u2039": "\u203a", "\u203a": "\u2039\u203a", "「": "」", "『": "』", "\uff62": "\uff63", "〝": "〞〟",
    "❝": "❞", "❛": "❜", "\uff02": "\uff02", '"': '"', "'": "'", "\u05f4": "\u05f4",
}  # fmt: skip
_EITHER = "\"'”»\u203a\uff02\u05f4"  # the letter before says whether they open
_ONLY_OPENING = '“„\u201f«「『\uff62〝❝"'  # those that stand as an apostrophe or behind what was quoted are none
_APOSTROPHES = "’'"
_OPENING = re.compile(f"[{''.join(map(re.escape, _PAIRS))}]")
_DOUBLE = "“”„\u201f«»「」『』\uff62\uff63〝〞〟❝❞\uff02\u2033\u05f4"
_SINGLE = "‘’\u201a\u201b\u2039\u203a❛❜\u2032\u02bc\u00b4`"
_FOLDED = str.maketrans({**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'")})
_LEFT_OUT = re.compile(r"\s*(?:\[[^\[\]]*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\s?\.\s?\.)\s*")
_DASH = "(?:[—–\u2015]|--)"
_LAST_MARKS = ".,;:!?…\uff0c。、"
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Quotation(Struct, frozen=True):
    """Words in quotation marks: where their marks start and end, and the words without and with them."""

    start: int
    end: int
    words: str
    marked: str


def quotations(text: str, barrier: str = "\x1e") -> list[Quotation]:
    """Find the quotations of a text, the outer ones where one stands in another.

    Parameters
    ----------
    text
        Of a paragraph.
    barrier
        No quotation goes on behind it.

    Returns
    -------
    list
        In order. Marks that are never closed quote nothing.

    >>> text = "“We ‘never’ shot,” he said: «jamais», „nie“, ”aldrig”, 'not once', the ’90s."
    >>> [its.words for its in quotations(text)]
    ['We ‘never’ shot,', 'jamais', 'nie', 'aldrig', 'not once']
    """
    return _marked(text, barrier)[0]


def unclosed(text: str) -> list[int]:
    r"""Find the quotation marks of a text that can only open and are never closed, the first of each kind in a cell.

    >>> unclosed("«Oui. 6\" guns, the ’90s and “so on”.")
    [0]
    """
    return sorted(at for sign, at in _marked(text)[1] if sign in _ONLY_OPENING)


def _marked(text: str, barrier: str = "\x1e") -> tuple[list[Quotation], list[tuple[str, int]]]:
    """Find the quotations of a text, and of each mark that is never closed where it first stands."""
    found, never, start = list[Quotation](), list[tuple[str, int]](), 0
    for part in text.split(barrier):
        quoted, opened = _quotations(part)
        found += [Quotation(start + its.start, start + its.end, its.words, its.marked) for its in quoted]
        never += [(sign, start + at) for sign, at in opened.items()]
        start += len(part) + len(barrier)
    return found, never


def _quotations(text: str) -> tuple[list[Quotation], dict[str, int]]:
    found, at, never = list[Quotation](), 0, dict[str, int]()
    while opening := _OPENING.search(text, at):
        at = opening.end()
        sign = opening[0]
        if sign in never or (sign in _EITHER and _is_behind_letter(text, opening.start())):
            continue
        end = _closing(text, at, sign)
        if end is None:
            never[sign] = opening.start()
            continue
        if words := text[at:end].strip():  # French sets blanks inside the marks
            found.append(Quotation(opening.start(), end + 1, words, text[opening.start() : end + 1]))
        at = end + 1
    return found, never


def _closing(text: str, start: int, sign: str) -> int | None:
    """Find what closes a quotation: an apostrophe inside a word does not, nor a straight mark before a letter."""
    for found in re.compile(f"[{re.escape(_PAIRS[sign])}]").finditer(text, start):
        at = found.start()
        after = text[at + 1 : at + 2]
        goes_on = after.isalnum() and not _UNSPACED.match(after)
        if found[0] in _APOSTROPHES + '"' and (goes_on or text[at - 1 : at].isspace()):
            continue
        return at
    return None


def _is_behind_letter(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return before.isalnum() and not _UNSPACED.match(before)


class Source(Struct, frozen=True):
    """A text in which quotations are looked for, also as it reads without line ends and kinds of quotation marks."""

    text: str
    composed: str
    folded: str

    @classmethod
    def of(cls, text: str) -> Source:
        """Prepare a text."""
        return cls(text, unicodedata.normalize("NFC", text), folded(text))

    def places(self, words: str) -> list[tuple[int, int]]:
        """Give where words stand in the text as it is."""
        if self.text != self.composed:
            return quotes.places(self.text, words)
        words = unicodedata.normalize("NFC", words)
        return [(found.start(), found.end()) for found in re.finditer(re.escape(words), self.text)]


def folded(words: str) -> str:
    r"""Write words with one kind of blank and one of each quotation mark.

    >>> folded("the  “first”\nday’s")
    'the "first" day\'s'
    """
    return " ".join(unicodedata.normalize("NFC", words).translate(_FOLDED).split())


EXACT, MARKS, PARTS = "exact", "white space or quotation marks", "omissions"


def compared(words: str, source: Source) -> str | None:
    r"""Tell how a quotation stands in a text; None if it does not.

    Parameters
    ----------
    words
        Of the quotation. Brackets are the writer's own, and `…` may stand for what is left out: what is around it must
        then stand in the text in the same order. A last comma or full stop may be the writer's too.
    source
        The text.

    Returns
    -------
    str or None
        `EXACT`, or by what it differs.

    >>> its = Source.of("“We did not fire,” said\nthe admiral, “and never will.”")
    >>> compared("We did not fire,", its), compared("said the admiral", its), compared("We […] never will", its)
    ('exact', 'white space or quotation marks', 'omissions')
    >>> compared("We did fire", its), compared("never will; “and", its)
    (None, None)
    """
    plain = unicodedata.normalize("NFC", words)
    for its in dict.fromkeys((plain, plain.rstrip(_LAST_MARKS))):
        if its and stands(its, source.composed):
            return EXACT
    loose = folded(words)
    for its in dict.fromkeys((loose, loose.rstrip(_LAST_MARKS))):
        if its and stands(its, source.folded):
            return MARKS
    return PARTS if _in_order(loose, source.folded) else None


def stands(words: str, text: str) -> bool:
    """Tell whether words stand in a text, and not as a part of longer words.

    >>> stands("not", "I shall not"), stands("no", "I shall not"), stands("Orlund", "Orlund’s")
    (True, False, True)
    """
    at = text.find(words)
    while at >= 0:
        if _is_end(text, at) and _is_end(text, at + len(words)):
            return True
        at = text.find(words, at + 1)
    return False


def _is_end(text: str, at: int) -> bool:
    """Whether no word goes on at a place."""
    inside = text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()
    return is_between_letters(text, at) and (not inside or bool(_UNSPACED.match(text[at - 1 : at])))


def _in_order(words: str, text: str) -> bool:
    signs = [*_LEFT_OUT.finditer(words)]
    at, start, is_any = 0, 0, False
    for sign, next_ in zip([None, *signs], [*signs, None], strict=True):
        end = next_.start() if next_ else len(words)
        part = words[start:end].rstrip(_LAST_MARKS).strip()
        if part:
            at = _found(part, text, at, _goes_on(sign, before=True), _goes_on(next_, before=False))
            if at < 0:
                return False
            at, is_any = at + len(part), True
        start = next_.end() if next_ else end
    return bool(signs) and is_any


def _goes_on(sign: re.Match[str] | None, *, before: bool) -> bool:
    """Whether brackets stand in the place of letters of a word: `[W]e`, not `[…] we`."""
    return sign is not None and sign[0][-1 if before else 0] in "[]" and not _LEFT_OUT.fullmatch(sign[0].strip("[] "))


def _found(part: str, text: str, at: int, may_begin: bool, may_end: bool) -> int:
    """Give where words stand behind a place, at the ends of words but where letters are replaced; -1 if nowhere."""
    while (at := text.find(part, at)) >= 0:
        if (may_begin or _is_end(text, at)) and (may_end or _is_end(text, at + len(part))):
            return at
        at += 1
    return -1


def block_words(text: str) -> Iterator[tuple[int, list[str]]]:
    r"""Give the words of a paragraph of a block quote, and where they start: without the line that says whose they are.

    A dash behind the end of a sentence may begin such a line too, where lines have been joined: words that end before
    it come second.

    >>> list(block_words("We did not fire.\n— The admiral")), list(block_words("— The admiral"))
    ([(0, ['We did not fire.'])], [])
    >>> list(block_words("We did not fire. --- The admiral"))
    [(0, ['We did not fire. --- The admiral', 'We did not fire.'])]
    """
    said = re.split(rf"(?:^|\n)[ \t]*{_DASH}", text, maxsplit=1)[0]
    words = said.strip()
    if words:
        joined = re.split(rf"(?<=[.!?…。”\"’»])\s+{_DASH}", words, maxsplit=1)[0]
        yield said.find(words), list(dict.fromkeys((words, joined)))
