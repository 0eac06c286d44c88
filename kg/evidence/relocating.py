"""Where words that stood in a text stand in an edited one: certainly, probably, or nowhere.

A place is certain if the words, with as much around them as has not changed there, stand once in both texts, and no
other place of the same words can be meant. All else is proposed, with a score, and decided by a person.

Sources: W3C Web Annotation Data Model, sections 4.2.4 (Text Quote Selector: the exact words, with a prefix and a suffix
that tell which of several is meant) and 4.2.5 (Text Position Selector); Brush, Bargeron, Gupta and Cadiz 2001, Robust
annotation positioning in digital documents, doi:10.1145/365024.365117.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from kg.base.letters import is_between_letters
from kg.base.passages import alikeness, most_alike, whole_letters

LEAST_ALIKE = 60.0  # of 100: a passage that is less like the words is not proposed
_LONG = 32  # code points of words that are told from all others without anything around them
_CONTEXTS = (64, 32, 16, 8)  # code points before and after, by which a passage is sought whose words have changed
_MOST_PLACES = 400  # of the same words in a text: of more, nobody could say which is which
_WITHIN = re.compile(r"\w\w")
_BEGINS, _ENDS = re.compile(r"\W\w"), re.compile(r"\w\W")  # a word that begins, or ends, in what is unchanged


At = tuple[str, int]  # a text, and a place in it


class Outcome(enum.StrEnum):
    """What became of a span."""

    KEPT = "kept"  # the same words at the same place
    MOVED = "moved"  # the same words at another place
    UNSURE = "unsure"  # the same words, and which of several they are cannot be told
    CHANGED = "changed"  # other words, which are like them
    GONE = "gone"


class Place(Struct, frozen=True):
    """Where words now stand, or may stand, and how that was found."""

    outcome: Outcome
    start: int = 0
    end: int = 0
    how: str = ""
    score: float | None = None  # of what is proposed, from 0 to 100

    @property
    def is_proposed(self) -> bool:
        """Whether a person is to say whether this is the place."""
        return self.outcome in (Outcome.UNSURE, Outcome.CHANGED)


def relocate(start: int, end: int, before: str, after: str) -> Place:
    """Find where a span of a text stands in an edited version of it.

    Parameters
    ----------
    start, end
        The span, in the text as it was.
    before, after
        The text as it was, and as it is.

    Returns
    -------
    Place
        Kept or moved only if it is certain.

    >>> relocate(12, 15, "Ann met Bo. Ann left.", "On Monday Ann met Bo. Later Ann left.")
    Place(outcome=<Outcome.MOVED: 'moved'>, start=28, end=31, how='context', score=None)
    >>> relocate(12, 31, "Ann met Bo. Berg left on Tuesday.", "Ann met Bo. Berg left on Thursday.").outcome
    <Outcome.CHANGED: 'changed'>
    """
    words = before[start:end]
    certain = _certain_place(start, end, before, after)
    if certain is not None:
        is_single = before.count(words) == 1 == after.count(words)
        outcome = Outcome.KEPT if certain == start else Outcome.MOVED
        return Place(outcome, certain, certain + len(words), "exact" if is_single else "context")
    if new := list(_places(after, words, _edges(before, start, end))):
        return _likeliest(words, (before, start), after, new)
    around = _between(start, end, before, after)
    found = nearest(words, after, around)
    if found.is_proposed and not _may_come_from(found, (start, end), before, after):
        found = nearest(words, after[around[0] : around[1]]) if around else Place(Outcome.GONE)
        found = structs.replace(found, start=found.start + around[0], end=found.end + around[0]) if around else found
    return found


def nearest(words: str, after: str, around: tuple[int, int] | None = None) -> Place:
    """Propose the passage that is most like words which stand nowhere in a text; gone, if none is like them.

    >>> nearest("Berg left on Tuesday", "Berg left on Thursday.").score
    92.7
    """
    found = most_alike(words, after, around)
    if found is None or found[2] < LEAST_ALIKE:
        return Place(Outcome.GONE, score=None)
    return Place(Outcome.CHANGED, found[0], found[1], "fuzzy", found[2])


def _certain_place(start: int, end: int, before: str, after: str) -> int | None:
    """Find the one place that a span can have in another version of its text; None if that cannot be told."""
    words = before[start:end]
    edges = _edges(before, start, end)
    old, new = (list(_places(text, words, edges)) for text in (before, after))
    if max(len(old), len(new)) > _MOST_PLACES:
        return None
    found = [at for at in new if _is_certain(words, (before, start), (after, at))]
    if len(found) != 1:
        return None
    others = (other for other in old if other != start)
    return None if any(_is_certain(words, (before, other), (after, found[0])) for other in others) else found[0]


def _likeliest(words: str, was: At, after: str, places: list[int]) -> Place:
    """Propose of the places of the same words that with most of what stood around them."""
    start = was[1]
    at = max(places, key=lambda at: (sum(_unchanged(words, was, (after, at))), -abs(at - start)))
    around = (text[max(0, its - _LONG) : its + len(words) + _LONG] for text, its in (was, (after, at)))
    how = f"1 of {len(places)} places" if len(places) > 1 else "other words around them"
    return Place(Outcome.UNSURE, at, at + len(words), how, alikeness(*around))


def _may_come_from(found: Place, span: tuple[int, int], before: str, after: str) -> bool:
    """Tell whether a passage that is like a span's words is not known to have stood elsewhere all along."""
    start = _certain_place(found.start, found.end, after, before)
    return start is None or (start < span[1] and span[0] < start + found.end - found.start)


