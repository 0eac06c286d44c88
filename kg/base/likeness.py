"""Names that are alike: which of many a name may stand for, and how well each fits. With rapidfuzz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.base.letters import folded, plain

_LONGEST = 500  # characters of a name that are compared


class Names:
    """The names of many things, to find those by which a name may be meant.

    Parameters
    ----------
    names
        Pairs of the id of a thing and one of its names; a thing may have several.

    >>> names = Names([("ann", "Ann Lee"), ("ann", "A. Lee"), ("bob", "Lee")])
    >>> names.called("ann  lee"), names.with_words("LEE") == {"ann", "bob"}, names.like("Lee, Ann")
    ({'ann'}, True, {'ann': 100.0, 'bob': 80.0})
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._ids: list[str] = []
        self._folded: list[str] = []
        self._texts: list[str] = []  # the words of each name in order of letters
        self._called: dict[str, set[str]] = defaultdict(set)
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for id_, name in names:
            self._called[plain(name)].add(id_)
            self._folded.append(folded(name[:_LONGEST]))
            words = _words(name)
            for word in set(words):
                self._with_word[word].append(len(self._ids))
            self._ids.append(id_)
            self._texts.append(" ".join(words))

    def called(self, name: str) -> set[str]:
        """Give the things that are called so, upper or lower case, blanks and hyphens alike."""
        return set(self._called.get(plain(name), ()))

    def with_words(self, name: str) -> set[str]:
        """Give the things of which one name has all words of this one, in any order."""
        places = [set(self._with_word.get(word, ())) for word in set(_words(name))]
        return {self._ids[place] for place in set.intersection(*places)} if places else set()

    def like(self, name: str, least: float = 60.0) -> dict[str, float]:
        """Tell how well names fit: 100 for the same words in any order, whatever accents and punctuation they have.

        Parameters
        ----------
        name
            Of any length, of which the beginning is compared.
        least
            Things that fit less are left out.

        Returns
        -------
        dict
            Id -> the mean of two likenesses of the name that fits best, from 0 to 100: of all words, and of those that
            both have. A name of which only some words are there fits less than all of it, and more than another.
        """
        from rapidfuzz import fuzz, process  # here, since most runs compare no names

        words = _words(name)
        text = " ".join(words)
        if not text:
            return dict.fromkeys(self.called(name), 100.0)
        near = process.extract(text, self._texts, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        places = {place for _, _, place in near}.union(*(self._with_word.get(word, ()) for word in set(words)))
        found: dict[str, float] = {}
        for place in places:
            score = _score(text, self._texts[place])
            if score >= max(least, found.get(self._ids[place], 0)):
                found[self._ids[place]] = score
        return dict(sorted(found.items(), key=lambda its: (-its[1], its[0])))

    def beginning(self, prefix: str) -> dict[str, bool]:
        """Give the things of which a name, or a word of a name, begins so; True where it is the name.

        >>> Names([("ann", "Ann Lee"), ("bob", "Bob Annan"), ("cid", "Hannah")]).beginning("ann")
        {'ann': True, 'bob': False}
        """
        begun = folded(prefix[:_LONGEST])
        found: dict[str, bool] = {}
        for id_, text in zip(self._ids, self._folded, strict=True) if begun else ():
            if f" {begun}" in f" {text}":
                found[id_] = found.get(id_, False) or text.startswith(begun)
        return found


def likeness(one: str, other: str) -> float:
    """Tell how well two names fit, as `Names.like` does.

    >>> likeness("Foreign Minister of Velm", "foreign minister"), likeness("Ann Lee", "Lee, Ann")
    (90.0, 100.0)
    """
    return _score(" ".join(_words(one)), " ".join(_words(other)))


def spelling(one: str, other: str) -> float:
    """Tell how well the letters of two words fit, from 0 to 100.

    >>> spelling("durrani", "durani") > 90 > 60 > spelling("asif", "aftab")
    True
    """
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def _score(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return round((fuzz.ratio(one, other) + fuzz.token_set_ratio(one, other)) / 2, 2)


def _words(name: str) -> list[str]:
    """Give the words of a name, of a long one those of its beginning, in order of letters."""
    return sorted(folded(name[:_LONGEST]).split())
