"""Which sentences of an article's text no evidence touches, and which are ticked off as holding nothing about actors.

A *line* is a headline, a deck, a bullet, a caption or a paragraph, also one that is broken to fit a width; a
*sentence* is a piece of a line. What has fewer than three words (a byline, a button, a photo credit) is no sentence,
and is counted apart. Marks that end a sentence are those of every script (Unicode Standard Annex 29,
Sentence_Terminal); where words are not set apart by blanks, as in Chinese, Japanese and Thai, two letters count as a
word. Thai and Lao have no such mark: there a blank parts what has twelve letters on either side, which few names have.

The splitter is one rule and a list of abbreviations, so that the same text gives the same sentences everywhere and
for good: the trained or many-ruled splitters are heavy, change between releases, or are no longer kept up.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kg.base.letters import compiled
from kg.evidence import article_text
from kg.evidence.wrapped import unwrapped_lines
from kg.model.records import Article, Claim

Span = tuple[int, int]  # start and end, exclusive, in code points
Pieces = tuple[tuple[int, int, bool], ...]  # of a text: start and end of each, and whether it is a sentence

FEWEST_WORDS = 3

# Written with a point that ends no sentence. Those with points inside (U.S., a.m., i.e.) are known by their form.
ABBREVIATIONS = frozenset(
    """
    adm amb brig capt cdr cmdr cpl col dr esq fr gen gov hon insp jr justice lt ltd maj messrs mr mrs ms
    mt mme pres prof pvt rep ret rev sec sen sgt spc sr st supt
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    dra sra srta ing lic ee uu mlle mm mgr doç sn yrd bzw hr nr usw κ κα κκ проф акад им ул см рис тыс млн млрд св
    डॉ डा प्रो मो ড মো திரு டாக்டர்
    approx art assn ave bros co corp dept dist ed est etc fig gp govt inc intl natl no nos op para pp univ vol vs
    """.split()
)
# After `U.S.` or `p.m.` a capital tells nothing; these words do begin a new sentence.
_STARTERS = frozenset(
    """
    A After Also An And As At Before But By During Earlier For From He Her His However I If In It Its Last Later
    Meanwhile More No On One Our Several She Since So Some That The Their Then There These They This Those Though
    To Two Under Until We What When Where While Who With You
    """.split()
)
_BULLET = re.compile(  # behind marks of direction, with which lines may begin in Arabic and Hebrew
    r"[\s\ufeff\u061c\u200e\u200f]*(?:(?:[•‣\u2043◦▪▸►➢➤●○■□◆◇·∙・※✓*+①-⑳]|[-–—](?=\s)|\(?(?:[0-9]{1,2}|[a-z])\)(?=\s)"
    r"|\d{1,2}(?:\.(?=\s)|\uff0e(?!\d)))\s*)?"
)
# Letters of scripts that set no blanks between words, and those of the others.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_LETTER = rf"[[\w\p{{M}}\u200c\u200d]--{_UNSPACED}]"
# Languages differ in which quotation marks open and which close: “…” and „…“, «…» and »…«, ”…” in Swedish. In Chinese,
# where no blank parts two sentences, “ opens.
_OPEN, _SHUT = (
    r"[\p{Quotation_Mark}¿¡\p{Ps}\p{Pd}]*",
    r"(?:[\p{Quotation_Mark}\p{Pe}] | [\ \xa0\u202f]+[»\u203a](?=\s))*",
)
_SHUT_BY_FORM = r"""["'’”»\u203a\p{Pe}]*"""
# A mark that other scripts than ours share a point with ends a sentence only before a blank; others end it anywhere.
_END = rf"""
    (?:(?P<mark>[.!?…]+ | (?<=\p{{Greek}}) [;\u037e]) (?P<shut>{_SHUT}) \s+ | (?P<other>
        (?:(?:[\p{{Sentence_Terminal}}།༎--[.!?]])[\p{{Sentence_Terminal}}།༎…]* | [!?]+(?={_SHUT_BY_FORM}{_UNSPACED})
            | (?<=\p{{Devanagari}}\ ?) \|{{1,2}} (?=\s))
        {_SHUT_BY_FORM} (?:\s++ | (?!\d))
        | (?<=[\p{{Thai}}\p{{Lao}}]{{12}}) \ + (?=[\p{{Thai}}\p{{Lao}}]{{12}})))
    (?={_OPEN}\s*(?P<after>[^\W_]\w*))
"""
_WORD = rf"{_UNSPACED}{{1,2}} | {_LETTER}+ (?:[.'’/-] {_LETTER}+)*"
_LAST_WORD = r"(?r)[\w\p{M}.’'&-]+"  # read backwards from the mark, so that a line of any length is split in one sweep


class Sentence(Struct, frozen=True, order=True):
    """A sentence, or a line too short to be one, and where it stands in its text (code points, end exclusive)."""

    start: int
    end: int
    words: str


class Coverage(Struct, frozen=True):
    """What evidence touches of one article's text."""

    article: str
    touched: tuple[Sentence, ...]
    untouched: tuple[Sentence, ...]
    apart: tuple[Sentence, ...] = ()  # bylines, buttons, credits: not counted, touched or not
    ticked: tuple[Sentence, ...] = ()  # said to hold nothing about actors, and untouched: counted apart

    @property
    def share(self) -> float:
        """Share that evidence touches of the sentences that are not ticked off, in [0, 1]; 1 if there is none.

        >>> Coverage("a", (Sentence(0, 9, "They met."),), ()).share
        1.0
        """
        every = len(self.touched) + len(self.untouched)
        return len(self.touched) / every if every else 1.0


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into its sentences and the lines that are none, in order.

    Parameters
    ----------
    text
        An article's text.

    Returns
    -------
    tuple
        Pieces that do not overlap and leave out only spaces and bullets.

    >>> [piece.words for piece in sentences("Gen. Khan left the U.S. on Friday. He spoke to “a few.” Who knew?")]
    ['Gen. Khan left the U.S. on Friday.', 'He spoke to “a few.”', 'Who knew?']
    """
    found: list[Sentence] = []
    for first, last in unwrapped_lines(text, _BULLET):
        start = _BULLET.match(text, first, last)
        assert start is not None  # the pattern also fits nothing
        at = start.end()
        for cut in [*_cuts(text, at, last), last]:
            words = text[at:cut].rstrip()
            if words:
                found.append(Sentence(at, at + len(words), words))
            at = cut
    return tuple(found)


def is_sentence(piece: Sentence) -> bool:
    """Whether a piece is long enough to be a sentence: three words.

    >>> [is_sentence(Sentence(0, 9, words)) for words in ("By |", "Short Url", "(ISPR)", "They met here.")]
    [False, False, False, True]
    """
    words = compiled(_WORD).finditer(piece.words)
    return sum(1 for _ in itertools.islice(words, FEWEST_WORDS)) == FEWEST_WORDS


def pieces_of(text: str) -> Pieces:
    r"""Tell where the sentences of a text, and the lines that are none, start and end, and which of the two each is.

    >>> pieces_of("They met here. They left at noon.\nBy |")
    ((0, 14, True), (15, 33, True), (34, 38, False))
    """
    return tuple((its.start, its.end, is_sentence(its)) for its in sentences(text))


def marks(text: str, spans: Iterable[Span], ticks: Iterable[Span] = ()) -> tuple[tuple[int, int, str], ...]:
    """Tell what each sentence of a text is marked with.

    Parameters
    ----------
    text
        An article's text.
    spans
        Start and end of each piece of evidence, in any order.
    ticks
        Start and end of what is ticked off as holding nothing about actors, in any order: it is each sentence that it
        overlaps.

    Returns
    -------
    tuple
        Start, end and mark of each, in order of the text: `claim` where evidence touches it, `nothing` where it is
        ticked off, `open` where neither is so, and `apart` for a line that is no sentence.

    >>> marks("They met here. It rained all day. They left at noon.", [(0, 8)], [(15, 33)])
    ((0, 14, 'claim'), (15, 33, 'nothing'), (34, 52, 'open'))
    """
    return marked(pieces_of(text), spans, ticks)


def marked(pieces: Pieces, spans: Iterable[Span], ticks: Iterable[Span] = ()) -> tuple[tuple[int, int, str], ...]:
    """Tell, as `marks` does, of a text that has been split what each of its pieces is marked with."""
    by_claim, by_tick = _touched(pieces, spans), _touched(pieces, ticks)
    return tuple(
        (start, end, "apart" if not is_one else "claim" if claim else "nothing" if tick else "open")
        for (start, end, is_one), claim, tick in zip(pieces, by_claim, by_tick, strict=True)
    )


def _touched(pieces: Pieces, spans: Iterable[Span]) -> list[bool]:
    """Tell which pieces any span overlaps, in one sweep through both: a text may have thousands of each."""
    ordered = sorted(spans)
    touched, at, reach = [], 0, 0
    for start, end, _ in pieces:
        while at < len(ordered) and ordered[at][0] < end:
            reach = max(reach, ordered[at][1])
            at += 1
        touched.append(reach > start)
    return touched


def cover(article: str, text: str, spans: Iterable[Span], ticks: Iterable[Span] = ()) -> Coverage:
    """Tell which sentences of a text the spans touch, and which are ticked off.

    Parameters
    ----------
    article
        The article's id.
    text
        Its text.
    spans
        Start and end of each piece of evidence, in any order.
    ticks
        Start and end of what is ticked off, in any order. A sentence that evidence touches all the same is touched.

    Returns
    -------
    Coverage
        Touched, untouched, apart and ticked, each in order of the text.

    >>> cover("a", "The two men met. They dined together.", [(4, 11)]).untouched
    (Sentence(start=17, end=37, words='They dined together.'),)
    """
    found: dict[str, list[Sentence]] = {"claim": [], "open": [], "apart": [], "nothing": []}
    pieces = sentences(text)
    split = tuple((its.start, its.end, is_sentence(its)) for its in pieces)
    for piece, (_, _, mark) in zip(pieces, marked(split, spans, ticks), strict=True):
        found[mark].append(piece)
    return Coverage(article, *map(tuple, found.values()))


def coverage(articles: Iterable[Article], claims: Iterable[Claim], folder: Path) -> list[Coverage]:
    """Tell for each article that has a text which sentences no evidence touches.

    Parameters
    ----------
    articles
        Articles; those that name no text, or one that is not in the folder, are left out.
    claims
        Sound claims on them.
    folder
        The folder of texts.

    Returns
    -------
    list
        One coverage an article, by article id.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        spans.setdefault(claim.article, []).extend((span.start, span.end) for span in claim.evidence)
    found: list[Coverage] = []
    for article in sorted(articles, key=lambda article: article.id):
        if article.text is None:
            continue
        try:
            text = article_text.read(folder, article.text.file)
        except article_text.TextError:
            continue  # `check` names what is missing or cannot be read
        ticks = [(tick.start, tick.end) for tick in article.no_claims]
        found.append(cover(article.id, text, spans.get(article.id, []), ticks))
    return found


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where in a line a new sentence begins."""
    cuts = []
    for found in compiled(_END).finditer(text, start, end):
        before = None if found["other"] else _word_before(text, start, found.start())
        if found["other"] or _ends_here(before, found["mark"], bool(found["shut"]), found["after"]):
            cuts.append(found.end())
    return cuts


def _word_before(text: str, start: int, end: int) -> str | None:
    """Give the word that ends at a place, as far as it lies behind a start."""
    end -= end > start and text[end - 1] == "\n"  # a line end may stand before a mark
    last = compiled(_LAST_WORD).match(text, start, end)
    return last and last[0]


def _ends_here(before: str | None, mark: str, is_closed: bool, after: str) -> bool:
    """Whether a mark ends a sentence, judged by the word before it and the word after it."""
    if after[0].islower() and after[0] != after[0].title():  # Georgian sentences begin with such a letter too
        return False
    if mark != "." or is_closed or before is None:
        return True
    word = before.strip(".'’")
    if "." in word:  # U.S., a.m.
        return after in _STARTERS
    if len(word) == 1 and not word.islower():  # an initial, in capitals where the script has them
        return after in _STARTERS - {"A", "I"}
    return word.lower() not in ABBREVIATIONS
