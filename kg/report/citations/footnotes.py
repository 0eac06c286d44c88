"""Citations as Markdown: a paragraph for each claim with a reference to its fact, and a footnote with its source.

Source: CommonMark Spec 0.31.2, section 2.4 (any ASCII punctuation may be escaped); Pandoc User's Guide, "Footnotes".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$&@!])")
_BLOCK_SIGN = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NO_TARGET = re.compile(r"[\s<>()\\]")


def markdown(citations: Iterable[Row]) -> str:
    """Write citations as paragraphs with references, and a footnote for each claim.

    Parameters
    ----------
    citations
        Rows of `kg.report.citations.citing.Citation`.

    Returns
    -------
    str
        A document of its own, parts of which may be moved into another.
    """
    paragraphs, notes = list[str](), dict[str, str]()
    for its in citations:
        paragraphs += [_sentence(its, claim) for claim in its["claims"]]
        notes |= {claim["claim"]: _note(claim) for claim in its["claims"]}
        if its["reservations"]:
            paragraphs.append(f"{plain(reserved(its), begins=True)} ({_reference(its['label'], its['address'])}).")
    footnotes = (f"[^{key}]: {note}" for key, note in notes.items())
    return "\n\n".join([*paragraphs, *footnotes]) + "\n"


def _sentence(its: Row, claim: Row) -> str:
    body = plain(claim["sentence"].removesuffix("."), begins=True)
    return f"{body} ({_reference(claim['label'], its['address'])}).[^{claim['claim']}]"


def reserved(its: Row) -> str:
    """Say what stands against a fact, as a sentence without its end."""
    return f"Of the fact {its['fact']}: {'; '.join(its['reservations'])}"


def own_words(its: Row) -> Iterator[str]:
    """Give what the paragraphs and notes of a citation say, as it reads: no quotation in it is an article's."""
    for claim in its["claims"]:
        yield claim["sentence"]
        yield source_words(claim)
    if its["reservations"]:
        yield reserved(its)


def source_words(claim: Row) -> str:
    """Say in which article a claim stands, and where, as the note of its citation reads."""
    article = claim["article"]
    url = f", {article['url']}" if _is_target(article["url"]) else ""
    title, publisher = flat(_title(article)), flat(article["publisher_name"])
    places = ", ".join(flat(place_words(its)) for its in claim["evidence"])
    return f"Claim {claim['claim']} in {title}, {publisher}, {day_words(article)}{url}, {places}"


def _title(article: Row) -> str:
    return f"“{article['title']}”" if article["title"] else str(article["id"])


def day_words(article: Row) -> str:
    """Say when an article was published, or by when."""
    return str(article["published"] or f"by {article['published_by']}")


def place_words(its: Row) -> str:
    """Say where evidence stands, in words.

    >>> place_words({"start": 0, "end": 9, "kind": "headline"}), place_words({"row": "7"})
    ('characters 0–9 (headline)', 'row 7')
    """
    if "row" in its:
        return f"row {its['row']}"
    return f"characters {its['start']}–{its['end']}" + ("" if its["kind"] == "text" else f" ({its['kind']})")


def _note(claim: Row) -> str:
    """Write the footnote of a claim, which leads to it and to each span."""
    article = claim["article"]
    url = f", <{article['url']}>" if _is_target(article["url"]) else ""
    places = ", ".join(f"[{plain(place_words(its))}]({_target(its['address'])})" for its in claim["evidence"])
    return (
        f"Claim [{plain(claim['claim'])}]({_target(claim['address'])}) in {plain(_title(article))}, "
        f"{plain(article['publisher_name'])}, {day_words(article)}{url}, {places}"
    )


def _reference(label: str, address: str) -> str:
    return f"[{plain(label)}]({_target(address)})"


def plain(words: str, *, begins: bool = False) -> str:
    r"""Write words so that Markdown shows them as they are, at the beginning of a paragraph or within one.

    >>> plain("a *b* [c]"), plain("1. Ann met", begins=True)
    ('a \\*b\\* \\[c\\]', '1\\. Ann met')
    """
    its = _MARKUP.sub(r"\\\1", flat(words))
    if begins and (found := _BLOCK_SIGN.match(its)):
        return f"{found[0]}\\{its[found.end() :]}" if found[0].isdigit() else f"\\{its}"
    return its


def flat(words: str) -> str:
    """Write words on one line, with one blank between them."""
    return " ".join(_UNSEEN.sub(" ", words).split())


def _is_target(url: str | None) -> bool:
    return bool(url) and not re.search(r"[\s<>]", str(url))


def _target(its: str) -> str:
    """Write an address as the target of a link."""
    return f"<{its}>" if _NO_TARGET.search(its) else its