def _places(text: str, words: str, edges: tuple[bool, bool]) -> Iterator[int]:
    """Find where words stand between letters, and between words where they did: `left` is not in `leftover`."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if _edges(text, at, end) == edges and is_between_letters(text, at) and is_between_letters(text, end):
            yield at
        at = text.find(words, at + 1)


def _edges(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether a span begins, and ends, within a word."""
    return bool(_WITHIN.match(text, start - 1)) if start else False, bool(_WITHIN.match(text, end - 1))


def _is_certain(words: str, was: At, now: At) -> bool:
    """Tell whether words with what is unchanged around them stand once in both texts, and are enough to go by."""
    left, right = _unchanged(words, was, now)
    (before, start), (after, _) = was, now
    whole = before[start - left : start + len(words) + right]
    if not (len(words) >= _LONG or _has_neighbour(words, was, left, right) or len(before) == len(words)):
        return False
    return all(text.find(whole, text.find(whole) + 1) < 0 for text in (before, after))


def _has_neighbour(words: str, was: At, left: int, right: int) -> bool:
    """Tell whether a whole word next to the words is unchanged with them, or the end of the text that they stand at."""
    before, start = was
    end = start + len(words)
    left_of, right_of = before[start - left : start], before[end : end + right]
    left_of = f" {left_of}" if left == start else left_of
    right_of = f"{right_of} " if end + right == len(before) else right_of
    is_at_end = not (before[:start].strip() and before[end:].strip()) and left_of[:1] == " " == right_of[-1:]
    return is_at_end or bool(_BEGINS.search(left_of) or _ENDS.search(right_of))


def _unchanged(words: str, was: At, now: At) -> tuple[int, int]:
    """Count the code points before and after the words that are the same in both texts."""
    (before, start), (after, at) = was, now
    end, last = start + len(words), at + len(words)
    left = _most(min(start, at), lambda size: before[start - size : start] == after[at - size : at])
    room = min(len(before) - end, len(after) - last)
    return left, _most(room, lambda size: before[end : end + size] == after[last : last + size])


def _most(limit: int, is_same: Callable[[int], bool]) -> int:
    """Find the largest size, up to a limit, that is the same, where all smaller ones are."""
    low, step = 0, 1
    while low + step <= limit and is_same(low + step):
        low, step = low + step, step * 2
    high = min(limit, low + step)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_same(middle) else (low, middle - 1)
    return low


def _between(start: int, end: int, before: str, after: str) -> tuple[int, int] | None:
    """Find the passage between what stood before and behind a span, where both still stand, each once."""
    for size in _CONTEXTS:
        prefix, suffix = before[max(0, start - size) : start], before[end : end + size]
        first, last = after.find(prefix), after.find(suffix)
        if after.find(prefix, first + 1) < 0 <= first and after.find(suffix, last + 1) < 0 <= last:
            first += len(prefix)
            if first < last <= first + 3 * (end - start) + size:
                return whole_letters(after, first, last)
    return None
