"""The words of a language that suggestions need, read from its file: a language is a file and no code.

A file is TOML, called by its code (BCP 47, primary subtag): `languages/en.toml` here, or `languages/fr.toml` in a
project, which goes before ours. `languages/en.toml` says what each part means; `und.toml` stands for all others.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from kg.base.disk import read_plain, reason
from kg.base.errors import UsageError

UNDETERMINED = "und"  # ISO 639-2
OURS = Path(__file__).parent / "languages"
MEANINGS = frozenset({
    "date", "days", "month", "year", "season", "weekday", "last-week", "day", "week", "month-from", "year-from",
})  # fmt: skip
_SLOT = re.compile(r"\{(\w+)\}")
_SHORTEST_STEM = 3
_NOTHING = re.compile(r"(?!)")  # stands nowhere


class DayRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern of words that name a time, and what it means."""

    words: str
    means: str
    shift: int = 0
    so_far: bool = False
    ago: bool = False
    way: str | None = None


class Forms(Struct, frozen=True, forbid_unknown_fields=True):
    """How words change their form."""

    endings: list[str]
    irregular: list[list[str]]


class Calendar(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of weekdays from Monday, months from January, and seasons from spring, each with its short forms."""

    weekdays: list[list[str]]
    months: list[list[str]]
    seasons: list[list[str]]


class Direction(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say whether what a sentence tells lies behind or ahead."""

    past: str
    past_endings: list[str]
    ahead: list[str]


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which somebody is said to have said something."""

    verbs: str
    weak: str
    joins: list[str]
    that: list[str]
    acts: list[str]
    inverted: str
    according: list[str]
    released: list[str]
    spokesperson: list[str]
    hearsay: list[str]
    anonymous: str
    pronouns: dict[str, list[str]]
    passive: str = "(?!)"  # fits a verb that is not of the subject before it: `was told`
    own: dict[str, str] = {}  # of whom somebody is the spokesperson: `its` -> `it`


class LanguageFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a language, as it is written."""

    small: str
    articles: list[str]
    determiners: list[str]
    titles: str
    connectors: str
    no_names: str
    name_forms: list[list[str]]
    possessive: str
    forms: Forms
    slots: dict[str, str]
    numbers: dict[str, int]
    calendar: Calendar
    direction: Direction
    days: list[DayRule]
    speech: Speech
    stances: dict[str, list[str]]
    within: list[str] = []  # a name behind these says where something is


class Language:
    """A language, ready for use.

    Parameters
    ----------
    code
        Its code.
    file
        What its file says.

    >>> english = load("en")
    >>> english.stem("met") == english.stem("meetings"), english.stem("visited") == english.stem("visit")
    (True, True)
    """

    def __init__(self, code: str, file: LanguageFile) -> None:
        self.code, self.file = code, file
        self.small, self.titles = frozenset(file.small.split()), frozenset(file.titles.split())
        self.no_names, self.connectors = frozenset(file.no_names.split()), frozenset(file.connectors.split())
        self.past, self.ahead = frozenset(file.direction.past.split()), frozenset(file.direction.ahead)
        self.verbs, self.weak = frozenset(file.speech.verbs.split()), frozenset(file.speech.weak.split())
        self.inverted, self.anonymous = (
            frozenset(file.speech.inverted.split()),
            frozenset(file.speech.anonymous.split()),
        )
        self.passive = self.pattern(file.speech.passive)
        self._bases = {form: forms[0] for forms in file.forms.irregular for form in forms}
        self._endings = sorted(file.forms.endings, key=len, reverse=True)
        self.name_forms = [(_form(first), others) for first, *others in file.name_forms]
        self.days = [(self.pattern(rule.words), rule) for rule in file.days]
        self.acts = [self.pattern("|".join(file.stances[name])) for name in file.speech.acts if name in file.stances]
        self.stances = [(self.pattern("|".join(words)), name) for name, words in file.stances.items()]

    def stem(self, word: str) -> str:
        """Give what the forms of a word share, in small letters; no word of the language by itself."""
        word = word.casefold()
        if word in self._bases:
            return self._bases[word]
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                word = word[: -len(ending)]
                break
        word = word.rstrip("ei") if len(word) > _SHORTEST_STEM else word
        return word[:-1] if len(word) > _SHORTEST_STEM and word[-1:] == word[-2:-1] else word

    def is_past(self, word: str) -> bool:
        """Whether a word, in small letters, tells of what is over."""
        endings = tuple(self.file.direction.past_endings)
        return word in self.past or (len(word) > _SHORTEST_STEM and word.endswith(endings))

    @property
    def is_known(self) -> bool:
        """Whether there is a file of this language."""
        return self.code != UNDETERMINED

    @cached_property
    def hearsay(self) -> re.Pattern[str]:
        """Words that mark hearsay for which no source is named."""
        return self.phrases(self.file.speech.hearsay)

    @cached_property
    def according(self) -> re.Pattern[str]:
        """Words behind which the speaker stands."""
        return self.phrases(self.file.speech.according)

    @cached_property
    def released(self) -> re.Pattern[str]:
        """Words behind which a relay of somebody else's words stands."""
        return self.phrases(self.file.speech.released)

    @cached_property
    def spokesperson(self) -> re.Pattern[str]:
        """Words for who speaks for an organization."""
        return self.phrases(self.file.speech.spokesperson)

    @cached_property
    def within(self) -> re.Pattern[str]:
        """Words behind which a name says where something is, at the end of what stands before it."""
        return re.compile(rf"(?:{self.phrases(self.file.within).pattern})\s+$", re.IGNORECASE)

    def phrases(self, words: list[str]) -> re.Pattern[str]:
        """Compile a pattern that finds any of some phrases, as whole words."""
        if not words:
            return _NOTHING
        longest = sorted(map(re.escape, words), key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(longest)})\b".replace(r"\ ", r"\s+"), re.IGNORECASE)

    def pattern(self, words: str) -> re.Pattern[str]:
        """Compile a pattern of the file.

        Raises
        ------
        re.error
            If it is none; KeyError, if it names a slot that there is not.
        """
        filled = _SLOT.sub(lambda found: self._slot(found[1]), words).replace(" ", r"(?:\s+)")
        return re.compile(rf"(?<!\w)(?:{filled})(?!\w|['’]s\b)" if words[:1] != "\\" else filled, re.IGNORECASE)

    def _slot(self, name: str) -> str:
        lists = {
            "weekday": self.file.calendar.weekdays, "month": self.file.calendar.months,
            "season": self.file.calendar.seasons,
        }  # fmt: skip
        if name not in lists:
            return self.file.slots[name]
        names = sorted((its for forms in lists[name] for its in forms), key=len, reverse=True)
        return rf"(?P<{name}>{'|'.join(map(re.escape, names))})"


