"""Where words stand in a text: by the words themselves, or by their length and hash; and why they are not found."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from kg.base.letters import cut, is_between_letters
from kg.evidence import article_text

_CONTEXT = 24  # code points shown on each side of a quote that stands in several places
_MOST_SHOWN = 5
_LONGEST_SHOWN = 80
_LEAST_ALIKE = 0.5  # share of a quote's words that a passage of the text must have to be called near
_WORD = re.compile(r"\w+")
_PLAIN = str.maketrans({
    **dict.fromkeys("‘’\u201a\u201b\u2032\u00b4`\u02bc", "'"),
    **dict.fromkeys("“”„\u201f″«»", '"'),
    **dict.fromkeys("\u2010\u2011\u2012–—\u2015−", "-"),
    "…": "...",
})  # fmt: skip


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Find every place where a quote stands word for word, from the start of a letter to the end of one.

    Letters composed and decomposed are the same letters (Unicode Standard Annex 15): annotations are
    kept composed, texts as they are. A letter has its marks (Annex 29): `e` does not stand in `é`, however it is
    written.

    Parameters
    ----------
    text
        An article's text.
    quote
        The words.

    Returns
    -------
    list
        Start and end of each place, in code points of the text; overlapping ones too.

    >>> places("He met her. Then he met her sister.", "met her")
    [(3, 10), (20, 27)]
    """
    if not quote:
        return []
    found = {(at, at + len(quote)) for at in _starts(text, quote)}
    if not (text.isascii() and quote.isascii()):
        units, origin = _folded(text, _decomposed)
        sought = _decomposed(quote)
        for at in _starts(units, sought):
            last = at + len(sought) - 1
            if (at == 0 or origin[at - 1] != origin[at]) and origin[last] not in origin[last + 1 : last + 2]:
                found.add((origin[at], origin[last] + 1))
    return sorted(place for place in found if all(is_between_letters(text, at) for at in place))


def ambiguous(text: str, quote: str, found: list[tuple[int, int]]) -> tuple[str, str]:
    r"""Name the places of a quote that stands more than once, with what is around them, and what settles it.

    Parameters
    ----------
    text, quote
        As given to `places`.
    found
        What `places` found.

    Returns
    -------
    tuple
        A fault and a hint.

    >>> fault, hint = ambiguous("He met her. Then he met her sister.", "met her", [(3, 10), (20, 27)])
    >>> print(fault, *hint.split("; "), sep="\n")
    the quote stands 2 times in the text: "met her"
    lengthen it until it stands once, or write which one is meant
    `nth: 1` at [3, 10] "He ▸…◂. Then he met her sister"
    `nth: 2` at [20, 27] "He met her. Then he ▸…◂ sister."
    """
    shown = ["lengthen it until it stands once, or write which one is meant"]
    for number, (start, end) in enumerate(found[:_MOST_SHOWN], 1):
        first, last = _whole_letters(text, max(0, start - _CONTEXT), min(end + _CONTEXT, len(text)))
        around = f"{text[first:start]}▸…◂{text[end:last]}"
        shown.append(f"`nth: {number}` at [{start}, {end}] {quoted(around)}")
    if len(found) > _MOST_SHOWN:
        shown.append(f"and {len(found) - _MOST_SHOWN} more")
    return f"the quote stands {len(found)} times in the text: {shortened(quote)}", "; ".join(shown)


def missing(text: str, quote: str) -> tuple[str, str]:
    """Say why a quote is not found: how the text writes it otherwise, or what in the text is nearest to it.

    Parameters
    ----------
    text, quote
        As given to `places`, which found nothing.

    Returns
    -------
    tuple
        A fault and a hint.

    >>> for line in missing("Pakistan’s army chief left.", "Pakistan's army"):
    ...     print(line)
    the quote is not in the text word for word: "Pakistan's army"
    the text has ’ (U+2019) for ' (U+0027) after "Pakistan": write "Pakistan’s army"
    """
    units, origin = _folded(text, _loose)
    sought = _folded(quote, _loose)[0].strip()
    at = units.find(sought) if sought else -1
    if at >= 0:
        start, end = _whole_letters(text, origin[at], origin[at + len(sought) - 1] + 1)
        words = unicodedata.normalize("NFC", text[start:end])
        fault = f"the quote is not in the text word for word: {shortened(quote)}"
        return fault, f"{_difference(quote.strip(), words)}: write {quoted(words)}"
    near = _nearest(text, quote)
    hint = f"nearest, at [{near[0]}, {near[1]}]: {quoted(text[near[0] : near[1]])}" if near else "nothing is like it"
    return f"the quote is not in the text: {shortened(quote)}", hint