def _form(form: str) -> re.Pattern[str]:
    """Compile the form of a name, such as `{a} of {b}`."""
    return re.compile(re.escape(form).replace(r"\{a\}", "(?P<a>.+?)").replace(r"\{b\}", "(?P<b>.+)"))


def load(code: str, folder: Path | None = None) -> Language:
    """Read the file of a language.

    Parameters
    ----------
    code
        As an article gives it (`en`, `en-GB`): what stands before the hyphen counts.
    folder
        A project's own folder of languages, which goes before ours.

    Returns
    -------
    Language
        Where there is no such file, one of which no words are known.

    Raises
    ------
    UsageError
        If the file is not what such a file must be.

    >>> load("en-GB").code, load("tlh").code
    ('en', 'und')
    """
    short = code.partition("-")[0].lower()
    for place in (folder, OURS):
        path = place / f"{short}.toml" if place else None
        if path and path.exists():
            return _read(short, path)
    return _read(UNDETERMINED, OURS / f"{UNDETERMINED}.toml")


def _read(code: str, path: Path) -> Language:
    try:
        file = msgspec.convert(tomllib.loads(read_plain(path).decode()), LanguageFile)
        odd = [rule.means for rule in file.days if rule.means not in MEANINGS]
        if odd:
            raise ValueError(f"no meaning of a time: `{odd[0]}`; one of {', '.join(sorted(MEANINGS))}")
        return Language(code, file)
    except OSError as error:
        raise UsageError(f"`{path.name}` cannot be read: {reason(error)}", "make it readable") from error
    except KeyError as error:
        raise UsageError(f"`{path.name}`: no slot {error}", "write it under [slots]") from error
    except (ValueError, re.error) as error:
        raise UsageError(f"`{path.name}` is no file of a language: {error}", "`en.toml` is one that is") from error