def moved(text: str, length: int, sha256: str, near: int) -> int | None:
    """Find where words now stand of which only length and hash are known.

    Parameters
    ----------
    text
        The new text.
    length
        How many code points the words have.
    sha256
        Their hash.
    near
        Where they stood: of several places the nearest to it is meant, the earlier of two.

    Returns
    -------
    int | None
        Their start, or None if they stand nowhere.

    >>> moved("Now: he met her.", 7, article_text.digest("met her"), 3)
    8
    """
    last = len(text) - length
    if length < 1 or last < 0:
        return None
    near = min(max(near, 0), last)
    for step in range(max(near, last - near) + 1):
        for start in dict.fromkeys((near - step, near + step)):
            if 0 <= start <= last and article_text.digest(text[start : start + length]) == sha256:
                return start
    return None


def quoted(words: str) -> str:
    r"""Write words in double quotes, as YAML and JSON read them; what cannot be seen is written by its number.

    >>> print(quoted("a\u200bb\nc"))
    "a\u200bb\nc"
    """
    named = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}
    shown = (named.get(c) or (c if c.isprintable() else f"\\u{ord(c):04x}") for c in words)
    return f'"{"".join(shown)}"'


def shortened(quote: str) -> str:
    """Write words in double quotes, cut where they are long."""
    return quoted(cut(quote, _LONGEST_SHOWN))


def _starts(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _folded(text: str, fold: Callable[[str], str]) -> tuple[str, list[int]]:
    """Fold each code point, and tell of every unit of the result which code point it came from."""
    units: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for unit in fold(character):
            if unit == " " and fold is _loose and units[-1:] == [" "]:
                continue  # a run of spaces and newlines is one space
            units.append(unit)
            origin.append(position)
    return "".join(units), origin


def _decomposed(words: str) -> str:
    return unicodedata.normalize("NFD", words)


def _loose(character: str) -> str:
    """Fold what readers take for the same: quotation marks, dashes, spaces, case, accents, what cannot be seen."""
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", character.translate(_PLAIN)).casefold()
    return "".join(unit for unit in plain if not unicodedata.combining(unit))


def _whole_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to whole letters."""
    while not is_between_letters(text, start):
        start -= 1
    while not is_between_letters(text, end):
        end += 1
    return start, end


def _difference(quote: str, words: str) -> str:
    """Name the first difference between a quote and the words that it stands for."""
    at = next((i for i, (a, b) in enumerate(zip(quote, words, strict=False)) if a != b), min(len(quote), len(words)))
    here, there = quote[at : at + 1], words[at : at + 1]
    after = f" after {quoted(words[max(0, at - _CONTEXT) : at])}" if at else " at the start"
    if there in ("\n", "\r"):
        return f"the text breaks the line{after}"
    return f"the text has {_named(there)} for {_named(here)}{after}"


def _named(character: str) -> str:
    if not character:
        return "nothing"
    number = f"U+{ord(character):04X}"
    return f"{character} ({number})" if character.isprintable() and character != " " else number


def _nearest(text: str, quote: str) -> tuple[int, int] | None:
    """Find the passage of as many words as the quote has that shares most of them; the first of several."""
    found = list(_words(text))
    sought = Counter(word for word, _, _ in _words(quote))
    length = sought.total()
    here: Counter[str] = Counter()
    best, most = None, 0
    for number, (word, _, end) in enumerate(found):
        here[word] += 1
        if number >= length:
            here[found[number - length][0]] -= 1
        shared = (here & sought).total() if word in sought else 0
        if shared > most:
            best, most = (found[max(0, number - length + 1)][1], end), shared
    return best if most >= length * _LEAST_ALIKE else None


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _WORD.finditer(text):
        yield "".join(map(_loose, found[0])), found.start(), found.end()
